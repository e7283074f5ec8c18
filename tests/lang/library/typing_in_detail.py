from typing import *
import typing, collections.abc as cabc
T = TypeVar('T')
K = TypeVar('K', bound=int)
V = TypeVar('V', int, str, covariant=False)
P = ParamSpec('P')
Ts = TypeVarTuple('Ts')
tests = [
    'List[int], Dict[str, int], Optional[int], Union[int, str], Union[int, None], Union[int], Tuple[int, ...], Tuple[()], Callable[[int], str], Callable[..., int], Type[int], Any, NoReturn, Never, Literal[1, "a"], Final[int], ClassVar[int], Annotated[int, "m"]',
    'Union[int, int, str], Union[Union[int, str], float], Optional[Union[int, str]], Union[list[int], None]',
    'Union[()]', 'Optional[int, str]', 'List[int, str]', 'Dict[int]', 'Callable[int]', 'Callable[[int]]',
    'Literal[[]]', 'Literal[1, 1, True]', 'Generic[int]', 'Generic[T, T]', 'List[5]', 'Union[5]',
    'List["A"], ForwardRef("A"), Optional["A"]',
    'T, K, V, P, Ts, T.__bound__, K.__bound__, V.__constraints__',
    'List[T][int], Dict[str, T][int], Callable[P, T][[int], str], Dict[T, T][int]',
    'List[T].__parameters__, List[int].__origin__, List[int].__args__, get_origin(List[int]), get_args(Dict[str, int]), get_args(Callable[[int], str]), get_origin(int)',
    'List[int] == List[int], List[int] == list[int], hash(List[int]) == hash(List[int])',
    'isinstance([], List)', 'isinstance([], List[int])', 'issubclass(list, List)',
    'isinstance(1, Union[int, str]), isinstance(1, Optional[int])', 'isinstance(1, Any)', 'List()',
    'List[int]()', 'Dict[str, int](a=1)', 'Any()', 'Union()', 'T()', 'cast(int, "a")',
    'NewType("U", int), NewType("U", int)(5), NewType("U", int).__supertype__',
    'get_type_hints(f1), get_type_hints(A)',
    'NamedTuple("N", [("a", int)])(1), N2(1), N2._field_defaults, N2.__annotations__', 'N2(1, 2, 3)',
    'TypedDict("TD", {"a": int})(a=1), TD(a=1), TD.__required_keys__, TD.__optional_keys__, TD.__total__, TD.__annotations__',
    'isinstance({}, TD)', 'Stack[int], Stack[int]().items, Stack.__parameters__, Stack.__orig_bases__',
    'Stack[int, str]', 'isinstance(Q(), Proto), isinstance(5, Proto), issubclass(Q, Proto)',
    'isinstance(5, Proto2)', 'Proto()', 'final(A) is A, A.__final__', 'overload(f1)', 'overload(f1)()',
    'runtime_checkable(A)', 'no_type_check(f1).__no_type_check__', 'assert_never(5)',
    'assert_type(5, int), reveal_type.__name__', 'get_overloads(f1)',
    'is_typeddict(TD), is_typeddict(dict)',
    'Annotated[int, "m"].__metadata__, Annotated[Annotated[int, 1], 2]', 'Annotated[int]',
    'Concatenate[int, P]',
    'TypeGuard[int], Self, LiteralString, Required[int], NotRequired[int], Unpack[Ts], typing.TypeAlias',
    'Self()', 'Self[int]',
    'Iterable[int], Iterator, Mapping[str, int], Sequence, Generator[int, None, None], AsyncIterator[int], Awaitable[int], Coroutine, Hashable, Sized, ContextManager[int], Pattern[str], Match, IO[str], TextIO, Text, AnyStr, SupportsInt, Deque[int], DefaultDict, Counter[str], ChainMap, OrderedDict, Set[int], FrozenSet, AbstractSet, ByteString, MutableMapping',
    'cabc.Callable[[int], str], cabc.Callable[..., int], cabc.Iterable[int], cabc.Mapping[str, int]',
    'isinstance([], cabc.Sequence), isinstance({}, cabc.Mapping), issubclass(str, cabc.Sequence), isinstance(5, cabc.Hashable), isinstance([], cabc.Hashable), isinstance(iter([]), cabc.Iterator), callable(cabc.Callable)',
    'cabc.Sequence()', 'cabc.Iterable.__abstractmethods__', 'tuple[*Ts], Tuple[Unpack[Ts]]',
    'list[T][int], dict[K, V][int, str], (int | T)[str]',
    'list[int] | str, List[int] | None, T | int, "A" | T', 'int | "A"', 'TypeVar("X", int)',
    'TypeVar("X", bound=int, covariant=True)', 'TypeVar("X", covariant=True, contravariant=True)',
    'TypeVar(5)', 'TypeVar("X", int, str, bound=int)', 'typing.get_type_hints(5)', 'typing.NoSuch',
    'dataclass_transform()(A) is A',
    'Literal[1] == Literal[1], Literal[1, 2] == Literal[2, 1], Literal[Literal[1], 2]',
    'ForwardRef("int")._evaluate({}, {}, frozenset()) if 0 else 1', 'get_type_hints(fr)',
    'List[T] | Dict[str, T]', 'Union[T, int][str]', 'Type["A"]', 'Tuple[int, str][0]',
    'Callable[[T], T][int]', 'Callable[[], int]', 'Generator[int]',
]

def f1(a: int, b: 'str'='x', *c: List[int], d: Optional[int]=None) -> None:
    pass

def fr(a: 'Nope'):
    pass

class A:
    x: int
    y: 'List[int]' = []

class N2(NamedTuple):
    a: int
    b: str = 'q'

class TD(TypedDict, total=False):
    a: int

class Stack(Generic[T]):

    def __init__(self):
        self.items = []

@runtime_checkable
class Proto(Protocol):

    def meth(self) -> int:
        ...

class Proto2(Protocol):
    x: int

class Q:

    def meth(self):
        return 1
import warnings
warnings.simplefilter('ignore')
for t in tests:
    try:
        print(t[:60], '->', eval(t))
    except BaseException as e:
        print(t[:60], '->', type(e).__name__, str(e)[:150])
