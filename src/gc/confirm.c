#include "gc/state.h"

/* ---- tally ----------------------------------------------------------------------------------- */

/* A cell is counted OURO_TRACER_RING references after it was found, when it has come from memory. */
static void ring_put(struct ouro_gc_tracer *tracer, ouro_gc_cell *cell)
{
    unsigned index = tracer->ring_index;
    ouro_gc_cell *ready = tracer->ring[index];
    ouro_prefetch_write(cell);
    tracer->ring[index] = cell;
    tracer->ring_index = (index + 1) % OURO_TRACER_RING;
    if (ready && !(*ready & OURO_CELL_MARK))
        ouro_gc_cell_add(tracer->cells, ready);
}

/* With a member flag the members are few: their headers say who they are. */
OURO_INLINE void tally_slots(struct ouro_gc_tracer *tracer, ouro_object *const *slots, size_t count,
                             size_t stride, bool has_flag)
{
    if (!ouro_gc_tracer_window(tracer, &slots, &count, stride))
        return;
    for (size_t i = 0; i < count; i++) {
        ouro_object *child = slots[i * stride];
        ouro_gc_cell *cell = child ? ouro_gc_cells_find(tracer->cells, child) : NULL;
        if (!cell)
            continue;
        if (!has_flag) {
            tracer->found++;
            ring_put(tracer, cell);
        } else if (!(*cell & OURO_CELL_MARK) &&
                   (ouro_header_get(child) & tracer->member_flag) != 0) {
            ouro_gc_cell_add(tracer->cells, cell);
        }
    }
}

static void tally_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                        size_t stride)
{
    tally_slots((struct ouro_gc_tracer *)visitor, slots, count, stride, false);
}

/* A tally runs over, once in 8192 references: off the way of the others. */
static OURO_NOINLINE void tally_near_carry(struct ouro_visitor *visitor, ouro_object *const *slots,
                                           size_t count, size_t stride);

/* Few objects that were allocated lately and are looked at in one go: no pieces, a range that is too long is
 * left out. The ring helps here too, as an object often refers to the next one, whose cell is about
 * to be read. */
static void tally_near_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                             size_t stride)
{
    struct ouro_gc_tracer *tracer = (struct ouro_gc_tracer *)visitor;
    struct ouro_gc_cells *cells = tracer->cells;
    if (ouro_unlikely(count > tracer->left)) {
        tracer->left = 0;
        tracer->was_cut = true;
        return;
    }
    tracer->left -= count;
    for (; count > 0; count--, slots += stride) {
        ouro_gc_cell *cell = *slots ? ouro_gc_cells_find(cells, *slots) : NULL;
        if (!cell)
            continue;
        ouro_gc_cell **place = &tracer->ring[tracer->found % OURO_TRACER_RING];
        unsigned value = **place;
        if (ouro_unlikely((value & OURO_CELL_COUNT) == OURO_CELL_COUNT) &&
            !(value & OURO_CELL_MARK)) {
            tally_near_carry(visitor, slots, count, stride);
            return;
        }
        if (!(value & OURO_CELL_MARK))
            **place = (ouro_gc_cell)(value + 1);
        *place = cell;
        tracer->found++;
    }
}

static OURO_NOINLINE void tally_near_carry(struct ouro_visitor *visitor, ouro_object *const *slots,
                                           size_t count, size_t stride)
{
    struct ouro_gc_tracer *tracer = (struct ouro_gc_tracer *)visitor;
    ouro_gc_cells_carry(tracer->cells, tracer->ring[tracer->found % OURO_TRACER_RING]);
    tracer->ring[tracer->found % OURO_TRACER_RING] = &tracer->no_cell;
    tally_near_range(visitor, slots, count, stride);
}

static void tally_members_range(struct ouro_visitor *visitor, ouro_object *const *slots,
                                size_t count, size_t stride)
{
    tally_slots((struct ouro_gc_tracer *)visitor, slots, count, stride, true);
}

void ouro_gc_tracer_init_tally(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                               struct ouro_gc_cells *cells, uint64_t member_flag)
{
    *tracer = (struct ouro_gc_tracer){
        .visitor = { .range = member_flag ? tally_members_range : tally_range, .heap = gc->heap },
        .gc = gc,
        .cells = cells,
        .member_flag = member_flag,
        .left = UINT64_MAX,
    };
}

void ouro_gc_tracer_init_tally_near(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                                    struct ouro_gc_cells *cells)
{
    ouro_gc_tracer_init_tally(tracer, gc, cells, 0);
    tracer->visitor.range = tally_near_range;
    tracer->no_cell = OURO_CELL_MARK;
    for (unsigned i = 0; i < OURO_TRACER_RING; i++)
        tracer->ring[i] = &tracer->no_cell;
}

void ouro_gc_tracer_flush(struct ouro_gc_tracer *tracer)
{
    for (unsigned i = 0; i < OURO_TRACER_RING; i++) {
        ouro_gc_cell *ready = tracer->ring[i];
        if (ready && !(*ready & OURO_CELL_MARK))
            ouro_gc_cell_add(tracer->cells, ready);
        tracer->ring[i] = NULL;
    }
}

/* ---- mark ------------------------------------------------------------------------------------ */

static void mark_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                       size_t stride)
{
    struct ouro_gc_tracer *tracer = (struct ouro_gc_tracer *)visitor;
    if (!ouro_gc_tracer_window(tracer, &slots, &count, stride))
        return;
    for (size_t i = 0; i < count; i++) {
        ouro_object *child = slots[i * stride];
        if (!child)
            continue;
        ouro_gc_cell *cell = ouro_gc_cells_find(tracer->cells, child);
        if (!cell || (*cell & OURO_CELL_MARK))
            continue;
        if (tracer->member_flag && !(ouro_header_get(child) & tracer->member_flag))
            continue;
        bool is_leaf = (*cell & OURO_CELL_LEAF) != 0;
        *cell |= OURO_CELL_MARK;
        tracer->marked++;
        if (!is_leaf && !ouro_gc_list_push(tracer->stack, tracer->gc->mem, (uintptr_t)child))
            tracer->has_failed = true;
    }
}

void ouro_gc_tracer_init_mark(struct ouro_gc_tracer *tracer, struct ouro_gc *gc,
                              struct ouro_gc_cells *cells, struct ouro_gc_list *stack,
                              uint64_t member_flag)
{
    /* One by one: the ring of the tally would be filled with zeros for nothing. */
    tracer->visitor = (struct ouro_visitor){ .range = mark_range, .heap = gc->heap };
    tracer->gc = gc;
    tracer->cells = cells;
    tracer->stack = stack;
    tracer->member_flag = member_flag;
    tracer->skip = tracer->visited = tracer->marked = tracer->found = 0;
    tracer->left = UINT64_MAX;
    tracer->was_cut = tracer->has_failed = false;
}

void ouro_gc_trace_all(struct ouro_gc_tracer *tracer)
{
    enum { AHEAD = 8 }; /* objects on their way from memory */
    ouro_object *queue[AHEAD];
    unsigned first = 0, count = 0;
    for (;;) {
        while (count < AHEAD && tracer->stack->count > 0) {
            ouro_object *object =
                (ouro_object *)(uintptr_t)ouro_gc_list_pop(tracer->stack, tracer->gc->mem);
            ouro_prefetch(object);
            queue[(first + count++) % AHEAD] = object;
        }
        if (count == 0)
            return;
        ouro_object *object = queue[first];
        first = (first + 1) % AHEAD;
        count--;
        ouro_gc_trace(tracer, object);
    }
}

/* ---- confirm --------------------------------------------------------------------------------- */

static ouro_object *object_at(const struct ouro_gc_vector *list, size_t index)
{
    return (ouro_object *)(uintptr_t)list->items[index];
}

/* Members that are marked move behind the others and lose the flag. */
static size_t confirm_split(struct ouro_gc_cells *cells, struct ouro_gc_vector *list, uint8_t flag)
{
    size_t garbage_count = 0;
    for (size_t i = 0; i < list->count; i++) {
        ouro_object *object = object_at(list, i);
        if (*ouro_gc_cells_find(cells, object) & OURO_CELL_MARK) {
            object->gc_flags &= (uint8_t)~flag;
            continue;
        }
        uint64_t other = list->items[garbage_count];
        list->items[garbage_count++] = list->items[i];
        list->items[i] = other;
    }
    return garbage_count;
}

bool ouro_gc_confirm(struct ouro_gc *gc, struct ouro_gc_cells *cells, struct ouro_gc_vector *list,
                     uint8_t member_flag, size_t *garbage_count)
{
    struct ouro_gc_tracer tracer;
    for (size_t i = 0; i < list->count; i++)
        ouro_gc_cell_reset(cells, ouro_gc_cells_find(cells, object_at(list, i)));
    ouro_gc_tracer_init_tally(&tracer, gc, cells, OURO_HEADER_FLAG(member_flag));
    for (size_t i = 0; i < list->count; i++)
        ouro_gc_trace(&tracer, object_at(list, i));
    if (cells->has_failed)
        return false;
    gc->stack.count = 0;
    ouro_gc_tracer_init_mark(&tracer, gc, cells, &gc->stack, OURO_HEADER_FLAG(member_flag));
    for (size_t i = 0; i < list->count; i++) {
        ouro_object *object = object_at(list, i);
        ouro_gc_cell *cell = ouro_gc_cells_find(cells, object);
        if ((*cell & OURO_CELL_MARK) ||
            (object->refcount >= 0 &&
             (uint64_t)object->refcount <= ouro_gc_cell_tally(cells, cell)))
            continue;
        *cell |= OURO_CELL_MARK;
        if (!ouro_gc_list_push(&gc->stack, gc->mem, (uintptr_t)object))
            return false;
        ouro_gc_trace_all(&tracer);
        if (tracer.has_failed)
            return false;
    }
    *garbage_count = confirm_split(cells, list, member_flag);
    return true;
}
