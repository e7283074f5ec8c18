"""int: arithmetic, conversion, formatting, errors."""
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, divmod(-7, 2), divmod(7, -2), 2 ** 10, 2 ** -1, (-2) ** 3, 0 ** 0, 7 / 2, 6 / 3)
print(1 << 100, (1 << 100) >> 98, -1 >> 5, -5 >> 1, 5 & 3, 5 | 3, 5 ^ 3, ~5, -5 & 0xff, ~0, 1 << 0)
print(10 ** 50, 10 ** 50 // 7, 10 ** 50 % 7, -(10 ** 30) // 3, -(10 ** 30) % 7, (10 ** 30) * (10 ** 30), 3 ** 100)
print(pow(3, 4, 5), pow(3, -1, 7), pow(2, 1000, 1000007), pow(-2, 3, 5), abs(-5), abs(-10 ** 30), +5, -(-5))
print(int("42"), int(" -42 "), int("0x1f", 16), int("1f", 16), int("0b101", 0), int("1_000"), int("z", 36), int(3.99), int(-3.99), int(True), int("٣"), int(b"12"), int("0o17", 0))
print((255).bit_length(), (0).bit_length(), (-256).bit_length(), (255).bit_count(), (5).to_bytes(2, "big"), (-5).to_bytes(2, "little", signed=True), int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\xff\xff", "little", signed=True), (5).as_integer_ratio(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator)
print(hex(255), hex(-255), oct(8), bin(5), bin(-5), hex(10 ** 20), str(10 ** 20), repr(-0), round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5), round(5, 2))
print(1 == 1.0, 1 == True, hash(1) == hash(1.0) == hash(True), 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 10 ** 400 > 1e308, 5 < 5.5, hash(-1), hash(2 ** 61 - 1), hash(2 ** 61), hash(-2 ** 61))
print(True + True, True * 5, -True, ~True, True / 2, sum([True, False, True]), bool(0), bool(-1), True & False, True | 1, True ^ True, repr(True), int(True), True is (1 == 1))
print(0xff, 0o17, 0b11, 1_000_000, 0x_ff, 00)
print(isinstance(True, int), type(5).__name__, (5).__add__(3), (5).__add__("x"), (5).__radd__(1), (5).__lt__(6), int.__mul__(3, 4), (7).__divmod__(2), (5).__rpow__(2), (5).__bool__(), (5).__index__(), (5).__floor__(), (5).__round__(-1))
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 0 ** -1, lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: 1 << -1, lambda: 1 >> -1,
          lambda: int("x"), lambda: int(""), lambda: int("1.5"), lambda: int("0x1f"), lambda: int("9", 8), lambda: int("1", 1), lambda: int("1", 37), lambda: int(None), lambda: int([]), lambda: int(1.5, 10), lambda: int("1__0"), lambda: int("_1"),
          lambda: int(float("nan")), lambda: int(float("inf")), lambda: 1 + "a", lambda: "a" + 1, lambda: 1 < "a", lambda: 1 + None, lambda: [] * 1.5, lambda: 1 & 1.5, lambda: ~1.5, lambda: 1 @ 2, lambda: (5).to_bytes(0, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (256).to_bytes(1, "big"), lambda: int.from_bytes(b"a", "mid"), lambda: int.from_bytes(5, "big"),
          lambda: hex(1.5), lambda: bin("x"), lambda: chr("x"), lambda: round("x"), lambda: abs("x"), lambda: pow(1.5, 2, 3), lambda: int(x=5), lambda: 5(), lambda: 5[0], lambda: len(5), lambda: 10 ** 400 * 1.0, lambda: float(10 ** 400), lambda: (10 ** 400) / 3, lambda: 10 ** 400 / 10 ** 399, lambda: int("1" * 5000), lambda: str(10 ** 5000), lambda: range(1.5), lambda: [1][1.0], lambda: "a" * 2.0, lambda: int(base=5), lambda: int(), lambda: int("10", base=2), lambda: int(5, 10), lambda: sum(["a"]), lambda: sum([[1], [2]], []), lambda: sum(["a"], ""), lambda: 5 .x, lambda: int("  12\n"), lambda: int("12a" * 3), lambda: int(b"\xff"), lambda: int(bytearray(b"7")), lambda: -5 ** 2, lambda: 2 ** 3 ** 2, lambda: (-8) ** (1 / 3), lambda: 2 ** 0.5, lambda: 2 ** 1000000 % 10):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class MyInt(int):
    def __add__(self, o):
        return MyInt(int(self) + int(o) + 100)

    def __repr__(self):
        return f"MyInt({int(self)})"


m = MyInt(5)
print(m + 1, repr(m), 1 + m, m * 2, type(m * 2).__name__, -m, str(m), f"{m}", f"{m:5}", [m], hash(m), m == 5, {5: "a"}[m], sum([m, m]), int(m), MyInt("12", 8), MyInt(), isinstance(m, int))
m.attr = 1
print(vars(m))


class Idx:
    def __index__(self):
        return 2

    def __int__(self):
        return 7


print([10, 20, 30][Idx()], int(Idx()), hex(Idx()), range(Idx()), "ab" * Idx(), [1, 2, 3][Idx():], bin(Idx()), round(7.12345, Idx()))


class BadInt:
    def __int__(self):
        return "x"

    def __index__(self):
        return 1.5

    def __float__(self):
        return 5

    def __bool__(self):
        return 1

    def __len__(self):
        return -1

    def __str__(self):
        return 5

    def __repr__(self):
        return None

    def __hash__(self):
        return "h"

    def __iter__(self):
        return 5

    def __contains__(self, x):
        return "yes"

    def __format__(self, s):
        return 5

    def __bytes__(self):
        return "s"

    def __dir__(self):
        return 5

    def __complex__(self):
        return 1

    def __round__(self):
        return "round"

    def __reversed__(self):
        return "reversed"

    def __length_hint__(self):
        return -5


for f in (int, float, bool, len, str, repr, hash, iter, format, bytes, dir, complex, round, reversed, hex, list, lambda x: 5 in x, lambda x: [1][x], lambda x: not x, lambda x: f"{x}", lambda x: x and 1, range, chr, print, lambda x: [*x]):
    try:
        print(f(BadInt()))
    except Exception as e:
        print(type(e).__name__, e)
