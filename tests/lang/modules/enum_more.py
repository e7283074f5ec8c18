from enum import *
import warnings; warnings.simplefilter("ignore")
class P(Flag):
    R=1;W=2;X=4;RW=3
class Q(Flag):
    R=1;W=2;X=4
for c in P,Q:
    for v in 8,9,-1,-9,16,"1",5.0,None:
        try: print(repr(c(v)))
        except ValueError as e: print(e)
print(c._boundary_, c._flag_mask_, c._singles_mask_ if hasattr(c,'_singles_mask_') else '', c._all_bits_)
class M(Flag):
    A=1; B=6
print(list(M), repr(~M.A), repr(M(6)), repr(M.B))
for v in 2,8:
    try: print(repr(M(v)))
    except ValueError as e: print(e)
class Z(Flag):
    N=0;A=1;B=2
print(list(Z),repr(Z.N),str(Z.N),Z(0).name, repr(Z.A&Z.B))
class I(IntFlag):
    A=1;B=2
for v in 16,-4,-5,"x",1.0:
    try: print(repr(I(v)))
    except ValueError as e: print(e)
class E(Enum):
    A=auto();B=7;C=auto();D="x"
print(list(E))
import sys
try:
    class E(Enum):
        D="x"; E=auto()
    print(list(E))
except Exception as e: print(repr(e))
try:
    class E(Enum):
        E=9; D=3; F=auto()
    print(list(E))
except Exception as e: print(repr(e))
class Shape(Enum):
    _ignore_="x y"
    x=1
    _order_="A B"
    A=1;B=2
    def area(self): return self
    @classmethod
    def make(cls): return cls.A
    def __str__(self): return "custom"
    def __format__(self,s): return "fmt"
print(list(Shape), f"{Shape.A}", str(Shape.A), Shape.make())
class L(IntEnum):
    A=1;B=2
print(L.A<L.B, L.A==1, sorted([L.B,L.A]), {L.A:1}[1], L(True), int(L.A), [1,2][L.A], max(L), L.A|L.B, type(L.A|L.B), "%d"%L.B, f"{L.B:03d}", repr(L.A.real))
