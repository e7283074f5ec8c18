/* Bit tricks on unsigned integers. No state. */
#ifndef OURO_BASE_BITS_H
#define OURO_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/* Index of the highest set bit; value must not be 0. */
OURO_INLINE unsigned ouro_bit_highest(uint64_t value)
{
    return 63u - (unsigned)__builtin_clzll(value);
}

/* Index of the lowest set bit; value must not be 0. */
OURO_INLINE unsigned ouro_bit_lowest(uint64_t value)
{
    return (unsigned)__builtin_ctzll(value);
}

/* By sums of ever wider fields: the instruction for it is not in the x86-64 baseline, and the
 * compiler's library function reads a table. */
OURO_INLINE unsigned ouro_bit_count(uint64_t value)
{
    value -= value >> 1 & 0x5555555555555555u;
    value = (value & 0x3333333333333333u) + (value >> 2 & 0x3333333333333333u);
    value = (value + (value >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (unsigned)(value * 0x0101010101010101u >> 56);
}

OURO_INLINE bool ouro_is_power_of_two(size_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

/* Rounds up to a multiple of alignment, a power of two. The caller has ruled out overflow. */
OURO_INLINE size_t ouro_round_up(size_t value, size_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

#endif
