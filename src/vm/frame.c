#include "vm/frame.h"

#include <string.h>

#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/tracing.h"

enum { CHUNK_SIZE = 128 * 1024 };

/* ---- the data stack ----
 *
 * Chunks are linked from the newest to the oldest. A frame that does not fit goes to the start of a new
 * chunk; freeing what lies at the start of a chunk drops the chunk, and the one below goes on where
 * it was left. */

void *ouro_frame_alloc_slow(ouro_runtime *rt, size_t size)
{
    struct ouro_vm *vm = rt->vm;
    struct frame_chunk *chunk = vm->spare;
    size_t wanted = sizeof *chunk + size;
    if (chunk && chunk->size >= wanted) {
        vm->spare = NULL;
    } else {
        size_t chunk_size = wanted > CHUNK_SIZE ? wanted : CHUNK_SIZE;
        chunk = ouro_buffer_alloc(rt, chunk_size);
        if (!chunk)
            return NULL;
        chunk->size = chunk_size;
    }
    chunk->previous = vm->chunk;
    chunk->position_below = vm->stack_position;
    vm->chunk = chunk;
    vm->stack_position = chunk->data + size;
    vm->stack_limit = (char *)chunk + chunk->size;
    return chunk->data;
}

void ouro_frame_free_slow(ouro_runtime *rt, void *block)
{
    struct ouro_vm *vm = rt->vm;
    struct frame_chunk *chunk = vm->chunk;
    ouro_assert((char *)block == chunk->data);
    if (!chunk->previous) {
        vm->stack_position = chunk->data;
        return;
    }
    vm->chunk = chunk->previous;
    vm->stack_position = chunk->position_below;
    vm->stack_limit = (char *)vm->chunk + vm->chunk->size;
    if (vm->spare)
        ouro_buffer_free(rt, vm->spare, vm->spare->size);
    vm->spare = chunk;
}

int32_t ouro_frame_line(const struct ouro_frame *frame)
{
    const struct ouro_code *code = frame->code;
    uint32_t index = frame_instruction_index(frame);
    return index < code->instruction_count ? ouro_code_position_at(code, index).line
                                           : code->first_line;
}

/* ---- the end of a frame ---- */

static void slots_clear(ouro_runtime *rt, struct ouro_frame *frame)
{
    ouro_object **top = frame->slots + frame->used;
    for (ouro_object **slot = frame->slots; slot < top; slot++) {
        ouro_object *object = *slot;
        *slot = NULL;
        xdecref(rt, object);
    }
    frame->used = 0;
    clearref(rt, &frame->locals);
}

/* The frame ended but its object is still wanted: the contents move into the object, which
 * also gets a reference to the object of the caller; a generator's frame has none any more. */
static void object_take_frame(ouro_runtime *rt, struct ouro_frame_object *object,
                              struct ouro_frame *frame)
{
    struct ouro_frame *own = object->own;
    ouro_slots_touch(&rt->heap, frame->slots, frame->used); /* out of a generator, perhaps */
    ouro_slots_touch(&rt->heap, &frame->locals, 1);
    ouro_slots_touch(&rt->heap, &frame->function, 1);
    memcpy(own, frame, sizeof *own + frame->used * sizeof(ouro_object *));
    own->place = FRAME_IN_OBJECT;
    own->previous = NULL;
    own->object = NULL; /* the cycle is not counted */
    object->frame = own;
    struct ouro_frame *previous = frame->place == FRAME_IN_GENERATOR ? NULL : frame->previous;
    if (previous) {
        ouro_object *error = ouro_error_take(rt);
        object->back = xnewref(ouro_frame_object_get(rt, previous));
        ouro_error_clear(rt); /* benign: without memory f_back is None */
        ouro_error_restore(rt, error);
    }
}

void ouro_frame_clear(ouro_runtime *rt, struct ouro_frame *frame)
{
    struct ouro_frame_object *object = frame->object;
    if (object) {
        frame->object = NULL;
        if (ouro_object_refcount(&object->base) > 1) {
            object_take_frame(rt, object, frame);
            frame->used = 0;
            decref(rt, (ouro_object *)object);
            return;
        }
        object->frame = NULL;
        decref(rt, (ouro_object *)object);
    }
    slots_clear(rt, frame);
    decref(rt, frame->function);
    decref(rt, (ouro_object *)frame->code);
}

/* ---- frame objects ---- */

ouro_object *ouro_frame_object_get(ouro_runtime *rt, struct ouro_frame *frame)
{
    if (frame->place == FRAME_IN_OBJECT)
        return (ouro_object *)(void *)((char *)frame - offsetof(struct ouro_frame_object, own));
    if (frame->object)
        return (ouro_object *)frame->object;
    size_t size = sizeof(struct ouro_frame_object) + sizeof(struct ouro_frame) +
                  frame_slot_count(frame) * sizeof(ouro_object *);
    struct ouro_frame_object *object = (struct ouro_frame_object *)(void *)ouro_object_alloc(
        &rt->heap, TYPE_FRAME, size, OURO_BLOCK_CONTAINER);
    if (!object)
        return ouro_raise_memory(rt);
    object->frame = frame;
    object->back = NULL;
    object->trace = NULL;
    object->block_size = (uint32_t)size;
    object->hides_lines = object->traces_opcodes = object->shows_locals = false;
    frame->object = object;
    return (ouro_object *)object;
}

/* A cell in the slot stands for its value, except before the function has made it (an argument). */
static ouro_object *local_value(struct ouro_frame *frame, uint32_t index)
{
    ouro_object *value = frame->slots[index];
    uint8_t kind = frame->code->local_kinds[index];
    if (value && (kind & (LOCAL_CELL | LOCAL_FREE)) && is_exact(value, TYPE_CELL))
        return ((struct ouro_cell *)(void *)value)->value;
    return value;
}

/* The closure is copied by the first instruction of the function; a generator that has not started, or a
 * frame that is asked about before that, looks into the function. */
static ouro_object *free_value(struct ouro_frame *frame, uint32_t index)
{
    ouro_object *value = local_value(frame, index);
    if (value || !(frame->code->local_kinds[index] & LOCAL_FREE) || frame->slots[index])
        return value;
    ouro_object *closure = function_of(frame->function)->closure;
    uint32_t first = frame->code->local_count - frame->code->free_count;
    if (!closure || index < first || index - first >= tuple_length(closure))
        return NULL;
    return ((struct ouro_cell *)(void *)tuple_at(closure, index - first))->value;
}

ouro_object *ouro_frame_locals(ouro_runtime *rt, struct ouro_frame *frame)
{
    struct ouro_code *code = frame->code;
    if (!ouro_code_thaw(rt, code))
        return NULL;
    if (!frame->locals) {
        frame->locals = ouro_dict_new(rt);
        if (!frame->locals)
            return NULL;
    }
    bool is_function = (code->flags & CODE_OPTIMIZED) != 0;
    for (uint32_t i = 0; i < code->local_count; i++) {
        /* A class body's free variables show only in functions. */
        if (!is_function && (code->local_kinds[i] & LOCAL_FREE))
            continue;
        ouro_object *name = tuple_at(code->local_names, i);
        ouro_object *value = free_value(frame, i);
        if (value) {
            if (!ouro_setitem(rt, frame->locals, name, value))
                return NULL;
        } else if (is_exact(frame->locals, TYPE_DICT)) {
            if (is_function && ouro_dict_remove(rt, frame->locals, name, NULL) < 0)
                return NULL;
        } else if (!ouro_delitem(rt, frame->locals, name)) {
            if (!ouro_error_is(rt, EXC_KeyError))
                return NULL;
            ouro_error_clear(rt);
        }
    }
    return frame->locals;
}

/* The variable becomes value, or unbound (NULL). */
static void local_write(ouro_runtime *rt, struct ouro_frame *frame, uint32_t index, ouro_object *value)
{
    ouro_object **slot = &frame->slots[index];
    uint8_t kind = frame->code->local_kinds[index];
    if (*slot && (kind & (LOCAL_CELL | LOCAL_FREE)) && is_exact(*slot, TYPE_CELL)) {
        slot = &((struct ouro_cell *)(void *)*slot)->value;
    } else if (kind & LOCAL_FREE) {
        return; /* the closure is not there yet */
    } else if (!value && *slot) {
        ouro_frame_check_locals(frame->code);
    }
    if (*slot == value)
        return;
    ouro_object *old = *slot;
    *slot = xnewref(value);
    xdecref(rt, old);
}

bool ouro_frame_locals_write(ouro_runtime *rt, struct ouro_frame *frame)
{
    struct ouro_code *code = frame->code;
    bool is_function = (code->flags & CODE_OPTIMIZED) != 0;
    if (frame->object)
        frame->object->shows_locals = false;
    if (!frame->locals)
        return true;
    for (uint32_t i = 0; i < code->local_count; i++) {
        if (!is_function && (code->local_kinds[i] & LOCAL_FREE))
            continue;
        ouro_object *value = ouro_getitem(rt, frame->locals, tuple_at(code->local_names, i));
        if (!value && !ouro_error_is(rt, EXC_KeyError))
            return false;
        ouro_error_clear(rt);
        local_write(rt, frame, i, value);
        xdecref(rt, value);
    }
    return true;
}

static size_t frame_object_size(struct ouro_heap *heap, const ouro_object *self)
{
    return frame_object_of((ouro_object *)(uintptr_t)self)->block_size;
}

static bool owns_frame(const struct ouro_frame_object *self)
{
    return self->frame == self->own;
}

static void frame_object_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_frame_object *self = frame_object_of(object);
    if (owns_frame(self)) {
        slots_clear(rt, self->own);
        decref(rt, self->own->function);
        decref(rt, (ouro_object *)self->own->code);
    }
    clearref(rt, &self->back);
    clearref(rt, &self->trace);
    ouro_object_free(heap, object, self->block_size, OURO_BLOCK_CONTAINER);
}

static void frame_object_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    struct ouro_frame_object *self = frame_object_of((ouro_object *)(uintptr_t)object);
    ouro_visit(visitor, &self->back);
    ouro_visit(visitor, &self->trace);
    if (!owns_frame(self))
        return;
    struct ouro_frame *frame = self->own;
    ouro_visit_range(visitor, frame->slots, frame->used);
    ouro_visit(visitor, &frame->locals);
    ouro_visit(visitor, &frame->function);
    ouro_visit(visitor, (ouro_object *const *)(void *)&frame->code);
}

static void frame_object_clear(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_frame_object *self = frame_object_of(object);
    clearref(rt, &self->trace);
    if (owns_frame(self))
        slots_clear(rt, self->own);
}

static ouro_object *get_back(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_frame_object *self = frame_object_of(object);
    if (owns_frame(self) || !self->frame)
        return self->back ? newref(self->back) : rt->none;
    if (self->frame->place == FRAME_IN_GENERATOR && self->frame->state != GENERATOR_RUNNING)
        return rt->none;
    struct ouro_frame *previous = self->frame->previous;
    while (previous && previous->is_incomplete)
        previous = previous->previous;
    if (!previous)
        return rt->none;
    ouro_object *back = ouro_frame_object_get(rt, previous);
    return xnewref(back);
}

static ouro_object *get_locals(ouro_runtime *rt, ouro_object *object)
{
    frame_object_of(object)->shows_locals = true;
    return xnewref(ouro_frame_locals(rt, frame_object_of(object)->frame));
}

static ouro_object *or_none(ouro_runtime *rt, ouro_object *value)
{
    return value ? newref(value) : rt->none;
}

static ouro_object *get_globals(ouro_runtime *rt, ouro_object *object)
{
    return or_none(rt, frame_globals(frame_object_of(object)->frame));
}

static ouro_object *get_builtins(ouro_runtime *rt, ouro_object *object)
{
    return or_none(rt, frame_builtins(rt, frame_object_of(object)->frame));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *object)
{
    return newref((ouro_object *)frame_object_of(object)->frame->code);
}

static ouro_object *get_line(ouro_runtime *rt, ouro_object *object)
{
    int32_t line = ouro_frame_line(frame_object_of(object)->frame);
    return line < 0 ? rt->none : ouro_int_new(rt, line);
}

static ouro_object *get_lasti(ouro_runtime *rt, ouro_object *object)
{
    return ouro_int_new(rt, 2 * (int64_t)frame_instruction_index(frame_object_of(object)->frame));
}

static ouro_object *get_trace(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *trace = frame_object_of(object)->trace;
    return trace ? newref(trace) : rt->none;
}

static bool set_trace(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    if (value == rt->none)
        value = NULL;
    setref_take(rt, &frame_object_of(object)->trace, xnewref(value));
    return true;
}

static bool set_line(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_AttributeError, "cannot delete attribute") != NULL;
    return ouro_frame_jump(rt, frame_object_of(object)->frame, value);
}

static ouro_object *get_trace_lines(ouro_runtime *rt, ouro_object *object)
{
    return bool_object(rt, !frame_object_of(object)->hides_lines);
}

static ouro_object *get_trace_opcodes(ouro_runtime *rt, ouro_object *object)
{
    return bool_object(rt, frame_object_of(object)->traces_opcodes);
}

/* Is value a bool? Both attributes take nothing else. */
static bool check_flag(ouro_runtime *rt, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "can't delete numeric/char attribute") != NULL;
    if (value == rt->true_ || value == rt->false_)
        return true;
    return ouro_raise(rt, EXC_TypeError, "attribute value type must be bool") != NULL;
}

static bool set_trace_lines(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    if (!check_flag(rt, value))
        return false;
    frame_object_of(object)->hides_lines = value != rt->true_;
    return true;
}

static bool set_trace_opcodes(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    if (!check_flag(rt, value))
        return false;
    frame_object_of(object)->traces_opcodes = value == rt->true_;
    return true;
}

static ouro_object *frame_repr(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_frame *frame = frame_object_of(object)->frame;
    return ouro_str_format(rt, "<frame at %p, file %R, line %d, code %U>", (void *)object,
                           frame->code->filename, (int)ouro_frame_line(frame), frame->code->name);
}

/* frame.clear(): drops the variables of a frame that has ended or of a suspended generator. */
static ouro_object *method_clear(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct ouro_frame_object *self = frame_object_of(object);
    if (owns_frame(self)) {
        frame_object_clear(&rt->heap, object);
        return rt->none;
    }
    if (self->frame->place == FRAME_IN_GENERATOR) {
        struct ouro_generator *generator = generator_of_frame(self->frame);
        if (generator->frame.state != GENERATOR_RUNNING) {
            incref((ouro_object *)generator);
            ouro_object *closed =
                ouro_call_method(rt, (ouro_object *)generator, rt->name_close, NULL, 0);
            decref(rt, (ouro_object *)generator);
            if (!closed)
                return NULL;
            decref(rt, closed);
            return rt->none;
        }
    }
    return ouro_raise(rt, EXC_RuntimeError, "cannot clear an executing frame");
}

bool ouro_frame_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"clear", method_clear, 0, 0, 0, "F.clear(): clear most references held by the frame"},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"f_back", get_back, NULL, NULL},       {"f_locals", get_locals, NULL, NULL},
        {"f_globals", get_globals, NULL, NULL}, {"f_builtins", get_builtins, NULL, NULL},
        {"f_code", get_code, NULL, NULL},       {"f_lineno", get_line, set_line, NULL},
        {"f_lasti", get_lasti, NULL, NULL},     {"f_trace", get_trace, set_trace, NULL},
        {"f_trace_lines", get_trace_lines, set_trace_lines, NULL},
        {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_FRAME);
    cls->core.instance_size = sizeof(struct ouro_frame_object);
    cls->core.size_of = frame_object_size;
    cls->core.dealloc = frame_object_dealloc;
    cls->core.traverse = frame_object_traverse;
    cls->core.clear = frame_object_clear;
    cls->repr = frame_repr;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
