/* Each object has one dict for every thread that used it, by the thread's number, and the dict of the thread
 * that looked last in the place where a generic instance has its only one. */
#include "modules/local.h"

#include "modules/collections.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/thread.h"

struct local {
    ouro_object base;
    ouro_object *dict;  /* of the thread `ident`; owned */
    ouro_object *dicts; /* number -> dict */
    ouro_object *args, *names; /* what __init__ gets in each thread: values of names behind the others */
    uint64_t ident;
    struct local *next, *previous; /* all there are: see ouro_thread_locals */
};

static struct local *local_of(ouro_object *self)
{
    return (struct local *)(void *)self;
}

static struct local **list_head(ouro_runtime *rt)
{
    return (struct local **)(void *)ouro_thread_locals(rt);
}

static bool has_init(const ouro_runtime *rt, const struct ouro_class *cls)
{
    return cls->init && cls->init != builtin_class(rt, TYPE_OBJECT)->init;
}

/* A dict for the thread, where there is none yet; *is_new says so. */
static ouro_object *dict_for(ouro_runtime *rt, struct local *self, uint64_t ident, bool *is_new)
{
    ouro_object *key = ouro_int_new(rt, (int64_t)ident);
    ouro_object *dict = key ? ouro_dict_peek(rt, self->dicts, key) : NULL;
    *is_new = key && !dict && !rt->error;
    if (dict)
        incref(dict);
    if (*is_new && (dict = ouro_dict_new(rt)) && !ouro_dict_set(rt, self->dicts, key, dict))
        clearref(rt, &dict);
    xdecref(rt, key);
    return dict;
}

static void drop_dict(ouro_runtime *rt, struct local *self, uint64_t ident)
{
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *key = ouro_int_new(rt, (int64_t)ident);
    if (self->ident == ident) {
        self->ident = 0;
        clearref(rt, &self->dict);
    }
    if (!key || ouro_dict_remove(rt, self->dicts, key, NULL) < 0)
        ouro_error_clear(rt); /* benign: the dict goes with the object */
    xdecref(rt, key);
    ouro_error_restore(rt, saved);
}

/* Puts the running thread's dict in place; __init__ runs in a thread that comes for the first time. */
static bool bind(ouro_runtime *rt, ouro_object *object)
{
    struct local *self = local_of(object);
    uint64_t ident = ouro_thread_current(rt)->ident;
    if (ouro_likely(self->ident == ident))
        return true;
    bool is_new;
    ouro_object *dict = dict_for(rt, self, ident, &is_new);
    if (!dict)
        return false;
    self->ident = ident;
    setref_take(rt, &self->dict, dict);
    struct ouro_class *cls = class_of(rt, object);
    if (!is_new || !has_init(rt, cls))
        return true;
    size_t total = tuple_length(self->args), named = self->names ? tuple_length(self->names) : 0;
    if (cls->init(rt, object, tuple_items(self->args), total - named, self->names))
        return true;
    drop_dict(rt, self, ident);
    return false;
}

static ouro_object *local_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    return bind(rt, self) ? ouro_generic_getattr(rt, self, name) : NULL;
}

static bool local_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    if (!bind(rt, self))
        return false;
    if (!ouro_str_equal(name, rt->name___dict__))
        return ouro_generic_setattr(rt, self, name, value);
    ouro_raise(rt, EXC_AttributeError, "'%T' object attribute '__dict__' is read-only", self);
    return false;
}

static ouro_object *local_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    size_t total = count + (names ? tuple_length(names) : 0);
    if (total && !has_init(rt, cls))
        return ouro_raise(rt, EXC_TypeError, "Initialization arguments are not supported");
    ouro_object *object = ouro_class_alloc(rt, cls, 0);
    if (!object)
        return NULL;
    struct local *self = local_of(object), **head = list_head(rt);
    self->next = *head;
    if (*head)
        (*head)->previous = self;
    *head = self;
    self->args = ouro_tuple_from(rt, args, total);
    self->names = xnewref(names);
    self->dicts = ouro_dict_new(rt);
    bool is_new;
    uint64_t ident = ouro_thread_current(rt)->ident;
    if (self->args && self->dicts && (self->dict = dict_for(rt, self, ident, &is_new))) {
        self->ident = ident; /* its creator calls __init__ */
        return object;
    }
    decref(rt, object);
    return NULL;
}

static void local_clear(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct local *self = local_of(object);
    self->ident = 0;
    clearref(rt, &self->dict);
    clearref(rt, &self->dicts);
    clearref(rt, &self->args);
    clearref(rt, &self->names);
}

static void local_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct local *self = local_of(object);
    if (self->previous)
        self->previous->next = self->next;
    else if (rt->vm && rt->vm->threads && *list_head(rt) == self)
        *list_head(rt) = self->next;
    if (self->next)
        self->next->previous = self->previous;
    local_clear(heap, object);
    ouro_class_free(rt, object);
}

static void local_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    const struct local *self = (const struct local *)(const void *)object;
    ouro_visit_range(visitor, &self->dicts, 3); /* dicts, args, names; the dict is an attribute's place */
    ouro_class_traverse_instance(object, visitor);
}

void ouro_local_forget(ouro_runtime *rt, uint64_t ident)
{
    struct local *next;
    for (struct local *at = *list_head(rt); at; at = next) {
        incref(&at->base);
        if (at->dicts)
            drop_dict(rt, at, ident);
        next = at->next;
        decref(rt, &at->base);
    }
}

struct ouro_class *ouro_local_class_new(ouro_runtime *rt)
{
    struct ouro_class *cls =
        ouro_class_native(rt, "_thread._local", NULL, sizeof(struct local), OURO_BLOCK_CONTAINER,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->dict_offset = offsetof(struct local, dict);
    cls->core.dealloc = local_dealloc;
    cls->core.traverse = local_traverse;
    cls->core.clear = local_clear;
    cls->create = local_create;
    cls->getattr = local_getattr;
    cls->setattr = local_setattr;
    return ouro_class_ready(rt, cls, NULL, ouro_collections_dict_getsets, NULL) ? cls : NULL;
}
