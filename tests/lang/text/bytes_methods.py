"""bytes, bytearray and memoryview."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


samples = [b'', b'a', b'abc', b'Hello World', b' a b  c ', b'a\r\nb\nc\rd', b'\x00\xff\x7f', b'123', b"it's", b'"q"', b'\'"\\', b'a\tb', b'\x85\xa0', b'TITLE Case', b'xyzzy']
for cls in (bytes, bytearray):
  for x in samples:
    s = cls(x)
    print(repr(s))
    for m in 'capitalize lower upper swapcase title isalnum isalpha isascii isdigit islower isspace istitle isupper split rsplit splitlines strip lstrip rstrip expandtabs __repr__ __str__ __len__ hex decode'.split():
        print(m, end=' '); t(getattr(s, m))
    for w in (0, 5, 8, 9):
        t(s.center, w); t(s.ljust, w, b'*'); t(s.rjust, w, b'x'); t(s.zfill, w)
    t(lambda: s[::-1]); t(lambda: s[1:3]); t(lambda: s[::2]); t(lambda: s[-1]); t(lambda: s*3); t(lambda: s+b'x'); t(lambda: s + bytearray(b'y'))
    t(s.replace, b'a', b'bb'); t(s.replace, b'', b'-'); t(s.replace, b'l', b'L', 1); t(s.replace, b'', b'-', 2)
    t(s.find, b'a'); t(s.find, 97); t(s.rfind, b'o'); t(s.count, b'l'); t(s.count, b''); t(s.index, b'z'); t(s.partition, b' '); t(s.rpartition, b' '); t(s.split, b' '); t(s.split, None, 1); t(s.rsplit, None, 1); t(s.split, b'l', 1); t(s.rsplit, b'l', 1)
    t(s.splitlines, True); t(s.startswith, b'a'); t(s.endswith, (b'c', b'd')); t(s.removeprefix, b'a'); t(s.removesuffix, b'c'); t(list, s); t(s.translate, bytes(range(255, -1, -1))); t(s.translate, None, b'abc'); t(s.translate, None, delete=b'l')
    t(s.join, [b'1', bytearray(b'2'), b'3']); t(s.hex, '-'); t(s.hex, '-', 2); t(s.hex, b':', -2); t(lambda: 97 in s); t(lambda: b'b' in s); t(s.decode, 'latin-1'); t(s.decode, 'ascii'); t(s.decode, 'utf-8', 'replace'); t(s.decode, 'ascii', 'surrogateescape'); t(s.decode, 'utf-16', 'ignore'); t(s.decode, 'cp1252', 'backslashreplace'); t(s.decode, 'unicode_escape')
    print(s == x, s < b'b', s >= bytearray(b'abc'), s != 'a')
  s = cls(b'abc')
  t(lambda: s + 'a'); t(lambda: s + 1); t(lambda: 'a' in s); t(lambda: 300 in s); t(lambda: s['a']); t(lambda: s[10]); t(lambda: s * 'a'); t(s.find, 'a'); t(s.find, 300); t(s.find, 1.5); t(s.count); t(s.replace, 'a', b'b'); t(s.split, 'a'); t(s.split, b''); t(s.join, ['a']); t(s.join, 5); t(s.strip, 'a'); t(s.startswith, 'a'); t(s.startswith, ('a',)); t(s.center, 5, b'ab'); t(s.center, 'x'); t(s.partition, b''); t(s.translate, b'abc'); t(s.hex, 'ab'); t(s.hex, 'é'); t(s.hex, 5); t(s.decode, 'foo'); t(s.decode, 5); t(lambda: s < 'a'); t(lambda: s == 'a'); t(cls.fromhex, 'ab cd'); t(cls.fromhex, 'abc'); t(cls.fromhex, 'zz'); t(cls.fromhex, 5); t(cls.fromhex, ' 01 0 2'); t(cls.maketrans, b'ab', b'cd'); t(cls.maketrans, b'a', b'cd')
  t(cls, 5); t(cls, -1); t(cls, 'a'); t(cls, 'aé', 'utf8'); t(cls, 'é', 'ascii'); t(cls, [1, 2, 300]); t(cls, ['a']); t(cls, 1.5); t(cls, [1, 2]); t(cls, range(3)); t(cls, b'x', 'utf8'); t(cls, None); t(cls, 10**30); t(cls, memoryview(b'abc')); t(cls, 'a', 'utf8', 'strict', 1); t(cls, source=b'a'); t(cls, errors='x'); t(cls); t(cls, iter([1]))
class H:
    def __bytes__(self): return b'H!'
class I:
    def __index__(self): return 3
class J:
    def __bytes__(self): return 'x'
t(bytes, H()); t(bytes, I()); t(bytes, J()); t(bytearray, I())
print(hash(b'abc') == hash('abc'), {b'abc': 1}.get('abc'))
b = bytearray(b'hello')
b.append(33); b.extend(b' abc'); b.extend([1, 2]); b.insert(0, 65); b.insert(-1, 66); b.insert(100, 67); print(b, b.pop(), b.pop(0), b.remove(108), b)
b.reverse(); print(b); b[0] = 90; b[1:3] = b'XYZ'; print(b); b[::2] = b'.' * len(b[::2]); print(b); del b[0]; del b[1:3]; del b[::2]; print(b); b += b'qq'; b *= 2; print(b, b.copy()); b.clear(); print(b)
t(b.pop); t(b.append, 'a'); t(b.append, 256); t(b.extend, 'a'); t(b.extend, 5); t(b.extend, [300]); t(b.remove, 5); t(b.insert, 'a', 5); b = bytearray(b'abcdef'); t(b.pop, 10)
def f(): b[::2] = b'12345'
t(f)
def f(): b['a'] = 1
t(f)
def f(): b[0] = 'a'
t(f)
def f(): b[0:1] = 5
t(f)
def f(): b[0:2] = [1, 2, 3]
t(f); print(b)
def f(): b[99] = 1
t(f)
def f(): global b; b += 5
t(f)
def f(): global b; b += b; return b
t(f)
b[2:2] = b; print(b); t(hash, b)
m = memoryview(bytearray(b'abcdef')); print(m[0], m[1:3].tobytes(), m.tolist(), len(m), m.nbytes, m.readonly, m.format, m.itemsize, m.shape, m.strides, m.ndim, m[::-1].tobytes(), m[::2].tolist(), m == b'abcdef', m.obj, bytes(m), m.hex(), m.contiguous)
m[0] = 65; m[1:3] = b'XY'; print(m.obj, list(m), 65 in m)
def f(): m[0] = 300
t(f)
def f(): m[0] = 'a'
t(f)
def f(): m[0:2] = b'abc'
t(f)
def f(): m[99]
t(f)
def f(): m['a']
t(f)
t(lambda: m.obj.append(1)); m.release(); t(lambda: m[0]); t(lambda: len(m)); t(memoryview, 'a'); t(lambda: hash(memoryview(b'a')) == hash(b'a')); t(lambda: hash(memoryview(bytearray(b'a'))))
def f(): memoryview(b'abc')[0] = 1
t(f)
print(memoryview(b'\1\0\0\0\2\0\0\0').cast('I').tolist(), memoryview(b'abc').cast('b')[0]); t(lambda: memoryview(b'abc').cast('I')); t(lambda: memoryview(b'abc').cast('zz'))
with memoryview(b'abc') as mm: print(mm[1])
t(lambda: mm[0]); print(memoryview(b'abc')[::2].tobytes(), memoryview(b'abc').toreadonly().readonly)
class BB(bytes): pass
x = BB(b'abc'); x.q = 1; print(x, x.q, type(x + b''), type(x[:]), x == b'abc', type(x.strip()), type(bytes(x)))
class BA(bytearray): pass
x = BA(b'abc'); x.q = 1; print(x, x.q, type(x + b''), type(x.copy()))
print(b'abc' in {b'abc'}, sorted([b'b', b'a']), max(b'abc'), [hex(c) for c in b'\x00\xff'], *b'ab')
print(b'%d-%s-%x' % (1, b'a', 255), bytearray(b'%b') % b'z', b'%c%c' % (65, b'B'))
it = iter(b'ab'); print(it.__length_hint__(), next(it), list(it), type(it), type(iter(bytearray())))
