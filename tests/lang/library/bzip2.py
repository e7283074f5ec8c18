"""bz2 and _bz2: whole texts, pieces, files, faults."""
import bz2, copy, io, os, pickle, random, tempfile

r = random.Random(1)
data = bytes(r.randrange(20) for i in range(200000))
packed = bz2.compress(data)
print(len(packed), bz2.decompress(packed) == data, bz2.decompress(packed + packed) == data * 2)
for level in (1, 5, 9):
    print(level, len(bz2.compress(b"abc" * 50000, level)))
print(bz2.compress(b""), bz2.decompress(bz2.compress(b"")))

decompressor, out, at, calls = bz2.BZ2Decompressor(), b"", 0, 0
while not decompressor.eof:
    calls += 1
    if decompressor.needs_input:
        out += decompressor.decompress(packed[at:at + 1000], 777)
        at += 1000
    else:
        out += decompressor.decompress(b"", 777)
print(out == data, calls, decompressor.needs_input, decompressor.unused_data)

decompressor = bz2.BZ2Decompressor()
print(decompressor.decompress(b"", max_length=0), decompressor.decompress(data=bytearray(bz2.compress(b"hello") + b"rest")))
print(decompressor.eof, decompressor.unused_data, decompressor.needs_input)
decompressor = bz2.BZ2Decompressor()
print(decompressor.decompress(memoryview(packed), 0), decompressor.needs_input)
print(len(decompressor.decompress(packed, -1)), decompressor.eof, len(decompressor.unused_data))

compressor = bz2.BZ2Compressor(2)
parts = [compressor.compress(data[i:i + 5000]) for i in range(0, len(data), 5000)]
parts.append(compressor.flush())
print(bz2.decompress(b"".join(parts)) == data, sum(map(bool, parts)))


def fault(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


fault(bz2.BZ2Compressor, 0)
fault(bz2.BZ2Compressor, 10)
fault(bz2.BZ2Compressor, "a")
fault(bz2.BZ2Compressor, 9, 9)
fault(bz2.BZ2Compressor, compresslevel=3)
fault(bz2.BZ2Decompressor, 3)
fault(bz2.BZ2Decompressor, a=3)
fault(compressor.compress, b"x")
fault(compressor.flush)
fault(compressor.compress)
fault(compressor.compress, "x")
fault(decompressor.decompress, b"")
fault(decompressor.decompress, "x")
fault(decompressor.decompress)
fault(bz2.BZ2Decompressor().decompress, b"BZhxxxxxxxxxxxxxxxxxx")
fault(bz2.BZ2Decompressor().decompress, packed[:5000] + b"\0" * 200 + packed[5200:])
fault(bz2.decompress, packed[:-3])
fault(bz2.decompress, b"no")
fault(setattr, decompressor, "eof", True)
fault(pickle.dumps, decompressor)
fault(copy.copy, compressor)
fault(type, "S", (bz2.BZ2Compressor,), {})

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.bz2")
    with bz2.open(path, "wt", encoding="utf-8", newline="\n") as f:
        for i in range(3000):
            f.write(f"line {i} é\n")
    with bz2.open(path, "at", encoding="utf-8") as f:
        f.write("last\n")
    with bz2.open(path, "rt", encoding="utf-8") as f:
        lines = f.readlines()
    print(len(lines), lines[7], lines[-1])
    with bz2.BZ2File(path) as f:
        print(f.readline(), f.read(5), f.tell(), f.seek(100), f.read(10), f.seek(-5, 2), f.read(), f.peek(1))
        print(f.readable(), f.writable(), f.seekable())
        f.seek(0)
        print(sum(len(l) for l in f), f.seek(3), f.read1(4))
        buffer = bytearray(8)
        print(f.readinto(buffer), buffer)
    fault(f.read)
    fault(bz2.open, path, "rwb")
    try:
        bz2.BZ2File(path, "x")
    except FileExistsError as e:
        print(e.strerror)
    with bz2.BZ2File(io.BytesIO(packed[:100])) as f:
        fault(f.read)
