/* Source text -> syntax tree, by the complete grammar of Python 3.11.
 *
 * The parser makes no heap objects and keeps no state between calls. It depends on src/base and on
 * utf8proc (identifiers). */
#ifndef OURO_LANG_PARSER_H
#define OURO_LANG_PARSER_H

#include <stddef.h>

#include "base/arena.h"
#include "lang/ast.h"
#include "lang/syntax_error.h"

enum parse_mode {
    PARSE_FILE,        /* a module: any number of statements */
    PARSE_EVAL,        /* one expression */
    PARSE_INTERACTIVE, /* one statement of a prompt ("single") */
};

/* Finds the code point of a Unicode character by its name, as in "\N{BULLET}": false if unknown. */
typedef bool parse_character_name_function(void *context, const char *name, size_t size,
                                           uint32_t *code_point);

enum parse_warning { PARSE_WARNING_SYNTAX, PARSE_WARNING_DEPRECATION };

/* Issues a warning about a line. 1: go on; 0: it shall be an error of the text; -1: a failure that the
 * context knows about ends the parse. */
typedef int parse_warning_function(void *context, enum parse_warning warning, const char *message,
                                   int32_t line);

struct parse_options {
    enum parse_mode mode;
    /* The source is text already, as the argument of compile() or eval(): UTF-8, lone surrogates not
     * allowed; a coding comment means nothing. Otherwise the bytes of a file, decoded as it says. */
    bool is_text;
    parse_character_name_function *find_character; /* NULL: \N{...} is a SyntaxError */
    void *find_character_context;
    parse_warning_function *warn; /* NULL: warnings are not for anybody */
    void *warn_context;
};

/* The tree in arena, or NULL with *error filled. filename is not kept.
 * What was allocated in the arena before a failure stays there until the arena is destroyed. */
struct ast_module *ouro_parse(struct ouro_arena *arena, const char *source, size_t size,
                              const char *filename, enum parse_mode mode,
                              struct syntax_error *error);

/* The same with all options. */
struct ast_module *ouro_parse_with(struct ouro_arena *arena, const char *source, size_t size,
                                   const char *filename, const struct parse_options *options,
                                   struct syntax_error *error);

#endif
