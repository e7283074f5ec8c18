#include "types/singleton.h"

#include "types/class.h"
#include "types/error.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *immortal_new(ouro_runtime *rt, uint16_t type_index)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, type_index, 16, OURO_BLOCK_ATOM);
    if (self) {
        memset(self + 1, 0, 16 - sizeof *self);
        self->refcount = OURO_REFCOUNT_IMMORTAL;
    }
    return self;
}

bool ouro_singletons_init(ouro_runtime *rt)
{
    rt->none = immortal_new(rt, TYPE_NONE);
    rt->not_implemented = immortal_new(rt, TYPE_NOT_IMPLEMENTED);
    rt->ellipsis = immortal_new(rt, TYPE_ELLIPSIS);
    return rt->none && rt->not_implemented && rt->ellipsis;
}

/* Calling the class gives the one instance. */
static ouro_object *one_instance(ouro_runtime *rt, struct ouro_class *cls, size_t count,
                                 ouro_object *names, ouro_object *instance)
{
    if (count || (names && tuple_length(names)))
        return ouro_raise(rt, EXC_TypeError, "%N takes no arguments", cls);
    return instance;
}

static ouro_object *none_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return one_instance(rt, cls, count, names, rt->none);
}

static ouro_object *not_implemented_create(ouro_runtime *rt, struct ouro_class *cls,
                                           ouro_object *const *args, size_t count,
                                           ouro_object *names)
{
    return one_instance(rt, cls, count, names, rt->not_implemented);
}

static ouro_object *ellipsis_create(ouro_runtime *rt, struct ouro_class *cls,
                                    ouro_object *const *args, size_t count, ouro_object *names)
{
    return one_instance(rt, cls, count, names, rt->ellipsis);
}

static ouro_object *none_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_intern_text(rt, "None");
}

static ouro_object *not_implemented_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_intern_text(rt, "NotImplemented");
}

static ouro_object *ellipsis_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_intern_text(rt, "Ellipsis");
}

static ouro_object *not_implemented_reduce(ouro_runtime *rt, ouro_object *self,
                                           ouro_object *const *args, size_t count,
                                           ouro_object *names)
{
    return not_implemented_repr(rt, self);
}

static ouro_object *ellipsis_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    return ellipsis_repr(rt, self);
}

static int none_truth(ouro_runtime *rt, ouro_object *self)
{
    return 0;
}

static int not_implemented_truth(ouro_runtime *rt, ouro_object *self)
{
    return ouro_warn(rt, EXC_DeprecationWarning, 1,
                     "NotImplemented should not be used in a boolean context")
               ? 1
               : -1;
}

bool ouro_singleton_class_init(ouro_runtime *rt)
{
    static const struct ouro_method not_implemented_methods[] = {
        {"__reduce__", not_implemented_reduce, 0, 0, 0, NULL}, {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_method ellipsis_methods[] = {
        {"__reduce__", ellipsis_reduce, 0, 0, 0, NULL}, {NULL, NULL, 0, 0, 0, NULL}};
    struct ouro_class *none = builtin_class(rt, TYPE_NONE);
    none->create = none_create;
    none->repr = none_repr;
    none->truth = none_truth;
    struct ouro_class *not_implemented = builtin_class(rt, TYPE_NOT_IMPLEMENTED);
    not_implemented->create = not_implemented_create;
    not_implemented->repr = not_implemented_repr;
    not_implemented->truth = not_implemented_truth;
    struct ouro_class *ellipsis = builtin_class(rt, TYPE_ELLIPSIS);
    ellipsis->create = ellipsis_create;
    ellipsis->repr = ellipsis_repr;
    return ouro_class_ready(rt, none, NULL, NULL, NULL) &&
           ouro_class_ready(rt, not_implemented, not_implemented_methods, NULL, NULL) &&
           ouro_class_ready(rt, ellipsis, ellipsis_methods, NULL, NULL);
}
