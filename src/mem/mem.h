/* Memory of a heap: the typed, sized blocks that objects live in, and the three domains of plain
 * memory (raw, mem, object) with their replaceable allocators and the hooks stacked on them.
 *
 *      ouro_mem_block_alloc(mem, size, kind)         ouro_mem_alloc(mem, domain, size)
 *             | inline: pop from the bin                    | pop from the bin of plain blocks
 *             v                                             v
 *      ------------------------- bins keep nothing while a hook is on -------------------------
 *             | slow path                                   | allocator of the domain (replaceable)
 *             v                                             v
 *      limit, fault injection, tracing, debug guards  ->  pools (src/pool)  |  raw (src/raw)
 *
 * The fast paths test no hook. While one is active the bins' lists stay empty and every pool asks
 * for attention at each free, so that the ordinary "nothing here" branch is the hook.
 *
 * One heap belongs to one thread at a time; the raw domain alone is thread-safe.
 * Depends on pool, raw, os, base. */
#ifndef OURO_MEM_MEM_H
#define OURO_MEM_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "pool/pools.h"
#include "raw/raw.h"

enum ouro_mem_domain { OURO_DOMAIN_RAW, OURO_DOMAIN_MEM, OURO_DOMAIN_OBJECT, OURO_DOMAIN_COUNT };

struct ouro_mem;
struct ouro_mem_debug;
struct ouro_record;

/* Where large plain blocks (above the boundary) come from. */
enum ouro_mem_large {
    OURO_LARGE_POOLS, /* medium pools and page spans of the heap: given back like everything else */
    OURO_LARGE_RAW,   /* the raw allocator (the C library's malloc unless replaced) */
};

struct ouro_mem_options {
    size_t boundary;         /* small requests end here: 0 means 256; at most 1024 */
    uint64_t limit;          /* bytes committed and raw, together; 0: none */
    uint64_t purge_delay_ns; /* how long free pages wait; 0: the default */
    size_t reserve_size;     /* address space to reserve; 0: the default */
    enum ouro_mem_large large;
    bool is_debug; /* guards, patterns and checks on every block; fixed for the life of the heap */
    bool huge_pages;
};

/* ---- hooks ----------------------------------------------------------------------------------- */

/* Told about every block while tracing is on. kind is -1 for the raw domain's blocks. They must not
 * allocate from the same heap. */
struct ouro_mem_trace {
    void *context;
    void (*alloc)(void *context, void *block, size_t size, int kind);
    void (*realloc)(void *context, void *old_block, void *block, size_t size, int kind);
    void (*free)(void *context, void *block);
};

/* Whether a request fails: only this one, or all from it on. */
enum ouro_mem_fault { OURO_MEM_FAULT_NONE, OURO_MEM_FAULT_ONCE, OURO_MEM_FAULT_LASTING };
typedef enum ouro_mem_fault (*ouro_mem_ask_function)(void *context);

/* Fails requests first .. last - 1, counted from 0 at the time of the call (last 0: for ever), or those of
 * which ask says so; it is asked for all of them. */
struct ouro_mem_faults {
    uint64_t count; /* requests seen since fault injection was set */
    uint64_t first;
    uint64_t last;
    ouro_mem_ask_function ask; /* or NULL */
    void *ask_context;
    bool is_active;
};

/* What goes wrong and cannot go on: the report is complete, ends in a newline; returning is allowed
 * (the operation is then dropped), the default prints it on standard error and aborts. */
typedef void (*ouro_mem_fatal_function)(void *context, const char *report);

/* Names the place in the program that allocates now, "file.py:12" or such, into buffer. */
typedef size_t (*ouro_mem_site_function)(void *context, char *buffer, size_t size);

struct ouro_mem {
    struct ouro_pools pools;
    struct ouro_allocator allocators[OURO_DOMAIN_COUNT];
    struct ouro_raw raw;

    size_t boundary;
    uint64_t limit;       /* UINT64_MAX: none */
    uint64_t reserve;     /* bytes kept back so that the failure itself can be reported */
    bool is_reserve_open; /* between ouro_mem_reserve_open and _close */
    enum ouro_mem_large large;
    bool has_custom_allocator;
    bool is_stressed;
    const struct ouro_mem_trace *trace;
    struct ouro_record *record; /* being written, NULL: none */
    struct ouro_mem_faults faults;
    struct ouro_mem_debug *debug; /* NULL unless the heap is a debug heap */

    /* Called when the limit or the system refuses, before the request fails: may free memory and
     * return true to have it tried once more. Called from inside an allocation: must not run user
     * code. */
    bool (*pressure)(void *context, size_t size);
    void *pressure_context;

    ouro_mem_fatal_function fatal;
    void *fatal_context;
    ouro_mem_site_function site;
    void *site_context;

    uint64_t failures; /* requests that returned NULL */
};

OURO_MUST_USE bool ouro_mem_init(struct ouro_mem *mem, const struct ouro_mem_options *options);

/* Frees the whole heap at once, whatever is still in use. */
void ouro_mem_destroy(struct ouro_mem *mem);

/* ---- blocks: the sized, typed interface ------------------------------------------------------ */

void *ouro_mem_block_alloc_slow(struct ouro_mem *mem, size_t size, enum ouro_block_kind kind);
void ouro_mem_block_free_slow(struct ouro_mem *mem, void *block);

/* A block of at least size bytes aligned to 8 (to 16 if size is a multiple of 16), not zeroed; NULL
 * when memory is out. For an object kind the caller writes the header (type_index != 0) at once. */
OURO_INLINE void *ouro_mem_block_alloc(struct ouro_mem *mem, size_t size, enum ouro_block_kind kind)
{
    if (ouro_likely(size <= OURO_SMALL_MAX)) {
        struct ouro_bin *bin = &mem->pools.bins[kind][ouro_small_class(size)];
        void *block = bin->free;
        if (ouro_likely(block != NULL)) {
            bin->free = *(void **)block;
            bin->allocated++;
            ouro_unpoison(block, size);
            return block;
        }
    }
    return ouro_mem_block_alloc_slow(mem, size, kind);
}

/* Frees a block of this interface (not one of ouro_mem_alloc, whose classes are wider); size and
 * kind as it was allocated or last reallocated. NULL is not allowed. */
OURO_INLINE void ouro_mem_block_free(struct ouro_mem *mem, void *block, size_t size,
                                     enum ouro_block_kind kind)
{
    if (ouro_likely(size <= OURO_SMALL_MAX)) {
        struct ouro_bin *bin = &mem->pools.bins[kind][ouro_small_class(size)];
        size_t rounded = ouro_small_round(size);
        if (ouro_likely((uintptr_t)block - bin->current < OURO_UNIT_SIZE)) {
            *(void **)block = bin->free;
            bin->free = block;
            ouro_poison((char *)block + sizeof(void *), rounded - sizeof(void *));
            return;
        }
        size_t index = ((uintptr_t)block - mem->pools.base) >> OURO_UNIT_SHIFT;
        if (ouro_likely(index < mem->pools.unit_top)) {
            if (ouro_likely(mem->pools.gates[index].trigger > 1)) {
                ouro_pools_mark_free(&mem->pools, index, (uint16_t)(uintptr_t)block,
                                     ouro_small_reciprocal(size));
                if (kind != OURO_BLOCK_PLAIN)
                    *(uint64_t *)block = 0;
                ouro_poison((char *)block + sizeof(void *), rounded - sizeof(void *));
                return;
            }
        }
    }
    ouro_mem_block_free_slow(mem, block);
}

/* Frees a block whose size and kind the caller does not know. */
void ouro_mem_block_free_any(struct ouro_mem *mem, void *block);

/* Resizes; in place where it can, otherwise the contents move and the old block is freed. NULL: no
 * memory, the block is unchanged. The first word of an object is moved with it. */
void *ouro_mem_block_realloc(struct ouro_mem *mem, void *block, size_t old_size, size_t new_size,
                             enum ouro_block_kind kind);

/* ---- domains: CPython's semantics ------------------------------------------------------------ */

/* malloc(0) gives a distinct block; above PTRDIFF_MAX NULL; aligned to 16 (8 for sizes below 16).
 * A block is resized and freed through the domain it came from. free(NULL) does nothing. */
void *ouro_mem_alloc(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t size);
void *ouro_mem_calloc(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t count, size_t size);
void *ouro_mem_realloc(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block, size_t size);
void ouro_mem_free(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block);

void *ouro_mem_alloc_slow(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t size);
void ouro_mem_free_slow(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block);

/* The mem domain inlined: for the function behind a library's symbol, so that it is the only call.
 * Only classes that are multiples of 16 are used. */
OURO_INLINE void *ouro_mem_plain_alloc(struct ouro_mem *mem, size_t size)
{
    if (ouro_likely(size <= OURO_SMALL_MAX)) {
        size_t offset = mem->pools.plain_bins[(size + 15) / 16];
        struct ouro_bin *bin = (struct ouro_bin *)(void *)((char *)&mem->pools + offset);
        void *block = bin->free;
        if (ouro_likely(block != NULL)) {
            bin->free = *(void **)block;
            bin->allocated++;
            ouro_unpoison(block, size);
            return block;
        }
    }
    return ouro_mem_alloc_slow(mem, OURO_DOMAIN_MEM, size);
}

/* NULL is allowed. */
OURO_INLINE void ouro_mem_plain_free(struct ouro_mem *mem, void *block)
{
    size_t index = ((uintptr_t)block - mem->pools.base) >> OURO_UNIT_SHIFT;
    if (ouro_likely(index < mem->pools.unit_top)) {
        struct ouro_gate gate = mem->pools.gates[index];
        if (ouro_likely(gate.trigger > 1)) {
            ouro_pools_mark_free(&mem->pools, index, (uint16_t)(uintptr_t)block,
                                 ouro_class_reciprocals[gate.class_index]);
            if (OURO_HAS_ASAN)
                ouro_poison((char *)block + sizeof(void *),
                            ouro_class_size(gate.class_index) - sizeof(void *));
            return;
        }
        if (ouro_likely(gate.trigger < 0)) {
            struct ouro_bin *bin = &mem->pools.bins[OURO_BLOCK_PLAIN][gate.class_index];
            *(void **)block = bin->free;
            bin->free = block;
            if (OURO_HAS_ASAN)
                ouro_poison((char *)block + sizeof(void *),
                            ouro_class_size(gate.class_index) - sizeof(void *));
            return;
        }
    }
    ouro_mem_free_slow(mem, OURO_DOMAIN_MEM, block);
}

/* Bytes usable behind a block of the mem or object domain; 0 if it is not one of ours. */
size_t ouro_mem_usable_size(struct ouro_mem *mem, const void *block);

void ouro_mem_allocator_get(const struct ouro_mem *mem, enum ouro_mem_domain domain,
                            struct ouro_allocator *allocator);

/* Replaces (or wraps) the allocator of a domain for plain memory. Blocks from before are freed
 * through the new one, so a replacement must pass on what it does not know. */
void ouro_mem_allocator_set(struct ouro_mem *mem, enum ouro_mem_domain domain,
                            const struct ouro_allocator *allocator);

/* ---- control --------------------------------------------------------------------------------- */

void ouro_mem_trace_set(struct ouro_mem *mem, const struct ouro_mem_trace *trace /* NULL: off */);

/* Writes every request from now on to the file (mem/record.h has its format); NULL ends it. A heap
 * starts one by itself when the environment has OURO_TRACE=FILE; several heaps of a process write
 * FILE, FILE.1 and so on. false: the file cannot be written, or was not complete. */
bool ouro_mem_record_set(struct ouro_mem *mem, const char *path);

void ouro_mem_faults_set(struct ouro_mem *mem, uint64_t first, uint64_t last);
void ouro_mem_faults_ask(struct ouro_mem *mem, ouro_mem_ask_function ask, void *context);
void ouro_mem_faults_clear(struct ouro_mem *mem);
void ouro_mem_limit_set(struct ouro_mem *mem, uint64_t limit /* 0: none */);

/* Every allocation and free takes the slow path, so that the bits of the pools are exact at any
 * time. */
void ouro_mem_stress_set(struct ouro_mem *mem, bool is_on);

/* Lets requests use the last part of the limit, which is kept back so that an out-of-memory error can be
 * handled. Nest not; close it when the error is gone. */
void ouro_mem_reserve_open(struct ouro_mem *mem);
void ouro_mem_reserve_close(struct ouro_mem *mem);

/* Idle work: gives back what has been free for longer than the delay. Call it now and then. Nanoseconds until
 * the next call can do something, 0: not before the heap has been used again. */
uint64_t ouro_mem_tick(struct ouro_mem *mem);

/* Gives back everything that is free, now; the bytes. */
size_t ouro_mem_trim(struct ouro_mem *mem);

/* Whether a block of this heap, or one checked by the debug guards: NULL if in order, else what is
 * wrong. Only in debug heaps does this see overwritten guards. */
const char *ouro_mem_check_block(struct ouro_mem *mem, const void *block);

/* Walks everything: NULL or the first broken invariant. */
const char *ouro_mem_find_fault(struct ouro_mem *mem);

/* ---- statistics ------------------------------------------------------------------------------ */

/* The first group sums: block + free + empty + metadata + raw == committed, to the byte.
 * (Pages of large blocks that were never touched count as committed once handed out.) */
#define OURO_MEM_STATS(X)                                                                          \
    X(block_size, "bytes in blocks handed out")                                                    \
    X(free_size, "bytes in free blocks and uncarved slots of resident pages")                      \
    X(empty_size, "bytes in resident pages of empty pools")                                        \
    X(metadata_size, "bytes of tables about pools")                                                \
    X(raw_size, "bytes of raw memory")                                                             \
    X(committed_size, "bytes committed, the sum of those above")                                   \
    X(peak_size, "highest committed")                                                              \
    X(requested_size, "bytes requested and alive (debug heaps; else block_size + raw_size)")       \
    X(limit, "hard limit in bytes, 0 for none")                                                    \
    X(reserved_size, "address space reserved")                                                     \
    X(block_count, "blocks handed out and alive")                                                  \
    X(raw_count, "raw blocks alive")                                                               \
    X(pool_count, "pools in use")                                                                  \
    X(empty_count, "empty pools with resident pages")                                              \
    X(span_count, "blocks with a span of pages of their own")                                      \
    X(requests, "requests in all")                                                                 \
    X(pool_requests, "requests served by pools of small blocks")                                   \
    X(large_requests, "requests above the boundary")                                               \
    X(raw_requests, "requests served by raw memory")                                               \
    X(failures, "requests that failed")                                                            \
    X(refills, "times a bin's list was built")                                                     \
    X(purged_size, "bytes given back to the system since the start")                               \
    X(purge_calls, "system calls that gave memory back")                                           \
    X(commit_calls, "system calls that made memory usable")

struct ouro_mem_stats {
#define OURO_STATS_FIELD(name, text) uint64_t name;
    OURO_MEM_STATS(OURO_STATS_FIELD)
#undef OURO_STATS_FIELD
};

/* By a walk over all pools: microseconds for each hundred pools. Changes nothing. */
void ouro_mem_stats_get(struct ouro_mem *mem, struct ouro_mem_stats *stats);

#endif
