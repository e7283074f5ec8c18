/* Statistics and audit of a heap's memory: they look and change nothing. */
#include "mem/mem.h"

#include "mem/debug.h"

static uint64_t class_requests(const struct ouro_pools *pools, int first, int end, size_t boundary,
                               bool above)
{
    uint64_t sum = 0;
    for (int kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (int class_index = first; class_index < end; class_index++)
            if ((ouro_class_size((unsigned)class_index) > boundary) == above)
                sum += pools->bins[kind][class_index].allocated;
    return sum;
}

void ouro_mem_stats_get(struct ouro_mem *mem, struct ouro_mem_stats *stats)
{
    struct ouro_pools *pools = &mem->pools;
    struct ouro_pools_sizes sizes;
    *stats = (struct ouro_mem_stats){0};
    ouro_pools_measure(pools, &sizes);
    pools->external_size = ouro_raw_bytes(&mem->raw);
    stats->block_size = sizes.used_size;
    stats->free_size = sizes.free_size;
    stats->empty_size = sizes.empty_size;
    stats->metadata_size = pools->counts.metadata_size;
    stats->raw_size = pools->external_size;
    stats->committed_size = ouro_pools_committed(pools);
    stats->peak_size = pools->counts.committed_peak > stats->committed_size
                           ? pools->counts.committed_peak
                           : stats->committed_size;
    stats->requested_size =
        mem->debug ? ouro_mem_debug_requested(mem) : stats->block_size + stats->raw_size;
    stats->limit = mem->limit == UINT64_MAX ? 0 : mem->limit;
    stats->reserved_size = pools->reservation_size;
    stats->block_count = sizes.used_blocks;
    if (mem->debug) {
        size_t resting_size;
        stats->block_count -= ouro_mem_debug_resting(mem, &resting_size);
        stats->block_size -= resting_size;
        stats->free_size += resting_size;
    }
    stats->raw_count = ouro_raw_blocks(&mem->raw);
    stats->pool_count = sizes.pool_count;
    stats->empty_count = pools->empty.count;
    stats->span_count = sizes.span_count;
    stats->pool_requests = class_requests(pools, 0, OURO_CLASSES, mem->boundary, false);
    stats->large_requests = class_requests(pools, 0, OURO_CLASSES, mem->boundary, true) +
                            pools->counts.span_allocations;
    stats->raw_requests = ouro_raw_requests(&mem->raw);
    stats->requests = stats->pool_requests + stats->large_requests + stats->raw_requests;
    stats->failures = mem->failures;
    stats->refills = pools->counts.refills;
    stats->purged_size = pools->counts.purged_size;
    stats->purge_calls = pools->counts.purge_calls;
    stats->commit_calls = pools->counts.commit_calls;
}

const char *ouro_mem_check_block(struct ouro_mem *mem, const void *block)
{
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    if (!pool || (uintptr_t)block < pool->start)
        return "not a block of this heap";
    uint32_t slot = ouro_pool_slot(pool, block);
    if (ouro_pool_block(pool, slot) != block)
        return "a pointer into the middle of a block";
    if (slot >= pool->slot_count || (pool->free_bits[slot / 64] >> (slot % 64) & 1))
        return "the block is free";
    if (mem->debug && ouro_mem_debug_is_resting(block))
        return "the block is free";
    return mem->debug ? ouro_mem_debug_guard_fault(block, 0) : NULL;
}

static const char *guards_find_fault(struct ouro_mem *mem)
{
    for (int kind = 0; kind < OURO_BLOCK_KINDS; kind++) {
        struct ouro_pool *pool;
        uint32_t index = 0;
        while ((pool = ouro_pools_next(&mem->pools, &index, (enum ouro_block_kind)kind)) != NULL)
            for (uint32_t slot = 0; slot < pool->slot_count; slot++) {
                if (pool->free_bits[slot / 64] >> (slot % 64) & 1)
                    continue;
                const char *fault = ouro_mem_debug_guard_fault(ouro_pool_block(pool, slot), 0);
                if (fault)
                    return fault;
            }
    }
    return NULL;
}

static const char *sums_find_fault(struct ouro_mem *mem)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(mem, &stats);
    if (stats.block_size + stats.free_size + stats.empty_size + stats.metadata_size +
            stats.raw_size !=
        stats.committed_size)
        return "the sizes do not sum to what is committed";
    return NULL;
}

const char *ouro_mem_find_fault(struct ouro_mem *mem)
{
    const char *fault = ouro_pools_find_fault(&mem->pools);
    if (!fault)
        fault = sums_find_fault(mem);
    if (!fault && mem->debug && !mem->has_custom_allocator)
        fault = guards_find_fault(mem);
    return fault;
}
