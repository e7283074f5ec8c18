#include "types/class_table.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/set.h"
#include "types/tuple.h"

static ouro_object *dict_get(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    ouro_object *value = ouro_dict_peek(rt, self, args[0]);
    if (value)
        return newref(value);
    if (rt->error)
        return NULL;
    return count > 1 ? newref(args[1]) : rt->none;
}

static ouro_object *dict_setdefault(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *value = ouro_dict_set_default(rt, self, args[0], count > 1 ? args[1] : NULL);
    return value ? newref(value) : NULL;
}

static ouro_object *dict_pop(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    ouro_object *value;
    int removed = dict_length(self) ? ouro_dict_remove(rt, self, args[0], &value) : 0;
    if (dict_length(self) == 0 && removed == 0 && count < 2)
        return ouro_raise_object(rt, EXC_KeyError, args[0]);
    if (removed > 0)
        return value;
    if (removed < 0)
        return NULL;
    return count > 1 ? newref(args[1]) : ouro_raise_object(rt, EXC_KeyError, args[0]);
}

static ouro_object *dict_popitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *pair = ouro_tuple_new(rt, 2);
    if (!pair)
        return NULL;
    if (ouro_dict_pop_last(rt, self, &tuple_at(pair, 0), &tuple_at(pair, 1)))
        return pair;
    decref(rt, pair);
    return ouro_raise(rt, EXC_KeyError, "popitem(): dictionary is empty");
}

static ouro_object *dict_keys(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    return ouro_dict_view_new(rt, TYPE_DICT_KEYS, self);
}

static ouro_object *dict_values(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_dict_view_new(rt, TYPE_DICT_VALUES, self);
}

static ouro_object *dict_items(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return ouro_dict_view_new(rt, TYPE_DICT_ITEMS, self);
}

static ouro_object *dict_update_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    if (!ouro_args_count(rt, "update", count, 0, 1) ||
        (count == 1 && !ouro_dict_update(rt, self, args[0])))
        return NULL;
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        if (!ouro_dict_set(rt, self, tuple_at(names, i), args[count + i]))
            return NULL;
    }
    return rt->none;
}

static ouro_object *dict_clear(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    ouro_dict_clear(rt, self);
    return rt->none;
}

static ouro_object *dict_copy(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    return ouro_dict_copy(rt, self);
}

static ouro_object *dict_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_dict_iterator_new(rt, TYPE_DICT_REVERSE_KEY_ITERATOR, self);
}

static ouro_object *dict_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    return ouro_int_new(rt, (int64_t)(ouro_object_size(&rt->heap, self) +
                                      (table ? ouro_dict_table_size(table) : 0)));
}

static ouro_object *dict_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

/* How many keys a list, tuple or dict will give; 0: not known, or so many that it matters if most of them
 * are the same. */
static size_t length_known(const ouro_object *keys)
{
    enum { LENGTH_MAX = 512 };
    size_t length = is_exact(keys, TYPE_LIST)    ? list_length(keys)
                    : is_exact(keys, TYPE_TUPLE) ? tuple_length(keys)
                    : is_exact(keys, TYPE_DICT)  ? dict_length(keys)
                                                 : 0;
    return length <= LENGTH_MAX ? length : 0;
}

static ouro_object *dict_fromkeys(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *value = count > 1 ? args[1] : rt->none, *key;
    ouro_object *result = ouro_call0(rt, self);
    if (!result)
        return NULL;
    ouro_object *iterator = ouro_iter(rt, args[0]);
    if (!iterator)
        goto fail;
    bool is_plain = is_exact(result, TYPE_DICT);
    size_t wanted = is_plain && dict_length(result) == 0 ? length_known(args[0]) : 0;
    if (wanted && !dict_of(result)->table &&
        !(dict_of(result)->table = ouro_dict_table_new(rt, wanted, TABLE_STR)))
        goto stop;
    while ((key = ouro_next(rt, iterator)) != NULL) {
        bool is_good = is_plain ? ouro_dict_set(rt, result, key, value)
                                : ouro_setitem(rt, result, key, value);
        decref(rt, key);
        if (!is_good)
            break;
    }
stop:
    decref(rt, iterator);
    if (!rt->error) {
        if (wanted)
            ouro_dict_trim(rt, result);
        return result;
    }
fail:
    decref(rt, result);
    return NULL;
}

const struct ouro_method ouro_dict_methods[] = {
    {"get", dict_get, 1, 2, 0, "Return the value for key if key is in the dictionary, else default."},
    {"setdefault", dict_setdefault, 1, 2, 0,
     "Insert key with a value of default if key is not in the dictionary."},
    {"pop", dict_pop, 1, 2, 0, "Remove specified key and return the corresponding value."},
    {"popitem", dict_popitem, 0, 0, 0, "Remove and return a (key, value) pair as a 2-tuple."},
    {"keys", dict_keys, 0, 0, 0, "A set-like object providing a view on the keys."},
    {"items", dict_items, 0, 0, 0, "A set-like object providing a view on the items."},
    {"values", dict_values, 0, 0, 0, "An object providing a view on the values."},
    {"update", dict_update_method, 0, -1, METHOD_KEYWORDS, "Update from a mapping or pairs."},
    {"fromkeys", dict_fromkeys, 1, 2, METHOD_CLASS,
     "Create a new dictionary with keys from iterable and values set to value."},
    {"clear", dict_clear, 0, 0, 0, "Remove all items."},
    {"copy", dict_copy, 0, 0, 0, "A shallow copy."},
    {"__reversed__", dict_reversed, 0, 0, 0, "Return a reverse iterator over the dict keys."},
    {"__sizeof__", dict_sizeof, 0, 0, 0, "Size in memory, in bytes."},
    {"__class_getitem__", dict_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};
