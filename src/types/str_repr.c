/* repr(str): quotes, escapes, and what may stand as it is. */
#include "types/str_internal.h"
#include "types/unicode.h"

static const char hex_digits[] = "0123456789abcdef";

/* Characters that the repr of c takes, quote being the one around it. */
OURO_INLINE unsigned escape_size(uint32_t c, uint32_t quote)
{
    if (c == quote || c == '\\' || c == '\t' || c == '\n' || c == '\r')
        return 2;
    if (c >= 0x20 && c < 0x7f)
        return 1;
    if (c < 0x80)
        return 4;
    if (ouro_unicode_is_printable(c))
        return 1;
    return c < 0x100 ? 4 : c < 0x10000 ? 6 : 10;
}

/* Writes the escape of a character that needs one. */
static size_t escape_write(void *out, unsigned width, size_t at, uint32_t c)
{
    char_write(out, width, at++, '\\');
    if (c == '\t' || c == '\n' || c == '\r') {
        char_write(out, width, at++, c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        return at;
    }
    if (c >= 0x20 && c < 0x7f) { /* a quote or a backslash */
        char_write(out, width, at++, c);
        return at;
    }
    unsigned digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    char_write(out, width, at++, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    while (digits-- > 0)
        char_write(out, width, at++, (uint32_t)hex_digits[c >> (4 * digits) & 15]);
    return at;
}

static uint32_t quote_choose(const ouro_object *self)
{
    size_t length = ouro_str_length(self);
    if (ouro_str_find_character(self, '\'', 0, length) < 0)
        return '\'';
    return ouro_str_find_character(self, '"', 0, length) < 0 ? '"' : '\'';
}

ouro_object *ouro_str_repr(ouro_runtime *rt, ouro_object *self)
{
    size_t length = ouro_str_length(self), size = 2;
    const void *data = str_data(self);
    unsigned width = ouro_str_width(self);
    uint32_t quote = quote_choose(self), largest = 0x7f;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = char_read(data, width, i);
        unsigned part = escape_size(c, quote);
        if (part == 1 && c > largest)
            largest = c;
        size += part;
    }
    ouro_object *text = ouro_str_alloc(rt, size, largest);
    if (!text)
        return NULL;
    void *out = str_data_mutable(text);
    unsigned out_width = ouro_str_width(text);
    char_write(out, out_width, 0, quote);
    char_write(out, out_width, size - 1, quote);
    if (size == length + 2) {
        ouro_str_copy_characters((char *)out + out_width, out_width, data, width, length);
        return text;
    }
    size_t at = 1;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = char_read(data, width, i);
        if (escape_size(c, quote) == 1)
            char_write(out, out_width, at++, c);
        else
            at = escape_write(out, out_width, at, c);
    }
    return text;
}
