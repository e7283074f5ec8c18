/* slice and range. */
#ifndef OURO_TYPES_SLICE_H
#define OURO_TYPES_SLICE_H

#include "types/class.h"

struct ouro_slice {
    ouro_object base;
    ouro_object *start, *stop, *step; /* never NULL */
};

/* The bounds are int objects of any size; the length is computed once. */
struct ouro_range {
    ouro_object base;
    ouro_object *start, *stop, *step, *length; /* int objects, owned */
};

struct ouro_range_iterator { /* TYPE_RANGE_ITERATOR: bounds fit 64 bits */
    ouro_object base;
    int64_t next, step;
    int64_t remaining;
};

ouro_object *ouro_slice_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step);
/* Start, stop and step clipped to a sequence of this length, and how many items that selects. */
bool ouro_slice_resolve(ouro_runtime *rt, ouro_object *slice, ptrdiff_t length, ptrdiff_t *start,
                        ptrdiff_t *stop, ptrdiff_t *step, ptrdiff_t *count);
/* slice.indices(length) for ints of any size: start, stop, step, owned. */
bool ouro_slice_indices(ouro_runtime *rt, ouro_object *slice, ouro_object *length,
                        ouro_object *result[3]);
ouro_object *ouro_range_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step);
ouro_object *ouro_range_iterator_new(ouro_runtime *rt, int64_t start, int64_t step, int64_t count);
bool ouro_slice_class_init(ouro_runtime *rt);
bool ouro_range_class_init(ouro_runtime *rt);

#endif
