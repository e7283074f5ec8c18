/* The mem domain, exported. */
#include "bench/alloc_so.h"

#include <stdlib.h>

#include "mem/mem.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT void *bench_so_new(bool huge_pages)
{
    struct ouro_mem_options options = {.huge_pages = huge_pages};
    struct ouro_mem *mem = calloc(1, sizeof *mem);
    if (mem && !ouro_mem_init(mem, &options)) {
        free(mem);
        mem = NULL;
    }
    return mem;
}

EXPORT void *bench_so_malloc(void *heap, size_t size)
{
    return ouro_mem_plain_alloc(heap, size);
}

EXPORT void *bench_so_realloc(void *heap, void *block, size_t size)
{
    return ouro_mem_realloc(heap, OURO_DOMAIN_MEM, block, size);
}

EXPORT void bench_so_free(void *heap, void *block)
{
    ouro_mem_plain_free(heap, block);
}

EXPORT size_t bench_so_trim(void *heap)
{
    return ouro_mem_trim(heap);
}

EXPORT uint64_t bench_so_calls(void *heap)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(heap, &stats);
    return stats.purge_calls + stats.commit_calls;
}

EXPORT void bench_so_tick(void *heap)
{
    ouro_mem_tick(heap);
}
