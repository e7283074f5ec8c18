#include "gc/list.h"

enum { SEGMENTS_MIN = 8 };

static bool directory_grow(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    size_t capacity = list->segment_capacity ? 2 * list->segment_capacity : SEGMENTS_MIN;
    uint64_t **segments = ouro_mem_realloc(mem, OURO_DOMAIN_MEM, list->segments,
                                           capacity * sizeof(*segments));
    if (!segments)
        return false;
    list->segments = segments;
    list->segment_capacity = capacity;
    return true;
}

bool ouro_gc_list_extend(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    size_t index = list->count >> OURO_GC_LIST_SHIFT;
    if (index == list->segment_count) {
        if (index == list->segment_capacity && !directory_grow(list, mem))
            return false;
        uint64_t *segment = ouro_mem_alloc(mem, OURO_DOMAIN_MEM,
                                           OURO_GC_LIST_SEGMENT * sizeof(uint64_t));
        if (!segment)
            return false;
        list->segments[list->segment_count++] = segment;
    }
    list->top = list->segments[index];
    return true;
}

/* The empty segment stays, as the list may grow again at once. */
void ouro_gc_list_retreat(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    size_t index = list->count >> OURO_GC_LIST_SHIFT;
    if (list->segment_count > index + 1)
        ouro_mem_free(mem, OURO_DOMAIN_MEM, list->segments[--list->segment_count]);
    if (index > 0)
        list->top = list->segments[index - 1];
}

bool ouro_gc_list_trim(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    ouro_assert(list->count == 0);
    if (list->segment_count > 1)
        ouro_mem_free(mem, OURO_DOMAIN_MEM, list->segments[--list->segment_count]);
    return list->segment_count > 1;
}

void ouro_gc_list_reset(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    list->count = 0;
    while (ouro_gc_list_trim(list, mem))
        continue;
}

void ouro_gc_list_destroy(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    ouro_gc_list_reset(list, mem);
    if (list->segment_count > 0)
        ouro_mem_free(mem, OURO_DOMAIN_MEM, list->segments[0]);
    if (list->segments)
        ouro_mem_free(mem, OURO_DOMAIN_MEM, list->segments);
    *list = (struct ouro_gc_list){ 0 };
}
