# DEBUG_COLLECTABLE names on standard error what a collection found.
import gc
class Node: pass
gc.disable(); gc.collect()
gc.set_debug(gc.DEBUG_COLLECTABLE)
l = []; l.append(l); del l
print(gc.collect())
d = {}; d[1] = d; del d
print(gc.collect())
gc.set_debug(0)
n = Node(); n.me = n; del n
print(gc.collect())
