/* Simple statements, and lines of them. */
#include "lang/parser_internal.h"

#include "lang/format.h"

/* ---- expressions and assignments ---- */

static bool find_augmented(enum token_kind kind, enum ast_operator *op)
{
    switch (kind) {
    case TOKEN_PLUS_EQUAL: *op = AST_ADD; return true;
    case TOKEN_MINUS_EQUAL: *op = AST_SUB; return true;
    case TOKEN_STAR_EQUAL: *op = AST_MULT; return true;
    case TOKEN_AT_EQUAL: *op = AST_MAT_MULT; return true;
    case TOKEN_SLASH_EQUAL: *op = AST_DIV; return true;
    case TOKEN_PERCENT_EQUAL: *op = AST_MOD; return true;
    case TOKEN_AMPERSAND_EQUAL: *op = AST_BIT_AND; return true;
    case TOKEN_BAR_EQUAL: *op = AST_BIT_OR; return true;
    case TOKEN_CARET_EQUAL: *op = AST_BIT_XOR; return true;
    case TOKEN_LEFT_SHIFT_EQUAL: *op = AST_L_SHIFT; return true;
    case TOKEN_RIGHT_SHIFT_EQUAL: *op = AST_R_SHIFT; return true;
    case TOKEN_DOUBLE_STAR_EQUAL: *op = AST_POW; return true;
    case TOKEN_DOUBLE_SLASH_EQUAL: *op = AST_FLOOR_DIV; return true;
    default: return false;
    }
}

/* At '='; value is the first target. */
static struct ast_stmt *finish_assign(struct parser *p, struct ast_span start, struct ast_expr *value)
{
    size_t base = p->stack_size;
    while (peek(p) == TOKEN_EQUAL) {
        if (value->kind == AST_EXPR_YIELD || !ouro_target_is_valid(value, TARGET_STAR))
            return NULL;
        ouro_target_set_context(value, AST_STORE);
        p->mark++;
        if (!ouro_parser_push(p, value))
            return NULL;
        value = parse_yield_or_star_expressions(p);
        if (!value)
            return NULL;
    }
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_ASSIGN, start);
    if (!stmt)
        return NULL;
    stmt->assign.targets.items = ouro_parser_take(p, base, &stmt->assign.targets.count);
    stmt->assign.value = value;
    return p->has_error ? NULL : stmt;
}

/* At ':'. */
static struct ast_stmt *finish_annotation(struct parser *p, struct ast_span start,
                                          struct ast_expr *target, bool is_simple)
{
    if (!ouro_target_is_single(target))
        return NULL;
    p->mark++;
    struct ast_expr *annotation = parse_expression(p);
    if (!annotation)
        return NULL;
    struct ast_expr *value = NULL;
    struct parser_state state = save(p);
    if (accept(p, TOKEN_EQUAL) && !(value = parse_yield_or_star_expressions(p))) {
        /* The annotation stands, so that the diagnosis does not look for faults in it. */
        if (p->has_error)
            return NULL;
        restore(p, state);
    }
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_ANN_ASSIGN, start);
    if (!stmt)
        return NULL;
    ouro_target_set_context(target, AST_STORE);
    stmt->ann_assign.target = target;
    stmt->ann_assign.annotation = annotation;
    stmt->ann_assign.value = value;
    stmt->ann_assign.simple = is_simple && target->kind == AST_EXPR_NAME;
    return stmt;
}

static struct ast_stmt *finish_augmented(struct parser *p, struct ast_span start,
                                         struct ast_expr *target, enum ast_operator op)
{
    if (!ouro_target_is_single(target))
        return NULL;
    p->mark++;
    struct ast_expr *value = parse_yield_or_star_expressions(p);
    struct ast_stmt *stmt = value ? ouro_parser_stmt(p, AST_STMT_AUG_ASSIGN, start) : NULL;
    if (!stmt)
        return NULL;
    ouro_target_set_context(target, AST_STORE);
    stmt->aug_assign.target = target;
    stmt->aug_assign.op = op;
    stmt->aug_assign.value = value;
    return stmt;
}

static struct ast_stmt *new_expression_statement(struct parser *p, struct ast_span start,
                                                 struct ast_expr *value)
{
    struct ast_stmt *stmt = value ? ouro_parser_stmt(p, AST_STMT_EXPR, start) : NULL;
    if (stmt)
        stmt->expr.value = value;
    return stmt;
}

static struct ast_stmt *parse_assignment_or_expression(struct parser *p)
{
    struct ast_span start = start_span(p);
    bool is_name = peek(p) == TOKEN_NAME;
    struct ast_expr *first = parse_star_expressions(p);
    if (!first)
        return NULL;
    enum token_kind kind = peek(p);
    enum ast_operator op;
    if (kind == TOKEN_EQUAL)
        return finish_assign(p, start, first);
    if (kind == TOKEN_COLON)
        return finish_annotation(p, start, first, is_name);
    if (find_augmented(kind, &op))
        return finish_augmented(p, start, first, op);
    return new_expression_statement(p, start, first);
}

/* CPython tries every form of assignment, and then what is wrong with it, before it takes the text for
 * an expression. */
static struct ast_stmt *parse_expression_statement(struct parser *p)
{
    struct parser_state state = save(p);
    struct ast_stmt *stmt = parse_assignment_or_expression(p);
    if (!p->is_diagnosing || p->has_error || (stmt && stmt->kind != AST_STMT_EXPR))
        return stmt;
    struct parser_state end = save(p);
    restore(p, state);
    diagnose_assignment(p);
    restore(p, end);
    return p->has_error ? NULL : stmt;
}

static struct ast_stmt *parse_yield_statement(struct parser *p)
{
    struct parser_state state = save(p);
    if (p->is_diagnosing) {
        diagnose_assignment(p);
        restore(p, state);
        if (p->has_error)
            return NULL;
    }
    struct ast_span start = start_span(p);
    return new_expression_statement(p, start, parse_yield(p));
}

/* ---- statements with a keyword ---- */

static struct ast_stmt *parse_return(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *value = NULL;
    if ((peek(p) == TOKEN_STAR || starts_expression(peek(p))) &&
        !(value = parse_star_expressions(p)))
        return NULL;
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_RETURN, start);
    if (stmt)
        stmt->return_.value = value;
    return stmt;
}

static struct ast_stmt *parse_raise(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *exc = NULL;
    struct ast_expr *cause = NULL;
    if (starts_expression(peek(p))) {
        if (!(exc = parse_expression(p)))
            return NULL;
        if (accept(p, TOKEN_KW_FROM) && !(cause = parse_expression(p)))
            return NULL;
    }
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_RAISE, start);
    if (stmt) {
        stmt->raise.exc = exc;
        stmt->raise.cause = cause;
    }
    return stmt;
}

static struct ast_stmt *parse_assert(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *test = parse_expression(p);
    struct ast_expr *msg = NULL;
    if (!test || (accept(p, TOKEN_COMMA) && !(msg = parse_expression(p))))
        return NULL;
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_ASSERT, start);
    if (stmt) {
        stmt->assert_.test = test;
        stmt->assert_.msg = msg;
    }
    return stmt;
}

static bool parse_delete_targets(struct parser *p)
{
    do {
        if (!starts_expression(peek(p)))
            break;
        struct ast_expr *target = parse_primary(p);
        if (!target || !ouro_target_is_valid(target, TARGET_DELETE) || !ouro_parser_push(p, target))
            return false;
        ouro_target_set_context(target, AST_DEL);
    } while (accept(p, TOKEN_COMMA));
    return peek(p) == TOKEN_SEMICOLON || peek(p) == TOKEN_NEWLINE;
}

static struct ast_stmt *parse_delete(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct parser_state state = save(p);
    size_t base = p->stack_size;
    if (!parse_delete_targets(p) || p->stack_size == base) {
        if (p->is_diagnosing && !p->has_error) {
            restore(p, state);
            struct ast_expr *targets = parse_star_expressions(p);
            if (targets)
                raise_invalid_target(p, targets, TARGET_DELETE);
        }
        return NULL;
    }
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_DELETE, start);
    if (!stmt)
        return NULL;
    stmt->delete_.targets.items = ouro_parser_take(p, base, &stmt->delete_.targets.count);
    return p->has_error ? NULL : stmt;
}

static struct ast_stmt *parse_names(struct parser *p, enum ast_stmt_kind kind)
{
    struct ast_span start = start_span(p);
    size_t base = p->stack_size;
    p->mark++;
    do {
        const struct ast_text *name = ouro_parser_name(p);
        if (!name || !ouro_parser_push(p, (void *)name))
            return NULL;
    } while (accept(p, TOKEN_COMMA));
    struct ast_stmt *stmt = ouro_parser_stmt(p, kind, start);
    if (!stmt)
        return NULL;
    stmt->global.names.items = ouro_parser_take(p, base, &stmt->global.names.count);
    return p->has_error ? NULL : stmt;
}

static struct ast_stmt *parse_word(struct parser *p, enum ast_stmt_kind kind)
{
    struct ast_span start = start_span(p);
    p->mark++;
    return ouro_parser_stmt(p, kind, start);
}

/* ---- imports ---- */

/* `a.b.c` as one name. */
static const struct ast_text *parse_dotted_name(struct parser *p)
{
    const struct ast_text *name = ouro_parser_name(p);
    while (name && accept(p, TOKEN_DOT)) {
        const struct ast_text *part = ouro_parser_name(p);
        if (!part)
            return NULL;
        const char *joined = ouro_arena_format(p->arena, "%.*s.%.*s", (int)name->size, name->bytes,
                                         (int)part->size, part->bytes);
        name = ouro_names_intern(p->names, joined, name->size + 1 + part->size);
        if (!name || p->arena->has_failed)
            return raise_memory(p);
    }
    return name;
}

static bool push_alias(struct parser *p, struct ast_span start, const struct ast_text *name)
{
    struct ast_alias *alias = name ? ouro_parser_alloc(p, sizeof *alias) : NULL;
    if (!alias)
        return false;
    alias->name = name;
    if (accept(p, TOKEN_KW_AS) && !(alias->asname = ouro_parser_name(p)))
        return false;
    alias->span = span_from(p, start);
    return ouro_parser_push(p, alias);
}

static struct ast_stmt *parse_import(struct parser *p)
{
    struct ast_span start = start_span(p);
    size_t base = p->stack_size;
    p->mark++;
    do {
        struct ast_span alias_start = start_span(p);
        if (!push_alias(p, alias_start, parse_dotted_name(p)))
            return NULL;
    } while (accept(p, TOKEN_COMMA));
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_IMPORT, start);
    if (!stmt)
        return NULL;
    stmt->import.names.items = ouro_parser_take(p, base, &stmt->import.names.count);
    return p->has_error ? NULL : stmt;
}

static bool parse_import_names(struct parser *p)
{
    if (peek(p) == TOKEN_STAR) {
        struct ast_span start = start_span(p);
        p->mark++;
        struct ast_alias *alias = ouro_parser_alloc(p, sizeof *alias);
        if (!alias || !(alias->name = ouro_names_intern(p->names, "*", 1)))
            return raise_memory(p);
        alias->span = span_from(p, start);
        return ouro_parser_push(p, alias);
    }
    bool has_paren = accept(p, TOKEN_LEFT_PAREN);
    do {
        if (last_token(p)->kind == TOKEN_COMMA && has_paren && peek(p) == TOKEN_RIGHT_PAREN)
            break;
        if (last_token(p)->kind == TOKEN_COMMA && !has_paren && peek(p) == TOKEN_NEWLINE) {
            if (p->is_diagnosing)
                raise_last(p, "trailing comma not allowed without surrounding parentheses");
            return false;
        }
        struct ast_span start = start_span(p);
        if (!push_alias(p, start, ouro_parser_name(p)))
            return false;
    } while (accept(p, TOKEN_COMMA));
    return !has_paren || accept(p, TOKEN_RIGHT_PAREN);
}

static struct ast_stmt *parse_import_from(struct parser *p)
{
    struct ast_span start = start_span(p);
    int32_t level = 0;
    p->mark++;
    for (;; p->mark++) {
        if (peek(p) == TOKEN_DOT)
            level++;
        else if (peek(p) == TOKEN_ELLIPSIS)
            level += 3;
        else
            break;
    }
    const struct ast_text *module = NULL;
    if ((level == 0 || peek(p) == TOKEN_NAME) && !(module = parse_dotted_name(p)))
        return NULL;
    size_t base = p->stack_size;
    if (!accept(p, TOKEN_KW_IMPORT) || !parse_import_names(p))
        return NULL;
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_IMPORT_FROM, start);
    if (!stmt)
        return NULL;
    stmt->import_from.module = module;
    stmt->import_from.level = level;
    stmt->import_from.names.items = ouro_parser_take(p, base, &stmt->import_from.names.count);
    return p->has_error ? NULL : stmt;
}

/* ---- lines ---- */

static struct ast_stmt *parse_simple_statement(struct parser *p)
{
    switch (peek(p)) {
    case TOKEN_KW_RETURN: return parse_return(p);
    case TOKEN_KW_IMPORT: return parse_import(p);
    case TOKEN_KW_FROM: return parse_import_from(p);
    case TOKEN_KW_RAISE: return parse_raise(p);
    case TOKEN_KW_PASS: return parse_word(p, AST_STMT_PASS);
    case TOKEN_KW_BREAK: return parse_word(p, AST_STMT_BREAK);
    case TOKEN_KW_CONTINUE: return parse_word(p, AST_STMT_CONTINUE);
    case TOKEN_KW_DEL: return parse_delete(p);
    case TOKEN_KW_YIELD: return parse_yield_statement(p);
    case TOKEN_KW_ASSERT: return parse_assert(p);
    case TOKEN_KW_GLOBAL: return parse_names(p, AST_STMT_GLOBAL);
    case TOKEN_KW_NONLOCAL: return parse_names(p, AST_STMT_NONLOCAL);
    default: return parse_expression_statement(p);
    }
}

bool parse_simple_statements(struct parser *p)
{
    do {
        struct ast_stmt *stmt = parse_simple_statement(p);
        if (!stmt || !ouro_parser_push(p, stmt))
            return false;
    } while (accept(p, TOKEN_SEMICOLON) && peek(p) != TOKEN_NEWLINE);
    return accept(p, TOKEN_NEWLINE);
}

bool parse_statement(struct parser *p)
{
    bool is_compound = false;
    struct ast_stmt *stmt = parse_compound(p, &is_compound);
    if (is_compound || p->has_error)
        return stmt && ouro_parser_push(p, stmt);
    return parse_simple_statements(p);
}

bool parse_statements(struct parser *p, struct ast_stmt_list *list)
{
    size_t base = p->stack_size;
    do {
        if (!parse_statement(p))
            return false;
    } while (peek(p) != TOKEN_DEDENT && peek(p) != TOKEN_END);
    list->items = ouro_parser_take(p, base, &list->count);
    return !p->has_error;
}
