/* The % operator of str and bytes: one engine. Depends on str.h. */
#ifndef OURO_TYPES_STR_PERCENT_H
#define OURO_TYPES_STR_PERCENT_H

#include "types/str_internal.h"

/* format as text: for bytes its bytes as latin-1 characters, and so is the result. */
ouro_object *ouro_percent_format(ouro_runtime *rt, ouro_object *format, ouro_object *arguments,
                                 bool is_bytes);

#endif
