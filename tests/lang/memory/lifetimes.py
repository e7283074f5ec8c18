import sys, gc, weakref
a = []
print(sys.getrefcount(a)); b = a; print(sys.getrefcount(a)); l = [a, a]; print(sys.getrefcount(a)); d = {'k': a}; print(sys.getrefcount(a)); del b; print(sys.getrefcount(a))
def f(x): return sys.getrefcount(x)
print(f(a)); t = (a,); print(f(a)); l.clear(); print(f(a)); c = lambda: a; print(f(a)); 
def closure():
    q = object()
    def inner(): return q
    return sys.getrefcount(q), inner
print(closure()[0])
class N:
    def __init__(s, n): s.n = n; s.o = None
    def __del__(s): print('del', s.n)
    def __repr__(s): return f'N({s.n})'
x = N(1); x = N(2); x = None
x = N('a'); y = N('b'); x.o = y; y.o = x; del x, y; print('before'); gc.collect(); print('after')
gc.disable()
w = weakref.ref(N('w')); print(w()); n = N('keep'); w = weakref.ref(n, lambda r: print('cb', r() is None)); print(w() is n, weakref.getweakrefcount(n), weakref.getweakrefs(n) == [w]); del n; print(w())
n = N('p'); p = weakref.proxy(n); print(p.n, p, type(p).__name__); del n
try: p.n
except ReferenceError as e: print(e)
wv = weakref.WeakValueDictionary(); n = N('v'); wv['k'] = n; print(dict(wv), len(wv)); del n; print(dict(wv), len(wv))
wk = weakref.WeakKeyDictionary(); n = N('kk'); wk[n] = 1; print(len(wk), list(wk.values())); del n; print(len(wk))
ws = weakref.WeakSet(); n = N('s'); ws.add(n); print(len(ws), n in ws); del n; print(len(ws))
n = N('f'); fin = weakref.finalize(n, print, 'finalized', 1); print(fin.alive, fin.peek()[1:3] if 0 else ''); del n; print(fin.alive)
class M:
    def m(s): return 'm'
o = M(); wm = weakref.WeakMethod(o.m); print(wm()()); del o; print(wm())
for bad in (5, 'a', (), None, [], {}):
    try: weakref.ref(bad); print('ok', type(bad).__name__)
    except TypeError as e: print(e)
print(weakref.ref(M) is weakref.ref(M), weakref.ref(f)() is f, hash(weakref.ref(f)) == hash(f))
class R:
    def __del__(s):
        global saved; saved = s; print('resurrect')
r = R(); del r; print(type(saved).__name__); del saved; print('gone')
gc.enable(); print(gc.isenabled(), gc.get_threshold(), gc.get_debug())
l = []; l.append(l); i = id(l); print(gc.is_tracked(l), gc.is_tracked(5), gc.is_tracked({}), gc.is_tracked({1: 2}), gc.is_tracked({1: []}), gc.is_tracked(()), gc.is_tracked((1, 2)), gc.is_tracked('a'))
o = object(); h = [o]; print([type(x).__name__ for x in gc.get_referrers(o)][-1:] and h in gc.get_referrers(o), gc.get_referents(h) == [o], sorted(map(str, gc.get_referents({'a': 1}))))
print(gc.is_finalized(h), len(gc.garbage), gc.freeze(), gc.get_freeze_count() > 0, gc.unfreeze())
try: gc.collect(5)
except ValueError as e: print(e)
try: gc.set_threshold('a')
except TypeError as e: print(e)
class Slots: __slots__ = ('a',)
s = Slots(); s.a = s
try: weakref.ref(s)
except TypeError as e: print(e)
del s; gc.collect()
def gen():
    try: yield N('in gen')
    finally: print('gen closed')
g = gen(); next(g); del g; print('end')
def exc():
    try: n = N('exc'); 1/0
    except ZeroDivisionError as e: pass
    print('left except')
exc()
def exc2():
    n = N('frame')
    raise ValueError
try: exc2()
except ValueError as e: print('handling')
print('handled')
for v in [N(i) for i in range(3)]: pass
print('loop var', v)
del v
lst = [N(i) for i in 'xyz']; lst[1] = None; lst.pop(); del lst[:]; print('list done')
dct = {i: N(i) for i in 'pq'}; dct['p'] = 1; dct.popitem(); tup = (N('t1'), N('t2')); del tup
def args(a, b): a = None; print('in args'); return b
args(N('arg1'), N('arg2')); print('x'); N('temp'); print('y'); [N('in list')]; print(N('printed'))
z = N('z'); z, q = 1, 2; print('swap'); N('chain').n; print('end of module')
last = N('global at exit'); cyc = N('cycle at exit'); cyc.o = cyc
