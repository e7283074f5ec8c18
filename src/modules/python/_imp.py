"""What is asked of the import system: native modules, frozen ones, its lock."""

import sys as _sys
from _thread import RLock as _RLock

check_hash_based_pycs = "default"
_lock = _RLock()


def acquire_lock():
    """Keep other threads from importing through this lock."""
    _lock.acquire()


def release_lock():
    """Let them again."""
    try:
        _lock.release()
    except RuntimeError:
        raise RuntimeError("not holding the import lock") from None


def lock_held():
    """Whether somebody holds the lock."""
    if _lock._is_owned():
        return True
    if _lock.acquire(False):
        _lock.release()
        return False
    return True


def extension_suffixes():
    """No file extends the interpreter."""
    return []


def is_builtin(name, /):
    """1 for a native module, -1 for one that cannot be made again, 0 for any other."""
    if name in ("builtins", "sys"):
        return -1
    return int(name in _sys.builtin_module_names)


def create_builtin(spec, /):
    """The native module of this specification."""
    if not is_builtin(spec.name):
        return None
    return __import__(spec.name)


def exec_builtin(module, /):
    """Native modules are complete once they are made."""
    return 0


def is_frozen(name, /):
    """No frozen code is to be had."""
    return False


def is_frozen_package(name, /):
    raise ImportError("No such frozen object named %s" % name, name=name)


get_frozen_object = is_frozen_package


def find_frozen(name, /, *, withdata=False):
    return None


def init_frozen(name, /):
    return None


def _frozen_module_names():
    return []


def _override_frozen_modules_for_tests(override, /):
    """Nothing is frozen, so nothing changes."""


def _fix_co_filename(code, path, /):
    """The name under which code was compiled stays; the import statement gives cached code that of its file."""


def source_hash(key, source):
    """SipHash-1-3 of the source, which names what a cached file was made from."""
    mask = (1 << 64) - 1
    state = [key ^ 0x736f6d6570736575, 0x646f72616e646f6d, key ^ 0x6c7967656e657261,
             0x7465646279746573]

    def turn(value, bits):
        return (value << bits | value >> 64 - bits) & mask

    def mix():
        a, b, c, d = state
        a = a + b & mask
        b = turn(b, 13) ^ a
        a = turn(a, 32)
        c = c + d & mask
        d = turn(d, 16) ^ c
        a = a + d & mask
        d = turn(d, 21) ^ a
        c = c + b & mask
        b = turn(b, 17) ^ c
        state[:] = a, b, turn(c, 32), d

    source = bytes(source)
    rest = len(source) % 8
    whole = len(source) - rest
    words = [int.from_bytes(source[i:i + 8], "little") for i in range(0, whole, 8)]
    words.append(int.from_bytes(source[whole:], "little") | (len(source) & 255) << 56)
    for word in words:
        state[3] ^= word
        mix()
        state[0] ^= word
    state[2] ^= 255
    for _ in range(3):
        mix()
    a, b, c, d = state
    return (a ^ b ^ c ^ d).to_bytes(8, "little")
