#include "types/set.h"

#include "types/class_table.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

bool ouro_is_set(const ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_SET) ||
           (object->type_index >= TYPE_MODULES_START &&
            ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_SET)));
}

bool ouro_is_any_set(const ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_SET) || is_exact(object, TYPE_FROZENSET) ||
           (object->type_index >= TYPE_MODULES_START &&
            (ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_SET)) ||
             ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_FROZENSET))));
}

static bool is_any_frozenset(const ouro_runtime *rt, const ouro_object *object)
{
    return ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_FROZENSET));
}

/* ---- making ---------------------------------------------------------------------------------- */

static void fields_init(struct ouro_set *set)
{
    set->slots = NULL;
    set->used = set->fill = set->finger = 0;
    set->mask = 7;
    set->base.user_flags = SET_STR;
}

static ouro_object *filled(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    if (iterable && !ouro_set_update(rt, self, iterable)) {
        decref(rt, self);
        return NULL;
    }
    return self;
}

ouro_object *ouro_set_new(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_SET], TYPE_SET,
                                             sizeof(struct ouro_set), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    fields_init(set_of(self));
    return filled(rt, self, iterable);
}

static ouro_object *frozenset_alloc(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *self;
    if (cls == builtin_class(rt, TYPE_FROZENSET)) {
        self = ouro_object_alloc(&rt->heap, TYPE_FROZENSET, sizeof(struct ouro_frozenset),
                                 OURO_BLOCK_CONTAINER);
        if (!self)
            return ouro_raise_memory(rt);
    } else {
        self = ouro_class_alloc(rt, cls, 0);
        if (!self)
            return NULL;
    }
    fields_init(set_of(self));
    ((struct ouro_frozenset *)(void *)self)->hash = -1;
    return self;
}

ouro_object *ouro_frozenset_new(ouro_runtime *rt, ouro_object *iterable)
{
    if (iterable && is_exact(iterable, TYPE_FROZENSET))
        return newref(iterable);
    ouro_object *self = frozenset_alloc(rt, builtin_class(rt, TYPE_FROZENSET));
    return self ? filled(rt, self, iterable) : NULL;
}

ouro_object *ouro_set_new_like(ouro_runtime *rt, ouro_object *like, ouro_object *iterable)
{
    if (!is_any_frozenset(rt, like))
        return ouro_set_new(rt, iterable);
    ouro_object *self = frozenset_alloc(rt, builtin_class(rt, TYPE_FROZENSET));
    return self ? filled(rt, self, iterable) : NULL;
}

static ouro_object *set_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    if (cls == builtin_class(rt, TYPE_SET))
        return ouro_set_new(rt, NULL);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        fields_init(set_of(self));
    return self;
}

static bool set_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                     ouro_object *names)
{
    struct ouro_class *cls = class_of(rt, self), *set_class = builtin_class(rt, TYPE_SET);
    if ((cls == set_class || cls->create == set_class->create || cls->init == set_class->init) &&
        !ouro_args_no_keywords(rt, "set", names))
        return false;
    if (!ouro_args_count(rt, "set", count, 0, 1))
        return false;
    ouro_set_clear(rt, self);
    return count == 0 || ouro_set_update(rt, self, args[0]);
}

static ouro_object *frozenset_create(ouro_runtime *rt, struct ouro_class *cls,
                                     ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_class *frozenset_class = builtin_class(rt, TYPE_FROZENSET);
    if ((cls == frozenset_class || cls->init == frozenset_class->init) &&
        !ouro_args_no_keywords(rt, "frozenset", names))
        return NULL;
    if (!ouro_args_count(rt, "frozenset", count, 0, 1))
        return NULL;
    if (cls == frozenset_class)
        return ouro_frozenset_new(rt, count ? args[0] : NULL);
    ouro_object *self = frozenset_alloc(rt, cls);
    return self ? filled(rt, self, count ? args[0] : NULL) : NULL;
}

/* ---- core type ------------------------------------------------------------------------------- */

static void set_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    ouro_set_clear(rt, self);
    if (is_exact(self, TYPE_SET))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_SET], self, sizeof(struct ouro_set),
                            OURO_BLOCK_CONTAINER);
    else if (is_exact(self, TYPE_FROZENSET))
        ouro_object_free(heap, self, sizeof(struct ouro_frozenset), OURO_BLOCK_CONTAINER);
    else
        ouro_class_free(rt, self);
}

/* Deleted slots hold no object: the ranges reported lie between them. */
static void set_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    struct ouro_set *set = set_of(self);
    size_t stride = self->user_flags == SET_GENERAL ? 2 : 1, start = 0;
    size_t count = set->slots ? (size_t)set->mask + 1 : 0;
    if (set->fill == set->used) {
        ouro_visit_strided(visitor, set->slots, count, stride);
    } else {
        for (size_t i = 0; i <= count; i++) {
            if (i < count && set->slots[i * stride] != SET_DELETED)
                continue;
            if (i > start)
                ouro_visit_strided(visitor, set->slots + start * stride, i - start, stride);
            start = i + 1;
        }
    }
    if (!is_exact(self, TYPE_SET) && !is_exact(self, TYPE_FROZENSET))
        ouro_class_traverse_instance(self, visitor);
}

static bool set_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    for (; set_of(self)->used > 0 && *budget > 0; --*budget)
        ouro_object_decref(heap, ouro_set_pop_take(runtime_of(heap), self));
    return set_of(self)->used > 0;
}

static void set_clear_slot(struct ouro_heap *heap, ouro_object *self)
{
    ouro_set_clear(runtime_of(heap), self);
}

/* ---- algebra --------------------------------------------------------------------------------- */

/* Adds, for each member of `from` (a set), those that `in` has (or has not) to `result`. */
static bool filter_into(ouro_runtime *rt, ouro_object *result, ouro_object *from, ouro_object *in,
                        bool is_wanted)
{
    ouro_object *item;
    size_t position = 0;
    while (ouro_set_next(from, &position, &item)) {
        int64_t hash = ouro_set_hash_at(rt, from, position);
        incref(item);
        int found;
        if (ouro_is_any_set(rt, in))
            found = ouro_set_contains_hashed(rt, in, item, hash);
        else
            found = ouro_dict_find_hashed(rt, dict_of(in), item, hash) >= 0 ? 1 : rt->error ? -1 : 0;
        bool is_good =
            found >= 0 && (found != is_wanted || ouro_set_add_hashed(rt, result, item, hash));
        decref(rt, item);
        if (!is_good)
            return false;
    }
    return true;
}

static ouro_object *finished(ouro_runtime *rt, ouro_object *result, bool is_good)
{
    if (is_good)
        return result;
    decref(rt, result);
    return NULL;
}

ouro_object *ouro_set_intersection(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    if (self == iterable)
        return ouro_set_new_like(rt, self, self);
    ouro_object *result = ouro_set_new_like(rt, self, NULL), *item;
    if (!result)
        return NULL;
    if (ouro_is_any_set(rt, iterable)) {
        bool is_larger = ouro_set_length(iterable) > ouro_set_length(self);
        return finished(rt, result,
                        filter_into(rt, result, is_larger ? self : iterable,
                                    is_larger ? iterable : self, true));
    }
    ouro_object *iterator = ouro_iter(rt, iterable);
    if (!iterator)
        return finished(rt, result, false);
    while ((item = ouro_next(rt, iterator)) != NULL) {
        int64_t hash;
        bool is_good = ouro_key_hash(rt, item, &hash);
        int found = is_good ? ouro_set_contains_hashed(rt, self, item, hash) : -1;
        is_good = found >= 0 && (!found || ouro_set_add_hashed(rt, result, item, hash));
        decref(rt, item);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return finished(rt, result, !rt->error);
}

static bool discard_members(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    ouro_object *item;
    size_t position = 0;
    while (ouro_set_next(other, &position, &item)) {
        int64_t hash = ouro_set_hash_at(rt, other, position);
        incref(item);
        int removed = ouro_set_discard_hashed(rt, self, item, hash);
        decref(rt, item);
        if (removed < 0)
            return false;
    }
    return true;
}

static bool discard_items(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    if (!iterator)
        return false;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        int removed = ouro_set_discard(rt, self, item);
        decref(rt, item);
        if (removed < 0)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

bool ouro_set_difference_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    struct ouro_set *set = set_of(self);
    if (self == iterable) {
        ouro_set_clear(rt, self);
        return true;
    }
    if (ouro_is_any_set(rt, iterable)) {
        /* Of a much larger set only what both have matters. */
        bool is_large = ouro_set_length(iterable) >> 3 > ouro_set_length(self);
        ouro_object *other =
            is_large ? ouro_set_intersection(rt, self, iterable) : newref(iterable);
        bool is_good = other && discard_members(rt, self, other);
        xdecref(rt, other);
        if (!is_good)
            return false;
    } else if (!discard_items(rt, self, iterable)) {
        return false;
    }
    if (set->fill - set->used <= set->mask / 4)
        return true;
    return ouro_set_resize(rt, self,
                           set->used > 50000 ? (size_t)set->used * 2 : (size_t)set->used * 4);
}

ouro_object *ouro_set_difference(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    bool is_copied = true;
    if (is_exact(other, TYPE_DICT))
        is_copied = ouro_set_length(self) >> 2 > dict_length(other);
    else if (ouro_is_any_set(rt, other))
        is_copied = ouro_set_length(self) >> 2 > ouro_set_length(other);
    ouro_object *result = ouro_set_new_like(rt, self, is_copied ? self : NULL);
    if (!result)
        return NULL;
    return finished(rt, result,
                    is_copied ? ouro_set_difference_update(rt, result, other)
                              : filter_into(rt, result, self, other, false));
}

static bool flip(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash)
{
    incref(item);
    int removed = ouro_set_discard_hashed(rt, self, item, hash);
    bool is_good = removed > 0 || (removed == 0 && ouro_set_add_hashed(rt, self, item, hash));
    decref(rt, item);
    return is_good;
}

bool ouro_set_symmetric_difference_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    ouro_object *item;
    size_t position = 0;
    if (self == iterable) {
        ouro_set_clear(rt, self);
        return true;
    }
    if (is_exact(iterable, TYPE_DICT)) {
        while (ouro_dict_next(iterable, &position, &item, NULL)) {
            if (!flip(rt, self, item, ouro_dict_hash_at(rt, dict_of(iterable)->table, position - 1)))
                return false;
        }
        return true;
    }
    ouro_object *other = ouro_is_any_set(rt, iterable) ? newref(iterable)
                                                       : ouro_set_new_like(rt, self, iterable);
    if (!other)
        return false;
    bool is_good = true;
    while (is_good && ouro_set_next(other, &position, &item))
        is_good = flip(rt, self, item, ouro_set_hash_at(rt, other, position));
    decref(rt, other);
    return is_good;
}

int ouro_set_is_subset(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    ouro_object *item;
    size_t position = 0;
    if (ouro_set_length(self) > ouro_set_length(other))
        return 0;
    while (ouro_set_next(self, &position, &item)) {
        int64_t hash = ouro_set_hash_at(rt, self, position);
        incref(item);
        int found = ouro_set_contains_hashed(rt, other, item, hash);
        decref(rt, item);
        if (found <= 0)
            return found;
    }
    return 1;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *set_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, a) || !ouro_is_any_set(rt, b))
        return rt->not_implemented;
    ouro_object *result = ouro_set_new_like(rt, a, a);
    return result && a != b ? filled(rt, result, b) : result;
}

static ouro_object *set_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, a) || !ouro_is_any_set(rt, b))
        return rt->not_implemented;
    return ouro_set_intersection(rt, a, b);
}

static ouro_object *set_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, a) || !ouro_is_any_set(rt, b))
        return rt->not_implemented;
    return ouro_set_difference(rt, a, b);
}

static ouro_object *set_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, a) || !ouro_is_any_set(rt, b))
        return rt->not_implemented;
    ouro_object *result = ouro_set_new_like(rt, a, b);
    return result ? finished(rt, result, ouro_set_symmetric_difference_update(rt, result, a)) : NULL;
}

static ouro_object *set_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, b))
        return rt->not_implemented;
    return ouro_set_update(rt, a, b) ? newref(a) : NULL;
}

static ouro_object *set_inplace_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, b))
        return rt->not_implemented;
    ouro_object *result = ouro_set_intersection(rt, a, b);
    if (!result)
        return NULL;
    ouro_set_swap(a, result);
    decref(rt, result);
    return newref(a);
}

static ouro_object *set_inplace_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, b))
        return rt->not_implemented;
    return ouro_set_difference_update(rt, a, b) ? newref(a) : NULL;
}

static ouro_object *set_inplace_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro_is_any_set(rt, b))
        return rt->not_implemented;
    return ouro_set_symmetric_difference_update(rt, a, b) ? newref(a) : NULL;
}

static int set_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_set_length(a) != ouro_set_length(b))
        return 0;
    if (is_any_frozenset(rt, a) && is_any_frozenset(rt, b)) {
        int64_t x = ((struct ouro_frozenset *)(void *)a)->hash;
        int64_t y = ((struct ouro_frozenset *)(void *)b)->hash;
        if (x != -1 && y != -1 && x != y)
            return 0;
    }
    return ouro_set_is_subset(rt, a, b);
}

static ouro_object *set_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                enum ouro_compare_op op)
{
    if (!ouro_is_any_set(rt, a) || !ouro_is_any_set(rt, b))
        return rt->not_implemented;
    size_t x = ouro_set_length(a), y = ouro_set_length(b);
    int result;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE:
        result = set_equal(rt, a, b);
        return result < 0 ? NULL : bool_object(rt, result == (op == COMPARE_EQ));
    case COMPARE_LE:
        result = ouro_set_is_subset(rt, a, b);
        break;
    case COMPARE_LT:
        result = x < y ? ouro_set_is_subset(rt, a, b) : 0;
        break;
    case COMPARE_GE:
        result = ouro_set_is_subset(rt, b, a);
        break;
    default:
        result = x > y ? ouro_set_is_subset(rt, b, a) : 0;
    }
    return result < 0 ? NULL : bool_object(rt, result);
}

/* {a, b}, frozenset({a, b}), name({a, b}) for derived classes; members are taken from a copy. */
static ouro_object *set_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *name = ouro_class_name(class_of(rt, self));
    if (ouro_set_length(self) == 0)
        return ouro_str_format(rt, "%s()", name);
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_format(rt, "%s(...)", name) : NULL;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_plain = is_exact(self, TYPE_SET);
    ouro_object *items = ouro_to_list(rt, self);
    bool is_good = items && (is_plain || (ouro_str_builder_literal(&builder, name) &&
                                          ouro_str_builder_literal(&builder, "("))) &&
                   ouro_str_builder_literal(&builder, "{");
    for (size_t i = 0; is_good && i < list_length(items); i++)
        is_good = (i == 0 || ouro_str_builder_literal(&builder, ", ")) &&
                  ouro_str_builder_repr(&builder, list_at(items, i));
    is_good = is_good && ouro_str_builder_literal(&builder, is_plain ? "}" : "})");
    xdecref(rt, items);
    ouro_repr_leave(rt, self);
    if (is_good)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

/* Independent of the order of the members, and CPython's function of their hashes. */
static bool frozenset_hash(ouro_runtime *rt, ouro_object *self, int64_t *result)
{
    struct ouro_frozenset *set = (struct ouro_frozenset *)(void *)self;
    ouro_object *item;
    size_t position = 0;
    if (set->hash == -1) {
        uint64_t hash = 0;
        while (ouro_set_next(self, &position, &item)) {
            uint64_t h = (uint64_t)ouro_set_hash_at(rt, self, position);
            hash ^= ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
        }
        hash ^= ((uint64_t)set->set.used + 1) * 1927868237u;
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash * 69069u + 907133923u;
        set->hash = hash == UINT64_MAX ? 590923713 : (int64_t)hash;
    }
    *result = set->hash;
    return true;
}

static ptrdiff_t set_length_slot(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)ouro_set_length(self);
}

static void slots_fill(struct ouro_class *cls)
{
    cls->core.dealloc = set_dealloc;
    cls->core.traverse = set_traverse;
    cls->core.clear = set_clear_slot;
    cls->core.clear_some = set_clear_some;
    cls->getattr = ouro_generic_getattr;
    cls->repr = set_repr;
    cls->compare = set_compare;
    cls->iter = ouro_set_iterator_new;
    cls->length = set_length_slot;
    cls->or_ = set_or;
    cls->and_ = set_and;
    cls->subtract = set_subtract;
    cls->xor_ = set_xor;
}

bool ouro_set_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_SET);
    rt->free_lists[FREE_LIST_SET]->block_size = sizeof(struct ouro_set);
    cls->core.instance_size = sizeof(struct ouro_set);
    slots_fill(cls);
    cls->create = set_create;
    cls->init = set_init;
    cls->contains = ouro_set_contains_any;
    cls->inplace_or = set_inplace_or;
    cls->inplace_and = set_inplace_and;
    cls->inplace_subtract = set_inplace_subtract;
    cls->inplace_xor = set_inplace_xor;
    if (!ouro_class_ready(rt, cls, ouro_set_methods, NULL, NULL))
        return false;
    cls = builtin_class(rt, TYPE_FROZENSET);
    cls->core.instance_size = sizeof(struct ouro_frozenset);
    slots_fill(cls);
    cls->create = frozenset_create;
    cls->hash = frozenset_hash;
    cls->contains = ouro_set_contains_any;
    return ouro_class_ready(rt, cls, ouro_frozenset_methods, NULL, NULL) &&
           ouro_set_iterator_class_init(rt);
}
