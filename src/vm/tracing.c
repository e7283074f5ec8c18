#include "vm/tracing.h"

#include <string.h>

#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"
#include "vm/specialize.h"

/* While it is stepped over, an instruction does not become special; afterwards it soon does. */
enum { COUNTER_WHEN_TRACED = -64 };
enum { LINES_COUNT = 64 };

/* The lines of code objects, unpacked: one entry for each remainder of the address. */
struct code_lines {
    struct ouro_code *code; /* owned, so that no other takes its address; NULL: unused */
    int32_t *lines;         /* of each word; -1: none */
    uint32_t first;         /* the first instruction that is reported: what is before is not the program's */
};
struct tracing_lines {
    struct code_lines entries[LINES_COUNT];
    ouro_object *event_names[TRACE_OPCODE + 1]; /* owned or NULL */
};

/* ---- lines --------------------------------------------------------------------------------------- */

static void entry_clear(ouro_runtime *rt, struct code_lines *entry)
{
    if (!entry->code)
        return;
    ouro_object *code = &entry->code->base;
    ouro_buffer_free(rt, entry->lines, entry->code->instruction_count * sizeof *entry->lines);
    entry->code = NULL;
    decref(rt, code);
}

static void lines_free(ouro_runtime *rt)
{
    struct tracing_lines *all = rt->vm->tracing_lines;
    if (!all)
        return;
    rt->vm->tracing_lines = NULL;
    for (unsigned i = 0; i < LINES_COUNT; i++)
        entry_clear(rt, &all->entries[i]);
    for (unsigned i = 0; i <= TRACE_OPCODE; i++)
        clearref(rt, &all->event_names[i]);
    ouro_buffer_free(rt, all, sizeof *all);
}

static uint32_t first_resume(const struct ouro_code *code)
{
    uint32_t at = 0;
    while (at < code->instruction_count) {
        unsigned opcode = ouro_specialize_general(ouro_word_opcode(code->instructions[at]));
        if (opcode == OP_RESUME)
            break;
        at += 1 + ouro_opcode_cache_words[opcode];
    }
    return at;
}

/* NULL: MemoryError is set. */
static struct tracing_lines *lines_get(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    if (ouro_likely(vm->tracing_lines != NULL))
        return vm->tracing_lines;
    vm->tracing_lines = ouro_buffer_alloc(rt, sizeof *vm->tracing_lines);
    if (vm->tracing_lines)
        memset(vm->tracing_lines, 0, sizeof *vm->tracing_lines);
    return vm->tracing_lines;
}

/* NULL: MemoryError is set. */
static const struct code_lines *lines_of(ouro_runtime *rt, struct ouro_code *code)
{
    struct tracing_lines *all = lines_get(rt);
    if (!all)
        return NULL;
    struct code_lines *entry = &all->entries[((uintptr_t)code >> 4) % LINES_COUNT];
    if (ouro_likely(entry->code == code))
        return entry;
    int32_t *lines = ouro_buffer_alloc(rt, code->instruction_count * sizeof *lines);
    if (!lines)
        return NULL;
    ouro_code_lines_fill(code, lines);
    entry_clear(rt, entry);
    incref(&code->base);
    *entry = (struct code_lines){code, lines, first_resume(code)};
    return entry;
}

/* ---- installing ---------------------------------------------------------------------------------- */

void ouro_tracing_refresh(struct ouro_vm *vm)
{
    const struct ouro_tracing *tracing = &vm->tracing;
    vm->is_stepping = vm->step_hook || ((tracing->trace || tracing->profile) && tracing->depth == 0);
}

static void put(ouro_runtime *rt, bool is_profile, ouro_trace_fn *function, ouro_object *context)
{
    struct ouro_vm *vm = rt->vm;
    struct ouro_tracing *tracing = &vm->tracing;
    ouro_object **place = is_profile ? &tracing->profile_context : &tracing->trace_context;
    ouro_object *old = *place;
    *place = xnewref(context);
    if (is_profile)
        tracing->profile = function;
    else
        tracing->trace = function;
    ouro_tracing_refresh(vm);
    if (vm->is_stepping)
        vm->is_interrupted = 1;
    else if (!tracing->trace && !tracing->profile)
        lines_free(rt);
    xdecref(rt, old); /* may run code */
}

/* The old one goes before the new one comes; its finalizer must not install a third. */
static bool install(ouro_runtime *rt, bool is_profile, ouro_trace_fn *function, ouro_object *context)
{
    bool *flag = is_profile ? &rt->vm->tracing.sets_profile : &rt->vm->tracing.sets_trace;
    const char *what = is_profile ? "profile" : "trace";
    if (*flag) {
        *flag = false;
        ouro_raise(rt, EXC_RuntimeError,
                   "Cannot install a %s function while another %s function is being installed", what,
                   what);
        return false;
    }
    xincref(context);
    *flag = true;
    put(rt, is_profile, NULL, NULL);
    *flag = false;
    put(rt, is_profile, function, context);
    xdecref(rt, context);
    return true;
}

void ouro_tracing_end(ouro_runtime *rt)
{
    put(rt, false, NULL, NULL);
    put(rt, true, NULL, NULL);
}

void ouro_tracing_step_hook_set(ouro_runtime *rt, void (*hook)(ouro_runtime *rt, struct ouro_frame *frame),
                                void *context)
{
    rt->vm->step_hook = hook;
    rt->vm->step_context = context;
    ouro_tracing_refresh(rt->vm);
}

ouro_object *ouro_tracing_function_peek(ouro_runtime *rt, bool is_profile)
{
    return is_profile ? rt->vm->tracing.profile_context : rt->vm->tracing.trace_context;
}

bool ouro_tracing_profiler_set(ouro_runtime *rt, ouro_trace_fn *function, ouro_object *context)
{
    return install(rt, true, function, context);
}

/* ---- functions in Python ------------------------------------------------------------------------- */

/* Owned. */
static ouro_object *event_name(ouro_runtime *rt, enum ouro_trace_event event)
{
    static const char *const names[] = {"call", "exception", "line", "return", "c_call", "c_exception",
                                        "c_return", "opcode"};
    struct tracing_lines *all = lines_get(rt);
    if (all && !all->event_names[event])
        all->event_names[event] = ouro_str_intern_text(rt, names[event]);
    return all ? xnewref(all->event_names[event]) : NULL;
}

/* function(frame, event, argument): the result, owned. What it puts in f_locals are the frame's variables
 * afterwards. */
static ouro_object *call_python(ouro_runtime *rt, ouro_object *function, struct ouro_frame *frame,
                                enum ouro_trace_event event, ouro_object *argument)
{
    ouro_object *object = ouro_frame_object_get(rt, frame);
    ouro_object *name = object ? event_name(rt, event) : NULL;
    if (!name)
        return NULL;
    ouro_object *args[] = {object, name, argument ? argument : rt->none};
    incref(object);
    incref(function);
    ouro_object *result = ouro_call(rt, function, args, 3, NULL);
    decref(rt, function);
    ouro_object *error = ouro_error_take(rt);
    if (frame->object->shows_locals && !ouro_frame_locals_write(rt, frame)) {
        clearref(rt, &result);
        clearref(rt, &error);
    } else if (error) {
        ouro_error_restore(rt, error);
        ouro_traceback_add(rt, frame);
    }
    decref(rt, object);
    decref(rt, name);
    return result;
}

static bool trace_in_python(ouro_runtime *rt, ouro_object *context, struct ouro_frame *frame,
                            enum ouro_trace_event event, ouro_object *argument)
{
    struct ouro_frame_object *object = frame->object;
    ouro_object *function = event == TRACE_CALL ? context : object ? object->trace : NULL;
    if (!function)
        return true;
    ouro_object *result = call_python(rt, function, frame, event, argument);
    object = frame->object;
    if (!result) {
        ouro_object *error = ouro_error_take(rt);
        put(rt, false, NULL, NULL);
        if (object)
            clearref(rt, &object->trace);
        ouro_error_clear(rt);
        ouro_error_restore(rt, error);
        return false;
    }
    if (result != rt->none)
        setref_take(rt, &object->trace, result);
    else
        decref(rt, result);
    return true;
}

static bool profile_in_python(ouro_runtime *rt, ouro_object *context, struct ouro_frame *frame,
                              enum ouro_trace_event event, ouro_object *argument)
{
    ouro_object *result = call_python(rt, context, frame, event, argument);
    if (!result) {
        ouro_object *error = ouro_error_take(rt);
        put(rt, true, NULL, NULL);
        ouro_error_clear(rt);
        ouro_error_restore(rt, error);
        return false;
    }
    decref(rt, result);
    return true;
}

bool ouro_tracing_function_set(ouro_runtime *rt, bool is_profile, ouro_object *function)
{
    ouro_trace_fn *in_python = is_profile ? profile_in_python : trace_in_python;
    return install(rt, is_profile, function ? in_python : NULL, function);
}

/* ---- reporting ----------------------------------------------------------------------------------- */

static bool report(ouro_runtime *rt, bool is_profile, struct ouro_frame *frame,
                   enum ouro_trace_event event, ouro_object *argument)
{
    struct ouro_vm *vm = rt->vm;
    struct ouro_tracing *tracing = &vm->tracing, before = *tracing;
    ouro_trace_fn *function = is_profile ? tracing->profile : tracing->trace;
    if (!function || tracing->depth > 0)
        return true;
    ouro_object *context = newref(is_profile ? tracing->profile_context : tracing->trace_context);
    tracing->event = event;
    tracing->frame = frame;
    tracing->depth++;
    ouro_tracing_refresh(vm);
    bool is_good = function(rt, context, frame, event, argument);
    tracing->depth--;
    tracing->event = before.event;
    tracing->frame = before.frame;
    ouro_tracing_refresh(vm);
    decref(rt, context);
    return is_good;
}

/* To both. What is pending stays, unless one of them fails. */
static bool report_both(ouro_runtime *rt, struct ouro_frame *frame, enum ouro_trace_event event,
                        ouro_object *argument)
{
    ouro_object *error = ouro_error_take(rt);
    if (!report(rt, false, frame, event, argument) || !report(rt, true, frame, event, argument)) {
        xdecref(rt, error);
        return false;
    }
    ouro_error_restore(rt, error);
    return true;
}

bool ouro_tracing_thrown(ouro_runtime *rt, struct ouro_frame *frame)
{
    return report_both(rt, frame, TRACE_CALL, NULL);
}

void ouro_tracing_unwound(ouro_runtime *rt, struct ouro_frame *frame)
{
    report_both(rt, frame, TRACE_RETURN, NULL);
}

void ouro_tracing_raised(ouro_runtime *rt, struct ouro_frame *frame)
{
    struct ouro_tracing *tracing = &rt->vm->tracing;
    if (!tracing->trace || tracing->depth > 0 || frame->is_incomplete || !frame->object ||
        !frame->object->trace)
        return;
    ouro_object *error = ouro_error_take(rt);
    ouro_object *traceback = ((struct ouro_exception *)(void *)error)->traceback;
    ouro_object *argument = ouro_tuple_pack(rt, 3, (ouro_object *)class_of(rt, error), error,
                                            traceback ? traceback : rt->none);
    bool is_good = argument && report(rt, false, frame, TRACE_EXCEPTION, argument);
    xdecref(rt, argument);
    if (is_good)
        ouro_error_restore(rt, error);
    else
        decref(rt, error);
}

/* ---- stepping ------------------------------------------------------------------------------------ */

static unsigned make_general(uint32_t *ip)
{
    unsigned opcode = ouro_specialize_general(ouro_word_opcode(*ip));
    if (opcode == OP_THAW)
        return opcode; /* of code in read-only memory */
    if (ouro_word_opcode(*ip) >= OP_LOAD_FAST__LOAD_FAST_CHECK)
        return opcode; /* these stay: the general form trusts that its variables are bound */
    specialize_opcode(ip, opcode);
    if (ouro_opcode_cache_words[opcode])
        ip[1] = (uint32_t)COUNTER_WHEN_TRACED;
    return opcode;
}

static bool is_loop_jump(uint32_t word)
{
    unsigned opcode = ouro_word_opcode(word);
    return opcode == OP_JUMP_BACKWARD ||
           (opcode >= OP_POP_JUMP_BACKWARD_IF_FALSE && opcode <= OP_POP_JUMP_BACKWARD_IF_NOT_NONE);
}

/* Does the instruction begin a line? It does after another line, and after a jump back. */
static bool begins_line(const struct code_lines *lines, const uint32_t *before, uint32_t index)
{
    const struct ouro_code *code = lines->code;
    int32_t line = lines->lines[index];
    if (line < 0)
        return false;
    uint32_t last = (uint32_t)(before - code->instructions);
    if (last <= lines->first || last >= code->instruction_count)
        return true;
    return line != lines->lines[last] || (last > index && is_loop_jump(code->instructions[last]));
}

static bool step_lines(ouro_runtime *rt, struct ouro_frame *frame, const struct code_lines *lines,
                       const uint32_t *before)
{
    struct ouro_frame_object *object = frame->object;
    if (!object || !object->trace)
        return true;
    bool begins = begins_line(lines, before, frame_instruction_index(frame));
    incref(&object->base);
    bool is_good = true;
    if (begins && !object->hides_lines)
        is_good = report(rt, false, frame, TRACE_LINE, NULL);
    if (is_good && object->traces_opcodes)
        is_good = report(rt, false, frame, TRACE_OPCODE, NULL);
    decref(rt, &object->base);
    return is_good;
}

enum tracing_result ouro_tracing_step(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *before)
{
    unsigned opcode = make_general(frame->instruction);
    if (opcode == OP_THAW)
        return TRACING_GOES_ON;
    const struct code_lines *lines = lines_of(rt, frame->code);
    if (!lines)
        return TRACING_RAISES;
    bool ends = opcode == OP_RETURN_VALUE || opcode == OP_YIELD_VALUE;
    if ((ends || opcode == OP_RETURN_GENERATOR) && frame->on_return == RETURN_TO_C)
        rt->vm->is_interrupted = 1; /* the activation below is to choose its table */
    if (frame_instruction_index(frame) < lines->first || frame->is_incomplete)
        return TRACING_GOES_ON;
    if (opcode == OP_RESUME)
        return report_both(rt, frame, TRACE_CALL, NULL) ? TRACING_GOES_ON : TRACING_RAISES;
    if (rt->vm->tracing.trace) {
        if (!step_lines(rt, frame, lines, before))
            return TRACING_RAISES;
        opcode = make_general(frame->instruction);
        ends = opcode == OP_RETURN_VALUE || opcode == OP_YIELD_VALUE;
    }
    if (ends && !report_both(rt, frame, TRACE_RETURN, frame->slots[frame->used - 1]))
        return TRACING_LEAVES;
    return TRACING_GOES_ON;
}

/* ---- calls and SEND ------------------------------------------------------------------------------ */

/* What c_call and its kin tell: the native function, bound to its object when it is a method. Owned; NULL
 * without an error: the call is not reported. */
static ouro_object *reported_callable(ouro_runtime *rt, ouro_object *callable, ouro_object *first)
{
    if (is_exact(callable, TYPE_NATIVE_FUNCTION))
        return newref(callable);
    if (!is_exact(callable, TYPE_METHOD_DESCRIPTOR) || !first)
        return NULL;
    struct ouro_class *cls = class_of(rt, callable);
    return cls->descr_get(rt, callable, first, (ouro_object *)class_of(rt, first));
}

/* After the call: result (taken) or NULL with an error; the same comes back. */
static ouro_object *report_call_end(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *callable,
                                    ouro_object *result)
{
    if (!result) {
        ouro_object *error = ouro_error_take(rt);
        if (report(rt, true, frame, TRACE_C_EXCEPTION, callable))
            ouro_error_restore(rt, error);
        else
            decref(rt, error);
    } else if (!report(rt, true, frame, TRACE_C_RETURN, callable)) {
        clearref(rt, &result);
    }
    return result;
}

ouro_object *ouro_tracing_call(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *callable,
                               ouro_object *const *args, size_t count, ouro_object *names)
{
    if (!rt->vm->is_stepping || !rt->vm->tracing.profile)
        return ouro_call(rt, callable, args, count, names);
    ouro_object *reported = reported_callable(rt, callable, count ? args[0] : NULL);
    if (!reported)
        return rt->error ? NULL : ouro_call(rt, callable, args, count, names);
    ouro_object *result = NULL;
    if (report(rt, true, frame, TRACE_C_CALL, reported)) {
        result = ouro_call(rt, callable, args, count, names);
        result = report_call_end(rt, frame, reported, result);
    }
    decref(rt, reported);
    return result;
}

ouro_object *ouro_tracing_call_extended(ouro_runtime *rt, struct ouro_frame *frame,
                                        ouro_object *callable, ouro_object *args, ouro_object *kwargs)
{
    if (!rt->vm->is_stepping || !rt->vm->tracing.profile)
        return ouro_call_extended(rt, callable, args, kwargs);
    ouro_object *reported =
        reported_callable(rt, callable, tuple_length(args) ? tuple_at(args, 0) : NULL);
    if (!reported)
        return rt->error ? NULL : ouro_call_extended(rt, callable, args, kwargs);
    ouro_object *result = NULL;
    if (report(rt, true, frame, TRACE_C_CALL, reported)) {
        result = ouro_call_extended(rt, callable, args, kwargs);
        result = report_call_end(rt, frame, reported, result);
    }
    decref(rt, reported);
    return result;
}

int ouro_tracing_send(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *receiver,
                      ouro_object *value, ouro_object **result)
{
    struct ouro_class *cls = class_of(rt, receiver);
    if (value == rt->none && cls->next)
        *result = cls->next(rt, receiver);
    else
        *result = ouro_call_method(rt, receiver, rt->name_send, &value, 1);
    if (*result)
        return 0;
    if (!rt->error) {
        *result = rt->none;
        return 1;
    }
    if (ouro_error_is(rt, EXC_StopIteration))
        ouro_tracing_raised(rt, frame);
    if (!ouro_error_is(rt, EXC_StopIteration))
        return -1;
    ouro_object *error = ouro_error_take(rt);
    ouro_object *carried = ((struct ouro_exception *)(void *)error)->fields[0];
    *result = carried ? newref(carried) : rt->none;
    decref(rt, error);
    return 1;
}

ouro_object *ouro_tracing_call_tuple(ouro_runtime *rt, ouro_object *function, ouro_object *args)
{
    struct ouro_vm *vm = rt->vm;
    uint32_t depth = vm->tracing.depth;
    vm->tracing.depth = 0; /* as in CPython, nothing is reported before a function is installed again */
    ouro_object *result = ouro_call_tuple(rt, function, args, NULL);
    vm->tracing.depth = depth;
    ouro_tracing_refresh(vm);
    return result;
}
