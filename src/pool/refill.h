/* Refilling bins. Used inside src/pool only. */
#ifndef OURO_POOL_REFILL_H
#define OURO_POOL_REFILL_H

#include "pool/pools.h"

/* Pages, counted from the start of the pool, that a slot begins and ends on. */
OURO_INLINE size_t ouro_slot_first_page(const struct ouro_pool *pool, uint32_t slot)
{
    return (slot * pool->block_size) >> OURO_PAGE_SHIFT;
}

OURO_INLINE size_t ouro_slot_last_page(const struct ouro_pool *pool, uint32_t slot)
{
    return (slot * pool->block_size + pool->block_size - 1) >> OURO_PAGE_SHIFT;
}

/* Builds the bin's list from a part of the pool, in address order; false: the pool has nothing, or
 * the limit leaves no page for what it has. */
bool ouro_bin_fill(struct ouro_pools *pools, struct ouro_bin *bin, struct ouro_pool *pool);

/* Makes the pages of fresh slots resident, in one call with those that will be wanted next. */
bool ouro_pool_touch_fresh(struct ouro_pools *pools, struct ouro_pool *pool, uint32_t first,
                           uint32_t last);

#endif
