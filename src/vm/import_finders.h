/* sys.meta_path and what hangs on it. An import looks for modules natively (import.c) as long as no program
 * has touched sys.meta_path or sys.path_hooks: both lists are made when they are first asked for, together
 * with the Python classes of importlib.machinery that stand for the native steps. From then on the list is
 * walked as it stands. Depends on types. */
#ifndef OURO_VM_IMPORT_FINDERS_H
#define OURO_VM_IMPORT_FINDERS_H

#include "types/runtime.h"

/* The steps of a native import, in their order. */
enum ouro_import_step { IMPORT_NATIVE, IMPORT_EMBEDDED, IMPORT_PATH };

/* One native step: the module, owned; NULL without an error if it has none. path as __path__, or NULL. */
typedef ouro_object *ouro_import_step_fn(ouro_runtime *rt, enum ouro_import_step step, ouro_object *name,
                                         ouro_object *path);

/* Whether sys.meta_path or sys.path_hooks exists, so that ouro_import_by_finders has to be asked. */
bool ouro_import_has_finders(ouro_runtime *rt);
/* Walks sys.meta_path; its default members are answered by `native`. NULL without an error: not found. */
ouro_object *ouro_import_by_finders(ouro_runtime *rt, ouro_object *name, ouro_object *path,
                                    ouro_import_step_fn *native);
/* Whether an entry of sys.path is, or lies in, a file instead of a folder. */
bool ouro_import_is_archive(const char *entry);
/* What the hooks' finder for such an entry has: the module, owned; NULL without an error if nothing. */
ouro_object *ouro_import_from_entry(ouro_runtime *rt, ouro_object *name, ouro_object *entry);
/* importlib.machinery once it has been imported whole (borrowed), else NULL. */
ouro_object *ouro_import_machinery(ouro_runtime *rt);
/* Makes and enters sys.meta_path or sys.path_hooks: the list, owned. */
ouro_object *ouro_import_hooks_new(ouro_runtime *rt, const char *name);

#endif
