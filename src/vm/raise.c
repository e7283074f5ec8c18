/* Raising from bytecode: the raise statement, except* groups, and the errors of unbound names. */
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

static struct ouro_exception *exception_of(ouro_object *object)
{
    return (struct ouro_exception *)(void *)object;
}

static bool is_exception_class(const ouro_runtime *rt, const ouro_object *object)
{
    return is_class(rt, object) &&
           (((const struct ouro_class *)(const void *)object)->core.flags &
            CLASS_EXCEPTION_SUBCLASS);
}

/* An instance for what raise was given: taken; owned. */
static ouro_object *instantiate_take(ouro_runtime *rt, ouro_object *exception, const char *message)
{
    if (is_exception_class(rt, exception)) {
        ouro_object *instance = ouro_call0(rt, exception);
        if (instance && !is_exception(rt, instance)) {
            ouro_raise(rt, EXC_TypeError,
                       "calling %R should have returned an instance of BaseException, not %R",
                       exception, (ouro_object *)class_of(rt, instance));
            clearref(rt, &instance);
        }
        decref(rt, exception);
        return instance;
    }
    if (is_exception(rt, exception))
        return exception;
    decref(rt, exception);
    return ouro_raise(rt, EXC_TypeError, "%s", message);
}

bool ouro_raise_statement(ouro_runtime *rt, ouro_object *exception, ouro_object *cause)
{
    if (!exception) {
        if (!rt->handled) {
            ouro_raise(rt, EXC_RuntimeError, "No active exception to reraise");
            return false;
        }
        ouro_error_restore(rt, newref(rt->handled));
        return true;
    }
    exception = instantiate_take(rt, exception, "exceptions must derive from BaseException");
    if (!exception) {
        xdecref(rt, cause);
        return false;
    }
    if (cause) {
        bool is_none = cause == rt->none;
        if (is_none)
            cause = NULL;
        else
            cause = instantiate_take(rt, cause,
                                     "exception causes must derive from BaseException");
        if (!cause && !is_none) {
            decref(rt, exception);
            return false;
        }
        exception_of(exception)->suppress_context = true;
        setref_take(rt, &exception_of(exception)->cause, cause);
    }
    ouro_raise_take(rt, exception);
    return false;
}

void ouro_raise_generator_stop(ouro_runtime *rt, uint32_t code_flags)
{
    bool is_async = (code_flags & CODE_ASYNC_GENERATOR) != 0;
    bool is_async_stop = ouro_error_is(rt, EXC_StopAsyncIteration);
    if (is_async_stop && !is_async)
        return;
    ouro_object *error = ouro_error_take(rt);
    ouro_raise(rt, EXC_RuntimeError, "%s raised %s",
               code_flags & CODE_COROUTINE ? "coroutine"
               : is_async                  ? "async generator"
                                           : "generator",
               is_async_stop ? "StopAsyncIteration" : "StopIteration");
    ouro_error_set_cause_take(rt, error);
}

void ouro_error_set_cause_take(ouro_runtime *rt, ouro_object *cause)
{
    if (!rt->error || !cause || rt->error == cause) {
        xdecref(rt, cause);
        return;
    }
    struct ouro_exception *raised = exception_of(rt->error);
    setref_take(rt, &raised->cause, newref(cause));
    raised->suppress_context = true;
    setref_take(rt, &raised->context, cause);
}

/* ---- names ---- */

void *ouro_raise_name(ouro_runtime *rt, ouro_object *name)
{
    ouro_raise(rt, EXC_NameError, "name '%U' is not defined", name);
    if (ouro_error_is(rt, EXC_NameError))
        setref_take(rt, &exception_of(rt->error)->fields[0], newref(name));
    return NULL;
}

void *ouro_raise_unbound_local(ouro_runtime *rt, const struct ouro_code *code, uint32_t index)
{
    ouro_object *name = tuple_at(code->local_names, index);
    ouro_raise(rt, EXC_UnboundLocalError,
               "cannot access local variable '%U' where it is not associated with a value", name);
    if (ouro_error_is(rt, EXC_UnboundLocalError))
        setref_take(rt, &exception_of(rt->error)->fields[0], newref(name));
    return NULL;
}

void *ouro_raise_unbound_deref(ouro_runtime *rt, const struct ouro_code *code, uint32_t index)
{
    if (!(code->local_kinds[index] & LOCAL_FREE))
        return ouro_raise_unbound_local(rt, code, index);
    ouro_object *name = tuple_at(code->local_names, index);
    ouro_raise(rt, EXC_NameError,
               "cannot access free variable '%U' where it is not associated with a value in "
               "enclosing scope", name);
    if (ouro_error_is(rt, EXC_NameError))
        setref_take(rt, &exception_of(rt->error)->fields[0], newref(name));
    return NULL;
}

/* ---- except clauses ---- */

static bool check_each(ouro_runtime *rt, ouro_object *classes, const char *message)
{
    if (!is_tuple(rt, classes))
        return is_exception_class(rt, classes) || ouro_raise(rt, EXC_TypeError, "%s", message);
    for (size_t i = 0; i < tuple_length(classes); i++)
        if (!is_exception_class(rt, tuple_at(classes, i)))
            return ouro_raise(rt, EXC_TypeError, "%s", message) != NULL;
    return true;
}

bool ouro_raise_check_except(ouro_runtime *rt, ouro_object *classes)
{
    return check_each(rt, classes,
                      "catching classes that do not inherit from BaseException is not allowed");
}

static bool is_group_class(ouro_runtime *rt, ouro_object *cls)
{
    return ouro_class_is_subclass((struct ouro_class *)(void *)cls,
                                  builtin_class(rt, EXC_BaseExceptionGroup));
}

bool ouro_raise_check_except_star(ouro_runtime *rt, ouro_object *classes)
{
    static const char message[] =
        "catching ExceptionGroup with except* is not allowed. Use except instead.";
    if (!ouro_raise_check_except(rt, classes))
        return false;
    if (!is_tuple(rt, classes))
        return !is_group_class(rt, classes) || ouro_raise(rt, EXC_TypeError, "%s", message);
    for (size_t i = 0; i < tuple_length(classes); i++)
        if (is_group_class(rt, tuple_at(classes, i)))
            return ouro_raise(rt, EXC_TypeError, "%s", message) != NULL;
    return true;
}

static bool is_group(ouro_runtime *rt, ouro_object *object)
{
    return is_exception(rt, object) && is_group_class(rt, (ouro_object *)class_of(rt, object));
}

bool ouro_raise_group_match(ouro_runtime *rt, ouro_object *exception, ouro_object *classes,
                            ouro_object **match, ouro_object **rest)
{
    *match = *rest = NULL;
    if (exception == rt->none) {
        *match = rt->none;
        *rest = rt->none;
        return true;
    }
    int matches = ouro_error_matches(rt, exception, classes);
    if (matches < 0)
        return false;
    if (matches) {
        *rest = rt->none;
        if (is_group(rt, exception)) {
            *match = newref(exception);
            return true;
        }
        /* A naked exception is wrapped in a group, so that the clause always sees one. */
        ouro_object *inner = ouro_tuple_pack(rt, 1, exception);
        if (!inner)
            return false;
        *match = ouro_call2(rt, (ouro_object *)builtin_class(rt, EXC_BaseExceptionGroup),
                            rt->empty_str, inner);
        decref(rt, inner);
        return *match != NULL;
    }
    if (!is_group(rt, exception)) {
        *match = rt->none;
        *rest = newref(exception);
        return true;
    }
    ouro_object *name = ouro_str_intern_text(rt, "split");
    ouro_object *pair = name ? ouro_call_method(rt, exception, name, &classes, 1) : NULL;
    xdecref(rt, name);
    if (!pair)
        return false;
    if (!is_tuple(rt, pair) || tuple_length(pair) < 2) {
        ouro_raise(rt, EXC_TypeError, "%T.split must return a 2-tuple, got tuple of size %zu",
                   exception, is_tuple(rt, pair) ? tuple_length(pair) : (size_t)0);
        decref(rt, pair);
        return false;
    }
    *match = newref(tuple_at(pair, 0));
    *rest = newref(tuple_at(pair, 1));
    decref(rt, pair);
    return true;
}

static bool is_same_metadata(ouro_object *a, ouro_object *b)
{
    struct ouro_exception *x = exception_of(a), *y = exception_of(b);
    return x->traceback == y->traceback && x->cause == y->cause && x->context == y->context;
}

/* Collects the ids of the leaves of a group in a set-like dict, without recursion on C's stack: list is
 * a work list. */
static bool collect_leaves(ouro_runtime *rt, ouro_object *root, ouro_object *ids)
{
    ouro_object *list = ouro_list_new(rt, 8);
    if (!list || !ouro_list_append(rt, list, root)) {
        xdecref(rt, list);
        return false;
    }
    ouro_object *name = ouro_str_intern_text(rt, "exceptions");
    bool is_good = name != NULL;
    for (size_t i = 0; is_good && i < list_length(list); i++) {
        ouro_object *item = list_at(list, i);
        if (is_group(rt, item)) {
            ouro_object *members = ouro_getattr(rt, item, name);
            is_good = members && ouro_list_extend(rt, list, members);
            xdecref(rt, members);
            continue;
        }
        ouro_object *key = ouro_str_format(rt, "%p", (void *)item);
        is_good = key && ouro_dict_set(rt, ids, key, item);
        xdecref(rt, key);
    }
    xdecref(rt, name);
    decref(rt, list);
    return is_good;
}

/* The part of the original group whose leaves are in one of the given groups: owned or NULL with/without
 * an error. */
static ouro_object *project(ouro_runtime *rt, ouro_object *original, ouro_object *ids)
{
    ouro_object *name = ouro_str_intern_text(rt, "exceptions");
    ouro_object *members = name ? ouro_getattr(rt, original, name) : NULL;
    xdecref(rt, name);
    if (!members || !ouro_enter(rt, " in exceptiongroup_subset")) {
        xdecref(rt, members);
        return NULL;
    }
    ouro_object *kept = ouro_list_new(rt, 4);
    for (size_t i = 0; kept && i < tuple_length(members); i++) {
        ouro_object *item = tuple_at(members, i), *part = NULL;
        if (is_group(rt, item)) {
            part = project(rt, item, ids);
        } else {
            ouro_object *key = ouro_str_format(rt, "%p", (void *)item);
            if (key && ouro_dict_peek(rt, ids, key))
                part = newref(item);
            xdecref(rt, key);
        }
        if (rt->error || (part && !ouro_list_append(rt, kept, part)))
            clearref(rt, &kept);
        xdecref(rt, part);
    }
    ouro_leave(rt);
    decref(rt, members);
    if (!kept || !list_length(kept)) {
        xdecref(rt, kept);
        return NULL;
    }
    ouro_object *derive = ouro_str_intern_text(rt, "derive");
    ouro_object *group = derive ? ouro_call_method(rt, original, derive, &kept, 1) : NULL;
    xdecref(rt, derive);
    decref(rt, kept);
    if (group && is_exception(rt, group)) {
        struct ouro_exception *to = exception_of(group), *from = exception_of(original);
        setref_take(rt, &to->traceback, xnewref(from->traceback));
        setref_take(rt, &to->context, xnewref(from->context));
        setref_take(rt, &to->cause, xnewref(from->cause));
        to->suppress_context = from->suppress_context;
    }
    return group;
}

ouro_object *ouro_raise_group_prepare(ouro_runtime *rt, ouro_object *original, ouro_object *list)
{
    size_t count = list_length(list);
    if (!count)
        return rt->none;
    if (!is_group(rt, original)) {
        /* A naked exception was wrapped for the clause: at most one thing can come out of it. */
        ouro_object *only = list_at(list, 0);
        if (only != rt->none || count == 1)
            return newref(only);
        return newref(list_at(list, 1));
    }
    ouro_object *raised = ouro_list_new(rt, count), *ids = ouro_dict_new(rt), *result = NULL;
    bool has_reraised = false;
    if (!raised || !ids)
        goto done;
    for (size_t i = 0; i < count; i++) {
        ouro_object *item = list_at(list, i);
        if (item == rt->none)
            continue;
        if (is_same_metadata(item, original)) {
            has_reraised = true;
            if (!collect_leaves(rt, item, ids))
                goto done;
        } else if (!ouro_list_append(rt, raised, item)) {
            goto done;
        }
    }
    if (has_reraised) {
        ouro_object *part = project(rt, original, ids);
        if (!part && rt->error)
            goto done;
        if (part && !list_length(raised)) {
            result = part;
            goto done;
        }
        bool is_added = !part || ouro_list_append(rt, raised, part);
        xdecref(rt, part);
        if (!is_added)
            goto done;
    }
    if (!list_length(raised)) {
        result = rt->none;
    } else if (list_length(raised) == 1) {
        result = newref(list_at(raised, 0));
    } else {
        result = ouro_call2(rt, (ouro_object *)builtin_class(rt, EXC_BaseExceptionGroup),
                            rt->empty_str, raised);
    }
done:
    xdecref(rt, raised);
    xdecref(rt, ids);
    return result;
}
