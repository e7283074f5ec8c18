/* Builtins that walk an iterable. */
#include "base/checked.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/async_generator.h"
#include "vm/builtins.h"
#include "vm/eval.h"

#define NATIVE(function)                                                                          \
    static ouro_object *function(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,   \
                                 size_t count, ouro_object *names)

/* Looks for an item whose truth is wanted. */
static ouro_object *search(ouro_runtime *rt, ouro_object *iterable, bool wanted)
{
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    if (!iterator)
        return NULL;
    while ((item = ouro_next(rt, iterator))) {
        int truth = item == rt->true_ ? 1 : item == rt->false_ ? 0 : ouro_truth(rt, item);
        decref(rt, item);
        if (truth < 0 || (truth != 0) == wanted) {
            decref(rt, iterator);
            return truth < 0 ? NULL : bool_object(rt, wanted);
        }
    }
    decref(rt, iterator);
    return rt->error ? NULL : bool_object(rt, !wanted);
}

NATIVE(builtin_all)
{
    return search(rt, args[0], false);
}

NATIVE(builtin_any)
{
    return search(rt, args[0], true);
}

NATIVE(builtin_iter)
{
    if (count == 1)
        return ouro_iter(rt, args[0]);
    if (!ouro_is_callable(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "iter(v, w): v must be callable");
    return ouro_call_iterator_new(rt, args[0], args[1]);
}

NATIVE(builtin_next)
{
    struct ouro_class *cls = class_of(rt, args[0]);
    if (!cls->next)
        return ouro_raise(rt, EXC_TypeError, "'%T' object is not an iterator", args[0]);
    ouro_object *item = cls->next(rt, args[0]);
    if (item)
        return item;
    if (count > 1) {
        if (rt->error && !ouro_error_is(rt, EXC_StopIteration))
            return NULL;
        ouro_error_clear(rt);
        return newref(args[1]);
    }
    return rt->error ? NULL : ouro_raise_stop(rt, NULL);
}

NATIVE(builtin_aiter)
{
    return ouro_async_iter(rt, args[0]);
}

NATIVE(builtin_anext)
{
    return ouro_async_next(rt, args[0], count > 1 ? args[1] : NULL);
}

/* ---- min and max ---- */

struct extreme {
    const char *name;
    enum ouro_compare_op op;
    ouro_object *key;
    ouro_object *item, *value; /* the best so far, owned */
};

/* item is taken. */
static bool extreme_add_take(ouro_runtime *rt, struct extreme *extreme, ouro_object *item)
{
    ouro_object *value = extreme->key ? ouro_call1(rt, extreme->key, item) : newref(item);
    if (!value) {
        decref(rt, item);
        return false;
    }
    int is_better = extreme->item
                        ? ouro_compare_truth(rt, value, extreme->value, extreme->op)
                        : 1;
    if (is_better > 0) {
        setref_take(rt, &extreme->item, item);
        setref_take(rt, &extreme->value, value);
    } else {
        decref(rt, item);
        decref(rt, value);
    }
    return is_better >= 0;
}

static ouro_object *find_extreme(ouro_runtime *rt, const char *name, enum ouro_compare_op op,
                                 ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const accepted[] = {"key", "default", NULL};
    ouro_object *given[2] = {NULL, NULL};
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "%s expected at least 1 argument, got 0", name);
    if (!ouro_builtins_keywords(rt, name, args + count, names, accepted, given))
        return NULL;
    if (count > 1 && given[1])
        return ouro_raise(rt, EXC_TypeError,
                          "Cannot specify a default for %s() with multiple positional arguments",
                          name);
    struct extreme extreme = {name, op, given[0] == rt->none ? NULL : given[0], NULL, NULL};
    bool is_good = true;
    if (count > 1) {
        for (size_t i = 0; is_good && i < count; i++)
            is_good = extreme_add_take(rt, &extreme, newref(args[i]));
    } else {
        ouro_object *iterator = ouro_iter(rt, args[0]), *item;
        if (!iterator)
            return NULL;
        while (is_good && (item = ouro_next(rt, iterator)))
            is_good = extreme_add_take(rt, &extreme, item);
        decref(rt, iterator);
        is_good = is_good && !rt->error;
    }
    xdecref(rt, extreme.value);
    if (!is_good) {
        xdecref(rt, extreme.item);
        return NULL;
    }
    if (extreme.item)
        return extreme.item;
    if (given[1])
        return newref(given[1]);
    return ouro_raise(rt, EXC_ValueError, "%s() arg is an empty sequence", name);
}

NATIVE(builtin_max)
{
    return find_extreme(rt, "max", COMPARE_GT, args, count, names);
}

NATIVE(builtin_min)
{
    return find_extreme(rt, "min", COMPARE_LT, args, count, names);
}

/* ---- sorted ---- */

NATIVE(builtin_sorted)
{
    static const char *const accepted[] = {"key", "reverse", NULL};
    ouro_object *given[2] = {NULL, NULL};
    if (count != 1)
        return ouro_raise(rt, EXC_TypeError, "sorted expected 1 argument, got %zu", count);
    ouro_object *list = ouro_to_list(rt, args[0]);
    if (!list)
        return NULL;
    int is_reverse = 0;
    if (!ouro_builtins_keywords(rt, "sort", args + count, names, accepted, given))
        goto fail;
    if (given[1]) {
        int64_t value;
        if (!ouro_index_i64(rt, given[1], &value, EXC_OverflowError))
            goto fail;
        is_reverse = value != 0;
    }
    if (ouro_list_sort(rt, list, given[0] == rt->none ? NULL : given[0], is_reverse))
        return list;
fail:
    decref(rt, list);
    return NULL;
}

/* ---- sum ---- */

/* Adds small ints as long as they come: *total is updated; the item that is none, or NULL at the end. */
static ouro_object *sum_ints(ouro_runtime *rt, ouro_object *iterator, int64_t *total)
{
    ouro_object *item;
    while ((item = ouro_next(rt, iterator))) {
        if (!ouro_int_is_small_exact(item) ||
            !ouro_i64_add(*total, ouro_int_value(item), total)) {
            if (ouro_int_is_small_exact(item)) /* overflow: the wrapped sum is undone */
                *total = (int64_t)((uint64_t)*total - (uint64_t)ouro_int_value(item));
            return item;
        }
        decref(rt, item);
    }
    return NULL;
}

static ouro_object *sum_floats(ouro_runtime *rt, ouro_object *iterator, double *total)
{
    ouro_object *item;
    while ((item = ouro_next(rt, iterator))) {
        if (is_exact(item, TYPE_FLOAT))
            *total += ouro_float_value(item);
        else if (ouro_int_is_small_exact(item))
            *total += (double)ouro_int_value(item);
        else
            return item;
        decref(rt, item);
    }
    return NULL;
}

/* total is taken. */
static ouro_object *sum_objects(ouro_runtime *rt, ouro_object *iterator, ouro_object *total)
{
    ouro_object *item = NULL;
    while (total) {
        if (!item) {
            if (ouro_int_is_small_exact(total)) {
                int64_t value = ouro_int_value(total);
                item = sum_ints(rt, iterator, &value);
                setref_take(rt, &total, rt->error ? NULL : ouro_int_new(rt, value));
            } else if (is_exact(total, TYPE_FLOAT)) {
                double value = ouro_float_value(total);
                item = sum_floats(rt, iterator, &value);
                setref_take(rt, &total, rt->error ? NULL : ouro_float_new(rt, value));
            } else {
                item = ouro_next(rt, iterator);
            }
            if (!item || !total)
                break;
        }
        setref_take(rt, &total, ouro_binary_operation(rt, BINARY_ADD, total, item));
        clearref(rt, &item);
    }
    xdecref(rt, item);
    if (rt->error && total)
        clearref(rt, &total);
    return total;
}

NATIVE(builtin_sum)
{
    static const char *const parameters[] = {"", "start", NULL};
    static const struct ouro_signature signature = {"sum", parameters, 1, 2};
    ouro_object *given[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, given[0]);
    if (!iterator)
        return NULL;
    ouro_object *start = given[1] ? given[1] : ouro_int_new(rt, 0), *result = NULL;
    if (is_str(rt, start))
        ouro_raise(rt, EXC_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    else if (is_bytes(rt, start))
        ouro_raise(rt, EXC_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    else if (is_exact(start, TYPE_BYTEARRAY))
        ouro_raise(rt, EXC_TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    else
        result = sum_objects(rt, iterator, newref(start));
    decref(rt, iterator);
    return result;
}

const struct ouro_method ouro_builtins_iterate_methods[] = {
    {"aiter", builtin_aiter, 1, 1, 0, "Return an asynchronous iterator for an asynchronous iterable."},
    {"anext", builtin_anext, 1, 2, 0, "Return an awaitable for the next item of the asynchronous iterator."},
    {"all", builtin_all, 1, 1, 0, "Return True if bool(x) is True for all values x in the iterable."},
    {"any", builtin_any, 1, 1, 0, "Return True if bool(x) is True for any x in the iterable."},
    {"iter", builtin_iter, 1, 2, 0, "Get an iterator from an object."},
    {"max", builtin_max, 0, -1, METHOD_KEYWORDS, "The largest item."},
    {"min", builtin_min, 0, -1, METHOD_KEYWORDS, "The smallest item."},
    {"next", builtin_next, 1, 2, 0, "Return the next item from the iterator."},
    {"sorted", builtin_sorted, 1, 1, METHOD_KEYWORDS,
     "Return a new list containing all items from the iterable in ascending order."},
    {"sum", builtin_sum, 1, 2, METHOD_KEYWORDS,
     "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"},
    {0},
};
