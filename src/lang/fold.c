/* Constant folding on the tree, before scopes are built, with the limits of CPython 3.11: a folded
 * expression becomes a constant node in place. Errors of evaluation leave the expression as it is. */
#include <string.h>

#include "lang/compile_internal.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/set.h"

enum {
    INT_BITS_MAX = 128,
    COLLECTION_MAX = 256,
    TEXT_MAX = 4096,
};

static void fold_expr(struct compiler *c, struct ast_expr *e);
static void fold_stmts(struct compiler *c, struct ast_stmt_list *list);

static void replace(struct ast_expr *e, ouro_object *constant)
{
    e->kind = AST_EXPR_CONSTANT;
    memset(&e->constant, 0, sizeof e->constant);
    e->constant.kind = (enum ast_constant_kind)AST_CONSTANT_OBJECT;
    e->constant.text.bytes = (const char *)constant;
}

/* The result of an operation (owned) takes the expression's place; an error that the program would
 * see when it runs is forgotten here. */
static void replace_take(struct compiler *c, struct ast_expr *e, ouro_object *result)
{
    if (!result) {
        if (ouro_error_is(c->rt, EXC_MemoryError))
            ouro_compile_fail(c);
        else
            ouro_error_clear(c->rt);
        return;
    }
    ouro_object *constant = ouro_compile_constant_take(c, result);
    if (constant)
        replace(e, constant);
}

static void fold_list(struct compiler *c, struct ast_expr_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++) {
        if (list->items[i])
            fold_expr(c, list->items[i]);
    }
}

static void fold_optional(struct compiler *c, struct ast_expr *e)
{
    if (e)
        fold_expr(c, e);
}

/* ---- operators ------------------------------------------------------------------------------- */

static const uint8_t binary_ops[] = {
    [AST_ADD] = BINARY_ADD,         [AST_SUB] = BINARY_SUBTRACT,   [AST_MULT] = BINARY_MULTIPLY,
    [AST_MAT_MULT] = BINARY_MATMUL, [AST_DIV] = BINARY_TRUE_DIVIDE, [AST_MOD] = BINARY_REMAINDER,
    [AST_POW] = BINARY_POWER,       [AST_L_SHIFT] = BINARY_LSHIFT, [AST_R_SHIFT] = BINARY_RSHIFT,
    [AST_BIT_OR] = BINARY_OR,       [AST_BIT_XOR] = BINARY_XOR,    [AST_BIT_AND] = BINARY_AND,
    [AST_FLOOR_DIV] = BINARY_FLOOR_DIVIDE,
};

static bool is_exact_int(const ouro_object *object)
{
    return is_exact(object, TYPE_INT);
}

static bool is_sequence(const ouro_object *object, size_t *length)
{
    switch (object->type_index) {
    case TYPE_STR:
        *length = ouro_str_length(object);
        return true;
    case TYPE_BYTES:
        *length = bytes_of((ouro_object *)(uintptr_t)object)->length;
        return true;
    case TYPE_TUPLE:
        *length = tuple_length(object);
        return true;
    default:
        return false;
    }
}

/* How many items a tuple has, those of tuples in it included; above the limit anything large. */
static size_t tuple_weight(ouro_object *tuple, unsigned depth)
{
    size_t weight = tuple_length(tuple);
    for (size_t i = 0; i < tuple_length(tuple) && depth; i++) {
        if (is_exact(tuple_at(tuple, i), TYPE_TUPLE))
            weight += tuple_weight(tuple_at(tuple, i), depth - 1);
    }
    return weight;
}

static bool repeat_is_small(ouro_object *a, ouro_object *b)
{
    size_t length;
    if (is_exact_int(b) && !is_exact_int(a)) {
        ouro_object *swap = a;
        a = b;
        b = swap;
    }
    if (!is_exact_int(a) || !is_sequence(b, &length))
        return true;
    int64_t times;
    if (!ouro_int_fits_i64(a, &times) || times < 0)
        return times < 0 && ouro_int_is_small(a);
    if (is_exact(b, TYPE_TUPLE))
        return !length || (times <= COLLECTION_MAX / (int64_t)length &&
                           tuple_weight(b, 3) * (size_t)times <= COLLECTION_MAX);
    return !length || times <= TEXT_MAX / (int64_t)length;
}

/* Would the result be small enough to keep in a code object? */
static bool result_is_small(enum ast_operator op, ouro_object *a, ouro_object *b)
{
    int64_t amount;
    switch (op) {
    case AST_MULT:
        if (is_exact_int(a) && is_exact_int(b))
            return ouro_int_bit_length(a) + ouro_int_bit_length(b) <= INT_BITS_MAX;
        return repeat_is_small(a, b);
    case AST_POW:
        if (!is_exact_int(a) || !is_exact_int(b) || ouro_int_sign(b) <= 0)
            return true;
        return ouro_int_fits_i64(b, &amount) &&
               ouro_int_bit_length(a) <= INT_BITS_MAX / (uint64_t)amount;
    case AST_L_SHIFT:
        if (!is_exact_int(a) || !is_exact_int(b) || !ouro_int_sign(a) || !ouro_int_sign(b))
            return true;
        return ouro_int_fits_i64(b, &amount) && amount <= INT_BITS_MAX &&
               ouro_int_bit_length(a) <= INT_BITS_MAX - (uint64_t)amount;
    case AST_MOD:
        return !is_exact(a, TYPE_STR) && !is_exact(a, TYPE_BYTES);
    default:
        return true;
    }
}

/* ---- "..." % (a, b) with only %s, %r, %a is an f-string -------------------------------------- */

struct percent {
    struct compiler *c;
    const char *at, *end;
    struct ast_expr **parts;
    uint32_t count;
};

static struct ast_expr *new_text(struct compiler *c, const char *bytes, size_t size, struct ast_span span)
{
    struct ast_expr *e = ouro_compile_alloc(c, sizeof *e);
    if (!e)
        return NULL;
    e->kind = AST_EXPR_CONSTANT;
    e->span = span;
    e->constant.kind = AST_CONSTANT_STR;
    e->constant.text = (struct ast_text){bytes, (uint32_t)size};
    return e;
}

/* The literal text up to the next conversion; "%%" stands for one sign. */
static bool read_literal(struct percent *p, struct ast_span span)
{
    const char *start = p->at;
    char *copy = NULL;
    size_t size = 0;
    while (p->at < p->end && (*p->at != '%' || (p->at + 1 < p->end && p->at[1] == '%')))
        p->at += *p->at == '%' ? 2 : 1;
    if (p->at == start)
        return true;
    copy = ouro_compile_alloc(p->c, (size_t)(p->at - start) + 1);
    if (!copy)
        return false;
    for (const char *from = start; from < p->at; from += *from == '%' ? 2 : 1)
        copy[size++] = *from;
    p->parts[p->count] = new_text(p->c, copy, size, span);
    return p->parts[p->count++] != NULL;
}

static size_t skip_digits(const char *at, const char *end)
{
    size_t size = 0;
    while (at + size < end && at[size] >= '0' && at[size] <= '9')
        size++;
    return size;
}

/* %[-][width][.precision](s|r|a), or false for anything else. */
static bool read_conversion(struct percent *p, struct ast_expr *value)
{
    const char *at = p->at + 1;
    bool is_left = at < p->end && *at == '-';
    at += is_left;
    const char *width = at;
    size_t width_size = skip_digits(at, p->end), precision_size = 0;
    at += width_size;
    if (width_size && *width == '0')
        return false;
    const char *precision = at;
    if (at < p->end && *at == '.') {
        precision_size = 1 + skip_digits(at + 1, p->end);
        at += precision_size;
    }
    if (width_size > 2 || precision_size == 1 || precision_size > 3)
        return false;
    if (at >= p->end || (*at != 's' && *at != 'r' && *at != 'a'))
        return false;
    struct ast_expr *e = ouro_compile_alloc(p->c, sizeof *e);
    char *spec = ouro_compile_alloc(p->c, 16);
    if (!e || !spec)
        return false;
    e->kind = AST_EXPR_FORMATTED_VALUE;
    e->span = value->span;
    e->formatted_value.value = value;
    e->formatted_value.conversion = *at;
    size_t size = 0;
    if (width_size && !is_left)
        spec[size++] = '>';
    memcpy(spec + size, width, width_size);
    memcpy(spec + size + width_size, precision, precision_size);
    size += width_size + precision_size;
    if (size)
        e->formatted_value.format_spec = new_text(p->c, spec, size, value->span);
    p->parts[p->count++] = e;
    p->at = at + 1;
    return true;
}

static void fold_percent(struct compiler *c, struct ast_expr *e)
{
    const struct ast_expr *left = e->bin_op.left;
    const struct ast_expr_list *values = &e->bin_op.right->sequence.elts;
    struct percent p = {.c = c, .at = left->constant.text.bytes};
    p.end = p.at + left->constant.text.size;
    p.parts = ouro_compile_alloc(c, (2 * values->count + 1) * sizeof *p.parts);
    for (uint32_t i = 0; i < values->count; i++) {
        if (values->items[i]->kind == AST_EXPR_STARRED)
            return;
        if (!p.parts || !read_literal(&p, values->items[i]->span) || p.at >= p.end ||
            !read_conversion(&p, values->items[i]))
            return;
    }
    if (!p.parts || !read_literal(&p, e->span) || p.at < p.end)
        return;
    e->kind = AST_EXPR_JOINED_STR;
    e->joined_str.values = (struct ast_expr_list){p.parts, p.count};
}

static void fold_one_bin_op(struct compiler *c, struct ast_expr *e)
{
    struct ast_expr *left = e->bin_op.left, *right = e->bin_op.right;
    if (e->bin_op.op == AST_MOD && right->kind == AST_EXPR_TUPLE && left->kind == AST_EXPR_CONSTANT &&
        left->constant.kind == AST_CONSTANT_STR) {
        fold_percent(c, e);
        return;
    }
    if (left->kind != AST_EXPR_CONSTANT || right->kind != AST_EXPR_CONSTANT)
        return;
    ouro_object *a = ouro_compile_constant_of(c, left), *b = ouro_compile_constant_of(c, right);
    if (a && b && result_is_small(e->bin_op.op, a, b))
        replace_take(c, e, ouro_binary_operation(c->rt, binary_ops[e->bin_op.op], a, b));
}

static void fold_bin_op(struct compiler *c, struct ast_expr *e)
{
    uint32_t count = 0;
    for (struct ast_expr *left = e; left->kind == AST_EXPR_BIN_OP; left = left->bin_op.left)
        count++;
    if (count == 1) {
        fold_expr(c, e->bin_op.left);
        fold_expr(c, e->bin_op.right);
        fold_one_bin_op(c, e);
        return;
    }
    struct ast_expr **chain = ouro_compile_alloc(c, count * sizeof *chain);
    if (!chain)
        return;
    for (uint32_t i = 0; i < count; i++, e = e->bin_op.left)
        chain[i] = e;
    fold_expr(c, e);
    while (count-- && !c->has_failed) {
        fold_expr(c, chain[count]->bin_op.right);
        fold_one_bin_op(c, chain[count]);
    }
}

static void fold_not(struct compiler *c, struct ast_expr *e)
{
    static const int8_t inverse[] = {[AST_IS] = AST_IS_NOT,
                                     [AST_IS_NOT] = AST_IS,
                                     [AST_IN] = AST_NOT_IN,
                                     [AST_NOT_IN] = AST_IN};
    struct ast_expr *operand = e->unary_op.operand;
    if (operand->kind == AST_EXPR_CONSTANT) {
        ouro_object *constant = ouro_compile_constant_of(c, operand);
        int truth = constant ? ouro_compile_constant_truth(c, constant) : -1;
        if (truth >= 0)
            replace_take(c, e, newref(bool_object(c->rt, !truth)));
        return;
    }
    /* `not a in b` is `a not in b`: the operand's node takes over, with its own place. */
    if (operand->kind == AST_EXPR_COMPARE && operand->compare.comparators.count == 1 &&
        operand->compare.ops[0] >= AST_IS) {
        operand->compare.ops[0] = (enum ast_compare_operator)inverse[operand->compare.ops[0]];
        struct ast_span span = operand->span;
        *e = *operand;
        e->span = span;
    }
}

static void fold_unary_op(struct compiler *c, struct ast_expr *e)
{
    struct ast_expr *operand = e->unary_op.operand;
    fold_expr(c, operand);
    if (c->has_failed)
        return;
    if (e->unary_op.op == AST_NOT) {
        fold_not(c, e);
        return;
    }
    ouro_object *constant = ouro_compile_constant_of(c, operand);
    if (!constant)
        return;
    switch (e->unary_op.op) {
    case AST_INVERT:
        replace_take(c, e, ouro_invert(c->rt, constant));
        break;
    case AST_U_ADD:
        replace_take(c, e, ouro_positive(c->rt, constant));
        break;
    default:
        replace_take(c, e, ouro_negative(c->rt, constant));
    }
}

/* ---- displays, subscripts -------------------------------------------------------------------- */

static bool all_constant(const struct ast_expr_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != AST_EXPR_CONSTANT)
            return false;
    }
    return true;
}

static ouro_object *constant_tuple(struct compiler *c, const struct ast_expr_list *list)
{
    ouro_object *tuple = ouro_tuple_new(c->rt, list->count);
    if (!tuple) {
        ouro_compile_fail(c);
        return NULL;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        ouro_object *item = ouro_compile_constant_of(c, list->items[i]);
        if (!item) {
            decref(c->rt, tuple);
            return NULL;
        }
        tuple_items(tuple)[i] = newref(item);
    }
    return tuple;
}

static void fold_tuple(struct compiler *c, struct ast_expr *e)
{
    fold_list(c, &e->sequence.elts);
    if (e->sequence.ctx != AST_LOAD || c->has_failed || !all_constant(&e->sequence.elts))
        return;
    ouro_object *tuple = constant_tuple(c, &e->sequence.elts);
    if (tuple)
        replace_take(c, e, tuple);
}

/* What only is iterated or searched may as well be immutable: [..] is a tuple, {..} a frozenset. */
static void fold_iterated(struct compiler *c, struct ast_expr *e)
{
    if (c->has_failed)
        return;
    if (e->kind == AST_EXPR_LIST) {
        struct ast_expr_list *elts = &e->sequence.elts;
        for (uint32_t i = 0; i < elts->count; i++) {
            if (elts->items[i]->kind == AST_EXPR_STARRED)
                return;
        }
        if (!all_constant(elts)) {
            e->kind = AST_EXPR_TUPLE;
            return;
        }
        ouro_object *tuple = constant_tuple(c, elts);
        if (tuple)
            replace_take(c, e, tuple);
    } else if (e->kind == AST_EXPR_SET && all_constant(&e->set.elts)) {
        ouro_object *tuple = constant_tuple(c, &e->set.elts);
        if (tuple) {
            replace_take(c, e, ouro_frozenset_new(c->rt, tuple));
            decref(c->rt, tuple);
        }
    }
}

static void fold_subscript(struct compiler *c, struct ast_expr *e)
{
    fold_expr(c, e->subscript.value);
    fold_expr(c, e->subscript.slice);
    if (c->has_failed || e->subscript.ctx != AST_LOAD)
        return;
    if (e->subscript.value->kind != AST_EXPR_CONSTANT ||
        e->subscript.slice->kind != AST_EXPR_CONSTANT)
        return;
    ouro_object *value = ouro_compile_constant_of(c, e->subscript.value);
    ouro_object *key = ouro_compile_constant_of(c, e->subscript.slice);
    size_t length;
    if (value && key && is_sequence(value, &length))
        replace_take(c, e, ouro_getitem(c->rt, value, key));
}

static void fold_compare(struct compiler *c, struct ast_expr *e)
{
    fold_expr(c, e->compare.left);
    fold_list(c, &e->compare.comparators);
    uint32_t last = e->compare.comparators.count - 1;
    if (e->compare.ops[last] == AST_IN || e->compare.ops[last] == AST_NOT_IN)
        fold_iterated(c, e->compare.comparators.items[last]);
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void fold_generators(struct compiler *c, struct ast_comprehension_list *generators)
{
    for (uint32_t i = 0; i < generators->count; i++) {
        struct ast_comprehension *generator = generators->items[i];
        fold_expr(c, generator->target);
        fold_expr(c, generator->iter);
        fold_list(c, &generator->ifs);
        fold_iterated(c, generator->iter);
    }
}

static void fold_annotation(struct compiler *c, struct ast_expr *annotation)
{
    if (annotation && !c->future_annotations)
        fold_expr(c, annotation);
}

static void fold_arguments(struct compiler *c, struct ast_arguments *args)
{
    struct ast_arg_list *lists[] = {&args->posonlyargs, &args->args, &args->kwonlyargs};
    for (size_t l = 0; l < 3; l++) {
        for (uint32_t i = 0; i < lists[l]->count; i++)
            fold_annotation(c, lists[l]->items[i]->annotation);
    }
    if (args->vararg)
        fold_annotation(c, args->vararg->annotation);
    if (args->kwarg)
        fold_annotation(c, args->kwarg->annotation);
    fold_list(c, &args->kw_defaults);
    fold_list(c, &args->defaults);
}

static void fold_name(struct compiler *c, struct ast_expr *e)
{
    if (e->name.ctx == AST_LOAD && e->name.id->size == 9 && !memcmp(e->name.id->bytes, "__debug__", 9))
        replace(e, bool_object(c->rt, !c->optimize));
}

static void fold_keywords(struct compiler *c, struct ast_keyword_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        fold_expr(c, list->items[i]->value);
}

static void fold_expr_inner(struct compiler *c, struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_CONSTANT:
        break;
    case AST_EXPR_NAME:
        fold_name(c, e);
        break;
    case AST_EXPR_ATTRIBUTE:
        fold_expr(c, e->attribute.value);
        break;
    case AST_EXPR_CALL:
        fold_expr(c, e->call.func);
        fold_list(c, &e->call.args);
        fold_keywords(c, &e->call.keywords);
        break;
    case AST_EXPR_BIN_OP:
        fold_bin_op(c, e);
        break;
    case AST_EXPR_UNARY_OP:
        fold_unary_op(c, e);
        break;
    case AST_EXPR_BOOL_OP:
        fold_list(c, &e->bool_op.values);
        break;
    case AST_EXPR_NAMED_EXPR:
        fold_expr(c, e->named_expr.value);
        break;
    case AST_EXPR_LAMBDA:
        fold_arguments(c, e->lambda.args);
        fold_expr(c, e->lambda.body);
        break;
    case AST_EXPR_IF_EXP:
        fold_expr(c, e->if_exp.test);
        fold_expr(c, e->if_exp.body);
        fold_expr(c, e->if_exp.orelse);
        break;
    case AST_EXPR_DICT:
        fold_list(c, &e->dict.keys);
        fold_list(c, &e->dict.values);
        break;
    case AST_EXPR_SET:
        fold_list(c, &e->set.elts);
        break;
    case AST_EXPR_LIST_COMP:
    case AST_EXPR_SET_COMP:
    case AST_EXPR_GENERATOR_EXP:
        fold_expr(c, e->comp.elt);
        fold_generators(c, &e->comp.generators);
        break;
    case AST_EXPR_DICT_COMP:
        fold_expr(c, e->dict_comp.key);
        fold_expr(c, e->dict_comp.value);
        fold_generators(c, &e->dict_comp.generators);
        break;
    case AST_EXPR_AWAIT:
    case AST_EXPR_YIELD:
    case AST_EXPR_YIELD_FROM:
        fold_optional(c, e->yield.value);
        break;
    case AST_EXPR_COMPARE:
        fold_compare(c, e);
        break;
    case AST_EXPR_FORMATTED_VALUE:
        fold_expr(c, e->formatted_value.value);
        fold_optional(c, e->formatted_value.format_spec);
        break;
    case AST_EXPR_JOINED_STR:
        fold_list(c, &e->joined_str.values);
        break;
    case AST_EXPR_SUBSCRIPT:
        fold_subscript(c, e);
        break;
    case AST_EXPR_STARRED:
        fold_expr(c, e->starred.value);
        break;
    case AST_EXPR_LIST:
        fold_list(c, &e->sequence.elts);
        break;
    case AST_EXPR_TUPLE:
        fold_tuple(c, e);
        break;
    case AST_EXPR_SLICE:
        fold_optional(c, e->slice.lower);
        fold_optional(c, e->slice.upper);
        fold_optional(c, e->slice.step);
        break;
    }
}

static void fold_expr(struct compiler *c, struct ast_expr *e)
{
    if (e->kind == AST_EXPR_CONSTANT || c->has_failed || !ouro_compile_enter(c))
        return;
    fold_expr_inner(c, e);
    ouro_compile_leave(c);
}

static void fold_pattern(struct compiler *c, struct ast_pattern *p);

static void fold_patterns(struct compiler *c, struct ast_pattern_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        fold_pattern(c, list->items[i]);
}

static void fold_pattern_inner(struct compiler *c, struct ast_pattern *p)
{
    switch (p->kind) {
    case AST_PATTERN_VALUE:
        fold_expr(c, p->value.value);
        break;
    case AST_PATTERN_SEQUENCE:
        fold_patterns(c, &p->sequence.patterns);
        break;
    case AST_PATTERN_MAPPING:
        fold_list(c, &p->mapping.keys);
        fold_patterns(c, &p->mapping.patterns);
        break;
    case AST_PATTERN_CLASS:
        fold_expr(c, p->class_.cls);
        fold_patterns(c, &p->class_.patterns);
        fold_patterns(c, &p->class_.kwd_patterns);
        break;
    case AST_PATTERN_AS:
        if (p->as.pattern)
            fold_pattern(c, p->as.pattern);
        break;
    case AST_PATTERN_OR:
        fold_patterns(c, &p->or_.patterns);
        break;
    case AST_PATTERN_SINGLETON:
    case AST_PATTERN_STAR:
        break;
    }
}

static void fold_pattern(struct compiler *c, struct ast_pattern *p)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    fold_pattern_inner(c, p);
    ouro_compile_leave(c);
}

static void fold_if(struct compiler *c, struct ast_stmt *s)
{
    for (;;) {
        fold_expr(c, s->if_.test);
        fold_stmts(c, &s->if_.body);
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != AST_STMT_IF)
            break;
        s = s->if_.orelse.items[0];
    }
    fold_stmts(c, &s->if_.orelse);
}

static void fold_stmt_inner(struct compiler *c, struct ast_stmt *s)
{
    switch (s->kind) {
    case AST_STMT_FUNCTION_DEF:
    case AST_STMT_ASYNC_FUNCTION_DEF:
        fold_arguments(c, s->function_def.args);
        fold_stmts(c, &s->function_def.body);
        fold_list(c, &s->function_def.decorator_list);
        fold_annotation(c, s->function_def.returns);
        break;
    case AST_STMT_CLASS_DEF:
        fold_list(c, &s->class_def.bases);
        fold_keywords(c, &s->class_def.keywords);
        fold_stmts(c, &s->class_def.body);
        fold_list(c, &s->class_def.decorator_list);
        break;
    case AST_STMT_RETURN:
        fold_optional(c, s->return_.value);
        break;
    case AST_STMT_DELETE:
        fold_list(c, &s->delete_.targets);
        break;
    case AST_STMT_ASSIGN:
        fold_list(c, &s->assign.targets);
        fold_expr(c, s->assign.value);
        break;
    case AST_STMT_AUG_ASSIGN:
        fold_expr(c, s->aug_assign.target);
        fold_expr(c, s->aug_assign.value);
        break;
    case AST_STMT_ANN_ASSIGN:
        fold_expr(c, s->ann_assign.target);
        fold_annotation(c, s->ann_assign.annotation);
        fold_optional(c, s->ann_assign.value);
        break;
    case AST_STMT_FOR:
    case AST_STMT_ASYNC_FOR:
        fold_expr(c, s->for_.target);
        fold_expr(c, s->for_.iter);
        fold_stmts(c, &s->for_.body);
        fold_stmts(c, &s->for_.orelse);
        if (s->kind == AST_STMT_FOR)
            fold_iterated(c, s->for_.iter);
        break;
    case AST_STMT_WHILE:
        fold_expr(c, s->while_.test);
        fold_stmts(c, &s->while_.body);
        fold_stmts(c, &s->while_.orelse);
        break;
    case AST_STMT_IF:
        fold_if(c, s);
        break;
    case AST_STMT_WITH:
    case AST_STMT_ASYNC_WITH:
        for (uint32_t i = 0; i < s->with.items.count; i++) {
            fold_expr(c, s->with.items.items[i]->context_expr);
            fold_optional(c, s->with.items.items[i]->optional_vars);
        }
        fold_stmts(c, &s->with.body);
        break;
    case AST_STMT_MATCH:
        fold_expr(c, s->match.subject);
        for (uint32_t i = 0; i < s->match.cases.count; i++) {
            fold_pattern(c, s->match.cases.items[i]->pattern);
            fold_optional(c, s->match.cases.items[i]->guard);
            fold_stmts(c, &s->match.cases.items[i]->body);
        }
        break;
    case AST_STMT_RAISE:
        fold_optional(c, s->raise.exc);
        fold_optional(c, s->raise.cause);
        break;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR:
        fold_stmts(c, &s->try_.body);
        for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
            fold_optional(c, s->try_.handlers.items[i]->type);
            fold_stmts(c, &s->try_.handlers.items[i]->body);
        }
        fold_stmts(c, &s->try_.orelse);
        fold_stmts(c, &s->try_.finalbody);
        break;
    case AST_STMT_ASSERT:
        fold_expr(c, s->assert_.test);
        fold_optional(c, s->assert_.msg);
        break;
    case AST_STMT_EXPR:
        fold_expr(c, s->expr.value);
        break;
    default:
        break;
    }
}

static void fold_stmts(struct compiler *c, struct ast_stmt_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++) {
        if (!ouro_compile_enter(c))
            return;
        fold_stmt_inner(c, list->items[i]);
        ouro_compile_leave(c);
    }
}

void ouro_fold_module(struct compiler *c, struct ast_module *module)
{
    if (module->expression)
        fold_expr(c, module->expression);
    fold_stmts(c, &module->body);
}

/* ---- from __future__ import ... -------------------------------------------------------------- */

static bool text_is(const struct ast_text *text, const char *literal)
{
    return text && text->size == strlen(literal) && !memcmp(text->bytes, literal, text->size);
}

static void check_feature(struct compiler *c, const struct ast_stmt *s, const struct ast_alias *alias)
{
    static const char *const known[] = {"nested_scopes",    "generators",     "division",
                                        "absolute_import",  "with_statement", "print_function",
                                        "unicode_literals", "generator_stop"};
    if (text_is(alias->name, "annotations")) {
        c->future_annotations = true;
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (text_is(alias->name, known[i]))
            return;
    }
    if (text_is(alias->name, "braces"))
        ouro_compile_error(c, s->span, "not a chance");
    else if (text_is(alias->name, "barry_as_FLUFL"))
        ouro_compile_error(c, s->span, "future feature barry_as_FLUFL is not supported");
    else
        ouro_compile_error(c, s->span, "future feature %.*s is not defined", (int)alias->name->size,
                           alias->name->bytes);
    c->error.end_column = SYNTAX_COLUMN_NONE;
}

/* The imports at the top count; the compiler refuses those further down. */
bool ouro_fold_future(struct compiler *c, struct ast_module *module)
{
    for (uint32_t i = 0; i < module->body.count && !c->has_failed; i++) {
        const struct ast_stmt *s = module->body.items[i];
        if (s->kind == AST_STMT_IMPORT_FROM && text_is(s->import_from.module, "__future__") &&
            !s->import_from.level) {
            for (uint32_t n = 0; n < s->import_from.names.count; n++)
                check_feature(c, s, s->import_from.names.items[n]);
            c->future_line_last = s->span.line;
        } else if (!(i == 0 && s->kind == AST_STMT_EXPR &&
                     s->expr.value->kind == AST_EXPR_CONSTANT &&
                     s->expr.value->constant.kind == AST_CONSTANT_STR)) {
            break;
        }
    }
    return !c->has_failed;
}
