"""list: methods, slices, comparison, errors."""
l = [3, 1, 2]
l.append(5); l.extend((6, 7)); l.insert(0, "a"); l.insert(-1, "b"); l.insert(100, "end"); l.insert(-100, "start")
print(l, len(l), l.index(5), l.count(3), l.pop(), l.pop(0), l.pop(-2), l)
l.remove("a"); l.reverse(); print(l); l.sort(); print(l, l.copy(), l.copy() is l)
l[1:3] = [10, 20, 30]; print(l); l[::2] = "abcd"; print(l); del l[1]; print(l); del l[1:3]; print(l); l[:] = []; print(l)
l = list(range(10)); del l[::3]; print(l); l[2:2] = [99]; print(l); l[-2:] = []; print(l); l *= 2; print(l); l += "xy"; print(l); l.clear(); print(l)
print([1, 2] + [3], [1] * 3, 2 * [1, 2], [1, 2] == [1, 2], [1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [1], [1, [2]] == [1, [2]], [1] != [1], 2 in [1, 2], [] in [[]])
print(list("abc"), list(), list({"a": 1}), list(range(3)), [*range(3)], list((1, 2)), list(x for x in "ab"))
print([1, 2, 3][-1], [1, 2, 3][::-1], [1, 2, 3][1:], [1, 2, 3][:10], [1, 2, 3][5:], [1, 2, 3][-2:], [1, 2, 3][2:0:-1], list(range(20))[3:15:4])
r = [1]; r.append(r); print(r, repr(r)); t = ([],); t[0].append(t); print(t); d = {}; d["d"] = d; d["l"] = [d]; print(d)
print(sorted([3, 1, 2], reverse=True), sorted("bAc", key=str.lower), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([-3, 2, 1], key=abs), sorted({"b": 1, "a": 2}), sorted([True, 0, 2.5, -1]))
words = ["banana", "kiwi", "apple", "fig", "cherry"]; words.sort(key=len); print(words); words.sort(key=lambda w: (-len(w), w)); print(words); words.sort(reverse=True, key=lambda w: w[-1]); print(words)
print(min([3, 1]), max([3, 1]), min("abc", key=ord), max([], default="none"), sum([1, 2], 10), any([0, 1]), all([]), list(reversed([1, 2])), list(enumerate("ab", 1)), list(zip([1, 2], "ab")), list(map(str, [1])), list(filter(None, [0, 1, ""])))
x = [[0] * 2] * 2; x[0][0] = 1; print(x); y = [[0] * 2 for _ in range(2)]; y[0][0] = 1; print(y)
it = iter([1, 2, 3]); print(next(it), list(it), next(it, None), it.__length_hint__(), type(it).__name__)
l = [1, 2, 3, 4]
for v in l:
    if v == 2:
        l.remove(v)
print(l)
l = [1]
for v in l:
    if len(l) < 5:
        l.append(v + 1)
print(l)


def e(f):
    try:
        print(repr(f()))
    except Exception as x:
        print(type(x).__name__, x)


def setitem(k, v):
    def f():
        l = [1, 2, 3]
        l[k] = v
        return l
    return f


for k, v in [(5, 1), ("a", 1), (slice(0, 2), 5), (slice(0, 3, 2), [1]), (slice(None, None, -1), [7, 8, 9]), (slice(1, 0), [5]), (-1, 0), (-4, 0), (1.0, 0), (None, 0), (slice("a"), []), (slice(0, 1, 0), [1]), (slice(0, 3, 2), 5), (True, "t")]:
    e(setitem(k, v))
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].pop("a"), lambda: [].remove(1), lambda: [1].index(2), lambda: [1, 2, 1].index(1, 1), lambda: [1].index(1, 5), lambda: [1] + (2,), lambda: [1] + 5, lambda: [1] * [2], lambda: [1] < 5, lambda: [1][1], lambda: [1]["a"], lambda: [1][1.0], lambda: list(5), lambda: list(1, 2), lambda: [].append(), lambda: [].append(1, 2), lambda: [].extend(5), lambda: [1, "a"].sort(), lambda: [1].sort(5), lambda: [].insert(1), lambda: [].insert("a", 1), lambda: hash([]), lambda: {[]: 1}, lambda: {[1]}, lambda: [].nope, lambda: [1, 2].sort(key=5), lambda: sorted(5), lambda: sorted([1], 5), lambda: min([]), lambda: max(5), lambda: sum("ab"), lambda: [3, None, 1].sort(), lambda: [1, 2, 3].count(), lambda: [] - [], lambda: -[], lambda: [1](), lambda: del_(5), lambda: [1, 2][::0], lambda: list(x=1), lambda: [].copy(1), lambda: sorted([{}, {}]), lambda: min(1, "a"), lambda: max(1, key=2), lambda: max([1, 2], key=lambda x: "a" if x == 1 else 1), lambda: reversed(5), lambda: reversed({1}), lambda: zip(1), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: map(), lambda: map(str), lambda: list(map(5, [1])), lambda: filter(1), lambda: enumerate(), lambda: enumerate(5), lambda: list(enumerate([1], "a")), lambda: any(5), lambda: next([]), lambda: next(iter([])), lambda: iter(5), lambda: iter(5, 1), lambda: list(iter(iter([1, 2, 3]).__next__, 3))):
    e(f)


class L(list):
    def append(self, x):
        super().append(x * 2)

    def __getitem__(self, i):
        return ("got", super().__getitem__(i))


l = L([1, 2]); l.append(3); print(l, l[0], l[0:2], len(l), l == [1, 2, 6], type(l + [1]).__name__, type(l[:]).__name__, type(l.copy()).__name__, list(l), repr(l), sorted(l))
l.extra = 5; print(vars(l))


def mutate():
    l = [3, 2, 1]
    l.sort(key=lambda x: l.append(x))


e(mutate)
