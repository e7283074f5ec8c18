/* The parts of sys that frameworks use: hooks of asynchronous generators, origins of coroutines, audit
 * events. */
#include "modules/sys_async.h"

#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/function.h"
#include "types/tuple.h"
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
    return ouro_struct_sequence_new_take(rt, cls, items, sizeof items / sizeof *items);
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

/* ---- audit events: those that programs raise themselves ---- */

static const char audit_hooks_name[] = "sys.audit_hooks";

/* Borrowed; NULL without an error when there are none yet. */
static ouro_object *audit_hooks(ouro_runtime *rt)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    return states ? ouro_dict_peek_text(rt, states, audit_hooks_name) : NULL;
}

static bool call_hooks(ouro_runtime *rt, ouro_object *event, ouro_object *arguments)
{
    ouro_object *hooks = audit_hooks(rt);
    bool is_good = !rt->error;
    for (size_t i = 0; hooks && is_good && i < list_length(hooks); i++) {
        ouro_object *result = ouro_call2(rt, list_at(hooks, i), event, arguments);
        is_good = result != NULL;
        xdecref(rt, result);
    }
    return is_good;
}

NATIVE(sys_audit)
{
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "audit() missing 1 required positional argument: 'event'");
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "expected str for argument 'event', not %T", args[0]);
    if (!audit_hooks(rt))
        return rt->error ? NULL : rt->none;
    ouro_object *arguments = ouro_tuple_from(rt, args + 1, count - 1);
    bool is_good = arguments && call_hooks(rt, args[0], arguments);
    xdecref(rt, arguments);
    return is_good ? rt->none : NULL;
}

/* A hook may refuse another by an exception, which is silent if it is a RuntimeError or the like. */
NATIVE(sys_addaudithook)
{
    static const char *const parameters[] = {"hook", NULL};
    static const struct ouro_signature signature = {"addaudithook", parameters, 1, 1};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *event = ouro_str_from(rt, "sys.addaudithook");
    bool is_good = event && call_hooks(rt, event, rt->empty_tuple);
    xdecref(rt, event);
    if (!is_good && rt->error && ouro_error_is(rt, EXC_RuntimeError)) {
        ouro_error_clear(rt);
        return rt->none;
    }
    ouro_object *hooks = is_good ? audit_hooks(rt) : NULL;
    if (hooks)
        return ouro_list_append(rt, hooks, out[0]) ? rt->none : NULL;
    if (rt->error)
        return NULL;
    hooks = ouro_list_new(rt, 1);
    ouro_object *states = ouro_vm_states_peek(rt);
    is_good = hooks && states && ouro_list_append(rt, hooks, out[0]) &&
              ouro_dict_set_text(rt, states, audit_hooks_name, hooks);
    xdecref(rt, hooks);
    return is_good ? rt->none : NULL;
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
        {"audit", sys_audit, 0, -1, 0, "audit(event, *args)\n\nPass the event to all hooks."},
        {"addaudithook", sys_addaudithook, 0, -1, METHOD_KEYWORDS, "Add a hook for audit events."},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
