/* Decimal numbers for the arithmetic that _pydecimal leaves to us: finite, of up to some hundred digits, on
 * the stack.
 *
 *      text "12345", exponent -2   <->   12345 * 10**-2, with the coefficient in binary limbs
 *
 * The coefficient of an object is text, as the library keeps it; sums and products want it in limbs, rounding
 * wants digits. Each operation here is exact, what a context asks for comes after it: decimal_round.
 * Depends on GMP's mpn layer. */
#ifndef OURO_MODULES_DECIMAL_NUMBER_H
#define OURO_MODULES_DECIMAL_NUMBER_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DECIMAL_DIGITS_MAX = 400,                     /* of an operand */
    DECIMAL_TEXT_MAX = 2 * DECIMAL_DIGITS_MAX + 8, /* of a result */
    DECIMAL_LIMBS_MAX = 48,                       /* 10**800 has 2,658 bits */
    DECIMAL_EXPONENT_MAX = 1000000000,            /* of what is worked on here: sums of three fit easily */
};

struct decimal {
    int64_t exponent;
    bool is_negative;
    uint32_t size; /* digits of text: at least one, no zero in front of others */
    char text[DECIMAL_TEXT_MAX];
};

enum decimal_rounding {
    DECIMAL_HALF_EVEN, DECIMAL_HALF_UP, DECIMAL_HALF_DOWN, DECIMAL_UP, DECIMAL_DOWN, DECIMAL_CEILING,
    DECIMAL_FLOOR, DECIMAL_05UP, DECIMAL_ROUNDING_COUNT
};

static inline bool decimal_is_zero(const struct decimal *number)
{
    return number->text[0] == '0';
}

/* [sign] digits [. digits] [e [sign] digits]: false for anything else and for what is too long. */
bool decimal_parse(struct decimal *number, const char *text, size_t size);
void decimal_from_int(struct decimal *number, int64_t value);

/* false: the exact result has too many digits. The result of equal and opposite numbers is +0. */
bool decimal_add(struct decimal *result, const struct decimal *a, const struct decimal *b);
bool decimal_multiply(struct decimal *result, const struct decimal *a, const struct decimal *b);
/* Neither is zero. precision + 1 digits or more, the last of them marked when others would follow, so that
 * rounding to the precision is right; else as close to the exponent of an exact quotient as possible. */
bool decimal_divide(struct decimal *result, const struct decimal *a, const struct decimal *b,
                    unsigned precision);
/* -1, 0, 1 */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* Drops digits from the right (more than there are, too), the exponent grows by as many. Whether the value
 * changed. A carry may make the coefficient one digit longer. */
bool decimal_round(struct decimal *number, int64_t drop, enum decimal_rounding rounding);
/* Zeros at the right: the exponent shrinks by so many. false: too many digits. */
bool decimal_pad(struct decimal *number, int64_t zeros);

/* The value modulo 2**61 - 1, for hash(). */
uint64_t decimal_residue(const struct decimal *number);

#endif
