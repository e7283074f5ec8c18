/* select: waiting for descriptors: select, poll, epoll. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/list.h"
#include "vm/thread_pause.h"

struct poll_object {
    ouro_object base;
    ouro_object *masks; /* dict: descriptor -> events */
    bool is_polling;
};
struct epoll_object {
    ouro_object base;
    int descriptor; /* -1: closed */
};

static struct poll_object *poll_of(ouro_object *object)
{
    return (struct poll_object *)(void *)object;
}
static struct epoll_object *epoll_of(ouro_object *object)
{
    return (struct epoll_object *)(void *)object;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---- select ---------------------------------------------------------------------------------- */

/* The set of the descriptors of a sequence; *list: the objects, owned. */
static bool set_of_sequence(ouro_runtime *rt, ouro_object *sequence, fd_set *set, ouro_object **list,
                            int *highest)
{
    FD_ZERO(set);
    *list = ouro_to_sequence(rt, sequence, "arguments 1-3 must be sequences");
    if (*list) /* a copy: a fileno() may change the program's list */
        setref_take(rt, list, ouro_to_list(rt, *list));
    bool is_good = *list != NULL;
    for (size_t i = 0; is_good && i < list_length(*list); i++) {
        int descriptor;
        is_good = ouro_posix_descriptor(rt, list_at(*list, i), &descriptor);
        if (is_good && descriptor >= FD_SETSIZE)
            is_good = ouro_raise(rt, EXC_ValueError, "filedescriptor out of range in select()") != NULL;
        if (is_good && descriptor < 0)
            is_good = ouro_raise(rt, EXC_ValueError,
                                 "file descriptor cannot be a negative integer (%i)", descriptor) != NULL;
        if (!is_good)
            break;
        FD_SET(descriptor, set);
        *highest = descriptor > *highest ? descriptor : *highest;
    }
    return is_good;
}

static ouro_object *ready_objects(ouro_runtime *rt, ouro_object *list, const fd_set *set)
{
    ouro_object *result = ouro_list_new(rt, 0);
    for (size_t i = 0; result && i < list_length(list); i++) {
        int descriptor;
        if (!ouro_posix_descriptor(rt, list_at(list, i), &descriptor) ||
            (FD_ISSET(descriptor, set) && !ouro_list_append(rt, result, list_at(list, i))))
            clearref(rt, &result);
    }
    return result;
}

NATIVE(select_select)
{
    fd_set sets[3], copies[3];
    ouro_object *lists[3] = {NULL, NULL, NULL}, *results[3] = {NULL, NULL, NULL}, *answer = NULL;
    int highest = -1, ready = 0;
    double timeout = -1;
    if (count > 3 && args[3] != rt->none) {
        if (!ouro_as_double(rt, args[3], &timeout))
            return ouro_error_is(rt, EXC_TypeError)
                       ? ouro_raise(rt, EXC_TypeError, "timeout must be a float or None") : NULL;
        if (timeout < 0)
            return ouro_raise(rt, EXC_ValueError, "timeout must be non-negative");
    }
    for (int i = 0; i < 3; i++)
        if (!set_of_sequence(rt, args[i], &sets[i], &lists[i], &highest))
            goto done;
    double end = now() + timeout;
    uint64_t pause = 0, deadline = timeout < 0 ? 0 : ouro_thread_deadline(timeout);
    for (;;) {
        double left = timeout < 0 ? 0 : end - now();
        left = left < 0 ? 0 : left;
        bool is_alone = ouro_thread_is_alone(rt);
        struct timeval wait = {(time_t)left, (suseconds_t)((left - floor(left)) * 1e6)}, none = {0, 0};
        for (int i = 0; i < 3; i++)
            copies[i] = sets[i];
        ready = select(highest + 1, &copies[0], &copies[1], &copies[2],
                       !is_alone ? &none : timeout < 0 ? NULL : &wait);
        if (ready > 0 || (ready == 0 && is_alone))
            break;
        if (ready == 0) {
            enum ouro_pause outcome = ouro_thread_pause(rt, &pause, deadline);
            if (outcome == PAUSE_ERROR)
                goto done;
            if (outcome == PAUSE_OVER)
                break;
            continue;
        }
        if (errno != EINTR) {
            ouro_raise_errno(rt, errno, NULL);
            goto done;
        }
        if (!ouro_posix_goes_on(rt))
            goto done;
    }
    for (int i = 0; i < 3; i++)
        if (!(results[i] = ready_objects(rt, lists[i], &copies[i])))
            goto done;
    answer = ouro_tuple_from(rt, results, 3);
done:
    for (int i = 0; i < 3; i++) {
        xdecref(rt, lists[i]);
        xdecref(rt, results[i]);
    }
    return answer;
}

/* ---- poll ------------------------------------------------------------------------------------ */

/* Milliseconds to wait, rounded up; -1 for ever. */
static bool timeout_ms(ouro_runtime *rt, ouro_object *object, double scale, int *milliseconds)
{
    double value;
    *milliseconds = -1;
    if (!object || object == rt->none)
        return true;
    if (!ouro_as_double(rt, object, &value)) {
        if (!ouro_error_is(rt, EXC_TypeError))
            return false;
        return ouro_raise(rt, EXC_TypeError, "timeout must be an integer or None") != NULL;
    }
    value = ceil(value * scale);
    if (value > INT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "timeout is too large") != NULL;
    *milliseconds = value < 0 ? -1 : (int)value;
    return true;
}

NATIVE(poll_register)
{
    int descriptor;
    int64_t events = POLLIN | POLLPRI | POLLOUT;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &events, EXC_OverflowError)))
        return NULL;
    ouro_object *key = ouro_int_new(rt, descriptor), *value = ouro_int_new(rt, events & 0xffff);
    bool is_done = key && value && ouro_dict_set(rt, poll_of(self)->masks, key, value);
    xdecref(rt, key);
    xdecref(rt, value);
    return is_done ? rt->none : NULL;
}

NATIVE(poll_modify)
{
    int descriptor;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor))
        return NULL;
    ouro_object *key = ouro_int_new(rt, descriptor);
    int found = key ? ouro_dict_contains(rt, poll_of(self)->masks, key) : -1;
    xdecref(rt, key);
    if (found < 0)
        return NULL;
    return found ? poll_register(rt, self, args, count, names) : ouro_raise_errno(rt, ENOENT, NULL);
}

NATIVE(poll_unregister)
{
    int descriptor;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor))
        return NULL;
    ouro_object *key = ouro_int_new(rt, descriptor);
    int found = key ? ouro_dict_remove(rt, poll_of(self)->masks, key, NULL) : -1;
    if (!found)
        ouro_raise_object(rt, EXC_KeyError, key);
    xdecref(rt, key);
    return found > 0 ? rt->none : NULL;
}

/* [(descriptor, events), ...] */
static bool append_event(ouro_runtime *rt, ouro_object *list, int descriptor, int64_t events)
{
    ouro_object *both[2] = {ouro_int_new(rt, descriptor), ouro_int_new(rt, events)};
    ouro_object *pair = ouro_tuple_from_take(rt, both, 2);
    return pair && ouro_list_append_take(rt, list, pair);
}

NATIVE(poll_poll)
{
    int timeout, ready;
    struct poll_object *poll_ = poll_of(self);
    if (!timeout_ms(rt, count ? args[0] : NULL, 1, &timeout))
        return NULL;
    if (poll_->is_polling)
        return ouro_raise(rt, EXC_RuntimeError, "concurrent poll() invocation");
    size_t number = dict_length(poll_->masks), at = 0, size = (number + 1) * sizeof(struct pollfd);
    struct pollfd *rows = ouro_buffer_alloc(rt, size);
    if (!rows)
        return NULL;
    ouro_object *key, *value;
    for (size_t i = 0; i < number && ouro_dict_next(poll_->masks, &at, &key, &value); i++)
        rows[i] = (struct pollfd){.fd = (int)ouro_int_value(key), .events = (short)ouro_int_value(value)};
    double end = now() + timeout * 1e-3;
    uint64_t pause = 0, deadline = timeout < 0 ? 0 : ouro_thread_deadline(timeout * 1e-3);
    poll_->is_polling = true;
    while (timeout && !ouro_thread_is_alone(rt) && poll(rows, number, 0) == 0) {
        enum ouro_pause outcome = ouro_thread_pause(rt, &pause, deadline);
        if (outcome != PAUSE_GO_ON)
            timeout = 0; /* whatever is ready now; or the error, which is looked at below */
    }
    while ((ready = poll(rows, number, timeout)) < 0 && errno == EINTR && ouro_posix_goes_on(rt))
        if (timeout >= 0) {
            double left = ceil((end - now()) * 1e3);
            timeout = left < 0 ? 0 : (int)left;
        }
    int error = errno;
    poll_->is_polling = false;
    ouro_object *list = ready >= 0 && !rt->error ? ouro_list_new(rt, (size_t)ready) : NULL;
    if (ready < 0 && !rt->error)
        ouro_raise_errno(rt, error, NULL);
    for (size_t i = 0; list && i < number; i++)
        if (rows[i].revents && !append_event(rt, list, rows[i].fd, rows[i].revents & 0xffff))
            clearref(rt, &list);
    ouro_buffer_free(rt, rows, size);
    return list;
}

static void poll_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &poll_of(self)->masks);
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *class_peek(ouro_runtime *rt, const char *name)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    return states ? ouro_dict_peek_text(rt, states, name) : NULL;
}

NATIVE(select_poll)
{
    struct ouro_class *cls = (struct ouro_class *)(void *)class_peek(rt, "select.poll");
    ouro_object *made = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (made && !(poll_of(made)->masks = ouro_dict_new(rt)))
        clearref(rt, &made);
    return made;
}

/* ---- epoll ----------------------------------------------------------------------------------- */

static bool epoll_open(ouro_runtime *rt, ouro_object *self)
{
    return epoll_of(self)->descriptor >= 0 ||
           ouro_raise(rt, EXC_ValueError, "I/O operation on closed epoll object") != NULL;
}

static ouro_object *epoll_create_object(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"sizehint", "flags", NULL};
    static const struct ouro_signature signature = {"epoll", parameters, 0, 2};
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    epoll_of(self)->descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_of(self)->descriptor < 0) {
        decref(rt, self);
        return ouro_raise_errno(rt, errno, NULL);
    }
    return self;
}

static ouro_object *epoll_control(ouro_runtime *rt, ouro_object *self, int operation, ouro_object *file,
                                  ouro_object *mask)
{
    int descriptor;
    int64_t events = EPOLLIN | EPOLLPRI | EPOLLOUT;
    if (!epoll_open(rt, self) || !ouro_posix_descriptor(rt, file, &descriptor) ||
        (mask && !ouro_index_i64(rt, mask, &events, EXC_OverflowError)))
        return NULL;
    struct epoll_event event = {.events = (uint32_t)events, .data = {.fd = descriptor}};
    return epoll_ctl(epoll_of(self)->descriptor, operation, descriptor, &event) < 0
               ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(epoll_register)
{
    ouro_object *out[2];
    BIND("register", 1, 2, out, "fd", "eventmask");
    return epoll_control(rt, self, EPOLL_CTL_ADD, out[0], out[1]);
}

NATIVE(epoll_modify)
{
    ouro_object *out[2];
    BIND("modify", 2, 2, out, "fd", "eventmask");
    return epoll_control(rt, self, EPOLL_CTL_MOD, out[0], out[1]);
}

NATIVE(epoll_unregister)
{
    ouro_object *out[1];
    BIND("unregister", 1, 1, out, "fd");
    return epoll_control(rt, self, EPOLL_CTL_DEL, out[0], NULL);
}

NATIVE(epoll_poll)
{
    enum { EVENTS_MAX = 256 };
    struct epoll_event events[EVENTS_MAX];
    ouro_object *out[2];
    int timeout, ready;
    int64_t most = -1;
    BIND("poll", 0, 2, out, "timeout", "maxevents");
    if (!epoll_open(rt, self) || !timeout_ms(rt, out[0], 1000, &timeout) ||
        (out[1] && !ouro_index_i64(rt, out[1], &most, EXC_OverflowError)))
        return NULL;
    if (most == 0 || most < -1)
        return ouro_raise(rt, EXC_ValueError, "maxevents must be greater than 0, got %lld", (long long)most);
    most = most < 0 || most > EVENTS_MAX ? EVENTS_MAX : most;
    double end = now() + timeout * 1e-3;
    uint64_t pause = 0, deadline = timeout < 0 ? 0 : ouro_thread_deadline(timeout * 1e-3);
    while (timeout && !ouro_thread_is_alone(rt)) {
        struct pollfd row = {.fd = epoll_of(self)->descriptor, .events = POLLIN};
        if (poll(&row, 1, 0) != 0)
            break;
        enum ouro_pause outcome = ouro_thread_pause(rt, &pause, deadline);
        if (outcome == PAUSE_ERROR || !epoll_open(rt, self))
            return NULL;
        if (outcome == PAUSE_OVER)
            timeout = 0;
    }
    while ((ready = epoll_wait(epoll_of(self)->descriptor, events, (int)most, timeout)) < 0 &&
           errno == EINTR && ouro_posix_goes_on(rt))
        if (timeout >= 0) {
            double left = ceil((end - now()) * 1e3);
            timeout = left < 0 ? 0 : (int)left;
        }
    if (ready < 0)
        return rt->error ? NULL : ouro_raise_errno(rt, errno, NULL);
    ouro_object *list = ouro_list_new(rt, (size_t)ready);
    for (int i = 0; list && i < ready; i++)
        if (!append_event(rt, list, events[i].data.fd, events[i].events))
            clearref(rt, &list);
    return list;
}

NATIVE(epoll_close)
{
    int descriptor = epoll_of(self)->descriptor;
    epoll_of(self)->descriptor = -1;
    return descriptor >= 0 && close(descriptor) < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(epoll_fileno)
{
    return epoll_open(rt, self) ? ouro_int_new(rt, epoll_of(self)->descriptor) : NULL;
}

NATIVE(epoll_enter)
{
    return epoll_open(rt, self) ? newref(self) : NULL;
}

static ouro_object *epoll_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, epoll_of(self)->descriptor < 0);
}

static void epoll_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (epoll_of(self)->descriptor >= 0)
        close(epoll_of(self)->descriptor);
    ouro_class_free(runtime_of(heap), self);
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_poll(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"register", poll_register, 1, 2, 0, "Register a file descriptor with the polling object."},
        {"modify", poll_modify, 2, 2, 0, "Modify an already registered file descriptor."},
        {"unregister", poll_unregister, 1, 1, 0, "Remove a file descriptor being tracked."},
        {"poll", poll_poll, 0, 1, 0, "Polls the set of registered file descriptors."},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "select.poll", NULL, sizeof(struct poll_object),
                                               OURO_BLOCK_ATOM, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = poll_dealloc;
    cls->getattr = ouro_generic_getattr;
    ouro_object *states = ouro_vm_states_peek(rt);
    return states && ouro_class_ready(rt, cls, methods, NULL, NULL) &&
           ouro_dict_set_text(rt, states, "select.poll", (ouro_object *)cls);
}

static bool add_epoll(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"register", epoll_register, 0, -1, METHOD_KEYWORDS, "Registers a new fd."},
        {"modify", epoll_modify, 0, -1, METHOD_KEYWORDS,
         "Modify event mask for a registered file descriptor."},
        {"unregister", epoll_unregister, 0, -1, METHOD_KEYWORDS, "Remove a registered file descriptor."},
        {"poll", epoll_poll, 0, -1, METHOD_KEYWORDS, "Wait for events on the epoll file descriptor."},
        {"close", epoll_close, 0, 0, 0, "Close the epoll control file descriptor."},
        {"fileno", epoll_fileno, 0, 0, 0, "Return the epoll control file descriptor."},
        {"__enter__", epoll_enter, 0, 0, 0, NULL},
        {"__exit__", epoll_close, 0, -1, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {{"closed", epoll_closed, NULL, NULL}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "select.epoll", NULL, sizeof(struct epoll_object),
                                               OURO_BLOCK_ATOM, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = epoll_dealloc;
    cls->create = epoll_create_object;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, getsets, NULL) && ouro_module_add_class(rt, module, cls);
}

bool ouro_module_select_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"select", select_select, 3, 4, 0, "Wait until one or more file descriptors are ready."},
        {"poll", select_poll, 0, 0, 0, "Returns a polling object."},
        {0},
    };
    static const struct { const char *name; int64_t value; } numbers[] = {
#define X(name) {#name, name},
        X(POLLIN) X(POLLPRI) X(POLLOUT) X(POLLERR) X(POLLHUP) X(POLLNVAL) X(POLLRDNORM) X(POLLRDBAND)
        X(POLLWRNORM) X(POLLWRBAND) X(EPOLLIN) X(EPOLLOUT) X(EPOLLPRI) X(EPOLLERR) X(EPOLLHUP)
        X(EPOLLRDHUP) X(EPOLLET) X(EPOLLONESHOT) X(EPOLLEXCLUSIVE) X(EPOLLRDNORM) X(EPOLLRDBAND)
        X(EPOLLWRNORM) X(EPOLLWRBAND) X(EPOLLMSG) X(EPOLL_CLOEXEC) X(PIPE_BUF)
#undef X
        {"POLLRDHUP", 0x2000}, {"POLLMSG", 0x400},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ouro_object *number = ouro_int_new(rt, numbers[i].value);
        bool is_added = number && ouro_module_add(rt, module, numbers[i].name, number);
        xdecref(rt, number);
        if (!is_added)
            return false;
    }
    return ouro_module_add_functions(rt, module, functions) && add_poll(rt) && add_epoll(rt, module) &&
           ouro_module_add(rt, module, "error", (ouro_object *)builtin_class(rt, EXC_OSError));
}
