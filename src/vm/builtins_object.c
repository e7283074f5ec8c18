/* Attributes, classes, numbers: what builtins do with one object. */
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/builtins.h"
#include "vm/eval.h"
#include "vm/vm.h"

#define NATIVE(function)                                                                          \
    static ouro_object *function(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,   \
                                 size_t count, ouro_object *names)

NATIVE(builtin_abs)
{
    return ouro_absolute(rt, args[0]);
}

NATIVE(builtin_callable)
{
    return bool_object(rt, ouro_is_callable(rt, args[0]));
}

NATIVE(builtin_delattr)
{
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[1]);
    return ouro_setattr(rt, args[0], args[1], NULL) ? rt->none : NULL;
}

NATIVE(builtin_divmod)
{
    return ouro_divmod(rt, args[0], args[1]);
}

NATIVE(builtin_getattr)
{
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[1]);
    if (count == 2)
        return ouro_getattr(rt, args[0], args[1]);
    ouro_object *value;
    int found = ouro_getattr_optional(rt, args[0], args[1], &value);
    return found > 0 ? value : found == 0 ? newref(args[2]) : NULL;
}

NATIVE(builtin_hasattr)
{
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[1]);
    ouro_object *value;
    int found = ouro_getattr_optional(rt, args[0], args[1], &value);
    if (found > 0)
        decref(rt, value);
    return found < 0 ? NULL : bool_object(rt, found);
}

NATIVE(builtin_hash)
{
    int64_t hash;
    return ouro_hash(rt, args[0], &hash) ? ouro_int_new(rt, hash) : NULL;
}

NATIVE(builtin_id)
{
    return ouro_int_new_u64(rt, (uint64_t)(uintptr_t)args[0]);
}

NATIVE(builtin_isinstance)
{
    int outcome = ouro_is_instance(rt, args[0], args[1]);
    return outcome < 0 ? NULL : bool_object(rt, outcome);
}

NATIVE(builtin_issubclass)
{
    int outcome = ouro_is_subclass(rt, args[0], args[1]);
    return outcome < 0 ? NULL : bool_object(rt, outcome);
}

NATIVE(builtin_len)
{
    ptrdiff_t length = ouro_length(rt, args[0]);
    return length < 0 ? NULL : ouro_int_new(rt, length);
}

NATIVE(builtin_pow)
{
    static const char *const parameters[] = {"base", "exp", "mod", NULL};
    static const struct ouro_signature signature = {"pow", parameters, 2, 3};
    ouro_object *given[3];
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    return ouro_power(rt, given[0], given[1], given[2] ? given[2] : rt->none);
}

NATIVE(builtin_round)
{
    static const char *const parameters[] = {"number", "ndigits", NULL};
    static const struct ouro_signature signature = {"round", parameters, 1, 2};
    ouro_object *given[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *method = ouro_lookup_special(rt, given[0], rt->name___round__);
    if (!method)
        return rt->error ? NULL
                         : ouro_raise(rt, EXC_TypeError, "type %T doesn't define __round__ method",
                                      given[0]);
    ouro_object *result = given[1] && given[1] != rt->none ? ouro_call1(rt, method, given[1])
                                                           : ouro_call0(rt, method);
    decref(rt, method);
    return result;
}

NATIVE(builtin_setattr)
{
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be string, not '%T'", args[1]);
    return ouro_setattr(rt, args[0], args[1], args[2]) ? rt->none : NULL;
}

static ouro_object *sorted_keys(ouro_runtime *rt, ouro_object *mapping)
{
    ouro_object *keys = ouro_to_list(rt, mapping);
    if (keys && !ouro_list_sort(rt, keys, NULL, false))
        clearref(rt, &keys);
    return keys;
}

NATIVE(builtin_dir)
{
    if (count)
        return ouro_dir(rt, args[0]);
    ouro_object *locals = ouro_vm_locals(rt);
    ouro_object *keys = locals ? sorted_keys(rt, locals) : NULL;
    xdecref(rt, locals);
    return keys;
}

NATIVE(builtin_vars)
{
    ouro_object *dict;
    if (!count)
        return ouro_vm_locals(rt);
    int found = ouro_getattr_optional(rt, args[0], rt->name___dict__, &dict);
    if (found == 0)
        ouro_raise(rt, EXC_TypeError, "vars() argument must have __dict__ attribute");
    return found > 0 ? dict : NULL;
}

static ouro_object *builtin_breakpoint(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    ouro_object *sys = ouro_vm_import(rt, "sys");
    if (!sys)
        return NULL;
    ouro_object *hook = xnewref(ouro_dict_peek_text(rt, ouro_module_dict(sys), "breakpointhook"));
    decref(rt, sys);
    if (!hook)
        return ouro_raise(rt, EXC_RuntimeError, "lost sys.breakpointhook");
    ouro_object *result = ouro_call(rt, hook, args, count, names);
    decref(rt, hook);
    return result;
}

const struct ouro_method ouro_builtins_object_methods[] = {
    {"abs", builtin_abs, 1, 1, 0, "Return the absolute value of the argument."},
    {"breakpoint", builtin_breakpoint, 0, -1, METHOD_KEYWORDS,
     "Call sys.breakpointhook(*args, **kws), which starts a debugger."},
    {"callable", builtin_callable, 1, 1, 0,
     "Return whether the object is callable (i.e., some kind of function)."},
    {"delattr", builtin_delattr, 2, 2, 0, "Deletes the named attribute from the given object."},
    {"dir", builtin_dir, 0, 1, 0, "Show the names in the scope or the attributes of an object."},
    {"divmod", builtin_divmod, 2, 2, 0, "Return the tuple (x//y, x%y)."},
    {"getattr", builtin_getattr, 2, 3, 0, "Get a named attribute from an object."},
    {"hasattr", builtin_hasattr, 2, 2, 0,
     "Return whether the object has an attribute with the given name."},
    {"hash", builtin_hash, 1, 1, 0, "Return the hash value for the given object."},
    {"id", builtin_id, 1, 1, 0, "Return the identity of an object."},
    {"isinstance", builtin_isinstance, 2, 2, 0,
     "Return whether an object is an instance of a class or of a subclass thereof."},
    {"issubclass", builtin_issubclass, 2, 2, 0,
     "Return whether 'cls' is derived from another class or is the same class."},
    {"len", builtin_len, 1, 1, 0, "Return the number of items in a container."},
    {"pow", builtin_pow, 2, 3, METHOD_KEYWORDS, "Equivalent to base**exp or base**exp % mod."},
    {"round", builtin_round, 1, 2, METHOD_KEYWORDS,
     "Round a number to a given precision in decimal digits."},
    {"setattr", builtin_setattr, 3, 3, 0, "Sets the named attribute on the given object."},
    {"vars", builtin_vars, 0, 1, 0, "Without arguments locals(), otherwise the __dict__."},
    {0},
};
