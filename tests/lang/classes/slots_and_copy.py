"""Copying, pickling hooks, comparison of state, class attributes versus instance attributes."""
import copy
class P:
    shared = []
    def __init__(self): self.own = [1, [2]]
a, b = P(), P(); a.shared.append(1); print(b.shared, P.shared is a.shared); a.shared = ["own"]; print(b.shared, vars(a)); P.shared += [2]; print(b.shared, a.shared)
c = copy.copy(a); d = copy.deepcopy(a); print(c.own is a.own, d.own is a.own, d.own == a.own, d.own[1] is a.own[1])
l = [1]; l.append(l); m = copy.deepcopy(l); print(m, m[1] is m, m is not l)
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy([C()]), copy.copy([1, 2]), copy.copy({1: 2}), copy.copy("s"), copy.deepcopy((1, [2])), copy.deepcopy({1: {2: 3}}))
class S:
    __slots__ = "x", "y"
    def __init__(self, x): self.x = x
s = copy.copy(S(5)); print(s.x, hasattr(s, "y"))
class Count:
    total = 0
    def __init__(self): type(self).total += 1; self.n = self.total
class Sub(Count): total = 100
print([Count().n for _ in range(3)], [Sub().n for _ in range(2)], Count.total, Sub.total)
class Meth:
    def a(self): return "a"
    b = a
    c = staticmethod(a); d = classmethod(lambda cls: cls.__name__)
m = Meth(); m.e = lambda: "instance"; print(m.a(), m.b(), m.c(None), m.d(), m.e(), Meth.a(m), m.a.__func__ is Meth.b)
m.a = "shadow"; print(m.a, Meth().a()); del m.a; print(m.a()); Meth.a = lambda self: "patched"; print(m.a(), m.b())
import types; m.f = types.MethodType(lambda self, x: (self is m, x), m); print(m.f(1))
class Chain:
    def __init__(self): self.ops = []
    def __getattr__(self, n):
        if n.startswith("__"): raise AttributeError(n)
        def op(*a): self.ops.append((n, a)); return self
        return op
print(Chain().select("a").where(1, 2).limit(3).ops)
class Bounded:
    def __init__(self, lo, hi): self.lo, self.hi = lo, hi
    def __contains__(self, x): return self.lo <= x < self.hi
    def __iter__(self): return iter(range(self.lo, self.hi))
    def __len__(self): return self.hi - self.lo
    def __getitem__(self, i): return range(self.lo, self.hi)[i]
    def __eq__(self, o): return isinstance(o, Bounded) and (self.lo, self.hi) == (o.lo, o.hi)
    def __repr__(self): return f"Bounded({self.lo}, {self.hi})"
bd = Bounded(2, 6); print(3 in bd, 9 in bd, list(bd), len(bd), bd[1], bd[-1], bd[1:3], bd == Bounded(2, 6), bd != Bounded(0, 1), bd, [bd], sum(bd), list(reversed(bd)), sorted(bd, reverse=True), bool(Bounded(1, 1)))
try: {bd}
except TypeError as e: print(e)
class Money:
    def __init__(self, n, cur="EUR"): self.n, self.cur = n, cur
    def __add__(self, o):
        if isinstance(o, (int, float)): return Money(self.n + o, self.cur)
        if isinstance(o, Money):
            if o.cur != self.cur: raise ValueError(f"cannot add {o.cur} to {self.cur}")
            return Money(self.n + o.n, self.cur)
        return NotImplemented
    __radd__ = __add__
    def __format__(self, spec): return f"{self.n:{spec or '.2f'}} {self.cur}"
    def __str__(self): return format(self)
    def __repr__(self): return f"Money({self.n!r}, {self.cur!r})"
    def __bool__(self): return self.n != 0
    def __int__(self): return int(self.n)
    def __float__(self): return float(self.n)
    def __hash__(self): return hash((self.n, self.cur))
    def __eq__(self, o): return NotImplemented if not isinstance(o, Money) else hash(self) == hash(o)
print(Money(5) + 1, sum([Money(1), Money(2.5)]), f"{Money(3):,.1f}|{Money(1)!r:>20}", bool(Money(0)), int(Money(2.9)), float(Money(1)), Money(1) == Money(1), Money(1) == 1, {Money(1): "a"}[Money(1)])
for bad in (lambda: Money(1) + "x", lambda: Money(1) + Money(1, "USD"), lambda: "x" + Money(1), lambda: Money(1) - 1, lambda: Money(1) < Money(2), lambda: Money(), lambda: Money(1)[0]):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
