"""ctypes: structures, unions, bit fields, byte orders, what keeps what."""
import gc, weakref
from ctypes import *


def fault(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Rect(Structure):
    _fields_ = [("a", Point), ("b", Point), ("name", c_char * 8), ("weights", c_double * 2)]


p = Point(1, y=2)
print(p.x, p.y, sizeof(Point), alignment(Point), Point.x, Point.y.offset, Point.y.size)
r = Rect((1, 2), Point(3, 4), b"rect", (0.5, 1.5))
print(r.a.x, r.b.y, r.name, list(r.weights), sizeof(Rect), Rect.weights, Rect.name)
r.a.x = 10
r.b = p
r.weights[1] = 9
a = r.a
a.y = 20
print(r.a.x, r.a.y, r.b.x, list(r.weights), r.a is r.a, a._b_base_ is r)
p.x = 100
print(r.b.x, bytes(p))
for f in (lambda: Point(1, 2, 3), lambda: Point(1, x=2), lambda: Point("x"), lambda: p.z, lambda: Rect((1, 2, 3)), lambda: Rect(5),
          lambda: setattr(r, "name", "x"), lambda: setattr(r, "name", b"123456789"), lambda: setattr(r, "a", 5),
          lambda: Structure(), lambda: Union(), lambda: delattr(p, "x")):
    fault(f)
p.extra = 5
print(p.extra, vars(p))


def make(base=Structure, **body):
    return type(base)("Made", (base,), body)


for fields in (5, [5], [("a",)], [("a", 5)], [(5, c_int)], [("a", c_double, 3)], [("a", c_int, 0)], [("a", c_int, 33)],
               [("a", Structure)]):
    fault(lambda: sizeof(make(_fields_=fields)))
fault(lambda: setattr(Point, "_fields_", []))


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]
nodes = [Node(i) for i in range(3)]
for one, following in zip(nodes, nodes[1:]):
    one.next = pointer(following)
at, seen = nodes[0], []
while at:
    seen.append(at.value)
    at = at.next.contents if at.next else None
print(seen, bool(nodes[2].next))

for pack in (1, 2, 4):
    P = make(_pack_=pack, _fields_=[("c", c_char), ("d", c_double), ("s", c_short), ("l", c_long)])
    print(pack, sizeof(P), alignment(P), P.d.offset, P.s.offset, P.l.offset)
S = make(_fields_=[("c", c_char), ("d", c_double), ("s", c_short), ("l", c_long)])
print(sizeof(S), S.d.offset, S.l.offset)


class Bits(Structure):
    _fields_ = [("a", c_uint, 3), ("b", c_int, 5), ("c", c_uint, 20), ("d", c_int, 10), ("e", c_uint, 4), ("f", c_int)]


b = Bits(9, -3, 12345, -500, 31, 7)
print(b.a, b.b, b.c, b.d, b.e, b.f, sizeof(Bits), bytes(b))
for name in "abcdef":
    print(getattr(Bits, name))
b.b = 15
b.c = 2 ** 20 - 1
print(b.a, b.b, b.c, b.d)


class U(Union):
    _fields_ = [("i", c_int), ("f", c_float), ("b", c_ubyte * 4)]


u = U(f=1.0)
print(hex(u.i), list(u.b), sizeof(U))
u.b[0] = 255
print(hex(u.i))


class Inner(Union):
    _fields_ = [("whole", c_uint), ("half", c_ushort * 2)]


class Outer(Structure):
    _anonymous_ = ["inner"]
    _fields_ = [("tag", c_byte), ("inner", Inner)]


o = Outer(1)
o.whole = 0x10002
print(o.half[0], o.half[1], o.inner.whole, Outer.whole.offset)
fault(lambda: make(_anonymous_=["zz"], _fields_=[("a", Inner)]))


class Base(Structure):
    _fields_ = [("a", c_byte), ("b", c_int)]


class Derived(Base):
    _fields_ = [("c", c_short)]


d = Derived(1, 2, 3)
print(d.a, d.b, d.c, sizeof(Derived), Derived.c.offset)


class Big(BigEndianStructure):
    _fields_ = [("h", c_ushort), ("i", c_int), ("d", c_double), ("a", c_short * 2)]


big = Big(1, 2, 1.0, (3, 4))
print(bytes(big), big.h, big.i, big.d, list(big.a), LittleEndianStructure is Structure)
fault(lambda: make(BigEndianStructure, _fields_=[("p", c_char_p)]))
copy = Big.from_buffer_copy(bytes(big))
print(copy.i, copy.d)

# what is kept alive
class Text(Structure):
    _fields_ = [("s", c_char_p), ("n", c_int), ("p", POINTER(c_int))]


t = Text(b"kept text", 5, pointer(c_int(9)))
gc.collect()
print(t.s, t.n, t.p.contents.value, sorted(t._objects))
t.s = None
print(t.s, c_char_p(b"x")._objects, (c_char_p * 2)(b"a", b"b")._objects)


class Cycle(Structure):
    _fields_ = [("o", py_object)]


c = Cycle()
c.o = [c]
c.mark = type("Mark", (), {})()
gone = weakref.ref(c.mark)
del c
gc.collect()
print(gone())
view = r.b
del r
gc.collect()
print(view.x, view.y)
