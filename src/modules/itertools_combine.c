/* product, permutations, combinations: they walk an array of positions in pools of items, and each
 * result is a fresh tuple of what is at these positions. */
#include "modules/itertools_internal.h"

/* slots[0]: the pool, a tuple (product: a tuple of pools); slots[1]: the result before. numbers:
 * state, then lengths. */

/* The tuple for the next result: the one before when nobody else holds it any more, else a new one.
 * Its items are replaced one by one below; the reference that the caller gets protects it from
 * being taken again by code that runs when an old item dies. */
static ouro_object *result_tuple(ouro_runtime *rt, struct iteration *self, size_t count)
{
    ouro_object *result = self->slots[1];
    if (result && result->refcount == 1 && count > 0) {
        result->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED; /* the new items may need traversal */
        return newref(result);
    }
    result = ouro_tuple_new(rt, count);
    if (result && count > 0)
        setref_take(rt, &self->slots[1], newref(result));
    return result;
}

OURO_INLINE void put_item(ouro_runtime *rt, ouro_object *result, size_t index, ouro_object *item)
{
    if (tuple_at(result, index) != item)
        setref_take(rt, &tuple_at(result, index), newref(item));
}

static ouro_object *pick(ouro_runtime *rt, struct iteration *self, size_t count)
{
    ouro_object *pool = newref(self->slots[0]), *result = result_tuple(rt, self, count);
    for (size_t i = 0; result && i < count; i++)
        put_item(rt, result, i, tuple_at(pool, self->positions[i]));
    decref(rt, pool);
    return result;
}

/* Enters the next state, or asks the step for the next arrangement; false: no more. */
static bool advance(struct iteration *self, bool (*step)(struct iteration *self))
{
    self->numbers[WAS_ASKED] = 1;
    if (self->numbers[STATE] == STATE_START)
        self->numbers[STATE] = STATE_RUNNING;
    else if (self->numbers[STATE] == STATE_DONE || !step(self))
        self->numbers[STATE] = STATE_DONE;
    bool is_running = self->numbers[STATE] == STATE_RUNNING && self->slots[0];
    self->numbers[HAS_RESULT] |= is_running;
    return is_running;
}

/* ---- product ------------------------------------------------------------------------------------
 */

static bool read_repeat(ouro_runtime *rt, ouro_object *const *args, size_t count,
                        ouro_object *names, int64_t *repeat)
{
    static const char *const parameters[] = {"repeat", NULL};
    static const struct ouro_signature signature = {"product", parameters, 0, 0};
    ouro_object *bound[1];
    *repeat = 1;
    if (!names)
        return true;
    if (!ouro_args_bind(rt, &signature, args + count, 0, names, bound) ||
        (bound[0] && !ouro_index_i64(rt, bound[0], repeat, EXC_OverflowError)))
        return false;
    if (*repeat < 0) {
        ouro_raise(rt, EXC_ValueError, "repeat argument cannot be negative");
        return false;
    }
    return true;
}

static ouro_object *product_create(ITERATION_CREATE)
{
    int64_t repeat;
    size_t total;
    if (!read_repeat(rt, args, count, names, &repeat))
        return NULL;
    if (repeat == 0)
        count = 0;
    if (__builtin_mul_overflow(count, (size_t)repeat, &total) || total > UINT32_MAX)
        return ouro_raise(rt, EXC_OverflowError, "repeat argument too large");
    ouro_object *pools = ouro_tuple_new(rt, total);
    bool is_empty = false;
    for (size_t i = 0; pools && i < total; i++) {
        tuple_at(pools, i) =
            i < count ? ouro_to_tuple(rt, args[i]) : newref(tuple_at(pools, i - count));
        if (tuple_at(pools, i))
            is_empty = is_empty || tuple_length(tuple_at(pools, i)) == 0;
        else
            clearref(rt, &pools);
    }
    struct iteration *self = ouro_iteration_new_take(rt, cls, &pools, 1);
    if (!self || !ouro_iteration_reserve(rt, self, total))
        return NULL;
    self->numbers[STATE] = is_empty ? STATE_DONE : STATE_START;
    return &self->base;
}

static bool product_step(struct iteration *self)
{
    if (!self->slots[0])
        return false;
    for (size_t i = self->position_count; i-- > 0;) {
        if (++self->positions[i] < (int64_t)tuple_length(tuple_at(self->slots[0], i)))
            return true;
        self->positions[i] = 0;
    }
    return false;
}

static ouro_object *product_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (!advance(self, product_step))
        return NULL;
    ouro_object *pools = newref(self->slots[0]);
    ouro_object *result = result_tuple(rt, self, self->position_count);
    for (size_t i = 0; result && i < self->position_count; i++)
        put_item(rt, result, i, tuple_at(tuple_at(pools, i), self->positions[i]));
    decref(rt, pools);
    return result;
}

/* ---- combinations -------------------------------------------------------------------------------
 */

/* (iterable, r) for both kinds: the pool in the slot, r positions. */
static struct iteration *pool_and_length(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"iterable", "r", NULL};
    const struct ouro_signature signature = {name, parameters, 2, 2};
    ouro_object *bound[2];
    int64_t length;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *pool = ouro_to_tuple(rt, bound[0]);
    if (!pool)
        return NULL;
    if (!ouro_index_i64(rt, bound[1], &length, EXC_OverflowError)) {
        decref(rt, pool);
        return NULL;
    }
    if (length < 0) {
        decref(rt, pool);
        return ouro_raise(rt, EXC_ValueError, "r must be non-negative");
    }
    struct iteration *self = ouro_iteration_new_take(rt, cls, &pool, 1);
    return self && ouro_iteration_reserve(rt, self, (size_t)length) ? self : NULL;
}

static ouro_object *combinations_create(ITERATION_CREATE)
{
    struct iteration *self = pool_and_length(rt, cls, "combinations", args, count, names);
    if (!self)
        return NULL;
    for (size_t i = 0; i < self->position_count; i++)
        self->positions[i] = (int64_t)i;
    if (self->position_count > tuple_length(self->slots[0]))
        self->numbers[STATE] = STATE_DONE;
    return &self->base;
}

/* The rightmost position that can still move to the right does; those behind it follow closely. */
static bool combinations_step(struct iteration *self)
{
    if (!self->slots[0])
        return false;
    int64_t n = (int64_t)tuple_length(self->slots[0]), r = (int64_t)self->position_count;
    int64_t i = r - 1;
    while (i >= 0 && self->positions[i] == i + n - r)
        i--;
    if (i < 0)
        return false;
    self->positions[i]++;
    for (int64_t k = i + 1; k < r; k++)
        self->positions[k] = self->positions[k - 1] + 1;
    return true;
}

static ouro_object *combinations_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    return advance(self, combinations_step) ? pick(rt, self, self->position_count) : NULL;
}

static ouro_object *replacement_create(ITERATION_CREATE)
{
    struct iteration *self =
        pool_and_length(rt, cls, "combinations_with_replacement", args, count, names);
    if (self && tuple_length(self->slots[0]) == 0 && self->position_count > 0)
        self->numbers[STATE] = STATE_DONE;
    return (ouro_object *)(void *)self;
}

static bool replacement_step(struct iteration *self)
{
    if (!self->slots[0])
        return false;
    int64_t n = (int64_t)tuple_length(self->slots[0]), r = (int64_t)self->position_count;
    int64_t i = r - 1;
    while (i >= 0 && self->positions[i] == n - 1)
        i--;
    if (i < 0)
        return false;
    int64_t position = self->positions[i] + 1;
    for (; i < r; i++)
        self->positions[i] = position;
    return true;
}

static ouro_object *replacement_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    return advance(self, replacement_step) ? pick(rt, self, self->position_count) : NULL;
}

/* ---- permutations: positions of all n items, then r counters
 * ---------------------------------------- */

static ouro_object *permutations_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"iterable", "r", NULL};
    static const struct ouro_signature signature = {"permutations", parameters, 1, 2};
    ouro_object *bound[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *pool = ouro_to_tuple(rt, bound[0]);
    if (!pool)
        return NULL;
    int64_t n = (int64_t)tuple_length(pool), r = n;
    if (bound[1] && bound[1] != rt->none) {
        if (!is_int(rt, bound[1]))
            ouro_raise(rt, EXC_TypeError, "Expected int as r");
        else if (ouro_int_as_i64(rt, bound[1], &r) && r < 0)
            ouro_raise(rt, EXC_ValueError, "r must be non-negative");
        if (ouro_has_error(rt)) {
            decref(rt, pool);
            return NULL;
        }
    }
    struct iteration *self = ouro_iteration_new_take(rt, cls, &pool, 1);
    bool is_empty = r > n;
    if (!self || !ouro_iteration_reserve(rt, self, (size_t)(is_empty ? 0 : n + r)))
        return NULL;
    self->numbers[STATE] = is_empty ? STATE_DONE : STATE_START;
    self->numbers[CHOSEN] = r;
    for (int64_t i = 0; !is_empty && i < n; i++)
        self->positions[i] = i;
    for (int64_t i = 0; !is_empty && i < r; i++)
        self->positions[n + i] = n - i;
    return &self->base;
}

/* Each counter says how many swaps its place has left before it is rotated back. */
static bool permutations_step(struct iteration *self)
{
    if (!self->slots[0])
        return false;
    int64_t n = (int64_t)tuple_length(self->slots[0]), r = self->numbers[CHOSEN];
    int64_t *positions = self->positions, *counters = positions + n;
    for (int64_t i = r - 1; i >= 0; i--) {
        if (--counters[i] == 0) {
            int64_t first = positions[i];
            memmove(positions + i, positions + i + 1, (size_t)(n - 1 - i) * sizeof *positions);
            positions[n - 1] = first;
            counters[i] = n - i;
        } else {
            int64_t other = n - counters[i], swap = positions[i];
            positions[i] = positions[other];
            positions[other] = swap;
            return true;
        }
    }
    return false;
}

static ouro_object *permutations_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    return advance(self, permutations_step) ? pick(rt, self, (size_t)self->numbers[CHOSEN]) : NULL;
}

bool ouro_itertools_combine_add(ouro_runtime *rt, ouro_object *module)
{
    static const struct {
        const char *name;
        ouro_iteration_create create;
        ouro_unary next;
        const struct ouro_method *methods;
    } classes[] = {
        {"itertools.product", product_create, product_next, ouro_itertools_product_methods},
        {"itertools.combinations", combinations_create, combinations_next,
         ouro_itertools_combinations_methods},
        {"itertools.combinations_with_replacement", replacement_create, replacement_next,
         ouro_itertools_replacement_methods},
        {"itertools.permutations", permutations_create, permutations_next,
         ouro_itertools_permutations_methods},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (!ouro_iteration_class_add(rt, module, classes[i].name, classes[i].create,
                                      classes[i].next, NULL, classes[i].methods))
            return false;
    return true;
}
