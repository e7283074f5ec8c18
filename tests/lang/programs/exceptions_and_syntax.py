import sys
# exceptions & tracebacks of many kinds
def f(n):
    if n == 0: raise ValueError('deep')
    return f(n - 1)
class MyErr(Exception):
    def __init__(self, code, msg='m'): super().__init__(code, msg); self.code = code
    def __str__(self): return f'<{self.code}>'
import traceback
try: f(3)
except ValueError: traceback.print_exc(file=sys.stdout)
try:
    try: {}['a']
    except KeyError as e: raise MyErr(3) from e
except MyErr as e:
    print(repr(e), e, e.args, e.__cause__, e.__context__, e.__suppress_context__); traceback.print_exc(file=sys.stdout)
try:
    try: 1/0
    except ZeroDivisionError: raise RuntimeError('ctx')
except RuntimeError as e: print(traceback.format_exc())
try:
    try: 1/0
    except ZeroDivisionError: raise RuntimeError('none') from None
except RuntimeError as e: print(traceback.format_exc())
def g():
    try: return 'try'
    finally: print('finally')
print(g())
def h():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print(i)
        finally: print('f', i)
    else: print('no')
    return i
print(h())
try: raise ExceptionGroup('eg', [ValueError(1), TypeError(2), ExceptionGroup('in', [KeyError('k'), OSError(2, 'no')])])
except* ValueError as eg: print('V', eg.exceptions)
except* (KeyError, TypeError) as eg: print('KT', eg, eg.exceptions)
except* OSError as eg: print('O', repr(eg))
try:
    raise ExceptionGroup('top', [ValueError('a'), ExceptionGroup('sub', [TypeError('b')])])
except ExceptionGroup as e: traceback.print_exception(e, file=sys.stdout); print(e.split(TypeError), e.subgroup(lambda x: isinstance(x, ValueError)), e.derive([KeyError()]))
e = ValueError('x'); e.add_note('note 1'); e.add_note('note\n2'); 
try: raise e
except ValueError: traceback.print_exc(file=sys.stdout)
for code in ['x = = 1', 'def f(:\n pass', 'if x\n  pass', 'for i in range(3) print(i)', 'print "x"', 'a b', 'x = (1,', "s = 'abc", 'f(a=1, 2)', 'def f(a, a): pass', 'return 1', 'break', 'x = 5 +', '  x', 'class', 'import', 'from x import', 'lambda: (yield)', 'a = 1 if 2', '{1:2, 3}', 'f(**a, *b)', 'del f()', '1 = x', 'f() = 1', 'x + 1 = 2', 'None = 1', '(a, 1) = x', 'for 1 in x: pass', 'with a as 1: pass', 'global x; x = 1', 'def f():\n x = 1\n global x', 'nonlocal x', 'async def f(): yield from x', 'await x', 'x: int: str', "f'{'", "f'{a b}'", "f'{}'", "f'{a!x}'", "b'é'", '0777', '1_', '0xg', '1e', '"\\N{foo}"', 'try: pass', 'else: pass', 'x = [i for i in]', 'match x:\n case 1', 'a := 1', '(a.b := 1)', 'import a.b as c.d', 'from . import *', 'def f(*): pass', 'def f(a=1, b): pass', 'def f(**k, a): pass', 'f(x for x in y, 1)', 'not = 1', 'x = not', 'a!b', 'a ? b', 'print(1))', '[1, 2', 'raise x from', 'assert', 'while True print(1)', 'if True:\npass', 'if True:\n    a\n  b', '\tif 1:\n        x', 'x = yield = 1', '*a', '*a = 1', 'a, *b, *c = 1', 'def f():\n\treturn\n        x', "'a' 'b' = 1", 'f"{x}" = 1', '-x = 1', 'x() += 1', 'a, b += 1', '@', 'x.1', 'x..y', '"abc\n"', '"""abc', 'class A(:', 'elif x: pass', 'True = 1', 'def True(): pass', 'x.None = 1', 'f(None=1)', 'f(True=1)', 'f(a.b=1)', 'f(1=2)', 'import x as 1', 'with open(x) as f, : pass', 'except: pass', 'try:\n x\nexcept* : pass', 'try:\n x\nexcept A:\n y\nexcept* B:\n z', '{**a for a in b}', '[*a for a in b]', 'f(*)', 'x = 1 2', 'x = a b c', 'print x', 'exec "a"', 'raise E, "m"', 'a <> b', '`a`', '1L', 'ur"x"', "u'a' b'c'", 'def f(x):\n"""doc', 'lambda *: 1', 'lambda a, a: 1', 'x = {a, b: c}', '{a: *b}', '{**a}: 1', 'for x in *a, *b: pass', 'return', 'yield', 'continue', '𝟙 = 1', 'x = “a”', 'x = 1;;', 'pass pass', 'if x = 1: pass', 'while x = 1: pass', 'if (x = 1): pass', 'f(a, b=1, *c, d, **e, f)', 'a[1:2:3:4]', 'a[]', '()=1', '[] = x', '() = x', 'x if y else', 'async x', 'async def f(): [await x for x in y]']:
    try: compile(code, '<s>', 'exec'); print('OK', repr(code))
    except SyntaxError as e: print(repr(code), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
    except Exception as e: print(repr(code), type(e).__name__, e)
