"""A MemoryError holds the frames it came through no longer than any other exception."""


class Noisy:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


def fail(name):
    noisy = Noisy(name)
    return bytearray(2 ** 62) + noisy


for number in range(12):
    try:
        fail(number)
    except MemoryError as error:
        print(type(error).__name__, error.args, error.__traceback__ is not None, error.__context__)
    print("after", number)

kept = []
for number in range(12):
    try:
        fail(number)
    except MemoryError as error:
        kept.append(error)
print(len({id(error) for error in kept}), [len(error.args) for error in kept])
kept[0].note = "mine"
kept[0].args = (1, 2)
del kept
try:
    fail("last")
except MemoryError as error:
    print(error.args, hasattr(error, "note"))
print("end")
