/* The parts of the math module beyond elementary functions: whole numbers and sums. Each is a
 * native function for the module's table. */
#ifndef OURO_MODULES_MATH_INTERNAL_H
#define OURO_MODULES_MATH_INTERNAL_H

#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"

#define MATH_ARGUMENTS                                                                             \
    ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, ouro_object *names

/* ouro_as_double with the usual cases in place. */
OURO_INLINE bool ouro_math_double(ouro_runtime *rt, ouro_object *object, double *value)
{
    if (ouro_likely(is_exact(object, TYPE_FLOAT)))
        *value = ouro_float_value(object);
    else if (ouro_int_is_small_exact(object))
        *value = (double)ouro_int_value(object);
    else
        return ouro_as_double(rt, object, value);
    return true;
}

/* math_int.c */
ouro_object *ouro_math_gcd(MATH_ARGUMENTS);
ouro_object *ouro_math_lcm(MATH_ARGUMENTS);
ouro_object *ouro_math_isqrt(MATH_ARGUMENTS);
ouro_object *ouro_math_factorial(MATH_ARGUMENTS);
ouro_object *ouro_math_perm(MATH_ARGUMENTS);
ouro_object *ouro_math_comb(MATH_ARGUMENTS);

/* math_sum.c */
ouro_object *ouro_math_fsum(MATH_ARGUMENTS);
ouro_object *ouro_math_hypot(MATH_ARGUMENTS);
ouro_object *ouro_math_dist(MATH_ARGUMENTS);
ouro_object *ouro_math_prod(MATH_ARGUMENTS);

/* math_gamma.c: gamma and its logarithm; errno-like faults as nan (domain) or infinity (range). */
double ouro_math_gamma(double x);
double ouro_math_log_gamma(double x);

#endif
