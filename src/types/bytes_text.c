/* Methods of bytes and bytearray that treat them as ASCII text: case, kinds, padding, stripping and
 * splitting. */
#include "types/bytes_internal.h"
#include "types/codec.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"

static bool is_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_alpha(uint8_t c)
{
    return is_upper(c) || is_lower(c);
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(uint8_t c)
{
    return is_alpha(c) || is_digit(c);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static uint8_t to_lower(uint8_t c)
{
    return is_upper(c) ? (uint8_t)(c + 32) : c;
}

static uint8_t to_upper(uint8_t c)
{
    return is_lower(c) ? (uint8_t)(c - 32) : c;
}

/* ---- case ------------------------------------------------------------------------------------ */

enum mapping { MAP_LOWER, MAP_UPPER, MAP_SWAP, MAP_CAPITAL, MAP_TITLE };

static ouro_object *map(ouro_runtime *rt, ouro_object *self, enum mapping mapping)
{
    struct byte_view view = bytes_view(rt, self);
    struct ouro_byte_buffer out = {.rt = rt};
    if (!ouro_byte_buffer_reserve(&out, view.size))
        return NULL;
    for (size_t i = 0; i < view.size; i++) {
        uint8_t c = view.data[i];
        bool starts = mapping == MAP_TITLE ? i == 0 || !is_alpha(view.data[i - 1]) : i == 0;
        switch (mapping) {
        case MAP_LOWER:
            c = to_lower(c);
            break;
        case MAP_UPPER:
            c = to_upper(c);
            break;
        case MAP_SWAP:
            c = is_upper(c) ? to_lower(c) : to_upper(c);
            break;
        case MAP_CAPITAL:
        case MAP_TITLE:
            c = starts ? to_upper(c) : to_lower(c);
            break;
        }
        out.data[i] = c;
    }
    ouro_object *made = bytes_like(rt, self, out.data, view.size);
    ouro_byte_buffer_abandon(&out);
    return made;
}

NATIVE(ouro_bytes_method_lower)
{
    return map(rt, self, MAP_LOWER);
}

NATIVE(ouro_bytes_method_upper)
{
    return map(rt, self, MAP_UPPER);
}

NATIVE(ouro_bytes_method_swapcase)
{
    return map(rt, self, MAP_SWAP);
}

NATIVE(ouro_bytes_method_capitalize)
{
    return map(rt, self, MAP_CAPITAL);
}

NATIVE(ouro_bytes_method_title)
{
    return map(rt, self, MAP_TITLE);
}

/* ---- kinds ----------------------------------------------------------------------------------- */

static ouro_object *all_are(ouro_runtime *rt, ouro_object *self, bool (*test)(uint8_t))
{
    struct byte_view view = bytes_view(rt, self);
    for (size_t i = 0; i < view.size; i++)
        if (!test(view.data[i]))
            return rt->false_;
    return bool_object(rt, view.size > 0);
}

NATIVE(ouro_bytes_method_isalnum)
{
    return all_are(rt, self, is_alnum);
}

NATIVE(ouro_bytes_method_isalpha)
{
    return all_are(rt, self, is_alpha);
}

NATIVE(ouro_bytes_method_isdigit)
{
    return all_are(rt, self, is_digit);
}

NATIVE(ouro_bytes_method_isspace)
{
    return all_are(rt, self, is_space);
}

NATIVE(ouro_bytes_method_isascii)
{
    struct byte_view view = bytes_view(rt, self);
    return bool_object(rt, ouro_str_largest_in(view.data, 1, view.size) <= 0x7f);
}

static ouro_object *one_case(ouro_runtime *rt, ouro_object *self, bool (*wanted)(uint8_t),
                             bool (*refused)(uint8_t))
{
    struct byte_view view = bytes_view(rt, self);
    bool has_cased = false;
    for (size_t i = 0; i < view.size; i++) {
        if (refused(view.data[i]))
            return rt->false_;
        has_cased = has_cased || wanted(view.data[i]);
    }
    return bool_object(rt, has_cased);
}

NATIVE(ouro_bytes_method_islower)
{
    return one_case(rt, self, is_lower, is_upper);
}

NATIVE(ouro_bytes_method_isupper)
{
    return one_case(rt, self, is_upper, is_lower);
}

NATIVE(ouro_bytes_method_istitle)
{
    struct byte_view view = bytes_view(rt, self);
    bool has_cased = false, previous = false;
    for (size_t i = 0; i < view.size; i++) {
        uint8_t c = view.data[i];
        if (is_alpha(c) && is_upper(c) == previous)
            return rt->false_;
        previous = is_alpha(c);
        has_cased = has_cased || previous;
    }
    return bool_object(rt, has_cased);
}

/* ---- padding --------------------------------------------------------------------------------- */

static ouro_object *pad(ouro_runtime *rt, ouro_object *self, size_t left, size_t right, uint8_t fill)
{
    struct byte_view view = bytes_view(rt, self);
    struct ouro_byte_buffer out = {.rt = rt};
    size_t total;
    if (left == 0 && right == 0)
        return ouro_bytes_same(rt, self);
    if (!ouro_size_add(left, right, &total) || !ouro_byte_buffer_reserve(&out, total) ||
        !ouro_byte_buffer_reserve(&out, total + view.size)) {
        ouro_byte_buffer_abandon(&out);
        return ouro_has_error(rt) ? NULL : ouro_raise_memory(rt);
    }
    memset(out.data, fill, left);
    memcpy(out.data + left, view.data, view.size);
    memset(out.data + left + view.size, fill, right);
    ouro_object *made = bytes_like(rt, self, out.data, total + view.size);
    ouro_byte_buffer_abandon(&out);
    return made;
}

static bool pad_arguments(ouro_runtime *rt, ouro_object *self, const char *name,
                          ouro_object *const *args, size_t count, size_t *missing, uint8_t *fill)
{
    int64_t width;
    *fill = ' ';
    if (!ouro_index_i64(rt, args[0], &width, EXC_OverflowError))
        return false;
    if (count > 1) {
        bool fits = is_bytes(rt, args[1]) || is_bytearray(rt, args[1]);
        if (!fits || bytes_view(rt, args[1]).size != 1)
            return ouro_raise(rt, EXC_TypeError,
                              "%s() argument 2 must be a byte string of length 1, not %W", name,
                              args[1]);
        *fill = bytes_view(rt, args[1]).data[0];
    }
    int64_t length = (int64_t)bytes_view(rt, self).size;
    *missing = width > length ? (size_t)(width - length) : 0;
    return true;
}

NATIVE(ouro_bytes_method_center)
{
    size_t missing;
    uint8_t fill;
    if (!pad_arguments(rt, self, "center", args, count, &missing, &fill))
        return NULL;
    size_t width = missing + bytes_view(rt, self).size;
    size_t left = missing / 2 + (missing & width & 1);
    return pad(rt, self, left, missing - left, fill);
}

NATIVE(ouro_bytes_method_ljust)
{
    size_t missing;
    uint8_t fill;
    if (!pad_arguments(rt, self, "ljust", args, count, &missing, &fill))
        return NULL;
    return pad(rt, self, 0, missing, fill);
}

NATIVE(ouro_bytes_method_rjust)
{
    size_t missing;
    uint8_t fill;
    if (!pad_arguments(rt, self, "rjust", args, count, &missing, &fill))
        return NULL;
    return pad(rt, self, missing, 0, fill);
}

NATIVE(ouro_bytes_method_zfill)
{
    size_t missing;
    uint8_t fill;
    if (!pad_arguments(rt, self, "zfill", args, 1, &missing, &fill))
        return NULL;
    struct byte_view view = bytes_view(rt, self);
    uint8_t sign = view.size ? view.data[0] : 0;
    ouro_object *made = pad(rt, self, missing, 0, '0');
    if (made && missing && (sign == '+' || sign == '-')) {
        uint8_t *data = bytes_data_mutable(rt, made);
        data[0] = sign;
        data[missing] = '0';
    }
    return made;
}

NATIVE(ouro_bytes_method_expandtabs)
{
    static const char *const keywords[] = {"tabsize", NULL};
    static const struct ouro_signature signature = {"expandtabs", keywords, 0, 1};
    ouro_object *out[1] = {NULL};
    int64_t tab = 8;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[0] && !ouro_index_i64(rt, out[0], &tab, EXC_OverflowError))
        return NULL;
    if (tab > INT32_MAX || tab < INT32_MIN)
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int");
    struct byte_view view = bytes_view(rt, self);
    struct ouro_byte_buffer made = {.rt = rt};
    size_t column = 0;
    bool is_done = true;
    for (size_t i = 0; i < view.size && is_done; i++) {
        uint8_t c = view.data[i];
        if (c != '\t') {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            is_done = ouro_byte_buffer_byte(&made, c);
        } else if (tab > 0) {
            size_t add = (size_t)tab - column % (size_t)tab;
            column += add;
            is_done = ouro_byte_buffer_reserve(&made, add);
            if (is_done)
                memset(made.data + made.size, ' ', add);
            made.size += is_done ? add : 0;
        }
    }
    ouro_object *result = is_done ? bytes_like(rt, self, made.data, made.size) : NULL;
    ouro_byte_buffer_abandon(&made);
    return result;
}

/* ---- stripping ------------------------------------------------------------------------------- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static ouro_object *part_of(ouro_runtime *rt, ouro_object *self, size_t start, size_t end)
{
    struct byte_view view = bytes_view(rt, self);
    if (start == 0 && end == view.size && is_exact(self, TYPE_BYTES))
        return newref(self);
    return bytes_like(rt, self, view.data + start, end - start);
}

static ouro_object *strip(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          unsigned sides)
{
    struct byte_view set = {NULL, 0}, view;
    if (count && args[0] != rt->none && !ouro_buffer_get(rt, args[0], &set.data, &set.size))
        return NULL;
    bool has_set = count && args[0] != rt->none;
    view = bytes_view(rt, self);
    size_t start = 0, end = view.size;
#define STRIPPED(c) (has_set ? set.size && memchr(set.data, (c), set.size) != NULL : is_space(c))
    while ((sides & STRIP_LEFT) && start < end && STRIPPED(view.data[start]))
        start++;
    while ((sides & STRIP_RIGHT) && end > start && STRIPPED(view.data[end - 1]))
        end--;
#undef STRIPPED
    return part_of(rt, self, start, end);
}

NATIVE(ouro_bytes_method_strip)
{
    return strip(rt, self, args, count, STRIP_LEFT | STRIP_RIGHT);
}

NATIVE(ouro_bytes_method_lstrip)
{
    return strip(rt, self, args, count, STRIP_LEFT);
}

NATIVE(ouro_bytes_method_rstrip)
{
    return strip(rt, self, args, count, STRIP_RIGHT);
}

NATIVE(ouro_bytes_method_removeprefix)
{
    struct byte_view part, view;
    if (!ouro_buffer_get(rt, args[0], &part.data, &part.size))
        return NULL;
    view = bytes_view(rt, self);
    bool has_it = part.size <= view.size && memcmp(view.data, part.data, part.size) == 0;
    return part_of(rt, self, has_it ? part.size : 0, view.size);
}

NATIVE(ouro_bytes_method_removesuffix)
{
    struct byte_view part, view;
    if (!ouro_buffer_get(rt, args[0], &part.data, &part.size))
        return NULL;
    view = bytes_view(rt, self);
    bool has_it = part.size <= view.size &&
                  memcmp(view.data + view.size - part.size, part.data, part.size) == 0;
    return part_of(rt, self, 0, view.size - (has_it ? part.size : 0));
}

/* ---- splitting ------------------------------------------------------------------------------- */

static ouro_object *three_parts(ouro_runtime *rt, ouro_object *self, struct byte_view separator,
                                int64_t at, bool from_right)
{
    struct byte_view view = bytes_view(rt, self);
    ouro_object *parts[3];
    if (at < 0) {
        parts[from_right ? 2 : 0] = ouro_bytes_same(rt, self);
        parts[from_right ? 0 : 1] = bytes_like(rt, self, "", 0);
        parts[from_right ? 1 : 2] = bytes_like(rt, self, "", 0);
    } else {
        size_t end = (size_t)at + separator.size;
        parts[0] = bytes_like(rt, self, view.data, (size_t)at);
        parts[1] = bytes_like(rt, self, separator.data, separator.size);
        parts[2] = bytes_like(rt, self, view.data + end, view.size - end);
    }
    return ouro_tuple_from_take(rt, parts, 3);
}

static ouro_object *partition(ouro_runtime *rt, ouro_object *self, ouro_object *argument,
                              bool from_right)
{
    struct byte_view part, view;
    if (!ouro_buffer_get(rt, argument, &part.data, &part.size))
        return NULL;
    if (part.size == 0)
        return ouro_raise(rt, EXC_ValueError, "empty separator");
    view = bytes_view(rt, self);
    int64_t at = from_right ? ouro_bytes_rfind(view.data, view.size, part.data, part.size)
                            : ouro_bytes_find(view.data, view.size, part.data, part.size);
    return three_parts(rt, self, part, at, from_right);
}

NATIVE(ouro_bytes_method_partition)
{
    return partition(rt, self, args[0], false);
}

NATIVE(ouro_bytes_method_rpartition)
{
    return partition(rt, self, args[0], true);
}

static bool list_add(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t start, size_t end)
{
    ouro_object *part = part_of(rt, self, start, end);
    return part && ouro_list_append_take(rt, list, part);
}

static bool split_blanks(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t max)
{
    struct byte_view view = bytes_view(rt, self);
    size_t at = 0;
    for (;;) {
        while (at < view.size && is_space(view.data[at]))
            at++;
        if (at == view.size)
            return true;
        size_t start = at;
        if (max-- == 0)
            return list_add(rt, list, self, start, view.size);
        while (at < view.size && !is_space(view.data[at]))
            at++;
        if (!list_add(rt, list, self, start, at))
            return false;
    }
}

static bool rsplit_blanks(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t max)
{
    struct byte_view view = bytes_view(rt, self);
    size_t at = view.size;
    for (;;) {
        while (at > 0 && is_space(view.data[at - 1]))
            at--;
        if (at == 0)
            return true;
        size_t end = at;
        if (max-- == 0)
            return list_add(rt, list, self, 0, end);
        while (at > 0 && !is_space(view.data[at - 1]))
            at--;
        if (!list_add(rt, list, self, at, end))
            return false;
    }
}

static bool split_by(ouro_runtime *rt, ouro_object *list, ouro_object *self, struct byte_view part,
                     size_t max)
{
    struct byte_view view = bytes_view(rt, self);
    size_t start = 0;
    while (max-- > 0) {
        int64_t at =
            ouro_bytes_find(view.data + start, view.size - start, part.data, part.size);
        if (at < 0)
            break;
        if (!list_add(rt, list, self, start, start + (size_t)at))
            return false;
        start += (size_t)at + part.size;
    }
    return list_add(rt, list, self, start, view.size);
}

static bool rsplit_by(ouro_runtime *rt, ouro_object *list, ouro_object *self, struct byte_view part,
                      size_t max)
{
    struct byte_view view = bytes_view(rt, self);
    size_t end = view.size;
    while (max-- > 0) {
        int64_t at = ouro_bytes_rfind(view.data, end, part.data, part.size);
        if (at < 0)
            break;
        if (!list_add(rt, list, self, (size_t)at + part.size, end))
            return false;
        end = (size_t)at;
    }
    return list_add(rt, list, self, 0, end);
}

static ouro_object *split(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names, bool from_right)
{
    static const char *const keywords[] = {"sep", "maxsplit", NULL};
    const struct ouro_signature signature = {from_right ? "rsplit" : "split", keywords, 0, 2};
    ouro_object *out[2] = {NULL, NULL};
    int64_t max = -1;
    struct byte_view part = {NULL, 0};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[1] && !ouro_index_i64(rt, out[1], &max, EXC_OverflowError))
        return NULL;
    bool is_blank = !out[0] || out[0] == rt->none;
    if (!is_blank && !ouro_buffer_get(rt, out[0], &part.data, &part.size))
        return NULL;
    if (!is_blank && part.size == 0)
        return ouro_raise(rt, EXC_ValueError, "empty separator");
    ouro_object *list = ouro_list_new(rt, 0);
    if (!list)
        return NULL;
    size_t times = max < 0 ? SIZE_MAX : (size_t)max;
    bool is_done;
    if (is_blank)
        is_done = from_right ? rsplit_blanks(rt, list, self, times)
                             : split_blanks(rt, list, self, times);
    else
        is_done = from_right ? rsplit_by(rt, list, self, part, times)
                             : split_by(rt, list, self, part, times);
    if (is_done && (!from_right || ouro_list_reverse(rt, list)))
        return list;
    decref(rt, list);
    return NULL;
}

NATIVE(ouro_bytes_method_split)
{
    return split(rt, self, args, count, names, false);
}

NATIVE(ouro_bytes_method_rsplit)
{
    return split(rt, self, args, count, names, true);
}

NATIVE(ouro_bytes_method_splitlines)
{
    static const char *const keywords[] = {"keepends", NULL};
    static const struct ouro_signature signature = {"splitlines", keywords, 0, 1};
    ouro_object *out[1] = {NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    int keep = out[0] ? ouro_truth(rt, out[0]) : 0;
    if (keep < 0)
        return NULL;
    struct byte_view view = bytes_view(rt, self);
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t start = 0; list && start < view.size;) {
        size_t end = start;
        while (end < view.size && view.data[end] != '\n' && view.data[end] != '\r')
            end++;
        size_t next = end;
        if (next < view.size)
            next += view.data[next] == '\r' && next + 1 < view.size && view.data[next + 1] == '\n'
                        ? 2 : 1;
        if (!list_add(rt, list, self, start, keep ? next : end)) {
            decref(rt, list);
            return NULL;
        }
        start = next;
    }
    return list;
}
