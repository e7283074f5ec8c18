tests = [
    'bytes()', 'bytes(3)', 'bytes([1,2,300])', 'bytes([1, "a"])', 'bytes("a", "utf-8")',
    'bytes("a", encoding="ascii", errors="x")', 'bytes(b"a", "utf-8")', 'bytes(5, "utf-8")',
    'bytes(errors="x")', 'bytes(encoding="x")', 'bytes(1.5)', 'bytes(None)', 'bytes({1: 2})',
    'bytes(range(5))', 'bytes(x for x in (1, 2))', 'bytes.fromhex("0a 1B ff")', 'bytes.fromhex("0")',
    'bytes.fromhex("zz")', 'bytes.fromhex("0a 1")', 'bytes.fromhex(5)', 'b"\\x00\\xff".hex()',
    'b"abcdef".hex(":")', 'b"abcdef".hex("-", 2)', 'b"abcdef".hex("-", -2)', 'b"abc".hex("--")',
    'b"abc".hex("é")', 'b"abc".hex(b"|")', 'b"abc"[0]', 'b"abc"[0:1]', 'b"abc"[5]', 'b"a" in b"abc"',
    '97 in b"abc"', '256 in b"abc"', '"a" in b"abc"', 'b"abc".find(98)', 'b"abc".find(256)',
    'b"abc".find("a")', 'b"abc".index(b"z")', 'b"abc".index(5)', 'b"abc".count(97)',
    'b"abc".split(b"b")', 'b"abc".split("b")', 'b"abc".split(b"")', 'b" a b ".split()',
    'b"a\\nb\\r\\nc\\x0bd".splitlines()', 'b"abc".replace(b"a", b"xyz")', 'b"abc".replace("a", b"x")',
    'b"abc".join([b"1", bytearray(b"2")])', 'b"abc".join(["a"])', 'b"abc".join([1])',
    'b"abc".translate(None, b"b")', 'b"abc".translate(bytes(range(256))[::-1])',
    'b"abc".translate(b"x")', 'bytes.maketrans(b"ab", b"xy")[97]', 'bytes.maketrans(b"ab", b"x")',
    'b"aBc".upper()', 'b"\\xe9".upper()', 'b"abc def".title()', 'b"abc".capitalize()',
    'b"aB".swapcase()', 'b"abc".isalpha()', 'b"".isalpha()', 'b"1".isdigit()', 'b"\\xb2".isdigit()',
    'b" ".isspace()', 'b"a".isascii()', 'b"abc".startswith((b"a", b"x"))', 'b"abc".startswith("a")',
    'b"abc".startswith(("a",))', 'b"abc".center(7, b"*")', 'b"abc".center(7, "*")',
    'b"abc".ljust(5, b"xx")', 'b"-1".zfill(4)', 'b"a\\tb".expandtabs(2)', 'b"abc".strip(b"a")',
    'b"abc".strip("a")', 'b"abc".partition(b"b")', 'b"abc".partition("b")', 'b"abc".removeprefix(b"a")',
    'b"abc".decode()', 'b"\\xff".decode()', 'b"\\xc3".decode()', 'b"\\xe2\\x82".decode()',
    'b"a\\xffb".decode("ascii")', 'b"\\xff".decode("utf-8", "replace")',
    'b"\\xff".decode("utf-8", "backslashreplace")', 'b"\\xff".decode("utf-8", "surrogateescape")',
    'b"\\xed\\xa0\\x80".decode()', 'b"\\xf4\\x90\\x80\\x80".decode()', 'b"\\xc0\\x80".decode()',
    'b"\\xfe\\xff\\x00a".decode("utf-16")', 'b"a".decode("utf-16")', 'b"\\x00\\xd8".decode("utf-16-le")',
    'b"abc".decode("utf-32")', 'b"\\\\x4".decode("unicode_escape")',
    'b"\\\\u00e9\\\\n".decode("unicode_escape")', 'b"a".decode("hex")', 'b"a".decode(5)', 'b"abc" + "d"',
    'b"abc" + bytearray(b"d")', 'bytearray(b"d") + b"a"', 'b"a" * 3', '3 * b"a"', 'b"a" * "b"',
    'b"a" < b"b"', 'b"a" < "b"', 'b"a" == "a"', 'b"a" == bytearray(b"a")',
    'repr(b"\'\\"\\n\\t\\r\\\\\\x00\\x7f\\xff")', 'bytes(b"abc").__getnewargs__()',
    'hash(b"a") == hash("a")', 'bytearray(b"abc").pop(0)', 'bytearray().pop()',
    'bytearray(b"abc").remove(97)', 'bytearray(b"abc").remove(5)', 'bytearray(b"abc").append(256)',
    'bytearray(b"abc").append("a")', 'bytearray(b"a").extend("b")', 'bytearray(b"a").extend([1.5])',
    'bytearray(b"a").insert(0, 300)', 'bytearray(b"abc").index(b"c", 1, 2)',
    'bytearray(b"abc").reverse()', 'repr(bytearray(b"a"))', 'hash(bytearray())', 'bytearray(3)',
    'bytearray("a")', 'bytearray("é", "latin-1")', 'bytearray([1, 2])[::-1]', 'bytearray(b"abc").copy()',
    'bytearray(b"abc").__reduce__()', 'memoryview(b"abc")[1]',
    'memoryview(b"abc")[::2].tobytes()', 'memoryview(b"abc")[::-1].tolist()', 'memoryview(b"abc").hex()',
    'memoryview(b"abc") == b"abc"', 'memoryview(b"abcd").cast("I")[0]', 'memoryview(b"abc").cast("I")',
    'memoryview(b"abc").cast("zz")', 'memoryview(bytearray(b"abc")).readonly',
    'memoryview(b"abc").nbytes', 'memoryview(b"abc").format', 'memoryview(b"abc").shape',
    'memoryview("a")', 'memoryview(b"a").release()', 'hash(memoryview(b"a")) == hash(b"a")',
    'hash(memoryview(bytearray(b"a")))', 'memoryview(b"abc").toreadonly().obj',
    'len(memoryview(b"abcd").cast("H"))', 'memoryview(b"abcd").cast("H").itemsize',
    'int.from_bytes(b"\\x01\\x02", "big")', 'int.from_bytes(b"\\xff", "big", signed=True)',
    'int.from_bytes([1, 2], "little")', 'int.from_bytes(b"a", "x")', 'int.from_bytes("a")',
    'int.from_bytes(b"\\x01\\x00")', '(1024).to_bytes(2, "big")', '(1024).to_bytes(1, "big")',
    '(-1).to_bytes(1, "big")', '(-1).to_bytes(2, "little", signed=True)', '(5).to_bytes()',
    '(128).to_bytes(1, "big", signed=True)', '(1).to_bytes(-1, "big")', '(0).to_bytes(0, "big")',
    'bytes.__new__(5)', 'bytes.fromhex("é")', 'b"%b" % b"x"', 'bytes(memoryview(b"xyz")[1:])',
    'bytes(bytearray(b"q"))', 'b"".join(5)', 'b"abc".rindex(b"c", 0, 2)', 'b"abc".rfind(b"")',
    'b"abc".endswith(b"")', 'b"a,b".rsplit(b",", 1)', 'b"a".__contains__(b"a")', 'bytearray(b"x") * 2',
    'b"a" in bytearray(b"abc")',
]
for t in tests:
    try:
        print(t, '->', ascii(eval(t))[:150])
    except Exception as e:
        print(t, '->', type(e).__name__, ascii(str(e)))
b = bytearray(b'hello')
m = memoryview(b)
for st in [
    'b.append(1)', 'b.clear()', 'm[0] = 65', 'm[0] = 256', 'm[0] = "a"', 'm[0:2] = b"xy"',
    'm[0:2] = b"xyz"', 'del m[0]', 'm[10] = 1', 'm["a"] = 1', 'm.release()', 'm[0]', 'm.nbytes',
    'repr(m)[:20]', 'b.append(1)', 'b[1:3] = b"12345"', 'b[::2] = b"abcde"', 'b[::2] = b"a"',
    'del b[::2]', 'b += b"z"', 'b *= 2', 'b += "a"', 'b[0:0] = [1, 2]', 'b[0:1] = 5', 'b[:] = b""',
    'b[0] = 1', 'b.extend(range(5))', 'b[5:1] = b"q"', 'b.insert(-100, 9)', 'b[-1] = 0', 'b.pop(-2)',
    'b.remove(0)',
]:
    try:
        try:
            print(st, eval(st))
        except SyntaxError:
            exec(st)
            print(st)
    except Exception as e:
        print(st, '->', type(e).__name__, e)
    print(bytes(b))
