/* The domains, the hooks, the debug guards, limits and statistics. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"

static struct ouro_mem *mem_new(struct ouro_mem_options options)
{
    struct ouro_mem *mem = calloc(1, sizeof *mem);
    options.reserve_size = (size_t)1 << 30;
    assert_true(ouro_mem_init(mem, &options));
    return mem;
}

static void mem_end(struct ouro_mem *mem)
{
    const char *fault = ouro_mem_find_fault(mem);
    if (fault)
        fail_msg("%s", fault);
    ouro_mem_destroy(mem);
    free(mem);
}

static void domains_answer_odd_sizes_alike(void **state)
{
    for (int debug = 0; debug < 2; debug++) {
        struct ouro_mem *mem = mem_new((struct ouro_mem_options){.is_debug = debug});
        for (enum ouro_mem_domain domain = 0; domain < OURO_DOMAIN_COUNT; domain++) {
            char *a = ouro_mem_alloc(mem, domain, 0), *b = ouro_mem_alloc(mem, domain, 0);
            assert_non_null(a);
            assert_ptr_not_equal(a, b);
            assert_null(ouro_mem_alloc(mem, domain, (size_t)PTRDIFF_MAX + 1));
            assert_null(ouro_mem_calloc(mem, domain, SIZE_MAX / 4, 8));
            assert_null(ouro_mem_realloc(mem, domain, a, (size_t)PTRDIFF_MAX + 1));
            char *c = ouro_mem_calloc(mem, domain, 10, 100);
            for (int i = 0; i < 1000; i++)
                assert_int_equal(c[i], 0);
            c = ouro_mem_realloc(mem, domain, c, 0);
            assert_non_null(c);
            a = ouro_mem_realloc(mem, domain, a, 300);
            assert_int_equal((uintptr_t)a % 16, 0);
            memset(a, 5, 300);
            a = ouro_mem_realloc(mem, domain, a, 200000);
            for (int i = 0; i < 300; i++)
                assert_int_equal(a[i], 5);
            a = ouro_mem_realloc(mem, domain, a, 20);
            assert_int_equal(a[19], 5);
            ouro_mem_free(mem, domain, a);
            ouro_mem_free(mem, domain, b);
            ouro_mem_free(mem, domain, c);
            ouro_mem_free(mem, domain, NULL);
            a = ouro_mem_realloc(mem, domain, NULL, 10);
            assert_non_null(a);
            ouro_mem_free(mem, domain, a);
        }
        mem_end(mem);
    }
}

static char last_report[8192];

static void keep_report(void *context, const char *report)
{
    snprintf(last_report, sizeof last_report, "%s", report);
}

static size_t name_site(void *context, char *buffer, size_t size)
{
    return (size_t)snprintf(buffer, size, "app.py:%d", *(int *)context);
}

#define assert_reported(text)                                                                      \
    do {                                                                                           \
        if (!strstr(last_report, text))                                                            \
            fail_msg("no \"%s\" in:\n%s", text, last_report);                                      \
        last_report[0] = 0;                                                                        \
    } while (0)

static void debug_guards_report_each_crime(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){.is_debug = true});
    struct ouro_mem *other = mem_new((struct ouro_mem_options){.is_debug = true});
    int line = 12;
    mem->fatal = other->fatal = keep_report;
    mem->site = name_site;
    mem->site_context = &line;
    unsigned char *p = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 16);
    static const unsigned char head[16] = {0,   0,    0,    0,    0,    0,    0,    16,
                                           'm', 0xfd, 0xfd, 0xfd, 0xfd, 0xfd, 0xfd, 0xfd};
    assert_memory_equal(p - 16, head, 16);
    for (int i = 0; i < 16; i++)
        assert_int_equal(p[i], 0xCD);
    for (int i = 16; i < 24; i++)
        assert_int_equal(p[i], 0xFD);
    p[16] = 'x';
    assert_string_equal(ouro_mem_check_block(mem, p), "bad trailing pad byte");
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p);
    assert_non_null(strstr(last_report,
                           "API 'm'\n    16 bytes originally requested\n"
                           "    The 7 pad bytes at p-7 are FORBIDDENBYTE, as expected.\n"
                           "    The 8 pad bytes at tail="));
    assert_non_null(strstr(last_report, "are not all FORBIDDENBYTE (0xfd):\n"
                                        "        at tail+0: 0x78 *** OUCH\n"
                                        "        at tail+1: 0xfd\n"));
    assert_non_null(strstr(last_report, "Data at p: cd cd cd"));
    assert_non_null(strstr(last_report, "Allocated at app.py:12\n"));
    assert_reported("bad trailing pad byte");
    p[16] = 0xFD;
    ouro_mem_free(mem, OURO_DOMAIN_RAW, p);
    assert_reported("bad ID: Allocated using API 'm', verified using API 'r'");
    ouro_mem_free(mem, OURO_DOMAIN_OBJECT, p);
    assert_reported("bad ID: Allocated using API 'm', verified using API 'o'");
    p[-1] = 0;
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p);
    assert_non_null(strstr(last_report, "at p-1: 0x00 *** OUCH"));
    assert_reported("bad leading pad byte");
    p[-1] = 0xFD;
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p + 8);
    assert_reported("a pointer into the middle of a block");
    ouro_mem_free(other, OURO_DOMAIN_MEM, p);
    assert_reported("the block belongs to another heap");
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p);
    assert_int_equal(last_report[0], 0);
    for (int i = 0; i < 16; i++)
        assert_int_equal(p[i], 0xDD);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p);
    assert_non_null(strstr(last_report, "16 bytes originally requested"));
    assert_reported("the block is already free");
    static char elsewhere[256];
    ouro_mem_free(mem, OURO_DOMAIN_MEM, elsewhere + 128);
    assert_reported("a pointer that is not ours");
    ouro_mem_free(mem, OURO_DOMAIN_MEM, (void *)0x10);
    assert_reported("a pointer that is not ours");
    p = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, 16);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, p);
    assert_reported("bad ID: Allocated using API 'r', verified using API 'm'");
    ouro_mem_free(mem, OURO_DOMAIN_RAW, p);
    mem_end(other);
    mem_end(mem);
}

static void a_write_after_free_is_seen_at_reuse(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){.is_debug = true});
    mem->fatal = keep_report;
    char *keep = ouro_mem_block_alloc(mem, 4000, OURO_BLOCK_PLAIN);
    char *stale = ouro_mem_block_alloc(mem, 4000, OURO_BLOCK_PLAIN);
    ouro_mem_block_free(mem, stale, 4000, OURO_BLOCK_PLAIN);
    stale[100] = 1;
    for (int i = 0; i < 100 && !last_report[0]; i++)
        ouro_mem_block_alloc(mem, 4000, OURO_BLOCK_PLAIN);
    assert_reported("written to after it was freed");
    ouro_mem_block_free(mem, keep, 4000, OURO_BLOCK_PLAIN);
    mem_end(mem);
}

static enum ouro_mem_fault third_fails(void *context)
{
    int *questions = context;
    return --*questions == 0 ? OURO_MEM_FAULT_ONCE : OURO_MEM_FAULT_NONE;
}

static void faults_hit_the_requests_they_name(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){0});
    void *before = ouro_mem_block_alloc(mem, 48, OURO_BLOCK_ATOM);
    *(uint64_t *)before = (uint64_t)1 << 48;
    ouro_mem_faults_set(mem, 2, 4);
    void *blocks[6];
    for (int i = 0; i < 6; i++) {
        blocks[i] = i % 2 ? ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 48)
                          : ouro_mem_block_alloc(mem, 48, OURO_BLOCK_PLAIN);
        assert_true((blocks[i] == NULL) == (i == 2 || i == 3));
    }
    ouro_mem_faults_set(mem, 0, 0);
    assert_null(ouro_mem_realloc(mem, OURO_DOMAIN_MEM, blocks[1], 500));
    int questions = 3;
    ouro_mem_faults_ask(mem, third_fails, &questions);
    for (int i = 0; i < 5; i++) {
        void *block = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 48);
        assert_true((block == NULL) == (i == 2));
        ouro_mem_free(mem, OURO_DOMAIN_MEM, block);
    }
    assert_int_equal(questions, -2);
    ouro_mem_faults_clear(mem);
    ouro_mem_block_free(mem, blocks[0], 48, OURO_BLOCK_PLAIN);
    ouro_mem_block_free(mem, before, 48, OURO_BLOCK_ATOM);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, blocks[1]);
    mem_end(mem);
}

struct tally {
    int allocs, frees, reallocs;
    size_t bytes;
};

static void on_alloc(void *context, void *block, size_t size, int kind)
{
    struct tally *tally = context;
    tally->allocs++;
    tally->bytes += size;
}

static void on_realloc(void *context, void *old_block, void *block, size_t size, int kind)
{
    ((struct tally *)context)->reallocs++;
}

static void on_free(void *context, void *block)
{
    ((struct tally *)context)->frees++;
}

static void tracing_sees_every_request(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){0});
    struct tally tally = {0};
    struct ouro_mem_trace trace = {&tally, on_alloc, on_realloc, on_free};
    void *before = ouro_mem_block_alloc(mem, 40, OURO_BLOCK_PLAIN);
    ouro_mem_trace_set(mem, &trace);
    void *a = ouro_mem_block_alloc(mem, 40, OURO_BLOCK_PLAIN);
    void *b = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 40);
    void *c = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, 40);
    b = ouro_mem_realloc(mem, OURO_DOMAIN_MEM, b, 4000);
    ouro_mem_block_free(mem, a, 40, OURO_BLOCK_PLAIN);
    ouro_mem_block_free(mem, before, 40, OURO_BLOCK_PLAIN);
    ouro_mem_trace_set(mem, NULL);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, b);
    ouro_mem_free(mem, OURO_DOMAIN_RAW, c);
    assert_int_equal(tally.allocs, 3);
    assert_int_equal(tally.reallocs, 1);
    assert_int_equal(tally.frees, 2);
    assert_true(tally.bytes >= 120 && tally.bytes <= 136);
    mem_end(mem);
}

struct wrapper {
    struct ouro_allocator inner;
    int calls;
};

static void *wrap_malloc(void *context, size_t size)
{
    struct wrapper *wrapper = context;
    wrapper->calls++;
    return wrapper->inner.malloc(wrapper->inner.context, size);
}

static void *wrap_calloc(void *context, size_t count, size_t size)
{
    struct wrapper *wrapper = context;
    wrapper->calls++;
    return wrapper->inner.calloc(wrapper->inner.context, count, size);
}

static void *wrap_realloc(void *context, void *block, size_t size)
{
    struct wrapper *wrapper = context;
    wrapper->calls++;
    return wrapper->inner.realloc(wrapper->inner.context, block, size);
}

static void wrap_free(void *context, void *block)
{
    struct wrapper *wrapper = context;
    wrapper->calls++;
    wrapper->inner.free(wrapper->inner.context, block);
}

static void allocators_can_be_wrapped_and_restored(void **state)
{
    for (int debug = 0; debug < 2; debug++) {
        struct ouro_mem *mem = mem_new((struct ouro_mem_options){.is_debug = debug});
        struct wrapper wrapper = {.calls = 0};
        ouro_mem_allocator_get(mem, OURO_DOMAIN_MEM, &wrapper.inner);
        struct ouro_allocator wrap = {&wrapper, wrap_malloc, wrap_calloc, wrap_realloc, wrap_free};
        void *before = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 60);
        ouro_mem_allocator_set(mem, OURO_DOMAIN_MEM, &wrap);
        ouro_mem_free(mem, OURO_DOMAIN_MEM, before);
        void *a = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 42);
        a = ouro_mem_realloc(mem, OURO_DOMAIN_MEM, a, 200);
        void *b = ouro_mem_calloc(mem, OURO_DOMAIN_MEM, 2, 5);
        ouro_mem_free(mem, OURO_DOMAIN_MEM, a);
        assert_true(wrapper.calls >= 5);
        ouro_mem_allocator_set(mem, OURO_DOMAIN_MEM, &wrapper.inner);
        int calls = wrapper.calls;
        ouro_mem_free(mem, OURO_DOMAIN_MEM, b);
        assert_int_equal(wrapper.calls, calls);
        mem_end(mem);
    }
}

static void a_limit_leaves_a_reserve(void **state)
{
    for (int large = 0; large < 2; large++) {
        struct ouro_mem *mem = mem_new(
            (struct ouro_mem_options){.limit = 8 << 20, .large = (enum ouro_mem_large)large});
        static void *blocks[100000];
        int count = 0;
        while (count < 100000 && (blocks[count] = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 500)))
            count++;
        assert_true(count > 10000 && count < 17000);
        struct ouro_mem_stats stats;
        ouro_mem_stats_get(mem, &stats);
        assert_true(stats.committed_size <= 8 << 20);
        assert_true(stats.peak_size <= 8 << 20);
        assert_true(stats.failures > 0);
        ouro_mem_reserve_open(mem);
        void *last = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 500);
        assert_non_null(last);
        ouro_mem_reserve_close(mem);
        for (int i = 0; i < count; i++)
            ouro_mem_free(mem, OURO_DOMAIN_MEM, blocks[i]);
        ouro_mem_free(mem, OURO_DOMAIN_MEM, last);
        last = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 4000000);
        assert_non_null(last);
        ouro_mem_free(mem, OURO_DOMAIN_MEM, last);
        mem_end(mem);
    }
}

static bool drop_one(void *context, size_t size)
{
    void **slot = context;
    struct ouro_mem *mem = slot[0];
    if (!slot[1])
        return false;
    ouro_mem_free(mem, OURO_DOMAIN_MEM, slot[1]);
    slot[1] = NULL;
    return true;
}

static void pressure_is_asked_before_a_failure(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){.limit = 8 << 20});
    void *slot[2] = {mem, ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 5 << 20)};
    mem->pressure = drop_one;
    mem->pressure_context = slot;
    void *block = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 5 << 20);
    assert_non_null(block);
    assert_null(slot[1]);
    assert_null(ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 5 << 20));
    ouro_mem_free(mem, OURO_DOMAIN_MEM, block);
    mem_end(mem);
}

static void statistics_count_requests(void **state)
{
    struct ouro_mem *mem = mem_new((struct ouro_mem_options){0});
    struct ouro_mem_stats before, after;
    ouro_mem_stats_get(mem, &before);
    void *a = ouro_mem_block_alloc(mem, 40, OURO_BLOCK_PLAIN);
    void *b = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 700);
    void *c = ouro_mem_alloc(mem, OURO_DOMAIN_MEM, 70000);
    void *d = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, 10);
    ouro_mem_stats_get(mem, &after);
    assert_int_equal(after.pool_requests - before.pool_requests, 1);
    assert_int_equal(after.large_requests - before.large_requests, 2);
    assert_int_equal(after.raw_requests - before.raw_requests, 1);
    assert_int_equal(after.requests - before.requests, 4);
    assert_int_equal(after.block_count, 3);
    assert_int_equal(after.block_size, 40 + 704 + 73728);
    ouro_mem_block_free_any(mem, a);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, b);
    ouro_mem_free(mem, OURO_DOMAIN_MEM, c);
    ouro_mem_free(mem, OURO_DOMAIN_RAW, d);
    ouro_mem_trim(mem);
    ouro_mem_stats_get(mem, &after);
    assert_int_equal(after.block_count, 0);
    assert_true(after.committed_size < 16384);
    mem_end(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(domains_answer_odd_sizes_alike),
        cmocka_unit_test(debug_guards_report_each_crime),
        cmocka_unit_test(a_write_after_free_is_seen_at_reuse),
        cmocka_unit_test(faults_hit_the_requests_they_name),
        cmocka_unit_test(tracing_sees_every_request),
        cmocka_unit_test(allocators_can_be_wrapped_and_restored),
        cmocka_unit_test(a_limit_leaves_a_reserve),
        cmocka_unit_test(pressure_is_asked_before_a_failure),
        cmocka_unit_test(statistics_count_requests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
