/* enumerate, zip, map, filter and reversed: iterators that stand before other iterators. */
#include "types/class_table.h"
#include "types/items.h"
#include "types/tuple.h"

/* All five share one layout: `first` and `second` are what each of them needs. */
struct tool {
    ouro_object base;
    ouro_object *first;  /* enumerate, filter: the iterator; zip, map: tuple of iterators;
                            reversed: the sequence. NULL once exhausted (reversed) */
    ouro_object *second; /* enumerate: the count beyond 64 bits or NULL; map, filter: the function */
    ouro_object *pair;   /* enumerate, zip of two: the pair yielded last, or NULL */
    int64_t number;      /* enumerate: the count; reversed: the index; zip: is it strict */
};

static struct tool *tool_of(const ouro_object *object)
{
    return (struct tool *)(void *)(uintptr_t)object;
}

/* Takes first and second, also when it fails. */
static ouro_object *tool_new_take(ouro_runtime *rt, struct ouro_class *cls, ouro_object *first,
                                  ouro_object *second, int64_t number)
{
    ouro_object *self;
    if (cls->core.flags & OURO_TYPE_HEAP) {
        self = ouro_class_alloc(rt, cls, 0);
    } else {
        self = ouro_object_alloc(&rt->heap, cls->core.index, sizeof(struct tool),
                                 OURO_BLOCK_CONTAINER);
        if (!self)
            ouro_raise_memory(rt);
    }
    if (!self) {
        xdecref(rt, first);
        xdecref(rt, second);
        return NULL;
    }
    tool_of(self)->first = first;
    tool_of(self)->second = second;
    tool_of(self)->pair = NULL;
    tool_of(self)->number = number;
    return self;
}

static void tool_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &tool_of(self)->first);
    clearref(runtime_of(heap), &tool_of(self)->second);
    clearref(runtime_of(heap), &tool_of(self)->pair);
}

static void tool_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    tool_clear(heap, self);
    if (ouro_type_of(heap, self)->flags & OURO_TYPE_HEAP)
        ouro_class_free(runtime_of(heap), self);
    else
        ouro_object_free(heap, self, sizeof(struct tool), OURO_BLOCK_CONTAINER);
}

static void tool_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &tool_of(self)->first, 3);
    if (ouro_type_of(visitor->heap, self)->flags & OURO_TYPE_HEAP)
        ouro_class_traverse_instance(self, visitor);
}

/* Keywords are refused for the class itself, and by those derived from it that have no __init__ of
 * their own. */
static bool keywords_refused(ouro_runtime *rt, struct ouro_class *cls, unsigned type_index,
                             const char *name, ouro_object *names)
{
    return cls->init != builtin_class(rt, type_index)->init ||
           ouro_args_no_keywords(rt, name, names);
}

/* The next item of an iterator whose class has a next slot; StopIteration is swallowed. */
OURO_INLINE ouro_object *next_of(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_object *item = ouro_next_raw(rt, iterator);
    if (!item && ouro_unlikely(rt->error != NULL) && ouro_error_is(rt, EXC_StopIteration))
        ouro_error_clear(rt);
    return item;
}

/* ---- enumerate ------------------------------------------------------------------------------- */

static ouro_object *enumerate_create(ouro_runtime *rt, struct ouro_class *cls,
                                     ouro_object *const *args, size_t count, ouro_object *names)
{
    ouro_object *iterable = count > 0 ? args[0] : NULL, *start = count > 1 ? args[1] : NULL;
    if (count + (names ? tuple_length(names) : 0) > 2)
        return ouro_raise(rt, EXC_TypeError, "enumerate() takes at most 2 arguments (%zu given)",
                          count + (names ? tuple_length(names) : 0));
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        ouro_object *name = tuple_at(names, i);
        if (ouro_str_equal_text(name, "iterable") && !iterable)
            iterable = args[count + i];
        else if (ouro_str_equal_text(name, "start") && !start)
            start = args[count + i];
        else
            return ouro_raise(rt, EXC_TypeError, "%R is an invalid keyword argument for enumerate()",
                              name);
    }
    if (!iterable)
        return ouro_raise(rt, EXC_TypeError, "enumerate() missing required argument 'iterable'");
    int64_t number = 0;
    ouro_object *large = NULL, *iterator;
    if (start) {
        ouro_object *index = ouro_index(rt, start);
        if (!index)
            return NULL;
        if (ouro_int_fits_i64(index, &number) && number < INT64_MAX)
            decref(rt, index);
        else
            large = index;
    }
    iterator = ouro_iter(rt, iterable);
    if (!iterator) {
        xdecref(rt, large);
        return NULL;
    }
    return tool_new_take(rt, cls, iterator, large, number);
}

/* The number of the next item, owned; it is counted on. */
static ouro_object *enumerate_number(ouro_runtime *rt, struct tool *self)
{
    if (ouro_likely(!self->second)) {
        ouro_object *number = ouro_int_new(rt, self->number);
        if (number && ++self->number == INT64_MAX) {
            self->second = ouro_int_new(rt, INT64_MAX);
            if (!self->second) {
                self->number--;
                decref(rt, number);
                return NULL;
            }
        }
        return number;
    }
    ouro_object *next = ouro_int_add(rt, self->second, ouro_int_new(rt, 1));
    if (!next)
        return NULL;
    ouro_object *number = self->second;
    self->second = next;
    return number;
}

static ouro_object *enumerate_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *parts[2];
    parts[1] = ouro_next_raw(rt, tool_of(self)->first);
    if (!parts[1])
        return NULL;
    parts[0] = enumerate_number(rt, tool_of(self));
    if (!parts[0]) {
        decref(rt, parts[1]);
        return NULL;
    }
    return pair_take(rt, &tool_of(self)->pair, parts[0], parts[1]);
}

static ouro_object *enumerate_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct tool *tool = tool_of(self);
    ouro_object *number = tool->second ? newref(tool->second) : ouro_int_new(rt, tool->number);
    ouro_object *arguments = number ? ouro_tuple_pack(rt, 2, tool->first, number) : NULL;
    xdecref(rt, number);
    if (!arguments)
        return NULL;
    ouro_object *result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), arguments);
    decref(rt, arguments);
    return result;
}

static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

/* ---- zip and map ----------------------------------------------------------------------------- */

/* A tuple of iterators over the arguments. */
static ouro_object *iterators_of(ouro_runtime *rt, ouro_object *const *args, size_t count)
{
    ouro_object *iterators = ouro_tuple_new(rt, count);
    for (size_t i = 0; iterators && i < count; i++) {
        tuple_at(iterators, i) = ouro_iter(rt, args[i]);
        if (!tuple_at(iterators, i)) {
            decref(rt, iterators);
            return NULL;
        }
    }
    return iterators;
}

static ouro_object *zip_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    int is_strict = 0;
    size_t name_count = names ? tuple_length(names) : 0;
    if (name_count > 1)
        return ouro_raise(rt, EXC_TypeError, "zip() takes at most 1 keyword argument (%zu given)",
                          name_count);
    if (name_count == 1) {
        if (!ouro_str_equal_text(tuple_at(names, 0), "strict"))
            return ouro_raise(rt, EXC_TypeError, "%R is an invalid keyword argument for zip()",
                              tuple_at(names, 0));
        is_strict = ouro_truth(rt, args[count]);
        if (is_strict < 0)
            return NULL;
    }
    ouro_object *iterators = iterators_of(rt, args, count);
    return iterators ? tool_new_take(rt, cls, iterators, NULL, is_strict) : NULL;
}

/* Iterator i of a strict zip ended: an error unless all end now. */
static ouro_object *zip_check(ouro_runtime *rt, ouro_object *iterators, size_t i)
{
    if (rt->error)
        return NULL;
    if (i > 0)
        return ouro_raise(rt, EXC_ValueError, "zip() argument %zu is shorter than argument%s%zu",
                          i + 1, i == 1 ? " " : "s 1-", i);
    for (i = 1; i < tuple_length(iterators); i++) {
        ouro_object *item = next_of(rt, tuple_at(iterators, i));
        if (item) {
            decref(rt, item);
            return ouro_raise(rt, EXC_ValueError, "zip() argument %zu is longer than argument%s%zu",
                              i + 1, i == 1 ? " " : "s 1-", i);
        }
        if (rt->error)
            return NULL;
    }
    return NULL;
}

static ouro_object *zip_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterators = tool_of(self)->first;
    size_t count = iterators ? tuple_length(iterators) : 0;
    if (count == 0)
        return NULL;
    if (count == 2) {
        ouro_object *a = next_of(rt, tuple_at(iterators, 0));
        ouro_object *b = a ? next_of(rt, tuple_at(iterators, 1)) : NULL;
        if (b)
            return pair_take(rt, &tool_of(self)->pair, a, b);
        xdecref(rt, a);
        return tool_of(self)->number ? zip_check(rt, iterators, a != NULL) : NULL;
    }
    ouro_object *result = ouro_tuple_new(rt, count);
    if (!result)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        tuple_at(result, i) = next_of(rt, tuple_at(iterators, i));
        if (tuple_at(result, i))
            continue;
        decref(rt, result);
        return tool_of(self)->number ? zip_check(rt, iterators, i) : NULL;
    }
    return result;
}

static ouro_object *zip_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    ouro_object *cls = (ouro_object *)class_of(rt, self), *iterators = tool_of(self)->first;
    if (tool_of(self)->number)
        return ouro_tuple_pack(rt, 3, cls, iterators, rt->true_);
    return ouro_tuple_pack(rt, 2, cls, iterators);
}

static ouro_object *zip_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    int is_strict = ouro_truth(rt, args[0]);
    if (is_strict < 0)
        return NULL;
    tool_of(self)->number = is_strict;
    return rt->none;
}

static ouro_object *map_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    if (!keywords_refused(rt, cls, TYPE_MAP, "map", names))
        return NULL;
    if (count < 2)
        return ouro_raise(rt, EXC_TypeError, "map() must have at least two arguments.");
    ouro_object *iterators = iterators_of(rt, args + 1, count - 1);
    return iterators ? tool_new_take(rt, cls, iterators, newref(args[0]), 0) : NULL;
}

static ouro_object *map_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterators = tool_of(self)->first, *few[6], **values = few, *result = NULL;
    if (!iterators)
        return NULL;
    size_t count = tuple_length(iterators), filled = 0;
    if (count > 6 && !(values = ouro_buffer_alloc(rt, count * sizeof *values)))
        return NULL;
    for (; filled < count; filled++) {
        values[filled] = next_of(rt, tuple_at(iterators, filled));
        if (!values[filled])
            break;
    }
    if (filled == count)
        result = ouro_call(rt, tool_of(self)->second, values, count, NULL);
    while (filled > 0)
        decref(rt, values[--filled]);
    if (values != few)
        ouro_buffer_free(rt, values, count * sizeof *values);
    return result;
}

static ouro_object *map_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    ouro_object *iterators = tool_of(self)->first;
    size_t length = tuple_length(iterators);
    ouro_object *arguments = ouro_tuple_new(rt, length + 1);
    if (!arguments)
        return NULL;
    tuple_at(arguments, 0) = newref(tool_of(self)->second);
    for (size_t i = 0; i < length; i++)
        tuple_at(arguments, i + 1) = newref(tuple_at(iterators, i));
    ouro_object *result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), arguments);
    decref(rt, arguments);
    return result;
}

/* ---- filter ---------------------------------------------------------------------------------- */

static ouro_object *filter_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    if (!keywords_refused(rt, cls, TYPE_FILTER, "filter", names) ||
        !ouro_args_count(rt, "filter", count, 2, 2))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, args[1]);
    return iterator ? tool_new_take(rt, cls, iterator, newref(args[0]), 0) : NULL;
}

static ouro_object *filter_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *function = tool_of(self)->second, *item;
    if (!function)
        return NULL;
    bool is_truth = function == rt->none || function == (ouro_object *)builtin_class(rt, TYPE_BOOL);
    while ((item = next_of(rt, tool_of(self)->first)) != NULL) {
        int is_kept;
        if (is_truth) {
            is_kept = ouro_truth(rt, item);
        } else {
            ouro_object *answer = ouro_call1(rt, function, item);
            is_kept = answer ? ouro_truth(rt, answer) : -1;
            xdecref(rt, answer);
        }
        if (is_kept > 0)
            return item;
        decref(rt, item);
        if (is_kept < 0)
            return NULL;
    }
    return NULL;
}

static ouro_object *filter_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *arguments = ouro_tuple_pack(rt, 2, tool_of(self)->second, tool_of(self)->first);
    if (!arguments)
        return NULL;
    ouro_object *result = ouro_tuple_pack(rt, 2, (ouro_object *)class_of(rt, self), arguments);
    decref(rt, arguments);
    return result;
}

/* ---- reversed -------------------------------------------------------------------------------- */

static ouro_object *reversed_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    if (!keywords_refused(rt, cls, TYPE_REVERSED, "reversed", names) ||
        !ouro_args_count(rt, "reversed", count, 1, 1))
        return NULL;
    ouro_object *method = ouro_lookup_special(rt, args[0], rt->name___reversed__);
    if (method && method != rt->none) {
        ouro_object *result = ouro_call0(rt, method);
        decref(rt, method);
        return result;
    }
    if (rt->error)
        return NULL;
    struct ouro_class *given = class_of(rt, args[0]);
    bool has_items = given->getitem && (given->length || (given->core.flags & OURO_TYPE_HEAP));
    if (method || !has_items || is_dict(rt, args[0])) {
        xdecref(rt, method);
        return ouro_raise(rt, EXC_TypeError, "'%T' object is not reversible", args[0]);
    }
    ptrdiff_t length = ouro_length(rt, args[0]);
    return length < 0 ? NULL : tool_new_take(rt, cls, newref(args[0]), NULL, length - 1);
}

static ouro_object *reversed_next(ouro_runtime *rt, ouro_object *self)
{
    struct tool *tool = tool_of(self);
    if (tool->first && tool->number >= 0) {
        ouro_object *index = ouro_int_new(rt, tool->number);
        if (!index)
            return NULL;
        ouro_object *item = ouro_getitem(rt, tool->first, index);
        decref(rt, index);
        if (item) {
            tool->number--;
            return item;
        }
        if (ouro_error_is(rt, EXC_IndexError) || ouro_error_is(rt, EXC_StopIteration))
            ouro_error_clear(rt);
    }
    tool->number = -1;
    clearref(rt, &tool->first);
    return NULL;
}

static ouro_object *reversed_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct tool *tool = tool_of(self);
    if (!tool->first)
        return ouro_int_new(rt, 0);
    ptrdiff_t length = ouro_length(rt, tool->first);
    if (length < 0)
        return NULL;
    return ouro_int_new(rt, length < tool->number + 1 ? 0 : tool->number + 1);
}

static ouro_object *reversed_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct tool *tool = tool_of(self);
    ouro_object *cls = (ouro_object *)class_of(rt, self), *result = NULL;
    ouro_object *arguments = ouro_tuple_pack(rt, 1, tool->first ? tool->first : rt->empty_tuple);
    ouro_object *index = arguments && tool->first ? ouro_int_new(rt, tool->number) : NULL;
    if (arguments && !tool->first)
        result = ouro_tuple_pack(rt, 2, cls, arguments);
    else if (index)
        result = ouro_tuple_pack(rt, 3, cls, arguments, index);
    xdecref(rt, arguments);
    xdecref(rt, index);
    return result;
}

static ouro_object *reversed_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct tool *tool = tool_of(self);
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (tool->first) {
        ptrdiff_t length = ouro_length(rt, tool->first);
        if (length < 0)
            return NULL;
        tool->number = index < -1 ? -1 : index > length - 1 ? length - 1 : index;
    }
    return rt->none;
}

/* ---- classes --------------------------------------------------------------------------------- */

bool ouro_iterator_tools_class_init(ouro_runtime *rt)
{
    static const struct ouro_method enumerate_methods[] = {
        {"__reduce__", enumerate_reduce, 0, 0, 0, NULL},
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method zip_methods[] = {
        {"__reduce__", zip_reduce, 0, 0, 0, NULL},
        {"__setstate__", zip_setstate, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method map_methods[] = {
        {"__reduce__", map_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method filter_methods[] = {
        {"__reduce__", filter_reduce, 0, 0, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_method reversed_methods[] = {
        {"__length_hint__", reversed_length_hint, 0, 0, 0, NULL},
        {"__reduce__", reversed_reduce, 0, 0, 0, NULL},
        {"__setstate__", reversed_setstate, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct {
        unsigned type_index;
        ouro_object *(*create)(ouro_runtime *, struct ouro_class *, ouro_object *const *, size_t,
                               ouro_object *);
        ouro_unary next;
        const struct ouro_method *methods;
    } tools[] = {
        {TYPE_ENUMERATE, enumerate_create, enumerate_next, enumerate_methods},
        {TYPE_ZIP, zip_create, zip_next, zip_methods},
        {TYPE_MAP, map_create, map_next, map_methods},
        {TYPE_FILTER, filter_create, filter_next, filter_methods},
        {TYPE_REVERSED, reversed_create, reversed_next, reversed_methods},
    };
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        struct ouro_class *cls = builtin_class(rt, tools[i].type_index);
        cls->core.instance_size = sizeof(struct tool);
        cls->core.dealloc = tool_dealloc;
        cls->core.traverse = tool_traverse;
        cls->core.clear = tool_clear;
        cls->create = tools[i].create;
        cls->getattr = ouro_generic_getattr;
        cls->iter = ouro_generic_iter_self;
        cls->next = tools[i].next;
        if (!ouro_class_ready(rt, cls, tools[i].methods, NULL, NULL))
            return false;
    }
    return true;
}
