/* Iterators that are no type's own: over an object with __getitem__, and over the results of a call. */
#ifndef OURO_TYPES_ITERATOR_H
#define OURO_TYPES_ITERATOR_H

#include "types/class.h"

/* Asks object[0], object[1], ... until IndexError or StopIteration. */
ouro_object *ouro_sequence_iterator_new(ouro_runtime *rt, ouro_object *object);
/* iter(callable, sentinel) */
ouro_object *ouro_call_iterator_new(ouro_runtime *rt, ouro_object *callable, ouro_object *sentinel);

#endif
