# Sums, products, quotients, comparisons, texts of drawn numbers in drawn contexts: a checksum of all results and flags.
import random
import zlib
from decimal import *

rng = random.Random(20)
MODES = [ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_05UP]
SPECS = [".2f", ",.3f", "12.1f", ".0f", ",.0f", "30,.5f", ".10f", "", "e", "g", ".3g", "+.2f", "010.2f"]


def number():
    digits = rng.choice([1, 2, 3, 5, 9, 17, 19, 20, 30, 38, 60, 150])
    text = "".join([rng.choice("0123456789" if rng.random() < 0.7 else "059") for _ in range(digits)])
    if rng.random() < 0.4:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + "." + text[at:]
        if text == ".":
            text = "0"
    if rng.random() < 0.4:
        text += rng.choice("eE") + str(rng.randrange(-30, 30))
    value = Decimal(rng.choice(["", "-", "+"]) + text)
    return value if rng.random() < 0.9 else rng.choice([Decimal(0), Decimal("-0"), Decimal("NaN"), Decimal("-Infinity"),
                                                        Decimal("0E-5"), Decimal("-0E+7"), Decimal("9" * 28)])


def attempt(operation, *values):
    try:
        return str(operation(*values))
    except (ArithmeticError, ValueError, TypeError) as error:
        return f"{type(error).__name__} {error}"


OPERATIONS = [
    ("+", lambda a, b: a + b), ("-", lambda a, b: a - b), ("*", lambda a, b: a * b), ("/", lambda a, b: a / b),
    ("//", lambda a, b: a // b), ("%", lambda a, b: a % b), ("neg", lambda a, b: -a), ("pos", lambda a, b: +a),
    ("abs", lambda a, b: abs(a)), ("==", lambda a, b: a == b), ("<", lambda a, b: a < b), (">=", lambda a, b: a >= b),
    ("hash", lambda a, b: hash(a) == hash(b)), ("bool", lambda a, b: bool(a)), ("quantize", lambda a, b: a.quantize(b)),
    ("max", lambda a, b: max(a, b)), ("int +", lambda a, b: 3 + a - 10 ** 12), ("int /", lambda a, b: 1 / a),
    ("fma", lambda a, b: a.fma(b, a)), ("same", lambda a, b: Decimal(str(a)) == a), ("tuple", lambda a, b: a.as_tuple()),
]
for name, operation in OPERATIONS:
    checksum = 0
    for turn in range(250):
        context = Context(prec=rng.choice([1, 2, 5, 9, 28, 28, 28, 50, 120]), rounding=rng.choice(MODES),
                          Emax=rng.choice([999999, 40, 7]), Emin=rng.choice([-999999, -40, -7]),
                          clamp=rng.choice([0, 0, 0, 1]), traps=rng.choice([[], [InvalidOperation, DivisionByZero],
                                                                            [Inexact, InvalidOperation], [Rounded]]))
        if name == "//":  # a quotient beyond the exponents is another matter
            context.Emax, context.clamp = 999999, 0
        setcontext(context)
        a, b = number(), number()
        text = f"{a!r} {b!r} {attempt(operation, a, b)}"
        if "decimal." not in text:  # what is set before a trapped signal is raised is not the same
            text += f" {sorted(s.__name__ for s, on in context.flags.items() if on)}"
        checksum = zlib.crc32(text.encode(), checksum)
    print(name, checksum)
setcontext(Context())
checksum = 0
for turn in range(600):
    value, spec = number(), rng.choice(SPECS)
    getcontext().rounding = rng.choice(MODES)
    checksum = zlib.crc32(f"{value!r} {value} {spec} {attempt(format, value, spec)}".encode(), checksum)
    if value.is_finite():
        checksum = zlib.crc32(str(hash(value)).encode(), checksum)
print("texts", checksum)
