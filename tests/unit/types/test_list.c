#include "containers.h"

static ouro_object *list_of_numbers(ouro_runtime *rt, const int64_t *values, size_t count)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; i < count; i++)
        assert_true(ouro_list_append_take(rt, list, number(rt, values[i])));
    return list;
}

static void append_insert_pop(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *list = ouro_list_new(rt, 0);
    for (int64_t i = 0; i < 1000; i++)
        assert_true(ouro_list_append_take(rt, list, number(rt, i)));
    assert_int_equal(list_length(list), 1000);
    assert_true(ouro_list_insert(rt, list, -1, rt->none));
    assert_ptr_equal(list_at(list, 999), rt->none);
    ouro_object *item = ouro_list_pop_take(rt, list, 0);
    assert_int_equal(ouro_int_value(item), 0);
    decref(rt, item);
    while (list_length(list) > 0)
        decref(rt, ouro_list_pop_take(rt, list, list_length(list) - 1));
    assert_int_equal(list_of(list)->capacity, 0);
    decref(rt, list);
    ouro_runtime_destroy(rt);
}

static void slices(void **state)
{
    ouro_runtime *rt = runtime_new();
    const int64_t values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    ouro_object *list = list_of_numbers(rt, values, 10);
    ouro_object *part = ouro_list_slice(rt, list, 2, 5);
    assert_repr(rt, part, "[2, 3, 4]");
    assert_true(ouro_list_set_slice(rt, list, 1, 9, part));
    assert_repr(rt, list, "[0, 2, 3, 4, 9]");
    assert_true(ouro_list_set_slice(rt, list, 5, 5, list));
    assert_repr(rt, list, "[0, 2, 3, 4, 9, 0, 2, 3, 4, 9]");
    ouro_object *step = ouro_slice_new(rt, rt->none, rt->none, number(rt, -3));
    assert_true(ouro_delitem(rt, list, step));
    assert_repr(rt, list, "[2, 3, 9, 0, 3, 4]");
    assert_false(ouro_setitem(rt, list, step, part));
    assert_error(rt, EXC_ValueError);
    assert_true(ouro_list_set_slice(rt, list, 0, 6, NULL));
    assert_repr(rt, list, "[]");
    assert_true(ouro_list_append(rt, list, list));
    assert_repr(rt, list, "[[...]]");
    ouro_list_clear(rt, list);
    decref(rt, list);
    decref(rt, part);
    decref(rt, step);
    ouro_runtime_destroy(rt);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Many shapes of input, compared with the C library's sort. */
static void sorting(void **state)
{
    ouro_runtime *rt = runtime_new();
    int64_t values[700];
    srand(1);
    for (int trial = 0; trial < 300; trial++) {
        size_t count = (size_t)rand() % 700;
        for (size_t i = 0; i < count; i++) {
            int64_t noise = rand() % 100;
            values[i] = trial % 4 == 0   ? rand() % 1000
                        : trial % 4 == 1 ? (int64_t)i + (noise == 0 ? rand() % 500 : 0)
                        : trial % 4 == 2 ? -(int64_t)i
                                         : (int64_t)(i % 37) * 3 + noise / 60;
        }
        ouro_object *list = list_of_numbers(rt, values, count);
        if (trial % 3 == 0 && count)
            setref_take(rt, &list_at(list, 0), ouro_float_new(rt, (double)values[0]));
        assert_true(ouro_list_sort(rt, list, NULL, false));
        qsort(values, count, sizeof *values, by_value);
        for (size_t i = 0; i < count; i++) {
            double value;
            assert_true(ouro_as_double(rt, list_at(list, i), &value));
            assert_int_equal((int64_t)value, values[i]);
        }
        decref(rt, list);
    }
    ouro_runtime_destroy(rt);
}

static void sort_is_stable(void **state)
{
    ouro_runtime *rt = runtime_new();
    for (int is_reverse = 0; is_reverse < 2; is_reverse++) {
        ouro_object *list = ouro_list_new(rt, 0);
        ouro_object *pairs[500];
        for (int i = 0; i < 500; i++) {
            ouro_object *parts[2] = {ouro_float_new(rt, (i * 7919) % 10), number(rt, i)};
            pairs[i] = ouro_tuple_from_take(rt, parts, 1);
            decref(rt, parts[1]);
            assert_true(ouro_list_append_take(rt, list, pairs[i]));
        }
        assert_true(ouro_list_sort(rt, list, NULL, is_reverse));
        for (size_t i = 1; i < 500; i++) {
            ouro_object *a = list_at(list, i - 1), *b = list_at(list, i);
            double x = ouro_float_value(tuple_at(a, 0)), y = ouro_float_value(tuple_at(b, 0));
            assert_true(is_reverse ? x >= y : x <= y);
            size_t at_a = 0, at_b = 0;
            while (pairs[at_a] != a)
                at_a++;
            while (pairs[at_b] != b)
                at_b++;
            assert_true(x != y || at_a < at_b);
        }
        decref(rt, list);
    }
    ouro_object *mixed = ouro_list_new(rt, 0);
    ouro_list_append(rt, mixed, number(rt, 1));
    ouro_list_append(rt, mixed, rt->empty_str);
    assert_false(ouro_list_sort(rt, mixed, NULL, false));
    assert_error(rt, EXC_TypeError);
    assert_int_equal(list_length(mixed), 2);
    decref(rt, mixed);
    ouro_runtime_destroy(rt);
}

static bool build_and_cut(ouro_runtime *rt)
{
    ouro_object *list = ouro_list_new(rt, 2);
    bool is_good = list != NULL;
    for (int64_t i = 0; is_good && i < 40; i++) {
        ouro_object *item = ouro_int_new(rt, 1000 + i);
        is_good = item && ouro_list_append_take(rt, list, item);
    }
    if (is_good)
        is_good = ouro_list_set_slice(rt, list, 3, 30, list) && ouro_list_sort(rt, list, NULL, true);
    xdecref(rt, list);
    return is_good;
}

static void out_of_memory(void **state)
{
    ouro_runtime *rt = runtime_new();
    build_and_cut(rt);
    OOM_LOOP(rt, build_and_cut);
    ouro_runtime_destroy(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(append_insert_pop), cmocka_unit_test(slices),
        cmocka_unit_test(sorting),           cmocka_unit_test(sort_is_stable),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
