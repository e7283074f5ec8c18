#!/usr/bin/python3
"""Lint: line length, tabs, trailing blanks, long functions and files. tools/tidy.allow names exceptions.

A line of tidy.allow is "RULE PATH [FUNCTION]  reason".
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LINE_MAX, FUNCTION_MAX, FILE_MAX = 110, 90, 1000
FUNCTION = re.compile(r"^[a-z].*?\b(\w+)\([^;]*$")


def allowed():
    rules = set()
    with open(os.path.join(ROOT, "tools", "tidy.allow"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) >= 2 and not line.startswith("#"):
                rules.add((words[0], words[1]))
    return rules


def faults_in(path, text):
    lines = text.split("\n")
    if len(lines) > FILE_MAX:
        yield "file", f"{len(lines)} lines"
    name, start = None, 0
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX:
            yield "line", f"{number}: {len(line)} columns"
        if "\t" in line:
            yield "tab", f"{number}: a tab"
        if line != line.rstrip():
            yield "blank", f"{number}: trailing blanks"
        if path.endswith(".c"):
            found = FUNCTION.match(line)
            if found:
                name = found.group(1)
            if line == "{":
                start = number
            if line == "}" and start:
                if number - start > FUNCTION_MAX:
                    yield "function", f"{start}: {name} has {number - start} lines"
                start = 0


def main():
    files = subprocess.run(["git", "-C", ROOT, "ls-files", "src", "cli", "include"], capture_output=True,
                           text=True).stdout.split()
    rules, count = allowed(), 0
    for path in files:
        if not path.endswith((".c", ".h")):
            continue
        full = os.path.join(ROOT, path)
        if not os.path.exists(full):
            continue
        with open(full, encoding="utf-8") as file:
            text = file.read()
        for rule, message in faults_in(path, text):
            if (rule, path) in rules or (rule, "*") in rules:
                continue
            count += 1
            print(f"{path}:{message}")
    print(f"tidy: {len(files)} files, {count} faults")
    return 1 if count else 0


sys.exit(main())
