/* Reduction modulo 2**61 - 1 needs no division: 2**61 is 1, so the high bits are added to the low.
 */
#include "types/hash.h"

#include <math.h>

static uint64_t reduce(uint64_t value)
{
    value = (value & HASH_MODULUS) + (value >> HASH_BITS);
    return value >= HASH_MODULUS ? value - HASH_MODULUS : value;
}

static uint64_t rotate(uint64_t value, unsigned bits) /* value * 2**bits modulo the prime */
{
    return ((value << bits) & HASH_MODULUS) | value >> (HASH_BITS - bits);
}

uint64_t ouro_hash_limbs(const uint64_t *limbs, size_t count)
{
    uint64_t hash = 0;
    while (count-- > 0) /* times 2**64, which is 2**3 */
        hash = reduce(rotate(hash, 3) + reduce(limbs[count]));
    return hash;
}

int64_t ouro_hash_i64(int64_t value)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int64_t hash = (int64_t)reduce(magnitude);
    return ouro_hash_finish(value < 0 ? -hash : hash);
}

int64_t ouro_hash_double(double value)
{
    if (isinf(value))
        return value > 0 ? HASH_INFINITY : -HASH_INFINITY;
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t hash = (uint64_t)ldexp(fraction, 53); /* exact: 53 bits of mantissa */
    exponent = (exponent - 53) % HASH_BITS;
    hash = reduce(hash);
    hash = rotate(hash, (unsigned)(exponent < 0 ? exponent + HASH_BITS : exponent));
    return ouro_hash_finish(value < 0 ? -(int64_t)hash : (int64_t)hash);
}

int64_t ouro_hash_pointer(const void *pointer)
{
    uint64_t address = (uint64_t)(uintptr_t)pointer;
    return ouro_hash_finish((int64_t)(address >> 4 | address << 60));
}
