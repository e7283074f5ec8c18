import warnings
warnings.warn('plain')
warnings.warn('dep', DeprecationWarning)
warnings.warn('pend', PendingDeprecationWarning)
warnings.warn('fut', FutureWarning)

def f():
    warnings.warn('in f', stacklevel=2)
f()
f()
for i in range(3):
    warnings.warn('loop')
for i in range(3):
    warnings.warn(f'loop {i}', RuntimeWarning)
warnings.simplefilter('always')
f()
f()
warnings.warn(UserWarning('inst'))
warnings.simplefilter('error')
try:
    warnings.warn('err')
except UserWarning as e:
    print('caught', e)
warnings.resetwarnings()
warnings.filterwarnings('ignore', message='ign.*')
warnings.warn('ignored')
warnings.warn('shown')
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('rec')
    print(len(w), w[0].message, w[0].category.__name__, w[0].lineno, w[0].filename.endswith('.py'))
warnings.warn_explicit('explicit', UserWarning, 'file.py', 10)
warnings.showwarning = lambda m, c, fn, l, file=None, line=None: print('SW', m, c.__name__, l)
warnings.warn('custom')
try:
    warnings.warn('x', int)
except TypeError as e:
    print(e)
try:
    warnings.simplefilter('nope')
except (AssertionError, ValueError) as e:
    print(type(e).__name__, e)
print(warnings.formatwarning('m', UserWarning, 'f.py', 3, 'line'))
x = 1
assert (x, 'msg')
x is 5
'ab' is 'c'
'\\d'
1 if x is () else 2
[1, 2][1, 2] if 0 else 0
1(2) if 0 else 0
'abc'.x if 0 else 0
b'\\z'
