/* int <-> text in any base, with the limit on decimal digits that guards against quadratic work on
 * untrusted input. */
#include "types/bytes.h"
#include "types/int_internal.h"
#include "types/number_text.h"
#include "types/str.h"

/* Conversions of up to this many digits are never refused. */
enum { DIGITS_ALWAYS_ALLOWED = 640 };

/* ---- int to text -------------------------------------------------------------------------------
 */

static bool is_power_of_two(int base)
{
    return (base & (base - 1)) == 0;
}

size_t ouro_int_digits_max(const ouro_object *self, int base)
{
    size_t bits = ouro_int_bit_length(self);
    if (base == 10)
        return bits / 3 + 2; /* 3 < log2(10) */
    return bits / (size_t)__builtin_ctz((unsigned)base) + 2;
}

static size_t write_u64(uint64_t value, unsigned base, char *buffer)
{
    char reversed[64];
    size_t count = 0;
    do {
        reversed[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    for (size_t i = 0; i < count; i++)
        buffer[i] = reversed[count - 1 - i];
    return count;
}

static bool refuse_digits(ouro_runtime *rt)
{
    ouro_raise(rt, EXC_ValueError,
               "Exceeds the limit (%lld digits) for integer string conversion; "
               "use sys.set_int_max_str_digits() to increase the limit",
               (long long)rt->int_max_str_digits);
    return false;
}

ptrdiff_t ouro_int_write_digits(ouro_runtime *rt, ouro_object *self, int base, char *buffer)
{
    struct int_view view;
    int_view_init(&view, self);
    if (view.count <= 1) {
        uint64_t value = view.count ? view.limbs[0] : 0;
        return (ptrdiff_t)(base == 10   ? write_u64(value, 10, buffer)
                           : base == 16 ? write_u64(value, 16, buffer)
                           : base == 8  ? write_u64(value, 8, buffer)
                                        : write_u64(value, 2, buffer));
    }
    int64_t limit = base == 10 ? rt->int_max_str_digits : 0;
    size_t bits = limbs_bit_length(view.limbs, view.count);
    /* 0.30102 < log10(2): so many digits at least, known before the work is done. */
    if (limit > 0 && (double)(bits - 1) * 0.30102 > (double)limit) {
        refuse_digits(rt);
        return -1;
    }
    struct int_scratch scratch; /* mpn_get_str overwrites its operand */
    if (!int_scratch_open(rt, &scratch, view.count + 1))
        return -1;
    memcpy(scratch.limbs, view.limbs, view.count * sizeof(uint64_t));
    size_t count = mpn_get_str((unsigned char *)buffer, base, scratch.limbs, (mp_size_t)view.count);
    int_scratch_close(rt, &scratch);
    size_t zeros = 0;
    while (zeros + 1 < count && buffer[zeros] == 0)
        zeros++;
    for (size_t i = zeros; i < count; i++)
        buffer[i - zeros] = "0123456789abcdef"[(unsigned char)buffer[i]];
    count -= zeros;
    if (limit > 0 && count > (size_t)limit) {
        refuse_digits(rt);
        return -1;
    }
    return (ptrdiff_t)count;
}

ouro_object *ouro_int_to_str(ouro_runtime *rt, ouro_object *self, int base, bool with_prefix)
{
    char here[128];
    size_t size = ouro_int_digits_max(self, base) + 4;
    char *buffer = size <= sizeof here ? here : ouro_buffer_alloc(rt, size);
    if (!buffer)
        return NULL;
    size_t length = 0;
    if (ouro_int_sign(self) < 0)
        buffer[length++] = '-';
    if (with_prefix && base != 10) {
        buffer[length++] = '0';
        buffer[length++] = base == 16 ? 'x' : base == 8 ? 'o' : 'b';
    }
    ptrdiff_t count = ouro_int_write_digits(rt, self, base, buffer + length);
    ouro_object *result = NULL;
    if (count >= 0)
        result = ouro_str_from_latin1(rt, (const uint8_t *)buffer, length + (size_t)count);
    if (buffer != here)
        ouro_buffer_free(rt, buffer, size);
    return result;
}

/* ---- text to int -------------------------------------------------------------------------------
 */

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 32;
    return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a' + 10) : 37;
}

enum parse_status { PARSE_OK, PARSE_INVALID, PARSE_RAISED };

/* What lies between a sign and trailing blanks, once taken apart. */
struct literal {
    const char *digits; /* from the first digit; underscores in between */
    size_t span;        /* characters, underscores included */
    size_t count;       /* digits alone */
    int base;
    bool is_negative;
};

/* The prefix 0x, 0o, 0b is allowed where the base is that or 0; base 0 without one is decimal,
 * where only zero may start with a zero. */
static bool read_prefix(struct literal *literal, const char **at, const char *end,
                        bool *must_be_zero)
{
    const char *p = *at;
    int base = literal->base, prefix_base = 0;
    *must_be_zero = false;
    if (end - p >= 2 && p[0] == '0')
        prefix_base = (p[1] | 32) == 'x' ? 16 : (p[1] | 32) == 'o' ? 8 : (p[1] | 32) == 'b' ? 2 : 0;
    if (base == 0) {
        literal->base = prefix_base ? prefix_base : 10;
        *must_be_zero = !prefix_base && p < end && p[0] == '0';
    }
    if (prefix_base && literal->base == prefix_base) {
        p += 2;
        if (p < end && *p == '_') /* one underscore may follow the prefix */
            p++;
    }
    *at = p;
    return p < end;
}

static bool read_literal(struct literal *literal, const char *text, size_t size)
{
    const char *p = text, *end = text + size;
    while (p < end && ouro_ascii_is_blank(*p))
        p++;
    while (end > p && ouro_ascii_is_blank(end[-1]))
        end--;
    literal->is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    bool must_be_zero, is_zero = true;
    if (!read_prefix(literal, &p, end, &must_be_zero))
        return false;
    literal->digits = p;
    literal->count = 0;
    if (*p == '_')
        return false;
    bool was_underscore = false;
    for (; p < end; p++) {
        if (*p == '_') {
            if (was_underscore)
                break;
            was_underscore = true;
            continue;
        }
        unsigned digit = digit_value(*p);
        if (digit >= (unsigned)literal->base)
            break;
        was_underscore = false;
        is_zero = is_zero && digit == 0;
        literal->count++;
    }
    literal->span = (size_t)(p - literal->digits);
    return p == end && !was_underscore && literal->count > 0 && !(must_be_zero && !is_zero);
}

static ouro_object *convert_large(ouro_runtime *rt, const struct literal *literal)
{
    unsigned char *values = ouro_buffer_alloc(rt, literal->count);
    if (!values)
        return NULL;
    size_t count = 0, leading = 0;
    for (size_t i = 0; i < literal->span; i++)
        if (literal->digits[i] != '_')
            values[count++] = (unsigned char)digit_value(literal->digits[i]);
    while (leading + 1 < count && values[leading] == 0)
        leading++;
    unsigned bits = 32 - (unsigned)__builtin_clz((unsigned)literal->base - 1);
    struct int_scratch scratch;
    ouro_object *result = NULL;
    if (int_scratch_open(rt, &scratch, (count - leading) * bits / 64 + 2)) {
        mp_size_t limbs =
            mpn_set_str(scratch.limbs, values + leading, count - leading, literal->base);
        result = ouro_int_from_limbs(rt, scratch.limbs, (size_t)limbs, literal->is_negative);
    }
    int_scratch_close(rt, &scratch);
    ouro_buffer_free(rt, values, literal->count);
    return result;
}

static ouro_object *convert(ouro_runtime *rt, const struct literal *literal)
{
    uint64_t value = 0;
    for (size_t i = 0; i < literal->span; i++) {
        if (literal->digits[i] == '_')
            continue;
        if (__builtin_mul_overflow(value, (uint64_t)literal->base, &value) ||
            __builtin_add_overflow(value, digit_value(literal->digits[i]), &value))
            return convert_large(rt, literal);
    }
    return ouro_int_from_limbs(rt, &value, 1, literal->is_negative);
}

static enum parse_status parse(ouro_runtime *rt, const char *text, size_t size, int base,
                               ouro_object **result)
{
    struct literal literal = {.base = base};
    bool is_valid = read_literal(&literal, text, size);
    if (literal.count > DIGITS_ALWAYS_ALLOWED && !is_power_of_two(literal.base) &&
        rt->int_max_str_digits > 0 && literal.count > (size_t)rt->int_max_str_digits) {
        ouro_raise(rt, EXC_ValueError,
                   "Exceeds the limit (%lld digits) for integer string conversion: value has %zu "
                   "digits; use sys.set_int_max_str_digits() to increase the limit",
                   (long long)rt->int_max_str_digits, literal.count);
        return PARSE_RAISED;
    }
    if (!is_valid)
        return PARSE_INVALID;
    *result = convert(rt, &literal);
    return *result ? PARSE_OK : PARSE_RAISED;
}

/* The first 200 characters of the repr of what was refused. */
static ouro_object *raise_invalid(ouro_runtime *rt, ouro_object *object, int base)
{
    ouro_object *repr = ouro_repr(rt, object);
    if (!repr)
        return NULL;
    if (ouro_str_length(repr) > 200)
        setref_take(rt, &repr, ouro_str_substring(rt, repr, 0, 200));
    if (repr)
        ouro_raise(rt, EXC_ValueError, "invalid literal for int() with base %d: %U", base, repr);
    xdecref(rt, repr);
    return NULL;
}

ouro_object *ouro_int_parse(ouro_runtime *rt, const char *text, size_t size, int base)
{
    ouro_object *result = NULL;
    if (parse(rt, text, size, base, &result) == PARSE_INVALID) {
        ouro_object *object = ouro_str_new(rt, text, size);
        if (object)
            raise_invalid(rt, object, base);
        xdecref(rt, object);
    }
    return result;
}

ouro_object *ouro_int_from_text_object(ouro_runtime *rt, ouro_object *object, int base,
                                       bool *is_text)
{
    ouro_object *result = NULL, *shown = NULL;
    *is_text = true;
    if (is_str(rt, object)) {
        struct ouro_number_text text;
        if (!ouro_number_text_open(rt, &text, object))
            return NULL;
        enum parse_status status = parse(rt, text.data, text.size, base, &result);
        ouro_number_text_close(rt, &text);
        return status == PARSE_INVALID ? raise_invalid(rt, object, base) : result;
    }
    const uint8_t *bytes;
    size_t size;
    struct ouro_class *cls = class_of(rt, object);
    *is_text = cls->buffer != NULL;
    if (!*is_text || !cls->buffer(rt, object, &bytes, &size))
        return NULL;
    if (parse(rt, (const char *)bytes, size, base, &result) == PARSE_INVALID) {
        shown = ouro_bytes_new(rt, bytes, size);
        if (shown)
            raise_invalid(rt, shown, base);
        xdecref(rt, shown);
    }
    return result;
}
