/* Counts all references between objects again, in a table of its own, and compares with the counts. */
#include "gc/state.h"

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
    ouro_heap_walk(heap, audit_count, &audit);
    if (!audit.has_failed)
        audit_compare(&audit);
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
    ouro_heap_walk(heap, fault_pending, &gc);
    return gc ? NULL : "an object carries a mark of a finished collection";
}
