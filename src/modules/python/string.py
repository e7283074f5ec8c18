"""Constants and templates for text."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits",
           "octdigits", "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Every word with a capital."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class _Chain:
    def __init__(self, first, second):
        self.first, self.second = first, second

    def __getitem__(self, key):
        try:
            return self.first[key]
        except KeyError:
            return self.second[key]


class Template:
    """Text with $names in it."""

    delimiter = "$"
    idpattern = "(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = 2

    def __init__(self, template):
        self.template = template

    @classmethod
    def _compiled(cls):
        found = cls.__dict__.get("_pattern_cache")
        if found is None:
            import re
            text = getattr(cls, "pattern", None)
            if text is None:
                delim, id = re.escape(cls.delimiter), cls.idpattern
                text = (rf"{delim}(?:(?P<escaped>{delim})|(?P<named>{id})|"
                        rf"{{(?P<braced>{cls.braceidpattern or id})}}|(?P<invalid>))")
            found = cls._pattern_cache = re.compile(text, re.IGNORECASE | re.VERBOSE)
        return found

    def _invalid(self, mo):
        i = mo.start("invalid")
        lines = self.template[:i].splitlines(keepends=True)
        if not lines:
            colno = lineno = 1
        else:
            colno = i - len("".join(lines[:-1]))
            lineno = len(lines)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (lineno, colno))

    def _mapping(self, args, kws):
        if not args:
            return kws
        return _Chain(kws, args[0]) if kws else args[0]

    def substitute(self, /, *args, **kws):
        """The text with every name replaced."""
        mapping = self._mapping(args, kws)

        def convert(mo):
            named = mo.group("named") or mo.group("braced")
            if named is not None:
                return str(mapping[named])
            if mo.group("escaped") is not None:
                return self.delimiter
            if mo.group("invalid") is not None:
                self._invalid(mo)
        return self._compiled().sub(convert, self.template)

    def safe_substitute(self, /, *args, **kws):
        """The same; what is not known stays."""
        mapping = self._mapping(args, kws)

        def convert(mo):
            named = mo.group("named") or mo.group("braced")
            if named is not None:
                try:
                    return str(mapping[named])
                except KeyError:
                    return mo.group()
            if mo.group("escaped") is not None:
                return self.delimiter
            return mo.group()
        return self._compiled().sub(convert, self.template)

    def get_identifiers(self):
        """The valid names, in order."""
        ids = []
        for mo in self._compiled().finditer(self.template):
            named = mo.group("named") or mo.group("braced")
            if named is not None and named not in ids:
                ids.append(named)
        return ids

    def is_valid(self):
        """Are all placeholders well formed?"""
        return all(mo.group("invalid") is None for mo in self._compiled().finditer(self.template))


def _parse_format(text):
    """(literal, field, spec, conversion) for each replacement field."""
    literal, i, n = "", 0, len(text)
    while i < n:
        c = text[i]
        if c in "{}" and text[i + 1:i + 2] == c:
            literal += c
            i += 2
            yield literal, None, None, None
            literal = ""
            continue
        if c == "}":
            raise ValueError("Single '}' encountered in format string")
        if c != "{":
            literal += c
            i += 1
            continue
        depth, start = 1, i + 1
        i += 1
        if i >= n:
            raise ValueError("Single '{' encountered in format string")
        while i < n and depth:
            depth += (text[i] == "{") - (text[i] == "}")
            i += 1
        if depth:
            raise ValueError("expected '}' before end of string")
        field, conversion, spec = text[start:i - 1], None, ""
        bracket = 0
        for k, ch in enumerate(field):
            if ch == "[":
                bracket += 1
            elif ch == "]":
                bracket -= 1
            elif ch in "!:" and bracket <= 0:
                rest = field[k:]
                field = field[:k]
                if rest[0] == "!":
                    if len(rest) < 2:
                        raise ValueError("end of string while looking for conversion specifier")
                    conversion, rest = rest[1], rest[2:]
                    if rest and rest[0] != ":":
                        raise ValueError("expected ':' after conversion specifier")
                spec = rest[1:]
                break
        yield literal, field, spec, conversion
        literal = ""
    if literal:
        yield literal, None, None, None


class Formatter:
    """str.format in parts that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, depth, auto_index=0):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field is None:
                continue
            if field == "" or field[0] in ".[":
                if auto_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic "
                                     "field numbering")
                field = str(auto_index) + field
                auto_index += 1
            elif field.partition(".")[0].partition("[")[0].isdigit():
                if auto_index:
                    raise ValueError("cannot switch from manual field specification to automatic "
                                     "field numbering")
                auto_index = False
            obj, used = self.get_field(field, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_index = self._vformat(spec, args, kwargs, used_args, depth - 1, auto_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        return _parse_format(format_string)

    def get_field(self, field_name, args, kwargs):
        i = 0
        while i < len(field_name) and field_name[i] not in ".[":
            i += 1
        first = field_name[:i]
        first = int(first) if first.isdigit() else first
        obj = self.get_value(first, args, kwargs)
        while i < len(field_name):
            if field_name[i] == ".":
                j = i + 1
                while j < len(field_name) and field_name[j] not in ".[":
                    j += 1
                obj = getattr(obj, field_name[i + 1:j])
            else:
                j = field_name.find("]", i)
                if j < 0:
                    raise ValueError("Missing ']' in format string")
                key = field_name[i + 1:j]
                obj = obj[int(key) if key.isdigit() else key]
                j += 1
            i = j
        return obj, first
