/* Tuples whose items have names: sys.version_info, time.struct_time and their like. */
#ifndef OURO_TYPES_STRUCT_SEQUENCE_H
#define OURO_TYPES_STRUCT_SEQUENCE_H

#include "types/class.h"

/* A class derived from tuple. name is qualified ("time.struct_time"); fields ends with NULL; the first
 * visible_count are items, further ones only attributes. Owned. */
ouro_object *ouro_struct_sequence_class_new(ouro_runtime *rt, const char *name,
                                            const char *const *fields, size_t visible_count);

/* An instance; takes all the items, visible and hidden, as many as the class has fields, also when it
 * fails. A class or items of NULL mean that making one failed: the error is set and NULL returned. */
ouro_object *ouro_struct_sequence_new_take(ouro_runtime *rt, ouro_object *cls, ouro_object *const *items,
                                           size_t count);

#endif
