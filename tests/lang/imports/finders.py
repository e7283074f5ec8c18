"""Finders and hooks of a program's own: sys.meta_path, sys.path_hooks, specifications and loaders."""
import importlib
import importlib.abc
import importlib.machinery as machinery
import importlib.util
import sys
import colorsys
import fractions


class Blocker:
    def find_spec(self, name, path, target=None):
        if name == "forbidden":
            raise ImportError("blocked!")
        if name.startswith(("nowhere", "virtual", "sched")):
            print("asked", name, path)


class Virtual(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes modules out of their names."""

    def find_spec(self, name, path, target=None):
        if name.startswith("virtual"):
            return machinery.ModuleSpec(name, self, is_package=name == "virtual")
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.size = len(module.__name__)
        if module.__name__.endswith("bad"):
            raise ValueError("bad one")


class LastResort:
    def find_spec(self, name, path, target=None):
        print("last resort", name)


sys.meta_path.insert(0, Blocker())
try:
    import forbidden
except ImportError as error:
    print(type(error).__name__, error)
sys.meta_path.append(Virtual())
sys.meta_path.append(LastResort())
import sched
import virtual
import virtual.sub
from virtual import other
print(virtual.size, virtual.sub.size, other.size, virtual.__spec__.parent, virtual.sub.__package__)
print(virtual.__path__, virtual.sub.__spec__.submodule_search_locations, type(virtual.__loader__).__name__)
try:
    import virtual.bad
except ValueError as error:
    print(repr(error), "virtual.bad" in sys.modules)
for name in "nowhere", "nowhere.deep", "virtual.sub.deeper":
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        print(error, error.name)
kinds = [getattr(finder, "__name__", type(finder).__name__) for finder in sys.meta_path]
print([kind for kind in kinds if kind != "DistutilsMetaFinder"])
for module in colorsys, sys, sched:
    spec = module.__spec__
    loader = module.__loader__
    print(type(spec).__name__, spec.name, spec.parent == "", spec.has_location,
          getattr(loader, "__name__", type(loader).__name__), spec.loader is loader)
print(colorsys.__spec__.origin == colorsys.__file__, colorsys.__loader__.get_filename("colorsys") == colorsys.__file__)
print(colorsys.__loader__.get_source("colorsys").startswith('"""Conversion'))
print(importlib.util.find_spec("virtual.new").loader is virtual.__loader__, "virtual.new" in sys.modules)
sys.meta_path[:] = sys.meta_path[1:-2]


class Zip:
    """A hook for entries of its own."""

    def __init__(self, entry):
        if not entry.startswith("memory:"):
            raise ImportError("not mine")
        self.entry = entry

    def find_spec(self, name, target=None):
        if name == "from_memory":
            return importlib.util.spec_from_loader(name, self, origin=self.entry)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec("value = 6 * 7\n", module.__dict__)


sys.path_hooks.append(Zip)
sys.path.append("memory:1")
import from_memory
print(from_memory.value, from_memory.__spec__.origin, "memory:1" in sys.path_importer_cache)
import stringprep
print(stringprep.__name__)
sys.meta_path.clear()
try:
    import chunk_of_nothing
except ModuleNotFoundError as error:
    print(error)
