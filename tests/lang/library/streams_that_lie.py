# Raw streams written in Python that answer nonsense: an error, never a position or bytes that are not there.
import io


class Liar(io.RawIOBase):
    def readable(self):
        return True

    writable = seekable = readable

    def readinto(self, buffer):
        return len(buffer) * 5

    def write(self, data):
        return len(data) * 2

    def seek(self, position, whence=0):
        return -123

    def tell(self):
        return -123


def show(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(error if isinstance(error, OSError) and "position" in str(error) else "refused")


for kind in io.BufferedReader, io.BufferedWriter:
    stream = kind(Liar(), 5)
    show(stream.tell)
    show(stream.seek, 0)
    if kind is io.BufferedReader:
        show(stream.read, 10)
        show(stream.read1, 3)
        show(stream.peek)
        show(stream.readline)
    else:
        show(stream.write, b"abcdef")
    stream.close = lambda: None
