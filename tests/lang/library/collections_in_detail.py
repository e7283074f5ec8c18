from collections import *
import collections
d = deque([1, 2, 3], maxlen=4)
for s in [
    'd.append(4)', 'd.append(5)', 'd.appendleft(0)', 'd.rotate(1)', 'd.rotate(-2)', 'd.pop()',
    'd.popleft()', 'd.extend([7,8,9,10])', 'd.extendleft([1,2])', 'd.insert(1, 5)', 'd.remove(99)',
    'd.index(7)', 'd.count(7)', 'd[1]', 'd[10]', 'd["a"]', 'd[1:2]', 'd.reverse()', 'd.copy()',
    'd.maxlen', 'd + deque([1])', 'd + [1]', 'd * 2', 'd += "ab"', 'd == deque([1])', 'd < deque([9])',
    'd < [1]', 'd.clear()', 'd.pop()', 'd.popleft()', 'deque(maxlen=-1)', 'deque(maxlen="a")',
    'deque(5)', 'deque("abc", 2)', 'repr(deque([1], 3))', 'd.rotate("a")', 'hash(d)', 'd.__reduce__()',
    'deque([1,2]) * -1', 'deque([1,2]).index(5)', 'deque([1]).insert(5, 2)',
    'deque([1], 1).insert(0, 2)', 'd.maxlen = 5', 'del d[0]', 'd.__sizeof__() > 0',
    'list(reversed(deque([1,2,3])))', 'deque([1,2,3]).__contains__(2)',
    'x = deque([1]); x.append(x); print(x)',
]:
    try:
        try:
            print(s, '->', eval(s), d)
        except SyntaxError:
            exec(s)
            print(s, d)
    except Exception as e:
        print(s, '->', type(e).__name__, e)
c = Counter('abracadabra')
for s in [
    'c', 'c.most_common(2)', 'c["z"]', 'c.total()', 'sorted(c.elements())', 'c - Counter("aab")',
    'c + Counter(z=1)', 'c & Counter(a=2)', 'c | Counter(a=9)', '+Counter(a=-1, b=1)', '-Counter(a=-1)',
    'c.subtract("aaa")', 'c', 'c.update(a=5)', 'c.most_common()', 'Counter(a=1) == Counter(a=1, b=0)',
    'Counter(a=1) <= Counter(a=2)', 'Counter({"a": "x"})', 'Counter.fromkeys("ab")', 'Counter(5)',
    'Counter(1, 2)', 'c += Counter(q=3)', 'c.copy() == c', 'Counter([1,1,2]).items()', 'Counter()',
    'Counter(a=1).pop("a")', 'Counter(a=2.5, b=1)', 'Counter("ab").__reduce__()', 'del c["nope"]',
]:
    try:
        try:
            print(s, '->', eval(s))
        except SyntaxError:
            exec(s)
            print(s, c)
    except Exception as e:
        print(s, '->', type(e).__name__, e)
o = OrderedDict(a=1, b=2, c=3)
for s in [
    'o', 'o.move_to_end("a")', 'o', 'o.move_to_end("c", last=False)', 'o', 'o.move_to_end("q")',
    'o.popitem()', 'o.popitem(last=False)', 'o', 'OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1)',
    'OrderedDict(a=1) == {"a": 1}', 'list(reversed(OrderedDict(a=1, b=2)))', 'OrderedDict() | {"z": 1}',
    'o.__reduce__()', 'OrderedDict.fromkeys("ab", 1)', 'OrderedDict().popitem()', 'o.pop("x")',
    'o.pop("x", 5)', 'o.setdefault("k", 7)', 'o.keys(), o.values(), o.items()',
    'OrderedDict([(1, 2), (1, 3)])', 'OrderedDict(5)', 'OrderedDict({1: 2}, {3: 4})',
]:
    try:
        print(s, '->', eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, e)
dd = defaultdict(list)
dd['a'].append(1)
print(dd, dd['b'], len(dd), dd.get('c'), dd.default_factory, defaultdict(None, x=1))
for s in [
    'defaultdict(None)["x"]', 'defaultdict(5)', 'defaultdict(int, [(1, 2)])',
    'defaultdict(lambda: 1/0)["x"]', 'dd.__missing__("q")', 'dd | {"z": 1}', 'dd.copy()',
    'defaultdict(int).__reduce__()', 'dd == {"a": [1], "b": [], "q": []}',
    'defaultdict(int, a=1) | defaultdict(str)', 'repr(defaultdict(dd.__class__))',
]:
    try:
        print(s, '->', eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, e)
P = namedtuple('P', 'x y', defaults=[5])
p = P(1)
for s in [
    'p', 'P(1, 2, 3)', 'P()', 'P(x=1, z=2)', 'p._asdict()', 'p._replace(y=7)', 'p._replace(z=1)',
    'P._fields, P._field_defaults', 'P._make([1, 2])', 'P._make([1])', 'p == (1, 5)', 'p.x = 1',
    'p[0], p[-1]', 'x, y = p', 'namedtuple("Q", "a a")',
    'namedtuple("Q", "a a def _x 1b", rename=True)._fields', 'namedtuple("Q", "class")',
    'namedtuple("Q", "_a")', 'namedtuple("1Q", "a")', 'namedtuple("Q", ["a", 1])',
    'namedtuple("Q", "a,b", defaults=[1,2,3])', 'P.__doc__, P.x.__doc__', 'P.__new__.__defaults__',
    'p.__repr__()', 'P.__match_args__', 'p.__getnewargs__()', 'P.x', 'hash(p) == hash((1, 5))',
    'p + (1,)', 'type(p + p)', 'P(*"ab")', 'isinstance(p, tuple)', 'P.__module__', 'p.__slots__',
    'p.foo', 'P.__name__, P.__qualname__', 'sorted([P(2), P(1)])', 'p < (1, 6)',
    'p.count(1), p.index(5)',
]:
    try:
        try:
            print(s, '->', eval(s))
        except SyntaxError:
            exec(s)
            print(s, 'ok')
    except Exception as e:
        print(s, '->', type(e).__name__, e)
m = ChainMap({'a': 1}, {'b': 2, 'a': 9})
for s in [
    'm', 'm["a"], m["b"]', 'm["z"]', 'm.maps', 'm.new_child({"q": 1})', 'm.parents', 'len(m), list(m)',
    'm["n"] = 5', 'del m["b"]', 'm.pop("b")', 'm.popitem()', 'm.clear()', 'm', 'm | {"t": 1}',
    '{"t": 1} | m', 'ChainMap()', 'm.get("x", 3)', '"b" in m', 'bool(ChainMap({}, {}))', 'dict(m)',
    'ChainMap.fromkeys("ab", 1)', 'm.new_child(z=1)',
]:
    try:
        try:
            print(s, '->', eval(s))
        except SyntaxError:
            exec(s)
            print(s, m)
    except Exception as e:
        print(s, '->', type(e).__name__, e)

class UD(UserDict):

    def __missing__(s, k):
        return k * 2
u = UD(a=1)
print(u, u['b'], 'b' in u, u | {'c': 1}, u.data, len(u), repr(UserList([1, 2]) + [3]), UserString('ab').upper() + 'c', UserString('ab') == 'ab')
try:
    collections.Mapping
except AttributeError as e:
    print(e)
try:
    from collections import Mapping
except ImportError as e:
    print(str(e).replace('/usr/lib/python3.11', 'LIB'))
