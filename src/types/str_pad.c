/* Methods of str that add to its ends or take from them. */
#include "types/int.h"
#include "types/str_methods.h"
#include "types/unicode.h"

/* ---- padding --------------------------------------------------------------------------------- */

static ouro_object *pad(ouro_runtime *rt, ouro_object *self, size_t left, size_t right, uint32_t fill)
{
    if (left == 0 && right == 0)
        return ouro_str_exact(rt, self);
    size_t length = ouro_str_length(self), total;
    if (!ouro_size_add(left, right, &total) || !ouro_size_add(total, length, &total))
        return ouro_raise(rt, EXC_OverflowError, "padded string is too long");
    uint32_t largest = length ? str_largest_class(self) : 0;
    ouro_object *made = ouro_str_alloc(rt, total, largest > fill ? largest : fill);
    if (!made)
        return NULL;
    void *data = str_data_mutable(made);
    unsigned width = ouro_str_width(made);
    ouro_str_fill(data, width, 0, left, fill);
    copy_into(data, width, left, self, 0, length);
    ouro_str_fill(data, width, left + length, right, fill);
    return made;
}

/* Width and fill character; *missing is how many characters to add. */
static bool pad_arguments(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          size_t *missing, uint32_t *fill)
{
    int64_t width;
    if (!ouro_index_i64(rt, args[0], &width, EXC_OverflowError))
        return false;
    *fill = ' ';
    if (count > 1) {
        if (!is_str(rt, args[1]))
            return ouro_raise(rt, EXC_TypeError,
                              "The fill character must be a unicode character, not %T", args[1]);
        if (ouro_str_length(args[1]) != 1)
            return ouro_raise(rt, EXC_TypeError,
                              "The fill character must be exactly one character long");
        *fill = ouro_str_at(args[1], 0);
    }
    int64_t length = (int64_t)ouro_str_length(self);
    *missing = width > length ? (size_t)(width - length) : 0;
    return true;
}

NATIVE(ouro_str_method_center)
{
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(rt, self, args, count, &missing, &fill))
        return NULL;
    size_t width = missing + ouro_str_length(self);
    size_t left = missing / 2 + (missing & width & 1);
    return pad(rt, self, left, missing - left, fill);
}

NATIVE(ouro_str_method_ljust)
{
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(rt, self, args, count, &missing, &fill))
        return NULL;
    return pad(rt, self, 0, missing, fill);
}

NATIVE(ouro_str_method_rjust)
{
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(rt, self, args, count, &missing, &fill))
        return NULL;
    return pad(rt, self, missing, 0, fill);
}

NATIVE(ouro_str_method_zfill)
{
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(rt, self, args, 1, &missing, &fill))
        return NULL;
    ouro_object *made = pad(rt, self, missing, 0, '0');
    if (!made || missing == 0 || ouro_str_length(self) == 0)
        return made;
    /* The sign goes in front of the zeros. */
    uint32_t sign = ouro_str_at(self, 0);
    if (sign == '+' || sign == '-') {
        void *data = str_data_mutable(made);
        char_write(data, ouro_str_width(made), 0, sign);
        char_write(data, ouro_str_width(made), missing, '0');
    }
    return made;
}

NATIVE(ouro_str_method_expandtabs)
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
    size_t length = ouro_str_length(self), column = 0, start = 0;
    if (ouro_str_find_character(self, '\t', 0, length) < 0)
        return ouro_str_exact(rt, self);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro_str_at(self, i);
        if (c != '\t') {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            continue;
        }
        ouro_str_builder_part(&builder, self, start, i);
        start = i + 1;
        if (tab > 0) {
            size_t add = (size_t)tab - column % (size_t)tab;
            ouro_str_builder_fill(&builder, ' ', add);
            column += add;
        }
    }
    ouro_str_builder_part(&builder, self, start, length);
    return ouro_str_builder_finish(&builder);
}

/* ---- stripping ------------------------------------------------------------------------------- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static bool is_stripped(const ouro_object *characters, uint32_t c)
{
    if (!characters)
        return ouro_unicode_is_space(c);
    return ouro_str_find_character(characters, c, 0, ouro_str_length(characters)) >= 0;
}

static ouro_object *strip(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          unsigned sides)
{
    ouro_object *characters = count && args[0] != rt->none ? args[0] : NULL;
    if (characters && !is_str(rt, characters))
        return ouro_raise(rt, EXC_TypeError, "%s arg must be None or str",
                          sides == STRIP_LEFT    ? "lstrip"
                          : sides == STRIP_RIGHT ? "rstrip"
                                                 : "strip");
    size_t start = 0, end = ouro_str_length(self);
    if (sides & STRIP_LEFT)
        while (start < end && is_stripped(characters, ouro_str_at(self, start)))
            start++;
    if (sides & STRIP_RIGHT)
        while (end > start && is_stripped(characters, ouro_str_at(self, end - 1)))
            end--;
    return ouro_str_substring(rt, self, start, end);
}

NATIVE(ouro_str_method_strip)
{
    return strip(rt, self, args, count, STRIP_LEFT | STRIP_RIGHT);
}

NATIVE(ouro_str_method_lstrip)
{
    return strip(rt, self, args, count, STRIP_LEFT);
}

NATIVE(ouro_str_method_rstrip)
{
    return strip(rt, self, args, count, STRIP_RIGHT);
}

NATIVE(ouro_str_method_removeprefix)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "removeprefix() argument must be str, not %W", args[0]);
    size_t part = ouro_str_length(args[0]), length = ouro_str_length(self);
    if (part == 0 || part > length || ouro_str_find(self, args[0], 0, part) != 0)
        return ouro_str_exact(rt, self);
    return ouro_str_substring(rt, self, part, length);
}

NATIVE(ouro_str_method_removesuffix)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "removesuffix() argument must be str, not %W", args[0]);
    size_t part = ouro_str_length(args[0]), length = ouro_str_length(self);
    if (part == 0 || part > length || ouro_str_find(self, args[0], length - part, length) < 0)
        return ouro_str_exact(rt, self);
    return ouro_str_substring(rt, self, 0, length - part);
}
