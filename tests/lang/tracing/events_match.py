"""Lines of match statements."""
from _events import run


def matches(v):
    match v:
        case 1:
            r = 1
        case [a, b]:
            r = 2
        case {"k": k}:
            r = 3
        case str() | bytes():
            r = 4
        case _:
            r = 5
    return r


run(matches, 1)


run(matches, [1, 2])


run(matches, {"k": 1})


run(matches, "a")


run(matches, 0.5)
