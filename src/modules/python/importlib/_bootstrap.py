"""What programs ask of the inner part of importing."""

import sys
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, NamespaceLoader
from importlib.util import module_from_spec, spec_from_loader


def _load(spec):
    """Makes the module of a specification, runs it and gives what sys.modules then holds."""
    if spec.loader is None:
        if spec.submodule_search_locations is None:
            raise ImportError("missing loader", name=spec.name)
        spec.loader = NamespaceLoader(spec.name, spec.submodule_search_locations)
    if not hasattr(spec.loader, "exec_module"):
        return spec.loader.load_module(spec.name)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec._initializing = True
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(spec.name, None)
        raise
    finally:
        spec._initializing = False
    module = sys.modules.pop(spec.name)
    sys.modules[spec.name] = module
    return module


_ERR_MSG_PREFIX = "No module named "
_ERR_MSG = _ERR_MSG_PREFIX + "{!r}"


def _exec(spec, module):
    """Runs the module again, where it stands."""
    if sys.modules.get(spec.name) is not module:
        raise ImportError(f"module {spec.name!r} not in sys.modules", name=spec.name)
    spec.loader.exec_module(module)
    return sys.modules.get(spec.name, module)


def _builtin_from_name(name):
    """The native module of this name."""
    spec = BuiltinImporter.find_spec(name)
    if spec is None:
        raise ImportError("no built-in module named " + name)
    return _load(spec)


def _load_module_shim(loader, fullname):
    """What load_module() of loaders does that only have exec_module()."""
    spec = spec_from_loader(fullname, loader)
    if fullname not in sys.modules:
        return _load(spec)
    module = sys.modules[fullname]
    _exec(spec, module)
    return sys.modules[fullname]


def _verbose_message(message, *parts, verbosity=1):
    """What python -v would tell; nobody asks for it here."""
