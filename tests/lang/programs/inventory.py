"""An inventory with reports, text wrapping by hand, sorting by several keys and formatting tables."""
from collections import Counter, defaultdict, namedtuple, deque, ChainMap
from functools import reduce, cmp_to_key, singledispatch, cached_property, lru_cache, partial
from itertools import groupby, chain, count, cycle, islice, tee, product
from operator import itemgetter, attrgetter, methodcaller

Item = namedtuple("Item", ["sku", "name", "price", "qty", "tags"])
STOCK = [Item("A1", "Anvil", 99.5, 3, ("heavy", "tool")), Item("B7", "Bolt", 0.25, 1000, ("small",)), Item("C3", "Crane", 12000, 1, ("heavy",)),
         Item("H2", "Hammer", 25, 40, ("tool",)), Item("N9", "Nail", 0.05, 5000, ("small", "tool"))]


def table(rows, headers, aligns):
    cells = [[f"{v:,.2f}" if isinstance(v, float) else str(v) for v in r] for r in rows]
    widths = [max(len(x) for x in col) for col in zip(headers, *cells)]
    line = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    yield line
    for r in [headers, None, *cells]:
        yield line if r is None else "|" + "|".join(f" {c:{a}{w}} " for c, a, w in zip(r, aligns, widths)) + "|"
    yield line


print("\n".join(table([i[:4] for i in STOCK], ["SKU", "Name", "Price", "Qty"], "<<>>")))
by_tag = defaultdict(list)
for i in STOCK:
    for t in i.tags: by_tag[t].append(i.name)
print({k: sorted(v) for k, v in sorted(by_tag.items())}, Counter(chain.from_iterable(i.tags for i in STOCK)))
print([i.sku for i in sorted(STOCK, key=lambda i: (-len(i.tags), i.price))], max(STOCK, key=attrgetter("price")).name, sorted(map(itemgetter(1, 3), STOCK), key=itemgetter(1))[:2])
print({k: [i.name for i in g] for k, g in groupby(sorted(STOCK, key=lambda i: i.qty > 100), key=lambda i: i.qty > 100)})
print(sum(i.price * i.qty for i in STOCK), reduce(lambda a, i: {**a, i.sku: a.get(i.sku, 0) + i.qty}, STOCK, {}), list(map(methodcaller("count", "heavy"), (i.tags for i in STOCK))))


@singledispatch
def describe(x): return f"something {x!r}"
@describe.register
def _(x: int): return f"int {x}"
@describe.register(list)
@describe.register(tuple)
def _(x): return "seq of " + ", ".join(map(describe, x))
@describe.register(type(None))
def _(x): return "nothing"
print(describe(5), describe([1, None, "s"]), describe((2.5,)), describe(True), describe.dispatch(bool) is describe.dispatch(int))


class Lazy:
    calls = 0
    @cached_property
    def value(self): Lazy.calls += 1; return 42
    @lru_cache(maxsize=2)
    def square(self, n): Lazy.calls += 1; return n * n


z = Lazy(); print(z.value, z.value, Lazy.calls, vars(z), z.square(2), z.square(2), z.square(3), z.square(4), z.square(2), Lazy.square.cache_info(), Lazy.calls)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), partial(int, base=2)("110"), partial(print, "p", sep="-").keywords, repr(partial(max, 1)).split(" ")[0])
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); cm["c"] = 9; print(cm["a"], cm["b"], dict(cm) == {"a": 1, "b": 3, "c": 9}, cm.maps[0], cm.new_child({"b": 0})["b"], cm)
d = deque([1, 2, 3], maxlen=3); d.append(4); d.appendleft(0); d.rotate(1); print(d, d.maxlen, d[0], list(reversed(d)), d.index(2), 5 in d); d.extend([7, 8]); print(d, d.popleft(), len(d))
try: deque().pop()
except IndexError as e: print(e)
a, b = tee(iter(range(3))); print(list(a), list(b), list(islice(cycle("ab"), 5)), list(product([0, 1], repeat=2)), [next(c) for c in [count(5, -2)] * 3])
c = Counter(a=3, b=1); c.update("aab"); c.subtract({"b": 5}); print(c, +c, -c, c + Counter(b=10), c & Counter(a=1), c | Counter(z=1), c.total(), c.most_common(1), list(c.elements())[:2], c["none"], c == Counter(c))
P = namedtuple("P", "x y", defaults=[0]); p = P(1); print(p, p._replace(y=5), p._asdict(), P._make([3, 4]), p == (1, 0), P.__doc__, P._fields, p.index(0), [*p], P(**{"x": 9}), hash(p) == hash((1, 0)), p < (2,))
for bad in (lambda: P(), lambda: P(1, 2, 3), lambda: p.z, lambda: setattr(p, "x", 2), lambda: namedtuple("X", "a a"), lambda: namedtuple("X", "1a"), lambda: namedtuple("X", "def"), lambda: P._make([1, 2, 3]), lambda: p._replace(q=1), lambda: namedtuple("1", "a"), lambda: namedtuple("X", "_a")):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)


def wrap(text, width):
    line, lines = [], []
    for w in text.split():
        if sum(map(len, line)) + len(line) + len(w) > width: lines.append(" ".join(line)); line = []
        line.append(w)
    return lines + [" ".join(line)]


for l in wrap("the quick brown fox jumps over the lazy dog and keeps running through the forest", 24): print(f"|{l:^24}|")
def histogram(data):
    top = max(data.values())
    for k, v in sorted(data.items()): print(f"{k:>6} {'#' * round(v / top * 20):<20} {v:5.1%}")
histogram({"a": .1, "bb": .25, "ccc": .65})
