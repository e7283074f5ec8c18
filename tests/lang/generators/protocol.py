"""send, throw, close, return values, yield from."""


def echo():
    got = None
    while True:
        try:
            got = yield got
            if got == "stop":
                return "stopped"
        except KeyError as e:
            got = f"caught {e!r}"


g = echo()
print(next(g), g.send(1), g.send("x"), g.throw(KeyError("k")), g.throw(KeyError))
try:
    g.send("stop")
except StopIteration as e:
    print("value", e.value)
print(list(g), next(g, "default"))
g = echo()
try:
    g.send(1)
except TypeError as e:
    print(e)
next(g)
try:
    g.throw(ValueError, "bad")
except ValueError as e:
    print(repr(e))
print(g.gi_frame, g.gi_running)


def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except GeneratorExit:
        print("inner closed")
        raise
    except ValueError as e:
        print("inner error", e)
        yield "recovered"
    finally:
        print("inner finally")
    return "result"


def outer():
    r = yield from inner()
    print("outer got", r)
    r = yield from [10, 20]
    print("list gives", r)
    return "done"


g = outer()
print(next(g), g.send("a"), g.send("b"), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
g = outer()
next(g)
g.close()
g = outer()
next(g)
print(g.throw(ValueError("v")), g.gi_yieldfrom is not None)
print(next(g))
g.close()


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("no")


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def stop():
    yield 1
    raise StopIteration(5)


try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    print(e)
g = (x * x for x in range(4))
print(next(g), list(g), list(g))
print(g.__name__, g.__qualname__, type(g).__name__)
g = echo()
g.close()
try:
    next(g)
except StopIteration as e:
    print("closed", e.value)
for bad in [lambda: echo().throw(5), lambda: echo().throw(ValueError, "a", 5), lambda: echo().throw(),
            lambda: echo().send(), lambda: (i for i in 5)]:
    try:
        bad()
    except TypeError as e:
        print(e)


def lazily():
    print("start")
    yield
    print("end")


g = lazily()
print("made")
for _ in g:
    print("body")
del stubborn, g
