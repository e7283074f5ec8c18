/* Images of code: what comes back is what was written, and no bytes whatever do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/code_image.h"
#include "lang/compile.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_runtime *rt;

static int set_up(void **state)
{
    (void)state;
    rt = ouro_runtime_create(NULL, sizeof(ouro_runtime));
    return rt ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ouro_runtime_destroy(rt);
    return 0;
}

/* Every kind of constant, and every kind of function. */
static const char everything[] =
    "'''What it is for.'''\n"
    "numbers = (0, -1, 255, 256, 257, -6, 2**62, 1 << 64, -(1 << 64), 10**40, 0.0, -0.0, 1.5, 1e400, 2j, 1-0j)\n"
    "texts = ('', 'a', 'name', 'two words', '\\xe9', 'caf\\xe9', '\\u20ac', 'x\\u20ac', '\\U0001f40d!', '\\ud800z')\n"
    "others = (None, True, False, ..., b'', b'a', b'\\x00\\xff\\n', (), ((1, (2.5, 'two words')), b'bytes'))\n"
    "if numbers in {1, 'name', (2, 3), b'x'}:\n"
    "    pass\n"
    "def plain(a, /, b=1, *rest, key=2, **words):\n"
    "    'two words'\n"
    "    total = 10**40\n"
    "    try:\n"
    "        for i in rest:\n"
    "            total += i\n"
    "    except (ValueError, TypeError) as error:\n"
    "        raise RuntimeError('two words') from error\n"
    "    finally:\n"
    "        b = key\n"
    "    return lambda: (total, a, words.get('name'))\n"
    "class Outer:\n"
    "    x: int = 3\n"
    "    def method(self):\n"
    "        yield from (n for n in self.x if n)\n"
    "    async def other(self):\n"
    "        async with self as a:\n"
    "            await a\n"
    "    class Inner:\n"
    "        def method(self): return super().method()\n"
    "def free(word):\n"
    "    match word:\n"
    "        case {'name': [x, *_]} | str(x): return f'{x!r:>{10}}'\n"
    "    with word as x, x: del x\n";

static ouro_object *compile_text(const char *source)
{
    ouro_object *filename = ouro_str_from(rt, "test.py");
    assert_non_null(filename);
    ouro_object *code = ouro_compile(rt, source, strlen(source), filename, PARSE_FILE);
    decref(rt, filename);
    return code;
}

static ouro_object *image_new(const char *source)
{
    ouro_object *code = compile_text(source);
    assert_non_null(code);
    ouro_object *image = ouro_code_image_write(rt, code, NULL);
    assert_non_null(image);
    decref(rt, code);
    return image;
}

/* Reads size bytes from a buffer of their own; NULL when they are refused. */
static ouro_object *read_bytes(const uint8_t *data, size_t size)
{
    void *buffer = ouro_buffer_alloc(rt, size);
    ouro_object *code = NULL;
    if (!buffer)
        return NULL;
    memcpy(buffer, data, size);
    struct ouro_code_source source = {.data = buffer, .size = size, .buffer = buffer, .buffer_size = size};
    int found = ouro_code_image_read(rt, &source, &code);
    if (found <= 0)
        ouro_buffer_free(rt, buffer, size);
    assert_true((found == -1) == (rt->error != NULL));
    return found > 0 ? code : NULL;
}

static ouro_object *read_image(ouro_object *image)
{
    return read_bytes(bytes_of(image)->data, bytes_of(image)->length);
}

static struct ouro_code *code_of(ouro_object *object)
{
    return (struct ouro_code *)(void *)object;
}

/* Thaws code and all in it; false when some of it is damaged or memory is out. */
static bool thaw_all(ouro_object *object)
{
    struct ouro_code *code = code_of(object);
    if (!ouro_code_thaw(rt, code))
        return false;
    for (size_t i = 0; i < tuple_length(code->constants); i++) {
        ouro_object *constant = tuple_at(code->constants, i);
        if (is_exact(constant, TYPE_CODE) && !thaw_all(constant))
            return false;
    }
    for (uint32_t i = 0; i < code->instruction_count; i++)
        ouro_code_position_at(code, i);
    return true;
}

static bool is_same(ouro_object *a, ouro_object *b)
{
    if (a->type_index != b->type_index)
        return false;
    if (is_exact(a, TYPE_TUPLE)) {
        bool same = tuple_length(a) == tuple_length(b);
        for (size_t i = 0; same && i < tuple_length(a); i++)
            same = is_same(tuple_at(a, i), tuple_at(b, i));
        return same;
    }
    if (!is_exact(a, TYPE_CODE)) {
        ouro_object *left = ouro_repr(rt, a), *right = ouro_repr(rt, b);
        bool same = ouro_str_equal(left, right) && ouro_equal(rt, a, b) == 1;
        decref(rt, left);
        decref(rt, right);
        return same;
    }
    struct ouro_code *x = code_of(a), *y = code_of(b);
    return ouro_equal(rt, a, b) == 1 && is_same(x->constants, y->constants) &&
           is_same(x->names, y->names) && is_same(x->qualname, y->qualname) &&
           is_same(x->filename, y->filename) && x->handler_count == y->handler_count &&
           x->stack_size == y->stack_size && x->cell_count == y->cell_count &&
           !memcmp(x->handlers, y->handlers, x->handler_count * sizeof *x->handlers) &&
           !memcmp(x->instructions, y->instructions, x->instruction_count * sizeof(uint32_t));
}

static void test_round_trip(void **state)
{
    (void)state;
    ouro_object *code = compile_text(everything), *image = ouro_code_image_write(rt, code, NULL);
    assert_non_null(image);
    ouro_object *back = read_image(image);
    assert_non_null(back);
    assert_null(code_of(back)->constants); /* frozen */
    assert_true(thaw_all(back));
    assert_true(is_same(code, back));
    ouro_object *again = ouro_code_image_write(rt, back, NULL);
    assert_non_null(again);
    assert_int_equal(ouro_equal(rt, image, again), 1);
    decref(rt, again);
    decref(rt, back);
    decref(rt, image);
    decref(rt, code);
}

/* One object in two functions stays one, as in CPython; names are interned. */
static void test_shared(void **state)
{
    (void)state;
    ouro_object *image = image_new("def f(name):\n    return 'two words', name.attribute, 10**40\n"
                                   "def g():\n    return 'two words', name.attribute, 10**40\n");
    ouro_object *back = read_image(image);
    assert_true(back && thaw_all(back));
    ouro_object *functions[2], *constants = code_of(back)->constants;
    size_t count = 0;
    for (size_t i = 0; i < tuple_length(constants); i++)
        if (is_exact(tuple_at(constants, i), TYPE_CODE))
            functions[count++] = tuple_at(constants, i);
    assert_int_equal(count, 2);
    struct ouro_code *f = code_of(functions[0]), *g = code_of(functions[1]);
    assert_ptr_equal(tuple_at(f->constants, 1), tuple_at(g->constants, 1));
    assert_ptr_equal(tuple_at(f->constants, 2), tuple_at(g->constants, 2));
    assert_true(ouro_str_is_interned(tuple_at(f->names, 0)));
    decref(rt, back);
    decref(rt, image);
}

/* Code that outlives what it came with. */
static void test_nested_code_alone(void **state)
{
    (void)state;
    ouro_object *image = image_new("def f():\n    return 'two words'\n"), *back = read_image(image), *inner = NULL;
    decref(rt, image);
    assert_true(back && ouro_code_thaw(rt, code_of(back)));
    for (size_t i = 0; i < tuple_length(code_of(back)->constants); i++)
        if (is_exact(tuple_at(code_of(back)->constants, i), TYPE_CODE))
            inner = newref(tuple_at(code_of(back)->constants, i));
    decref(rt, back);
    assert_true(inner && thaw_all(inner));
    assert_int_equal(ouro_code_position_at(code_of(inner), 1).line, 2);
    decref(rt, inner);
}

static void test_truncation(void **state)
{
    (void)state;
    ouro_object *image = image_new(everything);
    for (size_t size = 0; size < bytes_of(image)->length; size++)
        assert_null(read_bytes(bytes_of(image)->data, size));
    decref(rt, image);
}

static void test_bit_flips(void **state)
{
    (void)state;
    ouro_object *image = image_new(everything);
    size_t size = bytes_of(image)->length;
    uint8_t *copy = malloc(size);
    memcpy(copy, bytes_of(image)->data, size);
    for (size_t i = 0; i < size * 8; i++) {
        copy[i / 8] ^= (uint8_t)(1u << i % 8);
        assert_null(read_bytes(copy, size));
        copy[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    free(copy);
    decref(rt, image);
}

static void make_fit(uint8_t *image, size_t size)
{
    uint64_t sum = ouro_code_checksum(image + 24, size - 24);
    memcpy(image + 16, &sum, 8);
}

/* Reads what was forged: anything may come of it but a crash or a leak. */
static void read_forged(uint8_t *image, size_t size)
{
    uint64_t alive = rt->heap.objects_created - rt->heap.objects_freed;
    make_fit(image, size);
    ouro_object *code = read_bytes(image, size);
    if (code)
        thaw_all(code);
    xdecref(rt, code);
    if (rt->error)
        assert_true(!code || ouro_error_is(rt, EXC_SystemError) || ouro_error_is(rt, EXC_MemoryError) ||
                    ouro_error_is(rt, EXC_TypeError));
    ouro_error_clear(rt);
    assert_int_equal(rt->heap.objects_created - rt->heap.objects_freed, alive);
}

/* Bytes that are wrong under a checksum that is right. */
static void test_forged(void **state)
{
    (void)state;
    ouro_object *image = image_new(everything);
    size_t size = bytes_of(image)->length;
    uint8_t *copy = malloc(size);
    const char *rounds = getenv("OURO_FUZZ_ROUNDS");
    memcpy(copy, bytes_of(image)->data, size);
    ouro_mem_limit_set(&rt->heap.mem, 256 << 20);
    for (size_t i = 28 * 8; i < size * 8; i++) {
        copy[i / 8] ^= (uint8_t)(1u << i % 8);
        read_forged(copy, size);
        copy[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    uint64_t seed = 1;
    for (long n = rounds ? atol(rounds) : 3000; n > 0; n--) {
        memcpy(copy, bytes_of(image)->data, size);
        for (unsigned k = 1 + n % 6; k; k--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            copy[28 + (seed >> 33) % (size - 28)] = (uint8_t)(seed >> 25);
        }
        read_forged(copy, size);
    }
    ouro_mem_limit_set(&rt->heap.mem, 0);
    free(copy);
    decref(rt, image);
}

/* Shared objects that refer to themselves or to what is behind the end. */
static void test_forged_table(void **state)
{
    (void)state;
    ouro_object *image = image_new("def f(): return ('two words', 1.5)\ndef g(): return ('two words', 1.5)\n");
    size_t size = bytes_of(image)->length;
    uint8_t *copy = malloc(size);
    for (uint32_t place = 0; place < size + 8; place++) {
        memcpy(copy, bytes_of(image)->data, size);
        for (size_t at = 36; at + 4 <= 48; at += 4)
            memcpy(copy + at, &place, 4);
        read_forged(copy, size);
    }
    free(copy);
    decref(rt, image);
}

static void test_deep_nesting(void **state)
{
    (void)state;
    char source[2048] = "";
    for (unsigned i = 0; i < 120; i++)
        strcat(source, "lambda: ");
    strcat(source, "0\n");
    ouro_object *code = compile_text(source);
    assert_true(code || rt->error);
    if (code) {
        assert_null(ouro_code_image_write(rt, code, NULL));
        assert_true(ouro_error_is(rt, EXC_ValueError));
    }
    ouro_error_clear(rt);
    xdecref(rt, code);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    ouro_object *code = compile_text(everything);
    for (uint64_t n = 1;; n++) {
        uint64_t alive = rt->heap.objects_created - rt->heap.objects_freed;
        ouro_mem_faults_set(&rt->heap.mem, n, n);
        ouro_object *image = ouro_code_image_write(rt, code, NULL), *back = NULL;
        if (image)
            back = read_image(image);
        bool is_done = back && thaw_all(back);
        bool has_failed = rt->heap.mem.faults.count >= n;
        ouro_mem_faults_clear(&rt->heap.mem);
        if (!is_done)
            assert_true(ouro_error_is(rt, EXC_MemoryError));
        ouro_error_clear(rt);
        xdecref(rt, back);
        xdecref(rt, image);
        assert_int_equal(rt->heap.objects_created - rt->heap.objects_freed, alive);
        if (!has_failed)
            break;
    }
    decref(rt, code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_shared),
        cmocka_unit_test(test_nested_code_alone),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_bit_flips),
        cmocka_unit_test(test_forged),
        cmocka_unit_test(test_forged_table),
        cmocka_unit_test(test_deep_nesting),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests_name("code image", tests, set_up, tear_down);
}
