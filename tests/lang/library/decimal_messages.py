from decimal import *
import math

def t(s):
    try:
        print(s, eval(s) if not s.startswith('!') else exec(s[1:]))
    except Exception as e:
        print(s, '->', type(e).__name__, e)
for s in [
    'Decimal((2,(1,),0))', 'Decimal((0,(11,),0))', 'Decimal((0,("a",),0))', 'Decimal((0,(1,),"x"))',
    'Decimal({})', 'Decimal("1",5)', 'int(Decimal("inf"))', 'float(Decimal("snan"))',
    'round(Decimal("nan"))', 'round(Decimal("inf"))', 'round(Decimal(1),"a")', 'hash(Decimal("snan"))',
    '!getcontext().prec=0', '!getcontext().prec="a"', '!getcontext().rounding="x"',
    '!getcontext().Emin=5', '!getcontext().Emax=-5', '!getcontext().capitals=5', '!getcontext().clamp=5',
    '!getcontext().traps=5', '!getcontext().foo=5', '!del getcontext().prec', 'setcontext(5)',
    'localcontext(5)', 'localcontext(foo=1)', 'Decimal(1).quantize("a")', 'Decimal(1).quantize(1.5)',
    'Context(prec=0)', 'Decimal(1).compare("x")', 'Decimal(1) < "a"', 'Decimal(1) + "a"',
    '"a" + Decimal(1)', 'Decimal(1) ** "a"', 'Decimal(1) // None', 'math.floor(Decimal("nan"))',
    'Decimal(-1).sqrt()', 'Decimal(-1).ln()', 'Decimal(10)**50 // 3',
    'Decimal("1e5").quantize(Decimal("1e-30"))', 'Decimal("sNaN") + 1',
    'Decimal("inf") - Decimal("inf")', 'Decimal("inf") * 0', 'Decimal(0) ** 0',
    'Decimal(1).logical_and(2)', 'getcontext().create_decimal("x")', 'getcontext().divide(1,0)',
    'getcontext().sqrt("a")', 'getcontext().add(1.5,2)', 'getcontext()', 'ExtendedContext',
    'BasicContext', 'Context()', 'getcontext().flags', 'getcontext().traps', 'Decimal',
    'Decimal.__mro__', 'complex(Decimal("1.5"))', 'format(Decimal(1),"x")', 'format(Decimal(1),5)',
    'Decimal(1).foo', 'Decimal(1).__reduce__()', 'pow(Decimal(2),3,0)', 'pow(Decimal(2),-1,5)',
    'sum([Decimal(1)], 0.5)', 'Decimal("0.1") == 0.1', 'sorted([Decimal(2), Decimal("1.5")])',
    'min(Decimal(1), 2.5)', 'Decimal(1) in [1]', 'Decimal(7) / Decimal(3)',
    'getcontext().clear_flags(), getcontext().flags[Inexact]', 'f"{Decimal(10)/3:.3f}"',
    'math.sqrt(Decimal(2))', 'Decimal(5).to_integral_exact()', 'Decimal("1.5") // Decimal("0.4")',
]:
    t(s)

class MyD(Decimal):

    def __repr__(s):
        return 'My'
print(MyD('1.5') + 1, [MyD(2)], type(MyD(1) + 1).__name__)
import pickle, copy
print(pickle.loads(pickle.dumps(Decimal('1.50'))), copy.deepcopy(Decimal(2)), copy.copy(getcontext()).prec)
Decimal('abc')
