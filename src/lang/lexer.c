#include "lang/lexer.h"

#include <stdarg.h>
#include <string.h>

#include "lang/ast.h"
#include "lang/format.h"

enum { TAB_SIZE = 8 };

/* What a byte may begin or continue. */
enum { BYTE_START = 1, BYTE_DIGIT = 2 };

static const unsigned char byte_classes[256] = {
    ['0' ... '9'] = BYTE_DIGIT, ['A' ... 'Z'] = BYTE_START, ['a' ... 'z'] = BYTE_START,
    ['_'] = BYTE_START,         [0x80 ... 0xFF] = BYTE_START,
};

void ouro_lexer_init(struct lexer *lexer, struct ouro_arena *arena, struct name_table *names,
                     const char *text, size_t size, struct syntax_error *error)
{
    memset(lexer, 0, sizeof *lexer);
    lexer->arena = arena;
    lexer->names = names;
    lexer->error = error;
    lexer->buffer = lexer->cursor = lexer->line_start = lexer->chunk_start = text;
    lexer->end = text + size;
    lexer->line = lexer->first_line = 1;
    lexer->is_at_line_start = true;
}

int32_t ouro_lexer_count_characters(const char *bytes, size_t size)
{
    int32_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

const char *ouro_lexer_line(const struct lexer *lexer, int32_t line, size_t *size)
{
    const char *at = lexer->buffer;
    for (int32_t number = lexer->first_line; number < line && *at; number++) {
        const char *newline = memchr(at, '\n', (size_t)(lexer->end - at));
        at = newline ? newline + 1 : lexer->end;
    }
    const char *newline = memchr(at, '\n', (size_t)(lexer->end - at));
    *size = (size_t)((newline ? newline : lexer->end) - at);
    return at;
}

/* ---- errors ---- */

static bool set_error(struct lexer *lexer, enum syntax_error_kind kind, const char *message,
                      int32_t line, int32_t column, int32_t end_column)
{
    struct syntax_error *error = lexer->error;
    error->kind = lexer->arena->has_failed ? SYNTAX_ERROR_MEMORY : kind;
    error->message = message;
    error->line = line;
    error->column = column;
    error->end_line = line;
    error->end_column = end_column;
    error->line_end = SYNTAX_ERROR_LINE_END_KEPT;
    return false;
}

bool ouro_lexer_fail_range(struct lexer *lexer, int32_t column, int32_t end_column,
                           const char *message)
{
    set_error(lexer, SYNTAX_ERROR_SYNTAX, message, lexer->line, column, end_column);
    lexer->error->line_end = SYNTAX_ERROR_LINE_END_CUT;
    return false;
}

bool ouro_lexer_fail(struct lexer *lexer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = ouro_format_list(lexer->arena, format, arguments);
    va_end(arguments);
    int32_t column = ouro_lexer_count_characters(lexer->line_start,
                                                 (size_t)(lexer->cursor - lexer->line_start));
    return ouro_lexer_fail_range(lexer, column, column, message);
}

static bool fail_memory(struct lexer *lexer)
{
    return set_error(lexer, SYNTAX_ERROR_MEMORY, "out of memory", 0, 0, 0);
}

bool ouro_lexer_fail_unclosed(struct lexer *lexer)
{
    const struct lexer_bracket *bracket = &lexer->brackets[lexer->level - 1];
    size_t size;
    const char *line = ouro_lexer_line(lexer, bracket->line, &size);
    size_t bytes = (size_t)bracket->column < size ? (size_t)bracket->column : size;
    int32_t column = ouro_lexer_count_characters(line, bytes) + 1;
    lexer->error->is_incomplete = lexer->has_reached_end;
    lexer->is_error_between_tokens = true;
    set_error(lexer, SYNTAX_ERROR_SYNTAX,
              ouro_arena_format(lexer->arena, "%s'%c' was never closed",
                                lexer->is_nested ? "f-string: " : "", bracket->opening),
              bracket->line, column, 0);
    if (bracket->line < lexer->line)
        lexer->error->line_end = SYNTAX_ERROR_LINE_END_CUT_IN_TEXT;
    return false;
}

static bool fail_end_of_input(struct lexer *lexer)
{
    lexer->error->is_incomplete = true;
    lexer->is_error_between_tokens = true;
    int32_t column = (int32_t)(lexer->end - lexer->line_start);
    return set_error(lexer, SYNTAX_ERROR_SYNTAX,
                     lexer->is_nested ? "f-string: unexpected EOF while parsing"
                                      : "unexpected EOF while parsing",
                     lexer->line, column, -1);
}

/* ---- indentation ---- */

/* Where the line ends, newline included. */
static int32_t line_size(const struct lexer *lexer)
{
    const char *newline = memchr(lexer->line_start, '\n', (size_t)(lexer->end - lexer->line_start));
    return (int32_t)((newline ? newline + 1 : lexer->end) - lexer->line_start);
}

static bool fail_tabs(struct lexer *lexer)
{
    lexer->is_error_between_tokens = true;
    return set_error(lexer, SYNTAX_ERROR_TAB,
                     "inconsistent use of tabs and spaces in indentation", lexer->line, 1, 0);
}

static bool fail_dedent(struct lexer *lexer)
{
    lexer->is_error_between_tokens = true;
    return set_error(lexer, SYNTAX_ERROR_INDENTATION,
                     "unindent does not match any outer indentation level", lexer->line,
                     ouro_lexer_count_characters(lexer->line_start, (size_t)line_size(lexer)), -1);
}

static bool push_indent(struct lexer *lexer, int32_t column, int32_t alt_column)
{
    if (lexer->indent + 1 >= LEXER_INDENTS_MAX) {
        lexer->is_error_between_tokens = true;
        return set_error(lexer, SYNTAX_ERROR_INDENTATION, "too many levels of indentation",
                         lexer->line, 1, 0);
    }
    if (alt_column <= lexer->indent_alt_columns[lexer->indent])
        return fail_tabs(lexer);
    lexer->pending_indents++;
    lexer->indent++;
    lexer->indent_columns[lexer->indent] = column;
    lexer->indent_alt_columns[lexer->indent] = alt_column;
    return true;
}

/* Compares the indentation of a line that holds code with the open blocks. Two measures of a tab must
 * agree on what is deeper, so that no program depends on the size of a tab. */
static bool apply_indentation(struct lexer *lexer, int32_t column, int32_t alt_column)
{
    if (column > lexer->indent_columns[lexer->indent])
        return push_indent(lexer, column, alt_column);
    while (lexer->indent > 0 && column < lexer->indent_columns[lexer->indent]) {
        lexer->indent--;
        lexer->pending_indents--;
    }
    if (column != lexer->indent_columns[lexer->indent])
        return fail_dedent(lexer);
    if (alt_column != lexer->indent_alt_columns[lexer->indent])
        return fail_tabs(lexer);
    return true;
}

static void start_next_line(struct lexer *lexer)
{
    lexer->has_pending_line = false;
    if (*lexer->cursor == '\0')
        return;
    lexer->line++;
    lexer->line_start = lexer->cursor;
}

/* Behind a backslash. */
static bool continue_line(struct lexer *lexer)
{
    if (*lexer->cursor != '\n') {
        lexer->is_error_between_tokens = true;
        int32_t bytes = (int32_t)(lexer->cursor - lexer->chunk_start) + (*lexer->cursor != '\0');
        int32_t column = ouro_lexer_count_characters(lexer->chunk_start, (size_t)bytes);
        return set_error(lexer, SYNTAX_ERROR_SYNTAX,
                         lexer->is_nested
                             ? "f-string: unexpected character after line continuation character"
                             : "unexpected character after line continuation character",
                         lexer->line, column, 0);
    }
    lexer->cursor++;
    if (*lexer->cursor == '\0')
        return fail_end_of_input(lexer);
    start_next_line(lexer);
    return true;
}

/* Measures the white space at the start of a line and queues INDENT or DEDENT tokens. Lines without
 * code do not count; a backslash in the white space keeps the first line's column. */
static bool lex_indentation(struct lexer *lexer)
{
    int32_t column = 0;
    int32_t alt_column = 0;
    int32_t continued_column = 0;
    for (;; lexer->cursor++) {
        char c = *lexer->cursor;
        if (c == ' ') {
            column++;
            alt_column++;
        } else if (c == '\t') {
            column = (column / TAB_SIZE + 1) * TAB_SIZE;
            alt_column++;
        } else if (c == '\f') {
            column = alt_column = 0;
        } else if (c == '\\') {
            continued_column = continued_column ? continued_column : column;
            lexer->cursor++;
            if (!continue_line(lexer))
                return false;
            lexer->cursor--;
        } else {
            break;
        }
    }
    char c = *lexer->cursor;
    if (c == '#' || c == '\n' || lexer->level > 0)
        return true;
    if (c == '\0')
        column = alt_column = continued_column = 0;
    return apply_indentation(lexer, continued_column ? continued_column : column,
                             continued_column ? continued_column : alt_column);
}

/* ---- tokens ---- */

static void set_place(const struct lexer *lexer, struct token *token, int32_t line,
                      const char *line_start)
{
    int32_t shift = lexer->line == lexer->first_line ? lexer->column_shift : 0;
    token->line = line;
    token->column = (int32_t)(token->start - line_start) + shift;
    token->end_line = lexer->line;
    token->end_column = (int32_t)(token->start + token->size - lexer->line_start) + shift;
}

static bool finish(struct lexer *lexer, struct token *token, enum token_kind kind)
{
    token->kind = (uint8_t)kind;
    token->level = (uint8_t)lexer->level;
    token->size = (uint32_t)(lexer->cursor - token->start);
    set_place(lexer, token, lexer->line, lexer->line_start);
    return true;
}

static bool finish_empty(struct lexer *lexer, struct token *token, enum token_kind kind)
{
    *token = (struct token){
        .start = lexer->cursor,
        .kind = (uint8_t)kind,
        .level = (uint8_t)lexer->level,
        .line = lexer->line,
        .column = -1,
        .end_line = lexer->line,
        .end_column = -1,
    };
    return true;
}

static bool fail_string(struct lexer *lexer, const struct token *token, int32_t line,
                        const char *line_start, bool is_triple)
{
    int32_t detected_line = lexer->line;
    lexer->cursor = token->start + 1;
    lexer->line = line;
    lexer->line_start = line_start;
    lexer->error->is_incomplete =
        is_triple || (lexer->has_missing_newline && !memchr(lexer->cursor, '\n',
                                                            (size_t)(lexer->end - 1 - lexer->cursor)));
    return ouro_lexer_fail(lexer, "unterminated %sstring literal (detected at line %d)",
                           is_triple ? "triple-quoted " : "", (int)detected_line);
}

/* The cursor is on the opening quote, token->start on the prefix. */
static bool lex_string(struct lexer *lexer, struct token *token)
{
    char quote = *lexer->cursor;
    const char *at = lexer->cursor;
    int32_t line = lexer->line;
    const char *line_start = lexer->line_start;
    bool is_triple = at[1] == quote && at[2] == quote;
    at += is_triple ? 3 : 1;
    for (;; at++) {
        char c = *at;
        if (c == quote && (!is_triple || (at[1] == quote && at[2] == quote)))
            break;
        if (c == '\\' && at[1])
            c = *++at;
        else if (c == '\0' || (c == '\n' && !is_triple))
            return fail_string(lexer, token, line, line_start, is_triple);
        if (c == '\n' && at[1]) {
            lexer->line++;
            lexer->line_start = at + 1;
        }
    }
    lexer->cursor = at + (is_triple ? 3 : 1);
    token->kind = TOKEN_STRING;
    token->level = (uint8_t)lexer->level;
    token->size = (uint32_t)(lexer->cursor - token->start);
    set_place(lexer, token, line, line_start);
    return true;
}

static enum token_kind match_keyword(const char *at, enum token_kind kind, const char *keyword,
                                     size_t size)
{
    return memcmp(at, keyword, size) == 0 ? kind : TOKEN_NAME;
}

/* The first character and the length leave at most two candidates. */
static enum token_kind find_keyword(const char *at, size_t size)
{
#define KEY(first, length) (((first) << 4) | (length))
#define TRY(name, text)                                                                           \
    if (match_keyword(at, TOKEN_KW_##name, text, sizeof text - 1) != TOKEN_NAME)                  \
        return TOKEN_KW_##name
    if (size < 2 || size > 8)
        return TOKEN_NAME;
    switch (KEY((unsigned char)*at, (int)size)) {
    case KEY('F', 5): TRY(FALSE, "False"); break;
    case KEY('N', 4): TRY(NONE, "None"); break;
    case KEY('T', 4): TRY(TRUE, "True"); break;
    case KEY('a', 2): TRY(AS, "as"); break;
    case KEY('a', 3): TRY(AND, "and"); break;
    case KEY('a', 5): TRY(ASYNC, "async"); TRY(AWAIT, "await"); break;
    case KEY('a', 6): TRY(ASSERT, "assert"); break;
    case KEY('b', 5): TRY(BREAK, "break"); break;
    case KEY('c', 5): TRY(CLASS, "class"); break;
    case KEY('c', 8): TRY(CONTINUE, "continue"); break;
    case KEY('d', 3): TRY(DEF, "def"); TRY(DEL, "del"); break;
    case KEY('e', 4): TRY(ELSE, "else"); TRY(ELIF, "elif"); break;
    case KEY('e', 6): TRY(EXCEPT, "except"); break;
    case KEY('f', 3): TRY(FOR, "for"); break;
    case KEY('f', 4): TRY(FROM, "from"); break;
    case KEY('f', 7): TRY(FINALLY, "finally"); break;
    case KEY('g', 6): TRY(GLOBAL, "global"); break;
    case KEY('i', 2): TRY(IF, "if"); TRY(IN, "in"); TRY(IS, "is"); break;
    case KEY('i', 6): TRY(IMPORT, "import"); break;
    case KEY('l', 6): TRY(LAMBDA, "lambda"); break;
    case KEY('n', 3): TRY(NOT, "not"); break;
    case KEY('n', 8): TRY(NONLOCAL, "nonlocal"); break;
    case KEY('o', 2): TRY(OR, "or"); break;
    case KEY('p', 4): TRY(PASS, "pass"); break;
    case KEY('r', 5): TRY(RAISE, "raise"); break;
    case KEY('r', 6): TRY(RETURN, "return"); break;
    case KEY('t', 3): TRY(TRY, "try"); break;
    case KEY('w', 4): TRY(WITH, "with"); break;
    case KEY('w', 5): TRY(WHILE, "while"); break;
    case KEY('y', 5): TRY(YIELD, "yield"); break;
    default: break;
    }
    return TOKEN_NAME;
#undef TRY
#undef KEY
}

static uint32_t decode_character(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    if (bytes[0] < 0x80)
        return bytes[0];
    if (bytes[0] < 0xE0)
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F);
    if (bytes[0] < 0xF0)
        return (uint32_t)(bytes[0] & 0xF) << 12 | (uint32_t)(bytes[1] & 0x3F) << 6 |
               (bytes[2] & 0x3F);
    return (uint32_t)(bytes[0] & 7) << 18 | (uint32_t)(bytes[1] & 0x3F) << 12 |
           (uint32_t)(bytes[2] & 0x3F) << 6 | (bytes[3] & 0x3F);
}

/* The cursor moves behind the character that cannot stand in an identifier. */
static bool fail_character(struct lexer *lexer, const char *at)
{
    uint32_t c = decode_character(at);
    int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    lexer->cursor = at + size;
    if (ouro_names_is_printable(c))
        return ouro_lexer_fail(lexer, "invalid character '%.*s' (U+%04X)", size, at, (unsigned)c);
    return ouro_lexer_fail(lexer, "invalid non-printable character U+%04X", (unsigned)c);
}

static bool is_string_prefix(const char *at, size_t size)
{
    if (size > 2)
        return false;
    char first = at[0] | 0x20;
    char second = size == 2 ? at[1] | 0x20 : '\0';
    if (second == '\0')
        return first == 'b' || first == 'u' || first == 'r' || first == 'f';
    return (first == 'r' && (second == 'b' || second == 'f')) ||
           (second == 'r' && (first == 'b' || first == 'f'));
}

static bool lex_name(struct lexer *lexer, struct token *token)
{
    const char *at = lexer->cursor;
    unsigned char high_bits = 0;
    while (byte_classes[(unsigned char)*at])
        high_bits |= (unsigned char)*at++;
    size_t size = (size_t)(at - token->start);
    lexer->cursor = at;
    if ((*at == '"' || *at == '\'') && is_string_prefix(token->start, size))
        return lex_string(lexer, token);
    if (high_bits & 0x80) {
        size_t valid_size = ouro_names_scan(token->start, size);
        if (valid_size < size)
            return fail_character(lexer, token->start + valid_size);
    }
    enum token_kind kind = find_keyword(token->start, size);
    if (kind == TOKEN_NAME) {
        token->name = ouro_names_intern(lexer->names, token->start, size);
        if (!token->name)
            return fail_memory(lexer);
    }
    return finish(lexer, token, kind);
}

static bool open_bracket(struct lexer *lexer, struct token *token, enum token_kind kind)
{
    lexer->cursor++;
    if (lexer->level >= LEXER_BRACKETS_MAX)
        return ouro_lexer_fail(lexer, "too many nested parentheses");
    lexer->brackets[lexer->level++] = (struct lexer_bracket){
        .opening = *token->start,
        .line = lexer->line,
        .column = (int32_t)(token->start - lexer->line_start),
    };
    return finish(lexer, token, kind);
}

static bool close_bracket(struct lexer *lexer, struct token *token, enum token_kind kind,
                          char opening)
{
    lexer->cursor++;
    if (lexer->level == 0)
        return ouro_lexer_fail(lexer, "unmatched '%c'", *token->start);
    const struct lexer_bracket *bracket = &lexer->brackets[--lexer->level];
    if (bracket->opening == opening)
        return finish(lexer, token, kind);
    const char *format = bracket->line == lexer->line
                             ? "closing parenthesis '%c' does not match opening parenthesis '%c'"
                             : "closing parenthesis '%c' does not match opening parenthesis '%c' "
                               "on line %d";
    const char *message =
        ouro_arena_format(lexer->arena, format, *token->start, bracket->opening, (int)bracket->line);
    return ouro_lexer_fail(lexer, "%s", message);
}

static bool finish_operator(struct lexer *lexer, struct token *token, int size,
                            enum token_kind kind)
{
    lexer->cursor += size;
    return finish(lexer, token, kind);
}

/* An operator of one character, doubled or not, with = behind it or not. */
static bool lex_repeatable(struct lexer *lexer, struct token *token, enum token_kind single,
                           enum token_kind single_equal, enum token_kind twice,
                           enum token_kind twice_equal)
{
    const char *at = lexer->cursor;
    if (at[1] == at[0])
        return at[2] == '=' ? finish_operator(lexer, token, 3, twice_equal)
                            : finish_operator(lexer, token, 2, twice);
    return at[1] == '=' ? finish_operator(lexer, token, 2, single_equal)
                        : finish_operator(lexer, token, 1, single);
}

static bool lex_with_equal(struct lexer *lexer, struct token *token, enum token_kind plain,
                           enum token_kind with_equal)
{
    return lexer->cursor[1] == '=' ? finish_operator(lexer, token, 2, with_equal)
                                   : finish_operator(lexer, token, 1, plain);
}

static bool lex_operator(struct lexer *lexer, struct token *token)
{
    const char *at = lexer->cursor;
    switch (*at) {
    case '(': return open_bracket(lexer, token, TOKEN_LEFT_PAREN);
    case '[': return open_bracket(lexer, token, TOKEN_LEFT_BRACKET);
    case '{': return open_bracket(lexer, token, TOKEN_LEFT_BRACE);
    case ')': return close_bracket(lexer, token, TOKEN_RIGHT_PAREN, '(');
    case ']': return close_bracket(lexer, token, TOKEN_RIGHT_BRACKET, '[');
    case '}': return close_bracket(lexer, token, TOKEN_RIGHT_BRACE, '{');
    case ',': return finish_operator(lexer, token, 1, TOKEN_COMMA);
    case ';': return finish_operator(lexer, token, 1, TOKEN_SEMICOLON);
    case '~': return finish_operator(lexer, token, 1, TOKEN_TILDE);
    case ':': return lex_with_equal(lexer, token, TOKEN_COLON, TOKEN_COLON_EQUAL);
    case '=': return lex_with_equal(lexer, token, TOKEN_EQUAL, TOKEN_EQUAL_EQUAL);
    case '!': return lex_with_equal(lexer, token, TOKEN_UNKNOWN, TOKEN_NOT_EQUAL);
    case '+': return lex_with_equal(lexer, token, TOKEN_PLUS, TOKEN_PLUS_EQUAL);
    case '@': return lex_with_equal(lexer, token, TOKEN_AT, TOKEN_AT_EQUAL);
    case '%': return lex_with_equal(lexer, token, TOKEN_PERCENT, TOKEN_PERCENT_EQUAL);
    case '&': return lex_with_equal(lexer, token, TOKEN_AMPERSAND, TOKEN_AMPERSAND_EQUAL);
    case '|': return lex_with_equal(lexer, token, TOKEN_BAR, TOKEN_BAR_EQUAL);
    case '^': return lex_with_equal(lexer, token, TOKEN_CARET, TOKEN_CARET_EQUAL);
    case '-':
        if (at[1] == '>')
            return finish_operator(lexer, token, 2, TOKEN_ARROW);
        return lex_with_equal(lexer, token, TOKEN_MINUS, TOKEN_MINUS_EQUAL);
    case '*':
        return lex_repeatable(lexer, token, TOKEN_STAR, TOKEN_STAR_EQUAL, TOKEN_DOUBLE_STAR,
                              TOKEN_DOUBLE_STAR_EQUAL);
    case '/':
        return lex_repeatable(lexer, token, TOKEN_SLASH, TOKEN_SLASH_EQUAL, TOKEN_DOUBLE_SLASH,
                              TOKEN_DOUBLE_SLASH_EQUAL);
    case '<':
        if (at[1] == '>')
            return finish_operator(lexer, token, 2, TOKEN_UNKNOWN);
        return lex_repeatable(lexer, token, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_LEFT_SHIFT,
                              TOKEN_LEFT_SHIFT_EQUAL);
    case '>':
        return lex_repeatable(lexer, token, TOKEN_GREATER, TOKEN_GREATER_EQUAL, TOKEN_RIGHT_SHIFT,
                              TOKEN_RIGHT_SHIFT_EQUAL);
    case '.':
        if (at[1] == '.' && at[2] == '.')
            return finish_operator(lexer, token, 3, TOKEN_ELLIPSIS);
        return finish_operator(lexer, token, 1, TOKEN_DOT);
    default:
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            lexer->cursor++;
            return ouro_lexer_fail(lexer, "invalid non-printable character U+%04X",
                                   (unsigned)(unsigned char)*at);
        }
        return finish_operator(lexer, token, 1, TOKEN_UNKNOWN);
    }
}

static bool lex_end(struct lexer *lexer, struct token *token)
{
    lexer->has_reached_end = true;
    finish_empty(lexer, token, TOKEN_END);
    if (lexer->buffer == lexer->end)
        token->line = token->end_line = 0;
    return lexer->level == 0 || ouro_lexer_fail_unclosed(lexer);
}

/* The text of eval and of a prompt may lack its last newline: then no NEWLINE token has a place. */
static bool lex_newline(struct lexer *lexer, struct token *token)
{
    bool is_missing = lexer->has_missing_newline && lexer->mode != PARSE_FILE &&
                      lexer->cursor + 1 == lexer->end;
    if (is_missing && lexer->mode == PARSE_EVAL) {
        lexer->cursor++;
        return lex_end(lexer, token);
    }
    if (is_missing)
        finish_empty(lexer, token, TOKEN_NEWLINE);
    else
        finish(lexer, token, TOKEN_NEWLINE);
    lexer->cursor++;
    lexer->is_at_line_start = true;
    lexer->has_pending_line = true;
    return true;
}

/* Blanks, comments and joined lines before a token. A newline inside brackets is skipped here; a comment
 * that ends the line is where the NEWLINE token begins. */
static bool skip_blanks(struct lexer *lexer, const char **comment)
{
    *comment = NULL;
    for (;;) {
        char c = *lexer->cursor;
        if (c == ' ' || c == '\t' || c == '\f') {
            lexer->cursor++;
        } else if (c == '#') {
            *comment = lexer->cursor;
            while (*lexer->cursor != '\n' && *lexer->cursor)
                lexer->cursor++;
        } else if (c == '\\') {
            lexer->cursor++;
            if (!continue_line(lexer))
                return false;
        } else if (c == '\n' && lexer->level > 0) {
            *comment = NULL;
            lexer->cursor++;
            start_next_line(lexer);
            lexer->chunk_start = lexer->line_start;
        } else {
            return true;
        }
    }
}

/* Skips lines without code; stands then on the first character of code, with the indentation known. */
static bool start_line(struct lexer *lexer)
{
    for (;;) {
        if (lexer->has_pending_line)
            start_next_line(lexer);
        lexer->chunk_start = lexer->line_start;
        if (!lex_indentation(lexer))
            return false;
        if (*lexer->cursor == '#') {
            while (*lexer->cursor != '\n' && *lexer->cursor)
                lexer->cursor++;
        }
        if (*lexer->cursor != '\n')
            break;
        lexer->cursor++;
        lexer->has_pending_line = true;
    }
    lexer->is_at_line_start = false;
    return true;
}

bool ouro_lexer_next(struct lexer *lexer, struct token *token)
{
    token->name = NULL;
    token->failures = 0;
    if (lexer->is_at_line_start && !start_line(lexer))
        goto fail;
    if (lexer->pending_indents > 0) {
        lexer->pending_indents--;
        return finish_empty(lexer, token, TOKEN_INDENT);
    }
    if (lexer->pending_indents < 0) {
        lexer->pending_indents++;
        lexer->has_reached_end = *lexer->cursor == '\0';
        return finish_empty(lexer, token, TOKEN_DEDENT);
    }
    const char *comment;
    if (!skip_blanks(lexer, &comment))
        goto fail;
    token->start = lexer->cursor;
    char c = *lexer->cursor;
    unsigned char byte_class = byte_classes[(unsigned char)c];
    if (byte_class == BYTE_START)
        return lex_name(lexer, token);
    bool is_fraction = c == '.' && byte_classes[(unsigned char)token->start[1]] == BYTE_DIGIT;
    if (byte_class == BYTE_DIGIT || is_fraction)
        return ouro_lexer_number(lexer) && finish(lexer, token, TOKEN_NUMBER);
    if (c == '"' || c == '\'')
        return lex_string(lexer, token);
    if (c == '\n') {
        token->start = comment ? comment : token->start;
        return lex_newline(lexer, token);
    }
    if (c == '\0')
        return lex_end(lexer, token);
    return lex_operator(lexer, token);
fail:
    finish_empty(lexer, token, TOKEN_UNKNOWN);
    return false;
}
