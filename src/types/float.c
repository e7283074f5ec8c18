/* The class float: arithmetic on doubles with Python's rules for division, remainder and powers. */
#include "types/float.h"

#include <errno.h>
#include <math.h>

#include "types/float_internal.h"
#include "types/float_text.h"
#include "types/hash.h"
#include "types/int_internal.h"
#include "types/number_text.h"
#include "types/str.h"
#include "types/tuple.h"

int64_t ouro_float_hash(double value, const ouro_object *self)
{
    if (ouro_unlikely(isnan(value)))
        return self ? ouro_hash_pointer(self) : 0;
    return ouro_hash_double(value);
}

/* ---- construction ------------------------------------------------------------------------------
 */

static ouro_object *float_exact(ouro_runtime *rt, ouro_object *self)
{
    return is_exact(self, TYPE_FLOAT) ? newref(self) : ouro_float_new(rt, ouro_float_value(self));
}

static ouro_object *float_from_text(ouro_runtime *rt, ouro_object *object)
{
    double value;
    bool is_valid;
    if (is_str(rt, object)) {
        struct ouro_number_text text;
        if (!ouro_number_text_open(rt, &text, object))
            return NULL;
        is_valid = ouro_float_parse(text.data, text.size, &value);
        ouro_number_text_close(rt, &text);
    } else {
        const uint8_t *bytes;
        size_t size;
        if (!class_of(rt, object)->buffer)
            return ouro_raise(rt, EXC_TypeError,
                              "float() argument must be a string or a real number, not '%T'",
                              object);
        if (!ouro_buffer_get(rt, object, &bytes, &size))
            return NULL;
        is_valid = ouro_float_parse((const char *)bytes, size, &value);
    }
    if (!is_valid)
        return ouro_raise(rt, EXC_ValueError, "could not convert string to float: %R", object);
    return ouro_float_new(rt, value);
}

/* What __float__ gave, as an exact float. Takes result. */
static ouro_object *check_float_result(ouro_runtime *rt, ouro_object *object, ouro_object *result)
{
    if (!result || is_exact(result, TYPE_FLOAT))
        return result;
    ouro_object *exact = NULL;
    if (!is_float(rt, result))
        ouro_raise(rt, EXC_TypeError, "%T.__float__ returned non-float (type %T)", object, result);
    else if (ouro_warn(
                 rt, EXC_DeprecationWarning, 1,
                 "%T.__float__ returned non-float (type %T).  The ability to return an "
                 "instance of a strict subclass of float is deprecated, and may be removed in "
                 "a future version of Python.",
                 object, result))
        exact = ouro_float_new(rt, ouro_float_value(result));
    decref(rt, result);
    return exact;
}

ouro_object *ouro_float_from_object(ouro_runtime *rt, ouro_object *object)
{
    if (is_exact(object, TYPE_FLOAT))
        return newref(object);
    struct ouro_class *cls = class_of(rt, object);
    if (cls->to_float)
        return check_float_result(rt, object, cls->to_float(rt, object));
    if (cls->to_index) {
        ouro_object *index = ouro_index(rt, object);
        double value;
        bool is_done = index && ouro_int_as_double(rt, index, &value);
        xdecref(rt, index);
        return is_done ? ouro_float_new(rt, value) : NULL;
    }
    return float_from_text(rt, object);
}

static ouro_object *float_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct ouro_class *exact = builtin_class(rt, TYPE_FLOAT);
    /* A subclass with its own __init__ may take keywords; __new__ then leaves them to it. */
    if ((cls == exact || cls->init == exact->init) && !ouro_args_no_keywords(rt, "float", names))
        return NULL;
    if (!ouro_args_count(rt, "float", count, 0, 1))
        return NULL;
    ouro_object *value = count ? ouro_float_from_object(rt, args[0]) : ouro_float_new(rt, 0.0);
    if (cls == exact || !value)
        return value;
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        ((struct ouro_float *)(void *)self)->value = ouro_float_value(value);
    decref(rt, value);
    return self;
}

static void float_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (ouro_likely(is_exact(self, TYPE_FLOAT)))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_FLOAT], self, sizeof(struct ouro_float),
                            OURO_BLOCK_ATOM);
    else
        ouro_class_free(rt, self);
}

/* ---- arithmetic ---------------------------------------------------------------------------------
 */

double ouro_float_remainder(double a, double b)
{
    double remainder = fmod(a, b);
    if (remainder == 0)
        return copysign(0.0, b);
    return (b < 0) != (remainder < 0) ? remainder + b : remainder;
}

double ouro_float_floor_divide(double a, double b)
{
    double remainder = fmod(a, b);
    double quotient = (a - remainder) / b;
    if (remainder != 0 && (b < 0) != (remainder < 0))
        quotient -= 1.0;
    if (quotient == 0)
        return copysign(0.0, a / b);
    double floored = floor(quotient);
    return quotient - floored > 0.5 ? floored + 1.0 : floored;
}

/* OverflowError(34, 'Numerical result out of range'): the errno pair, as two arguments. */
static ouro_object *raise_out_of_range(ouro_runtime *rt)
{
    ouro_object *text = ouro_str_from(rt, "Numerical result out of range");
    if (!text)
        return NULL;
    ouro_object *error = ouro_call2(rt, &builtin_class(rt, EXC_OverflowError)->core.base,
                                    ouro_int_new(rt, ERANGE), text);
    decref(rt, text);
    return error ? ouro_raise_take(rt, error) : NULL;
}

static bool is_odd_integer(double value)
{
    return fmod(fabs(value), 2.0) == 1.0;
}

/* The cases in which C libraries differ or Python wants an error are settled before pow is called.
 */
ouro_object *ouro_float_power(ouro_runtime *rt, double a, double b)
{
    if (b == 0 || a == 1.0)
        return ouro_float_new(rt, 1.0);
    if (isnan(a) || isnan(b))
        return ouro_float_new(rt, isnan(a) ? a : b);
    if (isinf(b)) {
        double magnitude = fabs(a);
        if (magnitude == 1.0)
            return ouro_float_new(rt, 1.0);
        return ouro_float_new(rt, (b > 0) == (magnitude > 1.0) ? INFINITY : 0.0);
    }
    bool is_odd = is_odd_integer(b);
    if (isinf(a)) {
        double result = b > 0 ? INFINITY : 0.0;
        return ouro_float_new(rt, is_odd ? copysign(result, a) : result);
    }
    if (a == 0) {
        if (b < 0)
            return ouro_raise(rt, EXC_ZeroDivisionError,
                              "0.0 cannot be raised to a negative power");
        return ouro_float_new(rt, is_odd ? a : 0.0);
    }
    if (a < 0 && b != floor(b))
        return ouro_complex_power(rt, (struct complex_value){a, 0}, (struct complex_value){b, 0});
    double result = pow(fabs(a), b);
    if (isinf(result))
        return raise_out_of_range(rt);
    return ouro_float_new(rt, a < 0 && is_odd ? -result : result);
}

/* 1: *value is the operand; 0: not a real number; -1: error (an int too large). */
static int operand(ouro_runtime *rt, ouro_object *object, double *value)
{
    if (ouro_likely(is_exact(object, TYPE_FLOAT)) || is_float(rt, object)) {
        *value = ouro_float_value(object);
        return 1;
    }
    if (is_int(rt, object))
        return ouro_int_as_double(rt, object, value) ? 1 : -1;
    return 0;
}

/* Declares x and y, or returns NotImplemented or the error. */
#define OPERANDS(a, b)                                                                             \
    double x, y;                                                                                   \
    int status = operand(rt, a, &x);                                                               \
    if (status > 0)                                                                                \
        status = operand(rt, b, &y);                                                               \
    if (ouro_unlikely(status <= 0))                                                                \
    return status < 0 ? NULL : rt->not_implemented

#define FLOAT_BINARY(name, expression)                                                             \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                     \
    {                                                                                              \
        OPERANDS(a, b);                                                                            \
        return ouro_float_new(rt, expression);                                                     \
    }
#define FLOAT_DIVISION(name, expression, message)                                                  \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                     \
    {                                                                                              \
        OPERANDS(a, b);                                                                            \
        if (y == 0)                                                                                \
            return ouro_raise(rt, EXC_ZeroDivisionError, message);                                 \
        return ouro_float_new(rt, expression);                                                     \
    }

FLOAT_BINARY(float_add, x + y)
FLOAT_BINARY(float_subtract, x - y)
FLOAT_BINARY(float_multiply, x *y)
FLOAT_DIVISION(float_true_divide, x / y, "float division by zero")
FLOAT_DIVISION(float_floor_divide, ouro_float_floor_divide(x, y), "float floor division by zero")
FLOAT_DIVISION(float_remainder, ouro_float_remainder(x, y), "float modulo")

static ouro_object *float_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    OPERANDS(a, b);
    if (y == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "float divmod()");
    ouro_object *parts[2] = {ouro_float_new(rt, ouro_float_floor_divide(x, y)), NULL};
    if (!parts[0])
        return NULL;
    parts[1] = ouro_float_new(rt, ouro_float_remainder(x, y));
    if (!parts[1]) {
        decref(rt, parts[0]);
        return NULL;
    }
    return ouro_tuple_from_take(rt, parts, 2);
}

static ouro_object *float_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *c)
{
    if (c != rt->none)
        return ouro_raise(rt, EXC_TypeError,
                          "pow() 3rd argument not allowed unless all arguments are integers");
    OPERANDS(a, b);
    return ouro_float_power(rt, x, y);
}

static ouro_object *float_negative(ouro_runtime *rt, ouro_object *self)
{
    return ouro_float_new(rt, -ouro_float_value(self));
}

static ouro_object *float_absolute(ouro_runtime *rt, ouro_object *self)
{
    return ouro_float_new(rt, fabs(ouro_float_value(self)));
}

static ouro_object *float_to_int(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new_double(rt, ouro_float_value(self));
}

static ouro_object *float_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    double x = ouro_float_value(a), y;
    if (is_float(rt, b)) {
        y = ouro_float_value(b);
    } else if (!is_int(rt, b)) {
        return rt->not_implemented;
    } else if (isnan(x)) {
        y = 0; /* unordered with anything */
    } else {   /* exactly, not through a rounded double */
        y = ouro_int_compare_double(b, x);
        x = 0;
    }
    switch (op) {
    case COMPARE_LT:
        return bool_object(rt, x < y);
    case COMPARE_LE:
        return bool_object(rt, x <= y);
    case COMPARE_EQ:
        return bool_object(rt, x == y);
    case COMPARE_NE:
        return bool_object(rt, x != y);
    case COMPARE_GT:
        return bool_object(rt, x > y);
    default:
        return bool_object(rt, x >= y);
    }
}

static bool float_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    *hash = ouro_float_hash(ouro_float_value(self), self);
    return true;
}

static int float_truth(ouro_runtime *rt, ouro_object *self)
{
    return ouro_float_value(self) != 0;
}

static ouro_object *float_repr(ouro_runtime *rt, ouro_object *self)
{
    char buffer[40];
    size_t size = ouro_float_write(ouro_float_value(self), buffer, true);
    return ouro_str_from_latin1(rt, (const uint8_t *)buffer, size);
}

/* ---- methods ------------------------------------------------------------------------------------
 */

#define ARGUMENTS ouro_object *const *args, size_t count, ouro_object *names

static ouro_object *float_conjugate(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return float_exact(rt, self);
}

static ouro_object *float_trunc(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return ouro_int_new_double(rt, ouro_float_value(self));
}

static ouro_object *float_floor(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return ouro_int_new_double(rt, floor(ouro_float_value(self)));
}

static ouro_object *float_ceil(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return ouro_int_new_double(rt, ceil(ouro_float_value(self)));
}

static ouro_object *float_round(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    double value = ouro_float_value(self);
    if (count == 0 || args[0] == rt->none)
        return ouro_int_new_double(rt,
                                   rint(value)); /* to nearest, ties to even: the default mode */
    int64_t places;
    if (!ouro_index_i64(rt, args[0], &places, 0))
        return NULL;
    double rounded = ouro_float_round(value, places);
    if (isinf(rounded) && !isinf(value))
        return ouro_raise(rt, EXC_OverflowError, "rounded value too large to represent");
    return ouro_float_new(rt, rounded);
}

static ouro_object *float_as_integer_ratio(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    double value = ouro_float_value(self);
    if (isinf(value))
        return ouro_raise(rt, EXC_OverflowError, "cannot convert Infinity to integer ratio");
    if (isnan(value))
        return ouro_raise(rt, EXC_ValueError, "cannot convert NaN to integer ratio");
    int exponent;
    double fraction = frexp(value, &exponent);
    while (fraction != floor(fraction)) { /* at most 53 times */
        fraction *= 2;
        exponent--;
    }
    ouro_object *parts[2] = {ouro_int_new(rt, (int64_t)fraction), ouro_int_new(rt, 1)};
    ouro_object **scaled = exponent > 0 ? &parts[0] : &parts[1];
    if (parts[0] && fraction != 0)
        setref_take(
            rt, scaled,
            ouro_int_shift_left(rt, *scaled, (uint64_t)(exponent < 0 ? -exponent : exponent)));
    return ouro_tuple_from_take(rt, parts, 2);
}

static ouro_object *float_hex(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    char buffer[40];
    size_t size = ouro_float_write_hex(ouro_float_value(self), buffer);
    return ouro_str_from_latin1(rt, (const uint8_t *)buffer, size);
}

static ouro_object *float_fromhex(ouro_runtime *rt, ouro_object *cls, ARGUMENTS)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "bad argument type for built-in operation");
    struct ouro_number_text text;
    if (!ouro_number_text_open(rt, &text, args[0]))
        return NULL;
    double value;
    enum float_hex_status status = ouro_float_parse_hex(text.data, text.size, &value);
    ouro_number_text_close(rt, &text);
    if (status == FLOAT_HEX_INVALID)
        return ouro_raise(rt, EXC_ValueError, "invalid hexadecimal floating-point string");
    if (status == FLOAT_HEX_TOO_LARGE)
        return ouro_raise(rt, EXC_OverflowError,
                          "hexadecimal value too large to represent as a float");
    ouro_object *result = ouro_float_new(rt, value);
    if (result && cls != &builtin_class(rt, TYPE_FLOAT)->core.base)
        setref_take(rt, &result, ouro_call1(rt, cls, result));
    return result;
}

static ouro_object *float_is_integer(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    double value = ouro_float_value(self);
    return bool_object(rt, isfinite(value) && value == floor(value));
}

static ouro_object *float_getnewargs(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    ouro_object *value = ouro_float_new(rt, ouro_float_value(self));
    return value ? ouro_tuple_from_take(rt, &value, 1) : NULL;
}

static ouro_object *float_getformat(ouro_runtime *rt, ouro_object *cls, ARGUMENTS)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__getformat__() argument must be str, not %W",
                          args[0]);
    if (!ouro_str_equal_text(args[0], "double") && !ouro_str_equal_text(args[0], "float"))
        return ouro_raise(rt, EXC_ValueError,
                          "__getformat__() argument 1 must be 'double' or 'float'");
    return ouro_str_from(rt, "IEEE, little-endian");
}

static ouro_object *float_format(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__format__() argument must be str, not %W", args[0]);
    return ouro_format_float(rt, self, args[0]);
}

static ouro_object *float_imag(ouro_runtime *rt, ouro_object *self)
{
    return ouro_float_new(rt, 0.0);
}

static void set_slots(struct ouro_class *cls)
{
    cls->core.dealloc = float_dealloc;
    cls->create = float_create;
    cls->repr = float_repr;
    cls->hash = float_hash;
    cls->compare = float_compare;
    cls->truth = float_truth;
    cls->add = float_add;
    cls->subtract = float_subtract;
    cls->multiply = float_multiply;
    cls->true_divide = float_true_divide;
    cls->floor_divide = float_floor_divide;
    cls->remainder = float_remainder;
    cls->divmod = float_divmod;
    cls->power = float_power;
    cls->negative = float_negative;
    cls->positive = float_exact;
    cls->absolute = float_absolute;
    cls->to_int = float_to_int;
    cls->to_float = float_exact;
}

bool ouro_float_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"conjugate", float_conjugate, 0, 0, 0, "Return self, the complex conjugate of any float."},
        {"__trunc__", float_trunc, 0, 0, 0, "Return the Integral closest to x between 0 and x."},
        {"__floor__", float_floor, 0, 0, 0, "Return the floor as an Integral."},
        {"__ceil__", float_ceil, 0, 0, 0, "Return the ceiling as an Integral."},
        {"__round__", float_round, 0, 1, 0,
         "Return the Integral closest to x, or a float with digits."},
        {"as_integer_ratio", float_as_integer_ratio, 0, 0, 0,
         "The value as an exact ratio of two ints."},
        {"fromhex", float_fromhex, 1, 1, METHOD_CLASS, "Create a float from a hexadecimal string."},
        {"hex", float_hex, 0, 0, 0, "A hexadecimal representation of the value."},
        {"is_integer", float_is_integer, 0, 0, 0, "Return True if the float is an integer."},
        {"__getnewargs__", float_getnewargs, 0, 0, 0, NULL},
        {"__getformat__", float_getformat, 1, 1, METHOD_CLASS, NULL},
        {"__format__", float_format, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_getset getsets[] = {
        {"real", float_exact, NULL, "the real part of a complex number"},
        {"imag", float_imag, NULL, "the imaginary part of a complex number"},
        {NULL, NULL, NULL, NULL}};
    struct ouro_class *cls = builtin_class(rt, TYPE_FLOAT);
    set_slots(cls);
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
