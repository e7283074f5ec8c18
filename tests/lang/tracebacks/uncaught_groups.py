try:
    try:
        raise TypeError(1)
    except* TypeError as e:
        print(repr(e))
        raise ValueError(2)
except ExceptionGroup as g:
    print(repr(g))
except ValueError as v:
    print('v', repr(v), repr(v.__context__))
try:
    try:
        raise ExceptionGroup('x', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e:
        print(e.exceptions)
        raise
    except* TypeError as e:
        print(e.exceptions)
        raise KeyError(5) from e
except BaseException as b:
    import traceback
    traceback.print_exception(b)
    print(b.exceptions)

def f():
    raise BaseExceptionGroup('many', [ValueError(i) for i in range(20)])

def deep(n):
    return ExceptionGroup(f'd{n}', [deep(n - 1) if n else ValueError('leaf')])
try:
    raise deep(12)
except Exception:
    traceback.print_exc()
f()
