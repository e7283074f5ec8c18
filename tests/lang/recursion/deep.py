"""Recursion: depth limits, deep structures, memo, mutual recursion."""
import sys
print(sys.getrecursionlimit())
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def forever(): return forever()
for f in (forever, lambda: repr(nested), lambda: str(bad), lambda: a == b, lambda: getattr(Loop(), "x"), lambda: sorted([Cmp(), Cmp()]), lambda: eval("(" * 300 + ")" * 300), lambda: len(Len())):
    class Loop:
        def __getattr__(self, n): return getattr(self, n + "x")
    class Cmp:
        def __lt__(self, o): return self < o
    class Len:
        def __len__(self): return len(self)
    class Bad:
        def __repr__(self): return repr(self)
    bad = Bad()
    nested = []
    for _ in range(100000): nested = [nested]
    a, b = [], []
    a.append(b); b.append(a)
    t = ()
    for _ in range(100000): t = (t,)
    try: print(type(f()))
    except RecursionError as e: print("RecursionError", str(e).split(" in ")[0][:35])
    except Exception as e: print(type(e).__name__, e)
del nested, t
sys.setrecursionlimit(200)
try: depth(500)
except RecursionError as e: print(e)
sys.setrecursionlimit(3000); print(depth(2000))
for bad_limit in (0, -1, "x"):
    try: sys.setrecursionlimit(bad_limit)
    except Exception as e: print(type(e).__name__, e)
def is_even(n): return True if n == 0 else is_odd(n - 1)
def is_odd(n): return False if n == 0 else is_even(n - 1)
print(is_even(100), is_odd(77))
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 3))
def flatten(x): return [y for i in x for y in (flatten(i) if isinstance(i, list) else [i])]
print(flatten([1, [2, [3, [4, []]]]]))
def perms(s): return [s] if len(s) <= 1 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
def powerset(s): return [[]] if not s else [x for p in powerset(s[1:]) for x in (p, [s[0]] + p)]
print(powerset([1, 2, 3]))
class Node:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
    def insert(self, v):
        side = "l" if v < self.v else "r"
        if getattr(self, side): getattr(self, side).insert(v)
        else: setattr(self, side, Node(v))
    def height(self): return 1 + max((c.height() for c in (self.l, self.r) if c), default=0)
root = Node(50)
for v in [30, 70, 20, 40, 60, 80, 10]: root.insert(v)
print(list(root), root.height())
class Linked:
    def __init__(self): self.next = None
head = cur = Linked()
for _ in range(200000): cur.next = Linked(); cur = cur.next
del head, cur; print("freed a long list")
deep = {}
for _ in range(1000): deep = {"k": deep}
n = 0
while deep: deep = deep["k"]; n += 1
print(n)
g = (x for x in [1])
for _ in range(500): g = (x for x in g)
print(list(g))
