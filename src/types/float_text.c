/* Shortest decimals by the Schubfach method: the interval of reals that round to the double is
 * scaled by a power of ten into 128-bit arithmetic, and at most two candidates of 16 or 17 digits
 * have to be looked at. Exact because each scaled bound keeps a sticky bit for what the product
 * cuts off. */
#include "types/float_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/float.h"
#include "types/float_powers.h"
#include "types/number_text.h"

__extension__ typedef unsigned __int128 wide;

/* floor(log10(2**e)), the same for 3/4 * 2**e, and floor(log2(10**e)), for |e| up to about 1500. */
static int floor_log10_pow2(int e)
{
    return (e * 1262611) >> 22;
}
static int floor_log10_three_quarters_pow2(int e)
{
    return (e * 1262611 - 524031) >> 22;
}
static int floor_log2_pow10(int e)
{
    return (e * 1741647) >> 19;
}

/* The high word of power * value, its last bit set if anything below is not zero. */
static uint64_t scale(const uint64_t power[2], uint64_t value)
{
    wide low = (wide)power[1] * value;
    wide high = (wide)power[0] * value + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

static uint64_t shortest(uint64_t mantissa, int exponent, bool is_lower_closer, int *decimal)
{
    bool is_odd = mantissa & 1;
    int k =
        is_lower_closer ? floor_log10_three_quarters_pow2(exponent) : floor_log10_pow2(exponent);
    int shift = exponent + floor_log2_pow10(-k) + 1;
    const uint64_t *power = powers_of_ten[292 - k];
    uint64_t middle = scale(power, mantissa * 4 << shift);
    uint64_t lower = scale(power, (mantissa * 4 - 2 + is_lower_closer) << shift) + is_odd;
    uint64_t upper = scale(power, (mantissa * 4 + 2) << shift) - is_odd;
    uint64_t whole = middle / 4;
    *decimal = k;
    if (whole >= 10) { /* try one digit less */
        uint64_t tens = whole / 10;
        bool down_inside = lower <= 40 * tens, up_inside = 40 * tens + 40 <= upper;
        if (down_inside != up_inside) {
            *decimal = k + 1;
            return tens + up_inside;
        }
    }
    bool down_inside = lower <= 4 * whole, up_inside = 4 * whole + 4 <= upper;
    if (down_inside != up_inside)
        return whole + up_inside;
    uint64_t halfway = 4 * whole + 2; /* both or none: the closer, ties to even */
    return whole + (middle > halfway || (middle == halfway && (whole & 1)));
}

static size_t write_decimal(uint64_t value, char *digits)
{
    char reversed[20];
    size_t count = 0;
    for (; value; value /= 10)
        reversed[count++] = (char)('0' + value % 10);
    for (size_t i = 0; i < count; i++)
        digits[i] = reversed[count - 1 - i];
    return count;
}

size_t ouro_float_shortest(double value, char *digits, int *point)
{
    uint64_t bits, result;
    int decimal = 0;
    memcpy(&bits, &value, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7ff);
    if (value < 9007199254740992.0 && value == (double)(uint64_t)value)
        result = (uint64_t)value; /* whole and exact: its own digits are the shortest */
    else if (biased)
        result = shortest(fraction | (uint64_t)1 << 52, biased - 1075, !fraction && biased > 1,
                          &decimal);
    else
        result = shortest(fraction, -1074, false, &decimal);
    size_t count = write_decimal(result, digits);
    *point = (int)count + decimal;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    return count;
}

/* ---- layout -------------------------------------------------------------------------------------
 */

static char *put_exponent(char *p, int exponent, unsigned flags)
{
    *p++ = flags & FLOAT_UPPER ? 'E' : 'e';
    *p++ = exponent < 0 ? '-' : '+';
    unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);
    if (magnitude >= 100)
        *p++ = (char)('0' + magnitude / 100);
    *p++ = (char)('0' + magnitude / 10 % 10);
    *p++ = (char)('0' + magnitude % 10);
    return p;
}

/* Digits with the point after `point` of them, padded with zeros on either side. */
static char *put_positional(char *p, const char *digits, int count, int point, int digits_min,
                            unsigned flags)
{
    int end = count > digits_min ? count : digits_min;
    if (end < point)
        end = point;
    if ((flags & FLOAT_ADD_DOT) && end < point + 1)
        end = point + 1;
    if (point <= 0)
        *p++ = '0';
    for (int i = 0; i < point; i++)
        *p++ = i < count ? digits[i] : '0';
    if (end > point || (flags & FLOAT_ALTERNATE))
        *p++ = '.';
    for (int i = point; i < end; i++)
        *p++ = i >= 0 && i < count ? digits[i] : '0';
    return p;
}

static char *put_scientific(char *p, const char *digits, int count, int point, int digits_min,
                            unsigned flags)
{
    int end = count > digits_min ? count : digits_min;
    *p++ = digits[0];
    if (end > 1 || (flags & FLOAT_ALTERNATE))
        *p++ = '.';
    for (int i = 1; i < end; i++)
        *p++ = i < count ? digits[i] : '0';
    return put_exponent(p, point - 1, flags);
}

static char *put_special(char *p, double value, unsigned flags)
{
    const char *text = isnan(value) ? "nan" : "inf";
    for (; *text; text++)
        *p++ = (char)(flags & FLOAT_UPPER ? *text - 32 : *text);
    return p;
}

/* C's decimal point follows the locale; ours does not. */
static size_t print_fixed(char *buffer, size_t room, const char *format, int precision,
                          double value)
{
    int length = snprintf(buffer, room, format, precision, value);
    for (int i = 0; i < length; i++) {
        if (buffer[i] == ',')
            buffer[i] = '.';
        else if (buffer[i] == 'e')
            break;
    }
    return (size_t)length;
}

/* Rounded to precision significant digits: digits without trailing zeros, exponent in *point. They
 * are left in the buffer itself, after the "d." of what was printed. */
static int significant_digits(double value, int precision, char *buffer, size_t room, int *point)
{
    size_t length = print_fixed(buffer, room, "%.*e", precision - 1, value);
    char *exponent = memchr(buffer, 'e', length);
    *point = atoi(exponent + 1) + 1;
    int count = precision;
    if (precision > 1)
        memmove(buffer + 1, buffer + 2, (size_t)precision - 1);
    while (count > 1 && buffer[count - 1] == '0')
        count--;
    return count;
}

static char *put_general(char *p, double value, int precision, unsigned flags)
{
    if (precision == 0)
        precision = 1;
    int point = 1, count = 1;
    /* The digits are printed behind the room that the text itself will need. */
    char *digits = p + (precision > 20 ? precision : 20) + 30;
    if (value == 0)
        digits[0] = '0';
    else
        count = significant_digits(value, precision, digits, (size_t)precision + 16, &point);
    int digits_min = flags & FLOAT_ALTERNATE ? precision : 0;
    if (point <= -4 || point > precision - ((flags & FLOAT_ADD_DOT) != 0))
        return put_scientific(p, digits, count, point, digits_min, flags);
    return put_positional(p, digits, count, point, digits_min, flags);
}

static char *put_repr(char *p, double value, unsigned flags)
{
    char digits[24];
    int point = 1, count = 1;
    if (value == 0)
        digits[0] = '0';
    else
        count = (int)ouro_float_shortest(value, digits, &point);
    if (point <= -4 || point > 16)
        return put_scientific(p, digits, count, point, 0, flags);
    return put_positional(p, digits, count, point, 0, flags);
}

/* Fixed point for numbers of ordinary size without the C library: value * 10**precision is an
 * integer of at most 105 bits times a power of two, so it can be rounded half to even exactly.
 * NULL: not of that size. */
static char *put_fixed_fast(char *p, double value, int precision)
{
    enum { PRECISION_MAX = 15 };
    static const uint64_t fives[PRECISION_MAX + 1] = {
        1u,      5u,       25u,      125u,      625u,       3125u,       15625u,      78125u,
        390625u, 1953125u, 9765625u, 48828125u, 244140625u, 1220703125u, 6103515625u, 30517578125u};
    if (precision > PRECISION_MAX || value >= 1e15 || (value != 0 && value < 1e-5))
        return NULL;
    uint64_t bits, whole = 0;
    memcpy(&bits, &value, sizeof bits);
    if (value != 0) {
        wide product =
            (wide)((bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52) * fives[precision];
        int shift = (int)(bits >> 52) - 1075 + precision; /* a value of this size is normal */
        if (shift >= 0) {
            if (shift > 40 || product >> (63 - shift))
                return NULL;
            whole = (uint64_t)product << shift;
        } else {
            if (shift < -120 || product >> -shift >> 63)
                return NULL;
            whole = (uint64_t)(product >> -shift);
            wide rest = product & (((wide)1 << -shift) - 1), half = (wide)1 << (-shift - 1);
            whole += rest > half || (rest == half && (whole & 1));
        }
    }
    char digits[24];
    int count = (int)write_decimal(whole, digits);
    for (int i = precision; i >= count; i--) /* at least one digit before the point */
        *p++ = '0';
    if (count <= precision) { /* the zeros just written include the one before the point */
        char *first = p - (precision + 1 - count);
        memcpy(p, digits, (size_t)count);
        p += count;
        if (precision > 0) {
            memmove(first + 2, first + 1, (size_t)precision);
            first[1] = '.';
            p++;
        }
        return p;
    }
    memcpy(p, digits, (size_t)(count - precision));
    p += count - precision;
    if (precision > 0) {
        *p++ = '.';
        memcpy(p, digits + count - precision, (size_t)precision);
        p += precision;
    }
    return p;
}

static char *put_printf(char *p, double value, char kind, int precision, size_t room,
                        unsigned flags)
{
    if (kind == 'f' && !(flags & FLOAT_ALTERNATE)) {
        char *end = put_fixed_fast(p, value, precision);
        if (end)
            return end;
    }
    const char *format = kind == 'f' ? (flags & FLOAT_ALTERNATE ? "%#.*f" : "%.*f")
                                     : (flags & FLOAT_ALTERNATE ? "%#.*e" : "%.*e");
    size_t length = print_fixed(p, room, format, precision, value);
    if (kind == 'e' && (flags & FLOAT_UPPER)) {
        char *exponent = memchr(p, 'e', length);
        *exponent = 'E';
    }
    return p + length;
}

size_t ouro_float_format_max(double value, char kind, int precision)
{
    size_t digits = precision > 20 ? (size_t)precision : 20;
    if (kind == 'f')
        return digits + (fabs(value) < 1e16 ? 20 : 330);
    return kind == 'g' ? 2 * digits + 80 : digits + 40;
}

size_t ouro_float_format(double value, char kind, int precision, unsigned flags, char *buffer)
{
    char *p = buffer;
    if (signbit(value) && !isnan(value)) {
        *p++ = '-';
        value = -value;
    }
    if (!isfinite(value))
        p = put_special(p, value, flags);
    else if (kind == 'r')
        p = put_repr(p, value, flags);
    else if (kind == 'g')
        p = put_general(p, value, precision, flags);
    else
        p = put_printf(p, value, kind, precision, ouro_float_format_max(value, kind, precision) - 1,
                       flags);
    return (size_t)(p - buffer);
}

size_t ouro_float_write(double value, char *buffer, bool add_dot)
{
    return ouro_float_format(value, 'r', 0, add_dot ? FLOAT_ADD_DOT : 0, buffer);
}

/* ---- reading ------------------------------------------------------------------------------------
 */

/* A double differs from halfway between two neighbours within its first 767 significant digits;
 * behind them only "something follows" matters, which one more digit says. */
enum { DIGITS_KEPT = 800 };

struct decimal {
    char digits[DIGITS_KEPT + 24];
    int count;
    int64_t exponent; /* value is digits * 10**exponent */
    bool is_sticky, has_digits;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_digit(struct decimal *decimal, char c, bool is_fraction)
{
    decimal->has_digits = true;
    if (is_fraction)
        decimal->exponent--;
    if (decimal->count == 0 && c == '0')
        return;
    if (decimal->count < DIGITS_KEPT) {
        decimal->digits[decimal->count++] = c;
        return;
    }
    decimal->exponent++;
    decimal->is_sticky = decimal->is_sticky || c != '0';
}

/* Digits with single underscores between them; NULL when one is misplaced. */
static const char *read_digits(struct decimal *decimal, const char *p, const char *end,
                               bool is_fraction)
{
    while (p < end && (is_digit(*p) || *p == '_')) {
        if (*p == '_' && (p + 1 == end || !is_digit(p[1]) || !is_digit(p[-1])))
            return NULL;
        if (*p != '_')
            add_digit(decimal, *p, is_fraction);
        p++;
    }
    return p;
}

static const char *read_exponent(struct decimal *decimal, const char *p, const char *end)
{
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end || !is_digit(*p))
        return NULL;
    int64_t value = 0;
    for (; p < end && (is_digit(*p) || *p == '_'); p++) {
        if (*p == '_' && (p + 1 == end || !is_digit(p[1]) || !is_digit(p[-1])))
            return NULL;
        if (*p != '_' && value < INT64_MAX / 100)
            value = value * 10 + (*p - '0');
    }
    decimal->exponent += is_negative ? -value : value;
    return p;
}

static double decimal_value(struct decimal *decimal)
{
    static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (decimal->count == 0)
        return 0.0;
    if (decimal->count <= 15 && decimal->exponent >= -22 && decimal->exponent <= 22) {
        uint64_t mantissa = 0; /* both factors are exact, so one rounding gives the right result */
        for (int i = 0; i < decimal->count; i++)
            mantissa = mantissa * 10 + (uint64_t)(decimal->digits[i] - '0');
        return decimal->exponent < 0 ? (double)mantissa / exact[-decimal->exponent]
                                     : (double)mantissa * exact[decimal->exponent];
    }
    if (decimal->is_sticky) {
        decimal->digits[decimal->count++] = '1';
        decimal->exponent--;
    }
    if (decimal->exponent + decimal->count > 400)
        return INFINITY;
    if (decimal->exponent + decimal->count < -400)
        return 0.0;
    snprintf(decimal->digits + decimal->count, 24, "e%d", (int)decimal->exponent);
    return strtod(decimal->digits, NULL); /* no point in it: the locale does not matter */
}

static bool matches(const char *p, const char *end, const char *word)
{
    for (; p < end && *word; p++, word++)
        if ((*p | 32) != *word)
            return false;
    return p == end && !*word;
}

bool ouro_float_parse(const char *text, size_t size, double *value)
{
    const char *p = text, *end = text + size;
    while (p < end && ouro_ascii_is_blank(*p))
        p++;
    while (end > p && ouro_ascii_is_blank(end[-1]))
        end--;
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end)
        return false;
    if (!is_digit(*p) && *p != '.') {
        bool is_nan = matches(p, end, "nan");
        if (!is_nan && !matches(p, end, "inf") && !matches(p, end, "infinity"))
            return false;
        *value = copysign(is_nan ? NAN : INFINITY, is_negative ? -1.0 : 1.0);
        return true;
    }
    struct decimal decimal;
    decimal.count = 0;
    decimal.exponent = 0;
    decimal.is_sticky = decimal.has_digits = false;
    p = read_digits(&decimal, p, end, false);
    if (p && p < end && *p == '.') {
        p++;
        if (p < end && *p == '_')
            return false;
        p = read_digits(&decimal, p, end, true);
    }
    if (p && p < end && (*p | 32) == 'e' && decimal.has_digits)
        p = read_exponent(&decimal, p + 1, end);
    if (p != end || !decimal.has_digits)
        return false;
    double magnitude = decimal_value(&decimal);
    *value = is_negative ? -magnitude : magnitude;
    return true;
}
