/* The cycle in slices: hazards known from other collectors, one by one. test_model.c has the random
 * ones. */
#include "graph.h"

static void cycles_complete(struct world *w, int count)
{
    for (int i = 0; i < count; i++)
        while (ouro_gc_step(w->heap, 1000000000))
            continue;
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

static uint64_t young_longest(struct world *w)
{
    struct ouro_gc_stats stats;
    ouro_gc_stats_get(w->heap, OURO_GC_YOUNG, &stats);
    return stats.duration_max_ns;
}

/* Nor does it in a young collection, which must leave alone what only the wide one holds. */
static void test_young_wide_object(void **state)
{
    struct world w;
    enum { COUNT = 3000000 };
    world_init(&w);
    struct node *wide = node_new(&w, NODE_INDEX, 1, COUNT);
    struct node *inside = ring_new(&w, NODE_INDEX, 2, 2);
    for (uint32_t i = 0; i < COUNT; i++)
        node_set(&w, wide, i, inside);
    for (int i = 0; i < 1000; i++) {
        ring_new(&w, NODE_INDEX, 10, 1);
        ouro_gc_poll(w.heap);
    }
    assert_true(w.alive < 1000); /* there was one */
    assert_int_equal(ouro_object_generation(&wide->base), OURO_GC_MIDDLE);
    assert_int_equal(inside->id, 2);
    uint64_t automatic = young_longest(&w);
    struct node *other = node_new(&w, NODE_INDEX, 1, COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        node_set(&w, other, i, inside);
    ouro_gc_collect(w.heap, OURO_GC_YOUNG); /* looks at everything */
    assert_true(4 * automatic < young_longest(&w));
    node_set(&w, inside, 1, wide);
    node_drop(&w, wide);
    node_drop(&w, other);
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
        cmocka_unit_test(test_young_wide_object),
        cmocka_unit_test(test_pacing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
