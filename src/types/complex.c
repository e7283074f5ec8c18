/* The class complex. */
#include <math.h>
#include <string.h>

#include "types/float_internal.h"
#include "types/float_text.h"
#include "types/hash.h"
#include "types/int_internal.h"
#include "types/number_text.h"
#include "types/str.h"
#include "types/tuple.h"

ouro_object *ouro_complex_new(ouro_runtime *rt, double real, double imaginary)
{
    ouro_object *self =
        ouro_object_alloc(&rt->heap, TYPE_COMPLEX, sizeof(struct ouro_complex), OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    complex_of(self)->real = real;
    complex_of(self)->imaginary = imaginary;
    return self;
}

static bool is_complex(ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_COMPLEX) ||
           ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_COMPLEX));
}

static struct complex_value value_of(const ouro_object *self)
{
    return (struct complex_value){complex_of(self)->real, complex_of(self)->imaginary};
}

static ouro_object *new_value(ouro_runtime *rt, struct complex_value value)
{
    return ouro_complex_new(rt, value.real, value.imaginary);
}

/* ---- arithmetic ---------------------------------------------------------------------------------
 */

static struct complex_value product(struct complex_value a, struct complex_value b)
{
    return (struct complex_value){a.real * b.real - a.imaginary * b.imaginary,
                                  a.real * b.imaginary + a.imaginary * b.real};
}

/* Scaled by the larger part of the divisor, so that no square overflows. */
struct complex_value ouro_complex_quotient(struct complex_value a, struct complex_value b,
                                           enum complex_fault *fault)
{
    double real_size = fabs(b.real), imaginary_size = fabs(b.imaginary);
    if (real_size >= imaginary_size) {
        if (real_size == 0) {
            *fault = COMPLEX_DOMAIN;
            return (struct complex_value){0, 0};
        }
        double ratio = b.imaginary / b.real, divisor = b.real + b.imaginary * ratio;
        return (struct complex_value){(a.real + a.imaginary * ratio) / divisor,
                                      (a.imaginary - a.real * ratio) / divisor};
    }
    if (imaginary_size >= real_size) {
        double ratio = b.real / b.imaginary, divisor = b.real * ratio + b.imaginary;
        return (struct complex_value){(a.real * ratio + a.imaginary) / divisor,
                                      (a.imaginary * ratio - a.real) / divisor};
    }
    return (struct complex_value){NAN, NAN}; /* a nan in the divisor */
}

static struct complex_value power_general(struct complex_value a, struct complex_value b,
                                          enum complex_fault *fault)
{
    if (b.real == 0 && b.imaginary == 0)
        return (struct complex_value){1, 0};
    if (a.real == 0 && a.imaginary == 0) {
        if (b.imaginary != 0 || b.real < 0)
            *fault = COMPLEX_DOMAIN;
        return (struct complex_value){0, 0};
    }
    double size = hypot(a.real, a.imaginary), angle = atan2(a.imaginary, a.real);
    double length = pow(size, b.real), phase = angle * b.real;
    if (b.imaginary != 0) {
        length /= exp(angle * b.imaginary);
        phase += b.imaginary * log(size);
    }
    return (struct complex_value){length * cos(phase), length * sin(phase)};
}

static struct complex_value power_integer(struct complex_value a, int exponent,
                                          enum complex_fault *fault)
{
    struct complex_value result = {1, 0}, factor = a;
    unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);
    for (unsigned mask = 1; magnitude >= mask; mask <<= 1) {
        if (magnitude & mask)
            result = product(result, factor);
        factor = product(factor, factor);
    }
    return exponent > 0 ? result
                        : ouro_complex_quotient((struct complex_value){1, 0}, result, fault);
}

ouro_object *ouro_complex_power(ouro_runtime *rt, struct complex_value a, struct complex_value b)
{
    enum complex_fault fault = COMPLEX_OK;
    struct complex_value result;
    if (b.imaginary == 0 && b.real == floor(b.real) && fabs(b.real) <= 100)
        result = power_integer(a, (int)b.real, &fault);
    else
        result = power_general(a, b, &fault);
    if (fault == COMPLEX_DOMAIN)
        return ouro_raise(rt, EXC_ZeroDivisionError, "0.0 to a negative or complex power");
    if (isinf(result.real) || isinf(result.imaginary))
        return ouro_raise(rt, EXC_OverflowError, "complex exponentiation");
    return new_value(rt, result);
}

/* 1: *value is the operand; 0: not a number; -1: error. */
static int operand(ouro_runtime *rt, ouro_object *object, struct complex_value *value)
{
    value->imaginary = 0;
    if (is_complex(rt, object)) {
        *value = value_of(object);
        return 1;
    }
    if (is_float(rt, object)) {
        value->real = ouro_float_value(object);
        return 1;
    }
    if (is_int(rt, object))
        return ouro_int_as_double(rt, object, &value->real) ? 1 : -1;
    return 0;
}

#define OPERANDS(a, b)                                                                             \
    struct complex_value x, y;                                                                     \
    int status = operand(rt, a, &x);                                                               \
    if (status > 0)                                                                                \
        status = operand(rt, b, &y);                                                               \
    if (ouro_unlikely(status <= 0))                                                                \
    return status < 0 ? NULL : rt->not_implemented

static ouro_object *complex_add(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    OPERANDS(a, b);
    return ouro_complex_new(rt, x.real + y.real, x.imaginary + y.imaginary);
}

static ouro_object *complex_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    OPERANDS(a, b);
    return ouro_complex_new(rt, x.real - y.real, x.imaginary - y.imaginary);
}

static ouro_object *complex_multiply(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    OPERANDS(a, b);
    return new_value(rt, product(x, y));
}

static ouro_object *complex_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    OPERANDS(a, b);
    enum complex_fault fault = COMPLEX_OK;
    struct complex_value result = ouro_complex_quotient(x, y, &fault);
    if (fault)
        return ouro_raise(rt, EXC_ZeroDivisionError, "complex division by zero");
    return new_value(rt, result);
}

static ouro_object *complex_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *c)
{
    OPERANDS(a, b);
    if (c != rt->none)
        return ouro_raise(rt, EXC_ValueError, "complex modulo");
    return ouro_complex_power(rt, x, y);
}

static ouro_object *complex_negative(ouro_runtime *rt, ouro_object *self)
{
    return ouro_complex_new(rt, -complex_of(self)->real, -complex_of(self)->imaginary);
}

static ouro_object *complex_exact(ouro_runtime *rt, ouro_object *self)
{
    return is_exact(self, TYPE_COMPLEX) ? newref(self) : new_value(rt, value_of(self));
}

static ouro_object *complex_absolute(ouro_runtime *rt, ouro_object *self)
{
    struct complex_value value = value_of(self);
    double size = hypot(value.real, value.imaginary);
    if (isinf(size) && isfinite(value.real) && isfinite(value.imaginary))
        return ouro_raise(rt, EXC_OverflowError, "absolute value too large");
    return ouro_float_new(rt, size);
}

static int complex_truth(ouro_runtime *rt, ouro_object *self)
{
    return complex_of(self)->real != 0 || complex_of(self)->imaginary != 0;
}

static ouro_object *complex_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                    enum ouro_compare_op op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return rt->not_implemented;
    struct complex_value x = value_of(a), y = {0, 0};
    bool is_equal;
    if (is_int(rt, b)) {
        is_equal = x.imaginary == 0 && !isnan(x.real) && ouro_int_compare_double(b, x.real) == 0;
    } else if (operand(rt, b, &y) > 0) {
        is_equal = x.real == y.real && x.imaginary == y.imaginary;
    } else {
        return rt->not_implemented;
    }
    return bool_object(rt, is_equal == (op == COMPARE_EQ));
}

static bool complex_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    uint64_t real = (uint64_t)ouro_float_hash(complex_of(self)->real, self);
    uint64_t imaginary = (uint64_t)ouro_float_hash(complex_of(self)->imaginary, self);
    *hash = ouro_hash_finish((int64_t)(real + HASH_IMAGINARY * imaginary));
    return true;
}

/* 2j, or (1+2j); the sign of a real zero decides whether it is shown. */
static ouro_object *complex_repr(ouro_runtime *rt, ouro_object *self)
{
    char buffer[100], *p = buffer;
    struct complex_value value = value_of(self);
    bool has_real = value.real != 0 || signbit(value.real);
    if (has_real) {
        *p++ = '(';
        p += ouro_float_write(value.real, p, false);
        if (isnan(value.imaginary) || !signbit(value.imaginary))
            *p++ = '+';
    }
    p += ouro_float_write(value.imaginary, p, false);
    *p++ = 'j';
    if (has_real)
        *p++ = ')';
    return ouro_str_from_latin1(rt, (const uint8_t *)buffer, (size_t)(p - buffer));
}

/* ---- construction -------------------------------------------------------------------------------
 */

/* The end of the float literal at p, sign included; p itself if there is none. */
static const char *scan_float(const char *p, const char *end)
{
    const char *start = p;
    if (p < end && (*p == '+' || *p == '-'))
        p++;
    static const char *const words[] = {"infinity", "inf", "nan"};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(words[i]), matched = 0;
        while (matched < length && p + matched < end && (p[matched] | 32) == words[i][matched])
            matched++;
        if (matched == length)
            return p + length;
    }
    bool has_digits = false;
    while (p < end && ((*p >= '0' && *p <= '9') || *p == '_' || *p == '.')) {
        has_digits = has_digits || (*p >= '0' && *p <= '9');
        p++;
    }
    if (!has_digits)
        return start;
    if (p < end && (*p | 32) == 'e') {
        const char *q = p + 1;
        if (q < end && (*q == '+' || *q == '-'))
            q++;
        if (q < end && *q >= '0' && *q <= '9') {
            while (q < end && ((*q >= '0' && *q <= '9') || *q == '_'))
                q++;
            p = q;
        }
    }
    return p;
}

/* A part of the literal: a float, or a sign alone when j follows (worth 1). NULL: malformed. */
static const char *read_part(const char *p, const char *end, double *value)
{
    const char *stop = scan_float(p, end);
    if (stop > p)
        return ouro_float_parse(p, (size_t)(stop - p), value) ? stop : NULL;
    *value = 1.0;
    if (p < end && (*p == '+' || *p == '-')) {
        *value = *p == '-' ? -1.0 : 1.0;
        p++;
    }
    return p < end && (*p | 32) == 'j' ? p : NULL;
}

static bool parse_complex(const char *p, size_t size, struct complex_value *value)
{
    const char *end = p + size;
    while (p < end && ouro_ascii_is_blank(*p))
        p++;
    while (end > p && ouro_ascii_is_blank(end[-1]))
        end--;
    if (end - p >= 2 && *p == '(' && end[-1] == ')') {
        p++;
        end--;
        while (p < end && ouro_ascii_is_blank(*p))
            p++;
        while (end > p && ouro_ascii_is_blank(end[-1]))
            end--;
    }
    value->real = value->imaginary = 0;
    double part;
    p = read_part(p, end, &part);
    if (!p)
        return false;
    if (p < end && (*p | 32) == 'j') {
        value->imaginary = part;
        return p + 1 == end;
    }
    value->real = part;
    if (p == end)
        return true;
    if (*p != '+' && *p != '-')
        return false;
    p = read_part(p, end, &value->imaginary);
    return p && p + 1 == end && (*p | 32) == 'j';
}

/* Each underscore stands between two digits. */
static bool has_good_underscores(const char *p, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (p[i] == '_' && (i == 0 || i + 1 == size || (unsigned)(p[i - 1] - '0') > 9 ||
                            (unsigned)(p[i + 1] - '0') > 9))
            return false;
    return true;
}

static bool value_from_str(ouro_runtime *rt, ouro_object *str, struct complex_value *value)
{
    struct ouro_number_text text;
    if (!ouro_number_text_open(rt, &text, str))
        return false;
    bool is_readable = has_good_underscores(text.data, text.size);
    bool is_valid = is_readable && parse_complex(text.data, text.size, value);
    ouro_number_text_close(rt, &text);
    if (!is_readable)
        ouro_raise(rt, EXC_ValueError, "could not convert string to complex: %R", str);
    else if (!is_valid)
        ouro_raise(rt, EXC_ValueError, "complex() arg is a malformed string");
    return is_valid;
}

/* What object.__complex__() gives: owned; NULL without error when there is no such method. */
static ouro_object *call_complex_method(ouro_runtime *rt, ouro_object *object)
{
    if (is_exact(object, TYPE_COMPLEX))
        return newref(object);
    ouro_object *method = ouro_lookup_special(rt, object, rt->name___complex__);
    ouro_object *result = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    if (!result || is_exact(result, TYPE_COMPLEX))
        return result;
    bool is_good = is_complex(rt, result);
    if (!is_good)
        ouro_raise(rt, EXC_TypeError, "__complex__ returned non-complex (type %T)", result);
    else
        is_good = ouro_warn(rt, EXC_DeprecationWarning, 1,
                            "__complex__ returned non-complex (type %T).  The ability to return an "
                            "instance of a strict subclass of complex is deprecated, and may be "
                            "removed in a future version of Python.",
                            result);
    if (!is_good) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

bool ouro_as_complex(ouro_runtime *rt, ouro_object *object, struct complex_value *value)
{
    if (is_complex(rt, object)) {
        *value = value_of(object);
        return true;
    }
    ouro_object *converted = call_complex_method(rt, object);
    if (converted) {
        *value = value_of(converted);
        decref(rt, converted);
        return true;
    }
    value->imaginary = 0;
    return !ouro_has_error(rt) && ouro_as_double(rt, object, &value->real);
}

static bool is_number(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    return cls->to_float || cls->to_index || is_complex(rt, object);
}

/* A numeric argument as a complex value; *has_imaginary tells whether it was complex. */
static bool read_number(ouro_runtime *rt, ouro_object *object, struct complex_value *value,
                        bool *was_complex)
{
    *was_complex = is_complex(rt, object);
    value->imaginary = 0;
    if (*was_complex) {
        *value = value_of(object);
        return true;
    }
    ouro_object *real = ouro_float_from_object(rt, object);
    if (!real)
        return false;
    value->real = ouro_float_value(real);
    decref(rt, real);
    return true;
}

static bool combine(ouro_runtime *rt, ouro_object *real, ouro_object *imaginary,
                    struct complex_value *result)
{
    struct complex_value r = {0, 0}, i = {0, 0};
    bool real_complex = false, imaginary_complex = false;
    if (real && !is_number(rt, real)) {
        ouro_raise(rt, EXC_TypeError,
                   "complex() first argument must be a string or a number, not '%T'", real);
        return false;
    }
    if (imaginary && !is_number(rt, imaginary)) {
        ouro_raise(rt, EXC_TypeError, "complex() second argument must be a number, not '%T'",
                   imaginary);
        return false;
    }
    if ((real && !read_number(rt, real, &r, &real_complex)) ||
        (imaginary && !read_number(rt, imaginary, &i, &imaginary_complex)))
        return false;
    result->real = imaginary_complex ? r.real - i.imaginary : r.real;
    result->imaginary = !imaginary ? r.imaginary : real_complex ? i.real + r.imaginary : i.real;
    return true;
}

static bool complex_from_arguments(ouro_runtime *rt, ouro_object *real, ouro_object *imaginary,
                                   struct complex_value *result)
{
    if (real && is_str(rt, real)) {
        if (!imaginary)
            return value_from_str(rt, real, result);
        ouro_raise(rt, EXC_TypeError, "complex() can't take second arg if first is a string");
        return false;
    }
    if (imaginary && is_str(rt, imaginary)) {
        ouro_raise(rt, EXC_TypeError, "complex() second arg can't be a string");
        return false;
    }
    ouro_object *converted = real ? call_complex_method(rt, real) : NULL;
    if (!converted && ouro_has_error(rt))
        return false;
    bool is_done = combine(rt, converted ? converted : real, imaginary, result);
    xdecref(rt, converted);
    return is_done;
}

static ouro_object *complex_create(ouro_runtime *rt, struct ouro_class *cls,
                                   ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"real", "imag", NULL};
    static const struct ouro_signature signature = {"complex", parameters, 0, 2};
    ouro_object *bound[2];
    struct complex_value value;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        !complex_from_arguments(rt, bound[0], bound[1], &value))
        return NULL;
    if (cls == builtin_class(rt, TYPE_COMPLEX))
        return new_value(rt, value);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self) {
        complex_of(self)->real = value.real;
        complex_of(self)->imaginary = value.imaginary;
    }
    return self;
}

static void complex_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (is_exact(self, TYPE_COMPLEX))
        ouro_object_free(heap, self, sizeof(struct ouro_complex), OURO_BLOCK_ATOM);
    else
        ouro_class_free(runtime_of(heap), self);
}

/* ---- methods ------------------------------------------------------------------------------------
 */

#define ARGUMENTS ouro_object *const *args, size_t count, ouro_object *names

static ouro_object *complex_conjugate(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return ouro_complex_new(rt, complex_of(self)->real, -complex_of(self)->imaginary);
}

static ouro_object *complex_complex(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    return complex_exact(rt, self);
}

static ouro_object *complex_getnewargs(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    ouro_object *parts[2] = {ouro_float_new(rt, complex_of(self)->real),
                             ouro_float_new(rt, complex_of(self)->imaginary)};
    return ouro_tuple_from_take(rt, parts, 2);
}

static ouro_object *complex_format(ouro_runtime *rt, ouro_object *self, ARGUMENTS)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__format__() argument must be str, not %W", args[0]);
    return ouro_format_complex(rt, self, args[0]);
}

bool ouro_complex_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"conjugate", complex_conjugate, 0, 0, 0, "Return the complex conjugate of its argument."},
        {"__complex__", complex_complex, 0, 0, 0, "Convert this value to exact type complex."},
        {"__getnewargs__", complex_getnewargs, 0, 0, 0, NULL},
        {"__format__", complex_format, 1, 1, 0, "Convert to a string according to format_spec."},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_member members[] = {
        {"real", offsetof(struct ouro_complex, real), MEMBER_DOUBLE, true},
        {"imag", offsetof(struct ouro_complex, imaginary), MEMBER_DOUBLE, true},
        {NULL, 0, 0, false}};
    struct ouro_class *cls = builtin_class(rt, TYPE_COMPLEX);
    cls->core.dealloc = complex_dealloc;
    cls->create = complex_create;
    cls->repr = complex_repr;
    cls->hash = complex_hash;
    cls->compare = complex_compare;
    cls->truth = complex_truth;
    cls->add = complex_add;
    cls->subtract = complex_subtract;
    cls->multiply = complex_multiply;
    cls->true_divide = complex_true_divide;
    cls->power = complex_power;
    cls->negative = complex_negative;
    cls->positive = complex_exact;
    cls->absolute = complex_absolute;
    return ouro_class_ready(rt, cls, methods, NULL, members);
}
