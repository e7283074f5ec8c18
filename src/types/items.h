/* Small helpers that all containers share: equality of items without a call for the commonest types,
 * comparison of lengths, and the guard for containers whose repr is running.
 * Depends on protocol. */
#ifndef OURO_TYPES_ITEMS_H
#define OURO_TYPES_ITEMS_H

#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* a == b or a is b: 1, 0, or -1 with an error set. For exact small ints and exact str no user code
 * runs and nothing can fail. */
OURO_INLINE int item_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (a == b)
        return 1;
    if (a->type_index == b->type_index) {
        if (ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b))
            return ouro_int_value(a) == ouro_int_value(b);
        if (is_exact(a, TYPE_STR))
            return ouro_str_equal(a, b);
        if (is_exact(a, TYPE_FLOAT))
            return ouro_float_value(a) == ouro_float_value(b);
    }
    return ouro_equal(rt, a, b);
}

/* The same when a may lose its last other reference while user code compares. */
OURO_INLINE int item_equal_held(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (a == b)
        return 1;
    incref(a);
    int result = item_equal(rt, a, b);
    decref(rt, a);
    return result;
}

OURO_INLINE bool compare_sizes(size_t a, size_t b, enum ouro_compare_op op)
{
    switch (op) {
    case COMPARE_LT:
        return a < b;
    case COMPARE_LE:
        return a <= b;
    case COMPARE_EQ:
        return a == b;
    case COMPARE_NE:
        return a != b;
    case COMPARE_GT:
        return a > b;
    default:
        return a >= b;
    }
}

/* Could the collector have to look at it? What is stored in a lazily tracked container is asked this. */
OURO_INLINE bool may_be_tracked(const ouro_runtime *rt, const ouro_object *object)
{
    return rt->heap.types[object->type_index]->kind == OURO_BLOCK_CONTAINER &&
           !((object->gc_flags & OURO_GC_UNTRACKED) &&
             (is_exact(object, TYPE_TUPLE) || is_exact(object, TYPE_RANGE) ||
              is_exact(object, TYPE_CODE) || object->refcount < 0));
}

/* (a, b), both taken, for iterators that yield pairs: the pair yielded last, kept in *cached, is used again
 * when nobody else holds it any more. */
OURO_INLINE ouro_object *pair_take(ouro_runtime *rt, ouro_object **cached, ouro_object *a,
                                   ouro_object *b)
{
    ouro_object *pair = *cached, *both[2] = {a, b};
    if (ouro_likely(pair && pair->refcount == 1)) {
        ouro_object *old_a = tuple_at(pair, 0), *old_b = tuple_at(pair, 1);
        incref(pair);
        pair->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
        tuple_at(pair, 0) = a;
        tuple_at(pair, 1) = b;
        decref(rt, old_a);
        decref(rt, old_b);
        return pair;
    }
    pair = ouro_tuple_from_take(rt, both, 2);
    if (pair && !*cached)
        *cached = newref(pair);
    return pair;
}

OURO_INLINE bool has_index(const ouro_runtime *rt, const ouro_object *object)
{
    return class_of(rt, object)->to_index != NULL;
}

/* The repr of the container begins: 1 if it is already running (print "[...]"), 0 if it was noted, -1
 * on error. Each 0 is paired with ouro_repr_leave. */
int ouro_repr_enter(ouro_runtime *rt, ouro_object *container);
void ouro_repr_leave(ouro_runtime *rt, ouro_object *container);

/* open item, item, ... close. The items are read through list or tuple, which may change meanwhile. */
ouro_object *ouro_sequence_repr(ouro_runtime *rt, ouro_object *sequence, const char *open,
                                const char *close);

/* An attribute of the module builtins, for __reduce__. */
ouro_object *ouro_builtin_get(ouro_runtime *rt, const char *name);
/* What __reduce__ of an iterator answers: (builtin, (container,), index), or (iter, (empty,)) when the
 * container is NULL because the iterator is exhausted. */
ouro_object *ouro_reduce_iterator(ouro_runtime *rt, const char *builtin, ouro_object *container,
                                  ouro_object *empty, int64_t index);
/* An index or a count given as an argument: __index__, OverflowError when it does not fit. */
bool ouro_size_argument(ouro_runtime *rt, ouro_object *object, int64_t *value);
/* A start or stop argument of index(): __index__, clipped; TypeError as for slices. */
bool ouro_index_slice_bound(ouro_runtime *rt, ouro_object *object, int64_t *value);

#endif
