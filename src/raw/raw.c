/* The malloc face. Counters are relaxed: they are read as sums, and each change is made once. */
#include "raw/raw.h"

#include <malloc.h>
#include <stdlib.h>

#include "base/checked.h"

static void shard_init(struct ouro_raw_shard *shard)
{
    atomic_init(&shard->owner, 0);
    atomic_init(&shard->bytes, 0);
    atomic_init(&shard->blocks, 0);
    atomic_init(&shard->requests, 0);
}

void ouro_raw_init(struct ouro_raw *raw)
{
    for (int i = 0; i < OURO_RAW_SHARDS; i++)
        shard_init(&raw->shards[i]);
    shard_init(&raw->shared);
    atomic_init(&raw->limit, 0);
    atomic_init(&raw->failures, 0);
}

/* The shard of this thread: its home, or the next that is free or its own. A thread that ended
 * leaves its shard to whichever thread gets the same pointer, so that no shard has two owners at a
 * time. */
static OURO_NOINLINE struct ouro_raw_shard *claim_shard(struct ouro_raw *raw, uintptr_t self,
                                                        unsigned home)
{
    for (unsigned i = 0; i < OURO_RAW_SHARDS; i++) {
        struct ouro_raw_shard *shard = &raw->shards[(home + i) % OURO_RAW_SHARDS];
        uintptr_t owner = 0;
        if (atomic_compare_exchange_strong(&shard->owner, &owner, self) || owner == self)
            return shard;
    }
    return &raw->shared;
}

static inline struct ouro_raw_shard *own_shard(struct ouro_raw *raw, uintptr_t self)
{
    unsigned home = (unsigned)((self >> 12) ^ (self >> 20)) % OURO_RAW_SHARDS;
    struct ouro_raw_shard *shard = &raw->shards[home];
    if (ouro_likely(atomic_load_explicit(&shard->owner, memory_order_relaxed) == self))
        return shard;
    return claim_shard(raw, self, home);
}

/* Only the owner writes its shard: a load and a store do, others only read. */
static inline void add(_Atomic int64_t *counter, int64_t amount)
{
    int64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + amount, memory_order_relaxed);
}

static void count(struct ouro_raw *raw, int64_t bytes, int64_t blocks, int64_t requests)
{
    uintptr_t self = (uintptr_t)__builtin_thread_pointer();
    struct ouro_raw_shard *shard = own_shard(raw, self);
    if (ouro_unlikely(shard == &raw->shared)) {
        atomic_fetch_add_explicit(&shard->bytes, bytes, memory_order_relaxed);
        atomic_fetch_add_explicit(&shard->blocks, blocks, memory_order_relaxed);
        atomic_fetch_add_explicit(&shard->requests, requests, memory_order_relaxed);
        return;
    }
    add(&shard->bytes, bytes);
    add(&shard->blocks, blocks);
    add(&shard->requests, requests);
}

static bool is_refused(struct ouro_raw *raw, size_t size)
{
    size_t limit = atomic_load_explicit(&raw->limit, memory_order_relaxed);
    return size > OURO_SIZE_MAX ||
           (ouro_unlikely(limit != 0) && (size > limit || ouro_raw_bytes(raw) > limit - size));
}

static void *counted(struct ouro_raw *raw, void *block)
{
    if (ouro_unlikely(!block)) {
        atomic_fetch_add_explicit(&raw->failures, 1, memory_order_relaxed);
        return NULL;
    }
    count(raw, (int64_t)malloc_usable_size(block), 1, 1);
    return block;
}

void *ouro_raw_malloc(void *context, size_t size)
{
    struct ouro_raw *raw = context;
    return counted(raw, is_refused(raw, size) ? NULL : malloc(size ? size : 1));
}

void *ouro_raw_calloc(void *context, size_t count_wanted, size_t size)
{
    struct ouro_raw *raw = context;
    size_t total;
    if (count_wanted == 0 || size == 0)
        count_wanted = size = 1;
    if (!ouro_size_mul(count_wanted, size, &total) || is_refused(raw, total))
        return counted(raw, NULL);
    return counted(raw, calloc(count_wanted, size));
}

void *ouro_raw_realloc(void *context, void *block, size_t size)
{
    struct ouro_raw *raw = context;
    if (!block)
        return ouro_raw_malloc(raw, size);
    size_t old_size = malloc_usable_size(block);
    if (is_refused(raw, size > old_size ? size - old_size : 0) || size > OURO_SIZE_MAX)
        return counted(raw, NULL);
    void *moved = realloc(block, size ? size : 1);
    if (!moved)
        return counted(raw, NULL);
    count(raw, (int64_t)malloc_usable_size(moved) - (int64_t)old_size, 0, 1);
    return moved;
}

void ouro_raw_free(void *context, void *block)
{
    if (!block)
        return;
    count(context, -(int64_t)malloc_usable_size(block), -1, 0);
    free(block);
}

size_t ouro_raw_size(const void *block)
{
    return malloc_usable_size((void *)block);
}

/* A sum over shards that change meanwhile can be off by what is in flight; at rest it is exact. */
static size_t sum(const struct ouro_raw *raw, size_t offset)
{
    int64_t total = 0;
    for (int i = 0; i <= OURO_RAW_SHARDS; i++) {
        const char *shard =
            i < OURO_RAW_SHARDS ? (const char *)&raw->shards[i] : (const char *)&raw->shared;
        total += atomic_load_explicit((const _Atomic int64_t *)(const void *)(shard + offset),
                                      memory_order_relaxed);
    }
    return total < 0 ? 0 : (size_t)total;
}

size_t ouro_raw_bytes(const struct ouro_raw *raw)
{
    return sum(raw, offsetof(struct ouro_raw_shard, bytes));
}

size_t ouro_raw_blocks(const struct ouro_raw *raw)
{
    return sum(raw, offsetof(struct ouro_raw_shard, blocks));
}

uint64_t ouro_raw_requests(const struct ouro_raw *raw)
{
    return sum(raw, offsetof(struct ouro_raw_shard, requests));
}
