/* Methods of bytes and bytearray: searching, replacing, joining, translating, hexadecimal. */
#include "types/bytes_internal.h"
#include "types/codec.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"

/* ---- searching ------------------------------------------------------------------------------- */

struct search {
    struct byte_view text, part;
    uint8_t byte; /* what part points to when an int was given */
    size_t start;
    bool is_empty_range;
};

/* Arguments (part, start, stop) of find and its kin; text is cut to the range. */
static bool search_arguments(ouro_runtime *rt, ouro_object *self, const char *name,
                             ouro_object *const *args, size_t count, struct search *s)
{
    ptrdiff_t start, end;
    if (!ouro_range_count(rt, name, count))
        return false;
    if (class_of(rt, args[0])->to_index) {
        if (!ouro_byte_value(rt, args[0], &s->byte))
            return false;
        s->part = (struct byte_view){&s->byte, 1};
    } else if (!class_of(rt, args[0])->buffer) {
        return ouro_raise(rt, EXC_TypeError,
                          "argument should be integer or bytes-like object, not '%T'", args[0]);
    }
    if (!ouro_range_arguments(rt, args, count, 1, bytes_view(rt, self).size, &start, &end))
        return false;
    if (!class_of(rt, args[0])->to_index &&
        !ouro_buffer_get(rt, args[0], &s->part.data, &s->part.size))
        return false;
    s->text = bytes_view(rt, self);
    if (end > (ptrdiff_t)s->text.size)
        end = (ptrdiff_t)s->text.size;
    s->is_empty_range = start > end;
    s->start = (size_t)start;
    s->text.data += s->is_empty_range ? 0 : start;
    s->text.size = s->is_empty_range ? 0 : (size_t)(end - start);
    return true;
}

static int64_t search_run(const struct search *s, bool from_right)
{
    if (s->is_empty_range)
        return -1;
    int64_t at = from_right
                     ? ouro_bytes_rfind(s->text.data, s->text.size, s->part.data, s->part.size)
                     : ouro_bytes_find(s->text.data, s->text.size, s->part.data, s->part.size);
    return at < 0 ? -1 : at + (int64_t)s->start;
}

static ouro_object *find(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                         bool from_right, bool must_be_there)
{
    static const char *const method_names[] = {"find", "rfind", "index", "rindex"};
    struct search s;
    if (!search_arguments(rt, self, method_names[from_right + 2 * must_be_there], args, count, &s))
        return NULL;
    int64_t at = search_run(&s, from_right);
    if (at < 0 && must_be_there)
        return ouro_raise(rt, EXC_ValueError, "subsection not found");
    return ouro_int_new(rt, at);
}

NATIVE(ouro_bytes_method_find)
{
    return find(rt, self, args, count, false, false);
}

NATIVE(ouro_bytes_method_rfind)
{
    return find(rt, self, args, count, true, false);
}

NATIVE(ouro_bytes_method_index)
{
    return find(rt, self, args, count, false, true);
}

NATIVE(ouro_bytes_method_rindex)
{
    return find(rt, self, args, count, true, true);
}

static size_t count_in(struct byte_view text, struct byte_view part, size_t max)
{
    size_t count = 0;
    if (part.size == 0)
        return text.size < max ? text.size + 1 : max;
    while (count < max) {
        int64_t at = ouro_bytes_find(text.data, text.size, part.data, part.size);
        if (at < 0)
            break;
        count++;
        text.data += (size_t)at + part.size;
        text.size -= (size_t)at + part.size;
    }
    return count;
}

NATIVE(ouro_bytes_method_count)
{
    struct search s;
    if (!search_arguments(rt, self, "count", args, count, &s))
        return NULL;
    return ouro_int_new(rt, s.is_empty_range ? 0 : (int64_t)count_in(s.text, s.part, SIZE_MAX));
}

static ouro_object *ends_match(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, bool at_end)
{
    const char *name = at_end ? "endswith" : "startswith";
    ptrdiff_t start, end;
    struct byte_view text = bytes_view(rt, self), part;
    if (!ouro_range_count(rt, name, count))
        return NULL;
    if (!ouro_range_arguments(rt, args, count, 1, text.size, &start, &end))
        return NULL;
    ouro_object *const *options = &args[0];
    size_t option_count = 1;
    if (is_tuple(rt, args[0])) {
        options = tuple_items(args[0]);
        option_count = tuple_length(args[0]);
    } else if (!class_of(rt, args[0])->buffer) {
        return ouro_raise(rt, EXC_TypeError,
                          "%s first arg must be bytes or a tuple of bytes, not %T", name, args[0]);
    }
    for (size_t i = 0; i < option_count; i++) {
        if (!ouro_buffer_get(rt, options[i], &part.data, &part.size))
            return NULL;
        text = bytes_view(rt, self);
        if (end > (ptrdiff_t)text.size)
            end = (ptrdiff_t)text.size;
        if (start > end || (ptrdiff_t)part.size > end - start)
            continue;
        const uint8_t *at = text.data + (at_end ? (size_t)end - part.size : (size_t)start);
        if (memcmp(at, part.data, part.size) == 0)
            return rt->true_;
    }
    return rt->false_;
}

NATIVE(ouro_bytes_method_startswith)
{
    return ends_match(rt, self, args, count, false);
}

NATIVE(ouro_bytes_method_endswith)
{
    return ends_match(rt, self, args, count, true);
}

/* ---- replacing ------------------------------------------------------------------------------- */

static ouro_object *replace(ouro_runtime *rt, ouro_object *self, struct byte_view from,
                            struct byte_view to, size_t max)
{
    struct byte_view text = bytes_view(rt, self);
    size_t matches = count_in(text, from, max), added, total;
    if (matches == 0)
        return ouro_bytes_same(rt, self);
    if (!ouro_size_mul(matches, to.size, &added) ||
        !ouro_size_add(text.size - matches * from.size, added, &total))
        return ouro_raise(rt, EXC_OverflowError, "replace bytes is too long");
    struct ouro_byte_buffer out = {.rt = rt};
    if (!ouro_byte_buffer_reserve(&out, total))
        return NULL;
    size_t at = 0;
    for (size_t i = 0; i < matches; i++) {
        size_t next = from.size == 0 ? (i ? 1 : 0)
                                     : (size_t)ouro_bytes_find(text.data + at, text.size - at,
                                                               from.data, from.size);
        ouro_byte_buffer_add(&out, text.data + at, next);
        ouro_byte_buffer_add(&out, to.data, to.size);
        at += next + from.size;
    }
    ouro_byte_buffer_add(&out, text.data + at, text.size - at);
    ouro_object *made = bytes_like(rt, self, out.data, out.size);
    ouro_byte_buffer_abandon(&out);
    return made;
}

NATIVE(ouro_bytes_method_replace)
{
    struct byte_view from, to;
    int64_t max = -1;
    if (count > 2 && !ouro_index_i64(rt, args[2], &max, EXC_OverflowError))
        return NULL;
    if (!ouro_buffer_get(rt, args[0], &from.data, &from.size) ||
        !ouro_buffer_get(rt, args[1], &to.data, &to.size))
        return NULL;
    return replace(rt, self, from, to, max < 0 ? SIZE_MAX : (size_t)max);
}

/* ---- joining --------------------------------------------------------------------------------- */

static bool join_into(ouro_runtime *rt, struct ouro_byte_buffer *out, struct byte_view separator,
                      ouro_object *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct byte_view item;
        if (!class_of(rt, items[i])->buffer)
            return ouro_raise(rt, EXC_TypeError,
                              "sequence item %zu: expected a bytes-like object, %T found", i,
                              items[i]);
        if (i && !ouro_byte_buffer_add(out, separator.data, separator.size))
            return false;
        if (!ouro_buffer_get(rt, items[i], &item.data, &item.size) ||
            !ouro_byte_buffer_add(out, item.data, item.size))
            return false;
    }
    return true;
}

NATIVE(ouro_bytes_method_join)
{
    ouro_object *sequence = ouro_to_sequence(rt, args[0], "can only join an iterable");
    if (!sequence)
        return NULL;
    ouro_object *const *items = is_list(rt, sequence) ? list_items(sequence) : tuple_items(sequence);
    size_t length = is_list(rt, sequence) ? list_length(sequence) : tuple_length(sequence);
    ouro_object *made = NULL;
    if (length == 1 && is_exact(items[0], TYPE_BYTES) && is_bytes(rt, self)) {
        made = newref(items[0]);
    } else {
        struct ouro_byte_buffer out = {.rt = rt};
        if (join_into(rt, &out, bytes_view(rt, self), items, length))
            made = bytes_like(rt, self, out.data, out.size);
        ouro_byte_buffer_abandon(&out);
    }
    decref(rt, sequence);
    return made;
}

/* ---- translating ----------------------------------------------------------------------------- */

NATIVE(ouro_bytes_method_maketrans)
{
    struct byte_view from, to;
    uint8_t table[256];
    if (!ouro_buffer_get(rt, args[0], &from.data, &from.size) ||
        !ouro_buffer_get(rt, args[1], &to.data, &to.size))
        return NULL;
    if (from.size != to.size)
        return ouro_raise(rt, EXC_ValueError, "maketrans arguments must have same length");
    for (unsigned i = 0; i < 256; i++)
        table[i] = (uint8_t)i;
    for (size_t i = 0; i < from.size; i++)
        table[from.data[i]] = to.data[i];
    return ouro_bytes_new(rt, table, 256);
}

NATIVE(ouro_bytes_method_translate)
{
    static const char *const keywords[] = {"", "delete", NULL};
    static const struct ouro_signature signature = {"translate", keywords, 1, 2};
    ouro_object *out[2] = {NULL, NULL};
    struct byte_view table = {NULL, 256}, deleted = {NULL, 0};
    bool is_deleted[256] = {false};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[0] != rt->none && !ouro_buffer_get(rt, out[0], &table.data, &table.size))
        return NULL;
    if (table.size != 256)
        return ouro_raise(rt, EXC_ValueError, "translation table must be 256 characters long");
    if (out[1] && !ouro_buffer_get(rt, out[1], &deleted.data, &deleted.size))
        return NULL;
    for (size_t i = 0; i < deleted.size; i++)
        is_deleted[deleted.data[i]] = true;
    struct byte_view text = bytes_view(rt, self);
    struct ouro_byte_buffer made = {.rt = rt};
    if (!ouro_byte_buffer_reserve(&made, text.size))
        return NULL;
    for (size_t i = 0; i < text.size; i++)
        if (!is_deleted[text.data[i]])
            made.data[made.size++] = table.data ? table.data[text.data[i]] : text.data[i];
    ouro_object *result = bytes_like(rt, self, made.data, made.size);
    ouro_byte_buffer_abandon(&made);
    return result;
}

/* ---- text ------------------------------------------------------------------------------------ */

NATIVE(ouro_bytes_method_decode)
{
    const char *texts[2] = {NULL, NULL};
    ouro_object *owners[2] = {NULL, NULL}, *text = NULL;
    if (ouro_str_codec_arguments(rt, "decode", args, count, names, texts, owners)) {
        struct byte_view view = bytes_view(rt, self);
        text = ouro_str_decode(rt, view.data, view.size, texts[0], texts[1]);
    }
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    return text;
}

static int hex_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

/* A class method: self is bytes, bytearray or a subclass. */
NATIVE(ouro_bytes_method_fromhex)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "fromhex() argument must be str, not %W", args[0]);
    struct ouro_byte_buffer out = {.rt = rt};
    size_t length = ouro_str_length(args[0]);
    for (size_t i = 0; i < length;) {
        uint32_t c = ouro_str_at(args[0], i);
        if (c == ' ' || (c >= 9 && c <= 13)) {
            i++;
            continue;
        }
        int high = hex_value(c);
        int low = high >= 0 && i + 1 < length ? hex_value(ouro_str_at(args[0], i + 1)) : -1;
        if (high < 0 || low < 0) {
            ouro_byte_buffer_abandon(&out);
            return ouro_raise(rt, EXC_ValueError,
                              "non-hexadecimal number found in fromhex() arg at position %zu",
                              high < 0 ? i : i + 1);
        }
        if (!ouro_byte_buffer_byte(&out, (uint8_t)(high << 4 | low))) {
            ouro_byte_buffer_abandon(&out);
            return NULL;
        }
        i += 2;
    }
    ouro_object *bytes = ouro_byte_buffer_finish(&out);
    if (!bytes || self == &builtin_class(rt, TYPE_BYTES)->core.base)
        return bytes;
    ouro_object *made = ouro_call1(rt, self, bytes);
    decref(rt, bytes);
    return made;
}

ouro_object *ouro_bytes_hex(ouro_runtime *rt, struct byte_view view, ouro_object *const *args,
                            size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"sep", "bytes_per_sep", NULL};
    static const struct ouro_signature signature = {"hex", keywords, 0, 2};
    static const char digits[] = "0123456789abcdef";
    ouro_object *out[2] = {NULL, NULL};
    int64_t group = 1;
    int separator = -1;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[1] && !ouro_index_i64(rt, out[1], &group, EXC_OverflowError))
        return NULL;
    if (out[0]) {
        struct byte_view text;
        if (is_str(rt, out[0]) && ouro_str_length(out[0]) == 1) {
            if (!ouro_str_is_ascii(out[0]))
                return ouro_raise(rt, EXC_ValueError, "sep must be ASCII.");
            separator = (int)ouro_str_at(out[0], 0);
        } else if (is_bytes(rt, out[0]) && (text = bytes_view(rt, out[0])).size == 1) {
            if (text.data[0] >= 0x80)
                return ouro_raise(rt, EXC_ValueError, "sep must be ASCII.");
            separator = text.data[0];
        } else if (is_str(rt, out[0]) || is_bytes(rt, out[0])) {
            return ouro_raise(rt, EXC_ValueError, "sep must be length 1.");
        } else {
            if (ouro_length(rt, out[0]) < 0)
                return NULL;
            return ouro_raise(rt, EXC_TypeError, "sep must be str or bytes.");
        }
    }
    struct ouro_str_builder text;
    ouro_str_builder_init(&text, rt);
    uint64_t every = group < 0 ? (uint64_t)-group : (uint64_t)group;
    for (size_t i = 0; i < view.size; i++) {
        /* Groups are counted from the right, from the left with a negative size. */
        size_t position = group < 0 ? i : view.size - i;
        if (i && separator >= 0 && every && position % every == 0)
            ouro_str_builder_character(&text, (uint32_t)separator);
        ouro_str_builder_character(&text, (uint8_t)digits[view.data[i] >> 4]);
        ouro_str_builder_character(&text, (uint8_t)digits[view.data[i] & 15]);
    }
    return ouro_str_builder_finish(&text);
}

NATIVE(ouro_bytes_method_hex)
{
    return ouro_bytes_hex(rt, bytes_view(rt, self), args, count, names);
}

NATIVE(ouro_bytes_method_sizeof)
{
    size_t size = ouro_object_size(&rt->heap, self);
    if (!is_bytes(rt, self))
        size += bytearray_of(self)->capacity;
    return ouro_int_new(rt, (int64_t)size);
}
