/* str: widths, sharing, growing in place, searching, interning, and memory that runs out. */
#include "text.h"

#include "types/str_internal.h"

static void every_width_is_the_narrowest(void **state)
{
    ouro_runtime *rt = runtime_new();
    static const struct {
        const char *utf8;
        unsigned width;
        bool is_ascii;
        size_t length;
    } cases[] = {
        {"", 1, true, 0},
        {"plain", 1, true, 5},
        {"caf\xc3\xa9", 1, false, 4},
        {"\xe2\x82\xac uro", 2, false, 5},
        {"\xf0\x9f\x98\x80!", 4, false, 2},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ouro_object *text = ouro_str_from(rt, cases[i].utf8);
        assert_int_equal(ouro_str_width(text), cases[i].width);
        assert_int_equal(ouro_str_is_ascii(text), cases[i].is_ascii);
        assert_int_equal(ouro_str_length(text), cases[i].length);
        assert_text_take(rt, text, cases[i].utf8);
    }
    ouro_object *wide = ouro_str_from(rt, "ab\xf0\x9f\x98\x80");
    ouro_object *part = ouro_str_substring(rt, wide, 0, 2);
    assert_int_equal(ouro_str_width(part), 1);
    assert_true(ouro_str_is_ascii(part));
    decref(rt, part);
    decref(rt, wide);
    runtime_end(rt);
}

static void one_character_strings_are_shared(void **state)
{
    ouro_runtime *rt = runtime_new();
    for (uint32_t c = 0; c < 256; c++) {
        ouro_object *text = ouro_str_from_character(rt, c);
        assert_ptr_equal(text, rt->latin1[c]);
        assert_true(ouro_object_is_immortal(text));
    }
    ouro_object *abc = ouro_str_from(rt, "abc");
    assert_ptr_equal(ouro_str_substring(rt, abc, 1, 2), rt->latin1['b']);
    assert_ptr_equal(ouro_str_substring(rt, abc, 2, 2), rt->empty_str);
    decref(rt, abc);
    runtime_end(rt);
}

static void equal_text_hashes_equal_in_str_and_bytes(void **state)
{
    ouro_runtime *rt = runtime_new();
    char text[64];
    for (size_t size = 0; size < sizeof(text); size++) {
        memset(text, 'x', size);
        ouro_object *str = ouro_str_new(rt, text, size), *bytes = ouro_bytes_new(rt, text, size);
        int64_t a, b;
        assert_true(ouro_hash(rt, str, &a) && ouro_hash(rt, bytes, &b));
        assert_int_equal(a, b);
        decref(rt, str);
        decref(rt, bytes);
    }
    runtime_end(rt);
}

static void appending_grows_in_place_and_widens(void **state)
{
    ouro_runtime *rt = runtime_new();
    uint64_t before = alive(rt);
    ouro_object *text = ouro_str_from(rt, "start"), *part = ouro_str_from(rt, "0123456789");
    for (int i = 0; i < 5000; i++) {
        text = ouro_str_append_take(rt, text, part);
        assert_non_null(text);
    }
    assert_int_equal(ouro_str_length(text), 50005);
    assert_int_equal(ouro_str_at(text, 50004), '9');
    assert_int_equal(ouro_str_at(text, 50005), 0);
    /* A text that somebody else holds is left as it is. */
    ouro_object *other = newref(text);
    text = ouro_str_append_take(rt, text, part);
    assert_ptr_not_equal(text, other);
    assert_int_equal(ouro_str_length(other), 50005);
    decref(rt, other);
    ouro_object *euro = ouro_str_from_character(rt, 0x20ac);
    text = ouro_str_append_take(rt, text, euro);
    assert_int_equal(ouro_str_width(text), 2);
    text = ouro_str_append_take(rt, text, part);
    assert_int_equal(ouro_str_at(text, 50015), 0x20ac);
    decref(rt, text);
    decref(rt, part);
    decref(rt, euro);
    assert_int_equal(alive(rt), before);
    runtime_end(rt);
}

static void an_interned_string_takes_itself_out(void **state)
{
    ouro_runtime *rt = runtime_new();
    uint64_t before = alive(rt);
    enum { COUNT = 5000 };
    ouro_object **texts = calloc(COUNT, sizeof(*texts));
    char name[32];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < COUNT; i++) {
            snprintf(name, sizeof(name), "interned %d", i);
            texts[i] = ouro_str_intern_text(rt, name);
            assert_true(ouro_str_is_interned(texts[i]));
        }
        for (int i = 0; i < COUNT; i += 7) { /* the same text gives the same object */
            snprintf(name, sizeof(name), "interned %d", i);
            ouro_object *again = ouro_str_intern_text(rt, name);
            assert_ptr_equal(again, texts[i]);
            decref(rt, again);
        }
        for (int i = 0; i < COUNT; i++) /* in an order that is not the one of their making */
            decref(rt, texts[(i * 1237) % COUNT]);
        assert_int_equal(alive(rt), before);
    }
    free(texts);
    runtime_end(rt);
}

static void searching_agrees_with_the_naive_way(void **state)
{
    ouro_runtime *rt = runtime_new();
    static const uint32_t alphabets[4][3] = {
        {'a', 'b', 'c'}, {'a', 0xe9, 'b'}, {0x20ac, 'a', 0x1234}, {0x1f600, 'a', 0x20ac}};
    srand(7);
    for (int round = 0; round < 4000; round++) {
        const uint32_t *alphabet = alphabets[round % 4], *part_alphabet = alphabets[rand() % 4];
        uint32_t text[200], part[4];
        size_t length = (size_t)(rand() % 200), part_length = (size_t)(rand() % 4);
        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[rand() % 3];
        for (size_t i = 0; i < part_length; i++)
            part[i] = part_alphabet[rand() % 3];
        size_t start = (size_t)(rand() % 20), end = length - (size_t)(rand() % 20) % (length + 1);
        int64_t first = -1, last = -1;
        for (size_t i = start; start <= end && i + part_length <= end; i++) {
            if (part_length && memcmp(text + i, part, part_length * sizeof(*part)) != 0)
                continue;
            first = first < 0 ? (int64_t)i : first;
            last = (int64_t)i;
        }
        ouro_object *self = ouro_str_from_characters(rt, text, length);
        ouro_object *needle = ouro_str_from_characters(rt, part, part_length);
        assert_int_equal(ouro_str_find(self, needle, start, end), first);
        assert_int_equal(ouro_str_rfind(self, needle, start, end), last);
        decref(rt, self);
        decref(rt, needle);
    }
    runtime_end(rt);
}

static void formats_write_numbers_and_objects(void **state)
{
    ouro_runtime *rt = runtime_new();
    ouro_object *text = ouro_str_from(rt, "caf\xc3\xa9");
    assert_text_take(rt, ouro_str_format(rt, "%d %5.2f|%-4s|%04x|%c|%%", -3, 2.5, "ab", 255, 'z'),
                     "-3  2.50|ab  |00ff|z|%");
    assert_text_take(rt, ouro_str_format(rt, "%U %S %R %A %T", text, text, text, text, text),
                     "caf\xc3\xa9 caf\xc3\xa9 'caf\xc3\xa9' 'caf\\xe9' str");
    assert_text_take(rt, ouro_str_format(rt, "%.*s|%.2s|%zu|%lld", 2, "abcdef", "xyz", (size_t)9, 1ll << 40),
                     "ab|xy|9|1099511627776");
    decref(rt, text);
    runtime_end(rt);
}

static void what_is_no_utf8_is_refused_and_replaced(void **state)
{
    ouro_runtime *rt = runtime_new();
    static const struct {
        const char *bytes;
        size_t size;
        const char *message, *replaced;
    } cases[] = {
        {"\xff", 1, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
         "\xef\xbf\xbd"},
        {"a\xe2\x82", 3,
         "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data",
         "a\xef\xbf\xbd"},
        {"\xed\xa0\x80", 3,
         "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
         "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xc0\x80", 2, "'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte",
         "\xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const uint8_t *bytes = (const uint8_t *)cases[i].bytes;
        assert_null(ouro_str_decode(rt, bytes, cases[i].size, "utf-8", "strict"));
        assert_error(rt, EXC_UnicodeDecodeError, cases[i].message);
        assert_text_take(rt, ouro_str_decode(rt, bytes, cases[i].size, "utf-8", "replace"),
                         cases[i].replaced);
    }
    runtime_end(rt);
}

static void every_character_survives_every_unicode_codec(void **state)
{
    ouro_runtime *rt = runtime_new();
    static const char *const codecs[] = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
                                         "utf-32-be", "unicode-escape", "raw-unicode-escape"};
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 251) {
            if (c >= 0xd800 && c < 0xe000)
                continue;
            uint32_t characters[2] = {c, 'x'};
            if (c == '\\')
                continue; /* raw-unicode-escape does not bring back a backslash before an x */
            ouro_object *text = ouro_str_from_characters(rt, characters, 2);
            ouro_object *bytes = ouro_str_encode(rt, text, codecs[i], NULL);
            assert_non_null(bytes);
            ouro_object *back =
                ouro_str_decode(rt, bytes_of(bytes)->data, bytes_of(bytes)->length, codecs[i], NULL);
            assert_non_null(back);
            assert_true(ouro_str_equal(text, back));
            decref(rt, text);
            decref(rt, bytes);
            decref(rt, back);
        }
    }
    runtime_end(rt);
}

/* One long scenario; false as soon as something failed, with everything released. */
static bool scenario(ouro_runtime *rt)
{
    bool is_done = false;
    ouro_object *text = ouro_str_from(rt, "one, two, three \xe2\x82\xac");
    ouro_object *comma = ouro_str_from(rt, ", "), *parts = NULL, *joined = NULL, *made = NULL;
    ouro_object *split = ouro_str_from(rt, "split"), *format = NULL;
    if (!text || !comma || !split)
        goto done;
    parts = ouro_call_method(rt, text, split, &comma, 1);
    joined = parts ? ouro_str_join(rt, comma, parts) : NULL;
    if (!joined)
        goto done;
    format = ouro_str_format(rt, "%R and %S, %d times", joined, parts, 7);
    made = format ? ouro_str_encode(rt, format, "utf-16", "strict") : NULL;
    if (!made)
        goto done;
    for (int i = 0; i < 50 && format; i++)
        format = ouro_str_append_take(rt, format, joined);
    is_done = format != NULL;
done:
    xdecref(rt, text);
    xdecref(rt, comma);
    xdecref(rt, parts);
    xdecref(rt, joined);
    xdecref(rt, made);
    xdecref(rt, split);
    xdecref(rt, format);
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
        cmocka_unit_test(every_width_is_the_narrowest),
        cmocka_unit_test(one_character_strings_are_shared),
        cmocka_unit_test(equal_text_hashes_equal_in_str_and_bytes),
        cmocka_unit_test(appending_grows_in_place_and_widens),
        cmocka_unit_test(an_interned_string_takes_itself_out),
        cmocka_unit_test(searching_agrees_with_the_naive_way),
        cmocka_unit_test(formats_write_numbers_and_objects),
        cmocka_unit_test(what_is_no_utf8_is_refused_and_replaced),
        cmocka_unit_test(every_character_survives_every_unicode_codec),
        cmocka_unit_test(memory_that_runs_out_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
