#include "types/class_table.h"

#include "types/bytes.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/singleton.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

struct table_row {
    uint8_t index;
    uint8_t base;
    uint8_t kind;
    uint16_t size;
    uint32_t flags;
    const char *name;
};

enum {
    A = OURO_BLOCK_ATOM,
    C = OURO_BLOCK_CONTAINER,
    BASE = OURO_TYPE_BASE,
    WEAK = OURO_TYPE_WEAKREFABLE,
    NOT_NEW = CLASS_NO_INSTANTIATION,
};

static const struct table_row table[] = {
    {TYPE_OBJECT, 0, A, 16, BASE, "object"},
    {TYPE_TYPE, TYPE_OBJECT, C, sizeof(struct ouro_class), BASE | WEAK | CLASS_TYPE_SUBCLASS, "type"},
    {TYPE_NONE, TYPE_OBJECT, A, 16, 0, "NoneType"},
    {TYPE_NOT_IMPLEMENTED, TYPE_OBJECT, A, 16, 0, "NotImplementedType"},
    {TYPE_ELLIPSIS, TYPE_OBJECT, A, 16, 0, "ellipsis"},
    {TYPE_INT, TYPE_OBJECT, A, sizeof(struct ouro_int), BASE | CLASS_INT_SUBCLASS | CLASS_MATCH_SELF |
     CLASS_VARIABLE_SIZE, "int"},
    {TYPE_BOOL, TYPE_INT, A, sizeof(struct ouro_int), CLASS_INT_SUBCLASS | CLASS_MATCH_SELF, "bool"},
    {TYPE_FLOAT, TYPE_OBJECT, A, sizeof(struct ouro_float),
     BASE | CLASS_MATCH_SELF | CLASS_FLOAT_SUBCLASS, "float"},
    {TYPE_COMPLEX, TYPE_OBJECT, A, sizeof(struct ouro_complex), BASE, "complex"},
    {TYPE_STR, TYPE_OBJECT, A, 16, BASE | CLASS_STR_SUBCLASS | CLASS_MATCH_SELF | CLASS_VARIABLE_SIZE,
     "str"},
    {TYPE_BYTES, TYPE_OBJECT, A, 16, BASE | CLASS_BYTES_SUBCLASS | CLASS_MATCH_SELF |
     CLASS_VARIABLE_SIZE, "bytes"},
    {TYPE_BYTEARRAY, TYPE_OBJECT, A, sizeof(struct ouro_bytearray), BASE | CLASS_MATCH_SELF,
     "bytearray"},
    {TYPE_MEMORYVIEW, TYPE_OBJECT, C, 0, WEAK | CLASS_SEQUENCE, "memoryview"},
    {TYPE_TUPLE, TYPE_OBJECT, C, sizeof(struct ouro_tuple), BASE | CLASS_TUPLE_SUBCLASS |
     CLASS_MATCH_SELF | CLASS_SEQUENCE | CLASS_VARIABLE_SIZE, "tuple"},
    {TYPE_LIST, TYPE_OBJECT, C, sizeof(struct ouro_list), BASE | CLASS_LIST_SUBCLASS |
     CLASS_MATCH_SELF | CLASS_SEQUENCE, "list"},
    {TYPE_DICT, TYPE_OBJECT, C, sizeof(struct ouro_dict), BASE | CLASS_DICT_SUBCLASS |
     CLASS_MATCH_SELF | CLASS_MAPPING, "dict"},
    {TYPE_SET, TYPE_OBJECT, C, 0, BASE | WEAK | CLASS_MATCH_SELF, "set"},
    {TYPE_FROZENSET, TYPE_OBJECT, C, 0, BASE | WEAK | CLASS_MATCH_SELF, "frozenset"},
    {TYPE_RANGE, TYPE_OBJECT, C, sizeof(struct ouro_range), CLASS_SEQUENCE, "range"},
    {TYPE_SLICE, TYPE_OBJECT, C, sizeof(struct ouro_slice), 0, "slice"},
    {TYPE_DICT_KEYS, TYPE_OBJECT, C, 0, NOT_NEW, "dict_keys"},
    {TYPE_DICT_VALUES, TYPE_OBJECT, C, 0, NOT_NEW, "dict_values"},
    {TYPE_DICT_ITEMS, TYPE_OBJECT, C, 0, NOT_NEW, "dict_items"},
    {TYPE_MAPPING_PROXY, TYPE_OBJECT, C, 0, CLASS_MAPPING, "mappingproxy"},
    {TYPE_STR_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "str_iterator"},
    {TYPE_STR_ASCII_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "str_ascii_iterator"},
    {TYPE_BYTES_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "bytes_iterator"},
    {TYPE_BYTEARRAY_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "bytearray_iterator"},
    {TYPE_TUPLE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "tuple_iterator"},
    {TYPE_LIST_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "list_iterator"},
    {TYPE_LIST_REVERSE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "list_reverseiterator"},
    {TYPE_DICT_KEY_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_keyiterator"},
    {TYPE_DICT_VALUE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_valueiterator"},
    {TYPE_DICT_ITEM_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_itemiterator"},
    {TYPE_DICT_REVERSE_KEY_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_reversekeyiterator"},
    {TYPE_DICT_REVERSE_VALUE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_reversevalueiterator"},
    {TYPE_DICT_REVERSE_ITEM_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "dict_reverseitemiterator"},
    {TYPE_SET_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "set_iterator"},
    {TYPE_RANGE_ITERATOR, TYPE_OBJECT, A, sizeof(struct ouro_range_iterator), NOT_NEW,
     "range_iterator"},
    {TYPE_LONG_RANGE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "longrange_iterator"},
    {TYPE_SEQUENCE_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "iterator"},
    {TYPE_CALL_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "callable_iterator"},
    {TYPE_ENUMERATE, TYPE_OBJECT, C, 0, BASE, "enumerate"},
    {TYPE_ZIP, TYPE_OBJECT, C, 0, BASE, "zip"},
    {TYPE_MAP, TYPE_OBJECT, C, 0, BASE, "map"},
    {TYPE_FILTER, TYPE_OBJECT, C, 0, BASE, "filter"},
    {TYPE_REVERSED, TYPE_OBJECT, C, 0, BASE, "reversed"},
    {TYPE_PROPERTY, TYPE_OBJECT, C, 0, BASE, "property"},
    {TYPE_STATIC_METHOD, TYPE_OBJECT, C, 0, BASE, "staticmethod"},
    {TYPE_CLASS_METHOD, TYPE_OBJECT, C, 0, BASE, "classmethod"},
    {TYPE_SUPER, TYPE_OBJECT, C, 0, BASE, "super"},
    {TYPE_METHOD, TYPE_OBJECT, C, sizeof(struct ouro_bound_method), WEAK, "method"},
    {TYPE_NATIVE_FUNCTION, TYPE_OBJECT, C, sizeof(struct ouro_native_function), NOT_NEW | WEAK,
     "builtin_function_or_method"},
    {TYPE_METHOD_DESCRIPTOR, TYPE_OBJECT, C, sizeof(struct ouro_native_function),
     NOT_NEW | CLASS_METHOD_DESCRIPTOR, "method_descriptor"},
    {TYPE_CLASS_METHOD_DESCRIPTOR, TYPE_OBJECT, C, sizeof(struct ouro_native_function), NOT_NEW,
     "classmethod_descriptor"},
    {TYPE_SLOT_WRAPPER, TYPE_OBJECT, C, 0, NOT_NEW | CLASS_METHOD_DESCRIPTOR, "wrapper_descriptor"},
    {TYPE_METHOD_WRAPPER, TYPE_OBJECT, C, 0, NOT_NEW, "method-wrapper"},
    {TYPE_GETSET_DESCRIPTOR, TYPE_OBJECT, C, 0, NOT_NEW, "getset_descriptor"},
    {TYPE_MEMBER_DESCRIPTOR, TYPE_OBJECT, C, 0, NOT_NEW, "member_descriptor"},
    {TYPE_FUNCTION, TYPE_OBJECT, C, sizeof(struct ouro_function), WEAK | CLASS_METHOD_DESCRIPTOR,
     "function"},
    {TYPE_CODE, TYPE_OBJECT, C, sizeof(struct ouro_code), WEAK | NOT_NEW, "code"},
    {TYPE_FRAME, TYPE_OBJECT, C, 0, NOT_NEW, "frame"},
    {TYPE_TRACEBACK, TYPE_OBJECT, C, 0, 0, "traceback"},
    {TYPE_CELL, TYPE_OBJECT, C, sizeof(struct ouro_cell), 0, "cell"},
    {TYPE_GENERATOR, TYPE_OBJECT, C, 0, NOT_NEW | WEAK, "generator"},
    {TYPE_COROUTINE, TYPE_OBJECT, C, 0, NOT_NEW | WEAK, "coroutine"},
    {TYPE_ASYNC_GENERATOR, TYPE_OBJECT, C, 0, NOT_NEW | WEAK, "async_generator"},
    {TYPE_ASYNC_SEND, TYPE_OBJECT, C, 0, NOT_NEW, "async_generator_asend"},
    {TYPE_ASYNC_THROW, TYPE_OBJECT, C, 0, NOT_NEW, "async_generator_athrow"},
    {TYPE_ANEXT_AWAITABLE, TYPE_OBJECT, C, 0, NOT_NEW, "anext_awaitable"},
    {TYPE_COROUTINE_WRAPPER, TYPE_OBJECT, C, 0, NOT_NEW, "coroutine_wrapper"},
    {TYPE_MODULE, TYPE_OBJECT, C, sizeof(struct ouro_module), BASE | WEAK, "module"},
    {TYPE_NAMESPACE, TYPE_OBJECT, C, 16, BASE, "SimpleNamespace"},
    {TYPE_WEAKREF, TYPE_OBJECT, C, 0, BASE, "ReferenceType"},
    {TYPE_WEAK_PROXY, TYPE_OBJECT, C, 0, NOT_NEW, "ProxyType"},
    {TYPE_WEAK_CALLABLE_PROXY, TYPE_OBJECT, C, 0, NOT_NEW, "CallableProxyType"},
    {TYPE_GENERIC_ALIAS, TYPE_OBJECT, C, 0, BASE | WEAK, "types.GenericAlias"},
    {TYPE_UNION_TYPE, TYPE_OBJECT, C, 0, NOT_NEW, "types.UnionType"},
    {TYPE_GENERIC_ALIAS_ITERATOR, TYPE_OBJECT, C, 0, NOT_NEW, "generic_alias_iterator"},
};

static const struct {
    uint8_t index, base;
    const char *name, *doc;
} exceptions[] = {
#define OURO_EXCEPTION(name, base, doc) {EXC_##name, EXC_##base, #name, doc},
#include "types/exceptions.def"
#undef OURO_EXCEPTION
};

bool ouro_class_table_create(ouro_runtime *rt)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct table_row *row = &table[i];
        if (!ouro_class_builtin(rt, row->index, row->name, row->base, row->size, row->kind,
                                row->flags | OURO_TYPE_IMMUTABLE))
            return false;
    }
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        unsigned base = exceptions[i].index == EXC_BaseException ? TYPE_OBJECT : exceptions[i].base;
        if (!ouro_class_builtin(rt, exceptions[i].index, exceptions[i].name, base,
                                sizeof(struct ouro_exception), OURO_BLOCK_CONTAINER,
                                BASE | CLASS_EXCEPTION_SUBCLASS | OURO_TYPE_IMMUTABLE))
            return false;
    }
    return true;
}

bool ouro_class_table_ready(ouro_runtime *rt)
{
    static bool (*const initializers[])(ouro_runtime *) = {
        ouro_object_class_init,    ouro_type_class_init,      ouro_descriptor_class_init,
        ouro_singleton_class_init, ouro_int_class_init,       ouro_float_class_init,
        ouro_complex_class_init,   ouro_str_class_init,       ouro_bytes_class_init,
        ouro_tuple_class_init,     ouro_list_class_init,      ouro_dict_class_init,
        ouro_set_class_init,       ouro_slice_class_init,     ouro_range_class_init,
        ouro_iterator_class_init,  ouro_iterator_tools_class_init, ouro_property_class_init,
        ouro_super_class_init,     ouro_function_class_init,  ouro_module_class_init,
        ouro_code_class_init,      ouro_exception_class_init, ouro_generic_alias_class_init,
        ouro_namespace_class_init, ouro_weakref_class_init,
    };
    for (size_t i = 0; i < sizeof initializers / sizeof *initializers; i++)
        if (!initializers[i](rt))
            return false;
    return true;
}
