/* itertools: the shape of its objects, and the endless and chaining iterators. Selecting, grouping
 * and combining ones have files of their own. */
#include "modules/itertools_internal.h"
#include "types/class_table.h"

/* ---- what they have in common -------------------------------------------------------------------
 */

static void iteration_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct iteration *self = iteration_of(object);
    for (int i = 0; i < ITERATION_SLOTS; i++)
        clearref(rt, &self->slots[i]);
    ouro_buffer_free(rt, self->positions, self->position_count * sizeof *self->positions);
    ouro_class_free(rt, object);
}

static void iteration_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    const struct iteration *self = (const struct iteration *)(const void *)object;
    ouro_visit_range(visitor, self->slots, ITERATION_SLOTS);
    ouro_class_traverse_instance(object, visitor);
}

static void iteration_clear(struct ouro_heap *heap, ouro_object *object)
{
    for (int i = 0; i < ITERATION_SLOTS; i++)
        clearref(runtime_of(heap), &iteration_of(object)->slots[i]);
}

struct ouro_class *ouro_iteration_class_add(ouro_runtime *rt, ouro_object *module, const char *name,
                                            ouro_iteration_create create, ouro_unary next,
                                            ouro_unary repr, const struct ouro_method *methods)
{
    struct ouro_class *cls = ouro_class_native(
        rt, name, builtin_class(rt, TYPE_OBJECT), sizeof(struct iteration), OURO_BLOCK_CONTAINER,
        OURO_TYPE_IMMUTABLE |
            (create ? (uint32_t)OURO_TYPE_BASE : (uint32_t)CLASS_NO_INSTANTIATION));
    if (!cls)
        return NULL;
    cls->core.dealloc = iteration_dealloc;
    cls->core.traverse = iteration_traverse;
    cls->core.clear = iteration_clear;
    cls->create = create;
    cls->iter = next ? ouro_generic_iter_self : NULL;
    cls->next = next;
    cls->repr = repr;
    if (!ouro_class_ready(rt, cls, methods, NULL, NULL) || !ouro_module_add_class(rt, module, cls))
        return NULL;
    return cls;
}

struct iteration *ouro_iteration_new_take(ouro_runtime *rt, struct ouro_class *cls,
                                          ouro_object *const *slots, size_t slot_count)
{
    bool is_complete = true;
    for (size_t i = 0; i < slot_count; i++)
        is_complete = is_complete && slots[i];
    ouro_object *object = is_complete ? ouro_class_alloc(rt, cls, 0) : NULL;
    for (size_t i = 0; i < slot_count; i++) {
        if (object)
            iteration_of(object)->slots[i] = slots[i];
        else
            xdecref(rt, slots[i]);
    }
    return (struct iteration *)(void *)object;
}

bool ouro_iteration_reserve(ouro_runtime *rt, struct iteration *self, size_t count)
{
    self->positions = ouro_buffer_alloc(rt, count * sizeof *self->positions);
    if (!self->positions) {
        decref(rt, &self->base);
        return false;
    }
    self->position_count = count;
    memset(self->positions, 0, count * sizeof *self->positions);
    return true;
}

/* ---- count --------------------------------------------------------------------------------------
 */

/* Small ints with a small step: numbers[0] is the next one, numbers[1] the step, slots empty.
 * Otherwise slots[0] is the next and slots[1] the step. */
static bool is_number(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    return cls->to_index || cls->to_int || cls->to_float || is_exact(object, TYPE_COMPLEX);
}

static bool is_one(ouro_object *step)
{
    return ouro_int_is_small_exact(step) && ouro_int_value(step) == 1;
}

static ouro_object *count_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"start", "step", NULL};
    static const struct ouro_signature signature = {"count", parameters, 0, 2};
    ouro_object *bound[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *start = bound[0] ? bound[0] : ouro_int_new(rt, 0);
    ouro_object *step = bound[1] ? bound[1] : ouro_int_new(rt, 1);
    if (!is_number(rt, start) || !is_number(rt, step))
        return ouro_raise(rt, EXC_TypeError, "a number is required");
    bool is_fast = ouro_int_is_small_exact(step) &&
                   (ouro_int_is_small_exact(start) ||
                    (is_one(step) && is_int(rt, start) && ouro_int_is_small(start)));
    ouro_object *slots[2] = {newref(start), newref(step)};
    struct iteration *self = ouro_iteration_new_take(rt, cls, slots, 2);
    if (self && is_fast) {
        self->numbers[0] = ouro_int_value(start);
        self->numbers[1] = ouro_int_value(step);
        clearref(rt, &self->slots[0]);
    }
    return self ? &self->base : NULL;
}

static ouro_object *count_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (!self->slots[0]) {
        ouro_object *result = ouro_int_new(rt, self->numbers[0]);
        if (!result ||
            !__builtin_add_overflow(self->numbers[0], self->numbers[1], &self->numbers[0]))
            return result;
        ouro_object *step = ouro_int_new(rt, self->numbers[1]);
        self->slots[0] = step ? ouro_int_add(rt, result, step) : NULL;
        xdecref(rt, step);
        if (self->slots[0])
            return result;
        decref(rt, result);
        return NULL;
    }
    ouro_object *next = ouro_binary_operation(rt, BINARY_ADD, self->slots[0], self->slots[1]);
    if (!next)
        return NULL;
    ouro_object *result = self->slots[0];
    self->slots[0] = next;
    return result;
}

static ouro_object *count_start(ouro_runtime *rt, struct iteration *self)
{
    return self->slots[0] ? newref(self->slots[0]) : ouro_int_new(rt, self->numbers[0]);
}

static ouro_object *count_repr(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    ouro_object *start = count_start(rt, self), *result;
    if (!start)
        return NULL;
    const char *name = ouro_class_name(class_of(rt, object));
    if (is_one(self->slots[1]))
        result = ouro_str_format(rt, "%s(%R)", name, start);
    else
        result = ouro_str_format(rt, "%s(%R, %R)", name, start, self->slots[1]);
    decref(rt, start);
    return result;
}

static ouro_object *count_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *start = count_start(rt, object), *arguments = NULL, *result = NULL;
    if (start)
        arguments = is_one(object->slots[1]) && !object->slots[0]
                        ? ouro_tuple_pack(rt, 1, start)
                        : ouro_tuple_pack(rt, 2, start, object->slots[1]);
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    xdecref(rt, start);
    xdecref(rt, arguments);
    return result;
}

/* ---- cycle: slots source, list of what came
 * ------------------------------------------------------ */

static ouro_object *cycle_create(ITERATION_CREATE)
{
    if (!ouro_iteration_no_keywords(rt, cls, "cycle", names) || !ouro_args_count(rt, "cycle", count, 1, 1))
        return NULL;
    ouro_object *slots[2] = {ouro_iter(rt, args[0]), NULL};
    if (slots[0])
        slots[1] = ouro_list_new(rt, 0);
    return (ouro_object *)(void *)ouro_iteration_new_take(rt, cls, slots, 2);
}

static ouro_object *cycle_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (self->slots[0]) {
        ouro_object *item = ouro_next(rt, self->slots[0]);
        if (item && self->numbers[1]) /* a copy of one that was in a later round: its list is complete */
            return item;
        if (item) {
            if (self->slots[1] && ouro_list_append(rt, self->slots[1], item))
                return item;
            decref(rt, item);
            return NULL;
        }
        if (ouro_has_error(rt))
            return NULL;
        clearref(rt, &self->slots[0]);
    }
    ouro_object *seen = self->slots[1];
    if (!seen || list_length(seen) == 0)
        return NULL;
    if (self->numbers[0] >= (int64_t)list_length(seen))
        self->numbers[0] = 0;
    return newref(list_at(seen, self->numbers[0]++));
}

/* ---- repeat: slot object; numbers[0] how often, -1: for ever
 * ------------------------------------- */

static ouro_object *repeat_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"object", "times", NULL};
    static const struct ouro_signature signature = {"repeat", parameters, 1, 2};
    ouro_object *bound[2];
    int64_t times = -1;
    if (!ouro_args_bind(rt, &signature, args, count, names, bound) ||
        (bound[1] && !ouro_index_i64(rt, bound[1], &times, EXC_OverflowError)))
        return NULL;
    if (bound[1] && times < 0)
        times = 0;
    ouro_object *item = newref(bound[0]);
    struct iteration *self = ouro_iteration_new_take(rt, cls, &item, 1);
    if (self)
        self->numbers[0] = times;
    return self ? &self->base : NULL;
}

static ouro_object *repeat_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (self->numbers[0] == 0 || !self->slots[0])
        return NULL;
    if (self->numbers[0] > 0)
        self->numbers[0]--;
    return newref(self->slots[0]);
}

static ouro_object *repeat_repr(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    const char *name = ouro_class_name(class_of(rt, object));
    if (self->numbers[0] < 0)
        return ouro_str_format(rt, "%s(%R)", name, self->slots[0]);
    return ouro_str_format(rt, "%s(%R, %lld)", name, self->slots[0], (long long)self->numbers[0]);
}

static ouro_object *repeat_length_hint(ITERATION_METHOD)
{
    if (iteration_of(self)->numbers[0] < 0)
        return ouro_raise(rt, EXC_TypeError, "len() of unsized object");
    return ouro_int_new(rt, iteration_of(self)->numbers[0]);
}

static ouro_object *repeat_reduce(ITERATION_METHOD)
{
    struct iteration *object = iteration_of(self);
    ouro_object *times = ouro_int_new(rt, object->numbers[0]), *result = NULL;
    if (!times)
        return NULL;
    ouro_object *arguments = object->numbers[0] < 0
                                 ? ouro_tuple_pack(rt, 1, object->slots[0])
                                 : ouro_tuple_pack(rt, 2, object->slots[0], times);
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    decref(rt, times);
    xdecref(rt, arguments);
    return result;
}

/* ---- chain: slots iterator of iterables, active iterator
 * ------------------------------------------ */

static ouro_object *chain_of_take(ouro_runtime *rt, struct ouro_class *cls, ouro_object *source)
{
    return (ouro_object *)(void *)ouro_iteration_new_take(rt, cls, &source, 1);
}

static ouro_object *chain_create(ITERATION_CREATE)
{
    if (!ouro_iteration_no_keywords(rt, cls, "chain", names))
        return NULL;
    ouro_object *all = ouro_tuple_from(rt, args, count);
    ouro_object *source = all ? ouro_iter(rt, all) : NULL;
    xdecref(rt, all);
    return chain_of_take(rt, cls, source);
}

static ouro_object *chain_from_iterable(ITERATION_METHOD)
{
    return chain_of_take(rt, (struct ouro_class *)(void *)self, ouro_iter(rt, args[0]));
}

static ouro_object *chain_class_getitem(ITERATION_METHOD)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static ouro_object *chain_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    while (self->slots[0]) {
        if (!self->slots[1]) {
            ouro_object *iterable = ouro_next(rt, self->slots[0]);
            ouro_object *iterator = iterable ? ouro_iter(rt, iterable) : NULL;
            xdecref(rt, iterable);
            if (!iterator) {
                clearref(rt, &self->slots[0]);
                return NULL;
            }
            self->slots[1] = iterator;
        }
        ouro_object *item = ouro_next(rt, self->slots[1]);
        if (item || ouro_has_error(rt))
            return item;
        clearref(rt, &self->slots[1]);
    }
    return NULL;
}

bool ouro_module_itertools_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method count_methods[] = {{"__reduce__", count_reduce, 0, 0, 0, NULL},
                                                       {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_method repeat_methods[] = {
        {"__length_hint__", repeat_length_hint, 0, 0, 0, NULL},
        {"__reduce__", repeat_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_method chain_methods[] = {
        {"from_iterable", chain_from_iterable, 1, 1, METHOD_CLASS,
         "Alternative chain() constructor taking a single iterable argument."},
        {"__class_getitem__", chain_class_getitem, 1, 1, METHOD_CLASS, NULL},
        {"__reduce__", ouro_itertools_chain_reduce, 0, 0, 0, NULL},
        {"__setstate__", ouro_itertools_chain_setstate, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL}};
    return ouro_iteration_class_add(rt, module, "itertools.count", count_create, count_next,
                                    count_repr, count_methods) &&
           ouro_iteration_class_add(rt, module, "itertools.cycle", cycle_create, cycle_next, NULL,
                                    ouro_itertools_cycle_methods) &&
           ouro_iteration_class_add(rt, module, "itertools.repeat", repeat_create, repeat_next,
                                    repeat_repr, repeat_methods) &&
           ouro_iteration_class_add(rt, module, "itertools.chain", chain_create, chain_next, NULL,
                                    chain_methods) &&
           ouro_itertools_select_add(rt, module) && ouro_itertools_group_add(rt, module) &&
           ouro_itertools_combine_add(rt, module);
}
