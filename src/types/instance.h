/* Instances of classes made by class statements, and the shapes that describe their attributes.
 *
 *   | header | shape, or dict + 1 | value 0 | value 1 | ... inline_count values |
 *
 * A shape lists attribute names in the order in which they were added; adding one leads to a child shape.
 * Instances that got the same attributes in the same order share a shape. An instance whose attributes
 * do not fit (more than its inline values, one was deleted, __dict__ was asked for) has its attributes
 * moved to a real dict, and the word holds that dict with the lowest bit set. */
#ifndef OURO_TYPES_INSTANCE_H
#define OURO_TYPES_INSTANCE_H

#include "types/class.h"

struct ouro_shape {
    struct ouro_shape *parent;  /* NULL for the empty one */
    ouro_object *name;          /* interned str added by this shape, owned; NULL for the empty one */
    uint32_t count;             /* values, this one included */
    uint32_t child_count;
    struct ouro_shape **children; /* owned; an array, searched in order */
    struct ouro_shape_index *index; /* name -> value index, built on demand for long shapes, or NULL */
};

struct ouro_instance {
    ouro_object base;
    uintptr_t shape_or_dict;
    ouro_object *values[];
};

OURO_INLINE struct ouro_instance *instance_of(ouro_object *object)
{
    return (struct ouro_instance *)(void *)object;
}
OURO_INLINE bool ouro_instance_has_dict(const struct ouro_instance *self)
{
    return (self->shape_or_dict & 1) != 0;
}
OURO_INLINE struct ouro_shape *ouro_instance_shape(const struct ouro_instance *self)
{
    return (struct ouro_shape *)self->shape_or_dict;
}
OURO_INLINE ouro_object *ouro_instance_dict_peek(const struct ouro_instance *self)
{
    return (ouro_object *)(self->shape_or_dict - 1);
}

/* The position of name in instances of this shape, or -1. name is interned. */
int32_t ouro_shape_find(const struct ouro_shape *shape, const ouro_object *name);
/* The shape after adding name; NULL when memory is out (no error set) or the tree is too large. */
struct ouro_shape *ouro_shape_add(ouro_runtime *rt, struct ouro_shape *shape, ouro_object *name);
struct ouro_shape *ouro_shape_new_empty(ouro_runtime *rt);
void ouro_shape_free(ouro_runtime *rt, struct ouro_shape *shape); /* with all its children */

/* Attribute store, past descriptors. get: borrowed, NULL without error when missing. name: any str */
ouro_object *ouro_instance_peek(ouro_runtime *rt, ouro_object *self, ouro_object *name);
bool ouro_instance_store(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value);
int ouro_instance_delete(ouro_runtime *rt, ouro_object *self, ouro_object *name); /* 1, 0 missing, -1 */
/* The dict, made from the values if need be: borrowed. */
ouro_object *ouro_instance_dict_inline(ouro_runtime *rt, ouro_object *self);
bool ouro_instance_replace_dict(ouro_runtime *rt, ouro_object *self, ouro_object *dict);

#endif
