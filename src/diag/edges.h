/* References with names: which attribute, key or index of an object leads where. The edges are those
 * that the type's traverse function reports; this file only finds words for them.
 * Depends on types, vm. */
#ifndef OURO_DIAG_EDGES_H
#define OURO_DIAG_EDGES_H

#include "types/runtime.h"

/* Writes how from refers to to: ".next", "['key']", "[3]", ".__closure__"; "(...)" when the type
 * has no words for it. Returns the length. Never allocates from the heap, changes nothing. */
size_t ouro_edge_describe(ouro_runtime *rt, const ouro_object *from, const ouro_object *to, char *buffer,
                          size_t size);

/* "Node", "dict", "list of 3": what an object is, in a word or two. */
size_t ouro_object_describe(ouro_runtime *rt, const ouro_object *object, char *buffer, size_t size);

#endif
