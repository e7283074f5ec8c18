/* Functions, methods, code, cells, modules: the objects around calls. The VM creates and runs them. */
#ifndef OURO_TYPES_FUNCTION_H
#define OURO_TYPES_FUNCTION_H

#include "types/class.h"

enum {
    CODE_VARARGS = 0x04, CODE_VARKEYWORDS = 0x08, CODE_NESTED = 0x10, CODE_GENERATOR = 0x20,
    CODE_OPTIMIZED = 0x01, CODE_NEWLOCALS = 0x02, CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100, CODE_ASYNC_GENERATOR = 0x200
};

/* Made by the compiler (src/lang), or read from an image of compiled code; immutable afterwards but for
 * inline caches. Bytecode and tables are raw memory of the runtime, or lie in the image.
 *
 * Code from an image starts frozen: what a call, a traceback and a function's name need is there, while
 * names, local_names and constants are NULL and the instructions are a single one that thaws the rest.
 * Whoever looks at those fields of code that may never have run calls ouro_code_thaw first. */
struct ouro_code {
    ouro_object base;
    ouro_object *name, *qualname, *filename; /* str */
    ouro_object *constants;                  /* tuple */
    ouro_object *names;                      /* tuple of interned str: attributes and globals */
    ouro_object *local_names;                /* tuple of str: parameters, locals, then cells that are not
                                                parameters, then free variables */
    const uint8_t *local_kinds;              /* LOCAL_CELL, LOCAL_FREE bits for each */
    uint32_t *instructions;                  /* see src/lang/opcodes.h */
    uint32_t instruction_count;
    uint32_t local_count, cell_count, free_count; /* local_count: entries of local_names in all */
    uint32_t argument_count, positional_only_count, keyword_only_count; /* without *args, **kw */
    uint32_t stack_size;
    uint32_t flags;
    int32_t first_line;
    uint32_t site_base;                      /* first number of its allocation sites, 0: none yet */
    uint32_t positions_size;
    const uint8_t *positions; /* packed; read with ouro_code_position_at */
    union {
        struct ouro_code_handler *handlers; /* exception table, innermost first where they nest */
        const uint8_t *frozen;              /* while frozen: the rest of it in the image */
    };
    uint32_t handler_count;
    uint32_t buffer_size; /* of the block that starts at instructions: those, the handlers and, without an
                             image, kinds and positions. While frozen: of what lies in the image */
    struct ouro_code_image *image; /* counted; NULL: made by the compiler */
};
/* What code objects of one module share: the bytes they were read from. src/lang knows the format. */
struct ouro_code_image {
    bool (*thaw)(ouro_runtime *rt, struct ouro_code *code);
    void (*free)(ouro_runtime *rt, struct ouro_code_image *image);
    size_t use_count;
};
enum { LOCAL_CELL = 1, LOCAL_FREE = 2 };
struct ouro_code_position {
    int32_t line, end_line;     /* -1: none (artificial) */
    int32_t column, end_column; /* bytes from 0; -1: unknown */
};
struct ouro_code_handler { /* words start <= w < end are guarded: cut the stack to depth, push, go on.
                              Sorted by start; they never overlap */
    uint32_t start, end, target;
    uint32_t depth : 31;
    uint32_t push_lasti : 1;
};

struct ouro_function {
    ouro_object base;
    ouro_object *code;
    ouro_object *globals;        /* dict */
    ouro_object *defaults;       /* tuple or NULL */
    ouro_object *closure;        /* tuple of cells or NULL */
    ouro_object *module;         /* or NULL */
    ouro_object *dict;           /* or NULL */
    struct ouro_function_rare *rare; /* or NULL */
};

/* What few functions have, in raw memory of the runtime. Each owned or NULL. */
struct ouro_function_rare {
    ouro_object *keyword_defaults; /* dict */
    ouro_object *annotations;      /* dict */
    ouro_object *name, *qualname;  /* NULL: the code's */
    ouro_object *doc;              /* NULL: as the code says */
    ouro_object *builtins;         /* dict; NULL: the runtime's */
};

struct ouro_bound_method { /* TYPE_METHOD */
    ouro_object base;
    ouro_object *function, *self;
};

struct ouro_native_function { /* TYPE_NATIVE_FUNCTION, and with owner TYPE_METHOD_DESCRIPTOR */
    ouro_object base;
    const struct ouro_method *method;
    ouro_object *self;   /* bound object, module, or NULL */
    ouro_object *module; /* module name str or NULL */
    struct ouro_class *owner;
};

struct ouro_cell {
    ouro_object base;
    ouro_object *value; /* or NULL */
};

struct ouro_module {
    ouro_object base;
    ouro_object *dict; /* dict */
};

/* The place in the source of the instruction at this word (or of a cache word behind it). */
struct ouro_code_position ouro_code_position_at(const struct ouro_code *code, uint32_t instruction);
/* The lines of all words, instruction_count of them; -1: none. */
void ouro_code_lines_fill(const struct ouro_code *code, int32_t *lines);
bool ouro_code_class_init(ouro_runtime *rt);

/* Completes code that is still frozen; false: MemoryError, or SystemError for an image that is not what
 * the compiler writes. Runs no code of the program. */
OURO_INLINE bool ouro_code_thaw(ouro_runtime *rt, struct ouro_code *code)
{
    return ouro_likely(code->constants != NULL) || code->image->thaw(rt, code);
}

/* The function's rare part, made when it has none yet; NULL: MemoryError is set. */
struct ouro_function_rare *ouro_function_rare_get(ouro_runtime *rt, struct ouro_function *function);

OURO_INLINE ouro_object *ouro_function_builtins(const ouro_runtime *rt,
                                                const struct ouro_function *function)
{
    const struct ouro_function_rare *rare = function->rare;
    return ouro_unlikely(rare && rare->builtins) ? rare->builtins : rt->builtins;
}
OURO_INLINE ouro_object *ouro_function_name(const struct ouro_function *function)
{
    const struct ouro_function_rare *rare = function->rare;
    return rare && rare->name ? rare->name
                              : ((const struct ouro_code *)(const void *)function->code)->name;
}
OURO_INLINE ouro_object *ouro_function_qualname(const struct ouro_function *function)
{
    const struct ouro_function_rare *rare = function->rare;
    return rare && rare->qualname
               ? rare->qualname
               : ((const struct ouro_code *)(const void *)function->code)->qualname;
}

ouro_object *ouro_method_new(ouro_runtime *rt, ouro_object *function, ouro_object *self);
ouro_object *ouro_native_function_new(ouro_runtime *rt, const struct ouro_method *method,
                                      ouro_object *self, ouro_object *module_name);
ouro_object *ouro_cell_new(ouro_runtime *rt, ouro_object *value /* or NULL */);
ouro_object *ouro_function_new(ouro_runtime *rt, ouro_object *code, ouro_object *globals);
ouro_object *ouro_module_new(ouro_runtime *rt, const char *name);
/* Enters functions (array ended by a NULL name) in the module. */
bool ouro_module_add_functions(ouro_runtime *rt, ouro_object *module, const struct ouro_method *functions);
bool ouro_module_add(ouro_runtime *rt, ouro_object *module, const char *name,
                     ouro_object *value); /* borrows */
bool ouro_module_add_class(ouro_runtime *rt, ouro_object *module, struct ouro_class *cls);
OURO_INLINE ouro_object *ouro_module_dict(ouro_object *module) /* borrowed */
{
    return ((struct ouro_module *)(void *)module)->dict;
}
ouro_object *ouro_property_new(ouro_runtime *rt, ouro_object *getter, ouro_object *setter);

#endif
