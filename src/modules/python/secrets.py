"""Random values that nobody can foresee."""

import os

__all__ = ["choice", "randbelow", "randbits", "token_bytes", "token_hex", "token_urlsafe", "compare_digest"]


def randbits(k):
    """An int with k random bits."""
    size = (k + 7) // 8
    return int.from_bytes(os.urandom(size), "big") >> size * 8 - k


def randbelow(exclusive_upper_bound):
    """A random int in [0, n)."""
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    bits = exclusive_upper_bound.bit_length()
    while True:
        value = randbits(bits)
        if value < exclusive_upper_bound:
            return value


def choice(seq):
    return seq[randbelow(len(seq))]


def token_bytes(nbytes=None):
    return os.urandom(32 if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    import base64
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def compare_digest(a, b):
    """Equality in a time that does not depend on where the first difference is."""
    if isinstance(a, str):
        a, b = a.encode("ascii"), b.encode("ascii")
    result = len(a) ^ len(b)
    for x, y in zip(a, b):
        result |= x ^ y
    return result == 0
