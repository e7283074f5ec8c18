import copy, pickle
class S(set):
    __slots__ = ('x', 'y', '__dict__')
s = S([1]); s.x = 10; s.y = 20; s.z = 30
for p in range(pickle.HIGHEST_PROTOCOL+1):
    t = pickle.loads(pickle.dumps(s, p)); print(p, t == s, t.x, t.y, t.z)
t = copy.copy(s); print(t.x, t.z)
print(s.__reduce__())
class F(frozenset):
    __slots__ = ('x',)
f = F([1]); f.x = 1; print(copy.copy(f).x, f.__reduce__())
class L(list): __slots__ = ('q',)
l = L([1]); l.q = 5; print(copy.copy(l).q, copy.deepcopy(l).q)
class P: __slots__ = ('a', 'b')
p = P(); p.a = 1
q = copy.copy(p); print(q.a, hasattr(q, 'b'), p.__reduce_ex__(2))
for pr in (0, 1):
    try: p.__reduce_ex__(pr)
    except TypeError as e: print(e)
print(p.__getstate__(), object().__getstate__(), l.__getstate__())
