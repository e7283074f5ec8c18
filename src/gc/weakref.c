#include "gc/weakref.h"

#include "gc/state.h"

static struct ouro_gc_table *table_of(const struct ouro_heap *heap)
{
    return heap->weakrefs;
}

struct ouro_weakref *ouro_weakref_first(struct ouro_heap *heap, const ouro_object *target)
{
    const uint64_t *head = ouro_gc_table_find(table_of(heap), (uintptr_t)target);
    return head ? (struct ouro_weakref *)(uintptr_t)*head : NULL;
}

struct ouro_weakref *ouro_weakref_find(struct ouro_heap *heap, const ouro_object *target,
                                       enum ouro_weakref_rank rank)
{
    if (!(target->gc_flags & OURO_GC_HAS_WEAKREF))
        return NULL;
    struct ouro_weakref *weakref = ouro_weakref_first(heap, target);
    while (weakref && weakref->rank < rank)
        weakref = weakref->next;
    return weakref && weakref->rank == rank && weakref->base.refcount != 0 ? weakref : NULL;
}

size_t ouro_weakref_count(struct ouro_heap *heap, const ouro_object *target)
{
    size_t count = 0;
    if (target->gc_flags & OURO_GC_HAS_WEAKREF)
        for (struct ouro_weakref *w = ouro_weakref_first(heap, target); w; w = w->next)
            count++;
    return count;
}

ouro_object *ouro_weakref_get(const struct ouro_weakref *weakref)
{
    ouro_object *target = weakref->target;
    if (!target || target->refcount == 0)
        return NULL;
    ouro_object_incref(target);
    return target;
}

bool ouro_weakref_attach(struct ouro_heap *heap, struct ouro_weakref *weakref, ouro_object *target,
                         enum ouro_weakref_rank rank)
{
    weakref->target = NULL;
    weakref->next = weakref->previous = NULL;
    weakref->hash = OURO_WEAKREF_NO_HASH;
    weakref->rank = (uint8_t)rank;
    uint64_t *head = ouro_gc_table_insert(table_of(heap), (uintptr_t)target);
    if (!head)
        return false;
    struct ouro_weakref *previous = NULL;
    struct ouro_weakref *next = (struct ouro_weakref *)(uintptr_t)*head;
    while (next && next->rank < weakref->rank) {
        previous = next;
        next = next->next;
    }
    weakref->previous = previous;
    weakref->next = next;
    if (next)
        next->previous = weakref;
    if (previous)
        previous->next = weakref;
    else
        *head = (uintptr_t)weakref;
    weakref->target = target;
    weakref->serial = heap->gc->serial++;
    target->gc_flags |= OURO_GC_HAS_WEAKREF;
    return true;
}

void ouro_weakref_detach(struct ouro_heap *heap, struct ouro_weakref *weakref)
{
    ouro_object *target = weakref->target;
    if (!target)
        return;
    weakref->target = NULL;
    if (weakref->next)
        weakref->next->previous = weakref->previous;
    if (weakref->previous) {
        weakref->previous->next = weakref->next;
    } else if (weakref->next) {
        *ouro_gc_table_find(table_of(heap), (uintptr_t)target) = (uintptr_t)weakref->next;
    } else {
        ouro_gc_table_remove(table_of(heap), (uintptr_t)target);
        target->gc_flags &= (uint8_t)~OURO_GC_HAS_WEAKREF;
    }
    weakref->next = weakref->previous = NULL;
}

void ouro_weakrefs_clear_silently(struct ouro_heap *heap, ouro_object *target)
{
    struct ouro_weakref *weakref;
    while ((weakref = ouro_weakref_first(heap, target)) != NULL)
        ouro_weakref_detach(heap, weakref);
    target->gc_flags &= (uint8_t)~OURO_GC_HAS_WEAKREF;
}

static void callback_run(struct ouro_heap *heap, struct ouro_weakref *weakref)
{
    if (heap->hooks.weakref_callback)
        heap->hooks.weakref_callback(heap, &weakref->base);
    ouro_object *callback = weakref->callback;
    weakref->callback = NULL;
    if (callback)
        ouro_object_decref(heap, callback);
    ouro_object_decref(heap, &weakref->base);
}

/* The cleared references are kept on a list of their own, through their next fields and counted, so
 * that callbacks may drop any of them. */
void ouro_weakrefs_clear(struct ouro_heap *heap, ouro_object *target)
{
    struct ouro_weakref *weakref, *first = NULL, **last = &first;
    while ((weakref = ouro_weakref_first(heap, target)) != NULL) {
        ouro_weakref_detach(heap, weakref);
        if (!weakref->callback || weakref->base.refcount == 0)
            continue;
        ouro_object_incref(&weakref->base);
        *last = weakref;
        last = &weakref->next;
    }
    target->gc_flags &= (uint8_t)~OURO_GC_HAS_WEAKREF;
    if (!first)
        return;
    void *error = heap->hooks.error_save ? heap->hooks.error_save(heap) : NULL;
    while ((weakref = first) != NULL) {
        first = weakref->next;
        weakref->next = NULL;
        callback_run(heap, weakref);
    }
    if (heap->hooks.error_restore)
        heap->hooks.error_restore(heap, error);
}

size_t ouro_weakref_table_count(const struct ouro_heap *heap)
{
    return table_of(heap)->count;
}

size_t ouro_weakref_table_size(const struct ouro_heap *heap)
{
    return table_of(heap)->capacity * sizeof(struct ouro_gc_entry);
}
