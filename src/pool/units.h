/* Units of the reservation: taking and giving them, which of their pages are resident, and when
 * pages go back to the system. Used inside src/pool only.
 *
 *            take                     give, pages resident
 *   FREE ----------> USED ------------------------------------> EMPTY
 *    ^                ^  give, none resident: FREE                |  |
 *    |                `----------------- take --------------------'  |
 *    `------------------------------ purge --------------------------'
 *
 * docs/design/purge.md explains the policy. */
#ifndef OURO_POOL_UNITS_H
#define OURO_POOL_UNITS_H

#include "pool/pools.h"

OURO_MUST_USE bool ouro_units_init(struct ouro_pools *pools,
                                   const struct ouro_pools_options *options);
void ouro_units_destroy(struct ouro_pools *pools);

OURO_INLINE char *ouro_unit_address(const struct ouro_pools *pools, uint32_t unit)
{
    return (char *)(pools->base + ((uintptr_t)unit << OURO_UNIT_SHIFT));
}

/* count adjacent units, all in state USED with head set to the first; OURO_POOL_NONE: no memory. */
uint32_t ouro_units_take(struct ouro_pools *pools, uint32_t count);

/* The given units, if they are all free: the block before them grows. */
bool ouro_units_extend(struct ouro_pools *pools, uint32_t first, uint32_t count, uint32_t head);

void ouro_units_give(struct ouro_pools *pools, uint32_t first, uint32_t count);

/* Marks pages first .. last (counted from the start of the unit) as resident; false past
 * the limit. */
bool ouro_units_touch(struct ouro_pools *pools, uint32_t unit, size_t first_page, size_t last_page);

/* Takes pages out of the count because their contents moved away or were given back. */
void ouro_units_untouch(struct ouro_pools *pools, uint32_t unit, size_t first_page,
                        size_t last_page);

/* A pool has this many resident pages without a live block (0: leaves the queue). */
void ouro_units_set_dirty(struct ouro_pools *pools, uint32_t head, unsigned pages);

/* Puts a unit with that many dirty pages behind the others; takes it out. */
void ouro_units_queue(struct ouro_pools *pools, uint32_t index, unsigned pages);
void ouro_units_unqueue(struct ouro_pools *pools, uint32_t index);

/* Units at the top that are free do not count as used any more. */
void ouro_units_lower_top(struct ouro_pools *pools);

/* ---- purge.c --------------------------------------------------------------------------------- */

/* Some memory was freed: is anything due? Called at slow events. */
void ouro_units_police(struct ouro_pools *pools);

/* So many pages are about to become resident. */
void ouro_units_grow(struct ouro_pools *pools, uint32_t page_count);

/* Purges down to this many dirty pages. */
size_t ouro_units_purge(struct ouro_pools *pools, uint32_t dirty_target);

/* ---- the rest -------------------------------------------------------------------------------- */

/* Gives back table pages above the last unit in use. */
void ouro_units_trim_tables(struct ouro_pools *pools);

/* Pages of a pool that are resident and hold no live block, a bit each (pools.c). */
uint64_t ouro_pool_dirty_mask(struct ouro_pools *pools, const struct ouro_pool *pool);

/* Forgets young pools that are gone (pools.c). */
void ouro_pools_young_compact(struct ouro_pools *pools);

/* Looks at every pool for pages without a live block (pools.c). */
void ouro_pools_rescan(struct ouro_pools *pools);

/* Puts the lists of bins that were not used since the last call back into the bits (pools.c). */
void ouro_pools_flush_idle(struct ouro_pools *pools);

#endif
