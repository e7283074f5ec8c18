"""Finders and loaders of files, under the name of the inner part of importing."""

from posix import stat as _path_stat

from importlib._bytecode import (
    MAGIC_NUMBER, _RAW_MAGIC_NUMBER, _calc_mode, _classify_pyc, _code_to_hash_pyc, _code_to_timestamp_pyc,
    _compile_bytecode, _pack_uint32, _unpack_uint16, _unpack_uint32, _validate_hash_pyc,
    _validate_timestamp_pyc, _write_atomic)
from importlib.machinery import *
from importlib.machinery import (
    BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, PathFinder,
    FileLoader, SourceFileLoader, SourceLoader, SourcelessFileLoader, _LoaderBasics)
from importlib.util import cache_from_source, decode_source, source_from_cache, \
    spec_from_file_location


def _find_module_shim(self, fullname):
    """find_module() of finders of the old kind."""
    loader, _ = self.find_loader(fullname)
    return loader


path_sep = path_separators = "/"


def _path_join(*parts):
    """The parts that are not empty, with one separator between them."""
    return path_sep.join([part.rstrip(path_sep) for part in parts if part])


def _path_split(path):
    """The folder and the name."""
    folder, separator, name = path.rpartition(path_sep)
    return folder if separator else "", name


def _fix_up_module(names, name, file, cached=None):
    """Gives the namespace of a module that somebody else has made what importing gives."""
    loader = names.get("__loader__") or SourceFileLoader(name, file)
    if not names.get("__spec__"):
        names["__spec__"] = spec_from_file_location(name, file, loader=loader)
        if cached:
            names["__spec__"].cached = cached
    names["__loader__"] = loader
    names["__file__"] = file
    if cached:
        names["__cached__"] = cached
