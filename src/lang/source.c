#include "lang/source.h"

#include <stdint.h>
#include <string.h>

#include "base/checked.h"
#include "lang/format.h"

enum encoding { ENCODING_UTF8, ENCODING_ASCII, ENCODING_LATIN1, ENCODING_LATIN9, ENCODING_CP1252 };

enum { ENCODING_NAME_MAX = 40 };

static bool fail(struct syntax_error *error, enum syntax_error_kind kind, const char *message)
{
    *error = (struct syntax_error){.kind = kind, .message = message};
    return false;
}

/* ---- the coding comment ---- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
        at++;
    return at;
}

/* The name behind `coding:` or `coding=` in a comment line, normalised as CPython compares it: lower
 * case, '_' as '-'. False if the line has none. */
static bool find_cookie(const char *line, const char *end, char name[ENCODING_NAME_MAX])
{
    const char *at = skip_blanks(line, end);
    if (at == end || *at != '#')
        return false;
    for (; end - at > 7; at++) {
        if (memcmp(at, "coding", 6) != 0 || (at[6] != ':' && at[6] != '='))
            continue;
        const char *from = at + 7;
        while (from < end && (*from == ' ' || *from == '\t'))
            from++;
        size_t size = 0;
        while (from + size < end && is_name_byte(from[size]))
            size++;
        if (size == 0)
            continue;
        size = size < ENCODING_NAME_MAX - 1 ? size : ENCODING_NAME_MAX - 1;
        for (size_t i = 0; i < size; i++) {
            char c = from[i];
            name[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
        name[size] = '\0';
        return true;
    }
    return false;
}

static const char *find_line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* The comment is in the first line, or in the second if the first is empty or a comment. */
static bool find_declaration(const char *bytes, const char *end, char name[ENCODING_NAME_MAX])
{
    const char *line_end = find_line_end(bytes, end);
    if (find_cookie(bytes, line_end, name))
        return true;
    const char *at = skip_blanks(bytes, line_end);
    if (at < line_end && *at != '#')
        return false;
    if (line_end == end)
        return false;
    const char *second = line_end + (end - line_end > 1 && line_end[0] == '\r' && line_end[1] == '\n'
                                         ? 2 : 1);
    return find_cookie(second, find_line_end(second, end), name);
}

static bool is_name_or_variant(const char *name, const char *base)
{
    size_t size = strlen(base);
    return strncmp(name, base, size) == 0 && (name[size] == '\0' || name[size] == '-');
}

static bool find_encoding(const char *name, enum encoding *encoding)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } known[] = {
        {"utf-8", ENCODING_UTF8},           {"utf8", ENCODING_UTF8},
        {"u8", ENCODING_UTF8},              {"ascii", ENCODING_ASCII},
        {"us-ascii", ENCODING_ASCII},       {"646", ENCODING_ASCII},
        {"latin-1", ENCODING_LATIN1},       {"latin1", ENCODING_LATIN1},
        {"latin", ENCODING_LATIN1},         {"l1", ENCODING_LATIN1},
        {"iso-8859-1", ENCODING_LATIN1},    {"iso8859-1", ENCODING_LATIN1},
        {"iso-latin-1", ENCODING_LATIN1},   {"8859", ENCODING_LATIN1},
        {"cp819", ENCODING_LATIN1},         {"iso-8859-15", ENCODING_LATIN9},
        {"iso8859-15", ENCODING_LATIN9},    {"latin-9", ENCODING_LATIN9},
        {"latin9", ENCODING_LATIN9},        {"l9", ENCODING_LATIN9},
        {"cp1252", ENCODING_CP1252},        {"windows-1252", ENCODING_CP1252},
        {"1252", ENCODING_CP1252},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].name) == 0) {
            *encoding = known[i].encoding;
            return true;
        }
    }
    if (is_name_or_variant(name, "utf-8")) {
        *encoding = ENCODING_UTF8;
        return true;
    }
    if (is_name_or_variant(name, "latin-1") || is_name_or_variant(name, "iso-8859-1") ||
        is_name_or_variant(name, "iso-latin-1")) {
        *encoding = ENCODING_LATIN1;
        return true;
    }
    return false;
}

/* ---- decoding ---- */

static uint32_t decode_latin9(unsigned char c)
{
    switch (c) {
    case 0xA4: return 0x20AC;
    case 0xA6: return 0x160;
    case 0xA8: return 0x161;
    case 0xB4: return 0x17D;
    case 0xB8: return 0x17E;
    case 0xBC: return 0x152;
    case 0xBD: return 0x153;
    case 0xBE: return 0x178;
    default: return c;
    }
}

/* 0 where Windows-1252 has no character. */
static uint32_t decode_cp1252(unsigned char c)
{
    static const uint16_t upper[32] = {
        0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
        0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E, 0x178,
    };
    return c >= 0x80 && c < 0xA0 ? upper[c - 0x80] : c;
}

/* The size of the valid UTF-8 sequence at the start; 0 if there is none, with *reason and the number
 * of bytes it concerns. */
static size_t check_sequence(const unsigned char *at, const unsigned char *end, const char **reason)
{
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3
                  : at[0] < 0xF5 ? 4 : 0;
    if (size == 0) {
        *reason = "invalid start byte";
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (at + i >= end) {
            *reason = "unexpected end of data";
            return 0;
        }
        unsigned char low = 0x80, high = 0xBF;
        if (i == 1) {
            low = at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : 0x80;
            high = at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : 0xBF;
        }
        if (at[i] < low || at[i] > high) {
            *reason = "invalid continuation byte";
            return 0;
        }
    }
    return size;
}

static int32_t count_lines(const char *from, const char *to)
{
    int32_t lines = 1;
    for (; from < to; from++)
        lines += *from == '\n' || (*from == '\r' && from[1] != '\n');
    return lines;
}

struct input {
    struct ouro_arena *arena;
    const char *bytes;
    const char *end;
    const char *filename;
    bool is_declared; /* a comment or mark says what the encoding is */
    bool is_text;
    bool has_mark; /* a byte order mark */
    char encoding_name[ENCODING_NAME_MAX];
    struct syntax_error *error;
};

static bool fail_utf8(const struct input *in, const char *at, const char *reason)
{
    unsigned byte = (unsigned char)*at;
    if (in->is_declared || in->is_text) {
        fail(in->error, SYNTAX_ERROR_ENCODING,
             ouro_arena_format(in->arena,
                         "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                         byte, (size_t)(at - in->bytes), reason));
        return false;
    }
    int32_t line = count_lines(in->bytes, at);
    fail(in->error, SYNTAX_ERROR_ENCODING,
         ouro_arena_format(in->arena,
                     "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding "
                     "declared; see https://peps.python.org/pep-0263/ for details",
                     byte, in->filename ? in->filename : "<string>", (int)line));
    return false;
}

static bool check_utf8(const struct input *in)
{
    const unsigned char *at = (const unsigned char *)in->bytes;
    const unsigned char *end = (const unsigned char *)in->end;
    while (at < end) {
        if (*at < 0x80) {
            at++;
            continue;
        }
        const char *reason;
        size_t size = check_sequence(at, end, &reason);
        if (size == 0)
            return fail_utf8(in, (const char *)at, reason);
        at += size;
    }
    return true;
}

static size_t encode(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3F));
    to[2] = (char)(0x80 | (c & 0x3F));
    return 3;
}

static bool fail_encoding(const struct input *in)
{
    return fail(in->error, SYNTAX_ERROR_ENCODING,
                ouro_arena_format(in->arena, "encoding problem: %s%s", in->encoding_name,
                                  in->has_mark ? " with BOM" : ""));
}

/* One byte of a single-byte encoding; false if it means nothing there. */
static bool decode_byte(const struct input *in, const char *at, enum encoding encoding, uint32_t *c)
{
    unsigned char byte = (unsigned char)*at;
    *c = encoding == ENCODING_LATIN9 ? decode_latin9(byte)
         : encoding == ENCODING_CP1252 ? decode_cp1252(byte) : byte;
    if (byte < 0x80 || (*c && encoding != ENCODING_ASCII))
        return true;
    return fail_encoding(in);
}

/* Copies with '\n' for every line end, one at the end, and a NUL. */
static bool convert(const struct input *in, enum encoding encoding, struct source_text *text)
{
    size_t capacity;
    size_t size = (size_t)(in->end - in->bytes);
    size_t factor = encoding == ENCODING_UTF8 ? 1 : 3;
    if (!ouro_size_mul(size, factor, &capacity) || !ouro_size_add(capacity, 2, &capacity) ||
        size > INT32_MAX / 4)
        return fail(in->error, SYNTAX_ERROR_MEMORY, "out of memory");
    char *to = in->arena->alloc(in->arena->context, capacity);
    if (!to)
        return fail(in->error, SYNTAX_ERROR_MEMORY, "out of memory");
    *text = (struct source_text){.bytes = to, .capacity = capacity};
    const char *start = to;
    for (const char *at = in->bytes; at < in->end;) {
        if (encoding == ENCODING_UTF8 || (unsigned char)*at < 0x80) {
            if (*at == '\r') {
                *to++ = '\n';
                at += at + 1 < in->end && at[1] == '\n' ? 2 : 1;
                continue;
            }
            *to++ = *at++;
            continue;
        }
        uint32_t c;
        if (!decode_byte(in, at, encoding, &c)) {
            ouro_source_destroy(in->arena, text);
            return false;
        }
        to += encode(to, c);
        at++;
    }
    if (to > start && to[-1] != '\n') {
        *to++ = '\n';
        text->is_newline_added = true;
    }
    *to = '\0';
    text->size = (size_t)(to - start);
    return true;
}

static bool find_source_encoding(struct input *in, enum encoding *encoding)
{
    in->has_mark = in->end - in->bytes >= 3 && memcmp(in->bytes, "\xEF\xBB\xBF", 3) == 0;
    if (in->has_mark)
        in->bytes += 3;
    *encoding = ENCODING_UTF8;
    in->is_declared = in->has_mark;
    if (in->is_text || !find_declaration(in->bytes, in->end, in->encoding_name))
        return true;
    in->is_declared = true;
    if (!find_encoding(in->encoding_name, encoding))
        return fail_encoding(in);
    if (*encoding == ENCODING_LATIN1)
        strcpy(in->encoding_name, "iso-8859-1");
    return !in->has_mark || *encoding == ENCODING_UTF8 || fail_encoding(in);
}

bool ouro_source_decode(struct ouro_arena *arena, const char *bytes, size_t size,
                        const char *filename, bool is_text, struct source_text *text,
                        struct syntax_error *error)
{
    *text = (struct source_text){0};
    if (size > 0 && memchr(bytes, '\0', size))
        return fail(error, SYNTAX_ERROR_VALUE, "source code string cannot contain null bytes");
    struct input in = {
        .arena = arena,
        .bytes = bytes,
        .end = bytes + size,
        .filename = filename,
        .is_text = is_text,
        .error = error,
    };
    enum encoding encoding;
    if (!find_source_encoding(&in, &encoding))
        return false;
    if (encoding == ENCODING_UTF8 && !check_utf8(&in))
        return false;
    text->is_declared = in.is_declared;
    return convert(&in, encoding, text);
}

void ouro_source_destroy(struct ouro_arena *arena, struct source_text *text)
{
    if (text->bytes)
        arena->free(arena->context, (void *)text->bytes, text->capacity);
    *text = (struct source_text){0};
}
