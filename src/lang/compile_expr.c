/* Expressions. Places follow CPython 3.11, whose tracebacks underline them. */
#include <string.h>

#include "lang/compile_internal.h"
#include "types/set.h"

enum { DISPLAY_ON_STACK_MAX = 30 }; /* longer displays are built piece by piece */

void ouro_compile_expr_list(struct compiler *c, const struct ast_expr_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++)
        ouro_compile_expr(c, list->items[i]);
}

bool ouro_compile_is_name_forbidden(struct compiler *c, const struct ast_text *name,
                                    enum ast_context context)
{
    if (context == AST_LOAD || name->size != 9 || memcmp(name->bytes, "__debug__", 9))
        return false;
    ouro_compile_error(c, c->unit->span, "cannot %s __debug__",
                       context == AST_STORE ? "assign to" : "delete");
    return true;
}

/* A chain of attributes over several lines: the instruction belongs to the line of its name. */
void ouro_compile_locate_attribute(struct compiler *c, const struct ast_expr *e)
{
    struct ast_span *span = &c->unit->span;
    if (span->line == e->span.end_line)
        return;
    span->line = e->span.end_line;
    int32_t length = 0;
    for (uint32_t i = 0; i < e->attribute.attr->size; i++)
        length += ((unsigned char)e->attribute.attr->bytes[i] & 0xc0) != 0x80;
    if (length <= e->span.end_column) {
        span->column = e->span.end_column - length;
    } else {
        span->column = span->end_column = -1;
    }
}

/* ---- operators ------------------------------------------------------------------------------- */

static const uint8_t binary_ops[] = {
    [AST_ADD] = BINARY_ADD,         [AST_SUB] = BINARY_SUBTRACT,   [AST_MULT] = BINARY_MULTIPLY,
    [AST_MAT_MULT] = BINARY_MATMUL, [AST_DIV] = BINARY_TRUE_DIVIDE, [AST_MOD] = BINARY_REMAINDER,
    [AST_POW] = BINARY_POWER,       [AST_L_SHIFT] = BINARY_LSHIFT, [AST_R_SHIFT] = BINARY_RSHIFT,
    [AST_BIT_OR] = BINARY_OR,       [AST_BIT_XOR] = BINARY_XOR,    [AST_BIT_AND] = BINARY_AND,
    [AST_FLOOR_DIV] = BINARY_FLOOR_DIVIDE,
};

/* A chain a + b + c ... leans left and is as long as the user likes: walked without recursion. */
static void compile_bin_op(struct compiler *c, struct ast_expr *e)
{
    uint32_t count = 0;
    for (struct ast_expr *left = e; left->kind == AST_EXPR_BIN_OP; left = left->bin_op.left)
        count++;
    struct ast_expr *few[8], **chain = few;
    if (count > 8 && !(chain = ouro_compile_scratch(c, count * sizeof *chain)))
        return;
    for (uint32_t i = 0; i < count; i++, e = e->bin_op.left)
        chain[i] = e;
    ouro_compile_expr(c, e);
    while (count-- && !c->has_failed) {
        ouro_compile_expr(c, chain[count]->bin_op.right);
        locate(c, chain[count]->span);
        ouro_emit(c, OP_BINARY_OP, binary_ops[chain[count]->bin_op.op]);
    }
}

static void compile_unary_op(struct compiler *c, struct ast_expr *e)
{
    static const uint8_t opcodes[] = {[AST_INVERT] = OP_UNARY_INVERT,
                                      [AST_NOT] = OP_UNARY_NOT,
                                      [AST_U_ADD] = OP_UNARY_POSITIVE,
                                      [AST_U_SUB] = OP_UNARY_NEGATIVE};
    ouro_compile_expr(c, e->unary_op.operand);
    ouro_emit(c, opcodes[e->unary_op.op], 0);
}

static void emit_compare(struct compiler *c, enum ast_compare_operator op)
{
    switch (op) {
    case AST_EQ:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_EQ);
        break;
    case AST_NOT_EQ:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_NE);
        break;
    case AST_LT:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_LT);
        break;
    case AST_LT_E:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_LE);
        break;
    case AST_GT:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_GT);
        break;
    case AST_GT_E:
        ouro_emit(c, OP_COMPARE_OP, COMPARE_GE);
        break;
    case AST_IS:
    case AST_IS_NOT:
        ouro_emit(c, OP_IS_OP, op == AST_IS_NOT);
        break;
    case AST_IN:
    case AST_NOT_IN:
        ouro_emit(c, OP_CONTAINS_OP, op == AST_NOT_IN);
        break;
    }
}

/* Every comparison but the last keeps its right operand below the result. */
static void compile_compare_chain(struct compiler *c, struct ast_expr *e, unsigned jump,
                                  struct block *cleanup)
{
    uint32_t last = e->compare.comparators.count - 1;
    for (uint32_t i = 0; i < last; i++) {
        ouro_compile_expr(c, e->compare.comparators.items[i]);
        ouro_emit(c, OP_SWAP, 2);
        ouro_emit(c, OP_COPY, 2);
        emit_compare(c, e->compare.ops[i]);
        ouro_emit_jump(c, jump, cleanup);
    }
    ouro_compile_expr(c, e->compare.comparators.items[last]);
    emit_compare(c, e->compare.ops[last]);
}

static void compile_compare(struct compiler *c, struct ast_expr *e)
{
    ouro_compile_check_compare(c, e);
    ouro_compile_expr(c, e->compare.left);
    if (e->compare.comparators.count == 1) {
        ouro_compile_expr(c, e->compare.comparators.items[0]);
        emit_compare(c, e->compare.ops[0]);
        return;
    }
    struct block *cleanup = ouro_emit_block(c), *end = ouro_emit_block(c);
    compile_compare_chain(c, e, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, cleanup);
    ouro_emit(c, OP_SWAP, 2);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_use(c, end);
}

static void compile_bool_op(struct compiler *c, struct ast_expr *e)
{
    unsigned jump = e->bool_op.op == AST_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    struct block *end = ouro_emit_block(c);
    uint32_t last = e->bool_op.values.count - 1;
    for (uint32_t i = 0; i < last; i++) {
        ouro_compile_expr(c, e->bool_op.values.items[i]);
        ouro_emit_jump(c, jump, end);
    }
    ouro_compile_expr(c, e->bool_op.values.items[last]);
    ouro_emit_use(c, end);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void jump_if_bool_op(struct compiler *c, struct ast_expr *e, struct block *target, bool condition)
{
    bool stops = e->bool_op.op == AST_OR;
    struct block *early = stops != condition ? ouro_emit_block(c) : target;
    uint32_t last = e->bool_op.values.count - 1;
    for (uint32_t i = 0; i < last; i++)
        ouro_compile_jump_if(c, e->bool_op.values.items[i], early, stops);
    ouro_compile_jump_if(c, e->bool_op.values.items[last], target, condition);
    if (early != target)
        ouro_emit_use(c, early);
}

static void jump_if_conditional(struct compiler *c, struct ast_expr *e, struct block *target,
                                bool condition)
{
    struct block *end = ouro_emit_block(c), *otherwise = ouro_emit_block(c);
    ouro_compile_jump_if(c, e->if_exp.test, otherwise, false);
    ouro_compile_jump_if(c, e->if_exp.body, target, condition);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, otherwise);
    ouro_compile_jump_if(c, e->if_exp.orelse, target, condition);
    ouro_emit_use(c, end);
}

static void jump_if_chain(struct compiler *c, struct ast_expr *e, struct block *target, bool condition)
{
    struct block *cleanup = ouro_emit_block(c), *end = ouro_emit_block(c);
    ouro_compile_check_compare(c, e);
    ouro_compile_expr(c, e->compare.left);
    compile_compare_chain(c, e, OP_POP_JUMP_IF_FALSE, cleanup);
    ouro_emit_jump(c, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, cleanup);
    ouro_emit(c, OP_POP_TOP, 0);
    if (!condition)
        ouro_emit_jump_artificial(c, OP_JUMP, target);
    ouro_emit_use(c, end);
}

static void jump_if_inner(struct compiler *c, struct ast_expr *e, struct block *target, bool condition)
{
    while (e->kind == AST_EXPR_UNARY_OP && e->unary_op.op == AST_NOT) {
        e = e->unary_op.operand;
        condition = !condition;
    }
    if (e->kind == AST_EXPR_COMPARE)
        locate(c, e->span); /* stays: a failing assert underlines its comparison */
    if (e->kind == AST_EXPR_BOOL_OP) {
        jump_if_bool_op(c, e, target, condition);
    } else if (e->kind == AST_EXPR_IF_EXP) {
        jump_if_conditional(c, e, target, condition);
    } else if (e->kind == AST_EXPR_COMPARE && e->compare.comparators.count > 1) {
        jump_if_chain(c, e, target, condition);
    } else {
        ouro_compile_expr(c, e);
        ouro_emit_jump(c, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    }
}

void ouro_compile_jump_if(struct compiler *c, struct ast_expr *e, struct block *target, bool condition)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    jump_if_inner(c, e, target, condition);
    ouro_compile_leave(c);
}

static void compile_conditional(struct compiler *c, struct ast_expr *e)
{
    struct block *end = ouro_emit_block(c), *otherwise = ouro_emit_block(c);
    ouro_compile_jump_if(c, e->if_exp.test, otherwise, false);
    ouro_compile_expr(c, e->if_exp.body);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, otherwise);
    ouro_compile_expr(c, e->if_exp.orelse);
    ouro_emit_use(c, end);
}

/* ---- displays -------------------------------------------------------------------------------- */

static ouro_object *constant_items(struct compiler *c, const struct ast_expr_list *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        if (items->items[i]->kind != AST_EXPR_CONSTANT)
            return NULL;
    }
    ouro_object *tuple = ouro_tuple_new(c->rt, items->count);
    if (!tuple) {
        ouro_compile_fail(c);
        return NULL;
    }
    for (uint32_t i = 0; i < items->count; i++)
        tuple_items(tuple)[i] = xnewref(ouro_compile_constant_of(c, items->items[i]));
    if (c->has_failed) {
        decref(c->rt, tuple);
        return NULL;
    }
    return tuple;
}

/* Three constants or more are loaded as one. */
static bool compile_constant_display(struct compiler *c, const struct ast_expr_list *items,
                                     uint32_t pushed, unsigned build, unsigned add, unsigned extend,
                                     bool is_tuple)
{
    ouro_object *constant = items->count > 2 ? constant_items(c, items) : NULL;
    if (!constant)
        return false;
    if (add == OP_SET_ADD) {
        ouro_object *tuple = constant;
        constant = ouro_frozenset_new(c->rt, tuple);
        decref(c->rt, tuple);
        if (!constant) { /* an unhashable constant does not exist; memory ran out */
            ouro_compile_fail(c);
            return true;
        }
    }
    constant = ouro_compile_constant_take(c, constant);
    if (is_tuple && !pushed) {
        ouro_emit_constant(c, constant);
        return true;
    }
    ouro_emit(c, build, pushed);
    ouro_emit_constant(c, constant);
    ouro_emit(c, extend, 1);
    if (is_tuple)
        ouro_emit(c, OP_LIST_TO_TUPLE, 0);
    return true;
}

/* The items, after `pushed` that lie on the stack already, as one collection. */
void ouro_compile_display(struct compiler *c, const struct ast_expr_list *items, uint32_t pushed,
                          unsigned build, unsigned add, unsigned extend, bool is_tuple)
{
    if (c->has_failed || compile_constant_display(c, items, pushed, build, add, extend, is_tuple))
        return;
    bool has_star = false, is_built = items->count + pushed > DISPLAY_ON_STACK_MAX;
    for (uint32_t i = 0; i < items->count; i++)
        has_star |= items->items[i]->kind == AST_EXPR_STARRED;
    if (!has_star && !is_built) {
        ouro_compile_expr_list(c, items);
        ouro_emit(c, is_tuple ? OP_BUILD_TUPLE : build, items->count + pushed);
        return;
    }
    if (is_built)
        ouro_emit(c, build, pushed);
    for (uint32_t i = 0; i < items->count && !c->has_failed; i++) {
        struct ast_expr *item = items->items[i];
        bool is_star = item->kind == AST_EXPR_STARRED;
        if (is_star && !is_built) {
            ouro_emit(c, build, i + pushed);
            is_built = true;
        }
        ouro_compile_expr(c, is_star ? item->starred.value : item);
        if (is_built)
            ouro_emit(c, is_star ? extend : add, 1);
    }
    if (is_tuple)
        ouro_emit(c, OP_LIST_TO_TUPLE, 0);
}

static void compile_unpack(struct compiler *c, const struct ast_expr_list *targets)
{
    bool has_star = false;
    for (uint32_t i = 0; i < targets->count; i++) {
        const struct ast_expr *target = targets->items[i];
        if (target->kind != AST_EXPR_STARRED)
            continue;
        if (has_star) {
            ouro_compile_error(c, c->unit->span, "multiple starred expressions in assignment");
            return;
        }
        uint32_t after = targets->count - i - 1;
        if (i >= 256 || after >= 1 << 16) {
            ouro_compile_error(c, c->unit->span,
                               "too many expressions in star-unpacking assignment");
            return;
        }
        has_star = true;
        ouro_emit(c, OP_UNPACK_EX, i + (after << 8));
    }
    if (!has_star)
        ouro_emit(c, OP_UNPACK_SEQUENCE, targets->count);
    for (uint32_t i = 0; i < targets->count; i++) {
        struct ast_expr *target = targets->items[i];
        ouro_compile_expr(c, target->kind == AST_EXPR_STARRED ? target->starred.value : target);
    }
}

static void compile_sequence(struct compiler *c, struct ast_expr *e)
{
    bool is_tuple = e->kind == AST_EXPR_TUPLE;
    if (e->sequence.ctx == AST_STORE)
        compile_unpack(c, &e->sequence.elts);
    else if (e->sequence.ctx == AST_DEL)
        ouro_compile_expr_list(c, &e->sequence.elts);
    else
        ouro_compile_display(c, &e->sequence.elts, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                             is_tuple);
}

static void compile_pairs(struct compiler *c, struct ast_expr *e, uint32_t start, uint32_t end)
{
    uint32_t count = end - start;
    struct ast_expr_list keys = {e->dict.keys.items + start, count};
    bool is_large = count * 2 > DISPLAY_ON_STACK_MAX;
    ouro_object *constant = count > 1 && !is_large ? constant_items(c, &keys) : NULL;
    if (constant) {
        for (uint32_t i = start; i < end; i++)
            ouro_compile_expr(c, e->dict.values.items[i]);
        ouro_emit_constant(c, ouro_compile_constant_take(c, constant));
        ouro_emit(c, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (is_large)
        ouro_emit(c, OP_BUILD_MAP, 0);
    for (uint32_t i = start; i < end && !c->has_failed; i++) {
        ouro_compile_expr(c, e->dict.keys.items[i]);
        ouro_compile_expr(c, e->dict.values.items[i]);
        if (is_large)
            ouro_emit(c, OP_MAP_ADD, 1);
    }
    if (!is_large)
        ouro_emit(c, OP_BUILD_MAP, count);
}

static void add_pairs(struct compiler *c, struct ast_expr *e, uint32_t start, uint32_t end,
                      bool *is_built)
{
    if (start == end)
        return;
    compile_pairs(c, e, start, end);
    if (*is_built)
        ouro_emit(c, OP_DICT_UPDATE, 1);
    *is_built = true;
}

static void compile_dict(struct compiler *c, struct ast_expr *e)
{
    uint32_t count = e->dict.keys.count, start = 0;
    bool is_built = false;
    for (uint32_t i = 0; i < count && !c->has_failed; i++) {
        if (!e->dict.keys.items[i]) {
            add_pairs(c, e, start, i, &is_built);
            if (!is_built)
                ouro_emit(c, OP_BUILD_MAP, 0);
            is_built = true;
            ouro_compile_expr(c, e->dict.values.items[i]);
            ouro_emit(c, OP_DICT_UPDATE, 1);
            start = i + 1;
        } else if ((i - start) * 2 > DISPLAY_ON_STACK_MAX) {
            add_pairs(c, e, start, i + 1, &is_built);
            start = i + 1;
        }
    }
    add_pairs(c, e, start, count, &is_built);
    if (!is_built)
        ouro_emit(c, OP_BUILD_MAP, 0);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void compile_formatted(struct compiler *c, struct ast_expr *e)
{
    uint32_t flags = 0;
    ouro_compile_expr(c, e->formatted_value.value);
    switch (e->formatted_value.conversion) {
    case 's':
        flags = 1;
        break;
    case 'r':
        flags = 2;
        break;
    case 'a':
        flags = 3;
        break;
    default:
        break;
    }
    if (e->formatted_value.format_spec) {
        ouro_compile_expr(c, e->formatted_value.format_spec);
        flags |= 4;
    }
    ouro_emit(c, OP_FORMAT_VALUE, flags);
}

static void compile_joined(struct compiler *c, struct ast_expr *e)
{
    ouro_compile_expr_list(c, &e->joined_str.values);
    if (e->joined_str.values.count != 1)
        ouro_emit(c, OP_BUILD_STRING, e->joined_str.values.count);
}

static void compile_attribute(struct compiler *c, struct ast_expr *e)
{
    ouro_compile_expr(c, e->attribute.value);
    ouro_compile_locate_attribute(c, e);
    if (e->attribute.ctx == AST_STORE &&
        ouro_compile_is_name_forbidden(c, e->attribute.attr, AST_STORE))
        return;
    unsigned opcode = e->attribute.ctx == AST_LOAD    ? OP_LOAD_ATTR
                      : e->attribute.ctx == AST_STORE ? OP_STORE_ATTR
                                                      : OP_DELETE_ATTR;
    ouro_emit_named(c, opcode, e->attribute.attr);
}

static void compile_subscript(struct compiler *c, struct ast_expr *e)
{
    if (e->subscript.ctx == AST_LOAD)
        ouro_compile_check_subscript(c, e);
    ouro_compile_expr(c, e->subscript.value);
    ouro_compile_expr(c, e->subscript.slice);
    ouro_emit(c,
              e->subscript.ctx == AST_LOAD    ? OP_BINARY_SUBSCR
              : e->subscript.ctx == AST_STORE ? OP_STORE_SUBSCR
                                              : OP_DELETE_SUBSCR,
              0);
}

static void compile_optional(struct compiler *c, struct ast_expr *e)
{
    if (e)
        ouro_compile_expr(c, e);
    else
        ouro_emit_none(c);
}

static void compile_slice(struct compiler *c, struct ast_expr *e)
{
    compile_optional(c, e->slice.lower);
    compile_optional(c, e->slice.upper);
    if (e->slice.step)
        ouro_compile_expr(c, e->slice.step);
    ouro_emit(c, OP_BUILD_SLICE, e->slice.step ? 3 : 2);
}

static bool is_function(const struct unit *unit)
{
    return unit->kind == UNIT_FUNCTION || unit->kind == UNIT_ASYNC_FUNCTION || unit->kind == UNIT_LAMBDA;
}

static void compile_yield(struct compiler *c, struct ast_expr *e)
{
    if (!is_function(c->unit) && c->unit->kind != UNIT_COMPREHENSION) {
        ouro_compile_error(c, e->span, "'yield' outside function");
        return;
    }
    compile_optional(c, e->yield.value);
    if (c->unit->scope->is_generator && c->unit->scope->is_coroutine)
        ouro_emit(c, OP_ASYNC_GEN_WRAP, 0);
    ouro_emit(c, OP_YIELD_VALUE, 0);
    ouro_emit(c, OP_RESUME, 1);
}

static void compile_yield_from(struct compiler *c, struct ast_expr *e)
{
    if (!is_function(c->unit)) {
        ouro_compile_error(c, e->span, "'yield' outside function");
        return;
    }
    if (c->unit->kind == UNIT_ASYNC_FUNCTION) {
        ouro_compile_error(c, e->span, "'yield from' inside async function");
        return;
    }
    ouro_compile_expr(c, e->yield.value);
    ouro_emit(c, OP_GET_YIELD_FROM_ITER, 0);
    ouro_emit_none(c);
    ouro_emit_yield_from(c, false);
}

static void compile_await(struct compiler *c, struct ast_expr *e)
{
    if (c->unit->scope->kind != SCOPE_FUNCTION) {
        ouro_compile_error(c, e->span, "'await' outside function");
        return;
    }
    if (c->unit->kind != UNIT_ASYNC_FUNCTION && c->unit->kind != UNIT_COMPREHENSION) {
        ouro_compile_error(c, e->span, "'await' outside async function");
        return;
    }
    ouro_compile_expr(c, e->yield.value);
    ouro_emit(c, OP_GET_AWAITABLE, 0);
    ouro_emit_none(c);
    ouro_emit_yield_from(c, true);
}

static void compile_starred(struct compiler *c, struct ast_expr *e)
{
    ouro_compile_error(c, e->span,
                       e->starred.ctx == AST_STORE
                           ? "starred assignment target must be in a list or tuple"
                           : "can't use starred expression here");
}

static void compile_expr_inner(struct compiler *c, struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_CONSTANT:
        ouro_emit_constant(c, ouro_compile_constant(c, &e->constant));
        break;
    case AST_EXPR_NAME:
        if (!ouro_compile_is_name_forbidden(c, e->name.id, e->name.ctx))
            ouro_emit_variable_text(c, e->name.id, e->name.ctx);
        break;
    case AST_EXPR_ATTRIBUTE:
        compile_attribute(c, e);
        break;
    case AST_EXPR_CALL:
        ouro_compile_call(c, e);
        break;
    case AST_EXPR_SUBSCRIPT:
        compile_subscript(c, e);
        break;
    case AST_EXPR_BIN_OP:
        compile_bin_op(c, e);
        break;
    case AST_EXPR_UNARY_OP:
        compile_unary_op(c, e);
        break;
    case AST_EXPR_BOOL_OP:
        compile_bool_op(c, e);
        break;
    case AST_EXPR_COMPARE:
        compile_compare(c, e);
        break;
    case AST_EXPR_NAMED_EXPR:
        ouro_compile_expr(c, e->named_expr.value);
        ouro_emit(c, OP_COPY, 1);
        ouro_compile_expr(c, e->named_expr.target);
        break;
    case AST_EXPR_LAMBDA:
        ouro_compile_lambda(c, e);
        break;
    case AST_EXPR_IF_EXP:
        compile_conditional(c, e);
        break;
    case AST_EXPR_DICT:
        compile_dict(c, e);
        break;
    case AST_EXPR_SET:
        ouro_compile_display(c, &e->set.elts, 0, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false);
        break;
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        compile_sequence(c, e);
        break;
    case AST_EXPR_LIST_COMP:
    case AST_EXPR_SET_COMP:
    case AST_EXPR_DICT_COMP:
    case AST_EXPR_GENERATOR_EXP:
        ouro_compile_comprehension(c, e);
        break;
    case AST_EXPR_AWAIT:
        compile_await(c, e);
        break;
    case AST_EXPR_YIELD:
        compile_yield(c, e);
        break;
    case AST_EXPR_YIELD_FROM:
        compile_yield_from(c, e);
        break;
    case AST_EXPR_FORMATTED_VALUE:
        compile_formatted(c, e);
        break;
    case AST_EXPR_JOINED_STR:
        compile_joined(c, e);
        break;
    case AST_EXPR_STARRED:
        compile_starred(c, e);
        break;
    case AST_EXPR_SLICE:
        compile_slice(c, e);
        break;
    }
}

void ouro_compile_expr(struct compiler *c, struct ast_expr *e)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    struct ast_span span = c->unit->span;
    locate(c, e->span);
    compile_expr_inner(c, e);
    locate(c, span);
    ouro_compile_leave(c);
}
