#include "containers.h"

enum { KEYS = 400 };

/* One of three sorts of keys: str, small int, float (which makes the table a general one). */
static ouro_object *key_new(ouro_runtime *rt, int sort, int i)
{
    char text[32];
    snprintf(text, sizeof text, "key %d", i);
    ouro_object *key = sort == 0   ? ouro_str_from(rt, text)
                       : sort == 1 ? ouro_int_new(rt, (int64_t)i * (i % 3 ? 1 : 1 << 20))
                                   : ouro_float_new(rt, i + 0.5);
    assert_non_null(key);
    return key;
}

/* Random operations beside a plain array that says what must be there, and in which order. */
static void random_operations(void **state)
{
    ouro_runtime *rt = runtime_new();
    for (int sort = 0; sort < 4; sort++) {
        int64_t values[KEYS], births[KEYS], clock = 0;
        size_t used = 0;
        for (int i = 0; i < KEYS; i++)
            births[i] = -1;
        srand((unsigned)sort);
        ouro_object *dict = ouro_dict_new(rt);
        for (int step = 0; step < 20000; step++) {
            int i = rand() % KEYS;
            ouro_object *key = key_new(rt, sort == 3 ? i % 3 : sort, i);
            if (rand() % 100 < (step / 4000 % 2 ? 40 : 60)) {
                ouro_object *value = number(rt, step);
                assert_true(ouro_dict_set(rt, dict, key, value));
                decref(rt, value);
                if (births[i] < 0) {
                    births[i] = clock++;
                    used++;
                }
                values[i] = step;
            } else {
                assert_int_equal(ouro_dict_remove(rt, dict, key, NULL), births[i] >= 0);
                used -= births[i] >= 0;
                births[i] = -1;
            }
            decref(rt, key);
            assert_int_equal(dict_length(dict), used);
            if (step % 97 == 0)
                assert_null(ouro_dict_find_fault(rt, dict_of(dict)));
        }
        size_t position = 0, seen = 0;
        ouro_object *key, *value;
        int64_t last = -1;
        while (ouro_dict_next(dict, &position, &key, &value)) {
            int i = 0;
            while (births[i] < 0 || values[i] != ouro_int_value(value))
                i++;
            assert_true(births[i] > last);
            last = births[i];
            assert_ptr_equal(ouro_dict_peek(rt, dict, key), value);
            seen++;
        }
        assert_int_equal(seen, used);
        while (ouro_dict_pop_last(rt, dict, &key, &value)) {
            decref(rt, key);
            decref(rt, value);
        }
        assert_null(ouro_dict_find_fault(rt, dict_of(dict)));
        decref(rt, dict);
    }
    ouro_runtime_destroy(rt);
}

static void equal_keys_of_other_types(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *dict = ouro_dict_new(rt), *one = ouro_float_new(rt, 1.0);
    assert_true(ouro_dict_set(rt, dict, number(rt, 1), rt->none));
    assert_ptr_equal(ouro_dict_peek(rt, dict, one), rt->none);
    assert_ptr_equal(ouro_dict_peek(rt, dict, rt->true_), rt->none);
    assert_null(ouro_dict_peek(rt, dict, rt->empty_str));
    assert_false(ouro_has_error(rt));
    ouro_object *list = ouro_list_new(rt, 0);
    assert_false(ouro_dict_set(rt, dict, list, list));
    assert_error(rt, EXC_TypeError);
    decref(rt, list);
    decref(rt, one);
    decref(rt, dict);
    ouro_runtime_destroy(rt);
}

static void versions_and_positions(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *dict = ouro_dict_new(rt);
    assert_true(ouro_dict_set_text(rt, dict, "a", number(rt, 1)));
    uint32_t version = ouro_dict_keys_version(rt, dict);
    assert_int_not_equal(version, 0);
    assert_true(ouro_dict_set_text(rt, dict, "a", number(rt, 2)));
    assert_int_equal(ouro_dict_keys_version(rt, dict), version);
    ouro_object *name = ouro_str_intern_text(rt, "a");
    ptrdiff_t position = ouro_dict_position(rt, dict, name);
    assert_int_equal(ouro_int_value(*ouro_dict_value_slot(dict, (size_t)position)), 2);
    assert_true(ouro_dict_set_text(rt, dict, "b", number(rt, 3)));
    assert_int_not_equal(ouro_dict_keys_version(rt, dict), version);
    decref(rt, name);
    decref(rt, dict);
    ouro_runtime_destroy(rt);
}

static void sizes(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *dict = ouro_dict_new(rt);
    assert_null(dict_of(dict)->table);
    assert_true(dict->gc_flags & OURO_GC_UNTRACKED);
    for (int i = 0; i < 50; i++) {
        ouro_object *key = key_new(rt, 0, i);
        assert_true(ouro_dict_set(rt, dict, key, rt->none));
        decref(rt, key);
    }
    assert_true(ouro_dict_table_size(dict_of(dict)->table) <= 1100);
    assert_true(dict->gc_flags & OURO_GC_UNTRACKED);
    ouro_object *list = ouro_list_new(rt, 0);
    assert_true(ouro_dict_set_text(rt, dict, "list", list));
    assert_false(dict->gc_flags & OURO_GC_UNTRACKED);
    ouro_object *copy = ouro_dict_copy(rt, dict);
    assert_int_equal(ouro_equal(rt, copy, dict), 1);
    assert_null(ouro_dict_find_fault(rt, dict_of(copy)));
    decref(rt, copy);
    decref(rt, list);
    decref(rt, dict);
    ouro_runtime_destroy(rt);
}

static bool fill(ouro_runtime *rt)
{
    ouro_object *dict = ouro_dict_new(rt), *other = NULL;
    bool is_good = dict != NULL;
    for (int64_t i = 0; is_good && i < 30; i++) {
        ouro_object *key = ouro_int_new(rt, 1000 + i);
        is_good = key && ouro_dict_set(rt, dict, key, i == 20 ? rt->none : key);
        xdecref(rt, key);
    }
    if (is_good)
        is_good = ouro_dict_set_text(rt, dict, "text", rt->none);
    if (is_good)
        is_good = (other = ouro_dict_copy(rt, dict)) != NULL && ouro_dict_merge(rt, other, dict, 1);
    if (dict)
        assert_null(ouro_dict_find_fault(rt, dict_of(dict)));
    xdecref(rt, dict);
    xdecref(rt, other);
    return is_good;
}

static void out_of_memory(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *name = ouro_str_intern_text(rt, "text");
    fill(rt);
    OOM_LOOP(rt, fill);
    decref(rt, name);
    ouro_runtime_destroy(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_operations),      cmocka_unit_test(equal_keys_of_other_types),
        cmocka_unit_test(versions_and_positions), cmocka_unit_test(sizes),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
