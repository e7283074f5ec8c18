"""How objects are taken apart and built again, for copy and pickle."""

import sys

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Enters a function that reduces objects of a type."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    obj = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(obj, state)
    return obj


def _slotnames(cls):
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    for c in cls.__mro__:
        slots = c.__dict__.get("__slots__", ())
        if isinstance(slots, str):
            slots = (slots,)
        for name in slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                stripped = c.__name__.lstrip("_")
                names.append(f"_{stripped}{name}" if stripped else name)
            else:
                names.append(name)
    try:
        cls.__slotnames__ = names
    except TypeError:
        pass
    return names


def __getstate_object__(obj):
    """What object.__getstate__ answers."""
    state = getattr(obj, "__dict__", None) or None
    names = _slotnames(type(obj))
    if names:
        slots = {}
        for name in names:
            try:
                slots[name] = getattr(obj, name)
            except AttributeError:
                pass
        if slots:
            state = (state, slots)
    return state


def _reduce_ex(obj, protocol):
    """What object.__reduce_ex__ answers for the protocols 0 and 1."""
    cls = type(obj)
    for base in cls.__mro__:
        if not base.__flags__ & 0x200:
            break
    else:
        base = object
    if base is object:
        state = None
    else:
        if base is cls:
            raise TypeError(f"cannot pickle {cls.__name__!r} object")
        state = base(obj)
    args = (cls, base, state)
    if type(obj).__getstate__ is object.__getstate__:
        if _slotnames(cls):
            raise TypeError("a class that defines __slots__ without defining __getstate__ "
                            "cannot be pickled")
        attributes = getattr(obj, "__dict__", None)
    else:
        attributes = obj.__getstate__()
    if attributes:
        return _reconstructor, args, attributes
    return _reconstructor, args


def _checked_arguments(pair):
    if not isinstance(pair, tuple):
        raise TypeError(f"__getnewargs_ex__ should return a tuple, not {type(pair).__name__!r}")
    if len(pair) != 2:
        raise ValueError(f"__getnewargs_ex__ should return a tuple of length 2, not {len(pair)}")
    args, kwargs = pair
    if not isinstance(args, tuple):
        raise TypeError("first item of the tuple returned by __getnewargs_ex__ must be a tuple, "
                        f"not {type(args).__name__!r}")
    if not isinstance(kwargs, dict):
        raise TypeError("second item of the tuple returned by __getnewargs_ex__ must be a dict, "
                        f"not {type(kwargs).__name__!r}")
    return pair


def _require_plain(cls):
    """Refuses objects that keep something where neither __dict__ nor slots show it: those of native classes."""
    for base in cls.__mro__:
        if not base.__flags__ & 0x200:
            break
    if base not in (object, list, dict, str, bytes, int, float, complex, tuple, frozenset, type(sys.implementation)):
        name = cls.__name__ if cls is not base or cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
        raise TypeError(f"cannot pickle '{name}' object")


def __reduce_object__(obj, protocol):
    """What object.__reduce_ex__ answers."""
    if protocol < 2:
        return _reduce_ex(obj, protocol)
    cls = type(obj)
    if cls.__module__ == "builtins" or getattr(cls, "__cannot_pickle__", False):
        if cls.__new__ is object.__new__ and cls is not object or cls.__name__ in (
                "function", "generator", "module", "frame", "traceback", "code", "cell",
                "memoryview", "property", "mappingproxy", "builtin_function_or_method"):
            raise TypeError("cannot pickle memoryview objects" if cls is memoryview else
                            f"cannot pickle '{cls.__name__}' object")
    kwargs = None
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = _checked_arguments(obj.__getnewargs_ex__())
    elif hasattr(obj, "__getnewargs__"):
        args = obj.__getnewargs__()
        if not isinstance(args, tuple):
            raise TypeError(f"__getnewargs__ should return a tuple, not '{type(args).__name__}'")
    else:
        args = ()
        for base, convert in ((str, str), (bytes, bytes), (int, int), (float, float),
                              (complex, complex), (tuple, tuple), (frozenset, frozenset)):
            if isinstance(obj, base):
                args = (tuple(tuple.__iter__(obj)) if base is tuple else
                        base.__add__(obj, base()) if base in (str, bytes) else
                        base.__pos__(obj) if base in (int, float, complex) else convert(obj),)
                break
    if not args and kwargs is None and cls.__getstate__ is object.__getstate__:
        _require_plain(cls)
    state = obj.__getstate__()
    listitems = iter(obj) if isinstance(obj, list) else None
    dictitems = iter(obj.items()) if isinstance(obj, dict) else None
    if kwargs:
        return __newobj_ex__, (cls, args, kwargs), state, listitems, dictitems
    return __newobj__, (cls, *args), state, listitems, dictitems


def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError("code out of range")
    key = (module, name)
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key} is already registered with code {_extension_registry[key]}")
    if code in _inverted_registry:
        raise ValueError(f"code {code} is already in use for key {_inverted_registry[code]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()


def pickle_complex(c):
    return complex, (c.real, c.imag)


def pickle_union(obj):
    import functools, operator
    return functools.reduce, (operator.or_, obj.__args__)


pickle(complex, pickle_complex, complex)
pickle(type(int | str), pickle_union)
