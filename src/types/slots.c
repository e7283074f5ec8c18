#include "types/slots.h"

#include <stddef.h>

#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- from a native slot to a callable: what int.__add__(1, 2) runs --------------------------- */

#define WRAPPER(name)                                                                             \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names, void *function)

WRAPPER(call_unary)
{
    return ((ouro_unary)function)(rt, self);
}

WRAPPER(call_next)
{
    ouro_object *value = ((ouro_unary)function)(rt, self);
    return value || rt->error ? value : ouro_raise_stop(rt, NULL);
}

WRAPPER(call_binary)
{
    return ((ouro_binary)function)(rt, self, args[0]);
}

WRAPPER(call_getattr)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[0]);
    return ((ouro_binary)function)(rt, self, args[0]);
}

WRAPPER(call_binary_reflected)
{
    return ((ouro_binary)function)(rt, args[0], self);
}

WRAPPER(call_power)
{
    if (!ouro_args_count(rt, "", count, 1, 2))
        return NULL;
    return ((ouro_ternary)function)(rt, self, args[0], count > 1 ? args[1] : rt->none);
}

WRAPPER(call_power_reflected)
{
    if (!ouro_args_count(rt, "", count, 1, 2))
        return NULL;
    return ((ouro_ternary)function)(rt, args[0], self, count > 1 ? args[1] : rt->none);
}

WRAPPER(call_truth)
{
    int truth = ((int (*)(ouro_runtime *, ouro_object *))function)(rt, self);
    return truth < 0 ? NULL : bool_object(rt, truth);
}

WRAPPER(call_length)
{
    ptrdiff_t length = ((ptrdiff_t(*)(ouro_runtime *, ouro_object *))function)(rt, self);
    return length < 0 ? NULL : ouro_int_new(rt, length);
}

WRAPPER(call_hash)
{
    int64_t hash;
    if (!((bool (*)(ouro_runtime *, ouro_object *, int64_t *))function)(rt, self, &hash))
        return NULL;
    return ouro_int_new(rt, hash);
}

WRAPPER(call_contains)
{
    int found = ((int (*)(ouro_runtime *, ouro_object *, ouro_object *))function)(rt, self, args[0]);
    return found < 0 ? NULL : bool_object(rt, found);
}

typedef bool (*set_function)(ouro_runtime *, ouro_object *, ouro_object *, ouro_object *);

WRAPPER(call_set)
{
    return ((set_function)function)(rt, self, args[0], args[1]) ? rt->none : NULL;
}

WRAPPER(call_delete)
{
    return ((set_function)function)(rt, self, args[0], NULL) ? rt->none : NULL;
}

/* object.__setattr__(x, ...) must not get round what the class of x does in C. */
static bool may_set_attribute(ouro_runtime *rt, ouro_object *self, void *function, const char *what)
{
    struct ouro_class *cls = class_of(rt, self);
    while (cls && cls->core.flags & OURO_TYPE_HEAP)
        cls = cls->base;
    if (!cls || (void *)cls->setattr == function)
        return true;
    return ouro_raise(rt, EXC_TypeError, "can't apply this %s to %T object", what, self) != NULL;
}

WRAPPER(call_setattr)
{
    if (!may_set_attribute(rt, self, function, "__setattr__"))
        return NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[0]);
    return call_set(rt, self, args, count, names, function);
}

WRAPPER(call_delattr)
{
    if (!may_set_attribute(rt, self, function, "__delattr__"))
        return NULL;
    return call_delete(rt, self, args, count, names, function);
}

#define COMPARE_WRAPPER(name, op)                                                                 \
    WRAPPER(name)                                                                                 \
    {                                                                                             \
        return ((ouro_object * (*)(ouro_runtime *, ouro_object *, ouro_object *,                  \
                                   enum ouro_compare_op)) function)(rt, self, args[0], op);       \
    }
COMPARE_WRAPPER(call_lt, COMPARE_LT)
COMPARE_WRAPPER(call_le, COMPARE_LE)
COMPARE_WRAPPER(call_eq, COMPARE_EQ)
COMPARE_WRAPPER(call_ne, COMPARE_NE)
COMPARE_WRAPPER(call_gt, COMPARE_GT)
COMPARE_WRAPPER(call_ge, COMPARE_GE)

WRAPPER(call_repeat)
{
    int64_t times;
    if (!ouro_index_i64(rt, args[0], &times, EXC_OverflowError))
        return NULL;
    return ((ouro_object * (*)(ouro_runtime *, ouro_object *, ptrdiff_t)) function)(rt, self, times);
}

WRAPPER(call_call)
{
    return ((ouro_native)function)(rt, self, args, count, names);
}

WRAPPER(call_init)
{
    typedef bool (*init_function)(ouro_runtime *, ouro_object *, ouro_object *const *, size_t,
                                  ouro_object *);
    return ((init_function)function)(rt, self, args, count, names) ? rt->none : NULL;
}

WRAPPER(call_descr_get)
{
    typedef ouro_object *(*get_function)(ouro_runtime *, ouro_object *, ouro_object *, ouro_object *);
    if (!ouro_args_count(rt, "", count, 1, 2))
        return NULL;
    ouro_object *instance = args[0] == rt->none ? NULL : args[0];
    ouro_object *owner = count > 1 && args[1] != rt->none ? args[1] : NULL;
    if (!instance && !owner)
        return ouro_raise(rt, EXC_TypeError, "__get__(None, None) is invalid");
    return ((get_function)function)(rt, self, instance, owner);
}

/* ---- from a special method to a slot --------------------------------------------------------- */

ouro_object *ouro_special_call(ouro_runtime *rt, ouro_object *self, ouro_object *name,
                               ouro_object *const *args, size_t count, bool *is_missing)
{
    ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), name);
    if (is_missing)
        *is_missing = !method;
    if (!method)
        return NULL;
    struct ouro_class *method_class = class_of(rt, method);
    ouro_object *result;
    if (method_class->core.flags & CLASS_METHOD_DESCRIPTOR) {
        ouro_object *all[8];
        ouro_assert(count < 8);
        all[0] = self;
        for (size_t i = 0; i < count; i++)
            all[i + 1] = args[i];
        incref(method);
        result = ouro_call(rt, method, all, count + 1, NULL);
        decref(rt, method);
        return result;
    }
    incref(method);
    if (method_class->descr_get) {
        ouro_object *bound =
            method_class->descr_get(rt, method, self, &class_of(rt, self)->core.base);
        decref(rt, method);
        method = bound;
    }
    if (!method)
        return NULL;
    result = ouro_call(rt, method, args, count, NULL);
    decref(rt, method);
    return result;
}

static ouro_object *special0(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, name, NULL, 0, &is_missing);
    if (!result && is_missing)
        return ouro_raise_attribute(rt, self, name);
    return result;
}

static ouro_object *special1(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *a)
{
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, name, &a, 1, &is_missing);
    if (!result && is_missing)
        return ouro_raise_attribute(rt, self, name);
    return result;
}

static ouro_object *binary_or_not_implemented(ouro_runtime *rt, ouro_object *self, ouro_object *name,
                                              ouro_object *other)
{
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, name, &other, 1, &is_missing);
    return !result && is_missing ? rt->not_implemented : result;
}

/* The rules of reflected operands: a subclass on the right that overrides the reflected method goes
 * first. slot is the generic function itself, by which we know that a class uses these methods. */
static ouro_object *binary_slot(ouro_runtime *rt, ouro_object *a, ouro_object *b, size_t offset,
                                void *slot, ouro_object *name, ouro_object *reflected_name)
{
    struct ouro_class *ca = class_of(rt, a), *cb = class_of(rt, b);
    bool a_has = *(void **)((char *)ca + offset) == slot;
    bool b_has = ca != cb && *(void **)((char *)cb + offset) == slot;
    if (a_has) {
        if (b_has && ouro_class_is_subclass(cb, ca) &&
            ouro_class_lookup(rt, ca, reflected_name) != ouro_class_lookup(rt, cb, reflected_name)) {
            ouro_object *result = binary_or_not_implemented(rt, b, reflected_name, a);
            if (result != rt->not_implemented)
                return result;
            b_has = false;
        }
        ouro_object *result = binary_or_not_implemented(rt, a, name, b);
        if (result != rt->not_implemented || ca == cb)
            return result;
    }
    return b_has ? binary_or_not_implemented(rt, b, reflected_name, a) : rt->not_implemented;
}

#define BINARY_SLOT(slot, name, reflected)                                                        \
    static ouro_object *slot_##slot(ouro_runtime *rt, ouro_object *a, ouro_object *b)             \
    {                                                                                             \
        return binary_slot(rt, a, b, offsetof(struct ouro_class, slot), (void *)slot_##slot,      \
                           rt->name_##name, rt->name_##reflected);                                \
    }
BINARY_SLOT(add, __add__, __radd__)
BINARY_SLOT(subtract, __sub__, __rsub__)
BINARY_SLOT(multiply, __mul__, __rmul__)
BINARY_SLOT(matmul, __matmul__, __rmatmul__)
BINARY_SLOT(true_divide, __truediv__, __rtruediv__)
BINARY_SLOT(floor_divide, __floordiv__, __rfloordiv__)
BINARY_SLOT(remainder, __mod__, __rmod__)
BINARY_SLOT(divmod, __divmod__, __rdivmod__)
BINARY_SLOT(lshift, __lshift__, __rlshift__)
BINARY_SLOT(rshift, __rshift__, __rrshift__)
BINARY_SLOT(and_, __and__, __rand__)
BINARY_SLOT(xor_, __xor__, __rxor__)
BINARY_SLOT(or_, __or__, __ror__)

static ouro_object *slot_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (modulus == rt->none)
        return binary_slot(rt, a, b, offsetof(struct ouro_class, power), (void *)slot_power,
                           rt->name___pow__, rt->name___rpow__);
    if (class_of(rt, a)->power != slot_power)
        return rt->not_implemented;
    ouro_object *args[] = {b, modulus};
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, a, rt->name___pow__, args, 2, &is_missing);
    return !result && is_missing ? rt->not_implemented : result;
}

#define INPLACE_SLOT(slot, name)                                                                  \
    static ouro_object *slot_##slot(ouro_runtime *rt, ouro_object *a, ouro_object *b)             \
    {                                                                                             \
        return special1(rt, a, rt->name_##name, b);                                               \
    }
INPLACE_SLOT(inplace_add, __iadd__)
INPLACE_SLOT(inplace_subtract, __isub__)
INPLACE_SLOT(inplace_multiply, __imul__)
INPLACE_SLOT(inplace_matmul, __imatmul__)
INPLACE_SLOT(inplace_true_divide, __itruediv__)
INPLACE_SLOT(inplace_floor_divide, __ifloordiv__)
INPLACE_SLOT(inplace_remainder, __imod__)
INPLACE_SLOT(inplace_lshift, __ilshift__)
INPLACE_SLOT(inplace_rshift, __irshift__)
INPLACE_SLOT(inplace_and, __iand__)
INPLACE_SLOT(inplace_xor, __ixor__)
INPLACE_SLOT(inplace_or, __ior__)
INPLACE_SLOT(inplace_power, __ipow__)
INPLACE_SLOT(getitem, __getitem__)

#define UNARY_SLOT(slot, name)                                                                    \
    static ouro_object *slot_##slot(ouro_runtime *rt, ouro_object *self)                          \
    {                                                                                             \
        return special0(rt, self, rt->name_##name);                                               \
    }
UNARY_SLOT(negative, __neg__)
UNARY_SLOT(positive, __pos__)
UNARY_SLOT(absolute, __abs__)
UNARY_SLOT(invert, __invert__)
UNARY_SLOT(to_int, __int__)
UNARY_SLOT(to_float, __float__)
UNARY_SLOT(to_index, __index__)
UNARY_SLOT(repr, __repr__)
UNARY_SLOT(str, __str__)

static ouro_object *slot_iter(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), rt->name___iter__);
    if (method == rt->none)
        return ouro_raise(rt, EXC_TypeError, "'%T' object is not iterable", self);
    return special0(rt, self, rt->name___iter__);
}

static ouro_object *slot_next(ouro_runtime *rt, ouro_object *self)
{
    return special0(rt, self, rt->name___next__);
}

static bool slot_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), rt->name___hash__);
    if (!method || method == rt->none)
        return ouro_raise(rt, EXC_TypeError, "unhashable type: '%T'", self) != NULL;
    ouro_object *result = special0(rt, self, rt->name___hash__);
    if (!result)
        return false;
    if (!is_int(rt, result)) {
        decref(rt, result);
        return ouro_raise(rt, EXC_TypeError, "__hash__ method should return an integer") != NULL;
    }
    if (!ouro_int_fits_i64(result, hash))
        *hash = ouro_int_hash(result);
    if (*hash == -1)
        *hash = -2;
    decref(rt, result);
    return true;
}

static ouro_object *slot_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    ouro_object *names[] = {rt->name___lt__, rt->name___le__, rt->name___eq__,
                            rt->name___ne__, rt->name___gt__, rt->name___ge__};
    return binary_or_not_implemented(rt, a, names[op], b);
}

static int slot_truth(ouro_runtime *rt, ouro_object *self)
{
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, rt->name___bool__, NULL, 0, &is_missing);
    if (!result && is_missing) {
        ptrdiff_t length = class_of(rt, self)->length ? ouro_length(rt, self) : 1;
        return length < 0 ? -1 : length > 0;
    }
    if (!result)
        return -1;
    if (!is_exact(result, TYPE_BOOL)) {
        ouro_raise(rt, EXC_TypeError, "__bool__ should return bool, returned %T", result);
        decref(rt, result);
        return -1;
    }
    int truth = result == rt->true_;
    return truth;
}

static ptrdiff_t slot_length(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *result = special0(rt, self, rt->name___len__);
    if (!result)
        return -1;
    ouro_object *index = ouro_index(rt, result);
    decref(rt, result);
    if (!index)
        return -1;
    int64_t length = 0;
    if (ouro_int_sign(index) < 0) {
        ouro_raise(rt, EXC_ValueError, "__len__() should return >= 0");
        length = -1;
    } else if (!ouro_index_i64(rt, index, &length, EXC_OverflowError)) {
        length = -1;
    }
    decref(rt, index);
    return length;
}

static bool slot_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    ouro_object *args[] = {key, value};
    ouro_object *name = value ? rt->name___setitem__ : rt->name___delitem__;
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, name, args, value ? 2 : 1, &is_missing);
    if (!result && is_missing)
        ouro_raise(rt, EXC_TypeError, "'%T' object does not support item %s", self,
                   value ? "assignment" : "deletion");
    xdecref(rt, result);
    return result != NULL;
}

static int slot_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), rt->name___contains__);
    if (method == rt->none) {
        ouro_raise(rt, EXC_TypeError, "'%T' object is not a container", self);
        return -1;
    }
    ouro_object *result = special1(rt, self, rt->name___contains__, item);
    if (!result)
        return -1;
    int truth = ouro_truth(rt, result);
    decref(rt, result);
    return truth;
}

static ouro_object *call_with_first(ouro_runtime *rt, ouro_object *function, ouro_object *first,
                                    ouro_object *const *args, size_t count, ouro_object *names);

static ouro_object *slot_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    ouro_object *function = ouro_class_lookup(rt, class_of(rt, self), rt->name___call__), *value = NULL;
    if (function && is_exact(function, TYPE_FUNCTION)) {
        if (!ouro_enter_counted(rt, " while calling a Python object"))
            return NULL;
        incref(function);
        value = call_with_first(rt, function, self, args, count, names);
        decref(rt, function);
        ouro_leave(rt);
        return value;
    }
    ouro_object *method = ouro_lookup_special(rt, self, rt->name___call__);
    if (!method)
        return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, "'%T' object is not callable", self);
    ouro_object *result = NULL;
    if (ouro_enter_counted(rt, " while calling a Python object")) {
        result = ouro_call(rt, method, args, count, names);
        ouro_leave(rt);
    }
    decref(rt, method);
    return result;
}

/* __init__ and __new__ get self in front: one array for both. */
static ouro_object *call_with_first(ouro_runtime *rt, ouro_object *function, ouro_object *first,
                                    ouro_object *const *args, size_t count, ouro_object *names)
{
    size_t total = count + (names ? tuple_length(names) : 0);
    ouro_object *small[8], **all = small;
    if (total + 1 > 8 && !(all = ouro_buffer_alloc(rt, (total + 1) * sizeof *all)))
        return NULL;
    all[0] = first;
    for (size_t i = 0; i < total; i++)
        all[i + 1] = args[i];
    ouro_object *result = ouro_call(rt, function, all, count + 1, names);
    if (all != small)
        ouro_buffer_free(rt, all, (total + 1) * sizeof *all);
    return result;
}

static bool slot_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), rt->name___init__);
    if (!method)
        return ouro_raise_attribute(rt, self, rt->name___init__) != NULL;
    ouro_object *result;
    if (class_of(rt, method)->core.flags & CLASS_METHOD_DESCRIPTOR) {
        incref(method);
        result = call_with_first(rt, method, self, args, count, names);
        decref(rt, method);
    } else {
        method = ouro_lookup_special(rt, self, rt->name___init__);
        if (!method)
            return false;
        result = ouro_call(rt, method, args, count, names);
        decref(rt, method);
    }
    if (!result)
        return false;
    if (result != rt->none) {
        ouro_raise(rt, EXC_TypeError, "__init__() should return None, not '%T'", result);
        decref(rt, result);
        return false;
    }
    return true;
}

static ouro_object *slot_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *method = ouro_getattr(rt, &cls->core.base, rt->name___new__);
    if (!method)
        return NULL;
    ouro_object *result = call_with_first(rt, method, &cls->core.base, args, count, names);
    decref(rt, method);
    return result;
}

ouro_object *ouro_slot_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *getattribute = ouro_class_lookup(rt, cls, rt->name___getattribute__);
    ouro_object *value;
    if (!getattribute || (is_exact(getattribute, TYPE_SLOT_WRAPPER) &&
                          ((struct ouro_slot_wrapper *)(void *)getattribute)->function ==
                              (void *)ouro_generic_getattr)) {
        value = ouro_generic_getattr(rt, self, name);
    } else {
        value = special1(rt, self, rt->name___getattribute__, name);
    }
    if (value || !ouro_error_is(rt, EXC_AttributeError) ||
        !ouro_class_lookup(rt, cls, rt->name___getattr__))
        return value;
    ouro_error_clear(rt);
    if (!ouro_enter_counted(rt, ""))
        return NULL;
    value = special1(rt, self, rt->name___getattr__, name);
    ouro_leave(rt);
    return value;
}

static bool slot_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    ouro_object *args[] = {name, value};
    ouro_object *result = ouro_special_call(
        rt, self, value ? rt->name___setattr__ : rt->name___delattr__, args, value ? 2 : 1, NULL);
    xdecref(rt, result);
    return result != NULL;
}

static ouro_object *slot_descr_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                   ouro_object *owner)
{
    ouro_object *args[] = {instance ? instance : rt->none, owner ? owner : rt->none};
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, rt->name___get__, args, 2, &is_missing);
    return !result && is_missing ? newref(self) : result;
}

static bool slot_descr_set(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                           ouro_object *value)
{
    ouro_object *args[] = {instance, value};
    ouro_object *name = value ? rt->name___set__ : rt->name___delete__;
    bool is_missing;
    ouro_object *result = ouro_special_call(rt, self, name, args, value ? 2 : 1, &is_missing);
    if (!result && is_missing)
        return ouro_raise(rt, EXC_AttributeError, "%U", name) != NULL;
    xdecref(rt, result);
    return result != NULL;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define SLOT(field, name, call, generic, count)                                                   \
    {name, offsetof(struct ouro_class, field), call, (void *)(generic), count, false}

/* Order within one slot matters: the first name found is the one by which a native function is
 * recognised. */
static const struct ouro_slot_def defs[] = {
    SLOT(repr, "__repr__", call_unary, slot_repr, 0),
    SLOT(str, "__str__", call_unary, slot_str, 0),
    SLOT(hash, "__hash__", call_hash, slot_hash, 0),
    {"__call__", offsetof(struct ouro_class, call), call_call, (void *)slot_call, -1, true},
    SLOT(getattr, "__getattribute__", call_getattr, ouro_slot_getattr, 1),
    SLOT(getattr, "__getattr__", NULL, ouro_slot_getattr, 1),
    SLOT(setattr, "__setattr__", call_setattr, slot_setattr, 2),
    SLOT(setattr, "__delattr__", call_delattr, slot_setattr, 1),
    SLOT(compare, "__lt__", call_lt, slot_compare, 1),
    SLOT(compare, "__le__", call_le, slot_compare, 1),
    SLOT(compare, "__eq__", call_eq, slot_compare, 1),
    SLOT(compare, "__ne__", call_ne, slot_compare, 1),
    SLOT(compare, "__gt__", call_gt, slot_compare, 1),
    SLOT(compare, "__ge__", call_ge, slot_compare, 1),
    SLOT(iter, "__iter__", call_unary, slot_iter, 0),
    SLOT(next, "__next__", call_next, slot_next, 0),
    SLOT(descr_get, "__get__", call_descr_get, slot_descr_get, -1),
    SLOT(descr_set, "__set__", call_set, slot_descr_set, 2),
    SLOT(descr_set, "__delete__", call_delete, slot_descr_set, 1),
    {"__init__", offsetof(struct ouro_class, init), call_init, (void *)slot_init, -1, true},
    {"__new__", offsetof(struct ouro_class, create), NULL, (void *)slot_create, -1, true},
    SLOT(add, "__add__", call_binary, slot_add, 1),
    SLOT(add, "__radd__", call_binary_reflected, slot_add, 1),
    SLOT(subtract, "__sub__", call_binary, slot_subtract, 1),
    SLOT(subtract, "__rsub__", call_binary_reflected, slot_subtract, 1),
    SLOT(multiply, "__mul__", call_binary, slot_multiply, 1),
    SLOT(multiply, "__rmul__", call_binary_reflected, slot_multiply, 1),
    SLOT(matmul, "__matmul__", call_binary, slot_matmul, 1),
    SLOT(matmul, "__rmatmul__", call_binary_reflected, slot_matmul, 1),
    SLOT(true_divide, "__truediv__", call_binary, slot_true_divide, 1),
    SLOT(true_divide, "__rtruediv__", call_binary_reflected, slot_true_divide, 1),
    SLOT(floor_divide, "__floordiv__", call_binary, slot_floor_divide, 1),
    SLOT(floor_divide, "__rfloordiv__", call_binary_reflected, slot_floor_divide, 1),
    SLOT(remainder, "__mod__", call_binary, slot_remainder, 1),
    SLOT(remainder, "__rmod__", call_binary_reflected, slot_remainder, 1),
    SLOT(divmod, "__divmod__", call_binary, slot_divmod, 1),
    SLOT(divmod, "__rdivmod__", call_binary_reflected, slot_divmod, 1),
    SLOT(power, "__pow__", call_power, slot_power, -1),
    SLOT(power, "__rpow__", call_power_reflected, slot_power, -1),
    SLOT(lshift, "__lshift__", call_binary, slot_lshift, 1),
    SLOT(lshift, "__rlshift__", call_binary_reflected, slot_lshift, 1),
    SLOT(rshift, "__rshift__", call_binary, slot_rshift, 1),
    SLOT(rshift, "__rrshift__", call_binary_reflected, slot_rshift, 1),
    SLOT(and_, "__and__", call_binary, slot_and_, 1),
    SLOT(and_, "__rand__", call_binary_reflected, slot_and_, 1),
    SLOT(xor_, "__xor__", call_binary, slot_xor_, 1),
    SLOT(xor_, "__rxor__", call_binary_reflected, slot_xor_, 1),
    SLOT(or_, "__or__", call_binary, slot_or_, 1),
    SLOT(or_, "__ror__", call_binary_reflected, slot_or_, 1),
    SLOT(inplace_add, "__iadd__", call_binary, slot_inplace_add, 1),
    SLOT(inplace_subtract, "__isub__", call_binary, slot_inplace_subtract, 1),
    SLOT(inplace_multiply, "__imul__", call_binary, slot_inplace_multiply, 1),
    SLOT(inplace_matmul, "__imatmul__", call_binary, slot_inplace_matmul, 1),
    SLOT(inplace_true_divide, "__itruediv__", call_binary, slot_inplace_true_divide, 1),
    SLOT(inplace_floor_divide, "__ifloordiv__", call_binary, slot_inplace_floor_divide, 1),
    SLOT(inplace_remainder, "__imod__", call_binary, slot_inplace_remainder, 1),
    SLOT(inplace_lshift, "__ilshift__", call_binary, slot_inplace_lshift, 1),
    SLOT(inplace_rshift, "__irshift__", call_binary, slot_inplace_rshift, 1),
    SLOT(inplace_and, "__iand__", call_binary, slot_inplace_and, 1),
    SLOT(inplace_xor, "__ixor__", call_binary, slot_inplace_xor, 1),
    SLOT(inplace_or, "__ior__", call_binary, slot_inplace_or, 1),
    SLOT(inplace_power, "__ipow__", call_binary, slot_inplace_power, 1),
    SLOT(negative, "__neg__", call_unary, slot_negative, 0),
    SLOT(positive, "__pos__", call_unary, slot_positive, 0),
    SLOT(absolute, "__abs__", call_unary, slot_absolute, 0),
    SLOT(truth, "__bool__", call_truth, slot_truth, 0),
    SLOT(invert, "__invert__", call_unary, slot_invert, 0),
    SLOT(to_int, "__int__", call_unary, slot_to_int, 0),
    SLOT(to_float, "__float__", call_unary, slot_to_float, 0),
    SLOT(to_index, "__index__", call_unary, slot_to_index, 0),
    SLOT(length, "__len__", call_length, slot_length, 0),
    SLOT(getitem, "__getitem__", call_binary, slot_getitem, 1),
    SLOT(setitem, "__setitem__", call_set, slot_setitem, 2),
    SLOT(setitem, "__delitem__", call_delete, slot_setitem, 1),
    SLOT(contains, "__contains__", call_contains, slot_contains, 1),
    /* Never generic: __add__ of a class made in Python is a number slot. */
    SLOT(concat, "__add__", call_binary, NULL, 1),
    SLOT(repeat, "__mul__", call_repeat, NULL, 1),
    SLOT(repeat, "__rmul__", call_repeat, NULL, 1),
    SLOT(inplace_concat, "__iadd__", call_binary, NULL, 1),
    SLOT(inplace_repeat, "__imul__", call_repeat, NULL, 1),
};
enum { DEF_COUNT = sizeof defs / sizeof *defs };

static ouro_object **names_of(const ouro_runtime *rt)
{
    return rt->caches[CACHE_SLOTS];
}

bool ouro_slots_init(ouro_runtime *rt)
{
    ouro_object **names =
        ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, DEF_COUNT, sizeof *names);
    if (!names)
        return false;
    rt->caches[CACHE_SLOTS] = names;
    for (size_t i = 0; i < DEF_COUNT; i++)
        if (!(names[i] = ouro_str_intern_text(rt, defs[i].name)))
            return false;
    return true;
}

static void **slot_at(const struct ouro_class *cls, const struct ouro_slot_def *def)
{
    return (void **)((uintptr_t)cls + def->offset);
}

static ouro_object *wrapper_new(ouro_runtime *rt, struct ouro_class *owner,
                                const struct ouro_slot_def *def, void *function)
{
    ouro_object *object = ouro_object_alloc(&rt->heap, TYPE_SLOT_WRAPPER,
                                            sizeof(struct ouro_slot_wrapper), OURO_BLOCK_CONTAINER);
    if (!object)
        return ouro_raise_memory(rt);
    struct ouro_slot_wrapper *wrapper = (struct ouro_slot_wrapper *)(void *)object;
    wrapper->owner = owner;
    wrapper->def = def;
    wrapper->function = function;
    return object;
}

/* cls.__new__ is a native static method that checks its first argument. */
static ouro_object *call_new(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    struct ouro_class *owner = (struct ouro_class *)(void *)self;
    const char *name = ouro_class_name(owner);
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "%s.__new__(): not enough arguments", name);
    if (!is_class(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "%s.__new__(X): X is not a type object (%T)", name,
                          args[0]);
    struct ouro_class *cls = (struct ouro_class *)(void *)args[0];
    if (!ouro_class_is_subclass(cls, owner))
        return ouro_raise(rt, EXC_TypeError, "%s.__new__(%N): %N is not a subtype of %s", name, cls,
                          cls, name);
    struct ouro_class *native = cls;
    while (native && native->create == slot_create)
        native = native->base;
    /* A native class that cannot be called has inherited a create that knows nothing of its instances. */
    bool is_closed = native && native != owner && (native->core.flags & CLASS_NO_INSTANTIATION);
    if (native && (native->create != owner->create || is_closed))
        return ouro_raise(rt, EXC_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", name,
                          cls->core.name, native->core.name);
    return owner->create(rt, cls, args + 1, count - 1, names);
}

static const struct ouro_method new_method = {"__new__", call_new, 0, -1, METHOD_KEYWORDS,
    "Create and return a new object.  See help(type) for accurate signature."};

bool ouro_slots_add_wrappers(ouro_runtime *rt, struct ouro_class *cls)
{
    if (!names_of(rt) && !ouro_slots_init(rt))
        return false;
    for (size_t i = 0; i < DEF_COUNT; i++) {
        const struct ouro_slot_def *def = &defs[i];
        void *function = *slot_at(cls, def);
        ouro_object *name = names_of(rt)[i];
        if (!function || ouro_dict_peek_str(rt, cls->dict, name))
            continue;
        if (def->offset == offsetof(struct ouro_class, create)) {
            ouro_object *native =
                ouro_native_function_new(rt, &new_method, &cls->core.base, NULL);
            bool is_done = native && ouro_dict_set(rt, cls->dict, name, native);
            xdecref(rt, native);
            if (!is_done)
                return false;
            continue;
        }
        if (!def->call)
            continue;
        ouro_object *wrapper = wrapper_new(rt, cls, def, function);
        bool is_done = wrapper && ouro_dict_set(rt, cls->dict, name, wrapper);
        xdecref(rt, wrapper);
        if (!is_done)
            return false;
    }
    return true;
}

void ouro_slots_inherit(struct ouro_class *cls, const struct ouro_class *base)
{
    void **to = (void **)(void *)&cls->create;
    void *const *from = (void *const *)(const void *)&base->create;
    size_t count = (offsetof(struct ouro_class, buffer_export) - offsetof(struct ouro_class, create)) /
                       sizeof(void *) + 1;
    bool keeps_hash = cls->compare != NULL; /* __eq__ without __hash__ means unhashable */
    for (size_t i = 0; i < count; i++) {
        if (to[i] || (keeps_hash && &to[i] == (void **)(void *)&cls->hash))
            continue;
        to[i] = from[i];
    }
    if (!cls->core.dealloc)
        cls->core.dealloc = base->core.dealloc;
    if (!cls->core.traverse)
        cls->core.traverse = base->core.traverse;
    if (!cls->core.clear)
        cls->core.clear = base->core.clear;
    if (!cls->core.finalize)
        cls->core.finalize = base->core.finalize;
    if (!cls->core.size_of)
        cls->core.size_of = base->core.size_of;
}

/* ---- classes made in Python ------------------------------------------------------------------ */

/* The function for one slot: a native one if every special method of the slot that the class has is the
 * wrapper of that native one, the generic one otherwise. */
static void update_slot(ouro_runtime *rt, struct ouro_class *cls, size_t first)
{
    uint32_t offset = defs[first].offset;
    void *specific = NULL, *generic = NULL;
    bool needs_generic = false;
    for (size_t i = first; i < DEF_COUNT && defs[i].offset == offset; i++) {
        ouro_object *found = ouro_class_lookup(rt, cls, names_of(rt)[i]);
        if (!found)
            continue;
        if (is_exact(found, TYPE_SLOT_WRAPPER) &&
            !((struct ouro_slot_wrapper *)(void *)found)->def->generic)
            continue; /* list.__add__ is concat, which the class inherits as such */
        generic = defs[i].generic;
        if (is_exact(found, TYPE_SLOT_WRAPPER)) {
            struct ouro_slot_wrapper *wrapper = (struct ouro_slot_wrapper *)(void *)found;
            bool is_same_slot = wrapper->def->offset == offset && wrapper->def->call == defs[i].call;
            if (is_same_slot && ouro_class_is_subclass(cls, wrapper->owner) &&
                (!specific || specific == wrapper->function)) {
                specific = wrapper->function;
                continue;
            }
        } else if (offset == offsetof(struct ouro_class, create) &&
                   is_exact(found, TYPE_NATIVE_FUNCTION) &&
                   ((struct ouro_native_function *)(void *)found)->method == &new_method) {
            struct ouro_native_function *native = (struct ouro_native_function *)(void *)found;
            specific = (void *)((struct ouro_class *)(void *)native->self)->create;
            continue;
        } else if (offset == offsetof(struct ouro_class, hash) && found == rt->none) {
            *slot_at(cls, &defs[first]) = NULL;
            return;
        }
        needs_generic = true;
    }
    *slot_at(cls, &defs[first]) = needs_generic || !specific ? generic : specific;
}

/* concat and its kin have no generic form: a subclass of list keeps the native one unless it overrides
 * the method, or one of the two in the case of repeat; then the number slot does the work. */
static void update_native_only(ouro_runtime *rt, struct ouro_class *cls, size_t i)
{
    void *function = NULL;
    for (size_t k = 0; k < DEF_COUNT; k++) {
        ouro_object *found =
            defs[k].offset == defs[i].offset ? ouro_class_lookup(rt, cls, names_of(rt)[k]) : NULL;
        if (!found)
            continue;
        function = NULL;
        if (is_exact(found, TYPE_SLOT_WRAPPER) &&
            ((struct ouro_slot_wrapper *)(void *)found)->def->offset == defs[i].offset)
            function = ((struct ouro_slot_wrapper *)(void *)found)->function;
        if (!function)
            break;
    }
    *slot_at(cls, &defs[i]) = function;
}

static void call_finalizer(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *result = ouro_special_call(rt, self, rt->name___del__, NULL, 0, NULL);
    if (!result && rt->error) {
        ouro_object *method = ouro_class_lookup(rt, class_of(rt, self), rt->name___del__);
        if (rt->vm_hooks.unraisable)
            rt->vm_hooks.unraisable(rt, NULL, method);
        else
            ouro_error_clear(rt);
    }
    xdecref(rt, result);
    ouro_error_restore(rt, saved);
}

static void update_finalizer(ouro_runtime *rt, struct ouro_class *cls)
{
    if (ouro_class_lookup(rt, cls, rt->name___del__))
        cls->core.finalize = call_finalizer;
    else
        cls->core.finalize = cls->base && cls->base->core.finalize != call_finalizer
                                 ? cls->base->core.finalize
                                 : NULL;
}

void ouro_slots_update(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name)
{
    if (!name || name == rt->name___del__)
        update_finalizer(rt, cls);
    uint32_t done = UINT32_MAX;
    for (size_t i = 0; i < DEF_COUNT; i++) {
        if (name && names_of(rt)[i] != name)
            continue;
        if (!defs[i].generic) {
            update_native_only(rt, cls, i);
            continue;
        }
        if (defs[i].offset == done)
            continue;
        done = defs[i].offset;
        size_t first = i;
        while (first > 0 && defs[first - 1].offset == done)
            first--;
        update_slot(rt, cls, first);
    }
    /* A class with __iter__ = None and the like is handled by the generic functions. */
    if (!name) {
        cls->buffer = cls->base ? cls->base->buffer : NULL;
        cls->buffer_export = cls->base ? cls->base->buffer_export : NULL;
    }
}

ouro_object *ouro_slot_wrapper_call(ouro_runtime *rt, struct ouro_slot_wrapper *wrapper,
                                    ouro_object *self, ouro_object *const *args, size_t count,
                                    ouro_object *names)
{
    const struct ouro_slot_def *def = wrapper->def;
    if (names && tuple_length(names) && !def->takes_keywords)
        return ouro_raise(rt, EXC_TypeError, "wrapper %s() takes no keyword arguments", def->name);
    if (def->argument_count >= 0 && count != (size_t)def->argument_count)
        return ouro_raise(rt, EXC_TypeError, "%sexpected %d argument%s, got %zu",
                          def->argument_count == 2 || def->call == call_repeat ? " " : "",
                          def->argument_count,
                          def->argument_count == 1 ? "" : "s", count);
    return def->call(rt, self, args, count, names, wrapper->function);
}
