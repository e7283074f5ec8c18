"""Bytes as text."""

__all__ = ["b64encode", "b64decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode",
           "urlsafe_b64decode", "b16encode", "b16decode"]

_alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_values = {c: i for i, c in enumerate(_alphabet)}


def b64encode(s, altchars=None):
    data = bytes(s)
    out = bytearray()
    for i in range(0, len(data), 3):
        part = data[i:i + 3]
        n = int.from_bytes(part + bytes(3 - len(part)), "big")
        out += bytes((_alphabet[n >> 18], _alphabet[n >> 12 & 63], _alphabet[n >> 6 & 63],
                      _alphabet[n & 63]))
        if len(part) < 3:
            out[len(part) - 3:] = b"=" * (3 - len(part))
    result = bytes(out)
    return result.translate(bytes.maketrans(b"+/", altchars)) if altchars else result


def b64decode(s, altchars=None, validate=False):
    data = s.encode("ascii") if isinstance(s, str) else bytes(s)
    if altchars:
        altchars = altchars.encode("ascii") if isinstance(altchars, str) else altchars
        data = data.translate(bytes.maketrans(altchars, b"+/"))
    import binascii
    out, n, count, pad = bytearray(), 0, 0, 0
    for c in data:
        v = _values.get(c)
        if c == 61:
            pad += 1
            if count >= 2 and count + pad >= 4:
                break
            continue
        if v is None:
            if validate:
                raise binascii.Error("Only base64 data is allowed")
            continue
        pad = 0
        n = n << 6 | v
        count += 1
        if count == 4:
            out += n.to_bytes(3, "big")
            n = count = 0
    if count == 1:
        chars = len(out) // 3 * 4 + 1
        raise binascii.Error("Invalid base64-encoded string: number of data characters "
                             f"({chars}) cannot be 1 more than a multiple of 4")
    if count and count + pad < 4:
        raise binascii.Error("Incorrect padding")
    if count == 2:
        out.append(n >> 4)
    elif count == 3:
        out += (n >> 2).to_bytes(2, "big")
    return bytes(out)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return bytes(s).hex().upper().encode("ascii")


def b16decode(s, casefold=False):
    import binascii
    text = s if isinstance(s, str) else bytes(s).decode("ascii", "replace")
    if casefold:
        text = text.upper()
    if any(c not in "0123456789ABCDEF" for c in text):
        raise binascii.Error("Non-base16 digit found")
    return bytes.fromhex(text)
