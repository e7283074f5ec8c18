from itertools import *
import operator
tests = [
    'list(accumulate([1,2,3]))', 'list(accumulate([1,2,3], operator.mul, initial=5))', 'list(accumulate([]))',
    'list(batched)', 'list(chain([1], "ab", {}))', 'list(chain.from_iterable(["ab", [1]]))', 'list(chain(5))',
    'list(combinations("abc", 2))', 'list(combinations([1], -1))',
    'list(combinations_with_replacement("ab", 2))', 'list(compress("abcd", [1,0,1]))',
    'list(islice(count(1.5, .5), 3)), repr(count(1)), repr(count(1, 2)), repr(count(1.0))', 'count("a")',
    'list(islice(cycle("ab"), 5)), list(cycle([]))',
    'list(dropwhile(lambda x: x < 3, [1,3,2])), list(takewhile(lambda x: x < 3, [1,3,2]))',
    'list(filterfalse(None, [0, 1, ""]))', '[(k, list(g)) for k, g in groupby("aabbca")]',
    '[(k, list(g)) for k, g in groupby([1, 3, 2], key=lambda x: x % 2)]',
    'list(islice("abcdef", 2)), list(islice("abcdef", 1, None, 2)), list(islice("abc", 5, 2))',
    'islice("abc", -1)', 'islice("abc", 0, 5, 0)', 'islice("abc", "a")', 'islice("abc")',
    'list(pairwise("abc")), list(pairwise("a"))', 'list(permutations("abc", 2)), list(permutations([]))',
    'permutations("ab", -1)', 'permutations("ab", "a")',
    'list(product("ab", [1, 2])), list(product()), list(product([1, 2], repeat=2))', 'product([1], repeat=-1)',
    'product([1], x=2)', 'list(repeat(1, 3)), repr(repeat(1)), repr(repeat(1, 2)), list(repeat(1, -1))',
    'repeat(1, "a")', 'list(starmap(pow, [(2, 3), (3, 2)]))', 'list(starmap(pow, [1]))',
    'a, b = tee([1, 2]); print(list(a), list(b))', 'tee([1], 0), len(tee([1], 3))', 'tee([1], -1)',
    'list(zip_longest("ab", [1], fillvalue="-")), list(zip_longest())', 'zip_longest([1], x=1)',
    'operator.length_hint(repeat(1, 5)), operator.length_hint(count(), 7) if 0 else 0',
    'next(count(10**20)), next(count(-1, -1))', 'list(zip(count(), "ab"))', 'groupby([1]).__next__()[0]',
    'list(accumulate(["a", "b"]))', 'list(accumulate([1, "a"]))', 'accumulate(5)', 'chain.from_iterable(5)',
    'combinations("abc")', 'combinations("abc", 1.5)', 'compress([1], 5)', 'cycle(5)', 'dropwhile(1)',
    'list(dropwhile(1, [1]))', 'starmap(1, 2)', 'list(map(operator.itemgetter(1), ["ab", "cd"]))',
    'operator.itemgetter(0, 2)([1,2,3]), operator.attrgetter("real", "imag")(5), operator.methodcaller("split", ",")("a,b")',
    'repr(operator.itemgetter(1, 2)), repr(operator.attrgetter("a.b")), repr(operator.methodcaller("x", 1, k=2))',
    'operator.itemgetter()', 'operator.attrgetter(1)', 'operator.methodcaller()',
    'operator.attrgetter("a.b")(5)', 'operator.itemgetter("a")({})', 'operator.add(1, "a")',
    'operator.concat(1, 2)',
    'operator.countOf([1,1,2], 1), operator.indexOf([1, 2], 2), operator.contains([1], 1), operator.truth([]), operator.is_(1, 1), operator.not_(0)',
    'operator.indexOf([1], 5)', 'operator.iadd([1], [2]), operator.ior({1}, {2})', 'operator.call(len, "abc")',
    'operator.setitem([1], 0, 2), operator.delitem([1], 0), operator.getitem("abc", slice(1))',
    'operator.index(1.5)', 'operator.matmul(1, 2)', 'operator.lt(1, "a")', 'operator.neg("a")',
    'operator.inv(5), operator.pos(-5), operator.floordiv(7, 2), operator.mod(7, -3), operator.lshift(1, 3)',
]
for s in tests:
    try:
        try:
            print(s, '->', eval(s))
        except SyntaxError:
            exec(s)
    except Exception as e:
        print(s, '->', type(e).__name__, e)
from functools import *

@lru_cache(maxsize=2)
def f(x, *, y=1):
    print('call', x, y)
    return x * y
f(1)
f(1)
f(2)
f(3)
f(1)
f(1, y=1)
f(1.0)
print(f.cache_info(), f.cache_parameters(), f.__wrapped__.__name__, f.__name__)
f.cache_clear()
print(f.cache_info())
try:
    f([])
except TypeError as e:
    print(e)

@lru_cache
def g(x):
    return x
g(1)
g(1.0)
g(True)
print(g.cache_info())

@lru_cache(typed=True)
def h(x):
    return x
h(1)
h(1.0)
print(h.cache_info())
try:
    lru_cache('a')
except TypeError as e:
    print(e)

@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
p = partial(int, base=2)
print(p('101'), p, p.func, p.args, p.keywords, partial(partial(print, 1), 2), partial(p, '11')())
try:
    partial()
except TypeError as e:
    print(e)
try:
    partial(5)
except TypeError as e:
    print(e)

class A:

    def m(self, a, b):
        return (a, b)
    pm = partialmethod(m, 1)

    @cached_property
    def cp(self):
        print('computed')
        return 42

    @singledispatchmethod
    def sd(self, x):
        return 'obj'

    @sd.register
    def _(self, x: int):
        return 'int'

    @sd.register(str)
    def _(self, x):
        return 'str'
a = A()
print(a.pm(2), a.cp, a.cp, a.__dict__, a.sd(1), a.sd('a'), a.sd([]))
del a.cp
print(a.cp)

@singledispatch
def sd(x, y=0):
    return ('obj', x)

@sd.register(int)
@sd.register(float)
def _(x, y=0):
    return ('num', x)

@sd.register
def _(x: list | tuple, y=0):
    return ('seq', x)
print(sd(1), sd(1.5), sd([]), sd(()), sd('a'), sd(True), sd.dispatch(bool).__name__, sorted((t.__name__ for t in sd.registry)))
try:
    sd()
except TypeError as e:
    print(e)
try:
    sd.register(5)
except TypeError as e:
    print(e)
try:

    @sd.register
    def _(x):
        pass
except TypeError as e:
    print(str(e).split('.')[0])
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a + b, [], 5))
for s in ['reduce(lambda a, b: a, [])', 'reduce(1, [1, 2])', 'reduce(max, 5)', 'reduce(max)']:
    try:
        eval(s)
    except TypeError as e:
        print(s, e)

def deco(fn):

    @wraps(fn)
    def inner(*a, **k):
        """inner doc"""
        return fn(*a, **k)
    return inner

@deco
def orig(a: int) -> str:
    """orig doc"""
print(orig.__name__, orig.__doc__, orig.__annotations__, orig.__wrapped__.__name__, orig.__qualname__, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)
