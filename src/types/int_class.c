/* The class int: construction, slots and methods. */
#include "types/bytes.h"
#include "types/int_internal.h"
#include "types/float.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- construction ------------------------------------------------------------------------------
 */

/* What __int__ gave, as an exact int. Takes result. */
static ouro_object *check_int_result(ouro_runtime *rt, ouro_object *result)
{
    if (!result || is_exact(result, TYPE_INT))
        return result;
    ouro_object *exact = NULL;
    if (!is_int(rt, result))
        ouro_raise(rt, EXC_TypeError, "__int__ returned non-int (type %T)", result);
    else if (ouro_warn(rt, EXC_DeprecationWarning, 1,
                       "__int__ returned non-int (type %T).  The ability to return an instance of "
                       "a strict subclass of int is deprecated, and may be removed in a future "
                       "version of Python.",
                       result))
        exact = ouro_int_exact(rt, result);
    decref(rt, result);
    return exact;
}

static ouro_object *exact_take(ouro_runtime *rt, ouro_object *value)
{
    if (!value || is_exact(value, TYPE_INT))
        return value;
    ouro_object *exact = ouro_int_exact(rt, value);
    decref(rt, value);
    return exact;
}

static ouro_object *int_from_trunc(ouro_runtime *rt, ouro_object *trunc)
{
    ouro_object *value = NULL, *result = NULL;
    if (ouro_warn(rt, EXC_DeprecationWarning, 1,
                  "The delegation of int() to __trunc__ is deprecated."))
        value = ouro_call0(rt, trunc);
    if (!value)
        return NULL;
    if (is_int(rt, value))
        result = ouro_int_exact(rt, value);
    else if (class_of(rt, value)->to_index)
        result = exact_take(rt, ouro_index(rt, value));
    else
        ouro_raise(rt, EXC_TypeError, "__trunc__ returned non-Integral (type %T)", value);
    decref(rt, value);
    return result;
}

ouro_object *ouro_int_from_object(ouro_runtime *rt, ouro_object *object)
{
    if (is_exact(object, TYPE_INT))
        return newref(object);
    struct ouro_class *cls = class_of(rt, object);
    if (cls->to_int)
        return check_int_result(rt, cls->to_int(rt, object));
    if (cls->to_index)
        return exact_take(rt, ouro_index(rt, object));
    ouro_object *trunc = ouro_lookup_special(rt, object, rt->name___trunc__);
    if (trunc) {
        ouro_object *result = int_from_trunc(rt, trunc);
        decref(rt, trunc);
        return result;
    }
    if (ouro_has_error(rt))
        return NULL;
    bool is_text;
    ouro_object *result = ouro_int_from_text_object(rt, object, 10, &is_text);
    if (!is_text)
        ouro_raise(
            rt, EXC_TypeError,
            "int() argument must be a string, a bytes-like object or a real number, not '%T'",
            object);
    return result;
}

static ouro_object *int_from_base(ouro_runtime *rt, ouro_object *text, ouro_object *base_object)
{
    int64_t base;
    if (!text)
        return ouro_raise(rt, EXC_TypeError, "int() missing string argument");
    if (!ouro_index_i64(rt, base_object, &base, 0))
        return NULL;
    if ((base != 0 && base < 2) || base > 36)
        return ouro_raise(rt, EXC_ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (!is_str(rt, text) && !is_bytes(rt, text) &&
        !ouro_class_is_subclass(class_of(rt, text), builtin_class(rt, TYPE_BYTEARRAY)))
        return ouro_raise(rt, EXC_TypeError, "int() can't convert non-string with explicit base");
    bool is_text;
    return ouro_int_from_text_object(rt, text, (int)base, &is_text);
}

/* An instance of a subclass with the value of an exact int (taken). */
static ouro_object *subclass_instance_take(ouro_runtime *rt, struct ouro_class *cls,
                                           ouro_object *value)
{
    if (!value)
        return NULL;
    size_t extra = 0;
    if (!ouro_int_is_small(value))
        extra = magnitude_of(int_of(value)->limb_count) * sizeof(uint64_t);
    ouro_object *self = ouro_class_alloc(rt, cls, extra);
    if (self) {
        self->user_flags =
            (uint8_t)((self->user_flags & ~INT_LARGE) | (value->user_flags & INT_LARGE));
        int_of(self)->value = int_of(value)->value;
        memcpy(int_of(self)->limbs, int_of(value)->limbs, extra);
    }
    decref(rt, value);
    return self;
}

static ouro_object *int_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"", "base", NULL};
    static const struct ouro_signature signature = {"int", parameters, 0, 2};
    ouro_object *value, *bound[2] = {NULL, NULL};
    if (ouro_likely(count <= 1 && !names))
        value = count ? ouro_int_from_object(rt, args[0]) : ouro_int_new(rt, 0);
    else if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    else if (bound[1])
        value = int_from_base(rt, bound[0], bound[1]);
    else
        value = bound[0] ? ouro_int_from_object(rt, bound[0]) : ouro_int_new(rt, 0);
    if (&cls->core == rt->heap.types[TYPE_INT])
        return value;
    return subclass_instance_take(rt, cls, value);
}

static size_t int_size_of(struct ouro_heap *heap, const ouro_object *self)
{
    (void)heap;
    size_t limbs = ouro_int_is_small(self) ? 0 : magnitude_of(int_of(self)->limb_count);
    return sizeof(struct ouro_int) + limbs * sizeof(uint64_t);
}

static void int_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (ouro_likely(ouro_int_is_small_exact(self)))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_INT], self, sizeof(struct ouro_int),
                            OURO_BLOCK_ATOM);
    else if (is_exact(self, TYPE_INT))
        ouro_object_free(heap, self, int_size_of(heap, self), OURO_BLOCK_ATOM);
    else
        ouro_class_free(rt, self);
}

/* ---- slots -------------------------------------------------------------------------------------
 */

#define INT_BINARY(name, function)                                                                 \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                     \
    {                                                                                              \
        if (ouro_unlikely(!is_int(rt, a) || !is_int(rt, b)))                                       \
            return rt->not_implemented;                                                            \
        return function(rt, a, b);                                                                 \
    }

INT_BINARY(int_add, ouro_int_add)
INT_BINARY(int_subtract, ouro_int_subtract)
INT_BINARY(int_multiply, ouro_int_multiply)
INT_BINARY(int_floor_divide, ouro_int_floor_divide)
INT_BINARY(int_remainder, ouro_int_remainder)
INT_BINARY(int_and, ouro_int_and)
INT_BINARY(int_or, ouro_int_or)
INT_BINARY(int_xor, ouro_int_xor)

static ouro_object *true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    double result;
    return ouro_int_true_divide(rt, a, b, &result) ? ouro_float_new(rt, result) : NULL;
}
INT_BINARY(int_true_divide, true_divide)

static ouro_object *divmod_pair(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *parts[2] = {NULL, NULL};
    if (ouro_int_sign(b) == 0)
        return ouro_raise(rt, EXC_ZeroDivisionError, "integer division or modulo by zero");
    if (!ouro_int_divmod(rt, a, b, &parts[0], &parts[1]))
        return NULL;
    return ouro_tuple_from_take(rt, parts, 2);
}
INT_BINARY(int_divmod, divmod_pair)

static ouro_object *int_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                enum ouro_compare_op op)
{
    if (!is_int(rt, a) || !is_int(rt, b))
        return rt->not_implemented;
    int order = a == b ? 0 : ouro_int_compare(a, b);
    switch (op) {
    case COMPARE_LT:
        return bool_object(rt, order < 0);
    case COMPARE_LE:
        return bool_object(rt, order <= 0);
    case COMPARE_EQ:
        return bool_object(rt, order == 0);
    case COMPARE_NE:
        return bool_object(rt, order != 0);
    case COMPARE_GT:
        return bool_object(rt, order > 0);
    default:
        return bool_object(rt, order >= 0);
    }
}

static bool int_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    (void)rt;
    *hash = ouro_int_hash(self);
    return true;
}

static int int_truth(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    return ouro_int_sign(self) != 0;
}

static ouro_object *int_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_to_str(rt, self, 10, false);
}

static ouro_object *int_to_float(ouro_runtime *rt, ouro_object *self)
{
    double value;
    return ouro_int_as_double(rt, self, &value) ? ouro_float_new(rt, value) : NULL;
}

/* ---- methods -----------------------------------------------------------------------------------
 */

static ouro_object *int_conjugate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_int_exact(rt, self);
}

static ouro_object *int_bit_length(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return ouro_int_new(rt, (int64_t)ouro_int_bit_length(self));
}

static ouro_object *int_bit_count(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct int_view view;
    int_view_init(&view, self);
    return ouro_int_new(rt,
                        view.count ? (int64_t)mpn_popcount(view.limbs, (mp_size_t)view.count) : 0);
}

static ouro_object *int_as_integer_ratio(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    ouro_object *parts[2] = {ouro_int_exact(rt, self), ouro_int_new(rt, 1)};
    return ouro_tuple_from_take(rt, parts, 2);
}

/* To the nearest multiple of 10**places, ties to the even multiple. */
static ouro_object *round_to_power(ouro_runtime *rt, ouro_object *self, ouro_object *places)
{
    ouro_object *unit = NULL, *rest = NULL, *twice = NULL, *quotient = NULL, *result = NULL;
    unit = ouro_int_power(rt, ouro_int_new(rt, 10), places);
    if (!unit || !ouro_int_divmod(rt, self, unit, &quotient, &rest))
        goto done;
    twice = ouro_int_add(rt, rest, rest);
    if (!twice)
        goto done;
    int order = ouro_int_compare(twice, unit);
    bool is_odd = (ouro_int_is_small(quotient) ? (uint64_t)ouro_int_value(quotient)
                                               : int_of(quotient)->limbs[0]) &
                  1;
    result = ouro_int_subtract(rt, self, rest);
    if (result && (order > 0 || (order == 0 && is_odd)))
        setref_take(rt, &result, ouro_int_add(rt, result, unit));
done:
    xdecref(rt, unit);
    xdecref(rt, rest);
    xdecref(rt, twice);
    xdecref(rt, quotient);
    return result;
}

static ouro_object *int_round(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    if (count == 0)
        return ouro_int_exact(rt, self);
    ouro_object *digits = ouro_index(rt, args[0]);
    if (!digits)
        return NULL;
    ouro_object *result;
    if (ouro_int_sign(digits) >= 0) {
        result = ouro_int_exact(rt, self);
    } else {
        ouro_object *places = ouro_int_negative(rt, digits);
        int64_t place_count;
        /* 10**places is more than twice the number: zero, without computing a huge power. */
        if (places && (!ouro_int_fits_i64(places, &place_count) ||
                       (uint64_t)place_count > ouro_int_bit_length(self) + 4))
            result = ouro_int_new(rt, 0);
        else
            result = places ? round_to_power(rt, self, places) : NULL;
        xdecref(rt, places);
    }
    decref(rt, digits);
    return result;
}

static ouro_object *int_format(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__format__() argument must be str, not %W", args[0]);
    return ouro_format_int(rt, self, args[0]);
}

static ouro_object *int_getnewargs(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *value = ouro_int_exact(rt, self);
    return ouro_tuple_from_take(rt, &value, 1);
}

static ouro_object *int_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return ouro_int_new(rt, (int64_t)ouro_object_size(&rt->heap, self));
}

/* "little" or "big"; absent means big. */
static bool read_byte_order(ouro_runtime *rt, const char *function, ouro_object *order,
                            bool *is_little)
{
    *is_little = false;
    if (!order)
        return true;
    if (!is_str(rt, order)) {
        ouro_raise(rt, EXC_TypeError, "%s() argument 'byteorder' must be str, not %W", function,
                   order);
        return false;
    }
    *is_little = ouro_str_equal_text(order, "little");
    if (*is_little || ouro_str_equal_text(order, "big"))
        return true;
    ouro_raise(rt, EXC_ValueError, "byteorder must be either 'little' or 'big'");
    return false;
}

static bool read_signed(ouro_runtime *rt, ouro_object *argument, bool *is_signed)
{
    int truth = argument ? ouro_truth(rt, argument) : 0;
    *is_signed = truth > 0;
    return truth >= 0;
}

static ouro_object *int_to_bytes(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"length", "byteorder", "signed", NULL};
    static const struct ouro_signature signature = {"to_bytes", parameters, 0, 2};
    ouro_object *bound[3];
    int64_t length = 1;
    bool is_little, is_signed;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        (bound[0] && !ouro_index_i64(rt, bound[0], &length, EXC_OverflowError)) ||
        !read_byte_order(rt, "to_bytes", bound[1], &is_little) ||
        !read_signed(rt, bound[2], &is_signed))
        return NULL;
    if (length < 0)
        return ouro_raise(rt, EXC_ValueError, "length argument must be non-negative");
    uint8_t one;
    if (length <= 1)
        return ouro_int_to_bytes(rt, self, &one, (size_t)length, is_little, is_signed)
                   ? ouro_bytes_new(rt, &one, (size_t)length)
                   : NULL;
    ouro_object *result = ouro_bytes_new(rt, NULL, (size_t)length);
    if (result && !ouro_int_to_bytes(rt, self, bytes_of(result)->data, (size_t)length, is_little,
                                     is_signed)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

/* The argument of from_bytes as an object with a buffer: owned. Anything but text that can be
 * iterated over is turned into bytes first. */
static ouro_object *bytes_argument(ouro_runtime *rt, ouro_object *object)
{
    if (class_of(rt, object)->buffer)
        return newref(object);
    ouro_object *method = ouro_lookup_special(rt, object, rt->name___bytes__);
    if (!method) {
        if (ouro_has_error(rt))
            return NULL;
        if (is_str(rt, object) || (!class_of(rt, object)->iter && !class_of(rt, object)->getitem))
            return ouro_raise(rt, EXC_TypeError, "cannot convert '%T' object to bytes", object);
    } else {
        decref(rt, method);
    }
    return ouro_call1(rt, &builtin_class(rt, TYPE_BYTES)->core.base, object);
}

static ouro_object *int_from_bytes(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"bytes", "byteorder", "signed", NULL};
    static const struct ouro_signature signature = {"from_bytes", parameters, 1, 2};
    ouro_object *bound[3];
    bool is_little, is_signed;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        !read_byte_order(rt, "from_bytes", bound[1], &is_little) ||
        !read_signed(rt, bound[2], &is_signed))
        return NULL;
    ouro_object *source = bytes_argument(rt, bound[0]);
    const uint8_t *bytes;
    size_t size;
    ouro_object *result = NULL;
    if (source && ouro_buffer_get(rt, source, &bytes, &size))
        result = ouro_int_from_bytes(rt, bytes, size, is_little, is_signed);
    xdecref(rt, source);
    if (result && cls != &builtin_class(rt, TYPE_INT)->core.base)
        setref_take(rt, &result, ouro_call1(rt, cls, result));
    return result;
}

static ouro_object *int_zero(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, 0);
}

static ouro_object *int_one(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, 1);
}

static void set_slots(struct ouro_class *cls)
{
    cls->core.size_of = int_size_of;
    cls->core.dealloc = int_dealloc;
    cls->item_size = sizeof(uint64_t);
    cls->create = int_create;
    cls->repr = int_repr;
    cls->hash = int_hash;
    cls->compare = int_compare;
    cls->truth = int_truth;
    cls->add = int_add;
    cls->subtract = int_subtract;
    cls->multiply = int_multiply;
    cls->true_divide = int_true_divide;
    cls->floor_divide = int_floor_divide;
    cls->remainder = int_remainder;
    cls->divmod = int_divmod;
    cls->power = ouro_int_slot_power;
    cls->lshift = ouro_int_slot_lshift;
    cls->rshift = ouro_int_slot_rshift;
    cls->and_ = int_and;
    cls->or_ = int_or;
    cls->xor_ = int_xor;
    cls->negative = ouro_int_negative;
    cls->positive = ouro_int_exact;
    cls->absolute = ouro_int_absolute;
    cls->invert = ouro_int_invert;
    cls->to_int = ouro_int_exact;
    cls->to_index = ouro_int_exact;
    cls->to_float = int_to_float;
}

bool ouro_int_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"conjugate", int_conjugate, 0, 0, 0, "Returns self, the complex conjugate of any int."},
        {"bit_length", int_bit_length, 0, 0, 0,
         "Number of bits necessary to represent self in binary."},
        {"bit_count", int_bit_count, 0, 0, 0,
         "Number of ones in the binary representation of abs(self)."},
        {"to_bytes", int_to_bytes, 0, -1, METHOD_KEYWORDS,
         "Return an array of bytes representing an integer."},
        {"from_bytes", int_from_bytes, 0, -1, METHOD_KEYWORDS | METHOD_CLASS,
         "Return the integer represented by the given array of bytes."},
        {"as_integer_ratio", int_as_integer_ratio, 0, 0, 0,
         "The int as a pair of numerator and denominator."},
        {"__trunc__", int_conjugate, 0, 0, 0, "Truncating an int returns itself."},
        {"__floor__", int_conjugate, 0, 0, 0, "Flooring an int returns itself."},
        {"__ceil__", int_conjugate, 0, 0, 0, "Ceiling of an int returns itself."},
        {"__round__", int_round, 0, 1, 0,
         "Rounding an int returns itself; with negative digits, a multiple."},
        {"__getnewargs__", int_getnewargs, 0, 0, 0, NULL},
        {"__format__", int_format, 1, 1, 0, NULL},
        {"__sizeof__", int_sizeof, 0, 0, 0, "Returns size in memory, in bytes."},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_getset getsets[] = {
        {"real", ouro_int_exact, NULL, "the real part of a complex number"},
        {"imag", int_zero, NULL, "the imaginary part of a complex number"},
        {"numerator", ouro_int_exact, NULL, "the numerator of a rational number in lowest terms"},
        {"denominator", int_one, NULL, "the denominator of a rational number in lowest terms"},
        {NULL, NULL, NULL, NULL}};
    struct ouro_class *cls = builtin_class(rt, TYPE_INT);
    set_slots(cls);
    return ouro_class_ready(rt, cls, methods, getsets, NULL) && ouro_bool_class_init(rt);
}
