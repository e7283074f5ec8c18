/* The parameters of functions and lambdas. */
#include "lang/parser_internal.h"

/* A lambda's parameters have no annotations: its closing token is the colon. */
static bool has_annotations(enum token_kind closing)
{
    return closing == TOKEN_RIGHT_PAREN;
}

static struct ast_arg *parse_parameter(struct parser *p, enum token_kind closing, bool is_starred)
{
    struct ast_span start = start_span(p);
    const struct ast_text *name = ouro_parser_name(p);
    struct ast_arg *arg = name ? ouro_parser_alloc(p, sizeof *arg) : NULL;
    if (!arg)
        return NULL;
    arg->name = name;
    if (has_annotations(closing) && accept(p, TOKEN_COLON)) {
        bool is_star = is_starred && peek(p) == TOKEN_STAR;
        arg->annotation = is_star ? parse_starred(p, false) : parse_expression(p);
        if (!arg->annotation)
            return NULL;
    }
    arg->span = span_from(p, start);
    return arg;
}

/* Lists under construction would interleave on the parser's stack, so that parameters and defaults are
 * pushed in pairs and dealt out at the end. */
struct parameter_lists {
    size_t base;
    size_t posonly_count;    /* pairs before '/' */
    size_t positional_count; /* pairs before '*', those before '/' included */
    size_t defaults_count;
};

static bool deal_pairs(struct parser *p, size_t from, size_t count, struct ast_arg_list *list)
{
    list->items = ouro_parser_alloc(p, count * sizeof *list->items);
    if (!list->items)
        return false;
    for (size_t i = 0; i < count; i++)
        list->items[i] = p->stack[from + 2 * i];
    list->count = (uint32_t)count;
    return true;
}

static bool deal_defaults(struct parser *p, size_t from, size_t count, struct ast_expr_list *list)
{
    list->items = ouro_parser_alloc(p, count * sizeof *list->items);
    if (!list->items)
        return false;
    for (size_t i = 0; i < count; i++)
        list->items[i] = p->stack[from + 2 * i + 1];
    list->count = (uint32_t)count;
    return true;
}

static bool deal(struct parser *p, const struct parameter_lists *lists, struct ast_arguments *args)
{
    size_t keyword_base = lists->base + 2 * lists->positional_count;
    size_t keyword_count = (p->stack_size - keyword_base) / 2;
    size_t first_default = lists->positional_count - lists->defaults_count;
    bool is_dealt =
        deal_pairs(p, lists->base, lists->posonly_count, &args->posonlyargs) &&
        deal_pairs(p, lists->base + 2 * lists->posonly_count,
                   lists->positional_count - lists->posonly_count, &args->args) &&
        deal_defaults(p, lists->base + 2 * first_default, lists->defaults_count, &args->defaults) &&
        deal_pairs(p, keyword_base, keyword_count, &args->kwonlyargs) &&
        deal_defaults(p, keyword_base, keyword_count, &args->kw_defaults);
    p->stack_size = lists->base;
    return is_dealt;
}

/* A parameter with its default, pushed. */
static bool push_parameter(struct parser *p, enum token_kind closing, bool *has_default)
{
    struct ast_arg *arg = parse_parameter(p, closing, false);
    struct ast_expr *value = NULL;
    if (!arg)
        return false;
    *has_default = accept(p, TOKEN_EQUAL);
    if (*has_default && !(value = parse_expression(p)))
        return false;
    return ouro_parser_push(p, arg) && ouro_parser_push(p, value);
}

/* A comma, or the end. */
static bool finish_parameter(struct parser *p, enum token_kind closing)
{
    return accept(p, TOKEN_COMMA) || peek(p) == closing;
}

/* Parameters up to '*', '**' or the end. */
static bool parse_positional(struct parser *p, enum token_kind closing,
                             struct parameter_lists *lists)
{
    bool has_slash = false;
    for (;;) {
        if (peek(p) == TOKEN_SLASH && lists->positional_count > 0 && !has_slash) {
            p->mark++;
            has_slash = true;
            lists->posonly_count = lists->positional_count;
        } else if (peek(p) == TOKEN_NAME) {
            bool has_default;
            if (!push_parameter(p, closing, &has_default) ||
                (!has_default && lists->defaults_count > 0))
                return false;
            lists->positional_count++;
            lists->defaults_count += has_default;
        } else {
            return true;
        }
        if (!finish_parameter(p, closing))
            return false;
    }
}

/* From '*' or '**' on. */
static bool parse_keyword_only(struct parser *p, enum token_kind closing,
                               struct ast_arguments *args)
{
    if (accept(p, TOKEN_STAR)) {
        bool is_bare = accept(p, TOKEN_COMMA);
        if (!is_bare && (!(args->vararg = parse_parameter(p, closing, true)) ||
                         !finish_parameter(p, closing)))
            return false;
        if (is_bare && peek(p) != TOKEN_NAME)
            return false;
        while (peek(p) == TOKEN_NAME) {
            bool has_default;
            if (!push_parameter(p, closing, &has_default) || !finish_parameter(p, closing))
                return false;
        }
    }
    if (accept(p, TOKEN_DOUBLE_STAR)) {
        args->kwarg = parse_parameter(p, closing, false);
        return args->kwarg && finish_parameter(p, closing);
    }
    return true;
}

struct ast_arguments *parse_parameters(struct parser *p, enum token_kind closing)
{
    struct ast_arguments *args = ouro_parser_alloc(p, sizeof *args);
    struct parameter_lists lists = {.base = p->stack_size};
    if (!args || !parse_positional(p, closing, &lists) || !parse_keyword_only(p, closing, args) ||
        peek(p) != closing || !deal(p, &lists, args))
        return NULL;
    return args;
}

/* ---- diagnosis ---- */

struct parameter_scan {
    enum token_kind closing;
    bool has_parameter;
    bool has_default;
    bool has_slash;
    bool has_star;
};

static bool ends_parameter(struct parser *p, enum token_kind closing)
{
    return peek(p) == TOKEN_COMMA || peek(p) == closing;
}

/* `(a, b)`, which Python 2 allowed. */
static bool scan_parenthesized(struct parser *p, const struct parameter_scan *scan)
{
    struct ast_span start = start_span(p);
    p->mark++;
    do {
        if (peek(p) == TOKEN_RIGHT_PAREN)
            break;
        if (!parse_parameter(p, scan->closing, false))
            return false;
    } while (accept(p, TOKEN_COMMA));
    struct ast_span end = start_span(p);
    if (accept(p, TOKEN_RIGHT_PAREN) && last_token(p)[-1].kind != TOKEN_LEFT_PAREN)
        raise_range(p, start, end, "%s parameters cannot be parenthesized",
                    has_annotations(scan->closing) ? "Function" : "Lambda expression");
    return false;
}

static bool scan_name(struct parser *p, struct parameter_scan *scan)
{
    struct ast_arg *arg = parse_parameter(p, scan->closing, false);
    if (!arg)
        return false;
    scan->has_parameter = true;
    struct ast_span equal = start_span(p);
    if (accept(p, TOKEN_EQUAL)) {
        bool is_empty = peek(p) == TOKEN_RIGHT_PAREN || peek(p) == TOKEN_COMMA;
        if (is_empty && has_annotations(scan->closing))
            raise_at(p, equal, "expected default value expression");
        scan->has_default = true;
        return !p->has_error && parse_expression(p) && ends_parameter(p, scan->closing);
    }
    if (scan->has_default && !scan->has_star && ends_parameter(p, scan->closing))
        raise_at(p, arg->span, "non-default argument follows default argument");
    return !p->has_error && ends_parameter(p, scan->closing);
}

static bool scan_slash(struct parser *p, struct parameter_scan *scan)
{
    struct ast_span slash = start_span(p);
    p->mark++;
    if (scan->has_star)
        raise_at(p, slash, "/ must be ahead of *");
    else if (scan->has_slash)
        raise_at(p, slash, "/ may appear only once");
    else if (!scan->has_parameter && peek(p) == TOKEN_COMMA)
        raise_at(p, slash, "at least one argument must precede /");
    else if (scan->has_parameter && peek(p) == TOKEN_STAR)
        raise_at(p, start_span(p), "expected comma between / and *");
    scan->has_slash = true;
    return !p->has_error && scan->has_parameter && ends_parameter(p, scan->closing);
}

static bool scan_star(struct parser *p, struct parameter_scan *scan)
{
    struct ast_span star = start_span(p);
    p->mark++;
    bool is_bare = peek(p) == TOKEN_COMMA;
    enum token_kind next = is_bare ? peek_second(p) : peek(p);
    if (next == scan->closing || (is_bare && next == TOKEN_DOUBLE_STAR)) {
        if (!scan->has_star && has_annotations(scan->closing))
            raise_at(p, star, "named arguments must follow bare *");
        else if (!scan->has_star)
            raise_last(p, "named arguments must follow bare *");
        return false;
    }
    if (!is_bare && !parse_parameter(p, scan->closing, true))
        return false;
    if (peek(p) == TOKEN_EQUAL)
        raise_at(p, start_span(p), "var-positional argument cannot have default value");
    else if (scan->has_star && ends_parameter(p, scan->closing))
        raise_at(p, star, "* argument may appear only once");
    scan->has_star = true;
    return !p->has_error && ends_parameter(p, scan->closing);
}

static bool scan_double_star(struct parser *p, const struct parameter_scan *scan)
{
    p->mark++;
    if (!parse_parameter(p, scan->closing, false))
        return false;
    if (peek(p) == TOKEN_EQUAL)
        raise_at(p, start_span(p), "var-keyword argument cannot have default value");
    if (!accept(p, TOKEN_COMMA))
        return false;
    struct ast_span next = start_span(p);
    enum token_kind kind = peek(p);
    if (kind == TOKEN_NAME) {
        struct ast_arg *arg = parse_parameter(p, scan->closing, false);
        next = arg ? arg->span : next;
    }
    if (kind == TOKEN_NAME || kind == TOKEN_STAR || kind == TOKEN_DOUBLE_STAR ||
        kind == TOKEN_SLASH)
        raise_at(p, next, "arguments cannot follow var-keyword argument");
    return false;
}

void diagnose_parameters(struct parser *p, enum token_kind closing)
{
    struct parser_state state = save(p);
    struct parameter_scan scan = {.closing = closing};
    bool goes_on = true;
    /* Mistakes inside of defaults are found when the parameters are read after this. */
    p->is_diagnosing = false;
    while (goes_on && !p->has_error) {
        switch (peek(p)) {
        case TOKEN_NAME: goes_on = scan_name(p, &scan); break;
        case TOKEN_SLASH: goes_on = scan_slash(p, &scan); break;
        case TOKEN_STAR: goes_on = scan_star(p, &scan); break;
        case TOKEN_DOUBLE_STAR: goes_on = scan_double_star(p, &scan); break;
        case TOKEN_LEFT_PAREN:
            goes_on = !scan.has_default && !scan.has_star && !scan.has_slash &&
                      scan_parenthesized(p, &scan);
            break;
        default: goes_on = false; break;
        }
        goes_on = goes_on && accept(p, TOKEN_COMMA);
    }
    restore(p, state);
}
