/* The workloads on ouro's heap, with its collector on. usage: gc_ouro WORKLOAD [numbers] */
#include "gc/gc.h"

#include <pthread.h>

#include "workload.h"

struct node {
    ouro_object base;
    struct node *slots[2];
};

struct wide {
    ouro_object base;
    uint64_t count;
    struct node *slots[];
};

enum { NODE = 1, WIDE = 2 };

static void node_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, (ouro_object *const *)((const struct node *)self)->slots, 2);
}

static void node_clear(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    for (int i = 0; i < 2; i++) {
        struct node *child = node->slots[i];
        node->slots[i] = NULL;
        if (child)
            ouro_object_decref(heap, &child->base);
    }
}

static void node_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    struct node *left = node->slots[0], *right = node->slots[1];
    if (left)
        ouro_object_decref(heap, &left->base);
    if (right)
        ouro_object_decref(heap, &right->base);
    ouro_object_free(heap, self, sizeof(struct node), OURO_BLOCK_CONTAINER);
}

static size_t wide_size(struct ouro_heap *heap, const ouro_object *self)
{
    (void)heap;
    return sizeof(struct wide) + ((const struct wide *)self)->count * sizeof(void *);
}

static void wide_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct wide *wide = (const struct wide *)self;
    ouro_visit_range(visitor, (ouro_object *const *)wide->slots, wide->count);
}

static void wide_clear(struct ouro_heap *heap, ouro_object *self)
{
    struct wide *wide = (struct wide *)self;
    for (uint64_t i = 0; i < wide->count; i++) {
        struct node *child = wide->slots[i];
        wide->slots[i] = NULL;
        if (child)
            ouro_object_decref(heap, &child->base);
    }
}

static bool wide_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct wide *wide = (struct wide *)self;
    uint64_t low = 0, high = wide->count; /* those that are left come first */
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (wide->slots[middle])
            low = middle + 1;
        else
            high = middle;
    }
    for (; low > 0 && *budget > 0; --*budget) {
        struct node *child = wide->slots[--low];
        wide->slots[low] = NULL;
        ouro_object_decref(heap, &child->base);
    }
    return low > 0;
}

static void wide_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    uint32_t all = UINT32_MAX;
    while (wide_clear_some(heap, self, &all))
        continue;
    ouro_object_free(heap, self, wide_size(heap, self), OURO_BLOCK_CONTAINER);
}

static struct ouro_type node_type = {
    .base = { .refcount = OURO_REFCOUNT_IMMORTAL },
    .name = "node",
    .instance_size = sizeof(struct node),
    .kind = OURO_BLOCK_CONTAINER,
    .dealloc = node_dealloc,
    .traverse = node_traverse,
    .clear = node_clear,
};

static struct ouro_type wide_type = {
    .base = { .refcount = OURO_REFCOUNT_IMMORTAL },
    .name = "wide",
    .kind = OURO_BLOCK_CONTAINER,
    .size_of = wide_size,
    .dealloc = wide_dealloc,
    .traverse = wide_traverse,
    .clear = wide_clear,
    .clear_some = wide_clear_some,
};

/* Takes over both references. */
static inline struct node *node_new(struct ouro_heap *heap, struct node *left, struct node *right)
{
    struct node *node = (struct node *)ouro_object_alloc(heap, NODE, sizeof(struct node),
                                                         OURO_BLOCK_CONTAINER);
    if (!node)
        abort();
    node->slots[0] = left;
    node->slots[1] = right;
    return node;
}

static inline struct node *ref(struct node *node)
{
    ouro_object_incref(&node->base);
    return node;
}

static inline void drop(struct ouro_heap *heap, struct node *node)
{
    ouro_object_decref(heap, &node->base);
}

static void collector_report(struct ouro_heap *heap, const char *what, uint64_t start,
                             const struct histogram *stops, const char *more)
{
    char extra[512];
    struct ouro_gc_totals totals;
    ouro_gc_totals_get(heap, &totals);
    snprintf(extra, sizeof(extra),
             ",\"gc_s\":%.3f,\"gc_max_ms\":%.3f,\"slices\":%llu,\"cycles\":%llu,\"suspects\":%llu,"
             "\"suspects_live\":%llu%s",
             (double)totals.pause_ns / 1e9, (double)totals.pause_max_ns / 1e6,
             (unsigned long long)totals.slices, (unsigned long long)totals.cycles,
             (unsigned long long)totals.suspects, (unsigned long long)totals.suspects_live, more);
    report("ouro", what, start, stops, extra);
}

/* With OURO_BENCH_TRACE set: what was behind a long stop, the collector's last event, the page faults and
 * the times another thread had the processor included. */
struct stop {
    struct stopwatch watch;
    long faults, switches;
    uint64_t purged, commits; /* bytes given back, calls for more */
};

static bool is_tracing;

static inline void stop_begin(const struct ouro_heap *heap, struct stop *stop)
{
    struct rusage usage;
    if (is_tracing && getrusage(RUSAGE_THREAD, &usage) == 0) {
        stop->faults = usage.ru_minflt;
        stop->switches = usage.ru_nivcsw + usage.ru_nvcsw;
        stop->purged = heap->mem.pools.counts.purged_size;
        stop->commits = heap->mem.pools.counts.commit_calls;
    }
    stopwatch_start(&stop->watch);
}

static OURO_NOINLINE void stop_trace(struct ouro_heap *heap, const struct stop *stop, uint64_t ns)
{
    struct ouro_gc_event event;
    struct rusage usage;
    if (getrusage(RUSAGE_THREAD, &usage) != 0)
        return;
    ouro_gc_events_get(heap, &event, 1);
    fprintf(stderr,
            "%.2f ms (wall %.2f): faults %ld switches %ld purged %llu KiB commits %llu; generation %d slice %d phase %s "
            "candidates %llu collected %llu took %.2f ms\n",
            (double)ns / 1e6, (double)(now_ns() - stop->watch.wall_ns) / 1e6,
            usage.ru_minflt - stop->faults,
            usage.ru_nivcsw + usage.ru_nvcsw - stop->switches,
            (unsigned long long)(heap->mem.pools.counts.purged_size - stop->purged) >> 10,
            (unsigned long long)(heap->mem.pools.counts.commit_calls - stop->commits), event.generation, event.is_slice,
            ouro_gc_cycle_phase_name((enum ouro_gc_cycle_phase)event.cycle_phase),
            (unsigned long long)event.candidates, (unsigned long long)event.collected,
            (double)event.duration_ns / 1e6);
}

static inline void stop_end(struct ouro_heap *heap, const struct stop *stop,
                            struct histogram *stops)
{
    uint64_t ns = stopwatch_stop(&stop->watch, stops);
    if (is_tracing && ns > 1000000)
        stop_trace(heap, stop, ns);
}

/* ---- binary trees --------------------------------------------------------------------------------------- */

static struct node *tree_build(struct ouro_heap *heap, int depth)
{
    struct node *node;
    if (depth == 0) {
        node = node_new(heap, NULL, NULL);
    } else {
        struct node *left = tree_build(heap, depth - 1);
        node = node_new(heap, left, tree_build(heap, depth - 1));
    }
    ouro_gc_poll(heap);
    return node;
}

static long tree_check(const struct node *node)
{
    return node->slots[0] ? 1 + tree_check(node->slots[0]) + tree_check(node->slots[1]) : 1;
}

static void trees(struct ouro_heap *heap, int depth_max)
{
    uint64_t start = cpu_ns();
    long sum = 0;
    struct node *lasting = tree_build(heap, depth_max);
    for (int depth = 4; depth <= depth_max; depth += 4) {
        long count = 1L << (depth_max - depth + 4);
        for (long i = 0; i < count; i++) {
            struct node *tree = tree_build(heap, depth);
            sum += tree_check(tree);
            drop(heap, tree);
        }
    }
    sum += tree_check(lasting);
    drop(heap, lasting);
    char more[64];
    snprintf(more, sizeof(more), ",\"sum\":%ld", sum);
    char what[32];
    snprintf(what, sizeof(what), "trees%d", depth_max);
    collector_report(heap, what, start, NULL, more);
}

/* ---- rings ------------------------------------------------------------------------------------------------- */

static struct node *ring_build(struct ouro_heap *heap, long size)
{
    struct node *first = node_new(heap, NULL, NULL), *last = first;
    for (long i = 1; i < size; i++) {
        struct node *node = node_new(heap, NULL, NULL);
        last->slots[0] = node;
        last = node;
    }
    last->slots[0] = first; /* takes over the reference */
    return first;           /* borrowed */
}

static void rings(struct ouro_heap *heap, long size, long count)
{
    uint64_t start = cpu_ns();
    for (long i = 0; i < count; i++) {
        ring_build(heap, size);
        ouro_gc_poll(heap);
    }
    char what[32];
    snprintf(what, sizeof(what), "rings%ld", size);
    collector_report(heap, what, start, NULL, "");
}

/* ---- a large live heap ---------------------------------------------------------------------------------------- */

static void bigheap(struct ouro_heap *heap, long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = malloc((size_t)live_count * sizeof(*live));
    for (long i = 0; i < live_count; i++) {
        struct node *to = i ? ref(live[random_step(&random) % (uint64_t)i]) : NULL;
        struct node *before = i ? ref(live[i - 1]) : NULL;
        live[i] = node_new(heap, to, before);
        ouro_gc_poll(heap);
    }
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        struct stop stop;
        stop_begin(heap, &stop);
        struct node *a = node_new(heap, NULL, NULL);
        struct node *b = node_new(heap, a, NULL);
        a->slots[0] = b;
        if (is_linked)
            a->slots[1] = ref(live[random_step(&random) % (uint64_t)live_count]);
        ouro_gc_poll(heap);
        stop_end(heap, &stop, &stops);
    }
    char more[64];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f", (double)(built - start) / 1e9,
             (double)(cpu_ns() - built) / 1e9);
    collector_report(heap, is_linked ? "bigheap-linked" : "bigheap-isolated", start, &stops, more);
}

/* The same, but what is dropped is old: slots of the live set are replaced by new rings. */
static void churn(struct ouro_heap *heap, long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = malloc((size_t)live_count * sizeof(*live));
    uint64_t objects_max = 0;
    for (long i = 0; i < live_count; i++)
        live[i] = ref(ring_build(heap, 2));
    ouro_gc_collect(heap, 2);
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        struct stop stop;
        stop_begin(heap, &stop);
        uint64_t k = random_step(&random) % (uint64_t)live_count;
        struct node *ring = ref(ring_build(heap, 2));
        if (is_linked)
            ring->slots[1] = ref(live[random_step(&random) % (uint64_t)live_count]->slots[0]);
        drop(heap, live[k]);
        live[k] = ring;
        ouro_gc_poll(heap);
        stop_end(heap, &stop, &stops);
        uint64_t objects = heap->objects_created - heap->objects_freed;
        if (objects > objects_max)
            objects_max = objects;
    }
    char more[128];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f,\"objects_max\":%llu",
             (double)(built - start) / 1e9, (double)(cpu_ns() - built) / 1e9,
             (unsigned long long)objects_max);
    collector_report(heap, is_linked ? "churn-linked" : "churn-isolated", start, &stops, more);
}

/* ---- cyclotron: size of cycle x extra references x live set ------------------------------------------------------ */

static void cyclotron(struct ouro_heap *heap, long size, long extra, long live_count, long total)
{
    struct histogram stops = { 0 };
    uint64_t start = cpu_ns(), random = 88172645463325252u, kept_max = 0;
    struct node **live = malloc((size_t)(live_count + 1) * sizeof(*live));
    for (long i = 0; i < live_count; i++) {
        live[i] = node_new(heap, i ? ref(live[i - 1]) : NULL, NULL);
        ouro_gc_poll(heap);
    }
    long rounds = total / (size + extra);
    for (long i = 0; i < rounds; i++) {
        struct stop stop;
        stop_begin(heap, &stop);
        struct node *first = node_new(heap, NULL, NULL), *last = first;
        for (long k = 1; k < size; k++) {
            struct node *node = node_new(heap, NULL, NULL);
            last->slots[0] = node;
            last = node;
            ouro_gc_poll(heap);
            stop_end(heap, &stop, &stops);
            stop_begin(heap, &stop);
        }
        for (long k = 0; k < extra; k++) { /* a tail that hangs on the ring, ending in the live set */
            struct node *end = live_count && k == 0
                                   ? ref(live[random_step(&random) % (uint64_t)live_count])
                                   : first->slots[1];
            first->slots[1] = node_new(heap, end, NULL);
            ouro_gc_poll(heap);
        }
        last->slots[0] = first;
        ouro_gc_poll(heap);
        stop_end(heap, &stop, &stops);
        uint64_t kept = heap->objects_created - heap->objects_freed - (uint64_t)live_count;
        if (kept > kept_max)
            kept_max = kept;
    }
    char more[96], what[64];
    snprintf(more, sizeof(more), ",\"garbage_max\":%llu,\"live\":%ld", (unsigned long long)kept_max,
             live_count);
    snprintf(what, sizeof(what), "cyclotron-%ld-%ld-%ld", size, extra, live_count);
    collector_report(heap, what, start, &stops, more);
}

/* ---- extremes ------------------------------------------------------------------------------------------------------- */

struct chain_job {
    struct ouro_heap *heap;
    struct node *head;
};

static void *chain_drop(void *argument)
{
    struct chain_job *job = argument;
    drop(job->heap, job->head);
    return NULL;
}

static void chain(struct ouro_heap *heap, long length)
{
    struct chain_job job = { heap, NULL };
    pthread_t thread;
    pthread_attr_t attributes;
    ouro_gc_disable(heap);
    for (long i = 0; i < length; i++)
        job.head = node_new(heap, job.head, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 << 10);
    uint64_t start = cpu_ns();
    if (pthread_create(&thread, &attributes, chain_drop, &job) != 0)
        abort();
    pthread_join(thread, NULL);
    char more[64];
    snprintf(more, sizeof(more), ",\"left\":%llu",
             (unsigned long long)(heap->objects_created - heap->objects_freed));
    collector_report(heap, "chain-64k-stack", start, NULL, more);
}

static void step_to_the_end(struct ouro_heap *heap, struct histogram *stops)
{
    bool is_more = true;
    while (is_more) {
        struct stop stop;
        stop_begin(heap, &stop);
        is_more = ouro_gc_step(heap, 1000000);
        stop_end(heap, &stop, stops);
    }
}

static void giant_ring(struct ouro_heap *heap, long size)
{
    struct histogram stops = { 0 };
    struct node *ring;
    ouro_gc_disable(heap);
    ring = ref(ring_build(heap, size));
    for (int i = 0; i < 3; i++)
        ouro_gc_collect(heap, i);
    uint64_t start = cpu_ns();
    drop(heap, ring);
    step_to_the_end(heap, &stops);
    char more[64];
    snprintf(more, sizeof(more), ",\"left\":%llu",
             (unsigned long long)(heap->objects_created - heap->objects_freed));
    collector_report(heap, "giant-ring", start, &stops, more);
}

/* One list of many elements, held and then dropped as part of a cycle. */
static void wide_list(struct ouro_heap *heap, long size)
{
    struct histogram stops = { 0 };
    struct wide *wide = (struct wide *)ouro_object_alloc(
        heap, WIDE, sizeof(struct wide) + (size_t)size * sizeof(void *), OURO_BLOCK_CONTAINER);
    if (!wide)
        abort();
    wide->count = (uint64_t)size;
    for (long i = 0; i < size; i++)
        wide->slots[i] = node_new(heap, NULL, NULL);
    uint64_t start = cpu_ns();
    for (int i = 0; i < 3; i++)
        ouro_gc_collect(heap, i);
    step_to_the_end(heap, &stops);
    drop(heap, wide->slots[0]);
    wide->slots[0] = node_new(heap, (struct node *)wide, NULL); /* takes over the reference */
    step_to_the_end(heap, &stops);
    char more[64];
    snprintf(more, sizeof(more), ",\"left\":%llu",
             (unsigned long long)(heap->objects_created - heap->objects_freed));
    collector_report(heap, "wide-list", start, &stops, more);
}

static long number(int count, char **arguments, int i, long otherwise)
{
    return i < count ? atol(arguments[i]) : otherwise;
}

int main(int count, char **arguments)
{
    struct ouro_heap *heap = ouro_heap_create(sizeof(struct ouro_heap), NULL);
    const char *what = count > 1 ? arguments[1] : "";
    is_tracing = getenv("OURO_BENCH_TRACE") != NULL;
    if (!heap || !ouro_gc_init(heap) || !ouro_type_register(heap, &node_type, NODE) ||
        !ouro_type_register(heap, &wide_type, WIDE))
        return 1;
    if (strcmp(what, "trees") == 0)
        trees(heap, (int)number(count, arguments, 2, 16));
    else if (strcmp(what, "rings") == 0)
        rings(heap, number(count, arguments, 2, 10), number(count, arguments, 3, 1000000));
    else if (strcmp(what, "bigheap") == 0)
        bigheap(heap, number(count, arguments, 2, 10000000), number(count, arguments, 3, 3000000),
                (int)number(count, arguments, 4, 0));
    else if (strcmp(what, "churn") == 0)
        churn(heap, number(count, arguments, 2, 5000000), number(count, arguments, 3, 3000000),
              (int)number(count, arguments, 4, 0));
    else if (strcmp(what, "cyclotron") == 0)
        cyclotron(heap, number(count, arguments, 2, 10), number(count, arguments, 3, 0),
                  number(count, arguments, 4, 0), number(count, arguments, 5, 4000000));
    else if (strcmp(what, "chain") == 0)
        chain(heap, number(count, arguments, 2, 10000000));
    else if (strcmp(what, "giant") == 0)
        giant_ring(heap, number(count, arguments, 2, 10000000));
    else if (strcmp(what, "wide") == 0)
        wide_list(heap, number(count, arguments, 2, 10000000));
    else
        return 2;
    ouro_gc_destroy(heap);
    ouro_heap_destroy(heap);
    return 0;
}
