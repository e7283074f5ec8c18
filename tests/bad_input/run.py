#!/usr/bin/python3
"""Bad files, statuses, streams and signals: the command against CPython.

usage: run.py PATH_OF_OURO"""
import os
import signal
import subprocess
import sys
import tempfile
import time

OURO, CPYTHON = [os.path.abspath(sys.argv[1]), "run", "-q"], ["/usr/bin/python3"]
FILES = {
    "latin8": b'print("caf\xe9")\n', "syntax": b"def f(:\n", "open_bracket": b"x = (1,\n", "empty": b"",
    "crlf": b'print(1)\r\nif 1:\r\n    print("two")\r\n', "bom": b'\xef\xbb\xbfprint("bom")\n',
    "no_newline": b'print("no newline")', "open_string": b's = """abc\n', "form_feed": b"\x0c\x0c\tprint(1)\n",
    "bytes": b"x = 1\n\xff\xfe\n", "latin1": b'# -*- coding: latin-1 -*-\nprint("caf\xe9")\n',
    "no_codec": b"# -*- coding: nonsense -*-\nprint(1)\n", "tabs": b"if 1:\n\tx=1\n        y=2\n",
}
TEXTS = ["import sys; sys.exit()", "import sys; sys.exit(3)", "import sys; sys.exit(300)",
         "import sys; sys.exit('bye')", "import sys; sys.exit((1, 2))", "import sys; sys.exit(-1)",
         "raise SystemExit(5)", "1/0", "x =", "raise KeyboardInterrupt", "import sys; sys.exit(2**70)",
         "import sys; sys.exit(True)", "exit(4)", "import sys; sys.exit(1.5)", "print(input())",
         "import sys; print(sys.stdin.read())", "import sys; sys.stderr.write('x'); sys.stdout.write('y')"]
LIMITED = """
def attempt(name, function):
    try: function()
    except MemoryError: print(name, "MemoryError")
    else: print(name, "no error")
def grow_list():
    l = []
    while True: l.append(l)
def grow_text():
    s = "x"
    while True: s += s
def grow_dict():
    d = {}
    while True: d[len(d)] = 1
def grow_nest():
    x = None
    while True: x = [x]
def grow_objects():
    class A: pass
    keep = []
    while True: keep.append(A()); keep[-1].a = str(len(keep))
def grow_set():
    s = set()
    while True: s.add(len(s))
for round in range(3):
    attempt("list", grow_list); attempt("text", grow_text); attempt("dict", grow_dict)
    attempt("nest", grow_nest); attempt("objects", grow_objects); attempt("set", grow_set)
    attempt("comprehension", lambda: [[i] for i in range(10**9)])
    attempt("int", lambda: 1 << 10**9); attempt("bytes", lambda: bytes(10**9))
    attempt("repeat", lambda: [0] * 10**9); attempt("generator", lambda: list(iter(int, 1)))
    attempt("join", lambda: "".join("x" * 1000 for _ in iter(int, 1)))
print("alive", sum(range(1000)))
"""
failures, passed = [], 0


def outcome(command, **options):
    done = subprocess.run(command, capture_output=True, timeout=120, **options)
    return done.stdout, done.stderr, done.returncode


def expect(name, actual, expected):
    global passed
    if actual == expected:
        passed += 1
    else:
        failures.append(name)
        print(f"FAIL {name}\n  ours     {actual}\n  expected {expected}")


def with_signal(command, number):
    process = subprocess.Popen(command + ["-c", "print(1, flush=True)\nwhile True: pass"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.readline()
    process.send_signal(number)
    try:
        _, error = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        return "no end", b""
    return process.returncode, error.splitlines()[-1:] 


def first_line(command):
    process = subprocess.Popen(command + ["-c", "for i in range(100000): print(i)"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    line = process.stdout.readline()
    process.stdout.close()
    return line, process.stderr.read().splitlines()[-1:], process.wait()


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            with open(os.path.join(folder, name + ".py"), "wb") as file:
                file.write(text)
            expect(name, *(outcome(c + [name + ".py"], cwd=folder, stdin=subprocess.DEVNULL) for c in (OURO, CPYTHON)))
        expect("missing", outcome(OURO + ["missing.py"], cwd=folder)[2], 2)
        expect("folder", outcome(OURO + ["."], cwd=folder)[2], 2)
    for text in TEXTS:
        expect(text, *(outcome(c + ["-c", text], stdin=subprocess.DEVNULL) for c in (OURO, CPYTHON)))
    program = b"print(1); import sys; print(sys.argv, __name__)"
    expect("from standard input", *(outcome(c + ["-", "a", "b"], input=program) for c in (OURO, CPYTHON)))
    for number in (signal.SIGINT, signal.SIGTERM):
        expect(number.name, *(with_signal(c, number) for c in (OURO, CPYTHON)))
    expect("broken pipe", *(first_line(c) for c in (OURO, CPYTHON)))
    out, error, status = outcome(OURO + ["--limit", "48M", "-c", LIMITED])
    lines = out.decode().splitlines()
    expect("limit", (status, lines[-1:], [l for l in lines[:-1] if "MemoryError" not in l], error[-300:]),
           (0, ["alive 499500"], [], b""))
    print(f"bad input: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
