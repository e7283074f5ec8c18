/* What has gone wrong in other collectors, row by row (docs/design/collector.md, Hazards). Those that have a
 * test of their own elsewhere are named there. */
#include "graph.h"

#include <pthread.h>

#include "ouro/heap.h"

static void cycles_complete(struct world *w, int count)
{
    for (int i = 0; i < count; i++)
        while (ouro_gc_step(w->heap, 1000000000))
            continue;
}

static void step_until(struct world *w, enum ouro_gc_cycle_phase phase)
{
    for (int i = 0; i < 10000000 && ouro_gc_cycle_phase_get(w->heap) != phase; i++)
        ouro_gc_step(w->heap, 1);
    assert_int_equal(ouro_gc_cycle_phase_get(w->heap), phase);
}

/* Everything is proven by traps, however small. */
static void traps_only(struct world *w)
{
    struct ouro_gc_options options;
    ouro_gc_options_get(w->heap, &options);
    options.batch_max = 0;
    ouro_gc_options_set(w->heap, &options);
}

/* ---- the collector recurses -------------------------------------------------------------------------- */

static void *collect_on_thread(void *argument)
{
    struct world *w = argument;
    ouro_gc_collect(w->heap, 2);
    return NULL;
}

static void *cycle_on_thread(void *argument)
{
    cycles_complete(argument, 1);
    return NULL;
}

static void run_on_small_stack(struct world *w, void *(*function)(void *))
{
    pthread_t thread;
    pthread_attr_t attributes;
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, 64 << 10), 0);
    assert_int_equal(pthread_create(&thread, &attributes, function, w), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

static void test_deep_garbage_on_small_stack(void **state)
{
    void *(*const functions[])(void *) = { collect_on_thread, cycle_on_thread };
    for (int i = 0; i < 2; i++) {
        struct world w;
        world_init(&w);
        ring_new(&w, NODE_INDEX, 0, 500000);
        struct node *live = ring_new(&w, NODE_INDEX, 0, 500000);
        ouro_object_incref(&live->base);
        run_on_small_stack(&w, functions[i]);
        assert_int_equal(w.alive, 500000);
        node_drop(&w, live);
        run_on_small_stack(&w, functions[i]);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

/* ---- an edge is missed ------------------------------------------------------------------------------- */

static void half_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, ((const struct node *)self)->slots, 1); /* of two */
}

/* The reference that is not reported counts as held from outside: a leak, never a live object freed. */
static void test_missed_edge_only_leaks(void **state)
{
    struct world w;
    world_init(&w);
    struct node *owner = node_new(&w, FINAL_INDEX, 0, 2);
    w.final.traverse = half_traverse;
    struct node *child = node_new(&w, NODE_INDEX, 1, 1);
    node_set(&w, owner, 1, child);
    node_set(&w, child, 0, child); /* a cycle: only the hidden edge keeps it */
    node_drop(&w, child);
    for (int generation = 0; generation <= 2; generation++)
        ouro_gc_collect(w.heap, generation);
    cycles_complete(&w, 2);
    assert_int_equal(w.alive, 2);
    assert_int_equal(child->id, 1);
    node_set(&w, child, 0, NULL);
    node_drop(&w, owner);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* ---- counts ------------------------------------------------------------------------------------------- */

/* A count that runs over sticks in the immortal range; the object is leaked, not freed. */
static void test_count_overflows_into_immortal(void **state)
{
    struct world w;
    world_init(&w);
    struct node *node = node_new(&w, NODE_INDEX, 7, 1);
    node->base.refcount = INT32_MAX;
    ouro_object_incref(&node->base);
    assert_true(ouro_object_is_immortal(&node->base));
    for (int i = 0; i < 100; i++)
        node_drop(&w, node);
    ouro_gc_collect(w.heap, 2);
    cycles_complete(&w, 1);
    assert_int_equal(w.alive, 1);
    assert_int_equal(node->id, 7);
    world_destroy(&w);
}

/* The public inline functions know trapped counts. */
static void test_public_counting_springs_traps(void **state)
{
    for (int action = 0; action < 3; action++) {
        struct world w;
        world_init(&w);
        traps_only(&w);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 100);
        struct node *holder = node_new(&w, NODE_INDEX, 0, 1);
        node_set(&w, holder, 0, ring);
        ouro_gc_collect(w.heap, 2);
        node_set(&w, holder, 0, NULL);
        step_until(&w, OURO_GC_CYCLE_VERIFY);
        assert_true(ring->base.refcount < 0);
        assert_int_equal(ouro_count(ring), 1);
        if (action == 0) {
            ouro_keep(ring);
            assert_int_equal(ring->base.refcount, 2);
        } else if (action == 1) {
            ouro_touch(ring);
            assert_int_equal(ring->base.refcount, 1);
            ouro_object_incref(&ring->base);
        } else {
            ouro_object_incref(&ring->base);
        }
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 101);
        node_drop(&w, ring);
        node_drop(&w, holder);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

/* ---- references that move without a count -------------------------------------------------------------- */

/* What was garbage when it was marked, and is held again (through a weak reference, say) before it is proven,
 * is a suspect and alive. From then on the program takes out what it holds, uncounted, as a generator
 * that goes on does. */
static void test_moved_reference_is_touched(void **state)
{
    static const enum ouro_gc_cycle_phase phases[] = {
        OURO_GC_CYCLE_ARM, OURO_GC_CYCLE_RECOUNT, OURO_GC_CYCLE_VERIFY, OURO_GC_CYCLE_RECHECK,
    };
    for (size_t i = 0; i < sizeof(phases) / sizeof(*phases); i++) {
        struct world w;
        world_init(&w);
        traps_only(&w);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
        struct node *generator = node_new(&w, NODE_INDEX, 1, 1);
        struct node *operand = ring_new(&w, NODE_INDEX, 2, 3);
        node_set(&w, ring, 1, generator);
        node_set(&w, generator, 0, operand);
        node_drop(&w, generator);
        ouro_object_incref(&ring->base);
        ouro_gc_collect(w.heap, 2);
        node_drop(&w, ring);
        step_until(&w, OURO_GC_CYCLE_CONFIRM);
        ouro_object_incref(&generator->base);
        step_until(&w, phases[i]);
        assert_true(operand->base.gc_flags & OURO_GC_SCRATCH);
        ouro_gc_step(w.heap, 1);
        struct node *taken = (struct node *)generator->slots[0];
        ouro_slots_touch(w.heap, generator->slots, 1);
        generator->slots[0] = NULL;
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 4);
        assert_int_equal(taken->id, 2);
        assert_non_null(taken->slots[0]); /* not cleared */
        node_drop(&w, taken);
        node_drop(&w, generator);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

static uint32_t below(uint64_t *random, uint32_t limit)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (uint32_t)(*random % limit);
}

static void wide_shift(struct world *w, struct node *wide, uint64_t *random)
{
    enum { PIECE = 300 };
    ouro_object *held[PIECE];
    uint32_t count = 1 + below(random, PIECE - 1);
    ouro_slots_shift(w->heap, wide->count);
    if (below(random, 2)) { /* to the left, round the end */
        memcpy(held, wide->slots, count * sizeof(*held));
        memmove(wide->slots, wide->slots + count, (wide->count - count) * sizeof(*held));
        memcpy(wide->slots + wide->count - count, held, count * sizeof(*held));
    } else {
        memcpy(held, wide->slots + wide->count - count, count * sizeof(*held));
        memmove(wide->slots + count, wide->slots, (wide->count - count) * sizeof(*held));
        memcpy(wide->slots, held, count * sizeof(*held));
    }
}

/* A list too wide for one piece, in doubt and alive, whose slots shift all the time. */
static void test_wide_container_shifts(void **state)
{
    enum { COUNT = 200000, SELVES = 2 };
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 3; round++) {
        struct world w;
        world_init(&w);
        traps_only(&w);
        struct node *wide = node_new(&w, NODE_INDEX, 0, COUNT);
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
        for (uint32_t i = SELVES; i < COUNT; i++) {
            struct node *child = node_new(&w, NODE_INDEX, i, 1);
            node_set(&w, child, 0, child);
            node_set(&w, wide, i, child);
            node_drop(&w, child);
        }
        node_set(&w, ring, 1, wide);
        node_drop(&w, wide);
        ouro_object_incref(&ring->base);
        ouro_gc_collect(w.heap, 2);
        node_drop(&w, ring);
        step_until(&w, OURO_GC_CYCLE_CONFIRM);
        ouro_object_incref(&wide->base); /* alive again, and a suspect */
        uint32_t shifts = 0;
        for (bool is_more = true; is_more;) {
            is_more = ouro_gc_step(w.heap, 50000);
            if (w.heap->has_traps) {
                wide_shift(&w, wide, &random);
                shifts++;
            }
        }
        assert_true(shifts > 3);
        for (uint32_t i = 0; i < COUNT; i++) {
            struct node *child = (struct node *)wide->slots[i];
            assert_true(!child || child->slots[0] == &child->base);
        }
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, COUNT - SELVES + 1);
        node_drop(&w, wide);
        cycles_complete(&w, 2);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

/* ---- a wide object dies in pieces ---------------------------------------------------------------------- */

static uint64_t references_dropped;

static bool node_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct node *node = (struct node *)self;
    for (uint32_t i = node->count; i-- > 0;) {
        ouro_object *child = node->slots[i];
        if (!child)
            continue;
        if (*budget == 0)
            return true;
        --*budget;
        references_dropped++;
        node->slots[i] = NULL;
        ouro_object_decref(heap, child);
    }
    return false;
}

static struct node *wide_new(struct world *w, uint32_t count)
{
    struct node *wide = node_new(w, NODE_INDEX, 0, count);
    for (uint32_t i = 0; i < count; i++) {
        struct node *child = node_new(w, NODE_INDEX, i, 1);
        node_set(w, wide, i, child);
        node_drop(w, child);
    }
    return wide;
}

static void test_wide_garbage_is_cleared_in_pieces(void **state)
{
    enum { COUNT = 20000 };
    struct world w;
    world_init(&w);
    w.node.clear_some = node_clear_some;
    struct node *wide = wide_new(&w, COUNT);
    ouro_gc_collect(w.heap, 2);
    node_set(&w, (struct node *)wide->slots[0], 0, wide);
    node_drop(&w, wide);
    references_dropped = 0;
    uint64_t most = 0;
    for (bool is_more = true; is_more;) {
        uint64_t before = references_dropped;
        is_more = ouro_gc_step(w.heap, 1);
        if (references_dropped - before > most)
            most = references_dropped - before;
        world_check(&w);
    }
    assert_int_equal(w.alive, 0);
    assert_true(most > 0 && most <= 4096);
    world_destroy(&w);
}

static void test_wide_object_within_release_budget(void **state)
{
    enum { COUNT = 20000, BUDGET = 500 };
    struct world w;
    world_init(&w);
    w.node.clear_some = node_clear_some;
    struct node *wide = wide_new(&w, COUNT);
    ouro_gc_collect(w.heap, 2);
    ouro_gc_release_budget_set(w.heap, BUDGET);
    node_drop(&w, wide);
    assert_true(w.alive > COUNT - BUDGET);
    int polls = 0;
    while (w.alive > 0 && polls++ < COUNT) {
        int64_t before = w.alive;
        ouro_gc_poll(w.heap);
        assert_true(before - w.alive <= BUDGET + 1);
        world_check(&w);
    }
    assert_int_equal(w.alive, 0);
    assert_true(polls >= COUNT / BUDGET / 2);
    world_destroy(&w);
}

/* ---- debt that the heap does not see -------------------------------------------------------------------- */

/* Rings that are old before they die, each with 64 KiB outside of the heap, or in its plain memory. */
static void debt(bool is_external)
{
    enum { SIZE = 64 << 10, LIVE = 64 };
    struct world w;
    struct node *held[LIVE] = { 0 };
    void *memory[LIVE] = { 0 };
    int64_t worst = 0;
    world_init(&w);
    for (int i = 0; i < 60000; i++) {
        struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
        ouro_object_incref(&ring->base);
        if (held[i % LIVE])
            node_drop(&w, held[i % LIVE]);
        held[i % LIVE] = ring;
        if (is_external) {
            ouro_gc_adjust_external(w.heap, SIZE);
        } else {
            ouro_mem_free(&w.heap->mem, OURO_DOMAIN_RAW, memory[i % LIVE]);
            memory[i % LIVE] = ouro_mem_alloc(&w.heap->mem, OURO_DOMAIN_RAW, SIZE);
        }
        ouro_gc_poll(w.heap);
        if (w.alive > worst)
            worst = w.alive;
    }
    assert_true(worst < 60000);
    for (int i = 0; i < LIVE; i++) {
        node_drop(&w, held[i]);
        ouro_mem_free(&w.heap->mem, OURO_DOMAIN_RAW, memory[i]);
    }
    ouro_gc_collect(w.heap, 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_external_debt(void **state)
{
    debt(true);
}

static void test_memory_of_any_kind_paces(void **state)
{
    debt(false);
}

/* ---- disposal starts the next collection at once ---------------------------------------------------------- */

static void test_finalizers_that_make_garbage_come_to_an_end(void **state)
{
    struct world w;
    world_init(&w);
    w.action = ACTION_ALLOCATE;
    for (int i = 0; i < 100; i++)
        ring_new(&w, FINAL_INDEX, (uint32_t)i, 1);
    ouro_gc_collect(w.heap, 2);
    struct ouro_gc_event events[4];
    assert_int_equal(ouro_gc_events_get(w.heap, events, 4), 1); /* they polled, and none began */
    for (int i = 0; i < 100; i++)
        ouro_gc_poll(w.heap);
    ouro_gc_collect(w.heap, 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deep_garbage_on_small_stack),
        cmocka_unit_test(test_missed_edge_only_leaks),
        cmocka_unit_test(test_count_overflows_into_immortal),
        cmocka_unit_test(test_public_counting_springs_traps),
        cmocka_unit_test(test_moved_reference_is_touched),
        cmocka_unit_test(test_wide_container_shifts),
        cmocka_unit_test(test_wide_garbage_is_cleared_in_pieces),
        cmocka_unit_test(test_wide_object_within_release_budget),
        cmocka_unit_test(test_external_debt),
        cmocka_unit_test(test_memory_of_any_kind_paces),
        cmocka_unit_test(test_finalizers_that_make_garbage_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
