"""python -m trace, cProfile, profile, pdb and their like, on a program of their own."""
import os
import re
import subprocess
import sys
import tempfile

PROGRAM = """\
import sys
def fib(n):
    a, b = 0, 1
    while n:
        a, b = b, a + b
        n -= 1
    return a
class Thing:
    def method(self, x):
        return fib(x * 2)
def main():
    total = Thing().method(2)
    for i in range(2):
        total += len(sorted([i]))
    print("total", total, sys.argv[1:])
main()
"""

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    with open(path, "w") as file:
        file.write(PROGRAM)
    for arguments in (["trace", "-t", "program.py"], ["trace", "--listfuncs", "program.py"],
                      ["trace", "--trackcalls", "program.py"], ["trace", "--count", "--missing", "-C", ".", "program.py"],
                      ["cProfile", "-s", "name", "program.py", "a", "b"], ["profile", "-s", "name", "program.py"],
                      ["cProfile", "-o", "saved", "program.py"], ["pdb", "-c", "b 5", "-c", "c", "-c", "p n, a", "-c", "cl 1",
                                                                    "-c", "continue", "program.py"]):
        done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, input="q\n")
        print(*arguments, done.returncode)
        text = re.sub(r"\d+\.\d\d\d", "T", done.stdout.replace(folder + "/", ""))
        print(re.sub(r"in T (CPU )?seconds", "in T seconds", text))
        print(done.stderr[-500:])
    with open(os.path.join(folder, "program.cover")) as file:
        print(file.read())
    done = subprocess.run([sys.executable, "-m", "pstats", "saved"], cwd=folder, capture_output=True, text=True,
                          input="strip\nsort name\nstats fib\ncallers fib\nquit\n")
    print(re.sub(r"\w\w\w \w\w\w +\d.*saved", "DATE saved", re.sub(r"\d+\.\d\d\d", "T", done.stdout)))
