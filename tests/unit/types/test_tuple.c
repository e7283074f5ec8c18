#include "containers.h"

static void making(void **state)
{
    ouro_runtime *rt = runtime_new();
    assert_ptr_equal(ouro_tuple_new(rt, 0), rt->empty_tuple);
    ouro_object *one = number(rt, 1), *two = number(rt, 2);
    ouro_object *pair = ouro_tuple_pack(rt, 2, one, two);
    assert_repr(rt, pair, "(1, 2)");
    ouro_object *single = ouro_tuple_slice(rt, pair, 1, 2);
    assert_repr(rt, single, "(2,)");
    ouro_object *same = ouro_tuple_slice(rt, pair, 0, 2);
    assert_ptr_equal(same, pair);
    decref(rt, same);
    decref(rt, single);
    decref(rt, pair);
    ouro_runtime_destroy(rt);
}

static void hashes_are_cpythons(void **state)
{
    ouro_runtime *rt = runtime_new();
    int64_t hash;
    ouro_object *pair = ouro_tuple_pack(rt, 2, number(rt, 1), number(rt, 2));
    assert_true(ouro_hash(rt, pair, &hash));
    assert_int_equal(hash, -3550055125485641917);
    assert_true(ouro_hash(rt, rt->empty_tuple, &hash));
    assert_int_equal(hash, 5740354900026072187);
    decref(rt, pair);
    ouro_runtime_destroy(rt);
}

static void comparing(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *a = ouro_tuple_pack(rt, 2, number(rt, 1), number(rt, 2));
    ouro_object *b = ouro_tuple_pack(rt, 3, number(rt, 1), number(rt, 2), number(rt, 0));
    assert_int_equal(ouro_compare_truth(rt, a, b, COMPARE_LT), 1);
    assert_int_equal(ouro_compare_truth(rt, a, b, COMPARE_EQ), 0);
    assert_int_equal(ouro_compare_truth(rt, b, a, COMPARE_GE), 1);
    decref(rt, a);
    decref(rt, b);
    ouro_runtime_destroy(rt);
}

static void tracking(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *atoms = ouro_tuple_pack(rt, 2, number(rt, 1), rt->none);
    assert_true(ouro_tuple_untrack(rt, atoms));
    ouro_object *list = ouro_list_new(rt, 0), *holder = ouro_tuple_pack(rt, 2, atoms, list);
    assert_false(ouro_tuple_untrack(rt, holder));
    decref(rt, holder);
    decref(rt, list);
    decref(rt, atoms);
    ouro_runtime_destroy(rt);
}

static void long_nesting_dies_flat(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *chain = newref(rt->empty_tuple);
    for (int i = 0; i < 200000; i++) {
        chain = ouro_tuple_from_take(rt, &chain, 1);
        assert_non_null(chain);
    }
    decref(rt, chain);
    ouro_runtime_destroy(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(making),   cmocka_unit_test(hashes_are_cpythons),
        cmocka_unit_test(comparing), cmocka_unit_test(tracking),
        cmocka_unit_test(long_nesting_dies_flat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
