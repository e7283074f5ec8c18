"""Importing by name. The machinery itself is part of the interpreter."""

import sys as _sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__


def import_module(name, package=None):
    """Import a module; a relative name needs the package to start from."""
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import "
                            f"for {name!r}")
        parts = package.rsplit(".", level - 1)
        if len(parts) < level:
            raise ImportError("attempted relative import beyond top-level package")
        rest = name[level:]
        name = f"{parts[0]}.{rest}" if rest else parts[0]
    __import__(name)
    return _sys.modules[name]


def invalidate_caches():
    """Nothing is cached between imports."""


def reload(module):
    """Run the module's source again in its namespace."""
    if not isinstance(module, type(_sys)):
        raise TypeError("reload() argument must be a module")
    name = module.__name__
    if _sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if str(getattr(module.__spec__, "origin", None)).startswith("<frozen "):
        return module  # part of the program: what lies in its __file__ is CPython's
    with open(module.__file__, "rb") as file:
        source = file.read()
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return _sys.modules[name]
