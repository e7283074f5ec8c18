/* A syntax tree as objects of the classes of the _ast module: what ast.parse gives. */
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

struct maker {
    ouro_runtime *rt;
    ouro_object *classes; /* the dict of the _ast module; borrowed */
};

static ouro_object *make_node(struct maker *m, enum ast_family family, const void *node);

/* An instance of the class, without running its __init__; owned. */
static ouro_object *make_instance(struct maker *m, const char *name)
{
    ouro_object *cls = ouro_dict_peek_text(m->rt, m->classes, name);
    if (!cls || !is_class(m->rt, cls))
        return m->rt->error ? NULL : ouro_raise(m->rt, EXC_SystemError, "_ast has no class %s", name);
    return ouro_class_alloc(m->rt, (struct ouro_class *)(void *)cls, 0);
}

/* Operators and contexts are one shared object each: the class keeps it. */
static ouro_object *make_word(struct maker *m, enum ast_field_kind kind, int number)
{
    ouro_object *words = ouro_dict_peek_text(m->rt, m->classes, "_words");
    const char *name = ouro_ast_words(kind)[number];
    ouro_object *word = words ? ouro_dict_peek_text(m->rt, words, name) : NULL;
    if (!word && !m->rt->error)
        ouro_raise(m->rt, EXC_SystemError, "_ast has no operator %s", name);
    return xnewref(word);
}

static ouro_object *make_text(struct maker *m, const struct ast_text *text)
{
    if (!text)
        return m->rt->none;
    ouro_object *name = ouro_str_new(m->rt, text->bytes, text->size);
    if (name)
        ouro_str_intern(m->rt, &name);
    return name;
}

struct any_list {
    void **items;
    uint32_t count;
};

static ouro_object *make_list(struct maker *m, enum ast_family family, const struct any_list *items)
{
    ouro_object *list = ouro_list_new(m->rt, items->count);
    for (uint32_t i = 0; list && i < items->count; i++) {
        ouro_object *item = items->items[i] ? make_node(m, family, items->items[i]) : m->rt->none;
        if (!item || !ouro_list_append_take(m->rt, list, item))
            clearref(m->rt, &list);
    }
    return list;
}

static ouro_object *make_texts(struct maker *m, const struct ast_name_list *names)
{
    ouro_object *list = ouro_list_new(m->rt, names->count);
    for (uint32_t i = 0; list && i < names->count; i++) {
        ouro_object *name = make_text(m, names->items[i]);
        if (!name || !ouro_list_append_take(m->rt, list, name))
            clearref(m->rt, &list);
    }
    return list;
}

static ouro_object *make_compare(struct maker *m, const struct ast_expr *expr)
{
    uint32_t number = expr->compare.comparators.count;
    ouro_object *list = ouro_list_new(m->rt, number);
    for (uint32_t i = 0; list && i < number; i++) {
        ouro_object *word = make_word(m, FIELD_COMPARE, (int)expr->compare.ops[i]);
        if (!word || !ouro_list_append_take(m->rt, list, word))
            clearref(m->rt, &list);
    }
    return list;
}

static ouro_object *make_field(struct maker *m, const struct ast_field *field, const void *node)
{
    ouro_runtime *rt = m->rt;
    const char *at = (const char *)node + field->offset;
    switch (field->kind) {
    case FIELD_NODE:
    case FIELD_NODE_OPTIONAL: {
        const void *child = *(void *const *)(const void *)at;
        return child ? make_node(m, field->family, child) : rt->none;
    }
    case FIELD_LIST:
    case FIELD_LIST_OPTIONAL:
        return make_list(m, field->family, (const void *)at);
    case FIELD_TEXT:
    case FIELD_TEXT_OPTIONAL:
        return make_text(m, *(const struct ast_text *const *)(const void *)at);
    case FIELD_TEXTS:
        return make_texts(m, (const void *)at);
    case FIELD_INT:
        return ouro_int_new(rt, *(const int32_t *)(const void *)at);
    case FIELD_BOOL:
        return ouro_int_new(rt, *(const bool *)(const void *)at);
    case FIELD_COMPARE:
        return make_compare(m, node);
    case FIELD_CONSTANT:
        return ouro_compile_constant_object(m->rt, (const void *)at);
    case FIELD_PREFIX:
        return ((const struct ast_constant *)(const void *)at)->kind == AST_CONSTANT_STR &&
                       ((const struct ast_constant *)(const void *)at)->has_u_prefix
                   ? ouro_str_from(rt, "u") : rt->none;
    case FIELD_NONE:
        return rt->none;
    case FIELD_EMPTY:
        return ouro_list_new(rt, 0);
    default:
        return make_word(m, field->kind, *(const int *)(const void *)at);
    }
}

static bool put_take(struct maker *m, ouro_object *object, const char *name, ouro_object *value)
{
    ouro_object *key = value ? ouro_str_intern_text(m->rt, name) : NULL;
    bool is_put = key && ouro_setattr(m->rt, object, key, value);
    xdecref(m->rt, key);
    xdecref(m->rt, value);
    return is_put;
}

static ouro_object *make_node(struct maker *m, enum ast_family family, const void *node)
{
    const struct ast_family_info *info = &ouro_ast_families[family];
    int kind = info->kind_offset < 0 ? 0
        : *(const int *)(const void *)((const char *)node + info->kind_offset);
    const struct ast_row *row = ouro_ast_row(family, kind);
    if (!ouro_enter(m->rt, " during ast construction"))
        return NULL;
    ouro_object *object = make_instance(m, row->name);
    bool is_good = object != NULL;
    for (const struct ast_field *field = row->fields; is_good && field < row->fields + 8 &&
         field->name; field++)
        is_good = put_take(m, object, field->name, make_field(m, field, node));
    if (is_good && info->span_offset >= 0) {
        const struct ast_span *span = (const void *)((const char *)node + info->span_offset);
        is_good = put_take(m, object, "lineno", ouro_int_new(m->rt, span->line)) &&
                  put_take(m, object, "col_offset", ouro_int_new(m->rt, span->column)) &&
                  put_take(m, object, "end_lineno", ouro_int_new(m->rt, span->end_line)) &&
                  put_take(m, object, "end_col_offset", ouro_int_new(m->rt, span->end_column));
    }
    ouro_leave(m->rt);
    if (!is_good && object)
        clearref(m->rt, &object);
    return object;
}

ouro_object *ouro_ast_to_object(ouro_runtime *rt, const struct ast_module *module)
{
    ouro_object *classes = ouro_vm_import(rt, "_ast");
    if (!classes)
        return NULL;
    struct maker m = {rt, ouro_module_dict(classes)};
    ouro_object *object = make_node(&m, FAMILY_MODULE, module);
    decref(rt, classes);
    return object;
}

int ouro_ast_check(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, "_ast");
    if (!module || !is_exact(module, TYPE_MODULE))
        return rt->error ? -1 : 0;
    ouro_object *cls = ouro_dict_peek_text(rt, ouro_module_dict(module), "AST");
    return cls ? ouro_is_instance(rt, object, cls) : rt->error ? -1 : 0;
}
