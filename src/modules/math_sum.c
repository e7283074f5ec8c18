/* Sums and lengths of math: fsum (exact), hypot and dist (rounded once), prod. */
#include <math.h>
#include <string.h>

#include "modules/math_internal.h"
#include "types/list.h"
#include "types/tuple.h"

/* ---- fsum ---------------------------------------------------------------------------------------
 */

/* A sum kept as doubles that do not overlap, smallest first: no bit is lost (Shewchuk's method). */
struct exact_sum {
    ouro_runtime *rt;
    double *parts;
    size_t count, capacity;
    double specials, infinities; /* sums of inputs that are not finite */
    double here[32];
};

static bool reserve_part(struct exact_sum *sum)
{
    if (sum->count < sum->capacity)
        return true;
    size_t size = sum->capacity * sizeof(double);
    double *grown = ouro_buffer_alloc(sum->rt, size * 2);
    if (!grown)
        return false;
    memcpy(grown, sum->parts, size);
    if (sum->parts != sum->here)
        ouro_buffer_free(sum->rt, sum->parts, size);
    sum->parts = grown;
    sum->capacity *= 2;
    return true;
}

static bool exact_sum_add(struct exact_sum *sum, double value)
{
    double x = value;
    size_t kept = 0;
    for (size_t i = 0; i < sum->count; i++) {
        double y = sum->parts[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0.0)
            sum->parts[kept++] = low;
        x = high;
    }
    sum->count = kept;
    if (x == 0.0)
        return true;
    if (!isfinite(x)) {
        if (isfinite(value)) {
            ouro_raise(sum->rt, EXC_OverflowError, "intermediate overflow in fsum");
            return false;
        }
        if (isinf(value))
            sum->infinities += value;
        sum->specials += value;
        sum->count = 0;
        return true;
    }
    if (!reserve_part(sum))
        return false;
    sum->parts[sum->count++] = x;
    return true;
}

/* From the largest part down until one changes nothing; what is left below decides a tie. */
static double exact_sum_round(const struct exact_sum *sum)
{
    size_t n = sum->count;
    if (n == 0)
        return 0.0;
    double high = sum->parts[--n], low = 0.0;
    while (n > 0) {
        double x = high, y = sum->parts[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0.0)
            break;
    }
    if (n > 0 &&
        ((low < 0.0 && sum->parts[n - 1] < 0.0) || (low > 0.0 && sum->parts[n - 1] > 0.0))) {
        double y = low * 2.0, x = high + y;
        if (y == x - high)
            high = x;
    }
    return high;
}

ouro_object *ouro_math_fsum(MATH_ARGUMENTS)
{
    struct exact_sum sum = {.rt = rt, .capacity = 32};
    sum.parts = sum.here;
    ouro_object *iterator = ouro_iter(rt, args[0]), *result = NULL, *item;
    if (!iterator)
        return NULL;
    while ((item = ouro_next(rt, iterator))) {
        double value;
        bool is_number = ouro_math_double(rt, item, &value);
        decref(rt, item);
        if (!is_number || !exact_sum_add(&sum, value))
            goto done;
    }
    if (ouro_has_error(rt))
        goto done;
    if (sum.specials != 0.0) {
        if (isnan(sum.infinities))
            ouro_raise(rt, EXC_ValueError, "-inf + inf in fsum");
        else
            result = ouro_float_new(rt, sum.specials);
    } else {
        result = ouro_float_new(rt, exact_sum_round(&sum));
    }
done:
    if (sum.parts != sum.here)
        ouro_buffer_free(rt, sum.parts, sum.capacity * sizeof(double));
    decref(rt, iterator);
    return result;
}

/* ---- lengths ------------------------------------------------------------------------------------
 */

/* The squares are summed with 113 bits, more than twice what a double holds, and one step of
 * Newton's method makes the root of that sum good to the last bit. */
static double vector_length(double *values, size_t count)
{
    double largest = 0.0;
    bool has_nan = false;
    for (size_t i = 0; i < count; i++) {
        values[i] = fabs(values[i]);
        has_nan = has_nan || isnan(values[i]);
        if (values[i] > largest)
            largest = values[i];
    }
    if (isinf(largest) || (!has_nan && (largest == 0.0 || count <= 1)))
        return largest;
    if (has_nan)
        return NAN;
    int exponent;
    frexp(largest, &exponent);
    __extension__ __float128 sum = 0;
    for (size_t i = 0; i < count; i++) {
        __extension__ __float128 scaled = ldexp(values[i], -exponent);
        sum += scaled * scaled;
    }
    double root = sqrt((double)sum);
    __extension__ __float128 wide = root;
    root = (double)(wide + (sum - wide * wide) / (2 * wide));
    return ldexp(root, exponent);
}

ouro_object *ouro_math_hypot(MATH_ARGUMENTS)
{
    double here[16], *values = here;
    if (count > 16 && !(values = ouro_buffer_alloc(rt, count * sizeof(double))))
        return NULL;
    ouro_object *result = NULL;
    for (size_t i = 0; i < count; i++)
        if (!ouro_math_double(rt, args[i], &values[i]))
            goto done;
    result = ouro_float_new(rt, vector_length(values, count));
done:
    if (values != here)
        ouro_buffer_free(rt, values, count * sizeof(double));
    return result;
}

ouro_object *ouro_math_dist(MATH_ARGUMENTS)
{
    ouro_object *p = ouro_to_tuple(rt, args[0]);
    ouro_object *q = p ? ouro_to_tuple(rt, args[1]) : NULL, *result = NULL;
    double here[16], *values = here;
    size_t length = q ? tuple_length(p) : 0;
    if (!q)
        goto done;
    if (length != tuple_length(q)) {
        ouro_raise(rt, EXC_ValueError, "both points must have the same number of dimensions");
        goto done;
    }
    if (length > 16 && !(values = ouro_buffer_alloc(rt, length * sizeof(double))))
        goto done;
    for (size_t i = 0; i < length; i++) {
        double a, b;
        if (!ouro_math_double(rt, tuple_at(p, i), &a) || !ouro_math_double(rt, tuple_at(q, i), &b))
            goto done;
        values[i] = a - b;
    }
    result = ouro_float_new(rt, vector_length(values, length));
done:
    if (values && values != here)
        ouro_buffer_free(rt, values, length * sizeof(double));
    xdecref(rt, p);
    xdecref(rt, q);
    return result;
}

ouro_object *ouro_math_prod(MATH_ARGUMENTS)
{
    static const char *const parameters[] = {"", "start", NULL};
    static const struct ouro_signature signature = {"prod", parameters, 1, 1};
    ouro_object *bound[2], *item;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, bound[0]);
    if (!iterator)
        return NULL;
    ouro_object *result = bound[1] ? newref(bound[1]) : ouro_int_new(rt, 1);
    while (result && (item = ouro_next(rt, iterator))) {
        setref_take(rt, &result, ouro_binary_operation(rt, BINARY_MULTIPLY, result, item));
        decref(rt, item);
    }
    if (result && ouro_has_error(rt))
        clearref(rt, &result);
    decref(rt, iterator);
    return result;
}
