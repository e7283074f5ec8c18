class C: pass
c = C(); c.x = 1
print(c.__reduce_ex__(0)[1:], c.__reduce_ex__(2), c.__reduce__()[1:])
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: c.__reduce_ex__('a'))
t(lambda: c.__reduce_ex__())
class I(int): pass
print(I(5).__reduce_ex__(0)[1:], I(5).__reduce_ex__(2))
class L(list): pass
print(list(L([1,2]).__reduce_ex__(2)[3]))
class D(dict): pass
print(list(D(a=1).__reduce_ex__(2)[4]))
class G:
    def __getnewargs__(self): return (1,2)
    def __new__(cls, *a): return super().__new__(cls)
print(G().__reduce_ex__(2))
class GE:
    def __getnewargs_ex__(self): return (1,), {'k': 2}
    def __new__(cls, *a, **k): return super().__new__(cls)
print(GE().__reduce_ex__(4)[1:], )
class Bad:
    def __getnewargs__(self): return 5
t(lambda: Bad().__reduce_ex__(2))
class Bad:
    def __getnewargs_ex__(self): return 5
t(lambda: Bad().__reduce_ex__(2))
class Bad:
    def __getnewargs_ex__(self): return (1,2,3)
t(lambda: Bad().__reduce_ex__(2))
class Bad:
    def __getnewargs_ex__(self): return ([],{})
t(lambda: Bad().__reduce_ex__(2))
import sys, types
t(lambda: (lambda: 1).__reduce_ex__(2))
t(lambda: sys.__reduce_ex__(2))
t(lambda: (i for i in ()).__reduce_ex__(2))
t(lambda: len.__reduce__()); t(lambda: [].append.__reduce__()[1]); t(lambda: C.__reduce_ex__(C(), 2)); t(lambda: property().__reduce_ex__(2)); t(lambda: (...).__reduce__()); t(lambda: NotImplemented.__reduce__()); t(lambda: range(3).__reduce__()); t(lambda: slice(1,2).__reduce__())
