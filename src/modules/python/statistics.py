"""Averages and spread."""

import math
from fractions import Fraction

__all__ = ["StatisticsError", "mean", "fmean", "geometric_mean", "harmonic_mean", "median", "median_low",
           "median_high", "mode", "multimode", "pstdev", "pvariance", "stdev", "variance", "quantiles",
           "correlation", "covariance"]


class StatisticsError(ValueError):
    pass


def _exact(data):
    """The values as a list, their exact sum, and the type of the result."""
    values = list(data)
    kind = int
    for value in values:
        cls = type(value)
        if cls in (int, bool):
            continue
        if cls is float or kind in (int, bool):
            kind = cls
    if any(isinstance(v, float) and not math.isfinite(v) for v in values):
        return values, sum(values), float
    return values, sum(map(Fraction, values), Fraction(0)), kind


def _convert(value, kind):
    if type(value) is kind or isinstance(value, float):
        return value
    if issubclass(kind, int):
        return value.numerator if value.denominator == 1 else float(value)
    return kind(value)


def mean(data):
    """The arithmetic mean."""
    values, total, kind = _exact(data)
    if not values:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / len(values), kind)


def fmean(data, weights=None):
    """The mean as a float, fast."""
    values = list(data)
    if weights is not None:
        weights = list(weights)
        if len(values) != len(weights):
            raise StatisticsError("data and weights must be the same length")
        total = math.fsum(weights)
        if not total:
            raise StatisticsError("sum of weights must be non-zero")
        return math.fsum([a * b for a, b in zip(values, weights)]) / total
    if not values:
        raise StatisticsError("fmean requires at least one data point")
    return math.fsum(values) / len(values)


def geometric_mean(data):
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive "
                              "numbers") from None


def harmonic_mean(data, weights=None):
    values = list(data)
    if not values:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if any(v < 0 for v in values):
        raise StatisticsError("harmonic mean does not support negative values")
    if any(v == 0 for v in values):
        return 0
    weights = [1] * len(values) if weights is None else list(weights)
    kind = _exact(values)[2]
    return _convert(sum(weights) / sum([Fraction(w) / Fraction(v) for v, w in zip(values, weights)]),
                    float if kind is int else kind)


def median(data):
    """The middle value."""
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def mode(data):
    """The most common value, the first of them."""
    counts = _counts(data)
    if not counts:
        raise StatisticsError("no mode for empty data")
    return max(counts, key=counts.get)


def multimode(data):
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def _squares(data, center):
    values, total, kind = _exact(data)
    if not values:
        return 0, Fraction(0), kind
    middle = total / len(values) if center is None else Fraction(center)
    return len(values), sum([(Fraction(v) - middle) ** 2 for v in values], Fraction(0)), kind


def variance(data, xbar=None):
    n, squares, kind = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(squares / (n - 1), kind)


def pvariance(data, mu=None):
    n, squares, kind = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(squares / n, kind)


def _root(value):
    """The square root of a fraction, rounded once."""
    n, d = value.numerator, value.denominator
    shift = max(0, 2 * 60 - (n.bit_length() - d.bit_length()))
    shift += shift % 2
    scaled, rest = divmod(n << shift, d)
    root = math.isqrt(scaled)
    if rest or root * root != scaled:
        root |= 1
    return math.ldexp(root, -shift // 2) if root.bit_length() < 1000 else float(Fraction(root, 1 << shift // 2))


def stdev(data, xbar=None):
    n, squares, kind = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(squares / (n - 1))


def pstdev(data, mu=None):
    n, squares, kind = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(squares / n)


def quantiles(data, *, n=4, method="exclusive"):
    """Cut points that divide the data into n parts."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    for i in range(1, n):
        if method == "inclusive":
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        elif method == "exclusive":
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        else:
            raise ValueError(f"Unknown method: {method!r}")
    return result


def _pairs(x, y, name):
    if len(x) != len(y):
        raise StatisticsError(f"{name} requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(f"{name} requires at least two data points")
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    return [a - mx for a in x], [b - my for b in y]


def covariance(x, y, /):
    dx, dy = _pairs(x, y, "covariance")
    return math.fsum([a * b for a, b in zip(dx, dy)]) / (len(x) - 1)


def correlation(x, y, /):
    dx, dy = _pairs(x, y, "correlation")
    sxy = math.fsum([a * b for a, b in zip(dx, dy)])
    sxx, syy = math.fsum([a * a for a in dx]), math.fsum([b * b for b in dy])
    if not sxx * syy:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / math.sqrt(sxx * syy)
