/* unicode-escape and raw-unicode-escape: text as in source code. */
#include "types/codec.h"
#include "types/unicode_names.h"

#include <stdio.h>

static bool escape_put(struct encoder *e, uint32_t c)
{
    return ouro_byte_buffer_byte(&e->out, (uint8_t)c);
}

static bool add_escape(struct encoder *e, uint32_t c, bool is_raw)
{
    char text[16];
    const char *form = c < 0x100 && !is_raw ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    int size = snprintf(text, sizeof(text), form, c);
    return ouro_byte_buffer_add(&e->out, text, (size_t)size);
}

bool ouro_unicode_escape_encode(struct encoder *e)
{
    e->put = escape_put;
    for (size_t i = 0; i < e->length; i++) {
        uint32_t c = char_read(e->data, e->width, i);
        const char *special = c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t"
                              : c == '\\' ? "\\\\" : NULL;
        bool is_done = special ? ouro_byte_buffer_add(&e->out, special, 2)
                       : c >= 0x20 && c < 0x7f ? ouro_byte_buffer_byte(&e->out, (uint8_t)c)
                                               : add_escape(e, c, false);
        if (!is_done)
            return false;
    }
    return true;
}

bool ouro_raw_unicode_escape_encode(struct encoder *e)
{
    e->put = escape_put;
    for (size_t i = 0; i < e->length; i++) {
        uint32_t c = char_read(e->data, e->width, i);
        bool is_done = c < 0x100 ? ouro_byte_buffer_byte(&e->out, (uint8_t)c)
                                 : add_escape(e, c, true);
        if (!is_done)
            return false;
    }
    return true;
}

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads up to digits hexadecimal digits; how many there were. */
static size_t hex_read(const struct decoder *d, size_t at, size_t digits, uint32_t *value)
{
    size_t count = 0;
    *value = 0;
    while (count < digits && at + count < d->size && hex_value(d->bytes[at + count]) >= 0) {
        *value = *value << 4 | (uint32_t)hex_value(d->bytes[at + count]);
        count++;
    }
    return count;
}

/* \x41, é, \U0001f600: start is the backslash. */
static bool decode_hex(struct decoder *d, size_t start, size_t digits, size_t *next)
{
    uint32_t value;
    size_t count = hex_read(d, start + 2, digits, &value);
    if (count < digits) {
        const char *reason = digits == 2   ? "truncated \\xXX escape"
                             : digits == 4 ? "truncated \\uXXXX escape"
                                           : "truncated \\UXXXXXXXX escape";
        return ouro_decode_error(d, start, start + 2 + count, reason, next);
    }
    *next = start + 2 + digits;
    if (value > 0x10ffff)
        return ouro_decode_error(d, start, *next,
                                 d->encoding[0] == 'r' ? "\\Uxxxxxxxx out of range"
                                                       : "illegal Unicode character", next);
    return ouro_str_builder_character(&d->out, value);
}

static bool decode_octal(struct decoder *d, size_t at, size_t *next)
{
    uint32_t value = 0;
    size_t end = at;
    while (end < d->size && end < at + 3 && d->bytes[end] >= '0' && d->bytes[end] <= '7')
        value = value * 8 + (uint32_t)(d->bytes[end++] - '0');
    *next = end;
    return ouro_str_builder_character(&d->out, value);
}

/* A character by its name: what follows "\\N" at the place. */
static bool decode_name(struct decoder *d, size_t at, size_t *next)
{
    const uint8_t *open = d->bytes + at + 2, *end = d->bytes + d->size;
    const uint8_t *close = open < end && *open == '{' ? memchr(open, '}', (size_t)(end - open)) : NULL;
    uint32_t character;
    if (!close || close == open + 1) {
        size_t stop = close ? (size_t)(close - d->bytes) + 1 : open < end && *open == '{' ? d->size : at + 2;
        return ouro_decode_error(d, at, stop, "malformed \\N character escape", next);
    }
    *next = (size_t)(close - d->bytes) + 1;
    if (ouro_unicode_name_find(NULL, (const char *)open + 1, (size_t)(close - open) - 1, &character))
        return ouro_str_builder_character(&d->out, character);
    return ouro_decode_error(d, at, *next, "unknown Unicode character name", next);
}

static bool decode_escape(struct decoder *d, size_t at, size_t *next)
{
    static const char plain[] = "\\\\''\"\"b\bf\ft\tn\nr\rv\va\a";
    if (at + 1 >= d->size)
        return ouro_decode_error(d, at, d->size, "\\ at end of string", next);
    uint8_t c = d->bytes[at + 1];
    *next = at + 2;
    for (const char *p = plain; *p; p += 2)
        if ((uint8_t)p[0] == c)
            return ouro_str_builder_character(&d->out, (uint8_t)p[1]);
    if (c == '\n')
        return true;
    if (c >= '0' && c <= '7')
        return decode_octal(d, at + 1, next);
    if (c == 'N')
        return decode_name(d, at, next);
    if (c == 'x' || c == 'u' || c == 'U')
        return decode_hex(d, at, c == 'x' ? 2 : c == 'u' ? 4 : 8, next);
    return ouro_str_builder_character(&d->out, '\\') && ouro_str_builder_character(&d->out, c);
}

bool ouro_unicode_escape_decode(struct decoder *d)
{
    d->encoding = "unicodeescape";
    for (size_t at = 0; at < d->size;) {
        if (d->bytes[at] == '\\') {
            if (!decode_escape(d, at, &at))
                return false;
        } else if (!ouro_str_builder_character(&d->out, d->bytes[at++])) {
            return false;
        }
    }
    return true;
}

bool ouro_raw_unicode_escape_decode(struct decoder *d)
{
    d->encoding = "rawunicodeescape";
    for (size_t at = 0; at < d->size;) {
        uint8_t c = d->bytes[at];
        if (c != '\\' || at + 1 >= d->size) {
            if (!ouro_str_builder_character(&d->out, c))
                return false;
            at++;
            continue;
        }
        uint8_t kind = d->bytes[at + 1];
        if (kind == 'u' || kind == 'U') {
            if (!decode_hex(d, at, kind == 'u' ? 4 : 8, &at))
                return false;
        } else {
            /* The pair stays: a second backslash does not begin an escape. */
            if (!ouro_str_builder_character(&d->out, c) ||
                !ouro_str_builder_character(&d->out, kind))
                return false;
            at += 2;
        }
    }
    return true;
}
