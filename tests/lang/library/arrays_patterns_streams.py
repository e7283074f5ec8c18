# Arrays in files and pickles, patterns of odd forms, streams that are copied, classes that cannot be called.
import array
import collections.abc
import copy
import io
import itertools
import pickle
import re


def show(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


file = io.BytesIO()
numbers = array.array("h", range(-3, 4))
numbers.tofile(file)
file.seek(0)
read = array.array("h")
show(read.fromfile, file, 5)
print(read)
show(read.fromfile, file, 5)
print(read)
show(read.fromfile, file, -1)
show(array.array("b").fromfile, io.StringIO("x"), 1)
print(array.array("d", array.array("i", [1, 2])), array.array("B", array.array("H", [1, 2])))
show(array.array, "i", array.array("u", "ab"))
show(array.array, "b", array.array("i", [1000]))
for code in "bBuhHiIlLqQfd":
    items = array.array(code, "ab" if code == "u" else [1, 2])
    for protocol in range(6):
        same = pickle.loads(pickle.dumps(items, protocol))
        assert same == items and same.typecode in (code, "lL"[code == "Q"] if code in "qQ" else code)
    print(items.__reduce_ex__(3)[1][1:], items.__reduce_ex__(2)[1])
print(isinstance(numbers, collections.abc.MutableSequence))

for pattern, text, flags in [
        ("\u212a", "k", re.I), ("k", "\u212a", re.I), ("[a-z]", "\u212a", re.I), ("s", "\u017f", re.I),
        ("\ufb05", "\ufb06", re.I), ("[\u0430-\u045f]", "\u1c80", re.I), ("[\u1c80]", "\u0432", re.I),
        ("\u0131", "i", re.I), ("\u03c3", "\u03c2", re.I), ("[\u03c2]", "\u03a3", re.I),
        ("k", "\u212a", re.I | re.A), (r"(?:(a)|(x))b(?=(?(2)x|c))c", "abc", 0),
        (r"(a)b(?=(?(2)b|x))(c)", "abc", 0), ("# words\n(?i)A", "a", re.X), ("(?i)(?s).", "\n", 0),
        (r"\N{EM DASH}", "\u2014", 0), (r"[\N{EM DASH}-\N{HORIZONTAL BAR}]", "\u2015", 0),
        (r"\Ab", "ab", 0), ("^b", "a\nb", re.M)]:
    print(ascii(pattern), re.search(pattern, text, flags) and re.search(pattern, text, flags).span())
for pattern in [r"\N{nope}", r"\N", r"\N{", "(?(3)a|b)", "a(?i)b", "(?:(?i)a)", "|(?i)a", r"(?<=(a)\1)b"]:
    show(re.compile, pattern)
print(repr(re.match("a*", "a" * 100)), re.compile("x", 0x123000), re.A | re.I | re.DEBUG)
print(pickle.loads(pickle.dumps(re.compile("a", re.I))), copy.deepcopy([re.compile(b"a")]))
scanner = re.compile("(a)|b").scanner("xaab")
print([scanner.search().span() for _ in range(3)], scanner.search(), scanner.pattern)
print(re.compile("a").scanner("ab").match(), re.compile("a").scanner("ba").match())
for cls in [re.Pattern, re.Match, type(re.compile("").scanner("")), type(iter(numbers))]:
    show(object.__new__, cls)
    show(cls)

for stream in io.BytesIO(b"one two"), io.StringIO("one\ntwo\n", newline="\r\n"):
    stream.seek(3)
    stream.note = "kept"
    for twin in (pickle.loads(pickle.dumps(stream)),):
        print(type(twin), twin.tell(), repr(twin.getvalue()), repr(twin.read()), twin.note)
    print(stream.__getstate__())
    show(stream.__setstate__, 3)
    show(stream.__setstate__, stream.__getstate__()[:1] + ("", "x", None))
for cls in io.FileIO, io.TextIOWrapper, io.BytesIO, io.RawIOBase:
    print(cls.__mro__)
print(isinstance(io.StringIO(), io.TextIOBase), issubclass(io.BufferedReader, io.IOBase), io.IOBase.__class__)


class Zeros(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = bytes(len(buffer))
        return len(buffer)


print(io.BufferedReader(Zeros()).read(5), isinstance(Zeros(), io.IOBase))
