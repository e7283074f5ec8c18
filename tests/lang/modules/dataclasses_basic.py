from dataclasses import *
from dataclasses import dataclass, field, fields, asdict, astuple, replace, make_dataclass, InitVar, KW_ONLY, FrozenInstanceError, is_dataclass
import dataclasses

@dataclass
class P:
    x: int
    y: int = 0
    z: list = field(default_factory=list)
p = P(1)
print(p, p == P(1), p == P(2), p != P(1), P.__match_args__, P.__doc__, p.z is P(1).z)
print(P.__init__.__qualname__, P.__init__.__annotations__, P.__repr__.__qualname__, P.__eq__.__qualname__, P.__hash__)
for a in ((), (1, 2, 3, 4)):
    try:
        P(*a)
    except TypeError as e:
        print(e)
try:
    P(1, q=3)
except TypeError as e:
    print(e)
@dataclass(order=True, frozen=True)
class F:
    a: int
    b: str = field(default="b", compare=False)
    c: float = field(default=1.5, repr=False)
f = F(1)
print(f, F(1) < F(2), F(1) <= F(1, "z"), F(3) > F(2), sorted([F(3), F(1)]), hash(f) == hash(F(1, "other")), F(1) == F(1, "q"))
for act in (lambda: setattr(f, "a", 2), lambda: delattr(f, "a"), lambda: setattr(f, "new", 2), lambda: F(1) < 3, lambda: hash(p)):
    try:
        act()
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(FrozenInstanceError("x"), AttributeError))
print(asdict(p), astuple(p), replace(p, x=9), [x.name for x in fields(P)])
@dataclass
class N:
    p: P
    l: list
    d: dict
print(asdict(N(P(1), [P(2), (P(3),)], {"k": P(4)})), astuple(N(P(1), [P(2)], {})))
@dataclass
class I:
    a: int
    iv: InitVar[int] = 5
    total: int = field(init=False, default=0)
    def __post_init__(self, iv):
        self.total = self.a + iv
print(I(1), I(1, 10), [x.name for x in fields(I)])
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int
print(K(1, c=3), K.__match_args__)
try:
    K(1, 2, 3)
except TypeError as e:
    print(e)
@dataclass(kw_only=True)
class KK:
    a: int
    b: int = 2
print(KK(a=1))
try:
    KK(1)
except TypeError as e:
    print(e)
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
s = S(1)
print(s, S.__slots__, hasattr(s, "__dict__"))
try:
    s.zz = 1
except AttributeError as e:
    print(e)
@dataclass(slots=True, frozen=True)
class SF:
    a: int
print(SF(1), hash(SF(1)) == hash(SF(1)))
try:
    SF(1).a = 3
except FrozenInstanceError as e:
    print(e)
@dataclass
class B:
    x: int = 1
@dataclass
class D(B):
    y: int = 2
    x: int = 3
print(D(), D(5), D.__mro__[1].__name__)
M = make_dataclass("M", [("x", int), ("y", int, field(default=5)), "z"] [:2], namespace={"dbl": lambda self: self.x * 2})
print(M(1), M(2).dbl(), is_dataclass(M), is_dataclass(M(1)), is_dataclass(3))
def bad1():
    @dataclass
    class X:
        a: list = []
def bad2():
    @dataclass
    class X:
        a: int = 1
        b: int
def bad3():
    @dataclass
    class X:
        a = field(default=1)
def bad4():
    @dataclass
    class X(F):
        q: int = 1
def bad5():
    @dataclass(frozen=True)
    class X(P):
        q: int = 1
def bad6():
    @dataclass(eq=False, order=True)
    class X:
        q: int = 1
def bad7():
    @dataclass(order=True)
    class X:
        q: int = 1
        def __lt__(self, o): pass
def bad8():
    @dataclass(unsafe_hash=True)
    class X:
        q: int = 1
        def __hash__(self): return 1
def bad9():
    field(default=1, default_factory=int)
def bad10():
    fields(3)
def bad11():
    asdict(3)
def bad12():
    replace(I(1), total=3)
def bad13():
    make_dataclass("X", ["a", "a"])
def bad14():
    make_dataclass("X", ["for"])
def bad15():
    make_dataclass("X", ["1a"])
def bad16():
    @dataclass(slots=True)
    class X:
        __slots__ = ("a",)
        a: int
def bad17():
    @dataclass
    class X:
        _: KW_ONLY
        a: int
        __: KW_ONLY
for bad in (bad1, bad2, bad3, bad4, bad5, bad6, bad7, bad8, bad9, bad10, bad11, bad12, bad13, bad14, bad15, bad16, bad17):
    try:
        bad()
        print("no error", bad.__name__)
    except Exception as e:
        print(bad.__name__, type(e).__name__, e)
@dataclass
class R:
    me: object = None
    @property
    def prop(self): return 4
r = R()
r.me = r
print(r)
@dataclass
class H:
    a: int
    def __hash__(self): return 7
print(hash(H(1)))
@dataclass(eq=False)
class E: pass
print(E() == E(), E.__doc__)
x = fields(F)[1]
print(x.name, x.type, x.default, x.compare, x.init, x.hash, x.kw_only, x.metadata, x.default_factory is dataclasses.MISSING)
match p:
    case P(x, y):
        print("match", x, y)
@dataclass
class Meta:
    a: int = field(default=3, metadata={"u": 1})
print(fields(Meta)[0].metadata["u"])
class Base:
    def __init_subclass__(cls, **k): print("sub", cls.__name__)
@dataclass
class Sub(Base):
    q: "int" = 3
print(Sub(), Sub.__doc__)
@dataclass
class Outer:
    @dataclass
    class Inner:
        v: int
    i: Inner
print(Outer(Outer.Inner(3)))
