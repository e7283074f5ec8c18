def numbers(n):
    for i in range(n):
        yield 10 // (2 - i)


def double(it):
    yield from (2 * x for x in it)


def main():
    for v in double(numbers(5)):
        print(v)


main()
