import inspect, fractions, base64, binascii
from fractions import Fraction as F
def f(a, /, b: int, c=3, *args, d, e: str = "x", **kw) -> list:
    """Doc
       here."""
    return []
s = inspect.signature(f); print(s, list(s.parameters), s.parameters["b"].kind.name, s.parameters["c"].default)
b = s.bind(1, 2, d=4, z=9); print(b.args, b.kwargs); b.apply_defaults(); print(b.arguments)
for a in ((), (1,), (1, 2)):
    try: s.bind(*a)
    except TypeError as e: print(e)
class A:
    def __init__(self, x, y=2): pass
    def m(self): pass
print(inspect.signature(A), inspect.signature(A(1).m), inspect.isclass(A), inspect.isfunction(f), inspect.ismethod(A(1).m), inspect.isbuiltin(len), inspect.getdoc(f), [n for n, v in inspect.getmembers(A, inspect.isfunction)])
print(inspect.getsource(A.m)); print(inspect.getsource(A)); print(inspect.getsourcelines(f)[1])
print(F(1, 3) + F(1, 6), F("3/4"), F("1.25"), F(0.5), F(6, -4), F(1, 2) * 2.0, F(7, 2) // 2, F(7, 2) % 2, F(1, 2) < 0.6, F(1, 2) == 0.5, hash(F(1, 2)) == hash(0.5), repr(F(3)), F(1, 2) ** -2, round(F(5, 2)), F(3.14159).limit_denominator(100), int(F(-7, 2)), float(F(1, 4)), 1 - F(1, 3), abs(F(-1, 2)), sum([F(1, 3)] * 3), divmod(F(7, 2), F(1, 2)))
for g in (lambda: F(1, 0), lambda: F("x"), lambda: F(1, 2) + "a", lambda: F(1.5, 2)):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
for d in (b"", b"a", b"ab", b"abc", bytes(range(256))): print(base64.b64encode(d), base64.b64decode(base64.b64encode(d)) == d, base64.urlsafe_b64encode(d)[-8:], base64.b16encode(d)[:8])
for t in ("YQ", "Y", "YQ=="):
    try: print(base64.b64decode(t))
    except binascii.Error as e: print(e)
print(binascii.hexlify(b"\x01\xff"), binascii.unhexlify("01ff"), binascii.crc32(b"hello"))
