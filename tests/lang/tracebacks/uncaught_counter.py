import collections
P = collections.namedtuple('P', 'x y')
c = collections.Counter('aab')
print(c)
P(1)
