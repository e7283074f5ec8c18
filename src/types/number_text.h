/* The text of a str argument as the number parsers want it: ASCII, with decimal digits of other
 * scripts as 0..9, other blanks as spaces, and anything else as a character that no number
 * contains. Depends on str, unicode. */
#ifndef OURO_TYPES_NUMBER_TEXT_H
#define OURO_TYPES_NUMBER_TEXT_H

#include "types/class.h"

struct ouro_number_text {
    const char *data; /* not NUL-terminated */
    size_t size;
    char *buffer; /* or NULL: data is the object's own */
};

bool ouro_number_text_open(ouro_runtime *rt, struct ouro_number_text *text, ouro_object *str);
void ouro_number_text_close(ouro_runtime *rt, struct ouro_number_text *text);

OURO_INLINE bool ouro_ascii_is_blank(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

#endif
