"""What one thread needs of threads: locks and local data. ouro runs one thread."""

__all__ = ["get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "Event",
           "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "local", "ThreadError"]

ThreadError = RuntimeError
TIMEOUT_MAX = 9223372036.0


def get_ident():
    return 1


get_native_id = get_ident


class Lock:
    """A lock; waiting for one that is held would never end, and is an error."""

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if self._locked:
            if blocking and timeout < 0:
                raise RuntimeError("deadlock: the only thread waits for a lock that it holds")
            return False
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class RLock:
    """A lock that its owner can take again."""

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class Condition:
    def __init__(self, lock=None):
        self._lock = lock or RLock()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc):
        return self._lock.__exit__(*exc)

    def wait(self, timeout=None):
        if timeout is None:
            raise RuntimeError("deadlock: no other thread can notify")
        return False

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if self._value:
            self._value -= 1
            return True
        if blocking and timeout is None:
            raise RuntimeError("deadlock: no other thread can release")
        return False

    def release(self, n=1):
        self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial = value

    def release(self, n=1):
        if self._value + n > self._initial:
            raise ValueError("Semaphore released too many times")
        self._value += n


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag and timeout is None:
            raise RuntimeError("deadlock: no other thread can set the event")
        return self._flag


class local:
    """Data of the thread: there is one."""


class Thread:
    """A thread that cannot be started."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        self.name = name or "Thread-1"
        self.daemon = bool(daemon)
        self.ident = None

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        raise RuntimeError("can't start new thread: ouro runs one thread (docs/differences.md)")

    def join(self, timeout=None):
        raise RuntimeError("cannot join thread before it is started")

    def is_alive(self):
        return False


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread")
        self.ident = get_ident()

    def is_alive(self):
        return True

    def __repr__(self):
        return "<_MainThread(MainThread, started %d)>" % self.ident


_main = _MainThread()


def current_thread():
    return _main


main_thread = current_thread


def active_count():
    return 1


def enumerate():
    return [_main]
