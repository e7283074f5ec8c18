"""Attributes that programs put on streams."""
import gc, io, os, sys, tempfile, weakref

path = tempfile.mktemp()
for make in (lambda: open(path, "w"), lambda: open(path, "wb"), lambda: open(path, "rb"),
             lambda: open(path, "rb", 0), lambda: open(path, "r+b"), io.BytesIO, io.StringIO):
    stream = make()
    stream.x = 1
    stream.itself = stream
    print(type(stream).__name__, stream.x, sorted(set(stream.__dict__) - {"mode", "name"}))
    del stream.x
    try:
        stream.x
    except AttributeError as error:
        print(error)
    try:
        stream.closed = 1
    except AttributeError as error:
        print("closed:", type(error).__name__)
    try:
        stream.__dict__ = {"y": 5}
    except AttributeError as error:
        print(str(error).partition(" of ")[0])
    stream.__dict__["y"] = 5
    print(stream.y)
    stream.itself = stream
    stream.close()
    gone = weakref.ref(stream)
    del stream
    gc.collect()
    print(gone())


class Mine(io.StringIO):
    pass


class Slotted(io.BytesIO):
    __slots__ = ("a",)


class Raw(io.FileIO):
    def __init__(self, *args):
        super().__init__(*args)
        self.extra = [self]


m = Mine("text")
m.z = 2
print(m.read(), m.__dict__, Mine.__dict__.get("__dict__") is None)
s = Slotted(b"ab")
s.a = 3
s.b = 4
print(s.a, s.b, s.read(), s.__dict__)
r = Raw(path, "rb")
print(r.extra[0] is r, r.readall())
gone = weakref.ref(r)
r.close()
del r
gc.collect()
print(gone())
sys.stdout.note = "kept"
print(sys.stdout.note)
os.unlink(path)
