/* A second C stack to run on: what threads of one interpreter switch between.
 *
 *      reservation   [ guard page | stack, grows down .......... ]
 *
 * A context is either the one that the process came with (all zero) or made with a stack of its own.
 * Exactly one of those that switch among themselves runs at a time; nothing here is thread-safe.
 * Depends on os.h. */
#ifndef OURO_OS_CONTEXT_H
#define OURO_OS_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <ucontext.h>

#include "base/compiler.h"

struct ouro_context {
    ucontext_t registers;
    void *reservation;        /* NULL: not ours */
    size_t reservation_size;
    const void *stack;        /* lowest usable address; learnt late for the process's own */
    size_t stack_size;
    void *shadow;             /* what an address sanitizer keeps for the stack */
    struct ouro_context *came_from;
    void (*entry)(void *argument);
    void *argument;
};

/* Makes a stack on which the first switch calls entry(argument). entry never returns: its last act is a
 * switch with is_last. false: the system refused the memory. */
OURO_MUST_USE bool ouro_context_create(struct ouro_context *context, size_t stack_size,
                                       void (*entry)(void *argument), void *argument);

/* Goes on in `to`; returns when something switches back to `from`. is_last: nothing ever will. */
void ouro_context_switch(struct ouro_context *from, struct ouro_context *to, bool is_last);

/* Gives the stack back; it is not the running one. */
void ouro_context_destroy(struct ouro_context *context);

#endif
