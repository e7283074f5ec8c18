"""pdb, driven by commands on standard input."""
import pdb


def fib(n):
    a, b = 0, 1
    while n:
        a, b = b, a + b
        n -= 1
    return a


class Thing:
    def method(self, x):
        y = x * 2
        return fib(y)


def generator(n):
    for i in range(n):
        yield i


def main():
    thing = Thing()
    pdb.set_trace()
    r = thing.method(2)
    try:
        1 / 0
    except ZeroDivisionError as e:
        message = str(e)
    for i in generator(3):
        r += i
    print("result", r)
    return r


main()
print("done")
