/* What the files that implement bytes, bytearray and memoryview share. Depends on bytes.h. */
#ifndef OURO_TYPES_BYTES_INTERNAL_H
#define OURO_TYPES_BYTES_INTERNAL_H

#include <string.h>

#include "base/checked.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str_methods.h"

OURO_INLINE struct ouro_bytearray *bytearray_of(const ouro_object *object)
{
    return (struct ouro_bytearray *)(void *)(uintptr_t)object;
}
bool ouro_bytearray_check(const ouro_runtime *rt, const ouro_object *object);
#define is_bytearray(rt, o) ouro_bytearray_check((rt), (o))

struct byte_view {
    const uint8_t *data;
    size_t size;
};

/* The contents of a bytes or bytearray: valid until user code runs. */
OURO_INLINE struct byte_view bytes_view(const ouro_runtime *rt, const ouro_object *self)
{
    if (is_bytes(rt, self)) {
        const struct ouro_bytes *bytes = (const struct ouro_bytes *)(const void *)self;
        return (struct byte_view){bytes->data, bytes->length};
    }
    const struct ouro_bytearray *array = bytearray_of(self);
    return (struct byte_view){array->data ? array->data : (const uint8_t *)"", array->length};
}

/* A new object of the kind of self: bytearray or bytes. data NULL: uninitialised. */
OURO_INLINE ouro_object *bytes_like(ouro_runtime *rt, const ouro_object *self, const void *data,
                                    size_t size)
{
    return is_bytes(rt, self) ? ouro_bytes_new(rt, data, size) : ouro_bytearray_new(rt, data, size);
}

/* The writable contents of an object that bytes_like just made. */
OURO_INLINE uint8_t *bytes_data_mutable(const ouro_runtime *rt, ouro_object *self)
{
    return is_bytes(rt, self) ? bytes_of(self)->data : bytearray_of(self)->data;
}

/* self itself where it is exactly bytes, else a copy. */
ouro_object *ouro_bytes_same(ouro_runtime *rt, ouro_object *self);

/* An instance of a subclass of bytes with these contents. */
ouro_object *ouro_bytes_subclass_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *bytes);

/* bytes(source, encoding, errors) as a new exact bytes. type is "bytes" or "bytearray", for messages. */
ouro_object *ouro_bytes_from(ouro_runtime *rt, const char *type, ouro_object *const *args,
                             size_t count, ouro_object *names);
/* The numbers that iterating gives. */
ouro_object *ouro_bytes_from_iterable(ouro_runtime *rt, ouro_object *iterable, const char *type);

/* 0..255 from an int-like: "byte must be in range(0, 256)". */
bool ouro_byte_value(ouro_runtime *rt, ouro_object *object, uint8_t *value);

/* repr of contents, with prefix and suffix around the quotes. */
ouro_object *ouro_bytes_repr_text(ouro_runtime *rt, struct byte_view view, const char *prefix,
                                  const char *suffix);
ouro_object *ouro_bytes_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                enum ouro_compare_op op);
int ouro_bytes_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item);
ouro_object *ouro_bytes_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_bytes_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times);
ouro_object *ouro_bytes_percent(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_bytes_slice(ouro_runtime *rt, ouro_object *self, ouro_object *slice);
ouro_object *ouro_bytes_hex(ouro_runtime *rt, struct byte_view view, ouro_object *const *args,
                            size_t count, ouro_object *names);

bool ouro_bytearray_class_init(ouro_runtime *rt);
bool ouro_memoryview_class_init(ouro_runtime *rt);

/* Methods that bytes and bytearray share, as rows of their tables. */
NATIVE(ouro_bytes_method_capitalize);
NATIVE(ouro_bytes_method_center);
NATIVE(ouro_bytes_method_count);
NATIVE(ouro_bytes_method_decode);
NATIVE(ouro_bytes_method_endswith);
NATIVE(ouro_bytes_method_expandtabs);
NATIVE(ouro_bytes_method_find);
NATIVE(ouro_bytes_method_fromhex);
NATIVE(ouro_bytes_method_hex);
NATIVE(ouro_bytes_method_index);
NATIVE(ouro_bytes_method_isalnum);
NATIVE(ouro_bytes_method_isalpha);
NATIVE(ouro_bytes_method_isascii);
NATIVE(ouro_bytes_method_isdigit);
NATIVE(ouro_bytes_method_islower);
NATIVE(ouro_bytes_method_isspace);
NATIVE(ouro_bytes_method_istitle);
NATIVE(ouro_bytes_method_isupper);
NATIVE(ouro_bytes_method_join);
NATIVE(ouro_bytes_method_ljust);
NATIVE(ouro_bytes_method_lower);
NATIVE(ouro_bytes_method_lstrip);
NATIVE(ouro_bytes_method_maketrans);
NATIVE(ouro_bytes_method_partition);
NATIVE(ouro_bytes_method_removeprefix);
NATIVE(ouro_bytes_method_removesuffix);
NATIVE(ouro_bytes_method_replace);
NATIVE(ouro_bytes_method_rfind);
NATIVE(ouro_bytes_method_rindex);
NATIVE(ouro_bytes_method_rjust);
NATIVE(ouro_bytes_method_rpartition);
NATIVE(ouro_bytes_method_rsplit);
NATIVE(ouro_bytes_method_rstrip);
NATIVE(ouro_bytes_method_split);
NATIVE(ouro_bytes_method_splitlines);
NATIVE(ouro_bytes_method_startswith);
NATIVE(ouro_bytes_method_strip);
NATIVE(ouro_bytes_method_swapcase);
NATIVE(ouro_bytes_method_title);
NATIVE(ouro_bytes_method_translate);
NATIVE(ouro_bytes_method_upper);
NATIVE(ouro_bytes_method_zfill);
NATIVE(ouro_bytes_method_sizeof);

#define BYTES_METHODS                                                                             \
    {"capitalize", ouro_bytes_method_capitalize, 0, 0, 0, NULL},                                  \
    {"center", ouro_bytes_method_center, 1, 2, 0, NULL},                                          \
    {"count", ouro_bytes_method_count, 0, -1, 0, NULL},                                            \
    {"decode", ouro_bytes_method_decode, 0, 2, METHOD_KEYWORDS, NULL},                            \
    {"endswith", ouro_bytes_method_endswith, 0, -1, 0, NULL},                                      \
    {"expandtabs", ouro_bytes_method_expandtabs, 0, 1, METHOD_KEYWORDS, NULL},                    \
    {"find", ouro_bytes_method_find, 0, -1, 0, NULL},                                              \
    {"fromhex", ouro_bytes_method_fromhex, 1, 1, METHOD_CLASS, NULL},                             \
    {"hex", ouro_bytes_method_hex, 0, 2, METHOD_KEYWORDS, NULL},                                  \
    {"index", ouro_bytes_method_index, 0, -1, 0, NULL},                                            \
    {"isalnum", ouro_bytes_method_isalnum, 0, 0, 0, NULL},                                        \
    {"isalpha", ouro_bytes_method_isalpha, 0, 0, 0, NULL},                                        \
    {"isascii", ouro_bytes_method_isascii, 0, 0, 0, NULL},                                        \
    {"isdigit", ouro_bytes_method_isdigit, 0, 0, 0, NULL},                                        \
    {"islower", ouro_bytes_method_islower, 0, 0, 0, NULL},                                        \
    {"isspace", ouro_bytes_method_isspace, 0, 0, 0, NULL},                                        \
    {"istitle", ouro_bytes_method_istitle, 0, 0, 0, NULL},                                        \
    {"isupper", ouro_bytes_method_isupper, 0, 0, 0, NULL},                                        \
    {"join", ouro_bytes_method_join, 1, 1, 0, NULL},                                              \
    {"ljust", ouro_bytes_method_ljust, 1, 2, 0, NULL},                                            \
    {"lower", ouro_bytes_method_lower, 0, 0, 0, NULL},                                            \
    {"lstrip", ouro_bytes_method_lstrip, 0, 1, 0, NULL},                                          \
    {"maketrans", ouro_bytes_method_maketrans, 2, 2, METHOD_STATIC, NULL},                        \
    {"partition", ouro_bytes_method_partition, 1, 1, 0, NULL},                                    \
    {"removeprefix", ouro_bytes_method_removeprefix, 1, 1, 0, NULL},                              \
    {"removesuffix", ouro_bytes_method_removesuffix, 1, 1, 0, NULL},                              \
    {"replace", ouro_bytes_method_replace, 2, 3, 0, NULL},                                        \
    {"rfind", ouro_bytes_method_rfind, 0, -1, 0, NULL},                                            \
    {"rindex", ouro_bytes_method_rindex, 0, -1, 0, NULL},                                          \
    {"rjust", ouro_bytes_method_rjust, 1, 2, 0, NULL},                                            \
    {"rpartition", ouro_bytes_method_rpartition, 1, 1, 0, NULL},                                  \
    {"rsplit", ouro_bytes_method_rsplit, 0, 2, METHOD_KEYWORDS, NULL},                            \
    {"rstrip", ouro_bytes_method_rstrip, 0, 1, 0, NULL},                                          \
    {"split", ouro_bytes_method_split, 0, 2, METHOD_KEYWORDS, NULL},                              \
    {"splitlines", ouro_bytes_method_splitlines, 0, 1, METHOD_KEYWORDS, NULL},                    \
    {"startswith", ouro_bytes_method_startswith, 0, -1, 0, NULL},                                  \
    {"strip", ouro_bytes_method_strip, 0, 1, 0, NULL},                                            \
    {"swapcase", ouro_bytes_method_swapcase, 0, 0, 0, NULL},                                      \
    {"title", ouro_bytes_method_title, 0, 0, 0, NULL},                                            \
    {"translate", ouro_bytes_method_translate, 1, 2, METHOD_KEYWORDS, NULL},                      \
    {"upper", ouro_bytes_method_upper, 0, 0, 0, NULL},                                            \
    {"zfill", ouro_bytes_method_zfill, 1, 1, 0, NULL},                                            \
    {"__sizeof__", ouro_bytes_method_sizeof, 0, 0, 0, NULL}

#endif
