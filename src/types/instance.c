#include "types/instance.h"

#include <string.h>

#include "types/dict.h"
#include "types/error.h"
#include "types/str.h"

enum { SHAPE_COUNT_MAX = 64, SHAPE_CHILDREN_MAX = 64 };

/* Names of a long shape in one array, so that a search need not climb the chain of parents. */
struct ouro_shape_index {
    ouro_object *names[SHAPE_COUNT_MAX]; /* borrowed from the chain */
};

struct ouro_shape *ouro_shape_new_empty(ouro_runtime *rt)
{
    struct ouro_shape *shape = ouro_buffer_alloc(rt, sizeof *shape);
    if (shape)
        memset(shape, 0, sizeof *shape);
    return shape;
}

/* Depth is bounded by SHAPE_COUNT_MAX, so recursion is. */
void ouro_shape_free(ouro_runtime *rt, struct ouro_shape *shape)
{
    if (!shape)
        return;
    for (uint32_t i = 0; i < shape->child_count; i++)
        ouro_shape_free(rt, shape->children[i]);
    ouro_buffer_free(rt, shape->children, shape->child_count * sizeof *shape->children);
    ouro_buffer_free(rt, shape->index, sizeof *shape->index);
    xdecref(rt, shape->name);
    ouro_buffer_free(rt, shape, sizeof *shape);
}

int32_t ouro_shape_find(const struct ouro_shape *shape, const ouro_object *name)
{
    if (shape->index) {
        for (uint32_t i = 0; i < shape->count; i++)
            if (shape->index->names[i] == name)
                return (int32_t)i;
        return -1;
    }
    for (; shape->parent; shape = shape->parent)
        if (shape->name == name)
            return (int32_t)shape->count - 1;
    return -1;
}

/* Benign when memory is out: the chain is climbed instead. */
static void build_index(ouro_runtime *rt, struct ouro_shape *shape)
{
    shape->index = ouro_mem_block_alloc(&rt->heap.mem, sizeof *shape->index, OURO_BLOCK_PLAIN);
    if (!shape->index)
        return;
    for (const struct ouro_shape *at = shape; at->parent; at = at->parent)
        shape->index->names[at->count - 1] = at->name;
}

struct ouro_shape *ouro_shape_add(ouro_runtime *rt, struct ouro_shape *shape, ouro_object *name)
{
    for (uint32_t i = 0; i < shape->child_count; i++)
        if (shape->children[i]->name == name)
            return shape->children[i];
    if (shape->count >= SHAPE_COUNT_MAX || shape->child_count >= SHAPE_CHILDREN_MAX)
        return NULL;
    struct ouro_shape *child = ouro_shape_new_empty(rt);
    size_t old_size = shape->child_count * sizeof *shape->children;
    struct ouro_shape **children =
        child ? ouro_buffer_realloc(rt, shape->children, old_size, old_size + sizeof *children) : NULL;
    if (!children) {
        if (child)
            ouro_shape_free(rt, child);
        ouro_error_clear(rt);
        return NULL;
    }
    shape->children = children;
    child->parent = shape;
    child->name = newref(name);
    child->count = shape->count + 1;
    if (child->count > 8)
        build_index(rt, child);
    shape->children[shape->child_count++] = child;
    return child;
}

/* Moves the values into a new dict. The instance keeps its block; its inline values stay unused. */
static ouro_object *materialise(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_instance *instance = instance_of(self);
    struct ouro_shape *shape = ouro_instance_shape(instance);
    uint32_t count = shape->count;
    ouro_object *dict = ouro_dict_new_sized(rt, count);
    if (!dict)
        return NULL;
    ouro_object *names[SHAPE_COUNT_MAX];
    for (const struct ouro_shape *at = shape; at->parent; at = at->parent)
        names[at->count - 1] = at->name;
    for (uint32_t i = 0; i < count; i++)
        if (!ouro_dict_set(rt, dict, names[i], instance->values[i])) {
            decref(rt, dict);
            return NULL;
        }
    instance->shape_or_dict = (uintptr_t)dict | 1;
    for (uint32_t i = 0; i < count; i++)
        decref(rt, instance->values[i]); /* the dict holds it too */
    memset(instance->values, 0, count * sizeof *instance->values);
    return dict;
}

ouro_object *ouro_instance_dict_inline(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_instance *instance = instance_of(self);
    return ouro_instance_has_dict(instance) ? ouro_instance_dict_peek(instance)
                                            : materialise(rt, self);
}

/* Names in shapes are interned; one that is not may still equal one of them. */
static ouro_object *intern_name(ouro_runtime *rt, ouro_object *name)
{
    incref(name);
    if (is_exact(name, TYPE_STR) && !ouro_str_is_interned(name))
        ouro_str_intern(rt, &name);
    return name;
}

ouro_object *ouro_instance_peek(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct ouro_instance *instance = instance_of(self);
    if (ouro_instance_has_dict(instance))
        return ouro_dict_peek(rt, ouro_instance_dict_peek(instance), name);
    const struct ouro_shape *shape = ouro_instance_shape(instance);
    int32_t index = ouro_shape_find(shape, name);
    if (index < 0 && !ouro_str_is_interned(name) && is_exact(name, TYPE_STR)) {
        ouro_object *interned = intern_name(rt, name);
        index = ouro_shape_find(shape, interned);
        decref(rt, interned);
    }
    return index < 0 ? NULL : instance->values[index];
}

bool ouro_instance_store(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    struct ouro_instance *instance = instance_of(self);
    if (ouro_instance_has_dict(instance)) {
        ouro_object *dict = ouro_instance_dict_peek(instance);
        if (!ouro_dict_set(rt, dict, name, value))
            return false;
        struct ouro_class *cls = class_of(rt, self);
        if (dict_length(dict) > cls->inline_count && dict_length(dict) <= 32)
            cls->inline_count = dict_length(dict);
        return true;
    }
    name = intern_name(rt, name);
    struct ouro_shape *shape = ouro_instance_shape(instance);
    int32_t index = ouro_shape_find(shape, name);
    bool is_done = true;
    if (index >= 0) {
        setref_take(rt, &instance->values[index], newref(value));
        goto done;
    }
    struct ouro_class *cls = class_of(rt, self);
    struct ouro_shape *child = is_exact(name, TYPE_STR) ? ouro_shape_add(rt, shape, name) : NULL;
    if (child && child->count > cls->inline_count && child->count <= 32)
        cls->inline_count = child->count; /* later instances get room for it */
    if (child && child->count <= self->user_flags) {
        instance->values[child->count - 1] = newref(value);
        instance->shape_or_dict = (uintptr_t)child;
        goto done;
    }
    ouro_object *dict = materialise(rt, self);
    is_done = dict && ouro_dict_set(rt, dict, name, value);
done:
    decref(rt, name);
    return is_done;
}

int ouro_instance_delete(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct ouro_instance *instance = instance_of(self);
    if (!ouro_instance_has_dict(instance)) {
        if (!ouro_instance_peek(rt, self, name))
            return 0;
        if (!materialise(rt, self))
            return -1;
    }
    return ouro_dict_remove(rt, ouro_instance_dict_peek(instance), name, NULL);
}

bool ouro_instance_replace_dict(ouro_runtime *rt, ouro_object *self, ouro_object *dict)
{
    struct ouro_instance *instance = instance_of(self);
    if (!ouro_instance_has_dict(instance) && !materialise(rt, self))
        return false;
    ouro_object *old = ouro_instance_dict_peek(instance);
    instance->shape_or_dict = (uintptr_t)newref(dict) | 1;
    decref(rt, old);
    return true;
}
