"""tuple, range, slice, bytes, bytearray, memoryview."""


def e(f):
    try:
        print(repr(f()))
    except Exception as x:
        print(type(x).__name__, x)


t = (1, "a", [2]); t[2].append(3)
print(t, t[0], t[-1], t[1:], t + (5,), t * 2, len(t), t.index("a"), t.count(1), 1 in t, (), (1,), tuple("ab"), tuple([1]), (1, 2) < (1, 3), (1, 2) == (1, 2), hash((1, 2)) == hash((1, 2)), (1, 2) < (1, 2, 3), ((1, 2), (3,)), hash(()), hash((1,)), hash((1, 2, 3)))
try:
    t[2] += [9]
except TypeError as x:
    print(x, t)
for f in (lambda: (1,)[5], lambda: (1,)["a"], lambda: (1,) + [2], lambda: hash(([],)), lambda: (1, 2).index(5), lambda: tuple(5), lambda: (1,).append, lambda: t.__setitem__, lambda: (1,) < 5, lambda: tuple(1, 2), lambda: (1, "a") < (1, 2), lambda: (1, 2)[::-1], lambda: (1, 2)[::0], lambda: (1,) * "a", lambda: ()()):
    e(f)
r = range(2, 20, 3)
print(r, list(r), len(r), r[2], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, "a" in r, r.index(8), r.count(8), range(0), range(5, 0), list(range(5, 0, -2)), range(3) == range(0, 3, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3, 1)), r.start, r.stop, r.step, bool(range(0)), list(reversed(range(4))), range(10)[2:8:2], range(10 ** 30)[5], len(range(0, 10 ** 18, 7)), 5.0 in range(10), max(range(5)), sum(range(101)))
for f in (lambda: range(), lambda: range(1, 2, 0), lambda: range("a"), lambda: range(1)[1], lambda: range(5).index(9), lambda: range(1.0), lambda: range(1, 2, 3, 4), lambda: range(3) + 1, lambda: range(3).x, lambda: len(range(10 ** 30)), lambda: range(3)["a"], lambda: range(stop=3), lambda: range(5) < range(6), lambda: setattr(range(3), "start", 1)):
    e(f)
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, s.indices(5), slice(3), slice(None, None, -1).indices(5), s == slice(1, 10, 2), slice(1, 2) < slice(1, 3))
for f in (lambda: hash(s), lambda: slice(), lambda: slice("a").indices(5), lambda: s.indices(-1), lambda: setattr(s, "start", 1), lambda: slice(1, 2, 0).indices(3)):
    e(f)
b = b"hello"
print(b, b[0], b[-1:], b + b" w", b * 2, b.upper(), b.find(b"l"), b.find(108), b.split(b"l"), b.replace(b"l", b"L"), b.hex(), b.hex(":"), b.hex("-", 2), bytes.fromhex("de ad"), b.decode(), list(b), 104 in b, b"ell" in b, b.startswith(b"he"), b.center(9, b"*"), b.join([b"a", b"b"]), b.strip(b"ho"), b.title(), b.isalpha(), b == "hello", b < b"help", bytes(3), bytes([1, 255]), bytes("é", "utf-8"), bytes(b"x"), b"\x00\n\t\\'\"", b"'", b'\'"', b.partition(b"l"), b.translate(None, b"l"), b"%d %s %b %r" % (1, b"x", b"y", "z"), b.count(b"l"), b.rjust(7), b"a,b".split(b","), b"a\nb".splitlines(), b"ab".zfill(4), hash(b) == hash(b"hello"), b.index(b"o"), b[::-1], b.swapcase(), b.removeprefix(b"he"), b.expandtabs(), max(b))
for f in (lambda: b + "x", lambda: "x" + b, lambda: b[9], lambda: b["a"], lambda: bytes([256]), lambda: bytes("a"), lambda: bytes(-1), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes(1.5), lambda: b.find("l"), lambda: b.split("l"), lambda: b"\xff".decode(), lambda: b"\xff".decode("ascii"), lambda: b"\xff".decode("utf-8", "replace"), lambda: b"\xff".decode("latin-1"), lambda: b"\xffa".decode("utf-8", "ignore"), lambda: b"\xff".decode("utf-8", "backslashreplace"), lambda: b.join(["a"]), lambda: b"a" < "a", lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("a"), lambda: b.decode("nope"), lambda: "a" in b, lambda: 256 in b, lambda: b.index(b"z"), lambda: b"%d" % "x", lambda: b"%s" % "x", lambda: b.x, lambda: b"\xe2\x82".decode(), lambda: b"\x80abc".decode(), lambda: b"ab\xc3(".decode(), lambda: b.replace(1, 2), lambda: b.startswith("h"), lambda: ord(b"ab"), lambda: ord(b"a"), lambda: bytes(5, "utf-8"), lambda: b * "a", lambda: int(b"x"), lambda: b.__setitem__, lambda: bytes({1: 2}), lambda: bytes(range(3)), lambda: bytes(None), lambda: bytes(x=1), lambda: b"a" + bytearray(b"b"), lambda: bytearray(b"a") + b"b", lambda: "é".encode("utf-8", "nope") + b"", lambda: "\ud800".encode(), lambda: "é".encode("ascii", "nope")):
    e(f)
a = bytearray(b"abc"); a.append(100); a.extend(b"ef"); a[0] = 65; a[1:3] = b"XYZ"; del a[-1]; a.insert(0, 33); a += b"!"; print(a, len(a), a.pop(), a.pop(0), a.remove(65), a, bytes(a), a == b"XYZde", a.decode(), a.reverse(), a, a.copy(), a * 2, a[::2], a.hex(), a.upper(), bytearray(3), bytearray("x", "ascii"), bytearray([1, 2]), a.find(b"Y"))
for f in (lambda: a.append(256), lambda: a.append("a"), lambda: a.__setitem__(0, 300), lambda: a.__setitem__(99, 1), lambda: a.remove(5), lambda: bytearray().pop(), lambda: hash(a), lambda: a.extend(5), lambda: a.extend("x"), lambda: a.__setitem__(slice(0, 1), "x"), lambda: a + "x", lambda: a.__setitem__(0, "a"), lambda: bytearray("x"), lambda: a.extend([300])):
    e(f)
m = memoryview(b"abcdef"); print(m[0], m[1:3].tobytes(), len(m), m.tolist(), bytes(m[::2]), m.readonly, m.format, m.itemsize, m == b"abcdef", m.nbytes, m.shape)
w = memoryview(bytearray(b"abc")); w[0] = 90; print(w.obj, w.tobytes(), w.hex()); w.release()
e(lambda: w[0]); e(lambda: memoryview("a")); e(lambda: m.__setitem__(0, 1))
