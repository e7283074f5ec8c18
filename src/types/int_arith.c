/* Sum, difference, product, quotients of ints. Two small operands that do not overflow never leave
 * registers; everything else goes through limb views and a scratch area. */
#include <math.h>

#include "types/int_internal.h"

OURO_INLINE bool both_small(const ouro_object *a, const ouro_object *b)
{
    return ((a->user_flags | b->user_flags) & INT_LARGE) == 0;
}

/* a + b, or a - b when flip is set, of any magnitudes. */
static OURO_NOINLINE ouro_object *add_views(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                            bool flip)
{
    wide_int x, y;
    if (int_as_wide(a, &x) && int_as_wide(b, &y))
        return ouro_int_from_wide(rt, flip ? x - y : x + y);
    struct int_view left, right;
    int_view_init(&left, a);
    int_view_init(&right, b);
    bool right_negative = right.is_negative != flip;
    const struct int_view *high = &left, *low = &right;
    bool high_negative = left.is_negative, is_sum = left.is_negative == right_negative;
    if (left.count < right.count || (left.count == right.count && !is_sum &&
                                     mpn_cmp(left.limbs, right.limbs, (mp_size_t)left.count) < 0)) {
        high = &right;
        low = &left;
        high_negative = right_negative;
    }
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, high->count + 1))
        return NULL;
    size_t count = high->count;
    if (low->count == 0) {
        memcpy(scratch.limbs, high->limbs, count * sizeof(uint64_t));
    } else if (is_sum) {
        scratch.limbs[count] = mpn_add(scratch.limbs, high->limbs, (mp_size_t)count, low->limbs,
                                       (mp_size_t)low->count);
        count++;
    } else {
        mpn_sub(scratch.limbs, high->limbs, (mp_size_t)count, low->limbs, (mp_size_t)low->count);
    }
    ouro_object *result = ouro_int_from_limbs(rt, scratch.limbs, count, high_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

ouro_object *ouro_int_add(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    int64_t sum;
    if (ouro_likely(both_small(a, b) &&
                    !__builtin_add_overflow(ouro_int_value(a), ouro_int_value(b), &sum)))
        return ouro_int_new(rt, sum);
    return add_views(rt, a, b, false);
}

ouro_object *ouro_int_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    int64_t difference;
    if (ouro_likely(both_small(a, b) &&
                    !__builtin_sub_overflow(ouro_int_value(a), ouro_int_value(b), &difference)))
        return ouro_int_new(rt, difference);
    return add_views(rt, a, b, true);
}

static OURO_NOINLINE ouro_object *multiply_views(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (both_small(a, b) && ouro_int_value(a) != INT64_MIN)
        return ouro_int_from_wide(rt, (wide_int)ouro_int_value(a) * ouro_int_value(b));
    struct int_view left, right;
    int_view_init(&left, a);
    int_view_init(&right, b);
    if (left.count == 0 || right.count == 0)
        return ouro_int_new(rt, 0);
    const struct int_view *high = left.count >= right.count ? &left : &right;
    const struct int_view *low = high == &left ? &right : &left;
    size_t count = left.count + right.count;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, count))
        return NULL;
    if (a == b)
        mpn_sqr(scratch.limbs, left.limbs, (mp_size_t)left.count);
    else
        mpn_mul(scratch.limbs, high->limbs, (mp_size_t)high->count, low->limbs,
                (mp_size_t)low->count);
    ouro_object *result =
        ouro_int_from_limbs(rt, scratch.limbs, count, left.is_negative != right.is_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

ouro_object *ouro_int_multiply(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    int64_t product;
    if (ouro_likely(both_small(a, b) &&
                    !__builtin_mul_overflow(ouro_int_value(a), ouro_int_value(b), &product)))
        return ouro_int_new(rt, product);
    return multiply_views(rt, a, b);
}

/* Truncating division of magnitudes, then the step down to the floor when the signs differ and
 * something is left over. */
static OURO_NOINLINE bool divmod_views(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                       ouro_object **quotient, ouro_object **remainder)
{
    struct int_view left, right;
    int_view_init(&left, a);
    int_view_init(&right, b);
    bool is_mixed = left.is_negative != right.is_negative, is_done = false;
    size_t quotient_count = left.count >= right.count ? left.count - right.count + 1 : 0;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, quotient_count + 1 + right.count))
        return false;
    uint64_t *q = scratch.limbs, *r = q + quotient_count + 1;
    memset(r, 0, right.count * sizeof(uint64_t));
    if (quotient_count)
        mpn_tdiv_qr(q, r, 0, left.limbs, (mp_size_t)left.count, right.limbs,
                    (mp_size_t)right.count);
    else
        memcpy(r, left.limbs, left.count * sizeof(uint64_t));
    q[quotient_count] = 0;
    if (is_mixed && limbs_trim(r, right.count) != 0) {
        mpn_add_1(q, q, (mp_size_t)quotient_count + 1, 1);
        mpn_sub_n(r, right.limbs, r, (mp_size_t)right.count);
    }
    ouro_object *quotient_object = NULL, *remainder_object = NULL;
    if (quotient) {
        quotient_object = ouro_int_from_limbs(rt, q, quotient_count + 1, is_mixed);
        if (!quotient_object)
            goto done;
    }
    if (remainder) {
        remainder_object = ouro_int_from_limbs(rt, r, right.count, right.is_negative);
        if (!remainder_object) {
            xdecref(rt, quotient_object);
            goto done;
        }
        *remainder = remainder_object;
    }
    if (quotient)
        *quotient = quotient_object;
    is_done = true;
done:
    int_scratch_close(rt, &scratch);
    return is_done;
}

static bool divmod_wide(ouro_runtime *rt, wide_int a, wide_int b, ouro_object **quotient,
                        ouro_object **remainder)
{
    wide_int q = a / b, r = a - q * b;
    if (r != 0 && (r < 0) != (b < 0)) {
        q--;
        r += b;
    }
    if (quotient && !(*quotient = ouro_int_from_wide(rt, q)))
        return false;
    if (!remainder || (*remainder = ouro_int_from_wide(rt, r)))
        return true;
    if (quotient)
        clearref(rt, quotient);
    return false;
}

bool ouro_int_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object **quotient,
                     ouro_object **remainder)
{
    if (!both_small(a, b) || ouro_int_value(b) == -1) {
        wide_int p, d;
        if (int_as_wide(a, &p) && int_as_wide(b, &d))
            return divmod_wide(rt, p, d, quotient, remainder);
        return divmod_views(rt, a, b, quotient, remainder);
    }
    int64_t x = ouro_int_value(a), y = ouro_int_value(b);
    int64_t q = x / y, r = x % y;
    if (r != 0 && (r ^ y) < 0) {
        q--;
        r += y;
    }
    if (quotient && !(*quotient = ouro_int_new(rt, q)))
        return false;
    if (remainder && !(*remainder = ouro_int_new(rt, r))) {
        if (quotient)
            clearref(rt, quotient);
        return false;
    }
    return true;
}

ouro_object *ouro_int_floor_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *quotient = NULL;
    if (ouro_int_sign(b) == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "integer division or modulo by zero");
    ouro_int_divmod(rt, a, b, &quotient, NULL);
    return quotient;
}

ouro_object *ouro_int_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *remainder = NULL;
    if (ouro_int_sign(b) == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "integer modulo by zero");
    ouro_int_divmod(rt, a, b, NULL, &remainder);
    return remainder;
}

ouro_object *ouro_int_negative(ouro_runtime *rt, ouro_object *self)
{
    if (ouro_likely(ouro_int_is_small(self) && ouro_int_value(self) != INT64_MIN))
        return ouro_int_new(rt, -ouro_int_value(self));
    struct int_view view;
    int_view_init(&view, self);
    return ouro_int_from_limbs(rt, view.limbs, view.count, !view.is_negative);
}

ouro_object *ouro_int_absolute(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_sign(self) < 0 ? ouro_int_negative(rt, self) : ouro_int_exact(rt, self);
}

/* Copies limbs shifted left by bits into out, which has room for count + bits / 64 + 1. */
static size_t shift_into(uint64_t *out, const struct int_view *view, size_t bits)
{
    size_t words = bits / 64;
    unsigned rest = bits % 64;
    memset(out, 0, words * sizeof(uint64_t));
    if (rest) {
        out[words + view->count] =
            mpn_lshift(out + words, view->limbs, (mp_size_t)view->count, rest);
    } else {
        memcpy(out + words, view->limbs, view->count * sizeof(uint64_t));
        out[words + view->count] = 0;
    }
    return limbs_trim(out, words + view->count + 1);
}

/* a / b rounded once. The operands are scaled so that the integer quotient has at least two bits
 * more than a double's mantissa; with a sticky bit for the remainder, rounding that quotient is
 * exact, also where the result is subnormal and has fewer bits. */
static bool divide_views(ouro_runtime *rt, const struct int_view *left,
                         const struct int_view *right, double *result)
{
    enum { MANTISSA = 53, EXPONENT_MIN = -1021, EXPONENT_MAX = 1024 };
    size_t left_bits = limbs_bit_length(left->limbs, left->count);
    size_t right_bits = limbs_bit_length(right->limbs, right->count);
    int64_t difference = (int64_t)left_bits - (int64_t)right_bits;
    if (difference > EXPONENT_MAX) {
        ouro_raise(rt, EXC_OverflowError, "integer division result too large for a float");
        return false;
    }
    *result = 0.0;
    if (difference < EXPONENT_MIN - MANTISSA - 1)
        return true;
    int shift = (difference > EXPONENT_MIN ? (int)difference : EXPONENT_MIN) - MANTISSA - 2;
    size_t left_shift = shift < 0 ? (size_t)-shift : 0, right_shift = shift > 0 ? (size_t)shift : 0;
    size_t left_room = left->count + left_shift / 64 + 1;
    size_t right_room = right->count + right_shift / 64 + 1;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, left_room * 2 + right_room * 2 + 1))
        return false;
    uint64_t *n = scratch.limbs, *d = n + left_room, *r = d + right_room, *q = r + right_room;
    size_t n_count = shift_into(n, left, left_shift), d_count = shift_into(d, right, right_shift);
    uint64_t bits = 0;
    bool is_inexact = true; /* a numerator below the denominator: quotient 0, remainder not */
    if (n_count >= d_count) {
        mpn_tdiv_qr(q, r, 0, n, (mp_size_t)n_count, d, (mp_size_t)d_count);
        bits = q[0]; /* at most 57 bits by the choice of shift */
        is_inexact = limbs_trim(r, d_count) != 0;
    }
    int_scratch_close(rt, &scratch);
    bits |= is_inexact;
    int bit_count = bits ? 64 - __builtin_clzll(bits) : 0;
    int extra = (bit_count > EXPONENT_MIN - shift ? bit_count : EXPONENT_MIN - shift) - MANTISSA;
    uint64_t half = (uint64_t)1 << (extra - 1);
    if ((bits & half) && (bits & (3 * half - 1)))
        bits += half;
    bits &= ~(2 * half - 1);
    *result = ldexp((double)bits, shift);
    if (isinf(*result)) {
        ouro_raise(rt, EXC_OverflowError, "integer division result too large for a float");
        return false;
    }
    return true;
}

bool ouro_int_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b, double *result)
{
    const int64_t exact = (int64_t)1 << 53;
    if (ouro_int_sign(b) == 0) {
        ouro_raise(rt, EXC_ZeroDivisionError, "division by zero");
        return false;
    }
    if (both_small(a, b)) {
        int64_t x = ouro_int_value(a), y = ouro_int_value(b);
        if (x <= exact && x >= -exact && y <= exact && y >= -exact) {
            *result = (double)x / (double)y;
            return true;
        }
    }
    struct int_view left, right;
    int_view_init(&left, a);
    int_view_init(&right, b);
    if (left.count == 0)
        *result = 0.0;
    else if (!divide_views(rt, &left, &right, result))
        return false;
    if (left.is_negative != right.is_negative)
        *result = -*result;
    return true;
}
