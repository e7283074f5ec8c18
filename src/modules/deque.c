/* collections.deque: a ring of a power of two slots, so that both ends and any index cost the same.
 *
 *      items   [ 5 | 6 | . | . | 1 | 2 | 3 | 4 ]      head = 4, length = 6 */
#include "base/checked.h"
#include "modules/collections.h"
#include "types/class_table.h"
#include "types/function.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

struct deque {
    ouro_object base;
    ouro_object **items; /* NULL while capacity is 0 */
    uint32_t capacity;   /* a power of two, or 0 */
    uint32_t head;
    uint32_t length;
    uint32_t state; /* changes with every change of what it holds: iterators look at it */
    int64_t maxlen; /* -1: none */
};

enum { CAPACITY_MIN = 8, ITERATOR = 1, REVERSE_ITERATOR = 2 };

static struct deque *deque_of(const ouro_object *object)
{
    return (struct deque *)(void *)(uintptr_t)object;
}

OURO_INLINE ouro_object **slot(const struct deque *deque, size_t index)
{
    return &deque->items[(deque->head + index) & (deque->capacity - 1)];
}

static ouro_object *deque_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        deque_of(self)->maxlen = -1;
    return self;
}

static bool is_deque(const ouro_runtime *rt, const ouro_object *object)
{
    return native_class_of(rt, object)->create == deque_create;
}

/* ---- size ------------------------------------------------------------------------------------ */

static bool set_capacity(ouro_runtime *rt, struct deque *deque, uint32_t capacity)
{
    ouro_object **items = ouro_buffer_alloc(rt, capacity * sizeof *items);
    if (!items)
        return false;
    ouro_slots_shift(&rt->heap, deque->length);
    for (size_t i = 0; i < deque->length; i++)
        items[i] = *slot(deque, i);
    ouro_buffer_free(rt, deque->items, deque->capacity * sizeof *items);
    deque->items = items;
    deque->capacity = capacity;
    deque->head = 0;
    return true;
}

static bool reserve_one(ouro_runtime *rt, struct deque *deque)
{
    if (ouro_likely(deque->length < deque->capacity))
        return true;
    if (deque->capacity >= 1u << 30)
        return ouro_raise_memory(rt);
    return set_capacity(rt, deque, deque->capacity ? deque->capacity * 2 : CAPACITY_MIN);
}

/* Benign when memory is out. */
static void shrink(ouro_runtime *rt, struct deque *deque)
{
    if (deque->capacity <= 64 || deque->length > deque->capacity / 8)
        return;
    ouro_object *error = ouro_error_take(rt);
    set_capacity(rt, deque, deque->capacity / 2);
    ouro_error_restore(rt, error);
}

static bool push_right(ouro_runtime *rt, struct deque *deque, ouro_object *item)
{
    if (!reserve_one(rt, deque))
        return false;
    *slot(deque, deque->length++) = newref(item);
    deque->state++;
    return true;
}

static bool push_left(ouro_runtime *rt, struct deque *deque, ouro_object *item)
{
    if (!reserve_one(rt, deque))
        return false;
    ouro_slots_shift(&rt->heap, deque->length);
    deque->head = (deque->head - 1) & (deque->capacity - 1);
    deque->length++;
    *slot(deque, 0) = newref(item);
    deque->state++;
    return true;
}

/* Of a deque that is not empty. */
static ouro_object *pop_right_take(ouro_runtime *rt, struct deque *deque)
{
    ouro_object *item = *slot(deque, --deque->length);
    ouro_object_touch(item); /* moves out uncounted */
    deque->state++;
    shrink(rt, deque);
    return item;
}

static ouro_object *pop_left_take(ouro_runtime *rt, struct deque *deque)
{
    ouro_object *item = *slot(deque, 0);
    ouro_object_touch(item);
    ouro_slots_shift(&rt->heap, deque->length);
    deque->head = (deque->head + 1) & (deque->capacity - 1);
    deque->length--;
    deque->state++;
    shrink(rt, deque);
    return item;
}

/* Appends at an end; what maxlen pushes out at the other dies when the deque is whole again. */
static bool deque_push(ouro_runtime *rt, struct deque *deque, ouro_object *item, bool is_left)
{
    if (deque->maxlen == 0)
        return true;
    if (!(is_left ? push_left(rt, deque, item) : push_right(rt, deque, item)))
        return false;
    if (deque->maxlen >= 0 && deque->length > deque->maxlen)
        decref(rt, is_left ? pop_right_take(rt, deque) : pop_left_take(rt, deque));
    return true;
}

static void deque_clear(ouro_runtime *rt, struct deque *deque)
{
    struct deque old = *deque;
    deque->items = NULL;
    deque->capacity = deque->head = deque->length = 0;
    deque->state++;
    for (size_t i = 0; i < old.length; i++)
        decref(rt, *slot(&old, i));
    ouro_buffer_free(rt, old.items, old.capacity * sizeof *old.items);
}

static bool deque_extend(ouro_runtime *rt, ouro_object *self, ouro_object *iterable, bool is_left)
{
    ouro_object *source = iterable == self ? ouro_to_list(rt, self) : newref(iterable), *item;
    ouro_object *iterator = source ? ouro_iter(rt, source) : NULL;
    xdecref(rt, source);
    if (!iterator)
        return false;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        bool is_good = deque_push(rt, deque_of(self), item, is_left);
        decref(rt, item);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

/* ---- core type ------------------------------------------------------------------------------- */

static void deque_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    deque_clear(runtime_of(heap), deque_of(self));
    ouro_class_free(runtime_of(heap), self);
}

static void deque_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    struct deque *deque = deque_of(self);
    size_t first = deque->capacity - deque->head;
    if (first > deque->length)
        first = deque->length;
    if (first)
        ouro_visit_range(visitor, deque->items + deque->head, first);
    if (deque->length > first)
        ouro_visit_range(visitor, deque->items, deque->length - first);
    ouro_class_traverse_instance(self, visitor);
}

static bool deque_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct deque *deque = deque_of(self);
    for (; deque->length > 0 && *budget > 0; --*budget)
        ouro_object_decref(heap, *slot(deque, --deque->length));
    return deque->length > 0;
}

static void deque_clear_slot(struct ouro_heap *heap, ouro_object *self)
{
    deque_clear(runtime_of(heap), deque_of(self));
}

static bool deque_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                       ouro_object *names)
{
    ouro_object *given[2] = {count > 0 ? args[0] : NULL, count > 1 ? args[1] : NULL};
    size_t total = count + (names ? tuple_length(names) : 0);
    int64_t maxlen = -1;
    if (total > 2)
        return ouro_raise(rt, EXC_TypeError, "deque() takes at most 2 arguments (%zu given)", total);
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        ouro_object *name = tuple_at(names, i);
        int at = ouro_str_equal_text(name, "iterable") ? 0 : 1;
        if ((at == 1 && !ouro_str_equal_text(name, "maxlen")) || given[at])
            return ouro_raise(rt, EXC_TypeError, "%R is an invalid keyword argument for deque()",
                              name);
        given[at] = args[count + i];
    }
    if (given[1] && given[1] != rt->none) {
        if (!is_int(rt, given[1]))
            return ouro_raise(rt, EXC_TypeError, "an integer is required");
        if (!ouro_int_as_i64(rt, given[1], &maxlen))
            return false;
        if (maxlen < 0)
            return ouro_raise(rt, EXC_ValueError, "maxlen must be non-negative");
    }
    deque_of(self)->maxlen = maxlen;
    if (deque_of(self)->length > 0)
        deque_clear(rt, deque_of(self));
    return !given[0] || deque_extend(rt, self, given[0], false);
}

/* ---- slots ----------------------------------------------------------------------------------- */

/* A new deque of the same class and maxlen, with the same items. */
static ouro_object *deque_copy(ouro_runtime *rt, ouro_object *self)
{
    struct deque *deque = deque_of(self);
    struct ouro_class *cls = class_of(rt, self);
    if (cls->core.flags & OURO_TYPE_HEAP) {
        ouro_object *maxlen = deque->maxlen < 0 ? NULL : ouro_int_new(rt, deque->maxlen);
        if (deque->maxlen >= 0 && !maxlen)
            return NULL;
        ouro_object *args[2] = {self, maxlen};
        ouro_object *copy = ouro_call(rt, &cls->core.base, args, maxlen ? 2 : 1, NULL);
        xdecref(rt, maxlen);
        if (copy && !is_deque(rt, copy)) {
            ouro_raise(rt, EXC_TypeError, "%N() must return a deque, not %T", cls, copy);
            decref(rt, copy);
            return NULL;
        }
        return copy;
    }
    ouro_object *copy = deque_create(rt, cls, NULL, 0, NULL);
    if (!copy)
        return NULL;
    deque_of(copy)->maxlen = deque->maxlen;
    for (size_t i = 0; i < deque->length; i++) {
        if (!push_right(rt, deque_of(copy), *slot(deque, i))) {
            decref(rt, copy);
            return NULL;
        }
    }
    return copy;
}

static ouro_object *deque_repr(ouro_runtime *rt, ouro_object *self)
{
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_from(rt, "[...]") : NULL;
    ouro_object *items = ouro_to_list(rt, self), *result = NULL;
    if (items && deque_of(self)->maxlen >= 0)
        result = ouro_str_format(rt, "%N(%R, maxlen=%lld)", class_of(rt, self), items,
                                 (long long)deque_of(self)->maxlen);
    else if (items)
        result = ouro_str_format(rt, "%N(%R)", class_of(rt, self), items);
    xdecref(rt, items);
    ouro_repr_leave(rt, self);
    return result;
}

static ouro_object *deque_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_deque(rt, a) || !is_deque(rt, b))
        return rt->not_implemented;
    if (deque_of(a)->length != deque_of(b)->length && (op == COMPARE_EQ || op == COMPARE_NE))
        return bool_object(rt, op == COMPARE_NE);
    uint32_t state_a = deque_of(a)->state, state_b = deque_of(b)->state;
    for (size_t i = 0; i < deque_of(a)->length && i < deque_of(b)->length; i++) {
        ouro_object *x = newref(*slot(deque_of(a), i)), *y = newref(*slot(deque_of(b), i));
        int equal = item_equal(rt, x, y);
        int result = equal == 0 ? ouro_compare_truth(rt, x, y, op) : 0;
        decref(rt, x);
        decref(rt, y);
        if (equal <= 0)
            return equal < 0 || result < 0 ? NULL : bool_object(rt, result);
        if (deque_of(a)->state != state_a || deque_of(b)->state != state_b)
            return ouro_raise(rt, EXC_RuntimeError, "deque mutated during iteration");
    }
    return bool_object(rt, compare_sizes(deque_of(a)->length, deque_of(b)->length, op));
}

static ptrdiff_t deque_length(ouro_runtime *rt, ouro_object *self)
{
    return deque_of(self)->length;
}

/* A key as a position in the deque; false: an error is set. */
static bool position_of(ouro_runtime *rt, struct deque *deque, ouro_object *key, int64_t *index)
{
    if (!has_index(rt, key))
        return ouro_raise(rt, EXC_TypeError, "sequence index must be integer, not '%T'", key);
    if (!ouro_index_i64(rt, key, index, EXC_IndexError))
        return false;
    if (*index < 0)
        *index += deque->length;
    if ((uint64_t)*index >= deque->length)
        return ouro_raise(rt, EXC_IndexError, "deque index out of range");
    return true;
}

static ouro_object *deque_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    return position_of(rt, deque_of(self), key, &index) ? newref(*slot(deque_of(self), (size_t)index))
                                                        : NULL;
}

static ouro_object *remove_at_take(struct deque *deque, size_t index)
{
    ouro_object *item = *slot(deque, index);
    if (index < deque->length / 2) {
        for (size_t i = index; i > 0; i--)
            *slot(deque, i) = *slot(deque, i - 1);
        deque->head = (deque->head + 1) & (deque->capacity - 1);
    } else {
        for (size_t i = index; i + 1 < deque->length; i++)
            *slot(deque, i) = *slot(deque, i + 1);
    }
    deque->length--;
    deque->state++;
    return item;
}

static bool deque_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    int64_t index;
    if (!position_of(rt, deque_of(self), key, &index))
        return false;
    if (value) {
        setref_take(rt, slot(deque_of(self), (size_t)index), newref(value));
        return true;
    }
    ouro_slots_shift(&rt->heap, deque_of(self)->length);
    decref(rt, remove_at_take(deque_of(self), (size_t)index));
    return true;
}

/* The first item equal to value in start..stop: its position, -1 none, -2 error. */
static int64_t deque_find(ouro_runtime *rt, struct deque *deque, ouro_object *value, int64_t start,
                          int64_t stop, unsigned exception_index, const char *message)
{
    uint32_t state = deque->state;
    for (int64_t i = start; i < stop && i < deque->length; i++) {
        int equal = item_equal_held(rt, *slot(deque, (size_t)i), value);
        if (equal < 0)
            return -2;
        if (state != deque->state) {
            ouro_raise(rt, exception_index, message);
            return -2;
        }
        if (equal)
            return i;
    }
    return -1;
}

#define MUTATED EXC_RuntimeError, "deque mutated during iteration"

static int deque_contains(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t at = deque_find(rt, deque_of(self), value, 0, INT64_MAX, MUTATED);
    return at == -2 ? -1 : at >= 0;
}

static ouro_object *deque_inplace_concat(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    return deque_extend(rt, self, other, false) ? newref(self) : NULL;
}

static ouro_object *deque_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_deque(rt, b))
        return ouro_raise(rt, EXC_TypeError, "can only concatenate deque (not \"%T\") to deque", b);
    ouro_object *result = deque_copy(rt, a);
    if (result && !deque_extend(rt, result, b, false)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *deque_inplace_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    struct deque *deque = deque_of(self);
    size_t length = deque->length, total;
    if (times <= 0 || length == 0) {
        deque_clear(rt, deque);
        return newref(self);
    }
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise_memory(rt);
    ouro_object *items = ouro_to_list(rt, self);
    if (!items)
        return NULL;
    bool is_good = total <= 1u << 30 || ouro_raise_memory(rt);
    size_t start = length;
    if (deque->maxlen >= 0 && total > (size_t)deque->maxlen + length) /* only the end stays */
        start = total - ((size_t)deque->maxlen / length + 1) * length;
    for (size_t i = start < length ? length : start; is_good && i < total; i++)
        is_good = deque_push(rt, deque, list_at(items, i % length), false);
    decref(rt, items);
    return is_good ? newref(self) : NULL;
}

static ouro_object *deque_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    ouro_object *copy = deque_copy(rt, self);
    if (!copy)
        return NULL;
    ouro_object *result = deque_inplace_repeat(rt, copy, times);
    decref(rt, copy);
    return result;
}

/* ---- methods --------------------------------------------------------------------------------- */

#define METHOD(name)                                                                              \
    static ouro_object *method_##name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, \
                                      size_t count, ouro_object *names)

METHOD(append)
{
    return deque_push(rt, deque_of(self), args[0], false) ? rt->none : NULL;
}

METHOD(appendleft)
{
    return deque_push(rt, deque_of(self), args[0], true) ? rt->none : NULL;
}

METHOD(pop)
{
    if (deque_of(self)->length == 0)
        return ouro_raise(rt, EXC_IndexError, "pop from an empty deque");
    return pop_right_take(rt, deque_of(self));
}

METHOD(popleft)
{
    if (deque_of(self)->length == 0)
        return ouro_raise(rt, EXC_IndexError, "pop from an empty deque");
    return pop_left_take(rt, deque_of(self));
}

METHOD(extend)
{
    return deque_extend(rt, self, args[0], false) ? rt->none : NULL;
}

METHOD(extendleft)
{
    return deque_extend(rt, self, args[0], true) ? rt->none : NULL;
}

METHOD(clear)
{
    deque_clear(rt, deque_of(self));
    return rt->none;
}

METHOD(copy)
{
    return deque_copy(rt, self);
}

static void rotate(struct deque *deque, int64_t steps)
{
    size_t length = deque->length, mask = deque->capacity - 1u;
    if (length < 2)
        return;
    steps %= (int64_t)length;
    if (steps > (int64_t)length / 2)
        steps -= (int64_t)length;
    else if (steps < -(int64_t)length / 2)
        steps += (int64_t)length;
    for (; steps > 0; steps--) {
        ouro_object *item = *slot(deque, length - 1);
        deque->head = (uint32_t)((deque->head - 1) & mask);
        *slot(deque, 0) = item;
    }
    for (; steps < 0; steps++) {
        ouro_object *item = *slot(deque, 0);
        deque->head = (uint32_t)((deque->head + 1) & mask);
        *slot(deque, length - 1) = item;
    }
    deque->state++;
}

METHOD(rotate)
{
    int64_t steps = 1;
    if (count > 0 && !ouro_size_argument(rt, args[0], &steps))
        return NULL;
    ouro_slots_shift(&rt->heap, deque_of(self)->length);
    rotate(deque_of(self), steps);
    return rt->none;
}

METHOD(count)
{
    struct deque *deque = deque_of(self);
    int64_t found = 0;
    for (int64_t at = -1; (at = deque_find(rt, deque, args[0], at + 1, INT64_MAX, MUTATED)) != -1;) {
        if (at == -2)
            return NULL;
        found++;
    }
    return ouro_int_new(rt, found);
}

METHOD(index)
{
    int64_t length = deque_of(self)->length, start = 0, stop = length;
    if ((count > 1 && !ouro_index_slice_bound(rt, args[1], &start)) ||
        (count > 2 && !ouro_index_slice_bound(rt, args[2], &stop)))
        return NULL;
    if (start < 0 && (start += length) < 0)
        start = 0;
    if (stop < 0 && (stop += length) < 0)
        stop = 0;
    int64_t at = deque_find(rt, deque_of(self), args[0], start, stop, MUTATED);
    if (at == -2)
        return NULL;
    if (at < 0)
        return ouro_raise(rt, EXC_ValueError, "%R is not in deque", args[0]);
    return ouro_int_new(rt, at);
}

METHOD(insert)
{
    struct deque *deque = deque_of(self);
    int64_t index, length = deque->length;
    if (count != 2)
        return ouro_raise(rt, EXC_TypeError, "insert() takes exactly 2 arguments (%zu given)", count);
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (deque->maxlen == length)
        return ouro_raise(rt, EXC_IndexError, "deque already at its maximum size");
    if (index < 0 && (index += length) < 0)
        index = 0;
    if (index > length)
        index = length;
    ouro_slots_shift(&rt->heap, deque->length);
    if (index < length / 2) {
        if (!push_left(rt, deque, args[1]))
            return NULL;
        ouro_object *item = *slot(deque, 0);
        for (int64_t i = 0; i < index; i++)
            *slot(deque, (size_t)i) = *slot(deque, (size_t)i + 1);
        *slot(deque, (size_t)index) = item;
    } else {
        if (!push_right(rt, deque, args[1]))
            return NULL;
        ouro_object *item = *slot(deque, (size_t)length);
        for (int64_t i = length; i > index; i--)
            *slot(deque, (size_t)i) = *slot(deque, (size_t)i - 1);
        *slot(deque, (size_t)index) = item;
    }
    return rt->none;
}

METHOD(remove)
{
    int64_t at = deque_find(rt, deque_of(self), args[0], 0, INT64_MAX, EXC_IndexError,
                            "deque mutated during remove().");
    if (at == -2)
        return NULL;
    if (at < 0)
        return ouro_raise(rt, EXC_ValueError, "%R is not in deque", args[0]);
    ouro_slots_shift(&rt->heap, deque_of(self)->length);
    decref(rt, remove_at_take(deque_of(self), (size_t)at));
    return rt->none;
}

METHOD(reverse)
{
    struct deque *deque = deque_of(self);
    ouro_slots_shift(&rt->heap, deque->length);
    for (size_t i = 0, j = deque->length; i + 1 < j; i++) {
        ouro_object *item = *slot(deque, i);
        *slot(deque, i) = *slot(deque, --j);
        *slot(deque, j) = item;
    }
    return rt->none;
}

METHOD(sizeof)
{
    return ouro_int_new(rt, (int64_t)(ouro_object_size(&rt->heap, self) +
                                      deque_of(self)->capacity * sizeof(ouro_object *)));
}

METHOD(reduce)
{
    struct deque *deque = deque_of(self);
    ouro_object *state = ouro_collections_state(rt, self), *result = NULL;
    ouro_object *items = state ? ouro_iter(rt, self) : NULL, *arguments = NULL;
    if (items && deque->maxlen >= 0) {
        ouro_object *maxlen = ouro_int_new(rt, deque->maxlen);
        if (maxlen)
            arguments = ouro_tuple_pack(rt, 2, rt->empty_tuple, maxlen);
        xdecref(rt, maxlen);
    } else if (items) {
        arguments = rt->empty_tuple;
    }
    if (arguments)
        result = ouro_tuple_pack(rt, 4, (ouro_object *)class_of(rt, self), arguments, state, items);
    xdecref(rt, state);
    xdecref(rt, items);
    xdecref(rt, arguments);
    return result;
}

METHOD(class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static ouro_object *get_maxlen(ouro_runtime *rt, ouro_object *self)
{
    return deque_of(self)->maxlen < 0 ? rt->none : ouro_int_new(rt, deque_of(self)->maxlen);
}

/* ---- iterators ------------------------------------------------------------------------------- */

struct deque_iterator {
    ouro_object base;
    ouro_object *deque; /* NULL: cleared by the collector */
    uint32_t index;
    uint32_t state;
    uint32_t remaining;
};

static struct deque_iterator *iterator_of(const ouro_object *object)
{
    return (struct deque_iterator *)(void *)(uintptr_t)object;
}

static ouro_object *iterator_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *deque)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    iterator_of(self)->deque = newref(deque);
    iterator_of(self)->state = deque_of(deque)->state;
    iterator_of(self)->remaining = deque_of(deque)->length;
    return self;
}

static ouro_object *deque_iter(ouro_runtime *rt, ouro_object *self)
{
    return iterator_new(rt, sister_class(rt, native_class_of(rt, self), ITERATOR), self);
}

METHOD(reversed)
{
    return iterator_new(rt, sister_class(rt, native_class_of(rt, self), REVERSE_ITERATOR), self);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct deque_iterator *iterator = iterator_of(self);
    if (!iterator->deque)
        return NULL;
    struct deque *deque = deque_of(iterator->deque);
    if (deque->state != iterator->state) {
        iterator->remaining = 0;
        return ouro_raise(rt, EXC_RuntimeError, "deque mutated during iteration");
    }
    if (iterator->remaining == 0)
        return NULL;
    iterator->remaining--;
    return newref(*slot(deque, iterator->index++));
}

static ouro_object *reverse_iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct deque_iterator *iterator = iterator_of(self);
    if (!iterator->deque || iterator->remaining == 0)
        return NULL;
    struct deque *deque = deque_of(iterator->deque);
    if (deque->state != iterator->state) {
        iterator->remaining = 0;
        return ouro_raise(rt, EXC_RuntimeError, "deque mutated during iteration");
    }
    return newref(*slot(deque, --iterator->remaining));
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->deque);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->deque);
}

METHOD(length_hint)
{
    return ouro_int_new(rt, iterator_of(self)->remaining);
}

METHOD(reduce_iterator)
{
    struct deque_iterator *iterator = iterator_of(self);
    int64_t done = iterator->deque ? (int64_t)deque_of(iterator->deque)->length - iterator->remaining : 0;
    ouro_object *index = ouro_int_new(rt, done), *result = NULL;
    ouro_object *arguments =
        index ? ouro_tuple_pack(rt, 2, iterator->deque ? iterator->deque : rt->none, index) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), arguments);
    xdecref(rt, index);
    xdecref(rt, arguments);
    return result;
}

static ouro_object *iterator_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    int64_t index = 0;
    if (!ouro_args_no_keywords(rt, cls->core.name, names) ||
        !ouro_args_count(rt, cls->core.name, count, 1, 2))
        return NULL;
    if (!is_deque(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "argument 1 must be collections.deque, not %W", args[0]);
    if (count > 1 && !ouro_size_argument(rt, args[1], &index))
        return NULL;
    ouro_object *self = iterator_new(rt, cls, args[0]);
    for (; self && index > 0; index--) {
        ouro_object *item = cls->next(rt, self);
        if (!item)
            break;
        decref(rt, item);
    }
    return self;
}

static const struct ouro_method iterator_methods[] = {
    {"__length_hint__", method_length_hint, 0, 0, 0, NULL},
    {"__reduce__", method_reduce_iterator, 0, 0, 0, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

static bool iterator_init(ouro_runtime *rt, const char *name, ouro_unary next)
{
    struct ouro_class *cls = ouro_class_native(rt, name, NULL, sizeof(struct deque_iterator),
                                               OURO_BLOCK_CONTAINER, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->create = iterator_create;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = next;
    return ouro_class_ready(rt, cls, iterator_methods, NULL, NULL);
}

static const struct ouro_method deque_methods[] = {
    {"append", method_append, 1, 1, 0, "Add an element to the right side of the deque."},
    {"appendleft", method_appendleft, 1, 1, 0, "Add an element to the left side of the deque."},
    {"pop", method_pop, 0, 0, 0, "Remove and return the rightmost element."},
    {"popleft", method_popleft, 0, 0, 0, "Remove and return the leftmost element."},
    {"extend", method_extend, 1, 1, 0, "Extend the right side with elements from the iterable."},
    {"extendleft", method_extendleft, 1, 1, 0, "Extend the left side with elements from the iterable."},
    {"clear", method_clear, 0, 0, 0, "Remove all elements from the deque."},
    {"copy", method_copy, 0, 0, 0, "Return a shallow copy of a deque."},
    {"__copy__", method_copy, 0, 0, 0, "Return a shallow copy of a deque."},
    {"rotate", method_rotate, 0, 1, 0, "Rotate the deque n steps to the right (default n=1)."},
    {"count", method_count, 1, 1, 0, "Return number of occurrences of value."},
    {"index", method_index, 1, 3, 0, "Return first index of value."},
    {"insert", method_insert, 0, -1, 0, "Insert value before index."},
    {"remove", method_remove, 1, 1, 0, "Remove first occurrence of value."},
    {"reverse", method_reverse, 0, 0, 0, "Reverse *IN PLACE*."},
    {"__reversed__", method_reversed, 0, 0, 0, "Return a reverse iterator over the deque."},
    {"__reduce__", method_reduce, 0, 0, 0, "Return state information for pickling."},
    {"__sizeof__", method_sizeof, 0, 0, 0, "Size of the deque in memory, in bytes."},
    {"__class_getitem__", method_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

bool ouro_deque_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_getset getsets[] = {
        {"maxlen", get_maxlen, NULL, "maximum size of a deque or None if unbounded"},
        {NULL, NULL, NULL, NULL},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "collections.deque", NULL, sizeof(struct deque), OURO_BLOCK_CONTAINER,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE | CLASS_SEQUENCE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = deque_dealloc;
    cls->core.traverse = deque_traverse;
    cls->core.clear = deque_clear_slot;
    cls->core.clear_some = deque_clear_some;
    cls->create = deque_create;
    cls->init = deque_init;
    cls->getattr = ouro_generic_getattr;
    cls->repr = deque_repr;
    cls->compare = deque_compare;
    cls->iter = deque_iter;
    cls->length = deque_length;
    cls->getitem = deque_getitem;
    cls->setitem = deque_setitem;
    cls->contains = deque_contains;
    cls->concat = deque_concat;
    cls->inplace_concat = deque_inplace_concat;
    cls->repeat = deque_repeat;
    cls->inplace_repeat = deque_inplace_repeat;
    return ouro_class_ready(rt, cls, deque_methods, getsets, NULL) &&
           iterator_init(rt, "_collections._deque_iterator", iterator_next) &&
           iterator_init(rt, "_collections._deque_reverse_iterator", reverse_iterator_next) &&
           ouro_module_add_class(rt, module, cls) &&
           ouro_module_add(rt, module, "_deque_iterator",
                           (ouro_object *)sister_class(rt, cls, ITERATOR)) &&
           ouro_module_add(rt, module, "_deque_reverse_iterator",
                           (ouro_object *)sister_class(rt, cls, REVERSE_ITERATOR));
}
