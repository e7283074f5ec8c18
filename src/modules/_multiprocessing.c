/* _multiprocessing and _posixshmem: semaphores and memory that processes share by name. */
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/float.h"
#include "vm/thread_pause.h"

enum kind { RECURSIVE_MUTEX, SEMAPHORE };
enum { VALUE_MAX = SEM_VALUE_MAX };

struct semlock {
    ouro_object base;
    sem_t *handle; /* NULL: never opened */
    ouro_object *name;
    int64_t kind, value_max, count; /* count: how often this process has it */
    uint64_t owner;                 /* the thread that took it last */
};

static struct semlock *semlock_of(ouro_object *object)
{
    return (struct semlock *)(void *)object;
}

static uint64_t thread_ident(ouro_runtime *rt)
{
    return rt->vm->threads ? ouro_thread_current(rt)->ident : (uint64_t)pthread_self();
}

static bool is_mine(ouro_runtime *rt, const struct semlock *s)
{
    return s->count > 0 && s->owner == thread_ident(rt);
}

/* ---- life ------------------------------------------------------------------------------------ */

/* handle: taken over, also when it fails. */
static ouro_object *semlock_new(ouro_runtime *rt, struct ouro_class *cls, sem_t *handle, int kind,
                                int value_max, ouro_object *name)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self) {
        sem_close(handle);
        return NULL;
    }
    struct semlock *s = semlock_of(self);
    s->handle = handle;
    s->kind = kind;
    s->value_max = value_max;
    s->name = name == rt->none ? NULL : xnewref(name);
    return self;
}

static const char *read_name(ouro_runtime *rt, ouro_object *object, const char *function, int position,
                             ouro_object **owner)
{
    size_t size;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s() argument %d must be str, not %W", function, position,
                          object);
    const char *text = ouro_str_utf8(rt, object, &size, owner);
    if (text && strlen(text) != size) {
        clearref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "embedded null character");
    }
    return text;
}

static ouro_object *semlock_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *out[5], *owner = NULL;
    int kind, value, value_max;
    BIND("SemLock", 5, 5, out, "kind", "value", "maxvalue", "name", "unlink");
    if (!ouro_posix_int(rt, out[0], &kind) || !ouro_posix_int(rt, out[1], &value) ||
        !ouro_posix_int(rt, out[2], &value_max))
        return NULL;
    const char *name = read_name(rt, out[3], "SemLock", 4, &owner);
    int unlinks = name ? ouro_truth(rt, out[4]) : -1;
    if (unlinks >= 0 && kind != RECURSIVE_MUTEX && kind != SEMAPHORE) {
        ouro_raise(rt, EXC_ValueError, "unrecognized kind");
        unlinks = -1;
    }
    sem_t *handle = unlinks < 0 ? SEM_FAILED : sem_open(name, O_CREAT | O_EXCL, 0600, (unsigned)value);
    if (unlinks >= 0 && (handle == SEM_FAILED || (unlinks && sem_unlink(name) < 0)))
        ouro_raise_errno(rt, errno, NULL);
    xdecref(rt, owner);
    if (rt->error) {
        if (handle != SEM_FAILED)
            sem_close(handle);
        return NULL;
    }
    return semlock_new(rt, cls, handle, kind, value_max, unlinks ? NULL : out[3]);
}

NATIVE(semlock_rebuild)
{
    int kind, value_max;
    ouro_object *owner = NULL;
    if (!ouro_posix_int(rt, args[1], &kind) || !ouro_posix_int(rt, args[2], &value_max))
        return NULL;
    if (args[3] == rt->none)
        return ouro_raise(rt, EXC_ValueError, "a semaphore without a name cannot be rebuilt");
    const char *name = read_name(rt, args[3], "_rebuild", 4, &owner);
    sem_t *handle = name ? sem_open(name, 0) : SEM_FAILED;
    if (name && handle == SEM_FAILED)
        ouro_raise_errno(rt, errno, NULL);
    xdecref(rt, owner);
    if (handle == SEM_FAILED)
        return NULL;
    return semlock_new(rt, (struct ouro_class *)(void *)self, handle, kind, value_max, args[3]);
}

static void semlock_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (semlock_of(self)->handle)
        sem_close(semlock_of(self)->handle);
    clearref(runtime_of(heap), &semlock_of(self)->name);
    ouro_class_free(runtime_of(heap), self);
}

/* ---- taking and giving ----------------------------------------------------------------------- */

static uint64_t realtime_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* One step of waiting, until taken (0) or with errno: EAGAIN asks for another step. deadline 0: none. */
static int wait_step(ouro_runtime *rt, struct semlock *s, uint64_t deadline, uint64_t *pause)
{
    if (ouro_thread_is_alone(rt)) {
        struct timespec until = {.tv_sec = (time_t)(deadline / 1000000000u),
                                 .tv_nsec = (long)(deadline % 1000000000u)};
        return deadline ? sem_timedwait(s->handle, &until) : sem_wait(s->handle);
    }
    if (deadline && realtime_ns() >= deadline) {
        errno = ETIMEDOUT;
        return -1;
    }
    if (ouro_thread_pause(rt, pause, 0) == PAUSE_ERROR)
        return -1;
    return sem_trywait(s->handle);
}

/* 1 taken, 0 not in time, -1 error. */
static int semlock_take(ouro_runtime *rt, struct semlock *s, bool blocks, uint64_t deadline)
{
    uint64_t pause = 0;
    int status;
    while ((status = sem_trywait(s->handle)) < 0 && errno == EINTR)
        continue;
    while (status < 0 && blocks) {
        status = wait_step(rt, s, deadline, &pause);
        if (rt->error)
            return -1;
        if (status < 0 && errno == EINTR && !ouro_posix_goes_on(rt))
            return -1;
        if (status < 0 && errno != EINTR && errno != EAGAIN)
            break;
    }
    if (status == 0)
        return 1;
    if (errno == EAGAIN || errno == ETIMEDOUT)
        return 0;
    ouro_raise_errno(rt, errno, NULL);
    return -1;
}

NATIVE(semlock_acquire)
{
    struct semlock *s = semlock_of(self);
    ouro_object *out[2];
    uint64_t deadline = 0;
    BIND("acquire", 0, 2, out, "block", "timeout");
    int blocks = out[0] ? ouro_truth(rt, out[0]) : 1;
    if (blocks < 0)
        return NULL;
    if (s->kind == RECURSIVE_MUTEX && is_mine(rt, s)) {
        s->count++;
        return rt->true_;
    }
    if (out[1] && out[1] != rt->none) {
        double seconds;
        if (!ouro_as_double(rt, out[1], &seconds))
            return NULL;
        seconds = seconds < 0 ? 0 : seconds > 1e9 ? 1e9 : seconds;
        deadline = realtime_ns() + (uint64_t)(seconds * 1e9);
    }
    int taken = semlock_take(rt, s, blocks, deadline);
    if (taken < 0)
        return NULL;
    if (taken) {
        s->count++;
        s->owner = thread_ident(rt);
    }
    return bool_object(rt, taken);
}

NATIVE(semlock_release)
{
    struct semlock *s = semlock_of(self);
    int value;
    if (s->kind == RECURSIVE_MUTEX) {
        if (!is_mine(rt, s))
            return ouro_raise(rt, EXC_AssertionError,
                              "attempt to release recursive lock not owned by thread");
        if (s->count > 1) {
            s->count--;
            return rt->none;
        }
    } else {
        if (sem_getvalue(s->handle, &value) < 0)
            return ouro_raise_errno(rt, errno, NULL);
        if (value >= s->value_max)
            return ouro_raise(rt, EXC_ValueError, "semaphore or lock released too many times");
    }
    if (sem_post(s->handle) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    s->count--;
    return rt->none;
}

NATIVE(semlock_enter)
{
    return semlock_acquire(rt, self, NULL, 0, NULL);
}

NATIVE(semlock_exit)
{
    return semlock_release(rt, self, NULL, 0, NULL);
}

NATIVE(semlock_count)
{
    return ouro_int_new(rt, semlock_of(self)->count);
}

NATIVE(semlock_is_mine)
{
    return bool_object(rt, is_mine(rt, semlock_of(self)));
}

NATIVE(semlock_get_value)
{
    int value;
    if (sem_getvalue(semlock_of(self)->handle, &value) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_int_new(rt, value < 0 ? 0 : value);
}

NATIVE(semlock_is_zero)
{
    int value;
    if (sem_getvalue(semlock_of(self)->handle, &value) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return bool_object(rt, value <= 0);
}

NATIVE(semlock_after_fork)
{
    semlock_of(self)->count = 0;
    return rt->none;
}

static ouro_object *get_handle(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new_u64(rt, (uint64_t)(uintptr_t)semlock_of(self)->handle);
}

NATIVE(sem_unlink_name)
{
    ouro_object *owner = NULL;
    const char *name = read_name(rt, args[0], "sem_unlink", 1, &owner);
    int status = name ? sem_unlink(name) : 0, error = errno;
    xdecref(rt, owner);
    if (status < 0)
        ouro_raise_errno(rt, error, NULL);
    return rt->error ? NULL : rt->none;
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"acquire", semlock_acquire, 0, -1, METHOD_KEYWORDS, "Acquire the semaphore/lock."},
        {"release", semlock_release, 0, 0, 0, "Release the semaphore/lock."},
        {"_count", semlock_count, 0, 0, 0, "Num of `acquire()`s minus num of `release()`s for this process."},
        {"_is_mine", semlock_is_mine, 0, 0, 0, "Whether the lock is owned by this thread."},
        {"_get_value", semlock_get_value, 0, 0, 0, "Get the value of the semaphore."},
        {"_is_zero", semlock_is_zero, 0, 0, 0, "Return whether semaphore has value zero."},
        {"_rebuild", semlock_rebuild, 4, 4, METHOD_CLASS, NULL},
        {"_after_fork", semlock_after_fork, 0, 0, 0, "Rezero the net acquisition count after fork()."},
        {"__enter__", semlock_enter, 0, 0, 0, "Enter the semaphore/lock."},
        {"__exit__", semlock_exit, 0, 3, 0, "Exit the semaphore/lock."},
        {0},
    };
    static const struct ouro_getset getsets[] = {{"handle", get_handle, NULL, NULL}, {0}};
    static const struct ouro_member members[] = {
        {"kind", offsetof(struct semlock, kind), MEMBER_I64, true},
        {"maxvalue", offsetof(struct semlock, value_max), MEMBER_I64, true},
        {"name", offsetof(struct semlock, name), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_multiprocessing.SemLock", NULL, sizeof(struct semlock),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = semlock_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->getattr = ouro_generic_getattr;
    cls->create = semlock_create;
    ouro_object *most = ouro_int_new(rt, VALUE_MAX);
    bool is_good = most && ouro_class_ready(rt, cls, methods, getsets, members) &&
                   ouro_dict_set_text(rt, cls->dict, "SEM_VALUE_MAX", most) &&
                   ouro_foreign_class_add(rt, module, cls);
    xdecref(rt, most);
    return is_good;
}

bool ouro_module__multiprocessing_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {{"sem_unlink", sem_unlink_name, 1, 1, 0, NULL}, {0}};
    static const char *const names[] = {"HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"};
    ouro_object *flags = ouro_dict_new(rt), *one = ouro_int_new(rt, 1);
    bool is_good = flags != NULL;
    for (size_t i = 0; is_good && i < sizeof names / sizeof *names; i++)
        is_good = ouro_dict_set_text(rt, flags, names[i], one);
    is_good = is_good && ouro_module_add(rt, module, "flags", flags);
    xdecref(rt, flags);
    return is_good && add_class(rt, module) && ouro_module_add_functions(rt, module, functions);
}

/* ---- _posixshmem ----------------------------------------------------------------------------- */

NATIVE(shm_open_name)
{
    ouro_object *out[3], *owner = NULL;
    int flags, mode = 0777, descriptor;
    BIND("shm_open", 2, 3, out, "path", "flags", "mode");
    if (!ouro_posix_int(rt, out[1], &flags) || (out[2] && !ouro_posix_int(rt, out[2], &mode)))
        return NULL;
    const char *name = read_name(rt, out[0], "shm_open", 1, &owner);
    if (!name)
        return NULL;
    do
        descriptor = shm_open(name, flags, (mode_t)mode);
    while (descriptor < 0 && errno == EINTR && ouro_posix_goes_on(rt));
    int error = errno;
    xdecref(rt, owner);
    if (descriptor >= 0)
        return ouro_int_new(rt, descriptor);
    return rt->error ? NULL : ouro_raise_errno(rt, error, out[0]);
}

NATIVE(shm_unlink_name)
{
    ouro_object *out[1], *owner = NULL;
    BIND("shm_unlink", 1, 1, out, "path");
    const char *name = read_name(rt, out[0], "shm_unlink", 1, &owner);
    if (!name)
        return NULL;
    int status = shm_unlink(name), error = errno;
    xdecref(rt, owner);
    return status < 0 ? ouro_raise_errno(rt, error, out[0]) : rt->none;
}

bool ouro_module__posixshmem_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"shm_open", shm_open_name, 0, -1, METHOD_KEYWORDS, "Open a shared memory object.  Returns a file "
                                                            "descriptor (integer)."},
        {"shm_unlink", shm_unlink_name, 0, -1, METHOD_KEYWORDS, "Remove a shared memory object."},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
