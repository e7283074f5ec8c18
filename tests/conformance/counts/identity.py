import sys
print(int("256") is int("256"), int("257") is int("257"), int("-5") is int("-5"), int("-6") is int("-6"))
a = 1000; b = 1000
print(a is b)
def f(): return 1000
def g(): return 1000
print(f() is f(), f() is g())
print("".join(["a"]) is "a"[0:1], chr(300) is chr(300))
s = "xa"; print(s[1] is s[1], s[1] is next(reversed(s)), chr(228) is "\xe4x"[:1])
print(() is tuple([]), (1, 2) is (1, 2), b"" is bytes(0), bytes([65]) is b"A"[0:1])
s = "".join(["ab", "cd"]); t = "".join(["ab", "cd"])
print(s is t, sys.intern(s) is sys.intern(t))
print("hello_world" is "hello_world", True is bool(5), None is (lambda: None)())
x = "id"; y = "".join(["i", "d"])
print(x is y, x is sys.intern(y))
l1 = []; i1 = id(l1); del l1
l2 = []; print(id(l2) == i1)
print(0.0 is float("0.0"), frozenset() is frozenset())
class A: pass
p = A(); q = id(p); del p; r = A(); print(id(r) == q)
print(type(a) is int, NotImplemented is type(NotImplemented)(), Ellipsis is ...)
