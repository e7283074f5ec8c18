/* The cycle in slices against a model: a random program works on a random graph between slices of
 * random, mostly tiny, length. Whatever the program can reach must stay; what it cannot reach must be
 * gone two cycles later. And the hazards known from other collectors, one by one. */
#include "graph.h"

/* ---- random numbers, the same for each seed --------------------------------------------------------- */

static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static uint32_t random_below(uint32_t limit)
{
    return (uint32_t)(random_next() % limit);
}

/* ---- the model --------------------------------------------------------------------------------------------- */

enum { ROOTS = 24, MODEL_MAX = 1 << 20, NO_ID = 0xffffffff };

/* The model is checked by walking from the roots: every node met must be alive and must be the one
 * that was stored (ids never repeat, dealloc wipes them). */
struct model {
    struct world *world;
    struct node *roots[ROOTS];
    uint32_t next_id;
    uint32_t max_slots;
};

static bool is_alive(const struct node *node)
{
    return node->base.type_index == NODE_INDEX && node->base.refcount != 0 && node->id != NO_ID;
}

static void model_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    node->id = NO_ID;
    node_dealloc(heap, self);
}

static struct node *model_new(struct model *m)
{
    uint32_t slots = 1 + random_below(m->max_slots);
    if (random_below(200) == 0)
        slots = 2000 + random_below(12000); /* traversed in pieces */
    return node_new(m->world, NODE_INDEX, m->next_id++, slots);
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

/* Reachable nodes, counted by a search that uses no flag of the collector. */
static size_t model_reachable(struct model *m)
{
    static struct node *stack[MODEL_MAX];
    static uint8_t seen[MODEL_MAX];
    size_t count = 0, height = 0;
    memset(seen, 0, m->next_id);
    for (int i = 0; i < ROOTS; i++)
        if (m->roots[i] && !seen[m->roots[i]->id]) {
            seen[m->roots[i]->id] = 1;
            stack[height++] = m->roots[i];
        }
    while (height > 0) {
        struct node *node = stack[--height];
        count++;
        assert_true(is_alive(node));
        for (uint32_t i = 0; i < node->count; i++) {
            struct node *child = (struct node *)node->slots[i];
            if (!child)
                continue;
            assert_true(is_alive(child));
            if (!seen[child->id]) {
                seen[child->id] = 1;
                stack[height++] = child;
            }
        }
    }
    return count;
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

static void model_build_burst(struct model *m)
{
    struct node *first = model_new(m), *last = first;
    uint32_t length = 1 + random_below(random_below(20) == 0 ? 4000 : 30);
    for (uint32_t i = 1; i < length; i++) {
        struct node *node = model_new(m);
        node_set(m->world, last, 0, node);
        if (random_below(3) == 0)
            node_set(m->world, node, random_below(node->count), first);
        struct node *other = random_below(8) == 0 ? model_pick(m) : NULL;
        if (other)
            node_set(m->world, node, random_below(node->count), other);
        node_drop(m->world, node);
        if (!last->slots[0])
            break;
        last = (struct node *)last->slots[0];
    }
    struct node *holder = model_pick(m);
    if (holder && random_below(2))
        node_set(m->world, holder, random_below(holder->count), first);
    else
        root_set(m, random_below(ROOTS), first);
    node_drop(m->world, first);
}

static void model_step(struct model *m)
{
    struct node *a = model_pick(m), *b = model_pick(m);
    switch (random_below(10)) {
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

static void cycles_complete(struct world *w, int count)
{
    for (int i = 0; i < count; i++)
        while (ouro_gc_step(w->heap, 1000000000))
            continue;
}

static bool is_audited;

static bool model_slice(struct world *w, uint64_t budget_ns)
{
    bool is_more = ouro_gc_step(w->heap, budget_ns);
    if (is_audited)
        world_check(w);
    return is_more;
}

static void model_run(uint64_t seed, uint32_t batch_max, uint32_t max_slots, int steps)
{
    struct world w;
    struct model m = { .world = &w, .max_slots = max_slots };
    struct ouro_gc_options options;
    struct ouro_gc_totals totals;
    random_state = seed * 0x9e3779b97f4a7c15u + 1;
    world_init(&w);
    w.node.dealloc = model_dealloc;
    ouro_gc_options_get(w.heap, &options);
    options.batch_max = batch_max;
    options.young_max = seed % 2 ? 100 : 8192; /* 100: young collections are skipped now and then */
    ouro_gc_options_set(w.heap, &options);
    for (int i = 0; i < steps && m.next_id < MODEL_MAX - 5000; i++) {
        model_step(&m);
        if (random_below(4) == 0)
            ouro_gc_poll(w.heap);
        if (random_below(3) == 0)
            model_slice(&w, random_below(10) ? random_below(5000) : 200000);
        if (random_below(400) == 0)
            ouro_gc_collect(w.heap, (int)random_below(2));
        if (random_below(2000) == 0)
            ouro_gc_collect(w.heap, 2);
        if (random_below(500) == 0)
            model_reachable(&m);
        if (random_below(1500) == 0)
            assert_int_equal(ouro_gc_audit(w.heap, NULL, NULL), 0);
    }
    size_t reachable = model_reachable(&m);
    cycles_complete(&w, 3);
    assert_int_equal(model_reachable(&m), reachable);
    assert_int_equal(w.alive, reachable);
    ouro_gc_totals_get(w.heap, &totals);
    for (int i = 0; i < ROOTS; i++)
        root_set(&m, (uint32_t)i, NULL);
    cycles_complete(&w, 2);
    assert_int_equal(w.alive, 0);
    if (getenv("OURO_TEST_VERBOSE"))
        printf("seed %d: ids %u cycles %d slices %d suspects %d live %d sprung %d\n", (int)seed,
               m.next_id, (int)totals.cycles, (int)totals.slices, (int)totals.suspects,
               (int)totals.suspects_live, (int)totals.traps_sprung);
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
        model_run((uint64_t)seed, 1024, 4, 6000);
}

/* Smaller worlds, with all references recounted and the collector's marks checked after every slice. */
static void test_model_audited(void **state)
{
    is_audited = true;
    for (int seed = 1; seed <= model_seeds(); seed++)
        model_run((uint64_t)seed + 2000, seed % 2 ? 0 : 8, 3, 700);
    is_audited = false;
}

/* Hardly anything fits a batch: the proof by traps does the work. */
static void test_model_traps(void **state)
{
    for (int seed = 1; seed <= model_seeds(); seed++)
        model_run((uint64_t)seed + 1000, 3, 3, 6000);
}

/* ---- single situations ------------------------------------------------------------------------------------------ */

static void step_until(struct world *w, enum ouro_gc_cycle_phase phase)
{
    for (int i = 0; i < 10000000 && ouro_gc_cycle_phase_get(w->heap) != phase; i++)
        ouro_gc_step(w->heap, 1);
    assert_int_equal(ouro_gc_cycle_phase_get(w->heap), phase);
}

static void test_giant_ring(void **state)
{
    struct world w;
    struct ouro_gc_totals totals;
    world_init(&w);
    struct node *ring = ring_new(&w, NODE_INDEX, 0, 300000);
    ouro_object_incref(&ring->base);
    cycles_complete(&w, 1);
    assert_int_equal(w.alive, 300000);
    node_drop(&w, ring);
    cycles_complete(&w, 1);
    assert_int_equal(w.alive, 0);
    ouro_gc_totals_get(w.heap, &totals);
    assert_int_equal(totals.cycles, 2);
    world_destroy(&w);
}

/* A chain of rings, each holding the next: no ring can be proven before the one that holds it. */
static void test_chain_of_rings(void **state)
{
    struct world w;
    world_init(&w);
    struct node *previous = NULL;
    for (int i = 0; i < 3000; i++) {
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
        if (previous)
            node_set(&w, i % 2 ? ring : previous, 1, i % 2 ? previous : ring);
        previous = ring;
    }
    cycles_complete(&w, 1);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* The ring is saved in each phase of a proof by traps: by a new reference, by a moved one. */
static void test_ring_saved_in_each_phase(void **state)
{
    static const enum ouro_gc_cycle_phase phases[] = {
        OURO_GC_CYCLE_TALLY,   OURO_GC_CYCLE_MARK,   OURO_GC_CYCLE_CONFIRM, OURO_GC_CYCLE_ARM,
        OURO_GC_CYCLE_RECOUNT, OURO_GC_CYCLE_VERIFY, OURO_GC_CYCLE_RECHECK, OURO_GC_CYCLE_SEAL,
    };
    for (size_t i = 0; i < sizeof(phases) / sizeof(*phases); i++) {
        struct world w;
        world_init(&w);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 20000);
        struct node *far = ring;
        for (int k = 0; k < 10000; k++)
            far = (struct node *)far->slots[0];
        /* Only a weak reference knows the ring: taking it makes garbage live. */
        struct ouro_weakref *ref = ref_new(&w, far, NULL, OURO_WEAKREF_PLAIN);
        ouro_gc_collect(w.heap, 0);
        assert_int_equal(w.alive, 1); /* found by the young collection: make it old first */
        node_drop(&w, (struct node *)ref);
        ring = ring_new(&w, NODE_INDEX, 0, 20000);
        ouro_object_incref(&ring->base);
        ouro_gc_collect(w.heap, 2);
        for (far = ring; far->id < 10000;)
            far = (struct node *)far->slots[0];
        ref = ref_new(&w, far, NULL, OURO_WEAKREF_PLAIN);
        node_drop(&w, ring);
        step_until(&w, phases[i]);
        for (int k = 0; k < 3; k++)
            ouro_gc_step(w.heap, 1);
        ouro_object *saved = ouro_weakref_get(ref);
        if (saved) { /* in SEAL it may be cleared already */
            cycles_complete(&w, 2);
            assert_int_equal(w.alive, 20001);
            ouro_object_decref(w.heap, saved);
        }
        assert_true(saved || phases[i] == OURO_GC_CYCLE_SEAL);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 1);
        node_drop(&w, (struct node *)ref);
        world_destroy(&w);
    }
}

static void test_finalizers_in_giant(void **state)
{
    for (int action = ACTION_NONE; action <= ACTION_BREAK; action++) {
        struct world w;
        world_init(&w);
        w.action = action;
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 20000);
        struct node *a = node_new(&w, FINAL_INDEX, 1, 1), *b = node_new(&w, FINAL_INDEX, 2, 1);
        ouro_gc_note_birth(w.heap, &a->base);
        ouro_gc_note_birth(w.heap, &b->base);
        node_set(&w, ring, 1, a);
        node_set(&w, a, 0, b);
        node_set(&w, b, 0, ring);
        node_drop(&w, b);
        ouro_gc_collect(w.heap, 1);
        node_drop(&w, a);
        cycles_complete(&w, 1);
        if (action == ACTION_ALLOCATE)
            ouro_gc_collect(w.heap, 0);
        assert_string_equal(w.log, "f1 f2 ");
        assert_int_equal(w.alive, action == ACTION_RESURRECT ? 20002 : 0);
        for (int i = 0; i < w.saved_count; i++)
            ouro_object_decref(w.heap, w.saved[i]);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 0);
        assert_string_equal(w.log, "f1 f2 ");
        world_destroy(&w);
    }
}

static void test_finalizers_in_batches(void **state)
{
    for (int action = ACTION_NONE; action <= ACTION_BREAK; action++) {
        struct world w;
        world_init(&w);
        w.action = action;
        struct node *callback = node_new(&w, NODE_INDEX, 9, 0);
        struct node *hold = ring_new(&w, FINAL_INDEX, 1, 3);
        ouro_object_incref(&hold->base);
        struct ouro_weakref *ref = ref_new(&w, hold, callback, OURO_WEAKREF_OTHER);
        ouro_gc_collect(w.heap, 2);
        node_drop(&w, hold);
        cycles_complete(&w, 1);
        if (action == ACTION_ALLOCATE)
            ouro_gc_collect(w.heap, 0);
        assert_memory_equal(w.log, "c9 f", 4);
        assert_int_equal(w.alive, action == ACTION_RESURRECT ? 5 : 2);
        for (int i = 0; i < w.saved_count; i++)
            ouro_object_decref(w.heap, w.saved[i]);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 2);
        node_drop(&w, (struct node *)ref);
        node_drop(&w, callback);
        world_destroy(&w);
    }
}

/* gc.collect, freeze and a walk in the middle of each phase. */
static void test_interruptions(void **state)
{
    for (int what = 0; what < 4; what++)
        for (int phase = OURO_GC_CYCLE_PREPARE; phase <= OURO_GC_CYCLE_FINISH; phase++) {
            struct world w;
            world_init(&w);
            struct node *ring = ring_new(&w, NODE_INDEX, 0, 20000);
            ouro_object_incref(&ring->base);
            struct node *live = ring_new(&w, NODE_INDEX, 0, 20000);
            ouro_object_incref(&live->base);
            ouro_gc_collect(w.heap, 2);
            node_drop(&w, ring);
            step_until(&w, (enum ouro_gc_cycle_phase)phase);
            ouro_gc_step(w.heap, 1);
            if (what == 0)
                ouro_gc_collect(w.heap, 2);
            else if (what == 1)
                ouro_gc_freeze(w.heap, false);
            else if (what == 2)
                world_check(&w);
            else
                ouro_gc_collect(w.heap, 1);
            ouro_gc_unfreeze(w.heap);
            cycles_complete(&w, 2);
            assert_int_equal(w.alive, 20000);
            node_drop(&w, live);
            ouro_gc_collect(w.heap, 2);
            assert_int_equal(w.alive, 0);
            world_destroy(&w);
        }
}

/* Destroying a heap in the middle of a cycle. */
static void test_destroy_in_cycle(void **state)
{
    for (int phase = OURO_GC_CYCLE_PREPARE; phase <= OURO_GC_CYCLE_FINISH; phase++) {
        struct world w;
        world_init(&w);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 50000);
        ouro_object_incref(&ring->base);
        ouro_gc_collect(w.heap, 2);
        node_drop(&w, ring);
        step_until(&w, (enum ouro_gc_cycle_phase)phase);
        ouro_gc_destroy(w.heap);
        ouro_heap_destroy(w.heap);
    }
}

static void test_no_memory(void **state)
{
    for (uint64_t fail_at = 0; fail_at < 30; fail_at++) {
        struct world w;
        world_init(&w);
        struct node *live = ring_new(&w, FINAL_INDEX, 0, 3000);
        ouro_object_incref(&live->base);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 30000);
        ouro_object_incref(&ring->base);
        ouro_gc_collect(w.heap, 2);
        node_drop(&w, ring);
        ouro_mem_faults_set(&w.heap->mem, fail_at, fail_at + 2);
        for (int i = 0; i < 200; i++)
            ouro_gc_step(w.heap, 20000);
        ouro_mem_faults_clear(&w.heap->mem);
        world_check(&w);
        assert_true(w.alive >= 3000);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 3000);
        node_drop(&w, live);
        ouro_gc_collect(w.heap, 2);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

/* One container with millions of slots stops nobody. */
static void test_wide_object_in_pieces(void **state)
{
    struct world w;
    enum { COUNT = 3000000 };
    world_init(&w);
    struct node *hub = node_new(&w, NODE_INDEX, 0, 1);
    struct node *wide = node_new(&w, NODE_INDEX, 1, COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        node_set(&w, wide, i, hub);
    ouro_gc_collect(w.heap, 2);
    int slices = 0;
    while (ouro_gc_step(w.heap, 100000))
        slices++;
    assert_true(slices > 20);
    assert_int_equal(w.alive, 2);
    node_set(&w, hub, 0, wide);
    node_drop(&w, wide);
    node_drop(&w, hub);
    cycles_complete(&w, 1);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Steady production of old garbage: automatic slices keep up. */
static void test_pacing(void **state)
{
    struct world w;
    enum { LIVE = 100000 };
    static struct node *held[LIVE];
    world_init(&w);
    for (int i = 0; i < LIVE; i++) {
        held[i] = ring_new(&w, NODE_INDEX, 0, 2);
        ouro_object_incref(&held[i]->base);
    }
    int64_t worst = 0;
    random_state = 42;
    for (int i = 0; i < 2000000; i++) {
        uint32_t k = random_below(LIVE);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
        ouro_object_incref(&ring->base);
        node_drop(&w, held[k]);
        held[k] = ring;
        ouro_gc_poll(w.heap);
        if (w.alive > worst)
            worst = w.alive;
    }
    assert_true(worst < 2 * LIVE + 300000);
    for (int i = 0; i < LIVE; i++)
        node_drop(&w, held[i]);
    ouro_gc_collect(w.heap, 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_giant_ring),
        cmocka_unit_test(test_chain_of_rings),
        cmocka_unit_test(test_ring_saved_in_each_phase),
        cmocka_unit_test(test_finalizers_in_giant),
        cmocka_unit_test(test_finalizers_in_batches),
        cmocka_unit_test(test_interruptions),
        cmocka_unit_test(test_destroy_in_cycle),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_wide_object_in_pieces),
        cmocka_unit_test(test_pacing),
        cmocka_unit_test(test_model),
        cmocka_unit_test(test_model_traps),
        cmocka_unit_test(test_model_audited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
