from decimal import *
from fractions import Fraction
import math, statistics
tests = [
    'Decimal("1.1") + Decimal("2.2")', 'Decimal(1.1)', 'Decimal("1") / Decimal("3")', 'Decimal("x")',
    'Decimal(1) / 0', 'Decimal(0) / 0',
    'Decimal("1.10").normalize(), Decimal("1E+5"), Decimal("123.456").quantize(Decimal("0.01")), Decimal("2.5").to_integral_value(), round(Decimal("2.675"), 2), round(Decimal("2.5"))',
    'Decimal("1e10").to_eng_string(), Decimal("-0"), Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")',
    'Decimal("1.5").as_tuple(), Decimal("1.5").as_integer_ratio()',
    'Decimal(2).sqrt(), Decimal(2).ln(), Decimal(2).exp(), Decimal(100).log10()',
    'Decimal("1.5") + 1, Decimal("1.5") * 2, 1 - Decimal("0.1")', 'Decimal("1.5") + 1.5',
    'Decimal("1.5") == 1.5, Decimal("1.1") == 1.1, Decimal("1.5") < 2',
    'hash(Decimal("1.5")) == hash(1.5)',
    'f"{Decimal("1234567.891"):,.2f}" if 0 else format(Decimal("1234567.891"), ",.2f"), format(Decimal("1.5"), "e"), format(Decimal("0.00001"), "g"), format(Decimal("5"), "08.2f")',
    'Decimal("1e1000000") * Decimal("1e1000000")', 'Decimal("NaN") < 1',
    'Decimal(5) % 3, Decimal(-5) % 3, Decimal(-5) // 3, divmod(Decimal(7), 2), Decimal(2) ** 10, Decimal(2) ** Decimal("0.5"), pow(Decimal(3), 4, 5)',
    'int(Decimal("1.9")), float(Decimal("1.9")), math.floor(Decimal("-1.5")), math.trunc(Decimal("1.5")), bool(Decimal(0))',
    'int(Decimal("NaN"))',
    'Decimal("1.23").compare(Decimal("1.24")), Decimal(1).max(2), Decimal("1.23").adjusted(), Decimal("1").is_nan()',
    'Decimal((0, (1, 2, 3), -2)), Decimal("1_000.5"), Decimal("  5 "), Decimal(True)',
    'Decimal("1.2.3")', 'Decimal([1])', 'Decimal(None)',
    'repr(Decimal("1.0")), str(Decimal("1E-10")), Decimal("0.0000001")',
    'getcontext().prec, getcontext()', 'Decimal("123.456").shift(1), Decimal("5").logical_and(1)',
    'Decimal.from_float(0.1)', 'sum([Decimal("0.1")] * 3), max(Decimal(1), Decimal(2))',
    'Decimal("-1.5").copy_abs(), Decimal("1.5").copy_negate(), abs(Decimal(-1)), -Decimal(0), +Decimal("1.5")',
    'Fraction(1, 3) + Fraction(1, 6), Fraction("0.5"), Fraction(0.1), Fraction("3/4"), Fraction(1.5)',
    'Fraction(1, 0)', 'Fraction("x")',
    'Fraction(1, 2) ** 2, Fraction(4) ** Fraction(1, 2), Fraction(1, 2) ** -1, 2 ** Fraction(1, 2)',
    'Fraction(7, 2) // 1, Fraction(7, 2) % 1, divmod(Fraction(7, 2), 1), round(Fraction(7, 3), 2), round(Fraction(5, 2)), math.floor(Fraction(-1, 2))',
    'Fraction(355, 113).limit_denominator(10), Fraction(3.14159).limit_denominator(1000)',
    'Fraction(1, 2) == 0.5, Fraction(1, 2) < 0.6, hash(Fraction(1, 2)) == hash(0.5), repr(Fraction(1, 2)), str(Fraction(3, 1))',
    'Fraction(1, 2) + 0.5, Fraction(1, 2) + 1, Fraction(1, 2) + Decimal(1)', 'Fraction(1.5, 2)',
    'Fraction("1", 2)',
    'Fraction(1, 2).as_integer_ratio(), Fraction(5, 10).numerator, float(Fraction(1, 3)), int(Fraction(7, 2)), complex(Fraction(1, 2))',
    'Fraction(float("nan"))', 'Fraction("1e3"), Fraction(" -3/4 "), Fraction("1_0/2")',
    'statistics.mean([1, 2, 3, 4]), statistics.median([1, 3, 2]), statistics.median([1, 2, 3, 4]), statistics.mode([1, 1, 2]), statistics.stdev([1, 2, 3]), statistics.pvariance([1, 2, 3]), statistics.multimode("aab b")',
    'statistics.mean([])',
    'statistics.mean([Fraction(1, 2), Fraction(1, 3)]), statistics.fmean([1, 2], [3, 1]), statistics.geometric_mean([1, 4]), statistics.harmonic_mean([40, 60])',
    'statistics.quantiles([1, 2, 3, 4, 5], n=4), statistics.correlation([1, 2, 3], [1, 2, 4]), statistics.linear_regression([1, 2, 3], [2, 4, 6])',
    'statistics.NormalDist(0, 1).cdf(1), statistics.NormalDist(5, 2) + 3', 'statistics.stdev([1])',
    'statistics.mode([])',
    'math.gcd(12, 18, 6), math.lcm(4, 6), math.isqrt(17), math.comb(5, 2), math.perm(5, 2), math.factorial(10), math.prod([1, 2, 3])',
    'math.sqrt(-1)', 'math.log(0)',
    'math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(0), math.exp(1), math.expm1(0)',
    'math.factorial(-1)', 'math.factorial(1.5)', 'math.isqrt(-1)', 'math.comb(-1, 2)',
    'math.floor(1e300) == int(1e300), math.ceil(-0.5), math.trunc(-1.5), math.fmod(-7, 3), math.remainder(7, 4), math.modf(-1.5), math.frexp(8), math.ldexp(0.5, 4)',
    'math.hypot(3, 4), math.dist([1, 2], [4, 6]), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.nextafter(1, 2), math.ulp(1)',
    'math.fsum([0.1] * 10), sum([0.1] * 10), math.degrees(math.pi), math.atan2(1, -1), math.cbrt(27), math.exp2(3)',
    'math.sin("a")', 'math.sin()', 'math.gcd(1.5)', 'math.floor("a")',
    'math.inf, -math.inf, math.nan, math.tau, math.e', 'math.pow(0, -1)', 'math.exp(1000)',
    'math.acos(2)', 'math.dist([1], [1, 2])',
    'math.gamma(5), math.lgamma(0.5), math.erf(1), math.erfc(1)', 'math.gamma(0)',
    'math.ldexp(1, 10000)', 'math.isfinite(1e308), math.isinf(float("inf")), math.isnan(float("nan"))',
]
for t in tests:
    try:
        print(t, '->', eval(t))
    except Exception as e:
        print(t, '->', type(e).__name__, str(e).strip())
with localcontext() as c:
    c.prec = 5
    c.rounding = ROUND_DOWN
    print(Decimal(2) / 3, c.flags[Inexact], Decimal('1.23456789') + 0)
    c.traps[Inexact] = True
    try:
        Decimal(1) / 3
    except Inexact as e:
        print(repr(e))
for r in (
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
    ROUND_05UP,
):
    print(r, [str(Decimal(x).quantize(Decimal('1'), r)) for x in ('2.5', '-2.5', '3.5', '2.4', '0.6')])
print(Context(prec=3).divide(Decimal(1), Decimal(7)), Decimal('1.5').__reduce__(), BasicContext.prec, DefaultContext.rounding)
import cmath
print(cmath.sqrt(-1), cmath.exp(1j * math.pi), cmath.polar(1j), cmath.phase(-1), cmath.rect(1, math.pi / 2), cmath.isclose(1j, 1j), cmath.log(-1))
import random
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(10), 3), random.shuffle((l := [1, 2, 3, 4])) or l, random.gauss(0, 1), random.choices('ab', [1, 9], k=5), random.uniform(1, 2), random.getrandbits(70), random.randrange(0, 10, 3), random.randbytes(4), random.expovariate(1), random.triangular(), random.betavariate(1, 2), random.normalvariate(), random.vonmisesvariate(1, 1), random.paretovariate(2), random.weibullvariate(1, 2), random.gammavariate(2, 1))
for s in [
    'random.choice([])', 'random.randint(5, 1)', 'random.sample([1], 2)', 'random.sample({1, 2}, 1)',
    'random.randrange(0)', 'random.randrange(1.5)', 'random.choices([], k=1)', 'random.seed([1])',
    'random.choices([1], weights=[0])', 'random.shuffle((1, 2))',
    'random.sample([1, 2, 3], k=2, counts=[1, 1, 1])', 'random.getrandbits(-1)',
    'random.randrange(1, 5, 0)', 'random.choice({1: 2})',
]:
    try:
        print(s, eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, e)
r = random.Random('str')
st = r.getstate()
a = r.random()
r.setstate(st)
print(a == r.random(), a)
