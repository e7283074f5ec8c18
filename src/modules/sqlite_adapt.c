/* Adapters and converters of _sqlite3: what a value becomes on its way into a database, and out of it. */
#include "modules/sqlite_internal.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

/* 1: *result is what a method of this name on `object` makes of argument; 0: it has none, or that knows no
 * answer; -1: error. */
static int ask(ouro_runtime *rt, ouro_object *object, const char *name, ouro_object *argument,
               ouro_object **result)
{
    ouro_object *method = NULL, *key = ouro_str_intern_text(rt, name);
    int found = key ? ouro_getattr_optional(rt, object, key, &method) : -1;
    xdecref(rt, key);
    if (found <= 0)
        return found;
    *result = ouro_call1(rt, method, argument);
    decref(rt, method);
    if (*result == rt->none)
        return 0;
    if (*result)
        return 1;
    if (!ouro_error_is(rt, EXC_TypeError))
        return -1;
    ouro_error_clear(rt);
    return 0;
}

ouro_object *ouro_sqlite_adapt(ouro_runtime *rt, struct sqlite_state *state, ouro_object *object,
                               ouro_object *protocol, ouro_object *otherwise)
{
    ouro_object *key = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, object), protocol);
    ouro_object *adapter = key ? xnewref(ouro_dict_peek(rt, state->kept[SQ_ADAPTERS], key)) : NULL;
    ouro_object *result = NULL;
    xdecref(rt, key);
    if (adapter) {
        result = ouro_call1(rt, adapter, object);
        decref(rt, adapter);
        return result;
    }
    if (rt->error)
        return NULL;
    int answer = ask(rt, protocol, "__adapt__", object, &result);
    if (answer == 0)
        answer = ask(rt, object, "__conform__", protocol, &result);
    if (answer)
        return answer > 0 ? result : NULL;
    if (otherwise)
        return newref(otherwise);
    return ouro_sqlite_raise(rt, state, SQ_ProgrammingError, "can't adapt");
}

NATIVE(adapt)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    if (!state)
        return NULL;
    return ouro_sqlite_adapt(rt, state, args[0], count > 1 ? args[1] : state->kept[SQ_PROTOCOL],
                             count > 2 ? args[2] : NULL);
}

NATIVE(register_adapter)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *key = state ? ouro_tuple_pack(rt, 2, args[0], state->kept[SQ_PROTOCOL]) : NULL;
    if (!key)
        return NULL;
    static const unsigned bases[] = {TYPE_INT, TYPE_FLOAT, TYPE_STR, TYPE_BYTEARRAY, TYPE_BYTES,
                                     TYPE_NONE};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (args[0] == (ouro_object *)builtin_class(rt, bases[i]))
            state->has_base_adapters = true;
    bool is_good = ouro_dict_set(rt, state->kept[SQ_ADAPTERS], key, args[1]);
    decref(rt, key);
    return is_good ? rt->none : NULL;
}

NATIVE(register_converter)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    if (!state)
        return NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "register_converter() argument 1 must be str, not %T", args[0]);
    ouro_object *upper = ouro_str_intern_text(rt, "upper");
    ouro_object *key = upper ? ouro_call_method(rt, args[0], upper, NULL, 0) : NULL;
    bool is_good = key && ouro_dict_set(rt, state->kept[SQ_CONVERTERS], key, args[1]);
    xdecref(rt, upper);
    xdecref(rt, key);
    return is_good ? rt->none : NULL;
}

const struct ouro_method ouro_sqlite_adapt_functions[] = {
    {"adapt", adapt, 1, 3, 0, "Adapt given object to given protocol."},
    {"register_adapter", register_adapter, 2, 2, 0,
     "Register a function to adapt Python objects to SQLite values."},
    {"register_converter", register_converter, 2, 2, 0,
     "Register a function to convert SQLite values to Python objects."},
    {0},
};
