def f(a, b, /, c, *, d): return a, b, c, d
def t(x):
    try: print(eval(x))
    except TypeError as e: print(e)
t('f(1,2,3,d=4)')
t('f(1,2,c=3,d=4)')
t('f(1,b=2,c=3,d=4)')
t('f(a=1,b=2,c=3,d=4)')
t('f(1,2,3,4)')
t('f(1,2,3)')
t('f()')
t('f(1)')
t('f(1,2,3,d=4,e=5)')
t('f(1,2,3,4,5,d=6)')
def g(a, /, **k): return a, k
t('g(1, a=2)')
t('g(a=2)')
def h(a=1, b=2, /): return a, b
t('h(1,2,3)')
t('h(a=3)')
def i(*, a, b=1, c): return a,b,c
t('i()'); t('i(a=1)'); t('i(a=1,c=2)'); t('i(1)'); t('i(1,2,a=1,c=3)')
def j(a, *args, b): pass
t('j(1,2,3)')
def k(a, b=1): pass
t('k(1,2,3)'); t('k()'); t('k(1, a=2)'); t('k(z=1)'); t('k(1,2,3,4,z=1)')
class A:
    def m(self, x): pass
    def n(): pass
    @staticmethod
    def s(x): pass
    @classmethod
    def c(cls, x): pass
t('A().m()'); t('A.m()'); t('A().m(1,2)'); t('A().n()'); t('A().s()'); t('A.c()'); t('A(1)'); t('A(x=1)'); t('A().c(1,2)')
t('f(*1)'); t('f(**1)'); t('f(*[1],**{1:2})'); t('f(**{"a":1},**{"a":2})'); t('f(a=1,**{"a":2})'); t('print(1,*2)'); t('print(**3)'); t('len(*[1,2])'); t('(lambda x: x)()'); t('(lambda x: x)(1,2)'); t('f(x for x in 3)')
t('int(*[1,2,3])'); t('A.m.x()'); t('A().zz()'); t('None()'); t('(1)(2)'); t('"a"(1)'); t('[](1)'); t('A()(1)')
