/* The first pass: collecting names. scope_resolve at the end decides what they mean. */
#include "lang/scope.h"

#include <string.h>

#include "lang/compile_internal.h"

static void visit_expr(struct compiler *c, struct ast_expr *e);
static void visit_stmt(struct compiler *c, struct ast_stmt *s);
static void visit_pattern(struct compiler *c, struct ast_pattern *p);

/* ---- scopes and symbols ---------------------------------------------------------------------- */

struct symbol *ouro_scope_find(const struct scope *scope, const struct compile_name *name)
{
    uintptr_t symbol = ouro_pointer_map_get(&scope->by_name, name);
    return symbol == UINTPTR_MAX ? NULL : (struct symbol *)symbol;
}

struct scope *ouro_scope_of(struct compiler *c, const void *node)
{
    uintptr_t scope = ouro_pointer_map_get(&c->scope_by_node, node);
    return scope == UINTPTR_MAX ? NULL : (struct scope *)scope;
}

/* Opens a scope below the current one; false when memory is out. */
static bool enter(struct compiler *c, enum scope_kind kind, struct compile_name *name, const void *node,
                  int32_t line)
{
    struct scope *parent = c->scope;
    struct scope *scope = ouro_compile_alloc(c, sizeof *scope);
    if (!scope)
        return false;
    scope->kind = kind;
    scope->name = name;
    scope->line = line;
    scope->parent = parent;
    if (!ouro_pointer_map_set(&c->scope_by_node, c->arena, node, (uintptr_t)scope)) {
        ouro_compile_fail(c);
        return false;
    }
    if (parent) {
        scope->is_nested = parent->is_nested || parent->kind == SCOPE_FUNCTION;
        scope->iteration_depth = parent->iteration_depth;
        if (kind != SCOPE_ANNOTATION) {
            if (parent->child_count == parent->child_capacity &&
                !ouro_compile_grow_lasting(c, &parent->children, &parent->child_capacity, sizeof scope))
                return false;
            parent->children[parent->child_count++] = scope;
        }
    }
    c->scope = scope;
    return true;
}

static void leave(struct compiler *c)
{
    c->scope = c->scope->parent;
}

static struct symbol *symbol_in(struct compiler *c, struct scope *scope, struct compile_name *name)
{
    struct symbol *symbol = ouro_scope_find(scope, name);
    if (symbol)
        return symbol;
    symbol = ouro_compile_alloc(c, sizeof *symbol);
    if (!symbol)
        return NULL;
    symbol->name = name;
    if (scope->symbol_count == scope->symbol_capacity &&
        !ouro_compile_grow_lasting(c, &scope->symbols, &scope->symbol_capacity, sizeof symbol))
        return NULL;
    scope->symbols[scope->symbol_count++] = symbol;
    if (!ouro_pointer_map_set(&scope->by_name, c->arena, name, (uintptr_t)symbol)) {
        ouro_compile_fail(c);
        return NULL;
    }
    return symbol;
}

static int name_size(const struct compile_name *name)
{
    return (int)name->size;
}

static void define_in(struct compiler *c, struct scope *scope, struct compile_name *name, unsigned flag,
                      struct ast_span span)
{
    struct compile_name *mangled = ouro_compile_mangle(c, c->mangle, name);
    struct symbol *symbol = mangled ? symbol_in(c, scope, mangled) : NULL;
    if (!symbol)
        return;
    if ((flag & SYMBOL_PARAMETER) && (symbol->flags & SYMBOL_PARAMETER))
        ouro_compile_error(c, span, "duplicate argument '%.*s' in function definition",
                           name_size(name), name->bytes);
    symbol->flags |= (uint16_t)flag;
    if (scope->is_iteration_target) {
        if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            ouro_compile_error(c, span,
                               "comprehension inner loop cannot rebind assignment expression "
                               "target '%.*s'",
                               name_size(name), name->bytes);
        symbol->flags |= SYMBOL_ITERATION;
    }
    if ((flag & SYMBOL_GLOBAL) && c->module_scope && !(flag & SYMBOL_PARAMETER)) {
        symbol = symbol_in(c, c->module_scope, mangled);
        if (symbol)
            symbol->flags |= (uint16_t)flag;
    }
}

static void define(struct compiler *c, const struct ast_text *text, unsigned flag, struct ast_span span)
{
    struct compile_name *name = ouro_compile_name(c, text);
    if (name)
        define_in(c, c->scope, name, flag, span);
}

static struct symbol *find_mangled(struct compiler *c, struct scope *scope, struct compile_name *name)
{
    struct compile_name *mangled = ouro_compile_mangle(c, c->mangle, name);
    return mangled ? ouro_scope_find(scope, mangled) : NULL;
}

static void record_directive(struct compiler *c, struct compile_name *name, struct ast_span span)
{
    struct symbol *symbol = find_mangled(c, c->scope, name);
    if (symbol && !symbol->directive.line)
        symbol->directive = span;
}

/* ---- expressions ----------------------------------------------------------------------------- */

static void visit_exprs(struct compiler *c, const struct ast_expr_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++) {
        if (list->items[i])
            visit_expr(c, list->items[i]);
    }
}

static void visit_keywords(struct compiler *c, const struct ast_keyword_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_expr(c, list->items[i]->value);
}

static void refuse_in_annotation(struct compiler *c, const struct ast_expr *e, const char *what)
{
    if (c->scope->kind == SCOPE_ANNOTATION)
        ouro_compile_error(c, e->span, "'%s' can not be used within an annotation", what);
}

/* The target of `:=` in a comprehension is a variable of the function around all comprehensions. */
static void extend_target(struct compiler *c, const struct ast_expr *target)
{
    struct compile_name *name = ouro_compile_name(c, target->name.id);
    for (struct scope *scope = c->scope; name && scope; scope = scope->parent) {
        struct symbol *symbol = find_mangled(c, scope, name);
        if (scope->comprehension) {
            if (symbol && (symbol->flags & SYMBOL_ITERATION) && (symbol->flags & SYMBOL_LOCAL))
                ouro_compile_error(c, target->span,
                                   "assignment expression cannot rebind comprehension iteration "
                                   "variable '%.*s'",
                                   name_size(name), name->bytes);
            continue;
        }
        if (scope->kind == SCOPE_CLASS) {
            ouro_compile_error(c, target->span,
                               "assignment expression within a comprehension cannot be used in a "
                               "class body");
            return;
        }
        bool is_global = scope->kind == SCOPE_MODULE || (symbol && (symbol->flags & SYMBOL_GLOBAL));
        define_in(c, c->scope, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->span);
        record_directive(c, name, target->span);
        define_in(c, scope, name, scope->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_LOCAL,
                  target->span);
        return;
    }
}

static void visit_named(struct compiler *c, struct ast_expr *e)
{
    refuse_in_annotation(c, e, "named expression");
    if (c->scope->iteration_depth > 0)
        ouro_compile_error(c, e->span,
                           "assignment expression cannot be used in a comprehension iterable "
                           "expression");
    else if (c->scope->comprehension)
        extend_target(c, e->named_expr.target);
    visit_expr(c, e->named_expr.value);
    visit_expr(c, e->named_expr.target);
}

static void visit_arguments(struct compiler *c, const struct ast_arguments *args)
{
    const struct ast_arg_list *lists[] = {&args->posonlyargs, &args->args, &args->kwonlyargs};
    for (size_t l = 0; l < 3; l++) {
        for (uint32_t i = 0; i < lists[l]->count; i++)
            define(c, lists[l]->items[i]->name, SYMBOL_PARAMETER, lists[l]->items[i]->span);
    }
    if (args->vararg) {
        define(c, args->vararg->name, SYMBOL_PARAMETER, args->vararg->span);
        c->scope->has_varargs = true;
    }
    if (args->kwarg) {
        define(c, args->kwarg->name, SYMBOL_PARAMETER, args->kwarg->span);
        c->scope->has_varkeywords = true;
    }
}

static void visit_lambda(struct compiler *c, struct ast_expr *e)
{
    visit_exprs(c, &e->lambda.args->defaults);
    visit_exprs(c, &e->lambda.args->kw_defaults);
    if (!enter(c, SCOPE_FUNCTION, ouro_compile_name_literal(c, "<lambda>"), e, e->span.line))
        return;
    visit_arguments(c, e->lambda.args);
    visit_expr(c, e->lambda.body);
    leave(c);
}

static void visit_iteration_target(struct compiler *c, struct ast_expr *target)
{
    c->scope->is_iteration_target = true;
    visit_expr(c, target);
    c->scope->is_iteration_target = false;
}

static void visit_generator(struct compiler *c, struct ast_comprehension *generator, bool is_outermost)
{
    visit_iteration_target(c, generator->target);
    if (!is_outermost) {
        c->scope->iteration_depth++;
        visit_expr(c, generator->iter);
        c->scope->iteration_depth--;
    }
    visit_exprs(c, &generator->ifs);
    if (generator->is_async)
        c->scope->is_coroutine = true;
}

static void visit_comprehension(struct compiler *c, struct ast_expr *e)
{
    static const struct {
        enum comprehension_kind kind;
        const char *name;
    } kinds[] = {
        [AST_EXPR_LIST_COMP - AST_EXPR_LIST_COMP] = {COMPREHENSION_LIST, "<listcomp>"},
        [AST_EXPR_SET_COMP - AST_EXPR_LIST_COMP] = {COMPREHENSION_SET, "<setcomp>"},
        [AST_EXPR_DICT_COMP - AST_EXPR_LIST_COMP] = {COMPREHENSION_DICT, "<dictcomp>"},
        [AST_EXPR_GENERATOR_EXP - AST_EXPR_LIST_COMP] = {COMPREHENSION_GENERATOR, "<genexpr>"},
    };
    unsigned index = e->kind - AST_EXPR_LIST_COMP;
    bool is_dict = e->kind == AST_EXPR_DICT_COMP;
    const struct ast_comprehension_list *generators =
        is_dict ? &e->dict_comp.generators : &e->comp.generators;
    c->scope->iteration_depth++;
    visit_expr(c, generators->items[0]->iter);
    c->scope->iteration_depth--;
    if (!enter(c, SCOPE_FUNCTION, ouro_compile_name_literal(c, kinds[index].name), e,
               e->span.line))
        return;
    struct scope *scope = c->scope;
    scope->comprehension = kinds[index].kind;
    struct compile_name *implicit = ouro_compile_name_literal(c, ".0");
    if (implicit)
        define_in(c, scope, implicit, SYMBOL_PARAMETER, e->span);
    for (uint32_t i = 0; i < generators->count && !c->has_failed; i++)
        visit_generator(c, generators->items[i], i == 0);
    if (is_dict) {
        visit_expr(c, e->dict_comp.key);
        visit_expr(c, e->dict_comp.value);
    } else {
        visit_expr(c, e->comp.elt);
    }
    bool is_generator = scope->comprehension == COMPREHENSION_GENERATOR;
    scope->is_generator = is_generator;
    leave(c);
    if (scope->is_coroutine && !is_generator)
        c->scope->is_coroutine = true;
}

static void visit_yield(struct compiler *c, struct ast_expr *e)
{
    static const char *const places[] = {
        [COMPREHENSION_LIST] = "list comprehension",
        [COMPREHENSION_SET] = "set comprehension",
        [COMPREHENSION_DICT] = "dict comprehension",
        [COMPREHENSION_GENERATOR] = "generator expression",
    };
    refuse_in_annotation(c, e, "yield expression");
    if (e->yield.value)
        visit_expr(c, e->yield.value);
    c->scope->is_generator = true;
    if (c->scope->comprehension)
        ouro_compile_error(c, e->span, "'yield' inside %s", places[c->scope->comprehension]);
}

static void visit_name(struct compiler *c, struct ast_expr *e)
{
    bool is_load = e->name.ctx == AST_LOAD;
    define(c, e->name.id, is_load ? SYMBOL_USE : SYMBOL_LOCAL, e->span);
    if (is_load && c->scope->kind == SCOPE_FUNCTION && e->name.id->size == 5 &&
        !memcmp(e->name.id->bytes, "super", 5)) {
        struct compile_name *name = ouro_compile_name_literal(c, "__class__");
        if (name)
            define_in(c, c->scope, name, SYMBOL_USE, e->span);
    }
}

/* Left-leaning chains (a + b + c ...) are as long as the user likes: walked without recursion. */
static void visit_bin_op(struct compiler *c, struct ast_expr *e)
{
    struct ast_expr *left = e;
    uint32_t count = 0;
    while (left->kind == AST_EXPR_BIN_OP) {
        left = left->bin_op.left;
        count++;
    }
    struct ast_expr **chain = ouro_compile_alloc(c, count * sizeof *chain);
    if (!chain)
        return;
    for (uint32_t i = 0; i < count; i++, e = e->bin_op.left)
        chain[i] = e;
    visit_expr(c, left);
    while (count-- && !c->has_failed)
        visit_expr(c, chain[count]->bin_op.right);
}

static void visit_call(struct compiler *c, struct ast_expr *e)
{
    visit_expr(c, e->call.func);
    visit_exprs(c, &e->call.args);
    visit_keywords(c, &e->call.keywords);
}

static void visit_optional(struct compiler *c, struct ast_expr *e)
{
    if (e)
        visit_expr(c, e);
}

static void visit_expr_inner(struct compiler *c, struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_CONSTANT:
        break;
    case AST_EXPR_NAME:
        visit_name(c, e);
        break;
    case AST_EXPR_ATTRIBUTE:
        visit_expr(c, e->attribute.value);
        break;
    case AST_EXPR_CALL:
        visit_call(c, e);
        break;
    case AST_EXPR_SUBSCRIPT:
        visit_expr(c, e->subscript.value);
        visit_expr(c, e->subscript.slice);
        break;
    case AST_EXPR_BIN_OP:
        if (e->bin_op.left->kind == AST_EXPR_BIN_OP) {
            visit_bin_op(c, e);
        } else {
            visit_expr(c, e->bin_op.left);
            visit_expr(c, e->bin_op.right);
        }
        break;
    case AST_EXPR_BOOL_OP:
        visit_exprs(c, &e->bool_op.values);
        break;
    case AST_EXPR_NAMED_EXPR:
        visit_named(c, e);
        break;
    case AST_EXPR_UNARY_OP:
        visit_expr(c, e->unary_op.operand);
        break;
    case AST_EXPR_LAMBDA:
        visit_lambda(c, e);
        break;
    case AST_EXPR_IF_EXP:
        visit_expr(c, e->if_exp.test);
        visit_expr(c, e->if_exp.body);
        visit_expr(c, e->if_exp.orelse);
        break;
    case AST_EXPR_DICT:
        visit_exprs(c, &e->dict.keys);
        visit_exprs(c, &e->dict.values);
        break;
    case AST_EXPR_SET:
        visit_exprs(c, &e->set.elts);
        break;
    case AST_EXPR_LIST_COMP:
    case AST_EXPR_SET_COMP:
    case AST_EXPR_DICT_COMP:
    case AST_EXPR_GENERATOR_EXP:
        visit_comprehension(c, e);
        break;
    case AST_EXPR_AWAIT:
        refuse_in_annotation(c, e, "await expression");
        visit_expr(c, e->yield.value);
        c->scope->is_coroutine = true;
        break;
    case AST_EXPR_YIELD:
    case AST_EXPR_YIELD_FROM:
        visit_yield(c, e);
        break;
    case AST_EXPR_COMPARE:
        visit_expr(c, e->compare.left);
        visit_exprs(c, &e->compare.comparators);
        break;
    case AST_EXPR_FORMATTED_VALUE:
        visit_expr(c, e->formatted_value.value);
        visit_optional(c, e->formatted_value.format_spec);
        break;
    case AST_EXPR_JOINED_STR:
        visit_exprs(c, &e->joined_str.values);
        break;
    case AST_EXPR_STARRED:
        visit_expr(c, e->starred.value);
        break;
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        visit_exprs(c, &e->sequence.elts);
        break;
    case AST_EXPR_SLICE:
        visit_optional(c, e->slice.lower);
        visit_optional(c, e->slice.upper);
        visit_optional(c, e->slice.step);
        break;
    }
}

static void visit_expr(struct compiler *c, struct ast_expr *e)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    visit_expr_inner(c, e);
    ouro_compile_leave(c);
}

/* ---- statements ------------------------------------------------------------------------------ */

static void visit_stmts(struct compiler *c, const struct ast_stmt_list *list)
{
    for (uint32_t i = 0; i < list->count && !c->has_failed; i++)
        visit_stmt(c, list->items[i]);
}

/* With postponed annotations they are not code of this scope, but may hold no yield either. */
static void visit_annotation(struct compiler *c, struct ast_expr *annotation)
{
    if (!c->future_annotations) {
        visit_expr(c, annotation);
    } else if (enter(c, SCOPE_ANNOTATION, ouro_compile_name_literal(c, "_annotation"), annotation,
                     annotation->span.line)) {
        visit_expr(c, annotation);
        leave(c);
    }
}

static void visit_annotations(struct compiler *c, const struct ast_arguments *args,
                              struct ast_expr *returns)
{
    const struct ast_arg_list *lists[] = {&args->posonlyargs, &args->args, &args->kwonlyargs};
    for (size_t l = 0; l < 3; l++) {
        for (uint32_t i = 0; i < lists[l]->count; i++) {
            if (lists[l]->items[i]->annotation)
                visit_annotation(c, lists[l]->items[i]->annotation);
        }
    }
    if (args->vararg && args->vararg->annotation)
        visit_annotation(c, args->vararg->annotation);
    if (args->kwarg && args->kwarg->annotation)
        visit_annotation(c, args->kwarg->annotation);
    if (returns)
        visit_annotation(c, returns);
}

static void visit_function(struct compiler *c, struct ast_stmt *s)
{
    define(c, s->function_def.name, SYMBOL_LOCAL, s->span);
    visit_exprs(c, &s->function_def.args->defaults);
    visit_exprs(c, &s->function_def.args->kw_defaults);
    visit_annotations(c, s->function_def.args, s->function_def.returns);
    visit_exprs(c, &s->function_def.decorator_list);
    if (!enter(c, SCOPE_FUNCTION, ouro_compile_name(c, s->function_def.name), s, s->span.line))
        return;
    if (s->kind == AST_STMT_ASYNC_FUNCTION_DEF)
        c->scope->is_coroutine = true;
    visit_arguments(c, s->function_def.args);
    visit_stmts(c, &s->function_def.body);
    leave(c);
}

static void visit_class(struct compiler *c, struct ast_stmt *s)
{
    define(c, s->class_def.name, SYMBOL_LOCAL, s->span);
    visit_exprs(c, &s->class_def.bases);
    visit_keywords(c, &s->class_def.keywords);
    visit_exprs(c, &s->class_def.decorator_list);
    struct compile_name *name = ouro_compile_name(c, s->class_def.name);
    if (!enter(c, SCOPE_CLASS, name, s, s->span.line))
        return;
    const struct compile_name *outer = c->mangle;
    c->mangle = name;
    visit_stmts(c, &s->class_def.body);
    c->mangle = outer;
    leave(c);
}

static void visit_ann_assign(struct compiler *c, struct ast_stmt *s)
{
    struct ast_expr *target = s->ann_assign.target;
    if (target->kind == AST_EXPR_NAME) {
        struct compile_name *name = ouro_compile_name(c, target->name.id);
        struct symbol *symbol = name ? find_mangled(c, c->scope, name) : NULL;
        if (symbol && (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) &&
            c->scope != c->module_scope && s->ann_assign.simple)
            ouro_compile_error(c, s->span, "annotated name '%.*s' can't be %s", name_size(name),
                               name->bytes, symbol->flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        if (s->ann_assign.simple)
            define(c, target->name.id, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->span);
        else if (s->ann_assign.value)
            define(c, target->name.id, SYMBOL_LOCAL, target->span);
    } else {
        visit_expr(c, target);
    }
    visit_annotation(c, s->ann_assign.annotation);
    visit_optional(c, s->ann_assign.value);
}

static void visit_global(struct compiler *c, struct ast_stmt *s)
{
    bool is_global = s->kind == AST_STMT_GLOBAL;
    const char *word = is_global ? "global" : "nonlocal";
    for (uint32_t i = 0; i < s->global.names.count && !c->has_failed; i++) {
        struct compile_name *name = ouro_compile_name(c, s->global.names.items[i]);
        if (!name)
            return;
        struct symbol *symbol = find_mangled(c, c->scope, name);
        unsigned flags = symbol ? symbol->flags : 0;
        if (flags & SYMBOL_PARAMETER)
            ouro_compile_error(c, s->span, "name '%s' is parameter and %s", name->bytes, word);
        else if (flags & SYMBOL_USE)
            ouro_compile_error(c, s->span, "name '%s' is used prior to %s declaration", name->bytes,
                               word);
        else if (flags & SYMBOL_ANNOTATED)
            ouro_compile_error(c, s->span, "annotated name '%s' can't be %s", name->bytes, word);
        else if (flags & SYMBOL_LOCAL)
            ouro_compile_error(c, s->span, "name '%s' is assigned to before %s declaration",
                               name->bytes, word);
        define_in(c, c->scope, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, s->span);
        record_directive(c, name, s->span);
    }
}

static void visit_alias(struct compiler *c, const struct ast_alias *alias)
{
    const struct ast_text *text = alias->asname ? alias->asname : alias->name;
    if (text->size == 1 && text->bytes[0] == '*') {
        if (c->scope->kind != SCOPE_MODULE)
            ouro_compile_error(c, alias->span, "import * only allowed at module level");
        return;
    }
    const char *dot = alias->asname ? NULL : memchr(text->bytes, '.', text->size);
    struct compile_name *name = dot ? ouro_compile_name_of(c, text->bytes, (size_t)(dot - text->bytes))
                                    : ouro_compile_name(c, text);
    if (name)
        define_in(c, c->scope, name, SYMBOL_IMPORTED, alias->span);
}

static void visit_handlers(struct compiler *c, const struct ast_except_handler_list *handlers)
{
    for (uint32_t i = 0; i < handlers->count && !c->has_failed; i++) {
        struct ast_except_handler *handler = handlers->items[i];
        visit_optional(c, handler->type);
        if (handler->name)
            define(c, handler->name, SYMBOL_LOCAL, handler->span);
        visit_stmts(c, &handler->body);
    }
}

static void visit_patterns(struct compiler *c, const struct ast_pattern_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_pattern(c, list->items[i]);
}

static void visit_pattern_inner(struct compiler *c, struct ast_pattern *p)
{
    switch (p->kind) {
    case AST_PATTERN_VALUE:
        visit_expr(c, p->value.value);
        break;
    case AST_PATTERN_SINGLETON:
        break;
    case AST_PATTERN_SEQUENCE:
        visit_patterns(c, &p->sequence.patterns);
        break;
    case AST_PATTERN_STAR:
        if (p->star.name)
            define(c, p->star.name, SYMBOL_LOCAL, p->span);
        break;
    case AST_PATTERN_MAPPING:
        visit_exprs(c, &p->mapping.keys);
        visit_patterns(c, &p->mapping.patterns);
        if (p->mapping.rest)
            define(c, p->mapping.rest, SYMBOL_LOCAL, p->span);
        break;
    case AST_PATTERN_CLASS:
        visit_expr(c, p->class_.cls);
        visit_patterns(c, &p->class_.patterns);
        visit_patterns(c, &p->class_.kwd_patterns);
        break;
    case AST_PATTERN_AS:
        if (p->as.pattern)
            visit_pattern(c, p->as.pattern);
        if (p->as.name)
            define(c, p->as.name, SYMBOL_LOCAL, p->span);
        break;
    case AST_PATTERN_OR:
        visit_patterns(c, &p->or_.patterns);
        break;
    }
}

static void visit_pattern(struct compiler *c, struct ast_pattern *p)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    visit_pattern_inner(c, p);
    ouro_compile_leave(c);
}

static void visit_match(struct compiler *c, struct ast_stmt *s)
{
    visit_expr(c, s->match.subject);
    for (uint32_t i = 0; i < s->match.cases.count && !c->has_failed; i++) {
        struct ast_match_case *match_case = s->match.cases.items[i];
        visit_pattern(c, match_case->pattern);
        visit_optional(c, match_case->guard);
        visit_stmts(c, &match_case->body);
    }
}

/* A chain of elif is as long as the user likes: walked without recursion. */
static void visit_if(struct compiler *c, struct ast_stmt *s)
{
    for (;;) {
        visit_expr(c, s->if_.test);
        visit_stmts(c, &s->if_.body);
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != AST_STMT_IF)
            break;
        s = s->if_.orelse.items[0];
    }
    visit_stmts(c, &s->if_.orelse);
}

static void visit_with(struct compiler *c, struct ast_stmt *s)
{
    for (uint32_t i = 0; i < s->with.items.count; i++) {
        visit_expr(c, s->with.items.items[i]->context_expr);
        visit_optional(c, s->with.items.items[i]->optional_vars);
    }
    visit_stmts(c, &s->with.body);
}

static void visit_stmt_inner(struct compiler *c, struct ast_stmt *s)
{
    switch (s->kind) {
    case AST_STMT_FUNCTION_DEF:
    case AST_STMT_ASYNC_FUNCTION_DEF:
        visit_function(c, s);
        break;
    case AST_STMT_CLASS_DEF:
        visit_class(c, s);
        break;
    case AST_STMT_RETURN:
        if (s->return_.value) {
            visit_expr(c, s->return_.value);
            c->scope->returns_value = true;
        }
        break;
    case AST_STMT_DELETE:
        visit_exprs(c, &s->delete_.targets);
        break;
    case AST_STMT_ASSIGN:
        visit_exprs(c, &s->assign.targets);
        visit_expr(c, s->assign.value);
        break;
    case AST_STMT_AUG_ASSIGN:
        visit_expr(c, s->aug_assign.target);
        visit_expr(c, s->aug_assign.value);
        break;
    case AST_STMT_ANN_ASSIGN:
        visit_ann_assign(c, s);
        break;
    case AST_STMT_FOR:
    case AST_STMT_ASYNC_FOR:
        visit_expr(c, s->for_.target);
        visit_expr(c, s->for_.iter);
        visit_stmts(c, &s->for_.body);
        visit_stmts(c, &s->for_.orelse);
        break;
    case AST_STMT_WHILE:
        visit_expr(c, s->while_.test);
        visit_stmts(c, &s->while_.body);
        visit_stmts(c, &s->while_.orelse);
        break;
    case AST_STMT_IF:
        visit_if(c, s);
        break;
    case AST_STMT_WITH:
    case AST_STMT_ASYNC_WITH:
        visit_with(c, s);
        break;
    case AST_STMT_MATCH:
        visit_match(c, s);
        break;
    case AST_STMT_RAISE:
        visit_optional(c, s->raise.exc);
        visit_optional(c, s->raise.cause);
        break;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR:
        visit_stmts(c, &s->try_.body);
        visit_stmts(c, &s->try_.orelse);
        visit_handlers(c, &s->try_.handlers);
        visit_stmts(c, &s->try_.finalbody);
        break;
    case AST_STMT_ASSERT:
        visit_expr(c, s->assert_.test);
        visit_optional(c, s->assert_.msg);
        break;
    case AST_STMT_IMPORT:
    case AST_STMT_IMPORT_FROM: {
        const struct ast_alias_list *names =
            s->kind == AST_STMT_IMPORT ? &s->import.names : &s->import_from.names;
        for (uint32_t i = 0; i < names->count; i++)
            visit_alias(c, names->items[i]);
        break;
    }
    case AST_STMT_GLOBAL:
    case AST_STMT_NONLOCAL:
        visit_global(c, s);
        break;
    case AST_STMT_EXPR:
        visit_expr(c, s->expr.value);
        break;
    case AST_STMT_PASS:
    case AST_STMT_BREAK:
    case AST_STMT_CONTINUE:
        break;
    }
}

static void visit_stmt(struct compiler *c, struct ast_stmt *s)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    visit_stmt_inner(c, s);
    ouro_compile_leave(c);
}

/* ---- the second pass: what each name means --------------------------------------------------- */

/* Every scope from inner up to (not including) owner passes the cell of this name through. */
static void make_free(struct compiler *c, struct scope *inner, struct scope *owner,
                      struct compile_name *name)
{
    for (struct scope *scope = inner; scope != owner; scope = scope->parent) {
        struct symbol *symbol = symbol_in(c, scope, name);
        if (!symbol)
            return;
        if (scope->kind == SCOPE_CLASS && scope != inner &&
            (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)) && !(symbol->flags & SYMBOL_NONLOCAL))
            symbol->flags |= SYMBOL_FREE_CLASS;
        else
            symbol->place = PLACE_FREE;
    }
}

/* Looks for the function around scope that binds the name; class bodies do not count, but for the
 * `__class__` that every one of them offers to its functions. */
static bool resolve_outer(struct compiler *c, struct scope *scope, struct symbol *symbol)
{
    bool is_class_name = symbol->name->size == 9 && !memcmp(symbol->name->bytes, "__class__", 9);
    for (struct scope *outer = scope->parent; outer; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS && is_class_name) {
            outer->needs_class_cell = true;
            make_free(c, scope, outer, symbol->name);
            return true;
        }
        if (outer->kind != SCOPE_FUNCTION)
            continue;
        struct symbol *found = ouro_scope_find(outer, symbol->name);
        if (!found)
            continue;
        if (found->flags & SYMBOL_GLOBAL)
            return false;
        if ((found->flags & SYMBOL_BOUND) && !(found->flags & SYMBOL_NONLOCAL)) {
            found->place = PLACE_CELL;
            make_free(c, scope, outer, symbol->name);
            return true;
        }
    }
    return false;
}

static void resolve_symbol(struct compiler *c, struct scope *scope, struct symbol *symbol)
{
    if (symbol->place == PLACE_FREE || symbol->place == PLACE_CELL)
        return;
    if (symbol->flags & SYMBOL_GLOBAL) {
        symbol->place = PLACE_GLOBAL;
        if (symbol->flags & SYMBOL_NONLOCAL)
            ouro_compile_error(c, symbol->directive, "name '%s' is nonlocal and global",
                               symbol->name->bytes);
    } else if (symbol->flags & SYMBOL_NONLOCAL) {
        if (scope->kind == SCOPE_MODULE)
            ouro_compile_error(c, symbol->directive,
                               "nonlocal declaration not allowed at module level");
        else if (!resolve_outer(c, scope, symbol))
            ouro_compile_error(c, symbol->directive, "no binding for nonlocal '%s' found",
                               symbol->name->bytes);
    } else if (symbol->flags & SYMBOL_BOUND) {
        symbol->place = PLACE_LOCAL;
    } else if (!resolve_outer(c, scope, symbol)) {
        symbol->place = PLACE_IMPLICIT;
    }
}

/* Outer scopes first. The number of symbols can grow meanwhile (names passed through): those are
 * decided already. */
static void resolve(struct compiler *c, struct scope *scope)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    for (uint32_t i = 0; i < scope->symbol_count && !c->has_failed; i++)
        resolve_symbol(c, scope, scope->symbols[i]);
    for (uint32_t i = 0; i < scope->child_count; i++)
        resolve(c, scope->children[i]);
    ouro_compile_leave(c);
}

void ouro_scope_build(struct compiler *c, struct ast_module *module)
{
    if (!enter(c, SCOPE_MODULE, ouro_compile_name_literal(c, "<module>"), module, 0))
        return;
    c->module_scope = c->scope;
    if (module->expression)
        visit_expr(c, module->expression);
    visit_stmts(c, &module->body);
    resolve(c, c->module_scope);
}
