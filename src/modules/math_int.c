/* Whole numbers of math: gcd, lcm, isqrt, and products of ranges (factorial, perm, comb). */
#include "modules/math_internal.h"
#include "types/int_internal.h"

/* ---- greatest common divisor --------------------------------------------------------------------
 */

static uint64_t gcd_u64(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Both non-zero; what mpn_gcd wants: the second odd, the first not shorter. */
static ouro_object *gcd_large(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    struct int_view x, y;
    int_view_init(&x, a);
    int_view_init(&y, b);
    uint64_t x_twos = mpn_scan1(x.limbs, 0), y_twos = mpn_scan1(y.limbs, 0);
    ouro_object *odd_a = ouro_int_shift_right(rt, a, x_twos);
    ouro_object *odd_b = ouro_int_shift_right(rt, b, y_twos), *result = NULL;
    struct int_scratch scratch;
    if (!odd_a || !odd_b)
        goto done;
    if (ouro_int_bit_length(odd_a) < ouro_int_bit_length(odd_b)) {
        ouro_object *swap = odd_a;
        odd_a = odd_b;
        odd_b = swap;
    }
    int_view_init(&x, odd_a);
    int_view_init(&y, odd_b);
    if (!int_scratch_open(rt, &scratch, x.count + 1 + y.count * 2))
        goto done;
    uint64_t *u = scratch.limbs, *v = u + x.count + 1, *g = v + y.count;
    memcpy(u, x.limbs, x.count * sizeof(uint64_t));
    memcpy(v, y.limbs, y.count * sizeof(uint64_t));
    mp_size_t size = mpn_gcd(g, u, (mp_size_t)x.count, v, (mp_size_t)y.count);
    result = ouro_int_from_limbs(rt, g, (size_t)size, false);
    int_scratch_close(rt, &scratch);
    if (result)
        setref_take(rt, &result,
                    ouro_int_shift_left(rt, result, x_twos < y_twos ? x_twos : y_twos));
done:
    xdecref(rt, odd_a);
    xdecref(rt, odd_b);
    return result;
}

static ouro_object *gcd_pair(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_int_is_small(a) && ouro_int_is_small(b))
        return ouro_int_new_u64(
            rt, gcd_u64(magnitude_of(ouro_int_value(a)), magnitude_of(ouro_int_value(b))));
    if (ouro_int_sign(a) == 0)
        return ouro_int_absolute(rt, b);
    if (ouro_int_sign(b) == 0)
        return ouro_int_absolute(rt, a);
    ouro_object *x = ouro_int_absolute(rt, a), *y = ouro_int_absolute(rt, b);
    ouro_object *result = x && y ? gcd_large(rt, x, y) : NULL;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *lcm_pair(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro_int_sign(a) == 0 || ouro_int_sign(b) == 0)
        return ouro_int_new(rt, 0);
    ouro_object *divisor = gcd_pair(rt, a, b);
    ouro_object *rest = divisor ? ouro_int_floor_divide(rt, a, divisor) : NULL;
    ouro_object *product = rest ? ouro_int_multiply(rt, rest, b) : NULL;
    ouro_object *result = product ? ouro_int_absolute(rt, product) : NULL;
    xdecref(rt, divisor);
    xdecref(rt, rest);
    xdecref(rt, product);
    return result;
}

static ouro_object *fold(ouro_runtime *rt, ouro_object *const *args, size_t count, int64_t start,
                         ouro_binary pair)
{
    ouro_object *result = ouro_int_new(rt, start);
    for (size_t i = 0; i < count && result; i++) {
        ouro_object *item = ouro_index(rt, args[i]);
        ouro_object *next = item ? pair(rt, result, item) : NULL;
        xdecref(rt, item);
        setref_take(rt, &result, next);
    }
    return result;
}

ouro_object *ouro_math_gcd(MATH_ARGUMENTS)
{
    return fold(rt, args, count, 0, gcd_pair);
}

ouro_object *ouro_math_lcm(MATH_ARGUMENTS)
{
    return fold(rt, args, count, 1, lcm_pair);
}

ouro_object *ouro_math_isqrt(MATH_ARGUMENTS)
{
    ouro_object *value = ouro_index(rt, args[0]), *result = NULL;
    if (!value)
        return NULL;
    struct int_view view;
    struct int_scratch scratch;
    int_view_init(&view, value);
    if (view.is_negative) {
        ouro_raise(rt, EXC_ValueError, "isqrt() argument must be nonnegative");
    } else if (view.count == 0) {
        result = ouro_int_new(rt, 0);
    } else if (int_scratch_open(rt, &scratch, (view.count + 1) / 2)) {
        mpn_sqrtrem(scratch.limbs, NULL, view.limbs, (mp_size_t)view.count);
        result = ouro_int_from_limbs(rt, scratch.limbs, (view.count + 1) / 2, false);
        int_scratch_close(rt, &scratch);
    }
    decref(rt, value);
    return result;
}

/* ---- products of ranges -------------------------------------------------------------------------
 */

/* first * (first + 1) * ... * last, halves multiplied so that the factors stay of like size. The
 * depth is the logarithm of the range. */
static ouro_object *range_product(ouro_runtime *rt, uint64_t first, uint64_t last)
{
    uint64_t product = 1, i = first;
    if (last - first < 64) {
        while (i <= last && !__builtin_mul_overflow(product, i, &product))
            i++;
        if (i > last)
            return ouro_int_new_u64(rt, product);
    }
    if (first == last)
        return ouro_int_new_u64(rt, first);
    uint64_t middle = first + (last - first) / 2;
    ouro_object *low = range_product(rt, first, middle);
    ouro_object *high = low ? range_product(rt, middle + 1, last) : NULL;
    ouro_object *result = high ? ouro_int_multiply(rt, low, high) : NULL;
    xdecref(rt, low);
    xdecref(rt, high);
    return result;
}

static ouro_object *factorial(ouro_runtime *rt, ouro_object *argument)
{
    ouro_object *value = ouro_index(rt, argument), *result = NULL;
    int64_t n;
    if (!value)
        return NULL;
    if (ouro_int_sign(value) < 0)
        ouro_raise(rt, EXC_ValueError, "factorial() not defined for negative values");
    else if (!ouro_int_fits_i64(value, &n))
        ouro_raise(rt, EXC_OverflowError, "factorial() argument should not exceed %lld",
                   (long long)INT64_MAX);
    else
        result = n < 2 ? ouro_int_new(rt, 1) : range_product(rt, 2, (uint64_t)n);
    decref(rt, value);
    return result;
}

ouro_object *ouro_math_factorial(MATH_ARGUMENTS)
{
    return factorial(rt, args[0]);
}

/* n * (n - 1) * ... of k factors for any size of n. */
static ouro_object *falling_product(ouro_runtime *rt, ouro_object *n, uint64_t k)
{
    int64_t small;
    if (k == 0)
        return ouro_int_new(rt, 1);
    if (ouro_int_fits_i64(n, &small))
        return range_product(rt, (uint64_t)small - k + 1, (uint64_t)small);
    if (k == 1)
        return newref(n);
    uint64_t half = k / 2;
    ouro_object *high = falling_product(rt, n, half);
    ouro_object *step = high ? ouro_int_new_u64(rt, half) : NULL;
    ouro_object *below = step ? ouro_int_subtract(rt, n, step) : NULL;
    ouro_object *low = below ? falling_product(rt, below, k - half) : NULL;
    ouro_object *result = low ? ouro_int_multiply(rt, high, low) : NULL;
    xdecref(rt, high);
    xdecref(rt, step);
    xdecref(rt, below);
    xdecref(rt, low);
    return result;
}

/* n and k as ints, neither negative: both owned. */
static bool read_pair(ouro_runtime *rt, ouro_object *const *args, ouro_object **n, ouro_object **k)
{
    *n = ouro_index(rt, args[0]);
    *k = *n ? ouro_index(rt, args[1]) : NULL;
    if (*n && *k && ouro_int_sign(*n) < 0)
        ouro_raise(rt, EXC_ValueError, "n must be a non-negative integer");
    else if (*n && *k && ouro_int_sign(*k) < 0)
        ouro_raise(rt, EXC_ValueError, "k must be a non-negative integer");
    else if (*n && *k)
        return true;
    xdecref(rt, *n);
    xdecref(rt, *k);
    return false;
}

ouro_object *ouro_math_perm(MATH_ARGUMENTS)
{
    ouro_object *n, *k, *result = NULL;
    int64_t factors;
    if (count < 2 || args[1] == rt->none)
        return factorial(rt, args[0]);
    if (!read_pair(rt, args, &n, &k))
        return NULL;
    if (ouro_int_compare(n, k) < 0)
        result = ouro_int_new(rt, 0);
    else if (!ouro_int_fits_i64(k, &factors))
        ouro_raise(rt, EXC_OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
    else
        result = falling_product(rt, n, (uint64_t)factors);
    decref(rt, n);
    decref(rt, k);
    return result;
}

ouro_object *ouro_math_comb(MATH_ARGUMENTS)
{
    ouro_object *n, *k, *rest = NULL, *top = NULL, *bottom = NULL, *result = NULL;
    int64_t factors;
    if (!read_pair(rt, args, &n, &k))
        return NULL;
    rest = ouro_int_subtract(rt, n, k);
    if (!rest)
        goto done;
    if (ouro_int_sign(rest) < 0) {
        result = ouro_int_new(rt, 0);
        goto done;
    }
    if (!ouro_int_fits_i64(ouro_int_compare(rest, k) < 0 ? rest : k, &factors)) {
        ouro_raise(rt, EXC_OverflowError, "min(n - k, k) must not exceed %lld",
                   (long long)INT64_MAX);
        goto done;
    }
    top = falling_product(rt, n, (uint64_t)factors);
    bottom =
        top ? (factors < 2 ? ouro_int_new(rt, 1) : range_product(rt, 2, (uint64_t)factors)) : NULL;
    if (bottom)
        result = ouro_int_floor_divide(rt, top, bottom);
done:
    decref(rt, n);
    decref(rt, k);
    xdecref(rt, rest);
    xdecref(rt, top);
    xdecref(rt, bottom);
    return result;
}
