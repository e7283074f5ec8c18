/* The old generation, collected in slices while the program runs between them.
 *
 *   PREPARE -> TALLY -> MARK -> CONFIRM -> [ARM -> RECOUNT -> VERIFY -> RECHECK -> SEAL -> RELEASE] -> FINISH
 *
 * Tally and mark see the heap at different times and so only propose: what they leave unmarked is
 * suspect. Only CONFIRM (in one stop, exactly, for closed sets of some hundred objects) and the proof by
 * traps (trap.c, for sets of any size) decide. So no barrier is needed, and whatever the program
 * does in between can only cost time. What is garbage when a cycle starts cannot change any more, is
 * therefore counted completely, never marked, and gone when the cycle ends.
 *
 * The walk of a phase stands at (pool, slot); addresses that survive a slice (stack, cycle.large) are
 * asked again before use, as in dispose.c. */
#include "gc/state.h"

#include "os/os.h"

enum {
    BATCH_ENOUGH = 256,     /* suspects that are confirmed together */
    PURGE_STEP = 1 << 20,
    PROBE_SLOTS = 24576,
    STACK_CURSOR = 1,
};

#define HEADER_EXCLUDED OURO_HEADER_FLAG(OURO_GC_UNTRACKED | OURO_GC_PENDING)

bool ouro_gc_clock_look(struct ouro_gc_clock *clock)
{
    uint64_t wall = ouro_os_clock_ns();
    clock->steps = OURO_CYCLE_STEPS;
    if (wall < clock->wall_ns)
        return true;
    uint64_t cpu = ouro_os_thread_cpu_ns();
    if (cpu >= clock->deadline_ns)
        return false;
    clock->wall_ns = wall + (clock->deadline_ns - cpu);
    return true;
}

/* Generation 0 is old where nothing young is about: those objects were never looked at. */
static bool pool_is_unseen(const struct ouro_pool *pool)
{
    return (pool->gc_flags & (OURO_POOL_HAS_YOUNG | OURO_POOL_HAS_UNSEEN)) == OURO_POOL_HAS_UNSEEN;
}

static bool is_unseen(struct ouro_gc *gc, const void *block)
{
    return pool_is_unseen(ouro_pools_find(&gc->mem->pools, block));
}

/* Neither young nor frozen, and worth following. */
OURO_INLINE bool is_member(uint64_t header, bool is_all_old)
{
    int generation = ouro_header_generation(header);
    if (!ouro_header_is_counted(header) || (header & HEADER_EXCLUDED) != 0 ||
        generation == OURO_GC_FROZEN)
        return false;
    return ouro_likely(generation != OURO_GC_YOUNG) || is_all_old;
}

OURO_INLINE bool is_old(struct ouro_gc *gc, const void *block, uint64_t header)
{
    return is_member(header, true) && (ouro_likely(ouro_header_generation(header) != OURO_GC_YOUNG) ||
                                       is_unseen(gc, block));
}

/* ---- the walk over pools --------------------------------------------------------------------- */

static void walk_start(struct ouro_gc *gc)
{
    gc->cycle.pool = 0;
    gc->cycle.slot = 0;
    gc->cycle.slots_done = 0;
}

/* The pool at which the walk stands, or the next that has cells; NULL at the end. */
static struct ouro_pool *walk_pool(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_pools *pools = &gc->mem->pools;
    uint32_t index = cycle->pool;
    for (;;) {
        struct ouro_pool *pool = ouro_pools_next(pools, &index, OURO_BLOCK_CONTAINER);
        if (!pool)
            return NULL;
        uint32_t head = ouro_pool_index(pools, pool);
        if (head != cycle->pool) {
            cycle->pool = head;
            cycle->slot = 0;
            cycle->slots_done = 0;
        }
        if (pool->gc_data != NULL)
            return pool;
        cycle->pool = head + 1; /* younger than the cycle */
    }
}

static void walk_next_pool(struct ouro_gc *gc)
{
    gc->cycle.pool++;
    gc->cycle.slot = 0;
    gc->cycle.slots_done = 0;
}

/* ---- prepare --------------------------------------------------------------------------------- */

/* The newest pools. Few enough for one stop. */
static void prepare_probe(struct ouro_gc *gc)
{
    struct ouro_gc_vector *recent = &gc->recent;
    uint64_t slots = 0;
    while (recent->count > 0 && slots < PROBE_SLOTS) {
        uint64_t index = ouro_gc_vector_pop(recent);
        struct ouro_pool *pool = &gc->mem->pools.records[index];
        if (!ouro_gc_pool_exists(gc, index) || pool->gc_data != NULL)
            continue;
        if (ouro_gc_cells_add_pool(&gc->cycle.cells, pool)) {
            pool->gc_data = gc;
            slots += pool->slot_count;
        }
    }
    recent->count = 0;
}

static bool prepare_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_pools *pools = &gc->mem->pools;
    struct ouro_pool *pool;
    if (cycle->is_probe)
        prepare_probe(gc);
    while (!cycle->is_probe &&
           (pool = ouro_pools_next(pools, &cycle->pool, OURO_BLOCK_CONTAINER)) != NULL) {
        if (ouro_gc_cells_add_pool(&cycle->cells, pool))
            pool->gc_data = gc;
        if (!ouro_gc_clock_step(clock, 4))
            return false;
    }
    cycle->phase = OURO_GC_CYCLE_TALLY;
    walk_start(gc);
    return true;
}

/* ---- tally ----------------------------------------------------------------------------------- */

/* Whoever takes part is old from now on, whatever it was. */
static void tally_enter(ouro_object *object, uint64_t header)
{
    if (header & OURO_HEADER_FLAG(OURO_GC_BLACK))
        object->gc_flags &= (uint8_t)~OURO_GC_BLACK;
    if (ouro_header_generation(header) != OURO_GC_OLD)
        ouro_object_generation_set(object, OURO_GC_OLD);
}

/* One piece of the object; true when it was the last. */
static bool tally_object(struct ouro_gc *gc, struct ouro_gc_tracer *tracer, ouro_object *object,
                         ouro_gc_cell *cell)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    uint64_t found = tracer->found;
    tracer->skip = cycle->slots_done;
    tracer->left = OURO_CYCLE_CHUNK;
    tracer->was_cut = false;
    ouro_gc_trace(tracer, object);
    if (tracer->was_cut) {
        cycle->slots_done += OURO_CYCLE_CHUNK;
        return false;
    }
    if (found == tracer->found && cycle->slots_done == 0)
        *cell |= OURO_CELL_LEAF;
    cycle->slots_done = 0;
    return true;
}

static bool tally_pool(struct ouro_gc *gc, struct ouro_gc_tracer *tracer, struct ouro_pool *pool,
                       struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    ouro_gc_cell *cells = ouro_gc_cells_of(&cycle->cells, pool);
    char *block = ouro_pool_block(pool, cycle->slot);
    bool is_all_old = pool_is_unseen(pool);
    while (cycle->slot < pool->slot_count) {
        uint64_t header = ouro_header_get(block);
        ouro_prefetch(block + 4 * pool->block_size);
        if (is_member(header, is_all_old)) {
            ouro_object *object = (ouro_object *)(void *)block;
            tally_enter(object, header);
            bool is_done = tally_object(gc, tracer, object, &cells[cycle->slot]);
            cycle->candidates += is_done;
            if (!is_done) {
                if (!ouro_gc_clock_step(clock, OURO_CYCLE_STEPS / 2))
                    return false;
                continue;
            }
        }
        cycle->slot++;
        block += pool->block_size;
        if (!ouro_gc_clock_step(clock, 1))
            return false;
    }
    return true;
}

static bool tally_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_tracer tracer;
    struct ouro_pool *pool;
    bool is_over = false;
    ouro_gc_tracer_init_tally(&tracer, gc, &gc->cycle.cells, 0);
    while (!is_over && (pool = walk_pool(gc)) != NULL) {
        if (tally_pool(gc, &tracer, pool, clock))
            walk_next_pool(gc);
        else
            is_over = true;
    }
    ouro_gc_tracer_flush(&tracer);
    if (gc->cycle.cells.has_failed)
        gc->cycle.has_failed = true;
    if (is_over)
        return false;
    gc->cycle.phase = OURO_GC_CYCLE_MARK;
    walk_start(gc);
    return true;
}

/* ---- mark ------------------------------------------------------------------------------------ */

void ouro_gc_cycle_push(struct ouro_gc *gc, ouro_gc_cell *cell, const ouro_object *object)
{
    *cell |= OURO_CELL_MARK;
    if (!ouro_gc_list_push(&gc->cycle.stack, gc->mem, (uintptr_t)object))
        gc->cycle.has_failed = true;
}

/* Trapped objects are followed too: trap.c marks them when one that holds them was touched. */
static bool is_followed(struct ouro_gc *gc, const void *block)
{
    uint64_t header = ouro_header_get(block);
    int32_t count = ouro_header_refcount(header);
    bool is_trapped = count < 0 && count > OURO_REFCOUNT_TRAPPED;
    return is_old(gc, block, header) || ((header >> 48) != 0 && is_trapped);
}

/* Takes the next object from the stack, with the number of its slots that are done. NULL: the entry was
 * from an earlier slice and is worth nothing any more. */
static ouro_object *stack_take(struct ouro_gc *gc, uint64_t *slots_done)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    uint64_t address = ouro_gc_list_pop(&cycle->stack, gc->mem);
    *slots_done = address & STACK_CURSOR ? ouro_gc_list_pop(&cycle->stack, gc->mem) : 0;
    address &= ~(uint64_t)STACK_CURSOR;
    if (cycle->stack.count < cycle->stack_stale) {
        cycle->stack_stale = cycle->stack.count;
        if (!ouro_gc_pool_at(gc, address))
            return NULL;
    }
    return (ouro_object *)(uintptr_t)address;
}

static void stack_put_rest(struct ouro_gc *gc, const ouro_object *object, uint64_t slots_done)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    if (!ouro_gc_list_push(&cycle->stack, gc->mem, slots_done) ||
        !ouro_gc_list_push(&cycle->stack, gc->mem, (uintptr_t)object | STACK_CURSOR))
        cycle->has_failed = true;
}

/* Puts the last two entries, the rest of an object, below those of its children at height. */
static void stack_sink_rest(struct ouro_gc_list *stack, size_t height)
{
    for (size_t i = 0; i < 2; i++) {
        uint64_t *low = ouro_gc_list_at(stack, height + i);
        uint64_t *high = ouro_gc_list_at(stack, stack->count - 2 + i);
        uint64_t other = *low;
        *low = *high;
        *high = other;
    }
}

/* The rest of a large object goes below its children, so that the stack stays small. */
static void drain_object(struct ouro_gc *gc, struct ouro_gc_tracer *tracer, ouro_object *object,
                         uint64_t slots_done, uint32_t chunk)
{
    struct ouro_gc_list *stack = &gc->cycle.stack;
    size_t height = stack->count;
    tracer->skip = slots_done;
    tracer->left = chunk;
    tracer->was_cut = false;
    ouro_gc_trace(tracer, object);
    if (ouro_likely(!tracer->was_cut))
        return;
    stack_put_rest(gc, object, slots_done + chunk);
    if (!gc->cycle.has_failed && stack->count >= height + 4)
        stack_sink_rest(stack, height);
}

bool ouro_gc_cycle_drain(struct ouro_gc *gc, struct ouro_gc_clock *clock, uint64_t member_flag,
                         uint32_t chunk)
{
    enum { AHEAD = 8 };
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_gc_tracer tracer;
    struct {
        ouro_object *object;
        uint64_t slots_done;
    } queue[AHEAD];
    unsigned first = 0, count = 0;
    bool is_over = false;
    ouro_gc_tracer_init_mark(&tracer, gc, &cycle->cells, &cycle->stack, member_flag);
    for (;;) {
        while (count < AHEAD && cycle->stack.count > 0) {
            uint64_t slots_done;
            ouro_object *object = stack_take(gc, &slots_done);
            if (!object)
                continue;
            ouro_prefetch(object);
            queue[(first + count) % AHEAD].object = object;
            queue[(first + count++) % AHEAD].slots_done = slots_done;
        }
        if (count == 0 || is_over)
            break;
        ouro_object *object = queue[first].object;
        uint64_t slots_done = queue[first].slots_done;
        first = (first + 1) % AHEAD;
        count--;
        if (is_followed(gc, object)) {
            uint64_t visited = tracer.visited;
            drain_object(gc, &tracer, object, slots_done, chunk);
            is_over = !ouro_gc_clock_step(clock, 1 + (int)((tracer.visited - visited) / 32));
        }
    }
    for (; count > 0; count--, first = (first + 1) % AHEAD) {
        if (queue[first].slots_done)
            stack_put_rest(gc, queue[first].object, queue[first].slots_done);
        else if (!ouro_gc_list_push(&cycle->stack, gc->mem, (uintptr_t)queue[first].object))
            cycle->has_failed = true;
    }
    if (tracer.has_failed)
        cycle->has_failed = true;
    return !is_over;
}

static bool mark_pool(struct ouro_gc *gc, struct ouro_pool *pool, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    ouro_gc_cell *cells = ouro_gc_cells_of(&cycle->cells, pool);
    char *block = ouro_pool_block(pool, cycle->slot);
    for (; cycle->slot < pool->slot_count; cycle->slot++, block += pool->block_size) {
        ouro_gc_cell *cell = &cells[cycle->slot];
        if (*cell & OURO_CELL_MARK)
            continue;
        if (*cell == OURO_CELL_LEAF) {
            *cell |= OURO_CELL_MARK; /* no member holds it and it holds none: not even a look */
            continue;
        }
        uint64_t header = ouro_header_get(block);
        ouro_prefetch(block + 4 * pool->block_size);
        if (!is_old(gc, block, header))
            continue;
        if ((header & OURO_HEADER_FLAG(OURO_GC_BLACK)) ||
            (uint64_t)ouro_header_refcount(header) > ouro_gc_cell_tally(&cycle->cells, cell)) {
            ouro_gc_cycle_push(gc, cell, (ouro_object *)(void *)block);
            if (!ouro_gc_cycle_drain(gc, clock, 0, OURO_CYCLE_CHUNK))
                return false;
        } else if (!ouro_gc_clock_step(clock, 1)) {
            return false;
        }
    }
    return true;
}

static bool mark_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_pool *pool;
    if (!ouro_gc_cycle_drain(gc, clock, 0, OURO_CYCLE_CHUNK))
        return false;
    while ((pool = walk_pool(gc)) != NULL) {
        if (!mark_pool(gc, pool, clock))
            return false;
        walk_next_pool(gc);
        if (!ouro_gc_clock_step(clock, 8))
            return false;
    }
    gc->cycle.phase = OURO_GC_CYCLE_CONFIRM;
    walk_start(gc);
    return true;
}

/* ---- confirm --------------------------------------------------------------------------------- */

#define HEADER_NO_SUSPECT OURO_HEADER_FLAG(OURO_GC_BLACK | OURO_GC_SCRATCH)

/* Collects the suspects that a suspect reaches. */
struct closure {
    struct ouro_visitor visitor;
    struct ouro_gc *gc;
    size_t slots;
    bool reaches_large;
    bool has_failed;
};

static void closure_add(struct closure *closure, ouro_object *object)
{
    struct ouro_gc *gc = closure->gc;
    object->gc_flags |= OURO_GC_SCRATCH;
    if (!ouro_gc_vector_push(&gc->cycle.batch, gc->mem, (uintptr_t)object))
        closure->has_failed = true;
}

static void closure_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                          size_t stride)
{
    struct closure *closure = (struct closure *)visitor;
    struct ouro_gc *gc = closure->gc;
    closure->slots += count;
    if (closure->slots > 4 * gc->options.batch_max)
        return; /* too much in any case */
    for (size_t i = 0; i < count && !closure->has_failed; i++) {
        ouro_object *child = slots[i * stride];
        ouro_gc_cell *cell = child ? ouro_gc_cells_find(&gc->cycle.cells, child) : NULL;
        if (!cell || (*cell & OURO_CELL_MARK))
            continue;
        uint64_t header = ouro_header_get(child);
        if (*cell == OURO_CELL_LARGE && (header & OURO_HEADER_FLAG(OURO_GC_SCRATCH)))
            closure->reaches_large = true;
        else if (is_old(gc, child, header) && (header & HEADER_NO_SUSPECT) == 0)
            closure_add(closure, child);
    }
}

/* These members of the batch wait for the proof of all that is left. */
static void batch_leave(struct ouro_gc *gc, size_t first)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    for (size_t i = first; i < cycle->batch.count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)cycle->batch.items[i];
        ouro_gc_cell *cell = ouro_gc_cells_find(&cycle->cells, object);
        ouro_gc_cell_reset(&cycle->cells, cell);
        if (!cycle->has_failed && ouro_gc_list_push(&cycle->large, gc->mem, (uintptr_t)object)) {
            *cell = OURO_CELL_LARGE;
            object->gc_flags |= OURO_GC_SCRATCH;
        } else {
            cycle->has_failed = true;
            object->gc_flags &= (uint8_t)~OURO_GC_SCRATCH;
            *cell = OURO_CELL_MARK;
        }
    }
    cycle->batch.count = first;
}

/* Adds a suspect and all suspects that it reaches to the batch, or leaves them all. */
static void batch_add(struct ouro_gc *gc, ouro_object *suspect)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct closure closure = { .visitor = { closure_range, gc->heap }, .gc = gc };
    size_t first = cycle->batch.count;
    closure_add(&closure, suspect);
    for (size_t i = first; i < cycle->batch.count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)cycle->batch.items[i];
        const struct ouro_type *type = ouro_type_of(gc->heap, object);
        if (type->traverse)
            type->traverse(object, &closure.visitor);
        bool is_too_large = cycle->batch.count - first > gc->options.batch_max ||
                            closure.slots > 4 * gc->options.batch_max;
        if (closure.reaches_large || is_too_large || closure.has_failed) {
            cycle->has_failed |= closure.has_failed;
            cycle->large_slots += closure.slots;
            batch_leave(gc, first);
            return;
        }
    }
}

/* Decides the batch: frees what nobody outside of it holds. */
static void batch_finish(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    size_t garbage_count = 0, count = cycle->batch.count;
    if (count == 0)
        return;
    gc->totals.suspects += count;
    if (!ouro_gc_confirm(gc, &cycle->cells, &cycle->batch, OURO_GC_SCRATCH, &garbage_count)) {
        cycle->has_failed = true;
        batch_leave(gc, 0);
        return;
    }
    batch_leave(gc, garbage_count);
    for (size_t i = 0; i < garbage_count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)cycle->batch.items[i];
        object->gc_flags = (uint8_t)((object->gc_flags & ~OURO_GC_SCRATCH) | OURO_GC_PENDING);
        *ouro_gc_cells_find(&cycle->cells, object) = OURO_CELL_MARK; /* should it be resurrected */
    }
    cycle->collected += ouro_gc_dispose(gc, &cycle->batch, true);
    cycle->batch.count = 0;
}

/* true: the pool is done. The batch is decided within the slice, after which nothing here may rely on the
 * pool. */
static bool confirm_pool(struct ouro_gc *gc, struct ouro_pool *pool, struct ouro_gc_clock *clock,
                         bool *is_over)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    ouro_gc_cell *cells = ouro_gc_cells_of(&cycle->cells, pool);
    for (; cycle->slot < pool->slot_count; cycle->slot++) {
        ouro_gc_cell cell = cells[cycle->slot];
        bool is_marked = (cell & OURO_CELL_MARK) != 0;
        cycle->survivors += is_marked;
        if (is_marked)
            continue;
        ouro_object *object = ouro_pool_block(pool, cycle->slot);
        uint64_t header = ouro_header_get(object);
        if (!is_old(gc, object, header))
            continue;
        if ((header & HEADER_NO_SUSPECT) == 0)
            batch_add(gc, object);
        *is_over = !ouro_gc_clock_step(clock, 4);
        if (*is_over || cycle->batch.count >= BATCH_ENOUGH) {
            cycle->slot++;
            return false;
        }
    }
    return true;
}

/* The last batch is decided after the time is over: so it is over a little earlier. */
static void confirm_hurry(struct ouro_gc_clock *clock)
{
    uint64_t now = ouro_os_thread_cpu_ns();
    if (now < clock->deadline_ns)
        clock->deadline_ns -= (clock->deadline_ns - now) / 4;
    clock->wall_ns = 0;
}

static bool confirm_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_pool *pool;
    bool is_over = false;
    confirm_hurry(clock);
    while (!is_over && (pool = walk_pool(gc)) != NULL) {
        if (confirm_pool(gc, pool, clock, &is_over)) {
            walk_next_pool(gc);
            is_over = !ouro_gc_clock_step(clock, 16);
        }
        if (is_over || cycle->batch.count >= BATCH_ENOUGH) {
            batch_finish(gc);
            is_over = is_over || !ouro_gc_clock_look(clock);
        }
    }
    batch_finish(gc);
    if (is_over)
        return false;
    if (!cycle->is_probe)
        gc->long_lived_total = cycle->survivors;
    ouro_gc_trap_start(gc);
    return true;
}

/* ---- finish ---------------------------------------------------------------------------------- */

/* The memory of the cells goes back piece by piece; then the pools leave the cycle. */
static bool finish_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_pools *pools = &gc->mem->pools;
    uint64_t size = cycle->cells.unit_count * (OURO_CELLS_UNIT * sizeof(ouro_gc_cell));
    struct ouro_pool *pool;
    while ((pool = ouro_pools_next(pools, &cycle->pool, OURO_BLOCK_CONTAINER)) != NULL) {
        pool->gc_data = NULL;
        if (!ouro_gc_clock_step(clock, 4))
            return false;
    }
    while (ouro_gc_list_trim(&cycle->stack, gc->mem) || ouro_gc_list_trim(&cycle->large, gc->mem))
        if (!ouro_gc_clock_step(clock, OURO_CYCLE_STEPS / 4))
            return false;
    while (ouro_pools_purge_some(pools))
        if (!ouro_gc_clock_step(clock, OURO_CYCLE_STEPS))
            return false;
    while (cycle->purged + PURGE_STEP < size) {
        ouro_os_purge((char *)cycle->cells.cells + cycle->purged, PURGE_STEP);
        cycle->purged += PURGE_STEP;
        if (!ouro_gc_clock_step(clock, OURO_CYCLE_STEPS))
            return false;
    }
    return true;
}

static void cycle_reset(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    ouro_gc_cells_clear(&cycle->cells);
    ouro_gc_list_reset(&cycle->stack, gc->mem);
    ouro_gc_list_reset(&cycle->large, gc->mem);
    ouro_gc_vector_reset(&cycle->batch, gc->mem);
    ouro_gc_vector_reset(&cycle->specials, gc->mem);
    cycle->phase = OURO_GC_CYCLE_IDLE;
}

static void cycle_end(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_gc_stats *stats = &gc->stats[OURO_GC_OLD];
    cycle_reset(gc);
    if (cycle->is_probe) {
        stats->collected += cycle->collected;
        return;
    }
    gc->cycle_end_ns = ouro_os_thread_cpu_ns();
    ouro_free_lists_clear(gc->heap);
    gc->totals.cycles++;
    gc->live_low = gc->heap->objects_created - gc->heap->objects_freed;
    gc->live_bytes = ouro_gc_bytes(gc);
    stats->collections++;
    stats->collected += cycle->collected;
    stats->candidates += cycle->candidates;
    if (cycle->candidates > 0)
        gc->ns_per_object = (double)cycle->work_ns / (double)cycle->candidates;
}

/* ---- life of a cycle ------------------------------------------------------------------------- */

bool ouro_gc_cycle_init(struct ouro_gc *gc)
{
    return ouro_gc_cells_init(&gc->cycle.cells, gc->mem);
}

void ouro_gc_cycle_destroy(struct ouro_gc *gc)
{
    if (gc->cycle.phase != OURO_GC_CYCLE_IDLE)
        cycle_reset(gc);
    ouro_gc_list_destroy(&gc->cycle.stack, gc->mem);
    ouro_gc_list_destroy(&gc->cycle.large, gc->mem);
    ouro_gc_vector_destroy(&gc->cycle.batch, gc->mem);
    ouro_gc_vector_destroy(&gc->cycle.specials, gc->mem);
    ouro_gc_cells_destroy(&gc->cycle.cells);
}

bool ouro_gc_cycle_start(struct ouro_gc *gc, bool is_probe)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    ouro_check(cycle->phase == OURO_GC_CYCLE_IDLE);
    if (!ouro_gc_cells_extend(&cycle->cells))
        return false;
    cycle->phase = OURO_GC_CYCLE_PREPARE;
    cycle->stack.count = cycle->stack_stale = 0;
    cycle->large.count = 0;
    cycle->large_slots = 0;
    cycle->specials.count = 0;
    cycle->has_found = cycle->has_finalized = cycle->has_failed = cycle->gives_up = false;
    cycle->passes = 0;
    cycle->survivors = cycle->collected = cycle->candidates = cycle->work_ns = cycle->purged = 0;
    cycle->is_probe = is_probe;
    cycle->created = gc->probed = gc->heap->objects_created;
    if (!is_probe)
        gc->long_lived_pending = 0;
    walk_start(gc);
    return true;
}

void ouro_gc_cycle_abandon(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_pools *pools = &gc->mem->pools;
    if (cycle->phase == OURO_GC_CYCLE_IDLE)
        return;
    if (cycle->is_in_slice) {
        cycle->has_failed = true; /* user code of a slice wants it: done at its end */
        return;
    }
    ouro_gc_trap_abandon(gc);
    uint32_t index = 0;
    struct ouro_pool *pool;
    while ((pool = ouro_pools_next(pools, &index, OURO_BLOCK_CONTAINER)) != NULL)
        pool->gc_data = NULL;
    cycle_reset(gc);
    gc->totals.cycles_abandoned++;
}

static bool cycle_phase_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    switch (gc->cycle.phase) {
    case OURO_GC_CYCLE_PREPARE:
        return prepare_slice(gc, clock);
    case OURO_GC_CYCLE_TALLY:
        return tally_slice(gc, clock);
    case OURO_GC_CYCLE_MARK:
        return mark_slice(gc, clock);
    case OURO_GC_CYCLE_CONFIRM:
        return confirm_slice(gc, clock);
    default:
        return ouro_gc_trap_slice(gc, clock);
    }
}

/* Runs phases until the time is up. true: the cycle is complete. */
static bool cycle_run(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    while (cycle->phase != OURO_GC_CYCLE_FINISH) {
        if (!cycle_phase_slice(gc, clock) || cycle->has_failed)
            return false;
        if (cycle->phase == OURO_GC_CYCLE_FINISH)
            walk_start(gc);
        if (!ouro_gc_clock_look(clock))
            return false;
    }
    return finish_slice(gc, clock);
}

bool ouro_gc_cycle_slice(struct ouro_gc *gc, uint64_t deadline_ns)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    uint64_t start = ouro_os_thread_cpu_ns();
    struct ouro_gc_clock clock = { deadline_ns, 0, OURO_CYCLE_STEPS };
    if (cycle->phase == OURO_GC_CYCLE_IDLE)
        return true;
    ouro_gc_take_young(gc);
    cycle->stack_stale = cycle->stack.count;
    cycle->is_in_slice = gc->mem->pools.is_paced = true;
    bool is_over = cycle_run(gc, &clock);
    cycle->is_in_slice = gc->mem->pools.is_paced = false;
    cycle->work_ns += ouro_os_thread_cpu_ns() - start;
    if (cycle->has_failed) {
        ouro_gc_cycle_abandon(gc);
        return true;
    }
    if (is_over)
        cycle_end(gc);
    return is_over;
}
