class C:

    def __call__(self, *a, **k):
        return (a, k)
c = C()
print(c(1, *[2, 3], k=4, **{'z': 5}))
for f in [
    lambda: c(**{1: 2}), lambda: c(*5), lambda: c(**5), lambda: c(k=1, **{'k': 2}), lambda: 5(),
    lambda: print(1, foo=2), lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: abs('a'),
    lambda: [].append(), lambda: [].append(1, 2), lambda: {}.get(), lambda: ''.join(5),
    lambda: ''.join([1]), lambda: int('a', 99), lambda: int('a', 16, 5), lambda: int(x=5),
    lambda: str(b'a', 'zz'), lambda: str(1, 'utf8'), lambda: bytes('a'), lambda: bytes(-1),
    lambda: bytes([256]), lambda: bytes(['a']), lambda: bytearray(1.5), lambda: list(5),
    lambda: tuple(5), lambda: set(5), lambda: dict(5), lambda: dict([5]), lambda: dict([(1, 2, 3)]),
    lambda: frozenset([[]]), lambda: {[]: 1}, lambda: complex('a'), lambda: complex('1', 1),
    lambda: complex(1, '1'), lambda: float('x'), lambda: float([]), lambda: int([]),
    lambda: int('  1_0 '), lambda: int('1__0'), lambda: int('0x1f', 0), lambda: int('012', 0),
    lambda: chr(-1), lambda: chr(1114112), lambda: chr('a'), lambda: ord('ab'), lambda: ord(5),
    lambda: ord(b'ab'), lambda: hash([]), lambda: iter(5), lambda: iter(5, 5), lambda: next(5),
    lambda: next(iter([])), lambda: range(1, 2, 0), lambda: range('a'), lambda: range(),
    lambda: range(1, 2, 3, 4), lambda: range(1.5), lambda: sum(['a']), lambda: sum([[1], [2]], []),
    lambda: sum(['a'], ''), lambda: sum([b'a'], b''), lambda: min(), lambda: min([]), lambda: min(1),
    lambda: min(1, 'a'), lambda: max([], default=5), lambda: max(1, 2, default=3),
    lambda: sorted([1, 'a']), lambda: sorted(5), lambda: sorted([], 5), lambda: round('a'),
    lambda: round(1.5, 'a'), lambda: round(1e309), lambda: round(float('nan')), lambda: divmod(1, 0),
    lambda: divmod('a', 1), lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 5),
    lambda: pow('a', 2), lambda: pow(0, -1), lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)),
    lambda: isinstance('a', (int, 5)), lambda: issubclass(1, int), lambda: issubclass(int, 5),
    lambda: type(1, 2), lambda: type('A', 5, {}), lambda: type('A', (5,), {}), lambda: type('A', (), 5),
    lambda: type(5, (), {}), lambda: super(), lambda: super(5), lambda: super(int, 'a'),
    lambda: object(5), lambda: zip(5), lambda: list(zip([1], [2, 3], strict=True)),
    lambda: list(zip([1, 2], [3], strict=True)), lambda: list(zip([1], [1], [], strict=True)),
    lambda: map(5), lambda: list(map(5, [1])), lambda: filter(1), lambda: enumerate(),
    lambda: enumerate([], 'a'), lambda: reversed({1}), lambda: reversed(5), lambda: slice(),
    lambda: memoryview('a'), lambda: open(5.5), lambda: open('/nonexistent'), lambda: open('/tmp', 'zz'),
    lambda: open('/tmp', 'r+w'), lambda: open('/tmp', 'rb', encoding='utf8'), lambda: vars(5),
    lambda: vars(1, 2), lambda: eval('1+'), lambda: eval(5), lambda: exec(5),
    lambda: compile('1', 'f', 'zz'), lambda: compile('a\x00b', 'f', 'exec'), lambda: input(1, 2),
    lambda: format(1, 5), lambda: format(1, 'zz'), lambda: format('a', 'd'), lambda: format([], 'd'),
    lambda: format(1.5, 'd'), lambda: bin(1.5), lambda: hex('a'), lambda: oct([]), lambda: id(),
    lambda: callable(), lambda: all(5), lambda: any(5), lambda: ascii(), lambda: classmethod(),
    lambda: staticmethod(), lambda: property(1, 2, 3, 4, 5), lambda: __import__('nope.x'),
    lambda: __import__(''), lambda: __import__(5), lambda: __build_class__(),
    lambda: __build_class__(5, 5), lambda: breakpoint.x, lambda: print(sep=5), lambda: print(end=5),
    lambda: print(file=5), lambda: globals(1), lambda: aiter(5), lambda: anext(5), lambda: delattr(1),
    lambda: bool(1, 2), lambda: bool(x=1), lambda: slice(1, 2, 3, 4),
]:
    try:
        print(repr(f())[:70])
    except BaseException as e:
        print(type(e).__name__, e)
