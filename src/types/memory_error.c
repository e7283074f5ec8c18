/* MemoryErrors made in advance, for when there is no memory to make one. */
#include "types/exception.h"
#include "types/class.h"

enum { SPARES = 8 };

/* One that is raised leaves its place, and the next MemoryError that dies takes it. The first one stays: it
 * is shared by all who come when the others are out. */
struct exception_cache {
    ouro_object *spares[SPARES];
    size_t raised; /* spares that are out: while one is, requests may use the reserve under the limit */
    bool is_making;
};

/* Whoever catches the error needs memory, be it to print that he did. */
static ouro_object *give(ouro_runtime *rt, struct exception_cache *cache, ouro_object *error)
{
    if (cache->raised++ == 0)
        ouro_mem_reserve_open(&rt->heap.mem);
    return error;
}

static void reset(ouro_runtime *rt, ouro_object *error)
{
    exception_of(error)->args = rt->empty_tuple;
    exception_of(error)->suppress_context = false;
}

/* When all are out there may be memory all the same: a program that keeps them gets as many as it likes. */
static ouro_object *make_one(ouro_runtime *rt, struct exception_cache *cache)
{
    if (cache->is_making)
        return NULL;
    ouro_object *pending = ouro_error_take(rt);
    cache->is_making = true;
    ouro_object *made = ouro_class_alloc(rt, builtin_class(rt, EXC_MemoryError), 0);
    cache->is_making = false;
    ouro_error_clear(rt);
    ouro_error_restore(rt, pending);
    if (made)
        reset(rt, made);
    return made;
}

ouro_object *ouro_exception_memory_error(ouro_runtime *rt)
{
    struct exception_cache *cache = rt->caches[CACHE_EXCEPTION];
    if (!cache)
        return NULL;
    for (size_t i = 1; i < SPARES; i++) {
        ouro_object *spare = cache->spares[i];
        cache->spares[i] = NULL;
        if (spare)
            return give(rt, cache, spare);
    }
    ouro_object *made = make_one(rt, cache);
    if (made)
        return give(rt, cache, made);
    ouro_memory_error_forget(rt);
    return xnewref(cache->spares[0]);
}

void ouro_memory_error_forget(ouro_runtime *rt)
{
    struct exception_cache *cache = rt->caches[CACHE_EXCEPTION];
    ouro_object *shared = cache ? cache->spares[0] : NULL;
    if (shared && shared->refcount == 1) {
        builtin_class(rt, EXC_MemoryError)->core.clear(&rt->heap, shared);
        reset(rt, shared);
    }
}

bool ouro_memory_error_keep(ouro_runtime *rt, ouro_object *dead)
{
    struct exception_cache *cache = rt->caches[CACHE_EXCEPTION];
    if (!cache || !is_exact(dead, EXC_MemoryError))
        return false;
    if (cache->raised && --cache->raised == 0)
        ouro_mem_reserve_close(&rt->heap.mem);
    for (size_t i = 1; i < SPARES; i++)
        if (!cache->spares[i]) {
            dead->refcount = 1;
            dead->gc_flags = 0;
            reset(rt, dead);
            cache->spares[i] = dead;
            return true;
        }
    return false;
}

bool ouro_memory_error_prepare(ouro_runtime *rt)
{
    struct exception_cache *cache = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, 1, sizeof *cache);
    if (!cache)
        return false;
    rt->caches[CACHE_EXCEPTION] = cache;
    for (size_t i = 0; i < SPARES; i++) {
        cache->spares[i] = ouro_class_alloc(rt, builtin_class(rt, EXC_MemoryError), 0);
        if (!cache->spares[i])
            return false;
        reset(rt, cache->spares[i]);
    }
    return true;
}

void ouro_memory_error_release(ouro_runtime *rt)
{
    struct exception_cache *cache = rt->caches[CACHE_EXCEPTION];
    if (!cache)
        return;
    rt->caches[CACHE_EXCEPTION] = NULL;
    for (size_t i = 0; i < SPARES; i++)
        clearref(rt, &cache->spares[i]);
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_MEM, cache);
}
