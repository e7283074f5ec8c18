"""Parameters of every kind and the errors of wrong calls."""


def show(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs, "->", function(*args, **kwargs))
    except TypeError as error:
        print(function.__name__, args, kwargs, "!!", error)


def plain(a, b, c):
    return a, b, c


def defaults(a, b=2, c=3):
    return a, b, c


def star(a, *rest, key=None):
    return a, rest, key


def only(a, b, /, c, *, d, e=5):
    return a, b, c, d, e


def keywords(**kw):
    return sorted(kw.items())


def required(*, x, y, z):
    return x, y, z


def posonly(a, b=1, /, **kw):
    return a, b, kw


show(plain, 1, 2, 3)
show(plain, 1)
show(plain)
show(plain, 1, 2, 3, 4)
show(plain, 1, 2, c=3)
show(plain, 1, a=2)
show(plain, 1, 2, 3, d=4)
show(plain, 1, 2, b=4)
show(defaults)
show(defaults, 1, 2, 3, 4)
show(defaults, 1, c=9)
show(star)
show(star, 1, 2, 3, key=4)
show(star, 1, nokey=3)
show(only, 1, 2, 3)
show(only, 1, 2, 3, 4, d=1)
show(only, 1, 2, c=3, d=4)
show(only, a=1, b=2, c=3, d=4)
show(only, 1, b=2, c=3, d=4)
show(keywords, b=1, a=2)
show(keywords, 1)
show(required)
show(required, x=1)
show(required, x=1, y=2)
show(required, 1, 2, 3)
show(posonly, 1, a=2, b=3)
show(posonly)
show(lambda: 0, 1)
show(lambda x, /: x)
print(plain.__code__.co_varnames, only.__code__.co_posonlyargcount, only.__kwdefaults__)
print(defaults.__defaults__)
defaults.__defaults__ = (20, 30)
show(defaults, 1)
defaults.__defaults__ = None
show(defaults, 1)
only.__kwdefaults__ = {"d": "D", "e": "E"}
show(only, 1, 2, 3)
