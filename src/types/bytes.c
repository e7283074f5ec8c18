/* bytes: making, comparing, indexing. Methods shared with bytearray are in bytes_methods*.c. */
#include "types/bytes.h"

#include <string.h>

#include "types/bytes_internal.h"
#include "types/str_internal.h"

enum { BYTES_LENGTH_MAX = 0xfffffff0u };

static size_t bytes_size(size_t length)
{
    return sizeof(struct ouro_bytes) + length + 1;
}

static size_t bytes_size_of(struct ouro_heap *heap, const ouro_object *self)
{
    return bytes_size(((const struct ouro_bytes *)(const void *)self)->length);
}

static void bytes_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (ouro_likely(is_exact(self, TYPE_BYTES)))
        ouro_object_free(heap, self, bytes_size(bytes_of(self)->length), OURO_BLOCK_ATOM);
    else
        ouro_class_free(runtime_of(heap), self);
}

static ouro_object *bytes_alloc(ouro_runtime *rt, size_t size)
{
    if (size > BYTES_LENGTH_MAX)
        return ouro_raise_memory(rt);
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_BYTES, bytes_size(size), OURO_BLOCK_ATOM);
    if (!self)
        return ouro_raise_memory(rt);
    struct ouro_bytes *bytes = bytes_of(self);
    bytes->length = (uint32_t)size;
    bytes->hash = 0;
    bytes->data[size] = 0;
    return self;
}

ouro_object *ouro_bytes_new(ouro_runtime *rt, const void *data, size_t size)
{
    if (size == 0)
        return rt->empty_bytes;
    if (size == 1 && data)
        return rt->byte_strings[*(const uint8_t *)data];
    ouro_object *self = bytes_alloc(rt, size);
    if (self && data)
        memcpy(bytes_of(self)->data, data, size);
    return self;
}

ouro_object *ouro_bytes_subclass_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *bytes)
{
    size_t length = bytes_of(bytes)->length;
    ouro_object *self = ouro_class_alloc(rt, cls, length + 1);
    if (!self)
        return NULL;
    struct ouro_bytes *made = bytes_of(self);
    made->length = (uint32_t)length;
    made->hash = 0;
    memcpy(made->data, bytes_of(bytes)->data, length);
    made->data[length] = 0;
    return self;
}

/* The size of the block follows from the length, so the block is resized with it. */
ouro_object *ouro_bytes_shrink_take(ouro_runtime *rt, ouro_object *self, size_t size)
{
    size_t old = bytes_of(self)->length;
    if (size == old)
        return self;
    if (size <= 1) {
        ouro_object *shared = size ? rt->byte_strings[bytes_of(self)->data[0]] : rt->empty_bytes;
        decref(rt, self);
        return shared;
    }
    ouro_object *moved = ouro_mem_block_realloc(&rt->heap.mem, self, bytes_size(old),
                                                bytes_size(size), OURO_BLOCK_ATOM);
    if (!moved) {
        decref(rt, self);
        return ouro_raise_memory(rt);
    }
    bytes_of(moved)->length = (uint32_t)size;
    bytes_of(moved)->data[size] = 0;
    return moved;
}

static bool immortal_new(ouro_runtime *rt, ouro_object **slot, const uint8_t *data, size_t size)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_BYTES, bytes_size(size), OURO_BLOCK_ATOM);
    if (!self)
        return false;
    struct ouro_bytes *bytes = bytes_of(self);
    bytes->length = (uint32_t)size;
    bytes->hash = 0;
    memcpy(bytes->data, data, size);
    bytes->data[size] = 0;
    self->refcount = OURO_REFCOUNT_IMMORTAL;
    *slot = self;
    return true;
}

bool ouro_bytes_singletons_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_BYTES);
    if (cls) {
        cls->core.size_of = bytes_size_of;
        cls->core.dealloc = bytes_dealloc;
    }
    if (!immortal_new(rt, &rt->empty_bytes, (const uint8_t *)"", 0))
        return false;
    for (unsigned c = 0; c < 256; c++) {
        uint8_t byte = (uint8_t)c;
        if (!immortal_new(rt, &rt->byte_strings[c], &byte, 1))
            return false;
    }
    return true;
}
