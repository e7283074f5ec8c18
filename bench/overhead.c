/* What a heap costs beyond what was asked for: committed minus requested, in per cent of requested.
 *
 *   overhead sized|plain COUNT
 *
 * prints "fresh aged": COUNT live blocks of mixed sizes (16 to 512 bytes, 110 on average), as they were made,
 * and after three times as many random replacements as there are blocks. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"

static struct ouro_mem mem;
static bool is_sized;
static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state >> 16 & 0xffffffff) * limit >> 32);
}

static size_t mixed_size(void)
{
    uint32_t choice = random_below(100);
    return 16 + random_below(choice < 60 ? 112 : choice < 90 ? 240 : 496);
}

static void *make(size_t size)
{
    void *block = is_sized ? ouro_mem_block_alloc(&mem, size, OURO_BLOCK_PLAIN)
                           : ouro_mem_plain_alloc(&mem, size);
    if (!block)
        abort();
    return memset(block, 1, size);
}

static void drop(void *block, size_t size)
{
    if (is_sized)
        ouro_mem_block_free(&mem, block, size, OURO_BLOCK_PLAIN);
    else
        ouro_mem_plain_free(&mem, block);
}

static double overhead(uint64_t requested)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(&mem, &stats);
    return 100.0 * ((double)stats.committed_size - (double)requested) / (double)requested;
}

int main(int argc, char **argv)
{
    uint32_t count = argc == 3 ? (uint32_t)atoi(argv[2]) : 0;
    void **blocks = calloc(count + 1, sizeof *blocks);
    uint16_t *sizes = calloc(count + 1, sizeof *sizes);
    if (count == 0 || !blocks || !sizes || !ouro_mem_init(&mem, NULL)) {
        fprintf(stderr, "usage: overhead sized|plain COUNT\n");
        return 2;
    }
    is_sized = strcmp(argv[1], "sized") == 0;
    uint64_t requested = 0;
    for (uint32_t i = 0; i < count; i++) {
        requested += sizes[i] = (uint16_t)mixed_size();
        blocks[i] = make(sizes[i]);
    }
    double fresh = overhead(requested);
    for (uint32_t i = 0; i < 3 * count; i++) {
        uint32_t at = random_below(count);
        drop(blocks[at], sizes[at]);
        requested -= sizes[at];
        requested += sizes[at] = (uint16_t)mixed_size();
        blocks[at] = make(sizes[at]);
    }
    printf("%.1f %.1f\n", fresh, overhead(requested));
    return 0;
}
