class A:
    __slots__ = ()
class B(object): pass
class C(A, B):
    __slots__ = ()
print(hasattr(C(), '__dict__'), hasattr(C(), '__weakref__'))
C().x = 2
c = C(); c.x = 3; print(c.x)
class X: __slots__ = ('a',)
class Y: __slots__ = ()
class Z(Y, X): __slots__ = ('b',)
z = Z(); z.a = 1; z.b = 2; print(z.a, z.b)
class W(B, X): pass
w = W(); w.a = 1; w.q = 2; print(w.__dict__)
class V(X, B): __slots__ = ()
v = V(); v.a = 1; v.q = 2; print(v.__dict__)
class D(object):
    __slots__ = ['__dict__']
a = D(); print(hasattr(a, '__dict__'), hasattr(a, '__weakref__')); a.foo = 42; print(a.__dict__)
class Wk(object):
    __slots__ = ['__weakref__']
a = Wk(); print(hasattr(a, '__weakref__'), hasattr(a, '__dict__'))
class C1(Wk, D): __slots__ = []
a = C1(); a.foo = 42; print(a.__dict__, hasattr(a, '__weakref__'))
class C2(D, Wk): __slots__ = []
a = C2(); a.foo = 42; print(a.__dict__, hasattr(a, '__weakref__'))
import weakref
print(weakref.ref(a)() is a)
