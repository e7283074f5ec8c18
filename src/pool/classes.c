/* The table of small classes and the arithmetic of the medium ones. */
#include "pool/classes.h"

/* Entry i is the class of sizes 8 i - 7 .. 8 i; the unit test compares it with the arithmetic. */
const uint8_t ouro_small_class_table[OURO_SMALL_MAX / 8 + 1] = {
    0,  0,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 15, 16, 16, 17,
    17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28,
    28, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 39,
    39, 39, 39, 39, 39, 39, 39, 40, 40, 40, 40, 40, 40, 40, 40, 41, 41, 41, 41, 41, 41, 41,
    41, 42, 42, 42, 42, 42, 42, 42, 42, 43, 43, 43, 43, 43, 43, 43, 43, 44, 44, 44, 44, 44,
    44, 44, 44, 45, 45, 45, 45, 45, 45, 45, 45, 46, 46, 46, 46, 46, 46, 46, 46,
};

/* Medium classes: eight to a doubling, so the step is an eighth of the power of two below. */
static unsigned medium_class(size_t size)
{
    unsigned doubling = ouro_bit_highest(size - 1); /* 10 for 1025..2048 */
    size_t step = (size_t)1 << (doubling - 3);
    size_t eighth = (size - ((size_t)1 << doubling) + step - 1) / step; /* 1..8 */
    return OURO_SMALL_CLASSES + (doubling - 10) * 8 + (unsigned)eighth - 1;
}

unsigned ouro_class_of(size_t size)
{
    if (size <= OURO_SMALL_MAX)
        return ouro_small_class_table[(size + 7) / 8];
    return size <= OURO_MEDIUM_MAX ? medium_class(size) : OURO_CLASS_SPAN;
}

size_t ouro_class_size(unsigned class_index)
{
    if (class_index < 15)
        return 16 + 8 * (size_t)class_index;
    if (class_index < 39)
        return 16 * ((size_t)class_index - 6);
    if (class_index < OURO_SMALL_CLASSES)
        return 64 * ((size_t)class_index - 30);
    unsigned medium = class_index - OURO_SMALL_CLASSES;
    size_t base = (size_t)1024 << (medium / 8);
    return base + base / 8 * (medium % 8 + 1);
}
