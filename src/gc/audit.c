/* Counts all references between objects again, in a table of its own, and compares with the counts. */
#include "gc/state.h"

#include <stdio.h>
#include <stdlib.h>

struct audit {
    struct ouro_visitor visitor;
    struct ouro_heap *heap;
    struct ouro_gc_table references; /* object -> references from objects */
    ouro_gc_fault fault;
    void *context;
    size_t fault_count;
    bool has_failed;
};

static void audit_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                        size_t stride)
{
    struct audit *audit = (struct audit *)visitor;
    for (size_t i = 0; i < count && !audit->has_failed; i++) {
        ouro_object *child = slots[i * stride];
        if (!child || !ouro_pools_find(&audit->heap->mem.pools, child))
            continue;
        uint64_t *references = ouro_gc_table_insert(&audit->references, (uintptr_t)child);
        if (references)
            ++*references;
        else
            audit->has_failed = true;
    }
}

static bool audit_count(void *context, ouro_object *object)
{
    struct audit *audit = context;
    const struct ouro_type *type = ouro_type_of(audit->heap, object);
    if (type->traverse)
        type->traverse(object, &audit->visitor);
    return !audit->has_failed;
}

static void audit_compare(struct audit *audit)
{
    for (size_t i = 0; i < audit->references.capacity; i++) {
        struct ouro_gc_entry *entry = &audit->references.entries[i];
        ouro_object *object = (ouro_object *)(uintptr_t)entry->key;
        if (!object)
            continue;
        int64_t count = ouro_object_refcount(object);
        bool is_dead = !ouro_header_is_alive(ouro_header_get(object));
        if (!is_dead && (count < 0 || (uint64_t)count >= entry->value))
            continue;
        audit->fault_count++;
        if (audit->fault)
            audit->fault(audit->context, object, is_dead ? 0 : (uint64_t)count, entry->value);
    }
}

size_t ouro_gc_audit(struct ouro_heap *heap, ouro_gc_fault fault, void *context)
{
    struct audit audit = {
        .visitor = { audit_range, heap },
        .heap = heap,
        .fault = fault,
        .context = context,
    };
    ouro_gc_table_init(&audit.references, &heap->mem);
    ouro_gc_peek_all(heap, audit_count, &audit);
    if (!audit.has_failed)
        audit_compare(&audit);
    heap->gc->audit.referent_count = audit.references.count;
    ouro_gc_table_destroy(&audit.references);
    return audit.has_failed ? SIZE_MAX : audit.fault_count;
}

static bool fault_pending(void *context, ouro_object *object)
{
    const struct ouro_gc *gc = *(struct ouro_gc **)context;
    bool may_be_pending = gc->is_collecting || gc->cycle.phase >= OURO_GC_CYCLE_SEAL;
    bool may_be_trapped = gc->cycle.phase >= OURO_GC_CYCLE_ARM;
    bool is_trapped = object->refcount < 0 && object->refcount > OURO_REFCOUNT_TRAPPED;
    if (((object->gc_flags & OURO_GC_PENDING) && !may_be_pending) || (is_trapped && !may_be_trapped)) {
        *(struct ouro_gc **)context = NULL;
        return false;
    }
    return true;
}

const char *ouro_gc_find_fault(struct ouro_heap *heap)
{
    struct ouro_gc *gc = heap->gc;
    for (size_t i = 0; i < heap->mem.pools.unit_top && i < gc->cells.unit_count; i++)
        if (!gc->is_collecting && gc->cells.units[i] != 0)
            return "a pool is still part of a finished collection";
    ouro_gc_peek_all(heap, fault_pending, &gc);
    return gc ? NULL : "an object carries a mark of a finished collection";
}

/* ---- at safe points ---------------------------------------------------------------------------- */

static void print_fault(void *context, ouro_object *object, uint64_t count, uint64_t references)
{
    fprintf(stderr, "audit: %p, type %u, has a count of %llu and %llu references\n", (void *)object,
            object->type_index, (unsigned long long)count, (unsigned long long)references);
}

/* An audit of a small heap is an effort of 1; after so much the interval doubles, so the whole effort grows
 * with the logarithm of the program's length. What follows a collection is looked at more often. */
enum { AUDIT_OBJECTS = 4096, EFFORT_A_PACE = 128, COLLECTION_POLLS = 16 };

static void audit_now(struct ouro_gc *gc)
{
    size_t faults = ouro_gc_audit(gc->heap, print_fault, NULL);
    const char *fault = ouro_gc_find_fault(gc->heap);
    if (!fault)
        fault = ouro_mem_find_fault(gc->mem);
    if (fault)
        fprintf(stderr, "audit: %s\n", fault);
    if (fault || (faults > 0 && faults != SIZE_MAX)) {
        fprintf(stderr, "Fatal: the heap's structures contradict each other\n");
        abort();
    }
    gc->audit.count++;
    gc->audit.effort += 1 + gc->audit.referent_count / AUDIT_OBJECTS;
}

void ouro_gc_audit_poll(struct ouro_gc *gc)
{
    struct ouro_gc_audit_pace *audit = &gc->audit;
    bool has_collected = gc->event_count != audit->event_count;
    audit->event_count = gc->event_count;
    audit->polls += has_collected ? COLLECTION_POLLS : 1;
    if (audit->polls < audit->interval)
        return;
    audit->polls = 0;
    audit_now(gc);
    while (audit->effort >= EFFORT_A_PACE) {
        audit->effort -= EFFORT_A_PACE;
        audit->interval *= 2;
    }
}

void ouro_gc_audit_set(struct ouro_heap *heap, bool is_on)
{
    heap->gc->audit = (struct ouro_gc_audit_pace){.interval = is_on ? 1 : 0};
    ouro_gc_request_poll(heap);
}

uint64_t ouro_gc_audit_count(const struct ouro_heap *heap)
{
    return heap->gc->audit.count;
}
