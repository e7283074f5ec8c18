"""What str refuses, and in which words; subclasses; iteration; growing."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


t(lambda: 'a'+1); t(lambda: 'a'*'b'); t(lambda: 'a'*1.5); t(lambda: 1 in 'a'); t(lambda: (lambda q:q)('a')['x']); t(lambda: 'a'[5]); t(lambda: (lambda q:q)('a')[1.0]); t(lambda: (lambda q:q)('a')[None])
t('a'.find, 1); t('a'.find); t('a'.find, 'a', 'b'); t('a'.find, 'a', None, None); t('aa'.find, 'a', 1); t('aa'.find, 'a', -1, 10**30); t('abc'.find, '', 4); t('abc'.find, '', 3); t('abc'.count, '', 4)
t('a'.replace, 1, 2); t('a'.replace, 'a'); t('a'.replace, 'a', 1); t('a'.split, 1); t('a'.split, ''); t('a'.split, maxsplit='x'); t('a b c'.split, sep=None, maxsplit=1); t('a'.split, bogus=1)
t('a'.join, 5); t('a'.join, [1]); t('a'.join, ['a', 2]); t('a'.join, 'xyz'); t('a'.join, {'q': 1})
t('a'.strip, 1); t('a'.lstrip, 1); t('a'.rstrip, b'a'); t('abcba'.strip, 'ab'); t('a'.center, 'x'); t('a'.center, 5, 'xx'); t('a'.center, 5, 1); t('a'.center); t('a'.zfill, 'x')
t('a'.startswith, 1); t('a'.startswith, (1,)); t('a'.startswith, ('b', 1)); t('abc'.startswith, 'b', 1); t('abc'.endswith, 'b', 0, 2); t('a'.startswith, ''); t('abc'.startswith, '', 5)
t('a'.partition, ''); t('a'.partition, 1); t('a'.encode, 'foo'); t('é'.encode, 'ascii', 'foo'); t('a'.encode, 1); t('a'.encode, 'utf8', 1); t('a'.encode, errors='strict', encoding='ascii')
t('a'.removeprefix, 1); t('a'.removesuffix); t('a'.translate, None); t('a'.translate, {97: 'xyz'}); t('a'.translate, {97: 1.5}); t('a'.translate, {97: -1}); t('a'.translate, ['x']*200)
t(str.maketrans, 'ab', 'cd', 'e'); t(str.maketrans, {'a': 1, 98: 'x'}); t(str.maketrans, 'a'); t(str.maketrans, 'ab', 'c'); t(str.maketrans, {'ab': 1}); t(str.maketrans, {1.5: 1}); t(str.maketrans, 1, 'a'); t(str.maketrans, 'a', 1)
t(str); t(str, 5); t(str, b'abc', 'utf8'); t(str, b'\xff', 'utf8'); t(str, b'\xff', errors='replace'); t(str, 'a', 'utf8'); t(str, 5, 'utf8'); t(str, b'a', 1); t(str, object=3); t(str, b'a'); t(str, 1,2,3,4); t(str, bogus=1)
class A:
    def __str__(self): return 'strA'
    def __repr__(self): return 'reprA'
class B:
    def __str__(self): return 5
class C(str):
    def __str__(self): return 'C!' + str.__str__(self)
    def __len__(self): return 99
t(str, A()); t(str, B()); t(repr, B); t(str, C('x')); c = C('héy'); t(len, c); t(lambda: c + 'a'); t(lambda: c.upper()); print(type(c.upper()), type(c[0:]), type(c*1), type(c.strip()), type(c.replace('z','y')), type(str.__str__(c)))
c.attr = 5; print(c.attr, c == 'héy', hash(c) == hash('héy'), {c: 1}['héy'], isinstance(c, str), c.__dict__)
t(lambda: C()); t(lambda: C(b'ab', 'ascii')); t(lambda: C(5))
class D(str):
    def __new__(cls, a, b): 
        self = str.__new__(cls, a); self.b = b; return self
d = D('txt', 7); print(d, d.b, repr(d), f'{d:>6}', '%s' % d, [d])
print('abc' < 'abd', 'abc' <= 'abc', 'é' > 'z', '\U00010000' > '\uffff', 'a' == b'a', 'a' != 5, 'a'.__eq__(5), 'a'.__lt__(5))
t(lambda: 'a' < 5)
it = iter('aé'); print(it.__length_hint__(), next(it), next(it), next(it, 'end'), it.__length_hint__(), type(it))
print('abc'.__getnewargs__(), 'abc'.__contains__('b'), 'abc'.__getitem__(1), 'abc'.__mul__(2), 'abc'.__rmul__(2), 'abc'.__add__('d'), 'a%s'.__mod__(1), 'x'.__rmod__('%s'))
s = ''
for i in range(10000): s += chr(97 + i % 26)
print(len(s), s[:30], s[-5:])
s = 'é'
for i in range(1000): s += 'x'
print(len(s), ascii(s[:3]), s.isascii())
s = 'x'
for i in range(100): s += '€'
print(len(s), ascii(s[:3]))
import sys
a = sys.intern('foo bar baz'); b = sys.intern('foo ' + 'bar baz'); print(a is b)
print('a,b,c'.split(',', 0), 'a,b,c'.rsplit(',', 1), ''.split(','), ''.split(), '   '.split(), 'a  b'.split(' '))
print('abcabc'.rfind('bc', 0, 5), 'aaa'.count('aa'), 'a\u20acb\u20ac'.find('\u20ac', 2), 'x'*100 + 'needle' in 'x'*1000 + 'needle')
print(('ab'*50 + 'é').find('é'), ('\u1234'*500 + 'abc').find('abc'), ('\u1234'*500 + 'abc').rfind('\u1234a'), ('\U0001f600'*300+'ab\U0001f601').find('b\U0001f601'), ('\u1234a'*200).count('a\u1234'))
print('%r' % ('\u2028',), repr('\ud800'), repr('\U000e0001'), repr('é\xa0\u0301'), ascii('é€\U0001f600'))
print('tab\tx'.expandtabs(4), '\t'.expandtabs(0), 'a\tb\n\tc'.expandtabs(tabsize=3))
t('a'.expandtabs, 'x'); t('a'.splitlines, keepends=True); t('a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h'.splitlines)
t(lambda: ''.join(str(i) for i in range(5))); t(lambda: 'a'.join(iter(['x', 'y'])))
t(lambda: 'x' * -1); t(lambda: 'ab' * 10**18); t(lambda: 'ab' * 10**30)
t(lambda: 'abc'[10**30:]); t(lambda: 'abc'[::0]); t(lambda: 'abc'[::-2]); t(lambda: 'abcdef'[4:1:-1])
t(lambda: 'a'.__format__(5)); t(lambda: format('a', 5)); t(lambda: 'abc'.__iter__().__next__()); t(lambda: str.upper(5)); t(lambda: str.upper()); t(lambda: 'a'.upper(1)); t(lambda: 'a'.find(x=1))
