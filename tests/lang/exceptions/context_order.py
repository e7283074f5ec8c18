"""Contexts, sys.exc_info and the state of handlers."""
import sys


def chain(e):
    out = []
    while e is not None:
        out.append(repr(e))
        e = e.__context__
    return out


def generator():
    try:
        yield 1
    except ValueError as e:
        print("gen got", e, "info", sys.exc_info()[0])
        yield 2
    finally:
        print("gen finally", sys.exc_info()[0])


try:
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise KeyError(2)
    except KeyError:
        raise TypeError(3)
except TypeError as e:
    print(chain(e))
print(sys.exc_info())
try:
    raise ValueError("outer")
except ValueError:
    print(sys.exc_info()[1])
    try:
        raise KeyError("inner")
    except KeyError:
        print(sys.exc_info()[1], sys.exception())
    print(sys.exc_info()[1])
    g = generator()
    next(g)
    print(g.throw(ValueError("thrown")))
    print(sys.exc_info()[1])
    g.close()
print(sys.exc_info())


def nested():
    try:
        1 / 0
    except ZeroDivisionError as e:
        try:
            raise e
        except ZeroDivisionError as f:
            print(f is e, f.__context__)
        return e


e = nested()
tb = e.__traceback__
while tb:
    print(tb.tb_lineno, tb.tb_frame.f_code.co_name)
    tb = tb.tb_next


class Ctx:
    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        print("exit", t, v, tb is not None)
        raise RuntimeError("from exit")


try:
    with Ctx():
        raise ValueError("body")
except RuntimeError as e:
    print(chain(e))


class Del:
    def __exit__(self, *a):
        print("suppress", a[0])
        return True

    def __enter__(self):
        return 5


with Del() as five:
    print(five)
    raise KeyError
with Del(), Ctx():
    pass
try:
    try:
        raise ValueError(1)
    finally:
        try:
            raise KeyError(2)
        except KeyError as e:
            print(chain(e))
except ValueError as e:
    print(chain(e))
