/* The bridge between a class's slots and the special methods in its dict, in both directions:
 * a native slot is entered in the dict as a wrapper (`int.__add__`), and a special method found in the
 * dict of a class made in Python puts a function in the slot that calls it. */
#ifndef OURO_TYPES_SLOTS_H
#define OURO_TYPES_SLOTS_H

#include "types/class.h"

struct ouro_slot_def;

/* The callable form of a slot: what `int.__add__` is. */
struct ouro_slot_wrapper {
    ouro_object base;
    struct ouro_class *owner;
    const struct ouro_slot_def *def;
    void *function; /* the slot's native function */
};

typedef ouro_object *(*ouro_slot_call)(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names, void *function);

struct ouro_slot_def {
    const char *name;     /* "__add__" */
    uint32_t offset;      /* of the slot in struct ouro_class */
    ouro_slot_call call;  /* calls the native function with Python arguments */
    void *generic;        /* what a class made in Python gets in the slot */
    int8_t argument_count; /* checked before call; -1: call checks */
    bool takes_keywords;
};

bool ouro_slots_init(ouro_runtime *rt); /* interns the names */
/* Enters wrappers for the slots that cls defines itself. */
bool ouro_slots_add_wrappers(ouro_runtime *rt, struct ouro_class *cls);
/* Copies from the base what cls does not define (built-in classes). */
void ouro_slots_inherit(struct ouro_class *cls, const struct ouro_class *base);
/* Sets every slot of a class made in Python from what its mro holds. With name: only those it touches. */
void ouro_slots_update(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name /* or NULL */);

/* Calls the special method `name` of self's class with count further arguments: owned result; NULL with no
 * error set and *is_missing when there is none. */
ouro_object *ouro_special_call(ouro_runtime *rt, ouro_object *self, ouro_object *name,
                               ouro_object *const *args, size_t count, bool *is_missing);
ouro_object *ouro_slot_wrapper_call(ouro_runtime *rt, struct ouro_slot_wrapper *wrapper,
                                    ouro_object *self, ouro_object *const *args, size_t count,
                                    ouro_object *names);
/* The generic getattr of classes that define __getattr__ or __getattribute__. */
ouro_object *ouro_slot_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name);

#endif
