/* The iterators of itertools that pass on, drop, change or pair up what one or more others give. */
#include "modules/itertools_internal.h"

#define REPORT(self) ((ouro_object *)(void *)(self))

/* (function, iterable): slots function, source. */
static ouro_object *function_and_source(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                                        ouro_object *const *args, size_t count, ouro_object *names)
{
    if (!ouro_iteration_no_keywords(rt, cls, name, names) || !ouro_args_count(rt, name, count, 2, 2))
        return NULL;
    ouro_object *slots[2] = {newref(args[0]), ouro_iter(rt, args[1])};
    return REPORT(ouro_iteration_new_take(rt, cls, slots, 2));
}

/* The truth of function(item); of the item itself when function is None or bool. -1: error. */
static int test_item(ouro_runtime *rt, ouro_object *function, ouro_object *item, bool allows_none)
{
    if (allows_none &&
        (function == rt->none || function == &builtin_class(rt, TYPE_BOOL)->core.base))
        return ouro_truth(rt, item);
    ouro_object *answer = ouro_call1(rt, function, item);
    int truth = answer ? ouro_truth(rt, answer) : -1;
    xdecref(rt, answer);
    return truth;
}

/* The next item, and what the function says of it; NULL at the end or on an error. */
static ouro_object *tested_next(ouro_runtime *rt, struct iteration *self, bool allows_none,
                                int *truth)
{
    ouro_object *item = self->slots[1] ? ouro_next(rt, self->slots[1]) : NULL;
    if (!item)
        return NULL;
    ouro_object *function = newref(self->slots[0]); /* the call may clear the slot */
    *truth = test_item(rt, function, item, allows_none);
    decref(rt, function);
    if (*truth < 0) {
        decref(rt, item);
        return NULL;
    }
    return item;
}

/* numbers[0] of dropwhile and takewhile: the turning point has come. */
static ouro_object *dropwhile_create(ITERATION_CREATE)
{
    return function_and_source(rt, cls, "dropwhile", args, count, names);
}

static ouro_object *dropwhile_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (self->numbers[0])
        return self->slots[1] ? ouro_next(rt, self->slots[1]) : NULL;
    int truth;
    ouro_object *item;
    while ((item = tested_next(rt, self, false, &truth))) {
        if (!truth) {
            self->numbers[0] = 1;
            return item;
        }
        decref(rt, item);
    }
    return NULL;
}

static ouro_object *takewhile_create(ITERATION_CREATE)
{
    return function_and_source(rt, cls, "takewhile", args, count, names);
}

static ouro_object *takewhile_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    int truth;
    ouro_object *item = self->numbers[0] ? NULL : tested_next(rt, self, false, &truth);
    if (!item || truth)
        return item;
    self->numbers[0] = 1;
    decref(rt, item);
    return NULL;
}

static ouro_object *filterfalse_create(ITERATION_CREATE)
{
    return function_and_source(rt, cls, "filterfalse", args, count, names);
}

static ouro_object *filterfalse_next(ouro_runtime *rt, ouro_object *object)
{
    int truth;
    ouro_object *item;
    while ((item = tested_next(rt, iteration_of(object), true, &truth))) {
        if (!truth)
            return item;
        decref(rt, item);
    }
    return NULL;
}

static ouro_object *starmap_create(ITERATION_CREATE)
{
    return function_and_source(rt, cls, "starmap", args, count, names);
}

static ouro_object *starmap_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    ouro_object *item = self->slots[1] ? ouro_next(rt, self->slots[1]) : NULL;
    if (!item)
        return NULL;
    ouro_object *arguments = ouro_to_tuple(rt, item), *result = NULL;
    decref(rt, item);
    if (!arguments)
        return NULL;
    ouro_object *function = newref(self->slots[0]);
    result = ouro_call(rt, function, tuple_items(arguments), tuple_length(arguments), NULL);
    decref(rt, function);
    decref(rt, arguments);
    return result;
}

/* ---- compress: slots data, selectors
 * ------------------------------------------------------------- */

static ouro_object *compress_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"data", "selectors", NULL};
    static const struct ouro_signature signature = {"compress", parameters, 2, 2};
    ouro_object *bound[2], *slots[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    slots[0] = ouro_iter(rt, bound[0]);
    slots[1] = slots[0] ? ouro_iter(rt, bound[1]) : NULL;
    return REPORT(ouro_iteration_new_take(rt, cls, slots, 2));
}

static ouro_object *compress_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    while (self->slots[0] && self->slots[1]) {
        ouro_object *item = ouro_next(rt, self->slots[0]);
        ouro_object *selector = item && self->slots[1] ? ouro_next(rt, self->slots[1]) : NULL;
        int truth = selector ? ouro_truth(rt, selector) : -1;
        xdecref(rt, selector);
        if (truth > 0)
            return item;
        xdecref(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

/* ---- pairwise: slots source, the item before
 * ------------------------------------------------------ */

static ouro_object *pairwise_create(ITERATION_CREATE)
{
    if (!ouro_iteration_no_keywords(rt, cls, "pairwise", names) ||
        !ouro_args_count(rt, "pairwise", count, 1, 1))
        return NULL;
    ouro_object *source = ouro_iter(rt, args[0]);
    return REPORT(ouro_iteration_new_take(rt, cls, &source, 1));
}

static ouro_object *pairwise_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (!self->slots[0])
        return NULL;
    if (!self->slots[1]) {
        ouro_object *first = ouro_next(rt, self->slots[0]);
        if (!first || !self->slots[0]) {
            xdecref(rt, first);
            clearref(rt, &self->slots[0]);
            return NULL;
        }
        setref_take(rt, &self->slots[1], first);
    }
    ouro_object *before = newref(self->slots[1]);
    ouro_object *item = ouro_next(rt, self->slots[0]);
    if (!item) {
        decref(rt, before);
        clearref(rt, &self->slots[0]);
        clearref(rt, &self->slots[1]);
        return NULL;
    }
    ouro_object *pair = ouro_tuple_pack(rt, 2, before, item);
    setref_take(rt, &self->slots[1], item);
    decref(rt, before);
    return pair;
}

/* ---- zip_longest: slots tuple of iterators (None: exhausted), fill value; numbers[0] active ones
 * ------ */

static bool read_fill_value(ouro_runtime *rt, ouro_object *const *args, size_t count,
                            ouro_object *names, ouro_object **fill)
{
    *fill = rt->none;
    size_t keyword_count = names ? tuple_length(names) : 0;
    if (keyword_count == 0)
        return true;
    if (keyword_count > 1 || !ouro_str_equal_text(tuple_at(names, 0), "fillvalue")) {
        ouro_raise(rt, EXC_TypeError, "zip_longest() got an unexpected keyword argument");
        return false;
    }
    *fill = args[count];
    return true;
}

static ouro_object *zip_longest_create(ITERATION_CREATE)
{
    ouro_object *fill;
    if (!read_fill_value(rt, args, count, names, &fill))
        return NULL;
    ouro_object *sources = ouro_tuple_new(rt, count);
    for (size_t i = 0; i < count && sources; i++) {
        tuple_at(sources, i) = ouro_iter(rt, args[i]);
        if (!tuple_at(sources, i))
            clearref(rt, &sources);
    }
    ouro_object *slots[2] = {sources, newref(fill)};
    struct iteration *self = ouro_iteration_new_take(rt, cls, slots, 2);
    if (self)
        self->numbers[0] = (int64_t)count;
    return REPORT(self);
}

/* One item of a row: the fill value when its source is exhausted, NULL when none is left or it
 * failed. */
static ouro_object *zip_longest_item(ouro_runtime *rt, struct iteration *self, ouro_object *sources,
                                     size_t index, ouro_object *fill)
{
    if (tuple_at(sources, index) == rt->none)
        return newref(fill);
    ouro_object *source = newref(tuple_at(sources, index));
    ouro_object *item = ouro_next(rt, source);
    decref(rt, source);
    if (item)
        return item;
    if (ouro_has_error(rt)) {
        self->numbers[0] = 0;
        return NULL;
    }
    if (tuple_at(sources, index) != rt->none) {
        if (--self->numbers[0] > 0)
            setref_take(rt, &tuple_at(sources, index), rt->none);
    }
    return self->numbers[0] > 0 ? newref(fill) : NULL;
}

static ouro_object *zip_longest_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (self->numbers[0] <= 0 || !self->slots[0] || !self->slots[1])
        return NULL;
    ouro_object *sources = newref(self->slots[0]), *fill = newref(self->slots[1]);
    ouro_object *row = ouro_tuple_new(rt, tuple_length(sources));
    for (size_t i = 0; row && i < tuple_length(sources); i++) {
        tuple_at(row, i) = zip_longest_item(rt, self, sources, i, fill);
        if (!tuple_at(row, i))
            clearref(rt, &row);
    }
    decref(rt, sources);
    decref(rt, fill);
    return row;
}

/* ---- islice: numbers: next position, stop (-1: none), step, position
 * ------------------------------- */

/* An index argument; None gives otherwise. message is the ValueError for anything else. */
static bool read_bound(ouro_runtime *rt, ouro_object *argument, int64_t otherwise, int64_t least,
                       const char *message, int64_t *value)
{
    *value = otherwise;
    if (argument == rt->none)
        return true;
    ouro_object *index = class_of(rt, argument)->to_index ? ouro_index(rt, argument) : NULL;
    bool is_good = index && ouro_int_fits_i64(index, value) && *value >= least;
    xdecref(rt, index);
    if (!is_good)
        ouro_raise(rt, EXC_ValueError, "%s", message);
    return is_good;
}

static ouro_object *islice_create(ITERATION_CREATE)
{
    static const char stop_message[] =
        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    static const char index_message[] =
        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    int64_t start = 0, stop = -1, step = 1;
    if (!ouro_iteration_no_keywords(rt, cls, "islice", names) || !ouro_args_count(rt, "islice", count, 2, 4))
        return NULL;
    if (count == 2) {
        if (!read_bound(rt, args[1], -1, 0, stop_message, &stop))
            return NULL;
    } else if (!read_bound(rt, args[2], -1, 0, stop_message, &stop) ||
               !read_bound(rt, args[1], 0, 0, index_message, &start)) {
        return NULL;
    }
    if (count == 4 && !read_bound(rt, args[3], 1, 1,
                                  "Step for islice() must be a positive integer or None.", &step))
        return NULL;
    ouro_object *source = ouro_iter(rt, args[0]);
    struct iteration *self = ouro_iteration_new_take(rt, cls, &source, 1);
    if (self) {
        self->numbers[SLICE_NEXT] = start;
        self->numbers[SLICE_STOP] = stop;
        self->numbers[SLICE_STEP] = step;
    }
    return REPORT(self);
}

static ouro_object *islice_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    int64_t *n = self->numbers;
    while (self->slots[0] && n[SLICE_POSITION] < n[SLICE_NEXT]) {
        ouro_object *skipped = ouro_next(rt, self->slots[0]);
        if (!skipped)
            goto end;
        decref(rt, skipped);
        n[SLICE_POSITION]++;
    }
    if (!self->slots[0] || (n[SLICE_STOP] >= 0 && n[SLICE_POSITION] >= n[SLICE_STOP]))
        goto end;
    ouro_object *item = ouro_next(rt, self->slots[0]);
    if (!item)
        goto end;
    n[SLICE_POSITION]++;
    if (__builtin_add_overflow(n[SLICE_NEXT], n[SLICE_STEP], &n[SLICE_NEXT]))
        n[SLICE_NEXT] = INT64_MAX;
    if (n[SLICE_STOP] >= 0 && n[SLICE_NEXT] > n[SLICE_STOP])
        n[SLICE_NEXT] = n[SLICE_STOP];
    return item;
end:
    clearref(rt, &self->slots[0]);
    return NULL;
}

/* ---- accumulate: slots source, function or None, total, initial value
 * -------------------------------- */

static ouro_object *accumulate_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"iterable", "func", "initial", NULL};
    static const struct ouro_signature signature = {"accumulate", parameters, 1, 2};
    ouro_object *bound[3];
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *slots[2] = {ouro_iter(rt, bound[0]), newref(bound[1] ? bound[1] : rt->none)};
    struct iteration *self = ouro_iteration_new_take(rt, cls, slots, 2);
    if (self && bound[2] && bound[2] != rt->none)
        self->slots[3] = newref(bound[2]);
    return REPORT(self);
}

static ouro_object *accumulate_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (self->slots[3]) {
        setref_take(rt, &self->slots[2], self->slots[3]);
        self->slots[3] = NULL;
        return newref(self->slots[2]);
    }
    ouro_object *item = self->slots[0] ? ouro_next(rt, self->slots[0]) : NULL;
    if (!item)
        return NULL;
    if (!self->slots[2] || !self->slots[1]) {
        setref_take(rt, &self->slots[2], item);
        return newref(item);
    }
    ouro_object *function = newref(self->slots[1]), *total = newref(self->slots[2]);
    ouro_object *next = function == rt->none ? ouro_binary_operation(rt, BINARY_ADD, total, item)
                                             : ouro_call2(rt, function, total, item);
    decref(rt, function);
    decref(rt, total);
    decref(rt, item);
    if (!next)
        return NULL;
    setref_take(rt, &self->slots[2], newref(next));
    return next;
}

bool ouro_itertools_select_add(ouro_runtime *rt, ouro_object *module)
{
    static const struct {
        const char *name;
        ouro_iteration_create create;
        ouro_unary next;
        const struct ouro_method *methods;
    } classes[] = {
        {"itertools.dropwhile", dropwhile_create, dropwhile_next, ouro_itertools_while_methods},
        {"itertools.takewhile", takewhile_create, takewhile_next, ouro_itertools_while_methods},
        {"itertools.filterfalse", filterfalse_create, filterfalse_next,
         ouro_itertools_two_methods},
        {"itertools.starmap", starmap_create, starmap_next, ouro_itertools_two_methods},
        {"itertools.compress", compress_create, compress_next, ouro_itertools_two_methods},
        {"itertools.pairwise", pairwise_create, pairwise_next, NULL},
        {"itertools.zip_longest", zip_longest_create, zip_longest_next,
         ouro_itertools_zip_longest_methods},
        {"itertools.islice", islice_create, islice_next, ouro_itertools_islice_methods},
        {"itertools.accumulate", accumulate_create, accumulate_next,
         ouro_itertools_accumulate_methods},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (!ouro_iteration_class_add(rt, module, classes[i].name, classes[i].create,
                                      classes[i].next, NULL, classes[i].methods))
            return false;
    return true;
}
