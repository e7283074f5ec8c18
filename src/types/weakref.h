/* Weak references as Python objects. */
#ifndef OURO_TYPES_WEAKREF_H
#define OURO_TYPES_WEAKREF_H

#include "types/class.h"

/* callback may be NULL or None. A plain reference to the same target is shared. */
ouro_object *ouro_weakref_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *target,
                              ouro_object *callback);
ouro_object *ouro_weak_proxy_new(ouro_runtime *rt, ouro_object *target, ouro_object *callback);

#endif
