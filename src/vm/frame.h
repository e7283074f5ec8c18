/* Frames: what a running function needs, as a plain struct in the VM's data stack.
 *
 *      +--------+---------------------------------+----------------------+
 *      | header | parameters, locals, cells, free | operands (the stack) |
 *      +--------+---------------------------------+----------------------+
 *                slots[0 .. code->local_count)      .. + code->stack_size
 *
 * A frame lies in the data stack, in its generator, or, when something still refers to its frame
 * object after it ended, in that frame object. Frame objects are made only when asked for.
 *
 * Invariants
 *   1. Slots below the operand stack's top hold owned references or NULL.
 *   2. used is valid whenever another frame or native code that looks at frames runs.
 *   3. instruction is the one being executed whenever anything can raise; next is where the
 *      frame goes on when the frame it called returns.
 *   4. globals and builtins are the function's.
 * Depends on types. */
#ifndef OURO_VM_FRAME_H
#define OURO_VM_FRAME_H

#include <signal.h>

#include "types/function.h"
#include "types/protocol.h"
#include "vm/vm.h"

/* Where the frame's memory is. */
enum { FRAME_IN_STACK, FRAME_IN_GENERATOR, FRAME_IN_OBJECT };

/* What becomes of the value when the frame returns. */
enum frame_return {
    RETURN_PUSH,      /* pushed on the caller's stack */
    RETURN_INIT,      /* must be None, is dropped: the instance lies on the caller's stack */
    RETURN_TO_C,      /* leaves the evaluation loop */
    RETURN_FOR_ITER,  /* generator driven by FOR_ITER: end of the loop */
    RETURN_EXTENDED,  /* of CALL_FUNCTION_EX: its operands are dropped, then it is pushed */
    RETURN_SEND,      /* generator driven by SEND: value of `yield from` */
};

struct ouro_frame {
    struct ouro_code *code;             /* owned */
    uint32_t *instruction;
    uint32_t *next;
    union {
        struct ouro_frame *previous;
        ouro_object *handled;           /* of a generator that does not run: what it was handling when
                                           it yielded; owned or NULL */
    };
    ouro_object *function;              /* owned */
    ouro_object *locals;                /* owned; NULL in functions until locals() */
    struct ouro_frame_object *object;   /* owned or NULL */
    uint32_t used;                      /* slots below the top of the operands */
    uint8_t place;
    uint8_t on_return;
    bool is_incomplete : 1; /* before its first instruction counts: not shown in tracebacks */
    uint8_t async_flags : 7;            /* of its asynchronous generator: see async_generator.h */
    uint8_t state;                      /* of its generator */
    ouro_object *slots[];
};

struct ouro_frame_object { /* TYPE_FRAME */
    ouro_object base;
    struct ouro_frame *frame;  /* the live one, or the one below */
    ouro_object *back;         /* owned; only after the frame ended */
    ouro_object *trace;        /* f_trace; owned or NULL */
    uint32_t block_size;
    bool hides_lines;          /* not f_trace_lines */
    bool traces_opcodes;
    bool shows_locals;         /* f_locals was asked for since a trace function was called */
    struct ouro_frame own[];   /* the frame's memory once it ended */
};

/* One link of the chain of handled exceptions: the base one, and one for each generator that runs, in the
 * data stack right below the frames that the generator calls. */
struct ouro_handled {
    ouro_object *value;            /* owned or NULL */
    ouro_object *outer;            /* what is handled outside of this link; borrowed */
    struct ouro_handled *previous;
};

struct ouro_generator { /* TYPE_GENERATOR */
    ouro_object base;
    ouro_object *names;     /* (name, qualname[, extra]) where they are not the code's or there is an extra;
                               usually NULL */
    struct ouro_frame frame; /* last: its slots follow; its code stays, owned, when it has ended */
};
enum { GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_CLEARED };

struct ouro_traceback { /* TYPE_TRACEBACK */
    ouro_object base;
    ouro_object *next;  /* owned or NULL */
    ouro_object *frame; /* a frame object */
    uint32_t lasti;     /* index of the instruction */
    int32_t line;       /* 0: as lasti says */
};

struct frame_chunk {
    struct frame_chunk *previous;
    char *position_below; /* where the chunk below goes on */
    size_t size;
    char data[];
};

/* What is reported to trace and profile functions: see tracing.h. */
enum ouro_trace_event {
    TRACE_CALL, TRACE_EXCEPTION, TRACE_LINE, TRACE_RETURN, TRACE_C_CALL, TRACE_C_EXCEPTION,
    TRACE_C_RETURN, TRACE_OPCODE
};
/* argument: borrowed or NULL. false: an error is set, and the function is not called again. */
typedef bool ouro_trace_fn(ouro_runtime *rt, ouro_object *context, struct ouro_frame *frame,
                           enum ouro_trace_event event, ouro_object *argument);
struct ouro_tracing {
    ouro_trace_fn *trace, *profile;               /* or NULL */
    ouro_object *trace_context, *profile_context; /* owned; NULL with their function */
    struct ouro_frame *frame;                     /* the one reported while a function runs */
    uint32_t depth;                               /* functions that run */
    enum ouro_trace_event event;                  /* reported last */
    bool sets_trace, sets_profile;                /* one is being installed */
};

struct ouro_vm {
    struct ouro_frame *frame;    /* the running one, or NULL */
    char *stack_position;        /* where the next frame goes */
    char *stack_limit;
    struct frame_chunk *chunk;
    struct frame_chunk *spare;   /* one empty chunk kept, or NULL */
    int64_t depth;               /* Python frames that run, generators included */
    volatile sig_atomic_t is_interrupted;
    bool is_stepping;            /* the loop looks up before each instruction: see tracing.h */
    volatile sig_atomic_t signals[65];
    bool (*signal_hook)(ouro_runtime *rt, int signal_number);
    int wakeup_descriptor;       /* gets a byte for each signal; -1: none */
    volatile int wakeup_error;   /* errno of the last one that could not be written, to be told; or 0 */
    bool wakeup_warns;           /* is a full pipe worth telling? */
    struct sigaction *old_actions; /* what the process did before: see signal.c; or NULL */
    bool is_caught[65];
    ouro_object *states;         /* dict: what native modules keep for the whole runtime, or NULL */
    void (*step_hook)(ouro_runtime *rt, struct ouro_frame *frame); /* before each instruction, or NULL */
    void *step_context;
    struct ouro_tracing tracing;
    struct tracing_lines *tracing_lines; /* see tracing.c; NULL while nothing is traced */
    struct ouro_handled handled_base;
    struct ouro_handled *handled;
    const struct ouro_native_module *native_modules[16];
    uint32_t native_module_tables;
    ouro_object *sys;            /* at the end, when sys.modules is empty already; borrowed */
    /* What input() calls at a terminal (readline registers it): the line without its end, NULL: EOFError or
     * another error is set. prompt is bytes with a NUL. */
    ouro_object *(*line_reader)(ouro_runtime *rt, const char *prompt);
    ouro_object *open_function;  /* builtins.open, when the io module has registered one */
    ouro_object *builtin_import; /* builtins.__import__, owned */
    ouro_object *source_cache;   /* dict: file name -> list of lines, during a traceback print */
    ouro_object *builtin_len, *builtin_isinstance; /* owned */
    ouro_object *async_first, *async_finalizer; /* sys.set_asyncgen_hooks: owned or NULL */
    int64_t origin_depth; /* frames that a coroutine remembers of where it was made */
    struct ouro_threads *threads; /* see thread.h; NULL in most programs */
};

OURO_INLINE struct ouro_code *code_of(ouro_object *object)
{
    return (struct ouro_code *)(void *)object;
}
OURO_INLINE struct ouro_function *function_of(ouro_object *object)
{
    return (struct ouro_function *)(void *)object;
}
OURO_INLINE struct ouro_generator *generator_of(ouro_object *object)
{
    return (struct ouro_generator *)(void *)object;
}
OURO_INLINE struct ouro_traceback *traceback_of(ouro_object *object)
{
    return (struct ouro_traceback *)(void *)object;
}
OURO_INLINE struct ouro_frame_object *frame_object_of(ouro_object *object)
{
    return (struct ouro_frame_object *)(void *)object;
}

OURO_INLINE uint32_t frame_slot_count(const struct ouro_frame *frame)
{
    return frame->code->local_count + frame->code->stack_size;
}
OURO_INLINE ouro_object *frame_globals(const struct ouro_frame *frame)
{
    return function_of(frame->function)->globals;
}
OURO_INLINE ouro_object *frame_builtins(const ouro_runtime *rt, const struct ouro_frame *frame)
{
    return ouro_function_builtins(rt, function_of(frame->function));
}

OURO_INLINE ouro_object **frame_stack_base(struct ouro_frame *frame)
{
    return frame->slots + frame->code->local_count;
}

OURO_INLINE uint32_t frame_instruction_index(const struct ouro_frame *frame)
{
    return (uint32_t)(frame->instruction - frame->code->instructions);
}

int32_t ouro_frame_line(const struct ouro_frame *frame);

/* So many bytes of the data stack; NULL: MemoryError is set. */
OURO_NOINLINE void *ouro_frame_alloc_slow(ouro_runtime *rt, size_t size);
OURO_NOINLINE void ouro_frame_free_slow(ouro_runtime *rt, void *block);

OURO_INLINE size_t frame_size(const struct ouro_code *code)
{
    return sizeof(struct ouro_frame) +
           ((size_t)code->local_count + code->stack_size) * sizeof(ouro_object *);
}

OURO_INLINE void *data_stack_alloc(ouro_runtime *rt, size_t size)
{
    struct ouro_vm *vm = rt->vm;
    char *position = vm->stack_position;
    if (ouro_likely(size <= (size_t)(vm->stack_limit - position))) {
        vm->stack_position = position + size;
        return position;
    }
    return ouro_frame_alloc_slow(rt, size);
}

/* Gives the topmost block of the data stack back. */
OURO_INLINE void data_stack_free(ouro_runtime *rt, void *block)
{
    struct ouro_vm *vm = rt->vm;
    if (ouro_unlikely((char *)block == vm->chunk->data))
        ouro_frame_free_slow(rt, block);
    else
        vm->stack_position = (char *)block;
}

OURO_INLINE struct ouro_frame *frame_alloc(ouro_runtime *rt, const struct ouro_code *code)
{
    return (struct ouro_frame *)data_stack_alloc(rt, frame_size(code));
}

/* Gives the memory of the topmost frame of the data stack back. */
OURO_INLINE void frame_free(ouro_runtime *rt, struct ouro_frame *frame)
{
    data_stack_free(rt, frame);
}

/* Fills the header; function and code are counted, locals taken. Slots are the caller's to fill. */
OURO_INLINE void frame_init(struct ouro_frame *frame, struct ouro_function *function,
                            struct ouro_code *code)
{
    incref((ouro_object *)code);
    frame->code = code;
    frame->instruction = code->instructions;
    frame->function = (ouro_object *)function;
    frame->locals = NULL;
    frame->object = NULL;
    frame->place = FRAME_IN_STACK;
    frame->on_return = RETURN_PUSH;
    frame->is_incomplete = false;
    frame->async_flags = 0;
    frame->used = code->local_count;
}

/* Drops everything the frame holds, or hands it to its frame object when that lives on. The memory
 * is not given back. */
void ouro_frame_clear(ouro_runtime *rt, struct ouro_frame *frame);

/* The frame's object, borrowed from the frame; NULL: no memory. */
ouro_object *ouro_frame_object_get(ouro_runtime *rt, struct ouro_frame *frame);

/* The dict of the frame's local variables, brought up to date: borrowed. */
ouro_object *ouro_frame_locals(ouro_runtime *rt, struct ouro_frame *frame);
/* The other way: variables become what that dict says. */
bool ouro_frame_locals_write(ouro_runtime *rt, struct ouro_frame *frame);

bool ouro_frame_class_init(ouro_runtime *rt);

/* Adds the frame to the traceback of rt->error. Benign when memory is out. */
void ouro_traceback_add(ouro_runtime *rt, struct ouro_frame *frame);
ouro_object *ouro_traceback_new(ouro_runtime *rt, ouro_object *next, ouro_object *frame_object,
                                uint32_t lasti, int32_t line);
int32_t ouro_traceback_line(const struct ouro_traceback *traceback);
bool ouro_traceback_class_init(ouro_runtime *rt);

/* A generator that takes over the frame (its contents; the memory stays the caller's to free). */
ouro_object *ouro_generator_new_take(ouro_runtime *rt, struct ouro_frame *frame);
/* Resumes with a value (borrowed): the yielded object; or NULL with the error set, StopIteration if
 * it returned a value other than None; or NULL without an error when it returned None. */
ouro_object *ouro_generator_send(ouro_runtime *rt, ouro_object *generator, ouro_object *value);
/* The same, but the return value is put in *result (owned) and 1 is returned; 0 yielded; -1 error. */
int ouro_generator_resume(ouro_runtime *rt, ouro_object *generator, ouro_object *value,
                          ouro_object **result);
/* Resumes by raising rt->error inside. As ouro_generator_resume. What it delegates to gets the error too; a
 * GeneratorExit closes that instead if closes_delegate says so. */
int ouro_generator_raise(ouro_runtime *rt, ouro_object *generator, bool closes_delegate,
                         ouro_object **result);
/* Sets the error that the arguments of a throw method ask for. false: another error is set instead. */
bool ouro_generator_set_error(ouro_runtime *rt, ouro_object *const *args, size_t count);
/* A generator function made a coroutine by types.coroutine. */
bool ouro_generator_is_coroutine(const ouro_object *object);
/* An object kept with it: the finalizer of an asynchronous generator, the origin of a coroutine.
 * Borrowed or NULL. */
ouro_object *ouro_generator_extra(const struct ouro_generator *generator);
bool ouro_generator_set_extra(ouro_runtime *rt, struct ouro_generator *generator,
                              ouro_object *extra);
bool ouro_generator_class_init(ouro_runtime *rt);
/* After its frame ended: drops the frame. */
void ouro_generator_finish(ouro_runtime *rt, struct ouro_generator *generator);
/* What it delegates to (owned) or NULL. */
ouro_object *ouro_generator_delegate(ouro_runtime *rt, struct ouro_generator *generator);

OURO_INLINE struct ouro_generator *generator_of_frame(struct ouro_frame *frame)
{
    return (struct ouro_generator *)(void *)((char *)frame -
                                             offsetof(struct ouro_generator, frame));
}

/* ---- handled exceptions ---------------------------------------------------------------------- */

/* The generator is about to run, called by the running frame. false: MemoryError is set, nothing happened. */
OURO_INLINE bool handled_enter(ouro_runtime *rt, struct ouro_generator *generator)
{
    struct ouro_handled *link = (struct ouro_handled *)data_stack_alloc(rt, sizeof *link);
    if (ouro_unlikely(!link))
        return false;
    struct ouro_frame *frame = &generator->frame;
    link->value = frame->handled;
    link->previous = rt->vm->handled;
    link->outer = rt->handled;
    rt->vm->handled = link;
    if (link->value)
        rt->handled = link->value;
    /* From now on its operands move out uncounted. */
    ouro_slots_touch(&rt->heap, frame->slots, frame->used);
    ouro_slots_touch(&rt->heap, &link->value, 1);
    frame->previous = rt->vm->frame;
    frame->state = GENERATOR_RUNNING;
    return true;
}

/* The exception that was handled before is handled again; takes it. */
OURO_INLINE void handled_pop(ouro_runtime *rt, ouro_object *previous)
{
    struct ouro_handled *link = rt->vm->handled;
    ouro_object *old = link->value;
    link->value = previous == rt->none ? NULL : previous;
    rt->handled = link->value ? link->value : link->outer;
    xdecref(rt, old);
}

/* It stops running; what called it is the running frame again. */
OURO_INLINE void handled_leave(ouro_runtime *rt, struct ouro_generator *generator)
{
    struct ouro_handled *link = rt->vm->handled;
    rt->vm->frame = generator->frame.previous;
    generator->frame.handled = link->value;
    generator->frame.state = GENERATOR_SUSPENDED;
    rt->vm->handled = link->previous;
    rt->handled = link->outer;
    data_stack_free(rt, link);
}

#endif
