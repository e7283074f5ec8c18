import struct
cases = [("<i", (5,)), (">hHbB?", (-2, 65535, -128, 255, True)), ("<qQ", (-2**63, 2**64 - 1)), ("fd", (1.5, -2.25)), (">f", (3.14,)), ("3s5sx", (b"ab", b"abcdefg")), ("4p", (b"abcdef",)), ("c2c", (b"a", b"b", b"c")), ("ihb", (1, 2, 3)), ("bi", (1, 2)), ("=bi", (1, 2)), ("bq", (1, 2)), ("e", (1.5,)), ("<e", (65504.0,)), ("<3e", (0.1, 1e-7, float("inf"))), ("lL", (1, 2)), ("<lL", (1, 2)), ("nN", (-1, 1)), ("P", (4096,)), (" i  h ", (1, 2)), ("", ()), ("0i", ()), ("!I", (0xdeadbeef,))]
for fmt, values in cases:
    data = struct.pack(fmt, *values)
    print(fmt, data, struct.calcsize(fmt), struct.unpack(fmt, data))
for f in (lambda: struct.pack("b", 200), lambda: struct.pack("B", -1), lambda: struct.pack("<h", 40000), lambda: struct.pack("<I", -1), lambda: struct.pack("i", 2**31), lambda: struct.pack("i", "x"), lambda: struct.pack("f", "x"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("s", "x"), lambda: struct.pack("ii", 1), lambda: struct.unpack("i", b"abc"), lambda: struct.calcsize("z"), lambda: struct.calcsize("3"), lambda: struct.pack("f", 1e300), lambda: struct.unpack_from("i", b"abc"), lambda: struct.iter_unpack("i", b"abc")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
s = struct.Struct("<ih"); print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)), list(s.iter_unpack(s.pack(1, 2) * 3)), s.unpack_from(b"zz" + s.pack(5, 6), 2))
b = bytearray(8); struct.pack_into("<i", b, 2, 7); print(b, struct.unpack_from("<i", b, offset=2), list(struct.iter_unpack("<H", b"abcd")))
