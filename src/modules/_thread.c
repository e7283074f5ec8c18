/* _thread: locks, data of threads and their start. The scheduler is src/vm/thread.c; what programs import
 * is the threading module of the standard library, which is written in Python over this. */
#include <math.h>
#include <signal.h>
#include <unistd.h>

#include "gc/weakref.h"
#include "modules/local.h"
#include "os/os.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "types/weakref.h"
#include "vm/thread.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define TIMEOUT_MAX 9223372036.0

struct lock {
    ouro_object base;
    struct ouro_wait_queue queue;
    bool is_locked;
};

struct reentrant_lock {
    ouro_object base;
    struct ouro_wait_queue queue;
    uint64_t owner; /* 0: nobody */
    uint64_t depth;
};

static struct lock *lock_of(ouro_object *self)
{
    return (struct lock *)(void *)self;
}

static struct reentrant_lock *reentrant_of(ouro_object *self)
{
    return (struct reentrant_lock *)(void *)self;
}

static uint64_t current_ident(ouro_runtime *rt)
{
    return ouro_thread_current(rt)->ident;
}

/* ---- waiting --------------------------------------------------------------------------------- */

struct patience {
    bool is_blocking;
    uint64_t deadline; /* 0: none */
};

static bool read_timeout(ouro_runtime *rt, ouro_object *given, double *timeout)
{
    if (is_float(rt, given)) {
        *timeout = ouro_float_value(given);
        if (isnan(*timeout))
            return ouro_raise(rt, EXC_ValueError, "Invalid value NaN (not a number)") != NULL;
    } else {
        ouro_object *index = ouro_index(rt, given);
        int64_t whole = 0;
        bool fits = index && ouro_int_fits_i64(index, &whole);
        *timeout = fits ? (double)whole : 1e300;
        if (!index)
            return false;
        decref(rt, index);
    }
    if (fabs(*timeout) * 1e9 >= 9223372036854775808.0)
        return ouro_raise(rt, EXC_OverflowError,
                          "timestamp too large to convert to C _PyTime_t") != NULL;
    return true;
}

/* acquire(blocking=True, timeout=-1) */
static bool read_patience(ouro_runtime *rt, ouro_object *const *args, size_t count,
                          ouro_object *names, struct patience *patience)
{
    static const char *const parameters[] = {"blocking", "timeout", NULL};
    static const struct ouro_signature signature = {"acquire", parameters, 0, 2};
    ouro_object *given[2];
    double timeout = -1;
    *patience = (struct patience){.is_blocking = true};
    if (ouro_likely(count == 0 && !names))
        return true;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return false;
    int is_blocking = given[0] ? ouro_truth(rt, given[0]) : 1;
    if (is_blocking < 0 || (given[1] && !read_timeout(rt, given[1], &timeout)))
        return false;
    if (!is_blocking && timeout != -1)
        return ouro_raise(rt, EXC_ValueError, "can't specify a timeout for a non-blocking call") != NULL;
    if (timeout < 0 && timeout != -1)
        return ouro_raise(rt, EXC_ValueError, "timeout value must be positive") != NULL;
    if (timeout > TIMEOUT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "timeout value is too large") != NULL;
    patience->is_blocking = is_blocking && timeout != 0;
    if (timeout > 0)
        patience->deadline = ouro_os_clock_ns() + (uint64_t)(timeout * 1e9);
    return true;
}

/* One wait for something that may be taken now: 1 look again, 0 the time is over, -1 an error is set. */
static int wait_once(ouro_runtime *rt, struct ouro_wait_queue *queue, const struct patience *patience)
{
    if (!patience->is_blocking)
        return 0;
    switch (ouro_thread_wait(rt, queue, patience->deadline)) {
    case WAIT_WOKEN:
        return 1;
    case WAIT_TIMED_OUT:
        return 0;
    default:
        return ouro_vm_signals_poll(rt) ? 1 : -1;
    }
}

/* ---- locks ----------------------------------------------------------------------------------- */

/* 1 taken, 0 not, -1 an error is set. */
static int lock_take(ouro_runtime *rt, struct lock *lock, const struct patience *patience)
{
    int status = 1;
    incref(&lock->base);
    while (lock->is_locked && status == 1)
        status = wait_once(rt, &lock->queue, patience);
    if (!lock->is_locked && status >= 0) {
        lock->is_locked = true;
        status = 1;
    }
    decref(rt, &lock->base);
    return status;
}

static void lock_drop(ouro_runtime *rt, struct lock *lock)
{
    lock->is_locked = false;
    ouro_thread_wake(rt, &lock->queue);
}

NATIVE(lock_acquire)
{
    struct patience patience;
    if (!read_patience(rt, args, count, names, &patience))
        return NULL;
    int status = lock_take(rt, lock_of(self), &patience);
    return status < 0 ? NULL : bool_object(rt, status);
}

NATIVE(lock_release)
{
    if (!lock_of(self)->is_locked)
        return ouro_raise(rt, EXC_RuntimeError, "release unlocked lock");
    lock_drop(rt, lock_of(self));
    return rt->none;
}

NATIVE(lock_locked)
{
    return bool_object(rt, lock_of(self)->is_locked);
}

NATIVE(lock_reset)
{
    lock_of(self)->is_locked = false;
    lock_of(self)->queue = (struct ouro_wait_queue){0};
    return rt->none;
}

static ouro_object *lock_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "<%s %s object at %p>", lock_of(self)->is_locked ? "locked" : "unlocked",
                           "_thread.lock", (void *)self);
}

static void plain_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *no_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    return ouro_raise(rt, EXC_TypeError, "cannot create '_thread.%N' instances", cls);
}

static struct ouro_class *lock_class_new(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"acquire", lock_acquire, 0, -1, METHOD_KEYWORDS, "Lock the lock."},
        {"acquire_lock", lock_acquire, 0, -1, METHOD_KEYWORDS, "Lock the lock."},
        {"release", lock_release, 0, 0, 0, "Release the lock."},
        {"release_lock", lock_release, 0, 0, 0, "Release the lock."},
        {"locked", lock_locked, 0, 0, 0, "Return whether the lock is in the locked state."},
        {"locked_lock", lock_locked, 0, 0, 0, "Return whether the lock is in the locked state."},
        {"__enter__", lock_acquire, 0, -1, METHOD_KEYWORDS, "Lock the lock."},
        {"__exit__", lock_release, 0, -1, 0, "Release the lock."},
        {"_at_fork_reinit", lock_reset, 0, 0, 0, NULL},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_thread.lock", NULL, sizeof(struct lock),
                                               OURO_BLOCK_ATOM, OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = plain_dealloc;
    cls->create = no_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = lock_repr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) ? cls : NULL;
}

/* ---- locks that their owner can take again --------------------------------------------------- */

NATIVE(reentrant_acquire)
{
    struct reentrant_lock *lock = reentrant_of(self);
    struct patience patience;
    if (!read_patience(rt, args, count, names, &patience))
        return NULL;
    uint64_t ident = current_ident(rt);
    int status = 1;
    incref(self);
    while (lock->owner && lock->owner != ident && status == 1)
        status = wait_once(rt, &lock->queue, &patience);
    if (status >= 0 && (!lock->owner || lock->owner == ident)) {
        lock->owner = ident;
        lock->depth++;
        status = 1;
    }
    decref(rt, self);
    return status < 0 ? NULL : bool_object(rt, status);
}

static bool owns(ouro_runtime *rt, const struct reentrant_lock *lock)
{
    return lock->depth && lock->owner == current_ident(rt);
}

static void reentrant_free(ouro_runtime *rt, struct reentrant_lock *lock)
{
    lock->owner = 0;
    lock->depth = 0;
    ouro_thread_wake(rt, &lock->queue);
}

NATIVE(reentrant_release)
{
    struct reentrant_lock *lock = reentrant_of(self);
    if (!owns(rt, lock))
        return ouro_raise(rt, EXC_RuntimeError, "cannot release un-acquired lock");
    if (--lock->depth == 0)
        reentrant_free(rt, lock);
    return rt->none;
}

NATIVE(reentrant_is_owned)
{
    return bool_object(rt, owns(rt, reentrant_of(self)));
}

/* What Condition.wait needs: lets go of all levels and says how many they were. */
NATIVE(reentrant_release_save)
{
    struct reentrant_lock *lock = reentrant_of(self);
    if (!lock->depth)
        return ouro_raise(rt, EXC_RuntimeError, "cannot release un-acquired lock");
    ouro_object *depth = ouro_int_new(rt, (int64_t)lock->depth);
    ouro_object *owner = depth ? ouro_int_new(rt, (int64_t)lock->owner) : NULL;
    ouro_object *state = owner ? ouro_tuple_pack(rt, 2, depth, owner) : NULL;
    xdecref(rt, depth);
    xdecref(rt, owner);
    if (state)
        reentrant_free(rt, lock);
    return state;
}

NATIVE(reentrant_acquire_restore)
{
    struct reentrant_lock *lock = reentrant_of(self);
    int64_t depth, owner;
    if (!is_tuple(rt, args[0]) || tuple_length(args[0]) != 2)
        return ouro_raise(rt, EXC_TypeError, "_acquire_restore() needs what _release_save() returned");
    if (!ouro_int_as_i64(rt, tuple_at(args[0], 0), &depth) ||
        !ouro_int_as_i64(rt, tuple_at(args[0], 1), &owner))
        return NULL;
    const struct patience patience = {.is_blocking = true};
    incref(self);
    int status = 1;
    while (lock->owner && status == 1)
        status = wait_once(rt, &lock->queue, &patience);
    if (status == 1) {
        lock->owner = (uint64_t)owner;
        lock->depth = (uint64_t)depth;
    }
    decref(rt, self);
    return status == 1 ? rt->none : NULL;
}

NATIVE(reentrant_reset)
{
    struct reentrant_lock *lock = reentrant_of(self);
    lock->owner = lock->depth = 0;
    lock->queue = (struct ouro_wait_queue){0};
    return rt->none;
}

static ouro_object *reentrant_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct reentrant_lock *lock = reentrant_of(self);
    const struct ouro_class *cls = class_of(rt, self);
    return ouro_str_format(rt, "<%s %s%N object owner=%llu count=%llu at %p>",
                           lock->depth ? "locked" : "unlocked",
                           cls->core.flags & OURO_TYPE_HEAP ? "" : "_thread.", cls,
                           (unsigned long long)lock->owner, (unsigned long long)lock->depth,
                           (void *)self);
}

static ouro_object *reentrant_create(ouro_runtime *rt, struct ouro_class *cls,
                                     ouro_object *const *args, size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct reentrant_lock *lock = reentrant_of(self);
    lock->queue = (struct ouro_wait_queue){0};
    lock->owner = lock->depth = 0;
    return self;
}

static struct ouro_class *reentrant_class_new(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"acquire", reentrant_acquire, 0, -1, METHOD_KEYWORDS, "Lock the lock."},
        {"release", reentrant_release, 0, 0, 0, "Release the lock."},
        {"_is_owned", reentrant_is_owned, 0, 0, 0, NULL},
        {"_release_save", reentrant_release_save, 0, 0, 0, NULL},
        {"_acquire_restore", reentrant_acquire_restore, 1, 1, 0, NULL},
        {"__enter__", reentrant_acquire, 0, -1, METHOD_KEYWORDS, "Lock the lock."},
        {"__exit__", reentrant_release, 0, -1, 0, "Release the lock."},
        {"_at_fork_reinit", reentrant_reset, 0, 0, 0, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "_thread.RLock", NULL, sizeof(struct reentrant_lock), OURO_BLOCK_ATOM,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = plain_dealloc;
    cls->create = reentrant_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = reentrant_repr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) ? cls : NULL;
}

/* ---- starting and ending --------------------------------------------------------------------- */

NATIVE(start_new_thread)
{
    if (!ouro_is_callable(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "first arg must be callable");
    if (!is_tuple(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "2nd arg must be a tuple");
    if (count > 2 && !is_dict(rt, args[2]))
        return ouro_raise(rt, EXC_TypeError, "optional 3rd arg must be a dictionary");
    uint64_t ident = ouro_thread_start(rt, args[0], args[1], count > 2 ? args[2] : NULL);
    return ident ? ouro_int_new(rt, (int64_t)ident) : NULL;
}

NATIVE(thread_exit)
{
    ouro_object *error = ouro_call0(rt, (ouro_object *)builtin_class(rt, EXC_SystemExit));
    if (error)
        ouro_error_restore(rt, error);
    return NULL;
}

NATIVE(get_ident)
{
    return ouro_int_new(rt, (int64_t)current_ident(rt));
}

/* All run on the same thread of the system. */
NATIVE(get_native_id)
{
    return ouro_int_new(rt, getpid());
}

NATIVE(thread_count)
{
    return ouro_int_new(rt, (int64_t)ouro_thread_count(rt));
}

NATIVE(interrupt_main)
{
    int64_t number = SIGINT;
    if (count > 0 && !ouro_int_as_i64(rt, args[0], &number))
        return NULL;
    if (number < 1 || number > 64)
        return ouro_raise(rt, EXC_ValueError, "signal number out of range");
    ouro_vm_interrupt(rt->vm, (int)number);
    return rt->none;
}

NATIVE(stack_size)
{
    int64_t size, old = (int64_t)ouro_thread_stack_size(rt);
    enum { SIZE_MIN = 32 << 10 };
    if (count > 0) {
        if (!ouro_int_as_i64(rt, args[0], &size))
            return NULL;
        if (size < 0)
            return ouro_raise(rt, EXC_ValueError, "size must be 0 or a positive value");
        if (size && size < SIZE_MIN)
            return ouro_raise(rt, EXC_ValueError, "size not valid: %lld bytes", (long long)size);
        ouro_thread_stack_size_set(rt, (size_t)size);
    }
    return ouro_int_new(rt, old);
}

#define LOCK_STATE "_thread.lock"

NATIVE(allocate_lock)
{
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_vm_state_peek(rt, LOCK_STATE);
    ouro_object *lock = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (lock) {
        lock_of(lock)->queue = (struct ouro_wait_queue){0};
        lock_of(lock)->is_locked = false;
    }
    return lock;
}

/* A lock that the end of the running thread releases. */
NATIVE(set_sentinel)
{
    ouro_object *lock = allocate_lock(rt, self, NULL, 0, NULL);
    ouro_object *watch =
        lock ? ouro_weakref_new(rt, builtin_class(rt, TYPE_WEAKREF), lock, NULL) : NULL;
    if (!watch) {
        xdecref(rt, lock);
        return NULL;
    }
    setref_take(rt, &ouro_thread_current(rt)->sentinel, watch);
    return lock;
}

static void at_thread_end(ouro_runtime *rt, struct ouro_thread *thread)
{
    ouro_local_forget(rt, thread->ident);
    if (!thread->sentinel)
        return;
    ouro_object *lock = ouro_weakref_get((struct ouro_weakref *)(void *)thread->sentinel);
    if (!lock)
        return;
    if (lock_of(lock)->is_locked)
        lock_drop(rt, lock_of(lock));
    decref(rt, lock);
}

/* ---- exceptions that nobody caught ------------------------------------------------------------ */

static bool write_text(ouro_runtime *rt, ouro_object *file, ouro_object *text)
{
    ouro_object *write = text ? ouro_getattr_text(rt, file, "write") : NULL;
    ouro_object *result = write ? ouro_call1(rt, write, text) : NULL;
    xdecref(rt, write);
    xdecref(rt, text);
    xdecref(rt, result);
    return result != NULL;
}

static int getattr_text_optional(ouro_runtime *rt, ouro_object *object, const char *text,
                                 ouro_object **value)
{
    ouro_object *name = ouro_str_from(rt, text);
    int found = name ? ouro_getattr_optional(rt, object, name, value) : -1;
    xdecref(rt, name);
    return found;
}

/* What the thread is called, owned; without a thread object its number is its name. */
static ouro_object *name_of(ouro_runtime *rt, ouro_object *thread)
{
    ouro_object *name = NULL;
    if (thread != rt->none && getattr_text_optional(rt, thread, "_name", &name) < 0)
        ouro_error_clear(rt);
    if (name)
        return name;
    ouro_object *number = ouro_int_new(rt, (int64_t)current_ident(rt));
    name = number ? ouro_str(rt, number) : NULL;
    xdecref(rt, number);
    return name;
}

/* threading.excepthook: args is (type, value, traceback, thread). */
NATIVE(excepthook)
{
    if (!is_tuple(rt, args[0]) || tuple_length(args[0]) < 4)
        return ouro_raise(rt, EXC_TypeError,
                          "_thread.excepthook argument type must be ExceptHookArgs");
    ouro_object *value = tuple_at(args[0], 1), *thread = tuple_at(args[0], 3);
    if (tuple_at(args[0], 0) == (ouro_object *)builtin_class(rt, EXC_SystemExit))
        return rt->none;
    ouro_object *file = xnewref(ouro_vm_sys_peek(rt, rt->name_stderr));
    if (!file || file == rt->none) {
        if (thread == rt->none)
            return rt->none;
        xdecref(rt, file);
        file = ouro_getattr_text(rt, thread, "_stderr");
        if (!file || file == rt->none)
            return file;
    }
    ouro_object *name = name_of(rt, thread);
    bool is_written =
        name && write_text(rt, file, ouro_str_format(rt, "Exception in thread %S:\n", name));
    xdecref(rt, name);
    if (is_written && value != rt->none)
        ouro_vm_print_exception_to(rt, value, file);
    decref(rt, file);
    return is_written ? rt->none : NULL;
}

/* ---- the module ------------------------------------------------------------------------------ */

static bool add_hook_class(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"exc_type", "exc_value", "exc_traceback", "thread", NULL};
    ouro_object *cls = ouro_struct_sequence_class_new(rt, "_thread._ExceptHookArgs", fields, 4);
    bool is_added = cls && ouro_module_add(rt, module, "_ExceptHookArgs", cls);
    xdecref(rt, cls);
    return is_added;
}

static const struct ouro_method functions[] = {
    {"allocate_lock", allocate_lock, 0, 0, 0, "Create a new lock object."},
    {"allocate", allocate_lock, 0, 0, 0, "Create a new lock object."},
    {"_set_sentinel", set_sentinel, 0, 0, 0, NULL},
    {"start_new_thread", start_new_thread, 2, 3, 0, "Start a new thread and return its identifier."},
    {"start_new", start_new_thread, 2, 3, 0, "Start a new thread and return its identifier."},
    {"exit", thread_exit, 0, 0, 0, "Raise SystemExit: the thread ends silently unless it is caught."},
    {"exit_thread", thread_exit, 0, 0, 0, "Synonym for exit()."},
    {"get_ident", get_ident, 0, 0, 0, "A number that no other running thread has."},
    {"get_native_id", get_native_id, 0, 0, 0, "The number the system gives the thread."},
    {"interrupt_main", interrupt_main, 0, 1, 0, "Simulate the arrival of a signal."},
    {"stack_size", stack_size, 0, 1, 0, "The stack size of threads started from now on."},
    {"_count", thread_count, 0, 0, 0, "How many started threads have not ended."},
    {"_excepthook", excepthook, 1, 1, 0, "Handle an exception that a thread did not catch."},
    {0},
};

bool ouro_module__thread_init(ouro_runtime *rt, ouro_object *module)
{
    if (!ouro_threads_get(rt))
        return false;
    struct ouro_class *lock = lock_class_new(rt);
    struct ouro_class *reentrant = lock ? reentrant_class_new(rt) : NULL;
    struct ouro_class *local = reentrant ? ouro_local_class_new(rt) : NULL;
    ouro_object *limit = local ? ouro_float_new(rt, TIMEOUT_MAX) : NULL;
    bool is_good = limit && ouro_module_add(rt, module, "TIMEOUT_MAX", limit) &&
                   ouro_module_add_class(rt, module, reentrant) &&
                   ouro_module_add_class(rt, module, local) &&
                   ouro_module_add(rt, module, "error",
                                   (ouro_object *)builtin_class(rt, EXC_RuntimeError)) &&
                   ouro_vm_state_set(rt, LOCK_STATE, &lock->core.base) &&
                   ouro_module_add(rt, module, "LockType", &lock->core.base) &&
                   add_hook_class(rt, module) &&
                   ouro_module_add_functions(rt, module, functions);
    xdecref(rt, limit);
    if (is_good)
        ouro_thread_end_hook_set(rt, at_thread_end);
    return is_good;
}
