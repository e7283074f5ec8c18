#include "ouro/heap.h"

#include <string.h>

#include "gc/gc.h"
#include "mem/mem.h"
#include "object/heap.h"

/* An embedder's type: the core's, and what the embedder said. */
struct api_type {
    struct ouro_type core; /* first */
    struct ouro_type_spec spec;
};

static const struct api_type *api_type_of(const struct ouro_heap *heap, const ouro_object *object)
{
    return (const struct api_type *)(const void *)ouro_type_of(heap, object);
}

struct ouro_heap *ouro_heap_open(const struct ouro_heap_spec *spec)
{
    struct ouro_mem_options options = {.large = OURO_LARGE_POOLS};
    if (spec) {
        options.limit = spec->limit;
        options.boundary = spec->boundary;
        options.is_debug = spec->is_debug;
        options.huge_pages = spec->huge_pages;
    }
    struct ouro_heap *heap = ouro_heap_create(sizeof(struct ouro_heap), &options);
    if (heap && !ouro_gc_init(heap)) {
        ouro_heap_destroy(heap);
        return NULL;
    }
    return heap;
}

void ouro_heap_close(struct ouro_heap *heap)
{
    if (!heap)
        return;
    ouro_gc_destroy(heap);
    ouro_heap_destroy(heap);
}

/* ---- plain memory ---------------------------------------------------------------------------- */

void *ouro_malloc(struct ouro_heap *heap, size_t size)
{
    return ouro_mem_plain_alloc(&heap->mem, size);
}

void *ouro_calloc(struct ouro_heap *heap, size_t count, size_t size)
{
    return ouro_mem_calloc(&heap->mem, OURO_DOMAIN_MEM, count, size);
}

void *ouro_realloc(struct ouro_heap *heap, void *block, size_t size)
{
    return ouro_mem_realloc(&heap->mem, OURO_DOMAIN_MEM, block, size);
}

void ouro_free(struct ouro_heap *heap, void *block)
{
    ouro_mem_plain_free(&heap->mem, block); /* NULL lies in no unit */
}

size_t ouro_heap_trim(struct ouro_heap *heap)
{
    return ouro_mem_trim(&heap->mem);
}

uint64_t ouro_heap_tick(struct ouro_heap *heap)
{
    return ouro_mem_tick(&heap->mem);
}

void ouro_heap_fail(struct ouro_heap *heap, uint64_t first, uint64_t last)
{
    if (first)
        ouro_mem_faults_set(&heap->mem, first - 1, last);
    else
        ouro_mem_faults_clear(&heap->mem);
}

/* ---- types ----------------------------------------------------------------------------------- */

static ouro_object **references_of(const struct api_type *type, const ouro_object *self)
{
    return (ouro_object **)((uintptr_t)self + type->spec.reference_offset);
}

static void visit_further(void *context, void *const *references, size_t count)
{
    ouro_visit_range(context, (ouro_object *const *)(const void *)references, count);
}

static void api_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct api_type *type = api_type_of(visitor->heap, self);
    if (type->spec.reference_count)
        ouro_visit_range(visitor, references_of(type, self), type->spec.reference_count);
    if (type->spec.traverse)
        type->spec.traverse(self, visit_further, visitor);
}

static void api_clear(struct ouro_heap *heap, ouro_object *self)
{
    const struct api_type *type = api_type_of(heap, self);
    ouro_object **references = references_of(type, self);
    for (size_t i = 0; i < type->spec.reference_count; i++) {
        ouro_object *old = references[i];
        references[i] = NULL;
        if (old)
            ouro_object_decref(heap, old);
    }
    if (type->spec.clear)
        type->spec.clear(heap, self);
}

static bool api_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    if (api_type_of(heap, self)->spec.clear_some(heap, self, budget))
        return true;
    api_clear(heap, self);
    return false;
}

static void api_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    const struct api_type *type = api_type_of(heap, self);
    api_clear(heap, self);
    if (type->core.kind == OURO_BLOCK_CONTAINER)
        ouro_object_free(heap, self, type->spec.size, OURO_BLOCK_CONTAINER);
    else
        ouro_object_free(heap, self, type->spec.size, OURO_BLOCK_ATOM);
}

static void api_finalize(struct ouro_heap *heap, ouro_object *self)
{
    api_type_of(heap, self)->spec.finalize(heap, self);
}

struct ouro_type *ouro_type_add(struct ouro_heap *heap, const struct ouro_type_spec *spec)
{
    enum { SIZE_MAX_OF_TYPE = 1 << 20 };
    size_t end = spec->reference_offset + spec->reference_count * sizeof(void *);
    if (spec->size < 16 || spec->size > SIZE_MAX_OF_TYPE ||
        (spec->reference_count && (spec->reference_offset < 8 || end > spec->size)))
        return NULL;
    struct api_type *type = ouro_mem_calloc(&heap->mem, OURO_DOMAIN_MEM, 1, sizeof *type);
    if (!type)
        return NULL;
    bool is_container = spec->reference_count || spec->traverse;
    type->spec = *spec;
    type->core.base.refcount = OURO_REFCOUNT_IMMORTAL;
    type->core.name = spec->name;
    type->core.instance_size = (uint32_t)spec->size;
    type->core.kind = is_container ? OURO_BLOCK_CONTAINER : OURO_BLOCK_ATOM;
    type->core.flags = OURO_TYPE_WEAKREFABLE;
    type->core.dealloc = api_dealloc;
    if (is_container) {
        type->core.traverse = api_traverse;
        type->core.clear = api_clear;
        if (spec->clear_some)
            type->core.clear_some = api_clear_some;
    }
    if (spec->finalize)
        type->core.finalize = api_finalize;
    if (!ouro_type_register(heap, &type->core, 0)) {
        ouro_mem_free(&heap->mem, OURO_DOMAIN_MEM, type);
        return NULL;
    }
    return &type->core;
}

/* ---- objects --------------------------------------------------------------------------------- */

void *ouro_object_make(struct ouro_heap *heap, struct ouro_type *type)
{
    ouro_gc_poll(heap);
    ouro_object *object =
        type->kind == OURO_BLOCK_CONTAINER
            ? ouro_object_alloc(heap, type->index, type->instance_size, OURO_BLOCK_CONTAINER)
            : ouro_object_alloc(heap, type->index, type->instance_size, OURO_BLOCK_ATOM);
    if (ouro_likely(object != NULL))
        memset(object + 1, 0, type->instance_size - sizeof *object);
    return object;
}

void ouro_drop_slow(struct ouro_heap *heap, void *object)
{
    ouro_object_decref_slow(heap, object);
}

/* ---- the collector --------------------------------------------------------------------------- */

size_t ouro_collect(struct ouro_heap *heap)
{
    return ouro_gc_collect(heap, OURO_GC_OLD);
}

bool ouro_collect_step(struct ouro_heap *heap, uint64_t budget_ns)
{
    return ouro_gc_step(heap, budget_ns);
}

bool ouro_collector_enable(struct ouro_heap *heap, bool is_enabled)
{
    return is_enabled ? ouro_gc_enable(heap) : ouro_gc_disable(heap);
}

void ouro_release_budget(struct ouro_heap *heap, uint32_t objects)
{
    ouro_gc_release_budget_set(heap, objects);
}

void ouro_external_adjust(struct ouro_heap *heap, int64_t bytes)
{
    ouro_gc_adjust_external(heap, bytes);
}

size_t ouro_freeze(struct ouro_heap *heap)
{
    return ouro_gc_freeze(heap, true);
}

void ouro_unfreeze(struct ouro_heap *heap)
{
    ouro_gc_unfreeze(heap);
}

void ouro_collector_stats_get(struct ouro_heap *heap, int generation, struct ouro_collector_stats *stats)
{
    struct ouro_gc_stats of_gc = {0};
    if (generation >= 0 && generation < OURO_GC_GENERATIONS)
        ouro_gc_stats_get(heap, generation, &of_gc);
    *stats = (struct ouro_collector_stats){
        .collections = of_gc.collections,
        .collected = of_gc.collected,
        .candidates = of_gc.candidates,
        .duration_ns = of_gc.duration_ns,
        .duration_max_ns = of_gc.duration_max_ns,
    };
}

static struct ouro_collector_event event_of(const struct ouro_gc_event *event)
{
    return (struct ouro_collector_event){
        .start_ns = event->start_ns,
        .duration_ns = event->duration_ns,
        .candidates = event->candidates,
        .collected = event->collected,
        .generation = event->generation,
        .is_slice = event->is_slice,
        .phase = ouro_gc_cycle_phase_name((enum ouro_gc_cycle_phase)event->cycle_phase),
    };
}

size_t ouro_collector_events_get(struct ouro_heap *heap, struct ouro_collector_event *events, size_t max)
{
    struct ouro_gc_event of_gc[OURO_GC_EVENTS_MAX];
    size_t count = ouro_gc_events_get(heap, of_gc, max < OURO_GC_EVENTS_MAX ? max : OURO_GC_EVENTS_MAX);
    for (size_t i = 0; i < count; i++)
        events[i] = event_of(&of_gc[i]);
    return count;
}

_Static_assert((int)OURO_COLLECTION_BEGINS == (int)OURO_GC_COLLECTION_START &&
                   (int)OURO_COLLECTION_ENDS == (int)OURO_GC_COLLECTION_STOP &&
                   (int)OURO_SLICE_BEGINS == (int)OURO_GC_SLICE_START &&
                   (int)OURO_SLICE_ENDS == (int)OURO_GC_SLICE_STOP,
               "the same moments");

static void watch(struct ouro_heap *heap, int phase, int generation, size_t collected)
{
    ouro_collector_watcher watcher = (ouro_collector_watcher)heap->hooks.watcher;
    struct ouro_gc_event last;
    ouro_gc_last_get(heap, &last);
    struct ouro_collector_event event = event_of(&last);
    bool is_end = phase == OURO_GC_COLLECTION_STOP || phase == OURO_GC_SLICE_STOP;
    (void)collected;
    watcher(heap, (enum ouro_collector_moment)phase, generation, is_end ? &event : NULL,
            heap->hooks.watcher_context);
}

void ouro_collector_watch(struct ouro_heap *heap, ouro_collector_watcher watcher, void *context)
{
    heap->hooks.watcher = (void (*)(void))watcher;
    heap->hooks.watcher_context = context;
    heap->hooks.watch = watcher ? watch : NULL;
}

void ouro_heap_figures_get(struct ouro_heap *heap, struct ouro_heap_figures *figures)
{
    struct ouro_mem_stats mem;
    struct ouro_gc_totals totals;
    ouro_mem_stats_get(&heap->mem, &mem);
    ouro_gc_totals_get(heap, &totals);
    *figures = (struct ouro_heap_figures){
        .committed = mem.committed_size,
        .peak = mem.peak_size,
        .blocks = mem.block_count,
        .given_back = mem.purged_size,
        .objects_created = heap->objects_created,
        .objects_freed = heap->objects_freed,
        .pause_max_ns = totals.pause_max_ns,
        .pause_ns = totals.pause_ns,
        .system_calls = mem.purge_calls + mem.commit_calls,
    };
    for (int i = 0; i < OURO_GC_GENERATIONS; i++) {
        struct ouro_gc_stats stats;
        ouro_gc_stats_get(heap, i, &stats);
        figures->collections += stats.collections;
        figures->objects_collected += stats.collected;
    }
}
