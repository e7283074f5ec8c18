/* bytes, bytearray and memoryview. Policy: b"" and one-byte bytes are immortal and shared. */
#ifndef OURO_TYPES_BYTES_H
#define OURO_TYPES_BYTES_H

#include "types/class.h"

struct ouro_bytes {
    ouro_object base;
    uint32_t length; /* longer ones are refused with MemoryError */
    uint32_t hash;   /* 0: not computed yet */
    uint8_t data[];  /* a NUL follows */
};

struct ouro_bytearray {
    ouro_object base;
    uint8_t *data; /* raw memory of the runtime */
    size_t length, capacity;
    uint32_t exports; /* memoryviews on it: no resize meanwhile (BufferError) */
};

OURO_INLINE struct ouro_bytes *bytes_of(ouro_object *object)
{
    return (struct ouro_bytes *)(void *)object;
}
ouro_object *ouro_bytes_new(ouro_runtime *rt, const void *data /* NULL: uninitialised */, size_t size);
ouro_object *ouro_bytearray_new(ouro_runtime *rt, const void *data, size_t size);
/* Shrinks a bytes object that nobody else has seen (taken); never fails. */
ouro_object *ouro_bytes_shrink_take(ouro_runtime *rt, ouro_object *self, size_t size);
bool ouro_bytes_class_init(ouro_runtime *rt); /* all three and their iterators */
bool ouro_bytes_singletons_init(ouro_runtime *rt);

#endif
