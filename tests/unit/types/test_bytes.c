/* bytes, bytearray and memoryview: sharing, resizing, exports, and memory that runs out. */
#include "text.h"

#include "types/bytes_internal.h"
#include "types/slice.h"

static ouro_object *method(ouro_runtime *rt, ouro_object *self, const char *name,
                           ouro_object *const *args, size_t count)
{
    ouro_object *text = ouro_str_intern_text(rt, name);
    ouro_object *result = text ? ouro_call_method(rt, self, text, args, count) : NULL;
    xdecref(rt, text);
    return result;
}

static void short_bytes_are_shared(void **state)
{
    ouro_runtime *rt = runtime_new();
    assert_ptr_equal(ouro_bytes_new(rt, "", 0), rt->empty_bytes);
    for (unsigned c = 0; c < 256; c++) {
        uint8_t byte = (uint8_t)c;
        assert_ptr_equal(ouro_bytes_new(rt, &byte, 1), rt->byte_strings[c]);
    }
    ouro_object *bytes = ouro_bytes_new(rt, NULL, 100);
    memset(bytes_of(bytes)->data, 'q', 100);
    bytes = ouro_bytes_shrink_take(rt, bytes, 40);
    assert_int_equal(bytes_of(bytes)->length, 40);
    assert_int_equal(bytes_of(bytes)->data[40], 0);
    bytes = ouro_bytes_shrink_take(rt, bytes, 1);
    assert_ptr_equal(bytes, rt->byte_strings['q']);
    runtime_end(rt);
}

/* Random edits beside a plain array. */
static void a_bytearray_edits_like_an_array(void **state)
{
    ouro_runtime *rt = runtime_new();
    uint64_t before = alive(rt);
    ouro_object *array = ouro_bytearray_new(rt, NULL, 0);
    uint8_t model[8192];
    size_t length = 0;
    srand(3);
    for (int step = 0; step < 20000; step++) {
        size_t start = (size_t)rand() % (length + 1), end = start + (size_t)rand() % 9;
        uint8_t data[8];
        size_t size = (size_t)rand() % 8;
        if (end > length)
            end = length;
        if (length > 4000)
            size = 0;
        for (size_t i = 0; i < size; i++)
            data[i] = (uint8_t)rand();
        ouro_object *from = ouro_int_new(rt, (int64_t)start), *to = ouro_int_new(rt, (int64_t)end);
        ouro_object *slice = ouro_slice_new(rt, from, to, rt->none);
        ouro_object *value = ouro_bytes_new(rt, data, size);
        assert_true(ouro_setitem(rt, array, slice, value));
        memmove(model + start + size, model + end, length - end);
        memcpy(model + start, data, size);
        length = length - (end - start) + size;
        assert_int_equal(bytearray_of(array)->length, length);
        decref(rt, from);
        decref(rt, to);
        decref(rt, slice);
        decref(rt, value);
        if (step % 64 == 0 && length)
            assert_memory_equal(bytearray_of(array)->data, model, length);
    }
    decref(rt, array);
    ouro_free_lists_clear(&rt->heap);
    assert_true(alive(rt) <= before + 1);
    runtime_end(rt);
}

static void a_view_pins_its_bytearray(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *array = ouro_bytearray_new(rt, "abc", 3);
    ouro_object *view = ouro_call1(rt, &builtin_class(rt, TYPE_MEMORYVIEW)->core.base, array);
    assert_non_null(view);
    ouro_object *number = ouro_int_new(rt, 100);
    assert_null(method(rt, array, "append", &number, 1));
    assert_error(rt, EXC_BufferError, "Existing exports of data: object cannot be re-sized");
    ouro_object *zero = ouro_int_new(rt, 0);
    assert_true(ouro_setitem(rt, view, zero, number));
    assert_int_equal(bytearray_of(array)->data[0], 100);
    decref(rt, view);
    ouro_object *result = method(rt, array, "append", &number, 1);
    assert_non_null(result);
    decref(rt, result);
    assert_int_equal(bytearray_of(array)->length, 4);
    decref(rt, array);
    runtime_end(rt);
}

static bool scenario(ouro_runtime *rt)
{
    bool is_done = false;
    ouro_object *bytes = ouro_bytes_new(rt, "one two three four", 18), *parts = NULL, *joined = NULL;
    ouro_object *array = NULL, *view = NULL, *text = NULL, *blank = ouro_bytes_new(rt, "--", 2);
    if (!bytes || !blank)
        goto done;
    parts = method(rt, bytes, "split", NULL, 0);
    joined = parts ? method(rt, blank, "join", &parts, 1) : NULL;
    array = joined ? ouro_bytearray_new(rt, bytes_of(joined)->data, bytes_of(joined)->length) : NULL;
    if (!array)
        goto done;
    ouro_object *same = method(rt, array, "extend", &joined, 1);
    if (!same)
        goto done;
    view = ouro_call1(rt, &builtin_class(rt, TYPE_MEMORYVIEW)->core.base, array);
    text = view ? method(rt, view, "hex", NULL, 0) : NULL;
    is_done = text != NULL;
done:
    xdecref(rt, bytes);
    xdecref(rt, blank);
    xdecref(rt, parts);
    xdecref(rt, joined);
    xdecref(rt, view);
    xdecref(rt, array);
    xdecref(rt, text);
    return is_done;
}

static void memory_that_runs_out_leaks_nothing(void **state)
{
    ouro_runtime *rt = runtime_new();
    assert_true(scenario(rt));
    uint64_t before = alive(rt);
    bool is_done = false;
    for (uint64_t i = 0; !is_done && i < 1000; i++) {
        ouro_mem_faults_set(&rt->heap.mem, i, i + 1);
        is_done = scenario(rt);
        ouro_mem_faults_clear(&rt->heap.mem);
        if (!is_done)
            assert_error(rt, EXC_MemoryError, NULL);
        assert_int_equal(alive(rt), before);
        assert_null(ouro_mem_find_fault(&rt->heap.mem));
    }
    assert_true(is_done);
    runtime_end(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_bytes_are_shared),
        cmocka_unit_test(a_bytearray_edits_like_an_array),
        cmocka_unit_test(a_view_pins_its_bytearray),
        cmocka_unit_test(memory_that_runs_out_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
