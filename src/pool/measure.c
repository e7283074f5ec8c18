/* Looking at pools without changing them: walks, sums, and the search for a broken invariant. */
#include "pool/pools.h"

#include "base/bits.h"
#include "pool/units.h"

static bool is_head(const struct ouro_pools *pools, uint32_t index)
{
    return pools->units[index].state == OURO_UNIT_USED && pools->units[index].head == index;
}

struct ouro_pool *ouro_pools_next(struct ouro_pools *pools, uint32_t *index,
                                  enum ouro_block_kind kind)
{
    while (*index < pools->unit_top) {
        uint32_t at = *index;
        if (!is_head(pools, at)) {
            *index = at + 1;
            continue;
        }
        struct ouro_pool *pool = &pools->records[at];
        *index = at + pool->unit_count;
        if (pool->kind == kind)
            return pool;
    }
    return NULL;
}

static uint32_t list_length(const struct ouro_bin *bin)
{
    uint32_t length = 0;
    for (void **block = bin->free; block; block = *block)
        length++;
    return length;
}

/* Blocks really handed out: a current pool counts those on its bin's list as used. */
static uint32_t live_count(struct ouro_pools *pools, const struct ouro_pool *pool)
{
    uint32_t used = ouro_pool_used(pools, pool);
    if (pool->state == OURO_POOL_CURRENT)
        used -= list_length(&pools->bins[pool->kind][pool->class_index]);
    return used;
}

static uint64_t resident_of(const struct ouro_pools *pools, uint32_t index, uint32_t count)
{
    uint64_t pages = 0;
    for (uint32_t unit = index; unit < index + count; unit++)
        pages += ouro_bit_count(pools->units[unit].resident);
    return pages << OURO_PAGE_SHIFT;
}

void ouro_pools_measure(struct ouro_pools *pools, struct ouro_pools_sizes *sizes)
{
    *sizes = (struct ouro_pools_sizes){0};
    for (uint32_t index = 0; index < pools->unit_top;) {
        const struct ouro_unit *unit = &pools->units[index];
        if (unit->state != OURO_UNIT_USED) {
            sizes->empty_size += (uint64_t)ouro_bit_count(unit->resident) << OURO_PAGE_SHIFT;
            index++;
            continue;
        }
        struct ouro_pool *pool = &pools->records[index];
        uint32_t live = live_count(pools, pool);
        uint64_t live_size = (uint64_t)live * ouro_pool_block_size(pool);
        sizes->used_blocks += live;
        sizes->used_size += live_size;
        sizes->free_size += resident_of(pools, index, pool->unit_count) - live_size;
        sizes->pool_count++;
        if (pool->state == OURO_POOL_SPAN) {
            sizes->span_count++;
            sizes->span_size += live_size;
        }
        index += pool->unit_count;
    }
}

void ouro_pools_class_stats(struct ouro_pools *pools, enum ouro_block_kind kind,
                            unsigned class_index, struct ouro_class_stats *stats)
{
    *stats = (struct ouro_class_stats){0};
    if (class_index >= OURO_CLASSES)
        return;
    stats->block_size = ouro_class_size(class_index);
    stats->allocated = pools->bins[kind][class_index].allocated;
    uint32_t index = 0;
    struct ouro_pool *pool;
    while ((pool = ouro_pools_next(pools, &index, kind)) != NULL)
        if (pool->class_index == class_index) {
            stats->pools++;
            stats->slots += pool->slot_count;
            stats->used += live_count(pools, pool);
        }
}

/* ---- find_fault ------------------------------------------------------------------------------ */

static uint32_t free_bit_count(const struct ouro_pool *pool)
{
    uint32_t count = 0;
    for (int word = 0; word < OURO_SLOTS_MAX / 64; word++)
        count += ouro_bit_count(pool->free_bits[word]);
    return count;
}

static bool slot_is_free(const struct ouro_pool *pool, uint32_t slot)
{
    return pool->free_bits[slot / 64] >> (slot % 64) & 1;
}

static bool is_resident(const struct ouro_pools *pools, uint32_t index, size_t page)
{
    return pools->units[index + page / OURO_UNIT_PAGES].resident >> (page % OURO_UNIT_PAGES) & 1;
}

static const char *slots_find_fault(struct ouro_pools *pools, struct ouro_pool *pool)
{
    uint32_t index = ouro_pool_index(pools, pool);
    for (uint32_t slot = 0; slot < pool->slot_count; slot++) {
        void *block = ouro_pool_block(pool, slot);
        size_t offset = slot * pool->block_size;
        if (ouro_pool_slot(pool, block) != slot)
            return "the reciprocal does not find a slot";
        if (slot_is_free(pool, slot)) {
            bool is_readable = is_resident(pools, index, offset >> OURO_PAGE_SHIFT);
            if (pool->kind != OURO_BLOCK_PLAIN && is_readable && *(uint64_t *)block >> 48)
                return "P1: a free block looks like an object";
        } else if (!is_resident(pools, index, offset >> OURO_PAGE_SHIFT) ||
                   !is_resident(pools, index, (offset + pool->block_size - 1) >> OURO_PAGE_SHIFT)) {
            return "P4: a block in use lies on a page that is not resident";
        }
    }
    for (uint32_t slot = pool->slot_count; slot < OURO_SLOTS_MAX; slot++)
        if (slot_is_free(pool, slot))
            return "P2: a slot never carved is marked free";
    return NULL;
}

static const char *list_find_fault(struct ouro_pools *pools, struct ouro_pool *pool)
{
    const struct ouro_bin *bin = &pools->bins[pool->kind][pool->class_index];
    uint32_t length = 0;
    for (void **block = bin->free; block; block = *block) {
        if (ouro_pools_find(pools, block) != pool)
            return "P2: a block on the bin's list is not of its current pool";
        if (ouro_pool_block(pool, ouro_pool_slot(pool, block)) != (void *)block)
            return "P2: a block on the bin's list is no slot";
        if (slot_is_free(pool, ouro_pool_slot(pool, block)))
            return "P2: a block is on the list and has its bit set";
        if (++length > pool->slots_max)
            return "P2: the bin's list is circular";
    }
    return NULL;
}

static const char *pool_find_fault(struct ouro_pools *pools, uint32_t index)
{
    struct ouro_pool *pool = &pools->records[index];
    if (pool->kind >= OURO_BLOCK_KINDS)
        return "a pool of no known kind";
    for (uint32_t unit = index; unit < index + pool->unit_count; unit++)
        if (pools->units[unit].state != OURO_UNIT_USED || pools->units[unit].head != index ||
            (unit > index && pools->gates[unit].trigger > OURO_GATE_CLOSED))
            return "a unit does not belong to its pool";
    if (pool->state == OURO_POOL_SPAN)
        return pool->reciprocal == 0 && ouro_pool_used(pools, pool) == 1 ? NULL : "a span of many blocks";
    if (pool->state == OURO_POOL_ABSENT)
        return "a unit is used by no pool";
    if (pool->block_size != ouro_class_size(pool->class_index))
        return "a pool's block size is not its class's";
    struct ouro_gate gate = pools->gates[index];
    if (pool->state == OURO_POOL_CURRENT ? gate.trigger != OURO_GATE_CURRENT : gate.trigger < 1)
        return "a spent trigger, or one that does not say current";
    if (gate.class_index != pool->class_index)
        return "the gate and the record name different classes";
    if (ouro_pool_used(pools, pool) + free_bit_count(pool) != pool->slot_count)
        return "P3: used and free blocks do not sum to those carved";
    bool is_current = pools->bins[pool->kind][pool->class_index].pool == index;
    if (is_current != (pool->state == OURO_POOL_CURRENT))
        return "a bin and its current pool disagree";
    const char *fault = is_current ? list_find_fault(pools, pool) : NULL;
    return fault ? fault : slots_find_fault(pools, pool);
}

static const char *partial_find_fault(struct ouro_pools *pools, int kind, int class_index)
{
    const struct ouro_partial *partial = &pools->partial[kind][class_index];
    uint32_t mask = pools->bins[kind][class_index].partial_mask;
    for (unsigned bucket = 0; bucket < OURO_PARTIAL_BUCKETS; bucket++) {
        uint32_t previous = OURO_POOL_NONE, index = partial->heads[bucket];
        if ((index != OURO_POOL_NONE) != (mask >> bucket & 1))
            return "P5: the mask of partial lists is wrong";
        for (; index != OURO_POOL_NONE; index = pools->records[index].next) {
            const struct ouro_pool *pool = &pools->records[index];
            if (pool->state != OURO_POOL_PARTIAL || pool->bucket != bucket || pool->kind != kind ||
                pool->class_index != class_index || pool->prev != previous)
                return "P5: a partial list is broken";
            previous = index;
        }
    }
    return NULL;
}

static const char *queue_find_fault(const struct ouro_pools *pools,
                                    const struct ouro_dirty_queue *queue, bool is_empty_queue)
{
    uint32_t count = 0, pages = 0, previous = OURO_POOL_NONE;
    for (uint32_t index = queue->head; index != OURO_POOL_NONE; index = pools->units[index].next) {
        const struct ouro_unit *unit = &pools->units[index];
        if (unit->prev != previous || unit->dirty == 0)
            return "a dirty queue is broken";
        if ((unit->state == OURO_UNIT_EMPTY) != is_empty_queue)
            return "a unit waits in the wrong queue";
        previous = index;
        count++;
        pages += unit->dirty;
    }
    return count == queue->count && pages == queue->pages && queue->tail == previous
               ? NULL
               : "a dirty queue is counted wrong";
}

static const char *unit_find_fault(const struct ouro_pools *pools, uint32_t index)
{
    const struct ouro_unit *unit = &pools->units[index];
    bool is_used = pools->unit_bits[index / 64] >> (index % 64) & 1;
    if (is_used != (unit->state == OURO_UNIT_USED))
        return "the bit of a unit is wrong";
    if (unit->state == OURO_UNIT_FREE && unit->resident)
        return "a free unit has resident pages";
    if (unit->state == OURO_UNIT_EMPTY && unit->dirty != ouro_bit_count(unit->resident))
        return "an empty unit's pages do not all wait";
    if (unit->state != OURO_UNIT_USED && index < pools->unit_hint)
        return "a free unit lies below the hint";
    return NULL;
}

const char *ouro_pools_find_fault(struct ouro_pools *pools)
{
    const char *fault = queue_find_fault(pools, &pools->empty, true);
    if (!fault)
        fault = queue_find_fault(pools, &pools->sparse, false);
    for (int kind = 0; kind < OURO_BLOCK_KINDS && !fault; kind++)
        for (int class_index = 0; class_index < OURO_CLASSES && !fault; class_index++)
            fault = partial_find_fault(pools, kind, class_index);
    uint64_t resident = 0;
    for (uint32_t index = 0; index < pools->unit_top && !fault; index++) {
        resident += (uint64_t)ouro_bit_count(pools->units[index].resident) << OURO_PAGE_SHIFT;
        fault = unit_find_fault(pools, index);
        if (!fault && is_head(pools, index))
            fault = pool_find_fault(pools, index);
    }
    if (!fault && resident != pools->counts.resident_size)
        fault = "resident pages are counted wrong";
    return fault;
}
