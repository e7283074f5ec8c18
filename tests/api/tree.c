/* A program that uses the installed library only: trees, a ring, a finalizer, a limit. */
#include <ouro/heap.h>
#include <stdio.h>
#include <stdlib.h>

static int finalized;

static void say(struct ouro_heap *heap, void *object)
{
    (void)heap;
    (void)object;
    finalized++;
}

struct seen {
    int begun[2], ended[2]; /* collections, slices */
    uint64_t collected;
};

static void look_on(struct ouro_heap *heap, enum ouro_collector_moment moment, int generation,
                    const struct ouro_collector_event *event, void *context)
{
    struct seen *seen = context;
    bool is_slice = moment == OURO_SLICE_BEGINS || moment == OURO_SLICE_ENDS;
    (void)heap;
    if (event) {
        seen->ended[is_slice]++;
        if (!is_slice && generation == 2)
            seen->collected += event->collected;
    } else {
        seen->begun[is_slice]++;
    }
}

/* A ring that dies in a cycle in slices, which are reported one by one. */
static int watched(struct ouro_heap *heap, struct ouro_type *node)
{
    struct seen seen = {0};
    struct ouro_collector_stats stats;
    struct ouro_collector_event events[8];
    void *one = ouro_object_make(heap, node), *other = ouro_object_make(heap, node);
    if (!one || !other)
        return 1;
    ouro_collect(heap);
    ouro_collector_watch(heap, look_on, &seen);
    ouro_store_take(heap, ouro_field(one, 8), other); /* our references go in */
    ouro_store_take(heap, ouro_field(other, 8), one);
    while (ouro_collect_step(heap, 100000000))
        continue;
    ouro_collector_watch(heap, NULL, NULL);
    ouro_collector_stats_get(heap, 2, &stats);
    return seen.collected != 2 || seen.begun[0] != seen.ended[0] || seen.ended[1] < 1 ||
           seen.begun[1] != seen.ended[1] || stats.collections < 2 || stats.candidates < 2 ||
           ouro_collector_events_get(heap, events, 8) < 2 || !events[0].is_slice;
}

static void *tree(struct ouro_heap *heap, struct ouro_type *node, int depth)
{
    void *self = ouro_object_make(heap, node);
    if (self && depth > 0)
        for (size_t i = 0; i < 2; i++)
            ouro_store_take(heap, ouro_field(self, 8 + 8 * i), tree(heap, node, depth - 1));
    return self;
}

#define EXPECT(condition)                                                                         \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            printf("failed: %s (line %d)\n", #condition, __LINE__);                               \
            exit(1);                                                                              \
        }                                                                                         \
    } while (0)

int main(void)
{
    struct ouro_heap *heap = ouro_heap_open(NULL);
    EXPECT(heap);
    struct ouro_type_spec spec = {.name = "node", .size = 32, .reference_offset = 8, .reference_count = 2,
                                  .finalize = say};
    struct ouro_type *node = ouro_type_add(heap, &spec);
    EXPECT(node);

    void *root = tree(heap, node, 10);
    EXPECT(root && ouro_count(root) == 1);
    ouro_keep(root);
    EXPECT(ouro_count(root) == 2);
    ouro_drop(heap, root);
    ouro_drop(heap, root);
    EXPECT(finalized == 2047);

    EXPECT(watched(heap, node) == 0);
    finalized = 0;
    void *ring = NULL, *first = NULL;
    for (int i = 0; i < 1000; i++) {
        void *next = ouro_object_make(heap, node);
        EXPECT(next);
        if (!first)
            first = next, ouro_keep(first);
        ouro_store_take(heap, ouro_field(next, 8), ring);
        ring = next;
    }
    ouro_store_take(heap, ouro_field(first, 8), ring); /* closes the circle, taking our reference */
    ouro_drop(heap, first);
    finalized = 0;
    EXPECT(ouro_collect(heap) == 1000);
    EXPECT(finalized == 1000);

    char *text = ouro_malloc(heap, 0), *other = ouro_malloc(heap, 0);
    EXPECT(text && other && text != other);
    text = ouro_realloc(heap, text, 5000);
    EXPECT(text);
    ouro_free(heap, text);
    ouro_free(heap, other);
    EXPECT(ouro_calloc(heap, (size_t)-1, 16) == NULL);

    struct ouro_heap_figures figures;
    ouro_heap_figures_get(heap, &figures);
    EXPECT(figures.objects_created == 3049 && figures.objects_freed == 3049);
    ouro_heap_close(heap);

    struct ouro_heap_spec small = {.limit = 4 << 20};
    heap = ouro_heap_open(&small);
    node = ouro_type_add(heap, &(struct ouro_type_spec){.name = "leaf", .size = 64});
    int made = 0;
    while (ouro_object_make(heap, node))
        made++;
    EXPECT(made > 20000 && made < 70000);
    ouro_heap_close(heap);
    puts("api: 1 passed, 0 failed");
    return 0;
}
