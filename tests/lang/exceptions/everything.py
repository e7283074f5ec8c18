import sys, traceback

def show(f):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e, repr(e), e.args, e.__cause__, e.__context__, e.__suppress_context__, getattr(e, '__notes__', None))

class E(Exception):

    def __init__(s, a, b=2):
        super().__init__(a)
        s.b = b

    def __str__(s):
        return f'E:{s.args}:{s.b}'
for f in [
    lambda: (_ for _ in ()).throw(E(1)), lambda: int('x'), lambda: {}['k'], lambda: [][1], lambda: 1 / 0,
    lambda: None.x, lambda: open('/nope'), lambda: exec('1+'), lambda: undefined, lambda: __import__('nope'),
    lambda: 'a'.encode('nope'), lambda: b'\xff'.decode(), lambda: 'é'.encode('ascii'), lambda: sys.exit(3),
    lambda: sys.exit('m'), lambda: sys.exit(), lambda: next(iter([])), lambda: float('x'),
    lambda: [].remove(1), lambda: 2.0 ** 10000, lambda: assert_(0), lambda: iter(5),
]:
    show(f)
e = ValueError('a', 1)
print(e, repr(e), str(ValueError()), repr(ValueError()), str(ValueError('x')), repr(ValueError('x')), ValueError('a') == ValueError('a'), e.with_traceback(None) is e)
e.args = (5,)
print(e, e.args)
for st in [
    'e.args = 5', 'e.__traceback__ = 5', 'e.__cause__ = 5', 'e.__context__ = 5', 'e.__suppress_context__ = 5',
    'e.add_note(5)', 'e.__notes__', 'del e.args', 'del e.__traceback__', 'del e.__cause__',
    'e.x = 1; print(e.x, e.__dict__)', 'e.__dict__ = 5', 'ValueError(x=1)', 'raise ValueError from 5',
    'raise ValueError from None', 'raise', 'raise int', 'raise "a"', 'raise E', 'raise (ValueError, 1)',
    'raise type', 'BaseException.__new__(int)', 'e.with_traceback(5)',
    'OSError(2, "m").strerror; print(OSError(2, "m").errno, OSError(2, "m", "f"), OSError(2, "m", "f", None, "g"), OSError("a"), repr(OSError(2, "m", "f")), type(OSError(13, "x")), OSError(1, 2, 3, 4, 5, 6))',
    'print(SystemExit(5).code, SystemExit().code, SystemExit(1, 2).code, StopIteration(5).value, StopIteration().value)',
    'print(ImportError("m", name="n", path="p").name); ImportError(x=1)',
    'print(UnicodeDecodeError("utf8", b"ab", 0, 1, "r"), UnicodeEncodeError("ascii", "é", 0, 1, "r"), UnicodeTranslateError("a", 0, 1, "r"))',
    'UnicodeDecodeError()',
    'print(SyntaxError("m", ("f", 1, 2, "t")).text, SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "t", 1, 5)).end_offset)',
    'SyntaxError("m", 5)', 'print(KeyError("a"), KeyError("a", "b"), KeyError(), repr(KeyError("a")))',
    'print(NameError("m", name="n").name, AttributeError("m", name="n", obj=5).obj)', 'NameError(foo=1)',
    'print(MemoryError(), RecursionError("r"), NotImplementedError, IOError is OSError, EnvironmentError is OSError)',
    'print(issubclass(ConnectionResetError, ConnectionError), KeyboardInterrupt.__mro__[1], BlockingIOError(11, "x", 5).characters_written)',
    'print(ExceptionGroup("m", [ValueError(1)]), repr(ExceptionGroup("m", [ValueError(1), TypeError(2)])), BaseExceptionGroup("m", [ValueError()]).__class__, BaseExceptionGroup("m", [KeyboardInterrupt()]).__class__)',
    'ExceptionGroup("m", [])', 'ExceptionGroup("m", 5)', 'ExceptionGroup("m", [5])',
    'ExceptionGroup(5, [ValueError()])', 'ExceptionGroup("m", [KeyboardInterrupt()])', 'ExceptionGroup("m")',
    'g = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2)])]); print(g.split(TypeError), g.subgroup(ValueError), g.subgroup(lambda x: isinstance(x, TypeError)), g.split(KeyError), g.derive([OSError()]), g.message, g.exceptions)',
    'ExceptionGroup("g", [ValueError()]).split(5)',
]:
    try:
        exec(st)
    except BaseException as x:
        print(st[:40], '->', type(x).__name__, x)

def order():
    try:
        try:
            raise ValueError(1)
        finally:
            print('f1')
    except ValueError as v:
        try:
            raise TypeError(2) from v
        except TypeError as t:
            print(t.__cause__, t.__context__ is v)
        else:
            print('no')
        finally:
            print('f2')
    else:
        print('else')
    try:
        print(v)
    except UnboundLocalError as u:
        print(u)
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
        finally:
            print('fin', i)
    else:
        print('never')
    while True:
        try:
            return 'ret'
        finally:
            print('f3')
print(order())

def swallow():
    try:
        1 / 0
    finally:
        return 'swallowed'
print(swallow())

def ctx():
    try:
        try:
            {}['a']
        except KeyError:
            [][0]
    except IndexError as e:
        return e
c = ctx()
print(repr(c.__context__), c.__cause__)
print(''.join(traceback.format_exception(c)).count('During handling'))
try:
    try:
        raise KeyError('orig')
    except KeyError as k:
        raise RuntimeError('new') from k
except RuntimeError as r:
    print(''.join(traceback.format_exception_only(r)), r.__cause__, [f.name for f in traceback.extract_tb(r.__traceback__)], r.__traceback__.tb_lineno > 0)
te = traceback.TracebackException(ValueError, ValueError('x'), None)
print(list(te.format()), te.exc_type, str(te))
print(traceback.format_exc(), sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0], sys.exception())
    traceback.print_exc(file=sys.stdout, limit=1)

def st():
    return traceback.extract_stack(limit=2)
print([(f.name, f.line) for f in st()], traceback.format_list([('f.py', 1, 'n', 'line')]), traceback.StackSummary.from_list([('a', 1, 'b', 'c')]).format())

def rec(n):
    return rec(n + 1)
try:
    rec(0)
except RecursionError as e:
    print(e, len(traceback.extract_tb(e.__traceback__)) > 900)
import contextlib
try:
    try:
        raise ExceptionGroup('eg', [ValueError('a'), TypeError('b'), ValueError('c')])
    except* ValueError as g:
        print('VE', g.exceptions)
    except* TypeError as g:
        print('TE', repr(g))
        raise
except ExceptionGroup as g:
    print('left', repr(g))
try:
    try:
        raise ValueError('plain')
    except* ValueError as g:
        print(repr(g))
    else:
        print('no')
    finally:
        print('fin')
except BaseException as b:
    print('x', b)
try:
    try:
        pass
    except* ValueError:
        pass
    else:
        print('else')
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except BaseException as t:
    print(type(t).__name__, t)
