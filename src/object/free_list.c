#include "object/heap.h"

struct ouro_free_list *ouro_free_list_add(struct ouro_heap *heap, const char *name,
                                          uint32_t block_size, enum ouro_block_kind kind,
                                          uint32_t count_max)
{
    ouro_assert(heap->free_list_count < OURO_FREE_LISTS_MAX);
    struct ouro_free_list *list = &heap->free_lists[heap->free_list_count++];
    list->name = name;
    list->block_size = block_size;
    list->kind = (uint8_t)kind;
    list->count_max = count_max;
    return list;
}

static void free_list_clear(struct ouro_heap *heap, struct ouro_free_list *list)
{
    while (list->head) {
        void *block = list->head;
        list->head = *(void **)block;
        ouro_unpoison(block, list->block_size);
        ouro_mem_block_free(&heap->mem, block, list->block_size,
                            (enum ouro_block_kind)list->kind);
    }
    list->count = 0;
}

void ouro_free_lists_clear(struct ouro_heap *heap)
{
    for (uint32_t i = 0; i < heap->free_list_count; i++)
        free_list_clear(heap, &heap->free_lists[i]);
}
