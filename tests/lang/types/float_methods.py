"""float and complex."""
import math
nan, inf = float("nan"), float("inf")
for v in [0.0, -0.0, 1.0, 0.1, 1 / 3, 1e15, 1e16, 123456789012345678.0, 1e22, 1e100, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5, 3.5, 1e300 * 1e10, nan, -inf, 100.0, 1234.5678]:
    print(v, repr(v), str(v), f"{v:.3f}", f"{v:g}", f"{v:e}", f"{v:.10g}", "%s %r %.2f %g" % (v, v, v, v))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(0.5), round(1.5), round(1e20), round(5.0, 0), round(-0.4), round(1e300, 5), type(round(1.0, 1)).__name__)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), divmod(-7.5, 2), 1e308 * 10, -1e308 * 10, 0.0 == -0.0, nan == nan, nan != nan, nan < 1, inf > 10 ** 400, 0.1 + 0.2 == 0.3)
print(2.0 ** 0.5, 2.0 ** -1, (-8.0) ** (1 / 3), 0.0 ** 0, inf ** 0, nan ** 0, 1.0 ** nan, (-2.0) ** 2)
print((2.5).as_integer_ratio(), (0.1).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (0.5).hex(), (0.1).hex(), float.fromhex("0x1.8p3"), (-0.0).hex(), (1e308).hex(), float.fromhex("-inf"), (2.5).conjugate(), (2.5).real, (2.5).imag)
print(float("1.5"), float(" -2e3 "), float("inf"), float("-Infinity"), float("NaN"), float("1_0.5"), float(".5"), float("5."), float(b"1.5"), float(), float(5), float(True), float("1e400"), float("-0"))
print(int(1e20), int(-2.7), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), hash(1.0), hash(0.5), hash(inf), hash(-inf), hash(1e100), hash(0.1), math.floor(1e20))
print(min(1, 1.0), max(1, 1.0), max(nan, 1), max(1, nan), sorted([3, 1.5, 2]), sum([0.1] * 10), math.fsum([0.1] * 10), 1.0 in [1], [nan] == [nan], nan in [nan])
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0), lambda: 0.0 ** -1, lambda: 10.0 ** 400, lambda: float("x"), lambda: float(""), lambda: float("1__0"), lambda: float(None), lambda: float([]), lambda: float(1, 2), lambda: 1.5 + "a", lambda: 1.5 < "a", lambda: 1.5 & 1, lambda: 1.5[0], lambda: 1.5(), lambda: float.fromhex("zz"), lambda: inf.as_integer_ratio(), lambda: nan.as_integer_ratio(), lambda: round(nan), lambda: round(inf), lambda: round(1.5, 1.5), lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.floor(nan), lambda: float("0x10"), lambda: float(1j), lambda: int(1j), lambda: 1j < 2j, lambda: 1j // 1, lambda: 1j % 2, lambda: divmod(1j, 1), lambda: abs(3 + 4j), lambda: complex("1+2j"), lambda: complex("x"), lambda: complex(1, 2, 3), lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex(None), lambda: 1j / 0, lambda: 0j ** -1, lambda: round(1j), lambda: hash(1j), lambda: float(x=1), lambda: math.gcd(1.5), lambda: math.isqrt(-1), lambda: math.comb(5, -1), lambda: math.pow(0, -1), lambda: math.exp(1000)):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
for c in [0j, 1j, -1j, 1 + 2j, 1 - 2j, -0.0 + 1j, complex(-0.0, -0.0), complex(nan, inf), 1e20 + 1e-5j, 1.5 + 0j, complex(0, -0.0), 3j * 2, (1 + 2j) ** 2, (1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), 2 ** 1j, 1j ** 2, -(1 + 2j), (1 + 2j).conjugate(), +1j]:
    print(c, repr(c), str(c), f"{c:.2f}", c.real, c.imag, bool(c), f"{c}")
print(1j == 1j, 1 + 0j == 1, 1j != 2j, hash(1 + 0j) == hash(1), complex(" 1-2j "), complex("j"), complex("(1+2j)"), complex(1.5), complex(1j, 1j), f"{1+2j:>10}|", f"{1+2j:+.1e}", complex("nan+infj"))


class MyFloat(float):
    def __repr__(self):
        return "MyFloat(%s)" % float.__repr__(self)


m = MyFloat(2.5)
print(m, repr(m), str(m), [m], m + 1, type(m + 1).__name__, f"{m}", f"{m:.3f}", "%s" % m, MyFloat("3"), m == 2.5, round(m, 1), -m, abs(m), hash(m) == hash(2.5), {2.5: 1}[m])
