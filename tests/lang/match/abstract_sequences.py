# Classes that are sequences or mappings because an abstract class says so.
import array
import collections
import collections.abc


class Numbers(collections.abc.Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return [1, 2, 3][index]


class Colours(collections.abc.Mapping):
    table = {"red": 1, "green": 2}

    def __getitem__(self, key):
        return self.table[key]

    def __iter__(self):
        return iter(self.table)

    def __len__(self):
        return len(self.table)


class Late:
    def __len__(self):
        return 1

    def __getitem__(self, index):
        if index:
            raise IndexError(index)
        return "late"


class Derived(Late):
    pass


def kind(value):
    match value:
        case [first, *rest]:
            return "sequence", first, rest
        case {"red": value}:
            return "mapping", value
        case _:
            return "neither"


print(kind(Numbers()))
print(kind(Colours()))
print(kind(Late()), kind(Derived()))
collections.abc.Sequence.register(Late)
print(kind(Late()))
print(kind(array.array("i", [4, 5])), kind(collections.deque([6])), kind(range(2)))
print(kind("text"), kind(b"text"), kind({1}), kind(memoryview(b"ab")))
for text in ("case {1: x, 1: y}: pass", "case {0: x, -0: y}: pass", "case {1: x, True: y}: pass",
             "case {'a': x, 'b': y}: pass"):
    try:
        compile("match z:\n " + text, "<text>", "exec")
    except SyntaxError as error:
        print(error)
    else:
        print("good")
