/* A Python class: the core type, its attributes, and one function pointer for each protocol.
 *
 * A built-in class is made in its own file: ouro_<type>_class_init fills the slots of
 * builtin_class(rt, TYPE_X) and calls ouro_class_ready, which enters methods, getsets and wrappers
 * (`__add__` for the add slot, ...) in its dict. A class statement makes one with
 * ouro_class_new (src/types/class_new.c), whose slots call what its dict holds.
 *
 * Slot semantics are those of CPython 3.11's type slots of the same meaning: a binary number slot is
 * called with the operands in order, whichever of the two has the class, and answers
 * rt->not_implemented when it does not know them; `concat` and `repeat` are tried after the number
 * slots, as sq_concat and sq_repeat are. Slots are inherited by ouro_class_ready. */
#ifndef OURO_TYPES_CLASS_H
#define OURO_TYPES_CLASS_H

#include "types/runtime.h"

/* Native calling convention, for everything that can be called. args[0..count) are positional;
 * names, when not NULL, is a tuple of str, and the values of these keywords follow at args[count..). All
 * borrowed. */
typedef ouro_object *(*ouro_native)(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names);

typedef ouro_object *(*ouro_unary)(ouro_runtime *rt, ouro_object *self);
typedef ouro_object *(*ouro_binary)(ouro_runtime *rt, ouro_object *a, ouro_object *b);
typedef ouro_object *(*ouro_ternary)(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *c);

enum ouro_compare_op { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE };

/* bits of core.flags that belong to src/types */
enum {
    CLASS_INT_SUBCLASS = 1 << 8,
    CLASS_STR_SUBCLASS = 1 << 9,
    CLASS_BYTES_SUBCLASS = 1 << 10,
    CLASS_TUPLE_SUBCLASS = 1 << 11,
    CLASS_LIST_SUBCLASS = 1 << 12,
    CLASS_DICT_SUBCLASS = 1 << 13,
    CLASS_TYPE_SUBCLASS = 1 << 14,
    CLASS_EXCEPTION_SUBCLASS = 1 << 15,
    CLASS_FLOAT_SUBCLASS = 1 << 16,
    CLASS_SUBCLASS_MASK = 0x1ff << 8, /* inherited */
    CLASS_READY = 1 << 20,
    CLASS_ABSTRACT = 1 << 21,          /* __abstractmethods__ is not empty */
    CLASS_VARIABLE_SIZE = 1 << 22,     /* instances have items behind the fixed part */
    CLASS_NO_INSTANTIATION = 1 << 23,  /* calling it is a TypeError: cannot create 'x' instances */
    CLASS_SEQUENCE = 1 << 24,          /* match statement: sequence pattern (inherited) */
    CLASS_MAPPING = 1 << 25,           /* match statement: mapping pattern (inherited) */
    CLASS_MATCH_SELF = 1 << 26,        /* match statement: one positional sub-pattern gets the object */
    CLASS_METHOD_DESCRIPTOR = 1 << 27, /* functions: LOAD_METHOD need not bind */
    CLASS_HAS_FINALIZER = 1 << 28,     /* __del__ in the mro */
};

/* Where an instance keeps its __dict__ (class->dict_offset). */
enum {
    DICT_NONE = 0,      /* no __dict__ */
    DICT_INLINE = -1,   /* struct ouro_instance: values behind a shape (see instance.h) */
    DICT_TRAILING = -2, /* last word of the block: classes derived from variable-size built-ins */
    /* > 0: offset of an ouro_object * that is NULL until the dict is needed */
};

enum ouro_method_flags {
    METHOD_KEYWORDS = 1 << 0, /* accepts keyword arguments; otherwise the caller refuses them */
    METHOD_STATIC = 1 << 1,
    METHOD_CLASS = 1 << 2, /* self is the class */
};

struct ouro_method {
    const char *name;
    ouro_native function;
    int16_t min, max; /* positional arguments without self; max -1: any. The caller checks and
                         words the TypeError as CPython does. With METHOD_KEYWORDS unchecked */
    uint16_t flags;
    const char *doc; /* may be NULL */
};

struct ouro_getset {
    const char *name;
    ouro_object *(*get)(ouro_runtime *rt, ouro_object *self);
    bool (*set)(ouro_runtime *rt, ouro_object *self, ouro_object *value /* NULL: delete */); /* or NULL */
    const char *doc;
};
/* The setter of attributes that CPython keeps as members for reading: "readonly attribute". */
bool ouro_getset_readonly(ouro_runtime *rt, ouro_object *self, ouro_object *value);

enum ouro_member_kind { MEMBER_OBJECT /* NULL reads as None */, MEMBER_OBJECT_STRICT /* NULL:
                        AttributeError */, MEMBER_I64, MEMBER_U32, MEMBER_BOOL8, MEMBER_DOUBLE };
struct ouro_member {
    const char *name;
    uint32_t offset;
    uint8_t kind;
    bool is_readonly;
};

struct ouro_shape;

struct ouro_class {
    struct ouro_type core;
    uint32_t version;    /* tag for caches; 0: none given yet. Changes whenever an attribute of
                            the class or of one of its bases does */
    int32_t dict_offset; /* see above */
    struct ouro_class *base; /* owned, NULL for object */
    ouro_object *bases;      /* tuple */
    ouro_object *mro;        /* tuple */
    ouro_object *dict;       /* dict */
    ouro_object *name;       /* str */
    ouro_object *qualname;   /* str */
    ouro_object *subclasses; /* dict: id -> weakref, or NULL */
    struct ouro_shape *shape; /* the empty shape of its instances, for DICT_INLINE */
    uint32_t inline_count;    /* attributes seen at most in one instance (DICT_INLINE) */
    uint32_t early_count;     /* instances made while that is still being learned */
    uint32_t slot_count;      /* __slots__ of this class and its bases: GC ranges */
    uint32_t slots_offset;    /* of the first of this class's own __slots__ */
    uint32_t item_size;

    /* construction and calls */
    ouro_object *(*create)(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                           size_t count, ouro_object *names); /* __new__ */
    bool (*init)(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                 ouro_object *names);
    ouro_native call;

    /* attributes */
    ouro_binary getattr;                     /* (self, name); generic: ouro_generic_getattr */
    bool (*setattr)(ouro_runtime *rt, ouro_object *self, ouro_object *name,
                    ouro_object *value /* NULL: delete */);
    ouro_object *(*descr_get)(ouro_runtime *rt, ouro_object *self, ouro_object *instance /* or NULL */,
                              ouro_object *owner /* class or NULL */);
    bool (*descr_set)(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                      ouro_object *value /* NULL: delete */);

    /* basics */
    ouro_unary repr;
    ouro_unary str;
    bool (*hash)(ouro_runtime *rt, ouro_object *self, int64_t *hash); /* NULL: unhashable */
    ouro_object *(*compare)(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op);
    int (*truth)(ouro_runtime *rt, ouro_object *self);
    ouro_unary iter;
    ouro_unary next; /* NULL without an error: exhausted */

    /* containers */
    ptrdiff_t (*length)(ouro_runtime *rt, ouro_object *self); /* -1: error */
    ouro_binary getitem;
    bool (*setitem)(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                    ouro_object *value /* NULL: delete */);
    int (*contains)(ouro_runtime *rt, ouro_object *self, ouro_object *item);
    ouro_binary concat, inplace_concat;
    ouro_object *(*repeat)(ouro_runtime *rt, ouro_object *self, ptrdiff_t times);
    ouro_object *(*inplace_repeat)(ouro_runtime *rt, ouro_object *self, ptrdiff_t times);

    /* numbers */
    ouro_binary add, subtract, multiply, matmul, true_divide, floor_divide, remainder, divmod, lshift,
        rshift, and_, xor_, or_;
    ouro_ternary power; /* third is None when absent */
    ouro_binary inplace_add, inplace_subtract, inplace_multiply, inplace_matmul, inplace_true_divide,
        inplace_floor_divide, inplace_remainder, inplace_lshift, inplace_rshift, inplace_and,
        inplace_xor, inplace_or, inplace_power;
    ouro_unary negative, positive, absolute, invert, to_int, to_float, to_index;

    /* buffer protocol for bytes-like objects: address and size, valid until user code runs */
    bool (*buffer)(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size);
    /* A memoryview on the buffer comes (1), goes (-1), or none does (0): for those that must not close or
     * move it meanwhile. Is the buffer read-only? NULL: nobody counts, and it is where setitem is NULL. */
    bool (*buffer_export)(ouro_runtime *rt, ouro_object *self, int change);
};

/* The built-in class with this fixed index, its struct allocated and registered with the base's
 * index still to be readied. Called once for each, before any ready. */
struct ouro_class *ouro_class_builtin(ouro_runtime *rt, unsigned type_index, const char *name,
                                      unsigned base_index, uint32_t instance_size,
                                      enum ouro_block_kind kind, uint32_t flags);

/* The same with the next free index at or above TYPE_MODULES_START, for types of native modules. name is
 * qualified ("collections.deque": module and name are split at the last dot). Borrowed. */
struct ouro_class *ouro_class_native(ouro_runtime *rt, const char *name, struct ouro_class *base,
                                     uint32_t instance_size, enum ouro_block_kind kind,
                                     uint32_t flags);

/* Inherits slots, builds the mro and enters methods, getsets, members (arrays ended by a NULL name, or
 * NULL) and slot wrappers in the dict. */
bool ouro_class_ready(ouro_runtime *rt, struct ouro_class *cls, const struct ouro_method *methods,
                      const struct ouro_getset *getsets, const struct ouro_member *members);

/* type(name, bases, namespace, **kwargs) with metaclass resolution; name str, bases tuple, namespace
 * dict. names/kwargs as in the native convention go to __init_subclass__. */
ouro_object *ouro_class_new(ouro_runtime *rt, struct ouro_class *metaclass, ouro_object *name,
                            ouro_object *bases, ouro_object *namespace_dict,
                            ouro_object *const *kwarg_values, ouro_object *kwarg_names);

/* The attribute in the first class of the mro that has it: borrowed, NULL without an error when there
 * is none. Cached by (version, name); name is an interned str. */
ouro_object *ouro_class_lookup(ouro_runtime *rt, const struct ouro_class *cls, ouro_object *name);

/* Must be called after any change to cls->dict: drops caches, updates slots of cls and subclasses. */
void ouro_class_modified(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name);
/* A non-zero version of the class for caches; 0 when it cannot have one. */
uint32_t ouro_class_version(ouro_runtime *rt, struct ouro_class *cls);

bool ouro_class_is_subclass(const struct ouro_class *cls, const struct ouro_class *base);
const char *ouro_class_name(const struct ouro_class *cls); /* UTF-8, without the module */

/* An instance of cls with everything but the header zeroed, count 1; counts the class if it is a heap
 * type. extra_size is added to instance_size for variable-size classes (the trailing dict
 * word is added here). For use by create functions of anything that can be subclassed. */
ouro_object *ouro_class_alloc(ouro_runtime *rt, struct ouro_class *cls, size_t extra_size);

/* The end of a dealloc function: clears __dict__ and __slots__ if the class has them, frees the block
 * (size from size_of), and uncounts a heap type. */
void ouro_class_free(ouro_runtime *rt, ouro_object *self);

/* For traverse functions of types that can be subclassed: the class, the dict, the slots. */
void ouro_class_traverse_instance(const ouro_object *self, struct ouro_visitor *visitor);

OURO_INLINE bool is_subclass_flag(const ouro_runtime *rt, const ouro_object *object, uint32_t flag)
{
    return (rt->heap.types[object->type_index]->flags & flag) != 0;
}
#define is_int(rt, o)       (is_exact(o, TYPE_INT) || is_subclass_flag(rt, o, CLASS_INT_SUBCLASS))
#define is_str(rt, o)       (is_exact(o, TYPE_STR) || is_subclass_flag(rt, o, CLASS_STR_SUBCLASS))
#define is_bytes(rt, o)     (is_exact(o, TYPE_BYTES) || is_subclass_flag(rt, o, CLASS_BYTES_SUBCLASS))
#define is_tuple(rt, o)     (is_exact(o, TYPE_TUPLE) || is_subclass_flag(rt, o, CLASS_TUPLE_SUBCLASS))
#define is_list(rt, o)      (is_exact(o, TYPE_LIST) || is_subclass_flag(rt, o, CLASS_LIST_SUBCLASS))
#define is_dict(rt, o)      (is_exact(o, TYPE_DICT) || is_subclass_flag(rt, o, CLASS_DICT_SUBCLASS))
#define is_float(rt, o)     (is_exact(o, TYPE_FLOAT) || is_subclass_flag(rt, o, CLASS_FLOAT_SUBCLASS))
#define is_class(rt, o)     is_subclass_flag(rt, o, CLASS_TYPE_SUBCLASS)
#define is_exception(rt, o) is_subclass_flag(rt, o, CLASS_EXCEPTION_SUBCLASS)

/* ---- generic slots --------------------------------------------------------------------------- */
ouro_object *ouro_generic_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name);
bool ouro_generic_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value);
ouro_object *ouro_generic_iter_self(ouro_runtime *rt, ouro_object *self); /* iter slot of iterators */
/* The instance's __dict__, created (materialised) if it has none: borrowed. NULL: error. */
ouro_object *ouro_instance_dict(ouro_runtime *rt, ouro_object *self);

#endif
