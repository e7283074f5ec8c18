/* A long list of 64-bit items that grows and shrinks by segments: neither ever copies what is there or
 * gives back much at once, so that a list of ten million items costs no stop. Stacks of the collector and
 * the members of a proof by traps.
 *
 *      segments[] --> [ 8192 items ] [ 8192 items ] [ spare ]
 *                                          ^ top: the one with the last item
 *
 * Depends on mem. */
#ifndef OURO_GC_LIST_H
#define OURO_GC_LIST_H

#include "base/assert.h"
#include "mem/mem.h"

enum {
    OURO_GC_LIST_SHIFT = 13,
    OURO_GC_LIST_SEGMENT = 1 << OURO_GC_LIST_SHIFT,
    OURO_GC_LIST_MASK = OURO_GC_LIST_SEGMENT - 1,
};

struct ouro_gc_list {
    size_t count;
    uint64_t *top;
    uint64_t **segments;
    size_t segment_count;
    size_t segment_capacity;
};

/* Makes room for the item after the last one, at the border of a segment. false: no memory. */
OURO_MUST_USE bool ouro_gc_list_extend(struct ouro_gc_list *list, struct ouro_mem *mem);

/* The segment of the last item is empty now: the one after it goes back. */
void ouro_gc_list_retreat(struct ouro_gc_list *list, struct ouro_mem *mem);

/* Gives one segment of an empty list back; true: there are more. */
bool ouro_gc_list_trim(struct ouro_gc_list *list, struct ouro_mem *mem);

/* Empties it and gives all but one segment back. */
void ouro_gc_list_reset(struct ouro_gc_list *list, struct ouro_mem *mem);
void ouro_gc_list_destroy(struct ouro_gc_list *list, struct ouro_mem *mem);

OURO_INLINE uint64_t *ouro_gc_list_at(const struct ouro_gc_list *list, size_t index)
{
    ouro_check(index < list->count);
    return &list->segments[index >> OURO_GC_LIST_SHIFT][index & OURO_GC_LIST_MASK];
}

OURO_INLINE bool ouro_gc_list_push(struct ouro_gc_list *list, struct ouro_mem *mem, uint64_t item)
{
    size_t place = list->count & OURO_GC_LIST_MASK;
    if (ouro_unlikely(place == 0) && !ouro_gc_list_extend(list, mem))
        return false;
    list->top[place] = item;
    list->count++;
    return true;
}

OURO_INLINE uint64_t ouro_gc_list_pop(struct ouro_gc_list *list, struct ouro_mem *mem)
{
    ouro_check(list->count > 0);
    size_t place = --list->count & OURO_GC_LIST_MASK;
    uint64_t item = list->top[place];
    if (ouro_unlikely(place == 0))
        ouro_gc_list_retreat(list, mem);
    return item;
}

/* Drops the items from the first of these numbers on. */
OURO_INLINE void ouro_gc_list_cut(struct ouro_gc_list *list, struct ouro_mem *mem, size_t count)
{
    while (list->count > count)
        (void)ouro_gc_list_pop(list, mem);
}

#endif
