/* Asynchronous generators, and the objects that stand for one step of something asynchronous.
 *
 * The generator itself is a struct ouro_generator (frame.h). What it yields to its consumer and what it
 * passes on while it awaits both leave its frame by YIELD_VALUE; ASYNC_IS_ITEM, set by ASYNC_GEN_WRAP
 * right before, tells the two apart.
 *
 * Depends on frame.h. */
#ifndef OURO_VM_ASYNC_GENERATOR_H
#define OURO_VM_ASYNC_GENERATOR_H

#include "vm/frame.h"

/* Bits of frame.async_flags. */
enum {
    ASYNC_IS_ITEM = 1,   /* what it yielded last is an item */
    ASYNC_IS_HOOKED = 2, /* sys.set_asyncgen_hooks has been obeyed */
    ASYNC_IS_CLOSED = 4,
    ASYNC_IS_RUNNING = 8, /* somebody awaits a step of it */
};

extern const struct ouro_method ouro_async_generator_methods[];

/* The hook for generators that end unfinished: true if there was one, and it has been called. */
bool ouro_async_generator_hand_over(ouro_runtime *rt, struct ouro_generator *self);

/* What coroutine.__await__ returns. */
ouro_object *ouro_coroutine_wrapper_new(ouro_runtime *rt, ouro_object *coroutine);

/* One step of what anext() and asend() made: 0 *result (owned) is passed on, 1 *result is the item, -1. */
int ouro_async_send_step(ouro_runtime *rt, ouro_object *self, ouro_object *value,
                         ouro_object **result);

/* The builtins. */
ouro_object *ouro_async_iter(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_async_next(ouro_runtime *rt, ouro_object *object, ouro_object *otherwise /* or NULL */);

/* What `await object` iterates: see get_awaitable in eval_helpers.h; where is 0 in general. */
ouro_object *ouro_awaitable_iterator(ouro_runtime *rt, ouro_object *object, uint32_t where);

bool ouro_async_class_init(ouro_runtime *rt);

#endif
