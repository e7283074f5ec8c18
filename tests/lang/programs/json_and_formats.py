import json, io, sys
data = {'name': 'Ünï', 'n': [1, 2.5, -0.0, 1e100, True, None, float('inf')], 'nested': {'a': {'b': []}, 'c': {}}, 'q': 'a"b\\c\n\t\x01', (1 and 5): 'k', None: 1, True: 2, 1.5: 3}
print(json.dumps(data)); print(json.dumps(data, indent=2, ensure_ascii=False)); 
del data[None]; data = {str(k): v for k, v in data.items()}
print(json.dumps(data, sort_keys=True, separators=(',', ':')), json.dumps([1, [2, [3]]], indent='\t'))
for bad in ['{', '[1,]', '{"a" 1}', '{"a":1,}', 'nul', '"abc', '[1 2]', '{1:2}', '', '"\x01"', '[1]x', '"\\u12"', '-', '01', '1.', '"\\x"']:
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(repr(bad), e, e.pos, e.lineno, e.colno)
print(json.loads('[1, -2, 3.5e3, "\\u00e9\\ud83d\\ude00", true, null, NaN, -Infinity, 123456789012345678901234567890]'))
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('[1.1, 2]', parse_float=str, parse_int=lambda s: 'i' + s))
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        if isinstance(o, complex): return {'re': o.real, 'im': o.imag}
        return super().default(o)
print(json.dumps({'s': {3, 1, 2}, 'c': 1+2j}, cls=E)); 
for x in (object(), {(1, 2): 3}, {1, 2}, b'x'):
    try: json.dumps(x)
    except TypeError as e: print(type(e).__name__, str(e).split(' at 0x')[0])
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
try: json.dumps(float('nan'), allow_nan=False)
except ValueError as e: print(e)
f = io.StringIO(); json.dump({'x': [1, 2]}, f, indent=1); print(f.getvalue()); f.seek(0); print(json.load(f))
print(json.loads(b'{"a": "\xc3\xa9"}'), json.dumps('\u2028\x7f😀'), json.dumps({'a': 1}, skipkeys=True), json.dumps({(1,): 2, 'b': 3}, skipkeys=True))
print(json.JSONDecoder().raw_decode('[1] tail'))
print(json.loads('{"__c__": [1, 2]}', object_hook=lambda d: complex(*d['__c__']) if '__c__' in d else d))
import enum
class C(enum.IntEnum): A = 1
class S(str): pass
print(json.dumps([C.A, S('x'), (1, 2)]), json.dumps({C.A: 1}), json.dumps(1.0), json.dumps(10**20), json.dumps(1e16), json.dumps(5e-324))
# formatting
for spec in ['>10', '<10', '^10', '*^10', '+', ' ', '05', ',', '_', 'x', '#x', 'X', 'b', '#o', 'e', '.2e', 'f', '.3f', 'g', '%', 'c', 'n', '010,d', '=+8', '+,.2f', '#b', '_b', '_x', 's', '.2', 'z.1f']:
    out = []
    for v in (42, -1234567, 3.14159, 0.0, -0.04, 'text', 10**12, 1+2j, True):
        try: out.append(format(v, spec))
        except (ValueError, OverflowError) as e: out.append(str(e))
    print(spec, out)
print('%5d|%-5s|%05.1f|%x|%o|%e|%r|%a|%c|%%|%+d|% d|%#x|%.3s|%*d|%(a)s' .replace('|%(a)s', '') % (42, 'ab', 3.14159, 255, 8, 12345.678, 'é', 'é', 65, 5, 5, 255, 'abcdef', 6, 3))
print('%(a)s %(b)05d' % {'a': 1, 'b': 2})
for f, a in [('%d', 'x'), ('%d %d', (1,)), ('%d', (1, 2)), ('%q', 1), ('%', 1), ('%(a)d', 1), ('%c', 'ab'), ('%x', 1.5), ('%s %s', 1)]:
    try: print(f % a)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
print('{0} {1!r:>6} {x.real} {y[k]} {y[0]} {:{w}}'.replace('{:{w}}', '').format(1, 'a', x=2+1j, y={'k': 5, 0: 6}), '{:{w}.{p}}'.format('abcdef', w=8, p=3), '{{}}'.format())
for f in ['{', '}', '{0', '{a}', '{0.x}', '{0[a]}', '{!z}', '{:d}', '{} {0}', '{1}', '{:>{}}']:
    try: print(f.format('s'))
    except Exception as e: print(repr(f), type(e).__name__, e)
n = 7; w = 'é'; print(f'{n=} {n!r:>4} {w!a} {n:03d} {n:{n}} {"nested " + f"{n}"} {n if n > 3 else 0} {{x}} {n=:>5} {[i for i in range(3)]} {(lambda x: x*2)(3)}')
