/* The cmath module: elementary functions of complex numbers. The square root, logarithm and
 * inverse functions follow Kahan's branch cuts, so that the sign of a zero tells the side of a cut;
 * infinities and nans follow Annex G of the C standard, to which the C library keeps. */
#include <complex.h>
#include <float.h>
#include <math.h>

#include "modules/math_internal.h"
#include "types/float_internal.h"
#include "types/function.h"
#include "types/tuple.h"

#ifndef CMPLX /* the C library's header leaves it to gcc */
#define CMPLX(real, imaginary) __builtin_complex((double)(real), (double)(imaginary))
#endif

typedef struct complex_value value;

/* What a function found: its result, or why it has none. */
struct outcome {
    value result;
    enum complex_fault fault;
};

static const double HUGE_PART = DBL_MAX / 4; /* beyond it squares and sums are halved first */
static const double EXP_LIMIT = 708.3964185322641; /* log(DBL_MAX / 4), to the last bit */
static const double ROOT_OF_LARGEST = 6.703903964971298e+153;
static const double ROOT_OF_SMALLEST = 1.4916681462400413e-154;

static value value_of(double complex z)
{
    return (value){creal(z), cimag(z)};
}

static double complex c_value(value z)
{
    return CMPLX(z.real, z.imaginary);
}

static bool is_finite(value z)
{
    return isfinite(z.real) && isfinite(z.imaginary);
}

/* ---- square root, logarithm ---------------------------------------------------------------------
 */

static struct outcome root(value z)
{
    if (!is_finite(z))
        return (struct outcome){value_of(csqrt(c_value(z))), COMPLEX_OK};
    if (z.real == 0 && z.imaginary == 0)
        return (struct outcome){{0, z.imaginary}, COMPLEX_OK};
    double x = fabs(z.real), y = fabs(z.imaginary), s;
    if (x < DBL_MIN && y < DBL_MIN && (x > 0 || y > 0)) { /* subnormal: scaled up */
        x = ldexp(x, 53);
        s = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8;
        s = 2 * sqrt(x + hypot(x, y / 8));
    }
    double d = y / (2 * s);
    value result = z.real >= 0 ? (value){s, copysign(d, z.imaginary)}
                               : (value){d, copysign(s, z.imaginary)};
    return (struct outcome){result, COMPLEX_OK};
}

/* log(hypot(x, y)) of non-negative parts, exact where it is small. */
static double log_of_length(double x, double y, enum complex_fault *fault)
{
    if (x > HUGE_PART || y > HUGE_PART)
        return log(hypot(x / 2, y / 2)) + M_LN2;
    if (x < DBL_MIN && y < DBL_MIN) {
        if (x > 0 || y > 0)
            return log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) -
                   DBL_MANT_DIG * M_LN2;
        *fault = COMPLEX_DOMAIN;
        return -INFINITY;
    }
    double length = hypot(x, y);
    if (length < 0.71 || length > 1.73)
        return log(length);
    double larger = x > y ? x : y, smaller = x > y ? y : x;
    return log1p((larger - 1) * (larger + 1) + smaller * smaller) / 2;
}

static struct outcome logarithm(value z)
{
    struct outcome o = {.fault = COMPLEX_OK};
    if (!is_finite(z)) {
        o.result = value_of(clog(c_value(z)));
        return o;
    }
    o.result.real = log_of_length(fabs(z.real), fabs(z.imaginary), &o.fault);
    o.result.imaginary = atan2(z.imaginary, z.real);
    return o;
}

static struct outcome logarithm_to_10(value z)
{
    struct outcome o = logarithm(z);
    o.result.real /= M_LN10;
    o.result.imaginary /= M_LN10;
    return o;
}

/* ---- inverse functions --------------------------------------------------------------------------
 */

static bool has_huge_part(value z)
{
    return fabs(z.real) > HUGE_PART || fabs(z.imaginary) > HUGE_PART;
}

static double log_of_twice(value z) /* log(2 * |z|) for a huge one */
{
    return log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2 * 2;
}

static struct outcome arc_cosine(value z)
{
    struct outcome o = {.fault = COMPLEX_OK};
    if (!is_finite(z)) {
        o.result = value_of(cacos(c_value(z)));
        if (isinf(z.real) && isnan(z.imaginary))
            o.result.imaginary = INFINITY; /* signs the C library leaves open, here and below */
    } else if (has_huge_part(z)) {
        double length = log_of_twice(z);
        o.result.real = atan2(fabs(z.imaginary), z.real);
        o.result.imaginary = copysign(length, -z.imaginary);
    } else {
        value a = root((value){1 - z.real, -z.imaginary}).result;
        value b = root((value){1 + z.real, z.imaginary}).result;
        o.result.real = 2 * atan2(a.real, b.real);
        o.result.imaginary = asinh(b.real * a.imaginary - b.imaginary * a.real);
    }
    return o;
}

static struct outcome area_cosine(value z)
{
    struct outcome o = {.fault = COMPLEX_OK};
    if (!is_finite(z)) {
        o.result = value_of(cacosh(c_value(z)));
        if (z.real == 0 && isnan(z.imaginary))
            o.result.imaginary = NAN;
    } else if (has_huge_part(z)) {
        o.result = (value){log_of_twice(z), atan2(z.imaginary, z.real)};
    } else {
        value a = root((value){z.real - 1, z.imaginary}).result;
        value b = root((value){z.real + 1, z.imaginary}).result;
        o.result.real = asinh(a.real * b.real + a.imaginary * b.imaginary);
        o.result.imaginary = 2 * atan2(a.imaginary, b.real);
    }
    return o;
}

static struct outcome area_sine(value z)
{
    struct outcome o = {.fault = COMPLEX_OK};
    if (!is_finite(z)) {
        o.result = value_of(casinh(c_value(z)));
        if (isnan(z.real) && isinf(z.imaginary))
            o.result.real = INFINITY;
    } else if (has_huge_part(z)) {
        o.result.real = copysign(log_of_twice(z), z.real);
        o.result.imaginary = atan2(z.imaginary, fabs(z.real));
    } else {
        value a = root((value){1 + z.imaginary, -z.real}).result;
        value b = root((value){1 - z.imaginary, z.real}).result;
        o.result.real = asinh(a.real * b.imaginary - b.real * a.imaginary);
        o.result.imaginary = atan2(z.imaginary, a.real * b.real - a.imaginary * b.imaginary);
    }
    return o;
}

static struct outcome arc_sine(value z)
{
    struct outcome o = area_sine((value){-z.imaginary, z.real});
    o.result = (value){o.result.imaginary, -o.result.real};
    return o;
}

/* For a real part that is not negative. */
static struct outcome area_tangent_right(value z)
{
    struct outcome o = {.fault = COMPLEX_OK};
    double x = z.real, y = fabs(z.imaginary);
    if (x > ROOT_OF_LARGEST || y > ROOT_OF_LARGEST) {
        double half = hypot(x / 2, y / 2);
        o.result.real = x / 4 / half / half;
        o.result.imaginary = copysign(M_PI_2, z.imaginary);
    } else if (x == 1 && y < ROOT_OF_SMALLEST) {
        if (y == 0) {
            o.result = (value){INFINITY, z.imaginary};
            o.fault = COMPLEX_DOMAIN;
        } else {
            o.result.real = -log(sqrt(y) / sqrt(hypot(y, 2)));
            o.result.imaginary = copysign(atan2(2, -y) / 2, z.imaginary);
        }
    } else {
        o.result.real = log1p(4 * x / ((1 - x) * (1 - x) + y * y)) / 4;
        o.result.imaginary = -atan2(-2 * z.imaginary, (1 - x) * (1 + x) - y * y) / 2;
    }
    return o;
}

static struct outcome area_tangent(value z)
{
    if (isnan(z.real) && isinf(z.imaginary))
        return (struct outcome){{0, copysign(M_PI_2, z.imaginary)}, COMPLEX_OK};
    if (!is_finite(z))
        return (struct outcome){value_of(catanh(c_value(z))), COMPLEX_OK};
    bool is_left = z.real < 0 || (z.real == 0 && signbit(z.real));
    if (!is_left)
        return area_tangent_right(z);
    struct outcome o = area_tangent_right((value){-z.real, -z.imaginary});
    o.result = (value){-o.result.real, -o.result.imaginary};
    return o;
}

static struct outcome arc_tangent(value z)
{
    struct outcome o = area_tangent((value){-z.imaginary, z.real});
    o.result = (value){o.result.imaginary, -o.result.real};
    return o;
}

/* ---- exponential and trigonometric functions ----------------------------------------------------
 */

/* A finite argument gave infinity: too large. */
static struct outcome ranged(value result)
{
    bool is_over = isinf(result.real) || isinf(result.imaginary);
    return (struct outcome){result, is_over ? COMPLEX_RANGE : COMPLEX_OK};
}

static struct outcome exponential(value z)
{
    if (!is_finite(z)) {
        bool is_bad = isinf(z.imaginary) && (isfinite(z.real) || z.real > 0);
        if (isinf(z.imaginary) && isinf(z.real) && !is_bad)
            return (struct outcome){{0, 0}, COMPLEX_OK};
        return (struct outcome){value_of(cexp(c_value(z))), is_bad ? COMPLEX_DOMAIN : COMPLEX_OK};
    }
    bool is_large = z.real > EXP_LIMIT;
    double length = exp(is_large ? z.real - 1 : z.real);
    value result = {length * cos(z.imaginary), length * sin(z.imaginary)};
    if (is_large)
        result = (value){result.real * M_E, result.imaginary * M_E};
    return ranged(result);
}

/* The outcome where an argument is not finite; an infinite angle has no place on the circle. */
static struct outcome special(value z, double complex result, bool is_bounded)
{
    bool is_bad = isinf(z.imaginary) && (is_bounded ? isfinite(z.real) : !isnan(z.real));
    return (struct outcome){value_of(result), is_bad ? COMPLEX_DOMAIN : COMPLEX_OK};
}

static struct outcome hyperbolic_cosine(value z)
{
    if (isnan(z.real) && z.imaginary == 0)
        return (struct outcome){{NAN, 0}, COMPLEX_OK};
    if (!is_finite(z))
        return special(z, ccosh(c_value(z)), false);
    double x = z.real, y = z.imaginary;
    if (fabs(x) <= EXP_LIMIT)
        return ranged((value){cos(y) * cosh(x), sin(y) * sinh(x)});
    x -= copysign(1, x);
    return ranged((value){cos(y) * cosh(x) * M_E, sin(y) * sinh(x) * M_E});
}

static struct outcome hyperbolic_sine(value z)
{
    if (z.real == 0 && isnan(z.imaginary))
        return (struct outcome){{0, NAN}, COMPLEX_OK};
    if (!is_finite(z))
        return special(z, csinh(c_value(z)), false);
    double x = z.real, y = z.imaginary;
    if (fabs(x) <= EXP_LIMIT)
        return ranged((value){cos(y) * sinh(x), sin(y) * cosh(x)});
    x -= copysign(1, x);
    return ranged((value){cos(y) * sinh(x) * M_E, sin(y) * cosh(x) * M_E});
}

static struct outcome hyperbolic_tangent(value z)
{
    if (isinf(z.real) && isinf(z.imaginary))
        return (struct outcome){{copysign(1, z.real), 0}, COMPLEX_OK};
    if (z.real == 0 && isnan(z.imaginary))
        return (struct outcome){{NAN, NAN}, COMPLEX_OK};
    if (!is_finite(z))
        return special(z, ctanh(c_value(z)), true);
    double x = z.real, y = z.imaginary;
    value result;
    if (fabs(x) > EXP_LIMIT) {
        result = (value){copysign(1, x), 4 * sin(y) * cos(y) * exp(-2 * fabs(x))};
    } else {
        double th = tanh(x), t = tan(y), inverse = 1 / cosh(x), both = th * t;
        double divisor = 1 + both * both;
        result = (value){th * (1 + t * t) / divisor, ((t / divisor) * inverse) * inverse};
    }
    return (struct outcome){result, COMPLEX_OK};
}

static struct outcome cosine(value z)
{
    return hyperbolic_cosine((value){-z.imaginary, z.real});
}

static struct outcome sine(value z)
{
    struct outcome o = hyperbolic_sine((value){-z.imaginary, z.real});
    o.result = (value){o.result.imaginary, -o.result.real};
    return o;
}

static struct outcome tangent(value z)
{
    struct outcome o = hyperbolic_tangent((value){-z.imaginary, z.real});
    o.result = (value){o.result.imaginary, -o.result.real};
    return o;
}

/* ---- the module ---------------------------------------------------------------------------------
 */

static bool is_fine(ouro_runtime *rt, enum complex_fault fault)
{
    if (fault == COMPLEX_DOMAIN)
        ouro_raise(rt, EXC_ValueError, "math domain error");
    else if (fault == COMPLEX_RANGE)
        ouro_raise(rt, EXC_OverflowError, "math range error");
    return fault == COMPLEX_OK;
}

static ouro_object *finish(ouro_runtime *rt, struct outcome o)
{
    return is_fine(rt, o.fault) ? ouro_complex_new(rt, o.result.real, o.result.imaginary) : NULL;
}

#define CMATH_UNARY(name, function)                                                                \
    static ouro_object *name(MATH_ARGUMENTS)                                                       \
    {                                                                                              \
        value z;                                                                                   \
        return ouro_as_complex(rt, args[0], &z) ? finish(rt, function(z)) : NULL;                  \
    }

CMATH_UNARY(cmath_acos, arc_cosine)
CMATH_UNARY(cmath_acosh, area_cosine)
CMATH_UNARY(cmath_asin, arc_sine)
CMATH_UNARY(cmath_asinh, area_sine)
CMATH_UNARY(cmath_atan, arc_tangent)
CMATH_UNARY(cmath_atanh, area_tangent)
CMATH_UNARY(cmath_cos, cosine)
CMATH_UNARY(cmath_cosh, hyperbolic_cosine)
CMATH_UNARY(cmath_exp, exponential)
CMATH_UNARY(cmath_log10, logarithm_to_10)
CMATH_UNARY(cmath_sin, sine)
CMATH_UNARY(cmath_sinh, hyperbolic_sine)
CMATH_UNARY(cmath_sqrt, root)
CMATH_UNARY(cmath_tan, tangent)
CMATH_UNARY(cmath_tanh, hyperbolic_tangent)

/* With a base only the last step tells a fault: log(0, 2) is infinite. */
static ouro_object *cmath_log(MATH_ARGUMENTS)
{
    value z, base;
    if (!ouro_as_complex(rt, args[0], &z) || (count > 1 && !ouro_as_complex(rt, args[1], &base)))
        return NULL;
    struct outcome o = logarithm(z);
    if (count > 1) {
        struct outcome divisor = logarithm(base);
        o.fault = divisor.fault;
        o.result = ouro_complex_quotient(o.result, divisor.result, &o.fault);
    }
    return finish(rt, o);
}

static ouro_object *cmath_phase(MATH_ARGUMENTS)
{
    value z;
    return ouro_as_complex(rt, args[0], &z) ? ouro_float_new(rt, atan2(z.imaginary, z.real)) : NULL;
}

static ouro_object *cmath_polar(MATH_ARGUMENTS)
{
    value z;
    if (!ouro_as_complex(rt, args[0], &z))
        return NULL;
    double length = hypot(z.real, z.imaginary);
    if (is_finite(z) && isinf(length)) {
        is_fine(rt, COMPLEX_RANGE);
        return NULL;
    }
    ouro_object *parts[2] = {ouro_float_new(rt, length),
                             ouro_float_new(rt, atan2(z.imaginary, z.real))};
    return ouro_tuple_from_take(rt, parts, 2);
}

static struct outcome from_polar(double length, double angle)
{
    struct outcome o = {{0, 0}, COMPLEX_OK};
    if (isfinite(length) && isfinite(angle)) {
        /* an angle of zero keeps its sign however long the arrow */
        o.result = angle == 0 ? (value){length, length * angle}
                              : (value){length * cos(angle), length * sin(angle)};
        return o;
    }
    if (isinf(angle) && length != 0 && !isnan(length))
        o.fault = COMPLEX_DOMAIN;
    if (length == 0)
        return o;
    if (isinf(length) && isfinite(angle) && angle != 0) {
        o.result.real = copysign(INFINITY, length > 0 ? cos(angle) : -cos(angle));
        o.result.imaginary = copysign(INFINITY, length > 0 ? sin(angle) : -sin(angle));
    } else if (angle == 0) { /* on the real line: nothing beside it */
        o.result = (value){length, isnan(length) ? 0 : length < 0 ? -angle : angle};
    } else {
        o.result = (value){isinf(length) ? INFINITY : NAN, NAN};
    }
    return o;
}

static ouro_object *cmath_rect(MATH_ARGUMENTS)
{
    double length, angle;
    if (!ouro_math_double(rt, args[0], &length) || !ouro_math_double(rt, args[1], &angle))
        return NULL;
    return finish(rt, from_polar(length, angle));
}

static ouro_object *cmath_isfinite(MATH_ARGUMENTS)
{
    value z;
    return ouro_as_complex(rt, args[0], &z) ? bool_object(rt, is_finite(z)) : NULL;
}

static ouro_object *cmath_isinf(MATH_ARGUMENTS)
{
    value z;
    return ouro_as_complex(rt, args[0], &z)
               ? bool_object(rt, isinf(z.real) || isinf(z.imaginary))
               : NULL;
}

static ouro_object *cmath_isnan(MATH_ARGUMENTS)
{
    value z;
    return ouro_as_complex(rt, args[0], &z)
               ? bool_object(rt, isnan(z.real) || isnan(z.imaginary))
               : NULL;
}

static bool are_close(value a, value b, double relative, double absolute)
{
    if (a.real == b.real && a.imaginary == b.imaginary)
        return true;
    if (isinf(a.real) || isinf(a.imaginary) || isinf(b.real) || isinf(b.imaginary))
        return false;
    double difference = hypot(a.real - b.real, a.imaginary - b.imaginary);
    return difference <= relative * hypot(b.real, b.imaginary) ||
           difference <= relative * hypot(a.real, a.imaginary) || difference <= absolute;
}

static ouro_object *cmath_isclose(MATH_ARGUMENTS)
{
    static const char *const parameters[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct ouro_signature signature = {"isclose", parameters, 2, 2};
    ouro_object *bound[4];
    value a, b;
    double relative = 1e-09, absolute = 0.0;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        !ouro_as_complex(rt, bound[0], &a) || !ouro_as_complex(rt, bound[1], &b) ||
        (bound[2] && !ouro_math_double(rt, bound[2], &relative)) ||
        (bound[3] && !ouro_math_double(rt, bound[3], &absolute)))
        return NULL;
    if (relative < 0.0 || absolute < 0.0)
        return ouro_raise(rt, EXC_ValueError, "tolerances must be non-negative");
    return bool_object(rt, are_close(a, b, relative, absolute));
}

static const struct ouro_method functions[] = {
    {"acos", cmath_acos, 1, 1, 0, "Return the arc cosine of z."},
    {"acosh", cmath_acosh, 1, 1, 0, "Return the inverse hyperbolic cosine of z."},
    {"asin", cmath_asin, 1, 1, 0, "Return the arc sine of z."},
    {"asinh", cmath_asinh, 1, 1, 0, "Return the inverse hyperbolic sine of z."},
    {"atan", cmath_atan, 1, 1, 0, "Return the arc tangent of z."},
    {"atanh", cmath_atanh, 1, 1, 0, "Return the inverse hyperbolic tangent of z."},
    {"cos", cmath_cos, 1, 1, 0, "Return the cosine of z."},
    {"cosh", cmath_cosh, 1, 1, 0, "Return the hyperbolic cosine of z."},
    {"exp", cmath_exp, 1, 1, 0, "Return e to the power of z."},
    {"isclose", cmath_isclose, 0, -1, METHOD_KEYWORDS,
     "Whether two complex numbers lie within a tolerance of each other."},
    {"isfinite", cmath_isfinite, 1, 1, 0, "Whether both parts of z are finite."},
    {"isinf", cmath_isinf, 1, 1, 0, "Whether a part of z is infinite."},
    {"isnan", cmath_isnan, 1, 1, 0, "Whether a part of z is not a number."},
    {"log", cmath_log, 1, 2, 0, "Return the logarithm of z, to the base e or a given one."},
    {"log10", cmath_log10, 1, 1, 0, "Return the logarithm of z to the base 10."},
    {"phase", cmath_phase, 1, 1, 0, "Return the angle of z."},
    {"polar", cmath_polar, 1, 1, 0, "Return the length and the angle of z."},
    {"rect", cmath_rect, 2, 2, 0, "Return the number of a length and an angle."},
    {"sin", cmath_sin, 1, 1, 0, "Return the sine of z."},
    {"sinh", cmath_sinh, 1, 1, 0, "Return the hyperbolic sine of z."},
    {"sqrt", cmath_sqrt, 1, 1, 0, "Return the square root of z."},
    {"tan", cmath_tan, 1, 1, 0, "Return the tangent of z."},
    {"tanh", cmath_tanh, 1, 1, 0, "Return the hyperbolic tangent of z."},
    {NULL, NULL, 0, 0, 0, NULL}};

static bool add_constant(ouro_runtime *rt, ouro_object *module, const char *name,
                         ouro_object *object)
{
    bool is_done = object && ouro_module_add(rt, module, name, object);
    xdecref(rt, object);
    return is_done;
}

bool ouro_module_cmath_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) &&
           add_constant(rt, module, "pi", ouro_float_new(rt, M_PI)) &&
           add_constant(rt, module, "e", ouro_float_new(rt, M_E)) &&
           add_constant(rt, module, "tau", ouro_float_new(rt, 2 * M_PI)) &&
           add_constant(rt, module, "inf", ouro_float_new(rt, INFINITY)) &&
           add_constant(rt, module, "infj", ouro_complex_new(rt, 0, INFINITY)) &&
           add_constant(rt, module, "nan", ouro_float_new(rt, NAN)) &&
           add_constant(rt, module, "nanj", ouro_complex_new(rt, 0, NAN));
}
