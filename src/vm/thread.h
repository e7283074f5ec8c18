/* Threads of one interpreter: many Python threads on one thread of the system.
 *
 *      current --> runs;   ready: t1 -> t2 -> ...   its turn comes
 *                          sleepers: by deadline    wait, for a lock or for a time
 *
 * Each thread has a C stack and its own part of the VM's state (struct ouro_thread_state), which is swapped
 * with the VM's when another goes on. That happens where a thread waits, and at a safe point of the loop
 * when its interval (sys.setswitchinterval) is over; never inside the collector or a finalizer, unless
 * that itself waits. Signals go to the main thread. A system call that blocks blocks all threads.
 *
 * Invariants
 *   1. A thread is exactly one of: current, ready, waiting (in a queue, among the sleepers, both), done.
 *   2. The VM's fields are those of the current thread; its saved ones are stale.
 *   3. Nothing here exists before the first use: rt->vm->threads is NULL in most programs.
 * Depends on frame.h, os/context.h. */
#ifndef OURO_VM_THREAD_H
#define OURO_VM_THREAD_H

#include "os/context.h"
#include "vm/frame.h"

struct ouro_thread_state {
    struct ouro_frame *frame;
    char *stack_position, *stack_limit;
    struct frame_chunk *chunk, *spare;
    int64_t depth;
    struct ouro_handled *handled_link;
    ouro_object *source_cache;
    ouro_object *error, *handled, *repr_active;
    uint32_t c_depth, c_depth_max;
    uint32_t release_depth;
    struct ouro_tracing tracing;
};

enum ouro_thread_status { THREAD_CURRENT, THREAD_READY, THREAD_WAITING, THREAD_DONE,
                          THREAD_PARKED /* never runs again: the program ends, or forked */ };
enum ouro_wait_result { WAIT_WOKEN, WAIT_TIMED_OUT, WAIT_INTERRUPTED };

/* Threads that wait for the same thing, the first come first. All zero: empty. */
struct ouro_wait_queue {
    struct ouro_thread *first, *last;
};

struct ouro_thread {
    struct ouro_thread *next_alive, *previous_alive; /* all but the main one, which is their head */
    struct ouro_thread *next_ready;
    struct ouro_wait_queue *queue;                   /* what it waits in, or NULL */
    struct ouro_thread *next_waiting, *previous_waiting;
    struct ouro_thread *next_sleeper, *previous_sleeper;
    uint64_t deadline;                               /* 0: none, it is not among the sleepers */
    uint8_t status;
    uint8_t wait_result;
    ouro_object *import_name;                        /* of the module it waits for; borrowed or NULL */
    uint64_t ident;
    ouro_object *function, *args, *kwargs;           /* of its start; owned */
    ouro_object *variables; /* what contextvars keeps for the thread; owned or NULL */
    ouro_object *sentinel;  /* weak reference to a lock that its end releases; owned or NULL */
    struct ouro_handled handled_base;
    struct ouro_thread_state saved;
    struct ouro_context context;
};

/* Made at the first use; NULL: MemoryError is set. */
struct ouro_threads *ouro_threads_get(ouro_runtime *rt);
/* The program ends: those that still run are daemons and never go on. */
void ouro_threads_stop(ouro_runtime *rt);
/* After that, at the very end. */
void ouro_threads_destroy(ouro_runtime *rt);
/* After a fork only the calling thread is there. */
void ouro_threads_after_fork(ouro_runtime *rt);

/* The one that runs; ouro_threads_get has succeeded. */
struct ouro_thread *ouro_thread_current(ouro_runtime *rt);
/* Started ones that have not ended. */
size_t ouro_thread_count(ouro_runtime *rt);
/* Is there any but the one that runs? Then a wait must go through here. */
bool ouro_thread_is_alone(ouro_runtime *rt);

/* Each thread with its innermost frame (NULL: none), the last started first, the main one last. Takes no
 * memory and changes nothing, so that a signal handler may ask. */
typedef void ouro_thread_visit_fn(void *context, uint64_t ident, const struct ouro_frame *frame,
                                  bool is_current);
void ouro_threads_visit(const ouro_runtime *rt, ouro_thread_visit_fn *visit, void *context);

/* Starts function(*args, **kwargs), which runs when its turn comes. 0: the error is set. */
uint64_t ouro_thread_start(ouro_runtime *rt, ouro_object *function, ouro_object *args,
                           ouro_object *kwargs);
/* Bytes of C stack for those started from now on; 0: as much as the process's own. */
size_t ouro_thread_stack_size(ouro_runtime *rt);
void ouro_thread_stack_size_set(ouro_runtime *rt, size_t size);
/* Called by each thread as the last thing it does. */
void ouro_thread_end_hook_set(ouro_runtime *rt,
                              void (*hook)(ouro_runtime *rt, struct ouro_thread *thread));
/* The thread's place for the current context; NULL in the main thread, whose state is the runtime's. */
ouro_object **ouro_thread_context(ouro_runtime *rt);
/* A place for the list of objects that each thread has data of. */
void **ouro_thread_locals(ouro_runtime *rt);

/* Lets the others run until the turn comes again. */
void ouro_thread_yield(ouro_runtime *rt);
/* Waits in the queue (NULL: in none) until woken or until the deadline (monotonic ns; 0: none). The main
 * thread also returns when a signal arrived, which the caller then polls. */
enum ouro_wait_result ouro_thread_wait(ouro_runtime *rt, struct ouro_wait_queue *queue,
                                       uint64_t deadline);
/* The first in the queue becomes ready; false: nobody waits. */
bool ouro_thread_wake(ouro_runtime *rt, struct ouro_wait_queue *queue);

/* The loop's safe point, when something asked for it: switches or handles signals. false: an error is set. */
bool ouro_thread_poll(ouro_runtime *rt);
/* May this thread run signal handlers? If not, the main thread is made ready for it. */
bool ouro_thread_takes_signals(ouro_runtime *rt);

/* A module that a thread is loading, in the C frame that loads it. */
struct ouro_thread_import {
    ouro_object *name; /* borrowed */
    struct ouro_thread *owner;
    struct ouro_thread_import *next;
};
void ouro_thread_import_begin(ouro_runtime *rt, struct ouro_thread_import *import, ouro_object *name);
void ouro_thread_import_end(ouro_runtime *rt, struct ouro_thread_import *import);
/* Waits while another thread loads the module, unless that one waits for us. false: an error is set. */
bool ouro_thread_import_wait(ouro_runtime *rt, ouro_object *name);

/* The switch interval in seconds. */
double ouro_thread_interval(ouro_runtime *rt);
bool ouro_thread_interval_set(ouro_runtime *rt, double seconds);

#endif
