"""Files of compiled code: 16 bytes that say what they were made of, then the code as marshal writes it."""

import marshal as _marshal
import posix as _posix
import posixpath as _path
import sys

MAGIC_NUMBER = b"ouro"
_RAW_MAGIC_NUMBER = int.from_bytes(MAGIC_NUMBER, "little")


def _pack_uint32(value):
    return (int(value) & 0xFFFFFFFF).to_bytes(4, "little")


def _unpack_uint32(data):
    assert len(data) == 4
    return int.from_bytes(data, "little")


def _unpack_uint16(data):
    assert len(data) == 2
    return int.from_bytes(data, "little")


def _code_to_timestamp_pyc(code, mtime=0, source_size=0):
    """The file for code of a source with this time and size."""
    return b"".join((MAGIC_NUMBER, bytes(4), _pack_uint32(mtime), _pack_uint32(source_size), _marshal.dumps(code)))


def _code_to_hash_pyc(code, source_hash, checked=True):
    """The file for code of a source with this hash."""
    assert len(source_hash) == 8
    return b"".join((MAGIC_NUMBER, _pack_uint32(1 | checked << 1), source_hash, _marshal.dumps(code)))


def _classify_pyc(data, name, exc_details):
    """The flags of a file: bit 0 hash instead of time and size, bit 1 the source is looked at."""
    magic = data[:4]
    if magic != MAGIC_NUMBER:
        raise ImportError(f"bad magic number in {name!r}: {magic!r}", **exc_details)
    if len(data) < 16:
        raise EOFError(f"reached EOF while reading pyc header of {name!r}")
    flags = _unpack_uint32(data[4:8])
    if flags & ~3:
        raise ImportError(f"invalid flags {flags!r} in {name!r}", **exc_details)
    return flags


def _validate_timestamp_pyc(data, source_mtime, source_size, name, exc_details):
    if (_unpack_uint32(data[8:12]) != source_mtime & 0xFFFFFFFF or source_size is not None
            and _unpack_uint32(data[12:16]) != source_size & 0xFFFFFFFF):
        raise ImportError(f"bytecode is stale for {name!r}", **exc_details)


def _validate_hash_pyc(data, source_hash, name, exc_details):
    if data[8:16] != source_hash:
        raise ImportError(f"hash in bytecode doesn't match hash of source {name!r}", **exc_details)


def _compile_bytecode(data, name=None, bytecode_path=None, source_path=None):
    """The code in what follows the 16 bytes."""
    try:
        code = _marshal.loads(data)
    except ValueError as error:
        raise ImportError(str(error), name=name, path=bytecode_path) from None
    if not isinstance(code, type(_pack_uint32.__code__)):
        raise ImportError(f"Non-code object in {bytecode_path!r}", name=name, path=bytecode_path)
    return code


def _calc_mode(path):
    """The mode of a file made from this one; always to be written to by its owner."""
    try:
        mode = _posix.stat(path).st_mode
    except OSError:
        mode = 0o666
    return mode | 0o200


def _write_atomic(path, data, mode=0o666):
    """Writes another file that takes the name at once."""
    temporary = f"{path}.{id(path)}"
    descriptor = _posix.open(temporary, _posix.O_EXCL | _posix.O_CREAT | _posix.O_WRONLY, mode & 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        _posix.rename(temporary, path)
    except OSError:
        try:
            _posix.unlink(temporary)
        except OSError:
            pass
        raise


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where the compiled code of a file is kept."""
    if debug_override is not None:
        if optimization is not None:
            raise TypeError("debug_override or optimization must be set to None")
        optimization = "" if debug_override else 1
    head, tail = _path.split(_posix.fspath(path))
    name = tail.rpartition(".")[0] or tail
    optimization = str(sys.flags.optimize or "" if optimization is None else optimization)
    if optimization and not optimization.isalnum():
        raise ValueError(f"{optimization!r} is not alphanumeric")
    file = f"{name}.{sys.implementation.cache_tag}{'.opt-' + optimization if optimization else ''}.pyc"
    if sys.pycache_prefix is not None:
        return _path.join(sys.pycache_prefix, _path.abspath(head).lstrip("/"), file)
    return _path.join(head, "__pycache__", file)


def load(loader, fullname, path):
    """The code of the loader's source from its cache; None when there is none that fits, then also the path and the
    time and size to write one for."""
    cache = cache_from_source(path)
    try:
        status = loader.path_stats(path)
    except OSError:
        return None, None, None
    details = {"name": fullname, "path": cache}
    stamp = int(status["mtime"]), status.get("size")
    try:
        data = loader.get_data(cache)
        flags = _classify_pyc(data, fullname, details)
        if not flags & 1:
            _validate_timestamp_pyc(data, *stamp, fullname, details)
        elif flags & 2:
            from _imp import source_hash
            _validate_hash_pyc(data, source_hash(_RAW_MAGIC_NUMBER, loader.get_data(path)), fullname, details)
        return _compile_bytecode(memoryview(data)[16:], fullname, cache, path), cache, stamp
    except (ImportError, EOFError, OSError):
        return None, cache, stamp


def save(loader, code, path, cache, stamp, size):
    """Leaves the code for the next time, as far as the loader can; CPython's library is not ours to write to."""
    if sys.dont_write_bytecode or cache is None:
        return
    if sys.pycache_prefix is None and sys._stdlib_dir and path.startswith(sys._stdlib_dir + "/"):
        return
    try:
        loader._cache_bytecode(path, cache, _code_to_timestamp_pyc(code, stamp[0], size))
    except (NotImplementedError, ValueError):
        pass


def write(path, data, mode):
    """Writes a cache and the folders above it; silently not where that is not allowed."""
    folder = _path.dirname(path)
    missing = []
    while folder and not _path.isdir(folder):
        missing.append(folder)
        folder = _path.dirname(folder)
    try:
        for folder in reversed(missing):
            _posix.mkdir(folder)
        _write_atomic(path, data, mode)
    except OSError:
        pass
