/* What the files of _ctypes_core share. _ctypes itself is written in Python (src/modules/python/_ctypes.py)
 * over what is here: memory that has a layout, values in it, calls through libffi, callbacks.
 *
 *      Memory ----data----> its own block, or part of owner's memory, or an address that a program named
 *        |  objects         what must live as long as the values in it
 *        v
 *      class.__ctypes_layout__ = Layout(size, align, code)
 *
 * Codes of layouts: those of simple types ('i', 'd', 'z', ...), '*' an address (pointers and functions),
 * 'A' an array, 'S' a structure or union.
 * Invariants
 *   1. A Memory with an owner lies within it; the owner does not move or shrink meanwhile.
 *   2. Addresses that a program makes up are not checked: as in C.
 * Depends on foreign.h. */
#ifndef OURO_MODULES_CTYPES_INTERNAL_H
#define OURO_MODULES_CTYPES_INTERNAL_H

#include "modules/foreign.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define FFI_FILE     "libffi.so.8"
#define CTYPES_STATE "_ctypes_core.state"

enum { CODE_ADDRESS = '*', CODE_ARRAY = 'A', CODE_STRUCT = 'S' };

/* Types and calls as libffi lays them out. */
struct ffi_type {
    size_t size;
    unsigned short alignment, type;
    struct ffi_type **elements;
};
struct ffi_call {
    int abi;
    unsigned count;
    struct ffi_type **arguments, *result;
    unsigned bytes, flags;
    void *reserved[4];
};

struct ffi_library {
    ouro_object base;
    int (*prep_cif)(struct ffi_call *call, int abi, unsigned count, struct ffi_type *result,
                    struct ffi_type **arguments);
    void (*call)(struct ffi_call *call, void (*function)(void), void *result, void **arguments);
    void *(*closure_alloc)(size_t size, void **code);
    void (*closure_free)(void *closure);
    int (*prep_closure_loc)(void *closure, struct ffi_call *call,
                            void (*function)(struct ffi_call *, void *, void **, void *), void *context,
                            void *code);
};

struct ctypes_state {
    ouro_object base;
    struct ffi_library *lib;   /* counted */
    ouro_object *layout_name;  /* "__ctypes_layout__", interned */
    ouro_object *classes[5];   /* see enum ctypes_class */
    ouro_object *errnos;       /* dict: thread -> errno of its C code; or NULL */
};

enum ctypes_class { CT_MEMORY, CT_LAYOUT, CT_ARGUMENT, CT_CLOSURE, CT_STRUCT_TYPE };

struct ctypes_layout {
    ouro_object base;
    int64_t size; /* -1: abstract */
    int64_t align;
    char code;
    bool is_swapped;
    ouro_object *ffi; /* struct type, or NULL: a structure that calls cannot take by value */
};

struct ctypes_memory {
    ouro_object base;
    uint8_t *data;
    size_t size;
    size_t own_size;      /* of the block at own, 0: none */
    uint8_t *own;
    ouro_object *owner;   /* or NULL */
    ouro_object *objects; /* or NULL */
    int64_t index;        /* of the item in the owner */
};

struct ctypes_argument { /* what byref and from_param make */
    ouro_object base;
    char code;
    union {
        uint8_t bytes[16];
        void *address;
        uint64_t bits;
    } value;
    ouro_object *object;
};

static inline struct ctypes_state *ctypes_state_of(ouro_runtime *rt)
{
    return (struct ctypes_state *)(void *)ouro_vm_state_peek(rt, CTYPES_STATE);
}
static inline struct ctypes_memory *ctypes_memory_of(ouro_object *object)
{
    return (struct ctypes_memory *)(void *)object;
}
static inline struct ctypes_layout *ctypes_layout_of(ouro_object *object)
{
    return (struct ctypes_layout *)(void *)object;
}
static inline bool ctypes_is(const ouro_runtime *rt, const struct ctypes_state *state,
                             const ouro_object *object, enum ctypes_class which)
{
    return ouro_class_is_subclass(class_of(rt, object),
                                  (const struct ouro_class *)(void *)state->classes[which]);
}

/* ---- ctypes_value.c ---- */

/* Bytes of a simple value; 0: no such code. */
size_t ouro_ctypes_size(char code);
ouro_object *ouro_ctypes_load(ouro_runtime *rt, char code, bool is_swapped, const uint8_t *at);
/* *keep becomes what must live as long as the value does (owned), or stays NULL. */
bool ouro_ctypes_store(ouro_runtime *rt, char code, bool is_swapped, uint8_t *at, ouro_object *value,
                       ouro_object **keep);
/* Text up to a NUL, or size characters when that is not negative. */
ouro_object *ouro_ctypes_wide_text(ouro_runtime *rt, const void *at, int64_t size);

/* ---- _ctypes_core.c ---- */

/* The class's layout: borrowed; TypeError when it is abstract or has none. */
struct ctypes_layout *ouro_ctypes_layout(ouro_runtime *rt, const struct ctypes_state *state,
                                         const struct ouro_class *cls);
/* An instance with memory of its own, zeroed. */
ouro_object *ouro_ctypes_instance(ouro_runtime *rt, struct ouro_class *cls, size_t size);

/* ---- ctypes_call.c ---- */

extern const struct ouro_method ouro_ctypes_call_functions[];
bool ouro_ctypes_call_classes(ouro_runtime *rt, ouro_object *module, struct ctypes_state *state);

#endif
