/* Where objects were allocated: for each container one 32-bit number in a side table, which stands for
 * an instruction of a code object. Recording costs a few nanoseconds an object and 4 bytes a slot; it
 * is off until ouro_births_start.
 *
 *      unit of the heap -> array of numbers, one a slot -> (code object, instruction) -> file, line
 *
 * Depends on vm (the running frame), types, object. */
#ifndef OURO_DIAG_BIRTHS_H
#define OURO_DIAG_BIRTHS_H

#include "types/runtime.h"

/* false: no memory; nothing is recorded then. */
bool ouro_births_start(ouro_runtime *rt);
void ouro_births_stop(ouro_runtime *rt);

/* Writes "file.py:12" into buffer; the length, 0 when the place is not known. */
size_t ouro_births_describe(ouro_runtime *rt, const ouro_object *object, char *buffer, size_t size);

/* Stands for the line: objects from one line have the same number. 0: not known. */
uint64_t ouro_births_place(ouro_runtime *rt, const ouro_object *object);

#endif
