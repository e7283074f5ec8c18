from enum import *
class P(Flag):
    R=1;W=2;X=4;RW=3
print(repr(P.R|P.X), str(P.R|P.X), repr(P(0)), str(P(0)), list(P), list(P.R|P.X), ~P.R, P.RW, repr(P(7)), format(P.R))
try: P(8)
except ValueError as e: print(e)
try: P("a")
except ValueError as e: print(e)
class I(IntFlag):
    A=1;B=2
print(repr(I.A|8), str(I.A|8), ~I.A, repr(~I.A), repr(I(0)), repr(I.A|I.B), f"{I.A}", "%s"%I.A, repr(I(-1)), repr(I(8)), str(I(8)))
class E(IntEnum):
    A=1
    B=auto()
    C=A
print(E.A, repr(E.A), f"{E.A}", f"{E.A:>5}", "%s %r" % (E.A,E.A), E.A+1, E.C, list(E), E.__members__)
class S(StrEnum):
    A=auto(); B="x"
print(S.A, repr(S.A), f"{S.B:>4}", S.A=="a")
class C(str, Enum):
    A="a"
print(C.A, repr(C.A), f"{C.A}", "%s"%C.A, format(C.A))
class IE(int,Enum):
    A=1
print(IE.A, repr(IE.A), f"{IE.A}", format(IE.A), f"{IE.A:3}" if 0 else "")
class Color(Enum):
    RED=1; GREEN="g"; BLUE=(1,2)
print(repr(Color), str(Color), Color.RED, repr(Color.RED), Color(1), Color["RED"], len(Color), Color.RED in Color, hash(Color.RED)==hash("RED"), bool(Color.RED), dir(Color), list(reversed(Color)))
for f in (lambda: Color(5), lambda: Color["X"], lambda: setattr(Color,"RED",3), lambda: type("D",(Color,),{}), lambda: Color.X, lambda: Color.RED.X, lambda: delattr(Color,"RED"), lambda: Color.RED<Color.GREEN, lambda: setattr(Color.RED,"value",3), lambda: setattr(Color.RED,"name",3), lambda: Color.RED.GREEN, lambda: Color(), lambda: Color("A","B"), lambda:E(9), lambda:S("q"), lambda:I("a")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def mk():
    class Q(Enum):
        A=1; A=2
def mk2():
    @unique
    class Q(Enum):
        A=1; B=1;C=1
def mk3():
    class Q(Enum):
        A=1
        _x_=2
def mk4():
    class Q(Enum):
        A="x"
        B=auto()
def mk5():
    class Q(Enum):
        mro=1
def mk6():
    class X(Color):
        Q=1
def mk7():
    @verify(CONTINUOUS)
    class X(Enum):
        Q=1;R=3
def mk8():
    @verify(NAMED_FLAGS)
    class X(Flag):
        Q=1;R=6
def mk9():
    @verify(UNIQUE)
    class X(Flag):
        Q=1;R=1
def mk10():
    class X(StrEnum):
        Q=1
def mk11():
    class X(StrEnum):
        Q="1",2,3,4
def mk12():
    class X(Enum):
        def _generate_next_value_(n,s,c,l): return n
        Q=auto()
        def __init__(self,*a): print(a)
    print(X.Q.value)
    class X(Enum):
        Q=auto()
        def _generate_next_value_(n,s,c,l): return n
def mk13():
    class X(Flag):
        Q="a"
        R=auto()
import warnings; warnings.simplefilter("ignore")
for f in (mk,mk2,mk3,mk4,mk5,mk6,mk7,mk8,mk9,mk10,mk11,mk12,mk13):
    try: print(f())
    except Exception as e: print(f.__name__,type(e).__name__, e)
A=Enum("A","x y z"); print(list(A), A.__module__, A.__qualname__, repr(A))
A=Enum("A",["x","y"],start=5,module="mm",qualname="QQ"); print(list(A), A.__module__, A.__qualname__)
A=IntEnum("A",{"x":1,"y":4}); print(list(A)); A=Flag("F","a b c"); print(list(A)); A=Enum("A",[("a",1),("b",2)], type=int);print(list(A))
class W(Enum):
    A=1
    @classmethod
    def _missing_(cls,v):
        if v==7: return cls.A
        if v==8: return 3
    @property
    def dbl(self): return self.value*2
    @staticmethod
    def s(): return 5
    def m(self): return self.name
    class Inner: pass
    n=nonmember(4)
    z=member(3)
print(W(7),W.A.dbl,W.s(),W.A.m(),list(W),W.n,W.z, repr(W.Inner))
for v in 8,9:
    try: W(v)
    except Exception as e: print(type(e).__name__, e, repr(e.__context__))
class Pl(Enum):
    E=(1,2); M=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
print(Pl.E, Pl.E.a, Pl.E.value, repr(Pl.M), Pl((1,2)))
class N(Enum):
    A=1,; B=2,
    def __new__(cls,v):
        o=object.__new__(cls); o._value_=v*10; return o
print(list(N),N(10))
print(type(Color), type(Color).__name__, isinstance(Color.RED,Color), Color.__doc__, Color.RED.__class__, EnumMeta is EnumType, repr(auto()), Color.RED.__doc__)
import copy
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy(Color.RED) is Color.RED, Color.RED.__reduce_ex__(2))
print(P.R & P.W, P.R ^ P.RW, P.R in P.RW, bool(P.R & P.W), len(P.RW), P.RW.name, (P.R|P.X).name, (P.R|P.X).value, P(0).name, [m.name for m in P], list(P.__members__), P.R._member_names_ if 0 else "", P["R"], P.__members__["RW"])
try: P.R|1
except TypeError as e: print(e)
print(I.A|1, I.A&3, 4|I.A, repr(4|I.A),  repr(I.A^7), (I.A|8).name, list(I.A|8), I.A+1, (I.A|I.B).name)
class B(Flag, boundary=CONFORM):
    A=1;B=2
print(repr(B(9)))
class B(Flag, boundary=EJECT):
    A=1;B=2
print(repr(B(9)))
class B(Flag, boundary=KEEP):
    A=1;B=2
print(repr(B(9)), str(B(9)), list(B(9)), ~B(9), list(FlagBoundary), STRICT)
class Neg(IntFlag):
    A=1;B=4
print(repr(~Neg.A), repr(Neg(-2)), repr(Neg(3)), ~Neg(0), repr(Neg(2)))
class Auto(Flag):
    A=auto();B=auto();C=auto();ALL=A|B|C
print(list(Auto), repr(Auto.ALL), repr(~Auto.ALL), str(Auto.A|Auto.B))
