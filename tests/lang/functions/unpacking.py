"""Unpacking in assignments, calls and displays."""
a, *b, c = range(6)
print(a, b, c)
*a, b = "xyz"
print(a, b)
(a, (b, *c)), d = [1, "hello"], 4
print(a, b, c, d)
[x, [y, z]] = 1, (2, 3)
print(x, y, z)
print([*range(3), *"ab"], {*[1, 2], 2, 3}, (*(), 1), {**{"a": 1}, "b": 2, **{"a": 3}})


def f(*args, **kwargs):
    return args, kwargs


print(f(*[1, 2], 3, *(4, 5), x=1, **{"y": 2}))
print(f(*"ab", **{}, **{"k": 1}))
for bad in ["a, b = 1, 2, 3", "a, b, c = 1, 2", "a, b = 5", "a, *b, c = [1]", "a, b = {}", "[a] = 'xy'",
            "f(*5)", "f(**5)", "f(**{1: 2})", "f(x=1, **{'x': 2})", "f(**{'x': 1}, **{'x': 2})",
            "a, b = iter([1])", "[*5]", "{**5}", "{**[1]}", "(*None,)", "print(*1)", "a, b = None",
            "a, b = iter(range(10))", "len(*[1], *[2])", "len(**{'a': 1})", "a, b, *c = 'x'", "{*[[]]}"]:
    try:
        exec(bad)
    except Exception as e:
        print(bad, "->", type(e).__name__, e)
a = b = c = []
a.append(1)
print(b, c is a)
i, l = 0, [0, 0, 0]
i, l[i] = 1, 5
print(i, l)
a, b = 1, 2
a, b = b, a
print(a, b)
for i, (x, *y) in enumerate([(1, 2, 3), "ab", [9]]):
    print(i, x, y)
for k, v in {"a": 1}.items():
    print(k, v)
d = {}
d["k"], d["l"] = 1, 2
print(d)


class Box:
    pass


box = Box()
box.a, box.b = "pq"
print(vars(box))
first, *_, last = "abcdef"
print(first, last, _)
x, = [7]
print(x)
def g():
    r = 1, 2
    return *r, 3
print(g())
def h():
    yield *[1, 2], 3
print(list(h()))
print(*[1, 2], *"ab", sep="-")
m = [[1, 2], [3, 4]]
print(list(zip(*m)), max(*[3, 9, 4]))
for x in *[1, 2], 3:
    print(x, end=" ")
print()
print({k: v for k, v in zip("ab", (1, 2))}, dict(**{"z": 1}, y=2), dict([("q", 1)], r=2))
