/* Memory given back: one allocator, one workload; prints MiB resident above the start.
 *
 *   return ALLOCATOR WORKLOAD       the allocators of alloc.c: the peers, ouro and ouro-huge
 *
 * prints "peak live after idle trimmed cpu_ns faults calls": live is what the program still holds; after
 * is at once after the drop; idle 810 ms later (three purge delays), with three times the call that an idle program
 * makes, where there is one (ouro's tick; mimalloc's collect without force; the others have none);
 * trimmed after the allocator's own call to give everything back; faults and calls (to the system for memory,
 * known of ours only: -1) of the workload for a million requests and frees. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/alloc_so.h"
#include "os/os.h"

enum { SLOTS_MAX = 6000000 };

static void *(*bench_malloc)(size_t);
static void (*bench_free)(void *);
static void (*bench_idle)(void);
static void (*bench_trim)(void);

static void **slots;
static uint32_t *order;
static uint64_t live_bytes, operations;
static uint64_t random_state = 88172645463325252u;

static uint32_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 16);
}

static uint32_t random_below(uint32_t limit)
{
    return (uint32_t)((uint64_t)random_next() * limit >> 32);
}

/* A block that knows its size and is written to throughout, as data is. */
static void *make(size_t size)
{
    uint32_t *block = bench_malloc(size);
    if (!block)
        abort();
    memset(block, 1, size);
    block[0] = (uint32_t)size;
    live_bytes += size;
    operations++;
    return block;
}

static void drop(void *block)
{
    live_bytes -= *(uint32_t *)block;
    operations++;
    bench_free(block);
}

/* ---- what is measured ------------------------------------------------------------------------ */

static double base, peak;

static double resident(void)
{
    return (double)ouro_os_resident() / 1048576.0;
}

static void note_peak(void)
{
    double now = resident() - base;
    if (now > peak)
        peak = now;
}

/* ---- workloads: each leaves its survivors alive and has dropped the rest --------------------- */

static size_t mixed_size(void)
{
    uint32_t choice = random_below(100);
    return 16 + random_below(choice < 60 ? 112 : choice < 90 ? 240 : 496);
}

static void shuffle(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count - 1; i > 0; i--) {
        uint32_t j = random_below(i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* Five million mixed objects; those with index % every != 0 are freed in random order. */
static void mixed(uint32_t every, bool at_random)
{
    enum { COUNT = 5000000 };
    for (uint32_t i = 0; i < COUNT; i++)
        slots[i] = make(mixed_size());
    note_peak();
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = order[i];
        bool is_kept = every && (at_random ? i < COUNT / every : at % every == 0);
        if (!is_kept)
            drop(slots[at]);
    }
}

static void drop_all(void)
{
    mixed(0, false);
}

static void keep_1000th(void)
{
    mixed(1000, false);
}

static void keep_2000th_random(void)
{
    mixed(2000, true);
}

static void keep_10th(void)
{
    mixed(10, false);
}

static void keep_5_percent_random(void)
{
    mixed(20, true);
}

/* Two million lists (an object and its items), dropped in order; a thousand small tuples, made in
 * between, stay. */
static void lists(void)
{
    enum { COUNT = 2000000 };
    for (uint32_t i = 0; i < COUNT; i++) {
        slots[2 * i] = make(56);
        slots[2 * i + 1] = make(16);
        if (i % 2000 == 0)
            slots[2 * COUNT + i / 2000] = make(48);
    }
    note_peak();
    for (uint32_t i = 0; i < 2 * COUNT; i++)
        drop(slots[i]);
}

/* Long strings, then small tuples, then dicts: each phase drops what the last one left but 1 in
 * 1,000. */
static void phases(void)
{
    static const struct {
        uint32_t count, low, high;
    } phase[] = {{900000, 200, 400}, {2500000, 40, 72}, {700000, 64, 360}};
    for (int p = 0; p < 3; p++) {
        for (uint32_t i = 0; i < phase[p].count; i++)
            slots[i] = make(phase[p].low + random_below(phase[p].high - phase[p].low));
        note_peak();
        for (uint32_t i = 0; i < phase[p].count; i++)
            if (i % 1000)
                drop(slots[i]);
    }
}

/* Requests: each makes 2,000 blocks, drops them, and leaves one entry in a cache that grows. */
static void cache(void)
{
    for (uint32_t request = 0; request < 5000; request++) {
        uint32_t count = 1000 + random_below(2000);
        for (uint32_t i = 0; i < count; i++)
            slots[i] = make(random_below(50) ? mixed_size() : 500 + random_below(8000));
        make(mixed_size());
        for (uint32_t i = 0; i < count; i++)
            drop(slots[i]);
        if (request % 100 == 0)
            note_peak();
    }
}

/* A JSON document of records: a dict and its table, six strings, three ints, three floats each. One
 * record in a hundred is kept whole. */
static void json(void)
{
    enum { RECORDS = 330000, PARTS = 14 };
    for (uint32_t r = 0; r < RECORDS; r++) {
        void **record = &slots[r * PARTS];
        record[0] = make(64);
        record[1] = make(352);
        for (int part = 2; part < 8; part++)
            record[part] = make(50 + random_below(60));
        for (int part = 8; part < PARTS; part++)
            record[part] = make(part % 2 ? 32 : 24);
    }
    note_peak();
    for (uint32_t r = 0; r < RECORDS; r++)
        for (int part = 0; part < PARTS; part++)
            if (r % 100)
                drop(slots[r * PARTS + part]);
}

static const struct {
    const char *name;
    void (*run)(void);
} workloads[] = {
    {"drop_all", drop_all},
    {"keep_1000th", keep_1000th},
    {"keep_2000th_random", keep_2000th_random},
    {"keep_10th", keep_10th},
    {"keep_5_percent_random", keep_5_percent_random},
    {"lists", lists},
    {"phases", phases},
    {"cache", cache},
    {"json", json},
};

/* ---- allocators ------------------------------------------------------------------------------ */

static void *heap;
static void *library;

static void nothing(void) {}

static void *so_malloc(size_t size)
{
    return bench_so_malloc(heap, size);
}

static void so_free(void *block)
{
    bench_so_free(heap, block);
}

static void so_idle(void)
{
    bench_so_tick(heap);
}

static void so_trim(void)
{
    bench_so_trim(heap);
}

static void glibc_trim(void)
{
    malloc_trim(0);
}

static void *symbol(const char *name)
{
    void *address = dlsym(library, name);
    if (!address) {
        fprintf(stderr, "return: %s\n", dlerror());
        exit(3);
    }
    return address;
}

static void mimalloc_idle(void)
{
    ((void (*)(bool))symbol("mi_collect"))(false);
}

static void mimalloc_trim(void)
{
    ((void (*)(bool))symbol("mi_collect"))(true);
}

static void jemalloc_trim(void)
{
    int (*control)(const char *, void *, size_t *, void *, size_t) = symbol("mallctl");
    control("arena.4096.purge", NULL, NULL, NULL, 0); /* 4096: all arenas */
}

static void tcmalloc_trim(void)
{
    ((void (*)(void))symbol("MallocExtension_ReleaseFreeMemory"))();
}

static const struct {
    const char *name, *library, *malloc, *free;
    void (*idle)(void), (*trim)(void);
} peers[] = {
    {"mimalloc", "libmimalloc.so.2", "mi_malloc", "mi_free", mimalloc_idle, mimalloc_trim},
    {"jemalloc", "libjemalloc.so.2", "malloc", "free", nothing, jemalloc_trim},
    {"tcmalloc", "libtcmalloc_minimal.so.4", "tc_malloc", "tc_free", nothing, tcmalloc_trim},
    {"pymalloc", "libpython3.11.so.1.0", "PyObject_Malloc", "PyObject_Free", nothing, nothing},
};

static bool choose(const char *name)
{
    bench_idle = nothing;
    if (strcmp(name, "ouro") == 0 || strcmp(name, "ouro-huge") == 0) {
        heap = bench_so_new(name[4] != 0);
        bench_malloc = so_malloc;
        bench_free = so_free;
        bench_idle = so_idle;
        bench_trim = so_trim;
        return heap != NULL;
    }
    if (strcmp(name, "glibc") == 0) {
        bench_malloc = malloc;
        bench_free = free;
        bench_trim = glibc_trim;
        return true;
    }
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
        if (strcmp(name, peers[i].name) == 0) {
            library = dlopen(peers[i].library, RTLD_NOW | RTLD_LOCAL);
            if (!library) {
                fprintf(stderr, "return: %s\n", dlerror());
                exit(3);
            }
            *(void **)&bench_malloc = symbol(peers[i].malloc);
            *(void **)&bench_free = symbol(peers[i].free);
            bench_idle = peers[i].idle;
            bench_trim = peers[i].trim;
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    size_t workload = 0, count = sizeof workloads / sizeof *workloads;
    while (argc == 3 && workload < count && strcmp(workloads[workload].name, argv[2]) != 0)
        workload++;
    if (argc != 3 || workload == count || !choose(argv[1])) {
        fprintf(stderr, "usage: return ALLOCATOR WORKLOAD\n");
        return 2;
    }
    /* Our own tables are resident before the measurement starts. */
    slots = malloc(SLOTS_MAX * sizeof *slots);
    order = malloc(SLOTS_MAX * sizeof *order);
    if (!slots || !order)
        return 2;
    memset(slots, 1, SLOTS_MAX * sizeof *slots);
    shuffle(5000000);
    bench_free(bench_malloc(100));
    base = resident();
    uint64_t faults = ouro_os_fault_count(), cpu = ouro_os_thread_cpu_ns();
    workloads[workload].run();
    cpu = ouro_os_thread_cpu_ns() - cpu;
    faults = ouro_os_fault_count() - faults;
    double after = resident() - base, millions = (double)operations / 1e6;
    double calls = heap ? (double)bench_so_calls(heap) / millions : -1;
    for (int i = 0; i < 3; i++) {
        usleep(270000);
        bench_idle();
    }
    double idle = resident() - base;
    bench_trim();
    double trimmed = resident() - base;
    printf("%.1f %.1f %.1f %.1f %.1f %llu %.1f %.1f\n", peak, (double)live_bytes / 1048576.0, after,
           idle, trimmed, (unsigned long long)cpu, (double)faults / millions, calls);
    return 0;
}
