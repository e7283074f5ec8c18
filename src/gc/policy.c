/* When to collect, and what is remembered about it.
 *
 * Until the thresholds are set by the program, the young generation grows while collecting it is cheap
 * and finds little, and the old generation is collected in slices when the number of promoted objects or
 * the bytes have grown by a share of what was alive. Once they are set, CPython's rules hold to the
 * object: (700, 10, 10) and no full collection before 25 % of the long-lived objects are new. */
#include "gc/state.h"

#include <stdlib.h>

#include "gc/weakref.h"
#include "os/os.h"

enum {
    OLD_OBJECTS_MIN = 50000,  /* promoted objects that are worth a cycle at the very least */
    BACKOFF_MAX = 8,
    LEAF_FACTOR = 5,          /* growth by objects that hold no containers may be so much larger */
    PROBE_EVERY = 393216,     /* new objects between two probes */
    CYCLE_SHARE = 20,         /* a cycle is cheap if it takes a twentieth of the time since the last */
    SLICE_EVERY_MIN = 250,
    YOUNG_FRUITFUL_MAX = 2800, /* young objects that are mostly garbage should not leave the cache */
    SHUTDOWN_ROUNDS = 4,
    YOUNG_SKIP_MAX = 15,
    MIDDLE_NS_PER_OBJECT = 60, /* cautious guesses: they decide only whether to bother */
    MIDDLE_NS_PER_POOL = 2000,
};

static const struct ouro_gc_options default_options = {
    .pause_target_ns = 800000,
    .is_incremental = true,
    .growth_percent = 12,
    .growth_bytes_min = (uint64_t)32 << 20,
    .young_max = 8192,
    .batch_max = 1024,
};

/* ---- when the next poll calls out ------------------------------------------------------------ */

static void threshold_update(struct ouro_gc *gc)
{
    struct ouro_heap *heap = gc->heap;
    int64_t due = INT64_MAX;
    if (gc->is_enabled && gc->threshold[0] > 0) {
        due = gc->young_size;
        if (gc->cycle.phase != OURO_GC_CYCLE_IDLE && gc->slice_due < due)
            due = gc->slice_due;
    }
    if ((heap->deferred_head && heap->release_budget != 0) || gc->stress || gc->is_pressed ||
        gc->audit.interval > 0)
        due = -1;
    heap->young_threshold = due;
}

/* ---- stops ----------------------------------------------------------------------------------- */

void ouro_gc_stop_begin(struct ouro_gc *gc, struct ouro_gc_stop *stop)
{
    gc->user_ns = 0;
    stop->start_ns = ouro_os_clock_ns();
    stop->start_cpu_ns = ouro_os_thread_cpu_ns();
}

void ouro_gc_stop_end(struct ouro_gc *gc, const struct ouro_gc_stop *stop, int generation,
                      bool is_slice, uint64_t candidates, uint64_t collected)
{
    struct ouro_gc_event *event = &gc->events[gc->event_count++ % OURO_GC_EVENTS_MAX];
    uint64_t duration = ouro_os_thread_cpu_ns() - stop->start_cpu_ns;
    bool is_automatic = gc->last.is_automatic;
    *event = (struct ouro_gc_event){
        .start_ns = stop->start_ns,
        .duration_ns = duration,
        .candidates = candidates,
        .collected = collected,
        .generation = (uint8_t)generation,
        .is_slice = is_slice,
        .cycle_phase = (uint8_t)gc->cycle.phase,
        .is_automatic = is_automatic,
    };
    gc->last = *event;
    uint64_t pause = duration > gc->user_ns ? duration - gc->user_ns : 0;
    gc->totals.pause_ns += pause;
    if (pause > gc->totals.pause_max_ns && (is_automatic || is_slice))
        gc->totals.pause_max_ns = pause;
    gc->totals.slices += is_slice;
    gc->stats[generation].duration_ns += duration;
    if (duration > gc->stats[generation].duration_max_ns)
        gc->stats[generation].duration_max_ns = duration;
}

uint64_t ouro_gc_bytes(const struct ouro_gc *gc)
{
    const struct ouro_mem *mem = gc->mem;
    int64_t bytes = (int64_t)(mem->pools.counts.resident_size + ouro_raw_bytes(&mem->raw)) +
                    gc->external_bytes;
    return bytes > 0 ? (uint64_t)bytes : 0;
}

void ouro_gc_notify(struct ouro_gc *gc, enum ouro_gc_phase phase, int generation, size_t collected)
{
    struct ouro_heap *heap = gc->heap;
    if (generation == OURO_GC_OLD && phase == OURO_GC_COLLECTION_START) {
        if (gc->has_announced)
            ouro_gc_notify(gc, OURO_GC_COLLECTION_STOP, generation, 0);
        gc->has_announced = true;
    } else if (generation == OURO_GC_OLD && phase == OURO_GC_COLLECTION_STOP) {
        gc->has_announced = false;
    }
    if (heap->hooks.watch)
        heap->hooks.watch(heap, phase, generation, collected);
    if (heap->hooks.collection)
        heap->hooks.collection(heap, phase, generation, collected, 0);
}

/* ---- the old generation ---------------------------------------------------------------------- */

/* Neither young collections nor the last cycle found anything. */
static bool is_trusted(const struct ouro_gc *gc)
{
    return gc->young_skip > 0 && gc->backoff == BACKOFF_MAX;
}

static bool cycle_is_cheap(const struct ouro_gc *gc)
{
    uint64_t objects = gc->long_lived_total + gc->long_lived_pending;
    uint64_t since = ouro_os_thread_cpu_ns() - gc->cycle_end_ns;
    return (double)objects * gc->ns_per_object * CYCLE_SHARE < (double)since;
}

/* An object that holds no container closes no cycle: lists of numbers are worth a later look than nodes.
 * 1 if all of a sample of new survivors hold containers (or nothing is known), LEAF_FACTOR if none does. */
static uint64_t leaf_scaled(const struct ouro_gc *gc, uint64_t amount)
{
    if (gc->link_samples == 0)
        return amount;
    uint64_t leaves = gc->link_samples - gc->links_seen;
    return amount + amount * (LEAF_FACTOR - 1) * leaves / gc->link_samples;
}

/* A program that only grows would spend half of its time in cycles that find nothing, however they back off.
 * So one that is trusted gets probes instead, and a cycle when its cost does not matter, when the bytes
 * have doubled, or after some growth that does not depend on the heap. */
static bool old_is_due(struct ouro_gc *gc)
{
    uint64_t growth = gc->long_lived_total / 100 * gc->options.growth_percent;
    uint64_t bytes = gc->live_bytes / 100 * gc->options.growth_percent;
    uint64_t least = leaf_scaled(gc, gc->options.growth_bytes_min);
    if (growth < leaf_scaled(gc, OLD_OBJECTS_MIN))
        growth = leaf_scaled(gc, OLD_OBJECTS_MIN);
    if (bytes < least)
        bytes = least;
    /* What was promoted and died since is no reason. */
    uint64_t live = gc->heap->objects_created - gc->heap->objects_freed;
    if (live < gc->live_low)
        gc->live_low = live;
    uint64_t more = live > gc->live_low ? live - gc->live_low : 0;
    if (more > gc->long_lived_pending)
        more = gc->long_lived_pending;
    if (is_trusted(gc)) {
        bytes = gc->live_bytes / 100 * gc->options.growth_percent * gc->backoff;
        return ouro_gc_bytes(gc) > gc->live_bytes + (bytes > least ? bytes : least) ||
               (more > growth && cycle_is_cheap(gc));
    }
    return more > growth * gc->backoff ||
           (gc->long_lived_pending > OLD_OBJECTS_MIN / 10 &&
            ouro_gc_bytes(gc) > gc->live_bytes + bytes * gc->backoff);
}

/* The program may create a sixteenth of what is alive while a cycle runs. */
static uint64_t cycle_allowance(const struct ouro_gc *gc)
{
    return (gc->long_lived_total + gc->long_lived_pending) / 16 + 10000;
}

/* A first guess at how many new objects lie between two slices. */
static int64_t slice_distance(const struct ouro_gc *gc)
{
    uint64_t objects = gc->long_lived_total + gc->long_lived_pending;
    double slices = (double)objects * gc->ns_per_object / (double)gc->options.pause_target_ns + 1;
    int64_t distance = (int64_t)((double)cycle_allowance(gc) / slices);
    if (distance > gc->young_size)
        distance = gc->young_size;
    return distance < SLICE_EVERY_MIN ? SLICE_EVERY_MIN : distance;
}

/* In the last eighth below the limit garbage is worth a stop, again after each 64th of it. */
static bool limit_is_near(struct ouro_gc *gc)
{
    uint64_t limit = gc->mem->limit;
    if (limit == UINT64_MAX || limit == 0)
        return false;
    uint64_t bytes = ouro_gc_bytes(gc);
    return bytes > limit - limit / 8 && bytes > gc->limit_bytes + limit / 64;
}

/* Called from inside an allocation that fails: what is kept for later goes now, the collection must wait
 * for a safe point. */
static bool pressure(void *context, size_t size)
{
    struct ouro_gc *gc = context;
    bool has_freed = false;
    for (uint32_t i = 0; i < gc->heap->free_list_count; i++)
        has_freed = has_freed || gc->heap->free_lists[i].count > 0;
    ouro_free_lists_clear(gc->heap);
    if (gc->is_enabled && !gc->is_collecting) {
        gc->is_pressed = true;
        ouro_gc_request_poll(gc->heap);
    }
    return has_freed;
}

/* How much of the cycle is done, 0..1, as long as nothing large was found. */
static double cycle_progress(const struct ouro_gc *gc)
{
    static const double before[] = { 0, 0, 0.02, 0.45, 0.85 };
    static const double share[] = { 0, 0.02, 0.43, 0.4, 0.1 };
    const struct ouro_gc_cycle *cycle = &gc->cycle;
    if (cycle->phase > OURO_GC_CYCLE_CONFIRM)
        return 1;
    return before[cycle->phase] +
           share[cycle->phase] * cycle->pool / (gc->mem->pools.unit_top + 1);
}

/* The program must not outrun the cycle; and once there is a large piece of garbage to prove, nothing is
 * gained by waiting. */
static void slice_distance_adapt(struct ouro_gc *gc)
{
    double used = (double)(gc->heap->objects_created - gc->cycle.created) /
                  (double)cycle_allowance(gc);
    double progress = cycle_progress(gc);
    if (gc->cycle.phase >= OURO_GC_CYCLE_ARM || gc->cycle.is_probe || used > progress)
        gc->slice_every = gc->slice_every / 2;
    else if (used * 1.5 < progress)
        gc->slice_every += gc->slice_every / 4;
    if (gc->slice_every < SLICE_EVERY_MIN)
        gc->slice_every = SLICE_EVERY_MIN;
    if (gc->slice_every > gc->young_size)
        gc->slice_every = gc->young_size;
}

static void old_start(struct ouro_gc *gc)
{
    if (!gc->options.is_incremental || gc->debug != 0) {
        ouro_gc_collect_now(gc, OURO_GC_OLD, true);
        return;
    }
    if (ouro_gc_cycle_start(gc, false)) {
        ouro_gc_notify(gc, OURO_GC_COLLECTION_START, OURO_GC_OLD, 0);
        gc->slice_every = slice_distance(gc);
        gc->slice_due = gc->heap->young_count + gc->slice_every;
    }
}

static bool probe_is_due(const struct ouro_gc *gc)
{
    return is_trusted(gc) && gc->options.is_incremental && gc->debug == 0 &&
           gc->heap->objects_created - gc->probed > PROBE_EVERY;
}

static void probe_start(struct ouro_gc *gc)
{
    if (ouro_gc_cycle_start(gc, true)) {
        gc->slice_every = SLICE_EVERY_MIN;
        gc->slice_due = gc->heap->young_count;
    }
}

/* What the end of a cycle teaches: little found, longer wait. */
static void old_learn(struct ouro_gc *gc, uint64_t candidates, uint64_t collected)
{
    if (gc->cycle.is_probe) {
        if (collected * 50 >= candidates && collected > 0)
            gc->backoff = 1;
    } else if (collected * 20 >= candidates)
        gc->backoff = 1;
    else if (collected * 100 < candidates && gc->young_skip > 0)
        gc->backoff = BACKOFF_MAX;
    else if (gc->backoff < BACKOFF_MAX)
        gc->backoff *= 2;
}

/* For the hooks a cycle is one collection. */
static void cycle_report(struct ouro_gc *gc)
{
    const struct ouro_gc_cycle *cycle = &gc->cycle;
    gc->last.duration_ns = cycle->work_ns;
    gc->last.candidates = cycle->candidates;
    gc->last.collected = cycle->collected;
    gc->last.is_slice = false;
    ouro_gc_notify(gc, OURO_GC_COLLECTION_STOP, OURO_GC_OLD, cycle->collected);
}

static void old_slice(struct ouro_gc *gc, uint64_t budget_ns)
{
    struct ouro_gc_stop stop;
    uint64_t candidates = gc->cycle.candidates, collected = gc->cycle.collected;
    gc->is_collecting = true;
    ouro_gc_notify(gc, OURO_GC_SLICE_START, OURO_GC_OLD, 0);
    ouro_gc_stop_begin(gc, &stop);
    bool is_over = ouro_gc_cycle_slice(gc, stop.start_cpu_ns + budget_ns);
    candidates = gc->cycle.candidates - candidates;
    collected = gc->cycle.collected - collected;
    gc->last.is_automatic = true;
    ouro_gc_stop_end(gc, &stop, OURO_GC_OLD, true, candidates, collected);
    if (is_over)
        old_learn(gc, gc->cycle.candidates, gc->cycle.collected);
    slice_distance_adapt(gc);
    gc->slice_due = gc->heap->young_count + gc->slice_every;
    ouro_gc_notify(gc, OURO_GC_SLICE_STOP, OURO_GC_OLD, collected);
    if (is_over && !gc->cycle.is_probe)
        cycle_report(gc);
    gc->is_collecting = false;
}

/* ---- automatic collections ------------------------------------------------------------------- */

static void young_adapt(struct ouro_gc *gc)
{
    const struct ouro_gc_event *last = &gc->last;
    uint64_t pause = last->duration_ns > gc->user_ns ? last->duration_ns - gc->user_ns : 0;
    if (gc->has_exact_thresholds)
        return;
    int64_t young_max = gc->options.young_max;
    if (last->collected * 10 > last->candidates && young_max > YOUNG_FRUITFUL_MAX)
        young_max = YOUNG_FRUITFUL_MAX;
    if (pause * 2 > gc->options.pause_target_ns && gc->young_size > 2 * gc->threshold[0])
        gc->young_size /= 2;
    else if (pause * 4 < gc->options.pause_target_ns && gc->young_size * 2 <= young_max)
        gc->young_size *= 2;
}

/* A program whose young objects are never garbage pays for a look at every eighth lot of them only. */
static void young_skip_learn(struct ouro_gc *gc)
{
    bool is_fruitless = gc->last.collected * 50 < gc->last.candidates;
    if (is_fruitless && gc->young_size * 2 > (int64_t)gc->options.young_max)
        gc->young_skip = gc->young_skip < YOUNG_SKIP_MAX ? gc->young_skip * 2 + 1 : YOUNG_SKIP_MAX;
    else {
        if (gc->young_skip > 0 && !is_fruitless)
            gc->backoff = 1;
        gc->young_skip = 0;
    }
    gc->young_skips_left = gc->young_skip;
}

static bool young_is_skipped(struct ouro_gc *gc)
{
    if (gc->young_skips_left == 0 || gc->cycle.phase != OURO_GC_CYCLE_IDLE || old_is_due(gc) ||
        probe_is_due(gc))
        return false;
    gc->young_skips_left--;
    gc->long_lived_pending += (uint64_t)gc->heap->young_count;
    gc->count[1]++;
    ouro_gc_forget_young(gc);
    return true;
}

/* It was too much for one stop: the next poll goes on, unless this was a sample and found nothing. */
static void young_rest(struct ouro_gc *gc)
{
    int64_t rest = gc->young_size - (int64_t)gc->last.candidates;
    if (gc->young_skip == 0) {
        gc->heap->young_count = gc->young_size + 1;
        return;
    }
    gc->long_lived_pending += rest > 0 ? (uint64_t)rest : 0;
    ouro_gc_forget_young(gc);
}

static bool middle_is_cheap(const struct ouro_gc *gc)
{
    uint64_t objects = (uint64_t)gc->young_size + gc->middle_count;
    uint64_t pools = gc->middle_pools.units.count;
    return objects * MIDDLE_NS_PER_OBJECT + pools * MIDDLE_NS_PER_POOL <
           gc->options.pause_target_ns;
}

/* Middle collections that would take too long are left out: the old cycle covers their objects. */
static void collect_adaptive(struct ouro_gc *gc)
{
    bool is_middle = gc->count[1] > gc->threshold[1];
    if (young_is_skipped(gc))
        return;
    if (is_middle && !middle_is_cheap(gc)) {
        is_middle = false;
        gc->count[1] = 0;
        gc->count[2]++;
    }
    ouro_gc_collect_now(gc, is_middle ? OURO_GC_MIDDLE : OURO_GC_YOUNG, true);
    if (!is_middle)
        young_adapt(gc);
    young_skip_learn(gc);
    if (gc->young_pools.units.count > 0)
        young_rest(gc);
    if (gc->cycle.phase == OURO_GC_CYCLE_IDLE) {
        if (gc->young_pools.units.count == 0 && old_is_due(gc))
            old_start(gc);
        else if (gc->young_pools.units.count == 0 && probe_is_due(gc))
            probe_start(gc);
    } else {
        gc->slice_due = gc->heap->young_count + gc->slice_every / 2;
    }
}

static void collect_exact(struct ouro_gc *gc)
{
    gc->count[0] = gc->heap->young_count;
    for (int i = OURO_GC_OLD; i >= 0; i--) {
        if (gc->count[i] <= gc->threshold[i])
            continue;
        if (i < OURO_GC_OLD) {
            ouro_gc_collect_now(gc, i, true);
            return;
        }
        if (gc->long_lived_pending < gc->long_lived_total / 4)
            continue;
        if (gc->cycle.phase == OURO_GC_CYCLE_IDLE) {
            gc->count[2] = 0;
            old_start(gc);
        }
    }
}

static void poll_due(struct ouro_gc *gc)
{
    struct ouro_heap *heap = gc->heap;
    if (gc->is_pressed || (gc->is_enabled && limit_is_near(gc))) {
        gc->is_pressed = false;
        ouro_gc_collect_now(gc, OURO_GC_OLD, true);
        gc->limit_bytes = ouro_gc_bytes(gc);
    } else if (gc->is_enabled && gc->threshold[0] > 0) {
        if (heap->young_count > gc->young_size) {
            if (gc->has_exact_thresholds)
                collect_exact(gc);
            else
                collect_adaptive(gc);
        } else if (gc->cycle.phase != OURO_GC_CYCLE_IDLE && heap->young_count > gc->slice_due) {
            old_slice(gc, gc->options.pause_target_ns);
        }
    }
}

void ouro_gc_poll_slow(struct ouro_heap *heap)
{
    struct ouro_gc *gc = heap->gc;
    if (gc->is_collecting)
        return;
    ouro_object_drain_some(heap);
    if (ouro_likely(gc->stress == OURO_GC_STRESS_OFF))
        poll_due(gc);
    else
        ouro_gc_stress_poll(gc);
    threshold_update(gc);
    if (ouro_unlikely(gc->audit.interval > 0))
        ouro_gc_audit_poll(gc);
}

bool ouro_gc_step(struct ouro_heap *heap, uint64_t budget_ns)
{
    struct ouro_gc *gc = heap->gc;
    if (gc->is_collecting)
        return false;
    ouro_object_drain_some(heap);
    if (heap->deferred_head)
        return true; /* what waits for its release comes first */
    if (gc->cycle.phase == OURO_GC_CYCLE_IDLE) {
        ouro_gc_collect_now(gc, OURO_GC_YOUNG, true); /* what is garbage now is old then */
        if (gc->young_pools.units.count > 0)
            return true; /* too many for one stop */
        if (!ouro_gc_cycle_start(gc, false))
            return false;
        ouro_gc_notify(gc, OURO_GC_COLLECTION_START, OURO_GC_OLD, 0);
        gc->slice_every = slice_distance(gc);
        threshold_update(gc);
        return true; /* the young collection was a stop of its own */
    }
    old_slice(gc, budget_ns);
    threshold_update(gc);
    return gc->cycle.phase != OURO_GC_CYCLE_IDLE;
}

size_t ouro_gc_collect(struct ouro_heap *heap, int generation)
{
    struct ouro_gc *gc = heap->gc;
    ouro_assert(generation >= 0 && generation < OURO_GC_GENERATIONS);
    size_t collected = ouro_gc_collect_now(gc, generation, false);
    if (generation == OURO_GC_OLD)
        gc->backoff = 1;
    threshold_update(gc);
    return collected;
}

/* ---- switches -------------------------------------------------------------------------------- */

static bool enabled_set(struct ouro_gc *gc, bool is_enabled)
{
    bool was_enabled = gc->is_enabled;
    gc->is_enabled = is_enabled;
    threshold_update(gc);
    return was_enabled;
}

bool ouro_gc_enable(struct ouro_heap *heap)
{
    return enabled_set(heap->gc, true);
}

bool ouro_gc_disable(struct ouro_heap *heap)
{
    return enabled_set(heap->gc, false);
}

bool ouro_gc_is_enabled(const struct ouro_heap *heap)
{
    return heap->gc->is_enabled;
}

bool ouro_gc_is_collecting(const struct ouro_heap *heap)
{
    return heap->gc->is_collecting;
}

void ouro_gc_threshold_set(struct ouro_heap *heap, const int threshold[3])
{
    struct ouro_gc *gc = heap->gc;
    for (int i = 0; i < OURO_GC_GENERATIONS; i++)
        gc->threshold[i] = threshold[i];
    gc->has_exact_thresholds = true;
    gc->young_size = threshold[0];
    threshold_update(gc);
}

void ouro_gc_threshold_get(const struct ouro_heap *heap, int threshold[3])
{
    for (int i = 0; i < OURO_GC_GENERATIONS; i++)
        threshold[i] = heap->gc->threshold[i];
}

void ouro_gc_count_get(const struct ouro_heap *heap, int64_t count[3])
{
    count[0] = heap->young_count;
    count[1] = heap->gc->count[1];
    count[2] = heap->gc->count[2];
}

void ouro_gc_options_get(const struct ouro_heap *heap, struct ouro_gc_options *options)
{
    *options = heap->gc->options;
}

void ouro_gc_options_set(struct ouro_heap *heap, const struct ouro_gc_options *options)
{
    heap->gc->options = *options;
    threshold_update(heap->gc);
}

void ouro_gc_adjust_external(struct ouro_heap *heap, int64_t bytes)
{
    struct ouro_gc *gc = heap->gc;
    gc->external_bytes += bytes;
    if (bytes > 0 && gc->is_enabled && gc->cycle.phase == OURO_GC_CYCLE_IDLE &&
        ouro_gc_bytes(gc) > 2 * gc->live_bytes + gc->options.growth_bytes_min)
        gc->young_size = gc->threshold[0];
    threshold_update(gc);
}

void ouro_gc_release_budget_set(struct ouro_heap *heap, uint32_t objects)
{
    heap->release_budget = objects;
    heap->release_left = objects;
    if (objects == 0)
        ouro_object_drain(heap);
    threshold_update(heap->gc);
}

void ouro_gc_debug_set(struct ouro_heap *heap, int flags)
{
    heap->gc->debug = flags;
}

int ouro_gc_debug_get(const struct ouro_heap *heap)
{
    return heap->gc->debug;
}

/* ---- figures --------------------------------------------------------------------------------- */

void ouro_gc_stats_get(const struct ouro_heap *heap, int generation, struct ouro_gc_stats *stats)
{
    *stats = heap->gc->stats[generation];
}

void ouro_gc_totals_get(const struct ouro_heap *heap, struct ouro_gc_totals *totals)
{
    *totals = heap->gc->totals;
}

enum ouro_gc_cycle_phase ouro_gc_cycle_phase_get(const struct ouro_heap *heap)
{
    return heap->gc->cycle.phase;
}

const char *ouro_gc_cycle_phase_name(enum ouro_gc_cycle_phase phase)
{
    static const char *const names[] = { "idle",    "prepare", "tally",   "mark", "confirm", "arm",
                                         "recount", "verify",  "recheck", "seal", "release",
                                         "finish" };
    return names[phase];
}

size_t ouro_gc_events_get(const struct ouro_heap *heap, struct ouro_gc_event *events, size_t max)
{
    const struct ouro_gc *gc = heap->gc;
    size_t count = gc->event_count < OURO_GC_EVENTS_MAX ? gc->event_count : OURO_GC_EVENTS_MAX;
    if (count > max)
        count = max;
    for (size_t i = 0; i < count; i++)
        events[i] = gc->events[(gc->event_count - 1 - i) % OURO_GC_EVENTS_MAX];
    return count;
}

void ouro_gc_last_get(const struct ouro_heap *heap, struct ouro_gc_event *event)
{
    *event = heap->gc->last;
}

/* ---- life ------------------------------------------------------------------------------------ */

static void birth_forget(struct ouro_heap *heap, ouro_object *object)
{
    ouro_gc_table_remove(&heap->gc->births, (uintptr_t)object);
}

static void pool_gone(void *context, struct ouro_pool *pool)
{
    struct ouro_gc *gc = context;
    ouro_gc_cells_remove_pool(&gc->cycle.cells, pool);
    pool->gc_data = NULL;
}

static bool gc_is_set_up(struct ouro_gc *gc)
{
    struct ouro_mem *mem = gc->mem;
    gc->heap->weakrefs = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, sizeof(struct ouro_gc_table));
    if (!gc->heap->weakrefs)
        return false;
    ouro_gc_table_init(gc->heap->weakrefs, mem);
    ouro_gc_table_init(&gc->births, mem);
    ouro_gc_table_init(&gc->stress_pace.places, mem);
    return ouro_gc_cells_init(&gc->cells, mem) && ouro_gc_cycle_init(gc);
}

bool ouro_gc_init(struct ouro_heap *heap)
{
    struct ouro_gc *gc = ouro_mem_calloc(&heap->mem, OURO_DOMAIN_RAW, 1, sizeof(*gc));
    if (!gc)
        return false;
    heap->gc = gc;
    gc->heap = heap;
    gc->mem = &heap->mem;
    gc->is_enabled = true;
    gc->threshold[0] = 700;
    gc->threshold[1] = gc->threshold[2] = 10;
    gc->young_size = gc->threshold[0];
    gc->options = default_options;
    gc->backoff = 1;
    gc->ns_per_object = 100;
    heap->weakrefs_clear = ouro_weakrefs_clear;
    heap->finalizer_gone = birth_forget;
    heap->mem.pools.pool_gone = pool_gone;
    heap->mem.pools.pool_gone_context = gc;
    if (!heap->mem.pressure) {
        heap->mem.pressure = pressure;
        heap->mem.pressure_context = gc;
    }
    if (!gc_is_set_up(gc)) {
        ouro_gc_destroy(heap);
        return false;
    }
    threshold_update(gc);
    return true;
}

void ouro_gc_destroy(struct ouro_heap *heap)
{
    struct ouro_gc *gc = heap->gc;
    struct ouro_mem *mem = &heap->mem;
    ouro_gc_cycle_destroy(gc);
    ouro_gc_cells_destroy(&gc->cells);
    ouro_gc_table_destroy(&gc->births);
    ouro_gc_table_destroy(&gc->stress_pace.places);
    if (heap->weakrefs) {
        ouro_gc_table_destroy(heap->weakrefs);
        ouro_mem_free(mem, OURO_DOMAIN_RAW, heap->weakrefs);
        heap->weakrefs = NULL;
    }
    struct ouro_gc_vector *vectors[] = {
        &gc->young_pools.units, &gc->middle_pools.units, &gc->recent,    &gc->pools,
        &gc->garbage,           &gc->specials,           &gc->callbacks,
    };
    for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++)
        ouro_gc_vector_destroy(vectors[i], mem);
    ouro_gc_list_destroy(&gc->stack, mem);
    mem->pools.pool_gone = NULL;
    if (mem->pressure == pressure)
        mem->pressure = NULL;
    heap->finalizer_gone = NULL;
    heap->young_threshold = INT64_MAX;
    heap->gc = NULL;
    ouro_mem_free(mem, OURO_DOMAIN_RAW, gc);
}

/* Objects frozen as immortals are never released; their finalizers run all the same. */
static bool frozen_finalizer(void *context, ouro_object *object)
{
    struct ouro_gc *gc = context;
    const struct ouro_type *type = ouro_type_of(gc->heap, object);
    if (object->refcount > OURO_REFCOUNT_IMMORTAL && object->refcount <= OURO_REFCOUNT_TRAPPED &&
        type->finalize && !(object->gc_flags & OURO_GC_FINALIZED))
        ouro_gc_vector_push(&gc->specials, gc->mem, (uintptr_t)object);
    return true;
}

static void frozen_finalize(struct ouro_gc *gc)
{
    gc->specials.count = 0;
    ouro_gc_walk(gc->heap, -1, frozen_finalizer, gc);
    for (size_t i = 0; i < gc->specials.count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)gc->specials.items[i];
        object->gc_flags |= OURO_GC_FINALIZED;
        ouro_type_of(gc->heap, object)->finalize(gc->heap, object);
    }
    ouro_gc_vector_reset(&gc->specials, gc->mem);
}

size_t ouro_gc_shutdown(struct ouro_heap *heap)
{
    struct ouro_gc *gc = heap->gc;
    size_t collected = 0, found;
    ouro_object_drain(heap);
    if (gc->is_collecting)
        return 0;
    int round = 0;
    do {
        found = ouro_gc_collect_now(gc, OURO_GC_OLD, false);
        collected += found;
    } while (found > 0 && ++round < SHUTDOWN_ROUNDS);
    gc->is_collecting = true;
    frozen_finalize(gc);
    gc->is_collecting = false;
    return collected;
}
