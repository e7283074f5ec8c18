"""Exception groups and except*."""


def handle(group):
    try:
        raise group
    except* ValueError as e:
        print("values", repr(e), e.exceptions)
    except* (TypeError, KeyError) as e:
        print("types", repr(e))
    else:
        print("else")
    finally:
        print("finally")


handle(ExceptionGroup("g", [ValueError(1), TypeError(2), ValueError(3)]))
handle(ValueError("naked"))
try:
    handle(ExceptionGroup("g", [OSError(1), ExceptionGroup("n", [ValueError(2), OSError(3)])]))
except BaseException as e:
    print(repr(e))
g = ExceptionGroup("eg", [ValueError("a"), ExceptionGroup("in", [KeyError("b"), TypeError("c")])])
print(g, repr(g), g.message, g.args)
print(g.split(ValueError))
print(g.subgroup(lambda e: isinstance(e, KeyError)))
print(g.subgroup(OSError), g.split((KeyError, TypeError)))
print(g.derive([OSError()]))
for args in [(), ("m",), ("m", []), ("m", [1]), (1, [ValueError()]), ("m", 5), ("m", [KeyboardInterrupt()])]:
    try:
        print(repr(ExceptionGroup(*args)))
    except Exception as e:
        print(type(e).__name__, e)
print(repr(BaseExceptionGroup("b", [KeyboardInterrupt()])), type(BaseExceptionGroup("b", [ValueError()])).__name__)
try:
    try:
        raise ExceptionGroup("x", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        raise RuntimeError("new")
except BaseException as e:
    print(repr(e), repr(e.__context__))
try:
    try:
        raise ExceptionGroup("x", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        raise
except BaseException as e:
    print(repr(e))
try:
    try:
        raise ValueError(1)
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError(1)
    except* 5:
        pass
except TypeError as e:
    print(e)


def f():
    for i in range(2):
        try:
            if i:
                raise ExceptionGroup("loop", [ValueError(i)])
        except* ValueError as eg:
            print(i, eg.exceptions)
        else:
            print("no error", i)


f()


class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message + "!", excs)


m = MyGroup("mine", [ValueError(1), TypeError(2)])
print([repr(x) for x in m.split(ValueError)], isinstance(m, Exception))
g.add_note("note")
print(g.__notes__, g.split(KeyError)[0].__notes__)
