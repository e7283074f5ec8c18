/* The slow paths of allocation, and the hooks they carry. mem.h has the picture.
 *
 * "Direct" means that bins keep no lists: then every request and every free comes here. */
#include "mem/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bits.h"
#include "base/checked.h"
#include "mem/debug.h"
#include "mem/hooks.h"
#include "mem/record.h"

/* ---- the hooks that need every request ------------------------------------------------------- */

void ouro_mem_direct_update(struct ouro_mem *mem)
{
    ouro_pools_set_direct(&mem->pools, mem->debug || mem->trace || mem->record ||
                                           mem->faults.is_active || mem->is_stressed ||
                                           mem->has_custom_allocator);
}

void ouro_mem_trace_set(struct ouro_mem *mem, const struct ouro_mem_trace *trace)
{
    mem->trace = trace;
    ouro_mem_direct_update(mem);
}

bool ouro_mem_record_set(struct ouro_mem *mem, const char *path)
{
    bool is_complete = !mem->record || ouro_record_stop(mem->record);
    mem->record = path ? ouro_record_start(path) : NULL;
    ouro_mem_direct_update(mem);
    return path ? mem->record != NULL : is_complete;
}

/* The first of FILE, FILE.1, ... that no other heap is writing. */
static void record_from_environment(struct ouro_mem *mem)
{
    const char *wanted = getenv("OURO_TRACE");
    char path[4096];
    if (!wanted || !*wanted)
        return;
    for (int number = 0; number < 100; number++) {
        int length = number ? snprintf(path, sizeof path, "%s.%d", wanted, number)
                            : snprintf(path, sizeof path, "%s", wanted);
        if (length > 0 && (size_t)length < sizeof path && ouro_mem_record_set(mem, path))
            return;
    }
}

static void note_alloc(struct ouro_mem *mem, void *block, size_t size, int kind)
{
    if (mem->record)
        ouro_record_alloc(mem->record, block, size, kind);
    if (mem->trace)
        mem->trace->alloc(mem->trace->context, block, size, kind);
}

static void note_free(struct ouro_mem *mem, void *block)
{
    if (mem->record)
        ouro_record_free(mem->record, block);
    if (mem->trace)
        mem->trace->free(mem->trace->context, block);
}

static void note_realloc(struct ouro_mem *mem, void *old_block, void *block, size_t size, int kind)
{
    if (mem->record)
        ouro_record_resize(mem->record, old_block, block, size);
    if (mem->trace)
        mem->trace->realloc(mem->trace->context, old_block, block, size, kind);
}

void ouro_mem_faults_set(struct ouro_mem *mem, uint64_t first, uint64_t last)
{
    mem->faults = (struct ouro_mem_faults){
        .first = first, .last = last ? last : UINT64_MAX, .is_active = true};
    ouro_mem_direct_update(mem);
}

void ouro_mem_faults_ask(struct ouro_mem *mem, ouro_mem_ask_function ask, void *context)
{
    mem->faults = (struct ouro_mem_faults){
        .first = UINT64_MAX, .ask = ask, .ask_context = context, .is_active = true};
    ouro_mem_direct_update(mem);
}

void ouro_mem_faults_clear(struct ouro_mem *mem)
{
    mem->faults.is_active = false;
    ouro_mem_direct_update(mem);
}

void ouro_mem_stress_set(struct ouro_mem *mem, bool is_on)
{
    mem->is_stressed = is_on;
    ouro_mem_direct_update(mem);
}

static bool fault_is_due(struct ouro_mem *mem)
{
    if (!mem->faults.is_active)
        return false;
    struct ouro_mem_faults *faults = &mem->faults;
    uint64_t number = faults->count++;
    enum ouro_mem_fault fault = faults->ask ? faults->ask(faults->ask_context) : OURO_MEM_FAULT_NONE;
    if (ouro_unlikely(fault != OURO_MEM_FAULT_NONE)) {
        faults->first = number;
        faults->last = fault == OURO_MEM_FAULT_ONCE ? number + 1 : UINT64_MAX;
    }
    return number >= faults->first && number < faults->last;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void limit_update(struct ouro_mem *mem)
{
    uint64_t limit = mem->limit;
    if (limit != UINT64_MAX && !mem->is_reserve_open)
        limit -= mem->reserve;
    mem->pools.limit = limit;
    mem->pools.external_size = ouro_raw_bytes(&mem->raw);
    atomic_store_explicit(&mem->raw.limit, limit == UINT64_MAX ? 0 : (size_t)limit,
                          memory_order_relaxed);
}

void ouro_mem_limit_set(struct ouro_mem *mem, uint64_t limit)
{
    mem->limit = limit ? limit : UINT64_MAX;
    uint64_t reserve = limit / 64;
    mem->reserve = limit == 0 ? 0 : reserve < 65536 && limit > 262144 ? 65536 : reserve;
    limit_update(mem);
}

void ouro_mem_reserve_open(struct ouro_mem *mem)
{
    mem->is_reserve_open = true;
    limit_update(mem);
}

void ouro_mem_reserve_close(struct ouro_mem *mem)
{
    mem->is_reserve_open = false;
    limit_update(mem);
}

/* Raw memory and pages count against one limit. */
bool ouro_mem_raw_is_allowed(struct ouro_mem *mem, size_t size)
{
    mem->pools.external_size = ouro_raw_bytes(&mem->raw);
    uint64_t committed = ouro_pools_committed(&mem->pools);
    return size <= mem->pools.limit && committed <= mem->pools.limit - size;
}

void ouro_mem_raw_note(struct ouro_mem *mem)
{
    mem->pools.external_size = ouro_raw_bytes(&mem->raw);
    uint64_t committed = ouro_pools_committed(&mem->pools);
    if (committed > mem->pools.counts.committed_peak)
        mem->pools.counts.committed_peak = committed;
}

/* ---- one block, no hooks --------------------------------------------------------------------- */

bool ouro_mem_goes_to_raw(const struct ouro_mem *mem, size_t size, int kind)
{
    return kind == OURO_BLOCK_PLAIN && mem->large == OURO_LARGE_RAW && size > mem->boundary;
}

static void *raw_block(struct ouro_mem *mem, size_t size, bool is_zeroed)
{
    if (!ouro_mem_raw_is_allowed(mem, size))
        return NULL;
    struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
    void *block = is_zeroed ? raw->calloc(raw->context, 1, size) : raw->malloc(raw->context, size);
    ouro_mem_raw_note(mem);
    return block;
}

static void *try_alloc(struct ouro_mem *mem, size_t size, int kind, bool is_zeroed)
{
    if (ouro_mem_goes_to_raw(mem, size, kind))
        return raw_block(mem, size, is_zeroed);
    if (mem->limit != UINT64_MAX)
        mem->pools.external_size = ouro_raw_bytes(&mem->raw);
    return is_zeroed ? ouro_pools_alloc_zeroed(&mem->pools, size, (enum ouro_block_kind)kind)
                     : ouro_pools_alloc(&mem->pools, size, (enum ouro_block_kind)kind);
}

void *ouro_mem_core_alloc(struct ouro_mem *mem, size_t size, int kind, bool is_zeroed)
{
    void *block = NULL;
    if (ouro_likely(size <= OURO_SIZE_MAX)) {
        block = try_alloc(mem, size, kind, is_zeroed);
        if (ouro_unlikely(!block) && mem->debug && ouro_mem_debug_wake(mem))
            block = try_alloc(mem, size, kind, is_zeroed);
        if (ouro_unlikely(!block) && mem->pressure && mem->pressure(mem->pressure_context, size))
            block = try_alloc(mem, size, kind, is_zeroed);
    }
    if (ouro_unlikely(!block))
        mem->failures++;
    return block;
}

void ouro_mem_core_free(struct ouro_mem *mem, void *block)
{
    if (ouro_likely(ouro_pools_find(&mem->pools, block) != NULL)) {
        ouro_pools_free(&mem->pools, block);
        return;
    }
    struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
    raw->free(raw->context, block);
    ouro_mem_raw_note(mem);
}

/* ---- one block with hooks -------------------------------------------------------------------- */

/* From the domain's allocator, or from the pools for an object kind. The address is the user's. */
static void *hooked_base(struct ouro_mem *mem, size_t size, int kind, int domain, bool is_zeroed)
{
    size_t lead = mem->debug ? OURO_DEBUG_LEAD : 0;
    if (domain < 0 || !ouro_mem_domain_is_replaced(mem, domain))
        return kind == OURO_KIND_RAW ? NULL : ouro_mem_core_alloc(mem, size, kind, is_zeroed);
    struct ouro_allocator *allocator = &mem->allocators[domain];
    char *base = is_zeroed ? allocator->calloc(allocator->context, 1, size)
                           : allocator->malloc(allocator->context, size);
    if (!base) {
        mem->failures++;
        return NULL;
    }
    return base + lead;
}

/* domain -1: the sized interface. */
static char api_of(int domain, int kind)
{
    if (domain >= 0)
        return "rmo"[domain];
    return kind == OURO_BLOCK_PLAIN ? 'm' : 'o';
}

static void *unnoted_alloc(struct ouro_mem *mem, size_t size, int kind, int domain, bool is_zeroed)
{
    size_t total = size;
    if (size > OURO_SIZE_MAX - OURO_DEBUG_EXTRA || fault_is_due(mem)) {
        mem->failures++;
        return NULL;
    }
    if (mem->debug)
        total = ouro_round_up(size + OURO_DEBUG_EXTRA, 16);
    void *block = hooked_base(mem, total, kind, domain, is_zeroed && !mem->debug);
    if (!block)
        return NULL;
    if (mem->debug) {
        if (kind >= 0)
            ouro_mem_debug_check_reuse(mem, block, kind);
        ouro_mem_debug_dress(mem, block, size, api_of(domain, kind), is_zeroed);
    }
    return block;
}

void *ouro_mem_hooked_alloc(struct ouro_mem *mem, size_t size, int kind, int domain, bool is_zeroed)
{
    void *block = unnoted_alloc(mem, size, kind, domain, is_zeroed);
    if (block)
        note_alloc(mem, block, size, kind);
    return block;
}

static int kind_of(struct ouro_mem *mem, const void *block, int domain)
{
    if (domain == OURO_DOMAIN_RAW)
        return OURO_KIND_RAW;
    const struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    return domain < 0 && pool ? pool->kind : OURO_BLOCK_PLAIN;
}

static void hooked_release(struct ouro_mem *mem, void *block, int domain)
{
    size_t lead = mem->debug ? OURO_DEBUG_LEAD : 0;
    if (domain >= 0 && ouro_mem_domain_is_replaced(mem, domain)) {
        struct ouro_allocator *allocator = &mem->allocators[domain];
        allocator->free(allocator->context, (char *)block - lead);
        return;
    }
    if (!mem->debug || !ouro_mem_debug_rest(mem, block))
        ouro_mem_core_free(mem, block);
}

void ouro_mem_hooked_free(struct ouro_mem *mem, void *block, int domain)
{
    if (mem->debug) {
        int kind = kind_of(mem, block, domain);
        if (!ouro_mem_debug_verify(mem, block, api_of(domain, kind), kind, "free"))
            return;
        ouro_mem_debug_bury(mem, block);
    }
    note_free(mem, block);
    hooked_release(mem, block, domain);
}

/* Bytes whose contents must survive a move. */
static size_t hooked_size(struct ouro_mem *mem, const void *block)
{
    return mem->debug ? ouro_mem_debug_size(block) : ouro_pools_block_size(&mem->pools, block);
}

/* A replaced allocator resizes its own blocks: it alone knows their sizes. */
static void *replaced_realloc(struct ouro_mem *mem, void *block, size_t size, int domain)
{
    struct ouro_allocator *allocator = &mem->allocators[domain];
    void *moved = allocator->realloc(allocator->context, block, size);
    if (!moved)
        mem->failures++;
    else
        note_realloc(mem, block, moved, size,
                     domain == OURO_DOMAIN_RAW ? OURO_KIND_RAW : OURO_BLOCK_PLAIN);
    return moved;
}

/* In a debug heap a resized block always moves, so that stale pointers are seen. */
void *ouro_mem_hooked_realloc(struct ouro_mem *mem, void *block, size_t size, int domain)
{
    int kind = kind_of(mem, block, domain);
    if (mem->debug && !ouro_mem_debug_verify(mem, block, api_of(domain, kind), kind, "realloc"))
        return NULL;
    if (!mem->debug && domain >= 0 && ouro_mem_domain_is_replaced(mem, domain))
        return fault_is_due(mem) ? (mem->failures++, NULL)
                                 : replaced_realloc(mem, block, size, domain);
    size_t old_size = hooked_size(mem, block);
    if (!mem->debug && old_size == 0)
        old_size = ouro_raw_size(block);
    void *moved = unnoted_alloc(mem, size, kind, domain, false);
    if (!moved)
        return NULL;
    ouro_unpoison(block, ouro_pools_block_size(&mem->pools, block));
    memcpy(moved, block, old_size < size ? old_size : size);
    if (mem->debug)
        ouro_mem_debug_bury(mem, block);
    note_realloc(mem, block, moved, size, kind);
    hooked_release(mem, block, domain);
    return moved;
}

/* ---- the sized interface --------------------------------------------------------------------- */

void *ouro_mem_block_alloc_slow(struct ouro_mem *mem, size_t size, enum ouro_block_kind kind)
{
    if (ouro_unlikely(mem->pools.is_direct))
        return ouro_mem_hooked_alloc(mem, size, kind, -1, false);
    return ouro_mem_core_alloc(mem, size, kind, false);
}

void ouro_mem_block_free_slow(struct ouro_mem *mem, void *block)
{
    if (ouro_unlikely(mem->pools.is_direct))
        ouro_mem_hooked_free(mem, block, -1);
    else
        ouro_mem_core_free(mem, block);
}

void ouro_mem_block_free_any(struct ouro_mem *mem, void *block)
{
    ouro_mem_block_free_slow(mem, block);
}

static void *move_block(struct ouro_mem *mem, void *block, size_t old_size, size_t new_size,
                        enum ouro_block_kind kind)
{
    void *moved = ouro_mem_block_alloc(mem, new_size, kind);
    if (!moved)
        return NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    ouro_mem_block_free(mem, block, old_size, kind);
    return moved;
}

/* In place only within a class: the sized free finds the class by the size it is given. */
void *ouro_mem_block_realloc(struct ouro_mem *mem, void *block, size_t old_size, size_t new_size,
                             enum ouro_block_kind kind)
{
    if (ouro_unlikely(mem->pools.is_direct))
        return ouro_mem_hooked_realloc(mem, block, new_size, -1);
    if (new_size > OURO_SIZE_MAX) {
        mem->failures++;
        return NULL;
    }
    bool was_raw = ouro_mem_goes_to_raw(mem, old_size, kind),
         is_raw = ouro_mem_goes_to_raw(mem, new_size, kind);
    if (was_raw && is_raw) {
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        if (new_size > old_size && !ouro_mem_raw_is_allowed(mem, new_size - old_size))
            return mem->failures++, NULL;
        void *moved = raw->realloc(raw->context, block, new_size);
        ouro_mem_raw_note(mem);
        return moved;
    }
    unsigned old_class = ouro_class_of(old_size), new_class = ouro_class_of(new_size);
    if (!was_raw && !is_raw && old_class == new_class) {
        if (old_class < OURO_CLASS_SPAN) {
            ouro_unpoison(block, new_size);
            return block;
        }
        void *resized = ouro_pools_resize(&mem->pools, block, new_size);
        if (resized)
            return resized;
    }
    return move_block(mem, block, old_size, new_size, kind);
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool ouro_mem_init(struct ouro_mem *mem, const struct ouro_mem_options *options)
{
    static const struct ouro_mem_options defaults = {0};
    if (!options)
        options = &defaults;
    memset(mem, 0, sizeof *mem);
    ouro_raw_init(&mem->raw);
    for (int domain = 0; domain < OURO_DOMAIN_COUNT; domain++)
        mem->allocators[domain] = ouro_mem_default_allocator(mem, domain);
    mem->boundary = options->boundary ? options->boundary : 256;
    if (mem->boundary > OURO_SMALL_MAX)
        mem->boundary = OURO_SMALL_MAX;
    mem->large = options->is_debug ? OURO_LARGE_POOLS : options->large;
    struct ouro_pools_options pools = {
        .reserve_size = options->reserve_size,
        .purge_delay_ns = options->purge_delay_ns,
        .block_offset = options->is_debug ? OURO_DEBUG_LEAD : 0,
        .huge_pages = options->huge_pages,
    };
    if (!ouro_pools_init(&mem->pools, &pools))
        return false;
    if (options->is_debug && !ouro_mem_debug_init(mem)) {
        ouro_pools_destroy(&mem->pools);
        return false;
    }
    ouro_mem_limit_set(mem, options->limit);
    record_from_environment(mem);
    ouro_mem_direct_update(mem);
    return true;
}

/* Plain blocks that the raw allocator holds are not known one by one: with OURO_LARGE_RAW who made
 * them must have freed them. */
void ouro_mem_destroy(struct ouro_mem *mem)
{
    if (mem->record)
        ouro_mem_record_set(mem, NULL);
    ouro_mem_debug_destroy(mem);
    ouro_pools_destroy(&mem->pools);
    ouro_raw_destroy(&mem->raw);
}

uint64_t ouro_mem_tick(struct ouro_mem *mem)
{
    return ouro_pools_tick(&mem->pools, ouro_os_clock_ns());
}

size_t ouro_mem_trim(struct ouro_mem *mem)
{
    ouro_raw_trim(&mem->raw);
    if (mem->debug)
        (void)ouro_mem_debug_wake(mem);
    return ouro_pools_trim(&mem->pools);
}
