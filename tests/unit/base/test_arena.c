/* The arena: zeroed and aligned memory, release to nested marks, whole chunks back to their owner, failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

struct owner {
    size_t live;     /* bytes given and not taken back */
    size_t requests; /* left until one fails; SIZE_MAX: none */
};

static void *owner_alloc(void *context, size_t size)
{
    struct owner *owner = context;
    if (owner->requests == 0)
        return NULL;
    owner->requests -= owner->requests != SIZE_MAX;
    owner->live += size;
    return malloc(size);
}

static void owner_free(void *context, void *memory, size_t size)
{
    struct owner *owner = context;
    owner->live -= size;
    free(memory);
}

static void fill_and_check(struct ouro_arena *arena, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char *memory = ouro_arena_alloc(arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % 8, 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(memory[k], 0);
        memset(memory, 0xa5, size);
    }
}

static void test_marks(void **state)
{
    (void)state;
    struct owner owner = {0, SIZE_MAX};
    struct ouro_arena arena;
    ouro_arena_init(&arena, owner_alloc, owner_free, &owner);
    struct ouro_arena_mark empty = ouro_arena_mark(&arena);
    fill_and_check(&arena, 10, 24);
    char *kept = ouro_arena_copy(&arena, "kept", 4);
    size_t live = owner.live;
    struct ouro_arena_mark outer = ouro_arena_mark(&arena);
    for (int round = 0; round < 3; round++) {
        fill_and_check(&arena, 100, 1000);
        struct ouro_arena_mark inner = ouro_arena_mark(&arena);
        size_t inner_live = owner.live;
        fill_and_check(&arena, 50, 999);
        fill_and_check(&arena, 1, 100000);
        ouro_arena_release(&arena, inner);
        assert_int_equal(owner.live, inner_live);
        fill_and_check(&arena, 3, 40); /* zeroed, though it was used before */
        ouro_arena_release(&arena, outer);
        assert_int_equal(owner.live, live);
    }
    assert_string_equal(kept, "kept");
    ouro_arena_release(&arena, empty);
    assert_int_equal(owner.live, 0);
    fill_and_check(&arena, 1, 8);
    ouro_arena_destroy(&arena);
    assert_int_equal(owner.live, 0);
}

static void test_failure(void **state)
{
    (void)state;
    struct owner owner = {0, 1};
    struct ouro_arena arena;
    ouro_arena_init(&arena, owner_alloc, owner_free, &owner);
    fill_and_check(&arena, 4, 1000);
    struct ouro_arena_mark mark = ouro_arena_mark(&arena);
    assert_false(arena.has_failed);
    assert_null(ouro_arena_alloc(&arena, 1 << 20));
    assert_null(ouro_arena_alloc(&arena, SIZE_MAX - 3));
    assert_true(arena.has_failed);
    ouro_arena_release(&arena, mark);
    fill_and_check(&arena, 4, 1000); /* what it has is still good */
    ouro_arena_destroy(&arena);
    assert_int_equal(owner.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_marks), cmocka_unit_test(test_failure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
