"""Decorators of functions, methods and classes; with arguments, stacked, as classes."""
import functools


def trace(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        shown = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
        print(f"{f.__name__}({shown})")
        result = f(*args, **kwargs)
        print(f"{f.__name__} -> {result!r}")
        return result
    return wrapper


@trace
def add(a, b=1):
    """Adds."""
    return a + b


add(1)
add(2, b=3)
print(add.__name__, add.__doc__, add.__wrapped__(1, 1))


def repeat(times):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*a):
            return [f(*a) for _ in range(times)]
        return wrapper
    return decorate


@repeat(2)
@repeat(times=3)
def one():
    return 1


print(one())


class CountCalls:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f = f
        self.calls = 0

    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)


@CountCalls
def twice(x):
    "doubles"
    return 2 * x


twice(1)
twice(2)
print(twice.calls, twice.__name__, twice.__doc__)
registry = {}


def register(name):
    def inner(cls):
        registry[name] = cls
        cls.registered_as = name
        return cls
    return inner


@register("a")
class A:
    pass


@register("b")
@register("c")
class B(A):
    pass


print(sorted(registry), A.registered_as, B.registered_as)


def order(label):
    print("evaluated", label)

    def deco(f):
        print("applied", label)
        return f
    return deco


@order(1)
@order(2)
def f(x=print("default")):
    pass


class Temperature:
    def __init__(self):
        self._c = 0

    @property
    def c(self):
        return self._c

    @c.setter
    def c(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._c = value

    @staticmethod
    def to_f(c):
        return c * 9 / 5 + 32

    @classmethod
    def make(cls, c):
        t = cls()
        t.c = c
        return t


t = Temperature.make(100)
print(t.c, t.to_f(t.c), Temperature.to_f(0))
try:
    t.c = -300
except ValueError as e:
    print(e)
ds = [trace]


@ds[0]
def g():
    return "indexed"


g()


@lambda f: "replaced by a string"
def h():
    pass


print(h)
