"""What asyncio has in C in CPython: futures, tasks, and which loop and which task run. It builds on the classes of the
library, and differs from them where a program sees it: no frame of this module is shown in tracebacks."""

import os as _os
from _thread import _local
from weakref import WeakSet as _WeakSet

_all_tasks = _WeakSet()
_current_tasks = {}
_register_task = _all_tasks.add
_unregister_task = _all_tasks.discard


# ---- the running loop -----------------------------------------------------------------------------------

class _Running(_local):
    loop = None
    process = None


_running = _Running()


def _get_running_loop():
    """The loop that runs in this thread, or None; a process that forked has none."""
    loop = _running.loop
    if loop is not None and _running.process == _os.getpid():
        return loop


def _set_running_loop(loop, /):
    _running.loop = loop
    _running.process = _os.getpid()


def get_running_loop():
    """Return the running event loop.  Raise a RuntimeError if there is none."""
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def get_event_loop():
    """The running loop, or the one of the policy."""
    loop = _get_running_loop()
    if loop is None:
        from asyncio.events import get_event_loop_policy
        loop = get_event_loop_policy().get_event_loop()
    return loop


def _get_event_loop(stacklevel=3):
    return get_event_loop()


# ---- the running task -----------------------------------------------------------------------------------

def _enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {current!r}.")
    del _current_tasks[loop]


# ---- futures and tasks ----------------------------------------------------------------------------------

def _make_answers():
    from asyncio.exceptions import InvalidStateError

    class _Answers:
        """The methods of futures that raise what somebody else put there."""

        def result(self):
            state = self._state
            if state == "CANCELLED":
                raise self._make_cancelled_error()
            if state != "FINISHED":
                raise InvalidStateError("Result is not set.")
            self._log_traceback = False
            if self._exception is not None:
                raise self._exception.with_traceback(self._exception_tb)
            return self._result

        def exception(self):
            state = self._state
            if state == "CANCELLED":
                raise self._make_cancelled_error()
            if state != "FINISHED":
                raise InvalidStateError("Exception is not set.")
            self._log_traceback = False
            return self._exception

        def set_result(self, result, /):
            if self._state != "PENDING":
                raise InvalidStateError("invalid state")
            super().set_result(result)

        def set_exception(self, exception, /):
            if self._state != "PENDING":
                raise InvalidStateError("invalid state")
            if isinstance(exception, type):
                exception = exception()
            if not isinstance(exception, BaseException):
                raise TypeError("invalid exception object")
            if type(exception) is StopIteration:
                raise TypeError("StopIteration interacts badly with generators and cannot be raised into a Future")
            super().set_exception(exception)

        def __await__(self):
            if self._state == "PENDING":
                self._asyncio_future_blocking = True
                yield self
                if self._state == "PENDING":
                    raise RuntimeError("await wasn't used with future")
            return self.result()

        __iter__ = __await__

    return _Answers


def _make_future():
    from asyncio.futures import _PyFuture

    class Future(_make_answers(), _PyFuture):
        """A result that is not there yet."""

    return Future


def _make_task():
    from asyncio.exceptions import CancelledError
    from asyncio.futures import _PyFuture, _get_loop
    from asyncio.tasks import _PyTask
    from inspect import isgenerator

    answers = _make_answers()

    class Task(_PyTask):
        """A coroutine that a loop runs."""

        result = answers.result
        exception = answers.exception
        __await__ = __iter__ = answers.__await__

        def set_result(self, result, /):
            raise RuntimeError("Task does not support set_result operation")

        def set_exception(self, exception, /):
            raise RuntimeError("Task does not support set_exception operation")

        def __step(self, exc=None):
            if self._state != "PENDING":
                from asyncio.exceptions import InvalidStateError
                raise InvalidStateError(f"__step(): already done: {self!r} {exc!r}")
            if self._must_cancel:
                if not isinstance(exc, CancelledError):
                    exc = self._make_cancelled_error()
                self._must_cancel = False
            coro, loop = self._coro, self._loop
            self._fut_waiter = None
            _enter_task(loop, self)
            try:
                awaited = coro.send(None) if exc is None else coro.throw(exc)
            except StopIteration as end:
                if self._must_cancel:
                    self._must_cancel = False
                    _PyFuture.cancel(self, msg=self._cancel_message)
                else:
                    _PyFuture.set_result(self, end.value)
            except CancelledError as error:
                self._cancelled_exc = error
                _PyFuture.cancel(self)
            except (KeyboardInterrupt, SystemExit) as error:
                _PyFuture.set_exception(self, error)
                raise
            except BaseException as error:
                _PyFuture.set_exception(self, error)
            else:
                self.__wait_for(awaited)
            finally:
                _leave_task(loop, self)
                self = exc = None

        def __wait_for(self, awaited):
            """What the coroutine gave: a future to wait for, nothing, or something that nobody can wait for."""
            blocking = getattr(awaited, "_asyncio_future_blocking", None)
            if awaited is None:
                self._loop.call_soon(self.__step, context=self._context)
            elif blocking is None:
                where = " for generator" if isgenerator(awaited) else ""
                self.__fail(f"yield was used instead of yield from{where} in task {self!r} with {awaited!r}" if where
                            else f"Task got bad yield: {awaited!r}")
            elif not blocking:
                self.__fail(f"yield was used instead of yield from in task {self!r} with {awaited!r}")
            elif awaited is self:
                self.__fail(f"Task cannot await on itself: {self!r}")
            elif _get_loop(awaited) is not self._loop:
                self.__fail(f"Task {self!r} got Future {awaited!r} attached to a different loop")
            else:
                awaited._asyncio_future_blocking = False
                awaited.add_done_callback(self.__wakeup, context=self._context)
                self._fut_waiter = awaited
                if self._must_cancel and awaited.cancel(msg=self._cancel_message):
                    self._must_cancel = False

        def __fail(self, message):
            self._loop.call_soon(self.__step, RuntimeError(message), context=self._context)

        def __wakeup(self, future):
            try:
                future.result()
            except BaseException as error:
                self.__step(error)
            else:
                self.__step()
            self = None

    return Task


def __getattr__(name):
    """The classes are made when the library asks for them: theirs have to be there first."""
    if name == "Future":
        made = _make_future()
    elif name == "Task":
        made = _make_task()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made.__qualname__ = name
    globals()[name] = made
    return made
