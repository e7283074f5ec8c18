# Clearing before callbacks, callbacks of trash never, across generations.
import gc, weakref
gc.disable()
class C:
    def cb(self, ref): print("C.cb")
log = []
c = C(); w = weakref.ref(c, lambda r: log.append(r() is None)); c.me = c; del c; gc.collect(); print(log)
# callback is a method of trash
a, b = C(), C(); a.other, b.other = b, a; a.w = weakref.ref(b, a.cb); del a, b; print(gc.collect())
# trash holds the reference, another object the callback's function
a = C(); a.me = a; a.w = weakref.ref(a, print); del a; print(gc.collect())
# an older object refers weakly to younger garbage
old = C(); gc.collect(); gc.collect()
young = C(); young.me = young
old.w = weakref.ref(young, lambda r: print("young is gone", r()))
del young; print(gc.collect(0), old.w())
# a callback tries to bring the target back
class D:
    def __del__(self): log.append("del")
log.clear(); back = []
d = D(); d.me = d; e = D(); e.me = e; d.e = e
w1, w2 = weakref.ref(d, lambda r: back.append((w1(), w2()))), weakref.ref(e, lambda r: back.append((w1(), w2())))
del d, e; print(gc.collect(), back, log)
# several callbacks: the newest first; each once
x = C(); refs = [weakref.ref(x, lambda r, i=i: print("callback", i)) for i in range(4)]; del refs[1]; del x
# a callback that removes other references, adds new ones
x = C(); other = []
r1 = weakref.ref(x, lambda r: print("r1"))
r2 = weakref.ref(x, lambda r: other.clear() or print("r2"))
other.append(r1); del r1, x
# a weak reference to a weak reference's referent's class
class T: pass
t = weakref.ref(T, lambda r: print("class gone")); del T; gc.collect(); print(t())
# proxies
p = C(); q = weakref.proxy(p, lambda r: print("proxy callback", type(r).__name__)); del p
try: q.cb
except ReferenceError as e: print(e)
try: bool(q)
except ReferenceError as e: print(e)
# equality and hash outlive the object once asked for
class H:
    def __hash__(self): return 42
h = H(); r = weakref.ref(h); print(hash(r)); del h; print(hash(r), r == r, r != weakref.ref(C))
# sub classes
class Ref(weakref.ref): pass
o = C(); r1, r2 = Ref(o), Ref(o); print(r1 is r2, r1 == r2, weakref.getweakrefcount(o), weakref.ref(o) is weakref.ref(o), weakref.getweakrefcount(o))
print(weakref.ref is weakref.ReferenceType, weakref.ReferenceType.__name__, weakref.ProxyTypes == (weakref.ProxyType, weakref.CallableProxyType))
