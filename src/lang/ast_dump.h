/* Prints a tree as CPython's ast.dump(tree, include_attributes=True) does: for tests and for curiosity.
 *
 * Depends on lang/ast, utf8proc. */
#ifndef OURO_LANG_AST_DUMP_H
#define OURO_LANG_AST_DUMP_H

#include <stdbool.h>
#include <stdio.h>

#include "lang/ast.h"

/* False when memory for a long integer is out, or the tree is deeper than 20000 nodes. */
bool ouro_ast_dump(const struct ast_module *module, FILE *file);

#endif
