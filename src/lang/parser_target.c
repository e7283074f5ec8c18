/* What can be assigned to and deleted, and how CPython calls what cannot. */
#include "lang/parser_internal.h"

static const char *describe_constant(const struct ast_constant *constant)
{
    switch (constant->kind) {
    case AST_CONSTANT_NONE: return "None";
    case AST_CONSTANT_TRUE: return "True";
    case AST_CONSTANT_FALSE: return "False";
    case AST_CONSTANT_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

const char *ouro_target_describe(const struct ast_expr *expr)
{
    switch (expr->kind) {
    case AST_EXPR_BOOL_OP:
    case AST_EXPR_BIN_OP:
    case AST_EXPR_UNARY_OP: return "expression";
    case AST_EXPR_NAMED_EXPR: return "named expression";
    case AST_EXPR_LAMBDA: return "lambda";
    case AST_EXPR_IF_EXP: return "conditional expression";
    case AST_EXPR_DICT: return "dict literal";
    case AST_EXPR_SET: return "set display";
    case AST_EXPR_LIST_COMP: return "list comprehension";
    case AST_EXPR_SET_COMP: return "set comprehension";
    case AST_EXPR_DICT_COMP: return "dict comprehension";
    case AST_EXPR_GENERATOR_EXP: return "generator expression";
    case AST_EXPR_AWAIT: return "await expression";
    case AST_EXPR_YIELD:
    case AST_EXPR_YIELD_FROM: return "yield expression";
    case AST_EXPR_COMPARE: return "comparison";
    case AST_EXPR_CALL: return "function call";
    case AST_EXPR_FORMATTED_VALUE:
    case AST_EXPR_JOINED_STR: return "f-string expression";
    case AST_EXPR_CONSTANT: return describe_constant(&expr->constant);
    case AST_EXPR_ATTRIBUTE: return "attribute";
    case AST_EXPR_SUBSCRIPT: return "subscript";
    case AST_EXPR_STARRED: return "starred";
    case AST_EXPR_NAME: return "name";
    case AST_EXPR_LIST: return "list";
    case AST_EXPR_TUPLE: return "tuple";
    case AST_EXPR_SLICE: return "slice";
    }
    return "expression";
}

bool ouro_target_is_single(const struct ast_expr *expr)
{
    return expr->kind == AST_EXPR_NAME || expr->kind == AST_EXPR_ATTRIBUTE ||
           expr->kind == AST_EXPR_SUBSCRIPT;
}

/* The first part that cannot be a target; NULL if all can. Brackets bound the recursion. */
static struct ast_expr *find_invalid(struct ast_expr *expr, enum target_use use)
{
    switch (expr->kind) {
    case AST_EXPR_NAME:
    case AST_EXPR_ATTRIBUTE:
    case AST_EXPR_SUBSCRIPT:
        return NULL;
    case AST_EXPR_STARRED:
        return use == TARGET_DELETE ? expr : find_invalid(expr->starred.value, use);
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        for (uint32_t i = 0; i < expr->sequence.elts.count; i++) {
            struct ast_expr *invalid = find_invalid(expr->sequence.elts.items[i], use);
            if (invalid)
                return invalid;
        }
        return NULL;
    case AST_EXPR_COMPARE:
        /* `for f() in x`: the diagnosis has read the `in` as an operator. */
        if (use != TARGET_FOR)
            return expr;
        return expr->compare.ops[0] == AST_IN ? find_invalid(expr->compare.left, use) : NULL;
    default:
        return expr;
    }
}

bool ouro_target_is_valid(const struct ast_expr *expr, enum target_use use)
{
    return expr->kind != AST_EXPR_COMPARE && !find_invalid((struct ast_expr *)expr, use);
}

void ouro_target_set_context(struct ast_expr *expr, enum ast_context context)
{
    switch (expr->kind) {
    case AST_EXPR_NAME:
        expr->name.ctx = context;
        break;
    case AST_EXPR_ATTRIBUTE:
        expr->attribute.ctx = context;
        break;
    case AST_EXPR_SUBSCRIPT:
        expr->subscript.ctx = context;
        break;
    case AST_EXPR_STARRED:
        expr->starred.ctx = context;
        ouro_target_set_context(expr->starred.value, context);
        break;
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        expr->sequence.ctx = context;
        for (uint32_t i = 0; i < expr->sequence.elts.count; i++)
            ouro_target_set_context(expr->sequence.elts.items[i], context);
        break;
    default:
        break;
    }
}

void *raise_invalid_target(struct parser *p, struct ast_expr *expr, enum target_use use)
{
    struct ast_expr *invalid = find_invalid(expr, use);
    if (!invalid)
        return NULL;
    return raise_at(p, invalid->span,
                    use == TARGET_DELETE ? "cannot delete %s" : "cannot assign to %s",
                    ouro_target_describe(invalid));
}
