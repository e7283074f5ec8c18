/* Cells: 16 bits for each slot of the container pools that take part in a collection, beside the heap.
 *
 *      heap      | unit 0: slots ...      | unit 1 ...      |         64 KiB each
 *      units[]   | reciprocal, first unit | 0: not here     |         8 bytes each
 *      cells[]   | 1024 cells             | 1024 cells      |         2 KiB each
 *
 *      cell      15     14         13     12..0
 *                MARK   OVERFLOW   LEAF   references counted so far (the tally)
 *
 * Both arrays are reservations that mirror the heap's, so the way from an address to its cell is two
 * loads without a look at the object, and atoms drop out at the first of them. A tally beyond 13 bits
 * carries into a table. MARK says that the object is alive, or not part of the collection; LEAF that the
 * tally found nothing in it that has a cell: marking need not look into it.
 *
 * There are two sets of cells: one for collections that run in one go, one for the cycle in slices.
 * Depends on mem, os. */
#ifndef OURO_GC_CELLS_H
#define OURO_GC_CELLS_H

#include "gc/table.h"
#include "object/object.h"

typedef uint16_t ouro_gc_cell;

enum {
    OURO_CELLS_SHIFT = 10, /* cells of a unit: at least OURO_SLOTS_MAX, a power of two */
    OURO_CELLS_UNIT = 1 << OURO_CELLS_SHIFT,
    OURO_CELL_MARK = 0x8000,
    OURO_CELL_OVERFLOW = 0x4000,
    OURO_CELL_LEAF = 0x2000,
    OURO_CELL_COUNT = 0x1fff,
};

struct ouro_gc_cells {
    struct ouro_pools *pools;
    uintptr_t base;          /* of the reservation, plus the bytes of a guard before each block */
    size_t unit_count;       /* units that have memory behind units[] and cells[] */
    uint64_t *units;
    ouro_gc_cell *cells;
    size_t unit_max;
    struct ouro_gc_table overflow; /* index of the cell + 1 -> how often its tally ran over */
    bool has_failed;         /* a tally could not be kept for want of memory */
};

OURO_MUST_USE bool ouro_gc_cells_init(struct ouro_gc_cells *cells, struct ouro_mem *mem);
void ouro_gc_cells_destroy(struct ouro_gc_cells *cells);

/* Memory for the cells of all units that exist now. */
OURO_MUST_USE bool ouro_gc_cells_extend(struct ouro_gc_cells *cells);

/* The pool takes part from now on. Its cells keep what was in them. false: it has no cells (it is younger
 * than the last extend). */
bool ouro_gc_cells_add_pool(struct ouro_gc_cells *cells, const struct ouro_pool *pool);
void ouro_gc_cells_remove_pool(struct ouro_gc_cells *cells, const struct ouro_pool *pool);

/* All pools leave, all cells are 0, the memory goes back. */
void ouro_gc_cells_clear(struct ouro_gc_cells *cells);

/* Resident bytes at most. */
size_t ouro_gc_cells_size(const struct ouro_gc_cells *cells);

/* The cells of a pool that takes part. */
OURO_INLINE ouro_gc_cell *ouro_gc_cells_of(const struct ouro_gc_cells *cells,
                                           const struct ouro_pool *pool)
{
    return cells->cells + ((size_t)ouro_pool_index(cells->pools, pool) << OURO_CELLS_SHIFT);
}

/* The cell of an object, NULL if its pool takes no part. */
OURO_INLINE ouro_gc_cell *ouro_gc_cells_find(const struct ouro_gc_cells *cells, const void *object)
{
    uint64_t offset = (uint64_t)((uintptr_t)object - cells->base);
    uint64_t unit = offset >> OURO_UNIT_SHIFT;
    if (unit >= cells->unit_count)
        return NULL;
    uint64_t entry = cells->units[unit];
    if (entry == 0)
        return NULL;
    uint64_t head = entry >> 32;
    uint64_t slot = ((offset - (head << OURO_UNIT_SHIFT)) * (uint32_t)entry) >> 32;
    return cells->cells + ((head << OURO_CELLS_SHIFT) + slot);
}

OURO_NOINLINE void ouro_gc_cells_carry(struct ouro_gc_cells *cells, ouro_gc_cell *cell);
OURO_NOINLINE uint64_t ouro_gc_cells_tally_slow(const struct ouro_gc_cells *cells,
                                                const ouro_gc_cell *cell);

/* One more reference. */
OURO_INLINE void ouro_gc_cell_add(struct ouro_gc_cells *cells, ouro_gc_cell *cell)
{
    unsigned value = *cell;
    if (ouro_unlikely((value & OURO_CELL_COUNT) == OURO_CELL_COUNT))
        ouro_gc_cells_carry(cells, cell);
    else
        *cell = (ouro_gc_cell)(value + 1);
}

OURO_INLINE uint64_t ouro_gc_cell_tally(const struct ouro_gc_cells *cells, const ouro_gc_cell *cell)
{
    if (ouro_likely(!(*cell & OURO_CELL_OVERFLOW)))
        return *cell & OURO_CELL_COUNT;
    return ouro_gc_cells_tally_slow(cells, cell);
}

/* The tally starts again at 0; MARK goes too. */
OURO_INLINE void ouro_gc_cell_reset(struct ouro_gc_cells *cells, ouro_gc_cell *cell)
{
    if (ouro_unlikely(*cell & OURO_CELL_OVERFLOW))
        ouro_gc_table_remove(&cells->overflow, (uint64_t)(cell - cells->cells) + 1);
    *cell = 0;
}

#endif
