/* Pools: slots, walks, the young list, purging, resizing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "pool/pools.h"

static struct ouro_pools *pools_new(uint64_t limit)
{
    struct ouro_pools *pools = calloc(1, sizeof *pools);
    struct ouro_pools_options options = {.limit = limit, .reserve_size = (size_t)1 << 30};
    assert_true(ouro_pools_init(pools, &options));
    return pools;
}

static void pools_end(struct ouro_pools *pools)
{
    const char *fault = ouro_pools_find_fault(pools);
    if (fault)
        fail_msg("%s", fault);
    ouro_pools_destroy(pools);
    free(pools);
}

static void *object_new(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind)
{
    void *block = ouro_pools_alloc(pools, size, kind);
    assert_non_null(block);
    *(uint64_t *)block = (uint64_t)7 << 48 | 1;
    return block;
}

static size_t count_live(struct ouro_pools *pools, enum ouro_block_kind kind)
{
    uint32_t index = 0;
    size_t live = 0;
    struct ouro_pool *pool;
    while ((pool = ouro_pools_next(pools, &index, kind)) != NULL)
        for (uint32_t slot = 0; slot < pool->slot_count; slot++)
            live += *(uint64_t *)ouro_pool_block(pool, slot) >> 48 != 0;
    return live;
}

static void a_walk_finds_exactly_the_live_objects(void **state)
{
    static const size_t sizes[] = {16, 24, 40, 56, 128, 200, 1000, 3000, 32768, 100000};
    struct ouro_pools *pools = pools_new(0);
    void *blocks[2000];
    for (int i = 0; i < 2000; i++) {
        blocks[i] =
            object_new(pools, sizes[i % 10], i % 2 ? OURO_BLOCK_ATOM : OURO_BLOCK_CONTAINER);
        struct ouro_pool *pool = ouro_pools_find(pools, blocks[i]);
        assert_ptr_equal(ouro_pool_block(pool, ouro_pool_slot(pool, blocks[i])), blocks[i]);
        assert_ptr_equal(ouro_pools_find(pools, (char *)blocks[i] + sizes[i % 10] - 1), pool);
    }
    assert_int_equal(count_live(pools, OURO_BLOCK_ATOM), 1000);
    assert_int_equal(count_live(pools, OURO_BLOCK_CONTAINER), 1000);
    for (int i = 0; i < 2000; i++)
        if (i % 3)
            ouro_pools_free(pools, blocks[i]);
    assert_int_equal(count_live(pools, OURO_BLOCK_ATOM) + count_live(pools, OURO_BLOCK_CONTAINER),
                     667);
    ouro_pools_trim(pools);
    assert_int_equal(count_live(pools, OURO_BLOCK_ATOM) + count_live(pools, OURO_BLOCK_CONTAINER),
                     667);
    assert_null(ouro_pools_find(pools, pools));
    assert_null(ouro_pools_find(pools, NULL));
    pools_end(pools);
}

static void count_visit(void *context, struct ouro_pool *pool)
{
    assert_int_equal(pool->kind, OURO_BLOCK_CONTAINER);
    ++*(int *)context;
}

static void young_pools_are_told_once_and_while_current(void **state)
{
    struct ouro_pools *pools = pools_new(0);
    int count = 0;
    for (int i = 0; i < 5000; i++)
        object_new(pools, 64, OURO_BLOCK_CONTAINER);
    ouro_pools_take_young(pools, count_visit, &count);
    assert_int_equal(count, 5);
    count = 0;
    ouro_pools_take_young(pools, count_visit, &count);
    assert_int_equal(count, 1);
    for (int i = 0; i < 1000; i++)
        object_new(pools, 64, OURO_BLOCK_CONTAINER);
    object_new(pools, 64, OURO_BLOCK_ATOM);
    count = 0;
    ouro_pools_take_young(pools, count_visit, &count);
    assert_int_equal(count, 2);
    pools_end(pools);
}

/* As if two purge delays passed in which nothing happened. */
static void wait_windows(struct ouro_pools *pools)
{
    uint64_t now = ouro_os_clock_ns();
    for (int i = 1; i <= 3; i++)
        ouro_pools_tick(pools, now + (uint64_t)i * 1000000000u);
}

static void everything_freed_goes_back(void **state)
{
    struct ouro_pools *pools = pools_new(0);
    void **blocks = malloc(200000 * sizeof *blocks);
    for (int i = 0; i < 200000; i++)
        blocks[i] = object_new(pools, 16 + (unsigned)i * 7919u % 240, OURO_BLOCK_ATOM);
    uint64_t peak = pools->counts.resident_size;
    assert_true(peak > 20000000);
    for (int i = 0; i < 200000; i++)
        ouro_pools_free(pools, blocks[i]);
    wait_windows(pools);
    assert_true(pools->counts.resident_size < 4000000);
    ouro_pools_trim(pools);
    assert_int_equal(pools->counts.resident_size, 0);
    assert_int_equal(pools->unit_top, 0);
    free(blocks);
    pools_end(pools);
}

static void whole_pages_of_used_pools_go_back(void **state)
{
    struct ouro_pools *pools = pools_new(0);
    void **blocks = malloc(400000 * sizeof *blocks);
    for (int i = 0; i < 400000; i++)
        blocks[i] = object_new(pools, 64, OURO_BLOCK_ATOM);
    for (int i = 0; i < 400000; i++)
        if (i % 1000)
            ouro_pools_free(pools, blocks[i]);
    wait_windows(pools);
    assert_true(pools->counts.resident_size < 400 * 4096 + 2000000);
    ouro_pools_trim(pools);
    assert_true(pools->counts.resident_size <= 400 * 4096);
    for (int i = 0; i < 400000; i += 1000)
        assert_int_equal(*(uint64_t *)blocks[i] >> 48, 7);
    for (int i = 0; i < 400000; i++)
        if (i % 1000)
            blocks[i] = object_new(pools, 64, OURO_BLOCK_ATOM);
    assert_int_equal(count_live(pools, OURO_BLOCK_ATOM), 400000);
    free(blocks);
    pools_end(pools);
}

static void spans_resize(void **state)
{
    struct ouro_pools *pools = pools_new(0);
    size_t size = 40000;
    char *block = ouro_pools_alloc(pools, size, OURO_BLOCK_PLAIN);
    void *neighbour = ouro_pools_alloc(pools, size, OURO_BLOCK_PLAIN);
    memset(block, 3, size);
    while (size < 6000000) {
        size_t wanted = size * 3 / 2;
        char *moved = ouro_pools_resize(pools, block, wanted);
        if (!moved) {
            moved = ouro_pools_alloc(pools, wanted, OURO_BLOCK_PLAIN);
            memcpy(moved, block, size);
            ouro_pools_free(pools, block);
        }
        for (size_t i = 0; i < size; i += 999)
            assert_int_equal(moved[i], 3);
        memset(moved, 3, wanted);
        block = moved;
        size = wanted;
        assert_null(ouro_pools_find_fault(pools));
    }
    assert_ptr_equal(ouro_pools_resize(pools, block, 50000), block);
    assert_int_equal(block[49999], 3);
    ouro_pools_trim(pools);
    assert_true(pools->counts.resident_size <= 2 * 53248);
    ouro_pools_free(pools, neighbour);
    ouro_pools_free(pools, block);
    char *zeroed = ouro_pools_alloc_zeroed(pools, 200000, OURO_BLOCK_PLAIN);
    for (int i = 0; i < 200000; i++)
        assert_int_equal(zeroed[i], 0);
    pools_end(pools);
}

static void a_limit_fails_cleanly(void **state)
{
    struct ouro_pools *pools = pools_new(4 << 20);
    void *blocks[100000];
    int count = 0;
    while (count < 100000 && (blocks[count] = ouro_pools_alloc(pools, 100, OURO_BLOCK_PLAIN)))
        count++;
    assert_true(count > 30000 && count < 42000);
    assert_true(pools->counts.resident_size + pools->counts.metadata_size <= 4 << 20);
    assert_null(ouro_pools_alloc(pools, 1 << 20, OURO_BLOCK_PLAIN));
    assert_null(ouro_pools_find_fault(pools));
    for (int i = 0; i < count; i++)
        ouro_pools_free(pools, blocks[i]);
    assert_non_null(ouro_pools_alloc(pools, 1 << 20, OURO_BLOCK_PLAIN));
    pools_end(pools);
}

static void count_gone(void *context, struct ouro_pool *pool)
{
    assert_non_null(pool->gc_data);
    ++*(int *)context;
}

static void the_collector_hears_of_pools_that_end(void **state)
{
    struct ouro_pools *pools = pools_new(0);
    int gone = 0, marker;
    pools->pool_gone = count_gone;
    pools->pool_gone_context = &gone;
    void *small = object_new(pools, 64, OURO_BLOCK_CONTAINER);
    void *large = object_new(pools, 70000, OURO_BLOCK_CONTAINER);
    ouro_pools_find(pools, small)->gc_data = &marker;
    ouro_pools_find(pools, large)->gc_data = &marker;
    ouro_pools_free(pools, large);
    assert_int_equal(gone, 1);
    ouro_pools_free(pools, small);
    ouro_pools_trim(pools);
    assert_int_equal(gone, 2);
    pools_end(pools);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_finds_exactly_the_live_objects),
        cmocka_unit_test(young_pools_are_told_once_and_while_current),
        cmocka_unit_test(everything_freed_goes_back),
        cmocka_unit_test(whole_pages_of_used_pools_go_back),
        cmocka_unit_test(spans_resize),
        cmocka_unit_test(a_limit_fails_cleanly),
        cmocka_unit_test(the_collector_hears_of_pools_that_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
