#include "vm/vm.h"

#include <string.h>

#include "gc/gc.h"
#include "gc/weakref.h"
#include "lang/compile.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref.h"
#include "vm/embedded.h"
#include "vm/eval.h"
#include "vm/thread.h"
#include "vm/tracing.h"

static ouro_object *sys_dict_peek(ouro_runtime *rt)
{
    ouro_object *sys = rt->modules ? ouro_dict_peek_str(rt, rt->modules, rt->name_sys) : NULL;
    if (!sys)
        sys = rt->vm->sys;
    return sys && is_exact(sys, TYPE_MODULE) ? ouro_module_dict(sys) : NULL;
}

ouro_object *ouro_vm_sys_peek(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *dict = sys_dict_peek(rt);
    return dict ? ouro_dict_peek_str(rt, dict, name) : NULL;
}

ouro_object *ouro_vm_sys_peek_text(ouro_runtime *rt, const char *name)
{
    ouro_object *dict = sys_dict_peek(rt);
    return dict ? ouro_dict_peek_text(rt, dict, name) : NULL;
}

ouro_object *ouro_vm_states_peek(ouro_runtime *rt)
{
    if (!rt->vm->states)
        rt->vm->states = ouro_dict_new(rt);
    return rt->vm->states;
}

ouro_object *ouro_vm_state_peek(ouro_runtime *rt, const char *name)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    return states ? ouro_dict_peek_text(rt, states, name) : NULL;
}

bool ouro_vm_state_set(ouro_runtime *rt, const char *name, ouro_object *value)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    return states && ouro_dict_set_text(rt, states, name, value);
}

/* ---- looking at the running frame ---- */

static struct ouro_frame *visible_frame(const ouro_runtime *rt)
{
    struct ouro_frame *frame = rt->vm ? rt->vm->frame : NULL;
    while (frame && frame->is_incomplete)
        frame = frame->previous;
    return frame;
}

ouro_object *ouro_vm_globals_peek(ouro_runtime *rt)
{
    struct ouro_frame *frame = visible_frame(rt);
    return frame ? frame_globals(frame) : NULL;
}

ouro_object *ouro_vm_locals(ouro_runtime *rt)
{
    struct ouro_frame *frame = visible_frame(rt);
    if (!frame)
        return ouro_raise(rt, EXC_SystemError, "frame does not exist");
    return xnewref(ouro_frame_locals(rt, frame));
}

ouro_object *ouro_vm_frame_at(ouro_runtime *rt, int64_t depth)
{
    struct ouro_frame *frame = visible_frame(rt);
    for (; frame && depth > 0; depth--) {
        frame = frame->previous;
        while (frame && frame->is_incomplete)
            frame = frame->previous;
    }
    if (!frame)
        return ouro_raise(rt, EXC_ValueError, "call stack is not deep enough");
    return xnewref(ouro_frame_object_get(rt, frame));
}

bool ouro_vm_position(const ouro_runtime *rt, ouro_object **filename, int32_t *line)
{
    struct ouro_frame *frame = visible_frame(rt);
    if (!frame)
        return false;
    *filename = frame->code->filename;
    *line = ouro_frame_line(frame);
    return true;
}

uint64_t ouro_vm_site(const ouro_runtime *rt)
{
    struct ouro_frame *frame = visible_frame(rt);
    return frame ? (uint64_t)(uintptr_t)frame->instruction : 0;
}

/* The first argument lies in the first local, or in the cell that took its place. */
bool ouro_vm_super_arguments(ouro_runtime *rt, ouro_object **cls, ouro_object **self)
{
    struct ouro_frame *frame = visible_frame(rt);
    if (!frame)
        return ouro_raise(rt, EXC_RuntimeError, "super(): no current frame") != NULL;
    struct ouro_code *code = frame->code;
    if (!code->argument_count)
        return ouro_raise(rt, EXC_RuntimeError, "super(): no arguments") != NULL;
    ouro_object *first = frame->slots[0];
    if (first && (code->local_kinds[0] & LOCAL_CELL) && is_exact(first, TYPE_CELL))
        first = ((struct ouro_cell *)(void *)first)->value;
    if (!first)
        return ouro_raise(rt, EXC_RuntimeError, "super(): arg[0] deleted") != NULL;
    for (uint32_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (!ouro_str_equal(tuple_at(code->local_names, i), rt->name___class__))
            continue;
        ouro_object *cell = frame->slots[i];
        ouro_object *value =
            cell && is_exact(cell, TYPE_CELL) ? ((struct ouro_cell *)(void *)cell)->value : NULL;
        if (!value)
            return ouro_raise(rt, EXC_RuntimeError, "super(): empty __class__ cell") != NULL;
        if (!is_class(rt, value))
            return ouro_raise(rt, EXC_RuntimeError, "super(): __class__ is not a type (%T)",
                              value) != NULL;
        *cls = newref(value);
        *self = newref(first);
        return true;
    }
    return ouro_raise(rt, EXC_RuntimeError, "super(): __class__ cell not found") != NULL;
}

/* ---- running code ---- */

ouro_object *ouro_vm_compile(ouro_runtime *rt, const char *source, size_t size, ouro_object *filename,
                             char mode, bool is_text)
{
    struct ouro_compile_options options = {
        .mode = mode == 'e' ? PARSE_EVAL : mode == 's' ? PARSE_INTERACTIVE : PARSE_FILE,
        .is_text = is_text,
    };
    return ouro_compile_with(rt, source, size, filename, &options);
}

ouro_object *ouro_vm_run_code(ouro_runtime *rt, ouro_object *code, ouro_object *globals,
                              ouro_object *locals)
{
    return ouro_vm_run_closed(rt, code, globals, locals, NULL);
}

ouro_object *ouro_vm_run_closed(ouro_runtime *rt, ouro_object *code, ouro_object *globals,
                                ouro_object *locals, ouro_object *closure)
{
    ouro_object *function = ouro_function_new(rt, code, globals);
    if (!function)
        return NULL;
    function_of(function)->closure = xnewref(closure);
    struct ouro_frame *frame = ouro_call_push(rt, function_of(function), NULL, 0, NULL);
    decref(rt, function);
    if (!frame)
        return NULL;
    if (!(code_of(code)->flags & CODE_NEWLOCALS))
        setref_take(rt, &frame->locals, newref(locals ? locals : globals));
    frame->on_return = RETURN_TO_C;
    frame->previous = rt->vm->frame;
    return ouro_eval(rt, frame, false);
}

/* ---- hooks for the folders below ---- */

/* Through the warnings module, which is written in Python. */
static bool hook_warn(ouro_runtime *rt, ouro_object *category, ouro_object *message, int stack_level)
{
    if (!rt->modules) /* the end of the program: there is nobody to tell */
        return true;
    ouro_object *module = ouro_vm_import(rt, "warnings");
    ouro_object *warn = module ? ouro_getattr_text(rt, module, "warn") : NULL;
    ouro_object *level = warn ? ouro_int_new(rt, stack_level) : NULL, *result = NULL;
    if (level) {
        ouro_object *arguments[3] = {message, category, level};
        result = ouro_call(rt, warn, arguments, 3, NULL);
    }
    xdecref(rt, level);
    xdecref(rt, warn);
    xdecref(rt, module);
    xdecref(rt, result);
    return result != NULL;
}

static bool hook_warn_at(ouro_runtime *rt, ouro_object *category, ouro_object *message,
                         ouro_object *filename, ouro_object *line)
{
    ouro_object *module = ouro_vm_import(rt, "warnings");
    ouro_object *warn = module ? ouro_getattr_text(rt, module, "warn_explicit") : NULL, *result = NULL;
    if (warn) {
        ouro_object *arguments[4] = {message, category, filename, line};
        result = ouro_call(rt, warn, arguments, 4, NULL);
    }
    xdecref(rt, warn);
    xdecref(rt, module);
    xdecref(rt, result);
    return result != NULL;
}

static void *hook_error_save(struct ouro_heap *heap)
{
    return ouro_error_take(runtime_of(heap));
}

static void hook_error_restore(struct ouro_heap *heap, void *saved)
{
    ouro_runtime *rt = runtime_of(heap);
    if (rt->error)
        ouro_vm_unraisable(rt, NULL, NULL);
    ouro_error_restore(rt, saved);
}

/* The instructions of the innermost frames: between two of them lies the native code that called back. */
static uint64_t hook_place(struct ouro_heap *heap)
{
    enum { FRAMES = 3 };
    uint64_t place = 0;
    const struct ouro_frame *frame = runtime_of(heap)->vm->frame;
    for (int i = 0; frame && i < FRAMES; i++, frame = frame->previous)
        place = (place ^ (uintptr_t)frame->instruction) * UINT64_C(0x9e3779b97f4a7c15);
    return place;
}

/* ---- life ---- */

static bool make_stack(ouro_runtime *rt)
{
    enum { FIRST_CHUNK = 64 * 1024 };
    struct frame_chunk *chunk = ouro_buffer_alloc(rt, FIRST_CHUNK);
    if (!chunk)
        return false;
    *chunk = (struct frame_chunk){.size = FIRST_CHUNK};
    rt->vm->chunk = chunk;
    rt->vm->stack_position = chunk->data;
    rt->vm->stack_limit = (char *)chunk + FIRST_CHUNK;
    return true;
}

bool ouro_vm_init(ouro_runtime *rt)
{
    struct ouro_vm *vm = ouro_buffer_alloc(rt, sizeof *vm);
    if (!vm)
        return false;
    memset(vm, 0, sizeof *vm);
    vm->wakeup_descriptor = -1;
    vm->handled = &vm->handled_base;
    rt->vm = vm;
    rt->vm_hooks.function_call = ouro_call_function;
    rt->vm_hooks.globals_peek = ouro_vm_globals_peek;
    rt->vm_hooks.warn = hook_warn;
    rt->frame_depth = &rt->vm->depth;
    rt->vm_hooks.warn_at = hook_warn_at;
    rt->vm_hooks.super_arguments = ouro_vm_super_arguments;
    ouro_vm_codec_install(rt);
    rt->vm_hooks.unraisable = ouro_vm_unraisable;
    rt->heap.hooks.error_save = hook_error_save;
    rt->heap.hooks.error_restore = hook_error_restore;
    rt->heap.hooks.place = hook_place;
    if (!make_stack(rt))
        return false;
    return ouro_frame_class_init(rt) && ouro_traceback_class_init(rt) &&
           ouro_generator_class_init(rt) && ouro_builtins_init(rt);
}

/* As CPython does at its end: names with one underscore first, then the others but __builtins__. */
static void clear_module_dict(ouro_runtime *rt, ouro_object *dict)
{
    for (int pass = 0; pass < 2; pass++) {
        size_t position = 0;
        ouro_object *key, *value;
        while (ouro_dict_next(dict, &position, &key, &value)) {
            if (value == rt->none || !is_exact(key, TYPE_STR) || !ouro_str_length(key))
                continue;
            bool is_private = ouro_str_at(key, 0) == '_' &&
                              (ouro_str_length(key) == 1 || ouro_str_at(key, 1) != '_');
            if (pass == 0 ? !is_private
                          : ouro_str_equal(key, rt->name___builtins__) || is_private)
                continue;
            incref(key);
            if (!ouro_dict_set(rt, dict, key, rt->none))
                ouro_error_clear(rt);
            decref(rt, key);
        }
    }
}

/* The modules other than sys and builtins, as weak references in a list. NULL: no memory. */
static ouro_object *modules_watch(ouro_runtime *rt, const ouro_object *sys, const ouro_object *builtins)
{
    ouro_object *list = ouro_list_new(rt, 16), *key, *value;
    size_t position = 0;
    while (list && ouro_dict_next(rt->modules, &position, &key, &value)) {
        if (!is_exact(value, TYPE_MODULE) || value == sys || value == builtins)
            continue;
        ouro_object *watch = ouro_weakref_new(rt, builtin_class(rt, TYPE_WEAKREF), value, NULL);
        if (!watch || !ouro_list_append(rt, list, watch))
            clearref(rt, &list);
        xdecref(rt, watch);
    }
    ouro_error_clear(rt);
    return list;
}

/* Every module goes out of sys.modules and a collection frees what only held itself: there the weak
 * references of garbage are silent and finalizers still see their globals. Those that something else holds
 * have their dicts emptied afterwards, the most recent first, sys and builtins last. */
static void drop_modules(ouro_runtime *rt)
{
    ouro_object *sys = xnewref(ouro_dict_peek_str(rt, rt->modules, rt->name_sys));
    rt->vm->sys = sys; /* so that finalizers can still print */
    ouro_object *builtins = xnewref(ouro_dict_peek_str(rt, rt->modules, rt->name_builtins));
    ouro_object *list = modules_watch(rt, sys, builtins);
    ouro_dict_clear(rt, rt->modules);
    ouro_gc_collect(&rt->heap, 2);
    for (size_t i = list ? list_length(list) : 0; i-- > 0;) {
        struct ouro_weakref *watch = (struct ouro_weakref *)(void *)list_at(list, i);
        ouro_object *module = ouro_weakref_get(watch);
        if (module)
            clear_module_dict(rt, ouro_module_dict(module));
        xdecref(rt, module);
    }
    xdecref(rt, list);
    if (sys)
        clear_module_dict(rt, ouro_module_dict(sys));
    rt->vm->sys = NULL;
    xdecref(rt, sys);
    xdecref(rt, builtins);
}

void ouro_vm_destroy(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    if (!vm)
        return;
    ouro_error_clear(rt);
    ouro_memory_error_forget(rt);
    ouro_threads_stop(rt);
    ouro_tracing_end(rt);
    if (rt->modules)
        drop_modules(rt);
    ouro_vm_signals_release(rt);
    clearref(rt, &vm->states);
    clearref(rt, &vm->handled_base.value);
    rt->handled = NULL;
    clearref(rt, &vm->open_function);
    clearref(rt, &vm->builtin_len);
    clearref(rt, &vm->builtin_isinstance);
    clearref(rt, &vm->builtin_import);
    clearref(rt, &vm->async_first);
    clearref(rt, &vm->async_finalizer);
    clearref(rt, &vm->source_cache);
    clearref(rt, &rt->modules);
    ouro_gc_shutdown(&rt->heap);
    if (rt->builtins) { /* functions only borrow it: it goes when their finalizers have run */
        ouro_dict_clear(rt, rt->builtins);
        ouro_gc_shutdown(&rt->heap);
    }
    clearref(rt, &rt->builtins);
    memset(&rt->vm_hooks, 0, sizeof rt->vm_hooks);
    rt->heap.hooks.error_save = NULL;
    rt->heap.hooks.error_restore = NULL;
    ouro_threads_destroy(rt);
    while (vm->chunk) {
        struct frame_chunk *chunk = vm->chunk;
        vm->chunk = chunk->previous;
        ouro_buffer_free(rt, chunk, chunk->size);
    }
    if (vm->spare)
        ouro_buffer_free(rt, vm->spare, vm->spare->size);
    ouro_buffer_free(rt, vm, sizeof *vm);
    rt->vm = NULL;
}
