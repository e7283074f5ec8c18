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
    EXPECT(figures.objects_created == 3047 && figures.objects_freed == 3047);
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
