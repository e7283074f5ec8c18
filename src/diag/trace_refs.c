#include "diag/trace_refs.h"

#include <string.h>

#include "types/class.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/tracing.h"

struct trace {
    FILE *file;
    ouro_object *name;     /* owned, interned */
    ouro_object *watched;  /* borrowed: holding it would change what is shown */
    uint16_t type_index;
    int32_t count;
    struct ouro_code *code; /* owned: of the instruction before */
    uint32_t instruction;
    bool is_over;
};

static void write_place(struct trace *trace)
{
    struct ouro_code_position position = ouro_code_position_at(trace->code, trace->instruction);
    const char *file = ouro_str_is_ascii(trace->code->filename)
                           ? (const char *)str_of(trace->code->filename)->data
                           : "?";
    const char *slash = strrchr(file, '/');
    fprintf(trace->file, "%s:%d", slash ? slash + 1 : file, position.line);
}

static void write_name(struct trace *trace)
{
    fprintf(trace->file, "%s",
            ouro_str_is_ascii(trace->name) ? (const char *)str_of(trace->name)->data : "?");
}

static void write_change(struct trace *trace, int32_t count)
{
    int32_t change = count - trace->count;
    fputs("refs ", trace->file);
    write_place(trace);
    fprintf(trace->file, "  %+d  -> %d  ", change, count);
    write_name(trace);
    fputc('\n', trace->file);
    trace->count = count;
}

/* A freed block has no type. One that was handed out again within the same instruction to an object
 * of the same class cannot be told apart: it is then followed instead. */
static bool is_gone(const struct trace *trace)
{
    return trace->watched->type_index != trace->type_index;
}

static void look(struct trace *trace)
{
    if (is_gone(trace)) {
        fputs("refs ", trace->file);
        write_place(trace);
        fprintf(trace->file, "  -%d  -> 0  ", trace->count);
        write_name(trace);
        fputs("  freed\n", trace->file);
        trace->is_over = true;
        trace->watched = NULL;
        return;
    }
    if (trace->watched->refcount != trace->count)
        write_change(trace, trace->watched->refcount);
}

static ouro_object *find(ouro_runtime *rt, struct trace *trace, struct ouro_frame *frame)
{
    struct ouro_code *code = frame->code;
    uint32_t count = code->local_names ? code->local_count : 0; /* frozen: at its first instruction */
    for (uint32_t i = 0; i < count; i++) {
        if (!ouro_str_equal(tuple_at(code->local_names, i), trace->name))
            continue;
        ouro_object *value = frame->slots[i];
        if (value && (code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE)) && is_exact(value, TYPE_CELL))
            value = ((struct ouro_cell *)(void *)value)->value;
        if (value)
            return value;
    }
    ouro_object *value = frame->locals && is_dict(rt, frame->locals)
                             ? ouro_dict_peek_str(rt, frame->locals, trace->name)
                             : NULL;
    return value ? value : ouro_dict_peek_str(rt, frame_globals(frame), trace->name);
}

static void step(ouro_runtime *rt, struct ouro_frame *frame)
{
    struct trace *trace = rt->vm->step_context;
    if (trace->is_over)
        return;
    if (trace->watched) {
        if (trace->code)
            look(trace);
    } else {
        ouro_object *found = find(rt, trace, frame);
        if (found && found->refcount > 0) {
            trace->watched = found;
            trace->type_index = found->type_index;
            trace->count = found->refcount;
            fputs("refs ", trace->file);
            if (trace->code)
                write_place(trace);
            fputs("  watching ", trace->file);
            write_name(trace);
            fprintf(trace->file, ", a %s, count %d\n", ouro_class_name(class_of(rt, found)), found->refcount);
        } else if (found) {
            fputs("refs   ", trace->file);
            write_name(trace);
            fputs(" is immortal: it is never counted\n", trace->file);
            trace->is_over = true;
        }
    }
    if (trace->code != frame->code) {
        ouro_object *old = &trace->code->base;
        incref(&frame->code->base);
        trace->code = frame->code;
        if (old)
            decref(rt, old);
    }
    trace->instruction = frame_instruction_index(frame);
}

bool ouro_trace_refs_start(ouro_runtime *rt, const char *name, FILE *file)
{
    struct trace *trace = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_RAW, 1, sizeof *trace);
    if (!trace)
        return false;
    trace->file = file;
    trace->name = ouro_str_intern_text(rt, name);
    ouro_tracing_step_hook_set(rt, step, trace);
    return trace->name != NULL;
}

void ouro_trace_refs_stop(ouro_runtime *rt)
{
    struct trace *trace = rt->vm->step_context;
    if (!trace)
        return;
    if (trace->watched && trace->code && !trace->is_over)
        look(trace);
    ouro_tracing_step_hook_set(rt, NULL, NULL);
    xdecref(rt, trace->name);
    if (trace->code)
        decref(rt, &trace->code->base);
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_RAW, trace);
}
