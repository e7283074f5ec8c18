/* What is wrong with an expression or an assignment that did not parse.
 *
 * Each function starts where its rule starts (or behind what its rule has read), may raise an error, and
 * leaves the mark where it was. Inside, is_diagnosing is off wherever the ordinary rules have read the
 * same text with it on: that keeps nested mistakes from costing time that doubles with each level. */
#include "lang/parser_internal.h"

static bool is_legacy_name(const struct parser *p, const struct ast_text *name)
{
    return name == p->name_print || name == p->name_exec;
}

static bool is_prefix(const struct ast_text *name, const char *word)
{
    return strncmp(word, name->bytes, name->size) == 0;
}

/* CPython 3.11 compares only as many characters as the name has: `m` and `cas` count as soft keywords. */
static bool is_like_soft_keyword(const struct ast_text *name)
{
    return is_prefix(name, "_") || is_prefix(name, "case") || is_prefix(name, "match");
}

/* ---- expressions ---- */

/* `a b` inside brackets. The mark is behind a. False if CPython does not look for a b here. */
static bool diagnose_missing_comma(struct parser *p, struct parser_state start, struct ast_expr *a)
{
    const struct token *first = &p->tokens[start.mark];
    if (first->kind == TOKEN_NAME &&
        (first[1].kind == TOKEN_STRING || is_like_soft_keyword(first->name)))
        return false;
    if (!starts_expression(peek(p)))
        return true;
    p->is_diagnosing = false;
    struct ast_expr *b = parse_expression(p);
    if (!b || p->has_error || last_token(p)->level == 0)
        return true;
    if (a->kind == AST_EXPR_NAME && is_legacy_name(p, a->name.id))
        return true;
    raise_range(p, a->span, b->span, "invalid syntax. Perhaps you forgot a comma?");
    return true;
}

/* `a if b` without else. */
static void diagnose_missing_else(struct parser *p, struct ast_expr *a)
{
    if (!accept(p, TOKEN_KW_IF))
        return;
    p->is_diagnosing = false;
    struct ast_expr *b = parse_disjunction(p);
    if (b && peek(p) != TOKEN_KW_ELSE && peek(p) != TOKEN_COLON)
        raise_range(p, a->span, b->span, "expected 'else' after 'if' expression");
}

/* `print x` and `exec x`. Behind any other name what follows is only read for its own mistakes. */
static void diagnose_legacy(struct parser *p, struct parser_state start, uint32_t end,
                            bool is_known)
{
    p->mark = start.mark;
    if (peek(p) != TOKEN_NAME || peek_second(p) == TOKEN_LEFT_PAREN)
        return;
    struct ast_span span = start_span(p);
    const struct ast_text *name = ouro_parser_name(p);
    bool is_legacy = is_legacy_name(p, name);
    if (!is_legacy && end != p->mark)
        return;
    if (peek(p) != TOKEN_STAR && !starts_expression(peek(p)))
        return;
    struct parser_state next = save(p);
    /* What the search for a missing comma has read, CPython remembers as it was read then: without a
     * diagnosis. Only what follows it is new. */
    p->is_diagnosing = false;
    bool is_plain = is_known && !parse_disjunction(p);
    restore(p, next);
    if (is_plain)
        return;
    p->is_known = is_known;
    struct ast_expr *value = parse_star_expressions(p);
    p->is_known = false;
    if (value && is_legacy && !p->has_error)
        raise_range(p, span, value->span,
                    "Missing parentheses in call to '%s'. Did you mean %s(...)?", name->bytes,
                    name->bytes);
}

void diagnose_expression(struct parser *p, struct parser_state start, struct ast_expr *disjunction)
{
    struct parser_state end = save(p);
    bool is_known = diagnose_missing_comma(p, start, disjunction);
    restore(p, end);
    if (!p->has_error)
        diagnose_missing_else(p, disjunction);
    restore(p, end);
    if (!p->has_error)
        diagnose_legacy(p, start, end.mark, is_known);
    restore(p, end);
}

static bool is_same_start(struct ast_span a, struct ast_span b)
{
    return a.line == b.line && a.column == b.column;
}

/* Whether the text begins with a list, tuple or generator: those are left to the rules of assignment. */
static bool begins_with_display(struct parser *p)
{
    enum token_kind kind = peek(p);
    if (kind == TOKEN_KW_TRUE || kind == TOKEN_KW_FALSE || kind == TOKEN_KW_NONE)
        return true;
    if (kind != TOKEN_LEFT_PAREN && kind != TOKEN_LEFT_BRACKET)
        return false;
    struct ast_span span = start_span(p);
    struct parser_state start = save(p);
    p->is_diagnosing = false;
    struct ast_expr *atom = parse_atom(p);
    restore(p, start);
    return atom && is_same_start(atom->span, span) &&
           (atom->kind == AST_EXPR_LIST || atom->kind == AST_EXPR_TUPLE ||
            atom->kind == AST_EXPR_GENERATOR_EXP);
}

/* Takes `= value` if no other assignment follows; NULL otherwise. */
static struct ast_expr *parse_mistaken_value(struct parser *p)
{
    if (!accept(p, TOKEN_EQUAL))
        return NULL;
    struct ast_expr *value = parse_bitwise_or(p);
    if (!value || p->has_error || peek(p) == TOKEN_EQUAL || peek(p) == TOKEN_COLON_EQUAL)
        return NULL;
    return value;
}

/* `=` where a value is expected; the mark is before it, behind expr. */
static void diagnose_equal(struct parser *p, struct parser_state start, struct ast_expr *expr)
{
    struct parser_state end = save(p);
    if (p->tokens[start.mark].kind == TOKEN_NAME && end.mark == start.mark + 1) {
        struct ast_expr *value = parse_mistaken_value(p);
        if (value)
            raise_range(p, expr->span, value->span,
                        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        if (p->has_error)
            return;
    }
    restore(p, start);
    p->is_diagnosing = false;
    struct ast_expr *target = parse_bitwise_or(p);
    bool is_whole = target && p->mark == end.mark;
    p->mark = start.mark;
    if (!is_whole || begins_with_display(p))
        return;
    restore(p, end);
    if (parse_mistaken_value(p))
        raise_at(p, target->span,
                 "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                 ouro_target_describe(target));
}

void diagnose_named_expression(struct parser *p, struct parser_state start, struct ast_expr *expr)
{
    struct parser_state end = save(p);
    if (accept(p, TOKEN_COLON_EQUAL)) {
        if (parse_expression(p) && !p->has_error)
            raise_at(p, expr->span, "cannot use assignment expressions with %s",
                     ouro_target_describe(expr));
    } else if (peek(p) == TOKEN_EQUAL) {
        diagnose_equal(p, start, expr);
    }
    restore(p, end);
}

/* ---- brackets ---- */

void diagnose_group(struct parser *p)
{
    struct parser_state start = save(p);
    p->is_diagnosing = false;
    p->mark++;
    struct ast_span span = start_span(p);
    if (peek(p) == TOKEN_STAR) {
        struct ast_expr *starred = parse_starred(p, true);
        if (starred && peek(p) == TOKEN_RIGHT_PAREN)
            raise_at(p, starred->span, "cannot use starred expression here");
    } else if (accept(p, TOKEN_DOUBLE_STAR)) {
        if (parse_expression(p) && peek(p) == TOKEN_RIGHT_PAREN)
            raise_at(p, span, "cannot use double starred expression here");
    }
    restore(p, start);
}

/* `[a, b for c in d]`: the mark is behind the first comma. */
static void diagnose_tuple_element(struct parser *p, struct ast_expr *first, struct ast_span comma)
{
    struct ast_comprehension_list list = {0};
    struct ast_span last = comma;
    while (peek(p) == TOKEN_STAR || starts_expression(peek(p))) {
        struct ast_expr *item = parse_star_named_expression(p);
        if (!item)
            return;
        last = item->span;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (parse_comprehensions(p, &list))
        raise_range(p, first->span, last,
                    "did you forget parentheses around the comprehension target?");
}

void diagnose_comprehension(struct parser *p)
{
    struct parser_state start = save(p);
    struct ast_comprehension_list list = {0};
    bool is_paren = peek(p) == TOKEN_LEFT_PAREN;
    p->is_diagnosing = false;
    p->mark++;
    if (p->has_error)
        return;
    if (peek(p) == TOKEN_STAR) {
        struct ast_expr *starred = parse_starred(p, true);
        if (starred && parse_comprehensions(p, &list))
            raise_at(p, starred->span, "iterable unpacking cannot be used in comprehension");
    }
    p->mark = start.mark + 1;
    struct ast_expr *first = is_paren || p->has_error ? NULL : parse_star_named_expression(p);
    struct ast_span comma = start_span(p);
    if (first && accept(p, TOKEN_COMMA))
        diagnose_tuple_element(p, first, comma);
    restore(p, start);
}

/* A value that is missing or starred; the mark is before the colon. */
static void diagnose_value(struct parser *p)
{
    struct ast_span colon = start_span(p);
    if (!accept(p, TOKEN_COLON))
        return;
    struct ast_span star = start_span(p);
    if (peek(p) == TOKEN_RIGHT_BRACE || peek(p) == TOKEN_COMMA) {
        raise_at(p, colon, "expression expected after dictionary key and ':'");
    } else if (accept(p, TOKEN_STAR) && parse_bitwise_or(p)) {
        peek(p);
        raise_from(p, star, "cannot use a starred expression in a dictionary value");
    }
}

static bool skip_pair(struct parser *p)
{
    if (accept(p, TOKEN_DOUBLE_STAR))
        return parse_bitwise_or(p) != NULL;
    return parse_expression(p) && accept(p, TOKEN_COLON) && parse_expression(p);
}

/* The key behind a comma. */
static void diagnose_later_key(struct parser *p)
{
    struct ast_expr *key = parse_expression(p);
    if (!key || p->has_error)
        return;
    if (peek(p) == TOKEN_COLON) {
        diagnose_value(p);
        return;
    }
    struct ast_span end = {key->span.line, key->span.end_column - 1, key->span.end_line, -1};
    raise_at(p, end, "':' expected after dictionary key");
}

/* Behind '{': pairs, of which one may be wrong. */
static void diagnose_pairs(struct parser *p)
{
    struct parser_state first = save(p);
    struct parser_state good = first;
    bool has_pair = false;
    while (skip_pair(p)) {
        has_pair = true;
        good = save(p);
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    restore(p, good);
    if (has_pair && accept(p, TOKEN_COMMA) && !p->has_error)
        diagnose_later_key(p);
    restore(p, first);
    if (!p->has_error && parse_expression(p))
        diagnose_value(p);
}

static void diagnose_dict_comprehension(struct parser *p)
{
    struct ast_comprehension_list list = {0};
    struct ast_span stars = start_span(p);
    if (accept(p, TOKEN_DOUBLE_STAR) && parse_bitwise_or(p) && parse_comprehensions(p, &list) &&
        peek(p) == TOKEN_RIGHT_BRACE)
        raise_at(p, stars, "dict unpacking cannot be used in dict comprehension");
}

/* CPython looks for faulty pairs in the first pass already; so they come before all other mistakes. */
void diagnose_braces(struct parser *p)
{
    struct parser_state start = save(p);
    p->is_diagnosing = false;
    p->mark++;
    diagnose_pairs(p);
    p->mark = start.mark + 1;
    if (!p->has_error && start.is_diagnosing)
        diagnose_dict_comprehension(p);
    restore(p, start);
    if (!p->has_error && start.is_diagnosing)
        diagnose_comprehension(p);
}

/* ---- targets ---- */

/* Behind `for`. */
void diagnose_for_target(struct parser *p)
{
    struct parser_state start = save(p);
    struct ast_expr *target = parse_star_expressions(p);
    if (target && !p->has_error)
        raise_invalid_target(p, target, TARGET_FOR);
    restore(p, start);
}

static void raise_not_single(struct parser *p, struct ast_span span, const char *what)
{
    raise_at(p, span, "only single target (not %s) can be annotated", what);
}

/* `[a]: int` and `(a, b): int` */
static void diagnose_display_annotation(struct parser *p)
{
    p->is_diagnosing = false;
    if (peek(p) != TOKEN_LEFT_PAREN && peek(p) != TOKEN_LEFT_BRACKET)
        return;
    struct ast_expr *atom = parse_atom(p);
    if (!atom || (atom->kind != AST_EXPR_LIST && atom->kind != AST_EXPR_TUPLE))
        return;
    if (accept(p, TOKEN_COLON) && parse_expression(p))
        raise_not_single(p, atom->span, ouro_target_describe(atom));
}

/* `a, b: int`; and on the way what named expressions complain of: `f() = 1`. */
static void diagnose_tuple_annotation(struct parser *p)
{
    struct ast_expr *first = parse_star_named_expression(p);
    if (!first || p->has_error || !accept(p, TOKEN_COMMA))
        return;
    while (peek(p) == TOKEN_STAR || starts_expression(peek(p))) {
        if (!parse_star_named_expression(p) || p->has_error)
            return;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (accept(p, TOKEN_COLON) && parse_expression(p) && !p->has_error)
        raise_not_single(p, first->span, "tuple");
}

static void diagnose_annotation(struct parser *p)
{
    p->is_diagnosing = false;
    struct ast_expr *target = parse_expression(p);
    if (target && accept(p, TOKEN_COLON) && parse_expression(p))
        raise_at(p, target->span, "illegal target for annotation");
}

/* Behind the valid targets of a chain of assignments: one that is none. */
static void diagnose_assigned(struct parser *p)
{
    p->is_diagnosing = false;
    for (;;) {
        struct parser_state start = save(p);
        if (parse_star_targets(p) && accept(p, TOKEN_EQUAL))
            continue;
        restore(p, start);
        break;
    }
    struct ast_span start = start_span(p);
    if (peek(p) == TOKEN_KW_YIELD) {
        if (parse_yield(p) && peek(p) == TOKEN_EQUAL)
            raise_at(p, span_from(p, start), "assignment to yield expression not possible");
        return;
    }
    struct ast_expr *target = parse_star_expressions(p);
    if (target && peek(p) == TOKEN_EQUAL)
        raise_invalid_target(p, target, TARGET_STAR);
}

static bool is_augmented(enum token_kind kind)
{
    return kind >= TOKEN_PLUS_EQUAL && kind <= TOKEN_DOUBLE_SLASH_EQUAL;
}

static void diagnose_augmented(struct parser *p)
{
    struct ast_expr *target = parse_star_expressions(p);
    if (!target || p->has_error || !is_augmented(peek(p)))
        return;
    p->mark++;
    if (parse_yield_or_star_expressions(p) && !p->has_error)
        raise_at(p, target->span, "'%s' is an illegal expression for augmented assignment",
                 ouro_target_describe(target));
}

void diagnose_assignment(struct parser *p)
{
    static void (*const attempts[])(struct parser *) = {
        diagnose_display_annotation, diagnose_tuple_annotation, diagnose_annotation,
        diagnose_assigned,           diagnose_augmented,
    };
    struct parser_state start = save(p);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts && !p->has_error; i++) {
        attempts[i](p);
        restore(p, start);
    }
}
