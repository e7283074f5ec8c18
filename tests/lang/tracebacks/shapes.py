import traceback, sys
def f(n):
    if n == 0:
        raise ValueError('deep')
    f(n - 1)
def show(fn, *a):
    try: fn(*a)
    except BaseException: print(traceback.format_exc())
show(f, 2); show(f, 10)
def g():
    try: f(0)
    except ValueError as e: raise KeyError('outer') from e
show(g)
def h():
    try: f(0)
    except ValueError: 1/0
show(h)
def i():
    try: f(0)
    except ValueError: raise TypeError('x') from None
show(i)
def j():
    e = ValueError('noted'); e.add_note('note 1'); e.add_note('note\n2'); e.add_note(''); raise e
show(j)
def k():
    raise ExceptionGroup('eg', [ValueError(1), ExceptionGroup('in', [KeyError('k'), OSError(2, 'no', 'file')])])
show(k)
def l():
    x = {'a': [1, 2]}
    return (x['a'][0] + x['a'][5] +
            3)
show(l)
def m(a, b): return a.b.c(b)(1)[2] + b
show(m, 1, 2)
class A:
    b = None
show(m, A(), 2)
def n():
    return [y for y in (1, 2, 0) if 1 / y]
show(n)
def o():
    with open('/nonexistent/x') as f: pass
show(o)
def p():
    for x in range(3):
        assert x < 2, f'x is {x}'
show(p)
show(lambda: (1).foo(2))
show(lambda: undefined_name + 1)
class E(Exception):
    def __str__(s): raise ValueError('bad str')
def q(): raise E()
show(q)
class E2(Exception):
    def __str__(s): return 5
def r(): raise E2()
show(r)
def s(): raise SyntaxError('msg', ('file.py', 3, 5, 'some text here', 3, 9))
show(s)
def t(): raise SyntaxError('msg')
show(t)
def u(): exec('a b c')
show(u)
def v(): eval('1 +')
show(v)
def w(): raise SyntaxError('msg', ('f', None, None, None))
show(w)
def x(): raise KeyError('multi\nline')
show(x)
def y(): raise Exception
show(y)
def z(): raise Exception('')
show(z)
def aa():
    def gen():
        yield 1
        raise RuntimeError('in gen')
    list(gen())
show(aa)
def bb():
    class X:
        def __getattr__(s, n): return s.nope2(n) if n == 'nope' else object.__getattribute__(s, n)
    X().nope
show(bb)
def cc():
    e = ValueError('self'); 
    try: raise e
    except ValueError as x: raise x from x
show(cc)
def dd(): raise ImportError('imp', name='n', path='p')
show(dd)
def ee():
    f = lambda x: (
        x
        .real
        .foo
    )
    f(5)
show(ee)
def ff():
    print(1,
          2,
          int('x'),
          4)
show(ff)
def gg():
    a = b = 1
    a.x = 5
show(gg)
def hh():
    d = {}
    d['x']['y'] = 1
show(hh)
def ii():
    d = []
    del d[3]
show(ii)
def jj():
    a, b = 1, 2, 3
show(jj)
def kk():
    x = 5
    x()
show(kk)
def ll():
    import nonexistent_module.sub
show(ll)
def mm():
    return 1 + "é" + ünïcödé
show(mm)
def nn():
    return ("ééé" + 1)
show(nn)
def oo(): return '日本語' + 1 + 2
show(oo)
def pp():
    x = 1; y = 2; raise ValueError(x, y)
show(pp)
@(lambda f: f)
def qq(): 1 if 2 else 3; return not -'a'
show(qq)
def rr(): x = [1,2,3]; return x[1:'a'], x
show(rr)
def ss(): return f'{1} {undefined!r:>10} {2}'
show(ss)
def tt(): return 1 < 2 < 'a' < 3
show(tt)
def uu(**k): uu(**{'a': 1}, **{'a': 2})
show(uu)
