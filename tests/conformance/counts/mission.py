# Every statement of the mission: what adds a reference, what takes one away.
import sys
from sys import getrefcount as count
a = []
print("created", count(a))
b = a
print("copied", count(a))
def f(x):
    return count(x)
print("passed", f(a))
def g(*args, **kw):
    return count(args[0])
print("passed in args", g(a))
def h(x):
    y = x
    z = [x, y]
    return count(x)
print("in a scope", h(a), count(a))
c = [1, a]
print("contained", count(a))
c.remove(a)
print("removed", count(a))
c = (a, a)
print("tuple", count(a))
d = {"k": a, "l": [a]}
print("dict", count(a))
del d["k"]
print("del item", count(a))
del d
print("del dict", count(a))
del c
print("del tuple", count(a))
b = 1
print("rebound", count(a))
class C:
    pass
o = C()
o.x = a
print("attribute", count(a), count(o))
del o.x
print("del attribute", count(a))
o.x = a
o.__dict__
print("after __dict__", count(a))
del o
print("instance gone", count(a))
s = {1: a}
t = s.copy()
print("copied dict", count(a))
s.clear()
print("cleared", count(a))
t.pop(1)
print("popped", count(a))
def gen():
    local = a
    yield count(a)
    yield count(a)
it = gen()
print("generator", next(it), count(a))
it.close()
print("closed", count(a))
fn = lambda v=a: v
print("default", count(a))
del fn
print("no default", count(a))
def outer():
    v = a
    def inner():
        return v
    return inner
k = outer()
print("closure", count(a))
del k
print("no closure", count(a))
l = [a for _ in range(5)]
print("comprehension", count(a))
l[1:4] = []
print("slice", count(a))
l *= 3
print("repeated", count(a))
l.clear()
print("cleared", count(a))
try:
    raise ValueError(a)
except ValueError as e:
    print("exception", count(a))
print("handled", count(a))
x, y = a, a
print("unpacked", count(a))
x, y = y, x
print("swapped", count(a))
del x, y
print("deleted", count(a))
m = a.append
print("bound method", count(a))
del m
print("unbound", count(a))
i = iter(a)
print("iterator", count(a))
del i
z = zip(a, a)
print("zip", count(a))
del z
print("end", count(a))
