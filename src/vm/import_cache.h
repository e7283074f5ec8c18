/* Cached code of imported files, as CPython's __pycache__ folders, under our own tag:
 *
 *   FOLDER/__pycache__/NAME.ouro-311.pyc                beside the source
 *   PREFIX/FOLDER/NAME.ouro-311.pyc                     with sys.pycache_prefix
 *   ~/.cache/ouro/pycache/FOLDER/NAME.ouro-311.pyc      for the library of CPython, which is not ours to
 *                                                       write to; XDG_CACHE_HOME stands for ~/.cache
 *
 * Such a file is 16 bytes as in CPython (the magic number, 0, time and size of the source), then what
 * marshal.dumps makes of the code. Any that does not fit is passed over and written anew. Nothing here
 * fails an import: a cache that cannot be written is not written. Depends on lang, types. */
#ifndef OURO_VM_IMPORT_CACHE_H
#define OURO_VM_IMPORT_CACHE_H

#include <sys/stat.h>

#include "types/runtime.h"

#define OURO_CACHE_TAG "ouro-311"
#define OURO_CACHE_MAGIC "ouro"
enum { OURO_CACHE_HEADER_SIZE = 16, OURO_MARSHAL_CODE = 'O' }; /* code in marshal: this, 4 bytes of size,
                                                                  the image */

/* 1 and *code, owned; 0: there is none that fits; -1 with an error. */
int ouro_import_cache_read(ouro_runtime *rt, const char *file, const struct stat *status,
                           ouro_object *filename, ouro_object **code);
void ouro_import_cache_write(ouro_runtime *rt, const char *file, const struct stat *status,
                             ouro_object *code);
/* Where the cache of a file would be, whether it is there or not: str, owned. */
ouro_object *ouro_import_cache_path(ouro_runtime *rt, ouro_object *filename);

#endif
