/* Objects that outlive their program: what is still alive when everything was dropped and collected.
 *
 * The state of a runtime hangs off immortal objects (the built-in classes and what is in them).
 * A counted object that no immortal one leads to is held by a reference that nobody will ever give
 * back: a bug of ours, or of a native module. So is an object with more counts than references, whatever
 * leads to it, except for the few that the runtime holds by pointers of its own.
 * Depends on gc, edges. */
#ifndef OURO_DIAG_SURVIVORS_H
#define OURO_DIAG_SURVIVORS_H

#include <stdio.h>

#include "types/runtime.h"

/* Call it when the runtime's modules are gone (ouro_vm_destroy). Writes nothing when there is nothing, else
 * a line with their number and one for each type, most objects first. Returns the number of
 * objects, SIZE_MAX when memory is out. */
size_t ouro_survivors_report(ouro_runtime *rt, FILE *file);

#endif
