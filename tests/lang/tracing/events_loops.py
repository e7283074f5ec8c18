"""Lines of loops, conditions and constants."""
from _events import run


def loops(n):
    total = 0
    for i in range(n):
        if i == 1:
            continue
        elif i == 3:
            break
        total += i
    else:
        total = -1
    while n:
        n -= 1
        if n == 2:
            pass
        else:
            total += 1
    for j in range(2): total += j
    while total > 100: total -= 1
    return total


run(loops, 3)


run(loops, 5)


def while_true():
    i = 0
    while True:
        i += 1
        if i > 2:
            break
        if i:
            continue
        i
    while 1:
        break
    while 0:
        x
    if 0:
        y
    else:
        z = 1
    if 1:
        pass


run(while_true)


def nested(n):
    if n:
        return nested(n - 1)
    raise RuntimeError("deep")


run(nested, 2)


def pass_only():
    pass


run(pass_only)


def doc_only():
    "d"


run(doc_only)


def cond(x):
    return 1 if x else \
        2


run(cond, 0)
