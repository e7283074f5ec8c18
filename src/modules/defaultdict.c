/* collections.defaultdict: a dict that makes the value of a missing key. */
#include "modules/collections.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/function.h"
#include "types/items.h"
#include "types/tuple.h"

struct defaultdict {
    struct ouro_dict dict;
    ouro_object *factory; /* or NULL */
};

static struct defaultdict *default_of(const ouro_object *object)
{
    return (struct defaultdict *)(void *)(uintptr_t)object;
}

/* What makes missing values, or NULL: assigning None to default_factory takes it away. */
static ouro_object *factory_of(ouro_runtime *rt, const ouro_object *self)
{
    ouro_object *factory = default_of(self)->factory;
    return factory == rt->none ? NULL : factory;
}

static void defaultdict_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &default_of(self)->factory);
    ouro_dict_clear(rt, self);
    ouro_class_free(rt, self);
}

static void defaultdict_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &default_of(self)->factory);
    builtin_class(runtime_of(visitor->heap), TYPE_DICT)->core.traverse(self, visitor);
}

static void defaultdict_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &default_of(self)->factory);
    ouro_dict_clear(runtime_of(heap), self);
}

static bool defaultdict_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    ouro_object *factory = NULL;
    if (count > 0) {
        if (args[0] != rt->none && !ouro_is_callable(rt, args[0]))
            return ouro_raise(rt, EXC_TypeError, "first argument must be callable or None");
        if (args[0] != rt->none)
            factory = newref(args[0]);
        args++;
        count--;
    }
    setref_take(rt, &default_of(self)->factory, factory);
    return builtin_class(rt, TYPE_DICT)->init(rt, self, args, count, names);
}

static ouro_object *make_missing(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *factory = factory_of(rt, self);
    if (!factory)
        return ouro_raise_object(rt, EXC_KeyError, key);
    incref(factory);
    ouro_object *value = ouro_call0(rt, factory);
    decref(rt, factory);
    if (value && !ouro_setitem(rt, self, key, value)) {
        decref(rt, value);
        return NULL;
    }
    return value;
}

/* The common case without a search for __missing__. */
static ouro_object *defaultdict_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    if (class_of(rt, self)->core.flags & OURO_TYPE_HEAP)
        return builtin_class(rt, TYPE_DICT)->getitem(rt, self, key);
    ouro_object *value = ouro_dict_peek(rt, self, key);
    if (ouro_likely(value != NULL))
        return newref(value);
    return rt->error ? NULL : make_missing(rt, self, key);
}

static ouro_object *method_missing(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return make_missing(rt, self, args[0]);
}

static ouro_object *defaultdict_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *items = ouro_dict_repr(rt, self), *result = NULL, *factory = factory_of(rt, self);
    if (!items)
        return NULL;
    int active = factory ? ouro_repr_enter(rt, factory) : -2;
    if (active == -2) {
        result = ouro_str_format(rt, "%N(None, %U)", class_of(rt, self), items);
    } else if (active > 0) {
        result = ouro_str_format(rt, "%N(..., %U)", class_of(rt, self), items);
    } else if (active == 0) {
        result = ouro_str_format(rt, "%N(%R, %U)", class_of(rt, self), factory, items);
        ouro_repr_leave(rt, factory);
    }
    decref(rt, items);
    return result;
}

/* A new one of the same class with the same factory, filled from a mapping. */
static ouro_object *new_like(ouro_runtime *rt, ouro_object *self, ouro_object *mapping)
{
    ouro_object *factory = factory_of(rt, self);
    return ouro_call2(rt, (ouro_object *)class_of(rt, self), factory ? factory : rt->none, mapping);
}

static ouro_object *method_copy(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return new_like(rt, self, self);
}

static bool is_defaultdict(const ouro_runtime *rt, const ouro_object *object)
{
    return native_class_of(rt, object)->core.dealloc == defaultdict_dealloc;
}

static ouro_object *defaultdict_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_dict(rt, a) || !is_dict(rt, b))
        return rt->not_implemented;
    ouro_object *result = new_like(rt, is_defaultdict(rt, a) ? a : b, a);
    if (result && !ouro_dict_update(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *method_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *factory = factory_of(rt, self), *result = NULL, *items = NULL, *iterator = NULL;
    ouro_object *arguments = factory ? ouro_tuple_pack(rt, 1, factory) : rt->empty_tuple;
    if (arguments)
        items = ouro_call_method(rt, self, rt->name_items, NULL, 0);
    if (items)
        iterator = ouro_iter(rt, items);
    if (iterator)
        result = ouro_tuple_pack(rt, 5, (ouro_object *)class_of(rt, self), arguments, rt->none,
                                 rt->none, iterator);
    xdecref(rt, iterator);
    xdecref(rt, items);
    xdecref(rt, arguments);
    return result;
}

static ouro_object *method_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

bool ouro_defaultdict_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"__missing__", method_missing, 1, 1, 0, "Called by __getitem__ for a missing key."},
        {"copy", method_copy, 0, 0, 0, "A shallow copy."},
        {"__copy__", method_copy, 0, 0, 0, "A shallow copy."},
        {"__reduce__", method_reduce, 0, 0, 0, "Return state information for pickling."},
        {"__class_getitem__", method_class_getitem, 1, 1, METHOD_CLASS, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_member members[] = {
        {"default_factory", offsetof(struct defaultdict, factory), MEMBER_OBJECT, false},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = ouro_class_native(
        rt, "collections.defaultdict", builtin_class(rt, TYPE_DICT), sizeof(struct defaultdict),
        OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE | CLASS_MAPPING | CLASS_MATCH_SELF);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = defaultdict_dealloc;
    cls->core.traverse = defaultdict_traverse;
    cls->core.clear = defaultdict_clear;
    cls->init = defaultdict_init;
    cls->getattr = ouro_generic_getattr;
    cls->repr = defaultdict_repr;
    cls->getitem = defaultdict_getitem;
    cls->or_ = defaultdict_or;
    return ouro_class_ready(rt, cls, methods, NULL, members) &&
           ouro_module_add_class(rt, module, cls);
}
