/* Spans: blocks larger than the classes, each a pool of one block on pages of its own. They grow in
 * place while the units behind them are free, move their pages instead of copying when they are
 * not, and give back their tail when they shrink. Used inside src/pool only. */
#ifndef OURO_POOL_SPANS_H
#define OURO_POOL_SPANS_H

#include "pool/pools.h"

/* is_zero, if not NULL, tells whether the block is known to read as zeros. */
void *ouro_span_alloc(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind,
                      bool *is_zero);
void ouro_span_free(struct ouro_pools *pools, struct ouro_pool *pool);

/* The same or another address; NULL: not possible without a copy. */
void *ouro_span_resize(struct ouro_pools *pools, struct ouro_pool *pool, size_t size);

void ouro_pools_young_add(struct ouro_pools *pools, struct ouro_pool *pool);
void ouro_pool_destroy(struct ouro_pools *pools, struct ouro_pool *pool);

#endif
