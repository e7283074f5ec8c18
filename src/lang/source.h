/* Bytes of a file, or text, -> the NUL-terminated UTF-8 with '\n' line ends that the lexer reads.
 *
 * Knows the byte order mark, coding comments for UTF-8, ASCII, Latin-1, Latin-9 and Windows-1252, and
 * line ends of all three kinds. Depends on base/arena, lang/format, lang/syntax_error. */
#ifndef OURO_LANG_SOURCE_H
#define OURO_LANG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/syntax_error.h"

struct source_text {
    const char *bytes;
    size_t size;     /* without the NUL */
    size_t capacity; /* of the memory behind bytes */
    bool is_newline_added;
    bool is_declared; /* a mark or a coding comment says what the encoding is */
};

/* False, with *error filled, when the bytes are not text. The memory comes from the arena's allocator,
 * not from its chunks, and goes back with ouro_source_destroy. */
bool ouro_source_decode(struct ouro_arena *arena, const char *bytes, size_t size,
                        const char *filename, bool is_text, struct source_text *text,
                        struct syntax_error *error);
void ouro_source_destroy(struct ouro_arena *arena, struct source_text *text);

#endif
