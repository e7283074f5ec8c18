/* Refilling a bin: threading a part of a pool's free slots into the list that allocation pops. */
#include "pool/refill.h"

#include "base/bits.h"
#include "pool/units.h"

enum {
    BATCH_BYTES = 8192, /* what one refill threads, at most: more would touch pages too early */
    BATCH_MIN = 8,
    BATCH_MAX = 128,
};

/* ---- a batch --------------------------------------------------------------------------------- */

struct batch {
    struct ouro_pool *pool;
    uint32_t index;
    uint32_t count;
    uint32_t count_max;
    void *head;
    void **tail; /* where the next block's address goes */
    uint32_t scattered_count;
    void *scattered[BATCH_MAX]; /* collected and asked for, not linked yet */
};

/* Whether all pages of carved slots are resident, as they are unless some were purged. */
static bool is_all_resident(const struct ouro_pools *pools, const struct batch *batch)
{
    uint32_t last = (uint32_t)ouro_slot_last_page(batch->pool, batch->pool->slot_count - 1u);
    uint32_t pages = ((uint32_t)2 << last) - 1;
    return (pools->units[batch->index].resident & pages) == pages;
}

/* The bits of a word whose slots lie on pages that are or become resident, at most as many
 * as there is room for. */
static uint64_t batch_touch(struct ouro_pools *pools, struct batch *batch, uint32_t word)
{
    uint64_t bits = batch->pool->free_bits[word];
    uint32_t room = batch->count_max - batch->count;
    for (uint64_t left = bits; left; left &= left - 1) {
        uint32_t slot = word * 64 + ouro_bit_lowest(left);
        if (room-- == 0 ||
            !ouro_units_touch(pools, batch->index, ouro_slot_first_page(batch->pool, slot),
                              ouro_slot_last_page(batch->pool, slot)))
            return bits & ((left & -left) - 1);
    }
    return bits;
}

/* Returns the new end of the list. */
OURO_INLINE void **link_after(void **tail, void *block)
{
    ouro_unpoison(block, sizeof(void *));
    *tail = block;
    return block;
}

static void batch_link_scattered(struct batch *batch)
{
    void **tail = batch->tail;
    for (uint32_t i = 0; i < batch->scattered_count; i++)
        tail = link_after(tail, batch->scattered[i]);
    batch->tail = tail;
    batch->scattered_count = 0;
}

static void batch_link_run(struct batch *batch, uint32_t first, uint32_t count)
{
    size_t block_size = batch->pool->block_size;
    char *block = ouro_pool_block(batch->pool, first);
    batch_link_scattered(batch);
    char *end = block + count * block_size;
    void **tail = batch->tail;
    for (; block < end; block += block_size)
        tail = link_after(tail, block);
    batch->tail = tail;
    batch->count += count;
}

/* Takes what the bits (not 0) name, as long as there is room; returns the bits that are left.
 * Scattered blocks miss the cache: they are all asked for before the first store waits. */
static uint64_t batch_take(struct batch *batch, uint32_t word, uint64_t bits)
{
    size_t block_size = batch->pool->block_size;
    char *start = (char *)batch->pool->start + word * 64 * block_size;
    uint32_t room = batch->count_max - batch->count;
    unsigned low = ouro_bit_lowest(bits);
    uint64_t ones = bits >> low;
    if ((ones & (ones + 1)) == 0) {
        uint32_t length = ouro_bit_highest(ones) + 1, count = length < room ? length : room;
        batch_link_run(batch, word * 64 + low, count);
        return count == length ? 0 : bits & (UINT64_MAX << (low + count));
    }
    void **place = batch->scattered + batch->scattered_count, **first = place, **end = place + room;
    for (; bits && place < end; bits &= bits - 1) {
        char *block = start + ouro_bit_lowest(bits) * block_size;
        ouro_prefetch_write(block);
        *place++ = block;
    }
    batch->scattered_count += (uint32_t)(place - first);
    batch->count += (uint32_t)(place - first);
    return bits;
}

static void batch_collect(struct ouro_pools *pools, struct batch *batch)
{
    struct ouro_pool *pool = batch->pool;
    uint32_t word = pool->cursor, words = (pool->slot_count + 63u) / 64u;
    bool is_resident = word < words && is_all_resident(pools, batch);
    for (; word < words && batch->count < batch->count_max; word++) {
        uint64_t bits = pool->free_bits[word];
        if (bits == 0)
            continue;
        uint64_t chosen = is_resident ? bits : batch_touch(pools, batch, word);
        uint64_t left = chosen ? batch_take(batch, word, chosen) : 0;
        pool->free_bits[word] = (bits ^ chosen) | left;
        if (pool->free_bits[word])
            break; /* no room, or no memory */
    }
    pool->cursor = (uint8_t)word;
    batch_link_scattered(batch);
}

/* How many pages beyond the needed ones a bin may make resident: it grows by a sixty-fourth at most. */
static size_t pages_ahead(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return pools->partial[pool->kind][pool->class_index].pool_count / 4;
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
        pools->counts.commit_calls++;
        return true;
    }
    return ouro_units_touch(pools, index, from, to);
}

/* A small heap has many bins and few blocks in each: the first pool of a bin grows page by page. */
static uint32_t slots_to_page_end(const struct ouro_pool *pool, uint32_t first)
{
    size_t start = (size_t)first * pool->block_size;
    size_t end = ouro_round_up(start + pool->block_size, OURO_PAGE_SIZE);
    return (uint32_t)((end - start) / pool->block_size);
}

static void batch_carve(struct ouro_pools *pools, struct batch *batch)
{
    struct ouro_pool *pool = batch->pool;
    uint32_t first = pool->slot_count, count = pool->slots_max - first;
    if (count > batch->count_max)
        count = batch->count_max;
    if (pools->partial[pool->kind][pool->class_index].pool_count == 1) {
        uint32_t on_page = slots_to_page_end(pool, first);
        count = count < on_page ? count : on_page;
    }
    while (count > 0 && !ouro_pool_touch_fresh(pools, pool, first, first + count - 1))
        count /= 2; /* close to the limit: fewer will do */
    batch_link_run(batch, first, count);
    pool->slot_count = (uint16_t)(first + count);
}

bool ouro_bin_fill(struct ouro_pools *pools, struct ouro_bin *bin, struct ouro_pool *pool)
{
    uint32_t block_count = (uint32_t)((uint64_t)BATCH_BYTES * pool->reciprocal >> 32);
    struct batch batch;
    batch.pool = pool;
    batch.index = ouro_pool_index(pools, pool);
    batch.count = batch.scattered_count = 0;
    batch.tail = &batch.head;
    batch.count_max = block_count < BATCH_MIN   ? BATCH_MIN
                      : block_count > BATCH_MAX ? BATCH_MAX
                                                : block_count;
    batch_collect(pools, &batch);
    if (batch.count == 0)
        batch_carve(pools, &batch);
    if (batch.count == 0)
        return false;
    *batch.tail = NULL;
    pool->used_base += (int32_t)batch.count;
    bin->free = batch.head;
    pools->counts.refills++;
    return true;
}
