"""Imports go on when a program takes the modules that import out of sys.modules."""
import importlib
import importlib.machinery
import pkgutil
import runpy
import sys
from importlib.machinery import ModuleSpec

kept = sys.modules["importlib"]
for names in (("importlib",), ("importlib.machinery",), ("importlib", "importlib.machinery", "importlib.util")):
    gone = {name: sys.modules.pop(name) for name in names}
    import colorsys
    import importlib
    print(names, importlib is kept, importlib.import_module("colorsys") is colorsys)
    sys.modules.update(gone)
    sys.modules.pop("colorsys", None)
print(sys.modules["importlib"] is kept, [finder.__name__ for finder in sys.meta_path[-3:]])


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "made_up":
            return ModuleSpec(name, Loader())


class Loader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.answer = 42


sys.meta_path.insert(0, Finder)
saved = sys.modules.pop("importlib.machinery")
import made_up
print(made_up.answer, made_up.__spec__.name)
sys.modules["importlib.machinery"] = saved
try:
    import made_up_too
except ModuleNotFoundError as error:
    print(error)
