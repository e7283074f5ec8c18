/* Attributes and calls of any object. */
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

ouro_object *ouro_getattr(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    if (ouro_unlikely(!is_str(rt, name)))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", name);
    ouro_object *value = class_of(rt, object)->getattr(rt, object, name);
    if (ouro_unlikely(!value)) /* also what a hook or a property raised says whose attribute was asked for */
        ouro_error_set_attribute(rt, object, name);
    return value;
}

int ouro_getattr_optional(ouro_runtime *rt, ouro_object *object, ouro_object *name, ouro_object **value)
{
    struct ouro_class *cls = class_of(rt, object);
    if (cls->getattr == ouro_generic_getattr) /* spares making an exception */
        *value = ouro_generic_getattr_or_null(rt, object, name);
    else
        *value = ouro_getattr(rt, object, name);
    if (*value)
        return 1;
    if (!rt->error)
        return 0;
    if (!ouro_error_is(rt, EXC_AttributeError))
        return -1;
    ouro_error_clear(rt);
    return 0;
}

ouro_object *ouro_getattr_text(ouro_runtime *rt, ouro_object *object, const char *name)
{
    ouro_object *key = ouro_str_intern_text(rt, name);
    if (!key)
        return NULL;
    ouro_object *value = ouro_getattr(rt, object, key);
    decref(rt, key);
    return value;
}

bool ouro_setattr(ouro_runtime *rt, ouro_object *object, ouro_object *name, ouro_object *value)
{
    if (ouro_unlikely(!is_str(rt, name)))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", name) != NULL;
    incref(name);
    if (is_exact(name, TYPE_STR))
        ouro_str_intern(rt, &name);
    bool is_done = class_of(rt, object)->setattr(rt, object, name, value);
    decref(rt, name);
    return is_done;
}

ouro_object *ouro_lookup_special(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    struct ouro_class *cls = class_of(rt, object);
    ouro_object *method = ouro_class_lookup(rt, cls, name);
    if (!method)
        return NULL;
    struct ouro_class *method_class = class_of(rt, method);
    if (!method_class->descr_get)
        return newref(method);
    incref(method);
    ouro_object *bound = method_class->descr_get(rt, method, object, &cls->core.base);
    decref(rt, method);
    return bound;
}

/* ---- calls ----------------------------------------------------------------------------------- */

ouro_object *ouro_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args, size_t count,
                       ouro_object *names)
{
    ouro_native call = class_of(rt, callable)->call;
    if (ouro_unlikely(!call))
        return ouro_raise(rt, EXC_TypeError, "'%T' object is not callable", callable);
    return call(rt, callable, args, count, names);
}

ouro_object *ouro_call0(ouro_runtime *rt, ouro_object *callable)
{
    return ouro_call(rt, callable, NULL, 0, NULL);
}

ouro_object *ouro_call1(ouro_runtime *rt, ouro_object *callable, ouro_object *a)
{
    return ouro_call(rt, callable, &a, 1, NULL);
}

ouro_object *ouro_call2(ouro_runtime *rt, ouro_object *callable, ouro_object *a, ouro_object *b)
{
    ouro_object *args[] = {a, b};
    return ouro_call(rt, callable, args, 2, NULL);
}

ouro_object *ouro_call3(ouro_runtime *rt, ouro_object *callable, ouro_object *a, ouro_object *b,
                        ouro_object *c)
{
    ouro_object *args[] = {a, b, c};
    return ouro_call(rt, callable, args, 3, NULL);
}

ouro_object *ouro_call_tuple(ouro_runtime *rt, ouro_object *callable, ouro_object *args_tuple,
                             ouro_object *kwargs_dict)
{
    size_t count = tuple_length(args_tuple);
    size_t keyword_count = kwargs_dict ? dict_length(kwargs_dict) : 0;
    if (keyword_count == 0)
        return ouro_call(rt, callable, tuple_items(args_tuple), count, NULL);
    ouro_object *names = ouro_tuple_new(rt, keyword_count);
    size_t size = (count + keyword_count) * sizeof(ouro_object *);
    ouro_object **all = names ? ouro_buffer_alloc(rt, size) : NULL;
    ouro_object *result = NULL;
    if (!all)
        goto done;
    for (size_t i = 0; i < count; i++)
        all[i] = tuple_at(args_tuple, i);
    size_t position = 0, filled = 0;
    ouro_object *key, *value;
    while (filled < keyword_count && ouro_dict_next(kwargs_dict, &position, &key, &value)) {
        if (!is_str(rt, key)) {
            ouro_raise(rt, EXC_TypeError, "keywords must be strings");
            goto release;
        }
        tuple_at(names, filled) = newref(key);
        all[count + filled++] = newref(value); /* the dict may change while the call runs */
    }
    result = ouro_call(rt, callable, all, count, names);
release:
    for (size_t i = 0; i < filled; i++)
        decref(rt, all[count + i]);
    ouro_buffer_free(rt, all, size);
done:
    xdecref(rt, names);
    return result;
}

ouro_object *ouro_call_method(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                              ouro_object *const *args, size_t count)
{
    ouro_object *method = ouro_getattr(rt, object, name);
    if (!method)
        return NULL;
    ouro_object *result = ouro_call(rt, method, args, count, NULL);
    decref(rt, method);
    return result;
}

bool ouro_is_callable(ouro_runtime *rt, ouro_object *object)
{
    return class_of(rt, object)->call != NULL;
}

/* ---- isinstance and issubclass --------------------------------------------------------------- */

/* The abstract form for objects that are no classes but have __bases__. */
static int is_subclass_by_bases(ouro_runtime *rt, ouro_object *derived, ouro_object *cls)
{
    if (derived == cls)
        return 1;
    ouro_object *bases;
    int outcome = ouro_getattr_optional(rt, derived, rt->name___bases__, &bases);
    if (outcome <= 0)
        return outcome;
    int found = 0;
    if (is_tuple(rt, bases) && ouro_enter_counted(rt, " in __issubclass__")) {
        for (size_t i = 0; found == 0 && i < tuple_length(bases); i++)
            found = is_subclass_by_bases(rt, tuple_at(bases, i), cls);
        ouro_leave(rt);
    } else if (rt->error) {
        found = -1;
    }
    decref(rt, bases);
    return found;
}

int ouro_is_instance_plain(ouro_runtime *rt, ouro_object *object, ouro_object *cls)
{
    if (!is_class(rt, cls)) {
        ouro_object *bases;
        int outcome = ouro_getattr_optional(rt, cls, rt->name___bases__, &bases);
        if (outcome > 0 && is_tuple(rt, bases)) {
            decref(rt, bases);
            ouro_object *own = ouro_getattr(rt, object, rt->name___class__);
            int found = own ? is_subclass_by_bases(rt, own, cls) : -1;
            xdecref(rt, own);
            return found;
        }
        if (outcome > 0)
            decref(rt, bases);
        if (outcome >= 0)
            ouro_raise(rt, EXC_TypeError,
                       "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return -1;
    }
    struct ouro_class *wanted = (struct ouro_class *)(void *)cls;
    if (ouro_class_is_subclass(class_of(rt, object), wanted))
        return 1;
    ouro_object *claimed;
    int outcome = ouro_getattr_optional(rt, object, rt->name___class__, &claimed);
    if (outcome <= 0)
        return outcome;
    int found = claimed != &class_of(rt, object)->core.base && is_class(rt, claimed) &&
                ouro_class_is_subclass((struct ouro_class *)(void *)claimed, wanted);
    decref(rt, claimed);
    return found;
}

int ouro_is_subclass_plain(ouro_runtime *rt, ouro_object *derived, ouro_object *cls)
{
    if (is_class(rt, derived) && is_class(rt, cls))
        return ouro_class_is_subclass((struct ouro_class *)(void *)derived,
                                      (struct ouro_class *)(void *)cls);
    ouro_object *bases;
    int outcome = ouro_getattr_optional(rt, derived, rt->name___bases__, &bases);
    if (outcome < 0)
        return -1;
    xdecref(rt, outcome ? bases : NULL);
    if (!outcome) {
        ouro_raise(rt, EXC_TypeError, "issubclass() arg 1 must be a class");
        return -1;
    }
    outcome = ouro_getattr_optional(rt, cls, rt->name___bases__, &bases);
    if (outcome < 0)
        return -1;
    xdecref(rt, outcome ? bases : NULL);
    if (!outcome) {
        ouro_raise(rt, EXC_TypeError,
                   "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return -1;
    }
    return is_subclass_by_bases(rt, derived, cls);
}

static int check_with(ouro_runtime *rt, ouro_object *object, ouro_object *cls, ouro_object *check_name,
                      int (*plain)(ouro_runtime *, ouro_object *, ouro_object *))
{
    if (is_tuple(rt, cls)) {
        if (!ouro_enter_counted(rt, " in __instancecheck__"))
            return -1;
        int found = 0;
        for (size_t i = 0; found == 0 && i < tuple_length(cls); i++)
            found = check_with(rt, object, tuple_at(cls, i), check_name, plain);
        ouro_leave(rt);
        return found;
    }
    if (is_exact(cls, TYPE_TYPE))
        return plain(rt, object, cls);
    ouro_object *check = ouro_lookup_special(rt, cls, check_name);
    if (!check)
        return rt->error ? -1 : plain(rt, object, cls);
    ouro_object *result = NULL;
    if (ouro_enter_counted(rt, " in __instancecheck__")) {
        result = ouro_call1(rt, check, object);
        ouro_leave(rt);
    }
    decref(rt, check);
    int truth = result ? ouro_truth(rt, result) : -1;
    xdecref(rt, result);
    return truth;
}

int ouro_is_instance(ouro_runtime *rt, ouro_object *object, ouro_object *class_or_tuple)
{
    if (&class_of(rt, object)->core.base == class_or_tuple)
        return 1;
    return check_with(rt, object, class_or_tuple, rt->name___instancecheck__, ouro_is_instance_plain);
}

int ouro_is_subclass(ouro_runtime *rt, ouro_object *cls, ouro_object *class_or_tuple)
{
    return check_with(rt, cls, class_or_tuple, rt->name___subclasscheck__, ouro_is_subclass_plain);
}

ouro_object *ouro_dir(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *method = ouro_lookup_special(rt, object, rt->name___dir__);
    if (!method)
        return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, "object does not provide __dir__");
    ouro_object *names = ouro_call0(rt, method);
    decref(rt, method);
    ouro_object *list = names ? ouro_to_list(rt, names) : NULL;
    xdecref(rt, names);
    if (list && !ouro_list_sort(rt, list, NULL, false)) {
        decref(rt, list);
        return NULL;
    }
    return list;
}
