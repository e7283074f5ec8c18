class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); cls.registry.append((cls.__name__, tag))
class A(Base, tag='a'): pass
class B(A): pass
print(Base.registry)
try:
    class C(Base, foo=1): pass
except TypeError as e: print(e)
class X:
    def f(self): return 'X'
class Y(X):
    def f(self): return 'Y' + super().f()
class Z(X):
    def f(self): return 'Z' + super().f()
class W(Y, Z):
    def f(self): return 'W' + super().f()
print(W().f(), [c.__name__ for c in W.__mro__])
try:
    class Bad(X, Y): pass
except TypeError as e: print(e)
try:
    class Bad(X, X): pass
except TypeError as e: print(e)
class P:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "doc x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): print('deleted')
    @classmethod
    def cm(cls): return cls.__name__
    @staticmethod
    def sm(a): return a
    ro = property(lambda s: 1)
    wo = property(None, lambda s, v: None)
p = P(); p.x = 5; print(p.x, P.x.__doc__, P.cm(), p.cm(), P.sm(1), p.sm(2)); del p.x
for s in [
    'p.ro = 1', 'del p.ro', 'p.wo', 'del p.wo', 'P.x.fget(p)', 'p.nope', 'P.nope', 'p.nope = 1; print(p.nope)',
    'P()(1)', 'p[0]', 'p + 1', 'len(p)', 'p < p', 'iter(p)', 'p()', 'P.cm.__func__', 'P.sm.__wrapped__',
    'P.__init__(5)', 'P.x.__get__(None)', 'P.__init__()', 'P(1)', 'X(1)', 'X(a=1)', 'object.__new__(X, 1)',
    'X.__new__()', 'X.__new__(int)', 'X.f()', 'X.f(5)', 'super(X).f', 'super(Y, Y()).f()', 'super(Y, 5)',
    'super(5, 5)', 'super(Y, X())', 'int.__new__(P)', 'type.__call__()', 'type("a", (X, int), {}).__mro__[1]',
    'class_ = type("Q", (bool,), {})', 'p.__class__ = X; print(type(p))', 'p.__class__ = int',
    'X().__class__ = type("S", (), {"__slots__": ("a",)})', 'P.__dict__["x"] = 1', 'P.__dict__',
    'p.__dict__ = {"a": 1}; print(p.a)', 'p.__dict__ = 5', 'del p.__dict__; print(p.__dict__)',
    'X.__bases__ = (Base,); print(X.__mro__)', 'Y.__bases__ = (Y,)', 'isinstance(p, P)',
]:
    try:
        try: r = eval(s); print(s, '->', r if not isinstance(r, type(P.__dict__)) else 'proxy')
        except SyntaxError: exec(s)
    except Exception as e: print(s, '->', type(e).__name__, str(e).replace(hex(id(p))[2:], ''))
class Meta(type):
    def __call__(cls, *a):
        if not hasattr(cls, 'inst'): cls.inst = super().__call__(*a)
        return cls.inst
class Single(metaclass=Meta):
    def __init__(self, v): self.v = v
print(Single(1) is Single(2), Single(3).v)
class Desc:
    def __get__(self, o, t=None): return ('get', o is None, t.__name__)
class Data(Desc):
    def __set__(self, o, v): print('set', v)
class H: d = Desc(); dd = Data()
h = H(); h.d = 1; h.dd = 2; h.__dict__['dd'] = 3; print(h.d, h.dd, H.d, vars(h))
class Lazy:
    def __getattr__(self, n): print('compute', n); setattr(self, n, n * 2); return getattr(self, n)
l = Lazy(); print(l.ab, l.ab)
class GA:
    def __getattribute__(self, n): return n if n != 'bad' else object.__getattribute__(self, n)
    def __getattr__(self, n): return 'fallback ' + n
print(GA().foo, GA().bad, GA().__class__)
class Cmp:
    def __eq__(self, o): return True
try: hash(Cmp())
except TypeError as e: print(e)
class Cmp2(Cmp): __hash__ = object.__hash__
print(isinstance(hash(Cmp2()), int), Cmp() != 1, Cmp.__hash__)
class Ctx:
    __slots__ = 'a', '__dict__'
c = Ctx(); c.a = 1; c.b = 2; print(c.__dict__, Ctx.__slots__, Ctx.a.__get__(c), Ctx.a.__name__, Ctx.a.__objclass__.__name__)
class Priv:
    __x = 1
    def get(self): return self.__x
    def __m(self): pass
    class __In: pass
print(Priv().get(), sorted(n for n in vars(Priv) if 'Priv' in n))
try: Priv.__x
except AttributeError as e: print(e)
class NI:
    def __new__(cls, *a): print('new', a); return 5
    def __init__(self, *a): print('never')
print(NI(1))
class Call:
    def __init_subclass__(cls): cls.__call__ = lambda s: 'called'
class Sub(Call): pass
print(Sub()())
def method(self): return 'patched'
X.g = method; print(X().g()); x = X(); x.g = lambda: 'inst'; print(x.g()); import types; x.h = types.MethodType(method, x); print(x.h())
print(X.f, x.f.__func__ is X.f, x.f == x.f, x.f is x.f, x.f.__self__ is x, X.f.__qualname__, repr(W.f))
print(type(X.__dict__).__name__, type(X.f).__name__, type(x.f).__name__, type(P.__dict__['cm']).__name__, P.__dict__['sm'](7))
class Str(str):
    def __new__(cls, v): o = super().__new__(cls, v * 2); o.extra = v; return o
print(Str('ab'), Str('ab').extra, Str('ab') + 'c', type(Str('a') + 'b').__name__, type(Str('a').upper()).__name__, repr(Str('q')), isinstance(Str('x'), str))
class I(int):
    def __add__(s, o): return I(int(s) + int(o) + 100)
    def __radd__(s, o): return 'radd'
print(I(1) + 2, 2 + I(1), I(5) * 2, sum([I(1), I(2)]), I(3).real, type(I(3).real).__name__)
class L(list):
    def __getitem__(s, i): return ('L', i)
print(L([1, 2])[0], list(L([1, 2])), L([1])[:], L([3, 1]) == [3, 1], sorted(L([3, 1])))
class D(dict):
    def __getitem__(s, k): return 'D'
    def __setitem__(s, k, v): print('set', k); super().__setitem__(k, v)
d = D(a=1); d['b'] = 2; print(d['zz'], d.get('a'), dict(d), {**d}, d.setdefault('q', 1), d.update(r=1), list(d.items()))
