/* float.hex and float.fromhex, and rounding to decimal places. Plain functions on doubles. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/float_internal.h"
#include "types/number_text.h"

size_t ouro_float_write_hex(double value, char *buffer)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const char *sign = bits >> 63 && !isnan(value) ? "-" : "";
    if (!isfinite(value))
        return (size_t)sprintf(buffer, "%s%s", sign, isnan(value) ? "nan" : "inf");
    if (value == 0)
        return (size_t)sprintf(buffer, "%s0x0.0p+0", sign);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7ff);
    return (size_t)sprintf(buffer, "%s0x%d.%013llxp%+d", sign, biased != 0,
                           (unsigned long long)fraction, biased ? biased - 1023 : -1022);
}

/* A hexadecimal number read so far: value = bits * 2**exponent, bits below 2**63, the last bit
 * sticky. */
struct hex_number {
    uint64_t bits;
    int64_t exponent;
    bool has_digits;
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *read_hex_digits(struct hex_number *number, const char *p, const char *end,
                                   bool is_fraction)
{
    for (int digit; p < end && (digit = hex_digit(*p)) >= 0; p++) {
        number->has_digits = true;
        if (number->bits >> 58 == 0) {
            number->bits = number->bits << 4 | (unsigned)digit;
            number->exponent -= is_fraction ? 4 : 0;
        } else {
            number->bits |= digit != 0;
            number->exponent += is_fraction ? 0 : 4;
        }
    }
    return p;
}

static const char *read_binary_exponent(struct hex_number *number, const char *p, const char *end)
{
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end || *p < '0' || *p > '9')
        return NULL;
    int64_t value = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        if (value < INT64_MAX / 100)
            value = value * 10 + (*p - '0');
    number->exponent += is_negative ? -value : value;
    return p;
}

/* Rounds half to even to the bits that a double of this size has; ldexp is then exact. */
static double round_binary(const struct hex_number *number)
{
    int bit_count = 64 - __builtin_clzll(number->bits);
    int64_t top = number->exponent + bit_count;
    if (top > 1025)
        return INFINITY;
    if (top < -1080)
        return 0.0;
    int kept = top > -1021 ? 53 : 53 - (int)(-1021 - top);
    int dropped = bit_count - kept;
    uint64_t bits = number->bits;
    if (dropped > 0) {
        if (dropped > 63)
            return 0.0;
        uint64_t half = (uint64_t)1 << (dropped - 1), rest = bits & (2 * half - 1);
        bits -= rest;
        if (rest > half || (rest == half && (bits & (2 * half))))
            bits += 2 * half;
    }
    return ldexp((double)bits, (int)number->exponent);
}

static bool is_word(const char *p, const char *end, const char *word)
{
    for (; p < end && *word && (*p | 32) == *word; p++)
        word++;
    return p == end && !*word;
}

enum float_hex_status ouro_float_parse_hex(const char *text, size_t size, double *value)
{
    const char *p = text, *end = text + size;
    while (p < end && ouro_ascii_is_blank(*p))
        p++;
    while (end > p && ouro_ascii_is_blank(end[-1]))
        end--;
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    double magnitude = NAN;
    if (is_word(p, end, "inf") || is_word(p, end, "infinity")) {
        magnitude = INFINITY;
    } else if (!is_word(p, end, "nan")) {
        struct hex_number number = {0, 0, false};
        if (end - p >= 2 && p[0] == '0' && (p[1] | 32) == 'x')
            p += 2;
        p = read_hex_digits(&number, p, end, false);
        if (p < end && *p == '.')
            p = read_hex_digits(&number, p + 1, end, true);
        if (!number.has_digits)
            return FLOAT_HEX_INVALID;
        if (p < end && (*p | 32) == 'p')
            p = read_binary_exponent(&number, p + 1, end);
        if (p != end)
            return FLOAT_HEX_INVALID;
        magnitude = number.bits ? round_binary(&number) : 0.0;
        if (isinf(magnitude))
            return FLOAT_HEX_TOO_LARGE;
    }
    *value = is_negative ? -magnitude : magnitude;
    return FLOAT_HEX_OK;
}

/* ---- rounding to decimal places
 * ------------------------------------------------------------------ */

/* places < 0: all digits of the value are printed (it has at most 309), and cut by hand. */
static double round_to_tens(double value, int places)
{
    char digits[1200];
    snprintf(digits, sizeof digits, "%.1100e", fabs(value));
    int exponent = atoi(strchr(digits, 'e') + 1);
    int kept = exponent + 1 - places; /* significant digits that stay */
    if (kept < 0)
        return copysign(0.0, value);
    if (kept == 0) { /* 0 or one unit: above half rounds up, exactly half goes to 0, the even one */
        bool is_up = digits[0] > '5';
        if (digits[0] == '5')
            is_up = strspn(digits + 2, "0") < 1100;
        if (!is_up)
            return copysign(0.0, value);
        snprintf(digits, sizeof digits, "1e%d", places);
    } else {
        snprintf(digits, sizeof digits, "%.*e", kept - 1, fabs(value));
    }
    return copysign(strtod(digits, NULL), value);
}

double ouro_float_round(double value, int64_t places)
{
    char digits[700];
    if (!isfinite(value) || places > 323)
        return value;
    if (places < -308)
        return 0.0 * value;
    if (places < 0)
        return round_to_tens(value, (int)-places);
    snprintf(digits, sizeof digits, "%.*f", (int)places, value);
    return strtod(digits, NULL);
}
