"""Comprehensions of every kind and their scopes."""
print([x * y for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3], [[j for j in range(i)] for i in range(4)], {x: x ** 2 for x in range(3)}, {x % 3 for x in range(9)}, list(x for x in "abc"), [(a, b) for a, b in zip("ab", [1, 2])])
x = "outer"; print([x for x in range(2)], x); print([y := i * 2 for i in range(3)], y)
def f():
    total = 0
    r = [total := total + v for v in range(5)]
    return r, total
print(f())
def g(n): return [lambda: i for i in range(n)]
print([h() for h in g(3)], [h() for h in [lambda j=j: j for j in range(3)]])
class C:
    n = 3
    a = [i for i in range(n)]
    try:
        b = [n for _ in range(2)]
    except NameError as e: print(e)
    c = list(map(lambda q: q, range(n)))
print(C.a, C.c)
m = [[1, 2, 3], [4, 5, 6]]; print([[r[i] for r in m] for i in range(3)], [v for r in m for v in r], [*zip(*m)], [sum(r) for r in m], {k: v for k, *v in m}, [a for a, *_ in m])
print([i if i % 2 else -i for i in range(5)], ["fizz" * (not i % 3) + "buzz" * (not i % 5) or i for i in range(1, 16)], [w for w in "the cat sat".split() if "a" in w])
it = iter(range(10)); print([next(it) + v for v in it if v < 8])
for bad in ("[x for x in 5]", "[x for x, y in [1]]", "[1/0 for _ in [1]]", "{[]: 1 for _ in [1]}", "{[] for _ in [1]}", "[undefined for _ in [1]]", "[q for q in undefined]", "list(1/0 for _ in [1])", "(1/0 for _ in 5)", "[i := 0 for i in range(5)]", "[(yield) for x in y]", "[x async for x in y]", "{**x for x in y}", "[*x for x in y]", "[j for i in range(2) if (j := i)]", "[x for x in (i := [1])]", "[x, y for x in z]", "[i for i in range(3)][5]", "(x for x in range(3))[0]", "{x: y for x in 'a'}"):
    try: print(eval(bad) if not bad.startswith("(1") else list(eval(bad)))
    except Exception as e: print(bad, type(e).__name__, e)
gen = (print("side", i) or i for i in range(3)); print(next(gen)); print(list(gen))
def evens(): return (n for n in iter(int, 1) if n % 2 == 0)
print(next(evens()), all(n < 5 for n in range(5)), any(n > 3 for n in range(5)), sum(n * n for n in range(10)), max((len(w), w) for w in ["a", "bbb", "cc"]), sorted((v, k) for k, v in {"a": 2, "b": 1}.items()), dict((v, k) for k, v in {"a": 2}.items()), "".join(c.upper() for c in "abc"), set(n // 2 for n in range(4)), tuple(n for n in range(3)))
def nested():
    a = 1
    return [[(a, b, c) for c in range(2)] for b in range(2)]
print(nested(), [x for x in [1, 2, 3] if (lambda y: y > 1)(x)], [f"{a}{b}" for a in "ab" for b in "12" if not (a == "a" and b == "2")])
def walrus(data):
    if (n := len(data)) > 2: return f"long {n}"
    while (item := data.pop() if data else None) is not None: print("item", item)
    return n
print(walrus([1, 2]), walrus([1, 2, 3]))
primes = [p for p in range(2, 50) if all(p % d for d in range(2, int(p ** 0.5) + 1))]; print(primes)
triples = [(a, b, c) for c in range(1, 20) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]; print(triples)
