/* The compiler: shapes of code objects, errors, and what happens when memory runs out at any point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/compile.h"
#include "lang/opcodes.h"
#include "types/error.h"
#include "types/int.h"
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

static ouro_object *compile_text(const char *source, enum parse_mode mode)
{
    ouro_object *filename = ouro_str_from(rt, "test.py");
    assert_non_null(filename);
    ouro_object *code = ouro_compile(rt, source, strlen(source), filename, mode);
    decref(rt, filename);
    return code;
}

static const struct ouro_code *code_of(ouro_object *object)
{
    assert_non_null(object);
    assert_true(is_exact(object, TYPE_CODE));
    return (const struct ouro_code *)(const void *)object;
}

static const struct ouro_code *nested_code(const struct ouro_code *code)
{
    for (size_t i = 0; i < tuple_length(code->constants); i++) {
        if (is_exact(tuple_at(code->constants, i), TYPE_CODE))
            return code_of(tuple_at(code->constants, i));
    }
    fail_msg("no nested code");
    return NULL;
}

static unsigned count_opcode(const struct ouro_code *code, unsigned opcode)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < code->instruction_count;
         i += 1u + ouro_opcode_cache_words[ouro_word_opcode(code->instructions[i])])
        count += ouro_word_opcode(code->instructions[i]) == opcode;
    return count;
}

static void expect_error(const char *source, const char *message, int line, int offset)
{
    assert_null(compile_text(source, PARSE_FILE));
    assert_true(ouro_error_is(rt, EXC_SyntaxError));
    ouro_object *error = ouro_error_take(rt);
    const struct ouro_exception *exception = (const struct ouro_exception *)(const void *)error;
    ouro_object *details = tuple_at(exception->args, 1);
    assert_true(ouro_str_equal_text(tuple_at(exception->args, 0), message));
    assert_int_equal(ouro_int_value(tuple_at(details, 1)), line);
    assert_int_equal(ouro_int_value(tuple_at(details, 2)), offset);
    decref(rt, error);
}

/* ---- code ------------------------------------------------------------------------------------- */

static void test_folding(void **state)
{
    (void)state;
    ouro_object *object = compile_text("x = 2 * 3 + 4; y = (1, 'a'); z = -5", PARSE_FILE);
    const struct ouro_code *code = code_of(object);
    assert_int_equal(count_opcode(code, OP_BINARY_OP), 0);
    assert_int_equal(count_opcode(code, OP_BUILD_TUPLE), 0);
    assert_int_equal(count_opcode(code, OP_UNARY_NEGATIVE), 0);
    decref(rt, object);
    object = compile_text("x = 1 << 1000", PARSE_FILE); /* too large to keep */
    assert_int_equal(count_opcode(code_of(object), OP_BINARY_OP), 1);
    decref(rt, object);
}

static void test_dead_code(void **state)
{
    (void)state;
    ouro_object *object = compile_text("if 0:\n    f()\nwhile 1:\n    g()\n", PARSE_FILE);
    assert_int_equal(count_opcode(code_of(object), OP_CALL), 1);
    assert_int_equal(count_opcode(code_of(object), OP_POP_JUMP_IF_FALSE), 0);
    decref(rt, object);
}

static void test_equal_constants_are_one(void **state)
{
    (void)state;
    ouro_object *object = compile_text("a = 1000; b = 1000; c = 1000.0; d = True; e = 1", PARSE_FILE);
    assert_int_equal(tuple_length(code_of(object)->constants), 5); /* 1000 1000.0 True 1 None */
    decref(rt, object);
}

static void test_locals_that_may_be_unbound(void **state)
{
    (void)state;
    ouro_object *object = compile_text("def f(a):\n    if a: b = 1\n    return a, b\n", PARSE_FILE);
    const struct ouro_code *code = nested_code(code_of(object));
    assert_int_equal(count_opcode(code, OP_LOAD_FAST_CHECK), 1);
    decref(rt, object);
    object = compile_text("def f(a):\n    try: b = g()\n    except E: b = 1\n    return b\n", PARSE_FILE);
    assert_int_equal(count_opcode(nested_code(code_of(object)), OP_LOAD_FAST_CHECK), 0);
    decref(rt, object);
}

static void test_cells(void **state)
{
    (void)state;
    ouro_object *object = compile_text("def f(a, b):\n    c = a\n    def g(): return a + c\n", PARSE_FILE);
    const struct ouro_code *code = nested_code(code_of(object));
    assert_int_equal(code->cell_count, 2);
    assert_int_equal(code->local_count, 4); /* a b g c */
    assert_int_equal(code->local_kinds[0], LOCAL_CELL);
    assert_int_equal(code->local_kinds[1], 0);
    assert_int_equal(nested_code(code)->free_count, 2);
    decref(rt, object);
}

static void test_positions(void **state)
{
    (void)state;
    ouro_object *object = compile_text("x = 1\ny = (a +\n     b)\n", PARSE_FILE);
    const struct ouro_code *code = code_of(object);
    for (uint32_t i = 0; i < code->instruction_count; i++) {
        if (ouro_word_opcode(code->instructions[i]) != OP_BINARY_OP)
            continue;
        struct ouro_code_position at = ouro_code_position_at(code, i);
        assert_int_equal(at.line, 2);
        assert_int_equal(at.column, 5);
        assert_int_equal(at.end_line, 3);
        assert_int_equal(at.end_column, 6);
    }
    decref(rt, object);
}

static void test_errors(void **state)
{
    (void)state;
    expect_error("def f():\n    x = 1\n    global x\n",
                 "name 'x' is assigned to before global declaration", 3, 5);
    expect_error("return 1\n", "'return' outside function", 1, 1);
    expect_error("def f(a, a): pass\n", "duplicate argument 'a' in function definition", 1, 10);
    expect_error("def f():\n    nonlocal y\n", "no binding for nonlocal 'y' found", 2, 5);
    expect_error("x = 1\nfrom __future__ import annotations\n",
                 "from __future__ imports must occur at the beginning of the file", 2, 1);
    expect_error("f(a=1, a=2)\n", "keyword argument repeated: a", 1, 8);
}

/* ---- depth and memory ------------------------------------------------------------------------- */

static void test_long_chains(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    static char source[2 * COUNT + 2];
    for (int i = 0; i < COUNT; i++)
        memcpy(source + 2 * i, "a+", 2);
    memcpy(source + 2 * COUNT, "a", 2);
    ouro_object *code = compile_text(source, PARSE_EVAL);
    assert_non_null(code);
    decref(rt, code);
}

static void test_deep_nesting_is_refused(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static char source[2 * COUNT + 2];
    source[0] = 'x';
    for (int i = 0; i < COUNT; i++)
        memcpy(source + 1 + 2 * i, ".a", 2);
    assert_null(compile_text(source, PARSE_EVAL));
    assert_true(ouro_error_is(rt, EXC_RecursionError));
    ouro_error_clear(rt);
}

static const char everything[] =
    "'doc'\n"
    "from __future__ import annotations\n"
    "import a.b as c, d.e\n"
    "from . import *\n"
    "class A(B, metaclass=M):\n"
    "    z: int = 1\n"
    "    def __m(self, x: 'y' = 1, *args, k=2, **kw) -> f'{q!r:>{w}}':\n"
    "        super().m(*args, **kw)\n"
    "        try:\n"
    "            return [i * x for i in args if i in (1, 2, 3)]\n"
    "        except (E, F) as e:\n"
    "            del e.x[0:1]\n"
    "        finally:\n"
    "            yield from (y for y in {1: 2, **kw})\n"
    "@dec(1, 2, n=3)\n"
    "def f(a, b, /, c):\n"
    "    global g\n"
    "    while a < b < c and not c:\n"
    "        with a as b, c as (d, *e):\n"
    "            if (n := a): break\n"
    "            assert n, 'no'\n"
    "    else:\n"
    "        g = lambda: n + 1\n"
    "    match a:\n"
    "        case {'k': [x, *_], **rest} | A(x, rest=rest): pass\n"
    "        case 1 | -2 | None: raise E from None\n"
    "        case _: a += 1\n"
    "try: pass\n"
    "except* E as e: print('%s and %r' % (a, b), 1000 ** 3, 'x' * 5)\n"
    "async def h():\n"
    "    async with x as y: await z\n"
    "    return [i async for i in y]\n";

/* Every request of memory in turn fails: the answer is MemoryError, and nothing is left behind. */
static void test_out_of_memory(void **state)
{
    (void)state;
    ouro_object *filename = ouro_str_from(rt, "test.py");
    ouro_object *code = ouro_compile(rt, everything, strlen(everything), filename, PARSE_FILE);
    assert_non_null(code);
    decref(rt, code);
    for (uint64_t n = 1;; n++) {
        uint64_t alive = rt->heap.objects_created - rt->heap.objects_freed;
        ouro_mem_faults_set(&rt->heap.mem, n, n);
        code = ouro_compile(rt, everything, strlen(everything), filename, PARSE_FILE);
        bool has_failed = rt->heap.mem.faults.count >= n;
        ouro_mem_faults_clear(&rt->heap.mem);
        if (code) {
            decref(rt, code);
        } else {
            assert_true(ouro_error_is(rt, EXC_MemoryError));
            ouro_error_clear(rt);
        }
        assert_int_equal(rt->heap.objects_created - rt->heap.objects_freed, alive);
        if (!has_failed)
            break;
    }
    decref(rt, filename);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folding),
        cmocka_unit_test(test_dead_code),
        cmocka_unit_test(test_equal_constants_are_one),
        cmocka_unit_test(test_locals_that_may_be_unbound),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_deep_nesting_is_refused),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests_name("compile", tests, set_up, tear_down);
}
