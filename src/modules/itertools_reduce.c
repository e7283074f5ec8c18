/* How the iterators of itertools are copied and pickled: __reduce__ tells the class, its arguments and a
 * state, which __setstate__ takes back. */
#include "modules/itertools_internal.h"
#include "vm/vm.h"

#define NO_ARGUMENTS 0, 0, 0, NULL
#define REDUCE(function) {"__reduce__", function, NO_ARGUMENTS}
#define SETSTATE(function) {"__setstate__", function, 1, 1, 0, NULL}
#define END {NULL, NULL, 0, 0, 0, NULL}

/* (class, arguments) or (class, arguments, state); takes both. NULL among them means that the error is set,
 * but for has_state false. */
static ouro_object *answer_take(ouro_runtime *rt, ouro_object *self, ouro_object *arguments, bool has_state,
                                ouro_object *state)
{
    ouro_object *cls = &class_of(rt, self)->core.base, *result = NULL;
    if (arguments && !has_state)
        result = ouro_tuple_pack(rt, 2, cls, arguments);
    else if (arguments && state)
        result = ouro_tuple_pack(rt, 3, cls, arguments, state);
    xdecref(rt, arguments);
    xdecref(rt, state);
    return result;
}

static ouro_object *itertools_get(ouro_runtime *rt, const char *name)
{
    ouro_object *module = ouro_vm_import(rt, "itertools");
    ouro_object *value = module ? ouro_getattr_text(rt, module, name) : NULL;
    xdecref(rt, module);
    return value;
}

/* An iterator that has nothing to give. */
static ouro_object *empty_iterator(ouro_runtime *rt)
{
    ouro_object *list = ouro_list_new(rt, 0), *iterator = list ? ouro_iter(rt, list) : NULL;
    xdecref(rt, list);
    return iterator;
}

/* The slot, or an empty iterator for one that is cleared. Owned. */
static ouro_object *source_of(ouro_runtime *rt, const struct iteration *self, int slot)
{
    return self->slots[slot] ? newref(self->slots[slot]) : empty_iterator(rt);
}

/* A tuple of two; takes both. */
static ouro_object *pair_take(ouro_runtime *rt, ouro_object *first, ouro_object *second)
{
    ouro_object *pair = first && second ? ouro_tuple_pack(rt, 2, first, second) : NULL;
    xdecref(rt, first);
    xdecref(rt, second);
    return pair;
}

/* state as a tuple of least to most items. */
static bool check_state(ouro_runtime *rt, ouro_object *state, size_t least, size_t most)
{
    if (!is_tuple(rt, state))
        return ouro_raise(rt, EXC_TypeError, "state is not a tuple");
    size_t length = tuple_length(state);
    if (length >= least && length <= most)
        return true;
    size_t bound = length < least ? least : most;
    return ouro_raise(rt, EXC_TypeError, "function takes %s %zu argument%s (%zu given)",
                      least == most ? "exactly" : length < least ? "at least" : "at most", bound,
                      bound == 1 ? "" : "s", length);
}

static bool check_number(ouro_runtime *rt, ouro_object *object, int64_t *value)
{
    if (!is_int(rt, object))
        return ouro_raise(rt, EXC_TypeError, "an integer is required");
    return ouro_int_as_i64(rt, object, value);
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* ---- those of a function and a source, or of two sources ----------------------------------------- */

static ouro_object *two_slots(ouro_runtime *rt, ouro_object *self)
{
    struct iteration *object = iteration_of(self);
    ouro_object *first = object->slots[0] ? newref(object->slots[0]) : empty_iterator(rt);
    return pair_take(rt, first, source_of(rt, object, 1));
}

static ouro_object *two_reduce(ITERATION_METHOD)
{
    return answer_take(rt, self, two_slots(rt, self), false, NULL);
}

static ouro_object *while_reduce(ITERATION_METHOD)
{
    ouro_object *state = ouro_int_new(rt, iteration_of(self)->numbers[0]);
    return answer_take(rt, self, two_slots(rt, self), true, state);
}

static ouro_object *while_setstate(ITERATION_METHOD)
{
    int truth = ouro_truth(rt, args[0]);
    if (truth < 0)
        return NULL;
    iteration_of(self)->numbers[0] = truth;
    return rt->none;
}

/* ---- chain, cycle, zip_longest, islice, accumulate ----------------------------------------------- */

ouro_object *ouro_itertools_chain_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *source = object->slots[0], *active = object->slots[1];
    if (!source)
        return answer_take(rt, self, newref(rt->empty_tuple), false, NULL);
    ouro_object *state = active ? ouro_tuple_pack(rt, 2, source, active) : ouro_tuple_pack(rt, 1, source);
    return answer_take(rt, self, newref(rt->empty_tuple), true, state);
}

ouro_object *ouro_itertools_chain_setstate(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    if (!check_state(rt, args[0], 1, 2))
        return NULL;
    size_t length = tuple_length(args[0]);
    for (size_t i = 0; i < length; i++)
        if (!class_of(rt, tuple_at(args[0], i))->next)
            return ouro_raise(rt, EXC_TypeError, "Arguments must be iterators.");
    setref_take(rt, &object->slots[0], newref(tuple_at(args[0], 0)));
    setref_take(rt, &object->slots[1], length > 1 ? newref(tuple_at(args[0], 1)) : NULL);
    return rt->none;
}

/* What is left of the round, as an iterator over what came. */
static ouro_object *round_rest(ouro_runtime *rt, struct iteration *object)
{
    ouro_object *seen = object->slots[1] ? newref(object->slots[1]) : ouro_list_new(rt, 0);
    ouro_object *iterator = seen ? ouro_iter(rt, seen) : NULL;
    bool is_good = iterator != NULL;
    if (is_good && object->numbers[0] && object->numbers[0] < (int64_t)list_length(seen)) {
        ouro_object *position = ouro_int_new(rt, object->numbers[0]);
        ouro_object *method = ouro_getattr_text(rt, iterator, "__setstate__");
        ouro_object *result = position && method ? ouro_call1(rt, method, position) : NULL;
        is_good = result != NULL;
        xdecref(rt, result);
        xdecref(rt, method);
        xdecref(rt, position);
    }
    xdecref(rt, seen);
    if (!is_good)
        clearref(rt, &iterator);
    return iterator;
}

static ouro_object *cycle_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    bool is_over = !object->slots[0];
    ouro_object *source = is_over ? round_rest(rt, object) : newref(object->slots[0]);
    ouro_object *arguments = source ? ouro_tuple_pack(rt, 1, source) : NULL;
    ouro_object *seen = object->slots[1] ? newref(object->slots[1]) : ouro_list_new(rt, 0);
    ouro_object *is_second = bool_object(rt, is_over || object->numbers[1]);
    xdecref(rt, source);
    return answer_take(rt, self, arguments, true, pair_take(rt, seen, is_second));
}

static ouro_object *cycle_setstate(ITERATION_METHOD)
{
    int64_t is_second;
    if (!check_state(rt, args[0], 2, 2))
        return NULL;
    if (!is_list(rt, tuple_at(args[0], 0)))
        return ouro_raise(rt, EXC_TypeError, "argument 1 must be list, not %T", tuple_at(args[0], 0));
    if (!ouro_index_i64(rt, tuple_at(args[0], 1), &is_second, EXC_OverflowError))
        return NULL;
    setref_take(rt, &iteration_of(self)->slots[1], newref(tuple_at(args[0], 0)));
    iteration_of(self)->numbers[0] = 0;
    iteration_of(self)->numbers[1] = is_second != 0;
    return rt->none;
}

static ouro_object *zip_longest_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *sources = object->slots[0];
    size_t count_ = sources ? tuple_length(sources) : 0;
    ouro_object *arguments = ouro_tuple_new(rt, count_);
    for (size_t i = 0; arguments && i < count_; i++) {
        ouro_object *source = tuple_at(sources, i);
        tuple_at(arguments, i) = newref(source == rt->none ? rt->empty_tuple : source);
    }
    return answer_take(rt, self, arguments, true, newref(object->slots[1] ? object->slots[1] : rt->none));
}

static ouro_object *zip_longest_setstate(ITERATION_METHOD)
{
    setref_take(rt, &iteration_of(self)->slots[1], newref(args[0]));
    return rt->none;
}

static ouro_object *islice_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    const int64_t *n = object->numbers;
    ouro_object *arguments, *position = ouro_int_new(rt, object->slots[0] ? n[SLICE_POSITION] : 0);
    if (object->slots[0]) {
        ouro_object *items[4] = {newref(object->slots[0]), ouro_int_new(rt, n[SLICE_NEXT]),
                                 n[SLICE_STOP] < 0 ? rt->none : ouro_int_new(rt, n[SLICE_STOP]),
                                 ouro_int_new(rt, n[SLICE_STEP])};
        arguments = ouro_tuple_from_take(rt, items, 4);
    } else {
        arguments = pair_take(rt, empty_iterator(rt), ouro_int_new(rt, 0));
    }
    return answer_take(rt, self, arguments, true, position);
}

static ouro_object *islice_setstate(ITERATION_METHOD)
{
    return check_number(rt, args[0], &iteration_of(self)->numbers[SLICE_POSITION]) ? rt->none : NULL;
}

/* chain((first,), source): what comes once more, and then the rest. */
static ouro_object *chain_before(ouro_runtime *rt, ouro_object *first, ouro_object *source)
{
    ouro_object *cls = itertools_get(rt, "chain"), *head = cls ? ouro_tuple_pack(rt, 1, first) : NULL;
    ouro_object *result = head ? ouro_call2(rt, cls, head, source) : NULL;
    xdecref(rt, cls);
    xdecref(rt, head);
    return result;
}

static ouro_object *accumulate_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *source = source_of(rt, object, 0), *total = object->slots[2], *result = NULL;
    ouro_object *function = newref(object->slots[1] ? object->slots[1] : rt->none);
    ouro_object *initial = object->slots[3];
    if (source && initial) {
        ouro_object *again = chain_before(rt, initial, source);
        result = answer_take(rt, self, pair_take(rt, again, newref(function)), true, rt->none);
    } else if (source && total == rt->none) {
        /* A state of None would say that there is no total yet: that one is computed again and skipped. */
        ouro_object *again = chain_before(rt, total, source), *cls = itertools_get(rt, "islice");
        ouro_object *inner = again ? ouro_call2(rt, &class_of(rt, self)->core.base, again, function) : NULL;
        ouro_object *one = inner && cls ? ouro_int_new(rt, 1) : NULL;
        ouro_object *arguments = one ? ouro_tuple_pack(rt, 3, inner, one, rt->none) : NULL;
        result = arguments ? ouro_tuple_pack(rt, 2, cls, arguments) : NULL;
        xdecref(rt, arguments);
        xdecref(rt, one);
        xdecref(rt, inner);
        xdecref(rt, cls);
        xdecref(rt, again);
    } else if (source) {
        result = answer_take(rt, self, pair_take(rt, newref(source), newref(function)), true,
                             newref(total ? total : rt->none));
    }
    xdecref(rt, source);
    decref(rt, function);
    return result;
}

static ouro_object *accumulate_setstate(ITERATION_METHOD)
{
    setref_take(rt, &iteration_of(self)->slots[2], newref(args[0]));
    return rt->none;
}

/* ---- those that walk positions in pools ----------------------------------------------------------- */

static ouro_object *positions_tuple(ouro_runtime *rt, const int64_t *positions, size_t length)
{
    ouro_object *tuple = ouro_tuple_new(rt, length);
    for (size_t i = 0; tuple && i < length; i++) {
        tuple_at(tuple, i) = ouro_int_new(rt, positions[i]);
        if (!tuple_at(tuple, i))
            clearref(rt, &tuple);
    }
    return tuple;
}

static ouro_object *product_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    if (object->numbers[STATE] == STATE_DONE && object->numbers[WAS_ASKED])
        return answer_take(rt, self, ouro_tuple_pack(rt, 1, rt->empty_tuple), false, NULL);
    ouro_object *pools = newref(object->slots[0] ? object->slots[0] : rt->empty_tuple);
    if (!object->numbers[HAS_RESULT])
        return answer_take(rt, self, pools, false, NULL);
    return answer_take(rt, self, pools, true,
                       positions_tuple(rt, object->positions, object->position_count));
}

static void *refuse_state(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_ValueError, "invalid arguments");
}

/* Takes the ints of a tuple of this length as positions. */
static bool positions_read(ouro_runtime *rt, ouro_object *state, int64_t *positions, size_t length)
{
    if (!is_exact(state, TYPE_TUPLE) || tuple_length(state) != length)
        return refuse_state(rt);
    for (size_t i = 0; i < length; i++) {
        int64_t value;
        if (!check_number(rt, tuple_at(state, i), &value))
            return false;
        positions[i] = value < 0 ? 0 : value; /* bounded from above by the caller */
    }
    return true;
}

static void set_running(struct iteration *object, bool is_possible)
{
    object->numbers[STATE] = is_possible ? STATE_RUNNING : STATE_DONE;
    object->numbers[HAS_RESULT] = is_possible;
    object->numbers[WAS_ASKED] = 1;
}

/* A faulty state leaves valid positions behind: all at their start. */
static ouro_object *fail_reset(struct iteration *object)
{
    memset(object->positions, 0, object->position_count * sizeof *object->positions);
    object->numbers[STATE] = STATE_DONE;
    return NULL;
}

static ouro_object *product_setstate(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    bool is_possible = object->slots[0] != NULL;
    if (!is_exact(args[0], TYPE_TUPLE) || tuple_length(args[0]) != object->position_count)
        return refuse_state(rt);
    if (!positions_read(rt, args[0], object->positions, object->position_count))
        return fail_reset(object);
    for (size_t i = 0; is_possible && i < object->position_count; i++) {
        int64_t size = (int64_t)tuple_length(tuple_at(object->slots[0], i));
        object->positions[i] = clamp(object->positions[i], 0, size ? size - 1 : 0);
        is_possible = size > 0;
    }
    set_running(object, is_possible);
    return rt->none;
}

/* (pool, r), and where it stands. */
static ouro_object *pool_reduce(ouro_runtime *rt, ouro_object *self, int64_t chosen, ouro_object *state)
{
    struct iteration *object = iteration_of(self);
    bool has_result = object->numbers[HAS_RESULT], is_over = object->numbers[STATE] == STATE_DONE;
    ouro_object *pool = has_result && is_over ? NULL : object->slots[0];
    ouro_object *arguments = pair_take(rt, newref(pool ? pool : rt->empty_tuple), ouro_int_new(rt, chosen));
    if (has_result && !is_over)
        return answer_take(rt, self, arguments, true, state);
    xdecref(rt, state);
    return answer_take(rt, self, arguments, false, NULL);
}

static ouro_object *combinations_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *state = positions_tuple(rt, object->positions, object->position_count);
    return state ? pool_reduce(rt, self, (int64_t)object->position_count, state) : NULL;
}

static ouro_object *choose_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *state, bool repeats)
{
    struct iteration *object = iteration_of(self);
    int64_t n = object->slots[0] ? (int64_t)tuple_length(object->slots[0]) : 0;
    int64_t r = (int64_t)object->position_count;
    if (!is_exact(state, TYPE_TUPLE) || tuple_length(state) != (size_t)r)
        return refuse_state(rt);
    bool is_possible = object->slots[0] && (repeats ? n > 0 || r == 0 : r <= n);
    if (!positions_read(rt, state, object->positions, (size_t)r))
        return fail_reset(object);
    for (int64_t i = 0; is_possible && i < r; i++)
        object->positions[i] = clamp(object->positions[i], 0, repeats ? n - 1 : i + n - r);
    set_running(object, is_possible);
    return rt->none;
}

static ouro_object *combinations_setstate(ITERATION_METHOD)
{
    return choose_setstate(rt, self, args[0], false);
}

static ouro_object *replacement_setstate(ITERATION_METHOD)
{
    return choose_setstate(rt, self, args[0], true);
}

static ouro_object *permutations_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    size_t n = object->position_count && object->slots[0] ? tuple_length(object->slots[0]) : 0;
    ouro_object *state = pair_take(rt, positions_tuple(rt, object->positions, n),
                                   positions_tuple(rt, object->positions + n, object->position_count - n));
    return state ? pool_reduce(rt, self, object->numbers[CHOSEN], state) : NULL;
}

static ouro_object *permutations_setstate(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    if (!check_state(rt, args[0], 2, 2))
        return NULL;
    for (size_t i = 0; i < 2; i++)
        if (!is_tuple(rt, tuple_at(args[0], i)))
            return ouro_raise(rt, EXC_TypeError, "argument %zu must be tuple, not %T", i + 1,
                              tuple_at(args[0], i));
    int64_t n = object->slots[0] ? (int64_t)tuple_length(object->slots[0]) : 0, r = object->numbers[CHOSEN];
    ouro_object *places = tuple_at(args[0], 0), *counters = tuple_at(args[0], 1);
    if (tuple_length(places) != (size_t)n || tuple_length(counters) != (size_t)r)
        return refuse_state(rt);
    if (r > n || !object->slots[0])
        return rt->none; /* it has nothing to give, wherever it stands */
    if (!positions_read(rt, places, object->positions, (size_t)n) ||
        !positions_read(rt, counters, object->positions + n, (size_t)r))
        return fail_reset(object);
    for (int64_t i = 0; i < n; i++)
        object->positions[i] = clamp(object->positions[i], 0, n - 1);
    for (int64_t i = 0; i < r; i++)
        object->positions[n + i] = clamp(object->positions[n + i], 1, n - i);
    set_running(object, true);
    return rt->none;
}

/* ---- groupby ------------------------------------------------------------------------------------- */

static ouro_object *groupby_reduce(ITERATION_METHOD)
{
    ouro_object **slots = iteration_of(self)->slots;
    ouro_object *function = newref(slots[GROUP_FUNCTION] ? slots[GROUP_FUNCTION] : rt->none);
    ouro_object *arguments = pair_take(rt, source_of(rt, iteration_of(self), GROUP_SOURCE), function);
    bool has_state = slots[GROUP_KEY] && slots[GROUP_VALUE] && slots[GROUP_TARGET_KEY];
    ouro_object *state = has_state && arguments ? ouro_tuple_pack(rt, 3, slots[GROUP_KEY], slots[GROUP_VALUE],
                                                                  slots[GROUP_TARGET_KEY])
                                                : NULL;
    return answer_take(rt, self, arguments, has_state, state);
}

static ouro_object *groupby_setstate(ITERATION_METHOD)
{
    static const int order[] = {GROUP_KEY, GROUP_VALUE, GROUP_TARGET_KEY};
    if (!check_state(rt, args[0], 3, 3))
        return NULL;
    for (size_t i = 0; i < 3; i++)
        setref_take(rt, &iteration_of(self)->slots[order[i]], newref(tuple_at(args[0], i)));
    return rt->none;
}

/* A group that is over is an empty iterator. */
static ouro_object *grouper_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    struct iteration *parent =
        object->slots[MEMBER_PARENT] ? iteration_of(object->slots[MEMBER_PARENT]) : NULL;
    if (parent && object->slots[MEMBER_KEY] && parent->numbers[0] == object->numbers[0])
        return answer_take(rt, self, ouro_tuple_pack(rt, 2, &parent->base, object->slots[MEMBER_KEY]), false,
                           NULL);
    ouro_object *function = ouro_dict_peek_text(rt, rt->builtins, "iter");
    ouro_object *arguments = function ? ouro_tuple_pack(rt, 1, rt->empty_tuple) : NULL;
    ouro_object *result = arguments ? ouro_tuple_pack(rt, 2, function, arguments) : NULL;
    xdecref(rt, arguments);
    return result;
}

#define TABLE(name, reduce, setstate)                                                             \
    const struct ouro_method ouro_itertools_##name##_methods[] = {REDUCE(reduce), SETSTATE(setstate), END}
#define SHORT_TABLE(name, reduce)                                                                 \
    const struct ouro_method ouro_itertools_##name##_methods[] = {REDUCE(reduce), END}
SHORT_TABLE(two, two_reduce);
SHORT_TABLE(grouper, grouper_reduce);
TABLE(while, while_reduce, while_setstate);
TABLE(cycle, cycle_reduce, cycle_setstate);
TABLE(zip_longest, zip_longest_reduce, zip_longest_setstate);
TABLE(islice, islice_reduce, islice_setstate);
TABLE(accumulate, accumulate_reduce, accumulate_setstate);
TABLE(product, product_reduce, product_setstate);
TABLE(combinations, combinations_reduce, combinations_setstate);
TABLE(replacement, combinations_reduce, replacement_setstate);
TABLE(permutations, permutations_reduce, permutations_setstate);
TABLE(groupby, groupby_reduce, groupby_setstate);
