x = 5; y = 'ab'; w = 10; p = 3
print(f'{x=} {y=} {x = } {x+1=} {y!r=}' if False else f'{x=} {y=} {x = } {x+1=}')
print(f'{y=!s:>10} {x=:05d} {y!r:>{w}} {x:.{p}f} {x!a}')
print(f'{{}} {{{x}}} {x:{"<"}{w}}|')
print(f'{"a" if x else "b"} {[i for i in range(3)]} {dict(a=1)["a"]} {(lambda q: q*2)(4)}')
print(f'''{
x
} {  y  }''')
print(f'{x:,} {1234567:_} {255:#x} {255:08b} {3.14159:.2e} {0.5:%} {x:+d} {x: d} {-x:=+5d}')
print(f'{y:*^9}|{y:<5}|{y:>5}|{y:^5}|{y:.1}|')
print(rf'\n{x}\t' fr'{y}\d', F'{x}', f'' f'{x}' 'a')
print(f'{x!r}' f'{y!s}' f'{y!a}')
print(f'{1}{2}{3}', f'{"":5}|', f"{'a':>{len(y)+3}}")
class A:
    def __format__(self, s): return 'fmt:' + s
    def __repr__(self): return 'A-repr'
    def __str__(self): return 'A-str'
a = A()
print(f'{a} {a!r} {a!s} {a:xyz} {a!r:>10} {a=} {a=!s} {a=:q}')
for s in ['f"{x!z}"','f"{x:{y:{z}}}"','f"{"','f"}"','f"{}"','f"{ }"','f"{!r}"','f"{:x}"','f"{x!}"','f"{x!r }"','f"{x;y}"','f"{x:}}"','f"{x}}"', 'f"{a b}"', 'f"{a=b}"', 'f"{\\"a\\"}"', 'f"{#}"', 'f"{x#}"', "f'{a['b']}'", 'f"{(}"', 'f"{)}"', 'f"{a[}"', 'f"{lambda x: 1}"', 'f"{*a}"', 'f"{a,}"', 'f"{a,b}"', 'f"{yield}"', 'f"{a:=1}"', 'f"{a!=1}"', 'f"{a==1}"', 'f"{a<=1}"', 'f"{3.4:10}"', 'f"{3!r:10}"', 'f"{3 !r}"', 'f"{None:x}"','f"{[]:x}"', 'f"{1:s}"', 'f"{1.5:d}"','f"{\'a\':d}"','f"{1:,_}"','f"{1:.2d}"','f"{1:c}"','f"{-1:c}"','f"{1:#c}"','f"{True:d}"','f"{1j:d}"', 'f"{1:10.5.5}"', 'f"{1:abc}"', 'f"{x=!r}"', 'f"{x:\\x41>5}"', 'f"{x:{1}{2}{3}}"']:
    try: print(s, eval(s, {'x':1,'y':2,'z':3,'a':4,'b':5}))
    except Exception as e: print(s, type(e).__name__, e)
