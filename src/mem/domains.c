/* The three domains of plain memory: their default allocators, replacing them, and the calls with
 * CPython's semantics. */
#include <string.h>

#include "base/bits.h"
#include "base/checked.h"
#include "mem/debug.h"
#include "mem/hooks.h"
#include "mem/mem.h"

/* ---- the default allocators of the mem and object domains ------------------------------------ */

/* Plain memory is aligned to 16: classes of an odd multiple of 8 are left out. */
static size_t plain_size(size_t size)
{
    return size <= OURO_SMALL_MAX ? ouro_round_up(size ? size : 1, 16) : size;
}

static void *default_malloc(void *context, size_t size)
{
    struct ouro_mem *mem = context;
    char *block = ouro_mem_core_alloc(mem, plain_size(size), OURO_BLOCK_PLAIN, false);
    return block ? block - mem->pools.block_offset : NULL;
}

static void *default_calloc(void *context, size_t count, size_t size)
{
    struct ouro_mem *mem = context;
    size_t total;
    if (!ouro_size_mul(count, size, &total))
        return mem->failures++, NULL;
    char *block = ouro_mem_core_alloc(mem, plain_size(total), OURO_BLOCK_PLAIN, true);
    return block ? block - mem->pools.block_offset : NULL;
}

static void default_free(void *context, void *block)
{
    struct ouro_mem *mem = context;
    if (block)
        ouro_mem_core_free(mem, (char *)block + mem->pools.block_offset);
}

/* From block to block of the classes, without hooks: what growing lists do. */
static void *class_realloc(struct ouro_mem *mem, void *block, size_t old_size, size_t wanted)
{
    if (wanted <= old_size && wanted * 4 > old_size * 3) /* as ouro_pools_resize has it */
        return block;
    void *moved = ouro_mem_plain_alloc(mem, wanted);
    if (!moved)
        return NULL;
    ouro_unpoison(block, old_size); /* whole blocks are copied, what was asked or not */
    memcpy(moved, block, old_size < wanted ? old_size : wanted);
    ouro_mem_plain_free(mem, block);
    return moved;
}

static void *core_realloc(struct ouro_mem *mem, void *block, size_t size)
{
    struct ouro_pool *pool = ouro_pools_find(&mem->pools, block);
    size_t wanted = plain_size(size);
    if (wanted > OURO_SIZE_MAX)
        return mem->failures++, NULL;
    if (ouro_likely(pool && pool->state != OURO_POOL_SPAN && wanted <= OURO_MEDIUM_MAX &&
                    !mem->pools.is_direct && !ouro_mem_goes_to_raw(mem, wanted, OURO_BLOCK_PLAIN)))
        return class_realloc(mem, block, pool->block_size, wanted);
    if (pool && !ouro_mem_goes_to_raw(mem, wanted, OURO_BLOCK_PLAIN)) {
        void *resized = ouro_pools_resize(&mem->pools, block, wanted);
        if (resized)
            return resized;
    }
    if (!pool && ouro_mem_goes_to_raw(mem, wanted, OURO_BLOCK_PLAIN)) {
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        if (!ouro_mem_raw_is_allowed(mem, wanted))
            return mem->failures++, NULL;
        void *moved = raw->realloc(raw->context, block, wanted);
        ouro_mem_raw_note(mem);
        return moved;
    }
    size_t old_size = pool ? ouro_pools_block_size(&mem->pools, block) : ouro_raw_size(block);
    bool is_direct = mem->pools.is_direct; /* then the hooks were passed before */
    void *moved = is_direct ? ouro_mem_core_alloc(mem, wanted, OURO_BLOCK_PLAIN, false)
                            : ouro_mem_plain_alloc(mem, wanted);
    if (!moved)
        return NULL;
    ouro_unpoison(block, pool ? old_size : 0); /* whole blocks are copied, what was asked or not */
    memcpy(moved, block, old_size < wanted ? old_size : wanted);
    if (is_direct)
        ouro_mem_core_free(mem, block);
    else
        ouro_mem_plain_free(mem, block);
    return moved;
}

static void *default_realloc(void *context, void *block, size_t size)
{
    struct ouro_mem *mem = context;
    if (!block)
        return default_malloc(mem, size);
    char *moved = core_realloc(mem, (char *)block + mem->pools.block_offset, size);
    return moved ? moved - mem->pools.block_offset : NULL;
}

struct ouro_allocator ouro_mem_default_allocator(struct ouro_mem *mem, int domain)
{
    if (domain == OURO_DOMAIN_RAW)
        return (struct ouro_allocator){&mem->raw, ouro_raw_malloc, ouro_raw_calloc,
                                       ouro_raw_realloc, ouro_raw_free};
    return (struct ouro_allocator){mem, default_malloc, default_calloc, default_realloc,
                                   default_free};
}

/* The raw domain counts as replaced: its blocks always come from its allocator. */
bool ouro_mem_domain_is_replaced(const struct ouro_mem *mem, int domain)
{
    return domain == OURO_DOMAIN_RAW || mem->allocators[domain].malloc != default_malloc;
}

void ouro_mem_allocator_get(const struct ouro_mem *mem, enum ouro_mem_domain domain,
                            struct ouro_allocator *allocator)
{
    *allocator = mem->allocators[domain];
}

void ouro_mem_allocator_set(struct ouro_mem *mem, enum ouro_mem_domain domain,
                            const struct ouro_allocator *allocator)
{
    mem->allocators[domain] = *allocator;
    mem->has_custom_allocator = ouro_mem_domain_is_replaced(mem, OURO_DOMAIN_MEM) ||
                                ouro_mem_domain_is_replaced(mem, OURO_DOMAIN_OBJECT);
    ouro_mem_direct_update(mem);
}

/* ---- the domains ----------------------------------------------------------------------------- */

/* Raw memory may be asked for by any thread; hooks see it only where the program has one. */
static bool raw_is_hooked(const struct ouro_mem *mem)
{
    return mem->debug || mem->trace || mem->record;
}

void *ouro_mem_alloc_slow(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t size)
{
    if (size > OURO_SIZE_MAX)
        return mem->failures++, NULL;
    if (domain == OURO_DOMAIN_RAW) {
        if (raw_is_hooked(mem))
            return ouro_mem_hooked_alloc(mem, size, OURO_KIND_RAW, domain, false);
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        return raw->malloc(raw->context, size);
    }
    if (mem->pools.is_direct)
        return ouro_mem_hooked_alloc(
            mem, mem->debug || ouro_mem_domain_is_replaced(mem, domain) ? size : plain_size(size),
            OURO_BLOCK_PLAIN, domain, false);
    return ouro_mem_core_alloc(mem, plain_size(size), OURO_BLOCK_PLAIN, false);
}

void *ouro_mem_alloc(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t size)
{
    /* The object domain's plain blocks come from the same bins; only a hook, which keeps the bins
     * empty, would tell the two apart. */
    if (ouro_likely(domain == OURO_DOMAIN_MEM || !mem->pools.is_direct) &&
        domain != OURO_DOMAIN_RAW)
        return ouro_mem_plain_alloc(mem, size);
    return ouro_mem_alloc_slow(mem, domain, size);
}

void *ouro_mem_calloc(struct ouro_mem *mem, enum ouro_mem_domain domain, size_t count, size_t size)
{
    size_t total;
    if (!ouro_size_mul(count, size, &total))
        return mem->failures++, NULL;
    if (domain == OURO_DOMAIN_RAW && !raw_is_hooked(mem)) {
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        return raw->calloc(raw->context, count, size);
    }
    if (mem->pools.is_direct || domain == OURO_DOMAIN_RAW)
        return ouro_mem_hooked_alloc(
            mem, total, domain == OURO_DOMAIN_RAW ? OURO_KIND_RAW : OURO_BLOCK_PLAIN, domain, true);
    if (total > OURO_SMALL_MAX)
        return ouro_mem_core_alloc(mem, total, OURO_BLOCK_PLAIN, true);
    void *block = ouro_mem_alloc(mem, domain, total);
    return block ? memset(block, 0, total) : NULL;
}

void ouro_mem_free_slow(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block)
{
    if (!block)
        return;
    if (domain == OURO_DOMAIN_RAW && !raw_is_hooked(mem)) {
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        raw->free(raw->context, block);
    } else if (mem->pools.is_direct || domain == OURO_DOMAIN_RAW) {
        ouro_mem_hooked_free(mem, block, domain);
    } else {
        ouro_mem_core_free(mem, block);
    }
}

void ouro_mem_free(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block)
{
    if (ouro_likely(domain == OURO_DOMAIN_MEM || !mem->pools.is_direct) &&
        domain != OURO_DOMAIN_RAW)
        ouro_mem_plain_free(mem, block);
    else
        ouro_mem_free_slow(mem, domain, block);
}

void *ouro_mem_realloc(struct ouro_mem *mem, enum ouro_mem_domain domain, void *block, size_t size)
{
    if (!block)
        return ouro_mem_alloc(mem, domain, size);
    if (size > OURO_SIZE_MAX)
        return mem->failures++, NULL;
    if (domain == OURO_DOMAIN_RAW && !raw_is_hooked(mem)) {
        struct ouro_allocator *raw = &mem->allocators[OURO_DOMAIN_RAW];
        return raw->realloc(raw->context, block, size);
    }
    if (mem->pools.is_direct || domain == OURO_DOMAIN_RAW)
        return ouro_mem_hooked_realloc(mem, block, size, domain);
    void *moved = core_realloc(mem, block, size);
    ouro_unpoison(moved, moved ? size : 0);
    return moved;
}

size_t ouro_mem_usable_size(struct ouro_mem *mem, const void *block)
{
    if (!ouro_pools_find(&mem->pools, block))
        return 0;
    return mem->debug ? ouro_mem_debug_size(block) : ouro_pools_block_size(&mem->pools, block);
}
