/* Ints of all sizes: the boundary between small and large, identities of the operators, text,
 * bytes, hashes, exact conversions, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "types/float.h"
#include "types/int_internal.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static int runtime_open(void **state)
{
    *state = ouro_runtime_create(NULL, 0);
    return *state ? 0 : -1;
}

static int runtime_close(void **state)
{
    ouro_runtime_destroy(*state);
    return 0;
}

static ouro_object *number(ouro_runtime *rt, const char *text)
{
    ouro_object *result = ouro_int_parse(rt, text, strlen(text), 0);
    assert_non_null(result);
    return result;
}

/* Takes object; its repr is text. */
static void assert_repr_take(ouro_runtime *rt, ouro_object *object, const char *text)
{
    assert_non_null(object);
    ouro_object *repr = ouro_repr(rt, object);
    assert_non_null(repr);
    if (!ouro_str_equal_text(repr, text)) {
        ouro_object *owner = NULL;
        size_t size;
        fail_msg("%s instead of %s", ouro_str_utf8(rt, repr, &size, &owner), text);
    }
    decref(rt, repr);
    decref(rt, object);
}

static void assert_raises(ouro_runtime *rt, ouro_object *result, unsigned exception,
                          const char *text)
{
    assert_null(result);
    assert_true(ouro_error_is(rt, exception));
    ouro_object *error = ouro_error_take(rt), *message = ouro_str(rt, error);
    assert_true(ouro_str_equal_text(message, text));
    decref(rt, message);
    decref(rt, error);
}

static void assert_operation(ouro_runtime *rt, const char *a, enum ouro_binary_op op, const char *b,
                             const char *expected)
{
    ouro_object *x = number(rt, a), *y = number(rt, b);
    assert_repr_take(rt, ouro_binary_operation(rt, op, x, y), expected);
    decref(rt, x);
    decref(rt, y);
}

static void a_value_that_fits_is_small(void **state)
{
    ouro_runtime *rt = *state;
    static const struct {
        const char *text;
        bool is_small;
    } cases[] = {{"9223372036854775807", true},   {"9223372036854775808", false},
                 {"-9223372036854775808", true},  {"-9223372036854775809", false},
                 {"18446744073709551616", false}, {"0", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *value = number(rt, cases[i].text);
        assert_int_equal(ouro_int_is_small(value), cases[i].is_small);
        assert_repr_take(rt, value, cases[i].text);
    }
    assert_operation(rt, "9223372036854775807", BINARY_ADD, "1", "9223372036854775808");
    assert_operation(rt, "-9223372036854775808", BINARY_SUBTRACT, "1", "-9223372036854775809");
    assert_operation(rt, "-9223372036854775808", BINARY_FLOOR_DIVIDE, "-1", "9223372036854775808");
    ouro_object *a = number(rt, "9223372036854775808"), *one = ouro_int_new(rt, 1);
    ouro_object *back = ouro_int_subtract(rt, a, one);
    assert_true(ouro_int_is_small(back));
    decref(rt, a);
    decref(rt, back);
}

static void small_ints_are_shared(void **state)
{
    ouro_runtime *rt = *state;
    assert_ptr_equal(ouro_int_new(rt, 256), ouro_int_new(rt, 256));
    assert_ptr_equal(ouro_int_new(rt, -5), number(rt, "-5"));
    assert_true(ouro_object_is_immortal(ouro_int_new(rt, 0)));
}

static void division_rounds_down(void **state)
{
    ouro_runtime *rt = *state;
    assert_operation(rt, "-7", BINARY_FLOOR_DIVIDE, "2", "-4");
    assert_operation(rt, "-7", BINARY_REMAINDER, "2", "1");
    assert_operation(rt, "7", BINARY_REMAINDER, "-2", "-1");
    assert_operation(rt, "-0x100000000000000000000", BINARY_FLOOR_DIVIDE, "0x10000000000000001",
                     "-65536");
    assert_operation(rt, "-0x100000000000000000000", BINARY_REMAINDER, "0x10000000000000001",
                     "65536");
    ouro_object *zero = ouro_int_new(rt, 0), *one = ouro_int_new(rt, 1);
    assert_raises(rt, ouro_binary_operation(rt, BINARY_TRUE_DIVIDE, one, zero),
                  EXC_ZeroDivisionError, "division by zero");
    assert_raises(rt, ouro_binary_operation(rt, BINARY_FLOOR_DIVIDE, one, zero),
                  EXC_ZeroDivisionError, "integer division or modulo by zero");
    assert_raises(rt, ouro_binary_operation(rt, BINARY_REMAINDER, one, zero), EXC_ZeroDivisionError,
                  "integer modulo by zero");
}

/* A small generator of its own, so that a failure can be repeated. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static ouro_object *random_int(ouro_runtime *rt, uint64_t *seed)
{
    uint8_t bytes[80];
    size_t size = next_random(seed) % sizeof bytes;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(next_random(seed) % 4 ? next_random(seed) : 0xff);
    return ouro_int_from_bytes(rt, bytes, size, true, true);
}

static void operators_agree_with_each_other(void **state)
{
    ouro_runtime *rt = *state;
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 3000; i++) {
        ouro_object *a = random_int(rt, &seed), *b = random_int(rt, &seed);
        if (ouro_int_sign(b) != 0) { /* a == a // b * b + a % b */
            ouro_object *q = ouro_int_floor_divide(rt, a, b), *r = ouro_int_remainder(rt, a, b);
            ouro_object *product = ouro_int_multiply(rt, q, b), *sum = ouro_int_add(rt, product, r);
            assert_int_equal(ouro_int_compare(sum, a), 0);
            assert_true(ouro_int_sign(r) * ouro_int_sign(b) >= 0);
            decref(rt, q);
            decref(rt, r);
            decref(rt, product);
            decref(rt, sum);
        }
        /* a + b == (a ^ b) + 2 * (a & b), and a | b == (a ^ b) + (a & b) */
        ouro_object *xor_ = ouro_binary_operation(rt, BINARY_XOR, a, b);
        ouro_object *and_ = ouro_binary_operation(rt, BINARY_AND, a, b);
        ouro_object *or_ = ouro_binary_operation(rt, BINARY_OR, a, b);
        ouro_object *once = ouro_int_add(rt, xor_, and_), *twice = ouro_int_add(rt, once, and_);
        ouro_object *sum = ouro_int_add(rt, a, b);
        assert_int_equal(ouro_int_compare(once, or_), 0);
        assert_int_equal(ouro_int_compare(twice, sum), 0);
        ouro_object *all[] = {xor_, and_, or_, once, twice, sum, a, b};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            decref(rt, all[k]);
    }
}

static void text_and_bytes_read_back(void **state)
{
    ouro_runtime *rt = *state;
    uint64_t seed = 12345;
    static const int bases[] = {2, 8, 10, 16};
    for (int i = 0; i < 2000; i++) {
        ouro_object *value = random_int(rt, &seed), *owner = NULL;
        size_t size;
        ouro_object *text = ouro_int_to_str(rt, value, bases[i % 4], true);
        const char *utf8 = ouro_str_utf8(rt, text, &size, &owner);
        ouro_object *again = ouro_int_parse(rt, utf8, size, 0);
        assert_int_equal(ouro_int_compare(value, again), 0);
        uint8_t bytes[81];
        assert_true(ouro_int_to_bytes(rt, value, bytes, sizeof bytes, i & 1, true));
        ouro_object *third = ouro_int_from_bytes(rt, bytes, sizeof bytes, i & 1, true);
        assert_int_equal(ouro_int_compare(value, third), 0);
        assert_int_equal(ouro_int_hash(value), ouro_int_hash(third));
        decref(rt, value);
        decref(rt, text);
        decref(rt, again);
        decref(rt, third);
    }
}

static void powers_and_inverses(void **state)
{
    ouro_runtime *rt = *state;
    assert_operation(rt, "3", BINARY_POWER, "50", "717897987691852588770249");
    assert_operation(rt, "-2", BINARY_POWER, "65", "-36893488147419103232");
    assert_operation(rt, "2", BINARY_POWER, "-2", "0.25");
    ouro_object *a = number(rt, "3"), *e = number(rt, "-1"),
                *m = number(rt, "0x100000000000000000007");
    ouro_object *inverse = ouro_power(rt, a, e, m);
    ouro_object *product = ouro_int_multiply(rt, inverse, a);
    assert_repr_take(rt, ouro_int_remainder(rt, product, m), "1");
    decref(rt, product);
    decref(rt, inverse);
    decref(rt, m);
    /* Fermat: 3 ** (p - 1) == 1 modulo a prime of two limbs, through Montgomery's form */
    ouro_object *p = number(rt, "0x7fffffffffffffffffffffffffffffff");
    ouro_object *p1 = ouro_int_subtract(rt, p, ouro_int_new(rt, 1));
    assert_repr_take(rt, ouro_power(rt, a, p1, p), "1");
    decref(rt, p);
    decref(rt, p1);
    assert_raises(rt, ouro_power(rt, ouro_int_new(rt, 2), e, ouro_int_new(rt, 4)), EXC_ValueError,
                  "base is not invertible for the given modulus");
}

static void hashes_are_modulo_the_prime(void **state)
{
    ouro_runtime *rt = *state;
    static const struct {
        const char *text;
        int64_t hash;
    } cases[] = {{"-1", -2},
                 {"0x1fffffffffffffff", 0},
                 {"0x2000000000000000", 1},
                 {"-0x2000000000000000", -2},
                 {"1267650600228229401496703205376", 549755813888}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *value = number(rt, cases[i].text);
        assert_int_equal(ouro_int_hash(value), cases[i].hash);
        double as_float;
        assert_true(ouro_int_as_double(rt, value, &as_float));
        decref(rt, value);
    }
    assert_int_equal(ouro_float_hash(1.5, NULL), 1152921504606846977);
    assert_int_equal(ouro_float_hash(1e300, NULL), 1224995262755759164);
}

static void quotients_are_rounded_once(void **state)
{
    ouro_runtime *rt = *state;
    assert_operation(rt, "1", BINARY_TRUE_DIVIDE, "3", "0.3333333333333333");
    assert_operation(rt, "0x20000000000001fffff", BINARY_TRUE_DIVIDE, "0x7fffff",
                     "1125900041060368.2");
    ouro_object *huge = ouro_int_power(rt, ouro_int_new(rt, 10), ouro_int_new(rt, 400));
    assert_raises(rt, ouro_binary_operation(rt, BINARY_TRUE_DIVIDE, huge, ouro_int_new(rt, 3)),
                  EXC_OverflowError, "integer division result too large for a float");
    double value;
    assert_false(ouro_int_as_double(rt, huge, &value));
    assert_raises(rt, NULL, EXC_OverflowError, "int too large to convert to float");
    decref(rt, huge);
}

static void bad_text_is_named(void **state)
{
    ouro_runtime *rt = *state;
    static const char *const bad[] = {"abc", "", "1__2", "_1", "1_", "--1", "0x", "12 3", "+"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(ouro_int_parse(rt, bad[i], strlen(bad[i]), 10));
        assert_true(ouro_error_is(rt, EXC_ValueError));
        ouro_error_clear(rt);
    }
    assert_raises(rt, ouro_int_parse(rt, "abc", 3, 10), EXC_ValueError,
                  "invalid literal for int() with base 10: 'abc'");
    static char digits[5000];
    memset(digits, '1', sizeof digits);
    assert_raises(rt, ouro_int_parse(rt, digits, sizeof digits, 10), EXC_ValueError,
                  "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 "
                  "digits; use sys.set_int_max_str_digits() to increase the limit");
}

static void specifications_are_followed(void **state)
{
    ouro_runtime *rt = *state;
    static const struct {
        const char *spec, *expected;
    } cases[] = {{"08,", "'0,012,345'"},    {"#x", "'0x3039'"},    {"_b", "'11_0000_0011_1001'"},
                 {"*=+10", "'+****12345'"}, {".2f", "'12345.00'"}, {"e", "'1.234500e+04'"}};
    ouro_object *value = ouro_int_new(rt, 12345);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *spec = ouro_str_from(rt, cases[i].spec);
        assert_repr_take(rt, ouro_format_int(rt, value, spec), cases[i].expected);
        decref(rt, spec);
    }
    decref(rt, value);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, runtime_open, runtime_close)
    const struct CMUnitTest tests[] = {
        TEST(a_value_that_fits_is_small),  TEST(small_ints_are_shared),
        TEST(division_rounds_down),        TEST(operators_agree_with_each_other),
        TEST(text_and_bytes_read_back),    TEST(powers_and_inverses),
        TEST(hashes_are_modulo_the_prime), TEST(quotients_are_rounded_once),
        TEST(bad_text_is_named),           TEST(specifications_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
