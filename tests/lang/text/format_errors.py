"""Format specs, % and str.format: what they write and refuse."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


for s in ['+','-',' ','#','=5',',','_','d','05','10xx','5.','.99999999999999999999','^10','*<5','.2s','0<5','z','>>>','5s5','٥','{','+d','x>','\u20ac^5', '99999999999999999999']:
    print(s, end=' -> '); t(lambda: format('abc', s))
t(lambda: '%05f' % float('inf')); t(lambda: '%-05d|' % 3); t(lambda: '%+05d' % 3); t(lambda:'%#x' % 255); t(lambda:'%#010x' % -255); t(lambda:'%.5d' % -42); t(lambda:'%08.5d' % -42)
t(lambda:'%d' % 'a'); t(lambda:'%x' % 1.5); t(lambda:'%c' % 'ab'); t(lambda:'%c' % -1);t(lambda:'%c' % 1.5); t(lambda:'%f' % 'a'); t(lambda:'%s %s' % 'a'); t(lambda:'%s' % (1,2)); t(lambda:'%(a)s' % 1); t(lambda:'%(a' % {}); t(lambda:'%' % 1); t(lambda:'%y' % 1); t(lambda:'%*d' % ('a',1)); t(lambda:'%99999999999999999999d' % 1);t(lambda:'%.99999999999999999999d' % 1);t(lambda:'%5%|' % ()); t(lambda:'%(a)s %s' % {'a':1}); t(lambda: '%s' % [1,2]); t(lambda: 'x' % [1]); t(lambda: 'x' % 1); t(lambda: 'x' % {}); t(lambda:'%.3s' % 'abcdef'); t(lambda:'%g' % 1e20); t(lambda:'%#.3g' % 1); t(lambda:'%.0e' % 12345); t(lambda:'%d' % 1.9); t(lambda:'%o' % 8); t(lambda:'%#o' % 8); t(lambda:'%X' % 255); t(lambda:'%#X' % 255); t(lambda:'%e' % 1); t(lambda:'%a' % 'é'); t(lambda:'%s' % None); t(lambda:'% d' % 5); t(lambda: '%d' % (1<<70)); t(lambda: '%ld' % 4); t(lambda: '%hd' % 4); t(lambda: '%i' % True); t(lambda: '%c' % 0x1f600)
t(lambda: '%s' % ((1,2),)); t(lambda: '%.*f' % (2, 3.14159)); t(lambda: '%*d' % (-5, 3)); t(lambda: '%é' % 1); t(lambda: '%\u20ac' % 1); t(lambda: '%d' % None); t(lambda: '%d' % 1j)
t(lambda: '%x' % 'a')
t(lambda: '%i' % 'a'); t(lambda: '%u' % 'a')
print('bytes')
t(lambda: b'%s' % 'a'); t(lambda: b'%s' % b'a'); t(lambda: b'%c' % 300); t(lambda: b'%c' % b'ab'); t(lambda: b'%d' % b'a'); t(lambda: b'%y' % 1); t(lambda: b'%s' % (1,2)); t(lambda: b'x' % 1); t(lambda: b'%r' % 'é'); t(lambda: b'%a' % 'é'); t(lambda: b'%b' % 5); t(lambda: b'%(a)s' % {b'a': b'x'}); t(lambda: b'%(a)s' % 3); t(lambda: b'%s %s' % b'a'); t(lambda: b'%'  % 1); t(lambda: b'%f' % b'a'); t(lambda: b'%x' % 1.5); t(lambda: b'%5s|' % b'a'); t(lambda: b'%c' % 'a'); t(lambda: b'%.2s' % b'abc'); t(lambda: b'%s' % bytearray(b'q')); t(lambda:b'%#x' % 255)
t(lambda: bytearray(b'%s') % b'a')
class A:
    def __repr__(self): return 'OBJ'
a=A(); a.x=5; a.d={'k':[1,2]}
for f in ["'{'","'}'","'{0'","'{!'","'{!r'","'{!z}'","'{!rx}'","'{0!r:'","'{0.}'","'{0[}'","'{0[1}'","'{0[]}'","'{0[1]x}'","'{5}'","'{}{0}'","'{0}{}'","'{a}'","'{a{b}}'","'{:{}}'","'{:{:{}}}'","'{{}}'","'{0.x}'","'{0.d[k][0]}'","'{0[0]}'","'{0!r:>10}'","'{999999999999999999999}'","'{:d}'","'{!}'","'{!s}'","'{!\\x01}'","'{:'","'{-1}'","'{ 0}'","'{0.y}'","'}}{{'","'a}b'","'{0!r.x}'","'{:{0}}'","'{!r:{}}'"]:
    print(f, end=' -> '); t(lambda: eval(f).format(a, 7, 8, 9))
t(lambda: '{}'.format()); t(lambda: '{0}'.format_map({})); t(lambda: '{}'.format_map({})); t(lambda: '{a}'.format_map({'a':3})); t(lambda: '{b}'.format_map({'a':3}));t(lambda: '{a}'.format_map(3))
t(lambda: '{0[a]}'.format({'a':1})); t(lambda: '{0[-1]}'.format([1])); t(lambda: '{0[99999999999999999999999]}'.format([1]))
