/* The native module behind collections: deque, defaultdict, OrderedDict, and helpers for Counter and
 * namedtuple. */
#include "modules/collections.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/function.h"
#include "types/items.h"
#include "types/tuple.h"

ouro_object *ouro_collections_dict_get(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict ? newref(dict) : NULL;
}

static bool set_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "cannot delete __dict__");
    if (!is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'", value);
    int32_t offset = native_class_of(rt, self)->dict_offset;
    setref_take(rt, (ouro_object **)(void *)((char *)self + offset), newref(value));
    return true;
}

const struct ouro_getset ouro_collections_dict_getsets[] = {
    {"__dict__", ouro_collections_dict_get, set_dict, NULL},
    {NULL, NULL, NULL, NULL},
};

ouro_object *ouro_collections_state(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *state;
    int found = ouro_getattr_optional(rt, self, rt->name___dict__, &state);
    if (found < 0)
        return NULL;
    if (found > 0 && is_dict(rt, state) && dict_length(state) == 0) {
        decref(rt, state);
        found = 0;
    }
    return found ? state : rt->none;
}

/* ---- counting -------------------------------------------------------------------------------- */

/* Adds one to mapping[key], where mapping stores as dict does. */
static bool count_plainly(ouro_runtime *rt, ouro_object *mapping, ouro_object *key, ouro_object *one)
{
    int64_t hash;
    if (!ouro_key_hash(rt, key, &hash))
        return false;
    ptrdiff_t position = ouro_dict_find_hashed(rt, dict_of(mapping), key, hash);
    if (position < 0)
        return position == POSITION_MISSING && ouro_dict_set(rt, mapping, key, one);
    ouro_object **slot = ouro_dict_value_slot(mapping, (size_t)position), *old = *slot;
    if (ouro_int_is_small_exact(old) && ouro_int_value(old) < INT64_MAX) {
        ouro_object *sum = ouro_int_new(rt, ouro_int_value(old) + 1);
        if (sum)
            setref_take(rt, slot, sum);
        return sum != NULL;
    }
    incref(old);
    ouro_object *sum = ouro_binary_operation(rt, BINARY_ADD, old, one);
    decref(rt, old);
    bool is_good = sum && ouro_dict_set(rt, mapping, key, sum);
    xdecref(rt, sum);
    return is_good;
}

static bool count_by_methods(ouro_runtime *rt, ouro_object *mapping, ouro_object *key,
                             ouro_object *one)
{
    ouro_object *both[2] = {key, ouro_int_new(rt, 0)}, *sum = NULL;
    ouro_object *old = ouro_call_method(rt, mapping, rt->name_get, both, 2);
    if (old)
        sum = ouro_binary_operation(rt, BINARY_ADD, old, one);
    bool is_good = sum && ouro_setitem(rt, mapping, key, sum);
    xdecref(rt, old);
    xdecref(rt, sum);
    return is_good;
}

static ouro_object *count_elements(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *mapping = args[0], *one = ouro_int_new(rt, 1), *key;
    struct ouro_class *cls = class_of(rt, mapping), *dict_class = builtin_class(rt, TYPE_DICT);
    bool is_plain = is_dict(rt, mapping) && cls->setitem == dict_class->setitem &&
                    ouro_class_lookup(rt, cls, rt->name_get) ==
                        ouro_class_lookup(rt, dict_class, rt->name_get);
    ouro_object *iterator = ouro_iter(rt, args[1]);
    if (!iterator)
        return NULL;
    while ((key = ouro_next(rt, iterator)) != NULL) {
        bool is_good = is_plain ? count_plainly(rt, mapping, key, one)
                                : count_by_methods(rt, mapping, key, one);
        decref(rt, key);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return rt->error ? NULL : rt->none;
}

/* ---- fields of named tuples ------------------------------------------------------------------ */

struct tuple_getter {
    ouro_object base;
    ouro_object *doc;
    int64_t index;
};

static struct tuple_getter *getter_of(const ouro_object *object)
{
    return (struct tuple_getter *)(void *)(uintptr_t)object;
}

static ouro_object *getter_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    int64_t index;
    if (!ouro_args_no_keywords(rt, "_tuplegetter", names) ||
        !ouro_args_count(rt, "_tuplegetter", count, 2, 2) || !ouro_size_argument(rt, args[0], &index))
        return NULL;
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    getter_of(self)->index = index;
    getter_of(self)->doc = newref(args[1]);
    return self;
}

static void getter_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &getter_of(self)->doc);
}

static void getter_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    getter_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void getter_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &getter_of(self)->doc);
}

static ouro_object *getter_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                               ouro_object *owner)
{
    if (!instance || instance == rt->none)
        return newref(self);
    int64_t index = getter_of(self)->index;
    if (!is_tuple(rt, instance))
        return ouro_raise(rt, EXC_TypeError,
                          "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
                          (long long)index, instance);
    if ((uint64_t)index >= tuple_length(instance))
        return ouro_raise(rt, EXC_IndexError, "tuple index out of range");
    return newref(tuple_at(instance, index));
}

static bool getter_set(ouro_runtime *rt, ouro_object *self, ouro_object *instance, ouro_object *value)
{
    return ouro_raise(rt, EXC_AttributeError,
                      value ? "can't set attribute" : "can't delete attribute");
}

static ouro_object *getter_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "_tuplegetter(%lld, %R)", (long long)getter_of(self)->index,
                           getter_of(self)->doc);
}

static ouro_object *getter_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *index = ouro_int_new(rt, getter_of(self)->index), *result = NULL;
    ouro_object *arguments = index ? ouro_tuple_pack(rt, 2, index, getter_of(self)->doc) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), arguments);
    xdecref(rt, index);
    xdecref(rt, arguments);
    return result;
}

static bool getter_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"__reduce__", getter_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_member members[] = {
        {"__doc__", offsetof(struct tuple_getter, doc), MEMBER_OBJECT, false},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_collections._tuplegetter", NULL,
                                               sizeof(struct tuple_getter), OURO_BLOCK_CONTAINER, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = getter_dealloc;
    cls->core.traverse = getter_traverse;
    cls->core.clear = getter_clear;
    cls->create = getter_create;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    cls->descr_get = getter_get;
    cls->descr_set = getter_set;
    cls->repr = getter_repr;
    return ouro_class_ready(rt, cls, methods, NULL, members) &&
           ouro_module_add_class(rt, module, cls);
}

bool ouro_module__collections_init(ouro_runtime *rt, ouro_object *module);
bool ouro_module__collections_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"_count_elements", count_elements, 2, 2, 0, "Count elements in the iterable."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    return ouro_module_add_functions(rt, module, functions) && ouro_deque_init(rt, module) &&
           ouro_defaultdict_init(rt, module) && ouro_ordered_dict_init(rt, module) &&
           getter_init(rt, module);
}
