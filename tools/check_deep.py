#!/usr/bin/python3
"""The long tests of `make check-deep`, in parts:

  stress      all language and conformance tests with a collection at every safe point
  audit       the same, every reference recounted and every structure checked at safe points
  debug       the same in a debug heap: guards around every block, nothing may outlive a program
  sanitizers  the same with address and undefined behaviour sanitizers, leaks of plain memory included
  faults      every test with failing requests for memory (the 1st, 2nd, 3rd ..., with a stride where there are
              many; and all from one on): MemoryError or a clean end is right, a crash, a hang, a sanitizer's
              report, an object that outlives the program or a SystemError is not
  heap        the models of allocator and collector at length, with sanitizers and debug guards
  misuse      the crimes, against the sanitized library

usage: check_deep.py --build DIR [--part NAME]... [--shard I/N] [--jobs N] [PATH]...

tests/deep_settings.txt lists what runs differently and why.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

import run_lang_tests as lang

ROOT = lang.ROOT
PARTS = ["stress", "audit", "debug", "sanitizers", "faults", "heap", "misuse"]
OPTIONS = {"stress": ["--gc-stress"], "audit": ["--audit"], "debug": ["--debug"], "sanitizers": []}
BAD_WORDS = re.compile(rb"AddressSanitizer|LeakSanitizer|runtime error:|Assertion|outlive the program|Fatal|SystemError")
POINTS, LASTING_POINTS, TIMEOUT = 48, 8, 120


def read_settings():
    settings = {}
    with open(os.path.join(ROOT, "tests", "deep_settings.txt")) as file:
        for line in file:
            words = line.split("#")[0].split()
            if words:
                settings.setdefault((words[0], words[1]), []).extend(words[2:])
    return settings


class Deep:
    def __init__(self, arguments):
        self.build = os.path.abspath(arguments.build)
        self.sanitized = self.build + "-asan"
        self.is_built = arguments.as_built
        self.points = arguments.points
        self.settings = read_settings()
        self.jobs = arguments.jobs
        paths = arguments.paths or [os.path.join(ROOT, "tests", "lang"), os.path.join(ROOT, "tests", "conformance")]
        index, count = (int(number) for number in arguments.shard.split("/"))
        self.tests = [test for i, test in enumerate(lang.tests_in(paths)) if i % count == index - 1]

    def words_for(self, part, test):
        name = os.path.relpath(test, os.path.join(ROOT, "tests"))
        name = name[5:] if name.startswith("lang/") else name
        return self.settings.get((part, name), [])

    def number_for(self, part, test, word, default):
        for setting in self.words_for(part, test):
            if setting.startswith(word + "="):
                return int(setting.split("=")[1])
        return default

    def each(self, part, function):
        """Runs function(test) -> list of problems for all tests but those to skip; prints, returns success."""
        tests = [test for test in self.tests if "skip" not in self.words_for(part, test)]
        failed, start = 0, time.time()
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for test, problems in zip(tests, pool.map(function, tests)):
                failed += bool(problems)
                for problem in problems:
                    print(f"FAIL {os.path.relpath(test, ROOT)} {problem}", flush=True)
        print(f"{part}: {len(tests) - failed} passed, {failed} failed, {len(self.tests) - len(tests)} skipped, "
              f"{time.time() - start:.0f} s", flush=True)
        return failed == 0

    # ---- outputs that must stay as they are ----

    def same_output(self, part, ouro, environment):
        def one(test):
            with open(test[:-3] + ".expected", "rb") as file:
                expected = file.read()
            seconds = self.number_for(part, test, "timeout", TIMEOUT * (3 if part == "sanitizers" else 1))
            actual = lang.run([ouro, "run", "-q"], test, OPTIONS[part], seconds, environment)
            if actual == expected:
                return []
            if "differs" in self.words_for(part, test) and not BAD_WORDS.search(actual):
                return []
            return ["\n" + lang.difference(expected, actual)]
        return self.each(part, one)

    # ---- failing allocations ----

    def run_failing(self, test, first, last, options):
        command = [os.path.join(self.sanitized, "ouro"), "run", "-q"]
        spell = str(first) if last is None else f"{first}:{last}"
        seconds = self.number_for("faults", test, "timeout", TIMEOUT)
        return lang.run(command, test, ["--fail-alloc", spell, *options], seconds,
                        {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0"})

    def requests_of(self, test):
        output = self.run_failing(test, 10 ** 15, None, [])
        found = re.search(rb"it made (\d+)", output)
        return int(found[1]) if found else 0

    def judge(self, output, expected):
        status = re.search(rb"--- status (-?\d+)\n$", output)
        allowed = re.search(rb"--- status (-?\d+)\n$", expected)
        if output.endswith(b"--- timeout\n"):
            return "hangs"
        if status and int(status[1]) not in (1, 2, 120, int(allowed[1]) if allowed else 0):
            return "status %s: %s" % (status[1].decode(), output[-600:].decode("utf-8", "replace"))
        word = BAD_WORDS.search(output)
        if word and word[0] not in expected:
            at = word.start()
            return output[max(0, at - 100):at + 900].decode("utf-8", "replace")
        return None

    def failing(self, test):
        with open(test[:-3] + ".expected", "rb") as file:
            expected = file.read()
        count = self.requests_of(test)
        if not count:
            return ["does not run to its end without a failure"]
        points = min(self.number_for("faults", test, "points", self.points), count)
        problems = []
        for i in range(points):
            number = 1 + i * count // points
            options = ["--debug"] if i % 2 else []
            problem = self.judge(self.run_failing(test, number, None, options), expected)
            if problem:
                problems.append(f"{' '.join(options)} --fail-alloc {number}: {problem}")
        lasting = min(LASTING_POINTS, points)
        for i in range(lasting):
            number = 1 + (2 * i + 1) * count // (2 * lasting)
            problem = self.judge(self.run_failing(test, number, 10 ** 15, []), expected)
            if problem:
                problems.append(f"--fail-alloc {number}:{10 ** 15}: {problem}")
        return problems[:3]

    # ---- models ----

    def heap(self):
        targets = ["mem_test_shadow", "gc_test_cycle", "gc_test_collect", "pool_test_pools", "object_test_release"]
        if not self.make(self.sanitized, *targets):
            return False
        environment = dict(os.environ, OURO_SHADOW_OPERATIONS="2000000", OURO_MODEL_ROUNDS="8", OURO_MODEL_AUDITS="1")
        succeeded = True
        for target in targets:
            start = time.time()
            done = subprocess.run([os.path.join(self.sanitized, target)], env=environment, capture_output=True)
            succeeded &= done.returncode == 0
            print(f"heap: {target} {'passed' if done.returncode == 0 else 'FAILED'}, {time.time() - start:.0f} s")
            if done.returncode:
                print((done.stdout + done.stderr)[-3000:].decode("utf-8", "replace"))
        return succeeded

    def make(self, folder, *targets):
        if folder == self.sanitized:
            subprocess.run(["cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DCMAKE_BUILD_TYPE=Debug",
                            "-DOURO_SANITIZE=ON"], check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(["ninja", "-C", folder, *targets], capture_output=True)
        if done.returncode:
            print(done.stdout[-3000:].decode("utf-8", "replace"))
        return done.returncode == 0

    def run(self, part):
        print("== " + part, flush=True)
        if part == "heap":
            return self.heap()
        needs_sanitized = part in ("sanitizers", "faults", "misuse")
        if not self.is_built and not self.make(self.sanitized if needs_sanitized else self.build, "ouro"):
            return False
        if part == "misuse":
            return subprocess.run([os.path.join(ROOT, "tools", "run_misuse.sh"), self.sanitized]).returncode == 0
        if part == "faults":
            return self.each(part, self.failing)
        folder = self.sanitized if needs_sanitized else self.build
        return self.same_output(part, os.path.join(folder, "ouro"), {"ASAN_OPTIONS": "detect_leaks=1"})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--shard", default="1/1", help="I/N: every N-th test, from the I-th on")
    parser.add_argument("--points", type=int, default=POINTS, help="failing requests tried in each test")
    parser.add_argument("--as-built", action="store_true", help="DIR and DIR-asan hold what is to be tested")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("paths", nargs="*")
    arguments = parser.parse_args()
    deep = Deep(arguments)
    failed = [part for part in arguments.part or PARTS if not deep.run(part)]
    print(f"check-deep: {'FAILED: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
