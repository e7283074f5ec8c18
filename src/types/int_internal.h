/* What the files of int share: a uniform view of small and large values, scratch limbs, and the
 * exact constructors. Magnitudes are limb arrays without leading zeros; zero has no limbs.
 * Depends on int.h and GMP's mpn layer (whose limbs are the 64-bit words stored in the objects). */
#ifndef OURO_TYPES_INT_INTERNAL_H
#define OURO_TYPES_INT_INTERNAL_H

#include <gmp.h>
#include <string.h>

#include "base/assert.h"
#include "types/protocol.h"
#include "types/int.h"

_Static_assert(sizeof(mp_limb_t) == 8, "limbs are 64-bit words");

/* More limbs than this are refused with MemoryError before anything is computed. */
#define INT_LIMBS_MAX ((size_t)1 << 36)

struct int_view {
    const uint64_t *limbs; /* points at `small` for a small value: do not copy the struct */
    size_t count;
    bool is_negative;
    uint64_t small;
};

OURO_INLINE struct ouro_int *int_of(const ouro_object *object)
{
    return (struct ouro_int *)(void *)(uintptr_t)object;
}

OURO_INLINE uint64_t magnitude_of(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

OURO_INLINE void int_view_init(struct int_view *view, const ouro_object *object)
{
    const struct ouro_int *self = int_of(object);
    if (ouro_int_is_small(object)) {
        view->small = magnitude_of(self->value);
        view->limbs = &view->small;
        view->count = view->small != 0;
        view->is_negative = self->value < 0;
    } else {
        view->limbs = self->limbs;
        view->count = magnitude_of(self->limb_count);
        view->is_negative = self->limb_count < 0;
    }
}

/* Working room for limbs: on the C stack when little is needed. */
struct int_scratch {
    uint64_t *limbs;
    size_t count;
    uint64_t here[40];
};

OURO_INLINE bool int_scratch_open(ouro_runtime *rt, struct int_scratch *scratch, size_t count)
{
    scratch->count = count;
    scratch->limbs = scratch->here;
    if (ouro_likely(count <= sizeof scratch->here / sizeof *scratch->here))
        return true;
    if (count > INT_LIMBS_MAX)
        return ouro_raise_memory(rt) != NULL;
    scratch->limbs = ouro_buffer_alloc(rt, count * sizeof(uint64_t));
    return scratch->limbs != NULL;
}

OURO_INLINE void int_scratch_close(ouro_runtime *rt, struct int_scratch *scratch)
{
    if (scratch->limbs && scratch->limbs != scratch->here)
        ouro_buffer_free(rt, scratch->limbs, scratch->count * sizeof(uint64_t));
}

OURO_INLINE size_t limbs_trim(const uint64_t *limbs, size_t count)
{
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    return count;
}

OURO_INLINE size_t limbs_bit_length(const uint64_t *limbs, size_t count)
{
    return count ? count * 64 - (size_t)__builtin_clzll(limbs[count - 1]) : 0;
}

/* An exact int from a magnitude (leading zeros allowed). The limbs are copied. */
ouro_object *ouro_int_from_limbs(ouro_runtime *rt, const uint64_t *limbs, size_t count,
                                 bool is_negative);
/* ---- values of two limbs, in registers ---- */

__extension__ typedef __int128 wide_int;

/* false: more than 126 bits. */
OURO_INLINE bool int_as_wide(const ouro_object *object, wide_int *value)
{
    const struct ouro_int *self = int_of(object);
    if (ouro_int_is_small(object)) {
        *value = self->value;
        return true;
    }
    uint64_t count = magnitude_of(self->limb_count);
    if (count > 2 || (count == 2 && self->limbs[1] >> 62))
        return false;
    wide_int magnitude = count == 2 ? (wide_int)self->limbs[1] << 64 | self->limbs[0] : self->limbs[0];
    *value = self->limb_count < 0 ? -magnitude : magnitude;
    return true;
}
ouro_object *ouro_int_from_wide(ouro_runtime *rt, wide_int value);

/* The same value as an exact int: a new reference, to self if it is one. */
ouro_object *ouro_int_exact(ouro_runtime *rt, ouro_object *self);
/* <0, 0, >0; value is not nan. */
int ouro_int_compare_double(const ouro_object *self, double value);
/* int(object) for one argument, as an exact int. */
ouro_object *ouro_int_from_object(ouro_runtime *rt, ouro_object *object);
/* int(text, base) for str, bytes and bytearray; NULL with *is_text false when object is none of
 * them. */
ouro_object *ouro_int_from_text_object(ouro_runtime *rt, ouro_object *object, int base,
                                       bool *is_text);

/* Digits of the magnitude, most significant first, lower case. The buffer has ouro_int_digits_max
 * characters. -1: error (the limit on decimal digits). */
size_t ouro_int_digits_max(const ouro_object *self, int base);
ptrdiff_t ouro_int_write_digits(ouro_runtime *rt, ouro_object *self, int base, char *buffer);

/* The slots; any operand may be something else, then NotImplemented is the answer. */
ouro_object *ouro_int_slot_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_slot_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *c);
ouro_object *ouro_int_power(ouro_runtime *rt, ouro_object *base, ouro_object *exponent);

/* Floor quotient and remainder; either pointer may be NULL. The divisor is not zero. */
bool ouro_int_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object **quotient,
                     ouro_object **remainder);
bool ouro_int_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b, double *result);
ouro_object *ouro_int_negative(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro_int_absolute(ouro_runtime *rt, ouro_object *self);
/* Shifts by a bit count; right shifts round down. */
ouro_object *ouro_int_shift_left(ouro_runtime *rt, ouro_object *self, uint64_t bits);
ouro_object *ouro_int_shift_right(ouro_runtime *rt, ouro_object *self, uint64_t bits);
ouro_object *ouro_int_slot_lshift(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_slot_rshift(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_and(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_or(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_int_invert(ouro_runtime *rt, ouro_object *self);
bool ouro_bool_class_init(ouro_runtime *rt);

#endif
