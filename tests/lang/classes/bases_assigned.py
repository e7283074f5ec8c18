class C: pass
class C2:
    def __getattribute__(self, attr):
        if attr == 'a': return 2
        return super(C2, self).__getattribute__(attr)
    def meth(self): return 1
class D(C): pass
class E(D): pass
d = D(); e = E()
D.__bases__ = (C,)
D.__bases__ = (C2,)
print(d.meth(), e.meth())
print(d.a, e.a, C2.__subclasses__())
try: D.__bases__ = ()
except TypeError as x: print(x)
try: D.__bases__ = (D,)
except TypeError as x: print(x)
try: D.__bases__ = (C, C)
except TypeError as x: print(x)
try: D.__bases__ = (E,)
except TypeError as x: print(x)
try: D.__bases__ = (object,); print('ok')
except TypeError as x: print(x)
