/* SyntaxWarnings about code that cannot mean what it says. */
#include "lang/compile_internal.h"

static bool is_literal(const struct ast_expr *e)
{
    if (e->kind != AST_EXPR_CONSTANT)
        return false;
    switch ((int)e->constant.kind) {
    case AST_CONSTANT_NONE:
    case AST_CONSTANT_TRUE:
    case AST_CONSTANT_FALSE:
    case AST_CONSTANT_ELLIPSIS:
        return false;
    case AST_CONSTANT_OBJECT: {
        const ouro_object *object = (const ouro_object *)(const void *)e->constant.text.bytes;
        return !is_exact(object, TYPE_NONE) && !is_exact(object, TYPE_BOOL) &&
               !is_exact(object, TYPE_ELLIPSIS);
    }
    default:
        return true;
    }
}

void ouro_compile_check_compare(struct compiler *c, const struct ast_expr *e)
{
    const struct ast_expr *left = e->compare.left;
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        const struct ast_expr *right = e->compare.comparators.items[i];
        enum ast_compare_operator op = e->compare.ops[i];
        if ((op == AST_IS || op == AST_IS_NOT) && (is_literal(left) || is_literal(right))) {
            ouro_compile_warn(c, c->unit->span,
                              op == AST_IS ? "\"is\" with a literal. Did you mean \"==\"?"
                                           : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

static const char *constant_type(struct compiler *c, const struct ast_expr *e)
{
    ouro_object *constant = ouro_compile_constant(c, &e->constant);
    return constant ? ouro_class_name(class_of(c->rt, constant)) : NULL;
}

/* The name of the type that the expression certainly has, or NULL. */
static const char *type_name(struct compiler *c, const struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_TUPLE:
        return "tuple";
    case AST_EXPR_LIST:
    case AST_EXPR_LIST_COMP:
        return "list";
    case AST_EXPR_DICT:
    case AST_EXPR_DICT_COMP:
        return "dict";
    case AST_EXPR_SET:
    case AST_EXPR_SET_COMP:
        return "set";
    case AST_EXPR_GENERATOR_EXP:
        return "generator";
    case AST_EXPR_LAMBDA:
        return "function";
    case AST_EXPR_JOINED_STR:
    case AST_EXPR_FORMATTED_VALUE:
        return "str";
    case AST_EXPR_CONSTANT:
        return constant_type(c, e);
    default:
        return NULL;
    }
}

void ouro_compile_check_call(struct compiler *c, const struct ast_expr *e)
{
    const char *type = e->call.func->kind == AST_EXPR_LAMBDA ? NULL : type_name(c, e->call.func);
    if (type)
        ouro_compile_warn(c, c->unit->span,
                          "'%.200s' object is not callable; perhaps you missed a comma?", type);
}

static bool is_constant_of(struct compiler *c, const struct ast_expr *e, const unsigned *types)
{
    ouro_object *constant = e->kind == AST_EXPR_CONSTANT ? ouro_compile_constant(c, &e->constant) : NULL;
    for (; constant && *types; types++) {
        if (is_exact(constant, *types))
            return true;
    }
    return false;
}

static bool is_unsubscriptable(struct compiler *c, const struct ast_expr *e)
{
    static const unsigned types[] = {TYPE_NONE,  TYPE_ELLIPSIS, TYPE_INT,       TYPE_BOOL,
                                     TYPE_FLOAT, TYPE_COMPLEX,  TYPE_FROZENSET, 0};
    return e->kind == AST_EXPR_SET || e->kind == AST_EXPR_SET_COMP ||
           e->kind == AST_EXPR_GENERATOR_EXP || e->kind == AST_EXPR_LAMBDA ||
           is_constant_of(c, e, types);
}

static bool is_sequence(struct compiler *c, const struct ast_expr *e)
{
    static const unsigned types[] = {TYPE_STR, TYPE_BYTES, TYPE_TUPLE, 0};
    return e->kind == AST_EXPR_TUPLE || e->kind == AST_EXPR_LIST || e->kind == AST_EXPR_LIST_COMP ||
           e->kind == AST_EXPR_JOINED_STR || e->kind == AST_EXPR_FORMATTED_VALUE ||
           is_constant_of(c, e, types);
}

void ouro_compile_check_subscript(struct compiler *c, const struct ast_expr *e)
{
    static const unsigned integers[] = {TYPE_INT, TYPE_BOOL, 0};
    const struct ast_expr *value = e->subscript.value, *key = e->subscript.slice;
    const char *type = type_name(c, value);
    if (!type)
        return;
    if (is_unsubscriptable(c, value)) {
        ouro_compile_warn(c, c->unit->span,
                          "'%.200s' object is not subscriptable; perhaps you missed a comma?", type);
        return;
    }
    const char *key_type = type_name(c, key);
    if (key_type && is_sequence(c, value) && !is_constant_of(c, key, integers))
        ouro_compile_warn(c, c->unit->span,
                          "%.200s indices must be integers or slices, not %.200s; perhaps you missed "
                          "a comma?",
                          type, key_type);
}
