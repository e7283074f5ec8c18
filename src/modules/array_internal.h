/* The parts of array.array that its pickles (array_pickle.c) share with it. */
#ifndef OURO_MODULES_ARRAY_INTERNAL_H
#define OURO_MODULES_ARRAY_INTERNAL_H

#include "types/class.h"

struct item_type {
    char code;
    uint8_t size;
    bool is_signed;
    int64_t low;
    uint64_t high;
    const char *name; /* in messages */
};

struct array {
    ouro_object base;
    uint8_t *data; /* NULL while capacity is 0 */
    size_t length, capacity; /* items */
    size_t exports;          /* memoryviews on it: no resize meanwhile (BufferError) */
    const struct item_type *type;
};

OURO_INLINE struct array *array_of(const ouro_object *object)
{
    return (struct array *)(void *)(uintptr_t)object;
}

/* The type of a typecode, NULL: there is none. */
const struct item_type *ouro_array_type_find(uint32_t code);
ouro_object *ouro_array_new(ouro_runtime *rt, struct ouro_class *cls, const struct item_type *type);
bool ouro_array_add_bytes(ouro_runtime *rt, struct array *array, const uint8_t *bytes, size_t size);
/* array.array itself, above a class derived from it; NULL for any other class. */
struct ouro_class *ouro_array_class_above(struct ouro_class *cls);

#define ARRAY_NATIVE(name)                                                                        \
    ouro_object *ouro_array_##name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, \
                                   size_t count, ouro_object *names)
ARRAY_NATIVE(byteswap);
ARRAY_NATIVE(tobytes);
ARRAY_NATIVE(reduce);      /* __reduce_ex__ */
ARRAY_NATIVE(reconstruct); /* _array_reconstructor(class, typecode, format, bytes) */

#endif
