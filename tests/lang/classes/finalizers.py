"""__del__, weak references and the order of release."""
import gc
import weakref


class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


d = D("one"); d = None
d = D("two"); e = d; del d; print("still"); del e
def f():
    x = D("local")
    print("in f")
f()
l = [D("a"), D("b"), D("c")]; del l[1]; l.clear()
t = (D("t1"), D("t2")); t = None
x = {"k": D("v")}; x["k"] = D("v2"); x.pop("k"); print("popped")
D("temp"); print("after temp")
class Res(D):
    saved = []
    def __del__(self): Res.saved.append(self); print("resurrect", self.name)
r = Res("r"); del r; print(len(Res.saved)); Res.saved.clear(); print("cleared", len(Res.saved))
class Node(D):
    def __init__(self, n): super().__init__(n); self.me = self
n = Node("cycle"); del n; print("collecting"); gc.collect(); print("collected")
w = weakref.ref(D("weak")); print(w()); s = D("strong"); w = weakref.ref(s, lambda r: print("callback", r() is None)); print(w() is s, w().name); del s; print(w())
class Bad:
    def __del__(self): raise ValueError("in del")
def g():
    try:
        raise ValueError("held")
    except ValueError as e:
        d = D("in frame")
g(); print("after g")
def gen():
    d = D("gen local")
    try:
        yield 1
    finally:
        print("gen closing")
q = gen(); next(q); del q; print("gen gone")
wv = weakref.WeakValueDictionary(); o = D("wv"); wv["a"] = o; print(list(wv)); del o; print(list(wv))
ws = weakref.WeakSet(); o = D("ws"); ws.add(o); print(len(ws)); del o; print(len(ws))
wk = weakref.WeakKeyDictionary(); o = D("wk"); wk[o] = 1; print(len(wk)); del o; print(len(wk))
p = D("proxy"); px = weakref.proxy(p); print(px.name); del p
try:
    px.name
except ReferenceError as e:
    print(e)
for bad in (5, "s", [], (), None, {}):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
o = D("fin"); fin = weakref.finalize(o, print, "finalized", 1); print(fin.alive); del o; print(fin.alive)
print(gc.isenabled(), gc.collect() >= 0)
a = D("end a"); b = D("end b")
print("end of program")
