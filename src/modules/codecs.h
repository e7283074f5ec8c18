/* What the files of the _codecs module share. */
#ifndef OURO_MODULES_CODECS_H
#define OURO_MODULES_CODECS_H

#include "types/function.h"

/* (value, length); value is taken, NULL: an error is set. */
ouro_object *ouro_codecs_pair(ouro_runtime *rt, ouro_object *value, size_t length);
/* The name of an error handler given as an argument, which may be NULL or None. *owner keeps it. */
bool ouro_codecs_errors(ouro_runtime *rt, ouro_object *object, const char **errors, ouro_object **owner);

/* Codecs that a table makes, and those of bytes written as escapes. */
extern const struct ouro_method ouro_codecs_charmap_functions[];

#endif
