import contextlib, sys, io
from contextlib import *

@contextmanager
def tag(name, swallow=False):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
        if not swallow:
            raise
    finally:
        print("exit", name)

with tag("a") as t:
    print(t)
try:
    with tag("b"):
        raise ValueError("x")
except ValueError as e:
    print("out", e)
with tag("c", True):
    raise ValueError("y")
try:
    with tag("d"):
        raise KeyError("k")
except KeyError as e:
    print("key", e)

@tag("deco")
def f(a, b=2):
    "doc"
    print("in f", a, b)
    return a + b
print(f(1), f(2, b=5), f.__name__, f.__doc__)

@contextmanager
def never():
    if 0:
        yield
try:
    with never():
        pass
except RuntimeError as e:
    print(e)
@contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice():
        pass
except RuntimeError as e:
    print(e)
try:
    with twice():
        raise OSError("q")
except RuntimeError as e:
    print(e, repr(e.__context__))
try:
    with tag("stop"):
        raise StopIteration("s")
except StopIteration as e:
    print(repr(e))

class C:
    def close(self):
        print("closed")
with closing(C()) as c:
    print(type(c).__name__)
with suppress(ZeroDivisionError, KeyError):
    1 / 0
try:
    with suppress(KeyError):
        [][1]
except IndexError as e:
    print(e)
with nullcontext(5) as n:
    print(n)
buffer = io.StringIO()
with redirect_stdout(buffer):
    print("hidden")
print(repr(buffer.getvalue()))
with redirect_stderr(io.StringIO()) as s:
    print("err", file=sys.stderr)
print(repr(s.getvalue()))

with ExitStack() as stack:
    for name in "xyz":
        stack.enter_context(tag(name))
    stack.callback(print, "callback", sep="-")
    @stack.callback
    def _():
        print("deco callback")
    def ex(*details):
        print("push", details[0])
    stack.push(ex)
try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")
except ZeroDivisionError as e:
    print(repr(e), repr(e.__context__))
with ExitStack() as stack:
    stack.push(lambda *a: True)
    raise KeyError
with ExitStack() as stack:
    stack.callback(print, "moved")
    kept = stack.pop_all()
print("after")
kept.close()
try:
    ExitStack().enter_context(3)
except TypeError as e:
    print(e)
class M(AbstractContextManager):
    def __exit__(self, *a):
        print("M exit", a[0])
with M() as m:
    print(isinstance(m, AbstractContextManager))
class D:
    def __enter__(self): return self
    def __exit__(self, *a): pass
print(isinstance(D(), AbstractContextManager), isinstance(3, AbstractContextManager), issubclass(D, AbstractContextManager))
class Deco(ContextDecorator):
    def __enter__(self): print("start"); return self
    def __exit__(self, *a): print("end"); return False
@Deco()
def g(): print("g")
g()
