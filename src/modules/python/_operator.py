"""What modules of the standard library import from under operator."""

from operator import *


def _compare_digest(a, b, /):
    """a == b for bytes or ASCII text, in a time that depends on the length of b alone."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a, b = a.encode(), b.encode()
    a, b = _bytes(a), _bytes(b)
    difference = len(a) ^ len(b)
    for x, y in zip(b if difference else a, b):
        difference |= x ^ y
    return difference == 0


def _bytes(data):
    try:
        return memoryview(data).tobytes()
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None
