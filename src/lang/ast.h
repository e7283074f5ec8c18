/* The syntax tree: CPython 3.11's abstract grammar, node for node and field for field.
 *
 * A tree is made by ouro_parse (lang/parser.h) and lives in one arena: it is never changed after the
 * parse and dies with the arena. It holds no heap objects: names and strings are bytes, integers are
 * digits. A field that the grammar marks optional is NULL (or an empty list) when absent.
 *
 * Invariants: list.items is NULL only if list.count is 0. An expression in a list is never NULL, except
 * a key of a Dict (NULL stands for `**value`) and an entry of kw_defaults (NULL: no default).
 * Identifiers are unique in a parse: the same identifier is the same `struct ast_text` pointer.
 *
 * Depends on nothing. */
#ifndef OURO_LANG_AST_H
#define OURO_LANG_AST_H

#include <stdbool.h>
#include <stdint.h>

struct ast_expr;
struct ast_stmt;
struct ast_pattern;

/* UTF-8 with a NUL behind it. A lone surrogate (from an escape such as \ud800) is its three bytes. */
struct ast_text {
    const char *bytes;
    uint32_t size;
};

/* Lines count from 1; columns count UTF-8 bytes from 0; the end is exclusive. */
struct ast_span {
    int32_t line;
    int32_t column;
    int32_t end_line;
    int32_t end_column;
};

/* ---- constants ---- */

enum ast_constant_kind {
    AST_CONSTANT_NONE,
    AST_CONSTANT_TRUE,
    AST_CONSTANT_FALSE,
    AST_CONSTANT_ELLIPSIS,
    AST_CONSTANT_INT,
    AST_CONSTANT_FLOAT,
    AST_CONSTANT_IMAGINARY,
    AST_CONSTANT_STR,
    AST_CONSTANT_BYTES,
};

struct ast_constant {
    enum ast_constant_kind kind;
    uint8_t base;         /* INT: 2, 8, 10 or 16 */
    bool has_u_prefix;    /* STR: written u"..." */
    union {
        struct ast_text digits; /* INT: digits of that base without prefix and underscores; no sign */
        struct ast_text text;   /* STR (UTF-8), BYTES (raw) */
        double number;          /* FLOAT, IMAGINARY */
    };
};

/* ---- lists ---- */

struct ast_expr_list {
    struct ast_expr **items;
    uint32_t count;
};

struct ast_stmt_list {
    struct ast_stmt **items;
    uint32_t count;
};

struct ast_pattern_list {
    struct ast_pattern **items;
    uint32_t count;
};

struct ast_name_list {
    const struct ast_text **items;
    uint32_t count;
};

struct ast_arg_list {
    struct ast_arg **items;
    uint32_t count;
};

struct ast_keyword_list {
    struct ast_keyword **items;
    uint32_t count;
};

struct ast_alias_list {
    struct ast_alias **items;
    uint32_t count;
};

struct ast_with_item_list {
    struct ast_with_item **items;
    uint32_t count;
};

struct ast_comprehension_list {
    struct ast_comprehension **items;
    uint32_t count;
};

struct ast_except_handler_list {
    struct ast_except_handler **items;
    uint32_t count;
};

struct ast_match_case_list {
    struct ast_match_case **items;
    uint32_t count;
};

/* ---- parts that are neither statement nor expression ---- */

struct ast_comprehension {
    struct ast_expr *target;
    struct ast_expr *iter;
    struct ast_expr_list ifs;
    bool is_async;
};

struct ast_except_handler {
    struct ast_span span;
    struct ast_expr *type;       /* optional */
    const struct ast_text *name; /* optional */
    struct ast_stmt_list body;
};

struct ast_arg {
    struct ast_span span;
    const struct ast_text *name;
    struct ast_expr *annotation; /* optional; for *args it may be a Starred */
};

struct ast_arguments {
    struct ast_arg_list posonlyargs;
    struct ast_arg_list args;
    struct ast_arg *vararg; /* optional */
    struct ast_arg_list kwonlyargs;
    struct ast_expr_list kw_defaults; /* as many as kwonlyargs; NULL where there is none */
    struct ast_arg *kwarg;            /* optional */
    struct ast_expr_list defaults;    /* of the last posonlyargs + args */
};

struct ast_keyword {
    struct ast_span span;
    const struct ast_text *arg; /* NULL: **value */
    struct ast_expr *value;
};

struct ast_alias {
    struct ast_span span;
    const struct ast_text *name; /* dotted for `import a.b`; "*" for `from m import *` */
    const struct ast_text *asname; /* optional */
};

struct ast_with_item {
    struct ast_expr *context_expr;
    struct ast_expr *optional_vars; /* optional */
};

struct ast_match_case {
    struct ast_pattern *pattern;
    struct ast_expr *guard; /* optional */
    struct ast_stmt_list body;
};

/* ---- expressions ---- */

enum ast_context { AST_LOAD, AST_STORE, AST_DEL };

enum ast_bool_operator { AST_AND, AST_OR };

enum ast_operator {
    AST_ADD,
    AST_SUB,
    AST_MULT,
    AST_MAT_MULT,
    AST_DIV,
    AST_MOD,
    AST_POW,
    AST_L_SHIFT,
    AST_R_SHIFT,
    AST_BIT_OR,
    AST_BIT_XOR,
    AST_BIT_AND,
    AST_FLOOR_DIV,
};

enum ast_unary_operator { AST_INVERT, AST_NOT, AST_U_ADD, AST_U_SUB };

enum ast_compare_operator {
    AST_EQ,
    AST_NOT_EQ,
    AST_LT,
    AST_LT_E,
    AST_GT,
    AST_GT_E,
    AST_IS,
    AST_IS_NOT,
    AST_IN,
    AST_NOT_IN,
};

enum ast_expr_kind {
    AST_EXPR_BOOL_OP,
    AST_EXPR_NAMED_EXPR,
    AST_EXPR_BIN_OP,
    AST_EXPR_UNARY_OP,
    AST_EXPR_LAMBDA,
    AST_EXPR_IF_EXP,
    AST_EXPR_DICT,
    AST_EXPR_SET,
    AST_EXPR_LIST_COMP,
    AST_EXPR_SET_COMP,
    AST_EXPR_DICT_COMP,
    AST_EXPR_GENERATOR_EXP,
    AST_EXPR_AWAIT,
    AST_EXPR_YIELD,
    AST_EXPR_YIELD_FROM,
    AST_EXPR_COMPARE,
    AST_EXPR_CALL,
    AST_EXPR_FORMATTED_VALUE,
    AST_EXPR_JOINED_STR,
    AST_EXPR_CONSTANT,
    AST_EXPR_ATTRIBUTE,
    AST_EXPR_SUBSCRIPT,
    AST_EXPR_STARRED,
    AST_EXPR_NAME,
    AST_EXPR_LIST,
    AST_EXPR_TUPLE,
    AST_EXPR_SLICE,
};

struct ast_expr {
    enum ast_expr_kind kind;
    struct ast_span span;
    union {
        struct {
            enum ast_bool_operator op;
            struct ast_expr_list values;
        } bool_op;
        struct {
            struct ast_expr *target;
            struct ast_expr *value;
        } named_expr;
        struct {
            struct ast_expr *left;
            enum ast_operator op;
            struct ast_expr *right;
        } bin_op;
        struct {
            enum ast_unary_operator op;
            struct ast_expr *operand;
        } unary_op;
        struct {
            struct ast_arguments *args;
            struct ast_expr *body;
        } lambda;
        struct {
            struct ast_expr *test;
            struct ast_expr *body;
            struct ast_expr *orelse;
        } if_exp;
        struct {
            struct ast_expr_list keys; /* an item is NULL for `**value` */
            struct ast_expr_list values;
        } dict;
        struct {
            struct ast_expr_list elts;
        } set;
        struct {
            struct ast_expr *elt;
            struct ast_comprehension_list generators;
        } comp; /* LIST_COMP, SET_COMP, GENERATOR_EXP */
        struct {
            struct ast_expr *key;
            struct ast_expr *value;
            struct ast_comprehension_list generators;
        } dict_comp;
        struct {
            struct ast_expr *value; /* optional for YIELD */
        } yield; /* AWAIT, YIELD, YIELD_FROM */
        struct {
            struct ast_expr *left;
            enum ast_compare_operator *ops; /* comparators.count of them */
            struct ast_expr_list comparators;
        } compare;
        struct {
            struct ast_expr *func;
            struct ast_expr_list args;
            struct ast_keyword_list keywords;
        } call;
        struct {
            struct ast_expr *value;
            int32_t conversion; /* -1, or 's', 'r', 'a' */
            struct ast_expr *format_spec; /* optional; a JoinedStr */
        } formatted_value;
        struct {
            struct ast_expr_list values;
        } joined_str;
        struct ast_constant constant;
        struct {
            struct ast_expr *value;
            const struct ast_text *attr;
            enum ast_context ctx;
        } attribute;
        struct {
            struct ast_expr *value;
            struct ast_expr *slice;
            enum ast_context ctx;
        } subscript;
        struct {
            struct ast_expr *value;
            enum ast_context ctx;
        } starred;
        struct {
            const struct ast_text *id;
            enum ast_context ctx;
        } name;
        struct {
            struct ast_expr_list elts;
            enum ast_context ctx;
        } sequence; /* LIST, TUPLE */
        struct {
            struct ast_expr *lower; /* each optional */
            struct ast_expr *upper;
            struct ast_expr *step;
        } slice;
    };
};

/* ---- patterns ---- */

enum ast_pattern_kind {
    AST_PATTERN_VALUE,
    AST_PATTERN_SINGLETON,
    AST_PATTERN_SEQUENCE,
    AST_PATTERN_MAPPING,
    AST_PATTERN_CLASS,
    AST_PATTERN_STAR,
    AST_PATTERN_AS,
    AST_PATTERN_OR,
};

struct ast_pattern {
    enum ast_pattern_kind kind;
    struct ast_span span;
    union {
        struct {
            struct ast_expr *value;
        } value;
        struct {
            struct ast_constant value; /* NONE, TRUE or FALSE */
        } singleton;
        struct {
            struct ast_pattern_list patterns;
        } sequence; /* SEQUENCE */
        struct {
            struct ast_expr_list keys;
            struct ast_pattern_list patterns;
            const struct ast_text *rest; /* optional */
        } mapping;
        struct {
            struct ast_expr *cls;
            struct ast_pattern_list patterns;
            struct ast_name_list kwd_attrs;
            struct ast_pattern_list kwd_patterns;
        } class_;
        struct {
            const struct ast_text *name; /* NULL: *_ */
        } star;
        struct {
            struct ast_pattern *pattern; /* optional */
            const struct ast_text *name; /* NULL with a NULL pattern: the wildcard _ */
        } as;
        struct {
            struct ast_pattern_list patterns;
        } or_;
    };
};

/* ---- statements ---- */

enum ast_stmt_kind {
    AST_STMT_FUNCTION_DEF,
    AST_STMT_ASYNC_FUNCTION_DEF,
    AST_STMT_CLASS_DEF,
    AST_STMT_RETURN,
    AST_STMT_DELETE,
    AST_STMT_ASSIGN,
    AST_STMT_AUG_ASSIGN,
    AST_STMT_ANN_ASSIGN,
    AST_STMT_FOR,
    AST_STMT_ASYNC_FOR,
    AST_STMT_WHILE,
    AST_STMT_IF,
    AST_STMT_WITH,
    AST_STMT_ASYNC_WITH,
    AST_STMT_MATCH,
    AST_STMT_RAISE,
    AST_STMT_TRY,
    AST_STMT_TRY_STAR,
    AST_STMT_ASSERT,
    AST_STMT_IMPORT,
    AST_STMT_IMPORT_FROM,
    AST_STMT_GLOBAL,
    AST_STMT_NONLOCAL,
    AST_STMT_EXPR,
    AST_STMT_PASS,
    AST_STMT_BREAK,
    AST_STMT_CONTINUE,
};

struct ast_stmt {
    enum ast_stmt_kind kind;
    struct ast_span span; /* of a decorated def or class: from the keyword, not from the decorator */
    union {
        struct {
            const struct ast_text *name;
            struct ast_arguments *args;
            struct ast_stmt_list body;
            struct ast_expr_list decorator_list;
            struct ast_expr *returns; /* optional */
        } function_def; /* FUNCTION_DEF, ASYNC_FUNCTION_DEF */
        struct {
            const struct ast_text *name;
            struct ast_expr_list bases;
            struct ast_keyword_list keywords;
            struct ast_stmt_list body;
            struct ast_expr_list decorator_list;
        } class_def;
        struct {
            struct ast_expr *value; /* optional */
        } return_;
        struct {
            struct ast_expr_list targets;
        } delete_;
        struct {
            struct ast_expr_list targets;
            struct ast_expr *value;
        } assign;
        struct {
            struct ast_expr *target;
            enum ast_operator op;
            struct ast_expr *value;
        } aug_assign;
        struct {
            struct ast_expr *target;
            struct ast_expr *annotation;
            struct ast_expr *value; /* optional */
            bool simple;            /* a bare name, not in parentheses */
        } ann_assign;
        struct {
            struct ast_expr *target;
            struct ast_expr *iter;
            struct ast_stmt_list body;
            struct ast_stmt_list orelse;
        } for_; /* FOR, ASYNC_FOR */
        struct {
            struct ast_expr *test;
            struct ast_stmt_list body;
            struct ast_stmt_list orelse;
        } while_;
        struct {
            struct ast_expr *test;
            struct ast_stmt_list body;
            struct ast_stmt_list orelse; /* `elif`: one If */
        } if_;
        struct {
            struct ast_with_item_list items;
            struct ast_stmt_list body;
        } with; /* WITH, ASYNC_WITH */
        struct {
            struct ast_expr *subject;
            struct ast_match_case_list cases;
        } match;
        struct {
            struct ast_expr *exc;   /* optional */
            struct ast_expr *cause; /* optional */
        } raise;
        struct {
            struct ast_stmt_list body;
            struct ast_except_handler_list handlers;
            struct ast_stmt_list orelse;
            struct ast_stmt_list finalbody;
        } try_; /* TRY, TRY_STAR */
        struct {
            struct ast_expr *test;
            struct ast_expr *msg; /* optional */
        } assert_;
        struct {
            struct ast_alias_list names;
        } import;
        struct {
            const struct ast_text *module; /* optional: `from . import x` */
            struct ast_alias_list names;
            int32_t level; /* leading dots */
        } import_from;
        struct {
            struct ast_name_list names;
        } global; /* GLOBAL, NONLOCAL */
        struct {
            struct ast_expr *value;
        } expr;
    };
};

/* ---- the root ---- */

enum ast_module_kind {
    AST_MODULE_FILE,        /* Module: body */
    AST_MODULE_EXPRESSION,  /* Expression: expression */
    AST_MODULE_INTERACTIVE, /* Interactive: body, the statements of one prompt input */
};

struct ast_module {
    enum ast_module_kind kind;
    struct ast_stmt_list body;
    struct ast_expr *expression;
};

#endif
