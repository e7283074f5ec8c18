/* super: attribute lookup that starts behind a class in the mro of another. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

struct super {
    ouro_object base;
    struct ouro_class *start;    /* the search begins behind it; owned, NULL until initialised */
    ouro_object *self;           /* instance or class, or NULL (unbound) */
    struct ouro_class *self_class; /* whose mro is searched; owned */
};

static struct super *super_of(ouro_object *self)
{
    return (struct super *)(void *)self;
}

/* The class whose mro counts for super(start, object): borrowed. */
static struct ouro_class *check(ouro_runtime *rt, struct ouro_class *start, ouro_object *object)
{
    if (is_class(rt, object) && ouro_class_is_subclass((struct ouro_class *)(void *)object, start))
        return (struct ouro_class *)(void *)object;
    if (ouro_class_is_subclass(class_of(rt, object), start))
        return class_of(rt, object);
    ouro_object *claimed;
    int outcome = ouro_getattr_optional(rt, object, rt->name___class__, &claimed);
    if (outcome > 0) {
        struct ouro_class *cls = (struct ouro_class *)(void *)claimed;
        bool fits = is_class(rt, claimed) && ouro_class_is_subclass(cls, start);
        decref(rt, claimed); /* the object holds it */
        if (fits)
            return cls;
    }
    if (outcome < 0)
        return NULL;
    return ouro_raise(rt, EXC_TypeError, "super(type, obj): obj must be an instance or subtype of type");
}

static bool super_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                       ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "super", names) || !ouro_args_count(rt, "super()", count, 0, 2))
        return false;
    ouro_object *start = count > 0 ? newref(args[0]) : NULL;
    ouro_object *object = count > 1 && args[1] != rt->none ? newref(args[1]) : NULL;
    if (count == 0 && (!rt->vm_hooks.super_arguments || !rt->vm_hooks.super_arguments(rt, &start, &object)))
        return false;
    if (!is_class(rt, start)) {
        ouro_raise(rt, EXC_TypeError, "super() argument 1 must be a type, not %W", start);
        goto fail;
    }
    struct ouro_class *self_class = NULL;
    if (object && !(self_class = check(rt, (struct ouro_class *)(void *)start, object)))
        goto fail;
    struct super *super = super_of(self);
    if (self_class)
        incref(&self_class->core.base);
    setref_take(rt, (ouro_object **)(void *)&super->start, start);
    setref_take(rt, &super->self, object);
    setref_take(rt, (ouro_object **)(void *)&super->self_class, (ouro_object *)(void *)self_class);
    return true;
fail:
    xdecref(rt, start);
    xdecref(rt, object);
    return false;
}

/* What super(start, self).name finds, owned; NULL with or without an error. */
ouro_object *ouro_super_lookup(ouro_runtime *rt, struct ouro_class *start, ouro_object *self,
                               struct ouro_class *self_class, ouro_object *name)
{
    if (!self_class->mro)
        return NULL; /* the metaclass's mro method is making it */
    ouro_object *mro = newref(self_class->mro);
    size_t i = 0, length = tuple_length(mro);
    while (i < length && tuple_at(mro, i) != &start->core.base)
        i++;
    ouro_object *found = NULL;
    for (i++; i < length && !found; i++) {
        struct ouro_class *at = (struct ouro_class *)(void *)tuple_at(mro, i);
        found = at->dict ? ouro_dict_peek_str(rt, at->dict, name) : NULL;
    }
    if (found) {
        incref(found);
        struct ouro_class *found_class = class_of(rt, found);
        if (found_class->descr_get) {
            ouro_object *instance = self == &self_class->core.base ? NULL : self;
            ouro_object *bound = found_class->descr_get(rt, found, instance, &self_class->core.base);
            decref(rt, found);
            found = bound;
        }
    }
    decref(rt, mro);
    return found;
}

static ouro_object *super_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct super *super = super_of(self);
    if (super->self_class && !ouro_str_equal(name, rt->name___class__)) {
        ouro_object *found =
            ouro_super_lookup(rt, super->start, super->self, super->self_class, name);
        if (found || rt->error)
            return found;
    }
    return ouro_generic_getattr(rt, self, name);
}

static ouro_object *super_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                              ouro_object *owner)
{
    struct super *super = super_of(self);
    if (!instance || instance == rt->none || super->self)
        return newref(self);
    return ouro_call2(rt, &class_of(rt, self)->core.base, &super->start->core.base, instance);
}

static ouro_object *super_repr(ouro_runtime *rt, ouro_object *self)
{
    struct super *super = super_of(self);
    if (!super->start)
        return ouro_str_from(rt, "<super: <class 'NULL'>, NULL>");
    if (super->self_class)
        return ouro_str_format(rt, "<super: <class '%N'>, <%N object>>", super->start, super->self_class);
    return ouro_str_format(rt, "<super: <class '%N'>, NULL>", super->start);
}

static ouro_object *super_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

static void super_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct super *super = super_of(self);
    clearref(rt, (ouro_object **)(void *)&super->start);
    clearref(rt, &super->self);
    clearref(rt, (ouro_object **)(void *)&super->self_class);
    ouro_class_free(rt, self);
}

static void super_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct super *super = (const struct super *)(const void *)self;
    ouro_visit_range(visitor, (ouro_object *const *)(const void *)&super->start, 3);
    ouro_class_traverse_instance(self, visitor);
}

static const struct ouro_member super_members[] = {
    {"__thisclass__", offsetof(struct super, start), MEMBER_OBJECT, true},
    {"__self__", offsetof(struct super, self), MEMBER_OBJECT, true},
    {"__self_class__", offsetof(struct super, self_class), MEMBER_OBJECT, true},
    {0},
};

bool ouro_super_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_SUPER);
    cls->core.instance_size = sizeof(struct super);
    cls->core.dealloc = super_dealloc;
    cls->core.traverse = super_traverse;
    cls->create = super_create;
    cls->init = super_init;
    cls->getattr = super_getattr;
    cls->descr_get = super_get;
    cls->repr = super_repr;
    return ouro_class_ready(rt, cls, NULL, NULL, super_members);
}
