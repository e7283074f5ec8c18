"""itertools: what copies and pickles of iterators go on with, wherever they stand, and states that are wrong."""
import copy
import operator
import pickle
from itertools import *


def is_small(value):
    return value < 3


CASES = {
    "accumulate": lambda: accumulate([1, 2, 3, 4]),
    "accumulate product": lambda: accumulate([1, 2, 3, 4], operator.mul, initial=10),
    "accumulate None": lambda: accumulate([None, None, 3], min_or_first),
    "chain": lambda: chain("ab", [1, 2], (), "c"),
    "chain from": lambda: chain.from_iterable([[1, 2], [3]]),
    "combinations": lambda: combinations("abcd", 2),
    "combinations too long": lambda: combinations("ab", 3),
    "with replacement": lambda: combinations_with_replacement("abc", 2),
    "compress": lambda: compress("abcdef", [1, 0, 1, 1, 0, 1]),
    "count": lambda: count(3, 2),
    "cycle": lambda: cycle("abc"),
    "dropwhile": lambda: dropwhile(is_small, [1, 5, 2, 6]),
    "filterfalse": lambda: filterfalse(is_small, [1, 5, 2, 6]),
    "islice": lambda: islice(iter(range(100)), 3, 30, 4),
    "permutations": lambda: permutations("abc", 2),
    "product": lambda: product("ab", [1, 2], repeat=1),
    "product empty": lambda: product("ab", []),
    "product nothing": lambda: product(),
    "repeat": lambda: repeat("x", 5),
    "starmap": lambda: starmap(pow, [(2, 3), (3, 2), (1, 1)]),
    "takewhile": lambda: takewhile(is_small, [1, 2, 5, 1]),
    "zip_longest": lambda: zip_longest("abcd", "xy", [1], fillvalue="-"),
}


def min_or_first(a, b):
    return a if b is None else b


for name, make in CASES.items():
    for steps in (0, 1, 2, 3, 5, 12):
        iterator = make()
        for _ in range(steps):
            next(iterator, None)
        copies = [copy.copy(iterator), copy.deepcopy(make_deep := iterator)]
        copies = [pickle.loads(pickle.dumps(iterator, protocol)) for protocol in range(6)]
        rests = [list(islice(each, 8)) for each in copies]
        wanted = list(islice(iterator, 8))
        if any(rest != wanted for rest in rests):
            print("differs", name, steps, wanted, rests)
    print(name, wanted)

groups = groupby("aabbc")
print([(key, "".join(group)) for key, group in copy.deepcopy(groups)])
key, group = next(groups)
next(group)
twin = pickle.loads(pickle.dumps((groups, group)))
print(key, list(twin[1]), [(key, list(group)) for key, group in twin[0]])
print(list(group), [(key, list(group)) for key, group in groups], list(group))

for make, states in ((lambda: chain(), (5, (), (1,), (iter("ab"),), (iter([]), iter("z")), (1, 2, 3))),
                     (lambda: cycle("ab"), (5, (), ([1, 2], 1), ((1,), 0), ([3], 0))),
                     (lambda: islice("abc", 2), (1, "x", 5)),
                     (lambda: takewhile(is_small, [1, 9]), (0, 1, "yes")),
                     (lambda: accumulate([1, 2]), (10, None)),
                     (lambda: product("ab", "cd"), ((1, 1), (5, -5), (1,), ("x", 0), [0, 0])),
                     (lambda: combinations("abcd", 2), ((0, 3), (9, 9), (0,), ("x", 1))),
                     (lambda: combinations("ab", 3), ((0, 1, 2), (9, 9, 9))),
                     (lambda: combinations_with_replacement("abc", 2), ((0, 2), (9, -9))),
                     (lambda: permutations("abc", 2), (((0, 1, 2), (3, 2)), ((9, 9, 9), (9, 9)), ((0,), (1,)),
                                                       ([0], 1), (1, 2, 3), 5)),
                     (lambda: groupby("aab"), (("k", "v", "t"), (1, 2), 5)),
                     (lambda: zip_longest("ab", "c"), ("fill",))):
    for state in states:
        iterator = make()
        try:
            iterator.__setstate__(state)
            print(type(iterator).__name__, [each if not isinstance(each, tuple) or type(iterator) is not groupby
                                            else each[0] for each in islice(iterator, 6)])
        except (TypeError, ValueError) as error:
            print(type(iterator).__name__, type(error).__name__, error)


class Named(islice):
    def __init__(self, *arguments, label=None):
        self.label = label


print(list(Named("abc", 2, label="x")), Named("abc", 2, label="y").label)
try:
    takewhile(is_small, [], label=1)
except TypeError as error:
    print(error)
try:
    pickle.dumps(pairwise([1, 2]))
except TypeError as error:
    print(error)
