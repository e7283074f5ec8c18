"""io: streams that do not wait, signals in the middle of a write, and threads while one waits for a pipe."""
import io
import os
import signal
import threading

reader, writer = os.pipe()
os.set_blocking(reader, False)
os.set_blocking(writer, False)
raw = io.FileIO(reader, closefd=False)
print(raw.read(), raw.read(5), raw.readinto(bytearray(3)), raw.readall())
buffered = io.BufferedReader(raw)
print(buffered.read(), buffered.read(3), buffered.readinto(bytearray(2)), buffered.readline(), buffered.peek())
os.write(writer, b"abcdef")
print(buffered.read(4), buffered.read(4), buffered.read(4))

out = io.FileIO(writer, "w", closefd=False)
total = 0
while True:
    count = out.write(b"x" * 65536)
    if count is None:
        break
    total += count
print(total > 0, out.write(b"y"))
stream = io.BufferedWriter(out, 16)
print(stream.write(b"0123456789"))
try:
    stream.write(b"0123456789")
except BlockingIOError as error:
    print(error.errno == 11, error.strerror, error.characters_written)
try:
    stream.flush()
except BlockingIOError as error:
    print(error.args)
rest = len(raw.readall())
print(rest == total)
stream.flush()
print(raw.readall())


class Dribble(io.RawIOBase):
    """Takes and gives a few bytes at a time, and nothing in between."""

    def __init__(self, *parts):
        self.parts, self.taken = list(parts), []

    def readable(self):
        return True

    writable = readable

    def readinto(self, target):
        part = self.parts.pop(0) if self.parts else b""
        if not isinstance(part, bytes):
            return part
        target[:len(part)] = part
        return len(part)

    def write(self, data):
        if len(self.taken) % 2:
            self.taken.append(None)
            return None
        self.taken.append(bytes(data[:3]))
        return min(3, len(data))


source = io.BufferedReader(Dribble(b"ab", None, b"cd", None, b"e"), 8)
print(source.read(1), source.read(9), source.read(9), source.read(9), source.read(9))
for answer in (100, -5, "text"):
    source = io.BufferedReader(Dribble(answer), 8)
    try:
        source.read(3)
    except OSError as error:
        print(error, type(error.__cause__).__name__)
sink = Dribble()
stream = io.BufferedWriter(sink, 8)
stream.write(b"abcdefg")
try:
    stream.write(b"hijklmnopq")
except BlockingIOError as error:
    print(error.characters_written, sink.taken)
sink.taken = []
try:
    stream.close()
except BlockingIOError as error:
    print("close:", error.characters_written, stream.closed)
for size in (-2, -100):
    try:
        io.BufferedReader(Dribble()).read(size)
    except ValueError as error:
        print(error)
for cls in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
    for method in ("read", "write", "flush"):
        if hasattr(cls, method) and (method == "flush" or (method == "read") != (cls is io.BufferedWriter)):
            try:
                getattr(cls.__new__(cls), method)(*[b"x"] * (method == "write"))
            except ValueError as error:
                print(cls.__name__, method, error)

# A handler that raises stops a write that waits.
pipe_reader, pipe_writer = os.pipe()
signal.signal(signal.SIGALRM, lambda number, frame: 1 / 0)
stream = open(pipe_writer, "wb", closefd=False)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    stream.write(b"z" * (1 << 20))
except ZeroDivisionError as error:
    print(error)
os.close(pipe_writer)
try:
    stream.close()
except OSError:
    pass
os.close(pipe_reader)

# Files on a pipe let other threads run.
pipe_reader, pipe_writer = os.pipe()
got = []


def drain():
    with open(pipe_reader, "rb") as file:
        got.append(len(file.read()))


thread = threading.Thread(target=drain)
thread.start()
with open(pipe_writer, "w") as file:
    for _ in range(40):
        file.write("w" * 10000)
thread.join()
print(got)
