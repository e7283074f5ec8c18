"""print, input, open, and the standard streams."""
import sys
print(1, "a", None, sep="-", end="!\n"); print(); print("x", end=""); print(*[1, 2], sep="\n"); print("a", "b", sep=""); print("to stderr", file=sys.stderr); print("flush", flush=True); print(sep=","); print("é", "日本", "\U0001f600")
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("<flush>")
w = W(); print(1, [2], file=w, end="E", flush=True); print(w.parts)
name = input("name? "); print("hello", name); n = int(input()); print(n * 2)
try: int(input("bad: "))
except ValueError as e: print(e)
for line in sys.stdin:
    line = line.rstrip("\n")
    if line == "end": break
    print("line:", repr(line))
print(repr(sys.stdin.readline()), repr(sys.stdin.read(3)), sys.stdin.read().split())
try: input()
except EOFError as e: print("EOF", e)
print(sys.stdin.read() == "", sys.stdout.write("written\n")); sys.stdout.writelines(["a\n", "b\n"])
for bad in (lambda: print(sep=1), lambda: print(file=5), lambda: print(bad=1), lambda: input(1, 2), lambda: open("/nonexistent/x"), lambda: open("x", "q"), lambda: open("x", "rw"), lambda: open("x", "rb", encoding="utf-8"), lambda: open(""), lambda: open(None)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
