"""Every operator overloaded, reflected and in place."""
import operator
OPS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul"]
SYM = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"]


class Left:
    pass


class Right:
    pass


class In:
    pass


class Both(Left):
    pass


def make(kind):
    def method(self, other):
        return f"{type(self).__name__}.{kind}({type(other).__name__})"
    return method


for op in OPS:
    setattr(Left, f"__{op}__", make(op))
    setattr(Right, f"__r{op}__", make("r" + op))
    setattr(In, f"__i{op}__", make("i" + op))
    setattr(Both, f"__r{op}__", make("r" + op))
for op, sym in zip(OPS, SYM):
    l, r, i, b, n = Left(), Right(), In(), Both(), object()
    print(sym, eval(f"l {sym} r"), eval(f"n {sym} r"), eval(f"l {sym} b"), eval(f"l {sym} l"))
    exec(f"i {sym}= 5")
    exec(f"l {sym}= 5")
    print(i, l)
    for bad in (f"n {sym} 1", f"r {sym} 1", f"1 {sym} n", f"n {sym}= 1"):
        try:
            exec(bad)
        except TypeError as e:
            print(e)


class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v); return self.v < o.v
    def __le__(self, o): print("le"); return NotImplemented
    def __eq__(self, o): print("eq"); return "equal"
    def __ge__(self, o): print("ge"); return "ge"


a, b = Cmp(1), Cmp(2)
print(a < b, a > b, a <= b, a >= b, a == b, a != b, 0 < 1 < 2 > 1, a < b < Cmp(3))
print(sorted([Cmp(3), Cmp(1), Cmp(2)], key=lambda c: c.v)[0].v, [c.v for c in sorted([Cmp(3), Cmp(1)])])
try:
    hash(a)
except TypeError as e:
    print(e)


class Unary:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return f"round {n}"
    def __trunc__(self): return 42
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __index__(self): return 3
    def __len__(self): return 7
    def __contains__(self, x): return x == 1
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __call__(self, *a, **k): return a, k
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return f"fmt:{s}"
    def __reversed__(self): return "rev"
    def __complex__(self): return 1j
    def __bytes__(self): return b"by"


import math
u = Unary()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u), [0, 1, 2, 3][u], len(u), 1 in u, 2 in u, bool(u))
print(u[1], u[1:2], u[1:2, ...], u[::2], u[()], u["k", 1], u[None], u[-1], u[*[1, 2]])
u[1] = 2; u[1:2] = 3; u[1, 2] = 4; del u[1]; del u[:]; u["a"] += "x"
print(u(1, *[2], k=3), divmod(u, 1), divmod(1, u), pow(u, 2), pow(u, 2, 3), u ** 2, f"{u:abc}", reversed(u), complex(u), bytes(u), int(u), hex(u), operator.index(u))


class Bool:
    def __bool__(self): print("bool"); return False


if not Bool() and (Bool() or True):
    print("ok")
x = Bool() or "second"
print(x, all([1, Bool()]))


class Radd:
    def __init__(self, v): self.v = v
    def __add__(self, o): return Radd(self.v + (o.v if isinstance(o, Radd) else o))
    __radd__ = __add__
    def __repr__(self): return f"R{self.v}"
    def __iadd__(self, o): self.v += 1000; return self


print(sum([Radd(1), Radd(2)]), 5 + Radd(1))
r = q = Radd(1); r += 5; print(r, q is r)


class None_:
    __add__ = None
    __hash__ = None
    __iter__ = None
    __contains__ = None
    __eq__ = None


for f in (lambda: None_() + 1, lambda: hash(None_()), lambda: iter(None_()), lambda: 1 in None_(), lambda: None_() == 1, lambda: 1 == None_()):
    try:
        print(f())
    except TypeError as e:
        print(e)
