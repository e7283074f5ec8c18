/* The methods of str: the table, and those about searching and replacing. */
#include "types/str_methods.h"

#include "types/int.h"
#include "types/tuple.h"

/* ---- arguments ------------------------------------------------------------------------------- */

static bool slice_index(ouro_runtime *rt, ouro_object *argument, int64_t *value)
{
    if (!class_of(rt, argument)->to_index)
        return ouro_raise(rt, EXC_TypeError,
                          "slice indices must be integers or None or have an __index__ method");
    return ouro_index_i64(rt, argument, value, 0);
}

static int64_t index_clip(int64_t index, int64_t length)
{
    if (index < 0)
        index += length;
    return index < 0 ? 0 : index;
}

bool ouro_range_count(ouro_runtime *rt, const char *method, size_t count)
{
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "%s() takes at least 1 argument (0 given)", method);
    if (count > 3)
        return ouro_raise(rt, EXC_TypeError, "%s() takes at most 3 arguments (%zu given)", method,
                          count);
    return true;
}

bool ouro_range_arguments(ouro_runtime *rt, ouro_object *const *args, size_t count, size_t first,
                          size_t length, ptrdiff_t *start, ptrdiff_t *end)
{
    int64_t from = 0, to = INT64_MAX;
    if (count > first && args[first] != rt->none && !slice_index(rt, args[first], &from))
        return false;
    if (count > first + 1 && args[first + 1] != rt->none && !slice_index(rt, args[first + 1], &to))
        return false;
    if (to > (int64_t)length)
        to = (int64_t)length;
    *start = index_clip(from, (int64_t)length);
    *end = index_clip(to, (int64_t)length);
    return true;
}

/* The part to look for and where, of find and its kin. */
static bool find_arguments(ouro_runtime *rt, ouro_object *self, const char *method,
                           ouro_object *const *args, size_t count, ptrdiff_t *start, ptrdiff_t *end)
{
    if (!ouro_range_count(rt, method, count))
        return false;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "must be str, not %T", args[0]);
    return ouro_range_arguments(rt, args, count, 1, ouro_str_length(self), start, end);
}

/* ---- searching ------------------------------------------------------------------------------- */

static NATIVE(str_find)
{
    ptrdiff_t start, end;
    if (!find_arguments(rt, self, "find", args, count, &start, &end))
        return NULL;
    return ouro_int_new(rt, ouro_str_find(self, args[0], (size_t)start, (size_t)end));
}

static NATIVE(str_rfind)
{
    ptrdiff_t start, end;
    if (!find_arguments(rt, self, "rfind", args, count, &start, &end))
        return NULL;
    return ouro_int_new(rt, ouro_str_rfind(self, args[0], (size_t)start, (size_t)end));
}

static NATIVE(str_index)
{
    ptrdiff_t start, end;
    if (!find_arguments(rt, self, "index", args, count, &start, &end))
        return NULL;
    int64_t at = ouro_str_find(self, args[0], (size_t)start, (size_t)end);
    return at >= 0 ? ouro_int_new(rt, at) : ouro_raise(rt, EXC_ValueError, "substring not found");
}

static NATIVE(str_rindex)
{
    ptrdiff_t start, end;
    if (!find_arguments(rt, self, "rindex", args, count, &start, &end))
        return NULL;
    int64_t at = ouro_str_rfind(self, args[0], (size_t)start, (size_t)end);
    return at >= 0 ? ouro_int_new(rt, at) : ouro_raise(rt, EXC_ValueError, "substring not found");
}

static NATIVE(str_count)
{
    ptrdiff_t start, end;
    if (!find_arguments(rt, self, "count", args, count, &start, &end))
        return NULL;
    return ouro_int_new(
        rt, (int64_t)ouro_str_count(self, args[0], (size_t)start, (size_t)end, SIZE_MAX));
}

static bool matches_at(const ouro_object *self, const ouro_object *part, ptrdiff_t start,
                       ptrdiff_t end, bool at_end)
{
    ptrdiff_t length = (ptrdiff_t)ouro_str_length(part);
    if (start > end || length > end - start)
        return false;
    size_t from = (size_t)(at_end ? end - length : start);
    unsigned width = ouro_str_width(self), part_width = ouro_str_width(part);
    if (part_width == width)
        return memcmp((const char *)str_data(self) + from * width, str_data(part),
                      (size_t)length * width) == 0;
    if (part_width > width)
        return false;
    for (size_t i = 0; i < (size_t)length; i++)
        if (ouro_str_at(self, from + i) != ouro_str_at(part, i))
            return false;
    return true;
}

static ouro_object *ends_match(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, bool at_end)
{
    const char *name = at_end ? "endswith" : "startswith";
    ptrdiff_t start, end;
    if (!ouro_range_count(rt, name, count))
        return NULL;
    if (!ouro_range_arguments(rt, args, count, 1, ouro_str_length(self), &start, &end))
        return NULL;
    if (is_str(rt, args[0]))
        return bool_object(rt, matches_at(self, args[0], start, end, at_end));
    if (!is_tuple(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "%s first arg must be str or a tuple of str, not %T",
                          name, args[0]);
    for (size_t i = 0; i < tuple_length(args[0]); i++) {
        ouro_object *part = tuple_at(args[0], i);
        if (!is_str(rt, part))
            return ouro_raise(rt, EXC_TypeError, "tuple for %s must only contain str, not %T", name,
                              part);
        if (matches_at(self, part, start, end, at_end))
            return rt->true_;
    }
    return rt->false_;
}

static NATIVE(str_startswith)
{
    return ends_match(rt, self, args, count, false);
}

static NATIVE(str_endswith)
{
    return ends_match(rt, self, args, count, true);
}

/* ---- replacing ------------------------------------------------------------------------------- */

/* One character by another where the width stays: a copy, changed in place. */
static ouro_object *replace_character(ouro_runtime *rt, ouro_object *self, uint32_t from, uint32_t to,
                                      size_t max)
{
    size_t length = ouro_str_length(self);
    int64_t at = ouro_str_find_character(self, from, 0, length);
    if (at < 0)
        return ouro_str_exact(rt, self);
    ouro_object *made = ouro_str_alloc(rt, length, str_largest_class(self));
    if (!made)
        return NULL;
    unsigned width = ouro_str_width(self);
    void *data = str_data_mutable(made);
    memcpy(data, str_data(self), length * width);
    while (at >= 0 && max-- > 0) {
        char_write(data, width, (size_t)at, to);
        at = ouro_str_find_character(made, from, (size_t)at + 1, length);
    }
    return made;
}

/* Between all characters, as replace("", x) does. */
static ouro_object *replace_empty(ouro_runtime *rt, ouro_object *self, ouro_object *to, size_t max)
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    size_t length = ouro_str_length(self);
    for (size_t i = 0; i <= length && max > 0; i++, max--) {
        ouro_str_builder_str(&builder, to);
        if (max == 1)
            ouro_str_builder_part(&builder, self, i, length);
        else
            ouro_str_builder_part(&builder, self, i, i + 1 < length ? i + 1 : length);
    }
    return ouro_str_builder_finish(&builder);
}

/* Where the part is: found once, used for the size and for the copying. */
struct matches {
    uint32_t *positions;
    size_t count, capacity;
    uint32_t first[64];
};

static void matches_free(ouro_runtime *rt, struct matches *matches)
{
    if (matches->positions != matches->first)
        ouro_buffer_free(rt, matches->positions, matches->capacity * sizeof(uint32_t));
}

static bool matches_grow(ouro_runtime *rt, struct matches *matches)
{
    size_t capacity = matches->capacity * 4;
    uint32_t *positions = ouro_buffer_alloc(rt, capacity * sizeof(uint32_t));
    if (!positions)
        return false;
    memcpy(positions, matches->positions, matches->count * sizeof(uint32_t));
    matches_free(rt, matches);
    matches->positions = positions;
    matches->capacity = capacity;
    return true;
}

static bool matches_find(ouro_runtime *rt, struct matches *matches, ouro_object *self,
                         ouro_object *part, size_t max)
{
    size_t length = ouro_str_length(self), part_length = ouro_str_length(part), start = 0;
    matches->positions = matches->first;
    matches->count = 0;
    matches->capacity = sizeof(matches->first) / sizeof(matches->first[0]);
    while (matches->count < max) {
        int64_t at = ouro_str_find(self, part, start, length);
        if (at < 0)
            break;
        if (matches->count == matches->capacity && !matches_grow(rt, matches)) {
            matches_free(rt, matches);
            return false;
        }
        matches->positions[matches->count++] = (uint32_t)at;
        start = (size_t)at + part_length;
    }
    return true;
}

static void replace_copy(void *data, unsigned width, ouro_object *self, ouro_object *to,
                         size_t from_length, const struct matches *matches)
{
    size_t at = 0, out = 0, to_length = ouro_str_length(to);
    for (size_t i = 0; i <= matches->count; i++) {
        size_t next = i < matches->count ? matches->positions[i] : ouro_str_length(self);
        if (width == 1 && ouro_str_width(self) == 1) {
            copy_short((uint8_t *)data + out, (const uint8_t *)str_data(self) + at, next - at);
            out += next - at;
            if (i == matches->count)
                break;
            copy_short((uint8_t *)data + out, str_data(to), to_length);
        } else {
            copy_into(data, width, out, self, at, next - at);
            out += next - at;
            if (i == matches->count)
                break;
            copy_into(data, width, out, to, 0, to_length);
        }
        out += to_length;
        at = next + from_length;
    }
}

static ouro_object *replace_parts(ouro_runtime *rt, ouro_object *self, ouro_object *from,
                                  ouro_object *to, size_t max)
{
    size_t length = ouro_str_length(self);
    struct matches matches;
    ouro_object *made = NULL;
    if (!matches_find(rt, &matches, self, from, max))
        return NULL;
    if (matches.count == 0)
        return ouro_str_exact(rt, self);
    size_t from_length = ouro_str_length(from), to_length = ouro_str_length(to), added, total;
    uint32_t largest = str_largest_class(self) | (to_length ? str_largest_class(to) : 0);
    if (!ouro_size_mul(matches.count, to_length, &added) ||
        !ouro_size_add(length - matches.count * from_length, added, &total))
        ouro_raise(rt, EXC_OverflowError, "replace string is too long");
    else
        made = ouro_str_alloc(rt, total, largest);
    if (made && total)
        replace_copy(str_data_mutable(made), ouro_str_width(made), self, to, from_length, &matches);
    matches_free(rt, &matches);
    if (!made || total == 0 || largest <= 0x7f)
        return made;
    /* What was wide may be gone now: the result must be the narrowest. */
    unsigned width = ouro_str_width(made);
    if (ouro_str_largest_in(str_data(made), width, total) == largest)
        return made;
    ouro_object *narrow = ouro_str_from_data(rt, str_data(made), width, total);
    decref(rt, made);
    return narrow;
}

static NATIVE(str_replace)
{
    int64_t max = -1;
    for (unsigned i = 0; i < 2; i++)
        if (!is_str(rt, args[i]))
            return ouro_raise(rt, EXC_TypeError, "replace() argument %u must be str, not %W", i + 1,
                              args[i]);
    if (count > 2 && !ouro_index_i64(rt, args[2], &max, EXC_OverflowError))
        return NULL;
    size_t times = max < 0 ? SIZE_MAX : (size_t)max;
    ouro_object *from = args[0], *to = args[1];
    if (times == 0)
        return ouro_str_exact(rt, self);
    if (ouro_str_length(from) == 0)
        return replace_empty(rt, self, to, times);
    if (ouro_str_length(from) > ouro_str_length(self))
        return ouro_str_exact(rt, self);
    if (ouro_str_length(from) == 1 && ouro_str_length(to) == 1 && ouro_str_is_ascii(self) &&
        ouro_str_is_ascii(to) && ouro_str_length(self) > 1)
        return replace_character(rt, self, ouro_str_at(from, 0), ouro_str_at(to, 0), times);
    ouro_object *made = replace_parts(rt, self, from, to, times);
    if (made && ouro_str_length(made) == 1 && ouro_str_at(made, 0) < 256) {
        ouro_object *shared = rt->latin1[ouro_str_at(made, 0)];
        decref(rt, made);
        return shared;
    }
    return made;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static NATIVE(str_join)
{
    return ouro_str_join(rt, self, args[0]);
}

bool ouro_str_codec_arguments(ouro_runtime *rt, const char *method, ouro_object *const *args, size_t count,
                              ouro_object *names, const char *texts[2], ouro_object *owners[2])
{
    static const char *const keywords[] = {"encoding", "errors", NULL};
    const struct ouro_signature signature = {method, keywords, 0, 2};
    ouro_object *out[2] = {NULL, NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    for (unsigned i = 0; i < 2; i++) {
        if (!out[i])
            continue;
        if (!is_str(rt, out[i]))
            return ouro_raise(rt, EXC_TypeError, "%s() argument '%s' must be str, not %W", method,
                              keywords[i], out[i]) != NULL;
        if (!(texts[i] = ouro_str_utf8(rt, out[i], NULL, &owners[i])))
            return false;
    }
    return true;
}

static NATIVE(str_encode)
{
    const char *texts[2] = {NULL, NULL};
    ouro_object *owners[2] = {NULL, NULL}, *bytes = NULL;
    if (ouro_str_codec_arguments(rt, "encode", args, count, names, texts, owners))
        bytes = ouro_str_encode(rt, self, texts[0], texts[1]);
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    return bytes;
}

static NATIVE(str_dunder_format)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__format__() argument must be str, not %W", args[0]);
    return ouro_format_str(rt, self, args[0]);
}

static NATIVE(str_getnewargs)
{
    ouro_object *text = ouro_str_exact(rt, self);
    return text ? ouro_tuple_from_take(rt, &text, 1) : NULL;
}

static NATIVE(str_sizeof)
{
    return ouro_int_new(rt, (int64_t)ouro_object_size(&rt->heap, self));
}

const struct ouro_method ouro_str_methods[] = {
    {"capitalize", ouro_str_method_capitalize, 0, 0, 0, NULL},
    {"casefold", ouro_str_method_casefold, 0, 0, 0, NULL},
    {"center", ouro_str_method_center, 1, 2, 0, NULL},
    {"count", str_count, 0, -1, 0, NULL},
    {"encode", str_encode, 0, 2, METHOD_KEYWORDS, NULL},
    {"endswith", str_endswith, 0, -1, 0, NULL},
    {"expandtabs", ouro_str_method_expandtabs, 0, 1, METHOD_KEYWORDS, NULL},
    {"find", str_find, 0, -1, 0, NULL},
    {"format", ouro_str_method_format, 0, -1, METHOD_KEYWORDS, NULL},
    {"format_map", ouro_str_method_format_map, 1, 1, 0, NULL},
    {"index", str_index, 0, -1, 0, NULL},
    {"isalnum", ouro_str_method_isalnum, 0, 0, 0, NULL},
    {"isalpha", ouro_str_method_isalpha, 0, 0, 0, NULL},
    {"isascii", ouro_str_method_isascii, 0, 0, 0, NULL},
    {"isdecimal", ouro_str_method_isdecimal, 0, 0, 0, NULL},
    {"isdigit", ouro_str_method_isdigit, 0, 0, 0, NULL},
    {"isidentifier", ouro_str_method_isidentifier, 0, 0, 0, NULL},
    {"islower", ouro_str_method_islower, 0, 0, 0, NULL},
    {"isnumeric", ouro_str_method_isnumeric, 0, 0, 0, NULL},
    {"isprintable", ouro_str_method_isprintable, 0, 0, 0, NULL},
    {"isspace", ouro_str_method_isspace, 0, 0, 0, NULL},
    {"istitle", ouro_str_method_istitle, 0, 0, 0, NULL},
    {"isupper", ouro_str_method_isupper, 0, 0, 0, NULL},
    {"join", str_join, 1, 1, 0, NULL},
    {"ljust", ouro_str_method_ljust, 1, 2, 0, NULL},
    {"lower", ouro_str_method_lower, 0, 0, 0, NULL},
    {"lstrip", ouro_str_method_lstrip, 0, 1, 0, NULL},
    {"maketrans", ouro_str_method_maketrans, 1, 3, METHOD_STATIC, NULL},
    {"partition", ouro_str_method_partition, 1, 1, 0, NULL},
    {"removeprefix", ouro_str_method_removeprefix, 1, 1, 0, NULL},
    {"removesuffix", ouro_str_method_removesuffix, 1, 1, 0, NULL},
    {"replace", str_replace, 2, 3, 0, NULL},
    {"rfind", str_rfind, 0, -1, 0, NULL},
    {"rindex", str_rindex, 0, -1, 0, NULL},
    {"rjust", ouro_str_method_rjust, 1, 2, 0, NULL},
    {"rpartition", ouro_str_method_rpartition, 1, 1, 0, NULL},
    {"rsplit", ouro_str_method_rsplit, 0, 2, METHOD_KEYWORDS, NULL},
    {"rstrip", ouro_str_method_rstrip, 0, 1, 0, NULL},
    {"split", ouro_str_method_split, 0, 2, METHOD_KEYWORDS, NULL},
    {"splitlines", ouro_str_method_splitlines, 0, 1, METHOD_KEYWORDS, NULL},
    {"startswith", str_startswith, 0, -1, 0, NULL},
    {"strip", ouro_str_method_strip, 0, 1, 0, NULL},
    {"swapcase", ouro_str_method_swapcase, 0, 0, 0, NULL},
    {"title", ouro_str_method_title, 0, 0, 0, NULL},
    {"translate", ouro_str_method_translate, 1, 1, 0, NULL},
    {"upper", ouro_str_method_upper, 0, 0, 0, NULL},
    {"zfill", ouro_str_method_zfill, 1, 1, 0, NULL},
    {"__format__", str_dunder_format, 1, 1, 0, NULL},
    {"__getnewargs__", str_getnewargs, 0, 0, 0, NULL},
    {"__sizeof__", str_sizeof, 0, 0, 0, NULL},
    {0},
};
