/* UTF-8, with and without a signature. */
#include "types/codec.h"

static unsigned utf8_write(uint8_t *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xc0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xe0 | c >> 12);
        out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | c >> 18);
    out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

static bool utf8_put(struct encoder *e, uint32_t c)
{
    if (!ouro_byte_buffer_reserve(&e->out, 4))
        return false;
    e->out.size += utf8_write(e->out.data + e->out.size, c);
    return true;
}

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

bool ouro_utf8_encode(struct encoder *e)
{
    e->put = utf8_put;
    if (!ouro_byte_buffer_reserve(&e->out, e->length + e->length / 4 + 4))
        return false;
    for (size_t i = 0; i < e->length;) {
        if (e->width == 1) {
            size_t run = ascii_run((const uint8_t *)e->data + i, e->length - i);
            if (!ouro_byte_buffer_add(&e->out, (const uint8_t *)e->data + i, run))
                return false;
            i += run;
            if (i == e->length)
                break;
        }
        uint32_t c = char_read(e->data, e->width, i);
        if (ouro_likely(!is_surrogate(c))) {
            /* Handlers may have used up what was reserved for the rest. */
            if (e->out.capacity - e->out.size < 4 && !ouro_byte_buffer_reserve(&e->out, 4))
                return false;
            e->out.size += utf8_write(e->out.data + e->out.size, c);
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < e->length && is_surrogate(char_read(e->data, e->width, end)))
            end++;
        if (!ouro_encode_error(e, i, end, "surrogates not allowed", &i))
            return false;
    }
    return true;
}

/* Bytes that begin a valid sequence at p, and its character; 0 if p does not start with one. */
static unsigned utf8_valid(const uint8_t *p, size_t left, uint32_t *c)
{
    uint8_t lead = p[0];
    if (lead < 0x80) {
        *c = lead;
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    unsigned size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (left < size || (p[1] & 0xc0) != 0x80)
        return 0;
    if (size == 2) {
        *c = (uint32_t)(lead & 0x1f) << 6 | (p[1] & 0x3f);
        return 2;
    }
    if ((p[2] & 0xc0) != 0x80)
        return 0;
    if (size == 3) {
        *c = (uint32_t)(lead & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        return *c < 0x800 || is_surrogate(*c) ? 0 : 3;
    }
    if ((p[3] & 0xc0) != 0x80)
        return 0;
    *c = (uint32_t)(lead & 7) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
         (p[3] & 0x3f);
    return *c < 0x10000 || *c > 0x10ffff ? 0 : 4;
}

/* May second follow lead? Rules out overlong forms, surrogates and what lies past U+10FFFF. */
static bool second_is_valid(uint8_t lead, uint8_t second)
{
    if ((second & 0xc0) != 0x80)
        return false;
    switch (lead) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second < 0xa0;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second < 0x90;
    default:
        return true;
    }
}

static bool utf8_invalid(struct decoder *d, size_t at, size_t *resume)
{
    const uint8_t *p = d->bytes + at;
    size_t left = d->size - at;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return ouro_decode_error(d, at, at + 1, "invalid start byte", resume);
    unsigned size = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    size_t good = 1;
    while (good < size && good < left &&
           (good == 1 ? second_is_valid(p[0], p[1]) : (p[good] & 0xc0) == 0x80))
        good++;
    if (good == left)
        return ouro_decode_error(d, at, d->size, "unexpected end of data", resume);
    return ouro_decode_error(d, at, at + good, "invalid continuation byte", resume);
}

static bool utf8_decode_from(struct decoder *d, size_t at)
{
    while (at < d->size) {
        size_t run = at + ascii_run(d->bytes + at, d->size - at);
        if (run > at && !ouro_str_builder_text(&d->out, (const char *)d->bytes + at, run - at))
            return false;
        at = run;
        uint32_t c;
        while (at < d->size && d->bytes[at] >= 0x80) {
            unsigned size = utf8_valid(d->bytes + at, d->size - at, &c);
            if (size) {
                at += size;
                if (!ouro_str_builder_character(&d->out, c))
                    return false;
            } else if (!utf8_invalid(d, at, &at)) {
                return false;
            }
        }
    }
    return true;
}

bool ouro_utf8_decode(struct decoder *d)
{
    return utf8_decode_from(d, 0);
}

bool ouro_utf8_sig_encode(struct encoder *e)
{
    e->encoding = "utf-8";
    return ouro_byte_buffer_add(&e->out, "\xef\xbb\xbf", 3) && ouro_utf8_encode(e);
}

bool ouro_utf8_sig_decode(struct decoder *d)
{
    d->encoding = "utf-8";
    bool has_signature = d->size >= 3 && memcmp(d->bytes, "\xef\xbb\xbf", 3) == 0;
    if (has_signature) { /* positions in messages count from behind it */
        d->bytes += 3;
        d->size -= 3;
    }
    return utf8_decode_from(d, 0);
}
