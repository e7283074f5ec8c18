/* Replays a recording (mem/record.h) on one allocator.
 *
 *   replay ALLOCATOR FILE [ROUNDS]
 *
 * prints "ns_per_event peak_MiB after_MiB events". Decoding is done before; each block's first and
 * last word are written. The allocators are those of alloc.c; ouro-inline gives sizes and kinds as
 * recorded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/alloc_so.h"
#include "mem/mem.h"
#include "mem/record.h"

struct event {
    uint32_t number; /* of the block */
    uint32_t size;
    uint8_t what;
    uint8_t kind;
};

struct recording {
    struct event *events;
    size_t count;
    uint32_t blocks;
};

static uint64_t varint(const unsigned char **at, const unsigned char *end)
{
    uint64_t value = 0;
    for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
        unsigned char byte = *(*at)++;
        value |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128))
            return value;
    }
    fprintf(stderr, "replay: the recording is cut off\n");
    exit(2);
}

static struct recording decode(const unsigned char *at, const unsigned char *end)
{
    struct recording recording = {.events = malloc((size_t)(end - at + 1) * sizeof(struct event))};
    if (!recording.events)
        exit(2);
    while (at < end) {
        uint64_t value = varint(&at, end), rest = value >> 2;
        struct event *event = &recording.events[recording.count++];
        *event = (struct event){.what = value & 3};
        if (event->what == OURO_RECORD_ALLOC) {
            event->number = recording.blocks++;
            event->size = (uint32_t)(rest / 4);
            event->kind = rest & 3;
            continue;
        }
        if (rest == 0 || rest > recording.blocks || event->what > OURO_RECORD_RESIZE) {
            fprintf(stderr, "replay: not a recording\n");
            exit(2);
        }
        event->number = recording.blocks - (uint32_t)rest;
        if (event->what == OURO_RECORD_RESIZE)
            event->size = (uint32_t)varint(&at, end);
    }
    return recording;
}

static struct recording load(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        exit(2);
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size + 1);
    if (!bytes || fread(bytes, 1, size, file) != size || size < 8 ||
        memcmp(bytes, OURO_RECORD_MAGIC, 8) != 0) {
        fprintf(stderr, "replay: %s is not a recording\n", path);
        exit(2);
    }
    fclose(file);
    struct recording recording = decode(bytes + 8, bytes + size);
    free(bytes);
    return recording;
}

/* ---- three ways to call ---------------------------------------------------------------------- */

static void *(*peer_malloc)(size_t);
static void (*peer_free)(void *);
static void *(*peer_realloc)(void *, size_t);
static void *heap;
static struct ouro_mem *own;
static void **blocks;
static uint32_t *sizes;
static uint8_t *kinds;

static inline void touch(void *block, size_t size)
{
    if (!block)
        abort();
    if (size >= 8) {
        *(volatile uint64_t *)block = (uint64_t)1 << 48;
        *(volatile uint64_t *)(void *)((char *)block + (size - 8) / 8 * 8) = (uint64_t)1 << 48;
    }
}

static void replay_peer(const struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        void **block = &blocks[event->number];
        if (event->what == OURO_RECORD_ALLOC) {
            *block = peer_malloc(event->size);
            touch(*block, event->size);
        } else if (event->what == OURO_RECORD_FREE) {
            peer_free(*block);
            *block = NULL;
        } else {
            *block = peer_realloc(*block, event->size ? event->size : 1);
            touch(*block, event->size);
        }
    }
}

static void replay_so(const struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        void **block = &blocks[event->number];
        if (event->what == OURO_RECORD_ALLOC) {
            *block = bench_so_malloc(heap, event->size);
            touch(*block, event->size);
        } else if (event->what == OURO_RECORD_FREE) {
            bench_so_free(heap, *block);
            *block = NULL;
        } else {
            *block = bench_so_realloc(heap, *block, event->size);
            touch(*block, event->size);
        }
    }
}

static void own_free(uint32_t number)
{
    ouro_mem_block_free(own, blocks[number], sizes[number], (enum ouro_block_kind)kinds[number]);
    blocks[number] = NULL;
}

static void replay_own(const struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        uint32_t number = event->number;
        if (event->what == OURO_RECORD_ALLOC) {
            kinds[number] = event->kind < OURO_BLOCK_KINDS ? event->kind : OURO_BLOCK_PLAIN;
            sizes[number] = event->size;
            blocks[number] =
                ouro_mem_block_alloc(own, event->size, (enum ouro_block_kind)kinds[number]);
        } else if (event->what == OURO_RECORD_FREE) {
            own_free(number);
            continue;
        } else {
            blocks[number] = ouro_mem_block_realloc(own, blocks[number], sizes[number], event->size,
                                                    (enum ouro_block_kind)kinds[number]);
            sizes[number] = event->size;
        }
        touch(blocks[number], event->size);
    }
}

/* ---- choosing -------------------------------------------------------------------------------- */

static const struct {
    const char *name, *library, *malloc, *free, *realloc;
} peers[] = {
    {"glibc", NULL, "malloc", "free", "realloc"},
    {"mimalloc", "libmimalloc.so.2", "mi_malloc", "mi_free", "mi_realloc"},
    {"jemalloc", "libjemalloc.so.2", "malloc", "free", "realloc"},
    {"tcmalloc", "libtcmalloc_minimal.so.4", "tc_malloc", "tc_free", "tc_realloc"},
    {"pymalloc", "libpython3.11.so.1.0", "PyObject_Malloc", "PyObject_Free", "PyObject_Realloc"},
};

static void (*choose(const char *name))(const struct recording *)
{
    if (strcmp(name, "ouro") == 0) {
        heap = bench_so_new(false);
        return replay_so;
    }
    if (strcmp(name, "ouro-inline") == 0) {
        own = calloc(1, sizeof *own);
        if (!own || !ouro_mem_init(own, NULL))
            abort();
        return replay_own;
    }
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
        if (strcmp(name, peers[i].name) != 0)
            continue;
        void *library = dlopen(peers[i].library, RTLD_NOW | RTLD_LOCAL);
        if (!library) {
            fprintf(stderr, "replay: %s\n", dlerror());
            exit(3);
        }
        *(void **)&peer_malloc = dlsym(library, peers[i].malloc);
        *(void **)&peer_free = dlsym(library, peers[i].free);
        *(void **)&peer_realloc = dlsym(library, peers[i].realloc);
        return replay_peer;
    }
    fprintf(stderr, "replay: no allocator %s\n", name);
    exit(2);
}

static void free_rest(const struct recording *recording)
{
    for (uint32_t number = 0; number < recording->blocks; number++) {
        if (!blocks[number])
            continue;
        if (own)
            own_free(number);
        else if (heap)
            bench_so_free(heap, blocks[number]);
        else
            peer_free(blocks[number]);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: replay ALLOCATOR FILE [ROUNDS]\n");
        return 2;
    }
    struct recording recording = load(argv[2]);
    int rounds = argc > 3 ? atoi(argv[3]) : 1;
    blocks = malloc((recording.blocks + 1) * sizeof *blocks);
    sizes = malloc((recording.blocks + 1) * sizeof *sizes);
    kinds = malloc(recording.blocks + 1);
    if (!blocks || !sizes || !kinds || rounds < 1)
        return 2;
    memset(blocks, 0, recording.blocks * sizeof *blocks);
    memset(sizes, 0, recording.blocks * sizeof *sizes);
    memset(kinds, 0, recording.blocks);
    void (*run)(const struct recording *) = choose(argv[1]);
    size_t base = ouro_os_resident(), peak = 0;
    uint64_t cpu = 0;
    for (int round = 0; round < rounds; round++) {
        uint64_t start = ouro_os_thread_cpu_ns();
        run(&recording);
        cpu += ouro_os_thread_cpu_ns() - start;
        if (ouro_os_resident() > peak)
            peak = ouro_os_resident();
        start = ouro_os_thread_cpu_ns();
        free_rest(&recording);
        cpu += ouro_os_thread_cpu_ns() - start;
        memset(blocks, 0, recording.blocks * sizeof *blocks);
    }
    double mebi = 1048576.0;
    printf("%.2f %.2f %.2f %zu\n", (double)cpu / (double)recording.count / rounds,
           peak > base ? (double)(peak - base) / mebi : 0.0,
           ((double)ouro_os_resident() - (double)base) / mebi, recording.count);
    return 0;
}
