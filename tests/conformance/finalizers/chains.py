# Finalizers once each; suicides and resurrections alone, in chains, mixed.
import gc, weakref
gc.disable()
log, survivors = [], []
class Base:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name
class Simple(Base):
    def __del__(self): log.append("del " + self.name)
class Suicidal(Base):
    def __del__(self): log.append("del " + self.name); self.__dict__.clear()
class Resurrected(Base):
    def __del__(self): log.append("del " + self.name); survivors.append(self)
class Chained(Base):
    next = None
    def __del__(self): log.append("del " + self.name); survivors.append(self.next)
class Raising(Base):
    def __del__(self): log.append("del " + self.name)
def show(title):
    print(title, gc.collect(), log, sorted(map(repr, survivors)))
    log.clear()
def ring(*objects):
    for a, b in zip(objects, objects[1:] + objects[:1]): a.next = b
    return [weakref.ref(o) for o in objects]
for cls in (Simple, Suicidal, Resurrected, Chained):
    s = cls("one"); del s; show(cls.__name__ + " alone"); survivors.clear(); show(" after")
    s = cls("self"); s.next = s; w = weakref.ref(s); del s
    show(cls.__name__ + " self"); print(w() is None, [gc.is_finalized(o) for o in survivors]); survivors.clear(); show(" after")
    a, b, c = cls("a"), cls("b"), cls("c"); ws = ring(a, b, c); del a, b, c
    show(cls.__name__ + " ring"); print([w() is None for w in ws]); survivors.clear(); show(" after")
a, b, c = Simple("simple"), Resurrected("kept"), Suicidal("suicidal"); ws = ring(a, b, c); del a, b, c
show("mixed"); print([w() is None for w in ws]); survivors.clear(); show(" after")
# only what the resurrected object reaches lives on
a, b = Resurrected("alive"), Simple("dead"); b.next = b; b.to = a; a.me = a; del a, b
show("partly"); survivors.clear(); show(" after")
# many
for i in range(100): o = Simple(str(i)); o.me = o
del o
print(gc.collect(), [l.split()[1] for l in log] == [str(i) for i in range(100)]); log.clear()
# resurrection by a callback is impossible: the reference is dead before it runs
class C: pass
c = C(); c.me = c
got = []
w = weakref.ref(c, lambda r: got.append(r()))
del c
print(gc.collect(), got)
# is_finalized
class F:
    def __del__(self): survivors.append(self)
f = F(); print(gc.is_finalized(f)); del f; print(gc.is_finalized(survivors[0])); survivors.clear(); print(gc.is_finalized(3), gc.is_finalized([]))
