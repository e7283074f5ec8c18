#!/usr/bin/python3
"""Writes random programs, runs them under ouro and CPython, and compares what they print.

usage: fuzz_programs.py --ouro PATH [--seconds N] [--seed N] [--keep FOLDER]

A difference is written to FOLDER/SEED.py (default: the system's temporary folder). Ends with status 1 if there was any.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile
import time

CPYTHON = "/usr/bin/python3"


class Writer:
    """Grows a program by a grammar: every expression is evaluated inside try, so any error is part of the output."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = ["def show(tag, make):",
                      "    try:",
                      "        print(tag, repr(make()))",
                      "    except Exception as e:",
                      "        print(tag, type(e).__name__, e)"]
        self.names = ["a", "b", "c"]

    def pick(self, *choices):
        return self.random.choice(choices)

    def atom(self):
        r = self.random
        return self.pick(str(r.randint(-9, 300)), str(r.randint(-2 ** 70, 2 ** 70)), repr(round(r.uniform(-99, 99), 3)),
                         repr("".join(r.choice("abcXYZ 09_é€") for _ in range(r.randint(0, 6)))),
                         repr(bytes(r.randint(0, 255) for _ in range(r.randint(0, 3)))),
                         "True", "None", r.choice(self.names), r.choice(self.names))

    def expression(self, depth):
        if depth <= 0:
            return self.atom()
        e = lambda: self.expression(depth - 1)
        kind = self.random.randrange(16)
        if kind < 4:
            return f"({e()} {self.pick('+', '-', '*', '//', '%', '&', '|', '^', '/', '<<' if depth < 2 else '+')} {e()})"
        if kind == 4:
            return f"({e()} {self.pick('<', '<=', '==', '!=', '>', 'in', 'is', 'and', 'or')} {e()})"
        if kind == 5:
            return f"[{e()}, {e()}, {e()}][{self.pick('', '-')}{self.random.randint(0, 4)}]"
        if kind == 6:
            return "[%s for x in %s]" % (self.pick("x", f"(x, {self.atom()})", "x * 2"), self.sequence(depth))
        if kind == 7:
            return "{%s: %s, 1: %s}" % (e(), e(), e())
        if kind == 8:
            low, high = self.random.randint(-4, 4), self.random.randint(-4, 6)
            return f"{self.sequence(depth)}[{low}:{high}:{self.pick('', 2, -1)}]"
        if kind == 9:
            return f"{self.pick('len', 'sorted', 'sum', 'list', 'tuple', 'str', 'repr', 'bool', 'abs', 'int', 'max', 'type')}({e()})"
        if kind == 10:
            return f"({e()} if {e()} else {e()})"
        if kind == 11:
            return f"(lambda x, y={self.atom()}: {self.pick('(x, y)', 'x + y', '[y, x]', 'y')})({e()})"
        if kind == 12:
            return 'f"{%s!r:%s}"' % (self.pick(*self.names), self.pick("", ">8", "^12", "<3"))
        if kind == 13:
            return f"str({e()}).{self.pick('upper()', 'split()', 'strip()', 'title()', 'center(9)', 'encode()', 'isalnum()', 'swapcase()')}"
        if kind == 14:
            return f"not {e()}"
        return f"({e()}, {e()})"

    def sequence(self, depth):
        return self.pick(f"range({self.random.randint(-2, 8)})", repr("sequence"), f"[{self.atom()}, {self.atom()}, {self.atom()}]",
                         f"({self.atom()}, {self.atom()})", f"list({self.expression(depth - 1)})")

    def program(self):
        for name in self.names:
            self.lines.append(f"{name} = {self.pick('[1, 2]', '(3,)', '{}', repr('text'), '7', '2.5', 'set()', 'frozenset([1])')}")
        for number in range(14):
            expression = self.expression(self.random.randint(1, 3)).replace("\n", " ")
            self.lines.append(f"show({number}, lambda: {expression})")
            if self.random.random() < .3:
                name = self.pick(*self.names)
                self.lines += ["try:", f"    {name} {self.pick('=', '+=', '*=', '=')} {self.expression(1)}",
                               "except Exception as e:", "    print(type(e).__name__, e)"]
            if self.random.random() < .2:
                self.lines += [f"for v in {self.pick('(1, 2)', '[a, b]', 'str(c)[:4]')}:", f"    show('loop', lambda: {self.expression(1)})"]
        return "\n".join(self.lines) + "\n"


def output_of(command, path):
    try:
        done = subprocess.run([*command, path], capture_output=True, timeout=20, env=dict(os.environ, PYTHONHASHSEED="0"))
    except subprocess.TimeoutExpired:
        return b"timeout", None
    text = b"\n".join(line for line in done.stdout.split(b"\n") if b" at 0x" not in line)
    return text, done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ouro", required=True)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", default=tempfile.gettempdir())
    arguments = parser.parse_args()
    end, seed, same, different = time.time() + arguments.seconds, arguments.seed, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.py")
        while time.time() < end:
            seed += 1
            text = Writer(seed).program()
            with open(path, "w") as file:
                file.write(text)
            if output_of([CPYTHON], path) == output_of([arguments.ouro, "run", "-q"], path):
                same += 1
                continue
            different += 1
            kept = os.path.join(arguments.keep, f"ouro-fuzz-{seed}.py")
            with open(kept, "w") as file:
                file.write(text)
            print("differs:", kept)
    print(f"fuzz: {same} passed, {different} failed")
    return 1 if different else 0


sys.exit(main())
