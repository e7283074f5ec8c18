/* os.h: what the heap relies on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "os/os.h"

static void reserve_is_aligned_and_commit_reads_zero(void **state)
{
    size_t size = 1 << 20;
    char *range = ouro_os_reserve(size, 1 << 16);
    assert_non_null(range);
    assert_int_equal((uintptr_t)range % (1 << 16), 0);
    assert_false(ouro_os_is_readable(range + size, 1) && ouro_os_is_readable(NULL, 1));
    assert_true(ouro_os_commit(range, size));
    for (size_t i = 0; i < size; i += OURO_PAGE_SIZE)
        assert_int_equal(range[i], 0);
    memset(range, 7, size);
    assert_true(ouro_os_purge(range, size));
    assert_int_equal(range[12345], 0);
    assert_true(ouro_os_is_readable(range + 4090, 16));
    ouro_os_release(range, size);
}

static void move_takes_the_pages_along(void **state)
{
    size_t size = 1 << 20;
    char *range = ouro_os_reserve(2 * size, 1 << 16);
    assert_non_null(range);
    assert_true(ouro_os_commit(range, 2 * size));
    memset(range, 9, size);
    if (ouro_os_move(range, range + size, size)) {
        assert_int_equal(range[size + 500000], 9);
        assert_int_equal(range[500000], 0);
        range[500000] = 1;
    }
    ouro_os_release(range, 2 * size);
}

static void clocks_and_entropy(void **state)
{
    uint64_t first = ouro_os_clock_ns(), cpu = ouro_os_thread_cpu_ns(), random[2] = {0, 0};
    assert_true(ouro_os_clock_ns() >= first);
    assert_true(ouro_os_thread_cpu_ns() >= cpu);
    assert_true(ouro_os_entropy(random, sizeof random));
    assert_true(random[0] != random[1]);
    assert_true(ouro_os_resident() > 0);
    assert_true(ouro_os_fault_count() > 0);
}

static void an_impossible_reservation_is_refused(void **state)
{
    assert_null(ouro_os_reserve((size_t)1 << 62, 1 << 16));
    assert_null(ouro_os_reserve(SIZE_MAX - 100, 1 << 16));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserve_is_aligned_and_commit_reads_zero),
        cmocka_unit_test(move_takes_the_pages_along),
        cmocka_unit_test(clocks_and_entropy),
        cmocka_unit_test(an_impossible_reservation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
