/* float and complex. Policy: float from a free list; complex plain. */
#ifndef OURO_TYPES_FLOAT_H
#define OURO_TYPES_FLOAT_H

#include "types/class.h"

struct ouro_float {
    ouro_object base;
    double value;
};

struct ouro_complex {
    ouro_object base;
    double real, imaginary;
};

OURO_INLINE double ouro_float_value(const ouro_object *self)
{
    return ((const struct ouro_float *)(const void *)self)->value;
}

OURO_INLINE ouro_object *ouro_float_new(ouro_runtime *rt, double value)
{
    void *ouro_raise_memory(ouro_runtime * rt);
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_FLOAT], TYPE_FLOAT,
                                             sizeof(struct ouro_float), OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return (ouro_object *)ouro_raise_memory(rt);
    ((struct ouro_float *)(void *)self)->value = value;
    return self;
}
ouro_object *ouro_complex_new(ouro_runtime *rt, double real, double imaginary);
/* Shortest text that reads back as the same value, as repr(float) writes it. buffer of 32 bytes;
 * returns the length. add_dot: "1.0" rather than "1". */
size_t ouro_float_write(double value, char *buffer, bool add_dot);
/* float(text): whole text with surrounding blanks and underscores allowed; false if it is none. */
bool ouro_float_parse(const char *text, size_t size, double *value);
int64_t ouro_float_hash(double value, const ouro_object *self /* nan hashes by identity; or NULL */);
/* Python's float floor division, remainder and power on doubles (zero divisor checked by the caller) */
double ouro_float_remainder(double a, double b);
double ouro_float_floor_divide(double a, double b);
ouro_object *ouro_float_power(ouro_runtime *rt, double a, double b); /* may be complex, may raise */
bool ouro_float_class_init(ouro_runtime *rt);
bool ouro_complex_class_init(ouro_runtime *rt);

#endif
