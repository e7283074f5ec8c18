/* struct ouro_runtime: a heap with Python's types on it. The first parameter of everything from
 * src/types up; it embeds the heap as its first member, so either pointer serves as the other.
 *
 * Conventions from here up
 *   - A function that returns ouro_object * gives the caller an owned reference, unless its comment
 *     or its name (_peek, _get) says borrowed. NULL means that rt->error is set.
 *   - A function that returns bool gives false with rt->error set. One that returns int gives -1.
 *   - Arguments are borrowed, unless the name says _take.
 *   - Immortal objects (None, True, small ints, ...) need no counting: `return rt->none;` is right.
 *   - Collections run only at safe points of the VM, never inside an allocation; but any
 *     decref, call, comparison, hash or attribute access may run user code.
 * Depends on object, gc. */
#ifndef OURO_TYPES_RUNTIME_H
#define OURO_TYPES_RUNTIME_H

#include "object/heap.h"
#include "types/indices.h"

typedef struct ouro_runtime ouro_runtime;
struct ouro_class;
struct ouro_vm;
struct ouro_str_table;

enum { OURO_SMALL_INT_MIN = -5, OURO_SMALL_INT_MAX = 256 };

/* What lower folders call in src/vm without seeing it; filled in by ouro_vm_init. */
struct ouro_vm_hooks {
    /* Calls a Python function object; same contract as the call slot. */
    ouro_object *(*function_call)(ouro_runtime *rt, ouro_object *function, ouro_object *const *args,
                                  size_t count, ouro_object *names);
    /* The frame of the caller's globals (borrowed), or NULL: for warnings, `super()` and imports. */
    ouro_object *(*globals_peek)(ouro_runtime *rt);
    /* Adds the running frame to the traceback of a fresh exception. */
    void (*error_raised)(ouro_runtime *rt, ouro_object *error);
    /* Issues a warning (see ouro_warn). */
    bool (*warn)(ouro_runtime *rt, ouro_object *category, ouro_object *message, int stack_level);
    /* Issues a warning about a line of a source file (borrowed names). */
    bool (*warn_at)(ouro_runtime *rt, ouro_object *category, ouro_object *message,
                    ouro_object *filename, ouro_object *line);
    /* Class and first argument for super() without arguments, owned; false: RuntimeError is set. */
    bool (*super_arguments)(ouro_runtime *rt, ouro_object **cls, ouro_object **self);
    /* str.encode and bytes.decode with a codec that src/types does not have: the registry's. */
    ouro_object *(*codec_encode)(ouro_runtime *rt, ouro_object *text, const char *encoding,
                                 const char *errors);
    ouro_object *(*codec_decode)(ouro_runtime *rt, ouro_object *bytes, const char *encoding,
                                 const char *errors);
    /* Asks the registered error handler: (replacement, position), owned. */
    ouro_object *(*codec_error)(ouro_runtime *rt, const char *errors, ouro_object *exception);
    /* Reports an exception that nobody can catch ("Exception ignored in: ..."); clears rt->error. */
    void (*unraisable)(ouro_runtime *rt, const char *message, ouro_object *where);
};

struct ouro_runtime {
    struct ouro_heap heap; /* first: see above */

    ouro_object *error;    /* the exception being raised, owned; NULL = none. Always an instance */
    ouro_object *handled;  /* the exception being handled (sys.exc_info), owned or NULL: becomes the
                              __context__ of one raised meanwhile. The VM keeps it */

    ouro_object *none, *true_, *false_, *ellipsis, *not_implemented; /* immortal */
    ouro_object *empty_tuple, *empty_str, *empty_bytes;              /* immortal */
    ouro_object *small_ints[OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN + 1]; /* immortal */
    ouro_object *latin1[256];      /* one-character strings, immortal */
    ouro_object *byte_strings[256];/* one-byte bytes, immortal */

    struct ouro_str_table *interned; /* src/types/str_intern.c */
#define OURO_NAME(name) ouro_object *name_##name;
#include "types/names.def"
#undef OURO_NAME

    ouro_object *builtins; /* dict of the builtins module, owned */
    ouro_object *modules;  /* sys.modules, owned */

    uint32_t class_version_next;
    uint8_t optimize;      /* -O: the level that code is compiled at unless compile() names one */
    uint32_t c_depth;      /* nesting of C frames that user data can drive; see ouro_enter */
    uint32_t c_depth_max;
    int64_t recursion_limit; /* Python frames: sys.setrecursionlimit */
    const int64_t *frame_depth; /* so many of them run: the VM's count */
    uint64_t hash_secret[2]; /* zero unless PYTHONHASHSEED asks for randomness */
    int64_t int_max_str_digits;

    ouro_object *repr_active; /* list of containers whose repr is running, for "[...]" */
    void *caches[CACHE_COUNT]; /* one slot a file of src/types: see enum ouro_runtime_cache */
    struct ouro_free_list *free_lists[FREE_LIST_COUNT];

    struct ouro_vm *vm;
    struct ouro_vm_hooks vm_hooks;
};

OURO_INLINE void incref(ouro_object *object)
{
    ouro_object_incref(object);
}

OURO_INLINE void xincref(ouro_object *object)
{
    if (object)
        ouro_object_incref(object);
}

OURO_INLINE ouro_object *newref(ouro_object *object)
{
    ouro_object_incref(object);
    return object;
}

OURO_INLINE ouro_object *xnewref(ouro_object *object)
{
    xincref(object);
    return object;
}

OURO_INLINE void decref(ouro_runtime *rt, ouro_object *object)
{
    ouro_object_decref(&rt->heap, object);
}

OURO_INLINE void xdecref(ouro_runtime *rt, ouro_object *object)
{
    if (object)
        ouro_object_decref(&rt->heap, object);
}

/* Empties a slot, then drops what it held: in this order, since user code may run. */
OURO_INLINE void clearref(ouro_runtime *rt, ouro_object **slot)
{
    ouro_object *old = *slot;
    *slot = NULL;
    xdecref(rt, old);
}

/* Stores value (taken) in the slot, then drops what the slot held. */
OURO_INLINE void setref_take(ouro_runtime *rt, ouro_object **slot, ouro_object *value)
{
    ouro_object *old = *slot;
    *slot = value;
    xdecref(rt, old);
}

OURO_INLINE ouro_object *bool_object(ouro_runtime *rt, bool value)
{
    return value ? rt->true_ : rt->false_;
}

/* The class of an object, borrowed. */
OURO_INLINE struct ouro_class *class_of(const ouro_runtime *rt, const ouro_object *object)
{
    return (struct ouro_class *)rt->heap.types[object->type_index];
}

OURO_INLINE struct ouro_class *builtin_class(const ouro_runtime *rt, unsigned type_index)
{
    return (struct ouro_class *)rt->heap.types[type_index];
}

OURO_INLINE bool is_exact(const ouro_object *object, unsigned type_index)
{
    return object->type_index == type_index;
}

OURO_INLINE ouro_runtime *runtime_of(struct ouro_heap *heap)
{
    return (ouro_runtime *)(void *)heap;
}

/* ---- raw memory of the runtime (buffers of lists, tables, scratch) --------------------------- */

/* The size is given back at free, so that the block needs no header. NULL: MemoryError is set. */
void *ouro_buffer_alloc(ouro_runtime *rt, size_t size);
void *ouro_buffer_realloc(ouro_runtime *rt, void *buffer, size_t old_size, size_t new_size);
void ouro_buffer_free(ouro_runtime *rt, void *buffer, size_t size);

/* ---- creating and ending --------------------------------------------------------------------- */

/* A runtime with all types of src/types ready, no VM yet. NULL: the system refused memory. */
ouro_runtime *ouro_runtime_create(const struct ouro_mem_options *options, size_t size);
/* Gives back what a runtime holds for itself, when no VM uses it any more: then all that is alive hangs
 * off immortal objects. */
void ouro_runtime_release(ouro_runtime *rt);
void ouro_runtime_destroy(ouro_runtime *rt);

/* Guards C recursion that user data drives (repr of nested lists, comparison, __getattr__ chains):
 * false with RecursionError set when it is too deep ("maximum recursion depth exceeded%s", with
 * where such as " while getting the repr of an object"). Pair with ouro_leave. */
bool ouro_enter_slow(ouro_runtime *rt, const char *where);
OURO_INLINE bool ouro_enter(ouro_runtime *rt, const char *where)
{
    if (ouro_likely(++rt->c_depth <= rt->c_depth_max))
        return true;
    return ouro_enter_slow(rt, where);
}
/* The same where CPython counts against sys.setrecursionlimit: repr, comparison, calls from C. */
OURO_INLINE bool ouro_enter_counted(ouro_runtime *rt, const char *where)
{
    uint32_t depth = ++rt->c_depth;
    if (ouro_likely(depth <= rt->c_depth_max && *rt->frame_depth + depth <= rt->recursion_limit))
        return true;
    return ouro_enter_slow(rt, where);
}
OURO_INLINE void ouro_leave(ouro_runtime *rt)
{
    rt->c_depth--;
}

#endif
