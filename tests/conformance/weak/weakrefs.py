import weakref, gc
class C:
    def __init__(self, v=0): self.v = v
    def __eq__(self, o): return isinstance(o, C) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __len__(self): return self.v
    def m(self): return self.v
c = C(1)
r1, r2 = weakref.ref(c), weakref.ref(c)
print(r1 is r2, r1() is c, weakref.getweakrefcount(c), weakref.getweakrefs(c) == [r1])
r3 = weakref.ref(c, print)
print(r3 is r1, r3 == r1, hash(r1) == hash(c), weakref.getweakrefcount(c), r3.__callback__ is print, r1.__callback__)
del r3
for bad in (1, "s", None, (), [], {}, object()):
    try: weakref.ref(bad); print("ok", type(bad).__name__)
    except TypeError as e: print(e)
for good in (set(), frozenset([1]), len, C, C.m, (x for x in ()), lambda: 0):
    print(weakref.ref(good)() is good, end=" ")
print()
p = weakref.proxy(c)
print(p.v, len(p), p == c, p.m(), bool(p), type(p).__name__)
p.v = 5; print(c.v)
order = []
x = C(9)
refs = [weakref.ref(x, lambda r, i=i: order.append(i)) for i in range(3)]
del x
print(order)
del c
print(r1(), r1 == r2)
try: p.v
except ReferenceError as e: print(e)
try: hash(weakref.ref(C(3)))
except TypeError as e: print(e)
d = weakref.WeakValueDictionary()
a, b = C(1), C(2)
d["a"], d["b"] = a, b
print(sorted(d), len(d), d["a"].v, d.get("z"), "b" in d)
del a
print(sorted(d), len(d), list(d.items())[0][0])
try: d["a"]
except KeyError as e: print("KeyError", e)
k = weakref.WeakKeyDictionary()
a = C(7); k[a] = "seven"
print(len(k), k[a], a in k, list(k.values())); del a; print(len(k), list(k))
s = weakref.WeakSet(); a, b2 = C(1), C(4); s.add(a); s.add(b2)
print(len(s), a in s, sorted(o.v for o in s)); del a; print(len(s))
def done(*args): print("finalize", args)
o = C(1); f = weakref.finalize(o, done, 1, 2); print(f.alive); del o; print(f.alive, f())
o = C(1); f = weakref.finalize(o, done, "x"); print(f.peek()[2], f.detach()[2], f.alive); del o
m = C(3); wm = weakref.WeakMethod(m.m); print(wm()()); del m; print(wm())
class Sub(weakref.ref):
    def __init__(self, ob, cb=None, **kw): super().__init__(ob, cb); self.kw = kw
o = C(2); sr = Sub(o, extra=1); print(sr.kw, sr() is o, sr == weakref.ref(o)); del o; print(sr())
class Slots: __slots__ = ("a",)
try: weakref.ref(Slots())
except TypeError as e: print(e)
class WSlots: __slots__ = ("a", "__weakref__")
w = WSlots(); print(weakref.ref(w)() is w)
gen = (C(i) for i in range(2)); it = weakref.ref(next(gen)); print(it())
def cb(r): raise ValueError("in callback")
o = C(1); z = weakref.ref(o, cb)
o2 = C(1); fin = weakref.finalize(o2, done, "at exit")
