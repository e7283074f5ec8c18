/* % formatting. The bytes form runs on latin-1 text: what goes in and comes out are the same numbers. */
#include "types/str_percent.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "types/float.h"
#include "types/float_text.h"
#include "types/int.h"
#include "types/tuple.h"

enum { FLAG_LEFT = 1, FLAG_SIGN = 2, FLAG_BLANK = 4, FLAG_ALTERNATE = 8, FLAG_ZERO = 16 };

struct percent {
    ouro_runtime *rt;
    struct ouro_str_builder out;
    ouro_object *format;
    size_t at, length;
    ouro_object *arguments;    /* tuple, or the one argument */
    ptrdiff_t next, available; /* available -1: arguments is the one argument, next -1 once used */
    ouro_object *mapping;      /* or NULL */
    ouro_object *keyed;        /* value found by (key), owned, or NULL: it is the one argument then */
    bool is_bytes;

    unsigned flags;
    ptrdiff_t width, precision; /* -1: none */
    uint32_t conversion;
};

/* ---- arguments ------------------------------------------------------------------------------- */

/* Borrowed. */
static ouro_object *argument_next(struct percent *p)
{
    if (p->available < 0) {
        if (p->next >= 0) {
            p->next = -1;
            return p->arguments;
        }
    } else if (p->next < p->available) {
        return tuple_at(p->arguments, p->next++);
    }
    return ouro_raise(p->rt, EXC_TypeError, "not enough arguments for format string");
}

static uint32_t peek(const struct percent *p)
{
    return ouro_str_at(p->format, p->at);
}

static bool incomplete(struct percent *p)
{
    return ouro_raise(p->rt, EXC_ValueError, "incomplete format");
}

/* "(key)": brackets inside must balance. */
static bool key_parse(struct percent *p)
{
    if (!p->mapping)
        return ouro_raise(p->rt, EXC_TypeError, "format requires a mapping");
    size_t start = ++p->at, depth = 1;
    while (p->at < p->length) {
        uint32_t c = peek(p);
        p->at++;
        if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            break;
    }
    if (depth > 0)
        return ouro_raise(p->rt, EXC_ValueError, "incomplete format key");
    ouro_object *key = ouro_str_substring(p->rt, p->format, start, p->at - 1);
    if (key && p->is_bytes) {
        ouro_object *bytes = ouro_str_encode(p->rt, key, "latin-1", NULL);
        decref(p->rt, key);
        key = bytes;
    }
    if (!key)
        return false;
    ouro_object *value = ouro_getitem(p->rt, p->mapping, key);
    decref(p->rt, key);
    if (!value)
        return false;
    setref_take(p->rt, &p->keyed, value);
    p->arguments = value;
    p->available = -1;
    p->next = 0;
    return true;
}

static void flags_parse(struct percent *p)
{
    for (; p->at < p->length; p->at++) {
        switch (peek(p)) {
        case '-':
            p->flags |= FLAG_LEFT;
            break;
        case '+':
            p->flags |= FLAG_SIGN;
            break;
        case ' ':
            p->flags |= FLAG_BLANK;
            break;
        case '#':
            p->flags |= FLAG_ALTERNATE;
            break;
        case '0':
            p->flags |= FLAG_ZERO;
            break;
        case 'z': /* bytes pass it over, as CPython 3.11 does */
            if (!p->is_bytes)
                return;
            break;
        default:
            return;
        }
    }
}

/* Digits, or a star that takes an argument. */
static bool size_parse(struct percent *p, ptrdiff_t *value, bool is_precision)
{
    if (p->at < p->length && peek(p) == '*') {
        ouro_object *argument = argument_next(p);
        int64_t number;
        if (!argument)
            return false;
        if (!is_int(p->rt, argument))
            return ouro_raise(p->rt, EXC_TypeError, "* wants int");
        if (!ouro_int_as_i64(p->rt, argument, &number))
            return false;
        p->at++;
        if (is_precision && number > INT_MAX)
            return ouro_raise(p->rt, EXC_OverflowError, "Python int too large to convert to C int");
        *value = number;
        return true;
    }
    if (is_precision)
        *value = 0;
    for (; p->at < p->length && peek(p) >= '0' && peek(p) <= '9'; p->at++) {
        ptrdiff_t digit = (ptrdiff_t)(peek(p) - '0');
        ptrdiff_t before = *value < 0 ? 0 : *value;
        if (before > ((is_precision ? INT_MAX : PTRDIFF_MAX) - digit) / 10)
            return ouro_raise(p->rt, EXC_ValueError,
                              is_precision ? "precision too big" : "width too big");
        *value = before * 10 + digit;
    }
    return true;
}

/* Everything between the percent sign and the conversion character, which is read too. */
static bool directive_parse(struct percent *p)
{
    p->flags = 0;
    p->width = p->precision = -1;
    if (p->at < p->length && peek(p) == '(' && !key_parse(p))
        return false;
    flags_parse(p);
    if (!size_parse(p, &p->width, false))
        return false;
    if (p->width < -1) {
        p->flags |= FLAG_LEFT;
        p->width = -p->width;
    }
    if (p->at < p->length && peek(p) == '.') {
        p->at++;
        if (!size_parse(p, &p->precision, true))
            return false;
        if (p->precision < 0)
            p->precision = 0;
    }
    if (p->at < p->length && (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L'))
        p->at++;
    if (p->at >= p->length)
        return incomplete(p);
    p->conversion = peek(p);
    p->at++;
    return true;
}

/* ---- results --------------------------------------------------------------------------------- */

/* Writes text with padding, its sign and base prefix before zeros. prefix: how many characters of text
 * those are. */
static bool padded(struct percent *p, ouro_object *text, size_t prefix, bool is_number)
{
    size_t length = ouro_str_length(text);
    size_t missing = p->width > 0 && (size_t)p->width > length ? (size_t)p->width - length : 0;
    bool has_zeros = is_number && (p->flags & FLAG_ZERO) && !(p->flags & FLAG_LEFT);
    if (missing && !has_zeros && !(p->flags & FLAG_LEFT))
        ouro_str_builder_fill(&p->out, ' ', missing);
    ouro_str_builder_part(&p->out, text, 0, prefix);
    if (missing && has_zeros)
        ouro_str_builder_fill(&p->out, '0', missing);
    ouro_str_builder_part(&p->out, text, prefix, length);
    if (missing && (p->flags & FLAG_LEFT))
        ouro_str_builder_fill(&p->out, ' ', missing);
    return !p->out.has_failed;
}

static bool padded_take(struct percent *p, ouro_object *text, size_t prefix, bool is_number)
{
    if (!text)
        return false;
    bool is_done = padded(p, text, prefix, is_number);
    decref(p->rt, text);
    return is_done;
}

/* The int to write, owned. */
static ouro_object *integer_of(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    if (is_int(rt, value))
        return newref(value);
    struct ouro_class *cls = class_of(rt, value);
    bool needs_index = p->conversion == 'x' || p->conversion == 'X' || p->conversion == 'o';
    ouro_object *made = NULL;
    if (needs_index ? cls->to_index != NULL : cls->to_index || cls->to_int || cls->to_float) {
        made = needs_index ? ouro_index(rt, value) : ouro_to_int(rt, value);
        if (made || !ouro_error_is(rt, EXC_TypeError))
            return made;
        ouro_error_clear(rt);
    }
    return ouro_raise(rt, EXC_TypeError,
                      needs_index ? "%%%c format: an integer is required, not %T"
                                  : "%%%c format: a real number is required, not %T",
                      (int)p->conversion, value);
}

/* Plain %d of an int that fits: digits straight into the output. */
static bool add_small(struct percent *p, int64_t value)
{
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    return ouro_str_builder_text(&p->out, digits + at, sizeof(digits) - at);
}

static bool add_integer(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    bool is_plain = p->flags == 0 && p->width < 0 && p->precision < 0 && p->conversion == 'd';
    if (is_plain && ouro_int_is_small_exact(value))
        return add_small(p, ouro_int_value(value));
    ouro_object *number = integer_of(p, value);
    if (!number)
        return false;
    uint32_t kind = p->conversion | 0x20;
    ouro_object *digits = ouro_int_to_str(rt, number, kind == 'x' ? 16 : kind == 'o' ? 8 : 10, false);
    decref(rt, number);
    if (!digits)
        return false;
    size_t length = ouro_str_length(digits), from = ouro_str_at(digits, 0) == '-';
    struct ouro_str_builder text;
    ouro_str_builder_init(&text, rt);
    if (from)
        ouro_str_builder_character(&text, '-');
    else if (p->flags & (FLAG_SIGN | FLAG_BLANK))
        ouro_str_builder_character(&text, p->flags & FLAG_SIGN ? '+' : ' ');
    if ((p->flags & FLAG_ALTERNATE) && (kind == 'x' || kind == 'o')) {
        ouro_str_builder_character(&text, '0');
        ouro_str_builder_character(&text, p->conversion);
    }
    size_t prefix = text.length;
    if (p->precision > 0 && (size_t)p->precision > length - from)
        ouro_str_builder_fill(&text, '0', (size_t)p->precision - (length - from));
    for (size_t i = from; i < length; i++) {
        uint32_t c = ouro_str_at(digits, i);
        ouro_str_builder_character(&text, p->conversion == 'X' && c >= 'a' ? c - 32 : c);
    }
    decref(rt, digits);
    return padded_take(p, ouro_str_builder_finish(&text), prefix, true);
}

/* Without a spec to parse. */
enum { FLOAT_DIGITS_MAX = 40, FLOAT_ROOM = 400 };
static bool add_float_plain(struct percent *p, double number)
{
    char text[FLOAT_ROOM];
    char kind = (char)(p->conversion | 0x20);
    int precision = p->precision < 0 ? 6 : (int)p->precision;
    unsigned flags = (p->flags & FLAG_ALTERNATE ? FLOAT_ALTERNATE : 0) |
                     (p->conversion < 'a' ? FLOAT_UPPER : 0);
    bool has_sign = signbit(number) || (p->flags & (FLAG_SIGN | FLAG_BLANK));
    text[0] = p->flags & FLAG_SIGN ? '+' : ' ';
    size_t skipped = has_sign && !signbit(number);
    size_t size = skipped + ouro_float_format(number, kind, precision, flags, text + skipped);
    if (p->width < 0)
        return ouro_str_builder_text(&p->out, text, size);
    return padded_take(p, ouro_str_from_latin1(p->rt, (const uint8_t *)text, size), has_sign, true);
}

static bool add_float(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    double number;
    if (!ouro_as_double(rt, value, &number)) {
        if (p->is_bytes && ouro_error_is(rt, EXC_TypeError))
            return ouro_raise(rt, EXC_TypeError, "float argument required, not %T", value);
        return false;
    }
    if (isfinite(number) && p->precision <= FLOAT_DIGITS_MAX)
        return add_float_plain(p, number);
    const char *sign = p->flags & FLAG_SIGN ? "+" : p->flags & FLAG_BLANK ? " " : "";
    ouro_object *spec = ouro_str_format(rt, "%s%s.%zd%c", sign,
                                        p->flags & FLAG_ALTERNATE ? "#" : "",
                                        p->precision < 0 ? (ptrdiff_t)6 : p->precision,
                                        (int)p->conversion);
    ouro_object *exact = spec ? ouro_float_new(rt, number) : NULL;
    ouro_object *text = exact ? ouro_format_float(rt, exact, spec) : NULL;
    xdecref(rt, spec);
    xdecref(rt, exact);
    if (!text)
        return false;
    uint32_t first = ouro_str_at(text, 0);
    return padded_take(p, text, first == '-' || first == '+' || first == ' ', true);
}

/* The bytes that %s or %b shows, as latin-1 text. */
static ouro_object *bytes_text(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    if (class_of(rt, value)->buffer) {
        const uint8_t *bytes;
        size_t size;
        return ouro_buffer_get(rt, value, &bytes, &size) ? ouro_str_from_latin1(rt, bytes, size) : NULL;
    }
    ouro_object *method = ouro_lookup_special(rt, value, rt->name___bytes__);
    if (!method)
        return ouro_has_error(rt) ? NULL
                                  : ouro_raise(rt, EXC_TypeError,
                                               "%%b requires a bytes-like object, or an object that "
                                               "implements __bytes__, not '%T'", value);
    ouro_object *made = ouro_call0(rt, method), *text = NULL;
    decref(rt, method);
    if (made && !is_bytes(rt, made))
        ouro_raise(rt, EXC_TypeError, "__bytes__ returned non-bytes (type %T)", made);
    else if (made)
        text = ouro_str_from_latin1(rt, bytes_of(made)->data, bytes_of(made)->length);
    xdecref(rt, made);
    return text;
}

static bool add_text(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    ouro_object *text;
    if (p->width < 0 && p->precision < 0 && p->conversion == 's' && is_exact(value, TYPE_STR) &&
        !p->is_bytes)
        return ouro_str_builder_str(&p->out, value);
    if (p->is_bytes)
        text = p->conversion == 's' || p->conversion == 'b' ? bytes_text(p, value)
                                                            : ouro_ascii(rt, value);
    else
        text = p->conversion == 's'   ? ouro_str(rt, value)
               : p->conversion == 'r' ? ouro_repr(rt, value)
                                      : ouro_ascii(rt, value);
    if (text && p->precision >= 0 && (size_t)p->precision < ouro_str_length(text)) {
        ouro_object *part = ouro_str_substring(rt, text, 0, (size_t)p->precision);
        decref(rt, text);
        text = part;
    }
    return padded_take(p, text, 0, false);
}

static bool add_character(struct percent *p, ouro_object *value)
{
    ouro_runtime *rt = p->rt;
    int64_t c;
    if (p->is_bytes) {
        const uint8_t *bytes;
        size_t size;
        if (class_of(rt, value)->buffer && !is_exact(value, TYPE_MEMORYVIEW)) {
            if (!ouro_buffer_get(rt, value, &bytes, &size))
                return false;
            if (size == 1)
                return padded(p, rt->latin1[bytes[0]], 0, false);
        }
    } else if (is_str(rt, value) && ouro_str_length(value) == 1) {
        return padded(p, value, 0, false);
    }
    if (is_str(rt, value) || !class_of(rt, value)->to_index)
        return ouro_raise(rt, EXC_TypeError,
                          p->is_bytes ? "%%c requires an integer in range(256) or a single byte"
                                      : "%%c requires int or char");
    if (!ouro_index_i64(rt, value, &c, 0)) {
        if (!p->is_bytes && ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_TypeError, "%%c requires int or char");
        }
        return false;
    }
    if (c < 0 || c >= (p->is_bytes ? 256 : 0x110000))
        return ouro_raise(rt, EXC_OverflowError, "%%c arg not in range(%s)",
                          p->is_bytes ? "256" : "0x110000");
    return padded_take(p, ouro_str_from_character(rt, (uint32_t)c), 0, false);
}

static bool directive_apply(struct percent *p)
{
    size_t index = p->at - 1;
    if (p->conversion == '%' && index > 0 && ouro_str_at(p->format, index - 1) == '%')
        return ouro_str_builder_character(&p->out, '%');
    ouro_object *value = argument_next(p);
    if (!value)
        return false;
    switch (p->conversion) {
    case 'b':
        if (!p->is_bytes)
            break;
        return add_text(p, value);
    case 's':
    case 'r':
    case 'a':
        return add_text(p, value);
    case 'c':
        return add_character(p, value);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return add_integer(p, value);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return add_float(p, value);
    }
    uint32_t shown = p->conversion > 31 && p->conversion < 127 ? p->conversion : '?';
    return ouro_raise(p->rt, EXC_ValueError, "unsupported format character '%c' (0x%x) at index %zu",
                      (int)shown, p->conversion, index);
}

/* ---- the operator ---------------------------------------------------------------------------- */

static bool percent_run(struct percent *p)
{
    while (p->at < p->length) {
        int64_t sign = ouro_str_find_character(p->format, '%', p->at, p->length);
        size_t end = sign < 0 ? p->length : (size_t)sign;
        if (!ouro_str_builder_part(&p->out, p->format, p->at, end))
            return false;
        p->at = end;
        if (end == p->length)
            break;
        p->at++;
        if (!directive_parse(p) || !directive_apply(p))
            return false;
    }
    bool has_rest = p->available < 0 ? p->next >= 0 : p->next < p->available;
    if (has_rest && !p->mapping)
        return ouro_raise(p->rt, EXC_TypeError, "not all arguments converted during %s formatting",
                          p->is_bytes ? "bytes" : "string");
    return true;
}

ouro_object *ouro_percent_format(ouro_runtime *rt, ouro_object *format, ouro_object *arguments,
                                 bool is_bytes)
{
    struct percent p = {.rt = rt, .format = format, .length = ouro_str_length(format),
                        .arguments = arguments, .available = -1, .is_bytes = is_bytes};
    ouro_str_builder_init(&p.out, rt);
    if (is_tuple(rt, arguments))
        p.available = (ptrdiff_t)tuple_length(arguments);
    else if (class_of(rt, arguments)->getitem &&
             !is_str(rt, arguments) &&
             !(is_bytes && (is_bytes(rt, arguments) || is_exact(arguments, TYPE_BYTEARRAY))))
        p.mapping = arguments;
    bool is_done = percent_run(&p);
    xdecref(rt, p.keyed);
    if (is_done)
        return ouro_str_builder_finish(&p.out);
    ouro_str_builder_abandon(&p.out);
    return NULL;
}

ouro_object *ouro_str_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments)
{
    ouro_object *only = arguments;
    if (is_exact(arguments, TYPE_TUPLE) && tuple_length(arguments) == 1)
        only = tuple_at(arguments, 0);
    if (is_exact(only, TYPE_STR) && ouro_str_equal_text(format, "%s"))
        return newref(only);
    return ouro_percent_format(rt, format, arguments, false);
}
