# Tuples of atoms leave the collector at the first collection that sees them.
import gc
gc.disable()
gc.collect()
def build(*items): return tuple(list(items))
def show(name, t):
    before = gc.is_tracked(t)
    gc.collect(0)
    middle = gc.is_tracked(t)
    for _ in range(4): gc.collect()
    print(name, before, middle, gc.is_tracked(t))
show("()", ()); show("1", build(1)); show("ab", build("a", b"b")); show("float", build(1.5, None, True, ...))
show("object", build(object())); show("nested", build(build(1), build(2, build(3))))
show("list", build([])); show("dict", build({})); show("set", build(set())); show("deep list", build(build(build([]))))
show("function", build(show)); show("type", build(int)); show("class", build(type("X", (), {}))); show("frozenset", build(frozenset()))
class T(tuple): pass
show("subclass", T()); show("subclass 1", T((1,))); show("holds subclass", build(T()))
t = build(build(build(1)))
for _ in range(3): gc.collect()
print(gc.is_tracked(t), gc.is_tracked(t[0]), gc.is_tracked(t[0][0]))
import sys
x = (1, "two", 3.0)
gc.collect()
print(gc.is_tracked(x))
# an untracked tuple is freed like any other
class W:
    def __del__(self): print("gone")
w = build(1, 2); gc.collect(); h = [w]; del w; h.clear()
a = build(W()); gc.collect(); print(gc.is_tracked(a)); del a
z = list(zip("abc", range(3))); gc.collect(); print([gc.is_tracked(p) for p in z])
l = []
for p in zip([1, 2], [[], []]): l.append(gc.is_tracked(p))
print(l)
e = enumerate([[], []]); first = next(e); gc.collect(); print(gc.is_tracked(first))
d = {1: [], 2: 3}; items = list(d.items()); gc.collect(); print([gc.is_tracked(i) for i in items])
