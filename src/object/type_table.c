/* The table from type index to type. Freed dynamic indices form a list through the table itself: an
 * entry that is no type holds the next free index, shifted left and with its lowest bit set, which
 * no pointer to a type has. */
#include "object/heap.h"

static struct ouro_type *free_entry(uint32_t next)
{
    return (struct ouro_type *)((uintptr_t)next << 1 | 1u);
}

static uint32_t free_entry_next(const struct ouro_type *entry)
{
    return (uint32_t)((uintptr_t)entry >> 1);
}

bool ouro_type_register(struct ouro_heap *heap, struct ouro_type *type, uint16_t fixed_index)
{
    uint32_t index = fixed_index;
    if (index == 0) {
        if (heap->type_free_head) {
            index = heap->type_free_head;
            heap->type_free_head = free_entry_next(heap->types[index]);
            heap->type_free_count--;
        } else if (heap->type_index_next < OURO_TYPES_MAX) {
            index = heap->type_index_next++;
        } else {
            return false;
        }
    } else {
        ouro_assert(index < OURO_TYPE_INDEX_DYNAMIC && !heap->types[index]);
    }
    heap->types[index] = type;
    type->index = (uint16_t)index;
    return true;
}

void ouro_type_unregister(struct ouro_heap *heap, struct ouro_type *type)
{
    uint32_t index = type->index;
    ouro_assert(heap->types[index] == type);
    if (index < OURO_TYPE_INDEX_DYNAMIC) {
        heap->types[index] = NULL;
        return;
    }
    heap->types[index] = free_entry(heap->type_free_head);
    heap->type_free_head = index;
    heap->type_free_count++;
}
