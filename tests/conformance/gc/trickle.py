# gc.collect(n) moves what survives one generation on; counts start again.
import gc
gc.disable()
gc.collect()
def counts(): return gc.get_count()[1:]
gc.collect(0); print(counts())
gc.collect(1); print(counts())
gc.collect(2); print(counts())
gc.collect(0); gc.collect(0); gc.collect(1); print(counts())
before = [s["collections"] for s in gc.get_stats()]
gc.collect(1)
print([s["collections"] - b for s, b in zip(gc.get_stats(), before)])
before = [s["collected"] for s in gc.get_stats()]
for generation in range(3):
    l = []; l.append(l); del l
    gc.collect(generation)
print([s["collected"] - b for s, b in zip(gc.get_stats(), before)])
print([s["uncollectable"] for s in gc.get_stats()])
# garbage in an old generation waits for a collection of that generation
class A: pass
a = A(); a.me = a
gc.collect()
del a
print(gc.collect(0), gc.collect(1), gc.collect(2))
# the number of new containers goes up and down
n = gc.get_count()[0]
box = [[] for _ in range(20)]
up = gc.get_count()[0] - n
del box
print(up >= 20)
# threshold 0 and disable
gc.enable()
gc.set_threshold(0)
total = sum(s["collections"] for s in gc.get_stats())
for i in range(50000): x = [[]]
keep = [[] for _ in range(50000)]
print(sum(s["collections"] for s in gc.get_stats()) - total)
gc.disable()
gc.set_threshold(700, 10, 10)
keep = [[] for _ in range(50000)]
print(sum(s["collections"] for s in gc.get_stats()) - total)
gc.enable()
keep = [[] for _ in range(50000)]
print(sum(s["collections"] for s in gc.get_stats()) > total)
for bad in (("a",), (), (1, 2, 3, 4), (1.5,), (10**20,)):
    try: gc.set_threshold(*bad); print("ok")
    except (TypeError, OverflowError) as e: print(type(e).__name__)
for call in (lambda: gc.enable(1), lambda: gc.collect(1, 2), lambda: gc.collect(generation=None), lambda: gc.set_debug("x"), lambda: gc.is_tracked()):
    try: call(); print("ok")
    except TypeError as e: print(e)
