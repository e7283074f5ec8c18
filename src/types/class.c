/* Making built-in classes, looking attributes up along the mro, and the instances' memory. */
#include "gc/gc.h"
#include "types/class.h"

#include <string.h>

#include "base/bits.h"
#include "base/checked.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/instance.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- lookups: a direct-mapped cache of (class version, name) -> attribute -------------------- */

enum { CACHE_SIZE = 4096 };

struct cache_entry {
    uint32_t version;
    ouro_object *name;  /* owned: the address must not be reused while the entry stands */
    ouro_object *value; /* borrowed: a class that changes gets a new version */
};

static struct cache_entry *cache_of(ouro_runtime *rt)
{
    struct cache_entry *cache = rt->caches[CACHE_TYPE];
    if (ouro_unlikely(!cache)) {
        cache = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, CACHE_SIZE, sizeof *cache);
        rt->caches[CACHE_TYPE] = cache;
    }
    return cache;
}

static struct cache_entry *cache_entry_at(struct cache_entry *cache, uint32_t version,
                                          const ouro_object *name)
{
    return &cache[(version * 31u ^ (uint32_t)((uintptr_t)name >> 4)) % CACHE_SIZE];
}

void ouro_class_cache_clear(ouro_runtime *rt)
{
    struct cache_entry *cache = rt->caches[CACHE_TYPE];
    if (!cache)
        return;
    for (size_t i = 0; i < CACHE_SIZE; i++) {
        cache[i].version = 0;
        cache[i].value = NULL;
        clearref(rt, &cache[i].name);
    }
}

static ouro_object *lookup_slow(ouro_runtime *rt, const struct ouro_class *cls, ouro_object *name)
{
    if (!cls->mro)
        return NULL;
    for (size_t i = 0; i < tuple_length(cls->mro); i++) {
        struct ouro_class *at = (struct ouro_class *)(void *)tuple_at(cls->mro, i);
        ouro_object *value = at->dict ? ouro_dict_peek_str(rt, at->dict, name) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

uint32_t ouro_class_version(ouro_runtime *rt, struct ouro_class *cls)
{
    if (cls->version != 0)
        return cls->version;
    if (rt->class_version_next == UINT32_MAX)
        return 0;
    /* A class has a version only if its bases have one, so that a change there reaches it. */
    if (cls->mro)
        for (size_t i = 1; i < tuple_length(cls->mro); i++) {
            struct ouro_class *base = (struct ouro_class *)(void *)tuple_at(cls->mro, i);
            if (base->version == 0)
                base->version = rt->class_version_next++;
        }
    return cls->version = rt->class_version_next++;
}

ouro_object *ouro_class_lookup(ouro_runtime *rt, const struct ouro_class *cls, ouro_object *name)
{
    if (!ouro_str_is_interned(name) && ouro_str_length(name) != 1)
        return lookup_slow(rt, cls, name);
    uint32_t version = ouro_class_version(rt, (struct ouro_class *)(uintptr_t)cls);
    struct cache_entry *cache = cache_of(rt);
    if (ouro_unlikely(!cache || version == 0))
        return lookup_slow(rt, cls, name);
    struct cache_entry *entry = cache_entry_at(cache, version, name);
    if (ouro_likely(entry->version == version && entry->name == name))
        return entry->value;
    ouro_object *value = lookup_slow(rt, cls, name);
    ouro_object *old = entry->name;
    entry->version = version;
    entry->name = newref(name);
    entry->value = value;
    xdecref(rt, old);
    return value;
}

static void for_each_subclass(ouro_runtime *rt, struct ouro_class *cls,
                              void (*visit)(ouro_runtime *, struct ouro_class *, ouro_object *),
                              ouro_object *argument)
{
    size_t position = 0;
    ouro_object *key, *value;
    while (cls->subclasses && ouro_dict_next(cls->subclasses, &position, &key, &value)) {
        struct ouro_class *subclass = ouro_descriptor_weak_class(value);
        if (subclass)
            visit(rt, subclass, argument);
    }
}

static void invalidate(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name)
{
    /* No early exit on version 0: a base may have lost its own while a subclass kept one. */
    cls->version = 0;
    if (cls->core.flags & CLASS_READY && name && cls->core.flags & OURO_TYPE_HEAP)
        ouro_slots_update(rt, cls, name);
    for_each_subclass(rt, cls, invalidate, name);
}

void ouro_class_modified(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name)
{
    invalidate(rt, cls, name);
}

bool ouro_class_is_subclass(const struct ouro_class *cls, const struct ouro_class *base)
{
    if (cls == base)
        return true;
    if (!cls->mro) { /* not ready yet */
        for (; cls; cls = cls->base)
            if (cls == base)
                return true;
        return false;
    }
    size_t length = tuple_length(cls->mro);
    ouro_object *const *items = tuple_items(cls->mro);
    for (size_t i = 0; i < length; i++)
        if (items[i] == (const ouro_object *)base)
            return true;
    return false;
}

const char *ouro_class_name(const struct ouro_class *cls)
{
    const char *dot = cls->core.flags & OURO_TYPE_HEAP ? NULL : strrchr(cls->core.name, '.');
    return dot ? dot + 1 : cls->core.name;
}

/* ---- built-in classes ------------------------------------------------------------------------ */

static struct ouro_class *class_create(ouro_runtime *rt, uint16_t index, const char *name,
                                       struct ouro_class *base, uint32_t instance_size,
                                       enum ouro_block_kind kind, uint32_t flags)
{
    ouro_object *object =
        ouro_object_alloc(&rt->heap, TYPE_TYPE, sizeof(struct ouro_class), OURO_BLOCK_CONTAINER);
    if (!object)
        return NULL;
    struct ouro_class *cls = (struct ouro_class *)(void *)object;
    memset((char *)cls + sizeof(ouro_object), 0, sizeof *cls - sizeof(ouro_object));
    object->refcount = OURO_REFCOUNT_IMMORTAL;
    object->gc_flags |= OURO_GC_UNTRACKED; /* immortal: nothing it holds is ever garbage */
    cls->core.name = name;
    cls->core.flags = flags;
    cls->core.instance_size = instance_size < 16 ? 16 : instance_size;
    cls->core.kind = (uint8_t)kind;
    cls->base = base;
    if (!ouro_type_register(&rt->heap, &cls->core, index))
        return NULL;
    return cls;
}

struct ouro_class *ouro_class_builtin(ouro_runtime *rt, unsigned type_index, const char *name,
                                      unsigned base_index, uint32_t instance_size,
                                      enum ouro_block_kind kind, uint32_t flags)
{
    struct ouro_class *base = base_index ? builtin_class(rt, base_index) : NULL;
    return class_create(rt, (uint16_t)type_index, name, base, instance_size, kind, flags);
}

struct ouro_class *ouro_class_native(ouro_runtime *rt, const char *name, struct ouro_class *base,
                                     uint32_t instance_size, enum ouro_block_kind kind, uint32_t flags)
{
    unsigned index = TYPE_MODULES_START;
    while (index < OURO_TYPE_INDEX_DYNAMIC && rt->heap.types[index])
        index++;
    ouro_assert(index < OURO_TYPE_INDEX_DYNAMIC);
    if (!base)
        base = builtin_class(rt, TYPE_OBJECT);
    flags |= base->core.flags & CLASS_SUBCLASS_MASK;
    return class_create(rt, (uint16_t)index, name, base, instance_size, kind, flags);
}

static bool add_method(ouro_runtime *rt, struct ouro_class *cls, const struct ouro_method *method)
{
    ouro_object *name = ouro_str_intern_text(rt, method->name);
    ouro_object *value = name ? ouro_method_descriptor_new(rt, cls, method) : NULL;
    bool is_done = value && ouro_dict_set(rt, cls->dict, name, value);
    xdecref(rt, value);
    xdecref(rt, name);
    return is_done;
}

static bool add_descriptor_take(ouro_runtime *rt, struct ouro_class *cls, const char *text,
                                ouro_object *value)
{
    ouro_object *name = value ? ouro_str_intern_text(rt, text) : NULL;
    bool is_done = name && ouro_dict_set(rt, cls->dict, name, value);
    xdecref(rt, value);
    xdecref(rt, name);
    return is_done;
}

static bool build_builtin_mro(ouro_runtime *rt, struct ouro_class *cls)
{
    size_t depth = 0;
    for (struct ouro_class *at = cls; at; at = at->base)
        depth++;
    cls->mro = ouro_tuple_new(rt, depth);
    if (!cls->mro)
        return false;
    size_t i = 0;
    for (struct ouro_class *at = cls; at; at = at->base)
        tuple_at(cls->mro, i++) = newref(&at->core.base);
    cls->bases = cls->base ? ouro_tuple_pack(rt, 1, cls->base) : newref(rt->empty_tuple);
    return cls->bases != NULL;
}

static bool add_doc_and_module(ouro_runtime *rt, struct ouro_class *cls)
{
    const char *dot = strrchr(cls->core.name, '.');
    if (dot) {
        ouro_object *module = ouro_str_new(rt, cls->core.name, (size_t)(dot - cls->core.name));
        if (!module || !ouro_dict_set(rt, cls->dict, rt->name___module__, module)) {
            xdecref(rt, module);
            return false;
        }
        decref(rt, module);
    }
    if (!ouro_dict_peek_str(rt, cls->dict, rt->name___doc__) &&
        !ouro_dict_set(rt, cls->dict, rt->name___doc__, rt->none))
        return false;
    return true;
}

bool ouro_class_ready(ouro_runtime *rt, struct ouro_class *cls, const struct ouro_method *methods,
                      const struct ouro_getset *getsets, const struct ouro_member *members)
{
    cls->dict = ouro_dict_new(rt);
    cls->name = ouro_str_intern_text(rt, ouro_class_name(cls));
    cls->qualname = xnewref(cls->name);
    if (!cls->dict || !cls->name || !build_builtin_mro(rt, cls) || !ouro_slots_add_wrappers(rt, cls))
        return false;
    for (; methods && methods->name; methods++)
        if (!add_method(rt, cls, methods))
            return false;
    for (; getsets && getsets->name; getsets++)
        if (!add_descriptor_take(rt, cls, getsets->name, ouro_getset_new(rt, cls, getsets)))
            return false;
    for (; members && members->name; members++)
        if (!add_descriptor_take(rt, cls, members->name, ouro_member_new(rt, cls, members)))
            return false;
    if (!cls->hash && cls->compare &&
        !ouro_dict_set(rt, cls->dict, rt->name___hash__, rt->none))
        return false;
    if (cls->base) {
        ouro_slots_inherit(cls, cls->base);
        cls->core.flags |= cls->base->core.flags & CLASS_SUBCLASS_MASK;
        if (!cls->dict_offset)
            cls->dict_offset = cls->base->dict_offset;
    }
    cls->core.flags |= CLASS_READY;
    return add_doc_and_module(rt, cls);
}

/* ---- memory of instances --------------------------------------------------------------------- */

static ouro_object **dict_word(const ouro_runtime *rt, const struct ouro_class *cls,
                               const ouro_object *self)
{
    if (cls->dict_offset > 0)
        return (ouro_object **)((uintptr_t)self + (uintptr_t)cls->dict_offset);
    if (cls->dict_offset == DICT_TRAILING) {
        struct ouro_heap *heap = (struct ouro_heap *)(uintptr_t)&rt->heap;
        return (ouro_object **)((uintptr_t)self + ouro_object_size(heap, self) - sizeof(void *));
    }
    return NULL;
}

ouro_object **ouro_instance_dict_word(const ouro_runtime *rt, const ouro_object *self)
{
    return dict_word(rt, class_of(rt, self), self);
}

/* size_of for classes made in Python: what the built-in base says, plus the trailing dict word; or
 * the inline values, whose number the object itself remembers. */
size_t ouro_class_instance_size(struct ouro_heap *heap, const ouro_object *self)
{
    const struct ouro_class *cls = (const struct ouro_class *)heap->types[self->type_index];
    if (cls->dict_offset == DICT_INLINE)
        return sizeof(struct ouro_instance) + self->user_flags * sizeof(ouro_object *);
    const struct ouro_class *base = cls;
    while (base->base && base->core.size_of == ouro_class_instance_size)
        base = base->base;
    if (!base->core.size_of || !(cls->core.flags & CLASS_VARIABLE_SIZE))
        return cls->core.instance_size;
    size_t size = ouro_round_up(base->core.size_of(heap, self), 8);
    return cls->dict_offset == DICT_TRAILING ? size + sizeof(void *) : size;
}

/* The first instances get room to spare: the class learns from them how much the others need. All get
 * room for a few attributes that are added later. */
static unsigned inline_count_for(struct ouro_class *cls)
{
    enum { COUNT_MIN = 4, EARLY_MAX = 8, EARLY_ROOM = 12 };
    unsigned count = cls->inline_count > 255 ? 255 : cls->inline_count;
    if (ouro_likely(cls->early_count >= EARLY_MAX))
        return count < COUNT_MIN ? COUNT_MIN : count;
    cls->early_count++;
    return count > EARLY_ROOM ? count : EARLY_ROOM;
}

ouro_object *ouro_class_alloc(ouro_runtime *rt, struct ouro_class *cls, size_t extra_size)
{
    size_t size;
    unsigned inline_count = 0;
    if (cls->dict_offset == DICT_INLINE) {
        inline_count = inline_count_for(cls);
        size = sizeof(struct ouro_instance) + inline_count * sizeof(ouro_object *);
    } else if (!ouro_size_add(cls->core.instance_size, extra_size, &size) ||
               !ouro_size_add(ouro_round_up(size, 8),
                              cls->dict_offset == DICT_TRAILING ? sizeof(void *) : 0, &size)) {
        return ouro_raise_memory(rt);
    }
    enum ouro_block_kind kind = (enum ouro_block_kind)cls->core.kind;
    ouro_object *self = ouro_object_alloc(&rt->heap, cls->core.index, size, OURO_BLOCK_CONTAINER == kind
                                              ? OURO_BLOCK_CONTAINER
                                              : OURO_BLOCK_ATOM);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    memset(self + 1, 0, size - sizeof *self);
    if (cls->dict_offset == DICT_INLINE) {
        self->user_flags = (uint8_t)inline_count;
        instance_of(self)->shape_or_dict = (uintptr_t)cls->shape;
    }
    if (cls->core.flags & OURO_TYPE_HEAP) {
        incref(&cls->core.base);
        if (ouro_unlikely(cls->core.finalize != NULL))
            ouro_gc_note_birth(&rt->heap, self); /* finalizers of a cycle run in this order */
    }
    return self;
}

static ouro_object **slots_of(const struct ouro_class *cls, const ouro_object *self)
{
    return (ouro_object **)((uintptr_t)self + cls->slots_offset);
}

/* Drops __slots__ of this class and its bases, then the dict. */
static void clear_attributes(ouro_runtime *rt, struct ouro_class *cls, ouro_object *self)
{
    for (struct ouro_class *at = cls; at && at->slot_count; at = at->base) {
        uint32_t own = at->slot_count - (at->base ? at->base->slot_count : 0);
        for (uint32_t i = 0; i < own; i++)
            clearref(rt, &slots_of(at, self)[i]);
    }
    if (cls->dict_offset == DICT_INLINE) {
        struct ouro_instance *instance = instance_of(self);
        if (ouro_instance_has_dict(instance)) {
            ouro_object *dict = ouro_instance_dict_peek(instance);
            instance->shape_or_dict = (uintptr_t)cls->shape;
            decref(rt, dict);
            return;
        }
        uint32_t count = ouro_instance_shape(instance)->count;
        instance->shape_or_dict = (uintptr_t)cls->shape;
        for (uint32_t i = 0; i < count; i++)
            clearref(rt, &instance->values[i]);
        return;
    }
    ouro_object **dict = dict_word(rt, cls, self);
    if (dict)
        clearref(rt, dict);
}

void ouro_class_free(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *cls = class_of(rt, self);
    if (cls->slot_count || cls->dict_offset)
        clear_attributes(rt, cls, self);
    size_t size = ouro_object_size(&rt->heap, self);
    if (cls->core.kind == OURO_BLOCK_CONTAINER)
        ouro_object_free(&rt->heap, self, size, OURO_BLOCK_CONTAINER);
    else
        ouro_object_free(&rt->heap, self, size, OURO_BLOCK_ATOM);
    if (cls->core.flags & OURO_TYPE_HEAP)
        decref(rt, &cls->core.base);
}

void ouro_class_traverse_instance(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_runtime *rt = runtime_of(visitor->heap);
    struct ouro_class *cls = class_of(rt, self);
    if (cls->core.flags & OURO_TYPE_HEAP)
        ouro_visit(visitor, (ouro_object *const *)(void *)&rt->heap.types[self->type_index]);
    for (struct ouro_class *at = cls; at && at->slot_count; at = at->base)
        ouro_visit_range(visitor, slots_of(at, self),
                         at->slot_count - (at->base ? at->base->slot_count : 0));
    if (cls->dict_offset == DICT_INLINE) {
        struct ouro_instance *instance = instance_of((ouro_object *)(uintptr_t)self);
        if (ouro_instance_has_dict(instance)) {
            ouro_object *dict = ouro_instance_dict_peek(instance);
            ouro_visit(visitor, &dict);
        } else if (instance->shape_or_dict) {
            ouro_visit_range(visitor, instance->values, ouro_instance_shape(instance)->count);
        }
        return;
    }
    ouro_object **dict = dict_word(rt, cls, self);
    if (dict)
        ouro_visit(visitor, dict);
}

void ouro_class_clear_instance(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_class *cls = class_of(rt, self);
    struct ouro_class *base = cls;
    while (base && base->core.clear == ouro_class_clear_instance)
        base = base->base;
    if (base && base->core.clear)
        base->core.clear(heap, self);
    clear_attributes(rt, cls, self);
}

/* ---- generic attribute access ---------------------------------------------------------------- */

/* The attribute in the instance's own store: borrowed, or NULL (an error may be set for odd keys). */
static ouro_object *own_attribute(ouro_runtime *rt, const struct ouro_class *cls, ouro_object *self,
                                  ouro_object *name)
{
    if (cls->dict_offset == DICT_INLINE)
        return ouro_instance_peek(rt, self, name);
    if (cls->dict_offset == DICT_NONE)
        return NULL;
    ouro_object **dict = dict_word(rt, cls, self);
    return *dict ? ouro_dict_peek(rt, *dict, name) : NULL;
}

ouro_object *ouro_generic_getattr_or_null(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    struct ouro_class *found_class = found ? class_of(rt, found) : NULL;
    xincref(found);
    if (found && found_class->descr_get && found_class->descr_set) {
        ouro_object *value = found_class->descr_get(rt, found, self, &cls->core.base);
        decref(rt, found);
        return value;
    }
    ouro_object *own = own_attribute(rt, cls, self, name);
    if (own) {
        incref(own);
        xdecref(rt, found);
        return own;
    }
    if (ouro_unlikely(rt->error)) {
        xdecref(rt, found);
        return NULL;
    }
    if (found && found_class->descr_get) {
        ouro_object *value = found_class->descr_get(rt, found, self, &cls->core.base);
        decref(rt, found);
        return value;
    }
    return found;
}

void *ouro_raise_attribute(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    ouro_raise(rt, EXC_AttributeError, "'%T' object has no attribute '%U'", self, name);
    ouro_error_set_attribute(rt, self, name);
    return NULL;
}

ouro_object *ouro_generic_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    ouro_object *value = ouro_generic_getattr_or_null(rt, self, name);
    if (ouro_likely(value != NULL) || rt->error)
        return value;
    return ouro_raise_attribute(rt, self, name);
}

/* What cannot be set or deleted: unlike a reading that fails, the error does not keep the object and the
 * name, so that nothing similar is suggested. */
static bool raise_no_store(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *found)
{
    return ouro_raise(rt, EXC_AttributeError,
                      found ? "'%T' object attribute '%U' is read-only"
                            : "'%T' object has no attribute '%U'",
                      self, name) != NULL;
}

bool ouro_generic_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    if (found && class_of(rt, found)->descr_set) {
        incref(found);
        bool is_done = class_of(rt, found)->descr_set(rt, found, self, value);
        decref(rt, found);
        return is_done;
    }
    if (cls->dict_offset == DICT_NONE)
        return raise_no_store(rt, self, name, found);
    if (cls->dict_offset == DICT_INLINE) {
        if (value)
            return ouro_instance_store(rt, self, name, value);
        int outcome = ouro_instance_delete(rt, self, name);
        return outcome > 0 || (outcome == 0 && raise_no_store(rt, self, name, NULL));
    }
    ouro_object **slot = dict_word(rt, cls, self);
    if (!*slot && value && !(*slot = ouro_dict_new(rt)))
        return false;
    if (value)
        return ouro_dict_set(rt, *slot, name, value);
    int outcome = *slot ? ouro_dict_remove(rt, *slot, name, NULL) : 0;
    return outcome > 0 || (outcome == 0 && raise_no_store(rt, self, name, NULL));
}

ouro_object *ouro_generic_iter_self(ouro_runtime *rt, ouro_object *self)
{
    return newref(self);
}
