"""What importing consists of: specifications, finders, loaders. The import statement itself is native; these
classes serve programs that look for modules or load files themselves."""

import sys
import posix as _posix
import posixpath as _path

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The suffixes of all files that are modules."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """What is known of a module before it is loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self._cached = None

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __eq__(self, other):
        try:
            return (self.name, self.loader, self.origin, self.submodule_search_locations, self.cached,
                    self.has_location) == (other.name, other.loader, other.origin,
                                           other.submodule_search_locations, other.cached,
                                           other.has_location)
        except AttributeError:
            return NotImplemented

    @property
    def cached(self):
        if self._cached is None and self.origin is not None and self._set_fileattr:
            from importlib.util import cache_from_source
            if self.origin.endswith(".py"):
                self._cached = cache_from_source(self.origin)
        return self._cached

    @cached.setter
    def cached(self, cached):
        self._cached = cached

    @property
    def parent(self):
        if self.submodule_search_locations is None:
            return self.name.rpartition(".")[0]
        return self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)


def _file_spec(name, path, loader, folder=None):
    spec = ModuleSpec(name, loader, origin=path, is_package=folder is not None)
    spec._set_fileattr = True
    if folder is not None:
        spec.submodule_search_locations.append(folder)
    return spec


class _NativeLoader:
    """Modules that are part of the program: importing them is the statement's affair."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if not cls._has(fullname):
            return None
        return ModuleSpec(fullname, cls, origin=cls._origin, is_package=cls.is_package(fullname))

    @staticmethod
    def create_module(spec):
        return __import__(spec.name, fromlist=["*"])

    @staticmethod
    def exec_module(module):
        pass

    @classmethod
    def load_module(cls, fullname):
        return __import__(fullname, fromlist=["*"])

    @classmethod
    def get_code(cls, fullname):
        return None

    @classmethod
    def get_source(cls, fullname):
        return None

    @classmethod
    def is_package(cls, fullname):
        module = sys.modules.get(fullname)
        return hasattr(module, "__path__")


class BuiltinImporter(_NativeLoader):
    """Modules written in C."""

    _origin = "built-in"

    @staticmethod
    def _has(fullname):
        return fullname in sys.builtin_module_names


class FrozenImporter(_NativeLoader):
    """Modules written in Python that are part of the program."""

    _origin = "frozen"

    @staticmethod
    def _has(fullname):
        spec = getattr(sys.modules.get(fullname), "__spec__", None)
        return str(getattr(spec, "origin", "")).startswith("<frozen ")


class _LoaderBasics:
    """What loaders that have get_code() share."""

    def is_package(self, fullname):
        name = _path.basename(self.get_filename(fullname)).rsplit(".", 1)[0]
        return name == "__init__" and fullname.rpartition(".")[2] != "__init__"

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when get_code() returns None")
        exec(code, module.__dict__)

    def load_module(self, fullname):
        from importlib._bootstrap import _load_module_shim
        return _load_module_shim(self, fullname)


class SourceLoader(_LoaderBasics):
    """Modules in texts, wherever those come from."""

    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {"mtime": self.path_mtime(path)}

    def set_data(self, path, data):
        """Nothing is kept unless a loader knows where."""

    def get_source(self, fullname):
        from importlib.util import decode_source
        try:
            return decode_source(self.get_data(self.get_filename(fullname)))
        except OSError as error:
            raise ImportError("source not available through get_data()", name=fullname) from error

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, "exec", dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        from importlib import _bytecode
        path = self.get_filename(fullname)
        code, cache, stamp = _bytecode.load(self, fullname, path)
        if code is None:
            data = self.get_data(path)
            code = self.source_to_code(data, path)
            _bytecode.save(self, code, path, cache, stamp, len(data))
        return code

    def _cache_bytecode(self, source_path, cache_path, data):
        return self.set_data(cache_path, data)


class FileLoader(_LoaderBasics):
    """Modules in files."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def load_module(self, fullname=None):
        from importlib._bootstrap import _load_module_shim
        return _load_module_shim(self, self._own_name(fullname))

    def _own_name(self, name):
        if name is not None and name != self.name:
            raise ImportError(f"loader for {self.name} cannot handle {name}", name=name)
        return self.name

    def get_filename(self, fullname=None):
        self._own_name(fullname)
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()

    def get_resource_reader(self, name):
        from importlib.readers import FileReader
        return FileReader(self)


class SourceFileLoader(FileLoader, SourceLoader):
    """Modules in text files."""

    def path_stats(self, path):
        status = _posix.stat(path)
        return {"mtime": status.st_mtime, "size": status.st_size}

    def set_data(self, path, data, *, _mode=0o666):
        from importlib._bytecode import write
        write(path, data, _mode)

    def _cache_bytecode(self, source_path, bytecode_path, data):
        from importlib._bytecode import _calc_mode
        return self.set_data(bytecode_path, data, _mode=_calc_mode(source_path))


class SourcelessFileLoader(FileLoader):
    """Modules of which only the compiled code is there. That of CPython cannot be loaded."""

    def get_code(self, fullname):
        from importlib import _bytecode
        path = self.get_filename(fullname)
        data = self.get_data(path)
        _bytecode._classify_pyc(data, fullname, {"name": fullname, "path": path})
        return _bytecode._compile_bytecode(memoryview(data)[16:], fullname, path)

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(SourcelessFileLoader):
    """Modules compiled for CPython cannot be loaded."""

    def get_code(self, fullname):
        raise ImportError(f"extension modules cannot be loaded: {self.path!r}", name=fullname, path=self.path)


class NamespaceLoader:
    """Packages of folders without __init__.py."""

    def __init__(self, name, path, path_finder=None):
        self._path = path

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ""

    def get_code(self, fullname):
        return compile("", "<string>", "exec", dont_inherit=True)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass


class FileFinder:
    """Looks for modules in one folder."""

    def __init__(self, path, *loader_details):
        self.path = _path.abspath(path or ".")
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details for suffix in suffixes]

    def __repr__(self):
        return f"FileFinder({self.path!r})"

    def invalidate_caches(self):
        pass

    def find_spec(self, fullname, target=None):
        last = fullname.rpartition(".")[2]
        base = _path.join(self.path, last)
        for suffix, loader in self._loaders:
            file = _path.join(base, "__init__" + suffix)
            if _path.isfile(file):
                return _file_spec(fullname, file, loader(fullname, file), base)
        for suffix, loader in self._loaders:
            if _path.isfile(base + suffix):
                return _file_spec(fullname, base + suffix, loader(fullname, base + suffix))
        if _path.isdir(base):
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):
        def hook(path):
            if not _path.isdir(path or "."):
                raise ImportError("only directories are supported", path=path)
            return cls(path, *loader_details)
        return hook


def _entry_finder(entry):
    """What looks for modules in one entry of sys.path: the first hook's finder that takes it."""
    known = sys.path_importer_cache
    if entry in known:
        return known[entry]
    known[entry] = finder = None  # what a hook imports is not looked for here
    for hook in vars(sys).get("path_hooks") or _default_hooks():
        try:
            finder = hook(entry)
            break
        except ImportError:
            pass
    known[entry] = finder
    return finder


class PathFinder:
    """Looks for modules along sys.path, or the __path__ of a package."""

    @classmethod
    def invalidate_caches(cls):
        """Entries that nobody could read are asked for again."""
        for entry, finder in list(sys.path_importer_cache.items()):
            if finder is None:
                del sys.path_importer_cache[entry]
            elif hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        portions = []
        for entry in sys.path if path is None else path:
            if not isinstance(entry, str):
                continue
            finder = _entry_finder(entry)
            if finder is None:
                continue
            spec = finder.find_spec(fullname)
            if spec is not None and spec.loader is not None:
                return spec
            if spec is not None:
                portions.extend(spec.submodule_search_locations)
        if not portions:
            return None
        spec = ModuleSpec(fullname, NamespaceLoader(fullname, portions), is_package=True)
        spec.submodule_search_locations = portions
        return spec

    @classmethod
    def find_distributions(cls, *args, **kwargs):
        from importlib.metadata import MetadataPathFinder
        return MetadataPathFinder.find_distributions(*args, **kwargs)


class WindowsRegistryFinder:
    """There is no registry here."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


# ---- what the import statement asks of this module ----

def _default_finders():
    """What sys.meta_path is at first: each stands for a step of the native import. Finders that a program
    adds are not asked for what CPython has loaded before a program starts."""
    sys.meta_path = [BuiltinImporter, FrozenImporter, PathFinder]  # for these imports already
    import abc, codecs, importlib._bootstrap, io, os
    return sys.meta_path


def _zip_hook(entry):
    """Entries that are archives, or lie in one."""
    above = entry
    while above and not _path.exists(above):
        above = _path.dirname(above) if above != "/" else ""
    if not _path.isfile(above):
        raise ImportError("not a Zip file", path=entry)
    from zipimport import zipimporter
    return zipimporter(entry)


def _load_from_entry(name, entry):
    """The module that an entry of sys.path has which is no folder, or None."""
    finder = _entry_finder(entry)
    spec = finder.find_spec(name) if finder is not None else None
    if spec is None or spec.loader is None:
        return None
    return _load(spec)


def _default_hooks():
    """What sys.path_hooks is at first."""
    return [_zip_hook, FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES))]


def _load(spec):
    """The module of a finder's specification, made and run, as sys.modules has it afterwards."""
    from importlib._bootstrap import _load as load
    return load(spec)


def _describe(module, origin, file, path, initializing):
    """Gives a module that was imported natively its specification and its loader."""
    name = module.__name__
    if file is not None and not str(origin).startswith("<frozen "):
        spec = _file_spec(name, file, SourceFileLoader(name, file))
    elif origin is None:
        spec = ModuleSpec(name, NamespaceLoader(name, path))
    else:
        spec = ModuleSpec(name, BuiltinImporter if origin == "built-in" else FrozenImporter, origin=origin)
    spec.submodule_search_locations = path
    spec._initializing = initializing
    module.__spec__ = spec
    module.__loader__ = spec.loader


def _describe_loaded():
    """The same for what was imported before this module."""
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        spec = names.get("__spec__")
        if type(spec) is type(sys.implementation):
            _describe(module, spec.origin, names.get("__file__"), spec.submodule_search_locations,
                      spec._initializing)
        elif spec is None and module is sys.modules.get("__main__") and names.get("__loader__", 0) is None:
            module.__loader__ = (SourceFileLoader("__main__", names["__file__"]) if "__file__" in names
                                 else BuiltinImporter)


_describe_loaded()
