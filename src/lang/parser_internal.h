/* What the parser's files share: the token window, lists, nodes, errors, and one function a rule.
 *
 * How it works. A rule is a function that starts at the mark, returns its node with the mark behind it,
 * or NULL. NULL with has_error unset means "the text is not such a thing"; since the grammar is almost
 * LL(1) that nearly always ends the statement, and the few rules that have an alternative restore the
 * mark themselves. NULL with has_error set means that *error is filled and everything stops.
 *
 * A first pass only finds out whether the text is valid, and says nothing when it is not. The outermost
 * statement that failed is then parsed again with is_diagnosing set, and on the way each rule looks for
 * the mistakes it knows, in the order in which CPython would meet them. When that finds nothing, the
 * last token of the first pass is to blame: "invalid syntax". */
#ifndef OURO_LANG_PARSER_INTERNAL_H
#define OURO_LANG_PARSER_INTERNAL_H

#include <string.h>

#include "lang/lexer.h"
#include "lang/parser.h"

/* Bounds the C stack. Brackets are bounded by the lexer; this bounds `- - - x`, `not not x`, `lambda:
 * lambda: x`, `a if b else c if ...`. */
enum { PARSER_DEPTH_MAX = 1500 };

struct parser {
    struct ouro_arena *arena;
    struct name_table *names;
    struct syntax_error *error;
    const struct parse_options *options;
    const char *filename;
    struct lexer lexer;

    struct token *tokens; /* from the start of the outermost statement on */
    uint32_t fill;
    uint32_t capacity;
    uint32_t mark; /* the next token to look at */

    void **stack; /* items of the lists under construction, innermost last */
    size_t stack_size;
    size_t stack_capacity;

    const struct ast_text *name_match;
    const struct ast_text *name_case;
    const struct ast_text *name_underscore;
    const struct ast_text *name_print;
    const struct ast_text *name_exec;

    int depth;
    bool has_byte_columns; /* errors in a file that declares no encoding count bytes, as CPython's do */
    int nesting; /* of f-strings: 0 for the program itself */
    const char *strings_read; /* the start of the last string literal that was read so far */
    bool is_quiet; /* inside a literal that was read before: its warnings have been issued */
    bool has_error;
    bool has_lexer_error; /* the lexer stopped: no token may be asked for */
    bool is_diagnosing;
    bool is_known; /* the next disjunction is read without diagnosis: see diagnose_legacy */
};

/* A place to come back to. */
struct parser_state {
    uint32_t mark;
    size_t stack_size;
    int depth;
    bool is_diagnosing;
};

/* ---- tokens (parser.c) ---- */

bool ouro_parser_fetch(struct parser *p);

/* The kind of the next token; TOKEN_UNKNOWN after an error. */
OURO_INLINE enum token_kind peek(struct parser *p)
{
    if (ouro_unlikely(p->mark >= p->fill) && !ouro_parser_fetch(p))
        return TOKEN_UNKNOWN;
    return (enum token_kind)p->tokens[p->mark].kind;
}

OURO_INLINE enum token_kind peek_second(struct parser *p)
{
    if (peek(p) == TOKEN_END)
        return TOKEN_END;
    p->mark++;
    enum token_kind kind = peek(p);
    p->mark--;
    return kind;
}

/* Valid until the next token is fetched. */
OURO_INLINE const struct token *peek_token(struct parser *p)
{
    peek(p);
    return &p->tokens[p->mark];
}

OURO_INLINE const struct token *last_token(const struct parser *p)
{
    return &p->tokens[p->mark - 1];
}

OURO_INLINE bool accept(struct parser *p, enum token_kind kind)
{
    if (peek(p) != kind)
        return false;
    p->mark++;
    return true;
}

OURO_INLINE bool is_soft_keyword(struct parser *p, const struct ast_text *name)
{
    return peek(p) == TOKEN_NAME && p->tokens[p->mark].name == name;
}

OURO_INLINE uint8_t failure_bit(const struct parser *p, uint8_t failure)
{
    return p->is_diagnosing ? (uint8_t)(failure << TOKEN_FAILED_DIAGNOSED) : failure;
}

OURO_INLINE bool has_failed_before(const struct parser *p, uint8_t failure)
{
    return p->tokens[p->mark].failures & failure_bit(p, failure);
}

/* Comes back to the bracket at state.mark and remembers that nothing can begin there. */
OURO_INLINE void note_failure(struct parser *p, struct parser_state state, uint8_t failure)
{
    p->mark = state.mark;
    p->stack_size = state.stack_size;
    p->depth = state.depth;
    p->is_diagnosing = state.is_diagnosing;
    p->tokens[p->mark].failures |= failure_bit(p, failure);
}

/* Takes a NAME; NULL if the next token is none. */
const struct ast_text *ouro_parser_name(struct parser *p);

/* Takes the token, or reports "expected ':'" at once. */
bool ouro_parser_force(struct parser *p, enum token_kind kind, const char *text);

OURO_INLINE struct parser_state save(const struct parser *p)
{
    return (struct parser_state){p->mark, p->stack_size, p->depth, p->is_diagnosing};
}

OURO_INLINE void restore(struct parser *p, struct parser_state state)
{
    p->mark = state.mark;
    p->stack_size = state.stack_size;
    p->depth = state.depth;
    p->is_diagnosing = state.is_diagnosing;
}

/* What was read before the operator or bracket at state.mark, when the rest of the rule did not follow:
 * the shorter text is an expression by itself, and errors are told by what stands behind it. */
OURO_INLINE void *keep_prefix(struct parser *p, struct parser_state state, void *prefix)
{
    if (p->has_error)
        return NULL;
    restore(p, state);
    return prefix;
}

/* Counts one more level of recursion; false, with the error set, when there are too many. */
bool ouro_parser_enter(struct parser *p);

OURO_INLINE void ouro_parser_leave(struct parser *p)
{
    p->depth--;
}

/* ---- spans ---- */

/* Where the next token begins; pass it to span_from when the node is complete. */
OURO_INLINE struct ast_span start_span(struct parser *p)
{
    const struct token *token = peek_token(p);
    return (struct ast_span){token->line, token->column, token->end_line, token->end_column};
}

/* From start to the end of the last token that has text. */
struct ast_span span_from(const struct parser *p, struct ast_span start);

/* ---- memory ---- */

/* Zeroed; NULL with the error set when memory is out. */
void *ouro_parser_alloc(struct parser *p, size_t size);

struct ast_expr *ouro_parser_expr(struct parser *p, enum ast_expr_kind kind, struct ast_span start);
struct ast_stmt *ouro_parser_stmt(struct parser *p, enum ast_stmt_kind kind, struct ast_span start);

/* A list is pushed item by item and taken at its end; base is stack_size before the first push.
 * ouro_parser_take gives NULL for an empty list, and when memory is out (has_error tells). */
bool ouro_parser_push(struct parser *p, void *item);
void *ouro_parser_take(struct parser *p, size_t base, uint32_t *count);

/* ---- errors (parser_error.c); all return NULL ---- */

void *raise_memory(struct parser *p);
/* At byte columns from 0; an end column of -1 is "not known". */
void *raise_at(struct parser *p, struct ast_span span, const char *format, ...) OURO_PRINTF(3, 4);
/* From the start of one to the end of the other. */
void *raise_range(struct parser *p, struct ast_span from, struct ast_span to, const char *format, ...)
    OURO_PRINTF(4, 5);
/* From the start of a node to where the lexer stands. */
void *raise_from(struct parser *p, struct ast_span from, const char *format, ...)
    OURO_PRINTF(3, 4);
/* At the last token taken from the lexer. */
void *raise_last(struct parser *p, const char *format, ...) OURO_PRINTF(2, 3);
void *raise_indentation(struct parser *p, const char *format, ...) OURO_PRINTF(2, 3);

/* The error of a pass that failed without one; token is the last that the first pass looked at. An
 * error of indentation is final: the rest of the text is not looked at. */
void ouro_parser_explain(struct parser *p, struct token token);

/* An error further on that keeps the text from being tokens at all is more to the point: looks for it. */
void ouro_parser_prefer_lexer_error(struct parser *p);

/* ---- targets (parser_target.c) ---- */

enum target_use { TARGET_STAR, TARGET_DELETE, TARGET_FOR };

const char *ouro_target_describe(const struct ast_expr *expr);
bool ouro_target_is_valid(const struct ast_expr *expr, enum target_use use);
bool ouro_target_is_single(const struct ast_expr *expr); /* name, attribute or subscript */
void ouro_target_set_context(struct ast_expr *expr, enum ast_context context);
/* "cannot assign to literal", if some part of the expression cannot be a target. */
void *raise_invalid_target(struct parser *p, struct ast_expr *expr, enum target_use use);

/* ---- expressions ---- */

bool starts_expression(enum token_kind kind);

struct ast_expr *parse_star_expressions(struct parser *p);      /* a, *b */
struct ast_expr *parse_star_named_expression(struct parser *p); /* *a or a := b */
struct ast_expr *parse_star_named_expressions(struct parser *p); /* subject of match: a tuple if commas */
struct ast_expr *parse_named_expression(struct parser *p);
struct ast_expr *parse_expression(struct parser *p);
struct ast_expr *parse_disjunction(struct parser *p);
struct ast_expr *parse_bitwise_or(struct parser *p);
struct ast_expr *parse_primary(struct parser *p);
struct ast_expr *parse_yield(struct parser *p);
struct ast_expr *parse_yield_or_star_expressions(struct parser *p);
struct ast_expr *parse_star_targets(struct parser *p); /* of for: not a single tuple in parentheses */
struct ast_expr *parse_star_target(struct parser *p);
struct ast_expr *parse_atom(struct parser *p);
struct ast_expr *parse_number(struct parser *p);
struct ast_expr *parse_strings(struct parser *p);
struct ast_expr *parse_slices(struct parser *p);
struct ast_expr *parse_starred(struct parser *p, bool is_full_expression); /* at '*' */
bool parse_comprehensions(struct parser *p, struct ast_comprehension_list *list); /* at for or async */

/* Arguments of a call or class; the mark ends before the closing bracket. */
struct call_arguments {
    struct ast_expr_list args;
    struct ast_keyword_list keywords;
};
bool parse_arguments(struct parser *p, struct call_arguments *arguments);

/* Behind `def f(` or `lambda`: the mark ends before the closing token. */
struct ast_arguments *parse_parameters(struct parser *p, enum token_kind closing);
void diagnose_parameters(struct parser *p, enum token_kind closing);

struct ast_pattern *parse_patterns(struct parser *p);

/* The expression of an f-string: text between the braces, which start at `brace` in the token. */
struct ast_expr *ouro_parser_nested(struct parser *p, const struct token *token, const char *start,
                                    const char *end);

/* ---- diagnosis of expressions (diagnose.c): each may raise; the mark does not move ---- */

void diagnose_expression(struct parser *p, struct parser_state start, struct ast_expr *disjunction);
void diagnose_named_expression(struct parser *p, struct parser_state start, struct ast_expr *expr);
void diagnose_arguments(struct parser *p);
void diagnose_keyword(struct parser *p);
void diagnose_group(struct parser *p);
void diagnose_comprehension(struct parser *p);
void diagnose_braces(struct parser *p);
void diagnose_for_target(struct parser *p);
void diagnose_assignment(struct parser *p);

/* ---- statements ---- */

bool parse_statements(struct parser *p, struct ast_stmt_list *list); /* until DEDENT or END */
bool parse_statement(struct parser *p); /* pushes one statement or, with ';', several */
bool parse_simple_statements(struct parser *p);
struct ast_stmt *parse_compound(struct parser *p, bool *is_compound);
struct ast_stmt *parse_match(struct parser *p);
struct ast_stmt *parse_try(struct parser *p);
struct ast_stmt *parse_with(struct parser *p, struct ast_span start, bool is_async);
/* Behind the keyword: ':' and a block. what is for "expected an indented block after WHAT on line N";
 * is_forced reports a missing colon at once. */
bool parse_block(struct parser *p, struct ast_stmt_list *list, const char *what, int32_t line,
                 bool is_forced);
bool parse_optional_else(struct parser *p, struct ast_stmt_list *list);

#endif
