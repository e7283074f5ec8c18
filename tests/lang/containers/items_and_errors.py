class L:

    def __len__(s):
        return 5

    def __getitem__(s, i):
        return ('get', i)

    def __setitem__(s, i, v):
        print('set', i, v)

    def __delitem__(s, i):
        print('del', i)

    def __missing__(s, k):
        return 1

    def __contains__(s, x):
        return x == 3
l = L()
print(l[1], l[-1], l[1:2], l[1:2, 3], l[...], l[:], l[()], l[1,], l[:, None])
l[1:2] = 5
l[-1] = 1
del l[1:2], l[5]
l['a'] += (1,)
print(3 in l, 4 in l, 4 not in l, bool(l))

class Seq:

    def __getitem__(s, i):
        if i > 3:
            raise IndexError
        return i * 2
print(list(Seq()), 4 in Seq(), 5 in Seq())
try:
    reversed(Seq())
except TypeError as e:
    print(e)

class SeqL(Seq):

    def __len__(s):
        return 4
print(list(reversed(SeqL())), type(iter(Seq())), iter(Seq()).__reduce__()[1][1:])
it = iter(Seq())
next(it)
print(it.__reduce__()[2])
it.__setstate__(3)
print(list(it))
print(it.__reduce__()[1])

class NoIter(Seq):
    __iter__ = None
try:
    iter(NoIter())
except TypeError as e:
    print(e)
try:
    3 in NoIter()
except TypeError as e:
    print(e)

class NoContains(list):
    __contains__ = None
try:
    3 in NoContains()
except TypeError as e:
    print(e)

class D(dict):

    def __missing__(s, k):
        if k == 'x':
            raise KeyError('no x')
        return f'<{k}>'
d = D(a=1)
print(d['a'], d['b'], d.get('b'), 'b' in d, '%(q)s' % d, '{z}'.format_map(d))
try:
    d['x']
except KeyError as e:
    print(repr(e))
for e in [
    '[1][1]', '[1]["a"]', '(1,)[5]', '(1,)[1.5]', '"a"[5]', '"a"["b"]', 'b"a"[3]', 'b"a"["x"]', '{}[1]',
    '{1}[1]', '5[1]', 'None[1]', 'range(3)[5]', 'range(3)["a"]', '[1][1:"a"]', '[1][::0]',
    'bytearray(b"a")[5]', 'memoryview(b"a")[5]', 'len[1]', 'int[1]', 'list[1][2]', 'type[1]',
    'object[1]', 'str[int]', 'dict[int, str][1]', '[][2**100]', '[1][True]', '"abc"[2**70:]', '[].pop()',
    '[].pop(5)', '[1].pop(5)', '{}.popitem()', 'set().pop()', '[1].remove(2)', '[1].index(2)',
    '(1,).index(2)', '"a".index("b")', 'b"a".index(b"b")', '"a".rindex("b")', '{}.pop(1)',
    '{1}.remove(2)', 'bytearray().pop()', 'range(3).index(7)', '[1,2].insert("a", 1)', '[1].index(1, 5)',
    '[]*"a"', '"a"*1.5', '[1]+(1,)', '"a"+1', '1+"a"', 'b"a"+"a"', '{}|1', '{1}|[1]', '[] < 1',
    '1 < "a"', '{} < {}', 'None < None', '1j < 2j', '"a" % 1', '"%d" % "a"', '"%s %s" % 1',
    '"%(a)s" % 1', '"%z" % 1', '"%" % 1', '"%c" % "ab"', '"%c" % 1114112', 'b"%s" % 1', 'b"%d" % b"a"',
    '"%*d" % ("a", 1)', '"%.*f" % (1.5, 1)', '"%i" % 1.9', '"%x" % 1.5', '"%o" % "a"',
    '"%(a)s %s" % {"a":1}', '"%s" % {}', '"%(a" % {}', '"%d %d" % (1,)', '"a" % ()', '"a" % []',
    '"a" % {}', '"" % (1,)',
]:
    try:
        print(e, '->', eval(e))
    except Exception as x:
        print(e, '->', type(x).__name__, x)
for st in [
    'x=[1]; x[5]=1', 'x=[1]; x["a"]=1', 'x=(1,); x[0]=1', 'x=(1,); del x[0]', 'x="a"; x[0]="b"',
    'x=b"a"; x[0]=1', 'x={}; del x[1]', 'x=[1]; del x[5]', 'x=[1,2,3]; x[::2]=[1]', 'x=[1]; x[0:1]=5',
    'x=[1]; x[0]+="a"', 'x=5; x[0]=1', 'x=5; del x[0]', 'x=None; x[0]=1', 'x=bytearray(b"a"); x[0]=256',
    'x=bytearray(b"a"); x[0]="a"', 'x=bytearray(b"abc"); x[::2]=b"a"', 'x=range(3); x[0]=1',
    'x=memoryview(b"a"); x[0]=1', 'a,b=1', 'a,b=[1]', 'a,b=[1,2,3]', 'a,*b,c=[1]', 'a,b="abc"',
    '(a,b),c=[1,2]', 'a,b=None', 'a,b={}', '[a]=[]', 'for a,b in [1]: pass', '*a,=5',
    'f(**{"a":1},**{"a":2})', 'print(*1)', 'print(**1)', 'x=[*1]', 'x={*1}', 'x={**1}', 'x=[]; x+=5',
    'x={}; x|=5', 'x=set(); x|=[1]', 'x=(); x+=[1]', 'with 5: pass', 'with open: pass', 'raise 5',
    'raise int', 'raise ValueError from 5', 'assert 0, "m"', 'assert []', 'del zz', 'import nope',
    'from os import nope', 'from . import x', 'from .x import y', 'import os.nope', 'import sys.nope',
    'from nope.a import b', 'x: int; x', 'lambda: (yield)', 'yield', 'global x; x', 'class A(A): pass',
    'class A(5): pass', 'class A(int, str): pass', 'class A(object, int): pass', 'class A(bool): pass',
    'class A(int, int): pass', 'class A(metaclass=5): pass', 'class A(x=5): pass', 'class A(None): pass',
    'class A(type(None)): pass', 'class A(type(lambda:0)): pass', 'class A(range): pass',
    'class A(slice): pass', 'class A(memoryview): pass', 'class A(type(...)): pass',
    'class A(NotImplemented): pass', 'async def f():\n async with 5: pass\nf().send(None)',
    'async def f():\n async for x in 5: pass\nf().send(None)',
    'async def f():\n await 5\nf().send(None)', 'async def f():\n with open: pass\nf().send(None)',
    'async def f():\n async with open("/dev/null"): pass\nf().send(None)',
    'class M:\n async def __aenter__(s):pass\n async def __aexit__(s,*a): pass\nwith M(): pass',
]:
    try:
        exec(st, {})
        print(st, 'ok')
    except BaseException as x:
        print(repr(st), '->', type(x).__name__, x)
