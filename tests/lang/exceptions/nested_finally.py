"""finally, with and loops nested in every way; return values; generators that clean up."""


class CM:
    def __init__(self, n, swallow=()): self.n, self.swallow = n, swallow
    def __enter__(self): print("+", self.n); return self
    def __exit__(self, t, v, tb):
        print("-", self.n, t.__name__ if t else None)
        return t is not None and issubclass(t, self.swallow) if self.swallow else None


def f1():
    for i in range(4):
        with CM(i, (KeyError,)):
            if i == 0: continue
            if i == 1: raise KeyError(i)
            if i == 2: break
    else: return "else"
    return i


def f2():
    try:
        try: return "inner"
        finally: print("first")
    finally: print("second")


def f3():
    while True:
        try:
            try: 1 / 0
            except ZeroDivisionError: break
            finally: print("cleanup")
        finally: print("outer")
    return "done"


def f4(x):
    try:
        if x == 0: return "zero"
        if x == 1: raise ValueError("one")
        if x == 2: 1 / 0
    except ValueError as e: return f"caught {e}"
    else: return "else"
    finally:
        print("finally", x)
        if x == 2: return "override"


def f5():
    try: raise ValueError("a")
    except ValueError as e:
        try: raise KeyError("b") from e
        except KeyError as k:
            return [type(x).__name__ for x in (k, k.__cause__, k.__context__)]


def f6():
    out = []
    for i in range(3):
        try:
            out.append(i)
            if i == 1: continue
            out.append(-i)
        except Exception: pass
        else: out.append("else")
        finally: out.append("f")
    return out


def f7():
    def gen():
        try:
            with CM("gen"):
                yield 1
                yield 2
        finally: print("gen done")
    for v in gen():
        print(v)
        break
    g = gen(); next(g)
    try: g.throw(RuntimeError("thrown"))
    except RuntimeError as e: return str(e)


def f8(n):
    if n == 0: raise ValueError("bottom")
    try: f8(n - 1)
    except ValueError as e:
        raise ValueError(f"level {n}") from e


def f9():
    e = None
    try: f8(3)
    except ValueError as x: e = x
    chain = []
    while e: chain.append(str(e)); e = e.__cause__
    return chain


def f10():
    try: raise KeyError("x")
    except (KeyError, IndexError) as err: saved = err
    try: err
    except UnboundLocalError as u: return str(u), repr(saved)


def f11():
    with CM("a") as a, CM("b", (ZeroDivisionError,)) as b, CM("c"):
        1 / 0
    return "swallowed"


def f12():
    try:
        with CM("x"): raise StopIteration("si")
    except StopIteration as s: return s.value


def f13():
    def h():
        try: yield
        except GeneratorExit: print("exit"); return
    g = h(); next(g); g.close(); return list(g)


def f14():
    x = []
    try: x.append(1); raise SystemExit(2)
    except Exception: x.append("no")
    except BaseException as b: x.append(b.code)
    return x


for f in (f1, f2, f3, lambda: [f4(i) for i in range(4)], f5, f6, f7, f9, f10, f11, f12, f13, f14): print("=>", f())
f8(2)
