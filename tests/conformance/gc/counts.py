# What gc.collect() returns.
import gc
gc.disable()
def collect(): return gc.collect()
gc.collect()
l = []; l.append(l); del l
print("self list", collect())
d = {}; d[1] = d; del d
print("self dict", collect())
t = ([],); t[0].append(t); del t
print("tuple and list", collect())
class A: pass
A.a = A; del A
print("class", collect() > 0, collect())
class A: pass
a = A(); a.a = a; del a
print("instance", collect())
a = A(); a.f = a.__init__; del a, A
print("method", collect() > 0, collect())
ns = {}
exec("def f(): pass\n", ns); del ns
print("function", collect() > 0, collect())
def fr():
    import sys
    f = sys._getframe()
    f.f_locals
fr()
print("frame", collect())
class B:
    def __init__(self): self.me = self
for _ in range(10): B()
print("ten", collect())
x = B(); y = B(); x.o = y; y.o = x; del x, y
print("pair", collect())
def gen():
    me = yield
    yield me
g = gen(); next(g); g.send(g); del g
print("generator", collect())
def clo():
    def inner(): return inner
    return inner
clo()
print("closure", collect())
s = set(); class_ = B(); class_.s = s; s.add(class_); del s, class_
print("set", collect())
import collections
gc.collect()
q = collections.deque(); q.append(q); del q
print("deque", collect())
try: raise ValueError
except ValueError as e: f = e
f.__traceback__ = None; f.self = f; del f
print("exception", collect())
print(gc.garbage)
