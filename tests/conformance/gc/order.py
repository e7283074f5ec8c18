# Finalizers, weak references and callbacks in CPython's order.
import gc, weakref
gc.disable()
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name, self.ref() if hasattr(self, "ref") else "")
a, b = N("a"), N("b"); a.o, b.o = b, a
wa = weakref.ref(a, lambda r: print("callback a", r() is None))
wb = weakref.ref(b)
a.ref = weakref.ref(b)
del a, b
print("collect", gc.collect(), wa() is None, wb() is None)
# a trash weakref's callback never runs
class T: pass
t = T(); t.self = t; t.w = weakref.ref(t, lambda r: print("never")); del t
print(gc.collect())
# resurrection
kept = []
class R:
    def __init__(self): self.me = self; self.other = N("other of R"); self.other.back = self
    def __del__(self): print("resurrect"); kept.append(self)
r = R(); del r
print(gc.collect(), len(kept), kept[0].other.name, gc.is_finalized(kept[0]))
kept.clear()
print("again", gc.collect())
# some live again, others are freed
class S:
    def __init__(self, name): self.name = name
    def __del__(self):
        print("S", self.name)
        if self.name == "keep": kept.append(self)
x, y = S("keep"), S("drop"); x.me = x; y.me = y
wx, wy = weakref.ref(x), weakref.ref(y)
del x, y
print(gc.collect(), wx() is None, wy() is None, len(kept))
kept.clear(); gc.collect()
# a finalizer that collects, one that raises
class G:
    def __init__(self): self.me = self
    def __del__(self): print("inner", gc.collect())
G(); print("outer", gc.collect())
# chains die in order
class L:
    def __init__(self, n, nxt): self.n, self.nxt = n, nxt
    def __del__(self): print("L", self.n)
head = None
for i in range(4): head = L(i, head)
del head
lst = [L(i, None) for i in range(3)]; del lst
d = {i: L(i, None) for i in range(3)}; del d
tup = tuple(L(i, None) for i in range(3)); del tup
# dying at the statement
def f():
    q = L("local", None)
    print("in f")
f()
print("after f")
L("temp", None); print("after temp")
q = L("one", None); q = L("two", None); print("rebound"); del q
for q in (L("x", None),): pass
print("loop done"); del q
