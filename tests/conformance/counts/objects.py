# Counts of more kinds of objects, and what borrows without counting.
import sys
count = sys.getrefcount
class A:
    def method(self): return count(self)
    @property
    def prop(self): return count(self)
    @staticmethod
    def static(x): return count(x)
    @classmethod
    def make(cls, x): return count(x)
    def __call__(self): return count(self)
    def __getitem__(self, key): return count(self), count(key)
    def __enter__(self): return count(self)
    def __exit__(self, *args): print("exit", count(self))
    def __iter__(self): yield count(self)
a = A()
print("new", count(a), count(A()), count([]), count({}), count(set()), count(object()))
print("method", a.method(), a.prop, A.static(a), A.make(a), a(), a[a], A.method(a))
m = a.method; print("bound", count(a), m()); del m; print(count(a))
with a as c: print("with", c)
for x in a: print("iter", x)
l = [a]; print("list", count(a)); t = (a,) * 3; print("tuple", count(a)); s = {a}; print("set", count(a)); d = {a: a}; print("dict", count(a))
n = [l]; print("nested", count(a), count(l)); c = list(l); print("copy", count(a)); import copy; dc = copy.copy(l); print("copy.copy", count(a))
e = l + l; print("sum", count(a)); e *= 2; print("product", count(a)); del e, c, dc, n; print("back", count(a))
f = frozenset(s); print("frozenset", count(a)); v = list(d.items()); print("items", count(a)); del v, f; print("back", count(a))
del t; l.pop(); s.discard(a); d.popitem(); print("all gone", count(a))
def defaults(x=a, *, y=a): return count(x)
print("defaults", count(a), defaults()); del defaults; print(count(a))
def star(*args, **kwargs): return count(a), count(args[0])
print("star", star(a), star(*[a]), star(a, k=a))
g = (x for x in [a, a]); print("generator", count(a), next(g) is a, count(a)); del g; print(count(a))
def closure():
    def inner(): return a2
    a2 = a
    return inner
i = closure(); print("cell", count(a)); del i; print(count(a))
def rec(n): return count(a) if n == 0 else rec(n - 1)
print("recursion", rec(10))
try:
    def thrower(x): raise ValueError(x)
    thrower(a)
except ValueError as err:
    print("exception", count(a))
print("handled", count(a))
b = a; b = None; print("rebound", count(a))
[a, b] = [a, a]; print("unpacked", count(a)); b = 0
x, *y = a, a, a; print("starred", count(a)); del x, y
z = a if a else None; print("conditional", count(a)); del z
print("walrus", (w := a) is a, count(a)); del w
print("compare", a == a, a is a, a in [a], count(a))
o = A(); o.x = a; print("attribute", count(a)); o.__dict__["y"] = a; print(count(a)); vars(o).clear(); print(count(a))
setattr(o, "z", a); print(count(a)); delattr(o, "z"); print(count(a))
A.shared = a; print("class attribute", count(a)); del A.shared; print(count(a))
globals()["alias"] = a; print("globals", count(a)); del alias; print(count(a))
print("locals", (lambda p: count(p))(a), (lambda p, q: (locals(), count(p))[1])(a, a))
st = sorted([a], key=lambda k: print("key", count(k)) or 0); print("sorted", count(a)); del st
mp = map(lambda q: count(q), [a]); print("map", list(mp)); print(count(a)); del mp
print("format", f"{count(a)}", "%d" % count(a)); lst = [a for a in [a]]; print("comp", count(a)); del lst
import weakref; r = weakref.ref(a); print("weak", count(a), count(r())); del r
import gc; print("referrers", len([q for q in gc.get_referrers(a) if q is globals()]), count(a))
