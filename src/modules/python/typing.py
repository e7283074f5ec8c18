"""Type hints. They are data here: nothing checks them."""

import sys
import types
from abc import ABCMeta, abstractmethod

TYPE_CHECKING = False


def _type_repr(obj):
    if isinstance(obj, types.GenericAlias):
        return repr(obj)
    if isinstance(obj, type):
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    return repr(obj)


def _type_convert(arg):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    return arg


def _check(arg, msg):
    arg = _type_convert(arg)
    if isinstance(arg, _SpecialForm) and arg._name in ("Generic", "Protocol") or arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _collect(args):
    """The type variables in args, each once."""
    found = []
    for t in args:
        if isinstance(t, (TypeVar, ParamSpec, TypeVarTuple)):
            if t not in found:
                found.append(t)
        else:
            for x in getattr(t, "__parameters__", ()) if not isinstance(t, type) or \
                    isinstance(t, types.GenericAlias) else ():
                if x not in found:
                    found.append(x)
    return tuple(found)


def _substitute(arg, mapping):
    if isinstance(arg, (TypeVar, ParamSpec)):
        return mapping.get(arg, arg)
    parameters = () if isinstance(arg, type) and not isinstance(arg, types.GenericAlias) \
        else getattr(arg, "__parameters__", ())
    if parameters:
        return arg[tuple(mapping.get(p, p) for p in parameters)]
    return arg


class _Operand:
    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ForwardRef(_Operand):
    """A name in quotes."""

    __slots__ = ("__forward_arg__", "__forward_is_class__", "__forward_module__")

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_module__ = module
        self.__forward_is_class__ = is_class

    def _evaluate(self, globalns, localns):
        return _type_convert(eval(self.__forward_arg__, globalns, localns))

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"


class _SpecialForm(_Operand):
    # A name such as Optional that stands before brackets; the text of __doc__ is each one's own.
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    @property
    def __module__(self):
        return "typing"

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


class _TypeVarLike(_Operand):
    def __init__(self, name):
        self.__name__ = name
        try:
            module = sys._getframe(2).f_globals.get("__name__", "__main__")
        except ValueError:
            module = None
        if module != "typing":
            self.__module__ = module

    def __repr__(self):
        if getattr(self, "__covariant__", False):
            return "+" + self.__name__
        if getattr(self, "__contravariant__", False):
            return "-" + self.__name__
        return ("~" if not isinstance(self, TypeVarTuple) else "") + self.__name__

    def __reduce__(self):
        return self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class TypeVar(_TypeVarLike):
    """A type variable."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        super().__init__(name)
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple([_type_convert(t) for t in constraints])
        self.__bound__ = _type_convert(bound) if bound is not None else None
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)


class ParamSpecArgs(_Operand):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return type(other) is type(self) and self.__origin__ == other.__origin__

    def __hash__(self):
        return hash((type(self), self.__origin__))


class ParamSpecKwargs(ParamSpecArgs):
    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"


class ParamSpec(_TypeVarLike):
    """Stands for the parameters of a callable."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        super().__init__(name)
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_TypeVarLike):
    """Stands for any number of types."""

    def __iter__(self):
        yield Unpack[self]


class _GenericAlias(_Operand):
    """A type with arguments, such as List[int]."""

    def __init__(self, origin, args, *, name=None, inst=True):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _collect(self.__args__)
        self._name = name
        self._inst = inst
        if not name:
            self.__module__ = origin.__module__

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if "__origin__" in self.__dict__ and not (attr[:2] == attr[-2:] == "__"):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if attr[:2] == attr[-2:] == "__" or attr in ("_name", "_inst"):
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use "
                            f"{self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = args if isinstance(args, tuple) else (args,)
        args = tuple([_type_convert(a) for a in args])
        _check_count(self, args, len(self.__parameters__))
        mapping = dict(zip(self.__parameters__, args))
        return self._copy(tuple([_substitute(a, mapping) for a in self.__args__]))

    def _copy(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        args = ", ".join([_type_repr(a) for a in self.__args__]) if self.__args__ else "()"
        return f"{name}[{args}]"

    def __iter__(self):
        yield Unpack[self]

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            result = [self.__origin__]
            if not any(isinstance(b, _GenericAlias) and b is not self or
                       isinstance(b, type) and issubclass(b, Generic)
                       for b in bases[bases.index(self) + 1:]) and Generic not in bases:
                result.append(Generic)
            return tuple(result)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            i = bases.index(self)
            for b in bases[i + 1:]:
                if isinstance(b, _GenericAlias) and b is not self:
                    return ()
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        if len(args) == 1 and not isinstance(args[0], tuple):
            args = args[0]
        return operator.getitem, (origin, args)


def _check_count(cls, args, wanted):
    if any(isinstance(p, TypeVarTuple) for p in cls.__parameters__):
        return
    if len(args) != wanted:
        raise TypeError(f"Too {'many' if len(args) > wanted else 'few'} arguments for {cls};"
                        f" actual {len(args)}, expected {wanted}")


class _Alias(_Operand):
    """A bare name such as List or Iterable."""

    def __init__(self, origin, nparams, name, inst=True):
        self.__origin__ = origin
        self._nparams = nparams
        self._name = name
        self._inst = inst

    @property
    def __module__(self):
        return "typing"

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return self._name
        if attr[:2] == attr[-2:] == "__" or attr == "_name":
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        msg = "Parameters to generic types must be types."
        params = tuple([_check(p, msg) for p in params])
        if self._nparams >= 0 and len(params) != self._nparams:
            raise TypeError(f"Too {'many' if len(params) > self._nparams else 'few'} arguments for "
                            f"{self}; actual {len(params)}, expected {self._nparams}")
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use "
                            f"{self.__origin__.__name__}() instead")
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        result = [self.__origin__]
        if not any(isinstance(b, (_GenericAlias, _Alias)) and b is not self
                   or isinstance(b, type) and issubclass(b, Generic)
                   for b in bases[bases.index(self) + 1:]):
            result.append(Generic)
        return tuple(result)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if isinstance(cls, _Alias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name


class _TupleAlias(_Alias):
    def __getitem__(self, params):
        if params == ():
            return _GenericAlias(tuple, (), name="Tuple")
        if not isinstance(params, tuple):
            params = (params,)
        return _GenericAlias(tuple, tuple([_check(p, "Tuple[t0, t1, ...]: each t must be a type.")
                                           for p in params]), name="Tuple", inst=False)


class _CallableGeneric(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec)):
            return super().__repr__()
        return (f"typing.Callable[[{', '.join([_type_repr(a) for a in args[:-1]])}], "
                f"{_type_repr(args[-1])}]")


class _CallableAlias(_Alias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _check(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, list):
            args = tuple([_type_convert(a) for a in args])
        elif args is ... or isinstance(args, (ParamSpec, _GenericAlias)):
            args = (args,)
        else:
            raise TypeError("Callable[args, result]: args must be a list. Got " + str(args))
        return _CallableGeneric(self.__origin__, args + (result,), name="Callable")


class _UnionAlias(_GenericAlias):
    def _copy(self, args):
        return Union[args]

    def __eq__(self, other):
        if isinstance(other, types.UnionType):
            return set(self.__args__) == set(other.__args__)
        if not isinstance(other, _UnionAlias):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2:
            if args[0] is type(None):
                return f"typing.Optional[{_type_repr(args[1])}]"
            if args[1] is type(None):
                return f"typing.Optional[{_type_repr(args[0])}]"
        if type(None) in args:
            inner = ", ".join([_type_repr(a) for a in args if a is not type(None)])
            return f"typing.Optional[typing.Union[{inner}]]" if False else \
                f"typing.Union[{', '.join([_type_repr(a) for a in args])}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)


@_SpecialForm
def Union(self, parameters):
    """One of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        p = _check(p, "Union[arg, ...]: each arg must be a type.")
        for q in p.__args__ if isinstance(p, (_UnionAlias, types.UnionType)) else (p,):
            if q not in flat:
                flat.append(q)
    if len(flat) == 1:
        return flat[0]
    return _UnionAlias(self, tuple(flat), name="Union")


@_SpecialForm
def Optional(self, parameters):
    """The type or None."""
    return Union[_check(parameters, f"{self} requires a single type."), type(None)]


class _LiteralAlias(_GenericAlias):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return set(map(_typed, self.__args__)) == set(map(_typed, other.__args__))

    def __hash__(self):
        return hash(frozenset(map(_typed, self.__args__)))

    def __repr__(self):
        return f"typing.Literal[{', '.join([repr(a) for a in self.__args__])}]"


def _typed(value):
    return value, type(value)


@_SpecialForm
def Literal(self, parameters):
    """One of these values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        for q in p.__args__ if isinstance(p, _LiteralAlias) else (p,):
            if not any(q == r and type(q) is type(r) for r in flat):
                flat.append(q)
    return _LiteralAlias(self, tuple(flat), name="Literal")


def _one(name, doc):
    def getitem(self, parameters):
        item = _check(parameters, f"{self} accepts only single type.")
        return _GenericAlias(self, (item,), name=self._name)
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


def _none(name, doc):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


ClassVar = _one("ClassVar", "An attribute of the class.")
Final = _one("Final", "A name that is not assigned again.")
TypeGuard = _one("TypeGuard", "What a checking function answers.")
Required = _one("Required", "A key that must be there.")
NotRequired = _one("NotRequired", "A key that may be missing.")
Unpack = _one("Unpack", "The types of a tuple one by one.")
NoReturn = _none("NoReturn", "A function that does not return.")
Never = _none("Never", "No value at all.")
Self = _none("Self", "The class of self.")
LiteralString = _none("LiteralString", "Any literal str.")
TypeAlias = _none("TypeAlias", "Says that an assignment makes a name for a type.")


@_SpecialForm
def Concatenate(self, parameters):
    """Adds parameters before a ParamSpec."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    return _GenericAlias(self, tuple([_type_convert(p) for p in parameters]), name="Concatenate")


class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, (origin,), name="Annotated")
        self.__metadata__ = metadata

    def _copy(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return (f"typing.Annotated[{_type_repr(self.__origin__)}, "
                f"{', '.join([repr(a) for a in self.__metadata__])}]")

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class Annotated:
    """A type with further data."""

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments "
                            "(a type and an annotation).")
        return _AnnotatedAlias(_type_convert(params[0]), tuple(params[1:]))

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


class Generic:
    """Base of classes with type parameters."""

    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple([_type_convert(p) for p in params])
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            if not all(isinstance(p, (TypeVar, ParamSpec, TypeVarTuple)) or
                       getattr(p, "__origin__", None) is Unpack for p in params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or "
                                "parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        else:
            if not getattr(cls, "__parameters__", ()):
                raise TypeError(f"{cls} is not a generic class")
            _check_count(cls, params, len(cls.__parameters__))
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if "__orig_bases__" in cls.__dict__:
            bases = cls.__orig_bases__
            if Generic in bases and cls.__name__ != "Protocol":
                raise TypeError("Cannot inherit from plain Generic")
            found = _collect(bases)
            declared = None
            for base in bases:
                if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol):
                    if declared is not None:
                        raise TypeError("Cannot inherit from Generic[...] multiple times.")
                    declared = base.__parameters__
            if declared is not None:
                missing = [t for t in found if t not in declared]
                if missing:
                    raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not "
                                    f"listed in Generic[{', '.join(map(str, declared))}]")
                found = declared
            cls.__parameters__ = tuple(found)
        elif "__parameters__" not in cls.__dict__:
            if Generic in cls.__bases__ and cls.__name__ != "Protocol":
                raise TypeError("Cannot inherit from plain Generic")
            cls.__parameters__ = ()


_protocol_ignored = {"__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__",
                     "__module__", "__new__", "__slots__", "__subclasshook__", "__weakref__",
                     "__class_getitem__", "__parameters__", "__orig_bases__", "__orig_class__",
                     "_is_protocol", "_is_runtime_protocol", "__qualname__", "__firstlineno__"}


def _protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for attr in list(base.__dict__) + list(base.__dict__.get("__annotations__", ())):
            if not attr.startswith("_abc_") and attr not in _protocol_ignored:
                attrs.add(attr)
    return attrs


def _no_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            if not _called_by_abc():
                raise TypeError("Instance and class checks can only be used with @runtime_checkable "
                                "protocols")
        if issubclass(type(instance), cls) if _only_methods(cls) else False:
            return True
        attrs = _protocol_attrs(cls)
        return all(hasattr(instance, attr) and
                   (not callable(getattr(cls, attr, None)) or getattr(instance, attr) is not None)
                   for attr in attrs) or super().__instancecheck__(instance)


def _called_by_abc():
    return sys._getframe(2).f_globals.get("__name__") in ("abc", "functools")


def _only_methods(cls):
    return all(callable(getattr(cls, attr, None)) for attr in _protocol_attrs(cls))


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of classes that describe what others have."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            def hook(other):
                if not cls.__dict__.get("_is_protocol", False):
                    return NotImplemented
                if not getattr(cls, "_is_runtime_protocol", False):
                    if sys._getframe(1).f_globals.get("__name__") == "abc" and \
                            sys._getframe(2).f_globals.get("__name__") in ("abc", "functools", "typing"):
                        return NotImplemented
                    raise TypeError("Instance and class checks can only be used with "
                                    "@runtime_checkable protocols")
                if not _only_methods(cls):
                    if sys._getframe(2).f_globals.get("__name__") in ("abc", "typing"):
                        return NotImplemented
                    raise TypeError("Protocols with non-method members don't support issubclass()")
                for attr in _protocol_attrs(cls):
                    for base in other.__mro__:
                        if attr in base.__dict__:
                            if base.__dict__[attr] is None:
                                return NotImplemented
                            break
                        if attr in base.__dict__.get("__annotations__", ()) and \
                                getattr(other, "_is_protocol", False):
                            break
                    else:
                        return NotImplemented
                return True
            cls.__subclasshook__ = hook
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            if not (base in (object, Generic) or getattr(base, "_is_protocol", False) or
                    base.__module__ in ("collections.abc", "contextlib", "_collections_abc")):
                raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        if cls.__init__ is Protocol.__init__ or cls.__init__ is object.__init__:
            cls.__init__ = _no_init


def runtime_checkable(cls):
    """Lets isinstance look at the attributes."""
    if not issubclass(cls, Generic) or not getattr(cls, "_is_protocol", False):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % cls)
    cls._is_runtime_protocol = True
    return cls


def _protocol(name, method, result):
    def stub(self):
        pass
    stub.__name__ = method
    stub.__qualname__ = f"{name}.{method}"
    stub.__annotations__ = {"return": result}
    cls = _ProtocolMeta(name, (Protocol,), {"__module__": "typing", "__slots__": (),
                                             method: abstractmethod(stub), "_is_protocol": True})
    return runtime_checkable(cls)


SupportsInt = _protocol("SupportsInt", "__int__", int)
SupportsFloat = _protocol("SupportsFloat", "__float__", float)
SupportsComplex = _protocol("SupportsComplex", "__complex__", complex)
SupportsBytes = _protocol("SupportsBytes", "__bytes__", bytes)
SupportsIndex = _protocol("SupportsIndex", "__index__", int)
T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)
for _v in (T, KT, VT, T_co, AnyStr):
    _v.__module__ = "typing"
SupportsAbs = _protocol("SupportsAbs", "__abs__", T_co)
SupportsRound = _protocol("SupportsRound", "__round__", T_co)

Callable = _CallableAlias(None, 2, "Callable")
Tuple = _TupleAlias(tuple, -1, "Tuple", False)
List = _Alias(list, 1, "List", False)
Dict = _Alias(dict, 2, "Dict", False)
Set = _Alias(set, 1, "Set", False)
FrozenSet = _Alias(frozenset, 1, "FrozenSet", False)
Type = _Alias(type, 1, "Type", False)

_lazy = {"Hashable": 0, "Sized": 0, "Awaitable": 1, "Coroutine": 3, "AsyncIterable": 1,
         "AsyncIterator": 1, "Iterable": 1, "Iterator": 1, "Reversible": 1, "Container": 1,
         "Collection": 1, "AbstractSet": 1, "MutableSet": 1, "Mapping": 2, "MutableMapping": 2,
         "Sequence": 1, "MutableSequence": 1, "ByteString": 0, "MappingView": 1, "KeysView": 1,
         "ItemsView": 2, "ValuesView": 1, "Generator": 3, "AsyncGenerator": 2}
_lazy_collections = {"DefaultDict": ("defaultdict", 2), "OrderedDict": ("OrderedDict", 2),
                     "Counter": ("Counter", 1), "ChainMap": ("ChainMap", 2), "Deque": ("deque", 1)}
import collections.abc as _abc
Callable.__origin__ = _abc.Callable
for _name, _count in _lazy.items():
    _origin = getattr(_abc, "Set" if _name == "AbstractSet" else _name, None)
    if _origin is not None:
        globals()[_name] = _Alias(_origin, _count, _name)


def __getattr__(name):
    found = _lazy_collections.get(name)
    if found is not None:
        import collections
        alias = globals()[name] = _Alias(getattr(collections, found[0]), found[1], name)
        return alias
    if name in ("ContextManager", "AsyncContextManager"):
        import contextlib
        alias = globals()[name] = _Alias(getattr(contextlib, "Abstract" + name), 1, name)
        return alias
    if name in ("Pattern", "Match"):
        import re
        alias = globals()[name] = _Alias(getattr(re, name), 1, name)
        return alias
    if name in ("IO", "TextIO", "BinaryIO"):
        class IO(Generic[AnyStr]):
            __slots__ = ()
        globals()["IO"] = IO
        for kind, arg in (("TextIO", str), ("BinaryIO", bytes)):
            globals()[kind] = types.new_class(kind, (IO[arg],), {}, lambda ns: ns.update(
                __module__="typing", __slots__=()))
        return globals()[name]
    raise AttributeError(f"module 'typing' has no attribute '{name}'")


Text = str


def cast(typ, val):
    """The value as it is."""
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def assert_never(arg, /):
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def final(f):
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def no_type_check(arg):
    arg.__no_type_check__ = True
    return arg


def no_type_check_decorator(decorator):
    return lambda *args, **kwds: no_type_check(decorator(*args, **kwds))


def dataclass_transform(**kwargs):
    def decorate(cls):
        cls.__dataclass_transform__ = kwargs
        return cls
    return decorate


_overloads = {}


def _overload_dummy(*args, **kwds):
    raise NotImplementedError("You should not call an overloaded function. A series of "
                              "@overload-decorated functions outside a stub module should always be "
                              "followed by an implementation that is not @overload-ed.")


def overload(func):
    """One of several signatures."""
    f = getattr(func, "__func__", func)
    try:
        _overloads.setdefault((f.__module__, f.__qualname__), {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    f = getattr(func, "__func__", func)
    return list(_overloads.get((f.__module__, f.__qualname__), {}).values())


def clear_overloads():
    _overloads.clear()


def get_origin(tp):
    """list for List[int], Union for Union[int, str]."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_GenericAlias, _Alias, types.GenericAlias, ParamSpecArgs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def get_args(tp):
    """The types in the brackets."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, types.GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is _abc.Callable and not (len(args) == 2 and (
                args[0] is ... or isinstance(args[0], ParamSpec))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def _evaluate(t, globalns, localns):
    if isinstance(t, str):
        t = ForwardRef(t)
    if isinstance(t, ForwardRef):
        return _evaluate(t._evaluate(globalns, localns), globalns, localns)
    if isinstance(t, (_GenericAlias, types.GenericAlias, types.UnionType)):
        args = tuple([_evaluate(a, globalns, localns) if not isinstance(t, _LiteralAlias) else a
                      for a in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, types.GenericAlias):
            return types.GenericAlias(t.__origin__, args)
        if isinstance(t, types.UnionType):
            result = args[0]
            for a in args[1:]:
                result = result | a
            return result
        return t._copy(args)
    return t


def _strip(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip(t.__origin__)
    if isinstance(t, _GenericAlias):
        if t.__origin__ in (Required, NotRequired):
            return _strip(t.__args__[0])
        args = tuple([_strip(a) for a in t.__args__])
        return t if args == t.__args__ else t._copy(args)
    return t


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations with names in quotes resolved."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            module = sys.modules.get(base.__module__)
            names = globalns if globalns is not None else getattr(module, "__dict__", {})
            local = localns if localns is not None else dict(vars(base))
            for name, value in base.__dict__.get("__annotations__", {}).items():
                hints[name] = _evaluate(type(None) if value is None else value, names, local)
    else:
        if globalns is None:
            if isinstance(obj, types.ModuleType):
                globalns = obj.__dict__
            else:
                inner = obj
                while hasattr(inner, "__wrapped__"):
                    inner = inner.__wrapped__
                globalns = getattr(inner, "__globals__", {})
        found = getattr(obj, "__annotations__", None)
        if found is None:
            if isinstance(obj, (types.FunctionType, types.BuiltinFunctionType, types.ModuleType)):
                return {}
            raise TypeError("{!r} is not a module, class, method, or function.".format(obj))
        for name, value in found.items():
            hints[name] = _evaluate(type(None) if value is None else value, globalns,
                                    localns if localns is not None else globalns)
    return hints if include_extras else {k: _strip(t) for k, t in hints.items()}


class NewType:
    """A distinct name for a type."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__", "__main__")
        if module != "typing":
            self.__module__ = module

    def __call__(self, x):
        return x

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"`{bases[0].__name__} = NewType({bases[0].__name__!r}, {self.__name__})`")

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


_prohibited = frozenset({"__new__", "__init__", "__slots__", "__getnewargs__", "_fields",
                         "_field_defaults", "_field_types", "_make", "_replace", "_asdict",
                         "_source"})


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if "__root__" in ns:
            return super().__new__(cls, typename, bases, ns)
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        annotations = ns.get("__annotations__", {})
        defaults = []
        for name in annotations:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        result = _make_named_tuple(typename, annotations, [ns[n] for n in defaults],
                                   ns["__module__"], tuple(b for b in bases if b is not _NamedTuple))
        for key, value in ns.items():
            if key in _prohibited:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__module__", "__name__", "__annotations__", "__qualname__") and \
                    key not in annotations:
                setattr(result, key, value)
        if "__qualname__" in ns:
            result.__qualname__ = ns["__qualname__"]
        return result


def _make_named_tuple(name, annotations, defaults, module, bases=()):
    from collections import namedtuple
    result = namedtuple(name, list(annotations), defaults=defaults, module=module)
    annotations = {n: _type_convert(t) for n, t in annotations.items()}
    result.__annotations__ = result.__new__.__annotations__ = annotations
    if Generic in bases:
        result.__class_getitem__ = classmethod(lambda cls, params: _GenericAlias(
            cls, params if isinstance(params, tuple) else (params,)))
    return result


def NamedTuple(typename, fields=None, /, **kwargs):
    """A named tuple with types."""
    if fields is None:
        fields = list(kwargs.items())
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    module = sys._getframe(1).f_globals.get("__name__", "__main__")
    return _make_named_tuple(typename, dict(fields), [], module)


_NamedTuple = _NamedTupleMeta("NamedTuple", (), {"__root__": True, "__module__": "typing"})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base "
                                "class")
        generic = (Generic,) if any(b is Generic or issubclass(b, Generic) for b in bases) else ()
        tp_dict = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        annotations, required, optional = {}, set(), set()
        own = {n: _type_convert(t) for n, t in ns.get("__annotations__", {}).items()}
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required.update(base.__dict__.get("__required_keys__", ()))
            optional.update(base.__dict__.get("__optional_keys__", ()))
        annotations.update(own)
        for key, annotation in own.items():
            origin = get_origin(annotation)
            if origin is Annotated:
                annotation = annotation.__origin__
                origin = get_origin(annotation)
            if origin is Required or origin is not NotRequired and total:
                required.add(key)
                optional.discard(key)
            else:
                optional.add(key)
                required.discard(key)
        tp_dict.__annotations__ = annotations
        tp_dict.__required_keys__ = frozenset(required)
        tp_dict.__optional_keys__ = frozenset(optional)
        tp_dict.__total__ = total
        return tp_dict

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict whose keys have types."""
    if fields is None:
        fields = kwargs
    ns = {"__annotations__": dict(fields),
          "__module__": sys._getframe(1).f_globals.get("__name__", "__main__")}
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {"__module__": "typing"})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

del _v, _name, _count, _origin

__all__ = [n for n in globals() if not n.startswith("_") and n not in (
    "sys", "types", "ABCMeta", "abstractmethod", "T", "KT", "VT", "T_co")]
__all__ += [*_lazy_collections, "ContextManager", "AsyncContextManager", "Pattern", "Match", "IO", "TextIO",
            "BinaryIO"]
