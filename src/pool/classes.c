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

/* ceil(2^32 / block size); the unit test compares it with the arithmetic. */
const uint32_t ouro_class_reciprocals[OURO_CLASSES] = {
    268435456, 178956971, 134217728, 107374183, 89478486, 76695845, 67108864, 59652324, 53687092,
    48806447, 44739243, 41297763, 38347923, 35791395, 33554432, 29826162, 26843546, 24403224,
    22369622, 20648882, 19173962, 17895698, 16777216, 15790321, 14913081, 14128182, 13421773,
    12782641, 12201612, 11671107, 11184811, 10737419, 10324441, 9942054, 9586981, 9256396, 8947849,
    8659209, 8388608, 7456541, 6710887, 6100806, 5592406, 5162221, 4793491, 4473925, 4194304,
    3728271, 3355444, 3050403, 2796203, 2581111, 2396746, 2236963, 2097152, 1864136, 1677722,
    1525202, 1398102, 1290556, 1198373, 1118482, 1048576, 932068, 838861, 762601, 699051, 645278,
    599187, 559241, 524288, 466034, 419431, 381301, 349526, 322639, 299594, 279621, 262144, 233017,
    209716, 190651, 174763, 161320, 149797, 139811, 131072,
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
