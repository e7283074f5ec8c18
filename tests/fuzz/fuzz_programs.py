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

    # ---- more than expressions ----

    METHODS = {
        "'aB c'": ["replace({a}, {a})", "split({a}, {i})", "rsplit(None, {i})", "find({a})", "count({a})", "join({a})",
                   "partition({a})", "startswith({a})", "ljust({i}, {a})", "zfill({i})", "translate({a})", "index({a})",
                   "format({a}, {a}, x={a})", "removeprefix({a})", "splitlines()", "expandtabs({i})", "rfind({a}, {i})"],
        "b'a,b'": ["replace({a}, {a})", "split({a})", "find({a})", "hex()", "decode()", "join({a})", "index({a})",
                   "startswith({a})", "partition(b',')", "strip({a})", "center({i})", "count({a}, {i})"],
        "[3, 1, 2]": ["append({a})", "extend({a})", "insert({i}, {a})", "pop({i})", "remove({a})", "index({a})", "sort()",
                      "sort(reverse=True)", "reverse()", "count({a})", "copy()", "clear()", "sort(key=repr)",
                      "__setitem__(slice({i}, {i}), {a})", "__delitem__(slice({i}, None, {i}))"],
        "{1: 2, 'k': 3}": ["get({a})", "pop({a}, {a})", "setdefault({a}, {a})", "update({a})", "items()", "popitem()",
                           "keys()", "values()", "copy()", "__contains__({a})", "__or__({a})", "__getitem__({a})"],
        "{1, 2}": ["add({a})", "discard({a})", "remove({a})", "issubset({a})", "pop()", "update({a})",
                   "isdisjoint({a})", "clear()"],
        "2.75": ["is_integer()", "as_integer_ratio()", "__round__({i})", "hex()", "__divmod__({a})", "__pow__({i})"],
        "1234": ["bit_length()", "to_bytes({i}, 'big')", "__divmod__({a})", "__pow__({i})", "__round__({i})", "__rshift__({a})"],
    }

    def method_call(self):
        receiver = self.random.choice(list(self.METHODS))
        call = self.random.choice(self.METHODS[receiver])
        while "{a}" in call or "{i}" in call:
            call = call.replace("{a}", self.atom(), 1).replace("{i}", str(self.random.randint(-3, 6)), 1)
        after = "sorted(o, key=repr)" if receiver == "{1, 2}" else "o"  # no rule says in which order a set comes
        return f"(lambda o: (o.{call}, {after}))({receiver})"

    def formatted(self):
        spec = self.pick("", "*", "_", "é") and self.pick("*<", "_^", "é>", "0=", "")
        spec += self.pick("", "+", "-", " ") + self.pick("", "#") + self.pick("", "0") + self.pick("", "3", "12")
        spec += self.pick("", ",", "_") + self.pick("", ".0", ".3", ".10")
        spec += self.pick("", "d", "x", "b", "o", "e", "f", "g", "%", "s", "c", "n", "G")
        return self.pick(f"format({self.atom()}, {spec!r})", f"'%{self.pick('', '#', '-', '0')}{self.pick('', '5', '.2')}"
                         f"{self.pick('d', 's', 'r', 'x', 'f', 'g', 'c', 'e', '%')}' % ({self.atom()},)")

    def body(self, depth):
        """Statements of a function that sees x and log."""
        lines = []
        for _ in range(self.random.randint(1, 3)):
            kind, e = self.random.randrange(10 if depth else 3), self.expression(1)
            inner = ["    " + line for line in self.body(depth - 1)] if depth else []
            if kind == 0:
                lines.append(f"x = {e}")
            elif kind == 1:
                lines.append(f"log.append({e})")
            elif kind == 2:
                lines.append(self.pick(f"if x: return {e}", "raise ValueError(x)", f"assert x, {e}", f"yield_ = [x, {e}]", "pass"))
            elif kind == 3:
                lines += ["try:", *inner, f"except {self.pick('ValueError', '(TypeError, KeyError)', 'Exception')} as error:",
                          "    log.append(type(error).__name__)", *self.pick([], ["else:", "    log.append('else')"]),
                          "finally:", self.pick("    log.append('finally')", f"    log.append({e})")]
            elif kind == 4:
                lines += [f"for x in {self.sequence(1)}:", *inner, self.pick("    if x: break", "    if not x: continue"),
                          "else:", "    log.append('no break')"]
            elif kind == 5:
                lines += [f"with Manager({self.pick('True', 'False')}, log) as m:", *inner]
            elif kind == 6:
                lines += ["def inner(y=x):", "    nonlocal x", f"    x = (y, {self.pick('x', '1')})", "    return y", f"log.append(inner({self.atom()}))"]
            elif kind == 7:
                lines += [f"match {self.pick('x', e)}:", f"    case {self.pick('[a_, *b_]', '(1 | 2) as a_', 'str(a_)', 'int()', '{1: a_}', 'P(u=a_)')}:",
                          *["    " + line for line in inner], "    case _:", "        log.append('default')"]
            elif kind == 8:
                lines += [f"{self.pick('p_, *q_', '*p_, q_', 'p_, q_')} = {self.sequence(1)}", "log.append((p_, q_))"]
            else:
                lines += ["while len(log) < 4:", "    log.append(len(log))", *inner]
        return lines

    def function(self, number):
        is_generator = self.random.random() < .4
        lines = [f"def f{number}(x, *args, key={self.atom()}, **kw):", "    log = kw.setdefault('log', [])"]
        lines += ["    " + line for line in self.body(2)]
        if is_generator:
            lines += [f"    sent = yield {self.expression(1)}", "    log.append(sent)", f"    yield from {self.sequence(1)}"]
        lines += ["    return (x, args, key, log[:9])"]
        call = f"f{number}({self.atom()}, {self.pick('', '*(1, 2),', 'key=5,')} log=L)"
        lines += ["L = []", f"show('f{number}', lambda: {'list(' * is_generator}{call}{')' * is_generator})", "show('log', lambda: L[:20])"]
        if is_generator:
            lines += ["g = " + call, "show('next', lambda: next(g))",
                      f"show('send', lambda: g.{self.pick('send(3)', 'throw(KeyError(1))', 'close()')})", "show('rest', lambda: list(g))"]
        return lines

    def class_of_operators(self, number):
        names = self.random.sample(["__add__", "__radd__", "__lt__", "__eq__", "__mul__", "__contains__", "__getitem__",
                                    "__matmul__", "__iadd__", "__or__", "__floordiv__"], 4)
        lines = [f"class C{number}({self.pick('', 'Base', 'list', 'int', 'dict', 'str')}):", f"    field = {self.atom()}"]
        for name in names:
            lines += [f"    def {name}(self, other):", f"        return {self.pick('NotImplemented', '(type(self).__name__, other)', self.expression(1))}"]
        lines += [f"    def __{self.pick('len', 'bool', 'hash', 'index', 'int')}__(self): return {self.pick('0', '3', '-1', self.atom())}"]
        lines += [f"    {self.pick('@property', '@staticmethod', '@classmethod')}", "    def p(*a): return len(a)"]
        make = f"C{number}()"
        for _ in range(4):
            lines.append(f"show('C{number}', lambda: {self.pick(f'{make} {self.pick(*chr(43) + chr(42) + chr(60) + chr(64) + chr(124))} {self.atom()}', f'{self.atom()} + {make}', f'bool({make})', f'len({make})', f'{self.atom()} in {make}', f'sorted([{make}, {self.atom()}]) and 1', f'{make}.p', f'C{number}.field', f'{make} == {self.atom()}', f'type(hash({make}))', f'[1, 2, 3, 4][{make}]')})")
        return lines

    def sequence(self, depth):
        return self.pick(f"range({self.random.randint(-2, 8)})", repr("sequence"), f"[{self.atom()}, {self.atom()}, {self.atom()}]",
                         f"({self.atom()}, {self.atom()})", f"list({self.expression(depth - 1)})")

    def program(self):
        self.lines += ["class Base:", "    def __init__(self, *a): self.a = a", "    def __repr__(self): return f'<{type(self).__name__} {self.a}>'",
                       "class P:", "    __match_args__ = ('u',)", "    u = 1",
                       "class Manager:", "    def __init__(self, swallows, log): self.swallows, self.log = swallows, log",
                       "    def __enter__(self): self.log.append('enter'); return self",
                       "    def __exit__(self, kind, value, traceback): self.log.append(kind and kind.__name__); return self.swallows"]
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
        for number in range(6):
            self.lines.append(f"show('m{number}', lambda: {self.method_call()})")
            self.lines.append(f"show('s{number}', lambda: {self.formatted()})")
        for number in range(3):
            self.lines += self.function(number)
        for number in range(2):
            self.lines += self.class_of_operators(number)
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
