"""Every pattern kind."""
from dataclasses import dataclass
from enum import Enum
from collections import namedtuple, OrderedDict, deque


class Color(Enum):
    RED = 1
    BLUE = 2


@dataclass
class Point:
    x: int
    y: int = 0


class Plain:
    __match_args__ = ("a",)

    def __init__(self, a, b):
        self.a, self.b = a, b


NT = namedtuple("NT", "p q")


def f(v):
    match v:
        case 0 | 1:
            return "zero or one"
        case True:
            return "true never"
        case -5 | 2.5 | 3 + 4j:
            return "numbers"
        case "a" | b"b" | None:
            return "literals"
        case Color.RED:
            return "red"
        case Color():
            return "color"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y) | Point(x=y, y=0):
            return f"axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case Plain(1, b=b):
            return f"plain {b}"
        case NT(p, 2):
            return f"nt {p}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"k": [first, *_], **rest}:
            return f"mapping {first} {rest}"
        case {}:
            return "other mapping"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, *rest] | (*rest, 1):
            return f"with one {rest}"
        case [a, [b, *c], *d]:
            return f"nested {a} {b} {c} {d}"
        case (a, b) as pair:
            return f"pair {pair}"
        case [*_]:
            return "sequence"
        case str(s):
            return f"str {s}"
        case int() | float() as n:
            return f"number {n}"
        case bytes():
            return "bytes"
        case set() | frozenset():
            return "set"
        case _:
            return f"default {type(v).__name__}"


for v in [0, 1, True, 1.0, -5, 2.5, 3 + 4j, "a", b"b", None, Color.RED, Color.BLUE, Point(0, 0), Point(0, 5), Point(6, 0), Point(2, 2),
          Point(1, 2), Plain(1, "B"), Plain(2, 3), NT(1, 2), {"type": "circle", "r": 3, "z": 1}, {"k": [1, 2], "o": 5}, {}, {"q": 1}, [], [7], [1, 2, 3],
          [2, 3, 1], [5, [6, 7, 8], 9], (3, 4), [1], [4, 5, 6], "str", "", 99, 1.25, b"xyz", {1}, object, range(3), deque([1, 5]), OrderedDict(k=[9]),
          bytearray(b"x"), iter([]), (x for x in []), [2, (3,)], [2, "ab"], False, 10 ** 20]:
    print(f(v) if not isinstance(v, object.__class__) or True else 0)


class Bad:
    __match_args__ = 5


class Bad2:
    __match_args__ = [1]


class Bad3:
    __match_args__ = (1,)


class Two:
    __match_args__ = ("a", "a")
    a = 1


def g(v, n):
    match n:
        case 1:
            match v:
                case Bad(x):
                    pass
        case 2:
            match v:
                case Bad2(x):
                    pass
        case 3:
            match v:
                case Bad3(x):
                    pass
        case 4:
            match v:
                case Two(x, a=y):
                    pass
        case 5:
            match v:
                case Two(1, 2, 3):
                    pass
        case 6:
            match v:
                case int(1, 2):
                    pass
        case 7:
            match v:
                case n(1):
                    pass
        case 8:
            match v:
                case {**rest}:
                    return rest
        case 9:
            match v:
                case object(x):
                    pass
        case 10:
            match v:
                case Two(a=1, b=2):
                    return "no b"
            return "fell"


for v, n in [(Bad(), 1), (Bad2(), 2), (Bad3(), 3), (Two(), 4), (Two(), 5), (5, 6), (5, 7), ({"a": 1}, 8), (5, 9), (Two(), 10)]:
    try:
        print(n, g(v, n))
    except Exception as e:
        print(n, type(e).__name__, e)
match = {"case": 1}
case = match["case"]; print(match, case); _ = 5
match case:
    case 1 as one if one > 0: print("one", one)
match 1, 2:
    case x, y: print(x, y)
match [1, [2, [3, {"k": (4, 5)}]]]:
    case [a, [b, [c, {"k": (d, e)}]]]: print(a, b, c, d, e)
for src in ["match x:\n case a: pass\n case b: pass", "match x:\n case a | 1: pass", "match x:\n case [a, a]: pass", "match x:\n case [*a, *b]: pass", "match x:\n case {'a': 1, 'a': 2}: pass", "match x:\n case a.b(): pass", "match x:\n case a | b: pass", "match x:\n case (a as b) as c: pass", "match x:\n case 1 + 1: pass", "match x:\n case f(a=1, a=2): pass", "match x:\n case f(a=1, 2): pass", "match x:\n case {**a, 'b': 1}: pass", "match x:\n case [1, a] | [b, 2]: pass", "match x:\n case _ as y: pass", "match x:\n case -a: pass", "match x:\n case 'a' 'b': pass", "match x:\n case f'x': pass", "match x:\n case a.b: pass", "match x:\n pass", "match x:\n case _: pass\n case 1: pass", "match x:\n case x as 5: pass", "match x:\n case {a: 1}: pass", "match(x)", "match = 1; case = 2", "match x: case 1: pass"]:
    try:
        compile(src, "<m>", "exec"); print("ok", repr(src))
    except SyntaxError as e:
        print(repr(src), e, e.offset)
