/* The sys module. Standard streams are the io module's; tracebacks the VM's. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "modules/io.h"
#include "gc/gc.h"
#include "modules/registry.h"
#include "modules/sys_async.h"
#include "modules/sys_trace.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/import_cache.h"
#include "vm/import_finders.h"
#include "vm/import_names.h"
#include "vm/import_path.h"
#include "vm/thread.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* ---- memory ---------------------------------------------------------------------------------- */

NATIVE(sys_getrefcount)
{
    return ouro_int_new(rt, args[0]->refcount == OURO_REFCOUNT_IMMORTAL
                                ? INT32_MAX
                                : ouro_object_refcount(args[0]));
}

/* The object's block and what its __sizeof__ adds: our true sizes. */
NATIVE(sys_getsizeof)
{
    static const char *const parameters[] = {"object", "default", NULL};
    static const struct ouro_signature signature = {"getsizeof", parameters, 1, 2};
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *size = NULL;
    ouro_object *method = ouro_lookup_special(rt, out[0], rt->name___sizeof__);
    if (method)
        size = ouro_call0(rt, method);
    else if (!rt->error)
        ouro_raise(rt, EXC_TypeError, "Type %T doesn't define __sizeof__", out[0]);
    xdecref(rt, method);
    if (!size && out[1] && ouro_error_is(rt, EXC_TypeError)) {
        ouro_error_clear(rt);
        return newref(out[1]);
    }
    if (size && !is_int(rt, size)) {
        decref(rt, size);
        return out[1] ? newref(out[1]) : ouro_raise(rt, EXC_TypeError, "an integer is required");
    }
    if (size && ouro_int_sign(size) < 0) {
        decref(rt, size);
        return ouro_raise(rt, EXC_ValueError, "__sizeof__() should return >= 0");
    }
    return size;
}

NATIVE(sys_getallocatedblocks)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(&rt->heap.mem, &stats);
    return ouro_int_new(rt, (int64_t)stats.block_count);
}

NATIVE(sys_debugmallocstats)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(&rt->heap.mem, &stats);
    fprintf(stderr, "Small block threshold = %zu, in pools of one size class each.\n\n",
            rt->heap.mem.boundary);
#define X(name, text) fprintf(stderr, "%20llu  %s\n", (unsigned long long)stats.name, text);
    OURO_MEM_STATS(X)
#undef X
    fputc('\n', stderr);
    for (uint32_t i = 0; i < rt->heap.free_list_count; i++) {
        const struct ouro_free_list *list = &rt->heap.free_lists[i];
        fprintf(stderr, "%5u free %s objects * %u bytes each = %20llu\n", list->count, list->name,
                list->block_size, (unsigned long long)list->count * list->block_size);
    }
    return rt->none;
}

NATIVE(sys_intern)
{
    if (!is_exact(args[0], TYPE_STR)) {
        if (is_str(rt, args[0]))
            return ouro_raise(rt, EXC_TypeError, "can't intern %T", args[0]);
        return ouro_raise(rt, EXC_TypeError, "intern() argument must be str, not %W", args[0]);
    }
    ouro_object *text = newref(args[0]);
    ouro_str_intern(rt, &text);
    return text;
}

/* ---- exceptions, exit, frames ---------------------------------------------------------------- */

NATIVE(sys_exit)
{
    ouro_object *exception =
        ouro_call(rt, &builtin_class(rt, EXC_SystemExit)->core.base, args, count, NULL);
    return ouro_raise_take(rt, exception);
}

NATIVE(sys_exc_info)
{
    ouro_object *error = ouro_vm_handled_peek(rt);
    if (!error)
        return ouro_tuple_pack(rt, 3, rt->none, rt->none, rt->none);
    ouro_object *traceback = ((struct ouro_exception *)(void *)error)->traceback;
    return ouro_tuple_pack(rt, 3, class_of(rt, error), error, traceback ? traceback : rt->none);
}

NATIVE(sys_exception)
{
    ouro_object *error = ouro_vm_handled_peek(rt);
    return error ? newref(error) : rt->none;
}

NATIVE(sys_getframe)
{
    int64_t depth = 0;
    if (count && !ouro_index_i64(rt, args[0], &depth, EXC_OverflowError))
        return NULL;
    return ouro_vm_frame_at(rt, depth);
}

struct frame_list {
    ouro_runtime *rt;
    ouro_object *dict; /* NULL: an error is set */
};

static void add_frame(void *context, uint64_t ident, const struct ouro_frame *frame, bool is_current)
{
    struct frame_list *list = context;
    ouro_runtime *rt = list->rt;
    while (frame && frame->is_incomplete)
        frame = frame->previous;
    if (!frame || !list->dict)
        return;
    ouro_object *key = ouro_int_new(rt, (int64_t)ident);
    ouro_object *value = key ? ouro_frame_object_get(rt, (struct ouro_frame *)(uintptr_t)frame) : NULL;
    if (!value || !ouro_dict_set(rt, list->dict, key, value))
        clearref(rt, &list->dict);
    xdecref(rt, key);
}

NATIVE(sys_current_frames)
{
    struct frame_list list = {rt, ouro_dict_new(rt)};
    if (list.dict)
        ouro_threads_visit(rt, add_frame, &list);
    return list.dict;
}

static void write_stderr(void *context, const char *text, size_t size)
{
    fwrite(text, 1, size, context);
}

/* Writes to sys.stderr, or to the process's when there is none. */
static void write_text(void *context, const char *text, size_t size)
{
    ouro_runtime *rt = context;
    ouro_object *sys = ouro_dict_peek_text(rt, rt->modules, "sys");
    ouro_object *file = sys ? ouro_dict_peek_str(rt, ouro_module_dict(sys), rt->name_stderr) : NULL;
    ouro_object *str = file && file != rt->none ? ouro_str_new(rt, text, size) : NULL;
    ouro_object *result = str ? ouro_call_method(rt, file, rt->name_write, &str, 1) : NULL;
    if (!result) {
        ouro_error_clear(rt);
        if (!file || file != rt->none)
            write_stderr(stderr, text, size);
    }
    xdecref(rt, result);
    xdecref(rt, str);
}

NATIVE(sys_excepthook)
{
    if (!is_exception(rt, args[1])) {
        ouro_object *text = ouro_str_format(
            rt, "TypeError: print_exception(): Exception expected for value, %T found\n", args[1]);
        size_t size;
        ouro_object *owner = NULL;
        const char *bytes = text ? ouro_str_utf8(rt, text, &size, &owner) : NULL;
        if (bytes)
            write_text(rt, bytes, size);
        xdecref(rt, owner);
        xdecref(rt, text);
        return rt->error ? NULL : rt->none;
    }
    ouro_object *traceback = count > 2 && is_exact(args[2], TYPE_TRACEBACK) ? args[2] : NULL;
    if (traceback)
        ouro_traceback_print_options(rt, args[1], traceback,
                                     OURO_TRACEBACK_CHAINED | OURO_TRACEBACK_SUGGESTIONS,
                                     write_text, rt);
    else
        ouro_traceback_print(rt, args[1], write_text, rt);
    return rt->none;
}

NATIVE(sys_unraisablehook)
{
    ouro_object *value = ouro_getattr_text(rt, args[0], "exc_value");
    ouro_object *message = value ? ouro_getattr_text(rt, args[0], "err_msg") : NULL;
    ouro_object *where = message ? ouro_getattr_text(rt, args[0], "object") : NULL;
    if (where && is_exception(rt, value)) {
        ouro_object *label = message != rt->none ? ouro_str(rt, message) : NULL;
        ouro_object *head;
        if (where != rt->none)
            head = label ? ouro_str_format(rt, "%U: %R\n", label, where)
                         : ouro_str_format(rt, "Exception ignored in: %R\n", where);
        else
            head = label ? ouro_str_format(rt, "%U:\n", label) : newref(rt->empty_str);
        size_t size;
        ouro_object *owner = NULL;
        const char *bytes = head ? ouro_str_utf8(rt, head, &size, &owner) : NULL;
        if (bytes)
            write_text(rt, bytes, size);
        xdecref(rt, owner);
        xdecref(rt, head);
        xdecref(rt, label);
        ouro_error_clear(rt);
        ouro_traceback_print_options(rt, value, ((struct ouro_exception *)(void *)value)->traceback,
                                     OURO_TRACEBACK_SUGGESTIONS, write_text, rt);
    }
    xdecref(rt, value);
    xdecref(rt, message);
    xdecref(rt, where);
    return rt->error ? NULL : rt->none;
}

NATIVE(sys_displayhook)
{
    if (args[0] == rt->none)
        return rt->none;
    ouro_object *print = ouro_dict_peek_str(rt, rt->builtins, rt->name_print);
    ouro_object *text = ouro_repr(rt, args[0]);
    bool is_done = text && ouro_dict_set(rt, rt->builtins, rt->name__, rt->none);
    ouro_object *result = is_done && print ? ouro_call1(rt, print, text) : NULL;
    is_done = result && ouro_dict_set(rt, rt->builtins, rt->name__, args[0]);
    xdecref(rt, text);
    xdecref(rt, result);
    return is_done ? rt->none : NULL;
}

/* ---- limits and switches --------------------------------------------------------------------- */

NATIVE(sys_getrecursionlimit)
{
    return ouro_int_new(rt, rt->recursion_limit);
}

NATIVE(sys_setrecursionlimit)
{
    int64_t limit;
    if (!ouro_index_i64(rt, args[0], &limit, EXC_OverflowError))
        return NULL;
    if (limit > INT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int");
    if (limit < 1)
        return ouro_raise(rt, EXC_ValueError, "recursion limit must be greater or equal than 1");
    int64_t depth = rt->vm->depth + 1; /* with this call */
    if (depth >= limit)
        return ouro_raise(rt, EXC_RecursionError,
                          "cannot set the recursion limit to %lld at the recursion depth %lld: the limit "
                          "is too low",
                          (long long)limit, (long long)depth);
    rt->recursion_limit = limit;
    return rt->none;
}

NATIVE(sys_get_int_max_str_digits)
{
    return ouro_int_new(rt, rt->int_max_str_digits);
}

NATIVE(sys_set_int_max_str_digits)
{
    static const char *const parameters[] = {"maxdigits", NULL};
    static const struct ouro_signature signature = {"set_int_max_str_digits", parameters, 1, 1};
    ouro_object *out[1];
    int64_t digits;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], &digits, EXC_OverflowError))
        return NULL;
    if (digits != 0 && digits < 640)
        return ouro_raise(rt, EXC_ValueError, "maxdigits must be 0 or larger than 640");
    rt->int_max_str_digits = digits;
    return rt->none;
}

static ouro_object *text(ouro_runtime *rt, const char *value)
{
    return ouro_str_from(rt, value);
}

NATIVE(sys_getdefaultencoding)
{
    return text(rt, "utf-8");
}

NATIVE(sys_getfilesystemencodeerrors)
{
    return text(rt, "surrogateescape");
}

NATIVE(sys_none)
{
    return rt->none;
}

NATIVE(sys_false)
{
    return rt->false_;
}

NATIVE(sys_getswitchinterval)
{
    return ouro_float_new(rt, ouro_thread_interval(rt));
}

NATIVE(sys_setswitchinterval)
{
    double seconds;
    if (!ouro_as_double(rt, args[0], &seconds))
        return NULL;
    if (!(seconds > 0))
        return ouro_raise(rt, EXC_ValueError, "switch interval must be strictly positive");
    return ouro_thread_interval_set(rt, seconds) ? rt->none : NULL;
}

/* ---- audit hooks ----------------------------------------------------------------------------- */

/* Kept for the runtime: hooks cannot be taken away again. */
static ouro_object *audit_hooks_peek(ouro_runtime *rt, bool makes)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *hooks = states ? ouro_dict_peek_text(rt, states, "audit hooks") : NULL;
    if (hooks || !states || !makes)
        return hooks;
    hooks = ouro_list_new(rt, 1);
    if (hooks && !ouro_dict_set_text(rt, states, "audit hooks", hooks))
        clearref(rt, &hooks);
    xdecref(rt, hooks);
    return hooks;
}

NATIVE(sys_audit)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "expected str for argument 'event', not %T", args[0]);
    ouro_object *hooks = audit_hooks_peek(rt, false);
    if (!hooks)
        return rt->error ? NULL : rt->none;
    ouro_object *rest = ouro_tuple_from(rt, args + 1, count - 1);
    bool is_good = rest != NULL;
    for (size_t i = 0; is_good && i < list_length(hooks); i++) {
        ouro_object *result = ouro_call2(rt, list_at(hooks, i), args[0], rest);
        is_good = result != NULL;
        xdecref(rt, result);
    }
    xdecref(rt, rest);
    return is_good ? rt->none : NULL;
}

NATIVE(sys_addaudithook)
{
    static const char *const parameters[] = {"hook", NULL};
    static const struct ouro_signature signature = {"addaudithook", parameters, 1, 1};
    ouro_object *out[1], *hooks = audit_hooks_peek(rt, true);
    if (!hooks || !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    return ouro_list_append(rt, hooks, out[0]) ? rt->none : NULL;
}

/* What $PYTHONBREAKPOINT names, "module.function" or a built-in: owned; NULL with an error. */
static ouro_object *breakpoint_function(ouro_runtime *rt, const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t size = dot ? (size_t)(dot - name) : 0;
    ouro_object *module_name = dot ? ouro_str_new(rt, name, size) : ouro_str_from(rt, "builtins");
    ouro_object *module = module_name ? ouro_vm_import_module(rt, module_name) : NULL;
    ouro_object *function = module ? ouro_getattr_text(rt, module, dot ? dot + 1 : name) : NULL;
    xdecref(rt, module_name);
    xdecref(rt, module);
    return function;
}

NATIVE(sys_breakpointhook)
{
    const char *name = getenv("PYTHONBREAKPOINT");
    if (name && strcmp(name, "0") == 0)
        return rt->none;
    bool is_named = name && *name;
    if (!is_named)
        name = "pdb.set_trace";
    ouro_object *function = breakpoint_function(rt, name);
    if (!function) { /* a missing debugger is an error, a wrong name in the environment is not */
        if (!is_named || (!ouro_error_is(rt, EXC_ModuleNotFoundError) &&
                          !ouro_error_is(rt, EXC_ImportError) &&
                          !ouro_error_is(rt, EXC_AttributeError)))
            return NULL;
        ouro_error_clear(rt);
        return ouro_warn(rt, EXC_RuntimeWarning, 0,
                         "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", name)
                   ? rt->none
                   : NULL;
    }
    ouro_object *result = ouro_call(rt, function, args, count, names);
    decref(rt, function);
    return result;
}

NATIVE(sys_call_tracing)
{
    return ouro_call_tuple(rt, args[0], args[1], NULL);
}

NATIVE(sys_zero)
{
    return ouro_int_new(rt, 0);
}

/* What is made only when a program asks for it. */
NATIVE(sys_getattr)
{
    if (ouro_str_equal_text(args[0], "meta_path"))
        return ouro_import_hooks_new(rt, "meta_path");
    if (ouro_str_equal_text(args[0], "path_hooks"))
        return ouro_import_hooks_new(rt, "path_hooks");
    if (!ouro_str_equal_text(args[0], "stdlib_module_names"))
        return ouro_raise(rt, EXC_AttributeError, "module 'sys' has no attribute %R", args[0]);
    ouro_object *result = ouro_import_standard_names(rt), *sys = ouro_dict_peek_text(rt, rt->modules, "sys");
    if (result && sys && !ouro_module_add(rt, sys, "stdlib_module_names", result))
        clearref(rt, &result);
    return result;
}

static const struct ouro_method functions[] = {
    {"__getattr__", sys_getattr, 1, 1, 0, NULL},
    {"audit", sys_audit, 1, -1, 0, "Passes the event to any hooks that are attached."},
    {"addaudithook", sys_addaudithook, 0, -1, METHOD_KEYWORDS, "Adds a new audit hook callback."},
    {"breakpointhook", sys_breakpointhook, 0, -1, METHOD_KEYWORDS, "What breakpoint() calls."},
    {"__breakpointhook__", sys_breakpointhook, 0, -1, METHOD_KEYWORDS, NULL},
    {"call_tracing", sys_call_tracing, 2, 2, 0, "Call func(*args)."},
    {"get_coroutine_origin_tracking_depth", sys_zero, 0, 0, 0, NULL},
    {"getrefcount", sys_getrefcount, 1, 1, 0, "Return the reference count of object."},
    {"getsizeof", sys_getsizeof, 0, -1, METHOD_KEYWORDS, "Return the size of object in bytes."},
    {"getallocatedblocks", sys_getallocatedblocks, 0, 0, 0,
     "Return the number of memory blocks currently allocated."},
    {"_debugmallocstats", sys_debugmallocstats, 0, 0, 0, "Print figures of the heap to stderr."},
    {"intern", sys_intern, 1, 1, 0, "Enter the string in the table of interned strings."},
    {"exit", sys_exit, 0, 1, 0, "Exit the interpreter by raising SystemExit(status)."},
    {"exc_info", sys_exc_info, 0, 0, 0, "Return information about the exception being handled."},
    {"exception", sys_exception, 0, 0, 0, "Return the exception being handled."},
    {"_current_frames", sys_current_frames, 0, 0, 0, "Return a dict mapping thread ids to frames."},
    {"_getframe", sys_getframe, 0, 1, 0, "Return a frame object from the call stack."},
    {"excepthook", sys_excepthook, 3, 3, 0, "Print an exception with its traceback to sys.stderr."},
    {"__excepthook__", sys_excepthook, 3, 3, 0, NULL},
    {"unraisablehook", sys_unraisablehook, 1, 1, 0, "Print an exception that nobody can catch."},
    {"__unraisablehook__", sys_unraisablehook, 1, 1, 0, NULL},
    {"displayhook", sys_displayhook, 1, 1, 0,
     "Print an object to sys.stdout and save it in builtins._"},
    {"__displayhook__", sys_displayhook, 1, 1, 0, NULL},
    {"getrecursionlimit", sys_getrecursionlimit, 0, 0, 0, "Return the recursion limit."},
    {"setrecursionlimit", sys_setrecursionlimit, 1, 1, 0, "Set the recursion limit."},
    {"get_int_max_str_digits", sys_get_int_max_str_digits, 0, 0, 0, NULL},
    {"set_int_max_str_digits", sys_set_int_max_str_digits, 0, 1, METHOD_KEYWORDS, NULL},
    {"getdefaultencoding", sys_getdefaultencoding, 0, 0, 0, "Return the default encoding."},
    {"getfilesystemencoding", sys_getdefaultencoding, 0, 0, 0, NULL},
    {"getfilesystemencodeerrors", sys_getfilesystemencodeerrors, 0, 0, 0, NULL},
    {"getswitchinterval", sys_getswitchinterval, 0, 0, 0, NULL},
    {"setswitchinterval", sys_setswitchinterval, 1, 1, 0, NULL},
    {"is_finalizing", sys_false, 0, 0, 0, NULL},
    {"_clear_type_cache", sys_none, 0, 0, 0, NULL},
    {0},
};

/* ---- values ---------------------------------------------------------------------------------- */

/* Enters value (taken; NULL: an error is set) under the name. */
static bool put(ouro_runtime *rt, ouro_object *module, const char *name, ouro_object *value)
{
    bool is_done = value && ouro_module_add(rt, module, name, value);
    xdecref(rt, value);
    return is_done;
}

static ouro_object *number(ouro_runtime *rt, int64_t value)
{
    return ouro_int_new(rt, value);
}

static ouro_object *real(ouro_runtime *rt, double value)
{
    return ouro_float_new(rt, value);
}

static bool put_sequence(ouro_runtime *rt, ouro_object *module, const char *attribute, const char *name,
                         const char *const *fields, ouro_object *const *items, size_t count)
{
    ouro_object *cls = ouro_struct_sequence_class_new(rt, name, fields, count);
    if (!cls) {
        for (size_t i = 0; i < count; i++)
            xdecref(rt, items[i]);
        return false;
    }
    ouro_object *value = ouro_struct_sequence_new_take(rt, cls, items, count);
    decref(rt, cls);
    return put(rt, module, attribute, value);
}

static bool add_version(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"major", "minor", "micro", "releaselevel", "serial", NULL};
    ouro_object *items[] = {number(rt, 3), number(rt, 11), number(rt, 2), text(rt, "final"), number(rt, 0)};
    if (!put_sequence(rt, module, "version_info", "sys.version_info", fields, items, 5))
        return false;
    ouro_object *dict = ouro_dict_new(rt);
    ouro_object *info = ouro_dict_peek_text(rt, ouro_module_dict(module), "version_info");
    ouro_object *name = text(rt, "ouro"), *tag = text(rt, OURO_CACHE_TAG), *hex = number(rt, 0x030b02f0);
    ouro_object *multiarch = text(rt, "x86_64-linux-gnu"); /* where sysconfig looks for its data */
    bool is_done = dict && name && tag && hex && multiarch &&
                   ouro_dict_set_text(rt, dict, "_multiarch", multiarch) &&
                   ouro_dict_set_text(rt, dict, "name", name) &&
                   ouro_dict_set_text(rt, dict, "cache_tag", tag) &&
                   ouro_dict_set_text(rt, dict, "version", info) &&
                   ouro_dict_set_text(rt, dict, "hexversion", hex);
    xdecref(rt, name);
    xdecref(rt, tag);
    xdecref(rt, hex);
    xdecref(rt, multiarch);
    if (!is_done) {
        xdecref(rt, dict);
        return false;
    }
    return put(rt, module, "implementation", ouro_namespace_new(rt, dict)) &&
           put(rt, module, "version", text(rt, "3.11.2 (ouro 0.1.0) [GCC]")) &&
           put(rt, module, "hexversion", number(rt, 0x030b02f0)) &&
           put(rt, module, "api_version", number(rt, 1013));
}

static bool add_float_info(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp",
                                         "dig", "mant_dig", "epsilon", "radix", "rounds", NULL};
    ouro_object *items[] = {real(rt, DBL_MAX), number(rt, DBL_MAX_EXP), number(rt, DBL_MAX_10_EXP),
                            real(rt, DBL_MIN), number(rt, DBL_MIN_EXP), number(rt, DBL_MIN_10_EXP),
                            number(rt, DBL_DIG), number(rt, DBL_MANT_DIG), real(rt, DBL_EPSILON),
                            number(rt, FLT_RADIX), number(rt, 1)};
    return put_sequence(rt, module, "float_info", "sys.float_info", fields, items, 11);
}

static bool add_int_and_hash_info(ouro_runtime *rt, ouro_object *module)
{
    static const char *const int_fields[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                             "str_digits_check_threshold", NULL};
    ouro_object *ints[] = {number(rt, 64), number(rt, 8), number(rt, 4300), number(rt, 640)};
    static const char *const hash_fields[] = {"width", "modulus", "inf", "nan", "imag", "algorithm",
                                              "hash_bits", "seed_bits", "cutoff", NULL};
    ouro_object *hashes[] = {number(rt, 64), number(rt, ((int64_t)1 << 61) - 1), number(rt, 314159),
                             number(rt, 0), number(rt, 1000003), text(rt, "ouro"), number(rt, 32),
                             number(rt, 128), number(rt, 0)};
    return put_sequence(rt, module, "int_info", "sys.int_info", int_fields, ints, 4) &&
           put_sequence(rt, module, "hash_info", "sys.hash_info", hash_fields, hashes, 9);
}

/* A variable of the environment that is there and not empty; NULL otherwise. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static ouro_object *pycache_prefix(ouro_runtime *rt)
{
    const char *prefix = environment("PYTHONPYCACHEPREFIX");
    if (!prefix)
        return rt->none;
    return ouro_str_decode(rt, (const uint8_t *)prefix, strlen(prefix), "utf-8", "surrogateescape");
}

/* sys._git: the implementation and nothing known about its source; platform reads it. */
static ouro_object *git_note(ouro_runtime *rt)
{
    ouro_object *name = text(rt, "ouro");
    ouro_object *note = name ? ouro_tuple_pack(rt, 3, name, rt->empty_str, rt->empty_str) : NULL;
    xdecref(rt, name);
    return note;
}

static bool add_constants(ouro_runtime *rt, ouro_object *module)
{
    static const char *const texts[][2] = {
        {"platform", "linux"},
        {"byteorder", "little"},
        {"copyright", "Copyright (c) 2026 The ouro authors"},
        {"prefix", "/usr"},
        {"exec_prefix", "/usr"},
        {"base_prefix", "/usr"},
        {"base_exec_prefix", "/usr"},
        {"executable", ""},
        {"float_repr_style", "short"},
        {"ps1", ">>> "},
        {"ps2", "... "},
        {"platlibdir", "lib"},
        {"abiflags", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!put(rt, module, texts[i][0], text(rt, texts[i][1])))
            return false;
    static const char *const nones[] = {"_home"};
    for (size_t i = 0; i < sizeof nones / sizeof *nones; i++)
        if (!put(rt, module, nones[i], rt->none))
            return false;
    static const char *const lists[] = {"argv", "orig_argv"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!ouro_dict_peek_text(rt, ouro_module_dict(module), lists[i]) &&
            !put(rt, module, lists[i], ouro_list_new(rt, 0)))
            return false;
    return put(rt, module, "_git", git_note(rt)) &&
           put(rt, module, "path", ouro_import_path_new(rt, getenv("PYTHONPATH"))) &&
           put(rt, module, "maxsize", number(rt, INT64_MAX)) &&
           put(rt, module, "maxunicode", number(rt, 0x10ffff)) &&
           put(rt, module, "path_importer_cache", ouro_dict_new(rt)) &&
           put(rt, module, "pycache_prefix", pycache_prefix(rt)) &&
           put(rt, module, "_stdlib_dir",
               ouro_import_library() ? text(rt, ouro_import_library()) : rt->none) &&
           put(rt, module, "modules", newref(rt->modules)) &&
           put(rt, module, "builtin_module_names", ouro_vm_builtin_module_names(rt));
}

bool ouro_module_sys_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) && add_version(rt, module) &&
           add_float_info(rt, module) && add_int_and_hash_info(rt, module) &&
           add_constants(rt, module) && ouro_sys_async_init(rt, module) &&
           ouro_sys_trace_init(rt, module);
}
