/* What a tree made of objects may get wrong and the compiler relies on: contexts, empty lists, numbers of
 * items that have to agree. A parser's tree is right by construction. */
#include <string.h>

#include "types/error.h"
#include "vm/ast_table.h"

struct list {
    void *const *items;
    uint32_t count;
};

static const char *const context_names[] = {"Load", "Store", "Del"};

/* The context of an expression that has one: the place of the enum, else NULL. */
static const enum ast_context *context_of(const struct ast_expr *expr)
{
    switch (expr->kind) {
    case AST_EXPR_ATTRIBUTE:
        return &expr->attribute.ctx;
    case AST_EXPR_SUBSCRIPT:
        return &expr->subscript.ctx;
    case AST_EXPR_STARRED:
        return &expr->starred.ctx;
    case AST_EXPR_NAME:
        return &expr->name.ctx;
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        return &expr->sequence.ctx;
    default:
        return NULL;
    }
}

static bool check_context(ouro_runtime *rt, const struct ast_expr *expr, enum ast_context wanted)
{
    const enum ast_context *context = expr ? context_of(expr) : &wanted;
    if (!context)
        return wanted == AST_LOAD ||
               ouro_raise(rt, EXC_ValueError, "expression which can't be assigned to in %s context",
                          context_names[wanted]) != NULL;
    if (*context == wanted)
        return true;
    return ouro_raise(rt, EXC_ValueError, "expression must have %s context but has %s instead",
                      context_names[wanted], context_names[*context]) != NULL;
}

/* The context that the expressions of a field must have. */
static enum ast_context wanted_context(const struct ast_row *row, const struct ast_field *field,
                                       const void *node)
{
    static const char *const stored[][2] = {
        {"Assign", "targets"}, {"AugAssign", "target"}, {"AnnAssign", "target"}, {"For", "target"},
        {"AsyncFor", "target"}, {"withitem", "optional_vars"}, {"comprehension", "target"},
        {"NamedExpr", "target"}};
    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
        if (!strcmp(row->name, stored[i][0]) && !strcmp(field->name, stored[i][1]))
            return AST_STORE;
    if (!strcmp(row->name, "Delete"))
        return AST_DEL;
    const struct ast_expr *expr = node;
    if (row->family == FAMILY_EXPR &&
        (expr->kind == AST_EXPR_STARRED || expr->kind == AST_EXPR_LIST || expr->kind == AST_EXPR_TUPLE))
        return *context_of(expr);
    return AST_LOAD;
}

/* Is it a list that needs an item, as "body" of everything that has one? */
static bool must_have_items(const struct ast_row *row, const struct ast_field *field)
{
    static const char *const names[] = {"targets", "names", "items", "cases", NULL};
    if (field->kind != FIELD_LIST && field->kind != FIELD_TEXTS)
        return false;
    if (!strcmp(field->name, "body"))
        return row->family != FAMILY_MODULE;
    for (size_t i = 0; names[i]; i++)
        if (!strcmp(field->name, names[i]))
            return true;
    return false;
}

static bool check_field(ouro_runtime *rt, const struct ast_row *row, const struct ast_field *field,
                        const void *node)
{
    const char *at = (const char *)node + field->offset;
    const struct list *list = (const void *)at;
    bool is_list = field->kind == FIELD_LIST || field->kind == FIELD_LIST_OPTIONAL;
    bool is_node = field->kind == FIELD_NODE || field->kind == FIELD_NODE_OPTIONAL;
    if (must_have_items(row, field) && list->count == 0)
        return ouro_raise(rt, EXC_ValueError, "empty %s on %s", field->name, row->name) != NULL;
    if (field->family != FAMILY_EXPR || (!is_list && !is_node))
        return true;
    enum ast_context wanted = wanted_context(row, field, node);
    if (is_node)
        return check_context(rt, *(struct ast_expr *const *)(const void *)at, wanted);
    for (uint32_t i = 0; i < list->count; i++)
        if (!check_context(rt, list->items[i], wanted))
            return false;
    return true;
}

static const char *find_expr_fault(const struct ast_expr *expr)
{
    switch (expr->kind) {
    case AST_EXPR_BOOL_OP:
        return expr->bool_op.values.count < 2 ? "BoolOp with less than 2 values" : NULL;
    case AST_EXPR_DICT:
        return expr->dict.keys.count != expr->dict.values.count
                   ? "Dict doesn't have the same number of keys as values" : NULL;
    case AST_EXPR_LIST_COMP:
    case AST_EXPR_SET_COMP:
    case AST_EXPR_GENERATOR_EXP:
        return expr->comp.generators.count == 0 ? "comprehension with no generators" : NULL;
    case AST_EXPR_DICT_COMP:
        return expr->dict_comp.generators.count == 0 ? "comprehension with no generators" : NULL;
    default:
        return NULL;
    }
}

static const char *find_stmt_fault(const struct ast_stmt *stmt)
{
    switch (stmt->kind) {
    case AST_STMT_RAISE:
        return stmt->raise.cause && !stmt->raise.exc ? "Raise with cause but no exception" : NULL;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR:
        if (!stmt->try_.handlers.count && !stmt->try_.finalbody.count)
            return stmt->kind == AST_STMT_TRY ? "Try has neither except handlers nor finalbody"
                                              : "TryStar has neither except handlers nor finalbody";
        if (!stmt->try_.handlers.count && stmt->try_.orelse.count)
            return stmt->kind == AST_STMT_TRY ? "Try has orelse but no except handlers"
                                              : "TryStar has orelse but no except handlers";
        return NULL;
    case AST_STMT_IMPORT_FROM:
        return stmt->import_from.level < 0 ? "Negative ImportFrom level" : NULL;
    default:
        return NULL;
    }
}

static const char *find_pattern_fault(const struct ast_pattern *pattern)
{
    switch (pattern->kind) {
    case AST_PATTERN_MAPPING:
        return pattern->mapping.keys.count != pattern->mapping.patterns.count
                   ? "MatchMapping doesn't have the same number of keys as patterns" : NULL;
    case AST_PATTERN_CLASS:
        return pattern->class_.kwd_attrs.count != pattern->class_.kwd_patterns.count
                   ? "MatchClass doesn't have the same number of keyword attributes as patterns" : NULL;
    case AST_PATTERN_OR:
        return pattern->or_.patterns.count < 2 ? "MatchOr requires at least 2 patterns" : NULL;
    case AST_PATTERN_AS:
        return pattern->as.pattern && !pattern->as.name
                   ? "MatchAs must specify a target name if a pattern is given" : NULL;
    default:
        return NULL;
    }
}

static const char *find_arguments_fault(const struct ast_arguments *arguments)
{
    if (arguments->defaults.count > arguments->posonlyargs.count + arguments->args.count)
        return "more positional defaults than args on arguments";
    return arguments->kw_defaults.count != arguments->kwonlyargs.count
               ? "length of kwonlyargs is not the same as kw_defaults on arguments" : NULL;
}

bool ouro_ast_node_check(ouro_runtime *rt, const struct ast_row *row, const void *node)
{
    const char *fault = row->family == FAMILY_EXPR        ? find_expr_fault(node)
                        : row->family == FAMILY_STMT      ? find_stmt_fault(node)
                        : row->family == FAMILY_PATTERN   ? find_pattern_fault(node)
                        : row->family == FAMILY_ARGUMENTS ? find_arguments_fault(node) : NULL;
    if (fault)
        return ouro_raise(rt, EXC_ValueError, "%s", fault) != NULL;
    if (row->family == FAMILY_STMT) {
        const struct ast_stmt *stmt = node;
        if (stmt->kind == AST_STMT_ANN_ASSIGN && stmt->ann_assign.simple &&
            stmt->ann_assign.target->kind != AST_EXPR_NAME)
            return ouro_raise(rt, EXC_TypeError, "AnnAssign with simple non-Name target") != NULL;
    }
    for (const struct ast_field *field = row->fields; field < row->fields + 8 && field->name; field++)
        if (!check_field(rt, row, field, node))
            return false;
    return true;
}
