/* The debug guards around every block of a debug heap, as CPython's documentation lays them out:
 *
 *     p-16            p-8   p-7          p              p+N          p+N+8       p+N+16      p+N+24
 *     | N, big-endian | API | 7 x 0xFD   | N bytes      | 8 x 0xFD   | serial BE | site      |
 *
 * API is 'r', 'm' or 'o'. Fresh bytes are 0xCD, freed ones 0xDD (the first word of a freed object
 * is zero instead: a walk tells objects by it). serial numbers the calls; site indexes the table of
 * allocation sites and is ours. A freed block rests for a while before its pool may have it back (RESTS in
 * the first byte of N): a write into it shows even when its whole pool has been freed meanwhile. Used
 * inside src/mem only. */
#ifndef OURO_MEM_DEBUG_H
#define OURO_MEM_DEBUG_H

#include "mem/mem.h"

enum {
    OURO_DEBUG_LEAD = 16,
    OURO_DEBUG_TAIL = 24,
    OURO_DEBUG_EXTRA = OURO_DEBUG_LEAD + OURO_DEBUG_TAIL,
};

OURO_MUST_USE bool ouro_mem_debug_init(struct ouro_mem *mem);
void ouro_mem_debug_destroy(struct ouro_mem *mem);

/* Dresses size bytes at block: guards, pattern (or zeros). */
void ouro_mem_debug_dress(struct ouro_mem *mem, void *block, size_t size, char api, bool is_zeroed);

/* A block the pools hand out again must be as the last free left it. */
void ouro_mem_debug_check_reuse(struct ouro_mem *mem, const void *block, int kind);

/* Everything about a block that is to be freed or resized; false: reported, leave it alone.
 * kind -1: a block of the raw domain. */
bool ouro_mem_debug_verify(struct ouro_mem *mem, const void *block, char api, int kind,
                           const char *operation);

/* Fills a verified block with the pattern of the dead and forgets it. */
void ouro_mem_debug_bury(struct ouro_mem *mem, void *block);

/* Whether a buried block of the pools now rests; what has rested longest is released for it. false: it is
 * too large for that and must be released at once. */
bool ouro_mem_debug_rest(struct ouro_mem *mem, void *block);
bool ouro_mem_debug_is_resting(const void *block);

/* Releases all that rests, checked; false: there was nothing. */
bool ouro_mem_debug_wake(struct ouro_mem *mem);

/* How many blocks rest, and the bytes that they occupy in pools. */
size_t ouro_mem_debug_resting(const struct ouro_mem *mem, size_t *size);

size_t ouro_mem_debug_size(const void *block);

/* What is wrong with the guards, NULL if nothing. */
const char *ouro_mem_debug_guard_fault(const void *block, char api);

uint64_t ouro_mem_debug_requested(const struct ouro_mem *mem);

#endif
