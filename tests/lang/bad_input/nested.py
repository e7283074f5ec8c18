# A million levels are freed without overflowing anything; showing, comparing and copying them may refuse.
import copy
N = 1000000
def attempt(name, function):
    try: function()
    except RecursionError: print(name, "refused")
    else: print(name, "done")
def build(step, start=None):
    x = start
    for _ in range(N): x = step(x)
    return x
class Node:
    def __init__(self, next): self.next = next
class Slots:
    __slots__ = ("next",)
    def __init__(self, next): self.next = next
def gen(inner):
    yield inner
def closure(inner):
    return lambda: inner
for name, step in [("list", lambda x: [x]), ("tuple", lambda x: (x,)), ("dict", lambda x: {1: x}), ("instance", Node), ("slots", Slots), ("closure", closure), ("frozenset", lambda x: frozenset([x]) if x is None else [frozenset([1]), x])]:
    x = build(step)
    del x
    print(name, "freed")
x = None
for _ in range(N // 4):
    x = gen(x); 
del x; print("generators freed")
x = None
for _ in range(N // 4):
    g = gen(x); next(g); x = g
del x, g; print("started generators freed")
x = []
for _ in range(100000): x = [x]
y = []
for _ in range(100000): y = [y]
attempt("repr", lambda: repr(x)); attempt("compare", lambda: x == y); attempt("deepcopy", lambda: copy.deepcopy(x)); attempt("less", lambda: x < y)
attempt("print", lambda: str(x)); attempt("in", lambda: x in [y])
t = ()
for _ in range(100000): t = (t,)
attempt("tuple repr", lambda: repr(t))
d = {}
for _ in range(100000): d = {0: d}
attempt("dict repr", lambda: repr(d))
del x, y, t, d
class Del:
    count = 0
    def __init__(self, next): self.next = next
    def __del__(self): Del.count += 1
x = build(Del); del x; print(Del.count)
x = None
for i in range(N // 10): x = iter([x])
del x; print("iterators freed")
x = ()
for i in range(100000): x = map(str, x)
del x; print("maps freed")
x = int.__add__
import functools
for i in range(100000): x = functools.partial(x)
for i in range(100000): x = functools.partial(x, i) if i == 0 else [functools.partial(len), x]
del x; print("partials freed")
e = None
for i in range(100000):
    n = ValueError(i); n.__context__ = e; e = n
del e, n; print("exceptions freed")
class P:
    pass
x = p = P()
for _ in range(N):
    p.n = P(); p = p.n
x.n = None; del x, p; print("chain by attributes freed")
