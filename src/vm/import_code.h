/* The code of a module that is imported: of one that is part of the program, or of a file. Depends on lang,
 * types. */
#ifndef OURO_VM_IMPORT_CODE_H
#define OURO_VM_IMPORT_CODE_H

#include "types/runtime.h"
#include "vm/embedded.h"

/* As the build compiled it; from its source where the build has not. Owned. */
ouro_object *ouro_import_embedded_code(ouro_runtime *rt, const struct ouro_embedded_module *module,
                                       ouro_object *filename);
/* From the file's cache, or compiled and left there for the next time (import_cache.h). Owned. */
ouro_object *ouro_import_file_code(ouro_runtime *rt, const char *file, ouro_object *filename);

/* Sets __cached__ in the dict of the module of a file. */
bool ouro_import_cached_set(ouro_runtime *rt, ouro_object *dict, ouro_object *filename);

#endif
