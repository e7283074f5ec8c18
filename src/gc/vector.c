#include "gc/vector.h"

enum {
    CAPACITY_MIN = 256,
    CAPACITY_KEPT = 16384, /* larger ones go back when a collection ends */
};

bool ouro_gc_vector_reserve(struct ouro_gc_vector *vector, struct ouro_mem *mem, size_t capacity)
{
    if (capacity <= vector->capacity)
        return true;
    size_t wanted = vector->capacity + vector->capacity / 2;
    if (wanted < capacity)
        wanted = capacity;
    if (wanted < CAPACITY_MIN)
        wanted = CAPACITY_MIN;
    if (wanted > SIZE_MAX / 16)
        return false;
    uint64_t *items = ouro_mem_realloc(mem, OURO_DOMAIN_RAW, vector->items,
                                       wanted * sizeof(*items));
    if (!items)
        return false;
    vector->items = items;
    vector->capacity = wanted;
    return true;
}

void ouro_gc_vector_reset(struct ouro_gc_vector *vector, struct ouro_mem *mem)
{
    vector->count = 0;
    if (vector->capacity > CAPACITY_KEPT)
        ouro_gc_vector_destroy(vector, mem);
}

void ouro_gc_vector_destroy(struct ouro_gc_vector *vector, struct ouro_mem *mem)
{
    if (vector->items)
        ouro_mem_free(mem, OURO_DOMAIN_RAW, vector->items);
    *vector = (struct ouro_gc_vector){ 0 };
}
