/* A step of an asynchronous generator is an awaitable object of its own:
 *
 *     __anext__(), asend(value)   async_generator_asend    resumes with the value
 *     athrow(...), aclose()       async_generator_athrow   raises inside
 *     anext(iterator, default)    anext_awaitable          wraps another awaitable
 *     coroutine.__await__()       coroutine_wrapper        a coroutine as an iterator
 *
 *     CREATED --> ACTIVE --> CLOSED
 *
 * All four are one struct. */
#include "vm/async_generator.h"

#include "types/class_table.h"
#include "types/tuple.h"
#include "vm/eval.h"

enum step_state { STEP_CREATED, STEP_ACTIVE, STEP_CLOSED };

struct step {
    ouro_object base;
    ouro_object *target; /* generator, awaitable or coroutine */
    ouro_object *value;  /* to send, or the tuple of arguments of athrow, or the default; or NULL */
    uint8_t state;
};

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

static struct step *step_of(ouro_object *object)
{
    return (struct step *)(void *)object;
}

static ouro_object *step_new(ouro_runtime *rt, unsigned type, ouro_object *target,
                             ouro_object *value)
{
    struct step *step = (struct step *)(void *)ouro_object_alloc(&rt->heap, (uint16_t)type,
                                                                 sizeof *step, OURO_BLOCK_CONTAINER);
    if (!step)
        return ouro_raise_memory(rt);
    step->target = newref(target);
    step->value = xnewref(value);
    step->state = STEP_CREATED;
    return &step->base;
}

static void step_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &step_of(object)->target);
    clearref(rt, &step_of(object)->value);
    ouro_object_free(heap, object, sizeof(struct step), OURO_BLOCK_CONTAINER);
}

static void step_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    struct step *step = step_of((ouro_object *)(uintptr_t)object);
    ouro_visit(visitor, &step->target);
    ouro_visit(visitor, &step->value);
}

/* ---- the generator --------------------------------------------------------------------------- */

/* The first use of a generator asks the hooks: one is told of it, the other is kept for its end. */
static bool obey_hooks(ouro_runtime *rt, ouro_object *generator)
{
    struct ouro_generator *self = generator_of(generator);
    if (self->frame.async_flags & ASYNC_IS_HOOKED)
        return true;
    self->frame.async_flags |= ASYNC_IS_HOOKED;
    ouro_object *finalizer = rt->vm->async_finalizer, *first = rt->vm->async_first;
    if (finalizer && !ouro_generator_set_extra(rt, self, finalizer))
        return false;
    if (!first)
        return true;
    ouro_object *result = ouro_call1(rt, first, generator);
    xdecref(rt, result);
    return result != NULL;
}

bool ouro_async_generator_hand_over(ouro_runtime *rt, struct ouro_generator *self)
{
    ouro_object *finalizer = ouro_generator_extra(self);
    if (self->frame.state == GENERATOR_CLEARED || !finalizer ||
        (self->frame.async_flags & ASYNC_IS_CLOSED))
        return false;
    ouro_object *saved = ouro_error_take(rt);
    incref(finalizer);
    ouro_object *result = ouro_call1(rt, finalizer, &self->base);
    if (!result)
        ouro_vm_unraisable(rt, NULL, finalizer);
    xdecref(rt, result);
    decref(rt, finalizer);
    ouro_error_restore(rt, saved);
    return true;
}

static ouro_object *async_next(ouro_runtime *rt, ouro_object *generator)
{
    return obey_hooks(rt, generator) ? step_new(rt, TYPE_ASYNC_SEND, generator, NULL) : NULL;
}

NATIVE(async_anext)
{
    return async_next(rt, self);
}

NATIVE(async_aiter)
{
    return newref(self);
}

NATIVE(async_asend)
{
    return obey_hooks(rt, self) ? step_new(rt, TYPE_ASYNC_SEND, self, args[0]) : NULL;
}

NATIVE(async_athrow)
{
    if (!obey_hooks(rt, self))
        return NULL;
    ouro_object *arguments = ouro_tuple_from(rt, args, count);
    ouro_object *step = arguments ? step_new(rt, TYPE_ASYNC_THROW, self, arguments) : NULL;
    xdecref(rt, arguments);
    return step;
}

NATIVE(async_aclose)
{
    return obey_hooks(rt, self) ? step_new(rt, TYPE_ASYNC_THROW, self, NULL) : NULL;
}

NATIVE(async_class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

const struct ouro_method ouro_async_generator_methods[] = {
    {"__anext__", async_anext, 0, 0, 0, "Return an awaitable for the next item."},
    {"__aiter__", async_aiter, 0, 0, 0, "Return the generator itself."},
    {"asend", async_asend, 1, 1, 0, "asend(v) -> an awaitable that sends v into the generator."},
    {"athrow", async_athrow, 0, -1, 0,
     "athrow(typ[,val[,tb]]) -> an awaitable that raises the exception in the generator."},
    {"aclose", async_aclose, 0, 0, 0, "aclose() -> an awaitable that raises GeneratorExit inside."},
    {"__class_getitem__", async_class_getitem, 1, 1, METHOD_CLASS, "See PEP 585"},
    {0},
};

/* ---- outcomes -------------------------------------------------------------------------------- */

/* What the generator's own resumption gave, seen from the step: 0 passed on, 1 an item, -1 an error, which
 * is StopAsyncIteration when the generator returned. */
static int sort_out(ouro_runtime *rt, struct ouro_generator *generator, int status,
                    ouro_object **result)
{
    if (status == 0) {
        if (!(generator->frame.async_flags & ASYNC_IS_ITEM))
            return 0;
        generator->frame.async_flags &= (uint8_t)~(ASYNC_IS_ITEM | ASYNC_IS_RUNNING);
        return 1;
    }
    if (status == 1) {
        clearref(rt, result);
        ouro_raise_empty(rt, EXC_StopAsyncIteration);
    }
    if (ouro_error_is(rt, EXC_StopAsyncIteration) || ouro_error_is(rt, EXC_GeneratorExit))
        generator->frame.async_flags |= ASYNC_IS_CLOSED;
    generator->frame.async_flags &= (uint8_t)~ASYNC_IS_RUNNING;
    return -1;
}

/* The same as an iterator says it. */
static ouro_object *as_iteration(ouro_runtime *rt, int status, ouro_object *result)
{
    if (status == 1) {
        ouro_raise_stop(rt, result == rt->none ? NULL : result);
        decref(rt, result);
        return NULL;
    }
    return status == 0 ? result : NULL;
}

static bool is_reused(ouro_runtime *rt, const struct step *step, const char *what)
{
    if (step->state != STEP_CLOSED)
        return false;
    ouro_raise(rt, EXC_RuntimeError, "cannot reuse already awaited %s", what);
    return true;
}

/* ---- asend ----------------------------------------------------------------------------------- */

static const char asend_name[] = "__anext__()/asend()";

int ouro_async_send_step(ouro_runtime *rt, ouro_object *self, ouro_object *value,
                         ouro_object **result)
{
    struct step *step = step_of(self);
    struct ouro_generator *generator = generator_of(step->target);
    *result = NULL;
    if (is_reused(rt, step, asend_name))
        return -1;
    if (step->state == STEP_CREATED) {
        if (generator->frame.async_flags & ASYNC_IS_RUNNING) {
            ouro_raise(rt, EXC_RuntimeError, "anext(): asynchronous generator is already running");
            return -1;
        }
        if (value == rt->none && step->value)
            value = step->value;
        step->state = STEP_ACTIVE;
    }
    generator->frame.async_flags |= ASYNC_IS_RUNNING;
    int status = ouro_generator_resume(rt, step->target, value, result);
    status = sort_out(rt, generator, status, result);
    if (status != 0)
        step->state = STEP_CLOSED;
    return status;
}

static ouro_object *asend_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *result;
    int status = ouro_async_send_step(rt, self, value, &result);
    return as_iteration(rt, status, result);
}

static ouro_object *asend_throw(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count)
{
    struct step *step = step_of(self);
    ouro_object *result;
    if (is_reused(rt, step, asend_name) || !ouro_generator_set_error(rt, args, count))
        return NULL;
    int status = ouro_generator_raise(rt, step->target, false, &result);
    status = sort_out(rt, generator_of(step->target), status, &result);
    if (status != 0)
        step->state = STEP_CLOSED;
    return as_iteration(rt, status, result);
}

/* ---- athrow and aclose ----------------------------------------------------------------------- */

static const char athrow_name[] = "aclose()/athrow()";

/* aclose(): what the generator answered to GeneratorExit. It must end; that is the aim, and no error. */
static ouro_object *close_outcome(ouro_runtime *rt, struct step *step, int status,
                                  ouro_object *result)
{
    struct ouro_generator *generator = generator_of(step->target);
    status = sort_out(rt, generator, status, &result);
    if (status == 0)
        return result;
    step->state = STEP_CLOSED;
    if (status == 1) {
        decref(rt, result);
        return ouro_raise(rt, EXC_RuntimeError, "async generator ignored GeneratorExit");
    }
    if (ouro_error_is(rt, EXC_StopAsyncIteration) || ouro_error_is(rt, EXC_GeneratorExit)) {
        ouro_error_clear(rt);
        ouro_raise_stop(rt, NULL);
    }
    return NULL;
}

static ouro_object *throw_outcome(ouro_runtime *rt, struct step *step, int status,
                                  ouro_object *result)
{
    if (!step->value)
        return close_outcome(rt, step, status, result);
    status = sort_out(rt, generator_of(step->target), status, &result);
    if (status < 0)
        step->state = STEP_CLOSED;
    return as_iteration(rt, status, result);
}

/* The first send: the exception is raised where the generator stands. */
static ouro_object *start_throw(ouro_runtime *rt, struct step *step, ouro_object *value)
{
    struct ouro_generator *generator = generator_of(step->target);
    if (generator->frame.async_flags & ASYNC_IS_RUNNING) {
        step->state = STEP_CLOSED;
        return ouro_raise(rt, EXC_RuntimeError, "%s(): asynchronous generator is already running",
                          step->value ? "athrow" : "aclose");
    }
    if (generator->frame.async_flags & ASYNC_IS_CLOSED) {
        step->state = STEP_CLOSED;
        return ouro_raise_empty(rt, EXC_StopAsyncIteration);
    }
    if (value != rt->none)
        return ouro_raise(rt, EXC_RuntimeError,
                          "can't send non-None value to a just-started coroutine");
    step->state = STEP_ACTIVE;
    generator->frame.async_flags |= ASYNC_IS_RUNNING;
    ouro_object *result = NULL;
    bool is_set = true;
    if (step->value) {
        is_set = ouro_generator_set_error(rt, tuple_items(step->value), tuple_length(step->value));
    } else {
        generator->frame.async_flags |= ASYNC_IS_CLOSED;
        ouro_raise_empty(rt, EXC_GeneratorExit);
    }
    int status = is_set ? ouro_generator_raise(rt, step->target, false, &result) : -1;
    return throw_outcome(rt, step, status, result);
}

static ouro_object *athrow_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct step *step = step_of(self);
    if (is_reused(rt, step, athrow_name))
        return NULL;
    if (generator_of(step->target)->frame.state == GENERATOR_CLEARED) {
        step->state = STEP_CLOSED;
        return ouro_raise_stop(rt, NULL);
    }
    if (step->state == STEP_CREATED)
        return start_throw(rt, step, value);
    ouro_object *result;
    int status = ouro_generator_resume(rt, step->target, value, &result);
    return throw_outcome(rt, step, status, result);
}

static ouro_object *athrow_throw(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count)
{
    struct step *step = step_of(self);
    ouro_object *result;
    if (is_reused(rt, step, athrow_name) || !ouro_generator_set_error(rt, args, count))
        return NULL;
    int status = ouro_generator_raise(rt, step->target, false, &result);
    return throw_outcome(rt, step, status, result);
}

/* ---- anext with a default -------------------------------------------------------------------- */

ouro_object *ouro_awaitable_iterator(ouro_runtime *rt, ouro_object *object, uint32_t where)
{
    if (is_exact(object, TYPE_COROUTINE) || ouro_generator_is_coroutine(object))
        return newref(object);
    ouro_object *method = ouro_lookup_special(rt, object, rt->name___await__);
    if (!method) {
        if (rt->error)
            return NULL;
        if (where)
            return ouro_raise(rt, EXC_TypeError,
                              "'async with' received an object from __a%s__ "
                              "that does not implement __await__: %T",
                              where == 1 ? "enter" : "exit", object);
        return ouro_raise(rt, EXC_TypeError, "object %T can't be used in 'await' expression", object);
    }
    ouro_object *iterator = ouro_call0(rt, method);
    decref(rt, method);
    if (!iterator)
        return NULL;
    if (is_exact(iterator, TYPE_COROUTINE) || ouro_generator_is_coroutine(iterator))
        ouro_raise(rt, EXC_TypeError, "__await__() returned a coroutine");
    else if (!class_of(rt, iterator)->next)
        ouro_raise(rt, EXC_TypeError, "__await__() returned non-iterator of type '%T'", iterator);
    else
        return iterator;
    decref(rt, iterator);
    return NULL;
}

/* The iterator behind the wrapped awaitable: owned. */
static ouro_object *wrapped_iterator(ouro_runtime *rt, struct step *step)
{
    ouro_object *iterator = ouro_awaitable_iterator(rt, step->target, 0);
    if (!iterator || !is_exact(iterator, TYPE_COROUTINE))
        return iterator;
    ouro_object *wrapper = ouro_coroutine_wrapper_new(rt, iterator);
    decref(rt, iterator);
    return wrapper;
}

/* The end of the iterator means the default. */
static ouro_object *default_outcome(ouro_runtime *rt, struct step *step, ouro_object *result)
{
    if (result || !ouro_error_is(rt, EXC_StopAsyncIteration))
        return result;
    ouro_error_clear(rt);
    ouro_raise_stop(rt, step->value == rt->none ? NULL : step->value);
    return NULL;
}

static ouro_object *anext_call(ouro_runtime *rt, struct step *step, ouro_object *name,
                               ouro_object *const *args, size_t count)
{
    ouro_object *iterator = wrapped_iterator(rt, step);
    if (!iterator)
        return NULL;
    ouro_object *result = ouro_call_method(rt, iterator, name, args, count);
    decref(rt, iterator);
    return default_outcome(rt, step, result);
}

static ouro_object *anext_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value != rt->none)
        return anext_call(rt, step_of(self), rt->name_send, &value, 1);
    ouro_object *iterator = wrapped_iterator(rt, step_of(self));
    if (!iterator)
        return NULL;
    ouro_object *result = ouro_next_raw(rt, iterator);
    if (!result && !rt->error)
        ouro_raise_stop(rt, NULL);
    decref(rt, iterator);
    return default_outcome(rt, step_of(self), result);
}

/* ---- the methods of all ---------------------------------------------------------------------- */

static ouro_object *wrapper_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return ouro_call_method(rt, step_of(self)->target, rt->name_send, &value, 1);
}

NATIVE(step_send)
{
    switch (self->type_index) {
    case TYPE_ASYNC_SEND:
        return asend_send(rt, self, args[0]);
    case TYPE_ASYNC_THROW:
        return athrow_send(rt, self, args[0]);
    case TYPE_ANEXT_AWAITABLE:
        return anext_send(rt, self, args[0]);
    default:
        return wrapper_send(rt, self, args[0]);
    }
}

static ouro_object *step_next(ouro_runtime *rt, ouro_object *self)
{
    return step_send(rt, self, &rt->none, 1, NULL);
}

NATIVE(step_throw)
{
    switch (self->type_index) {
    case TYPE_ASYNC_SEND:
        return asend_throw(rt, self, args, count);
    case TYPE_ASYNC_THROW:
        return athrow_throw(rt, self, args, count);
    case TYPE_ANEXT_AWAITABLE:
        return anext_call(rt, step_of(self), rt->name_throw, args, count);
    default:
        return ouro_call_method(rt, step_of(self)->target, rt->name_throw, args, count);
    }
}

NATIVE(step_close)
{
    switch (self->type_index) {
    case TYPE_ANEXT_AWAITABLE:
        return anext_call(rt, step_of(self), rt->name_close, args, 0);
    case TYPE_COROUTINE_WRAPPER:
        return ouro_call_method(rt, step_of(self)->target, rt->name_close, args, 0);
    default:
        step_of(self)->state = STEP_CLOSED;
        return rt->none;
    }
}

NATIVE(step_await)
{
    return newref(self);
}

static bool step_class_init(ouro_runtime *rt, unsigned index, const struct ouro_method *methods)
{
    struct ouro_class *cls = builtin_class(rt, index);
    cls->core.instance_size = sizeof(struct step);
    cls->core.dealloc = step_dealloc;
    cls->core.traverse = step_traverse;
    cls->iter = ouro_generic_iter_self;
    cls->next = step_next;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}

bool ouro_async_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"send", step_send, 1, 1, 0, "Resume with a value."},
        {"throw", step_throw, 1, 3, 0, "Raise an exception inside."},
        {"close", step_close, 0, 0, 0, "Be done with it."},
        {"__await__", step_await, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_method wrapper_methods[] = {
        {"send", step_send, 1, 1, 0, "Resume with a value."},
        {"throw", step_throw, 1, 3, 0, "Raise an exception inside."},
        {"close", step_close, 0, 0, 0, "Be done with it."},
        {0},
    };
    return step_class_init(rt, TYPE_ASYNC_SEND, methods) &&
           step_class_init(rt, TYPE_ASYNC_THROW, methods) &&
           step_class_init(rt, TYPE_ANEXT_AWAITABLE, methods) &&
           step_class_init(rt, TYPE_COROUTINE_WRAPPER, wrapper_methods);
}

ouro_object *ouro_coroutine_wrapper_new(ouro_runtime *rt, ouro_object *coroutine)
{
    return step_new(rt, TYPE_COROUTINE_WRAPPER, coroutine, NULL);
}

/* ---- builtins -------------------------------------------------------------------------------- */

static ouro_object *call_special(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                                 const char *missing)
{
    ouro_object *method = ouro_lookup_special(rt, object, name);
    if (!method)
        return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, missing, object);
    ouro_object *result = ouro_call0(rt, method);
    decref(rt, method);
    return result;
}

ouro_object *ouro_async_iter(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *iterator = call_special(rt, object, rt->name___aiter__,
                                         "'%T' object is not an async iterable");
    if (!iterator || ouro_class_lookup(rt, class_of(rt, iterator), rt->name___anext__))
        return iterator;
    ouro_raise(rt, EXC_TypeError, "aiter() returned not an async iterator of type '%T'", iterator);
    decref(rt, iterator);
    return NULL;
}

ouro_object *ouro_async_next(ouro_runtime *rt, ouro_object *object, ouro_object *otherwise)
{
    ouro_object *awaitable = call_special(rt, object, rt->name___anext__,
                                          "'%T' object is not an async iterator");
    if (!awaitable || !otherwise)
        return awaitable;
    ouro_object *step = step_new(rt, TYPE_ANEXT_AWAITABLE, awaitable, otherwise);
    decref(rt, awaitable);
    return step;
}
