"""try, except, else, finally in all orders."""


def run(f):
    try:
        print(f.__name__, "returned", f())
    except BaseException as e:
        print(f.__name__, "raised", repr(e), "context", repr(e.__context__), "cause", repr(e.__cause__))


def a():
    try:
        return "try"
    finally:
        print("finally")


def b():
    try:
        1 / 0
    except ZeroDivisionError:
        return "except"
    else:
        return "else"
    finally:
        print("finally")


def c():
    try:
        pass
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        print("finally")


def d():
    try:
        return 1
    finally:
        return 2


def e():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
        finally:
            print("loop", i)
    return i


def f():
    try:
        raise KeyError("k")
    except KeyError as error:
        raise ValueError("v") from error


def g():
    try:
        raise KeyError("k")
    except KeyError:
        raise ValueError("v")


def h():
    try:
        raise KeyError("k")
    except KeyError:
        raise ValueError("v") from None


def i():
    try:
        raise KeyError
    finally:
        raise TypeError("in finally")


def j():
    try:
        try:
            raise OSError(2, "No such file", "name")
        except (ValueError, TypeError):
            print("wrong")
        except OSError as error:
            print(error.errno, error.strerror, error.filename, error.args, type(error).__name__)
            raise
    except FileNotFoundError as error:
        return str(error)


def k():
    raise


def l():
    raise 5


def m():
    raise ValueError from 5


def n():
    try:
        raise ValueError
    except "string":
        pass


def o():
    try:
        raise ValueError
    except (TypeError, 5):
        pass


def p():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e


def q():
    raise SystemExit(3)


def r():
    raise KeyError(1, 2)


def s():
    while True:
        try:
            return "r"
        finally:
            break
    return "after"


def t():
    try:
        raise ValueError("a", 1)
    except Exception as e:
        return e.args, str(e), repr(e)



for function in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t):
    run(function)
