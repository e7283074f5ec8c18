/* Text -> tokens, one at a time and only forward.
 *
 *     buffer            line_start        token         cursor                       end
 *       |                   |               |              |                          |
 *       v                   v               v              v                          v
 *       x = 1\n             y = (           name           ...                     \n \0
 *
 * Invariants: *end is NUL, no other byte is, and the byte before it is '\n' unless the buffer is empty;
 * buffer <= line_start <= cursor <= end; line is the number of the line that line_start begins (at the
 * end of the input: of the last line).
 *
 * Depends on base/arena, lang/names, lang/syntax_error. */
#ifndef OURO_LANG_LEXER_H
#define OURO_LANG_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "lang/names.h"
#include "lang/parser.h"
#include "lang/syntax_error.h"
#include "lang/token.h"

enum { LEXER_INDENTS_MAX = 100, LEXER_BRACKETS_MAX = 200 };

struct lexer_bracket {
    char opening;
    int32_t line;
    int32_t column; /* in bytes, from 0 */
};

struct lexer {
    struct ouro_arena *arena;
    struct name_table *names;
    struct syntax_error *error;
    const struct parse_options *options; /* whom to warn; NULL: nobody */
    const char *buffer;
    const char *end;
    const char *cursor;
    const char *line_start;
    const char *chunk_start; /* where the lines began that were joined by backslashes */
    int32_t line;
    int32_t first_line; /* the number of the first line: not 1 inside an f-string */
    int32_t column_shift; /* added to the columns of the first line: not 0 inside an f-string */
    int32_t pending_indents; /* INDENT (> 0) or DEDENT (< 0) tokens to hand out before the next one */
    int32_t indent;
    int32_t indent_columns[LEXER_INDENTS_MAX];     /* tabs to multiples of 8 */
    int32_t indent_alt_columns[LEXER_INDENTS_MAX]; /* tabs count as one */
    int32_t level;
    struct lexer_bracket brackets[LEXER_BRACKETS_MAX];
    bool is_at_line_start;
    bool has_pending_line; /* a '\n' was consumed, and line and line_start still are the old line's */
    bool has_reached_end;
    bool has_missing_newline; /* the text had no newline at its end: the buffer's last one is ours */
    bool is_nested; /* the text is an expression of an f-string */
    bool is_error_between_tokens; /* the error was one of indentation, joining or the end of the text */
    enum parse_mode mode;
};

/* text is NUL-terminated as the invariant says and outlives the lexer. */
void ouro_lexer_init(struct lexer *lexer, struct ouro_arena *arena, struct name_table *names,
                     const char *text, size_t size, struct syntax_error *error);

/* False: *error is filled, and the lexer must not be asked again. token is filled in any case. */
bool ouro_lexer_next(struct lexer *lexer, struct token *token);

/* Reports an error whose place is the character before the cursor; returns false. */
bool ouro_lexer_fail(struct lexer *lexer, const char *format, ...) OURO_PRINTF(2, 3);

/* The same with a range of 1-based columns in characters. */
bool ouro_lexer_fail_range(struct lexer *lexer, int32_t column, int32_t end_column,
                           const char *message);

/* Reports '(' was never closed, for the innermost open bracket; returns false. */
bool ouro_lexer_fail_unclosed(struct lexer *lexer);

/* The text of a line that has been read, without its newline; *size is 0 for an unknown line. */
const char *ouro_lexer_line(const struct lexer *lexer, int32_t line, size_t *size);

/* Lexes a number: the cursor is on its first character (a digit, or a point before a digit). */
bool ouro_lexer_number(struct lexer *lexer);

/* How many characters the bytes hold; a byte that cannot be decoded counts as one. */
int32_t ouro_lexer_count_characters(const char *bytes, size_t size);

#endif
