/* A program that frees much and then only waits: the tick gives the memory back, says when to come again, and is
 * soon done. */
#include <ouro/heap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCKS = 200000, TICKS_MAX = 6 };

static int failures, checks;

static void expect(int condition, const char *what)
{
    checks++;
    if (!condition) {
        failures++;
        printf("idle: %s\n", what);
    }
}

static uint64_t committed(struct ouro_heap *heap)
{
    struct ouro_heap_figures figures;
    ouro_heap_figures_get(heap, &figures);
    return figures.committed;
}

/* Ticks as often as it is told to; how often that was. */
static int wait_until_settled(struct ouro_heap *heap)
{
    int ticks = 1;
    for (uint64_t wait; (wait = ouro_heap_tick(heap)) != 0 && ticks < TICKS_MAX; ticks++) {
        struct timespec time = {(time_t)(wait / 1000000000), (long)(wait % 1000000000)};
        nanosleep(&time, NULL);
    }
    return ticks;
}

static void burst(struct ouro_heap *heap, void **blocks, int keep_every)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = ouro_malloc(heap, 100 + i % 400);
        if (blocks[i])
            memset(blocks[i], 1, 100);
    }
    for (int i = 0; i < BLOCKS; i++)
        if (keep_every == 0 || i % keep_every)
            ouro_free(heap, blocks[i]);
}

int main(void)
{
    struct ouro_heap *heap = ouro_heap_open(NULL);
    void **blocks = calloc(BLOCKS, sizeof *blocks);
    if (!heap || !blocks)
        return 2;
    expect(ouro_heap_tick(heap) == 0, "an unused heap wants another tick");
    uint64_t before = committed(heap);

    burst(heap, blocks, 0);
    expect(wait_until_settled(heap) < TICKS_MAX, "it never settles");
    expect(committed(heap) <= before + (1 << 20), "more than 1 MiB stays when all is freed");
    expect(ouro_heap_tick(heap) == 0, "a settled heap wants another tick");

    burst(heap, blocks, 2000);
    expect(ouro_heap_tick(heap) > 0, "what waits needs no tick");
    expect(wait_until_settled(heap) < TICKS_MAX, "it never settles with survivors");
    expect(committed(heap) <= before + (3 << 20), "100 survivors hold more than 3 MiB");

    free(blocks);
    ouro_heap_close(heap);
    printf("idle: %d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}
