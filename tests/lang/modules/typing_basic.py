from typing import *
import typing, types, collections.abc
T = TypeVar("T"); U = TypeVar("U", bound=int); A = TypeVar("A", str, bytes)
for x in (Any, Optional[int], Union[int, str], Union[int, None, str], List[int], Dict[str, List[int]], Tuple[int, ...], Tuple[()], Tuple[int, str], Callable[[int, str], bool], Callable[..., int], Callable, Type[int], T, U, A, Literal[1, "a"], Final[int], ClassVar[int], Iterable[int], Iterator[T], Mapping[str, int], Sequence[int], Generator[int, None, str], List, Dict, Set[int], FrozenSet[str], Annotated[int, 1, "x"], Optional["Foo"], NoReturn, Union[int], Union[int, int], Optional[Union[int, str]], List[T], Dict[str, T][int], AnyStr, Self, DefaultDict[str, int], Deque[int], Type, Union[List[int], None], Counter[str], list[int], dict[str, int] | None):
    print(x)
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int], str]), get_origin(list[int]), get_origin(int), get_args(Literal[1, 2]), get_origin(Annotated[int, 3]), get_args(Annotated[int, 3]))
class Stack(Generic[T]):
    def __init__(self): self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int](); s.push(1)
print(type(s).__name__, s.items, Stack[int], Stack.__parameters__, Stack.__orig_bases__, s.__orig_class__, Stack.__mro__)
class Pair(Generic[T, U]): pass
print(Pair[int, str], Pair.__parameters__, Pair[T, int].__parameters__)
class Sub(Stack[int]): pass
print(Sub.__mro__, Sub.__orig_bases__, Sub().items)
try: Pair[int]
except TypeError as e: print(e)
try:
    class Bad(Generic): pass
except TypeError as e: print(e)
try: Sub[int]
except TypeError as e: print(e)
class P(NamedTuple):
    x: int
    y: int = 5
    def total(self): return self.x + self.y
    @property
    def dbl(self): return self.x * 2
print(P(1), P(1, 2).total(), P(3).dbl, P._fields, P._field_defaults, P.__annotations__, P.__mro__, isinstance(P(1), tuple), P(1)._replace(x=9))
N = NamedTuple("N", [("a", int), ("b", str)]); print(N(1, "q"), N.__module__)
class TD(TypedDict, total=False):
    name: str
    age: Required[int]
t = TD(name="x"); print(t, type(t), TD.__annotations__, TD.__total__, sorted(TD.__required_keys__), sorted(TD.__optional_keys__))
@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...
class F:
    def close(self): pass
print(isinstance(F(), Closable), isinstance(3, Closable), issubclass(F, Closable))
class Sized2(Protocol):
    def __len__(self) -> int: ...
try: isinstance([], Sized2)
except TypeError as e: print(e)
try: Closable()
except TypeError as e: print(e)
class Impl(Closable):
    def close(self): return "ok"
print(Impl().close())
UserId = NewType("UserId", int); print(UserId(5), UserId, UserId.__supertype__, UserId.__name__)
def f(a: int, b: "str" = "x", *c: Optional["int"], d: List["F"] = None) -> None: ...
print(get_type_hints(f))
class C:
    x: "int"
    y: ClassVar[List[int]] = []
print(get_type_hints(C))
@overload
def g(a: int) -> int: ...
@overload
def g(a: str) -> str: ...
def g(a): return a
print(g(3), cast(int, "x"), TYPE_CHECKING)
@final
class Fin: pass
print(Fin.__final__, List[int] == List[int], hash(List[int]) == hash(List[int]), Union[int, str] == Union[str, int], List[int] == List[str], Optional[int] == Union[int, None])
print(isinstance([], List), issubclass(list, Sequence), isinstance({}, Mapping), isinstance(3, SupportsInt), isinstance("a", Hashable), isinstance(3, Iterable))
for bad in (lambda: isinstance([], List[int]), lambda: Optional[int, str], lambda: List[int, str], lambda: Any(), lambda: Union[()], lambda: Callable[int], lambda: Literal(), lambda: List[int][str], lambda: isinstance(3, Any), lambda: TypeVar("X", int), lambda: Union[int, str]()):
    try: print(bad())
    except TypeError as e: print(e)
print(List[int]([1]) if 0 else "", types.GenericAlias(list, (int,)), Tuple[T, int][str], Callable[[T], T][int], Union[T, None][int])
PS = ParamSpec("PS"); print(PS, PS.args, Callable[PS, int])
class G2(Protocol[T]):
    def m(self) -> T: ...
class X2(G2[int]): 
    def m(self): return 2
print(X2().m(), G2[int], G2.__parameters__)
print(int | List[int], List[int] | None, Optional[int] | str)
class MyList(List[int]): pass
print(MyList([1, 2]), MyList.__mro__)
class MyMap(Dict[str, T]): pass
print(MyMap[int], MyMap(a=1))
