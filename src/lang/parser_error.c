/* Where an error is, in the numbers that CPython gives. */
#include <stdarg.h>

#include "lang/format.h"
#include "lang/parser_internal.h"

void *raise_memory(struct parser *p)
{
    *p->error = (struct syntax_error){.kind = SYNTAX_ERROR_MEMORY, .message = "out of memory"};
    p->has_error = true;
    return NULL;
}

/* A byte column from 1 to a character column from 1. Inside an f-string columns count from the opening
 * parenthesis that the parser put there, and stay bytes: so they do in CPython. */
static int32_t character_column(struct parser *p, int32_t line, int32_t column)
{
    if (p->nesting > 0)
        return column - p->lexer.column_shift;
    if (column <= 0 || p->has_byte_columns)
        return column;
    size_t size;
    const char *text = ouro_lexer_line(&p->lexer, line, &size);
    size_t bytes = (size_t)column;
    if (bytes <= size)
        return ouro_lexer_count_characters(text, bytes);
    return ouro_lexer_count_characters(text, size) + 1;
}

static bool is_end_of_input(const struct parser *p)
{
    if (p->lexer.buffer >= p->lexer.end)
        return false;
    if (p->lexer.has_reached_end)
        return true;
    /* CPython's lexer has seen the end as well where the last token is only known to be whole there. */
    return p->lexer.has_missing_newline && p->lexer.cursor + 1 >= p->lexer.end &&
           p->lexer.cursor[-1] != '"' && p->lexer.cursor[-1] != '\'';
}

/* The expression of an f-string is a source of its own, in the parentheses that the parser put there. */
static const char *nested_line(struct parser *p, int32_t line)
{
    size_t size;
    const char *text = ouro_lexer_line(&p->lexer, line, &size);
    return ouro_arena_format(p->arena, "%.*s\n", (int)size, text);
}

/* Columns are byte columns from 1 here. */
static void *set_error(struct parser *p, enum syntax_error_kind kind, struct ast_span span,
                       const char *format, va_list arguments)
{
    if (p->has_error)
        return NULL;
    struct syntax_error *error = p->error;
    const char *message = ouro_format_list(p->arena, format, arguments);
    error->kind = kind;
    error->message =
        p->nesting > 0 ? ouro_arena_format(p->arena, "f-string: %s", message) : message;
    if (p->nesting > 0)
        error->text = nested_line(p, span.line);
    error->line = span.line;
    error->column = character_column(p, span.line, span.column);
    error->end_line = span.end_line;
    /* In the first line, even when the end is in another one: CPython 3.11 has it so. */
    error->end_column = span.end_column < 0
                            ? span.end_column
                            : character_column(p, span.line, span.end_column);
    error->is_incomplete = p->nesting == 0 && is_end_of_input(p);
    /* Once the lexer is in a later line, CPython 3.11 finds the line without its end. */
    if (p->fill > 0 && p->tokens[p->fill - 1].line > span.line)
        error->line_end = SYNTAX_ERROR_LINE_END_CUT_IN_TEXT;
    p->has_error = true;
    if (p->arena->has_failed)
        return raise_memory(p);
    return NULL;
}

static struct ast_span from_one(struct ast_span span)
{
    return (struct ast_span){span.line, span.column + 1, span.end_line, span.end_column + 1};
}

void *raise_at(struct parser *p, struct ast_span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error(p, SYNTAX_ERROR_SYNTAX, from_one(span), format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_range(struct parser *p, struct ast_span from, struct ast_span to, const char *format, ...)
{
    struct ast_span span = {from.line, from.column + 1, to.end_line, to.end_column + 1};
    va_list arguments;
    va_start(arguments, format);
    set_error(p, SYNTAX_ERROR_SYNTAX, span, format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_from(struct parser *p, struct ast_span from, const char *format, ...)
{
    struct ast_span span = {from.line, from.column + 1, p->lexer.line,
                            (int32_t)(p->lexer.cursor - p->lexer.line_start)};
    va_list arguments;
    va_start(arguments, format);
    set_error(p, SYNTAX_ERROR_SYNTAX, span, format, arguments);
    va_end(arguments);
    return NULL;
}

/* A token without text (INDENT, DEDENT, END) is where the lexer stands. */
static void *set_error_at_last(struct parser *p, enum syntax_error_kind kind, const char *format,
                               va_list arguments)
{
    const struct token *last = &p->tokens[p->fill - 1];
    struct ast_span span = {last->line, last->column + 1, last->end_line, last->end_column + 1};
    if (last->column < 0) {
        span.column = (int32_t)(p->lexer.cursor - p->lexer.line_start);
        span.end_column = -1;
    }
    return set_error(p, kind, span, format, arguments);
}

void *raise_last(struct parser *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error_at_last(p, SYNTAX_ERROR_SYNTAX, format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_indentation(struct parser *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error_at_last(p, SYNTAX_ERROR_INDENTATION, format, arguments);
    va_end(arguments);
    return NULL;
}

void ouro_parser_explain(struct parser *p, struct token token)
{
    if (token.kind == TOKEN_INDENT || token.kind == TOKEN_DEDENT) {
        raise_indentation(p, token.kind == TOKEN_INDENT ? "unexpected indent"
                                                        : "unexpected unindent");
        p->has_lexer_error = true;
        return;
    }
    raise_at(p, (struct ast_span){token.line, token.column, token.end_line, token.end_column},
             "invalid syntax");
}

void ouro_parser_prefer_lexer_error(struct parser *p)
{
    if (p->error->kind == SYNTAX_ERROR_MEMORY || p->arena->has_failed)
        return;
    int32_t line = p->tokens[p->fill - 1].line;
    struct syntax_error error = {0};
    p->lexer.error = &error;
    struct token token;
    bool is_valid;
    while ((is_valid = ouro_lexer_next(&p->lexer, &token)) && token.kind != TOKEN_END)
        ;
    p->lexer.error = p->error;
    p->has_lexer_error = true;
    if (is_valid)
        return;
    /* Only errors in a token count here, and an open bracket above the mistake. */
    if (!p->lexer.is_error_between_tokens) {
        *p->error = error;
        p->error->is_incomplete = p->nesting == 0 && error.is_incomplete;
    } else if (p->lexer.level > 0 && line > p->lexer.brackets[p->lexer.level - 1].line) {
        p->lexer.error = p->error;
        ouro_lexer_fail_unclosed(&p->lexer);
    }
}
