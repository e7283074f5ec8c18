#include "containers.h"

static ouro_object *item_new(ouro_runtime *rt, int sort, int i)
{
    char text[32];
    snprintf(text, sizeof text, "item %d", i);
    ouro_object *item = sort == 0   ? ouro_str_from(rt, text)
                        : sort == 1 ? ouro_int_new(rt, i)
                                    : ouro_float_new(rt, i + 0.25);
    assert_non_null(item);
    return item;
}

static void random_operations(void **state)
{
    ouro_runtime *rt = runtime_new();
    for (int sort = 0; sort < 4; sort++) {
        bool is_there[300] = {false};
        size_t used = 0;
        ouro_object *set = ouro_set_new(rt, NULL);
        srand((unsigned)sort);
        for (int step = 0; step < 20000; step++) {
            int i = rand() % 300;
            ouro_object *item = item_new(rt, sort == 3 ? i % 3 : sort, i);
            if (rand() % 2) {
                assert_true(ouro_set_add(rt, set, item));
                used += !is_there[i];
                is_there[i] = true;
            } else {
                assert_int_equal(ouro_set_discard(rt, set, item), is_there[i]);
                used -= is_there[i];
                is_there[i] = false;
            }
            assert_int_equal(ouro_set_contains(rt, set, item), is_there[i]);
            decref(rt, item);
            assert_int_equal(ouro_set_length(set), used);
            if (step % 97 == 0)
                assert_null(ouro_set_find_fault(rt, set));
        }
        ouro_object *copy = ouro_set_new(rt, set);
        assert_int_equal(ouro_equal(rt, copy, set), 1);
        assert_null(ouro_set_find_fault(rt, copy));
        decref(rt, copy);
        ouro_object *item;
        while ((item = ouro_set_pop_take(rt, set)) != NULL)
            decref(rt, item);
        assert_int_equal(ouro_set_length(set), 0);
        decref(rt, set);
    }
    ouro_runtime_destroy(rt);
}

/* The order that CPython prints. */
static void order_of_ints(void **state)
{
    static const int64_t values[] = {9, 1, 17, 33, 40, 3, 64, 100000, -7};
    ouro_runtime *rt = runtime_new();
    ouro_object *set = ouro_set_new(rt, NULL);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(ouro_set_add(rt, set, number(rt, values[i])));
    assert_repr(rt, set, "{64, 33, 1, 3, 100000, 40, 9, 17, -7}");
    decref(rt, set);
    ouro_runtime_destroy(rt);
}

static void algebra(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *a = ouro_set_new(rt, NULL), *b = ouro_frozenset_new(rt, NULL);
    for (int i = 0; i < 6; i++)
        assert_true(ouro_set_add(rt, i < 4 ? a : b, number(rt, i)));
    assert_true(ouro_set_add(rt, b, number(rt, 1)));
    ouro_object *result = ouro_binary_operation(rt, BINARY_AND, a, b);
    assert_repr(rt, result, "{1}");
    decref(rt, result);
    result = ouro_binary_operation(rt, BINARY_XOR, b, a);
    assert_repr(rt, result, "frozenset({0, 2, 3, 4, 5})");
    int64_t hash;
    assert_true(ouro_hash(rt, result, &hash));
    assert_int_equal(hash, -1030140231379650260);
    decref(rt, result);
    decref(rt, a);
    decref(rt, b);
    ouro_runtime_destroy(rt);
}

static bool fill(ouro_runtime *rt)
{
    ouro_object *set = ouro_set_new(rt, NULL), *copy = NULL;
    bool is_good = set != NULL;
    for (int64_t i = 0; is_good && i < 30; i++) {
        ouro_object *item = ouro_int_new(rt, 1000 + i);
        is_good = item && ouro_set_add(rt, set, item);
        xdecref(rt, item);
    }
    is_good = is_good && ouro_set_add(rt, set, rt->none) &&
              (copy = ouro_set_new(rt, set)) != NULL;
    if (set)
        assert_null(ouro_set_find_fault(rt, set));
    xdecref(rt, set);
    xdecref(rt, copy);
    return is_good;
}

static void out_of_memory(void **state)
{
    ouro_runtime *rt = runtime_new();
    fill(rt);
    OOM_LOOP(rt, fill);
    ouro_runtime_destroy(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_operations),
        cmocka_unit_test(order_of_ints),
        cmocka_unit_test(algebra),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
