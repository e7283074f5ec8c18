#include "types/dict.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

static struct ouro_dict_iterator *iterator_of(const ouro_object *object)
{
    return (struct ouro_dict_iterator *)(void *)(uintptr_t)object;
}

static bool is_backwards(const ouro_object *self)
{
    return self->type_index >= TYPE_DICT_REVERSE_KEY_ITERATOR;
}

ouro_object *ouro_dict_iterator_new(ouro_runtime *rt, unsigned type_index, ouro_object *dict)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, (uint16_t)type_index,
                                          sizeof(struct ouro_dict_iterator), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    struct ouro_dict_iterator *iterator = iterator_of(self);
    iterator->dict = newref(dict);
    iterator->used = iterator->remaining = dict_length(dict);
    iterator->position = 0;
    iterator->pair = NULL;
    if (is_backwards(self) && dict_of(dict)->table)
        iterator->position = dict_of(dict)->table->count;
    return self;
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    xdecref(runtime_of(heap), iterator_of(self)->dict);
    xdecref(runtime_of(heap), iterator_of(self)->pair);
    ouro_object_free(heap, self, sizeof(struct ouro_dict_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->dict);
    ouro_visit(visitor, &iterator_of(self)->pair);
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->dict);
    clearref(runtime_of(heap), &iterator_of(self)->pair);
}

/* The next live entry in the iterator's direction; NULL: the end. */
static ouro_object **iterator_entry(ouro_object *self, struct ouro_dict_iterator *iterator)
{
    struct ouro_dict_table *table = dict_of(iterator->dict)->table;
    if (!table)
        return NULL;
    size_t i = iterator->position;
    if (is_backwards(self)) {
        if (i > table->count)
            i = table->count;
        while (i > 0) {
            ouro_object **entry = ouro_dict_table_entry(table, --i);
            iterator->position = i;
            if (entry[0])
                return entry;
        }
        return NULL;
    }
    for (; i < table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(table, i);
        if (entry[0]) {
            iterator->position = i + 1;
            return entry;
        }
    }
    return NULL;
}

/* Steps on; NULL with or without an error at the end. */
static ouro_object **iterator_step(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_dict_iterator *iterator = iterator_of(self);
    if (!iterator->dict)
        return NULL;
    if (ouro_unlikely(iterator->used != dict_length(iterator->dict))) {
        iterator->used = UINT32_MAX; /* and so at every further step */
        return ouro_raise(rt, EXC_RuntimeError, "dictionary changed size during iteration");
    }
    ouro_object **entry = iterator_entry(self, iterator);
    if (entry && iterator->remaining > 0) {
        iterator->remaining--;
        return entry;
    }
    bool is_changed = entry && !is_backwards(self);
    clearref(rt, &iterator->dict);
    return is_changed
               ? ouro_raise(rt, EXC_RuntimeError, "dictionary keys changed during iteration")
               : NULL;
}

static ouro_object *key_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **entry = iterator_step(rt, self);
    return entry ? newref(entry[0]) : NULL;
}

static ouro_object *value_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **entry = iterator_step(rt, self);
    return entry ? newref(entry[1]) : NULL;
}

static ouro_object *item_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **entry = iterator_step(rt, self);
    return entry ? pair_take(rt, &iterator_of(self)->pair, newref(entry[0]), newref(entry[1])) : NULL;
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_dict_iterator *iterator = iterator_of(self);
    bool is_valid = iterator->dict && iterator->used == dict_length(iterator->dict);
    return ouro_int_new(rt, is_valid ? iterator->remaining : 0);
}

/* (iter, ([what is left],)): the iterator itself is not moved. */
static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct ouro_dict_iterator saved = *iterator_of(self);
    ouro_object *rest = ouro_list_new(rt, 0), *item, *result = NULL;
    if (!rest)
        return NULL;
    xincref(saved.dict);
    while ((item = ouro_next_raw(rt, self)) != NULL) {
        if (!ouro_list_append_take(rt, rest, item))
            break;
    }
    struct ouro_dict_iterator *iterator = iterator_of(self);
    iterator->position = saved.position;
    iterator->used = saved.used;
    iterator->remaining = saved.remaining;
    if (!iterator->dict)
        iterator->dict = saved.dict;
    else
        xdecref(rt, saved.dict);
    if (!rt->error) {
        ouro_object *iter = ouro_builtin_get(rt, "iter");
        ouro_object *arguments = iter ? ouro_tuple_pack(rt, 1, rest) : NULL;
        if (arguments)
            result = ouro_tuple_pack(rt, 2, iter, arguments);
        xdecref(rt, arguments);
        xdecref(rt, iter);
    }
    decref(rt, rest);
    return result;
}

static const struct ouro_method iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
    {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

bool ouro_dict_iterator_class_init(ouro_runtime *rt)
{
    static const struct {
        unsigned type_index;
        ouro_unary next;
    } kinds[] = {
        {TYPE_DICT_KEY_ITERATOR, key_next},           {TYPE_DICT_VALUE_ITERATOR, value_next},
        {TYPE_DICT_ITEM_ITERATOR, item_next},         {TYPE_DICT_REVERSE_KEY_ITERATOR, key_next},
        {TYPE_DICT_REVERSE_VALUE_ITERATOR, value_next}, {TYPE_DICT_REVERSE_ITEM_ITERATOR, item_next},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct ouro_class *cls = builtin_class(rt, kinds[i].type_index);
        cls->core.instance_size = sizeof(struct ouro_dict_iterator);
        cls->core.dealloc = iterator_dealloc;
        cls->core.traverse = iterator_traverse;
        cls->core.clear = iterator_clear;
        cls->getattr = ouro_generic_getattr;
        cls->iter = ouro_generic_iter_self;
        cls->next = kinds[i].next;
        if (!ouro_class_ready(rt, cls, iterator_methods, NULL, NULL))
            return false;
    }
    return true;
}
