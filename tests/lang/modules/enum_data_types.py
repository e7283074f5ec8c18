"""enum: how members of mixed data types are shown, pickled and checked."""
import copy
import enum
import pickle
import warnings
from datetime import date
from enum import Enum, Flag, IntEnum, IntFlag, ReprEnum, StrEnum, auto, member


class Shown:
    def __init__(self, value):
        self.value_inside = value

    def __repr__(self):
        return f"Shown({self.value_inside!r})"


class WithShown(Shown, Enum):
    ONE = 1


class Day(date, Enum):
    FIRST = 2001, 2, 3

    @classmethod
    def of(cls, *arguments):
        return cls(*arguments)


class Size(float, Enum):
    SMALL = 1.5


class Measure(float, ReprEnum):
    METRE = 1.0


class Hex(int):
    def __repr__(self):
        return hex(self)


class HexEnum(Hex, Enum):
    TEN = 10


class Color(Flag):
    RED = auto()
    GREEN = auto()
    BLUE = auto()
    DARK = RED | BLUE


class Bits(IntFlag):
    A = 1
    B = 4


for each in (WithShown.ONE, Day.FIRST, Size.SMALL, Measure.METRE, HexEnum.TEN, Color.RED, Color.DARK, Bits.A | Bits.B,
             Bits.A | 16, ~Bits.A, Color(0)):
    print(repr(each), str(each), format(each))
for each in (Color.RED, Color.DARK, Color.RED | Color.GREEN, Color.RED | Color.GREEN | Color.BLUE, Bits.A | Bits.B | 32,
             Bits(64), Size.SMALL, Measure.METRE):
    print(each.__reduce_ex__(4), pickle.loads(pickle.dumps(each)) is each or pickle.loads(pickle.dumps(each)) == each,
          copy.deepcopy(each) == each)


class Several(Enum):
    ONE = auto()
    PAIR = auto(), auto()
    THREE = auto()


print([each.value for each in Several])


class Word(StrEnum):
    A = "a"
    B = b"b", "ascii"


print(list(Word))
for body in (("X", [("A", b"x")]), ("X", [("A", (b"x", 5))]), ("X", [("A", (1, 2, 3, 4))])):
    try:
        StrEnum(*body)
    except TypeError as error:
        print(error)
try:
    class Bare(ReprEnum):
        A = 1
except TypeError as error:
    print(error)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")

    class Outer(Enum):
        A = 1

        class Inner(Enum):
            B = 2

        @member
        class Kept:
            pass
print([str(each.message) for each in caught], Outer.Inner.value.B, isinstance(Outer.Kept, Outer))


@enum._simple_enum(IntEnum)
class Simple:
    """Two of them."""
    ONE = 1
    TWO = 2


class Checked(IntEnum):
    """Two of them."""
    ONE = 1
    TWO = 2


print(enum._test_simple_enum(Checked, Simple))


class Other(IntEnum):
    ONE = 1
    THREE = 3


try:
    enum._test_simple_enum(Other, Simple)
except TypeError as error:
    print(sorted(line for line in str(error).splitlines() if "THREE" in line or "TWO" in line))
print(list(enum._iter_bits_lsb(10)), sorted(name for name in set(dir(Day.FIRST)) - set(dir(date(2001, 2, 3))) if name[0] != "_"))
try:
    list(enum._iter_bits_lsb(-8))
except ValueError as error:
    print(error)
hidden = {}
enum._make_class_unpicklable(hidden)
print(sorted(hidden))
