/* What single instructions do, as functions: included by eval.c only. Each gives false or NULL with the error
 * set, unless it says otherwise. */
#ifndef OURO_VM_EVAL_HELPERS_H
#define OURO_VM_EVAL_HELPERS_H

#include "gc/gc.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/float.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/async_generator.h"
#include "vm/eval.h"
#include "vm/specialize.h"

/* ---- names ---- */

/* Borrowed; NULL with or without an error. */
OURO_INLINE ouro_object *name_in_mapping(ouro_runtime *rt, ouro_object *mapping, ouro_object *name,
                                         bool *is_owned)
{
    *is_owned = false;
    if (ouro_likely(is_exact(mapping, TYPE_DICT)))
        return ouro_dict_peek_str(rt, mapping, name);
    *is_owned = true;
    ouro_object *value = ouro_getitem(rt, mapping, name);
    if (!value && ouro_error_is(rt, EXC_KeyError))
        ouro_error_clear(rt);
    return value;
}

static ouro_object *load_builtin(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *name)
{
    bool is_owned;
    ouro_object *value = ouro_dict_peek_str(rt, frame_globals(frame), name);
    if (value)
        return newref(value);
    if (rt->error)
        return NULL;
    value = name_in_mapping(rt, frame_builtins(rt, frame), name, &is_owned);
    if (!value)
        return rt->error ? NULL : ouro_raise_name(rt, name);
    return is_owned ? value : newref(value);
}

static OURO_NOINLINE ouro_object *load_global(ouro_runtime *rt, struct ouro_frame *frame,
                                              ouro_object *name)
{
    return load_builtin(rt, frame, name);
}

static OURO_NOINLINE ouro_object *load_name(ouro_runtime *rt, struct ouro_frame *frame,
                                            ouro_object *name)
{
    bool is_owned;
    if (!frame->locals)
        return ouro_raise(rt, EXC_SystemError, "no locals when loading %R", name);
    ouro_object *value = name_in_mapping(rt, frame->locals, name, &is_owned);
    if (value)
        return is_owned ? value : newref(value);
    return rt->error ? NULL : load_builtin(rt, frame, name);
}

static OURO_NOINLINE bool store_name(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *name,
                                     ouro_object *value)
{
    if (ouro_likely(is_exact(frame->locals, TYPE_DICT)))
        return ouro_dict_set(rt, frame->locals, name, value);
    return ouro_setitem(rt, frame->locals, name, value);
}

static OURO_NOINLINE bool delete_name(ouro_runtime *rt, ouro_object *mapping, ouro_object *name)
{
    if (ouro_delitem(rt, mapping, name))
        return true;
    if (ouro_error_is(rt, EXC_KeyError)) {
        ouro_error_clear(rt);
        ouro_raise_name(rt, name);
    }
    return false;
}

static OURO_NOINLINE ouro_object *load_deref(ouro_runtime *rt, struct ouro_frame *frame,
                                             uint32_t index)
{
    ouro_object *value = ((struct ouro_cell *)(void *)frame->slots[index])->value;
    return value ? newref(value) : ouro_raise_unbound_deref(rt, frame->code, index);
}

static OURO_NOINLINE ouro_object *load_class_deref(ouro_runtime *rt, struct ouro_frame *frame,
                                                   uint32_t index)
{
    bool is_owned;
    ouro_object *name = tuple_at(frame->code->local_names, index);
    ouro_object *value = name_in_mapping(rt, frame->locals, name, &is_owned);
    if (value)
        return is_owned ? value : newref(value);
    return rt->error ? NULL : load_deref(rt, frame, index);
}

static OURO_NOINLINE void copy_free_variables(struct ouro_frame *frame, uint32_t count)
{
    ouro_object **slot = frame->slots + frame->code->local_count - count;
    ouro_object *closure = function_of(frame->function)->closure;
    for (uint32_t i = 0; i < count; i++)
        slot[i] = newref(tuple_at(closure, i));
}

/* ---- attributes ---- */

/* 1: *method is a function to be called with the object first; 0: *method is the bound attribute; -1. */
static OURO_NOINLINE int load_method(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                                     ouro_object **method)
{
    struct ouro_class *cls = class_of(rt, object);
    *method = NULL;
    if (cls->getattr == ouro_generic_getattr) {
        ouro_object *found = ouro_class_lookup(rt, cls, name);
        bool is_function =
            found && (class_of(rt, found)->core.flags & CLASS_METHOD_DESCRIPTOR) != 0;
        if (is_function) {
            ouro_object *own = NULL;
            if (cls->dict_offset == DICT_INLINE)
                own = ouro_instance_peek(rt, object, name);
            else if (cls->dict_offset != DICT_NONE)
                goto slow;
            if (rt->error)
                return -1;
            *method = newref(own ? own : found);
            return !own;
        }
    }
slow:
    /* As in CPython: what a property raises is left as it is where a call follows. */
    *method = cls->getattr == ouro_generic_getattr ? ouro_generic_getattr(rt, object, name)
                                                   : ouro_getattr(rt, object, name);
    return *method ? 0 : -1;
}

/* ---- containers ---- */

/* The bound of a slice; false: neither an int of 64 bits nor None. */
OURO_INLINE bool slice_bound(const ouro_runtime *rt, ouro_object *bound, int64_t length,
                             int64_t otherwise, int64_t *index)
{
    if (ouro_int_is_small_exact(bound)) {
        int64_t value = ouro_int_value(bound);
        if (value < 0)
            value += length;
        *index = value < 0 ? 0 : value > length ? length : value;
        return true;
    }
    *index = otherwise;
    return bound == rt->none;
}

/* container[start:stop] of the built-in sequences; NULL without an error: the general way must do it. */
static OURO_NOINLINE ouro_object *slice_quick(ouro_runtime *rt, ouro_object *container,
                                              ouro_object *start, ouro_object *stop)
{
    int64_t length, from, to;
    switch (container->type_index) {
    case TYPE_LIST:
        length = list_length(container);
        break;
    case TYPE_STR:
        length = (int64_t)ouro_str_length(container);
        break;
    case TYPE_TUPLE:
        length = (int64_t)tuple_length(container);
        break;
    case TYPE_BYTES:
        length = bytes_of(container)->length;
        break;
    default:
        return NULL;
    }
    if (!slice_bound(rt, start, length, 0, &from) || !slice_bound(rt, stop, length, length, &to))
        return NULL;
    if (to < from)
        to = from;
    switch (container->type_index) {
    case TYPE_LIST:
        return ouro_list_slice(rt, container, (size_t)from, (size_t)to);
    case TYPE_STR:
        return ouro_str_substring(rt, container, (size_t)from, (size_t)to);
    case TYPE_TUPLE:
        return ouro_tuple_slice(rt, container, (size_t)from, (size_t)to);
    default:
        if (to - from == length)
            return newref(container);
        return ouro_bytes_new(rt, bytes_of(container)->data + from, (size_t)(to - from));
    }
}

static OURO_NOINLINE ouro_object *build_set(ouro_runtime *rt, ouro_object *const *items,
                                            uint32_t count)
{
    ouro_object *set = ouro_set_new(rt, NULL);
    for (uint32_t i = 0; set && i < count; i++)
        if (!ouro_set_add(rt, set, items[i])) {
            decref(rt, set);
            return NULL;
        }
    return set;
}

static OURO_NOINLINE ouro_object *build_map(ouro_runtime *rt, ouro_object *const *pairs,
                                            uint32_t count)
{
    ouro_object *dict = ouro_dict_new_sized(rt, count);
    for (uint32_t i = 0; dict && i < count; i++)
        if (!ouro_dict_set(rt, dict, pairs[2 * i], pairs[2 * i + 1])) {
            decref(rt, dict);
            return NULL;
        }
    return dict;
}

static OURO_NOINLINE ouro_object *build_const_key_map(ouro_runtime *rt, ouro_object *const *values,
                                                      ouro_object *keys)
{
    uint32_t count = (uint32_t)tuple_length(keys);
    ouro_object *dict = ouro_dict_new_sized(rt, count);
    for (uint32_t i = 0; dict && i < count; i++)
        if (!ouro_dict_set(rt, dict, tuple_at(keys, i), values[i])) {
            decref(rt, dict);
            return NULL;
        }
    return dict;
}

static OURO_NOINLINE bool extend_list(ouro_runtime *rt, ouro_object *list, ouro_object *iterable)
{
    if (ouro_list_extend(rt, list, iterable))
        return true;
    struct ouro_class *cls = class_of(rt, iterable);
    if (ouro_error_is(rt, EXC_TypeError) && !cls->iter && !cls->getitem) {
        ouro_error_clear(rt);
        ouro_raise(rt, EXC_TypeError, "Value after * must be an iterable, not %T", iterable);
    }
    return false;
}

static OURO_NOINLINE bool update_dict(ouro_runtime *rt, ouro_object *dict, ouro_object *mapping)
{
    if (ouro_dict_merge(rt, dict, mapping, 1))
        return true;
    if (ouro_error_is(rt, EXC_AttributeError)) {
        ouro_error_clear(rt);
        ouro_raise(rt, EXC_TypeError, "'%T' object is not a mapping", mapping);
    }
    return false;
}

static OURO_NOINLINE ouro_object *format_value(ouro_runtime *rt, ouro_object *value,
                                               ouro_object *spec, unsigned conversion)
{
    ouro_object *converted = NULL, *result;
    if (!conversion && !spec && is_exact(value, TYPE_INT))
        return ouro_str(rt, value);
    switch (conversion) {
    case 1:
        converted = ouro_str(rt, value);
        break;
    case 2:
        converted = ouro_repr(rt, value);
        break;
    case 3:
        converted = ouro_ascii(rt, value);
        break;
    default:
        converted = newref(value);
    }
    if (!converted)
        return NULL;
    if (is_exact(converted, TYPE_STR) && !spec)
        return converted;
    result = ouro_format(rt, converted, spec);
    decref(rt, converted);
    return result;
}

/* ---- functions ---- */

static ouro_object *annotations_dict(ouro_runtime *rt, ouro_object *pairs)
{
    if (is_exact(pairs, TYPE_DICT))
        return newref(pairs);
    ouro_object *dict = ouro_dict_new(rt);
    for (size_t i = 0; dict && i + 1 < tuple_length(pairs); i += 2)
        if (!ouro_dict_set(rt, dict, tuple_at(pairs, i), tuple_at(pairs, i + 1))) {
            decref(rt, dict);
            return NULL;
        }
    return dict;
}

/* Consumes nothing: parts is where the parts start on the stack, the code on top. */
static OURO_NOINLINE ouro_object *make_function(ouro_runtime *rt, struct ouro_frame *frame,
                                                ouro_object *const *parts, ouro_object *code,
                                                uint32_t flags)
{
    ouro_object *object = ouro_function_new(rt, code, frame_globals(frame));
    if (!object)
        return NULL;
    struct ouro_function *function = function_of(object);
    if (flags & 1)
        function->defaults = newref(*parts++);
    if (flags & (2 | 4)) {
        struct ouro_function_rare *rare = ouro_function_rare_get(rt, function);
        if (rare && (flags & 2))
            rare->keyword_defaults = newref(*parts++);
        if (rare && (flags & 4))
            rare->annotations = annotations_dict(rt, *parts++);
        if (!rare || ((flags & 4) && !rare->annotations)) {
            decref(rt, object);
            return NULL;
        }
    }
    if (flags & 8)
        function->closure = newref(*parts++);
    return object;
}

static OURO_NOINLINE ouro_object *load_build_class(ouro_runtime *rt, struct ouro_frame *frame)
{
    ouro_object *value = ouro_dict_peek_str(rt, frame_builtins(rt, frame), rt->name___build_class__);
    if (value)
        return newref(value);
    return rt->error ? NULL : ouro_raise(rt, EXC_NameError, "__build_class__ not found");
}

/* ---- with ---- */

/* The manager on top of the stack gives its place to its bound __exit__ before __enter__ runs. */
static OURO_NOINLINE bool before_with(ouro_runtime *rt, ouro_object **top, ouro_object **value)
{
    ouro_object *manager = *top, *exit_function;
    ouro_object *enter = ouro_lookup_special(rt, manager, rt->name___enter__);
    if (!enter) {
        if (!rt->error)
            ouro_raise(rt, EXC_TypeError,
                       "'%T' object does not support the context manager protocol", manager);
        return false;
    }
    exit_function = ouro_lookup_special(rt, manager, rt->name___exit__);
    if (!exit_function) {
        if (!rt->error)
            ouro_raise(rt, EXC_TypeError,
                       "'%T' object does not support the context manager protocol "
                       "(missed __exit__ method)", manager);
        decref(rt, enter);
        return false;
    }
    setref_take(rt, top, exit_function);
    *value = ouro_call0(rt, enter);
    decref(rt, enter);
    return *value != NULL;
}

static OURO_NOINLINE ouro_object *with_except_start(ouro_runtime *rt, ouro_object *exit_function,
                                                    ouro_object *exception)
{
    ouro_object *traceback = ((struct ouro_exception *)(void *)exception)->traceback;
    ouro_object *arguments[3] = {(ouro_object *)class_of(rt, exception), exception,
                                 traceback ? traceback : rt->none};
    return ouro_call(rt, exit_function, arguments, 3, NULL);
}

/* ---- exceptions being handled ---- */

OURO_INLINE ouro_object *handled_push(ouro_runtime *rt, ouro_object *exception)
{
    struct ouro_handled *link = rt->vm->handled;
    ouro_object *previous = link->value;
    link->value = newref(exception);
    rt->handled = exception;
    return previous ? previous : rt->none;
}

static void handled_replace(ouro_runtime *rt, ouro_object *exception)
{
    struct ouro_handled *link = rt->vm->handled;
    ouro_object *old = link->value;
    link->value = newref(exception);
    rt->handled = exception;
    xdecref(rt, old);
}

/* ---- the rest ---- */

static OURO_NOINLINE bool print_expression(ouro_runtime *rt, ouro_object *value)
{
    ouro_object *sys = ouro_dict_peek_str(rt, rt->modules, rt->name_sys);
    ouro_object *hook = NULL;
    if (sys && ouro_getattr_optional(rt, sys, rt->name_displayhook, &hook) < 0)
        return false;
    if (!hook)
        return ouro_raise(rt, EXC_RuntimeError, "lost sys.displayhook") != NULL;
    ouro_object *result = ouro_call1(rt, hook, value);
    decref(rt, hook);
    xdecref(rt, result);
    return result != NULL;
}

static OURO_NOINLINE bool setup_annotations(ouro_runtime *rt, struct ouro_frame *frame)
{
    bool is_owned;
    ouro_object *found =
        name_in_mapping(rt, frame->locals, rt->name___annotations__, &is_owned);
    if (found) {
        if (is_owned)
            decref(rt, found);
        return true;
    }
    ouro_object *dict = rt->error ? NULL : ouro_dict_new(rt);
    bool is_done = dict && store_name(rt, frame, rt->name___annotations__, dict);
    xdecref(rt, dict);
    return is_done;
}

static OURO_NOINLINE ouro_object *yield_from_iterator(ouro_runtime *rt, struct ouro_frame *frame,
                                                      ouro_object *object)
{
    if (is_exact(object, TYPE_GENERATOR))
        return newref(object);
    if (is_exact(object, TYPE_COROUTINE)) {
        if (frame->code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE))
            return newref(object);
        return ouro_raise(rt, EXC_TypeError,
                          "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return ouro_iter(rt, object);
}

/* One step of a delegate that is not resumed inline: 0 yielded, 1 returned, -1 failed. */
static OURO_NOINLINE int send_to(ouro_runtime *rt, ouro_object *receiver, ouro_object *value,
                                 ouro_object **result)
{
    if (is_exact(receiver, TYPE_GENERATOR) || is_exact(receiver, TYPE_COROUTINE))
        return ouro_generator_resume(rt, receiver, value, result);
    if (is_exact(receiver, TYPE_ASYNC_SEND))
        return ouro_async_send_step(rt, receiver, value, result);
    struct ouro_class *cls = class_of(rt, receiver);
    if (value == rt->none && cls->next)
        *result = cls->next(rt, receiver);
    else
        *result = ouro_call_method(rt, receiver, rt->name_send, &value, 1);
    if (*result)
        return 0;
    if (!rt->error) {
        *result = rt->none;
        return 1;
    }
    if (!ouro_error_is(rt, EXC_StopIteration))
        return -1;
    ouro_object *error = ouro_error_take(rt);
    ouro_object *carried = ((struct ouro_exception *)(void *)error)->fields[0];
    *result = carried ? newref(carried) : rt->none;
    decref(rt, error);
    return 1;
}

/* ---- asynchronous code: what `await` and `async with` need ---- */

static OURO_NOINLINE ouro_object *get_awaitable(ouro_runtime *rt, ouro_object *object, uint32_t where)
{
    if (is_exact(object, TYPE_COROUTINE)) {
        ouro_object *delegate = ouro_generator_delegate(rt, generator_of(object));
        if (!delegate)
            return newref(object);
        decref(rt, delegate);
        return ouro_raise(rt, EXC_RuntimeError, "coroutine is being awaited already");
    }
    return ouro_awaitable_iterator(rt, object, where);
}

static ouro_object *call_special(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                                 const char *message)
{
    ouro_object *method = ouro_lookup_special(rt, object, name);
    if (!method)
        return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, message, object);
    ouro_object *result = ouro_call0(rt, method);
    decref(rt, method);
    return result;
}

static OURO_NOINLINE ouro_object *get_aiter(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *iterator = call_special(rt, object, rt->name___aiter__,
                                         "'async for' requires an object with __aiter__ method, got %T");
    if (!iterator || ouro_class_lookup(rt, class_of(rt, iterator), rt->name___anext__))
        return iterator;
    ouro_raise(rt, EXC_TypeError,
               "'async for' received an object from __aiter__ that does not implement __anext__: %T",
               iterator);
    decref(rt, iterator);
    return NULL;
}

static OURO_NOINLINE ouro_object *get_anext(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_object *next = call_special(rt, iterator, rt->name___anext__,
                                     "'async for' requires an iterator with __anext__ method, got %T");
    if (!next || is_exact(next, TYPE_ASYNC_SEND))
        return next;
    ouro_object *awaitable = ouro_awaitable_iterator(rt, next, 0);
    if (!awaitable && rt->error) {
        ouro_object *cause = ouro_error_take(rt);
        ouro_raise(rt, EXC_TypeError, "'async for' received an invalid object from __anext__: %T", next);
        ouro_error_set_cause_take(rt, cause);
    }
    decref(rt, next);
    return awaitable;
}

static OURO_NOINLINE bool before_async_with(ouro_runtime *rt, ouro_object *manager,
                                            ouro_object **exit_out, ouro_object **value)
{
    ouro_object *enter = ouro_lookup_special(rt, manager, rt->name___aenter__);
    if (!enter) {
        if (!rt->error)
            ouro_raise(rt, EXC_TypeError,
                       "'%T' object does not support the asynchronous context manager protocol",
                       manager);
        return false;
    }
    *exit_out = ouro_lookup_special(rt, manager, rt->name___aexit__);
    if (!*exit_out && !rt->error)
        ouro_raise(rt, EXC_TypeError,
                   "'%T' object does not support the asynchronous context manager protocol "
                   "(missed __aexit__ method)", manager);
    *value = *exit_out ? ouro_call0(rt, enter) : NULL;
    decref(rt, enter);
    if (!*value)
        clearref(rt, exit_out);
    return *value != NULL;
}

#endif
