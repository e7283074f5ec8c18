"""cmath: every function over ordinary, huge, tiny, signed-zero, infinite and nan arguments."""
import cmath

inf, nan = cmath.inf, cmath.nan
FUNCTIONS = [
    "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "log", "log10",
    "sin", "sinh", "sqrt", "tan", "tanh", "phase", "polar", "isfinite", "isinf", "isnan",
]
SPECIAL = [-inf, -2.0, -0.0, 0.0, 0.5, inf, nan]
ORDINARY = [-3.25, -1.0, -0.7, -1e-9, 0.0, 1e-320, 1e-160, 0.3, 1.0, 2.5, 20.0]
HUGE = [-1.7e308, -800.0, -709.0, 709.5, 1e155, 1.7e308]


def attempt(function, *arguments, **named):
    try:
        return repr(function(*arguments, **named))
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


for name in FUNCTIONS:
    function = getattr(cmath, name)
    for values in (SPECIAL, ORDINARY, HUGE):
        for real in values:
            for imaginary in values:
                z = complex(real, imaginary)
                print(name, z, attempt(function, z))

for length in SPECIAL + [1e308]:
    for angle in SPECIAL + [3.0, 4.0, 1e308]:
        print("rect", length, angle, attempt(cmath.rect, length, angle))

for z in (0, 1, 2, 8j, -4 + 3j, inf, complex(0, inf), nan):
    for base in (0, 1, 2, 10, 1j, -2.5 + 1j, inf, nan):
        print("log", z, base, attempt(cmath.log, z, base))


class Number:
    def __complex__(self):
        return 3 + 4j


class Wrong:
    def __complex__(self):
        return "3"


class Float:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 9


class Sub(complex):
    def __complex__(self):
        return 5 + 0j


for value in (Number(), Wrong(), Float(), Index(), Sub(4), True, 10**400, "1", None, [], b"4"):
    for name in ("sqrt", "log", "phase", "polar", "isnan"):
        print(name, type(value).__name__, attempt(getattr(cmath, name), value))

for arguments in ((1,), ("a", 1), (1j, 1), (1, 1j), (1, 2, 3)):
    print("rect", arguments, attempt(cmath.rect, *arguments))

CLOSE = [
    ((1, 1), {}), ((1, 1 + 1e-10j), {}), ((1, 1 + 1e-8j), {}), ((0, 1e-12), {}),
    ((0, 1e-12), {"abs_tol": 1e-9}), ((1, 2), {"rel_tol": 0.5}), ((1, 2), {"rel_tol": 0.4}),
    ((inf, inf), {}), ((inf, -inf), {}), ((inf, 1e308), {}), ((nan, nan), {}),
    ((complex(inf, 1), complex(inf, 1)), {}), ((1, 1), {"rel_tol": -1}),
    ((1, 1), {"abs_tol": -0.5}), ((1, "x"), {}),
]
for arguments, named in CLOSE:
    print("isclose", arguments, named, attempt(cmath.isclose, *arguments, **named))

for name in ("pi", "e", "tau", "inf", "infj", "nan", "nanj"):
    print(name, repr(getattr(cmath, name)))
print(sorted(n for n in dir(cmath) if not n.startswith("__")))
