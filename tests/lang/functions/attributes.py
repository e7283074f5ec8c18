"""What a function object has, and lets be changed."""


def outer(x: int, y: "str" = "d", *a: float, k: list = [], **kw: dict) -> bool:
    """The docstring."""
    hidden = x

    def inner():
        return hidden, y
    return inner


print(outer.__name__, outer.__qualname__, outer.__module__, outer.__doc__)
print(outer.__annotations__)
inner = outer(1)
print(inner.__name__, inner.__qualname__)
print(inner.__closure__[0].cell_contents, [c.cell_contents for c in inner.__closure__])
print(inner.__code__.co_freevars, outer.__code__.co_cellvars)
print(outer.__code__.co_argcount, outer.__code__.co_kwonlyargcount, outer.__code__.co_nlocals)
print(outer.__code__.co_name, outer.__code__.co_qualname, outer.__code__.co_firstlineno)
outer.tag = 5
outer.other = [1]
print(outer.__dict__, vars(outer))
del outer.tag
try:
    outer.tag
except AttributeError as error:
    print(error)
try:
    del outer.nothing
except AttributeError as error:
    print(error)
outer.__name__ = "renamed"
outer.__qualname__ = "a.b.renamed"
print(outer.__name__, outer.__qualname__)
for name, value in [("__name__", 1), ("__qualname__", 2), ("__defaults__", 3), ("__code__", 4), ("__dict__", 5),
                    ("__kwdefaults__", 6), ("__annotations__", 7), ("__closure__", 8), ("__globals__", {})]:
    try:
        setattr(outer, name, value)
    except (TypeError, AttributeError) as error:
        print(name, type(error).__name__, error)


def one():
    return 1


def two():
    return 2


one.__code__ = two.__code__
print(one(), one.__name__)
try:
    one.__code__ = inner.__code__
except ValueError as error:
    print(error)
one.__doc__ = "new doc"
print(one.__doc__)
print(one.__globals__ is globals(), one.__builtins__ is __builtins__ or type(one.__builtins__))
cell = inner.__closure__[0]
cell.cell_contents = 99
print(inner())
del cell.cell_contents
try:
    inner()
except NameError as error:
    print(type(error).__name__, error)
try:
    cell.cell_contents
except ValueError as error:
    print(error)
print(type(one).__name__, callable(one), hasattr(one, "__call__"))
print(one.__get__(5).__self__, one.__get__(5).__func__ is one)
print((lambda: 0).__name__, (lambda: 0).__qualname__)


class Holder:
    def method(self, a):
        "doc of method"
        return self, a


h = Holder()
m = h.method
print(m.__name__, m.__qualname__, m.__doc__, m.__self__ is h, m.__func__ is Holder.method)
print(m == h.method, m is h.method, hash(m) == hash(h.method))
try:
    m.attribute = 1
except AttributeError as error:
    print(error)
try:
    h.method()
except TypeError as error:
    print(error)
try:
    Holder.method()
except TypeError as error:
    print(error)
