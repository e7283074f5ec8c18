/* Bins, pools and their bits: pools.h has the picture and the invariants P1 .. P5.
 *
 * A pool's life:
 *
 *     units taken -> CURRENT -- list and bits dry, all carved --> FULL
 *                      ^                                            | a quantum of frees
 *                      `------- the fullest is taken -------- PARTIAL -- last block --> units given
 */
#include "pool/pools.h"

#include <string.h>

#include "base/assert.h"
#include "base/bits.h"
#include "pool/refill.h"
#include "pool/spans.h"
#include "pool/units.h"

enum {
    QUANTUM_MAX = 32,
};

/* ---- setting up ------------------------------------------------------------------------------ */

bool ouro_pools_init(struct ouro_pools *pools, const struct ouro_pools_options *options)
{
    memset(pools, 0, sizeof *pools);
    pools->block_offset = options->block_offset;
    pools->young_head = OURO_POOL_NONE;
    for (int kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (int class_index = 0; class_index < OURO_CLASSES; class_index++) {
            struct ouro_bin *bin = &pools->bins[kind][class_index];
            bin->current = OURO_BIN_NO_CURRENT;
            bin->pool = OURO_POOL_NONE;
            for (int bucket = 0; bucket < OURO_PARTIAL_BUCKETS; bucket++)
                pools->partial[kind][class_index].heads[bucket] = OURO_POOL_NONE;
        }
    for (size_t index = 0; index <= OURO_SMALL_MAX / 16; index++)
        pools->plain_bins[index] =
            (uint16_t)((char *)&pools->bins[OURO_BLOCK_PLAIN][ouro_small_class(index * 16)] -
                       (char *)pools);
    return ouro_units_init(pools, options);
}

void ouro_pools_destroy(struct ouro_pools *pools)
{
    if (OURO_HAS_ASAN && pools->units_usable > 0) /* others may get these addresses */
        ouro_unpoison((void *)pools->base, (size_t)pools->units_usable << OURO_UNIT_SHIFT);
    ouro_units_destroy(pools);
}

/* ---- small helpers --------------------------------------------------------------------------- */

static struct ouro_gate *gate_of(struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return &pools->gates[ouro_pool_index(pools, pool)];
}

static struct ouro_bin *bin_of(struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return &pools->bins[pool->kind][pool->class_index];
}

static uint32_t pool_free(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return pool->slots_max - ouro_pool_used(pools, pool);
}

/* So many blocks must be free before a full pool is worth a refill. */
static uint32_t quantum(const struct ouro_pool *pool)
{
    uint32_t blocks = pool->slots_max / 16u;
    return blocks < 1 ? 1 : blocks > QUANTUM_MAX ? QUANTUM_MAX : blocks;
}

/* Zeroing the first word of a block that waits makes P1 true; plain memory is never walked. */
static void block_clear(const struct ouro_pool *pool, void *block)
{
    if (pool->kind != OURO_BLOCK_PLAIN)
        *(uint64_t *)block = 0;
}

static void block_poison(const struct ouro_pools *pools, const struct ouro_pool *pool, void *block)
{
    if (OURO_HAS_ASAN && pools->block_offset == 0)
        ouro_poison((char *)block + sizeof(void *), pool->block_size - sizeof(void *));
}

/* ---- the young list -------------------------------------------------------------------------- */

void ouro_pools_young_add(struct ouro_pools *pools, struct ouro_pool *pool)
{
    if (pool->kind != OURO_BLOCK_CONTAINER || pool->is_young)
        return;
    pool->is_young = 1;
    pool->young_next = pools->young_head;
    pools->young_head = ouro_pool_index(pools, pool);
}

void ouro_pools_young_compact(struct ouro_pools *pools)
{
    uint32_t *link = &pools->young_head;
    while (*link != OURO_POOL_NONE) {
        struct ouro_pool *pool = &pools->records[*link];
        if (pool->state == OURO_POOL_ABSENT || pool->kind != OURO_BLOCK_CONTAINER) {
            pool->is_young = 0;
            *link = pool->young_next;
        } else {
            link = &pool->young_next;
        }
    }
}

void ouro_pools_take_young(struct ouro_pools *pools,
                           void (*visit)(void *context, struct ouro_pool *pool), void *context)
{
    uint32_t index = pools->young_head;
    pools->young_head = OURO_POOL_NONE;
    while (index != OURO_POOL_NONE) {
        struct ouro_pool *pool = &pools->records[index];
        index = pool->young_next;
        pool->is_young = 0;
        if (pool->state != OURO_POOL_ABSENT && pool->state != OURO_POOL_CURRENT &&
            pool->kind == OURO_BLOCK_CONTAINER)
            visit(context, pool);
    }
    for (int class_index = 0; class_index < OURO_CLASSES; class_index++) {
        uint32_t current = pools->bins[OURO_BLOCK_CONTAINER][class_index].pool;
        if (current != OURO_POOL_NONE)
            visit(context, &pools->records[current]);
    }
}

/* ---- partial lists --------------------------------------------------------------------------- */

static unsigned bucket_for(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    uint32_t quarters = ouro_pool_used(pools, pool) * 4, slots = pool->slots_max;
    return (quarters < slots) + (quarters < 2 * slots) + (quarters < 3 * slots);
}

static void partial_insert(struct ouro_pools *pools, struct ouro_pool *pool)
{
    struct ouro_partial *partial = &pools->partial[pool->kind][pool->class_index];
    unsigned bucket = bucket_for(pools, pool);
    uint32_t index = ouro_pool_index(pools, pool);
    pool->state = OURO_POOL_PARTIAL;
    pool->bucket = (uint8_t)bucket;
    pool->prev = OURO_POOL_NONE;
    pool->next = partial->heads[bucket];
    if (pool->next != OURO_POOL_NONE)
        pools->records[pool->next].prev = index;
    partial->heads[bucket] = index;
    bin_of(pools, pool)->partial_mask |= 1u << bucket;
}

static void partial_remove(struct ouro_pools *pools, struct ouro_pool *pool)
{
    struct ouro_partial *partial = &pools->partial[pool->kind][pool->class_index];
    if (pool->prev != OURO_POOL_NONE)
        pools->records[pool->prev].next = pool->next;
    else
        partial->heads[pool->bucket] = pool->next;
    if (pool->next != OURO_POOL_NONE)
        pools->records[pool->next].prev = pool->prev;
    if (partial->heads[pool->bucket] == OURO_POOL_NONE)
        bin_of(pools, pool)->partial_mask &= ~(1u << pool->bucket);
}

static struct ouro_pool *partial_fullest(struct ouro_pools *pools, int kind, unsigned class_index)
{
    uint32_t mask = pools->bins[kind][class_index].partial_mask;
    if (mask == 0)
        return NULL;
    unsigned bucket = ouro_bit_lowest(mask);
    return &pools->records[pools->partial[kind][class_index].heads[bucket]];
}

/* ---- when a free is an event ----------------------------------------------------------------- */

/* The last quarter boundary below, without a division. */
static uint32_t quarter_below(uint32_t used, uint32_t slots)
{
    uint32_t quarters = (used - 1) * 4;
    return quarters >= 3 * slots ? 3 * slots / 4 : quarters >= 2 * slots ? slots / 2 : slots / 4;
}

/* Splits used into base and trigger: the next event comes when used has fallen to the base. */
static void trigger_set(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t used)
{
    uint32_t at;
    if (pools->is_direct)
        at = used - 1;
    else if (pool->state == OURO_POOL_FULL)
        at = pool->slots_max - quantum(pool);
    else if (used * 4 > pool->slots_max)
        at = quarter_below(used, pool->slots_max);
    else
        at = used / 4;
    if (at == 0 || at >= used)
        at = used - 1;
    pool->used_base = (int32_t)at;
    gate_of(pools, pool)->trigger = (int16_t)(used - at);
}

/* ---- making and ending pools ----------------------------------------------------------------- */

static struct ouro_pool *pool_create(struct ouro_pools *pools, int kind, unsigned class_index)
{
    size_t block_size = ouro_class_size(class_index);
    uint32_t unit_count = ouro_class_units(class_index);
    uint32_t index = ouro_units_take(pools, unit_count);
    if (index == OURO_POOL_NONE)
        return NULL;
    struct ouro_pool *pool = &pools->records[index];
    size_t slots = ((size_t)unit_count << OURO_UNIT_SHIFT) / block_size;
    pools->partial[kind][class_index].pool_count++;
    pool->gc_data = NULL;
    pool->start = pools->base + ((uintptr_t)index << OURO_UNIT_SHIFT) + pools->block_offset;
    pool->block_size = (uint32_t)block_size;
    pool->reciprocal = (uint32_t)(((uint64_t)1 << 32) / block_size + 1);
    if (ouro_is_power_of_two(block_size))
        pool->reciprocal--;
    pool->unit_count = unit_count;
    pool->slot_count = 0;
    pool->slots_max = (uint16_t)(slots > OURO_SLOTS_MAX ? OURO_SLOTS_MAX : slots);
    pool->kind = (uint8_t)kind;
    pool->class_index = (uint8_t)class_index;
    pool->gc_flags = 0;
    pool->cursor = 0;
    pool->used_base = -OURO_GATE_CLOSED; /* used 0: set by whoever takes the first block */
    memset(pool->free_bits, 0, sizeof pool->free_bits);
    for (uint32_t unit = 0; unit < unit_count; unit++) {
        pools->records[index + unit].back = (uint8_t)unit;
        pools->gates[index + unit] = (struct ouro_gate){OURO_GATE_CLOSED, (uint16_t)class_index};
    }
    if (OURO_HAS_ASAN && pools->block_offset == 0)
        ouro_poison((void *)pool->start, (size_t)unit_count << OURO_UNIT_SHIFT);
    pools->counts.pools_created++;
    return pool;
}

void ouro_pool_destroy(struct ouro_pools *pools, struct ouro_pool *pool)
{
    uint32_t index = ouro_pool_index(pools, pool), count = pool->unit_count;
    if (pool->gc_data && pools->pool_gone)
        pools->pool_gone(pools->pool_gone_context, pool);
    pool->gc_data = NULL;
    if (pool->state != OURO_POOL_SPAN)
        pools->partial[pool->kind][pool->class_index].pool_count--;
    pool->state = OURO_POOL_ABSENT;
    for (uint32_t later = 1; later < count && later < OURO_MEDIUM_UNITS; later++)
        pools->records[index + later].back = 0;
    pools->counts.pools_freed++;
    ouro_units_give(pools, index, count);
}

/* ---- pages without a live block -------------------------------------------------------------- */

static uint64_t resident_mask(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    uint32_t index = ouro_pool_index(pools, pool);
    uint64_t mask = 0;
    for (uint32_t unit = 0; unit < pool->unit_count; unit++)
        mask |= (uint64_t)pools->units[index + unit].resident << (unit * OURO_UNIT_PAGES);
    return mask;
}

/* Whether none of the slots from first to last is handed out or on a list. */
static bool slots_are_free(const struct ouro_pool *pool, uint32_t first, uint32_t last)
{
    if (first >= pool->slot_count)
        return true;
    if (last >= pool->slot_count)
        last = pool->slot_count - 1u;
    uint64_t mask = UINT64_MAX << (first % 64);
    for (uint32_t word = first / 64; word < last / 64; word++, mask = UINT64_MAX)
        if ((pool->free_bits[word] & mask) != mask)
            return false;
    mask &= UINT64_MAX >> (63 - last % 64);
    return (pool->free_bits[last / 64] & mask) == mask;
}

/* The slot that the byte at this distance from the pool's start lies in. */
static uint32_t slot_at(const struct ouro_pool *pool, uint32_t offset)
{
    return (uint32_t)((uint64_t)offset * pool->reciprocal >> 32);
}

/* Slots of one word that are carved and not free. */
static uint64_t live_word(const struct ouro_pool *pool, uint32_t word)
{
    uint32_t carved = pool->slot_count;
    if (carved <= word * 64)
        return 0;
    uint64_t below =
        carved - word * 64 >= 64 ? UINT64_MAX : ((uint64_t)1 << (carved - word * 64)) - 1;
    return ~pool->free_bits[word] & below;
}

static uint64_t slot_pages(const struct ouro_pool *pool, uint32_t slot)
{
    size_t offset = (size_t)slot * pool->block_size;
    unsigned first = (unsigned)(offset >> OURO_PAGE_SHIFT);
    unsigned last = (unsigned)((offset + pool->block_size - 1) >> OURO_PAGE_SHIFT);
    return (((uint64_t)2 << last) - 1) & ~(((uint64_t)1 << first) - 1);
}

/* A page has many small blocks, a medium block has pages: the one asks the pages, the other the blocks. */
uint64_t ouro_pool_dirty_mask(struct ouro_pools *pools, const struct ouro_pool *pool)
{
    uint64_t mask = resident_mask(pools, pool);
    if (pool->unit_count > 1) {
        for (uint32_t word = 0; word * 64u < pool->slot_count && mask; word++)
            for (uint64_t live = live_word(pool, word); live; live &= live - 1)
                mask &= ~slot_pages(pool, word * 64 + ouro_bit_lowest(live));
        return mask;
    }
    for (uint64_t left = mask; left; left &= left - 1) {
        uint32_t offset = ouro_bit_lowest(left) << OURO_PAGE_SHIFT;
        if (!slots_are_free(pool, slot_at(pool, offset),
                            slot_at(pool, offset + OURO_PAGE_SIZE - 1)))
            mask &= ~(left & -left);
    }
    return mask;
}

static void dirty_update(struct ouro_pools *pools, struct ouro_pool *pool)
{
    uint64_t mask = ouro_pool_dirty_mask(pools, pool);
    ouro_units_set_dirty(pools, ouro_pool_index(pools, pool), ouro_bit_count(mask));
}

/* ---- frees ----------------------------------------------------------------------------------- */

/* The pool, which is not current, has used blocks left and its trigger is spent. */
static void pool_event(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t used)
{
    if (used == 0) {
        if (pool->state == OURO_POOL_PARTIAL)
            partial_remove(pools, pool);
        ouro_pool_destroy(pools, pool);
        return;
    }
    if (pool->state == OURO_POOL_FULL) {
        if (pool_free(pools, pool) >= quantum(pool))
            partial_insert(pools, pool);
    } else if (bucket_for(pools, pool) != pool->bucket) {
        partial_remove(pools, pool);
        partial_insert(pools, pool);
    }
    trigger_set(pools, pool, used);
    if (used * (pool->unit_count > 1 ? 2u : 8u) <= pool->slots_max) {
        dirty_update(pools, pool);
        ouro_units_police(pools);
    }
}

void ouro_pools_free(struct ouro_pools *pools, void *block)
{
    struct ouro_pool *pool = ouro_pools_find(pools, block);
    ouro_assert(pool != NULL);
    if (pool->state == OURO_POOL_SPAN) {
        ouro_span_free(pools, pool);
        return;
    }
    if (pool->state == OURO_POOL_CURRENT) {
        struct ouro_bin *bin = bin_of(pools, pool);
        *(void **)block = bin->free;
        bin->free = block;
        block_poison(pools, pool, block);
        return;
    }
    uint32_t slot = ouro_pool_slot(pool, block);
    block_clear(pool, block);
    block_poison(pools, pool, block);
    pool->free_bits[slot / 64] |= (uint64_t)1 << (slot % 64);
    if (--gate_of(pools, pool)->trigger <= 0)
        pool_event(pools, pool, ouro_pool_used(pools, pool));
}

/* ---- a bin's current pool -------------------------------------------------------------------- */

/* The current pool has nothing left, or must stop being current: back to where it belongs. */
static void pool_retire(struct ouro_pools *pools, struct ouro_pool *pool)
{
    struct ouro_bin *bin = bin_of(pools, pool);
    uint32_t used = ouro_pool_used(pools, pool);
    bin->pool = OURO_POOL_NONE;
    bin->current = OURO_BIN_NO_CURRENT;
    ouro_pools_young_add(pools, pool);
    if (used == 0) {
        ouro_pool_destroy(pools, pool);
        return;
    }
    pool->state = OURO_POOL_FULL;
    if (pool_free(pools, pool) >= quantum(pool))
        partial_insert(pools, pool);
    trigger_set(pools, pool, used);
}

static void pool_make_current(struct ouro_pools *pools, struct ouro_bin *bin,
                              struct ouro_pool *pool)
{
    uint32_t index = ouro_pool_index(pools, pool), used = ouro_pool_used(pools, pool);
    ouro_units_set_dirty(pools, index, 0);
    pool->state = OURO_POOL_CURRENT;
    pool->cursor = 0;
    pool->used_base = (int32_t)used - OURO_GATE_CURRENT;
    pools->gates[index].trigger = OURO_GATE_CURRENT;
    bin->pool = index;
    bin->current = (uintptr_t)ouro_unit_address(pools, index);
}

static void *bin_pop(struct ouro_bin *bin)
{
    void *block = bin->free;
    bin->free = *(void **)block;
    bin->allocated++;
    return block;
}

static void *bin_refill(struct ouro_pools *pools, int kind, unsigned class_index)
{
    struct ouro_bin *bin = &pools->bins[kind][class_index];
    if (bin->free)
        return bin_pop(bin);
    if (bin->pool != OURO_POOL_NONE) {
        struct ouro_pool *pool = &pools->records[bin->pool];
        if (ouro_bin_fill(pools, bin, pool))
            return bin_pop(bin);
        pool_retire(pools, pool);
    }
    struct ouro_pool *pool = partial_fullest(pools, kind, class_index);
    if (pool)
        partial_remove(pools, pool);
    else if (!(pool = pool_create(pools, kind, class_index)))
        return NULL;
    pool_make_current(pools, bin, pool);
    if (ouro_bin_fill(pools, bin, pool))
        return bin_pop(bin);
    pool_retire(pools, pool); /* past the limit: not one page more */
    return NULL;
}

/* ---- one block at a time: medium pools, and all while hooks are on --------------------------- */

/* In a debug heap freed blocks rest as long as there are fresh ones, so that stale uses show. */
static uint32_t slot_find(const struct ouro_pools *pools, struct ouro_pool *pool)
{
    if (pools->block_offset != 0 && pool->slot_count < pool->slots_max)
        return pool->slot_count;
    for (uint32_t word = 0; word * 64u < pool->slot_count; word++)
        if (pool->free_bits[word])
            return word * 64 + ouro_bit_lowest(pool->free_bits[word]);
    return pool->slot_count;
}

/* Makes the pages of a slot resident, as most are. */
static bool slot_touch(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t slot)
{
    uint32_t index = ouro_pool_index(pools, pool);
    size_t first = ouro_slot_first_page(pool, slot), last = ouro_slot_last_page(pool, slot);
    size_t in_unit = first % OURO_UNIT_PAGES;
    if (last - first < OURO_UNIT_PAGES - in_unit) {
        uint32_t pages = (((uint32_t)2 << (last - first)) - 1) << in_unit;
        if ((pools->units[index + first / OURO_UNIT_PAGES].resident & pages) == pages)
            return true;
    }
    return slot == pool->slot_count ? ouro_pool_touch_fresh(pools, pool, slot, slot)
                                    : ouro_units_touch(pools, index, first, last);
}

static void *slot_take(struct ouro_pools *pools, struct ouro_pool *pool)
{
    uint32_t slot = slot_find(pools, pool);
    ouro_check(slot < pool->slots_max);
    if (!slot_touch(pools, pool, slot))
        return NULL;
    void *block = ouro_pool_block(pool, slot);
    if (OURO_HAS_ASAN)
        ouro_unpoison((char *)block - pools->block_offset, pool->block_size);
    if (slot == pool->slot_count) { /* guards of a pool that was here before are not this block's */
        pool->slot_count++;
        memset((char *)block - pools->block_offset, 0, pools->block_offset);
    }
    pool->free_bits[slot / 64] &= ~((uint64_t)1 << (slot % 64));
    return block;
}

static void *alloc_direct(struct ouro_pools *pools, int kind, unsigned class_index)
{
    struct ouro_pool *pool = partial_fullest(pools, kind, class_index);
    bool is_new = !pool;
    if (is_new && !(pool = pool_create(pools, kind, class_index)))
        return NULL;
    uint32_t index = ouro_pool_index(pools, pool);
    if (pools->units[index].dirty > 0)
        ouro_units_set_dirty(pools, index, 0);
    void *block = slot_take(pools, pool);
    if (!block) {
        if (is_new)
            ouro_pool_destroy(pools, pool);
        return NULL;
    }
    /* The event stays where it is, one free further off; used grew by the same one. */
    uint32_t used = (uint32_t)(pool->used_base + ++pools->gates[index].trigger);
    if (is_new)
        partial_insert(pools, pool);
    if (used == pool->slots_max) {
        partial_remove(pools, pool);
        pool->state = OURO_POOL_FULL;
    }
    if (is_new || used == pool->slots_max || pools->is_direct)
        trigger_set(pools, pool, used);
    ouro_pools_young_add(pools, pool);
    pools->bins[kind][class_index].allocated++;
    return block;
}

void *ouro_pools_alloc(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind)
{
    unsigned class_index = ouro_class_of(size);
    if (class_index >= OURO_CLASS_SPAN)
        return ouro_span_alloc(pools, size, kind, NULL);
    if (class_index >= OURO_SMALL_CLASSES || pools->is_direct)
        return alloc_direct(pools, kind, class_index);
    void *block = bin_refill(pools, kind, class_index);
    if (block)
        ouro_unpoison(block, ouro_class_size(class_index));
    return block;
}

void *ouro_pools_alloc_zeroed(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind)
{
    bool is_zero = false;
    void *block = ouro_class_of(size) >= OURO_CLASS_SPAN
                      ? ouro_span_alloc(pools, size, kind, &is_zero)
                      : ouro_pools_alloc(pools, size, kind);
    if (block && !is_zero)
        memset(block, 0, size);
    return block;
}

size_t ouro_pools_block_size(struct ouro_pools *pools, const void *block)
{
    const struct ouro_pool *pool = ouro_pools_find(pools, block);
    return pool ? ouro_pool_block_size(pool) - pools->block_offset : 0;
}

/* ---- lists back into the bits ---------------------------------------------------------------- */

static void bin_flush(struct ouro_pools *pools, struct ouro_bin *bin)
{
    if (bin->pool == OURO_POOL_NONE)
        return;
    struct ouro_pool *pool = &pools->records[bin->pool];
    for (void **block = bin->free; block;) {
        void **next = *block;
        uint32_t slot = ouro_pool_slot(pool, block);
        pool->free_bits[slot / 64] |= (uint64_t)1 << (slot % 64);
        pool->used_base--;
        block_clear(pool, block);
        block = next;
    }
    bin->free = NULL;
    pool_retire(pools, pool);
}

void ouro_pools_flush(struct ouro_pools *pools)
{
    for (int kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (int class_index = 0; class_index < OURO_SMALL_CLASSES; class_index++)
            bin_flush(pools, &pools->bins[kind][class_index]);
}

void ouro_pools_flush_idle(struct ouro_pools *pools)
{
    for (int kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (int class_index = 0; class_index < OURO_SMALL_CLASSES; class_index++) {
            struct ouro_bin *bin = &pools->bins[kind][class_index];
            uint64_t *seen = &pools->seen[kind][class_index];
            if (*seen == bin->allocated && bin->pool != OURO_POOL_NONE) {
                struct ouro_pool *pool = &pools->records[bin->pool];
                uint32_t index = bin->pool;
                bin_flush(pools, bin);
                if (pools->units[index].state == OURO_UNIT_USED && pool->state == OURO_POOL_PARTIAL)
                    dirty_update(pools, pool);
            }
            *seen = bin->allocated;
        }
}

void ouro_pools_set_direct(struct ouro_pools *pools, bool is_direct)
{
    if (pools->is_direct == is_direct)
        return;
    ouro_pools_flush(pools);
    pools->is_direct = is_direct;
    for (uint32_t index = 0; index < pools->unit_top; index++) {
        struct ouro_pool *pool = &pools->records[index];
        if (pools->units[index].state == OURO_UNIT_USED && pools->units[index].head == index &&
            pool->state != OURO_POOL_SPAN)
            trigger_set(pools, pool, ouro_pool_used(pools, pool));
    }
}

void ouro_pools_rescan(struct ouro_pools *pools)
{
    for (uint32_t index = 0; index < pools->unit_top; index++) {
        struct ouro_pool *pool = &pools->records[index];
        if (pools->units[index].state == OURO_UNIT_USED && pools->units[index].head == index &&
            (pool->state == OURO_POOL_PARTIAL || pool->state == OURO_POOL_FULL))
            dirty_update(pools, pool);
    }
}

size_t ouro_pools_trim(struct ouro_pools *pools)
{
    uint64_t before = pools->counts.resident_size + pools->counts.metadata_size;
    pools->is_policing = true;
    ouro_pools_flush(pools);
    ouro_pools_rescan(pools);
    ouro_units_purge(pools, 0);
    ouro_units_trim_tables(pools);
    pools->is_policing = false;
    return (size_t)(before - pools->counts.resident_size - pools->counts.metadata_size);
}
