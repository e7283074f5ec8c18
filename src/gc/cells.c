#include "gc/cells.h"

#include "os/os.h"

_Static_assert((int)OURO_SLOTS_MAX <= (int)OURO_CELLS_UNIT, "cells of a unit");

enum { EXTEND_UNITS = 4096 }; /* 8 MiB of cells, not resident until touched */

bool ouro_gc_cells_init(struct ouro_gc_cells *cells, struct ouro_mem *mem)
{
    struct ouro_pools *pools = &mem->pools;
    *cells = (struct ouro_gc_cells){ .pools = pools, .unit_max = pools->units_max };
    cells->base = pools->base + pools->block_offset;
    ouro_gc_table_init(&cells->overflow, mem);
    cells->units = ouro_os_reserve(cells->unit_max * sizeof(uint64_t), OURO_PAGE_SIZE);
    cells->cells = ouro_os_reserve(cells->unit_max * OURO_CELLS_UNIT * sizeof(ouro_gc_cell),
                                   OURO_PAGE_SIZE);
    if (cells->units && cells->cells)
        return true;
    ouro_gc_cells_destroy(cells);
    return false;
}

void ouro_gc_cells_destroy(struct ouro_gc_cells *cells)
{
    if (cells->units)
        ouro_os_release(cells->units, cells->unit_max * sizeof(uint64_t));
    if (cells->cells)
        ouro_os_release(cells->cells, cells->unit_max * OURO_CELLS_UNIT * sizeof(ouro_gc_cell));
    cells->units = NULL;
    cells->cells = NULL;
    cells->unit_count = 0;
    ouro_gc_table_destroy(&cells->overflow);
}

bool ouro_gc_cells_extend(struct ouro_gc_cells *cells)
{
    size_t wanted = cells->pools->unit_top;
    if (wanted <= cells->unit_count)
        return true;
    wanted = (wanted + EXTEND_UNITS - 1) / EXTEND_UNITS * EXTEND_UNITS;
    if (wanted > cells->unit_max)
        wanted = cells->unit_max;
    size_t old = cells->unit_count;
    if (!ouro_os_commit(cells->units + old, (wanted - old) * sizeof(uint64_t)) ||
        !ouro_os_commit(cells->cells + old * OURO_CELLS_UNIT,
                        (wanted - old) * OURO_CELLS_UNIT * sizeof(ouro_gc_cell)))
        return false;
    cells->unit_count = wanted;
    return true;
}

bool ouro_gc_cells_add_pool(struct ouro_gc_cells *cells, const struct ouro_pool *pool)
{
    size_t head = ouro_pool_index(cells->pools, pool);
    if (head + pool->unit_count > cells->unit_count)
        return false;
    /* A span has no reciprocal: with 1 the product stays below 2^32 in its first 4 GiB, and only its
     * first byte is ever asked for. */
    uint64_t entry = (uint64_t)head << 32 | (pool->reciprocal ? pool->reciprocal : 1);
    uint32_t units = pool->reciprocal ? pool->unit_count : 1;
    for (uint32_t i = 0; i < units; i++)
        cells->units[head + i] = entry;
    return true;
}

void ouro_gc_cells_remove_pool(struct ouro_gc_cells *cells, const struct ouro_pool *pool)
{
    size_t head = ouro_pool_index(cells->pools, pool);
    uint32_t units = pool->reciprocal ? pool->unit_count : 1;
    if (head + pool->unit_count > cells->unit_count)
        return;
    for (uint32_t i = 0; i < units; i++)
        cells->units[head + i] = 0;
}

void ouro_gc_cells_clear(struct ouro_gc_cells *cells)
{
    ouro_gc_table_clear(&cells->overflow);
    cells->has_failed = false;
    if (cells->unit_count == 0)
        return;
    size_t unit_size = cells->unit_count * sizeof(uint64_t);
    size_t cell_size = cells->unit_count * OURO_CELLS_UNIT * sizeof(ouro_gc_cell);
    if (!ouro_os_purge(cells->units, unit_size))
        for (size_t i = 0; i < cells->unit_count; i++)
            cells->units[i] = 0;
    if (!ouro_os_purge(cells->cells, cell_size))
        for (size_t i = 0; i < cells->unit_count * OURO_CELLS_UNIT; i++)
            cells->cells[i] = 0;
}

size_t ouro_gc_cells_size(const struct ouro_gc_cells *cells)
{
    size_t units = cells->pools->unit_top;
    return units * (sizeof(uint64_t) + OURO_CELLS_UNIT * sizeof(ouro_gc_cell));
}

void ouro_gc_cells_carry(struct ouro_gc_cells *cells, ouro_gc_cell *cell)
{
    uint64_t *carried = ouro_gc_table_insert(&cells->overflow, (uint64_t)(cell - cells->cells) + 1);
    if (!carried) {
        cells->has_failed = true; /* the tally is too low from now on: at worst a collection less */
        return;
    }
    ++*carried;
    *cell = (ouro_gc_cell)((*cell & ~OURO_CELL_COUNT) | OURO_CELL_OVERFLOW);
}

uint64_t ouro_gc_cells_tally_slow(const struct ouro_gc_cells *cells, const ouro_gc_cell *cell)
{
    uint64_t *carried = ouro_gc_table_find(&cells->overflow, (uint64_t)(cell - cells->cells) + 1);
    return (*cell & OURO_CELL_COUNT) + (carried ? *carried : 0) * (OURO_CELL_COUNT + 1);
}
