"""Programs with dataclasses, enums, abstract classes and protocols."""
import abc
import enum
from dataclasses import dataclass, field, fields, asdict, astuple, replace, FrozenInstanceError, KW_ONLY, InitVar


@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)


@dataclass(frozen=True, order=True)
class V:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False, repr=False)

    def bump(self): return replace(self, minor=self.minor + 1)


@dataclass(slots=True)
class S:
    a: int
    b: "str" = "b"


@dataclass
class Base:
    id: int
    _: KW_ONLY
    debug: bool = False


@dataclass
class Child(Base):
    name: str = "n"
    scale: InitVar[int] = 1
    area: float = field(init=False)

    def __post_init__(self, scale): self.area = self.id * scale * 1.5


print(P(1), P(1, 2, ["t"]), P(1) == P(1, tags=[5]), P(1) != P(2), asdict(P(1, tags=[P(2)])), astuple(P(3)), [f.name for f in fields(P)])
print(V(1, 2), V(1) < V(1, 1), sorted([V(2), V(1, 5), V(1)]), hash(V(1)) == hash(V(1, label="x")), V(1).bump(), {V(1): "k"}[V(1)])
print(S(1), S(1).b, hasattr(S(1), "__dict__"), S.__slots__, Child(2), Child(2, "m", 3, debug=True), Base(1, debug=True), P.__match_args__)
for bad in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: setattr(V(1), "major", 5), lambda: delattr(V(1), "major"), lambda: hash(P(1)), lambda: P(1) < P(2), lambda: setattr(S(1), "z", 1), lambda: Base(1, True), lambda: V(1) < 5, lambda: replace(V(1), zz=1), lambda: asdict(5), lambda: fields(5), lambda: dataclass(5)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
try:
    @dataclass
    class Bad:
        x: int = 1
        y: int
except TypeError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: list = []
except ValueError as e: print(e)


class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...
    @abc.abstractmethod
    def name(self): return "shape"
    @classmethod
    @abc.abstractmethod
    def unit(cls): ...
    def __lt__(self, o): return self.area < o.area
    def __str__(self): return f"{self.name()} with area {self.area:.2f}"


class Square(Shape):
    def __init__(self, s): self.s = s
    area = property(lambda self: self.s ** 2)
    def name(self): return "square " + super().name()
    @classmethod
    def unit(cls): return cls(1)


class Half(Shape):
    def name(self): return ""


print(Square(2), min(Square(3), Square(1)), Square.unit().s, Shape.__abstractmethods__ == {"area", "name", "unit"}, issubclass(Square, Shape), isinstance(Square(1), abc.ABC))
for bad in (Shape, Half):
    try: bad()
    except TypeError as e: print(e)


class Sized(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return any("size" in k.__dict__ for k in c.__mro__) or NotImplemented


class HasSize:
    size = 1


print(issubclass(HasSize, Sized), isinstance(5, Sized)); Sized.register(int); print(isinstance(5, Sized))


class Color(enum.Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def default(cls): return cls.RED
    @property
    def lower(self): return self.name.lower()


class Num(enum.IntEnum):
    ONE = 1
    TWO = 2


class Perm(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    X = enum.auto()
    ALL = R | W | X


class Auto(enum.Enum):
    A = enum.auto()
    B = enum.auto()


class Planet(enum.Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(self.mass / self.radius ** 2, 3)


print(Color.RED, repr(Color.GREEN), Color.ALIAS is Color.RED, Color("g"), Color["RED"], list(Color), Color.RED.describe(), Color.default(), Color.RED.lower, len(Color), Color.RED in Color, Color.RED == 1, {Color.RED: 1}, f"{Color.RED}", Color.__members__)
print(Num.ONE, repr(Num.ONE), Num.ONE + 1, Num.TWO > Num.ONE, Num(2), f"{Num.ONE}", sorted(Num, reverse=True), Num.ONE == 1, int(Num.TWO), [10, 20, 30][Num.ONE])
print(Perm.R | Perm.W, repr(Perm.R | Perm.W), Perm.R in Perm.ALL, Perm(0), Perm.ALL & ~Perm.W, bool(Perm.R & Perm.W), Perm(3), list(Perm.ALL), Perm.R.value, Auto.B.value, Planet.EARTH.g, Planet.MARS.value)
for bad in (lambda: Color(99), lambda: Color["NO"], lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.GREEN, lambda: type("Sub", (Color,), {}), lambda: Color.NOPE, lambda: setattr(Color.RED, "value", 2), lambda: Num("x"), lambda: Color()):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
Animal = enum.Enum("Animal", "CAT DOG"); print(Animal.CAT, list(Animal), Animal.DOG.value); class_ = Animal
match Color("g"):
    case Color.RED: print("red")
    case Color.GREEN as g: print("green", g)


@enum.unique
class U(enum.Enum):
    A = 1


try:
    @enum.unique
    class U2(enum.Enum):
        A = 1
        B = 1
except ValueError as e: print(e)
class StrE(str, enum.Enum):
    X = "x"
    def __str__(self): return self.value
print(StrE.X, repr(StrE.X), StrE.X == "x", StrE.X.upper(), StrE("x"), "x" in [StrE.X], f"{StrE.X}")
