#!/usr/bin/python3
"""The long tests of `make check-deep`, in parts:

  stress      all language and conformance tests with full collections at safe points: at every one of a short
              program, at every place of a long one (src/gc/stress.c)
  slices      the same with the smallest slice of a collection at every safe point, all proven by traps
  audit       every reference recounted and every structure checked at safe points
  debug       in a debug heap: guards around every block, nothing may outlive a program
  sanitizers  with address and undefined behaviour sanitizers, leaks of plain memory included
  faults      every place that asks for memory fails once (src/diag/fault_sweep.h), in the sanitized build and
              again in a debug heap: MemoryError or a clean end is right; a crash, a hang, a sanitizer's
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
import signal
import subprocess
import sys
import tempfile
import threading
import time

import run_lang_tests as lang

ROOT = lang.ROOT
PARTS = ["stress", "slices", "audit", "debug", "sanitizers", "faults", "heap", "misuse"]
OPTIONS = {"stress": ["--gc-stress"], "slices": ["--gc-stress-slices"], "audit": ["--audit"], "debug": ["--debug"],
           "sanitizers": []}
BAD_WORDS = re.compile(rb"AddressSanitizer|LeakSanitizer|runtime error:|Assertion .*failed|outlive the program|Fatal|"
                       rb"^SystemError", re.M)
# What a program may share with its copies, or lose to them: files it removes, children, connections.
NOT_COPIED = re.compile(rb"\b(tempfile|subprocess|multiprocessing|socket|fork)\b")
APART_POINTS, APART_SECONDS, LASTING_POINTS = 400, 200, 4
TIMEOUT, SWEEP_TIMEOUT = 120, 1500
PROGRESS_SECONDS = 15
HEAP_MODELS = ["mem_test_shadow", "gc_test_cycle", "gc_test_collect", "pool_test_pools", "object_test_release"]


def read_settings():
    settings = {}
    with open(os.path.join(ROOT, "tests", "deep_settings.txt")) as file:
        for line in file:
            words = line.split("#")[0].split()
            if words:
                settings.setdefault((words[0], words[1]), []).extend(words[2:])
    return settings


class Progress:
    """Where a part stands, on one line of a terminal, or now and then on a line of its own."""

    def __init__(self, part, count):
        self.part, self.count, self.done, self.failed = part, count, 0, 0
        self.start = self.told = time.time()
        self.is_terminal = sys.stdout.isatty()
        self.lock = threading.Lock()

    def clear(self):
        if self.is_terminal:
            print("\r\033[K", end="")

    def note(self, name, problems):
        with self.lock:
            self.done += 1
            self.failed += bool(problems)
            self.clear()
            for problem in problems:
                print(f"FAIL {self.part} {name} {problem}", flush=True)
            now = time.time()
            if self.is_terminal or now - self.told > PROGRESS_SECONDS:
                self.told = now
                print(f"   {self.part} {self.done}/{self.count}, {self.failed} failed, {now - self.start:.0f} s: {name}",
                      end="" if self.is_terminal else "\n", flush=True)


class Deep:
    def __init__(self, arguments):
        self.build = os.path.abspath(arguments.build)
        self.sanitized = self.build + "-asan"
        self.is_built = arguments.as_built
        self.settings = read_settings()
        self.jobs = arguments.jobs
        self.rows = []  # of the table at the end
        self.copies = 0
        self.scratch = tempfile.TemporaryDirectory(prefix="ouro-deep-")
        paths = arguments.paths or [os.path.join(ROOT, "tests", "lang"), os.path.join(ROOT, "tests", "conformance")]
        index, count = (int(number) for number in arguments.shard.split("/"))
        self.tests = [test for i, test in enumerate(lang.tests_in(paths)) if i % count == index - 1]

    def words_for(self, part, test):
        name = os.path.relpath(test, os.path.join(ROOT, "tests"))
        name = name[5:] if name.startswith("lang/") else name
        return self.settings.get((part, name), [])

    def values_for(self, part, test, word):
        return [setting.split("=", 1)[1] for setting in self.words_for(part, test) if setting.startswith(word + "=")]

    def number_for(self, part, test, word, default):
        return int((self.values_for(part, test, word) or [default])[0])

    def each(self, part, function, title=None):
        """Runs function(test) -> list of problems for all tests but those to skip; returns success."""
        tests = [test for test in self.tests if "skip" not in self.words_for(part, test)]
        progress = Progress(title or part, len(tests))

        def one(test):
            progress.note(os.path.relpath(test, ROOT), function(test))

        self.copies = 0
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(one, tests))
        progress.clear()
        self.tell(progress.part, len(tests), self.copies or len(tests), progress.failed, progress.start)
        return progress.failed == 0

    def tell(self, part, files, runs, failed, start):
        seconds = time.time() - start
        self.rows.append((part, files, runs, failed, seconds))
        print(f"{part}: {files - failed} passed, {failed} failed, {runs} runs, {seconds:.0f} s", flush=True)

    def expected_of(self, test):
        with open(test[:-3] + ".expected", "rb") as file:
            return file.read()

    # ---- outputs that must stay as they are ----

    def lines_without(self, part, test, output):
        """Lines that tell of time or of the collector's own work differ by right."""
        if part == "sanitizers":  # its remark about the stacks of threads
            output = re.sub(rb"==\d+==WARNING: ASan doesn't fully support makecontext[^\n]*\n", b"", output)
            output = re.sub(rb"--- stderr\n(?=--- status|\Z)", b"", output)
        for pattern in self.values_for(part, test, "without"):
            lines = output.splitlines(True)
            output = b"".join(line for line in lines if not re.search(os.fsencode(pattern), line))
        return output

    def same_output(self, part, ouro, environment):
        def one(test):
            seconds = self.number_for(part, test, "timeout", TIMEOUT * (3 if part == "sanitizers" else 1))
            actual = lang.run([ouro, "run", "-q"], test, OPTIONS[part], seconds, environment)
            if "differs" in self.words_for(part, test):
                return ["\n" + actual.decode("utf-8", "replace")[-2000:]] if BAD_WORDS.search(actual) else []
            expected, actual = (self.lines_without(part, test, text) for text in (self.expected_of(test), actual))
            return [] if actual == expected else ["\n" + lang.difference(expected, actual)]
        return self.each(part, one)

    # ---- failing requests: copies of one run ----

    def judge(self, status, output, expected):
        allowed = re.search(rb"--- status (-?\d+)\n$", expected)
        if status == "hangs":
            return "hangs"
        if status not in (0, 1, 2, 120, int(allowed[1]) if allowed else 0):
            return "status %d: %s" % (status, output[-600:].decode("utf-8", "replace"))
        word = BAD_WORDS.search(output)
        if word and word[0] not in expected:
            at = word.start()
            return output[max(0, at - 100):at + 1500].decode("utf-8", "replace")
        return None

    def copies_in(self, path):
        """(request, whether it lasts, status or "hangs", output) of each copy in a log."""
        copies = []
        with open(path, "rb") as file:
            for line in file:
                if line.startswith(b"| "):
                    copies[-1][3].append(line[2:])
                    continue
                found = re.match(rb"(\d+)( lasting)?: (?:status (\d+)|signal (\d+)|(hangs))\n", line)
                status = "hangs" if found[5] else int(found[3]) if found[3] else -int(found[4])
                copies.append((int(found[1]), bool(found[2]), status, []))
        return copies

    def files_of(self, test, options):
        """The places that tests of this build have visited, and the log of this one."""
        return (os.path.join(self.scratch.name, "seen" + "".join(options)),
                os.path.join(self.scratch.name, os.path.relpath(test, ROOT).replace("/", "-") + ".log"))

    def is_apart(self, test):
        with open(test, "rb") as file:
            return "apart" in self.words_for("faults", test) or bool(NOT_COPIED.search(file.read()))

    def sweep(self, test, folder, options, environment):
        if self.is_apart(test):
            return self.failing_apart(test, folder, options, environment)
        seen, log = self.files_of(test, options)
        expected = self.expected_of(test)
        output = lang.run([os.path.join(folder, "ouro"), "run", "-q"], test,
                          [*options, "--fail-each", log, "--fail-seen", seen],
                          self.number_for("faults", test, "timeout", SWEEP_TIMEOUT), environment)
        problems, copies = [], self.copies_in(log)
        self.copies += len(copies)
        os.unlink(log)
        for number, is_lasting, status, lines in copies:
            problem = self.judge(status, b"".join(lines), expected)
            if problem:
                last = ":%d" % 10 ** 15 if is_lasting else ""
                problems.append(f"{' '.join(options)} --fail-alloc {number}{last}: {problem}")
        if output != expected and "differs" not in self.words_for("faults", test):
            problems.append("is disturbed by its copies:\n" + lang.difference(expected, output))
        return problems

    def faults(self):
        leaks = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0"}
        return all([self.each("faults", lambda test: self.sweep(test, self.sanitized, [], leaks), "faults sanitized"),
                    self.each("faults", lambda test: self.sweep(test, self.build, ["--debug"], {}), "faults debug")])

    # ---- failing requests: a process for each ----

    def failing_apart(self, test, folder, options, environment):
        """Each new place of the program in a process of its own, as many as the time allows; then at some points all
        requests that follow."""
        expected, problems, end = self.expected_of(test), [], time.time() + APART_SECONDS
        seen, log = self.files_of(test, options)
        settings = self.words_for("faults", test)
        points = self.number_for("faults", test, "points", APART_POINTS)

        def run(*failing):
            self.copies += 1
            seconds = self.number_for("faults", test, "timeout", TIMEOUT)
            return lang.run([os.path.join(folder, "ouro"), "run", "-q"], test, [*failing, *options], seconds,
                            environment)

        def look_at(output, spell):
            status = re.search(rb"--- status (-?\d+)\n$", output)
            is_hanging = output.endswith(b"--- timeout\n")
            if is_hanging and "may-wait" in settings:
                return
            if "keeps" in settings:
                output = re.sub(rb"^debug: \d+ objects outlive the program\n(?: .*\n)*", b"", output, flags=re.M)
            problem = self.judge("hangs" if is_hanging else int(status[1]) if status else 0, output, expected)
            if problem:
                problems.append(f"{' '.join(options)} --fail-alloc {spell}: {problem}")

        found = re.search(rb"it made (\d+)", run("--fail-alloc", str(10 ** 15)))
        if not found:
            return ["does not run to its end without a failure"]
        number = b"first"
        for _ in range(points):
            output = run("--fail-new", log, "--fail-seen", seen)
            with open(log, "rb") as file:
                number = file.read().partition(b":")[0]
            if not number or time.time() > end:
                break
            look_at(output, number.decode())
        for i in range(LASTING_POINTS):
            spell = "%d:%d" % (1 + (2 * i + 1) * int(found[1]) // (2 * LASTING_POINTS), 10 ** 15)
            look_at(run("--fail-alloc", spell), spell)
        return problems

    # ---- models ----

    def heap(self):
        if not self.make(self.sanitized, *HEAP_MODELS):
            return False
        environment = dict(os.environ, OURO_SHADOW_OPERATIONS="2000000", OURO_TEST_SEEDS="40")
        failed, start = 0, time.time()
        for target in HEAP_MODELS:
            begin = time.time()
            done = subprocess.run([os.path.join(self.sanitized, target)], env=environment, capture_output=True)
            failed += done.returncode != 0
            print(f"   {target} {'passed' if done.returncode == 0 else 'FAILED'}, {time.time() - begin:.0f} s",
                  flush=True)
            if done.returncode:
                print((done.stdout + done.stderr)[-3000:].decode("utf-8", "replace"))
        self.tell("heap", len(HEAP_MODELS), len(HEAP_MODELS), failed, start)
        return failed == 0

    def misuse(self):
        start = time.time()
        done = subprocess.run([os.path.join(ROOT, "tools", "run_misuse.sh"), self.sanitized], capture_output=True)
        counts = re.search(rb"misuse: (\d+) passed, (\d+) failed", done.stdout)
        passed, failed = (int(counts[1]), int(counts[2])) if counts else (0, 1)
        if failed:
            print(done.stdout.decode("utf-8", "replace"))
        self.tell("misuse", passed + failed, passed + failed, failed, start)
        return done.returncode == 0

    def make(self, folder, *targets):
        if folder == self.sanitized:
            subprocess.run(["cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DCMAKE_BUILD_TYPE=Debug",
                            "-DOURO_SANITIZE=ON"], check=True, stdout=subprocess.DEVNULL)
        print(f"   building in {os.path.basename(folder)}", flush=True)
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
            return self.misuse()
        if part == "faults":
            return self.faults()
        folder = self.sanitized if needs_sanitized else self.build
        return self.same_output(part, os.path.join(folder, "ouro"), {"ASAN_OPTIONS": "detect_leaks=1"})

    def table(self):
        print(f"\n{'part':18}{'files':>8}{'runs':>9}{'failed':>8}{'time':>10}")
        for part, files, runs, failed, seconds in self.rows:
            print(f"{part:18}{files:8}{runs:9}{failed:8}{int(seconds) // 60:7}:{int(seconds) % 60:02}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--shard", default="1/1", help="I/N: every N-th test, from the I-th on")
    parser.add_argument("--as-built", action="store_true", help="DIR and DIR-asan hold what is to be tested")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("paths", nargs="*")
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs inherit it, in the background too
    deep = Deep(arguments)
    failed = [part for part in arguments.part or PARTS if not deep.run(part)]
    deep.table()
    print(f"check-deep: {'FAILED: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
