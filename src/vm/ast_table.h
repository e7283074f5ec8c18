/* The syntax tree described by a table: for each kind of node its name, as the ast module has it, and its
 * fields with their places in the structs of lang/ast.h. Both directions, tree to objects and objects
 * to tree, walk this one table.
 * Depends on lang/ast. */
#ifndef OURO_VM_AST_TABLE_H
#define OURO_VM_AST_TABLE_H

#include <stddef.h>

#include "base/arena.h"
#include "lang/ast.h"
#include "types/runtime.h"

enum ast_family {
    FAMILY_MODULE, FAMILY_STMT, FAMILY_EXPR, FAMILY_PATTERN, FAMILY_COMPREHENSION, FAMILY_HANDLER,
    FAMILY_ARGUMENTS, FAMILY_ARG, FAMILY_KEYWORD, FAMILY_ALIAS, FAMILY_WITH_ITEM, FAMILY_MATCH_CASE,
    FAMILY_COUNT
};

enum ast_field_kind {
    FIELD_NODE, FIELD_NODE_OPTIONAL, FIELD_LIST, FIELD_LIST_OPTIONAL /* items may be None */, FIELD_TEXT,
    FIELD_TEXT_OPTIONAL, FIELD_TEXTS, FIELD_INT, FIELD_BOOL /* 0 or 1 */, FIELD_CONTEXT, FIELD_BOOL_OPERATOR,
    FIELD_OPERATOR, FIELD_UNARY, FIELD_COMPARE /* an array, as long as the list in the next field */,
    FIELD_CONSTANT, FIELD_PREFIX /* Constant.kind */, FIELD_NONE /* type_comment */,
    FIELD_EMPTY /* type_ignores */
};

struct ast_field {
    const char *name; /* NULL ends the fields */
    enum ast_field_kind kind;
    enum ast_family family; /* of nodes and lists of nodes */
    size_t offset;
};

struct ast_row {
    enum ast_family family;
    int kind; /* as in the node's own struct; 0 where there is one kind only */
    const char *name;
    struct ast_field fields[8];
};

struct ast_family_info {
    const char *name;  /* of the abstract class: "expr" */
    size_t size;
    ptrdiff_t kind_offset, span_offset; /* -1: has none */
};

extern const struct ast_row ouro_ast_rows[];
extern const struct ast_family_info ouro_ast_families[FAMILY_COUNT];
/* The names of operators and contexts, by the numbers of their enums; NULL ends each. */
const char *const *ouro_ast_words(enum ast_field_kind kind);
const struct ast_row *ouro_ast_row(enum ast_family family, int kind);

/* The tree as objects of the classes of the _ast module; owned. */
ouro_object *ouro_ast_to_object(ouro_runtime *rt, const struct ast_module *module);
/* The tree that objects describe, in the arena; NULL: TypeError or ValueError is set. mode: 'f' file, 'e'
 * expression, 's' interactive. */
struct ast_module *ouro_ast_from_object(ouro_runtime *rt, ouro_object *object, char mode,
                                        struct ouro_arena *arena);
/* Whether a node read from an object is one that the compiler can take; ValueError or TypeError if not. Its
 * parts have been checked before. */
bool ouro_ast_node_check(ouro_runtime *rt, const struct ast_row *row, const void *node);
/* Is it an instance of _ast.AST? -1: error. */
int ouro_ast_check(ouro_runtime *rt, ouro_object *object);

#endif
