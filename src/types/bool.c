/* bool: the two immortal instances True and False of a subclass of int. */
#include "types/int_internal.h"
#include "types/str.h"

static ouro_object *bool_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "bool", names) || !ouro_args_count(rt, "bool", count, 0, 1))
        return NULL;
    int truth = count ? ouro_truth(rt, args[0]) : 0;
    return truth < 0 ? NULL : bool_object(rt, truth);
}

static ouro_object *bool_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_intern_text(rt, self == rt->true_ ? "True" : "False");
}

/* Two bools give a bool, anything else what int makes of it. */
#define BOOL_BINARY(name, operator, otherwise)                                                     \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                     \
    {                                                                                              \
        if (is_exact(a, TYPE_BOOL) && is_exact(b, TYPE_BOOL))                                      \
            return bool_object(rt, (a == rt->true_) operator(b == rt->true_));                     \
        if (!is_int(rt, a) || !is_int(rt, b))                                                      \
            return rt->not_implemented;                                                            \
        return otherwise(rt, a, b);                                                                \
    }
BOOL_BINARY(bool_and, &, ouro_int_and)
BOOL_BINARY(bool_or, |, ouro_int_or)
BOOL_BINARY(bool_xor, ^, ouro_int_xor)

bool ouro_bool_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_BOOL);
    cls->create = bool_create;
    cls->repr = bool_repr;
    cls->and_ = bool_and;
    cls->or_ = bool_or;
    cls->xor_ = bool_xor;
    return ouro_class_ready(rt, cls, NULL, NULL, NULL);
}
