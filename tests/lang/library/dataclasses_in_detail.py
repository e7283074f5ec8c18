from dataclasses import *
import dataclasses

@dataclass
class A:
    x: int
    y: str = 'a'
    z: list = field(default_factory=list)
    w: int = field(default=5, repr=False, compare=False)
    k: int = field(default=1, kw_only=True)
print(A(1), A(1, 'b', [2], 6, k=9), A(1) == A(1, w=99), fields(A)[0].name, asdict(A(1)), astuple(A(1)), replace(A(1), x=5), is_dataclass(A), A.__match_args__)
print(A.__doc__, A.__init__.__annotations__, A.__eq__.__name__, A.__hash__)
for s in [
    'A()', 'A(1, 2, 3, 4, 5)', 'A(1, q=1)', 'hash(A(1))', 'A(1) < A(2)', 'replace(A(1), q=1)',
    'asdict(5)', 'fields(5)', 'fields(int)', 'replace(5)', 'A.z',
    'field(default=1, default_factory=list)',
]:
    try:
        print(s, eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, e)

@dataclass(frozen=True, order=True, slots=True)
class B:
    x: int
    y: int = 0
b = B(1)
print(b, hash(b) == hash((1, 0)), B(1) < B(2), sorted([B(3), B(1)]), B.__slots__)
for s in ['b.x = 1', 'del b.x', 'b < 5']:
    try:
        exec(s)
        print('ok')
    except Exception as e:
        print(s, '->', type(e).__name__, e)
defs = [
    '@dataclass\nclass C:\n    x: int = 1\n    y: int', '@dataclass\nclass C:\n    x: list = []',
    '@dataclass(order=True, eq=False)\nclass C: pass', '@dataclass(frozen=True)\nclass C(A): pass',
    '@dataclass(unsafe_hash=True)\nclass C:\n    x: int\n    def __hash__(s): return 1',
    '@dataclass(order=True)\nclass C:\n    def __lt__(s, o): pass',
    '@dataclass(frozen=True)\nclass C:\n    def __setattr__(s, n, v): pass',
    "@dataclass(slots=True)\nclass C:\n    __slots__ = ('a',)\n    a: int",
    '@dataclass\nclass C:\n    x: KW_ONLY\n    y: int\n    z: int = 1\nprint(C(y=2))',
    '@dataclass\nclass C:\n    x: InitVar[int]\n    y: int = field(init=False)\n    def __post_init__(self, x): self.y = x * 2\nprint(C(3), fields(C))',
    "@dataclass\nclass C(A):\n    x: str = 'over'\n    n: int = 0\nprint(C(), C.__match_args__)",
    '@dataclass(repr=False, eq=False)\nclass C: x: int\nprint(repr(C(1))[:20], C(1) == C(1))',
    "C = make_dataclass('C', ['a', ('b', int), ('c', str, 'd')], bases=(B,) if 0 else (), namespace={'m': lambda s: 1})\nprint(C(1, 2), C(1, 2).m())",
    "make_dataclass('C', ['a', 'a'])", "make_dataclass('C', ['class'])", "make_dataclass('C', [5])",
    "@dataclass\nclass C:\n    x: int = field()\n    y: int = field(hash=False, metadata={'a': 1})\nprint(fields(C)[1].metadata, fields(C)[0])",
    "@dataclass\nclass C:\n    me: 'C' = None\nc = C(); c.me = c; print(c)",
    'from typing import ClassVar\n@dataclass\nclass C:\n    x: ClassVar[int] = 5\n    y: int = 1\nprint(C(), C.x)',
    '@dataclass(kw_only=True)\nclass C:\n    a: int\n    b: int = 1\nprint(C(a=2)); C(1)',
    '@dataclass(5)\nclass C: pass', '@dataclass\nclass C:\n    d: dict = field(default={})',
    "@dataclass(match_args=False)\nclass C: a: int\nprint(hasattr(C, '__match_args__'))",
    '@dataclass(weakref_slot=True)\nclass C: pass',
    "@dataclass\nclass C:\n    a: int\n    b: list\nprint(asdict(C(1, [C(2, [{'k': C(3, ())}])])), astuple(C(1, [C(2, [])])))",
    '@dataclass\nclass C:\n    a: field(default=1)\nC()',
]
for s in defs:
    try:
        exec(s)
    except Exception as e:
        print(type(e).__name__, e)
