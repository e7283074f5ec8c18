/* Improving the control flow graph before assembly: conditions known at compile time, jumps to jumps,
 * dead code, small exits copied to where they are reached, rare code moved to the end, and the line
 * numbers that artificial instructions inherit. Follows CPython 3.11 where the result is visible
 * (line numbers, what is folded). */
#include <string.h>

#include "lang/compile_internal.h"

enum { EXIT_COPY_MAX = 4 };

static struct instruction *last_of(struct block *block)
{
    return block->count ? &block->instructions[block->count - 1] : NULL;
}

static struct block *skip_empty(struct block *block)
{
    while (block && !block->count && block->next)
        block = block->next;
    return block;
}

/* ---- within a block -------------------------------------------------------------------------- */

static void make_nop(struct instruction *instruction)
{
    instruction->opcode = OP_NOP;
    instruction->argument = 0;
    instruction->target = NULL;
}

static bool same_line(const struct instruction *a, const struct instruction *b)
{
    return a->span.line == b->span.line;
}

/* A NOP is there for its line; it goes when the line is marked by a neighbour or there is none. */
static bool nop_is_needed(struct block *block, uint32_t index, int32_t line_before, uint32_t kept)
{
    struct instruction *nop = &block->instructions[index];
    if (nop->span.line < 0 || (kept && line_before == nop->span.line))
        return false;
    if (index + 1 < block->count) {
        struct instruction *next = nop + 1;
        if (next->span.line < 0)
            next->span = nop->span;
        return next->span.line != nop->span.line;
    }
    struct block *next = block->next ? skip_empty(block->next) : NULL;
    return !next || !next->count || next->instructions[0].span.line != nop->span.line;
}

static void clean_block(struct block *block)
{
    uint32_t kept = 0;
    int32_t line = -1;
    for (uint32_t i = 0; i < block->count; i++) {
        if (block->instructions[i].opcode == OP_NOP && !nop_is_needed(block, i, line, kept))
            continue;
        line = block->instructions[i].span.line;
        if (kept != i)
            block->instructions[kept] = block->instructions[i];
        kept++;
    }
    block->count = kept;
}

static void clean_blocks(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next)
        clean_block(block);
}

static void fold_condition(struct compiler *c, struct unit *unit, struct instruction *load,
                           struct instruction *jump)
{
    bool on_true = jump->opcode == OP_POP_JUMP_IF_TRUE || jump->opcode == OP_JUMP_IF_TRUE_OR_POP;
    bool keeps = jump->opcode == OP_JUMP_IF_TRUE_OR_POP || jump->opcode == OP_JUMP_IF_FALSE_OR_POP;
    int truth = ouro_compile_constant_truth(c, unit->constants[load->argument]);
    if (truth < 0)
        return;
    if (truth == on_true) {
        jump->opcode = OP_JUMP;
        if (!keeps)
            make_nop(load);
    } else {
        make_nop(load);
        make_nop(jump);
    }
}

/* `is None` and a jump are one instruction. */
static bool fold_none_test(struct compiler *c, struct unit *unit, struct instruction *load)
{
    struct instruction *test = load + 1, *jump = load + 2;
    if (unit->constants[load->argument] != c->rt->none || test->opcode != OP_IS_OP)
        return false;
    if (jump->opcode != OP_POP_JUMP_IF_TRUE && jump->opcode != OP_POP_JUMP_IF_FALSE)
        return false;
    bool on_none = (jump->opcode == OP_POP_JUMP_IF_TRUE) != (test->argument == 1);
    jump->opcode = on_none ? OP_POP_JUMP_IF_NONE : OP_POP_JUMP_IF_NOT_NONE;
    make_nop(load);
    make_nop(test);
    return true;
}

/* Constants right before a BUILD_TUPLE are a constant tuple. */
static void fold_tuple(struct compiler *c, struct unit *unit, struct block *block, uint32_t index)
{
    uint32_t count = block->instructions[index].argument;
    if (count > index)
        return;
    struct instruction *first = &block->instructions[index - count];
    for (uint32_t i = 0; i < count; i++) {
        if (first[i].opcode != OP_LOAD_CONST)
            return;
    }
    ouro_object *tuple = ouro_tuple_new(c->rt, count);
    for (uint32_t i = 0; i < count && tuple; i++) {
        tuple_items(tuple)[i] = newref(unit->constants[first[i].argument]);
        make_nop(&first[i]);
    }
    ouro_object *constant = ouro_compile_constant_take(c, tuple);
    if (!constant)
        return;
    block->instructions[index].opcode = OP_LOAD_CONST;
    block->instructions[index].argument = ouro_emit_constant_index(c, constant);
}

/* Building a tuple to unpack it at once: the values only change places. */
static void fold_unpack(struct instruction *build)
{
    struct instruction *unpack = build + 1;
    if (unpack->opcode != OP_UNPACK_SEQUENCE || unpack->argument != build->argument)
        return;
    switch (build->argument) {
    case 1:
        make_nop(build);
        make_nop(unpack);
        break;
    case 2:
    case 3:
        make_nop(build);
        unpack->opcode = OP_SWAP;
        break;
    default:
        break;
    }
}

/* SWAP n before n stores to different locals: the first and the last store change places instead. */
static void fold_swap(struct block *block, uint32_t index)
{
    struct instruction *swap = &block->instructions[index];
    uint32_t count = swap->argument;
    if (index + count >= block->count)
        return;
    struct instruction *first = swap + 1, *last = swap + count;
    for (struct instruction *store = first; store <= last; store++) {
        if (store->opcode != OP_STORE_FAST || !same_line(store, first))
            return;
        for (struct instruction *other = first; other < store; other++) {
            if (other->argument == store->argument)
                return;
        }
    }
    struct instruction copy = *first;
    *first = *last;
    *last = copy;
    make_nop(swap);
}

static void fold_instruction(struct compiler *c, struct unit *unit, struct block *block, uint32_t index)
{
    struct instruction *at = &block->instructions[index];
    uint32_t left = block->count - index - 1;
    switch (at->opcode) {
    case OP_LOAD_CONST:
        if (left >= 2 && fold_none_test(c, unit, at))
            break;
        if (left >= 1 && (at[1].opcode == OP_POP_JUMP_IF_FALSE || at[1].opcode == OP_POP_JUMP_IF_TRUE ||
                          at[1].opcode == OP_JUMP_IF_FALSE_OR_POP ||
                          at[1].opcode == OP_JUMP_IF_TRUE_OR_POP))
            fold_condition(c, unit, at, at + 1);
        break;
    case OP_BUILD_TUPLE:
        if (left >= 1 && at[1].opcode == OP_UNPACK_SEQUENCE)
            fold_unpack(at);
        else
            fold_tuple(c, unit, block, index);
        break;
    case OP_SWAP:
        if (at->argument == 1)
            make_nop(at);
        else if (at->argument <= 3)
            fold_swap(block, index);
        break;
    case OP_PUSH_NULL:
        if (left >= 1 && at[1].opcode == OP_LOAD_GLOBAL && !(at[1].argument & 1)) {
            at[1].argument |= 1;
            make_nop(at);
        }
        break;
    default:
        break;
    }
}

/* ---- jumps ----------------------------------------------------------------------------------- */

static bool retarget(struct instruction *jump, const struct instruction *next, unsigned opcode)
{
    if (!next->target || next->target == jump->target)
        return false;
    if (jump->span.line != next->span.line && next->span.line >= 0)
        return false;
    jump->opcode = (uint8_t)opcode;
    jump->target = next->target;
    return true;
}

/* One step along a jump that leads to a jump. */
static bool thread_jump(struct instruction *jump)
{
    jump->target = skip_empty(jump->target);
    if (!jump->target->count)
        return false;
    const struct instruction *next = &jump->target->instructions[0];
    bool on_true = jump->opcode == OP_JUMP_IF_TRUE_OR_POP;
    switch (jump->opcode) {
    case OP_JUMP:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
        return next->opcode == OP_JUMP && retarget(jump, next, jump->opcode);
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        if (next->opcode == jump->opcode || next->opcode == OP_JUMP)
            return retarget(jump, next, jump->opcode);
        if (next->opcode == (on_true ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE))
            return retarget(jump, next, next->opcode);
        if (next->opcode == (on_true ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP) ||
            next->opcode == (on_true ? OP_POP_JUMP_IF_FALSE : OP_POP_JUMP_IF_TRUE)) {
            /* The opposite test fails for sure: the value is popped and what follows is reached. */
            if (jump->span.line != next->span.line && next->span.line >= 0)
                return false;
            if (!jump->target->next || jump->target->count != 1)
                return false;
            jump->opcode = on_true ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE;
            jump->target = jump->target->next;
            return true;
        }
        return false;
    default:
        return false;
    }
}

static void optimize_block(struct compiler *c, struct unit *unit, struct block *block)
{
    for (uint32_t i = 0; i < block->count && !c->has_failed; i++)
        fold_instruction(c, unit, block, i);
    struct instruction *last = last_of(block);
    if (!last || !ouro_flow_is_jump(last))
        return;
    /* Jumps can form rings (`while 1: pass`): a bounded number of steps. */
    for (unsigned steps = 0; steps < 16 && thread_jump(last); steps++)
        ;
}

static bool is_exit(const struct block *block)
{
    if (!block->count || block->count > EXIT_COPY_MAX)
        return false;
    for (uint32_t i = 0; i < block->count; i++) {
        if (block->instructions[i].opcode == OP_SETUP)
            return false;
    }
    switch (block->instructions[block->count - 1].opcode) {
    case OP_RETURN_VALUE:
    case OP_RAISE_VARARGS:
    case OP_RERAISE:
        return true;
    default:
        return false;
    }
}

static bool append(struct compiler *c, struct block *block, const struct block *tail)
{
    for (uint32_t i = 0; i < tail->count; i++) {
        if (block->count == block->capacity &&
            !ouro_compile_grow(c, &block->instructions, &block->capacity,
                               sizeof *block->instructions))
            return false;
        block->instructions[block->count++] = tail->instructions[i];
    }
    return true;
}

/* A jump to a few instructions that end the function: they are copied in its place. */
static void inline_exits(struct compiler *c, struct unit *unit)
{
    for (struct block *block = unit->first; block && !c->has_failed; block = block->next) {
        struct instruction *last = last_of(block);
        if (!last || last->opcode != OP_JUMP)
            continue;
        struct block *target = skip_empty(last->target);
        if (target == block || !is_exit(target))
            continue;
        make_nop(last);
        append(c, block, target);
    }
}

/* ---- reachability ---------------------------------------------------------------------------- */

struct stack {
    struct block **blocks;
    uint32_t count, capacity;
};

static void visit(struct compiler *c, struct stack *stack, struct block *block)
{
    block->predecessors++;
    if (block->is_reachable)
        return;
    if (stack->count == stack->capacity &&
        !ouro_compile_grow(c, &stack->blocks, &stack->capacity, sizeof *stack->blocks))
        return;
    block->is_reachable = true;
    stack->blocks[stack->count++] = block;
}

/* Counts predecessors and empties what is never reached. Everything behind an instruction that ends a
 * block is dropped first. */
static void mark_reachable(struct compiler *c, struct unit *unit)
{
    struct stack stack = {0};
    for (struct block *block = unit->first; block; block = block->next) {
        block->is_reachable = false;
        block->predecessors = 0;
    }
    visit(c, &stack, unit->first);
    while (stack.count && !c->has_failed) {
        struct block *block = stack.blocks[--stack.count];
        for (uint32_t i = 0; i < block->count; i++) {
            if (block->instructions[i].target)
                visit(c, &stack, block->instructions[i].target = skip_empty(block->instructions[i].target));
        }
        struct block *next = block->next ? skip_empty(block->next) : NULL;
        if (next && !ouro_flow_ends(block))
            visit(c, &stack, next);
    }
    for (struct block *block = unit->first; block; block = block->next) {
        if (!block->is_reachable && !c->has_failed)
            block->count = 0;
    }
}

static void unlink_empty(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next) {
        while (block->next && !block->next->count && block->next->next)
            block->next = block->next->next;
    }
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            if (block->instructions[i].target)
                block->instructions[i].target = skip_empty(block->instructions[i].target);
            if (block->instructions[i].handler)
                block->instructions[i].handler->target =
                    skip_empty(block->instructions[i].handler->target);
        }
    }
}

static bool remove_redundant_jumps(struct unit *unit)
{
    bool has_removed = false;
    for (struct block *block = unit->first; block; block = block->next) {
        struct instruction *last = last_of(block);
        struct block *next = block->next ? skip_empty(block->next) : NULL;
        if (last && last->opcode == OP_JUMP && next && skip_empty(last->target) == next) {
            make_nop(last);
            has_removed = true;
        }
    }
    return has_removed;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool is_exit_without_line(const struct block *block)
{
    if (!is_exit(block))
        return false;
    for (uint32_t i = 0; i < block->count; i++) {
        if (block->instructions[i].span.line >= 0)
            return false;
    }
    return true;
}

/* The implicit `return None` belongs to the line that reaches it: each way gets a copy. */
static void duplicate_exits(struct compiler *c, struct unit *unit)
{
    for (struct block *block = unit->first; block && !c->has_failed; block = block->next) {
        struct instruction *last = last_of(block);
        if (!last || !ouro_flow_is_jump(last) || last->opcode == OP_SEND)
            continue;
        struct block *target = skip_empty(last->target);
        if (!is_exit_without_line(target) || target->predecessors < 2)
            continue;
        struct block *copy = ouro_emit_block(c);
        if (c->has_failed || !append(c, copy, target))
            return;
        copy->instructions[0].span = last->span;
        copy->next = target->next;
        target->next = copy;
        copy->predecessors = 1;
        copy->is_reachable = true;
        target->predecessors--;
        last = last_of(block);
        last->target = copy;
    }
    for (struct block *block = unit->first; block; block = block->next) {
        struct block *next = block->next ? skip_empty(block->next) : NULL;
        if (block->count && next && !ouro_flow_ends(block) && is_exit_without_line(next))
            next->instructions[0].span = last_of(block)->span;
    }
}

static void inherit(struct block *block, struct ast_span span)
{
    if (block->count && block->predecessors == 1 && block->instructions[0].span.line < 0)
        block->instructions[0].span = span;
}

static void propagate_lines(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next) {
        if (!block->count)
            continue;
        struct ast_span span = {-1, -1, -1, -1};
        for (uint32_t i = 0; i < block->count; i++) {
            if (block->instructions[i].span.line < 0)
                block->instructions[i].span = span;
            else
                span = block->instructions[i].span;
        }
        struct block *next = block->next ? skip_empty(block->next) : NULL;
        if (next && !ouro_flow_ends(block))
            inherit(next, span);
        struct instruction *last = last_of(block);
        if (ouro_flow_is_jump(last))
            inherit(skip_empty(last->target), span);
    }
    for (struct block *block = unit->first; block; block = block->next) {
        struct instruction *last = last_of(block);
        if (last && last->opcode == OP_RETURN_VALUE && last->span.line < 0) {
            for (uint32_t i = 0; i < block->count; i++)
                block->instructions[i].span =
                    (struct ast_span){unit->first_line, -1, unit->first_line, -1};
        }
    }
}

/* ---- rare code ------------------------------------------------------------------------------- */

static void mark_warm(struct compiler *c, struct unit *unit)
{
    struct stack stack = {0};
    for (struct block *block = unit->first; block; block = block->next)
        block->is_warm = block->is_visited = false;
    unit->first->is_visited = true;
    stack.blocks = ouro_compile_scratch(c, 8 * sizeof *stack.blocks);
    if (!stack.blocks)
        return;
    stack.capacity = 8;
    stack.blocks[stack.count++] = unit->first;
    while (stack.count && !c->has_failed) {
        struct block *block = stack.blocks[--stack.count];
        block->is_warm = true;
        struct block *ways[2] = {NULL, NULL};
        struct instruction *last = last_of(block);
        if (block->next && !ouro_flow_ends(block))
            ways[0] = block->next;
        if (last && ouro_flow_is_jump(last))
            ways[1] = last->target;
        for (unsigned i = 0; i < 2; i++) {
            if (!ways[i] || ways[i]->is_visited)
                continue;
            ways[i]->is_visited = true;
            if (stack.count == stack.capacity &&
                !ouro_compile_grow(c, &stack.blocks, &stack.capacity, sizeof *stack.blocks))
                return;
            stack.blocks[stack.count++] = ways[i];
        }
    }
}

/* Handlers go to the end. A cold block that falls into a warm one needs a jump then. */
static void move_cold_blocks(struct compiler *c, struct unit *unit)
{
    mark_warm(c, unit);
    if (c->has_failed)
        return;
    for (struct block *block = unit->first; block; block = block->next) {
        struct block *next = block->next;
        if (block->is_warm || !next || !next->is_warm || ouro_flow_ends(block))
            continue;
        struct block *jump = ouro_emit_block(c);
        if (c->has_failed ||
            !ouro_compile_grow(c, &jump->instructions, &jump->capacity, sizeof *jump->instructions))
            return;
        jump->instructions[0] = (struct instruction){
            .opcode = OP_JUMP, .target = next, .span = {-1, -1, -1, -1}};
        jump->count = 1;
        jump->is_reachable = true;
        jump->predecessors = 1;
        jump->next = next;
        block->next = jump;
        block = jump;
    }
    struct block *cold = NULL, **cold_end = &cold, **warm_end = &unit->first;
    for (struct block *block = unit->first, *next; block; block = next) {
        next = block->next;
        if (block->is_warm) {
            *warm_end = block;
            warm_end = &block->next;
        } else {
            *cold_end = block;
            cold_end = &block->next;
        }
    }
    *cold_end = NULL;
    *warm_end = cold;
}

/* ---- all of it ------------------------------------------------------------------------------- */

void ouro_flow_optimize(struct compiler *c, struct unit *unit)
{
    unlink_empty(unit);
    for (struct block *block = unit->first; block && !c->has_failed; block = block->next) {
        optimize_block(c, unit, block);
        clean_block(block);
    }
    inline_exits(c, unit);
    mark_reachable(c, unit);
    if (c->has_failed)
        return;
    unlink_empty(unit);
    clean_blocks(unit);
    if (remove_redundant_jumps(unit)) {
        clean_blocks(unit);
        unlink_empty(unit);
    }
    mark_reachable(c, unit);
    duplicate_exits(c, unit);
    propagate_lines(unit);
}

static void drop_setups(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            struct instruction *setup = &block->instructions[i];
            if (setup->opcode != OP_SETUP)
                continue;
            make_nop(setup);
            setup->handler = setup->handler->parent;
        }
    }
}

static bool is_loop_jump(unsigned opcode)
{
    return opcode >= OP_POP_JUMP_IF_FALSE && opcode <= OP_POP_JUMP_IF_NOT_NONE;
}

/* Jumps back are loops, where the program can be interrupted; but not while it waits in a SEND. */
static void mark_backward_jumps(struct unit *unit)
{
    for (struct block *block = unit->first; block; block = block->next)
        block->is_visited = false;
    for (struct block *block = unit->first; block; block = block->next) {
        block->is_visited = true;
        struct instruction *last = last_of(block);
        if (!last || !last->target || !last->target->is_visited)
            continue;
        if (last->opcode == OP_JUMP && last->target->instructions[0].opcode != OP_SEND)
            last->opcode = OP_JUMP_BACKWARD;
        else if (is_loop_jump(last->opcode))
            last->opcode += OP_POP_JUMP_BACKWARD_IF_FALSE - OP_POP_JUMP_IF_FALSE;
    }
}

/* After the depth of the stack is known. */
void ouro_flow_finish(struct compiler *c, struct unit *unit)
{
    drop_setups(unit);
    clean_blocks(unit);
    unlink_empty(unit);
    move_cold_blocks(c, unit);
    if (c->has_failed)
        return;
    if (remove_redundant_jumps(unit))
        clean_blocks(unit);
    unlink_empty(unit);
    mark_backward_jumps(unit);
}
