/* collections.OrderedDict: a dict keeps its order anyway; this one can also change it, and compares it.
 *
 * Taking items from the front leaves a growing row of deleted entries there. The position of the first
 * live entry is remembered, so that a queue costs the same for each item; the dict says (by a bit in
 * user_flags) when entries have moved and the note is void. */
#include "modules/collections.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/function.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

struct ordered_dict {
    struct ouro_dict dict;
    uint32_t first;          /* nothing lives before it, while DICT_FIRST_KNOWN is set */
    ouro_object *attributes; /* __dict__ or NULL */
};

enum { ITERATOR = 1, KEYS = 2, VALUES = 3, ITEMS = 4 }; /* sisters, by distance from the class */

static struct ordered_dict *ordered_of(const ouro_object *object)
{
    return (struct ordered_dict *)(void *)(uintptr_t)object;
}

static void ordered_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_dict_clear(runtime_of(heap), self);
    ouro_class_free(runtime_of(heap), self);
}

static bool is_ordered(const ouro_runtime *rt, const ouro_object *object)
{
    return native_class_of(rt, object)->core.dealloc == ordered_dealloc;
}

/* The position of the first entry of a dict that is not empty. */
static size_t first_position(ouro_object *self)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    size_t i = self->user_flags & DICT_FIRST_KNOWN ? ordered_of(self)->first : 0;
    while (!ouro_dict_table_entry(table, i)[0])
        i++;
    ordered_of(self)->first = (uint32_t)i;
    self->user_flags |= DICT_FIRST_KNOWN;
    return i;
}

static size_t last_position(ouro_object *self)
{
    size_t i = dict_of(self)->table->count;
    do
        i--;
    while (!ouro_dict_table_entry(dict_of(self)->table, i)[0]);
    return i;
}

/* ---- updating -------------------------------------------------------------------------------- */

/* Does the class store items as dict does? */
static bool stores_plainly(const ouro_runtime *rt, const ouro_object *self)
{
    return class_of(rt, self)->setitem == builtin_class(rt, TYPE_DICT)->setitem;
}

/* self.update(other) through __setitem__: other goes through a plain dict or list of pairs first. */
static bool update_from(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    if (stores_plainly(rt, self))
        return ouro_dict_update(rt, self, other);
    ouro_object *pairs = ouro_dict_new(rt), *key, *value;
    bool is_good = pairs && ouro_dict_update(rt, pairs, other);
    size_t position = 0;
    while (is_good && ouro_dict_next(pairs, &position, &key, &value))
        is_good = ouro_setitem(rt, self, key, value);
    xdecref(rt, pairs);
    return is_good;
}

static bool update_keywords(ouro_runtime *rt, ouro_object *self, ouro_object *const *values,
                            ouro_object *names)
{
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        if (!ouro_setitem(rt, self, tuple_at(names, i), values[i]))
            return false;
    }
    return true;
}

static bool ordered_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                         ouro_object *names)
{
    if (count > 1)
        return ouro_raise(rt, EXC_TypeError, "expected at most 1 arguments, got %zu", count);
    return (count == 0 || update_from(rt, self, args[0])) &&
           update_keywords(rt, self, args + count, names);
}

/* ---- iterators and views --------------------------------------------------------------------- */

struct ordered_iterator {
    ouro_object base;
    ouro_object *dict; /* NULL: exhausted */
    size_t position;   /* of the next entry; backwards one more than that */
    uint32_t version;  /* of the keys at the start */
    uint8_t what;      /* KEYS, VALUES, ITEMS */
    bool is_backwards;
};

static struct ordered_iterator *iterator_of(const ouro_object *object)
{
    return (struct ordered_iterator *)(void *)(uintptr_t)object;
}

static ouro_object *iterator_new(ouro_runtime *rt, ouro_object *dict, unsigned what, bool is_backwards)
{
    struct ouro_class *cls = sister_class(rt, native_class_of(rt, dict), ITERATOR);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct ordered_iterator *iterator = iterator_of(self);
    iterator->dict = newref(dict);
    iterator->version = ouro_dict_keys_version(rt, dict);
    iterator->what = (uint8_t)what;
    iterator->is_backwards = is_backwards;
    if (dict_length(dict) > 0)
        iterator->position = is_backwards ? last_position(dict) + 1 : first_position(dict);
    return self;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct ordered_iterator *iterator = iterator_of(self);
    if (!iterator->dict)
        return NULL;
    if (dict_of(iterator->dict)->keys_version != iterator->version) {
        iterator->version = UINT32_MAX;
        return ouro_raise(rt, EXC_RuntimeError, "OrderedDict mutated during iteration");
    }
    struct ouro_dict_table *table = dict_of(iterator->dict)->table;
    ouro_object **entry = NULL;
    while (table && !entry &&
           (iterator->is_backwards ? iterator->position > 0 : iterator->position < table->count)) {
        size_t at = iterator->is_backwards ? --iterator->position : iterator->position++;
        entry = ouro_dict_table_entry(table, at);
        if (!entry[0])
            entry = NULL;
    }
    if (!entry) {
        clearref(rt, &iterator->dict);
        return NULL;
    }
    if (iterator->what == ITEMS)
        return ouro_tuple_from(rt, entry, 2);
    return newref(entry[iterator->what == VALUES]);
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->dict);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->dict);
}

/* (iter, ([what is left],)) */
static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct ordered_iterator saved = *iterator_of(self);
    xincref(saved.dict);
    ouro_object *rest = ouro_to_list(rt, self), *result = NULL;
    iterator_of(self)->position = saved.position;
    iterator_of(self)->version = saved.version;
    setref_take(rt, &iterator_of(self)->dict, saved.dict);
    ouro_object *iter = rest ? ouro_builtin_get(rt, "iter") : NULL;
    ouro_object *arguments = iter ? ouro_tuple_pack(rt, 1, rest) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, iter, arguments);
    xdecref(rt, arguments);
    xdecref(rt, iter);
    xdecref(rt, rest);
    return result;
}

static ouro_object *dict_of_view(const ouro_object *view)
{
    return ((const struct ouro_dict_view *)(const void *)view)->dict;
}

/* KEYS, VALUES or ITEMS, by the distance of the view's class. */
static unsigned view_what(ouro_runtime *rt, const ouro_object *view)
{
    return view->type_index - native_class_of(rt, dict_of_view(view))->core.index;
}

static ouro_object *view_iter(ouro_runtime *rt, ouro_object *self)
{
    return iterator_new(rt, dict_of_view(self), view_what(rt, self), false);
}

static ouro_object *view_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return iterator_new(rt, dict_of_view(self), view_what(rt, self), true);
}

static ouro_object *ordered_iter(ouro_runtime *rt, ouro_object *self)
{
    return iterator_new(rt, self, KEYS, false);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *ordered_repr(ouro_runtime *rt, ouro_object *self)
{
    if (dict_length(self) == 0)
        return ouro_str_format(rt, "%N()", class_of(rt, self));
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_from(rt, "...") : NULL;
    ouro_object *items = ouro_call_method(rt, self, rt->name_items, NULL, 0), *result = NULL;
    ouro_object *list = items ? ouro_to_list(rt, items) : NULL;
    if (list)
        result = ouro_str_format(rt, "%N(%R)", class_of(rt, self), list);
    xdecref(rt, list);
    xdecref(rt, items);
    ouro_repr_leave(rt, self);
    return result;
}

/* Have two dicts of equal content the same order? 1, 0, -1 */
static int same_order(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *x = ouro_dict_keys_list(rt, a), *y = x ? ouro_dict_keys_list(rt, b) : NULL;
    int result = y ? ouro_equal(rt, x, y) : -1;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *ordered_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                    enum ouro_compare_op op)
{
    ouro_object *answer = builtin_class(rt, TYPE_DICT)->compare(rt, a, b, op);
    if (!answer || answer == rt->not_implemented || !is_ordered(rt, a) || !is_ordered(rt, b) ||
        answer != bool_object(rt, op == COMPARE_EQ))
        return answer;
    int result = same_order(rt, a, b);
    return result < 0 ? NULL : bool_object(rt, result == (op == COMPARE_EQ));
}

static ouro_object *ordered_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_dict(rt, a) || !is_dict(rt, b))
        return rt->not_implemented;
    ouro_object *cls = (ouro_object *)class_of(rt, is_ordered(rt, a) ? a : b);
    ouro_object *result = ouro_call1(rt, cls, a);
    if (result && !update_from(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *ordered_inplace_or(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    return update_from(rt, self, other) ? newref(self) : NULL;
}

/* ---- methods --------------------------------------------------------------------------------- */

#define METHOD(name)                                                                              \
    static ouro_object *method_##name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, \
                                      size_t count, ouro_object *names)

METHOD(keys)
{
    return ouro_dict_view_new(rt, native_class_of(rt, self)->core.index + KEYS, self);
}

METHOD(values)
{
    return ouro_dict_view_new(rt, native_class_of(rt, self)->core.index + VALUES, self);
}

METHOD(items)
{
    return ouro_dict_view_new(rt, native_class_of(rt, self)->core.index + ITEMS, self);
}

METHOD(reversed)
{
    return iterator_new(rt, self, KEYS, true);
}

METHOD(update)
{
    if (count > 1)
        return ouro_raise(rt, EXC_TypeError,
                          "update() takes at most 1 positional argument (%zu given)", count);
    if ((count == 1 && !update_from(rt, self, args[0])) ||
        !update_keywords(rt, self, args + count, names))
        return NULL;
    return rt->none;
}

METHOD(popitem)
{
    static const char *const parameters[] = {"last", NULL};
    static const struct ouro_signature signature = {"popitem", parameters, 0, 1};
    ouro_object *last = NULL, *key, *value;
    if (!ouro_args_bind(rt, &signature, args, count, names, &last))
        return NULL;
    int is_last = last ? ouro_truth(rt, last) : 1;
    if (is_last < 0)
        return NULL;
    if (dict_length(self) == 0)
        return ouro_raise(rt, EXC_KeyError, "dictionary is empty");
    ouro_object *pair = ouro_tuple_new(rt, 2);
    if (!pair)
        return NULL;
    if (is_last) {
        ouro_dict_pop_last(rt, self, &key, &value);
    } else {
        ouro_dict_remove_at(rt, dict_of(self), first_position(self), &key, &value);
        ordered_of(self)->first++;
    }
    tuple_at(pair, 0) = key;
    tuple_at(pair, 1) = value;
    return pair;
}

METHOD(move_to_end)
{
    static const char *const parameters[] = {"key", "last", NULL};
    static const struct ouro_signature signature = {"move_to_end", parameters, 1, 2};
    ouro_object *given[2] = {NULL, NULL}, *key, *value;
    int64_t hash;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    int is_last = given[1] ? ouro_truth(rt, given[1]) : 1;
    if (is_last < 0 || !ouro_key_hash(rt, given[0], &hash) ||
        !ouro_dict_reserve_one(rt, dict_of(self)))
        return NULL;
    ptrdiff_t position = ouro_dict_find_hashed(rt, dict_of(self), given[0], hash);
    if (position == POSITION_ERROR)
        return NULL;
    if (position == POSITION_MISSING)
        return ouro_raise_object(rt, EXC_KeyError, given[0]);
    if (!is_last) {
        ouro_dict_move_to_front(rt, dict_of(self), (size_t)position);
        return rt->none;
    }
    if ((size_t)position == last_position(self))
        return rt->none;
    ouro_dict_remove_at(rt, dict_of(self), (size_t)position, &key, &value);
    bool is_good = ouro_dict_insert_new(rt, dict_of(self), key, value, hash);
    decref(rt, key);
    decref(rt, value);
    return is_good ? rt->none : NULL;
}

METHOD(pop)
{
    static const char *const parameters[] = {"key", "default", NULL};
    static const struct ouro_signature signature = {"pop", parameters, 1, 2};
    ouro_object *given[2] = {NULL, NULL}, *value;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    int removed = ouro_dict_remove(rt, self, given[0], &value);
    if (removed != 0)
        return removed > 0 ? value : NULL;
    return given[1] ? newref(given[1]) : ouro_raise_object(rt, EXC_KeyError, given[0]);
}

METHOD(setdefault)
{
    static const char *const parameters[] = {"key", "default", NULL};
    static const struct ouro_signature signature = {"setdefault", parameters, 1, 2};
    ouro_object *given[2] = {NULL, NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (stores_plainly(rt, self)) {
        ouro_object *value = ouro_dict_set_default(rt, self, given[0], given[1]);
        return value ? newref(value) : NULL;
    }
    int there = ouro_contains(rt, self, given[0]);
    if (there != 0)
        return there > 0 ? ouro_getitem(rt, self, given[0]) : NULL;
    ouro_object *value = given[1] ? given[1] : rt->none;
    return ouro_setitem(rt, self, given[0], value) ? newref(value) : NULL;
}

METHOD(copy)
{
    ouro_object *copy = ouro_call0(rt, (ouro_object *)class_of(rt, self));
    if (copy && !update_from(rt, copy, self)) {
        decref(rt, copy);
        return NULL;
    }
    return copy;
}

METHOD(reduce)
{
    ouro_object *state = ouro_collections_state(rt, self), *items = NULL, *iterator = NULL;
    ouro_object *result = NULL;
    if (state)
        items = ouro_call_method(rt, self, rt->name_items, NULL, 0);
    if (items)
        iterator = ouro_iter(rt, items);
    if (iterator)
        result = ouro_tuple_pack(rt, 5, (ouro_object *)class_of(rt, self), rt->empty_tuple, state,
                                 rt->none, iterator);
    xdecref(rt, iterator);
    xdecref(rt, items);
    xdecref(rt, state);
    return result;
}

METHOD(class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static bool sisters_init(ouro_runtime *rt)
{
    static const struct ouro_method iterator_methods[] = {
        {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method view_methods[] = {
        {"__reversed__", view_reversed, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const char *const names[] = {"odict_keys", "odict_values", "odict_items"};
    struct ouro_class *cls = ouro_class_native(rt, "odict_iterator", NULL,
                                               sizeof(struct ordered_iterator), OURO_BLOCK_CONTAINER,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    if (!ouro_class_ready(rt, cls, iterator_methods, NULL, NULL))
        return false;
    for (unsigned i = 0; i < 3; i++) {
        cls = ouro_class_native(rt, names[i], builtin_class(rt, TYPE_DICT_KEYS + i),
                                sizeof(struct ouro_dict_view), OURO_BLOCK_CONTAINER,
                                CLASS_NO_INSTANTIATION);
        if (!cls)
            return ouro_raise_memory(rt);
        cls->iter = view_iter;
        if (!ouro_class_ready(rt, cls, view_methods, NULL, NULL))
            return false;
    }
    return true;
}

bool ouro_ordered_dict_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"keys", method_keys, 0, 0, 0, NULL},
        {"values", method_values, 0, 0, 0, NULL},
        {"items", method_items, 0, 0, 0, NULL},
        {"update", method_update, 0, -1, METHOD_KEYWORDS, NULL},
        {"popitem", method_popitem, 0, -1, METHOD_KEYWORDS,
         "Remove and return a (key, value) pair from the dictionary."},
        {"move_to_end", method_move_to_end, 0, -1, METHOD_KEYWORDS,
         "Move an existing element to the end (or beginning if last is false)."},
        {"pop", method_pop, 0, -1, METHOD_KEYWORDS, NULL},
        {"setdefault", method_setdefault, 0, -1, METHOD_KEYWORDS, NULL},
        {"copy", method_copy, 0, 0, 0, "A shallow copy of ordered dict."},
        {"__reversed__", method_reversed, 0, 0, 0, NULL},
        {"__reduce__", method_reduce, 0, 0, 0, "Return state information for pickling"},
        {"__class_getitem__", method_class_getitem, 1, 1, METHOD_CLASS, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = ouro_class_native(
        rt, "collections.OrderedDict", builtin_class(rt, TYPE_DICT), sizeof(struct ordered_dict),
        OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE | CLASS_MAPPING | CLASS_MATCH_SELF);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->dict_offset = offsetof(struct ordered_dict, attributes);
    cls->core.dealloc = ordered_dealloc;
    cls->init = ordered_init;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    cls->repr = ordered_repr;
    cls->compare = ordered_compare;
    cls->iter = ordered_iter;
    cls->or_ = ordered_or;
    cls->inplace_or = ordered_inplace_or;
    return ouro_class_ready(rt, cls, methods, ouro_collections_dict_getsets, NULL) && sisters_init(rt) &&
           ouro_module_add_class(rt, module, cls);
}
