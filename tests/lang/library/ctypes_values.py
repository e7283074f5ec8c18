"""ctypes: simple types, arrays, pointers, buffers."""
import pickle
from ctypes import *


def fault(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


types = [c_bool, c_char, c_wchar, c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong,
         c_ulonglong, c_float, c_double, c_longdouble, c_char_p, c_wchar_p, c_void_p, py_object]
for t in types:
    print(t.__name__, t._type_, sizeof(t), alignment(t), t.__mro__[1].__name__, type(t).__name__)
for t in (c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong):
    print(t(), t(-1), t(2 ** 70 + 5), t(True), bool(t(0)), bool(t(3)), bytes(t(258)))
print(c_float(0.1).value, c_double(0.1), c_bool([]), c_bool("x"), c_char(b"x"), c_char(65), c_wchar("\u20ac"), c_longdouble(1.5).value)
print(c_char_p(b"abc").value, c_char_p().value, c_wchar_p("wide").value, c_void_p(5), c_void_p(0).value, c_void_p(None))
for t, v in ((c_int, "x"), (c_int, 1.5), (c_int, None), (c_double, "x"), (c_char, b"ab"), (c_char, "a"), (c_wchar, "ab"), (c_wchar, 5),
             (c_char_p, "x"), (c_wchar_p, b"x"), (c_void_p, "x"), (py_object, [1])):
    fault(lambda: t(v))
fault(lambda: c_int(1, 2))
i = c_int(42)
i.value += 1
i.extra = "own"
print(i, i.value, i.extra, i == c_int(43), i._b_base_, i._objects, i._b_needsfree_)
fault(setattr, i, "value", "x")
fault(hash, i)
print(c_int.__ctype_be__ is not c_int, c_int.__ctype_le__ is c_int, bytes(c_int.__ctype_be__(1)), c_ushort.__ctype_be__(258).value)


class MyInt(c_int):
    pass


print(repr(MyInt(5))[:7], MyInt(5).value)
for bad in ({}, {"_type_": 5}, {"_type_": "xx"}):
    fault(lambda: type(c_int)("Bad", (c_int.__mro__[1],), bad))

# arrays
A = c_int * 5
print(A.__name__, A._length_, A._type_, sizeof(A), A is c_int * 5, len(A()))
a = A(1, 2, 3)
a[-1] = 9
a[1:3] = [20, 30]
print(list(a), a[1], a[-2], a[::2], a[::-1], 30 in a)
for f in (lambda: a[5], lambda: a["x"], lambda: a.__setitem__(0, "x"), lambda: a.__setitem__(slice(0, 2), [1]),
          lambda: a.__delitem__(0), lambda: A(1, 2, 3, 4, 5, 6), lambda: c_int * -1, lambda: c_int * "x"):
    fault(f)
grid = (c_short * 3 * 2)((1, 2, 3), (4, 5, 6))
print([list(row) for row in grid], sizeof(grid), grid[1]._b_base_ is grid)
grid[0][2] = 7
print(grid[0][:], bytes(grid))
text = create_string_buffer(b"hello", 10)
print(text.value, text.raw, len(text), sizeof(text), text[1], text[:3])
text.value = b"bye"
print(text.raw, repr(text.value))
fault(setattr, text, "value", b"x" * 11)
fault(setattr, text, "value", "x")
text.raw = b"0123456789"
print(text.value)
wide = create_unicode_buffer("w\xefde\U0001f600", 8)
print(wide.value, len(wide), wide[4], wide[:2])
fault(setattr, wide, "value", "x" * 9)
fault(create_string_buffer, "x")

# pointers
p = pointer(i)
print(type(p).__name__, p.contents.value, p[0], bool(p), bool(POINTER(c_int)()), POINTER(c_int) is type(p))
p[0] = 7
p.contents.value += 1
print(i.value, p.contents is p.contents)
q = cast(a, POINTER(c_int))
print(q[:5], q[3:0:-1], q[2])
q[2] = 77
print(a[2], addressof(q.contents) == addressof(a))
for f in (lambda: POINTER(c_int)().contents, lambda: POINTER(c_int)()[0], lambda: POINTER(c_int)(5), lambda: q[:], lambda: q["x"],
          lambda: POINTER(5), lambda: pointer(5), lambda: p.__setitem__(0, "x")):
    fault(f)
print(byref(i)._obj is i, repr(byref(i))[:12], repr(c_int.from_param(5)), repr(c_double.from_param(2)), c_char_p.from_param(None))
print(cast(c_char_p(b"cast"), c_void_p).value is not None, cast(b"cast", c_char_p).value, cast(0, c_void_p).value)
fault(cast, i, c_int)

# other memory
data = bytearray(b"\1\0\0\0\2\0\0\0")
x = c_int.from_buffer(data, 4)
x.value = 513
print(data, c_int.from_buffer_copy(b"\5\0\0\0rest").value, c_int.from_address(addressof(x)).value)
fault(data.append, 5)
for f in (lambda: c_int.from_buffer(b"abcd"), lambda: c_int.from_buffer(bytearray(3)), lambda: c_int.from_buffer(data, -1),
          lambda: c_int.from_buffer(data, 6), lambda: c_int.from_buffer_copy(b"abc"), lambda: c_int.from_address("x")):
    fault(f)
memmove(data_at := create_string_buffer(4), b"abcd", 4)
print(data_at.raw, string_at(data_at, 2), string_at(b"a\0b"), string_at(b"a\0b", 3), wstring_at("wide", 2))
memset(data_at, 0x41, 2)
print(data_at.raw)
resize(data_at, 10)
print(sizeof(data_at), len(data_at))
fault(resize, data_at, 1)
for thing in (5, object, "x"):
    fault(sizeof, thing)
    fault(alignment, thing)
    fault(byref, thing)
fault(addressof, 5)
print(pickle.loads(pickle.dumps(c_int(99))))
fault(pickle.dumps, c_char_p(b"x"))
o = py_object([1, 2])
print(o.value, o)
fault(lambda: py_object().value)
print(py_object())
