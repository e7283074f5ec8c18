# What the collector looks at.
import gc
gc.disable()
class Plain: pass
class Slots: __slots__ = ()
class SlotsA: __slots__ = ("a",)
class Int(int): pass
class IntSlots(int): __slots__ = ()
class Tuple(tuple): pass
class Dict(dict): pass
def f(): pass
def g(): yield
for name, thing in [("None", None), ("1", 1), ("1.0", 1.0), ("1j", 1j), ("''", ""), ("b''", b""), ("bytearray", bytearray()), ("...", ...), ("object", object()), ("int", int), ("object type", object), ("type", type), ("Plain", Plain), ("Plain()", Plain()), ("Slots()", Slots()), ("SlotsA()", SlotsA()), ("Int", Int(3)), ("IntSlots", IntSlots(3)), ("Tuple", Tuple()), ("Dict", Dict()), ("f", f), ("g()", g()), ("module", gc), ("method", [].append), ("bound", Plain().__init__), ("list", []), ("set", set()), ("frozenset", frozenset()), ("range", range(3)), ("slice", slice(1)), ("iter", iter([])), ("iter str", iter("")), ("enumerate", enumerate([])), ("zip", zip()), ("map", map(int, [])), ("dict keys", {}.keys()), ("exception", ValueError()), ("code", f.__code__), ("property", property()), ("staticmethod", staticmethod(f)), ("memoryview", memoryview(b""))]:
    print(name, gc.is_tracked(thing))
# dicts of atoms are tracked when a container comes in, and left again by a full collection
d = {}; print(gc.is_tracked(d))
d[1] = 2; d["a"] = "b"; print(gc.is_tracked(d))
d["l"] = []; print(gc.is_tracked(d))
del d["l"]; print(gc.is_tracked(d))
gc.collect(0); print(gc.is_tracked(d)); gc.collect(); print(gc.is_tracked(d))
d[()] = (); print(gc.is_tracked(d)); d[1] = object(); print(gc.is_tracked(d)); d[2] = {}; print(gc.is_tracked(d))
print(gc.is_tracked(dict(a=1)), gc.is_tracked({"a": {}}), gc.is_tracked({x: x for x in range(3)}), gc.is_tracked({"a": 1}.copy()), gc.is_tracked({"a": []}.copy()))
u = {}; u.update({"x": 1}); print(gc.is_tracked(u)); u.update(y=[]); print(gc.is_tracked(u))
s = {}; s.setdefault("x", 1); print(gc.is_tracked(s)); s.setdefault("y", []); print(gc.is_tracked(s))
