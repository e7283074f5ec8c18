import traceback, sys
def f(x):
    return g(x) + 1
def g(x):
    return 1 / x
try:
    f(0)
except ZeroDivisionError as e:
    print(traceback.format_exc().replace(__file__, "FILE"))
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    tb = e.__traceback__
    for s in traceback.extract_tb(tb):
        print(s.lineno, s.name, s.line)
    print(traceback.format_tb(tb) == [l for l in traceback.format_exception(e)[1:-1]])
    print("".join(traceback.format_list(traceback.extract_tb(tb)[-1:])).replace(__file__, "FILE"))
    print(len(traceback.TracebackException.from_exception(e).stack), str(traceback.TracebackException.from_exception(e)))
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("v") from None
except ValueError:
    traceback.print_exc(file=sys.stdout)
try:
    try:
        {}["k"]
    except KeyError as k:
        raise ValueError("v") from k
except ValueError as e:
    print("".join(traceback.format_exception(e)))
    print("".join(traceback.format_exception(e, chain=False)))
    print("".join(traceback.format_exception(type(e), e, e.__traceback__, limit=1)))
def h():
    print([s.name for s in traceback.extract_stack()])
    traceback.print_stack(file=sys.stdout)
h()
print(traceback.format_exc(), end="")
