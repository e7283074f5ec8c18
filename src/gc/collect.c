/* Synchronous collections: tally, mark, and what is left unmarked is garbage at once, since nothing runs in
 * between. A young collection takes the pools that were allocated from, a full one all; each pass walks their
 * cells, which after the scan say who takes part. */
#include "gc/state.h"

#include <string.h>

enum {
    RECENT_MAX = 1024,
    YOUNG_CANDIDATES_MAX = 4096, /* an automatic young collection takes no more pools after these, */
    YOUNG_SAMPLE = 2048,         /* or these where nothing was found for long: the price is not known */
    YOUNG_SLOTS_MAX = 1 << 18,   /* slots that it looks at */
    LINK_SAMPLE_EVERY = 128, /* young survivors */
};

struct collection {
    struct ouro_gc *gc;
    int generation;
    bool is_full;
    bool is_reading; /* changes nothing in the heap */
    bool has_special; /* some of the garbage needs more than clearing */
    uint64_t candidates;
    uint64_t promoted;       /* young survivors so far */
    uint64_t candidates_max; /* an automatic young collection takes no more pools after this many */
    int64_t slots_left;      /* that may still be looked at */
    uint64_t slots_of_one;   /* of one object: a wider one counts as held */
    size_t pools_left;       /* entries of young_pools that it did not take, at the end of the list */
};

/* The cell of a slot that takes no part. (A marked member whose tally happens to look like it is not
 * promoted this time, which is benign.) */
enum { CELL_EXCLUDED = OURO_CELL_MARK | OURO_CELL_OVERFLOW | OURO_CELL_COUNT };

/* The cell of a member that is too wide for this collection: it counts as held. */
enum { CELL_WIDE = CELL_EXCLUDED - 1 };

#define HEADER_EXCLUDED OURO_HEADER_FLAG(OURO_GC_UNTRACKED | OURO_GC_PENDING)

static bool is_candidate(uint64_t header, int generation)
{
    return ouro_header_is_counted(header) && (header & HEADER_EXCLUDED) == 0 &&
           ouro_header_generation(header) <= generation;
}

static struct ouro_pool *pool_of(const struct collection *c, size_t i)
{
    return &c->gc->mem->pools.records[c->gc->pools.items[i]];
}

/* ---- pools that take part -------------------------------------------------------------------- */

bool ouro_gc_pool_exists(struct ouro_gc *gc, uint64_t index)
{
    struct ouro_pools *pools = &gc->mem->pools;
    return index < pools->unit_top && pools->units[index].state == OURO_UNIT_USED &&
           pools->units[index].head == index &&
           pools->records[index].kind == OURO_BLOCK_CONTAINER;
}

static bool collection_add_pool(struct collection *c, uint64_t index)
{
    struct ouro_gc *gc = c->gc;
    if (!ouro_gc_pool_exists(gc, index) || gc->cells.units[index] != 0)
        return true; /* gone, or twice on the lists */
    return ouro_gc_vector_push(&gc->pools, gc->mem, index) &&
           ouro_gc_cells_add_pool(&gc->cells, &gc->mem->pools.records[index]);
}

static bool collection_add_list(struct collection *c, const struct ouro_gc_pool_list *list)
{
    for (size_t i = 0; i < list->units.count; i++)
        if (!collection_add_pool(c, list->units.items[i]))
            return false;
    return true;
}

static bool collection_add_all(struct collection *c)
{
    struct ouro_pools *pools = &c->gc->mem->pools;
    uint32_t index = 0;
    struct ouro_pool *pool;
    while ((pool = ouro_pools_next(pools, &index, OURO_BLOCK_CONTAINER)) != NULL)
        if (!collection_add_pool(c, ouro_pool_index(pools, pool)))
            return false;
    return true;
}

static bool collection_add_pools(struct collection *c)
{
    struct ouro_gc *gc = c->gc;
    bool needs_middle = c->generation >= OURO_GC_MIDDLE;
    if (c->is_full || gc->young_pools.is_incomplete ||
        (needs_middle && gc->middle_pools.is_incomplete))
        return collection_add_all(c);
    return collection_add_list(c, &gc->young_pools) &&
           (!needs_middle || collection_add_list(c, &gc->middle_pools));
}

/* Keeps the first entries. */
static void pool_list_clear(struct ouro_gc *gc, struct ouro_gc_pool_list *list, uint8_t flag,
                            size_t keep)
{
    for (size_t i = keep; i < list->units.count; i++)
        if (ouro_gc_pool_exists(gc, list->units.items[i]))
            gc->mem->pools.records[list->units.items[i]].gc_flags &= (uint8_t)~flag;
    if (keep == 0)
        ouro_gc_vector_reset(&list->units, gc->mem);
    list->units.count = keep;
    list->is_incomplete = false;
}

static void pool_list_add(struct ouro_gc *gc, struct ouro_gc_pool_list *list,
                          struct ouro_pool *pool, uint8_t flag)
{
    if (pool->gc_flags & flag)
        return;
    pool->gc_flags |= flag;
    if (!ouro_gc_vector_push(&list->units, gc->mem, ouro_pool_index(&gc->mem->pools, pool)))
        list->is_incomplete = true;
}

/* Only a hint: what does not fit is forgotten. */
static void recent_add(struct ouro_gc *gc, uint64_t index)
{
    struct ouro_gc_vector *recent = &gc->recent;
    if (recent->count >= RECENT_MAX) {
        memmove(recent->items, recent->items + RECENT_MAX / 2,
                RECENT_MAX / 2 * sizeof(*recent->items));
        recent->count = RECENT_MAX / 2;
    }
    (void)!ouro_gc_vector_push(recent, gc->mem, index);
}

static void take_young_visit(void *context, struct ouro_pool *pool)
{
    struct ouro_gc *gc = context;
    if (!(pool->gc_flags & OURO_POOL_HAS_YOUNG))
        recent_add(gc, ouro_pool_index(&gc->mem->pools, pool));
    pool_list_add(gc, &gc->young_pools, pool, OURO_POOL_HAS_YOUNG);
}

void ouro_gc_take_young(struct ouro_gc *gc)
{
    ouro_pools_take_young(&gc->mem->pools, take_young_visit, gc);
}

void ouro_gc_forget_young(struct ouro_gc *gc)
{
    struct ouro_gc_vector *units = &gc->young_pools.units;
    ouro_gc_take_young(gc);
    for (size_t i = 0; i < units->count; i++)
        if (ouro_gc_pool_exists(gc, units->items[i]))
            gc->mem->pools.records[units->items[i]].gc_flags |= OURO_POOL_HAS_UNSEEN;
    pool_list_clear(gc, &gc->young_pools, OURO_POOL_HAS_YOUNG, 0);
    gc->heap->young_count = 0;
}

/* ---- scan: who takes part -------------------------------------------------------------------- */

/* Objects that are not tracked grow old here: they may be tracked later. */
static void scan_other(struct collection *c, ouro_object *object, uint64_t header)
{
    int next = c->generation < OURO_GC_OLD ? c->generation + 1 : OURO_GC_OLD;
    if (!c->is_reading && ouro_header_is_counted(header) && ouro_header_generation(header) < next &&
        (header & OURO_HEADER_FLAG(OURO_GC_PENDING)) == 0)
        ouro_object_generation_set(object, next);
}

static void scan_slots(struct collection *c, struct ouro_pool *pool, uint32_t first, uint32_t end)
{
    ouro_gc_cell *cells = ouro_gc_cells_of(&c->gc->cells, pool);
    char *block = ouro_pool_block(pool, first);
    for (uint32_t slot = first; slot < end; slot++, block += pool->block_size) {
        uint64_t header = ouro_header_get(block);
        if (!is_candidate(header, c->generation)) {
            cells[slot] = CELL_EXCLUDED;
            scan_other(c, (ouro_object *)(void *)block, header);
        } else {
            cells[slot] = 0;
            c->candidates++;
        }
    }
}

static void scan_pool(struct collection *c, struct ouro_pool *pool)
{
    ouro_gc_cell *cells = ouro_gc_cells_of(&c->gc->cells, pool);
    for (uint32_t first = 0; first < pool->slot_count; first += 64) {
        uint32_t end = first + 64 < pool->slot_count ? first + 64 : pool->slot_count;
        if (pool->free_bits[first / 64] == UINT64_MAX) {
            for (uint32_t slot = first; slot < end; slot++)
                cells[slot] = CELL_EXCLUDED;
        } else {
            scan_slots(c, pool, first, end);
        }
    }
}

/* A young collection that may not take long: pools from the end of the list, until it is enough. What is
 * left out counts as held from outside and waits. */
static bool collection_scan_some(struct collection *c)
{
    struct ouro_gc_vector *units = &c->gc->young_pools.units;
    size_t left = units->count;
    while (left > 0 && c->candidates < c->candidates_max) {
        size_t count = c->gc->pools.count;
        if (!collection_add_pool(c, units->items[--left]))
            return false;
        if (c->gc->pools.count > count)
            scan_pool(c, pool_of(c, count));
    }
    c->pools_left = left;
    return true;
}

static bool collection_scan(struct collection *c)
{
    struct ouro_gc *gc = c->gc;
    ouro_gc_take_young(gc);
    if (!ouro_gc_cells_extend(&gc->cells))
        return false;
    gc->pools.count = 0;
    if (c->generation == OURO_GC_YOUNG && !gc->young_pools.is_incomplete)
        return collection_scan_some(c);
    if (!collection_add_pools(c))
        return false;
    for (size_t i = 0; i < gc->pools.count; i++)
        scan_pool(c, pool_of(c, i));
    return true;
}

/* ---- passes over the members ----------------------------------------------------------------- */

typedef bool (*member_function)(struct collection *c, struct ouro_gc_tracer *tracer,
                                struct ouro_pool *pool, ouro_object *object, ouro_gc_cell *cell);

OURO_INLINE bool collection_pass(struct collection *c, struct ouro_gc_tracer *tracer,
                                 member_function visit)
{
    for (size_t i = 0; i < c->gc->pools.count; i++) {
        struct ouro_pool *pool = pool_of(c, i);
        ouro_gc_cell *cells = ouro_gc_cells_of(&c->gc->cells, pool);
        char *block = ouro_pool_block(pool, 0);
        for (uint32_t slot = 0; slot < pool->slot_count; slot++, block += pool->block_size)
            if (cells[slot] != CELL_EXCLUDED &&
                !visit(c, tracer, pool, (ouro_object *)(void *)block, &cells[slot]))
                return false;
    }
    return true;
}

/* The object is too wide, or all together are. What was counted of one that was cut must be marked later:
 * until then it waits on the list of garbage. Once no slots are left nothing more is counted, and all
 * others are held until the next collection, which is a smaller one. */
static OURO_NOINLINE bool tally_cut(struct collection *c, struct ouro_gc_tracer *tracer,
                                    ouro_object *object, ouro_gc_cell *cell)
{
    bool is_counted = c->slots_of_one > 0;
    bool was_cut = tracer->was_cut;
    tracer->was_cut = false;
    if (c->slots_left < 0)
        c->slots_of_one = 0;
    if (!was_cut)
        return true;
    *cell = CELL_WIDE;
    return !is_counted ||
           ouro_gc_vector_push(&c->gc->garbage, c->gc->mem, (uintptr_t)object);
}

OURO_INLINE bool tally_member(struct collection *c, struct ouro_gc_tracer *tracer,
                              struct ouro_pool *pool, ouro_object *object, ouro_gc_cell *cell)
{
    uint64_t found = tracer->found;
    ouro_prefetch((const char *)object + 4 * pool->block_size);
    tracer->left = c->slots_of_one;
    ouro_gc_trace(tracer, object);
    c->slots_left -= (int64_t)(c->slots_of_one - tracer->left);
    if (ouro_unlikely(tracer->was_cut || c->slots_left < 0))
        return tally_cut(c, tracer, object, cell);
    if (tracer->found == found)
        *cell |= OURO_CELL_LEAF;
    return true;
}

OURO_INLINE bool mark_member(struct collection *c, struct ouro_gc_tracer *tracer,
                             struct ouro_pool *pool, ouro_object *object, ouro_gc_cell *cell)
{
    if ((*cell & OURO_CELL_MARK) ||
        (uint64_t)object->refcount <= ouro_gc_cell_tally(tracer->cells, cell))
        return true;
    *cell |= OURO_CELL_MARK;
    tracer->marked++;
    if (*cell & OURO_CELL_LEAF)
        return true;
    ouro_gc_trace(tracer, object);
    ouro_gc_trace_all(tracer);
    return !tracer->has_failed;
}

/* Marks from the members that were cut: no less than was counted of them. */
static bool mark_wide(struct collection *c, struct ouro_gc_tracer *tracer)
{
    struct ouro_gc_vector *wide = &c->gc->garbage;
    while (wide->count > 0 && !tracer->has_failed) {
        tracer->left = OURO_CYCLE_CHUNK;
        ouro_gc_trace(tracer, (ouro_object *)(uintptr_t)ouro_gc_vector_pop(wide));
        tracer->left = UINT64_MAX;
        ouro_gc_trace_all(tracer);
    }
    return !tracer->has_failed;
}

/* ---- a sample of survivors: do they hold containers? ----------------------------------------- */

struct link_visitor {
    struct ouro_visitor visitor;
    const ouro_object *type; /* of the object: nearly every object holds that, so it tells nothing */
    bool is_linked;
};

static void link_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                       size_t stride)
{
    struct link_visitor *link = (struct link_visitor *)visitor;
    for (size_t i = 0; i < count && i < LINK_SAMPLE_EVERY && !link->is_linked; i++) {
        const ouro_object *child = slots[i * stride];
        if (!child || child == link->type || child->refcount <= 0 ||
            (child->gc_flags & OURO_GC_UNTRACKED))
            continue;
        const struct ouro_pool *pool = ouro_pools_find(&visitor->heap->mem.pools, child);
        link->is_linked = pool && pool->kind == OURO_BLOCK_CONTAINER;
    }
}

static void link_sample(struct ouro_gc *gc, const ouro_object *object, const struct ouro_type *type)
{
    struct link_visitor link = { .visitor = { link_range, gc->heap }, .type = &type->base };
    if (type->traverse)
        type->traverse(object, &link.visitor);
    gc->link_samples++;
    gc->links_seen += link.is_linked;
    if (gc->link_samples >= 1024) {
        gc->link_samples /= 2;
        gc->links_seen /= 2;
    }
}

static void promote(struct collection *c, struct ouro_pool *pool, ouro_object *object, bool is_wide)
{
    struct ouro_gc *gc = c->gc;
    const struct ouro_type *type = ouro_type_of(gc->heap, object);
    int next = c->generation < OURO_GC_OLD ? c->generation + 1 : OURO_GC_OLD;
    int generation = ouro_object_generation(object);
    if (generation != next)
        ouro_object_generation_set(object, next);
    if (generation == OURO_GC_YOUNG) {
        object->gc_flags |= ouro_gc_cycle_birth_flag(gc);
        if (c->promoted++ % LINK_SAMPLE_EVERY == 0)
            link_sample(gc, object, type);
    }
    if (next == OURO_GC_MIDDLE)
        pool_list_add(gc, &gc->middle_pools, pool, OURO_POOL_HAS_MIDDLE);
    /* An old cycle under way keeps the membership it began with. */
    if (!is_wide && type->may_untrack && gc->cycle.phase == OURO_GC_CYCLE_IDLE &&
        type->may_untrack(gc->heap, object, c->generation))
        object->gc_flags |= OURO_GC_UNTRACKED;
}

/* Room for the garbage is reserved before, so this cannot fail half-way. */
OURO_INLINE bool sort_member(struct collection *c, struct ouro_gc_tracer *tracer,
                             struct ouro_pool *pool, ouro_object *object, ouro_gc_cell *cell)
{
    struct ouro_gc *gc = c->gc;
    if (*cell & OURO_CELL_MARK) {
        promote(c, pool, object, *cell == CELL_WIDE);
    } else {
        int next = c->generation < OURO_GC_OLD ? c->generation + 1 : OURO_GC_OLD;
        c->has_special = c->has_special || ouro_gc_is_special(gc, object);
        object->gc_flags =
            (uint8_t)((object->gc_flags & ~OURO_GC_GENERATION) | next | OURO_GC_PENDING);
        gc->garbage.items[gc->garbage.count++] = (uintptr_t)object;
    }
    return true;
}

/* Leaves every pool and every cell as it was. */
static void collection_leave(struct collection *c)
{
    struct ouro_gc *gc = c->gc;
    if (c->is_full) {
        ouro_gc_cells_clear(&gc->cells);
    } else {
        for (size_t i = 0; i < gc->pools.count; i++)
            ouro_gc_cells_remove_pool(&gc->cells, pool_of(c, i));
        ouro_gc_table_clear(&gc->cells.overflow);
        gc->cells.has_failed = false;
    }
    ouro_gc_vector_reset(&gc->pools, gc->mem);
    ouro_gc_list_reset(&gc->stack, gc->mem);
}

/* Finds the garbage and reserves room for it. false: no memory, nothing is known. */
static bool collection_find(struct collection *c)
{
    struct ouro_gc *gc = c->gc;
    struct ouro_gc_tracer tracer;
    if (!collection_scan(c))
        return false;
    if (c->is_full)
        ouro_gc_tracer_init_tally(&tracer, gc, &gc->cells, 0);
    else
        ouro_gc_tracer_init_tally_near(&tracer, gc, &gc->cells);
    gc->garbage.count = 0;
    if (!collection_pass(c, &tracer, tally_member))
        return false;
    ouro_gc_tracer_flush(&tracer);
    gc->stack.count = 0;
    ouro_gc_tracer_init_mark(&tracer, gc, &gc->cells, &gc->stack, 0);
    if (gc->cells.has_failed || !mark_wide(c, &tracer) ||
        !collection_pass(c, &tracer, mark_member))
        return false;
    gc->garbage.count = 0;
    return ouro_gc_vector_reserve(&gc->garbage, gc->mem, c->candidates - tracer.marked);
}

/* The survivors have moved on: the lists of younger pools start again. */
static void collection_forget_pools(struct collection *c)
{
    struct ouro_gc *gc = c->gc;
    if (c->generation >= OURO_GC_MIDDLE)
        pool_list_clear(gc, &gc->middle_pools, OURO_POOL_HAS_MIDDLE, 0);
    pool_list_clear(gc, &gc->young_pools, OURO_POOL_HAS_YOUNG | OURO_POOL_HAS_UNSEEN,
                    c->pools_left);
}

/* What one stop may look at. */
static void collection_bound(struct collection *c)
{
    const struct ouro_gc *gc = c->gc;
    c->candidates_max = 2 * (uint64_t)gc->young_size;
    if (c->candidates_max > YOUNG_CANDIDATES_MAX)
        c->candidates_max = gc->young_skip > 0 ? YOUNG_SAMPLE : YOUNG_CANDIDATES_MAX;
    if (c->is_full)
        return;
    c->slots_left = YOUNG_SLOTS_MAX;
    c->slots_of_one = OURO_CYCLE_CHUNK;
}

size_t ouro_gc_collect_now(struct ouro_gc *gc, int generation, bool is_automatic)
{
    struct ouro_heap *heap = gc->heap;
    struct collection c = {
        .gc = gc,
        .generation = generation,
        .is_full = generation >= OURO_GC_OLD,
        .candidates_max = UINT64_MAX,
        .slots_left = INT64_MAX,
        .slots_of_one = UINT64_MAX,
    };
    struct ouro_gc_stop stop;
    size_t collected = 0;
    if (gc->is_collecting)
        return 0;
    gc->is_collecting = true;
    if (is_automatic && !gc->has_exact_thresholds)
        collection_bound(&c);
    if (c.is_full)
        ouro_gc_cycle_abandon(gc);
    ouro_gc_notify(gc, OURO_GC_COLLECTION_START, generation, 0);
    ouro_gc_stop_begin(gc, &stop);
    if (generation + 1 < OURO_GC_GENERATIONS)
        gc->count[generation + 1]++;
    for (int i = 1; i <= generation; i++)
        gc->count[i] = 0;
    heap->young_count = 0;

    if (collection_find(&c)) {
        collection_forget_pools(&c);
        struct ouro_gc_tracer unused;
        collection_pass(&c, &unused, sort_member);
        uint64_t survivors = c.candidates - gc->garbage.count;
        if (c.is_full) {
            gc->long_lived_total = survivors;
            gc->long_lived_pending = 0;
            gc->live_low = UINT64_MAX;
        } else if (generation == OURO_GC_MIDDLE || !gc->has_exact_thresholds) {
            gc->long_lived_pending += survivors;
        }
        gc->middle_count = generation == OURO_GC_YOUNG ? gc->middle_count + survivors : 0;
        collection_leave(&c);
        collected = ouro_gc_dispose(gc, &gc->garbage, c.has_special);
        uint64_t live = heap->objects_created - heap->objects_freed;
        if (live < gc->live_low)
            gc->live_low = live;
        if (c.pools_left > 0)
            heap->young_count = gc->young_size + 1; /* the next poll goes on */
    } else {
        collection_leave(&c);
    }
    if (c.is_full) {
        ouro_free_lists_clear(heap);
        ouro_gc_vector_reset(&gc->garbage, gc->mem);
        gc->live_bytes = ouro_gc_bytes(gc);
    }
    gc->last.is_automatic = is_automatic;
    ouro_gc_stop_end(gc, &stop, generation, false, c.candidates, collected);
    struct ouro_gc_stats *stats = &gc->stats[generation];
    stats->collections++;
    stats->collected += collected;
    stats->candidates += c.candidates;
    gc->is_collecting = false;
    ouro_gc_notify(gc, OURO_GC_COLLECTION_STOP, generation, collected);
    return collected;
}

/* ---- looking for garbage without touching it ------------------------------------------------- */

bool ouro_gc_find_garbage(struct ouro_heap *heap, ouro_gc_visit callback, void *context)
{
    struct ouro_gc *gc = heap->gc;
    struct collection c = {
        .gc = gc,
        .generation = OURO_GC_OLD,
        .is_full = true,
        .is_reading = true,
        .candidates_max = UINT64_MAX,
        .slots_left = INT64_MAX,
        .slots_of_one = UINT64_MAX,
    };
    if (gc->is_collecting)
        return false;
    gc->is_collecting = true;
    ouro_gc_cycle_abandon(gc);
    bool is_found = collection_find(&c);
    if (is_found)
        for (size_t i = 0; i < gc->pools.count; i++) {
            struct ouro_pool *pool = pool_of(&c, i);
            ouro_gc_cell *cells = ouro_gc_cells_of(&gc->cells, pool);
            for (uint32_t slot = 0; slot < pool->slot_count; slot++)
                if (!(cells[slot] & OURO_CELL_MARK))
                    gc->garbage.items[gc->garbage.count++] =
                        (uintptr_t)ouro_pool_block(pool, slot);
        }
    collection_leave(&c);
    for (size_t i = 0; is_found && i < gc->garbage.count; i++)
        if (!callback(context, (ouro_object *)(uintptr_t)gc->garbage.items[i]))
            break;
    ouro_gc_vector_reset(&gc->garbage, gc->mem);
    gc->is_collecting = false;
    return is_found;
}
