#include "types/iterator.h"

#include "types/class_table.h"
#include "types/items.h"
#include "types/tuple.h"

/* ---- over object[0], object[1], ... ---------------------------------------------------------- */

struct sequence_iterator {
    ouro_object base;
    ouro_object *sequence; /* NULL: exhausted */
    int64_t index;
};

static struct sequence_iterator *sequence_iterator_of(const ouro_object *object)
{
    return (struct sequence_iterator *)(void *)(uintptr_t)object;
}

ouro_object *ouro_sequence_iterator_new(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_SEQUENCE_ITERATOR,
                                          sizeof(struct sequence_iterator), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    sequence_iterator_of(self)->sequence = newref(object);
    sequence_iterator_of(self)->index = 0;
    return self;
}

static void sequence_iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    xdecref(runtime_of(heap), sequence_iterator_of(self)->sequence);
    ouro_object_free(heap, self, sizeof(struct sequence_iterator), OURO_BLOCK_CONTAINER);
}

static void sequence_iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &sequence_iterator_of(self)->sequence);
}

static void sequence_iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &sequence_iterator_of(self)->sequence);
}

static ouro_object *sequence_iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct sequence_iterator *iterator = sequence_iterator_of(self);
    if (!iterator->sequence)
        return NULL;
    if (iterator->index == INT64_MAX)
        return ouro_raise(rt, EXC_OverflowError, "iter index too large");
    ouro_object *index = ouro_int_new(rt, iterator->index);
    if (!index)
        return NULL;
    ouro_object *sequence = newref(iterator->sequence);
    ouro_object *item = ouro_getitem(rt, sequence, index);
    decref(rt, index);
    decref(rt, sequence);
    if (item) {
        iterator->index++;
        return item;
    }
    if (ouro_error_is(rt, EXC_IndexError) || ouro_error_is(rt, EXC_StopIteration)) {
        ouro_error_clear(rt);
        clearref(rt, &iterator->sequence);
    }
    return NULL;
}

static ouro_object *sequence_iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                                  ouro_object *const *args, size_t count,
                                                  ouro_object *names)
{
    struct sequence_iterator *iterator = sequence_iterator_of(self);
    if (!iterator->sequence)
        return ouro_int_new(rt, 0);
    if (!class_of(rt, iterator->sequence)->length)
        return rt->not_implemented;
    ptrdiff_t length = ouro_length(rt, iterator->sequence);
    if (length < 0)
        return NULL;
    return ouro_int_new(rt, length > iterator->index ? length - iterator->index : 0);
}

static ouro_object *sequence_iterator_reduce(ouro_runtime *rt, ouro_object *self,
                                             ouro_object *const *args, size_t count,
                                             ouro_object *names)
{
    struct sequence_iterator *iterator = sequence_iterator_of(self);
    return ouro_reduce_iterator(rt, "iter", iterator->sequence, rt->empty_tuple, iterator->index);
}

static ouro_object *sequence_iterator_setstate(ouro_runtime *rt, ouro_object *self,
                                               ouro_object *const *args, size_t count,
                                               ouro_object *names)
{
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (sequence_iterator_of(self)->sequence)
        sequence_iterator_of(self)->index = index < 0 ? 0 : index;
    return rt->none;
}

/* ---- over the results of a call -------------------------------------------------------------- */

struct call_iterator {
    ouro_object base;
    ouro_object *callable; /* NULL: exhausted */
    ouro_object *sentinel;
};

static struct call_iterator *call_iterator_of(const ouro_object *object)
{
    return (struct call_iterator *)(void *)(uintptr_t)object;
}

ouro_object *ouro_call_iterator_new(ouro_runtime *rt, ouro_object *callable, ouro_object *sentinel)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_CALL_ITERATOR, sizeof(struct call_iterator),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    call_iterator_of(self)->callable = newref(callable);
    call_iterator_of(self)->sentinel = newref(sentinel);
    return self;
}

static void call_iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &call_iterator_of(self)->callable);
    clearref(runtime_of(heap), &call_iterator_of(self)->sentinel);
}

static void call_iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    call_iterator_clear(heap, self);
    ouro_object_free(heap, self, sizeof(struct call_iterator), OURO_BLOCK_CONTAINER);
}

static void call_iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &call_iterator_of(self)->callable, 2);
}

static ouro_object *call_iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct call_iterator *iterator = call_iterator_of(self);
    if (!iterator->callable)
        return NULL;
    ouro_object *callable = newref(iterator->callable);
    ouro_object *result = ouro_call0(rt, callable);
    decref(rt, callable);
    if (!result) {
        if (ouro_error_is(rt, EXC_StopIteration)) {
            ouro_error_clear(rt);
            call_iterator_clear(&rt->heap, self);
        }
        return NULL;
    }
    if (!iterator->sentinel) { /* the call exhausted us */
        decref(rt, result);
        return NULL;
    }
    ouro_object *sentinel = newref(iterator->sentinel);
    int equal = item_equal(rt, sentinel, result);
    decref(rt, sentinel);
    if (equal == 0)
        return result;
    decref(rt, result);
    if (equal > 0)
        call_iterator_clear(&rt->heap, self);
    return NULL;
}

static ouro_object *call_iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    struct call_iterator *iterator = call_iterator_of(self);
    if (!iterator->callable)
        return ouro_reduce_iterator(rt, "iter", NULL, rt->empty_tuple, 0);
    ouro_object *iter = ouro_builtin_get(rt, "iter"), *result = NULL;
    ouro_object *arguments = iter ? ouro_tuple_pack(rt, 2, iterator->callable, iterator->sentinel)
                                  : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, iter, arguments);
    xdecref(rt, arguments);
    xdecref(rt, iter);
    return result;
}

bool ouro_iterator_class_init(ouro_runtime *rt)
{
    static const struct ouro_method sequence_methods[] = {
        {"__length_hint__", sequence_iterator_length_hint, 0, 0, 0, NULL},
        {"__reduce__", sequence_iterator_reduce, 0, 0, 0, NULL},
        {"__setstate__", sequence_iterator_setstate, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method call_methods[] = {
        {"__reduce__", call_iterator_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_SEQUENCE_ITERATOR);
    cls->core.instance_size = sizeof(struct sequence_iterator);
    cls->core.dealloc = sequence_iterator_dealloc;
    cls->core.traverse = sequence_iterator_traverse;
    cls->core.clear = sequence_iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = sequence_iterator_next;
    if (!ouro_class_ready(rt, cls, sequence_methods, NULL, NULL))
        return false;
    cls = builtin_class(rt, TYPE_CALL_ITERATOR);
    cls->core.instance_size = sizeof(struct call_iterator);
    cls->core.dealloc = call_iterator_dealloc;
    cls->core.traverse = call_iterator_traverse;
    cls->core.clear = call_iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = call_iterator_next;
    return ouro_class_ready(rt, cls, call_methods, NULL, NULL);
}
