/* The evaluation loop.
 *
 * One C function runs any number of Python frames: a call of a Python function pushes a frame and goes
 * on, a return pops it. C recursion happens only when native code calls back.
 *
 *   ip     the instruction being executed      word   *ip        ARG  its argument
 *   sp     the first free operand slot          frame  the running frame
 *
 * Every instruction that can raise or call stores ip in the frame first (SAVE): tracebacks, warnings
 * and frame objects read it there. */
#include "vm/eval_helpers.h"

#include "base/checked.h"
#include "vm/thread.h"
#include "vm/tracing.h"

#define ARG (word >> OURO_ARGUMENT_SHIFT)

#define DISPATCH()                                                                                \
    do {                                                                                          \
        word = *ip;                                                                               \
        goto *table[word & 0xff];                                                                 \
    } while (0)
#define NEXT(cache_words)                                                                         \
    do {                                                                                          \
        ip += 1 + (cache_words);                                                                  \
        DISPATCH();                                                                               \
    } while (0)
#define JUMP_TO(index)                                                                            \
    do {                                                                                          \
        ip = frame->code->instructions + (index);                                                 \
        DISPATCH();                                                                               \
    } while (0)
#define OP(name) target_##name:
#define SAVE()   (frame->instruction = ip)
#define SAVE_STACK() (frame->used = (uint32_t)(sp - frame->slots))
#define TOP      sp[-1]
#define SECOND   sp[-2]
#define THIRD    sp[-3]
#define PUSH(object) (*sp++ = (object))
#define POP()        (*--sp)
#define NAME_AT(i)   tuple_at(frame->code->names, (i))
#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (ouro_unlikely(!(condition)))                                                          \
            goto error;                                                                           \
    } while (0)
/* Falls back to the general form when a guess was wrong. */
#define GUARD(condition, general)                                                                 \
    do {                                                                                          \
        if (ouro_unlikely(!(condition)))                                                          \
            goto miss_##general;                                                                  \
    } while (0)
/* Is anything traced? */
#define CHOOSE_TABLE() (table = vm->is_stepping ? stepping_targets : targets)
/* Where signals, other threads and collections have their turn: before a jump back, so that what they raise
 * is raised at the jump, and behind a call, at the call. */
#define SAFE_POINT()                                                                              \
    do {                                                                                          \
        if (ouro_unlikely((rt->heap.young_count > rt->heap.young_threshold) |                     \
                          vm->is_interrupted)) {                                                  \
            SAVE();                                                                               \
            SAVE_STACK();                                                                \
            if (!poll(rt))                                                                        \
                goto error;                                                                       \
            CHOOSE_TABLE();                                                                       \
        }                                                                                         \
    } while (0)

const struct ouro_code_handler *ouro_eval_find_handler(const struct ouro_code *code, uint32_t index)
{
    uint32_t low = 0, high = code->handler_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct ouro_code_handler *handler = &code->handlers[middle];
        if (index < handler->start)
            high = middle;
        else if (index >= handler->end)
            low = middle + 1;
        else
            return handler;
    }
    return NULL;
}

static OURO_NOINLINE bool poll(ouro_runtime *rt)
{
    ouro_gc_poll(&rt->heap);
    ouro_mem_tick(&rt->heap.mem);
    return !rt->vm->is_interrupted || ouro_thread_poll(rt);
}

/* Too many frames? The error is set. */
static OURO_NOINLINE bool is_too_deep(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    if (vm->depth + rt->c_depth <= rt->recursion_limit)
        return false;
    ouro_raise(rt, EXC_RecursionError, "maximum recursion depth exceeded");
    return true;
}

OURO_INLINE bool truth_is_known(const ouro_runtime *rt, const ouro_object *object)
{
    return object == rt->true_ || object == rt->false_ || object == rt->none;
}

OURO_INLINE void drop_range(ouro_runtime *rt, ouro_object **from, ouro_object **to)
{
    while (to > from)
        xdecref(rt, *--to);
}

/* The frame's end in the common case: no frame object, no locals dict. */
OURO_INLINE void frame_leave(ouro_runtime *rt, struct ouro_frame *frame)
{
    if (ouro_unlikely(frame->object || frame->locals)) {
        ouro_frame_clear(rt, frame);
    } else {
        ouro_object **slot = frame->slots, **end = frame->slots + frame->used;
        for (; slot < end; slot++)
            xdecref(rt, *slot);
        decref(rt, frame->function);
        decref(rt, (ouro_object *)frame->code);
    }
    frame_free(rt, frame);
}

/* Copies arguments into a new frame for a function that takes exactly these; all taken. */
OURO_INLINE struct ouro_frame *push_exact(ouro_runtime *rt, struct ouro_function *function,
                                          struct ouro_code *code, ouro_object *const *args,
                                          size_t count)
{
    struct ouro_frame *frame = frame_alloc(rt, code);
    if (ouro_unlikely(!frame))
        return NULL;
    frame_init(frame, function, code);
    size_t i = 0, end = code->local_count;
    for (; i < count; i++)
        frame->slots[i] = args[i];
    for (; i < end; i++)
        frame->slots[i] = NULL;
    return frame;
}

OURO_INLINE bool takes_exactly(const struct ouro_code *code, size_t count)
{
    const uint32_t needed = CODE_OPTIMIZED | CODE_NEWLOCALS;
    return code->argument_count == count && !code->keyword_only_count &&
           (code->flags & (needed | CODE_VARARGS | CODE_VARKEYWORDS)) == needed;
}

static OURO_NOINLINE bool load_local_checked(ouro_runtime *rt, const struct ouro_frame *frame,
                                             uint32_t index, ouro_object **place)
{
    ouro_object *value = frame->slots[index];
    if (!value)
        return ouro_raise_unbound_local(rt, frame->code, index) != NULL;
    *place = newref(value);
    return true;
}

OURO_INLINE struct ouro_int *int_of(ouro_object *object)
{
    return (struct ouro_int *)(void *)object;
}

/* a op b for two floats: the result reuses an operand that nobody else holds. Both are taken. */
OURO_INLINE ouro_object *float_result(ouro_runtime *rt, ouro_object *a, ouro_object *b, double value)
{
    if (a->refcount == 1) {
        ((struct ouro_float *)(void *)a)->value = value;
        decref(rt, b);
        return a;
    }
    if (b->refcount == 1) {
        ((struct ouro_float *)(void *)b)->value = value;
        decref(rt, a);
        return b;
    }
    ouro_object *result = ouro_float_new(rt, value);
    if (ouro_likely(result != NULL)) {
        decref(rt, a);
        decref(rt, b);
    }
    return result;
}

OURO_INLINE ouro_object *int_result(ouro_runtime *rt, ouro_object *a, ouro_object *b, int64_t value)
{
    if ((uint64_t)(value - OURO_SMALL_INT_MIN) <= OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN) {
        decref(rt, a);
        decref(rt, b);
        return rt->small_ints[value - OURO_SMALL_INT_MIN];
    }
    if (a->refcount == 1) {
        int_of(a)->value = value;
        decref(rt, b);
        return a;
    }
    if (b->refcount == 1) {
        int_of(b)->value = value;
        decref(rt, a);
        return b;
    }
    ouro_object *result = ouro_int_new(rt, value);
    if (ouro_likely(result != NULL)) {
        decref(rt, a);
        decref(rt, b);
    }
    return result;
}

OURO_INLINE bool compare_values(double a, double b, unsigned op)
{
    switch (op) {
    case COMPARE_LT: return a < b;
    case COMPARE_LE: return a <= b;
    case COMPARE_EQ: return a == b;
    case COMPARE_NE: return a != b;
    case COMPARE_GT: return a > b;
    default: return a >= b;
    }
}

OURO_INLINE bool compare_ints(int64_t a, int64_t b, unsigned op)
{
    switch (op) {
    case COMPARE_LT: return a < b;
    case COMPARE_LE: return a <= b;
    case COMPARE_EQ: return a == b;
    case COMPARE_NE: return a != b;
    case COMPARE_GT: return a > b;
    default: return a >= b;
    }
}

/* Does the jump that follows a comparison happen for this outcome? */
OURO_INLINE bool jump_taken(uint32_t jump, bool outcome)
{
    unsigned opcode = ouro_word_opcode(jump);
    bool when = opcode == OP_POP_JUMP_IF_TRUE || opcode == OP_POP_JUMP_BACKWARD_IF_TRUE;
    return outcome == when;
}

ouro_object *ouro_eval(ouro_runtime *rt, struct ouro_frame *frame, bool is_raising)
{
    static const void *const targets[256] = {
#define OURO_OPCODE(name, effect, cache_words) [OP_##name] = &&target_##name,
#include "lang/opcodes.def"
#undef OURO_OPCODE
#define OURO_SPECIAL(name, general) [OP_##name] = &&target_##name,
#include "vm/special.def"
#undef OURO_SPECIAL
        [OP_SPECIAL_END... 255] = &&target_invalid,
    };
    static const void *const stepping_targets[256] = {[0 ... 255] = &&target_step};
    struct ouro_vm *vm = rt->vm;
    /* When something is traced every instruction goes through target_step first, at no cost otherwise. */
    const void *const *table = ouro_unlikely(vm->is_stepping) ? stepping_targets : targets;
    uint32_t *ip;
    ouro_object **sp;
    uint32_t word;
    ouro_object *value;
    struct ouro_frame *caller, *callee;

    vm->frame = frame;
    sp = frame->slots + frame->used;
    ip = frame->instruction;
    if (ouro_unlikely(!ouro_enter(rt, ""))) {
        rt->c_depth++; /* the way out leaves once more */
        goto exit_frame;
    }
    /* The frame that C entered counts in c_depth, those it calls in depth. */
    if (ouro_unlikely(vm->depth + rt->c_depth > rt->recursion_limit) && is_too_deep(rt))
        goto exit_frame;
    if (is_raising) {
        if (ouro_unlikely(vm->is_stepping) && !ouro_tracing_thrown(rt, frame))
            goto exit_frame;
        goto error;
    }
    ip = frame->place == FRAME_IN_GENERATOR ? frame->next : frame->code->instructions;
    DISPATCH();

    /* Runs callee, whose previous is set; the caller has saved itself. */
enter_frame:
    callee->previous = frame;
    frame = callee;
    vm->frame = frame;
    sp = frame->slots + frame->used;
    ip = frame->code->instructions;
    vm->depth++;
    if (ouro_unlikely(vm->depth + rt->c_depth > rt->recursion_limit) && is_too_deep(rt))
        goto exit_frame;
    DISPATCH();

    /* ---- the stack ---- */

target_step: {
    uint32_t *before = frame->instruction;
    SAVE();
    SAVE_STACK();
    if (!vm->is_stepping)
        table = targets;
    if (vm->step_hook)
        vm->step_hook(rt, frame);
    if (vm->is_stepping && (vm->tracing.trace || vm->tracing.profile)) {
        enum tracing_result outcome = ouro_tracing_step(rt, frame, before);
        sp = frame->slots + frame->used;
        if (outcome == TRACING_LEAVES)
            goto exit_frame;
        if (outcome == TRACING_RAISES) {
            SAVE(); /* a jump counts only when the function returned */
            goto error;
        }
        ip = frame->instruction;
        word = *ip;
        if (ouro_word_opcode(word) == OP_SEND)
            goto send_generic;
    }
    goto *targets[word & 0xff];
}

    OP(CACHE)
    OP(invalid)
    SAVE();
    ouro_raise(rt, EXC_SystemError, "unknown opcode");
    goto error;

    OP(NOP) NEXT(0);

    OP(THAW)
    CHECK(ouro_code_thaw(rt, frame->code));
    ip = frame->code->instructions;
    SAVE();
    DISPATCH();

    OP(RESUME)
    if (ARG == 0) {
        const void *const *before = table;
        SAFE_POINT();
        if (ouro_unlikely(table != before))
            DISPATCH(); /* tracing began or ended: the call is an event */
    }
    NEXT(0);

    OP(POP_TOP)
    SAVE();
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(PUSH_NULL)
    PUSH(NULL);
    NEXT(0);

    OP(COPY)
    value = sp[-(ptrdiff_t)ARG];
    xincref(value);
    PUSH(value);
    NEXT(0);

    OP(SWAP)
    value = TOP;
    TOP = sp[-(ptrdiff_t)ARG];
    sp[-(ptrdiff_t)ARG] = value;
    NEXT(0);

    /* ---- constants and variables ---- */

    OP(LOAD_CONST)
    PUSH(newref(tuple_at(frame->code->constants, ARG)));
    NEXT(0);

    OP(LOAD_FAST)
    PUSH(newref(frame->slots[ARG]));
    NEXT(0);

    OP(LOAD_FAST_CHECK)
    value = frame->slots[ARG];
    if (ouro_unlikely(!value)) {
        SAVE();
        ouro_raise_unbound_local(rt, frame->code, ARG);
        goto error;
    }
    PUSH(newref(value));
    NEXT(0);

    OP(STORE_FAST) {
        value = frame->slots[ARG];
        frame->slots[ARG] = POP();
        if (value) {
            SAVE();
            decref(rt, value);
        }
        NEXT(0);
    }

    OP(DELETE_FAST)
    SAVE();
    value = frame->slots[ARG];
    if (!value) {
        ouro_raise_unbound_local(rt, frame->code, ARG);
        goto error;
    }
    frame->slots[ARG] = NULL;
    decref(rt, value);
    NEXT(0);

    OP(LOAD_FAST__LOAD_FAST)
    PUSH(newref(frame->slots[ARG & OURO_FUSED_MAX]));
    PUSH(newref(frame->slots[ARG >> 12]));
    NEXT(0);

    OP(STORE_FAST__LOAD_FAST) {
        ouro_object **slot = &frame->slots[ARG & OURO_FUSED_MAX];
        value = *slot;
        *slot = TOP;
        if (value) {
            SAVE();
            decref(rt, value);
        }
        TOP = newref(frame->slots[ARG >> 12]);
        NEXT(0);
    }

    OP(LOAD_FAST__LOAD_CONST)
    PUSH(newref(frame->slots[ARG & OURO_FUSED_MAX]));
    PUSH(newref(tuple_at(frame->code->constants, ARG >> 12)));
    NEXT(0);

    OP(MAKE_CELL) {
        SAVE();
        ouro_object **slot = &frame->slots[ARG];
        value = ouro_cell_new(rt, *slot);
        CHECK(value);
        setref_take(rt, slot, value);
        NEXT(0);
    }

    OP(COPY_FREE_VARS)
    copy_free_variables(frame, ARG);
    NEXT(0);

    OP(LOAD_CLOSURE)
    PUSH(newref(frame->slots[ARG]));
    NEXT(0);

    OP(LOAD_DEREF)
    value = ((struct ouro_cell *)(void *)frame->slots[ARG])->value;
    if (ouro_unlikely(!value)) {
        SAVE();
        ouro_raise_unbound_deref(rt, frame->code, ARG);
        goto error;
    }
    PUSH(newref(value));
    NEXT(0);

    OP(LOAD_CLASSDEREF)
    SAVE();
    value = load_class_deref(rt, frame, ARG);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(STORE_DEREF)
    SAVE();
    sp--;
    setref_take(rt, &((struct ouro_cell *)(void *)frame->slots[ARG])->value, *sp);
    NEXT(0);

    OP(DELETE_DEREF) {
        SAVE();
        struct ouro_cell *cell = (struct ouro_cell *)(void *)frame->slots[ARG];
        if (!cell->value) {
            ouro_raise_unbound_deref(rt, frame->code, ARG);
            goto error;
        }
        clearref(rt, &cell->value);
        NEXT(0);
    }

    OP(LOAD_NAME)
    SAVE();
    value = load_name(rt, frame, NAME_AT(ARG));
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(STORE_NAME)
    SAVE();
    CHECK(store_name(rt, frame, NAME_AT(ARG), TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(DELETE_NAME)
    SAVE();
    CHECK(delete_name(rt, frame->locals, NAME_AT(ARG)));
    NEXT(0);

    OP(LOAD_GLOBAL)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_load_global(rt, frame, ip);
        if (ouro_word_opcode(*ip) != OP_LOAD_GLOBAL)
            DISPATCH();
    }
    value = load_global(rt, frame, NAME_AT(ARG >> 1));
    CHECK(value);
    if (ARG & 1)
        PUSH(NULL);
    PUSH(value);
    NEXT(CACHE_WORDS_LOAD_GLOBAL);

    OP(LOAD_GLOBAL_MODULE)
    GUARD(dict_of(frame_globals(frame))->keys_version == ip[2], LOAD_GLOBAL);
    value = *(ouro_object **)cache_pointer(ip + 3);
    GUARD(value, LOAD_GLOBAL);
    *sp = NULL;
    sp += ARG & 1;
    PUSH(newref(value));
    NEXT(CACHE_WORDS_LOAD_GLOBAL);

    OP(LOAD_GLOBAL_BUILTIN)
    GUARD(dict_of(frame_globals(frame))->keys_version == ip[2] &&
              dict_of(frame_builtins(rt, frame))->keys_version == ip[1],
          LOAD_GLOBAL);
    value = *(ouro_object **)cache_pointer(ip + 3);
    GUARD(value, LOAD_GLOBAL);
    *sp = NULL;
    sp += ARG & 1;
    PUSH(newref(value));
    NEXT(CACHE_WORDS_LOAD_GLOBAL);

miss_LOAD_GLOBAL:
    specialize_opcode(ip, OP_LOAD_GLOBAL);
    ip[1] = (uint32_t)-32;
    DISPATCH();

    OP(STORE_GLOBAL)
    SAVE();
    CHECK(ouro_dict_set(rt, frame_globals(frame), NAME_AT(ARG), TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(DELETE_GLOBAL)
    SAVE();
    CHECK(delete_name(rt, frame_globals(frame), NAME_AT(ARG)));
    NEXT(0);

    /* ---- attributes ---- */

    OP(LOAD_ATTR) {
        SAVE();
        if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
            ouro_specialize_load_attr(rt, frame, ip, TOP);
            if (ouro_word_opcode(*ip) != OP_LOAD_ATTR)
                DISPATCH();
        }
        value = ouro_getattr(rt, TOP, NAME_AT(ARG));
        CHECK(value);
        ouro_object *owner = TOP;
        TOP = value;
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_INSTANCE) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_ATTR);
        struct ouro_instance *instance = instance_of(owner);
        GUARD((void *)instance->shape_or_dict == cache_pointer(ip + 3), LOAD_ATTR);
        TOP = newref(instance->values[ip[5]]);
        SAVE();
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_SLOT) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_ATTR);
        value = *(ouro_object **)(void *)((char *)owner + ip[3]);
        GUARD(value, LOAD_ATTR);
        TOP = newref(value);
        SAVE();
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_MODULE) {
        ouro_object *owner = TOP;
        GUARD(is_exact(owner, TYPE_MODULE) &&
                  dict_of(ouro_module_dict(owner))->keys_version == ip[2],
              LOAD_ATTR);
        value = *(ouro_object **)cache_pointer(ip + 3);
        GUARD(value, LOAD_ATTR);
        TOP = newref(value);
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_CLASS) {
        ouro_object *owner = TOP;
        GUARD(is_exact(owner, TYPE_TYPE) &&
                  ((struct ouro_class *)(void *)owner)->version == ip[2],
              LOAD_ATTR);
        TOP = newref(cache_pointer(ip + 5));
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_CONSTANT) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_ATTR);
        void *shape = cache_pointer(ip + 3);
        GUARD(!shape || (void *)instance_of(owner)->shape_or_dict == shape, LOAD_ATTR);
        TOP = newref(cache_pointer(ip + 5));
        SAVE();
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_ATTR_PROPERTY) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_ATTR);
        struct ouro_function *getter = cache_pointer(ip + 5);
        struct ouro_code *code = code_of(getter->code);
        GUARD(takes_exactly(code, 1), LOAD_ATTR);
        SAVE();
        callee = push_exact(rt, getter, code, &owner, 1);
        CHECK(callee);
        incref((ouro_object *)getter);
        sp--;
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_LOAD_ATTR;
        goto enter_frame;
    }

miss_LOAD_ATTR:
    specialize_miss(ip, OP_LOAD_ATTR);
    {
        SAVE();
        value = ouro_getattr(rt, TOP, NAME_AT(ARG));
        CHECK(value);
        ouro_object *owner = TOP;
        TOP = value;
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_ATTR);
    }

    OP(LOAD_METHOD)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_load_method(rt, frame, ip, TOP);
        if (ouro_word_opcode(*ip) != OP_LOAD_METHOD)
            DISPATCH();
    }
load_method_generic: {
    ouro_object *owner = TOP;
    ouro_object *method; /* value stays in a register where nobody takes its address */
    int status = load_method(rt, owner, NAME_AT(ARG), &method);
    CHECK(status >= 0);
    if (status) {
        TOP = method;
        PUSH(owner);
    } else {
        TOP = NULL;
        PUSH(method);
        decref(rt, owner);
    }
    NEXT(CACHE_WORDS_LOAD_METHOD);
}

    OP(LOAD_METHOD_INSTANCE) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_METHOD);
        GUARD((void *)instance_of(owner)->shape_or_dict == cache_pointer(ip + 3), LOAD_METHOD);
        TOP = newref(cache_pointer(ip + 5));
        PUSH(owner);
        NEXT(CACHE_WORDS_LOAD_METHOD);
    }

    OP(LOAD_METHOD_PLAIN) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], LOAD_METHOD);
        TOP = newref(cache_pointer(ip + 5));
        PUSH(owner);
        NEXT(CACHE_WORDS_LOAD_METHOD);
    }

    OP(LOAD_METHOD_MODULE) {
        ouro_object *owner = TOP;
        GUARD(is_exact(owner, TYPE_MODULE) &&
                  dict_of(ouro_module_dict(owner))->keys_version == ip[2],
              LOAD_METHOD);
        value = *(ouro_object **)cache_pointer(ip + 3);
        GUARD(value, LOAD_METHOD);
        TOP = NULL;
        PUSH(newref(value));
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_METHOD);
    }

    OP(LOAD_METHOD_CLASS) {
        ouro_object *owner = TOP;
        GUARD(is_exact(owner, TYPE_TYPE) &&
                  ((struct ouro_class *)(void *)owner)->version == ip[2],
              LOAD_METHOD);
        TOP = NULL;
        PUSH(newref(cache_pointer(ip + 5)));
        decref(rt, owner);
        NEXT(CACHE_WORDS_LOAD_METHOD);
    }

miss_LOAD_METHOD:
    SAVE();
    specialize_miss(ip, OP_LOAD_METHOD);
    goto load_method_generic;

    OP(STORE_ATTR)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_store_attr(rt, frame, ip, TOP);
        if (ouro_word_opcode(*ip) != OP_STORE_ATTR)
            DISPATCH();
    }
store_attr_generic:
    CHECK(ouro_setattr(rt, TOP, NAME_AT(ARG), SECOND));
    sp -= 2;
    decref(rt, sp[0]);
    decref(rt, sp[1]);
    NEXT(CACHE_WORDS_STORE_ATTR);

    OP(STORE_ATTR_INSTANCE) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], STORE_ATTR);
        struct ouro_instance *instance = instance_of(owner);
        GUARD((void *)instance->shape_or_dict == cache_pointer(ip + 3), STORE_ATTR);
        ouro_object **slot = &instance->values[ip[1]];
        value = *slot;
        *slot = SECOND;
        sp -= 2;
        SAVE();
        decref(rt, value);
        decref(rt, owner);
        NEXT(CACHE_WORDS_STORE_ATTR);
    }

    OP(STORE_ATTR_ADD) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], STORE_ATTR);
        struct ouro_instance *instance = instance_of(owner);
        struct ouro_shape *shape = cache_pointer(ip + 3);
        GUARD(instance->shape_or_dict == (uintptr_t)shape->parent &&
                  shape->count <= owner->user_flags,
              STORE_ATTR);
        instance->values[shape->count - 1] = SECOND;
        instance->shape_or_dict = (uintptr_t)shape;
        sp -= 2;
        SAVE();
        decref(rt, owner);
        NEXT(CACHE_WORDS_STORE_ATTR);
    }

    OP(STORE_ATTR_SLOT) {
        ouro_object *owner = TOP;
        GUARD(class_of(rt, owner)->version == ip[2], STORE_ATTR);
        ouro_object **slot = (ouro_object **)(void *)((char *)owner + ip[3]);
        value = *slot;
        *slot = SECOND;
        sp -= 2;
        SAVE();
        xdecref(rt, value);
        decref(rt, owner);
        NEXT(CACHE_WORDS_STORE_ATTR);
    }

miss_STORE_ATTR:
    SAVE();
    if (ouro_word_opcode(*ip) == OP_STORE_ATTR_INSTANCE)
        specialize_undo(ip, OP_STORE_ATTR);
    else
        specialize_miss(ip, OP_STORE_ATTR);
    goto store_attr_generic;

    OP(DELETE_ATTR)
    SAVE();
    CHECK(ouro_setattr(rt, TOP, NAME_AT(ARG), NULL));
    value = POP();
    decref(rt, value);
    NEXT(0);

    /* ---- items ---- */

    OP(BINARY_SUBSCR)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_subscr(rt, frame, ip, SECOND, TOP);
        if (ouro_word_opcode(*ip) != OP_BINARY_SUBSCR)
            DISPATCH();
    }
subscr_generic:
    value = ouro_getitem(rt, SECOND, TOP);
    CHECK(value);
subscr_done: {
    ouro_object *container = SECOND, *key = TOP;
    sp--;
    TOP = value;
    decref(rt, key);
    decref(rt, container);
    NEXT(CACHE_WORDS_BINARY_SUBSCR);
}

    OP(BINARY_SUBSCR_LIST_INT) {
        ouro_object *list = SECOND, *key = TOP;
        GUARD(is_exact(list, TYPE_LIST) && ouro_int_is_small_exact(key), BINARY_SUBSCR);
        int64_t index = ouro_int_value(key);
        if (index < 0)
            index += list_length(list);
        GUARD((uint64_t)index < list_length(list), BINARY_SUBSCR);
        value = newref(list_at(list, index));
        SAVE();
        goto subscr_done;
    }

    OP(BINARY_SUBSCR_TUPLE_INT) {
        ouro_object *tuple = SECOND, *key = TOP;
        GUARD(is_exact(tuple, TYPE_TUPLE) && ouro_int_is_small_exact(key), BINARY_SUBSCR);
        int64_t index = ouro_int_value(key);
        if (index < 0)
            index += (int64_t)tuple_length(tuple);
        GUARD((uint64_t)index < tuple_length(tuple), BINARY_SUBSCR);
        value = newref(tuple_at(tuple, index));
        SAVE();
        goto subscr_done;
    }

    OP(BINARY_SUBSCR_STR_INT) {
        ouro_object *text = SECOND, *key = TOP;
        GUARD(is_exact(text, TYPE_STR) && ouro_int_is_small_exact(key), BINARY_SUBSCR);
        int64_t index = ouro_int_value(key);
        if (index < 0)
            index += (int64_t)ouro_str_length(text);
        GUARD((uint64_t)index < ouro_str_length(text), BINARY_SUBSCR);
        uint32_t character = ouro_str_at(text, (size_t)index);
        GUARD(character < 256, BINARY_SUBSCR);
        value = rt->latin1[character];
        SAVE();
        goto subscr_done;
    }

    OP(BINARY_SUBSCR_DICT)
    GUARD(is_exact(SECOND, TYPE_DICT), BINARY_SUBSCR);
    SAVE();
    value = ouro_dict_peek(rt, SECOND, TOP);
    if (ouro_unlikely(!value)) {
        if (!rt->error)
            ouro_raise_object(rt, EXC_KeyError, TOP);
        goto error;
    }
    incref(value);
    goto subscr_done;

    OP(BINARY_SUBSCR_PYTHON) {
        ouro_object *container = SECOND;
        struct ouro_class *cls = class_of(rt, container);
        GUARD(cls->version == ip[2], BINARY_SUBSCR);
        ouro_object *method = ouro_class_lookup(rt, cls, rt->name___getitem__);
        GUARD(method && is_exact(method, TYPE_FUNCTION) &&
                  takes_exactly(code_of(function_of(method)->code), 2),
              BINARY_SUBSCR);
        SAVE();
        callee = push_exact(rt, function_of(method), code_of(function_of(method)->code), sp - 2, 2);
        CHECK(callee);
        incref(method);
        sp -= 2;
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_BINARY_SUBSCR;
        goto enter_frame;
    }

miss_BINARY_SUBSCR:
    SAVE();
    specialize_miss(ip, OP_BINARY_SUBSCR);
    goto subscr_generic;

    OP(STORE_SUBSCR)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_store_subscr(rt, ip, SECOND, TOP);
        if (ouro_word_opcode(*ip) != OP_STORE_SUBSCR)
            DISPATCH();
    }
store_subscr_generic:
    CHECK(ouro_setitem(rt, SECOND, TOP, THIRD));
    sp -= 3;
    decref(rt, sp[0]);
    decref(rt, sp[1]);
    decref(rt, sp[2]);
    NEXT(CACHE_WORDS_STORE_SUBSCR);

    OP(STORE_SUBSCR_LIST_INT) {
        ouro_object *list = SECOND, *key = TOP;
        GUARD(is_exact(list, TYPE_LIST) && ouro_int_is_small_exact(key), STORE_SUBSCR);
        int64_t index = ouro_int_value(key);
        if (index < 0)
            index += list_length(list);
        GUARD((uint64_t)index < list_length(list), STORE_SUBSCR);
        value = list_at(list, index);
        list_at(list, index) = THIRD;
        sp -= 3;
        SAVE();
        decref(rt, value);
        decref(rt, key);
        decref(rt, list);
        NEXT(CACHE_WORDS_STORE_SUBSCR);
    }

    OP(STORE_SUBSCR_DICT) {
        GUARD(is_exact(SECOND, TYPE_DICT), STORE_SUBSCR);
        SAVE();
        CHECK(ouro_dict_set(rt, SECOND, TOP, THIRD));
        sp -= 3;
        decref(rt, sp[0]);
        decref(rt, sp[1]);
        decref(rt, sp[2]);
        NEXT(CACHE_WORDS_STORE_SUBSCR);
    }

miss_STORE_SUBSCR:
    SAVE();
    specialize_miss(ip, OP_STORE_SUBSCR);
    goto store_subscr_generic;

    OP(DELETE_SUBSCR)
    SAVE();
    CHECK(ouro_delitem(rt, SECOND, TOP));
    sp -= 2;
    decref(rt, sp[0]);
    decref(rt, sp[1]);
    NEXT(0);

    /* ---- operators ---- */

    OP(BINARY_OP)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_binary_op(rt, frame, ip, SECOND, TOP);
        if (ouro_word_opcode(*ip) != OP_BINARY_OP)
            DISPATCH();
    }
binary_op_generic: {
    ouro_object *a = SECOND, *b = TOP;
    uint32_t op = ARG;
    if (op & OURO_BINARY_IN_PLACE)
        value = ouro_inplace_operation(rt, op & (OURO_BINARY_IN_PLACE - 1), a, b);
    else
        value = ouro_binary_operation(rt, op, a, b);
    CHECK(value);
    sp--;
    TOP = value;
    decref(rt, a);
    decref(rt, b);
    NEXT(CACHE_WORDS_BINARY_OP);
}

#define INT_OPERANDS()                                                                            \
    ouro_object *a = SECOND, *b = TOP;                                                            \
    GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), BINARY_OP);                   \
    int64_t x = ouro_int_value(a), y = ouro_int_value(b), z
#define INT_RESULT()                                                                              \
    SAVE();                                                                                       \
    value = int_result(rt, a, b, z);                                                              \
    CHECK(value);                                                                                 \
    sp--;                                                                                         \
    TOP = value;                                                                                  \
    NEXT(CACHE_WORDS_BINARY_OP)

    OP(BINARY_OP_ADD_INT) {
        INT_OPERANDS();
        GUARD(ouro_i64_add(x, y, &z), BINARY_OP);
        INT_RESULT();
    }

    OP(BINARY_OP_SUBTRACT_INT) {
        INT_OPERANDS();
        GUARD(ouro_i64_sub(x, y, &z), BINARY_OP);
        INT_RESULT();
    }

    OP(BINARY_OP_MULTIPLY_INT) {
        INT_OPERANDS();
        GUARD(ouro_i64_mul(x, y, &z), BINARY_OP);
        INT_RESULT();
    }

    OP(BINARY_OP_FLOOR_DIVIDE_INT) {
        INT_OPERANDS();
        GUARD(y > 0, BINARY_OP);
        z = x / y;
        z -= x - z * y < 0;
        INT_RESULT();
    }

    OP(BINARY_OP_REMAINDER_INT) {
        INT_OPERANDS();
        GUARD(y > 0, BINARY_OP);
        z = x % y;
        z += z < 0 ? y : 0;
        INT_RESULT();
    }

    OP(BINARY_OP_BITS_INT) {
        INT_OPERANDS();
        unsigned op = ARG & (OURO_BINARY_IN_PLACE - 1);
        z = op == BINARY_AND ? x & y : op == BINARY_OR ? x | y : x ^ y;
        INT_RESULT();
    }

    OP(BINARY_OP_SHIFT_INT) {
        INT_OPERANDS();
        if ((ARG & (OURO_BINARY_IN_PLACE - 1)) == BINARY_RSHIFT) {
            GUARD(y >= 0, BINARY_OP);
            z = x >> (y > 63 ? 63 : y);
        } else {
            GUARD((uint64_t)y < 63, BINARY_OP);
            z = (int64_t)((uint64_t)x << y);
            GUARD(z >> y == x, BINARY_OP);
        }
        INT_RESULT();
    }

#define FLOAT_OPERATION(operator)                                                                 \
    ouro_object *a = SECOND, *b = TOP;                                                            \
    GUARD(is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT), BINARY_OP);                         \
    SAVE();                                                                                       \
    value = float_result(rt, a, b, ouro_float_value(a) operator ouro_float_value(b));             \
    CHECK(value);                                                                                 \
    sp--;                                                                                         \
    TOP = value;                                                                                  \
    NEXT(CACHE_WORDS_BINARY_OP)

    OP(BINARY_OP_ADD_FLOAT) {
        FLOAT_OPERATION(+);
    }
    OP(BINARY_OP_SUBTRACT_FLOAT) {
        FLOAT_OPERATION(-);
    }
    OP(BINARY_OP_MULTIPLY_FLOAT) {
        FLOAT_OPERATION(*);
    }
    OP(BINARY_OP_DIVIDE_FLOAT) {
        GUARD(is_exact(TOP, TYPE_FLOAT) && ouro_float_value(TOP) != 0.0, BINARY_OP);
        FLOAT_OPERATION(/);
    }

    OP(BINARY_OP_ADD_STR) {
        ouro_object *a = SECOND, *b = TOP;
        GUARD(is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR), BINARY_OP);
        SAVE();
        value = ouro_str_concat(rt, a, b);
        CHECK(value);
        sp--;
        TOP = value;
        decref(rt, a);
        decref(rt, b);
        NEXT(CACHE_WORDS_BINARY_OP);
    }

    /* s = s + t, about to be stored in s: the local lets go first, so that the text can grow in place. */
    OP(BINARY_OP_APPEND_STR) {
        ouro_object *a = SECOND, *b = TOP;
        const uint32_t *store = ip + 1 + CACHE_WORDS_BINARY_OP;
        uint32_t index = ouro_word_argument(*store) & OURO_FUSED_MAX;
        if (ouro_word_opcode(*store) == OP_STORE_FAST)
            index = ouro_word_argument(*store);
        GUARD(is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR) && frame->slots[index] == a,
              BINARY_OP);
        SAVE();
        frame->slots[index] = NULL;
        decref(rt, a); /* the stack still holds it */
        value = ouro_str_append_take(rt, a, b);
        sp -= 2;
        if (ouro_unlikely(!value)) {
            PUSH(b);
            goto error;
        }
        decref(rt, b);
        PUSH(value);
        NEXT(CACHE_WORDS_BINARY_OP);
    }

miss_BINARY_OP:
    SAVE();
    specialize_miss(ip, OP_BINARY_OP);
    goto binary_op_generic;

    OP(COMPARE_OP)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_compare(rt, frame, ip, SECOND, TOP);
        if (ouro_word_opcode(*ip) != OP_COMPARE_OP)
            DISPATCH();
    }
compare_generic: {
    ouro_object *a = SECOND, *b = TOP;
    value = ouro_compare(rt, a, b, ARG);
    CHECK(value);
    sp--;
    TOP = value;
    decref(rt, a);
    decref(rt, b);
    NEXT(CACHE_WORDS_COMPARE_OP);
}

    OP(COMPARE_OP_INT) {
        ouro_object *a = SECOND, *b = TOP;
        GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), COMPARE_OP);
        bool outcome = compare_ints(ouro_int_value(a), ouro_int_value(b), ARG);
        sp--;
        TOP = bool_object(rt, outcome);
        decref(rt, a);
        decref(rt, b);
        NEXT(CACHE_WORDS_COMPARE_OP);
    }

#define COMPARE_JUMP()                                                                            \
    do {                                                                                          \
        sp -= 2;                                                                                  \
        ip += 1 + CACHE_WORDS_COMPARE_OP;                                                         \
        uint32_t jump = *ip;                                                                      \
        if (jump_taken(jump, outcome)) {                                                          \
            if (ouro_word_opcode(jump) >= OP_POP_JUMP_BACKWARD_IF_FALSE)                          \
                SAFE_POINT();                                                                     \
            ip = frame->code->instructions + ouro_word_argument(jump);                            \
            DISPATCH();                                                                           \
        }                                                                                         \
        NEXT(0);                                                                                  \
    } while (0)

    OP(COMPARE_OP_INT_JUMP) {
        ouro_object *a = SECOND, *b = TOP;
        GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), COMPARE_OP);
        bool outcome = compare_ints(ouro_int_value(a), ouro_int_value(b), ARG);
        decref(rt, a);
        decref(rt, b);
        COMPARE_JUMP();
    }

    OP(COMPARE_OP_FLOAT_JUMP) {
        ouro_object *a = SECOND, *b = TOP;
        GUARD(is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT), COMPARE_OP);
        bool outcome = compare_values(ouro_float_value(a), ouro_float_value(b), ARG);
        decref(rt, a);
        decref(rt, b);
        COMPARE_JUMP();
    }

    OP(COMPARE_OP_STR_JUMP) {
        ouro_object *a = SECOND, *b = TOP;
        GUARD(is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR), COMPARE_OP);
        bool outcome = (a == b || ouro_str_equal(a, b)) == (ARG == COMPARE_EQ);
        decref(rt, a);
        decref(rt, b);
        COMPARE_JUMP();
    }

miss_COMPARE_OP:
    SAVE();
    specialize_miss(ip, OP_COMPARE_OP);
    goto compare_generic;

    OP(IS_OP) {
        SAVE();
        ouro_object *a = SECOND, *b = TOP;
        sp--;
        TOP = bool_object(rt, (a == b) != (ARG != 0));
        decref(rt, a);
        decref(rt, b);
        NEXT(0);
    }

    OP(CONTAINS_OP) {
        SAVE();
        ouro_object *item = SECOND, *container = TOP;
        int status = ouro_contains(rt, container, item);
        CHECK(status >= 0);
        sp--;
        TOP = bool_object(rt, (status != 0) != (ARG != 0));
        decref(rt, item);
        decref(rt, container);
        NEXT(0);
    }

#define UNARY(function)                                                                           \
    SAVE();                                                                                       \
    value = function(rt, TOP);                                                                    \
    CHECK(value);                                                                                 \
    setref_take(rt, &TOP, value);                                                                 \
    NEXT(0)

    OP(UNARY_POSITIVE) UNARY(ouro_positive);
    OP(UNARY_NEGATIVE) UNARY(ouro_negative);
    OP(UNARY_INVERT) UNARY(ouro_invert);

    OP(UNARY_NOT) {
        SAVE();
        value = TOP;
        int truth = truth_is_known(rt, value) ? value == rt->true_ : ouro_truth(rt, value);
        CHECK(truth >= 0);
        TOP = bool_object(rt, !truth);
        decref(rt, value);
        NEXT(0);
    }

    /* ---- containers ---- */

    OP(BUILD_TUPLE)
    SAVE();
    sp -= ARG;
    value = ouro_tuple_from_take(rt, sp, ARG);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(BUILD_LIST)
    SAVE();
    sp -= ARG;
    value = ouro_list_from_take(rt, sp, ARG);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(BUILD_SET)
    SAVE();
    value = build_set(rt, sp - ARG, ARG);
    CHECK(value);
    drop_range(rt, sp - ARG, sp);
    sp -= ARG;
    PUSH(value);
    NEXT(0);

    OP(BUILD_MAP)
    SAVE();
    value = build_map(rt, sp - 2 * (size_t)ARG, ARG);
    CHECK(value);
    drop_range(rt, sp - 2 * (size_t)ARG, sp);
    sp -= 2 * (size_t)ARG;
    PUSH(value);
    NEXT(0);

    OP(BUILD_CONST_KEY_MAP)
    SAVE();
    value = build_const_key_map(rt, sp - ARG - 1, TOP);
    CHECK(value);
    drop_range(rt, sp - ARG - 1, sp);
    sp -= ARG + 1;
    PUSH(value);
    NEXT(0);

    OP(BUILD_STRING)
    SAVE();
    value = ouro_str_concat_many(rt, sp - ARG, ARG);
    CHECK(value);
    drop_range(rt, sp - ARG, sp);
    sp -= ARG;
    PUSH(value);
    NEXT(0);

    OP(BUILD_SLICE) {
        SAVE();
        ouro_object **parts = sp - ARG;
        /* sequence[a:b]: the slice object would die at once. */
        if (ARG == 2 && ouro_word_opcode(ip[1]) == OP_BINARY_SUBSCR) {
            value = slice_quick(rt, sp[-3], sp[-2], sp[-1]);
            if (ouro_likely(value != NULL)) {
                drop_range(rt, sp - 3, sp);
                sp -= 3;
                PUSH(value);
                ip++;
                NEXT(CACHE_WORDS_BINARY_SUBSCR);
            }
            CHECK(!rt->error);
        }
        value = ouro_slice_new(rt, parts[0], parts[1], ARG == 3 ? parts[2] : rt->none);
        CHECK(value);
        drop_range(rt, parts, sp);
        sp = parts;
        PUSH(value);
        NEXT(0);
    }

    OP(LIST_APPEND)
    SAVE();
    value = POP();
    CHECK(ouro_list_append_take(rt, sp[-(ptrdiff_t)ARG], value));
    NEXT(0);

    OP(SET_ADD) {
        SAVE();
        value = POP();
        bool is_added = ouro_set_add(rt, sp[-(ptrdiff_t)ARG], value);
        decref(rt, value);
        CHECK(is_added);
        NEXT(0);
    }

    OP(MAP_ADD) {
        SAVE();
        sp -= 2;
        ouro_object *key = sp[0];
        value = sp[1];
        bool is_added = ouro_dict_set(rt, sp[-(ptrdiff_t)ARG], key, value);
        decref(rt, key);
        decref(rt, value);
        CHECK(is_added);
        NEXT(0);
    }

    OP(LIST_EXTEND) {
        SAVE();
        CHECK(extend_list(rt, sp[-1 - (ptrdiff_t)ARG], TOP));
        value = POP();
        decref(rt, value);
        NEXT(0);
    }

    OP(SET_UPDATE)
    SAVE();
    CHECK(ouro_set_update(rt, sp[-1 - (ptrdiff_t)ARG], TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(DICT_UPDATE)
    SAVE();
    CHECK(update_dict(rt, sp[-1 - (ptrdiff_t)ARG], TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(DICT_MERGE)
    SAVE();
    CHECK(ouro_call_merge(rt, sp[-3 - (ptrdiff_t)ARG], sp[-1 - (ptrdiff_t)ARG], TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(LIST_TO_TUPLE)
    SAVE();
    value = ouro_list_to_tuple(rt, TOP);
    CHECK(value);
    setref_take(rt, &TOP, value);
    NEXT(0);

    OP(UNPACK_SEQUENCE)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_unpack(rt, ip, TOP);
        if (ouro_word_opcode(*ip) != OP_UNPACK_SEQUENCE)
            DISPATCH();
    }
unpack_generic:
    value = POP();
    if (!ouro_unpack_sequence(rt, value, ARG, sp + ARG)) {
        decref(rt, value);
        goto error;
    }
    sp += ARG;
    decref(rt, value);
    NEXT(CACHE_WORDS_UNPACK_SEQUENCE);

    /* Stores right behind it are done here, in their order. */
    OP(UNPACK_SEQUENCE_TWO) {
        value = TOP;
        GUARD(is_exact(value, TYPE_TUPLE) && tuple_length(value) == 2, UNPACK_SEQUENCE);
        uint32_t *store = ip + 1 + CACHE_WORDS_UNPACK_SEQUENCE;
        if (ouro_word_opcode(store[0]) == OP_STORE_FAST && ouro_word_opcode(store[1]) == OP_STORE_FAST) {
            ouro_object *first = newref(tuple_at(value, 0)), *second = newref(tuple_at(value, 1));
            sp--;
            SAVE();
            decref(rt, value);
            ip = store + 1;
            SAVE();
            setref_take(rt, &frame->slots[ouro_word_argument(store[0])], first);
            setref_take(rt, &frame->slots[ouro_word_argument(store[1])], second);
            NEXT(0);
        }
        TOP = newref(tuple_at(value, 1));
        PUSH(newref(tuple_at(value, 0)));
        SAVE();
        decref(rt, value);
        NEXT(CACHE_WORDS_UNPACK_SEQUENCE);
    }

    OP(UNPACK_SEQUENCE_TUPLE) {
        value = TOP;
        GUARD(is_exact(value, TYPE_TUPLE) && tuple_length(value) == ARG, UNPACK_SEQUENCE);
        sp--;
        for (size_t i = ARG; i-- > 0;)
            PUSH(newref(tuple_at(value, i)));
        SAVE();
        decref(rt, value);
        NEXT(CACHE_WORDS_UNPACK_SEQUENCE);
    }

    OP(UNPACK_SEQUENCE_LIST) {
        value = TOP;
        GUARD(is_exact(value, TYPE_LIST) && list_length(value) == ARG, UNPACK_SEQUENCE);
        sp--;
        for (size_t i = ARG; i-- > 0;)
            PUSH(newref(list_at(value, i)));
        SAVE();
        decref(rt, value);
        NEXT(CACHE_WORDS_UNPACK_SEQUENCE);
    }

miss_UNPACK_SEQUENCE:
    SAVE();
    specialize_miss(ip, OP_UNPACK_SEQUENCE);
    goto unpack_generic;

    OP(UNPACK_EX) {
        SAVE();
        uint32_t before = ARG & 0xff, after = ARG >> 8;
        value = POP();
        ouro_object **top = sp + before + 1 + after;
        bool is_done = ouro_unpack_star(rt, value, before, after, top);
        decref(rt, value);
        CHECK(is_done);
        sp = top;
        NEXT(0);
    }

    OP(FORMAT_VALUE) {
        SAVE();
        ouro_object *spec = ARG & 4 ? TOP : NULL;
        ouro_object *given = spec ? SECOND : TOP;
        value = format_value(rt, given, spec, ARG & 3);
        CHECK(value);
        if (spec) {
            sp--;
            decref(rt, spec);
        }
        TOP = value;
        decref(rt, given);
        NEXT(0);
    }

    /* ---- jumps ---- */

    OP(JUMP) JUMP_TO(ARG);

    OP(JUMP_BACKWARD)
    SAFE_POINT();
    JUMP_TO(ARG);

#define POP_JUMP(wanted, is_safe_point)                                                           \
    do {                                                                                          \
        value = POP();                                                                            \
        int truth;                                                                                \
        if (value == rt->true_)                                                                   \
            truth = 1;                                                                            \
        else if (value == rt->false_ || value == rt->none)                                        \
            truth = 0;                                                                            \
        else {                                                                                    \
            SAVE();                                                                               \
            truth = ouro_truth(rt, value);                                                        \
            decref(rt, value);                                                                    \
            CHECK(truth >= 0);                                                                    \
        }                                                                                         \
        if (truth == (wanted)) {                                                                  \
            if (is_safe_point)                                                                    \
                SAFE_POINT();                                                                     \
            JUMP_TO(ARG);                                                                         \
        }                                                                                         \
        NEXT(0);                                                                                  \
    } while (0)
#define POP_JUMP_NONE(wanted, is_safe_point)                                                      \
    do {                                                                                          \
        value = POP();                                                                            \
        bool is_none = value == rt->none;                                                         \
        SAVE();                                                                                   \
        decref(rt, value);                                                                        \
        if (is_none == (wanted)) {                                                                \
            if (is_safe_point)                                                                    \
                SAFE_POINT();                                                                     \
            JUMP_TO(ARG);                                                                         \
        }                                                                                         \
        NEXT(0);                                                                                  \
    } while (0)

    OP(POP_JUMP_IF_FALSE) POP_JUMP(0, false);
    OP(POP_JUMP_IF_TRUE) POP_JUMP(1, false);
    OP(POP_JUMP_IF_NONE) POP_JUMP_NONE(true, false);
    OP(POP_JUMP_IF_NOT_NONE) POP_JUMP_NONE(false, false);
    OP(POP_JUMP_BACKWARD_IF_FALSE) POP_JUMP(0, true);
    OP(POP_JUMP_BACKWARD_IF_TRUE) POP_JUMP(1, true);
    OP(POP_JUMP_BACKWARD_IF_NONE) POP_JUMP_NONE(true, true);
    OP(POP_JUMP_BACKWARD_IF_NOT_NONE) POP_JUMP_NONE(false, true);

    OP(JUMP_IF_FALSE_OR_POP) {
        SAVE();
        value = TOP;
        int truth = truth_is_known(rt, value) ? value == rt->true_ : ouro_truth(rt, value);
        CHECK(truth >= 0);
        if (!truth)
            JUMP_TO(ARG);
        sp--;
        decref(rt, value);
        NEXT(0);
    }

    OP(JUMP_IF_TRUE_OR_POP) {
        SAVE();
        value = TOP;
        int truth = truth_is_known(rt, value) ? value == rt->true_ : ouro_truth(rt, value);
        CHECK(truth >= 0);
        if (truth)
            JUMP_TO(ARG);
        sp--;
        decref(rt, value);
        NEXT(0);
    }

    OP(GET_ITER)
    SAVE();
    value = ouro_iter(rt, TOP);
    CHECK(value);
    setref_take(rt, &TOP, value);
    NEXT(0);

    OP(FOR_ITER)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_for_iter(rt, ip, TOP);
        if (ouro_word_opcode(*ip) != OP_FOR_ITER)
            DISPATCH();
    }
for_iter_generic:
    value = ouro_next_raw(rt, TOP);
    if (ouro_likely(value != NULL)) {
        PUSH(value);
        NEXT(CACHE_WORDS_FOR_ITER);
    }
    if (rt->error) {
        if (!ouro_error_is(rt, EXC_StopIteration))
            goto error;
        if (ouro_unlikely(table != targets)) {
            SAVE_STACK();
            ouro_tracing_raised(rt, frame);
            if (!ouro_error_is(rt, EXC_StopIteration))
                goto error;
        }
        ouro_error_clear(rt);
    }
for_iter_end:
    value = POP();
    decref(rt, value);
    JUMP_TO(ARG);

    OP(FOR_ITER_LIST) {
        struct ouro_list_iterator *iterator = (struct ouro_list_iterator *)(void *)TOP;
        GUARD(is_exact(TOP, TYPE_LIST_ITERATOR), FOR_ITER);
        SAVE();
        ouro_object *list = iterator->list;
        if (ouro_likely(list && iterator->index < list_length(list))) {
            PUSH(newref(list_at(list, iterator->index++)));
            NEXT(CACHE_WORDS_FOR_ITER);
        }
        if (list)
            clearref(rt, &iterator->list);
        goto for_iter_end;
    }

    OP(FOR_ITER_TUPLE) {
        struct ouro_tuple_iterator *iterator = (struct ouro_tuple_iterator *)(void *)TOP;
        GUARD(is_exact(TOP, TYPE_TUPLE_ITERATOR), FOR_ITER);
        SAVE();
        ouro_object *tuple = iterator->tuple;
        if (ouro_likely(tuple && iterator->index < tuple_length(tuple))) {
            PUSH(newref(tuple_at(tuple, iterator->index++)));
            NEXT(CACHE_WORDS_FOR_ITER);
        }
        if (tuple)
            clearref(rt, &iterator->tuple);
        goto for_iter_end;
    }

    /* With a STORE_FAST behind it, an int that only the variable holds is reused for the next one. */
    OP(FOR_ITER_RANGE) {
        struct ouro_range_iterator *iterator = (struct ouro_range_iterator *)(void *)TOP;
        GUARD(is_exact(TOP, TYPE_RANGE_ITERATOR), FOR_ITER);
        SAVE();
        if (ouro_unlikely(iterator->remaining <= 0))
            goto for_iter_end;
        int64_t number = iterator->next;
        uint32_t *store = ip + 1 + CACHE_WORDS_FOR_ITER;
        iterator->remaining--;
        iterator->next = (int64_t)((uint64_t)number + (uint64_t)iterator->step);
        if (ouro_likely(ouro_word_opcode(*store) == OP_STORE_FAST)) {
            ouro_object **slot = &frame->slots[ouro_word_argument(*store)];
            value = *slot;
            if (value && value->refcount == 1 && ouro_int_is_small_exact(value) &&
                (uint64_t)(number - OURO_SMALL_INT_MIN) > OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN) {
                int_of(value)->value = number;
                ip = store;
                NEXT(0);
            }
            ouro_object *fresh = ouro_int_new(rt, number);
            CHECK(fresh);
            *slot = fresh;
            xdecref(rt, value);
            ip = store;
            NEXT(0);
        }
        value = ouro_int_new(rt, number);
        CHECK(value);
        PUSH(value);
        NEXT(CACHE_WORDS_FOR_ITER);
    }

    OP(FOR_ITER_GENERATOR) {
        struct ouro_generator *generator = generator_of(TOP);
        GUARD(is_exact(TOP, TYPE_GENERATOR) && generator->frame.state < GENERATOR_RUNNING, FOR_ITER);
        SAVE();
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_FOR_ITER;
        CHECK(handled_enter(rt, generator));
        callee = &generator->frame;
        callee->on_return = RETURN_FOR_ITER;
        callee->slots[callee->used++] = rt->none;
    }
enter_generator: {
    frame = callee;
    vm->frame = frame;
    sp = frame->slots + frame->used;
    ip = frame->next;
    vm->depth++;
    if (ouro_unlikely(vm->depth + rt->c_depth > rt->recursion_limit) && is_too_deep(rt))
        goto exit_frame;
    DISPATCH();
}

miss_FOR_ITER:
    SAVE();
    specialize_miss(ip, OP_FOR_ITER);
    goto for_iter_generic;

    /* ---- calls ---- */

    OP(CALL)
    SAVE();
    if (ouro_unlikely(++ip[1] == SPECIALIZE_AFTER)) {
        ouro_specialize_call(rt, ip, sp - ARG - 2, ARG);
        if (ouro_word_opcode(*ip) != OP_CALL)
            DISPATCH();
    }
call_generic: {
    size_t count = ARG;
    ouro_object **base = sp - count - 2, *callable = base[1], **args = base + 2;
    if (base[0]) {
        callable = base[0];
        args--;
        count++;
    } else if (is_exact(callable, TYPE_METHOD)) {
        struct ouro_bound_method *method = (struct ouro_bound_method *)(void *)callable;
        base[0] = newref(method->function);
        base[1] = newref(method->self);
        decref(rt, callable);
        callable = base[0];
        args--;
        count++;
    }
    if (is_exact(callable, TYPE_FUNCTION)) {
        callee = ouro_call_push(rt, function_of(callable), args, count, NULL);
        sp = base;
        if (ouro_unlikely(!callee)) {
            decref(rt, callable);
            goto error;
        }
        decref(rt, callable);
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_CALL;
        goto enter_frame;
    }
    SAVE_STACK();
    value = table == targets ? ouro_call(rt, callable, args, count, NULL)
                             : ouro_tracing_call(rt, frame, callable, args, count, NULL);
call_done:
    drop_range(rt, sp - ARG - 2, sp);
    sp -= ARG + 2;
    CHECK(value);
    PUSH(value);
    SAFE_POINT();
    NEXT(CACHE_WORDS_CALL);
}

    OP(CALL_PYTHON) {
        size_t count = ARG;
        ouro_object **base = sp - count - 2, *callable = base[0], **args = base + 1;
        if (callable) {
            count++;
        } else {
            callable = base[1];
            args++;
        }
        GUARD(is_exact(callable, TYPE_FUNCTION), CALL);
        struct ouro_function *function = function_of(callable);
        struct ouro_code *code = code_of(function->code);
        GUARD(takes_exactly(code, count), CALL);
        SAVE();
        callee = push_exact(rt, function, code, args, count);
        CHECK(callee);
        sp = base; /* the reference to the function moves to the frame */
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_CALL;
        goto enter_frame;
    }

    OP(CALL_PYTHON_DEFAULTS) {
        size_t count = ARG;
        ouro_object **base = sp - count - 2, *callable = base[0], **args = base + 1;
        if (callable) {
            count++;
        } else {
            callable = base[1];
            args++;
        }
        GUARD(is_exact(callable, TYPE_FUNCTION), CALL);
        struct ouro_function *function = function_of(callable);
        struct ouro_code *code = code_of(function->code);
        size_t total = code->argument_count;
        GUARD(takes_exactly(code, total) && function->defaults && count < total, CALL);
        size_t missing = total - count, given = tuple_length(function->defaults);
        GUARD(missing <= given, CALL);
        SAVE();
        callee = push_exact(rt, function, code, args, count);
        CHECK(callee);
        for (size_t i = 0; i < missing; i++)
            callee->slots[count + i] = newref(tuple_at(function->defaults, given - missing + i));
        sp = base;
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_CALL;
        goto enter_frame;
    }

    OP(CALL_NATIVE) {
        ouro_object **base = sp - ARG - 2;
        ouro_object *callable = base[1];
        GUARD(!base[0] && is_exact(callable, TYPE_NATIVE_FUNCTION), CALL);
        struct ouro_native_function *native = (struct ouro_native_function *)(void *)callable;
        const struct ouro_method *method = native->method;
        int count = (int)ARG;
        GUARD((count >= method->min && (count <= method->max || method->max < 0)) ||
                  (method->flags & METHOD_KEYWORDS),
              CALL);
        SAVE();
        SAVE_STACK();
        value = method->function(rt, native->self, base + 2, ARG, NULL);
        goto call_done;
    }

    OP(CALL_METHOD_DESCRIPTOR) {
        ouro_object **base = sp - ARG - 2;
        ouro_object *callable = base[0];
        GUARD(callable && is_exact(callable, TYPE_METHOD_DESCRIPTOR), CALL);
        struct ouro_native_function *native = (struct ouro_native_function *)(void *)callable;
        const struct ouro_method *method = native->method;
        ouro_object *self = base[1];
        GUARD(class_of(rt, self) == native->owner ||
                  ouro_class_is_subclass(class_of(rt, self), native->owner),
              CALL);
        int count = (int)ARG;
        GUARD((count >= method->min && (count <= method->max || method->max < 0)) ||
                  (method->flags & METHOD_KEYWORDS),
              CALL);
        SAVE();
        SAVE_STACK();
        value = method->function(rt, self, base + 2, ARG, NULL);
        goto call_done;
    }

    OP(CALL_LIST_APPEND) {
        ouro_object *callable = THIRD, *list = SECOND;
        GUARD(callable && is_exact(callable, TYPE_METHOD_DESCRIPTOR) && is_exact(list, TYPE_LIST) &&
                  (void *)callable == cache_pointer(ip + 3),
              CALL);
        SAVE();
        value = TOP;
        sp -= 3;
        bool is_added = ouro_list_append_take(rt, list, value);
        decref(rt, list);
        decref(rt, callable);
        CHECK(is_added);
        PUSH(rt->none);
        ip += 1 + CACHE_WORDS_CALL;
        /* The result of append is dropped, nearly always. */
        if (ouro_word_opcode(*ip) == OP_POP_TOP) {
            sp--;
            ip++;
        }
        DISPATCH();
    }

    OP(CALL_TYPE) {
        ouro_object *callable = SECOND;
        GUARD(!THIRD && callable == (ouro_object *)builtin_class(rt, TYPE_TYPE), CALL);
        SAVE();
        ouro_object *object = TOP;
        value = newref((ouro_object *)class_of(rt, object));
        sp -= 2;
        TOP = value;
        decref(rt, object);
        decref(rt, callable);
        NEXT(CACHE_WORDS_CALL);
    }

    OP(CALL_LEN) {
        ouro_object *callable = SECOND;
        GUARD(!THIRD && callable == vm->builtin_len, CALL);
        SAVE();
        ouro_object *object = TOP;
        ptrdiff_t length = ouro_length(rt, object);
        CHECK(length >= 0);
        value = ouro_int_new(rt, length);
        CHECK(value);
        sp -= 2;
        TOP = value;
        decref(rt, object);
        decref(rt, callable);
        NEXT(CACHE_WORDS_CALL);
    }

    OP(CALL_ISINSTANCE) {
        ouro_object *callable = sp[-3];
        GUARD(!sp[-4] && callable == vm->builtin_isinstance, CALL);
        SAVE();
        ouro_object *object = SECOND, *cls = TOP;
        int outcome = (ouro_object *)class_of(rt, object) == cls ? 1
                                                                 : ouro_is_instance(rt, object, cls);
        CHECK(outcome >= 0);
        sp -= 3;
        TOP = bool_object(rt, outcome);
        decref(rt, object);
        decref(rt, cls);
        decref(rt, callable);
        NEXT(CACHE_WORDS_CALL);
    }

    /* A class whose construction is native: without going through type.__call__. */
    OP(CALL_CLASS) {
        ouro_object **base = sp - ARG - 2;
        GUARD(!base[0] && class_of(rt, base[1])->core.index == TYPE_TYPE, CALL);
        struct ouro_class *cls = (struct ouro_class *)(void *)base[1];
        GUARD(cls->version == ip[2], CALL);
        SAVE();
        SAVE_STACK();
        value = cls->create(rt, cls, base + 2, ARG, NULL);
        /* The result may be of another class: reversed(range(3)). */
        /* The class may have made an instance of a subclass: OSError does. */
        struct ouro_class *made = value ? class_of(rt, value) : NULL;
        if (made && made->init && (made == cls || ouro_class_is_subclass(made, cls)) &&
            !made->init(rt, value, base + 2, ARG, NULL)) {
            decref(rt, value);
            value = NULL;
        }
        goto call_done;
    }

    /* A class made in Python with the allocation of object and an __init__ in Python. The instance takes the
     * place of the two words below the arguments, and is the first argument too. */
    OP(CALL_CLASS_PYTHON) {
        size_t count = ARG;
        ouro_object **base = sp - count - 2;
        GUARD(!base[0] && is_exact(base[1], TYPE_TYPE), CALL);
        struct ouro_class *cls = (struct ouro_class *)(void *)base[1];
        GUARD(cls->version == ip[2], CALL);
        struct ouro_function *init = cache_pointer(ip + 3);
        struct ouro_code *code = code_of(init->code);
        GUARD(takes_exactly(code, count + 1), CALL);
        SAVE();
        SAVE_STACK();
        value = ouro_class_alloc(rt, cls, 0);
        CHECK(value);
        base[0] = value;
        decref(rt, base[1]); /* the instance holds its class now */
        base[1] = newref(value);
        callee = push_exact(rt, init, code, base + 1, count + 1);
        CHECK(callee);
        incref((ouro_object *)init);
        callee->on_return = RETURN_INIT;
        sp = base + 1;
        SAVE_STACK();
        frame->next = ip + 1 + CACHE_WORDS_CALL;
        goto enter_frame;
    }

miss_CALL:
    SAVE();
    specialize_miss(ip, OP_CALL);
    goto call_generic;

    OP(CALL_KW) {
        SAVE();
        ouro_object *names = POP();
        size_t keywords = tuple_length(names), count = ARG - keywords;
        ouro_object **base = sp - ARG - 2, *callable = base[1], **args = base + 2;
        if (base[0]) {
            callable = base[0];
            args--;
            count++;
        } else if (is_exact(callable, TYPE_METHOD)) {
            struct ouro_bound_method *method = (struct ouro_bound_method *)(void *)callable;
            base[0] = newref(method->function);
            base[1] = newref(method->self);
            decref(rt, callable);
            callable = base[0];
            args--;
            count++;
        }
        if (is_exact(callable, TYPE_FUNCTION)) {
            callee = ouro_call_push(rt, function_of(callable), args, count, names);
            sp = base;
            decref(rt, callable);
            decref(rt, names);
            CHECK(callee);
            SAVE_STACK();
            frame->next = ip + 1;
            goto enter_frame;
        }
        SAVE_STACK();
        value = table == targets ? ouro_call(rt, callable, args, count, names)
                                 : ouro_tracing_call(rt, frame, callable, args, count, names);
        decref(rt, names);
        drop_range(rt, base, sp);
        sp = base;
        CHECK(value);
        PUSH(value);
        SAFE_POINT();
        NEXT(0);
    }

    OP(CALL_FUNCTION_EX) {
        SAVE();
        ouro_object **base = sp - 3 - (ARG & 1), *callable = base[1];
        ouro_object *kwargs = ARG & 1 ? TOP : NULL;
        if (kwargs && !is_exact(kwargs, TYPE_DICT)) {
            ouro_object *dict = ouro_dict_new(rt);
            CHECK(dict);
            if (!ouro_call_merge(rt, callable, dict, kwargs)) {
                decref(rt, dict);
                goto error;
            }
            TOP = dict;
            decref(rt, kwargs);
            kwargs = dict;
        }
        value = ouro_call_star_tuple(rt, callable, base[2]);
        CHECK(value);
        setref_take(rt, &base[2], value);
        SAVE_STACK();
        if (is_exact(callable, TYPE_FUNCTION)) {
            ouro_object **values, *names;
            size_t count, size;
            CHECK(ouro_call_flatten(rt, base[2], kwargs, &values, &count, &names, &size));
            callee = ouro_call_push(rt, function_of(callable), values, count, names);
            ouro_buffer_free(rt, values, size);
            xdecref(rt, names);
            CHECK(callee);
            /* As in CPython the tuple and the dict live until the call returns. */
            callee->on_return = RETURN_EXTENDED;
            frame->next = ip + 1;
            goto enter_frame;
        }
        value = table == targets
                    ? ouro_call_extended(rt, callable, base[2], kwargs)
                    : ouro_tracing_call_extended(rt, frame, callable, base[2], kwargs);
        drop_range(rt, base, sp);
        sp = base;
        CHECK(value);
        PUSH(value);
        SAFE_POINT();
        NEXT(0);
    }

    OP(LOAD_BUILD_CLASS)
    SAVE();
    value = load_build_class(rt, frame);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(MAKE_FUNCTION) {
        SAVE();
        unsigned parts = (unsigned)__builtin_popcount(ARG & 15);
        value = make_function(rt, frame, sp - 1 - parts, TOP, ARG);
        CHECK(value);
        drop_range(rt, sp - 1 - parts, sp);
        sp -= 1 + parts;
        PUSH(value);
        NEXT(0);
    }

    OP(RETURN_VALUE)
    value = POP();
    SAVE();
    SAVE_STACK();
    caller = frame->previous;
    vm->frame = caller;
    if (ouro_likely(frame->on_return == RETURN_PUSH)) {
        vm->depth--;
        frame_leave(rt, frame);
        frame = caller;
        sp = frame->slots + frame->used;
        ip = frame->next;
        PUSH(value);
        DISPATCH();
    }
    /* on_return is read before the frame goes. */
    {
        unsigned on_return = frame->on_return;
        if (frame->place == FRAME_IN_GENERATOR) {
            struct ouro_generator *generator = generator_of_frame(frame);
            handled_leave(rt, generator);
            ouro_generator_finish(rt, generator);
        } else {
            frame_leave(rt, frame);
        }
        if (on_return == RETURN_TO_C) {
            ouro_leave(rt);
            return value;
        }
        vm->depth--;
        frame = caller;
        sp = frame->slots + frame->used;
        ip = frame->instruction;
        word = *ip;
        switch (on_return) {
        case RETURN_INIT:
            if (ouro_unlikely(value != rt->none)) {
                ouro_raise(rt, EXC_TypeError, "__init__() should return None, not '%T'", value);
                decref(rt, value);
                goto error;
            }
            ip = frame->instruction; /* the call: what is raised here is raised by it */
            SAFE_POINT();
            ip = frame->next;
            DISPATCH();
        case RETURN_FOR_ITER:
            decref(rt, value);
            value = POP();
            decref(rt, value);
            JUMP_TO(ARG);
        case RETURN_SEND:
            setref_take(rt, &TOP, value);
            JUMP_TO(ARG);
        case RETURN_EXTENDED:
            drop_range(rt, sp - 3 - (ARG & 1), sp);
            sp -= 3 + (ARG & 1);
            PUSH(value);
            ip = frame->next;
            DISPATCH();
        default:
            PUSH(value);
            ip = frame->next;
            DISPATCH();
        }
    }

    /* ---- generators ---- */

    OP(RETURN_GENERATOR) {
        SAVE();
        SAVE_STACK();
        frame->next = ip + 1;
        caller = frame->previous;
        unsigned on_return = frame->on_return;
        value = ouro_generator_new_take(rt, frame);
        CHECK(value);
        vm->frame = caller;
        frame_free(rt, frame);
        if (on_return == RETURN_TO_C) {
            ouro_leave(rt);
            return value;
        }
        vm->depth--;
        frame = caller;
        sp = frame->slots + frame->used;
        ip = frame->instruction;
        if (on_return == RETURN_INIT) {
            ouro_raise(rt, EXC_TypeError, "__init__() should return None, not '%T'", value);
            decref(rt, value);
            goto error;
        }
        if (on_return == RETURN_EXTENDED) {
            word = *ip;
            drop_range(rt, sp - 3 - (ARG & 1), sp);
            sp -= 3 + (ARG & 1);
        }
        PUSH(value);
        ip = frame->next;
        DISPATCH();
    }

    OP(YIELD_VALUE) {
        value = POP();
        SAVE();
        struct ouro_generator *generator = generator_of_frame(frame);
        SAVE_STACK();
        frame->next = ip + 1;
        handled_leave(rt, generator);
        caller = vm->frame;
        if (frame->on_return == RETURN_TO_C) {
            ouro_leave(rt);
            return value;
        }
        vm->depth--;
        frame = caller;
        sp = frame->slots + frame->used;
        ip = frame->next;
        PUSH(value);
        DISPATCH();
    }

    OP(SEND) {
        SAVE();
        ouro_object *receiver = SECOND;
        value = TOP;
        if (is_exact(receiver, TYPE_GENERATOR) || is_exact(receiver, TYPE_COROUTINE)) {
            struct ouro_generator *generator = generator_of(receiver);
            if (generator->frame.state == GENERATOR_SUSPENDED ||
                (generator->frame.state == GENERATOR_CREATED && value == rt->none)) {
                CHECK(handled_enter(rt, generator));
                sp--;
                SAVE_STACK();
                frame->next = ip + 1;
                callee = &generator->frame;
                callee->on_return = RETURN_SEND;
                callee->slots[callee->used++] = value;
                goto enter_generator;
            }
        }
    }
send_generic: {
        SAVE_STACK();
        ouro_object *receiver = SECOND, *result;
        value = TOP;
        int status = table == targets ? send_to(rt, receiver, value, &result)
                                      : ouro_tracing_send(rt, frame, receiver, value, &result);
        CHECK(status >= 0);
        sp--;
        decref(rt, value);
        if (status == 0) {
            PUSH(result);
            NEXT(0);
        }
        setref_take(rt, &TOP, result);
        JUMP_TO(ARG);
    }

    OP(GET_YIELD_FROM_ITER)
    SAVE();
    value = yield_from_iterator(rt, frame, TOP);
    CHECK(value);
    setref_take(rt, &TOP, value);
    NEXT(0);

    OP(GET_AWAITABLE)
    SAVE();
    value = get_awaitable(rt, TOP, ARG);
    CHECK(value);
    setref_take(rt, &TOP, value);
    NEXT(0);

    OP(GET_AITER)
    SAVE();
    value = get_aiter(rt, TOP);
    CHECK(value);
    setref_take(rt, &TOP, value);
    NEXT(0);

    OP(GET_ANEXT)
    SAVE();
    value = get_anext(rt, TOP);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(END_ASYNC_FOR) {
        SAVE();
        ouro_object *exception = POP();
        if (ouro_is_instance(rt, exception,
                             (ouro_object *)builtin_class(rt, EXC_StopAsyncIteration)) > 0) {
            decref(rt, exception);
            value = POP();
            decref(rt, value);
            NEXT(0);
        }
        ouro_error_restore(rt, exception);
        goto unwind;
    }

    OP(BEFORE_ASYNC_WITH) {
        SAVE();
        ouro_object *exit_function, *entered;
        CHECK(before_async_with(rt, TOP, &exit_function, &entered));
        setref_take(rt, &TOP, exit_function);
        PUSH(entered);
        NEXT(0);
    }

    OP(ASYNC_GEN_WRAP)
    frame->async_flags |= ASYNC_IS_ITEM;
    NEXT(0);

    /* ---- fused with the instruction behind: ip[1] ---- */

/* The guess was wrong: the load alone, from now on. */
#define FUSED_GUARD(condition, general)                                                           \
    do {                                                                                          \
        if (ouro_unlikely(!(condition))) {                                                        \
            specialize_opcode(ip, OP_##general);                                                  \
            goto target_##general;                                                                \
        }                                                                                         \
    } while (0)

    OP(FAST_ATTR) {
        ouro_object *owner = frame->slots[ARG];
        FUSED_GUARD(ouro_word_opcode(ip[1]) == OP_LOAD_ATTR_INSTANCE &&
                        class_of(rt, owner)->version == ip[3] &&
                        (void *)instance_of(owner)->shape_or_dict == cache_pointer(ip + 4),
                    LOAD_FAST);
        PUSH(newref(instance_of(owner)->values[ip[6]]));
        NEXT(1 + CACHE_WORDS_LOAD_ATTR);
    }

    OP(FAST_FAST_ATTR) {
        ouro_object *owner = frame->slots[ARG >> 12];
        FUSED_GUARD(ouro_word_opcode(ip[1]) == OP_LOAD_ATTR_INSTANCE &&
                        class_of(rt, owner)->version == ip[3] &&
                        (void *)instance_of(owner)->shape_or_dict == cache_pointer(ip + 4),
                    LOAD_FAST__LOAD_FAST);
        PUSH(newref(frame->slots[ARG & OURO_FUSED_MAX]));
        PUSH(newref(instance_of(owner)->values[ip[6]]));
        NEXT(1 + CACHE_WORDS_LOAD_ATTR);
    }

    OP(FAST_FAST_SUBSCR_LIST) {
        ouro_object *list = frame->slots[ARG & OURO_FUSED_MAX], *key = frame->slots[ARG >> 12];
        FUSED_GUARD(is_exact(list, TYPE_LIST) && ouro_int_is_small_exact(key) &&
                        (uint64_t)ouro_int_value(key) < list_length(list),
                    LOAD_FAST__LOAD_FAST);
        PUSH(newref(list_at(list, ouro_int_value(key))));
        NEXT(1 + CACHE_WORDS_BINARY_SUBSCR);
    }

/* What is behind a fused operation stores the result in a local: the object there is overwritten when nothing
 * else refers to it. */
#define FUSED_INT_RESULT(z)                                                                       \
    do {                                                                                          \
        ip += 2 + CACHE_WORDS_BINARY_OP;                                                          \
        if (ouro_word_opcode(*ip) == OP_STORE_FAST &&                                             \
            (uint64_t)((z) - OURO_SMALL_INT_MIN) > OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN) {     \
            value = frame->slots[ouro_word_argument(*ip)];                                        \
            if (value && value->refcount == 1 && ouro_int_is_small_exact(value)) {                \
                int_of(value)->value = (z);                                                       \
                NEXT(0);                                                                          \
            }                                                                                     \
        }                                                                                         \
        value = ouro_int_new(rt, (z));                                                            \
        if (ouro_unlikely(!value)) {                                                              \
            SAVE();                                                                               \
            goto error;                                                                           \
        }                                                                                         \
        PUSH(value);                                                                              \
        DISPATCH();                                                                               \
    } while (0)
#define FUSED_FLOAT_RESULT(z)                                                                     \
    do {                                                                                          \
        ip += 2 + CACHE_WORDS_BINARY_OP;                                                          \
        if (ouro_word_opcode(*ip) == OP_STORE_FAST) {                                             \
            value = frame->slots[ouro_word_argument(*ip)];                                        \
            if (value && value->refcount == 1 && is_exact(value, TYPE_FLOAT)) {                   \
                ((struct ouro_float *)(void *)value)->value = (z);                                \
                NEXT(0);                                                                          \
            }                                                                                     \
        }                                                                                         \
        value = ouro_float_new(rt, (z));                                                          \
        if (ouro_unlikely(!value)) {                                                              \
            SAVE();                                                                               \
            goto error;                                                                           \
        }                                                                                         \
        PUSH(value);                                                                              \
        DISPATCH();                                                                               \
    } while (0)
#define FUSED_INT(function, second, general)                                                      \
    ouro_object *a = frame->slots[ARG & OURO_FUSED_MAX], *b = (second);                           \
    int64_t z;                                                                                    \
    FUSED_GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b) &&                       \
                    function(ouro_int_value(a), ouro_int_value(b), &z),                           \
                general);                                                                         \
    FUSED_INT_RESULT(z)
#define FUSED_FLOAT(operator)                                                                     \
    ouro_object *a = frame->slots[ARG & OURO_FUSED_MAX], *b = frame->slots[ARG >> 12];            \
    FUSED_GUARD(is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT), LOAD_FAST__LOAD_FAST);        \
    double z = ouro_float_value(a) operator ouro_float_value(b);                                  \
    FUSED_FLOAT_RESULT(z)

    OP(FAST_FAST_ADD_INT) {
        FUSED_INT(ouro_i64_add, frame->slots[ARG >> 12], LOAD_FAST__LOAD_FAST);
    }
    OP(FAST_FAST_SUBTRACT_INT) {
        FUSED_INT(ouro_i64_sub, frame->slots[ARG >> 12], LOAD_FAST__LOAD_FAST);
    }
    OP(FAST_FAST_MULTIPLY_INT) {
        FUSED_INT(ouro_i64_mul, frame->slots[ARG >> 12], LOAD_FAST__LOAD_FAST);
    }
    OP(FAST_CONST_ADD_INT) {
        FUSED_INT(ouro_i64_add, tuple_at(frame->code->constants, ARG >> 12), LOAD_FAST__LOAD_CONST);
    }
    OP(FAST_CONST_SUBTRACT_INT) {
        FUSED_INT(ouro_i64_sub, tuple_at(frame->code->constants, ARG >> 12), LOAD_FAST__LOAD_CONST);
    }
    OP(FAST_FAST_ADD_FLOAT) {
        FUSED_FLOAT(+);
    }
    OP(FAST_FAST_SUBTRACT_FLOAT) {
        FUSED_FLOAT(-);
    }
    OP(FAST_FAST_MULTIPLY_FLOAT) {
        FUSED_FLOAT(*);
    }

    /* TOP op constant; the operation's own word says which. */
    OP(CONST_BINARY_INT) {
        ouro_object *a = TOP, *b = tuple_at(frame->code->constants, ARG);
        FUSED_GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), LOAD_CONST);
        int64_t x = ouro_int_value(a), y = ouro_int_value(b), z;
        switch (ouro_word_argument(ip[1]) & (OURO_BINARY_IN_PLACE - 1)) {
        case BINARY_ADD:
            FUSED_GUARD(ouro_i64_add(x, y, &z), LOAD_CONST);
            break;
        case BINARY_SUBTRACT:
            FUSED_GUARD(ouro_i64_sub(x, y, &z), LOAD_CONST);
            break;
        case BINARY_MULTIPLY:
            FUSED_GUARD(ouro_i64_mul(x, y, &z), LOAD_CONST);
            break;
        case BINARY_FLOOR_DIVIDE:
            FUSED_GUARD(y > 0, LOAD_CONST);
            z = x / y;
            z -= x - z * y < 0;
            break;
        case BINARY_REMAINDER:
            FUSED_GUARD(y > 0, LOAD_CONST);
            z = x % y;
            z += z < 0 ? y : 0;
            break;
        case BINARY_AND:
            z = x & y;
            break;
        case BINARY_OR:
            z = x | y;
            break;
        case BINARY_XOR:
            z = x ^ y;
            break;
        default:
            specialize_opcode(ip, OP_LOAD_CONST);
            goto target_LOAD_CONST;
        }
        ip += 1;
        SAVE();
        if (a->refcount == 1 &&
            (uint64_t)(z - OURO_SMALL_INT_MIN) > OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN) {
            int_of(a)->value = z;
            NEXT(CACHE_WORDS_BINARY_OP);
        }
        value = ouro_int_new(rt, z);
        CHECK(value);
        TOP = value;
        decref(rt, a);
        NEXT(CACHE_WORDS_BINARY_OP);
    }

#define FUSED_COMPARE_JUMP()                                                                      \
    do {                                                                                          \
        ip += 2 + CACHE_WORDS_COMPARE_OP;                                                         \
        uint32_t jump = *ip;                                                                      \
        if (jump_taken(jump, outcome)) {                                                          \
            if (ouro_word_opcode(jump) >= OP_POP_JUMP_BACKWARD_IF_FALSE)                          \
                SAFE_POINT();                                                                     \
            ip = frame->code->instructions + ouro_word_argument(jump);                            \
            DISPATCH();                                                                           \
        }                                                                                         \
        NEXT(0);                                                                                  \
    } while (0)

    OP(FAST_FAST_COMPARE_INT) {
        ouro_object *a = frame->slots[ARG & OURO_FUSED_MAX], *b = frame->slots[ARG >> 12];
        FUSED_GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), LOAD_FAST__LOAD_FAST);
        bool outcome =
            compare_ints(ouro_int_value(a), ouro_int_value(b), ouro_word_argument(ip[1]));
        FUSED_COMPARE_JUMP();
    }

    OP(FAST_FAST_COMPARE_FLOAT) {
        ouro_object *a = frame->slots[ARG & OURO_FUSED_MAX], *b = frame->slots[ARG >> 12];
        FUSED_GUARD(is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT), LOAD_FAST__LOAD_FAST);
        bool outcome =
            compare_values(ouro_float_value(a), ouro_float_value(b), ouro_word_argument(ip[1]));
        FUSED_COMPARE_JUMP();
    }

    OP(FAST_CONST_COMPARE_INT) {
        ouro_object *a = frame->slots[ARG & OURO_FUSED_MAX];
        ouro_object *b = tuple_at(frame->code->constants, ARG >> 12);
        FUSED_GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b),
                    LOAD_FAST__LOAD_CONST);
        bool outcome =
            compare_ints(ouro_int_value(a), ouro_int_value(b), ouro_word_argument(ip[1]));
        FUSED_COMPARE_JUMP();
    }

    OP(CONST_COMPARE_INT) {
        ouro_object *a = TOP, *b = tuple_at(frame->code->constants, ARG);
        FUSED_GUARD(ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b), LOAD_CONST);
        bool outcome =
            compare_ints(ouro_int_value(a), ouro_int_value(b), ouro_word_argument(ip[1]));
        sp--;
        decref(rt, a);
        FUSED_COMPARE_JUMP();
    }

    /* ---- the locals may be unbound: see ouro_frame_check_locals ---- */

    OP(LOAD_FAST__LOAD_FAST_CHECK)
    SAVE();
    CHECK(load_local_checked(rt, frame, ARG & OURO_FUSED_MAX, sp));
    sp++;
    CHECK(load_local_checked(rt, frame, ARG >> 12, sp));
    sp++;
    NEXT(0);

    OP(STORE_FAST__LOAD_FAST_CHECK)
    SAVE();
    sp--;
    setref_take(rt, &frame->slots[ARG & OURO_FUSED_MAX], *sp);
    CHECK(load_local_checked(rt, frame, ARG >> 12, sp));
    sp++;
    NEXT(0);

    OP(LOAD_FAST__LOAD_CONST_CHECK)
    SAVE();
    CHECK(load_local_checked(rt, frame, ARG & OURO_FUSED_MAX, sp));
    sp++;
    PUSH(newref(tuple_at(frame->code->constants, ARG >> 12)));
    NEXT(0);

    /* ---- exceptions ---- */

    OP(RAISE_VARARGS) {
        SAVE();
        ouro_object *cause = ARG == 2 ? POP() : NULL;
        value = ARG >= 1 ? POP() : NULL;
        if (ouro_raise_statement(rt, value, cause))
            goto unwind;
        goto error;
    }

    OP(RERAISE) {
        SAVE();
        value = POP();
        if (ARG) {
            int64_t index = ouro_int_value(sp[-(ptrdiff_t)ARG]);
            frame->instruction = frame->code->instructions + index;
        }
        ouro_error_restore(rt, value);
        goto unwind;
    }

    OP(PUSH_EXC_INFO) {
        ouro_object *exception = TOP;
        TOP = handled_push(rt, exception);
        PUSH(exception);
        NEXT(0);
    }

    OP(POP_EXCEPT)
    SAVE();
    value = POP();
    handled_pop(rt, value);
    NEXT(0);

    OP(CHECK_EXC_MATCH) {
        SAVE();
        ouro_object *classes = TOP;
        CHECK(ouro_raise_check_except(rt, classes));
        int status = ouro_error_matches(rt, SECOND, classes);
        CHECK(status >= 0);
        TOP = bool_object(rt, status);
        decref(rt, classes);
        NEXT(0);
    }

    OP(CHECK_EG_MATCH) {
        SAVE();
        ouro_object *classes = TOP, *match, *rest;
        CHECK(ouro_raise_check_except_star(rt, classes));
        CHECK(ouro_raise_group_match(rt, SECOND, classes, &match, &rest));
        sp--;
        decref(rt, classes);
        if (match == rt->none) {
            decref(rt, rest);
            PUSH(match);
            NEXT(0);
        }
        setref_take(rt, &TOP, rest);
        PUSH(match);
        handled_replace(rt, match);
        NEXT(0);
    }

    OP(PREP_RERAISE_STAR) {
        SAVE();
        ouro_object *original = SECOND, *list = TOP;
        value = ouro_raise_group_prepare(rt, original, list);
        CHECK(value);
        sp--;
        TOP = value;
        decref(rt, original);
        decref(rt, list);
        NEXT(0);
    }

    OP(LOAD_ASSERTION_ERROR)
    PUSH(newref((ouro_object *)builtin_class(rt, EXC_AssertionError)));
    NEXT(0);

    OP(BEFORE_WITH) {
        SAVE();
        ouro_object *entered;
        CHECK(before_with(rt, &TOP, &entered));
        PUSH(entered);
        CHOOSE_TABLE(); /* a debugger may have been entered */
        NEXT(0);
    }

    OP(WITH_EXCEPT_START)
    SAVE();
    value = with_except_start(rt, sp[-4], TOP);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    /* ---- modules, names, prompt ---- */

    OP(IMPORT_NAME) {
        SAVE();
        SAVE_STACK();
        ouro_object *names = TOP, *level = SECOND;
        value = ouro_import_name(rt, frame, NAME_AT(ARG), names, level);
        CHECK(value);
        sp--;
        TOP = value;
        decref(rt, names);
        decref(rt, level);
        NEXT(0);
    }

    OP(IMPORT_FROM)
    SAVE();
    value = ouro_import_from(rt, TOP, NAME_AT(ARG));
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(IMPORT_STAR)
    SAVE();
    CHECK(ouro_frame_locals(rt, frame));
    CHECK(ouro_import_star(rt, TOP, frame->locals));
    value = POP();
    decref(rt, value);
    NEXT(0);

    OP(SETUP_ANNOTATIONS)
    SAVE();
    CHECK(setup_annotations(rt, frame));
    NEXT(0);

    OP(PRINT_EXPR)
    SAVE();
    CHECK(print_expression(rt, TOP));
    value = POP();
    decref(rt, value);
    NEXT(0);

    /* ---- match ---- */

    OP(GET_LEN) {
        SAVE();
        ptrdiff_t length = ouro_length(rt, TOP);
        CHECK(length >= 0);
        value = ouro_int_new(rt, length);
        CHECK(value);
        PUSH(value);
        NEXT(0);
    }

    OP(MATCH_SEQUENCE)
    value = bool_object(rt, (class_of(rt, TOP)->core.flags & CLASS_SEQUENCE) != 0);
    PUSH(value);
    NEXT(0);

    OP(MATCH_MAPPING)
    value = bool_object(rt, (class_of(rt, TOP)->core.flags & CLASS_MAPPING) != 0);
    PUSH(value);
    NEXT(0);

    OP(MATCH_KEYS)
    SAVE();
    value = ouro_match_keys(rt, SECOND, TOP);
    CHECK(value);
    PUSH(value);
    NEXT(0);

    OP(MATCH_CLASS) {
        SAVE();
        ouro_object *names = TOP, *cls = SECOND, *subject = THIRD;
        value = ouro_match_class(rt, subject, cls, ARG, names);
        if (!value) {
            CHECK(!rt->error);
            value = rt->none;
        }
        sp -= 2;
        TOP = value;
        decref(rt, names);
        decref(rt, cls);
        decref(rt, subject);
        NEXT(0);
    }

    /* ---- errors ----
     *
     * error: rt->error is fresh in this frame; unwind: it is raised again, the traceback has the frame. ip is
     * the instruction whose handler is looked for; frame->instruction the one that raised. */
error:
    ouro_traceback_add(rt, frame);
    if (ouro_unlikely(table != targets)) {
        SAVE_STACK();
        ouro_tracing_raised(rt, frame);
    }
unwind: {
    struct ouro_code *code = frame->code;
    const struct ouro_code_handler *handler =
        ouro_eval_find_handler(code, (uint32_t)(ip - code->instructions));
    if (!handler) {
        if (ouro_unlikely(table != targets)) {
            SAVE_STACK();
            ouro_tracing_unwound(rt, frame);
        }
        goto exit_frame;
    }
    ouro_object **base = frame_stack_base(frame) + handler->depth;
    while (sp > base) {
        value = POP();
        xdecref(rt, value);
    }
    if (handler->push_lasti) {
        value = ouro_int_new(rt, frame_instruction_index(frame));
        PUSH(value ? value : rt->small_ints[-OURO_SMALL_INT_MIN]);
    }
    PUSH(ouro_error_take(rt));
    JUMP_TO(handler->target);
}

    /* The frame ends with an error. */
exit_frame: {
    unsigned on_return = frame->on_return;
    SAVE_STACK();
    caller = frame->previous;
    vm->frame = caller;
    if (frame->place == FRAME_IN_GENERATOR) {
        struct ouro_generator *generator = generator_of_frame(frame);
        handled_leave(rt, generator);
        if (ouro_error_is(rt, EXC_StopIteration) || ouro_error_is(rt, EXC_StopAsyncIteration))
            ouro_raise_generator_stop(rt, frame->code->flags);
        ouro_object *pending = ouro_error_take(rt);
        ouro_generator_finish(rt, generator);
        ouro_error_restore(rt, pending);
    } else {
        ouro_object *pending = ouro_error_take(rt);
        ouro_frame_clear(rt, frame);
        ouro_error_restore(rt, pending);
        frame_free(rt, frame);
    }
    if (on_return == RETURN_TO_C) {
        ouro_leave(rt);
        if (ouro_unlikely(vm->is_stepping))
            vm->is_interrupted = 1; /* the activation below is to choose its table */
        return NULL;
    }
    vm->depth--;
    frame = caller;
    sp = frame->slots + frame->used;
    ip = frame->instruction;
    goto error;
}
}
