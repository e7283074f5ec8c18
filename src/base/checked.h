/* Sizes that can overflow go through here. Each function returns false on overflow and then leaves
 * *result unspecified. OURO_SIZE_MAX is the largest size that any allocation may ask for. */
#ifndef OURO_BASE_CHECKED_H
#define OURO_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define OURO_SIZE_MAX ((size_t)PTRDIFF_MAX)

OURO_INLINE bool ouro_size_add(size_t a, size_t b, size_t *result)
{
    return !__builtin_add_overflow(a, b, result) && *result <= OURO_SIZE_MAX;
}

OURO_INLINE bool ouro_size_mul(size_t a, size_t b, size_t *result)
{
    return !__builtin_mul_overflow(a, b, result) && *result <= OURO_SIZE_MAX;
}

OURO_INLINE bool ouro_i64_add(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

OURO_INLINE bool ouro_i64_sub(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_sub_overflow(a, b, result);
}

OURO_INLINE bool ouro_i64_mul(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_mul_overflow(a, b, result);
}

#endif
