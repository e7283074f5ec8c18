/* Scopes: which name means what in which block, by CPython 3.11's rules.
 *
 * A first pass over the tree collects the names of each block (definitions, uses, declarations); a
 * second decides for each name whether it is local, a cell, free or global. All in the compiler's
 * arena. Depends on compile_internal.h for the compiler that owns it. */
#ifndef OURO_LANG_SCOPE_H
#define OURO_LANG_SCOPE_H

#include "lang/ast.h"
#include "lang/pointer_map.h"

struct compiler;
struct compile_name;

enum scope_kind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_ANNOTATION };

enum comprehension_kind {
    COMPREHENSION_NONE,
    COMPREHENSION_LIST,
    COMPREHENSION_SET,
    COMPREHENSION_DICT,
    COMPREHENSION_GENERATOR,
};

enum symbol_flags {
    SYMBOL_LOCAL = 1 << 0, /* assigned */
    SYMBOL_PARAMETER = 1 << 1,
    SYMBOL_USE = 1 << 2,
    SYMBOL_GLOBAL = 1 << 3,   /* global statement */
    SYMBOL_NONLOCAL = 1 << 4, /* nonlocal statement, or := in a comprehension */
    SYMBOL_ANNOTATED = 1 << 5,
    SYMBOL_IMPORTED = 1 << 6,
    SYMBOL_ITERATION = 1 << 7,  /* target of a comprehension's for */
    SYMBOL_FREE_CLASS = 1 << 8, /* bound in a class body, and free in it for the functions inside */
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAMETER | SYMBOL_IMPORTED,
};

enum symbol_place { PLACE_UNKNOWN, PLACE_LOCAL, PLACE_CELL, PLACE_FREE, PLACE_GLOBAL, PLACE_IMPLICIT };

struct symbol {
    struct compile_name *name;
    struct ast_span directive; /* of the global or nonlocal statement; line 0: none */
    uint16_t flags;
    uint8_t place;
};

struct scope {
    enum scope_kind kind;
    enum comprehension_kind comprehension;
    struct scope *parent;
    struct compile_name *name;
    struct symbol **symbols; /* in order of appearance; parameters first in order of declaration */
    uint32_t symbol_count, symbol_capacity;
    struct pointer_map by_name; /* compile_name -> symbol */
    struct scope **children;
    uint32_t child_count, child_capacity;
    int32_t line;             /* of the node; the module's is 0 */
    uint32_t iteration_depth; /* > 0: inside the iterable of a comprehension */
    bool is_nested, is_generator, is_coroutine, has_varargs, has_varkeywords;
    bool is_iteration_target;
    bool returns_value;
    bool needs_class_cell; /* a class whose functions use __class__ */
};

/* Builds and resolves all scopes; on failure the compiler is marked failed. */
void ouro_scope_build(struct compiler *c, struct ast_module *module);
/* The scope that this node opened. Never NULL unless the compiler failed. */
struct scope *ouro_scope_of(struct compiler *c, const void *node);
struct symbol *ouro_scope_find(const struct scope *scope, const struct compile_name *name);

#endif
