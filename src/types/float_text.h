/* double <-> decimal text, as repr, format and float() need it. No object, no locale, no
 * allocation. Depends on nothing above base. */
#ifndef OURO_TYPES_FLOAT_TEXT_H
#define OURO_TYPES_FLOAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The shortest digits that read back as the same double, and the closest to it among these: value
 * is 0.d1d2d3... * 10**point. digits has room for 20 characters; returns how many. value is finite
 * and positive. */
size_t ouro_float_shortest(double value, char *digits, int *point);

/* How ouro_float_format writes. */
enum {
    FLOAT_ADD_DOT = 1,   /* "1.0" for "1" */
    FLOAT_ALTERNATE = 2, /* '#': keeps the point and trailing zeros */
    FLOAT_UPPER = 4      /* INF, NAN, 1E+20 */
};

/* Characters that ouro_float_format may write for this kind and precision. */
size_t ouro_float_format_max(double value, char kind, int precision);
/* kind is 'e', 'f', 'g', or 'r' (repr; precision unused). Writes a minus sign only for negative
 * values, no NUL; returns the length. nan has no sign. */
size_t ouro_float_format(double value, char kind, int precision, unsigned flags, char *buffer);

#endif
