/* Tracing and profiling: what sys.settrace and sys.setprofile install, and who is told when.
 *
 *      off      ouro_eval dispatches through its table of instructions: no test anywhere
 *      on       it dispatches every instruction through one place, which asks ouro_tracing_step first
 *
 * vm->is_stepping says which; each activation of the loop looks at it when it starts and at safe points.
 * Whoever turns it on also marks the VM interrupted, so that the next safe point comes at once, and an
 * activation that returns to C does so for the one below.
 *
 * Invariants
 *   1. is_stepping == (a step hook is set, or there is a function and none of them runs).
 *   2. While a function runs (depth > 0) nothing is reported for its thread.
 *   3. Each thread has its own functions (swapped with the rest of its state, thread.h).
 *   4. An instruction that is stepped over is in its general form: fused and special ones would hide lines
 *      and calls.
 * Depends on frame.h. */
#ifndef OURO_VM_TRACING_H
#define OURO_VM_TRACING_H

#include "vm/frame.h"

/* Python code: the function installed last, borrowed; NULL: none. */
ouro_object *ouro_tracing_function_peek(ouro_runtime *rt, bool is_profile);
/* Installs the Python function (NULL: none) for the current thread. false: RuntimeError, the finalizer of an
 * old one tried to. */
bool ouro_tracing_function_set(ouro_runtime *rt, bool is_profile, ouro_object *function);
/* Installs a profiler written in C; sys.getprofile answers its context. */
bool ouro_tracing_profiler_set(ouro_runtime *rt, ouro_trace_fn *function, ouro_object *context);
/* func(*args), which may install a trace function of its own even while one runs. */
ouro_object *ouro_tracing_call_tuple(ouro_runtime *rt, ouro_object *function, ouro_object *args);
/* A thread ends, or the runtime. */
void ouro_tracing_end(ouro_runtime *rt);
/* Called before each instruction; NULL: none. */
void ouro_tracing_step_hook_set(ouro_runtime *rt, void (*hook)(ouro_runtime *rt, struct ouro_frame *frame),
                                void *context);
/* After the functions of another thread have come in. */
void ouro_tracing_refresh(struct ouro_vm *vm);

/* ---- for the evaluation loop. Each returns false with an error set ------------------------------ */

enum tracing_result {
    TRACING_GOES_ON,
    TRACING_RAISES, /* at the instruction */
    TRACING_LEAVES, /* the frame ends: the function failed when it was told that it returns */
};

/* Before frame->instruction, of which before is the one executed last in the frame. May have moved the
 * frame elsewhere; the instruction is in its general form afterwards. */
enum tracing_result ouro_tracing_step(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *before);
/* A generator is resumed by an exception. */
bool ouro_tracing_thrown(ouro_runtime *rt, struct ouro_frame *frame);
/* rt->error was raised in the frame; another one may take its place. */
void ouro_tracing_raised(ouro_runtime *rt, struct ouro_frame *frame);
/* rt->error leaves the frame. */
void ouro_tracing_unwound(ouro_runtime *rt, struct ouro_frame *frame);
/* A call that runs no Python frame: as ouro_call. */
ouro_object *ouro_tracing_call(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *callable,
                               ouro_object *const *args, size_t count, ouro_object *names);
/* A call with a tuple and a dict or NULL. */
ouro_object *ouro_tracing_call_extended(ouro_runtime *rt, struct ouro_frame *frame,
                                        ouro_object *callable, ouro_object *args, ouro_object *kwargs);
/* What SEND does, as CPython does it while it traces: 0 yielded, 1 returned, -1 error. */
int ouro_tracing_send(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *receiver,
                      ouro_object *value, ouro_object **result);

/* ---- frame_jump.c -------------------------------------------------------------------------------- */

/* frame.f_lineno = value. */
bool ouro_frame_jump(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *value);
/* Its locals may be unbound from now on where the compiler proved that they are not. */
void ouro_frame_check_locals(struct ouro_code *code);

#endif
