/* Expressions back to text: what `from __future__ import annotations` stores. Spacing and parentheses
 * are those of CPython's own unparser, since programs see the text in __annotations__. */
#include <string.h>

#include "lang/compile_internal.h"

enum level {
    LEVEL_TUPLE,
    LEVEL_TEST,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_EXPR, /* also | */
    LEVEL_XOR,
    LEVEL_AMPERSAND,
    LEVEL_SHIFT,
    LEVEL_ARITHMETIC,
    LEVEL_TERM,
    LEVEL_FACTOR,
    LEVEL_POWER,
    LEVEL_AWAIT,
    LEVEL_ATOM,
};

struct writer {
    struct compiler *c;
    struct ouro_str_builder builder;
};

static void write_expr(struct writer *w, const struct ast_expr *e, int level);

static void put(struct writer *w, const char *text)
{
    if (!ouro_str_builder_literal(&w->builder, text))
        ouro_compile_fail(w->c);
}

static void put_if(struct writer *w, bool condition, const char *text)
{
    if (condition)
        put(w, text);
}

static void put_text(struct writer *w, const struct ast_text *text)
{
    if (!ouro_str_builder_text(&w->builder, text->bytes, text->size))
        ouro_compile_fail(w->c);
}

static void write_list(struct writer *w, const struct ast_expr_list *list, int level)
{
    for (uint32_t i = 0; i < list->count; i++) {
        put_if(w, i > 0, ", ");
        write_expr(w, list->items[i], level);
    }
}

/* ---- operators ------------------------------------------------------------------------------- */

static void write_bool_op(struct writer *w, const struct ast_expr *e, int level)
{
    bool is_and = e->bool_op.op == AST_AND;
    int own = is_and ? LEVEL_AND : LEVEL_OR;
    put_if(w, level > own, "(");
    for (uint32_t i = 0; i < e->bool_op.values.count; i++) {
        put_if(w, i > 0, is_and ? " and " : " or ");
        write_expr(w, e->bool_op.values.items[i], own + 1);
    }
    put_if(w, level > own, ")");
}

static void write_bin_op(struct writer *w, const struct ast_expr *e, int level)
{
    static const struct {
        const char *text;
        int level;
    } operators[] = {
        [AST_ADD] = {" + ", LEVEL_ARITHMETIC},   [AST_SUB] = {" - ", LEVEL_ARITHMETIC},
        [AST_MULT] = {" * ", LEVEL_TERM},        [AST_MAT_MULT] = {" @ ", LEVEL_TERM},
        [AST_DIV] = {" / ", LEVEL_TERM},         [AST_MOD] = {" % ", LEVEL_TERM},
        [AST_L_SHIFT] = {" << ", LEVEL_SHIFT},   [AST_R_SHIFT] = {" >> ", LEVEL_SHIFT},
        [AST_BIT_OR] = {" | ", LEVEL_EXPR},      [AST_BIT_XOR] = {" ^ ", LEVEL_XOR},
        [AST_BIT_AND] = {" & ", LEVEL_AMPERSAND}, [AST_FLOOR_DIV] = {" // ", LEVEL_TERM},
        [AST_POW] = {" ** ", LEVEL_POWER},
    };
    int own = operators[e->bin_op.op].level;
    bool leans_right = e->bin_op.op == AST_POW;
    put_if(w, level > own, "(");
    write_expr(w, e->bin_op.left, own + leans_right);
    put(w, operators[e->bin_op.op].text);
    write_expr(w, e->bin_op.right, own + !leans_right);
    put_if(w, level > own, ")");
}

static void write_unary_op(struct writer *w, const struct ast_expr *e, int level)
{
    static const char *const operators[] = {
        [AST_INVERT] = "~", [AST_NOT] = "not ", [AST_U_ADD] = "+", [AST_U_SUB] = "-"};
    int own = e->unary_op.op == AST_NOT ? LEVEL_NOT : LEVEL_FACTOR;
    put_if(w, level > own, "(");
    put(w, operators[e->unary_op.op]);
    write_expr(w, e->unary_op.operand, own);
    put_if(w, level > own, ")");
}

static void write_compare(struct writer *w, const struct ast_expr *e, int level)
{
    static const char *const operators[] = {
        [AST_EQ] = " == ",     [AST_NOT_EQ] = " != ", [AST_LT] = " < ",   [AST_LT_E] = " <= ",
        [AST_GT] = " > ",      [AST_GT_E] = " >= ",   [AST_IS] = " is ",  [AST_IS_NOT] = " is not ",
        [AST_IN] = " in ",     [AST_NOT_IN] = " not in "};
    put_if(w, level > LEVEL_COMPARE, "(");
    write_expr(w, e->compare.left, LEVEL_COMPARE + 1);
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        put(w, operators[e->compare.ops[i]]);
        write_expr(w, e->compare.comparators.items[i], LEVEL_COMPARE + 1);
    }
    put_if(w, level > LEVEL_COMPARE, ")");
}

static void write_conditional(struct writer *w, const struct ast_expr *e, int level)
{
    put_if(w, level > LEVEL_TEST, "(");
    write_expr(w, e->if_exp.body, LEVEL_TEST + 1);
    put(w, " if ");
    write_expr(w, e->if_exp.test, LEVEL_TEST + 1);
    put(w, " else ");
    write_expr(w, e->if_exp.orelse, LEVEL_TEST);
    put_if(w, level > LEVEL_TEST, ")");
}

/* ---- lambda ---------------------------------------------------------------------------------- */

static void write_default(struct writer *w, const struct ast_expr *value)
{
    if (!value)
        return;
    put(w, "=");
    write_expr(w, value, LEVEL_TEST);
}

static void write_arguments(struct writer *w, const struct ast_arguments *args)
{
    uint32_t positional = args->posonlyargs.count + args->args.count;
    bool is_first = true;
    for (uint32_t i = 0; i < positional; i++, is_first = false) {
        bool is_only = i < args->posonlyargs.count;
        const struct ast_arg *arg = is_only ? args->posonlyargs.items[i]
                                            : args->args.items[i - args->posonlyargs.count];
        put_if(w, !is_first, ", ");
        put_text(w, arg->name);
        uint32_t without = positional - args->defaults.count;
        write_default(w, i >= without ? args->defaults.items[i - without] : NULL);
        put_if(w, is_only && i + 1 == args->posonlyargs.count, ", /");
    }
    if (args->vararg || args->kwonlyargs.count) {
        put(w, is_first ? "*" : ", *");
        is_first = false;
        if (args->vararg)
            put_text(w, args->vararg->name);
    }
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++) {
        put(w, ", ");
        put_text(w, args->kwonlyargs.items[i]->name);
        write_default(w, args->kw_defaults.items[i]);
    }
    if (args->kwarg) {
        put(w, is_first ? "**" : ", **");
        put_text(w, args->kwarg->name);
    }
}

static void write_lambda(struct writer *w, const struct ast_expr *e, int level)
{
    const struct ast_arguments *args = e->lambda.args;
    bool has_arguments = args->posonlyargs.count || args->args.count || args->vararg ||
                         args->kwonlyargs.count || args->kwarg;
    put_if(w, level > LEVEL_TEST, "(");
    put(w, has_arguments ? "lambda " : "lambda");
    write_arguments(w, args);
    put(w, ": ");
    write_expr(w, e->lambda.body, LEVEL_TEST);
    put_if(w, level > LEVEL_TEST, ")");
}

/* ---- displays and comprehensions ------------------------------------------------------------- */

static void write_dict(struct writer *w, const struct ast_expr *e)
{
    put(w, "{");
    for (uint32_t i = 0; i < e->dict.values.count; i++) {
        put_if(w, i > 0, ", ");
        if (e->dict.keys.items[i]) {
            write_expr(w, e->dict.keys.items[i], LEVEL_TEST);
            put(w, ": ");
            write_expr(w, e->dict.values.items[i], LEVEL_TEST);
        } else {
            put(w, "**");
            write_expr(w, e->dict.values.items[i], LEVEL_EXPR);
        }
    }
    put(w, "}");
}

static void write_generators(struct writer *w, const struct ast_comprehension_list *generators)
{
    for (uint32_t i = 0; i < generators->count; i++) {
        const struct ast_comprehension *generator = generators->items[i];
        put(w, generator->is_async ? " async for " : " for ");
        write_expr(w, generator->target, LEVEL_TUPLE);
        put(w, " in ");
        write_expr(w, generator->iter, LEVEL_TEST + 1);
        for (uint32_t n = 0; n < generator->ifs.count; n++) {
            put(w, " if ");
            write_expr(w, generator->ifs.items[n], LEVEL_TEST + 1);
        }
    }
}

static void write_comprehension(struct writer *w, const struct ast_expr *e, const char *open,
                                const char *close)
{
    put(w, open);
    if (e->kind == AST_EXPR_DICT_COMP) {
        write_expr(w, e->dict_comp.key, LEVEL_TEST);
        put(w, ": ");
        write_expr(w, e->dict_comp.value, LEVEL_TEST);
        write_generators(w, &e->dict_comp.generators);
    } else {
        write_expr(w, e->comp.elt, LEVEL_TEST);
        write_generators(w, &e->comp.generators);
    }
    put(w, close);
}

static void write_tuple(struct writer *w, const struct ast_expr *e, int level)
{
    const struct ast_expr_list *elts = &e->sequence.elts;
    if (!elts->count) {
        put(w, "()");
        return;
    }
    put_if(w, level > LEVEL_TUPLE, "(");
    write_list(w, elts, LEVEL_TEST);
    put_if(w, elts->count == 1, ",");
    put_if(w, level > LEVEL_TUPLE, ")");
}

static void write_yield(struct writer *w, const struct ast_expr *e)
{
    put(w, e->kind == AST_EXPR_YIELD_FROM ? "(yield from " : e->yield.value ? "(yield " : "(yield");
    if (e->yield.value)
        write_expr(w, e->yield.value, LEVEL_TEST);
    put(w, ")");
}

/* ---- primaries ------------------------------------------------------------------------------- */

static void write_call(struct writer *w, const struct ast_expr *e)
{
    const struct ast_expr_list *args = &e->call.args;
    write_expr(w, e->call.func, LEVEL_ATOM);
    if (args->count == 1 && !e->call.keywords.count &&
        args->items[0]->kind == AST_EXPR_GENERATOR_EXP) {
        write_expr(w, args->items[0], LEVEL_TEST); /* its parentheses serve as those of the call */
        return;
    }
    put(w, "(");
    write_list(w, args, LEVEL_TEST);
    for (uint32_t i = 0; i < e->call.keywords.count; i++) {
        const struct ast_keyword *keyword = e->call.keywords.items[i];
        put_if(w, i > 0 || args->count, ", ");
        if (keyword->arg) {
            put_text(w, keyword->arg);
            put(w, "=");
        } else {
            put(w, "**");
        }
        write_expr(w, keyword->value, LEVEL_TEST);
    }
    put(w, ")");
}

/* An infinite float has no literal: the one that overflows stands for it. */
static void write_number(struct writer *w, ouro_object *constant)
{
    ouro_object *repr = ouro_repr(w->c->rt, constant), *owner = NULL;
    size_t size = 0;
    const char *text = repr ? ouro_str_utf8(w->c->rt, repr, &size, &owner) : NULL;
    const char *inf = text ? strstr(text, "inf") : NULL;
    if (!text) {
        ouro_compile_fail(w->c);
    } else if (inf) {
        ouro_str_builder_text(&w->builder, text, (size_t)(inf - text));
        put(w, "1e309");
        put(w, inf + 3);
    } else {
        ouro_str_builder_text(&w->builder, text, size);
    }
    xdecref(w->c->rt, owner);
    xdecref(w->c->rt, repr);
}

static void write_constant(struct writer *w, const struct ast_expr *e)
{
    ouro_object *constant = ouro_compile_constant(w->c, &e->constant);
    if (!constant)
        return;
    if (e->constant.kind == AST_CONSTANT_ELLIPSIS) {
        put(w, "...");
    } else if (is_exact(constant, TYPE_FLOAT) || is_exact(constant, TYPE_COMPLEX)) {
        write_number(w, constant);
    } else {
        put_if(w, e->constant.kind == AST_CONSTANT_STR && e->constant.has_u_prefix, "u");
        if (!ouro_str_builder_repr(&w->builder, constant))
            ouro_compile_fail(w->c);
    }
}

static void write_attribute(struct writer *w, const struct ast_expr *e)
{
    const struct ast_expr *value = e->attribute.value;
    bool needs_space = value->kind == AST_EXPR_CONSTANT && value->constant.kind == AST_CONSTANT_INT;
    write_expr(w, value, LEVEL_ATOM);
    put(w, needs_space ? " ." : ".");
    put_text(w, e->attribute.attr);
}

static void write_slice(struct writer *w, const struct ast_expr *e)
{
    if (e->slice.lower)
        write_expr(w, e->slice.lower, LEVEL_TEST);
    put(w, ":");
    if (e->slice.upper)
        write_expr(w, e->slice.upper, LEVEL_TEST);
    if (e->slice.step) {
        put(w, ":");
        write_expr(w, e->slice.step, LEVEL_TEST);
    }
}

/* ---- f-strings ------------------------------------------------------------------------------- */

static void write_joined_body(struct writer *w, const struct ast_expr *e);

/* Braces of the text are doubled. */
static void write_literal(struct writer *w, const struct ast_text *text)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i < text->size; i++) {
        if (text->bytes[i] != '{' && text->bytes[i] != '}')
            continue;
        struct ast_text before = {text->bytes + start, i - start};
        struct ast_text brace = {text->bytes + i, 1};
        put_text(w, &before);
        put_text(w, &brace);
        put_text(w, &brace);
        start = i + 1;
    }
    struct ast_text rest = {text->bytes + start, text->size - start};
    put_text(w, &rest);
}

static void write_formatted(struct writer *w, const struct ast_expr *e)
{
    const struct ast_expr *value = e->formatted_value.value;
    bool has_brace = value->kind == AST_EXPR_DICT || value->kind == AST_EXPR_SET ||
                     value->kind == AST_EXPR_DICT_COMP || value->kind == AST_EXPR_SET_COMP;
    put(w, has_brace ? "{ " : "{");
    write_expr(w, value, LEVEL_TEST + 1);
    if (e->formatted_value.conversion > 0) {
        char text[3] = {'!', (char)e->formatted_value.conversion, 0};
        put(w, text);
    }
    if (e->formatted_value.format_spec) {
        put(w, ":");
        write_joined_body(w, e->formatted_value.format_spec);
    }
    put(w, "}");
}

static void write_joined_body(struct writer *w, const struct ast_expr *e)
{
    if (e->kind == AST_EXPR_CONSTANT && e->constant.kind == AST_CONSTANT_STR) {
        write_literal(w, &e->constant.text);
    } else if (e->kind == AST_EXPR_FORMATTED_VALUE) {
        write_formatted(w, e);
    } else if (e->kind == AST_EXPR_JOINED_STR && ouro_compile_enter(w->c)) {
        for (uint32_t i = 0; i < e->joined_str.values.count && !w->c->has_failed; i++)
            write_joined_body(w, e->joined_str.values.items[i]);
        ouro_compile_leave(w->c);
    }
}

static void write_joined(struct writer *w, const struct ast_expr *e)
{
    struct writer body = {.c = w->c};
    ouro_str_builder_init(&body.builder, w->c->rt);
    write_joined_body(&body, e);
    ouro_object *text = ouro_str_builder_finish(&body.builder);
    put(w, "f");
    if (!text || !ouro_str_builder_repr(&w->builder, text))
        ouro_compile_fail(w->c);
    xdecref(w->c->rt, text);
}

/* ---- dispatch -------------------------------------------------------------------------------- */

static void write_prefixed(struct writer *w, const struct ast_expr *e, int level)
{
    put_if(w, level > LEVEL_AWAIT, "(");
    put(w, "await ");
    write_expr(w, e->yield.value, LEVEL_ATOM);
    put_if(w, level > LEVEL_AWAIT, ")");
}

static void write_inner(struct writer *w, const struct ast_expr *e, int level)
{
    switch (e->kind) {
    case AST_EXPR_BOOL_OP:
        write_bool_op(w, e, level);
        break;
    case AST_EXPR_BIN_OP:
        write_bin_op(w, e, level);
        break;
    case AST_EXPR_UNARY_OP:
        write_unary_op(w, e, level);
        break;
    case AST_EXPR_LAMBDA:
        write_lambda(w, e, level);
        break;
    case AST_EXPR_IF_EXP:
        write_conditional(w, e, level);
        break;
    case AST_EXPR_DICT:
        write_dict(w, e);
        break;
    case AST_EXPR_SET:
        put(w, "{");
        write_list(w, &e->set.elts, LEVEL_TEST);
        put(w, "}");
        break;
    case AST_EXPR_GENERATOR_EXP:
        write_comprehension(w, e, "(", ")");
        break;
    case AST_EXPR_LIST_COMP:
        write_comprehension(w, e, "[", "]");
        break;
    case AST_EXPR_SET_COMP:
    case AST_EXPR_DICT_COMP:
        write_comprehension(w, e, "{", "}");
        break;
    case AST_EXPR_YIELD:
    case AST_EXPR_YIELD_FROM:
        write_yield(w, e);
        break;
    case AST_EXPR_AWAIT:
        write_prefixed(w, e, level);
        break;
    case AST_EXPR_COMPARE:
        write_compare(w, e, level);
        break;
    case AST_EXPR_CALL:
        write_call(w, e);
        break;
    case AST_EXPR_CONSTANT:
        write_constant(w, e);
        break;
    case AST_EXPR_JOINED_STR:
    case AST_EXPR_FORMATTED_VALUE:
        write_joined(w, e);
        break;
    case AST_EXPR_ATTRIBUTE:
        write_attribute(w, e);
        break;
    case AST_EXPR_STARRED:
        put(w, "*");
        write_expr(w, e->starred.value, LEVEL_EXPR);
        break;
    case AST_EXPR_NAME:
        put_text(w, e->name.id);
        break;
    case AST_EXPR_LIST:
        put(w, "[");
        write_list(w, &e->sequence.elts, LEVEL_TEST);
        put(w, "]");
        break;
    case AST_EXPR_TUPLE:
        write_tuple(w, e, level);
        break;
    case AST_EXPR_SUBSCRIPT:
        write_expr(w, e->subscript.value, LEVEL_ATOM);
        put(w, "[");
        write_expr(w, e->subscript.slice, LEVEL_TUPLE);
        put(w, "]");
        break;
    case AST_EXPR_SLICE:
        write_slice(w, e);
        break;
    case AST_EXPR_NAMED_EXPR:
        put_if(w, level > LEVEL_TUPLE, "(");
        write_expr(w, e->named_expr.target, LEVEL_ATOM);
        put(w, " := ");
        write_expr(w, e->named_expr.value, LEVEL_ATOM);
        put_if(w, level > LEVEL_TUPLE, ")");
        break;
    }
}

static void write_expr(struct writer *w, const struct ast_expr *e, int level)
{
    if (w->c->has_failed || !ouro_compile_enter(w->c))
        return;
    write_inner(w, e, level);
    ouro_compile_leave(w->c);
}

ouro_object *ouro_compile_unparse(struct compiler *c, const struct ast_expr *e)
{
    struct writer w = {.c = c};
    if (c->has_failed)
        return NULL;
    ouro_str_builder_init(&w.builder, c->rt);
    write_expr(&w, e, LEVEL_TEST);
    if (c->has_failed) {
        ouro_str_builder_abandon(&w.builder);
        return NULL;
    }
    ouro_object *text = ouro_str_builder_finish(&w.builder);
    if (!text)
        ouro_compile_fail(c);
    return text;
}
