import sys

def gen():
    try:
        yield 1
    finally:
        print('cleanup')
g = gen()
next(g)

def f():
    g.throw(RuntimeError('thrown'))
f()
