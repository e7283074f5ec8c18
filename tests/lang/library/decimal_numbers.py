from decimal import *
import decimal
print(Decimal('1.10')+Decimal('2.205'), Decimal(7)/3, 1-Decimal('0.1'), Decimal('1e5')*3, -Decimal('0.0'), abs(Decimal('-3.50')))
print(Decimal('3.14159').quantize(Decimal('0.01')), Decimal('2.675').quantize(Decimal('0.01'), ROUND_HALF_UP), repr(Decimal('1E+3')), str(Decimal('0.0000001')))
print(hash(Decimal('1.5'))==hash(1.5), hash(Decimal(10**18))==hash(10**18), hash(Decimal('-0.1')), Decimal('1.0')==1, Decimal('1.5')<2, Decimal('NaN')==1)
print(getcontext().flags[Inexact], getcontext())
with localcontext() as c:
    c.prec=6
    print(Decimal(1)/Decimal(7), Decimal('123456.789')+0)
    c.traps[Inexact]=True
    try: print(Decimal(1)/3)
    except Inexact as e: print('Inexact', e)
print(Decimal(1)/Decimal(7))
for bad in ("abc", "1_000", " 5 ", "1e", ".", "-.5e-3", "Infinity", "0x1"):
    try: print(bad, Decimal(bad))
    except InvalidOperation as e: print(bad, e)
try: Decimal(1)/0
except DivisionByZero as e: print(e)
d=Decimal('5.5'); print(Decimal(d) is d, d.__add__(2), sum([Decimal('0.1')]*10))
class D(Decimal): pass
print(type(D('1')+D('2')), D('3'), repr(D('2.50')), D('1')==Decimal(1))
getcontext().prec=100
print(Decimal(2).sqrt(), Decimal(1).exp())
print(Decimal(10)**-3, Decimal('1.23E+5'), Decimal('123').scaleb(-5), Decimal('1.20').normalize(), round(Decimal('2.675'),2), int(Decimal('9.99')), float(Decimal('0.1')))
print(f"{Decimal('1234567.891'):,.2f}", format(Decimal('0.00001'),'e'), '%s' % Decimal('1.0'), min(Decimal(1),Decimal('0.5')), sorted([Decimal('3'),Decimal('1.5'),2]))
import copy,pickle
print(copy.deepcopy(d), pickle.loads(pickle.dumps(d)), d.as_tuple(), d.as_integer_ratio())
for v in ("0","-0","1234567.8951","-0.001","12","1e10","0.5","1.5","999.995","1e-9","-1234.5"):
    d=Decimal(v); print([f"{d:{s}}" for s in (".2f",",.2f","12.3f",".0f","10,.1f",".5f","f","e","%","08.2f","<9.1f")], d)
getcontext().rounding=ROUND_FLOOR
print(f"{Decimal('-0.001'):.2f}", Decimal('1')-Decimal('1'), Decimal('0')*-1, -Decimal('0'))
import threading
r=[]
t=threading.Thread(target=lambda: r.append((getcontext().prec, Decimal(1)/3))); t.start(); t.join(); print(r)
