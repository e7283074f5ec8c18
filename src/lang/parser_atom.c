/* Names, literals, displays, comprehensions, and what may follow them: attributes, calls, subscripts. */
#include "lang/parser_internal.h"

/* ---- comprehensions ---- */

static struct ast_comprehension *parse_comprehension(struct parser *p)
{
    struct ast_comprehension *part = ouro_parser_alloc(p, sizeof *part);
    if (!part)
        return NULL;
    part->is_async = accept(p, TOKEN_KW_ASYNC);
    if (!accept(p, TOKEN_KW_FOR))
        return NULL;
    struct parser_state state = save(p);
    part->target = parse_star_targets(p);
    if (!part->target || !accept(p, TOKEN_KW_IN)) {
        if (p->is_diagnosing && !p->has_error) {
            restore(p, state);
            diagnose_for_target(p);
        }
        return NULL;
    }
    part->iter = parse_disjunction(p);
    if (!part->iter)
        return NULL;
    size_t base = p->stack_size;
    while (accept(p, TOKEN_KW_IF)) {
        struct ast_expr *test = parse_disjunction(p);
        if (!test || !ouro_parser_push(p, test))
            return NULL;
    }
    part->ifs.items = ouro_parser_take(p, base, &part->ifs.count);
    return p->has_error ? NULL : part;
}

static bool starts_comprehension(struct parser *p)
{
    enum token_kind kind = peek(p);
    return kind == TOKEN_KW_FOR || (kind == TOKEN_KW_ASYNC && peek_second(p) == TOKEN_KW_FOR);
}

bool parse_comprehensions(struct parser *p, struct ast_comprehension_list *list)
{
    if (!starts_comprehension(p))
        return false;
    size_t base = p->stack_size;
    do {
        struct ast_comprehension *part = parse_comprehension(p);
        if (!part || !ouro_parser_push(p, part))
            return false;
    } while (starts_comprehension(p));
    list->items = ouro_parser_take(p, base, &list->count);
    return !p->has_error;
}

/* Behind the element: the `for` parts and the closing bracket. */
static struct ast_expr *finish_comprehension(struct parser *p, enum ast_expr_kind kind,
                                             struct ast_span start, struct ast_expr *element,
                                             enum token_kind closing)
{
    struct ast_comprehension_list generators = {0};
    if (element->kind == AST_EXPR_STARRED || !parse_comprehensions(p, &generators) ||
        !accept(p, closing))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, kind, start);
    if (expr) {
        expr->comp.elt = element;
        expr->comp.generators = generators;
    }
    return expr;
}

static bool starts_named_expression(struct parser *p)
{
    return peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL;
}

/* ---- parentheses, brackets, braces ---- */

/* Items behind the first up to the closing bracket, pushed; takes the bracket. */
static bool parse_items(struct parser *p, enum token_kind closing)
{
    while (accept(p, TOKEN_COMMA)) {
        if (peek(p) == closing)
            break;
        struct ast_expr *item = parse_star_named_expression(p);
        if (!item || !ouro_parser_push(p, item))
            return false;
    }
    return accept(p, closing);
}

static struct ast_expr *finish_items(struct parser *p, enum ast_expr_kind kind,
                                     struct ast_span start, struct ast_expr *first,
                                     enum token_kind closing)
{
    size_t base = p->stack_size;
    if (first && !ouro_parser_push(p, first))
        return NULL;
    if (!(first ? parse_items(p, closing) : accept(p, closing)))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, kind, start);
    if (!expr)
        return NULL;
    struct ast_expr_list *list =
        kind == AST_EXPR_SET ? &expr->set.elts : &expr->sequence.elts;
    list->items = ouro_parser_take(p, base, &list->count);
    return p->has_error ? NULL : expr;
}

static struct ast_expr *parse_parentheses_inside(struct parser *p, struct ast_span start)
{
    if (peek(p) == TOKEN_RIGHT_PAREN)
        return finish_items(p, AST_EXPR_TUPLE, start, NULL, TOKEN_RIGHT_PAREN);
    if (peek(p) == TOKEN_KW_YIELD) {
        struct ast_expr *value = parse_yield(p);
        return value && accept(p, TOKEN_RIGHT_PAREN) ? value : NULL;
    }
    struct ast_expr *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (peek(p) == TOKEN_COMMA)
        return finish_items(p, AST_EXPR_TUPLE, start, first, TOKEN_RIGHT_PAREN);
    if (starts_comprehension(p))
        return finish_comprehension(p, AST_EXPR_GENERATOR_EXP, start, first, TOKEN_RIGHT_PAREN);
    if (first->kind == AST_EXPR_STARRED || !accept(p, TOKEN_RIGHT_PAREN))
        return NULL;
    return first;
}

static struct ast_expr *parse_parentheses(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct parser_state state = save(p);
    if (has_failed_before(p, TOKEN_FAILED_ATOM))
        return NULL;
    p->mark++;
    struct ast_expr *expr = parse_parentheses_inside(p, start);
    if (expr || p->has_error)
        return expr;
    note_failure(p, state, TOKEN_FAILED_ATOM);
    if (p->is_diagnosing) {
        diagnose_group(p);
        diagnose_comprehension(p);
    }
    return NULL;
}

static struct ast_expr *parse_brackets_inside(struct parser *p, struct ast_span start)
{
    if (peek(p) == TOKEN_RIGHT_BRACKET)
        return finish_items(p, AST_EXPR_LIST, start, NULL, TOKEN_RIGHT_BRACKET);
    struct ast_expr *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (starts_comprehension(p))
        return finish_comprehension(p, AST_EXPR_LIST_COMP, start, first, TOKEN_RIGHT_BRACKET);
    return finish_items(p, AST_EXPR_LIST, start, first, TOKEN_RIGHT_BRACKET);
}

static struct ast_expr *parse_brackets(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct parser_state state = save(p);
    if (has_failed_before(p, TOKEN_FAILED_ATOM))
        return NULL;
    p->mark++;
    struct ast_expr *expr = parse_brackets_inside(p, start);
    if (expr || p->has_error)
        return expr;
    note_failure(p, state, TOKEN_FAILED_ATOM);
    if (p->is_diagnosing)
        diagnose_comprehension(p);
    return NULL;
}

/* Pushes a key (NULL for `**`) and its value. */
static bool parse_pair(struct parser *p, struct ast_expr *key)
{
    struct ast_expr *value = NULL;
    if (!key && accept(p, TOKEN_DOUBLE_STAR)) {
        value = parse_bitwise_or(p);
    } else {
        key = key ? key : parse_expression(p);
        if (key && accept(p, TOKEN_COLON))
            value = parse_expression(p);
    }
    return value && ouro_parser_push(p, key) && ouro_parser_push(p, value);
}

static bool take_pairs(struct parser *p, struct ast_expr *expr, size_t base)
{
    size_t count = (p->stack_size - base) / 2;
    struct ast_expr **keys = ouro_parser_alloc(p, count * sizeof *keys);
    struct ast_expr **values = ouro_parser_alloc(p, count * sizeof *values);
    if (!keys || !values)
        return false;
    for (size_t i = 0; i < count; i++) {
        keys[i] = p->stack[base + 2 * i];
        values[i] = p->stack[base + 2 * i + 1];
    }
    expr->dict.keys = (struct ast_expr_list){keys, (uint32_t)count};
    expr->dict.values = (struct ast_expr_list){values, (uint32_t)count};
    p->stack_size = base;
    return true;
}

static struct ast_expr *finish_dict_comprehension(struct parser *p, struct ast_span start,
                                                  struct ast_expr *key, struct ast_expr *value)
{
    struct ast_comprehension_list generators = {0};
    if (!key || !parse_comprehensions(p, &generators) || !accept(p, TOKEN_RIGHT_BRACE))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_DICT_COMP, start);
    if (expr) {
        expr->dict_comp.key = key;
        expr->dict_comp.value = value;
        expr->dict_comp.generators = generators;
    }
    return expr;
}

/* A dict or dict comprehension; its first key, if it is not `**`, has been read. */
static struct ast_expr *finish_dict(struct parser *p, struct ast_span start, struct ast_expr *key)
{
    size_t base = p->stack_size;
    if (!parse_pair(p, key))
        return NULL;
    if (starts_comprehension(p)) {
        struct ast_expr *value = p->stack[base + 1];
        p->stack_size = base;
        return finish_dict_comprehension(p, start, key, value);
    }
    while (accept(p, TOKEN_COMMA)) {
        if (peek(p) == TOKEN_RIGHT_BRACE)
            break;
        if (!parse_pair(p, NULL))
            return NULL;
    }
    if (!accept(p, TOKEN_RIGHT_BRACE))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_DICT, start);
    return expr && take_pairs(p, expr, base) ? expr : NULL;
}

static struct ast_expr *parse_braces_inside(struct parser *p, struct ast_span start)
{
    if (accept(p, TOKEN_RIGHT_BRACE))
        return ouro_parser_expr(p, AST_EXPR_DICT, start);
    if (peek(p) == TOKEN_DOUBLE_STAR)
        return finish_dict(p, start, NULL);
    bool is_named = starts_named_expression(p);
    struct ast_expr *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (peek(p) == TOKEN_COLON && first->kind != AST_EXPR_STARRED && !is_named)
        return finish_dict(p, start, first);
    if (starts_comprehension(p))
        return finish_comprehension(p, AST_EXPR_SET_COMP, start, first, TOKEN_RIGHT_BRACE);
    return finish_items(p, AST_EXPR_SET, start, first, TOKEN_RIGHT_BRACE);
}

static struct ast_expr *parse_braces(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct parser_state state = save(p);
    if (has_failed_before(p, TOKEN_FAILED_ATOM))
        return NULL;
    p->mark++;
    struct ast_expr *expr = parse_braces_inside(p, start);
    if (expr || p->has_error)
        return expr;
    note_failure(p, state, TOKEN_FAILED_ATOM);
    diagnose_braces(p);
    return NULL;
}

/* ---- atoms ---- */

static struct ast_expr *parse_constant(struct parser *p, enum ast_constant_kind kind)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_CONSTANT, start);
    if (expr)
        expr->constant.kind = kind;
    return expr;
}

static struct ast_expr *parse_name(struct parser *p)
{
    struct ast_span start = start_span(p);
    const struct ast_text *name = ouro_parser_name(p);
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_NAME, start);
    if (expr)
        expr->name.id = name;
    return expr;
}

struct ast_expr *parse_atom(struct parser *p)
{
    switch (peek(p)) {
    case TOKEN_NAME: return parse_name(p);
    case TOKEN_NUMBER: return parse_number(p);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_KW_NONE: return parse_constant(p, AST_CONSTANT_NONE);
    case TOKEN_KW_TRUE: return parse_constant(p, AST_CONSTANT_TRUE);
    case TOKEN_KW_FALSE: return parse_constant(p, AST_CONSTANT_FALSE);
    case TOKEN_ELLIPSIS: return parse_constant(p, AST_CONSTANT_ELLIPSIS);
    case TOKEN_LEFT_PAREN: return parse_parentheses(p);
    case TOKEN_LEFT_BRACKET: return parse_brackets(p);
    case TOKEN_LEFT_BRACE: return parse_braces(p);
    default: return NULL;
    }
}

/* ---- subscripts ---- */

static struct ast_expr *parse_slice(struct parser *p)
{
    struct ast_span start = start_span(p);
    if (peek(p) == TOKEN_STAR)
        return parse_starred(p, true);
    struct ast_expr *lower = NULL;
    if (peek(p) != TOKEN_COLON) {
        bool is_named = starts_named_expression(p);
        lower = parse_named_expression(p);
        if (!lower || peek(p) != TOKEN_COLON || is_named)
            return lower;
    }
    p->mark++;
    struct ast_expr *upper = NULL;
    struct ast_expr *step = NULL;
    if (starts_expression(peek(p)) && !(upper = parse_expression(p)))
        return NULL;
    if (accept(p, TOKEN_COLON) && starts_expression(peek(p)) && !(step = parse_expression(p)))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_SLICE, start);
    if (expr) {
        expr->slice.lower = lower;
        expr->slice.upper = upper;
        expr->slice.step = step;
    }
    return expr;
}

struct ast_expr *parse_slices(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *first = parse_slice(p);
    if (!first || (peek(p) != TOKEN_COMMA && first->kind != AST_EXPR_STARRED))
        return first;
    size_t base = p->stack_size;
    if (!ouro_parser_push(p, first))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        if (peek(p) == TOKEN_RIGHT_BRACKET)
            break;
        struct ast_expr *item = parse_slice(p);
        if (!item || !ouro_parser_push(p, item))
            return NULL;
    }
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_TUPLE, start);
    if (!expr)
        return NULL;
    expr->sequence.elts.items = ouro_parser_take(p, base, &expr->sequence.elts.count);
    return p->has_error ? NULL : expr;
}

/* ---- primaries ---- */

static struct ast_expr *finish_attribute(struct parser *p, struct ast_span start,
                                         struct ast_expr *value)
{
    p->mark++;
    const struct ast_text *name = ouro_parser_name(p);
    struct ast_expr *expr = name ? ouro_parser_expr(p, AST_EXPR_ATTRIBUTE, start) : NULL;
    if (expr) {
        expr->attribute.value = value;
        expr->attribute.attr = name;
    }
    return expr;
}

static struct ast_expr *finish_call(struct parser *p, struct ast_span start, struct ast_expr *func)
{
    struct call_arguments arguments = {0};
    if (p->is_diagnosing && peek_second(p) == TOKEN_STAR)
        diagnose_comprehension(p);
    p->mark++;
    if (p->has_error || !parse_arguments(p, &arguments) || !accept(p, TOKEN_RIGHT_PAREN))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_CALL, start);
    if (expr) {
        expr->call.func = func;
        expr->call.args = arguments.args;
        expr->call.keywords = arguments.keywords;
    }
    return expr;
}

static struct ast_expr *finish_subscript(struct parser *p, struct ast_span start,
                                         struct ast_expr *value)
{
    p->mark++;
    struct ast_expr *slice = parse_slices(p);
    if (!slice || !accept(p, TOKEN_RIGHT_BRACKET))
        return NULL;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_SUBSCRIPT, start);
    if (expr) {
        expr->subscript.value = value;
        expr->subscript.slice = slice;
    }
    return expr;
}

struct ast_expr *parse_primary(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *expr = parse_atom(p);
    while (expr) {
        enum token_kind kind = peek(p);
        struct parser_state state = save(p);
        struct ast_expr *longer;
        if (has_failed_before(p, TOKEN_FAILED_TRAILER))
            return expr;
        if (kind == TOKEN_DOT)
            longer = finish_attribute(p, start, expr);
        else if (kind == TOKEN_LEFT_PAREN)
            longer = finish_call(p, start, expr);
        else if (kind == TOKEN_LEFT_BRACKET)
            longer = finish_subscript(p, start, expr);
        else
            break;
        if (!longer && !p->has_error)
            note_failure(p, state, TOKEN_FAILED_TRAILER);
        if (!longer)
            return p->has_error ? NULL : expr;
        expr = longer;
    }
    return expr;
}
