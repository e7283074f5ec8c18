"""Number formatting in format(), % and repr, over a grid."""
ints = [0, 1, -1, 42, -1234567, 10 ** 15, 2 ** 64]
for spec in ["", "d", "5", "<8", ">8", "^9", "=+9", "08", "+d", " d", ",", "_", "x", "X", "#x", "#o", "b", "#b", "_b", "_x", "c", "e", ".2e", "f", ".1f", "g", "%", ".0%", "n", "+,", "*^12,", "0=12_x", "#012x", "-", "010,", "+010,", "08b"]:
    print(repr(spec), end=": ")
    for v in ints:
        try: print(format(v, spec), end=" | ")
        except Exception as e: print(type(e).__name__, e, end=" | ")
    print()
floats = [0.0, -0.0, 1.0, 0.1, -2.5, 123456.789, 1e-7, 1e16, 1.5e300, float("inf"), float("-inf"), float("nan"), 99999.95, 0.5, 2.675]
for spec in ["", "e", ".0e", ".3E", "f", ".0f", ".2f", "#.0f", "F", "g", ".3g", "#g", ".10g", "G", "n", "%", ".1%", "8.2f", "<9.1f", "^+11.3f", "=+10.2f", "010.2f", ",", ",.2f", "_.1f", "+", " ", "z.1f", ".3", "6.3", "020.3e", "*>12", "d", "x", "s", ".15g", ".17g", "r"]:
    print(repr(spec), end=": ")
    for v in floats:
        try: print(format(v, spec), end=" | ")
        except Exception as e: print(type(e).__name__, e, end=" | "); break
    print()
for t in ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%#X", "%o", "%e", "%.3f", "%8.2f", "%g", "%s", "%r", "%c", "%5s", "%-5s|", "%.2s", "%i", "%u", "%%%d", "%#o", "%08.3f", "%+.1e", "%G", "%a", "%10.4d", "%-+8.2f|", "%.0f", "%#x"]:
    for v in (42, -7, 3.99, "s", True, 10 ** 20):
        try: print(t, repr(v), "->", t % v, end=" ; ")
        except Exception as e: print(t, repr(v), "!!", type(e).__name__, e, end=" ; ")
    print()
for v in [1e22, 1e21, 123456789.123456789, 0.1 + 0.2, 1 / 3, 2 / 3, 1e-10, 5e-324, 1.7e308, 100.0, 1e5, 123e-7, 4.35, 0.3, 1e23, 9007199254740993.0, 2.5e-5, 1.0000000000000002]: print(repr(v), str(v), v, [v], f"{v}", f"{v:.15f}", f"{v:.20g}", round(v, 3), round(v, -1), int(v) if v < 1e300 else "", v.hex())
print(round(2.5), round(-0.5), round(1e16 + 1), round(0.285, 2), round(1.115, 2), round(5e-324, 400), round(1e308, -308), round(123.456, -3), round(15, -1), round(-25, -1), round(10 ** 20 + 5, -1), 0.1 * 3, 1.1 + 2.2, 1e308 + 1e308, 3.0 * 1.1, 7 / 3, -7 // 2.0, 1e15 + 0.3, 2 ** 0.5, 10 ** -2, 1_0.0_1, 3.14e+2)
print("{:>10}|{:<10}|{:^10}|{:*^10}".format("a", "b", "c", "d"), "{0:{1}}".format("x", 5), "{:{}}|{:{a}{b}}".format(1, 5, 2, a=">", b=4), "{!r:>8}|{!s:<4}|{!a}".format("é", 1, "é"), "{0.real} {0.imag}".format(3 + 4j), "{a[k]} {a[0]}".format(a={"k": 1, 0: 2}) if 0 else "", "{:%Y}" if 0 else "")
import math; print(math.pi, math.e, math.tau, math.inf, -math.inf, math.nan, math.sqrt(2), math.hypot(3, 4), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.gcd(12, 18), math.lcm(4, 6), math.isclose(0.1 + 0.2, 0.3), math.copysign(1, -0.0), math.modf(3.7), math.frexp(8), math.ldexp(0.5, 4), math.fmod(-7, 3), math.remainder(7, 4), math.log(8, 2), math.log2(8), math.log10(1000), math.exp(1), math.sin(1), math.atan2(1, 2), math.degrees(math.pi), math.radians(180), math.prod([1, 2, 3]), math.dist([0, 0], [3, 4]), math.isqrt(17), math.cbrt(27), math.trunc(-2.7), math.ceil(2.1), math.ulp(1.0), math.nextafter(1, 2), math.erf(0.5), math.gamma(5), math.sumprod if hasattr(math, "sumprod") else "")
