"""itertools and iterator behaviours: laziness, exhaustion, errors inside, repr and state."""
import itertools as it
import functools
def noisy(n):
    for i in range(n): print("<", i, end="> "); yield i
print(list(zip(noisy(3), "ab"))); print(list(map(lambda a, b: a + b, noisy(2), [10, 20, 30])))
z = zip([1, 2], noisy(1)); print(next(z)); print(next(z, "end"), next(z, "end"))
f = filter(lambda x: 10 // (x - 1), [0, 1, 2])
print(next(f))
try: next(f)
except ZeroDivisionError as e: print(e)
print(list(f))
m = map(int, ["1", "x", "3"]); print(next(m))
try: next(m)
except ValueError as e: print(e)
print(list(m))
l = [1, 2, 3]; i = iter(l); next(i); l.append(4); print(list(i)); l.append(5); print(list(i))
r = reversed(l); next(r); l.pop(); print(list(r))
d = {1: 1}; k = iter(d); d[1] = 2; print(list(k)); d[2] = 3
try: k2 = iter(d); next(k2); d[9] = 1; next(k2)
except RuntimeError as e: print(e)
try: s = {1, 2}; k3 = iter(s); next(k3); s.add(99); next(k3)
except RuntimeError as e: print(e)
e = enumerate("ab", 10 ** 20); print(list(e)); print(list(it.chain.from_iterable([[1], (2, 3)])), list(it.islice(range(10), 2, 8, 3)), list(it.combinations_with_replacement("ab", 2)), list(it.filterfalse(None, [0, 1, ""])), list(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(it.islice(it.cycle([1, 2]), 5)), list(it.repeat(1, 0)), list(it.product("ab", repeat=2))[:3], list(it.permutations("ab")), list(it.zip_longest([1], [2, 3])), list(it.batched([1, 2, 3], 2)) if hasattr(it, "batched") else "")
for bad in (lambda: it.islice([1], -1), lambda: list(it.islice(5, 1)), lambda: it.repeat(), lambda: it.count("a"), lambda: it.combinations("ab", -1), lambda: it.combinations("ab"), lambda: it.permutations([1], "x"), lambda: it.product([1], repeat=-1), lambda: it.chain(5).__next__(), lambda: list(it.starmap(pow, [1])), lambda: it.groupby(), lambda: it.tee([1], -1), lambda: list(it.accumulate(["a", 1])), lambda: it.zip_longest([1], bad=2), lambda: it.cycle(5), lambda: it.takewhile(1), lambda: list(it.takewhile(1, [1])), lambda: it.compress([1]), lambda: it.islice([1], 1, 2, 0), lambda: functools.reduce(lambda a, b: a, []), lambda: functools.reduce(1, [1, 2]), lambda: functools.partial(), lambda: functools.partial(5)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(it.count(1), it.count(1, 2), it.repeat(5, 2), it.repeat("x"), repr(it.chain()).split(" at")[0], [next(c) for c in [it.count(1.5, 0.5)] * 3], list(it.islice(it.count(10, -3), 3)))
g = it.groupby([1, 1, 2, 3, 3], key=lambda x: x % 2); print([(k, list(v)) for k, v in g]); gs = [(k, v) for k, v in it.groupby("aab")]; print([(k, list(v)) for k, v in gs])
a, b = it.tee(noisy(3)); print(next(a), next(a), next(b)); print(list(a), list(b))
class Two:
    def __iter__(self): yield 1; yield 2
t = Two(); print(list(t), list(t), sum(t), [*t, *t], dict(enumerate(t)), max(t), sorted(t, reverse=True), (lambda *a: a)(*t), {*t}, 2 in t, list(zip(t, t)))
x = iter([1, 2, 3, 4]); print(list(zip(x, x))); x = iter(range(5)); print([(v, next(x, None)) for v in x]); n = iter([]); print(next(n, 0), list(n), any(n), all(n), sum(n), max(n, default=5), sorted(n), "".join(n))
it2 = iter(lambda c=it.count(): next(c), 3); print(list(it2)); print(list(it2)); import operator; print(operator.length_hint(iter([1, 2])), operator.length_hint(5, 9), operator.length_hint(range(4)))
def g2():
    try: yield 1; yield 2
    finally: print("closed")
for v in g2(): break
print("after"); h = g2(); next(h); h.close(); print(next(h, "gone"))
def pairs(s):
    p = None
    for c in s:
        if p is not None: yield p, c
        p = c
print(list(pairs("abcd")), list(it.pairwise([])), dict(zip("ab", it.count())), list(map(max, [1, 5], [3, 2])), list(filter(str.isdigit, "a1b2")), list(map(None.__class__, []))); print(*(i for i in range(3)), sep=","); print(functools.reduce(lambda a, b: a + b, "abc", ">"), min(it.islice(it.count(3), 2)), list(reversed(range(0, 10, 3))), list(reversed({"a": 1, "b": 2})), len(range(0, -10, -3)))
