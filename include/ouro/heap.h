/* libouro: a private heap with reference counts and a collector for cycles, for whoever writes a
 * language runtime or needs dynamic data in C.
 *
 *     struct ouro_heap *heap = ouro_heap_open(NULL);
 *     struct ouro_type_spec spec = {
 *         .name = "node", .size = 32, .reference_offset = 8, .reference_count = 2};
 *     struct ouro_type *node = ouro_type_add(heap, &spec);
 *     void *a = ouro_object_make(heap, node);
 *     ouro_store_take(heap, ouro_field(a, 8), ouro_object_make(heap, node));
 *     ouro_drop(heap, a);   // both are gone
 *     ouro_heap_close(heap);
 *
 * An object begins with an 8-byte header that is the heap's: its fields start at offset 8. A
 * reference is a pointer that is counted; what an object refers to must be told by its type, or
 * cycles through it are never found (a missing reference leaks, it never frees what is alive).
 *
 * A heap belongs to one thread at a time; heaps share nothing. Every allocation can fail: the
 * answer is NULL, and nothing has changed. */
#ifndef OURO_HEAP_H
#define OURO_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef OURO_API
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 6 /* noplt: no stub in between */
#define OURO_API __attribute__((visibility("default"), noplt))
#elif defined(__GNUC__)
#define OURO_API __attribute__((visibility("default")))
#else
#define OURO_API
#endif
#endif

struct ouro_heap;
struct ouro_type;

struct ouro_heap_spec {
    uint64_t limit;  /* bytes the heap may commit; 0: no limit */
    size_t boundary; /* small requests end here; 0: 256, at most 1024 */
    bool is_debug;   /* guard every block; misuse is reported on standard error and aborts */
    bool huge_pages; /* ask the system for them: see docs/design/pools.md for what they bring and cost */
};

/* spec may be NULL. NULL: the system refuses memory. Cost: some microseconds, a few pages. */
OURO_API struct ouro_heap *ouro_heap_open(const struct ouro_heap_spec *spec);

/* Frees the heap and everything in it at once. No finalizer runs: collect and drop before if they should. */
OURO_API void ouro_heap_close(struct ouro_heap *heap);

/* ---- plain memory: malloc's contract, but 0 bytes give a distinct block, and realloc to 0 keeps it ---- */

OURO_API void *ouro_malloc(struct ouro_heap *heap, size_t size);
OURO_API void *ouro_calloc(struct ouro_heap *heap, size_t count, size_t size);
OURO_API void *ouro_realloc(struct ouro_heap *heap, void *block, size_t size);
OURO_API void ouro_free(struct ouro_heap *heap, void *block /* may be NULL */);

/* Gives everything that is free back to the system now; the bytes. It happens by itself after a delay, as
 * long as the program goes on using the heap. */
OURO_API size_t ouro_heap_trim(struct ouro_heap *heap);

/* For programs that wait: a heap has no thread of its own, so what was free when the program went to sleep
 * stays until the next call. This one does what is due. Returns the nanoseconds after which another is
 * worth making, 0: not before the heap has been used again.
 *
 *     for (;;) {
 *         uint64_t wait = ouro_heap_tick(heap);
 *         wait_for_events(wait ? wait / 1000000 + 1 : -1);   // milliseconds, as poll's
 *     }
 */
OURO_API uint64_t ouro_heap_tick(struct ouro_heap *heap);

/* For tests: of the requests for memory that follow, counted from 1, those from first to last fail; first 0:
 * none does. */
OURO_API void ouro_heap_fail(struct ouro_heap *heap, uint64_t first, uint64_t last);

/* ---- types ----------------------------------------------------------------------------------- */

/* Told each reference of an object by its type's traverse function. */
typedef void (*ouro_visit_function)(void *context, void *const *references, size_t count);

struct ouro_type_spec {
    const char *name; /* must outlive the heap */
    size_t size;      /* bytes of an instance, header included; 16 to 1 MiB */

    /* References in one run, NULL or counted, from reference_offset on. Enough for most types: the
     * functions below may then be NULL. */
    size_t reference_offset;
    size_t reference_count;

    /* Further references, reported without side effects. */
    void (*traverse)(const void *object, ouro_visit_function visit, void *context);
    /* Drops them (ouro_drop), leaving NULL: called when the object dies or its cycle is broken. May be
     * called twice. */
    void (*clear)(struct ouro_heap *heap, void *object);
    /* Runs once, before the object dies, while all it refers to is alive; may bring it back by
     * storing a new reference somewhere. */
    void (*finalize)(struct ouro_heap *heap, void *object);
    /* For objects with very many references, so that no stop grows with them: drops some (ouro_drop, leaving
     * NULL), one less in *budget for each, until it is 0; true: there are more. Nobody else sees the object
     * any more. clear is called when it is done. May be NULL. */
    bool (*clear_some)(struct ouro_heap *heap, void *object, uint32_t *budget);
};

/* NULL: no memory, or 65,535 types exist. Types live as long as the heap. */
OURO_API struct ouro_type *ouro_type_add(struct ouro_heap *heap, const struct ouro_type_spec *spec);

/* ---- objects --------------------------------------------------------------------------------- */

/* A new object with count 1, fields zero; the caller owns the reference. May run a young collection or
 * a slice of an old one first: every reference in use must be counted. */
OURO_API void *ouro_object_make(struct ouro_heap *heap, struct ouro_type *type);

/* Counts between -OURO_COUNT_TRAPPED and 0 are those of objects that the collector is just looking at: the
 * first change makes them positive again. Immortal counts lie below. */
#define OURO_COUNT_TRAPPED (1 << 24)

/* +1. Immortal objects are left alone. */
static inline void ouro_keep(void *object)
{
    int32_t *count = (int32_t *)object;
    if (*count >= 0)
        *count = (int32_t)((uint32_t)*count + 1u);
    else if (*count > -OURO_COUNT_TRAPPED)
        *count = 1 - *count;
}

/* Call this on what you take out of an object's field without counting it again (the field is overwritten,
 * the reference lives on). Dropping it, or keeping it first, needs no call. */
static inline void ouro_touch(void *object)
{
    int32_t *count = (int32_t *)object;
    if (*count < 0 && *count > -OURO_COUNT_TRAPPED)
        *count = -*count;
}

OURO_API void ouro_drop_slow(struct ouro_heap *heap, void *object);

/* -1; at 0 the object and all that only it held are freed, without recursion. */
static inline void ouro_drop(struct ouro_heap *heap, void *object)
{
    int32_t *count = (int32_t *)object;
    if (*count > 1)
        --*count;
    else
        ouro_drop_slow(heap, object);
}

static inline void **ouro_field(void *object, size_t offset)
{
    return (void **)((char *)object + offset);
}

/* Puts value (the caller's reference is taken; NULL allowed) in the field, then drops what was there. */
static inline void ouro_store_take(struct ouro_heap *heap, void **field, void *value)
{
    void *old = *field;
    *field = value;
    if (old)
        ouro_drop(heap, old);
}

/* Negative: immortal. */
static inline int32_t ouro_count(const void *object)
{
    int32_t count = *(const int32_t *)object;
    return count < 0 && count > -OURO_COUNT_TRAPPED ? -count : count;
}

/* ---- the collector --------------------------------------------------------------------------- */

/* Finds and frees all unreachable cycles now; their objects. */
OURO_API size_t ouro_collect(struct ouro_heap *heap);
/* Works on the old generation for about so long; true: there is more to do. For event loops. */
OURO_API bool ouro_collect_step(struct ouro_heap *heap, uint64_t budget_ns);
/* Dropping the last reference to a large structure frees at most so many objects at once (or references
 * of a wide one); the rest waits for later calls of ouro_object_make and ouro_collect_step. 0 (at first):
 * all at once. */
OURO_API void ouro_release_budget(struct ouro_heap *heap, uint32_t objects);
/* Automatic collections, on at first; the previous state. */
OURO_API bool ouro_collector_enable(struct ouro_heap *heap, bool is_enabled);
/* Memory that objects hold outside of this heap, so that collections come in time. */
OURO_API void ouro_external_adjust(struct ouro_heap *heap, int64_t bytes);
/* What is alive now is never looked at again, and no longer counted: for programs that fork. */
OURO_API size_t ouro_freeze(struct ouro_heap *heap);
OURO_API void ouro_unfreeze(struct ouro_heap *heap);

/* What the collector did and does. Times are of the thread's processor time. */
enum { OURO_COLLECTOR_GENERATIONS = 3 };
struct ouro_collector_stats {
    uint64_t collections, collected, candidates; /* candidates: objects looked at */
    uint64_t duration_ns, duration_max_ns;       /* all stops of it, the longest */
};
OURO_API void ouro_collector_stats_get(struct ouro_heap *heap, int generation,
                                       struct ouro_collector_stats *stats);

struct ouro_collector_event {
    uint64_t start_ns, duration_ns; /* start: of the system's monotonic clock */
    uint64_t candidates, collected;
    int generation;
    bool is_slice;     /* of a cycle over the old generation */
    const char *phase; /* of that cycle, afterwards; "idle" when it is over */
};
/* The last collections and slices, newest first, 256 at most; how many were written. */
OURO_API size_t ouro_collector_events_get(struct ouro_heap *heap,
                                          struct ouro_collector_event *events, size_t max);

/* Called at the beginning and at the end of each collection, of each cycle over the old generation and of
 * each of its slices; event is NULL at a beginning. It may allocate, and must not collect. NULL:
 * nobody. */
enum ouro_collector_moment {
    OURO_COLLECTION_BEGINS,
    OURO_COLLECTION_ENDS,
    OURO_SLICE_BEGINS,
    OURO_SLICE_ENDS,
};
typedef void (*ouro_collector_watcher)(struct ouro_heap *heap, enum ouro_collector_moment moment,
                                       int generation, const struct ouro_collector_event *event,
                                       void *context);
OURO_API void ouro_collector_watch(struct ouro_heap *heap, ouro_collector_watcher watcher,
                                   void *context);

struct ouro_heap_figures {
    uint64_t committed, peak, blocks, given_back; /* bytes, bytes, count, bytes */
    uint64_t objects_created, objects_freed, objects_collected;
    uint64_t collections, pause_max_ns, pause_ns;
    uint64_t system_calls; /* made for memory: to have it, to give it back */
};
OURO_API void ouro_heap_figures_get(struct ouro_heap *heap, struct ouro_heap_figures *figures);

#ifdef __cplusplus
}
#endif

#endif
