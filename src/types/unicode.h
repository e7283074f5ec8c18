/* Properties and case mappings of characters, as str's methods see them. Pure functions, no state. */
#ifndef OURO_TYPES_UNICODE_H
#define OURO_TYPES_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

bool ouro_unicode_is_alpha(uint32_t c);
bool ouro_unicode_is_upper(uint32_t c);
bool ouro_unicode_is_lower(uint32_t c);
bool ouro_unicode_is_title(uint32_t c); /* titlecase letters such as U+01C5 alone */
bool ouro_unicode_is_printable(uint32_t c);
bool ouro_unicode_is_digit(uint32_t c);
bool ouro_unicode_is_numeric(uint32_t c);
bool ouro_unicode_is_identifier_start(uint32_t c);
bool ouro_unicode_is_identifier_continue(uint32_t c);
bool ouro_unicode_is_case_ignorable(uint32_t c);
int ouro_unicode_decimal(uint32_t c); /* 0..9, or -1 */

OURO_INLINE bool ouro_unicode_is_cased(uint32_t c)
{
    return ouro_unicode_is_lower(c) || ouro_unicode_is_upper(c) || ouro_unicode_is_title(c);
}

OURO_INLINE bool ouro_unicode_is_alnum(uint32_t c)
{
    return ouro_unicode_is_alpha(c) || ouro_unicode_decimal(c) >= 0 || ouro_unicode_is_digit(c) ||
           ouro_unicode_is_numeric(c);
}

OURO_INLINE bool ouro_unicode_is_space(uint32_t c)
{
    if (ouro_likely(c < 0x80))
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

OURO_INLINE bool ouro_unicode_is_line_end(uint32_t c)
{
    if (ouro_likely(c < 0x80))
        return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e);
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Full mappings: write one to three characters and return how many. */
unsigned ouro_unicode_to_lower(uint32_t c, uint32_t out[3]);
unsigned ouro_unicode_to_upper(uint32_t c, uint32_t out[3]);
unsigned ouro_unicode_to_title(uint32_t c, uint32_t out[3]);
unsigned ouro_unicode_to_fold(uint32_t c, uint32_t out[3]);

#endif
