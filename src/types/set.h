/* set and frozenset: open addressing, order as CPython's for small ints. */
#ifndef OURO_TYPES_SET_H
#define OURO_TYPES_SET_H

#include "types/class.h"

ouro_object *ouro_set_new(ouro_runtime *rt, ouro_object *iterable /* or NULL */);
ouro_object *ouro_frozenset_new(ouro_runtime *rt, ouro_object *iterable /* or NULL */);
bool ouro_set_add(ouro_runtime *rt, ouro_object *self, ouro_object *item);
int ouro_set_discard(ouro_runtime *rt, ouro_object *self, ouro_object *item); /* 1 removed, 0, -1 */
int ouro_set_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item);
bool ouro_set_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
size_t ouro_set_length(const ouro_object *self);
bool ouro_set_next(ouro_object *self, size_t *position, ouro_object **item); /* borrowed */
bool ouro_set_class_init(ouro_runtime *rt);

#endif
