"""if, while, for, break, continue, else, pass, assert, del, chained comparison, conditional expressions."""
for i in range(5):
    if i == 3: break
else: print("no break")
for i in []: pass
else: print("else of empty")
n = 0
while n < 10:
    n += 1
    if n % 2: continue
    if n > 6: break
else: print("never")
print(n)
while False: pass
else: print("while else")
for i in range(3):
    for j in range(3):
        if j == 1: break
    else: continue
    print(i, j)
def find(x, l):
    for k, v in enumerate(l):
        if v == x: return k
    else: return -1
print(find(2, [1, 2]), find(9, []))
print(1 < 2 < 3, 1 < 3 > 2, 3 > 2 >= 2 != 1, not 1 < 2, 1 == 1.0 is not None, 1 in [1] == True, (1 in [1]) == True, "a" if 0 else "b" if 0 else "c", 0 or [] or "x", 1 and 0 and 2, not [], None or 0, () and 1, 1 if True else 1 / 0)
def side(v): print("eval", v); return v
print(side(1) < side(0) < side(5), side(0) or side(2), side(0) and side(3), side(1) if side(0) else side(9))
a = [1, 2, 3, 4]; del a[0], a[-1]; print(a); d = {"x": {"y": 1}}; del d["x"]["y"]; print(d); b = c = 5; del b
try: b
except NameError as e: print(e)
for bad in ("assert False", "assert 0, 'message'", "assert [], [1, 2]", "assert (1, 'always')[0] == 2, ('tuple', 1)", "del undefined", "del a[10]", "del d['zz']", "del a.x", "del (a)", "x: int", "x: int = 'str'", "(x): int = 1", "a[0]: str = 5", "undefined: undefined_type", "print(x: int)", "1 = x", "x += ", "undefined += 1", "a += 5", "a[0] += 'x'", "d['n'] += 1", "a, b += 1", "(a) = 5", "[a, b] = 1, 2", "() = []", "[] = [1]", "x = yield", "pass; pass", "if 1: pass\nelse: 1/0", "global zz; zz = 1", "import math as m, sys as s; m.pi", "from math import (pi, e,)", "from math import nothing", "import nothing.at.all", "from . import x", "raise", "raise ValueError('v') from KeyError('k')", "raise KeyError from None", "lambda: x = 1", "f = lambda *a, k=1, **kw: (a, k, kw); print(f(1, z=2))", "print((lambda x, /, y, *, z: x + y + z)(1, 2, z=3))", "x = 1 if 2", "not", "x = *[1]", "x = *[1],", "print(*[1], *[2])", "...", "Ellipsis is ...", "x = (yield)", "print(__debug__)", "__debug__ = 1", "a = 1; a()", "None()", "''()", "print.x", "int.x", "(1).real = 2", "a.__class__ = int", "exit_ = exit", "0x", "1e", "0b2", "08", "1.5.5", "a = 'x' \\\n 'y'; print(a)", "if True:\n  print(1)\n  if True:\n    print(2)", "for i in range(2): print(i); print('same')", "x = 5; print(f'{x!r:>{x}}')", "with open('/nonexistent_file') as f: pass", "open('x', 'zz')", "int('5' + 'x')", "[].pop()", "{}['a']", "(1, 2)[3]", "'abc'.nope", "len(5)", "abs('x')", "import sys; sys.exit('bye')", "1 / 0", "raise Exception('a', 'b')", "raise 'string'", "class A: x = y_undefined", "def f(x): return x\nf()", "None.x", "None + 1", "None[0]", "for x in None: pass", "a, b = None", "print('%d' % 'x')", "'a' + 1", "1 + 'a'", "[1] + (1,)", "{} + {}", "int(None)", "'x' * 'y'", "sorted([1, 'a'])", "max([])", "'a' < 1", "next(iter([]))", "{[]: 1}", "hash([])", "isinstance(1, 'int')", "range('a')", "chr(-1)", "ord('')", "float('x')", "b'a' + 'b'", "''.join([1])", "'{}'.format()", "'{a}'.format(b=1)", "[1, 2].index(3)", "[1].remove(2)", "import os; os.nope", "eval('1 +')", "open(5.5)", "sum(['a'])", "round('a')", "zip(1)", "dict([1])", "set([[]])", "super().x", "type('A', (), {})().x", "print(end=1)", "input_ = input", "getattr(5, 'x')", "setattr(5, 'x', 1)", "iter(5)", "next(5)", "callable()", "pow('a', 2)", "divmod(1, 0)", "bytes(['a'])", "memoryview(5)", "complex('a')", "slice()", "vars(5)", "__import__('nope_mod')", "exec('x = ')", "compile('x', '', 'bad')"):
    try: exec(bad); print("ok:", bad)
    except BaseException as e: print(repr(bad), type(e).__name__, e, repr(e.__cause__) if e.__cause__ else "")
