/* Refilling a bin: threading a part of a pool's free slots into the list that allocation pops. */
#include "pool/refill.h"

#include "base/bits.h"
#include "pool/units.h"

enum {
    BATCH_BYTES = 8192, /* what one refill threads, at most: more would touch pages too early */
    BATCH_MIN = 8,
    BATCH_MAX = 64,
};

/* ---- a batch --------------------------------------------------------------------------------- */

struct batch {
    struct ouro_pool *pool;
    uint32_t index;
    uint32_t count;
    uint32_t count_max;
    void *head;
    void **tail;
};

/* Whether the slots from first to last lie on resident pages (small pools: one unit). */
static bool slots_are_resident(const struct ouro_pools *pools, const struct batch *batch,
                               uint32_t first, uint32_t last)
{
    uint32_t from = (uint32_t)ouro_slot_first_page(batch->pool, first);
    uint32_t to = (uint32_t)ouro_slot_last_page(batch->pool, last);
    uint32_t pages = ((uint32_t)2 << to) - ((uint32_t)1 << from);
    return (pools->units[batch->index].resident & pages) == pages;
}

/* Returns the new end of the list. */
OURO_INLINE void **link_after(void **tail, void *block)
{
    ouro_unpoison(block, sizeof(void *));
    *tail = block;
    return block;
}

/* Threads the slots of a word whose bits are set. */
static void batch_thread(struct batch *batch, uint32_t word, uint64_t bits)
{
    size_t block_size = batch->pool->block_size;
    char *start = (char *)batch->pool->start + word * 64 * block_size;
    batch->count += ouro_bit_count(bits);
    void **tail = batch->tail;
    if (bits == UINT64_MAX)
        for (int i = 0; i < 64; i++, start += block_size)
            tail = link_after(tail, start);
    else {
        /* Scattered blocks miss the cache: ask for all of them before the first store waits. */
        for (uint64_t left = bits; left; left &= left - 1)
            ouro_prefetch_write(start + ouro_bit_lowest(left) * block_size);
        for (; bits; bits &= bits - 1)
            tail = link_after(tail, start + ouro_bit_lowest(bits) * block_size);
    }
    batch->tail = tail;
}

/* The bits that may be taken: as many as there is room for, on pages that are or
 * become resident. */
static uint64_t batch_choose(struct ouro_pools *pools, struct batch *batch, uint32_t word)
{
    uint64_t bits = batch->pool->free_bits[word], rest = bits;
    uint32_t room = batch->count_max - batch->count;
    if (ouro_bit_count(bits) > room) {
        for (uint32_t i = 0; i < room; i++)
            rest &= rest - 1;
        bits ^= rest;
    }
    if (!bits || slots_are_resident(pools, batch, word * 64 + ouro_bit_lowest(bits),
                                    word * 64 + ouro_bit_highest(bits)))
        return bits;
    for (uint64_t left = bits; left; left &= left - 1) {
        uint32_t slot = word * 64 + ouro_bit_lowest(left);
        if (!ouro_units_touch(pools, batch->index, ouro_slot_first_page(batch->pool, slot),
                              ouro_slot_last_page(batch->pool, slot)))
            return bits & ((left & -left) - 1);
    }
    return bits;
}

/* How many pages beyond the needed ones a bin may make resident: it grows by an eighth at most. */
static size_t pages_ahead(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    size_t pool_count = pools->partial[pool->kind][pool->class_index].pool_count;
    return pool_count < 2 ? 0 : pool_count * (OURO_UNIT_PAGES / 8);
}

static bool page_is_resident(const struct ouro_pools *pools, uint32_t index, size_t page)
{
    return pools->units[index + page / OURO_UNIT_PAGES].resident >> (page % OURO_UNIT_PAGES) & 1;
}

bool ouro_pool_touch_fresh(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t first,
                           uint32_t last)
{
    uint32_t index = ouro_pool_index(pools, pool);
    size_t from = ouro_slot_first_page(pool, first), to = ouro_slot_last_page(pool, last);
    while (from <= to && page_is_resident(pools, index, from))
        from++;
    if (from > to)
        return true;
    size_t end = ouro_slot_last_page(pool, pool->slots_max - 1u),
           ahead = to + pages_ahead(pools, pool);
    if (ahead > end)
        ahead = end;
    if (ahead > to && ouro_units_touch(pools, index, from, ahead)) {
        ouro_os_populate(ouro_unit_address(pools, index) + (from << OURO_PAGE_SHIFT),
                         (ahead - from + 1) << OURO_PAGE_SHIFT);
        return true;
    }
    return ouro_units_touch(pools, index, from, to);
}

static void batch_carve(struct ouro_pools *pools, struct batch *batch)
{
    struct ouro_pool *pool = batch->pool;
    uint32_t first = pool->slot_count, count = pool->slots_max - first;
    if (count > batch->count_max)
        count = batch->count_max;
    while (count > 0 && !ouro_pool_touch_fresh(pools, pool, first, first + count - 1))
        count /= 2; /* close to the limit: fewer will do */
    size_t block_size = pool->block_size;
    char *block = ouro_pool_block(pool, first);
    void **tail = batch->tail;
    for (uint32_t i = 0; i < count; i++, block += block_size)
        tail = link_after(tail, block);
    batch->tail = tail;
    batch->count += count;
    pool->slot_count = (uint16_t)(first + count);
}

bool ouro_bin_fill(struct ouro_pools *pools, struct ouro_bin *bin, struct ouro_pool *pool)
{
    uint32_t block_count = (uint32_t)(BATCH_BYTES / pool->block_size);
    struct batch batch = {.pool = pool, .index = ouro_pool_index(pools, pool)};
    batch.count_max = block_count < BATCH_MIN   ? BATCH_MIN
                      : block_count > BATCH_MAX ? BATCH_MAX
                                                : block_count;
    batch.tail = &batch.head;
    uint32_t words = (pool->slot_count + 63u) / 64u;
    while (pool->cursor < words && batch.count < batch.count_max) {
        uint64_t bits = batch_choose(pools, &batch, pool->cursor);
        batch_thread(&batch, pool->cursor, bits);
        pool->free_bits[pool->cursor] &= ~bits;
        if (pool->free_bits[pool->cursor])
            break; /* no room, or no memory */
        pool->cursor++;
    }
    if (batch.count == 0)
        batch_carve(pools, &batch);
    *batch.tail = NULL;
    if (batch.count == 0)
        return false;
    pool->used_base = (int16_t)(pool->used_base + (int)batch.count);
    bin->free = batch.head;
    pools->counts.refills++;
    return true;
}
