"""Attributes, methods, and what a class shows of itself."""


class Point:
    """A point."""
    dimensions = 2
    __slots__ = ()

    def __init__(self):
        pass


class P:
    count = 0

    def __new__(cls, *a, **k):
        cls.count += 1
        return super().__new__(cls)

    def __init__(self, x=0, y=0):
        self.x, self.y = x, y

    def __repr__(self):
        return f"{type(self).__name__}({self.x}, {self.y})"

    def __eq__(self, o):
        return (self.x, self.y) == (o.x, o.y) if isinstance(o, P) else NotImplemented

    def __hash__(self):
        return hash((self.x, self.y))

    def __bool__(self):
        return bool(self.x or self.y)

    def __add__(self, o):
        return P(self.x + o.x, self.y + o.y) if isinstance(o, P) else NotImplemented

    def __lt__(self, o):
        return (self.x, self.y) < (o.x, o.y)


a, b = P(1, 2), P(3, 4)
print(a, b, a + b, a == b, a == P(1, 2), a != b, bool(P()), P.count, {a: 1}[P(1, 2)])
print(sorted([b, a, P(0, 9)]), max(a, b), a < b, a > b)
for f in (lambda: a + 1, lambda: 1 + a, lambda: a <= b, lambda: a.nope, lambda: P.nope, lambda: Point().x,
          lambda: setattr(Point(), "x", 1), lambda: P(1, 2, 3), lambda: a(), lambda: a[0], lambda: len(a),
          lambda: iter(a), lambda: next(a), lambda: -a, lambda: a @ a, lambda: int(a), lambda: float(a),
          lambda: a.__class__.__nope__, lambda: delattr(a, "zz"), lambda: object(1), lambda: object().x,
          lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: setattr(5, "x", 1),
          lambda: a in 5, lambda: 5 in a, lambda: a[1:2], lambda: a.x.y, lambda: [].foo, lambda: P.__init__()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(P.__name__, P.__module__, P.__qualname__, P.__bases__, P.__mro__, Point.__doc__, P.__doc__)
print(sorted(vars(P)), vars(a), a.__dict__, a.__class__, type(a) is P)
print(isinstance(a, P), isinstance(a, (int, P)), issubclass(P, object), issubclass(bool, int))
a.z = 5
a.__dict__["w"] = 6
print(a.w, sorted(a.__dict__), hasattr(a, "q"), getattr(a, "q", None))
del a.z
print(vars(a))
a.__dict__ = {"x": 9, "y": 8}
print(a)
P.extra = lambda self: self.x * 2
print(a.extra())
del P.extra
print(hasattr(a, "extra"))


class Q:
    pass


q = Q()
q.__class__ = P
q.x, q.y = 1, 1
print(q)
try:
    q.__class__ = int
except TypeError as e:
    print(e)
try:
    q.__class__ = 5
except TypeError as e:
    print(e)
print(Q, Q.__dict__.keys() >= {"__module__", "__dict__"}, type(Q.__dict__).__name__)
try:
    Q.__dict__["a"] = 1
except TypeError as e:
    print(e)
print([n for n in dir(Q()) if not n.startswith("__")], [n for n in dir(a) if not n.startswith("__")])


class Private:
    def __init__(self):
        self.__secret = 1
        self._hint = 2

    def get(self):
        return self.__secret


p = Private()
print(p.get(), vars(p))
try:
    p.__secret
except AttributeError as e:
    print(e)
