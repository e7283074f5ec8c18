/* match statements and their patterns. */
#include "lang/parser_internal.h"

static struct ast_pattern *parse_pattern(struct parser *p);

static struct ast_pattern *new_pattern(struct parser *p, enum ast_pattern_kind kind,
                                       struct ast_span start)
{
    struct ast_pattern *pattern = ouro_parser_alloc(p, sizeof *pattern);
    if (!pattern)
        return NULL;
    pattern->kind = kind;
    pattern->span = span_from(p, start);
    return pattern;
}

/* ---- literals and names ---- */

/* NUMBER or `-` NUMBER. */
static struct ast_expr *parse_signed_number(struct parser *p)
{
    struct ast_span start = start_span(p);
    bool is_negative = accept(p, TOKEN_MINUS);
    if (peek(p) != TOKEN_NUMBER)
        return NULL;
    struct ast_expr *number = parse_number(p);
    if (!number || !is_negative)
        return number;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_UNARY_OP, start);
    if (expr) {
        expr->unary_op.op = AST_U_SUB;
        expr->unary_op.operand = number;
    }
    return expr;
}

static bool is_imaginary(const struct ast_expr *number)
{
    if (number->kind == AST_EXPR_UNARY_OP)
        number = number->unary_op.operand;
    return number->constant.kind == AST_CONSTANT_IMAGINARY;
}

/* A number, or `real + imaginary`. */
static struct ast_expr *parse_number_literal(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *left = parse_signed_number(p);
    if (!left || (peek(p) != TOKEN_PLUS && peek(p) != TOKEN_MINUS))
        return left;
    if (is_imaginary(left))
        return raise_at(p, left->span, "real number required in complex literal");
    enum ast_operator op = accept(p, TOKEN_PLUS) ? AST_ADD : (p->mark++, AST_SUB);
    struct ast_expr *right = peek(p) == TOKEN_NUMBER ? parse_number(p) : NULL;
    if (!right)
        return NULL;
    if (!is_imaginary(right))
        return raise_at(p, right->span, "imaginary number required in complex literal");
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_BIN_OP, start);
    if (expr) {
        expr->bin_op.left = left;
        expr->bin_op.op = op;
        expr->bin_op.right = right;
    }
    return expr;
}

/* name, or name.attribute.attribute */
static struct ast_expr *parse_name_or_attribute(struct parser *p)
{
    struct ast_span start = start_span(p);
    const struct ast_text *id = ouro_parser_name(p);
    struct ast_expr *expr = id ? ouro_parser_expr(p, AST_EXPR_NAME, start) : NULL;
    if (!expr)
        return NULL;
    expr->name.id = id;
    while (accept(p, TOKEN_DOT)) {
        const struct ast_text *attr = ouro_parser_name(p);
        struct ast_expr *outer = attr ? ouro_parser_expr(p, AST_EXPR_ATTRIBUTE, start) : NULL;
        if (!outer)
            return NULL;
        outer->attribute.value = expr;
        outer->attribute.attr = attr;
        expr = outer;
    }
    return expr;
}

static struct ast_pattern *new_value(struct parser *p, struct ast_span start, struct ast_expr *value)
{
    struct ast_pattern *pattern = value ? new_pattern(p, AST_PATTERN_VALUE, start) : NULL;
    if (pattern)
        pattern->value.value = value;
    return pattern;
}

static struct ast_pattern *parse_singleton(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_expr *constant = parse_atom(p);
    struct ast_pattern *pattern = constant ? new_pattern(p, AST_PATTERN_SINGLETON, start) : NULL;
    if (pattern)
        pattern->singleton.value = constant->constant;
    return pattern;
}

/* A name that captures; NULL in *name for `_`. */
static bool parse_capture_name(struct parser *p, const struct ast_text **name)
{
    *name = ouro_parser_name(p);
    if (!*name)
        return false;
    if (*name == p->name_underscore) {
        *name = NULL;
        return true;
    }
    enum token_kind next = peek(p);
    return next != TOKEN_DOT && next != TOKEN_LEFT_PAREN && next != TOKEN_EQUAL;
}

/* ---- sequences ---- */

static struct ast_pattern *parse_maybe_star(struct parser *p)
{
    struct ast_span start = start_span(p);
    if (!accept(p, TOKEN_STAR))
        return parse_pattern(p);
    const struct ast_text *name;
    if (!parse_capture_name(p, &name))
        return NULL;
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_STAR, start);
    if (pattern)
        pattern->star.name = name;
    return pattern;
}

static bool starts_pattern(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_MINUS:
    case TOKEN_STAR:
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET:
    case TOKEN_LEFT_BRACE:
    case TOKEN_KW_NONE:
    case TOKEN_KW_TRUE:
    case TOKEN_KW_FALSE:
        return true;
    default:
        return false;
    }
}

/* Patterns behind the first, with commas, pushed. */
static bool push_more_patterns(struct parser *p)
{
    while (accept(p, TOKEN_COMMA)) {
        if (!starts_pattern(peek(p)))
            break;
        struct ast_pattern *pattern = parse_maybe_star(p);
        if (!pattern || !ouro_parser_push(p, pattern))
            return false;
    }
    return true;
}

static struct ast_pattern *finish_sequence(struct parser *p, struct ast_span start, size_t base)
{
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_SEQUENCE, start);
    if (!pattern)
        return NULL;
    pattern->sequence.patterns.items =
        ouro_parser_take(p, base, &pattern->sequence.patterns.count);
    return p->has_error ? NULL : pattern;
}

static struct ast_pattern *parse_bracket_pattern(struct parser *p)
{
    struct ast_span start = start_span(p);
    size_t base = p->stack_size;
    p->mark++;
    if (peek(p) != TOKEN_RIGHT_BRACKET) {
        struct ast_pattern *first = parse_maybe_star(p);
        if (!first || !ouro_parser_push(p, first) || !push_more_patterns(p))
            return NULL;
    }
    return accept(p, TOKEN_RIGHT_BRACKET) ? finish_sequence(p, start, base) : NULL;
}

/* A group or a sequence. */
static struct ast_pattern *parse_paren_pattern(struct parser *p)
{
    struct ast_span start = start_span(p);
    size_t base = p->stack_size;
    p->mark++;
    if (accept(p, TOKEN_RIGHT_PAREN))
        return finish_sequence(p, start, base);
    struct ast_pattern *first = parse_maybe_star(p);
    if (!first)
        return NULL;
    if (peek(p) != TOKEN_COMMA)
        return first->kind != AST_PATTERN_STAR && accept(p, TOKEN_RIGHT_PAREN) ? first : NULL;
    if (!ouro_parser_push(p, first) || !push_more_patterns(p) || !accept(p, TOKEN_RIGHT_PAREN))
        return NULL;
    return finish_sequence(p, start, base);
}

/* ---- mappings ---- */

static struct ast_expr *parse_mapping_key(struct parser *p)
{
    switch (peek(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return parse_number_literal(p);
    case TOKEN_STRING:
    case TOKEN_KW_NONE:
    case TOKEN_KW_TRUE:
    case TOKEN_KW_FALSE: return parse_atom(p);
    case TOKEN_NAME: {
        struct ast_expr *value = parse_name_or_attribute(p);
        return value && value->kind == AST_EXPR_ATTRIBUTE ? value : NULL;
    }
    default: return NULL;
    }
}

/* Keys and patterns in pairs, pushed; the rest pattern goes to *rest. */
static bool push_mapping_items(struct parser *p, const struct ast_text **rest)
{
    do {
        if (peek(p) == TOKEN_RIGHT_BRACE)
            break;
        if (accept(p, TOKEN_DOUBLE_STAR)) {
            if (!parse_capture_name(p, rest) || !*rest)
                return false;
            accept(p, TOKEN_COMMA);
            break;
        }
        struct ast_expr *key = parse_mapping_key(p);
        if (!key || !accept(p, TOKEN_COLON) || !ouro_parser_push(p, key))
            return false;
        struct ast_pattern *pattern = parse_pattern(p);
        if (!pattern || !ouro_parser_push(p, pattern))
            return false;
    } while (accept(p, TOKEN_COMMA));
    return true;
}

static struct ast_pattern *parse_mapping(struct parser *p)
{
    struct ast_span start = start_span(p);
    size_t base = p->stack_size;
    const struct ast_text *rest = NULL;
    p->mark++;
    if (!push_mapping_items(p, &rest) || !accept(p, TOKEN_RIGHT_BRACE))
        return NULL;
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_MAPPING, start);
    size_t count = (p->stack_size - base) / 2;
    struct ast_expr **keys = ouro_parser_alloc(p, count * sizeof *keys);
    struct ast_pattern **patterns = ouro_parser_alloc(p, count * sizeof *patterns);
    if (!pattern || !keys || !patterns)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        keys[i] = p->stack[base + 2 * i];
        patterns[i] = p->stack[base + 2 * i + 1];
    }
    p->stack_size = base;
    pattern->mapping.keys = (struct ast_expr_list){keys, (uint32_t)count};
    pattern->mapping.patterns = (struct ast_pattern_list){patterns, (uint32_t)count};
    pattern->mapping.rest = rest;
    return pattern;
}

/* ---- classes ---- */

/* Positional patterns behind keyword patterns: all of them up to the next keyword. */
static void diagnose_class_arguments(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_pattern *last = NULL;
    do {
        if (!starts_pattern(peek(p)) || peek_second(p) == TOKEN_EQUAL)
            break;
        struct ast_pattern *pattern = parse_pattern(p);
        if (!pattern)
            break;
        last = pattern;
    } while (accept(p, TOKEN_COMMA));
    if (last)
        raise_range(p, start, last->span, "positional patterns follow keyword patterns");
}

/* Pushes (name or NULL, pattern) pairs. */
static bool push_class_arguments(struct parser *p)
{
    bool has_keyword = false;
    do {
        if (peek(p) == TOKEN_RIGHT_PAREN)
            break;
        const struct ast_text *name = NULL;
        if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL) {
            name = ouro_parser_name(p);
            p->mark++;
            has_keyword = true;
        } else if (has_keyword) {
            if (p->is_diagnosing)
                diagnose_class_arguments(p);
            return false;
        }
        struct ast_pattern *pattern = parse_pattern(p);
        if (!pattern || !ouro_parser_push(p, (void *)name) || !ouro_parser_push(p, pattern))
            return false;
    } while (accept(p, TOKEN_COMMA));
    return true;
}

static bool take_class_arguments(struct parser *p, size_t base, struct ast_pattern *pattern)
{
    size_t count = (p->stack_size - base) / 2;
    size_t positional_count = 0;
    while (positional_count < count && !p->stack[base + 2 * positional_count])
        positional_count++;
    size_t keyword_count = count - positional_count;
    struct ast_pattern **positional = ouro_parser_alloc(p, positional_count * sizeof *positional);
    struct ast_pattern **keywords = ouro_parser_alloc(p, keyword_count * sizeof *keywords);
    const struct ast_text **names = ouro_parser_alloc(p, keyword_count * sizeof *names);
    if (!positional || !keywords || !names)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct ast_pattern *item = p->stack[base + 2 * i + 1];
        if (i < positional_count) {
            positional[i] = item;
        } else {
            names[i - positional_count] = p->stack[base + 2 * i];
            keywords[i - positional_count] = item;
        }
    }
    p->stack_size = base;
    pattern->class_.patterns = (struct ast_pattern_list){positional, (uint32_t)positional_count};
    pattern->class_.kwd_attrs = (struct ast_name_list){names, (uint32_t)keyword_count};
    pattern->class_.kwd_patterns = (struct ast_pattern_list){keywords, (uint32_t)keyword_count};
    return true;
}

static struct ast_pattern *finish_class(struct parser *p, struct ast_span start, struct ast_expr *cls)
{
    size_t base = p->stack_size;
    p->mark++;
    if (!push_class_arguments(p) || !accept(p, TOKEN_RIGHT_PAREN))
        return NULL;
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_CLASS, start);
    if (!pattern || !take_class_arguments(p, base, pattern))
        return NULL;
    pattern->class_.cls = cls;
    return pattern;
}

/* A capture, the wildcard, a dotted value or a class. */
static struct ast_pattern *parse_name_pattern(struct parser *p)
{
    struct ast_span start = start_span(p);
    enum token_kind next = peek_second(p);
    bool is_wildcard = is_soft_keyword(p, p->name_underscore);
    if (is_wildcard || (next != TOKEN_DOT && next != TOKEN_LEFT_PAREN)) {
        const struct ast_text *name;
        if (!parse_capture_name(p, &name))
            return NULL;
        struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_AS, start);
        if (pattern)
            pattern->as.name = name;
        return pattern;
    }
    struct ast_expr *value = parse_name_or_attribute(p);
    if (!value)
        return NULL;
    if (peek(p) == TOKEN_LEFT_PAREN)
        return finish_class(p, start, value);
    return peek(p) == TOKEN_EQUAL ? NULL : new_value(p, start, value);
}

/* ---- alternatives and captures ---- */

static struct ast_pattern *parse_closed(struct parser *p)
{
    struct ast_span start = start_span(p);
    switch (peek(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return new_value(p, start, parse_number_literal(p));
    case TOKEN_STRING: return new_value(p, start, parse_strings(p));
    case TOKEN_KW_NONE:
    case TOKEN_KW_TRUE:
    case TOKEN_KW_FALSE: return parse_singleton(p);
    case TOKEN_NAME: return parse_name_pattern(p);
    case TOKEN_LEFT_PAREN: return parse_paren_pattern(p);
    case TOKEN_LEFT_BRACKET: return parse_bracket_pattern(p);
    case TOKEN_LEFT_BRACE: return parse_mapping(p);
    default: return NULL;
    }
}

static struct ast_pattern *parse_alternatives(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_pattern *first = parse_closed(p);
    if (!first || peek(p) != TOKEN_BAR)
        return first;
    size_t base = p->stack_size;
    if (!ouro_parser_push(p, first))
        return NULL;
    while (accept(p, TOKEN_BAR)) {
        struct ast_pattern *next = parse_closed(p);
        if (!next || !ouro_parser_push(p, next))
            return NULL;
    }
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_OR, start);
    if (!pattern)
        return NULL;
    pattern->or_.patterns.items = ouro_parser_take(p, base, &pattern->or_.patterns.count);
    return p->has_error ? NULL : pattern;
}

/* Behind `as`: what is no name to capture. */
static void diagnose_as(struct parser *p)
{
    if (is_soft_keyword(p, p->name_underscore)) {
        raise_at(p, start_span(p), "cannot use '_' as a target");
        return;
    }
    if (peek(p) == TOKEN_NAME)
        return;
    struct ast_expr *target = parse_expression(p);
    if (target)
        raise_at(p, target->span, "invalid pattern target");
}

static struct ast_pattern *parse_as(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_pattern *inner = parse_alternatives(p);
    if (!inner || !accept(p, TOKEN_KW_AS))
        return inner;
    struct parser_state state = save(p);
    const struct ast_text *name = NULL;
    if (!parse_capture_name(p, &name) || !name) {
        if (p->is_diagnosing && !p->has_error) {
            restore(p, state);
            diagnose_as(p);
        }
        return NULL;
    }
    struct ast_pattern *pattern = new_pattern(p, AST_PATTERN_AS, start);
    if (pattern) {
        pattern->as.pattern = inner;
        pattern->as.name = name;
    }
    return pattern;
}

static struct ast_pattern *parse_pattern(struct parser *p)
{
    if (!ouro_parser_enter(p))
        return NULL;
    struct ast_pattern *pattern = parse_as(p);
    ouro_parser_leave(p);
    return pattern;
}

struct ast_pattern *parse_patterns(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_pattern *first = parse_maybe_star(p);
    if (!first || (peek(p) != TOKEN_COMMA && first->kind != AST_PATTERN_STAR))
        return first;
    if (peek(p) != TOKEN_COMMA)
        return NULL;
    size_t base = p->stack_size;
    if (!ouro_parser_push(p, first) || !push_more_patterns(p))
        return NULL;
    return finish_sequence(p, start, base);
}

/* ---- match and case ---- */

static struct ast_match_case *parse_case(struct parser *p)
{
    struct ast_match_case *branch = ouro_parser_alloc(p, sizeof *branch);
    int32_t line = peek_token(p)->line;
    p->mark++;
    if (!branch || !(branch->pattern = parse_patterns(p)))
        return NULL;
    if (accept(p, TOKEN_KW_IF) && !(branch->guard = parse_named_expression(p)))
        return NULL;
    return parse_block(p, &branch->body, "'case' statement", line, false) ? branch : NULL;
}

static struct ast_expr *parse_subject(struct parser *p)
{
    struct ast_expr *subject = parse_star_named_expressions(p);
    /* A lone star is no subject. */
    return subject && subject->kind != AST_EXPR_STARRED ? subject : NULL;
}

static bool parse_cases(struct parser *p, struct ast_stmt *stmt)
{
    size_t base = p->stack_size;
    while (is_soft_keyword(p, p->name_case)) {
        struct ast_match_case *branch = parse_case(p);
        if (!branch || !ouro_parser_push(p, branch))
            return false;
    }
    if (p->stack_size == base || !accept(p, TOKEN_DEDENT))
        return false;
    stmt->match.cases.items = ouro_parser_take(p, base, &stmt->match.cases.count);
    return !p->has_error;
}

/* NULL without an error: the line is something else, such as a call of a function named match. */
struct ast_stmt *parse_match(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    if (peek(p) != TOKEN_STAR && !starts_expression(peek(p)))
        return NULL;
    struct ast_expr *subject = parse_subject(p);
    if (subject && p->is_diagnosing && !p->has_error && peek(p) == TOKEN_NEWLINE)
        return raise_last(p, "expected ':'");
    if (!subject || !accept(p, TOKEN_COLON) || !accept(p, TOKEN_NEWLINE))
        return NULL;
    if (!accept(p, TOKEN_INDENT)) {
        if (p->is_diagnosing && !p->has_error)
            raise_indentation(p, "expected an indented block after 'match' statement on line %d",
                              (int)start.line);
        return NULL;
    }
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_MATCH, start);
    if (!stmt || !parse_cases(p, stmt))
        return NULL;
    stmt->match.subject = subject;
    stmt->span = span_from(p, start);
    return stmt;
}
