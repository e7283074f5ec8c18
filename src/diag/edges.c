#include "diag/edges.h"

#include <stdio.h>
#include <string.h>

#include "types/class.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

static size_t clip(int length, size_t size)
{
    return length < 0 ? 0 : (size_t)length >= size ? size - 1 : (size_t)length;
}

/* A str, cut to 40 characters; what is not ASCII shows as '?'. */
static void write_name(const ouro_object *str, char *buffer, size_t size)
{
    size_t length = ouro_str_length(str), i = 0;
    for (; i < length && i < 40 && i + 1 < size; i++) {
        uint32_t character = ouro_str_at(str, i);
        buffer[i] = character >= 32 && character < 127 ? (char)character : '?';
    }
    buffer[i] = 0;
}

static void write_key(const ouro_object *key, char *buffer, size_t size)
{
    char name[48];
    if (is_exact(key, TYPE_STR)) {
        write_name(key, name, sizeof name);
        snprintf(buffer, size, "['%s']", name);
    } else if (ouro_int_is_small_exact(key)) {
        snprintf(buffer, size, "[%lld]", (long long)ouro_int_value(key));
    } else {
        snprintf(buffer, size, "[...]");
    }
}

static bool describe_dict_edge(ouro_object *dict, const ouro_object *to, bool as_attributes, char *buffer,
                               size_t size)
{
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro_dict_next(dict, &position, &key, &value)) {
        if (value != to && key != to)
            continue;
        if (key == to) {
            snprintf(buffer, size, " key");
        } else if (as_attributes && is_exact(key, TYPE_STR)) {
            buffer[0] = '.';
            write_name(key, buffer + 1, size - 1);
        } else {
            write_key(key, buffer, size);
        }
        return true;
    }
    return false;
}

static bool describe_instance_edge(const ouro_object *from, const ouro_object *to, char *buffer, size_t size)
{
    struct ouro_instance *instance = instance_of((ouro_object *)(uintptr_t)from);
    if (ouro_instance_has_dict(instance)) {
        if (ouro_instance_dict_peek(instance) == to) {
            snprintf(buffer, size, ".__dict__");
            return true;
        }
        return false;
    }
    for (const struct ouro_shape *at = ouro_instance_shape(instance); at->parent; at = at->parent)
        if (instance->values[at->count - 1] == to) {
            buffer[0] = '.';
            write_name(at->name, buffer + 1, size - 1);
            return true;
        }
    return false;
}

static bool describe_items_edge(ouro_object *const *items, size_t count, const ouro_object *to,
                                char *buffer, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == to) {
            snprintf(buffer, size, "[%zu]", i);
            return true;
        }
    return false;
}

static bool describe_function_edge(const ouro_object *from, const ouro_object *to, char *buffer, size_t size)
{
    static const char *const names[] = {"__code__", "__globals__", "__defaults__",
                                        "__closure__", "__module__", "__dict__"};
    static const char *const rare_names[] = {"__kwdefaults__", "__annotations__", "__name__",
                                             "__qualname__", "__doc__", "__builtins__"};
    const struct ouro_function *function = (const struct ouro_function *)(const void *)from;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((&function->code)[i] == to) {
            snprintf(buffer, size, ".%s", names[i]);
            return true;
        }
    for (size_t i = 0; function->rare && i < sizeof rare_names / sizeof *rare_names; i++)
        if ((&function->rare->keyword_defaults)[i] == to) {
            snprintf(buffer, size, ".%s", rare_names[i]);
            return true;
        }
    return false;
}

/* The __slots__ entry at this offset, by its descriptor in the class. */
static bool describe_member(const struct ouro_class *cls, uint32_t offset, char *buffer, size_t size)
{
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro_dict_next(cls->dict, &position, &key, &value)) {
        if (!is_exact(value, TYPE_MEMBER_DESCRIPTOR) ||
            ((struct ouro_member_descriptor *)(void *)value)->offset != offset)
            continue;
        buffer[0] = '.';
        write_name(key, buffer + 1, size - 1);
        return true;
    }
    return false;
}

static bool describe_slot_edge(ouro_runtime *rt, const ouro_object *from, const ouro_object *to,
                               char *buffer, size_t size)
{
    const struct ouro_class *cls = class_of(rt, from);
    for (size_t i = 0; cls->mro && i < tuple_length(cls->mro); i++) {
        const struct ouro_class *at = (const struct ouro_class *)(void *)tuple_at(cls->mro, i);
        uint32_t inherited = at->base ? at->base->slot_count : 0;
        if (at->slot_count == inherited)
            continue;
        ouro_object *const *slots = (ouro_object *const *)((uintptr_t)from + at->slots_offset);
        for (uint32_t k = 0; k < at->slot_count - inherited; k++)
            if (slots[k] == to)
                return describe_member(at, at->slots_offset + k * (uint32_t)sizeof(void *), buffer, size);
    }
    return false;
}

size_t ouro_edge_describe(ouro_runtime *rt, const ouro_object *from, const ouro_object *to, char *buffer,
                          size_t size)
{
    const struct ouro_class *cls = class_of(rt, from);
    if (to == &cls->core.base)
        return clip(snprintf(buffer, size, ".__class__"), size);
    bool is_done = false;
    ouro_object *self = (ouro_object *)(uintptr_t)from;
    if (is_exact(from, TYPE_CELL))
        return clip(snprintf(buffer, size, ".cell_contents"), size);
    if (is_exact(from, TYPE_METHOD))
        return clip(snprintf(buffer, size, to == ((struct ouro_bound_method *)(void *)self)->self
                                               ? ".__self__" : ".__func__"), size);
    if (is_exact(from, TYPE_FUNCTION))
        is_done = describe_function_edge(from, to, buffer, size);
    else if (is_list(rt, from))
        is_done = describe_items_edge(list_items(from), list_length(from), to, buffer, size);
    else if (is_tuple(rt, from))
        is_done = describe_items_edge(tuple_items(from), tuple_length(from), to, buffer, size);
    else if (is_dict(rt, from))
        is_done = describe_dict_edge(self, to, false, buffer, size);
    else if (is_class(rt, from))
        is_done = describe_dict_edge(((const struct ouro_class *)(const void *)from)->dict, to, true, buffer,
                                     size);
    if (!is_done && cls->dict_offset == DICT_INLINE)
        is_done = describe_instance_edge(from, to, buffer, size);
    if (!is_done && cls->slot_count)
        is_done = describe_slot_edge(rt, from, to, buffer, size);
    if (!is_done)
        snprintf(buffer, size, " (...)");
    return strlen(buffer);
}

size_t ouro_object_describe(ouro_runtime *rt, const ouro_object *object, char *buffer, size_t size)
{
    const char *name = ouro_class_name(class_of(rt, object));
    if (is_exact(object, TYPE_LIST))
        return clip(snprintf(buffer, size, "list of %u", list_length(object)), size);
    if (is_exact(object, TYPE_TUPLE))
        return clip(snprintf(buffer, size, "tuple of %zu", tuple_length(object)), size);
    if (is_exact(object, TYPE_DICT))
        return clip(snprintf(buffer, size, "dict of %u", dict_length(object)), size);
    if (is_exact(object, TYPE_FUNCTION)) {
        char text[48];
        write_name(ouro_function_name((const struct ouro_function *)(const void *)object), text, sizeof text);
        return clip(snprintf(buffer, size, "function %s", text), size);
    }
    if (is_class(rt, object))
        return clip(snprintf(buffer, size, "class %s",
                             ouro_class_name((const struct ouro_class *)(const void *)object)), size);
    return clip(snprintf(buffer, size, "%s", name), size);
}
