#include "lang/string_literal.h"

#include <string.h>

#include "base/checked.h"
#include "lang/format.h"

/* ---- growing text ---- */

static bool reserve(struct text_builder *text, size_t more)
{
    size_t needed;
    if (!ouro_size_add(text->size, more, &needed) || !ouro_size_add(needed, 1, &needed))
        return false;
    if (needed <= text->capacity)
        return true;
    size_t capacity = text->capacity * 2 > needed ? text->capacity * 2 : needed;
    char *bytes = ouro_arena_alloc(text->arena, capacity);
    if (!bytes)
        return false;
    if (text->size)
        memcpy(bytes, text->bytes, text->size);
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

bool ouro_text_append(struct text_builder *text, const char *bytes, size_t size)
{
    if (!reserve(text, size))
        return false;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
    return true;
}

bool ouro_text_append_character(struct text_builder *text, uint32_t c)
{
    char bytes[4];
    size_t size = 0;
    if (c < 0x80) {
        bytes[size++] = (char)c;
    } else if (c < 0x800) {
        bytes[size++] = (char)(0xC0 | c >> 6);
        bytes[size++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        bytes[size++] = (char)(0xE0 | c >> 12);
        bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (c & 0x3F));
    } else {
        bytes[size++] = (char)(0xF0 | c >> 18);
        bytes[size++] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (c & 0x3F));
    }
    return ouro_text_append(text, bytes, size);
}

/* ---- escapes ---- */

struct decoder {
    struct text_builder *text;
    const struct parse_options *options;
    const char *start;
    const char *at;
    const char *end;
    const char *message;
    const char *invalid_escape; /* the first one without a meaning: at its backslash; or NULL */
    bool is_bytes;
};

/* Positions count as CPython does: it has turned every character beyond ASCII into ten bytes before it
 * looks at the escapes. */
static size_t find_position(const struct decoder *in, const char *at)
{
    size_t position = 0;
    for (const char *c = in->start; c < at; c++) {
        unsigned char byte = (unsigned char)*c;
        position += byte < 0x80 ? 1 : byte >= 0xC0 ? 10 : 0;
    }
    return position;
}

static bool fail_escape(struct decoder *in, const char *from, const char *to, const char *reason)
{
    in->message = ouro_arena_format(
        in->text->arena,
        "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s",
        find_position(in, from), find_position(in, to) - 1, reason);
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* `digits` hexadecimal digits behind \x, \u or \U; escape is at the backslash. */
static bool decode_hex(struct decoder *in, const char *escape, int digits, const char *reason)
{
    uint32_t value = 0;
    const char *at = in->at;
    for (int i = 0; i < digits; i++, at++) {
        int digit = at < in->end ? hex_value(*at) : -1;
        if (digit < 0)
            return fail_escape(in, escape, at, reason);
        value = value << 4 | (uint32_t)digit;
    }
    if (value > 0x10FFFF)
        return fail_escape(in, escape, at, "illegal Unicode character");
    in->at = at;
    return ouro_text_append_character(in->text, value);
}

static bool decode_bytes_hex(struct decoder *in, const char *escape)
{
    int high = in->at < in->end ? hex_value(in->at[0]) : -1;
    int low = in->at + 1 < in->end ? hex_value(in->at[1]) : -1;
    if (high < 0 || low < 0) {
        in->message = ouro_arena_format(in->text->arena, "(value error) invalid \\x escape at position %zu",
                                  (size_t)(escape - in->start));
        return false;
    }
    in->at += 2;
    char byte = (char)(high << 4 | low);
    return ouro_text_append(in->text, &byte, 1);
}

static void note_invalid(struct decoder *in, const char *escape)
{
    if (!in->invalid_escape)
        in->invalid_escape = escape;
}

static bool decode_octal(struct decoder *in)
{
    uint32_t value = 0;
    const char *escape = --in->at - 1;
    for (int i = 0; i < 3 && in->at < in->end && *in->at >= '0' && *in->at <= '7'; i++)
        value = value << 3 | (uint32_t)(*in->at++ - '0');
    if (value > 0377)
        note_invalid(in, escape);
    if (!in->is_bytes)
        return ouro_text_append_character(in->text, value);
    char byte = (char)value;
    return ouro_text_append(in->text, &byte, 1);
}

static bool decode_name(struct decoder *in, const char *escape)
{
    const char *malformed = "malformed \\N character escape";
    if (in->at >= in->end || *in->at != '{')
        return fail_escape(in, escape, in->at, malformed);
    const char *name = in->at + 1;
    const char *close = memchr(name, '}', (size_t)(in->end - name));
    if (!close)
        return fail_escape(in, escape, in->end, malformed);
    if (close == name)
        return fail_escape(in, escape, close, malformed);
    uint32_t c = 0;
    const struct parse_options *options = in->options;
    if (!options->find_character ||
        !options->find_character(options->find_character_context, name, (size_t)(close - name), &c))
        return fail_escape(in, escape, close + 1, "unknown Unicode character name");
    in->at = close + 1;
    return ouro_text_append_character(in->text, c);
}

static bool append_byte(struct decoder *in, char byte)
{
    return ouro_text_append(in->text, &byte, 1);
}

/* An escape that means nothing stands for itself, backslash included. */
static bool decode_unknown(struct decoder *in)
{
    in->at--;
    note_invalid(in, in->at - 1);
    return append_byte(in, '\\');
}

/* At a backslash. */
static bool decode_escape(struct decoder *in)
{
    const char *escape = in->at++;
    if (in->at >= in->end) { /* a brace follows in an f-string */
        note_invalid(in, escape);
        return append_byte(in, '\\');
    }
    char c = *in->at++;
    switch (c) {
    case '\n': return true;
    case '\\':
    case '\'':
    case '"': return append_byte(in, c);
    case 'a': return append_byte(in, '\a');
    case 'b': return append_byte(in, '\b');
    case 'f': return append_byte(in, '\f');
    case 'n': return append_byte(in, '\n');
    case 'r': return append_byte(in, '\r');
    case 't': return append_byte(in, '\t');
    case 'v': return append_byte(in, '\v');
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
        return decode_octal(in);
    case 'x':
        return in->is_bytes ? decode_bytes_hex(in, escape)
                            : decode_hex(in, escape, 2, "truncated \\xXX escape");
    case 'u':
        return in->is_bytes ? decode_unknown(in)
                            : decode_hex(in, escape, 4, "truncated \\uXXXX escape");
    case 'U':
        return in->is_bytes ? decode_unknown(in)
                            : decode_hex(in, escape, 8, "truncated \\UXXXXXXXX escape");
    case 'N':
        return in->is_bytes ? decode_unknown(in) : decode_name(in, escape);
    default:
        return decode_unknown(in);
    }
}

static const char *warning_text(const struct decoder *in)
{
    const char *c = in->invalid_escape + 1;
    if (*c >= '4' && *c <= '7')
        return ouro_arena_format(in->text->arena, "invalid octal escape sequence '\\%.3s'", c);
    int size = 1;
    while (((unsigned char)c[size] & 0xC0) == 0x80)
        size++;
    return ouro_arena_format(in->text->arena, "invalid escape sequence '\\%.*s'", size, c);
}

bool ouro_string_decode(struct text_builder *text, const char *bytes, size_t size, bool is_bytes,
                        const struct parse_options *options, const char **message)
{
    struct decoder in = {
        .text = text,
        .options = options,
        .start = bytes,
        .at = bytes,
        .end = bytes + size,
        .is_bytes = is_bytes,
    };
    *message = NULL;
    while (in.at < in.end) {
        const char *backslash = memchr(in.at, '\\', (size_t)(in.end - in.at));
        const char *plain_end = backslash ? backslash : in.end;
        if (!ouro_text_append(text, in.at, (size_t)(plain_end - in.at)))
            return false;
        in.at = plain_end;
        if (backslash && !decode_escape(&in)) {
            *message = in.message;
            return false;
        }
    }
    if (in.invalid_escape && options->warn)
        *message = warning_text(&in);
    return true;
}
