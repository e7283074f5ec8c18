class A:
    x = 1

    def __getattr__(self, n):
        if n.startswith('_'):
            raise AttributeError(n)
        return f'dyn:{n}'

    def __setattr__(self, n, v):
        print('set', n, v)
        super().__setattr__(n, v)

    def __delattr__(self, n):
        print('del', n)
        object.__delattr__(self, n)

    def __dir__(self):
        return ['zz', 'aa', 5] if False else ['zz', 'aa']
a = A()
a.y = 3
print(a.y, a.foo, a.x, hasattr(a, '_q'), dir(a))
del a.y
try:
    del a.y
except AttributeError as e:
    print(e, e.name, e.obj is a)
try:
    del a.x
except AttributeError as e:
    print(e)
try:
    a.__dict__ = 5
except TypeError as e:
    print(e)
try:
    del a.__dict__
except Exception as e:
    print(type(e), e)
print(a.__dict__)
try:
    a.__class__ = 5
except TypeError as e:
    print(e)
try:
    a.__class__ = int
except TypeError as e:
    print(e)

class B:
    pass
a.__class__ = B
print(type(a))
try:
    object().foo = 1
except AttributeError as e:
    print(e)
try:
    object().foo
except AttributeError as e:
    print(e, e.name)
try:
    5 .real = 3
except AttributeError as e:
    print(e)
try:
    int.foo = 3
except TypeError as e:
    print(e)
try:
    del int.real
except TypeError as e:
    print(e)
try:
    getattr(a, 5)
except TypeError as e:
    print(e)
try:
    setattr(a, 5, 5)
except TypeError as e:
    print(e)
try:
    delattr(a, 5)
except TypeError as e:
    print(e)
try:
    hasattr(a, 5)
except TypeError as e:
    print(e)
print(getattr(a, 'n', 'dflt'))

class S:
    __slots__ = ('a', 'b')
s = S()
try:
    s.a
except AttributeError as e:
    print(e, e.name, e.obj) if False else print(e)
s.a = 1
del s.a
try:
    del s.a
except AttributeError as e:
    print(e)
try:
    s.c = 1
except AttributeError as e:
    print(e)
try:
    s.__dict__
except AttributeError as e:
    print(e)
print(S.a, S.__slots__, type(S.a))

class W:
    __slots__ = ('__weakref__', '__dict__')
import weakref
w = W()
w.z = 1
print(weakref.ref(w)() is w, w.__dict__)
try:

    class Bad:
        x = 1
        __slots__ = ('x',)
except ValueError as e:
    print(e)
try:

    class Bad:
        __slots__ = ('x y',)
except TypeError as e:
    print(e)
try:

    class Bad:
        __slots__ = (1,)
except TypeError as e:
    print(e)
try:

    class Bad:
        __slots__ = ('__dict__', '__dict__')
except TypeError as e:
    print(e)

class P1:
    __slots__ = ('a',)

class P2:
    __slots__ = ('b',)
try:

    class P3(P1, P2):
        pass
except TypeError as e:
    print(e)

class D:
    __slots__ = {'a': 'doc of a', 'b': None}
print(D.__slots__, D.a.__doc__, D.b.__doc__)
import inspect
print(inspect.getdoc(D.a))
