import copy, copyreg
class A:
    def __init__(self): self.x = [1, 2]; self.me = self
a = A()
b = copy.copy(a)
print(b.x is a.x, b.me is a)
d = copy.deepcopy(a)
print(d.x, d.x is a.x, d.me is d)
l = [1, [2, 3], {"a": [4]}, (5, [6]), {7}, frozenset([8]), b"x", None, 1.5]
m = copy.deepcopy(l)
print(m == l, m[1] is l[1], m[2]["a"] is l[2]["a"], m[3] is l[3], m[4] is l[4])
print(copy.deepcopy((1, 2)) , copy.copy([1]), copy.copy({1: 2}), copy.copy({1}), copy.copy(bytearray(b"q")))
t = (1, 2, "x")
print(copy.deepcopy(t) is t, copy.copy(t) is t)
class S:
    __slots__ = ("a", "b")
s = S(); s.a = [1]
s2 = copy.copy(s); s3 = copy.deepcopy(s)
print(s2.a is s.a, s3.a is s.a, s3.a, hasattr(s3, "b"))
class L(list):
    pass
x = L([1, [2]]); x.attr = [3]
y = copy.deepcopy(x)
print(type(y).__name__, y, y.attr, y.attr is x.attr, y[1] is x[1])
class D(dict): pass
x = D(a=[1]); y = copy.copy(x); print(type(y).__name__, y, y["a"] is x["a"])
class T(tuple): pass
x = T((1, [2])); y = copy.deepcopy(x); print(type(y).__name__, y, y[1] is x[1])
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy(C()), copy.deepcopy([C()]))
class St:
    def __init__(self): self.a = 1
    def __getstate__(self): return {"a": 5}
    def __setstate__(self, s): self.b = s
z = copy.copy(St()); print(z.__dict__)
class R:
    def __init__(self, v): self.v = v
    def __reduce__(self): return (R, (self.v + 1,))
print(copy.copy(R(1)).v, copy.deepcopy(R(4)).v)
class I(int): pass
i = I(5); i.q = [1]; j = copy.deepcopy(i); print(j, type(j).__name__, j.q, j.q is i.q)
def f(): pass
print(copy.copy(f) is f, copy.deepcopy(f) is f, copy.deepcopy(int) is int)
e = ValueError("a", 2); e2 = copy.copy(e); print(repr(e2), e2 is e)
rec = []; rec.append(rec); r2 = copy.deepcopy(rec); print(r2[0] is r2, r2 is rec)
print(A.__reduce_ex__(A(), 2)[0].__name__, copyreg.__newobj__.__name__, object().__reduce_ex__(2)[1])
try: copy.copy(x for x in [])
except TypeError as e: print(e)
from collections import OrderedDict, defaultdict, deque
print(copy.deepcopy(OrderedDict(a=[1])), copy.copy(defaultdict(int, a=1)), copy.deepcopy(deque([[1]], 3)))
class N:
    def __new__(cls, a): o = object.__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
print(copy.copy(N(3)).a)
