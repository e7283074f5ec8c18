/* Arithmetic on any objects: which operand is asked first, and what is said when none knows how. */
#include <math.h>
#include <stddef.h>

#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

struct operation {
    uint32_t slot, inplace_slot;
    const char *symbol, *inplace_symbol;
};

#define SLOT(field) offsetof(struct ouro_class, field)
static const struct operation operations[BINARY_OP_COUNT] = {
    [BINARY_ADD] = {SLOT(add), SLOT(inplace_add), "+", "+="},
    [BINARY_AND] = {SLOT(and_), SLOT(inplace_and), "&", "&="},
    [BINARY_FLOOR_DIVIDE] = {SLOT(floor_divide), SLOT(inplace_floor_divide), "//", "//="},
    [BINARY_LSHIFT] = {SLOT(lshift), SLOT(inplace_lshift), "<<", "<<="},
    [BINARY_MATMUL] = {SLOT(matmul), SLOT(inplace_matmul), "@", "@="},
    [BINARY_MULTIPLY] = {SLOT(multiply), SLOT(inplace_multiply), "*", "*="},
    [BINARY_REMAINDER] = {SLOT(remainder), SLOT(inplace_remainder), "%", "%="},
    [BINARY_OR] = {SLOT(or_), SLOT(inplace_or), "|", "|="},
    [BINARY_POWER] = {SLOT(power), SLOT(inplace_power), "** or pow()", "**="},
    [BINARY_RSHIFT] = {SLOT(rshift), SLOT(inplace_rshift), ">>", ">>="},
    [BINARY_SUBTRACT] = {SLOT(subtract), SLOT(inplace_subtract), "-", "-="},
    [BINARY_TRUE_DIVIDE] = {SLOT(true_divide), SLOT(inplace_true_divide), "/", "/="},
    [BINARY_XOR] = {SLOT(xor_), SLOT(inplace_xor), "^", "^="},
};

static ouro_binary slot_of(const struct ouro_class *cls, uint32_t offset)
{
    return *(const ouro_binary *)(const void *)((const char *)cls + offset);
}

/* Asks a's slot, then b's; b's first when its class is a subclass with a slot of its own. Answers
 * NotImplemented when nobody knew. */
static ouro_object *try_slots(ouro_runtime *rt, uint32_t offset, ouro_object *a, ouro_object *b)
{
    struct ouro_class *ca = class_of(rt, a), *cb = class_of(rt, b);
    ouro_binary slot_a = slot_of(ca, offset);
    ouro_binary slot_b = ca != cb ? slot_of(cb, offset) : NULL;
    if (slot_b == slot_a)
        slot_b = NULL;
    if (slot_a) {
        if (slot_b && ouro_class_is_subclass(cb, ca)) {
            ouro_object *result = slot_b(rt, a, b);
            if (result != rt->not_implemented)
                return result;
            slot_b = NULL;
        }
        ouro_object *result = slot_a(rt, a, b);
        if (result != rt->not_implemented)
            return result;
    }
    return slot_b ? slot_b(rt, a, b) : rt->not_implemented;
}

static ouro_object *repeat_by(ouro_runtime *rt, ouro_object *(*repeat)(ouro_runtime *, ouro_object *,
                                                                       ptrdiff_t),
                              ouro_object *sequence, ouro_object *times_object)
{
    if (!class_of(rt, times_object)->to_index)
        return ouro_raise(rt, EXC_TypeError, "can't multiply sequence by non-int of type '%T'",
                          times_object);
    int64_t times;
    if (!ouro_index_i64(rt, times_object, &times, EXC_OverflowError))
        return NULL;
    return repeat(rt, sequence, times);
}

static ouro_object *unsupported(ouro_runtime *rt, const char *symbol, ouro_object *a, ouro_object *b)
{
    return ouro_raise(rt, EXC_TypeError, "unsupported operand type(s) for %s: '%T' and '%T'", symbol, a,
                      b);
}

/* `print >> file` is a mistake of people who come from Python 2: CPython has a hint for it. */
static bool is_print_function(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *name;
    if (!is_exact(object, TYPE_NATIVE_FUNCTION) ||
        ouro_getattr_optional(rt, object, rt->name___name__, &name) != 1)
        return false;
    bool is_print = is_str(rt, name) && ouro_str_equal_text(name, "print");
    decref(rt, name);
    return is_print;
}

static ouro_object *power_slots(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    struct ouro_class *ca = class_of(rt, a), *cb = class_of(rt, b);
    ouro_ternary slot_a = ca->power, slot_b = ca != cb && cb->power != slot_a ? cb->power : NULL;
    ouro_object *result = rt->not_implemented;
    if (slot_a && slot_b && ouro_class_is_subclass(cb, ca)) {
        result = slot_b(rt, a, b, modulus);
        slot_b = NULL;
    }
    if (result == rt->not_implemented && slot_a)
        result = slot_a(rt, a, b, modulus);
    if (result == rt->not_implemented && slot_b)
        result = slot_b(rt, a, b, modulus);
    ouro_ternary slot_c = class_of(rt, modulus)->power;
    if (result == rt->not_implemented && slot_c && slot_c != slot_a && slot_c != cb->power)
        result = slot_c(rt, a, b, modulus);
    return result;
}

ouro_object *ouro_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    ouro_object *result = power_slots(rt, a, b, modulus);
    if (result != rt->not_implemented)
        return result;
    if (modulus == rt->none)
        return unsupported(rt, "** or pow()", a, b);
    return ouro_raise(rt, EXC_TypeError,
                      "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, modulus);
}

static ouro_object *sequence_operation(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                       ouro_object *b)
{
    struct ouro_class *ca = class_of(rt, a), *cb = class_of(rt, b);
    if (op == BINARY_ADD && ca->concat)
        return ca->concat(rt, a, b);
    if (op == BINARY_MULTIPLY && ca->repeat)
        return repeat_by(rt, ca->repeat, a, b);
    if (op == BINARY_MULTIPLY && cb->repeat)
        return repeat_by(rt, cb->repeat, b, a);
    return rt->not_implemented;
}

ouro_object *ouro_binary_operation(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                   ouro_object *b)
{
    ouro_object *result = op == BINARY_POWER ? power_slots(rt, a, b, rt->none)
                                             : try_slots(rt, operations[op].slot, a, b);
    if (ouro_likely(result != rt->not_implemented))
        return result;
    result = sequence_operation(rt, op, a, b);
    if (result != rt->not_implemented)
        return result;
    if (op == BINARY_RSHIFT && is_print_function(rt, a))
        return ouro_raise(rt, EXC_TypeError,
                          "unsupported operand type(s) for >>: '%T' and '%T'. "
                          "Did you mean \"print(<message>, file=<output_stream>)\"?",
                          a, b);
    return unsupported(rt, operations[op].symbol, a, b);
}

ouro_object *ouro_inplace_operation(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                    ouro_object *b)
{
    struct ouro_class *ca = class_of(rt, a);
    ouro_binary inplace = slot_of(ca, operations[op].inplace_slot);
    ouro_object *result = rt->not_implemented;
    if (inplace)
        result = inplace(rt, a, b);
    if (result == rt->not_implemented)
        result = op == BINARY_POWER ? power_slots(rt, a, b, rt->none)
                                    : try_slots(rt, operations[op].slot, a, b);
    if (result != rt->not_implemented)
        return result;
    if (op == BINARY_ADD && ca->inplace_concat)
        return ca->inplace_concat(rt, a, b);
    if (op == BINARY_MULTIPLY && ca->inplace_repeat)
        return repeat_by(rt, ca->inplace_repeat, a, b);
    /* As in CPython, a right operand that repeats counts only when the left one is no container. */
    bool is_container = ca->contains || ca->length || ca->core.flags & OURO_TYPE_HEAP;
    if (op != BINARY_MULTIPLY || ca->repeat || !is_container)
        result = sequence_operation(rt, op, a, b);
    if (result != rt->not_implemented)
        return result;
    return unsupported(rt, operations[op].inplace_symbol, a, b);
}

ouro_object *ouro_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *result = try_slots(rt, SLOT(divmod), a, b);
    return result != rt->not_implemented ? result : unsupported(rt, "divmod()", a, b);
}

static ouro_object *unary(ouro_runtime *rt, ouro_object *object, ouro_unary slot, const char *symbol)
{
    if (slot)
        return slot(rt, object);
    return ouro_raise(rt, EXC_TypeError, "bad operand type for %s: '%T'", symbol, object);
}

ouro_object *ouro_negative(ouro_runtime *rt, ouro_object *object)
{
    return unary(rt, object, class_of(rt, object)->negative, "unary -");
}

ouro_object *ouro_positive(ouro_runtime *rt, ouro_object *object)
{
    return unary(rt, object, class_of(rt, object)->positive, "unary +");
}

ouro_object *ouro_absolute(ouro_runtime *rt, ouro_object *object)
{
    return unary(rt, object, class_of(rt, object)->absolute, "abs()");
}

ouro_object *ouro_invert(ouro_runtime *rt, ouro_object *object)
{
    return unary(rt, object, class_of(rt, object)->invert, "unary ~");
}

ouro_object *ouro_index(ouro_runtime *rt, ouro_object *object)
{
    if (is_int(rt, object))
        return newref(object);
    ouro_unary slot = class_of(rt, object)->to_index;
    if (!slot)
        return ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer", object);
    ouro_object *index = slot(rt, object);
    if (!index || is_exact(index, TYPE_INT))
        return index;
    if (!is_int(rt, index)) {
        ouro_raise(rt, EXC_TypeError, "__index__ returned non-int (type %T)", index);
        decref(rt, index);
        return NULL;
    }
    if (!ouro_warn(rt, EXC_DeprecationWarning, 1,
                   "__index__ returned non-int (type %T).  The ability to return an instance of a "
                   "strict subclass of int is deprecated, and may be removed in a future version "
                   "of Python.",
                   index)) {
        decref(rt, index);
        return NULL;
    }
    return index;
}

bool ouro_index_i64(ouro_runtime *rt, ouro_object *object, int64_t *value, unsigned exception_index)
{
    if (ouro_likely(ouro_int_is_small_exact(object))) {
        *value = ouro_int_value(object);
        return true;
    }
    ouro_object *index = ouro_index(rt, object);
    if (!index)
        return false;
    bool fits = ouro_int_fits_i64(index, value);
    if (!fits && !exception_index) {
        *value = ouro_int_sign(index) < 0 ? INT64_MIN : INT64_MAX;
        fits = true;
    }
    decref(rt, index);
    if (!fits)
        ouro_raise(rt, exception_index, "cannot fit '%T' into an index-sized integer", object);
    return fits;
}

ouro_object *ouro_to_int(ouro_runtime *rt, ouro_object *object)
{
    return ouro_call1(rt, &builtin_class(rt, TYPE_INT)->core.base, object);
}

ouro_object *ouro_to_float(ouro_runtime *rt, ouro_object *object)
{
    return ouro_call1(rt, &builtin_class(rt, TYPE_FLOAT)->core.base, object);
}

bool ouro_as_double(ouro_runtime *rt, ouro_object *object, double *value)
{
    if (is_float(rt, object)) {
        *value = ouro_float_value(object);
        return true;
    }
    if (is_int(rt, object))
        return ouro_int_as_double(rt, object, value);
    struct ouro_class *cls = class_of(rt, object);
    if (cls->to_float) {
        ouro_object *converted = cls->to_float(rt, object);
        if (!converted)
            return false;
        bool is_real = is_float(rt, converted);
        if (is_real)
            *value = ouro_float_value(converted);
        else
            ouro_raise(rt, EXC_TypeError, "%T.__float__ returned non-float (type %T)", object, converted);
        decref(rt, converted);
        return is_real;
    }
    if (cls->to_index) {
        ouro_object *index = ouro_index(rt, object);
        bool is_done = index && ouro_int_as_double(rt, index, value);
        xdecref(rt, index);
        return is_done;
    }
    return ouro_raise(rt, EXC_TypeError, "must be real number, not %T", object) != NULL;
}
