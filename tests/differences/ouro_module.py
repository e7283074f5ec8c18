# What the ouro module says about the collector; CPython has no such module.
import gc
import ouro


class Node:
    pass


slices, collections = [], []
ouro.gc_slice_callbacks.append(lambda phase, info: slices.append(phase))
gc.callbacks.append(lambda phase, info: collections.append((phase, info["generation"])))
for i in range(1000):
    node = Node()
    node.myself = node
gc.collect(0)
gc.collect(1)
while ouro.gc_step(0.01):
    pass
print(sorted(ouro.gc_stats()[2]))
print(ouro.gc_totals()["cycles"], ouro.gc_totals()["phase"], ouro.gc_totals()["slices"] > 0)
print(slices[:2], slices.count("start") == slices.count("stop"))
print(collections[-2:])
last = ouro.gc_recent()[0]
print(last["generation"], last["is_slice"], last["phase"], last["duration"] >= 0)
print(sorted(gc.get_stats()[0]))
ouro.gc_slice_callbacks.clear()
gc.callbacks.clear()
