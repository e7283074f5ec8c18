"""Generators: each resumption is a call, each yield a return."""
from _events import run


def comps():
    a = [x * x for x in range(3)]
    b = {x: y for x, y in zip(a, a)
         if x}
    c = {x for x in a}
    d = sum(x for x in a)
    e = [x
         for x in a
         for y in range(2)
         if y]
    return len(a) + len(b)


run(comps)


def gen(n):
    for i in range(n):
        got = yield i
    try:
        yield 5
    finally:
        n = 0
    return 7


def gens():
    for x in gen(2):
        pass
    g = gen(1)
    next(g)
    g.send(4)
    try:
        g.throw(ValueError("v"))
    except ValueError:
        pass
    g = gen(1)
    next(g)
    g.close()
    list(gen(1))
    def outer():
        r = yield from gen(1)
        yield r
    for x in outer():
        x


run(gens)
