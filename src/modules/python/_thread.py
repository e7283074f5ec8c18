"""Locks and the data of threads. ouro runs one thread: nobody else can release what it waits for."""

import time as _time

error = RuntimeError
TIMEOUT_MAX = 9223372036.0


def get_ident():
    """The number of this thread."""
    return 1


def get_native_id():
    """The system's number of this thread."""
    from posix import getpid
    return getpid()


def _wait(blocking, timeout):
    """What waiting for a lock comes to that stays locked: False after the time, or an error."""
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return False
    if timeout == -1:
        raise RuntimeError("deadlock: the only thread waits for a lock that it holds")
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    _time.sleep(timeout)
    return False


class lock:
    """A lock. Waiting for one that is held would never end, and is an error."""

    __slots__ = ("_locked", "__weakref__")

    def __new__(cls):
        self = object.__new__(cls)
        self._locked = False
        return self

    def acquire(self, blocking=True, timeout=-1):
        """Lock it; False when that could not be done in time."""
        if self._locked:
            return _wait(blocking, timeout)
        self._locked = True
        return True

    def release(self):
        """Unlock it."""
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        """Is it locked?"""
        return self._locked

    def _at_fork_reinit(self):
        self._locked = False

    acquire_lock, release_lock, locked_lock = acquire, release, locked
    __enter__ = acquire

    def __exit__(self, *exc):
        self.release()

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle {type(self).__qualname__!r} object")

    def __repr__(self):
        return "<%s _thread.lock object at %#x>" % ("locked" if self._locked else "unlocked", id(self))


class RLock:
    """A lock that its owner can take again."""

    __slots__ = ("_depth", "__weakref__")

    def __init__(self):
        self._depth = 0

    def acquire(self, blocking=True, timeout=-1):
        """Lock it once more."""
        self._depth += 1
        return True

    def release(self):
        """Undo one acquire."""
        if not self._depth:
            raise RuntimeError("cannot release un-acquired lock")
        self._depth -= 1

    __enter__ = acquire

    def __exit__(self, *exc):
        self.release()

    def _is_owned(self):
        return self._depth > 0

    def _acquire_restore(self, state):
        self._depth = state[0]

    def _release_save(self):
        if not self._depth:
            raise RuntimeError("cannot release un-acquired lock")
        depth, self._depth = self._depth, 0
        return depth, get_ident()

    def _at_fork_reinit(self):
        self._depth = 0

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle {type(self).__qualname__!r} object")

    def __repr__(self):
        return "<%s %s.%s object owner=%d count=%d at %#x>" % (
            "locked" if self._depth else "unlocked", type(self).__module__, type(self).__qualname__,
            get_ident() if self._depth else 0, self._depth, id(self))


LockType = lock
lock.__module__ = RLock.__module__ = "_thread"


def allocate_lock():
    """A new lock."""
    return lock()


allocate = allocate_lock


class _local:
    """Data of the thread: there is one."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        return object.__new__(cls)


def start_new_thread(function, args, kwargs=None):
    """Refuses: there is one thread."""
    raise RuntimeError("can't start new thread: ouro runs one thread (docs/differences.md)")


start_new = start_new_thread


def exit():
    """Ends the thread."""
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2):
    """Acts as if the signal had arrived."""
    from _signal import raise_signal
    raise_signal(signum)


def stack_size(size=0):
    """The size of the stacks of new threads: the system's."""
    return 0


def _count():
    return 0


def _set_sentinel():
    return lock()


class _ExceptHookArgs(tuple):
    """What threading.excepthook gets: (exc_type, exc_value, exc_traceback, thread)."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def _excepthook(args):
    import sys
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else get_ident()
    print(f"Exception in thread {name}:", file=sys.stderr, flush=True)
    sys.excepthook(args.exc_type, args.exc_value, args.exc_traceback)
