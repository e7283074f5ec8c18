/* Calls. */
#include "lang/compile_internal.h"

/* Beyond this many values on the stack, arguments are collected in a list and a dict. */
enum { ARGUMENTS_ON_STACK_MAX = 250, METHOD_ARGUMENTS_MAX = 250 };

static void check_keywords(struct compiler *c, const struct ast_keyword_list *keywords)
{
    struct pointer_map seen = {0};
    for (uint32_t i = 0; i < keywords->count && !c->has_failed; i++) {
        const struct ast_keyword *keyword = keywords->items[i];
        if (!keyword->arg)
            continue;
        if (ouro_compile_is_name_forbidden(c, keyword->arg, AST_STORE))
            return;
        if (keywords->count < 2)
            return;
        struct compile_name *name = ouro_compile_name(c, keyword->arg);
        if (ouro_pointer_map_get(&seen, name) != UINTPTR_MAX)
            ouro_compile_error(c, keyword->span, "keyword argument repeated: %s", name->bytes);
        else if (name && !ouro_pointer_map_set(&seen, &c->scratch, name, 1))
            ouro_compile_fail(c);
    }
}

/* Names of keywords start..end as a constant. */
static ouro_object *keyword_names(struct compiler *c, const struct ast_keyword_list *keywords,
                                  uint32_t start, uint32_t end)
{
    ouro_object *names = ouro_tuple_new(c->rt, end - start);
    if (!names) {
        ouro_compile_fail(c);
        return NULL;
    }
    for (uint32_t i = start; i < end; i++) {
        struct compile_name *name = ouro_compile_name(c, keywords->items[i]->arg);
        if (name)
            name = ouro_compile_mangle(c, c->unit->mangle, name);
        tuple_items(names)[i - start] = xnewref(ouro_compile_name_str(c, name));
    }
    if (c->has_failed) {
        decref(c->rt, names);
        return NULL;
    }
    return ouro_compile_constant_take(c, names);
}

static void compile_keyword_values(struct compiler *c, const struct ast_keyword_list *keywords,
                                   uint32_t start, uint32_t end)
{
    for (uint32_t i = start; i < end && !c->has_failed; i++)
        ouro_compile_expr(c, keywords->items[i]->value);
}

static void emit_call(struct compiler *c, uint32_t count, const struct ast_keyword_list *keywords)
{
    if (keywords->count) {
        ouro_emit_constant(c, keyword_names(c, keywords, 0, keywords->count));
        ouro_emit(c, OP_CALL_KW, count + keywords->count);
    } else {
        ouro_emit(c, OP_CALL, count);
    }
}

static void compile_keyword_dict(struct compiler *c, const struct ast_keyword_list *keywords,
                                 uint32_t start, uint32_t end, bool *is_built)
{
    if (start == end || c->has_failed) /* what has failed may have left a name out */
        return;
    if (end - start == 1) {
        ouro_object *names = keyword_names(c, keywords, start, end);
        if (names)
            ouro_emit_constant(c, ouro_compile_constant_take(c, newref(tuple_at(names, 0))));
        compile_keyword_values(c, keywords, start, end);
        ouro_emit(c, OP_BUILD_MAP, 1);
    } else {
        compile_keyword_values(c, keywords, start, end);
        ouro_emit_constant(c, keyword_names(c, keywords, start, end));
        ouro_emit(c, OP_BUILD_CONST_KEY_MAP, end - start);
    }
    if (*is_built)
        ouro_emit(c, OP_DICT_MERGE, 1);
    *is_built = true;
}

static void compile_keyword_mapping(struct compiler *c, const struct ast_keyword_list *keywords)
{
    bool is_built = false;
    uint32_t start = 0;
    for (uint32_t i = 0; i < keywords->count && !c->has_failed; i++) {
        if (keywords->items[i]->arg)
            continue;
        compile_keyword_dict(c, keywords, start, i, &is_built);
        if (!is_built)
            ouro_emit(c, OP_BUILD_MAP, 0);
        is_built = true;
        ouro_compile_expr(c, keywords->items[i]->value);
        ouro_emit(c, OP_DICT_MERGE, 1);
        start = i + 1;
    }
    compile_keyword_dict(c, keywords, start, keywords->count, &is_built);
}

static bool is_plain(const struct ast_expr_list *args, const struct ast_keyword_list *keywords)
{
    for (uint32_t i = 0; i < args->count; i++) {
        if (args->items[i]->kind == AST_EXPR_STARRED)
            return false;
    }
    for (uint32_t i = 0; i < keywords->count; i++) {
        if (!keywords->items[i]->arg)
            return false;
    }
    return args->count + 2 * keywords->count <= ARGUMENTS_ON_STACK_MAX;
}

/* The arguments and the call; NULL, the callable and `pushed` arguments lie on the stack. */
void ouro_compile_call_rest(struct compiler *c, uint32_t pushed, const struct ast_expr_list *args,
                            const struct ast_keyword_list *keywords)
{
    check_keywords(c, keywords);
    if (is_plain(args, keywords)) {
        ouro_compile_expr_list(c, args);
        compile_keyword_values(c, keywords, 0, keywords->count);
        emit_call(c, pushed + args->count, keywords);
        return;
    }
    if (!pushed && args->count == 1 && args->items[0]->kind == AST_EXPR_STARRED)
        ouro_compile_expr(c, args->items[0]->starred.value);
    else
        ouro_compile_display(c, args, pushed, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true);
    if (keywords->count)
        compile_keyword_mapping(c, keywords);
    ouro_emit(c, OP_CALL_FUNCTION_EX, keywords->count > 0);
}

/* A name that the module imports: most likely a module, whose functions need no binding. */
static bool is_imported(struct compiler *c, const struct ast_expr *e)
{
    const struct symbol *symbol = NULL;
    if (e->kind == AST_EXPR_NAME)
        symbol = ouro_scope_find(c->module_scope, ouro_compile_name(c, e->name.id));
    return symbol && (symbol->flags & SYMBOL_IMPORTED);
}

/* object.name(...) without * and **: the method need not be bound. */
static bool compile_method_call(struct compiler *c, struct ast_expr *e)
{
    struct ast_expr *method = e->call.func;
    if (method->kind != AST_EXPR_ATTRIBUTE || method->attribute.ctx != AST_LOAD)
        return false;
    if (is_imported(c, method->attribute.value) || !is_plain(&e->call.args, &e->call.keywords))
        return false;
    struct ast_span span = c->unit->span;
    ouro_compile_expr(c, method->attribute.value);
    locate(c, method->span);
    ouro_compile_locate_attribute(c, method);
    ouro_emit_named(c, OP_LOAD_METHOD, method->attribute.attr);
    ouro_compile_expr_list(c, &e->call.args);
    compile_keyword_values(c, &e->call.keywords, 0, e->call.keywords.count);
    locate(c, e->span);
    ouro_compile_locate_attribute(c, method);
    emit_call(c, e->call.args.count, &e->call.keywords);
    locate(c, span);
    return true;
}

void ouro_compile_call(struct compiler *c, struct ast_expr *e)
{
    check_keywords(c, &e->call.keywords);
    if (compile_method_call(c, e))
        return;
    ouro_compile_check_call(c, e);
    locate(c, e->call.func->span);
    ouro_emit(c, OP_PUSH_NULL, 0);
    locate(c, e->span);
    ouro_compile_expr(c, e->call.func);
    ouro_compile_call_rest(c, 0, &e->call.args, &e->call.keywords);
}
