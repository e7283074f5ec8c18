/* The collector of cycles. Reference counts free everything else at once; what is left to find here are
 * objects that hold each other and that nobody else holds.
 *
 * Principle: if the count of every member of a set is explained by references from members, nobody
 * outside holds the set, and nobody ever will again. The collector needs no roots, no write
 * barrier and no lists: objects lie in pools and are found by walking pools, counts are subtracted in
 * side arrays ("cells"), never in the objects.
 *
 *      generation 0 --young--> 1 --middle--> 2          3 = frozen, never looked at
 *
 * Two ways of collecting:
 *   ouro_gc_collect  synchronous and exact for a generation and all younger ones (the semantics of
 *                    CPython 3.11, order of weak references and finalizers included)
 *   ouro_gc_poll     called by the program at safe points (never inside an allocation): young
 *                    collections when due, and the old generation in slices of bounded time
 *
 * User code (finalizers, callbacks of weak references) runs only from these two functions, from
 * ouro_gc_step and from the release of an object, never while a collector's table is being used.
 *
 * docs/design/collector.md has the algorithm and its proof. Depends on mem, object. */
#ifndef OURO_GC_GC_H
#define OURO_GC_GC_H

#include "object/heap.h"

enum {
    OURO_GC_YOUNG = 0,
    OURO_GC_MIDDLE = 1,
    OURO_GC_OLD = 2,
    OURO_GC_FROZEN = 3,
    OURO_GC_GENERATIONS = 3, /* those that are collected */
};

/* Debug flags: the collector calls hooks.collection and hooks.garbage, the language prints. Values as
 * in Python's gc module. */
enum ouro_gc_debug {
    OURO_GC_DEBUG_STATS = 1,
    OURO_GC_DEBUG_COLLECTABLE = 2,
    OURO_GC_DEBUG_UNCOLLECTABLE = 4,
    OURO_GC_DEBUG_SAVEALL = 32,
};

/* What hooks.collection is called for. COLLECTION_* surround what CPython calls a collection (a whole
 * old cycle counts as one, its end is reported when its garbage is gone); SLICE_* surround each piece
 * of an old cycle. */
enum ouro_gc_phase {
    OURO_GC_COLLECTION_START,
    OURO_GC_COLLECTION_STOP,
    OURO_GC_SLICE_START,
    OURO_GC_SLICE_STOP,
};

/* What hooks.garbage is told about an object that a collection found unreachable. */
enum ouro_gc_garbage {
    OURO_GC_GARBAGE_COLLECTABLE, /* for printing; only with DEBUG_COLLECTABLE, before any finalizer */
    OURO_GC_GARBAGE_SAVED,       /* with DEBUG_SAVEALL: append to gc.garbage; it will not be cleared */
};

struct ouro_gc_stats {
    uint64_t collections;
    uint64_t collected;
    uint64_t uncollectable; /* always 0: no type here has a finalizer that forbids clearing */
    uint64_t candidates;    /* objects looked at */
    uint64_t duration_ns;
    uint64_t duration_max_ns; /* longest single stop */
};

/* One collection or slice, for the report. */
struct ouro_gc_event {
    uint64_t start_ns;
    uint64_t duration_ns;
    uint64_t candidates;
    uint64_t collected;
    uint8_t generation;
    uint8_t is_slice;
    uint8_t cycle_phase; /* enum ouro_gc_cycle_phase after a slice */
    uint8_t is_automatic;
};

enum { OURO_GC_EVENTS_MAX = 256 };

/* Where an old cycle stands. */
enum ouro_gc_cycle_phase {
    OURO_GC_CYCLE_IDLE,
    OURO_GC_CYCLE_PREPARE, /* gives each container pool its cells */
    OURO_GC_CYCLE_TALLY,   /* counts references from containers into the cells */
    OURO_GC_CYCLE_MARK,    /* marks what is held from outside and all it reaches */
    OURO_GC_CYCLE_CONFIRM, /* proves the unmarked rest in small batches and frees it */
    OURO_GC_CYCLE_ARM,     /* what is too large for a batch: set traps in its counts, */
    OURO_GC_CYCLE_RECOUNT, /* count again, */
    OURO_GC_CYCLE_VERIFY,  /* mark members that are held or were touched, and what they reach, */
    OURO_GC_CYCLE_RECHECK, /* look once more for touched ones, */
    OURO_GC_CYCLE_SEAL,    /* take the rest out of the traps */
    OURO_GC_CYCLE_RELEASE, /* and clear it bit by bit */
    OURO_GC_CYCLE_FINISH,  /* gives the memory of the cells back */
};

/* Numbers for the report and the benchmark. All since the start of the heap. */
struct ouro_gc_totals {
    uint64_t slices;
    uint64_t cycles;          /* old cycles that ran to their end */
    uint64_t cycles_abandoned; /* for want of memory or because of a synchronous collection */
    uint64_t pause_ns;        /* sum of all stops */
    uint64_t pause_max_ns;    /* the longest, user code not included */
    uint64_t suspects;        /* objects that had to be confirmed */
    uint64_t suspects_live;   /* of those, alive after all */
    uint64_t traps_sprung;
};

/* ---- life ------------------------------------------------------------------------------------ */

/* Sets up heap->gc and the table of weak references. false: no memory. */
OURO_MUST_USE bool ouro_gc_init(struct ouro_heap *heap);

/* Frees the collector's tables. No user code, no object is touched. */
void ouro_gc_destroy(struct ouro_heap *heap);

/* The end of a program: abandons a cycle in progress, gives frozen objects their counts back, collects
 * until nothing more is found (at most a few times: finalizers may make new garbage). Call it after the
 * runtime has dropped its own references. Returns the objects collected. */
size_t ouro_gc_shutdown(struct ouro_heap *heap);

/* ---- collecting ------------------------------------------------------------------------------ */

/* Collects generations 0..generation completely. Returns how many unreachable objects were found
 * and cleared (resurrected ones not counted), with CPython's counting. 0 at once when called from
 * inside a collection. Out of memory: gives up, having freed nothing, 0. */
size_t ouro_gc_collect(struct ouro_heap *heap, int generation);

OURO_NOINLINE void ouro_gc_poll_slow(struct ouro_heap *heap);

/* The safe point. Every reference that the caller goes on using must be counted (or kept alive by a
 * counted one): anything else may be gone afterwards. */
OURO_INLINE void ouro_gc_poll(struct ouro_heap *heap)
{
    if (ouro_unlikely(heap->young_count > heap->young_threshold))
        ouro_gc_poll_slow(heap);
}

/* Works on the old generation for about budget_ns, starting a cycle if none is under way: for event
 * loops. true: there is more to do in this cycle. */
bool ouro_gc_step(struct ouro_heap *heap, uint64_t budget_ns);

/* Makes the next poll call out (work is waiting). */
OURO_INLINE void ouro_gc_request_poll(struct ouro_heap *heap)
{
    heap->young_threshold = -1;
}

/* ---- policy ---------------------------------------------------------------------------------- */

/* Automatic collections on or off; both return the previous state. */
bool ouro_gc_enable(struct ouro_heap *heap);
bool ouro_gc_disable(struct ouro_heap *heap);
bool ouro_gc_is_enabled(const struct ouro_heap *heap);

/* CPython's three thresholds (700, 10, 10). Until they are set, the size of the young generation
 * adapts to what a young collection costs; once they are, threshold 0 is kept to the object.
 * threshold 0 == 0: no automatic collection. */
void ouro_gc_threshold_set(struct ouro_heap *heap, const int threshold[3]);
void ouro_gc_threshold_get(const struct ouro_heap *heap, int threshold[3]);

/* As gc.get_count(): net new containers, young collections since the last middle one, middle ones
 * since the last old one. */
void ouro_gc_count_get(const struct ouro_heap *heap, int64_t count[3]);

struct ouro_gc_options {
    uint64_t pause_target_ns;   /* for slices and young collections; default 0.8 ms */
    bool is_incremental;        /* old cycles in slices (default) or in one go as CPython does */
    uint32_t growth_percent;    /* start a cycle when the old generation or its bytes grew by this */
    uint64_t growth_bytes_min;  /* but by no less than this */
    uint32_t young_max;         /* limit of the adaptive young size */
    uint32_t batch_max;         /* suspects that may be proven in one stop */
};
void ouro_gc_options_get(const struct ouro_heap *heap, struct ouro_gc_options *options);
void ouro_gc_options_set(struct ouro_heap *heap, const struct ouro_gc_options *options);

/* Memory that objects hold outside of the heap and its raw allocator counts for pacing too. */
void ouro_gc_adjust_external(struct ouro_heap *heap, int64_t bytes);

/* A release that frees more than this many objects leaves the rest to the next polls. 0: off
 * (default): everything dies at once. */
void ouro_gc_release_budget_set(struct ouro_heap *heap, uint32_t objects);

/* For finding references that are not counted, or moved without a word: a full collection at every poll (in
 * a long program at every place, hooks.place, and ever more seldom when it is there again), or at every poll
 * the smallest slice of a cycle whose suspects are all proven by traps. */
enum ouro_gc_stress {
    OURO_GC_STRESS_OFF,
    OURO_GC_STRESS_FULL,
    OURO_GC_STRESS_SLICES,
};
void ouro_gc_stress_set(struct ouro_heap *heap, enum ouro_gc_stress stress);

void ouro_gc_debug_set(struct ouro_heap *heap, int flags);
int ouro_gc_debug_get(const struct ouro_heap *heap);

/* ---- looking --------------------------------------------------------------------------------- */

void ouro_gc_stats_get(const struct ouro_heap *heap, int generation, struct ouro_gc_stats *stats);
void ouro_gc_totals_get(const struct ouro_heap *heap, struct ouro_gc_totals *totals);
enum ouro_gc_cycle_phase ouro_gc_cycle_phase_get(const struct ouro_heap *heap);
const char *ouro_gc_cycle_phase_name(enum ouro_gc_cycle_phase phase);

/* The last events, newest first, at most max. Returns how many were written. */
size_t ouro_gc_events_get(const struct ouro_heap *heap, struct ouro_gc_event *events, size_t max);

/* What the collection or slice found that the hooks are told the end of: duration (of all slices when it is a
 * cycle), objects looked at. */
void ouro_gc_last_get(const struct ouro_heap *heap, struct ouro_gc_event *event);

/* True while a collection, its finalizers included, is running. */
bool ouro_gc_is_collecting(const struct ouro_heap *heap);

/* A container that the collector would look at. Immortal containers count as tracked. */
bool ouro_object_is_tracked(const struct ouro_heap *heap, const ouro_object *object);

/* 0, 1, 2 or 3 (frozen) for a tracked object. */
OURO_INLINE int ouro_object_generation(const ouro_object *object)
{
    return object->gc_flags & OURO_GC_GENERATION;
}

OURO_INLINE bool ouro_gc_is_finalized(const ouro_object *object)
{
    return (object->gc_flags & OURO_GC_FINALIZED) != 0;
}

/* For types that track lazily: a container without references worth following. */
OURO_INLINE void ouro_object_untrack(ouro_object *object)
{
    object->gc_flags |= OURO_GC_UNTRACKED;
}

OURO_INLINE void ouro_object_track(ouro_object *object)
{
    object->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
}

/* Called for each tracked object of the generation (-1: all, frozen ones included; 0..3). The callback
 * may count references but must neither allocate nor free; false stops. Order: addresses. */
typedef bool (*ouro_gc_visit)(void *context, ouro_object *object);
void ouro_gc_walk(struct ouro_heap *heap, int generation, ouro_gc_visit callback, void *context);

/* Tracked objects in a generation, by a walk. */
size_t ouro_gc_generation_count(struct ouro_heap *heap, int generation);

/* Each direct reference of the object that its type reports (duplicates included). */
void ouro_gc_referents(struct ouro_heap *heap, const ouro_object *object, ouro_gc_visit callback,
                       void *context);

/* Each tracked object that directly refers to one of the targets, once. */
void ouro_gc_referrers(struct ouro_heap *heap, ouro_object *const *targets, size_t target_count,
                       ouro_gc_visit callback, void *context);

/* Every object of the heap, atoms and untracked ones included; immortal, young, anything alive. */
void ouro_heap_walk(struct ouro_heap *heap, ouro_gc_visit callback, void *context);

/* Finds what ouro_gc_collect(heap, 2) would find unreachable, without freeing or changing anything:
 * for the leak report at the end of a program. The objects are passed in address order. false: no
 * memory. ouro_gc_referents gives the edges. */
OURO_MUST_USE bool ouro_gc_find_garbage(struct ouro_heap *heap, ouro_gc_visit callback,
                                        void *context);

/* ---- freezing -------------------------------------------------------------------------------- */

/* Moves all tracked objects to the frozen generation, which no collection looks at. With is_immortal they,
 * and the atoms there are, are not counted any more either, so that a forked child can read them without
 * writing to their pages; since references made meanwhile are not counted, they are never released:
 * their memory returns with the heap, their finalizers run at ouro_gc_shutdown. Returns how many are
 * frozen now. */
size_t ouro_gc_freeze(struct ouro_heap *heap, bool is_immortal);

/* The process is about to fork: what is frozen becomes immortal now. A program that freezes and does not
 * fork keeps exact counts. */
void ouro_gc_before_fork(struct ouro_heap *heap);

/* Moves the frozen objects to the oldest generation. (Those that became immortal stay so.) */
void ouro_gc_unfreeze(struct ouro_heap *heap);
size_t ouro_gc_freeze_count(struct ouro_heap *heap);

/* ---- order of finalizers --------------------------------------------------------------------- */

/* Finalizers of one collection run in the order in which their objects were noted here; others by
 * address. A language calls this when it creates an instance of a class with a finalizer. Benign when
 * memory is out. */
void ouro_gc_note_birth(struct ouro_heap *heap, ouro_object *object);

/* ---- checking -------------------------------------------------------------------------------- */

/* One fault of the audit: more references to the object come from containers than it counts. */
typedef void (*ouro_gc_fault)(void *context, ouro_object *object, uint64_t count,
                              uint64_t references);

/* Counts all references between objects again and compares: no object may have more than its count
 * says. Returns the number of faults, SIZE_MAX when memory is out. Changes nothing. */
size_t ouro_gc_audit(struct ouro_heap *heap, ouro_gc_fault fault, void *context);

/* An audit of everything (references, the collector, the pools) at safe points and after each
 * collection or slice: at all of them at first, then at every second, every fourth, ... so that a long
 * program ends. A fault is printed and the process aborts. */
void ouro_gc_audit_set(struct ouro_heap *heap, bool is_on);
uint64_t ouro_gc_audit_count(const struct ouro_heap *heap);

/* The collector's own invariants; NULL or the first that is broken. */
const char *ouro_gc_find_fault(struct ouro_heap *heap);

#endif
