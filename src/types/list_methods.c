#include "types/class_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

static ouro_object *list_append_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_list_append(rt, self, args[0]) ? rt->none : NULL;
}

bool ouro_size_argument(ouro_runtime *rt, ouro_object *object, int64_t *value)
{
    if (ouro_likely(ouro_int_is_small_exact(object))) {
        *value = ouro_int_value(object);
        return true;
    }
    ouro_object *index = ouro_index(rt, object);
    if (!index)
        return false;
    bool fits = ouro_int_as_i64(rt, index, value);
    decref(rt, index);
    return fits;
}

static ouro_object *list_insert_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    return ouro_list_insert(rt, self, index, args[1]) ? rt->none : NULL;
}

static ouro_object *list_extend_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_list_extend(rt, self, args[0]) ? rt->none : NULL;
}

static ouro_object *list_pop_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    int64_t index = -1;
    if (count > 0 && !ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (list_length(self) == 0)
        return ouro_raise(rt, EXC_IndexError, "pop from empty list");
    if (index < 0)
        index += list_length(self);
    if ((uint64_t)index >= list_length(self))
        return ouro_raise(rt, EXC_IndexError, "pop index out of range");
    return ouro_list_pop_take(rt, self, (size_t)index);
}

/* The position of value at or after start; -1 not there, -2 error. The list may change meanwhile. */
static int64_t list_find(ouro_runtime *rt, ouro_object *self, ouro_object *value, int64_t start,
                         int64_t stop)
{
    for (int64_t i = start; i < stop && i < (int64_t)list_length(self); i++) {
        int equal = item_equal_held(rt, list_at(self, i), value);
        if (equal < 0)
            return -2;
        if (equal)
            return i;
    }
    return -1;
}

static ouro_object *list_remove_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    int64_t index = list_find(rt, self, args[0], 0, INT64_MAX);
    if (index == -2)
        return NULL;
    if (index < 0 || index >= (int64_t)list_length(self))
        return ouro_raise(rt, EXC_ValueError, "list.remove(x): x not in list");
    decref(rt, ouro_list_pop_take(rt, self, (size_t)index));
    return rt->none;
}

static ouro_object *list_clear_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    ouro_list_clear(rt, self);
    return rt->none;
}

static ouro_object *list_index_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    int64_t length, start = 0, stop = INT64_MAX;
    if ((count > 1 && !ouro_index_slice_bound(rt, args[1], &start)) ||
        (count > 2 && !ouro_index_slice_bound(rt, args[2], &stop)))
        return NULL;
    length = list_length(self);
    if (start < 0 && (start += length) < 0)
        start = 0;
    if (stop < 0 && (stop += length) < 0)
        stop = 0;
    int64_t index = list_find(rt, self, args[0], start, stop);
    if (index == -2)
        return NULL;
    if (index < 0)
        return ouro_raise(rt, EXC_ValueError, "%R is not in list", args[0]);
    return ouro_int_new(rt, index);
}

static ouro_object *list_count_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    int64_t found = 0;
    for (size_t i = 0; i < list_length(self); i++) {
        int equal = item_equal_held(rt, list_at(self, i), args[0]);
        if (equal < 0)
            return NULL;
        found += equal;
    }
    return ouro_int_new(rt, found);
}

static ouro_object *list_reverse_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    ouro_list_reverse(rt, self);
    return rt->none;
}

static ouro_object *list_sort_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"key", "reverse", NULL};
    static const struct ouro_signature signature = {"sort", parameters, 0, 0};
    ouro_object *values[2] = {NULL, NULL};
    int64_t is_reverse = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, values))
        return NULL;
    if (values[1] && !ouro_size_argument(rt, values[1], &is_reverse))
        return NULL;
    return ouro_list_sort(rt, self, values[0], is_reverse != 0) ? rt->none : NULL;
}

static ouro_object *list_copy_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    return ouro_list_from(rt, list_items(self), list_length(self));
}

static ouro_object *list_sizeof_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_int_new(rt, (int64_t)(ouro_object_size(&rt->heap, self) +
                                      list_of(self)->capacity * sizeof(ouro_object *)));
}

static ouro_object *list_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

/* ---- iterators ------------------------------------------------------------------------------- */

static struct ouro_list_iterator *iterator_of(const ouro_object *object)
{
    return (struct ouro_list_iterator *)(void *)(uintptr_t)object;
}

static ouro_object *iterator_new(ouro_runtime *rt, unsigned type_index, ouro_object *list,
                                 int64_t index)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_LIST_ITERATOR],
                                             (uint16_t)type_index, sizeof(struct ouro_list_iterator),
                                             OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    iterator_of(self)->list = newref(list);
    iterator_of(self)->index = index;
    return self;
}

ouro_object *ouro_list_iterator_new(ouro_runtime *rt, ouro_object *self)
{
    return iterator_new(rt, TYPE_LIST_ITERATOR, self, 0);
}

static ouro_object *list_reversed_method(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    return iterator_new(rt, TYPE_LIST_REVERSE_ITERATOR, self, (int64_t)list_length(self) - 1);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    xdecref(rt, iterator_of(self)->list);
    ouro_free_list_free(heap, rt->free_lists[FREE_LIST_LIST_ITERATOR], self,
                        sizeof(struct ouro_list_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->list);
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->list);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_list_iterator *iterator = iterator_of(self);
    if (!iterator->list)
        return NULL;
    if (iterator->index < (int64_t)list_length(iterator->list))
        return newref(list_at(iterator->list, iterator->index++));
    clearref(rt, &iterator->list);
    return NULL;
}

static ouro_object *reverse_iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_list_iterator *iterator = iterator_of(self);
    if (!iterator->list)
        return NULL;
    if (iterator->index >= 0 && iterator->index < (int64_t)list_length(iterator->list))
        return newref(list_at(iterator->list, iterator->index--));
    iterator->index = -1;
    clearref(rt, &iterator->list);
    return NULL;
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_list_iterator *iterator = iterator_of(self);
    int64_t left = 0;
    if (iterator->list && is_exact(self, TYPE_LIST_ITERATOR))
        left = (int64_t)list_length(iterator->list) - iterator->index;
    else if (iterator->list && iterator->index < (int64_t)list_length(iterator->list))
        left = iterator->index + 1;
    return ouro_int_new(rt, left > 0 ? left : 0);
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct ouro_list_iterator *iterator = iterator_of(self);
    ouro_object *empty = ouro_list_new(rt, 0);
    if (!empty)
        return NULL;
    ouro_object *result =
        ouro_reduce_iterator(rt, is_exact(self, TYPE_LIST_ITERATOR) ? "iter" : "reversed",
                             iterator->list, empty, iterator->index);
    decref(rt, empty);
    return result;
}

static ouro_object *iterator_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct ouro_list_iterator *iterator = iterator_of(self);
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (iterator->list) {
        bool is_forward = is_exact(self, TYPE_LIST_ITERATOR);
        int64_t lowest = is_forward ? 0 : -1;
        int64_t highest = (int64_t)list_length(iterator->list) - (is_forward ? 0 : 1);
        iterator->index = index < lowest ? lowest : index > highest ? highest : index;
    }
    return rt->none;
}

static const struct ouro_method iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
    {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
    {"__setstate__", iterator_setstate, 1, 1, 0, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

bool ouro_list_iterator_class_init(ouro_runtime *rt)
{
    rt->free_lists[FREE_LIST_LIST_ITERATOR]->block_size = sizeof(struct ouro_list_iterator);
    for (int i = 0; i < 2; i++) {
        struct ouro_class *cls =
            builtin_class(rt, i ? TYPE_LIST_REVERSE_ITERATOR : TYPE_LIST_ITERATOR);
        cls->core.instance_size = sizeof(struct ouro_list_iterator);
        cls->core.dealloc = iterator_dealloc;
        cls->core.traverse = iterator_traverse;
        cls->core.clear = iterator_clear;
        cls->getattr = ouro_generic_getattr;
        cls->iter = ouro_generic_iter_self;
        cls->next = i ? reverse_iterator_next : iterator_next;
        if (!ouro_class_ready(rt, cls, iterator_methods, NULL, NULL))
            return false;
    }
    return true;
}

const struct ouro_method ouro_list_methods[] = {
    {"append", list_append_method, 1, 1, 0, "Append object to the end of the list."},
    {"insert", list_insert_method, 2, 2, 0, "Insert object before index."},
    {"extend", list_extend_method, 1, 1, 0, "Extend list by appending elements from the iterable."},
    {"pop", list_pop_method, 0, 1, 0, "Remove and return item at index (default last)."},
    {"remove", list_remove_method, 1, 1, 0, "Remove first occurrence of value."},
    {"clear", list_clear_method, 0, 0, 0, "Remove all items from list."},
    {"index", list_index_method, 1, 3, 0, "Return first index of value."},
    {"count", list_count_method, 1, 1, 0, "Return number of occurrences of value."},
    {"reverse", list_reverse_method, 0, 0, 0, "Reverse *IN PLACE*."},
    {"sort", list_sort_method, 0, -1, METHOD_KEYWORDS, "Sort the list in ascending order."},
    {"copy", list_copy_method, 0, 0, 0, "Return a shallow copy of the list."},
    {"__reversed__", list_reversed_method, 0, 0, 0, "Return a reverse iterator over the list."},
    {"__sizeof__", list_sizeof_method, 0, 0, 0, "Return the size of the list in memory, in bytes."},
    {"__class_getitem__", list_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};
