/* Length, items, membership, iteration, comparison, hash, text of any object. */
#include <stdio.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *text_from_slot(ouro_runtime *rt, ouro_object *object, ouro_unary slot,
                                   const char *method)
{
    if (!ouro_enter_counted(rt, " while getting the repr of an object"))
        return NULL;
    ouro_object *text = slot(rt, object);
    ouro_leave(rt);
    if (text && ouro_unlikely(!is_str(rt, text))) {
        ouro_raise(rt, EXC_TypeError, "%s returned non-string (type %T)", method, text);
        decref(rt, text);
        return NULL;
    }
    return text;
}

ouro_object *ouro_repr(ouro_runtime *rt, ouro_object *object)
{
    return text_from_slot(rt, object, class_of(rt, object)->repr, "__repr__");
}

ouro_object *ouro_str(ouro_runtime *rt, ouro_object *object)
{
    if (is_exact(object, TYPE_STR))
        return newref(object);
    struct ouro_class *cls = class_of(rt, object);
    return cls->str ? text_from_slot(rt, object, cls->str, "__str__") : ouro_repr(rt, object);
}

ouro_object *ouro_ascii(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *text = ouro_repr(rt, object);
    if (!text || ouro_str_is_ascii(text))
        return text;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    for (size_t i = 0; i < ouro_str_length(text); i++) {
        uint32_t character = ouro_str_at(text, i);
        char escape[16];
        int size = 0;
        if (character < 0x80)
            ouro_str_builder_character(&builder, character);
        else if (character < 0x100)
            size = snprintf(escape, sizeof escape, "\\x%02x", character);
        else if (character < 0x10000)
            size = snprintf(escape, sizeof escape, "\\u%04x", character);
        else
            size = snprintf(escape, sizeof escape, "\\U%08x", character);
        if (size)
            ouro_str_builder_text(&builder, escape, (size_t)size);
    }
    decref(rt, text);
    return ouro_str_builder_finish(&builder);
}

ouro_object *ouro_format(ouro_runtime *rt, ouro_object *object, ouro_object *spec)
{
    if (!spec || (is_exact(spec, TYPE_STR) && ouro_str_length(spec) == 0)) {
        if (is_exact(object, TYPE_STR))
            return newref(object);
        if (is_exact(object, TYPE_INT))
            return ouro_int_to_str(rt, object, 10, false);
        spec = rt->empty_str;
    }
    bool is_missing;
    ouro_object *result =
        ouro_special_call(rt, object, rt->name___format__, &spec, 1, &is_missing);
    if (!result && is_missing)
        return ouro_raise(rt, EXC_TypeError, "Type %T doesn't define __format__", object);
    if (result && !is_str(rt, result)) {
        ouro_raise(rt, EXC_TypeError, "__format__ must return a str, not %T", result);
        decref(rt, result);
        return NULL;
    }
    return result;
}

bool ouro_hash(ouro_runtime *rt, ouro_object *object, int64_t *hash)
{
    struct ouro_class *cls = class_of(rt, object);
    if (ouro_likely(cls->hash != NULL))
        return cls->hash(rt, object, hash);
    return ouro_raise(rt, EXC_TypeError, "unhashable type: '%T'", object) != NULL;
}

/* ---- comparison ------------------------------------------------------------------------------ */

static const enum ouro_compare_op swapped[] = {COMPARE_GT, COMPARE_GE, COMPARE_EQ,
                                               COMPARE_NE, COMPARE_LT, COMPARE_LE};

static ouro_object *compare_slots(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    struct ouro_class *ca = class_of(rt, a), *cb = class_of(rt, b);
    bool asked_b = false;
    if (ca != cb && cb->compare && ouro_class_is_subclass(cb, ca)) {
        asked_b = true;
        ouro_object *result = cb->compare(rt, b, a, swapped[op]);
        if (result != rt->not_implemented)
            return result;
    }
    if (ca->compare) {
        ouro_object *result = ca->compare(rt, a, b, op);
        if (result != rt->not_implemented)
            return result;
    }
    if (!asked_b && cb->compare) {
        ouro_object *result = cb->compare(rt, b, a, swapped[op]);
        if (result != rt->not_implemented)
            return result;
    }
    if (op == COMPARE_EQ)
        return bool_object(rt, a == b);
    if (op == COMPARE_NE)
        return bool_object(rt, a != b);
    static const char *const symbols[] = {"<", "<=", "==", "!=", ">", ">="};
    return ouro_raise(rt, EXC_TypeError, "'%s' not supported between instances of '%T' and '%T'",
                      symbols[op], a, b);
}

ouro_object *ouro_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!ouro_enter_counted(rt, " in comparison"))
        return NULL;
    ouro_object *result = compare_slots(rt, a, b, op);
    ouro_leave(rt);
    return result;
}

int ouro_compare_truth(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b)) {
        int64_t x = ouro_int_value(a), y = ouro_int_value(b);
        switch (op) {
        case COMPARE_LT: return x < y;
        case COMPARE_LE: return x <= y;
        case COMPARE_EQ: return x == y;
        case COMPARE_NE: return x != y;
        case COMPARE_GT: return x > y;
        case COMPARE_GE: return x >= y;
        }
    }
    if (is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT)) {
        double x = ouro_float_value(a), y = ouro_float_value(b);
        switch (op) {
        case COMPARE_LT: return x < y;
        case COMPARE_LE: return x <= y;
        case COMPARE_EQ: return x == y;
        case COMPARE_NE: return x != y;
        case COMPARE_GT: return x > y;
        case COMPARE_GE: return x >= y;
        }
    }
    ouro_object *result = ouro_compare(rt, a, b, op);
    if (!result)
        return -1;
    if (result == rt->true_ || result == rt->false_)
        return result == rt->true_;
    int truth = ouro_truth(rt, result);
    decref(rt, result);
    return truth;
}

int ouro_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (a == b)
        return 1;
    if (is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR))
        return ouro_str_equal(a, b);
    return ouro_compare_truth(rt, a, b, COMPARE_EQ);
}

int ouro_truth(ouro_runtime *rt, ouro_object *object)
{
    if (object == rt->true_)
        return 1;
    if (object == rt->false_ || object == rt->none)
        return 0;
    struct ouro_class *cls = class_of(rt, object);
    if (cls->truth)
        return cls->truth(rt, object);
    if (cls->length) {
        ptrdiff_t length = cls->length(rt, object);
        return length < 0 ? -1 : length > 0;
    }
    return 1;
}

/* ---- containers ------------------------------------------------------------------------------ */

ptrdiff_t ouro_length(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    if (cls->length)
        return cls->length(rt, object);
    ouro_raise(rt, EXC_TypeError, "object of type '%T' has no len()", object);
    return -1;
}

ptrdiff_t ouro_length_hint(ouro_runtime *rt, ouro_object *object, ptrdiff_t otherwise)
{
    struct ouro_class *cls = class_of(rt, object);
    if (cls->length) {
        ptrdiff_t length = cls->length(rt, object);
        if (length >= 0 || !ouro_error_is(rt, EXC_TypeError))
            return length;
        ouro_error_clear(rt);
    }
    bool is_missing;
    ouro_object *hint =
        ouro_special_call(rt, object, rt->name___length_hint__, NULL, 0, &is_missing);
    if (!hint) {
        if (is_missing)
            return otherwise;
        if (!ouro_error_is(rt, EXC_TypeError))
            return -1;
        ouro_error_clear(rt);
        return otherwise;
    }
    if (hint == rt->not_implemented)
        return otherwise;
    int64_t value = -1;
    if (!is_int(rt, hint))
        ouro_raise(rt, EXC_TypeError, "__length_hint__ must be an integer, not %T", hint);
    else if (ouro_index_i64(rt, hint, &value, EXC_OverflowError) && value < 0)
        ouro_raise(rt, EXC_ValueError, "__length_hint__() should return >= 0");
    decref(rt, hint);
    return rt->error ? -1 : value;
}

/* X[...] on a class: __class_getitem__. */
static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *cls, ouro_object *key)
{
    ouro_object *method;
    if (cls == &builtin_class(rt, TYPE_TYPE)->core.base)
        return ouro_generic_alias_new(rt, cls, key); /* its instances have no such thing */
    int outcome = ouro_getattr_optional(rt, cls, rt->name___class_getitem__, &method);
    if (outcome < 0)
        return NULL;
    if (outcome == 0)
        return ouro_raise(rt, EXC_TypeError, "type '%N' is not subscriptable",
                          (struct ouro_class *)(void *)cls);
    ouro_object *result = ouro_call1(rt, method, key);
    decref(rt, method);
    return result;
}

ouro_object *ouro_getitem(ouro_runtime *rt, ouro_object *object, ouro_object *key)
{
    struct ouro_class *cls = class_of(rt, object);
    if (ouro_likely(cls->getitem != NULL))
        return cls->getitem(rt, object, key);
    if (is_class(rt, object))
        return class_getitem(rt, object, key);
    return ouro_raise(rt, EXC_TypeError, "'%T' object is not subscriptable", object);
}

bool ouro_setitem(ouro_runtime *rt, ouro_object *object, ouro_object *key, ouro_object *value)
{
    struct ouro_class *cls = class_of(rt, object);
    if (ouro_likely(cls->setitem != NULL))
        return cls->setitem(rt, object, key, value);
    return ouro_raise(rt, EXC_TypeError, "'%T' object does not support item assignment", object) != NULL;
}

bool ouro_delitem(ouro_runtime *rt, ouro_object *object, ouro_object *key)
{
    struct ouro_class *cls = class_of(rt, object);
    if (ouro_likely(cls->setitem != NULL))
        return cls->setitem(rt, object, key, NULL);
    bool is_sequence = (cls->length || cls->getitem || (cls->core.flags & OURO_TYPE_HEAP)) &&
                       class_of(rt, key)->to_index;
    return ouro_raise(rt, EXC_TypeError,
                      is_sequence ? "'%T' object doesn't support item deletion"
                                  : "'%T' object does not support item deletion",
                      object) != NULL;
}

static int contains_by_iteration(ouro_runtime *rt, ouro_object *object, ouro_object *item)
{
    ouro_object *iterator = ouro_iter(rt, object);
    if (!iterator) {
        if (ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_TypeError, "argument of type '%T' is not iterable", object);
        }
        return -1;
    }
    int found = 0;
    ouro_object *candidate;
    while (found == 0 && (candidate = ouro_next(rt, iterator))) {
        found = ouro_equal(rt, candidate, item);
        decref(rt, candidate);
    }
    decref(rt, iterator);
    return rt->error ? -1 : found;
}

int ouro_contains(ouro_runtime *rt, ouro_object *object, ouro_object *item)
{
    struct ouro_class *cls = class_of(rt, object);
    return cls->contains ? cls->contains(rt, object, item) : contains_by_iteration(rt, object, item);
}

ouro_object *ouro_sequence_iterator_new(ouro_runtime *rt, ouro_object *sequence);

ouro_object *ouro_iter(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    if (!cls->iter) {
        if (cls->getitem && !(cls->core.flags & CLASS_DICT_SUBCLASS) &&
            ouro_class_lookup(rt, cls, rt->name___getitem__) &&
            !is_exact(object, TYPE_MAPPING_PROXY))
            return ouro_sequence_iterator_new(rt, object);
        return ouro_raise(rt, EXC_TypeError, "'%T' object is not iterable", object);
    }
    ouro_object *iterator = cls->iter(rt, object);
    if (iterator && !class_of(rt, iterator)->next) {
        ouro_raise(rt, EXC_TypeError, "iter() returned non-iterator of type '%T'", iterator);
        decref(rt, iterator);
        return NULL;
    }
    return iterator;
}

ouro_object *ouro_next(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_object *item = ouro_next_raw(rt, iterator);
    if (!item && rt->error && ouro_error_is(rt, EXC_StopIteration))
        ouro_error_clear(rt);
    return item;
}

ouro_object *ouro_to_list(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_object *list = ouro_list_new(rt, 0);
    if (list && !ouro_list_extend(rt, list, iterable)) {
        decref(rt, list);
        return NULL;
    }
    return list;
}

ouro_object *ouro_to_tuple(ouro_runtime *rt, ouro_object *iterable)
{
    if (is_exact(iterable, TYPE_TUPLE))
        return newref(iterable);
    if (is_exact(iterable, TYPE_LIST))
        return ouro_list_to_tuple(rt, iterable);
    ouro_object *list = ouro_to_list(rt, iterable);
    ouro_object *tuple = list ? ouro_list_to_tuple(rt, list) : NULL;
    xdecref(rt, list);
    return tuple;
}

ouro_object *ouro_to_sequence(ouro_runtime *rt, ouro_object *iterable, const char *message)
{
    if (is_list(rt, iterable) || is_tuple(rt, iterable))
        return newref(iterable);
    ouro_object *iterator = ouro_iter(rt, iterable);
    if (!iterator) {
        if (message && ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_TypeError, "%s", message);
        }
        return NULL;
    }
    ouro_object *list = ouro_to_list(rt, iterator);
    decref(rt, iterator);
    return list;
}

bool ouro_buffer_get(ouro_runtime *rt, ouro_object *object, const uint8_t **bytes, size_t *size)
{
    struct ouro_class *cls = class_of(rt, object);
    if (cls->buffer)
        return cls->buffer(rt, object, bytes, size);
    return ouro_raise(rt, EXC_TypeError, "a bytes-like object is required, not '%T'", object) != NULL;
}
