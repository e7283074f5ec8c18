/* What a failed parse (or compilation) reports: the fields of CPython's SyntaxError, as plain data.
 *
 * Lines and columns count from 1; columns count characters, not bytes. A column may be 0 and an end
 * column 0 or -1 where CPython has them so ("not known"). The message lives in the parser's arena. */
#ifndef OURO_LANG_SYNTAX_ERROR_H
#define OURO_LANG_SYNTAX_ERROR_H

#include <stdbool.h>
#include <stdint.h>

enum syntax_error_kind {
    SYNTAX_ERROR_SYNTAX,      /* SyntaxError */
    SYNTAX_ERROR_INDENTATION, /* IndentationError */
    SYNTAX_ERROR_TAB,         /* TabError */
    SYNTAX_ERROR_MEMORY,      /* MemoryError: out of memory, or nested too deeply for the parser */
    SYNTAX_ERROR_ENCODING,    /* SyntaxError without a place in the text: undecodable source */
    SYNTAX_ERROR_VALUE,       /* ValueError: NUL bytes in the source */
};

enum syntax_error_line_end {
    SYNTAX_ERROR_LINE_END_KEPT,
    SYNTAX_ERROR_LINE_END_CUT_IN_TEXT, /* not when the source is a file's */
    SYNTAX_ERROR_LINE_END_CUT,
};

struct syntax_error {
    enum syntax_error_kind kind;
    const char *message; /* UTF-8; never NULL after a failed parse */
    int32_t line;
    int32_t column;
    int32_t end_line;
    int32_t end_column;
    const char *text;    /* the line with the error, if it is not one of the source; or NULL */
    enum syntax_error_line_end line_end; /* whether that line goes without its newline */
    bool is_incomplete; /* the input ended where more could follow: a prompt asks for another line */
};

#endif
