"""Lines and exceptions of try statements."""
from _events import run


def tries(x):
    try:
        y = 1 / x
    except ZeroDivisionError as e:
        y = 0
    else:
        y += 1
    finally:
        z = y
    try:
        raise ValueError(z)
    except (TypeError, KeyError):
        pass
    except ValueError:
        try:
            {}["k"]
        except KeyError:
            w = 1
        finally:
            w = 2
    try:
        return y
    finally:
        y = 5


run(tries, 0)


run(tries, 1)


def raising():
    try:
        raise KeyError(1)
    finally:
        x = 2


run(raising)


class Manager:
    def __init__(self, quiet): self.quiet = quiet
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return self.quiet


def withs():
    with Manager(True) as m, Manager(
            False) as n:
        x = 1
    with Manager(True):
        raise ValueError
    with Manager(False): pass
    with Manager(False):
        return 5


run(withs)


def try_star():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        a = 1
    except* TypeError:
        b = 2
    else:
        c = 3
    finally:
        d = 4


run(try_star)


def in_loop_try():
    for i in range(3):
        try:
            if i == 1:
                raise ValueError
        except ValueError:
            continue
        finally:
            pass
    for i in range(2):
        try:
            break
        finally:
            i = 3
    for i in range(2):
        with Manager(True):
            continue
    while True:
        try:
            raise KeyError
        except KeyError:
            break
    return


run(in_loop_try)
