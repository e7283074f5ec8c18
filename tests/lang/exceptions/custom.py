"""Exception classes of one's own."""


class Base(Exception):
    """With a code."""
    code = 1

    def __init__(self, message, *, extra=None):
        super().__init__(message)
        self.extra = extra

    def __str__(self):
        return f"[{self.code}] {self.args[0]} ({self.extra})"


class Sub(Base):
    code = 2


class NoInit(Exception):
    pass


class TwoArgs(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b


class Multi(KeyError, AttributeError):
    pass


for make in [lambda: Base("m"), lambda: Sub("s", extra=[1]), lambda: NoInit(1, 2), lambda: NoInit(),
             lambda: TwoArgs(1, 2), lambda: Multi("x"), lambda: Multi("x", 1), lambda: NoInit("it's"),
             lambda: KeyError("k"), lambda: KeyError(), lambda: StopIteration(5), lambda: SystemExit(1, 2),
             lambda: UnicodeDecodeError("utf-8", b"abc\xff", 3, 4, "bad"),
             lambda: UnicodeEncodeError("ascii", "h\xe9", 1, 2, "ordinal"),
             lambda: OSError(13, "denied"), lambda: OSError("just text"), lambda: OSError(1, 2, 3),
             lambda: OSError(17, "exists", "a", None, "b"), lambda: SyntaxError("bad", ("f", 1, 2, "text")),
             lambda: ImportError("no", name="n", path="p"), lambda: NameError("nn", name="q"),
             lambda: AttributeError("aa", name="z", obj=3), lambda: BaseException("x")]:
    try:
        raise make()
    except BaseException as e:
        print(type(e).__name__, "|", e, "|", repr(e), "|", e.args, "|", sorted(vars(e)))
print(StopIteration(5).value, SystemExit(3).code, SystemExit().code, ImportError("no", name="n").name)
print(OSError(17, "e", "a", None, "b").filename2, OSError(11, "again").__class__, BlockingIOError.mro())
e = Base("m")
e.args = (5,)
print(e, e.args)
try:
    e.args = 5
except TypeError as x:
    print(x)
try:
    e.__cause__ = 5
except TypeError as x:
    print(x)
try:
    e.__traceback__ = 5
except TypeError as x:
    print(x)
e.add_note("n1")
e.add_note("n2")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as x:
    print(x)
print(e.with_traceback(None) is e, e.__suppress_context__)
e.__cause__ = ValueError("c")
print(e.__suppress_context__, repr(e.__cause__))
try:
    Base()
except TypeError as x:
    print(x)
try:
    raise TwoArgs
except TypeError as x:
    print(x)
try:
    raise NoInit
except NoInit as x:
    print(repr(x), x.__traceback__.tb_lineno, x.__traceback__.tb_next)


class NotBase:
    pass


try:
    raise NotBase
except TypeError as x:
    print(x)
try:
    raise NotBase()
except TypeError as x:
    print(x)
print(issubclass(Multi, LookupError), Multi.__mro__)
print(ArithmeticError.__subclasses__())
print(Exception.__doc__, ValueError.__doc__)
