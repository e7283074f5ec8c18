/* The last step: blocks -> struct ouro_code. */
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "lang/compile_internal.h"

static uint32_t parameter_count(const struct unit *unit)
{
    return unit->argument_count + unit->keyword_only_count + unit->scope->has_varargs +
           unit->scope->has_varkeywords;
}

/* ---- locals, cells, free variables share one index ------------------------------------------- */

/* index[i] is where cell i lives: in its parameter's place, or behind the locals. */
static uint32_t *place_cells(struct compiler *c, const struct unit *unit, uint32_t *local_count)
{
    uint32_t count = unit->cell_count + unit->free_count;
    uint32_t *index = ouro_compile_scratch(c, (count + 1) * sizeof *index);
    *local_count = unit->local_count;
    for (uint32_t i = 0; i < count && index; i++) {
        uintptr_t local = ouro_pointer_map_get(&unit->local_index, unit->cells[i]);
        bool is_parameter = i < unit->cell_count && local < parameter_count(unit);
        index[i] = is_parameter ? (uint32_t)local : (*local_count)++;
    }
    return index;
}

static bool uses_cell(unsigned opcode)
{
    return opcode == OP_LOAD_CLOSURE || opcode == OP_LOAD_DEREF || opcode == OP_STORE_DEREF ||
           opcode == OP_DELETE_DEREF || opcode == OP_LOAD_CLASSDEREF;
}

static void renumber_cells(struct unit *unit, const uint32_t *index)
{
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            struct instruction *instruction = &block->instructions[i];
            if (uses_cell(instruction->opcode))
                instruction->argument = index[instruction->argument];
        }
    }
}

static int compare_indices(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void put(struct block *block, unsigned opcode, uint32_t argument, struct ast_span span)
{
    block->instructions[block->count++] =
        (struct instruction){.opcode = (uint8_t)opcode, .argument = argument, .span = span};
}

/* What runs before the first RESUME: cells are made, a generator is returned. */
static void insert_prefix(struct compiler *c, struct unit *unit, const uint32_t *cells)
{
    static const struct ast_span none = {-1, -1, -1, -1};
    bool is_generator = unit->scope->kind == SCOPE_FUNCTION &&
                        (unit->scope->is_generator || unit->scope->is_coroutine);
    struct block *block = unit->first, old = *block;
    uint32_t *sorted = ouro_compile_scratch(c, (unit->cell_count + 1) * sizeof *sorted);
    block->capacity = old.count + unit->cell_count + 4;
    block->instructions = ouro_compile_scratch(c, block->capacity * sizeof *block->instructions);
    if (c->has_failed)
        return;
    block->count = 0;
    if (unit->free_count)
        put(block, OP_COPY_FREE_VARS, unit->free_count, none);
    memcpy(sorted, cells, unit->cell_count * sizeof *sorted);
    qsort(sorted, unit->cell_count, sizeof *sorted, compare_indices);
    for (uint32_t i = 0; i < unit->cell_count; i++)
        put(block, OP_MAKE_CELL, sorted[i], none);
    if (is_generator) {
        put(block, OP_RETURN_GENERATOR, 0,
            (struct ast_span){unit->first_line, -1, unit->first_line, -1});
        put(block, OP_POP_TOP, 0, none);
    }
    for (uint32_t i = 0; i < old.count; i++)
        block->instructions[block->count++] = old.instructions[i];
}

/* ---- fused instructions ---------------------------------------------------------------------- */

static unsigned fused_opcode(const struct instruction *a, const struct instruction *b)
{
    if (a->span.line != b->span.line || a->argument > OURO_FUSED_MAX || b->argument > OURO_FUSED_MAX)
        return 0;
    if (a->opcode == OP_LOAD_FAST && b->opcode == OP_LOAD_FAST)
        return OP_LOAD_FAST__LOAD_FAST;
    if (a->opcode == OP_LOAD_FAST && b->opcode == OP_LOAD_CONST)
        return OP_LOAD_FAST__LOAD_CONST;
    if (a->opcode == OP_STORE_FAST && b->opcode == OP_LOAD_FAST)
        return OP_STORE_FAST__LOAD_FAST;
    return 0;
}

/* None of the parts can raise, so that it does not matter whose place the result has. */
static void fuse(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < block->count; i++) {
            struct instruction *a = &block->instructions[i];
            unsigned opcode = i + 1 < block->count ? fused_opcode(a, a + 1) : 0;
            struct instruction result = *a;
            if (opcode) {
                result.opcode = (uint8_t)opcode;
                result.argument = a[0].argument | a[1].argument << 12;
                result.span = a[1].span;
                i++;
            }
            block->instructions[kept++] = result;
        }
        block->count = kept;
    }
}

/* ---- layout ---------------------------------------------------------------------------------- */

static uint32_t place_blocks(struct unit *unit)
{
    uint32_t offset = 0;
    for (struct block *block = unit->first; block; block = block->next) {
        block->offset = offset;
        for (uint32_t i = 0; i < block->count; i++)
            offset += 1u + ouro_opcode_cache_words[block->instructions[i].opcode];
    }
    return offset;
}

static void add_handler(struct ouro_code_handler *handlers, uint32_t *count,
                        const struct handler *handler, uint32_t start, uint32_t end)
{
    struct ouro_code_handler entry = {.start = start,
                                      .end = end,
                                      .target = handler->target->offset,
                                      .depth = (uint32_t)handler->depth & 0x7fffffff,
                                      .push_lasti = handler->push_lasti};
    ouro_assert(handler->depth >= 0);
    if (handlers)
        handlers[*count] = entry;
    (*count)++;
}

/* Runs of instructions with the same handler; with handlers NULL they are only counted. */
static uint32_t write_handlers(const struct unit *unit, struct ouro_code_handler *handlers)
{
    const struct handler *open = NULL;
    uint32_t count = 0, start = 0, offset = 0;
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            const struct instruction *instruction = &block->instructions[i];
            if (instruction->handler != open) {
                if (open)
                    add_handler(handlers, &count, open, start, offset);
                open = instruction->handler;
                start = offset;
            }
            offset += 1u + ouro_opcode_cache_words[instruction->opcode];
        }
    }
    if (open)
        add_handler(handlers, &count, open, start, offset);
    return count;
}

static void write_words(const struct unit *unit, uint32_t *words)
{
    for (struct block *block = unit->first; block; block = block->next) {
        uint32_t *at = words + block->offset;
        for (uint32_t i = 0; i < block->count; i++) {
            const struct instruction *instruction = &block->instructions[i];
            uint32_t argument = instruction->target ? instruction->target->offset : instruction->argument;
            *at++ = ouro_word(instruction->opcode, argument);
            for (unsigned w = ouro_opcode_cache_words[instruction->opcode]; w; w--)
                *at++ = 0;
        }
    }
}

static void write_positions(struct compiler *c, const struct unit *unit, struct position_writer *writer)
{
    *writer = (struct position_writer){.c = c, .line = unit->first_line};
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++)
            ouro_position_add(writer, block->instructions[i].span,
                              1u + ouro_opcode_cache_words[block->instructions[i].opcode]);
    }
    ouro_position_finish(writer);
}

/* ---- the object ------------------------------------------------------------------------------ */

static uint32_t code_flags(const struct compiler *c, const struct unit *unit)
{
    const struct scope *scope = unit->scope;
    uint32_t flags = c->future_annotations ? CODE_FUTURE_ANNOTATIONS : 0;
    if (scope->kind != SCOPE_FUNCTION)
        return flags;
    flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
    if (scope->is_nested)
        flags |= CODE_NESTED;
    if (scope->is_generator && scope->is_coroutine)
        flags |= CODE_ASYNC_GENERATOR;
    else if (scope->is_generator)
        flags |= CODE_GENERATOR;
    else if (scope->is_coroutine)
        flags |= CODE_COROUTINE;
    if (scope->has_varargs)
        flags |= CODE_VARARGS;
    if (scope->has_varkeywords)
        flags |= CODE_VARKEYWORDS;
    return flags;
}

/* Constants that folding left unused at the end are not kept. */
static uint32_t used_constants(const struct unit *unit)
{
    uint32_t used = unit->constant_count ? 1 : 0;
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            const struct instruction *instruction = &block->instructions[i];
            uint32_t index = instruction->opcode == OP_LOAD_CONST ? instruction->argument
                             : instruction->opcode == OP_LOAD_FAST__LOAD_CONST
                                 ? instruction->argument >> 12
                                 : 0;
            if (index >= used)
                used = index + 1;
        }
    }
    return used < unit->constant_count ? used : unit->constant_count;
}

static ouro_object *names_tuple(struct compiler *c, struct compile_name **names, uint32_t count)
{
    ouro_object *tuple = ouro_tuple_new(c->rt, count);
    for (uint32_t i = 0; i < count && tuple; i++) {
        ouro_object *name = ouro_compile_name_str(c, names[i]);
        if (!name)
            clearref(c->rt, &tuple);
        else
            tuple_items(tuple)[i] = newref(name);
    }
    return tuple;
}

static ouro_object *local_names(struct compiler *c, const struct unit *unit, const uint32_t *cells,
                                uint32_t count)
{
    struct compile_name **names = ouro_compile_scratch(c, (count + 1) * sizeof *names);
    if (!names)
        return NULL;
    for (uint32_t i = 0; i < unit->local_count; i++)
        names[i] = unit->locals[i];
    for (uint32_t i = 0; i < unit->cell_count + unit->free_count; i++)
        names[cells[i]] = unit->cells[i];
    return names_tuple(c, names, count);
}

static bool fill_objects(struct compiler *c, const struct unit *unit, struct ouro_code *code,
                         const uint32_t *cells)
{
    code->name = xnewref(ouro_compile_name_str(c, unit->name));
    code->qualname = newref(unit->qualname);
    code->filename = newref(c->filename);
    code->constants = ouro_tuple_from(c->rt, unit->constants, used_constants(unit));
    code->names = names_tuple(c, unit->names, unit->name_count);
    code->local_names = local_names(c, unit, cells, code->local_count);
    return code->name && code->constants && code->names && code->local_names;
}

/* One block of raw memory for all tables: words, handlers, kinds of locals, positions. */
static bool fill_tables(struct compiler *c, const struct unit *unit, struct ouro_code *code,
                        const uint32_t *cells, uint32_t words)
{
    struct position_writer positions;
    write_positions(c, unit, &positions);
    uint32_t handlers = write_handlers(unit, NULL);
    size_t size = words * sizeof(uint32_t) + handlers * sizeof(struct ouro_code_handler) +
                  code->local_count + positions.size;
    if (c->has_failed || size > UINT32_MAX)
        return false;
    char *buffer = ouro_buffer_alloc(c->rt, size);
    if (!buffer)
        return false;
    memset(buffer, 0, size);
    code->buffer_size = (uint32_t)size;
    code->instructions = (uint32_t *)(void *)buffer;
    code->instruction_count = words;
    code->handlers = (struct ouro_code_handler *)(void *)(code->instructions + words);
    code->handler_count = handlers;
    uint8_t *kinds = (uint8_t *)(code->handlers + handlers);
    code->local_kinds = kinds;
    code->positions = kinds + code->local_count;
    code->positions_size = positions.size;
    if (positions.size)
        memcpy(kinds + code->local_count, positions.bytes, positions.size);
    for (uint32_t i = 0; i < unit->cell_count + unit->free_count; i++)
        kinds[cells[i]] = i < unit->cell_count ? LOCAL_CELL : LOCAL_FREE;
    write_words(unit, code->instructions);
    write_handlers(unit, code->handlers);
    return true;
}

static ouro_object *make_code(struct compiler *c, const struct unit *unit, const uint32_t *cells,
                              uint32_t local_count, int32_t depth, uint32_t words)
{
    ouro_object *self = ouro_object_alloc(&c->rt->heap, TYPE_CODE, sizeof(struct ouro_code),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(c->rt);
    self->gc_flags |= OURO_GC_UNTRACKED; /* constants are in no cycle */
    struct ouro_code *code = (struct ouro_code *)(void *)self;
    memset((char *)code + sizeof code->base, 0, sizeof *code - sizeof code->base);
    code->local_count = local_count;
    code->cell_count = unit->cell_count;
    code->free_count = unit->free_count;
    code->argument_count = unit->argument_count;
    code->positional_only_count = unit->positional_only_count;
    code->keyword_only_count = unit->keyword_only_count;
    code->stack_size = (uint32_t)depth;
    code->flags = code_flags(c, unit);
    code->first_line = unit->first_line;
    if (!fill_objects(c, unit, code, cells) || !fill_tables(c, unit, code, cells, words)) {
        decref(c->rt, self);
        return NULL;
    }
    return self;
}

ouro_object *ouro_assemble(struct compiler *c, struct unit *unit)
{
    uint32_t local_count;
    uint32_t *cells = place_cells(c, unit, &local_count);
    if (!c->has_failed)
        insert_prefix(c, unit, cells);
    if (!c->has_failed) {
        renumber_cells(unit, cells);
        ouro_flow_optimize(c, unit);
    }
    int32_t depth = c->has_failed ? 0 : ouro_flow_depth(c, unit);
    if (!c->has_failed)
        ouro_flow_check_locals(c, unit);
    if (!c->has_failed)
        ouro_flow_finish(c, unit);
    if (c->has_failed)
        return NULL;
    fuse(unit);
    uint32_t words = place_blocks(unit);
    ouro_object *code = NULL;
    if (words > OURO_ARGUMENT_MAX)
        ouro_raise(c->rt, EXC_OverflowError, "code object is too large");
    else
        code = make_code(c, unit, cells, local_count, depth, words);
    if (!code)
        ouro_compile_fail(c);
    return code;
}
