/* Size classes: arithmetic, table and reciprocals agree for every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "pool/pools.h"

static void every_size_has_the_smallest_class_that_fits(void **state)
{
    for (size_t size = 0; size <= OURO_MEDIUM_MAX; size++) {
        unsigned class_index = ouro_class_of(size);
        assert_true(class_index < OURO_CLASSES);
        assert_true(ouro_class_size(class_index) >= size);
        if (class_index > 0)
            assert_true(ouro_class_size(class_index - 1) < size);
        if (size <= OURO_SMALL_MAX) {
            assert_int_equal(ouro_small_class_fold(size), class_index);
            assert_int_equal(ouro_small_round(size), ouro_class_size(class_index));
        }
    }
    assert_int_equal(ouro_class_of(OURO_MEDIUM_MAX + 1), OURO_CLASS_SPAN);
}

static void every_byte_of_a_pool_finds_its_slot(void **state)
{
    for (unsigned class_index = 0; class_index < OURO_CLASSES; class_index++) {
        size_t size = ouro_class_size(class_index);
        size_t bytes = (size_t)OURO_UNIT_SIZE * ouro_class_units(class_index);
        struct ouro_pool pool = {.start = 0, .block_size = (uint32_t)size};
        pool.reciprocal = (uint32_t)(((uint64_t)1 << 32) / size + ((size & (size - 1)) != 0));
        assert_int_equal(ouro_class_reciprocals[class_index], pool.reciprocal);
        for (size_t offset = 0; offset < bytes; offset++)
            if (ouro_pool_slot(&pool, (void *)offset) != offset / size)
                fail_msg("class %u, offset %zu", class_index, offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_has_the_smallest_class_that_fits),
        cmocka_unit_test(every_byte_of_a_pool_finds_its_slot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
