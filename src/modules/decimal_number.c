#include "modules/decimal_number.h"

#include <string.h>

enum { CHUNK_DIGITS = 19 };
static const uint64_t powers[CHUNK_DIGITS + 1] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u,
    100000000000u, 1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u,
    100000000000000000u, 1000000000000000000u, 10000000000000000000u,
};

struct limbs {
    size_t count; /* without zeros at the upper end */
    mp_limb_t data[DECIMAL_LIMBS_MAX];
};

/* ---- text and limbs -------------------------------------------------------------------------- */

/* limbs * factor + more */
static void limbs_scale(struct limbs *x, uint64_t factor, uint64_t more)
{
    mp_limb_t carry = x->count ? mpn_mul_1(x->data, x->data, (mp_size_t)x->count, factor) : 0;
    if (carry)
        x->data[x->count++] = carry;
    if (!more)
        return;
    carry = x->count ? mpn_add_1(x->data, x->data, (mp_size_t)x->count, more) : more;
    if (carry)
        x->data[x->count++] = carry;
}

static void limbs_from_text(struct limbs *x, const char *text, size_t size)
{
    x->count = 0;
    while (size > 0) {
        size_t part = size < CHUNK_DIGITS ? size : CHUNK_DIGITS;
        uint64_t value = 0;
        for (size_t i = 0; i < part; i++)
            value = value * 10 + (uint64_t)(text[i] - '0');
        limbs_scale(x, powers[part], value);
        text += part;
        size -= part;
    }
}

static void limbs_shift(struct limbs *x, int64_t zeros)
{
    for (; zeros > 0; zeros -= CHUNK_DIGITS)
        limbs_scale(x, powers[zeros < CHUNK_DIGITS ? zeros : CHUNK_DIGITS], 0);
}

/* The digits of x, which is used up. */
static void text_from_limbs(struct decimal *number, struct limbs *x)
{
    char digits[DECIMAL_TEXT_MAX + CHUNK_DIGITS];
    size_t start = sizeof digits;
    while (x->count > 0) {
        uint64_t part = mpn_divrem_1(x->data, 0, x->data, (mp_size_t)x->count, powers[CHUNK_DIGITS]);
        while (x->count > 0 && !x->data[x->count - 1])
            x->count--;
        for (int i = 0; i < CHUNK_DIGITS && (x->count || part); i++) {
            digits[--start] = (char)('0' + part % 10);
            part /= 10;
        }
    }
    if (start == sizeof digits)
        digits[--start] = '0';
    number->size = (uint32_t)(sizeof digits - start);
    memcpy(number->text, digits + start, number->size);
}

bool decimal_parse(struct decimal *number, const char *text, size_t size)
{
    const char *end = text + size;
    bool has_digits = false, has_point = false;
    number->is_negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+'))
        text++;
    number->size = 0;
    number->exponent = 0;
    for (; text < end && *text != 'e' && *text != 'E'; text++) {
        if (*text == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || number->size == DECIMAL_DIGITS_MAX)
            return false;
        has_digits = true;
        number->exponent -= has_point;
        if (number->size == 1 && number->text[0] == '0')
            number->size = 0;
        number->text[number->size++] = *text;
    }
    if (!has_digits)
        return false;
    if (text == end)
        return true;
    text++;
    bool is_small = text < end && *text == '-';
    int64_t exponent = 0;
    if (text < end && (*text == '-' || *text == '+'))
        text++;
    if (text == end)
        return false;
    for (; text < end; text++) {
        if (*text < '0' || *text > '9' || exponent > DECIMAL_EXPONENT_MAX / 16)
            return false;
        exponent = exponent * 10 + (*text - '0');
    }
    number->exponent += is_small ? -exponent : exponent;
    return true;
}

void decimal_from_int(struct decimal *number, int64_t value)
{
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char digits[24];
    size_t start = sizeof digits;
    do
        digits[--start] = (char)('0' + left % 10);
    while (left /= 10);
    number->exponent = 0;
    number->is_negative = value < 0;
    number->size = (uint32_t)(sizeof digits - start);
    memcpy(number->text, digits + start, number->size);
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

bool decimal_add(struct decimal *result, const struct decimal *a, const struct decimal *b)
{
    struct limbs x, y;
    int64_t exponent = a->exponent < b->exponent ? a->exponent : b->exponent;
    int64_t more_a = a->exponent - exponent, more_b = b->exponent - exponent;
    if (more_a + a->size >= 2 * DECIMAL_DIGITS_MAX || more_b + b->size >= 2 * DECIMAL_DIGITS_MAX)
        return false;
    limbs_from_text(&x, a->text, decimal_is_zero(a) ? 0 : a->size);
    limbs_shift(&x, more_a);
    limbs_from_text(&y, b->text, decimal_is_zero(b) ? 0 : b->size);
    limbs_shift(&y, more_b);
    bool is_x_larger = x.count != y.count ? x.count > y.count
                                          : !x.count || mpn_cmp(x.data, y.data, (mp_size_t)x.count) >= 0;
    const struct limbs *small = is_x_larger ? &y : &x;
    struct limbs *large = is_x_larger ? &x : &y;
    result->is_negative = is_x_larger ? a->is_negative : b->is_negative;
    result->exponent = exponent;
    if (small->count && a->is_negative == b->is_negative) {
        mp_limb_t carry = mpn_add(large->data, large->data, (mp_size_t)large->count, small->data,
                                  (mp_size_t)small->count);
        if (carry)
            large->data[large->count++] = carry;
    } else if (small->count) {
        mpn_sub(large->data, large->data, (mp_size_t)large->count, small->data, (mp_size_t)small->count);
        while (large->count && !large->data[large->count - 1])
            large->count--;
        if (!large->count)
            result->is_negative = false;
    }
    text_from_limbs(result, large);
    return true;
}

bool decimal_multiply(struct decimal *result, const struct decimal *a, const struct decimal *b)
{
    struct limbs x, y, product = {0};
    if (a->size + b->size > 2 * DECIMAL_DIGITS_MAX)
        return false;
    result->exponent = a->exponent + b->exponent;
    result->is_negative = a->is_negative != b->is_negative;
    limbs_from_text(&x, a->text, decimal_is_zero(a) ? 0 : a->size);
    limbs_from_text(&y, b->text, decimal_is_zero(b) ? 0 : b->size);
    if (x.count && y.count) {
        const struct limbs *large = x.count >= y.count ? &x : &y, *small = x.count >= y.count ? &y : &x;
        mp_limb_t top = mpn_mul(product.data, large->data, (mp_size_t)large->count, small->data,
                                (mp_size_t)small->count);
        product.count = x.count + y.count - !top;
    }
    text_from_limbs(result, &product);
    return true;
}

bool decimal_divide(struct decimal *result, const struct decimal *a, const struct decimal *b,
                    unsigned precision)
{
    struct limbs x, y, quotient, rest;
    int64_t shift = (int64_t)b->size - (int64_t)a->size + (int64_t)precision + 1;
    if (shift + a->size > 2 * DECIMAL_DIGITS_MAX || b->size - shift > 2 * DECIMAL_DIGITS_MAX)
        return false;
    result->is_negative = a->is_negative != b->is_negative;
    result->exponent = a->exponent - b->exponent - shift;
    limbs_from_text(&x, a->text, a->size);
    limbs_shift(&x, shift);
    limbs_from_text(&y, b->text, b->size);
    limbs_shift(&y, -shift);
    quotient.count = 0;
    bool has_rest = x.count < y.count;
    if (!has_rest) {
        mpn_tdiv_qr(quotient.data, rest.data, 0, x.data, (mp_size_t)x.count, y.data, (mp_size_t)y.count);
        quotient.count = x.count - y.count + 1;
        has_rest = !mpn_zero_p(rest.data, (mp_size_t)y.count);
        while (quotient.count && !quotient.data[quotient.count - 1])
            quotient.count--;
    }
    text_from_limbs(result, &quotient);
    char *last = &result->text[result->size - 1];
    if (has_rest) {
        *last += *last == '0' || *last == '5';
        return true;
    }
    for (int64_t ideal = a->exponent - b->exponent;
         result->exponent < ideal && result->text[result->size - 1] == '0'; result->exponent++)
        result->size--;
    return true;
}

static int digit_at(const struct decimal *number, size_t index)
{
    return index < number->size ? number->text[index] : '0';
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    bool has_a = !decimal_is_zero(a), has_b = !decimal_is_zero(b);
    if (!has_a && !has_b)
        return 0;
    if (!has_a || (has_b && a->is_negative != b->is_negative))
        return has_a ? (a->is_negative ? -1 : 1) : (b->is_negative ? 1 : -1);
    int larger = a->is_negative ? -1 : 1;
    if (!has_b)
        return larger;
    int64_t top_a = a->exponent + a->size, top_b = b->exponent + b->size;
    if (top_a != top_b)
        return top_a > top_b ? larger : -larger;
    for (size_t i = 0; i < a->size || i < b->size; i++) {
        int difference = digit_at(a, i) - digit_at(b, i);
        if (difference)
            return difference > 0 ? larger : -larger;
    }
    return 0;
}

/* ---- rounding -------------------------------------------------------------------------------- */

static bool goes_up(const struct decimal *number, int last, int half, bool is_exact,
                    enum decimal_rounding rounding)
{
    switch (rounding) {
    case DECIMAL_HALF_EVEN:
        return half > 0 || (half == 0 && last % 2);
    case DECIMAL_HALF_UP:
        return half >= 0;
    case DECIMAL_HALF_DOWN:
        return half > 0;
    case DECIMAL_UP:
        return !is_exact;
    case DECIMAL_CEILING:
        return !is_exact && !number->is_negative;
    case DECIMAL_FLOOR:
        return !is_exact && number->is_negative;
    case DECIMAL_05UP:
        return !is_exact && last % 5 == 0;
    default:
        return false;
    }
}

bool decimal_round(struct decimal *number, int64_t drop, enum decimal_rounding rounding)
{
    if (drop <= 0)
        return false;
    int64_t kept = (int64_t)number->size - drop;
    bool is_rest_zero = true;
    for (size_t i = kept > 0 ? (size_t)kept : 0; i < number->size; i++)
        is_rest_zero = is_rest_zero && number->text[i] == '0';
    int half = -1; /* what is dropped against one half of the last place that stays */
    if (kept >= 0) {
        bool is_after_zero = true;
        for (size_t i = (size_t)kept + 1; i < number->size; i++)
            is_after_zero = is_after_zero && number->text[i] == '0';
        int first = number->text[kept] - '0';
        half = first > 5 || (first == 5 && !is_after_zero) ? 1 : first == 5 ? 0 : -1;
    }
    int last = kept > 0 ? number->text[kept - 1] - '0' : 0;
    bool is_up = goes_up(number, last, half, is_rest_zero, rounding);
    number->exponent += drop;
    if (kept <= 0) {
        number->text[0] = is_up ? '1' : '0';
        number->size = 1;
        return !is_rest_zero;
    }
    number->size = (uint32_t)kept;
    if (!is_up)
        return !is_rest_zero;
    size_t i = number->size;
    while (i > 0 && number->text[i - 1] == '9')
        number->text[--i] = '0';
    if (i > 0) {
        number->text[i - 1]++;
    } else {
        number->text[0] = '1'; /* 9...9 -> 10...0 */
        number->text[number->size++] = '0';
    }
    return !is_rest_zero;
}

bool decimal_pad(struct decimal *number, int64_t zeros)
{
    if (zeros <= 0)
        return true;
    if (!decimal_is_zero(number)) {
        if (zeros + number->size > 2 * DECIMAL_DIGITS_MAX)
            return false;
        memset(number->text + number->size, '0', (size_t)zeros);
        number->size += (uint32_t)zeros;
    }
    number->exponent -= zeros;
    return true;
}

/* ---- hashing --------------------------------------------------------------------------------- */

static uint64_t multiply_modulo(uint64_t a, uint64_t b)
{
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t sum = (uint64_t)(product & modulus) + (uint64_t)(product >> 61);
    return sum >= modulus ? sum - modulus : sum;
}

uint64_t decimal_residue(const struct decimal *number)
{
    const uint64_t modulus = ((uint64_t)1 << 61) - 1, tenth = 2075258708292324556u; /* 10 * tenth = 1 */
    uint64_t residue = 0, factor = number->exponent < 0 ? tenth : 10;
    for (size_t i = 0; i < number->size; i++)
        residue = (multiply_modulo(residue, 10) + (uint64_t)(number->text[i] - '0')) % modulus;
    for (uint64_t left = (uint64_t)(number->exponent < 0 ? -number->exponent : number->exponent); left;
         left >>= 1) {
        if (left & 1)
            residue = multiply_modulo(residue, factor);
        factor = multiply_modulo(factor, factor);
    }
    return residue;
}
