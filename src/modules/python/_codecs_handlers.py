"""The error handlers of codecs, as functions that a program can look up and call."""


def _refuse(error):
    raise TypeError(f"don't know how to handle {type(error).__name__} in error callback")


def strict_errors(error):
    """Implements the 'strict' error handling: raises the error."""
    if isinstance(error, BaseException):
        raise error
    raise TypeError("codec must pass exception instance")


def ignore_errors(error):
    """Implements the 'ignore' error handling: leaves out what cannot be translated."""
    if not isinstance(error, (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
        _refuse(error)
    return "", error.end


def replace_errors(error):
    """Implements the 'replace' error handling: a replacement marker for what cannot be translated."""
    if isinstance(error, UnicodeEncodeError):
        return "?" * (error.end - error.start), error.end
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.end
    if isinstance(error, UnicodeTranslateError):
        return "\ufffd" * (error.end - error.start), error.end
    _refuse(error)


def _part(error):
    return error.object[error.start:error.end]


def xmlcharrefreplace_errors(error):
    """Implements the 'xmlcharrefreplace' error handling: XML character references."""
    if not isinstance(error, UnicodeEncodeError):
        _refuse(error)
    return "".join(f"&#{ord(c)};" for c in _part(error)), error.end


def _escape(number):
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def backslashreplace_errors(error):
    """Implements the 'backslashreplace' error handling: backslashed escapes."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in _part(error)), error.end
    if not isinstance(error, (UnicodeEncodeError, UnicodeTranslateError)):
        _refuse(error)
    return "".join(_escape(ord(c)) for c in _part(error)), error.end


def namereplace_errors(error):
    r"""Implements the 'namereplace' error handling: \N{...} escapes."""
    if not isinstance(error, UnicodeEncodeError):
        _refuse(error)
    from unicodedata import name
    parts = []
    for c in _part(error):
        text = name(c, None)
        parts.append("\\N{" + text + "}" if text else _escape(ord(c)))
    return "".join(parts), error.end


def _unit(encoding):
    """The bytes of a unit, and their order, in which this encoding writes; (0, "") if not a utf."""
    name = encoding.lower().replace("_", "-").replace("-", "")
    if name.startswith("utf8") or name == "cp65001":
        return 3, "utf8"
    for size, start in ((2, "utf16"), (4, "utf32")):
        if name.startswith(start):
            return size, "big" if name.endswith("be") else "little"
    return 0, ""


def surrogatepass_errors(error):
    if isinstance(error, UnicodeEncodeError):
        size, order = _unit(error.encoding)
        out = b""
        for c in _part(error):
            number = ord(c)
            if not size or not 0xd800 <= number <= 0xdfff:
                raise error
            if order == "utf8":
                out += bytes((0xe0 | number >> 12, 0x80 | number >> 6 & 63, 0x80 | number & 63))
            else:
                out += number.to_bytes(size, order)
        return out, error.end
    if not isinstance(error, UnicodeDecodeError):
        _refuse(error)
    size, order = _unit(error.encoding)
    part = error.object[error.start:error.start + size] if size else b""
    number = 0
    if len(part) == size:
        if order == "utf8":
            if part[0] & 0xf0 == 0xe0 and part[1] & 0xc0 == part[2] & 0xc0 == 0x80:
                number = (part[0] & 15) << 12 | (part[1] & 63) << 6 | part[2] & 63
        else:
            number = int.from_bytes(part, order)
    if not 0xd800 <= number <= 0xdfff:
        raise error
    return chr(number), error.start + size


def surrogateescape_errors(error):
    if isinstance(error, UnicodeEncodeError):
        part = _part(error)
        if not all(0xdc80 <= ord(c) <= 0xdcff for c in part):
            raise error
        return bytes(ord(c) - 0xdc00 for c in part), error.end
    if not isinstance(error, UnicodeDecodeError):
        _refuse(error)
    out = ""
    for byte in error.object[error.start:min(error.end, error.start + 4)]:
        if byte < 0x80:
            break
        out += chr(0xdc00 + byte)
    if not out:
        raise error
    return out, error.start + len(out)


handlers = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
    "namereplace": namereplace_errors, "surrogatepass": surrogatepass_errors,
    "surrogateescape": surrogateescape_errors,
}
