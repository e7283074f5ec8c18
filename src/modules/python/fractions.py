"""Rational numbers."""

import math
from numbers import Rational

__all__ = ["Fraction"]


class Fraction(Rational):
    """A numerator over a denominator, in lowest terms."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if isinstance(numerator, (int, Fraction)):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
                return self
            if isinstance(numerator, float) or hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if isinstance(numerator, str):
                self._numerator, self._denominator = _parse(numerator)
                return self
            raise TypeError("argument should be a string or a Rational instance")
        if isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
        g = math.gcd(numerator, denominator)
        if denominator < 0:
            g = -g
        self._numerator, self._denominator = numerator // g, denominator // g
        return self

    @classmethod
    def from_float(cls, f):
        return cls(*f.as_integer_ratio())

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The closest fraction with a denominator of at most max_denominator."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            if q0 + a * q1 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q0 + a * q1
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        one, two = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return two if abs(two - self) <= abs(one - self) else one

    def __repr__(self):
        return "%s(%s, %s)" % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return "%s/%s" % (self._numerator, self._denominator)

    def __add__(a, b):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e + m * d, d * e), lambda x, y: x + y)

    def __sub__(a, b):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e - m * d, d * e), lambda x, y: x - y)

    def __mul__(a, b):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * m, d * e), lambda x, y: x * y)

    def __truediv__(a, b):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e, d * m), lambda x, y: x / y)

    def __floordiv__(a, b):
        return _operate(a, b, lambda n, d, m, e: n * e // (d * m), lambda x, y: x // y)

    def __mod__(a, b):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e % (m * d), d * e), lambda x, y: x % y)

    def __divmod__(a, b):
        return a // b, a % b

    def __radd__(b, a):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e + m * d, d * e), lambda x, y: x + y)

    def __rsub__(b, a):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e - m * d, d * e), lambda x, y: x - y)

    def __rmul__(b, a):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * m, d * e), lambda x, y: x * y)

    def __rtruediv__(b, a):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e, d * m), lambda x, y: x / y)

    def __rfloordiv__(b, a):
        return _operate(a, b, lambda n, d, m, e: n * e // (d * m), lambda x, y: x // y)

    def __rmod__(b, a):
        return _operate(a, b, lambda n, d, m, e: Fraction(n * e % (m * d), d * e), lambda x, y: x % y)

    def __pow__(a, b):
        if isinstance(b, (int, Fraction)):
            if b.denominator == 1:
                power = b.numerator
                if power >= 0:
                    return Fraction(a._numerator ** power, a._denominator ** power)
                return Fraction(a._denominator ** -power, a._numerator ** -power)
            return float(a) ** float(b)
        return float(a) ** b

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        return a ** float(b)

    def __pos__(a):
        return Fraction(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction(abs(a._numerator), a._denominator)

    def __int__(a):
        return int(a.__trunc__())

    def __float__(a):
        return a._numerator / a._denominator

    def __trunc__(a):
        return -(-a._numerator // a._denominator) if a._numerator < 0 else a._numerator // a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or rest * 2 == self._denominator and floor % 2 == 0:
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, 2 ** 61 - 1)
        except ValueError:
            value = 314159
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(a, b):
        if isinstance(b, (int, Fraction)):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, float):
            return float("nan") != b and not math.isinf(b) and not math.isnan(b) and a == Fraction(b)
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, (int, Fraction)):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return op(0.0, other)
            return op(self, Fraction(other))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, lambda x, y: x < y)

    def __gt__(a, b):
        return a._compare(b, lambda x, y: x > y)

    def __le__(a, b):
        return a._compare(b, lambda x, y: x <= y)

    def __ge__(a, b):
        return a._compare(b, lambda x, y: x >= y)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _parse(text):
    import re
    m = re.fullmatch(r"\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(?:_\d+)*)(?:(?:/(?P<denom>\d+(?:_\d+)*))?|"
                     r"(?:\.(?P<decimal>\d*|\d+(?:_\d+)*))?(?:[eE](?P<exp>[-+]?\d+))?)\s*", text)
    if m is None:
        raise ValueError("Invalid literal for Fraction: %r" % text)
    numerator, denominator = int(m["num"] or "0"), 1
    if m["denom"]:
        denominator = int(m["denom"])
    else:
        if m["decimal"]:
            scale = 10 ** len(m["decimal"].replace("_", ""))
            numerator = numerator * scale + int(m["decimal"])
            denominator *= scale
        if m["exp"]:
            exponent = int(m["exp"])
            if exponent >= 0:
                numerator *= 10 ** exponent
            else:
                denominator *= 10 ** -exponent
    if denominator == 0:
        raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
    g = math.gcd(numerator, denominator)
    return (-numerator if m["sign"] == "-" else numerator) // g, denominator // g


def _operate(a, b, exact, other):
    if isinstance(a, (int, Fraction)) and isinstance(b, (int, Fraction)):
        return exact(a.numerator, a.denominator, b.numerator, b.denominator)
    if isinstance(b, (float, complex)):
        return other(float(a), b)
    if isinstance(a, (float, complex)):
        return other(a, float(b))
    return NotImplemented
