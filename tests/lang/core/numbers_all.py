"""int, float, complex, bool and the singletons: values, text, methods and every error."""

def show(text):
    """Evaluates an expression and prints its value or its error."""
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, str(error))


class I:
    def __index__(self): return 'x'


class J:
    def __int__(self): return True


class K:
    def __trunc__(self): return 5


class L:
    def __int__(self): return 's'


class F:
    def __float__(self): return 's'


class IS(int):
    pass


class FS(float):
    pass


EXPRESSIONS = r'''
1<<(1<<70)
0<<(1<<70)
1>>(1<<70)
-1>>(1<<70)
1<<-1
1>>-1
1>>-(1<<80)
int('1'*5000)
int('1'*5000,16) and 1
int('z'*3000,36)
int('9'*5000+'z')
str(10**5000)
repr(-10**5000)
hex(10**5000)[:10]
f"{10**5000}"
f"{10**5000:,}"
f"{10**5000:e}"
int('')
int('  12  ')
int('1__2')
int('_1')
int('0x1f',16)
int('0x1f',0)
int('010',0)
int('00',0)
int('0_0',0)
int('0x_1',16)
int('x'*300)
int('\\u0663\\u0664')
int('\\ud800')
int('12\\0')
int(b'12')
int(b'ab')
int(bytearray(b'12'),3)
int(memoryview(b'12'))
int([])
int()
int(base=3)
int(3,base=3)
int('3',base=1)
int('3',1<<70)
int('3',I())
int('3','3')
int('3',3,3)
int(x='3')
int('3',bose=3)
int(L())
int(I())
float(F())
float(I())
float([])
float('abc')
float('  1_0.5  ')
float('1__0')
float('\\u0663')
float('inf'),float('-Infinity'),float('nan'),float('+NaN')
float('infi')
float(b'1.5')
float(b'ab')
float(bytearray(b'x'))
float(1<<2000)
float(1,2)
float(x=1)
float('1'*1000)
float('x'*300)
float('1e')
float('.')
float('1.e5')
float('0x10')
(1).to_bytes()
(256).to_bytes()
(-1).to_bytes()
(1).to_bytes(-1)
(1).to_bytes(2,'x')
(1).to_bytes(2,3)
(1).to_bytes('a')
(1).to_bytes(2,'little',signed=1)
(-129).to_bytes(1,signed=True)
(1).to_bytes(1,'big',True)
int.from_bytes(b'')
int.from_bytes([1,2])
int.from_bytes([1,256])
int.from_bytes('a')
int.from_bytes(3)
int.from_bytes(b'\\xff',signed=True)
IS.from_bytes(b'ab')
IS.from_bytes()
1/0
1//0
1%0
divmod(1,0)
1.0/0
1.0//0
1.0%0
divmod(1.0,0)
0**-1
2**-1
0.0**-1
pow(2,-1,7)
pow(2,-1,4)
pow(2,3,0)
pow(2,3,1)
pow(2,3,-5)
pow(-2,3,5)
pow(2,3.0,5)
pow(2.0,3,5)
pow(2,3,5.0)
pow(2,'a')
pow(1j,2,3)
(-8)**(1/3)
(-8.0)**0.5
(-8.0)**-0.5
1e300**2
1e300**3.5
0j**-1
0j**1j
1j/0
1j//1
1j%1
divmod(1j,1)
1j<1j
complex('1+2j')
complex('1+')
complex('(1+2j)')
complex(' ( 1 ) ')
complex('j'),complex('-j'),complex('+infj'),complex('nan+nanj')
complex('1',2)
complex(1,'2')
complex([])
complex(1,[])
complex(1,2,3)
complex(real=1,imag=2)
complex(x=1)
complex('1_0+1_0j')
complex(1j,1j)
complex(b'1')
1e16,1e15,1e-4,1e-5,123456789012345680.0,-0.0
complex(1e16,-0.0),complex(-0.0,1),-1j,1e300j,complex('nan'),complex(0,float('inf'))
abs(complex(1e308,1e308))
int(1j)
float(1j)
int(float('nan'))
int(float('inf'))
round(float('nan'))
round(float('inf'))
round(1.5,'a')
round(1e308,-308)
round(1.7e308,-308)
round(2.675,2),round(25,-1),round(35,-1),round(-25,-1),round(15,-1),round(12345,-30),round(1,2),round(True,-1)
round(1,'a')
round(25.0,-1),round(1e22,-22),round(5e21,-22),round(1.5e22,-22)
(0.5).as_integer_ratio(), (-1e100).as_integer_ratio()
float('inf').as_integer_ratio()
float('nan').as_integer_ratio()
(1.5).hex(),(0.0).hex(),(-0.0).hex(),5e-324.hex(),float('inf').hex(),(2.0**-1022).hex(), 1e300.hex()
float.fromhex('0x1.8p3'),float.fromhex('1.8'),float.fromhex('-inf'),float.fromhex('nan'),float.fromhex(' 0x.8p-1074 '),float.fromhex('0x1p-1075'),float.fromhex('0x1.8p-1075')
float.fromhex('zz')
float.fromhex('')
float.fromhex('0x')
float.fromhex('1p')
float.fromhex('0x1p2000')
float.fromhex('0x1.fffffffffffff8p1023')
float.fromhex('0x1p99999999999999999999')
float.fromhex(1)
FS.fromhex('1')
hash(1<<61),hash(-1),hash(2**61-1),hash(2**61),hash(1.5),hash(float('inf')),hash(1e300),hash(-1.0),hash(1j),hash(1+1j),hash(-2**61)
10**400/10**399,(10**400)/1.0
10**400/3
(10**400)*1.0
10**400<1.0,10**400==float('inf'),10**400<float('inf'),2**53+1==float(2**53),float('nan')<10**400
True+True,True&False,True|1,True^True,~True
bool(1,2)
bool(x=1)
bool.__new__(int)
int.__new__(bool)
int.__new__(str)
int.__new__()
int.__new__(3)
float.__new__(int)
bool.from_bytes(b'a')
(5).bit_length(),(-8).bit_length(),(-7).bit_count()
IS(5),IS(5)+1,type(IS(5).real),type(+IS(5)),type(IS(5).conjugate()),type(IS(5).__int__()),type(round(IS(5)))
type(FS(5).real),type(+FS(5)),type(FS(2).conjugate()),type(float(FS(2)))
(5).__getnewargs__(),(5.0).__getnewargs__(),(5j).__getnewargs__()
(5).as_integer_ratio(),True.as_integer_ratio()
(5).__round__(1,2)
(5).__format__(5)
(1).__add__('a'),(1).__lt__('a'),(1).__add__()
float.__getformat__('double')
float.__getformat__('x')
(1.5).is_integer(),(2.0).is_integer(),float('inf').is_integer()
(1.5).__trunc__(),(1.5).__floor__(),(1.5).__ceil__(),(-1.5).__floor__(),(2.5).__round__(),(0.5).__round__(None)
float('inf').__floor__()
-7//2,-7%2,7//-2,7%-2,divmod(-7,2),-7.5//2,-7.5%2,7.5%-2,-0.0%2,0.0//-1,divmod(-1e-20,3.0),5.0%float('inf'),-5.0%float('inf'),-5.0//float('inf')
float('inf')%3
float('inf')//3
1.0 .__pow__(2,3)
(2).__pow__(3,5),(2).__pow__('a'),(2).__rpow__(3,5)
(2).__rpow__(3)
not_there
NotImplemented()
type(None)()
type(None)(1)
type(...)()
type(NotImplemented)(1)
None.__bool__()
NotImplemented.__reduce__()
Ellipsis.__reduce__()
(...).__repr__(),repr(NotImplemented)
1<None
int.from_bytes(b'a','x')
1**(1<<70),0**(1<<70),(-1)**((1<<70)+1)
(10).__rdivmod__(3)
complex.__new__(int)
(1j).conjugate(),(1+2j).real,(1j).imag
1j**2,1j**-3,(1+2j)**100,(1+2j)**101,2**1j,0j**0
1e200j**3
(1+1j)/(0+0j)
(3+4j)/(1e300+1e300j)
complex(1,2).__complex__(),1 .__complex__
complex(1,2).__complex__()
str(10**4299)[:3],len(str(10**4299))
str(10**4300)
complex('1e400')
complex(10**400)
complex('x'*10)
1e308*10j
complex.__format__(1j,3)
(1.5).__format__(3)
complex(1).__pow__(2,None),(1j).__pow__(2,3)
(1.5).__divmod__('a')
3.7 .__rpow__(2), 3.7 .__rdivmod__(10)
pow(2.0,3.0,None)
2.0**1025
(-2.0)**1025
0.0**-0.5
0**-0.5
(-0.0)**-3
10**400**1.0
10**400>1e308,-10**400<float('-inf')
1e400
(0.1+0.2j)*3
(1+0j)*float('inf')
int.from_bytes(b'ab',byteorder='big',signed=0),int.from_bytes(bytes=b'ab')
int.from_bytes(b'a',3)
round(5,-100),round(123456789012345678901234567890,-20),round(-15,-1)
round(1.5,10**10),round(1.5,-10**10),round(1.5,10**30)
round(1, 10**30)
'''

for line in EXPRESSIONS.strip().split("\n"):
    show(line)
