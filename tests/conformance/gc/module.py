import gc
print(gc.isenabled(), gc.get_threshold(), gc.get_debug())
gc.disable(); print(gc.isenabled()); gc.enable(); print(gc.isenabled())
gc.set_threshold(100, 5); print(gc.get_threshold()); gc.set_threshold(700, 10, 10)
print(len(gc.get_count()), all(isinstance(c, int) and c >= 0 for c in gc.get_count()))
for bad in (-1, 3, "x", 1.5):
    try: gc.collect(bad); print("no error", bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
for bad in (-1, 3, "x"):
    try: gc.get_objects(generation=bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
stats = gc.get_stats()
print(len(stats), [sorted(s) for s in stats])
before = gc.get_stats()[0]["collections"]; gc.collect(0)
print(gc.get_stats()[0]["collections"] - before)
gc.collect(); gc.collect()
class A: pass
a = A()
print([any(o is a for o in gc.get_objects(generation=g)) for g in range(3)])
gc.collect(0); print([any(o is a for o in gc.get_objects(generation=g)) for g in range(3)])
gc.collect(1); print([any(o is a for o in gc.get_objects(generation=g)) for g in range(3)])
gc.collect(2); print([any(o is a for o in gc.get_objects(generation=g)) for g in range(3)])
for thing in (1, 1.5, "s", None, True, b"b", object(), int, len, [], {}, {1: 2}, {"a": []}, set(), frozenset(), (), (1,), ([],), A, a, lambda: 0, iter([]), range(3), slice(1)):
    print(type(thing).__name__, gc.is_tracked(thing))
l = [1, a, "x"]
print(gc.get_referents(l) == [1, a, "x"], gc.get_referents(1, "x"), gc.get_referents((1, 2)), sorted(map(str, gc.get_referents({7: 8}))))
print(any(r is l for r in gc.get_referrers(a)))
gc.freeze(); print(gc.get_freeze_count() > 0); gc.unfreeze(); print(gc.get_freeze_count())
events = []
def cb(phase, info): events.append((phase, sorted(info), info["generation"], info["collected"], info["uncollectable"]))
gc.collect(); gc.callbacks.append(cb)
x = []; x.append(x); del x
gc.collect(); gc.callbacks.remove(cb)
print(events)
gc.set_debug(gc.DEBUG_SAVEALL)
x = []; x.append(x); i = id(x); del x
print(gc.collect(), [id(o) == i for o in gc.garbage]); gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
