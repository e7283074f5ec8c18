"""Printing of nested data on several lines."""

import sys

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def saferepr(object):
    return PrettyPrinter()._repr(object, {}, 0)


def isreadable(object):
    return not isrecursive(object)


def isrecursive(object):
    return "<Recursion on" in saferepr(object)


def _key(pair):
    return _Safe(pair[0] if isinstance(pair, tuple) else pair)


class _Safe:
    """Compares anything: by type and address where < is not defined."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth = indent, width, depth
        self._stream = stream
        self._compact, self._sort, self._underscore = compact, sort_dicts, underscore_numbers

    def pprint(self, object):
        (self._stream or sys.stdout).write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = []
        self._format(object, out, 0, 0, {}, 0)
        return "".join(out)

    def _recursion(self, object):
        return "<Recursion on %s with id=%s>" % (type(object).__name__, id(object))

    def _repr(self, object, context, level):
        cls = type(object)
        plain = cls.__repr__
        if cls is int and self._underscore:
            return f"{object:_d}"
        if cls is dict or plain is dict.__repr__:
            if not object:
                return "{}"
            if self._depth and level >= self._depth:
                return "{...}"
            if id(object) in context:
                return self._recursion(object)
            context[id(object)] = 1
            items = sorted(object.items(), key=_key) if self._sort else object.items()
            text = "{%s}" % ", ".join(["%s: %s" % (self._repr(k, context, level + 1),
                                                   self._repr(v, context, level + 1))
                                       for k, v in items])
            del context[id(object)]
            return text
        if plain is list.__repr__ or plain is tuple.__repr__:
            if plain is list.__repr__:
                form = "[%s]"
                if not object:
                    return "[]"
            else:
                if not object:
                    return "()"
                form = "(%s,)" if len(object) == 1 else "(%s)"
            if self._depth and level >= self._depth:
                return form % "..."
            if id(object) in context:
                return self._recursion(object)
            context[id(object)] = 1
            text = form % ", ".join([self._repr(o, context, level + 1) for o in object])
            del context[id(object)]
            return text
        return repr(object)

    def _format(self, object, out, indent, allowance, context, level):
        if id(object) in context:
            out.append(self._recursion(object))
            return
        rep = self._repr(object, context, level)
        if len(rep) > self._width - indent - allowance:
            plain = type(object).__repr__
            context[id(object)] = 1
            done = self._split(object, plain, out, indent, allowance, context, level + 1)
            del context[id(object)]
            if done:
                return
        out.append(rep)

    def _split(self, object, plain, out, indent, allowance, context, level):
        if plain is dict.__repr__:
            out.append("{" + " " * (self._indent - 1))
            items = sorted(object.items(), key=_key) if self._sort else list(object.items())
            self._pairs(items, out, indent, allowance + 1, context, level)
            out.append("}")
        elif plain is list.__repr__:
            out.append("[")
            self._items(list(object), out, indent, allowance + 1, context, level)
            out.append("]")
        elif plain is tuple.__repr__:
            out.append("(")
            end = ",)" if len(object) == 1 else ")"
            self._items(list(object), out, indent, allowance + len(end), context, level)
            out.append(end)
        elif plain is set.__repr__ or plain is frozenset.__repr__:
            if not object:
                return False
            if type(object) is set:
                start, end = "{", "}"
            else:
                start, end = type(object).__name__ + "({", "})"
                indent += len(type(object).__name__) + 1
            out.append(start)
            self._items(sorted(object, key=_Safe), out, indent, allowance + len(end), context, level)
            out.append(end)
        elif plain is str.__repr__ and object:
            return self._text(object, out, indent, allowance, level)
        elif hasattr(type(object), "__dataclass_fields__") and hasattr(plain, "__wrapped__"):
            name = type(object).__name__
            fields = [(f.name, getattr(object, f.name))
                      for f in type(object).__dataclass_fields__.values()
                      if f.repr and str(f._field_type) == "_FIELD"]
            out.append(name + "(")
            inner = indent + len(name) + 1
            for i, (key, value) in enumerate(fields):
                last = i == len(fields) - 1
                out.append(key + "=")
                self._format(value, out, inner + len(key) + 1, allowance if last else 1, context, level)
                if not last:
                    out.append(",\n" + " " * inner)
            out.append(")")
        else:
            return False
        return True

    def _pairs(self, items, out, indent, allowance, context, level):
        indent += self._indent
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            rep = self._repr(key, context, level)
            out.append(rep + ": ")
            self._format(value, out, indent + len(rep) + 2, allowance if last else 1, context, level)
            if not last:
                out.append(",\n" + " " * indent)

    def _items(self, items, out, indent, allowance, context, level):
        indent += self._indent
        if self._indent > 1:
            out.append((self._indent - 1) * " ")
        separator = ""
        width = room = self._width - indent + 1
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                width -= allowance
                room -= allowance
            if self._compact:
                rep = self._repr(item, context, level)
                size = len(rep) + 2
                if width < size:
                    width = room
                    if separator:
                        separator = ",\n" + " " * indent
                if width >= size:
                    width -= size
                    out.append(separator + rep)
                    separator = ", "
                    continue
            out.append(separator)
            separator = ",\n" + " " * indent
            self._format(item, out, indent, allowance if last else 1, context, level)

    def _text(self, object, out, indent, allowance, level):
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = last_room = self._width - indent
        for i, line in enumerate(lines):
            if i == len(lines) - 1:
                last_room -= allowance
            rep = repr(line)
            if len(rep) <= (last_room if i == len(lines) - 1 else room):
                chunks.append(rep)
                continue
            import re
            parts = re.findall(r"\S*\s*", line)
            parts.pop()
            current, limit = "", room
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1:
                    limit -= allowance
                if len(repr(candidate)) > limit:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(chunks[0])
            return True
        if level == 1:
            out.append("(")
        out.append(("\n" + " " * indent).join(chunks))
        if level == 1:
            out.append(")")
        return True
