/* Codecs of one byte a character: latin-1, ascii, cp1252. */
#include "types/codec.h"

/* What cp1252 has at 0x80..0x9f; 0: nothing. */
static const uint16_t cp1252_high[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static int latin1_byte(uint32_t c)
{
    return c < 0x100 ? (int)c : -1;
}

static int ascii_byte(uint32_t c)
{
    return c < 0x80 ? (int)c : -1;
}

static int cp1252_byte(uint32_t c)
{
    if (c < 0x80 || (c >= 0xa0 && c < 0x100))
        return (int)c;
    for (int i = 0; i < 32; i++)
        if (cp1252_high[i] == c && c)
            return 0x80 + i;
    return -1;
}

/* What a handler put in the text's place must be encodable as well. */
static bool put_byte(struct encoder *e, uint32_t c)
{
    return ouro_byte_buffer_byte(&e->out, (uint8_t)c);
}

OURO_INLINE bool byte_encode(struct encoder *e, int (*byte_of)(uint32_t), const char *reason)
{
    e->put = put_byte;
    if (!ouro_byte_buffer_reserve(&e->out, e->length))
        return false;
    for (size_t i = 0; i < e->length;) {
        int byte = byte_of(char_read(e->data, e->width, i));
        if (ouro_likely(byte >= 0)) {
            if (!ouro_byte_buffer_byte(&e->out, (uint8_t)byte))
                return false;
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < e->length && byte_of(char_read(e->data, e->width, end)) < 0)
            end++;
        if (!ouro_encode_error(e, i, end, reason, &i))
            return false;
    }
    return true;
}

bool ouro_latin1_encode(struct encoder *e)
{
    if (e->width == 1)
        return ouro_byte_buffer_add(&e->out, e->data, e->length);
    return byte_encode(e, latin1_byte, "ordinal not in range(256)");
}

bool ouro_ascii_encode(struct encoder *e)
{
    return byte_encode(e, ascii_byte, "ordinal not in range(128)");
}

bool ouro_cp1252_encode(struct encoder *e)
{
    e->encoding = "charmap";
    return byte_encode(e, cp1252_byte, "character maps to <undefined>");
}

bool ouro_latin1_decode(struct decoder *d)
{
    for (size_t i = 0; i < d->size; i++)
        if (!ouro_str_builder_character(&d->out, d->bytes[i]))
            return false;
    return true;
}

bool ouro_ascii_decode(struct decoder *d)
{
    for (size_t i = 0; i < d->size;) {
        if (d->bytes[i] < 0x80) {
            if (!ouro_str_builder_character(&d->out, d->bytes[i++]))
                return false;
        } else if (!ouro_decode_error(d, i, i + 1, "ordinal not in range(128)", &i)) {
            return false;
        }
    }
    return true;
}

bool ouro_cp1252_decode(struct decoder *d)
{
    d->encoding = "charmap";
    for (size_t i = 0; i < d->size;) {
        uint32_t c = d->bytes[i];
        if (c >= 0x80 && c < 0xa0)
            c = cp1252_high[c - 0x80];
        if (c || d->bytes[i] == 0) {
            if (!ouro_str_builder_character(&d->out, c))
                return false;
            i++;
        } else if (!ouro_decode_error(d, i, i + 1, "character maps to <undefined>", &i)) {
            return false;
        }
    }
    return true;
}
