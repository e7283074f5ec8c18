/* format() of int, float and complex: parsing of the format specification, digits, grouping,
 * padding.
 *
 *   [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 *
 * A number is laid out as   padding  sign prefix  padding  digits rest  padding
 * where at most one kind of padding is not empty, and rest is the point and what follows. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "types/float_internal.h"
#include "types/float_text.h"
#include "types/int_internal.h"
#include "types/str.h"

struct number_spec {
    uint32_t fill;
    uint32_t type;               /* 0: none */
    int64_t width, precision;    /* -1: none */
    char align, sign, thousands; /* 0: none */
    bool has_z, is_alternate;
};

/* ---- the specification --------------------------------------------------------------------------
 */

struct spec_reader {
    ouro_runtime *rt;
    ouro_object *spec;
    size_t position, length;
};

static uint32_t peek(const struct spec_reader *reader)
{
    return reader->position < reader->length ? ouro_str_at(reader->spec, reader->position) : 0;
}

static bool accept(struct spec_reader *reader, uint32_t c)
{
    bool is_there = reader->position < reader->length && peek(reader) == c;
    reader->position += is_there;
    return is_there;
}

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool read_integer(struct spec_reader *reader, int64_t *value)
{
    *value = -1;
    for (; reader->position < reader->length; reader->position++) {
        uint32_t c = peek(reader);
        if (c < '0' || c > '9')
            break;
        if (*value < 0)
            *value = 0;
        if (*value > (INT64_MAX - 9) / 10) {
            ouro_raise(reader->rt, EXC_ValueError, "Too many decimal digits in format string");
            return false;
        }
        *value = *value * 10 + (int64_t)(c - '0');
    }
    return true;
}

static bool read_fill_and_sign(struct spec_reader *reader, struct number_spec *spec)
{
    bool has_fill = false;
    size_t at = reader->position;
    if (reader->length >= 2 && is_align(ouro_str_at(reader->spec, at + 1))) {
        spec->fill = peek(reader);
        spec->align = (char)ouro_str_at(reader->spec, at + 1);
        has_fill = true;
        reader->position += 2;
    } else if (reader->length >= 1 && is_align(peek(reader))) {
        spec->align = (char)peek(reader);
        reader->position++;
    }
    uint32_t c = peek(reader);
    if (c == '+' || c == '-' || c == ' ') {
        spec->sign = (char)c;
        reader->position++;
    }
    spec->has_z = accept(reader, 'z');
    spec->is_alternate = accept(reader, '#');
    if (!has_fill && accept(reader, '0')) {
        spec->fill = '0';
        if (!spec->align)
            spec->align = '=';
    }
    return true;
}

static bool raise_both_separators(ouro_runtime *rt)
{
    ouro_raise(rt, EXC_ValueError, "Cannot specify both ',' and '_'.");
    return false;
}

static bool check_thousands(ouro_runtime *rt, const struct number_spec *spec)
{
    if (!spec->thousands || spec->type == 0 ||
        (spec->type < 128 && strchr("defgEG%F", (int)spec->type)))
        return true;
    if (spec->thousands == '_' && spec->type < 128 && strchr("boxX", (int)spec->type))
        return true;
    if (spec->type > 32 && spec->type < 128)
        ouro_raise(rt, EXC_ValueError, "Cannot specify '%c' with '%c'.", spec->thousands,
                   (int)spec->type);
    else
        ouro_raise(rt, EXC_ValueError, "Cannot specify '%c' with '\\x%x'.", spec->thousands,
                   (unsigned)spec->type);
    return false;
}

static bool parse_spec(ouro_runtime *rt, ouro_object *value, ouro_object *text,
                       struct number_spec *spec)
{
    struct spec_reader reader = {rt, text, 0, ouro_str_length(text)};
    *spec = (struct number_spec){.fill = ' ', .width = -1, .precision = -1};
    if (!read_fill_and_sign(&reader, spec) || !read_integer(&reader, &spec->width))
        return false;
    if (accept(&reader, ','))
        spec->thousands = ',';
    if (accept(&reader, '_')) {
        if (spec->thousands)
            return raise_both_separators(rt);
        spec->thousands = '_';
    }
    if (spec->thousands == '_' && peek(&reader) == ',')
        return raise_both_separators(rt);
    if (accept(&reader, '.')) {
        if (!read_integer(&reader, &spec->precision))
            return false;
        if (spec->precision < 0) {
            ouro_raise(rt, EXC_ValueError, "Format specifier missing precision");
            return false;
        }
    }
    if (reader.length - reader.position > 1) {
        ouro_raise(rt, EXC_ValueError, "Invalid format specifier '%U' for object of type '%T'",
                   text, value);
        return false;
    }
    bool has_type = reader.position < reader.length;
    spec->type = peek(&reader);
    if (has_type && spec->type == 0)
        spec->type = UINT32_MAX; /* a NUL character is an unknown type, not an absent one */
    return check_thousands(rt, spec);
}

static ouro_object *raise_unknown_type(ouro_runtime *rt, const struct number_spec *spec,
                                       ouro_object *value)
{
    uint32_t type = spec->type == UINT32_MAX ? 0 : spec->type;
    if (type > 32 && type < 128)
        return ouro_raise(rt, EXC_ValueError, "Unknown format code '%c' for object of type '%T'",
                          (int)type, value);
    return ouro_raise(rt, EXC_ValueError, "Unknown format code '\\x%x' for object of type '%T'",
                      (unsigned)type, value);
}

/* ---- layout -------------------------------------------------------------------------------------
 */

struct number_parts {
    char head[4]; /* sign and prefix */
    size_t head_size;
    const char *digits; /* the whole part, to be grouped */
    size_t digit_count;
    const char *rest;
    size_t rest_size;
    unsigned group_size; /* 0: no grouping */
    char separator;
};

static void add_sign(struct number_parts *parts, char sign, bool is_negative)
{
    if (is_negative)
        parts->head[parts->head_size++] = '-';
    else if (sign == '+' || sign == ' ')
        parts->head[parts->head_size++] = sign;
}

/* Writes the digits, grouped, filled up with zeros to width (a separator never leads, so the result
 * may be one longer). Filled from the right end of out, which has room for size; returns the count.
 */
static size_t group_digits(const struct number_parts *parts, int64_t width, char *out, size_t size)
{
    if (!parts->group_size) {
        size_t zeros = width > (int64_t)parts->digit_count ? (size_t)width - parts->digit_count : 0;
        char *p = out + size - zeros - parts->digit_count;
        memset(p, '0', zeros);
        memcpy(p + zeros, parts->digits, parts->digit_count);
        return zeros + parts->digit_count;
    }
    char *p = out + size;
    size_t left = parts->digit_count;
    unsigned in_group = 0;
    while (left > 0 || width > 0) {
        if (in_group == parts->group_size) {
            *--p = parts->separator;
            in_group = 0;
            width--;
            if (left == 0 && width <= 0) { /* still one digit: a separator cannot lead */
                *--p = '0';
                break;
            }
        }
        *--p = left > 0 ? parts->digits[--left] : '0';
        in_group++;
        width--;
    }
    return (size_t)(out + size - p);
}

/* Puts the pieces together as a str. */
static ouro_object *pad(ouro_runtime *rt, const struct number_spec *spec, char default_align,
                        const char *head, size_t head_size, const char *body, size_t body_size)
{
    size_t size = head_size + body_size;
    size_t padding = spec->width > (int64_t)size ? (size_t)spec->width - size : 0;
    char align = spec->align ? spec->align : default_align;
    size_t left = align == '>' ? padding : align == '^' ? padding / 2 : 0;
    size_t middle = align == '=' ? padding : 0;
    if (padding > UINT32_MAX)
        return ouro_raise_memory(rt);
    struct ouro_str_builder builder;
    if (!padding) {
        ouro_object *result = ouro_str_alloc(rt, size, 127);
        if (result && size > 1) {
            uint8_t *data = (uint8_t *)(uintptr_t)str_of(result)->data;
            memcpy(data, head, head_size);
            memcpy(data + head_size, body, body_size);
            return result;
        }
        if (!result)
            return NULL;
        decref(rt, result); /* one character: shared */
    }
    ouro_str_builder_init(&builder, rt);
    for (size_t i = 0; i < left; i++)
        ouro_str_builder_character(&builder, spec->fill);
    ouro_str_builder_text(&builder, head, head_size);
    for (size_t i = 0; i < middle; i++)
        ouro_str_builder_character(&builder, spec->fill);
    ouro_str_builder_text(&builder, body, body_size);
    for (size_t i = left + middle; i < padding; i++)
        ouro_str_builder_character(&builder, spec->fill);
    return ouro_str_builder_finish(&builder);
}

static ouro_object *lay_out(ouro_runtime *rt, const struct number_spec *spec,
                            const struct number_parts *parts)
{
    char here[256];
    int64_t width = 0;
    if (spec->fill == '0' && spec->align == '=')
        width = spec->width - (int64_t)(parts->head_size + parts->rest_size);
    if (width < 0 || parts->digit_count == 0)
        width = 0;
    if (width > UINT32_MAX)
        return ouro_raise_memory(rt);
    size_t most = parts->digit_count > (size_t)width ? parts->digit_count : (size_t)width;
    size_t room = most + (parts->group_size ? most / parts->group_size + 2 : 0);
    size_t size = room + parts->rest_size;
    char *body = size <= sizeof here ? here : ouro_buffer_alloc(rt, size);
    if (!body)
        return NULL;
    size_t count = group_digits(parts, width, body, room);
    memcpy(body + room, parts->rest, parts->rest_size);
    ouro_object *result = pad(rt, spec, '>', parts->head, parts->head_size, body + room - count,
                              count + parts->rest_size);
    if (body != here)
        ouro_buffer_free(rt, body, size);
    return result;
}

/* ---- int ----------------------------------------------------------------------------------------
 */

static ouro_object *format_character(ouro_runtime *rt, ouro_object *self,
                                     const struct number_spec *spec)
{
    int64_t value;
    if (spec->sign)
        return ouro_raise(rt, EXC_ValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec->is_alternate)
        return ouro_raise(rt, EXC_ValueError,
                          "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!ouro_int_fits_i64(self, &value))
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C long");
    if (value < 0 || value > 0x10ffff)
        return ouro_raise(rt, EXC_OverflowError, "%%c arg not in range(0x110000)");
    size_t padding = spec->width > 1 ? (size_t)spec->width - 1 : 0;
    char align = spec->align ? spec->align : '>';
    size_t left = align == '<' ? 0 : align == '^' ? padding / 2 : padding;
    struct ouro_str_builder builder;
    if (padding > UINT32_MAX)
        return ouro_raise_memory(rt);
    ouro_str_builder_init(&builder, rt);
    for (size_t i = 0; i < left; i++)
        ouro_str_builder_character(&builder, spec->fill);
    ouro_str_builder_character(&builder, (uint32_t)value);
    for (size_t i = left; i < padding; i++)
        ouro_str_builder_character(&builder, spec->fill);
    return ouro_str_builder_finish(&builder);
}

static int base_of_type(uint32_t type)
{
    switch (type) {
    case 'b':
        return 2;
    case 'o':
        return 8;
    case 'x':
    case 'X':
        return 16;
    default:
        return 10;
    }
}

static ouro_object *format_digits(ouro_runtime *rt, ouro_object *self,
                                  const struct number_spec *spec)
{
    char here[128];
    int base = base_of_type(spec->type);
    size_t room = ouro_int_digits_max(self, base);
    char *digits = room <= sizeof here ? here : ouro_buffer_alloc(rt, room);
    if (!digits)
        return NULL;
    ouro_object *result = NULL;
    ptrdiff_t count = ouro_int_write_digits(rt, self, base, digits);
    if (count >= 0) {
        struct number_parts parts = {.digits = digits, .digit_count = (size_t)count, .rest = ""};
        add_sign(&parts, spec->sign, ouro_int_sign(self) < 0);
        if (spec->is_alternate && base != 10) {
            parts.head[parts.head_size++] = '0';
            parts.head[parts.head_size++] = (char)spec->type;
        }
        if (spec->type == 'X')
            for (ptrdiff_t i = 0; i < count; i++)
                if (digits[i] >= 'a')
                    digits[i] = (char)(digits[i] - 32);
        parts.separator = spec->thousands;
        parts.group_size = !spec->thousands ? 0 : base == 10 ? 3 : 4;
        result = lay_out(rt, spec, &parts);
    }
    if (digits != here)
        ouro_buffer_free(rt, digits, room);
    return result;
}

static ouro_object *format_double(ouro_runtime *rt, ouro_object *shown, double value,
                                  const struct number_spec *spec);

ouro_object *ouro_format_int(ouro_runtime *rt, ouro_object *self, ouro_object *spec_text)
{
    struct number_spec spec;
    double value;
    if (ouro_str_length(spec_text) == 0)
        return is_exact(self, TYPE_INT) ? ouro_int_to_str(rt, self, 10, false) : ouro_str(rt, self);
    if (!parse_spec(rt, self, spec_text, &spec))
        return NULL;
    switch (spec.type) {
    case 0:
    case 'd':
    case 'n':
    case 'b':
    case 'o':
    case 'x':
    case 'X':
    case 'c':
        if (spec.precision >= 0)
            return ouro_raise(rt, EXC_ValueError,
                              "Precision not allowed in integer format specifier");
        if (spec.has_z)
            return ouro_raise(rt, EXC_ValueError,
                              "Negative zero coercion (z) not allowed in integer format specifier");
        return spec.type == 'c' ? format_character(rt, self, &spec)
                                : format_digits(rt, self, &spec);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
        return ouro_int_as_double(rt, self, &value) ? format_double(rt, self, value, &spec) : NULL;
    default:
        return raise_unknown_type(rt, &spec, self);
    }
}

/* ---- float --------------------------------------------------------------------------------------
 */

/* A negative value whose digits are all zero: the z option makes it positive. */
static bool is_all_zero(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] >= '1' && text[i] <= '9')
            return false;
        if (text[i] == 'e' || text[i] == 'E')
            break;
        if (text[i] != '0' && text[i] != '.')
            return false; /* inf */
    }
    return true;
}

/* Splits the text of a number (no sign) into digits and rest. */
static void split_text(struct number_parts *parts, const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && text[count] >= '0' && text[count] <= '9')
        count++;
    parts->digits = text;
    parts->digit_count = count;
    parts->rest = text + count;
    parts->rest_size = size - count;
}

struct float_style {
    char kind; /* 'e', 'f', 'g', 'r' */
    int precision;
    unsigned flags;
};

static bool choose_style(ouro_runtime *rt, const struct number_spec *spec, bool is_complex,
                         struct float_style *style)
{
    char type = spec->type == 'n' ? 'g' : (char)spec->type;
    int64_t precision = spec->precision;
    style->flags = spec->is_alternate ? FLOAT_ALTERNATE : 0;
    if (type == 0 && !is_complex)
        style->flags |= FLOAT_ADD_DOT;
    if (type == 'E' || type == 'F' || type == 'G') {
        style->flags |= FLOAT_UPPER;
        type = (char)(type + 32);
    }
    if (type == 0)
        type = precision < 0 ? 'r' : 'g';
    if (precision > INT_MAX) {
        ouro_raise(rt, EXC_ValueError, "precision too big");
        return false;
    }
    style->precision = precision < 0 ? 6 : (int)precision;
    style->kind = type == '%' ? 'f' : type;
    return true;
}

/* Text of a value in a buffer of the runtime: *room is what to free it with. NULL: error. */
static char *write_styled(ouro_runtime *rt, double value, const struct float_style *style,
                          char *here, size_t here_size, size_t *room, size_t *size)
{
    *room = ouro_float_format_max(value, style->kind, style->precision) + 2;
    char *text = *room <= here_size ? here : ouro_buffer_alloc(rt, *room);
    if (text)
        *size = ouro_float_format(value, style->kind, style->precision, style->flags, text);
    return text;
}

static ouro_object *format_double(ouro_runtime *rt, ouro_object *shown, double value,
                                  const struct number_spec *spec)
{
    char here[400];
    size_t room, size;
    struct float_style style;
    if (!choose_style(rt, spec, false, &style))
        return NULL;
    if (spec->type == '%')
        value *= 100;
    char *text = write_styled(rt, value, &style, here, sizeof here, &room, &size);
    if (!text)
        return NULL;
    bool is_negative = text[0] == '-';
    char *start = text + is_negative;
    size -= is_negative;
    if (spec->has_z && is_negative && is_all_zero(start, size))
        is_negative = false;
    if (spec->type == '%')
        start[size++] = '%';
    struct number_parts parts = {.separator = spec->thousands,
                                 .group_size = spec->thousands ? 3 : 0};
    split_text(&parts, start, size);
    add_sign(&parts, spec->sign, is_negative);
    ouro_object *result = lay_out(rt, spec, &parts);
    if (text != here)
        ouro_buffer_free(rt, text, room);
    return result;
}

ouro_object *ouro_format_float(ouro_runtime *rt, ouro_object *self, ouro_object *spec_text)
{
    struct number_spec spec;
    if (ouro_str_length(spec_text) == 0)
        return ouro_str(rt, self);
    if (!parse_spec(rt, self, spec_text, &spec))
        return NULL;
    if (spec.type >= 128 || (spec.type != 0 && !strchr("eEfFgGn%", (int)spec.type)))
        return raise_unknown_type(rt, &spec, self);
    return format_double(rt, self, ouro_float_value(self), &spec);
}

/* ---- complex ------------------------------------------------------------------------------------
 */

/* Appends one part with its sign, grouped but not padded. */
static bool append_part(ouro_runtime *rt, struct ouro_str_builder *builder, double value, char sign,
                        const struct number_spec *spec, const struct float_style *style)
{
    char here[400];
    size_t room, size;
    char *text = write_styled(rt, value, style, here, sizeof here, &room, &size);
    if (!text)
        return false;
    bool is_negative = text[0] == '-';
    char *start = text + is_negative;
    size -= is_negative;
    if (spec->has_z && is_negative && is_all_zero(start, size))
        is_negative = false;
    struct number_parts parts = {.separator = spec->thousands,
                                 .group_size = spec->thousands ? 3 : 0};
    split_text(&parts, start, size);
    add_sign(&parts, sign, is_negative);
    struct number_spec plain = {.fill = ' ', .width = -1, .align = '<'};
    ouro_object *part = lay_out(rt, &plain, &parts);
    if (text != here)
        ouro_buffer_free(rt, text, room);
    bool is_done = part && ouro_str_builder_str(builder, part);
    xdecref(rt, part);
    return is_done;
}

static ouro_object *pad_str_take(ouro_runtime *rt, const struct number_spec *spec,
                                 ouro_object *text)
{
    if (!text)
        return NULL;
    ouro_object *result =
        pad(rt, spec, '>', "", 0, (const char *)str_of(text)->data, ouro_str_length(text));
    decref(rt, text);
    return result;
}

ouro_object *ouro_format_complex(ouro_runtime *rt, ouro_object *self, ouro_object *spec_text)
{
    struct number_spec spec;
    struct float_style style;
    if (ouro_str_length(spec_text) == 0)
        return ouro_str(rt, self);
    if (!parse_spec(rt, self, spec_text, &spec))
        return NULL;
    if (spec.type >= 128 || (spec.type != 0 && !strchr("eEfFgGn", (int)spec.type)))
        return raise_unknown_type(rt, &spec, self);
    if (spec.fill == '0')
        return ouro_raise(rt, EXC_ValueError,
                          "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return ouro_raise(rt, EXC_ValueError,
                          "'=' alignment flag is not allowed in complex format specifier");
    if (!choose_style(rt, &spec, true, &style))
        return NULL;
    double real = complex_of(self)->real, imaginary = complex_of(self)->imaginary;
    bool skips_real = spec.type == 0 && real == 0 && !signbit(real);
    bool has_parentheses = spec.type == 0 && !skips_real;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    if (has_parentheses)
        ouro_str_builder_character(&builder, '(');
    if ((!skips_real && !append_part(rt, &builder, real, spec.sign, &spec, &style)) ||
        !append_part(rt, &builder, imaginary, skips_real ? spec.sign : '+', &spec, &style)) {
        ouro_str_builder_abandon(&builder);
        return NULL;
    }
    ouro_str_builder_character(&builder, 'j');
    if (has_parentheses)
        ouro_str_builder_character(&builder, ')');
    return pad_str_take(rt, &spec, ouro_str_builder_finish(&builder));
}
