/* Raw memory: blocks of any size behind one vtable, with the same behaviour on every platform.
 *
 *   size 0             a distinct block, never NULL
 *   size > PTRDIFF_MAX NULL
 *   calloc overflow    NULL
 *   realloc(p, 0)      keeps a block; realloc(NULL, n) allocates
 *   failed realloc     leaves the old block as it was
 *
 * The default implementation is a thin face over the C library and thread-safe. What is handed out
 * is counted (sizes as the C library rounds them): each thread claims a shard of the counters for
 * itself and changes it without a locked instruction; threads beyond the shards share one.
 *
 * A shard also keeps the last few small blocks that its thread freed, by size, for the next requests:
 *
 *   shelf 0: blocks of 24 usable bytes, for requests of 0..24              at most OURO_RAW_KEPT each
 *   shelf i: blocks of 24 + 16 i, for requests of up to 15 bytes less
 *
 * Blocks on a shelf count as freed. (With the address sanitizer there are none: it wants to see frees.) */
#ifndef OURO_RAW_RAW_H
#define OURO_RAW_RAW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

struct ouro_allocator {
    void *context;
    void *(*malloc)(void *context, size_t size);
    void *(*calloc)(void *context, size_t count, size_t size);
    void *(*realloc)(void *context, void *block, size_t size);
    void (*free)(void *context, void *block);
};

enum {
    OURO_RAW_SHARDS = 32, /* a power of two */
    OURO_RAW_SHELVES = 16,
    OURO_RAW_SHELF_SIZE = 24, /* of the first, and 16 more for each further one */
    OURO_RAW_KEPT = 15,
};

/* Touched by its shard's owner only. */
struct ouro_raw_shelves {
    uint8_t counts[OURO_RAW_SHELVES];
    void *blocks[OURO_RAW_SHELVES][OURO_RAW_KEPT];
};

struct ouro_raw_shard {
    _Alignas(64) _Atomic uintptr_t owner; /* the thread's pointer; 0: nobody's yet */
    _Atomic int64_t bytes; /* allocated minus freed by this thread: may be negative */
    _Atomic int64_t allocated; /* requests that gave a block */
    _Atomic int64_t resized;
    _Atomic int64_t freed;
    struct ouro_raw_shelves *shelves; /* NULL: no memory for them, or nothing asked for yet */
};

struct ouro_raw {
    struct ouro_raw_shard shards[OURO_RAW_SHARDS];
    struct ouro_raw_shard shared;      /* of the threads that found no shard */
    _Alignas(64) _Atomic size_t limit; /* bytes; 0: none. Enforced to within a few blocks */
    _Atomic uint64_t failures;
};

void ouro_raw_init(struct ouro_raw *raw);

/* Nobody uses it any more: what was kept goes back. */
void ouro_raw_destroy(struct ouro_raw *raw);

/* Gives back what the calling thread's shard keeps. */
void ouro_raw_trim(struct ouro_raw *raw);

/* The malloc face; context is a struct ouro_raw. */
void *ouro_raw_malloc(void *raw, size_t size);
void *ouro_raw_calloc(void *raw, size_t count, size_t size);
void *ouro_raw_realloc(void *raw, void *block, size_t size);
void ouro_raw_free(void *raw, void *block);

/* Bytes the block really has; at least what was asked for. */
size_t ouro_raw_size(const void *block);

size_t ouro_raw_bytes(const struct ouro_raw *raw);
size_t ouro_raw_blocks(const struct ouro_raw *raw);
uint64_t ouro_raw_requests(const struct ouro_raw *raw);

#endif
