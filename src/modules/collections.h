/* The native part of the module collections: what its files share.
 *
 * The classes of one file are made one after the other and so have adjacent type indices; a method
 * finds a sister class by its distance from the class of self, without any state of the module. */
#ifndef OURO_MODULES_COLLECTIONS_H
#define OURO_MODULES_COLLECTIONS_H

#include "types/class.h"

/* The native class that an object's class is, or is derived from. */
OURO_INLINE struct ouro_class *native_class_of(const ouro_runtime *rt, const ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    while (cls->core.flags & OURO_TYPE_HEAP)
        cls = cls->base;
    return cls;
}

OURO_INLINE struct ouro_class *sister_class(const ouro_runtime *rt, const struct ouro_class *cls,
                                            unsigned distance)
{
    return (struct ouro_class *)rt->heap.types[cls->core.index + distance];
}

/* The getset of __dict__ for native classes whose instances have one. */
ouro_object *ouro_collections_dict_get(ouro_runtime *rt, ouro_object *self);
extern const struct ouro_getset ouro_collections_dict_getsets[];

/* The instance's __dict__ for __reduce__: None when it has none or an empty one. Owned. */
ouro_object *ouro_collections_state(ouro_runtime *rt, ouro_object *self);

bool ouro_deque_init(ouro_runtime *rt, ouro_object *module);
bool ouro_defaultdict_init(ouro_runtime *rt, ouro_object *module);
bool ouro_ordered_dict_init(ouro_runtime *rt, ouro_object *module);

#endif
