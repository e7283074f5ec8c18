"""marshal: the bytes of simple values, and the values of bytes."""
import array
import io
import marshal


def show(function, *arguments):
    try:
        print(repr(function(*arguments))[:400])
    except BaseException as error:
        print(type(error).__name__, error)


values = [None, True, 0, 255, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63, 10**30, -10**30, 32767 << 15, 1.5,
          -0.0, float("inf"), 1j, "", "a", " ", "abc", "abc def", "\xe9", "\xe9t\xe9", "\ud800", "\u20ac" * 300,
          "a" * 300, "a b" * 100, b"", b"a", b"ab", (), (1,), (1, 2), tuple(range(300)), [], [1, "a"], {}, {"a": 1},
          set(), {1}, frozenset(), frozenset({1, "a"}), ..., StopIteration, bytearray(b"xy"), memoryview(b"xy"),
          array.array("i", [1, 2]), {(3, 4), (1, 2), 1000.5, "zz", b"q"}, frozenset([1000, 2000, -5, "b", "a"]),
          {frozenset({1, 2}): [{}, ((),)]}]
for value in values:
    show(marshal.dumps, value)
for value in values[:47] + values[49:]:
    for version in range(5):
        data = marshal.dumps(value, version)
        back = marshal.loads(data)
        if repr(back) != repr(value) and not isinstance(value, (bytearray, memoryview)) and back != value:
            print("differs", version, value, back)

number, text, items = 1000000, "abc def", [1, 2]
show(marshal.dumps, [number, number, text, text, items, items, "ab" + str(number), b"x" * len(items)])
for version in range(6):
    show(marshal.dumps, [1.5, 2j, "ab", "ab", (1,), "\u20ac", 0.1, 1e300], version)
back = marshal.loads(marshal.dumps([items, items, text, text]))
print(back[0] is back[1], back[2] is back[3])
loop = []
loop.append(loop)
show(marshal.dumps, loop)
show(marshal.dumps, loop, 2)
copy = marshal.loads(marshal.dumps(loop))
print(copy[0] is copy)

for base in (int, float, str, list, tuple, bytes, dict, set):
    derived = type("Derived", (base,), {})
    show(marshal.dumps, derived())
for value in (object(), int, len, Exception, show, [1, [object()]], {1: object()}, range(3), slice(1)):
    show(marshal.dumps, value)
deep = None
for _ in range(2500):
    deep = [deep]
show(marshal.dumps, deep)
deep = None
for _ in range(1990):
    deep = [deep]
show(len, marshal.dumps(deep))
show(marshal.loads, b"(\1\0\0\0" * 3000)

file = io.BytesIO()
print(marshal.dump([1, 2], file), marshal.dump("x", file), marshal.dump(("a b",) * 3, file))
file.seek(0)
print(marshal.load(file), marshal.load(file), marshal.load(file))
show(marshal.load, file)


def function(a, b=2, *, c=3):
    """Some text."""
    def inner():
        return a, b, c, 10**20, ("x", 2.5)
    return inner()


code = marshal.loads(marshal.dumps(function.__code__))
again = type(function)(code, globals(), "again", (2,))
again.__kwdefaults__ = {"c": 3}
print(again(1), again.__doc__, code.co_varnames, code.co_name, code == function.__code__)
function(1)
print(marshal.loads(marshal.dumps(function.__code__)) == code)
pair = marshal.loads(marshal.dumps([code, code]))
print(pair[0] is pair[1], pair[0].co_consts == code.co_consts)
exec(marshal.loads(marshal.dumps(compile("print('run', [x * 2 for x in range(3)], __name__)", "f", "exec"))))
