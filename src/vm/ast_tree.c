/* The syntax tree that objects of the _ast module describe: what compile() gets when it is given a tree. */
#include <string.h>

#include "lang/compile_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/ast_table.h"
#include "vm/vm.h"

struct reader {
    ouro_runtime *rt;
    ouro_object *classes; /* the dict of the _ast module; borrowed */
    ouro_object *texts;   /* dict: identifier -> address, so that each has one ast_text */
    struct ouro_arena *arena;
};

static void *read_node(struct reader *r, enum ast_family family, ouro_object *object);

static void *take(struct reader *r, size_t size)
{
    void *memory = ouro_arena_alloc(r->arena, size ? size : 1);
    if (memory)
        memset(memory, 0, size);
    else if (!r->rt->error)
        ouro_raise_memory(r->rt);
    return memory;
}

static bool read_bytes(struct reader *r, const void *data, size_t size, struct ast_text *text)
{
    char *copy = take(r, size + 1);
    if (!copy)
        return false;
    memcpy(copy, data, size);
    *text = (struct ast_text){copy, (uint32_t)size};
    return true;
}

static bool read_str(struct reader *r, ouro_object *object, struct ast_text *text)
{
    ouro_object *bytes = ouro_str_encode(r->rt, object, "utf-8", "surrogatepass");
    bool is_read = bytes && read_bytes(r, bytes_of(bytes)->data, bytes_of(bytes)->length, text);
    xdecref(r->rt, bytes);
    return is_read;
}

static const struct ast_text *read_text(struct reader *r, ouro_object *object)
{
    ouro_runtime *rt = r->rt;
    if (!is_exact(object, TYPE_STR))
        return ouro_raise(rt, EXC_TypeError, "AST identifier must be of type str");
    ouro_object *known = ouro_dict_peek(rt, r->texts, object);
    if (known)
        return (const struct ast_text *)(uintptr_t)ouro_int_value(known);
    struct ast_text *text = rt->error ? NULL : take(r, sizeof *text);
    if (!text || !read_str(r, object, text))
        return NULL;
    ouro_object *address = ouro_int_new(rt, (int64_t)(uintptr_t)text);
    bool is_noted = address && ouro_dict_set(rt, r->texts, object, address);
    xdecref(rt, address);
    return is_noted ? text : NULL;
}

/* ---- constants ------------------------------------------------------------------------------- */

static bool read_constant(struct reader *r, ouro_object *value, struct ast_constant *constant)
{
    ouro_runtime *rt = r->rt;
    if (value == rt->none || value == rt->true_ || value == rt->false_ || value == rt->ellipsis) {
        constant->kind = value == rt->none    ? AST_CONSTANT_NONE
                         : value == rt->true_ ? AST_CONSTANT_TRUE
                         : value == rt->false_ ? AST_CONSTANT_FALSE : AST_CONSTANT_ELLIPSIS;
        return true;
    }
    if (is_exact(value, TYPE_INT) && ouro_int_sign(value) >= 0) {
        ouro_object *digits = ouro_int_to_str(rt, value, 16, false);
        bool is_read = digits && read_str(r, digits, &constant->digits);
        constant->kind = AST_CONSTANT_INT;
        constant->base = 16;
        xdecref(rt, digits);
        return is_read;
    }
    if (is_exact(value, TYPE_FLOAT)) {
        constant->kind = AST_CONSTANT_FLOAT;
        constant->number = ouro_float_value(value);
        return true;
    }
    if (is_exact(value, TYPE_COMPLEX) && ((struct ouro_complex *)(void *)value)->real == 0) {
        constant->kind = AST_CONSTANT_IMAGINARY;
        constant->number = ((struct ouro_complex *)(void *)value)->imaginary;
        return true;
    }
    if (is_exact(value, TYPE_STR)) {
        constant->kind = AST_CONSTANT_STR;
        return read_str(r, value, &constant->text);
    }
    if (is_exact(value, TYPE_BYTES)) {
        constant->kind = AST_CONSTANT_BYTES;
        return read_bytes(r, bytes_of(value)->data, bytes_of(value)->length, &constant->text);
    }
    return ouro_raise(rt, EXC_TypeError, "got an invalid type in Constant: %T", value) != NULL;
}

/* A negative int has no place in the tree: it is the minus of another. Tuples become displays. */
static bool adjust_constant(struct reader *r, ouro_object *value, struct ast_expr *expr)
{
    ouro_runtime *rt = r->rt;
    if (is_exact(value, TYPE_INT) && ouro_int_sign(value) < 0) {
        ouro_object *positive = ouro_negative(rt, value);
        struct ast_expr *operand = positive ? take(r, sizeof *operand) : NULL;
        bool is_read = operand != NULL;
        if (operand) {
            operand->kind = AST_EXPR_CONSTANT;
            operand->span = expr->span;
            is_read = read_constant(r, positive, &operand->constant);
        }
        xdecref(rt, positive);
        expr->kind = AST_EXPR_UNARY_OP;
        expr->unary_op.op = AST_U_SUB;
        expr->unary_op.operand = operand;
        return is_read;
    }
    if (!is_exact(value, TYPE_TUPLE))
        return read_constant(r, value, &expr->constant);
    size_t length = tuple_length(value);
    struct ast_expr **items = take(r, length * sizeof *items);
    for (size_t i = 0; items && i < length; i++) {
        items[i] = take(r, sizeof **items);
        if (!items[i])
            return false;
        items[i]->kind = AST_EXPR_CONSTANT;
        items[i]->span = expr->span;
        if (!ouro_enter(rt, " during compilation"))
            return false;
        bool is_read = adjust_constant(r, tuple_at(value, i), items[i]);
        ouro_leave(rt);
        if (!is_read)
            return false;
    }
    expr->kind = AST_EXPR_TUPLE;
    expr->sequence.elts = (struct ast_expr_list){items, (uint32_t)length};
    expr->sequence.ctx = AST_LOAD;
    return items != NULL;
}

/* ---- fields ---------------------------------------------------------------------------------- */

static bool read_word(struct reader *r, enum ast_field_kind kind, ouro_object *object, int *number)
{
    static const char *const bases[] = {"expr_context", "boolop", "operator", "unaryop", "cmpop"};
    const char *const *words = ouro_ast_words(kind);
    for (int i = 0; words[i]; i++) {
        ouro_object *cls = ouro_dict_peek_text(r->rt, r->classes, words[i]);
        int is_it = cls ? ouro_is_instance(r->rt, object, cls) : -1;
        if (is_it < 0)
            return false;
        if (is_it) {
            *number = i;
            return true;
        }
    }
    return ouro_raise(r->rt, EXC_TypeError, "expected some sort of %s, but got %R",
                      bases[kind - FIELD_CONTEXT], object) != NULL;
}

struct any_list {
    void **items;
    uint32_t count;
};

/* object must be a list; its items are read each by read_item into items of the size. */
static bool read_list(struct reader *r, const struct ast_row *row, const struct ast_field *field,
                      ouro_object *object, struct any_list *out)
{
    ouro_runtime *rt = r->rt;
    if (!is_list(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s field \"%s\" must be a list, not a %T", row->name,
                          field->name, object) != NULL;
    size_t count = list_length(object);
    out->items = take(r, count * sizeof *out->items);
    out->count = (uint32_t)count;
    for (size_t i = 0; out->items && i < count; i++) {
        if (list_length(object) != count)
            return ouro_raise(rt, EXC_RuntimeError, "%s field \"%s\" changed size during iteration",
                              row->name, field->name) != NULL;
        ouro_object *item = list_at(object, i);
        if (field->kind == FIELD_TEXTS) {
            out->items[i] = (void *)(uintptr_t)read_text(r, item);
        } else if (item == rt->none) {
            if (field->kind == FIELD_LIST_OPTIONAL)
                continue;
            return ouro_raise(rt, EXC_ValueError, "None disallowed in %s list",
                              ouro_ast_families[field->family].name) != NULL;
        } else {
            out->items[i] = read_node(r, field->family, item);
        }
        if (!out->items[i])
            return false;
    }
    return out->items != NULL;
}

static bool read_compare(struct reader *r, const struct ast_row *row, const struct ast_field *field,
                         ouro_object *object, enum ast_compare_operator **ops)
{
    if (!is_list(r->rt, object))
        return ouro_raise(r->rt, EXC_TypeError, "%s field \"%s\" must be a list, not a %T", row->name,
                          field->name, object) != NULL;
    size_t count = list_length(object);
    *ops = take(r, count * sizeof **ops);
    for (size_t i = 0; *ops && i < count; i++) {
        int number;
        if (!read_word(r, FIELD_COMPARE, list_at(object, i), &number))
            return false;
        (*ops)[i] = (enum ast_compare_operator)number;
    }
    return *ops != NULL;
}

static bool read_number(struct reader *r, ouro_object *object, int32_t *number)
{
    int64_t value;
    if (!is_int(r->rt, object) || !ouro_int_fits_i64(object, &value) || value < INT32_MIN ||
        value > INT32_MAX)
        return ouro_raise(r->rt, EXC_ValueError, "invalid integer value: %R", object) != NULL;
    *number = (int32_t)value;
    return true;
}

static bool read_field(struct reader *r, const struct ast_row *row, const struct ast_field *field,
                       ouro_object *value, void *node)
{
    char *at = (char *)node + field->offset;
    int32_t number;
    int word;
    switch (field->kind) {
    case FIELD_NODE:
    case FIELD_NODE_OPTIONAL:
        if (value == r->rt->none && field->kind == FIELD_NODE_OPTIONAL)
            return true;
        return (*(void **)(void *)at = read_node(r, field->family, value)) != NULL;
    case FIELD_LIST:
    case FIELD_LIST_OPTIONAL:
    case FIELD_TEXTS:
        return read_list(r, row, field, value, (void *)at);
    case FIELD_TEXT_OPTIONAL:
    case FIELD_TEXT:
        if (value == r->rt->none && field->kind == FIELD_TEXT_OPTIONAL)
            return true;
        return (*(const struct ast_text **)(void *)at = read_text(r, value)) != NULL;
    case FIELD_INT:
    case FIELD_BOOL:
        if (value == r->rt->none && row->family == FAMILY_STMT)
            return true; /* ImportFrom.level may be missing */
        if (!read_number(r, value, &number))
            return false;
        if (field->kind == FIELD_INT)
            *(int32_t *)(void *)at = number;
        else
            *(bool *)(void *)at = number != 0;
        return true;
    case FIELD_COMPARE:
        return read_compare(r, row, field, value, (void *)at);
    case FIELD_CONSTANT:
        return row->family == FAMILY_EXPR ? adjust_constant(r, value, node)
                                          : read_constant(r, value, (void *)at);
    case FIELD_PREFIX:
    case FIELD_NONE:
    case FIELD_EMPTY:
        return true;
    default:
        if (!read_word(r, field->kind, value, &word))
            return false;
        *(int *)(void *)at = word;
        return true;
    }
}

static bool is_required(const struct ast_field *field)
{
    switch (field->kind) {
    case FIELD_NODE_OPTIONAL:
    case FIELD_TEXT_OPTIONAL:
    case FIELD_PREFIX:
    case FIELD_NONE:
    case FIELD_EMPTY:
        return false;
    default:
        return strcmp(field->name, "level") != 0;
    }
}

/* The attribute, owned; None when it may be missing. */
static ouro_object *attribute(struct reader *r, ouro_object *object, const char *name, bool required,
                              const char *owner)
{
    ouro_object *key = ouro_str_intern_text(r->rt, name), *value = NULL;
    int found = key ? ouro_getattr_optional(r->rt, object, key, &value) : -1;
    xdecref(r->rt, key);
    if (found)
        return found > 0 ? value : NULL;
    if (!required)
        return r->rt->none;
    return ouro_raise(r->rt, EXC_TypeError, "required field \"%s\" missing from %s", name, owner);
}

static bool read_span(struct reader *r, ouro_object *object, const char *owner, struct ast_span *span)
{
    static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    int32_t *const places[] = {&span->line, &span->column, &span->end_line, &span->end_column};
    for (int i = 0; i < 4; i++) {
        ouro_object *value = attribute(r, object, names[i], i < 2, owner);
        if (!value)
            return false;
        bool is_read = true;
        if (value != r->rt->none)
            is_read = read_number(r, value, places[i]);
        else
            *places[i] = *places[i - 2];
        decref(r->rt, value);
        if (!is_read)
            return false;
    }
    return true;
}

static const struct ast_row *row_of(struct reader *r, enum ast_family family, ouro_object *object)
{
    for (const struct ast_row *row = ouro_ast_rows; row->name; row++) {
        if (row->family != family)
            continue;
        ouro_object *cls = ouro_dict_peek_text(r->rt, r->classes, row->name);
        if (cls && (ouro_object *)class_of(r->rt, object) == cls)
            return row;
    }
    for (const struct ast_row *row = ouro_ast_rows; row->name; row++) {
        ouro_object *cls =
            row->family == family ? ouro_dict_peek_text(r->rt, r->classes, row->name) : NULL;
        int is_it = cls ? ouro_is_instance(r->rt, object, cls) : 0;
        if (is_it < 0)
            return NULL;
        if (is_it)
            return row;
    }
    return ouro_raise(r->rt, EXC_TypeError, "expected some sort of %s, but got %R",
                      ouro_ast_families[family].name, object);
}

static void *read_node(struct reader *r, enum ast_family family, ouro_object *object)
{
    const struct ast_family_info *info = &ouro_ast_families[family];
    const struct ast_row *row = row_of(r, family, object);
    if (!row || !ouro_enter(r->rt, " during compilation"))
        return NULL;
    char *node = take(r, info->size);
    bool is_good = node != NULL;
    if (is_good && info->kind_offset >= 0)
        *(int *)(void *)(node + info->kind_offset) = row->kind;
    if (is_good && info->span_offset >= 0)
        is_good = read_span(r, object, info->name, (void *)(node + info->span_offset));
    for (const struct ast_field *field = row->fields; is_good && field < row->fields + 8 && field->name;
         field++) {
        ouro_object *value = attribute(r, object, field->name, is_required(field), row->name);
        is_good = value && read_field(r, row, field, value, node);
        xdecref(r->rt, value);
    }
    if (is_good && row->family == FAMILY_EXPR && row->kind == AST_EXPR_COMPARE) {
        ouro_object *ops = attribute(r, object, "ops", true, row->name);
        struct ast_expr *expr = (void *)node;
        is_good = ops && is_list(r->rt, ops) &&
            list_length(ops) == expr->compare.comparators.count && list_length(ops);
        if (!is_good && !r->rt->error)
            ouro_raise(r->rt, EXC_ValueError, "%s",
                       expr->compare.comparators.count
                           ? "Compare has a different number of comparators and operands"
                           : "Compare with no comparators");
        xdecref(r->rt, ops);
    }
    /* A tuple in Constant has become a display: it is right by construction. */
    is_good = is_good && ouro_ast_node_check(r->rt, info->kind_offset < 0 ? row : ouro_ast_row(
        row->family, *(int *)(void *)(node + info->kind_offset)), node);
    ouro_leave(r->rt);
    return is_good ? node : NULL;
}

struct ast_module *ouro_ast_from_object(ouro_runtime *rt, ouro_object *object, char mode,
                                        struct ouro_arena *arena)
{
    const char *wanted = mode == 'e' ? "Expression" : mode == 's' ? "Interactive" : "Module";
    ouro_object *module = ouro_vm_import(rt, "_ast"), *cls = NULL;
    struct reader r = {rt, module ? ouro_module_dict(module) : NULL, ouro_dict_new(rt), arena};
    struct ast_module *tree = NULL;
    if (module && r.texts)
        cls = ouro_dict_peek_text(rt, r.classes, wanted);
    int is_it = cls ? ouro_is_instance(rt, object, cls) : -1;
    if (is_it > 0)
        tree = read_node(&r, FAMILY_MODULE, object);
    else if (is_it == 0)
        ouro_raise(rt, EXC_TypeError, "expected %s node, got %T", wanted, object);
    xdecref(rt, module);
    xdecref(rt, r.texts);
    return tree;
}
