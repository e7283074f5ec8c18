"""Values of all functions of math for thousands of arguments."""

import math
st=12345
def rnd():
    global st
    st^=(st<<13)&(2**64-1); st^=st>>7; st^=(st<<17)&(2**64-1); return st
fs=[n for n in dir(math) if n[0]!='_' and callable(getattr(math,n))]
def rf():
    k=rnd()%8
    if k==0: return [0.0,-0.0,1.0,-1.0,0.5,2.0,math.inf,-math.inf,math.nan,1e308,5e-324,-0.5,3.0,10.0,-2.0,171.0][rnd()%16]
    if k==1: return float(rnd()%400)-200
    if k<5: return (rnd()%2000000-1000000)/1000.0
    if k==5: return (rnd()%2000000-1000000)/1e6
    if k==6: return math.ldexp(float(rnd()%2**53),rnd()%2000-1060)
    return (rnd()%2000-1000)/8
h=0
for i in range(6000):
    n=fs[rnd()%len(fs)]
    f=getattr(math,n)
    if n in('factorial','perm','comb','isqrt','gcd','lcm'): args=[rnd()%[30,400,10**5,2**62][rnd()%4 if n in('isqrt','gcd','lcm') else rnd()%2] for _ in range({'factorial':1,'isqrt':1,'perm':2,'comb':2}.get(n,rnd()%4))]
    elif n in('gcd','lcm','isqrt') and rnd()%2: args=[(rnd()<<64|rnd())*(rnd()%5) for _ in range(len(args))]
    elif n=='ldexp': args=[rf(),rnd()%2200-1100]
    elif n in('atan2','copysign','fmod','pow','remainder','nextafter','isclose'): args=[rf(),rf()]
    elif n=='log': args=[rf() for _ in range(rnd()%2+1)]
    elif n=='hypot': args=[rf() for _ in range(rnd()%6)]
    elif n=='dist': m=rnd()%5; args=[[rf() for _ in range(m)],[rf() for _ in range(m)]]
    elif n in('fsum','prod'): args=[[rf() for _ in range(rnd()%8)]]
    else: args=[rf() if rnd()%6 else (rnd()<<(rnd()%1100))]
    try: r=f(*args)
    except Exception as e: r=(type(e).__name__,str(e))
    print(n,[a if not isinstance(a,int) else hex(a) for a in args],r)
for k in (0,1,2,3,10,100,1000): print(math.factorial(k)%(10**9+7), math.comb(2*k,k)%(10**9+7), math.perm(3*k,k)%(10**9+7))
print(math.gcd(10**50*7,10**30*21),math.lcm(10**20,15**18),math.isqrt(10**101),math.gcd(2**200,2**100*3**80),math.comb(10**20,3),math.perm(2**70,2),math.gcd(-2**63,2**63),math.gcd(0,-2**70))
