class A:

    def __init__(self):
        self.value = 1

    def __getattr__(self, name):
        raise AttributeError(f'no {name}')
try:
    A().valu
except AttributeError as e:
    print(e.name, e.obj)

class B:
    value = 1

    def __getattribute__(self, name):
        raise AttributeError('nope')
try:
    B().valu
except AttributeError as e:
    print(e.name)
try:
    B().valu()
except AttributeError as e:
    print(e.name)
try:
    getattr(B(), 'valu')
except AttributeError as e:
    print(e.name)

class P:

    @property
    def y(s):
        raise AttributeError('inner')

    @property
    def z(s):
        return s.zz
try:
    P().y
except AttributeError as e:
    print(e.name)
try:
    P().y()
except AttributeError as e:
    print(e.name)
try:
    P().z
except AttributeError as e:
    print(e.name)

class M(type):

    def __getattr__(c, n):
        raise AttributeError(n)

class C(metaclass=M):
    pass
try:
    C.foo
except AttributeError as e:
    print(e.name)
import sys
sys.modules[__name__].__dict__['__getattr__'] = lambda n: (_ for _ in ()).throw(AttributeError(n))
try:
    sys.modules[__name__].foo
except AttributeError as e:
    print(e.name)
from types import SimpleNamespace
try:
    SimpleNamespace(a=1).b
except AttributeError as e:
    print(e.name)
A().valu
