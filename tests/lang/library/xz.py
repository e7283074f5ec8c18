"""lzma and _lzma: containers, filters, pieces, files, faults."""
import copy, io, lzma, os, pickle, random, tempfile
import _lzma

r = random.Random(2)
data = bytes(r.randrange(20) for i in range(100000))
for kwargs in ({}, {"preset": 0}, {"preset": 9 | lzma.PRESET_EXTREME}, {"format": lzma.FORMAT_ALONE},
               {"check": lzma.CHECK_NONE}, {"check": lzma.CHECK_SHA256},
               {"filters": [{"id": lzma.FILTER_DELTA, "dist": 5}, {"id": lzma.FILTER_LZMA2, "preset": 7}]},
               {"filters": [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 65536,
                             "lc": 2, "lp": 1, "pb": 1, "mode": lzma.MODE_NORMAL, "nice_len": 32,
                             "mf": lzma.MF_BT3, "depth": 10}]},
               {"format": lzma.FORMAT_ALONE, "filters": [{"id": lzma.FILTER_LZMA1}]}):
    packed = lzma.compress(data, **kwargs)
    decompressor = lzma.LZMADecompressor()
    print(len(packed), decompressor.check, decompressor.decompress(packed) == data, decompressor.check,
          decompressor.eof, decompressor.needs_input)
chain = [{"id": lzma.FILTER_LZMA2, "preset": 3}]
raw = lzma.compress(data, lzma.FORMAT_RAW, filters=chain)
print(len(raw), lzma.decompress(raw, lzma.FORMAT_RAW, filters=chain) == data)

packed = lzma.compress(data)
print(lzma.decompress(packed + packed) == data * 2, lzma.decompress(packed, memlimit=1 << 26) == data)
decompressor, out, at, calls = lzma.LZMADecompressor(), b"", 0, 0
while not decompressor.eof:
    calls += 1
    if decompressor.needs_input:
        out += decompressor.decompress(packed[at:at + 1000], 777)
        at += 1000
    else:
        out += decompressor.decompress(b"", 777)
print(out == data, calls, decompressor.needs_input, decompressor.unused_data)
decompressor = lzma.LZMADecompressor()
print(decompressor.decompress(bytearray(lzma.compress(b"hello") + b"rest")), decompressor.unused_data, decompressor.eof)
compressor = lzma.LZMACompressor()
parts = [compressor.compress(data[i:i + 5000]) for i in range(0, len(data), 5000)] + [compressor.flush()]
print(lzma.decompress(b"".join(parts)) == data)


def fault(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        print(result if not isinstance(result, (lzma.LZMACompressor, lzma.LZMADecompressor)) else "an object")
    except Exception as e:
        print(type(e).__name__, e)


C, D = lzma.LZMACompressor, lzma.LZMADecompressor
for args, kwargs in (((99,), {}), ((1, 99), {}), ((), {"preset": 100}), ((2, 4), {}), ((3,), {}),
                     ((), {"preset": 1, "filters": []}), ((), {"filters": []}), ((), {"filters": 3}),
                     ((), {"filters": [3]}), ((), {"filters": [{}]}), ((), {"filters": [{"id": 1}]}),
                     ((), {"filters": [{"id": 0x21, "x": 1}]}), ((), {"filters": [{"id": 0x21, "preset": "a"}]}),
                     ((), {"filters": [{"id": 0x21, "dict_size": -1}]}),
                     ((), {"filters": [{"id": 0x21, "preset": 77}]}), ((), {"filters": [{"id": 0x21}] * 5}),
                     ((), {"filters": [{"id": 3}]}), ((), {"filters": [{"id": 3, "dist": 1, "y": 3}]}),
                     ((), {"filters": [{"id": 4, "start_offset": 1, "y": 3}]}), ((), {"filters": [{"id": "x"}]}),
                     ((), {"filters": [{"id": 1 << 70}]}), ((2,), {"filters": [{"id": 0x21}]}), (("a",), {}),
                     ((), {"preset": "a"}), ((), {"preset": 1 << 40}), ((), {"preset": -1}), ((), {"check": "a"}),
                     ((), {"foo": 1}), ((1, 1, 1, [], 3), {})):
    fault(C, *args, **kwargs)
for args, kwargs in (((1,), {"memlimit": 10}), ((3,), {}), ((1,), {"filters": []}), ((3, 10), {"filters": []}),
                     ((9,), {}), ((), {"memlimit": "x"}), ((), {"memlimit": -1})):
    fault(D, *args, **kwargs)
fault(D(memlimit=10).decompress, packed)
fault(D().decompress, b"x" * 30)
fault(D().decompress, packed[:20] + b"aaaa" + packed[24:])
fault(D(lzma.FORMAT_ALONE).decompress, b"x" * 30)
fault(decompressor.decompress, b"")
fault(decompressor.decompress, "a")
fault(compressor.flush)
fault(compressor.compress, b"")
fault(compressor.compress, "a")
fault(lzma.decompress, packed[:-3])
fault(setattr, decompressor, "check", 1)
fault(pickle.dumps, decompressor)
fault(copy.copy, compressor)
fault(type, "S", (C,), {})
for check in (0, 1, 4, 10, 5, 15, 99, "x"):
    fault(lzma.is_check_supported, check)
for spec in ({"id": 0x21}, {"id": 0x21, "dict_size": 1 << 20, "lc": 1}, {"id": 3, "dist": 7}, {"id": 4},
             {"id": 4, "start_offset": 8}, {"id": lzma.FILTER_LZMA1}, {"id": 77}):
    fault(_lzma._encode_filter_properties, spec)
for number, props in ((0x21, b"\x16"), (3, b"\x06"), (4, b"\x08\0\0\0"), (lzma.FILTER_LZMA1, b"]\0\0\x80\0"),
                      (4, b"a"), (99, b"a"), ("x", b"a")):
    fault(_lzma._decode_filter_properties, number, props)
print([(name, getattr(_lzma, name)) for name in dir(_lzma) if name.isupper()])
print(lzma.LZMAError.__mro__, lzma.LZMAError.__doc__)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.xz")
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as f:
        for i in range(3000):
            f.write(f"line {i} é\n")
    with lzma.open(path, "at", encoding="utf-8") as f:
        f.write("last\n")
    with lzma.open(path, "rt", encoding="utf-8") as f:
        lines = f.readlines()
    print(len(lines), lines[7], lines[-1])
    with lzma.LZMAFile(path) as f:
        print(f.readline(), f.read(5), f.tell(), f.seek(100), f.read(10), f.seek(-5, 2), f.read(), f.peek(1))
        f.seek(0)
        print(sum(len(l) for l in f))
    fault(f.read)
    fault(lzma.open, path, "rwb")
    fault(lzma.LZMAFile, path, "w", format=lzma.FORMAT_XZ, check=77)
    with lzma.LZMAFile(io.BytesIO(packed[:100])) as f:
        fault(f.read)
