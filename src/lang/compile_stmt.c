/* Statements, but for try, with (compile_try.c) and match (compile_match.c). */
#include <string.h>

#include "lang/compile_internal.h"

void ouro_compile_stmts(struct compiler *c, const struct ast_stmt_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++)
        ouro_compile_stmt(c, list->items[i]);
}

/* ---- assignment ------------------------------------------------------------------------------ */

static void compile_assign(struct compiler *c, struct ast_stmt *s)
{
    uint32_t last = s->assign.targets.count - 1;
    ouro_compile_expr(c, s->assign.value);
    for (uint32_t i = 0; i <= last && !c->has_failed; i++) {
        if (i < last)
            ouro_emit(c, OP_COPY, 1);
        ouro_compile_expr(c, s->assign.targets.items[i]);
    }
}

static const uint8_t binary_ops[] = {
    [AST_ADD] = BINARY_ADD,         [AST_SUB] = BINARY_SUBTRACT,   [AST_MULT] = BINARY_MULTIPLY,
    [AST_MAT_MULT] = BINARY_MATMUL, [AST_DIV] = BINARY_TRUE_DIVIDE, [AST_MOD] = BINARY_REMAINDER,
    [AST_POW] = BINARY_POWER,       [AST_L_SHIFT] = BINARY_LSHIFT, [AST_R_SHIFT] = BINARY_RSHIFT,
    [AST_BIT_OR] = BINARY_OR,       [AST_BIT_XOR] = BINARY_XOR,    [AST_BIT_AND] = BINARY_AND,
    [AST_FLOOR_DIV] = BINARY_FLOOR_DIVIDE,
};

static void load_target(struct compiler *c, struct ast_expr *e)
{
    locate(c, e->span);
    switch (e->kind) {
    case AST_EXPR_ATTRIBUTE:
        ouro_compile_expr(c, e->attribute.value);
        ouro_emit(c, OP_COPY, 1);
        ouro_compile_locate_attribute(c, e);
        ouro_emit_named(c, OP_LOAD_ATTR, e->attribute.attr);
        break;
    case AST_EXPR_SUBSCRIPT:
        ouro_compile_expr(c, e->subscript.value);
        ouro_compile_expr(c, e->subscript.slice);
        ouro_emit(c, OP_COPY, 2);
        ouro_emit(c, OP_COPY, 2);
        ouro_emit(c, OP_BINARY_SUBSCR, 0);
        break;
    default:
        ouro_emit_variable_text(c, e->name.id, AST_LOAD);
    }
}

static void store_target(struct compiler *c, struct ast_expr *e)
{
    locate(c, e->span);
    switch (e->kind) {
    case AST_EXPR_ATTRIBUTE:
        ouro_compile_locate_attribute(c, e);
        ouro_emit(c, OP_SWAP, 2);
        ouro_emit_named(c, OP_STORE_ATTR, e->attribute.attr);
        break;
    case AST_EXPR_SUBSCRIPT:
        ouro_emit(c, OP_SWAP, 3);
        ouro_emit(c, OP_SWAP, 2);
        ouro_emit(c, OP_STORE_SUBSCR, 0);
        break;
    default:
        if (!ouro_compile_is_name_forbidden(c, e->name.id, AST_STORE))
            ouro_emit_variable_text(c, e->name.id, AST_STORE);
    }
}

static void compile_aug_assign(struct compiler *c, struct ast_stmt *s)
{
    load_target(c, s->aug_assign.target);
    locate(c, s->span);
    ouro_compile_expr(c, s->aug_assign.value);
    ouro_emit(c, OP_BINARY_OP, binary_ops[s->aug_assign.op] + OURO_BINARY_IN_PLACE);
    store_target(c, s->aug_assign.target);
}

static bool stores_annotations(const struct compiler *c)
{
    return c->unit->scope->kind != SCOPE_FUNCTION;
}

static void evaluate_and_drop(struct compiler *c, struct ast_expr *e)
{
    ouro_compile_expr(c, e);
    ouro_emit(c, OP_POP_TOP, 0);
}

static void check_annotated_index(struct compiler *c, struct ast_expr *e)
{
    if (e->kind == AST_EXPR_SLICE) {
        if (e->slice.lower)
            evaluate_and_drop(c, e->slice.lower);
        if (e->slice.upper)
            evaluate_and_drop(c, e->slice.upper);
        if (e->slice.step)
            evaluate_and_drop(c, e->slice.step);
    } else if (e->kind == AST_EXPR_TUPLE) {
        for (uint32_t i = 0; i < e->sequence.elts.count && !c->has_failed; i++) {
            if (ouro_compile_enter(c)) {
                check_annotated_index(c, e->sequence.elts.items[i]);
                ouro_compile_leave(c);
            }
        }
    } else {
        evaluate_and_drop(c, e);
    }
}

/* Without a value the parts of a complex target are evaluated all the same. */
static void check_annotated_target(struct compiler *c, struct ast_expr *target)
{
    if (target->kind == AST_EXPR_ATTRIBUTE) {
        if (!ouro_compile_is_name_forbidden(c, target->attribute.attr, AST_STORE))
            evaluate_and_drop(c, target->attribute.value);
    } else if (target->kind == AST_EXPR_SUBSCRIPT) {
        evaluate_and_drop(c, target->subscript.value);
        check_annotated_index(c, target->subscript.slice);
    }
}

static void compile_ann_assign(struct compiler *c, struct ast_stmt *s)
{
    struct ast_expr *target = s->ann_assign.target;
    if (s->ann_assign.value) {
        ouro_compile_expr(c, s->ann_assign.value);
        ouro_compile_expr(c, target);
    } else if (target->kind != AST_EXPR_NAME) {
        check_annotated_target(c, target);
    }
    if (target->kind == AST_EXPR_NAME &&
        ouro_compile_is_name_forbidden(c, target->name.id, AST_STORE))
        return;
    if (!stores_annotations(c))
        return;
    if (target->kind == AST_EXPR_NAME && s->ann_assign.simple) {
        ouro_compile_annotation(c, s->ann_assign.annotation);
        ouro_emit_name_literal(c, "__annotations__", AST_LOAD);
        struct compile_name *name = ouro_compile_name(c, target->name.id);
        if (name)
            name = ouro_compile_mangle(c, c->unit->mangle, name);
        ouro_emit_constant(c, ouro_compile_constant_take(c, xnewref(ouro_compile_name_str(c, name))));
        ouro_emit(c, OP_STORE_SUBSCR, 0);
    } else if (!c->future_annotations) {
        evaluate_and_drop(c, s->ann_assign.annotation);
    }
}

/* ---- loops and conditions -------------------------------------------------------------------- */

static void compile_if(struct compiler *c, struct ast_stmt *s)
{
    /* A chain of elif shares its ends, so that it needs no recursion. */
    struct block *end = ouro_emit_block(c);
    for (;;) {
        bool has_more = s->if_.orelse.count > 0;
        struct block *otherwise = has_more ? ouro_emit_block(c) : end;
        ouro_compile_jump_if(c, s->if_.test, otherwise, false);
        ouro_compile_stmts(c, &s->if_.body);
        if (!has_more)
            break;
        ouro_emit_jump_artificial(c, OP_JUMP, end);
        ouro_emit_use(c, otherwise);
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != AST_STMT_IF) {
            ouro_compile_stmts(c, &s->if_.orelse);
            break;
        }
        if (c->has_failed)
            return;
        s = s->if_.orelse.items[0];
        locate(c, s->span);
    }
    ouro_emit_use(c, end);
}

static void compile_for(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *start = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    ouro_compile_frame_push(c, &frame, FRAME_FOR, start, end);
    ouro_compile_expr(c, s->for_.iter);
    ouro_emit(c, OP_GET_ITER, 0);
    ouro_emit_use(c, start);
    ouro_emit_jump(c, OP_FOR_ITER, cleanup);
    ouro_compile_expr(c, s->for_.target);
    ouro_compile_stmts(c, &s->for_.body);
    unlocate(c);
    ouro_emit_jump(c, OP_JUMP, start);
    ouro_emit_use(c, cleanup);
    ouro_compile_frame_pop(c);
    ouro_compile_stmts(c, &s->for_.orelse);
    ouro_emit_use(c, end);
}

static void compile_async_for(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *start = ouro_emit_block(c), *except = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    if (c->unit->kind != UNIT_ASYNC_FUNCTION) {
        ouro_compile_error(c, s->span, "'async for' outside async function");
        return;
    }
    ouro_compile_expr(c, s->for_.iter);
    ouro_emit(c, OP_GET_AITER, 0);
    ouro_emit_use(c, start);
    ouro_compile_frame_push(c, &frame, FRAME_FOR, start, end);
    ouro_emit_setup(c, except, false, false);
    ouro_emit(c, OP_GET_ANEXT, 0);
    ouro_emit_none(c);
    ouro_emit_yield_from(c, true);
    ouro_emit_pop_handler(c);
    ouro_compile_expr(c, s->for_.target);
    ouro_compile_stmts(c, &s->for_.body);
    unlocate(c);
    ouro_emit_jump(c, OP_JUMP, start);
    ouro_compile_frame_pop(c);
    ouro_emit_use(c, except);
    locate(c, s->for_.iter->span);
    ouro_emit(c, OP_END_ASYNC_FOR, 0);
    ouro_compile_stmts(c, &s->for_.orelse);
    ouro_emit_use(c, end);
}

static void compile_while(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *start = ouro_emit_block(c), *body = ouro_emit_block(c);
    struct block *anchor = ouro_emit_block(c), *end = ouro_emit_block(c);
    ouro_emit_use(c, start);
    ouro_compile_frame_push(c, &frame, FRAME_WHILE, start, end);
    ouro_compile_jump_if(c, s->while_.test, anchor, false);
    ouro_emit_use(c, body);
    ouro_compile_stmts(c, &s->while_.body);
    locate(c, s->span);
    ouro_compile_jump_if(c, s->while_.test, body, true);
    ouro_compile_frame_pop(c);
    ouro_emit_use(c, anchor);
    ouro_compile_stmts(c, &s->while_.orelse);
    ouro_emit_use(c, end);
}

/* ---- imports --------------------------------------------------------------------------------- */

static ouro_object *text_constant(struct compiler *c, const struct ast_text *text)
{
    struct compile_name *name = ouro_compile_name(c, text);
    return ouro_compile_constant_take(c, xnewref(ouro_compile_name_str(c, name)));
}

/* The name that an import binds. */
static void store_import(struct compiler *c, const struct ast_text *text, size_t size)
{
    struct ast_text name = {text->bytes, (uint32_t)size};
    if (!ouro_compile_is_name_forbidden(c, &name, AST_STORE))
        ouro_emit_variable(c, ouro_compile_name_of(c, text->bytes, size), AST_STORE);
}

/* import a.b.c as m: m is a.b.c, found attribute by attribute. */
static void store_import_as(struct compiler *c, const struct ast_alias *alias)
{
    const char *at = alias->name->bytes, *end = at + alias->name->size;
    const char *dot = memchr(at, '.', alias->name->size);
    if (!dot) {
        store_import(c, alias->asname, alias->asname->size);
        return;
    }
    while (dot && !c->has_failed) {
        at = dot + 1;
        dot = memchr(at, '.', (size_t)(end - at));
        struct compile_name *name =
            ouro_compile_name_of(c, at, (size_t)((dot ? dot : end) - at));
        ouro_emit(c, OP_IMPORT_FROM, ouro_emit_name_index(c, name));
        if (dot) {
            ouro_emit(c, OP_SWAP, 2);
            ouro_emit(c, OP_POP_TOP, 0);
        }
    }
    store_import(c, alias->asname, alias->asname->size);
    ouro_emit(c, OP_POP_TOP, 0);
}

static void compile_import(struct compiler *c, struct ast_stmt *s)
{
    for (uint32_t i = 0; i < s->import.names.count && !c->has_failed; i++) {
        const struct ast_alias *alias = s->import.names.items[i];
        ouro_emit_constant(c, ouro_compile_constant_int(c, 0));
        ouro_emit_none(c);
        ouro_emit(c, OP_IMPORT_NAME, ouro_emit_name_index(c, ouro_compile_name(c, alias->name)));
        if (alias->asname) {
            store_import_as(c, alias);
            continue;
        }
        const char *dot = memchr(alias->name->bytes, '.', alias->name->size);
        size_t size = dot ? (size_t)(dot - alias->name->bytes) : alias->name->size;
        store_import(c, alias->name, size);
    }
}

static bool is_future(const struct ast_stmt *s)
{
    const struct ast_text *module = s->import_from.module;
    return module && module->size == 10 && !memcmp(module->bytes, "__future__", 10) &&
           !s->import_from.level;
}

static void compile_import_from(struct compiler *c, struct ast_stmt *s)
{
    const struct ast_alias_list *names = &s->import_from.names;
    if (is_future(s) && s->span.line > c->future_line_last) {
        ouro_compile_error(c, s->span,
                           "from __future__ imports must occur at the beginning of the file");
        return;
    }
    ouro_emit_constant(c, ouro_compile_constant_int(c, s->import_from.level));
    ouro_object *tuple = c->has_failed ? NULL : ouro_tuple_new(c->rt, names->count);
    for (uint32_t i = 0; i < names->count && tuple; i++) {
        ouro_object *item = text_constant(c, names->items[i]->name);
        if (!item)
            clearref(c->rt, &tuple);
        else
            tuple_items(tuple)[i] = newref(item);
    }
    ouro_emit_constant(c, ouro_compile_constant_take(c, tuple));
    struct compile_name *module = s->import_from.module
                                      ? ouro_compile_name(c, s->import_from.module)
                                      : ouro_compile_name_literal(c, "");
    ouro_emit(c, OP_IMPORT_NAME, ouro_emit_name_index(c, module));
    for (uint32_t i = 0; i < names->count && !c->has_failed; i++) {
        const struct ast_alias *alias = names->items[i];
        if (alias->name->size == 1 && alias->name->bytes[0] == '*') {
            ouro_emit(c, OP_IMPORT_STAR, 0);
            return;
        }
        ouro_emit(c, OP_IMPORT_FROM, ouro_emit_name_index(c, ouro_compile_name(c, alias->name)));
        const struct ast_text *name = alias->asname ? alias->asname : alias->name;
        store_import(c, name, name->size);
    }
    ouro_emit(c, OP_POP_TOP, 0);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void compile_raise(struct compiler *c, struct ast_stmt *s)
{
    uint32_t count = 0;
    if (s->raise.exc) {
        ouro_compile_expr(c, s->raise.exc);
        count++;
        if (s->raise.cause) {
            ouro_compile_expr(c, s->raise.cause);
            count++;
        }
    }
    ouro_emit(c, OP_RAISE_VARARGS, count);
}

static bool is_true_tuple(struct compiler *c, const struct ast_expr *e)
{
    if (e->kind == AST_EXPR_TUPLE)
        return e->sequence.elts.count > 0;
    ouro_object *constant = ouro_compile_constant_of(c, e);
    return constant && is_exact(constant, TYPE_TUPLE) && tuple_length(constant) > 0;
}

static void compile_assert(struct compiler *c, struct ast_stmt *s)
{
    if (is_true_tuple(c, s->assert_.test) &&
        !ouro_compile_warn(c, c->unit->span,
                           "assertion is always true, perhaps remove parentheses?"))
        return;
    if (c->optimize)
        return;
    struct block *end = ouro_emit_block(c);
    ouro_compile_jump_if(c, s->assert_.test, end, true);
    ouro_emit(c, OP_LOAD_ASSERTION_ERROR, 0);
    if (s->assert_.msg) {
        ouro_compile_expr(c, s->assert_.msg);
        ouro_emit(c, OP_CALL, 0);
    }
    ouro_emit(c, OP_RAISE_VARARGS, 1);
    ouro_emit_use(c, end);
}

static void compile_expression_statement(struct compiler *c, struct ast_stmt *s)
{
    struct ast_expr *value = s->expr.value;
    if (c->is_interactive && c->nesting <= 1) {
        ouro_compile_expr(c, value);
        ouro_emit(c, OP_PRINT_EXPR, 0);
    } else if (value->kind == AST_EXPR_CONSTANT) {
        ouro_emit(c, OP_NOP, 0);
    } else {
        ouro_compile_expr(c, value);
        unlocate(c);
        ouro_emit(c, OP_POP_TOP, 0);
    }
}

static void compile_stmt_inner(struct compiler *c, struct ast_stmt *s)
{
    switch (s->kind) {
    case AST_STMT_FUNCTION_DEF:
    case AST_STMT_ASYNC_FUNCTION_DEF:
        ouro_compile_function(c, s);
        break;
    case AST_STMT_CLASS_DEF:
        ouro_compile_class(c, s);
        break;
    case AST_STMT_RETURN:
        ouro_compile_return(c, s);
        break;
    case AST_STMT_DELETE:
        ouro_compile_expr_list(c, &s->delete_.targets);
        break;
    case AST_STMT_ASSIGN:
        compile_assign(c, s);
        break;
    case AST_STMT_AUG_ASSIGN:
        compile_aug_assign(c, s);
        break;
    case AST_STMT_ANN_ASSIGN:
        compile_ann_assign(c, s);
        break;
    case AST_STMT_FOR:
        compile_for(c, s);
        break;
    case AST_STMT_ASYNC_FOR:
        compile_async_for(c, s);
        break;
    case AST_STMT_WHILE:
        compile_while(c, s);
        break;
    case AST_STMT_IF:
        compile_if(c, s);
        break;
    case AST_STMT_WITH:
    case AST_STMT_ASYNC_WITH:
        ouro_compile_with_stmt(c, s);
        break;
    case AST_STMT_MATCH:
        ouro_compile_match(c, s);
        break;
    case AST_STMT_RAISE:
        compile_raise(c, s);
        break;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR:
        ouro_compile_try(c, s);
        break;
    case AST_STMT_ASSERT:
        compile_assert(c, s);
        break;
    case AST_STMT_IMPORT:
        compile_import(c, s);
        break;
    case AST_STMT_IMPORT_FROM:
        compile_import_from(c, s);
        break;
    case AST_STMT_GLOBAL:
    case AST_STMT_NONLOCAL:
        break;
    case AST_STMT_EXPR:
        compile_expression_statement(c, s);
        break;
    case AST_STMT_PASS:
        ouro_emit(c, OP_NOP, 0);
        break;
    case AST_STMT_BREAK:
    case AST_STMT_CONTINUE:
        ouro_compile_break(c, s);
        break;
    }
}

void ouro_compile_stmt(struct compiler *c, struct ast_stmt *s)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    locate(c, s->span);
    compile_stmt_inner(c, s);
    ouro_compile_leave(c);
}
