"""os: several buffers in one call, data between descriptors, events."""
import os
import array
import tempfile


def show(function, *args, **kwargs):
    try:
        print(function.__name__, "->", function(*args, **kwargs))
    except (OSError, TypeError, ValueError, OverflowError, BufferError) as error:
        print(function.__name__, type(error).__name__, getattr(error, "errno", None) or error)


with tempfile.TemporaryFile() as file:
    fd = file.fileno()
    show(os.writev, fd, [b"one ", bytearray(b"two "), memoryview(b"three"), array.array("B", [33])])
    os.lseek(fd, 0, os.SEEK_SET)
    parts = [bytearray(3), bytearray(5), bytearray(30)]
    show(os.readv, fd, parts)
    print(parts)
    show(os.pwritev, fd, [b"ONE"], 0)
    show(os.pwritev, fd, [b"TWO", b"!"], 4)
    first, second = bytearray(4), bytearray(6)
    show(os.preadv, fd, (first, second), 0)
    print(first, second)
    show(os.preadv, fd, [bytearray(4)], 100)
    show(os.preadv, fd, [bytearray(4)], -1)
    show(os.readv, fd, [b"read-only"])
    show(os.readv, fd, 5)
    show(os.writev, fd, 5)
    show(os.writev, fd, ["text"])
    show(os.writev, -1, [b"x"])
    numbers = array.array("i", [0, 0])
    show(os.preadv, fd, [numbers], 0)
    numbers.append(3)  # released again
    print(numbers.tobytes()[:8])

    read_end, write_end = os.pipe()
    os.lseek(fd, 0, os.SEEK_SET)
    show(os.splice, fd, write_end, 7)
    print(os.read(read_end, 100))
    show(os.splice, fd, write_end, 4, offset_src=4)
    print(os.read(read_end, 100))
    show(os.splice, fd, write_end, -1)
    os.close(read_end)
    os.close(write_end)

event = os.eventfd(3)
show(os.eventfd_read, event)
show(os.eventfd_write, event, 2 ** 40)
show(os.eventfd_write, event, 2)
show(os.eventfd_read, event)
show(os.eventfd_write, event, -1)
show(os.eventfd_write, event, 2 ** 64)
show(os.eventfd_write, event, "1")
os.close(event)
