"""A traceback through a loader: CPython prints lines of <frozen importlib._bootstrap> as well."""
import importlib.machinery
import sys


class Finder:
    def find_spec(self, name, path, target=None):
        if name == "broken_module":
            return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        raise ValueError("cannot be run")


sys.meta_path.append(Finder())
import broken_module
