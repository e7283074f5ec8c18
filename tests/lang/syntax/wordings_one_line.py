srcs = r'''
print "hello"
exec "x"
if x = 3: pass
x = 5 y
foo(a b)
[1 2 3]
{1:2 3:4}
{1 2}
(1 2)
foo(a, b for b in c)
foo(b for b in c, 1)
f(a=1, 2)
f(**a, *b)
f(**a, 1)
f(a=1, a=2)
def f(a, a): pass
def f(a=1, b): pass
def f(*): pass
def f(*, **k): pass
def f(a, *, b, *, c): pass
def f(**k, a): pass
def f(*a, *b): pass
def f(/, a): pass
def f(a, /, b, /): pass
def f(*a, /): pass
lambda a, a: 1
lambda *: 1
None = 1
True += 1
f() = 1
a + 1 = 2
1 = x
"a" = 1
(a, 1) = 2
[a, f()] = 3
del f()
del 1
del (a, b+1)
for 1 in x: pass
for f() in x: pass
with a as 1: pass
with a as f(): pass
import a.b as c.d
import a as 1
from a import (b, c
from a import
from . import *, a
from a import b,
import a,
x = (1, 2
x = [1, 2)
x = {1: 2]
)
"abc
'abc
"""abc
f"{a b}"
f"{}"
f"{a"
f"{a!x}"
f"{a!}"
f"}"
f"{a\n}"
f"{#}"
f"{a:{b:{c}}}"
f"{lambda x:1}"
if x
while x
for x in y
def f()
class A
try
else: pass
elif x: pass
except: pass
finally: pass
if x: pass else: pass
def f(): return
return 1
yield 1
break
continue
class A: return 1
nonlocal x
def f(): nonlocal x
def f(x): global x
def f(): x = 1; global x
def f(): print(x); global x
def f(): nonlocal f
x: int: int
(x): int = 1
(x, y): int
[x]: int
x, y: int
f(): int
a.b: int = 3
x := 1
(x := 1)
(x.y := 1)
(x[0] := 1)
((x,y) := 1)
f(x := 1, y=(z := 2))
f(x=y := 2)
[x := 1, 2]
[i := 1 for i in x]
[j := 1 for i in (j := 2)]
class A: [j := 1 for i in x]
lambda: (yield)
async def f(): yield from x
a b
a b c
a if b
a if b else
not
x = 
x +
x +* y
x ++
++x
x--
x = = y
x == = y
x => y
x <> y
x != = y
!x
x ! y
x ? y
$x
x @ 
@
@x
@x y
@a.b[c]
def f(x): pass
0777
0b12
0o8
0xg
1__0
1_
1e
1e+
1.2.3
1a
0a
0b
0o
0x
1_a
09.5
09
00
1_000.0_1
1.e5
.5e
1jj
5L
b"é"
u"a"
ub"a"
bu"a"
br"a"
fb"a"
"a" b"b"
r"\"
"\x1"
"\u123"
"\U00110000"
b"\x1"
"\N{foo"
"\N"
x = "abc\
def f():
 x
  y
 x
 	y
\x
x \ y
x \
try: pass
try: pass
except: pass
except A: pass
try: pass
except A, B: pass
try: pass
except* A: pass
except B: pass
try: pass
except*: pass
try: pass
except A as b.c: pass
raise a, b
raise a from
assert
assert x,
del
global
global x,
global x.y
import
from
lambda x: 
lambda x=: 1
f(x=)
f(1=2)
f(a.b=1)
f(True=1)
f(a+b=1)
f(*)
f(**)
x[]
x[1:2:3:4]
x[a=1]
x[*a]
x[*a, b]
x[*a:b]
*a
*a = 1
*a, = 1
*a, *b = 1
(*a)
print(*a)
print(* a, ** b)
a = *b
a = *b,
return *a, b
{**a}
{*a}
{**a, 1}
{1, **a}
{a: *b}
{a: **b}
{a:}
{a: b, c}
{a, b: c}
(**a)
[**a]
match x:
match x: case 1: pass
type X = int
print(a, end="" b)
print("a" "b" c)
a.1
a.
a..b
a.b.
1.real
1 .real
1..real
...x
x...
x = yield = 1
x = yield
yield x = 1
await = 1
async = 1
async x
async def
class = 1
class A(B, C: pass
def = 1
for = 1
if = 1
import = 1
None.x = 1
f'{x=!r:^20}'
f'{x!r=}'
f'{x:{y}}'
f'{x:{y!r}}'
f'{{}}'
f'{{x}}}'
f'{*a}'
f'{**a}'
f'{yield}'
f'{a:b:c}'
f'{a["b"]}'
f'{a['b']}'
f'{"a"}'
f'{\'a\'}'
a = 1 if 2 else 3 = 4
with a, b as c, d: pass
with (a, b as c): pass
with (a, b as c, ): pass
with (a as b): pass
with (a, b): pass
with (a for b in c): pass
with a as (b, c): pass
with a as b, : pass
with : pass
with a
'''.strip('\n').split('\n')
for s in srcs:
    try:
        compile(s, '<s>', 'exec')
        print(repr(s), 'ok')
    except SyntaxError as e:
        print(repr(s), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
    except Exception as e:
        print(repr(s), type(e), e)
