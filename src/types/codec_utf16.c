/* UTF-16 and UTF-32: with a byte order mark, or with the order in the name. */
#include "types/codec.h"

/* ---- writing --------------------------------------------------------------------------------- */

static bool put_unit16(struct encoder *e, uint32_t unit)
{
    uint8_t low = (uint8_t)unit, high = (uint8_t)(unit >> 8);
    uint8_t bytes[2] = {e->is_big_endian ? high : low, e->is_big_endian ? low : high};
    return ouro_byte_buffer_add(&e->out, bytes, 2);
}

static bool utf16_put(struct encoder *e, uint32_t c)
{
    if (c < 0x10000)
        return put_unit16(e, c);
    c -= 0x10000;
    return put_unit16(e, 0xd800 | c >> 10) && put_unit16(e, 0xdc00 | (c & 0x3ff));
}

static bool utf32_put(struct encoder *e, uint32_t c)
{
    uint8_t bytes[4];
    for (unsigned i = 0; i < 4; i++)
        bytes[e->is_big_endian ? 3 - i : i] = (uint8_t)(c >> (8 * i));
    return ouro_byte_buffer_add(&e->out, bytes, 4);
}

static bool encode_all(struct encoder *e)
{
    for (size_t i = 0; i < e->length;) {
        uint32_t c = char_read(e->data, e->width, i);
        if (c < 0xd800 || c > 0xdfff) {
            if (!e->put(e, c))
                return false;
            i++;
        } else if (!ouro_encode_error(e, i, i + 1, "surrogates not allowed", &i)) {
            return false;
        }
    }
    return true;
}

bool ouro_utf16_encode(struct encoder *e)
{
    e->put = utf16_put;
    return put_unit16(e, 0xfeff) && encode_all(e);
}

bool ouro_utf16_le_encode(struct encoder *e)
{
    e->put = utf16_put;
    return encode_all(e);
}

bool ouro_utf16_be_encode(struct encoder *e)
{
    e->put = utf16_put;
    e->is_big_endian = true;
    return encode_all(e);
}

bool ouro_utf32_encode(struct encoder *e)
{
    e->put = utf32_put;
    return utf32_put(e, 0xfeff) && encode_all(e);
}

bool ouro_utf32_le_encode(struct encoder *e)
{
    e->put = utf32_put;
    return encode_all(e);
}

bool ouro_utf32_be_encode(struct encoder *e)
{
    e->put = utf32_put;
    e->is_big_endian = true;
    return encode_all(e);
}

/* ---- reading --------------------------------------------------------------------------------- */

static uint32_t unit16(const struct decoder *d, size_t at)
{
    const uint8_t *p = d->bytes + at;
    return d->is_big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t unit32(const struct decoder *d, size_t at)
{
    return d->is_big_endian ? unit16(d, at) << 16 | unit16(d, at + 2)
                            : unit16(d, at + 2) << 16 | unit16(d, at);
}

static bool utf16_from(struct decoder *d, size_t at)
{
    while (at < d->size) {
        if (d->size - at < 2) {
            if (!ouro_decode_error(d, at, d->size, "truncated data", &at))
                return false;
            continue;
        }
        uint32_t c = unit16(d, at);
        if (c < 0xd800 || c > 0xdfff) {
            if (!ouro_str_builder_character(&d->out, c))
                return false;
            at += 2;
            continue;
        }
        bool is_done;
        if (c >= 0xdc00) {
            is_done = ouro_decode_error(d, at, at + 2, "illegal encoding", &at);
        } else if (d->size - at < 4) {
            is_done = ouro_decode_error(d, at, d->size, "unexpected end of data", &at);
        } else {
            uint32_t low = unit16(d, at + 2);
            if (low >= 0xdc00 && low <= 0xdfff) {
                uint32_t full = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
                is_done = ouro_str_builder_character(&d->out, full);
                at += 4;
            } else {
                is_done = ouro_decode_error(d, at, at + 2, "illegal UTF-16 surrogate", &at);
            }
        }
        if (!is_done)
            return false;
    }
    return true;
}

static bool utf32_from(struct decoder *d, size_t at)
{
    while (at < d->size) {
        if (d->size - at < 4) {
            if (!ouro_decode_error(d, at, d->size, "truncated data", &at))
                return false;
            continue;
        }
        uint32_t c = unit32(d, at);
        bool is_done;
        if (c >= 0xd800 && c <= 0xdfff) {
            is_done = ouro_decode_error(d, at, at + 4,
                                        "code point in surrogate code point range(0xd800, 0xe000)",
                                        &at);
        } else if (c > 0x10ffff) {
            is_done = ouro_decode_error(d, at, at + 4, "code point not in range(0x110000)", &at);
        } else {
            is_done = ouro_str_builder_character(&d->out, c);
            at += 4;
        }
        if (!is_done)
            return false;
    }
    return true;
}

/* A mark at the start tells the order and is no text. */
bool ouro_utf16_decode(struct decoder *d)
{
    size_t start = 0;
    if (d->size >= 2) {
        uint32_t mark = unit16(d, 0);
        d->is_big_endian = mark == 0xfffe;
        start = mark == 0xfffe || mark == 0xfeff ? 2 : 0;
    }
    d->encoding = d->is_big_endian ? "utf-16-be" : "utf-16-le";
    return utf16_from(d, start);
}

bool ouro_utf16_le_decode(struct decoder *d)
{
    return utf16_from(d, 0);
}

bool ouro_utf16_be_decode(struct decoder *d)
{
    d->is_big_endian = true;
    return utf16_from(d, 0);
}

bool ouro_utf32_decode(struct decoder *d)
{
    size_t start = 0;
    if (d->size >= 4) {
        uint32_t mark = unit32(d, 0);
        d->is_big_endian = mark == 0xfffe0000;
        start = mark == 0xfffe0000 || mark == 0xfeff ? 4 : 0;
    }
    d->encoding = d->is_big_endian ? "utf-32-be" : "utf-32-le";
    return utf32_from(d, start);
}

bool ouro_utf32_le_decode(struct decoder *d)
{
    return utf32_from(d, 0);
}

bool ouro_utf32_be_decode(struct decoder *d)
{
    d->is_big_endian = true;
    return utf32_from(d, 0);
}
