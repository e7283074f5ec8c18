/* The math module: the C library's functions with Python's domain and range errors. */
#include <math.h>

#include "modules/math_internal.h"
#include "types/function.h"
#include "types/int_internal.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *raise_domain(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_ValueError, "math domain error");
}

static ouro_object *raise_range(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_OverflowError, "math range error");
}

/* The result of a function of finite arguments: nan means outside its domain, infinity too large
 * (or a pole, which is outside the domain). */
OURO_INLINE ouro_object *checked(ouro_runtime *rt, double result, bool is_nan_fine,
                                 bool is_infinity_fine, bool can_overflow)
{
    if (ouro_unlikely(!isfinite(result))) {
        if (isnan(result) && !is_nan_fine)
            return raise_domain(rt);
        if (isinf(result) && !is_infinity_fine)
            return can_overflow ? raise_range(rt) : raise_domain(rt);
    }
    return ouro_float_new(rt, result);
}

#define MATH_UNARY(name, function, can_overflow)                                                   \
    static ouro_object *name(MATH_ARGUMENTS)                                                       \
    {                                                                                              \
        double x;                                                                                  \
        if (!ouro_math_double(rt, args[0], &x))                                                    \
            return NULL;                                                                           \
        return checked(rt, function(x), isnan(x), !isfinite(x), can_overflow);                     \
    }

MATH_UNARY(math_acos, acos, false)
MATH_UNARY(math_acosh, acosh, false)
MATH_UNARY(math_asin, asin, false)
MATH_UNARY(math_asinh, asinh, false)
MATH_UNARY(math_atan, atan, false)
MATH_UNARY(math_atanh, atanh, false)
MATH_UNARY(math_cbrt, cbrt, false)
MATH_UNARY(math_cos, cos, false)
MATH_UNARY(math_cosh, cosh, true)
MATH_UNARY(math_erf, erf, false)
MATH_UNARY(math_erfc, erfc, false)
MATH_UNARY(math_exp, exp, true)
MATH_UNARY(math_exp2, exp2, true)
MATH_UNARY(math_expm1, expm1, true)
MATH_UNARY(math_fabs, fabs, false)
MATH_UNARY(math_log1p, log1p, false)
MATH_UNARY(math_sin, sin, false)
MATH_UNARY(math_sinh, sinh, true)
MATH_UNARY(math_sqrt, sqrt, false)
MATH_UNARY(math_tan, tan, false)
MATH_UNARY(math_tanh, tanh, false)
MATH_UNARY(math_gamma, ouro_math_gamma, true)
MATH_UNARY(math_lgamma, ouro_math_log_gamma, true)

static bool two_doubles(ouro_runtime *rt, ouro_object *const *args, double *x, double *y)
{
    return ouro_math_double(rt, args[0], x) && ouro_math_double(rt, args[1], y);
}

#define MATH_BINARY(name, function)                                                                \
    static ouro_object *name(MATH_ARGUMENTS)                                                       \
    {                                                                                              \
        double x, y;                                                                               \
        if (!two_doubles(rt, args, &x, &y))                                                        \
            return NULL;                                                                           \
        return checked(rt, function(x, y), isnan(x) || isnan(y), !isfinite(x) || !isfinite(y),     \
                       true);                                                                      \
    }

MATH_BINARY(math_atan2, atan2)
MATH_BINARY(math_copysign, copysign)
MATH_BINARY(math_fmod, fmod)
MATH_BINARY(math_remainder, remainder)

static ouro_object *math_nextafter(MATH_ARGUMENTS)
{
    double x, y;
    return two_doubles(rt, args, &x, &y) ? ouro_float_new(rt, nextafter(x, y)) : NULL;
}

static ouro_object *math_pow(MATH_ARGUMENTS)
{
    double x, y;
    if (!two_doubles(rt, args, &x, &y))
        return NULL;
    bool is_finite = isfinite(x) && isfinite(y);
    return checked(rt, pow(x, y), !is_finite, !is_finite, x != 0);
}

/* ---- logarithms ---------------------------------------------------------------------------------
 */

/* The logarithm of a positive int too large for a double: of its top 64 bits as a fraction of one,
 * plus that of the power of two. */
static bool logarithm_of_huge(ouro_runtime *rt, ouro_object *object, double (*function)(double),
                              double *result)
{
    struct int_view view;
    size_t bits = ouro_int_bit_length(object);
    ouro_object *top = ouro_int_shift_right(rt, object, bits - 64);
    if (!top)
        return false;
    uint64_t mantissa = int_of(top)->limbs[0]; /* 64 bits do not fit a small int */
    decref(rt, top);
    int_view_init(&view, object);
    mantissa |= mpn_scan1(view.limbs, 0) < bits - 64; /* sticky, for correct rounding */
    *result = function(ldexp((double)mantissa, -64)) + function(2.0) * (double)bits;
    return true;
}

static bool logarithm(ouro_runtime *rt, ouro_object *object, double (*function)(double),
                      double *result)
{
    double x;
    if (is_int(rt, object)) {
        if (ouro_int_sign(object) <= 0)
            return raise_domain(rt) != NULL;
        if (!ouro_int_as_double(rt, object, &x)) {
            ouro_error_clear(rt);
            return logarithm_of_huge(rt, object, function, result);
        }
    } else if (!ouro_math_double(rt, object, &x)) {
        return false;
    }
    *result = function(x);
    if ((isnan(*result) && !isnan(x)) || (isinf(*result) && isfinite(x)))
        return raise_domain(rt) != NULL;
    return true;
}

static ouro_object *math_log(MATH_ARGUMENTS)
{
    double value, base;
    if (count < 1 || count > 2)
        return ouro_raise(rt, EXC_TypeError, "math.log requires 1 to 2 arguments");
    if (!logarithm(rt, args[0], log, &value))
        return NULL;
    if (count == 1)
        return ouro_float_new(rt, value);
    if (!logarithm(rt, args[1], log, &base))
        return NULL;
    if (base == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "float division by zero");
    return ouro_float_new(rt, value / base);
}

static ouro_object *math_log2(MATH_ARGUMENTS)
{
    double value;
    return logarithm(rt, args[0], log2, &value) ? ouro_float_new(rt, value) : NULL;
}

static ouro_object *math_log10(MATH_ARGUMENTS)
{
    double value;
    return logarithm(rt, args[0], log10, &value) ? ouro_float_new(rt, value) : NULL;
}

/* ---- rounding and taking apart ------------------------------------------------------------------
 */

/* math.floor and math.ceil: the special method if there is one, else through float. */
static ouro_object *round_to_int(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                                 double (*function)(double))
{
    if (!is_exact(object, TYPE_FLOAT)) {
        ouro_object *method = ouro_lookup_special(rt, object, name);
        if (method) {
            ouro_object *result = ouro_call0(rt, method);
            decref(rt, method);
            return result;
        }
        if (ouro_has_error(rt))
            return NULL;
    }
    double x;
    return ouro_math_double(rt, object, &x) ? ouro_int_new_double(rt, function(x)) : NULL;
}

static ouro_object *math_ceil(MATH_ARGUMENTS)
{
    return round_to_int(rt, args[0], rt->name___ceil__, ceil);
}

static ouro_object *math_floor(MATH_ARGUMENTS)
{
    return round_to_int(rt, args[0], rt->name___floor__, floor);
}

static ouro_object *math_trunc(MATH_ARGUMENTS)
{
    if (is_exact(args[0], TYPE_FLOAT))
        return ouro_int_new_double(rt, ouro_float_value(args[0]));
    ouro_object *method = ouro_lookup_special(rt, args[0], rt->name___trunc__);
    if (!method)
        return ouro_has_error(rt) ? NULL
                                  : ouro_raise(rt, EXC_TypeError,
                                               "type %T doesn't define __trunc__ method", args[0]);
    ouro_object *result = ouro_call0(rt, method);
    decref(rt, method);
    return result;
}

static ouro_object *pair_take(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *parts[2] = {a, b};
    return ouro_tuple_from_take(rt, parts, 2);
}

static ouro_object *math_frexp(MATH_ARGUMENTS)
{
    double x;
    int exponent = 0;
    if (!ouro_math_double(rt, args[0], &x))
        return NULL;
    if (isfinite(x))
        x = frexp(x, &exponent);
    return pair_take(rt, ouro_float_new(rt, x), ouro_int_new(rt, exponent));
}

static ouro_object *math_modf(MATH_ARGUMENTS)
{
    double x, whole;
    if (!ouro_math_double(rt, args[0], &x))
        return NULL;
    double fraction = modf(x, &whole);
    return pair_take(rt, ouro_float_new(rt, fraction), ouro_float_new(rt, whole));
}

static ouro_object *math_ldexp(MATH_ARGUMENTS)
{
    double x;
    int64_t exponent;
    if (!ouro_math_double(rt, args[0], &x))
        return NULL;
    if (!is_int(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "Expected an int as second argument to ldexp.");
    if (!ouro_int_fits_i64(args[1], &exponent))
        exponent = ouro_int_sign(args[1]) < 0 ? INT64_MIN : INT64_MAX;
    if (exponent > 100000)
        exponent = 100000; /* beyond the range of any double */
    if (exponent < -100000)
        exponent = -100000;
    double result = ldexp(x, (int)exponent);
    if (isinf(result) && isfinite(x))
        return raise_range(rt);
    return ouro_float_new(rt, result);
}

static ouro_object *math_degrees(MATH_ARGUMENTS)
{
    double x;
    return ouro_math_double(rt, args[0], &x) ? ouro_float_new(rt, x * (180.0 / M_PI)) : NULL;
}

static ouro_object *math_radians(MATH_ARGUMENTS)
{
    double x;
    return ouro_math_double(rt, args[0], &x) ? ouro_float_new(rt, x * (M_PI / 180.0)) : NULL;
}

static ouro_object *math_ulp(MATH_ARGUMENTS)
{
    double x;
    if (!ouro_math_double(rt, args[0], &x))
        return NULL;
    if (!isfinite(x))
        return ouro_float_new(rt, fabs(x));
    x = fabs(x);
    double above = nextafter(x, INFINITY);
    return ouro_float_new(rt, isinf(above) ? x - nextafter(x, 0.0) : above - x);
}

/* ---- questions ----------------------------------------------------------------------------------
 */

static ouro_object *math_isfinite(MATH_ARGUMENTS)
{
    double x;
    return ouro_math_double(rt, args[0], &x) ? bool_object(rt, isfinite(x)) : NULL;
}

static ouro_object *math_isinf(MATH_ARGUMENTS)
{
    double x;
    return ouro_math_double(rt, args[0], &x) ? bool_object(rt, isinf(x)) : NULL;
}

static ouro_object *math_isnan(MATH_ARGUMENTS)
{
    double x;
    return ouro_math_double(rt, args[0], &x) ? bool_object(rt, isnan(x)) : NULL;
}

static ouro_object *math_isclose(MATH_ARGUMENTS)
{
    static const char *const parameters[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct ouro_signature signature = {"isclose", parameters, 2, 2};
    ouro_object *bound[4];
    double a, b, relative = 1e-09, absolute = 0.0;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        !two_doubles(rt, bound, &a, &b) ||
        (bound[2] && !ouro_math_double(rt, bound[2], &relative)) ||
        (bound[3] && !ouro_math_double(rt, bound[3], &absolute)))
        return NULL;
    if (relative < 0.0 || absolute < 0.0)
        return ouro_raise(rt, EXC_ValueError, "tolerances must be non-negative");
    if (a == b)
        return rt->true_;
    if (isinf(a) || isinf(b))
        return rt->false_;
    double difference = fabs(b - a);
    return bool_object(rt, difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                               difference <= absolute);
}

static const struct ouro_method functions[] = {
    {"acos", math_acos, 1, 1, 0, "Return the arc cosine (measured in radians) of x."},
    {"acosh", math_acosh, 1, 1, 0, "Return the inverse hyperbolic cosine of x."},
    {"asin", math_asin, 1, 1, 0, "Return the arc sine (measured in radians) of x."},
    {"asinh", math_asinh, 1, 1, 0, "Return the inverse hyperbolic sine of x."},
    {"atan", math_atan, 1, 1, 0, "Return the arc tangent (measured in radians) of x."},
    {"atan2", math_atan2, 2, 2, 0, "Return the arc tangent (measured in radians) of y/x."},
    {"atanh", math_atanh, 1, 1, 0, "Return the inverse hyperbolic tangent of x."},
    {"cbrt", math_cbrt, 1, 1, 0, "Return the cube root of x."},
    {"ceil", math_ceil, 1, 1, 0, "Return the ceiling of x as an Integral."},
    {"comb", ouro_math_comb, 2, 2, 0, "Number of ways to choose k items from n items."},
    {"copysign", math_copysign, 2, 2, 0, "Return x with the sign of y."},
    {"cos", math_cos, 1, 1, 0, "Return the cosine of x (measured in radians)."},
    {"cosh", math_cosh, 1, 1, 0, "Return the hyperbolic cosine of x."},
    {"degrees", math_degrees, 1, 1, 0, "Convert angle x from radians to degrees."},
    {"dist", ouro_math_dist, 2, 2, 0, "Return the Euclidean distance between two points p and q."},
    {"erf", math_erf, 1, 1, 0, "Error function at x."},
    {"erfc", math_erfc, 1, 1, 0, "Complementary error function at x."},
    {"exp", math_exp, 1, 1, 0, "Return e raised to the power of x."},
    {"exp2", math_exp2, 1, 1, 0, "Return 2 raised to the power of x."},
    {"expm1", math_expm1, 1, 1, 0, "Return exp(x)-1."},
    {"fabs", math_fabs, 1, 1, 0, "Return the absolute value of the float x."},
    {"factorial", ouro_math_factorial, 1, 1, 0, "Find n!."},
    {"floor", math_floor, 1, 1, 0, "Return the floor of x as an Integral."},
    {"fmod", math_fmod, 2, 2, 0, "Return fmod(x, y), according to platform C."},
    {"frexp", math_frexp, 1, 1, 0, "Return the mantissa and exponent of x, as pair (m, e)."},
    {"fsum", ouro_math_fsum, 1, 1, 0, "Return an accurate floating point sum of values."},
    {"gamma", math_gamma, 1, 1, 0, "Gamma function at x."},
    {"gcd", ouro_math_gcd, 0, -1, 0, "Greatest Common Divisor."},
    {"hypot", ouro_math_hypot, 0, -1, 0, "Multidimensional Euclidean distance from the origin."},
    {"isclose", math_isclose, 0, -1, METHOD_KEYWORDS,
     "Determine whether two floating point numbers are close in value."},
    {"isfinite", math_isfinite, 1, 1, 0, "Return True if x is neither an infinity nor a NaN."},
    {"isinf", math_isinf, 1, 1, 0, "Return True if x is a positive or negative infinity."},
    {"isnan", math_isnan, 1, 1, 0, "Return True if x is a NaN (not a number)."},
    {"isqrt", ouro_math_isqrt, 1, 1, 0, "Return the integer part of the square root of the input."},
    {"lcm", ouro_math_lcm, 0, -1, 0, "Least Common Multiple."},
    {"ldexp", math_ldexp, 2, 2, 0, "Return x * (2**i)."},
    {"lgamma", math_lgamma, 1, 1, 0, "Natural logarithm of absolute value of Gamma function at x."},
    {"log", math_log, 0, -1, 0, "Return the logarithm of x to the given base, by default e."},
    {"log10", math_log10, 1, 1, 0, "Return the base 10 logarithm of x."},
    {"log1p", math_log1p, 1, 1, 0, "Return the natural logarithm of 1+x (base e)."},
    {"log2", math_log2, 1, 1, 0, "Return the base 2 logarithm of x."},
    {"modf", math_modf, 1, 1, 0, "Return the fractional and integer parts of x."},
    {"nextafter", math_nextafter, 2, 2, 0,
     "Return the next floating-point value after x towards y."},
    {"perm", ouro_math_perm, 1, 2, 0, "Number of ways to choose k items from n items in order."},
    {"pow", math_pow, 2, 2, 0, "Return x**y (x to the power of y)."},
    {"prod", ouro_math_prod, 0, -1, METHOD_KEYWORDS, "Calculate the product of all the elements."},
    {"radians", math_radians, 1, 1, 0, "Convert angle x from degrees to radians."},
    {"remainder", math_remainder, 2, 2, 0, "Difference between x and the closest multiple of y."},
    {"sin", math_sin, 1, 1, 0, "Return the sine of x (measured in radians)."},
    {"sinh", math_sinh, 1, 1, 0, "Return the hyperbolic sine of x."},
    {"sqrt", math_sqrt, 1, 1, 0, "Return the square root of x."},
    {"tan", math_tan, 1, 1, 0, "Return the tangent of x (measured in radians)."},
    {"tanh", math_tanh, 1, 1, 0, "Return the hyperbolic tangent of x."},
    {"trunc", math_trunc, 1, 1, 0, "Truncates the Real x to the nearest Integral toward 0."},
    {"ulp", math_ulp, 1, 1, 0, "Return the value of the least significant bit of the float x."},
    {NULL, NULL, 0, 0, 0, NULL}};

static bool add_constant(ouro_runtime *rt, ouro_object *module, const char *name, double value)
{
    ouro_object *object = ouro_float_new(rt, value);
    bool is_done = object && ouro_module_add(rt, module, name, object);
    xdecref(rt, object);
    return is_done;
}

bool ouro_module_math_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) &&
           add_constant(rt, module, "pi", M_PI) && add_constant(rt, module, "e", M_E) &&
           add_constant(rt, module, "tau", 2 * M_PI) && add_constant(rt, module, "inf", INFINITY) &&
           add_constant(rt, module, "nan", NAN);
}
