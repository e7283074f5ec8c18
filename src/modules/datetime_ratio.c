/* timedelta times or by a number of a class derived from float: such a class says by as_integer_ratio
 * what its value is, in ints of any size. */
#include "modules/datetime_internal.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* The tuple that as_integer_ratio gives, owned. */
static ouro_object *ratio_of(ouro_runtime *rt, ouro_object *number)
{
    ouro_object *method = ouro_getattr_text(rt, number, "as_integer_ratio");
    ouro_object *ratio = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    if (!ratio)
        return NULL;
    if (!is_tuple(rt, ratio))
        ouro_raise(rt, EXC_TypeError,
                   "unexpected return type from as_integer_ratio(): expected tuple, got '%T'", ratio);
    else if (tuple_length(ratio) != 2)
        ouro_raise(rt, EXC_ValueError, "as_integer_ratio() must return a 2-tuple");
    else
        return ratio;
    decref(rt, ratio);
    return NULL;
}

/* Is the quotient, rounded down, one too small? rest is what remained, with the divisor's sign. */
static int rounds_up(ouro_runtime *rt, ouro_object *quotient, ouro_object *rest, ouro_object *divisor)
{
    ouro_object *twice = ouro_int_add(rt, rest, rest);
    ouro_object *parity = twice ? ouro_int_remainder(rt, quotient, rt->small_ints[2 - OURO_SMALL_INT_MIN])
                                : NULL;
    int order = parity ? ouro_int_compare(twice, divisor) : 0;
    if (ouro_int_sign(divisor) < 0)
        order = -order;
    int result = !parity ? -1 : order > 0 || (order == 0 && ouro_int_sign(parity) != 0);
    xdecref(rt, twice);
    xdecref(rt, parity);
    return result;
}

/* a / b to the nearest int, half to even. */
static ouro_object *divide_nearest(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_int(rt, a) || !is_int(rt, b))
        return ouro_raise(rt, EXC_TypeError, "non-integer arguments in division");
    if (ouro_int_sign(b) == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "integer division or modulo by zero");
    ouro_object *quotient = ouro_int_floor_divide(rt, a, b), *result = NULL;
    ouro_object *rest = quotient ? ouro_int_remainder(rt, a, b) : NULL;
    int up = rest ? rounds_up(rt, quotient, rest, b) : -1;
    if (up >= 0)
        result = ouro_int_add(rt, quotient, rt->small_ints[up - OURO_SMALL_INT_MIN]);
    xdecref(rt, quotient);
    xdecref(rt, rest);
    return result;
}

ouro_object *ouro_datetime_ratio_scale(ouro_runtime *rt, ouro_object *us, ouro_object *number,
                                       bool is_division)
{
    ouro_object *ratio = ratio_of(rt, number);
    ouro_object *product = ratio ? ouro_binary_operation(rt, BINARY_MULTIPLY, us,
                                                         tuple_at(ratio, is_division ? 1 : 0))
                                 : NULL;
    ouro_object *result = NULL;
    if (product)
        result = divide_nearest(rt, product, tuple_at(ratio, is_division ? 0 : 1));
    xdecref(rt, ratio);
    xdecref(rt, product);
    return result;
}
