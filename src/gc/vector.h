/* A growing array of 64-bit words in raw memory: stacks and lists of the collector. Depends on mem. */
#ifndef OURO_GC_VECTOR_H
#define OURO_GC_VECTOR_H

#include "base/assert.h"
#include "mem/mem.h"

struct ouro_gc_vector {
    uint64_t *items;
    size_t count;
    size_t capacity;
};

/* Room for at least capacity items in all. false: no memory, nothing has changed. */
OURO_MUST_USE bool ouro_gc_vector_reserve(struct ouro_gc_vector *vector, struct ouro_mem *mem,
                                          size_t capacity);

/* Frees the memory of a vector that has become large; empties it in any case. */
void ouro_gc_vector_reset(struct ouro_gc_vector *vector, struct ouro_mem *mem);

void ouro_gc_vector_destroy(struct ouro_gc_vector *vector, struct ouro_mem *mem);

OURO_INLINE bool ouro_gc_vector_push(struct ouro_gc_vector *vector, struct ouro_mem *mem,
                                     uint64_t item)
{
    if (ouro_unlikely(vector->count == vector->capacity) &&
        !ouro_gc_vector_reserve(vector, mem, vector->count + 1))
        return false;
    vector->items[vector->count++] = item;
    return true;
}

OURO_INLINE uint64_t ouro_gc_vector_pop(struct ouro_gc_vector *vector)
{
    ouro_check(vector->count > 0);
    return vector->items[--vector->count];
}

#endif
