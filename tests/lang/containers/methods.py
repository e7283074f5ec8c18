def t(s, **ns):
    try:
        exec(s, ns)
        print(s, {k: v for k, v in ns.items() if k != '__builtins__'})
    except Exception as e:
        print(s, '->', type(e).__name__, e)
for s in [
    'x=[1,2,3]; x[1:2]=[7,8,9]', 'x=[1,2,3]; x[5:]=[4]', 'x=[1,2,3]; x[2:0]=[4]',
    'x=[1,2,3,4]; x[::2]=[5,6]', 'x=[1,2,3,4]; x[::-1]=x', 'x=[1,2,3]; x[:]=x', 'x=[1,2]; x[1:]=x',
    'x=[1,2,3]; del x[::2]', 'x=[1,2,3]; del x[::-2]', 'x=[1,2,3]; del x[1:]; del x[5:]',
    'x=[1]; x.extend(x)', 'x=[1]; x+=x', 'x=[1]; x*=3', 'x=[1]; x*=-1', 'x=[1]; x*=1.5',
    'x=[1]; x+="ab"', 'x=[]; x.insert(10, 1); x.insert(-10, 0); x.insert(1, 5)',
    'x=[1,2,3]; y=x.pop(); z=x.pop(0)', 'x=[1,2,1]; x.remove(1); y=x.index(1); z=x.count(1)',
    'x=[1,2,3]; y=x.index(3, -1); z=x.index(1, 0, 1)', 'x=[1]; y=x.index(1, 1)',
    'x=[3,1,2]; y=x.sort(); z=x.reverse()', 'x=["b","A","c"]; x.sort(key=str.lower, reverse=True)',
    'x=[1,"a"]; x.sort()', 'x=[1]; x.sort(5)', 'x=[1]; x.sort(key=5)', 'x=[1,2]; x.sort(reverse="a")',
    'x=[1,2]; x.sort(reverse=1.5)', 'x=[1,2]; x.sort(key=None)', 'x=[1]; x.append(x); y=repr(x)',
    'x=[1,2]; y=x.copy(); y.append(3)', 'x=[[]]*3; x[0].append(1)', 'x=list("abc"); y=x.clear()',
    'x=list(range(3)); y=x<[0,1,3]; z=x>=[0,1]', 'x=[1,2]; y=x==(1,2)', 'x=[1,2]; y=x.__eq__((1,2))',
    'x=[0]*5; x[1:4]=range(9)', 'x=[1,2,3]; x[0],x[1]=x[1],x[0]', 'i=0; x=[0,0]; i,x[i]=1,5',
    'x=[1,2,3]; x[True]=9', 'x=[1,2,3]; x[2**65]=9', 'x=[1,2,3]; x[2**65:]=[9]',
    'x=[1]; x.__init__([5,6])', 'x=[1]; x.__setitem__(0)', 'x=[1]; y=x.__getitem__(slice(None))',
    'x=[1]; y=x.__reversed__().__length_hint__()', 'x=(1,2); y=x+(3,); z=x*2', 'x=(1,2); x+=[3]',
    'x=(1,)*-1', 'x=(1,2,1); y=x.count(1); z=x.index(2)', 'x=(1,2); y=x.index(5)',
    'x=((1,),); y=x[0][0]; z=x[-1:]', 'x=([],); x[0]+=[1]', 'x=([],); x[0].append(1)', 'x=(1,2)<(1,"a")',
    'x=(1,)+[2]', 'x={1,2}; x.add([])', 'x={1}; x|={2}; x&={2,3}; x-={5}; x^={2,7}', 'x={1}; x|=[2]',
    'x={1}|frozenset([2])', 'x=frozenset([1])|{2}; y=type(x).__name__',
    'x={1}; x.update([2],(3,),{4:5},"a"[:0])', 'x={1,2,3}; x.intersection_update([1],{1,2})',
    'x={1,2,3}; x.difference_update([1])', 'x={1,2}; x.symmetric_difference_update([2,3])',
    'x={1}; y=x.union(); z=x.intersection()', 'x={1}.union(5)',
    'x={1,2}.isdisjoint([3]); y={1}.issubset([1,2]); z={1}.issuperset([])', 'x={1}.pop(); y=len({1,1})',
    'x=set().pop()', 'x={1}; x.remove(5)', 'x={1}; x.discard(5)', 'x={1}; x.remove({5})',
    'x={frozenset({5})}; y={5} in x; x.remove({5})', 'x={1}=={1.0}; y={1}<{1,2}; z={1}<=[1]',
    'x={1}-[1]', 'x={1}.difference([1]); y={1}.difference(); z={1} ^ {2}',
    'x=frozenset(); y=x.copy() is x; z=frozenset(x) is x', 'x=frozenset([1]).add(2)',
    'x=hash(frozenset([1,2]))==hash(frozenset([2,1]))', 'x=hash({1})', 'x={[]}',
    'x={**{1:2},3:4,**{1:5}}', 'x={1:2}|{1:3,4:5}', 'x={1:2}; x|=[(3,4)]', 'x={1:2}|[(3,4)]',
    'x={}; x.update([(1,2)],a=3)', 'x={}; x.update(5)', 'x={}; x.update([5])', 'x={}; x.update(["ab"])',
    'x={}; x.update(["abc"])', 'x={}; x.update({1:2},{3:4})', 'x={}; x.update(**{"a":1})',
    'x=dict(a=1,**{"b":2})', 'x=dict([(1,2)],c=3)', 'x=dict({1:2},{3:4})', 'x=dict(5)',
    'x=dict.fromkeys("ab",0)', 'x=dict.fromkeys(5)', 'x={1:2}.get(1,5); y={}.get(1,5); z={}.get(1)',
    'x={1:2}.pop(1); y={}.pop(1,5)', 'x={}.pop(1)', 'x={}.pop()', 'x={1:2,3:4}; y=x.popitem()',
    'x={}; y=x.setdefault(1,[]); y.append(2)', 'x={}; x.setdefault()', 'x={}; x.setdefault([])',
    'x={1:2}; y=x.keys()|{5}; z=x.items()&{(1,2)}', 'x={1:2}; y=x.keys()-[1]',
    'x={1:2}; y=x.keys()<{1,2}; z=x.items().isdisjoint([])',
    'x={1:2}; y=list(x.values()); z=repr(x.items())', 'x={1:2}; y=x.keys().mapping; z=type(y)',
    'x={1:2,3:4}; y=list(reversed(x)); z=list(reversed(x.items()))', 'x={}; x[x]=1',
    'x={}; x[1]=x; y=repr(x)', 'x={float("nan"):1}; y=float("nan") in x',
    'x={}; x[1]=1; x[1.0]=2; x[True]=3', 'x={1:2}; y=x=={1.0:2}; z=x!={}', 'x={1:2}; y=x.copy(); y[1]=5',
    'x={1:1}; del x[2]', 'x={"a":1}; y=x["b"]', 'x={(1,2):1}; y=x[1,2]; z=x[1,3]', 'x={}<{}',
    'x=hash({})', 'x={1:2}.items().__contains__((1,3)); y=1 in {1:2}.values()',
    'x={1:2}; y=x.__contains__(1); z=x.__getitem__(5)', 'x=dict(zip("ab",[1,2])); y=dict(**x)',
    'x=dict(**{1:2})',
]:
    t(s)
d = {i: i for i in range(5)}
for what in ('d[9]=1', 'del d[0]', 'd.clear()', 'd[1]=5', 'd.update({1: 2})', 'd.pop(2); d[20]=1'):
    d = {i: i for i in range(5)}
    try:
        for k in d:
            exec(what)
        print(what, 'ok', d)
    except RuntimeError as e:
        print(what, e)
    d = {i: i for i in range(5)}
    try:
        for k in d.items():
            exec(what)
        print(what, 'ok', d)
    except RuntimeError as e:
        print(what, e)
for what in ('s.add(9)', 's.discard(0)', 's.clear()', 's.pop(); s.add(100)'):
    s = set(range(5))
    try:
        for k in s:
            exec(what)
        print(what, 'ok')
    except RuntimeError as e:
        print(what, e)
l = [1, 2, 3]
for x in l:
    if len(l) < 8:
        l.append(x * 10)
print(l)
for x in l:
    l.remove(x)
print(l)

class K:

    def __init__(s, v):
        s.v = v

    def __lt__(s, o):
        l2.append(1)
        return s.v < o.v
l2 = [K(3), K(1), K(2)]
try:
    l2.sort()
except ValueError as e:
    print(e)
print(len(l2))

def key(x):
    l3.clear()
    return x
l3 = [3, 1, 2]
try:
    l3.sort(key=key)
except ValueError as e:
    print(e, l3)
try:
    [3, 1, 2].sort(key=lambda x: 1 / (x - 2))
except ZeroDivisionError as e:
    print(e)
