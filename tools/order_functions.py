#!/usr/bin/env python3
"""Lays the functions that every small program runs side by side in the command.

usage: order_functions.py list --ouro PATH      finds them, writes tools/start_order.txt; needs valgrind
       order_functions.py script --cc CC FILE   writes the linker's own script with their order to FILE

A page that no program touches costs nothing, and the system maps what lies around a touched one along with it:
with the functions of the start scattered over the whole text, all of it is resident. List them again when the
start has changed much; names that are gone do no harm. The build does without where the linker has no script."""
import argparse
import os
import re
import subprocess
import sys
import tempfile

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "start_order.txt")
LATE_CONSTANTS = ["text_signature", "unicode", "frozen_modules"]  # files with tables that few programs look into
PROGRAMS = ["pass", "print('hello', 1 + 2)",
            "def f(n):\n    return [i * i for i in range(n)]\nfor x in f(3):\n    print(x)"]


def functions_run(ouro, program):
    with tempfile.NamedTemporaryFile("r") as found:
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={found.name}", ouro, "run", "-q",
                        "-c", program], check=True, capture_output=True)
        objects, functions, seen, current = {}, {}, set(), None
        for line in found:
            match = re.match(r"(c?ob|c?fn)=\((\d+)\)(?: (.*))?", line)
            if not match:
                continue
            what, number, name = match.groups()
            table = objects if what.endswith("ob") else functions
            if name:
                table[number] = name.strip()
            if what == "ob":
                current = table[number]
            elif what == "fn" and current and os.path.basename(current) == os.path.basename(ouro):
                seen.add(re.sub(r"'\d+$", "", table[number]))
        return seen


def write_list(ouro):
    names = set()
    for program in PROGRAMS:
        names |= functions_run(os.path.realpath(ouro), program)
    names = sorted(name for name in names if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", name))
    with open(LIST, "w") as file:
        file.write("".join(name + "\n" for name in names))
    print(len(names), "functions")


def write_script(cc, path):
    said = subprocess.run([cc, "-Wl,--verbose"], capture_output=True, text=True).stdout
    parts = re.split(r"^=+$", said, flags=re.M)
    start = re.search(r"^  \.text\s+:\s*\{\n", parts[1], flags=re.M) if len(parts) >= 3 else None
    if not start:
        sys.exit("no script")
    with open(LIST) as file:
        names = "".join(f"    *(.text.{name.strip()})\n" for name in file)
    text = parts[1][:start.end()] + names + parts[1][start.end():]
    late = "EXCLUDE_FILE(" + " ".join(f"*{name}*" for name in LATE_CONSTANTS) + ")"
    text = text.replace("*(.rodata .rodata.* ", f"*({late} .rodata {late} .rodata.*) *(.rodata .rodata.* ", 1)
    with open(path, "w") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list").add_argument("--ouro", required=True)
    script = verbs.add_parser("script")
    script.add_argument("--cc", required=True)
    script.add_argument("file")
    options = parser.parse_args()
    if options.verb == "list":
        write_list(options.ouro)
    else:
        write_script(options.cc, options.file)


main()
