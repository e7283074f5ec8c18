"""inspect.signature of built-in functions, methods and classes."""
import builtins
import collections
import functools
import inspect
import itertools
import math
import operator
import sys
import time


def signature(value):
    try:
        return str(inspect.signature(value))
    except (ValueError, TypeError) as e:
        return f"{type(e).__name__}"


for name in sorted(vars(builtins)):
    value = getattr(builtins, name)
    if callable(value) and not name.startswith("_") and name not in ("copyright", "credits", "license", "exit", "quit", "help"):
        print(name, signature(value))

for cls in (object, int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice,
            property, type, memoryview, type(len), type((lambda: 0)), type((i for i in ())), BaseException, OSError,
            StopIteration, ImportError, collections.deque, collections.defaultdict, functools.partial):
    names = [name for name in vars(cls) if not name.startswith("__")]
    print(cls.__name__, *(f"{name}{signature(getattr(cls, name))}" for name in sorted(names) if callable(getattr(cls, name))))

for cls in int, str, list, dict, object, type:
    for name in ("__new__", "__init__", "__repr__", "__eq__", "__hash__", "__add__", "__getattribute__", "__setattr__",
                 "__len__", "__contains__", "__iter__", "__call__", "__reduce_ex__", "__format__", "__sizeof__", "__dir__"):
        value = getattr(cls, name, None)
        if value is not None:
            print(f"{cls.__name__}.{name}{signature(value)}", value.__text_signature__)

print([signature(value) for value in ([].append, "".split, {}.get, (3).__add__, b"".join, [].__len__, object().__eq__)])
for module, names in (math, ("sqrt gcd hypot isclose floor comb dist prod log fsum nan")), \
        (operator, "add itemgetter attrgetter methodcaller concat index length_hint indexOf"), \
        (itertools, "chain count product islice accumulate groupby zip_longest permutations"), \
        (time, "time sleep strftime localtime gmtime mktime perf_counter monotonic_ns"), \
        (sys, "exit getsizeof getrefcount intern setrecursionlimit settrace exc_info _getframe displayhook"), \
        (functools, "reduce cmp_to_key partial lru_cache"):
    for name in names.split():
        value = getattr(module, name)
        if callable(value):
            print(module.__name__, name, signature(value), getattr(value, "__text_signature__", None))

for value in (functools.partial(sorted, key=1), functools.partial(len), functools.partial(isinstance, 3),
              functools.partial(str.split, maxsplit=2), functools.lru_cache(len), functools.partial(pow, exp=2)):
    print(signature(value))


class Derived(dict):
    """dict(x)"""


class Made:
    def __init__(self, a, b=2, *c, d, **e):
        self.a = a

    def method(self, x: int = 3, /, y=4) -> str:
        return x


class Meta(type):
    def __call__(cls, *args, named=None):
        return type.__call__(cls)


for value in Derived, Made, Made(1, d=2).method, Made.method, Meta, Meta("X", (), {}), print, sorted:
    print(signature(value), getattr(value, "__text_signature__", "no text"))
for value in len, sorted, print, str.split, [].index, Made.method, Made, functools.partial(sorted, key=1), int:
    try:
        print(inspect.getfullargspec(value))
    except TypeError as e:
        print("TypeError", e)
bound = inspect.signature(sorted).bind([3, 1], reverse=True)
print(bound, inspect.signature(divmod).bind(1, 2).args)
try:
    inspect.signature(len).bind(obj=1)
except TypeError as e:
    print(e)
