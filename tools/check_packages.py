#!/usr/bin/python3
"""Other people's programs: the test suites of Python packages, as Debian distributes them, under `ouro` and
under CPython. What CPython passes, ouro has to pass.

usage: check_packages.py --build DIR [--only NAME]... [--limit SECONDS]

The packages are fetched once into DIR/packages (apt-get download), nothing is installed.
"""
import argparse
import os
import re
import subprocess
import sys
import time

FETCHED = """
    arpeggio attr bs4 cerberus chardet dateutil decorator deap html5lib jsonschema iniconfig markupsafe mpmath
    networkx packaging pluggy pyflakes pyrsistent pytest simplejson six soupsieve sortedcontainers sympy toolz
    tz webencodings pkg-resources more-itertools yaml
""".split()

# What pytest is pointed at, below dist-packages: whole suites where they take a minute or so.
SUITES = [
    "arpeggio", "bs4", "cerberus", "networkx/algorithms/centrality", "networkx/algorithms/flow",
    "networkx/algorithms/tests", "networkx/classes", "networkx/generators", "networkx/readwrite", "networkx/utils",
    "mpmath/tests/test_convert.py", "mpmath/tests/test_functions.py", "mpmath/tests/test_matrices.py",
    "mpmath/tests/test_special.py", "pyflakes", "simplejson", "sympy/core/tests/test_basic.py",
    "sympy/core/tests/test_expr.py", "sympy/matrices/tests/test_matrices.py", "sympy/parsing",
    "sympy/polys/tests/test_polytools.py", "sympy/simplify/tests/test_simplify.py", "sympy/utilities", "toolz",
]

# Tests that ask for what ouro does not have; docs/differences.md says the same.
KNOWN = {
    "simplejson/tests/test_scanstring.py::TestScanString::test_overflow": "sys.maxsize + 1 as an index",
    "bs4/tests/test_dammit.py::TestEncodingDetector::test_detect_html5_style_meta_tag": "codecs of East Asia",
    "bs4/tests/test_html5lib.py::TestHTML5LibBuilder::test_real_shift_jis_document": "codecs of East Asia",
    "bs4/tests/test_htmlparser.py::TestHTMLParserTreeBuilder::test_real_shift_jis_document": "codecs of East Asia",
    "bs4/tests/test_pageelement.py::TestFormatters::test_encoding_substitution": "codecs of East Asia",
}
OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR|SKIPPED) (\S+)", re.MULTILINE)


def fetch(folder):
    root = os.path.join(folder, "root", "usr", "lib", "python3", "dist-packages")
    if os.path.isdir(os.path.join(root, "pytest")):
        return root
    os.makedirs(folder, exist_ok=True)
    for name in FETCHED:
        subprocess.run(["apt-get", "download", "-q", f"python3-{name}"], cwd=folder, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
    archives = sorted(name for name in os.listdir(folder) if name.endswith(".deb"))
    if not archives:
        sys.exit("no package could be fetched: apt-get download needs its lists (apt-get update)")
    for archive in archives:
        subprocess.run(["dpkg", "-x", archive, "root"], cwd=folder, check=True)
    return root


def run(command, root, suite, limit):
    """The outcomes by test, the last line, seconds."""
    environment = dict(os.environ, PYTHONPATH=root, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    start = time.monotonic()
    try:
        output = subprocess.run([*command, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", suite], cwd=root,
                                env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, timeout=limit, check=False).stdout
    except subprocess.TimeoutExpired:
        return {}, f"not through in {limit} s", limit
    text = output.decode(errors="replace")
    outcomes = {}
    for outcome, test in OUTCOME.findall(text):
        outcomes.setdefault(test, outcome)
    return outcomes, text.rstrip().rpartition("\n")[2], time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--limit", type=int, default=300)
    arguments = parser.parse_args()
    root = fetch(os.path.abspath(os.path.join(arguments.build, "packages")))
    ouro = os.path.abspath(os.path.join(arguments.build, "ouro"))
    worse, passed, seconds = [], [0, 0], [0.0, 0.0]
    for suite in SUITES:
        if arguments.only and not any(suite.startswith(name) for name in arguments.only):
            continue
        theirs, _, their_time = run([arguments.python], root, suite, arguments.limit)
        ours, last, our_time = run([ouro], root, suite, arguments.limit)
        counts = [sum(outcome == "PASSED" for outcome in side.values()) for side in (theirs, ours)]
        missed = [test for test, outcome in theirs.items()
                  if outcome == "PASSED" and ours.get(test) != "PASSED" and test not in KNOWN]
        print(f"{suite:44} CPython {counts[0]:5} passed {their_time:6.1f} s   ouro {counts[1]:5} passed {our_time:6.1f} s"
              + (f"   {last}" if missed else ""), flush=True)
        for test in missed[:10]:
            print(f"    {ours.get(test, 'not run')}: {test}")
        worse += missed
        passed = [total + count for total, count in zip(passed, counts)]
        seconds = [total + spent for total, spent in zip(seconds, (their_time, our_time))]
    print(f"packages: CPython {passed[0]} passed in {seconds[0]:.0f} s, ouro {passed[1]} in {seconds[1]:.0f} s, "
          f"{len(worse)} missed")
    return 1 if worse or not passed[0] else 0


if __name__ == "__main__":
    sys.exit(main())
