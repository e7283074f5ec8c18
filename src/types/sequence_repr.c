#include "types/items.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/tuple.h"

int ouro_repr_enter(ouro_runtime *rt, ouro_object *container)
{
    if (!rt->repr_active) {
        rt->repr_active = ouro_list_new(rt, 4);
        if (!rt->repr_active)
            return -1;
    }
    struct ouro_list *active = list_of(rt->repr_active);
    for (size_t i = active->length; i-- > 0;) {
        if (active->items[i] == container)
            return 1;
    }
    return ouro_list_append(rt, rt->repr_active, container) ? 0 : -1;
}

void ouro_repr_leave(ouro_runtime *rt, ouro_object *container)
{
    struct ouro_list *active = list_of(rt->repr_active);
    for (size_t i = active->length; i-- > 0;) {
        if (active->items[i] != container)
            continue;
        for (size_t j = i + 1; j < active->length; j++)
            active->items[j - 1] = active->items[j];
        active->length--;
        decref(rt, container);
        return;
    }
}

/* The item at index, owned; NULL without an error past the end. */
static ouro_object *item_at(ouro_object *sequence, bool is_list, size_t index)
{
    if (is_list)
        return index < list_length(sequence) ? newref(list_at(sequence, index)) : NULL;
    return index < tuple_length(sequence) ? newref(tuple_at(sequence, index)) : NULL;
}

ouro_object *ouro_sequence_repr(ouro_runtime *rt, ouro_object *sequence, const char *open,
                                const char *close)
{
    bool is_list_object = is_list(rt, sequence);
    struct ouro_str_builder builder;
    int active = ouro_repr_enter(rt, sequence);
    if (active < 0)
        return NULL;
    if (active > 0)
        return ouro_str_format(rt, "%s...%s", open, *close == ',' ? close + 1 : close);
    ouro_str_builder_init(&builder, rt);
    bool is_good = ouro_str_builder_literal(&builder, open);
    for (size_t i = 0; is_good; i++) {
        ouro_object *item = item_at(sequence, is_list_object, i);
        if (!item)
            break;
        is_good = (i == 0 || ouro_str_builder_literal(&builder, ", ")) &&
                  ouro_str_builder_repr(&builder, item);
        decref(rt, item);
    }
    is_good = is_good && ouro_str_builder_literal(&builder, close);
    ouro_repr_leave(rt, sequence);
    if (is_good)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

ouro_object *ouro_builtin_get(ouro_runtime *rt, const char *name)
{
    ouro_object *found = rt->builtins ? ouro_dict_peek_text(rt, rt->builtins, name) : NULL;
    if (found)
        return newref(found);
    if (rt->error)
        return NULL;
    return ouro_raise(rt, EXC_AttributeError, "module 'builtins' has no attribute '%s'", name);
}

ouro_object *ouro_reduce_iterator(ouro_runtime *rt, const char *builtin, ouro_object *container,
                                  ouro_object *empty, int64_t index)
{
    ouro_object *parts[3] = {ouro_builtin_get(rt, container ? builtin : "iter"), NULL, NULL};
    ouro_object *result = NULL;
    if (parts[0])
        parts[1] = ouro_tuple_pack(rt, 1, container ? container : empty);
    if (parts[1])
        parts[2] = ouro_int_new(rt, index);
    if (parts[2])
        result = ouro_tuple_from(rt, parts, container ? 3 : 2);
    for (int i = 0; i < 3; i++)
        xdecref(rt, parts[i]);
    return result;
}

bool ouro_index_slice_bound(ouro_runtime *rt, ouro_object *object, int64_t *value)
{
    if (!has_index(rt, object))
        return ouro_raise(rt, EXC_TypeError,
                          "slice indices must be integers or have an __index__ method");
    return ouro_index_i64(rt, object, value, 0);
}
