/* The native functions behind str's methods, file by file: str_methods.c gathers them in its table.
 * Depends on class.h. */
#ifndef OURO_TYPES_STR_METHODS_H
#define OURO_TYPES_STR_METHODS_H

#include "types/str_internal.h"

#define NATIVE(function)                                                                          \
    ouro_object *function(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,          \
                          size_t count, ouro_object *names)

/* str_case.c */
NATIVE(ouro_str_method_capitalize);
NATIVE(ouro_str_method_casefold);
NATIVE(ouro_str_method_lower);
NATIVE(ouro_str_method_upper);
NATIVE(ouro_str_method_swapcase);
NATIVE(ouro_str_method_title);
NATIVE(ouro_str_method_isalnum);
NATIVE(ouro_str_method_isalpha);
NATIVE(ouro_str_method_isascii);
NATIVE(ouro_str_method_isdecimal);
NATIVE(ouro_str_method_isdigit);
NATIVE(ouro_str_method_isidentifier);
NATIVE(ouro_str_method_islower);
NATIVE(ouro_str_method_isnumeric);
NATIVE(ouro_str_method_isprintable);
NATIVE(ouro_str_method_isspace);
NATIVE(ouro_str_method_istitle);
NATIVE(ouro_str_method_isupper);

/* str_split.c */
NATIVE(ouro_str_method_partition);
NATIVE(ouro_str_method_rpartition);
NATIVE(ouro_str_method_split);
NATIVE(ouro_str_method_rsplit);
NATIVE(ouro_str_method_splitlines);

/* str_pad.c */
NATIVE(ouro_str_method_center);
NATIVE(ouro_str_method_ljust);
NATIVE(ouro_str_method_rjust);
NATIVE(ouro_str_method_zfill);
NATIVE(ouro_str_method_expandtabs);
NATIVE(ouro_str_method_strip);
NATIVE(ouro_str_method_lstrip);
NATIVE(ouro_str_method_rstrip);
NATIVE(ouro_str_method_removeprefix);
NATIVE(ouro_str_method_removesuffix);

/* str_translate.c */
NATIVE(ouro_str_method_maketrans);
NATIVE(ouro_str_method_translate);

/* str_template.c */
NATIVE(ouro_str_method_format);
NATIVE(ouro_str_method_format_map);

#endif
