#include "types/number_text.h"

#include "types/str.h"
#include "types/unicode.h"

static char plain_character(uint32_t c)
{
    if (c < 0x80)
        return ouro_unicode_is_space(c) ? ' ' : (char)c;
    if (ouro_unicode_is_space(c))
        return ' ';
    int digit = ouro_unicode_decimal(c);
    return digit >= 0 ? (char)('0' + digit) : '?';
}

/* Control characters 28 to 31 are blanks in str but not in bytes, hence the look at ASCII text too.
 */
static bool is_plain(const ouro_object *str)
{
    if (!ouro_str_is_ascii(str))
        return false;
    const uint8_t *data = str_of(str)->data;
    for (size_t i = 0, length = ouro_str_length(str); i < length; i++)
        if (data[i] >= 0x1c && data[i] < 0x20)
            return false;
    return true;
}

bool ouro_number_text_open(ouro_runtime *rt, struct ouro_number_text *text, ouro_object *str)
{
    text->size = ouro_str_length(str);
    text->buffer = NULL;
    if (is_plain(str)) {
        text->data = (const char *)str_of(str)->data;
        return true;
    }
    text->buffer = ouro_buffer_alloc(rt, text->size);
    if (!text->buffer)
        return false;
    for (size_t i = 0; i < text->size; i++)
        text->buffer[i] = plain_character(ouro_str_at(str, i));
    text->data = text->buffer;
    return true;
}

void ouro_number_text_close(ouro_runtime *rt, struct ouro_number_text *text)
{
    ouro_buffer_free(rt, text->buffer, text->size);
}
