"""Classes whose methods are written from their annotated attributes."""

import sys
from types import GenericAlias, MappingProxyType

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    pass


def _guarded(method):
    """The repr of what contains itself is "..."."""
    running = set()

    def __repr__(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return method(self)
        finally:
            running.discard(key)
    __repr__.__wrapped__ = method
    return __repr__


class _Marker:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()
MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_EMPTY = MappingProxyType({})
_FIELD = _Marker("_FIELD")
_FIELD_CLASSVAR = _Marker("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Marker("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class InitVar:
    """Marks a parameter of __init__ that goes to __post_init__ only."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            return f"dataclasses.InitVar[{self.type.__name__}]"
        return f"dataclasses.InitVar[{self.type!r}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """One attribute of a dataclass."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    @_guarded
    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},"
                f"hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},"
                f"kw_only={self.kw_only!r},_field_type={self._field_type})")

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        return (f"_DataclassParams(init={self.init!r},repr={self.repr!r},eq={self.eq!r},"
                f"order={self.order!r},unsafe_hash={self.unsafe_hash!r},frozen={self.frozen!r})")


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    """Says more about an attribute than its annotation."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _take_word(text):
    """The word that text starts with, after blanks, and what follows it."""
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:]


def _named_by(text, cls):
    """The object that the first words of an annotation written as a string name, "module.name" or
    "name", as the module of the class sees them; None when it is anything else."""
    first, rest = _take_word(text)
    module = sys.modules.get(cls.__module__)
    if module is None or not first:
        return None
    found = module.__dict__.get(first)
    second = _take_word(rest.lstrip()[1:])[0] if rest.lstrip()[:1] == "." else ""
    if not second:
        return found
    return found.__dict__.get(second) if isinstance(found, type(sys)) else None


def _is_special(annotation, cls, name):
    """Is it the annotation called name (ClassVar or InitVar)?"""
    if isinstance(annotation, str):
        annotation = _named_by(annotation, cls)
    if name == "InitVar":
        return annotation is InitVar or type(annotation) is InitVar
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    return annotation is typing.ClassVar or (type(annotation) is typing._GenericAlias
                                             and annotation.__origin__ is typing.ClassVar)


def _get_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _is_special(annotation, cls, "ClassVar"):
        f._field_type = _FIELD_CLASSVAR
    elif _is_special(annotation, cls, "InitVar"):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: "
                         "use default_factory")
    return f


def _init_source(std_fields, kw_fields, frozen, has_post_init, self_name, given, with_slots):
    seen_default = False
    for f in std_fields:
        if f.init:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = True
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument")
    body, parameters = [], {False: [], True: []}
    for is_keyword, some in ((False, std_fields), (True, kw_fields)):
        for f in some:
            name = f.name
            default = "_dflt_" + name
            value = name
            if f.default_factory is not MISSING:
                given[default] = f.default_factory
                if f.init:
                    value = f"{default}() if {name} is _HAS_DEFAULT_FACTORY else {name}"
                    parameters[is_keyword].append(f"{name}=_HAS_DEFAULT_FACTORY")
                else:
                    value = f"{default}()"
            elif f.init:
                if f.default is MISSING:
                    parameters[is_keyword].append(name)
                else:
                    given[default] = f.default
                    parameters[is_keyword].append(f"{name}={default}")
            elif with_slots and f.default is not MISSING:
                given[default] = f.default
                value = default
            else:
                continue
            if f._field_type is _FIELD_INITVAR:
                continue
            if frozen:
                body.append((f, f"__dataclass_builtins_object__.__setattr__({self_name},{name!r},{value})"))
            else:
                body.append((f, f"{self_name}.{name}={value}"))
    lines = [line for _, line in body]
    if has_post_init:
        names = ",".join(f.name for f in std_fields + kw_fields if f._field_type is _FIELD_INITVAR)
        lines.append(f"{self_name}.__post_init__({names})")
    head = [self_name] + parameters[False]
    if parameters[True]:
        head += ["*"] + parameters[True]
    return f" def __init__({','.join(head)}):\n" + "\n".join("  " + s for s in lines or ["pass"])


def _tuple_source(name, fields):
    return "(" + "".join(f"{name}.{f.name}," for f in fields) + ")"


def _compare_source(name, operator, fields):
    return (f" def {name}(self,other):\n  if other.__class__ is self.__class__:\n"
            f"   return {_tuple_source('self', fields)}{operator}{_tuple_source('other', fields)}\n"
            "  return NotImplemented")


def _frozen_methods(cls, fields):
    names = frozenset([f.name for f in fields])

    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)
    return __setattr__, __delattr__


def _annotation_text(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins",):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


def _doc_text(cls, std_fields, kw_fields):
    parts = []
    for is_keyword, some in ((False, std_fields), (True, kw_fields)):
        some = [f for f in some if f.init]
        if is_keyword and some:
            parts.append("*")
        for f in some:
            text = f"{f.name}: {_annotation_text(f.type)}"
            if f.default is not MISSING:
                text += f" = {f.default!r}"
            elif f.default_factory is not MISSING:
                text += " = <factory>"
            parts.append(text)
    return f"{cls.__name__}({', '.join(parts)})"


def _no_overwrite(cls, name, extra=""):
    if name in cls.__dict__:
        raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}{extra}")


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    fields = {}
    module = sys.modules.get(cls.__module__)
    globals = module.__dict__ if module is not None else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    any_frozen = has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is None:
            continue
        has_bases = True
        fields.update(base_fields)
        if base.__dict__[_PARAMS].frozen:
            any_frozen = True
    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    kw_only_seen = False
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or isinstance(annotation, str) and \
                annotation in ("KW_ONLY", "dataclasses.KW_ONLY"):
            if kw_only_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_only_seen = True
            kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(cls.__dict__.get(f.name), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_hash = not (class_hash is MISSING or class_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    everything = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_fields = [f for f in everything if not f.kw_only]
    kw_fields = [f for f in everything if f.kw_only]
    real = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in real if f.compare]
    sources, given = [], {}
    init = init and "__init__" not in cls.__dict__
    if init:
        self_name = "__dataclass_self__" if "self" in fields else "self"
        sources.append(_init_source(std_fields, kw_fields, frozen, hasattr(cls, "__post_init__"),
                                    self_name, given, slots))
    names = ["__init__"] if init else []
    if repr and "__repr__" not in cls.__dict__:
        shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in real if f.repr)
        sources.append(" def __repr__(self):\n"
                       f"  return f\"{{self.__class__.__qualname__}}({shown})\"")
        names.append("__repr__")
    if eq and "__eq__" not in cls.__dict__:
        sources.append(_compare_source("__eq__", "==", compared))
        names.append("__eq__")
    if order:
        for name, operator in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            _no_overwrite(cls, name, ". Consider using functools.total_ordering")
            sources.append(_compare_source(name, operator, compared))
            names.append(name)
    if frozen:
        _no_overwrite(cls, "__setattr__")
        _no_overwrite(cls, "__delattr__")
    adds_hash = False
    if unsafe_hash:
        if has_hash:
            _no_overwrite(cls, "__hash__")
        adds_hash = True
    elif eq and not has_hash:
        if frozen:
            adds_hash = True
        else:
            cls.__hash__ = None
    if adds_hash:
        hashed = [f for f in real if (f.compare if f.hash is None else f.hash)]
        sources.append(f" def __hash__(self):\n  return hash({_tuple_source('self', hashed)})")
        names.append("__hash__")
    if sources:
        given["_HAS_DEFAULT_FACTORY"] = _HAS_DEFAULT_FACTORY
        given["__dataclass_builtins_object__"] = object
        text = (f"def __create_fn__({', '.join(given)}):\n" + "\n".join(sources)
                + f"\n return ({','.join(names)},)")
        ns = {}
        exec(text, globals, ns)
        for name, function in zip(names, ns["__create_fn__"](**given)):
            if name == "__repr__":  # what it wraps keeps its name: pprint knows it by that
                function = _guarded(function)
            elif name == "__init__":
                function.__annotations__ = {f.name: f.type for f in std_fields + kw_fields if f.init}
                function.__annotations__["return"] = None
            function.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, function)
    if frozen:
        for function in _frozen_methods(cls, real):
            function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
            setattr(cls, function.__name__, function)
    if not getattr(cls, "__doc__"):
        cls.__doc__ = _doc_text(cls, std_fields, kw_fields)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in std_fields if f.init])
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, [f.name for f in real])
    if getattr(cls, "__abstractmethods__", None):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _add_slots(cls, frozen, weakref_slot, names):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        if hasattr(slots, "__next__"):
            raise TypeError(f"Slots of '{base.__name__}' cannot be determined")
        inherited.update((slots,) if isinstance(slots, str) else slots)
    namespace = dict(cls.__dict__)
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    namespace["__slots__"] = tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    old = cls
    cls = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        cls.__qualname__ = qualname
    if frozen:
        for function in _frozen_methods(cls, [f for f in cls.__dict__[_FIELDS].values()
                                              if f._field_type is _FIELD]):
            function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
            setattr(cls, function.__name__, function)
        if "__getstate__" not in cls.__dict__:
            cls.__getstate__ = _dataclass_getstate
        if "__setstate__" not in cls.__dict__:
            cls.__setstate__ = _dataclass_setstate
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Adds the methods to the class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                              slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields as a tuple."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Is it a dataclass or an instance of one?"""
    return hasattr(obj if isinstance(obj, type) and not isinstance(obj, GenericAlias) else type(obj),
                   _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, recursively."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda obj, inner: dict_factory(
        [(f.name, inner(getattr(obj, f.name))) for f in fields(obj)]), dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields as a tuple, recursively."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda obj, inner: tuple_factory(
        [inner(getattr(obj, f.name)) for f in fields(obj)]), dict)


def _convert(obj, build, dict_factory):
    def inner(obj):
        cls = type(obj)
        if cls in (int, str, float, bool, type(None)):
            return obj
        if _is_dataclass_instance(obj):
            return build(obj, inner)
        if isinstance(obj, tuple) and hasattr(obj, "_fields"):
            return cls(*[inner(v) for v in obj])
        if isinstance(obj, (list, tuple)):
            return cls([inner(v) for v in obj])
        if isinstance(obj, dict):
            pairs = [(inner(k), inner(v)) for k, v in obj.items()]
            if hasattr(cls, "default_factory"):
                result = cls(obj.default_factory)
                for key, value in pairs:
                    result[key] = value
                return result
            return cls(pairs)
        from copy import deepcopy
        return deepcopy(obj)
    return inner(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False):
    """A dataclass from names, (name, type) and (name, type, field)."""
    from keyword import iskeyword
    from types import new_class
    if namespace is None:
        namespace = {}
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, "typing.Any"
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation

    def body(ns):
        ns.update(namespace)
        ns.update(defaults)
        ns["__annotations__"] = annotations
    cls = new_class(cls_name, bases, {}, body)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new object like obj with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be "
                                 "specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
