"""Makes a million of one kind of object and prints the resident bytes for each: measure.py ROW COUNT [JSON]"""
import sys


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


class Three:
    def __init__(self, a):
        self.a, self.b, self.c = a, a, a


class Ten:
    def __init__(self, a):
        self.a, self.b, self.c, self.d, self.e = a, a, a, a, a
        self.f, self.g, self.h, self.i, self.j = a, a, a, a, a


class Slots:
    __slots__ = ("a", "b", "c")

    def __init__(self, a):
        self.a, self.b, self.c = a, a, a


class Node:
    def __init__(self, value, next):
        self.value, self.next = value, next

    def method(self):
        return self.value


def closure(a):
    def inner():
        return a
    return inner


def generator(a):
    yield a


BIG = 10 ** 9
some = Node(1, None)
ROWS = {
    "int": lambda i: BIG + i,
    "float": lambda i: i + 0.5,
    "str short": lambda i: "key%07d" % i,
    "str long": lambda i: "%0100d" % i,
    "tuple of 2": lambda i: (some, i & 1),
    "tuple of 3": lambda i: (some, i & 1, None),
    "list of 0": lambda i: [],
    "list of 1": lambda i: [None],
    "list of 4": lambda i: [None, some, None, some],
    "list of 10": lambda i: [None, some, None, some, None, some, None, some, None, some],
    "dict of 0": lambda i: {},
    "dict of 1": lambda i: {"a": None},
    "dict of 5": lambda i: {"a": None, "b": None, "c": None, "d": None, "e": None},
    "dict of 50": lambda i: dict.fromkeys(FIFTY),
    "set of 3": lambda i: {1, 2, 3},
    "instance, 3 attributes": lambda i: Three(None),
    "instance, 10 attributes": lambda i: Ten(None),
    "instance, __slots__": lambda i: Slots(None),
    "closure": closure,
    "generator": generator,
    "bound method": lambda i: some.method,
}
FIFTY = ["name%d" % i for i in range(50)]


def main():
    row, count = sys.argv[1], int(sys.argv[2])
    if row == "linked nodes":
        before, head = resident(), None
        for i in range(count):
            head = Node(None, head)
        print((resident() - before) / count)
        return
    if row == "JSON document":
        import json
        with open(sys.argv[3]) as file:
            text = file.read()
        json.loads("[]")
        before = resident()
        document = json.loads(text)
        print((resident() - before) / len(document), len(text))
        return
    make = ROWS[row]
    kept = [None] * count
    make(0)
    before = resident()
    for i in range(count):
        kept[i] = make(i)
    print((resident() - before) / count)


main()
