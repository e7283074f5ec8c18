/* What stands in the dicts of built-in classes: methods, getsets, members, slot wrappers. */
#ifndef OURO_TYPES_DESCRIPTOR_H
#define OURO_TYPES_DESCRIPTOR_H

#include "types/class.h"

struct ouro_getset_descriptor {
    ouro_object base;
    struct ouro_class *owner;
    const struct ouro_getset *getset;
};

struct ouro_member_descriptor { /* C members, and __slots__ (then the strings are owned by name) */
    ouro_object base;
    struct ouro_class *owner; /* owned for heap types */
    ouro_object *name;        /* str */
    uint32_t offset;
    uint8_t kind;
    bool is_readonly;
};

ouro_object *ouro_method_descriptor_new(ouro_runtime *rt, struct ouro_class *owner,
                                        const struct ouro_method *method);
ouro_object *ouro_getset_new(ouro_runtime *rt, struct ouro_class *owner, const struct ouro_getset *getset);
ouro_object *ouro_member_new(ouro_runtime *rt, struct ouro_class *owner, const struct ouro_member *member);
/* A __slots__ entry. */
ouro_object *ouro_member_slot_new(ouro_runtime *rt, struct ouro_class *owner, ouro_object *name,
                                  uint32_t offset);
ouro_object *ouro_static_method_new(ouro_runtime *rt, ouro_object *callable);
ouro_object *ouro_class_method_new(ouro_runtime *rt, ouro_object *callable);

/* Entries of class->subclasses: a plain address wrapped so that no reference is counted. The class
 * removes its entry when it dies. */
struct ouro_class *ouro_descriptor_weak_class(ouro_object *entry);

/* Internals of class.c and class_new.c that their neighbours share. */
ouro_object *ouro_class_mro_list(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_class_set_mro(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_class_add_subclass(ouro_runtime *rt, struct ouro_class *base, struct ouro_class *cls);
void ouro_class_remove_subclass(ouro_runtime *rt, struct ouro_class *base, struct ouro_class *cls);
bool ouro_class_rename(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name);
ouro_object *
ouro_class_module(ouro_runtime *rt,
                  struct ouro_class *cls); /* __module__, owned; NULL without error: none */
struct ouro_weakref;
struct ouro_weakref *ouro_class_first_weakref(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro_object_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names);
struct ouro_class *ouro_class_most_derived_metaclass(ouro_runtime *rt, struct ouro_class *metaclass,
                                                     ouro_object *bases); /* NULL: TypeError */
ouro_object *ouro_generic_getattr_or_null(ouro_runtime *rt, ouro_object *self, ouro_object *name);
void *ouro_raise_attribute(ouro_runtime *rt, ouro_object *self, ouro_object *name);
void ouro_error_set_attribute(ouro_runtime *rt, ouro_object *object, ouro_object *name);
ouro_object **ouro_instance_dict_word(const ouro_runtime *rt, const ouro_object *self);
size_t ouro_class_instance_size(struct ouro_heap *heap, const ouro_object *self);
void ouro_class_clear_instance(struct ouro_heap *heap, ouro_object *self);
void ouro_class_cache_clear(ouro_runtime *rt);

#endif
