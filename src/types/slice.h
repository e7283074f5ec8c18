/* slice and range. */
#ifndef OURO_TYPES_SLICE_H
#define OURO_TYPES_SLICE_H

#include "types/class.h"

struct ouro_slice {
    ouro_object base;
    ouro_object *start, *stop, *step; /* never NULL */
};

/* A range whose bounds all fit 64 bits keeps them unboxed; otherwise as int objects. */
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
ouro_object *ouro_range_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step);
bool ouro_slice_class_init(ouro_runtime *rt);
bool ouro_range_class_init(ouro_runtime *rt);

#endif
