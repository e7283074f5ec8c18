/* SyntaxError objects from what a parse or a compilation reports. */
#include <string.h>

#include "lang/compile.h"
#include "types/error.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static unsigned class_index(enum syntax_error_kind kind)
{
    switch (kind) {
    case SYNTAX_ERROR_INDENTATION:
        return EXC_IndentationError;
    case SYNTAX_ERROR_TAB:
        return EXC_TabError;
    default:
        return EXC_SyntaxError;
    }
}

/* The line with this number, its newline included, or None. */
static ouro_object *line_text(ouro_runtime *rt, int32_t line, bool is_bare, const char *source,
                              size_t size)
{
    if (!source)
        return rt->none;
    const char *at = source, *end = source + size;
    if (size >= 3 && !memcmp(source, "\xef\xbb\xbf", 3))
        at += 3;
    for (int32_t i = 1; i < line && at < end; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    if (line < 1 || at >= end)
        return line >= 1 && at == end ? rt->empty_str : rt->none;
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    size_t length = newline ? (size_t)(newline + !is_bare - at) : (size_t)(end - at);
    return ouro_str_decode(rt, (const uint8_t *)at, length, "utf-8", "replace");
}

/* SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset)) */
static ouro_object *details(ouro_runtime *rt, const struct syntax_error *error, ouro_object *filename,
                            const char *source, size_t size)
{
    bool is_bare = error->line_end == SYNTAX_ERROR_LINE_END_CUT;
    ouro_object *items[6] = {newref(filename),
                             ouro_int_new(rt, error->line),
                             ouro_int_new(rt, error->column),
                             error->text
                                 ? ouro_str_from(rt, error->text)
                                 : line_text(rt, error->line, is_bare, source, size),
                             ouro_int_new(rt, error->end_line),
                             error->end_column == SYNTAX_COLUMN_NONE
                                 ? rt->none
                                 : ouro_int_new(rt, error->end_column)};
    bool is_complete = true;
    for (size_t i = 0; i < 6; i++)
        is_complete &= items[i] != NULL;
    return ouro_tuple_from_take(rt, items, 6);
}

void *ouro_raise_syntax_error(ouro_runtime *rt, const struct syntax_error *error,
                              ouro_object *filename, const char *source, size_t size)
{
    if (error->kind == SYNTAX_ERROR_MEMORY) {
        if (error->message && *error->message)
            return ouro_raise(rt, EXC_MemoryError, "%s", error->message);
        return ouro_raise_memory(rt);
    }
    if (error->kind == SYNTAX_ERROR_VALUE)
        return ouro_raise(rt, EXC_ValueError, "%s", error->message);
    if (error->kind == SYNTAX_ERROR_ENCODING)
        return ouro_raise(rt, EXC_SyntaxError, "%s", error->message);
    ouro_object *arguments[2] = {ouro_str_from(rt, error->message), NULL};
    if (arguments[0])
        arguments[1] = details(rt, error, filename, source, size);
    if (arguments[1]) {
        ouro_object *cls = (ouro_object *)builtin_class(rt, class_index(error->kind));
        ouro_object *exception = ouro_call(rt, cls, arguments, 2, NULL);
        if (exception)
            ouro_raise_take(rt, exception);
    }
    xdecref(rt, arguments[0]);
    xdecref(rt, arguments[1]);
    return NULL;
}
