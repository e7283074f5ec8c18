/* Patterns of the match statement: keys of mappings, attributes of classes. */
#include "types/dict.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

ouro_object *ouro_match_keys(ouro_runtime *rt, ouro_object *mapping, ouro_object *keys)
{
    size_t count = tuple_length(keys);
    if (!count)
        return rt->empty_tuple;
    ouro_object *seen = ouro_set_new(rt, NULL), *missing = NULL, *get = NULL, *values = NULL;
    ouro_object *result = NULL;
    missing = seen ? ouro_list_new(rt, 0) : NULL; /* any object nobody else has */
    get = missing ? ouro_getattr(rt, mapping, rt->name_get) : NULL;
    values = get ? ouro_list_new(rt, count) : NULL;
    if (!values)
        goto done;
    for (size_t i = 0; i < count; i++) {
        ouro_object *key = tuple_at(keys, i);
        int is_known = ouro_set_contains(rt, seen, key);
        if (is_known < 0 || (!is_known && !ouro_set_add(rt, seen, key)))
            goto done;
        if (is_known) {
            ouro_raise(rt, EXC_ValueError, "mapping pattern checks duplicate key (%R)", key);
            goto done;
        }
        ouro_object *value = ouro_call2(rt, get, key, missing);
        if (!value)
            goto done;
        if (value == missing) {
            decref(rt, value);
            result = rt->none;
            goto done;
        }
        if (!ouro_list_append_take(rt, values, value))
            goto done;
    }
    result = ouro_list_to_tuple(rt, values);
done:
    xdecref(rt, seen);
    xdecref(rt, missing);
    xdecref(rt, get);
    xdecref(rt, values);
    return result;
}

/* Appends subject.name; 0: no such attribute; -1: error. */
static int match_attribute(ouro_runtime *rt, ouro_object *subject, ouro_object *cls,
                           ouro_object *name, ouro_object *seen, ouro_object *values)
{
    int is_known = ouro_set_contains(rt, seen, name);
    if (is_known < 0 || (!is_known && !ouro_set_add(rt, seen, name)))
        return -1;
    if (is_known) {
        ouro_raise(rt, EXC_TypeError, "%N() got multiple sub-patterns for attribute %R",
                   (struct ouro_class *)(void *)cls, name);
        return -1;
    }
    ouro_object *value;
    int found = ouro_getattr_optional(rt, subject, name, &value);
    if (found <= 0)
        return found;
    return ouro_list_append_take(rt, values, value) ? 1 : -1;
}

static int match_positional(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, uint32_t count,
                            ouro_object *seen, ouro_object *values)
{
    struct ouro_class *c = (struct ouro_class *)(void *)cls;
    ouro_object *names = NULL;
    int found = ouro_getattr_optional(rt, cls, rt->name___match_args__, &names), status = 1;
    if (found < 0)
        return -1;
    if (!found) {
        bool is_self = (c->core.flags & CLASS_MATCH_SELF) != 0;
        if (count > (is_self ? 1u : 0u)) {
            ouro_raise(rt, EXC_TypeError, "%N() accepts %d positional sub-pattern%s (%u given)", c,
                       is_self ? 1 : 0, is_self ? "" : "s", count);
            return -1;
        }
        return !is_self || ouro_list_append(rt, values, subject) ? 1 : -1;
    }
    if (!is_exact(names, TYPE_TUPLE)) {
        ouro_raise(rt, EXC_TypeError, "%N.__match_args__ must be a tuple (got %T)", c, names);
        status = -1;
    } else if (tuple_length(names) < count) {
        size_t allowed = tuple_length(names);
        ouro_raise(rt, EXC_TypeError, "%N() accepts %zu positional sub-pattern%s (%u given)", c,
                   allowed, allowed == 1 ? "" : "s", count);
        status = -1;
    }
    for (uint32_t i = 0; status > 0 && i < count; i++) {
        ouro_object *name = tuple_at(names, i);
        if (!is_str(rt, name)) {
            ouro_raise(rt, EXC_TypeError, "__match_args__ elements must be strings (got %T)", name);
            status = -1;
            break;
        }
        status = match_attribute(rt, subject, cls, name, seen, values);
    }
    decref(rt, names);
    return status;
}

ouro_object *ouro_match_class(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, uint32_t count,
                              ouro_object *names)
{
    if (!is_class(rt, cls))
        return ouro_raise(rt, EXC_TypeError, "called match pattern must be a type");
    int is_instance = ouro_is_instance(rt, subject, cls);
    if (is_instance <= 0)
        return NULL;
    ouro_object *seen = ouro_set_new(rt, NULL), *result = NULL;
    ouro_object *values = seen ? ouro_list_new(rt, count + tuple_length(names)) : NULL;
    int status = values ? 1 : -1;
    if (status > 0 && count)
        status = match_positional(rt, subject, cls, count, seen, values);
    for (size_t i = 0; status > 0 && i < tuple_length(names); i++)
        status = match_attribute(rt, subject, cls, tuple_at(names, i), seen, values);
    if (status > 0)
        result = ouro_list_to_tuple(rt, values);
    xdecref(rt, seen);
    xdecref(rt, values);
    return result;
}
