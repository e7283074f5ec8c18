/* Doubles and text: shortest digits, exact reading, Python's division and powers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "types/float.h"
#include "types/float_internal.h"
#include "types/float_text.h"

static void assert_written(double value, const char *text)
{
    char buffer[40];
    size_t size = ouro_float_write(value, buffer, true);
    assert_int_equal(size, strlen(text));
    assert_memory_equal(buffer, text, size);
}

static void known_values_are_written_as_python_does(void **state)
{
    assert_written(0.1, "0.1");
    assert_written(1.0, "1.0");
    assert_written(-0.0, "-0.0");
    assert_written(1e16, "1e+16");
    assert_written(1e15, "1000000000000000.0");
    assert_written(1e-4, "0.0001");
    assert_written(1e-5, "1e-05");
    assert_written(5e-324, "5e-324");
    assert_written(1.7976931348623157e308, "1.7976931348623157e+308");
    assert_written(9007199254740993.0, "9007199254740992.0");
    assert_written(5.684341886080802e-14, "5.684341886080802e-14"); /* a power of two */
    assert_written(INFINITY, "inf");
    assert_written(NAN, "nan");
}

/* Any double reads back from what was written, and no shorter text would do. */
static void random_values_are_shortest_and_read_back(void **state)
{
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 200000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        uint64_t bits = i % 3 ? seed : seed & 0x7ff0000000000000u;
        double value, again;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value) || value == 0)
            continue;
        char text[64], digits[24];
        size_t size = ouro_float_write(value, text, true);
        assert_true(ouro_float_parse(text, size, &again));
        assert_true(again == value);
        int point;
        size_t count = ouro_float_shortest(fabs(value), digits, &point);
        if (count < 2)
            continue;
        snprintf(text, sizeof text, "%.*e", (int)count - 2, value);
        assert_true(strtod(text, NULL) != value);
    }
}

static void reading_is_exact_and_strict(void **state)
{
    static const char *const good[] = {
        "1",    " 1.5\n", ".5",        "5.",    "1e3",    "1_000.000_1",
        "-inf", "NaN",    "+Infinity", "1e400", "1e-400", "179769313486231580793e289"};
    static const char *const bad[] = {"",     ".",    "e5",   "1e",   "1e+",  "1__0",
                                      "_1",   "1_",   "1_.5", "1._5", "0x10", "1 2",
                                      "infi", "nan1", "--1",  "1e5_", "1,5"};
    double value;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!ouro_float_parse(good[i], strlen(good[i]), &value))
            fail_msg("'%s' was refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ouro_float_parse(bad[i], strlen(bad[i]), &value))
            fail_msg("'%s' was read", bad[i]);
    /* 1 + 2**-53 lies half way: one digit far behind decides */
    char text[1200] = "1.00000000000000011102230246251565404236316680908203125";
    assert_true(ouro_float_parse(text, strlen(text), &value) && value == 1.0);
    size_t length = strlen(text);
    memset(text + length, '0', 1100);
    text[length + 1100] = '1';
    assert_true(ouro_float_parse(text, length + 1101, &value) && value > 1.0);
}

static void division_follows_the_divisor(void **state)
{
    assert_true(ouro_float_remainder(-7.5, 2) == 0.5);
    assert_true(ouro_float_remainder(7.5, -2) == -0.5);
    assert_true(ouro_float_floor_divide(-7.5, 2) == -4);
    assert_true(signbit(ouro_float_floor_divide(0.0, -1)));
    assert_true(ouro_float_remainder(-5.0, INFINITY) == INFINITY);
    assert_true(ouro_float_floor_divide(-1e-20, 3.0) == -1);
}

static void rounding_to_places(void **state)
{
    assert_true(ouro_float_round(2.675, 2) == 2.67);
    assert_true(ouro_float_round(25.0, -1) == 20.0);
    assert_true(ouro_float_round(35.0, -1) == 40.0);
    assert_true(ouro_float_round(5e21, -22) == 0.0);
    assert_true(ouro_float_round(1.5e22, -22) == 2e22);
    assert_true(isinf(ouro_float_round(1.7e308, -308)));
}

static void hexadecimal_reads_back(void **state)
{
    static const double values[] = {1.5, 0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1e300, -0.1};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[40];
        double value;
        size_t size = ouro_float_write_hex(values[i], text);
        assert_int_equal(ouro_float_parse_hex(text, size, &value), FLOAT_HEX_OK);
        assert_memory_equal(&value, &values[i], sizeof value);
    }
    double value;
    assert_int_equal(ouro_float_parse_hex("0x1p2000", 8, &value), FLOAT_HEX_TOO_LARGE);
    assert_int_equal(ouro_float_parse_hex("0x1.8p-1075", 11, &value), FLOAT_HEX_OK);
    assert_true(value == 5e-324);
    assert_int_equal(ouro_float_parse_hex("zz", 2, &value), FLOAT_HEX_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_values_are_written_as_python_does),
        cmocka_unit_test(random_values_are_shortest_and_read_back),
        cmocka_unit_test(reading_is_exact_and_strict),
        cmocka_unit_test(division_follows_the_divisor),
        cmocka_unit_test(rounding_to_places),
        cmocka_unit_test(hexadecimal_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
