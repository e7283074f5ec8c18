/* Numbers and strings: literals that stand side by side, f-strings and their fields. */
#include <stdlib.h>

#include "lang/format.h"
#include "lang/parser_internal.h"
#include "lang/string_literal.h"

enum { DECIMAL_DIGITS_MAX = 4300, FIELD_BRACKETS_MAX = 200 };

/* ---- numbers ---- */

/* The digits without underscores, NUL-terminated. */
static char *copy_digits(struct parser *p, const char *at, size_t size, uint32_t *digits_size)
{
    char *digits = ouro_parser_alloc(p, size + 1);
    if (!digits)
        return NULL;
    uint32_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (at[i] != '_')
            digits[count++] = at[i];
    }
    *digits_size = count;
    return digits;
}

static int find_base(const struct token *token)
{
    if (token->size < 2 || token->start[0] != '0')
        return 10;
    switch (token->start[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

static bool is_real(const char *digits)
{
    return strpbrk(digits, ".eEjJ") != NULL;
}

static bool set_number(struct parser *p, const struct token *token, struct ast_expr *expr)
{
    struct ast_constant *constant = &expr->constant;
    int base = find_base(token);
    size_t prefix = base == 10 ? 0 : 2;
    uint32_t size;
    char *digits = copy_digits(p, token->start + prefix, token->size - prefix, &size);
    if (!digits)
        return false;
    if (base == 10 && is_real(digits)) {
        bool is_imaginary = (digits[size - 1] | 0x20) == 'j';
        constant->kind = is_imaginary ? AST_CONSTANT_IMAGINARY : AST_CONSTANT_FLOAT;
        constant->number = strtod(digits, NULL);
        return true;
    }
    if (base == 10 && size > DECIMAL_DIGITS_MAX) {
        raise_at(p, (struct ast_span){expr->span.line, -1, expr->span.end_line, -1},
                 "Exceeds the limit (%d digits) for integer string conversion: value has %u digits; "
                 "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for "
                 "huge integer literals to avoid decimal conversion limits.",
                 DECIMAL_DIGITS_MAX, (unsigned)size);
        return false;
    }
    constant->kind = AST_CONSTANT_INT;
    constant->base = (uint8_t)base;
    constant->digits = (struct ast_text){digits, size};
    return true;
}

struct ast_expr *parse_number(struct parser *p)
{
    struct ast_span start = start_span(p);
    struct token token = p->tokens[p->mark++];
    struct ast_expr *expr = ouro_parser_expr(p, AST_EXPR_CONSTANT, start);
    return expr && set_number(p, &token, expr) ? expr : NULL;
}

/* ---- strings ---- */

struct string_part {
    struct token token;
    const char *start; /* between the quotes */
    const char *end;
    bool is_bytes;
    bool is_raw;
    bool is_formatted;
};

/* Strings that stand side by side become one. */
struct string_builder {
    struct parser *parser;
    struct ast_span span; /* of all of them: every node inside has it, as in CPython 3.11 */
    struct text_builder text;
    size_t base; /* of the values of an f-string on the parser's stack */
    bool has_u_prefix;
};

static struct string_part split(const struct token *token)
{
    struct string_part part = {.token = *token};
    const char *at = token->start;
    for (; *at != '\'' && *at != '"'; at++) {
        char c = *at | 0x20;
        part.is_bytes |= c == 'b';
        part.is_raw |= c == 'r';
        part.is_formatted |= c == 'f';
    }
    int quotes = at[1] == at[0] && at[2] == at[0] && token->start + token->size - at >= 6 ? 3 : 1;
    part.start = at + quotes;
    part.end = token->start + token->size - quotes;
    return part;
}

static bool warn_of_escape(struct parser *p, const struct token *token, const char *message)
{
    const struct parse_options *options = p->options;
    if (options->warn(options->warn_context, PARSE_WARNING_DEPRECATION, message, token->line) > 0)
        return true;
    raise_at(p, (struct ast_span){token->line, token->column, token->end_line, token->end_column},
             "%s", message);
    return false;
}

static bool decode(struct string_builder *b, const struct string_part *part, const char *start,
                   const char *end)
{
    struct parser *p = b->parser;
    const char *message = NULL;
    size_t size = (size_t)(end - start);
    if (part->is_raw ? ouro_text_append(&b->text, start, size)
                     : ouro_string_decode(&b->text, start, size, part->is_bytes, p->options,
                                          &message))
        return !message || p->is_quiet || warn_of_escape(p, &part->token, message);
    if (message)
        raise_last(p, "%s", message);
    else
        raise_memory(p);
    return false;
}

static struct ast_expr *new_text(struct string_builder *b, enum ast_constant_kind kind)
{
    struct ast_expr *expr = ouro_parser_alloc(b->parser, sizeof *expr);
    if (!expr)
        return NULL;
    expr->kind = AST_EXPR_CONSTANT;
    expr->span = b->span;
    expr->constant.kind = kind;
    expr->constant.has_u_prefix = kind == AST_CONSTANT_STR && b->has_u_prefix;
    expr->constant.text = (struct ast_text){b->text.bytes ? b->text.bytes : "",
                                            (uint32_t)b->text.size};
    b->text = (struct text_builder){.arena = b->parser->arena};
    return expr;
}

/* Literal text since the last field becomes a value. */
static bool flush_text(struct string_builder *b)
{
    if (b->text.size == 0)
        return true;
    struct ast_expr *expr = new_text(b, AST_CONSTANT_STR);
    return expr && ouro_parser_push(b->parser, expr);
}

static struct ast_expr *finish_joined(struct string_builder *b)
{
    if (!flush_text(b))
        return NULL;
    struct ast_expr *expr = ouro_parser_alloc(b->parser, sizeof *expr);
    if (!expr)
        return NULL;
    expr->kind = AST_EXPR_JOINED_STR;
    expr->span = b->span;
    expr->joined_str.values.items =
        ouro_parser_take(b->parser, b->base, &expr->joined_str.values.count);
    return b->parser->has_error ? NULL : expr;
}

/* ---- fields ---- */

/* Where an f-string is being read. Errors in it are at the token behind the strings. */
struct field_reader {
    struct string_builder *builder;
    const struct string_part *part;
    const char *at;
    const char *end;
    int depth; /* 1 in a format specification */
};

static bool parse_formatted(struct field_reader *in);

static bool is_same_bracket(char opening, char closing)
{
    return (opening == '(' && closing == ')') || (opening == '[' && closing == ']') ||
           (opening == '{' && closing == '}');
}

struct bracket_scan {
    char brackets[FIELD_BRACKETS_MAX];
    int depth;
    char quote; /* 0 outside of strings */
    bool is_triple;
};

/* Inside a string of the expression; at is behind *at when it is over. */
static void scan_string(struct field_reader *in, struct bracket_scan *scan)
{
    const char *at = in->at;
    if (*at != scan->quote)
        return;
    if (!scan->is_triple) {
        scan->quote = 0;
    } else if (in->end - at > 2 && at[1] == *at && at[2] == *at) {
        in->at += 2;
        scan->quote = 0;
    }
}

static bool scan_closing(struct field_reader *in, struct bracket_scan *scan)
{
    struct parser *p = in->builder->parser;
    if (scan->depth == 0) {
        raise_last(p, "f-string: unmatched '%c'", *in->at);
        return false;
    }
    char opening = scan->brackets[--scan->depth];
    if (is_same_bracket(opening, *in->at))
        return true;
    raise_last(p, "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'",
               *in->at, opening);
    return false;
}

/* Whether the character ends the expression; two-character operators are skipped. */
static bool is_field_end(struct field_reader *in)
{
    char c = *in->at;
    if (c != '!' && c != ':' && c != '}' && c != '=' && c != '<' && c != '>')
        return false;
    if (in->at + 1 < in->end && in->at[1] == '=' && c != ':' && c != '}') {
        in->at++;
        return false;
    }
    return c != '<' && c != '>';
}

/* One character of the expression. False at its end or after an error. */
static bool scan_character(struct field_reader *in, struct bracket_scan *scan)
{
    struct parser *p = in->builder->parser;
    char c = *in->at;
    if (c == '\\') {
        raise_last(p, "f-string expression part cannot include a backslash");
        return false;
    }
    if (scan->quote) {
        scan_string(in, scan);
        return true;
    }
    if (c == '\'' || c == '"') {
        scan->quote = c;
        scan->is_triple = in->end - in->at > 2 && in->at[1] == c && in->at[2] == c;
        in->at += scan->is_triple ? 2 : 0;
        return true;
    }
    if (c == '(' || c == '[' || c == '{') {
        if (scan->depth >= FIELD_BRACKETS_MAX) {
            raise_last(p, "f-string: too many nested parenthesis");
            return false;
        }
        scan->brackets[scan->depth++] = c;
        return true;
    }
    if (c == '#') {
        raise_last(p, "f-string expression part cannot include '#'");
        return false;
    }
    if (scan->depth == 0 && is_field_end(in))
        return false;
    if (*in->at == ')' || *in->at == ']' || *in->at == '}')
        return scan_closing(in, scan);
    return true;
}

/* Moves behind the expression of a field, looking only at brackets and quotes. */
static bool scan_expression(struct field_reader *in)
{
    struct parser *p = in->builder->parser;
    struct bracket_scan scan = {.depth = 0};
    while (in->at < in->end && scan_character(in, &scan))
        in->at++;
    if (p->has_error)
        return false;
    if (scan.quote) {
        raise_last(p, "f-string: unterminated string");
        return false;
    }
    if (scan.depth > 0) {
        raise_last(p, "f-string: unmatched '%c'", scan.brackets[scan.depth - 1]);
        return false;
    }
    return true;
}

static bool fail_unclosed(struct field_reader *in)
{
    raise_last(in->builder->parser, "f-string: expecting '}'");
    return false;
}

static bool is_blank(const char *start, const char *end)
{
    for (; start < end; start++) {
        if (*start != ' ' && *start != '\t' && *start != '\n' && *start != '\f' && *start != '\r')
            return false;
    }
    return true;
}

static struct ast_expr *parse_field_expression(struct field_reader *in, const char *start)
{
    struct parser *p = in->builder->parser;
    if (!is_blank(start, in->at))
        return ouro_parser_nested(p, &in->part->token, start, in->at);
    if (*in->at == '!' || *in->at == ':' || *in->at == '=')
        return raise_last(p, "f-string: expression required before '%c'", *in->at);
    return raise_last(p, "f-string: empty expression not allowed");
}

/* `=` behind the expression: its text, with the sign and the blanks around, goes before the value. */
static bool parse_self_documenting(struct field_reader *in, const char *start)
{
    in->at++;
    while (in->at < in->end && (*in->at == ' ' || (*in->at >= '\t' && *in->at <= '\r')))
        in->at++;
    if (in->at >= in->end)
        return fail_unclosed(in);
    if (ouro_text_append(&in->builder->text, start, (size_t)(in->at - start)))
        return true;
    raise_memory(in->builder->parser);
    return false;
}

static bool parse_conversion(struct field_reader *in, int32_t *conversion)
{
    in->at++;
    if (in->at >= in->end)
        return fail_unclosed(in);
    *conversion = (unsigned char)*in->at++;
    if (*conversion == 's' || *conversion == 'r' || *conversion == 'a')
        return true;
    raise_last(in->builder->parser,
               "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    return false;
}

/* Behind ':'; a JoinedStr of its own. Its nodes have the place of its string alone. */
static struct ast_expr *parse_format_spec(struct field_reader *in)
{
    struct parser *p = in->builder->parser;
    const struct token *token = &in->part->token;
    struct string_builder inner = {
        .parser = p,
        .span = {token->line, token->column, token->end_line, token->end_column},
        .text = {.arena = p->arena},
        .base = p->stack_size,
    };
    struct field_reader reader = {
        .builder = &inner,
        .part = in->part,
        .at = in->at,
        .end = in->end,
        .depth = in->depth + 1,
    };
    if (!parse_formatted(&reader))
        return NULL;
    in->at = reader.at;
    return finish_joined(&inner);
}

static bool push_formatted_value(struct field_reader *in, struct ast_expr *value,
                                 int32_t conversion, struct ast_expr *format_spec)
{
    struct parser *p = in->builder->parser;
    struct ast_expr *expr = ouro_parser_alloc(p, sizeof *expr);
    if (!expr)
        return false;
    expr->kind = AST_EXPR_FORMATTED_VALUE;
    expr->span = in->builder->span;
    expr->formatted_value.value = value;
    expr->formatted_value.conversion = conversion;
    expr->formatted_value.format_spec = format_spec;
    return ouro_parser_push(p, expr);
}

/* Behind '{'. */
static bool parse_field(struct field_reader *in)
{
    struct parser *p = in->builder->parser;
    if (in->depth >= 2) {
        raise_last(p, "f-string: expressions nested too deeply");
        return false;
    }
    const char *start = in->at;
    if (!scan_expression(in))
        return false;
    if (in->at >= in->end)
        return fail_unclosed(in);
    struct ast_expr *value = parse_field_expression(in, start);
    if (!value)
        return false;
    bool has_text = *in->at == '=';
    if (has_text && !parse_self_documenting(in, start))
        return false;
    /* The text before the value, `name=` included, is complete only now. */
    if (!flush_text(in->builder))
        return false;
    int32_t conversion = -1;
    if (*in->at == '!' && !parse_conversion(in, &conversion))
        return false;
    struct ast_expr *format_spec = NULL;
    if (in->at < in->end && *in->at == ':') {
        in->at++;
        if (in->at >= in->end)
            return fail_unclosed(in);
        format_spec = parse_format_spec(in);
        if (!format_spec)
            return false;
    }
    if (in->at >= in->end || *in->at != '}')
        return fail_unclosed(in);
    in->at++;
    if (has_text && !format_spec && conversion == -1)
        conversion = 'r';
    return push_formatted_value(in, value, conversion, format_spec);
}

/* Moves to the brace that ends a stretch of literal text. \N{...} is text. */
static void skip_literal(struct field_reader *in)
{
    while (in->at < in->end) {
        char c = *in->at;
        if (c == '\\' && !in->part->is_raw && in->at + 1 < in->end) {
            c = in->at[1];
            if (c == 'N' && in->at + 2 < in->end && in->at[2] == '{') {
                const char *close = memchr(in->at, '}', (size_t)(in->end - in->at));
                in->at = close ? close + 1 : in->end;
                continue;
            }
            in->at += c == '{' || c == '}' ? 1 : 2;
            continue;
        }
        if (c == '{' || c == '}')
            return;
        in->at++;
    }
}

/* Text and fields up to the end, or in a format specification to the brace that closes its field. */
static bool parse_formatted(struct field_reader *in)
{
    struct parser *p = in->builder->parser;
    for (;;) {
        const char *start = in->at;
        skip_literal(in);
        bool is_doubled = in->depth == 0 && in->at + 1 < in->end && in->at[1] == *in->at;
        const char *text_end = in->at + (in->at < in->end && is_doubled);
        if (in->at < in->end && *in->at == '}' && in->depth == 0 && !is_doubled) {
            raise_last(p, "f-string: single '}' is not allowed");
            return false;
        }
        if (!decode(in->builder, in->part, start, text_end))
            return false;
        if (in->at >= in->end || (*in->at == '}' && !is_doubled))
            return true;
        if (is_doubled) {
            in->at += 2;
            continue;
        }
        in->at++;
        if (!parse_field(in))
            return false;
    }
}

/* ---- concatenation ---- */

static bool add_part(struct string_builder *b, const struct string_part *part)
{
    struct parser *p = b->parser;
    if (part->is_bytes) {
        for (const char *at = part->start; at < part->end; at++) {
            if ((unsigned char)*at >= 0x80) {
                raise_last(p, "bytes can only contain ASCII literal characters");
                return false;
            }
        }
    }
    if (!part->is_formatted)
        return decode(b, part, part->start, part->end);
    struct field_reader reader = {.builder = b, .part = part, .at = part->start, .end = part->end};
    return parse_formatted(&reader);
}

static struct ast_expr *parse_joined(struct parser *p)
{
    struct ast_span start = start_span(p);
    uint32_t first = p->mark;
    while (accept(p, TOKEN_STRING))
        ;
    if (p->has_error)
        return NULL;
    uint32_t count = p->mark - first;
    struct string_builder b = {
        .parser = p,
        .span = span_from(p, start),
        .text = {.arena = p->arena},
        .base = p->stack_size,
        .has_u_prefix = *p->tokens[first].start == 'u',
    };
    bool is_bytes = split(&p->tokens[first]).is_bytes;
    bool is_formatted = false;
    for (uint32_t i = 0; i < count; i++) {
        struct string_part part = split(&p->tokens[first + i]);
        if (part.is_bytes != is_bytes)
            return raise_last(p, "cannot mix bytes and nonbytes literals");
        is_formatted |= part.is_formatted;
        if (!add_part(&b, &part))
            return NULL;
    }
    if (is_formatted)
        return finish_joined(&b);
    return new_text(&b, is_bytes ? AST_CONSTANT_BYTES : AST_CONSTANT_STR);
}

/* Warnings are for the first time that a string is read: alternatives may read it again. */
struct ast_expr *parse_strings(struct parser *p)
{
    bool was_quiet = p->is_quiet;
    const char *start = p->tokens[p->mark].start;
    p->is_quiet = was_quiet || start <= p->strings_read;
    if (!p->is_quiet)
        p->strings_read = start;
    struct ast_expr *expr = parse_joined(p);
    p->is_quiet = was_quiet;
    return expr;
}
