# ORM/descriptors/metaclass/plugin registry/context managers/decorators
import functools, contextlib, abc, inspect, operator, weakref, gc, sys
class Field:
    counter = 0
    def __init__(self, type_, default=None, required=False):
        self.type, self.default, self.required = type_, default, required
        Field.counter += 1; self.order = Field.counter
    def __set_name__(self, owner, name): self.name = name; self.slot = '_f_' + name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return obj.__dict__.get(self.slot, self.default)
    def __set__(self, obj, v):
        if v is not None and not isinstance(v, self.type):
            raise TypeError(f"{type(obj).__name__}.{self.name}: expected {self.type.__name__}, got {type(v).__name__}")
        obj.__dict__[self.slot] = v
    def __delete__(self, obj): obj.__dict__.pop(self.slot, None)
class Meta(type):
    registry = {}
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        fs = {}
        for b in reversed(cls.__mro__):
            fs.update({k: v for k, v in vars(b).items() if isinstance(v, Field)})
        cls._fields = dict(sorted(fs.items(), key=lambda kv: kv[1].order))
        mcls.registry[kw.get('table', name.lower())] = cls
        return cls
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __iter__(cls): return iter(cls._fields)
    def __contains__(cls, k): return k in cls._fields
    def __len__(cls): return len(cls._fields)
    def __call__(cls, *a, **k):
        o = super().__call__(*a, **k); o.created = True; return o
    @property
    def table(cls): return next(k for k, v in Meta.registry.items() if v is cls)
class Model(metaclass=Meta):
    def __init__(self, **kw):
        for n, f in type(self)._fields.items():
            if f.required and n not in kw: raise ValueError(f'missing {n!r}')
            setattr(self, n, kw.pop(n, f.default))
        if kw: raise TypeError(f"unexpected {sorted(kw)}")
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in type(self))})"
    def __init_subclass__(cls, /, table=None, **kw): super().__init_subclass__(**kw); cls.label = (table or cls.__name__).upper()
class Person(Model, table='people'):
    name = Field(str, required=True); age = Field(int, 0)
class Employee(Person):
    salary = Field(float, 0.0)
e = Employee(name='Ann', salary=10.5); print(e, e.created, Employee.label, Person.label, Person.table, list(Employee), len(Employee), 'age' in Employee)
for f in (lambda: Person(), lambda: Person(name=3), lambda: Person(name='x', zzz=1), lambda: setattr(e, 'age', 'old')):
    try: f()
    except Exception as ex: print(type(ex).__name__, ex)
del e.age; print(e.age, Employee.__mro__, Person.name.name)
print(Meta.registry)
def memo(fn=None, *, size=2):
    if fn is None: return functools.partial(memo, size=size)
    cache = {}
    @functools.wraps(fn)
    def w(*a):
        if a in cache: w.hits += 1; return cache[a]
        if len(cache) >= size: cache.pop(next(iter(cache)))
        cache[a] = r = fn(*a); return r
    w.hits = 0; return w
@memo(size=3)
def sq(x):
    "square it"
    return x * x
print([sq(i) for i in (1, 2, 1, 3, 4, 1)], sq.hits, sq.__doc__, sq.__wrapped__.__name__, inspect.signature(sq))
@contextlib.contextmanager
def tag(n):
    print(f'<{n}>')
    try: yield n.upper()
    except ZeroDivisionError as e: print('swallowed', e)
    finally: print(f'</{n}>')
with tag('a') as A, tag('b') as B: print(A, B); 1/0
with contextlib.ExitStack() as st:
    for n in 'xy': st.enter_context(tag(n))
    st.callback(print, 'cb', 1)
with contextlib.suppress(KeyError): {}['q']
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
try: Shape()
except TypeError as e: print(e)
class Sq(Shape):
    def area(self): return 4
    name = 'sq'
print(Sq().area(), isinstance(Sq(), Shape), Shape.__abstractmethods__ == {'area', 'name'})
@Shape.register
class Other: pass
print(issubclass(Other, Shape), isinstance(Other(), Shape))
@functools.singledispatch
def show(x): return f'obj {x}'
@show.register
def _(x: int): return f'int {x}'
@show.register(list)
def _(x): return 'list ' + ','.join(map(show, x))
print(show([1, 'a', [2.5]]), show.registry.keys())
@functools.total_ordering
class V:
    def __init__(s, *p): s.p = p
    def __eq__(s, o): return s.p == o.p
    def __lt__(s, o): return s.p < o.p
print(V(1, 2) >= V(1, 1), V(1) <= V(1), sorted([V(3), V(1)], key=operator.attrgetter('p'))[0].p, V.__hash__)
class LazyProp:
    def __init__(self, f): self.f = f; functools.update_wrapper(self, f)
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.f.__name__] = self.f(o); return v
class C:
    @LazyProp
    def big(self): print('computing'); return 42
    @functools.cached_property
    def cp(self): print('cp'); return 7
    @classmethod
    def make(cls, *a, **k): return cls.__name__, a, k
    @staticmethod
    def st(x=1): return x
c = C(); print(c.big, c.big, c.cp, c.cp, C.make(1, k=2), C.st(), c.__dict__)
class Node:
    def __init__(self, n): self.n = n; self.kids = []; self._p = None
    @property
    def parent(self): return self._p and self._p()
    @parent.setter
    def parent(self, p): self._p = weakref.ref(p); p.kids.append(self)
    def __del__(self): print('del', self.n)
r = Node('root'); k = Node('kid'); k.parent = r; print(k.parent.n); del r; print(k.parent); del k
a = Node('a'); b = Node('b'); a.x = b; b.x = a; del a, b; print(gc.collect() > 0)
class Temp:
    def __enter__(s): print('in'); return s
    def __exit__(s, t, v, tb): print('out', t and t.__name__, v); return t is KeyError
with Temp(): raise KeyError('k')
try:
    with Temp(): raise ValueError('v')
except ValueError as e: print('caught', e)
print(sys.getrefcount(c), sys.getrefcount([]))
def gen():
    try:
        x = yield 1
        while True: x = yield x * 2
    except GeneratorExit: print('closing'); raise
    finally: print('fin')
g = gen(); next(g); print(g.send(4), g.send('ab')); g.close()
print(inspect.getfullargspec(lambda a, b=1, *c, d, e=2, **f: 0))
raise Employee(name='z').name and RuntimeError('end') from KeyError('cause')
