"""globals, locals, vars, dir, exec, eval, compile."""
x = 1
print(globals()["x"], locals() is globals(), "x" in dir(), __name__)


def f(a, *b, c=3, **d):
    z = 1
    inner = lambda: z
    return sorted(locals())


print(f(1, 2, e=5))


class K:
    a = 1
    print(sorted(k for k in locals() if not k.startswith("__")))
    b = [v for v in range(2)]
    locals()["dynamic"] = 5


print(K.dynamic)
globals()["made"] = 7
print(made)
ns = {}
exec("y = 5\ndef g(): return y\nclass C: pass", ns); print(ns["g"](), ns["C"], sorted(k for k in ns if k != "__builtins__"))
loc = {}; exec("q = 1; w = q + 1", {}, loc); print(loc)
print(eval("1 + x"), eval("a * b", {"a": 2, "b": 3}), eval("a", {"a": 1}, {"a": 2}), eval(" 5 "), eval(compile("3 * 3", "<s>", "eval")))
code = compile("for i in range(2): print('loop', i)", "<code>", "exec"); exec(code)
exec(compile("5 + 5\nx = 3", "<single>", "exec")); print(x)
single = compile("7 * 6", "<single>", "single"); exec(single); exec(compile("None", "s", "single")); exec(compile("'str'", "s", "single"))
print(code.co_name, code.co_filename, code.co_names, code.co_consts, type(code).__name__)
for src, mode in [("1 +", "exec"), ("x = 1", "eval"), ("def f(:", "exec"), ("a b", "exec"), ("", "eval"), ("1\n2", "eval"), ("x", "bad"), ("return 5", "exec"), ("  x", "exec"), ("if 1:\nx", "exec"), ("'abc", "exec"), ("(1", "exec"), ("1)", "exec"), ("\tx\n        y", "exec"), ("break", "exec"), ("f(a=1, 2)", "exec"), ("a = 5 = b", "exec"), ("nonlocal q", "exec"), ("x\0y", "exec"), ("print 5", "exec"), ("del f()", "exec"), ("def f(a, a): pass", "exec"), ("lambda: (yield)", "eval"), ("await x", "exec"), ("yield 1", "exec"), ("f'{'", "exec"), ("f'{}'", "exec"), ("None = 1", "exec"), ("class A: return 1", "exec"), ("import", "exec"), ("from x import *", "exec"), ("1 if 2", "exec"), ("x = = 1", "exec"), ("0777", "exec"), ("1__0", "exec"), ("5a", "exec"), ("@", "exec"), ("else: pass", "exec"), ("for x in: pass", "exec"), ("while: pass", "exec"), ("try: pass", "exec"), ("a := 1", "exec"), ("(a.b := 1)", "exec"), ("*a = 1", "exec"), ("a, *b, *c = x", "exec"), ("$", "exec"), ("b'é'", "exec"), ("'\\N{nope}'", "exec"), ("'\\x1'", "exec"), ("x = {1: 2, 3}", "exec"), ("def f():\n  x = 1\n  global x", "exec"), ("f() = 1", "exec"), ("x + 1 = 2", "exec"), ("if x = 1: pass", "exec"), ("\"\"\"abc", "exec"), ("continue", "exec"), ("async def f(): yield from x", "exec"), ("with open(x) as 5: pass", "exec"), ("f(**a, *b)", "exec"), ("f(x for x in y, 1)", "exec"), ("elif x: pass", "exec"), ("raise x from", "exec"), ("assert", "exec"), ("def f(x=1, y): pass", "exec"), ("def f(*): pass", "exec"), ("[x for x in]", "exec"), ("{**}", "exec"), ("match x:\n case 1: pass\n case: pass", "exec"), ("except: pass", "exec"), ("True = 2", "exec"), ("x++", "exec"), ("a =! b", "exec"), ("print(1", "exec"), ("foo(]", "exec"), ("{(}", "exec"), ("x = 'a' 5", "exec"), ("not", "exec"), ("a not b", "exec"), ("a is not", "exec"), ("import a.b as c.d", "exec"), ("from . import", "exec"), ("global", "exec"), ("def 5(): pass", "exec"), ("class 5: pass", "exec"), ("def f() pass", "exec"), ("if x\n  y", "exec"), ("for x in y\n z", "exec"), ("while x\n y", "exec"), ("class A\n pass", "exec"), ("else", "exec"), ("x = [1, 2", "exec"), ("x = (1,\ny = 2", "exec"), ("d = {'a': 1 'b': 2}", "exec"), ("l = [1 2]", "exec"), ("f(a b)", "exec")]:
    try:
        compile(src, "<test>", mode)
        print("fine", repr(src))
    except Exception as e:
        print(repr(src), type(e).__name__, e, getattr(e, "lineno", None), getattr(e, "offset", None), getattr(e, "end_offset", None))
for bad in (lambda: eval(5), lambda: exec(5), lambda: eval("x", 5), lambda: exec("x", {}, 5), lambda: compile(5, "a", "exec"), lambda: compile("x", "a"), lambda: eval(), lambda: eval("undefined_thing"), lambda: exec("undefined_thing"), lambda: vars(5), lambda: eval("1/0"), lambda: eval("x = 1"), lambda: dir(1, 2), lambda: eval(b"1+1"), lambda: vars(1, 2), lambda: globals(1), lambda: eval("__import__('math').pi"), lambda: eval("[i for i in range(3)]"), lambda: eval("(lambda y: y + 1)(2)")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
import math, builtins
print("sqrt" in dir(math), vars(math)["pi"], [n for n in dir(5) if n.startswith("__r")], [n for n in dir("") if n[0] != "_"], [n for n in dir([]) if n[0] != "_"], [n for n in dir({}) if n[0] != "_"], [n for n in dir(set()) if n[0] != "_"], [n for n in dir(b"") if n[0] != "_"], [n for n in dir(()) if n[0] != "_"], [n for n in dir(1.5) if n[0] != "_"], [n for n in dir(5) if n[0] != "_"])
print([n for n in dir(object()) if n], [n for n in dir(lambda: 0) if n not in dir(object())], "mro" in dir(type), [n for n in dir((i for i in [])) if n[0] != "_"])
print(sorted(n for n in dir(builtins) if n[0].islower() and n not in ("aiter", "anext", "breakpoint", "copyright", "credits", "help", "license")))
print(sorted(n for n in dir(builtins) if not n[0].islower()))


def dirtest():
    a = b = 1
    return dir()


print(dirtest())


class HasDir:
    def __dir__(self): return ["z", "a"]


print(dir(HasDir()), builtins.len is len, __builtins__ is builtins)
len_ = len; len = lambda x: "shadowed"; print(len([])); del len; print(len([]))
builtins.custom = "added"; print(custom)
exec("def dynamic_function(n):\n    return n * 2"); print(dynamic_function(4))
def nested_exec():
    y = 1
    exec("y = 2; new = 3")
    try:
        return y, new
    except NameError as e:
        return y, str(e)
print(nested_exec())
del x
try:
    x
except NameError as e:
    print(e)
try:
    del x
except NameError as e:
    print(e)
