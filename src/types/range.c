#include "base/checked.h"
#include "types/class_table.h"
#include "types/items.h"
#include "types/slice.h"
#include "types/tuple.h"

static struct ouro_range *range_of(const ouro_object *object)
{
    return (struct ouro_range *)(void *)(uintptr_t)object;
}

/* A range whose bounds and length all fit 64 bits. */
struct small_range {
    int64_t start, stop, step, length;
};

static bool range_is_small(const ouro_object *self, struct small_range *small)
{
    struct ouro_range *range = range_of(self);
    if (!ouro_int_is_small(range->start) || !ouro_int_is_small(range->stop) ||
        !ouro_int_is_small(range->step) || !ouro_int_is_small(range->length))
        return false;
    small->start = ouro_int_value(range->start);
    small->stop = ouro_int_value(range->stop);
    small->step = ouro_int_value(range->step);
    small->length = ouro_int_value(range->length);
    return true;
}

/* ---- making ---------------------------------------------------------------------------------- */

/* How many numbers lie in start..stop, by step != 0. */
static ouro_object *length_compute(ouro_runtime *rt, ouro_object *start, ouro_object *stop,
                                   ouro_object *step)
{
    bool is_backwards = ouro_int_sign(step) < 0;
    ouro_object *low = is_backwards ? stop : start, *high = is_backwards ? start : stop;
    if (ouro_int_is_small(start) && ouro_int_is_small(stop) && ouro_int_is_small(step)) {
        int64_t a = ouro_int_value(low), b = ouro_int_value(high), by = ouro_int_value(step);
        if (a >= b)
            return ouro_int_new(rt, 0);
        uint64_t stride = is_backwards ? 0 - (uint64_t)by : (uint64_t)by;
        uint64_t length = ((uint64_t)b - (uint64_t)a - 1) / stride;
        return length < UINT64_MAX ? ouro_int_new_u64(rt, length + 1) : ouro_raise_memory(rt);
    }
    if (ouro_int_compare(low, high) >= 0)
        return ouro_int_new(rt, 0);
    ouro_object *one = ouro_int_new(rt, 1), *length = NULL;
    ouro_object *stride = is_backwards ? ouro_negative(rt, step) : newref(step);
    ouro_object *distance = stride ? ouro_int_subtract(rt, high, low) : NULL;
    ouro_object *last = distance ? ouro_int_subtract(rt, distance, one) : NULL;
    ouro_object *steps = last ? ouro_int_floor_divide(rt, last, stride) : NULL;
    if (steps)
        length = ouro_int_add(rt, steps, one);
    xdecref(rt, stride);
    xdecref(rt, distance);
    xdecref(rt, last);
    xdecref(rt, steps);
    return length;
}

/* An exact int: the bounds of range(True) are not bools. */
static ouro_object *bound_of(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *index = ouro_index(rt, object);
    if (!index || is_exact(index, TYPE_INT))
        return index;
    ouro_object *value = ouro_to_int(rt, index);
    decref(rt, index);
    return value;
}

/* Takes the three ints, also when it fails; step is not 0. */
static ouro_object *range_new_take(ouro_runtime *rt, ouro_object *start, ouro_object *stop,
                                   ouro_object *step)
{
    ouro_object *length = length_compute(rt, start, stop, step), *self = NULL;
    if (length)
        self = ouro_object_alloc(&rt->heap, TYPE_RANGE, sizeof(struct ouro_range),
                                 OURO_BLOCK_CONTAINER);
    if (self) {
        self->gc_flags |= OURO_GC_UNTRACKED; /* ints are in no cycle */
        range_of(self)->start = start;
        range_of(self)->stop = stop;
        range_of(self)->step = step;
        range_of(self)->length = length;
        return self;
    }
    if (length)
        ouro_raise_memory(rt);
    xdecref(rt, length);
    decref(rt, start);
    decref(rt, stop);
    decref(rt, step);
    return NULL;
}

ouro_object *ouro_range_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step)
{
    ouro_object *bounds[3] = {bound_of(rt, start), NULL, NULL};
    if (bounds[0])
        bounds[1] = bound_of(rt, stop);
    if (bounds[1])
        bounds[2] = bound_of(rt, step);
    if (bounds[2] && ouro_int_sign(bounds[2]) != 0)
        return range_new_take(rt, bounds[0], bounds[1], bounds[2]);
    if (bounds[2])
        ouro_raise(rt, EXC_ValueError, "range() arg 3 must not be zero");
    for (int i = 0; i < 3; i++)
        xdecref(rt, bounds[i]);
    return NULL;
}

static ouro_object *range_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "range", names) || !ouro_args_count(rt, "range", count, 1, 3))
        return NULL;
    ouro_object *zero = ouro_int_new(rt, 0), *one = ouro_int_new(rt, 1);
    if (count == 1)
        return ouro_range_new(rt, zero, args[0], one);
    return ouro_range_new(rt, args[0], args[1], count > 2 ? args[2] : one);
}

static void range_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object **fields = &range_of(self)->start;
    for (int i = 0; i < 4; i++)
        ouro_object_decref(heap, fields[i]);
    ouro_object_free(heap, self, sizeof(struct ouro_range), OURO_BLOCK_CONTAINER);
}

static void range_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &range_of(self)->start, 4);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *range_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_range *range = range_of(self);
    if (ouro_int_is_small(range->step) && ouro_int_value(range->step) == 1)
        return ouro_str_format(rt, "range(%R, %R)", range->start, range->stop);
    return ouro_str_format(rt, "range(%R, %R, %R)", range->start, range->stop, range->step);
}

static ptrdiff_t range_length(ouro_runtime *rt, ouro_object *self)
{
    int64_t length;
    return ouro_int_as_i64(rt, range_of(self)->length, &length) ? length : -1;
}

static int range_truth(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_sign(range_of(self)->length) != 0;
}

static bool ranges_equal(const ouro_object *a, const ouro_object *b)
{
    struct ouro_range *x = range_of(a), *y = range_of(b);
    if (a == b)
        return true;
    if (ouro_int_compare(x->length, y->length) != 0)
        return false;
    if (ouro_int_sign(x->length) == 0)
        return true;
    if (ouro_int_compare(x->start, y->start) != 0)
        return false;
    return (ouro_int_is_small(x->length) && ouro_int_value(x->length) == 1) ||
           ouro_int_compare(x->step, y->step) == 0;
}

static ouro_object *range_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_RANGE) || !is_exact(b, TYPE_RANGE) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    return bool_object(rt, ranges_equal(a, b) == (op == COMPARE_EQ));
}

static bool range_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct ouro_range *range = range_of(self);
    bool is_empty = ouro_int_sign(range->length) == 0;
    bool is_single = ouro_int_is_small(range->length) && ouro_int_value(range->length) == 1;
    ouro_object *parts = ouro_tuple_pack(rt, 3, range->length, is_empty ? rt->none : range->start,
                                         is_empty || is_single ? rt->none : range->step);
    if (!parts)
        return false;
    bool is_good = ouro_hash(rt, parts, hash);
    decref(rt, parts);
    return is_good;
}

/* start + index * step, owned */
static ouro_object *item_compute(ouro_runtime *rt, const struct ouro_range *range, ouro_object *index)
{
    ouro_object *offset = ouro_int_multiply(rt, index, range->step);
    ouro_object *item = offset ? ouro_int_add(rt, range->start, offset) : NULL;
    xdecref(rt, offset);
    return item;
}

static ouro_object *range_slice(ouro_runtime *rt, ouro_object *self, ouro_object *slice)
{
    struct ouro_range *range = range_of(self);
    ouro_object *indices[3], *bounds[3] = {NULL, NULL, NULL};
    if (!ouro_slice_indices(rt, slice, range->length, indices))
        return NULL;
    bounds[0] = item_compute(rt, range, indices[0]);
    if (bounds[0])
        bounds[1] = item_compute(rt, range, indices[1]);
    if (bounds[1])
        bounds[2] = ouro_int_multiply(rt, range->step, indices[2]);
    for (int i = 0; i < 3; i++)
        decref(rt, indices[i]);
    if (bounds[2])
        return range_new_take(rt, bounds[0], bounds[1], bounds[2]);
    xdecref(rt, bounds[0]);
    xdecref(rt, bounds[1]);
    return NULL;
}

static ouro_object *range_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct ouro_range *range = range_of(self);
    struct small_range small;
    if (is_exact(key, TYPE_SLICE))
        return range_slice(rt, self, key);
    if (!has_index(rt, key))
        return ouro_raise(rt, EXC_TypeError, "range indices must be integers or slices, not %T", key);
    ouro_object *index = ouro_index(rt, key), *item = NULL;
    if (!index)
        return NULL;
    if (ouro_int_is_small(index) && range_is_small(self, &small)) {
        int64_t i = ouro_int_value(index);
        decref(rt, index);
        i = i < 0 ? i + small.length : i;
        if (i < 0 || i >= small.length)
            return ouro_raise(rt, EXC_IndexError, "range object index out of range");
        return ouro_int_new(rt, (int64_t)((uint64_t)small.start + (uint64_t)i * (uint64_t)small.step));
    }
    if (ouro_int_sign(index) < 0) {
        ouro_object *sum = ouro_int_add(rt, index, range->length);
        decref(rt, index);
        if (!(index = sum))
            return NULL;
    }
    if (ouro_int_sign(index) < 0 || ouro_int_compare(index, range->length) >= 0)
        ouro_raise(rt, EXC_IndexError, "range object index out of range");
    else
        item = item_compute(rt, range, index);
    decref(rt, index);
    return item;
}

/* Where an int lies in the range: 1 and *index (owned), 0 if it does not, -1 error. */
static int int_position(ouro_runtime *rt, ouro_object *self, ouro_object *value, ouro_object **index)
{
    struct ouro_range *range = range_of(self);
    bool is_backwards = ouro_int_sign(range->step) < 0;
    ouro_object *low = is_backwards ? value : range->start, *high = is_backwards ? range->start : value;
    if (ouro_int_compare(low, high) > 0)
        return 0;
    int with_stop = ouro_int_compare(value, range->stop);
    if (is_backwards ? with_stop <= 0 : with_stop >= 0)
        return 0;
    ouro_object *distance = ouro_int_subtract(rt, value, range->start), *rest = NULL;
    int result = -1;
    if (distance)
        rest = ouro_int_remainder(rt, distance, range->step);
    if (rest && ouro_int_sign(rest) != 0)
        result = 0;
    else if (rest && (!index || (*index = ouro_int_floor_divide(rt, distance, range->step))))
        result = 1;
    xdecref(rt, distance);
    xdecref(rt, rest);
    return result;
}

static bool is_plain_int(const ouro_object *object)
{
    return is_exact(object, TYPE_INT) || is_exact(object, TYPE_BOOL);
}

/* Counts items that equal value, or stops at the first: *index is its position. */
static int64_t search(ouro_runtime *rt, ouro_object *self, ouro_object *value, bool is_first,
                      int64_t *index)
{
    ouro_object *iterator = ouro_iter(rt, self), *item;
    int64_t found = 0;
    if (!iterator)
        return -1;
    for (int64_t i = 0; (item = ouro_next(rt, iterator)) != NULL; i++) {
        int equal = item_equal(rt, item, value);
        decref(rt, item);
        if (equal < 0)
            break;
        found += equal;
        if (equal && is_first) {
            *index = i;
            break;
        }
    }
    decref(rt, iterator);
    return rt->error ? -1 : found;
}

static int range_contains(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct small_range small;
    int64_t index;
    if (!is_plain_int(value))
        return (int)search(rt, self, value, true, &index);
    if (ouro_int_is_small(value) && range_is_small(self, &small)) {
        int64_t number = ouro_int_value(value);
        if (small.step > 0 ? number < small.start || number >= small.stop
                           : number > small.start || number <= small.stop)
            return 0;
        if (small.step == 1)
            return 1;
        uint64_t distance = small.step > 0 ? (uint64_t)number - (uint64_t)small.start
                                           : (uint64_t)small.start - (uint64_t)number;
        uint64_t stride = small.step > 0 ? (uint64_t)small.step : 0 - (uint64_t)small.step;
        return distance % stride == 0;
    }
    return int_position(rt, self, value, NULL);
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *range_count(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    int64_t ignored, found;
    if (is_plain_int(args[0]))
        found = range_contains(rt, self, args[0]);
    else
        found = search(rt, self, args[0], false, &ignored);
    return found < 0 ? NULL : ouro_int_new(rt, found);
}

static ouro_object *range_index(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *position = NULL;
    int64_t index = 0, found;
    if (is_plain_int(args[0])) {
        found = int_position(rt, self, args[0], &position);
        if (found > 0)
            return position;
        if (found == 0)
            return ouro_raise(rt, EXC_ValueError, "%R is not in range", args[0]);
        return NULL;
    }
    found = search(rt, self, args[0], true, &index);
    if (found < 0)
        return NULL;
    if (found == 0)
        return ouro_raise(rt, EXC_ValueError, "sequence.index(x): x not in sequence");
    return ouro_int_new(rt, index);
}

static ouro_object *range_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *fields = ouro_tuple_from(rt, &range_of(self)->start, 3);
    if (!fields)
        return NULL;
    ouro_object *result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), fields);
    decref(rt, fields);
    return result;
}

/* ---- iterators ------------------------------------------------------------------------------- */

static struct ouro_range_iterator *iterator_of(const ouro_object *object)
{
    return (struct ouro_range_iterator *)(void *)(uintptr_t)object;
}

ouro_object *ouro_range_iterator_new(ouro_runtime *rt, int64_t start, int64_t step, int64_t count)
{
    ouro_object *self = ouro_free_list_alloc(
        &rt->heap, rt->free_lists[FREE_LIST_RANGE_ITERATOR], TYPE_RANGE_ITERATOR,
        sizeof(struct ouro_range_iterator), OURO_BLOCK_ATOM);
    if (!self)
        return ouro_raise_memory(rt);
    iterator_of(self)->next = start;
    iterator_of(self)->step = step;
    iterator_of(self)->remaining = count;
    return self;
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_free_list_free(heap, runtime_of(heap)->free_lists[FREE_LIST_RANGE_ITERATOR], self,
                        sizeof(struct ouro_range_iterator), OURO_BLOCK_ATOM);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_range_iterator *iterator = iterator_of(self);
    if (iterator->remaining <= 0)
        return NULL;
    ouro_object *item = ouro_int_new(rt, iterator->next);
    if (item) {
        iterator->remaining--;
        iterator->next = (int64_t)((uint64_t)iterator->next + (uint64_t)iterator->step);
    }
    return item;
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    return ouro_int_new(rt, iterator_of(self)->remaining);
}

/* (iter, (rest,)) for a range of what is left, given by ints (taken). */
static ouro_object *reduce_rest_take(ouro_runtime *rt, ouro_object *start, ouro_object *step,
                                     ouro_object *count)
{
    ouro_object *span = start && step && count ? ouro_int_multiply(rt, step, count) : NULL;
    ouro_object *stop = span ? ouro_int_add(rt, start, span) : NULL, *rest = NULL, *result = NULL;
    if (stop)
        rest = ouro_range_new(rt, start, stop, step);
    if (rest)
        result = ouro_reduce_iterator(rt, "iter", rest, rt->empty_tuple, 0);
    ouro_object *used[] = {start, step, count, span, stop, rest};
    for (int i = 0; i < 6; i++)
        xdecref(rt, used[i]);
    return result;
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct ouro_range_iterator *iterator = iterator_of(self);
    ouro_object *start = ouro_int_new(rt, iterator->next);
    ouro_object *step = start ? ouro_int_new(rt, iterator->step) : NULL;
    return reduce_rest_take(rt, start, step, step ? ouro_int_new(rt, iterator->remaining) : NULL);
}

static ouro_object *iterator_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct ouro_range_iterator *iterator = iterator_of(self);
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    index = index < 0 ? 0 : index > iterator->remaining ? iterator->remaining : index;
    iterator->remaining -= index;
    iterator->next =
        (int64_t)((uint64_t)iterator->next + (uint64_t)index * (uint64_t)iterator->step);
    return rt->none;
}

/* For ranges beyond 64 bits. */
struct long_iterator {
    ouro_object base;
    ouro_object *next, *step, *remaining;
};

static struct long_iterator *long_of(const ouro_object *object)
{
    return (struct long_iterator *)(void *)(uintptr_t)object;
}

/* Takes the ints, also when it fails. */
static ouro_object *long_iterator_new_take(ouro_runtime *rt, ouro_object *start, ouro_object *step,
                                           ouro_object *count)
{
    ouro_object *self = NULL;
    if (start && step && count) {
        self = ouro_object_alloc(&rt->heap, TYPE_LONG_RANGE_ITERATOR, sizeof(struct long_iterator),
                                 OURO_BLOCK_CONTAINER);
        if (!self)
            ouro_raise_memory(rt);
    }
    if (!self) {
        xdecref(rt, start);
        xdecref(rt, step);
        xdecref(rt, count);
        return NULL;
    }
    *long_of(self) = (struct long_iterator){*self, start, step, count};
    return self;
}

static void long_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_decref(heap, long_of(self)->next);
    ouro_object_decref(heap, long_of(self)->step);
    ouro_object_decref(heap, long_of(self)->remaining);
    ouro_object_free(heap, self, sizeof(struct long_iterator), OURO_BLOCK_CONTAINER);
}

static void long_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &long_of(self)->next, 3);
}

static ouro_object *long_next(ouro_runtime *rt, ouro_object *self)
{
    struct long_iterator *iterator = long_of(self);
    if (ouro_int_sign(iterator->remaining) <= 0)
        return NULL;
    ouro_object *next = ouro_int_add(rt, iterator->next, iterator->step);
    ouro_object *left =
        next ? ouro_int_subtract(rt, iterator->remaining, ouro_int_new(rt, 1)) : NULL;
    if (!left) {
        xdecref(rt, next);
        return NULL;
    }
    ouro_object *item = iterator->next;
    iterator->next = next;
    setref_take(rt, &iterator->remaining, left);
    return item;
}

static ouro_object *long_length_hint(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    return newref(long_of(self)->remaining);
}

static ouro_object *long_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    struct long_iterator *iterator = long_of(self);
    return reduce_rest_take(rt, newref(iterator->next), newref(iterator->step),
                            newref(iterator->remaining));
}

static ouro_object *range_iter(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_range *range = range_of(self);
    struct small_range small;
    if (range_is_small(self, &small))
        return ouro_range_iterator_new(rt, small.start, small.step, small.length);
    return long_iterator_new_take(rt, newref(range->start), newref(range->step),
                                  newref(range->length));
}

static ouro_object *range_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    struct ouro_range *range = range_of(self);
    struct small_range small;
    if (range_is_small(self, &small) && small.step != INT64_MIN) {
        uint64_t last = (uint64_t)small.start + (uint64_t)(small.length - 1) * (uint64_t)small.step;
        return ouro_range_iterator_new(rt, (int64_t)last, -small.step, small.length);
    }
    ouro_object *steps = ouro_int_subtract(rt, range->length, ouro_int_new(rt, 1));
    ouro_object *last = steps ? item_compute(rt, range, steps) : NULL;
    xdecref(rt, steps);
    return long_iterator_new_take(rt, last, last ? ouro_negative(rt, range->step) : NULL,
                                  newref(range->length));
}

static bool iterators_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
        {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
        {"__setstate__", iterator_setstate, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method long_methods[] = {
        {"__length_hint__", long_length_hint, 0, 0, 0, NULL},
        {"__reduce__", long_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_RANGE_ITERATOR);
    cls->core.dealloc = iterator_dealloc;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    if (!ouro_class_ready(rt, cls, methods, NULL, NULL))
        return false;
    cls = builtin_class(rt, TYPE_LONG_RANGE_ITERATOR);
    cls->core.instance_size = sizeof(struct long_iterator);
    cls->core.dealloc = long_dealloc;
    cls->core.traverse = long_traverse;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = long_next;
    return ouro_class_ready(rt, cls, long_methods, NULL, NULL);
}

bool ouro_range_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"count", range_count, 1, 1, 0, "rangeobject.count(value) -> integer"},
        {"index", range_index, 1, 1, 0, "rangeobject.index(value) -> integer"},
        {"__reversed__", range_reversed, 0, 0, 0, "Return a reverse iterator."},
        {"__reduce__", range_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_member members[] = {
        {"start", offsetof(struct ouro_range, start), MEMBER_OBJECT, true},
        {"stop", offsetof(struct ouro_range, stop), MEMBER_OBJECT, true},
        {"step", offsetof(struct ouro_range, step), MEMBER_OBJECT, true},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_RANGE);
    cls->core.dealloc = range_dealloc;
    cls->core.traverse = range_traverse;
    cls->create = range_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = range_repr;
    cls->hash = range_hash;
    cls->compare = range_compare;
    cls->truth = range_truth;
    cls->iter = range_iter;
    cls->length = range_length;
    cls->getitem = range_getitem;
    cls->contains = range_contains;
    return ouro_class_ready(rt, cls, methods, NULL, members) && iterators_init(rt);
}
