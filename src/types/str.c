/* str: making, comparing and joining text. Methods are in str_methods*.c. */
#include "types/str.h"

#include <string.h>

#include "base/bits.h"
#include "base/checked.h"
#include "types/list.h"
#include "types/str_internal.h"
#include "types/tuple.h"

/* ---- characters ------------------------------------------------------------------------------ */

void ouro_str_copy_characters(void *to, unsigned to_width, const void *from, unsigned from_width,
                              size_t count)
{
    if (to_width == from_width) {
        memcpy(to, from, count * to_width);
        return;
    }
    if (to_width == 2 && from_width == 1) {
        const uint8_t *in = from;
        uint16_t *out = to;
        for (size_t i = 0; i < count; i++)
            out[i] = in[i];
    } else if (to_width == 4 && from_width == 1) {
        const uint8_t *in = from;
        uint32_t *out = to;
        for (size_t i = 0; i < count; i++)
            out[i] = in[i];
    } else if (to_width == 4) {
        const uint16_t *in = from;
        uint32_t *out = to;
        for (size_t i = 0; i < count; i++)
            out[i] = in[i];
    } else {
        for (size_t i = 0; i < count; i++)
            char_write(to, to_width, i, char_read(from, from_width, i));
    }
}

static bool bytes_are_ascii(const uint8_t *data, size_t size)
{
    while (size >= 32) {
        uint64_t words[4];
        memcpy(words, data, 32);
        if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u)
            return false;
        data += 32;
        size -= 32;
    }
    while (size >= 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        if (word & 0x8080808080808080u)
            return false;
        data += 8;
        size -= 8;
    }
    while (size-- > 0)
        if (*data++ & 0x80)
            return false;
    return true;
}

uint32_t ouro_str_largest_in(const void *data, unsigned width, size_t count)
{
    if (width == 1)
        return bytes_are_ascii(data, count) ? 0x7f : 0xff;
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++) {
        all |= char_read(data, width, i);
        if (width == 2 ? all >= 0x100 : all >= 0x10000)
            return width == 2 ? 0xffff : 0x10ffff;
    }
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : 0xffff;
}

void ouro_str_fill(void *data, unsigned width, size_t position, size_t count, uint32_t character)
{
    if (width == 1) {
        memset((uint8_t *)data + position, (int)character, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        char_write(data, width, position + i, character);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Blocks of text that was appended to have sizes rounded to an eighth of their power of two, so that
 * the next appends find room; the size stays a function of the length. */
static size_t slack_round(size_t size)
{
    if (size <= 64)
        return 64;
    size_t step = (size_t)1 << (ouro_bit_highest(size) - 3);
    return ouro_round_up(size, step);
}

static size_t exact_size(size_t length, unsigned flags)
{
    size_t size = sizeof(struct ouro_str) + (length + 1) * (flags & STR_WIDTH);
    return flags & STR_SLACK ? slack_round(size) : size;
}

/* Also asked for instances of subclasses; the class adds what lies behind the text. */
static size_t str_size_of(struct ouro_heap *heap, const ouro_object *self)
{
    return exact_size(str_of(self)->length, self->user_flags);
}

static void str_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (ouro_unlikely(self->user_flags & STR_INTERNED))
        ouro_str_intern_remove(runtime_of(heap), self);
    if (ouro_likely(is_exact(self, TYPE_STR)))
        ouro_object_free(heap, self, exact_size(str_of(self)->length, self->user_flags),
                         OURO_BLOCK_ATOM);
    else
        ouro_class_free(runtime_of(heap), self);
}

static void str_header_fill(ouro_object *self, size_t length, uint32_t largest)
{
    struct ouro_str *str = (struct ouro_str *)(void *)self;
    unsigned width = width_for(largest);
    self->user_flags = (uint8_t)(width | (largest < 0x80 ? STR_ASCII : 0));
    str->length = (uint32_t)length;
    str->hash = 0;
    char_write(str->data, width, length, 0);
}

ouro_object *ouro_str_alloc(ouro_runtime *rt, size_t length, uint32_t largest_character)
{
    if (ouro_unlikely(length == 0))
        return rt->empty_str;
    if (ouro_unlikely(length > STR_LENGTH_MAX))
        return ouro_raise_memory(rt);
    size_t size = sizeof(struct ouro_str) + (length + 1) * width_for(largest_character);
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_STR, size, OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    str_header_fill(self, length, largest_character);
    return self;
}

/* An instance of a subclass with the text of an exact str. */
ouro_object *ouro_str_subclass_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *text)
{
    unsigned width = ouro_str_width(text);
    size_t length = ouro_str_length(text);
    ouro_object *self = ouro_class_alloc(rt, cls, (length + 1) * width);
    if (!self)
        return NULL;
    str_header_fill(self, length, str_largest_class(text));
    memcpy(str_data_mutable(self), str_data(text), length * width);
    return self;
}

ouro_object *ouro_str_exact(ouro_runtime *rt, ouro_object *self)
{
    if (is_exact(self, TYPE_STR))
        return newref(self);
    return ouro_str_from_data(rt, str_data(self), ouro_str_width(self), ouro_str_length(self));
}

/* ---- hashing and comparing ------------------------------------------------------------------- */

static uint64_t multiply_fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes at a time through one widening multiplication each; the last ones are read so that they
 * overlap what came before, never past the end. */
uint32_t ouro_bytes_hash(const ouro_runtime *rt, const void *data, size_t size)
{
    const uint64_t odd = 0x9fb21c651e98df25u, even = 0xd6e8feb86659fd93u;
    const uint8_t *bytes = data;
    uint64_t state = rt->hash_secret[0] ^ (uint64_t)size * odd;
    uint64_t key = rt->hash_secret[1] ^ even;
    uint64_t word;
    size_t left = size;
    for (; left >= 8; left -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        state = multiply_fold(state ^ word, key) + word;
    }
    if (left >= 4) {
        uint32_t low, high;
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + left - 4, 4);
        word = (uint64_t)high << 32 | low;
        state = multiply_fold(state ^ word, key) + word;
    } else if (left > 0) {
        word = (uint64_t)bytes[0] | (uint64_t)bytes[left / 2] << 8 | (uint64_t)bytes[left - 1] << 16;
        state = multiply_fold(state ^ word, key) + word;
    }
    state = multiply_fold(state ^ odd, even);
    uint32_t hash = (uint32_t)(state ^ state >> 32);
    return hash ? hash : 1;
}

uint32_t ouro_str_hash_slow(ouro_runtime *rt, const ouro_object *self)
{
    size_t size = ouro_str_length(self) * ouro_str_width(self);
    uint32_t hash = ouro_bytes_hash(rt, str_data(self), size);
    ((struct ouro_str *)(uintptr_t)self)->hash = hash;
    return hash;
}

bool ouro_str_equal(const ouro_object *a, const ouro_object *b)
{
    if (a == b)
        return true;
    const struct ouro_str *left = str_of(a), *right = str_of(b);
    if (left->length != right->length)
        return false;
    if ((a->user_flags ^ b->user_flags) & STR_WIDTH)
        return false;
    if (a->user_flags & b->user_flags & STR_INTERNED)
        return false;
    if (left->hash && right->hash && left->hash != right->hash)
        return false;
    return memcmp(left->data, right->data, (size_t)left->length * ouro_str_width(a)) == 0;
}

bool ouro_str_equal_text(const ouro_object *a, const char *ascii)
{
    size_t size = strlen(ascii);
    return ouro_str_width(a) == 1 && ouro_str_length(a) == size &&
           memcmp(str_data(a), ascii, size) == 0;
}

int ouro_str_compare(const ouro_object *a, const ouro_object *b)
{
    size_t left = ouro_str_length(a), right = ouro_str_length(b);
    size_t shared = left < right ? left : right;
    unsigned a_width = ouro_str_width(a), b_width = ouro_str_width(b);
    if (a_width == 1 && b_width == 1) {
        int order = memcmp(str_data(a), str_data(b), shared);
        if (order != 0)
            return order;
    } else {
        for (size_t i = 0; i < shared; i++) {
            uint32_t x = char_read(str_data(a), a_width, i);
            uint32_t y = char_read(str_data(b), b_width, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return left < right ? -1 : left > right;
}

/* ---- new strings ----------------------------------------------------------------------------- */

/* Decodes one character of valid UTF-8 (surrogates included). */
static uint32_t utf8_next(const uint8_t **at)
{
    const uint8_t *p = *at;
    uint32_t c = p[0];
    if (c < 0x80) {
        *at = p + 1;
        return c;
    }
    if (c < 0xe0) {
        *at = p + 2;
        return (c & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (c < 0xf0) {
        *at = p + 3;
        return (c & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    *at = p + 4;
    return (c & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
           (p[3] & 0x3f);
}

ouro_object *ouro_str_new(ouro_runtime *rt, const char *utf8, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)utf8;
    if (bytes_are_ascii(bytes, size)) {
        if (size == 1)
            return rt->latin1[bytes[0]];
        ouro_object *self = ouro_str_alloc(rt, size, 0x7f);
        if (self && size)
            memcpy(str_data_mutable(self), utf8, size);
        return self;
    }
    size_t length = 0;
    uint32_t largest = 0;
    for (const uint8_t *at = bytes; at < bytes + size; length++) {
        uint32_t c = utf8_next(&at);
        if (c > largest)
            largest = c;
    }
    if (length == 1)
        return ouro_str_from_character(rt, largest);
    ouro_object *self = ouro_str_alloc(rt, length, largest);
    if (!self)
        return NULL;
    void *data = str_data_mutable(self);
    unsigned width = width_for(largest);
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++)
        char_write(data, width, i, utf8_next(&at));
    return self;
}

ouro_object *ouro_str_from(ouro_runtime *rt, const char *utf8)
{
    return ouro_str_new(rt, utf8, strlen(utf8));
}

ouro_object *ouro_str_from_data(ouro_runtime *rt, const void *data, unsigned width, size_t count)
{
    if (count == 1)
        return ouro_str_from_character(rt, char_read(data, width, 0));
    uint32_t largest = ouro_str_largest_in(data, width, count);
    ouro_object *self = ouro_str_alloc(rt, count, largest);
    if (self && count)
        ouro_str_copy_characters(str_data_mutable(self), width_for(largest), data, width, count);
    return self;
}

ouro_object *ouro_str_from_characters(ouro_runtime *rt, const uint32_t *characters, size_t length)
{
    return ouro_str_from_data(rt, characters, 4, length);
}

ouro_object *ouro_str_from_latin1(ouro_runtime *rt, const uint8_t *characters, size_t length)
{
    return ouro_str_from_data(rt, characters, 1, length);
}

ouro_object *ouro_str_from_character(ouro_runtime *rt, uint32_t character)
{
    if (character < 256)
        return rt->latin1[character];
    ouro_object *self = ouro_str_alloc(rt, 1, character);
    if (self)
        char_write(str_data_mutable(self), width_for(character), 0, character);
    return self;
}

ouro_object *ouro_str_substring(ouro_runtime *rt, ouro_object *self, size_t start, size_t end)
{
    size_t length = ouro_str_length(self);
    if (end > length)
        end = length;
    if (start >= end)
        return rt->empty_str;
    if (start == 0 && end == length && is_exact(self, TYPE_STR))
        return newref(self);
    unsigned width = ouro_str_width(self);
    const char *data = (const char *)str_data(self) + start * width;
    size_t count = end - start;
    if (count == 1)
        return ouro_str_from_character(rt, char_read(data, width, 0));
    if (!ouro_str_is_ascii(self))
        return ouro_str_from_data(rt, data, width, count);
    ouro_object *part = ouro_str_alloc(rt, count, 0x7f);
    if (part)
        memcpy(str_data_mutable(part), data, count);
    return part;
}

/* ---- joining --------------------------------------------------------------------------------- */

ouro_object *ouro_str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    size_t left = ouro_str_length(a), right = ouro_str_length(b);
    if (right == 0)
        return ouro_str_exact(rt, a);
    if (left == 0)
        return ouro_str_exact(rt, b);
    uint32_t largest = str_largest_class(a) | str_largest_class(b);
    ouro_object *self = ouro_str_alloc(rt, left + right, largest);
    if (!self)
        return NULL;
    unsigned width = ouro_str_width(self);
    copy_into(str_data_mutable(self), width, 0, a, 0, left);
    copy_into(str_data_mutable(self), width, left, b, 0, right);
    return self;
}

/* Only a string that nobody else can see may change: one reference, not in the intern table. */
static bool can_grow(const ouro_object *a, const ouro_object *b)
{
    return a->refcount == 1 && is_exact(a, TYPE_STR) && a != b &&
           !(a->user_flags & STR_INTERNED) && ouro_str_width(b) <= ouro_str_width(a);
}

ouro_object *ouro_str_append_take(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    size_t left = ouro_str_length(a), right = ouro_str_length(b), length = left + right;
    if (right == 0 && is_exact(a, TYPE_STR))
        return a;
    if (!can_grow(a, b) || length > STR_LENGTH_MAX) {
        ouro_object *joined = ouro_str_concat(rt, a, b);
        decref(rt, a);
        return joined;
    }
    size_t old_size = exact_size(left, a->user_flags);
    size_t new_size = exact_size(length, a->user_flags | STR_SLACK);
    if (new_size != old_size) {
        ouro_object *moved =
            ouro_mem_block_realloc(&rt->heap.mem, a, old_size, new_size, OURO_BLOCK_ATOM);
        if (!moved) {
            decref(rt, a);
            return ouro_raise_memory(rt);
        }
        a = moved;
    }
    a->user_flags |= STR_SLACK;
    if (!ouro_str_is_ascii(b))
        a->user_flags &= (uint8_t)~STR_ASCII;
    struct ouro_str *str = (struct ouro_str *)(void *)a;
    unsigned width = ouro_str_width(a);
    copy_into(str->data, width, left, b, 0, right);
    char_write(str->data, width, length, 0);
    str->length = (uint32_t)length;
    str->hash = 0;
    return a;
}

ouro_object *ouro_str_concat_many(ouro_runtime *rt, ouro_object *const *parts, size_t count)
{
    size_t length = 0;
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        length += ouro_str_length(parts[i]);
        largest |= str_largest_class(parts[i]);
    }
    if (length == 0)
        return rt->empty_str;
    if (count == 1)
        return ouro_str_exact(rt, parts[0]);
    ouro_object *self = ouro_str_alloc(rt, length, largest);
    if (!self)
        return NULL;
    unsigned width = ouro_str_width(self);
    void *data = str_data_mutable(self);
    size_t position = 0;
    for (size_t i = 0; i < count; i++) {
        size_t part = ouro_str_length(parts[i]);
        copy_into(data, width, position, parts[i], 0, part);
        position += part;
    }
    return self;
}

static bool join_measure(ouro_runtime *rt, ouro_object *separator, ouro_object *const *items,
                         size_t count, size_t *length, uint32_t *largest)
{
    size_t gap = ouro_str_length(separator), total = 0;
    uint32_t all = gap && count > 1 ? str_largest_class(separator) : 0;
    for (size_t i = 0; i < count; i++) {
        if (ouro_unlikely(!is_str(rt, items[i])))
            return ouro_raise(rt, EXC_TypeError,
                              "sequence item %zu: expected str instance, %T found", i, items[i]);
        total += ouro_str_length(items[i]) + (i ? gap : 0);
        all |= str_largest_class(items[i]);
        if (total > STR_LENGTH_MAX)
            return ouro_raise(rt, EXC_OverflowError, "join() result is too long for a Python string");
    }
    *length = total;
    *largest = all;
    return true;
}

static ouro_object *join_items(ouro_runtime *rt, ouro_object *separator, ouro_object *const *items,
                               size_t count)
{
    size_t length = 0, gap = ouro_str_length(separator);
    uint32_t largest = 0;
    if (count == 0)
        return rt->empty_str;
    if (count == 1 && is_exact(items[0], TYPE_STR))
        return newref(items[0]);
    if (!join_measure(rt, separator, items, count, &length, &largest))
        return NULL;
    ouro_object *self = ouro_str_alloc(rt, length, largest);
    if (!self || length == 0)
        return self;
    unsigned width = ouro_str_width(self);
    void *data = str_data_mutable(self);
    size_t position = 0;
    if (width == 1) {
        uint8_t *out = data;
        const uint8_t *between = str_data(separator);
        for (size_t i = 0; i < count; i++) {
            size_t part = ouro_str_length(items[i]);
            if (i && gap) {
                copy_short(out, between, gap);
                out += gap;
            }
            copy_short(out, str_data(items[i]), part);
            out += part;
        }
        return self;
    }
    for (size_t i = 0; i < count; i++) {
        size_t part = ouro_str_length(items[i]);
        if (i && gap) {
            copy_into(data, width, position, separator, 0, gap);
            position += gap;
        }
        copy_into(data, width, position, items[i], 0, part);
        position += part;
    }
    return self;
}

ouro_object *ouro_str_join(ouro_runtime *rt, ouro_object *separator, ouro_object *iterable)
{
    ouro_object *sequence = ouro_to_sequence(rt, iterable, "can only join an iterable");
    if (!sequence)
        return NULL;
    ouro_object *joined =
        is_list(rt, sequence)
            ? join_items(rt, separator, list_items(sequence), list_length(sequence))
            : join_items(rt, separator, tuple_items(sequence), tuple_length(sequence));
    decref(rt, sequence);
    return joined;
}

/* ---- UTF-8 for C ----------------------------------------------------------------------------- */

const char *ouro_str_utf8(ouro_runtime *rt, ouro_object *self, size_t *size, ouro_object **owner)
{
    *owner = NULL;
    if (ouro_str_is_ascii(self)) {
        if (size)
            *size = ouro_str_length(self);
        return str_data(self);
    }
    ouro_object *bytes = ouro_str_encode(rt, self, "utf-8", "strict");
    if (!bytes)
        return NULL;
    *owner = bytes;
    if (size)
        *size = bytes_of(bytes)->length;
    return (const char *)bytes_of(bytes)->data;
}

/* ---- start-up -------------------------------------------------------------------------------- */

static bool immortal_new(ouro_runtime *rt, ouro_object **slot, const uint8_t *latin1, size_t length)
{
    size_t size = sizeof(struct ouro_str) + length + 1;
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_STR, size, OURO_BLOCK_ATOM);
    if (!self)
        return false;
    str_header_fill(self, length, length && latin1[0] >= 0x80 ? 0xff : 0x7f);
    memcpy(str_data_mutable(self), latin1, length);
    self->refcount = OURO_REFCOUNT_IMMORTAL;
    *slot = self;
    ouro_str_intern(rt, slot);
    return ouro_str_is_interned(self);
}

bool ouro_str_immortal(ouro_runtime *rt, ouro_object **slot, const char *utf8)
{
    size_t size = strlen(utf8);
    if (size == 1) {
        *slot = rt->latin1[(uint8_t)utf8[0]];
        return true;
    }
    return immortal_new(rt, slot, (const uint8_t *)utf8, size);
}

bool ouro_str_singletons_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_STR);
    if (cls) {
        cls->core.size_of = str_size_of;
        cls->core.dealloc = str_dealloc;
    }
    if (!ouro_str_intern_init(rt) || !immortal_new(rt, &rt->empty_str, (const uint8_t *)"", 0))
        return false;
    for (unsigned c = 0; c < 256; c++) {
        uint8_t character = (uint8_t)c;
        if (!immortal_new(rt, &rt->latin1[c], &character, 1))
            return false;
    }
#define OURO_NAME(name)                                                                           \
    if (!ouro_str_immortal(rt, &rt->name_##name, #name))                                          \
        return false;
#include "types/names.def"
#undef OURO_NAME
    return true;
}
