/* int objects: making them, and what C code reads out of them. Arithmetic is in int_arith.c. */
#include <limits.h>
#include <math.h>

#include "types/hash.h"
#include "types/int_internal.h"

ouro_object *ouro_int_new_slow(ouro_runtime *rt, int64_t value)
{
    (void)value;
    return ouro_raise_memory(rt);
}

ouro_object *ouro_int_new_u64(ouro_runtime *rt, uint64_t value)
{
    if (ouro_likely(value <= INT64_MAX))
        return ouro_int_new(rt, (int64_t)value);
    return ouro_int_from_limbs(rt, &value, 1, false);
}

/* Does this magnitude and sign fit 64 bits? INT64_MIN has one bit more than its negation. */
static bool fits_small(const uint64_t *limbs, size_t count, bool is_negative, int64_t *value)
{
    if (count > 1)
        return false;
    uint64_t magnitude = count ? limbs[0] : 0;
    if (magnitude > (uint64_t)INT64_MAX + is_negative)
        return false;
    *value = (int64_t)(is_negative ? 0 - magnitude : magnitude);
    return true;
}

ouro_object *ouro_int_from_limbs(ouro_runtime *rt, const uint64_t *limbs, size_t count,
                                 bool is_negative)
{
    count = limbs_trim(limbs, count);
    int64_t small;
    if (fits_small(limbs, count, is_negative, &small))
        return ouro_int_new(rt, small);
    if (ouro_unlikely(count > INT_LIMBS_MAX))
        return ouro_raise_memory(rt);
    ouro_object *self = ouro_object_alloc(
        &rt->heap, TYPE_INT, sizeof(struct ouro_int) + count * sizeof(uint64_t), OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    self->user_flags = INT_LARGE;
    int_of(self)->limb_count = is_negative ? -(int64_t)count : (int64_t)count;
    memcpy(int_of(self)->limbs, limbs, count * sizeof(uint64_t));
    return self;
}

ouro_object *ouro_int_from_wide(ouro_runtime *rt, wide_int value)
{
    if (value == (int64_t)value)
        return ouro_int_new(rt, (int64_t)value);
    wide_int magnitude = value < 0 ? -value : value;
    uint64_t limbs[2] = {(uint64_t)magnitude, (uint64_t)(magnitude >> 64)};
    return ouro_int_from_limbs(rt, limbs, 2, value < 0);
}

ouro_object *ouro_int_exact(ouro_runtime *rt, ouro_object *self)
{
    if (is_exact(self, TYPE_INT))
        return newref(self);
    if (ouro_int_is_small(self))
        return ouro_int_new(rt, ouro_int_value(self));
    struct int_view view;
    int_view_init(&view, self);
    return ouro_int_from_limbs(rt, view.limbs, view.count, view.is_negative);
}

ouro_object *ouro_int_new_double(ouro_runtime *rt, double value)
{
    if (value > -9223372036854775808.0 && value < 9223372036854775808.0)
        return ouro_int_new(rt, (int64_t)value);
    if (isnan(value))
        return ouro_raise(rt, EXC_ValueError, "cannot convert float NaN to integer");
    if (isinf(value))
        return ouro_raise(rt, EXC_OverflowError, "cannot convert float infinity to integer");
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t mantissa = (uint64_t)ldexp(fraction, 53);
    uint64_t limbs[17] = {0}; /* 1024 bits, and one limb for the shift to spill into */
    unsigned shift = (unsigned)exponent - 53, bit = shift % 64;
    limbs[shift / 64] = mantissa << bit;
    if (bit)
        limbs[shift / 64 + 1] = mantissa >> (64 - bit);
    return ouro_int_from_limbs(rt, limbs, 17, value < 0);
}

bool ouro_int_fits_i64(const ouro_object *self, int64_t *value)
{
    if (!ouro_int_is_small(self))
        return false;
    *value = ouro_int_value(self);
    return true;
}

bool ouro_int_as_i64(ouro_runtime *rt, ouro_object *self, int64_t *value)
{
    if (ouro_likely(ouro_int_fits_i64(self, value)))
        return true;
    ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C ssize_t");
    return false;
}

bool ouro_int_as_u64(ouro_runtime *rt, ouro_object *self, uint64_t *value)
{
    struct int_view view;
    int_view_init(&view, self);
    if (view.is_negative) {
        ouro_raise(rt, EXC_OverflowError, "can't convert negative int to unsigned");
        return false;
    }
    if (view.count > 1) {
        ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C unsigned long");
        return false;
    }
    *value = view.count ? view.limbs[0] : 0;
    return true;
}

/* The top 64 bits decide, with a sticky last bit for everything below: it is far enough from the
 * rounding position (bit 53) to break ties and change nothing else. */
bool ouro_int_as_double(ouro_runtime *rt, const ouro_object *self, double *value)
{
    if (ouro_likely(ouro_int_is_small(self))) {
        *value = (double)ouro_int_value(self);
        return true;
    }
    struct int_view view;
    int_view_init(&view, self);
    size_t bits = limbs_bit_length(view.limbs, view.count);
    double result = INFINITY;
    if (bits <= 1024) {
        uint64_t top = view.limbs[view.count - 1];
        unsigned shift = (unsigned)__builtin_clzll(top);
        if (shift && view.count > 1)
            top = top << shift | view.limbs[view.count - 2] >> (64 - shift);
        else
            top <<= shift;
        bool is_sticky = view.count > 1 && (view.limbs[view.count - 2] << shift) != 0;
        for (size_t i = 0; i + 2 < view.count && !is_sticky; i++)
            is_sticky = view.limbs[i] != 0;
        result = ldexp((double)(top | is_sticky), (int)bits - 64);
    }
    if (isinf(result)) {
        ouro_raise(rt, EXC_OverflowError, "int too large to convert to float");
        return false;
    }
    *value = view.is_negative ? -result : result;
    return true;
}

int ouro_int_sign(const ouro_object *self)
{
    int64_t value = ouro_int_value(self); /* of a large one: the signed limb count, never 0 */
    return (value > 0) - (value < 0);
}

int ouro_int_compare(const ouro_object *a, const ouro_object *b)
{
    if (ouro_likely(ouro_int_is_small(a) && ouro_int_is_small(b))) {
        int64_t x = ouro_int_value(a), y = ouro_int_value(b);
        return (x > y) - (x < y);
    }
    struct int_view x, y;
    int_view_init(&x, a);
    int_view_init(&y, b);
    if (x.is_negative != y.is_negative)
        return x.is_negative ? -1 : 1;
    int order = x.count != y.count ? (x.count > y.count ? 1 : -1)
                                   : mpn_cmp(x.limbs, y.limbs, (mp_size_t)x.count);
    return x.is_negative ? -order : order;
}

/* Magnitudes of the same bit length: the double has at most 53 significant bits, held in the top
 * limb-sized window of the int; all else of the int must be zero for equality. */
static int compare_magnitudes(const struct int_view *view, double magnitude)
{
    int exponent;
    double fraction = frexp(magnitude, &exponent);
    size_t bits = limbs_bit_length(view->limbs, view->count);
    if (bits != (size_t)exponent)
        return bits > (size_t)exponent ? 1 : -1;
    uint64_t mantissa = (uint64_t)ldexp(fraction, 64);
    unsigned shift = (unsigned)__builtin_clzll(view->limbs[view->count - 1]);
    uint64_t top = view->limbs[view->count - 1] << shift;
    uint64_t below = 0;
    if (view->count > 1) {
        uint64_t next = view->limbs[view->count - 2];
        top |= shift ? next >> (64 - shift) : 0;
        below = next << shift;
    }
    if (top != mantissa)
        return top > mantissa ? 1 : -1;
    for (size_t i = 0; i + 2 < view->count && !below; i++)
        below = view->limbs[i];
    return below != 0;
}

int ouro_int_compare_double(const ouro_object *self, double value)
{
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) {
        if (!ouro_int_is_small(self))
            return ouro_int_sign(self);
        int64_t x = ouro_int_value(self), y = (int64_t)value;
        if (x != y)
            return x > y ? 1 : -1;
        double rest = value - (double)y; /* exact: y is value without its fraction */
        return (rest < 0) - (rest > 0);
    }
    if (ouro_int_is_small(self) || isinf(value))
        return value > 0 ? -1 : 1;
    struct int_view view;
    int_view_init(&view, self);
    if (view.is_negative != (value < 0))
        return view.is_negative ? -1 : 1;
    int order = compare_magnitudes(&view, fabs(value));
    return view.is_negative ? -order : order;
}

int64_t ouro_int_hash(const ouro_object *self)
{
    if (ouro_likely(ouro_int_is_small(self)))
        return ouro_hash_i64(ouro_int_value(self));
    struct int_view view;
    int_view_init(&view, self);
    int64_t hash = (int64_t)ouro_hash_limbs(view.limbs, view.count);
    return ouro_hash_finish(view.is_negative ? -hash : hash);
}

size_t ouro_int_bit_length(const ouro_object *self)
{
    struct int_view view;
    int_view_init(&view, self);
    return limbs_bit_length(view.limbs, view.count);
}

static ouro_object *immortal_new(ouro_runtime *rt, uint16_t type_index, int64_t value)
{
    ouro_object *self =
        ouro_object_alloc(&rt->heap, type_index, sizeof(struct ouro_int), OURO_BLOCK_ATOM);
    if (self) {
        self->refcount = OURO_REFCOUNT_IMMORTAL;
        int_of(self)->value = value;
    }
    return self;
}

/* A failure leaves NULL in rt->true_, the last one made: the caller looks there. */
void ouro_int_singletons_init(ouro_runtime *rt)
{
    for (int64_t value = OURO_SMALL_INT_MIN; value <= OURO_SMALL_INT_MAX; value++) {
        ouro_object *self = immortal_new(rt, TYPE_INT, value);
        if (!self)
            return;
        rt->small_ints[value - OURO_SMALL_INT_MIN] = self;
    }
    rt->false_ = immortal_new(rt, TYPE_BOOL, 0);
    if (rt->false_)
        rt->true_ = immortal_new(rt, TYPE_BOOL, 1);
}
