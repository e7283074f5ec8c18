/* Expressions, from tuples down to unary operators. Binary operators climb by precedence. */
#include "lang/parser_internal.h"

bool starts_expression(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET:
    case TOKEN_LEFT_BRACE:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TILDE:
    case TOKEN_ELLIPSIS:
    case TOKEN_KW_NOT:
    case TOKEN_KW_LAMBDA:
    case TOKEN_KW_AWAIT:
    case TOKEN_KW_NONE:
    case TOKEN_KW_TRUE:
    case TOKEN_KW_FALSE:
        return true;
    default:
        return false;
    }
}

/* ---- operators ---- */

static struct ast_expr *parse_factor(struct parser *p);

static struct ast_expr *new_binary(struct parser *p, struct ast_span start, struct ast_expr *left,
                                   enum ast_operator op, struct ast_expr *right)
{
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_BIN_OP, start);
    if (!expr)
        return NULL;
    expr->bin_op.left = left;
    expr->bin_op.op = op;
    expr->bin_op.right = right;
    return expr;
}

static struct ast_expr *parse_await(struct parser *p)
{
    if (peek(p) != TOKEN_KW_AWAIT)
        return parse_primary(p);
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *value = parse_primary(p);
    struct ast_expr *expr = value ? ouro_parser_expr(p, AST_EXPR_AWAIT, start) : NULL;
    if (expr)
        expr->yield.value = value;
    return expr;
}

static struct ast_expr *parse_power(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *base = parse_await(p);
    struct parser_state state = save(p);
    if (!base || !accept(p, TOKEN_DOUBLE_STAR))
        return base;
    if (!ouro_parser_enter(p))
        return NULL;
    struct ast_expr *exponent = parse_factor(p);
    ouro_parser_leave(p);
    if (!exponent)
        return keep_prefix(p, state, base);
    return new_binary(p, start, base, AST_POW, exponent);
}

static struct ast_expr *parse_unary(struct parser *p, enum ast_unary_operator op,
                                    struct ast_expr *(*parse_operand)(struct parser *))
{
    struct ast_span start = start_span(p);
    p->mark++;
    if (!ouro_parser_enter(p))
        return NULL;
    struct ast_expr *operand = parse_operand(p);
    ouro_parser_leave(p);
    struct ast_expr *expr = operand ? ouro_parser_expr(p, AST_EXPR_UNARY_OP, start) : NULL;
    if (expr) {
        expr->unary_op.op = op;
        expr->unary_op.operand = operand;
    }
    return expr;
}

static struct ast_expr *parse_factor(struct parser *p)
{
    switch (peek(p)) {
    case TOKEN_PLUS: return parse_unary(p, AST_U_ADD, parse_factor);
    case TOKEN_MINUS: return parse_unary(p, AST_U_SUB, parse_factor);
    case TOKEN_TILDE: return parse_unary(p, AST_INVERT, parse_factor);
    default: return parse_power(p);
    }
}

/* 0: not a binary operator. Higher binds tighter. */
static int find_operator(enum token_kind kind, enum ast_operator *op)
{
    switch (kind) {
    case TOKEN_BAR: *op = AST_BIT_OR; return 1;
    case TOKEN_CARET: *op = AST_BIT_XOR; return 2;
    case TOKEN_AMPERSAND: *op = AST_BIT_AND; return 3;
    case TOKEN_LEFT_SHIFT: *op = AST_L_SHIFT; return 4;
    case TOKEN_RIGHT_SHIFT: *op = AST_R_SHIFT; return 4;
    case TOKEN_PLUS: *op = AST_ADD; return 5;
    case TOKEN_MINUS: *op = AST_SUB; return 5;
    case TOKEN_STAR: *op = AST_MULT; return 6;
    case TOKEN_SLASH: *op = AST_DIV; return 6;
    case TOKEN_DOUBLE_SLASH: *op = AST_FLOOR_DIV; return 6;
    case TOKEN_PERCENT: *op = AST_MOD; return 6;
    case TOKEN_AT: *op = AST_MAT_MULT; return 6;
    default: return 0;
    }
}

/* Operators of at least this precedence. A chain of equals is a loop; six levels bound the recursion. */
static struct ast_expr *parse_binary(struct parser *p, int lowest)
{
    struct ast_span start = start_span(p);
    struct ast_expr *left = parse_factor(p);
    enum ast_operator op;
    int precedence;
    while (left && (precedence = find_operator(peek(p), &op)) >= lowest && precedence) {
        struct parser_state state = save(p);
        p->mark++;
        struct ast_expr *right = parse_binary(p, precedence + 1);
        if (!right)
            return keep_prefix(p, state, left);
        left = new_binary(p, start, left, op, right);
    }
    return left;
}

struct ast_expr *parse_bitwise_or(struct parser *p)
{
    return parse_binary(p, 1);
}

/* Takes a comparison operator, of one token or two. */
static bool accept_comparison(struct parser *p, enum ast_compare_operator *op)
{
    switch (peek(p)) {
    case TOKEN_EQUAL_EQUAL: *op = AST_EQ; break;
    case TOKEN_NOT_EQUAL: *op = AST_NOT_EQ; break;
    case TOKEN_LESS: *op = AST_LT; break;
    case TOKEN_LESS_EQUAL: *op = AST_LT_E; break;
    case TOKEN_GREATER: *op = AST_GT; break;
    case TOKEN_GREATER_EQUAL: *op = AST_GT_E; break;
    case TOKEN_KW_IN: *op = AST_IN; break;
    case TOKEN_KW_NOT:
        if (peek_second(p) != TOKEN_KW_IN)
            return false;
        p->mark++;
        *op = AST_NOT_IN;
        break;
    case TOKEN_KW_IS:
        *op = AST_IS;
        if (peek_second(p) == TOKEN_KW_NOT) {
            p->mark++;
            *op = AST_IS_NOT;
        }
        break;
    default:
        return false;
    }
    p->mark++;
    return true;
}

static bool take_compare_operators(struct parser *p, struct ast_expr *expr, size_t base)
{
    size_t count = (p->stack_size - base) / 2;
    expr->compare.ops = ouro_parser_alloc(p, count * sizeof *expr->compare.ops);
    expr->compare.comparators.items = ouro_parser_alloc(p, count * sizeof(struct ast_expr *));
    if (!expr->compare.ops || !expr->compare.comparators.items)
        return false;
    expr->compare.comparators.count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        expr->compare.ops[i] = (enum ast_compare_operator)(uintptr_t)p->stack[base + 2 * i];
        expr->compare.comparators.items[i] = p->stack[base + 2 * i + 1];
    }
    p->stack_size = base;
    return true;
}

static struct ast_expr *parse_comparison(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *left = parse_bitwise_or(p);
    enum ast_compare_operator op;
    size_t base = p->stack_size;
    for (;;) {
        struct parser_state state = save(p);
        if (!left || !accept_comparison(p, &op))
            break;
        struct ast_expr *right = parse_bitwise_or(p);
        if (!right) {
            left = keep_prefix(p, state, left);
            break;
        }
        if (!ouro_parser_push(p, (void *)(uintptr_t)op) || !ouro_parser_push(p, right))
            return NULL;
    }
    if (!left || p->stack_size == base)
        return left;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_COMPARE, start);
    if (!expr || !take_compare_operators(p, expr, base))
        return NULL;
    expr->compare.left = left;
    return expr;
}

static struct ast_expr *parse_inversion(struct parser *p)
{
    if (peek(p) == TOKEN_KW_NOT)
        return parse_unary(p, AST_NOT, parse_inversion);
    return parse_comparison(p);
}

static struct ast_expr *parse_boolean(struct parser *p, enum token_kind keyword,
                                      enum ast_bool_operator op,
                                      struct ast_expr *(*parse_operand)(struct parser *))
{
    struct ast_span start = start_span(p);
    struct ast_expr *first = parse_operand(p);
    if (!first || peek(p) != keyword)
        return first;
    size_t base = p->stack_size;
    if (!ouro_parser_push(p, first))
        return NULL;
    for (;;) {
        struct parser_state state = save(p);
        if (!accept(p, keyword))
            break;
        struct ast_expr *next = parse_operand(p);
        if (!next && keep_prefix(p, state, first))
            break;
        if (!next || !ouro_parser_push(p, next))
            return NULL;
    }
    if (p->stack_size == base + 1) {
        p->stack_size = base;
        return first;
    }
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_BOOL_OP, start);
    if (!expr)
        return NULL;
    expr->bool_op.op = op;
    expr->bool_op.values.items = ouro_parser_take(p, base, &expr->bool_op.values.count);
    return p->has_error ? NULL : expr;
}

static struct ast_expr *parse_conjunction(struct parser *p)
{
    return parse_boolean(p, TOKEN_KW_AND, AST_AND, parse_inversion);
}

struct ast_expr *parse_disjunction(struct parser *p)
{
    return parse_boolean(p, TOKEN_KW_OR, AST_OR, parse_conjunction);
}

/* ---- expression ---- */

static struct ast_expr *parse_lambda_inside(struct parser *p, struct ast_span start)
{
    if (p->is_diagnosing)
        diagnose_parameters(p, TOKEN_COLON);
    struct ast_arguments *args = p->has_error ? NULL : parse_parameters(p, TOKEN_COLON);
    if (!args || !accept(p, TOKEN_COLON))
        return NULL;
    struct ast_expr *body = parse_expression(p);
    struct ast_expr *expr = body ? ouro_parser_expr(p, AST_EXPR_LAMBDA, start) : NULL;
    if (expr) {
        expr->lambda.args = args;
        expr->lambda.body = body;
    }
    return expr;
}

static struct ast_expr *parse_lambda(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct parser_state state = save(p);
    if (has_failed_before(p, TOKEN_FAILED_ATOM))
        return NULL;
    p->mark++;
    struct ast_expr *expr = parse_lambda_inside(p, start);
    if (!expr && !p->has_error)
        note_failure(p, state, TOKEN_FAILED_ATOM);
    return expr;
}

static struct ast_expr *parse_first_disjunction(struct parser *p)
{
    if (!p->is_known)
        return parse_disjunction(p);
    bool is_diagnosing = p->is_diagnosing;
    p->is_known = p->is_diagnosing = false;
    struct ast_expr *expr = parse_disjunction(p);
    p->is_diagnosing = is_diagnosing;
    return expr;
}

static struct ast_expr *parse_conditional(struct parser *p)
{
    if (peek(p) == TOKEN_KW_LAMBDA)
        return parse_lambda(p);
    struct ast_span start = start_span(p);
    struct parser_state state = save(p);
    struct ast_expr *body = parse_first_disjunction(p);
    if (p->is_diagnosing && body && !p->has_error)
        diagnose_expression(p, state, body);
    state = save(p);
    if (!body || p->has_error || !accept(p, TOKEN_KW_IF))
        return p->has_error ? NULL : body;
    struct ast_expr *test = parse_disjunction(p);
    if (!test || !accept(p, TOKEN_KW_ELSE))
        return keep_prefix(p, state, body);
    struct ast_expr *orelse = parse_expression(p);
    if (!orelse)
        return keep_prefix(p, state, body);
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_IF_EXP, start);
    if (expr) {
        expr->if_exp.test = test;
        expr->if_exp.body = body;
        expr->if_exp.orelse = orelse;
    }
    return expr;
}

struct ast_expr *parse_expression(struct parser *p)
{
    if (!ouro_parser_enter(p))
        return NULL;
    struct ast_expr *expr = parse_conditional(p);
    ouro_parser_leave(p);
    return expr;
}

static struct ast_expr *parse_assignment_expression(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *target = ouro_parser_expr(p, AST_EXPR_NAME, start);
    if (!target)
        return NULL;
    target->span = start;
    target->name.id = ouro_parser_name(p);
    target->name.ctx = AST_STORE;
    p->mark++;
    struct ast_expr *value = parse_expression(p);
    struct ast_expr *expr = value ? ouro_parser_expr(p, AST_EXPR_NAMED_EXPR, start) : NULL;
    if (expr) {
        expr->named_expr.target = target;
        expr->named_expr.value = value;
    }
    return expr;
}

struct ast_expr *parse_named_expression(struct parser *p)
{
    if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL)
        return parse_assignment_expression(p);
    struct parser_state state = save(p);
    struct ast_expr *expr = parse_expression(p);
    if (p->is_diagnosing && expr)
        diagnose_named_expression(p, state, expr);
    return p->has_error || peek(p) == TOKEN_COLON_EQUAL ? NULL : expr;
}

/* ---- stars and tuples ---- */

struct ast_expr *parse_starred(struct parser *p, bool is_full_expression)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *value = is_full_expression ? parse_expression(p) : parse_bitwise_or(p);
    struct ast_expr *expr = value ? ouro_parser_expr(p, AST_EXPR_STARRED, start) : NULL;
    if (expr)
        expr->starred.value = value;
    return expr;
}

static struct ast_expr *parse_star_expression(struct parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred(p, false) : parse_expression(p);
}

struct ast_expr *parse_star_named_expression(struct parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred(p, false) : parse_named_expression(p);
}

/* One item, or a tuple if a comma follows. */
static struct ast_expr *parse_maybe_tuple(struct parser *p,
                                          struct ast_expr *(*parse_item)(struct parser *))
{
    struct ast_span start = start_span(p);
    struct ast_expr *first = parse_item(p);
    if (!first || peek(p) != TOKEN_COMMA)
        return first;
    size_t base = p->stack_size;
    if (!ouro_parser_push(p, first))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        enum token_kind kind = peek(p);
        if (kind != TOKEN_STAR && !starts_expression(kind))
            break;
        struct parser_state state = save(p);
        struct ast_expr *item = parse_item(p);
        if (!item && keep_prefix(p, state, first))
            break;
        if (!item || !ouro_parser_push(p, item))
            return NULL;
    }
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_TUPLE, start);
    if (!expr)
        return NULL;
    expr->sequence.elts.items = ouro_parser_take(p, base, &expr->sequence.elts.count);
    return p->has_error ? NULL : expr;
}

struct ast_expr *parse_star_expressions(struct parser *p)
{
    return parse_maybe_tuple(p, parse_star_expression);
}

struct ast_expr *parse_star_named_expressions(struct parser *p)
{
    return parse_maybe_tuple(p, parse_star_named_expression);
}

struct ast_expr *parse_yield(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    enum ast_expr_kind kind = AST_EXPR_YIELD;
    struct ast_expr *value = NULL;
    if (accept(p, TOKEN_KW_FROM)) {
        kind = AST_EXPR_YIELD_FROM;
        value = parse_expression(p);
        if (!value)
            return NULL;
    } else if (peek(p) == TOKEN_STAR || starts_expression(peek(p))) {
        value = parse_star_expressions(p);
        if (!value)
            return NULL;
    }
    struct ast_expr *expr = ouro_parser_expr(p, kind, start);
    if (expr)
        expr->yield.value = value;
    return expr;
}

struct ast_expr *parse_yield_or_star_expressions(struct parser *p)
{
    return peek(p) == TOKEN_KW_YIELD ? parse_yield(p) : parse_star_expressions(p);
}

/* ---- targets ---- */

/* A primary that can be assigned to; `*` before it is allowed. */
struct ast_expr *parse_star_target(struct parser *p)
{
    struct ast_span start = start_span(p);
    bool is_starred = accept(p, TOKEN_STAR);
    struct ast_expr *target = parse_primary(p);
    if (!target || target->kind == AST_EXPR_STARRED || !ouro_target_is_valid(target, TARGET_STAR))
        return NULL;
    if (is_starred) {
        struct ast_expr *starred = ouro_parser_expr(p, AST_EXPR_STARRED, start);
        if (!starred)
            return NULL;
        starred->starred.value = target;
        target = starred;
    }
    ouro_target_set_context(target, AST_STORE);
    return target;
}

struct ast_expr *parse_star_targets(struct parser *p)
{
    struct ast_expr *targets = parse_maybe_tuple(p, parse_star_target);
    if (targets)
        ouro_target_set_context(targets, AST_STORE);
    return targets;
}
