# Finalizers that collect, raise, allocate; attribute hooks on trash; deep nests.
import gc, weakref
gc.disable()
class Boom:
    def __getattr__(self, name): raise RuntimeError("asked for " + name)
a, b = Boom(), Boom(); a.__dict__["o"] = b; b.__dict__["o"] = a; del a, b
print(gc.collect())
class BoomNew(Boom, object): pass
a = BoomNew(); a.me = a; del a; print(gc.collect())
class Collects:
    def __init__(self): self.me = self
    def __del__(self): print("inside", gc.collect())
for _ in range(3): Collects()
print("outside", gc.collect())
class CollectsAtOnce:
    def __del__(self): l = []; l.append(l); del l; print("immediate", gc.collect())
c = CollectsAtOnce(); del c
# a weak reference made in a finalizer is dead when the object is
made = []
class Makes:
    def __init__(self): self.me = self
    def __del__(self): made.append(weakref.ref(self))
Makes(); print(gc.collect(), made[0]() is None)
# plain references are dead already inside finalizers of trash, live ones of others are not
class Looks:
    def __init__(self): self.me = self; self.ref = weakref.ref(self)
    def __del__(self): print("looks", self.ref() is None)
Looks(); gc.collect()
# depth
class Nest:
    def __init__(self, inner): self.inner = inner
n = None
for i in range(200000): n = Nest(n)
del n
l = []
for i in range(200000): l = [l]
del l
t = ()
for i in range(200000): t = (t,)
del t
d = {}
for i in range(200000): d = {1: d}
del d
class Last:
    def __del__(self): print("the last one")
n = Last()
for i in range(1000): n = [Nest((n,))]
del n
# a nest that is part of a cycle
n = top = Nest(None)
for i in range(50000): n = Nest(n)
top.inner = n; del n, top
print(gc.collect())
# a generator that is closed by the collector runs its finally
def gen():
    try: yield
    finally: print("finally")
g = gen(); next(g)
box = [g]; box.append(box); del g, box
print(gc.collect())
# order within a statement
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
x = N("first"); x = N("second"); print("rebound"); x = None; print("none")
def f(a, b): print("call")
f(N("a"), N("b")); print("after call")
[N("item 0"), N("item 1")]; print("after list")
{N("key"): N("value")}; print("after dict")
(lambda: N("result"))(); print("after lambda")
try: raise ValueError(N("in exception"))
except ValueError as e: print("handling")
print("handled")
def h():
    local = N("local of a traceback")
    raise KeyError
try: h()
except KeyError: print("caught")
print("released")
for i in [N("loop")]: pass
del i; print("loop over")
with_default = lambda v=N("default"): v
del with_default; print("function gone")
class K:
    attribute = N("class attribute")
del K; print("class not yet"); gc.collect(); print("class gone")
y = [N("slice %d" % i) for i in range(4)]; y[1:3] = []; print("sliced"); del y[0]; print("first gone"); y.clear(); print("cleared")
s = {N("in set")}; s.clear(); print("set empty")
