/* Functions, classes, lambdas and comprehensions: what becomes a code object of its own. */
#include <string.h>

#include "lang/compile_internal.h"

enum { MAKE_DEFAULTS = 1, MAKE_KEYWORD_DEFAULTS = 2, MAKE_ANNOTATIONS = 4, MAKE_CLOSURE = 8 };

bool ouro_compile_has_docstring(const struct ast_stmt_list *body)
{
    if (!body->count || body->items[0]->kind != AST_STMT_EXPR)
        return false;
    const struct ast_expr *e = body->items[0]->expr.value;
    return e->kind == AST_EXPR_CONSTANT && e->constant.kind == AST_CONSTANT_STR;
}

/* The function object from its code (taken), whose flags tell what lies on the stack for it. */
static void make_function(struct compiler *c, ouro_object *object, uint32_t flags)
{
    if (!object)
        return;
    const struct ouro_code *code = (const struct ouro_code *)(const void *)object;
    uint32_t first_free = code->local_count - code->free_count;
    for (uint32_t i = 0; i < code->free_count; i++) {
        ouro_object *str = tuple_at(code->local_names, first_free + i);
        size_t size;
        ouro_object *owner = NULL;
        const char *text = ouro_str_utf8(c->rt, str, &size, &owner);
        struct compile_name *name = text ? ouro_compile_name_of(c, text, size) : NULL;
        xdecref(c->rt, owner);
        uintptr_t index = name ? ouro_pointer_map_get(&c->unit->cell_index, name) : UINTPTR_MAX;
        ouro_check(index != UINTPTR_MAX || c->has_failed);
        ouro_emit(c, OP_LOAD_CLOSURE, (uint32_t)index & OURO_ARGUMENT_MAX);
    }
    if (code->free_count) {
        ouro_emit(c, OP_BUILD_TUPLE, code->free_count);
        flags |= MAKE_CLOSURE;
    }
    ouro_emit_constant(c, ouro_compile_constant_take(c, object));
    ouro_emit(c, OP_MAKE_FUNCTION, flags);
}

/* ---- parameters ------------------------------------------------------------------------------ */

static struct compile_name *mangled(struct compiler *c, const struct ast_text *text)
{
    struct compile_name *name = ouro_compile_name(c, text);
    return name ? ouro_compile_mangle(c, c->unit->mangle, name) : NULL;
}

static ouro_object *name_constant(struct compiler *c, const struct ast_text *text)
{
    return ouro_compile_constant_take(c, xnewref(ouro_compile_name_str(c, mangled(c, text))));
}

static uint32_t compile_defaults(struct compiler *c, const struct ast_arguments *args)
{
    uint32_t flags = 0, count = 0;
    if (args->defaults.count) {
        ouro_compile_expr_list(c, &args->defaults);
        ouro_emit(c, OP_BUILD_TUPLE, args->defaults.count);
        flags |= MAKE_DEFAULTS;
    }
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++)
        count += args->kw_defaults.items[i] != NULL;
    if (!count || c->has_failed)
        return flags;
    ouro_object *names = ouro_tuple_new(c->rt, count);
    if (!names) {
        ouro_compile_fail(c);
        return flags;
    }
    count = 0;
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++) {
        if (!args->kw_defaults.items[i])
            continue;
        struct compile_name *name = mangled(c, args->kwonlyargs.items[i]->name);
        tuple_items(names)[count++] = xnewref(ouro_compile_name_str(c, name));
        ouro_compile_expr(c, args->kw_defaults.items[i]);
    }
    if (c->has_failed) {
        decref(c->rt, names);
        return flags;
    }
    ouro_emit_constant(c, ouro_compile_constant_take(c, names));
    ouro_emit(c, OP_BUILD_CONST_KEY_MAP, count);
    return flags | MAKE_KEYWORD_DEFAULTS;
}

void ouro_compile_annotation(struct compiler *c, struct ast_expr *annotation)
{
    if (!c->future_annotations) {
        ouro_compile_expr(c, annotation);
        return;
    }
    ouro_object *text = ouro_compile_unparse(c, annotation);
    if (text)
        ouro_emit_constant(c, ouro_compile_constant_take(c, text));
}

static uint32_t annotate(struct compiler *c, const struct ast_text *name, struct ast_expr *annotation)
{
    if (!annotation || c->has_failed)
        return 0;
    ouro_emit_constant(c, name_constant(c, name));
    if (annotation->kind == AST_EXPR_STARRED && !c->future_annotations) {
        /* *args: *Ts */
        ouro_compile_expr(c, annotation->starred.value);
        ouro_emit(c, OP_UNPACK_SEQUENCE, 1);
    } else {
        ouro_compile_annotation(c, annotation);
    }
    return 2;
}

static uint32_t annotate_list(struct compiler *c, const struct ast_arg_list *list)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->count; i++)
        count += annotate(c, list->items[i]->name, list->items[i]->annotation);
    return count;
}

static uint32_t compile_annotations(struct compiler *c, const struct ast_arguments *args,
                                    struct ast_expr *returns)
{
    static const struct ast_text return_name = {"return", 6};
    uint32_t count = annotate_list(c, &args->args) + annotate_list(c, &args->posonlyargs);
    if (args->vararg)
        count += annotate(c, args->vararg->name, args->vararg->annotation);
    count += annotate_list(c, &args->kwonlyargs);
    if (args->kwarg)
        count += annotate(c, args->kwarg->name, args->kwarg->annotation);
    if (returns && !c->has_failed) {
        ouro_emit_constant(
            c, ouro_compile_constant_take(
                   c, xnewref(ouro_compile_name_str(
                          c, ouro_compile_name_of(c, return_name.bytes, return_name.size)))));
        ouro_compile_annotation(c, returns);
        count += 2;
    }
    if (!count)
        return 0;
    ouro_emit(c, OP_BUILD_TUPLE, count);
    return MAKE_ANNOTATIONS;
}

static void count_arguments(struct unit *unit, const struct ast_arguments *args)
{
    unit->positional_only_count = args->posonlyargs.count;
    unit->argument_count = args->posonlyargs.count + args->args.count;
    unit->keyword_only_count = args->kwonlyargs.count;
}

static void check_parameters(struct compiler *c, const struct ast_arguments *args)
{
    const struct ast_arg_list *lists[] = {&args->posonlyargs, &args->args, &args->kwonlyargs};
    for (size_t l = 0; l < 3; l++) {
        for (uint32_t i = 0; i < lists[l]->count; i++)
            ouro_compile_is_name_forbidden(c, lists[l]->items[i]->name, AST_STORE);
    }
    if (args->vararg)
        ouro_compile_is_name_forbidden(c, args->vararg->name, AST_STORE);
    if (args->kwarg)
        ouro_compile_is_name_forbidden(c, args->kwarg->name, AST_STORE);
}

/* ---- functions ------------------------------------------------------------------------------- */

static int32_t first_line(const struct ast_stmt *s, const struct ast_expr_list *decorators)
{
    return decorators->count ? decorators->items[0]->span.line : s->span.line;
}

static void apply_decorators(struct compiler *c, const struct ast_expr_list *decorators)
{
    struct ast_span span = c->unit->span;
    for (uint32_t i = decorators->count; i-- > 0;) {
        /* decorator function -> the "method self" layout of a call without further arguments */
        locate(c, decorators->items[i]->span);
        ouro_emit(c, OP_CALL, 0);
    }
    locate(c, span);
}

void ouro_compile_function(struct compiler *c, struct ast_stmt *s)
{
    struct ast_arguments *args = s->function_def.args;
    struct unit unit;
    check_parameters(c, args);
    ouro_compile_expr_list(c, &s->function_def.decorator_list);
    uint32_t flags = compile_defaults(c, args);
    flags |= compile_annotations(c, args, s->function_def.returns);
    struct ast_span span = c->unit->span;
    ouro_emit_unit_enter(c, &unit,
                         s->kind == AST_STMT_ASYNC_FUNCTION_DEF ? UNIT_ASYNC_FUNCTION : UNIT_FUNCTION,
                         ouro_compile_name(c, s->function_def.name), s,
                         first_line(s, &s->function_def.decorator_list));
    count_arguments(&unit, args);
    bool has_docstring = ouro_compile_has_docstring(&s->function_def.body);
    ouro_emit_constant_index(c, has_docstring && c->optimize < 2
                                    ? ouro_compile_constant_of(c, s->function_def.body.items[0]->expr.value)
                                    : c->rt->none);
    for (uint32_t i = has_docstring; i < s->function_def.body.count && !c->has_failed; i++)
        ouro_compile_stmt(c, s->function_def.body.items[i]);
    ouro_object *code = ouro_emit_unit_leave(c, true);
    locate(c, span);
    make_function(c, code, flags);
    apply_decorators(c, &s->function_def.decorator_list);
    if (!ouro_compile_is_name_forbidden(c, s->function_def.name, AST_STORE))
        ouro_emit_variable_text(c, s->function_def.name, AST_STORE);
}

void ouro_compile_lambda(struct compiler *c, struct ast_expr *e)
{
    struct unit unit;
    check_parameters(c, e->lambda.args);
    uint32_t flags = compile_defaults(c, e->lambda.args);
    struct ast_span span = c->unit->span;
    ouro_emit_unit_enter(c, &unit, UNIT_LAMBDA, ouro_compile_name_literal(c, "<lambda>"), e,
                         e->span.line);
    count_arguments(&unit, e->lambda.args);
    ouro_emit_constant_index(c, c->rt->none); /* a lambda has no docstring */
    ouro_compile_expr(c, e->lambda.body);
    ouro_emit(c, OP_RETURN_VALUE, 0);
    ouro_object *code = ouro_emit_unit_leave(c, true);
    locate(c, span);
    make_function(c, code, flags);
}

/* ---- classes --------------------------------------------------------------------------------- */

static bool has_annotation(const struct ast_stmt_list *body, unsigned depth);

static bool stmt_has_annotation(const struct ast_stmt *s, unsigned depth)
{
    switch (s->kind) {
    case AST_STMT_ANN_ASSIGN:
        return true;
    case AST_STMT_FOR:
    case AST_STMT_ASYNC_FOR:
        return has_annotation(&s->for_.body, depth) || has_annotation(&s->for_.orelse, depth);
    case AST_STMT_WHILE:
        return has_annotation(&s->while_.body, depth) || has_annotation(&s->while_.orelse, depth);
    case AST_STMT_WITH:
    case AST_STMT_ASYNC_WITH:
        return has_annotation(&s->with.body, depth);
    case AST_STMT_MATCH:
        for (uint32_t i = 0; i < s->match.cases.count; i++) {
            if (has_annotation(&s->match.cases.items[i]->body, depth))
                return true;
        }
        return false;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR:
        for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
            if (has_annotation(&s->try_.handlers.items[i]->body, depth))
                return true;
        }
        return has_annotation(&s->try_.body, depth) || has_annotation(&s->try_.finalbody, depth) ||
               has_annotation(&s->try_.orelse, depth);
    default:
        return false;
    }
}

/* Nesting deeper than the compiler follows has failed before this is asked. */
static bool has_annotation(const struct ast_stmt_list *body, unsigned depth)
{
    for (uint32_t i = 0; i < body->count && depth; i++) {
        const struct ast_stmt *s = body->items[i];
        for (; s->kind == AST_STMT_IF; s = s->if_.orelse.items[0]) {
            if (has_annotation(&s->if_.body, depth - 1))
                return true;
            if (s->if_.orelse.count != 1) {
                if (has_annotation(&s->if_.orelse, depth - 1))
                    return true;
                break;
            }
        }
        if (s->kind != AST_STMT_IF && stmt_has_annotation(s, depth - 1))
            return true;
    }
    return false;
}

/* The statements of a module or class, with docstring and __annotations__. */
void ouro_compile_body(struct compiler *c, const struct ast_stmt_list *body)
{
    uint32_t start = 0;
    if (c->unit->kind == UNIT_MODULE && body->count)
        locate(c, body->items[0]->span);
    if (has_annotation(body, COMPILE_DEPTH_MAX))
        ouro_emit(c, OP_SETUP_ANNOTATIONS, 0);
    if (ouro_compile_has_docstring(body) && !c->is_interactive) {
        start = 1;
        if (c->optimize < 2) {
            ouro_compile_expr(c, body->items[0]->expr.value);
            unlocate(c);
            ouro_emit_name_literal(c, "__doc__", AST_STORE);
        }
    }
    for (uint32_t i = start; i < body->count && !c->has_failed; i++)
        ouro_compile_stmt(c, body->items[i]);
}

static void return_class_cell(struct compiler *c, struct unit *unit)
{
    unlocate(c);
    if (unit->scope->needs_class_cell && !c->has_failed) {
        uintptr_t index = ouro_pointer_map_get(&unit->cell_index,
                                               ouro_compile_name_literal(c, "__class__"));
        ouro_emit(c, OP_LOAD_CLOSURE, (uint32_t)index & OURO_ARGUMENT_MAX);
        ouro_emit(c, OP_COPY, 1);
        ouro_emit_name_literal(c, "__classcell__", AST_STORE);
    } else {
        ouro_emit_none(c);
    }
    ouro_emit(c, OP_RETURN_VALUE, 0);
}

void ouro_compile_class(struct compiler *c, struct ast_stmt *s)
{
    struct unit unit;
    ouro_compile_expr_list(c, &s->class_def.decorator_list);
    struct ast_span span = c->unit->span;
    struct compile_name *name = ouro_compile_name(c, s->class_def.name);
    ouro_emit_unit_enter(c, &unit, UNIT_CLASS, name, s, first_line(s, &s->class_def.decorator_list));
    unit.mangle = name;
    ouro_emit_name_literal(c, "__name__", AST_LOAD);
    ouro_emit_name_literal(c, "__module__", AST_STORE);
    if (!c->has_failed)
        ouro_emit_constant(c, ouro_compile_constant_take(c, newref(unit.qualname)));
    ouro_emit_name_literal(c, "__qualname__", AST_STORE);
    bool is_interactive = c->is_interactive;
    c->is_interactive = false;
    ouro_compile_body(c, &s->class_def.body);
    c->is_interactive = is_interactive;
    return_class_cell(c, &unit);
    ouro_object *code = ouro_emit_unit_leave(c, true);

    locate(c, span);
    ouro_emit(c, OP_PUSH_NULL, 0);
    ouro_emit(c, OP_LOAD_BUILD_CLASS, 0);
    make_function(c, code, 0);
    ouro_emit_constant(c, ouro_compile_constant_take(c, xnewref(ouro_compile_name_str(c, name))));
    ouro_compile_call_rest(c, 2, &s->class_def.bases, &s->class_def.keywords);
    apply_decorators(c, &s->class_def.decorator_list);
    if (!ouro_compile_is_name_forbidden(c, s->class_def.name, AST_STORE))
        ouro_emit_variable_text(c, s->class_def.name, AST_STORE);
}

/* ---- comprehensions -------------------------------------------------------------------------- */

static void add_element(struct compiler *c, struct ast_expr *e, uint32_t depth)
{
    switch (e->kind) {
    case AST_EXPR_GENERATOR_EXP:
        ouro_compile_expr(c, e->comp.elt);
        if (c->unit->scope->is_coroutine)
            ouro_emit(c, OP_ASYNC_GEN_WRAP, 0);
        ouro_emit(c, OP_YIELD_VALUE, 0);
        ouro_emit(c, OP_RESUME, 1);
        ouro_emit(c, OP_POP_TOP, 0);
        break;
    case AST_EXPR_LIST_COMP:
        ouro_compile_expr(c, e->comp.elt);
        ouro_emit(c, OP_LIST_APPEND, depth + 1);
        break;
    case AST_EXPR_SET_COMP:
        ouro_compile_expr(c, e->comp.elt);
        ouro_emit(c, OP_SET_ADD, depth + 1);
        break;
    default:
        ouro_compile_expr(c, e->dict_comp.key);
        ouro_compile_expr(c, e->dict_comp.value);
        ouro_emit(c, OP_MAP_ADD, depth + 1);
        break;
    }
}

static void compile_generators(struct compiler *c, struct ast_expr *e,
                               const struct ast_comprehension_list *generators, uint32_t index,
                               uint32_t depth);

static void compile_conditions(struct compiler *c, const struct ast_comprehension *generator,
                               struct block *otherwise)
{
    for (uint32_t i = 0; i < generator->ifs.count && !c->has_failed; i++)
        ouro_compile_jump_if(c, generator->ifs.items[i], otherwise, false);
}

static void compile_inner(struct compiler *c, struct ast_expr *e,
                          const struct ast_comprehension_list *generators, uint32_t index,
                          uint32_t depth)
{
    if (index + 1 < generators->count)
        compile_generators(c, e, generators, index + 1, depth);
    else
        add_element(c, e, depth);
}

/* `for y in [f(x)]` assigns without a loop. */
static struct ast_expr *single_item(const struct ast_comprehension *generator)
{
    const struct ast_expr *iter = generator->iter;
    if (iter->kind != AST_EXPR_LIST && iter->kind != AST_EXPR_TUPLE)
        return NULL;
    if (iter->sequence.elts.count != 1 || iter->sequence.elts.items[0]->kind == AST_EXPR_STARRED)
        return NULL;
    return iter->sequence.elts.items[0];
}

static void compile_for(struct compiler *c, struct ast_expr *e,
                        const struct ast_comprehension_list *generators, uint32_t index, uint32_t depth)
{
    const struct ast_comprehension *generator = generators->items[index];
    struct block *start = ouro_emit_block(c), *otherwise = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    struct ast_expr *single = index ? single_item(generator) : NULL;
    if (!index) {
        ouro_emit(c, OP_LOAD_FAST, 0);
    } else if (single) {
        ouro_compile_expr(c, single);
    } else {
        ouro_compile_expr(c, generator->iter);
        ouro_emit(c, OP_GET_ITER, 0);
    }
    if (!single) {
        depth++;
        ouro_emit_use(c, start);
        ouro_emit_jump(c, OP_FOR_ITER, end);
    }
    ouro_compile_expr(c, generator->target);
    compile_conditions(c, generator, otherwise);
    compile_inner(c, e, generators, index, depth);
    ouro_emit_use(c, otherwise);
    if (!single) {
        ouro_emit_jump(c, OP_JUMP, start);
        ouro_emit_use(c, end);
    }
}

static void compile_async_for(struct compiler *c, struct ast_expr *e,
                              const struct ast_comprehension_list *generators, uint32_t index,
                              uint32_t depth)
{
    const struct ast_comprehension *generator = generators->items[index];
    struct block *start = ouro_emit_block(c), *except = ouro_emit_block(c);
    struct block *otherwise = ouro_emit_block(c);
    if (!index) {
        ouro_emit(c, OP_LOAD_FAST, 0);
    } else {
        ouro_compile_expr(c, generator->iter);
        ouro_emit(c, OP_GET_AITER, 0);
    }
    ouro_emit_use(c, start);
    ouro_emit_setup(c, except, false, false);
    ouro_emit(c, OP_GET_ANEXT, 0);
    ouro_emit_none(c);
    ouro_emit_yield_from(c, true);
    ouro_emit_pop_handler(c);
    ouro_compile_expr(c, generator->target);
    compile_conditions(c, generator, otherwise);
    compile_inner(c, e, generators, index, depth + 1);
    ouro_emit_use(c, otherwise);
    ouro_emit_jump(c, OP_JUMP, start);
    ouro_emit_use(c, except);
    ouro_emit(c, OP_END_ASYNC_FOR, 0);
}

static void compile_generators(struct compiler *c, struct ast_expr *e,
                               const struct ast_comprehension_list *generators, uint32_t index,
                               uint32_t depth)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    if (generators->items[index]->is_async)
        compile_async_for(c, e, generators, index, depth);
    else
        compile_for(c, e, generators, index, depth);
    ouro_compile_leave(c);
}

static void check_async(struct compiler *c, const struct ast_expr *e, const struct unit *outer)
{
    if (!c->unit->scope->is_coroutine || e->kind == AST_EXPR_GENERATOR_EXP)
        return;
    if (outer->kind != UNIT_ASYNC_FUNCTION && outer->kind != UNIT_COMPREHENSION)
        ouro_compile_error(c, e->span,
                           "asynchronous comprehension outside of an asynchronous function");
}

void ouro_compile_comprehension(struct compiler *c, struct ast_expr *e)
{
    const struct ast_comprehension_list *generators =
        e->kind == AST_EXPR_DICT_COMP ? &e->dict_comp.generators : &e->comp.generators;
    struct scope *scope = ouro_scope_of(c, e);
    struct unit unit, *outer = c->unit;
    struct ast_span span = outer->span;
    bool is_generator = e->kind == AST_EXPR_GENERATOR_EXP;
    ouro_emit_unit_enter(c, &unit, UNIT_COMPREHENSION, scope ? scope->name : NULL, e, e->span.line);
    locate(c, e->span);
    check_async(c, e, outer);
    unit.argument_count = 1;
    if (!is_generator)
        ouro_emit(c,
                  e->kind == AST_EXPR_LIST_COMP  ? OP_BUILD_LIST
                  : e->kind == AST_EXPR_SET_COMP ? OP_BUILD_SET
                                                 : OP_BUILD_MAP,
                  0);
    compile_generators(c, e, generators, 0, 0);
    if (!is_generator)
        ouro_emit(c, OP_RETURN_VALUE, 0);
    ouro_object *code = ouro_emit_unit_leave(c, true);
    locate(c, span);
    make_function(c, code, 0);
    ouro_compile_expr(c, generators->items[0]->iter);
    ouro_emit(c, generators->items[0]->is_async ? OP_GET_AITER : OP_GET_ITER, 0);
    ouro_emit(c, OP_CALL, 0);
    if (scope && scope->is_coroutine && !is_generator) {
        ouro_emit(c, OP_GET_AWAITABLE, 0);
        ouro_emit_none(c);
        ouro_emit_yield_from(c, true);
    }
}
