/* The collector's state, and what its files share. Nothing outside src/gc includes this.
 *
 *   policy.c    when: thresholds, polls, pacing, statistics
 *   stress.c    when, to find faults: at safe points
 *   collect.c   synchronous collections
 *   confirm.c   the exact proof for a set of objects, tracing by cells
 *   dispose.c   what happens to garbage: weak references, finalizers, clearing
 *   cycle.c     the old generation in slices; trap.c its proof for sets too large for one slice
 *   inspect.c   walks, referents, freezing; audit.c
 *
 * Rule: cells, stack and lists of a collection are used only in stretches without user code. Dispose
 * works on addresses that it validates again after each call out. */
#ifndef OURO_GC_STATE_H
#define OURO_GC_STATE_H

#include "gc/cells.h"
#include "gc/gc.h"
#include "gc/list.h"
#include "gc/vector.h"

/* ouro_pool.gc_flags */
enum {
    OURO_POOL_HAS_YOUNG = 1,  /* in gc->young_pools */
    OURO_POOL_HAS_MIDDLE = 2, /* in gc->middle_pools */
    OURO_POOL_HAS_UNSEEN = 4, /* has objects of generation 0 that no collection has looked at: they
                                 count as old once nothing new is created beside them */
};

/* Lists of pools by index of their first unit. An entry may be stale: the pool is gone or another. */
struct ouro_gc_pool_list {
    struct ouro_gc_vector units;
    bool is_incomplete; /* an entry was lost for want of memory: all pools must be looked at */
};

struct ouro_gc_cycle {
    enum ouro_gc_cycle_phase phase;
    struct ouro_gc_cells cells;
    struct ouro_gc_list stack;   /* marked, not yet traversed: addresses. One with its lowest bit set
                                    lies above the number of its slots that are already done */
    size_t stack_stale;          /* entries below were pushed in earlier slices */
    struct ouro_gc_vector batch; /* suspects being proven: only within a slice */
    struct ouro_gc_list large;   /* suspects left for a proof as a whole: SCRATCH is set in them.
                                    0: gone or decided */
    uint64_t large_slots;           /* of their slots, those that were seen */
    struct ouro_gc_vector specials; /* of those, what needs finalizers or has weak references */
    uint32_t pool;        /* where the walk of this phase stands: index of a unit */
    uint32_t slot;        /* and the next slot in its pool */
    size_t position;      /* or the next entry of large */
    uint64_t slots_done;  /* of the object there, when it is large */
    bool has_found;       /* a pass over large marked something */
    bool has_finalized;   /* the finalizers of large have run */
    bool has_failed;      /* no memory: the cycle ends without further findings */
    bool gives_up;        /* the proof by traps came to no end: SEAL lets all members go */
    bool is_probe;        /* only the newest pools take part */
    bool is_in_slice;
    unsigned passes;
    uint64_t survivors;
    uint64_t collected;
    uint64_t candidates;
    uint64_t work_ns;
    uint64_t created;     /* heap->objects_created at the start */
    uint64_t purged;      /* bytes of cells given back so far */
};

/* When audits happen: at every interval-th poll (0: never); the interval doubles now and then. */
struct ouro_gc_audit_pace {
    uint64_t interval, polls, count, effort;
    uint64_t referent_count; /* objects that the last audit found references to */
    uint64_t event_count; /* of struct ouro_gc at the last audit */
};

/* Which safe points collect under stress (stress.c). */
struct ouro_gc_stress_pace {
    struct ouro_gc_table places; /* visits of each */
    uint64_t effort;             /* objects looked at */
};

struct ouro_gc {
    struct ouro_heap *heap;
    struct ouro_mem *mem;
    bool is_collecting;
    bool is_enabled;
    enum ouro_gc_stress stress;
    struct ouro_gc_stress_pace stress_pace;
    struct ouro_gc_audit_pace audit;
    bool is_pressed;  /* an allocation failed: a full collection at the next poll */
    bool has_exact_thresholds;
    bool has_frozen;
    bool ran_user_code; /* set by dispose */
    bool has_announced; /* the hooks were told that a collection of the old generation begins */
    int debug;
    int threshold[OURO_GC_GENERATIONS];
    int64_t count[OURO_GC_GENERATIONS]; /* [0] is heap->young_count */
    int64_t young_size;  /* net new containers between young collections */
    int64_t slice_due;   /* young_count at which the next slice runs */
    int64_t slice_every;
    struct ouro_gc_options options;

    uint64_t long_lived_total;   /* survivors of the last full collection */
    uint64_t long_lived_pending; /* promoted since */
    uint64_t middle_count;       /* objects that the next middle collection would look at, about */
    uint64_t live_low;           /* fewest objects alive since the last full collection */
    uint64_t live_bytes;         /* after the last old cycle */
    int64_t external_bytes;
    uint64_t limit_bytes;        /* after the last collection that a near limit made */
    uint32_t young_skip;         /* young collections to leave out after one that found nothing */
    uint32_t young_skips_left;
    uint32_t link_samples;       /* young survivors that were asked whether they hold containers */
    uint32_t links_seen;         /* those that do; both are halved now and then */
    uint32_t backoff;            /* 1..8: old cycles that found nothing make the next one later */
    double ns_per_object;        /* of old cycles */

    struct ouro_gc_pool_list young_pools;
    struct ouro_gc_pool_list middle_pools;
    struct ouro_gc_vector recent; /* units of pools that were allocated from lately, newest last */
    uint64_t probed;              /* heap->objects_created when the last probe or cycle began */
    uint64_t cycle_end_ns;        /* CPU time at the end of the last cycle */

    struct ouro_gc_cells cells;
    struct ouro_gc_vector pools;     /* pools of the running collection */
    struct ouro_gc_list stack;
    struct ouro_gc_vector garbage;
    struct ouro_gc_vector specials;  /* dispose: (order, address) pairs */
    struct ouro_gc_vector callbacks; /* dispose: weakrefs, counted */

    struct ouro_gc_table births;
    uint32_t serial;

    struct ouro_gc_cycle cycle;

    struct ouro_gc_stats stats[OURO_GC_GENERATIONS];
    struct ouro_gc_totals totals;
    struct ouro_gc_event events[OURO_GC_EVENTS_MAX];
    uint64_t event_count;
    struct ouro_gc_event last;
    uint64_t user_ns; /* spent in user code during the current stop */
};

/* ---- the header as one word ------------------------------------------------------------------ */

#define OURO_HEADER_FLAG(flag) ((uint64_t)(flag) << 32)

OURO_INLINE uint64_t ouro_header_get(const void *block)
{
    return *(const uint64_t *)block;
}

/* An object that is alive and counted: not free, not dying, not immortal, not trapped. */
OURO_INLINE bool ouro_header_is_counted(uint64_t header)
{
    return (header >> 48) != 0 && (int32_t)(uint32_t)header > 0;
}

OURO_INLINE bool ouro_header_is_alive(uint64_t header)
{
    int32_t count = (int32_t)(uint32_t)header;
    bool is_deferred = ((uint32_t)header >> 30) == 2;
    return (header >> 48) != 0 && count != 0 && !is_deferred;
}

OURO_INLINE int ouro_header_generation(uint64_t header)
{
    return (int)(header >> 32 & OURO_GC_GENERATION);
}

OURO_INLINE int32_t ouro_header_refcount(uint64_t header)
{
    return (int32_t)(uint32_t)header;
}

OURO_INLINE void ouro_object_generation_set(ouro_object *object, int generation)
{
    object->gc_flags = (uint8_t)((object->gc_flags & ~OURO_GC_GENERATION) | generation);
}

void ouro_gc_audit_poll(struct ouro_gc *gc);
void ouro_gc_stress_poll(struct ouro_gc *gc);

/* ---- tracing by cells (confirm.c) ------------------------------------------------------------ */

enum { OURO_TRACER_RING = 16 };

/* A visitor that works on cells. skip and left cut the slots of an object into pieces. */
struct ouro_gc_tracer {
    struct ouro_visitor visitor;
    struct ouro_gc *gc;
    struct ouro_gc_cells *cells;
    struct ouro_gc_list *stack;
    uint64_t member_flag; /* header flag that an object must have to take part; 0: any */
    uint64_t skip;
    uint64_t left;
    uint64_t visited;     /* slots seen */
    uint64_t found;       /* references to what has a cell (tally) */
    uint64_t marked;      /* objects marked */
    bool was_cut;
    bool has_failed;      /* the stack could not grow */
    unsigned ring_index;
    ouro_gc_cell no_cell;                 /* stands in an empty place of the ring */
    ouro_gc_cell *ring[OURO_TRACER_RING]; /* cells on their way from memory */
};

/* Counts references into cells; the last few are only counted by the flush. */
void ouro_gc_tracer_init_tally(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                               struct ouro_gc_cells *cells, uint64_t member_flag);

/* The same for members that are likely in the cache. Of an object with more than left slots it counts the
 * ranges up to the one that is too long, and sets was_cut and left = 0. */
void ouro_gc_tracer_init_tally_near(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                                    struct ouro_gc_cells *cells);
void ouro_gc_tracer_flush(struct ouro_gc_tracer *tracer);

/* Marks what is referred to and pushes it. */
void ouro_gc_tracer_init_mark(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                              struct ouro_gc_cells *cells, struct ouro_gc_list *stack,
                              uint64_t member_flag);

OURO_INLINE void ouro_gc_trace(struct ouro_gc_tracer *tracer, const ouro_object *object)
{
    const struct ouro_type *type = ouro_type_of(tracer->gc->heap, object);
    if (type->traverse)
        type->traverse(object, &tracer->visitor);
}

/* Traverses everything on the stack until it is empty (sets that do not change meanwhile). */
void ouro_gc_trace_all(struct ouro_gc_tracer *tracer);

/* The window of a range that this call may look at: false when there is nothing of it. */
OURO_INLINE bool ouro_gc_tracer_window(struct ouro_gc_tracer *tracer, ouro_object *const **slots,
                                       size_t *count, size_t stride)
{
    if (ouro_unlikely(tracer->skip > 0)) {
        if (tracer->skip >= *count) {
            tracer->skip -= *count;
            return false;
        }
        *slots += tracer->skip * stride;
        *count -= tracer->skip;
        tracer->skip = 0;
    }
    if (ouro_unlikely(*count > tracer->left)) {
        *count = tracer->left;
        tracer->was_cut = true;
    }
    tracer->left -= *count;
    tracer->visited += *count;
    return *count > 0;
}

/* Splits a list of objects that all carry the flag in their headers: those that references from members
 * explain completely stay at the front (their number in *garbage_count), the others follow and lose
 * the flag. Exact: no user code may run meanwhile. The cells' tallies of the members are used and their
 * MARK says who is alive. false: no memory; then nothing is known and no flag has changed. */
OURO_MUST_USE bool ouro_gc_confirm(struct ouro_gc *gc, struct ouro_gc_cells *cells,
                                   struct ouro_gc_vector *list, uint8_t member_flag,
                                   size_t *garbage_count);

/* ---- others ---------------------------------------------------------------------------------- */

/* ouro_heap_walk for those who keep no reference to what they see: a proof by traps goes on. */
void ouro_gc_peek_all(struct ouro_heap *heap, ouro_gc_visit callback, void *context);

/* The pool whose slot starts exactly at this address, if there is one of containers. */
struct ouro_pool *ouro_gc_pool_at(struct ouro_gc *gc, uint64_t address);

/* Whether a live object with this flag still stands at an address that held one before user code ran. */
bool ouro_gc_is_still(struct ouro_gc *gc, uint64_t address, uint8_t flag);

/* Takes garbage (all members PENDING) to its end; returns how many objects were cleared. The list is
 * used up. Afterwards no member is PENDING. has_special: whether ouro_gc_is_special holds for one, or may. */
size_t ouro_gc_dispose(struct ouro_gc *gc, struct ouro_gc_vector *garbage, bool has_special);

/* A pool of containers begins at this unit. */
bool ouro_gc_pool_exists(struct ouro_gc *gc, uint64_t index);

/* Pools that were allocated from since the last time join gc->young_pools. */
void ouro_gc_take_young(struct ouro_gc *gc);

/* What is young counts as old from now on, without a look at it. */
void ouro_gc_forget_young(struct ouro_gc *gc);

/* One stop of the program: bookkeeping around it. */
struct ouro_gc_stop {
    uint64_t start_ns;
    uint64_t start_cpu_ns;
};
void ouro_gc_stop_begin(struct ouro_gc *gc, struct ouro_gc_stop *stop);
void ouro_gc_stop_end(struct ouro_gc *gc, const struct ouro_gc_stop *stop, int generation,
                      bool is_slice, uint64_t candidates, uint64_t collected);

/* Tells the hooks. A cycle that was given up ends for them when the next collection of its generation
 * begins, at the latest. */
void ouro_gc_notify(struct ouro_gc *gc, enum ouro_gc_phase phase, int generation, size_t collected);

/* Bytes that count for pacing. */
uint64_t ouro_gc_bytes(const struct ouro_gc *gc);

/* The parts of dispose for a set that is not disposed of in one go: members are PENDING. */
OURO_INLINE bool ouro_gc_is_special(struct ouro_gc *gc, const ouro_object *object)
{
    const struct ouro_type *type = ouro_type_of(gc->heap, object);
    return (object->gc_flags & OURO_GC_HAS_WEAKREF) || (type->flags & OURO_TYPE_WEAKREF) ||
           (type->finalize && !(object->gc_flags & OURO_GC_FINALIZED));
}
uint64_t ouro_gc_special_order(struct ouro_gc *gc, ouro_object *object);
/* Room for the callbacks of gc->specials. false: no memory. */
bool ouro_gc_callbacks_reserve(struct ouro_gc *gc);
/* Weak references, callbacks and finalizers of gc->specials (PENDING). true: user code ran. */
bool ouro_gc_dispose_specials(struct ouro_gc *gc);

/* The cycle in slices (cycle.c). */
bool ouro_gc_cycle_init(struct ouro_gc *gc);
void ouro_gc_cycle_destroy(struct ouro_gc *gc);
/* A probe is a cycle over the newest pools: all others count as held. */
bool ouro_gc_cycle_start(struct ouro_gc *gc, bool is_probe);
void ouro_gc_cycle_abandon(struct ouro_gc *gc);
/* Works until the thread's CPU time reaches deadline_ns; true when the cycle is over. */
bool ouro_gc_cycle_slice(struct ouro_gc *gc, uint64_t deadline_ns);

enum {
    OURO_CYCLE_CHUNK = 4096,  /* slots of an object that are traversed between two looks at the clock */
    OURO_TRAP_CHUNK = OURO_WIDE_SLOTS, /* the same in a proof by traps, where pieces need care */
    OURO_CYCLE_STEPS = 128,   /* objects between two looks */
    /* The cell of a suspect that waits in cycle.large. */
    OURO_CELL_LARGE = OURO_CELL_OVERFLOW | OURO_CELL_COUNT,
};

/* How much a slice may still do: looks at the clock now and then. The deadline is CPU time of the thread,
 * which takes the system 700 ns to tell; before the wall clock has come that far it cannot have passed. */
struct ouro_gc_clock {
    uint64_t deadline_ns;
    uint64_t wall_ns;
    int steps;
};
OURO_NOINLINE bool ouro_gc_clock_look(struct ouro_gc_clock *clock);

/* false: the slice is over. */
OURO_INLINE bool ouro_gc_clock_step(struct ouro_gc_clock *clock, int steps)
{
    clock->steps -= steps;
    return ouro_likely(clock->steps > 0) || ouro_gc_clock_look(clock);
}

/* Empties the stack of the cycle; false: the slice is over before. An object with more slots than chunk
 * is traversed in pieces. */
bool ouro_gc_cycle_drain(struct ouro_gc *gc, struct ouro_gc_clock *clock, uint64_t member_flag,
                         uint32_t chunk);

/* Marks a cell's object and pushes it. */
void ouro_gc_cycle_push(struct ouro_gc *gc, ouro_gc_cell *cell, const ouro_object *object);

/* The proof of cycle.large as a whole, in one stop if it is small or by traps (trap.c). true: the
 * phase is over and the next one set. */
bool ouro_gc_trap_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock);
void ouro_gc_trap_start(struct ouro_gc *gc);
void ouro_gc_trap_abandon(struct ouro_gc *gc);

/* A young survivor while a cycle runs. */
OURO_INLINE uint8_t ouro_gc_cycle_birth_flag(const struct ouro_gc *gc)
{
    return gc->cycle.phase != OURO_GC_CYCLE_IDLE ? OURO_GC_BLACK : 0;
}

/* A collection that is due now; called with the policy's counters past their thresholds. */
size_t ouro_gc_collect_now(struct ouro_gc *gc, int generation, bool is_automatic);

#endif
