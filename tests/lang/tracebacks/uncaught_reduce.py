import functools, re

@functools.lru_cache(None)
def f(n):
    return 1 // n

@functools.wraps(f)
def g(*a):
    return f(*a)
print(sorted([3, 1], key=functools.cmp_to_key(lambda a, b: a - b)))
try:
    re.compile('(')
except re.error as e:
    print(e)
print(list(map(g, [1, 2])))
functools.reduce(lambda a, b: a / b, [1, 0])
