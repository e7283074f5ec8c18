"""Subclasses of int, float and complex: values of any size, attributes, operators, copies."""

import gc
import itertools


class Count(int):
    def __new__(cls, value=0, label=""):
        self = super().__new__(cls, value)
        self.label = label
        return self

    def __add__(self, other):
        return Count(int(self) + int(other), self.label + "+")


class Slim(int):
    __slots__ = ()


class Degrees(float):
    def __str__(self):
        return f"{float(self)} deg"


class Phase(complex):
    pass


for value in (0, 5, -7, 2 ** 63 - 1, 2 ** 63, -2 ** 63, -2 ** 63 - 1, 10 ** 50, -10 ** 300):
    number = Count(value, "n")
    print(number == value, hash(number) == hash(value), repr(number), number.label, type(number))
    total = number + 1
    print(total, total.label, type(total), type(number - 1), type(-number), type(+number), type(abs(number)))
    print(number.bit_length(), int(number) is value or int(number) == value, type(int(number)), type(number.real))
    print(f"{number:,}", "%d" % number, number.__dict__, format(number, "x"), number.__getnewargs__())
    slim = Slim(value)
    print(slim, slim * 2, slim // 3, slim % 7, slim ** 2, divmod(slim, 11), slim == number, slim < number + 1)
    try:
        slim.x = 1
    except AttributeError as error:
        print("AttributeError", error)

numbers = [Count(i, str(i)) for i in range(1000)] + [Count(10 ** i, "big") for i in range(100)]
for number in numbers:
    number.me = number
    number.all = numbers
print(sum(numbers[:10], Count(0)), len(numbers), max(numbers) == 10 ** 99)
del number, numbers
print(gc.collect() > 0)

angle = Degrees(90.5)
angle.unit = "deg"
print(angle, repr(angle), angle + 1, type(angle + 1), type(angle * 2), angle.unit, float(angle), round(angle))
print(f"{angle}", f"{angle:.1f}", "%s" % angle, "%.2f" % angle, hash(angle) == hash(90.5), angle == 90.5)
print(Degrees("1e3"), Degrees(2 ** 70), Degrees(True), Degrees.fromhex("0x1p4"), type(Degrees.fromhex("0x1p4")))
phase = Phase(1, -2)
phase.name = "p"
print(phase, repr(phase), phase * 2, type(phase * 2), phase.real, phase.imag, phase.name, phase.conjugate(), abs(Phase(3, 4)))
print(Count.from_bytes(b"\x01\x00"), type(Count.from_bytes(b"\x01\x00")), isinstance(True, Count), issubclass(Count, int))
print([type(x).__name__ for x in (Count(3) & 1, Count(3) | 4, Count(3) ^ 1, ~Count(3), Count(3) << 2, Count(8) >> 1)])
print(sorted([Count(3), 1, Degrees(2.5), True, -1.5]), {1: "a", 1.0: "b", True: "c", Count(1): "d"})
print(list(range(Count(3))), [10, 20, 30][Count(1)], "abc"[Slim(2)], bytes(Count(2)), "ab" * Count(2))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Weird:
    def __int__(self):
        return 7

    def __float__(self):
        return 2.5

    def __complex__(self):
        return 1 + 2j

    def __round__(self, digits=None):
        return ("rounded", digits)

    def __trunc__(self):
        return 9


print(int(Index(5)), float(Index(2 ** 60)), complex(Index(3)), [1, 2, 3][Index(-1)], hex(Index(255)), int("11", Index(2)))
print(int(Weird()), float(Weird()), complex(Weird()), round(Weird()), round(Weird(), 2), complex(Weird(), 1))
print((5).__add__(2.0), (5.0).__add__(2), (5).__radd__(1), 2 .__pow__(3), (2.0).__rpow__(3), (1j).__add__(1))
print([2 ** i for i in range(60, 70)], [-(2 ** i) for i in range(60, 70)])
print([(2 ** 63 + i) - 2 ** 63 for i in range(-3, 4)], [(2 ** 64 + i) >> 1 for i in (-1, 0, 1)])
print([x & y for x, y in itertools.product((-(2 ** 70), 2 ** 70 - 1, -1, 5), repeat=2)])
print(sum([0.1] * 10), sum([10 ** 20, -10 ** 20, 1]), sum([1, 2.5, 1j]), max(2 ** 70, 1e30), min(-2 ** 70, -1e30))
