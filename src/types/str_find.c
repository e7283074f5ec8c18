/* Searching text: memchr and memmem for bytes, Horspool's algorithm for wider characters. */
#define _GNU_SOURCE /* memmem, memrchr */
#include <string.h>

#include "types/str_internal.h"

/* ---- width 1 --------------------------------------------------------------------------------- */

/* Looks for the first byte, then compares: little to set up, which counts where texts are short or
 * matches many. When the first byte keeps being there without the rest, memmem takes over; its time is
 * linear whatever the text. */
int64_t ouro_bytes_find(const uint8_t *text, size_t size, const uint8_t *part, size_t part_size)
{
    if (part_size > size)
        return -1;
    if (part_size == 0)
        return 0;
    const uint8_t *at = text, *last = text + (size - part_size);
    size_t misses = 0;
    while (at <= last) {
        at = memchr(at, part[0], (size_t)(last - at) + 1);
        if (!at)
            return -1;
        if (at[part_size - 1] == part[part_size - 1] && memcmp(at, part, part_size) == 0)
            return at - text;
        at++;
        if (++misses > 16 + (size_t)(at - text) / 32) {
            at = memmem(at, (size_t)(text + size - at), part, part_size);
            return at ? at - text : -1;
        }
    }
    return -1;
}

int64_t ouro_bytes_rfind(const uint8_t *text, size_t size, const uint8_t *part, size_t part_size)
{
    if (part_size > size)
        return -1;
    if (part_size == 0)
        return (int64_t)size;
    /* Each step looks for the last place of the first byte, then compares. */
    size_t end = size - part_size + 1;
    while (end > 0) {
        const uint8_t *at = memrchr(text, part[0], end);
        if (!at)
            return -1;
        if (memcmp(at, part, part_size) == 0)
            return at - text;
        end = (size_t)(at - text);
    }
    return -1;
}

/* ---- wider ----------------------------------------------------------------------------------- */

enum { SKIP_SLOTS = 256 };

/* How far the window may move, by the low bits of the character under its end. */
static void skips_fill(uint32_t *skips, const void *part, unsigned width, size_t part_length)
{
    for (unsigned i = 0; i < SKIP_SLOTS; i++)
        skips[i] = (uint32_t)part_length;
    for (size_t i = 0; i + 1 < part_length; i++)
        skips[char_read(part, width, i) % SKIP_SLOTS] = (uint32_t)(part_length - 1 - i);
}

OURO_INLINE bool part_matches(const void *text, unsigned text_width, size_t at, const void *part,
                              unsigned part_width, size_t part_length)
{
    for (size_t i = 0; i < part_length; i++)
        if (char_read(text, text_width, at + i) != char_read(part, part_width, i))
            return false;
    return true;
}

OURO_INLINE int64_t wide_find(const void *text, unsigned text_width, size_t start, size_t end,
                              const void *part, unsigned part_width, size_t part_length)
{
    uint32_t last = char_read(part, part_width, part_length - 1);
    if (part_length == 1) {
        for (size_t i = start; i < end; i++)
            if (char_read(text, text_width, i) == last)
                return (int64_t)i;
        return -1;
    }
    uint32_t skips[SKIP_SLOTS];
    bool has_skips = end - start > 4 * part_length + 64;
    if (has_skips)
        skips_fill(skips, part, part_width, part_length);
    for (size_t at = start; at + part_length <= end;) {
        uint32_t c = char_read(text, text_width, at + part_length - 1);
        if (c == last &&
            part_matches(text, text_width, at, part, part_width, part_length - 1))
            return (int64_t)at;
        at += has_skips ? skips[c % SKIP_SLOTS] : 1;
    }
    return -1;
}

static int64_t find_in_wide(const ouro_object *self, const ouro_object *part, size_t start, size_t end)
{
    const void *text = str_data(self), *data = str_data(part);
    size_t length = ouro_str_length(part);
    unsigned width = ouro_str_width(part);
    if (ouro_str_width(self) == 2)
        return width == 1 ? wide_find(text, 2, start, end, data, 1, length)
                          : wide_find(text, 2, start, end, data, 2, length);
    if (width == 1)
        return wide_find(text, 4, start, end, data, 1, length);
    return width == 2 ? wide_find(text, 4, start, end, data, 2, length)
                      : wide_find(text, 4, start, end, data, 4, length);
}

/* ---- any ------------------------------------------------------------------------------------- */

int64_t ouro_str_find(const ouro_object *self, const ouro_object *part, size_t start, size_t end)
{
    size_t length = ouro_str_length(self), part_length = ouro_str_length(part);
    if (end > length)
        end = length;
    if (start > end || part_length > end - start)
        return -1;
    if (part_length == 0)
        return (int64_t)start;
    if (ouro_str_width(part) > ouro_str_width(self))
        return -1;
    if (ouro_str_width(self) == 1) {
        int64_t at = ouro_bytes_find((const uint8_t *)str_data(self) + start, end - start,
                                     str_data(part), part_length);
        return at < 0 ? -1 : at + (int64_t)start;
    }
    return find_in_wide(self, part, start, end);
}

int64_t ouro_str_find_character(const ouro_object *self, uint32_t character, size_t start, size_t end)
{
    const void *data = str_data(self);
    unsigned width = ouro_str_width(self);
    if (width == 1) {
        if (character > 0xff || start >= end)
            return -1;
        const uint8_t *bytes = data;
        const uint8_t *at = memchr(bytes + start, (int)character, end - start);
        return at ? at - bytes : -1;
    }
    for (size_t i = start; i < end; i++)
        if (char_read(data, width, i) == character)
            return (int64_t)i;
    return -1;
}

int64_t ouro_str_rfind(const ouro_object *self, const ouro_object *part, size_t start, size_t end)
{
    size_t length = ouro_str_length(self), part_length = ouro_str_length(part);
    if (end > length)
        end = length;
    if (start > end || part_length > end - start)
        return -1;
    if (part_length == 0)
        return (int64_t)end;
    unsigned width = ouro_str_width(self), part_width = ouro_str_width(part);
    if (part_width > width)
        return -1;
    if (width == 1) {
        int64_t at = ouro_bytes_rfind((const uint8_t *)str_data(self) + start, end - start,
                                      str_data(part), part_length);
        return at < 0 ? -1 : at + (int64_t)start;
    }
    uint32_t first = char_read(str_data(part), part_width, 0);
    for (size_t at = end - part_length + 1; at-- > start;)
        if (char_read(str_data(self), width, at) == first &&
            part_matches(str_data(self), width, at, str_data(part), part_width, part_length))
            return (int64_t)at;
    return -1;
}

size_t ouro_str_count(const ouro_object *self, const ouro_object *part, size_t start, size_t end,
                      size_t max)
{
    size_t part_length = ouro_str_length(part), count = 0;
    if (end > ouro_str_length(self))
        end = ouro_str_length(self);
    if (start > end)
        return 0;
    if (part_length == 0)
        return end - start + 1 < max ? end - start + 1 : max;
    while (count < max) {
        int64_t at = ouro_str_find(self, part, start, end);
        if (at < 0)
            break;
        count++;
        start = (size_t)at + part_length;
    }
    return count;
}
