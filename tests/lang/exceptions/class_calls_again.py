"""OSError makes subclasses, at the first call of a place in the program as at every later one."""


def make(number, text, *names):
    if not names:
        return OSError(number, text)
    return OSError(number, text, names[0])


for number in (2, 13, 2, 17, 11, 99999, 2):
    error = make(number, "text", "name")
    print(type(error).__name__, error.args, error.errno, error.strerror, error.filename, str(error))
for _ in range(3):
    print(repr(make(2, "text")), make(2, "text").filename)

for _ in range(3):
    error = BlockingIOError(11, "text", 7)
    print(error.args, error.characters_written, error.filename)
error = BlockingIOError(11, "text")
for change in (lambda: error.characters_written, lambda: setattr(error, "characters_written", 5),
               lambda: error.characters_written, lambda: delattr(error, "characters_written"),
               lambda: delattr(error, "characters_written"),
               lambda: setattr(error, "characters_written", "x"), lambda: BlockingIOError(1, 2, True).filename):
    try:
        print(change())
    except (AttributeError, TypeError) as problem:
        print(type(problem).__name__, problem)


class Chosen(int):
    made = []

    def __new__(cls, *values):
        return super().__new__(cls if values[0] else int, 5)

    def __init__(self, *values):
        self.made.append(values)


for value in (1, 0, 1, 0):
    print(type(Chosen(value)).__name__, len(Chosen.made))
