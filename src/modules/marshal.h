/* The format of the marshal module, version 4: what writer and reader share. Data is CPython's byte for byte;
 * code is in a form of our own, under a type that CPython does not have. */
#ifndef OURO_MODULES_MARSHAL_H
#define OURO_MODULES_MARSHAL_H

#include "types/runtime.h"

enum marshal_type {
    MARSHAL_NULL = '0', MARSHAL_NONE = 'N', MARSHAL_FALSE = 'F', MARSHAL_TRUE = 'T',
    MARSHAL_STOP_ITERATION = 'S', MARSHAL_ELLIPSIS = '.', MARSHAL_INT = 'i', MARSHAL_INT64 = 'I',
    MARSHAL_FLOAT_TEXT = 'f', MARSHAL_FLOAT = 'g', MARSHAL_COMPLEX_TEXT = 'x', MARSHAL_COMPLEX = 'y',
    MARSHAL_LONG = 'l', MARSHAL_BYTES = 's', MARSHAL_INTERNED = 't', MARSHAL_REF = 'r',
    MARSHAL_TUPLE = '(', MARSHAL_LIST = '[', MARSHAL_DICT = '{', MARSHAL_CPYTHON_CODE = 'c',
    MARSHAL_TEXT = 'u', MARSHAL_SET = '<', MARSHAL_FROZENSET = '>', MARSHAL_ASCII = 'a',
    MARSHAL_ASCII_INTERNED = 'A', MARSHAL_SMALL_TUPLE = ')', MARSHAL_SHORT_ASCII = 'z',
    MARSHAL_SHORT_ASCII_INTERNED = 'Z',
    MARSHAL_HAS_REF = 0x80, /* the object gets the next number, for MARSHAL_REF */
};

enum { MARSHAL_VERSION = 4, MARSHAL_DEPTH_MAX = 2000, MARSHAL_DIGIT_BITS = 15 };

/* Bytes, owned. */
ouro_object *ouro_marshal_write(ouro_runtime *rt, ouro_object *value, int64_t version);
/* One object out of bytes, or of a file with a method readinto (then data is NULL). Owned. */
ouro_object *ouro_marshal_read(ouro_runtime *rt, const uint8_t *data, size_t size, ouro_object *file);

#endif
