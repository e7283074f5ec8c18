"""marshal.loads of bytes that nothing wrote."""
import io
import marshal


def show(function, *arguments):
    try:
        print(arguments, repr(function(*arguments))[:200])
    except BaseException as error:
        print(arguments, type(error).__name__, error)


for data in (b"", b"i", b"[", b"q", b"0", b"r\0\0\0\0", b"(\xff\xff\xff\xff", b"[\1\0\0\0",
             b"l\1\0\0\0\0\0", b"l\1\0\0\0\xff\xff", b"l\0\0\0\0", "abc", b"a\4\0\0\0ab", b"u\2\0\0\0\xff\xff",
             b"z\2\xff\xfe", b"s\xff\xff\xff\xff", b"f\0031.5", b"f\003abc", b"x\0011\0012", b"g\0\0",
             b"{Ni\1\0\0\0", b"{Ni\1\0\0\0N0", b"{N0", b"{[\0\0\0\0N0", b"<\1\0\0\0[\0\0\0\0", b"[\1\0\0\x000",
             b"I\1\0\0\0\0\0\0\0", b"S", b"NN", b"?", b"{r\0\0\0\0N0", b"[\1\0\0\0?", b"\xdb\1\0\0\0r\0\0\0\0",
             b"y" + b"\0" * 16, b"l\3\0\0\0\1\0\1\0\0\0", b"z", b")", b"f", b"z\5ab", b"y\0",
             b"l\1", b"s\1", b"{", b"<\1\0\0\0", b"<\xff\xff\xff\xff", b"[\xff\xff\xff\xff", b"a\xff\xff\xff\xff",
             b"u\xff\xff\xff\xff", b"l\0\0\0\x80", b"I\0\0", b"x\0010", b")\0010", b"<\1\0\0\x000",
             b"\xbc\1\0\0\0r\0\0\0\0", b"\xbe\1\0\0\0r\0\0\0\0", b"\xfbr\0\0\0\0N0", b"\xceN", b"[\2\0\0\0\xceN",
             b"[\2\0\0\0\xe9\1\0\0\0r\0\0\0\0", b"\xdb\2\0\0\0\xe9\1\0\0\0r\1\0\0\0", b"A\2\0\0\0ab",
             b"t\2\0\0\0\xc3\xa9", b"R\0\0\0\0", b"f\0", b"f\5 1.5 ", b"f\3_1_", b"f\3inf", memoryview(b"T"),
             bytearray(b"F")):
    show(marshal.loads, bytes(data) if isinstance(data, (memoryview, bytearray)) else data)
show(marshal.dumps)
show(marshal.dumps, 1, "a")
show(marshal.dumps, 1, 2, 3)
show(marshal.load, 3)
show(marshal.dump, 1, 3)


class Reader:
    def __init__(self, data):
        self.file = io.BytesIO(data)

    def __repr__(self):
        return type(self).__name__

    def read(self, size):
        return self.file.read(size)


class TooMuch(Reader):
    def readinto(self, buffer):
        return self.file.readinto(buffer) + 5


class Text(Reader):
    def read(self, size):
        return ""


class Fails(Reader):
    def readinto(self, buffer):
        if len(buffer) > 1:
            raise KeyError("no more")
        return self.file.readinto(buffer)


show(marshal.load, Reader(b"N"))
show(marshal.load, TooMuch(b"i\1\0\0\0"))
show(marshal.load, Text(b"N"))
show(marshal.load, Fails(b"i\1\0\0\0"))
data = marshal.dumps([1, 2.5, "text", b"bytes", (None, {"a": {1, 2}}, 10**20)])
for size in range(len(data)):
    try:
        print(marshal.loads(data[:size]))
    except (EOFError, ValueError, TypeError) as error:
        print(size, type(error).__name__, error)
