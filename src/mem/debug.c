/* Debug guards: dressing, checking and reporting. debug.h has the layout. */
#include "mem/debug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLEAN = 0xCD, DEAD = 0xDD, FORBIDDEN = 0xFD, SITE_MAX = 200, REPORT_MAX = 4096 };
enum {
    RESTS = 0x80,             /* in the first byte of the size */
    RESTING_MAX = 1024,       /* blocks; a power of two */
    RESTING_BLOCK_MAX = 1024, /* bytes of a block that rests */
};

struct ouro_mem_debug {
    uint64_t serial;
    uint64_t requested; /* bytes asked for and alive */
    void *resting[RESTING_MAX]; /* a ring */
    uint32_t resting_first;
    uint32_t resting_count;
    size_t resting_size; /* in pools */
    char **sites;       /* 1-based in blocks; 0: unknown */
    uint32_t site_count;
    uint32_t site_max;
    uint32_t *index; /* open addressing, 0: empty */
    uint32_t index_max;
};

bool ouro_mem_debug_init(struct ouro_mem *mem)
{
    mem->debug = ouro_raw_calloc(&mem->raw, 1, sizeof *mem->debug);
    return mem->debug != NULL;
}

void ouro_mem_debug_destroy(struct ouro_mem *mem)
{
    struct ouro_mem_debug *debug = mem->debug;
    if (!debug)
        return;
    (void)ouro_mem_debug_wake(mem); /* the last chance to see what was written into it */
    for (uint32_t i = 0; i < debug->site_count; i++)
        ouro_raw_free(&mem->raw, debug->sites[i]);
    ouro_raw_free(&mem->raw, debug->sites);
    ouro_raw_free(&mem->raw, debug->index);
    ouro_raw_free(&mem->raw, debug);
    mem->debug = NULL;
}

uint64_t ouro_mem_debug_requested(const struct ouro_mem *mem)
{
    return mem->debug ? mem->debug->requested : 0;
}

/* What the blocks of a heap carry behind their site: raw blocks lie in no heap's reservation. */
static uint32_t owner_mark(const struct ouro_mem *mem)
{
    uint64_t address = (uintptr_t)mem;
    return (uint32_t)(address >> 4 ^ address >> 36);
}

/* ---- sites: each place once ------------------------------------------------------------------ */

static uint32_t site_hash(const char *site)
{
    uint32_t hash = 2166136261u;
    for (; *site; site++)
        hash = (hash ^ (unsigned char)*site) * 16777619u;
    return hash;
}

static void index_insert(struct ouro_mem_debug *debug, uint32_t id)
{
    uint32_t at = site_hash(debug->sites[id - 1]) & (debug->index_max - 1);
    while (debug->index[at])
        at = (at + 1) & (debug->index_max - 1);
    debug->index[at] = id;
}

static bool sites_grow(struct ouro_mem *mem, struct ouro_mem_debug *debug)
{
    uint32_t wanted = debug->site_max ? debug->site_max * 2 : 64;
    char **sites = ouro_raw_realloc(&mem->raw, debug->sites, wanted * sizeof *sites);
    if (!sites)
        return false;
    debug->sites = sites;
    uint32_t *index = ouro_raw_calloc(&mem->raw, (size_t)wanted * 2, sizeof *index);
    if (!index)
        return false;
    ouro_raw_free(&mem->raw, debug->index);
    debug->index = index;
    debug->index_max = wanted * 2;
    debug->site_max = wanted;
    for (uint32_t id = 1; id <= debug->site_count; id++)
        index_insert(debug, id);
    return true;
}

static uint32_t site_find(const struct ouro_mem_debug *debug, const char *site)
{
    if (debug->index_max == 0)
        return 0;
    uint32_t at = site_hash(site) & (debug->index_max - 1);
    for (; debug->index[at]; at = (at + 1) & (debug->index_max - 1))
        if (strcmp(debug->sites[debug->index[at] - 1], site) == 0)
            return debug->index[at];
    return 0;
}

/* 0 when nobody names places, or when there is no memory to remember one (benign). */
static uint32_t site_current(struct ouro_mem *mem)
{
    struct ouro_mem_debug *debug = mem->debug;
    char site[SITE_MAX];
    if (!mem->site)
        return 0;
    size_t length = mem->site(mem->site_context, site, sizeof site);
    if (length == 0)
        return 0;
    site[length < sizeof site ? length : sizeof site - 1] = 0;
    uint32_t id = site_find(debug, site);
    if (id)
        return id;
    if (debug->site_count == debug->site_max && !sites_grow(mem, debug))
        return 0;
    char *copy = ouro_raw_malloc(&mem->raw, strlen(site) + 1);
    if (!copy)
        return 0;
    strcpy(copy, site);
    debug->sites[debug->site_count++] = copy;
    index_insert(debug, debug->site_count);
    return debug->site_count;
}

/* ---- guards ---------------------------------------------------------------------------------- */

static void write_be(unsigned char *bytes, uint64_t value)
{
    for (int i = 7; i >= 0; i--, value >>= 8)
        bytes[i] = (unsigned char)value;
}

static uint64_t read_be(const unsigned char *bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | bytes[i];
    return value;
}

size_t ouro_mem_debug_size(const void *block)
{
    return (size_t)(read_be((const unsigned char *)block - 16) & ~((uint64_t)RESTS << 56));
}

void ouro_mem_debug_dress(struct ouro_mem *mem, void *block, size_t size, char api, bool is_zeroed)
{
    unsigned char *p = block;
    uint32_t site = site_current(mem);
    write_be(p - 16, size);
    p[-8] = (unsigned char)api;
    memset(p - 7, FORBIDDEN, 7);
    memset(p, is_zeroed ? 0 : CLEAN, size);
    memset(p + size, FORBIDDEN, 8);
    write_be(p + size + 8, ++mem->debug->serial);
    memset(p + size + 16, 0, 8);
    memcpy(p + size + 16, &site, sizeof site);
    uint32_t owner = owner_mark(mem);
    memcpy(p + size + 20, &owner, sizeof owner);
    mem->debug->requested += size;
}

void ouro_mem_debug_bury(struct ouro_mem *mem, void *block)
{
    size_t size = ouro_mem_debug_size(block);
    memset(block, DEAD, size);
    mem->debug->requested -= size;
}

static bool all_are(const unsigned char *bytes, size_t count, int value)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

const char *ouro_mem_debug_guard_fault(const void *block, char api)
{
    const unsigned char *p = block;
    if (!all_are(p - 7, 7, FORBIDDEN))
        return "bad leading pad byte";
    if (api && p[-8] != (unsigned char)api)
        return "bad ID";
    size_t size = ouro_mem_debug_size(block);
    if (!all_are(p + size, 8, FORBIDDEN))
        return "bad trailing pad byte";
    return NULL;
}

/* ---- reports --------------------------------------------------------------------------------- */

struct report {
    char text[REPORT_MAX];
    size_t length;
};

static void OURO_PRINTF(2, 3) add(struct report *report, const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof report->text - report->length;
    va_start(arguments, format);
    int count = vsnprintf(report->text + report->length, room, format, arguments);
    va_end(arguments);
    if (count > 0)
        report->length += (size_t)count < room ? (size_t)count : room - 1;
}

static void add_pad(struct report *report, const unsigned char *pad, const char *where, int first,
                    int count)
{
    for (int i = 0; i < count; i++)
        add(report, "        at %s%+d: 0x%02x%s\n", where, first + i, pad[i],
            pad[i] == FORBIDDEN ? "" : " *** OUCH");
}

/* mem NULL: the site cannot be looked up. */
static void add_tail(struct report *report, const struct ouro_mem *mem, const unsigned char *p,
                     size_t size)
{
    const unsigned char *tail = p + size;
    add(report, "    The 8 pad bytes at tail=%p are ", (const void *)tail);
    if (all_are(tail, 8, FORBIDDEN)) {
        add(report, "FORBIDDENBYTE, as expected.\n");
    } else {
        add(report, "not all FORBIDDENBYTE (0x%02x):\n", FORBIDDEN);
        add_pad(report, tail, "tail", 0, 8);
    }
    add(report, "    The block was made by call #%llu to debug malloc/realloc.\n",
        (unsigned long long)read_be(tail + 8));
    uint32_t site;
    memcpy(&site, tail + 16, sizeof site);
    if (site > 0 && mem && mem->debug && site <= mem->debug->site_count)
        add(report, "    Allocated at %s\n", mem->debug->sites[site - 1]);
}

static void add_data(struct report *report, const unsigned char *p, size_t size)
{
    if (size == 0)
        return;
    size_t shown = size > 16 ? 8 : size;
    add(report, "    Data at p:");
    for (size_t i = 0; i < shown; i++)
        add(report, " %02x", p[i]);
    if (size > 16) {
        add(report, " ...");
        for (size_t i = size - 8; i < size; i++)
            add(report, " %02x", p[i]);
    }
    add(report, "\n");
}

/* usable: bytes that are surely readable from p on; what the header claims may be nonsense. */
static void add_block(struct report *report, const struct ouro_mem *mem, const void *block,
                      size_t usable)
{
    const unsigned char *p = block;
    size_t size = ouro_mem_debug_size(block);
    add(report, "Debug memory block at address p=%p: API '%c'\n", block,
        p[-8] >= ' ' && p[-8] < 127 ? p[-8] : '?');
    add(report, "    %zu bytes originally requested\n", size);
    add(report, "    The 7 pad bytes at p-7 are ");
    if (all_are(p - 7, 7, FORBIDDEN)) {
        add(report, "FORBIDDENBYTE, as expected.\n");
    } else {
        add(report, "not all FORBIDDENBYTE (0x%02x):\n", FORBIDDEN);
        add_pad(report, p - 7, "p", -7, 7);
        add(report, "    Because memory is corrupted at the start, the count of bytes requested\n"
                    "       may be bogus, and checking the trailing pad bytes may segfault.\n");
    }
    if (size > usable || usable - size < OURO_DEBUG_TAIL)
        return;
    add_tail(report, mem, p, size);
    add_data(report, p, size);
}

static void deliver(struct ouro_mem *mem, struct report *report, const char *operation,
                    const char *fault)
{
    add(report, "\nFatal memory error: %s: %s\n", operation, fault);
    if (mem->fatal) {
        mem->fatal(mem->fatal_context, report->text);
        return;
    }
    fputs(report->text, stderr);
    fflush(stderr);
    abort();
}

/* ---- verification ---------------------------------------------------------------------------- */

static bool api_is_known(unsigned char api)
{
    return api == 'r' || api == 'm' || api == 'o';
}

/* Inside the reservation, where a pool once was. */
static bool lies_in_freed_pool(const struct ouro_mem *mem, const void *block)
{
    size_t index = ((uintptr_t)block - mem->pools.base) >> OURO_UNIT_SHIFT;
    return index < mem->pools.units_usable;
}

/* A pointer that no pool of this heap holds. It may be readable and tell what it is. */
static bool report_foreign(struct ouro_mem *mem, const void *block, char api, const char *operation)
{
    struct report report = {.length = 0};
    const unsigned char *p = block;
    char fault[120];
    bool is_readable = ouro_os_is_readable(p - 16, 16);
    if (is_readable && api_is_known(p[-8]) && all_are(p - 7, 7, FORBIDDEN)) {
        size_t size = ouro_mem_debug_size(block), usable = 0;
        if (size < REPORT_MAX && ouro_os_is_readable(p, size + OURO_DEBUG_TAIL))
            usable = size + OURO_DEBUG_TAIL;
        /* Its site indexes another heap's table: without our own it is not looked up. */
        bool is_own = p[-8] == 'r' || lies_in_freed_pool(mem, block);
        struct ouro_mem *owner = is_own ? mem : NULL;
        add_block(&report, owner, block, usable);
        if (lies_in_freed_pool(mem, block))
            snprintf(fault, sizeof fault, "the block is already free");
        else if (p[-8] == 'r')
            snprintf(fault, sizeof fault,
                     "bad ID: Allocated using API '%c', verified using API '%c'", p[-8], api);
        else
            snprintf(fault, sizeof fault, "the block belongs to another heap");
    } else {
        add(&report, "Pointer p=%p: not a block of this heap%s\n", block,
            is_readable ? "" : ", and not readable");
        snprintf(fault, sizeof fault, "%s",
                 lies_in_freed_pool(mem, block) ? "the block is already free"
                                                : "a pointer that is not ours");
    }
    deliver(mem, &report, operation, fault);
    return false;
}

static bool report_block(struct ouro_mem *mem, const void *block, size_t usable,
                         const char *operation, const char *fault)
{
    struct report report = {.length = 0};
    add_block(&report, mem, block, usable);
    deliver(mem, &report, operation, fault);
    return false;
}

static bool slot_is_free(const struct ouro_pool *pool, uint32_t slot)
{
    return slot >= pool->slot_count || (pool->free_bits[slot / 64] >> (slot % 64) & 1);
}

/* Where the block should be: a slot of one of our pools that is handed out. */
static bool verify_place(struct ouro_mem *mem, const void *block, char api, const char *operation,
                         size_t *usable)
{
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    if (!pool || (uintptr_t)block < pool->start)
        return report_foreign(mem, block, api, operation);
    uint32_t slot = ouro_pool_slot(pool, block);
    const char *start = ouro_pool_block(pool, slot);
    *usable = ouro_pool_block_size(pool) - OURO_DEBUG_LEAD;
    if (start != block) {
        struct report report = {.length = 0};
        add(&report, "Pointer p=%p lies %zu bytes inside another block:\n", block,
            (size_t)((const char *)block - start));
        if (!slot_is_free(pool, slot))
            add_block(&report, mem, start, *usable);
        deliver(mem, &report, operation, "a pointer into the middle of a block");
        return false;
    }
    if (slot_is_free(pool, slot) || ouro_mem_debug_is_resting(block))
        return report_block(mem, block, *usable, operation, "the block is already free");
    return true;
}

bool ouro_mem_debug_verify(struct ouro_mem *mem, const void *block, char api, int kind,
                           const char *operation)
{
    const unsigned char *p = block;
    size_t usable = SIZE_MAX;
    if (kind >= 0 && !mem->has_custom_allocator &&
        !verify_place(mem, block, api, operation, &usable))
        return false;
    if (kind < 0 && (ouro_pools_find(&mem->pools, block) || !ouro_os_is_readable(p - 16, 16))) {
        if (!ouro_pools_find(&mem->pools, block))
            return report_foreign(mem, block, api, operation);
        usable = ouro_pools_block_size(&mem->pools, block);
    }
    const char *fault = ouro_mem_debug_guard_fault(block, 0);
    if (fault && strcmp(fault, "bad leading pad byte") == 0)
        return report_block(mem, block, usable, operation, fault);
    if (p[-8] != (unsigned char)api) {
        char text[80];
        snprintf(text, sizeof text, "bad ID: Allocated using API '%c', verified using API '%c'",
                 api_is_known(p[-8]) ? p[-8] : '?', api);
        return report_block(mem, block, usable, operation, text);
    }
    if (ouro_mem_debug_size(block) > usable)
        return report_block(mem, block, usable, operation, "bad size in the header");
    if (fault)
        return report_block(mem, block, usable, operation, fault);
    uint32_t owner;
    memcpy(&owner, p + ouro_mem_debug_size(block) + 20, sizeof owner);
    if (owner == owner_mark(mem))
        return true;
    struct report report = {.length = 0};
    add_block(&report, NULL, block, usable); /* its site is in the other heap's table */
    deliver(mem, &report, operation, "the block belongs to another heap");
    return false;
}

void ouro_mem_debug_check_reuse(struct ouro_mem *mem, const void *block, int kind)
{
    const unsigned char *p = block;
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    if (!pool || pool->state == OURO_POOL_SPAN || !api_is_known(p[-8]))
        return; /* fresh, or its page was given back meanwhile */
    size_t size = ouro_mem_debug_size(block), usable = pool->block_size - OURO_DEBUG_LEAD;
    size_t first = kind == OURO_BLOCK_PLAIN ? 0 : sizeof(uint64_t);
    if (!all_are(p - 7, 7, FORBIDDEN) || size > usable)
        return; /* a page of it was given back */
    for (size_t i = first; i < size; i++)
        if (p[i] != DEAD && p[i] != 0) { /* zeros: a page given back meanwhile */
            report_block(mem, block, usable, "malloc",
                         "the block was written to after it was freed");
            return;
        }
}

/* ---- rest ------------------------------------------------------------------------------------ */

bool ouro_mem_debug_is_resting(const void *block)
{
    return (((const unsigned char *)block)[-16] & RESTS) != 0;
}

size_t ouro_mem_debug_resting(const struct ouro_mem *mem, size_t *size)
{
    *size = mem->debug->resting_size;
    return mem->debug->resting_count;
}

static void release_oldest(struct ouro_mem *mem)
{
    struct ouro_mem_debug *debug = mem->debug;
    unsigned char *p = debug->resting[debug->resting_first % RESTING_MAX];
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, p);
    debug->resting_first++;
    debug->resting_count--;
    debug->resting_size -= ouro_pool_block_size(pool);
    p[-16] &= (unsigned char)~RESTS;
    ouro_mem_debug_check_reuse(mem, p, pool->kind);
    ouro_pools_free(&mem->pools, p);
}

bool ouro_mem_debug_rest(struct ouro_mem *mem, void *block)
{
    struct ouro_mem_debug *debug = mem->debug;
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    if (!pool || ouro_pool_block_size(pool) > RESTING_BLOCK_MAX)
        return false;
    if (debug->resting_count == RESTING_MAX)
        release_oldest(mem);
    if (pool->kind != OURO_BLOCK_PLAIN)
        *(uint64_t *)block = 0;
    ((unsigned char *)block)[-16] |= RESTS;
    debug->resting[(debug->resting_first + debug->resting_count++) % RESTING_MAX] = block;
    debug->resting_size += ouro_pool_block_size(pool);
    return true;
}

bool ouro_mem_debug_wake(struct ouro_mem *mem)
{
    bool has_any = mem->debug->resting_count > 0;
    while (mem->debug->resting_count > 0)
        release_oldest(mem);
    return has_any;
}
