/* timedelta: a number of microseconds, kept as days, seconds and microseconds. All arithmetic is done on
 * the whole number, in 128 bits, and rounds half to even where it is not exact. */
#include <math.h>
#include <stdio.h>

#include "modules/datetime_internal.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

typedef ouro_datetime_us wide;
__extension__ typedef unsigned __int128 wide_unsigned;

/* ---- values ---------------------------------------------------------------------------------- */

wide ouro_datetime_delta_us(const ouro_object *delta)
{
    const struct ouro_datetime_delta *self = delta_of(delta);
    return (wide)self->days * DAY_US + (int64_t)self->seconds * SECOND_US + self->microseconds;
}

static bool is_small(wide value)
{
    return value >= INT64_MIN / 2 && value <= INT64_MAX / 2;
}

/* Division of 128 bits is slow: what fits 64 takes the short way. */
static wide floor_divide(wide a, wide b)
{
    if (ouro_likely(is_small(a) && is_small(b))) {
        int64_t x = (int64_t)a, y = (int64_t)b;
        return x / y - (x % y != 0 && (x < 0) != (y < 0));
    }
    wide quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

static void *raise_too_large(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int");
}

ouro_object *ouro_datetime_delta_new(ouro_runtime *rt, struct ouro_class *cls, wide us)
{
    wide days = floor_divide(us, DAY_US);
    if (days < INT32_MIN || days > INT32_MAX)
        return raise_too_large(rt);
    if (days < -DELTA_DAYS_MAX || days > DELTA_DAYS_MAX)
        return ouro_raise(rt, EXC_OverflowError, "days=%d; must have magnitude <= %d", (int)days,
                          DELTA_DAYS_MAX);
    int64_t rest = (int64_t)(us - days * DAY_US);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    delta_of(self)->days = (int32_t)days;
    delta_of(self)->seconds = (int32_t)(rest / SECOND_US);
    delta_of(self)->microseconds = (int32_t)(rest % SECOND_US);
    return self;
}

bool ouro_datetime_delta_is_offset(const ouro_object *delta)
{
    wide us = ouro_datetime_delta_us(delta);
    return us > -DAY_US && us < DAY_US;
}

/* A timedelta itself, whatever the class of kin. */
static ouro_object *plain_new(ouro_runtime *rt, const ouro_object *kin, wide us)
{
    return ouro_datetime_delta_new(rt, ouro_datetime_class(rt, class_of(rt, kin), KIND_DELTA), us);
}

static ouro_object *int_from_wide(ouro_runtime *rt, wide value)
{
    if (value >= INT64_MIN && value <= INT64_MAX)
        return ouro_int_new(rt, (int64_t)value);
    return ouro_int_from_bytes(rt, (const uint8_t *)&value, sizeof value, true, true);
}

/* false, without an error: it does not fit. */
static bool int_fits_wide(ouro_runtime *rt, ouro_object *object, wide *value)
{
    int64_t small;
    if (ouro_int_fits_i64(object, &small)) {
        *value = small;
        return true;
    }
    return ouro_int_bit_length(object) < 127 &&
           ouro_int_to_bytes(rt, object, (uint8_t *)value, sizeof *value, true, true);
}

/* ---- construction ---------------------------------------------------------------------------- */

/* The sum of what the arguments of timedelta() come to: in 128 bits as long as they are of a usual size. */
struct total {
    wide us;
    ouro_object *large; /* what did not fit, an int; owned or NULL */
    double rest;        /* fractions of a microsecond */
};

static bool add_large(ouro_runtime *rt, struct total *total, ouro_object *count, int64_t factor)
{
    ouro_object *unit = ouro_int_new(rt, factor);
    ouro_object *part = unit ? ouro_int_multiply(rt, count, unit) : NULL;
    xdecref(rt, unit);
    if (part && total->large) {
        ouro_object *sum = ouro_int_add(rt, total->large, part);
        decref(rt, part);
        part = sum;
    }
    if (part)
        setref_take(rt, &total->large, part);
    return part != NULL;
}

static bool add_int(ouro_runtime *rt, struct total *total, ouro_object *count, int64_t factor)
{
    int64_t small;
    if (!ouro_int_fits_i64(count, &small))
        return add_large(rt, total, count, factor);
    total->us += (wide)small * factor;
    return true;
}

static bool add_float(ouro_runtime *rt, struct total *total, double count, int64_t factor)
{
    double whole, fraction = modf(count, &whole);
    ouro_object *number = ouro_int_new_double(rt, whole);
    bool is_good = number && add_int(rt, total, number, factor);
    xdecref(rt, number);
    if (!is_good || fraction == 0)
        return is_good;
    fraction = modf((double)factor * fraction, &whole);
    total->us += (int64_t)whole;
    total->rest += fraction;
    return true;
}

static bool add_component(ouro_runtime *rt, struct total *total, const char *name, ouro_object *value,
                          int64_t factor)
{
    if (is_int(rt, value))
        return add_int(rt, total, value, factor);
    if (is_float(rt, value))
        return add_float(rt, total, ouro_float_value(value), factor);
    return ouro_raise(rt, EXC_TypeError, "unsupported type for timedelta %s component: %T", name,
                      value) != NULL;
}

/* The sum of the fractions counts as one number, rounded once, a half towards an even total. */
static void round_rest(struct total *total)
{
    double whole = round(total->rest);
    if (fabs(whole - total->rest) == 0.5) {
        int is_odd = (int)(total->us & 1);
        whole = 2.0 * round((total->rest + is_odd) * 0.5) - is_odd;
    }
    total->us += (int64_t)whole;
}

static ouro_object *total_finish(ouro_runtime *rt, struct total *total, struct ouro_class *cls)
{
    if (total->large) {
        ouro_object *part = int_from_wide(rt, total->us);
        ouro_object *sum = part ? ouro_int_add(rt, total->large, part) : NULL;
        xdecref(rt, part);
        bool fits = sum && int_fits_wide(rt, sum, &total->us);
        if (sum && !fits)
            raise_too_large(rt);
        xdecref(rt, sum);
        if (!fits)
            return NULL;
    }
    return ouro_datetime_delta_new(rt, cls, total->us);
}

OURO_DATETIME_CREATE(ouro_datetime_delta_create)
{
    static const char *const parameters[] = {"days",    "seconds", "microseconds", "milliseconds",
                                             "minutes", "hours",   "weeks"};
    static const struct ouro_datetime_signature signature = {"__new__", parameters, "OOOOOOO", 0, 7};
    static const struct {
        uint8_t parameter;
        int64_t factor;
    } order[] = {{2, 1},          {3, 1000},   {1, SECOND_US},  {4, (int64_t)60 * SECOND_US},
                 {5, (int64_t)3600 * SECOND_US}, {0, DAY_US}, {6, 7 * DAY_US}};
    union ouro_datetime_argument given[7] = {0};
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    struct total total = {0};
    bool is_good = true;
    for (size_t i = 0; is_good && i < 7; i++) {
        ouro_object *value = given[order[i].parameter].object;
        is_good = !value || add_component(rt, &total, parameters[order[i].parameter], value,
                                          order[i].factor);
    }
    if (is_good && total.rest != 0)
        round_rest(&total);
    ouro_object *self = is_good ? total_finish(rt, &total, cls) : NULL;
    xdecref(rt, total.large);
    return self;
}

static void delta_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

/* ---- text, comparison, hash ------------------------------------------------------------------ */

static ouro_object *delta_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_delta *delta = delta_of(self);
    char text[96];
    size_t size = 0;
    const char *separator = "";
    const struct {
        const char *name;
        int value;
    } parts[] = {{"days", delta->days}, {"seconds", delta->seconds}, {"microseconds", delta->microseconds}};
    text[0] = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!parts[i].value)
            continue;
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s=%d", separator, parts[i].name,
                                 parts[i].value);
        separator = ", ";
    }
    return ouro_str_format(rt, "%s(%s)", class_of(rt, self)->core.name, size ? text : "0");
}

static ouro_object *delta_str(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_delta *delta = delta_of(self);
    char text[96];
    size_t size = 0;
    int minutes = delta->seconds / 60;
    if (delta->days)
        size = (size_t)snprintf(text, sizeof text, "%d day%s, ", delta->days,
                                delta->days == 1 || delta->days == -1 ? "" : "s");
    size += (size_t)snprintf(text + size, sizeof text - size, "%d:%02d:%02d", minutes / 60, minutes % 60,
                             delta->seconds % 60);
    if (delta->microseconds)
        size += (size_t)snprintf(text + size, sizeof text - size, ".%06d", delta->microseconds);
    return ouro_str_new(rt, text, size);
}

static ouro_object *delta_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_delta(rt, b))
        return rt->not_implemented;
    return ouro_datetime_compare(rt, ouro_datetime_delta_us(a), ouro_datetime_delta_us(b), op);
}

static ouro_object *state_new(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_delta *delta = delta_of(self);
    ouro_object *items[3] = {ouro_int_new(rt, delta->days), ouro_int_new(rt, delta->seconds),
                             ouro_int_new(rt, delta->microseconds)};
    return ouro_tuple_from_take(rt, items, 3);
}

/* That of the tuple of the three numbers. */
static bool delta_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    ouro_object *state = state_new(rt, self);
    bool is_good = state && ouro_hash(rt, state, hash);
    xdecref(rt, state);
    return is_good;
}

static int delta_truth(ouro_runtime *rt, ouro_object *self)
{
    return ouro_datetime_delta_us(self) != 0;
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

static ouro_object *delta_add(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a) || !is_delta(rt, b))
        return rt->not_implemented;
    return plain_new(rt, a, ouro_datetime_delta_us(a) + ouro_datetime_delta_us(b));
}

static ouro_object *delta_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a) || !is_delta(rt, b))
        return rt->not_implemented;
    return plain_new(rt, a, ouro_datetime_delta_us(a) - ouro_datetime_delta_us(b));
}

static ouro_object *delta_negative(ouro_runtime *rt, ouro_object *self)
{
    return plain_new(rt, self, -ouro_datetime_delta_us(self));
}

static ouro_object *delta_positive(ouro_runtime *rt, ouro_object *self)
{
    return plain_new(rt, self, ouro_datetime_delta_us(self));
}

static ouro_object *delta_absolute(ouro_runtime *rt, ouro_object *self)
{
    return delta_of(self)->days < 0 ? delta_negative(rt, self) : delta_positive(rt, self);
}

/* a / b to the nearest, half to even. Neither is so large that doubling overflows. */
static wide divide_nearest(wide a, wide b)
{
    bool is_negative = (a < 0) != (b < 0);
    wide_unsigned x = a < 0 ? -(wide_unsigned)a : (wide_unsigned)a;
    wide_unsigned y = b < 0 ? -(wide_unsigned)b : (wide_unsigned)b;
    wide_unsigned quotient, rest;
    if (ouro_likely(is_small(a) && is_small(b))) {
        quotient = (uint64_t)x / (uint64_t)y;
        rest = (uint64_t)x % (uint64_t)y;
    } else {
        quotient = x / y;
        rest = x % y;
    }
    if (rest * 2 > y || (rest * 2 == y && (quotient & 1)))
        quotient++;
    return is_negative ? -(wide)quotient : (wide)quotient;
}

static void *raise_zero(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_ZeroDivisionError, "integer division or modulo by zero");
}

static ouro_object *multiply_int(ouro_runtime *rt, ouro_object *delta, ouro_object *number)
{
    wide us = ouro_datetime_delta_us(delta), factor, product;
    if (us == 0)
        return plain_new(rt, delta, 0);
    if (!int_fits_wide(rt, number, &factor) || __builtin_mul_overflow(us, factor, &product))
        return rt->error ? NULL : raise_too_large(rt);
    return plain_new(rt, delta, product);
}

/* value = mantissa * 2 ** exponent, with a mantissa of 53 bits at most, odd or 0. */
static bool split_float(ouro_runtime *rt, double value, int64_t *mantissa, int *exponent)
{
    if (isinf(value))
        return ouro_raise(rt, EXC_OverflowError, "cannot convert Infinity to integer ratio") != NULL;
    if (isnan(value))
        return ouro_raise(rt, EXC_ValueError, "cannot convert NaN to integer ratio") != NULL;
    *mantissa = (int64_t)ldexp(frexp(value, exponent), 53);
    *exponent -= 53;
    int zeros = *mantissa ? __builtin_ctzll((uint64_t)*mantissa) : 0;
    *mantissa /= (int64_t)1 << zeros;
    *exponent = *mantissa ? *exponent + zeros : 0;
    return true;
}

/* value * 2 ** bits; false: too large. */
static bool shift_left(wide *value, int bits)
{
    if (*value == 0 || bits == 0)
        return true;
    return bits < 126 && !__builtin_mul_overflow(*value, (wide)1 << bits, value);
}

/* The product of 67 and 53 bits is exact; what is left is a power of two. */
static ouro_object *multiply_float(ouro_runtime *rt, ouro_object *delta, double number)
{
    int64_t mantissa;
    int exponent;
    if (!split_float(rt, number, &mantissa, &exponent))
        return NULL;
    wide product = ouro_datetime_delta_us(delta) * mantissa;
    if (exponent >= 0 && !shift_left(&product, exponent))
        return raise_too_large(rt);
    if (exponent < 0)
        product = exponent < -125 ? 0 : divide_nearest(product, (wide)1 << -exponent);
    return plain_new(rt, delta, product);
}

static ouro_object *scale_by_ratio(ouro_runtime *rt, ouro_object *delta, ouro_object *number,
                                   bool is_division)
{
    ouro_object *us = int_from_wide(rt, ouro_datetime_delta_us(delta)), *result = NULL;
    ouro_object *scaled = us ? ouro_datetime_ratio_scale(rt, us, number, is_division) : NULL;
    wide value;
    if (scaled && int_fits_wide(rt, scaled, &value))
        result = plain_new(rt, delta, value);
    else if (scaled && !rt->error)
        raise_too_large(rt);
    xdecref(rt, us);
    xdecref(rt, scaled);
    return result;
}

static ouro_object *delta_multiply(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *delta = is_delta(rt, a) ? a : b, *number = delta == a ? b : a;
    if (is_int(rt, number))
        return multiply_int(rt, delta, number);
    if (is_exact(number, TYPE_FLOAT))
        return multiply_float(rt, delta, ouro_float_value(number));
    return is_float(rt, number) ? scale_by_ratio(rt, delta, number, false) : rt->not_implemented;
}

static ouro_object *divide_float(ouro_runtime *rt, ouro_object *delta, double number)
{
    int64_t mantissa;
    int exponent;
    if (!split_float(rt, number, &mantissa, &exponent))
        return NULL;
    if (mantissa == 0)
        return raise_zero(rt);
    wide us = ouro_datetime_delta_us(delta), divisor = mantissa;
    if (us == 0)
        return plain_new(rt, delta, 0);
    if (exponent < 0 && !shift_left(&us, -exponent))
        return raise_too_large(rt); /* 2 ** 126 by 53 bits is no timedelta */
    if (exponent > 0 && !shift_left(&divisor, exponent))
        return plain_new(rt, delta, 0);
    return plain_new(rt, delta, divide_nearest(us, divisor));
}

static ouro_object *divide_int(ouro_runtime *rt, ouro_object *delta, ouro_object *number, bool is_floor)
{
    wide us = ouro_datetime_delta_us(delta), divisor;
    if (!int_fits_wide(rt, number, &divisor)) {
        if (rt->error)
            return NULL;
        bool is_below = is_floor && us != 0 && (us < 0) != (ouro_int_sign(number) < 0);
        return plain_new(rt, delta, is_below ? -1 : 0);
    }
    if (divisor == 0)
        return raise_zero(rt);
    return plain_new(rt, delta, is_floor ? floor_divide(us, divisor) : divide_nearest(us, divisor));
}

/* The quotient of two numbers of microseconds as a float, correctly rounded. */
static ouro_object *quotient_float(ouro_runtime *rt, wide a, wide b)
{
    enum { EXACT_BITS = 53 };
    const wide limit = (wide)1 << EXACT_BITS;
    if (b != 0 && a > -limit && a < limit && b > -limit && b < limit)
        return ouro_float_new(rt, (double)(int64_t)a / (double)(int64_t)b);
    ouro_object *x = int_from_wide(rt, a), *y = x ? int_from_wide(rt, b) : NULL;
    ouro_object *result = y ? ouro_binary_operation(rt, BINARY_TRUE_DIVIDE, x, y) : NULL;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *delta_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a))
        return rt->not_implemented;
    if (is_delta(rt, b))
        return quotient_float(rt, ouro_datetime_delta_us(a), ouro_datetime_delta_us(b));
    if (is_exact(b, TYPE_FLOAT))
        return divide_float(rt, a, ouro_float_value(b));
    if (is_float(rt, b))
        return scale_by_ratio(rt, a, b, true);
    return is_int(rt, b) ? divide_int(rt, a, b, false) : rt->not_implemented;
}

static ouro_object *delta_floor_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a))
        return rt->not_implemented;
    if (is_int(rt, b))
        return divide_int(rt, a, b, true);
    if (!is_delta(rt, b))
        return rt->not_implemented;
    wide divisor = ouro_datetime_delta_us(b);
    return divisor ? int_from_wide(rt, floor_divide(ouro_datetime_delta_us(a), divisor)) : raise_zero(rt);
}

static ouro_object *delta_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a) || !is_delta(rt, b))
        return rt->not_implemented;
    wide us = ouro_datetime_delta_us(a), divisor = ouro_datetime_delta_us(b);
    if (!divisor)
        return ouro_raise(rt, EXC_ZeroDivisionError, "integer modulo by zero");
    return plain_new(rt, a, us - floor_divide(us, divisor) * divisor);
}

static ouro_object *delta_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_delta(rt, a) || !is_delta(rt, b))
        return rt->not_implemented;
    ouro_object *quotient = delta_floor_divide(rt, a, b), *rest = NULL, *result = NULL;
    if (quotient && (rest = delta_remainder(rt, a, b)))
        result = ouro_tuple_pack(rt, 2, quotient, rest);
    xdecref(rt, quotient);
    xdecref(rt, rest);
    return result;
}

/* ---- methods --------------------------------------------------------------------------------- */

OURO_DATETIME_METHOD(delta_total_seconds)
{
    return quotient_float(rt, ouro_datetime_delta_us(self), SECOND_US);
}

OURO_DATETIME_METHOD(delta_reduce)
{
    ouro_object *state = state_new(rt, self);
    ouro_object *result = state ? ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, state) : NULL;
    xdecref(rt, state);
    return result;
}

static ouro_object *get_days(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, delta_of(self)->days);
}
static ouro_object *get_seconds(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, delta_of(self)->seconds);
}
static ouro_object *get_microseconds(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, delta_of(self)->microseconds);
}

/* CPython has members here, whose refusal to be set has other words than a getset's. */
static bool refuse(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return ouro_raise(rt, EXC_AttributeError, "readonly attribute") != NULL;
}

bool ouro_datetime_delta_constants(ouro_runtime *rt, struct ouro_class *cls)
{
    const wide end = (wide)(DELTA_DAYS_MAX + 1) * DAY_US;
    return ouro_datetime_constant_take(
               rt, cls, "min", ouro_datetime_delta_new(rt, cls, (wide)-DELTA_DAYS_MAX * DAY_US)) &&
           ouro_datetime_constant_take(rt, cls, "max", ouro_datetime_delta_new(rt, cls, end - 1)) &&
           ouro_datetime_constant_take(rt, cls, "resolution", ouro_datetime_delta_new(rt, cls, 1));
}

bool ouro_datetime_delta_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_method methods[] = {
        {"total_seconds", delta_total_seconds, 0, 0, 0, "Total seconds in the duration."},
        {"__reduce__", delta_reduce, 0, 0, 0, "__reduce__() -> (cls, state)"},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"days", get_days, refuse, "Number of days."},
        {"seconds", get_seconds, refuse, "Number of seconds (>= 0 and less than 1 day)."},
        {"microseconds", get_microseconds, refuse, "Number of microseconds (>= 0 and less than 1 second)."},
        {0},
    };
    cls->core.dealloc = delta_dealloc;
    cls->create = ouro_datetime_delta_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = delta_repr;
    cls->str = delta_str;
    cls->hash = delta_hash;
    cls->compare = delta_compare;
    cls->truth = delta_truth;
    cls->add = delta_add;
    cls->subtract = delta_subtract;
    cls->multiply = delta_multiply;
    cls->true_divide = delta_true_divide;
    cls->floor_divide = delta_floor_divide;
    cls->remainder = delta_remainder;
    cls->divmod = delta_divmod;
    cls->negative = delta_negative;
    cls->positive = delta_positive;
    cls->absolute = delta_absolute;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
