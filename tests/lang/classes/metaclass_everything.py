class Meta(type):
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print('prepare', name, bases, kw); return {'injected': 1}
    def __new__(m, name, bases, ns, **kw):
        print('new', name, sorted(ns), kw); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw):
        print('init', name, kw); super().__init__(name, bases, ns)
    def __call__(c, *a, **k):
        print('call', c.__name__, a, k); return super().__call__(*a, **k)
    def __instancecheck__(c, o): print('ic'); return True
    def __subclasscheck__(c, o): print('sc'); return False
    def __len__(c): return 42
    def __iter__(c): return iter('meta')
    def __getitem__(c, k): return k
    def __contains__(c, k): return k == 1
    def __or__(c, o): return 'or'
    def __add__(c, o): return 'add'
    def __repr__(c): return f'<Meta {c.__name__}>'
    def __eq__(c, o): return NotImplemented
    def __hash__(c): return 5
    def __getattr__(c, n): return f'meta.{n}'
    def __bool__(c): return False
    def __dir__(c): return ['q']
class A(metaclass=Meta, opt=3):
    def __init__(s, *a, **k): print('A.init', a, k)
    def __init_subclass__(cls, **k): print('isub', cls, k)
class B(A, opt=4): pass
A(1, x=2)
print(isinstance(5, A), issubclass(int, A), isinstance(A.__new__(A), A), len(A), list(A), A['k'], 1 in A, A | 1, A + 2, A, A.zork, bool(A), dir(A), hash(A), A == B, A.injected)
print(B.__mro__, B.__bases__, B.__base__, A.__subclasses__(), type(A), B.__name__, B.__qualname__, B.__module__)
try: A()(1)
except TypeError as e: print(e)
class M2(type): pass
try:
    class C(A, metaclass=M2): pass
except TypeError as e: print(e)
class Desc:
    def __set_name__(s, o, n): print('set_name', o.__name__, n); s.n = n
    def __get__(s, i, o): return (s.n, i is None, o.__name__)
    def __set__(s, i, v): print('dset', v)
    def __delete__(s, i): print('ddel')
class E:
    d = Desc(); e = Desc()
x = E(); print(x.d, E.e); x.d = 1; del x.d; x.__dict__['d'] = 5; print(x.d)
E.late = Desc()
try: E.late
except AttributeError as e: print(e)
class BadSN:
    def __set_name__(s, o, n): 1/0
try:
    class F: b = BadSN()
except RuntimeError as e: print(e, repr(e.__cause__))
class G:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(G[1], G[int, str])
try:
    class X(list, metaclass=lambda *a, **k: (a[0], a[1], k)): pass
    print(X)
except TypeError as e: print(e)
class Y(type('Dyn', (), {'__mro_entries__': lambda s, b: (int,)})()): pass
print(Y.__bases__, Y.__orig_bases__.__class__)
import types
print(types.resolve_bases((list[int],)), types.new_class('Z', (), {}, lambda ns: ns.update(a=1)).a, types.prepare_class('Q', (int,), {'metaclass': Meta}))
try: type.__call__(type, 1, 2, 3, 4)
except TypeError as e: print(e)
print(type.mro(int), type.__prepare__(), int.__subclasshook__(1))
class MRO(type):
    def mro(c): return [c, object]
class K(metaclass=MRO): pass
print(K.__mro__)
A.__name__ = 'Renamed'; print(A, A.__name__)
for v in (5, 'a\0b'):
    try: A.__name__ = v
    except (TypeError, ValueError) as e: print(e)
try: A.__qualname__ = 5
except TypeError as e: print(e)
try: A.__bases__ = ()
except TypeError as e: print(e)
try: A.__bases__ = (int,)
except TypeError as e: print(e)
try: A.__bases__ = 5
except TypeError as e: print(e)
try: A.__mro__ = 5
except AttributeError as e: print(e)
try: int.__name__ = 'a'
except TypeError as e: print(e)
A.__module__ = 5; print(A.__module__); print(type.__repr__(A))
A.__doc__ = 'hi'; print(A.__doc__)
try: int.__doc__ = 'a'
except TypeError as e: print(e)
print(A.__abstractmethods__ if hasattr(type, '__abstractmethods__') else 'none')
