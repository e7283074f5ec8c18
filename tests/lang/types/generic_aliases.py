# list[int], int | str, and what typing makes of them.
import copy
import pickle
import types
import typing

T = typing.TypeVar('T')
P = typing.ParamSpec('P')
Ts = typing.TypeVarTuple('Ts')

print(list[None],list[type(None)], list[...], list[[int,str]], dict[int,'a'], tuple[()], list[int].__module__, (int|str).__module__, list[int].__class__)
def show(f):
    try: print(f())
    except Exception as e: print(type(e),e)
class Sub(types.GenericAlias): pass
for f in (
        lambda: dict[T,int][int,str],
        lambda: list[T][int],
        lambda: (int|T)[str],
        lambda: (list[T]|int)[str],
        lambda: isinstance(1,list[int]),
        lambda: isinstance(1,int|list[int]),
        lambda: isinstance('',int|list[int]),
        lambda: issubclass(1,int|str),
        lambda: issubclass(1,list[int]),
        lambda: (int|str)[int],
        lambda: int|1,
        lambda: types.GenericAlias(list),
        lambda: types.GenericAlias(1,a=2),
        lambda: next(iter(list[int])),
        lambda: (*tuple[int,str],)[0].__typing_unpacked_tuple_args__,
        lambda: dir(list[int])[-8:],
        lambda: list[int].append,
        lambda: list[int]([1]),
        lambda: hash(int|str)==hash(frozenset({int,str})),
        lambda: (int|list[T]).__parameters__,
        lambda: tuple[*tuple[int,...]],
        lambda: tuple[*tuple[int,...]].__args__,
        lambda: type[int],
        lambda: tuple[T,*Ts][int,str,float],
        lambda: tuple[T,*Ts][int],
        lambda: tuple[*Ts],
        lambda: copy.deepcopy(list[T]),
        lambda: pickle.loads(pickle.dumps(list[int])),
        lambda: pickle.loads(pickle.dumps(next(iter(list[int])))),
        lambda: pickle.loads(pickle.dumps(int|str)),
        lambda: Sub(list,(int,))|int,
        lambda: int|Sub(list,int),
        lambda: typing.Callable[P,T][[int,str],bool],
        lambda: typing.get_type_hints(typing.NamedTuple('N',[('a',int)])),
        lambda: list[int]|None|list[int]|list[str],
        lambda: (int|None).__args__,
        lambda: int|'x',
        lambda: list['x']|int,
        lambda: (int|str)==(str|int),
        lambda: next(iter(tuple[int]))==tuple[int],
        lambda: list[int].__unpacked__,
):
    show(f)
