# Only what may be written to is written to.
import array
import io
import struct


def attempt(target):
    source = io.BytesIO(b"ZZZZ")
    try:
        print(source.readinto(target))
    except TypeError as error:
        print("TypeError:", str(error)[:60])


constant = b"abcdef"
attempt(constant)
attempt(memoryview(constant))
attempt(memoryview(bytearray(b"abc")).toreadonly())
room = bytearray(3)
attempt(memoryview(room))
print(room, constant)
numbers = array.array("b", [1, 2, 3])
attempt(numbers)
print(numbers)
struct.pack_into("<h", numbers, 1, 770)
print(numbers)
try:
    struct.pack_into("<h", memoryview(constant), 0, 5)
except TypeError as error:
    print("TypeError")
view = memoryview(bytearray(b"0123456789"))


class Releases:
    def __index__(self):
        view.release()
        return 4


part = view[:Releases()]
print(bytes(part))
try:
    view[0]
except ValueError as error:
    print(error)
