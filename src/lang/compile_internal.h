/* The compiler's own structures: shared by compile*.c, scope.c, fold.c and by nothing else.
 *
 * Failure is sticky. The first error (a SyntaxError, or an exception set on the runtime) marks the
 * compiler failed; from then on emitting does nothing and statements are not visited, so that no
 * function here has to pass an error on. Whoever needs a block gets the spare one when memory is out.
 *
 * A code object grows as a list of basic blocks in source order. A jump ends a block. */
#ifndef OURO_LANG_COMPILE_INTERNAL_H
#define OURO_LANG_COMPILE_INTERNAL_H

#include "lang/compile.h"
#include "lang/opcodes.h"
#include "lang/scope.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* An identifier, unique by content in one compilation. */
struct compile_name {
    const char *bytes;
    uint32_t size;
    uint32_t hash;
    ouro_object *str; /* interned, owned by the compiler; NULL until asked for */
    struct compile_name *next;
};

/* A constant that folding made: an AST_EXPR_CONSTANT of this kind points to its object (kept alive by
 * the compiler) through text.bytes. */
enum { AST_CONSTANT_OBJECT = 100 };

struct block;

/* A range of instructions under one exception handler. */
struct handler {
    struct block *target;
    struct handler *parent;
    int32_t depth; /* -1 until the depth pass has seen where it is set up */
    bool push_lasti;
    bool is_with; /* the value of __enter__ is on the stack at set-up, but not at the handler */
};

/* Pseudo opcodes: they live between emission and assembly. */
enum {
    OP_SETUP = 250, /* its handler's range starts; the target is the handler's block */
};

struct instruction {
    uint8_t opcode;
    uint32_t argument;
    struct block *target;    /* of a jump */
    struct handler *handler; /* that guards it (of OP_SETUP: that it sets up) */
    struct ast_span span;    /* line -1: artificial */
};

struct block {
    struct block *next; /* in the order of the code */
    struct instruction *instructions;
    uint32_t count, capacity;
    uint32_t offset;       /* first word, when assembled */
    uint32_t predecessors; /* jumps to it and falls into it */
    int32_t depth;         /* of the stack at its start; -1: not reached */
    uint64_t *unbound;     /* locals that may be unbound at its start */
    bool is_reachable, is_handler, is_warm, is_visited, is_queued;
};

enum frame_block_kind {
    FRAME_WHILE,
    FRAME_FOR,
    FRAME_TRY,
    FRAME_FINALLY_TRY,
    FRAME_FINALLY_END,
    FRAME_WITH,
    FRAME_ASYNC_WITH,
    FRAME_HANDLER_CLEANUP,
    FRAME_POP_VALUE,
    FRAME_EXCEPTION_HANDLER,
    FRAME_GROUP_HANDLER,
};

/* What a return, break or continue has to leave: a lexical construct around the current point. */
struct frame_block {
    enum frame_block_kind kind;
    struct frame_block *outer;
    struct block *start, *exit;
    const struct ast_stmt *stmt;     /* FINALLY_TRY: its finalbody; WITH: its place */
    const struct compile_name *name; /* HANDLER_CLEANUP: `as` name, or NULL */
};

enum unit_kind {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION,
};

/* One code object in the making. */
struct unit {
    enum unit_kind kind;
    struct unit *outer;
    struct scope *scope;
    struct compile_name *name;
    ouro_object *qualname;            /* owned */
    const struct compile_name *mangle; /* class name for private names, or NULL */

    struct ouro_arena_mark mark; /* of the compiler's scratch, where the unit was entered */
    struct block *first, *current;
    struct handler *handler;
    struct frame_block *frames;
    struct ast_span span; /* given to what is emitted */
    int32_t first_line;

    struct pointer_map constant_index; /* object -> index */
    ouro_object **constants;           /* borrowed from the compiler's pool, but for code objects */
    uint32_t constant_count, constant_capacity;
    struct pointer_map name_index; /* compile_name -> index */
    struct compile_name **names;
    uint32_t name_count, name_capacity;
    struct pointer_map local_index;
    struct compile_name **locals;
    uint32_t local_count, local_capacity;
    struct pointer_map cell_index; /* cells, then free variables, each sorted */
    struct compile_name **cells;
    uint32_t cell_count, free_count;
    uint32_t argument_count, positional_only_count, keyword_only_count;
};

struct compiler {
    ouro_runtime *rt;
    struct ouro_arena *arena;  /* what lives until the end: tree, names, scopes, constants */
    struct ouro_arena scratch; /* what dies with the unit that it was made for */
    ouro_object *filename;
    const char *source;
    size_t source_size;
    const struct ouro_compile_options *options;
    uint8_t optimize;          /* the level */
    bool has_failed;
    bool has_syntax_error; /* error is filled; otherwise rt->error is set */
    bool future_annotations;
    bool is_interactive;
    uint32_t depth;
    uint32_t nesting; /* of units */
    int32_t future_line_last; /* line of the last valid __future__ import */
    struct syntax_error error;
    struct block spare_block;
    struct unit *unit;

    struct compile_name **name_table;
    uint32_t name_count, name_capacity;
    struct pointer_map name_by_text; /* ast_text -> compile_name */
    struct pointer_map scope_by_node;
    struct scope *module_scope;
    struct scope *scope; /* while scopes are built */
    const struct compile_name *mangle;

    ouro_object **pool; /* every constant made so far, owned */
    uint32_t pool_count, pool_capacity;
    uint32_t *pool_table; /* open addressing: index + 1 in pool, by type and value */
    uint64_t *pool_hashes;
    uint32_t pool_table_capacity, pool_table_count;
};

enum { COMPILE_DEPTH_MAX = 3000 };

/* ---- compile.c: names, failure ---- */
OURO_COLD void ouro_compile_fail(struct compiler *c); /* rt->error is set, or memory is out */
OURO_COLD void ouro_compile_error(struct compiler *c, struct ast_span span, const char *format, ...)
    OURO_PRINTF(3, 4);
bool ouro_compile_warn(struct compiler *c, struct ast_span span, const char *format, ...)
    OURO_PRINTF(3, 4);
bool ouro_compile_enter(struct compiler *c); /* false when nested too deeply */
void ouro_compile_leave(struct compiler *c);
void *ouro_compile_alloc(struct compiler *c, size_t size); /* NULL only when failed */
void *ouro_compile_scratch(struct compiler *c, size_t size); /* the same, until the unit is left */
/* Doubles an array that dies with the unit, or one that lives to the end; false when failed. */
bool ouro_compile_grow(struct compiler *c, void *array, uint32_t *capacity, size_t item_size);
bool ouro_compile_grow_lasting(struct compiler *c, void *array, uint32_t *capacity, size_t item_size);
struct compile_name *ouro_compile_name(struct compiler *c, const struct ast_text *text);
struct compile_name *ouro_compile_name_of(struct compiler *c, const char *bytes, size_t size);
struct compile_name *ouro_compile_name_literal(struct compiler *c, const char *text);
struct compile_name *ouro_compile_mangle(struct compiler *c, const struct compile_name *class_name,
                                         struct compile_name *name);
ouro_object *ouro_compile_name_str(struct compiler *c, struct compile_name *name); /* borrowed */

/* ---- compile_constant.c ---- */
/* All return borrowed objects of the pool; NULL only when failed. Equal constants are one object. */
ouro_object *ouro_compile_constant(struct compiler *c, const struct ast_constant *constant);
ouro_object *ouro_compile_constant_take(struct compiler *c, ouro_object *object);
ouro_object *ouro_compile_constant_int(struct compiler *c, int64_t value);
int ouro_compile_constant_truth(struct compiler *c, ouro_object *constant);
/* The object of a constant expression, NULL if it is none. */
ouro_object *ouro_compile_constant_of(struct compiler *c, const struct ast_expr *e);

/* ---- fold.c ---- */
void ouro_fold_module(struct compiler *c, struct ast_module *module);
bool ouro_fold_future(struct compiler *c, struct ast_module *module);

/* ---- compile_emit.c ---- */
struct block *ouro_emit_block(struct compiler *c);
void ouro_emit_use(struct compiler *c, struct block *block); /* goes on in this block */
void ouro_emit(struct compiler *c, unsigned opcode, uint32_t argument);
void ouro_emit_artificial(struct compiler *c, unsigned opcode, uint32_t argument);
void ouro_emit_jump(struct compiler *c, unsigned opcode, struct block *target);
void ouro_emit_jump_artificial(struct compiler *c, unsigned opcode, struct block *target);
void ouro_emit_constant(struct compiler *c, ouro_object *constant /* of the pool */);
void ouro_emit_none(struct compiler *c);
void ouro_emit_named(struct compiler *c, unsigned opcode, const struct ast_text *name); /* mangles */
void ouro_emit_name_literal(struct compiler *c, const char *name, enum ast_context context);
void ouro_emit_variable(struct compiler *c, const struct compile_name *name, enum ast_context context);
void ouro_emit_variable_text(struct compiler *c, const struct ast_text *name, enum ast_context context);
uint32_t ouro_emit_constant_index(struct compiler *c, ouro_object *constant);
uint32_t ouro_emit_name_index(struct compiler *c, struct compile_name *name);
uint32_t ouro_emit_local_index(struct compiler *c, struct compile_name *name);
void ouro_emit_setup(struct compiler *c, struct block *target, bool push_lasti, bool is_with);
void ouro_emit_pop_handler(struct compiler *c);
void ouro_emit_yield_from(struct compiler *c, bool is_await);
void ouro_emit_unit_enter(struct compiler *c, struct unit *unit, enum unit_kind kind,
                          struct compile_name *name, const void *node, int32_t first_line);
/* Assembles; the code object owned, NULL when failed. */
ouro_object *ouro_emit_unit_leave(struct compiler *c, bool add_none);

OURO_INLINE void locate(struct compiler *c, struct ast_span span)
{
    c->unit->span = span;
}
OURO_INLINE void unlocate(struct compiler *c)
{
    c->unit->span = (struct ast_span){-1, -1, -1, -1};
}

/* ---- compile_expr.c, compile_call.c, compile_stmt.c, ... ---- */
void ouro_compile_expr(struct compiler *c, struct ast_expr *e);
void ouro_compile_expr_list(struct compiler *c, const struct ast_expr_list *list);
void ouro_compile_jump_if(struct compiler *c, struct ast_expr *e, struct block *target, bool condition);
void ouro_compile_locate_attribute(struct compiler *c, const struct ast_expr *e);
void ouro_compile_call(struct compiler *c, struct ast_expr *e);
void ouro_compile_call_rest(struct compiler *c, uint32_t pushed, const struct ast_expr_list *args,
                            const struct ast_keyword_list *keywords);
void ouro_compile_display(struct compiler *c, const struct ast_expr_list *items, uint32_t pushed,
                          unsigned build, unsigned add, unsigned extend, bool is_tuple);
bool ouro_compile_is_name_forbidden(struct compiler *c, const struct ast_text *name,
                                    enum ast_context context);
void ouro_compile_comprehension(struct compiler *c, struct ast_expr *e);
void ouro_compile_lambda(struct compiler *c, struct ast_expr *e);
void ouro_compile_function(struct compiler *c, struct ast_stmt *s);
void ouro_compile_class(struct compiler *c, struct ast_stmt *s);
void ouro_compile_body(struct compiler *c, const struct ast_stmt_list *body);
bool ouro_compile_has_docstring(const struct ast_stmt_list *body);
void ouro_compile_annotation(struct compiler *c, struct ast_expr *annotation);
void ouro_compile_stmt(struct compiler *c, struct ast_stmt *s);
void ouro_compile_stmts(struct compiler *c, const struct ast_stmt_list *list);
void ouro_compile_match(struct compiler *c, struct ast_stmt *s);
void ouro_compile_try(struct compiler *c, struct ast_stmt *s);
void ouro_compile_with_stmt(struct compiler *c, struct ast_stmt *s);
void ouro_compile_return(struct compiler *c, struct ast_stmt *s);
void ouro_compile_break(struct compiler *c, struct ast_stmt *s);
void ouro_compile_frame_push(struct compiler *c, struct frame_block *frame, enum frame_block_kind kind,
                             struct block *start, struct block *exit);
void ouro_compile_frame_pop(struct compiler *c);
/* compile_unparse.c: an annotation as text, owned; NULL when failed */
ouro_object *ouro_compile_unparse(struct compiler *c, const struct ast_expr *e);
/* compile_symbols.c: the scope and those inside, as ouro_compile_symbols describes them; owned */
ouro_object *ouro_compile_symbols_tree(struct compiler *c, const struct scope *scope);
/* compile_check.c: the SyntaxWarnings */
void ouro_compile_check_compare(struct compiler *c, const struct ast_expr *e);
void ouro_compile_check_call(struct compiler *c, const struct ast_expr *e);
void ouro_compile_check_subscript(struct compiler *c, const struct ast_expr *e);

/* ---- compile_flow.c, compile_depth.c, compile_assemble.c ---- */
void ouro_flow_optimize(struct compiler *c, struct unit *unit);
void ouro_flow_finish(struct compiler *c, struct unit *unit);
int32_t ouro_flow_depth(struct compiler *c, struct unit *unit);
void ouro_flow_check_locals(struct compiler *c, struct unit *unit);
bool ouro_flow_is_jump(const struct instruction *instruction);
bool ouro_flow_ends(const struct block *block); /* does nothing fall out of it? */
int ouro_flow_effect(const struct instruction *instruction, bool jumped);
ouro_object *ouro_assemble(struct compiler *c, struct unit *unit);

/* ---- code_position.c ---- */
struct position_writer {
    struct compiler *c;
    uint8_t *bytes;
    uint32_t size, capacity;
    struct ast_span span; /* of the open run */
    uint32_t words;
    int32_t line;
};
void ouro_position_add(struct position_writer *writer, struct ast_span span, uint32_t words);
void ouro_position_finish(struct position_writer *writer);

#endif
