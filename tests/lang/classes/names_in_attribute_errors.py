class S:
    __slots__ = ('abc',)

class T:
    pass

class D(dict):
    pass

def t(f):
    try:
        f()
    except AttributeError as e:
        print(e, e.name, e.obj is not None)
t(lambda: setattr(object(), 'foo', 1))
t(lambda: delattr(object(), 'foo'))
t(lambda: setattr(S(), 'foo', 1))
t(lambda: delattr(S(), 'foo'))
t(lambda: delattr(S(), 'abc'))
t(lambda: S().abc)
t(lambda: setattr(5, 'real', 1))
t(lambda: setattr(5, 'bit_length', 1))
t(lambda: delattr(5, 'bit_length'))
t(lambda: delattr(5, 'foo'))
t(lambda: delattr(T(), 'foo'))
t(lambda: delattr(T, 'foo'))
t(lambda: delattr(D(), 'foo'))
t(lambda: setattr([], 'foo', 1))
t(lambda: setattr([], 'append', 1))
t(lambda: T.foo)
t(lambda: T().foo)
import math
t(lambda: math.foo)
t(lambda: delattr(math, 'foo'))
t(lambda: delattr(t, 'foo'))

class P:

    @property
    def x(s):
        return 1

    @property
    def y(s):
        raise AttributeError('inner')
t(lambda: setattr(P(), 'x', 1))
t(lambda: delattr(P(), 'x'))
t(lambda: P().y)
t(lambda: super(P, P()).foo)
t(lambda: setattr(super(P, P()), 'foo', 1))
