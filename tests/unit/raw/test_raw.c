/* The malloc face: the same answers to odd questions everywhere, and exact counts across threads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "raw/raw.h"

static void odd_sizes(void **state)
{
    struct ouro_raw raw;
    ouro_raw_init(&raw);
    void *a = ouro_raw_malloc(&raw, 0), *b = ouro_raw_calloc(&raw, 0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    assert_null(ouro_raw_malloc(&raw, (size_t)PTRDIFF_MAX + 1));
    assert_null(ouro_raw_calloc(&raw, SIZE_MAX / 2, 3));
    assert_null(ouro_raw_realloc(&raw, a, (size_t)PTRDIFF_MAX + 1));
    a = ouro_raw_realloc(&raw, a, 0);
    assert_non_null(a);
    a = ouro_raw_realloc(&raw, a, 100000);
    memset(a, 1, 100000);
    assert_true(ouro_raw_bytes(&raw) >= 100000);
    assert_int_equal(ouro_raw_blocks(&raw), 2);
    ouro_raw_free(&raw, a);
    ouro_raw_free(&raw, b);
    ouro_raw_free(&raw, NULL);
    assert_int_equal(ouro_raw_bytes(&raw), 0);
    assert_int_equal(ouro_raw_blocks(&raw), 0);
    ouro_raw_destroy(&raw);
}

static void limit_holds(void **state)
{
    struct ouro_raw raw;
    ouro_raw_init(&raw);
    raw.limit = 10000;
    void *a = ouro_raw_malloc(&raw, 6000);
    assert_non_null(a);
    assert_null(ouro_raw_malloc(&raw, 6000));
    assert_null(ouro_raw_realloc(&raw, a, 12000));
    ouro_raw_free(&raw, a);
    a = ouro_raw_malloc(&raw, 6000);
    assert_non_null(a);
    ouro_raw_free(&raw, a);
    assert_true(raw.failures == 2);
    ouro_raw_destroy(&raw);
}

/* What the shelves hand out is as large as it was asked for, and they keep no more than their places. */
static void kept_blocks_serve(void **state)
{
    enum { COUNT = 3 * OURO_RAW_KEPT };
    struct ouro_raw raw;
    ouro_raw_init(&raw);
    for (size_t size = 0; size <= 400; size++) {
        void *blocks[COUNT];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < COUNT; i++) {
                blocks[i] = ouro_raw_malloc(&raw, size + (size_t)i % 20);
                assert_non_null(blocks[i]);
                assert_true(ouro_raw_size(blocks[i]) >= size + (size_t)i % 20);
                memset(blocks[i], i, size + (size_t)i % 20);
            }
            for (int i = 0; i < COUNT; i++) {
                for (int j = 0; j < i; j++)
                    assert_ptr_not_equal(blocks[i], blocks[j]);
                if (size > 0)
                    assert_int_equal(((unsigned char *)blocks[i])[size - 1], i);
            }
            for (int i = 0; i < COUNT; i++)
                ouro_raw_free(&raw, blocks[i]);
        }
    }
    assert_int_equal(ouro_raw_bytes(&raw), 0);
    assert_int_equal(ouro_raw_blocks(&raw), 0);
    ouro_raw_trim(&raw);
    void *block = ouro_raw_malloc(&raw, 24);
    assert_non_null(block);
    ouro_raw_free(&raw, block);
    ouro_raw_destroy(&raw);
}

static void *churn(void *context)
{
    void *blocks[64] = {0};
    for (unsigned i = 0; i < 20000; i++) {
        unsigned at = i * 7 % 64;
        ouro_raw_free(context, blocks[at]);
        blocks[at] = ouro_raw_malloc(context, i % 500);
    }
    for (int i = 0; i < 64; i++)
        ouro_raw_free(context, blocks[i]);
    return NULL;
}

static void counts_are_exact_across_threads(void **state)
{
    struct ouro_raw raw;
    pthread_t threads[4];
    ouro_raw_init(&raw);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, churn, &raw), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(ouro_raw_bytes(&raw), 0);
    assert_int_equal(ouro_raw_blocks(&raw), 0);
    assert_int_equal(ouro_raw_requests(&raw), 80000);
    ouro_raw_destroy(&raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_sizes),
        cmocka_unit_test(limit_holds),
        cmocka_unit_test(kept_blocks_serve),
        cmocka_unit_test(counts_are_exact_across_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
