# What raises where nobody can catch is reported, not lost.
import gc, sys, weakref
def hook(u): print("hook:", u.exc_type.__name__, u.exc_value, u.err_msg, getattr(u.object, "__qualname__", type(u.object).__name__))
sys.unraisablehook = hook
class R:
    def __del__(self): raise ValueError("in del")
r = R(); del r
r = R(); r.me = r; del r; gc.collect()
def cb(ref): raise KeyError("in callback")
class C: pass
c = C(); w = weakref.ref(c, cb); del c
def gen():
    try: yield 1
    finally: raise IndexError("in finally")
g = gen(); next(g); del g
def callback(phase, info): raise TypeError(phase)
gc.callbacks.append(callback); gc.collect(0); gc.callbacks.clear()
class Bad:
    def __del__(self): self.missing
b = Bad(); del b
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
g = stubborn(); next(g); del g
sys.unraisablehook = sys.__unraisablehook__
try:
    R()
    print("goes on")
finally: print("done")
