# Weak containers while the collector and the program take their members away.
import gc, weakref
gc.disable()
class O:
    def __init__(self, n): self.n = n
    def __repr__(self): return "O%d" % self.n
    def __hash__(self): return hash(self.n)
    def __eq__(self, other): return isinstance(other, O) and self.n == other.n
    def __lt__(self, other): return self.n < other.n
objects = [O(i) for i in range(10)]
v = weakref.WeakValueDictionary((o.n, o) for o in objects)
k = weakref.WeakKeyDictionary((o, o.n) for o in objects)
s = weakref.WeakSet(objects)
print(len(v), len(k), len(s))
seen = []
for key in v.keys():
    if key == 3: del objects[5:]
    seen.append(key)
print(len(seen) >= 4, len(v), len(k), len(s))
for key in k:
    gc.collect()
print(sorted(k.values()), sorted(s))
it = iter(s); next(it); del objects[0], it; print(len(s), sorted(s))
o = objects[0]; o.me = o; objects.pop(0); del o
print(len(s)); print(gc.collect() > 0, len(s), len(v), len(k))
print(v.pop(2).n, v.get(2), 2 in v, v.setdefault(4, objects[-1]).n, list(v.keys()))
print(k.pop(objects[0]), objects[0] in k, k.get(objects[0], "none"))
try: k[3] = 1
except TypeError as e: print(e)
try: v[1] = 3
except TypeError as e: print(e)
try: k[objects[0]]
except KeyError as e: print("KeyError", type(e.args[0]).__name__)
a, b = O(100), O(101)
t = weakref.WeakSet([a]); u = weakref.WeakSet([a, b])
print(t <= u, t < u, sorted(t | u), sorted(u - t), sorted(t & u), sorted(t ^ u), t == u, t.isdisjoint(u))
t.add(b); t.discard(a); print(sorted(t)); t.clear(); print(len(t))
try: t.pop()
except KeyError as e: print(e)
copy = v.copy(); print(type(copy).__name__, len(copy)); v.clear(); print(len(v), len(copy))
print(isinstance(v.valuerefs(), list), [type(r).__name__ for r in copy.valuerefs()], len(k.keyrefs()))
print(sorted(x() .n for x in weakref.getweakrefs(a)) != [], weakref.getweakrefcount(3))
v.update({"a": a}, b=b); print(sorted(v)); w2 = v | {"c": a}; print(sorted(w2)); v |= {"d": b}; print(sorted(v))
class Held: pass
h = Held(); data = weakref.WeakKeyDictionary(); data[h] = [h]; del h; print(len(data), gc.collect(), len(data))
