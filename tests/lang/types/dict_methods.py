"""dict: order, views, merging, errors."""
d = {"b": 1, "a": 2, 3: "three", (1, 2): [1], None: None, 1.5: "f", True: "yes"}
print(d, len(d), d["b"], d[1], d.get("zz"), d.get("zz", 0), "a" in d, 4 in d, list(d), list(d.values()), list(d.items())[:2])
d["new"] = 1; d["b"] = 9; del d["a"]; print(list(d), d.pop("new"), d.pop("zz", "default"), d.popitem(), d.setdefault("b", 5), d.setdefault("c"), d)
print({1: "a", 1.0: "b", True: "c"}, {"a": 1} | {"b": 2, "a": 3}, {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == [], {1: 2} != {1: 3})
x = {"a": 1}; x |= {"b": 2}; x |= [("c", 3)]; x.update(d=4, a=0); x.update([("e", 5)], f=6); x.update({"g": 7}); print(x)
print(dict(), dict([(1, 2)]), dict(a=1), dict({"x": 1}, y=2), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {k: v for k, v in enumerate("ab")}, dict(["ab", "cd"]))
k, v, i = x.keys(), x.values(), x.items(); print(k, v, i, len(k), "a" in k, 3 in v, ("a", 0) in i, ("a", 1) in i)
x["z"] = 26; print(len(k), list(k)[-1], sorted(k & {"a", "b", "q"}), sorted(k - {"a"}), sorted(k ^ {"q", "a"}), sorted(k | ["q"]), k == set(x), k.isdisjoint([9]), {("a", 0)} <= i, k >= {"a"}, list(reversed(k))[:2], list(reversed(x))[0], type(k).__name__, k.mapping["a"])
print({"a": {"b": [1]}}.copy(), repr({1: {}}), str({"k": "v"}), bool({}), bool({0: 0}))
for f in (lambda: {}["k"], lambda: {}[1, 2], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: {{}: 1}, lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict("ab"), lambda: dict(1, 2), lambda: {}.update(5), lambda: {}.update([1]), lambda: {}.get(), lambda: {}.get([]), lambda: {} < {}, lambda: {} + {}, lambda: {} | [], lambda: hash({}), lambda: {}.nope, lambda: {}.fromkeys(5), lambda: {}.setdefault(), lambda: {}.setdefault([], 1), lambda: {1: 2}.keys() + [1], lambda: {1: 2}.keys()[0], lambda: {}.update(1, 2), lambda: [] in {}, lambda: {}.keys() & 5, lambda: dict(**{1: 2}), lambda: dict([[1, 2], [3]]), lambda: {1: 2}.items() < 5, lambda: {}.pop(), lambda: {}.copy(1), lambda: {}(), lambda: ~{}, lambda: {slice(1): 2}, lambda: {}[1:2], lambda: next({}), lambda: {1: 2}.popitem(1), lambda: {}.values() == {}.values(), lambda: {}.clear(1), lambda: reversed({}.values()), lambda: iter({1: 2}).__length_hint__()):
    try:
        r = f(); print(r if not hasattr(r, "__next__") else type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e)


def change(action):
    d = {1: 1, 2: 2, 3: 3}
    try:
        for k in d:
            action(d, k)
        print(d)
    except RuntimeError as e:
        print(e)


change(lambda d, k: d.__setitem__(k + 10, 1)); change(lambda d, k: d.pop(k)); change(lambda d, k: d.__setitem__(k, 0))


class D(dict):
    def __missing__(self, k):
        return f"missing {k}"


m = D(a=1); print(m["a"], m["b"], m.get("b"), "b" in m, m, type(m.copy()).__name__, m == {"a": 1}, type(m | {}).__name__); m.x = 1; print(vars(m))


class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
    def __repr__(self): return f"K{self.n}"


q = {Key(1): "a", Key(2): "b"}; print(q[Key(2)], Key(3) in q, q)


class Raises:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq")


try:
    q2 = {Raises(): 1, 1: 2}
except ValueError as e:
    print(e)
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
print(len(big), list(big)[:5], sum(big.values()), big.popitem()); big.clear(); print(big)
from collections import OrderedDict, defaultdict, Counter
dd = defaultdict(list); dd["a"].append(1); print(dd, dd["z"], dict(dd)); c = Counter("abracadabra"); print(c, c.most_common(2), c["zz"]); od = OrderedDict(a=1, b=2); od.move_to_end("a"); print(od, od == {"a": 1, "b": 2})
