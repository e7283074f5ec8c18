# DEBUG_SAVEALL, DEBUG_COLLECTABLE, get_objects and get_referrers, freezing.
import gc, sys
gc.disable()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
l = []; l.append(l); here = id(l); del l
d = {}; d["d"] = d; del d
print(gc.collect(), len(gc.garbage), [type(o).__name__ for o in gc.garbage], any(id(o) == here for o in gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect())
class Node:
    def __init__(self, name): self.name = name
    def __repr__(self): return "Node " + self.name
    def __del__(self): print("del", self.name)
n = Node("saved"); n.me = n; del n
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.collect(), any(isinstance(o, Node) for o in gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print("once only", gc.collect())
# who refers to what
a, b = [1], [2]
box = [a]
pair = (a, b)
table = {"a": a}
found = gc.get_referrers(a)
print(any(x is box for x in found), any(x is pair for x in found), any(x is table for x in found), any(x is b for x in found))
print(gc.get_referents([]), gc.get_referents(()), gc.get_referents(1, "x", 1.5, None), gc.get_referents({"k": a}) == [a])
print(gc.get_referents([a, b], (a,)) == [b, a, a], gc.get_referents({1: a}) == [a, 1], gc.get_referrers())
print(sorted(x for x in gc.get_referents({1, 2, 3})))
# frozen objects are in no generation and are not collected
class C: pass
c = C(); c.me = c
gc.freeze()
print(gc.get_freeze_count() > 0, any(o is c for o in gc.get_objects()))
del c
print(gc.collect(), any(isinstance(o, C) for o in gc.get_objects()))
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect())
# what is being finalized is in no list
class Seen:
    def __init__(self): self.me = self
    def __del__(self): print("seen", any(o is self for o in gc.get_objects()))
Seen(); gc.collect()
class Cb(list):
    def __call__(self, phase, info): self.append((phase, info["generation"], info["collected"], info["uncollectable"]))
events = Cb()
gc.callbacks.append(events)
gc.collect(0); gc.collect(1)
x = []; x.append(x); y = {}; y[1] = y; del x, y
gc.collect()
gc.callbacks.clear()
gc.collect()
for e in events: print(e)
def failing(phase, info): raise ValueError(phase)
