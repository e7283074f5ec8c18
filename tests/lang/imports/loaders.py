"""What importlib.abc offers to loaders: texts that come from elsewhere, files, resources."""
import importlib
import importlib.abc
import importlib.machinery as machinery
import importlib.util
import os
import sys
import tempfile

TEXTS = {"made_up": "value = 3\ndef where():\n    return __name__, __file__, __package__\n",
         "made_up_pkg": "from . import inner\n", "made_up_pkg.inner": "depth = __name__.count('.')\n"}


class TextLoader(importlib.abc.SourceLoader):
    def __init__(self, name):
        self.name = name

    def get_filename(self, name):
        return f"/made/up/{name}" + ("/__init__.py" if name == "made_up_pkg" else ".py")

    def get_data(self, path):
        if path.endswith(".pyc"):
            raise OSError(path)
        return TEXTS[self.name].encode()


class TextFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in TEXTS:
            return importlib.util.spec_from_loader(name, TextLoader(name))


sys.meta_path.append(TextFinder())
import made_up
import made_up_pkg
print(made_up.value, made_up.where())
print(made_up_pkg.inner.depth, made_up_pkg.__path__, made_up_pkg.inner.__package__)
print(made_up.__loader__.is_package("made_up"), made_up_pkg.__loader__.is_package("made_up_pkg"))
print(made_up.__loader__.get_source("made_up").splitlines()[0])
print(isinstance(made_up.__loader__, importlib.abc.Loader), issubclass(machinery.PathFinder, importlib.abc.MetaPathFinder))
for name in sorted(vars(importlib.abc)):
    value = getattr(importlib.abc, name)
    if isinstance(value, type) and value.__module__.startswith("importlib"):
        print(name, sorted(getattr(value, "__abstractmethods__", ())))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "by_file.py")
    with open(path, "w") as file:
        file.write("import sys\nlist.append(sys.argv, 1) if 0 else None\nx = [__name__, __spec__.name]\n")
    spec = importlib.util.spec_from_file_location("by_file_name", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(module.x, "by_file_name" in sys.modules, module.__file__ == path, module.__spec__ is spec)
    loader = machinery.SourceFileLoader("by_file", path)
    print(loader.get_filename("by_file") == path, loader.is_package("by_file"), loader.name)
    print(loader.get_data(path).count(b"\n"), sorted(loader.path_stats(path)))
    try:
        loader.get_filename("another")
    except ImportError as error:
        print(error)
    sys.path.insert(0, folder)
    package = os.path.join(folder, "with_data")
    os.mkdir(package)
    for name, text in ("__init__.py", ""), ("words.txt", "one two\n"):
        with open(os.path.join(package, name), "w") as file:
            file.write(text)
    import pkgutil
    print(pkgutil.get_data("with_data", "words.txt"))
    from importlib import resources
    print(resources.files("with_data").joinpath("words.txt").read_text())
    print(sorted(info.name for info in pkgutil.iter_modules([folder])))
    by_file = importlib.import_module("by_file")
    with open(path, "w") as file:
        file.write("x = 'again, and longer'\n")
    importlib.invalidate_caches()
    print(importlib.reload(by_file) is by_file, by_file.x)
    sys.path.remove(folder)
