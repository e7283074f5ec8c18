/* Text built piece by piece in raw memory, as wide as its widest character so far; the object is made
 * once, at the end. */
#include "types/str_internal.h"

void ouro_str_builder_init(struct ouro_str_builder *builder, ouro_runtime *rt)
{
    *builder = (struct ouro_str_builder){.rt = rt, .width = 1};
}

void ouro_str_builder_abandon(struct ouro_str_builder *builder)
{
    if (builder->data)
        ouro_buffer_free(builder->rt, builder->data, builder->capacity * builder->width);
    builder->data = NULL;
    builder->length = builder->capacity = 0;
}

static bool builder_fail(struct ouro_str_builder *builder)
{
    builder->has_failed = true;
    return false;
}

/* Moves the text to a buffer of this width and at least this capacity. */
static OURO_NOINLINE bool builder_resize(struct ouro_str_builder *builder, size_t capacity,
                                         unsigned width)
{
    if (capacity > STR_LENGTH_MAX) {
        ouro_raise_memory(builder->rt);
        return builder_fail(builder);
    }
    size_t old_size = builder->capacity * builder->width;
    if (width == builder->width && builder->data) {
        void *data = ouro_buffer_realloc(builder->rt, builder->data, old_size, capacity * width);
        if (!data)
            return builder_fail(builder);
        builder->data = data;
    } else {
        void *data = ouro_buffer_alloc(builder->rt, capacity * width);
        if (!data)
            return builder_fail(builder);
        if (builder->data) {
            ouro_str_copy_characters(data, width, builder->data, builder->width, builder->length);
            ouro_buffer_free(builder->rt, builder->data, old_size);
        }
        builder->data = data;
        builder->width = (uint8_t)width;
    }
    builder->capacity = capacity;
    return true;
}

/* Room for count more characters of which largest is the largest. */
static bool builder_reserve(struct ouro_str_builder *builder, size_t count, uint32_t largest)
{
    if (ouro_unlikely(builder->has_failed))
        return false;
    unsigned width = width_for(largest);
    if (width < builder->width)
        width = builder->width;
    size_t needed = builder->length + count;
    if (needed > builder->capacity || width != builder->width || !builder->data) {
        size_t capacity = builder->capacity;
        if (needed > capacity)
            capacity = needed + needed / 2 + 32;
        if (!builder_resize(builder, capacity, width))
            return false;
    }
    if (largest > builder->largest)
        builder->largest = largest;
    return true;
}

bool ouro_str_builder_character(struct ouro_str_builder *builder, uint32_t character)
{
    if (!builder_reserve(builder, 1, character))
        return false;
    char_write(builder->data, builder->width, builder->length++, character);
    return true;
}

bool ouro_str_builder_text(struct ouro_str_builder *builder, const char *utf8, size_t size)
{
    if (ouro_str_largest_in(utf8, 1, size) > 0x7f) {
        ouro_object *text = ouro_str_new(builder->rt, utf8, size);
        if (!text)
            return builder_fail(builder);
        bool is_done = ouro_str_builder_str(builder, text);
        decref(builder->rt, text);
        return is_done;
    }
    if (!builder_reserve(builder, size, 0x7f))
        return false;
    ouro_str_copy_characters((char *)builder->data + builder->length * builder->width,
                             builder->width, utf8, 1, size);
    builder->length += size;
    return true;
}

bool ouro_str_builder_literal(struct ouro_str_builder *builder, const char *text)
{
    return ouro_str_builder_text(builder, text, strlen(text));
}

bool ouro_str_builder_str(struct ouro_str_builder *builder, ouro_object *str)
{
    return ouro_str_builder_part(builder, str, 0, ouro_str_length(str));
}

bool ouro_str_builder_part(struct ouro_str_builder *builder, ouro_object *str, size_t start,
                           size_t end)
{
    if (start >= end)
        return !builder->has_failed;
    uint32_t largest = str_largest_class(str);
    /* A part may be narrower than the whole: only then is it worth looking. */
    if (largest > 0x7f && largest > builder->largest) {
        unsigned width = ouro_str_width(str);
        largest = ouro_str_largest_in((const char *)str_data(str) + start * width, width,
                                      end - start);
    }
    if (!builder_reserve(builder, end - start, largest))
        return false;
    copy_into(builder->data, builder->width, builder->length, str, start, end - start);
    builder->length += end - start;
    return true;
}

bool ouro_str_builder_fill(struct ouro_str_builder *builder, uint32_t character, size_t count)
{
    if (count == 0)
        return !builder->has_failed;
    if (count > STR_LENGTH_MAX) {
        ouro_raise_memory(builder->rt);
        return builder_fail(builder);
    }
    if (!builder_reserve(builder, count, character))
        return false;
    ouro_str_fill(builder->data, builder->width, builder->length, count, character);
    builder->length += count;
    return true;
}

bool ouro_str_builder_repr(struct ouro_str_builder *builder, ouro_object *object)
{
    if (builder->has_failed)
        return false;
    ouro_object *text = ouro_repr(builder->rt, object);
    if (!text)
        return builder_fail(builder);
    bool is_done = ouro_str_builder_str(builder, text);
    decref(builder->rt, text);
    return is_done;
}

ouro_object *ouro_str_builder_finish(struct ouro_str_builder *builder)
{
    ouro_object *self = NULL;
    if (!builder->has_failed)
        self = ouro_str_from_data(builder->rt, builder->data, builder->width, builder->length);
    ouro_str_builder_abandon(builder);
    return self;
}
