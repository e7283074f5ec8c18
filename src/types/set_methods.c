#include "types/class_table.h"
#include "types/dict.h"
#include "types/items.h"
#include "types/list.h"
#include "types/set.h"
#include "types/tuple.h"

/* A set is not hashable, but `{1} in s` looks for frozenset({1}): the TypeError of an unhashable set
 * makes a frozenset of it, on which the operation is tried again. NULL without an error: no retry. */
static ouro_object *frozen_key(ouro_runtime *rt, ouro_object *item)
{
    if (!ouro_is_set(rt, item) || !ouro_error_is(rt, EXC_TypeError))
        return NULL;
    ouro_error_clear(rt);
    return ouro_frozenset_new(rt, item);
}

int ouro_set_contains_any(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int found = ouro_set_contains(rt, self, item);
    if (found >= 0)
        return found;
    ouro_object *frozen = frozen_key(rt, item);
    if (!frozen)
        return -1;
    found = ouro_set_contains(rt, self, frozen);
    decref(rt, frozen);
    return found;
}

static int discard_any(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int removed = ouro_set_discard(rt, self, item);
    if (removed >= 0)
        return removed;
    ouro_object *frozen = frozen_key(rt, item);
    if (!frozen)
        return -1;
    removed = ouro_set_discard(rt, self, frozen);
    decref(rt, frozen);
    return removed;
}

static ouro_object *set_contains_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    int found = ouro_set_contains_any(rt, self, args[0]);
    return found < 0 ? NULL : bool_object(rt, found);
}

static ouro_object *set_add(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                            size_t count, ouro_object *names)
{
    return ouro_set_add(rt, self, args[0]) ? rt->none : NULL;
}

static ouro_object *set_clear(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    ouro_set_clear(rt, self);
    return rt->none;
}

static ouro_object *set_discard(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return discard_any(rt, self, args[0]) < 0 ? NULL : rt->none;
}

static ouro_object *set_remove(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    int removed = discard_any(rt, self, args[0]);
    if (removed == 0)
        return ouro_raise_object(rt, EXC_KeyError, args[0]);
    return removed < 0 ? NULL : rt->none;
}

static ouro_object *set_pop(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                            size_t count, ouro_object *names)
{
    ouro_object *member = ouro_set_pop_take(rt, self);
    return member ? member : ouro_raise(rt, EXC_KeyError, "pop from an empty set");
}

static ouro_object *set_copy(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    return is_exact(self, TYPE_FROZENSET) ? newref(self) : ouro_set_new_like(rt, self, self);
}

static ouro_object *set_union(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    ouro_object *result = ouro_set_new_like(rt, self, self);
    for (size_t i = 0; result && i < count; i++) {
        if (args[i] != self && !ouro_set_update(rt, result, args[i])) {
            decref(rt, result);
            return NULL;
        }
    }
    return result;
}

static ouro_object *set_update(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    for (size_t i = 0; i < count; i++) {
        if (!ouro_set_update(rt, self, args[i]))
            return NULL;
    }
    return rt->none;
}

static ouro_object *set_intersection(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    if (count == 0) /* never the set itself, not even a frozen one */
        return ouro_set_new_like(rt, self, self);
    ouro_object *result = newref(self);
    for (size_t i = 0; result && i < count; i++) {
        ouro_object *smaller = ouro_set_intersection(rt, result, args[i]);
        decref(rt, result);
        result = smaller;
    }
    return result;
}

static ouro_object *set_intersection_update(ouro_runtime *rt, ouro_object *self,
                                            ouro_object *const *args, size_t count,
                                            ouro_object *names)
{
    ouro_object *result = set_intersection(rt, self, args, count, names);
    if (!result)
        return NULL;
    ouro_set_swap(self, result);
    decref(rt, result);
    return rt->none;
}

static ouro_object *set_difference(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    if (count == 0)
        return set_copy(rt, self, args, count, names);
    ouro_object *result = ouro_set_difference(rt, self, args[0]);
    for (size_t i = 1; result && i < count; i++) {
        if (!ouro_set_difference_update(rt, result, args[i])) {
            decref(rt, result);
            return NULL;
        }
    }
    return result;
}

static ouro_object *set_difference_update(ouro_runtime *rt, ouro_object *self,
                                          ouro_object *const *args, size_t count, ouro_object *names)
{
    for (size_t i = 0; i < count; i++) {
        if (!ouro_set_difference_update(rt, self, args[i]))
            return NULL;
    }
    return rt->none;
}

static ouro_object *set_symmetric_difference(ouro_runtime *rt, ouro_object *self,
                                             ouro_object *const *args, size_t count,
                                             ouro_object *names)
{
    ouro_object *result = ouro_set_new_like(rt, self, args[0]);
    if (result && !ouro_set_symmetric_difference_update(rt, result, self)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *set_symmetric_difference_update(ouro_runtime *rt, ouro_object *self,
                                                    ouro_object *const *args, size_t count,
                                                    ouro_object *names)
{
    return ouro_set_symmetric_difference_update(rt, self, args[0]) ? rt->none : NULL;
}

static ouro_object *set_issubset(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    int result;
    if (ouro_is_any_set(rt, args[0])) {
        result = ouro_set_is_subset(rt, self, args[0]);
    } else {
        ouro_object *common = ouro_set_intersection(rt, self, args[0]);
        if (!common)
            return NULL;
        result = ouro_set_length(common) == ouro_set_length(self);
        decref(rt, common);
    }
    return result < 0 ? NULL : bool_object(rt, result);
}

/* Is one of the items that an iterable yields in the set (is_in), or not in it? 1, 0, -1 */
static int any_item(ouro_runtime *rt, ouro_object *self, ouro_object *iterable, bool is_in)
{
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    int result = 0;
    if (!iterator)
        return -1;
    while (result == 0 && (item = ouro_next(rt, iterator)) != NULL) {
        int found = ouro_set_contains(rt, self, item);
        decref(rt, item);
        result = found < 0 ? -1 : found == is_in;
    }
    decref(rt, iterator);
    return rt->error ? -1 : result;
}

static ouro_object *set_issuperset(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    int result;
    if (ouro_is_any_set(rt, args[0])) {
        result = ouro_set_is_subset(rt, args[0], self);
    } else {
        result = any_item(rt, self, args[0], false);
        result = result < 0 ? -1 : !result;
    }
    return result < 0 ? NULL : bool_object(rt, result);
}

static ouro_object *set_isdisjoint(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *other = args[0];
    if (self == other)
        return bool_object(rt, ouro_set_length(self) == 0);
    if (ouro_is_any_set(rt, other) && ouro_set_length(other) > ouro_set_length(self)) {
        other = self;
        self = args[0];
    }
    int result = any_item(rt, self, other, true);
    return result < 0 ? NULL : bool_object(rt, !result);
}

static ouro_object *set_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return ouro_int_new(
        rt, (int64_t)(ouro_object_size(&rt->heap, self) + ouro_set_table_size(self)));
}

static ouro_object *set_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    ouro_object *items = ouro_to_list(rt, self), *arguments = NULL, *state = NULL, *result = NULL;
    if (items)
        arguments = ouro_tuple_pack(rt, 1, items);
    if (arguments)
        state = ouro_call_method(rt, self, rt->name___getstate__, NULL, 0);
    if (arguments && state)
        result = ouro_tuple_pack(rt, 3, (ouro_object *)class_of(rt, self), arguments, state);
    xdecref(rt, items);
    xdecref(rt, arguments);
    xdecref(rt, state);
    return result;
}

static ouro_object *set_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

#define COMMON_METHODS                                                                            \
    {"__contains__", set_contains_method, 1, 1, 0, "x.__contains__(y) <==> y in x."},             \
    {"copy", set_copy, 0, 0, 0, "Return a shallow copy of a set."},                               \
    {"union", set_union, 0, -1, 0, "Return the union of sets as a new set."},                     \
    {"intersection", set_intersection, 0, -1, 0, "Return the intersection of two sets."},         \
    {"difference", set_difference, 0, -1, 0, "Return the difference of two or more sets."},       \
    {"symmetric_difference", set_symmetric_difference, 1, 1, 0, "Members of just one set."},      \
    {"issubset", set_issubset, 1, 1, 0, "Report whether another set contains this set."},         \
    {"issuperset", set_issuperset, 1, 1, 0, "Report whether this set contains another set."},     \
    {"isdisjoint", set_isdisjoint, 1, 1, 0, "Return True if two sets have a null intersection."}, \
    {"__sizeof__", set_sizeof, 0, 0, 0, "Size of the set in memory, in bytes."},                  \
    {"__reduce__", set_reduce, 0, 0, 0, "Return state information for pickling."},                \
    {"__class_getitem__", set_class_getitem, 1, 1, METHOD_CLASS, NULL}

const struct ouro_method ouro_set_methods[] = {
    COMMON_METHODS,
    {"add", set_add, 1, 1, 0, "Add an element to a set."},
    {"clear", set_clear, 0, 0, 0, "Remove all elements from this set."},
    {"discard", set_discard, 1, 1, 0, "Remove an element from a set if it is a member."},
    {"remove", set_remove, 1, 1, 0, "Remove an element from a set; it must be a member."},
    {"pop", set_pop, 0, 0, 0, "Remove and return an arbitrary set element."},
    {"update", set_update, 0, -1, 0, "Update a set with the union of itself and others."},
    {"intersection_update", set_intersection_update, 0, -1, 0, "Keep only common members."},
    {"difference_update", set_difference_update, 0, -1, 0, "Remove all members of another set."},
    {"symmetric_difference_update", set_symmetric_difference_update, 1, 1, 0,
     "Keep the members of just one set."},
    {NULL, NULL, 0, 0, 0, NULL},
};

const struct ouro_method ouro_frozenset_methods[] = {
    COMMON_METHODS,
    {NULL, NULL, 0, 0, 0, NULL},
};

/* ---- iterator -------------------------------------------------------------------------------- */

struct set_iterator {
    ouro_object base;
    ouro_object *set; /* NULL: exhausted */
    uint32_t used;    /* of the set at the start; UINT32_MAX once it was found changed */
    uint32_t remaining;
    size_t position;
};

static struct set_iterator *iterator_of(const ouro_object *object)
{
    return (struct set_iterator *)(void *)(uintptr_t)object;
}

ouro_object *ouro_set_iterator_new(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterator = ouro_object_alloc(&rt->heap, TYPE_SET_ITERATOR,
                                              sizeof(struct set_iterator), OURO_BLOCK_CONTAINER);
    if (!iterator)
        return ouro_raise_memory(rt);
    iterator_of(iterator)->set = newref(self);
    iterator_of(iterator)->used = iterator_of(iterator)->remaining = set_of(self)->used;
    iterator_of(iterator)->position = 0;
    return iterator;
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    xdecref(runtime_of(heap), iterator_of(self)->set);
    ouro_object_free(heap, self, sizeof(struct set_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->set);
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->set);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct set_iterator *iterator = iterator_of(self);
    ouro_object *item;
    if (!iterator->set)
        return NULL;
    if (iterator->used != set_of(iterator->set)->used) {
        iterator->used = UINT32_MAX;
        return ouro_raise(rt, EXC_RuntimeError, "Set changed size during iteration");
    }
    if (ouro_set_next(iterator->set, &iterator->position, &item)) {
        iterator->remaining -= iterator->remaining > 0;
        return newref(item);
    }
    clearref(rt, &iterator->set);
    return NULL;
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct set_iterator *iterator = iterator_of(self);
    bool is_valid = iterator->set && iterator->used == set_of(iterator->set)->used;
    return ouro_int_new(rt, is_valid ? iterator->remaining : 0);
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct set_iterator *iterator = iterator_of(self);
    ouro_object *rest = ouro_list_new(rt, 0), *item, *result = NULL;
    size_t position = iterator->position;
    if (!rest)
        return NULL;
    bool is_good = true;
    while (is_good && iterator->set && ouro_set_next(iterator->set, &position, &item))
        is_good = ouro_list_append(rt, rest, item);
    ouro_object *iter = is_good ? ouro_builtin_get(rt, "iter") : NULL;
    ouro_object *arguments = iter ? ouro_tuple_pack(rt, 1, rest) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, iter, arguments);
    xdecref(rt, arguments);
    xdecref(rt, iter);
    decref(rt, rest);
    return result;
}

bool ouro_set_iterator_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
        {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_SET_ITERATOR);
    cls->core.instance_size = sizeof(struct set_iterator);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}
