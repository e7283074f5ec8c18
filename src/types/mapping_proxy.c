/* mappingproxy: a view on a mapping that cannot be written through. */
#include "types/class_table.h"
#include "types/dict.h"
#include "types/items.h"

struct mapping_proxy {
    ouro_object base;
    ouro_object *mapping;
};

static ouro_object *mapping_of(const ouro_object *object)
{
    return ((const struct mapping_proxy *)(const void *)object)->mapping;
}

ouro_object *ouro_mapping_proxy_new(ouro_runtime *rt, ouro_object *mapping)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_MAPPING_PROXY, sizeof(struct mapping_proxy),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    ((struct mapping_proxy *)(void *)self)->mapping = newref(mapping);
    return self;
}

static ouro_object *proxy_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"mapping", NULL};
    static const struct ouro_signature signature = {"mappingproxy", parameters, 1, 1};
    ouro_object *mapping;
    if (!ouro_args_bind(rt, &signature, args, count, names, &mapping))
        return NULL;
    if (!class_of(rt, mapping)->getitem || is_list(rt, mapping) || is_tuple(rt, mapping))
        return ouro_raise(rt, EXC_TypeError, "mappingproxy() argument must be a mapping, not %T",
                          mapping);
    return ouro_mapping_proxy_new(rt, mapping);
}

static void proxy_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_decref(heap, mapping_of(self));
    ouro_object_free(heap, self, sizeof(struct mapping_proxy), OURO_BLOCK_CONTAINER);
}

static void proxy_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((struct mapping_proxy *)(void *)(uintptr_t)self)->mapping);
}

static ouro_object *proxy_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "mappingproxy(%R)", mapping_of(self));
}

static ouro_object *proxy_str(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str(rt, mapping_of(self));
}

static ouro_object *proxy_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    return ouro_compare(rt, mapping_of(a), b, op);
}

static ouro_object *proxy_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_iter(rt, mapping_of(self));
}

static ptrdiff_t proxy_length(ouro_runtime *rt, ouro_object *self)
{
    return ouro_length(rt, mapping_of(self));
}

static ouro_object *proxy_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return ouro_getitem(rt, mapping_of(self), key);
}

static int proxy_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return ouro_contains(rt, mapping_of(self), key);
}

static ouro_object *unwrapped(ouro_object *object)
{
    return is_exact(object, TYPE_MAPPING_PROXY) ? mapping_of(object) : object;
}

static ouro_object *proxy_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro_binary_operation(rt, BINARY_OR, unwrapped(a), unwrapped(b));
}

static ouro_object *proxy_inplace_or(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    return ouro_raise(rt, EXC_TypeError, "'|=' is not supported by %T; use '|' instead", self);
}

static ouro_object *proxy_get(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    ouro_object *both[2] = {args[0], count > 1 ? args[1] : rt->none};
    return ouro_call_method(rt, mapping_of(self), rt->name_get, both, 2);
}

static ouro_object *proxy_keys(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return ouro_call_method(rt, mapping_of(self), rt->name_keys, NULL, 0);
}

static ouro_object *proxy_values(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_call_method(rt, mapping_of(self), rt->name_values, NULL, 0);
}

static ouro_object *proxy_items(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_call_method(rt, mapping_of(self), rt->name_items, NULL, 0);
}

static ouro_object *proxy_copy(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return ouro_call_method(rt, mapping_of(self), rt->name_copy, NULL, 0);
}

static ouro_object *proxy_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return ouro_call_method(rt, mapping_of(self), rt->name___reversed__, NULL, 0);
}

static ouro_object *proxy_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

bool ouro_mapping_proxy_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"get", proxy_get, 1, 2, 0, "Return the value for key if key is in the mapping, else default."},
        {"keys", proxy_keys, 0, 0, 0, "A set-like object providing a view on D's keys"},
        {"values", proxy_values, 0, 0, 0, "An object providing a view on D's values"},
        {"items", proxy_items, 0, 0, 0, "A set-like object providing a view on D's items"},
        {"copy", proxy_copy, 0, 0, 0, "A shallow copy of D"},
        {"__reversed__", proxy_reversed, 0, 0, 0, NULL},
        {"__class_getitem__", proxy_class_getitem, 1, 1, METHOD_CLASS, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_MAPPING_PROXY);
    cls->core.instance_size = sizeof(struct mapping_proxy);
    cls->core.dealloc = proxy_dealloc;
    cls->core.traverse = proxy_traverse;
    cls->create = proxy_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = proxy_repr;
    cls->str = proxy_str;
    cls->compare = proxy_compare;
    cls->iter = proxy_iter;
    cls->length = proxy_length;
    cls->getitem = proxy_getitem;
    cls->contains = proxy_contains;
    cls->or_ = proxy_or;
    cls->inplace_or = proxy_inplace_or;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}
