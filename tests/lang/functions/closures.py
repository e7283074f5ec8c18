"""Closures, late binding, nonlocal and global."""
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])


def counter(start=0):
    count = start

    def up(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = start
    up.reset = reset
    return up


c = counter(10)
print(c(), c(5), c())
c.reset()
print(c())


def unbound():
    def f():
        return later
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    later = 3
    print(f())
    del later
    try:
        f()
    except NameError as e:
        print(e)
    try:
        later
    except UnboundLocalError as e:
        print(e)


unbound()
total = 0


def add(n):
    global total, fresh
    total += n
    fresh = n


add(5)
add(6)
print(total, fresh)


def local_first():
    try:
        print(total)
    except UnboundLocalError as e:
        print(e)
    total = 1
    return total


print(local_first())


class Scope:
    x = 1
    ys = [x for _ in range(2)] if False else "skipped"
    z = x + 1

    def get(self):
        try:
            return x
        except NameError as e:
            return str(e)


print(Scope.ys, Scope.z, Scope().get())


def memo(f):
    cache = {}

    def wrapper(*a):
        if a not in cache:
            cache[a] = f(*a)
        return cache[a]
    wrapper.cache = cache
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


def deep(n):
    def level1():
        def level2():
            nonlocal n
            n += 1
            return n
        return level2
    return level1()


d = deep(1)
print(d(), d(), d.__closure__[0].cell_contents)


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run


print(compose(str, lambda x: x * 2, len)([1, 2, 3]))
x = "global"


def shadow():
    x = "outer"

    class A:
        print(x)
        x = "class"
        print(x)

        def m(self):
            return x
    return A().m()


print(shadow())
exec("def made(a, b=x): return a, b")
print(made(1))
