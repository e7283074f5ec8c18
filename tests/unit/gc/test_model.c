/* The collector against a model: a random program works on a random graph between slices of random, mostly
 * tiny, length. Whatever the program can reach must stay, with its weak references; what it cannot reach
 * must be gone two cycles later.
 *
 * A few fixed seeds run with the unit tests. OURO_TEST_SECONDS=N (make check-gc-model) goes on with random
 * ones for so long; OURO_TEST_SEED=N runs one that failed. */
#include "graph.h"

#include <time.h>
#include <unistd.h>

enum {
    ROOTS = 24,
    WEAKREFS = 32,
    MODEL_MAX = 1 << 20,
    NO_ID = 0xffffffff,
    BURST_MAX = 4000,
};

/* What a run tries besides slices and changes. */
enum model_flags {
    WITH_WEAKREFS = 1,
    WITH_FINALIZERS = 2, /* that allocate and ask the collector for what it must refuse */
    WITH_RESURRECTION = 4,
    WITH_BUDGET = 8,     /* release in pieces */
    WITH_FREEZING = 16,
    WITH_WALKS = 32,     /* a walk over the heap gives a proof up */
    WITH_SHIFTS = 64,    /* wide containers whose slots change places */
    IS_AUDITED = 128,    /* all references recounted after each slice */
    WITH_ALL = 255,
};

/* Every node met on the way from the roots must be alive and must be the one that was stored (ids
 * never repeat, dealloc wipes them). */
struct model {
    struct world *world;
    unsigned flags;
    struct node *roots[ROOTS];
    struct ouro_weakref *weakrefs[WEAKREFS]; /* owned */
    uint32_t targets[WEAKREFS];              /* ids */
    uint32_t next_id;
    uint32_t max_slots;
    uint64_t finalized;
    bool is_ending; /* finalizers leave everything as it is */
};

static bool is_alive(const struct node *node)
{
    return (node->base.type_index == NODE_INDEX || node->base.type_index == FINAL_INDEX) &&
           node->base.refcount != 0 && node->id != NO_ID;
}

static void model_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    node->id = NO_ID;
    node_dealloc(heap, self);
}

/* In two ranges, as types with several do. */
static void model_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct node *node = (const struct node *)self;
    uint32_t first = node->count / 3;
    ouro_visit_range(visitor, node->slots, first);
    ouro_visit_range(visitor, node->slots + first, node->count - first);
}

static bool model_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct node *node = (struct node *)self;
    uint32_t i = 0;
    for (; i < node->count && *budget > 0; i++) {
        ouro_object *child = node->slots[i];
        node->slots[i] = NULL;
        *budget -= child != NULL;
        if (child)
            ouro_object_decref(heap, child);
    }
    return i < node->count;
}

static struct node *model_new(struct model *m)
{
    uint32_t slots = 1 + random_below(m->max_slots);
    bool is_final = (m->flags & WITH_FINALIZERS) && random_below(50) == 0;
    if (random_below(200) == 0)
        slots = 2000 + random_below(12000); /* traversed in pieces */
    if ((m->flags & WITH_SHIFTS) && random_below(3000) == 0)
        slots = OURO_WIDE_SLOTS + random_below(OURO_WIDE_SLOTS); /* even in a proof by traps */
    return node_new(m->world, is_final ? FINAL_INDEX : NODE_INDEX, m->next_id++, slots);
}

/* A random node reachable from the roots, borrowed. */
static struct node *model_pick(struct model *m)
{
    struct node *node = m->roots[random_below(ROOTS)];
    for (uint32_t steps = random_below(30); node && steps > 0; steps--) {
        struct node *next = (struct node *)node->slots[random_below(node->count)];
        if (!next)
            break;
        assert_true(is_alive(next));
        node = next;
    }
    return node;
}

static void root_set(struct model *m, uint32_t i, struct node *node)
{
    struct node *old = m->roots[i];
    if (node)
        ouro_object_incref(&node->base);
    m->roots[i] = node;
    if (old)
        node_drop(m->world, old);
}

/* ---- checking ------------------------------------------------------------------------------------ */

static uint8_t seen[MODEL_MAX];

static void see(struct node *node, struct node **stack, size_t *height)
{
    if (!node || seen[node->id])
        return;
    assert_true(is_alive(node));
    seen[node->id] = 1;
    stack[(*height)++] = node;
}

/* Reachable nodes, counted by a search that uses no flag of the collector. */
static size_t model_reachable(struct model *m)
{
    static struct node *stack[MODEL_MAX];
    size_t count = 0, height = 0;
    memset(seen, 0, m->next_id);
    for (int i = 0; i < ROOTS; i++)
        see(m->roots[i], stack, &height);
    for (; height > 0; count++) {
        struct node *node = stack[--height];
        for (uint32_t i = 0; i < node->count; i++)
            see((struct node *)node->slots[i], stack, &height);
    }
    return count;
}

/* The weak references to what can be reached still stand, and the dead ones know. (One that was
 * resurrected has lost its own.) */
static void weakrefs_check(struct model *m)
{
    model_reachable(m);
    for (int i = 0; i < WEAKREFS; i++) {
        struct ouro_weakref *weakref = m->weakrefs[i];
        if (!weakref)
            continue;
        if (seen[m->targets[i]] && !(m->flags & WITH_RESURRECTION))
            assert_non_null(weakref->target);
        if (weakref->target)
            assert_int_equal(((struct node *)weakref->target)->id, m->targets[i]);
    }
}

static size_t weakrefs_alive(const struct model *m)
{
    size_t count = 0;
    for (int i = 0; i < WEAKREFS; i++)
        count += m->weakrefs[i] != NULL;
    return count;
}

/* ---- user code ----------------------------------------------------------------------------------- */

static void model_finalize(struct ouro_heap *heap, ouro_object *self)
{
    struct model *m = world_of(heap)->model;
    struct node *node = (struct node *)self;
    assert_true(is_alive(node));
    m->finalized++;
    if (m->is_ending)
        return;
    switch (random_below(6)) {
    case 0:
        if (m->flags & WITH_RESURRECTION)
            root_set(m, random_below(ROOTS), node);
        break;
    case 1: /* garbage of its own */
        for (int i = 0; i < 20; i++) {
            struct node *ring = node_new(m->world, NODE_INDEX, m->next_id++, 1);
            node_set(m->world, ring, 0, ring);
            node_drop(m->world, ring);
            ouro_gc_poll(heap);
        }
        break;
    case 2:
        ouro_gc_step(heap, 1000);
        break;
    case 3:
        for (uint32_t i = 0; i < node->count; i++)
            node_set(m->world, node, i, NULL);
        break;
    case 4:
        if (m->flags & WITH_WEAKREFS) { /* what is garbage too must not be seen again */
            struct ouro_weakref *weakref = m->weakrefs[random_below(WEAKREFS)];
            ouro_object *target = weakref ? ouro_weakref_get(weakref) : NULL;
            if (target) {
                assert_true(is_alive((struct node *)target));
                ouro_object_decref(heap, target);
            }
        }
        break;
    default:
        break;
    }
}

static void model_callback(struct ouro_heap *heap, ouro_object *object)
{
    struct model *m = world_of(heap)->model;
    struct ouro_weakref *weakref = (struct ouro_weakref *)object;
    assert_null(weakref->target);
    assert_true(is_alive((struct node *)weakref->callback));
    if (!m->is_ending && random_below(3) == 0)
        root_set(m, random_below(ROOTS), NULL);
}

/* ---- the program --------------------------------------------------------------------------------- */

/* Exchanges two slots without touching a count: legal between containers with a touch. */
static void slots_exchange(struct node *a, uint32_t i, struct node *b, uint32_t j)
{
    ouro_object *x = a->slots[i], *y = b->slots[j];
    a->slots[i] = y;
    b->slots[j] = x;
    if (x)
        ouro_object_touch(x);
    if (y)
        ouro_object_touch(y);
}

static void slots_rotate(struct model *m, struct node *node)
{
    ouro_object *first = node->slots[0];
    ouro_slots_shift(m->world->heap, node->count);
    memmove(node->slots, node->slots + 1, (node->count - 1) * sizeof(*node->slots));
    node->slots[node->count - 1] = first;
}

static void model_build_burst(struct model *m)
{
    struct node *first = model_new(m), *last = first;
    uint32_t length = 1 + random_below(random_below(20) == 0 ? BURST_MAX : 30);
    ouro_object_incref(&last->base);
    for (uint32_t i = 1; i < length; i++) {
        struct node *node = model_new(m);
        node_set(m->world, last, 0, node);
        if (random_below(3) == 0)
            node_set(m->world, node, random_below(node->count), first);
        struct node *other = random_below(8) == 0 ? model_pick(m) : NULL;
        if (other)
            node_set(m->world, node, random_below(node->count), other);
        node_drop(m->world, last);
        last = node;
    }
    node_drop(m->world, last);
    struct node *holder = model_pick(m);
    if (holder && random_below(2))
        node_set(m->world, holder, random_below(holder->count), first);
    else
        root_set(m, random_below(ROOTS), first);
    node_drop(m->world, first);
}

static void weakref_drop(struct model *m, uint32_t i)
{
    struct ouro_weakref *old = m->weakrefs[i];
    m->weakrefs[i] = NULL;
    if (old)
        ouro_object_decref(m->world->heap, &old->base);
}

static void model_weakref_step(struct model *m)
{
    uint32_t i = random_below(WEAKREFS);
    if (m->weakrefs[i] && random_below(3)) { /* the program comes back to it */
        struct node *node = (struct node *)ouro_weakref_get(m->weakrefs[i]);
        if (!node)
            return;
        assert_true(is_alive(node));
        assert_int_equal(node->id, m->targets[i]);
        if (random_below(2))
            root_set(m, random_below(ROOTS), node);
        node_drop(m->world, node);
        return;
    }
    weakref_drop(m, i);
    struct node *target = model_pick(m);
    if (!target)
        return;
    struct node *callback = random_below(3) ? NULL : node_new(m->world, NODE_INDEX, m->next_id++, 1);
    m->targets[i] = target->id;
    m->weakrefs[i] = ref_new(m->world, target, callback, OURO_WEAKREF_OTHER);
    if (callback)
        node_drop(m->world, callback);
}

static bool walk_visit(void *context, ouro_object *object)
{
    size_t *count = context;
    *count += object->type_index == NODE_INDEX;
    return true;
}

/* Rare ones. */
static void model_odd_step(struct model *m)
{
    struct ouro_heap *heap = m->world->heap;
    size_t count = 0;
    switch (random_below(4)) {
    case 0:
        if (m->flags & WITH_FREEZING)
            ouro_gc_freeze(heap, false);
        break;
    case 1:
        ouro_gc_unfreeze(heap);
        break;
    case 2:
        if (m->flags & WITH_WALKS)
            ouro_heap_walk(heap, walk_visit, &count);
        break;
    default:
        if (m->flags & WITH_BUDGET)
            ouro_gc_release_budget_set(heap, random_below(2) ? 1 + random_below(200) : 0);
        break;
    }
}

static void model_step(struct model *m)
{
    struct node *a = model_pick(m), *b = model_pick(m);
    switch (random_below(12)) {
    case 0:
    case 1:
        model_build_burst(m);
        break;
    case 2:
        root_set(m, random_below(ROOTS), random_below(3) ? b : NULL);
        break;
    case 3:
    case 4:
        if (a && b)
            node_set(m->world, a, random_below(a->count), b);
        break;
    case 5:
        if (a)
            node_set(m->world, a, random_below(a->count), NULL);
        break;
    case 6:
    case 7:
        if (a && b)
            slots_exchange(a, random_below(a->count), b, random_below(b->count));
        break;
    case 8:
        if (a && (m->flags & WITH_SHIFTS))
            slots_rotate(m, a);
        break;
    case 9:
        if (m->flags & WITH_WEAKREFS)
            model_weakref_step(m);
        break;
    default: /* a local reference for a moment */
        if (a) {
            ouro_object_incref(&a->base);
            if (random_below(2))
                ouro_gc_step(m->world->heap, random_below(20000));
            node_drop(m->world, a);
        }
        break;
    }
}

/* ---- a run --------------------------------------------------------------------------------------- */

static void cycles_complete(struct world *w, int count)
{
    for (int i = 0; i < count; i++)
        while (ouro_gc_step(w->heap, 1000000000))
            continue;
}

/* Lets the collector do something, or look at itself. */
static void model_collect(struct model *m)
{
    struct ouro_heap *heap = m->world->heap;
    if (random_below(4) == 0)
        ouro_gc_poll(heap);
    if (random_below(3) == 0) {
        ouro_gc_step(heap, random_below(10) ? random_below(5000) : 200000);
        if (m->flags & IS_AUDITED)
            world_check(m->world);
    }
    if (random_below(400) == 0)
        ouro_gc_collect(heap, (int)random_below(2));
    if (random_below(2000) == 0)
        ouro_gc_collect(heap, 2);
    if (random_below(500) == 0)
        weakrefs_check(m);
    if (random_below(1500) == 0)
        world_check(m->world);
    if (random_below(300) == 0)
        model_odd_step(m);
}

static void model_end(struct model *m)
{
    struct world *w = m->world;
    m->is_ending = true;
    ouro_gc_unfreeze(w->heap);
    ouro_gc_release_budget_set(w->heap, 0);
    for (uint32_t i = 0; i < WEAKREFS; i++) /* and the nodes that are their callbacks */
        weakref_drop(m, i);
    size_t reachable = model_reachable(m);
    cycles_complete(w, 3);
    assert_int_equal(model_reachable(m), reachable);
    assert_int_equal(w->alive, reachable + weakrefs_alive(m));
    for (int i = 0; i < ROOTS; i++)
        root_set(m, (uint32_t)i, NULL);
    cycles_complete(w, 3);
    assert_int_equal(w->alive, 0);
}

static void model_run(uint64_t seed, uint32_t batch_max, uint32_t max_slots, int steps,
                      unsigned flags)
{
    struct world w;
    struct model m = { .world = &w, .max_slots = max_slots, .flags = flags };
    struct ouro_gc_options options;
    struct ouro_gc_totals totals;
    random_state = seed * 0x9e3779b97f4a7c15u + 1;
    world_init(&w);
    w.model = &m;
    w.node.dealloc = w.final.dealloc = model_dealloc;
    w.node.traverse = w.final.traverse = model_traverse;
    w.node.clear_some = w.final.clear_some = model_clear_some;
    w.final.finalize = model_finalize;
    w.heap->hooks.weakref_callback = model_callback;
    ouro_gc_options_get(w.heap, &options);
    options.batch_max = batch_max;
    options.young_max = seed % 2 ? 100 : 8192; /* 100: young collections are skipped now and then */
    ouro_gc_options_set(w.heap, &options);
    for (int i = 0; i < steps && m.next_id < MODEL_MAX - 2 * BURST_MAX; i++) {
        model_step(&m);
        model_collect(&m);
    }
    model_end(&m);
    ouro_gc_totals_get(w.heap, &totals);
    if (getenv("OURO_TEST_VERBOSE"))
        printf("seed %llu: ids %u cycles %d slices %d suspects %d live %d sprung %d finalized %d\n",
               (unsigned long long)seed, m.next_id, (int)totals.cycles, (int)totals.slices,
               (int)totals.suspects, (int)totals.suspects_live, (int)totals.traps_sprung,
               (int)m.finalized);
    world_destroy(&w);
}

static int model_seeds(void)
{
    const char *seeds = getenv("OURO_TEST_SEEDS");
    return seeds ? atoi(seeds) : 6;
}

static void test_model(void **state)
{
    for (int seed = 1; seed <= model_seeds(); seed++)
        model_run((uint64_t)seed, 1024, 4, 5000, seed % 2 ? 0 : WITH_ALL & ~IS_AUDITED);
}

/* Smaller worlds, with all references recounted and the collector's marks checked after every slice. */
static void test_model_audited(void **state)
{
    for (int seed = 1; seed <= model_seeds(); seed++)
        model_run((uint64_t)seed + 2000, seed % 2 ? 0 : 8, 3, 600,
                  IS_AUDITED | (seed % 2 ? 0 : WITH_WEAKREFS | WITH_FINALIZERS));
}

/* Hardly anything fits a batch: the proof by traps does the work. */
static void test_model_traps(void **state)
{
    for (int seed = 1; seed <= model_seeds(); seed++)
        model_run((uint64_t)seed + 1000, 3, 3, 5000, seed % 2 ? 0 : WITH_ALL & ~IS_AUDITED);
}

/* Everything about the run comes from the seed. */
static void model_run_any(uint64_t seed)
{
    static const uint32_t batches[] = { 0, 3, 8, 64, 1024 };
    random_state = seed | 1;
    for (int i = 0; i < 8; i++)
        random_next();
    uint32_t batch_max = batches[random_below(5)];
    uint32_t max_slots = 1 + random_below(6);
    unsigned flags = random_below(WITH_ALL + 1);
    if (random_below(4))
        flags &= ~(unsigned)IS_AUDITED;
    int steps = flags & IS_AUDITED ? 300 + (int)random_below(500) : 500 + (int)random_below(8000);
    model_run(seed, batch_max, max_slots, steps, flags);
}

static void test_model_for_long(void **state)
{
    const char *seconds = getenv("OURO_TEST_SECONDS"), *seed = getenv("OURO_TEST_SEED");
    time_t end = time(NULL) + (seconds ? atoi(seconds) : 0);
    uint64_t next = (uint64_t)time(NULL) * 1000 + (uint64_t)getpid() % 1000, count = 0;
    if (seed)
        model_run_any(strtoull(seed, NULL, 10));
    for (; time(NULL) < end; next++, count++) {
        fprintf(stderr, "\rseed %llu", (unsigned long long)next); /* the last one seen is the one */
        model_run_any(next);
    }
    if (seconds)
        fprintf(stderr, "\r%llu random programs\n", (unsigned long long)count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model),
        cmocka_unit_test(test_model_traps),
        cmocka_unit_test(test_model_audited),
        cmocka_unit_test(test_model_for_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
