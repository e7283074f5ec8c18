/* Raising and matching. Formatting is str's (ouro_str_format_va). */
#include "types/error.h"

#include <errno.h>
#include <string.h>

#include "types/descriptor.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* What was being handled becomes the context, unless the new error is already in that chain. */
static void set_context(ouro_runtime *rt, ouro_object *error)
{
    ouro_object *handled = rt->handled;
    if (!handled || handled == error)
        return;
    struct ouro_exception *exception = (struct ouro_exception *)(void *)error;
    /* Cut a link that would close a circle. Two runners, in case the chain already has one. */
    ouro_object *at = handled, *slow = handled;
    bool is_slow_turn = false;
    while (true) {
        struct ouro_exception *link = (struct ouro_exception *)(void *)at;
        if (!link->context)
            break;
        if (link->context == error) {
            clearref(rt, &link->context);
            break;
        }
        at = link->context;
        if (at == slow)
            break;
        if (is_slow_turn)
            slow = ((struct ouro_exception *)(void *)slow)->context;
        is_slow_turn = !is_slow_turn;
    }
    setref_take(rt, &exception->context, newref(handled));
}

void ouro_error_chain(ouro_runtime *rt)
{
    if (rt->error)
        set_context(rt, rt->error);
}

void *ouro_raise_take(ouro_runtime *rt, ouro_object *exception)
{
    if (!exception) /* making it failed: that error stands */
        return NULL;
    ouro_object *old = rt->error;
    rt->error = NULL;
    set_context(rt, exception);
    rt->error = exception;
    xdecref(rt, old);
    if (rt->vm_hooks.error_raised)
        rt->vm_hooks.error_raised(rt, exception);
    return NULL;
}

static void *raise_with(ouro_runtime *rt, struct ouro_class *cls, ouro_object *argument)
{
    if (!argument)
        return NULL;
    ouro_object *exception = ouro_call1(rt, &cls->core.base, argument);
    return ouro_raise_take(rt, exception);
}

void *ouro_raise_va(ouro_runtime *rt, unsigned exception_index, const char *format, va_list arguments)
{
    ouro_object *pending = ouro_error_take(rt);
    ouro_object *message = ouro_str_format_va(rt, format, arguments);
    xdecref(rt, pending);
    raise_with(rt, builtin_class(rt, exception_index), message);
    xdecref(rt, message);
    return NULL;
}

void *ouro_raise(ouro_runtime *rt, unsigned exception_index, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_raise_va(rt, exception_index, format, arguments);
    va_end(arguments);
    return NULL;
}

void *ouro_raise_class(ouro_runtime *rt, struct ouro_class *cls, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    raise_with(rt, cls, message);
    xdecref(rt, message);
    return NULL;
}

void *ouro_raise_object(ouro_runtime *rt, unsigned exception_index, ouro_object *argument)
{
    /* A tuple would be taken for several arguments by nobody here: the class is called with one. */
    return raise_with(rt, builtin_class(rt, exception_index), argument);
}

void *ouro_raise_stop(ouro_runtime *rt, ouro_object *value)
{
    struct ouro_class *cls = builtin_class(rt, EXC_StopIteration);
    ouro_object *exception = ouro_call(rt, &cls->core.base, &value, value ? 1 : 0, NULL);
    return ouro_raise_take(rt, exception);
}

void *ouro_raise_empty(ouro_runtime *rt, unsigned exception_index)
{
    return ouro_raise_take(rt, ouro_call0(rt, &builtin_class(rt, exception_index)->core.base));
}

void *ouro_raise_memory(ouro_runtime *rt)
{
    ouro_object *error = ouro_exception_memory_error(rt);
    if (!error) /* before the classes exist, or all spare ones are in use and memory is out */
        return NULL;
    ouro_object *old = rt->error;
    rt->error = NULL;
    set_context(rt, error);
    rt->error = error;
    xdecref(rt, old);
    return NULL;
}

static unsigned os_error_class(int error_number)
{
    switch (error_number) {
    case EAGAIN: case EALREADY: case EINPROGRESS:
        return EXC_BlockingIOError;
    case EPIPE: case ESHUTDOWN:
        return EXC_BrokenPipeError;
    case ECHILD:
        return EXC_ChildProcessError;
    case ECONNABORTED:
        return EXC_ConnectionAbortedError;
    case ECONNREFUSED:
        return EXC_ConnectionRefusedError;
    case ECONNRESET:
        return EXC_ConnectionResetError;
    case EEXIST:
        return EXC_FileExistsError;
    case ENOENT:
        return EXC_FileNotFoundError;
    case EISDIR:
        return EXC_IsADirectoryError;
    case ENOTDIR:
        return EXC_NotADirectoryError;
    case EINTR:
        return EXC_InterruptedError;
    case EACCES: case EPERM:
        return EXC_PermissionError;
    case ESRCH:
        return EXC_ProcessLookupError;
    case ETIMEDOUT:
        return EXC_TimeoutError;
    default:
        return EXC_OSError;
    }
}

unsigned ouro_error_os_class(int error_number)
{
    return os_error_class(error_number);
}

void *ouro_raise_errno(ouro_runtime *rt, int error_number, ouro_object *filename)
{
    ouro_object *number = ouro_int_new(rt, error_number);
    ouro_object *text = number ? ouro_str_from(rt, strerror(error_number)) : NULL;
    if (text) {
        ouro_object *args[] = {number, text, filename};
        struct ouro_class *cls = builtin_class(rt, os_error_class(error_number));
        ouro_raise_take(rt, ouro_call(rt, &cls->core.base, args, filename ? 3 : 2, NULL));
    }
    xdecref(rt, number);
    xdecref(rt, text);
    return NULL;
}

bool ouro_error_is(const ouro_runtime *rt, unsigned exception_index)
{
    return rt->error &&
           ouro_class_is_subclass(class_of(rt, rt->error), builtin_class(rt, exception_index));
}

void ouro_error_clear(ouro_runtime *rt)
{
    clearref(rt, &rt->error);
}

ouro_object *ouro_error_take(ouro_runtime *rt)
{
    ouro_object *error = rt->error;
    rt->error = NULL;
    return error;
}

void ouro_error_restore(ouro_runtime *rt, ouro_object *error)
{
    setref_take(rt, &rt->error, error);
}

void ouro_error_set_attribute(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    if (!rt->error || !ouro_error_is(rt, EXC_AttributeError))
        return;
    struct ouro_exception *exception = (struct ouro_exception *)(void *)rt->error;
    if (exception->fields[0] || exception->fields[1])
        return;
    setref_take(rt, &exception->fields[0], newref(name));
    setref_take(rt, &exception->fields[1], newref(object));
}

static int matches_one(ouro_runtime *rt, ouro_object *error, ouro_object *cls)
{
    if (!is_class(rt, cls) || !(((struct ouro_class *)(void *)cls)->core.flags & CLASS_EXCEPTION_SUBCLASS)) {
        ouro_raise(rt, EXC_TypeError,
                   "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    return ouro_class_is_subclass(class_of(rt, error), (struct ouro_class *)(void *)cls);
}

int ouro_error_matches(ouro_runtime *rt, ouro_object *error, ouro_object *class_or_tuple)
{
    if (!is_tuple(rt, class_or_tuple))
        return matches_one(rt, error, class_or_tuple);
    int found = 0;
    for (size_t i = 0; i < tuple_length(class_or_tuple); i++) {
        int outcome = matches_one(rt, error, tuple_at(class_or_tuple, i));
        if (outcome < 0)
            return -1;
        found |= outcome;
    }
    return found;
}

bool ouro_warn(ouro_runtime *rt, unsigned category_index, int stack_level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    if (!message)
        return false;
    bool is_done = true;
    if (rt->vm_hooks.warn)
        is_done = rt->vm_hooks.warn(rt, &builtin_class(rt, category_index)->core.base, message, stack_level);
    decref(rt, message);
    return is_done;
}
