/* The proof for suspects that are too many, or too much entangled, for one stop: all that CONFIRM left.
 *
 *   ARM      the count R of each member becomes -R: a trap. The first change of the count, whatever it is,
 *            makes it positive again, and only ARM makes counts negative
 *   RECOUNT  counts the references from members to members, C, in the cells
 *   VERIFY   a member is held if its trap is sprung or R != C; it is marked, and what it reaches
 *   RECHECK  looks for traps sprung since; what is found is marked too, until a whole pass finds none
 *            (then, in one stop: weak references, callbacks, finalizers; if user code ran, all once
 *            more from ARM)
 *   SEAL     what is unmarked is garbage: out of the traps, pinned by one reference
 *   RELEASE  each is cleared and unpinned: one object dies at a time, however large the whole
 *
 * Why this is a proof although the program runs in between: a reference to a member is made, dropped or moved
 * only with a change of the member's count (a moved one: with ouro_object_touch). So while a trap is not
 * sprung, the set of slots that hold its object is fixed, and C = R says that members hold it and nobody
 * else. If a member that is unmarked at the end were alive, it would be reached from one that is held or
 * was touched; on the way to it there is a last marked member, which was traversed while the slot stood. So
 * it would be marked. docs/design/collector.md has it in full.
 *
 * Slots that only change places inside one container are no matter, since an object is traversed in one
 * piece; one with more than OURO_TRAP_CHUNK slots is not, so whoever shifts its slots says so
 * (ouro_slots_shift), and the proof starts again without what it has found to be held. */
#include "gc/state.h"
#include "gc/weakref.h"

enum {
    PASSES_MAX = 8,
    CLEAR_CHUNK = 512, /* references of a wide object that are dropped between two looks at the clock */
};

static bool is_trapped(uint64_t header)
{
    int32_t count = ouro_header_refcount(header);
    return (header >> 48) != 0 && count < 0 && count > OURO_REFCOUNT_TRAPPED;
}

/* The member at this entry, NULL (and the entry emptied) if it has died. */
static ouro_object *member_at(struct ouro_gc *gc, size_t index)
{
    uint64_t *entry = ouro_gc_list_at(&gc->cycle.large, index);
    uint64_t address = *entry;
    if (address == 0)
        return NULL;
    if (ouro_gc_pool_at(gc, address)) {
        uint64_t header = ouro_header_get((void *)(uintptr_t)address);
        if ((header & OURO_HEADER_FLAG(OURO_GC_SCRATCH)) != 0 &&
            (is_trapped(header) || ouro_header_is_counted(header)))
            return (ouro_object *)(uintptr_t)address;
    }
    *entry = 0;
    return NULL;
}

static void phase_set(struct ouro_gc *gc, enum ouro_gc_cycle_phase phase)
{
    gc->cycle.phase = phase;
    gc->cycle.position = 0;
    gc->cycle.slots_done = 0;
    gc->cycle.has_found = false;
    gc->heap->has_traps = phase >= OURO_GC_CYCLE_ARM && phase <= OURO_GC_CYCLE_SEAL;
    if (phase == OURO_GC_CYCLE_ARM)
        gc->heap->has_shifted = false;
}

/* ---- a set that is small enough for one stop ------------------------------------------------- */

static bool members_gather(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    cycle->batch.count = 0;
    for (size_t i = 0; i < cycle->large.count; i++) {
        ouro_object *object = member_at(gc, i);
        if (object && !ouro_gc_vector_push(&cycle->batch, gc->mem, (uintptr_t)object))
            return false;
    }
    return true;
}

static void confirm_at_once(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_gc_vector *members = &cycle->batch;
    size_t garbage_count = 0;
    if (!members_gather(gc) ||
        !ouro_gc_confirm(gc, &cycle->cells, members, OURO_GC_SCRATCH, &garbage_count)) {
        cycle->has_failed = true; /* abandoning it takes the flags from what is in large */
        return;
    }
    gc->totals.suspects_live += members->count - garbage_count;
    members->count = garbage_count;
    for (size_t i = 0; i < garbage_count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)members->items[i];
        object->gc_flags = (uint8_t)((object->gc_flags & ~OURO_GC_SCRATCH) | OURO_GC_PENDING);
    }
    cycle->large.count = 0;
    cycle->collected += ouro_gc_dispose(gc, members, true);
    members->count = 0;
}

void ouro_gc_trap_start(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    if (cycle->large.count == 0) {
        phase_set(gc, OURO_GC_CYCLE_FINISH);
    } else if (cycle->large.count <= gc->options.batch_max &&
               cycle->large_slots <= 16 * (uint64_t)gc->options.batch_max) {
        confirm_at_once(gc);
        phase_set(gc, OURO_GC_CYCLE_FINISH);
    } else {
        phase_set(gc, OURO_GC_CYCLE_ARM);
    }
}

/* ---- arm, recount ---------------------------------------------------------------------------- */

/* The member is held: it takes no further part. */
static void member_leave(struct ouro_gc *gc, size_t index, ouro_object *object)
{
    if (object->refcount < 0)
        object->refcount = -object->refcount;
    object->gc_flags &= (uint8_t)~OURO_GC_SCRATCH;
    gc->totals.suspects_live++;
    *ouro_gc_list_at(&gc->cycle.large, index) = 0;
}

/* What is marked was found to be held the first time round. A count that is too high for a trap makes the
 * member count as held. */
static void arm_one(struct ouro_gc *gc, size_t index, ouro_object *object)
{
    ouro_gc_cell *cell = ouro_gc_cells_find(&gc->cycle.cells, object);
    if (*cell & OURO_CELL_MARK) {
        member_leave(gc, index, object);
        return;
    }
    ouro_gc_cell_reset(&gc->cycle.cells, cell);
    if (object->refcount > 0 && object->refcount < -OURO_REFCOUNT_TRAPPED)
        object->refcount = -object->refcount;
}

static bool recount_one(struct ouro_gc *gc, struct ouro_gc_tracer *tracer, ouro_object *object)
{
    if (object->refcount > 0)
        return true; /* sprung: what it holds is alive */
    tracer->skip = gc->cycle.slots_done;
    tracer->left = OURO_TRAP_CHUNK;
    tracer->was_cut = false;
    ouro_gc_trace(tracer, object);
    gc->cycle.slots_done = tracer->was_cut ? gc->cycle.slots_done + OURO_TRAP_CHUNK : 0;
    return !tracer->was_cut;
}

/* ---- verify, recheck ------------------------------------------------------------------------- */

static bool is_held(struct ouro_gc *gc, const ouro_object *object, const ouro_gc_cell *cell)
{
    return object->refcount > 0 ||
           (uint64_t)-object->refcount != ouro_gc_cell_tally(&gc->cycle.cells, cell);
}

/* true: the slice can go on. */
static bool verify_one(struct ouro_gc *gc, struct ouro_gc_clock *clock, ouro_object *object,
                       bool only_sprung)
{
    ouro_gc_cell *cell = ouro_gc_cells_find(&gc->cycle.cells, object);
    if (*cell & OURO_CELL_MARK)
        return true;
    if (only_sprung ? object->refcount <= 0 : !is_held(gc, object, cell))
        return true;
    gc->totals.traps_sprung += object->refcount > 0;
    gc->cycle.has_found = true;
    ouro_gc_cycle_push(gc, cell, object);
    return ouro_gc_cycle_drain(gc, clock, OURO_HEADER_FLAG(OURO_GC_SCRATCH),
                               OURO_TRAP_CHUNK);
}

/* ---- weak references and finalizers of the whole set ----------------------------------------- */

static void note_special(struct ouro_gc *gc, ouro_object *object)
{
    struct ouro_gc_vector *specials = &gc->cycle.specials;
    if (!ouro_gc_is_special(gc, object))
        return;
    if (!ouro_gc_vector_push(specials, gc->mem, ouro_gc_special_order(gc, object)) ||
        !ouro_gc_vector_push(specials, gc->mem, (uintptr_t)object))
        gc->cycle.has_failed = true;
}

static bool is_unmarked_member(struct ouro_gc *gc, uint64_t address)
{
    if (!ouro_gc_pool_at(gc, address))
        return false;
    uint64_t header = ouro_header_get((void *)(uintptr_t)address);
    return (header & OURO_HEADER_FLAG(OURO_GC_SCRATCH)) != 0 && (header >> 48) != 0 &&
           !(*ouro_gc_cells_find(&gc->cycle.cells, (void *)(uintptr_t)address) & OURO_CELL_MARK);
}

/* Keeps of the specials those that are unmarked. false: one of them was touched since RECHECK saw it
 * (somebody came to it through a weak reference). */
static bool specials_settle(struct ouro_gc *gc)
{
    struct ouro_gc_vector *specials = &gc->cycle.specials;
    size_t count = 0;
    for (size_t i = 0; i < specials->count; i += 2) {
        uint64_t address = specials->items[i + 1];
        if (!is_unmarked_member(gc, address))
            continue;
        if (((ouro_object *)(uintptr_t)address)->refcount >= 0)
            return false;
        specials->items[count++] = specials->items[i];
        specials->items[count++] = address;
    }
    specials->count = count;
    return true;
}

/* With the specials out of their traps and PENDING, as dispose wants them. After the first time only weak
 * references that finalizers made are left: no callbacks for them. true: user code ran. */
static bool specials_run(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_heap *heap = gc->heap;
    for (size_t i = 1; i < cycle->specials.count; i += 2) {
        ouro_object *object = (ouro_object *)(uintptr_t)cycle->specials.items[i];
        if (cycle->has_finalized && (object->gc_flags & OURO_GC_HAS_WEAKREF))
            ouro_weakrefs_clear_silently(heap, object);
        if (cycle->has_finalized)
            continue;
        object->refcount = -object->refcount;
        object->gc_flags |= OURO_GC_PENDING;
    }
    if (cycle->has_finalized)
        return false;
    cycle->has_finalized = true;
    gc->specials.count = 0;
    if (!ouro_gc_vector_reserve(&gc->specials, gc->mem, cycle->specials.count)) {
        cycle->has_failed = true;
        return true;
    }
    for (size_t i = 0; i < cycle->specials.count; i++)
        gc->specials.items[gc->specials.count++] = cycle->specials.items[i];
    if (!ouro_gc_callbacks_reserve(gc)) {
        cycle->has_failed = true;
        return true;
    }
    void *error = heap->hooks.error_save ? heap->hooks.error_save(heap) : NULL;
    ouro_gc_dispose_specials(gc);
    if (heap->hooks.error_restore)
        heap->hooks.error_restore(heap, error);
    return true;
}

static void specials_end(struct ouro_gc *gc)
{
    struct ouro_gc_vector *specials = &gc->cycle.specials;
    for (size_t i = 1; i < specials->count; i += 2)
        if (ouro_gc_is_still(gc, specials->items[i], OURO_GC_PENDING))
            ((ouro_object *)(uintptr_t)specials->items[i])->gc_flags &= (uint8_t)~OURO_GC_PENDING;
    ouro_gc_vector_reset(specials, gc->mem);
    ouro_gc_vector_reset(&gc->specials, gc->mem);
    ouro_gc_vector_reset(&gc->callbacks, gc->mem);
}

/* ---- seal, release --------------------------------------------------------------------------- */

static void seal_one(struct ouro_gc *gc, size_t index, ouro_object *object)
{
    const ouro_gc_cell *cell = ouro_gc_cells_find(&gc->cycle.cells, object);
    if (object->refcount > 0 || (*cell & OURO_CELL_MARK) || gc->cycle.gives_up) {
        member_leave(gc, index, object);
        return;
    }
    object->refcount = -object->refcount;
    object->gc_flags = (uint8_t)((object->gc_flags & ~OURO_GC_SCRATCH) | OURO_GC_PENDING);
    object->refcount++;
}

/* false: the object is wide, and there is more of it. */
static bool release_one(struct ouro_gc *gc, size_t index)
{
    uint64_t *entry = ouro_gc_list_at(&gc->cycle.large, index);
    uint64_t address = *entry;
    if (address == 0 || !ouro_gc_is_still(gc, address, OURO_GC_PENDING))
        return true;
    ouro_object *object = (ouro_object *)(uintptr_t)address;
    const struct ouro_type *type = ouro_type_of(gc->heap, object);
    uint32_t budget = CLEAR_CHUNK;
    if (type->clear_some && type->clear_some(gc->heap, object, &budget))
        return false;
    *entry = 0;
    gc->cycle.collected++;
    if (type->clear && !type->clear_some)
        type->clear(gc->heap, object);
    object->gc_flags &= (uint8_t)~OURO_GC_PENDING;
    ouro_object_decref(gc->heap, object);
    return true;
}

/* ---- passes over the members ----------------------------------------------------------------- */

static bool pass_arm(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    for (; cycle->position < cycle->large.count; cycle->position++) {
        ouro_object *object = member_at(gc, cycle->position);
        if (object)
            arm_one(gc, cycle->position, object);
        if (!ouro_gc_clock_step(clock, 1))
            return false;
    }
    return true;
}

static bool pass_recount(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    struct ouro_gc_tracer tracer;
    ouro_gc_tracer_init_tally(&tracer, gc, &cycle->cells, OURO_HEADER_FLAG(OURO_GC_SCRATCH));
    while (cycle->position < cycle->large.count) {
        ouro_object *object = member_at(gc, cycle->position);
        bool is_done = !object || recount_one(gc, &tracer, object);
        cycle->position += is_done;
        if (!ouro_gc_clock_step(clock, is_done ? 1 : OURO_CYCLE_STEPS))
            return false;
    }
    cycle->has_failed |= cycle->cells.has_failed;
    return true;
}

static bool pass_verify(struct ouro_gc *gc, struct ouro_gc_clock *clock, bool only_sprung)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    if (!ouro_gc_cycle_drain(gc, clock, OURO_HEADER_FLAG(OURO_GC_SCRATCH), OURO_TRAP_CHUNK))
        return false;
    while (cycle->position < cycle->large.count) {
        ouro_object *object = member_at(gc, cycle->position++);
        if (object && only_sprung)
            note_special(gc, object);
        if (object && !verify_one(gc, clock, object, only_sprung))
            return false;
        if (!ouro_gc_clock_step(clock, 1))
            return false;
    }
    return true;
}

static bool pass_seal(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    while (cycle->position < cycle->large.count) {
        size_t index = cycle->position++;
        ouro_object *object = member_at(gc, index);
        if (object)
            seal_one(gc, index, object);
        if (!ouro_gc_clock_step(clock, 1))
            return false;
    }
    return true;
}

/* From the end, so that the list shrinks with it. */
static bool pass_release(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    struct ouro_gc_list *large = &gc->cycle.large;
    int64_t young_count = gc->heap->young_count;
    bool is_over = false;
    while (large->count > 0 && !is_over) {
        bool is_done = release_one(gc, large->count - 1);
        if (is_done)
            (void)ouro_gc_list_pop(large, gc->mem);
        is_over = !ouro_gc_clock_step(clock, is_done ? 2 : OURO_CYCLE_STEPS / 2);
    }
    if (gc->heap->young_count < young_count)
        gc->heap->young_count = young_count;
    return !is_over;
}

/* A pass of RECHECK is over: what comes next. */
static void rechecked(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    bool has_shifted = gc->heap->has_shifted;
    if (has_shifted || cycle->has_found || !specials_settle(gc)) {
        cycle->specials.count = 0;
        cycle->gives_up = ++cycle->passes >= PASSES_MAX; /* the next cycle tries again */
        if (cycle->gives_up)
            phase_set(gc, OURO_GC_CYCLE_SEAL);
        else
            phase_set(gc, has_shifted ? OURO_GC_CYCLE_ARM : OURO_GC_CYCLE_RECHECK);
        return;
    }
    bool has_changed = cycle->specials.count > 0 && specials_run(gc);
    specials_end(gc);
    phase_set(gc, has_changed ? OURO_GC_CYCLE_ARM : OURO_GC_CYCLE_SEAL);
}

bool ouro_gc_trap_slice(struct ouro_gc *gc, struct ouro_gc_clock *clock)
{
    switch (gc->cycle.phase) {
    case OURO_GC_CYCLE_ARM:
        if (!pass_arm(gc, clock))
            return false;
        phase_set(gc, OURO_GC_CYCLE_RECOUNT);
        return true;
    case OURO_GC_CYCLE_RECOUNT:
        if (!pass_recount(gc, clock))
            return false;
        phase_set(gc, OURO_GC_CYCLE_VERIFY);
        return true;
    case OURO_GC_CYCLE_VERIFY:
        if (!pass_verify(gc, clock, false))
            return false;
        phase_set(gc, OURO_GC_CYCLE_RECHECK);
        return true;
    case OURO_GC_CYCLE_RECHECK:
        if (!pass_verify(gc, clock, true))
            return false;
        rechecked(gc);
        return true;
    case OURO_GC_CYCLE_SEAL:
        if (!pass_seal(gc, clock))
            return false;
        phase_set(gc, OURO_GC_CYCLE_RELEASE);
        return true;
    default:
        if (!pass_release(gc, clock))
            return false;
        phase_set(gc, OURO_GC_CYCLE_FINISH);
        return true;
    }
}

/* Members leave the traps; garbage that is already sealed is released now. */
void ouro_gc_trap_abandon(struct ouro_gc *gc)
{
    struct ouro_gc_cycle *cycle = &gc->cycle;
    for (size_t i = 0; i < cycle->large.count; i++) {
        uint64_t address = *ouro_gc_list_at(&cycle->large, i);
        if (cycle->phase == OURO_GC_CYCLE_RELEASE) {
            while (!release_one(gc, i))
                continue;
            continue;
        }
        ouro_object *object = member_at(gc, i);
        if (object) {
            if (object->refcount < 0)
                object->refcount = -object->refcount;
            object->gc_flags &= (uint8_t)~OURO_GC_SCRATCH;
        } else if (address != 0 && ouro_gc_is_still(gc, address, OURO_GC_PENDING)) {
            object = (ouro_object *)(uintptr_t)address;
            object->gc_flags &= (uint8_t)~OURO_GC_PENDING;
            ouro_object_decref(gc->heap, object);
        }
    }
    cycle->large.count = 0;
    cycle->specials.count = 0;
    gc->heap->has_traps = false;
}
