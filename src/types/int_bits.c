/* Shifts, the bitwise operators on two's complement of unlimited width, and bytes <-> int. */
#include "types/int_internal.h"

ouro_object *ouro_int_shift_left(ouro_runtime *rt, ouro_object *self, uint64_t bits)
{
    if (ouro_int_is_small(self)) {
        int64_t value = ouro_int_value(self);
        if (value == 0)
            return ouro_int_new(rt, 0);
        if (bits < 63 && magnitude_of(value) >> (63 - bits) == 0)
            return ouro_int_new(rt, (int64_t)((uint64_t)value << bits));
    }
    struct int_view view;
    int_view_init(&view, self);
    uint64_t words = bits / 64;
    unsigned rest = bits % 64;
    struct int_scratch scratch;
    if (words > INT_LIMBS_MAX)
        return ouro_raise_memory(rt);
    if (!int_scratch_open(rt, &scratch, view.count + words + 1))
        return NULL;
    uint64_t *out = scratch.limbs;
    memset(out, 0, words * sizeof(uint64_t));
    out[words + view.count] = 0;
    if (rest)
        out[words + view.count] = mpn_lshift(out + words, view.limbs, (mp_size_t)view.count, rest);
    else
        memcpy(out + words, view.limbs, view.count * sizeof(uint64_t));
    ouro_object *result = ouro_int_from_limbs(rt, out, words + view.count + 1, view.is_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

/* Rounds down: a negative number whose lost bits are not all zero ends one lower, which is one more
 * in magnitude. */
ouro_object *ouro_int_shift_right(ouro_runtime *rt, ouro_object *self, uint64_t bits)
{
    if (ouro_int_is_small(self)) {
        int64_t value = ouro_int_value(self);
        return ouro_int_new(rt, bits > 63 ? (value < 0 ? -1 : 0) : value >> bits);
    }
    wide_int wide;
    if (bits < 126 && int_as_wide(self, &wide))
        return ouro_int_from_wide(rt, wide >> bits);
    struct int_view view;
    int_view_init(&view, self);
    uint64_t words = bits / 64;
    unsigned rest = bits % 64;
    if (words >= view.count)
        return ouro_int_new(rt, view.is_negative ? -1 : 0);
    size_t count = view.count - words;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, count + 1))
        return NULL;
    uint64_t lost = 0;
    if (rest)
        lost = mpn_rshift(scratch.limbs, view.limbs + words, (mp_size_t)count, rest);
    else
        memcpy(scratch.limbs, view.limbs + words, count * sizeof(uint64_t));
    scratch.limbs[count] = 0;
    for (size_t i = 0; i < words && !lost; i++)
        lost = view.limbs[i];
    if (view.is_negative && lost)
        mpn_add_1(scratch.limbs, scratch.limbs, (mp_size_t)count + 1, 1);
    ouro_object *result = ouro_int_from_limbs(rt, scratch.limbs, count + 1, view.is_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

ouro_object *ouro_int_slot_lshift(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_int(rt, a) || !is_int(rt, b))
        return rt->not_implemented;
    if (ouro_int_sign(b) < 0)
        return ouro_raise(rt, EXC_ValueError, "negative shift count");
    if (ouro_int_sign(a) == 0)
        return ouro_int_new(rt, 0);
    int64_t bits;
    double places;
    if (!ouro_int_fits_i64(b, &bits)) {
        /* CPython counts digits of 30 bits, and so many it could still name. */
        bool is_nameable = ouro_int_as_double(rt, b, &places) && places / 30 < 0x1p61;
        ouro_error_clear(rt);
        return is_nameable ? ouro_raise_memory(rt)
                           : ouro_raise(rt, EXC_OverflowError, "too many digits in integer");
    }
    return ouro_int_shift_left(rt, a, (uint64_t)bits);
}

ouro_object *ouro_int_slot_rshift(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_int(rt, a) || !is_int(rt, b))
        return rt->not_implemented;
    if (ouro_int_sign(b) < 0)
        return ouro_raise(rt, EXC_ValueError, "negative shift count");
    int64_t bits;
    if (!ouro_int_fits_i64(b, &bits))
        bits = INT64_MAX;
    return ouro_int_shift_right(rt, a, (uint64_t)bits);
}

ouro_object *ouro_int_invert(ouro_runtime *rt, ouro_object *self)
{
    if (ouro_likely(ouro_int_is_small(self)))
        return ouro_int_new(rt, ~ouro_int_value(self));
    ouro_object *next = ouro_int_add(rt, self, ouro_int_new(rt, 1));
    if (!next)
        return NULL;
    ouro_object *result = ouro_int_negative(rt, next);
    decref(rt, next);
    return result;
}

/* Two's complement of count limbs, in place. */
static void negate_limbs(uint64_t *limbs, size_t count)
{
    mpn_com(limbs, limbs, (mp_size_t)count);
    mpn_add_1(limbs, limbs, (mp_size_t)count, 1);
}

static void spread(uint64_t *out, const struct int_view *view, size_t count)
{
    memcpy(out, view->limbs, view->count * sizeof(uint64_t));
    memset(out + view->count, 0, (count - view->count) * sizeof(uint64_t));
    if (view->is_negative)
        negate_limbs(out, count);
}

/* Both operands are written out in two's complement, one limb wider than the longer so that the top
 * limb holds nothing but sign, and combined limb by limb. */
static ouro_object *bitwise(ouro_runtime *rt, ouro_object *a, ouro_object *b, char op)
{
    wide_int p, q;
    if (int_as_wide(a, &p) && int_as_wide(b, &q))
        return ouro_int_from_wide(rt, op == '&' ? p & q : op == '|' ? p | q : p ^ q);
    struct int_view left, right;
    int_view_init(&left, a);
    int_view_init(&right, b);
    size_t count = (left.count > right.count ? left.count : right.count) + 1;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, count * 2))
        return NULL;
    uint64_t *x = scratch.limbs, *y = x + count;
    spread(x, &left, count);
    spread(y, &right, count);
    for (size_t i = 0; i < count; i++)
        x[i] = op == '&' ? x[i] & y[i] : op == '|' ? x[i] | y[i] : x[i] ^ y[i];
    bool is_negative = x[count - 1] >> 63;
    if (is_negative)
        negate_limbs(x, count);
    ouro_object *result = ouro_int_from_limbs(rt, x, count, is_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

ouro_object *ouro_int_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_int_is_small(a) && ouro_int_is_small(b))
        return ouro_int_new(rt, ouro_int_value(a) & ouro_int_value(b));
    return bitwise(rt, a, b, '&');
}

ouro_object *ouro_int_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_int_is_small(a) && ouro_int_is_small(b))
        return ouro_int_new(rt, ouro_int_value(a) | ouro_int_value(b));
    return bitwise(rt, a, b, '|');
}

ouro_object *ouro_int_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_int_is_small(a) && ouro_int_is_small(b))
        return ouro_int_new(rt, ouro_int_value(a) ^ ouro_int_value(b));
    return bitwise(rt, a, b, '^');
}

/* ---- bytes -------------------------------------------------------------------------------------
 */

ouro_object *ouro_int_from_bytes(ouro_runtime *rt, const uint8_t *bytes, size_t size,
                                 bool is_little, bool is_signed)
{
    size_t count = size / 8 + 1;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, count))
        return NULL;
    memset(scratch.limbs, 0, count * sizeof(uint64_t));
    for (size_t i = 0; i < size; i++)
        scratch.limbs[i / 8] |= (uint64_t)bytes[is_little ? i : size - 1 - i] << i % 8 * 8;
    bool is_negative = is_signed && size && bytes[is_little ? size - 1 : 0] >> 7;
    if (is_negative) {
        scratch.limbs[size / 8] |= ~(uint64_t)0 << size % 8 * 8; /* extend the sign */
        negate_limbs(scratch.limbs, count);
    }
    ouro_object *result = ouro_int_from_limbs(rt, scratch.limbs, count, is_negative);
    int_scratch_close(rt, &scratch);
    return result;
}

/* -2**k needs k bits besides the sign, any other number as many as its magnitude has. */
static bool fits_bytes(const struct int_view *view, size_t size, bool is_signed)
{
    size_t bits = limbs_bit_length(view->limbs, view->count);
    if (!is_signed || !bits)
        return bits <= size * 8;
    if (view->is_negative && mpn_scan1(view->limbs, 0) == bits - 1)
        bits--;
    return bits < size * 8;
}

bool ouro_int_to_bytes(ouro_runtime *rt, ouro_object *self, uint8_t *bytes, size_t size,
                       bool is_little, bool is_signed)
{
    struct int_view view;
    int_view_init(&view, self);
    if (view.is_negative && !is_signed) {
        ouro_raise(rt, EXC_OverflowError, "can't convert negative int to unsigned");
        return false;
    }
    if (!fits_bytes(&view, size, is_signed)) {
        ouro_raise(rt, EXC_OverflowError, "int too big to convert");
        return false;
    }
    unsigned carry = view.is_negative; /* negating byte by byte: invert, and add the carry */
    for (size_t i = 0; i < size; i++) {
        uint64_t limb = i / 8 < view.count ? view.limbs[i / 8] : 0;
        unsigned byte = (unsigned)(limb >> i % 8 * 8) & 0xff;
        if (view.is_negative) {
            byte = (byte ^ 0xff) + carry;
            carry = byte >> 8;
        }
        bytes[is_little ? i : size - 1 - i] = (uint8_t)byte;
    }
    return true;
}
