/* Methods of str about case and kinds of characters. */
#include "types/str_methods.h"
#include "types/unicode.h"

/* ---- mapping --------------------------------------------------------------------------------- */

static ouro_object *shared_if_short(ouro_runtime *rt, ouro_object *text)
{
    if (text && ouro_str_length(text) == 1 && ouro_str_at(text, 0) < 256) {
        ouro_object *shared = rt->latin1[ouro_str_at(text, 0)];
        decref(rt, text);
        return shared;
    }
    return text;
}

/* Flips the case bit of each ASCII byte in first..last, eight at a time: adding to a byte below 0x80
 * never carries into the next one, and leaves in its high bit whether it reached a bound. */
static void ascii_flip(uint8_t *out, const uint8_t *in, size_t size, uint8_t first, uint8_t last)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t from = ones * (0x80u - first), past = ones * (0x7fu - last);
    size_t at = 0;
    for (; size - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, in + at, 8);
        word ^= ((word + from) & ~(word + past) & (ones * 0x80)) >> 2;
        memcpy(out + at, &word, 8);
    }
    for (; at < size; at++)
        out[at] = in[at] >= first && in[at] <= last ? in[at] ^ 0x20 : in[at];
}

static ouro_object *ascii_map(ouro_runtime *rt, ouro_object *self, uint8_t first, uint8_t last)
{
    size_t length = ouro_str_length(self);
    ouro_object *made = ouro_str_alloc(rt, length, 0x7f);
    if (!made || length == 0)
        return made;
    ascii_flip(str_data_mutable(made), str_data(self), length, first, last);
    return shared_if_short(rt, made);
}

/* A capital sigma is final when letters precede it and none follow, marks aside. */
static bool sigma_is_final(const ouro_object *self, size_t at)
{
    size_t length = ouro_str_length(self), i = at;
    while (i > 0 && ouro_unicode_is_case_ignorable(ouro_str_at(self, i - 1)))
        i--;
    if (i == 0 || !ouro_unicode_is_cased(ouro_str_at(self, i - 1)))
        return false;
    for (i = at + 1; i < length; i++)
        if (!ouro_unicode_is_case_ignorable(ouro_str_at(self, i)))
            return !ouro_unicode_is_cased(ouro_str_at(self, i));
    return true;
}

static unsigned lower_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    uint32_t c = ouro_str_at(self, at);
    if (c == 0x3a3) {
        out[0] = sigma_is_final(self, at) ? 0x3c2 : 0x3c3;
        return 1;
    }
    return ouro_unicode_to_lower(c, out);
}

static unsigned upper_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    return ouro_unicode_to_upper(ouro_str_at(self, at), out);
}

static unsigned fold_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    return ouro_unicode_to_fold(ouro_str_at(self, at), out);
}

static unsigned swap_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    uint32_t c = ouro_str_at(self, at);
    if (ouro_unicode_is_upper(c))
        return lower_at(self, at, out);
    if (ouro_unicode_is_lower(c))
        return ouro_unicode_to_upper(c, out);
    out[0] = c;
    return 1;
}

static unsigned capital_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    return at == 0 ? ouro_unicode_to_title(ouro_str_at(self, 0), out) : lower_at(self, at, out);
}

static unsigned title_at(const ouro_object *self, size_t at, uint32_t out[3])
{
    if (at > 0 && ouro_unicode_is_cased(ouro_str_at(self, at - 1)))
        return lower_at(self, at, out);
    return ouro_unicode_to_title(ouro_str_at(self, at), out);
}

static ouro_object *map_text(ouro_runtime *rt, ouro_object *self,
                             unsigned (*map)(const ouro_object *, size_t, uint32_t[3]))
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    size_t length = ouro_str_length(self);
    for (size_t i = 0; i < length; i++) {
        uint32_t out[3];
        unsigned written = map(self, i, out);
        for (unsigned j = 0; j < written; j++)
            ouro_str_builder_character(&builder, out[j]);
    }
    return ouro_str_builder_finish(&builder);
}

NATIVE(ouro_str_method_lower)
{
    return ouro_str_is_ascii(self) ? ascii_map(rt, self, 'A', 'Z') : map_text(rt, self, lower_at);
}

NATIVE(ouro_str_method_upper)
{
    return ouro_str_is_ascii(self) ? ascii_map(rt, self, 'a', 'z') : map_text(rt, self, upper_at);
}

NATIVE(ouro_str_method_casefold)
{
    return ouro_str_is_ascii(self) ? ascii_map(rt, self, 'A', 'Z') : map_text(rt, self, fold_at);
}

NATIVE(ouro_str_method_swapcase)
{
    return map_text(rt, self, swap_at);
}

NATIVE(ouro_str_method_capitalize)
{
    return map_text(rt, self, capital_at);
}

/* The first letter of each run of letters large, the others small. */
static ouro_object *ascii_title(ouro_runtime *rt, ouro_object *self)
{
    size_t length = ouro_str_length(self);
    ouro_object *made = ouro_str_alloc(rt, length, 0x7f);
    if (!made || length == 0)
        return made;
    const uint8_t *in = str_data(self);
    uint8_t *out = str_data_mutable(made);
    bool is_inside = false;
    for (size_t i = 0; i < length; i++) {
        uint8_t small = in[i] | 0x20;
        bool is_letter = small >= 'a' && small <= 'z';
        out[i] = !is_letter ? in[i] : is_inside ? small : small ^ 0x20;
        is_inside = is_letter;
    }
    return shared_if_short(rt, made);
}

NATIVE(ouro_str_method_title)
{
    if (ouro_str_is_ascii(self))
        return ascii_title(rt, self);
    return map_text(rt, self, title_at);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static ouro_object *all_are(ouro_runtime *rt, ouro_object *self, bool (*test)(uint32_t))
{
    size_t length = ouro_str_length(self);
    for (size_t i = 0; i < length; i++)
        if (!test(ouro_str_at(self, i)))
            return rt->false_;
    return bool_object(rt, length > 0);
}

static bool is_alnum(uint32_t c)
{
    return ouro_unicode_is_alnum(c);
}

static bool is_decimal(uint32_t c)
{
    return ouro_unicode_decimal(c) >= 0;
}

static bool is_space(uint32_t c)
{
    return ouro_unicode_is_space(c);
}

NATIVE(ouro_str_method_isalnum)
{
    return all_are(rt, self, is_alnum);
}

NATIVE(ouro_str_method_isalpha)
{
    return all_are(rt, self, ouro_unicode_is_alpha);
}

NATIVE(ouro_str_method_isascii)
{
    return bool_object(rt, ouro_str_is_ascii(self));
}

NATIVE(ouro_str_method_isdecimal)
{
    return all_are(rt, self, is_decimal);
}

NATIVE(ouro_str_method_isdigit)
{
    return all_are(rt, self, ouro_unicode_is_digit);
}

NATIVE(ouro_str_method_isnumeric)
{
    return all_are(rt, self, ouro_unicode_is_numeric);
}

NATIVE(ouro_str_method_isspace)
{
    return all_are(rt, self, is_space);
}

NATIVE(ouro_str_method_isprintable)
{
    if (ouro_str_length(self) == 0)
        return rt->true_;
    return all_are(rt, self, ouro_unicode_is_printable);
}

bool ouro_str_is_identifier(const ouro_object *self)
{
    size_t length = ouro_str_length(self);
    if (length == 0 || !ouro_unicode_is_identifier_start(ouro_str_at(self, 0)))
        return false;
    for (size_t i = 1; i < length; i++)
        if (!ouro_unicode_is_identifier_continue(ouro_str_at(self, i)))
            return false;
    return true;
}

NATIVE(ouro_str_method_isidentifier)
{
    return bool_object(rt, ouro_str_is_identifier(self));
}

NATIVE(ouro_str_method_islower)
{
    bool has_cased = false;
    for (size_t i = 0; i < ouro_str_length(self); i++) {
        uint32_t c = ouro_str_at(self, i);
        if (ouro_unicode_is_upper(c) || ouro_unicode_is_title(c))
            return rt->false_;
        has_cased = has_cased || ouro_unicode_is_lower(c);
    }
    return bool_object(rt, has_cased);
}

NATIVE(ouro_str_method_isupper)
{
    bool has_cased = false;
    for (size_t i = 0; i < ouro_str_length(self); i++) {
        uint32_t c = ouro_str_at(self, i);
        if (ouro_unicode_is_lower(c) || ouro_unicode_is_title(c))
            return rt->false_;
        has_cased = has_cased || ouro_unicode_is_upper(c);
    }
    return bool_object(rt, has_cased);
}

NATIVE(ouro_str_method_istitle)
{
    bool has_cased = false, previous_is_cased = false;
    for (size_t i = 0; i < ouro_str_length(self); i++) {
        uint32_t c = ouro_str_at(self, i);
        if (ouro_unicode_is_upper(c) || ouro_unicode_is_title(c)) {
            if (previous_is_cased)
                return rt->false_;
            previous_is_cased = has_cased = true;
        } else if (ouro_unicode_is_lower(c)) {
            if (!previous_is_cased)
                return rt->false_;
            has_cased = true;
        } else {
            previous_is_cased = false;
        }
    }
    return bool_object(rt, has_cased);
}
