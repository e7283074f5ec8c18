#include "types/class_table.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/set.h"
#include "types/tuple.h"

static ouro_object *dict_of_view(const ouro_object *view)
{
    return ((const struct ouro_dict_view *)(const void *)view)->dict;
}

/* Keys or items, those of ordered dicts included. */
static bool is_set_view(const ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_DICT_KEYS) || is_exact(object, TYPE_DICT_ITEMS) ||
           class_of(rt, object)->and_ == builtin_class(rt, TYPE_DICT_KEYS)->and_;
}

ouro_object *ouro_dict_view_new(ouro_runtime *rt, unsigned type_index, ouro_object *dict)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, (uint16_t)type_index,
                                          sizeof(struct ouro_dict_view), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    ((struct ouro_dict_view *)(void *)self)->dict = newref(dict);
    return self;
}

static void view_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_decref(heap, dict_of_view(self));
    ouro_object_free(heap, self, sizeof(struct ouro_dict_view), OURO_BLOCK_CONTAINER);
}

static void view_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((struct ouro_dict_view *)(void *)(uintptr_t)self)->dict);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ptrdiff_t view_length(ouro_runtime *rt, ouro_object *self)
{
    return dict_length(dict_of_view(self));
}

static ouro_object *view_iter(ouro_runtime *rt, ouro_object *self)
{
    unsigned kind = self->type_index - TYPE_DICT_KEYS;
    return ouro_dict_iterator_new(rt, TYPE_DICT_KEY_ITERATOR + kind, dict_of_view(self));
}

static ouro_object *view_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    unsigned kind = self->type_index - TYPE_DICT_KEYS;
    return ouro_dict_iterator_new(rt, TYPE_DICT_REVERSE_KEY_ITERATOR + kind, dict_of_view(self));
}

static ouro_object *view_repr(ouro_runtime *rt, ouro_object *self)
{
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_from(rt, "...") : NULL;
    ouro_object *items = ouro_to_list(rt, self), *result = NULL;
    if (items)
        result = ouro_str_format(rt, "%T(%R)", self, items);
    xdecref(rt, items);
    ouro_repr_leave(rt, self);
    return result;
}

static int keys_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return ouro_dict_contains(rt, dict_of_view(self), key);
}

static int items_contains(ouro_runtime *rt, ouro_object *self, ouro_object *pair)
{
    if (!is_tuple(rt, pair) || tuple_length(pair) != 2)
        return 0;
    ouro_object *value = ouro_dict_peek(rt, dict_of_view(self), tuple_at(pair, 0));
    if (!value)
        return rt->error ? -1 : 0;
    return item_equal_held(rt, value, tuple_at(pair, 1));
}

/* Is each item of a in b? 1, 0, -1 */
static int all_contained(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *iterator = ouro_iter(rt, a), *item;
    int result = 1;
    if (!iterator)
        return -1;
    while (result > 0 && (item = ouro_next(rt, iterator)) != NULL) {
        result = ouro_contains(rt, b, item);
        decref(rt, item);
    }
    decref(rt, iterator);
    return rt->error ? -1 : result;
}

static ouro_object *view_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    if (!is_set_view(rt, a) || (!ouro_is_any_set(rt, b) && !is_set_view(rt, b)))
        return rt->not_implemented;
    ptrdiff_t x = ouro_length(rt, a), y = ouro_length(rt, b);
    int result = 0;
    if (x < 0 || y < 0)
        return NULL;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE:
        result = x == y ? all_contained(rt, a, b) : 0;
        if (result >= 0 && op == COMPARE_NE)
            result = !result;
        break;
    case COMPARE_LT:
        result = x < y ? all_contained(rt, a, b) : 0;
        break;
    case COMPARE_LE:
        result = x <= y ? all_contained(rt, a, b) : 0;
        break;
    case COMPARE_GT:
        result = x > y ? all_contained(rt, b, a) : 0;
        break;
    case COMPARE_GE:
        result = x >= y ? all_contained(rt, b, a) : 0;
        break;
    }
    return result < 0 ? NULL : bool_object(rt, result);
}

static ouro_object *view_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *result = ouro_set_new(rt, a);
    if (result && !ouro_set_difference_update(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *view_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *result = ouro_set_new(rt, a);
    if (result && !ouro_set_update(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *view_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *result = ouro_set_new(rt, a);
    if (result && !ouro_set_symmetric_difference_update(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

/* The items of the shorter side that the other one has too. */
static ouro_object *view_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_set_view(rt, a) || (is_set_view(rt, b) && view_length(rt, b) > view_length(rt, a))) {
        ouro_object *held = a;
        a = b;
        b = held;
    }
    if (is_exact(b, TYPE_SET) && (ptrdiff_t)ouro_set_length(b) > view_length(rt, a))
        return ouro_set_intersection(rt, b, a);
    ouro_object *result = ouro_set_new(rt, NULL), *item;
    ouro_object *iterator = result ? ouro_iter(rt, b) : NULL;
    while (iterator && (item = ouro_next(rt, iterator)) != NULL) {
        int found = class_of(rt, a)->contains(rt, a, item);
        bool is_good = found == 0 || (found > 0 && ouro_set_add(rt, result, item));
        decref(rt, item);
        if (!is_good)
            break;
    }
    xdecref(rt, iterator);
    if (!rt->error)
        return result;
    xdecref(rt, result);
    return NULL;
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *view_isdisjoint(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *other = args[0], *item;
    if (self == other)
        return bool_object(rt, view_length(rt, self) == 0);
    if (ouro_is_any_set(rt, other) || is_set_view(rt, other)) {
        ptrdiff_t length = ouro_length(rt, other);
        if (length < 0)
            return NULL;
        if (length > view_length(rt, self)) {
            other = self;
            self = args[0];
        }
    }
    ouro_object *iterator = ouro_iter(rt, other);
    if (!iterator)
        return NULL;
    int found = 0;
    while (found == 0 && (item = ouro_next(rt, iterator)) != NULL) {
        found = ouro_contains(rt, self, item);
        decref(rt, item);
    }
    decref(rt, iterator);
    return rt->error ? NULL : bool_object(rt, !found);
}

static ouro_object *view_mapping(ouro_runtime *rt, ouro_object *self)
{
    return ouro_mapping_proxy_new(rt, dict_of_view(self));
}

bool ouro_dict_view_class_init(ouro_runtime *rt)
{
    static const struct ouro_method set_methods[] = {
        {"isdisjoint", view_isdisjoint, 1, 1, 0,
         "Return True if the view and the given iterable have a null intersection."},
        {"__reversed__", view_reversed, 0, 0, 0, "Return a reverse iterator over the view."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_getset getsets[] = {
        {"mapping", view_mapping, NULL, "dictionary that this view refers to"},
        {NULL, NULL, NULL, NULL},
    };
    for (unsigned i = TYPE_DICT_KEYS; i <= TYPE_DICT_ITEMS; i++) {
        struct ouro_class *cls = builtin_class(rt, i);
        bool is_set_like = i != TYPE_DICT_VALUES;
        cls->core.instance_size = sizeof(struct ouro_dict_view);
        cls->core.dealloc = view_dealloc;
        cls->core.traverse = view_traverse;
        cls->getattr = ouro_generic_getattr;
        cls->repr = view_repr;
        cls->iter = view_iter;
        cls->length = view_length;
        if (is_set_like) {
            cls->compare = view_compare;
            cls->contains = i == TYPE_DICT_KEYS ? keys_contains : items_contains;
            cls->subtract = view_subtract;
            cls->and_ = view_and;
            cls->or_ = view_or;
            cls->xor_ = view_xor;
        }
        if (!ouro_class_ready(rt, cls, is_set_like ? set_methods : set_methods + 1, getsets, NULL))
            return false;
    }
    return true;
}
