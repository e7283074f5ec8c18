/* Source text -> code object: parse, fold constants, build scopes, emit, optimise, assemble.
 *
 * Depends on src/types (constants, code objects, errors) and on the parser. */
#ifndef OURO_LANG_COMPILE_H
#define OURO_LANG_COMPILE_H

#include <stdio.h>

#include "lang/parser.h"
#include "types/function.h"
#include "types/runtime.h"

/* CO_FUTURE_ANNOTATIONS: the one `from __future__` feature that still changes anything. */
enum { CODE_FUTURE_ANNOTATIONS = 0x1000000 };

struct ouro_compile_options {
    enum parse_mode mode;
    bool is_text;              /* as in struct parse_options: the argument of compile(), exec(), eval() */
    bool future_annotations;   /* inherited from the code that calls compile() */
    uint8_t optimize;          /* 0: as the runtime says; else 1 + the level: 1 no asserts, __debug__ is
                                  False; 2 no docstrings either */
    parse_character_name_function *find_character; /* for "\N{...}", called with the runtime; or NULL */
    bool *is_incomplete;       /* or NULL: set to true when more input could make the text complete */
};

/* A code object, owned, or NULL with the exception set. filename is a str. */
ouro_object *ouro_compile(ouro_runtime *rt, const char *source, size_t size, ouro_object *filename,
                          enum parse_mode mode);
ouro_object *ouro_compile_with(ouro_runtime *rt, const char *source, size_t size,
                               ouro_object *filename, const struct ouro_compile_options *options);

/* An arena that takes its memory from the runtime; end it with ouro_arena_destroy. */
void ouro_compile_arena_init(ouro_runtime *rt, struct ouro_arena *arena);
/* Only the tree, in the arena; NULL with the exception set. */
struct ast_module *ouro_compile_parse(ouro_runtime *rt, const char *source, size_t size,
                                      ouro_object *filename, const struct ouro_compile_options *options,
                                      struct ouro_arena *arena);
/* The object that a constant of a parsed tree stands for, owned. */
ouro_object *ouro_compile_constant_object(ouro_runtime *rt, const struct ast_constant *constant);
/* A code object from a tree, which is changed: constants are folded. mode must be the tree's. */
ouro_object *ouro_compile_tree(ouro_runtime *rt, struct ast_module *module, struct ouro_arena *arena,
                               ouro_object *filename, const struct ouro_compile_options *options);

/* What the names of each scope mean, as _symtable tells it: a scope is a tuple (name, kind, line, is nested,
 * {symbol: flags}, [parameters], [scopes inside]); see compile_symbols.c. Owned. */
ouro_object *ouro_compile_symbols(ouro_runtime *rt, const char *source, size_t size,
                                  ouro_object *filename, const struct ouro_compile_options *options);

enum { SYNTAX_COLUMN_NONE = INT32_MIN }; /* end_column: end_offset is None */

/* Raises the SyntaxError (IndentationError, TabError, MemoryError, ValueError) that a failed parse
 * describes; the offending line is taken from source. */
void *ouro_raise_syntax_error(ouro_runtime *rt, const struct syntax_error *error,
                              ouro_object *filename, const char *source, size_t size);

/* The code and the code objects among its constants, as text. */
void ouro_disassemble(ouro_runtime *rt, ouro_object *code, FILE *file);

#endif
