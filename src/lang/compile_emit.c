/* Emission: blocks, instructions, tables of names and constants, units. */
#include <stdlib.h>
#include <string.h>

#include "lang/compile_internal.h"

/* ---- blocks and instructions ----------------------------------------------------------------- */

struct block *ouro_emit_block(struct compiler *c)
{
    struct block *block = c->has_failed ? NULL : ouro_compile_scratch(c, sizeof *block);
    if (!block)
        return &c->spare_block;
    block->depth = -1;
    return block;
}

void ouro_emit_use(struct compiler *c, struct block *block)
{
    if (c->has_failed)
        return;
    c->unit->current->next = block;
    c->unit->current = block;
}

static struct instruction *add(struct compiler *c, unsigned opcode, uint32_t argument)
{
    struct block *block = c->unit->current;
    if (c->has_failed)
        return NULL;
    if (block->count == block->capacity &&
        !ouro_compile_grow(c, &block->instructions, &block->capacity, sizeof *block->instructions))
        return NULL;
    if (argument > OURO_ARGUMENT_MAX) {
        ouro_raise(c->rt, EXC_OverflowError, "code object is too large");
        ouro_compile_fail(c);
        return NULL;
    }
    struct instruction *instruction = &block->instructions[block->count++];
    instruction->opcode = (uint8_t)opcode;
    instruction->argument = argument;
    instruction->span = c->unit->span;
    instruction->handler = c->unit->handler;
    return instruction;
}

/* Nothing is reached behind a return or a raise; what is emitted there needs a block of its own. */
static void close_block(struct compiler *c)
{
    ouro_emit_use(c, ouro_emit_block(c));
}

void ouro_emit(struct compiler *c, unsigned opcode, uint32_t argument)
{
    add(c, opcode, argument);
    if (opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE)
        close_block(c);
}

void ouro_emit_artificial(struct compiler *c, unsigned opcode, uint32_t argument)
{
    struct ast_span span = c->unit->span;
    unlocate(c);
    ouro_emit(c, opcode, argument);
    c->unit->span = span;
}

void ouro_emit_jump(struct compiler *c, unsigned opcode, struct block *target)
{
    struct instruction *instruction = add(c, opcode, 0);
    if (!instruction)
        return;
    instruction->target = target;
    close_block(c);
}

void ouro_emit_jump_artificial(struct compiler *c, unsigned opcode, struct block *target)
{
    struct ast_span span = c->unit->span;
    unlocate(c);
    ouro_emit_jump(c, opcode, target);
    c->unit->span = span;
}

/* From here to the matching pop, what is emitted is guarded by target. */
void ouro_emit_setup(struct compiler *c, struct block *target, bool push_lasti, bool is_with)
{
    struct handler *handler = c->has_failed ? NULL : ouro_compile_scratch(c, sizeof *handler);
    if (!handler)
        return;
    handler->target = target;
    handler->parent = c->unit->handler;
    handler->depth = -1;
    handler->push_lasti = push_lasti;
    handler->is_with = is_with;
    target->is_handler = true;
    struct instruction *instruction = add(c, OP_SETUP, 0);
    if (!instruction)
        return;
    instruction->handler = handler;
    instruction->target = target;
    c->unit->handler = handler;
}

/* The NOP keeps the line, as CPython's POP_BLOCK does; it goes away where nobody would miss it. */
void ouro_emit_pop_handler(struct compiler *c)
{
    if (c->has_failed)
        return;
    add(c, OP_NOP, 0);
    c->unit->handler = c->unit->handler->parent;
}

/* receiver value -> result, yielding meanwhile whatever the receiver yields */
void ouro_emit_yield_from(struct compiler *c, bool is_await)
{
    struct block *start = ouro_emit_block(c), *exit = ouro_emit_block(c);
    ouro_emit_use(c, start);
    ouro_emit_jump(c, OP_SEND, exit);
    ouro_emit(c, OP_YIELD_VALUE, 0);
    ouro_emit(c, OP_RESUME, is_await ? 3 : 2);
    ouro_emit_jump(c, OP_JUMP, start);
    ouro_emit_use(c, exit);
}

/* ---- tables ---------------------------------------------------------------------------------- */

uint32_t ouro_emit_constant_index(struct compiler *c, ouro_object *constant)
{
    struct unit *unit = c->unit;
    if (c->has_failed || !constant)
        return 0;
    uintptr_t known = ouro_pointer_map_get(&unit->constant_index, constant);
    if (known != UINTPTR_MAX)
        return (uint32_t)known;
    if (unit->constant_count == unit->constant_capacity &&
        !ouro_compile_grow(c, &unit->constants, &unit->constant_capacity, sizeof constant))
        return 0;
    if (!ouro_pointer_map_set(&unit->constant_index, &c->scratch, constant, unit->constant_count)) {
        ouro_compile_fail(c);
        return 0;
    }
    unit->constants[unit->constant_count] = constant;
    return unit->constant_count++;
}

static uint32_t table_index(struct compiler *c, struct pointer_map *index, struct compile_name ***names,
                            uint32_t *count, uint32_t *capacity, struct compile_name *name)
{
    if (c->has_failed || !name)
        return 0;
    uintptr_t known = ouro_pointer_map_get(index, name);
    if (known != UINTPTR_MAX)
        return (uint32_t)known;
    if (*count == *capacity && !ouro_compile_grow(c, names, capacity, sizeof name))
        return 0;
    if (!ouro_pointer_map_set(index, &c->scratch, name, *count)) {
        ouro_compile_fail(c);
        return 0;
    }
    (*names)[*count] = name;
    return (*count)++;
}

uint32_t ouro_emit_name_index(struct compiler *c, struct compile_name *name)
{
    struct unit *unit = c->unit;
    return table_index(c, &unit->name_index, &unit->names, &unit->name_count, &unit->name_capacity, name);
}

uint32_t ouro_emit_local_index(struct compiler *c, struct compile_name *name)
{
    struct unit *unit = c->unit;
    return table_index(c, &unit->local_index, &unit->locals, &unit->local_count,
                       &unit->local_capacity, name);
}

void ouro_emit_constant(struct compiler *c, ouro_object *constant)
{
    if (constant && !c->has_failed)
        ouro_emit(c, OP_LOAD_CONST, ouro_emit_constant_index(c, constant));
}

void ouro_emit_none(struct compiler *c)
{
    ouro_emit_constant(c, c->rt->none);
}

void ouro_emit_named(struct compiler *c, unsigned opcode, const struct ast_text *text)
{
    struct compile_name *name = ouro_compile_name(c, text);
    if (name)
        name = ouro_compile_mangle(c, c->unit->mangle, name);
    ouro_emit(c, opcode, ouro_emit_name_index(c, name));
}

/* ---- variables ------------------------------------------------------------------------------- */

static unsigned by_context(enum ast_context context, unsigned load, unsigned store, unsigned del)
{
    return context == AST_LOAD ? load : context == AST_STORE ? store : del;
}

static void emit_cell(struct compiler *c, const struct compile_name *name, enum ast_context context)
{
    bool is_class = c->unit->kind == UNIT_CLASS;
    uintptr_t index = ouro_pointer_map_get(&c->unit->cell_index, name);
    ouro_emit(c,
              by_context(context, is_class ? OP_LOAD_CLASSDEREF : OP_LOAD_DEREF, OP_STORE_DEREF,
                         OP_DELETE_DEREF),
              index == UINTPTR_MAX ? 0 : (uint32_t)index);
}

static void emit_global(struct compiler *c, struct compile_name *name, enum ast_context context)
{
    uint32_t index = ouro_emit_name_index(c, name);
    ouro_emit(c, by_context(context, OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL),
              context == AST_LOAD ? index << 1 : index);
}

void ouro_emit_variable(struct compiler *c, const struct compile_name *written,
                        enum ast_context context)
{
    if (c->has_failed || !written)
        return;
    struct compile_name *name =
        ouro_compile_mangle(c, c->unit->mangle, (struct compile_name *)(uintptr_t)written);
    if (!name)
        return;
    const struct symbol *symbol = ouro_scope_find(c->unit->scope, name);
    enum symbol_place place = symbol ? (enum symbol_place)symbol->place : PLACE_IMPLICIT;
    bool is_function = c->unit->scope->kind == SCOPE_FUNCTION;
    if (place == PLACE_CELL || place == PLACE_FREE) {
        emit_cell(c, name, context);
    } else if (place == PLACE_LOCAL && is_function) {
        ouro_emit(c, by_context(context, OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST),
                  ouro_emit_local_index(c, name));
    } else if (place == PLACE_GLOBAL || (place == PLACE_IMPLICIT && is_function)) {
        emit_global(c, name, context);
    } else {
        ouro_emit(c, by_context(context, OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME),
                  ouro_emit_name_index(c, name));
    }
}

void ouro_emit_variable_text(struct compiler *c, const struct ast_text *name, enum ast_context context)
{
    ouro_emit_variable(c, ouro_compile_name(c, name), context);
}

void ouro_emit_name_literal(struct compiler *c, const char *name, enum ast_context context)
{
    ouro_emit_variable(c, ouro_compile_name_literal(c, name), context);
}

/* ---- units ----------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    const struct compile_name *x = *(struct compile_name *const *)a;
    const struct compile_name *y = *(struct compile_name *const *)b;
    size_t shorter = x->size < y->size ? x->size : y->size;
    int order = memcmp(x->bytes, y->bytes, shorter);
    return order ? order : x->size < y->size ? -1 : x->size > y->size;
}

static bool is_cell(const struct unit *unit, const struct symbol *symbol, bool want_free)
{
    if (want_free)
        return symbol->place == PLACE_FREE || (symbol->flags & SYMBOL_FREE_CLASS);
    return symbol->place == PLACE_CELL && unit->kind != UNIT_CLASS;
}

/* Cells sorted by name, then free variables sorted by name: their order is visible in co_cellvars and
 * co_freevars. */
static void number_cells(struct compiler *c, struct unit *unit)
{
    const struct scope *scope = unit->scope;
    unit->cells = ouro_compile_scratch(c, (scope->symbol_count + 1) * sizeof *unit->cells);
    if (!unit->cells)
        return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        if (is_cell(unit, scope->symbols[i], false))
            unit->cells[count++] = scope->symbols[i]->name;
    }
    if (scope->needs_class_cell)
        unit->cells[count++] = ouro_compile_name_literal(c, "__class__");
    unit->cell_count = count;
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        if (is_cell(unit, scope->symbols[i], true))
            unit->cells[count++] = scope->symbols[i]->name;
    }
    unit->free_count = count - unit->cell_count;
    if (c->has_failed)
        return;
    qsort(unit->cells, unit->cell_count, sizeof *unit->cells, compare_names);
    qsort(unit->cells + unit->cell_count, unit->free_count, sizeof *unit->cells, compare_names);
    for (uint32_t i = 0; i < count; i++) {
        if (!ouro_pointer_map_set(&unit->cell_index, &c->scratch, unit->cells[i], i))
            ouro_compile_fail(c);
    }
}

static void number_parameters(struct compiler *c, struct unit *unit)
{
    for (uint32_t i = 0; i < unit->scope->symbol_count; i++) {
        if (unit->scope->symbols[i]->flags & SYMBOL_PARAMETER)
            ouro_emit_local_index(c, unit->scope->symbols[i]->name);
    }
}

/* "outer.<locals>.name"; a name that the outer scope declares global stands alone. */
static ouro_object *make_qualname(struct compiler *c, struct unit *unit)
{
    struct unit *outer = unit->outer;
    ouro_object *name = ouro_compile_name_str(c, unit->name);
    if (!name)
        return NULL;
    if (!outer || outer->kind == UNIT_MODULE)
        return newref(name);
    if (unit->kind == UNIT_FUNCTION || unit->kind == UNIT_ASYNC_FUNCTION || unit->kind == UNIT_CLASS) {
        struct compile_name *mangled = ouro_compile_mangle(c, outer->mangle, unit->name);
        const struct symbol *symbol = mangled ? ouro_scope_find(outer->scope, mangled) : NULL;
        if (symbol && symbol->place == PLACE_GLOBAL)
            return newref(name);
    }
    bool is_plain = outer->kind == UNIT_CLASS || outer->kind == UNIT_COMPREHENSION;
    return ouro_str_format(c->rt, is_plain ? "%U.%U" : "%U.<locals>.%U",
                           outer->qualname, name);
}

void ouro_emit_unit_enter(struct compiler *c, struct unit *unit, enum unit_kind kind,
                          struct compile_name *name, const void *node, int32_t first_line)
{
    memset(unit, 0, sizeof *unit);
    unit->mark = ouro_arena_mark(&c->scratch);
    unit->kind = kind;
    unit->outer = c->unit;
    unit->name = name;
    unit->first_line = first_line;
    unit->mangle = c->unit ? c->unit->mangle : NULL;
    unit->first = unit->current = ouro_emit_block(c);
    unit->scope = ouro_scope_of(c, node);
    if (!unit->scope) {
        ouro_compile_fail(c);
        unit->scope = c->module_scope;
    }
    unit->qualname = c->has_failed ? NULL : make_qualname(c, unit);
    if (!unit->qualname)
        ouro_compile_fail(c);
    c->unit = unit;
    c->nesting++;
    if (!c->has_failed) {
        number_cells(c, unit);
        number_parameters(c, unit);
    }
    locate(c, (struct ast_span){kind == UNIT_MODULE ? 0 : first_line, 0, first_line, 0});
    ouro_emit(c, OP_RESUME, 0);
}

ouro_object *ouro_emit_unit_leave(struct compiler *c, bool add_none)
{
    struct unit *unit = c->unit;
    ouro_object *code = NULL;
    if (!c->has_failed) {
        unlocate(c);
        if (add_none)
            ouro_emit_none(c);
        ouro_emit(c, OP_RETURN_VALUE, 0);
        code = ouro_assemble(c, unit);
    }
    clearref(c->rt, &unit->qualname);
    ouro_arena_release(&c->scratch, unit->mark);
    c->spare_block = (struct block){0};
    c->unit = unit->outer;
    c->nesting--;
    return code;
}
