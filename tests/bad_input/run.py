#!/usr/bin/python3
"""Bad files, statuses, streams and signals: the command against CPython.

usage: run.py PATH_OF_OURO"""
import os
import pty
import re
import shlex
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
# What a shell does to the streams, and a program.
STREAMS = [
    (">/dev/full", "print('x' * 10)"), (">/dev/full", "print('x' * 100000)"), (">/dev/full", "raise SystemExit('x')"),
    (">/dev/full", "import sys; sys.stdout.write('x'); sys.exit(3)"), ("2>/dev/full", "1/0"),
    (">/dev/full", "import sys; sys.stdout.write('x'); sys.stdout = None"),
    (">&-", "import sys; print(sys.stdout); print(1)"), ("<&-", "import sys; print(sys.stdin); input()"),
    ("2>&-", "import sys; print(sys.stderr); 1/0"), (">&- 2>&- <&-", "print(1)"),
    ("", "import sys; sys.stdout.close(); print(1)"), ("", "import sys; sys.stdout.close()"),
    ("", "import sys; sys.stdout = None; print(1)"),
    ("", "import sys; del sys.stdout; print(1)"), ("", "import sys; sys.stderr = None; 1/0"),
    ("", "import sys; sys.stdin = None; input()"), ("", "import sys; sys.stdin.close(); input()"),
    ("", r"print('\ud800')"), ("</dev/null", "input()"), ("", "import sys; sys.excepthook = 5; 1/0"),
    ("", "import sys; sys.excepthook = lambda *a: 1/0; [][0]"), ("", "import atexit; atexit.register(lambda: 1/0)"),
    ("", "class A:\n def __del__(self): 1/0\n def __repr__(self): return 'A'\nA(); a = A()"),
    ("| head -1", "for i in range(100000): print(i)"), ("", "def f(): f()\nf()"),
    ("", "x = None\nfor i in range(10**6): x = [x]\nprint(len(x))\ndel x\nprint('freed')"),
    ("", "x = None\nfor i in range(10**5): x = [x]\ntry: repr(x)\nexcept RecursionError as e: print(e)"),
    ("", "x, y = [], []\nfor i in range(10**5): x, y = [x], [y]\ntry: x == y\nexcept RecursionError as e: print(e)"),
    ("", "eval('(' * 500 + ')' * 500)"), ("", "x = eval('[' * 90 + ']' * 90); print(x)"),
]
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


def through_shell(command, redirection, text):
    """In the words of the program's own output: addresses hidden."""
    line = " ".join(shlex.quote(word) for word in [*command, "-c", text]) + " " + redirection
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, timeout=120,
                          stdin=subprocess.DEVNULL if "<" not in redirection else None)
    return re.sub(rb"0x[0-9a-f]+", b"0xADDRESS", done.stdout), re.sub(rb"0x[0-9a-f]+", b"0xADDRESS", done.stderr), \
        done.returncode


def interrupted(command, text):
    """Ctrl-C while the program waits."""
    process = subprocess.Popen(command + ["-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3) # before communicate() closes its input
    try:
        output, error = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        return "no end"
    return output, error.splitlines()[-1:], process.returncode


def at_prompt():
    """Ctrl-C at the prompt gives up the line, Ctrl-D ends it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execv(OURO[0], OURO[:1])
    text = b""
    for keys in (b"1 + 1\r", b"garbage\x03", b"[i * 3\r", b"for i in (7,)]\r", b"while True: pass\r\r", b"\x03",
                 b"print('alive')\r", b"\x04"):
        time.sleep(0.5)
        os.write(terminal, keys)
    try:
        while chunk := os.read(terminal, 4096):
            text += chunk
    except OSError:
        pass
    return [word in text for word in (b"2\r", b"KeyboardInterrupt", b"[21]", b"alive\r")], os.waitpid(pid, 0)[1]


def first_line(command):
    process = subprocess.Popen(command + ["-c", "for i in range(100000): print(i)"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    line = process.stdout.readline()
    process.stdout.close()
    return line, process.stderr.read().splitlines()[-1:], process.wait()


def copies():
    """Each place of a small program fails once: what the program prints, how many copies there were, how they ended."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        text = "print([[n] for n in range(3)], {'a': 1}, 'x' * 3 + 'y')"
        out, error, status = outcome(OURO + ["--fail-each", log, "-c", text])
        with open(log) as file:
            ends = re.findall(r"^\d+(?: lasting)?: (.*)$", file.read(), re.M)
    return out, error, status, len(ends) > 20, set(ends) <= {"status 0", "status 1"}


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
    for text in (b'{"a": [1, 2]}', b"{"):
        expect("module", *(outcome(c + ["-m", "json.tool", "--compact"], input=text) for c in (OURO, CPYTHON)))
    for number in (signal.SIGINT, signal.SIGTERM):
        expect(number.name, *(with_signal(c, number) for c in (OURO, CPYTHON)))
    for redirection, text in STREAMS:
        expect(f"{text} {redirection}", *(through_shell(c, redirection, text) for c in (OURO, CPYTHON)))
    for text in ("print(1, flush=True)\nimport time\ntime.sleep(30)", "print(1, flush=True)\ninput()",
                 "import time\nprint(1, flush=True)\ntry: time.sleep(30)\nexcept KeyboardInterrupt: print('caught')",
                 "print(1, flush=True)\nx = [0] * 10**6\nwhile 1: sorted(x)"):
        expect("interrupt: " + text, *(interrupted(c, text) for c in (OURO, CPYTHON)))
    expect("prompt", at_prompt(), ([True] * 4, 0))
    expect("broken pipe", *(first_line(c) for c in (OURO, CPYTHON)))
    out, error, status = outcome(OURO + ["--limit", "48M", "-c", LIMITED])
    lines = out.decode().splitlines()
    expect("limit", (status, lines[-1:], [l for l in lines[:-1] if "MemoryError" not in l], error[-300:]),
           (0, ["alive 499500"], [], b""))
    expect("copies that fail", copies(), (b"[[0], [1], [2]] {'a': 1} xxxy\n", b"", 0, True, True))
    print(f"bad input: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
