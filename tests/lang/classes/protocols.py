"""Iteration, containment, calls, contexts, copying by special methods; old sequence protocol."""


class OldSeq:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


o = OldSeq(); print(list(o), 20 in o, 99 in o, [*o], max(o), *o); it = iter(o); print(type(it).__name__, next(it)); a, b, c = o; print(a, b, c)


class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n + 1


print(list(Countdown(3)), sum(Countdown(4)), tuple(Countdown(2)), dict(zip(Countdown(2), "ab")), 2 in Countdown(3), sorted(Countdown(3)), list(map(lambda x: x * x, Countdown(3))), "-".join(map(str, Countdown(3))))


class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


for n in (0, 3, -1, "x", 2 ** 70, 1.5, True):
    try:
        print(len(Len(n)), bool(Len(n)))
    except Exception as e:
        print(type(e).__name__, e)


class Vec:
    def __init__(self, *v): self.v = v
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return Vec(*self.v[i]) if isinstance(i, slice) else self.v[i]
    def __repr__(self): return f"Vec{self.v}"
    def __reversed__(self): return Vec(*self.v[::-1])
    def __eq__(self, o): return isinstance(o, Vec) and self.v == o.v
    def __mul__(self, k): return Vec(*(x * k for x in self.v))
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(x * y for x, y in zip(self, o))
    def __neg__(self): return self * -1
    def __bool__(self): return any(self.v)
    def __hash__(self): return hash(self.v)
    def __contains__(self, x): return x in self.v


v = Vec(1, 2, 3); print(v, v[0], v[-1], v[1:], reversed(v), v * 2, 2 * v, v @ v, -v, v == Vec(1, 2, 3), bool(Vec(0)), list(v), len({v, Vec(1, 2, 3)}), 2 in v, list(reversed(list(v))), v[::-1])
for f in (lambda: v["a"], lambda: v[10], lambda: v + 1, lambda: v @ 5, lambda: v * "a", lambda: next(v), lambda: v()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class BadIter:
    def __iter__(self): return iter([1, 2])
    def __next__(self): raise ValueError


class BadIter2:
    def __iter__(self): return 5


class BadIter3:
    def __iter__(self): raise KeyError("iter")


class BadNext:
    def __iter__(self): return self
    def __next__(self): raise ZeroDivisionError("next")


for cls in (BadIter, BadIter2, BadIter3, BadNext):
    for f in (list, lambda x: [*x], lambda x: 1 in x, lambda x: [i for i in x], lambda x: dict(x), lambda x: sum(x), lambda x: sorted(x), lambda x: "".join(x), lambda x: max(x)):
        try:
            print(f(cls()))
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)


class Callable:
    def __call__(self, *a, **k): return len(a), sorted(k)


class Ctx:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self): print("enter", self.name); return self.name
    def __exit__(self, *exc): print("exit", self.name, exc[0]); return self.swallow


print(Callable()(1, 2, a=3), callable(Callable()), callable(5))
with Ctx("a") as a, Ctx("b") as (b):
    print(a, b)
with (Ctx("c", True), Ctx("d")):
    raise ValueError
try:
    with Ctx("e") as (x, y, z):
        print(x, y, z)
except ValueError as e:
    print(e)
for bad in ("with 5: pass", "with None as x: pass", "with Ctx: pass"):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)


class OnlyEnter:
    def __enter__(self): pass


try:
    with OnlyEnter(): pass
except TypeError as e:
    print(e)


def f():
    with Ctx("ret"):
        return "returned"


print(f())
for i in range(2):
    with Ctx("loop"):
        if i == 0: continue
        break


class Repr:
    def __repr__(self): return "R!"


class Str(Repr):
    def __str__(self): return "S!"


print(Repr(), str(Repr()), Str(), [Str()], {Str(): Str()} and "", (Str(),), f"{Str()} {Str()!r} {Str()!s:>4}", "%s %r" % (Str(), Str()), "{} {!r}".format(Str(), Str()), {1: Str()}, {"k": [Str()]})


class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter(range(3))
    def __length_hint__(self): return self.h


print(list(Hint(10)), list(Hint(NotImplemented)))
for h in (-1, "a", 1.5):
    try:
        print(list(Hint(h)))
    except Exception as e:
        print(type(e).__name__, e)


class Missing:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented


print(Missing() == 1, Missing() != 1, Missing() == Missing())
try:
    Missing() < Missing()
except TypeError as e:
    print(e)


class Sub(int):
    def __eq__(self, o): return "sub eq"
    def __radd__(self, o): return "sub radd"
    def __hash__(self): return 0


print(1 == Sub(1), Sub(1) == 1, 1 + Sub(1), Sub(1) + 1, Sub(1) != 1)


class Iter2:
    def __getitem__(self, k): raise KeyError(k)


try:
    list(Iter2())
except KeyError as e:
    print(repr(e))
