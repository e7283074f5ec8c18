/* The release of objects: depth, stack, budget, finalizers within chains; type indices; free lists. */
#include <pthread.h>

#include "../gc/graph.h"

static struct node *chain_new(struct world *w, uint16_t index, uint32_t length)
{
    struct node *head = NULL;
    for (uint32_t i = 0; i < length; i++) {
        struct node *node = node_new(w, index, i, 1);
        assert_non_null(node);
        if (head)
            node->slots[0] = &head->base; /* moves */
        head = node;
    }
    return head;
}

struct thread_job {
    struct world *world;
    struct node *head;
};

static void *drop_in_thread(void *argument)
{
    struct thread_job *job = argument;
    node_drop(job->world, job->head);
    return NULL;
}

static void drop_on_small_stack(struct world *w, struct node *head)
{
    pthread_t thread;
    pthread_attr_t attributes;
    struct thread_job job = { w, head };
    pthread_attr_init(&attributes);
    assert_int_equal(pthread_attr_setstacksize(&attributes, 64 << 10), 0);
    assert_int_equal(pthread_create(&thread, &attributes, drop_in_thread, &job), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

static void test_long_chain_on_small_stack(void **state)
{
    struct world w;
    world_init(&w);
    drop_on_small_stack(&w, chain_new(&w, NODE_INDEX, 2000000));
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* A tree dies completely too, whatever its shape. */
static void test_tree(void **state)
{
    struct world w;
    world_init(&w);
    struct node *levels[18];
    for (int depth = 0; depth < 18; depth++) {
        levels[depth] = node_new(&w, NODE_INDEX, 0, 3);
        for (int i = 0; i < 3 && depth > 0; i++)
            node_set(&w, levels[depth], (uint32_t)i, levels[depth - 1]);
    }
    for (int depth = 0; depth < 18; depth++)
        node_drop(&w, levels[depth]);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void count_finalize(struct ouro_heap *heap, ouro_object *self)
{
    world_of(heap)->action++;
}

/* Finalizers run once each, also beyond the depth where deaths are put off. */
static void test_chain_of_finalizers(void **state)
{
    struct world w;
    world_init(&w);
    w.final.finalize = count_finalize;
    drop_on_small_stack(&w, chain_new(&w, FINAL_INDEX, 100000));
    assert_int_equal(w.action, 100000);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Finalizers that drop the next one themselves nest no deeper. */
static void cascade_finalize(struct ouro_heap *heap, ouro_object *self)
{
    world_of(heap)->action++;
    node_clear(heap, self);
}

static void test_chain_of_cascading_finalizers(void **state)
{
    struct world w;
    world_init(&w);
    w.final.finalize = cascade_finalize;
    drop_on_small_stack(&w, chain_new(&w, FINAL_INDEX, 100000));
    assert_int_equal(w.action, 100000);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

/* Weak references deep in a chain are cleared and called. */
static void test_weakref_deep_in_chain(void **state)
{
    struct world w;
    world_init(&w);
    struct node *callback = node_new(&w, NODE_INDEX, 1, 0);
    struct node *head = chain_new(&w, NODE_INDEX, 1000);
    struct node *deep = head;
    for (int i = 0; i < 500; i++)
        deep = (struct node *)deep->slots[0];
    struct ouro_weakref *ref = ref_new(&w, deep, callback, OURO_WEAKREF_OTHER);
    node_drop(&w, head);
    assert_string_equal(w.log, "c1 ");
    assert_null(ref->target);
    node_drop(&w, (struct node *)ref);
    node_drop(&w, callback);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_budget(void **state)
{
    struct world w;
    world_init(&w);
    ouro_gc_release_budget_set(w.heap, 1000);
    node_drop(&w, chain_new(&w, NODE_INDEX, 10000));
    assert_true(w.alive > 8000 && w.alive < 10000);
    assert_int_equal(ouro_gc_collect(w.heap, 2), 0); /* the waiting are left alone */
    int polls = 0;
    while (w.alive > 0 && polls < 100) {
        ouro_gc_poll(w.heap);
        polls++;
    }
    assert_int_equal(w.alive, 0);
    assert_true(polls >= 5);
    node_drop(&w, chain_new(&w, NODE_INDEX, 10000));
    ouro_gc_release_budget_set(w.heap, 0);
    assert_int_equal(w.alive, 0);
    world_destroy(&w);
}

static void test_immortal(void **state)
{
    struct world w;
    world_init(&w);
    struct node *node = node_new(&w, NODE_INDEX, 0, 1);
    node->base.refcount = OURO_REFCOUNT_IMMORTAL;
    for (int i = 0; i < 10; i++)
        node_drop(&w, node);
    ouro_object_incref(&node->base);
    assert_int_equal(node->base.refcount, OURO_REFCOUNT_IMMORTAL);
    assert_true(ouro_object_is_immortal(&node->base));
    node->base.refcount = INT32_MAX; /* an overflow sticks */
    ouro_object_incref(&node->base);
    assert_true(ouro_object_is_immortal(&node->base));
    node_drop(&w, node);
    assert_int_equal(w.alive, 1);
    world_destroy(&w);
}

static void test_type_indices(void **state)
{
    struct world w;
    static struct ouro_type types[3];
    world_init(&w);
    memset(types, 0, sizeof(types));
    for (int i = 0; i < 3; i++)
        assert_true(ouro_type_register(w.heap, &types[i], 0));
    assert_int_equal(types[0].index, OURO_TYPE_INDEX_DYNAMIC);
    assert_int_equal(types[2].index, OURO_TYPE_INDEX_DYNAMIC + 2);
    ouro_type_unregister(w.heap, &types[0]);
    ouro_type_unregister(w.heap, &types[2]);
    assert_true(ouro_type_register(w.heap, &types[0], 0));
    assert_int_equal(types[0].index, OURO_TYPE_INDEX_DYNAMIC + 2);
    assert_true(ouro_type_register(w.heap, &types[2], 0));
    assert_int_equal(types[2].index, OURO_TYPE_INDEX_DYNAMIC);
    assert_ptr_equal(w.heap->types[types[2].index], &types[2]);
    assert_int_equal(w.heap->type_free_count, 0);
    world_destroy(&w);
}

static void test_free_list(void **state)
{
    struct world w;
    world_init(&w);
    struct ouro_free_list *list =
        ouro_free_list_add(w.heap, "node", 24, OURO_BLOCK_CONTAINER, 2);
    ouro_object *objects[3];
    for (int i = 0; i < 3; i++) {
        objects[i] = ouro_free_list_alloc(w.heap, list, NODE_INDEX, 24, OURO_BLOCK_CONTAINER);
        ((struct node *)objects[i])->count = 0;
    }
    for (int i = 0; i < 3; i++)
        ouro_free_list_free(w.heap, list, objects[i], 24, OURO_BLOCK_CONTAINER);
    assert_int_equal(list->count, 2);
    assert_int_equal(ouro_gc_generation_count(w.heap, -1), 0); /* a kept block is free */
    objects[0] = ouro_free_list_alloc(w.heap, list, NODE_INDEX, 24, OURO_BLOCK_CONTAINER);
    assert_int_equal(list->hits, 1);
    assert_int_equal(objects[0]->refcount, 1);
    ((struct node *)objects[0])->count = 0;
    ouro_free_list_free(w.heap, list, objects[0], 24, OURO_BLOCK_CONTAINER);
    ouro_gc_collect(w.heap, 2);
    assert_int_equal(list->count, 0);
    assert_null(list->head);
    world_destroy(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_chain_on_small_stack),
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_chain_of_finalizers),
        cmocka_unit_test(test_chain_of_cascading_finalizers),
        cmocka_unit_test(test_weakref_deep_in_chain),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_immortal),
        cmocka_unit_test(test_type_indices),
        cmocka_unit_test(test_free_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
