/* The functions of the builtins module, by subject. */
#ifndef OURO_VM_BUILTINS_H
#define OURO_VM_BUILTINS_H

#include "types/error.h"
#include "types/protocol.h"

extern const struct ouro_method ouro_builtins_object_methods[];  /* builtins_object.c */
extern const struct ouro_method ouro_builtins_iterate_methods[]; /* builtins_iterate.c */
extern const struct ouro_method ouro_builtins_text_methods[];    /* builtins_text.c */
extern const struct ouro_method ouro_builtins_code_methods[];    /* builtins_code.c */

/* exit and quit: objects of a class of their own (quitter.c). */
bool ouro_quitter_init(ouro_runtime *rt, ouro_object *module);
/* help, copyright, credits, license (site_objects.c). */
bool ouro_site_objects_init(ouro_runtime *rt, ouro_object *module);

/* Refuses keywords other than the given two: *first and *second borrowed or NULL. TypeError as the
 * C functions of CPython that parse "|$OO" word it. */
bool ouro_builtins_keywords(ouro_runtime *rt, const char *function, ouro_object *const *values,
                            ouro_object *names, const char *const *accepted, ouro_object **out);

#endif
