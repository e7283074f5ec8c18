/* The text of string literals: bytes between quotes -> what they stand for.
 *
 * Depends on base/arena, lang/parser (the options). */
#ifndef OURO_LANG_STRING_LITERAL_H
#define OURO_LANG_STRING_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/parser.h"

/* A text that grows in an arena; what it grew out of stays there until the arena dies. */
struct text_builder {
    struct ouro_arena *arena;
    char *bytes;
    size_t size;
    size_t capacity;
};

/* False when memory is out. */
bool ouro_text_append(struct text_builder *text, const char *bytes, size_t size);

/* Appends a character as UTF-8, a lone surrogate as its three bytes. */
bool ouro_text_append_character(struct text_builder *text, uint32_t c);

/* Appends what the literal stands for. False with *message set for a bad escape, or *message NULL when
 * memory is out. True with *message set: the warning that the first escape without a meaning deserves. */
bool ouro_string_decode(struct text_builder *text, const char *bytes, size_t size, bool is_bytes,
                        const struct parse_options *options, const char **message);

#endif
