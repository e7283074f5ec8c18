/* The death of an object, without recursion over the shape of the data.
 *
 *      count 1 -> 0:  finalizer (may resurrect)  ->  weak references  ->  dealloc of the type
 *
 * All of it can nest as deep as the data: it runs directly down to RELEASE_DEPTH_MAX, deeper deaths are
 * put on a list threaded through the headers of the dead and drained by the outermost release. A
 * chain of any length dies in constant stack and without an allocation. The link takes the place of
 * count and gc_flags:
 *
 *      63       48 47      40 39 38      32 31 30 29                              0
 *      +----------+----------+--+----------+-----+---------------------------------+
 *      | type     | user     |F | link30-36| 1 0 | link 0-29                       |
 *      +----------+----------+--+----------+-----+---------------------------------+
 *
 * F: finalizer and weak references are still to be done. (Whether there are weak references is then
 * asked from their table; a finalizer that has run is never put off in this state.)
 *
 * link = (address - reservation base) / 8 + 1, 0 at the end. To a walk over a pool the object looks
 * immortal: it is left alone, and what it still refers to counts as held from outside.
 * docs/design/release.md has measurements. */
#include "object/heap.h"

enum {
    /* A level of a simple container costs below 200 bytes of stack on x86-64: all of them fit into
     * the smallest thread stacks several times. */
    RELEASE_DEPTH_MAX = 64,
};

#define LINK_LOW_MASK  ((uint64_t)0x3fffffff)
#define LINK_MARK      ((uint64_t)2 << 30)
#define HEADER_KEEP    ((uint64_t)0xffffff << 40)

#define LINK_UNPREPARED ((uint64_t)1 << 39)

static void release_defer(struct ouro_heap *heap, ouro_object *object, bool is_prepared)
{
    uint64_t *header = (uint64_t *)(void *)object;
    uint64_t link = heap->deferred_head;
    ouro_check(((uintptr_t)object & 7) == 0);
    *header = (*header & HEADER_KEEP) | (link & LINK_LOW_MASK) | LINK_MARK | (link >> 30) << 32 |
              (is_prepared ? 0 : LINK_UNPREPARED);
    heap->deferred_head = (((uintptr_t)object - heap->mem.pools.base) >> 3) + 1;
}

/* Runs the finalizer with a count of one. false: somebody holds the object again. */
static bool release_finalize(struct ouro_heap *heap, ouro_object *object,
                             const struct ouro_type *type)
{
    object->refcount = 1;
    object->gc_flags |= OURO_GC_FINALIZED;
    type->finalize(heap, object);
    int32_t count = ouro_object_refcount(object);
    if (count < 0)
        return false; /* it became immortal */
    object->refcount = count - 1;
    return count == 1;
}

/* Everything that must happen before the dealloc. false: resurrected. */
static bool release_prepare(struct ouro_heap *heap, ouro_object *object,
                            const struct ouro_type *type)
{
    if (type->finalize) {
        if (!(object->gc_flags & OURO_GC_FINALIZED) && !release_finalize(heap, object, type))
            return false;
        if (heap->finalizer_gone)
            heap->finalizer_gone(heap, object);
    }
    if (ouro_unlikely(object->gc_flags & OURO_GC_HAS_WEAKREF))
        heap->weakrefs_clear(heap, object);
    return true;
}

/* With a budget a wide object dies in pieces. false: it waits for the rest. */
static bool release_clear(struct ouro_heap *heap, ouro_object *object, const struct ouro_type *type)
{
    if (!type->clear_some || !type->clear_some(heap, object, &heap->release_left))
        return true;
    release_defer(heap, object, true);
    return false;
}

OURO_INLINE void release_finish(struct ouro_heap *heap, ouro_object *object,
                                const struct ouro_type *type)
{
    if (ouro_likely(heap->release_budget == 0) || release_clear(heap, object, type))
        type->dealloc(heap, object);
}

/* Takes the newest off the list and finishes it. */
static void release_next(struct ouro_heap *heap)
{
    uint64_t *header = (uint64_t *)(heap->mem.pools.base + ((heap->deferred_head - 1) << 3));
    uint64_t word = *header;
    heap->deferred_head = (word & LINK_LOW_MASK) | (word >> 32 & 0x7f) << 30;
    *header = word & HEADER_KEEP;
    ouro_object *object = (ouro_object *)(void *)header;
    const struct ouro_type *type = ouro_type_of(heap, object);
    if (word & LINK_UNPREPARED) {
        if (type->flags & OURO_TYPE_WEAKREFABLE)
            object->gc_flags |= OURO_GC_HAS_WEAKREF;
        if (!release_prepare(heap, object, type))
            return;
    }
    release_finish(heap, object, type);
}

static void release_rest(struct ouro_heap *heap)
{
    while (heap->deferred_head && (heap->release_left > 0 || heap->release_budget == 0)) {
        if (heap->release_left > 0)
            heap->release_left--;
        release_next(heap);
    }
    if (heap->deferred_head)
        heap->young_threshold = -1; /* the next poll goes on */
}

static OURO_NOINLINE void release_outermost(struct ouro_heap *heap, ouro_object *object,
                                            const struct ouro_type *type)
{
    heap->release_depth = 1;
    heap->release_left = heap->release_budget;
    release_finish(heap, object, type);
    if (heap->deferred_head)
        release_rest(heap);
    heap->release_depth = 0;
}

static bool release_is_over_budget(struct ouro_heap *heap)
{
    if (heap->release_budget == 0)
        return false;
    if (heap->release_left == 0)
        return true;
    heap->release_left--;
    return false;
}

/* An object with a finalizer or weak references. Their user code may itself nest deaths, so the depth
 * counts from here. */
static OURO_NOINLINE void release_special(struct ouro_heap *heap, ouro_object *object,
                                          const struct ouro_type *type)
{
    bool is_outermost = heap->release_depth == 0;
    if (heap->release_depth >= RELEASE_DEPTH_MAX && !(object->gc_flags & OURO_GC_FINALIZED)) {
        release_defer(heap, object, false);
        return;
    }
    if (is_outermost)
        heap->release_left = heap->release_budget;
    heap->release_depth++;
    if (release_prepare(heap, object, type)) {
        if (heap->release_depth > RELEASE_DEPTH_MAX || (!is_outermost && release_is_over_budget(heap)))
            release_defer(heap, object, true);
        else
            release_finish(heap, object, type);
    }
    if (is_outermost && heap->deferred_head)
        release_rest(heap);
    heap->release_depth--;
}

/* A trapped count changes: see the values of refcount in object.h. true: it reached 0. */
static bool release_spring(ouro_object *object)
{
    if (object->refcount <= OURO_REFCOUNT_TRAPPED)
        return false; /* immortal */
    object->refcount = -object->refcount - 1;
    return object->refcount == 0;
}

void ouro_object_decref_slow(struct ouro_heap *heap, ouro_object *object)
{
    if (object->refcount < 0 && !release_spring(object))
        return;
    ouro_check(object->refcount >= 0);
    const struct ouro_type *type = ouro_type_of(heap, object);
    object->refcount = 0;
    if (ouro_unlikely(type->finalize != NULL || (object->gc_flags & OURO_GC_HAS_WEAKREF))) {
        release_special(heap, object, type);
    } else if (heap->release_depth == 0) {
        release_outermost(heap, object, type);
    } else if (heap->release_depth >= RELEASE_DEPTH_MAX || release_is_over_budget(heap)) {
        release_defer(heap, object, true);
    } else {
        heap->release_depth++;
        release_finish(heap, object, type);
        heap->release_depth--;
    }
}

void ouro_object_drain(struct ouro_heap *heap)
{
    uint32_t budget = heap->release_budget;
    heap->release_depth++;
    heap->release_budget = 0;
    while (heap->deferred_head)
        release_next(heap);
    heap->release_budget = budget;
    heap->release_depth--;
}

void ouro_object_drain_some(struct ouro_heap *heap)
{
    if (!heap->deferred_head || heap->release_depth > 0)
        return;
    heap->release_depth = 1;
    heap->release_left = heap->release_budget;
    release_rest(heap);
    heap->release_depth = 0;
}
