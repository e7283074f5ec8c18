/* The part of sys that frameworks of coroutines use. */
#include "modules/sys_async.h"

#include "types/dict.h"
#include "types/int.h"
#include "types/struct_sequence.h"
#include "types/function.h"
#include "vm/frame.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

static const char hooks_class_name[] = "builtins.asyncgen_hooks";

/* Borrowed. */
static ouro_object *hooks_class(ouro_runtime *rt)
{
    static const char *const fields[] = {"firstiter", "finalizer", NULL};
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *cls = states ? ouro_dict_peek_text(rt, states, hooks_class_name) : NULL;
    if (cls || rt->error)
        return cls;
    cls = ouro_struct_sequence_class_new(rt, hooks_class_name, fields, 2);
    bool is_kept = cls && ouro_dict_set_text(rt, states, hooks_class_name, cls);
    xdecref(rt, cls);
    return is_kept ? cls : NULL;
}

NATIVE(get_asyncgen_hooks)
{
    const struct ouro_vm *vm = rt->vm;
    ouro_object *cls = hooks_class(rt);
    if (!cls)
        return NULL;
    ouro_object *items[2] = {newref(vm->async_first ? vm->async_first : rt->none),
                             newref(vm->async_finalizer ? vm->async_finalizer : rt->none)};
    return ouro_struct_sequence_new_take(rt, cls, items);
}

static bool check_hook(ouro_runtime *rt, ouro_object *hook, const char *name)
{
    if (!hook || hook == rt->none || ouro_is_callable(rt, hook))
        return true;
    return ouro_raise(rt, EXC_TypeError, "callable %s expected, got %T", name, hook) != NULL;
}

static void set_hook(ouro_runtime *rt, ouro_object **slot, ouro_object *hook)
{
    if (hook)
        setref_take(rt, slot, hook == rt->none ? NULL : newref(hook));
}

NATIVE(set_asyncgen_hooks)
{
    static const char *const parameters[] = {"firstiter", "finalizer", NULL};
    static const struct ouro_signature signature = {"set_asyncgen_hooks", parameters, 0, 2};
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !check_hook(rt, out[1], "finalizer") || !check_hook(rt, out[0], "firstiter"))
        return NULL;
    set_hook(rt, &rt->vm->async_finalizer, out[1]);
    set_hook(rt, &rt->vm->async_first, out[0]);
    return rt->none;
}

NATIVE(get_coroutine_origin_tracking_depth)
{
    return ouro_int_new(rt, rt->vm->origin_depth);
}

NATIVE(set_coroutine_origin_tracking_depth)
{
    static const char *const parameters[] = {"depth", NULL};
    static const struct ouro_signature signature = {"set_coroutine_origin_tracking_depth", parameters, 1,
                                                    1};
    ouro_object *out[1];
    int64_t depth;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], &depth, EXC_OverflowError))
        return NULL;
    if (depth < 0)
        return ouro_raise(rt, EXC_ValueError, "depth must be >= 0");
    rt->vm->origin_depth = depth;
    return rt->none;
}

bool ouro_sys_async_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"get_asyncgen_hooks", get_asyncgen_hooks, 0, 0, 0,
         "Return the installed hooks of asynchronous generators, a tuple with names."},
        {"set_asyncgen_hooks", set_asyncgen_hooks, 0, -1, METHOD_KEYWORDS,
         "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet the hooks of asynchronous generators."},
        {"get_coroutine_origin_tracking_depth", get_coroutine_origin_tracking_depth, 0, 0, 0,
         "How many frames a coroutine remembers of the place where it was made."},
        {"set_coroutine_origin_tracking_depth", set_coroutine_origin_tracking_depth, 0, -1,
         METHOD_KEYWORDS, "Have coroutines remember the frames of the place where they are made."},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
