/* The parser's contract: trees, errors, encodings, and memory that runs out at every allocation.
 * That trees and messages are CPython's is compare_ast.py's business. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/parser.h"

struct memory {
    long live;
    long countdown; /* allocations that still succeed; negative: all do */
};

static void *allocate(void *context, size_t size)
{
    struct memory *memory = context;
    if (memory->countdown == 0)
        return NULL;
    memory->countdown--;
    void *block = malloc(size);
    memory->live += block != NULL;
    return block;
}

static void release(void *context, void *block, size_t size)
{
    (void)size;
    ((struct memory *)context)->live--;
    free(block);
}

struct fixture {
    struct memory memory;
    struct ouro_arena arena;
    struct syntax_error error;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->memory.countdown = -1;
    ouro_arena_init(&f->arena, allocate, release, &f->memory);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ouro_arena_destroy(&f->arena);
    long live = f->memory.live;
    free(f);
    return live == 0 ? 0 : -1;
}

static struct ast_module *parse(struct fixture *f, const char *source)
{
    return ouro_parse(&f->arena, source, strlen(source), "t.py", PARSE_FILE, &f->error);
}

static void test_assignment(void **state)
{
    struct fixture *f = *state;
    struct ast_module *module = parse(f, "\xEF\xBB\xBFx = y = 0x_ff\r\nx");
    assert_non_null(module);
    assert_int_equal(module->body.count, 2);
    struct ast_stmt *stmt = module->body.items[0];
    assert_int_equal(stmt->kind, AST_STMT_ASSIGN);
    assert_int_equal(stmt->assign.targets.count, 2);
    assert_int_equal(stmt->assign.targets.items[1]->name.ctx, AST_STORE);
    assert_int_equal(stmt->assign.value->constant.base, 16);
    assert_string_equal(stmt->assign.value->constant.digits.bytes, "ff");
    /* The same identifier is the same text. */
    struct ast_expr *again = module->body.items[1]->expr.value;
    assert_ptr_equal(again->name.id, stmt->assign.targets.items[0]->name.id);
    assert_int_equal(again->span.line, 2);
}

static void test_normalised_names(void **state)
{
    struct fixture *f = *state;
    struct ast_module *module = parse(f, "\xEF\xAC\x81 = fi"); /* the ligature of f and i */
    assert_non_null(module);
    struct ast_stmt *stmt = module->body.items[0];
    assert_ptr_equal(stmt->assign.targets.items[0]->name.id, stmt->assign.value->name.id);
}

static void expect_text(struct fixture *f, const char *source, const char *text, size_t size)
{
    struct ast_module *module = parse(f, source);
    assert_non_null(module);
    const struct ast_constant *constant = &module->body.items[0]->expr.value->constant;
    assert_int_equal(constant->text.size, size);
    assert_memory_equal(constant->text.bytes, text, size + 1);
}

static void test_strings(void **state)
{
    struct fixture *f = *state;
    expect_text(f, "'a' \"b\\x41\\u00e9\\\n'\"", "abA\xC3\xA9'", 6);
    expect_text(f, "'\\ud800\\0'", "\xED\xA0\x80\0", 4);
    expect_text(f, "rb'\\x' b'\\377\\q'", "\\x\xFF\\q", 5);
    expect_text(f, "# coding: latin-1\n'\xE9'", "\xC3\xA9", 2);
}

static void expect_error(struct fixture *f, const char *source, enum syntax_error_kind kind,
                         const char *message, int line, int column)
{
    assert_null(parse(f, source));
    assert_string_equal(f->error.message, message);
    assert_int_equal(f->error.kind, kind);
    assert_int_equal(f->error.line, line);
    assert_int_equal(f->error.column, column);
}

static void test_errors(void **state)
{
    struct fixture *f = *state;
    expect_error(f, "f(a b)", SYNTAX_ERROR_SYNTAX,
                 "invalid syntax. Perhaps you forgot a comma?", 1, 3);
    expect_error(f, "if x:\npass", SYNTAX_ERROR_INDENTATION,
                 "expected an indented block after 'if' statement on line 1", 2, 1);
    expect_error(f, "if x:\n\ty\n        z\n", SYNTAX_ERROR_TAB,
                 "inconsistent use of tabs and spaces in indentation", 3, 1);
    expect_error(f, "x = 1\n'\xE9'\n", SYNTAX_ERROR_ENCODING,
                 "Non-UTF-8 code starting with '\\xe9' in file t.py on line 2, but no encoding "
                 "declared; see https://peps.python.org/pep-0263/ for details", 0, 0);
    expect_error(f, "# coding: klingon\n", SYNTAX_ERROR_ENCODING, "encoding problem: klingon", 0, 0);
}

static void test_null_bytes(void **state)
{
    struct fixture *f = *state;
    assert_null(ouro_parse(&f->arena, "x\0y", 3, "t.py", PARSE_FILE, &f->error));
    assert_int_equal(f->error.kind, SYNTAX_ERROR_VALUE);
}

static void test_incomplete(void **state)
{
    struct fixture *f = *state;
    assert_null(ouro_parse(&f->arena, "f(a,\n", 5, "<stdin>", PARSE_INTERACTIVE, &f->error));
    assert_true(f->error.is_incomplete);
    assert_non_null(ouro_parse(&f->arena, "if x:\n y\n", 9, "<stdin>", PARSE_INTERACTIVE, &f->error));
    assert_true(f->error.is_incomplete);
    assert_non_null(
        ouro_parse(&f->arena, "if x:\n y\n\n", 10, "<stdin>", PARSE_INTERACTIVE, &f->error));
    assert_false(f->error.is_incomplete);
}

/* Ten thousand terms and a thousand branches are loops; a thousand brackets are refused. */
static void test_long_and_deep(void **state)
{
    struct fixture *f = *state;
    size_t size = 200000;
    char *source = malloc(size);
    char *at = source;
    for (int i = 0; i < 10000; i++)
        at = stpcpy(at, "a + ");
    strcpy(at, "a\n");
    assert_non_null(parse(f, source));
    at = stpcpy(source, "if a: b\n");
    for (int i = 0; i < 1000; i++)
        at = stpcpy(at, "elif a: b\n");
    assert_non_null(parse(f, source));
    memset(source, '(', 1000);
    source[1000] = '\0';
    expect_error(f, source, SYNTAX_ERROR_SYNTAX, "too many nested parentheses", 1, 201);
    memset(source, '-', 100000);
    source[100000] = '\0';
    assert_null(parse(f, source));
    assert_int_equal(f->error.kind, SYNTAX_ERROR_MEMORY);
    free(source);
}

static const char everything[] =
    "@d\ndef f(a, /, b: int = 1, *c, d=2, **e) -> x:\n    'doc'\n    return [i for i in a if i]\n"
    "class C(B, m=1):\n    x: int = {1: 2, **y}\n    async def g(self): await z\n"
    "match p:\n    case [1, *_] | {'k': v, **r} if v: pass\n    case A.B(x=-1 + 2j) as q: pass\n"
    "try:\n    with (a as b, c): pass\nexcept* E as e: raise X from e\nfinally: del a[1:2, *b]\n"
    "from .a.b import (c as d, e)\nimport x.y\nglobal u\n"
    "s = f'{a!r:>{w}} {b=}' 'x' if not y < 1 <= z else lambda *k, l=1: (yield)\n"
    "for i, (j, *k) in l: continue\nelse: break\nwhile (n := m()): n **= 2; assert n, 'm'\n";

static void test_out_of_memory(void **state)
{
    (void)state;
    const char *const sources[] = {everything, "x = {f(a b): [1, {c d}]}", "f'{a b}'"};
    for (size_t i = 0; i < 3; i++) {
        bool is_done = false;
        for (long allowed = 0; !is_done; allowed++) {
            struct fixture f = {.memory = {.countdown = allowed}};
            ouro_arena_init(&f.arena, allocate, release, &f.memory);
            struct ast_module *module = parse(&f, sources[i]);
            is_done = f.memory.countdown != 0;
            if (!module)
                assert_non_null(f.error.message);
            if (!module && !is_done && f.arena.has_failed)
                assert_int_equal(f.error.kind, SYNTAX_ERROR_MEMORY);
            if (is_done)
                assert_int_equal(module != NULL, i == 0);
            ouro_arena_destroy(&f.arena);
            assert_int_equal(f.memory.live, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_assignment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_normalised_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_null_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_incomplete, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_and_deep, set_up, tear_down),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
