"""What finders and loaders must be able to do."""

from abc import ABCMeta, abstractmethod
from . import machinery as _machinery


class Loader(metaclass=ABCMeta):
    """Loads modules."""

    def create_module(self, spec):
        return None

    def load_module(self, fullname):
        if not hasattr(self, "exec_module"):
            raise ImportError
        return _machinery._FileLoader.load_module(self, fullname)


class MetaPathFinder(metaclass=ABCMeta):
    """Finds modules for sys.meta_path."""

    def invalidate_caches(self):
        pass


class PathEntryFinder(metaclass=ABCMeta):
    """Finds modules in one entry of sys.path."""

    def invalidate_caches(self):
        pass


class ResourceLoader(Loader):
    """Loads any file."""

    @abstractmethod
    def get_data(self, path):
        raise OSError


class InspectLoader(Loader):
    """Knows code and text of modules."""

    def is_package(self, fullname):
        raise ImportError

    def get_code(self, fullname):
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abstractmethod
    def get_source(self, fullname):
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)


class ExecutionLoader(InspectLoader):
    """Knows the file of a module, too."""

    @abstractmethod
    def get_filename(self, fullname):
        raise ImportError


class FileLoader(_machinery._FileLoader, ResourceLoader, ExecutionLoader):
    """Loads modules from files."""


class SourceLoader(ResourceLoader, ExecutionLoader):
    """Loads modules from text."""

    def get_source(self, fullname):
        from .util import decode_source
        return decode_source(self.get_data(self.get_filename(fullname)))


FileLoader.register(_machinery.SourceFileLoader)
SourceLoader.register(_machinery.SourceFileLoader)
InspectLoader.register(_machinery.BuiltinImporter)
InspectLoader.register(_machinery.FrozenImporter)
MetaPathFinder.register(_machinery.BuiltinImporter)
MetaPathFinder.register(_machinery.FrozenImporter)
MetaPathFinder.register(_machinery.PathFinder)
PathEntryFinder.register(_machinery.FileFinder)
