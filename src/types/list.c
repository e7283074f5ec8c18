#include "types/list.h"

#include <string.h>

#include "base/checked.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/items.h"
#include "types/slice.h"
#include "types/tuple.h"

enum { SLOT = sizeof(ouro_object *), LENGTH_MAX = 0x7ffffff0 };

static ouro_object *list_alloc(ouro_runtime *rt)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_LIST], TYPE_LIST,
                                             sizeof(struct ouro_list), OURO_BLOCK_CONTAINER);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    list_of(self)->items = NULL;
    list_of(self)->length = 0;
    list_of(self)->capacity = 0;
    return self;
}

ouro_object *ouro_list_new(ouro_runtime *rt, size_t capacity)
{
    if (capacity > LENGTH_MAX)
        return ouro_raise_memory(rt);
    ouro_object *self = list_alloc(rt);
    if (!self || capacity == 0)
        return self;
    list_of(self)->items = ouro_buffer_alloc(rt, capacity * SLOT);
    if (!list_of(self)->items) {
        decref(rt, self);
        return NULL;
    }
    list_of(self)->capacity = (uint32_t)capacity;
    return self;
}

ouro_object *ouro_list_from(ouro_runtime *rt, ouro_object *const *items, size_t length)
{
    ouro_object *self = ouro_list_new(rt, length);
    if (!self)
        return NULL;
    for (size_t i = 0; i < length; i++)
        list_at(self, i) = newref(items[i]);
    list_of(self)->length = (uint32_t)length;
    return self;
}

ouro_object *ouro_list_from_take(ouro_runtime *rt, ouro_object *const *items, size_t length)
{
    ouro_object *self = ouro_list_new(rt, length);
    if (!self) {
        for (size_t i = 0; i < length; i++)
            decref(rt, items[i]);
        return NULL;
    }
    if (length)
        memcpy(list_items(self), items, length * SLOT);
    list_of(self)->length = (uint32_t)length;
    return self;
}

/* ---- size ------------------------------------------------------------------------------------ */

static bool list_set_capacity(ouro_runtime *rt, struct ouro_list *list, size_t capacity)
{
    ouro_object **items;
    if (capacity == 0) {
        ouro_buffer_free(rt, list->items, list->capacity * (size_t)SLOT);
        items = NULL;
    } else if (list->items) {
        items = ouro_buffer_realloc(rt, list->items, list->capacity * (size_t)SLOT, capacity * SLOT);
        if (!items)
            return false;
    } else {
        items = ouro_buffer_alloc(rt, capacity * SLOT);
        if (!items)
            return false;
    }
    list->items = items;
    list->capacity = (uint32_t)capacity;
    return true;
}

/* Makes room for length items without changing the length: an eighth and a little more, so that
 * appending costs constant time on average. */
static OURO_NOINLINE bool list_grow(ouro_runtime *rt, struct ouro_list *list, size_t length)
{
    size_t capacity = (length + (length >> 3) + 6) & ~(size_t)3;
    if (length - list->length > capacity - length)
        capacity = (length + 3) & ~(size_t)3;
    if (ouro_unlikely(length > LENGTH_MAX)) {
        ouro_raise_memory(rt);
        return false;
    }
    return list_set_capacity(rt, list, capacity < LENGTH_MAX ? capacity : LENGTH_MAX);
}

static bool list_reserve(ouro_runtime *rt, struct ouro_list *list, size_t length)
{
    return ouro_likely(length <= list->capacity) || list_grow(rt, list, length);
}

/* Gives memory back when less than half is used. A failure is benign: the buffer stays as it is. */
static void list_shrink(ouro_runtime *rt, struct ouro_list *list)
{
    if (list->length >= list->capacity >> 1)
        return;
    size_t length = list->length;
    size_t capacity = length ? (length + (length >> 3) + 6) & ~(size_t)3 : 0;
    if (capacity >= list->capacity)
        return;
    ouro_object *error = ouro_error_take(rt);
    list_set_capacity(rt, list, capacity);
    ouro_error_restore(rt, error);
}

/* ---- changing -------------------------------------------------------------------------------- */

bool ouro_list_append(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    struct ouro_list *list = list_of(self);
    if (ouro_unlikely(list->length == list->capacity) && !list_grow(rt, list, list->length + 1u))
        return false;
    list->items[list->length++] = newref(item);
    return true;
}

bool ouro_list_append_take(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    struct ouro_list *list = list_of(self);
    if (ouro_unlikely(list->length == list->capacity) && !list_grow(rt, list, list->length + 1u)) {
        decref(rt, item);
        return false;
    }
    list->items[list->length++] = item;
    return true;
}

bool ouro_list_insert(ouro_runtime *rt, ouro_object *self, ptrdiff_t index, ouro_object *item)
{
    struct ouro_list *list = list_of(self);
    if (!list_reserve(rt, list, list->length + 1u))
        return false;
    if (index < 0 && (index += list->length) < 0)
        index = 0;
    if (index > (ptrdiff_t)list->length)
        index = list->length;
    ouro_slots_shift(&rt->heap, list->length);
    memmove(list->items + index + 1, list->items + index, (list->length - (size_t)index) * SLOT);
    list->items[index] = newref(item);
    list->length++;
    return true;
}

ouro_object *ouro_list_pop_take(ouro_runtime *rt, ouro_object *self, size_t index)
{
    struct ouro_list *list = list_of(self);
    ouro_object *item = list->items[index];
    ouro_object_touch(item); /* moves out uncounted */
    list->length--;
    ouro_slots_shift(&rt->heap, list->length);
    if (index != list->length)
        memmove(list->items + index, list->items + index + 1, (list->length - index) * SLOT);
    if (ouro_unlikely(list->length < list->capacity >> 1))
        list_shrink(rt, list);
    return item;
}

void ouro_list_clear(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_list *list = list_of(self);
    ouro_object **items = list->items;
    size_t length = list->length, capacity = list->capacity;
    list->items = NULL;
    list->length = list->capacity = 0;
    for (size_t i = length; i-- > 0;)
        decref(rt, items[i]);
    ouro_buffer_free(rt, items, capacity * SLOT);
}

/* Appends items that lie in a list or tuple; it may be the list itself. */
static bool extend_from_items(ouro_runtime *rt, struct ouro_list *list, ouro_object *source)
{
    bool is_list_object = is_list(rt, source);
    size_t count = is_list_object ? list_length(source) : tuple_length(source);
    if (count == 0)
        return true;
    if (list->length == 0 && !list->items ? !list_set_capacity(rt, list, count)
                                          : !list_reserve(rt, list, list->length + count))
        return false;
    ouro_object **from = is_list_object ? list_items(source) : tuple_items(source);
    ouro_object **to = list->items + list->length;
    for (size_t i = 0; i < count; i++)
        to[i] = newref(from[i]);
    list->length += (uint32_t)count;
    return true;
}

static bool extend_from_iterator(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    ouro_object *iterator = ouro_iter(rt, iterable);
    if (!iterator)
        return false;
    ptrdiff_t hint = ouro_length_hint(rt, iterable, 8);
    if (hint < 0)
        goto fail;
    struct ouro_list *list = list_of(self);
    if ((size_t)hint < LENGTH_MAX - list->length &&
        !list_reserve(rt, list, list->length + (size_t)hint))
        goto fail;
    ouro_unary next = class_of(rt, iterator)->next;
    for (;;) {
        ouro_object *item = next(rt, iterator);
        if (!item) {
            if (rt->error) {
                if (!ouro_error_is(rt, EXC_StopIteration))
                    goto fail;
                ouro_error_clear(rt);
            }
            break;
        }
        if (!ouro_list_append_take(rt, self, item))
            goto fail;
    }
    list_shrink(rt, list);
    decref(rt, iterator);
    return true;
fail:
    decref(rt, iterator);
    return false;
}

bool ouro_list_extend(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    if (is_exact(iterable, TYPE_LIST) || is_exact(iterable, TYPE_TUPLE))
        return extend_from_items(rt, list_of(self), iterable);
    return extend_from_iterator(rt, self, iterable);
}

/* Replaces items start..end by count items of source. What is dropped is released at the end, when the
 * list is whole again. */
static bool replace_items(ouro_runtime *rt, struct ouro_list *list, size_t start, size_t end,
                          ouro_object *const *source, size_t count)
{
    size_t dropped = end - start, tail = list->length - end;
    ouro_object *few[8], **old = few;
    if (dropped > 8 && !(old = ouro_buffer_alloc(rt, dropped * SLOT)))
        return false;
    if (count > dropped && !list_reserve(rt, list, list->length + (count - dropped))) {
        if (old != few)
            ouro_buffer_free(rt, old, dropped * SLOT);
        return false;
    }
    if (dropped)
        memcpy(old, list->items + start, dropped * SLOT);
    ouro_slots_touch(&rt->heap, old, dropped); /* user code may run while they are dropped */
    ouro_slots_shift(&rt->heap, list->length);
    if (tail && count != dropped)
        memmove(list->items + start + count, list->items + end, tail * SLOT);
    for (size_t i = 0; i < count; i++)
        list->items[start + i] = newref(source[i]);
    list->length = (uint32_t)(start + count + tail);
    if (count < dropped)
        list_shrink(rt, list);
    for (size_t i = dropped; i-- > 0;)
        decref(rt, old[i]);
    if (old != few)
        ouro_buffer_free(rt, old, dropped * SLOT);
    return true;
}

bool ouro_list_set_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end,
                         ouro_object *iterable)
{
    struct ouro_list *list = list_of(self);
    ouro_object *source = NULL;
    if (iterable) {
        source = iterable == self ? ouro_list_from(rt, list->items, list->length)
                                  : ouro_to_sequence(rt, iterable, "can only assign an iterable");
        if (!source)
            return false;
    }
    if (start > list->length)
        start = list->length; /* producing the items may have changed the list */
    if (end > list->length)
        end = list->length;
    if (end < start)
        end = start;
    bool result;
    if (!source)
        result = replace_items(rt, list, start, end, NULL, 0);
    else if (is_list(rt, source))
        result = replace_items(rt, list, start, end, list_items(source), list_length(source));
    else
        result = replace_items(rt, list, start, end, tuple_items(source), tuple_length(source));
    xdecref(rt, source);
    return result;
}

ouro_object *ouro_list_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end)
{
    return ouro_list_from(rt, list_items(self) + start, start < end ? end - start : 0);
}

ouro_object *ouro_list_to_tuple(ouro_runtime *rt, ouro_object *self)
{
    return ouro_tuple_from(rt, list_items(self), list_length(self));
}

bool ouro_list_reverse(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_list *list = list_of(self);
    ouro_slots_shift(&rt->heap, list->length);
    for (size_t i = 0, j = list->length; i + 1 < j; i++) {
        ouro_object *item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
    return true;
}

/* ---- core type ------------------------------------------------------------------------------- */

static void list_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_list *list = list_of(self);
    if (list->items) {
        for (size_t i = list->length; i-- > 0;)
            ouro_object_decref(heap, list->items[i]);
        ouro_buffer_free(rt, list->items, list->capacity * (size_t)SLOT);
    }
    if (ouro_likely(is_exact(self, TYPE_LIST)))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_LIST], self, sizeof(struct ouro_list),
                            OURO_BLOCK_CONTAINER);
    else
        ouro_class_free(rt, self);
}

static void list_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, list_items(self), list_length(self));
    if (!is_exact(self, TYPE_LIST))
        ouro_class_traverse_instance(self, visitor);
}

static bool list_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct ouro_list *list = list_of(self);
    for (; list->length > 0 && *budget > 0; --*budget)
        ouro_object_decref(heap, list->items[--list->length]);
    return list->length > 0;
}

static void list_clear_slot(struct ouro_heap *heap, ouro_object *self)
{
    ouro_list_clear(runtime_of(heap), self);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *list_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return cls == builtin_class(rt, TYPE_LIST) ? list_alloc(rt) : ouro_class_alloc(rt, cls, 0);
}

static bool list_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    struct ouro_class *cls = class_of(rt, self), *list_class = builtin_class(rt, TYPE_LIST);
    if ((cls == list_class || cls->create == list_class->create) &&
        !ouro_args_no_keywords(rt, "list", names))
        return false;
    if (!ouro_args_count(rt, "list", count, 0, 1))
        return false;
    if (list_of(self)->items)
        ouro_list_clear(rt, self);
    return count == 0 || ouro_list_extend(rt, self, args[0]);
}

static ouro_object *list_repr(ouro_runtime *rt, ouro_object *self)
{
    if (list_length(self) == 0)
        return ouro_str_from(rt, "[]");
    return ouro_sequence_repr(rt, self, "[", "]");
}

static ouro_object *list_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    if (!is_list(rt, a) || !is_list(rt, b))
        return rt->not_implemented;
    if (list_length(a) != list_length(b) && (op == COMPARE_EQ || op == COMPARE_NE))
        return bool_object(rt, op == COMPARE_NE);
    for (size_t i = 0; i < list_length(a) && i < list_length(b); i++) {
        ouro_object *x = list_at(a, i), *y = list_at(b, i);
        if (x == y)
            continue;
        incref(x);
        incref(y);
        int equal = item_equal(rt, x, y);
        ouro_object *result = equal < 0             ? NULL
                              : op == COMPARE_EQ    ? rt->false_
                              : op == COMPARE_NE    ? rt->true_
                              : equal == 0          ? ouro_compare(rt, x, y, op)
                                                    : NULL;
        decref(rt, x);
        decref(rt, y);
        if (equal == 0 && (i >= list_length(a) || i >= list_length(b)))
            break; /* the comparison shortened them */
        if (equal <= 0)
            return result;
    }
    return bool_object(rt, compare_sizes(list_length(a), list_length(b), op));
}

static ptrdiff_t list_length_slot(ouro_runtime *rt, ouro_object *self)
{
    return list_length(self);
}

static ouro_object *list_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    if (ouro_likely(ouro_int_is_small_exact(key))) {
        index = ouro_int_value(key);
    } else if (has_index(rt, key)) {
        if (!ouro_index_i64(rt, key, &index, EXC_IndexError))
            return NULL;
    } else if (is_exact(key, TYPE_SLICE)) {
        ptrdiff_t start, stop, step, count;
        if (!ouro_slice_resolve(rt, key, list_length(self), &start, &stop, &step, &count))
            return NULL;
        if (step == 1)
            return ouro_list_slice(rt, self, (size_t)start, (size_t)(start + count));
        ouro_object *result = ouro_list_new(rt, (size_t)count);
        if (!result)
            return NULL;
        for (ptrdiff_t i = 0; i < count; i++)
            list_at(result, i) = newref(list_at(self, start + i * step));
        list_of(result)->length = (uint32_t)count;
        return result;
    } else {
        return ouro_raise(rt, EXC_TypeError, "list indices must be integers or slices, not %T", key);
    }
    if (index < 0)
        index += list_length(self);
    if (ouro_unlikely((uint64_t)index >= list_length(self)))
        return ouro_raise(rt, EXC_IndexError, "list index out of range");
    return newref(list_at(self, index));
}

/* del self[start:stop:step] for a step other than 1: the kept items close up, then the others die. */
static bool delete_stepped(ouro_runtime *rt, struct ouro_list *list, ptrdiff_t start, ptrdiff_t step,
                           ptrdiff_t count)
{
    if (count <= 0)
        return true;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    ouro_object **old = ouro_buffer_alloc(rt, (size_t)count * SLOT);
    if (!old)
        return false;
    size_t to = (size_t)start;
    ptrdiff_t dropped = 0;
    for (size_t from = (size_t)start; from < list->length; from++) {
        if (dropped < count && from == (size_t)(start + dropped * step))
            old[dropped++] = list->items[from];
        else
            list->items[to++] = list->items[from];
    }
    list->length = (uint32_t)to;
    list_shrink(rt, list);
    for (ptrdiff_t i = 0; i < count; i++)
        decref(rt, old[i]);
    ouro_buffer_free(rt, old, (size_t)count * SLOT);
    return true;
}

static bool assign_stepped(ouro_runtime *rt, ouro_object *self, ouro_object *slice,
                           ouro_object *value)
{
    ptrdiff_t start, stop, step, count;
    ouro_object *source = value == self
                              ? ouro_list_from(rt, list_items(self), list_length(self))
                              : ouro_to_sequence(rt, value, "must assign iterable to extended slice");
    if (!source)
        return false;
    bool is_good = ouro_slice_resolve(rt, slice, list_length(self), &start, &stop, &step, &count);
    bool is_list_object = is_list(rt, source);
    size_t given = is_list_object ? list_length(source) : tuple_length(source);
    ouro_object **from = is_list_object ? list_items(source) : tuple_items(source), **old = NULL;
    if (is_good && given != (size_t)count) {
        ouro_raise(rt, EXC_ValueError,
                   "attempt to assign sequence of size %zu to extended slice of size %zd", given,
                   count);
        is_good = false;
    }
    if (is_good && count > 0) {
        old = ouro_buffer_alloc(rt, given * SLOT);
        is_good = old != NULL;
    }
    if (is_good && count > 0) {
        for (ptrdiff_t i = 0; i < count; i++) {
            old[i] = list_at(self, start + i * step);
            list_at(self, start + i * step) = newref(from[i]);
        }
        for (ptrdiff_t i = 0; i < count; i++)
            decref(rt, old[i]);
        ouro_buffer_free(rt, old, given * SLOT);
    }
    decref(rt, source);
    return is_good;
}

static bool list_set_slice_object(ouro_runtime *rt, ouro_object *self, ouro_object *slice,
                                  ouro_object *value)
{
    ptrdiff_t start, stop, step, count;
    if (!ouro_slice_resolve(rt, slice, list_length(self), &start, &stop, &step, &count))
        return false;
    if (step == 1)
        return ouro_list_set_slice(rt, self, (size_t)start, (size_t)(stop > start ? stop : start),
                                   value);
    if (value)
        return assign_stepped(rt, self, slice, value);
    return delete_stepped(rt, list_of(self), start, step, count);
}

static bool list_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    int64_t index;
    if (ouro_likely(ouro_int_is_small_exact(key))) {
        index = ouro_int_value(key);
    } else if (has_index(rt, key)) {
        if (!ouro_index_i64(rt, key, &index, EXC_IndexError))
            return false;
    } else if (is_exact(key, TYPE_SLICE)) {
        return list_set_slice_object(rt, self, key, value);
    } else {
        return ouro_raise(rt, EXC_TypeError, "list indices must be integers or slices, not %T", key);
    }
    if (index < 0)
        index += list_length(self);
    if (ouro_unlikely((uint64_t)index >= list_length(self)))
        return ouro_raise(rt, EXC_IndexError, "list assignment index out of range");
    if (value)
        setref_take(rt, &list_at(self, index), newref(value));
    else
        decref(rt, ouro_list_pop_take(rt, self, (size_t)index));
    return true;
}

static int list_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int result = 0;
    for (size_t i = 0; i < list_length(self) && result == 0; i++)
        result = item_equal_held(rt, list_at(self, i), item);
    return result;
}

static ouro_object *list_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_list(rt, b))
        return ouro_raise(rt, EXC_TypeError, "can only concatenate list (not \"%T\") to list", b);
    ouro_object *result = ouro_list_new(rt, (size_t)list_length(a) + list_length(b));
    if (!result)
        return NULL;
    size_t length = 0;
    for (size_t i = 0; i < list_length(a); i++)
        list_at(result, length++) = newref(list_at(a, i));
    for (size_t i = 0; i < list_length(b); i++)
        list_at(result, length++) = newref(list_at(b, i));
    list_of(result)->length = (uint32_t)length;
    return result;
}

static ouro_object *list_inplace_concat(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    return ouro_list_extend(rt, self, other) ? newref(self) : NULL;
}

static ouro_object *list_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    size_t length = list_length(self), total;
    if (times < 0)
        times = 0;
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise_memory(rt);
    ouro_object *result = ouro_list_new(rt, total);
    if (!result)
        return NULL;
    ouro_object **to = list_items(result);
    if (length == 1) {
        ouro_object *item = list_at(self, 0);
        for (size_t i = 0; i < total; i++)
            to[i] = newref(item);
    } else {
        for (size_t i = 0; i < total; i += length)
            for (size_t j = 0; j < length; j++)
                to[i + j] = newref(list_at(self, j));
    }
    list_of(result)->length = (uint32_t)total;
    return result;
}

static ouro_object *list_inplace_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    struct ouro_list *list = list_of(self);
    size_t length = list->length, total;
    if (times <= 0) {
        ouro_list_clear(rt, self);
        return newref(self);
    }
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise_memory(rt);
    if (!list_reserve(rt, list, total))
        return NULL;
    for (size_t i = length; i < total; i++)
        list->items[i] = newref(list->items[i - length]);
    list->length = (uint32_t)total;
    return newref(self);
}

bool ouro_list_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_LIST);
    cls->core.dealloc = list_dealloc;
    cls->core.traverse = list_traverse;
    cls->core.clear = list_clear_slot;
    cls->core.clear_some = list_clear_some;
    cls->create = list_create;
    cls->init = list_init;
    cls->getattr = ouro_generic_getattr;
    cls->repr = list_repr;
    cls->compare = list_compare;
    cls->iter = ouro_list_iterator_new;
    cls->length = list_length_slot;
    cls->getitem = list_getitem;
    cls->setitem = list_setitem;
    cls->contains = list_contains;
    cls->concat = list_concat;
    cls->inplace_concat = list_inplace_concat;
    cls->repeat = list_repeat;
    cls->inplace_repeat = list_inplace_repeat;
    return ouro_class_ready(rt, cls, ouro_list_methods, NULL, NULL) &&
           ouro_list_iterator_class_init(rt);
}
