"""All of itertools."""

from itertools import *
import itertools, operator
def t(f):
    try:
        v=f(); return v
    except Exception as e: return (type(e).__name__, str(e))
def L(it,n=8): return list(islice(it,n))
print(L(count()),L(count(5,2)),L(count(1.5,.5)),count(5),count(5,2),count(step=3),L(count(2**63-2)),L(count(-3,-1)),count(2**70),L(count(True)))
c=count(2**63-3); L(c); print(c, c.__reduce__())
print(L(cycle('abc')),L(cycle([])),L(repeat(5)),list(repeat(5,3)),repeat(5),repeat(5,2),list(repeat(1,-1)),repeat(1,times=0),operator.length_hint(repeat(1,4)),t(lambda:operator.length_hint(repeat(1))))
print(list(chain('ab',[1],())),list(chain()),list(chain.from_iterable(['ab','cd'])),t(lambda:list(chain(1))),t(lambda:list(chain('a',1))),t(lambda:chain(x=1)))
print(list(compress('abcdef',[1,0,1,0,1])),list(dropwhile(lambda x:x<3,[1,2,3,1])),list(takewhile(lambda x:x<3,[1,2,3,1])),list(filterfalse(None,[0,1,2,0])),list(filterfalse(lambda x:x%2,range(6))),list(starmap(pow,[(2,3),(3,2)])),list(pairwise('abcd')),list(pairwise('a')))
print(list(zip_longest('abc','x',[1,2])),list(zip_longest('abc','x',fillvalue='-')),list(zip_longest()),t(lambda:zip_longest('a',foo=1)),list(zip_longest('','')))
print(list(islice(range(10),3)),list(islice(range(10),2,None)),list(islice(range(10),2,8,3)),list(islice(range(10),None)),list(islice(range(3),5,9)),t(lambda:islice([],-1)),t(lambda:islice([],1,'a')),t(lambda:islice([],'a',2)),t(lambda:islice([],0,1,0)),t(lambda:islice([])),t(lambda:islice([],1,2,3,4)),t(lambda: islice([],'a')))
it=iter(range(10)); print(list(islice(it,2,5,2)),list(it))
print(list(accumulate([1,2,3,4])),list(accumulate([1,2,3],operator.mul)),list(accumulate([1,2],initial=10)),list(accumulate([],initial=1)),list(accumulate('abc')),t(lambda:list(accumulate([1,'a']))),list(accumulate([1,2,3],func=max,initial=None)))
print([(k,list(g)) for k,g in groupby('aaabbc')],[(k,list(g)) for k,g in groupby(range(10),lambda x:x//3)],[k for k,g in groupby('aabbc')],[(k,len(list(g))) for k,g in groupby([1,1.0,True,2],key=None)])
gs=list(groupby('aabb')); print([list(g) for k,g in gs])
a,b=tee('abc'); print(next(a),list(b),list(a),tee([],0),len(tee([1],3)),[list(x) for x in tee(range(3),3)])
x,y=tee(iter([1,2,3])); next(x); z=tee(x,2); print(list(z[0]),list(z[1]),list(y),t(lambda:tee([],-1)))
print(list(product('ab',[1,2])),list(product('ab',repeat=2)),list(product()),list(product('ab','')),list(product(repeat=3)),t(lambda:product('a',repeat=-1)),list(product([0,1],repeat=0)),t(lambda:product(1)),t(lambda:product('a',foo=1)))
print(list(permutations('abc')),list(permutations('abc',2)),list(permutations('ab',3)),list(permutations('abc',0)),t(lambda:permutations('a',-1)),t(lambda:permutations('a','b')))
print(list(combinations('abcd',2)),list(combinations('abc',0)),list(combinations('ab',3)),t(lambda:combinations('a',-1)),t(lambda:combinations('a')),list(combinations_with_replacement('abc',2)),list(combinations_with_replacement('',2)),list(combinations_with_replacement('',0)),list(combinations(range(5),5)))
print(len(list(permutations(range(7)))),sum(1 for _ in combinations(range(20),5)),list(permutations(range(5),3))[-5:],sum(1 for _ in product(range(10),repeat=4)))
print(t(lambda:takewhile(1)),t(lambda:cycle()),t(lambda:cycle(1)),t(lambda:list(starmap(pow,[1]))),t(lambda:count('a')),t(lambda:repeat()),t(lambda:groupby()),t(lambda:pairwise(1)),t(lambda:compress('a')),t(lambda:next(iter(chain()))))
class C(chain): pass
c=C('ab'); c.x=5; print(list(c),c.x,type(c).__name__, repr(chain)[:30], repr(itertools)[:30])
class B:
    def __iter__(self): return self
    def __next__(self): raise ValueError('x')
for f in [lambda:list(chain(B())),lambda:list(islice(B(),2)),lambda:list(zip_longest(B(),[1])),lambda:list(product(B())),lambda:list(groupby(B())),lambda:next(tee(B())[0]),lambda:list(accumulate(B())),lambda:list(pairwise(B())),lambda:list(cycle(B())),lambda: list(takewhile(lambda x:1/0,[1])),lambda:list(groupby([1,2],lambda x:1/0))]: print(t(f))
import gc
g=groupby([1,1,2]); k,gr=next(g); next(gr); next(g); print(list(gr))
l=[]; l.append(chain(l)); del l; print(gc.collect()>=0)
def gen():
    yield 1
    yield from t2[0]
t2=tee(gen()); print(t(lambda: [next(t2[0]) for _ in range(3)]))
