"""_ctypes: C types as classes. Memory, values in it and calls are _ctypes_core's."""
import _ctypes_core as _core
from sys import _getframe as _frame
from _ctypes_core import CArgObject as _CArg, Layout as _CLayout, _Memory, ArgumentError

__version__ = "1.1.0"
RTLD_LOCAL, RTLD_GLOBAL = 0, 256
FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 1, 4, 8, 16
CTYPES_MAX_ARGCOUNT = 1024

get_errno = _core.get_errno
dlclose = _core.dlclose
PyObj_FromPtr = _core.object_at
Py_INCREF, Py_DECREF = _core.incref, _core.decref
_memmove_addr, _memset_addr, _string_at_addr, _wstring_at_addr, _cast_addr = _core.addresses()

_load, _store, _view, _at = _core.load, _core.store, _core.view, _core.at
_address = _core.address
_CODES = "cbBhHiIlLdfuzZqQPXOv?g"
_SIZES = dict(c=1, b=1, B=1, h=2, H=2, i=4, I=4, l=8, L=8, d=8, f=4, u=4, z=8, Z=8, q=8, Q=8, P=8, O=8, v=2, g=16)
_SIZES["?"] = 1
_SWAPPED = "hHiIlLqQfd"
_POINTING = "zZPO"


class _Layout(_CLayout):
    __slots__ = ("item", "length", "fields", "is_final", "has_pointer", "has_bits", "is_union",
                 "argtypes", "restype", "flags", "converters")

    def __new__(cls, size, align, code, is_swapped=False):
        self = super().__new__(cls, size, align, code, is_swapped)
        self.item = self.fields = self.argtypes = self.restype = self.converters = None
        self.length = self.flags = 0
        self.is_final = self.has_pointer = self.has_bits = self.is_union = False
        return self


def _layout_of(cls):
    """The layout of a class that has memory, or None."""
    layout = getattr(cls, "__ctypes_layout__", None) if isinstance(cls, type) else None
    return layout if isinstance(layout, _Layout) else None


def _caller():
    """The name of the module that asks for a type."""
    frame = _frame(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == "_ctypes":
        frame = frame.f_back
    return frame.f_globals.get("__name__", "_ctypes")


def _name(value):
    return type(value).__name__


def _is_plain(cls):
    """A simple type itself: its values are Python's own. Those of classes derived from it are instances."""
    return _SimpleCData in cls.__bases__ if isinstance(cls, PyCSimpleType) else False


# ---- what is kept alive ----

def _root(target):
    while True:
        base = target._b_base_
        if base is None:
            break
        target = base
    if target._objects is None and _has_objects(target):
        target._objects = {}
    return target


def _has_objects(target):
    layout = type(target).__ctypes_layout__
    return layout.code in "AS*" and (layout.code != "A" or layout.length > 0) and \
        (layout.code != "S" or bool(layout.fields))


def _kept(target):
    return _root(target)._objects


def _keep(target, index, keep):
    if keep is None:
        return
    root = _root(target)
    objects = root._objects
    if type(objects) is not dict:
        root._objects = keep
        return
    parts = ["%x" % index]
    while target is not root:
        parts.append("%x" % _core.index(target))
        target = target._b_base_
    objects[":".join(parts)] = keep


# ---- values ----

def _get(cls, owner, index, offset):
    layout = cls.__ctypes_layout__
    if isinstance(cls, PyCSimpleType) and _is_plain(cls):
        return _load(owner, offset, layout.code, layout.is_swapped)
    return _view(cls, owner, offset, index)


def _assign(cls, owner, offset, value):
    """Writes a value of the type; what must be kept."""
    if not isinstance(value, _Memory):
        layout = cls.__ctypes_layout__
        if isinstance(cls, PyCSimpleType):
            return _store(owner, offset, layout.code, layout.is_swapped, value)
        if isinstance(value, tuple):
            try:
                made = cls(*value)
            except Exception as e:
                text = "(%s) %s: %s" % (cls.__name__, type(e).__name__, e)
            else:
                return _assign(cls, owner, offset, made)
            raise RuntimeError(text)
        if value is None and isinstance(cls, PyCPointerType):
            _store(owner, offset, "P", False, None)
            return None
        raise TypeError("expected %s instance, got %s" % (cls.__name__, _name(value)))
    if isinstance(value, cls):
        _core.copy(owner, offset, value, cls.__ctypes_layout__.size)
        return _kept(value)
    if isinstance(cls, PyCPointerType) and isinstance(value, Array):
        if type(value).__ctypes_layout__.item is not cls.__ctypes_layout__.item:
            raise TypeError("incompatible types, %s instance instead of %s instance" % (_name(value), cls.__name__))
        _store(owner, offset, "P", False, _address(value))
        return (_kept(value), value)
    raise TypeError("incompatible types, %s instance instead of %s instance" % (_name(value), cls.__name__))


def _text_code(cls):
    """'c' or 'u' for an array of characters, which a field gives as text; else None."""
    if isinstance(cls, PyCArrayType) and isinstance(cls.__ctypes_layout__.item, PyCSimpleType):
        code = cls.__ctypes_layout__.item.__ctypes_layout__.code
        return code if code in "cu" else None


def _get_text(code, owner, offset, size):
    data = _core.get(owner, offset, size)
    if code == "c":
        return data.split(b"\0", 1)[0]
    return data.decode("utf-32-le", "surrogatepass").split("\0", 1)[0]


def _put_text(code, owner, offset, length, value):
    if code == "c":
        if not isinstance(value, bytes):
            raise TypeError("expected bytes, %s found" % _name(value))
        value = value.split(b"\0", 1)[0]
        if len(value) > length:
            raise ValueError("bytes too long (%d, maximum length %d)" % (len(value), length))
        _core.put(owner, offset, value + b"\0" if len(value) < length else value)
        return
    if not isinstance(value, str):
        raise TypeError("unicode string expected instead of %s instance" % _name(value))
    if len(value) > length:
        raise ValueError("string too long (%d, maximum length %d)" % (len(value), length))
    _core.put(owner, offset, _wide(value + "\0" if len(value) < length else value))


def _wide(text):
    return text.encode("utf-32-le", "surrogatepass")


def _put(cls, owner, index, offset, value):
    keep = _assign(cls, owner, offset, value)
    if keep is not None:
        _keep(owner, index, keep)


# ---- what all types share ----

class _CDataType(type):
    def __mul__(cls, length):
        return _array_type(cls, length)

    __rmul__ = __mul__

    def from_address(cls, address):
        if not isinstance(address, int):
            raise TypeError("integer expected")
        return _at(cls, address)

    def from_buffer(cls, obj, offset=0):
        if cls.__ctypes_layout__.size < 0:
            raise TypeError("abstract class")
        view = memoryview(obj)
        if view.readonly:
            raise TypeError("underlying buffer is not writable")
        if not view.c_contiguous:
            raise TypeError("underlying buffer is not C contiguous")
        made = _core.over(cls, view, offset)
        made._objects = {"ffffffff": view}
        return made

    def from_buffer_copy(cls, obj, offset=0):
        return _core.of_bytes(cls, obj, offset)

    def in_dll(cls, dll, name):
        address = _core.dlsym(_handle(dll), name)
        if isinstance(address, str):
            raise ValueError(address)
        return _at(cls, address)

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        if isinstance(value, _CArg):
            item = cls.__ctypes_layout__.item
            if item is not None and isinstance(value._obj, item):
                return value
            raise TypeError("expected %s instance instead of pointer to %s" % (cls.__name__, _name(value._obj)))
        if hasattr(value, "_as_parameter_"):
            return cls.from_param(value._as_parameter_)
        raise TypeError("expected %s instance instead of %s" % (cls.__name__, _name(value)))


def _handle(dll):
    handle = dll._handle
    if not isinstance(handle, int):
        raise TypeError("the _handle attribute of the second argument must be an integer")
    return handle


class _CData(_Memory):
    __slots__ = ()

    def __hash__(self):
        raise TypeError("unhashable type")

    def __ctypes_from_outparam__(self):
        return self

    def __reduce__(self):
        layout = type(self).__ctypes_layout__
        if layout.has_pointer:
            raise ValueError("ctypes objects containing pointers cannot be pickled")
        return _unpickle, (type(self), (self.__dict__, _core.get(self, 0, _core.length(self))))

    def __setstate__(self, state):
        attributes, data = state
        _core.put(self, 0, data[:_core.length(self)])
        self.__dict__.update(attributes)


_CData.__module__ = "_ctypes"


def _unpickle(cls, state):
    self = cls.__new__(cls)
    self.__setstate__(state)
    return self


# ---- simple types ----

class PyCSimpleType(_CDataType):
    def __new__(meta, name, bases, namespace):
        cls = type.__new__(meta, name, bases, namespace)
        if not any(isinstance(base, PyCSimpleType) for base in bases):
            cls.__ctypes_layout__ = _Layout(-1, 1, "i")  # _SimpleCData
            return cls
        try:
            code = cls._type_
        except AttributeError:
            raise AttributeError("class must define a '_type_' attribute") from None
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1:
            raise ValueError("class must define a '_type_' attribute which must be a string of length 1")
        if code not in _SIZES:
            raise AttributeError("class must define a '_type_' attribute which must be\n"
                                 "a single character string containing one of '%s'." % _CODES)
        cls.__ctypes_layout__ = _simple_layout(code, False)
        if _SimpleCData in bases and meta is PyCSimpleType:
            if code in _SWAPPED:
                other = type.__new__(meta, name, bases, dict(namespace))
                other.__ctypes_layout__ = _simple_layout(code, True)
                other.__name__ = name + "_be"
                other.__ctype_be__ = cls.__ctype_be__ = other
                other.__ctype_le__ = cls.__ctype_le__ = cls
            if code in _own_from_param:
                cls.from_param = classmethod(_own_from_param[code])
        return cls

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        code = cls.__ctypes_layout__.code
        if cls.__ctypes_layout__.size < 0:
            raise TypeError("abstract class")
        try:
            return _core.argument(code, value)
        except Exception:
            pass
        if hasattr(value, "_as_parameter_"):
            return cls.from_param(value._as_parameter_)
        raise TypeError("wrong type")


def _simple_layout(code, is_swapped):
    size = _SIZES[code]
    layout = _Layout(size, size, code, is_swapped)
    layout.has_pointer = code in _POINTING
    layout.is_final = True
    return layout


def _points_to(value, code):
    """An array of, or a pointer to, the simple type of this code; or byref of one."""
    if isinstance(value, (Array, _Pointer)):
        item = type(value).__ctypes_layout__.item
        return isinstance(item, PyCSimpleType) and item.__ctypes_layout__.code == code
    return False


def _text_from_param(code, kind, item):
    def from_param(cls, value):
        if value is None:
            return None
        if isinstance(value, kind):
            return _core.argument(code, value)
        if isinstance(value, cls) or _points_to(value, item):
            return value
        if isinstance(value, _CArg):
            target = value._obj
            if isinstance(target, _SimpleCData) and type(target).__ctypes_layout__.code == item:
                return value
        if hasattr(value, "_as_parameter_"):
            return cls.from_param(value._as_parameter_)
        raise TypeError("wrong type")
    return from_param


def _void_from_param(cls, value):
    if value is None:
        return None
    if isinstance(value, int):
        return _core.argument("P", value)
    if isinstance(value, bytes):
        return _core.argument("z", value)
    if isinstance(value, str):
        return _core.argument("Z", value)
    if isinstance(value, cls):
        return value
    if isinstance(value, Array):
        return _core.reference(_address(value), value)
    if isinstance(value, (_Pointer, CFuncPtr)):
        return _core.reference(_load(value, 0, "Q", False), value)
    if isinstance(value, _CArg):
        return value
    if isinstance(value, _SimpleCData) and type(value).__ctypes_layout__.code in "zZ":
        return _core.reference(_load(value, 0, "Q", False), value)
    if hasattr(value, "_as_parameter_"):
        return cls.from_param(value._as_parameter_)
    raise TypeError("wrong type")


_own_from_param = {"z": _text_from_param("z", bytes, "c"), "Z": _text_from_param("Z", str, "u"),
                   "P": _void_from_param}


class _SimpleCData(_CData, metaclass=PyCSimpleType):
    def __init__(self, *value):
        if value:
            if len(value) > 1:
                raise TypeError("__init__ expected at most 1 argument, got %d" % len(value))
            layout = self.__ctypes_layout__
            keep = _store(self, 0, layout.code, layout.is_swapped, value[0])
            if keep is not None:
                self._set_objects(keep)

    def _set_objects(self, keep):
        if self._b_base_ is None:
            self._objects = keep
        else:
            _keep(self, 0, keep)

    @property
    def value(self):
        layout = self.__ctypes_layout__
        return _load(self, 0, layout.code, layout.is_swapped)

    @value.setter
    def value(self, value):
        layout = self.__ctypes_layout__
        keep = _store(self, 0, layout.code, layout.is_swapped, value)
        if keep is not None or layout.has_pointer:
            self._set_objects(keep)

    @value.deleter
    def value(self):
        raise TypeError("can't delete attribute")

    def __bool__(self):
        return any(_core.get(self, 0, self.__ctypes_layout__.size))

    def __repr__(self):
        if not _is_plain(type(self)):
            return "<%s object at %#x>" % (type(self).__name__, id(self))
        return "%s(%r)" % (type(self).__name__, self.value)

    def __ctypes_from_outparam__(self):
        return self.value if _is_plain(type(self)) else self


# ---- structures and unions ----

class CField:
    __slots__ = ("_name", "_type", "_offset", "_size", "_index", "_bits", "_shift", "_text",
                 "_unit")

    def __init__(self, name, cls, offset, size, index, bits=0, shift=0, unit=None):
        self._unit = unit  # of a bit field: where the storage unit begins, its bytes, bits from its lowest
        self._name, self._type, self._offset, self._size = name, cls, offset, size
        self._index, self._bits, self._shift, self._text = index, bits, shift, _text_code(cls)

    @property
    def offset(self):
        return self._offset

    @property
    def size(self):
        return self._bits << 16 | self._shift if self._bits else self._size

    def __repr__(self):
        if self._bits:
            return "<Field type=%s, ofs=%d:%d, bits=%d>" % (self._type.__name__, self._offset, self._shift,
                                                            self._bits)
        return "<Field type=%s, ofs=%d, size=%d>" % (self._type.__name__, self._offset, self._size)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if not isinstance(instance, _Memory):
            raise TypeError("not a ctype instance")
        if self._bits:
            return self._get_bits(instance)
        if self._text:
            return _get_text(self._text, instance, self._offset, self._size)
        return _get(self._type, instance, self._index, self._offset)

    def __set__(self, instance, value):
        if not isinstance(instance, _Memory):
            raise TypeError("not a ctype instance")
        if self._bits:
            self._set_bits(instance, value)
        elif self._text:
            _put_text(self._text, instance, self._offset, self._type.__ctypes_layout__.length, value)
        else:
            _put(self._type, instance, self._index, self._offset, value)

    def __delete__(self, instance):
        raise TypeError("can't delete attribute")

    def _get_bits(self, instance):
        layout = self._type.__ctypes_layout__
        offset, size, shift = self._unit
        unit = int.from_bytes(_core.get(instance, offset, size), "big" if layout.is_swapped else "little")
        value = unit >> shift & (1 << self._bits) - 1
        if layout.code in "bhilq" and value >> self._bits - 1:
            value -= 1 << self._bits
        return bool(value) if layout.code == "?" else value

    def _set_bits(self, instance, value):
        layout = self._type.__ctypes_layout__
        scratch = _raw_bytes(layout.size)
        _store(scratch, 0, layout.code, False, value)
        new = int.from_bytes(_core.get(scratch, 0, layout.size), "little")
        order = "big" if layout.is_swapped else "little"
        offset, size, shift = self._unit
        old = int.from_bytes(_core.get(instance, offset, size), order)
        mask = (1 << self._bits) - 1 << shift
        _core.put(instance, offset, (old & ~mask | new << shift & mask).to_bytes(size, order))


CField.__module__ = "_ctypes"


def _raw_bytes(size):
    return (_scratch_types.get(size) or _scratch_types.setdefault(size, _make_scratch(size)))()


def _make_scratch(size):
    return type("scratch", (_Memory,), {"__ctypes_layout__": _Layout(size, 1, "A")})


_scratch_types = {}


class _AggregateType(_CDataType):
    _is_union = False

    def __new__(meta, name, bases, namespace):
        cls = type.__new__(meta, name, bases, namespace)
        if "_abstract_" in namespace:
            cls.__ctypes_layout__ = _Layout(-1, 1, "S")
            return cls
        parent = _layout_of(cls.__mro__[1])
        layout = cls.__ctypes_layout__ = _Layout(0, 1, "S")
        layout.is_union = meta._is_union
        if parent is not None and parent.size >= 0:
            parent.is_final = True
            layout.size, layout.align, layout.ffi = parent.size, parent.align, parent.ffi
            layout.fields, layout.length = parent.fields, parent.length
            layout.has_pointer, layout.has_bits = parent.has_pointer, parent.has_bits
        if "_fields_" in namespace:
            cls._fields_ = namespace["_fields_"]
        return cls

    def __setattr__(cls, name, value):
        type.__setattr__(cls, name, value)
        if name == "_fields_":
            _lay_out(cls, value, type(cls)._is_union)

    def __delattr__(cls, name):
        if name == "_fields_":
            raise TypeError("can't delete attribute")
        type.__delattr__(cls, name)


class PyCStructType(_AggregateType):
    pass


class UnionType(_AggregateType):
    _is_union = True


def _round_up(number, align):
    return (number + align - 1) // align * align


def _check_field(pair, index):
    """Name, type and bits (0: none) of an entry of _fields_."""
    if not isinstance(pair, tuple) or len(pair) not in (2, 3) or not isinstance(pair[0], str):
        raise TypeError("'_fields_' must be a sequence of (name, C type) pairs")
    name, cls = pair[:2]
    layout = _layout_of(cls)
    if layout is None or layout.size < 0:
        raise TypeError("second item in _fields_ tuple (index %d) must be a C type" % index)
    if len(pair) == 2:
        return name, cls, 0
    bits = pair[2]
    if layout.code not in "cbBhHiIlLqQu?" or not isinstance(cls, PyCSimpleType) or layout.code in "cu":
        raise TypeError("bit fields not allowed for type %s" % cls.__name__)
    if not isinstance(bits, int):
        raise TypeError("'%s' object cannot be interpreted as an integer" % _name(bits))
    if not 0 < bits <= layout.size * 8:
        raise ValueError("number of bits invalid for bit field")
    return name, cls, bits


class _Cursor:
    """Where the next field of a structure goes, as gcc lays them out."""

    def __init__(self, pack, is_big):
        self.pack, self.is_big = pack, is_big
        self.size, self.align, self.offset = 0, 1, 0
        self.bit, self.unit = 0, 0  # in a storage unit of so many bits; 0: in none

    def plain(self, layout):
        align = min(self.pack, layout.align) if self.pack else layout.align
        self.unit = self.bit = 0
        offset = _round_up(self.size, align or 1)
        self.size = offset + layout.size
        self.align = max(self.align, align)
        return offset

    def bits(self, layout, count):
        width = layout.size * 8
        align = min(self.pack, layout.align) if self.pack else layout.align
        if self.unit and self.bit + count <= self.unit and width <= self.unit:
            start = self.offset  # goes on in the unit
        elif self.unit and width > self.unit and self.bit + count <= width:
            start = self.offset  # the unit becomes wider
            self.size = max(self.size, start + layout.size)
            self.unit = width
        else:
            start = self.offset = _round_up(self.size, align or 1)
            self.size = start + layout.size
            self.unit, self.bit = width, 0
        self.align = max(self.align, align)
        shift = self.unit - count - self.bit if self.is_big else self.bit
        self.bit += count
        # A narrower type in a wider unit is told as if it lay at the unit's end.
        told = start + self.unit // 8 - layout.size
        return told, shift, (start, self.unit // 8, shift)


def _lay_out(cls, fields, is_union):
    layout = cls.__dict__.get("__ctypes_layout__")
    if layout is None:
        raise TypeError("ctypes state is not initialized")
    if layout.is_final:
        raise AttributeError("_fields_ is final")
    try:
        pairs = list(fields)
    except TypeError:
        raise TypeError("'_fields_' must be a sequence of pairs") from None
    pack = getattr(cls, "_pack_", 0)
    if not isinstance(pack, int) or pack < 0:
        raise ValueError("_pack_ must be a non-negative integer")
    parent = _layout_of(cls.__mro__[1])
    cursor = _Cursor(pack, hasattr(cls, "_swappedbytes_"))
    made, first = [], 0
    if parent is not None and parent.size > 0:
        cursor.size, cursor.align, first = parent.size, parent.align, parent.length
        layout.has_pointer |= parent.has_pointer
        layout.has_bits |= parent.has_bits
    for index, pair in enumerate(pairs):
        name, item, bits = _check_field(pair, index)
        inner = item.__ctypes_layout__
        inner.is_final = True
        layout.has_pointer |= inner.has_pointer
        layout.has_bits |= inner.has_bits or bits > 0
        if is_union:
            offset, shift = 0, (inner.size * 8 - bits if cursor.is_big and bits else 0)
            unit = (0, inner.size, shift)
            cursor.size = max(cursor.size, inner.size)
            cursor.align = max(cursor.align, min(pack, inner.align) if pack else inner.align)
        elif bits:
            offset, shift, unit = cursor.bits(inner, bits)
        else:
            offset, shift, unit = cursor.plain(inner), 0, None
        field = CField(name, item, offset, inner.size, first + index, bits, shift, unit)
        made.append(field)
        type.__setattr__(cls, name, field)
    layout.size, layout.align = _round_up(cursor.size, cursor.align), cursor.align
    layout.fields = (parent.fields or () if parent is not None else ()) + tuple(made)
    layout.length = len(layout.fields)
    if layout.is_final:
        raise AttributeError("Structure or union cannot contain itself")
    layout.is_final = True
    if not is_union and not layout.has_bits:
        layout.ffi = _struct_type(layout)
    _lift_anonymous(cls)


def _struct_type(layout):
    """What a call needs to know of it; None: it cannot be passed by value."""
    if layout.size > 32:
        return _core.struct_type(layout.size, layout.align, ())
    parts = []
    for field in layout.fields:
        if not _flatten(field._type.__ctypes_layout__, parts):
            return None
    return _core.struct_type(layout.size, layout.align, tuple(parts)) if parts else None


def _flatten(layout, parts):
    if layout.code == "S":
        if layout.ffi is not None:
            parts.append(layout.ffi)
        return layout.ffi is not None
    if layout.code == "A":
        return all(_flatten(layout.item.__ctypes_layout__, parts) for i in range(layout.length))
    parts.append(layout.code)
    return True


def _lift_anonymous(cls):
    """Fields of the anonymous ones become fields of the whole."""
    names = cls.__dict__.get("_anonymous_")
    if names is None:
        return
    try:
        names = list(names)
    except TypeError:
        raise TypeError("_anonymous_ must be a sequence") from None
    for name in names:
        field = getattr(cls, name)
        if not isinstance(field, CField):
            raise AttributeError("'%s' is specified in _anonymous_ but not in _fields_" % name)
        for inner in field._type.__ctypes_layout__.fields or ():
            lifted = getattr(field._type, inner._name)
            if inner._name == name or not isinstance(lifted, CField):
                continue
            for one in [lifted] + [getattr(field._type, n) for n in _lifted_names(field._type)]:
                unit = one._unit and (one._unit[0] + field._offset,) + one._unit[1:]
                type.__setattr__(cls, one._name, CField(one._name, one._type, one._offset + field._offset, one._size,
                                                        one._index, one._bits, one._shift, unit))


def _lifted_names(cls):
    own = {f._name for f in cls.__ctypes_layout__.fields or ()}
    return [n for n, v in vars(cls).items() if isinstance(v, CField) and n not in own]


class _Aggregate(_CData):
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        cls.__ctypes_layout__.is_final = True
        return self

    def __init__(self, *args, **kwargs):
        if args:
            fields = type(self).__ctypes_layout__.fields or ()
            if len(args) > len(fields):
                raise TypeError("too many initializers")
            for field, value in zip(fields, args):
                if field._name in kwargs:
                    raise TypeError("duplicate values for field %r" % field._name)
                setattr(self, field._name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)


_Aggregate.__name__ = "_CData"


class Structure(_Aggregate, metaclass=PyCStructType):
    __slots__ = ()
    _abstract_ = 0


class Union(_Aggregate, metaclass=UnionType):
    __slots__ = ()
    _abstract_ = 0


del Structure._abstract_, Union._abstract_


# ---- arrays ----

class PyCArrayType(_CDataType):
    def __new__(meta, name, bases, namespace):
        cls = type.__new__(meta, name, bases, namespace)
        if _CData in bases:  # Array itself
            cls.__ctypes_layout__ = _Layout(-1, 1, "A")
            return cls
        length = getattr(cls, "_length_", None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if length >= 1 << 63:
            raise OverflowError("The '_length_' attribute is too large")
        item = getattr(cls, "_type_", None)
        if item is None:
            raise AttributeError("class must define a '_type_' attribute")
        inner = _layout_of(item)
        if inner is None or inner.size < 0:
            raise TypeError("_type_ must have storage info")
        if inner.size * length >= 1 << 63:
            raise OverflowError("array too large")
        inner.is_final = True
        layout = cls.__ctypes_layout__ = _Layout(inner.size * length, inner.align, "A")
        layout.item, layout.length, layout.has_pointer = item, length, inner.has_pointer
        if isinstance(item, PyCSimpleType):
            if inner.code == "c":
                cls.value, cls.raw = _char_value, _char_raw
            elif inner.code == "u":
                cls.value = _wide_value
        return cls


def _get_char_value(self):
    return _core.get(self, 0, _core.length(self)).split(b"\0", 1)[0]


def _set_char_value(self, value):
    if not isinstance(value, bytes):
        raise TypeError("bytes expected instead of %s instance" % _name(value))
    if len(value) > _core.length(self):
        raise ValueError("byte string too long")
    _core.put(self, 0, value + b"\0" if len(value) < _core.length(self) else value)


def _get_raw(self):
    return _core.get(self, 0, _core.length(self))


def _set_raw(self, value):
    view = memoryview(value)
    if view.nbytes > _core.length(self):
        raise ValueError("byte string too long")
    _core.put(self, 0, value)


def _no_raw(self):
    raise AttributeError("cannot delete attribute")


def _no_value(self):
    raise TypeError("can't delete attribute")


def _get_wide_value(self):
    text = _core.wstring_at(_address(self), _core.length(self) // 4)
    return text.split("\0", 1)[0]


def _set_wide_value(self, value):
    if not isinstance(value, str):
        raise TypeError("unicode string expected instead of %s instance" % _name(value))
    length = _core.length(self) // 4
    if len(value) > length:
        raise ValueError("string too long")
    _core.put(self, 0, _wide(value + "\0" if len(value) < length else value))


_char_value = property(_get_char_value, _set_char_value, _no_value, "string value")
_char_raw = property(_get_raw, _set_raw, _no_raw, "value")
_wide_value = property(_get_wide_value, _set_wide_value, _no_value, "string value")


class Array(_CData, metaclass=PyCArrayType):
    __slots__ = ()

    def __init__(self, *items):
        for index, value in enumerate(items):
            self[index] = value

    def __len__(self):
        return type(self).__ctypes_layout__.length

    def __getitem__(self, key):
        layout = type(self).__ctypes_layout__
        if isinstance(key, slice):
            indices = range(*key.indices(layout.length))
            return _slice(layout.item, [self[i] for i in indices])
        index = self._index(key, layout)
        return _get(layout.item, self, index, index * layout.item.__ctypes_layout__.size)

    def _index(self, key, layout):
        try:
            index = key.__index__()
        except AttributeError:
            raise TypeError("indices must be integers") from None
        if index < 0:
            index += layout.length
        if not 0 <= index < layout.length:
            raise IndexError("invalid index")
        return index

    def __setitem__(self, key, value):
        layout = type(self).__ctypes_layout__
        if isinstance(key, slice):
            indices = range(*key.indices(layout.length))
            if len(value) != len(indices):
                raise ValueError("Can only assign sequence of same size")
            for index, one in zip(indices, value):
                self[index] = one
            return
        index = self._index(key, layout)
        _put(layout.item, self, index, index * layout.item.__ctypes_layout__.size, value)

    def __delitem__(self, key):
        raise TypeError("Array does not support item deletion")

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


def _slice(item, values):
    code = item.__ctypes_layout__.code if isinstance(item, PyCSimpleType) else ""
    if code == "c":
        return b"".join(values)
    return "".join(values) if code == "u" else values


_array_types = {}


def _array_type(item, length):
    if not isinstance(length, int):
        raise TypeError("can't multiply sequence by non-int of type '%s'" % _name(length))
    if length < 0:
        raise ValueError("Array length must be >= 0, not %d" % length)
    known = _array_types.get((id(item), length))
    if known is not None and (made := known()) is not None and made._type_ is item:
        return made
    if length >= 1 << 63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    made = PyCArrayType("%s_Array_%d" % (item.__name__, length), (Array,),
                        {"_length_": length, "_type_": item, "__module__": _caller()})
    from weakref import ref
    if len(_array_types) > 500:
        for key in [key for key, one in _array_types.items() if one() is None]:
            del _array_types[key]
    _array_types[id(item), length] = ref(made)
    return made


# ---- pointers ----

class PyCPointerType(_CDataType):
    def __new__(meta, name, bases, namespace):
        cls = type.__new__(meta, name, bases, namespace)
        layout = cls.__ctypes_layout__ = _Layout(8, 8, "*")
        layout.has_pointer = True
        if "_type_" in namespace:
            cls._set_item(namespace["_type_"])
        elif _CData in bases:
            layout.size = -1  # _Pointer itself
        return cls

    def _set_item(cls, item):
        if _layout_of(item) is None:
            raise TypeError("_type_ must have storage info")
        cls.__ctypes_layout__.item = item

    def set_type(cls, item):
        cls._set_item(item)
        cls._type_ = item

    def from_param(cls, value):
        if value is None:
            return None
        item = cls.__ctypes_layout__.item
        if item is not None and isinstance(value, item):
            return byref(value)
        if isinstance(value, (Array, _Pointer)):
            inner = type(value).__ctypes_layout__.item
            if item is not None and inner is not None and issubclass(inner, item):
                return value
        return _CDataType.from_param(cls, value)


class _Pointer(_CData, metaclass=PyCPointerType):
    __slots__ = ()

    def __new__(cls, *args):
        if cls.__ctypes_layout__.item is None:
            raise TypeError("Cannot create instance: has no _type_")
        return super().__new__(cls)

    def __init__(self, *value):
        if len(value) > 1:
            raise TypeError("POINTER expected at most 1 argument, got %d" % len(value))
        if value:
            self.contents = value[0]

    def _target(self):
        address = _load(self, 0, "Q", False)
        if not address:
            raise ValueError("NULL pointer access")
        return address

    @property
    def contents(self):
        return _at(type(self).__ctypes_layout__.item, self._target(), self)

    @contents.setter
    def contents(self, value):
        item = type(self).__ctypes_layout__.item
        if not isinstance(value, item) and not (isinstance(value, Array) and
                                                type(value).__ctypes_layout__.item is item):
            raise TypeError("expected %s instead of %s" % (item.__name__, _name(value)))
        _store(self, 0, "P", False, _address(value))
        _keep(self, 1, value)
        _keep(self, 0, _kept(value))

    @contents.deleter
    def contents(self):
        raise TypeError("Pointer does not support item deletion")

    def __bool__(self):
        return _load(self, 0, "Q", False) != 0

    def __getitem__(self, key):
        item = type(self).__ctypes_layout__.item
        if isinstance(key, slice):
            return self._slice(key, item)
        try:
            index = key.__index__()
        except AttributeError:
            raise TypeError("Pointer indices must be integer") from None
        return self._item(item, index)

    def _item(self, item, index):
        size = item.__ctypes_layout__.size
        place = _at(item, self._target() + index * size, self, index)
        return place.value if _is_plain(item) else place

    def _slice(self, key, item):
        step = 1 if key.step is None else key.step.__index__()
        if step == 0:
            raise ValueError("slice step cannot be zero")
        if key.start is None:
            if step < 0:
                raise ValueError("slice start is required for step < 0")
            start = 0
        else:
            start = key.start.__index__()
        if key.stop is None:
            raise ValueError("slice stop is required")
        return _slice(item, [self._item(item, i) for i in range(start, key.stop.__index__(), step)])

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            raise TypeError("Pointer does not support slice assignment")
        item = type(self).__ctypes_layout__.item
        index = key.__index__()
        place = _at(item, self._target() + index * item.__ctypes_layout__.size)
        keep = _assign(item, place, 0, value)
        if keep is not None:
            _keep(self, index, keep)

    def __delitem__(self, key):
        raise TypeError("Pointer does not support item deletion")


_pointer_type_cache = {}


def POINTER(cls):
    try:
        return _pointer_type_cache[cls]
    except KeyError:
        pass
    if isinstance(cls, str):
        made = PyCPointerType("LP_" + cls, (_Pointer,), {"__module__": _caller()})
        _pointer_type_cache[id(made)] = made
        return made
    if not isinstance(cls, type):
        raise TypeError("must be a ctypes type")
    made = PyCPointerType("LP_" + cls.__name__, (_Pointer,), {"_type_": cls, "__module__": _caller()})
    _pointer_type_cache[cls] = made
    return made


def pointer(obj):
    cls = _pointer_type_cache.get(type(obj))
    return (POINTER(type(obj)) if cls is None else cls)(obj)


# ---- functions ----

class PyCFuncPtrType(_CDataType):
    def __new__(meta, name, bases, namespace):
        cls = type.__new__(meta, name, bases, namespace)
        layout = cls.__ctypes_layout__ = _Layout(8, 8, "*")
        layout.has_pointer = True
        if _CData in bases:
            layout.size = -1  # CFuncPtr itself
            return cls
        flags = getattr(cls, "_flags_", None)
        if not isinstance(flags, int):
            raise TypeError("class must define _flags_ which must be an integer")
        layout.flags = flags
        argtypes = getattr(cls, "_argtypes_", None)
        if argtypes is not None:
            if not isinstance(argtypes, tuple):
                raise TypeError("_argtypes_ must be a tuple")
            layout.converters = _converters(argtypes)
            layout.argtypes = argtypes
        if hasattr(cls, "_restype_"):
            restype = cls._restype_
            if restype is not None and _layout_of(restype) is None and not callable(restype):
                raise TypeError("_restype_ must be a type, a callable, or None")
            layout.restype = restype
        return cls


def _converters(argtypes):
    if len(argtypes) > CTYPES_MAX_ARGCOUNT:
        raise ArgumentError("_argtypes_ has too many arguments (%d), maximum is %d" %
                            (len(argtypes), CTYPES_MAX_ARGCOUNT))
    made = []
    for index, one in enumerate(argtypes):
        if not hasattr(one, "from_param"):
            raise TypeError("item %d in _argtypes_ has no from_param method" % (index + 1))
        made.append(one.from_param)
    return tuple(made)


_own_functions = {}


class CFuncPtr(_CData, metaclass=PyCFuncPtrType):
    def __new__(cls, *args, **kwargs):
        if not isinstance(cls.__ctypes_layout__, _Layout) or cls is CFuncPtr:
            raise TypeError("abstract class")
        return super().__new__(cls)

    def __init__(self, what=0, flags=None, *more):
        layout = type(self).__ctypes_layout__
        if isinstance(what, tuple):
            self._from_library(what, flags)
        elif isinstance(what, int):
            _store(self, 0, "P", False, what)
        elif callable(what):
            if layout.argtypes is None:
                raise TypeError("cannot construct instance of this class: no argtypes")
            self._from_callable(what, layout)
        else:
            raise TypeError("argument must be callable or integer function address")

    def _from_library(self, what, flags):
        if len(what) != 2:
            raise TypeError("illegal func_spec argument")
        name, dll = what
        if not isinstance(name, (str, bytes)):
            raise TypeError("function name must be string, bytes object or integer")
        if isinstance(name, bytes):
            name = name.decode()
        address = _core.dlsym(_handle(dll), name)
        if isinstance(address, str):
            raise AttributeError(address)
        _store(self, 0, "P", False, address)
        self._objects = {"0": dll}
        if flags is not None:
            self.__dict__[".paramflags"] = _check_paramflags(flags, type(self).__ctypes_layout__.argtypes)

    def _from_callable(self, function, layout):
        restype = layout.restype
        if restype is None:
            code = None
        elif isinstance(restype, PyCSimpleType):
            code = restype.__ctypes_layout__.code
        else:
            raise TypeError("invalid result type for callback function")
        arguments = tuple(one.__ctypes_layout__.code if _is_plain(one) else one for one in layout.argtypes)
        thunk = _core.closure(function, layout.flags, code, arguments)
        _store(self, 0, "P", False, thunk.address)
        self._objects = {"0": thunk}

    # What was set on this function goes before what the class says.
    @property
    def argtypes(self):
        return self.__dict__.get(".argtypes", type(self).__ctypes_layout__.argtypes)

    @argtypes.setter
    def argtypes(self, value):
        if value is None:
            self.__dict__[".argtypes"] = self.__dict__[".converters"] = None
            return
        try:
            value = value if isinstance(value, (tuple, list)) else tuple(value)
        except TypeError:
            raise TypeError("_argtypes_ must be a sequence of types") from None
        self.__dict__[".converters"] = _converters(value)
        self.__dict__[".argtypes"] = value

    @argtypes.deleter
    def argtypes(self):
        self.__dict__.pop(".argtypes", None)
        self.__dict__.pop(".converters", None)

    @property
    def restype(self):
        return self.__dict__.get(".restype", type(self).__ctypes_layout__.restype)

    @restype.setter
    def restype(self, value):
        if value is not None and _layout_of(value) is None and not callable(value):
            raise TypeError("restype must be a type, a callable, or None")
        self.__dict__[".restype"] = value

    @restype.deleter
    def restype(self):
        self.__dict__.pop(".restype", None)

    @property
    def errcheck(self):
        return self.__dict__.get(".errcheck")

    @errcheck.setter
    def errcheck(self, value):
        if value is not None and not callable(value):
            raise TypeError("the errcheck attribute must be callable")
        self.__dict__[".errcheck"] = value

    @errcheck.deleter
    def errcheck(self):
        self.__dict__.pop(".errcheck", None)

    def __bool__(self):
        return _load(self, 0, "Q", False) != 0

    def __repr__(self):
        return "<%s object at %#x>" % (type(self).__name__, id(self))

    def __call__(self, *args, **kwargs):
        own, layout = self.__dict__, type(self).__ctypes_layout__
        converters = own.get(".converters", layout.converters)
        restype = own.get(".restype", layout.restype)
        given, outs = args, None
        paramflags = own.get(".paramflags")
        if paramflags is not None:
            args, outs = _place(paramflags, args, kwargs)
        elif kwargs:
            raise TypeError("call takes no keyword arguments")
        if converters is not None:
            if len(args) < len(converters):
                raise TypeError("this function takes at least %d argument%s (%d given)" %
                                (len(converters), "" if len(converters) == 1 else "s", len(args)))
            args = _converted(converters, args)
        address = _load(self, 0, "Q", False)
        inside = _own_functions.get(address)
        if inside is not None:
            return inside(*args)
        result = _invoke(address, layout.flags, restype, args)
        errcheck = own.get(".errcheck")
        if errcheck is not None:
            checked = errcheck(result, self, given if outs is None else tuple(args))
            if outs is None or checked is not args:
                return checked
        return result if outs is None or not outs else _results(outs)


def _place(paramflags, given, kwargs):
    """Arguments by paramflags: those that are only put out are made here."""
    args, outs, at, used = [], [], 0, 0
    for flags, name, default, cls in paramflags:
        if flags & 2 and not flags & 1:
            item = cls.__ctypes_layout__.item if isinstance(cls, PyCPointerType) else None
            if item is not None:
                one = item()
                args.append(byref(one))
            else:
                one = cls()
                args.append(one)
            outs.append(one)
            continue
        if flags & 4:
            value = default[0] if default else 0
        elif at < len(given):
            value = given[at]
            at += 1
        elif name is not None and name in kwargs:
            value = kwargs[name]
            used += 1
        elif default:
            value = default[0]
        else:
            raise TypeError("required argument '%s' missing" % name if name else "not enough arguments")
        if flags & 2:
            item = cls.__ctypes_layout__.item if isinstance(cls, PyCPointerType) else None
            if not isinstance(value, _Memory) and item is not None:
                value = item(value)
            outs.append(value)
        args.append(value)
    if at < len(given) or used < len(kwargs):
        raise TypeError("this function takes %d argument%s (%d given)" %
                        (at + used, "" if at + used == 1 else "s", len(given) + len(kwargs)))
    return tuple(args), outs


def _results(outs):
    made = [one.__ctypes_from_outparam__() if isinstance(one, _Memory) else one for one in outs]
    return made[0] if len(made) == 1 else tuple(made)


def _check_paramflags(flags, argtypes):
    if argtypes is None or not isinstance(flags, tuple):
        raise TypeError("paramflags must be a tuple or None")
    if len(flags) != len(argtypes):
        raise ValueError("paramflags must have the same length as argtypes")
    made = []
    for one, cls in zip(flags, argtypes):
        if not isinstance(one, tuple) or not one or not isinstance(one[0], int):
            raise TypeError("paramflags must be a sequence of (int [,string [,value]]) tuples")
        kind = one[0]
        if kind & 3 == 2 and not (isinstance(cls, (PyCPointerType, PyCArrayType)) or
                                  (isinstance(cls, PyCSimpleType) and cls.__ctypes_layout__.code in "zZP")):
            raise TypeError("'out' parameter %d must be a pointer type, not %s" % (len(made) + 1, cls.__name__))
        if kind not in (0, 1, 2, 3, 4, 5):
            raise TypeError("paramflag value %d not supported" % kind)
        made.append((kind or 1, one[1] if len(one) > 1 else None, one[2:3], cls))
    return tuple(made)


def _converted(converters, args):
    made = []
    for value in args:
        position = len(made)
        if position < len(converters):
            try:
                value = converters[position](value)
            except Exception as e:
                error = ArgumentError("argument %d: %s: %s" % (position + 1, type(e).__name__, e))
                raise error from None
        made.append(value)
    return tuple(made)


def _invoke(address, flags, restype, args):
    if restype is None:
        return _core.call(address, flags, None, args)
    layout = _layout_of(restype)
    if layout is None:
        return restype(_core.call(address, flags, "i", args))
    result = _core.call(address, flags, layout.code if _is_plain(restype) else restype, args)
    check = getattr(restype, "_check_retval_", None)
    return result if check is None else check(result)


# ---- functions of the module ----

def sizeof(obj):
    if isinstance(obj, _Memory):
        return _core.length(obj)
    layout = _layout_of(obj)
    if layout is None or layout.size < 0:
        raise TypeError("this type has no size")
    return layout.size


def alignment(obj):
    layout = _layout_of(type(obj) if isinstance(obj, _Memory) else obj)
    if layout is None:
        raise TypeError("no alignment info")
    return layout.align


def addressof(obj):
    if not isinstance(obj, _Memory):
        raise TypeError("invalid type")
    return _address(obj)


def byref(obj, offset=0):
    if not isinstance(obj, _Memory):
        raise TypeError("byref() argument must be a ctypes instance, not '%s'" % _name(obj))
    return _core.reference(_address(obj) + offset, obj)


def resize(obj, size):
    if not isinstance(obj, _Memory):
        raise TypeError("excepted ctypes instance")
    least = type(obj).__ctypes_layout__.size
    if size < least:
        raise ValueError("minimum size is %d" % least)
    if not _core.resize(obj, size):
        raise ValueError("Memory cannot be resized because this object doesn't own it")


def set_errno(value):
    if not isinstance(value, int):
        raise TypeError("an integer is required (got type %s)" % _name(value))
    return _core.set_errno(value)


def dlopen(name, mode=2):
    if name is not None:
        from os import fsencode
        name = fsencode(name)
        if b"\0" in name:
            raise ValueError("embedded null byte")
    return _core.dlopen(name, mode)


def dlsym(handle, name):
    address = _core.dlsym(handle, name)
    if isinstance(address, str):
        raise OSError(address)
    return address


def buffer_info(obj):
    layout = _layout_of(type(obj) if isinstance(obj, _Memory) else obj)
    if layout is None:
        raise TypeError("not a ctypes type or object")
    shape, item = [], type(obj) if isinstance(obj, _Memory) else obj
    while item.__ctypes_layout__.code == "A":
        shape.append(item.__ctypes_layout__.length)
        item = item.__ctypes_layout__.item
    return _format(item), len(shape), tuple(shape)


def _format(cls):
    layout = cls.__ctypes_layout__
    if layout.code == "*":
        return "X{}" if isinstance(cls, PyCFuncPtrType) else "&" + _format(layout.item)
    if layout.code == "S":
        return "B" if layout.is_union or layout.has_bits else \
            "T{%s}" % "".join("%s:%s:" % (_format(f._type), f._name) for f in layout.fields or ())
    return (">" if layout.is_swapped else "<") + layout.code


def call_function(address, args):
    return _core.call(address, FUNCFLAG_CDECL, "i", args)


call_cdeclfunction = call_function


def _address_of_argument(arg):
    if arg is None:
        return 0
    scratch = _raw_bytes(8)
    if isinstance(arg, _CArg):
        return _core.argument_value(arg)
    if isinstance(arg, Array):
        return _address(arg)
    if isinstance(arg, _Memory):
        return _load(arg, 0, "Q", False)
    _store(scratch, 0, "P", False, arg)
    return _load(scratch, 0, "Q", False)


def _cast_target(arg):
    return arg._obj if isinstance(arg, _CArg) else arg


def _cast(address, source, cls):
    source, cls = _cast_target(source), _cast_target(cls)
    layout = _layout_of(cls)
    is_pointer = layout is not None and (isinstance(cls, (PyCPointerType, PyCFuncPtrType)) or
                                         (isinstance(cls, PyCSimpleType) and layout.code in "sPzUZXO"))
    if not is_pointer:
        name = cls.__name__ if isinstance(cls, type) else _name(cls)
        raise TypeError("cast() argument 2 must be a pointer type, not %s" % name)
    result = cls()
    if isinstance(source, _Memory):
        objects = _kept(source)
        if not isinstance(objects, dict):
            objects = {} if objects is None else {id(objects): objects}
            if _core.length(source):
                _root(source)._objects = objects
        result._objects = objects
        objects[id(source)] = source
    _store(result, 0, "P", False, _address_of_argument(address))
    return result


def _string_at(address, size):
    return _core.string_at(_address_of_argument(address), _size_argument(size))


def _wstring_at(address, size):
    return _core.wstring_at(_address_of_argument(address), _size_argument(size))


def _size_argument(size):
    scratch = _raw_bytes(4)
    if isinstance(size, _CArg):
        return _core.argument_value(size)
    if isinstance(size, _Memory):
        return size.value
    _store(scratch, 0, "i", False, size)
    return _load(scratch, 0, "i", False)


_own_functions.update({_cast_addr: _cast, _string_at_addr: _string_at, _wstring_at_addr: _wstring_at})
for _one in (_SimpleCData, Structure, Union, Array, _Pointer, CFuncPtr, PyCSimpleType, PyCStructType, UnionType,
             PyCArrayType, PyCPointerType, PyCFuncPtrType):
    _one.__module__ = "_ctypes"
del _one
