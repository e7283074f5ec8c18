#include "types/slice.h"

#include "types/items.h"
#include "types/tuple.h"

static struct ouro_slice *slice_of(const ouro_object *object)
{
    return (struct ouro_slice *)(void *)(uintptr_t)object;
}

ouro_object *ouro_slice_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_SLICE], TYPE_SLICE,
                                             sizeof(struct ouro_slice), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    slice_of(self)->start = newref(start);
    slice_of(self)->stop = newref(stop);
    slice_of(self)->step = newref(step);
    return self;
}

static void slice_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    decref(rt, slice_of(self)->start);
    decref(rt, slice_of(self)->stop);
    decref(rt, slice_of(self)->step);
    ouro_free_list_free(heap, rt->free_lists[FREE_LIST_SLICE], self, sizeof(struct ouro_slice),
                        OURO_BLOCK_CONTAINER);
}

static void slice_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &slice_of(self)->start, 3);
}

/* ---- resolving ------------------------------------------------------------------------------- */

static ouro_object *bound_index(ouro_runtime *rt, ouro_object *bound)
{
    if (!has_index(rt, bound))
        return ouro_raise(rt, EXC_TypeError,
                          "slice indices must be integers or None or have an __index__ method");
    return ouro_index(rt, bound);
}

static bool bound_value(ouro_runtime *rt, ouro_object *bound, ptrdiff_t otherwise, ptrdiff_t *value)
{
    int64_t clipped;
    if (ouro_int_is_small_exact(bound)) {
        *value = ouro_int_value(bound);
        return true;
    }
    if (bound == rt->none) {
        *value = otherwise;
        return true;
    }
    if (!has_index(rt, bound))
        return ouro_raise(rt, EXC_TypeError,
                          "slice indices must be integers or None or have an __index__ method");
    if (!ouro_index_i64(rt, bound, &clipped, 0))
        return false;
    *value = clipped;
    return true;
}

/* Into [low, high]; a negative value counts from length. */
static ptrdiff_t bound_clip(ptrdiff_t value, ptrdiff_t length, ptrdiff_t low, ptrdiff_t high)
{
    if (value < 0)
        value += length;
    return value < low ? low : value > high ? high : value;
}

bool ouro_slice_resolve(ouro_runtime *rt, ouro_object *slice, ptrdiff_t length, ptrdiff_t *start,
                        ptrdiff_t *stop, ptrdiff_t *step, ptrdiff_t *count)
{
    struct ouro_slice *self = slice_of(slice);
    if (!bound_value(rt, self->step, 1, step))
        return false;
    if (*step == 0)
        return ouro_raise(rt, EXC_ValueError, "slice step cannot be zero");
    if (*step < -PTRDIFF_MAX)
        *step = -PTRDIFF_MAX; /* so that it can be negated */
    bool is_backwards = *step < 0;
    if (!bound_value(rt, self->start, is_backwards ? PTRDIFF_MAX : 0, start) ||
        !bound_value(rt, self->stop, is_backwards ? PTRDIFF_MIN : PTRDIFF_MAX, stop))
        return false;
    ptrdiff_t low = is_backwards ? -1 : 0, high = is_backwards ? length - 1 : length;
    *start = bound_clip(*start, length, low, high);
    *stop = bound_clip(*stop, length, low, high);
    if (is_backwards)
        *count = *stop < *start ? (*start - *stop - 1) / -*step + 1 : 0;
    else
        *count = *start < *stop ? (*stop - *start - 1) / *step + 1 : 0;
    return true;
}

/* One bound of indices() for a length of any size; taken and answered: ints. */
static ouro_object *bound_clip_int(ouro_runtime *rt, ouro_object *bound, ouro_object *length,
                                   ouro_object *low, ouro_object *high)
{
    ouro_object *value = bound_index(rt, bound);
    if (!value)
        return NULL;
    if (ouro_int_sign(value) < 0) {
        ouro_object *sum = ouro_int_add(rt, value, length);
        decref(rt, value);
        if (!sum)
            return NULL;
        value = sum;
    }
    ouro_object *limit = ouro_int_compare(value, low) < 0    ? low
                         : ouro_int_compare(value, high) > 0 ? high
                                                             : NULL;
    if (!limit)
        return value;
    decref(rt, value);
    return newref(limit);
}

bool ouro_slice_indices(ouro_runtime *rt, ouro_object *slice, ouro_object *length,
                        ouro_object *result[3])
{
    struct ouro_slice *self = slice_of(slice);
    ouro_object *low = NULL, *high = NULL;
    result[0] = result[1] = NULL;
    result[2] = self->step == rt->none ? ouro_int_new(rt, 1) : bound_index(rt, self->step);
    if (!result[2])
        return false;
    int sign = ouro_int_sign(result[2]);
    if (sign == 0) {
        ouro_raise(rt, EXC_ValueError, "slice step cannot be zero");
        goto fail;
    }
    low = ouro_int_new(rt, sign < 0 ? -1 : 0);
    if (!low || !(high = ouro_int_add(rt, length, low)))
        goto fail;
    result[0] = self->start == rt->none ? newref(sign < 0 ? high : low)
                                        : bound_clip_int(rt, self->start, length, low, high);
    if (!result[0])
        goto fail;
    result[1] = self->stop == rt->none ? newref(sign < 0 ? low : high)
                                       : bound_clip_int(rt, self->stop, length, low, high);
    if (!result[1])
        goto fail;
    decref(rt, low);
    decref(rt, high);
    return true;
fail:
    xdecref(rt, low);
    xdecref(rt, high);
    for (int i = 0; i < 3; i++)
        xdecref(rt, result[i]);
    return false;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *slice_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "slice", names) || !ouro_args_count(rt, "slice", count, 1, 3))
        return NULL;
    if (count == 1)
        return ouro_slice_new(rt, rt->none, args[0], rt->none);
    return ouro_slice_new(rt, args[0], args[1], count > 2 ? args[2] : rt->none);
}

static ouro_object *slice_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "slice(%R, %R, %R)", slice_of(self)->start, slice_of(self)->stop,
                           slice_of(self)->step);
}

static ouro_object *slice_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_SLICE) || !is_exact(b, TYPE_SLICE))
        return rt->not_implemented;
    if (a == b)
        return bool_object(rt, op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE);
    ouro_object *result = NULL, *x = ouro_tuple_from(rt, &slice_of(a)->start, 3);
    ouro_object *y = x ? ouro_tuple_from(rt, &slice_of(b)->start, 3) : NULL;
    if (y)
        result = ouro_compare(rt, x, y, op);
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *slice_indices(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *length = ouro_index(rt, args[0]), *indices[3];
    if (!length)
        return NULL;
    if (ouro_int_sign(length) < 0) {
        decref(rt, length);
        return ouro_raise(rt, EXC_ValueError, "length should not be negative");
    }
    bool is_good = ouro_slice_indices(rt, self, length, indices);
    decref(rt, length);
    return is_good ? ouro_tuple_from_take(rt, indices, 3) : NULL;
}

static ouro_object *slice_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *fields = ouro_tuple_from(rt, &slice_of(self)->start, 3);
    if (!fields)
        return NULL;
    ouro_object *result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), fields);
    decref(rt, fields);
    return result;
}

bool ouro_slice_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"indices", slice_indices, 1, 1, 0, "S.indices(len) -> (start, stop, stride)"},
        {"__reduce__", slice_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_member members[] = {
        {"start", offsetof(struct ouro_slice, start), MEMBER_OBJECT, true},
        {"stop", offsetof(struct ouro_slice, stop), MEMBER_OBJECT, true},
        {"step", offsetof(struct ouro_slice, step), MEMBER_OBJECT, true},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_SLICE);
    cls->core.dealloc = slice_dealloc;
    cls->core.traverse = slice_traverse;
    cls->create = slice_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = slice_repr;
    cls->compare = slice_compare;
    return ouro_class_ready(rt, cls, methods, NULL, members);
}
