import sys
if (n := len('abc')) > 2: print(n)
print([y := 1, y**2], (z := 5), z)
while (x := next(iter([0]))): pass
print([last := i for i in range(5)], last)
def f(a=(q := 3)): return a
print(f(), q)
print({(k := 'a'): (v := 1)}, k, v)
print(f'{(w:=10)}', f'{w:=5}')
print(any((c := ch).isdigit() for ch in 'ab1c'), c)
lst = [(m := 1), m + 1]
print(lst)
def g():
    [(h := i) for i in range(3)]
    return h
print(g())
try:
    exec('class A:\n x = [(y := 1) for _ in range(1)]')
except SyntaxError as e: print(e)
print((lambda: (a := 1) + a)())
assert (t := 5) == 5
print(t)
total = 0
print([total := total + v for v in range(5)])
