"""bz2, lzma, zlib: what a decompressor says of damaged data, at the first call and at those after."""
import bz2
import lzma
import zlib

damaged = bytes.fromhex(
    "425a6839314159265359000000000000007fffff00000000000000000000000000000000000000000000000000"
    "e0370000000000000000000000000000000000000000000000000000000000000000000000000083f3")
whole = bz2.compress(b"text " * 100)
for data in (damaged, b"BZh9nonsense that is long enough", whole[:20] + b"\xff" * 8 + whole[28:]):
    decompressor = bz2.BZ2Decompressor()
    for attempt in (data, b"\0" * 18, whole, b""):
        try:
            print(len(decompressor.decompress(attempt)))
        except (OSError, ValueError, EOFError) as error:
            print(type(error).__name__, error)
        print(decompressor.eof, decompressor.needs_input, decompressor.unused_data)
decompressor = bz2.BZ2Decompressor()
print(decompressor.decompress(whole + b"rest")[:5], decompressor.unused_data)
try:
    decompressor.decompress(b"more")
except EOFError as error:
    print(error)

decompressor = lzma.LZMADecompressor()
for attempt in (b"\xfd7zXZ\x00\x00\x04" + b"x" * 50, b"y" * 20):
    try:
        decompressor.decompress(attempt)
    except lzma.LZMAError as error:
        print(error)
decompressor = zlib.decompressobj()
for attempt in (b"x\x9c" + b"\xff" * 20, b"y" * 20):
    try:
        decompressor.decompress(attempt)
    except zlib.error as error:
        print(error)
