"""sys.setprofile: calls of Python and native functions."""
import io
import sys
out = []
def prof(f, e, a):
    if f.f_code.co_filename != __file__: return
    name = getattr(a, "__qualname__", None) if e.startswith("c_") else (a if not callable(a) else "callable")
    if e == "return" and "object at" in repr(name): name = type(name).__name__
    self_ = type(getattr(a, "__self__", None)).__name__ if e.startswith("c_") else ""
    out.append(f"{f.f_lineno:4} {f.f_code.co_name:12} {e:10} {name!r} {self_}")
class C:
    def __init__(self, x): self.x = x
    def m(self, *a): return len(a)
    def __len__(self): return 3
    def __del__(self): pass
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(): return 1
    @property
    def p(self): return self.x
def gen(n):
    for i in range(n):
        yield i
def body():
    c = C(1)
    c.m(1, 2)
    len(c)
    [].append(1)
    a = [3, 1]
    a.sort(key=lambda v: -v)
    sorted(a, key=abs)
    str.upper("a")
    "a".upper()
    dict.fromkeys("ab")
    int("3"); list("ab"); type(c)
    isinstance(c, C)
    print(*[], end="")
    print(*["x"], sep="", end="", **{"file": sys.stdout})
    max(*[1, 2])
    c.c(); C.s(); c.p
    for x in gen(2): x
    list(gen(1))
    sum(x for x in a)
    [x for x in a]
    try: int("x")
    except ValueError: pass
    try: len(3)
    except TypeError: pass
    try: {}.pop("k")
    except KeyError: pass
    import math
    math.sqrt(4)
    m = math.floor
    m(1.5)
    from functools import partial, reduce
    partial(len, "abc")()
    reduce(lambda p, q: p + q, [1, 2])
    "{}".format(3); "%s" % 3; f"{c!r:.0}"
    with io.StringIO("a") as fh: fh.read()
    getattr(c, "p"); setattr(c, "z", 1); hasattr(c, "q")
    next(iter([1])); next(gen(1))
    g = gen(1); g.send(None); g.close()
    object(); object.__new__(C); C.__new__(C)
    c.__len__(); (3).__add__(4); [1].__len__(); "a".__eq__("b"); [].__init__()
    super(C, c).__init__()
    exec("1"); eval("1+1")
    bytes(3).hex(); b"".join([])
    del c
sys.setprofile(prof)
body()
sys.setprofile(None)
print()
print("\n".join(out))
