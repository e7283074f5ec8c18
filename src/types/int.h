/* int: any size. Values that fit 64 bits are stored in place; larger ones as sign and limbs (GMP's
 * mpn layer). A value that fits is always stored small.
 *
 *   small   | header | int64_t value |                       user_flags 0
 *   large   | header | signed limb count | limbs ... |       user_flags INT_LARGE
 *
 * Policy: -5..256 are immortal and shared; other small ones come from a free list. */
#ifndef OURO_TYPES_INT_H
#define OURO_TYPES_INT_H

#include "types/class.h"

enum { INT_LARGE = 1 };

struct ouro_int {
    ouro_object base;
    union {
        int64_t value;      /* small */
        int64_t limb_count; /* large: negative for a negative number */
    };
    uint64_t limbs[]; /* large: least significant first */
};

/* Exactly int and small, in one comparison (gc_flags of an int are always 0). */
OURO_INLINE bool ouro_int_is_small_exact(const ouro_object *object)
{
    return *(const uint32_t *)(const void *)((const char *)object + 4) == (uint32_t)TYPE_INT << 16;
}

OURO_INLINE bool ouro_int_is_small(const ouro_object *self) /* of any int, bool included */
{
    return !(self->user_flags & INT_LARGE);
}

OURO_INLINE int64_t ouro_int_value(const ouro_object *self) /* of a small one */
{
    return ((const struct ouro_int *)(const void *)self)->value;
}

ouro_object *ouro_int_new_slow(ouro_runtime *rt, int64_t value);
OURO_INLINE ouro_object *ouro_int_new(ouro_runtime *rt, int64_t value)
{
    if ((uint64_t)value - (uint64_t)OURO_SMALL_INT_MIN <= OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN)
        return rt->small_ints[value - OURO_SMALL_INT_MIN];
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_INT], TYPE_INT,
                                             sizeof(struct ouro_int), OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return ouro_int_new_slow(rt, value); /* raises */
    ((struct ouro_int *)(void *)self)->value = value;
    return self;
}
ouro_object *ouro_int_new_u64(ouro_runtime *rt, uint64_t value);
/* Truncates; OverflowError/ValueError for infinity and nan, worded as int(float) does. */
ouro_object *ouro_int_new_double(ouro_runtime *rt, double value);
/* Text in a base 2..36 or 0 (as int(text, base)); ASCII digits and underscores. ValueError otherwise. */
ouro_object *ouro_int_parse(ouro_runtime *rt, const char *text, size_t size, int base);
/* Does it fit? false without an error if not. */
bool ouro_int_fits_i64(const ouro_object *self, int64_t *value);
/* OverflowError "Python int too large to convert to C ssize_t"-like when it does not fit. */
bool ouro_int_as_i64(ouro_runtime *rt, ouro_object *self, int64_t *value);
bool ouro_int_as_u64(ouro_runtime *rt, ouro_object *self, uint64_t *value);
/* OverflowError "int too large to convert to float". */
bool ouro_int_as_double(ouro_runtime *rt, const ouro_object *self, double *value);
int ouro_int_sign(const ouro_object *self); /* -1, 0, 1 */
/* Arithmetic on ints (small or large, subclasses count by value); results are exact ints. */
ouro_object *ouro_int_add(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_multiply(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_floor_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b);
int ouro_int_compare(const ouro_object *a, const ouro_object *b); /* <0, 0, >0 */
int64_t ouro_int_hash(const ouro_object *self);
ouro_object *ouro_int_to_str(ouro_runtime *rt, ouro_object *self, int base,
                             bool with_prefix); /* 2, 8, 10, 16 */
/* little or big endian bytes <-> int, for int.to_bytes, struct, random, hash */
ouro_object *ouro_int_from_bytes(ouro_runtime *rt, const uint8_t *bytes, size_t size, bool is_little,
                                 bool is_signed);
bool ouro_int_to_bytes(ouro_runtime *rt, ouro_object *self, uint8_t *bytes, size_t size, bool is_little,
                       bool is_signed); /* OverflowError */
size_t ouro_int_bit_length(const ouro_object *self);
bool ouro_int_class_init(ouro_runtime *rt);  /* int and bool */
void ouro_int_singletons_init(ouro_runtime *rt); /* small ints, True, False; before any class is ready */

#endif
