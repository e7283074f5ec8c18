# Endless recursion of every kind is a RecursionError.
import sys, copy, functools
def attempt(name, function):
    try: result = function()
    except RecursionError as e: print(name, "RecursionError", str(e).split(" while")[0].split(" in")[0])
    except Exception as e: print(name, type(e).__name__, e)
    else: print(name, "passed")
def f(): return f() + 1
def even(n): return odd(n)
def odd(n): return even(n)
attempt("function", f); attempt("two functions", lambda: even(1))
attempt("lambda", (lambda g: (lambda: g(g)))(lambda g: g(g)))
class A:
    def __getattr__(self, name): return getattr(self, name + "x")
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __lt__(self, other): return self < other
    def __hash__(self): return hash(self)
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __add__(self, other): return self + other
    def __getitem__(self, key): return self[key]
    def __setitem__(self, key, value): self[key] = value
    def __contains__(self, key): return key in self
    def __call__(self): return self()
    def __bool__(self): return bool(self)
    def __str__(self): return str(self)
    def __format__(self, spec): return format(self)
    def __enter__(self):
        with self: pass
    def __exit__(self, *args): pass
    def __next__(self): return next(self)
    def __neg__(self): return -self
    def __index__(self): return [1][self]
    def __int__(self): return int(self)
    def __radd__(self, other): return other + self
    def __iadd__(self, other): self += other
    def __delitem__(self, key): del self[key]
    @property
    def prop(self): return self.prop
    def __setattr__(self, name, value): self.x = value
    def __delattr__(self, name): del self.x
a = A()
for name, call in [("getattr", lambda: a.missing), ("repr", lambda: repr(a)), ("eq", lambda: a == a), ("lt", lambda: a < a), ("hash", lambda: hash(a)), ("len", lambda: len(a)), ("iter", lambda: iter(a)), ("add", lambda: a + a), ("getitem", lambda: a[0]), ("contains", lambda: 1 in a), ("call", lambda: a()), ("bool", lambda: bool(a)), ("str", lambda: str(a)), ("format", lambda: f"{a}"), ("next", lambda: next(a)), ("neg", lambda: -a), ("index", lambda: [1][a]), ("int", lambda: int(a)), ("radd", lambda: 1 + a), ("property", lambda: a.prop), ("sort", lambda: sorted([a, A()])), ("in list", lambda: a in [A()]), ("dict key", lambda: {a: 1}), ("set", lambda: {a}), ("print", lambda: print(a)), ("max", lambda: max(a, A())), ("percent", lambda: "%s" % a), ("join", lambda: ",".join(map(str, [a]))), ("setattr", lambda: setattr(a, "q", 1)), ("delattr", lambda: delattr(a, "q")), ("enter", a.__enter__), ("repr of list", lambda: repr([a]))]:
    attempt(name, call)
class New:
    def __new__(cls): return cls()
class Init:
    def __init__(self): Init()
class Meta(type):
    def __call__(cls): return cls()
class M(metaclass=Meta): pass
attempt("new", New); attempt("init", Init); attempt("meta", M)
class Descriptor:
    def __get__(self, instance, owner): return instance.d
class HasD: d = Descriptor()
attempt("descriptor", lambda: HasD().d)
def gen(): yield from gen()
attempt("generator", lambda: next(gen()))
def gen2():
    for x in gen2(): yield x
attempt("generator for", lambda: list(gen2()))
attempt("cmp_to_key", lambda: sorted([1, 2], key=functools.cmp_to_key(lambda x, y: f())))
attempt("map", lambda: [list(map(lambda x: f(), [1]))])
attempt("comprehension", lambda: [f() for _ in [1]])
def deep(n): return deep(n - 1) if n else 0
sys.setrecursionlimit(5000)
attempt("below the limit", lambda: deep(4000)); attempt("above", lambda: deep(6000))
sys.setrecursionlimit(100)
attempt("low limit", lambda: deep(200))
sys.setrecursionlimit(1000)
try: sys.setrecursionlimit(0)
except ValueError as e: print(e)
try: sys.setrecursionlimit(1)
except RecursionError as e: print(str(e)[:50])
def catcher(n):
    try: return catcher(n + 1)
    except RecursionError: return n > 900
print(catcher(0), catcher(0))
attempt("eval", lambda: eval("(" * 50 + "1" + ")" * 50))
attempt("again", f)
print("alive")
