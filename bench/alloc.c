/* One allocator, one row of bench-alloc: prints "row nanoseconds" lines. bench/run.py runs them
 * interleaved and makes the table.
 *
 *   alloc ALLOCATOR ROW [SCALE]
 *
 * Allocators: glibc mimalloc jemalloc tcmalloc pymalloc (their shared libraries, opened here), ouro
 * (libouro.so's exported plain calls, as a C program links them), ouro-huge (the same with huge pages),
 * ouro-inline (the sized, inlined path, as our own tables and item arrays use it), ouro-object (the same
 * for objects: a free also clears the header), ouro-raw. A peer's library is opened by name; none is preloaded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem/mem.h"
#include "ouro/heap.h"

enum { BLOCKS_MAX = 5000000 };

struct bench {
    double scale;
    uint64_t random;
    void **blocks;
    uint64_t *entries; /* the same memory: a row uses one of them */
    uint16_t *sizes;
    uint32_t *order;
    uint32_t mixed_count;
    double second;
    uint64_t operations; /* pairs, as the row counts them */
};

struct row {
    const char *name;
    double (*run)(struct bench *bench);
    const char *second_name;
};

static uint64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline uint32_t bench_random(struct bench *bench)
{
    bench->random ^= bench->random << 13;
    bench->random ^= bench->random >> 7;
    bench->random ^= bench->random << 17;
    return (uint32_t)(bench->random >> 16);
}

/* A block and its size in one word: user addresses have 47 bits. */
static inline uint64_t entry_of(void *block, size_t size)
{
    return (uint64_t)(uintptr_t)block | (uint64_t)size << 48;
}

static inline void *entry_block(uint64_t entry)
{
    return (void *)(uintptr_t)(entry & 0xffffffffffff);
}

static inline size_t entry_size(uint64_t entry)
{
    return entry >> 48;
}

/* ---- peers: through pointers, as through a shared library's table ---------------------------- */

static void *(*peer_malloc)(size_t);
static void (*peer_free)(void *);
static void *(*peer_realloc)(void *, size_t);

#define ROWS_NAME                     peer
#define ROW_ALLOC(size)               peer_malloc(size)
#define ROW_FREE(block, size)         peer_free(block)
#define ROW_REALLOC(block, old, size) peer_realloc(block, size)
#include "bench/alloc_rows.h"

/* ---- ouro, plain C behind a shared library --------------------------------------------------- */

static struct ouro_heap *so_heap;

#define ROWS_NAME                     so
#define ROW_ALLOC(size)               ouro_malloc(so_heap, size)
#define ROW_FREE(block, size)         ouro_free(so_heap, block)
#define ROW_REALLOC(block, old, size) ouro_realloc(so_heap, block, size)
#include "bench/alloc_rows.h"

/* ---- ouro, sized and inlined ----------------------------------------------------------------- */

static struct ouro_mem *own_mem;

#define ROWS_NAME             own
#define ROW_ALLOC(size)       ouro_mem_block_alloc(own_mem, size, OURO_BLOCK_PLAIN)
#define ROW_FREE(block, size) ouro_mem_block_free(own_mem, block, size, OURO_BLOCK_PLAIN)
#define ROW_REALLOC(block, old, size)                                                              \
    ouro_mem_block_realloc(own_mem, block, old, size, OURO_BLOCK_PLAIN)
#include "bench/alloc_rows.h"

#define ROWS_NAME             object
#define ROW_ALLOC(size)       ouro_mem_block_alloc(own_mem, size, OURO_BLOCK_ATOM)
#define ROW_FREE(block, size) ouro_mem_block_free(own_mem, block, size, OURO_BLOCK_ATOM)
#define ROW_REALLOC(block, old, size)                                                              \
    ouro_mem_block_realloc(own_mem, block, old, size, OURO_BLOCK_ATOM)
#include "bench/alloc_rows.h"

/* ---- two threads: blocks made by one are freed by the other ---------------------------------- */

enum { RING = 4096, PER_THREAD = 3000000 };

static _Atomic(void *) ring[2][RING];

/* Each thread fills one ring and empties the other: what it allocates, its partner frees. */
static void *exchange(void *context)
{
    int self = *(int *)context;
    uint64_t state = 88172645463325252u + (uint64_t)self;
    for (uint32_t i = 0; i < PER_THREAD; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        void *block = peer_malloc(16 + (state >> 20) % 241);
        *(volatile uint64_t *)block = 1;
        void *old = atomic_exchange_explicit(&ring[self][i % RING], block, memory_order_acq_rel);
        if (old)
            peer_free(old);
        old = atomic_exchange_explicit(&ring[!self][(i + RING / 2) % RING], NULL,
                                       memory_order_acq_rel);
        if (old)
            peer_free(old);
    }
    return NULL;
}

/* Wall time of the pair of threads, for one block; second: CPU time. */
static double two_threads(struct bench *bench)
{
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    struct timespec start, end;
    uint64_t cpu = cpu_ns();
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, exchange, &numbers[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    bench->second = (double)(cpu_ns() - cpu) / (2.0 * PER_THREAD);
    double wall = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
    return wall / (2.0 * PER_THREAD);
}

static const struct row threads_row = {"threads_wall", two_threads, "threads_cpu"};

static struct ouro_raw own_raw;

static void *raw_malloc(size_t size)
{
    return ouro_raw_malloc(&own_raw, size);
}

static void raw_free(void *block)
{
    ouro_raw_free(&own_raw, block);
}

static void *raw_realloc(void *block, size_t size)
{
    return ouro_raw_realloc(&own_raw, block, size);
}

/* ---- choosing -------------------------------------------------------------------------------- */

static const struct {
    const char *name, *library, *malloc, *free, *realloc;
} peers[] = {
    {"mimalloc", "libmimalloc.so.2", "mi_malloc", "mi_free", "mi_realloc"},
    {"jemalloc", "libjemalloc.so.2", "malloc", "free", "realloc"},
    {"tcmalloc", "libtcmalloc_minimal.so.4", "tc_malloc", "tc_free", "tc_realloc"},
    {"pymalloc", "libpython3.11.so.1.0", "PyObject_Malloc", "PyObject_Free", "PyObject_Realloc"},
};

static void *symbol(void *library, const char *name)
{
    void *address = dlsym(library, name);
    if (!address) {
        fprintf(stderr, "alloc: no %s: %s\n", name, dlerror());
        exit(2);
    }
    return address;
}

static const struct row *choose(const char *name)
{
    if (strcmp(name, "ouro") == 0 || strcmp(name, "ouro-huge") == 0) {
        struct ouro_heap_spec spec = {.huge_pages = name[4] != 0};
        so_heap = ouro_heap_open(&spec);
        if (!so_heap)
            abort();
        return rows_so;
    }
    if (strcmp(name, "ouro-inline") == 0 || strcmp(name, "ouro-object") == 0) {
        own_mem = calloc(1, sizeof *own_mem);
        if (!own_mem || !ouro_mem_init(own_mem, NULL))
            abort();
        return strcmp(name, "ouro-inline") == 0 ? rows_own : rows_object;
    }
    if (strcmp(name, "ouro-raw") == 0) {
        ouro_raw_init(&own_raw);
        peer_malloc = raw_malloc;
        peer_free = raw_free;
        peer_realloc = raw_realloc;
        return rows_peer;
    }
    if (strcmp(name, "glibc") == 0) {
        peer_malloc = malloc;
        peer_free = free;
        peer_realloc = realloc;
        return rows_peer;
    }
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
        if (strcmp(name, peers[i].name) == 0) {
            void *library = dlopen(peers[i].library, RTLD_NOW | RTLD_LOCAL);
            if (!library) {
                fprintf(stderr, "alloc: %s\n", dlerror());
                exit(3);
            }
            *(void **)&peer_malloc = symbol(library, peers[i].malloc);
            *(void **)&peer_free = symbol(library, peers[i].free);
            *(void **)&peer_realloc = symbol(library, peers[i].realloc);
            return rows_peer;
        }
    fprintf(stderr, "alloc: no allocator %s\n", name);
    exit(2);
}

/* Of our heaps, for memory. */
static uint64_t system_calls(void)
{
    if (so_heap) {
        struct ouro_heap_figures figures;
        ouro_heap_figures_get(so_heap, &figures);
        return figures.system_calls;
    }
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(own_mem, &stats);
    return stats.purge_calls + stats.commit_calls;
}

/* Sizes as objects have them: most are small, a few are long. About 130 bytes on average. */
static void mixed_prepare(struct bench *bench)
{
    bench->mixed_count = BLOCKS_MAX;
    for (uint32_t i = 0; i < BLOCKS_MAX; i++) {
        uint32_t choice = bench_random(bench) % 100;
        uint32_t limit = choice < 60 ? 112 : choice < 90 ? 240 : 496;
        bench->sizes[i] = (uint16_t)(16 + bench_random(bench) % (limit + 1));
        bench->order[i] = i;
    }
    for (uint32_t i = BLOCKS_MAX - 1; i > 0; i--) {
        uint32_t j = (uint32_t)((uint64_t)bench_random(bench) * (i + 1) >> 32);
        uint32_t kept = bench->order[i];
        bench->order[i] = bench->order[j];
        bench->order[j] = kept;
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: alloc ALLOCATOR ROW [SCALE]\n");
        return 2;
    }
    struct bench bench = {.scale = argc > 3 ? atof(argv[3]) : 1, .random = 88172645463325252u};
    bench.blocks = calloc(BLOCKS_MAX, sizeof *bench.blocks);
    bench.sizes = calloc(BLOCKS_MAX, sizeof *bench.sizes);
    bench.order = calloc(BLOCKS_MAX, sizeof *bench.order);
    bench.entries = (uint64_t *)(void *)bench.blocks;
    if (!bench.blocks || !bench.sizes || !bench.order)
        return 2;
    const struct row *row = choose(argv[1]);
    if (strcmp(argv[2], "threads") == 0) {
        row = &threads_row;
    } else {
        size_t count = sizeof rows_peer / sizeof *rows_peer, i = 0;
        while (i < count && strcmp(row[i].name, argv[2]) != 0)
            i++;
        if (i == count) {
            fprintf(stderr, "alloc: no row %s\n", argv[2]);
            return 2;
        }
        row = &row[i];
    }
    if (strcmp(row->name, "mixed_alloc") == 0)
        mixed_prepare(&bench);
    uint64_t faults = ouro_os_fault_count();
    printf("%s %.3f\n", row->name, row->run(&bench));
    if (row->second_name)
        printf("%s %.3f\n", row->second_name, bench.second);
    if (bench.operations == 0)
        return 0;
    double millions = (double)bench.operations / 1e6;
    printf("%s.faults %.1f\n", row->name, (double)(ouro_os_fault_count() - faults) / millions);
    if (so_heap || own_mem)
        printf("%s.calls %.1f\n", row->name, (double)system_calls() / millions);
    return 0;
}
