"""How long small pieces of code take."""

import gc
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        names = {} if globals is None else globals
        local = {}
        init = "" if callable(setup) else "".join(" " + s + "\n" for s in setup.split("\n"))
        body = "  _stmt()\n" if callable(stmt) else "".join("  " + s + "\n" for s in stmt.split("\n"))
        text = (f"def inner(_it, _timer, _stmt, _setup):\n{' _setup()' if callable(setup) else init}\n"
                f" _t0 = _timer()\n for _i in _it:\n{body} _t1 = _timer()\n return _t1 - _t0\n")
        exec(text, names, local)
        self._inner = local["inner"]
        self._stmt, self._setup = stmt, setup

    def timeit(self, number=default_number):
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self._inner(range(number), self.timer, self._stmt, self._setup)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            i *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
