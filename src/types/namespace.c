/* types.SimpleNamespace: attributes and nothing else. sys.implementation is one. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

struct name_space {
    ouro_object base;
    ouro_object *dict;
};

static struct name_space *namespace_of(ouro_object *self)
{
    return (struct name_space *)(void *)self;
}

static ouro_object *namespace_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self && !(namespace_of(self)->dict = ouro_dict_new(rt)))
        clearref(rt, &self);
    return self;
}

ouro_object *ouro_namespace_new(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *self = namespace_create(rt, builtin_class(rt, TYPE_NAMESPACE), NULL, 0, NULL);
    if (self && dict)
        setref_take(rt, &namespace_of(self)->dict, dict);
    else
        xdecref(rt, dict);
    return self;
}

static bool namespace_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    if (count)
        return ouro_raise(rt, EXC_TypeError, "no positional arguments expected") != NULL;
    for (size_t i = 0; names && i < tuple_length(names); i++)
        if (!ouro_dict_set(rt, namespace_of(self)->dict, tuple_at(names, i), args[i]))
            return false;
    return true;
}

static ouro_object *namespace_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    const char *name = is_exact(self, TYPE_NAMESPACE) ? "namespace" : ouro_class_name(class_of(rt, self));
    ouro_str_builder_literal(&builder, name);
    ouro_str_builder_literal(&builder, "(");
    ouro_object *dict = ouro_dict_copy(rt, namespace_of(self)->dict), *key, *value;
    size_t position = 0;
    bool is_first = true, is_done = dict != NULL;
    while (is_done && ouro_dict_next(dict, &position, &key, &value)) {
        if (!is_str(rt, key) || ouro_str_length(key) == 0)
            continue;
        is_done = (is_first || ouro_str_builder_literal(&builder, ", ")) &&
                  ouro_str_builder_str(&builder, key) && ouro_str_builder_literal(&builder, "=") &&
                  ouro_str_builder_repr(&builder, value);
        is_first = false;
    }
    xdecref(rt, dict);
    if (is_done && ouro_str_builder_literal(&builder, ")"))
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static ouro_object *namespace_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                      enum ouro_compare_op op)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_NAMESPACE);
    if (!ouro_class_is_subclass(class_of(rt, a), cls) || !ouro_class_is_subclass(class_of(rt, b), cls))
        return rt->not_implemented;
    return ouro_compare(rt, namespace_of(a)->dict, namespace_of(b)->dict, op);
}

static void namespace_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &namespace_of(self)->dict);
}

static void namespace_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

static const struct ouro_member namespace_members[] = {
    {"__dict__", offsetof(struct name_space, dict), MEMBER_OBJECT, true}, {0}};

bool ouro_namespace_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_NAMESPACE);
    cls->core.name = "types.SimpleNamespace";
    cls->core.instance_size = sizeof(struct name_space);
    cls->core.dealloc = namespace_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->core.clear = namespace_clear;
    cls->dict_offset = offsetof(struct name_space, dict);
    cls->create = namespace_create;
    cls->init = namespace_init;
    cls->repr = namespace_repr;
    cls->compare = namespace_compare;
    return ouro_class_ready(rt, cls, NULL, NULL, namespace_members);
}
