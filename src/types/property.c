/* property, staticmethod and classmethod. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

struct property {
    ouro_object base;
    ouro_object *getter, *setter, *deleter, *doc, *name; /* each may be NULL */
    bool is_doc_from_getter;
};

static struct property *property_of(ouro_object *self)
{
    return (struct property *)(void *)self;
}

/* ---- property -------------------------------------------------------------------------------- */

static ouro_object *none_as_null(ouro_runtime *rt, ouro_object *value)
{
    return value && value != rt->none ? newref(value) : NULL;
}

static bool property_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    static const char *const parameters[] = {"fget", "fset", "fdel", "doc", NULL};
    static const struct ouro_signature signature = {"property", parameters, 0, 4};
    ouro_object *out[4];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    struct property *property = property_of(self);
    setref_take(rt, &property->getter, none_as_null(rt, out[0]));
    setref_take(rt, &property->setter, none_as_null(rt, out[1]));
    setref_take(rt, &property->deleter, none_as_null(rt, out[2]));
    setref_take(rt, &property->doc, xnewref(out[3]));
    property->is_doc_from_getter = false;
    if ((!out[3] || out[3] == rt->none) && property->getter) {
        ouro_object *doc;
        int outcome = ouro_getattr_optional(rt, property->getter, rt->name___doc__, &doc);
        if (outcome < 0)
            return false;
        if (outcome > 0) {
            setref_take(rt, &property->doc, doc);
            property->is_doc_from_getter = true;
        }
    }
    /* In a subclass the doc of the class would hide it: it becomes an attribute of the instance. */
    if (is_exact(self, TYPE_PROPERTY) || !property->doc ||
        (property->doc == rt->none && !property->is_doc_from_getter))
        return true;
    return ouro_setattr(rt, self, rt->name___doc__, property->doc);
}

static ouro_object *property_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

ouro_object *ouro_property_new(ouro_runtime *rt, ouro_object *getter, ouro_object *setter)
{
    return ouro_call2(rt, &builtin_class(rt, TYPE_PROPERTY)->core.base, getter ? getter : rt->none,
                      setter ? setter : rt->none);
}

static void *raise_no(ouro_runtime *rt, ouro_object *self, ouro_object *instance, const char *what)
{
    ouro_object *name = property_of(self)->name;
    struct ouro_class *cls = class_of(rt, instance);
    if (name)
        return ouro_raise(rt, EXC_AttributeError, "property %R of %R object has no %s", name, cls->qualname,
                          what);
    return ouro_raise(rt, EXC_AttributeError, "property of %R object has no %s", cls->qualname, what);
}

static ouro_object *property_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                 ouro_object *owner)
{
    if (!instance || instance == rt->none)
        return newref(self);
    ouro_object *getter = property_of(self)->getter;
    return getter ? ouro_call1(rt, getter, instance) : raise_no(rt, self, instance, "getter");
}

static bool property_set(ouro_runtime *rt, ouro_object *self, ouro_object *instance, ouro_object *value)
{
    ouro_object *function = value ? property_of(self)->setter : property_of(self)->deleter;
    if (!function)
        return raise_no(rt, self, instance, value ? "setter" : "deleter") != NULL;
    ouro_object *args[] = {instance, value};
    ouro_object *result = ouro_call(rt, function, args, value ? 2 : 1, NULL);
    xdecref(rt, result);
    return result != NULL;
}

static ouro_object *copy_with(ouro_runtime *rt, ouro_object *self, ouro_object *getter, ouro_object *setter,
                              ouro_object *deleter)
{
    struct property *old = property_of(self);
    getter = getter ? getter : old->getter;
    ouro_object *args[4] = {getter ? getter : rt->none,
                            setter ? setter : old->setter ? old->setter : rt->none,
                            deleter ? deleter : old->deleter ? old->deleter : rt->none,
                            old->doc && !old->is_doc_from_getter ? old->doc : rt->none};
    ouro_object *copy = ouro_call(rt, &class_of(rt, self)->core.base, args, 4, NULL);
    if (copy && ouro_class_is_subclass(class_of(rt, copy), builtin_class(rt, TYPE_PROPERTY)))
        setref_take(rt, &property_of(copy)->name, xnewref(old->name));
    return copy;
}

#define PROPERTY_METHOD(name, a, b, c)                                                            \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)                                    \
    {                                                                                             \
        return copy_with(rt, self, a, b, c);                                                      \
    }
PROPERTY_METHOD(property_getter, args[0], NULL, NULL)
PROPERTY_METHOD(property_setter, NULL, args[0], NULL)
PROPERTY_METHOD(property_deleter, NULL, NULL, args[0])

static ouro_object *property_set_name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    if (count != 2)
        return ouro_raise(rt, EXC_TypeError, "__set_name__() takes 2 positional arguments but %zu were given",
                          count);
    setref_take(rt, &property_of(self)->name, newref(args[1]));
    return rt->none;
}

static ouro_object *is_abstract(ouro_runtime *rt, ouro_object *const *functions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ouro_object *flag;
        if (!functions[i])
            continue;
        int outcome = ouro_getattr_optional(rt, functions[i], rt->name___isabstractmethod__, &flag);
        if (outcome < 0)
            return NULL;
        if (outcome == 0)
            continue;
        int truth = ouro_truth(rt, flag);
        decref(rt, flag);
        if (truth)
            return truth < 0 ? NULL : rt->true_;
    }
    return rt->false_;
}

static ouro_object *property_is_abstract(ouro_runtime *rt, ouro_object *self)
{
    return is_abstract(rt, &property_of(self)->getter, 3);
}

static ouro_object *property_get_doc(ouro_runtime *rt, ouro_object *self)
{
    return property_of(self)->doc ? newref(property_of(self)->doc) : rt->none;
}

static bool property_put_doc(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    setref_take(rt, &property_of(self)->doc, xnewref(value));
    return true;
}

static const struct ouro_method property_methods[] = {
    {"getter", property_getter, 1, 1, 0,
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter", property_setter, 1, 1, 0,
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter", property_deleter, 1, 1, 0,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", property_set_name, 0, -1, 0, NULL},
    {0},
};

static const struct ouro_getset property_getsets[] = {
    {"__isabstractmethod__", property_is_abstract, NULL, NULL},
    {"__doc__", property_get_doc, property_put_doc, NULL},
    {0},
};

static const struct ouro_member property_members[] = {
    {"fget", offsetof(struct property, getter), MEMBER_OBJECT, true},
    {"fset", offsetof(struct property, setter), MEMBER_OBJECT, true},
    {"fdel", offsetof(struct property, deleter), MEMBER_OBJECT, true},
    {0},
};

static void property_clear(struct ouro_heap *heap, ouro_object *self)
{
    for (size_t i = 0; i < 5; i++)
        clearref(runtime_of(heap), &(&property_of(self)->getter)[i]);
}

static void property_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    property_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void property_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct property *)(const void *)self)->getter, 5);
    ouro_class_traverse_instance(self, visitor);
}

/* ---- staticmethod and classmethod ------------------------------------------------------------ */

struct wrapper {
    ouro_object base;
    ouro_object *callable;
    ouro_object *dict;
};

static struct wrapper *wrapper_of(ouro_object *self)
{
    return (struct wrapper *)(void *)self;
}

static ouro_object *wrapper_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

/* The wrapper shows the function's names, and the function as __wrapped__. */
static bool copy_attributes(ouro_runtime *rt, ouro_object *self, ouro_object *callable)
{
    ouro_object *attributes[] = {rt->name___module__, rt->name___name__, rt->name___qualname__,
                                 rt->name___doc__, rt->name___annotations__};
    ouro_object *dict = ouro_instance_dict(rt, self);
    for (size_t i = 0; dict && i < 5; i++) {
        ouro_object *value;
        if (i == 4 && is_exact(callable, TYPE_FUNCTION) &&
            !(((struct ouro_function *)(void *)callable)->rare &&
              ((struct ouro_function *)(void *)callable)->rare->annotations))
            continue; /* asking would make an empty dict */
        int outcome = ouro_getattr_optional(rt, callable, attributes[i], &value);
        if (outcome < 0)
            return false;
        bool is_done = outcome == 0 || ouro_dict_set(rt, dict, attributes[i], value);
        if (outcome > 0)
            decref(rt, value);
        if (!is_done)
            return false;
    }
    return dict && ouro_dict_set(rt, dict, rt->name___wrapped__, callable);
}

static bool wrapper_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                         ouro_object *names)
{
    const char *name = ouro_class_name(class_of(rt, self));
    if (!ouro_args_no_keywords(rt, name, names) || !ouro_args_count(rt, name, count, 1, 1))
        return false;
    setref_take(rt, &wrapper_of(self)->callable, newref(args[0]));
    return copy_attributes(rt, self, args[0]);
}

/* Also before the first wrapper: str.maketrans is one, and str comes before these two classes. */
static struct ouro_class *wrapper_class(ouro_runtime *rt, unsigned type_index)
{
    struct ouro_class *cls = builtin_class(rt, type_index);
    cls->core.instance_size = sizeof(struct wrapper);
    cls->dict_offset = offsetof(struct wrapper, dict);
    return cls;
}

static ouro_object *wrapper_new(ouro_runtime *rt, unsigned type_index, ouro_object *callable)
{
    ouro_object *self = ouro_class_alloc(rt, wrapper_class(rt, type_index), 0);
    if (!self)
        return NULL;
    wrapper_of(self)->callable = newref(callable);
    return self;
}

ouro_object *ouro_static_method_new(ouro_runtime *rt, ouro_object *callable)
{
    return wrapper_new(rt, TYPE_STATIC_METHOD, callable);
}

ouro_object *ouro_class_method_new(ouro_runtime *rt, ouro_object *callable)
{
    return wrapper_new(rt, TYPE_CLASS_METHOD, callable);
}

static ouro_object *static_method_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                      ouro_object *owner)
{
    ouro_object *callable = wrapper_of(self)->callable;
    return callable ? newref(callable)
                    : ouro_raise(rt, EXC_RuntimeError, "uninitialized staticmethod object");
}

static ouro_object *static_method_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    return ouro_call(rt, wrapper_of(self)->callable, args, count, names);
}

static ouro_object *class_method_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                     ouro_object *owner)
{
    ouro_object *callable = wrapper_of(self)->callable;
    if (!callable)
        return ouro_raise(rt, EXC_RuntimeError, "uninitialized classmethod object");
    if (!owner)
        owner = &class_of(rt, instance)->core.base;
    struct ouro_class *inner = class_of(rt, callable);
    if (inner->descr_get && !is_exact(callable, TYPE_FUNCTION))
        return inner->descr_get(rt, callable, owner, owner);
    return ouro_method_new(rt, callable, owner);
}

static ouro_object *wrapper_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *name = ouro_class_name(class_of(rt, self));
    return ouro_str_format(rt, "<%s(%R)>", name, wrapper_of(self)->callable);
}

static ouro_object *wrapper_is_abstract(ouro_runtime *rt, ouro_object *self)
{
    return is_abstract(rt, &wrapper_of(self)->callable, 1);
}

static ouro_object *wrapper_get_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict ? newref(dict) : NULL;
}

static const struct ouro_getset wrapper_getsets[] = {
    {"__isabstractmethod__", wrapper_is_abstract, NULL, NULL},
    {"__dict__", wrapper_get_dict, NULL, NULL},
    {0},
};

static const struct ouro_member wrapper_members[] = {
    {"__func__", offsetof(struct wrapper, callable), MEMBER_OBJECT, true},
    {"__wrapped__", offsetof(struct wrapper, callable), MEMBER_OBJECT, true},
    {0},
};

static void wrapper_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &wrapper_of(self)->callable);
}

static void wrapper_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    wrapper_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void wrapper_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct wrapper *)(const void *)self)->callable);
    ouro_class_traverse_instance(self, visitor);
}

bool ouro_property_class_init(ouro_runtime *rt)
{
    struct ouro_class *property = builtin_class(rt, TYPE_PROPERTY);
    property->core.instance_size = sizeof(struct property);
    property->core.dealloc = property_dealloc;
    property->core.traverse = property_traverse;
    property->core.clear = property_clear;
    property->create = property_create;
    property->init = property_init;
    property->descr_get = property_get;
    property->descr_set = property_set;
    if (!ouro_class_ready(rt, property, property_methods, property_getsets, property_members))
        return false;
    static const uint8_t indices[] = {TYPE_STATIC_METHOD, TYPE_CLASS_METHOD};
    for (size_t i = 0; i < 2; i++) {
        struct ouro_class *cls = wrapper_class(rt, indices[i]);
        cls->core.dealloc = wrapper_dealloc;
        cls->core.traverse = wrapper_traverse;
        cls->core.clear = wrapper_clear;
        cls->create = wrapper_create;
        cls->init = wrapper_init;
        cls->repr = wrapper_repr;
        cls->descr_get = i == 0 ? static_method_get : class_method_get;
        if (i == 0)
            cls->call = static_method_call;
        if (!ouro_class_ready(rt, cls, NULL, wrapper_getsets, wrapper_members))
            return false;
    }
    return true;
}
