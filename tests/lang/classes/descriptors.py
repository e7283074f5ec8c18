"""Descriptors, properties, slots, attribute hooks."""


class Data:
    def __get__(self, o, t=None): return ("data", o is None, t.__name__)
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("delete")


class NonData:
    def __get__(self, o, t=None): return ("nondata", o is None)


class H:
    d = Data()
    n = NonData()


h = H(); h.__dict__["d"] = "inst d"; h.__dict__["n"] = "inst n"
print(h.d, h.n, H.d, H.n); h.d = 5; del h.d; h.n = 6; print(h.n, sorted(vars(h).items()))


class ReadOnly:
    def __get__(self, o, t): return 1
    def __set__(self, o, v): raise AttributeError("can't")


class Prop:
    def __init__(self): self._x = 1
    @property
    def x(self):
        """doc of x"""
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): self._x = None
    @property
    def ro(self): return "ro"
    def getter(self): return "g"
    wo = property(None, lambda self, v: print("wo", v))
    y = property(getter, doc="y doc")
    @property
    def bad(self): return self.nothing
    @property
    def raises(self): raise ValueError("in property")


p = Prop(); print(p.x, Prop.x.__doc__, p.y, Prop.y.__doc__); p.x = 9; print(p.x); del p.x; print(p.x); p.wo = 3
for f in (lambda: setattr(p, "ro", 1), lambda: delattr(p, "ro"), lambda: p.wo, lambda: p.bad, lambda: p.raises, lambda: delattr(p, "y"), lambda: property().__get__(p), lambda: Prop.x.fget(p), lambda: type(Prop.x).__name__, lambda: Prop.x.fset is not None, lambda: property(1, 2, 3, 4, 5), lambda: setattr(Prop.x, "fget", 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class S:
    __slots__ = ("a", "_b", "__c")
    def __init__(self): self.a = 1; self.__c = 3


class S2(S):
    __slots__ = ["z"]


class S3(S):
    pass


s = S(); print(s.a, S.__slots__, hasattr(s, "__dict__"), S.a, type(S.a).__name__)
for f in (lambda: s._b, lambda: setattr(s, "q", 1), lambda: s._S__c, lambda: s.__dict__, lambda: delattr(s, "_b"), lambda: setattr(S2(), "z", 5), lambda: setattr(S3(), "new", 1), lambda: vars(s), lambda: S.a.__get__(5), lambda: S2().z, lambda: type("X", (), {"__slots__": "one"})().one, lambda: type("X", (), {"__slots__": ("a", 5)}), lambda: type("X", (), {"__slots__": ("1a",)}), lambda: type("X", (), {"__slots__": ("a",), "a": 1}), lambda: type("X", (int,), {"__slots__": ("a",)}), lambda: type("X", (S, type("Y", (), {"__slots__": ("k",)})), {}), lambda: setattr(type("X", (), {"__slots__": ("__dict__",)})(), "any", 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
del s.a
try:
    s.a
except AttributeError as e:
    print(e)


class Hooks:
    def __init__(self): object.__setattr__(self, "log", [])
    def __getattr__(self, k):
        if k == "boom": raise AttributeError("custom boom")
        return f"auto_{k}"
    def __setattr__(self, k, v): self.log.append(("set", k, v)); super().__setattr__(k, v)
    def __delattr__(self, k): self.log.append(("del", k)); super().__delattr__(k)


k = Hooks(); k.a = 1; print(k.a, k.zzz); del k.a; print(k.a, k.log, getattr(k, "boom", "dflt"))
try:
    del k.gone
except AttributeError as e:
    print(e)


class GA:
    y = 2
    def __getattribute__(self, n):
        if n == "secret": raise AttributeError(n)
        if n == "y": return "intercepted"
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return "fallback " + n


g = GA(); print(g.y, g.secret, g.none, GA.y)


class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o)
        return v


class UsesLazy:
    @Lazy
    def value(self): print("computed"); return 42


u = UsesLazy(); print(u.value, u.value, vars(u))


class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t): return getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f"{self.n[1:]} must be {self.kind.__name__}, got {type(v).__name__}")
        setattr(o, self.n, v)


class Person:
    name, age = Typed(str), Typed(int)
    def __init__(self, name, age): self.name, self.age = name, age


print(vars(Person("x", 5)))
try:
    Person("x", "y")
except TypeError as e:
    print(e)


class CM:
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(*a): return a
    @classmethod
    @property
    def cp(cls): return "cp " + cls.__name__


print(CM.c(), CM().c(), CM.s(1), CM().s(2), CM.cp, type(CM.__dict__["c"]).__name__, type(CM.__dict__["s"]).__name__, CM.__dict__["s"](3), CM.c.__self__, CM.__dict__["c"].__func__.__name__, CM.__dict__["c"].__wrapped__.__name__)
try:
    CM.__dict__["c"]()
except TypeError as e:
    print(e)
print(repr(CM.c), str(CM.__dict__["c"])[:13], [].append.__name__, [].append.__qualname__, str.upper, "".join, type([].append).__name__, str.upper.__objclass__, int.__add__, (5).__add__, int.real, len, type.__call__, dict.fromkeys, object.__init__)
