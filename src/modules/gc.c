/* The gc module: Python's view of the collector. */
#include "gc/gc.h"

#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/items.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct gc_module {
    ouro_object *garbage;   /* list, owned */
    ouro_object *callbacks; /* list, owned */
    ouro_object *slice_callbacks; /* those of the ouro module */
    size_t started[3]; /* by generation: how many know that a collection is under way, and hear of its end */
    bool is_in_callbacks;
};

static struct gc_module *state_of(ouro_runtime *rt)
{
    return rt->caches[CACHE_GC];
}

/* ---- what the collector tells us ------------------------------------------------------------- */

static bool put_int(ouro_runtime *rt, ouro_object *dict, const char *key, int64_t value)
{
    ouro_object *object = ouro_int_new(rt, value);
    bool is_done = object && ouro_dict_set_text(rt, dict, key, object);
    xdecref(rt, object);
    return is_done;
}

ouro_object *ouro_module_gc_slice_callbacks(ouro_runtime *rt)
{
    return state_of(rt)->slice_callbacks;
}

/* The first `most` callbacks of the list. */
static void run_callbacks(ouro_runtime *rt, ouro_object *callbacks, size_t most, const char *phase,
                          int generation, size_t collected, size_t uncollectable)
{
    if (!list_length(callbacks) || !most || !rt->vm)
        return; /* without rt->vm no Python runs any more */
    state_of(rt)->is_in_callbacks = true;
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *info = ouro_dict_new(rt);
    ouro_object *text = ouro_str_from(rt, phase);
    if (info && text && put_int(rt, info, "generation", generation) &&
        put_int(rt, info, "collected", (int64_t)collected) &&
        put_int(rt, info, "uncollectable", (int64_t)uncollectable)) {
        for (size_t i = 0; i < list_length(callbacks) && i < most; i++) {
            ouro_object *callback = newref(list_at(callbacks, i));
            ouro_object *result = ouro_call2(rt, callback, text, info);
            if (!result)
                ouro_vm_unraisable(rt, NULL, callback);
            xdecref(rt, result);
            decref(rt, callback);
        }
    }
    xdecref(rt, info);
    xdecref(rt, text);
    ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
    state_of(rt)->is_in_callbacks = false;
}

static void print_statistics(ouro_runtime *rt, int phase, int generation, size_t collected)
{
    if (phase == OURO_GC_COLLECTION_START) {
        fprintf(stderr, "gc: collecting generation %d...\n", generation);
        fprintf(stderr, "gc: objects in each generation: %zu %zu %zu\n",
                ouro_gc_generation_count(&rt->heap, 0), ouro_gc_generation_count(&rt->heap, 1),
                ouro_gc_generation_count(&rt->heap, 2));
        fprintf(stderr, "gc: objects in permanent generation: %zu\n", ouro_gc_freeze_count(&rt->heap));
        return;
    }
    struct ouro_gc_event last;
    ouro_gc_last_get(&rt->heap, &last);
    if (collected)
        fprintf(stderr, "gc: done, %zu unreachable, 0 uncollectable, %.4fs elapsed\n", collected,
                (double)last.duration_ns / 1e9);
    else
        fprintf(stderr, "gc: done, 0 unreachable, 0 uncollectable, %.4fs elapsed\n",
                (double)last.duration_ns / 1e9);
}

static void on_collection(struct ouro_heap *heap, int phase, int generation, size_t collected,
                          size_t uncollectable)
{
    ouro_runtime *rt = runtime_of(heap);
    struct gc_module *state = state_of(rt);
    if (phase != OURO_GC_COLLECTION_START && phase != OURO_GC_COLLECTION_STOP) {
        if (!state->is_in_callbacks)
            run_callbacks(rt, state->slice_callbacks, SIZE_MAX,
                          phase == OURO_GC_SLICE_START ? "start" : "stop", generation, collected,
                          uncollectable);
        return;
    }
    if (ouro_gc_debug_get(heap) & OURO_GC_DEBUG_STATS)
        print_statistics(rt, phase, generation, collected);
    size_t *started = &state->started[generation];
    if (phase == OURO_GC_COLLECTION_START) {
        *started = 0;
        if (state->is_in_callbacks)
            return; /* what they collect is not reported to them */
        run_callbacks(rt, state->callbacks, SIZE_MAX, "start", generation, collected, uncollectable);
        *started = list_length(state->callbacks);
    } else if (!state->is_in_callbacks) {
        run_callbacks(rt, state->callbacks, *started, "stop", generation, collected, uncollectable);
    }
}

static void on_garbage(struct ouro_heap *heap, ouro_object *object, int reason)
{
    ouro_runtime *rt = runtime_of(heap);
    if (reason == OURO_GC_GARBAGE_COLLECTABLE) {
        fprintf(stderr, "gc: collectable <%s %p>\n", ouro_class_name(class_of(rt, object)),
                (void *)object);
        return;
    }
    ouro_object *saved = ouro_error_take(rt);
    if (!ouro_list_append(rt, state_of(rt)->garbage, object))
        ouro_error_clear(rt); /* benign: it stays unreachable and is found again */
    ouro_error_restore(rt, saved);
}

/* ---- control --------------------------------------------------------------------------------- */

NATIVE(gc_enable)
{
    ouro_gc_enable(&rt->heap);
    return rt->none;
}

NATIVE(gc_disable)
{
    ouro_gc_disable(&rt->heap);
    return rt->none;
}

NATIVE(gc_isenabled)
{
    return bool_object(rt, ouro_gc_is_enabled(&rt->heap));
}

static bool as_generation(ouro_runtime *rt, ouro_object *object, int64_t *generation)
{
    return ouro_index_i64(rt, object, generation, EXC_OverflowError);
}

NATIVE(gc_collect)
{
    static const char *const parameters[] = {"generation", NULL};
    static const struct ouro_signature signature = {"collect", parameters, 0, 1};
    ouro_object *out[1];
    int64_t generation = 2;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !as_generation(rt, out[0], &generation)))
        return NULL;
    if (generation < 0 || generation > 2)
        return ouro_raise(rt, EXC_ValueError, "invalid generation");
    return ouro_int_new(rt, (int64_t)ouro_gc_collect(&rt->heap, (int)generation));
}

NATIVE(gc_set_debug)
{
    int64_t flags;
    if (!ouro_index_i64(rt, args[0], &flags, EXC_OverflowError))
        return NULL;
    ouro_gc_debug_set(&rt->heap, (int)flags);
    return rt->none;
}

NATIVE(gc_get_debug)
{
    return ouro_int_new(rt, ouro_gc_debug_get(&rt->heap));
}

NATIVE(gc_set_threshold)
{
    int threshold[3];
    ouro_gc_threshold_get(&rt->heap, threshold);
    for (size_t i = 0; i < count; i++) {
        int64_t value;
        if (!ouro_index_i64(rt, args[i], &value, EXC_OverflowError))
            return NULL;
        if (value < INT32_MIN || value > INT32_MAX)
            return ouro_raise(rt, EXC_OverflowError, value > 0
                                  ? "signed integer is greater than maximum"
                                  : "signed integer is less than minimum");
        threshold[i] = (int)value;
    }
    ouro_gc_threshold_set(&rt->heap, threshold);
    return rt->none;
}

static ouro_object *three(ouro_runtime *rt, int64_t a, int64_t b, int64_t c)
{
    ouro_object *items[] = {ouro_int_new(rt, a), ouro_int_new(rt, b), ouro_int_new(rt, c)};
    return ouro_tuple_from_take(rt, items, 3);
}

NATIVE(gc_get_threshold)
{
    int threshold[3];
    ouro_gc_threshold_get(&rt->heap, threshold);
    return three(rt, threshold[0], threshold[1], threshold[2]);
}

NATIVE(gc_get_count)
{
    int64_t counts[3];
    ouro_gc_count_get(&rt->heap, counts);
    return three(rt, counts[0] < 0 ? 0 : counts[0], counts[1], counts[2]);
}

NATIVE(gc_get_stats)
{
    ouro_object *list = ouro_list_new(rt, 3);
    for (int generation = 0; list && generation < 3; generation++) {
        struct ouro_gc_stats stats;
        ouro_gc_stats_get(&rt->heap, generation, &stats);
        ouro_object *dict = ouro_dict_new(rt);
        if (!dict || !put_int(rt, dict, "collections", (int64_t)stats.collections) ||
            !put_int(rt, dict, "collected", (int64_t)stats.collected) ||
            !put_int(rt, dict, "uncollectable", (int64_t)stats.uncollectable) ||
            !ouro_list_append(rt, list, dict))
            clearref(rt, &list);
        xdecref(rt, dict);
    }
    return list;
}

/* ---- freezing -------------------------------------------------------------------------------- */

NATIVE(gc_freeze)
{
    ouro_gc_freeze(&rt->heap, false);
    return rt->none;
}

NATIVE(gc_unfreeze)
{
    ouro_gc_unfreeze(&rt->heap);
    return rt->none;
}

NATIVE(gc_get_freeze_count)
{
    return ouro_int_new(rt, (int64_t)ouro_gc_freeze_count(&rt->heap));
}

/* ---- looking --------------------------------------------------------------------------------- */

/* Callbacks of walks must not allocate: objects are gathered in a plain array first. */
struct gathering {
    ouro_runtime *rt;
    ouro_object **items;
    size_t count, capacity;
    bool has_failed;
};

static bool gather(void *context, ouro_object *object)
{
    struct gathering *gathering = context;
    if (gathering->count == gathering->capacity) {
        size_t capacity = gathering->capacity ? gathering->capacity * 2 : 256;
        ouro_object **items = ouro_mem_realloc(&gathering->rt->heap.mem, OURO_DOMAIN_RAW, gathering->items,
                                               capacity * sizeof *items);
        if (!items) {
            gathering->has_failed = true;
            return false;
        }
        gathering->items = items;
        gathering->capacity = capacity;
    }
    gathering->items[gathering->count++] = object;
    incref(object);
    return true;
}

static ouro_object *gathered_list(struct gathering *gathering)
{
    ouro_runtime *rt = gathering->rt;
    ouro_object *list = NULL;
    if (gathering->has_failed)
        ouro_raise_memory(rt);
    else
        list = ouro_list_from(rt, gathering->items, gathering->count);
    for (size_t i = 0; i < gathering->count; i++)
        decref(rt, gathering->items[i]);
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_RAW, gathering->items);
    return list;
}

static bool gather_unfrozen(void *context, ouro_object *object)
{
    return ouro_object_generation(object) == OURO_GC_FROZEN || gather(context, object);
}

NATIVE(gc_get_objects)
{
    static const char *const parameters[] = {"generation", NULL};
    static const struct ouro_signature signature = {"get_objects", parameters, 0, 1};
    ouro_object *out[1];
    int64_t generation = -1;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[0] && out[0] != rt->none) {
        if (!has_index(rt, out[0]))
            return ouro_raise(rt, EXC_TypeError, "argument should be integer or None, not '%T'", out[0]);
        if (!as_generation(rt, out[0], &generation))
            return NULL;
        if (generation < -1)
            return ouro_raise(rt, EXC_ValueError, "generation parameter cannot be negative");
        if (generation >= 3)
            return ouro_raise(rt, EXC_ValueError,
                              "generation parameter must be less than the number of available "
                              "generations (3)");
    }
    struct gathering gathering = {.rt = rt};
    ouro_gc_walk(&rt->heap, (int)generation, gather_unfrozen, &gathering);
    return gathered_list(&gathering);
}

NATIVE(gc_get_referrers)
{
    struct gathering gathering = {.rt = rt};
    ouro_gc_referrers(&rt->heap, args, count, gather, &gathering);
    return gathered_list(&gathering);
}

/* As CPython's types report them: items of sequences from the last to the first, of a dict the value
 * before its key, and no keys at all when every key is a string. */
static void gather_dict(struct gathering *gathering, ouro_object *dict)
{
    ouro_object *key, *value;
    bool has_other_keys = false;
    for (size_t position = 0; ouro_dict_next(dict, &position, &key, &value);)
        has_other_keys |= !is_exact(key, TYPE_STR);
    for (size_t position = 0; ouro_dict_next(dict, &position, &key, &value);)
        if (!gather(gathering, value) || (has_other_keys && !gather(gathering, key)))
            return;
}

static void gather_referents(struct gathering *gathering, ouro_object *object)
{
    if (is_exact(object, TYPE_DICT)) {
        gather_dict(gathering, object);
        return;
    }
    size_t first = gathering->count;
    ouro_gc_referents(&gathering->rt->heap, object, gather, gathering);
    if (!is_exact(object, TYPE_LIST) && !is_exact(object, TYPE_TUPLE))
        return;
    for (size_t i = first, j = gathering->count; i + 1 < j; i++) {
        ouro_object *item = gathering->items[i];
        gathering->items[i] = gathering->items[--j];
        gathering->items[j] = item;
    }
}

NATIVE(gc_get_referents)
{
    struct gathering gathering = {.rt = rt};
    for (size_t i = 0; i < count && !gathering.has_failed; i++)
        gather_referents(&gathering, args[i]);
    return gathered_list(&gathering);
}

NATIVE(gc_is_tracked)
{
    return bool_object(rt, ouro_object_is_tracked(&rt->heap, args[0]));
}

NATIVE(gc_is_finalized)
{
    return bool_object(rt, ouro_gc_is_finalized(args[0]));
}

static const struct ouro_method functions[] = {
    {"enable", gc_enable, 0, 0, 0, "Enable automatic garbage collection."},
    {"disable", gc_disable, 0, 0, 0, "Disable automatic garbage collection."},
    {"isenabled", gc_isenabled, 0, 0, 0,
     "Returns true if automatic garbage collection is enabled."},
    {"collect", gc_collect, 0, 1, METHOD_KEYWORDS,
     "Run the garbage collector; the number of unreachable objects is returned."},
    {"set_debug", gc_set_debug, 1, 1, 0, "Set the garbage collection debugging flags."},
    {"get_debug", gc_get_debug, 0, 0, 0, "Get the garbage collection debugging flags."},
    {"set_threshold", gc_set_threshold, 1, 3, 0, "Set the collection thresholds."},
    {"get_threshold", gc_get_threshold, 0, 0, 0, "Return the current collection thresholds."},
    {"get_count", gc_get_count, 0, 0, 0, "Return a three-tuple of the current collection counts."},
    {"get_stats", gc_get_stats, 0, 0, 0,
     "Return a list of dictionaries containing per-generation statistics."},
    {"freeze", gc_freeze, 0, 0, 0, "Move all tracked objects to the permanent generation."},
    {"unfreeze", gc_unfreeze, 0, 0, 0, "Move the permanent generation to the oldest one."},
    {"get_freeze_count", gc_get_freeze_count, 0, 0, 0,
     "Number of objects in the permanent generation."},
    {"get_objects", gc_get_objects, 0, 1, METHOD_KEYWORDS, "Return a list of tracked objects."},
    {"get_referrers", gc_get_referrers, 0, -1, 0,
     "Objects that directly refer to any of the arguments."},
    {"get_referents", gc_get_referents, 0, -1, 0, "Objects directly referred to by the arguments."},
    {"is_tracked", gc_is_tracked, 1, 1, 0,
     "Returns true if the object is tracked by the collector."},
    {"is_finalized", gc_is_finalized, 1, 1, 0, "Returns true if the object was already finalized."},
    {0},
};

static bool add_flag(ouro_runtime *rt, ouro_object *module, const char *name, int value)
{
    ouro_object *object = ouro_int_new(rt, value);
    return ouro_module_add(rt, module, name, object);
}

/* The collector reports here from the start, imported or not: gc.callbacks and gc.garbage outlive any one
 * module object. */
bool ouro_module_gc_install(ouro_runtime *rt)
{
    struct gc_module *state = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, 1, sizeof *state);
    if (!state)
        return ouro_raise_memory(rt) != NULL;
    rt->caches[CACHE_GC] = state;
    state->garbage = ouro_list_new(rt, 0);
    state->callbacks = ouro_list_new(rt, 0);
    state->slice_callbacks = ouro_list_new(rt, 0);
    if (!state->garbage || !state->callbacks || !state->slice_callbacks)
        return false;
    rt->heap.hooks.collection = on_collection;
    rt->heap.hooks.garbage = on_garbage;
    return true;
}

void ouro_module_gc_release(ouro_runtime *rt)
{
    struct gc_module *state = state_of(rt);
    rt->heap.hooks.collection = NULL;
    rt->heap.hooks.garbage = NULL;
    ouro_gc_debug_set(&rt->heap, 0); /* with SAVEALL nothing would be freed */
    if (!state)
        return;
    clearref(rt, &state->garbage);
    clearref(rt, &state->callbacks);
    clearref(rt, &state->slice_callbacks);
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_MEM, state);
    rt->caches[CACHE_GC] = NULL;
}

bool ouro_module_gc_init(ouro_runtime *rt, ouro_object *module)
{
    struct gc_module *state = state_of(rt);
    return ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add(rt, module, "garbage", state->garbage) &&
           ouro_module_add(rt, module, "callbacks", state->callbacks) &&
           add_flag(rt, module, "DEBUG_STATS", OURO_GC_DEBUG_STATS) &&
           add_flag(rt, module, "DEBUG_COLLECTABLE", OURO_GC_DEBUG_COLLECTABLE) &&
           add_flag(rt, module, "DEBUG_UNCOLLECTABLE", OURO_GC_DEBUG_UNCOLLECTABLE) &&
           add_flag(rt, module, "DEBUG_SAVEALL", OURO_GC_DEBUG_SAVEALL) &&
           add_flag(rt, module, "DEBUG_LEAK",
                    OURO_GC_DEBUG_COLLECTABLE | OURO_GC_DEBUG_UNCOLLECTABLE | OURO_GC_DEBUG_SAVEALL);
}
