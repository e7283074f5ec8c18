"""super, mro, cooperative inheritance, and its errors."""


class Root:
    def __init__(self, **kw):
        print("Root", kw)

    def who(self):
        return "Root"


class A(Root):
    def __init__(self, a=1, **kw):
        print("A", a)
        super().__init__(**kw)

    def who(self):
        return "A>" + super().who()


class B(Root):
    def __init__(self, b=2, **kw):
        print("B", b)
        super().__init__(**kw)

    def who(self):
        return "B>" + super().who()


class C(A, B):
    def who(self):
        return "C>" + super().who()

    @classmethod
    def make(cls, *a):
        return cls(*a)

    @classmethod
    def name(cls):
        return cls.__name__


class D(C):
    @classmethod
    def name(cls):
        return "D/" + super().name()

    @property
    def p(self):
        return super().who()


c = C(5, b=6)
print(c.who(), [k.__name__ for k in C.__mro__], C.mro() == list(C.__mro__), D.make().who(), D.name(), D().p)
print(super(C, c).who(), super(A, c).who(), super(B, c).who(), super(D, D).name())
print(repr(super(C, c)), super(C, c).__self__ is c, super(C, c).__thisclass__, super(C, c).__self_class__)
for f in (lambda: type("X", (Root, A), {}), lambda: type("X", (A, A), {}), lambda: type("X", (bool,), {}), lambda: type("X", (int, str), {}), lambda: type("X", (5,), {}), lambda: super(A, 5), lambda: super(), lambda: super(5), lambda: super(A).x, lambda: super(C, c).nope,
          lambda: type("X", (type(None),), {}), lambda: type("X", (range,), {}), lambda: type("X", (type(lambda: 0),), {}), lambda: type("X", (slice,), {}), lambda: type(1, (), {}), lambda: type("X", [], {}), lambda: type("X", (), []), lambda: type("X", ()), lambda: type(), lambda: type("X", (A, B, Root), {}).__mro__[1:3], lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: isinstance(1, int | str), lambda: issubclass(bool, int | None), lambda: isinstance(1, (str, (float, int))), lambda: isinstance(1), lambda: type("a\0b", (), {}), lambda: isinstance([], list[int])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
try:
    class Bad(A, Root, B):
        pass
except TypeError as e:
    print(e)


class Abstract:
    def template(self):
        return self.step1() + self.step2()

    def step1(self):
        raise NotImplementedError("step1")

    def step2(self):
        raise NotImplementedError


class Concrete(Abstract):
    def step1(self):
        return "one"


try:
    Concrete().template()
except NotImplementedError as e:
    print(repr(e))


class Meta(type):
    def __call__(cls, *a, **k):
        print("creating", cls.__name__, a, k)
        return super().__call__(*a, **k)


class M(metaclass=Meta):
    def __new__(cls, x):
        print("new", x)
        return object.__new__(cls)

    def __init__(self, x):
        print("init", x)


class N(M):
    def __new__(cls, x):
        return 5 if x else super().__new__(cls, x)


M(1); print(N(1)); N(0)
print(A.__base__, C.__bases__, object.__bases__, type.__mro__, bool.__mro__, [k for k in Root.__subclasses__() if k is not None][:2], type.__base__)
C.__bases__ = (B, A)
print([k.__name__ for k in D.__mro__], c.who())
try:
    C.__bases__ = (int,)
except TypeError as e:
    print(e)
try:
    C.__bases__ = ()
except TypeError as e:
    print(e)


class WithDictBase(dict):
    def __getattr__(self, k):
        try:
            return self[k]
        except KeyError:
            raise AttributeError(k) from None


w = WithDictBase(a=1)
print(w.a, hasattr(w, "b"), w)
try:
    w.b
except AttributeError as e:
    print(e)


class StrEnumish(str):
    def __new__(cls, v, extra):
        self = super().__new__(cls, v)
        self.extra = extra
        return self


s = StrEnumish("abc", 9)
print(s, s.extra, s.upper(), type(s + "d").__name__, s == "abc", {s: 1}["abc"], len(s), f"{s:>5}", repr(s), s[1:], isinstance(s, str))


class T(tuple):
    def __new__(cls, *a):
        return super().__new__(cls, a)

    @property
    def first(self):
        return self[0]


t = T(1, 2, 3)
print(t, t.first, t[1:], type(t[1:]).__name__, t + (4,), t == (1, 2, 3), hash(t) == hash((1, 2, 3)))
