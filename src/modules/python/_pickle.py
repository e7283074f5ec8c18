"""Pickling as CPython's C module reports what goes wrong; the work is done by the library's version in Python."""

import io
import sys
from pickle import (PickleError, PicklingError, UnpicklingError, _Pickler, _Stop, _Unframer, _Unpickler, _getattribute,
                    whichmodule)
from types import FunctionType


for _error in (PickleError, PicklingError, UnpicklingError):
    _error.__module__ = "_pickle"
del _error


class Pickler(_Pickler):
    """Writes objects to a file as a stream of bytes."""

    dispatch = dict(_Pickler.dispatch)

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, "__qualname__", None)
        if name is None:
            name = obj.__name__
        if "<locals>" in name.split("."):
            raise AttributeError(f"Can't pickle local object {name!r}")
        module = whichmodule(obj, name)
        try:
            __import__(module, level=0)
            found = sys.modules[module]
        except (ImportError, KeyError):
            raise PicklingError(f"Can't pickle {obj!r}: import of module {module!r} failed")
        try:
            found, _ = _getattribute(found, name)
        except AttributeError:
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed")
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        _Pickler.save_global(self, obj, name)

    dispatch[FunctionType] = save_global


class Unpickler(_Unpickler):
    """Reads objects from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        if not hasattr(file, "read") or not hasattr(file, "readline"):
            raise TypeError("file must have 'read' and 'readline' attributes")
        super().__init__(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)

    def load(self):
        """Read one object."""
        if not hasattr(self, "_file_read"):
            raise UnpicklingError(f"Unpickler.__init__() was not called by {type(self).__name__}.__init__()")
        self._unframer = unframer = _Unframer(self._file_read, self._file_readline)
        read, readline = unframer.read, unframer.readline

        def read_all(size):
            data = read(size)
            if len(data) < size:
                raise UnpicklingError("pickle data was truncated")
            return data

        def read_line():
            data = readline()
            if data[-1:] != b"\n":
                raise UnpicklingError("pickle data was truncated")
            return data

        self.read, self.readinto, self.readline = read_all, unframer.readinto, read_line
        self.metastack, self.stack, self.proto = [], [], 0
        self.append = self.stack.append
        find = self.dispatch.get
        try:
            while True:
                key = read(1)
                if not key:
                    raise EOFError("Ran out of input")
                handler = find(key[0])
                if handler is None:
                    shown = key.decode("ascii") if 32 <= key[0] < 127 else f"\\x{key[0]:02x}"
                    raise UnpicklingError(f"invalid load key, '{shown}'.")
                handler(self)
        except _Stop as stop:
            return stop.value
        except IndexError as error:
            if str(error) not in ("pop from empty list", "list index out of range"):
                raise
        if self.metastack:
            raise UnpicklingError("unexpected MARK found")
        raise UnpicklingError("could not find MARK" if self.stack else "unpickling stack underflow")

    def find_class(self, module, name):
        try:
            return super().find_class(module, name)
        except AttributeError:
            if module not in sys.modules:
                raise
        raise AttributeError(f"Can't get attribute {name!r} on {sys.modules[module]!r}")


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write a pickled representation of obj to the open file object file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Return the pickled representation of the object as a bytes object."""
    file = io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """Read and return an object from the pickle data stored in a file."""
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """Read and return an object from the given pickle data."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    file = io.BytesIO(data)
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
