/* Recordings: what is written can be read back event by event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem/mem.h"
#include "mem/record.h"

static size_t read_file(const char *path, unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t got = fread(bytes, 1, size, file);
    fclose(file);
    return got;
}

static void make_path(char *path)
{
    strcpy(path, "/tmp/ouro-record-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
}

static void events_are_written_compactly(void **state)
{
    char path[64];
    unsigned char bytes[100];
    make_path(path);
    struct ouro_record *record = ouro_record_start(path);
    assert_non_null(record);
    assert_null(ouro_record_start(path)); /* it is being written */
    ouro_record_alloc(record, (void *)16, 5, OURO_BLOCK_CONTAINER);
    ouro_record_alloc(record, (void *)32, 100, -1);
    ouro_record_resize(record, (void *)16, (void *)48, 7);
    ouro_record_free(record, (void *)16); /* unknown by now */
    ouro_record_free(record, (void *)48);
    ouro_record_free(record, (void *)32);
    assert_int_equal(ouro_record_count(record), 5);
    assert_true(ouro_record_stop(record));
    static const unsigned char wanted[] = {'O',
                                           'U',
                                           'R',
                                           'O',
                                           'T',
                                           'R',
                                           'C',
                                           '1',
                                           (5 * 4 + 1) << 2,
                                           /* (100 * 4 + 3) << 2 = 1612 */ 0x80 | (1612 & 127),
                                           1612 >> 7,
                                           2 << 2 | OURO_RECORD_RESIZE,
                                           7,
                                           2 << 2 | OURO_RECORD_FREE,
                                           1 << 2 | OURO_RECORD_FREE};
    assert_int_equal(read_file(path, bytes, sizeof bytes), sizeof wanted);
    assert_memory_equal(bytes, wanted, sizeof wanted);
    unlink(path);
}

static void many_live_blocks_are_told_apart(void **state)
{
    char path[64];
    make_path(path);
    struct ouro_record *record = ouro_record_start(path);
    for (uintptr_t i = 1; i <= 100000; i++)
        ouro_record_alloc(record, (void *)(i * 48), 48, 0);
    for (uintptr_t i = 1; i <= 100000; i += 2)
        ouro_record_free(record, (void *)(i * 48));
    for (uintptr_t i = 2; i <= 100000; i += 2)
        ouro_record_free(record, (void *)(i * 48));
    assert_int_equal(ouro_record_count(record), 200000);
    assert_true(ouro_record_stop(record));
    unlink(path);
}

static void a_heap_records_by_environment(void **state)
{
    char path[64], second[80];
    unsigned char bytes[100];
    make_path(path);
    snprintf(second, sizeof second, "%s.1", path);
    setenv("OURO_TRACE", path, 1);
    struct ouro_mem *mem = calloc(2, sizeof *mem);
    assert_true(ouro_mem_init(&mem[0], NULL));
    assert_true(ouro_mem_init(&mem[1], NULL));
    unsetenv("OURO_TRACE");
    void *block = ouro_mem_block_alloc(&mem[0], 40, OURO_BLOCK_PLAIN);
    block = ouro_mem_block_realloc(&mem[0], block, 40, 80, OURO_BLOCK_PLAIN);
    ouro_mem_block_free(&mem[0], block, 80, OURO_BLOCK_PLAIN);
    ouro_mem_destroy(&mem[0]);
    ouro_mem_destroy(&mem[1]);
    assert_int_equal(read_file(path, bytes, sizeof bytes), 8 + 2 + 2 + 1);
    assert_int_equal(read_file(second, bytes, sizeof bytes), 8);
    free(mem);
    unlink(path);
    unlink(second);
}

static void an_impossible_file_is_refused(void **state)
{
    assert_null(ouro_record_start("/nonexistent/trace"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_written_compactly),
        cmocka_unit_test(many_live_blocks_are_told_apart),
        cmocka_unit_test(a_heap_records_by_environment),
        cmocka_unit_test(an_impossible_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
