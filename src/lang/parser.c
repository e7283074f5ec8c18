#include "lang/parser_internal.h"

#include "lang/format.h"
#include "lang/source.h"

enum { TOKENS_FIRST = 256, STACK_FIRST = 256, TOKENS_KEPT = 4096 };

/* ---- memory ---- */

void *ouro_parser_alloc(struct parser *p, size_t size)
{
    void *memory = ouro_arena_alloc(p->arena, size);
    return memory ? memory : raise_memory(p);
}

struct ast_expr *ouro_parser_expr(struct parser *p, enum ast_expr_kind kind, struct ast_span start)
{
    struct ast_expr *expr = ouro_parser_alloc(p, sizeof *expr);
    if (!expr)
        return NULL;
    expr->kind = kind;
    expr->span = span_from(p, start);
    return expr;
}

struct ast_stmt *ouro_parser_stmt(struct parser *p, enum ast_stmt_kind kind, struct ast_span start)
{
    struct ast_stmt *stmt = ouro_parser_alloc(p, sizeof *stmt);
    if (!stmt)
        return NULL;
    stmt->kind = kind;
    stmt->span = span_from(p, start);
    return stmt;
}

/* Replaces a growing array by one of twice the size; NULL when memory is out. */
static void *grow(struct ouro_arena *arena, void *old, size_t old_size, size_t new_size)
{
    void *memory = arena->alloc(arena->context, new_size);
    if (!memory)
        return NULL;
    if (old) {
        memcpy(memory, old, old_size);
        arena->free(arena->context, old, old_size);
    }
    return memory;
}

bool ouro_parser_push(struct parser *p, void *item)
{
    if (p->stack_size == p->stack_capacity) {
        size_t capacity = p->stack_capacity ? p->stack_capacity * 2 : STACK_FIRST;
        void **stack = grow(p->arena, p->stack, p->stack_capacity * sizeof *stack,
                            capacity * sizeof *stack);
        if (!stack)
            return raise_memory(p);
        p->stack = stack;
        p->stack_capacity = capacity;
    }
    p->stack[p->stack_size++] = item;
    return true;
}

void *ouro_parser_take(struct parser *p, size_t base, uint32_t *count)
{
    size_t size = p->stack_size - base;
    p->stack_size = base;
    *count = 0;
    if (size == 0)
        return NULL;
    void **items = ouro_parser_alloc(p, size * sizeof *items);
    if (!items)
        return NULL;
    memcpy(items, p->stack + base, size * sizeof *items);
    *count = (uint32_t)size;
    return items;
}

bool ouro_parser_enter(struct parser *p)
{
    if (p->depth++ < PARSER_DEPTH_MAX)
        return true;
    if (p->is_diagnosing || p->has_error)
        return false;
    p->error->kind = SYNTAX_ERROR_MEMORY;
    p->error->message = "too many nested expressions";
    p->has_error = true;
    return false;
}

/* ---- tokens ---- */

/* One slot more than capacity is kept behind the window: when memory is out, that is the next token. */
static bool grow_tokens(struct parser *p)
{
    uint32_t capacity = p->capacity ? p->capacity * 2 : TOKENS_FIRST;
    size_t old_size = p->tokens ? (p->capacity + 1) * sizeof *p->tokens : 0;
    struct token *tokens = grow(p->arena, p->tokens, old_size, (capacity + 1) * sizeof *tokens);
    if (!tokens)
        return raise_memory(p);
    p->tokens = tokens;
    p->capacity = capacity;
    return true;
}

/* After the lexer's error the window ends with a token of no kind: no rule accepts it, so that all of
 * them come back. */
bool ouro_parser_fetch(struct parser *p)
{
    if (p->fill == p->capacity && !grow_tokens(p)) {
        p->tokens[p->fill] = (struct token){.kind = TOKEN_UNKNOWN, .start = p->lexer.cursor};
        p->has_lexer_error = true;
        return false;
    }
    struct token *token = &p->tokens[p->fill];
    if (p->has_lexer_error) {
        *token = (struct token){.kind = TOKEN_UNKNOWN, .start = p->lexer.cursor};
        p->fill++;
        return true;
    }
    p->lexer.error = p->error;
    if (!ouro_lexer_next(&p->lexer, token)) {
        token->kind = TOKEN_UNKNOWN;
        p->has_error = p->has_lexer_error = true;
    }
    p->fill++;
    return true;
}

/* Between outermost statements the tokens of the finished ones are forgotten. */
static void forget_tokens(struct parser *p)
{
    if (p->mark < TOKENS_KEPT)
        return;
    /* The last token stays: spans and errors look at it. */
    uint32_t first = p->mark - 1;
    memmove(p->tokens, p->tokens + first, (p->fill - first) * sizeof *p->tokens);
    p->fill -= first;
    p->mark = 1;
}

const struct ast_text *ouro_parser_name(struct parser *p)
{
    if (peek(p) != TOKEN_NAME)
        return NULL;
    return p->tokens[p->mark++].name;
}

bool ouro_parser_force(struct parser *p, enum token_kind kind, const char *text)
{
    if (accept(p, kind))
        return true;
    if (!p->has_error)
        raise_at(p, start_span(p), "expected '%s'", text);
    return false;
}

struct ast_span span_from(const struct parser *p, struct ast_span start)
{
    uint32_t last = p->mark;
    while (last > 1 && p->tokens[last - 1].kind <= TOKEN_DEDENT)
        last--;
    const struct token *token = &p->tokens[last > 0 ? last - 1 : 0];
    return (struct ast_span){start.line, start.column, token->end_line, token->end_column};
}

/* ---- the whole ---- */

static void init_parser(struct parser *p, const struct parser *parent)
{
    memset(p, 0, sizeof *p);
    p->arena = parent->arena;
    p->names = parent->names;
    p->error = parent->error;
    p->options = parent->options;
    p->filename = parent->filename;
    p->name_match = parent->name_match;
    p->name_case = parent->name_case;
    p->name_underscore = parent->name_underscore;
    p->name_print = parent->name_print;
    p->name_exec = parent->name_exec;
}

static void destroy_parser(struct parser *p)
{
    struct ouro_arena *arena = p->arena;
    if (p->tokens)
        arena->free(arena->context, p->tokens, (p->capacity + 1) * sizeof *p->tokens);
    if (p->stack)
        arena->free(arena->context, p->stack, p->stack_capacity * sizeof *p->stack);
}

static bool intern_soft_keywords(struct parser *p)
{
    p->name_match = ouro_names_intern(p->names, "match", 5);
    p->name_case = ouro_names_intern(p->names, "case", 4);
    p->name_underscore = ouro_names_intern(p->names, "_", 1);
    p->name_print = ouro_names_intern(p->names, "print", 5);
    p->name_exec = ouro_names_intern(p->names, "exec", 4);
    return !p->arena->has_failed && p->name_match && p->name_case && p->name_underscore &&
           p->name_print && p->name_exec;
}

/* Parses again what failed, this time to find out why. */
static void diagnose(struct parser *p, struct parser_state start, void (*parse)(struct parser *))
{
    if (!p->has_error) {
        struct token token = p->tokens[p->fill - 1];
        restore(p, start);
        p->is_diagnosing = true;
        parse(p);
        if (!p->has_error)
            ouro_parser_explain(p, token);
    }
    if (!p->has_lexer_error)
        ouro_parser_prefer_lexer_error(p);
}

static void diagnose_statement(struct parser *p)
{
    parse_statement(p);
}

static struct ast_module *new_module(struct parser *p, enum ast_module_kind kind)
{
    struct ast_module *module = ouro_parser_alloc(p, sizeof *module);
    if (module)
        module->kind = kind;
    return module;
}

static struct ast_module *parse_file(struct parser *p)
{
    while (peek(p) != TOKEN_END && !p->has_error) {
        forget_tokens(p);
        struct parser_state start = save(p);
        if (!parse_statement(p)) {
            diagnose(p, start, diagnose_statement);
            return NULL;
        }
    }
    if (p->has_error)
        return NULL;
    struct ast_module *module = new_module(p, AST_MODULE_FILE);
    if (module)
        module->body.items = ouro_parser_take(p, 0, &module->body.count);
    return p->has_error ? NULL : module;
}

static struct ast_expr *parse_lone_expression(struct parser *p)
{
    struct ast_expr *expr = NULL;
    size_t base = p->stack_size;
    struct ast_span start = start_span(p);
    /* `expressions`: as star_expressions, but without stars. */
    do {
        if (p->stack_size > base && !starts_expression(peek(p)))
            break;
        expr = parse_expression(p);
        if (!expr || !ouro_parser_push(p, expr))
            return NULL;
    } while (accept(p, TOKEN_COMMA));
    if (last_token(p)->kind == TOKEN_COMMA || p->stack_size > base + 1) {
        expr = ouro_parser_expr(p, AST_EXPR_TUPLE, start);
        if (!expr)
            return NULL;
        expr->sequence.elts.items = ouro_parser_take(p, base, &expr->sequence.elts.count);
    }
    p->stack_size = base;
    while (accept(p, TOKEN_NEWLINE))
        ;
    return peek(p) == TOKEN_END && !p->has_error ? expr : NULL;
}

static void diagnose_lone_expression(struct parser *p)
{
    parse_lone_expression(p);
}

static struct ast_module *parse_eval(struct parser *p)
{
    struct parser_state start = save(p);
    struct ast_expr *expr = parse_lone_expression(p);
    if (!expr) {
        diagnose(p, start, diagnose_lone_expression);
        return NULL;
    }
    struct ast_module *module = new_module(p, AST_MODULE_EXPRESSION);
    if (module)
        module->expression = expr;
    return module;
}

/* Whether the text ends with an empty line, which is how a person at a prompt closes a block. */
static bool ends_with_empty_line(const struct lexer *lexer)
{
    const char *at = lexer->end - 1;
    if (lexer->has_missing_newline)
        at--;
    if (at < lexer->buffer || *at != '\n')
        return false;
    while (at > lexer->buffer && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at > lexer->buffer && at[-1] == '\n';
}

static bool opens_block(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_AT:
    case TOKEN_KW_ASYNC:
    case TOKEN_KW_CLASS:
    case TOKEN_KW_DEF:
    case TOKEN_KW_FOR:
    case TOKEN_KW_IF:
    case TOKEN_KW_TRY:
    case TOKEN_KW_WHILE:
    case TOKEN_KW_WITH:
        return true;
    default:
        return false;
    }
}

/* One compound statement, or one line of simple ones. */
static struct ast_module *parse_interactive(struct parser *p)
{
    struct parser_state start = save(p);
    enum token_kind first = peek(p);
    bool is_parsed = first != TOKEN_END && parse_statement(p);
    bool is_compound = is_parsed && last_token(p)->kind == TOKEN_DEDENT;
    if (is_parsed && is_compound && peek(p) != TOKEN_END)
        is_parsed = false;
    if (!is_parsed || p->has_error) {
        diagnose(p, start, diagnose_statement);
        return NULL;
    }
    if (!is_compound && opens_block(first) && p->lexer.has_missing_newline) {
        /* `if x: y` waits for the end of the line. */
        int32_t line = last_token(p)->line;
        raise_at(p, (struct ast_span){line, 0, line, 0}, "invalid syntax");
        p->error->column = p->error->end_column = 0;
        p->error->is_incomplete = true;
        return NULL;
    }
    if (!is_compound) {
        struct token newline = *last_token(p);
        if (peek(p) != TOKEN_END) {
            raise_at(p,
                     (struct ast_span){newline.line, newline.column, newline.end_line,
                                       newline.end_column},
                     "multiple statements found while compiling a single statement");
            return NULL;
        }
    }
    p->error->is_incomplete = is_compound && !ends_with_empty_line(&p->lexer);
    struct ast_module *module = new_module(p, AST_MODULE_INTERACTIVE);
    if (module)
        module->body.items = ouro_parser_take(p, 0, &module->body.count);
    return p->has_error ? NULL : module;
}

static struct ast_module *parse_source(struct parser *p, const struct source_text *text)
{
    ouro_lexer_init(&p->lexer, p->arena, p->names, text->bytes, text->size, p->error);
    p->lexer.has_missing_newline = text->is_newline_added;
    p->lexer.mode = p->options->mode;
    p->lexer.options = p->options;
    struct ast_module *module = NULL;
    if (!grow_tokens(p) || !intern_soft_keywords(p))
        raise_memory(p);
    else if (p->options->mode == PARSE_FILE)
        module = parse_file(p);
    else if (p->options->mode == PARSE_EVAL)
        module = parse_eval(p);
    else
        module = parse_interactive(p);
    return p->has_error ? NULL : module;
}

/* A text that is not from a file shows its lines as the lexer has them, each with its newline. */
static const char *line_of_text(struct parser *p, int32_t line,
                                enum syntax_error_line_end line_end)
{
    size_t size;
    const char *text = p->lexer.buffer ? ouro_lexer_line(&p->lexer, line, &size) : NULL;
    if (!text || size == 0)
        return NULL;
    /* Only to a whole module CPython adds the newline that the last line lacks. */
    bool is_bare = p->options->mode != PARSE_FILE && p->lexer.has_missing_newline &&
                   text + size + 1 >= p->lexer.end;
    bool has_newline = p->options->mode == PARSE_INTERACTIVE && !is_bare;
    return ouro_arena_format(p->arena, (line_end && !has_newline) || is_bare ? "%.*s" : "%.*s\n", (int)size,
                             text);
}

struct ast_module *ouro_parse_with(struct ouro_arena *arena, const char *source, size_t size,
                                   const char *filename, const struct parse_options *options,
                                   struct syntax_error *error)
{
    memset(error, 0, sizeof *error);
    struct source_text text;
    if (!ouro_source_decode(arena, source, size, filename, options->is_text, &text, error))
        return NULL;
    struct name_table names;
    ouro_names_init(&names, arena);
    struct parser parser = {
        .arena = arena,
        .names = &names,
        .error = error,
        .options = options,
        .filename = filename,
        .has_byte_columns = !options->is_text && !text.is_declared,
    };
    struct ast_module *module = parse_source(&parser, &text);
    if (!module && options->is_text && !error->text && error->line > 0)
        error->text = line_of_text(&parser, error->line, error->line_end);
    destroy_parser(&parser);
    ouro_names_destroy(&names);
    ouro_source_destroy(arena, &text);
    return module;
}

struct ast_module *ouro_parse(struct ouro_arena *arena, const char *source, size_t size,
                              const char *filename, enum parse_mode mode,
                              struct syntax_error *error)
{
    struct parse_options options = {.mode = mode};
    return ouro_parse_with(arena, source, size, filename, &options, error);
}

/* ---- expressions of f-strings ---- */

/* Where the text of the expression begins, in lines behind the token's first and in a column, as
 * CPython 3.11 counts it: a brace with a newline right behind it begins at column 0. */
static int32_t find_place(const struct token *token, const char *start, int32_t *lines)
{
    const char *at = start;
    while (*at == ' ' || *at == '\t' || *at == '\f')
        at++;
    int32_t column = 0;
    *lines = 0;
    if (*at != '\n' && *at != '}') {
        const char *line_start = start - 1;
        while (line_start > token->start && *line_start != '\n')
            line_start--;
        column = (int32_t)(start - 1 - line_start);
        if (*line_start == '\n')
            column--;
    }
    for (const char *c = token->start; c < start - 1; c++)
        *lines += *c == '\n';
    return column;
}

static void diagnose_nested(struct parser *p)
{
    parse_star_expressions(p);
}

/* Parentheses around the text let it begin with white space and hold newlines. */
static const char *wrap(struct parser *p, const char *start, const char *end, size_t *size)
{
    *size = (size_t)(end - start) + 3;
    char *text = ouro_parser_alloc(p, *size + 1);
    if (!text)
        return NULL;
    text[0] = '(';
    memcpy(text + 1, start, (size_t)(end - start));
    memcpy(text + *size - 2, ")\n", 3);
    return text;
}

struct ast_expr *ouro_parser_nested(struct parser *p, const struct token *token, const char *start,
                                    const char *end)
{
    size_t size;
    const char *text = wrap(p, start, end, &size);
    if (!text)
        return NULL;
    struct parser inner;
    init_parser(&inner, p);
    if (!grow_tokens(&inner)) {
        p->has_error = p->has_lexer_error = true;
        return NULL;
    }
    inner.nesting = p->nesting + 1;
    inner.depth = p->depth;
    int32_t lines;
    int32_t column = find_place(token, start, &lines);
    ouro_lexer_init(&inner.lexer, p->arena, p->names, text, size, p->error);
    inner.lexer.is_nested = true;
    inner.lexer.options = p->is_quiet ? NULL : p->options;
    inner.is_quiet = p->is_quiet;
    inner.lexer.line = inner.lexer.first_line = token->line + lines;
    inner.lexer.column_shift = lines ? column : token->column + column;
    struct parser_state first = save(&inner);
    struct ast_expr *expr = parse_star_expressions(&inner);
    bool is_whole = expr && (peek(&inner) == TOKEN_NEWLINE || peek(&inner) == TOKEN_END);
    if (!is_whole || inner.has_error) {
        diagnose(&inner, first, diagnose_nested);
        expr = NULL;
    }
    p->has_error = p->has_error || inner.has_error;
    /* The outer lexer is fine, but nobody will ask it again. */
    p->has_lexer_error = p->has_lexer_error || inner.has_error;
    destroy_parser(&inner);
    return expr;
}
