/* Synchronous collections: exactness, order, resurrection, generations, want of memory. */
#include "graph.h"

#include <sys/wait.h>
#include <unistd.h>

static uint64_t committed_size(struct world *w)
{
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(&w->heap->mem, &stats);
    return stats.committed_size;
}

static size_t private_dirty_kib(void)
{
    char line[256];
    size_t sum = 0, value;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    if (!file)
        return 0;
    while (fgets(line, sizeof(line), file))
        if (sscanf(line, "Private_Dirty: %zu kB", &value) == 1)
            sum += value;
    fclose(file);
    return sum;
}

static void test_ring(void **state)
{
    struct world w;
    world_init(&w);
    for (int size = 1; size <= 300; size = size * 3 + 1) {
        ring_new(&w, NODE_INDEX, 0, size);
        assert_int_equal(w.alive, size);
        assert_int_equal(ouro_gc_collect(w.heap, 2), size);
        assert_int_equal(w.alive, 0);
    }
    assert_int_equal(ouro_gc_collect(w.heap, 2), 0);
    world_destroy(&w);
}

static void test_held_ring_lives(void **state)
{
    struct world w;
    world_init(&w);
    struct node *root = ring_new(&w, NODE_INDEX, 0, 100);
    struct node *middle = (struct node *)((struct node *)root->slots[0])->slots[0];
    ouro_object_incref(&middle->base);
    struct node *tail = node_new(&w, NODE_INDEX, 7, 1);
    node_set(&w, root, 1, tail);
    node_drop(&w, tail);
    for (int generation = 0; generation < 3; generation++)
        assert_int_equal(ouro_gc_collect(w.heap, generation), 0);
    assert_int_equal(w.alive, 101);
    node_drop(&w, middle);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 101);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Garbage that points into the living, and living that pointed at garbage. */
static void test_garbage_points_out(void **state)
{
    struct world w;
    world_init(&w);
    struct node *live = node_new(&w, NODE_INDEX, 0, 2);
    struct node *ring = ring_new(&w, NODE_INDEX, 1, 5);
    node_set(&w, ring, 1, live);
    node_set(&w, live, 0, ring);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 0);
    assert_int_equal(live->base.refcount, 2);
    node_set(&w, live, 0, NULL);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 5);
    assert_int_equal(live->base.refcount, 1);
    node_drop(&w, live);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_generations(void **state)
{
    struct world w;
    world_init(&w);
    struct node *node = node_new(&w, NODE_INDEX, 0, 1);
    for (int expected = 0; expected < 3; expected++) {
        assert_int_equal(ouro_object_generation(&node->base), expected);
        assert_int_equal(ouro_gc_generation_count(w.heap, expected), 1);
        ouro_gc_collect(w.heap, expected);
    }
    assert_int_equal(ouro_object_generation(&node->base), 2);
    /* An old ring is not found by younger collections. */
    struct node *ring = ring_new(&w, NODE_INDEX, 0, 3);
    ouro_object_incref(&ring->base);
    ouro_gc_collect(w.heap, 0);
    node_drop(&w, ring);
    assert_int_equal(ouro_gc_collect(w.heap, 0), 0);
    assert_int_equal(ouro_gc_collect(w.heap, 1), 3);
    node_drop(&w, node);
    world_destroy(&w);
}

static void test_counts_trickle(void **state)
{
    struct world w;
    int64_t count[3];
    world_init(&w);
    ouro_gc_collect(w.heap, 2);
    ouro_gc_collect(w.heap, 0);
    ouro_gc_count_get(w.heap, count);
    assert_int_equal(count[1], 1);
    ouro_gc_collect(w.heap, 1);
    ouro_gc_count_get(w.heap, count);
    assert_int_equal(count[1], 0);
    assert_int_equal(count[2], 1);
    ouro_gc_collect(w.heap, 2);
    ouro_gc_count_get(w.heap, count);
    assert_int_equal(count[2], 0);
    struct node *node = node_new(&w, NODE_INDEX, 0, 1);
    ouro_gc_count_get(w.heap, count);
    assert_int_equal(count[0], 1);
    node_drop(&w, node);
    ouro_gc_count_get(w.heap, count);
    assert_int_equal(count[0], 0);
    world_destroy(&w);
}

static void test_finalizers_in_order(void **state)
{
    struct world w;
    world_init(&w);
    struct node *ring = ring_new(&w, FINAL_INDEX, 1, 4);
    for (struct node *n = ring;; n = (struct node *)n->slots[0]) {
        ouro_gc_note_birth(w.heap, &n->base);
        if (n->id == 4)
            break;
    }
    assert_int_equal(ouro_gc_collect(w.heap, 2), 4);
    assert_string_equal(w.log, "f1 f2 f3 f4 ");
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_resurrection(void **state)
{
    struct world w;
    world_init(&w);
    w.action = ACTION_RESURRECT;
    ring_new(&w, FINAL_INDEX, 1, 2);
    ring_new(&w, NODE_INDEX, 8, 3);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 3); /* resurrection does not save the others */
    assert_int_equal(w.alive, 2);
    assert_int_equal(w.saved_count, 2);
    assert_true(ouro_gc_is_finalized(w.saved[0]));
    assert_int_equal(ouro_object_generation(w.saved[0]), 2);
    ouro_object_decref(w.heap, w.saved[0]);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 0);
    ouro_object_decref(w.heap, w.saved[1]);
    w.log[0] = 0;
    assert_int_equal(ouro_gc_collect(w.heap, 2), 2);
    assert_string_equal(w.log, ""); /* finalizers ran once */
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_resurrection_by_release(void **state)
{
    struct world w;
    world_init(&w);
    w.action = ACTION_RESURRECT;
    struct node *node = node_new(&w, FINAL_INDEX, 1, 1);
    node_drop(&w, node);
    assert_int_equal(w.saved_count, 1);
    assert_int_equal(node->base.refcount, 1);
    node_drop(&w, node);
    assert_int_equal(w.alive, 0);
    assert_string_equal(w.log, "f1 ");
    world_destroy(&w);
}

static void test_finalizer_misbehaves(void **state)
{
    static const int actions[] = { ACTION_COLLECT, ACTION_ALLOCATE, ACTION_BREAK };
    for (size_t i = 0; i < 3; i++) {
        struct world w;
        world_init(&w);
        w.action = actions[i];
        ring_new(&w, FINAL_INDEX, 1, 3);
        ouro_gc_collect(w.heap, 2);
        ouro_gc_collect(w.heap, 2);
        assert_int_equal(w.alive, 0);
        assert_string_equal(w.log, "f1 f2 f3 ");
        world_destroy(&w);
    }
}

static void test_weakrefs_of_garbage(void **state)
{
    struct world w;
    world_init(&w);
    struct node *c1 = node_new(&w, NODE_INDEX, 1, 0), *c2 = node_new(&w, NODE_INDEX, 2, 0);
    struct node *c3 = node_new(&w, NODE_INDEX, 3, 0);
    struct node *ring = ring_new(&w, FINAL_INDEX, 5, 2);
    struct ouro_weakref *plain = ref_new(&w, ring, NULL, OURO_WEAKREF_PLAIN);
    struct ouro_weakref *old = ref_new(&w, ring, c1, OURO_WEAKREF_OTHER);
    struct ouro_weakref *young = ref_new(&w, ring, c2, OURO_WEAKREF_OTHER);
    struct ouro_weakref *trash = ref_new(&w, ring, c3, OURO_WEAKREF_OTHER);
    assert_ptr_equal(ouro_weakref_first(w.heap, &ring->base), plain);
    assert_ptr_equal(plain->next, trash); /* the newest is the first behind the plain one */
    assert_ptr_equal(ouro_weakref_find(w.heap, &ring->base, OURO_WEAKREF_PLAIN), plain);
    assert_int_equal(ouro_weakref_count(w.heap, &ring->base), 4);
    ring->slots[1] = &trash->base; /* moves into the garbage: no callback */
    ouro_gc_collect(w.heap, 2);
    assert_string_equal(w.log, "c2 c1 f5 f6 ");
    assert_null(plain->target);
    assert_null(old->target);
    assert_null(old->callback);
    assert_int_equal(ouro_weakref_table_count(w.heap), 0);
    node_drop(&w, (struct node *)plain);
    node_drop(&w, (struct node *)old);
    node_drop(&w, (struct node *)young);
    node_drop(&w, c1);
    node_drop(&w, c2);
    node_drop(&w, c3);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_weakrefs_of_released(void **state)
{
    struct world w;
    world_init(&w);
    struct node *callback = node_new(&w, NODE_INDEX, 1, 0);
    struct node *target = node_new(&w, FINAL_INDEX, 5, 0);
    struct ouro_weakref *ref = ref_new(&w, target, callback, OURO_WEAKREF_OTHER);
    ouro_object *got = ouro_weakref_get(ref);
    assert_ptr_equal(got, target);
    ouro_object_decref(w.heap, got);
    node_drop(&w, target);
    assert_string_equal(w.log, "f5 c1 ");
    assert_null(ouro_weakref_get(ref));
    node_drop(&w, (struct node *)ref);
    node_drop(&w, callback);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* More references than a cell counts: the tally carries into the table. */
static void test_many_references(void **state)
{
    struct world w;
    world_init(&w);
    enum { COUNT = 100000 };
    struct node *hub = node_new(&w, NODE_INDEX, 0, 1);
    struct node *wide = node_new(&w, NODE_INDEX, 1, COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        node_set(&w, wide, i, hub);
    node_set(&w, hub, 0, wide);
    node_drop(&w, wide);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 0);
    node_drop(&w, hub);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_untracked(void **state)
{
    struct world w;
    world_init(&w);
    struct node *ring = ring_new(&w, NODE_INDEX, 0, 2);
    ouro_object_untrack(&ring->base);
    assert_false(ouro_object_is_tracked(w.heap, &ring->base));
    assert_int_equal(ouro_gc_collect(w.heap, 0), 0);
    ouro_object_track(&ring->base);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_freeze(void **state)
{
    for (int is_immortal = 0; is_immortal < 2; is_immortal++) {
        struct world w;
        world_init(&w);
        ring_new(&w, NODE_INDEX, 0, 10);
        assert_int_equal(ouro_gc_freeze(w.heap, is_immortal), 10);
        ring_new(&w, NODE_INDEX, 0, 3);
        assert_int_equal(ouro_gc_collect(w.heap, 2), 3);
        assert_int_equal(ouro_gc_freeze_count(w.heap), 10);
        ouro_gc_unfreeze(w.heap);
        assert_int_equal(ouro_gc_freeze_count(w.heap), 0);
        assert_int_equal(ouro_gc_collect(w.heap, 2), is_immortal ? 0 : 10);
        world_destroy(&w);
    }
}

static bool count_found(void *context, ouro_object *object)
{
    ++*(int *)context;
    return true;
}

static void test_find_garbage(void **state)
{
    struct world w;
    int found = 0;
    world_init(&w);
    struct node *live = ring_new(&w, NODE_INDEX, 0, 4);
    ouro_object_incref(&live->base);
    ring_new(&w, FINAL_INDEX, 0, 3);
    assert_true(ouro_gc_find_garbage(w.heap, count_found, &found));
    assert_int_equal(found, 3);
    assert_string_equal(w.log, "");
    assert_int_equal(w.alive, 7);
    ouro_object *target = &live->base;
    found = 0;
    ouro_gc_referrers(w.heap, &target, 1, count_found, &found);
    assert_int_equal(found, 1);
    found = 0;
    ouro_gc_referents(w.heap, target, count_found, &found);
    assert_int_equal(found, 1);
    node_drop(&w, live);
    assert_int_equal(ouro_gc_shutdown(w.heap), 7);
    world_destroy(&w);
}

static void test_audit_finds_missing_count(void **state)
{
    struct world w;
    world_init(&w);
    struct node *a = node_new(&w, NODE_INDEX, 0, 1), *b = node_new(&w, NODE_INDEX, 1, 2);
    node_set(&w, a, 0, b);
    b->base.refcount = 1;
    a->slots[0] = &b->base;
    node_set(&w, b, 0, b);
    b->base.refcount = 1; /* two references */
    assert_int_equal(ouro_gc_audit(w.heap, NULL, NULL), 1);
    b->base.refcount = 3;
    node_drop(&w, a);
    node_drop(&w, b);
    ouro_gc_collect(w.heap, 2);
    world_destroy(&w);
}

/* Every allocation of the collector fails in turn: nothing wrong may be freed, nothing may leak. */
static void test_no_memory(void **state)
{
    for (uint64_t fail_at = 0; fail_at < 40; fail_at++) {
        struct world w;
        world_init(&w);
        struct node *callback = node_new(&w, NODE_INDEX, 1, 0);
        struct node *live = ring_new(&w, NODE_INDEX, 0, 1000);
        ouro_object_incref(&live->base);
        struct node *ring = ring_new(&w, FINAL_INDEX, 1, 1000);
        struct ouro_weakref *ref = ref_new(&w, ring, callback, OURO_WEAKREF_OTHER);
        for (int i = 0; i < 50; i++)
            ring_new(&w, NODE_INDEX, 0, 10);
        ouro_mem_faults_set(&w.heap->mem, fail_at, fail_at + 1);
        ouro_gc_collect(w.heap, 0);
        ouro_gc_collect(w.heap, 2);
        ouro_mem_faults_clear(&w.heap->mem);
        world_check(&w);
        assert_true(w.alive >= 1002);
        ouro_gc_collect(w.heap, 2);
        assert_int_equal(w.alive, 1002);
        node_drop(&w, live);
        node_drop(&w, (struct node *)ref);
        node_drop(&w, callback);
        ouro_gc_collect(w.heap, 2);
        assert_int_equal(w.alive, 0);
        world_destroy(&w);
    }
}

static void test_automatic(void **state)
{
    struct world w;
    struct ouro_gc_stats stats;
    world_init(&w);
    for (int i = 0; i < 200000; i++) {
        ring_new(&w, NODE_INDEX, 0, 2);
        ouro_gc_poll(w.heap);
        assert_true(w.alive < 50000);
    }
    ouro_gc_stats_get(w.heap, 0, &stats);
    assert_true(stats.collections > 20 && stats.collected > 350000);
    ouro_gc_disable(w.heap);
    ouro_gc_collect(w.heap, 2);
    for (int i = 0; i < 50000; i++) {
        ring_new(&w, NODE_INDEX, 0, 1);
        ouro_gc_poll(w.heap);
    }
    assert_int_equal(w.alive, 50000);
    assert_true(!ouro_gc_enable(w.heap));
    ouro_gc_poll(w.heap);
    assert_true(w.alive > 0); /* more than one stop may take */
    for (int i = 0; i < 100; i++)
        ouro_gc_poll(w.heap);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_exact_thresholds(void **state)
{
    struct world w;
    int threshold[3] = { 700, 10, 10 };
    world_init(&w);
    ouro_gc_threshold_set(w.heap, threshold);
    for (int i = 0; i < 700; i++) {
        ring_new(&w, NODE_INDEX, 0, 1);
        ouro_gc_poll(w.heap);
    }
    assert_int_equal(w.alive, 700);
    ring_new(&w, NODE_INDEX, 0, 1);
    ouro_gc_poll(w.heap);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Under a hard limit, garbage is collected before an allocation has to fail for it. */
static void test_limit(void **state)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 1000; i++) /* a few old objects */
        node_drop(&w, node_new(&w, NODE_INDEX, 0, 1));
    ouro_mem_limit_set(&w.heap->mem, committed_size(&w) + (8 << 20));
    for (int i = 0; i < 3000; i++) {
        struct node *big = node_new(&w, NODE_INDEX, 0, 5000); /* 40 KB each */
        if (big) {
            node_set(&w, big, 0, big);
            node_drop(&w, big);
        }
        ouro_gc_poll(w.heap);
    }
    assert_true(w.alive < 300);
    ouro_gc_collect(w.heap, 2);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Reading frozen immortal objects in a child dirties none of their pages. */
static void test_freeze_and_fork(void **state)
{
    struct world w;
    enum { COUNT = 200000 };
    world_init(&w);
    struct node *hold = node_new(&w, NODE_INDEX, 0, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct node *node = node_new(&w, NODE_INDEX, i, 2);
        node_set(&w, hold, i, node);
        node_drop(&w, node);
    }
    ouro_gc_freeze(w.heap, true);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        size_t before = private_dirty_kib();
        for (int round = 0; round < 3; round++)
            for (uint32_t i = 0; i < COUNT; i++) {
                ouro_object_incref(hold->slots[i]);
                ouro_object_decref(w.heap, hold->slots[i]);
            }
        ouro_gc_collect(w.heap, 1);
        size_t after = private_dirty_kib();
        _exit(after - before < 2048 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    world_destroy(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_held_ring_lives),
        cmocka_unit_test(test_garbage_points_out),
        cmocka_unit_test(test_generations),
        cmocka_unit_test(test_counts_trickle),
        cmocka_unit_test(test_finalizers_in_order),
        cmocka_unit_test(test_resurrection),
        cmocka_unit_test(test_resurrection_by_release),
        cmocka_unit_test(test_finalizer_misbehaves),
        cmocka_unit_test(test_weakrefs_of_garbage),
        cmocka_unit_test(test_weakrefs_of_released),
        cmocka_unit_test(test_many_references),
        cmocka_unit_test(test_untracked),
        cmocka_unit_test(test_freeze),
        cmocka_unit_test(test_find_garbage),
        cmocka_unit_test(test_audit_finds_missing_count),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_automatic),
        cmocka_unit_test(test_exact_thresholds),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_freeze_and_fork),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
