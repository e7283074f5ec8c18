#include "object/heap.h"

#include "base/bits.h"
#include "os/os.h"

/* The link of a dead object has 37 bits of 8 bytes (release.c). */
#define RESERVE_SIZE_MAX ((size_t)1 << 40)

struct ouro_heap *ouro_heap_create(size_t size, const struct ouro_mem_options *options)
{
    struct ouro_mem_options limited = { 0 };
    if (options)
        limited = *options;
    if (limited.reserve_size > RESERVE_SIZE_MAX)
        limited.reserve_size = RESERVE_SIZE_MAX;
    ouro_assert(size >= sizeof(struct ouro_heap));
    size = ouro_round_up(size, OURO_PAGE_SIZE);
    struct ouro_heap *heap = ouro_os_reserve(size, OURO_PAGE_SIZE);
    if (!heap)
        return NULL;
    if (!ouro_os_commit(heap, size) || !ouro_mem_init(&heap->mem, &limited)) {
        ouro_os_release(heap, size);
        return NULL;
    }
    ouro_assert(heap->mem.pools.reservation_size <= RESERVE_SIZE_MAX);
    heap->heap_size = size;
    heap->young_threshold = INT64_MAX; /* until there is a collector */
    heap->type_index_next = OURO_TYPE_INDEX_DYNAMIC;
    return heap;
}

void ouro_heap_destroy(struct ouro_heap *heap)
{
    size_t size = heap->heap_size;
    ouro_mem_destroy(&heap->mem);
    ouro_os_release(heap, size);
}

void ouro_slots_touch_all(ouro_object *const *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slots[i])
            ouro_object_touch(slots[i]);
}
