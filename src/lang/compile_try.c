/* try, with, and everything that leaves them: return, break, continue. A finally body is compiled once
 * for each way out. */
#include "lang/compile_internal.h"

/* ---- ways out -------------------------------------------------------------------------------- */

void ouro_compile_frame_push(struct compiler *c, struct frame_block *frame, enum frame_block_kind kind,
                             struct block *start, struct block *exit)
{
    *frame = (struct frame_block){
        .kind = kind, .outer = c->unit->frames, .start = start, .exit = exit};
    c->unit->frames = frame;
}

void ouro_compile_frame_pop(struct compiler *c)
{
    if (c->unit->frames)
        c->unit->frames = c->unit->frames->outer;
}

static void call_exit_with_nones(struct compiler *c)
{
    ouro_emit_none(c);
    ouro_emit_none(c);
    ouro_emit_none(c);
    ouro_emit(c, OP_CALL, 2); /* exit None None None: "method self args" */
}

static void await_result(struct compiler *c, uint32_t where)
{
    ouro_emit(c, OP_GET_AWAITABLE, where);
    ouro_emit_none(c);
    ouro_emit_yield_from(c, true);
}

static void pop_under(struct compiler *c, bool keeps_top)
{
    if (keeps_top)
        ouro_emit(c, OP_SWAP, 2);
    ouro_emit(c, OP_POP_TOP, 0);
}

static void forget_name(struct compiler *c, const struct compile_name *name)
{
    ouro_emit_none(c);
    ouro_emit_variable(c, name, AST_STORE);
    ouro_emit_variable(c, name, AST_DEL);
}

static void leave_finally(struct compiler *c, const struct frame_block *frame, bool keeps_top)
{
    struct frame_block value;
    ouro_emit_pop_handler(c);
    if (keeps_top)
        ouro_compile_frame_push(c, &value, FRAME_POP_VALUE, NULL, NULL);
    ouro_compile_stmts(c, &frame->stmt->try_.finalbody);
    if (keeps_top)
        ouro_compile_frame_pop(c);
    unlocate(c);
}

static void leave_with(struct compiler *c, const struct frame_block *frame, bool keeps_top)
{
    locate(c, frame->stmt->span);
    ouro_emit_pop_handler(c);
    if (keeps_top)
        ouro_emit(c, OP_SWAP, 2);
    call_exit_with_nones(c);
    if (frame->kind == FRAME_ASYNC_WITH)
        await_result(c, 2);
    ouro_emit(c, OP_POP_TOP, 0);
    unlocate(c);
}

static void leave_handler(struct compiler *c, const struct frame_block *frame, bool keeps_top)
{
    if (frame->name)
        ouro_emit_pop_handler(c);
    if (keeps_top)
        ouro_emit(c, OP_SWAP, 2);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    if (frame->name)
        forget_name(c, frame->name);
}

/* Emits what leaving this construct takes; keeps_top: a value to be returned lies on top. */
static void leave_frame(struct compiler *c, const struct frame_block *frame, bool keeps_top)
{
    switch (frame->kind) {
    case FRAME_WHILE:
    case FRAME_EXCEPTION_HANDLER:
    case FRAME_GROUP_HANDLER:
        break;
    case FRAME_TRY:
        ouro_emit_pop_handler(c);
        break;
    case FRAME_FOR:
    case FRAME_POP_VALUE:
        pop_under(c, keeps_top);
        break;
    case FRAME_FINALLY_TRY:
        leave_finally(c, frame, keeps_top);
        break;
    case FRAME_FINALLY_END:
        pop_under(c, keeps_top);
        if (keeps_top)
            ouro_emit(c, OP_SWAP, 2);
        ouro_emit_pop_handler(c);
        ouro_emit(c, OP_POP_EXCEPT, 0);
        break;
    case FRAME_WITH:
    case FRAME_ASYNC_WITH:
        leave_with(c, frame, keeps_top);
        break;
    case FRAME_HANDLER_CLEANUP:
        leave_handler(c, frame, keeps_top);
        break;
    }
}

/* Leaves constructs outwards; with stops_at_loop up to the innermost loop, which is returned. While the
 * code of one is emitted, only those outside it are around. */
static struct frame_block *leave_frames(struct compiler *c, bool keeps_top, bool stops_at_loop)
{
    struct frame_block *frames = c->unit->frames, *loop = NULL;
    for (struct frame_block *frame = frames; frame && !c->has_failed; frame = frame->outer) {
        if (frame->kind == FRAME_GROUP_HANDLER) {
            ouro_compile_error(c, c->unit->span,
                               "'break', 'continue' and 'return' cannot appear in an except* block");
            break;
        }
        if (stops_at_loop && (frame->kind == FRAME_FOR || frame->kind == FRAME_WHILE)) {
            loop = frame;
            break;
        }
        c->unit->frames = frame->outer;
        leave_frame(c, frame, keeps_top);
    }
    c->unit->frames = frames;
    return loop;
}

void ouro_compile_return(struct compiler *c, struct ast_stmt *s)
{
    struct ast_expr *value = s->return_.value;
    bool keeps_top = value && value->kind != AST_EXPR_CONSTANT;
    if (c->unit->scope->kind != SCOPE_FUNCTION) {
        ouro_compile_error(c, s->span, "'return' outside function");
        return;
    }
    if (value && c->unit->scope->is_coroutine && c->unit->scope->is_generator) {
        ouro_compile_error(c, s->span, "'return' with value in async generator");
        return;
    }
    if (keeps_top) {
        ouro_compile_expr(c, value);
    } else if (value) {
        locate(c, value->span);
        ouro_emit(c, OP_NOP, 0);
    }
    if (!value || value->span.line != s->span.line) {
        locate(c, s->span);
        ouro_emit(c, OP_NOP, 0);
    }
    struct handler *handler = c->unit->handler;
    leave_frames(c, keeps_top, false);
    if (!value)
        ouro_emit_none(c);
    else if (!keeps_top)
        ouro_emit_constant(c, ouro_compile_constant(c, &value->constant));
    ouro_emit(c, OP_RETURN_VALUE, 0);
    c->unit->handler = handler;
}

void ouro_compile_break(struct compiler *c, struct ast_stmt *s)
{
    bool is_break = s->kind == AST_STMT_BREAK;
    struct handler *handler = c->unit->handler;
    ouro_emit(c, OP_NOP, 0);
    struct frame_block *loop = leave_frames(c, false, true);
    if (!loop) {
        ouro_compile_error(c, s->span,
                           is_break ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    if (is_break)
        leave_frame(c, loop, false);
    ouro_emit_jump(c, OP_JUMP, is_break ? loop->exit : loop->start);
    c->unit->handler = handler;
}

/* ---- try ------------------------------------------------------------------------------------- */

static void reraise_after_cleanup(struct compiler *c)
{
    ouro_emit(c, OP_COPY, 3);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    ouro_emit(c, OP_RERAISE, 1);
}

/* `except E as name`: the name is deleted whichever way the body ends. */
static void compile_named_handler(struct compiler *c, const struct ast_except_handler *handler,
                                  struct block *end)
{
    struct frame_block frame;
    struct block *cleanup = ouro_emit_block(c);
    const struct compile_name *name = ouro_compile_name(c, handler->name);
    if (ouro_compile_is_name_forbidden(c, handler->name, AST_STORE))
        return;
    ouro_emit_variable(c, name, AST_STORE);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_compile_frame_push(c, &frame, FRAME_HANDLER_CLEANUP, NULL, NULL);
    frame.name = name;
    ouro_compile_stmts(c, &handler->body);
    ouro_compile_frame_pop(c);
    struct handler *outer = c->unit->handler ? c->unit->handler->parent : NULL;
    unlocate(c);
    ouro_emit_pop_handler(c);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    forget_name(c, name);
    ouro_emit_jump(c, OP_JUMP, end);
    c->unit->handler = outer;
    ouro_emit_use(c, cleanup);
    unlocate(c);
    forget_name(c, name);
    ouro_emit(c, OP_RERAISE, 1);
}

static void compile_plain_handler(struct compiler *c, const struct ast_except_handler *handler,
                                  struct block *end)
{
    struct frame_block frame;
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_compile_frame_push(c, &frame, FRAME_HANDLER_CLEANUP, NULL, NULL);
    ouro_compile_stmts(c, &handler->body);
    ouro_compile_frame_pop(c);
    struct handler *outer = c->unit->handler;
    unlocate(c);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    ouro_emit_jump(c, OP_JUMP, end);
    c->unit->handler = outer;
}

static void compile_handlers(struct compiler *c, const struct ast_except_handler_list *handlers,
                             struct block *end)
{
    for (uint32_t i = 0; i < handlers->count && !c->has_failed; i++) {
        struct ast_except_handler *handler = handlers->items[i];
        struct block *next = ouro_emit_block(c);
        locate(c, handler->span);
        if (!handler->type && i + 1 < handlers->count) {
            ouro_compile_error(c, handler->span, "default 'except:' must be last");
            return;
        }
        if (handler->type) {
            ouro_compile_expr(c, handler->type);
            ouro_emit(c, OP_CHECK_EXC_MATCH, 0);
            ouro_emit_jump(c, OP_POP_JUMP_IF_FALSE, next);
        }
        if (handler->name)
            compile_named_handler(c, handler, end);
        else
            compile_plain_handler(c, handler, end);
        ouro_emit_use(c, next);
    }
}

static void compile_try_body(struct compiler *c, const struct ast_stmt_list *body, struct block *except)
{
    struct frame_block frame;
    ouro_emit_setup(c, except, false, false);
    ouro_compile_frame_push(c, &frame, FRAME_TRY, NULL, NULL);
    ouro_compile_stmts(c, body);
    ouro_compile_frame_pop(c);
    struct ast_span span = c->unit->span;
    unlocate(c);
    ouro_emit_pop_handler(c);
    locate(c, span);
}

static void compile_try_except(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *except = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    compile_try_body(c, &s->try_.body, except);
    ouro_compile_stmts(c, &s->try_.orelse);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, except);
    unlocate(c);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_emit(c, OP_PUSH_EXC_INFO, 0);
    ouro_compile_frame_push(c, &frame, FRAME_EXCEPTION_HANDLER, NULL, NULL);
    compile_handlers(c, &s->try_.handlers, end);
    ouro_compile_frame_pop(c);
    unlocate(c);
    ouro_emit(c, OP_RERAISE, 0);
    if (c->unit->handler)
        c->unit->handler = c->unit->handler->parent;
    ouro_emit_use(c, cleanup);
    reraise_after_cleanup(c);
    ouro_emit_use(c, end);
}

/* One `except*`. On the stack: previous, original, list of what was raised, rest of the group. The
 * part that matches goes to the body; what the body raises goes to the list. */
static void compile_group_handler(struct compiler *c, const struct ast_except_handler *handler)
{
    struct frame_block frame;
    struct block *matched = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *next = ouro_emit_block(c);
    const struct compile_name *name = handler->name ? ouro_compile_name(c, handler->name) : NULL;
    ouro_compile_expr(c, handler->type);
    ouro_emit(c, OP_CHECK_EG_MATCH, 0);
    ouro_emit(c, OP_COPY, 1);
    ouro_emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, matched);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_jump(c, OP_JUMP, next);
    ouro_emit_use(c, matched);
    if (name)
        ouro_emit_variable(c, name, AST_STORE);
    else
        ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_compile_frame_push(c, &frame, FRAME_HANDLER_CLEANUP, NULL, NULL);
    frame.name = name;
    ouro_compile_stmts(c, &handler->body);
    ouro_compile_frame_pop(c);
    unlocate(c);
    ouro_emit_pop_handler(c);
    if (name)
        forget_name(c, name);
    ouro_emit_jump(c, OP_JUMP, next);
    ouro_emit_use(c, cleanup);
    if (name)
        forget_name(c, name);
    ouro_emit(c, OP_LIST_APPEND, 3);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_use(c, next);
    ouro_emit(c, OP_NOP, 0);
}

static void finish_groups(struct compiler *c, struct block *end, struct block *cleanup)
{
    struct block *reraise = ouro_emit_block(c);
    struct handler *handler = c->unit->handler;
    unlocate(c);
    ouro_emit(c, OP_LIST_APPEND, 1);
    ouro_emit(c, OP_PREP_RERAISE_STAR, 0);
    ouro_emit(c, OP_COPY, 1);
    ouro_emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, reraise);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    ouro_emit_jump(c, OP_JUMP, end);
    c->unit->handler = handler;
    ouro_emit_use(c, reraise);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_SWAP, 2);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    ouro_emit(c, OP_RERAISE, 0);
    ouro_emit_use(c, cleanup);
    reraise_after_cleanup(c);
}

static void compile_try_star(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *except = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    compile_try_body(c, &s->try_.body, except);
    ouro_compile_stmts(c, &s->try_.orelse);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, except);
    unlocate(c);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_emit(c, OP_PUSH_EXC_INFO, 0);
    ouro_compile_frame_push(c, &frame, FRAME_GROUP_HANDLER, NULL, NULL);
    for (uint32_t i = 0; i < s->try_.handlers.count && !c->has_failed; i++) {
        locate(c, s->try_.handlers.items[i]->span);
        if (i == 0) {
            ouro_emit(c, OP_COPY, 1);
            ouro_emit(c, OP_BUILD_LIST, 0);
            ouro_emit(c, OP_SWAP, 2);
        }
        compile_group_handler(c, s->try_.handlers.items[i]);
    }
    ouro_compile_frame_pop(c);
    finish_groups(c, end, cleanup);
    ouro_emit_use(c, end);
}

static void compile_try_parts(struct compiler *c, struct ast_stmt *s)
{
    if (s->kind == AST_STMT_TRY_STAR)
        compile_try_star(c, s);
    else
        compile_try_except(c, s);
}

static void compile_try_finally(struct compiler *c, struct ast_stmt *s)
{
    struct frame_block frame;
    struct block *except = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *end = ouro_emit_block(c);
    ouro_emit_setup(c, except, false, false);
    ouro_compile_frame_push(c, &frame, FRAME_FINALLY_TRY, NULL, NULL);
    frame.stmt = s;
    if (s->try_.handlers.count)
        compile_try_parts(c, s);
    else
        ouro_compile_stmts(c, &s->try_.body);
    struct ast_span span = c->unit->span;
    unlocate(c);
    ouro_emit_pop_handler(c);
    locate(c, span);
    ouro_compile_frame_pop(c);
    ouro_compile_stmts(c, &s->try_.finalbody);
    ouro_emit_jump_artificial(c, OP_JUMP, end);
    ouro_emit_use(c, except);
    unlocate(c);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_emit(c, OP_PUSH_EXC_INFO, 0);
    ouro_compile_frame_push(c, &frame, FRAME_FINALLY_END, NULL, NULL);
    ouro_compile_stmts(c, &s->try_.finalbody);
    ouro_compile_frame_pop(c);
    ouro_emit(c, OP_RERAISE, 0);
    if (c->unit->handler)
        c->unit->handler = c->unit->handler->parent;
    ouro_emit_use(c, cleanup);
    reraise_after_cleanup(c);
    ouro_emit_use(c, end);
}

void ouro_compile_try(struct compiler *c, struct ast_stmt *s)
{
    if (s->try_.finalbody.count)
        compile_try_finally(c, s);
    else
        compile_try_parts(c, s);
}

/* ---- with ------------------------------------------------------------------------------------ */

static void finish_with_exception(struct compiler *c, struct block *cleanup)
{
    struct block *suppress = ouro_emit_block(c), *exit = ouro_emit_block(c);
    struct handler *handler = c->unit->handler;
    unlocate(c);
    ouro_emit_jump(c, OP_POP_JUMP_IF_TRUE, suppress);
    ouro_emit(c, OP_RERAISE, 2);
    ouro_emit_use(c, suppress);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_pop_handler(c);
    ouro_emit(c, OP_POP_EXCEPT, 0);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_jump(c, OP_JUMP, exit);
    c->unit->handler = handler ? handler->parent : NULL;
    ouro_emit_use(c, cleanup);
    reraise_after_cleanup(c);
    ouro_emit_use(c, exit);
}

static void compile_with_item(struct compiler *c, struct ast_stmt *s, uint32_t index)
{
    struct frame_block frame;
    struct ast_with_item *item = s->with.items.items[index];
    bool is_async = s->kind == AST_STMT_ASYNC_WITH;
    struct block *final = ouro_emit_block(c), *cleanup = ouro_emit_block(c);
    struct block *exit = ouro_emit_block(c);
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    ouro_compile_expr(c, item->context_expr);
    ouro_emit(c, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH, 0);
    if (is_async)
        await_result(c, 1);
    ouro_emit_setup(c, final, true, true);
    ouro_compile_frame_push(c, &frame, is_async ? FRAME_ASYNC_WITH : FRAME_WITH, NULL, NULL);
    frame.stmt = s;
    if (item->optional_vars)
        ouro_compile_expr(c, item->optional_vars);
    else
        ouro_emit(c, OP_POP_TOP, 0);
    if (index + 1 < s->with.items.count)
        compile_with_item(c, s, index + 1);
    else
        ouro_compile_stmts(c, &s->with.body);
    ouro_compile_frame_pop(c);
    unlocate(c);
    ouro_emit_pop_handler(c);
    locate(c, s->span);
    call_exit_with_nones(c);
    if (is_async)
        await_result(c, 2);
    ouro_emit(c, OP_POP_TOP, 0);
    ouro_emit_jump(c, OP_JUMP, exit);
    ouro_emit_use(c, final);
    ouro_emit_setup(c, cleanup, true, false);
    ouro_emit(c, OP_PUSH_EXC_INFO, 0);
    ouro_emit(c, OP_WITH_EXCEPT_START, 0);
    if (is_async)
        await_result(c, 2);
    finish_with_exception(c, cleanup);
    ouro_emit_use(c, exit);
    ouro_compile_leave(c);
}

void ouro_compile_with_stmt(struct compiler *c, struct ast_stmt *s)
{
    if (s->kind == AST_STMT_ASYNC_WITH && c->unit->kind != UNIT_ASYNC_FUNCTION) {
        ouro_compile_error(c, s->span, "'async with' outside async function");
        return;
    }
    compile_with_item(c, s, 0);
}
