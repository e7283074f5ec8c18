/* Finding codecs by name, and the error handlers that all of them share. */
#include "types/codec.h"

#include <stdio.h>

#include "types/int.h"
#include "types/tuple.h"

/* ---- bytes that grow ------------------------------------------------------------------------- */

bool ouro_byte_buffer_reserve(struct ouro_byte_buffer *buffer, size_t count)
{
    size_t needed;
    if (!ouro_size_add(buffer->size, count, &needed))
        return ouro_raise_memory(buffer->rt);
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = needed + needed / 2 + 32;
    void *data = ouro_buffer_realloc(buffer->rt, buffer->data, buffer->capacity, capacity);
    if (!data)
        return false;
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

bool ouro_byte_buffer_add(struct ouro_byte_buffer *buffer, const void *data, size_t size)
{
    if (size == 0)
        return true;
    if (!ouro_byte_buffer_reserve(buffer, size))
        return false;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return true;
}

void ouro_byte_buffer_abandon(struct ouro_byte_buffer *buffer)
{
    if (buffer->data)
        ouro_buffer_free(buffer->rt, buffer->data, buffer->capacity);
    buffer->data = NULL;
    buffer->size = buffer->capacity = 0;
}

ouro_object *ouro_byte_buffer_finish(struct ouro_byte_buffer *buffer)
{
    ouro_object *bytes = ouro_bytes_new(buffer->rt, buffer->data, buffer->size);
    ouro_byte_buffer_abandon(buffer);
    return bytes;
}

/* ---- names ----------------------------------------------------------------------------------- */

static const struct codec codecs[] = {
    {"utf-8", ouro_utf8_encode, ouro_utf8_decode, true},
    {"latin-1", ouro_latin1_encode, ouro_latin1_decode, true},
    {"ascii", ouro_ascii_encode, ouro_ascii_decode, true},
    {"utf-8-sig", ouro_utf8_sig_encode, ouro_utf8_sig_decode, false},
    {"cp1252", ouro_cp1252_encode, ouro_cp1252_decode, true},
    {"utf-16", ouro_utf16_encode, ouro_utf16_decode, false},
    {"utf-16-le", ouro_utf16_le_encode, ouro_utf16_le_decode, false},
    {"utf-16-be", ouro_utf16_be_encode, ouro_utf16_be_decode, false},
    {"utf-32", ouro_utf32_encode, ouro_utf32_decode, false},
    {"utf-32-le", ouro_utf32_le_encode, ouro_utf32_le_decode, false},
    {"utf-32-be", ouro_utf32_be_encode, ouro_utf32_be_decode, false},
    {"unicode-escape", ouro_unicode_escape_encode, ouro_unicode_escape_decode, false},
    {"raw-unicode-escape", ouro_raw_unicode_escape_encode, ouro_raw_unicode_escape_decode, false},
};

static const struct {
    const char *alias, *name;
} aliases[] = {
    {"utf8", "utf-8"}, {"u8", "utf-8"}, {"utf", "utf-8"}, {"cp65001", "utf-8"},
    {"latin1", "latin-1"}, {"latin", "latin-1"}, {"l1", "latin-1"}, {"iso-8859-1", "latin-1"},
    {"iso8859-1", "latin-1"}, {"8859", "latin-1"}, {"cp819", "latin-1"}, {"iso-ir-100", "latin-1"},
    {"us-ascii", "ascii"}, {"646", "ascii"}, {"iso646-us", "ascii"}, {"ansi-x3.4-1968", "ascii"},
    {"utf8-sig", "utf-8-sig"}, {"windows-1252", "cp1252"}, {"1252", "cp1252"},
    {"utf16", "utf-16"}, {"u16", "utf-16"}, {"utf-16le", "utf-16-le"}, {"utf-16be", "utf-16-be"},
    {"utf16-le", "utf-16-le"}, {"utf16-be", "utf-16-be"}, {"utf16le", "utf-16-le"},
    {"utf16be", "utf-16-be"}, {"unicodelittleunmarked", "utf-16-le"},
    {"unicodebigunmarked", "utf-16-be"}, {"utf32", "utf-32"}, {"u32", "utf-32"},
    {"utf-32le", "utf-32-le"}, {"utf-32be", "utf-32-be"}, {"utf32-le", "utf-32-le"},
    {"utf32-be", "utf-32-be"}, {"utf32le", "utf-32-le"}, {"utf32be", "utf-32-be"},
    {"unicodeescape", "unicode-escape"}, {"rawunicodeescape", "raw-unicode-escape"},
};

/* Lower case, with runs of anything but letters, digits and dots as one dash. */
static bool name_normalise(const char *name, char out[32])
{
    size_t size = 0;
    for (; *name; name++) {
        char c = *name;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (!is_word && (size == 0 || out[size - 1] == '-'))
            continue;
        if (size >= 31)
            return false;
        out[size++] = is_word ? c : '-';
    }
    out[size] = 0;
    return size > 0;
}

const struct codec *ouro_codec_find(const char *encoding)
{
    char name[32];
    if (strcmp(encoding, codecs[0].name) == 0) /* utf-8: nearly always */
        return &codecs[0];
    if (!name_normalise(encoding, name))
        return NULL;
    const char *known = name;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
        if (strcmp(aliases[i].alias, name) == 0)
            known = aliases[i].name;
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
        if (strcmp(codecs[i].name, known) == 0)
            return &codecs[i];
    return NULL;
}

const struct codec *ouro_codec_need(ouro_runtime *rt, const char *encoding)
{
    const struct codec *codec = ouro_codec_find(encoding);
    return codec ? codec : ouro_raise(rt, EXC_LookupError, "unknown encoding: %s", encoding);
}

enum codec_handler ouro_codec_handler(const char *errors)
{
    static const char *const names[] = {"strict", "ignore", "replace", "backslashreplace",
                                        "xmlcharrefreplace", "surrogateescape", "surrogatepass"};
    if (!errors)
        return HANDLER_STRICT;
    for (unsigned i = 0; i < HANDLER_UNKNOWN; i++)
        if (strcmp(names[i], errors) == 0)
            return (enum codec_handler)i;
    return HANDLER_UNKNOWN;
}

/* ---- errors ---------------------------------------------------------------------------------- */

/* Raises a Unicode*Error(encoding, object, start, end, reason); takes object. */
static void *raise_unicode(ouro_runtime *rt, unsigned exception_index, const char *encoding,
                           ouro_object *object, size_t start, size_t end, const char *reason)
{
    ouro_object *args[5] = {NULL, object, NULL, NULL, NULL};
    if (object) {
        args[0] = ouro_str_from(rt, encoding);
        args[2] = ouro_int_new_u64(rt, start);
        args[3] = ouro_int_new_u64(rt, end);
        args[4] = ouro_str_from(rt, reason);
    }
    if (args[0] && args[2] && args[3] && args[4]) {
        ouro_object *cls = &builtin_class(rt, exception_index)->core.base;
        ouro_object *error = ouro_call(rt, cls, args, 5, NULL);
        if (error)
            ouro_raise_take(rt, error);
    }
    for (unsigned i = 0; i < 5; i++)
        xdecref(rt, args[i]);
    return NULL;
}

/* Calls the handler that the program registered under this name with the pending Unicode error. The
 * replacement, owned, and where to go on. */
/* A handler may put other bytes into the exception: they are what decoding goes on with. */
static void take_object(struct decoder *d, ouro_object *object)
{
    setref_take(d->rt, &d->replaced, newref(object));
    d->bytes = bytes_of(object)->data;
    d->size = bytes_of(object)->length;
}

/* d is NULL when it is encoding. */
static ouro_object *ask_handler(ouro_runtime *rt, const char *errors, struct decoder *d, size_t length,
                                size_t *resume)
{
    ouro_object *error = ouro_error_take(rt);
    if (!error)
        return NULL;
    if (!rt->vm_hooks.codec_error) {
        decref(rt, error);
        return ouro_raise(rt, EXC_LookupError, "unknown error handler name '%s'", errors);
    }
    ouro_object **object = &((struct ouro_exception *)(void *)error)->fields[1], *before = xnewref(*object);
    ouro_object *answer = rt->vm_hooks.codec_error(rt, errors, error), *replacement = NULL;
    if (answer && d && *object && *object != before && is_bytes(rt, *object)) {
        take_object(d, *object);
        length = d->size;
    }
    xdecref(rt, before);
    bool is_decode = class_of(rt, error) == builtin_class(rt, EXC_UnicodeDecodeError);
    decref(rt, error);
    if (!answer)
        return NULL;
    int64_t position = 0;
    if (!is_tuple(rt, answer) || tuple_length(answer) != 2 ||
        !(is_str(rt, tuple_at(answer, 0)) || (!is_decode && is_bytes(rt, tuple_at(answer, 0)))) ||
        !is_int(rt, tuple_at(answer, 1))) {
        ouro_raise(rt, EXC_TypeError, is_decode ? "decoding error handler must return (str, int) tuple"
                                      : "encoding error handler must return (str/bytes, int) tuple");
    } else if (ouro_index_i64(rt, tuple_at(answer, 1), &position, EXC_IndexError)) {
        int64_t at = position < 0 ? position + (int64_t)length : position;
        if (at < 0 || at > (int64_t)length) {
            ouro_raise(rt, EXC_IndexError, "position %lld from error handler out of bounds",
                       (long long)position);
        } else {
            replacement = newref(tuple_at(answer, 0));
            *resume = (size_t)at;
        }
    }
    decref(rt, answer);
    return replacement;
}

static bool put_text(struct encoder *e, const char *text)
{
    for (; *text; text++)
        if (!e->put(e, (uint32_t)(uint8_t)*text))
            return false;
    return true;
}

static bool put_escape(struct encoder *e, uint32_t c)
{
    char text[16];
    if (e->handler == HANDLER_XML)
        snprintf(text, sizeof(text), "&#%u;", c);
    else
        snprintf(text, sizeof(text), c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    return put_text(e, text);
}

static bool is_multi_byte(const struct encoder *e)
{
    return strncmp(e->encoding, "utf", 3) == 0;
}

/* A surrogate as the codec would write it if it were allowed. */
static bool put_surrogate(struct encoder *e, uint32_t c)
{
    if (strncmp(e->encoding, "utf-8", 5) == 0) {
        uint8_t bytes[3] = {(uint8_t)(0xe0 | c >> 12), (uint8_t)(0x80 | (c >> 6 & 0x3f)),
                            (uint8_t)(0x80 | (c & 0x3f))};
        return ouro_byte_buffer_add(&e->out, bytes, 3);
    }
    return e->put(e, c);
}

/* What the handler answers is encoded by the same codec; when that cannot be, the first error stands. */
static bool encode_by_handler(struct encoder *e, size_t start, size_t end, const char *reason,
                              size_t *resume)
{
    ouro_runtime *rt = e->rt;
    raise_unicode(rt, EXC_UnicodeEncodeError, e->encoding, newref(e->text), start, end, reason);
    ouro_object *replacement = ask_handler(rt, e->errors, NULL, e->length, resume), *bytes = NULL;
    if (!replacement)
        return false;
    if (is_bytes(rt, replacement)) {
        bytes = newref(replacement);
    } else {
        const char *encoding = e->encoding;
        if (!strcmp(encoding, "utf-16"))
            encoding = e->is_big_endian ? "utf-16-be" : "utf-16-le";
        else if (!strcmp(encoding, "utf-32"))
            encoding = e->is_big_endian ? "utf-32-be" : "utf-32-le";
        bytes = ouro_str_encode(rt, replacement, encoding, "strict");
        if (!bytes && ouro_error_is(rt, EXC_UnicodeEncodeError)) {
            ouro_error_clear(rt);
            raise_unicode(rt, EXC_UnicodeEncodeError, e->encoding, newref(e->text), start, end, reason);
        }
    }
    bool is_good = bytes && ouro_byte_buffer_add(&e->out, bytes_of(bytes)->data, bytes_of(bytes)->length);
    xdecref(rt, bytes);
    decref(rt, replacement);
    return is_good;
}

bool ouro_encode_error(struct encoder *e, size_t start, size_t end, const char *reason, size_t *resume)
{
    *resume = end;
    for (size_t i = start; i < end; i++) {
        uint32_t c = char_read(e->data, e->width, i);
        bool is_done = false;
        switch (e->handler) {
        case HANDLER_IGNORE:
            is_done = true;
            break;
        case HANDLER_REPLACE:
            if (!e->put(e, '?'))
                return false;
            is_done = true;
            break;
        case HANDLER_BACKSLASH:
        case HANDLER_XML:
            if (!put_escape(e, c))
                return false;
            is_done = true;
            break;
        case HANDLER_SURROGATE_ESCAPE:
            /* One byte is no unit of UTF-16 or UTF-32. */
            if (c >= 0xdc80 && c <= 0xdcff && strncmp(e->encoding, "utf-16", 6) != 0 &&
                strncmp(e->encoding, "utf-32", 6) != 0) {
                if (!ouro_byte_buffer_byte(&e->out, (uint8_t)(c - 0xdc00)))
                    return false;
                is_done = true;
            }
            break;
        case HANDLER_SURROGATE_PASS:
            if (c >= 0xd800 && c <= 0xdfff && is_multi_byte(e)) {
                if (!put_surrogate(e, c))
                    return false;
                is_done = true;
            }
            break;
        case HANDLER_STRICT:
            break;
        case HANDLER_UNKNOWN:
            return encode_by_handler(e, start, end, reason, resume);
        }
        if (!is_done) {
            raise_unicode(e->rt, EXC_UnicodeEncodeError, e->encoding, newref(e->text), start, end,
                          reason);
            return false;
        }
    }
    return true;
}

static bool decode_strict(struct decoder *d, size_t start, size_t end, const char *reason)
{
    raise_unicode(d->rt, EXC_UnicodeDecodeError, d->encoding,
                  ouro_bytes_new(d->rt, d->bytes, d->size), start, end, reason);
    return false;
}

static bool decode_by_handler(struct decoder *d, size_t start, size_t end, const char *reason,
                              size_t *resume)
{
    decode_strict(d, start, end, reason);
    ouro_object *replacement = ask_handler(d->rt, d->errors, d, d->size, resume);
    bool is_good = replacement && ouro_str_builder_str(&d->out, replacement);
    xdecref(d->rt, replacement);
    return is_good;
}

static bool decode_surrogate_escape(struct decoder *d, size_t start, size_t end, const char *reason,
                                    size_t *resume)
{
    size_t at = start;
    while (at < end && at < start + 4 && d->bytes[at] >= 0x80) {
        if (!ouro_str_builder_character(&d->out, 0xdc00u + d->bytes[at]))
            return false;
        at++;
    }
    *resume = at;
    return at > start || decode_strict(d, start, end, reason);
}

/* A surrogate that the codec refused, in the codec's own bytes. */
static bool decode_surrogate_pass(struct decoder *d, size_t start, size_t end, const char *reason,
                                  size_t *resume)
{
    const uint8_t *p = d->bytes + start;
    size_t left = d->size - start, used = 0;
    uint32_t c = 0;
    if (strncmp(d->encoding, "utf-8", 5) == 0 && left >= 3) {
        if ((p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80)
            c = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        used = 3;
    } else if (strncmp(d->encoding, "utf-16", 6) == 0 && left >= 2) {
        c = d->is_big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
        used = 2;
    } else if (strncmp(d->encoding, "utf-32", 6) == 0 && left >= 4) {
        c = d->is_big_endian
                ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
        used = 4;
    }
    if (c < 0xd800 || c > 0xdfff)
        return decode_strict(d, start, end, reason);
    *resume = start + used;
    return ouro_str_builder_character(&d->out, c);
}

bool ouro_decode_error(struct decoder *d, size_t start, size_t end, const char *reason,
                       size_t *resume)
{
    *resume = end;
    switch (d->handler) {
    case HANDLER_IGNORE:
        return true;
    case HANDLER_REPLACE:
        return ouro_str_builder_character(&d->out, 0xfffd);
    case HANDLER_BACKSLASH:
        for (size_t i = start; i < end; i++) {
            char text[8];
            snprintf(text, sizeof(text), "\\x%02x", d->bytes[i]);
            if (!ouro_str_builder_literal(&d->out, text))
                return false;
        }
        return true;
    case HANDLER_SURROGATE_ESCAPE:
        return decode_surrogate_escape(d, start, end, reason, resume);
    case HANDLER_SURROGATE_PASS:
        return decode_surrogate_pass(d, start, end, reason, resume);
    case HANDLER_XML:
        return ouro_raise(d->rt, EXC_TypeError,
                          "don't know how to handle UnicodeDecodeError in error callback");
    case HANDLER_UNKNOWN:
        return decode_by_handler(d, start, end, reason, resume);
    case HANDLER_STRICT:
        break;
    }
    return decode_strict(d, start, end, reason);
}

/* ---- the two doors --------------------------------------------------------------------------- */

ouro_object *ouro_str_encode(ouro_runtime *rt, ouro_object *self, const char *encoding,
                             const char *errors)
{
    const struct codec *codec = ouro_codec_find(encoding ? encoding : "utf-8");
    if (!codec)
        return rt->vm_hooks.codec_encode ? rt->vm_hooks.codec_encode(rt, self, encoding, errors)
                                         : (void *)(uintptr_t)ouro_codec_need(rt, encoding);
    if (codec->is_ascii_compatible && ouro_str_is_ascii(self))
        return ouro_bytes_new(rt, str_data(self), ouro_str_length(self));
    struct encoder e = {
        .out = {.rt = rt}, .rt = rt, .text = self, .data = str_data(self),
        .length = ouro_str_length(self), .width = ouro_str_width(self), .encoding = codec->name,
        .errors = errors, .handler = ouro_codec_handler(errors),
    };
    if (!codec->encode(&e)) {
        ouro_byte_buffer_abandon(&e.out);
        return NULL;
    }
    return ouro_byte_buffer_finish(&e.out);
}

ouro_object *ouro_str_decode(ouro_runtime *rt, const uint8_t *bytes, size_t size,
                             const char *encoding, const char *errors)
{
    const struct codec *codec = ouro_codec_find(encoding ? encoding : "utf-8");
    if (!codec) {
        if (!rt->vm_hooks.codec_decode)
            return (void *)(uintptr_t)ouro_codec_need(rt, encoding);
        ouro_object *data = ouro_bytes_new(rt, bytes, size);
        ouro_object *text = data ? rt->vm_hooks.codec_decode(rt, data, encoding, errors) : NULL;
        xdecref(rt, data);
        return text;
    }
    if (codec->decode == ouro_latin1_decode ||
        (codec->is_ascii_compatible && ouro_str_largest_in(bytes, 1, size) <= 0x7f))
        return ouro_str_from_latin1(rt, bytes, size);
    struct decoder d = {.rt = rt, .bytes = bytes, .size = size, .encoding = codec->name,
                        .errors = errors, .handler = ouro_codec_handler(errors)};
    ouro_str_builder_init(&d.out, rt);
    bool is_done = codec->decode(&d);
    xdecref(rt, d.replaced);
    if (is_done)
        return ouro_str_builder_finish(&d.out);
    ouro_str_builder_abandon(&d.out);
    return NULL;
}
