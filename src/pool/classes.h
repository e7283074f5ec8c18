/* Size classes: the sizes that blocks come in. Pure arithmetic, no state.
 *
 *      bytes      step     classes
 *      16..128       8       0..14      every object size has its own class
 *     ..512         16      15..38
 *     ..1024        64      39..46      the last small class
 *     ..32768    1/8 of    47..86      medium: eight classes to a doubling
 *                2^n
 * Above that a block has a span of pages of its own (class OURO_CLASS_SPAN). */
#ifndef OURO_POOL_CLASSES_H
#define OURO_POOL_CLASSES_H

#include <stddef.h>
#include <stdint.h>

#include "base/bits.h"
#include "base/compiler.h"

enum {
    OURO_SMALL_MAX = 1024,
    OURO_MEDIUM_MAX = 32768,
    OURO_SMALL_CLASSES = 47,
    OURO_CLASSES = 87,
    OURO_CLASS_SPAN = OURO_CLASSES,
};

/* Small class for a size, by (size + 7) / 8: for sizes that only the running program knows. */
extern const uint8_t ouro_small_class_table[OURO_SMALL_MAX / 8 + 1];

/* The slot of a byte at some distance from its pool's start is distance * this >> 32: exact for
 * every byte of a pool. */
extern const uint32_t ouro_class_reciprocals[OURO_CLASSES];

/* By arithmetic: folds to a constant where the size is one. size <= OURO_SMALL_MAX. */
OURO_INLINE unsigned ouro_small_class_fold(size_t size)
{
    if (size <= 16)
        return 0;
    if (size <= 128)
        return (unsigned)((size + 7) / 8 - 2);
    if (size <= 512)
        return (unsigned)((size + 15) / 16 + 6);
    return (unsigned)((size + 63) / 64 + 30);
}

OURO_INLINE unsigned ouro_small_class(size_t size)
{
    if (__builtin_constant_p(size))
        return ouro_small_class_fold(size);
    return ouro_small_class_table[(size + 7) / 8];
}

/* Bytes of a block that serves a request of size <= OURO_SMALL_MAX. */
OURO_INLINE size_t ouro_small_round(size_t size)
{
    if (size <= 16)
        return 16;
    if (size <= 128)
        return (size + 7) & ~(size_t)7;
    if (size <= 512)
        return (size + 15) & ~(size_t)15;
    return (size + 63) & ~(size_t)63;
}

/* The reciprocal for a request of size <= OURO_SMALL_MAX; a constant where the size is one. */
OURO_INLINE uint32_t ouro_small_reciprocal(size_t size)
{
    if (!__builtin_constant_p(size))
        return ouro_class_reciprocals[ouro_small_class(size)];
    size_t rounded = ouro_small_round(size);
    return (uint32_t)(((uint64_t)1 << 32) / rounded + ((rounded & (rounded - 1)) != 0));
}

/* Class for any size up to OURO_MEDIUM_MAX; OURO_CLASS_SPAN above. */
unsigned ouro_class_of(size_t size);

/* Block size of a class below OURO_CLASS_SPAN. */
size_t ouro_class_size(unsigned class_index);

#endif
