"""ctypes: calls of C functions, prototypes, callbacks, errno."""
import sys, threading
from ctypes import *
import ctypes.util


def fault(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


libc, libm = CDLL("libc.so.6", use_errno=True), CDLL(ctypes.util.find_library("m"))
print(libc.abs(-5), libc.strlen(b"hello"), libc.wcslen("wide"), libc.toupper(97), libc.atoi(b"123"))
fault(libc.abs, 1.5)
fault(lambda: libc.no_such_function)
fault(CDLL, "libnosuch.so.1")
print(libc.abs is libc.abs, libc["abs"] is libc["abs"], libc.abs.__name__, libc.abs.restype, libc.abs.argtypes)

abs_ = libc.abs
abs_.argtypes = [c_int]
for args in ((-3,), ("x",), (), (-1, 2), (2 ** 40,), (c_int(-8),), (c_short(3),)):
    fault(abs_, *args)
for name, value in (("argtypes", 5), ("argtypes", [5]), ("restype", 5), ("errcheck", 5)):
    fault(setattr, abs_, name, value)
abs_.argtypes = None
print(abs_(c_long(-4)), abs_.argtypes)
libm.pow.restype, libm.pow.argtypes = c_double, [c_double, c_double]
print(libm.pow(2, 0.5), libm.pow(c_double(2), 10))
libm.sqrt.restype = lambda n: ("int", type(n).__name__)
libm.sqrt.argtypes = [c_double]
print(libm.sqrt(4.0))
strchr = libc.strchr
strchr.restype = c_char_p
print(strchr(b"abcdef", ord("d")), strchr(b"abc", ord("x")))
strchr.argtypes = [c_char_p, c_char]
print(strchr(b"abcdef", b"c"))
fault(strchr, "abc", b"c")
libc.getenv.restype = c_void_p
print(libc.getenv(b"OURO_NO_SUCH_VARIABLE"))
libc.free.restype = None
print(libc.free(None))


class DivResult(Structure):
    _fields_ = [("quot", c_long), ("rem", c_long)]


libc.ldiv.restype = DivResult
libc.ldiv.argtypes = [c_long, c_long]
result = libc.ldiv(17, 5)
print(result.quot, result.rem)


class Arg:
    def __init__(self, n): self._as_parameter_ = n


libc.labs.argtypes = None
print(libc.abs(Arg(-9)), libc.abs(Arg(Arg(-10))))
fault(libc.abs, object())


def check(result, function, arguments):
    if result < 0:
        raise ValueError("refused", arguments)
    return result * 2


libc.atoi.errcheck = check
print(libc.atoi(b"21"))
fault(libc.atoi, b"-1")
print(libc.close(-1), get_errno(), set_errno(7), get_errno())
seen = []
thread = threading.Thread(target=lambda: (seen.append(get_errno()), set_errno(3), seen.append(get_errno())))
thread.start()
thread.join()
print(seen, get_errno())

# prototypes with flags
prototype = CFUNCTYPE(c_int, c_char_p, c_int)
strnlen = prototype(("strnlen", libc), ((1, "text"), (1, "most", 3)))
print(strnlen(b"hello"), strnlen(b"hello", 10), strnlen(most=2, text=b"abc"))
fault(strnlen)
fault(prototype, ("nosuch", libc))
fault(prototype, "x")
fault(CFUNCTYPE(c_int))
print(bool(CFUNCTYPE(c_int)()), bool(strnlen), CFUNCTYPE(c_int) is CFUNCTYPE(c_int))
frexp = CFUNCTYPE(c_double, c_double, POINTER(c_int))(("frexp", libm), ((1, "x"), (2, "exponent")))
print(frexp(8.0))

# callbacks
COMPARE = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
calls = []


def compare(a, b):
    calls.append(1)
    return a[0] - b[0]


numbers = (c_int * 7)(5, 1, 7, 33, 99, -4, 2)
libc.qsort.restype = None
libc.qsort(numbers, len(numbers), sizeof(c_int), COMPARE(compare))
print(list(numbers), len(calls) > 5)
for t in (c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_float, c_double, c_bool):
    print(t.__name__, CFUNCTYPE(t, t)(lambda x: x)(1), CFUNCTYPE(t, t)(lambda x: x)(-3 if t in (c_byte, c_short, c_int, c_long, c_float) else 3))
many = CFUNCTYPE(c_double, c_int, c_double, c_char_p, c_short, c_float, c_long, c_void_p, c_double, c_int)
print(many(lambda *args: print(args) or 2.5)(1, 2.0, b"three", 4, 5.0, 6, None, 8.0, 9))
print(CFUNCTYPE(py_object, py_object)(lambda x: [x])("object"), CFUNCTYPE(None)(lambda: 5)())


class Pair(Structure):
    _fields_ = [("a", c_int), ("b", c_double)]


print(CFUNCTYPE(c_double, Pair)(lambda pair: pair.a + pair.b)(Pair(1, 2.5)))
print(CFUNCTYPE(c_int, POINTER(Pair))(lambda pair: pair.contents.a)(Pair(8, 0)))
sys.unraisablehook = lambda info: print(info.err_msg, info.exc_type.__name__, info.exc_value, info.object is failing)


def failing(x):
    return 1 // x


CFUNCTYPE(c_int, c_int)(failing)(0)


def failing():
    return "text"


CFUNCTYPE(c_int)(failing)()
fault(CFUNCTYPE(Pair), lambda: 0)
recursive = CFUNCTYPE(c_int, c_int)(lambda n: n * recursive(n - 1) if n > 1 else 1)
print(recursive(10))
print(c_int.in_dll(libc, "optind").value)
fault(c_int.in_dll, libc, "nosuch")


class Callbacks(Structure):
    _fields_ = [("f", CFUNCTYPE(c_int, c_int)), ("g", CFUNCTYPE(c_int, c_int))]


table = Callbacks(CFUNCTYPE(c_int, c_int)(lambda x: x + 1))
print(table.f(5), bool(table.g))
