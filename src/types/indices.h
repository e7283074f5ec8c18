/* The fixed indices of the built-in types in heap->types, and the ids of free lists and caches.
 * 0 is a free block. Exceptions follow the types; src/types/exception.c knows their bases. */
#ifndef OURO_TYPES_INDICES_H
#define OURO_TYPES_INDICES_H

#define OURO_BUILTIN_TYPES(X)                                                                     \
    X(OBJECT) X(TYPE) X(NONE) X(NOT_IMPLEMENTED) X(ELLIPSIS) X(INT) X(BOOL) X(FLOAT) X(COMPLEX)   \
    X(STR) X(BYTES) X(BYTEARRAY) X(MEMORYVIEW) X(TUPLE) X(LIST) X(DICT) X(SET) X(FROZENSET)       \
    X(RANGE) X(SLICE) X(DICT_KEYS) X(DICT_VALUES) X(DICT_ITEMS) X(MAPPING_PROXY)                  \
    X(STR_ITERATOR) X(BYTES_ITERATOR) X(BYTEARRAY_ITERATOR) X(TUPLE_ITERATOR) X(LIST_ITERATOR)    \
    X(LIST_REVERSE_ITERATOR) X(DICT_KEY_ITERATOR) X(DICT_VALUE_ITERATOR) X(DICT_ITEM_ITERATOR)    \
    X(DICT_REVERSE_KEY_ITERATOR) X(DICT_REVERSE_VALUE_ITERATOR) X(DICT_REVERSE_ITEM_ITERATOR)     \
    X(SET_ITERATOR) X(RANGE_ITERATOR) X(LONG_RANGE_ITERATOR) X(SEQUENCE_ITERATOR)                 \
    X(CALL_ITERATOR) X(ENUMERATE) X(ZIP) X(MAP) X(FILTER) X(REVERSED)                             \
    X(PROPERTY) X(STATIC_METHOD) X(CLASS_METHOD) X(SUPER) X(METHOD) X(NATIVE_FUNCTION)            \
    X(METHOD_DESCRIPTOR) X(CLASS_METHOD_DESCRIPTOR) X(SLOT_WRAPPER) X(METHOD_WRAPPER)             \
    X(GETSET_DESCRIPTOR) X(MEMBER_DESCRIPTOR) X(FUNCTION) X(CODE) X(FRAME) X(TRACEBACK) X(CELL)   \
    X(GENERATOR) X(COROUTINE) X(ASYNC_GENERATOR) X(MODULE) X(NAMESPACE) X(WEAKREF)                \
    X(WEAK_PROXY) X(WEAK_CALLABLE_PROXY) X(GENERIC_ALIAS) X(UNION_TYPE) X(ERROR_MAP) X(FILE)      \
    X(STRING_IO) X(BYTES_IO) X(STRUCT_SEQUENCE) X(STR_ASCII_ITERATOR) X(ASYNC_SEND)              \
    X(ASYNC_THROW) X(ANEXT_AWAITABLE) X(COROUTINE_WRAPPER)

enum ouro_builtin_type {
    TYPE_FREE_BLOCK = 0,
#define X(name) TYPE_##name,
    OURO_BUILTIN_TYPES(X)
#undef X
    TYPE_EXCEPTIONS_START = 128, /* EXC_BaseException and so on: exceptions.def */
#define OURO_EXCEPTION(name, base, doc) EXC_##name,
#include "types/exceptions.def"
#undef OURO_EXCEPTION
    TYPE_MODULES_START = 256, /* native types of modules (itertools, deque, ...): register with
                                 ouro_class_native, which takes the next index */
};

enum ouro_free_list_id {
    FREE_LIST_INT,
    FREE_LIST_FLOAT,
    FREE_LIST_LIST,
    FREE_LIST_DICT,
    FREE_LIST_SET,
    FREE_LIST_METHOD,
    FREE_LIST_SLICE,
    FREE_LIST_CELL,
    FREE_LIST_GENERATOR,
    FREE_LIST_FRAME,
    FREE_LIST_LIST_ITERATOR,
    FREE_LIST_TUPLE_ITERATOR,
    FREE_LIST_RANGE_ITERATOR,
    FREE_LIST_TUPLE_1, /* one for each length to 20 */
    FREE_LIST_TUPLE_20 = FREE_LIST_TUPLE_1 + 19,
    FREE_LIST_COUNT
};

enum ouro_runtime_cache {
    CACHE_TUPLE, CACHE_STR, CACHE_TYPE, CACHE_INT, CACHE_WEAKREF, CACHE_EXCEPTION, CACHE_DICT,
    CACHE_SLICE, CACHE_FORMAT, CACHE_CODE, CACHE_IO, CACHE_MODULES, CACHE_SLOTS, CACHE_GC, CACHE_COUNT
};

#endif
