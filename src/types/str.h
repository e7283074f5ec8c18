/* str: immutable text. Characters are 1, 2 or 4 bytes wide, the narrowest that holds all.
 *
 *   | header | length | hash | characters ... NUL |
 *
 * user_flags: width in the low bits, STR_ASCII when all are below 128, STR_INTERNED.
 * Policy: empty and one-character (latin-1) strings are immortal and shared; identifiers, names in code
 * and what sys.intern gets are interned, mortal: the table holds no count. */
#ifndef OURO_TYPES_STR_H
#define OURO_TYPES_STR_H

#include <string.h>

#include <stdarg.h>

#include "types/class.h"

enum {
    STR_WIDTH = 7,
    STR_ASCII = 8,
    STR_INTERNED = 16,
    STR_SLACK = 64, /* was appended to in place: the block is rounded up, see str.c */
};

struct ouro_str {
    ouro_object base;
    uint32_t length; /* characters; longer text is refused with MemoryError */
    uint32_t hash;   /* 0: not computed yet (a computed 0 becomes 1) */
    uint8_t data[];  /* as uint8_t, uint16_t or uint32_t; a NUL character follows */
};

OURO_INLINE const struct ouro_str *str_of(const ouro_object *object)
{
    return (const struct ouro_str *)(const void *)object;
}
OURO_INLINE size_t ouro_str_length(const ouro_object *self)
{
    return str_of(self)->length;
}
OURO_INLINE unsigned ouro_str_width(const ouro_object *self)
{
    return self->user_flags & STR_WIDTH;
}
OURO_INLINE bool ouro_str_is_ascii(const ouro_object *self)
{
    return (self->user_flags & STR_ASCII) != 0;
}
OURO_INLINE uint32_t ouro_str_at(const ouro_object *self, size_t index)
{
    const struct ouro_str *s = str_of(self);
    switch (ouro_str_width(self)) {
    case 1:
        return s->data[index];
    case 2:
        return ((const uint16_t *)(const void *)s->data)[index];
    default:
        return ((const uint32_t *)(const void *)s->data)[index];
    }
}
uint32_t ouro_str_hash_slow(ouro_runtime *rt, const ouro_object *self);
/* The 32-bit hash, computed once. hash(str) shows it spread over 64 bits: see ouro_str_hash_spread. */
OURO_INLINE uint32_t ouro_str_hash(ouro_runtime *rt, const ouro_object *self)
{
    uint32_t hash = str_of(self)->hash;
    return ouro_likely(hash != 0) ? hash : ouro_str_hash_slow(rt, self);
}
/* hash(str) as programs and tables with mixed keys see it. */
OURO_INLINE int64_t ouro_str_hash_spread(uint32_t hash)
{
    return (int64_t)hash;
}

/* New strings. ..._new from UTF-8 known to be valid (WTF-8 surrogates allowed); _decode checks. */
ouro_object *ouro_str_new(ouro_runtime *rt, const char *utf8, size_t size);
ouro_object *ouro_str_from(ouro_runtime *rt, const char *utf8); /* NUL-terminated */
/* Uninitialised: width 1, 2 or 4 (and is_ascii) must be the narrowest for what the caller writes. */
ouro_object *ouro_str_alloc(ouro_runtime *rt, size_t length, uint32_t largest_character);
ouro_object *ouro_str_from_characters(ouro_runtime *rt, const uint32_t *characters, size_t length);
ouro_object *ouro_str_from_latin1(ouro_runtime *rt, const uint8_t *characters, size_t length);
ouro_object *ouro_str_from_character(ouro_runtime *rt, uint32_t character);
ouro_object *ouro_str_format(ouro_runtime *rt, const char *format, ...); /* directives of ouro_raise */
ouro_object *ouro_str_format_va(ouro_runtime *rt, const char *format, va_list arguments);
ouro_object *ouro_str_substring(ouro_runtime *rt, ouro_object *self, size_t start, size_t end);
ouro_object *ouro_str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* a + b where a is taken: grows in place when this was its only reference. For `s += t`. */
ouro_object *ouro_str_append_take(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* Concatenates count str objects (f-strings, join). */
ouro_object *ouro_str_concat_many(ouro_runtime *rt, ouro_object *const *parts, size_t count);
ouro_object *ouro_str_join(ouro_runtime *rt, ouro_object *separator, ouro_object *iterable);
bool ouro_str_equal(const ouro_object *a, const ouro_object *b);
bool ouro_str_equal_text(const ouro_object *a, const char *ascii);
int ouro_str_compare(const ouro_object *a, const ouro_object *b); /* <0, 0, >0 by code point */
/* UTF-8 of the text: for ASCII the object's own bytes, else a copy kept alive by *owner (set to a new
 * bytes object the caller drops with xdecref; NULL if none was needed). UnicodeEncodeError for
 * surrogates. NUL-terminated. */
const char *ouro_str_utf8(ouro_runtime *rt, ouro_object *self, size_t *size, ouro_object **owner);
/* bytes <-> str with a codec ("utf-8", "latin-1", "ascii", "utf-16", ...) and an error handler name */
ouro_object *ouro_str_encode(ouro_runtime *rt, ouro_object *self, const char *encoding, const char *errors);
ouro_object *ouro_str_decode(ouro_runtime *rt, const uint8_t *bytes, size_t size, const char *encoding,
                             const char *errors);
/* The parameters of method(encoding, errors), NULL where not given; the texts live as long as *owners, which
 * the caller releases, also after false. */
bool ouro_str_codec_arguments(ouro_runtime *rt, const char *method, ouro_object *const *args, size_t count,
                              ouro_object *names, const char *texts[2], ouro_object *owners[2]);
bool ouro_str_is_identifier(const ouro_object *self);
ouro_object *ouro_str_repr(ouro_runtime *rt, ouro_object *self);
int64_t ouro_str_find(const ouro_object *self, const ouro_object *part, size_t start, size_t end); /* -1 */
/* format(value, spec): the mini language, for str, int, float, complex (in format.c) */
ouro_object *ouro_format_str(ouro_runtime *rt, ouro_object *self, ouro_object *spec);
ouro_object *ouro_format_int(ouro_runtime *rt, ouro_object *self, ouro_object *spec);
ouro_object *ouro_format_float(ouro_runtime *rt, ouro_object *self, ouro_object *spec);
ouro_object *ouro_format_complex(ouro_runtime *rt, ouro_object *self, ouro_object *spec);
ouro_object *ouro_str_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments); /* % */

/* Interning: *slot is replaced by the one string with this text. Exact str only, else no-op. */
void ouro_str_intern(ouro_runtime *rt, ouro_object **slot);
ouro_object *ouro_str_intern_text(ouro_runtime *rt, const char *utf8); /* owned */
/* The interned str with this ASCII text, borrowed, or NULL. Takes no memory. */
ouro_object *ouro_str_intern_peek(const ouro_runtime *rt, const char *ascii);
OURO_INLINE bool ouro_str_is_interned(const ouro_object *self)
{
    return (self->user_flags & STR_INTERNED) != 0;
}
bool ouro_str_singletons_init(ouro_runtime *rt); /* empty, latin-1, names.def, intern table */
bool ouro_str_class_init(ouro_runtime *rt);      /* str and its iterator */

/* ---- building text piece by piece: no object until the end ----------------------------------- */
struct ouro_str_builder {
    ouro_runtime *rt;
    void *data;
    size_t length, capacity; /* in characters of the current width */
    uint32_t largest;        /* largest character so far (rounded up to its class) */
    uint8_t width;
    bool has_failed; /* sticky; MemoryError is set */
};
void ouro_str_builder_init(struct ouro_str_builder *builder, ouro_runtime *rt);
bool ouro_str_builder_character(struct ouro_str_builder *builder, uint32_t character);
bool ouro_str_builder_text(struct ouro_str_builder *builder, const char *utf8, size_t size);
bool ouro_str_builder_literal(struct ouro_str_builder *builder, const char *text); /* NUL-terminated */
bool ouro_str_builder_str(struct ouro_str_builder *builder, ouro_object *str);
bool ouro_str_builder_part(struct ouro_str_builder *builder, ouro_object *str, size_t start,
                           size_t end); /* characters start..end of str */
bool ouro_str_builder_fill(struct ouro_str_builder *builder, uint32_t character, size_t count);
bool ouro_str_builder_repr(struct ouro_str_builder *builder, ouro_object *object); /* appends repr(object) */
ouro_object *ouro_str_builder_finish(struct ouro_str_builder *builder); /* owned; frees the buffer */
void ouro_str_builder_abandon(struct ouro_str_builder *builder);

#endif
