/* What the files that implement str share: reading and writing characters of any width, and the sizes
 * of blocks. Functions with a constant width compile to a plain load or store.
 * Depends on str.h. */
#ifndef OURO_TYPES_STR_INTERNAL_H
#define OURO_TYPES_STR_INTERNAL_H

#include "base/checked.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"

enum { STR_LENGTH_MAX = 0xfffffff0u / 4 * 4 };

OURO_INLINE const void *str_data(const ouro_object *self)
{
    return str_of(self)->data;
}

OURO_INLINE void *str_data_mutable(ouro_object *self)
{
    return ((struct ouro_str *)(void *)self)->data;
}

OURO_INLINE uint32_t char_read(const void *data, unsigned width, size_t index)
{
    if (width == 1)
        return ((const uint8_t *)data)[index];
    if (width == 2)
        return ((const uint16_t *)data)[index];
    return ((const uint32_t *)data)[index];
}

OURO_INLINE void char_write(void *data, unsigned width, size_t index, uint32_t character)
{
    if (width == 1)
        ((uint8_t *)data)[index] = (uint8_t)character;
    else if (width == 2)
        ((uint16_t *)data)[index] = (uint16_t)character;
    else
        ((uint32_t *)data)[index] = character;
}

OURO_INLINE unsigned width_for(uint32_t largest)
{
    return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
}

/* The class of the text's largest character, as the largest member of that class. */
OURO_INLINE uint32_t str_largest_class(const ouro_object *self)
{
    if (ouro_str_is_ascii(self))
        return 0x7f;
    switch (ouro_str_width(self)) {
    case 1:
        return 0xff;
    case 2:
        return 0xffff;
    default:
        return 0x10ffff;
    }
}

/* Copies characters between buffers of any two widths; narrowing is for characters that fit. */
void ouro_str_copy_characters(void *to, unsigned to_width, const void *from, unsigned from_width,
                              size_t count);
/* memcpy for text that is mostly short: no call up to 16 bytes. */
OURO_INLINE void copy_short(uint8_t *to, const uint8_t *from, size_t size)
{
    if (size > 16) {
        memcpy(to, from, size);
    } else if (size >= 8) {
        uint64_t head, tail;
        memcpy(&head, from, 8);
        memcpy(&tail, from + size - 8, 8);
        memcpy(to, &head, 8);
        memcpy(to + size - 8, &tail, 8);
    } else if (size >= 4) {
        uint32_t head, tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + size - 4, 4);
        memcpy(to, &head, 4);
        memcpy(to + size - 4, &tail, 4);
    } else if (size > 0) {
        uint8_t first = from[0], middle = from[size / 2], last = from[size - 1];
        to[0] = first;
        to[size / 2] = middle;
        to[size - 1] = last;
    }
}

/* Bytes below 0x80 at the start. */
OURO_INLINE size_t ascii_run(const uint8_t *data, size_t size)
{
    size_t at = 0;
    uint64_t word;
    for (; size - at >= 8; at += 8) {
        memcpy(&word, data + at, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (at < size && data[at] < 0x80)
        at++;
    return at;
}

OURO_INLINE void copy_into(void *to, unsigned to_width, size_t position, const ouro_object *from,
                           size_t start, size_t count)
{
    unsigned width = ouro_str_width(from);
    ouro_str_copy_characters((char *)to + position * to_width, to_width,
                             (const char *)str_data(from) + start * width, width, count);
}

/* An upper bound, exact to the class (0x7f, 0xff, 0xffff, 0x10ffff), of the characters. */
uint32_t ouro_str_largest_in(const void *data, unsigned width, size_t count);

/* Text from characters of this width, narrowed where it can be. */
ouro_object *ouro_str_from_data(ouro_runtime *rt, const void *data, unsigned width, size_t count);

/* Fills count characters. */
void ouro_str_fill(void *data, unsigned width, size_t position, size_t count, uint32_t character);

/* The 32-bit hash of bytes, shared by str and bytes: equal ASCII content hashes equal. Never 0. */
uint32_t ouro_bytes_hash(const ouro_runtime *rt, const void *data, size_t size);

/* Position of a character at or after start, before end; -1 if there is none. */
int64_t ouro_str_find_character(const ouro_object *self, uint32_t character, size_t start, size_t end);
int64_t ouro_str_rfind(const ouro_object *self, const ouro_object *part, size_t start, size_t end);
size_t ouro_str_count(const ouro_object *self, const ouro_object *part, size_t start, size_t end,
                      size_t max);

/* The same for memory of width 1: position or -1. */
int64_t ouro_bytes_find(const uint8_t *text, size_t size, const uint8_t *part, size_t part_size);
int64_t ouro_bytes_rfind(const uint8_t *text, size_t size, const uint8_t *part, size_t part_size);

/* Is the table free of this string from now on? Called by the dealloc of an interned one. */
void ouro_str_intern_remove(ouro_runtime *rt, ouro_object *self);
bool ouro_str_intern_init(ouro_runtime *rt);
/* Makes a fresh string that never dies, interned. */
bool ouro_str_immortal(ouro_runtime *rt, ouro_object **slot, const char *utf8);

/* str as the class of something that was given: exact, or a copy of a subclass's text. */
ouro_object *ouro_str_exact(ouro_runtime *rt, ouro_object *self);

/* find, count, startswith and their kin take one to three arguments and say so in their own words. */
bool ouro_range_count(ouro_runtime *rt, const char *method, size_t count);

/* Their optional start and stop, args[first] and args[first + 1], clipped to length. */
bool ouro_range_arguments(ouro_runtime *rt, ouro_object *const *args, size_t count, size_t first,
                          size_t length, ptrdiff_t *start, ptrdiff_t *end);

extern const struct ouro_method ouro_str_methods[];

#endif
