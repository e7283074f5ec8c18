/* Methods of str that take text apart. */
#include "types/list.h"
#include "types/str_methods.h"
#include "types/tuple.h"
#include "types/unicode.h"

/* ---- partition ------------------------------------------------------------------------------- */

static bool separator_check(ouro_runtime *rt, ouro_object *separator)
{
    if (!is_str(rt, separator))
        return ouro_raise(rt, EXC_TypeError, "must be str, not %T", separator);
    if (ouro_str_length(separator) == 0)
        return ouro_raise(rt, EXC_ValueError, "empty separator");
    return true;
}

static ouro_object *three_parts(ouro_runtime *rt, ouro_object *self, ouro_object *separator, size_t at)
{
    size_t end = at + ouro_str_length(separator);
    ouro_object *parts[3] = {ouro_str_substring(rt, self, 0, at), newref(separator),
                             ouro_str_substring(rt, self, end, ouro_str_length(self))};
    return ouro_tuple_from_take(rt, parts, 3);
}

NATIVE(ouro_str_method_partition)
{
    if (!separator_check(rt, args[0]))
        return NULL;
    int64_t at = ouro_str_find(self, args[0], 0, ouro_str_length(self));
    if (at >= 0)
        return three_parts(rt, self, args[0], (size_t)at);
    ouro_object *parts[3] = {ouro_str_exact(rt, self), rt->empty_str, rt->empty_str};
    return ouro_tuple_from_take(rt, parts, 3);
}

NATIVE(ouro_str_method_rpartition)
{
    if (!separator_check(rt, args[0]))
        return NULL;
    int64_t at = ouro_str_rfind(self, args[0], 0, ouro_str_length(self));
    if (at >= 0)
        return three_parts(rt, self, args[0], (size_t)at);
    ouro_object *parts[3] = {rt->empty_str, rt->empty_str, ouro_str_exact(rt, self)};
    return ouro_tuple_from_take(rt, parts, 3);
}

/* ---- split ----------------------------------------------------------------------------------- */

/* Appends self[start:end]. */
static bool list_add(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t start, size_t end)
{
    ouro_object *part = ouro_str_substring(rt, self, start, end);
    return part && ouro_list_append_take(rt, list, part);
}

OURO_INLINE bool split_blanks_width(ouro_runtime *rt, ouro_object *list, ouro_object *self,
                                    size_t max, unsigned width)
{
    size_t length = ouro_str_length(self), at = 0;
    const void *data = str_data(self);
    for (;;) {
        while (at < length && ouro_unicode_is_space(char_read(data, width, at)))
            at++;
        if (at == length)
            return true;
        size_t start = at;
        if (max-- == 0)
            return list_add(rt, list, self, start, length);
        while (at < length && !ouro_unicode_is_space(char_read(data, width, at)))
            at++;
        if (!list_add(rt, list, self, start, at))
            return false;
    }
}

static bool split_blanks(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t max)
{
    switch (ouro_str_width(self)) {
    case 1:
        return split_blanks_width(rt, list, self, max, 1);
    case 2:
        return split_blanks_width(rt, list, self, max, 2);
    default:
        return split_blanks_width(rt, list, self, max, 4);
    }
}

static bool rsplit_blanks(ouro_runtime *rt, ouro_object *list, ouro_object *self, size_t max)
{
    size_t at = ouro_str_length(self);
    for (;;) {
        while (at > 0 && ouro_unicode_is_space(ouro_str_at(self, at - 1)))
            at--;
        if (at == 0)
            return true;
        size_t end = at;
        if (max-- == 0)
            return list_add(rt, list, self, 0, end);
        while (at > 0 && !ouro_unicode_is_space(ouro_str_at(self, at - 1)))
            at--;
        if (!list_add(rt, list, self, at, end))
            return false;
    }
}

static bool split_by(ouro_runtime *rt, ouro_object *list, ouro_object *self, ouro_object *separator,
                     size_t max)
{
    size_t length = ouro_str_length(self), gap = ouro_str_length(separator), start = 0;
    bool is_single = gap == 1;
    uint32_t character = ouro_str_at(separator, 0);
    while (max-- > 0) {
        int64_t at = is_single ? ouro_str_find_character(self, character, start, length)
                               : ouro_str_find(self, separator, start, length);
        if (at < 0)
            break;
        if (!list_add(rt, list, self, start, (size_t)at))
            return false;
        start = (size_t)at + gap;
    }
    return list_add(rt, list, self, start, length);
}

static bool rsplit_by(ouro_runtime *rt, ouro_object *list, ouro_object *self, ouro_object *separator,
                      size_t max)
{
    size_t gap = ouro_str_length(separator), end = ouro_str_length(self);
    while (max-- > 0) {
        int64_t at = ouro_str_rfind(self, separator, 0, end);
        if (at < 0)
            break;
        if (!list_add(rt, list, self, (size_t)at + gap, end))
            return false;
        end = (size_t)at;
    }
    return list_add(rt, list, self, 0, end);
}

static ouro_object *split(ouro_runtime *rt, ouro_object *self, ouro_object *separator, int64_t max,
                          bool from_right)
{
    bool is_blank = !separator || separator == rt->none;
    if (!is_blank && !is_str(rt, separator))
        return ouro_raise(rt, EXC_TypeError, "must be str or None, not %T", separator);
    if (!is_blank && ouro_str_length(separator) == 0)
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
        is_done = from_right ? rsplit_by(rt, list, self, separator, times)
                             : split_by(rt, list, self, separator, times);
    if (is_done && (!from_right || ouro_list_reverse(rt, list)))
        return list;
    decref(rt, list);
    return NULL;
}

static ouro_object *split_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names, bool from_right)
{
    static const char *const keywords[] = {"sep", "maxsplit", NULL};
    const struct ouro_signature signature = {from_right ? "rsplit" : "split", keywords, 0, 2};
    ouro_object *out[2] = {count ? args[0] : NULL, NULL};
    int64_t max = -1;
    if ((names || count > 1) && !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (out[1] && !ouro_index_i64(rt, out[1], &max, EXC_OverflowError))
        return NULL;
    return split(rt, self, out[0], max, from_right);
}

NATIVE(ouro_str_method_split)
{
    return split_call(rt, self, args, count, names, false);
}

NATIVE(ouro_str_method_rsplit)
{
    return split_call(rt, self, args, count, names, true);
}

/* ---- lines ----------------------------------------------------------------------------------- */

NATIVE(ouro_str_method_splitlines)
{
    static const char *const keywords[] = {"keepends", NULL};
    static const struct ouro_signature signature = {"splitlines", keywords, 0, 1};
    ouro_object *out[1] = {NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    int keep = out[0] ? ouro_truth(rt, out[0]) : 0;
    if (keep < 0)
        return NULL;
    ouro_object *list = ouro_list_new(rt, 0);
    size_t length = ouro_str_length(self), start = 0;
    while (list && start < length) {
        size_t end = start;
        while (end < length && !ouro_unicode_is_line_end(ouro_str_at(self, end)))
            end++;
        size_t next = end;
        if (next < length)
            next += ouro_str_at(self, next) == '\r' && next + 1 < length &&
                            ouro_str_at(self, next + 1) == '\n'
                        ? 2
                        : 1;
        if (!list_add(rt, list, self, start, keep ? next : end)) {
            decref(rt, list);
            return NULL;
        }
        start = next;
    }
    return list;
}
