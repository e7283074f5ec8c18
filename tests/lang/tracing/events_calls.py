"""Functions, decorators, classes, calls over several lines."""
from _events import run


def deco(a):
    def wrap(f):
        def inner(*args, **kw):
            return f(*args,
                     **kw)
        return inner
    return wrap


def decorators():
    @deco(1)
    @deco(
        2)
    def f(a, b=3,
          *, c=4):
        """doc"""
        return a + b + c
    f(1)
    class C(object,
            metaclass=type):
        x = 1
        @property
        def p(self):
            return self.x
        @staticmethod
        def s(): return 1
    C().p
    C.s()


run(decorators)


def calls():
    print_ = lambda *a: None
    print_(1,
           2,
           max(3,
               4),
           [5,
            6])
    x = (1 +
         len([1]) +
         3)
    y = {
        "a": x,
        "b": len("x"),
    }
    assert x, \
        y
    s = f"{x}" \
        f"{y}"
    if (x and
        y and
        not s):
        pass
    elif x or \
         y:
        x = 1
    a, b = 1, \
        2
    del a
    global gl
    gl = 1
    import os
    from os import (path,
        sep)
    return [
        x
        for x in
        [1]
    ]


run(calls)


def closures():
    x = 1
    def inner():
        nonlocal x
        x += 1
        return x
    inner()
    return inner


run(closures)


def lambdas():
    f = lambda x: (
        x + 1)
    return sorted([3, 1], key=lambda v: -v), list(map(f, [1]))


run(lambdas)
