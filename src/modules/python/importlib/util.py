"""Helpers for programs that import modules in their own way."""

import sys
import types
import posixpath as _path

from ._bytecode import _RAW_MAGIC_NUMBER, MAGIC_NUMBER, cache_from_source
from .machinery import (
    BuiltinImporter, FrozenImporter, ModuleSpec, SourceFileLoader, SourcelessFileLoader, _file_spec)


def source_hash(source_bytes):
    """Eight bytes that tell texts apart."""
    from _imp import source_hash
    return source_hash(_RAW_MAGIC_NUMBER, source_bytes)


def source_from_cache(path):
    """The file of which this is the bytecode."""
    head, name = _path.split(path)
    head, folder = _path.split(head)
    if folder != "__pycache__":
        raise ValueError(f"__pycache__ not bottom-level directory in {path!r}")
    if name.count(".") not in (2, 3):
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    return _path.join(head, name.partition(".")[0] + ".py")


def decode_source(source_bytes):
    """The text of a source file, as its coding comment says."""
    import io
    import tokenize
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)
    return io.IncrementalNewlineDecoder(None, True).decode(source_bytes.decode(encoding))


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    bits = package.rsplit(".", level - 1)
    if len(bits) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{bits[0]}.{name[level:]}" if name[level:] else bits[0]


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A specification as a loader describes it."""
    if origin is None:
        origin = getattr(loader, "_ORIGIN", None)
    if origin is None and hasattr(loader, "get_filename"):
        return spec_from_file_location(name, loader=loader)
    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


_unset = object()


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_unset):
    """A specification for a file."""
    if location is None:
        try:
            location = loader.get_filename(name)
        except (AttributeError, ImportError):
            location = "<unknown>"
    else:
        import os
        location = _path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith((".py", ".pyc")):
            return None
        loader = (SourceFileLoader if location.endswith(".py") else SourcelessFileLoader)(name, location)
    spec = _file_spec(name, location, loader)
    if submodule_search_locations is _unset:
        try:
            if loader.is_package(name):
                spec.submodule_search_locations = [_path.dirname(location)]
        except (AttributeError, ImportError):
            pass
    else:
        spec.submodule_search_locations = submodule_search_locations
    return spec


def module_from_spec(spec):
    """The module, not executed yet."""
    module = None
    if hasattr(spec.loader, "create_module"):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, "exec_module"):
        raise ImportError("loaders that define exec_module() must also define create_module()")
    if module is None:
        module = types.ModuleType(spec.name)
    elif isinstance(spec.loader, type) and spec.loader in (BuiltinImporter, FrozenImporter):
        return module
    module.__name__ = spec.name
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
        if spec.cached is not None:
            module.__cached__ = spec.cached
    return module


def _find(name, path):
    for finder in sys.meta_path:
        spec = finder.find_spec(name, path, None)
        if spec is not None:
            return spec
    return None


def find_spec(name, package=None):
    """The specification of a module, or None; its packages are imported."""
    full = resolve_name(name, package) if name.startswith(".") else name
    if full in sys.modules:
        module = sys.modules[full]
        if module is None:
            return None
        try:
            spec = module.__spec__
        except AttributeError:
            raise ValueError(f"{name}.__spec__ is not set") from None
        if spec is None:
            raise ValueError(f"{name}.__spec__ is None")
        return spec
    parent = full.rpartition(".")[0]
    if not parent:
        found = _find(full, None)
        return found if found is not None else _embedded(full)
    module = __import__(parent, fromlist=["__path__"])
    try:
        path = module.__path__
    except AttributeError as error:
        raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {full!r}",
                                  name=full) from error
    found = _find(full, path)
    return found if found is not None else _embedded(full)


def _embedded(name):
    """Modules that are part of the program are known once they are imported."""
    if name not in sys.stdlib_module_names and name.partition(".")[0] not in sys.stdlib_module_names:
        return None
    try:
        return __import__(name, fromlist=["*"]).__spec__
    except ImportError:
        return None


class _module_to_load:
    """A module that is in sys.modules unless loading it fails."""

    def __init__(self, name):
        self._name = name

    def __enter__(self):
        module = sys.modules[self._name] = types.ModuleType(self._name)
        return module

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            del sys.modules[self._name]


class _LazyModule(types.ModuleType):
    """A module that is executed when an attribute is asked for."""

    def __getattribute__(self, attr):
        self.__class__ = types.ModuleType
        spec = self.__spec__
        spec.loader.exec_module(self)
        return getattr(self, attr)


class LazyLoader:
    """Puts off what a loader does until the module is used."""

    def __init__(self, loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__class__ = _LazyModule
