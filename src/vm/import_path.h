/* Where modules lie that are neither native nor embedded: PYTHONPATH, and last the library, a folder
 * with the Python files of CPython's standard library. Nothing looks into the folders before an import
 * has missed everything else. Depends on types. */
#ifndef OURO_VM_IMPORT_PATH_H
#define OURO_VM_IMPORT_PATH_H

#include "types/runtime.h"

/* The folder of the library: OURO_LIBRARY, or where Debian installs it; NULL when turned off (empty). */
const char *ouro_import_library(void);
/* What sys.path starts as: the folders of PYTHONPATH, whose value is given or NULL, and the library. A
 * list, owned. */
ouro_object *ouro_import_path_new(ouro_runtime *rt, const char *folders);
/* The __path__ of an embedded package: a list with the library's folder of that name, in which
 * submodules are found that are not embedded. Owned. */
ouro_object *ouro_import_library_portion(ouro_runtime *rt, const char *package);

#endif
