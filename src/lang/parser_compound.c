/* Statements that hold blocks, except match. */
#include "lang/parser_internal.h"

/* ---- blocks ---- */

static bool fail_block(struct parser *p, const char *what, int32_t line)
{
    if (p->is_diagnosing && !p->has_error)
        raise_indentation(p, "expected an indented block after %s on line %d", what, (int)line);
    return false;
}

bool parse_block(struct parser *p, struct ast_stmt_list *list, const char *what, int32_t line,
                 bool is_forced)
{
    if (is_forced) {
        if (!ouro_parser_force(p, TOKEN_COLON, ":"))
            return false;
    } else if (!accept(p, TOKEN_COLON)) {
        if (p->is_diagnosing && peek(p) == TOKEN_NEWLINE && !p->has_error)
            raise_last(p, "expected ':'");
        return false;
    }
    if (!accept(p, TOKEN_NEWLINE)) {
        size_t base = p->stack_size;
        if (!parse_simple_statements(p))
            return false;
        list->items = ouro_parser_take(p, base, &list->count);
        return !p->has_error;
    }
    if (!accept(p, TOKEN_INDENT))
        return fail_block(p, what, line);
    return parse_statements(p, list) && accept(p, TOKEN_DEDENT);
}

bool parse_optional_else(struct parser *p, struct ast_stmt_list *list)
{
    int32_t line = peek_token(p)->line;
    if (!accept(p, TOKEN_KW_ELSE))
        return !p->has_error;
    return parse_block(p, list, "'else' statement", line, true);
}

/* ---- if, while, for ---- */

/* One `if` or `elif` with its block; the rest of the chain is the caller's. */
static struct ast_stmt *parse_branch(struct parser *p, const char *what)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *test = parse_named_expression(p);
    struct ast_stmt *stmt = test ? ouro_parser_stmt(p, AST_STMT_IF, start) : NULL;
    if (!stmt || !parse_block(p, &stmt->if_.body, what, start.line, false))
        return NULL;
    stmt->if_.test = test;
    stmt->span = span_from(p, start);
    return stmt;
}

static bool set_single(struct parser *p, struct ast_stmt_list *list, struct ast_stmt *stmt)
{
    list->items = ouro_parser_alloc(p, sizeof *list->items);
    if (!list->items)
        return false;
    list->items[0] = stmt;
    list->count = 1;
    return true;
}

/* A chain of elif is nested in the tree, and as long as the program likes: so it is a loop here. All of
 * its parts end where the whole ends. */
static struct ast_stmt *parse_if(struct parser *p)
{
    struct ast_stmt *first = parse_branch(p, "'if' statement");
    struct ast_stmt *last = first;
    while (last && peek(p) == TOKEN_KW_ELIF) {
        struct ast_stmt *next = parse_branch(p, "'elif' statement");
        if (!next || !set_single(p, &last->if_.orelse, next))
            return NULL;
        last = next;
    }
    if (!last || !parse_optional_else(p, &last->if_.orelse))
        return NULL;
    for (struct ast_stmt *part = first;; part = part->if_.orelse.items[0]) {
        part->span = span_from(p, part->span);
        if (part == last)
            return first;
    }
}

static struct ast_stmt *parse_while(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_expr *test = parse_named_expression(p);
    struct ast_stmt *stmt = test ? ouro_parser_stmt(p, AST_STMT_WHILE, start) : NULL;
    if (!stmt || !parse_block(p, &stmt->while_.body, "'while' statement", start.line, false) ||
        !parse_optional_else(p, &stmt->while_.orelse))
        return NULL;
    stmt->while_.test = test;
    stmt->span = span_from(p, start);
    return stmt;
}

static struct ast_stmt *parse_for(struct parser *p, struct ast_span start, bool is_async)
{
    int32_t line = peek_token(p)->line;
    p->mark++;
    struct parser_state state = save(p);
    struct ast_expr *target = parse_star_targets(p);
    if (!target || !accept(p, TOKEN_KW_IN)) {
        if (p->is_diagnosing && !p->has_error) {
            restore(p, state);
            diagnose_for_target(p);
        }
        return NULL;
    }
    struct ast_expr *iter = parse_star_expressions(p);
    struct ast_stmt *stmt =
        iter ? ouro_parser_stmt(p, is_async ? AST_STMT_ASYNC_FOR : AST_STMT_FOR, start) : NULL;
    if (!stmt || !parse_block(p, &stmt->for_.body, "'for' statement", line, false) ||
        !parse_optional_else(p, &stmt->for_.orelse))
        return NULL;
    stmt->for_.target = target;
    stmt->for_.iter = iter;
    stmt->span = span_from(p, start);
    return stmt;
}

/* ---- with ---- */

static bool ends_with_item(struct parser *p)
{
    enum token_kind kind = peek(p);
    return kind == TOKEN_COMMA || kind == TOKEN_RIGHT_PAREN || kind == TOKEN_COLON;
}

static void diagnose_with_target(struct parser *p)
{
    struct ast_expr *target = parse_expression(p);
    if (target && ends_with_item(p))
        raise_invalid_target(p, target, TARGET_STAR);
}

static bool push_with_item(struct parser *p)
{
    struct ast_with_item *item = ouro_parser_alloc(p, sizeof *item);
    if (!item || !(item->context_expr = parse_expression(p)))
        return false;
    if (peek(p) != TOKEN_KW_AS)
        return ouro_parser_push(p, item);
    p->mark++;
    struct parser_state state = save(p);
    item->optional_vars = parse_star_target(p);
    if (!item->optional_vars || (!ends_with_item(p) && peek(p) != TOKEN_NEWLINE)) {
        if (p->is_diagnosing && !p->has_error) {
            restore(p, state);
            diagnose_with_target(p);
        }
        return false;
    }
    return ouro_parser_push(p, item);
}

/* `(a as b, c)` and what must follow: false, with the mark restored, if the parenthesis belongs to an
 * expression. */
static bool push_parenthesized_items(struct parser *p)
{
    if (peek(p) != TOKEN_LEFT_PAREN)
        return false;
    struct parser_state state = save(p);
    p->mark++;
    do {
        if (p->stack_size > state.stack_size && peek(p) == TOKEN_RIGHT_PAREN)
            break;
        if (!push_with_item(p))
            goto fail;
    } while (accept(p, TOKEN_COMMA));
    if (accept(p, TOKEN_RIGHT_PAREN) && (peek(p) == TOKEN_COLON || peek(p) == TOKEN_NEWLINE))
        return true;
fail:
    restore(p, state);
    return false;
}

struct ast_stmt *parse_with(struct parser *p, struct ast_span start, bool is_async)
{
    int32_t line = peek_token(p)->line;
    p->mark++;
    size_t base = p->stack_size;
    if (!push_parenthesized_items(p)) {
        do {
            if (p->has_error || !push_with_item(p))
                return NULL;
        } while (accept(p, TOKEN_COMMA));
    }
    struct ast_stmt *stmt =
        ouro_parser_stmt(p, is_async ? AST_STMT_ASYNC_WITH : AST_STMT_WITH, start);
    if (!stmt)
        return NULL;
    stmt->with.items.items = ouro_parser_take(p, base, &stmt->with.items.count);
    if (p->has_error || !parse_block(p, &stmt->with.body, "'with' statement", line, false))
        return NULL;
    stmt->span = span_from(p, start);
    return stmt;
}

/* ---- try ---- */

/* `except a, b:`, which Python 2 read otherwise; the mark is behind `a`. */
static void diagnose_except(struct parser *p, struct ast_expr *type)
{
    if (!accept(p, TOKEN_COMMA))
        return;
    do {
        if (p->mark > 0 && !starts_expression(peek(p)))
            break;
        if (!parse_expression(p))
            return;
    } while (accept(p, TOKEN_COMMA));
    if (accept(p, TOKEN_KW_AS) && !ouro_parser_name(p))
        return;
    if (accept(p, TOKEN_COLON))
        raise_from(p, type->span, "multiple exception types must be parenthesized");
}

static struct ast_except_handler *parse_handler(struct parser *p, bool is_star)
{
    struct ast_span start = start_span(p);
    struct ast_except_handler *handler = ouro_parser_alloc(p, sizeof *handler);
    if (!handler)
        return NULL;
    p->mark += is_star ? 2 : 1;
    if (peek(p) != TOKEN_COLON && peek(p) != TOKEN_NEWLINE) {
        if (!(handler->type = parse_expression(p)))
            return NULL;
        if (accept(p, TOKEN_KW_AS) && !(handler->name = ouro_parser_name(p)))
            return NULL;
        if (p->is_diagnosing && !handler->name && peek(p) == TOKEN_COMMA)
            diagnose_except(p, handler->type);
    } else if (is_star) {
        if (p->is_diagnosing)
            raise_last(p, "expected one or more exception types");
        return NULL;
    }
    if (p->has_error || !parse_block(p, &handler->body,
                                     is_star ? "'except*' statement" : "'except' statement",
                                     start.line, false))
        return NULL;
    handler->span = span_from(p, start);
    return handler;
}

/* The head of a clause of the other kind than those before it. */
static void diagnose_mixed_handler(struct parser *p, bool is_star)
{
    struct ast_span start = start_span(p);
    p->mark++;
    struct ast_span end = is_star ? start_span(p) : start;
    p->mark += is_star;
    if (is_star || peek(p) != TOKEN_COLON) {
        if (!parse_expression(p) || (accept(p, TOKEN_KW_AS) && !ouro_parser_name(p)))
            return;
    }
    if (peek(p) == TOKEN_COLON)
        raise_range(p, start, end, "cannot have both 'except' and 'except*' on the same 'try'");
}

static bool parse_handlers(struct parser *p, struct ast_stmt *stmt)
{
    size_t base = p->stack_size;
    while (peek(p) == TOKEN_KW_EXCEPT) {
        bool is_star = peek_second(p) == TOKEN_STAR;
        bool is_first = p->stack_size == base;
        if (!is_first && is_star != (stmt->kind == AST_STMT_TRY_STAR)) {
            if (p->is_diagnosing)
                diagnose_mixed_handler(p, is_star);
            return false;
        }
        stmt->kind = is_star ? AST_STMT_TRY_STAR : AST_STMT_TRY;
        struct ast_except_handler *handler = parse_handler(p, is_star);
        if (!handler || !ouro_parser_push(p, handler))
            return false;
    }
    stmt->try_.handlers.items = ouro_parser_take(p, base, &stmt->try_.handlers.count);
    return !p->has_error;
}

struct ast_stmt *parse_try(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_TRY, start);
    p->mark++;
    if (!stmt || !parse_block(p, &stmt->try_.body, "'try' statement", start.line, true))
        return NULL;
    if (peek(p) != TOKEN_KW_EXCEPT && peek(p) != TOKEN_KW_FINALLY) {
        if (p->is_diagnosing && !p->has_error)
            raise_last(p, "expected 'except' or 'finally' block");
        return NULL;
    }
    if (!parse_handlers(p, stmt))
        return NULL;
    if (stmt->try_.handlers.count > 0 && !parse_optional_else(p, &stmt->try_.orelse))
        return NULL;
    int32_t line = peek_token(p)->line;
    if (accept(p, TOKEN_KW_FINALLY) &&
        !parse_block(p, &stmt->try_.finalbody, "'finally' statement", line, true))
        return NULL;
    stmt->span = span_from(p, start);
    return p->has_error ? NULL : stmt;
}

/* ---- functions and classes ---- */

/* `-> type`; what is no expression is left to the colon that must follow. */
static bool parse_returns(struct parser *p, struct ast_expr **returns)
{
    uint32_t arrow = p->mark;
    if (!accept(p, TOKEN_ARROW))
        return !p->has_error;
    *returns = parse_expression(p);
    if (!*returns)
        p->mark = arrow;
    return !p->has_error;
}

static struct ast_stmt *parse_function(struct parser *p, struct ast_span start, bool is_async)
{
    int32_t line = peek_token(p)->line;
    p->mark++;
    const struct ast_text *name = ouro_parser_name(p);
    if (!name || !ouro_parser_force(p, TOKEN_LEFT_PAREN, "("))
        return NULL;
    if (p->is_diagnosing)
        diagnose_parameters(p, TOKEN_RIGHT_PAREN);
    struct ast_arguments *args = p->has_error ? NULL : parse_parameters(p, TOKEN_RIGHT_PAREN);
    if (!args || !accept(p, TOKEN_RIGHT_PAREN))
        return NULL;
    struct ast_stmt *stmt =
        ouro_parser_stmt(p, is_async ? AST_STMT_ASYNC_FUNCTION_DEF : AST_STMT_FUNCTION_DEF, start);
    if (!stmt || !parse_returns(p, &stmt->function_def.returns) ||
        !parse_block(p, &stmt->function_def.body, "function definition", line, true))
        return NULL;
    stmt->function_def.name = name;
    stmt->function_def.args = args;
    stmt->span = span_from(p, start);
    return stmt;
}

/* A call may have a generator without parentheses of its own; a class may not. The error is at its `for`. */
static bool has_bare_generator(struct parser *p, uint32_t paren, const struct call_arguments *bases)
{
    const struct ast_expr *base = bases->args.count == 1 ? bases->args.items[0] : NULL;
    const struct token *opening = &p->tokens[paren];
    if (!base || base->kind != AST_EXPR_GENERATOR_EXP || base->span.line != opening->line ||
        base->span.column != opening->column)
        return false;
    struct ast_span element = base->comp.elt->span;
    for (uint32_t i = paren + 1; i < p->mark; i++) {
        struct token token = p->tokens[i];
        bool is_behind = token.line > element.end_line ||
                         (token.line == element.end_line && token.column >= element.end_column);
        if (is_behind && (token.kind == TOKEN_KW_FOR || token.kind == TOKEN_KW_ASYNC)) {
            raise_at(p, (struct ast_span){token.line, token.column, token.end_line, token.end_column},
                     "invalid syntax");
            break;
        }
    }
    return true;
}

static bool parse_bases(struct parser *p, struct call_arguments *bases)
{
    uint32_t paren = p->mark;
    if (!accept(p, TOKEN_LEFT_PAREN))
        return true;
    return parse_arguments(p, bases) && !has_bare_generator(p, paren, bases) &&
           accept(p, TOKEN_RIGHT_PAREN);
}

static struct ast_stmt *parse_class(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    const struct ast_text *name = ouro_parser_name(p);
    if (!name)
        return NULL;
    struct call_arguments arguments = {0};
    if (!parse_bases(p, &arguments))
        return NULL;
    struct ast_stmt *stmt = ouro_parser_stmt(p, AST_STMT_CLASS_DEF, start);
    if (!stmt ||
        !parse_block(p, &stmt->class_def.body, "class definition", start.line, false))
        return NULL;
    stmt->class_def.name = name;
    stmt->class_def.bases = arguments.args;
    stmt->class_def.keywords = arguments.keywords;
    stmt->span = span_from(p, start);
    return stmt;
}

static struct ast_stmt *parse_async(struct parser *p)
{
    struct ast_span start = start_span(p);
    p->mark++;
    switch (peek(p)) {
    case TOKEN_KW_DEF: return parse_function(p, start, true);
    case TOKEN_KW_FOR: return parse_for(p, start, true);
    case TOKEN_KW_WITH: return parse_with(p, start, true);
    default: return NULL;
    }
}

static struct ast_stmt *parse_definition(struct parser *p)
{
    struct ast_span start = start_span(p);
    if (peek(p) == TOKEN_KW_DEF)
        return parse_function(p, start, false);
    if (peek(p) == TOKEN_KW_CLASS)
        return parse_class(p);
    if (peek(p) == TOKEN_KW_ASYNC && peek_second(p) == TOKEN_KW_DEF)
        return parse_async(p);
    return NULL;
}

static struct ast_stmt *parse_decorated(struct parser *p)
{
    size_t base = p->stack_size;
    while (accept(p, TOKEN_AT)) {
        struct ast_expr *decorator = parse_named_expression(p);
        if (!decorator || !accept(p, TOKEN_NEWLINE) || !ouro_parser_push(p, decorator))
            return NULL;
    }
    struct ast_expr_list decorators;
    decorators.items = ouro_parser_take(p, base, &decorators.count);
    struct ast_stmt *stmt = p->has_error ? NULL : parse_definition(p);
    if (!stmt)
        return NULL;
    if (stmt->kind == AST_STMT_CLASS_DEF)
        stmt->class_def.decorator_list = decorators;
    else
        stmt->function_def.decorator_list = decorators;
    return stmt;
}

static struct ast_stmt *parse_by_keyword(struct parser *p, bool *is_compound)
{
    *is_compound = true;
    switch (peek(p)) {
    case TOKEN_KW_IF: return parse_if(p);
    case TOKEN_KW_WHILE: return parse_while(p);
    case TOKEN_KW_FOR: return parse_for(p, start_span(p), false);
    case TOKEN_KW_WITH: return parse_with(p, start_span(p), false);
    case TOKEN_KW_TRY: return parse_try(p);
    case TOKEN_KW_DEF:
    case TOKEN_KW_CLASS: return parse_definition(p);
    case TOKEN_KW_ASYNC: return parse_async(p);
    case TOKEN_AT: return parse_decorated(p);
    default:
        *is_compound = false;
        return NULL;
    }
}

/* is_compound tells a failure inside a compound statement from a line of simple ones. */
struct ast_stmt *parse_compound(struct parser *p, bool *is_compound)
{
    if (!is_soft_keyword(p, p->name_match))
        return parse_by_keyword(p, is_compound);
    struct parser_state state = save(p);
    struct ast_stmt *stmt = parse_match(p);
    *is_compound = stmt != NULL;
    if (!stmt && !p->has_error)
        restore(p, state);
    return stmt;
}
