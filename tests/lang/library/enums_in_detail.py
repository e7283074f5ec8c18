from enum import *
import enum

class C(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def m(self):
        return self.name.lower()

    @property
    def p(self):
        return self.value * 2
for s in [
    'C.RED', 'str(C.RED), repr(C.RED), format(C.RED), f"{C.RED:>10}"', 'C(1), C["GREEN"], C.CRIMSON',
    'C(5)', 'C["X"]', 'C.X', 'list(C), len(C), C.__members__',
    'C.RED.name, C.RED.value, C.RED.m(), C.RED.p', 'C.RED.RED', 'C.RED = 5', 'del C.RED',
    'C.RED.value = 5',
    'C.RED == 1, C.RED is C.CRIMSON, C.RED in C, 1 in C' if 0 else 'C.RED == 1, C.RED is C.CRIMSON, C.RED in C',
    '1 in C', 'C.RED < C.GREEN', 'hash(C.RED) == hash("RED")', 'isinstance(C.RED, C), type(C.RED)',
    'reversed(C).__next__()', 'bool(C.RED)', 'C.RED + 1', 'C', 'dir(C)', 'C.__doc__', 'C()', 'C(1, 2)',
    'C("RED")', 'C.__class__', 'C.RED.__class__', 'C.RED.foo', 'C._member_names_, C._value2member_map_',
    'Enum("A", "x y z"), list(Enum("A", "x y z"))', 'Enum("A", {"x": 5}).x',
    'Enum("A", ["a", "b"], start=5).b', 'Enum("A", "x", module="m", qualname="q").__qualname__',
    'class_ if 0 else 1', 'C.RED.__reduce_ex__(2)', 'C.mro()', 'C.__call__(2)',
    '[c for c in C if c.value > 1]', '{C.RED: 1}', 'sorted(C, key=lambda c: -c.value)',
]:
    try:
        try:
            print(s, '->', eval(s))
        except SyntaxError:
            exec(s)
            print(s, 'ok')
    except Exception as e:
        print(s, '->', type(e).__name__, e)

class N(IntEnum):
    A = 1
    B = auto()

class F(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W

class IF(IntFlag):
    A = 1
    B = 2
    D = 8

class S(StrEnum):
    ONE = auto()
    TWO = 'zwei'
for s in [
    'N.A + 1, N.A < N.B, N(2), str(N.A), repr(N.A), f"{N.A}", N.A == 1, "%d" % N.A, [10, 20][N.A], json.dumps(N.A)',
    'F.R | F.W, F.RW, F(0), F(5), F.R & F.W, F.R ^ F.RW, ~F.R, F.R in F.RW, bool(F(0)), len(F.RW), list(F.RW), F(7)',
    'F(8)', 'F.R.name, F(5).name, F(0).name, F(5).value', 'str(F.R | F.X), repr(F(0)), f"{F.R}"',
    'F.R | 1',
    'IF.A | IF.B, IF.A | 4, IF(16), ~IF.A, IF(0), IF.A | 1, str(IF.A), repr(IF(3)), IF(3) == 3',
    'S.ONE, str(S.ONE), S.TWO + "x", S("one"), S.ONE.upper(), repr(S.TWO)', 'S("q")',
    'F["R"], F(1), [f for f in F]', 'F.R < F.W', 'F.R + 1', 'IF.A + IF.B',
    'type(IF.A | IF.B), type(N.A + N.B)', 'F._flag_mask_, F.__members__', 'F.R.__contains__(1)',
    'list(IF), len(IF)', 'IF(-1)', 'F(-1)', '~F(0)', 'IF.A.bit_length()',
]:
    import json
    try:
        print(s, '->', eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, str(e)[:200])
defs = [
    'class D(C): pass', 'class D(Enum):\n    a = 1\n    a = 2',
    '@unique\nclass D(Enum):\n    a = 1\n    b = 1',
    'class D(Enum):\n    a = auto(); b = auto(); c = 10; d = auto()\nprint(list(D))',
    'class D(Enum):\n    def _generate_next_value_(n, s, c, l): return n + str(c)\n    a = auto(); b = auto()\nprint(list(D))',
    'class D(Enum):\n    E = (5.9, 6)\n    M = (3.3, 2)\n    def __init__(self, mass, r): self.mass = mass; self.r = r\n    @property\n    def g(self): return self.mass / self.r\nprint(D.E.g, D.E, D((3.3, 2)))',
    "class D(Enum):\n    a = 1\n    @classmethod\n    def _missing_(cls, v): return cls.a if v == 'q' else None\nprint(D('q')); D('z')",
    "class D(Enum):\n    a = 1\n    @classmethod\n    def _missing_(cls, v): return 5\nD('z')",
    "class D(str, Enum):\n    a = 'x'\nprint(D.a, D.a == 'x', D.a.upper(), f'{D.a}', str(D.a), repr(D.a))",
    "class D(int, Enum):\n    a = '5'\nprint(D.a, D.a + 1, repr(D.a), format(D.a), f'{D.a:03}')",
    "class D(Enum):\n    _ignore_ = ['tmp']\n    tmp = 5\n    a = tmp\nprint(list(D))",
    'class D(Enum):\n    a = member(5); b = nonmember(6)\n    @member\n    def f(): pass\nprint(list(D)[:1], D.b)',
    '@verify(CONTINUOUS)\nclass D(IntEnum):\n    a = 1; b = 3',
    '@verify(NAMED_FLAGS)\nclass D(Flag):\n    a = 1; b = 6',
    'class D(Flag, boundary=CONFORM):\n    a = 1; b = 2\nprint(D(7))',
    'class D(Flag, boundary=EJECT):\n    a = 1\nprint(D(7))',
    'class D(Flag, boundary=STRICT):\n    a = 1\nD(7)', 'class D(Enum):\n    mro = 1',
    'class D(Enum):\n    _x_ = 1', 'class D(Enum):\n    __slots__ = ()\n    a = 1\nprint(D.a)',
    'class D(Enum):\n    a = None; b = []; c = {}\nprint(list(D), D([]))',
    'class D(Enum):\n    def f(self): return 1\n    a = f\nprint(list(D))',
    'class D(Enum):\n    a = 1\n    class Inner: pass\nprint(D.Inner)',
    'class D:\n    pass\nclass E(D, Enum):\n    a = 1\nprint(E.a, E.__mro__[1])',
    'class D(Enum, int): a = 1', 'import pickle\nprint(pickle.loads(pickle.dumps(C.RED)) is C.RED)',
    'import copy\nprint(copy.deepcopy(C.RED) is C.RED)',
    "class D(Enum):\n    a = 1\n    def __str__(s): return 'S'\n    def __format__(s, f): return 'F'\nprint(D.a, f'{D.a}', repr(D.a))",
    '@global_enum\nclass D(Enum):\n    ga = 1\nprint(ga, repr(ga))', "class D(IntEnum):\n    a = 'x' ",
    'class D(Enum):\n    a: int = 1\n    b: int\nprint(list(D), D.__annotations__)',
    "print(enum.show_flag_values(5) if hasattr(enum, 'show_flag_values') else 0)",
    "class D(Enum):\n    @property\n    def value(self): return 'over'\n    a = 1\nprint(D.a.value, D.a._value_)",
]
for s in defs:
    try:
        exec(s)
    except Exception as e:
        print(type(e).__name__, str(e)[:200])
