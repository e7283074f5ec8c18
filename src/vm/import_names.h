/* Which module names belong to CPython's standard library, so that an import of one that ouro lacks can say
 * so in a note. */
#ifndef OURO_VM_IMPORT_NAMES_H
#define OURO_VM_IMPORT_NAMES_H

#include "types/error.h"

/* Adds the note to rt->error when name (a str) is such a module. */
void ouro_import_note_standard(ouro_runtime *rt, ouro_object *name);

/* sys.stdlib_module_names: a frozenset, owned. */
ouro_object *ouro_import_standard_names(ouro_runtime *rt);

#endif
