# Finalizers of one collection: ours run in the order in which the objects were made. In CPython the order is that
# of its lists, which an earlier collection may have turned round.
import gc
gc.disable()
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
items = [N("first"), N("second")]
gc.collect()
items.append(items)
del items
gc.collect()
