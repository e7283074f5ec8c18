/* What the files of float and complex share. Depends on float.h, protocol. */
#ifndef OURO_TYPES_FLOAT_INTERNAL_H
#define OURO_TYPES_FLOAT_INTERNAL_H

#include "types/float.h"
#include "types/protocol.h"

struct complex_value {
    double real, imaginary;
};

enum complex_fault { COMPLEX_OK, COMPLEX_DOMAIN, COMPLEX_RANGE };

OURO_INLINE struct ouro_complex *complex_of(const ouro_object *object)
{
    return (struct ouro_complex *)(void *)(uintptr_t)object;
}

/* float(object) for one argument, as an exact float. */
ouro_object *ouro_float_from_object(ouro_runtime *rt, ouro_object *object);
/* Rounded to a number of decimal places, which may be negative; infinite when that overflows. */
double ouro_float_round(double value, int64_t places);
/* 0x1.8p+1; at most 32 characters; returns the length. */
size_t ouro_float_write_hex(double value, char *buffer);
enum float_hex_status { FLOAT_HEX_OK, FLOAT_HEX_INVALID, FLOAT_HEX_TOO_LARGE };
enum float_hex_status ouro_float_parse_hex(const char *text, size_t size, double *value);
/* a ** b with errors raised. */
ouro_object *ouro_complex_power(ouro_runtime *rt, struct complex_value a, struct complex_value b);
/* The number as a complex value: through __complex__, else as ouro_as_double. */
bool ouro_as_complex(ouro_runtime *rt, ouro_object *object, struct complex_value *value);
/* Fault (and 0) for a zero divisor. */
struct complex_value ouro_complex_quotient(struct complex_value a, struct complex_value b,
                                           enum complex_fault *fault);

#endif
