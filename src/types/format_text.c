/* format(str, spec): fill, alignment, width and precision. */
#include "types/str_internal.h"
#include "types/unicode.h"

struct text_spec {
    uint32_t fill, align, sign, separator, type; /* 0: not given */
    bool is_alternate, is_zero_coerced;
    int64_t width, precision; /* -1: not given */
};

static bool is_alignment(uint32_t c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

/* Decimal digits (of any script) at *at; -1 when there are none, false when they are too many. */
static bool digits_read(ouro_runtime *rt, const ouro_object *spec, size_t *at, int64_t *value)
{
    size_t length = ouro_str_length(spec);
    *value = -1;
    for (; *at < length; (*at)++) {
        int digit = ouro_unicode_decimal(ouro_str_at(spec, *at));
        if (digit < 0)
            break;
        if (*value > (INT64_MAX - digit) / 10)
            return ouro_raise(rt, EXC_ValueError, "Too many decimal digits in format string");
        *value = (*value < 0 ? 0 : *value) * 10 + digit;
    }
    return true;
}

static bool spec_parse(ouro_runtime *rt, ouro_object *self, ouro_object *spec, struct text_spec *out)
{
    size_t length = ouro_str_length(spec), at = 0;
    *out = (struct text_spec){.width = -1, .precision = -1};
#define PEEK(i) ((i) < length ? ouro_str_at(spec, (i)) : 0)
    if (length >= 2 && is_alignment(PEEK(1))) {
        out->fill = PEEK(0);
        out->align = PEEK(1);
        at = 2;
    } else if (is_alignment(PEEK(0))) {
        out->align = PEEK(0);
        at = 1;
    }
    bool has_fill = at == 2;
    if (PEEK(at) == '+' || PEEK(at) == '-' || PEEK(at) == ' ')
        out->sign = ouro_str_at(spec, at++);
    if (PEEK(at) == 'z') {
        out->is_zero_coerced = true;
        at++;
    }
    if (PEEK(at) == '#') {
        out->is_alternate = true;
        at++;
    }
    if (!has_fill && PEEK(at) == '0') {
        out->fill = '0';
        at++;
    }
    if (!digits_read(rt, spec, &at, &out->width))
        return false;
    if (PEEK(at) == ',' || PEEK(at) == '_') {
        out->separator = ouro_str_at(spec, at++);
        if (PEEK(at) == ',' || PEEK(at) == '_')
            return ouro_raise(rt, EXC_ValueError, PEEK(at) == out->separator
                                                      ? "Cannot specify '%c' with '%c'."
                                                      : "Cannot specify both ',' and '_'.",
                              (int)PEEK(at), (int)PEEK(at));
    }
    if (PEEK(at) == '.') {
        at++;
        if (!digits_read(rt, spec, &at, &out->precision))
            return false;
        if (out->precision < 0)
            return ouro_raise(rt, EXC_ValueError, "Format specifier missing precision");
    }
    if (length - at > 1)
        return ouro_raise(rt, EXC_ValueError,
                          "Invalid format specifier '%U' for object of type '%T'", spec, self);
    out->type = PEEK(at);
#undef PEEK
    return true;
}

/* Digits are grouped by ',' in decimal and by '_' in other bases too; this is asked before the type. */
static bool can_separate(const struct text_spec *spec)
{
    return strchr(spec->separator == '_' ? "defgEG%FboxX" : "defgEG%F", (int)spec->type) != NULL;
}

static bool spec_check(ouro_runtime *rt, ouro_object *self, const struct text_spec *spec)
{
    if (spec->separator && spec->type > 32 && spec->type < 128 && !can_separate(spec))
        return ouro_raise(rt, EXC_ValueError, "Cannot specify '%c' with '%c'.", (int)spec->separator,
                          (int)spec->type);
    if (spec->type && spec->type != 's') {
        if (spec->type > 32 && spec->type < 128)
            return ouro_raise(rt, EXC_ValueError, "Unknown format code '%c' for object of type '%T'",
                              (int)spec->type, self);
        return ouro_raise(rt, EXC_ValueError,
                          "Unknown format code '\\x%x' for object of type '%T'", spec->type, self);
    }
    if (spec->separator)
        return ouro_raise(rt, EXC_ValueError, "Cannot specify '%c' with 's'.", (int)spec->separator);
    if (spec->sign)
        return ouro_raise(rt, EXC_ValueError, "%s not allowed in string format specifier",
                          spec->sign == ' ' ? "Space" : "Sign");
    if (spec->is_zero_coerced)
        return ouro_raise(rt, EXC_ValueError,
                          "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->is_alternate)
        return ouro_raise(rt, EXC_ValueError,
                          "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        return ouro_raise(rt, EXC_ValueError, "'=' alignment not allowed in string format specifier");
    return true;
}

ouro_object *ouro_format_str(ouro_runtime *rt, ouro_object *self, ouro_object *spec_text)
{
    struct text_spec spec;
    if (ouro_str_length(spec_text) == 0)
        return is_exact(self, TYPE_STR) ? newref(self) : ouro_str(rt, self);
    if (!spec_parse(rt, self, spec_text, &spec) || !spec_check(rt, self, &spec))
        return NULL;
    size_t length = ouro_str_length(self);
    if (spec.precision >= 0 && (uint64_t)spec.precision < length)
        length = (size_t)spec.precision;
    if (spec.width <= (int64_t)length)
        return ouro_str_substring(rt, self, 0, length);
    size_t missing = (size_t)spec.width - length;
    size_t left = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0;
    uint32_t fill = spec.fill ? spec.fill : ' ';
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_str_builder_fill(&builder, fill, left);
    ouro_str_builder_part(&builder, self, 0, length);
    ouro_str_builder_fill(&builder, fill, missing - left);
    return ouro_str_builder_finish(&builder);
}
