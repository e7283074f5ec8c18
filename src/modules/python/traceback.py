"""Tracebacks as text and as data."""

import sys
import _traceback

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
           "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
           "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
           "TracebackException", "walk_stack", "walk_tb", "print_list"]

_sentinel = object()


class FrameSummary:
    """One place of a traceback."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals",
                 "_text")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self._text = None
        self.locals = {k: repr(v) for k, v in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            import linecache
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __len__(self):
        return 4

    def __repr__(self):
        return "<FrameSummary file {}, line {} in {}>".format(self.filename, self.lineno, self.name)


def walk_stack(f):
    """Frames and lines from f outwards."""
    if f is None:
        f = sys._getframe().f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Frames and lines of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        found = list(frame_gen)
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
        if limit is not None:
            found = found[:limit] if limit >= 0 else found[limit:]
        return klass(FrameSummary(f.f_code.co_filename, lineno, f.f_code.co_name,
                                  locals=f.f_locals if capture_locals else None)
                     for f, lineno in found)

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for item in a_list:
            if not isinstance(item, FrameSummary):
                filename, lineno, name, line = item
                item = FrameSummary(filename, lineno, name, line=line)
            result.append(item)
        return result

    def format_frame_summary(self, item):
        if item._text is not None and not item.locals:
            return item._text
        text = '  File "{}", line {}, in {}\n'.format(item.filename, item.lineno, item.name)
        if item.line:
            text += "    {}\n".format(item.line)
        if item.locals:
            for name, value in sorted(item.locals.items()):
                text += "    {name} = {value}\n".format(name=name, value=value)
        return text

    def format(self):
        """The entries as text; long repetitions are counted."""
        result, last, count = [], None, 0

        def flush():
            if count > 3:
                extra = count - 3
                result.append(f"  [Previous line repeated {extra} more "
                              f"time{'s' if extra > 1 else ''}]\n")
        for item in self:
            key = (item.filename, item.lineno, item.name)
            if key != last:
                flush()
                last, count = key, 0
            count += 1
            if count <= 3:
                result.append(self.format_frame_summary(item))
        flush()
        return result


def extract_tb(tb, limit=None):
    result = StackSummary.extract(walk_tb(tb), limit=limit)
    if limit is None and tb is not None:
        texts = format_tb(tb)
        if len(texts) == len(result):
            for item, text in zip(result, texts):
                item._text = text
    return result


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    for item in format_list(extracted_list):
        print(item, file=file or sys.stderr, end="")


def format_tb(tb, limit=None):
    if limit is not None:
        return extract_tb(tb, limit).format()
    if tb is None:
        return []
    entries = []
    for line in _traceback.format(Exception(), tb, False).splitlines(True)[1:-1]:
        if line.startswith("  File ") or line.startswith("  [Previous"):
            entries.append(line)
        else:
            entries[-1] += line
    return entries


def print_tb(tb, limit=None, file=None):
    for item in format_tb(tb, limit):
        print(item, file=file or sys.stderr, end="")


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit), file)


def _value(exc, value):
    if value is _sentinel:
        return exc
    return value


def _text(exc, value, tb, limit, chain):
    value = _value(exc, value)
    if value is None:
        return "NoneType: None\n"
    if tb is _sentinel:
        tb = value.__traceback__
    if limit is not None:
        before = ""
        cause, context = value.__cause__, value.__context__
        if chain and cause is not None:
            before = _text(cause, cause, cause.__traceback__, limit, True) + (
                "\nThe above exception was the direct cause of the following exception:\n\n")
        elif chain and context is not None and not value.__suppress_context__:
            before = _text(context, context, context.__traceback__, limit, True) + (
                "\nDuring handling of the above exception, another exception occurred:\n\n")
        found = extract_tb(tb)
        found = StackSummary(found[:limit] if limit >= 0 else found[limit:])
        stack = [before] + found.format()
        if tb is not None:
            stack.insert(1, "Traceback (most recent call last):\n")
        return "".join(stack + format_exception_only(value))
    return _traceback.format(value, tb, bool(chain))


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    """The lines that would be printed."""
    text = _text(exc, value, tb, limit, chain)
    lines = []
    for line in text.splitlines(True):
        if lines and line.startswith("    ") and lines[-1].startswith(("  File ", "    ")):
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def format_exception_only(exc, /, value=_sentinel):
    value = _value(exc, value)
    if value is None:
        return ["NoneType: None\n"]
    return _traceback.format(value, None, False).splitlines(True)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True):
    print(_text(exc, value, tb, limit, chain), file=file or sys.stderr, end="")


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exc_info()[1], limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    print_exception(sys.last_value, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class TracebackException:
    """What is needed to print an exception later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, _seen=None):
        self.exc_type = exc_type
        self.stack = StackSummary.extract(walk_tb(exc_traceback), limit=limit,
                                          capture_locals=capture_locals)
        self._str = str(exc_value)
        self._texts = {True: format_exception(exc_value, exc_value, exc_traceback),
                       False: format_exception(exc_value, exc_value, exc_traceback, chain=False)}
        self._only = format_exception_only(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = exc_value.__suppress_context__
        seen = _seen or set()
        seen.add(id(exc_value))

        def inner(e):
            if e is None or id(e) in seen:
                return None
            return TracebackException(type(e), e, e.__traceback__, limit=limit, _seen=seen)
        self.__cause__ = inner(exc_value.__cause__)
        self.__context__ = inner(exc_value.__context__)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def format_exception_only(self):
        yield from self._only

    def format(self, *, chain=True):
        yield from self._texts[bool(chain)]

    def print(self, *, file=None, chain=True):
        for line in self.format(chain=chain):
            print(line, file=file or sys.stderr, end="")
