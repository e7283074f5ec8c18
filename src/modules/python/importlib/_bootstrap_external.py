"""Finders and loaders of files, under the name of the inner part of importing."""

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
