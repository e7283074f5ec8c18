/* Random allocations, frees and resizes against a shadow model, in every setting: each block
 * carries a pattern that is checked before it is resized or freed. OURO_SHADOW_OPERATIONS sets how
 * many (2,000,000 in the deep run; the default keeps `make check` short). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"

enum { SLOTS = 20000, OBJECT_TYPE = 9 };

struct shadow {
    unsigned char *block;
    uint32_t size;
    uint32_t seed;
    int8_t kind;   /* enum ouro_block_kind */
    int8_t domain; /* -1: the sized interface */
};

static uint64_t random_state = 88172645463325252u;

static uint32_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 16);
}

static size_t random_size(void)
{
    uint32_t choice = random_next() % 1000;
    if (choice < 850)
        return 16 + random_next() % 500;
    if (choice < 985)
        return 16 + random_next() % 4000;
    return choice < 999 ? 16 + random_next() % 60000 : 16 + random_next() % 1500000;
}

/* The first word of an object is its header; the pattern starts behind it. Long blocks
 * are sampled. */
static size_t step_for(size_t size)
{
    return size > 4096 ? 61 : 1;
}

static void fill(struct shadow *shadow, size_t from)
{
    if (shadow->kind != OURO_BLOCK_PLAIN)
        *(uint64_t *)(void *)shadow->block = (uint64_t)OBJECT_TYPE << 48 | 1;
    size_t step = step_for(shadow->size);
    for (size_t i = from < 8 ? 8 : from; i < shadow->size; i += step)
        shadow->block[i] = (unsigned char)(shadow->seed + i);
    shadow->block[shadow->size - 1] = (unsigned char)(shadow->seed + shadow->size - 1);
}

static void check(const struct shadow *shadow, size_t size)
{
    size_t step = step_for(shadow->size);
    for (size_t i = 8; i < size; i += step)
        if (shadow->block[i] != (unsigned char)(shadow->seed + i))
            fail_msg("byte %zu of a block of %u bytes changed", i, shadow->size);
}

static void release(struct ouro_mem *mem, struct shadow *shadow)
{
    check(shadow, shadow->size);
    if (shadow->domain >= 0)
        ouro_mem_free(mem, (enum ouro_mem_domain)shadow->domain, shadow->block);
    else
        ouro_mem_block_free(mem, shadow->block, shadow->size, (enum ouro_block_kind)shadow->kind);
    shadow->block = NULL;
}

static void acquire(struct ouro_mem *mem, struct shadow *shadow)
{
    uint32_t choice = random_next() % 8;
    shadow->size = (uint32_t)random_size();
    shadow->seed = random_next();
    shadow->domain = (int8_t)(choice < 3 ? (int)choice : -1);
    shadow->kind = (int8_t)(choice < 3 ? OURO_BLOCK_PLAIN : (int)(choice % 3));
    if (shadow->domain >= 0)
        shadow->block = ouro_mem_alloc(mem, (enum ouro_mem_domain)shadow->domain, shadow->size);
    else
        shadow->block = ouro_mem_block_alloc(mem, shadow->size, (enum ouro_block_kind)shadow->kind);
    if (!shadow->block)
        return;
    assert_int_equal((uintptr_t)shadow->block % 8, 0);
    fill(shadow, 0);
}

static void resize(struct ouro_mem *mem, struct shadow *shadow)
{
    size_t size = random_size(), kept = size < shadow->size ? size : shadow->size;
    check(shadow, shadow->size);
    void *moved =
        shadow->domain >= 0
            ? ouro_mem_realloc(mem, (enum ouro_mem_domain)shadow->domain, shadow->block, size)
            : ouro_mem_block_realloc(mem, shadow->block, shadow->size, size,
                                     (enum ouro_block_kind)shadow->kind);
    if (!moved) {
        check(shadow, shadow->size);
        return;
    }
    shadow->block = moved;
    if (step_for(shadow->size) == 1)
        check(shadow, kept);
    shadow->size = (uint32_t)size;
    fill(shadow, 0);
}

static size_t count_objects(struct ouro_mem *mem)
{
    size_t count = 0;
    for (int kind = 0; kind < OURO_BLOCK_PLAIN; kind++) {
        uint32_t index = 0;
        struct ouro_pool *pool;
        while ((pool = ouro_pools_next(&mem->pools, &index, (enum ouro_block_kind)kind)) != NULL)
            for (uint32_t slot = 0; slot < pool->slot_count; slot++) {
                uint64_t word = *(uint64_t *)ouro_pool_block(pool, slot) >> 48;
                assert_true(word == 0 || word == OBJECT_TYPE);
                count += word != 0;
            }
    }
    return count;
}

static void audit(struct ouro_mem *mem, const struct shadow *shadows)
{
    size_t objects = 0;
    for (int i = 0; i < SLOTS; i++)
        objects += shadows[i].block && shadows[i].kind != OURO_BLOCK_PLAIN;
    const char *fault = ouro_mem_find_fault(mem);
    if (fault)
        fail_msg("%s", fault);
    assert_int_equal(count_objects(mem), objects);
}

static void step(struct ouro_mem *mem, struct shadow *shadows, uint32_t phase)
{
    struct shadow *shadow = &shadows[random_next() % SLOTS];
    uint32_t choice = random_next() % 16;
    if (!shadow->block) {
        if (choice >= phase)
            acquire(mem, shadow);
    } else if (choice < 3) {
        resize(mem, shadow);
    } else {
        release(mem, shadow);
    }
}

static void run(struct ouro_mem_options options, bool toggles_hooks)
{
    const char *wanted = getenv("OURO_SHADOW_OPERATIONS");
    long operations = wanted ? atol(wanted) : 150000;
    struct ouro_mem *mem = calloc(1, sizeof *mem);
    struct shadow *shadows = calloc(SLOTS, sizeof *shadows);
    options.reserve_size = (size_t)16 << 30;
    assert_true(ouro_mem_init(mem, &options));
    for (long i = 0; i < operations; i++) {
        /* Phases of growth and of decline, so that pools empty and pages go back. */
        step(mem, shadows, i / (SLOTS * 2) % 3 == 2 ? 14 : 0);
        if (i % (operations / 20 + 1) == 0)
            audit(mem, shadows);
        if (i % 40009 == 0)
            ouro_mem_trim(mem);
        if (i % 997 == 0)
            ouro_mem_tick(mem);
        if (toggles_hooks && i % 5003 == 0)
            ouro_mem_stress_set(mem, i / 5003 % 2);
    }
    audit(mem, shadows);
    for (int i = 0; i < SLOTS; i++)
        if (shadows[i].block)
            release(mem, &shadows[i]);
    audit(mem, shadows);
    ouro_mem_trim(mem);
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(mem, &stats);
    assert_int_equal(stats.block_count, 0);
    assert_int_equal(stats.free_size + stats.empty_size, 0);
    ouro_mem_destroy(mem);
    free(mem);
    free(shadows);
}

static void plain_settings(void **state)
{
    run((struct ouro_mem_options){0}, false);
}

static void hooks_on_and_off(void **state)
{
    run((struct ouro_mem_options){.boundary = 512}, true);
}

static void large_blocks_from_raw(void **state)
{
    run((struct ouro_mem_options){.large = OURO_LARGE_RAW}, false);
}

static void with_debug_guards(void **state)
{
    run((struct ouro_mem_options){.is_debug = true}, false);
}

static void near_a_limit(void **state)
{
    run((struct ouro_mem_options){.limit = 6 << 20}, false);
}

static void purging_at_once(void **state)
{
    run((struct ouro_mem_options){.purge_delay_ns = 1, .boundary = 1024}, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_settings),        cmocka_unit_test(hooks_on_and_off),
        cmocka_unit_test(large_blocks_from_raw), cmocka_unit_test(with_debug_guards),
        cmocka_unit_test(near_a_limit),          cmocka_unit_test(purging_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
