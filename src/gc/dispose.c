/* The end of garbage, in CPython's order:
 *
 *   1. all weak references to members are cleared, and all that are members themselves
 *   2. callbacks of those that are not members run
 *   3. finalizers run, once for each object
 *   4. if user code ran, the set is confirmed again: what it resurrected stays
 *   5. the rest is cleared, which breaks the cycles; counts do the freeing
 *
 * From 2 on members can die, and their places can be used again, at any call out. A member is therefore
 * an address that is asked each time whether an object with the PENDING flag still stands there; new
 * objects never have that flag. */
#include <stdlib.h>

#include "gc/state.h"
#include "gc/weakref.h"
#include "os/os.h"

struct ouro_pool *ouro_gc_pool_at(struct ouro_gc *gc, uint64_t address)
{
    struct ouro_pool *pool = ouro_pools_find(&gc->mem->pools, (void *)(uintptr_t)address);
    if (!pool || pool->kind != OURO_BLOCK_CONTAINER)
        return NULL;
    uint32_t slot = ouro_pool_slot(pool, (void *)(uintptr_t)address);
    if (slot >= pool->slot_count || (uintptr_t)ouro_pool_block(pool, slot) != address)
        return NULL;
    return pool;
}

bool ouro_gc_is_still(struct ouro_gc *gc, uint64_t address, uint8_t flag)
{
    if (!ouro_gc_pool_at(gc, address))
        return false;
    uint64_t header = ouro_header_get((void *)(uintptr_t)address);
    return ouro_header_is_counted(header) && (header & OURO_HEADER_FLAG(flag)) != 0;
}

static ouro_object *member_at(const struct ouro_gc_vector *list, size_t index)
{
    return (ouro_object *)(uintptr_t)list->items[index];
}

/* ---- members that need more than clearing, in order ------------------------------------------ */

/* For callbacks: noted births come first-born first; a target of weak references is as old as the oldest of
 * them. For finalizers (specials_reorder) only noted births and addresses count. */
uint64_t ouro_gc_special_order(struct ouro_gc *gc, ouro_object *object)
{
    uint64_t order = UINT32_MAX;
    const uint64_t *birth = ouro_gc_table_find(&gc->births, (uintptr_t)object);
    if (birth)
        return *birth;
    if (object->gc_flags & OURO_GC_HAS_WEAKREF) {
        struct ouro_weakref *weakref = ouro_weakref_first(gc->heap, object);
        for (; weakref; weakref = weakref->next)
            if (weakref->serial < order)
                order = weakref->serial;
    }
    return order;
}

static int special_compare(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    if (left[0] != right[0])
        return left[0] < right[0] ? -1 : 1;
    return left[1] < right[1] ? -1 : left[1] > right[1];
}

static bool specials_gather(struct ouro_gc *gc, const struct ouro_gc_vector *garbage)
{
    for (size_t i = 0; i < garbage->count; i++) {
        ouro_object *object = member_at(garbage, i);
        if (ouro_gc_is_special(gc, object) &&
            (!ouro_gc_vector_push(&gc->specials, gc->mem, ouro_gc_special_order(gc, object)) ||
             !ouro_gc_vector_push(&gc->specials, gc->mem, (uintptr_t)object)))
            return false;
    }
    return true;
}

static void specials_sort(struct ouro_gc *gc)
{
    if (gc->specials.count > 2)
        qsort(gc->specials.items, gc->specials.count / 2, 2 * sizeof(uint64_t), special_compare);
}

static void specials_reorder(struct ouro_gc *gc)
{
    for (size_t i = 0; i < gc->specials.count; i += 2) {
        const uint64_t *birth = ouro_gc_table_find(&gc->births, gc->specials.items[i + 1]);
        gc->specials.items[i] = birth ? *birth : UINT32_MAX;
    }
    specials_sort(gc);
}

/* ---- weak references ------------------------------------------------------------------------- */

static bool has_callback_to_run(const struct ouro_weakref *weakref)
{
    return weakref->callback && weakref->base.refcount != 0 &&
           !(weakref->base.gc_flags & OURO_GC_PENDING);
}

/* Room for all callbacks first: the clearing must not stop half-way. */
bool ouro_gc_callbacks_reserve(struct ouro_gc *gc)
{
    size_t count = 0;
    for (size_t i = 1; i < gc->specials.count; i += 2) {
        ouro_object *object = member_at(&gc->specials, i);
        if (!(object->gc_flags & OURO_GC_HAS_WEAKREF))
            continue;
        struct ouro_weakref *weakref = ouro_weakref_first(gc->heap, object);
        for (; weakref; weakref = weakref->next)
            count += has_callback_to_run(weakref);
    }
    gc->callbacks.count = 0;
    return ouro_gc_vector_reserve(&gc->callbacks, gc->mem, count);
}

static void weakrefs_of_member_clear(struct ouro_gc *gc, ouro_object *object)
{
    struct ouro_weakref *weakref;
    if (ouro_type_of(gc->heap, object)->flags & OURO_TYPE_WEAKREF)
        ouro_weakref_detach(gc->heap, (struct ouro_weakref *)object);
    if (!(object->gc_flags & OURO_GC_HAS_WEAKREF))
        return;
    while ((weakref = ouro_weakref_first(gc->heap, object)) != NULL) {
        ouro_weakref_detach(gc->heap, weakref);
        if (has_callback_to_run(weakref)) {
            ouro_object_incref(&weakref->base);
            gc->callbacks.items[gc->callbacks.count++] = (uintptr_t)weakref;
        }
    }
}

static void callbacks_run(struct ouro_gc *gc)
{
    struct ouro_heap *heap = gc->heap;
    for (size_t i = 0; i < gc->callbacks.count; i++) {
        struct ouro_weakref *weakref = (struct ouro_weakref *)(uintptr_t)gc->callbacks.items[i];
        gc->ran_user_code = true;
        if (heap->hooks.weakref_callback)
            heap->hooks.weakref_callback(heap, &weakref->base);
        ouro_object *callback = weakref->callback;
        weakref->callback = NULL;
        if (callback)
            ouro_object_decref(heap, callback);
        ouro_object_decref(heap, &weakref->base);
    }
}

/* ---- finalizers ------------------------------------------------------------------------------ */

static void finalizers_run(struct ouro_gc *gc)
{
    struct ouro_heap *heap = gc->heap;
    for (size_t i = 1; i < gc->specials.count; i += 2) {
        if (!ouro_gc_is_still(gc, gc->specials.items[i], OURO_GC_PENDING))
            continue;
        ouro_object *object = member_at(&gc->specials, i);
        const struct ouro_type *type = ouro_type_of(heap, object);
        if (!type->finalize || (object->gc_flags & OURO_GC_FINALIZED))
            continue;
        object->gc_flags |= OURO_GC_FINALIZED;
        gc->ran_user_code = true;
        ouro_object_incref(object);
        type->finalize(heap, object);
        ouro_object_decref(heap, object);
    }
}

/* ---- resurrection ---------------------------------------------------------------------------- */

static void garbage_compact(struct ouro_gc *gc, struct ouro_gc_vector *garbage)
{
    size_t count = 0;
    for (size_t i = 0; i < garbage->count; i++)
        if (ouro_gc_is_still(gc, garbage->items[i], OURO_GC_PENDING))
            garbage->items[count++] = garbage->items[i];
    garbage->count = count;
}

static void garbage_keep(struct ouro_gc *gc, struct ouro_gc_vector *garbage)
{
    for (size_t i = 0; i < garbage->count; i++)
        if (ouro_gc_is_still(gc, garbage->items[i], OURO_GC_PENDING))
            member_at(garbage, i)->gc_flags &= (uint8_t)~OURO_GC_PENDING;
    garbage->count = 0;
}

/* After user code: only what is still garbage stays on the list. Without memory for that nothing is
 * freed. */
static void garbage_confirm_again(struct ouro_gc *gc, struct ouro_gc_vector *garbage)
{
    size_t count = 0;
    garbage_compact(gc, garbage);
    bool is_done = ouro_gc_cells_extend(&gc->cells);
    gc->pools.count = 0;
    for (size_t i = 0; is_done && i < garbage->count; i++) {
        struct ouro_pool *pool = ouro_gc_pool_at(gc, garbage->items[i]);
        uint32_t index = ouro_pool_index(&gc->mem->pools, pool);
        if (gc->cells.units[index] == 0)
            is_done = ouro_gc_vector_push(&gc->pools, gc->mem, index) &&
                      ouro_gc_cells_add_pool(&gc->cells, pool);
    }
    /* Cells may hold anything from earlier collections: the overflow bits of members are reset by
     * confirm, those of others are never looked at. */
    is_done = is_done && ouro_gc_confirm(gc, &gc->cells, garbage, OURO_GC_PENDING, &count);
    for (size_t i = 0; i < gc->pools.count; i++)
        ouro_gc_cells_remove_pool(&gc->cells, &gc->mem->pools.records[gc->pools.items[i]]);
    ouro_gc_table_clear(&gc->cells.overflow);
    gc->cells.has_failed = false;
    if (is_done)
        garbage->count = count;
    else
        garbage_keep(gc, garbage);
}

/* ---- clearing -------------------------------------------------------------------------------- */

static void garbage_save(struct ouro_gc *gc, struct ouro_gc_vector *garbage)
{
    for (size_t i = 0; i < garbage->count; i++) {
        member_at(garbage, i)->gc_flags &= (uint8_t)~OURO_GC_PENDING;
        gc->heap->hooks.garbage(gc->heap, member_at(garbage, i), OURO_GC_GARBAGE_SAVED);
    }
}

/* Changes whenever memory gets a new owner: while it does not, a place is free or still holds what it held,
 * and the header alone says whether a member is there. */
static uint64_t pools_age(const struct ouro_gc *gc)
{
    const struct ouro_pools_counts *counts = &gc->mem->pools.counts;
    return counts->pools_created + counts->span_allocations + counts->span_moves;
}

static bool is_still_here(struct ouro_gc *gc, uint64_t address, bool is_unmoved)
{
    if (ouro_unlikely(!is_unmoved))
        return ouro_gc_is_still(gc, address, OURO_GC_PENDING);
    uint64_t header = ouro_header_get((void *)(uintptr_t)address);
    return ouro_header_is_counted(header) &&
           (header & OURO_HEADER_FLAG(OURO_GC_PENDING)) != 0;
}

/* Each member is asked for once and loses the flag then, so that no second pass is needed. Old objects that
 * die here do not count against the young ones that were created. */
static void garbage_clear(struct ouro_gc *gc, struct ouro_gc_vector *garbage)
{
    struct ouro_heap *heap = gc->heap;
    int64_t young_count = heap->young_count;
    uint64_t age = pools_age(gc);
    bool is_unmoved = true;
    for (size_t i = 0; i < garbage->count; i++) {
        if (!is_still_here(gc, garbage->items[i], is_unmoved))
            continue;
        ouro_object *object = member_at(garbage, i);
        const struct ouro_type *type = ouro_type_of(heap, object);
        object->gc_flags &= (uint8_t)~OURO_GC_PENDING;
        if (!type->clear)
            continue;
        ouro_object_incref(object);
        type->clear(heap, object);
        ouro_object_decref(heap, object);
        is_unmoved = pools_age(gc) == age;
    }
    if (heap->young_count < young_count)
        heap->young_count = young_count;
}

static void user_code_run(struct ouro_gc *gc)
{
    uint64_t start = ouro_os_thread_cpu_ns();
    callbacks_run(gc);
    specials_reorder(gc);
    finalizers_run(gc);
    gc->user_ns += ouro_os_thread_cpu_ns() - start;
}

bool ouro_gc_dispose_specials(struct ouro_gc *gc)
{
    gc->ran_user_code = false;
    if (gc->specials.count == 0)
        return false;
    specials_sort(gc);
    for (size_t i = 1; i < gc->specials.count; i += 2)
        weakrefs_of_member_clear(gc, member_at(&gc->specials, i));
    user_code_run(gc);
    return gc->ran_user_code;
}

size_t ouro_gc_dispose(struct ouro_gc *gc, struct ouro_gc_vector *garbage, bool has_special)
{
    struct ouro_heap *heap = gc->heap;
    void *error = NULL;
    if (garbage->count == 0)
        return 0;
    if ((gc->debug & OURO_GC_DEBUG_COLLECTABLE) && heap->hooks.garbage)
        for (size_t i = 0; i < garbage->count; i++)
            heap->hooks.garbage(heap, member_at(garbage, i), OURO_GC_GARBAGE_COLLECTABLE);
    gc->specials.count = 0;
    if (has_special && (!specials_gather(gc, garbage) || !ouro_gc_callbacks_reserve(gc))) {
        garbage_keep(gc, garbage);
        return 0;
    }
    if (heap->hooks.error_save)
        error = heap->hooks.error_save(heap);
    if (ouro_gc_dispose_specials(gc))
        garbage_confirm_again(gc, garbage);
    size_t collected = garbage->count;
    if ((gc->debug & OURO_GC_DEBUG_SAVEALL) && heap->hooks.garbage)
        garbage_save(gc, garbage);
    else
        garbage_clear(gc, garbage);
    garbage->count = 0;
    ouro_gc_vector_reset(&gc->specials, gc->mem);
    ouro_gc_vector_reset(&gc->callbacks, gc->mem);
    if (heap->hooks.error_restore)
        heap->hooks.error_restore(heap, error);
    return collected;
}
