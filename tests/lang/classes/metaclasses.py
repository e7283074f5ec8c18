"""Metaclasses, __prepare__, __init_subclass__, __set_name__, __class_getitem__, __instancecheck__."""


class Meta(type):
    def __prepare__(name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"injected": 1}

    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [k for k in ns if not k.startswith("__")], kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, flag=None):
        print("init", name, flag)
        super().__init__(name, bases, ns)

    def __len__(cls):
        return 42

    def __getitem__(cls, k):
        return f"{cls.__name__}[{k}]"

    def __iter__(cls):
        return iter("ab")

    def __contains__(cls, x):
        return x == 1

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __getattr__(cls, name):
        if name.startswith("dyn"):
            return name.upper()
        raise AttributeError(f"no {name} in {cls.__name__}")

    @property
    def prop(cls):
        return "meta property"

    def meth(cls):
        return "metamethod of " + cls.__name__

    def __instancecheck__(cls, o):
        return o == "magic" or super().__instancecheck__(o)

    def __subclasscheck__(cls, c):
        return c is int or super().__subclasscheck__(c)

    def __add__(cls, o):
        return "added"

    def __call__(cls, *a):
        return ("called", cls.__name__, super().__call__(*a))


Meta.__prepare__ = classmethod(lambda m, name, bases, **kw: print("prepare", name, bases, kw) or {"injected": 1})


class A(metaclass=Meta, flag="f"):
    x = 1

    def __init__(self):
        pass

    def __repr__(self):
        return "A instance"


class B(A):
    y = injected


print(A, B, len(A), A[5], list(A), 1 in A, A.dynamic, A.prop, B.meth(), A + 1, A(), type(A), B.y)
for f in (lambda: A.nope, lambda: object.__new__(A).prop, lambda: object.__new__(A).meth):
    try:
        print(f())
    except AttributeError as e:
        print(e)
print(isinstance("magic", A), isinstance(5, A), issubclass(int, A), issubclass(B, A), isinstance(object.__new__(B), A))


class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[name or cls.__name__] = cls
        print("subclass", cls.__name__, name)


class P1(Plugin):
    pass


class P2(Plugin, name="two"):
    pass


class P3(P2):
    pass


print(Plugin.registry)
try:
    class P4(Plugin, other=1):
        pass
except TypeError as e:
    print(e)
try:
    class Q(key=1):
        pass
except TypeError as e:
    print(e)


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, f"default {self.name}")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class Model:
    a = Field()
    b = Field()

    def __class_getitem__(cls, item):
        return f"{cls.__name__} of {item}"


m = Model(); m.a = 5; print(m.a, m.b, vars(m), Model[int], Model["x", 1], type(Model.a).__name__)


class BadName:
    def __set_name__(self, o, n):
        raise ValueError("bad")


try:
    class WithBad:
        f = BadName()
except RuntimeError as e:
    print(e, repr(e.__cause__))


class M1(type):
    pass


class M2(type):
    pass


class X1(metaclass=M1):
    pass


class X2(metaclass=M2):
    pass


for f in (lambda: type("Z", (X1, X2), {}), lambda: M1("Z", (X1,), {}), lambda: type("Z", (X1,), {"k": 1}).k, lambda: type(type("Z", (X1,), {})), lambda: Model[1][2], lambda: int[1], lambda: Plugin[1], lambda: list[int], lambda: dict[str, int].__args__, lambda: type(list[int])):
    try:
        print(f())
    except TypeError as e:
        print(e)


def function_meta(name, bases, ns):
    return (name, bases, sorted(k for k in ns if k != "__module__" and k != "__qualname__"))


class Weird(metaclass=function_meta):
    a = 1
    b = 2


print(Weird)


class Singleton(type):
    _instances = {}

    def __call__(cls, *a, **k):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*a, **k)
        return cls._instances[cls]


class Config(metaclass=Singleton):
    def __init__(self, v=0):
        self.v = v


print(Config(5) is Config(6), Config().v)
Dyn = type("Dyn", (A.__base__, ), {"hello": lambda self: "hi", "attr": 5, "__doc__": "made"})
print(Dyn().hello(), Dyn.__doc__, Dyn.__module__, Dyn.__qualname__, Dyn)


class Entry:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (Plugin,)


class FromEntry(Entry()):
    pass


print(FromEntry.__bases__, FromEntry.__orig_bases__ is not None)
