# Finalizers, iterators, keys, hashes that raise: reported or passed on, never lost.
class D:
    def __del__(self): raise RuntimeError("in __del__")
print("before")
try:
    d = D()
    del d
except RuntimeError: print("never")
print("after")
class K:
    def __hash__(self): raise ValueError("hash")
for expression in ("{K(): 1}", "{K()}", "{}.get(K())", "K() in {}", "hash(K())", "dict.fromkeys([K()])", "frozenset([K()])"):
    try: print(eval(expression))
    except ValueError as e: print(expression, e)
class E:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other): raise KeyError("eq")
for expression in ("{E(1): 1, E(2): 2}", "{E(1), E(2)}", "E(1) in [E(2)]", "[E(1)].index(E(2))", "[E(1)].count(E(2))", "[E(1)].remove(E(2))", "(E(1),) == (E(2),)", "{1: E(1)} == {1: E(2)}"):
    try: print(eval(expression))
    except KeyError as e: print(expression, e)
class I:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise IndexError("next")
        return self.n
for expression in ("list(I(3))", "tuple(I(3))", "set(I(3))", "sum(I(3))", "max(I(3))", "sorted(I(3))", "[*I(3)]", "a, b = I(1)", "dict(zip(I(2), I(3)))", "list(map(str, I(2)))", "''.join(map(str, I(2)))", "print(*I(2))", "9 in I(2)", "bytes(I(2))", "list(enumerate(I(1)))", "[].extend(I(2))", "any(I(1))"):
    try: exec(expression); print("done", expression)
    except IndexError as e: print(expression, e)
class Cmp:
    def __lt__(self, other): raise TypeError("no order")
l = [Cmp(), Cmp(), Cmp()]
try: l.sort()
except TypeError as e: print(e, len(l))
l = [3, 1, 2]
def mutate(x): l.append(x); return x
try: l.sort(key=mutate)
except ValueError as e: print(e)
print(sorted(l))
d = {1: 1}
try:
    for k in d: d[k + 1] = 1
except RuntimeError as e: print(e)
s = {1}
try:
    for k in s: s.add(k + 1)
except RuntimeError as e: print(e)
class R:
    def __repr__(self): return 3
    def __str__(self): return None
    def __len__(self): return -1
    def __bool__(self): return 2
    def __index__(self): return "x"
    def __hash__(self): return "y"
    def __iter__(self): return 5
    def __int__(self): return 1.5
    def __float__(self): return 1
    def __format__(self, s): return 7
    def __contains__(self, x): return 5
    def __bytes__(self): return "z"
    def __complex__(self): return 1
    def __dir__(self): return 1
r = R()
for f in (repr, str, len, bool, lambda r: [1][r], hash, iter, int, float, format, lambda r: 1 in r, bytes, list, complex, dir, range, "{}".format, lambda r: "%d" % r, lambda r: "a" * r, sorted, sum, lambda r: open(r), lambda r: chr(r), lambda r: hex(r), lambda r: isinstance(1, r), lambda r: getattr(r, 1), lambda r: setattr(r, 1, 2), lambda r: r.x, lambda r: r(), lambda r: r[0], lambda r: r + 1, lambda r: -r, lambda r: next(r), lambda r: int("1", r), lambda r: round(r), lambda r: abs(r), lambda r: divmod(r, 1), lambda r: pow(r, 2)):
    try: print(f(r))
    except Exception as e: print(type(e).__name__, e)
