/* The arguments of calls and classes. */
#include "lang/parser_internal.h"

/* What may follow: positional and starred; behind a keyword, keywords and starred; behind `**`,
 * keywords and `**`. */
enum argument_stage { STAGE_POSITIONAL, STAGE_KEYWORD, STAGE_DOUBLE_STAR };

static struct ast_keyword *new_keyword(struct parser *p, struct ast_span start,
                                       const struct ast_text *name, struct ast_expr *value)
{
    struct ast_keyword *keyword = value ? ouro_parser_alloc(p, sizeof *keyword) : NULL;
    if (!keyword)
        return NULL;
    keyword->span = span_from(p, start);
    keyword->arg = name;
    keyword->value = value;
    return keyword;
}

/* `name=value` or `**value`. */
static struct ast_keyword *parse_keyword(struct parser *p)
{
    struct ast_span start = start_span(p);
    if (accept(p, TOKEN_DOUBLE_STAR))
        return new_keyword(p, start, NULL, parse_expression(p));
    const struct ast_text *name = ouro_parser_name(p);
    if (!name || !accept(p, TOKEN_EQUAL))
        return NULL;
    return new_keyword(p, start, name, parse_expression(p));
}

static struct ast_expr *parse_generator_argument(struct parser *p, struct ast_span paren,
                                                 struct ast_expr *element)
{
    struct ast_comprehension_list generators = {0};
    if (!parse_comprehensions(p, &generators) || peek(p) != TOKEN_RIGHT_PAREN)
        return NULL;
    /* The node's place includes the parentheses of the call. */
    p->mark++;
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_GENERATOR_EXP, paren);
    p->mark--;
    if (expr) {
        expr->comp.elt = element;
        expr->comp.generators = generators;
    }
    return expr;
}

/* Pushes the argument: an expression, or a keyword with the lowest bit of its address set. */
static bool parse_argument(struct parser *p, enum argument_stage *stage)
{
    enum token_kind kind = peek(p);
    if (kind == TOKEN_STAR) {
        struct ast_expr *starred = *stage == STAGE_DOUBLE_STAR ? NULL : parse_starred(p, true);
        return starred && ouro_parser_push(p, starred);
    }
    bool is_keyword = kind == TOKEN_DOUBLE_STAR ||
                      (kind == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL);
    if (p->is_diagnosing && kind != TOKEN_DOUBLE_STAR)
        diagnose_keyword(p);
    if (p->has_error)
        return false;
    if (is_keyword) {
        struct ast_keyword *keyword = parse_keyword(p);
        if (kind == TOKEN_DOUBLE_STAR)
            *stage = STAGE_DOUBLE_STAR;
        else if (*stage == STAGE_POSITIONAL)
            *stage = STAGE_KEYWORD;
        return keyword && ouro_parser_push(p, (char *)keyword + 1);
    }
    if (*stage != STAGE_POSITIONAL) {
        if (p->is_diagnosing)
            parse_expression(p);
        return false;
    }
    bool is_named = kind == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL;
    struct ast_expr *value = is_named ? parse_named_expression(p) : parse_expression(p);
    return value && peek(p) != TOKEN_COLON_EQUAL && peek(p) != TOKEN_EQUAL &&
           ouro_parser_push(p, value);
}

static bool take_arguments(struct parser *p, size_t base, struct call_arguments *arguments)
{
    size_t count = p->stack_size - base;
    size_t keywords_count = 0;
    for (size_t i = 0; i < count; i++)
        keywords_count += (uintptr_t)p->stack[base + i] & 1;
    size_t args_count = count - keywords_count;
    arguments->args.items = ouro_parser_alloc(p, args_count * sizeof(struct ast_expr *));
    arguments->keywords.items =
        ouro_parser_alloc(p, keywords_count * sizeof(struct ast_keyword *));
    if (!arguments->args.items || !arguments->keywords.items)
        return false;
    for (size_t i = 0; i < count; i++) {
        char *item = p->stack[base + i];
        if ((uintptr_t)item & 1)
            arguments->keywords.items[arguments->keywords.count++] =
                (struct ast_keyword *)(item - 1);
        else
            arguments->args.items[arguments->args.count++] = (struct ast_expr *)item;
    }
    p->stack_size = base;
    return true;
}

static bool parse_argument_list(struct parser *p)
{
    struct ast_span paren = {last_token(p)->line, last_token(p)->column, 0, 0};
    size_t base = p->stack_size;
    enum argument_stage stage = STAGE_POSITIONAL;
    do {
        if (p->stack_size > base && peek(p) == TOKEN_RIGHT_PAREN)
            break;
        if (!parse_argument(p, &stage))
            return false;
        enum token_kind kind = peek(p);
        if (kind == TOKEN_COMMA || kind == TOKEN_RIGHT_PAREN)
            continue;
        bool is_lone = p->stack_size == base + 1 && stage == STAGE_POSITIONAL;
        struct ast_expr *element = is_lone ? p->stack[base] : NULL;
        if (!is_lone || element->kind == AST_EXPR_STARRED)
            return false;
        element = parse_generator_argument(p, paren, element);
        if (!element)
            return false;
        p->stack[base] = element;
        return true;
    } while (accept(p, TOKEN_COMMA));
    return peek(p) == TOKEN_RIGHT_PAREN;
}

bool parse_arguments(struct parser *p, struct call_arguments *arguments)
{
    if (peek(p) == TOKEN_RIGHT_PAREN)
        return true;
    struct parser_state state = save(p);
    size_t base = p->stack_size;
    if (parse_argument_list(p))
        return take_arguments(p, base, arguments);
    if (p->is_diagnosing && !p->has_error) {
        restore(p, state);
        diagnose_arguments(p);
    }
    return false;
}

/* ---- diagnosis ---- */

/* As many arguments as are in a valid order; the mark is behind the last, before a comma. */
struct argument_run {
    struct ast_span span;
    struct ast_expr *last_positional;
    size_t positional_count;
    bool has_double_star;
};

static void note_argument(struct argument_run *run, char *item)
{
    if (((uintptr_t)item & 1) == 0) {
        run->last_positional = (struct ast_expr *)item;
        run->positional_count++;
    } else if (!((struct ast_keyword *)(item - 1))->arg) {
        run->has_double_star = true;
    }
}

static bool parse_run(struct parser *p, struct argument_run *run)
{
    *run = (struct argument_run){.span = start_span(p)};
    size_t base = p->stack_size;
    enum argument_stage stage = STAGE_POSITIONAL;
    struct parser_state good = save(p);
    bool has_any = false;
    while (parse_argument(p, &stage)) {
        note_argument(run, p->stack[p->stack_size - 1]);
        p->stack_size = base;
        good = save(p);
        has_any = true;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    restore(p, good);
    if (has_any)
        run->span = span_from(p, run->span);
    return has_any && !p->has_error;
}

static struct ast_span last_item_span(const struct ast_comprehension_list *list)
{
    const struct ast_comprehension *part = list->items[list->count - 1];
    return part->ifs.count ? part->ifs.items[part->ifs.count - 1]->span : part->iter->span;
}

/* `a for b in c,` as the first of several arguments. */
static void diagnose_first_generator(struct parser *p)
{
    struct ast_comprehension_list list = {0};
    struct ast_expr *element = parse_expression(p);
    if (element && parse_comprehensions(p, &list) && accept(p, TOKEN_COMMA))
        raise_range(p, element->span, last_item_span(&list),
                    "Generator expression must be parenthesized");
}

/* `name = a for b in c` */
static void diagnose_keyword_generator(struct parser *p)
{
    struct ast_comprehension_list list = {0};
    struct ast_span name = start_span(p);
    if (!accept(p, TOKEN_NAME) || peek(p) != TOKEN_EQUAL)
        return;
    struct ast_span equal = start_span(p);
    p->mark++;
    if (parse_expression(p) && parse_comprehensions(p, &list))
        raise_range(p, name, equal,
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

/* Behind a run of arguments that are in order. */
static void diagnose_after_run(struct parser *p, const struct argument_run *run)
{
    struct ast_comprehension_list list = {0};
    struct parser_state end = save(p);
    if (parse_comprehensions(p, &list)) {
        if (run->positional_count > 1)
            raise_range(p, run->last_positional->span, last_item_span(&list),
                        "Generator expression must be parenthesized");
        return;
    }
    restore(p, end);
    if (!accept(p, TOKEN_COMMA))
        return;
    struct parser_state next = save(p);
    struct ast_expr *element = parse_expression(p);
    if (element && parse_comprehensions(p, &list)) {
        raise_range(p, element->span, list.items[list.count - 1]->target->span,
                    "Generator expression must be parenthesized");
        return;
    }
    restore(p, next);
    struct argument_run more;
    if (parse_run(p, &more))
        raise_last(p, run->has_double_star
                          ? "positional argument follows keyword argument unpacking"
                          : "positional argument follows keyword argument");
}

void diagnose_arguments(struct parser *p)
{
    struct parser_state start = save(p);
    p->is_diagnosing = false;
    struct argument_run run;
    bool has_run = parse_run(p, &run);
    struct parser_state end = save(p);
    if (has_run && accept(p, TOKEN_COMMA) && peek(p) == TOKEN_STAR)
        raise_at(p, run.span, "iterable argument unpacking follows keyword argument unpacking");
    p->mark = start.mark;
    if (!p->has_error)
        diagnose_first_generator(p);
    p->mark = start.mark;
    if (!p->has_error)
        diagnose_keyword_generator(p);
    p->mark = end.mark;
    if (!p->has_error && has_run)
        diagnose_after_run(p, &run);
    restore(p, start);
}

void diagnose_keyword(struct parser *p)
{
    struct parser_state start = save(p);
    struct ast_span span = start_span(p);
    enum token_kind kind = peek(p);
    bool is_constant =
        kind == TOKEN_KW_TRUE || kind == TOKEN_KW_FALSE || kind == TOKEN_KW_NONE;
    /* No token is looked at that the rules themselves would not: the last one is where errors are. */
    bool has_equal = (is_constant || kind == TOKEN_NAME) && peek_second(p) == TOKEN_EQUAL;
    p->is_diagnosing = false;
    if (has_equal && is_constant) {
        struct token token = *peek_token(p);
        p->mark++;
        raise_range(p, span, start_span(p), "cannot assign to %.*s", (int)token.size, token.start);
    } else if (has_equal && kind == TOKEN_NAME) {
        diagnose_keyword_generator(p);
    } else {
        struct ast_expr *expr = parse_expression(p);
        if (expr && peek(p) == TOKEN_EQUAL)
            raise_range(p, expr->span, start_span(p),
                        "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    restore(p, start);
}
