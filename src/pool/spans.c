/* Spans, and resizing of every block. */
#include "pool/spans.h"

#include "base/assert.h"
#include "base/bits.h"
#include "base/checked.h"
#include "pool/units.h"

enum {
    MOVE_MIN = 512 * 1024, /* below, copying is as fast as remapping and leaves fewer mappings */
    MOVES_MAX = 16384,     /* each can leave a mapping of its own; the system allows some 65000 */
};

static size_t pages_for(const struct ouro_pools *pools, size_t size)
{
    return (size + pools->block_offset + OURO_PAGE_SIZE - 1) >> OURO_PAGE_SHIFT;
}

static uint32_t units_for(size_t pages)
{
    return (uint32_t)((pages + OURO_UNIT_PAGES - 1) / OURO_UNIT_PAGES);
}

static bool is_possible(const struct ouro_pools *pools, size_t size)
{
    return size <= OURO_SIZE_MAX && size <= pools->reservation_size;
}

static void span_set(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t index, size_t pages)
{
    pool->start = pools->base + ((uintptr_t)index << OURO_UNIT_SHIFT) + pools->block_offset;
    pool->block_size = (uint32_t)pages;
    pool->unit_count = units_for(pages);
    if (OURO_HAS_ASAN)
        ouro_unpoison((void *)(pool->start - pools->block_offset),
                      (size_t)pool->unit_count << OURO_UNIT_SHIFT);
}

void *ouro_span_alloc(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind,
                      bool *is_zero)
{
    if (!is_possible(pools, size))
        return NULL;
    size_t pages = pages_for(pools, size);
    uint32_t count = units_for(pages), index = ouro_units_take(pools, count);
    if (index == OURO_POOL_NONE)
        return NULL;
    uint64_t before = pools->counts.resident_size;
    if (!ouro_units_touch(pools, index, 0, pages - 1)) {
        ouro_units_give(pools, index, count);
        return NULL;
    }
    if (is_zero)
        *is_zero = pools->counts.resident_size - before == (uint64_t)pages << OURO_PAGE_SHIFT;
    struct ouro_pool *pool = &pools->records[index];
    pool->gc_data = NULL;
    pool->reciprocal = 0;
    pool->slot_count = pool->slots_max = 1;
    pool->kind = (uint8_t)kind;
    pool->class_index = OURO_CLASS_SPAN;
    pool->state = OURO_POOL_SPAN;
    pool->gc_flags = 0;
    pool->cursor = pool->bucket = pool->back = 0;
    pool->used_base = 0;
    for (uint32_t unit = index; unit < index + count; unit++)
        pools->gates[unit] = (struct ouro_gate){OURO_GATE_CLOSED, OURO_CLASS_SPAN};
    pool->free_bits[0] = 0;
    span_set(pools, pool, index, pages);
    pools->counts.span_allocations++;
    ouro_pools_young_add(pools, pool);
    return (void *)pool->start;
}

void ouro_span_free(struct ouro_pools *pools, struct ouro_pool *pool)
{
    ouro_pool_destroy(pools, pool);
}

/* Pages and units behind the new end leave the span. */
static void span_cut(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t index, size_t pages)
{
    size_t old_pages = pool->block_size;
    uint32_t old_count = pool->unit_count, count = units_for(pages);
    size_t kept_end = (size_t)count * OURO_UNIT_PAGES;
    size_t cut_end = old_pages < kept_end ? old_pages : kept_end;
    if (pages < cut_end) {
        char *start = ouro_unit_address(pools, index) + (pages << OURO_PAGE_SHIFT);
        if (ouro_os_purge(start, (cut_end - pages) << OURO_PAGE_SHIFT)) {
            ouro_units_untouch(pools, index, pages, cut_end - 1);
            pools->counts.purge_calls++;
            pools->counts.purged_size += (cut_end - pages) << OURO_PAGE_SHIFT;
        }
    }
    span_set(pools, pool, index, pages);
    if (old_count > count)
        ouro_units_give(pools, index + count, old_count - count);
}

/* The pages of the span go to a new place, nothing is copied. */
static void *span_move(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t index,
                       size_t pages)
{
    size_t old_pages = pool->block_size;
    uint32_t old_count = pool->unit_count;
    size_t old_size = (size_t)old_count << OURO_UNIT_SHIFT;
    if (old_size < MOVE_MIN || pools->counts.span_moves >= MOVES_MAX || pool->gc_data)
        return NULL;
    bool is_zero = false;
    void *block = ouro_span_alloc(pools, (pages << OURO_PAGE_SHIFT) - pools->block_offset,
                                  pool->kind, &is_zero);
    if (!block)
        return NULL;
    pool = &pools->records[index];
    char *to = (char *)block - pools->block_offset;
    if (!ouro_os_move(ouro_unit_address(pools, index), to, old_size)) {
        ouro_pools_free(pools, block);
        return NULL;
    }
    ouro_units_untouch(pools, index, 0, old_pages - 1);
    pools->counts.span_moves++;
    ouro_span_free(pools, pool);
    return block;
}

void *ouro_span_resize(struct ouro_pools *pools, struct ouro_pool *pool, size_t size)
{
    if (!is_possible(pools, size))
        return NULL;
    uint32_t index = ouro_pool_index(pools, pool);
    size_t pages = pages_for(pools, size), old_pages = pool->block_size;
    if (pages == old_pages)
        return (void *)pool->start;
    if (pages < old_pages) {
        span_cut(pools, pool, index, pages);
        return (void *)pool->start;
    }
    uint32_t count = units_for(pages), old_count = pool->unit_count;
    if (count > old_count && !ouro_units_extend(pools, index + old_count, count - old_count, index))
        return span_move(pools, pool, index, pages);
    if (!ouro_units_touch(pools, index, old_pages, pages - 1)) {
        if (count > old_count)
            ouro_units_give(pools, index + old_count, count - old_count);
        return NULL;
    }
    span_set(pools, pool, index, pages);
    return (void *)pool->start;
}

void *ouro_pools_resize(struct ouro_pools *pools, void *block, size_t size)
{
    struct ouro_pool *pool = ouro_pools_find(pools, block);
    ouro_assert(pool != NULL);
    if (pool->state == OURO_POOL_SPAN)
        return size > OURO_MEDIUM_MAX ? ouro_span_resize(pools, pool, size) : NULL;
    size_t usable = pool->block_size - pools->block_offset;
    /* A block a little too large is kept: moving costs more than the bytes are worth. */
    return size <= usable && size * 4 > usable * 3 ? block : NULL;
}
