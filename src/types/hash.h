/* Hashing of numbers: equal numbers of any type hash equally, since each is reduced modulo the
 * prime 2**61 - 1 (a fraction by multiplying with the inverse of its denominator). Pure functions.
 */
#ifndef OURO_TYPES_HASH_H
#define OURO_TYPES_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define HASH_MODULUS (((uint64_t)1 << 61) - 1)
enum { HASH_BITS = 61, HASH_INFINITY = 314159, HASH_IMAGINARY = 1000003 };

/* -1 is what C level callers of other implementations use for errors; no hash is ever -1. */
OURO_INLINE int64_t ouro_hash_finish(int64_t hash)
{
    return hash == -1 ? -2 : hash;
}

uint64_t ouro_hash_limbs(const uint64_t *limbs, size_t count); /* below the modulus */
int64_t ouro_hash_i64(int64_t value);
int64_t ouro_hash_double(double value); /* not nan */
int64_t ouro_hash_pointer(const void *pointer);

#endif
