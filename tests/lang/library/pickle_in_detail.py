import pickle, copy, copyreg, shelve, io, sys

class A:

    def __init__(s, x):
        s.x = x

    def __eq__(s, o):
        return s.__dict__ == o.__dict__

class G(A):

    def __getstate__(s):
        return {'y': s.x}

    def __setstate__(s, st):
        s.x = st['y'] + 1

class Red:

    def __reduce__(s):
        return (list, ((1, 2),))

class NA:

    def __new__(cls, a):
        o = super().__new__(cls)
        o.a = a
        return o

    def __getnewargs__(s):
        return (s.a,)

class Sl:
    __slots__ = ('p', 'q')
for proto in range(6):
    o = [
        1, 2.5, 'é', b'b', None, True, (1,), {1: {2}}, frozenset([3]), 2 ** 70, A(5), ..., NotImplemented, int,
        len, range(3), slice(1), 1j, bytearray(b'z'),
    ]
    l = pickle.loads(pickle.dumps(o, proto))
    print(proto, l == o, len(pickle.dumps([1, 'a', {'b': 2}], proto)), pickle.dumps({'k': [1, (2, 3)]}, proto))
print(pickle.loads(pickle.dumps(G(5))).x, pickle.loads(pickle.dumps(Red())), pickle.loads(pickle.dumps(NA(7))).a)
s = Sl()
s.p = 1
print(pickle.loads(pickle.dumps(s)).p)
l = []
l.append(l)
m = pickle.loads(pickle.dumps(l))
print(m[0] is m)
d = copy.deepcopy({'a': l})
print(d['a'][0] is d['a'])
for bad in [
    lambda: 1, (x for x in []), sys, open('/dev/null'), type('Q', (), {})(), iter([]), sys._getframe(),
    print.__self__,
]:
    try:
        pickle.dumps(bad)
        print('ok', type(bad).__name__)
    except Exception as e:
        print(type(e).__name__, str(e).split(' at 0x')[0])
for data in [
    b'', b'x', b'\x80\x05', b'cos\nnope\n.', b'cnope\nx\n.', b'\x80\t.', b'I1', b'(.', b'0.', b'\x80\x04K.',
]:
    try:
        print(data, pickle.loads(data))
    except Exception as e:
        print(data, type(e).__name__, e)

class P(pickle.Pickler):

    def persistent_id(s, o):
        return 'pid' if isinstance(o, A) else None

class U(pickle.Unpickler):

    def persistent_load(s, i):
        return i

    def find_class(s, m, n):
        print('fc', m, n)
        return super().find_class(m, n)
f = io.BytesIO()
P(f).dump([A(1), int])
f.seek(0)
print(U(f).load())
copyreg.pickle(complex, lambda c: (complex, (c.real, c.imag)))
print(pickle.loads(pickle.dumps(1 + 2j)))

class C:

    def __init__(s):
        s.v = [1]

    def __copy__(s):
        print('copy')
        return s

    def __deepcopy__(s, memo):
        print('deep', type(memo).__name__)
        return s
copy.copy(C())
copy.deepcopy([C()])
a = A([1])
b = copy.copy(a)
c = copy.deepcopy(a)
print(b.x is a.x, c.x is a.x, c == a)
try:
    copy.copy(5, 6)
except TypeError as e:
    print(e)
try:
    copy.deepcopy(sys)
except TypeError as e:
    print(e)
import pickletools
pickletools.dis(pickle.dumps([1, 'a'], 2))
print(len(pickletools.optimize(pickle.dumps(['a', 'a']))))
