/* sys.settrace and its kin: see vm/tracing.h. */
#include "modules/sys_trace.h"

#include "types/tuple.h"
#include "vm/tracing.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

static ouro_object *set(ouro_runtime *rt, bool is_profile, ouro_object *function)
{
    bool is_set = ouro_tracing_function_set(rt, is_profile, function == rt->none ? NULL : function);
    return is_set ? rt->none : NULL;
}

static ouro_object *get(ouro_runtime *rt, bool is_profile)
{
    ouro_object *function = ouro_tracing_function_peek(rt, is_profile);
    return function ? newref(function) : rt->none;
}

NATIVE(settrace)
{
    return set(rt, false, args[0]);
}

NATIVE(gettrace)
{
    return get(rt, false);
}

NATIVE(setprofile)
{
    return set(rt, true, args[0]);
}

NATIVE(getprofile)
{
    return get(rt, true);
}

NATIVE(call_tracing)
{
    if (!is_tuple(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "call_tracing() argument 2 must be tuple, not %T", args[1]);
    return ouro_tracing_call_tuple(rt, args[0], args[1]);
}

bool ouro_sys_trace_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"settrace", settrace, 1, 1, 0, "Install function(frame, event, arg), which is told what runs."},
        {"gettrace", gettrace, 0, 0, 0, "Return the function that settrace installed, or None."},
        {"setprofile", setprofile, 1, 1, 0, "Install function(frame, event, arg), which is told of calls."},
        {"getprofile", getprofile, 0, 0, 0, "Return the function that setprofile installed, or None."},
        {"call_tracing", call_tracing, 2, 2, 0,
         "Call func(*args), which may be traced even when called by a trace function."},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
