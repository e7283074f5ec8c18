/* The native part of functools: reduce, cmp_to_key, partial. The cache is in lru_cache.c. */
#include "modules/collections.h"
#include "modules/functools.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/items.h"
#include "types/tuple.h"

/* ---- reduce ---------------------------------------------------------------------------------- */

static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    ouro_object *iterator = ouro_iter(rt, args[1]), *item;
    if (!iterator) {
        if (ouro_error_is(rt, EXC_TypeError))
            ouro_raise(rt, EXC_TypeError, "reduce() arg 2 must support iteration");
        return NULL;
    }
    ouro_object *result = count > 2 ? newref(args[2]) : NULL;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        if (!result) {
            result = item;
            continue;
        }
        ouro_object *next = ouro_call2(rt, args[0], result, item);
        decref(rt, item);
        decref(rt, result);
        result = next;
        if (!result)
            break;
    }
    decref(rt, iterator);
    if (rt->error) {
        xdecref(rt, result);
        return NULL;
    }
    if (!result)
        return ouro_raise(rt, EXC_TypeError, "reduce() of empty iterable with no initial value");
    return result;
}

/* ---- cmp_to_key ------------------------------------------------------------------------------ */

struct key_wrapper {
    ouro_object base;
    ouro_object *compare;
    ouro_object *object; /* NULL: this one makes others */
};

static struct key_wrapper *wrapper_of(const ouro_object *object)
{
    return (struct key_wrapper *)(void *)(uintptr_t)object;
}

static void wrapper_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &wrapper_of(self)->compare);
    clearref(runtime_of(heap), &wrapper_of(self)->object);
}

static void wrapper_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    wrapper_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void wrapper_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &wrapper_of(self)->compare, 2);
}

static ouro_object *wrapper_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *compare,
                                ouro_object *object)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self) {
        wrapper_of(self)->compare = newref(compare);
        wrapper_of(self)->object = xnewref(object);
    }
    return self;
}

static ouro_object *wrapper_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"obj", NULL};
    static const struct ouro_signature signature = {"K", parameters, 1, 1};
    ouro_object *object;
    if (!ouro_args_bind(rt, &signature, args, count, names, &object))
        return NULL;
    return wrapper_new(rt, class_of(rt, self), wrapper_of(self)->compare, object);
}

static ouro_object *wrapper_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                    enum ouro_compare_op op)
{
    if (a->type_index != b->type_index)
        return ouro_raise(rt, EXC_TypeError, "other argument must be K instance");
    ouro_object *x = wrapper_of(a)->object, *y = wrapper_of(b)->object;
    if (!x || !y)
        return ouro_raise(rt, EXC_AttributeError, "object");
    ouro_object *answer = ouro_call2(rt, wrapper_of(a)->compare, x, y);
    if (!answer)
        return NULL;
    ouro_object *result = ouro_compare(rt, answer, ouro_int_new(rt, 0), op);
    decref(rt, answer);
    return result;
}

static ouro_object *cmp_to_key(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"mycmp", NULL};
    static const struct ouro_signature signature = {"cmp_to_key", parameters, 1, 1};
    ouro_object *compare;
    if (!ouro_args_bind(rt, &signature, args, count, names, &compare))
        return NULL;
    ouro_object *cls = ouro_dict_peek_text(rt, ouro_module_dict(self), "_KeyWrapper");
    return cls ? wrapper_new(rt, (struct ouro_class *)(void *)cls, compare, NULL) : NULL;
}

static bool wrapper_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_member members[] = {
        {"obj", offsetof(struct key_wrapper, object), MEMBER_OBJECT, false},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = ouro_class_native(rt, "functools.KeyWrapper", NULL,
                                               sizeof(struct key_wrapper), OURO_BLOCK_CONTAINER,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = wrapper_dealloc;
    cls->core.traverse = wrapper_traverse;
    cls->core.clear = wrapper_clear;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    cls->call = wrapper_call;
    cls->compare = wrapper_compare;
    return ouro_class_ready(rt, cls, NULL, NULL, members) &&
           ouro_module_add(rt, module, "_KeyWrapper", &cls->core.base);
}

/* ---- partial --------------------------------------------------------------------------------- */

struct partial {
    ouro_object base;
    ouro_object *function;
    ouro_object *args;     /* tuple */
    ouro_object *keywords; /* dict */
    ouro_object *attributes; /* __dict__ or NULL */
};

static struct partial *partial_of(const ouro_object *object)
{
    return (struct partial *)(void *)(uintptr_t)object;
}

static void partial_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &partial_of(self)->function);
    clearref(runtime_of(heap), &partial_of(self)->args);
    clearref(runtime_of(heap), &partial_of(self)->keywords);
}

static void partial_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    partial_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void partial_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &partial_of(self)->function, 3);
    ouro_class_traverse_instance(self, visitor);
}

static bool is_partial(const ouro_runtime *rt, const ouro_object *object)
{
    return native_class_of(rt, object)->core.dealloc == partial_dealloc;
}

static ouro_object *tuple_joined(ouro_runtime *rt, ouro_object *a, ouro_object *const *items,
                                 size_t count)
{
    size_t length = tuple_length(a);
    ouro_object *result = ouro_tuple_new(rt, length + count);
    for (size_t i = 0; result && i < length; i++)
        tuple_at(result, i) = newref(tuple_at(a, i));
    for (size_t i = 0; result && i < count; i++)
        tuple_at(result, length + i) = newref(items[i]);
    return result;
}

/* The keywords with those given in a call over them: a new dict. */
static ouro_object *keywords_joined(ouro_runtime *rt, ouro_object *keywords, ouro_object *const *values,
                                    ouro_object *names)
{
    ouro_object *result = keywords ? ouro_dict_copy(rt, keywords) : ouro_dict_new(rt);
    for (size_t i = 0; result && names && i < tuple_length(names); i++) {
        if (!ouro_dict_set(rt, result, tuple_at(names, i), values[i])) {
            decref(rt, result);
            return NULL;
        }
    }
    return result;
}

static ouro_object *partial_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "type 'partial' takes at least one argument");
    if (!ouro_is_callable(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "the first argument must be callable");
    ouro_object *function = args[0], *before = rt->empty_tuple, *keywords = NULL;
    /* A partial of a partial calls the innermost function directly. */
    if (is_partial(rt, function) && !partial_of(function)->attributes &&
        !(cls->core.flags & OURO_TYPE_HEAP) && !(class_of(rt, function)->core.flags & OURO_TYPE_HEAP)) {
        before = partial_of(function)->args;
        keywords = partial_of(function)->keywords;
        function = partial_of(function)->function;
    }
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct partial *partial = partial_of(self);
    partial->function = newref(function);
    partial->args = tuple_joined(rt, before, args + 1, count - 1);
    if (partial->args)
        partial->keywords = keywords_joined(rt, keywords, args + count, names);
    if (partial->keywords)
        return self;
    decref(rt, self);
    return NULL;
}

static ouro_object *partial_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct partial *partial = partial_of(self);
    size_t before = tuple_length(partial->args), name_count = names ? tuple_length(names) : 0;
    ouro_object *few[10], **all = few, *result = NULL;
    if (dict_length(partial->keywords) > 0) {
        ouro_object *joined = tuple_joined(rt, partial->args, args, count);
        ouro_object *keywords =
            joined ? keywords_joined(rt, partial->keywords, args + count, names) : NULL;
        ouro_object *function = newref(partial->function);
        if (keywords)
            result = ouro_call_tuple(rt, function, joined, keywords);
        decref(rt, function);
        xdecref(rt, joined);
        xdecref(rt, keywords);
        return result;
    }
    size_t total = before + count + name_count;
    if (total > 10 && !(all = ouro_buffer_alloc(rt, total * sizeof *all)))
        return NULL;
    ouro_object *held = newref(partial->args), *function = newref(partial->function);
    for (size_t i = 0; i < total; i++)
        all[i] = i < before ? tuple_at(held, i) : args[i - before];
    result = ouro_call(rt, function, all, before + count, names);
    decref(rt, held);
    decref(rt, function);
    if (all != few)
        ouro_buffer_free(rt, all, total * sizeof *all);
    return result;
}

static ouro_object *partial_repr(ouro_runtime *rt, ouro_object *self)
{
    struct partial *partial = partial_of(self);
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_from(rt, "...") : NULL;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    const char *prefix = class_of(rt, self)->core.flags & OURO_TYPE_HEAP ? "" : "functools.";
    bool is_good = ouro_str_builder_literal(&builder, prefix) &&
                   ouro_str_builder_literal(&builder, ouro_class_name(class_of(rt, self))) &&
                   ouro_str_builder_literal(&builder, "(") &&
                   ouro_str_builder_repr(&builder, partial->function);
    for (size_t i = 0; is_good && i < tuple_length(partial->args); i++)
        is_good = ouro_str_builder_literal(&builder, ", ") &&
                  ouro_str_builder_repr(&builder, tuple_at(partial->args, i));
    ouro_object *key, *value;
    size_t position = 0;
    while (is_good && ouro_dict_next(partial->keywords, &position, &key, &value)) {
        incref(value); /* str() of a key may change the dict */
        ouro_object *text = ouro_str(rt, key);
        is_good = text && ouro_str_builder_literal(&builder, ", ") &&
                  ouro_str_builder_str(&builder, text) && ouro_str_builder_literal(&builder, "=") &&
                  ouro_str_builder_repr(&builder, value);
        decref(rt, value);
        xdecref(rt, text);
    }
    is_good = is_good && ouro_str_builder_literal(&builder, ")");
    ouro_repr_leave(rt, self);
    if (is_good)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static ouro_object *partial_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    struct partial *partial = partial_of(self);
    ouro_object *arguments = ouro_tuple_pack(rt, 1, partial->function), *result = NULL;
    ouro_object *state = arguments ? ouro_tuple_pack(rt, 4, partial->function, partial->args,
                                                     partial->keywords,
                                                     partial->attributes ? partial->attributes : rt->none)
                                   : NULL;
    if (state)
        result = ouro_tuple_pack(rt, 3, (ouro_object *)class_of(rt, self), arguments, state);
    xdecref(rt, arguments);
    xdecref(rt, state);
    return result;
}

static ouro_object *partial_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct partial *partial = partial_of(self);
    if (!is_tuple(rt, args[0]) || tuple_length(args[0]) != 4)
        return ouro_raise(rt, EXC_TypeError, "invalid partial state");
    ouro_object **state = tuple_items(args[0]);
    if (!ouro_is_callable(rt, state[0]) || !is_tuple(rt, state[1]) ||
        (state[2] != rt->none && !is_dict(rt, state[2])))
        return ouro_raise(rt, EXC_TypeError, "invalid partial state");
    ouro_object *arguments = ouro_tuple_from(rt, tuple_items(state[1]), tuple_length(state[1]));
    ouro_object *keywords = NULL;
    if (arguments)
        keywords = state[2] == rt->none ? ouro_dict_new(rt) : ouro_dict_copy(rt, state[2]);
    if (!keywords) {
        xdecref(rt, arguments);
        return NULL;
    }
    setref_take(rt, &partial->args, arguments);
    setref_take(rt, &partial->keywords, keywords);
    setref_take(rt, &partial->function, newref(state[0]));
    setref_take(rt, &partial->attributes, state[3] == rt->none ? NULL : newref(state[3]));
    return rt->none;
}

static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static bool partial_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"__reduce__", partial_reduce, 0, 0, 0, NULL},
        {"__setstate__", partial_setstate, 1, 1, 0, NULL},
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    static const struct ouro_member members[] = {
        {"func", offsetof(struct partial, function), MEMBER_OBJECT, true},
        {"args", offsetof(struct partial, args), MEMBER_OBJECT, true},
        {"keywords", offsetof(struct partial, keywords), MEMBER_OBJECT, true},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "functools.partial", NULL, sizeof(struct partial), OURO_BLOCK_CONTAINER,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->dict_offset = offsetof(struct partial, attributes);
    cls->core.dealloc = partial_dealloc;
    cls->core.traverse = partial_traverse;
    cls->core.clear = partial_clear;
    cls->create = partial_create;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    cls->call = partial_call;
    cls->repr = partial_repr;
    return ouro_class_ready(rt, cls, methods, ouro_collections_dict_getsets, members) &&
           ouro_module_add_class(rt, module, cls);
}

bool ouro_module__functools_init(ouro_runtime *rt, ouro_object *module);
bool ouro_module__functools_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"reduce", reduce, 2, 3, 0,
         "Apply a function of two arguments cumulatively to the items of an iterable."},
        {"cmp_to_key", cmp_to_key, 0, -1, METHOD_KEYWORDS,
         "Convert a cmp= function into a key= function."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    return ouro_module_add_functions(rt, module, functions) && wrapper_init(rt, module) &&
           partial_init(rt, module) && ouro_lru_cache_init(rt, module);
}
