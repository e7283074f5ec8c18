/* What functools.lru_cache wraps around a function.
 *
 * Results lie in a dict. For a bounded cache its order is the order of last use: a hit moves its entry
 * to the end, a full cache drops the first. `first` is where the first live entry cannot be before, so that
 * the row of deleted entries in front is not walked again and again; the dict says (DICT_FIRST_KNOWN)
 * when that note is void. */
#include "modules/collections.h"
#include "modules/functools.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/function.h"
#include "types/items.h"
#include "types/tuple.h"

struct lru_cache {
    ouro_object base;
    ouro_object *function;
    ouro_object *results;    /* dict: key -> result */
    ouro_object *info_class; /* makes what cache_info() answers */
    ouro_object *attributes; /* __dict__ or NULL */
    int64_t maxsize;         /* -1: unbounded */
    int64_t hits, misses;
    uint32_t first;
    bool is_typed;
};

static struct lru_cache *cache_of(const ouro_object *object)
{
    return (struct lru_cache *)(void *)(uintptr_t)object;
}

static void cache_clear_slot(struct ouro_heap *heap, ouro_object *self)
{
    struct lru_cache *cache = cache_of(self);
    if (cache->results)
        ouro_dict_clear(runtime_of(heap), cache->results);
}

static void cache_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct lru_cache *cache = cache_of(self);
    clearref(rt, &cache->function);
    clearref(rt, &cache->results);
    clearref(rt, &cache->info_class);
    ouro_class_free(rt, self);
}

static void cache_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &cache_of(self)->function, 3);
    ouro_class_traverse_instance(self, visitor);
}

static ouro_object *cache_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"user_function", "maxsize", "typed", "cache_info_type",
                                             NULL};
    static const struct ouro_signature signature = {"lru_cache", parameters, 4, 4};
    ouro_object *given[4];
    int64_t maxsize = -1;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (!ouro_is_callable(rt, given[0]))
        return ouro_raise(rt, EXC_TypeError, "the first argument must be callable");
    if (given[1] != rt->none) {
        if (!has_index(rt, given[1]))
            return ouro_raise(rt, EXC_TypeError, "maxsize should be integer or None");
        if (!ouro_size_argument(rt, given[1], &maxsize))
            return NULL;
        maxsize = maxsize < 0 ? 0 : maxsize;
    }
    int is_typed = ouro_truth(rt, given[2]);
    ouro_object *self = is_typed < 0 ? NULL : ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct lru_cache *cache = cache_of(self);
    cache->function = newref(given[0]);
    cache->info_class = newref(given[3]);
    cache->maxsize = maxsize;
    cache->is_typed = is_typed;
    cache->results = ouro_dict_new(rt);
    if (cache->results)
        return self;
    decref(rt, self);
    return NULL;
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* One object for all the arguments: a lone exact int or str is its own key. The class of the cache, which
 * nobody passes, stands between positional and keyword arguments. */
static ouro_object *key_make(ouro_runtime *rt, struct lru_cache *cache, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    size_t name_count = names ? tuple_length(names) : 0, at = 0;
    if (!cache->is_typed && name_count == 0 && count == 1 &&
        (is_exact(args[0], TYPE_INT) || is_exact(args[0], TYPE_STR)))
        return newref(args[0]);
    size_t length = count + (name_count ? 1 + name_count * 2 : 0);
    ouro_object *key = ouro_tuple_new(rt, length + (cache->is_typed ? count + name_count : 0));
    if (!key)
        return NULL;
    for (size_t i = 0; i < count; i++)
        tuple_at(key, at++) = newref(args[i]);
    if (name_count)
        tuple_at(key, at++) = newref(&class_of(rt, &cache->base)->core.base);
    for (size_t i = 0; i < name_count; i++) {
        tuple_at(key, at++) = newref(tuple_at(names, i));
        tuple_at(key, at++) = newref(args[count + i]);
    }
    for (size_t i = 0; cache->is_typed && i < count + name_count; i++)
        tuple_at(key, at++) = newref(&class_of(rt, args[i])->core.base);
    return key;
}

/* ---- calls ----------------------------------------------------------------------------------- */

static size_t first_position(struct lru_cache *cache)
{
    struct ouro_dict *results = dict_of(cache->results);
    size_t i = results->base.user_flags & DICT_FIRST_KNOWN ? cache->first : 0;
    while (!ouro_dict_table_entry(results->table, i)[0])
        i++;
    cache->first = (uint32_t)i;
    results->base.user_flags |= DICT_FIRST_KNOWN;
    return i;
}

/* A hit makes its entry the last. Answers the result, owned. Room for one more entry was reserved
 * before the search, so that nothing moves and nothing can fail. */
static ouro_object *touch(ouro_runtime *rt, struct lru_cache *cache, size_t position, int64_t hash)
{
    struct ouro_dict *results = dict_of(cache->results);
    ouro_object *key, *value;
    cache->hits++;
    if (cache->maxsize < 0 || position + 1 == results->table->count)
        return newref(ouro_dict_table_entry(results->table, position)[1]);
    ouro_dict_remove_at(rt, results, position, &key, &value);
    bool is_good = ouro_dict_insert_new(rt, results, key, value, hash);
    decref(rt, key);
    if (is_good)
        return value;
    decref(rt, value);
    return NULL;
}

static bool remember(ouro_runtime *rt, struct lru_cache *cache, ouro_object *key, ouro_object *value,
                     int64_t hash)
{
    struct ouro_dict *results = dict_of(cache->results);
    ouro_object *old_key = NULL, *old_value = NULL;
    ptrdiff_t position = ouro_dict_find_hashed(rt, results, key, hash);
    if (position != POSITION_MISSING) /* the call itself has entered it, or comparing failed */
        return position >= 0;
    if (cache->maxsize >= 0 && results->used >= (uint64_t)cache->maxsize) {
        ouro_dict_remove_at(rt, results, first_position(cache), &old_key, &old_value);
        cache->first++;
    }
    if (may_be_tracked(rt, key) || may_be_tracked(rt, value))
        results->base.gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
    bool is_good = ouro_dict_insert_new(rt, results, key, value, hash);
    xdecref(rt, old_key);
    xdecref(rt, old_value);
    return is_good;
}

static ouro_object *cache_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    struct lru_cache *cache = cache_of(self);
    int64_t hash;
    if (cache->maxsize == 0) {
        cache->misses++;
        return ouro_call(rt, cache->function, args, count, names);
    }
    ouro_object *key = key_make(rt, cache, args, count, names), *result = NULL;
    if (!key)
        return NULL;
    if (!ouro_key_hash(rt, key, &hash) ||
        (cache->maxsize > 0 && !ouro_dict_reserve_one(rt, dict_of(cache->results))))
        goto done;
    ptrdiff_t position = ouro_dict_find_hashed(rt, dict_of(cache->results), key, hash);
    if (position >= 0) {
        result = touch(rt, cache, (size_t)position, hash);
    } else if (position == POSITION_MISSING) {
        cache->misses++;
        incref(self);
        result = ouro_call(rt, cache->function, args, count, names);
        if (result && !remember(rt, cache, key, result, hash))
            clearref(rt, &result);
        decref(rt, self);
    }
done:
    decref(rt, key);
    return result;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static ouro_object *cache_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                              ouro_object *owner)
{
    if (!instance || instance == rt->none)
        return newref(self);
    return ouro_method_new(rt, self, instance);
}

static ouro_object *cache_info(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    struct lru_cache *cache = cache_of(self);
    ouro_object *fields[4], *result = NULL;
    fields[0] = ouro_int_new(rt, cache->hits);
    fields[1] = fields[0] ? ouro_int_new(rt, cache->misses) : NULL;
    fields[2] = !fields[1] ? NULL : cache->maxsize < 0 ? rt->none : ouro_int_new(rt, cache->maxsize);
    fields[3] = fields[2] ? ouro_int_new(rt, dict_length(cache->results)) : NULL;
    if (fields[3])
        result = ouro_call(rt, cache->info_class, fields, 4, NULL);
    for (int i = 0; i < 4; i++)
        xdecref(rt, fields[i]);
    return result;
}

static ouro_object *cache_clear(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    cache_of(self)->hits = cache_of(self)->misses = 0;
    ouro_dict_clear(rt, cache_of(self)->results);
    return rt->none;
}

static ouro_object *cache_copy(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    return newref(self);
}

static ouro_object *cache_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_getattr(rt, self, rt->name___qualname__);
}

bool ouro_lru_cache_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"cache_info", cache_info, 0, 0, 0, "Report cache statistics"},
        {"cache_clear", cache_clear, 0, 0, 0, "Clear the cache and cache statistics"},
        {"__copy__", cache_copy, 0, 0, 0, NULL},
        {"__deepcopy__", cache_copy, 1, 1, 0, NULL},
        {"__reduce__", cache_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "functools._lru_cache_wrapper", NULL, sizeof(struct lru_cache),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_WEAKREFABLE | CLASS_METHOD_DESCRIPTOR);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->dict_offset = offsetof(struct lru_cache, attributes);
    cls->core.dealloc = cache_dealloc;
    cls->core.traverse = cache_traverse;
    cls->core.clear = cache_clear_slot;
    cls->create = cache_create;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    cls->call = cache_call;
    cls->descr_get = cache_get;
    return ouro_class_ready(rt, cls, methods, ouro_collections_dict_getsets, NULL) &&
           ouro_module_add_class(rt, module, cls);
}
