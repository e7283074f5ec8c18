/* Powers of ints: plain (binary), and modulo a number. A modulus of one limb uses 128-bit products;
 * an odd one of more limbs uses Montgomery's form, in which a reduction is additions only; an even
 * one divides after each product. */
#include "types/float.h"
#include "types/int_internal.h"

__extension__ typedef unsigned __int128 wide;

/* ---- plain -------------------------------------------------------------------------------------
 */

/* base ** exponent for |base| > 1; the two halves of the scratch area take turns. */
static ouro_object *power_views(ouro_runtime *rt, const struct int_view *base, uint64_t exponent)
{
    size_t bits = limbs_bit_length(base->limbs, base->count);
    size_t twos = mpn_scan1(base->limbs, 0);
    if (bits == twos + 1) { /* a power of two: a shift of one */
        uint64_t shift;
        if (__builtin_mul_overflow(twos, exponent, &shift))
            return ouro_raise_memory(rt);
        ouro_object *one = ouro_int_new(rt, base->is_negative && exponent % 2 ? -1 : 1);
        return ouro_int_shift_left(rt, one, shift);
    }
    wide total = (wide)bits * exponent / 64 + 2;
    if (total > INT_LIMBS_MAX)
        return ouro_raise_memory(rt);
    size_t room = (size_t)total + base->count + 1;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, room * 2))
        return NULL;
    uint64_t *value = scratch.limbs, *spare = value + room;
    size_t count = base->count;
    memcpy(value, base->limbs, count * sizeof(uint64_t));
    for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
        mpn_sqr(spare, value, (mp_size_t)count);
        count = limbs_trim(spare, count * 2);
        uint64_t *swap = value;
        value = spare;
        spare = swap;
        if (exponent >> bit & 1) {
            mpn_mul(spare, value, (mp_size_t)count, base->limbs, (mp_size_t)base->count);
            count = limbs_trim(spare, count + base->count);
            swap = value;
            value = spare;
            spare = swap;
        }
    }
    ouro_object *result =
        ouro_int_from_limbs(rt, value, count, base->is_negative && exponent % 2 != 0);
    int_scratch_close(rt, &scratch);
    return result;
}

ouro_object *ouro_int_power(ouro_runtime *rt, ouro_object *base, ouro_object *exponent)
{
    int64_t small = 2, times;
    bool is_small = ouro_int_fits_i64(base, &small);
    if (ouro_int_sign(exponent) == 0)
        return ouro_int_new(rt, 1);
    if (is_small && small >= -1 && small <= 1) {
        bool is_odd = ouro_int_is_small(exponent) ? ouro_int_value(exponent) & 1
                                                  : int_of(exponent)->limbs[0] & 1;
        return ouro_int_new(rt, small == -1 && !is_odd ? 1 : small);
    }
    if (!ouro_int_fits_i64(exponent, &times))
        return ouro_raise_memory(rt);
    if (is_small) { /* while the product stays in 64 bits */
        int64_t result = 1, factor = small;
        uint64_t left = (uint64_t)times;
        for (;;) {
            if ((left & 1) && __builtin_mul_overflow(result, factor, &result))
                break;
            left >>= 1;
            if (!left)
                return ouro_int_new(rt, result);
            if (__builtin_mul_overflow(factor, factor, &factor))
                break;
        }
    }
    struct int_view view;
    int_view_init(&view, base);
    return power_views(rt, &view, (uint64_t)times);
}

/* ---- modulo a number ---------------------------------------------------------------------------
 */

static uint64_t power_modulo_limb(uint64_t base, const struct int_view *exponent, uint64_t modulus)
{
    uint64_t result = 1 % modulus;
    for (size_t bit = limbs_bit_length(exponent->limbs, exponent->count); bit-- > 0;) {
        result = (uint64_t)((wide)result * result % modulus);
        if (exponent->limbs[bit / 64] >> bit % 64 & 1)
            result = (uint64_t)((wide)result * base % modulus);
    }
    return result;
}

/* How a product of two residues comes back below the modulus. */
struct reducer {
    const uint64_t *modulus;
    size_t count;
    uint64_t inverse;   /* -1 / modulus modulo 2**64; 0: even modulus, divide instead */
    uint64_t *product;  /* 2 * count + 1 limbs */
    uint64_t *quotient; /* count + 2 limbs */
};

static void reduce_montgomery(struct reducer *reducer, uint64_t *out)
{
    size_t count = reducer->count;
    uint64_t *t = reducer->product;
    for (size_t i = 0; i < count; i++)
        reducer->quotient[i] =
            mpn_addmul_1(t + i, reducer->modulus, (mp_size_t)count, t[i] * reducer->inverse);
    uint64_t carry = mpn_add_n(t + count, t + count, reducer->quotient, (mp_size_t)count);
    if (carry || mpn_cmp(t + count, reducer->modulus, (mp_size_t)count) >= 0)
        mpn_sub_n(out, t + count, reducer->modulus, (mp_size_t)count);
    else
        memcpy(out, t + count, count * sizeof(uint64_t));
}

/* out = a * b reduced; out may be either operand. */
static void multiply_residues(struct reducer *reducer, uint64_t *out, const uint64_t *a,
                              const uint64_t *b)
{
    mp_size_t count = (mp_size_t)reducer->count;
    if (a == b)
        mpn_sqr(reducer->product, a, count);
    else
        mpn_mul_n(reducer->product, a, b, count);
    if (reducer->inverse)
        reduce_montgomery(reducer, out);
    else
        mpn_tdiv_qr(reducer->quotient, out, 0, reducer->product, 2 * count, reducer->modulus,
                    count);
}

static uint64_t inverse_of_limb(uint64_t odd) /* Newton: each step doubles the correct bits */
{
    uint64_t inverse = odd;
    for (int i = 0; i < 6; i++)
        inverse *= 2 - odd * inverse;
    return inverse;
}

static void enter_montgomery(struct reducer *reducer, uint64_t *residue) /* times 2**(64 * count) */
{
    size_t count = reducer->count;
    memset(reducer->product, 0, count * sizeof(uint64_t));
    memcpy(reducer->product + count, residue, count * sizeof(uint64_t));
    mpn_tdiv_qr(reducer->quotient, residue, 0, reducer->product, (mp_size_t)(2 * count),
                reducer->modulus, (mp_size_t)count);
}

enum { WINDOW_BITS = 4, WINDOW_SIZE = 1 << WINDOW_BITS };

/* Left to right, four exponent bits at a time, with the first sixteen powers at hand. base is below
 * the modulus. */
static ouro_object *power_modulo_views(ouro_runtime *rt, const struct int_view *base,
                                       const struct int_view *exponent,
                                       const struct int_view *modulus)
{
    size_t count = modulus->count;
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, count * (WINDOW_SIZE + 5) + 4))
        return NULL;
    uint64_t *powers = scratch.limbs, *value = powers + count * WINDOW_SIZE;
    struct reducer reducer = {modulus->limbs, count, 0, value + count, value + count * 3 + 1};
    memset(powers, 0, count * 2 * sizeof(uint64_t));
    powers[0] = 1;
    memcpy(powers + count, base->limbs, base->count * sizeof(uint64_t));
    if (modulus->limbs[0] & 1) {
        reducer.inverse = 0 - inverse_of_limb(modulus->limbs[0]);
        enter_montgomery(&reducer, powers);
        enter_montgomery(&reducer, powers + count);
    }
    for (size_t i = 2; i < WINDOW_SIZE; i++)
        multiply_residues(&reducer, powers + i * count, powers + (i - 1) * count, powers + count);
    memcpy(value, powers, count * sizeof(uint64_t));
    size_t bits = limbs_bit_length(exponent->limbs, exponent->count);
    for (size_t bit = (bits + WINDOW_BITS - 1) / WINDOW_BITS * WINDOW_BITS; bit > 0;) {
        for (int i = 0; i < WINDOW_BITS; i++)
            multiply_residues(&reducer, value, value, value);
        bit -= WINDOW_BITS;
        unsigned digit = exponent->limbs[bit / 64] >> bit % 64 & (WINDOW_SIZE - 1);
        if (digit)
            multiply_residues(&reducer, value, value, powers + digit * count);
    }
    if (reducer.inverse) { /* leave Montgomery's form: a product with plain one */
        memset(reducer.product, 0, (count * 2 + 1) * sizeof(uint64_t));
        memcpy(reducer.product, value, count * sizeof(uint64_t));
        reduce_montgomery(&reducer, value);
    }
    ouro_object *result = ouro_int_from_limbs(rt, value, count, false);
    int_scratch_close(rt, &scratch);
    return result;
}

/* base in [0, modulus), exponent >= 0, modulus > 1. */
static ouro_object *power_modulo(ouro_runtime *rt, ouro_object *base, ouro_object *exponent,
                                 ouro_object *modulus)
{
    struct int_view b, e, m;
    int_view_init(&b, base);
    int_view_init(&e, exponent);
    int_view_init(&m, modulus);
    if (m.count == 1)
        return ouro_int_new_u64(rt, power_modulo_limb(b.count ? b.limbs[0] : 0, &e, m.limbs[0]));
    return power_modulo_views(rt, &b, &e, &m);
}

/* One step of Euclid's algorithm on (a, b) and the coefficients (x, y): all four are owned and
 * replaced. */
static bool euclid_step(ouro_runtime *rt, ouro_object **a, ouro_object **b, ouro_object **x,
                        ouro_object **y)
{
    ouro_object *quotient, *remainder, *product, *next;
    if (!ouro_int_divmod(rt, *a, *b, &quotient, &remainder))
        return false;
    product = ouro_int_multiply(rt, quotient, *y);
    decref(rt, quotient);
    next = product ? ouro_int_subtract(rt, *x, product) : NULL;
    xdecref(rt, product);
    if (!next) {
        decref(rt, remainder);
        return false;
    }
    decref(rt, *a);
    *a = *b;
    *b = remainder;
    decref(rt, *x);
    *x = *y;
    *y = next;
    return true;
}

static ouro_object *inverse_modulo(ouro_runtime *rt, ouro_object *value, ouro_object *modulus)
{
    ouro_object *a = newref(value), *b = newref(modulus);
    ouro_object *x = ouro_int_new(rt, 1), *y = ouro_int_new(rt, 0), *result = NULL;
    while (ouro_int_sign(b) != 0)
        if (!euclid_step(rt, &a, &b, &x, &y))
            goto done;
    int64_t divisor;
    if (!ouro_int_fits_i64(a, &divisor) || divisor != 1)
        ouro_raise(rt, EXC_ValueError, "base is not invertible for the given modulus");
    else
        ouro_int_divmod(rt, x, modulus, NULL, &result);
done:
    decref(rt, a);
    decref(rt, b);
    decref(rt, x);
    decref(rt, y);
    return result;
}

/* A power with a modulus of any sign: computed for its absolute value, then moved to its sign. */
static ouro_object *power_with_modulus(ouro_runtime *rt, ouro_object *base, ouro_object *exponent,
                                       ouro_object *modulus)
{
    ouro_object *result = NULL, *b = NULL, *e = newref(exponent);
    ouro_object *m = ouro_int_absolute(rt, modulus);
    if (!m)
        goto done;
    if (m == ouro_int_new(rt, 1)) {
        result = ouro_int_new(rt, 0);
        goto done;
    }
    if (!ouro_int_divmod(rt, base, m, NULL, &b))
        goto done;
    if (ouro_int_sign(e) < 0) {
        setref_take(rt, &b, inverse_modulo(rt, b, m));
        setref_take(rt, &e, ouro_int_negative(rt, e));
        if (!b || !e)
            goto done;
    }
    result = power_modulo(rt, b, e, m);
    if (result && ouro_int_sign(modulus) < 0 && ouro_int_sign(result) != 0)
        setref_take(rt, &result, ouro_int_subtract(rt, result, m));
done:
    xdecref(rt, b);
    xdecref(rt, e);
    xdecref(rt, m);
    return result;
}

ouro_object *ouro_int_slot_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *c)
{
    if (!is_int(rt, a) || !is_int(rt, b) || (c != rt->none && !is_int(rt, c)))
        return rt->not_implemented;
    if (c != rt->none) {
        if (ouro_int_sign(c) == 0)
            return ouro_raise(rt, EXC_ValueError, "pow() 3rd argument cannot be 0");
        return power_with_modulus(rt, a, b, c);
    }
    if (ouro_int_sign(b) >= 0)
        return ouro_int_power(rt, a, b);
    double x, y;
    if (!ouro_int_as_double(rt, a, &x) || !ouro_int_as_double(rt, b, &y))
        return NULL;
    return ouro_float_power(rt, x, y);
}
