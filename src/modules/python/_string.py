"""The grammar of str.format, for string.Formatter."""


def formatter_parser(text, /):
    """Yield (literal, field, spec, conversion) for each replacement field and escaped brace."""
    if not isinstance(text, str):
        raise TypeError(f"expected str, got {type(text).__name__}")
    return _fields(text)


def _fields(text):
    at, size = 0, len(text)
    while at < size:
        brace = at
        while brace < size and text[brace] not in "{}":
            brace += 1
        literal, at = text[at:brace], brace + 1
        if brace == size:
            yield literal, None, None, None
        elif text[at:at + 1] == text[brace]:
            yield literal + text[brace], None, None, None
            at += 1
        elif text[brace] == "}":
            raise ValueError("Single '}' encountered in format string")
        elif at == size:
            raise ValueError("Single '{' encountered in format string")
        else:
            end = _closing(text, at)
            yield literal, *_parts(text[at:end])
            at = end + 1


def _closing(text, at):
    """The index of the brace that ends the field which starts here."""
    depth = 1
    for index in range(at, len(text)):
        if text[index] == "{":
            depth += 1
        elif text[index] == "}":
            depth -= 1
            if not depth:
                return index
    raise ValueError("expected '}' before end of string")


def _parts(field):
    in_bracket = False
    for index, c in enumerate(field):
        if c == "[":
            in_bracket = True
        elif c == "]":
            in_bracket = False
        elif in_bracket:
            continue
        elif c == "{":
            raise ValueError("unexpected '{' in field name")
        elif c == ":":
            return field[:index], field[index + 1:], None
        elif c == "!":
            rest = field[index + 1:]
            if not rest:
                raise ValueError("end of string while looking for conversion specifier")
            if len(rest) > 1 and rest[1] != ":":
                raise ValueError("expected ':' after conversion specifier")
            return field[:index], rest[2:], rest[0]
    return field, "", None


def formatter_field_name_split(name, /):
    """(first, iterator of (is_attribute, key)) of a field name such as 'a.b[0]'."""
    if not isinstance(name, str):
        raise TypeError(f"expected str, got {type(name).__name__}")
    end = 0
    while end < len(name) and name[end] not in ".[":
        end += 1
    return _key(name[:end]), _lookups(name, end)


def _key(text):
    return int(text) if text.isascii() and text.isdigit() else text


def _lookups(name, at):
    while at < len(name):
        if name[at] == ".":
            end = at + 1
            while end < len(name) and name[end] not in ".[":
                end += 1
            is_attribute, key, after = True, name[at + 1:end], end
        elif name[at] == "[":
            end = name.find("]", at)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            is_attribute, key, after = False, _key(name[at + 1:end]), end + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if key == "":
            raise ValueError("Empty attribute in format string")
        yield is_attribute, key
        at = after
