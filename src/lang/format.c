#include "lang/format.h"

#include <stdio.h>

const char *ouro_format_list(struct ouro_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = size < 0 ? NULL : ouro_arena_alloc(arena, (size_t)size + 1);
    if (!text)
        return "out of memory";
    vsnprintf(text, (size_t)size + 1, format, arguments);
    return text;
}

const char *ouro_arena_format(struct ouro_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = ouro_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}
