/* Walks over objects, their neighbours, and freezing. */
#include "gc/state.h"

#include "gc/weakref.h"

/* ---- walks ----------------------------------------------------------------------------------- */

typedef bool (*block_function)(void *context, struct ouro_heap *heap, ouro_object *object);

static bool walk_pool(struct ouro_heap *heap, struct ouro_pool *pool, block_function visit,
                      void *context)
{
    for (uint32_t slot = 0; slot < pool->slot_count; slot++) {
        if (pool->free_bits[slot / 64] == UINT64_MAX) {
            slot |= 63;
            continue;
        }
        void *block = ouro_pool_block(pool, slot);
        if (ouro_header_is_alive(ouro_header_get(block)) && !visit(context, heap, block))
            return false;
    }
    return true;
}

static bool walk_pools(struct ouro_heap *heap, enum ouro_block_kind kind, block_function visit,
                       void *context)
{
    struct ouro_pool *pool;
    uint32_t index = 0;
    while ((pool = ouro_pools_next(&heap->mem.pools, &index, kind)) != NULL)
        if (!walk_pool(heap, pool, visit, context))
            return false;
    return true;
}

/* A walk may hand out references to garbage, which a proof by traps takes for impossible: it is given
 * up. (Sealed garbage is PENDING and not shown.) */
static bool walk_kind(struct ouro_heap *heap, enum ouro_block_kind kind, block_function visit,
                      void *context)
{
    if (heap->gc->cycle.phase >= OURO_GC_CYCLE_ARM && heap->gc->cycle.phase <= OURO_GC_CYCLE_SEAL)
        ouro_gc_cycle_abandon(heap->gc);
    return walk_pools(heap, kind, visit, context);
}

bool ouro_object_is_tracked(const struct ouro_heap *heap, const ouro_object *object)
{
    return ouro_type_of(heap, object)->kind == OURO_BLOCK_CONTAINER &&
           !(object->gc_flags & OURO_GC_UNTRACKED);
}

struct walk {
    ouro_gc_visit callback;
    void *context;
    int generation;
};

/* Garbage on its way out is in no generation. */
static bool walk_tracked(void *context, struct ouro_heap *heap, ouro_object *object)
{
    struct walk *walk = context;
    if (object->gc_flags & (OURO_GC_UNTRACKED | OURO_GC_PENDING))
        return true;
    if (walk->generation >= 0 && ouro_object_generation(object) != walk->generation)
        return true;
    return walk->callback(walk->context, object);
}

void ouro_gc_walk(struct ouro_heap *heap, int generation, ouro_gc_visit callback, void *context)
{
    struct walk walk = { callback, context, generation };
    walk_kind(heap, OURO_BLOCK_CONTAINER, walk_tracked, &walk);
}

static bool walk_any(void *context, struct ouro_heap *heap, ouro_object *object)
{
    struct walk *walk = context;
    return (object->gc_flags & OURO_GC_PENDING) || walk->callback(walk->context, object);
}

void ouro_heap_walk(struct ouro_heap *heap, ouro_gc_visit callback, void *context)
{
    struct walk walk = { callback, context, -1 };
    if (walk_kind(heap, OURO_BLOCK_CONTAINER, walk_any, &walk))
        walk_kind(heap, OURO_BLOCK_ATOM, walk_any, &walk);
}

void ouro_gc_peek_all(struct ouro_heap *heap, ouro_gc_visit callback, void *context)
{
    struct walk walk = { callback, context, -1 };
    if (walk_pools(heap, OURO_BLOCK_CONTAINER, walk_any, &walk))
        walk_pools(heap, OURO_BLOCK_ATOM, walk_any, &walk);
}

static bool count_one(void *context, ouro_object *object)
{
    ++*(size_t *)context;
    return true;
}

size_t ouro_gc_generation_count(struct ouro_heap *heap, int generation)
{
    size_t count = 0;
    ouro_gc_walk(heap, generation, count_one, &count);
    return count;
}

/* ---- neighbours ------------------------------------------------------------------------------ */

struct neighbours {
    struct ouro_visitor visitor;
    ouro_gc_visit callback;
    void *context;
    ouro_object *const *targets;
    size_t target_count;
    bool is_over;
    bool is_found;
};

static void referents_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                            size_t stride)
{
    struct neighbours *n = (struct neighbours *)visitor;
    for (size_t i = 0; i < count && !n->is_over; i++)
        if (slots[i * stride])
            n->is_over = !n->callback(n->context, slots[i * stride]);
}

void ouro_gc_referents(struct ouro_heap *heap, const ouro_object *object, ouro_gc_visit callback,
                       void *context)
{
    const struct ouro_type *type = ouro_type_of(heap, object);
    struct neighbours n = {
        .visitor = { referents_range, heap },
        .callback = callback,
        .context = context,
    };
    if (type->traverse)
        type->traverse(object, &n.visitor);
}

static bool is_target(const struct neighbours *n, const ouro_object *object)
{
    for (size_t i = 0; i < n->target_count; i++)
        if (n->targets[i] == object)
            return true;
    return false;
}

static void referrers_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                            size_t stride)
{
    struct neighbours *n = (struct neighbours *)visitor;
    for (size_t i = 0; i < count && !n->is_found; i++)
        n->is_found = slots[i * stride] && is_target(n, slots[i * stride]);
}

static bool referrers_visit(void *context, struct ouro_heap *heap, ouro_object *object)
{
    struct neighbours *n = context;
    const struct ouro_type *type = ouro_type_of(heap, object);
    if (!type->traverse || (object->gc_flags & (OURO_GC_UNTRACKED | OURO_GC_PENDING)))
        return true;
    n->is_found = false;
    type->traverse(object, &n->visitor);
    return !n->is_found || n->callback(n->context, object);
}

void ouro_gc_referrers(struct ouro_heap *heap, ouro_object *const *targets, size_t target_count,
                       ouro_gc_visit callback, void *context)
{
    struct neighbours n = {
        .visitor = { referrers_range, heap },
        .callback = callback,
        .context = context,
        .targets = targets,
        .target_count = target_count,
    };
    walk_kind(heap, OURO_BLOCK_CONTAINER, referrers_visit, &n);
}

/* ---- freezing -------------------------------------------------------------------------------- */

/* A frozen immortal object keeps its count of before in the immortal range: IMMORTAL + count, a count
 * above this as if it were this. */
enum { FROZEN_COUNT_MAX = 1 << 24 };

static bool freeze_one(void *context, ouro_object *object)
{
    (void)context;
    ouro_object_generation_set(object, OURO_GC_FROZEN);
    return true;
}

/* What is frozen, and all that is in no generation: atoms, untracked containers. */
static bool make_immortal(void *context, ouro_object *object)
{
    struct ouro_heap *heap = context;
    if (ouro_object_generation(object) != OURO_GC_FROZEN && ouro_object_is_tracked(heap, object))
        return true;
    if (object->refcount > 0) {
        int32_t count = object->refcount;
        object->refcount = OURO_REFCOUNT_IMMORTAL +
                           (count < FROZEN_COUNT_MAX ? count : FROZEN_COUNT_MAX);
    }
    return true;
}

size_t ouro_gc_freeze(struct ouro_heap *heap, bool is_immortal)
{
    ouro_gc_cycle_abandon(heap->gc); /* counts must not be trapped */
    ouro_gc_walk(heap, -1, freeze_one, NULL);
    heap->gc->has_frozen = true;
    heap->young_count = 0;
    if (is_immortal)
        ouro_heap_walk(heap, make_immortal, heap);
    return ouro_gc_freeze_count(heap);
}

void ouro_gc_before_fork(struct ouro_heap *heap)
{
    if (heap->gc->is_collecting)
        return;
    ouro_gc_cycle_abandon(heap->gc); /* its traps would be sprung in both processes */
    if (heap->gc->has_frozen)
        ouro_heap_walk(heap, make_immortal, heap);
}

static bool unfreeze_one(void *context, ouro_object *object)
{
    if (ouro_object_generation(object) == OURO_GC_FROZEN)
        ouro_object_generation_set(object, OURO_GC_OLD);
    return true;
}

void ouro_gc_unfreeze(struct ouro_heap *heap)
{
    ouro_gc_walk(heap, OURO_GC_FROZEN, unfreeze_one, NULL);
    heap->gc->has_frozen = false;
}

size_t ouro_gc_freeze_count(struct ouro_heap *heap)
{
    return ouro_gc_generation_count(heap, OURO_GC_FROZEN);
}

/* ---- births ---------------------------------------------------------------------------------- */

void ouro_gc_note_birth(struct ouro_heap *heap, ouro_object *object)
{
    struct ouro_gc *gc = heap->gc;
    uint64_t *birth = ouro_gc_table_insert(&gc->births, (uintptr_t)object);
    if (birth)
        *birth = gc->serial++;
}
