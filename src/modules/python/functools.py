"""Functions that work on functions."""

from _functools import reduce, cmp_to_key, partial, _lru_cache_wrapper

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering",
           "cache", "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod",
           "singledispatch", "singledispatchmethod", "cached_property"]

GenericAlias = type(list[int])

# ---- wrappers that look like what they wrap -----------------------------------------------------------

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes wrapper look like the function it wraps."""
    for attribute in assigned:
        try:
            value = getattr(wrapped, attribute)
        except AttributeError:
            continue
        setattr(wrapper, attribute, value)
    for attribute in updated:
        getattr(wrapper, attribute).update(getattr(wrapped, attribute, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The decorator form of update_wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# ---- comparisons made of one another -------------------------------------------------------------------

def _negated(name):
    """not (self <name> other)"""
    def method(self, other):
        answer = getattr(type(self), name)(self, other)
        return answer if answer is NotImplemented else not answer
    return method


def _or_equal(name):
    """self <name> other or self == other"""
    def method(self, other):
        answer = getattr(type(self), name)(self, other)
        if answer is NotImplemented:
            return answer
        return answer or self == other
    return method


def _but_not_equal(name):
    """self <name> other and self != other"""
    def method(self, other):
        answer = getattr(type(self), name)(self, other)
        if answer is NotImplemented:
            return answer
        return answer and self != other
    return method


def _neither(name):
    """not (self <name> other) and self != other"""
    def method(self, other):
        answer = getattr(type(self), name)(self, other)
        if answer is NotImplemented:
            return answer
        return not answer and self != other
    return method


def _unless_or_equal(name):
    """not (self <name> other) or self == other"""
    def method(self, other):
        answer = getattr(type(self), name)(self, other)
        if answer is NotImplemented:
            return answer
        return not answer or self == other
    return method


_from_root = {
    "__lt__": [("__gt__", _neither), ("__le__", _or_equal), ("__ge__", _negated)],
    "__le__": [("__ge__", _unless_or_equal), ("__lt__", _but_not_equal), ("__gt__", _negated)],
    "__gt__": [("__lt__", _neither), ("__ge__", _or_equal), ("__le__", _negated)],
    "__ge__": [("__le__", _unless_or_equal), ("__gt__", _but_not_equal), ("__lt__", _negated)],
}


def total_ordering(cls):
    """Fills in the comparisons that a class with one of them lacks."""
    roots = {name for name in _from_root
             if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)
    for name, make in _from_root[root]:
        if name not in roots:
            method = make(root)
            method.__name__ = name
            setattr(cls, name, method)
    return cls


# ---- partialmethod ------------------------------------------------------------------------------------------

class partialmethod:
    """A method with some arguments already given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend(repr(value) for value in self.args)
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        cls = type(self)
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


# ---- caches -----------------------------------------------------------------------------------------------------

class _Lazy:
    """namedtuple takes time to load and make: done when the first cache is asked for its figures."""
    info_class = None


def _CacheInfo(hits, misses, maxsize, currsize):
    if _Lazy.info_class is None:
        from collections import namedtuple
        _Lazy.info_class = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"],
                                      module="functools")
    return _Lazy.info_class(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """A decorator that remembers results for the arguments used last."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, function)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(function):
        wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, function)

    return decorating_function


def cache(user_function, /):
    """An lru_cache without a limit."""
    return lru_cache(maxsize=None)(user_function)


_NOT_FOUND = object()


class cached_property:
    """A property that is computed once and then lies in the instance's __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to "
                            f"cache {name!r} property.") from None
        value = attributes.get(name, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                attributes[name] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                                f"does not support item assignment for caching {name!r} "
                                "property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# ---- one function for each class of the first argument ------------------------------------------------

def _merge_orders(orders):
    """The C3 merge of several orders of classes."""
    result = []
    while True:
        orders = [order for order in orders if order]
        if not orders:
            return result
        for order in orders:
            candidate = order[0]
            if not any(candidate in other[1:] for other in orders):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(candidate)
        for order in orders:
            if order[0] is candidate:
                del order[0]


def _order_with(cls, abcs):
    """The mro of cls with abstract base classes entered where they first hold."""
    for boundary, base in enumerate(reversed(cls.__bases__)):
        if hasattr(base, "__abstractmethods__"):
            boundary = len(cls.__bases__) - boundary
            break
    else:
        boundary = 0
    abcs = list(abcs) if abcs else []
    explicit = list(cls.__bases__[:boundary])
    abstract = []
    other = list(cls.__bases__[boundary:])
    for base in abcs:
        if issubclass(cls, base) and not any(issubclass(b, base) for b in cls.__bases__):
            abstract.append(base)
    for base in abstract:
        abcs.remove(base)
    return _merge_orders([[cls]] + [_order_with(base, abcs) for base in explicit]
                         + [_order_with(base, abcs) for base in abstract]
                         + [_order_with(base, abcs) for base in other]
                         + [explicit] + [abstract] + [other])


def _relevant_order(cls, types):
    """The order in which registered classes apply to cls, virtual bases included."""
    bases = set(cls.__mro__)
    types = [typ for typ in types
             if typ not in bases and hasattr(typ, "__mro__")
             and not isinstance(typ, GenericAlias) and issubclass(cls, typ)]
    types = [typ for typ in types
             if not any(typ is not other and typ in other.__mro__ for other in types)]
    known = set(types)
    order = []
    for typ in types:
        found = []
        for sub in typ.__subclasses__():
            if sub not in bases and issubclass(cls, sub):
                found.append([s for s in sub.__mro__ if s in known])
        if not found:
            order.append(typ)
            continue
        found.sort(key=len, reverse=True)
        for subs in found:
            for sub in subs:
                if sub not in order:
                    order.append(sub)
    return _order_with(cls, abcs=order)


def _find_implementation(cls, registry):
    order = _relevant_order(cls, registry.keys())
    match = None
    for typ in order:
        if match is not None:
            if (typ in registry and typ not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, typ)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {typ}")
            break
        if typ in registry:
            match = typ
    return registry.get(match)


def _is_union(cls):
    return type(cls).__name__ in ("UnionType", "_UnionGenericAlias")


def singledispatch(func):
    """Makes a function choose its implementation by the class of its first argument."""
    import types
    import weakref
    registry = {}
    dispatch_cache = weakref.WeakKeyDictionary()
    cache_token = None

    def dispatch(cls):
        nonlocal cache_token
        if cache_token is not None:
            from abc import get_cache_token
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            pass
        try:
            implementation = registry[cls]
        except KeyError:
            implementation = _find_implementation(cls, registry)
        dispatch_cache[cls] = implementation
        return implementation

    def is_valid(cls):
        if isinstance(cls, type) and not isinstance(cls, GenericAlias):
            return True
        return _is_union(cls) and all(isinstance(arg, type) for arg in cls.__args__)

    def register(cls, func=None):
        nonlocal cache_token
        if is_valid(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class "
                                "or union type.")
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either "
                                "`@register(some_class)` or plain `@register` on an annotated "
                                "function.")
            func = cls
            name, cls = next(iter(annotations.items()))
            if isinstance(cls, str):
                cls = eval(cls, func.__globals__)
            if not is_valid(cls):
                kind = "not all arguments are classes." if _is_union(cls) else "is not a class."
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} {kind}")
        if _is_union(cls):
            for arg in cls.__args__:
                registry[arg] = func
        else:
            registry[cls] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            from abc import get_cache_token
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = types.MappingProxyType(registry)
    wrapper._clear_cache = dispatch_cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods: the class of the first argument after self decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def _unwrap_partial(func):
    """The function that a partial, or a partial of partials, calls in the end."""
    while isinstance(func, partial):
        func = func.func
    return func
