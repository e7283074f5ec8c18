/* Properties from generated tables (the language's version of Unicode), simple case mappings from
 * utf8proc with the tables' exceptions on top. */
#include "types/unicode.h"

#include <stddef.h>
#include <utf8proc.h>

#include "types/unicode_tables.h"

static bool in_ranges(const struct unicode_range *ranges, size_t count, uint32_t c)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].high)
            low = middle + 1;
        else if (c < ranges[middle].low)
            high = middle;
        else
            return true;
    }
    return false;
}
#define IN(table, c) in_ranges(unicode_##table, sizeof(unicode_##table) / sizeof(unicode_##table[0]), c)

bool ouro_unicode_is_alpha(uint32_t c)
{
    return c < 0x80 ? (c | 0x20) - 'a' < 26 : IN(alpha, c);
}

bool ouro_unicode_is_upper(uint32_t c)
{
    return c < 0x80 ? c - 'A' < 26 : IN(upper, c);
}

bool ouro_unicode_is_lower(uint32_t c)
{
    return c < 0x80 ? c - 'a' < 26 : IN(lower, c);
}

bool ouro_unicode_is_title(uint32_t c)
{
    return c >= 0x1c5 && IN(title, c);
}

bool ouro_unicode_is_printable(uint32_t c)
{
    return c < 0x7f ? c >= 0x20 : !IN(unprintable, c);
}

bool ouro_unicode_is_digit(uint32_t c)
{
    return c < 0x80 ? c - '0' < 10 : IN(digit, c);
}

bool ouro_unicode_is_numeric(uint32_t c)
{
    return c < 0x80 ? c - '0' < 10 : IN(numeric, c);
}

bool ouro_unicode_is_identifier_start(uint32_t c)
{
    return c < 0x80 ? (c | 0x20) - 'a' < 26 || c == '_' : IN(identifier_start, c);
}

bool ouro_unicode_is_identifier_continue(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) - 'a' < 26 || c - '0' < 10 || c == '_';
    return IN(identifier_continue, c);
}

bool ouro_unicode_is_case_ignorable(uint32_t c)
{
    return IN(case_ignorable, c);
}

int ouro_unicode_decimal(uint32_t c)
{
    if (c < 0x80)
        return c - '0' < 10 ? (int)(c - '0') : -1;
    for (size_t i = 0; i < sizeof(unicode_decimals) / sizeof(unicode_decimals[0]); i++)
        if (c >= unicode_decimals[i].low && c <= unicode_decimals[i].high)
            return (int)(c - unicode_decimals[i].low);
    return -1;
}

static unsigned mapped(const struct unicode_mapping *table, size_t count, uint32_t c, uint32_t out[3])
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table[middle].from < c) {
            low = middle + 1;
        } else if (table[middle].from > c) {
            high = middle;
        } else {
            unsigned written = 0;
            while (written < 3 && table[middle].to[written]) {
                out[written] = table[middle].to[written];
                written++;
            }
            return written;
        }
    }
    return 0;
}
#define MAPPED(table, c, out) \
    mapped(unicode_##table, sizeof(unicode_##table) / sizeof(unicode_##table[0]), c, out)

unsigned ouro_unicode_to_lower(uint32_t c, uint32_t out[3])
{
    unsigned count = c < 0x80 ? 0 : MAPPED(to_lower, c, out);
    if (count == 0)
        out[0] = c < 0x80 ? (c - 'A' < 26 ? c + 32 : c) : (uint32_t)utf8proc_tolower((int32_t)c);
    return count ? count : 1;
}

unsigned ouro_unicode_to_upper(uint32_t c, uint32_t out[3])
{
    unsigned count = c < 0x80 ? 0 : MAPPED(to_upper, c, out);
    if (count == 0)
        out[0] = c < 0x80 ? (c - 'a' < 26 ? c - 32 : c) : (uint32_t)utf8proc_toupper((int32_t)c);
    return count ? count : 1;
}

unsigned ouro_unicode_to_title(uint32_t c, uint32_t out[3])
{
    unsigned count = c < 0x80 ? 0 : MAPPED(to_title, c, out);
    if (count == 0)
        out[0] = c < 0x80 ? (c - 'a' < 26 ? c - 32 : c) : (uint32_t)utf8proc_totitle((int32_t)c);
    return count ? count : 1;
}

unsigned ouro_unicode_to_fold(uint32_t c, uint32_t out[3])
{
    unsigned count = c < 0x80 ? 0 : MAPPED(to_fold, c, out);
    return count ? count : ouro_unicode_to_lower(c, out);
}
