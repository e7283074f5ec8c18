/* Generators: a frame that lives in an object and is resumed again and again.
 *
 *   CREATED --> SUSPENDED <--> RUNNING --> CLEARED
 *
 * A generator is resumed from C (next, send, throw, close) or, without recursion on the C stack, by the
 * FOR_ITER and SEND instructions of the loop; frame.on_return tells which. Coroutines share all
 * of it. */
#include <string.h>

#include "lang/opcodes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/async_generator.h"
#include "vm/eval.h"
#include "vm/frame.h"

static const char *kind_name(const ouro_object *generator)
{
    return is_exact(generator, TYPE_COROUTINE)         ? "coroutine"
           : is_exact(generator, TYPE_ASYNC_GENERATOR) ? "async generator"
                                                       : "generator";
}

static size_t block_size(const struct ouro_frame *frame)
{
    return sizeof(struct ouro_generator) + frame_slot_count(frame) * sizeof(ouro_object *);
}

bool ouro_generator_is_coroutine(const ouro_object *object)
{
    return is_exact(object, TYPE_GENERATOR) &&
           (generator_of((ouro_object *)(uintptr_t)object)->frame.code->flags &
            CODE_ITERABLE_COROUTINE);
}

/* Borrowed; index 0: the name, 1: the qualified one. */
static ouro_object *name_at(const struct ouro_generator *self, size_t index)
{
    const struct ouro_code *code = self->frame.code;
    if (self->names)
        return tuple_at(self->names, index);
    return index == 0 ? code->name : code->qualname;
}

ouro_object *ouro_generator_extra(const struct ouro_generator *self)
{
    return self->names && tuple_length(self->names) > 2 ? tuple_at(self->names, 2) : NULL;
}

static bool set_names(ouro_runtime *rt, struct ouro_generator *self, ouro_object *name,
                      ouro_object *qualname, ouro_object *extra)
{
    ouro_object *names = ouro_tuple_pack(rt, extra ? 3 : 2, name, qualname, extra);
    if (!names)
        return false;
    setref_take(rt, &self->names, names);
    return true;
}

bool ouro_generator_set_extra(ouro_runtime *rt, struct ouro_generator *self, ouro_object *extra)
{
    return set_names(rt, self, name_at(self, 0), name_at(self, 1), extra);
}

/* Where a coroutine is made: (file, line, function) of this frame and those below, innermost first. */
static bool add_origin(ouro_runtime *rt, struct ouro_generator *self, struct ouro_frame *frame)
{
    ouro_object *entries[64] = {NULL};
    size_t count = 0, max = sizeof entries / sizeof *entries;
    for (; frame && count < max && (int64_t)count < rt->vm->origin_depth; frame = frame->previous) {
        if (frame->is_incomplete)
            continue;
        ouro_object *line = ouro_int_new(rt, ouro_frame_line(frame));
        ouro_object *entry =
            line ? ouro_tuple_pack(rt, 3, frame->code->filename, line, frame->code->name) : NULL;
        xdecref(rt, line);
        if (!entry)
            break;
        entries[count++] = entry;
    }
    ouro_object *origin = rt->error ? NULL : ouro_tuple_from(rt, entries, count);
    while (count > 0)
        decref(rt, entries[--count]);
    bool is_done = origin && ouro_generator_set_extra(rt, self, origin);
    xdecref(rt, origin);
    return is_done;
}

ouro_object *ouro_generator_new_take(ouro_runtime *rt, struct ouro_frame *frame)
{
    unsigned type = frame->code->flags & CODE_COROUTINE         ? TYPE_COROUTINE
                    : frame->code->flags & CODE_ASYNC_GENERATOR ? TYPE_ASYNC_GENERATOR
                                                                : TYPE_GENERATOR;
    size_t size = block_size(frame);
    struct ouro_function *function = function_of(frame->function);
    ouro_object *names = NULL;
    ouro_object *name = ouro_function_name(function), *qualname = ouro_function_qualname(function);
    if (ouro_unlikely(name != frame->code->name || qualname != frame->code->qualname) &&
        !(names = ouro_tuple_pack(rt, 2, name, qualname)))
        return NULL;
    struct ouro_generator *self = (struct ouro_generator *)(void *)ouro_object_alloc(
        &rt->heap, (uint16_t)type, size, OURO_BLOCK_CONTAINER);
    if (!self) {
        xdecref(rt, names);
        return ouro_raise_memory(rt);
    }
    self->names = names;
    memcpy(&self->frame, frame, sizeof *frame + frame->used * sizeof(ouro_object *));
    self->frame.place = FRAME_IN_GENERATOR;
    self->frame.state = GENERATOR_CREATED;
    self->frame.handled = NULL;
    if (self->frame.object)
        self->frame.object->frame = &self->frame;
    if (ouro_unlikely(type == TYPE_COROUTINE && rt->vm->origin_depth > 0) &&
        !add_origin(rt, self, frame->previous))
        ouro_error_clear(rt); /* benign: the coroutine has no origin to show */
    return (ouro_object *)self;
}

void ouro_generator_finish(ouro_runtime *rt, struct ouro_generator *self)
{
    self->frame.state = GENERATOR_CLEARED;
    incref(&self->frame.code->base);
    ouro_frame_clear(rt, &self->frame);
    clearref(rt, &self->frame.handled);
}

ouro_object *ouro_generator_delegate(ouro_runtime *rt, struct ouro_generator *self)
{
    if (self->frame.state != GENERATOR_SUSPENDED)
        return NULL;
    uint32_t word = *self->frame.next;
    if (ouro_word_opcode(word) != OP_RESUME || (ouro_word_argument(word) & 3) < 2)
        return NULL;
    return newref(self->frame.slots[self->frame.used - 1]);
}

/* ---- resuming from C ---- */

/* Runs until the next yield (0), the return (1) or an error (-1); result is owned. value is taken and
 * pushed; NULL: starts by raising rt->error. */
static int run(ouro_runtime *rt, struct ouro_generator *self, ouro_object *value,
               ouro_object **result)
{
    struct ouro_frame *frame = &self->frame;
    bool was_handling = frame->handled != NULL;
    if (!handled_enter(rt, self)) {
        xdecref(rt, value);
        return -1;
    }
    incref((ouro_object *)self);
    frame->on_return = RETURN_TO_C;
    if (value)
        frame->slots[frame->used++] = value;
    else if (was_handling)
        ouro_error_chain(rt);
    *result = ouro_eval(rt, frame, !value);
    int status = !*result ? -1 : frame->state == GENERATOR_SUSPENDED ? 0 : 1;
    decref(rt, (ouro_object *)self);
    return status;
}

int ouro_generator_resume(ouro_runtime *rt, ouro_object *object, ouro_object *value,
                          ouro_object **result)
{
    struct ouro_generator *self = generator_of(object);
    *result = NULL;
    switch (self->frame.state) {
    case GENERATOR_RUNNING:
        ouro_raise(rt, EXC_ValueError, "%s already executing", kind_name(object));
        return -1;
    case GENERATOR_CLEARED:
        if (is_exact(object, TYPE_COROUTINE)) {
            ouro_raise(rt, EXC_RuntimeError, "cannot reuse already awaited coroutine");
            return -1;
        }
        *result = rt->none;
        return 1;
    case GENERATOR_CREATED:
        if (value != rt->none) {
            ouro_raise(rt, EXC_TypeError, "can't send non-None value to a just-started %s",
                       kind_name(object));
            return -1;
        }
        break;
    default:
        break;
    }
    return run(rt, self, newref(value), result);
}

/* Raises rt->error where the generator stands, without asking what it delegates to. */
static int raise_here(ouro_runtime *rt, struct ouro_generator *self, ouro_object **result)
{
    *result = NULL;
    if (self->frame.state == GENERATOR_RUNNING) {
        ouro_error_clear(rt);
        ouro_raise(rt, EXC_ValueError, "%s already executing", kind_name((ouro_object *)self));
        return -1;
    }
    if (self->frame.state == GENERATOR_CLEARED) {
        if (is_exact(&self->base, TYPE_COROUTINE)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_RuntimeError, "cannot reuse already awaited coroutine");
        }
        return -1;
    }
    return run(rt, self, NULL, result);
}

static bool close_delegate(ouro_runtime *rt, ouro_object *delegate);

/* While something is done to what it delegates to, a suspended generator counts as running. What it was
 * handling is the caller's to keep meanwhile. */
static ouro_object *keep_busy(struct ouro_generator *self)
{
    ouro_object *handled = self->frame.handled;
    self->frame.state = GENERATOR_RUNNING;
    self->frame.previous = NULL;
    return handled;
}

static void let_go(struct ouro_generator *self, ouro_object *handled)
{
    self->frame.handled = handled;
    self->frame.state = GENERATOR_SUSPENDED;
}

/* The delegate is done: its value becomes that of the `yield from`, or its error is raised there. */
static int delegate_done(ouro_runtime *rt, struct ouro_generator *self, ouro_object *value,
                         ouro_object **result)
{
    struct ouro_frame *frame = &self->frame;
    const uint32_t *send = frame->instruction - 1;
    ouro_object *receiver = frame->slots[--frame->used];
    frame->next = frame->code->instructions + ouro_word_argument(*send);
    decref(rt, receiver);
    if (!value)
        return raise_here(rt, self, result);
    return run(rt, self, value, result);
}

/* The value that a StopIteration carries, owned, the error cleared; NULL if the error is another. */
static ouro_object *stop_value_take(ouro_runtime *rt)
{
    if (!rt->error)
        return rt->none;
    if (!ouro_error_is(rt, EXC_StopIteration))
        return NULL;
    ouro_object *error = ouro_error_take(rt);
    ouro_object *value = ((struct ouro_exception *)(void *)error)->fields[0];
    value = value ? newref(value) : rt->none;
    decref(rt, error);
    return value;
}

/* throw() in what the generator delegates to: error is owned. -2: it has no throw method. */
static int raise_in_delegate(ouro_runtime *rt, struct ouro_generator *self, ouro_object *delegate,
                             ouro_object *error, bool closes_delegate, ouro_object **result)
{
    int status;
    struct ouro_frame *frame = &self->frame;
    ouro_object *handled;
    if (is_exact(delegate, TYPE_GENERATOR) || is_exact(delegate, TYPE_COROUTINE)) {
        handled = keep_busy(self);
        frame->previous = rt->vm->frame;
        rt->vm->frame = frame; /* so that a traceback shows the delegating frame */
        ouro_error_restore(rt, error);
        status = ouro_generator_raise(rt, delegate, closes_delegate, result);
        rt->vm->frame = frame->previous;
        let_go(self, handled);
        return status;
    }
    ouro_object *method = NULL;
    int found = ouro_getattr_optional(rt, delegate, rt->name_throw, &method);
    if (found <= 0) {
        if (found == 0)
            ouro_error_restore(rt, error);
        else
            decref(rt, error);
        return found == 0 ? -2 : -1;
    }
    ouro_object *arguments[3] = {(ouro_object *)class_of(rt, error), error,
                                 ((struct ouro_exception *)(void *)error)->traceback};
    if (!arguments[2])
        arguments[2] = rt->none;
    handled = keep_busy(self);
    *result = ouro_call(rt, method, arguments, 3, NULL);
    let_go(self, handled);
    decref(rt, method);
    decref(rt, error);
    if (*result)
        return 0;
    return -1;
}

int ouro_generator_raise(ouro_runtime *rt, ouro_object *object, bool closes_delegate,
                         ouro_object **result)
{
    struct ouro_generator *self = generator_of(object);
    ouro_object *delegate = ouro_generator_delegate(rt, self);
    *result = NULL;
    if (!delegate)
        return raise_here(rt, self, result);
    if (closes_delegate && ouro_error_is(rt, EXC_GeneratorExit)) {
        ouro_object *error = ouro_error_take(rt);
        ouro_object *handled = keep_busy(self);
        bool is_closed = close_delegate(rt, delegate);
        let_go(self, handled);
        decref(rt, delegate);
        if (is_closed)
            ouro_error_restore(rt, error);
        else
            decref(rt, error);
        return raise_here(rt, self, result);
    }
    int status = raise_in_delegate(rt, self, delegate, ouro_error_take(rt), closes_delegate,
                                   result);
    decref(rt, delegate);
    if (status == -2)
        return raise_here(rt, self, result);
    if (status == 0)
        return 0;
    /* It returned, with a value or by StopIteration, or failed. */
    ouro_object *value = status == 1 ? *result : stop_value_take(rt);
    return delegate_done(rt, self, value, result);
}

static bool generator_close(ouro_runtime *rt, struct ouro_generator *self)
{
    ouro_object *result;
    if (self->frame.state == GENERATOR_CLEARED)
        return true;
    if (self->frame.state == GENERATOR_RUNNING)
        return ouro_raise(rt, EXC_ValueError, "%s already executing",
                          kind_name((ouro_object *)self)) != NULL;
    ouro_object *delegate = ouro_generator_delegate(rt, self);
    if (delegate) {
        ouro_object *handled = keep_busy(self);
        bool is_closed = close_delegate(rt, delegate);
        let_go(self, handled);
        decref(rt, delegate);
        if (!is_closed)
            goto raise;
    }
    ouro_raise(rt, EXC_GeneratorExit, "");
    if (rt->error) {
        struct ouro_exception *error = (struct ouro_exception *)(void *)rt->error;
        setref_take(rt, &error->args, newref(rt->empty_tuple));
    }
raise:;
    int status = raise_here(rt, self, &result);
    if (status == 0) {
        decref(rt, result);
        return ouro_raise(rt, EXC_RuntimeError, "%s ignored GeneratorExit",
                          kind_name((ouro_object *)self)) != NULL;
    }
    if (status == 1) {
        decref(rt, result);
        return true;
    }
    if (ouro_error_is(rt, EXC_GeneratorExit) || ouro_error_is(rt, EXC_StopIteration)) {
        ouro_error_clear(rt);
        return true;
    }
    return false;
}

static bool close_delegate(ouro_runtime *rt, ouro_object *delegate)
{
    if (is_exact(delegate, TYPE_GENERATOR) || is_exact(delegate, TYPE_COROUTINE))
        return generator_close(rt, generator_of(delegate));
    ouro_object *method = NULL;
    int found = ouro_getattr_optional(rt, delegate, rt->name_close, &method);
    if (found == 0)
        return true;
    if (found < 0)
        return false;
    ouro_object *result = ouro_call0(rt, method);
    decref(rt, method);
    xdecref(rt, result);
    return result != NULL;
}

/* ---- methods ---- */

/* What next and send make of the outcome: the yielded object; NULL with StopIteration set, or without
 * an error when it returned None and is_quiet. */
static ouro_object *outcome(ouro_runtime *rt, ouro_object *object, int status, ouro_object *result,
                            bool is_quiet)
{
    if (status == 0)
        return result;
    if (status < 0)
        return NULL;
    if (result == rt->none && is_quiet && is_exact(object, TYPE_GENERATOR))
        return NULL;
    ouro_raise_stop(rt, result == rt->none ? NULL : result);
    decref(rt, result);
    return NULL;
}

ouro_object *ouro_generator_send(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    ouro_object *result;
    int status = ouro_generator_resume(rt, object, value, &result);
    return outcome(rt, object, status, result, true);
}

static ouro_object *generator_next(ouro_runtime *rt, ouro_object *object)
{
    return ouro_generator_send(rt, object, rt->none);
}

static ouro_object *method_send(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *result;
    int status = ouro_generator_resume(rt, object, args[0], &result);
    return outcome(rt, object, status, result, false);
}

bool ouro_generator_set_error(ouro_runtime *rt, ouro_object *const *args, size_t count)
{
    if (!ouro_args_count(rt, "throw", count, 1, 3))
        return false;
    ouro_object *value = count > 1 && args[1] != rt->none ? args[1] : NULL;
    ouro_object *traceback = count > 2 && args[2] != rt->none ? args[2] : NULL;
    ouro_object *error;
    if (traceback && !is_exact(traceback, TYPE_TRACEBACK))
        return ouro_raise(rt, EXC_TypeError,
                          "throw() third argument must be a traceback object") != NULL;
    if (is_class(rt, args[0]) &&
        ouro_class_is_subclass((struct ouro_class *)args[0], builtin_class(rt, EXC_BaseException))) {
        if (value && ouro_is_instance(rt, value, args[0]) > 0)
            error = newref(value);
        else if (value && is_tuple(rt, value))
            error = ouro_call_tuple(rt, args[0], value, NULL);
        else
            error = value ? ouro_call1(rt, args[0], value) : ouro_call0(rt, args[0]);
    } else if (is_exception(rt, args[0])) {
        if (value)
            return ouro_raise(rt, EXC_TypeError,
                              "instance exception may not have a separate value") != NULL;
        error = newref(args[0]);
    } else {
        return ouro_raise(rt, EXC_TypeError,
                          "exceptions must be classes or instances deriving from BaseException, "
                          "not %T", args[0]) != NULL;
    }
    if (!error)
        return false;
    if (!is_exception(rt, error)) {
        ouro_raise(rt, EXC_TypeError,
                   "calling %R should have returned an instance of BaseException, not %T", args[0],
                   error);
        decref(rt, error);
        return false;
    }
    if (traceback)
        setref_take(rt, &((struct ouro_exception *)(void *)error)->traceback, newref(traceback));
    ouro_error_restore(rt, error);
    return true;
}

static ouro_object *method_throw(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *result;
    if (!ouro_generator_set_error(rt, args, count))
        return NULL;
    int status = ouro_generator_raise(rt, object, true, &result);
    return outcome(rt, object, status, result, false);
}

static ouro_object *method_close(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return generator_close(rt, generator_of(object)) ? rt->none : NULL;
}

static ouro_object *method_await(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_coroutine_wrapper_new(rt, object);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *object)
{
    return newref(name_at(generator_of(object), 0));
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *object)
{
    return newref(name_at(generator_of(object), 1));
}

static bool set_name_at(ouro_runtime *rt, ouro_object *object, size_t index, ouro_object *value,
                        const char *name)
{
    if (!value || !is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "%s must be set to a string object", name) != NULL;
    struct ouro_generator *self = generator_of(object);
    return set_names(rt, self, index == 0 ? value : name_at(self, 0),
                     index == 1 ? value : name_at(self, 1), ouro_generator_extra(self));
}

static bool set_name(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    return set_name_at(rt, object, 0, value, "__name__");
}

static bool set_qualname(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    return set_name_at(rt, object, 1, value, "__qualname__");
}

static ouro_object *get_frame(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_generator *self = generator_of(object);
    if (self->frame.state == GENERATOR_CLEARED)
        return rt->none;
    return xnewref(ouro_frame_object_get(rt, &self->frame));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *object)
{
    return newref(&generator_of(object)->frame.code->base);
}

static ouro_object *get_running(ouro_runtime *rt, ouro_object *object)
{
    return bool_object(rt, generator_of(object)->frame.state == GENERATOR_RUNNING);
}

static ouro_object *get_suspended(ouro_runtime *rt, ouro_object *object)
{
    return bool_object(rt, generator_of(object)->frame.state == GENERATOR_SUSPENDED);
}

static ouro_object *get_delegate(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *delegate = ouro_generator_delegate(rt, generator_of(object));
    return delegate ? delegate : rt->none;
}

static ouro_object *get_async_running(ouro_runtime *rt, ouro_object *object)
{
    return bool_object(rt, generator_of(object)->frame.async_flags & ASYNC_IS_RUNNING);
}

static ouro_object *get_origin(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *origin = ouro_generator_extra(generator_of(object));
    return origin ? newref(origin) : rt->none;
}

static ouro_object *generator_repr(ouro_runtime *rt, ouro_object *object)
{
    return ouro_str_format(rt, "<%T object %U at %p>", object,
                           name_at(generator_of(object), 1), (void *)object);
}

/* ---- the heap's side ---- */

static size_t generator_size(struct ouro_heap *heap, const ouro_object *object)
{
    return block_size(&generator_of((ouro_object *)(uintptr_t)object)->frame);
}

/* Nothing to run when it never started, or stands where no handler could see the exception, and nobody
 * traces. */
static bool needs_closing(ouro_runtime *rt, struct ouro_generator *self)
{
    if (self->frame.state != GENERATOR_SUSPENDED)
        return false;
    const struct ouro_code *code = self->frame.code;
    if (rt->vm->is_stepping || ouro_eval_find_handler(code, frame_instruction_index(&self->frame)))
        return true;
    ouro_object *delegate = ouro_generator_delegate(rt, self);
    xdecref(rt, delegate);
    return delegate != NULL;
}

/* The warnings module words it, if it can. */
static ouro_object *warn_by_module(ouro_runtime *rt, struct ouro_generator *self)
{
    ouro_object *module = ouro_vm_import(rt, "warnings");
    ouro_object *warn =
        module ? ouro_getattr_text(rt, module, "_warn_unawaited_coroutine") : NULL;
    ouro_object *result = warn ? ouro_call1(rt, warn, &self->base) : NULL;
    if (module && !warn) {
        ouro_error_clear(rt);
        if (ouro_warn(rt, EXC_RuntimeWarning, 1, "coroutine '%U' was never awaited", name_at(self, 1)))
            result = rt->none;
    }
    xdecref(rt, warn);
    xdecref(rt, module);
    return result;
}

static ouro_object *warn_late(ouro_runtime *rt, struct ouro_generator *self)
{
    ouro_object *text = ouro_str_format(rt, "coroutine '%U' was never awaited", name_at(self, 1));
    if (text)
        ouro_vm_warn_late(rt, text);
    return text;
}

static void warn_never_awaited(ouro_runtime *rt, struct ouro_generator *self)
{
    ouro_object *saved = ouro_error_take(rt);
    bool is_late = !rt->modules || rt->vm->sys;
    ouro_object *result = is_late ? warn_late(rt, self) : warn_by_module(rt, self);
    if (!result)
        ouro_vm_unraisable(rt, NULL, &self->base);
    xdecref(rt, result);
    ouro_error_restore(rt, saved);
}

static void generator_finalize(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_generator *self = generator_of(object);
    if (is_exact(object, TYPE_ASYNC_GENERATOR) && ouro_async_generator_hand_over(rt, self))
        return;
    if (self->frame.state == GENERATOR_CREATED && is_exact(object, TYPE_COROUTINE))
        warn_never_awaited(rt, self);
    if (!needs_closing(rt, self)) {
        /* In a cycle a closed generator lets go of its locals before anything is counted or cleared. */
        if ((object->gc_flags & OURO_GC_PENDING) && self->frame.state <= GENERATOR_SUSPENDED)
            ouro_generator_finish(rt, self);
        return;
    }
    ouro_object *saved = ouro_error_take(rt);
    if (!generator_close(rt, self))
        ouro_vm_unraisable(rt, NULL, object);
    ouro_error_restore(rt, saved);
}

static void generator_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_generator *self = generator_of(object);
    if (self->frame.state != GENERATOR_CLEARED)
        ouro_generator_finish(rt, self);
    clearref(rt, &self->names);
    size_t size = block_size(&self->frame);
    decref(rt, &self->frame.code->base);
    ouro_object_free(heap, object, size, OURO_BLOCK_CONTAINER);
}

static void generator_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    struct ouro_generator *self = generator_of((ouro_object *)(uintptr_t)object);
    ouro_visit(visitor, &self->names);
    ouro_visit(visitor, (ouro_object *const *)(void *)&self->frame.code);
    /* While it runs its operands move about: their references count as held from outside. */
    if (self->frame.state != GENERATOR_CREATED && self->frame.state != GENERATOR_SUSPENDED)
        return;
    struct ouro_frame *frame = &self->frame;
    ouro_visit_range(visitor, frame->slots, frame->used);
    ouro_visit(visitor, &frame->handled);
    ouro_visit(visitor, &frame->locals);
    ouro_visit(visitor, &frame->function);
    ouro_visit(visitor, (ouro_object *const *)(void *)&frame->object);
}

/* Part of a garbage cycle and already closed: its frame goes. */
static void generator_clear(struct ouro_heap *heap, ouro_object *object)
{
    struct ouro_generator *self = generator_of(object);
    if (self->frame.state == GENERATOR_CREATED || self->frame.state == GENERATOR_SUSPENDED)
        ouro_generator_finish(runtime_of(heap), self);
}

static bool class_init(ouro_runtime *rt, unsigned index, const struct ouro_method *methods,
                       const struct ouro_getset *getsets)
{
    struct ouro_class *cls = builtin_class(rt, index);
    cls->core.instance_size = sizeof(struct ouro_generator);
    cls->core.size_of = generator_size;
    cls->core.dealloc = generator_dealloc;
    cls->core.traverse = generator_traverse;
    cls->core.clear = generator_clear;
    cls->core.finalize = generator_finalize;
    cls->repr = generator_repr;
    if (index == TYPE_GENERATOR) {
        cls->iter = ouro_generic_iter_self;
        cls->next = generator_next;
    }
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}

bool ouro_generator_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"send", method_send, 1, 1, 0,
         "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise "
         "StopIteration."},
        {"throw", method_throw, 1, 3, 0, "Raise an exception in the generator."},
        {"close", method_close, 0, 0, 0, "close() -> raise GeneratorExit inside generator."},
        {0},
    };
    static const struct ouro_method coroutine_methods[] = {
        {"send", method_send, 1, 1, 0, NULL},
        {"throw", method_throw, 1, 3, 0, NULL},
        {"close", method_close, 0, 0, 0, NULL},
        {"__await__", method_await, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__name__", get_name, set_name, "name of the generator"},
        {"__qualname__", get_qualname, set_qualname, "qualified name of the generator"},
        {"gi_frame", get_frame, NULL, NULL},
        {"gi_code", get_code, ouro_getset_readonly, NULL},
        {"gi_running", get_running, NULL, NULL},
        {"gi_suspended", get_suspended, NULL, NULL},
        {"gi_yieldfrom", get_delegate, NULL,
         "object being iterated by yield from, or None"},
        {0},
    };
    static const struct ouro_getset coroutine_getsets[] = {
        {"__name__", get_name, set_name, "name of the coroutine"},
        {"__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"},
        {"cr_frame", get_frame, NULL, NULL},
        {"cr_code", get_code, ouro_getset_readonly, NULL},
        {"cr_running", get_running, NULL, NULL},
        {"cr_suspended", get_suspended, NULL, NULL},
        {"cr_await", get_delegate, NULL, "object being awaited on, or None"},
        {"cr_origin", get_origin, ouro_getset_readonly, NULL},
        {0},
    };
    static const struct ouro_getset async_getsets[] = {
        {"__name__", get_name, set_name, "name of the async generator"},
        {"__qualname__", get_qualname, set_qualname, "qualified name of the async generator"},
        {"ag_frame", get_frame, NULL, NULL},
        {"ag_code", get_code, ouro_getset_readonly, NULL},
        {"ag_running", get_async_running, ouro_getset_readonly, NULL},
        {"ag_await", get_delegate, NULL, "object being awaited on, or None"},
        {0},
    };
    return class_init(rt, TYPE_GENERATOR, methods, getsets) &&
           class_init(rt, TYPE_COROUTINE, coroutine_methods, coroutine_getsets) &&
           class_init(rt, TYPE_ASYNC_GENERATOR, ouro_async_generator_methods, async_getsets) &&
           ouro_async_class_init(rt);
}
