#!/usr/bin/python3
"""Runs the language tests: programs whose output, errors and exit status must be CPython 3.11's.

usage: run_lang_tests.py [--ouro PATH] [--regenerate] [--jobs N] [--option WORD]... [PATH]...

Every tests/**/NAME.py with NAME.expected beside it is a test. The expected file holds standard output, then,
if there is any, a line "--- stderr" and standard error, then, if it is not 0, "--- status N"; the
test's folder is left out of paths, and addresses are hidden. A file NAME.stdin beside it is the program's
input. --regenerate writes the expected files with CPython.
"""
import argparse
import concurrent.futures
import difflib
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CPYTHON = "/usr/bin/python3"
TIMEOUT = 60
TIMED_OUT = b"--- timeout\n"


def tests_in(paths):
    for path in paths:
        if os.path.isfile(path):
            yield os.path.abspath(path)
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
            for name in sorted(files):
                if name.endswith(".py") and not name.startswith("_"):
                    yield os.path.abspath(os.path.join(folder, name))


def run(command, test, options=(), timeout=TIMEOUT, variables={}):
    folder, name = os.path.split(test)
    stdin_path = test[:-3] + ".stdin"
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1", **variables)
    environment.pop("PYTHONPATH", None)
    with open(stdin_path if os.path.exists(stdin_path) else os.devnull, "rb") as stdin:
        try:
            done = subprocess.run([*command, *options, name], cwd=folder, stdin=stdin, capture_output=True,
                                  timeout=timeout, env=environment)
        except subprocess.TimeoutExpired:
            return TIMED_OUT
    output = done.stdout
    if done.stderr:
        output += b"--- stderr\n" + done.stderr
    if done.returncode:
        output += b"--- status %d\n" % done.returncode
    output = output.replace(os.fsencode(folder) + b"/", b"")
    return re.sub(rb"( at|<\w+) 0x[0-9a-f]{6,16}\b", rb"\1 0xADDRESS", output)


def check(test, arguments):
    expected_path = test[:-3] + ".expected"
    if arguments.regenerate:
        output = run([CPYTHON], test)
        if output == TIMED_OUT:
            return "CPython does not come to its end\n"
        with open(expected_path, "wb") as file:
            file.write(output)
        return None
    if not os.path.exists(expected_path):
        return "no expected output: run make expected\n"
    with open(expected_path, "rb") as file:
        expected = file.read()
    actual = run([arguments.ouro, "run", "-q"], test, arguments.option)
    if actual == expected and actual != TIMED_OUT:
        return None
    return difference(expected, actual)


def difference(expected, actual):
    lines = difflib.unified_diff(expected.decode("utf-8", "replace").splitlines(True),
                                 actual.decode("utf-8", "replace").splitlines(True), "CPython", "ouro", n=2)
    return "".join(list(lines)[:40])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ouro", default=os.path.join(ROOT, "build", "ouro"))
    parser.add_argument("--regenerate", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--option", action="append", default=[], help="passed to ouro run, e.g. --option=--gc-stress")
    parser.add_argument("--quiet", action="store_true", help="names of failures only")
    parser.add_argument("paths", nargs="*")
    arguments = parser.parse_args()
    arguments.ouro = os.path.abspath(arguments.ouro)
    paths = arguments.paths or [os.path.join(ROOT, "tests", "lang"), os.path.join(ROOT, "tests", "conformance")]
    tests = [test for test in tests_in(paths)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for test, problem in zip(tests, pool.map(lambda test: check(test, arguments), tests)):
            if problem is None:
                continue
            failed += 1
            print(f"FAIL {os.path.relpath(test, ROOT)}")
            if not arguments.quiet:
                print(problem)
    print(f"language: {len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
