class N:
    def __init__(s, v): s.v = v
    def __repr__(s): return f'N({s.v})'
names = [
    'add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'divmod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor',
    'matmul',
]
def mk(n):
    def f(s, o, *m): return (n, s, o, *m)
    return f
for n in names:
    setattr(N, f'__{n}__', mk(n)); setattr(N, f'__r{n}__', mk('r'+n))
for n in names:
    if n!='divmod': setattr(N, f'__i{n}__', mk('i'+n))
a = N(1)
import operator as op
for n in names:
    f = {'and': op.and_, 'or': op.or_, 'divmod': divmod}.get(n) or getattr(op, n)
    print(n, f(a, 2), f(2, a), f(a, N(3)))
print(pow(a, 2, 3), pow(2, a))
try: print(pow(2, 3, a))
except TypeError as e: print(e)
try: print(pow(2, a, 3))
except TypeError as e: print(e)
for s in ['+=','-=','*=','/=','//=','%=','**=','<<=','>>=','&=','|=','^=','@=']:
    ns = {'a': N(5)}
    exec(f'a {s} 2', ns); print(s, ns['a'])
for s in ['+','-','*','/','//','%','**','<<','>>','&','|','^','@']:
    try: eval(f'object() {s} 1')
    except TypeError as e: print(e)
    try: exec(f'x = object(); x {s}= 1')
    except TypeError as e: print(e)
class U:
    def __neg__(s): return 'neg'
    def __pos__(s): return 'pos'
    def __invert__(s): return 'inv'
    def __abs__(s): return 'abs'
    def __int__(s): return 7
    def __float__(s): return 7.5
    def __complex__(s): return 1j
    def __index__(s): return 3
    def __round__(s, n=None): return ('round', n)
    def __trunc__(s): return 'trunc'
    def __floor__(s): return 'floor'
    def __ceil__(s): return 'ceil'
u = U()
import math
print(-u, +u, ~u, abs(u), int(u), float(u), complex(u), [1,2,3,4][u], round(u), round(u, 2), round(u, None), math.trunc(u), math.floor(u), math.ceil(u), hex(u), bin(u), 'a'*u, range(u), bytes(u))
for m in '-+~':
    try: eval(f'{m}object()')
    except TypeError as e: print(e)
class BadI:
    def __int__(s): return 'a'
    def __float__(s): return 1
    def __complex__(s): return 1
    def __index__(s): return 1.5
    def __bool__(s): return 1
    def __len__(s): return -1
    def __hash__(s): return 1.5
    def __repr__(s): return 5
    def __str__(s): return 5
    def __bytes__(s): return 5
    def __format__(s, f): return 5
    def __iter__(s): return 5
    def __contains__(s, x): return 5
    def __dir__(s): return 5
    def __length_hint__(s): return 'a'
    def __reversed__(s): return 5
    def __fspath__(s): return 5
b = BadI()
import os
for f in [
    int, float, complex, hex, bool, len, hash, repr, str, bytes, format, iter, lambda b: 3 in b, dir,
    op.length_hint, reversed, os.fspath, ascii, list, lambda b: f'{b}', lambda b: '%d' % b, lambda b: '%s' % b,
    lambda b: '%f' % b, lambda b: '%x' % b, lambda b: '%c' % b, print,
]:
    try: print(f(b))
    except Exception as e: print(type(e).__name__, e)
class NegHint:
    def __iter__(s): return iter([1])
    def __length_hint__(s): return -5
try: list(NegHint())
except Exception as e: print(type(e).__name__, e)
class BI:
    def __int__(s): return True
    def __index__(s): return True
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    print(int(BI()), op.index(BI()))
    for x in w: print(x.category.__name__, x.message)
class TI:
    def __trunc__(s): return 5
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    print(int(TI()))
    for x in w: print(x.category.__name__, x.message)
