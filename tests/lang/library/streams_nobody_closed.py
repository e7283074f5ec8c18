"""io: what becomes of streams that nobody closed, and of errors while closing."""
import gc
import io
import os
import tempfile
import warnings

path = os.path.join(tempfile.mkdtemp(), "file")
warnings.simplefilter("always")
events = []


def check(label, make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = make()
        del value
        gc.collect()
    print(label, [str(each.message).replace(path, "PATH") for each in caught], events)
    events.clear()


check("text", lambda: open(path, "w"))
check("bytes", lambda: open(path, "rb"))
check("raw", lambda: open(path, "rb", buffering=0))
check("with", lambda: open(path).__enter__().close())
descriptor = os.open(path, os.O_RDONLY)
check("borrowed", lambda: open(descriptor, closefd=False))
os.close(descriptor)
for arguments in ({"encoding": "no-such"}, {"buffering": 0}, {"newline": "x"}):
    def refused():
        try:
            open(path, **arguments)
        except (LookupError, ValueError) as error:
            events.append(str(error))
    check("refused", refused)


class Noted(io.RawIOBase):
    def __del__(self):
        events.append("del")
        super().__del__()

    def close(self):
        events.append("close")
        super().close()

    def flush(self):
        events.append("flush")
        super().flush()

    def writable(self):
        return True

    def write(self, data):
        events.append(bytes(data))
        return len(data)


class NotedWriter(io.BufferedWriter):
    def __del__(self):
        events.append("writer del")
        super().__del__()

    def flush(self):
        events.append("writer flush")
        super().flush()


class Plain(io.TextIOBase):
    def close(self):
        events.append("text close")
        super().close()


check("own raw", Noted)
check("own text", Plain)
check("own writer", lambda: NotedWriter(Noted()).write(b"data"))
check("layers", lambda: io.TextIOWrapper(io.BufferedWriter(Noted()), "ascii").write("text"))
cycle = io.TextIOWrapper(io.BytesIO())
raw = io.BytesIO()
wrapper = io.TextIOWrapper(raw, "ascii")
wrapper.write("kept")
del wrapper
print(raw.closed)


def failing(text):
    def fail():
        raise OSError(text)
    return fail


raw = Noted()
stream = io.BufferedWriter(raw)
raw.close, stream.flush = failing("close"), failing("flush")
try:
    stream.close()
except OSError as error:
    print(error, "after", error.__context__, stream.closed)
del raw.close
try:
    stream.close()
except OSError as error:
    print(error, "after", error.__context__, stream.closed)
raw = io.BufferedWriter(Noted())
text = io.TextIOWrapper(raw, "ascii")
raw.close, text.flush = failing("close"), failing("flush")
try:
    text.close()
except OSError as error:
    print(error, "after", error.__context__, text.closed)
del raw.close, text.flush
text.close()
file = open(path, "wb", buffering=0)
file.flush = failing("flush")
try:
    file.close()
except OSError as error:
    print(error, file.closed)
events.clear()


class Mixed(io.BufferedIOBase):
    def read(self, size):
        return b"12345"

    read1 = read


target = bytearray(6)
print(Mixed().readinto(target), Mixed().readinto1(target), target)
for bad in (bytearray(3), b"read-only"):
    try:
        Mixed().readinto(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
os.unlink(path)
os.rmdir(os.path.dirname(path))
