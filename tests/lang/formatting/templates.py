class A:

    def __init__(s):
        s.x = 1
        s.y = [1, {'k': 'v'}]

    def __format__(s, f):
        return f'<{f}>'

    def __repr__(s):
        return 'A()'

    def __str__(s):
        return 'Aé'
a = A()
for f, args, kw in [
    ('{}', (1,), {}), ('{0} {1} {0}', (1, 2), {}), ('{} {0}', (1,), {}), ('{0} {}', (1,), {}),
    ('{}{}', (1,), {}), ('{a}', (), {}), ('{a.x} {a.y[0]} {a.y[1][k]}', (), {'a': a}),
    ('{0.x}', (a,), {}), ('{0.z}', (a,), {}), ('{0[5]}', ([],), {}), ('{0[a]}', ([],), {}),
    ('{0[a]}', ({'a': 1},), {}), ('{0[0]}', ({'0': 1, 0: 2},), {}), ('{!r} {!s} {!a}', (a, a, a), {}),
    ('{!x}', (1,), {}), ('{!', (1,), {}), ('{!r', (1,), {}), ('{!rr}', (1,), {}), ('{:>{}}', (1, 5), {}),
    ('{:{}{}}', (1, '>', 5), {}), ('{0:{1}}', (1, 5), {}), ('{:{:{}}}', (1, 2, 3), {}), ('{{}}', (), {}),
    ('{{{}}}', (1,), {}), ('{', (), {}), ('}', (), {}), ('{}}', (1,), {}), ('{{}', (1,), {}),
    ('{:}', (a,), {}), ('{:abc}', (a,), {}), ('{:{{}}}', (a,), {}), ('{ }', (1,), {}),
    ('{ a}', (), {' a': 3}), ('{a b}', (), {'a b': 4}), ('{-1}', (1,), {}), ('{01}', (1, 2), {}),
    ('{1000000000000000000000}', (1,), {}), ('{.x}', (a,), {}), ('{[0]}', ([7],), {}),
    ('{0.}', (a,), {}), ('{0[}', ([7],), {}), ('{0[]}', ([7],), {}), ('{0[0}', ([7],), {}),
    ('{0[0]x}', ([7],), {}), ('{0[0].real}', ([7],), {}), ('{0..x}', (a,), {}),
    ('{a!r:>10}', (), {'a': 'q'}), ('{:s}', (1,), {}), ('{:d}', ('a',), {}),
    ('{:{w}.{p}f}', (3.14159,), {'w': 10, 'p': 2}), ('{:%Y}', (5,), {}), ('{0:}{0!r:}', (1,), {}),
    ('{self}', (), {'self': 1}), ('{:c}', (-1,), {}), ('{:,}', ('a',), {}), ('{!r:^20}', (a,), {}),
    ('{:>10}', (None,), {}), ('{:10}', ([],), {}), ('{}', ([],), {}), ('{0[-1]}', ([1],), {}),
    ('{0[a.b]}', ({'a.b': 9},), {}),
]:
    try:
        print(f, '|', f.format(*args, **kw))
    except Exception as e:
        print(f, '|', type(e).__name__, e)
import string
F = string.Formatter()
for f in ['{0} {x}', 'a{{b}}', '{0!r:>5}', '{', '{x.y[0]}']:
    try:
        print(list(F.parse(f)))
    except Exception as e:
        print(f, e)
print(F.format('{0} {x!r:>6} {}', 1, x='q') if 0 else F.format('{0} {x!r:>6}', 1, x='q'), F.vformat('{} {}', (1, 2), {}))
try:
    F.format('{} {0}', 1)
except ValueError as e:
    print(e)
try:
    F.format('{a}')
except KeyError as e:
    print(repr(e))
try:
    F.format('{}')
except IndexError as e:
    print(e)
try:
    F.format()
except TypeError as e:
    print(e)

class MyF(string.Formatter):

    def get_value(s, k, a, kw):
        return kw.get(k, f'?{k}') if isinstance(k, str) else a[k]

    def convert_field(s, v, c):
        return v.upper() if c == 'u' else super().convert_field(v, c)

    def check_unused_args(s, u, a, k):
        print('used', sorted(map(str, u)))
print(MyF().format('{0!u} {b} {c:>4}', 'abc', c=5))
T = string.Template
for t, m in [
    ('$a ${b} $$ $', {'a': 1, 'b': 2}), ('$a $c', {'a': 1}), ('${a', {'a': 1}), ('$1', {}),
    ('$a_b$a', {'a': 1, 'a_b': 2}),
]:
    for meth in ('substitute', 'safe_substitute'):
        try:
            print(t, getattr(T(t), meth)(m))
        except Exception as e:
            print(t, type(e).__name__, e)
print(T('$a $b $$ $a').get_identifiers(), T('$ x').is_valid(), T('$x').is_valid())
print(string.capwords('hello  world foo', None), string.capwords('a-b-c', '-'), string.ascii_letters, string.punctuation, repr(string.whitespace))
x = 3.14159
w = 10
n = 'name'
d = {'k': 1}
print(f"{x:{w}.{2}f}|{n!r:>{w}}|x={x!r}|x = {x:.2f}|n={n!s}|{d['k']}|{'ab'}|{{}}|{{{n}}}|{x!r:^{w}.3}" if True else '', f'{lambda_:=5}' if (lambda_ := 3) else '')
print(f"{(lambda y: y * 2)(4)} {[i for i in range(3)]} { {1: 2}[1]} {n:{'^'}{w}} {x:>+{w}.1e} {(1 if n else 2)} {(n, 1)} {(*[1, 2],)}")
print(f"""{n} {x:
}""" if 0 else '', f'{n!r}{x}plain {{n}}\\{n}{n}\\n')
print(f'{x:.{w - 8}f} {w:#x} {w:08b} {-w:=+5} {True:d} {1234567.891:,.2f} {10000000000.0:_} {0.5:%}', f'{a} {a:q} {a!s} {a!r} {a!a} {a!s:>4}')
