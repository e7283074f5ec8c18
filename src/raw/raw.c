/* The malloc face. Counters are relaxed: they are read as sums, and each change is made once. */
#include "raw/raw.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/checked.h"

static void shard_init(struct ouro_raw_shard *shard)
{
    atomic_init(&shard->owner, 0);
    atomic_init(&shard->bytes, 0);
    atomic_init(&shard->allocated, 0);
    atomic_init(&shard->resized, 0);
    atomic_init(&shard->freed, 0);
    shard->shelves = NULL;
}

void ouro_raw_init(struct ouro_raw *raw)
{
    for (int i = 0; i < OURO_RAW_SHARDS; i++)
        shard_init(&raw->shards[i]);
    shard_init(&raw->shared);
    atomic_init(&raw->limit, 0);
    atomic_init(&raw->failures, 0);
}

/* ---- shards ---------------------------------------------------------------------------------- */

/* The shard of this thread: its home, or the next that is free or its own. A thread that ended
 * leaves its shard to whichever thread gets the same pointer, so that no shard has two owners at a
 * time. */
static OURO_NOINLINE struct ouro_raw_shard *claim_shard(struct ouro_raw *raw, uintptr_t self,
                                                        unsigned home)
{
    for (unsigned i = 0; i < OURO_RAW_SHARDS; i++) {
        struct ouro_raw_shard *shard = &raw->shards[(home + i) % OURO_RAW_SHARDS];
        uintptr_t owner = 0;
        if (atomic_compare_exchange_strong(&shard->owner, &owner, self)) {
            if (!OURO_HAS_ASAN)
                shard->shelves = calloc(1, sizeof *shard->shelves); /* benign if there is none */
            return shard;
        }
        if (owner == self)
            return shard;
    }
    return &raw->shared;
}

static inline struct ouro_raw_shard *own_shard(struct ouro_raw *raw)
{
    uintptr_t self = (uintptr_t)__builtin_thread_pointer();
    unsigned home = (unsigned)((self >> 12) ^ (self >> 20)) % OURO_RAW_SHARDS;
    struct ouro_raw_shard *shard = &raw->shards[home];
    if (ouro_likely(atomic_load_explicit(&shard->owner, memory_order_relaxed) == self))
        return shard;
    return claim_shard(raw, self, home);
}

/* Only the owner writes its shard: a load and a store do, others only read. The shared one has no owner. */
static inline void add(const struct ouro_raw_shard *shard, _Atomic int64_t *counter, int64_t amount)
{
    if (ouro_unlikely(atomic_load_explicit(&shard->owner, memory_order_relaxed) == 0)) {
        atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
        return;
    }
    int64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + amount, memory_order_relaxed);
}

/* ---- shelves --------------------------------------------------------------------------------- */

/* The shelf that serves a request. */
static inline size_t shelf_for(size_t size)
{
    size_t above = size <= OURO_RAW_SHELF_SIZE ? 0 : size - OURO_RAW_SHELF_SIZE;
    return (above + 15) / 16;
}

/* Usable bytes of each block on a shelf. */
static inline size_t shelf_size(size_t shelf)
{
    return OURO_RAW_SHELF_SIZE + 16 * shelf;
}

/* A kept block, NULL if there is none. */
static inline void *shelf_take(struct ouro_raw_shelves *shelves, size_t shelf)
{
    if (!shelves || shelf >= OURO_RAW_SHELVES || shelves->counts[shelf] == 0)
        return NULL;
    return shelves->blocks[shelf][--shelves->counts[shelf]];
}

static OURO_NOINLINE void freed_twice(void)
{
    ouro_assert(!"raw memory was freed twice");
}

/* false: there is no room, or no shelf of just this size (glibc's blocks all have one). */
static inline bool shelf_put(struct ouro_raw_shelves *shelves, void *block, size_t usable)
{
    size_t shelf = shelf_for(usable);
    if (!shelves || shelf >= OURO_RAW_SHELVES || usable != shelf_size(shelf))
        return false;
    unsigned count = shelves->counts[shelf];
    if (count > 0 && ouro_unlikely(shelves->blocks[shelf][count - 1] == block))
        freed_twice();
    if (count == OURO_RAW_KEPT)
        return false;
    shelves->blocks[shelf][count] = block;
    shelves->counts[shelf] = (uint8_t)(count + 1);
    return true;
}

static void shelves_clear(struct ouro_raw_shelves *shelves)
{
    for (int shelf = 0; shelf < OURO_RAW_SHELVES; shelf++)
        while (shelves->counts[shelf] > 0)
            free(shelves->blocks[shelf][--shelves->counts[shelf]]);
}

void ouro_raw_trim(struct ouro_raw *raw)
{
    struct ouro_raw_shelves *shelves = own_shard(raw)->shelves;
    if (shelves)
        shelves_clear(shelves);
}

void ouro_raw_destroy(struct ouro_raw *raw)
{
    for (int i = 0; i < OURO_RAW_SHARDS; i++) {
        struct ouro_raw_shelves *shelves = raw->shards[i].shelves;
        if (shelves)
            shelves_clear(shelves);
        free(shelves);
        raw->shards[i].shelves = NULL;
    }
}

/* ---- the face -------------------------------------------------------------------------------- */

static bool is_refused(struct ouro_raw *raw, size_t size)
{
    size_t limit = atomic_load_explicit(&raw->limit, memory_order_relaxed);
    return size > OURO_SIZE_MAX ||
           (ouro_unlikely(limit != 0) && (size > limit || ouro_raw_bytes(raw) > limit - size));
}

static OURO_NOINLINE void *refused(struct ouro_raw *raw)
{
    atomic_fetch_add_explicit(&raw->failures, 1, memory_order_relaxed);
    return NULL;
}

static inline void *count_new(struct ouro_raw_shard *shard, void *block, size_t usable)
{
    add(shard, &shard->bytes, (int64_t)usable);
    add(shard, &shard->allocated, 1);
    return block;
}

void *ouro_raw_malloc(void *context, size_t size)
{
    struct ouro_raw *raw = context;
    if (ouro_unlikely(is_refused(raw, size)))
        return refused(raw);
    struct ouro_raw_shard *shard = own_shard(raw);
    size_t shelf = shelf_for(size);
    void *block = shelf_take(shard->shelves, shelf);
    if (block) /* its size is known: another processor may have written beside it */
        return count_new(shard, block, shelf_size(shelf));
    block = malloc(size ? size : 1);
    return block ? count_new(shard, block, malloc_usable_size(block)) : refused(raw);
}

void *ouro_raw_calloc(void *context, size_t count_wanted, size_t size)
{
    struct ouro_raw *raw = context;
    size_t total;
    if (count_wanted == 0 || size == 0)
        count_wanted = size = 1;
    if (!ouro_size_mul(count_wanted, size, &total) || is_refused(raw, total))
        return refused(raw);
    void *block = calloc(count_wanted, size);
    return block ? count_new(own_shard(raw), block, malloc_usable_size(block)) : refused(raw);
}

void *ouro_raw_realloc(void *context, void *block, size_t size)
{
    struct ouro_raw *raw = context;
    if (!block)
        return ouro_raw_malloc(raw, size);
    size_t old_size = malloc_usable_size(block);
    if (is_refused(raw, size > old_size ? size - old_size : 0) || size > OURO_SIZE_MAX)
        return refused(raw);
    void *moved = realloc(block, size ? size : 1);
    if (!moved)
        return refused(raw);
    struct ouro_raw_shard *shard = own_shard(raw);
    add(shard, &shard->bytes, (int64_t)malloc_usable_size(moved) - (int64_t)old_size);
    add(shard, &shard->resized, 1);
    return moved;
}

void ouro_raw_free(void *context, void *block)
{
    if (!block)
        return;
    ouro_prefetch_write(block); /* another processor may have it: ask for it once, to be written to */
    struct ouro_raw_shard *shard = own_shard(context);
    size_t usable = malloc_usable_size(block);
    add(shard, &shard->bytes, -(int64_t)usable);
    add(shard, &shard->freed, 1);
    if (!shelf_put(shard->shelves, block, usable))
        free(block);
}

size_t ouro_raw_size(const void *block)
{
    return malloc_usable_size((void *)block);
}

/* Sums over shards that change meanwhile can be off by what is in flight; at rest they are exact. */
static int64_t sum(const struct ouro_raw *raw, size_t offset)
{
    int64_t total = 0;
    for (int i = 0; i <= OURO_RAW_SHARDS; i++) {
        const char *shard =
            i < OURO_RAW_SHARDS ? (const char *)&raw->shards[i] : (const char *)&raw->shared;
        total += atomic_load_explicit((const _Atomic int64_t *)(const void *)(shard + offset),
                                      memory_order_relaxed);
    }
    return total;
}

static size_t at_least_none(int64_t count)
{
    return count < 0 ? 0 : (size_t)count;
}

size_t ouro_raw_bytes(const struct ouro_raw *raw)
{
    return at_least_none(sum(raw, offsetof(struct ouro_raw_shard, bytes)));
}

size_t ouro_raw_blocks(const struct ouro_raw *raw)
{
    return at_least_none(sum(raw, offsetof(struct ouro_raw_shard, allocated)) -
                         sum(raw, offsetof(struct ouro_raw_shard, freed)));
}

uint64_t ouro_raw_requests(const struct ouro_raw *raw)
{
    return (uint64_t)(sum(raw, offsetof(struct ouro_raw_shard, allocated)) +
                      sum(raw, offsetof(struct ouro_raw_shard, resized)));
}
