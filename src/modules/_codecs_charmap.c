/* Codecs whose table is given by the caller: a string or mapping from bytes to characters, a mapping from
 * characters to bytes; and escape_decode, the codec of bytes literals. */
#include <string.h>

#include "modules/codecs.h"
#include "types/codec.h"
#include "types/dict.h"
#include "types/int.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* ---- decoding -------------------------------------------------------------------------------- */

static bool decode_fault(ouro_runtime *rt, struct decoder *d, size_t at, size_t *resume)
{
    return ouro_decode_error(d, at, at + 1, "character maps to <undefined>", resume);
}

/* A byte through a mapping: 1 written, 0 undefined, -1 error. */
static int decode_mapped(struct decoder *d, ouro_object *mapping, uint8_t byte)
{
    ouro_runtime *rt = d->rt;
    ouro_object *value = ouro_getitem(rt, mapping, ouro_int_new(rt, byte));
    if (!value) {
        if (!ouro_error_is(rt, EXC_LookupError))
            return -1;
        ouro_error_clear(rt);
        return 0;
    }
    int outcome = 0;
    int64_t number;
    if (is_int(rt, value)) {
        if (!ouro_int_fits_i64(value, &number) || number < 0 || number > 0x10ffff) {
            ouro_raise(rt, EXC_TypeError, "character mapping must be in range(0x110000)");
            outcome = -1;
        } else if (number != 0xfffe) {
            outcome = ouro_str_builder_character(&d->out, (uint32_t)number) ? 1 : -1;
        }
    } else if (is_str(rt, value)) {
        if (ouro_str_length(value) != 1 || ouro_str_at(value, 0) != 0xfffe)
            outcome = ouro_str_builder_str(&d->out, value) ? 1 : -1;
    } else if (value != rt->none) {
        ouro_raise(rt, EXC_TypeError, "character mapping must return integer, None or str");
        outcome = -1;
    }
    decref(rt, value);
    return outcome;
}

static bool decode_table(struct decoder *d, ouro_object *table)
{
    size_t length = ouro_str_length(table);
    for (size_t i = 0; i < d->size;) {
        uint32_t c = d->bytes[i] < length ? ouro_str_at(table, d->bytes[i]) : 0xfffe;
        if (c == 0xfffe) {
            if (!decode_fault(d->rt, d, i, &i))
                return false;
        } else {
            if (!ouro_str_builder_character(&d->out, c))
                return false;
            i++;
        }
    }
    return true;
}

static bool decode_mapping(struct decoder *d, ouro_object *mapping)
{
    for (size_t i = 0; i < d->size;) {
        int outcome = decode_mapped(d, mapping, d->bytes[i]);
        if (outcome < 0 || (!outcome && !decode_fault(d->rt, d, i, &i)))
            return false;
        i += outcome > 0;
    }
    return true;
}

NATIVE(charmap_decode)
{
    const char *errors;
    const uint8_t *bytes;
    size_t size;
    ouro_object *owner, *mapping = count > 2 ? args[2] : rt->none, *text = NULL;
    if (!ouro_codecs_errors(rt, count > 1 ? args[1] : NULL, &errors, &owner))
        return NULL;
    if (!ouro_buffer_get(rt, args[0], &bytes, &size)) {
        xdecref(rt, owner);
        return NULL;
    }
    if (mapping == rt->none) {
        text = ouro_str_from_latin1(rt, bytes, size);
    } else {
        struct decoder d = {.rt = rt, .bytes = bytes, .size = size, .encoding = "charmap",
                            .errors = errors, .handler = ouro_codec_handler(errors)};
        ouro_str_builder_init(&d.out, rt);
        bool is_good = is_exact(mapping, TYPE_STR) ? decode_table(&d, mapping) : decode_mapping(&d, mapping);
        xdecref(rt, d.replaced);
        if (is_good)
            text = ouro_str_builder_finish(&d.out);
        else
            ouro_str_builder_abandon(&d.out);
    }
    xdecref(rt, owner);
    return ouro_codecs_pair(rt, text, size);
}

/* ---- encoding -------------------------------------------------------------------------------- */

struct charmap_encoder {
    struct encoder base; /* first: the error handlers see only this */
    ouro_object *mapping;
};

/* Writes what the mapping has for c: 1, 0 when undefined, -1 error. */
static int encode_mapped(struct encoder *e, uint32_t c)
{
    ouro_runtime *rt = e->rt;
    ouro_object *key = ouro_int_new(rt, c);
    ouro_object *value =
        key ? ouro_getitem(rt, ((struct charmap_encoder *)(void *)e)->mapping, key) : NULL;
    xdecref(rt, key);
    if (!value) {
        if (!ouro_error_is(rt, EXC_LookupError))
            return -1;
        ouro_error_clear(rt);
        return 0;
    }
    int outcome = 0;
    int64_t number;
    if (is_int(rt, value)) {
        if (!ouro_int_fits_i64(value, &number) || number < 0 || number > 255) {
            ouro_raise(rt, EXC_TypeError, "character mapping must be in range(256)");
            outcome = -1;
        } else {
            outcome = ouro_byte_buffer_byte(&e->out, (uint8_t)number) ? 1 : -1;
        }
    } else if (is_bytes(rt, value)) {
        outcome = ouro_byte_buffer_add(&e->out, bytes_of(value)->data, bytes_of(value)->length) ? 1 : -1;
    } else if (value != rt->none) {
        ouro_raise(rt, EXC_TypeError, "character mapping must return integer, bytes or None, not %T",
                   value);
        outcome = -1;
    }
    decref(rt, value);
    return outcome;
}

static bool put_mapped(struct encoder *e, uint32_t c)
{
    int outcome = encode_mapped(e, c);
    if (outcome)
        return outcome > 0;
    size_t resume;
    e->handler = HANDLER_STRICT; /* what replaces a character must be in the table */
    return ouro_encode_error(e, 0, 1, "character maps to <undefined>", &resume);
}

static bool encode_all(struct encoder *e)
{
    for (size_t i = 0; i < e->length;) {
        int outcome = encode_mapped(e, char_read(e->data, e->width, i));
        if (outcome < 0)
            return false;
        if (outcome) {
            i++;
            continue;
        }
        if (!ouro_encode_error(e, i, i + 1, "character maps to <undefined>", &i))
            return false;
    }
    return true;
}

NATIVE(charmap_encode)
{
    const char *errors;
    ouro_object *owner, *mapping = count > 2 ? args[2] : rt->none, *bytes = NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "charmap_encode() argument 1 must be str, not %W", args[0]);
    if (!ouro_codecs_errors(rt, count > 1 ? args[1] : NULL, &errors, &owner))
        return NULL;
    if (mapping == rt->none) {
        bytes = ouro_str_encode(rt, args[0], "latin-1", errors);
    } else {
        struct charmap_encoder e = {
            .base = {.out = {.rt = rt}, .rt = rt, .text = args[0], .data = str_data(args[0]),
                     .length = ouro_str_length(args[0]), .width = ouro_str_width(args[0]),
                     .encoding = "charmap", .errors = errors, .handler = ouro_codec_handler(errors),
                     .put = put_mapped},
            .mapping = mapping};
        if (encode_all(&e.base))
            bytes = ouro_byte_buffer_finish(&e.base.out);
        else
            ouro_byte_buffer_abandon(&e.base.out);
    }
    xdecref(rt, owner);
    return ouro_codecs_pair(rt, bytes, ouro_str_length(args[0]));
}

/* A dict from characters to bytes, from the table for the other way. */
NATIVE(charmap_build)
{
    ouro_object *dict = is_str(rt, args[0]) ? ouro_dict_new(rt) : NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "charmap_build() argument must be str, not %W", args[0]);
    for (size_t i = 0; dict && i < ouro_str_length(args[0]) && i < 256; i++) {
        uint32_t c = ouro_str_at(args[0], i);
        if (c == 0xfffe)
            continue;
        ouro_object *key = ouro_int_new(rt, c), *value = ouro_int_new(rt, (int64_t)i);
        if (!key || !value || !ouro_dict_set(rt, dict, key, value))
            clearref(rt, &dict);
        xdecref(rt, key);
        xdecref(rt, value);
    }
    return dict;
}

/* ---- escapes in bytes ------------------------------------------------------------------------ */

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct escape_reader {
    ouro_runtime *rt;
    struct ouro_byte_buffer out;
    const uint8_t *bytes;
    size_t size, at;
    const char *errors;
};

static bool hex_fault(struct escape_reader *r, size_t start)
{
    if (!strcmp(r->errors, "strict"))
        return ouro_raise(r->rt, EXC_ValueError, "invalid \\x escape at position %zu", start) != NULL;
    if (!strcmp(r->errors, "replace"))
        return ouro_byte_buffer_byte(&r->out, '?');
    if (!strcmp(r->errors, "ignore"))
        return true;
    return ouro_raise(r->rt, EXC_ValueError, "decoding error; unknown error handling code: %.400s",
                      r->errors) != NULL;
}

/* The escape whose backslash was read already. */
static bool read_escape(struct escape_reader *r)
{
    static const char letters[] = "\\'\"abtnvfr", values[] = "\\'\"\a\b\t\n\v\f\r";
    size_t start = r->at - 1;
    if (r->at >= r->size)
        return ouro_raise(r->rt, EXC_ValueError, "Trailing \\ in string") != NULL;
    uint8_t c = r->bytes[r->at++];
    const char *known = strchr(letters, c);
    if (c == '\n')
        return true;
    if (c && known)
        return ouro_byte_buffer_byte(&r->out, (uint8_t)values[known - letters]);
    if (c >= '0' && c <= '7') {
        unsigned value = c - '0';
        for (int i = 0; i < 2 && r->at < r->size && r->bytes[r->at] >= '0' && r->bytes[r->at] <= '7'; i++)
            value = value * 8 + (r->bytes[r->at++] - '0');
        return ouro_byte_buffer_byte(&r->out, (uint8_t)value);
    }
    if (c != 'x')
        return ouro_byte_buffer_byte(&r->out, '\\') && ouro_byte_buffer_byte(&r->out, c);
    int high = r->at < r->size ? hex_digit(r->bytes[r->at]) : -1;
    int low = r->at + 1 < r->size ? hex_digit(r->bytes[r->at + 1]) : -1;
    if (high >= 0 && low >= 0) {
        r->at += 2;
        return ouro_byte_buffer_byte(&r->out, (uint8_t)(high << 4 | low));
    }
    r->at += high >= 0;
    return hex_fault(r, start);
}

NATIVE(escape_decode)
{
    struct escape_reader r = {.rt = rt, .out = {.rt = rt}};
    ouro_object *owner, *text_owner = NULL;
    if (!ouro_codecs_errors(rt, count > 1 ? args[1] : NULL, &r.errors, &owner))
        return NULL;
    bool is_good;
    if (is_str(rt, args[0]))
        is_good = (r.bytes = (const uint8_t *)ouro_str_utf8(rt, args[0], &r.size, &text_owner)) != NULL;
    else
        is_good = ouro_buffer_get(rt, args[0], &r.bytes, &r.size);
    while (is_good && r.at < r.size) {
        uint8_t c = r.bytes[r.at++];
        is_good = c == '\\' ? read_escape(&r) : ouro_byte_buffer_byte(&r.out, c);
    }
    ouro_object *bytes = NULL;
    if (is_good)
        bytes = ouro_byte_buffer_finish(&r.out);
    else
        ouro_byte_buffer_abandon(&r.out);
    xdecref(rt, owner);
    xdecref(rt, text_owner);
    return ouro_codecs_pair(rt, bytes, r.size);
}

NATIVE(escape_encode)
{
    if (!is_bytes(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "escape_encode() argument 1 must be bytes, not %W", args[0]);
    struct ouro_byte_buffer out = {.rt = rt};
    const struct ouro_bytes *bytes = bytes_of(args[0]);
    bool is_good = true;
    for (size_t i = 0; is_good && i < bytes->length; i++) {
        static const char digits[] = "0123456789abcdef";
        uint8_t c = bytes->data[i];
        const char *known = c ? strchr("\\'\t\n\r", c) : NULL;
        if (known) {
            char pair[2] = {'\\', c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : (char)c};
            is_good = ouro_byte_buffer_add(&out, pair, 2);
        } else if (c < ' ' || c >= 0x7f) {
            char four[4] = {'\\', 'x', digits[c >> 4], digits[c & 15]};
            is_good = ouro_byte_buffer_add(&out, four, 4);
        } else {
            is_good = ouro_byte_buffer_byte(&out, c);
        }
    }
    if (!is_good) {
        ouro_byte_buffer_abandon(&out);
        return NULL;
    }
    return ouro_codecs_pair(rt, ouro_byte_buffer_finish(&out), bytes->length);
}

const struct ouro_method ouro_codecs_charmap_functions[] = {
    {"charmap_decode", charmap_decode, 1, 3, 0, NULL},
    {"charmap_encode", charmap_encode, 1, 3, 0, NULL},
    {"charmap_build", charmap_build, 1, 1, 0, NULL},
    {"escape_decode", escape_decode, 1, 2, 0, NULL},
    {"escape_encode", escape_encode, 1, 2, 0, NULL},
    {0},
};
