"""The sequences of random for many kinds of seeds, and its errors."""

import random
def t(f):
    try: return f()
    except Exception as e: return (type(e).__name__, str(e))
for seed in [0,1,-5,12345678901234567890123,'hello','',b'bytes',bytearray(b'xy'),1.5,True,2**32,2**64-1]:
    r=random.Random(seed)
    print(seed, r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(64), r.getrandbits(65), r.getrandbits(200), r.getrandbits(0))
    print(r.randrange(10), r.randrange(1,100,7), r.randint(-5,5), r.randrange(10**30), r.randrange(10,0,-3), r.choice('abcdef'), r.choices([1,2,3],k=5), r.choices('abc',weights=[1,2,3],k=4), r.choices('abc',cum_weights=[1,2,3],k=4))
    x=list(range(20)); r.shuffle(x); print(x, r.sample(range(100),10), r.sample(range(10**6),8), r.sample(['a','b'],counts=[3,4],k=5))
    print(r.uniform(1,10), r.triangular(), r.triangular(0,10,3), r.normalvariate(), r.normalvariate(1,2), r.gauss(), r.gauss(1,2), r.gauss(0,1), r.lognormvariate(0,1), r.expovariate(2), r.vonmisesvariate(0,4), r.vonmisesvariate(1,0), r.gammavariate(2,3), r.gammavariate(1,2), r.gammavariate(0.5,1), r.betavariate(1,3), r.paretovariate(3), r.weibullvariate(1,2), r.randbytes(5))
    st=r.getstate(); a=[r.random() for _ in range(3)]; r.setstate(st); print(a==[r.random() for _ in range(3)], st[0], len(st[1]), st[1][-1], st[2])
random.seed('x',version=1); print(random.random())
random.seed(42); print([random.random() for _ in range(5)], random.randint(1,6))
for f in [lambda: random.choice([]), lambda: random.randrange(0), lambda: random.randrange(5,5), lambda: random.randrange(1,2,0), lambda: random.sample([1],2), lambda: random.sample({1,2},1), lambda: random.choices([1,2],weights=[0,0]), lambda: random.choices([1,2],weights=[1]), lambda: random.choices([1,2],[1,1],cum_weights=[1,2]), lambda: random.seed([]), lambda: random.getrandbits(-1), lambda: random.choices([1],2), lambda: random.randrange(5,10,1), lambda:random.randint(3,1),lambda: random.gammavariate(0,1),lambda:random.shuffle(5),lambda:random.randrange(10,step=2),lambda:random.choice(5),lambda:random.Random(1,2),lambda:random.random(1),lambda:random.sample([1,2],counts=[1],k=1)]: print(t(f))
class R(random.Random):
    def random(self): return 0.25
r=R(); print(r.randrange(100), r.choice('abcd'), r.uniform(0,4), r.sample(range(10),3))
class R2(random.Random):
    def getrandbits(self,k): return 1
print(R2().randrange(100), R2(5).random())
s=random.SystemRandom(); print(0<=s.random()<1, 0<=s.randrange(10)<10, len(s.randbytes(4)), t(s.getstate))
random.seed(7); print(sum(random.random() for _ in range(1000)), [random.randrange(i,i+50) for i in range(30)])
import sys
print(random.Random.__mro__[1], random.Random(3).randint(1,10**20))
