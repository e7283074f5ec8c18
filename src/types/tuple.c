#include "types/tuple.h"

#include <string.h>

#include "base/checked.h"
#include "types/class_table.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/slice.h"

enum { FREE_LENGTH_MAX = 20 };

/* A tuple of length > 0 with its items not yet written. */
static ouro_object *tuple_alloc(ouro_runtime *rt, size_t length)
{
    ouro_object *self;
    size_t size = sizeof(struct ouro_tuple) + length * sizeof(ouro_object *);
    if (ouro_likely(length <= FREE_LENGTH_MAX)) {
        self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_TUPLE_1 + length - 1],
                                    TYPE_TUPLE, size, OURO_BLOCK_CONTAINER);
    } else {
        if (length > (OURO_SIZE_MAX - sizeof(struct ouro_tuple)) / sizeof(ouro_object *))
            return ouro_raise_memory(rt);
        self = ouro_object_alloc(&rt->heap, TYPE_TUPLE, size, OURO_BLOCK_CONTAINER);
    }
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    tuple_of(self)->length = length;
    return self;
}

ouro_object *ouro_tuple_new(ouro_runtime *rt, size_t length)
{
    if (length == 0)
        return rt->empty_tuple;
    ouro_object *self = tuple_alloc(rt, length);
    if (self)
        memset(tuple_items(self), 0, length * sizeof(ouro_object *));
    return self;
}

ouro_object *ouro_tuple_from(ouro_runtime *rt, ouro_object *const *items, size_t length)
{
    if (length == 0)
        return rt->empty_tuple;
    ouro_object *self = tuple_alloc(rt, length);
    if (!self)
        return NULL;
    ouro_object **slots = tuple_items(self);
    for (size_t i = 0; i < length; i++)
        slots[i] = newref(items[i]);
    return self;
}

ouro_object *ouro_tuple_from_take(ouro_runtime *rt, ouro_object *const *items, size_t length)
{
    if (length == 0)
        return rt->empty_tuple;
    bool is_whole = true;
    for (size_t i = 0; i < length; i++)
        is_whole = is_whole && items[i];
    ouro_object *self = is_whole ? tuple_alloc(rt, length) : NULL;
    if (!self) {
        for (size_t i = 0; i < length; i++)
            xdecref(rt, items[i]);
        return NULL;
    }
    memcpy(tuple_items(self), items, length * sizeof(ouro_object *));
    return self;
}

ouro_object *ouro_tuple_pack(ouro_runtime *rt, size_t length, ...)
{
    if (length == 0)
        return rt->empty_tuple;
    ouro_object *self = tuple_alloc(rt, length);
    if (!self)
        return NULL;
    va_list arguments;
    va_start(arguments, length);
    for (size_t i = 0; i < length; i++)
        tuple_at(self, i) = newref(va_arg(arguments, ouro_object *));
    va_end(arguments);
    return self;
}

ouro_object *ouro_tuple_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end)
{
    if (start == 0 && end == tuple_length(self) && is_exact(self, TYPE_TUPLE))
        return newref(self);
    return ouro_tuple_from(rt, tuple_items(self) + start, start < end ? end - start : 0);
}

bool ouro_tuple_untrack(ouro_runtime *rt, ouro_object *self)
{
    if (!is_exact(self, TYPE_TUPLE) || (self->gc_flags & OURO_GC_UNTRACKED))
        return false;
    for (size_t i = 0; i < tuple_length(self); i++) {
        ouro_object *item = tuple_at(self, i);
        if (!item || may_be_tracked(rt, item))
            return false;
    }
    self->gc_flags |= OURO_GC_UNTRACKED;
    return true;
}

void ouro_tuple_singletons_init(ouro_runtime *rt)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_TUPLE, sizeof(struct ouro_tuple),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return;
    tuple_of(self)->length = 0;
    self->refcount = OURO_REFCOUNT_IMMORTAL;
    self->gc_flags |= OURO_GC_UNTRACKED;
    rt->empty_tuple = self;
}

/* ---- core type ------------------------------------------------------------------------------- */

static size_t tuple_size_of(struct ouro_heap *heap, const ouro_object *self)
{
    return sizeof(struct ouro_tuple) + tuple_length(self) * sizeof(ouro_object *);
}

static void tuple_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    size_t length = tuple_length(self);
    ouro_object **items = tuple_items(self);
    for (size_t i = length; i-- > 0;) {
        if (items[i])
            ouro_object_decref(heap, items[i]);
    }
    ouro_runtime *rt = runtime_of(heap);
    if (ouro_unlikely(!is_exact(self, TYPE_TUPLE))) {
        ouro_class_free(rt, self);
        return;
    }
    size_t size = sizeof(struct ouro_tuple) + length * sizeof(ouro_object *);
    if (ouro_likely(length - 1 < FREE_LENGTH_MAX))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_TUPLE_1 + length - 1], self, size,
                            OURO_BLOCK_CONTAINER);
    else
        ouro_object_free(heap, self, size, OURO_BLOCK_CONTAINER);
}

/* The items that are left come first. The bases of a class stay: it takes leave of each of them when it
 * dies, and every cycle through them goes through the class. */
static bool tuple_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    if (self->user_flags & TUPLE_BASES)
        return false;
    ouro_object **items = tuple_items(self);
    size_t low = 0, high = tuple_length(self);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (items[middle])
            low = middle + 1;
        else
            high = middle;
    }
    for (; low > 0 && *budget > 0; --*budget) {
        ouro_object *item = items[--low];
        items[low] = NULL;
        ouro_object_decref(heap, item);
    }
    return low > 0;
}

static void tuple_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, tuple_items(self), tuple_length(self));
    if (!is_exact(self, TYPE_TUPLE))
        ouro_class_traverse_instance(self, visitor);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *tuple_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct ouro_class *tuple_class = builtin_class(rt, TYPE_TUPLE);
    if ((cls == tuple_class || cls->init == tuple_class->init) &&
        !ouro_args_no_keywords(rt, "tuple", names))
        return NULL;
    if (!ouro_args_count(rt, "tuple", count, 0, 1))
        return NULL;
    ouro_object *items = count ? ouro_to_tuple(rt, args[0]) : rt->empty_tuple;
    if (!items || cls == tuple_class)
        return items;
    size_t length = tuple_length(items);
    ouro_object *self = ouro_class_alloc(rt, cls, length * sizeof(ouro_object *));
    if (self) {
        tuple_of(self)->length = length;
        for (size_t i = 0; i < length; i++)
            tuple_at(self, i) = newref(tuple_at(items, i));
    }
    decref(rt, items);
    return self;
}

static ouro_object *tuple_repr(ouro_runtime *rt, ouro_object *self)
{
    if (tuple_length(self) == 0)
        return ouro_str_from(rt, "()");
    return ouro_sequence_repr(rt, self, "(", tuple_length(self) == 1 ? ",)" : ")");
}

/* xxHash's 64-bit round over the hashes of the items, as CPython has it since 3.8, so that the
 * order of sets of tuples of ints agrees. */
static bool tuple_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    const uint64_t prime_1 = 11400714785074694791u, prime_2 = 14029467366897019727u,
                   prime_5 = 2870177450012600261u;
    uint64_t state = prime_5;
    size_t length = tuple_length(self);
    if (!ouro_enter(rt, ""))
        return false;
    for (size_t i = 0; i < length; i++) {
        int64_t lane;
        ouro_object *item = tuple_at(self, i);
        if (ouro_int_is_small_exact(item)) {
            lane = ouro_small_int_hash(ouro_int_value(item));
        } else if (!ouro_hash(rt, item, &lane)) {
            ouro_leave(rt);
            return false;
        }
        state += (uint64_t)lane * prime_2;
        state = (state << 31 | state >> 33) * prime_1;
    }
    ouro_leave(rt);
    state += length ^ (prime_5 ^ 3527539u);
    *hash = state == UINT64_MAX ? 1546275796 : (int64_t)state;
    return true;
}

static ouro_object *tuple_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_tuple(rt, a) || !is_tuple(rt, b))
        return rt->not_implemented;
    size_t a_length = tuple_length(a), b_length = tuple_length(b);
    size_t common = a_length < b_length ? a_length : b_length, i;
    for (i = 0; i < common; i++) {
        int equal = item_equal(rt, tuple_at(a, i), tuple_at(b, i));
        if (equal < 0)
            return NULL;
        if (!equal)
            break;
    }
    if (i == common)
        return bool_object(rt, compare_sizes(a_length, b_length, op));
    if (op == COMPARE_EQ)
        return rt->false_;
    if (op == COMPARE_NE)
        return rt->true_;
    ouro_object *x = tuple_at(a, i), *y = tuple_at(b, i);
    if (x->type_index == y->type_index && (is_exact(x, TYPE_INT) || is_exact(x, TYPE_FLOAT)))
        return bool_object(rt, ouro_compare_truth(rt, x, y, op) > 0); /* no user code, no error */
    return ouro_compare(rt, x, y, op);
}

static ptrdiff_t tuple_length_slot(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)tuple_length(self);
}

static ouro_object *tuple_step_slice(ouro_runtime *rt, ouro_object *self, ptrdiff_t start,
                                     ptrdiff_t step, ptrdiff_t count)
{
    ouro_object *result = ouro_tuple_new(rt, (size_t)count);
    if (!result)
        return NULL;
    for (ptrdiff_t i = 0; i < count; i++)
        tuple_at(result, i) = newref(tuple_at(self, start + i * step));
    return result;
}

static ouro_object *tuple_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    if (ouro_likely(ouro_int_is_small_exact(key))) {
        index = ouro_int_value(key);
    } else if (has_index(rt, key)) {
        if (!ouro_index_i64(rt, key, &index, EXC_IndexError))
            return NULL;
    } else if (is_exact(key, TYPE_SLICE)) {
        ptrdiff_t start, stop, step, count;
        if (!ouro_slice_resolve(rt, key, (ptrdiff_t)tuple_length(self), &start, &stop, &step, &count))
            return NULL;
        if (step == 1)
            return ouro_tuple_slice(rt, self, (size_t)start, (size_t)(start + count));
        return tuple_step_slice(rt, self, start, step, count);
    } else {
        return ouro_raise(rt, EXC_TypeError, "tuple indices must be integers or slices, not %T", key);
    }
    if (index < 0)
        index += (int64_t)tuple_length(self);
    if ((uint64_t)index >= tuple_length(self))
        return ouro_raise(rt, EXC_IndexError, "tuple index out of range");
    return newref(tuple_at(self, index));
}

static int tuple_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int result = 0;
    for (size_t i = 0; i < tuple_length(self) && result == 0; i++)
        result = item_equal(rt, tuple_at(self, i), item);
    return result;
}

static ouro_object *tuple_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (tuple_length(a) == 0 && is_exact(b, TYPE_TUPLE))
        return newref(b);
    if (!is_tuple(rt, b))
        return ouro_raise(rt, EXC_TypeError, "can only concatenate tuple (not \"%T\") to tuple", b);
    if (tuple_length(b) == 0 && is_exact(a, TYPE_TUPLE))
        return newref(a);
    size_t a_length = tuple_length(a), b_length = tuple_length(b);
    ouro_object *result = ouro_tuple_new(rt, a_length + b_length);
    if (!result)
        return NULL;
    for (size_t i = 0; i < a_length; i++)
        tuple_at(result, i) = newref(tuple_at(a, i));
    for (size_t i = 0; i < b_length; i++)
        tuple_at(result, a_length + i) = newref(tuple_at(b, i));
    return result;
}

static ouro_object *tuple_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    size_t length = tuple_length(self), total;
    if ((length == 0 || times == 1) && is_exact(self, TYPE_TUPLE))
        return newref(self);
    if (length == 0 || times <= 0)
        return rt->empty_tuple;
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise_memory(rt);
    ouro_object *result = tuple_alloc(rt, total);
    if (!result)
        return NULL;
    ouro_object **to = tuple_items(result);
    for (size_t i = 0; i < total; i++)
        to[i] = newref(tuple_at(self, i % length));
    return result;
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *tuple_index(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    int64_t length = (int64_t)tuple_length(self), start = 0, stop = INT64_MAX;
    if ((count > 1 && !ouro_index_slice_bound(rt, args[1], &start)) ||
        (count > 2 && !ouro_index_slice_bound(rt, args[2], &stop)))
        return NULL;
    if (start < 0 && (start += length) < 0)
        start = 0;
    if (stop < 0)
        stop += length;
    for (int64_t i = start; i < stop && i < length; i++) {
        int equal = item_equal(rt, tuple_at(self, i), args[0]);
        if (equal < 0)
            return NULL;
        if (equal)
            return ouro_int_new(rt, i);
    }
    return ouro_raise(rt, EXC_ValueError, "tuple.index(x): x not in tuple");
}

static ouro_object *tuple_count(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    int64_t found = 0;
    for (size_t i = 0; i < tuple_length(self); i++) {
        int equal = item_equal(rt, tuple_at(self, i), args[0]);
        if (equal < 0)
            return NULL;
        found += equal;
    }
    return ouro_int_new(rt, found);
}

static ouro_object *tuple_getnewargs(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    ouro_object *plain = ouro_tuple_from(rt, tuple_items(self), tuple_length(self));
    if (!plain)
        return NULL;
    return ouro_tuple_from_take(rt, &plain, 1);
}

static ouro_object *tuple_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static const struct ouro_method tuple_methods[] = {
    {"index", tuple_index, 1, 3, 0, "Return first index of value."},
    {"count", tuple_count, 1, 1, 0, "Return number of occurrences of value."},
    {"__getnewargs__", tuple_getnewargs, 0, 0, 0, NULL},
    {"__class_getitem__", tuple_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

/* ---- iterator -------------------------------------------------------------------------------- */

static struct ouro_tuple_iterator *iterator_of(const ouro_object *object)
{
    return (struct ouro_tuple_iterator *)(void *)(uintptr_t)object;
}

ouro_object *ouro_tuple_iterator_new(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterator = ouro_free_list_alloc(
        &rt->heap, rt->free_lists[FREE_LIST_TUPLE_ITERATOR], TYPE_TUPLE_ITERATOR,
        sizeof(struct ouro_tuple_iterator), OURO_BLOCK_CONTAINER);
    if (!iterator)
        return ouro_raise_memory(rt);
    iterator_of(iterator)->tuple = newref(self);
    iterator_of(iterator)->index = 0;
    return iterator;
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    xdecref(rt, iterator_of(self)->tuple);
    ouro_free_list_free(heap, rt->free_lists[FREE_LIST_TUPLE_ITERATOR], self,
                        sizeof(struct ouro_tuple_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->tuple);
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->tuple);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_tuple_iterator *iterator = iterator_of(self);
    if (!iterator->tuple)
        return NULL;
    if (iterator->index < tuple_length(iterator->tuple))
        return newref(tuple_at(iterator->tuple, iterator->index++));
    clearref(rt, &iterator->tuple);
    return NULL;
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_tuple_iterator *iterator = iterator_of(self);
    return ouro_int_new(
        rt, iterator->tuple ? (int64_t)(tuple_length(iterator->tuple) - iterator->index) : 0);
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct ouro_tuple_iterator *iterator = iterator_of(self);
    return ouro_reduce_iterator(rt, "iter", iterator->tuple, rt->empty_tuple,
                                (int64_t)iterator->index);
}

static ouro_object *iterator_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct ouro_tuple_iterator *iterator = iterator_of(self);
    int64_t index;
    if (!ouro_index_i64(rt, args[0], &index, EXC_OverflowError))
        return NULL;
    if (iterator->tuple) {
        size_t length = tuple_length(iterator->tuple);
        iterator->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return rt->none;
}

static const struct ouro_method iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
    {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
    {"__setstate__", iterator_setstate, 1, 1, 0, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

static bool iterator_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_TUPLE_ITERATOR);
    cls->core.instance_size = sizeof(struct ouro_tuple_iterator);
    rt->free_lists[FREE_LIST_TUPLE_ITERATOR]->block_size = sizeof(struct ouro_tuple_iterator);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, iterator_methods, NULL, NULL);
}

/* What a collection found alive: a tuple of atoms and of untracked tuples can be in no cycle. */
static bool tuple_may_untrack(struct ouro_heap *heap, const ouro_object *self, int generation)
{
    return ouro_tuple_untrack(runtime_of(heap), (ouro_object *)(uintptr_t)self);
}

bool ouro_tuple_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_TUPLE);
    cls->core.size_of = tuple_size_of;
    cls->core.dealloc = tuple_dealloc;
    cls->core.traverse = tuple_traverse;
    cls->core.clear_some = tuple_clear_some;
    cls->core.may_untrack = tuple_may_untrack;
    cls->item_size = sizeof(ouro_object *);
    cls->create = tuple_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = tuple_repr;
    cls->hash = tuple_hash;
    cls->compare = tuple_compare;
    cls->iter = ouro_tuple_iterator_new;
    cls->length = tuple_length_slot;
    cls->getitem = tuple_getitem;
    cls->contains = tuple_contains;
    cls->concat = tuple_concat;
    cls->repeat = tuple_repeat;
    return ouro_class_ready(rt, cls, tuple_methods, NULL, NULL) && iterator_class_init(rt);
}
