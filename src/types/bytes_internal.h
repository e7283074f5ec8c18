/* What the files that implement bytes, bytearray and memoryview share. Depends on bytes.h. */
#ifndef OURO_TYPES_BYTES_INTERNAL_H
#define OURO_TYPES_BYTES_INTERNAL_H

#include "base/checked.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/protocol.h"

OURO_INLINE struct ouro_bytearray *bytearray_of(const ouro_object *object)
{
    return (struct ouro_bytearray *)(void *)(uintptr_t)object;
}
#define is_bytearray(rt, o) ouro_bytearray_check((rt), (o))
bool ouro_bytearray_check(const ouro_runtime *rt, const ouro_object *object);

/* An instance of a subclass of bytes with these contents. */
ouro_object *ouro_bytes_subclass_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *bytes);

#endif
