class V:

    def __init__(s, n):
        s.n = n

    def __lt__(s, o):
        print('lt')
        return NotImplemented

    def __gt__(s, o):
        print('gt')
        return NotImplemented

    def __le__(s, o):
        print('le')
        return True

    def __eq__(s, o):
        print('eq')
        return NotImplemented
a, b = (V(1), V(2))
for e in [
    'a<b', 'a>b', 'a<=b', 'a>=b', 'a==b', 'a!=b', 'a<5', '5<a', 'a==5', '5!=a', 'a in [b]', 'a in (a,)',
    '[a]==[b]', '[a]<[b]', '(1,a)<(1,b)', 'a < b < 1',
]:
    try:
        print(e, eval(e))
    except TypeError as x:
        print(e, x)
try:
    hash(a)
except TypeError as e:
    print(e)

class Sub(V):

    def __gt__(s, o):
        print('subgt')
        return 'sub'

    def __hash__(s):
        return 1
print(V(1) < Sub(2), hash(Sub(1)))

class W:

    def __eq__(s, o):
        return 'yes'

    def __ne__(s, o):
        return []
print(W() == 1, W() != 1, 1 == W(), [W()] == [1], W() in [5], [5].index(W()), [W()].count(3))
from functools import total_ordering, cmp_to_key

@total_ordering
class T:

    def __init__(s, v):
        s.v = v

    def __lt__(s, o):
        return s.v < o.v if isinstance(o, T) else NotImplemented

    def __eq__(s, o):
        return s.v == o.v
print(T(1) >= T(2), T(1) <= T(1), T(3) > T(2))
try:
    T(1) >= 5
except TypeError as e:
    print(e)
except AttributeError as e:
    print(e)
try:

    @total_ordering
    class Q:
        pass
except ValueError as e:
    print(e)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
nan = float('nan')
print(nan == nan, [nan] == [nan], nan in [nan], {nan: 1} == {nan: 1}, [nan] < [nan], (nan,) <= (nan,))
print(1 == 1.0 == True, 1 is True, hash(1) == hash(1.0) == hash(True), {1: 'a', 1.0: 'b', True: 'c'})
print(not 1 == 2, 1 < 2 > 1, 1 < 3 > 2 != 5 in [5], (1 < 2) < 3, 'a' < 'b' < 'c')
print([] == (), {} == set(), '' == b'', None == 0, range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), 0.0 == -0.0, (1, 2) < (1, 2, 0), [2] > [1, 5], 'Z' < 'a', b'a' < b'b', {1} < {1, 2}, {1} <= {1}, {1, 2} > {3}, frozenset({1}) == {1}, {1: 2}.keys() == {1}, {1: 2}.items() == {(1, 2)}, {1: 2}.values() == {1: 2}.values())
