/* The depth of the stack at every block, and which locals are certainly bound where. */
#include <string.h>

#include "lang/compile_internal.h"

/* ---- the instruction set --------------------------------------------------------------------- */

const uint8_t ouro_opcode_cache_words[OURO_OPCODE_COUNT] = {
#define OURO_OPCODE(name, effect, cache_words) cache_words,
#include "lang/opcodes.def"
#undef OURO_OPCODE
};

const char *const ouro_opcode_names[OURO_OPCODE_COUNT] = {
#define OURO_OPCODE(name, effect, cache_words) #name,
#include "lang/opcodes.def"
#undef OURO_OPCODE
};

static const int8_t effects[OURO_OPCODE_COUNT] = {
#define OURO_OPCODE(name, effect, cache_words) effect,
#include "lang/opcodes.def"
#undef OURO_OPCODE
};

bool ouro_opcode_is_jump(unsigned opcode)
{
    return (opcode >= OP_JUMP && opcode <= OP_JUMP_IF_TRUE_OR_POP) || opcode == OP_FOR_ITER ||
           opcode == OP_SEND;
}

int ouro_opcode_effect(unsigned opcode, uint32_t argument, bool jumped)
{
    int n = (int)argument;
    if (opcode >= OURO_OPCODE_COUNT)
        return 0;
    if (effects[opcode] != OURO_EFFECT_BY_ARGUMENT)
        return effects[opcode];
    switch (opcode) {
    case OP_LOAD_GLOBAL:
        return 1 + (n & 1);
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_STRING:
    case OP_BUILD_SLICE:
        return 1 - n;
    case OP_BUILD_MAP:
        return 1 - 2 * n;
    case OP_BUILD_CONST_KEY_MAP:
        return -n;
    case OP_UNPACK_SEQUENCE:
        return n - 1;
    case OP_UNPACK_EX:
        return (n & 0xff) + (n >> 8);
    case OP_FORMAT_VALUE:
        return n & 4 ? -1 : 0;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return jumped ? 0 : -1;
    case OP_FOR_ITER:
        return jumped ? -1 : 1;
    case OP_SEND:
        return jumped ? -1 : 0;
    case OP_CALL:
        return -1 - n;
    case OP_CALL_KW:
        return -2 - n;
    case OP_CALL_FUNCTION_EX:
        return -2 - (n & 1);
    case OP_MAKE_FUNCTION:
        return -((n & 1) + (n >> 1 & 1) + (n >> 2 & 1) + (n >> 3 & 1));
    case OP_RAISE_VARARGS:
        return -n;
    default:
        return 0;
    }
}

bool ouro_flow_is_jump(const struct instruction *instruction)
{
    return ouro_opcode_is_jump(instruction->opcode);
}

int ouro_flow_effect(const struct instruction *instruction, bool jumped)
{
    return ouro_opcode_effect(instruction->opcode, instruction->argument, jumped);
}

bool ouro_flow_ends(const struct block *block)
{
    if (!block->count)
        return false;
    switch (block->instructions[block->count - 1].opcode) {
    case OP_RETURN_VALUE:
    case OP_RAISE_VARARGS:
    case OP_RERAISE:
    case OP_JUMP:
    case OP_JUMP_BACKWARD:
        return true;
    default:
        return false;
    }
}

/* ---- work list ------------------------------------------------------------------------------- */

struct work {
    struct block **blocks;
    uint32_t count, capacity;
    struct compiler *c;
};

static void push(struct work *work, struct block *block)
{
    if (block->is_queued || work->c->has_failed)
        return;
    if (work->count == work->capacity &&
        !ouro_compile_grow(work->c, &work->blocks, &work->capacity, sizeof *work->blocks))
        return;
    block->is_queued = true;
    work->blocks[work->count++] = block;
}

static struct block *pop(struct work *work)
{
    struct block *block = work->blocks[--work->count];
    block->is_queued = false;
    return block;
}

/* ---- depth ----------------------------------------------------------------------------------- */

static void reach(struct work *work, struct block *block, int32_t depth)
{
    ouro_assert(depth >= 0);
    ouro_assert(block->depth < 0 || block->depth == depth);
    if (block->depth >= 0)
        return;
    block->depth = depth;
    push(work, block);
}

static void set_up(struct work *work, struct handler *handler, int32_t depth)
{
    handler->depth = depth - handler->is_with;
    reach(work, handler->target, handler->depth + 1 + handler->push_lasti);
}

/* Walks every way through the code; two ways to one block must agree about the depth. Returns the
 * largest depth. */
int32_t ouro_flow_depth(struct compiler *c, struct unit *unit)
{
    struct work work = {.c = c};
    int32_t largest = 1;
    reach(&work, unit->first, 0);
    while (work.count && !c->has_failed) {
        struct block *block = pop(&work);
        int32_t depth = block->depth;
        for (uint32_t i = 0; i < block->count; i++) {
            struct instruction *instruction = &block->instructions[i];
            if (depth > largest)
                largest = depth;
            if (instruction->opcode == OP_SETUP) {
                set_up(&work, instruction->handler, depth);
                if (depth + 2 > largest)
                    largest = depth + 2;
                continue;
            }
            if (ouro_flow_is_jump(instruction))
                reach(&work, instruction->target, depth + ouro_flow_effect(instruction, true));
            depth += ouro_flow_effect(instruction, false);
            ouro_assert(depth >= 0);
            if (depth > largest)
                largest = depth;
        }
        if (block->next && !ouro_flow_ends(block))
            reach(&work, block->next, depth);
    }
    return largest;
}

/* ---- bound locals ---------------------------------------------------------------------------- */

/* Locals that may be unbound are a bit set that only grows: the union over all ways to a block. */
struct bound_state {
    struct work work;
    uint32_t words;
    uint64_t *now;
};

static void merge(struct bound_state *state, struct block *block)
{
    bool has_grown = false;
    if (!block->unbound) {
        block->unbound = ouro_compile_scratch(state->work.c, state->words * sizeof *block->unbound);
        if (!block->unbound)
            return;
        has_grown = true;
    }
    for (uint32_t i = 0; i < state->words; i++) {
        has_grown |= (state->now[i] & ~block->unbound[i]) != 0;
        block->unbound[i] |= state->now[i];
    }
    if (has_grown)
        push(&state->work, block);
}

static void walk(struct bound_state *state, struct block *block, bool rewrites)
{
    memcpy(state->now, block->unbound, state->words * sizeof *state->now);
    const struct handler *merged = NULL;
    for (uint32_t i = 0; i < block->count; i++) {
        struct instruction *instruction = &block->instructions[i];
        uint32_t local = instruction->argument;
        uint64_t bit = (uint64_t)1 << (local & 63);
        if (instruction->opcode == OP_SETUP)
            continue;
        if (!rewrites && instruction->handler && instruction->handler != merged) {
            merged = instruction->handler;
            merge(state, merged->target);
        }
        switch (instruction->opcode) {
        case OP_LOAD_FAST:
        case OP_LOAD_FAST_CHECK:
            if (rewrites && (state->now[local >> 6] & bit))
                instruction->opcode = OP_LOAD_FAST_CHECK;
            /* It raised or it is bound from here on. */
            state->now[local >> 6] &= ~bit;
            break;
        case OP_STORE_FAST:
            state->now[local >> 6] &= ~bit;
            break;
        case OP_DELETE_FAST:
            state->now[local >> 6] |= bit;
            merged = NULL;
            break;
        default:
            break;
        }
        if (!rewrites && ouro_flow_is_jump(instruction))
            merge(state, instruction->target);
    }
    if (!rewrites && block->next && !ouro_flow_ends(block))
        merge(state, block->next);
}

static uint32_t parameter_count(const struct unit *unit)
{
    return unit->argument_count + unit->keyword_only_count + unit->scope->has_varargs +
           unit->scope->has_varkeywords;
}

/* Loads of locals that may be unbound become LOAD_FAST_CHECK. A function with very many locals gets
 * checks throughout: the analysis would cost their product with the blocks. */
void ouro_flow_check_locals(struct compiler *c, struct unit *unit)
{
    enum { LOCALS_MAX = 4096 };
    struct bound_state state = {.work = {.c = c}, .words = (unit->local_count + 63) / 64};
    if (!unit->local_count)
        return;
    if (unit->local_count > LOCALS_MAX) {
        for (struct block *block = unit->first; block; block = block->next) {
            for (uint32_t i = 0; i < block->count; i++) {
                if (block->instructions[i].opcode == OP_LOAD_FAST)
                    block->instructions[i].opcode = OP_LOAD_FAST_CHECK;
            }
        }
        return;
    }
    state.now = ouro_compile_scratch(c, state.words * sizeof *state.now);
    if (!state.now)
        return;
    for (uint32_t i = parameter_count(unit); i < unit->local_count; i++)
        state.now[i >> 6] |= (uint64_t)1 << (i & 63);
    merge(&state, unit->first);
    while (state.work.count && !c->has_failed)
        walk(&state, pop(&state.work), false);
    for (struct block *block = unit->first; block && !c->has_failed; block = block->next) {
        if (block->unbound)
            walk(&state, block, true);
    }
}
