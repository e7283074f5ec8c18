"""set and frozenset (numbers only, so that order is known)."""
s = {3, 1, 2}
print(s, len(s), 2 in s, 5 in s, {1, 1.0, True}, set(), frozenset(), frozenset([1, 2]), set([1, 2, 2]), {*()}, set(range(5)))
s.add(9); s.discard(100); s.remove(9); s.update([4, 5], (6,)); print(s, s.pop() in range(10), s.copy() == s)
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, a.union(b, [9]), a.intersection(b, [3]), a.difference([1], [2]), a.symmetric_difference(b), a.isdisjoint({9}), a <= b, {3} <= a, {3} < a, a >= {1}, a > a, a == {4, 3, 2, 1}, a != b, a.issubset(range(9)), a.issuperset([1]))
c = set(a); c |= {8}; c &= {1, 8, 2}; c -= {1}; c ^= {2, 5}; print(c); c.intersection_update([5]); c.difference_update([5]); c.symmetric_difference_update([7]); print(c); c.clear(); print(c)
f = frozenset([1, 2]); print(f | {3}, {3} | f, f & {1}, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), f == {1, 2}, {f: 1}[frozenset([2, 1])], f in {f}, {1, 2} in [f], {1, 2} in {f}, f.copy() is f, frozenset(f) is f)
for g in (lambda: {[]}, lambda: {{}}, lambda: {set()}, lambda: set(5), lambda: set().pop(), lambda: set().remove(1), lambda: set().remove("k"), lambda: {1} + {2}, lambda: {1} | [2], lambda: {1} & "a", lambda: {1} < [2], lambda: hash(set()), lambda: set().add([]), lambda: set().add(), lambda: frozenset().add, lambda: {1}[0], lambda: set(1, 2), lambda: {1}.update(5), lambda: {1} - 5, lambda: [] in {1}, lambda: {1}.issubset(5), lambda: set(x=1), lambda: frozenset([[]]), lambda: {1}.union(5), lambda: set().nope, lambda: -{1}, lambda: {1} == [1], lambda: {1}.discard([]), lambda: {1}.remove({2}), lambda: {1}.pop(1), lambda: {1} <= 1, lambda: set.union(), lambda: set.union({1}), lambda: {1}.__contains__({1})):
    try:
        print(repr(g()))
    except Exception as e:
        print(type(e).__name__, e)
try:
    for x in a:
        a.add(x + 10)
except RuntimeError as e:
    print(e)


class S(set):
    pass


z = S([1]); z.x = 5; print(z, repr(z), z | {2}, type(z | {2}).__name__, type(z.copy()).__name__, vars(z), z == {1}, {x for x in range(3) if x}, sorted({"b", "a"}), sum({1, 2}), max({1, 2}), list(map(str, {1})))
r = {frozenset([frozenset([1])])}; print(r)
