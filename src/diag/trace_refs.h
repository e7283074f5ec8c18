/* --trace-refs NAME: prints each +1 and -1 of an object's count as it happens, with its line.
 *
 * The object is the first one that is bound to NAME in a running frame (a local, or a global of its
 * module). The evaluation loop stops before each instruction; what changed since the last stop is the
 * work of the instruction before. Depends on vm. */
#ifndef OURO_DIAG_TRACE_REFS_H
#define OURO_DIAG_TRACE_REFS_H

#include <stdio.h>

#include "types/runtime.h"

bool ouro_trace_refs_start(ouro_runtime *rt, const char *name, FILE *file);
void ouro_trace_refs_stop(ouro_runtime *rt);

#endif
