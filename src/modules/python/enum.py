"""Enumerations: sets of names bound to values."""

import sys
from operator import or_ as _or_
from types import DynamicClassAttribute, MappingProxyType

__all__ = ["EnumType", "EnumMeta", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto",
           "unique", "property", "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM",
           "EJECT", "KEEP", "global_flag_repr", "global_enum_repr", "global_str", "global_enum",
           "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE"]

Enum = Flag = EJECT = KEEP = CONFORM = STRICT = ReprEnum = None
_builtin_property = property
_auto_null = type("_auto_null", (), {"__repr__": lambda self: "_auto_null", "__slots__": ()})()


class nonmember:
    """Keeps a value in an enum class from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a value a member that would not become one."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for the next value."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % (self.value,)


class property(DynamicClassAttribute):
    """A property that leaves the name free for a member."""

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            try:
                return ownerclass._member_map_[self.name]
            except KeyError:
                raise AttributeError("%r has no attribute %r" % (ownerclass, self.name)) from None
        if self.fget is None:
            raise AttributeError("%r has no attribute %r" % (ownerclass, self.name))
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("<enum %r> cannot delete attribute %r" % (self.clsname, self.name))
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_internal_class(cls_name, obj):
    """Is it a class made in the body of the enum of this name?"""
    if cls_name is None or not isinstance(obj, type):
        return False
    outer, dot, inner = getattr(obj, "__qualname__", "").rpartition(".")
    return bool(dot) and inner == obj.__name__ and outer.rpartition(".")[2] == cls_name


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(cls_name, name):
    prefix = f"_{cls_name}__"
    return len(name) > len(prefix) and name.startswith(prefix) and not name.endswith("__")


def _is_single_bit(value):
    return value > 0 and value & value - 1 == 0


def _iter_bits_lsb(num):
    """The bits of a number that is not negative, the lowest first."""
    value = num.value if isinstance(num, Enum) else num
    if value < 0:
        raise ValueError("%r is not a positive integer" % (num,))
    while value:
        bit = value & -value
        yield bit
        value ^= bit


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


class _proto_member:
    """Becomes a member when the class is made."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, cls, name):
        delattr(cls, name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if cls._member_type_ is tuple:
            args = (args,)
        if not cls._use_args_:
            obj = cls._new_member_(cls)
        else:
            obj = cls._new_member_(cls, *args)
        if not hasattr(obj, "_value_"):
            if cls._member_type_ is object:
                obj._value_ = value
            else:
                try:
                    obj._value_ = cls._member_type_(*args)
                except Exception as exc:
                    new_exc = TypeError("_value_ not set in __new__, unable to create it")
                    new_exc.__cause__ = exc
                    raise new_exc
        value = obj._value_
        obj._name_ = name
        obj.__objclass__ = cls
        obj.__init__(*args)
        obj._sort_order_ = len(cls._member_names_)
        is_flag = Flag is not None and issubclass(cls, Flag)
        if is_flag and isinstance(value, int):
            if _is_single_bit(value):
                cls._flag_mask_ |= value
            cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
        known = cls._value2member_map_.get(value) if _hashable(value) else None
        if known is None:
            for other in cls._member_map_.values():
                if other._value_ == value:
                    known = other
                    break
        if known is not None:
            obj = known
        elif not (is_flag and isinstance(value, int) and not _is_single_bit(value)):
            cls._member_names_.append(name)
        for base in cls.__mro__[1:]:
            descriptor = base.__dict__.get(name)
            if descriptor is not None:
                if isinstance(descriptor, property):
                    break
                if isinstance(descriptor, _builtin_property) or base is not object:
                    redirect = property(getattr(descriptor, "fget", None))
                    redirect.__set_name__(cls, name)
                    if isinstance(descriptor, (_builtin_property, DynamicClassAttribute)):
                        setattr(cls, name, redirect)
                        break
        else:
            type.__setattr__(cls, name, obj)
        cls._member_map_[name] = obj
        if _hashable(value):
            cls._value2member_map_.setdefault(value, obj)


def _hashable(value):
    try:
        hash(value)
        return True
    except TypeError:
        return False


class _EnumDict(dict):
    """The namespace of an enum class while its body runs."""

    def __init__(self):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        if _is_internal_class(getattr(self, "_cls_name", None), value):
            import warnings
            warnings.warn("In 3.13 classes created inside an enum will not become a member.  "
                          "Use the `member` decorator to keep the current behavior.",
                          DeprecationWarning, stacklevel=2)
        if self._is_plain(key, value):
            dict.__setitem__(self, key, value)
            return
        if _is_sunder(key):
            self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
            dict.__setitem__(self, key, value)
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            dict.__setitem__(self, key, value)
        elif isinstance(value, nonmember):
            dict.__setitem__(self, key, value.value)
        elif not isinstance(value, member) and _is_descriptor(value):
            dict.__setitem__(self, key, value)
        else:
            self._set_member(key, value)

    def _is_plain(self, key, value):
        cls_name = getattr(self, "_cls_name", None)
        return cls_name is not None and _is_private(cls_name, key)

    def _set_sunder(self, key, value):
        if key not in ("_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_",
                       "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_"):
            raise ValueError("_sunder_ names, such as %r, are reserved for future Enum use" % key)
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError("_ignore_ cannot specify already set names: %r" % (already,))
        dict.__setitem__(self, key, value)

    def _set_member(self, key, value):
        if key in self:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._next_value(key, value)
        elif type(value) is tuple and any(isinstance(v, auto) for v in value):
            value = tuple([self._next_value(key, v) if isinstance(v, auto) else v for v in value])
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        dict.__setitem__(self, key, value)

    def _next_value(self, key, value):
        if value.value is _auto_null:
            value.value = self._generate_next_value(key, 1, len(self._member_names),
                                                    self._last_values[:])
            self._auto_called = True
        self._last_values.append(value.value)
        return value.value

    def update(self, members, **more_members):
        pairs = members.items() if hasattr(members, "keys") else members
        for name, value in pairs:
            self[name] = value
        for name, value in more_members.items():
            self[name] = value


class EnumType(type):
    """The class of enum classes."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        enum_dict = _EnumDict()
        enum_dict._cls_name = cls
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict._generate_next_value = first_enum._generate_next_value_
            dict.__setitem__(enum_dict, "_generate_next_value_",
                             first_enum.__dict__.get("_generate_next_value_",
                                                     first_enum._generate_next_value_))
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        classdict.setdefault("_ignore_", []).append("_ignore_")
        for key in classdict["_ignore_"]:
            classdict.pop(key, None)
        names = classdict._member_names
        invalid = set(names) & {"mro", ""}
        if invalid:
            raise ValueError("invalid enum member name(s) " + ",".join(repr(n) for n in invalid))
        order = classdict.pop("_order_", None)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_member, save_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        put = classdict
        for name in names:
            dict.__setitem__(put, name, _proto_member(put[name]))
        dict.update(put, {
            "_new_member_": new_member, "_use_args_": use_args, "_member_names_": [],
            "_member_map_": {}, "_value2member_map_": {}, "_member_type_": member_type,
            "_value_repr_": metacls._find_data_repr_(cls, bases),
            "_boundary_": boundary or getattr(first_enum, "_boundary_", None),
            "_flag_mask_": 0, "_all_bits_": 0, "_inverted_": None})
        if first_enum is not None:
            gnv = put.get("_generate_next_value_")
            if gnv is not None and not isinstance(gnv, staticmethod):
                dict.__setitem__(put, "_generate_next_value_", staticmethod(gnv))
        try:
            enum_class = super().__new__(metacls, cls, bases, dict(put), **kwds)
        except RuntimeError as exc:
            if exc.__cause__ is None:
                raise
            raise exc.__cause__ from None
        if first_enum is not None:
            metacls._choose_methods(enum_class, bases, member_type, first_enum)
        if Flag is not None and issubclass(enum_class, Flag):
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                         "__invert__"):
                if name not in put:
                    enum_class_method = getattr(Flag, name)
                    if getattr(enum_class, name) is not enum_class_method:
                        setattr(enum_class, name, enum_class_method)
            values = [m._value_ for m in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        if save_new:
            enum_class.__new_member__ = enum_class.__dict__["__new__"]
        if Enum is not None:
            enum_class.__new__ = Enum.__new__
        if order is not None:
            if isinstance(order, str):
                order = order.replace(",", " ").split()
            order = [o for o in order if o not in enum_class._member_map_
                     or o in enum_class._member_names_]
            if order != enum_class._member_names_:
                raise TypeError("member order does not match _order_:\n  %r\n  %r"
                                % (enum_class._member_names_, order))
        return enum_class

    @classmethod
    def _choose_methods(mcls, enum_class, bases, member_type, first_enum):
        """str and format are a ReprEnum's data type's; else the enum's win over those of the data type."""
        if ReprEnum is not None and ReprEnum in bases:
            if member_type is object:
                raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, "
                                "float, etc.)")
            if "__format__" not in vars(enum_class):
                enum_class.__format__ = member_type.__format__
            if "__str__" not in vars(enum_class):
                found = member_type.__str__
                enum_class.__str__ = member_type.__repr__ if found is object.__str__ else found
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name not in vars(enum_class) and \
                    getattr(enum_class, name) in (getattr(member_type, name), getattr(object, name)):
                setattr(enum_class, name, getattr(first_enum, name))

    def __init__(cls, *args, **kwds):
        pass

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start,
                            boundary=boundary)

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            import warnings
            warnings.warn("in 3.12 __contains__ will no longer raise TypeError, but will return True or\n"
                          "False depending on whether the value is a member or the value of a member",
                          DeprecationWarning, stacklevel=2)
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'"
                            % (type(member).__qualname__, cls.__class__.__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __delattr__(cls, attr):
        if attr in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__",
                 "__len__", "__members__", "__module__", "__name__", "__qualname__"}
        names.update(cls._member_names_)
        if cls._new_member_ is not object.__new__:
            names.add("__new__")
        if cls._member_type_ is not object:
            names |= set(dir(cls._member_type_))
        return sorted(names)

    def __getattr__(cls, name):
        if name[:2] != "__":
            found = type.__getattribute__(cls, "_member_map_").get(name)
            if found is not None:
                return found
        raise AttributeError(name)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        members = cls._member_map_
        return (members[name] for name in cls._member_names_)

    def __reversed__(cls):
        members = cls._member_map_
        return (members[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original, names, last_values = names, [], []
            for count, name in enumerate(original):
                value = cls._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                names.append((name, value))
        for item in names:
            if isinstance(item, str):
                name, value = item, names[item]
            else:
                name, value = item
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Makes an enum of the constants of a module that filter accepts, in their place."""
        module_globals = vars(sys.modules[module])
        members = _sorted_constants(module, filter, source)
        body = cls.__class__.__prepare__(name, (cls,))
        body["__module__"] = module
        body["__qualname__"] = name
        for key, value in members:
            body[key] = value
        made = cls.__class__.__new__(cls.__class__, name, (cls,), body, boundary=boundary or KEEP)
        made.__reduce_ex__ = _reduce_ex_by_global_name
        if as_global:
            global_enum(made)
        else:
            module_globals.update(made.__members__)
        module_globals[name] = made
        return made

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError("<enum %r> cannot extend %r" % (class_name, base))

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        """How values are shown: as the data type before the enum does it, None: by repr()."""
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType):
                    return base._value_repr_
                if base is not object and "__repr__" in base.__dict__:
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        if not bases:
            return object, None
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        data_types = {}
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        data_types[base._member_type_] = None
                        break
                elif "__new__" in base.__dict__ or "__init__" in base.__dict__:
                    data_types[candidate or base] = None
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError("too many data types for %r: %r" % (class_name, set(data_types)))
        return (next(iter(data_types)) if data_types else object), first_enum

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        new = classdict.get("__new__")
        save_new = first_enum is not None and new is not None
        if new is None:
            for method in ("__new_member__", "__new__"):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in (None, object.__new__, getattr(Enum, "__new__", None),
                                      None.__new__):
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        elif isinstance(new, staticmethod):
            new = new.__func__
        if first_enum is None or new in (Enum.__new__, object.__new__):
            return new, save_new, False
        return new, save_new, True


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """A set of names bound to unique values."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for found in cls._member_map_.values():
                if found._value_ == value:
                    return found
        exc = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            exc = e
            result = None
        try:
            if isinstance(result, cls):
                return result
            if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT \
                    and isinstance(result, int):
                return result
            ve_exc = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
            if result is None and exc is None:
                raise ve_exc
            if exc is None:
                exc = TypeError("error in %s._missing_: returned %r instead of None or a valid member"
                                % (cls.__name__, result))
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            exc = ve_exc = None

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            last = last_values[-1]
            sorted(last_values)
            if last == max(last_values):
                return last + 1
            deprecated = True
        except TypeError:
            deprecated = True
        if deprecated:
            import warnings
            warnings.warn("In 3.13 the default `auto()`/`_generate_next_value_` will require all "
                          "values to be sortable and support adding +1\n"
                          "and the value returned will be the largest value in the enum incremented "
                          "by 1", DeprecationWarning, stacklevel=3)
            for value in reversed(last_values):
                try:
                    return value + 1
                except TypeError:
                    pass
            return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, show(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"}
        if self.__class__._member_type_ is not object:
            names |= set(object.__dir__(self))
        for name in getattr(self, "__dict__", ()):
            if name[0] != "_":
                names.add(name)
        for cls in self.__class__.mro():
            for name, obj in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(obj, property) and obj.fget is None and name in self._member_map_:
                    names.discard(name)
                else:
                    names.add(name)
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return getattr, (self.__class__, self._name_)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """Only the repr is an enum's; str and format are the mixed-in type's."""


class IntEnum(int, ReprEnum):
    """Members are ints too."""


class StrEnum(str, ReprEnum):
    """Members are strings too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError("encoding must be a string, not %r" % (values[1],))
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError("errors must be a string, not %r" % (values[2]))
        value = str(*values)
        self = str.__new__(cls, value)
        self._value_ = value
        return self

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    """What becomes of bits that no member has."""

    STRICT = "strict"
    CONFORM = "conform"
    EJECT = "eject"
    KEEP = "keep"


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=CONFORM):
    """Members can be combined with | & ^ ~."""

    _numeric_repr_ = repr

    def __reduce_ex__(self, proto):
        cls = self.__class__
        known, unknown = self._value_ & cls._flag_mask_, self._value_ & ~cls._flag_mask_
        if known and unknown:
            return _or_, (cls(known), unknown)
        lowest = known & -known
        if known > 0 and known != lowest:
            return _or_, (cls(known ^ lowest), cls._value2member_map_.get(lowest))
        if self._name_ is None:
            return cls, (self._value_,)
        return getattr, (cls, self._name_)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        last = max(last_values)
        try:
            high = last.bit_length() - 1
        except Exception:
            raise TypeError("invalid flag value %r" % last) from None
        return 2 ** (high + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_[bit]

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, bin(value, width), bin(mask, width)))
            if cls._boundary_ is CONFORM:
                value = value & mask
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value = all_bits + 1 + value
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        unknown = value & ~mask
        if cls._member_type_ is object:
            pseudo = object.__new__(cls)
        else:
            pseudo = cls._member_type_.__new__(cls, value)
        pseudo._value_ = value
        names = [m._name_ for m in cls._iter_member_(value)]
        if names:
            pseudo._name_ = "|".join(names)
            if unknown:
                pseudo._name_ += "|%s" % cls._numeric_repr_(unknown)
        else:
            pseudo._name_ = None
        return cls._value2member_map_.setdefault(value, pseudo)

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r"
                            % (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__.__name__
        shown = (self.__class__._value_repr_ or repr)(self._value_)
        return "<%s: %s>" % (cls, shown) if self._name_ is None else "<%s.%s: %s>" % (cls, self._name_, shown)

    def __str__(self):
        cls = self.__class__.__name__
        if self._name_ is None:
            return "%s(%r)" % (cls, self._value_)
        return "%s.%s" % (cls, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._inverted_ is None:
            if self._boundary_ is KEEP:
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._flag_mask_ & ~self._value_)
            if isinstance(self._inverted_, self.__class__):
                self._inverted_._inverted_ = self
        return self._inverted_

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints too."""


def bin(num, max_bits=None):
    """Two's complement with the sign bit set apart."""
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        s = format(num + ceiling, "b").replace("1", "0", 1)
        s = "0b0" + s[1:] if len(s) > 1 else "0b0"
        sign, digits = "0b0", format(num, "b") if num else ""
    else:
        sign, digits = "0b1", format(ceiling + num, "b").zfill(num.bit_length())
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return "%s %s" % (sign, digits)


def unique(enumeration):
    """Refuses two names for one value."""
    duplicates = [(name, m._name_) for name, m in enumeration.__members__.items() if name != m._name_]
    if duplicates:
        details = ", ".join("%s -> %s" % pair for pair in duplicates)
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration


class EnumCheck(StrEnum):
    """What verify can ask for."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Checks constraints of an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        cls_name = enumeration.__name__
        is_flag = issubclass(enumeration, Flag)
        for check in self.checks:
            if check is UNIQUE:
                pairs = [(n, m._name_) for n, m in enumeration.__members__.items() if n != m._name_]
                if pairs:
                    raise ValueError("aliases found in %r: %s" % (
                        enumeration, ", ".join("%s -> %s" % pair for pair in pairs)))
            elif check is CONTINUOUS:
                values = {e._value_ for e in enumeration}
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if is_flag:
                    wanted = [2 ** i for i in range(low.bit_length(), high.bit_length() - 1)]
                else:
                    wanted = range(low + 1, high)
                missing = [i for i in wanted if i not in values]
                if missing:
                    raise ValueError(("invalid %s %r: missing values %s" % (
                        "flag" if is_flag else "enum", cls_name,
                        ", ".join(str(m) for m in missing)))[:256])
            elif check is NAMED_FLAGS:
                bits = {m._value_ for m in enumeration._member_map_.values()}
                missing_names, missing_value = [], 0
                for name, alias in enumeration._member_map_.items():
                    if name in enumeration._member_names_ or alias._value_ < 0:
                        continue
                    missed = [v for v in _iter_bits_lsb(alias._value_) if v not in bits]
                    if missed:
                        missing_names.append(name)
                        for v in missed:
                            missing_value |= v
                if missing_names:
                    if len(missing_names) == 1:
                        text = "alias %s is missing" % missing_names[0]
                    else:
                        text = "aliases %s and %s are missing" % (", ".join(missing_names[:-1]),
                                                                   missing_names[-1])
                    kind = ("value 0x%x" if _is_single_bit(missing_value)
                            else "combined values of 0x%x") % missing_value
                    raise ValueError("invalid Flag %r: %s %s [use enum.show_flag_values(value) for "
                                     "details]" % (cls_name, text, kind))
        return enumeration


def global_enum_repr(self):
    module = self.__class__.__module__.split(".")[-1]
    return "%s.%s" % (module, self._name_)


def global_flag_repr(self):
    module = self.__class__.__module__.split(".")[-1]
    if self._name_ is None:
        return "%s.%s(%r)" % (module, self.__class__.__name__, self._value_)
    return "|".join(name if self._boundary_ is KEEP and name[0].isdigit() else "%s.%s" % (module, name)
                    for name in self._name_.split("|"))


def global_str(self):
    if self._name_ is None:
        return "%s(%r)" % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """Makes the members names of the module, too."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _sorted_constants(module, filter, source):
    """The names of a module that filter accepts, with their values, by which they are sorted."""
    names = vars(sys.modules[module] if source is None else source)
    members = [(key, value) for key, value in names.items() if filter(key)]
    try:
        members.sort(key=lambda member: (member[1], member[0]))
    except TypeError:
        members.sort(key=lambda member: member[0])
    return members


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    """An enum of the constants of a module, made as programs make enums: to compare _convert_ with."""
    made = etype(name, _sorted_constants(module, filter, source), module=module, boundary=boundary or KEEP)
    made.__reduce_ex__ = _reduce_ex_by_global_name
    made.__repr__ = global_enum_repr
    return made


def _make_class_unpicklable(obj):
    """Makes pickling the members of a class, or of the namespace of one, an error."""
    def refuse(self, proto):
        raise TypeError("%r cannot be pickled" % self)

    for name, value in (("__reduce_ex__", refuse), ("__module__", "<unknown>")):
        if isinstance(obj, dict):
            obj[name] = value
        else:
            setattr(obj, name, value)


def _reduce_ex_by_global_name(self, proto):
    return self.name


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator: an enum from an ordinary class."""

    def convert_class(cls):
        body = type(etype).__prepare__(cls.__name__, (etype,))
        for key, value in vars(cls).items():
            if key not in ("__dict__", "__weakref__"):
                body[key] = value
        return type(etype)(cls.__name__, (etype,), body, boundary=boundary)

    return convert_class


def _mapping_faults(checked, simple, ignored, texts, labels):
    """What differs between two namespaces: lines of text, in no order."""
    for key in set(checked) | set(simple):
        if key in ignored:
            continue
        if key not in simple:
            yield texts[0] % (key,)
        elif key not in checked:
            yield texts[1] % (key,)
        elif not (callable(checked[key]) or isinstance(checked[key], _builtin_property)) \
                and checked[key] != simple[key]:
            yield "%r:\n         checked%s -> %r\n         simple%s -> %r" % (
                key, labels[0], checked[key], labels[1], simple[key])


def _member_fault(name, checked, simple):
    """What the members of one name differ in: a text, or None."""
    if name not in vars(simple):
        return "missing member from simple enum: %r" % name
    if name not in vars(checked):
        return "extra member in simple enum: %r" % name
    texts = ("missing key %%r not in the simple enum member %r" % name,
             "extra key %%r in simple enum member %r" % name)
    faults = list(_mapping_faults(vars(checked[name]), vars(simple[name]),
                                  ("__module__", "__objclass__", "_inverted_"), texts, (" member", " member ")))
    return "%r member mismatch:\n      %s" % (name, "\n      ".join(faults)) if faults else None


def _test_simple_enum(checked_enum, simple_enum):
    """TypeError that lists how an enum of _simple_enum differs from one that the class statement made."""
    members = {*checked_enum._member_map_, *simple_enum._member_map_}
    ignored = {"__module__", "_member_map_", "_value2member_map_", "__doc__", *members}
    failed = sorted(_mapping_faults(vars(checked_enum), vars(simple_enum), ignored,
                                    ("missing key: %r", "extra key:   %r"), ("", " ")))
    for name in members:
        fault = _member_fault(name, checked_enum, simple_enum)
        if fault:
            failed.append(fault)
    for method in ("__str__", "__repr__", "__format__", "__getnewargs_ex__", "__getnewargs__",
                   "__reduce_ex__", "__reduce__"):
        if method in vars(checked_enum) or method in vars(simple_enum):
            continue
        found = [getattr(each, method, None) for each in (checked_enum, simple_enum)]
        found = [getattr(each, "__func__", each) for each in found]
        if found[0] != found[1]:
            failed.append("%r:  %-30s simple -> %r" % (method, "checked -> %r" % (found[0],), found[1]))
    if failed:
        raise TypeError("enum mismatch:\n   %s" % "\n   ".join(failed))
