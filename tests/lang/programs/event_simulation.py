# event simulation, heapq, dataclasses, enum
from __future__ import annotations
import heapq, random, itertools, statistics
from dataclasses import dataclass, field, asdict, replace, astuple
from enum import Enum, auto, IntEnum, Flag
from collections import defaultdict, Counter, deque, OrderedDict, namedtuple, ChainMap
from typing import Optional, NamedTuple, Protocol, Generic, TypeVar
class Kind(Enum):
    ARRIVE = auto(); START = auto(); LEAVE = auto()
    @property
    def short(self): return self.name[0]
@dataclass(order=True)
class Event:
    time: float
    seq: int = field(compare=True)
    kind: Kind = field(compare=False)
    who: int = field(compare=False, default=-1)
@dataclass(frozen=True, slots=True)
class Stats:
    served: int
    mean_wait: float
    longest: float = 0.0
class Sim:
    def __init__(self, servers, seed):
        self.rng = random.Random(seed); self.q = []; self.c = itertools.count(); self.free = servers
        self.waiting = deque(); self.now = 0.0; self.arrived = {}; self.waits = []; self.log = []
    def at(self, dt, kind, who): heapq.heappush(self.q, Event(self.now + dt, next(self.c), kind, who))
    def run(self, until):
        self.at(self.rng.expovariate(1.0), Kind.ARRIVE, 0)
        n = 0
        while self.q:
            e = heapq.heappop(self.q); self.now = e.time
            if self.now > until: break
            match e.kind:
                case Kind.ARRIVE:
                    self.arrived[e.who] = self.now; self.waiting.append(e.who); n += 1
                    self.at(self.rng.expovariate(1.0), Kind.ARRIVE, n)
                case Kind.LEAVE: self.free += 1
            while self.free and self.waiting:
                w = self.waiting.popleft(); self.free -= 1
                self.waits.append(self.now - self.arrived.pop(w))
                self.at(self.rng.gauss(1.5, 0.3), Kind.LEAVE, w)
            self.log.append((round(self.now, 3), e.kind.short, e.who))
        return Stats(len(self.waits), statistics.fmean(self.waits), max(self.waits))
s = Sim(2, 42); st = s.run(200); print(st); print(asdict(st), astuple(st)); print(s.log[:8])
try: st.served = 3
except Exception as e: print(type(e).__name__, e)
print(replace(st, served=0))
print(hash(st) == hash(replace(st)))
print(Counter(k for _, k, _ in s.log).most_common())
class Color(Flag):
    RED = auto(); GREEN = auto(); BLUE = auto(); WHITE = RED | GREEN | BLUE
print(Color.RED | Color.BLUE, ~Color.RED, Color.WHITE, list(Color.WHITE), Color(5), repr(Color(0)))
class Prio(IntEnum):
    LOW = 1; HIGH = 10
print(Prio.HIGH > 5, Prio(1), f"{Prio.LOW}", repr(Prio.LOW), sorted(Prio, reverse=True))
T = TypeVar('T')
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: list[T] = []
    def push(self, x: T) -> Stack[T]: self.items.append(x); return self
    def __class_getitem__(cls, item): return super().__class_getitem__(item)
print(Stack[int], Stack[int]().push(3).items, Stack.__parameters__)
class P(NamedTuple):
    x: int; y: int = 0
    def norm(self): return (self.x**2 + self.y**2) ** .5
p = P(3, 4); print(p, p.norm(), p._asdict(), p._replace(y=1), P._fields, P._field_defaults, P.__annotations__)
@dataclass
class Tree:
    value: int
    kids: list[Tree] = field(default_factory=list, repr=False)
    parent: Optional[Tree] = None
    def __post_init__(self):
        for k in self.kids: k.parent = self
    def walk(self, d=0):
        yield d, self.value
        for k in self.kids: yield from k.walk(d+1)
t = Tree(1, [Tree(2, [Tree(3)]), Tree(4)])
print(list(t.walk()), t == t, Tree(1) == Tree(1)); print(t)
@dataclass
class Bad:
    a: int = 1
try:
    @dataclass
    class Bad2(Bad):
        b: int
except TypeError as e: print(e)
try:
    @dataclass
    class Bad3:
        b: list = []
except ValueError as e: print(e)
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(cm, cm['b'], cm.new_child({'z': 0}), dict(cm))
od = OrderedDict.fromkeys('abc'); od.move_to_end('a'); print(od, od.popitem(last=False))
print(Event(1.0, 2, Kind.START))
print(Event.__doc__, Stats.__slots__)
print(Kind.ARRIVE.short, Kind['LEAVE'], Kind(2), Kind.__members__)
try: Kind(9)
except ValueError as e: print(e)
