/* Tokens: what the lexer hands to the parser.
 *
 * One table names every operator and keyword; the enum, the names for messages and the keyword look-up
 * come from it. `match`, `case`, `_`, `print` and `exec` are plain names: the parser knows them.
 *
 * Depends on nothing. */
#ifndef OURO_LANG_TOKEN_H
#define OURO_LANG_TOKEN_H

#include <stdint.h>

struct ast_text;

#define OURO_OPERATORS(X)                                                                         \
    X(LEFT_PAREN, "(")                                                                            \
    X(RIGHT_PAREN, ")")                                                                           \
    X(LEFT_BRACKET, "[")                                                                          \
    X(RIGHT_BRACKET, "]")                                                                         \
    X(LEFT_BRACE, "{")                                                                            \
    X(RIGHT_BRACE, "}")                                                                           \
    X(COLON, ":")                                                                                 \
    X(COMMA, ",")                                                                                 \
    X(SEMICOLON, ";")                                                                             \
    X(DOT, ".")                                                                                   \
    X(ELLIPSIS, "...")                                                                            \
    X(ARROW, "->")                                                                                \
    X(AT, "@")                                                                                    \
    X(PLUS, "+")                                                                                  \
    X(MINUS, "-")                                                                                 \
    X(STAR, "*")                                                                                  \
    X(DOUBLE_STAR, "**")                                                                          \
    X(SLASH, "/")                                                                                 \
    X(DOUBLE_SLASH, "//")                                                                         \
    X(PERCENT, "%")                                                                               \
    X(AMPERSAND, "&")                                                                             \
    X(BAR, "|")                                                                                   \
    X(CARET, "^")                                                                                 \
    X(TILDE, "~")                                                                                 \
    X(LEFT_SHIFT, "<<")                                                                           \
    X(RIGHT_SHIFT, ">>")                                                                          \
    X(LESS, "<")                                                                                  \
    X(GREATER, ">")                                                                               \
    X(EQUAL_EQUAL, "==")                                                                          \
    X(NOT_EQUAL, "!=")                                                                            \
    X(LESS_EQUAL, "<=")                                                                           \
    X(GREATER_EQUAL, ">=")                                                                        \
    X(COLON_EQUAL, ":=")                                                                          \
    X(EQUAL, "=")                                                                                 \
    X(PLUS_EQUAL, "+=")                                                                           \
    X(MINUS_EQUAL, "-=")                                                                          \
    X(STAR_EQUAL, "*=")                                                                           \
    X(AT_EQUAL, "@=")                                                                             \
    X(SLASH_EQUAL, "/=")                                                                          \
    X(PERCENT_EQUAL, "%=")                                                                        \
    X(AMPERSAND_EQUAL, "&=")                                                                      \
    X(BAR_EQUAL, "|=")                                                                            \
    X(CARET_EQUAL, "^=")                                                                          \
    X(LEFT_SHIFT_EQUAL, "<<=")                                                                    \
    X(RIGHT_SHIFT_EQUAL, ">>=")                                                                   \
    X(DOUBLE_STAR_EQUAL, "**=")                                                                   \
    X(DOUBLE_SLASH_EQUAL, "//=")

#define OURO_KEYWORDS(X)                                                                          \
    X(FALSE, "False")                                                                             \
    X(NONE, "None")                                                                               \
    X(TRUE, "True")                                                                               \
    X(AND, "and")                                                                                 \
    X(AS, "as")                                                                                   \
    X(ASSERT, "assert")                                                                           \
    X(ASYNC, "async")                                                                             \
    X(AWAIT, "await")                                                                             \
    X(BREAK, "break")                                                                             \
    X(CLASS, "class")                                                                             \
    X(CONTINUE, "continue")                                                                       \
    X(DEF, "def")                                                                                 \
    X(DEL, "del")                                                                                 \
    X(ELIF, "elif")                                                                               \
    X(ELSE, "else")                                                                               \
    X(EXCEPT, "except")                                                                           \
    X(FINALLY, "finally")                                                                         \
    X(FOR, "for")                                                                                 \
    X(FROM, "from")                                                                               \
    X(GLOBAL, "global")                                                                           \
    X(IF, "if")                                                                                   \
    X(IMPORT, "import")                                                                           \
    X(IN, "in")                                                                                   \
    X(IS, "is")                                                                                   \
    X(LAMBDA, "lambda")                                                                           \
    X(NONLOCAL, "nonlocal")                                                                       \
    X(NOT, "not")                                                                                 \
    X(OR, "or")                                                                                   \
    X(PASS, "pass")                                                                               \
    X(RAISE, "raise")                                                                             \
    X(RETURN, "return")                                                                           \
    X(TRY, "try")                                                                                 \
    X(WHILE, "while")                                                                             \
    X(WITH, "with")                                                                               \
    X(YIELD, "yield")

enum token_kind {
    TOKEN_END, /* of the input */
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_UNKNOWN, /* a character or operator that Python has no use for: $ ? ! ` <> */
#define X(name, text) TOKEN_##name,
    OURO_OPERATORS(X)
#undef X
#define X(name, text) TOKEN_KW_##name,
    OURO_KEYWORDS(X)
#undef X
    TOKEN_KINDS,
};

/* What was found not to parse from this token on: failures are remembered because a mistake in nested
 * brackets would otherwise be looked for again from each of them, and the time would double with every
 * level. A bracket can begin an atom, or follow one as a call or subscript. */
enum {
    TOKEN_FAILED_ATOM = 1,
    TOKEN_FAILED_TRAILER = 2,
    TOKEN_FAILED_DIAGNOSED = 2, /* shift: the same, read with the parser's is_diagnosing set */
};

struct token {
    const char *start;           /* in the lexer's buffer */
    const struct ast_text *name; /* NAME: interned; NULL for all others */
    uint32_t size;
    uint8_t kind;
    uint8_t level; /* how many brackets are open behind this token */
    uint8_t failures; /* TOKEN_FAILED_... */
    int32_t line;
    int32_t column; /* -1 for INDENT, DEDENT and END: they have no text */
    int32_t end_line;
    int32_t end_column;
};

#endif
