/* type: the class of classes. */
#include <stddef.h>

#include "gc/weakref.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/text_signature.h"
#include "types/tuple.h"

static struct ouro_class *as_class(ouro_object *object)
{
    return (struct ouro_class *)(void *)object;
}

struct ouro_weakref *ouro_class_first_weakref(ouro_runtime *rt, ouro_object *self)
{
    return ouro_weakref_first(&rt->heap, self);
}

/* ---- calling a class ------------------------------------------------------------------------- */

static ouro_object *type_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    struct ouro_class *cls = as_class(callable);
    if (ouro_unlikely(cls->core.index == TYPE_TYPE) && count == 1 && !(names && tuple_length(names)))
        return newref(&class_of(rt, args[0])->core.base);
    if (!cls->create || cls->core.flags & CLASS_NO_INSTANTIATION)
        return ouro_raise(rt, EXC_TypeError, "cannot create '%s' instances", cls->core.name);
    ouro_object *self = cls->create(rt, cls, args, count, names);
    if (!self || !ouro_class_is_subclass(class_of(rt, self), cls))
        return self;
    struct ouro_class *actual = class_of(rt, self);
    if (actual->init && !actual->init(rt, self, args, count, names)) {
        decref(rt, self);
        return NULL;
    }
    return self;
}

static ouro_object *type_create(ouro_runtime *rt, struct ouro_class *metaclass, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    if (count != 3)
        return ouro_raise(rt, EXC_TypeError, metaclass->core.index == TYPE_TYPE
                              ? "type() takes 1 or 3 arguments"
                              : "type.__new__() takes exactly 3 arguments (%zu given)", count);
    static const char *const wanted[] = {"str", "tuple", "dict"};
    bool fits[] = {is_str(rt, args[0]), is_tuple(rt, args[1]), is_dict(rt, args[2])};
    for (int i = 0; i < 3; i++)
        if (!fits[i])
            return ouro_raise(rt, EXC_TypeError, "type.__new__() argument %d must be %s, not %W", i + 1,
                              wanted[i], args[i]);
    for (size_t i = 0; i < tuple_length(args[1]); i++) {
        ouro_object *base = tuple_at(args[1], i);
        if (is_class(rt, base))
            continue;
        ouro_object *entries = ouro_lookup_special(rt, base, rt->name___mro_entries__);
        if (entries) {
            decref(rt, entries);
            return ouro_raise(rt, EXC_TypeError,
                              "type() doesn't support MRO entry resolution; use types.new_class()");
        }
        if (rt->error)
            return NULL;
    }
    struct ouro_class *winner = ouro_class_most_derived_metaclass(rt, metaclass, args[1]);
    if (!winner)
        return NULL;
    if (winner != metaclass && winner->create != type_create)
        return winner->create(rt, winner, args, count, names);
    return ouro_class_new(rt, winner, args[0], args[1], args[2], args + 3, names);
}

static bool type_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    if (count != 1 && count != 3)
        return ouro_raise(rt, EXC_TypeError, "type.__init__() takes 1 or 3 arguments") != NULL;
    return true;
}

/* ---- attributes of classes ------------------------------------------------------------------- */

static ouro_object *type_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct ouro_class *cls = as_class(self), *metaclass = class_of(rt, self);
    ouro_object *meta = ouro_class_lookup(rt, metaclass, name);
    struct ouro_class *meta_class = meta ? class_of(rt, meta) : NULL;
    xincref(meta);
    ouro_object *value = NULL;
    if (meta && meta_class->descr_get && meta_class->descr_set) {
        value = meta_class->descr_get(rt, meta, self, &metaclass->core.base);
        goto done;
    }
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    if (found) {
        struct ouro_class *found_class = class_of(rt, found);
        if (!found_class->descr_get) {
            value = newref(found);
            goto done;
        }
        incref(found);
        value = found_class->descr_get(rt, found, NULL, self);
        decref(rt, found);
        goto done;
    }
    if (meta && meta_class->descr_get) {
        value = meta_class->descr_get(rt, meta, self, &metaclass->core.base);
        goto done;
    }
    if (meta)
        return meta;
    if (cls->core.flags & OURO_TYPE_HEAP)
        ouro_raise(rt, EXC_AttributeError, "type object '%N' has no attribute '%U'", cls, name);
    else
        ouro_raise(rt, EXC_AttributeError, "type object '%s' has no attribute '%U'", cls->core.name, name);
    ouro_error_set_attribute(rt, self, name);
    return NULL;
done:
    xdecref(rt, meta);
    return value;
}

static bool type_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    struct ouro_class *cls = as_class(self);
    if (cls->core.flags & OURO_TYPE_IMMUTABLE)
        return ouro_raise(rt, EXC_TypeError, "cannot set '%U' attribute of immutable type '%s'", name,
                          cls->core.name) != NULL;
    struct ouro_class *metaclass = class_of(rt, self);
    ouro_object *meta = ouro_class_lookup(rt, metaclass, name);
    if (meta && class_of(rt, meta)->descr_set) {
        incref(meta);
        bool is_done = class_of(rt, meta)->descr_set(rt, meta, self, value);
        decref(rt, meta);
        return is_done;
    }
    bool is_done;
    if (value) {
        is_done = ouro_dict_set(rt, cls->dict, name, value);
    } else {
        int outcome = ouro_dict_remove(rt, cls->dict, name, NULL);
        if (outcome == 0)
            ouro_raise(rt, EXC_AttributeError, "type object '%N' has no attribute '%U'", cls, name);
        is_done = outcome > 0;
    }
    if (is_done)
        ouro_class_modified(rt, cls, name);
    return is_done;
}

ouro_object *ouro_class_module(ouro_runtime *rt, struct ouro_class *cls)
{
    /* The dict of a built-in class may have a descriptor there, for the __module__ of its instances. */
    ouro_object *module = ouro_dict_peek_str(rt, cls->dict, rt->name___module__);
    if (module && (is_str(rt, module) || (cls->core.flags & OURO_TYPE_HEAP)))
        return newref(module);
    return cls->core.flags & OURO_TYPE_HEAP ? NULL : ouro_str_from(rt, "builtins");
}

static ouro_object *type_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *cls = as_class(self);
    ouro_object *module = ouro_class_module(rt, cls);
    ouro_object *text;
    if (module && is_str(rt, module) && !ouro_str_equal_text(module, "builtins"))
        text = ouro_str_format(rt, "<class '%U.%U'>", module, cls->qualname);
    else
        text = ouro_str_format(rt, "<class '%U'>",
                               cls->core.flags & OURO_TYPE_HEAP ? cls->name : cls->qualname);
    xdecref(rt, module);
    return text;
}

/* ---- getsets --------------------------------------------------------------------------------- */

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return newref(as_class(self)->name);
}

static bool may_change(ouro_runtime *rt, ouro_object *self, ouro_object *value, const char *name)
{
    if (as_class(self)->core.flags & OURO_TYPE_IMMUTABLE)
        return ouro_raise(rt, EXC_TypeError, "cannot set '%s' attribute of immutable type '%s'", name,
                          as_class(self)->core.name) != NULL;
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "cannot delete '%s' attribute of immutable type '%N'", name,
                          as_class(self)) != NULL;
    return true;
}

static bool put_name(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!may_change(rt, self, value, "__name__"))
        return false;
    if (!is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "can only assign string to %N.__name__, not '%T'",
                          as_class(self), value) != NULL;
    return ouro_class_rename(rt, as_class(self), value);
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *self)
{
    return newref(as_class(self)->qualname);
}

static bool put_qualname(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!may_change(rt, self, value, "__qualname__"))
        return false;
    if (!is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "can only assign string to %N.__qualname__, not '%T'",
                          as_class(self), value) != NULL;
    setref_take(rt, &as_class(self)->qualname, newref(value));
    return true;
}

static ouro_object *get_module(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *module = ouro_class_module(rt, as_class(self));
    return module || rt->error ? module : ouro_raise(rt, EXC_AttributeError, "__module__");
}

static bool put_module(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!may_change(rt, self, value, "__module__") ||
        !ouro_dict_set(rt, as_class(self)->dict, rt->name___module__, value))
        return false;
    ouro_class_modified(rt, as_class(self), rt->name___module__);
    return true;
}

static ouro_object *get_bases(ouro_runtime *rt, ouro_object *self)
{
    return newref(as_class(self)->bases);
}

/* Works out the order of cls anew, and then of the classes derived from it. */
static bool set_mro_below(ouro_runtime *rt, struct ouro_class *cls)
{
    if (!ouro_enter(rt, ""))
        return false;
    bool is_done = ouro_class_set_mro(rt, cls);
    size_t position = 0;
    ouro_object *key, *value;
    while (is_done && cls->subclasses && ouro_dict_next(cls->subclasses, &position, &key, &value)) {
        struct ouro_class *subclass = ouro_descriptor_weak_class(value);
        if (subclass->core.base.refcount != 0)
            is_done = set_mro_below(rt, subclass);
    }
    ouro_leave(rt);
    return is_done;
}

/* The same for the slots. */
static void update_slots_below(ouro_runtime *rt, struct ouro_class *cls)
{
    if (!ouro_enter(rt, "")) {
        ouro_error_clear(rt); /* set_mro_below went as deep */
        return;
    }
    ouro_slots_update(rt, cls, NULL);
    size_t position = 0;
    ouro_object *key, *value;
    while (cls->subclasses && ouro_dict_next(cls->subclasses, &position, &key, &value)) {
        struct ouro_class *subclass = ouro_descriptor_weak_class(value);
        if (subclass->core.base.refcount != 0)
            update_slots_below(rt, subclass);
    }
    ouro_leave(rt);
}

/* Assigning __bases__: only between classes whose instances look alike. */
static bool put_bases(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct ouro_class *cls = as_class(self);
    if (!may_change(rt, self, value, "__bases__"))
        return false;
    if (!is_tuple(rt, value))
        return ouro_raise(rt, EXC_TypeError, "can only assign tuple to %N.__bases__, not %T", cls, value) !=
               NULL;
    if (tuple_length(value) == 0)
        return ouro_raise(rt, EXC_TypeError, "can only assign non-empty tuple to %N.__bases__, not ()",
                          cls) != NULL;
    for (size_t i = 0; i < tuple_length(value); i++) {
        ouro_object *base = tuple_at(value, i);
        if (!is_class(rt, base))
            return ouro_raise(rt, EXC_TypeError, "%N.__bases__ must be tuple of classes, not '%T'", cls,
                              base) != NULL;
        if (ouro_class_is_subclass(as_class(base), cls))
            return ouro_raise(rt, EXC_TypeError, "a __bases__ item causes an inheritance cycle") != NULL;
    }
    struct ouro_class *new_base = as_class(tuple_at(value, 0));
    if ((new_base->core.flags ^ cls->base->core.flags) & OURO_TYPE_HEAP)
        return ouro_raise(rt, EXC_TypeError, "__bases__ assignment: '%N' deallocator differs from '%N'",
                          new_base, cls->base) != NULL;
    if (new_base->slot_count != cls->base->slot_count ||
        new_base->core.dealloc != cls->base->core.dealloc ||
        (new_base->dict_offset != cls->dict_offset && new_base->core.index != TYPE_OBJECT))
        return ouro_raise(rt, EXC_TypeError, "__bases__ assignment: '%N' object layout differs from '%N'",
                          new_base, cls->base) != NULL;
    ouro_object *old_bases = cls->bases;
    struct ouro_class *old_base = cls->base;
    cls->bases = newref(value);
    if (is_exact(value, TYPE_TUPLE))
        value->user_flags |= TUPLE_BASES;
    cls->base = as_class(newref(&new_base->core.base));
    bool is_done = set_mro_below(rt, cls);
    bool is_mine = cls->bases == value; /* an mro method of a metaclass may have assigned others */
    if (!is_done) {
        if (is_mine) {
            decref(rt, value);
            decref(rt, &new_base->core.base);
            cls->bases = old_bases;
            cls->base = old_base;
        } else {
            decref(rt, old_bases);
            decref(rt, &old_base->core.base);
        }
        return false;
    }
    for (size_t i = 0; i < tuple_length(old_bases); i++)
        ouro_class_remove_subclass(rt, as_class(tuple_at(old_bases, i)), cls);
    for (size_t i = 0; is_mine && i < tuple_length(value); i++)
        is_done = ouro_class_add_subclass(rt, as_class(tuple_at(value, i)), cls) && is_done;
    update_slots_below(rt, cls);
    ouro_class_modified(rt, cls, NULL);
    decref(rt, old_bases);
    decref(rt, &old_base->core.base);
    return is_done;
}

static ouro_object *get_mro(ouro_runtime *rt, ouro_object *self)
{
    return as_class(self)->mro ? newref(as_class(self)->mro) : rt->none;
}

static ouro_object *get_base(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *base = as_class(self)->base;
    return base ? newref(&base->core.base) : rt->none;
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    return ouro_mapping_proxy_new(rt, as_class(self)->dict);
}

static ouro_object *get_doc(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *doc = ouro_dict_peek_str(rt, as_class(self)->dict, rt->name___doc__);
    if (!doc)
        return rt->none;
    struct ouro_class *doc_class = class_of(rt, doc);
    return doc_class->descr_get ? doc_class->descr_get(rt, doc, NULL, self) : newref(doc);
}

static bool put_doc(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!may_change(rt, self, value, "__doc__") ||
        !ouro_dict_set(rt, as_class(self)->dict, rt->name___doc__, value))
        return false;
    ouro_class_modified(rt, as_class(self), rt->name___doc__);
    return true;
}

static ouro_object *get_annotations(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *cls = as_class(self);
    ouro_object *annotations = ouro_dict_peek_str(rt, cls->dict, rt->name___annotations__);
    if (annotations)
        return newref(annotations);
    if (!(cls->core.flags & OURO_TYPE_HEAP))
        return ouro_raise(rt, EXC_AttributeError, "type object '%s' has no attribute '__annotations__'",
                          cls->core.name);
    annotations = ouro_dict_new(rt);
    if (annotations && !ouro_dict_set(rt, cls->dict, rt->name___annotations__, annotations)) {
        decref(rt, annotations);
        return NULL;
    }
    return annotations;
}

static bool put_annotations(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_dict_remove(rt, as_class(self)->dict, rt->name___annotations__, NULL) > 0 ||
               ouro_raise(rt, EXC_AttributeError, "__annotations__");
    return may_change(rt, self, value, "__annotations__") &&
           ouro_dict_set(rt, as_class(self)->dict, rt->name___annotations__, value);
}

static ouro_object *get_abstract(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *value = as_class(self)->core.index == TYPE_TYPE
                             ? NULL
                             : ouro_dict_peek_str(rt, as_class(self)->dict, rt->name___abstractmethods__);
    return value ? newref(value) : ouro_raise(rt, EXC_AttributeError, "__abstractmethods__");
}

static bool put_abstract(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct ouro_class *cls = as_class(self);
    int truth = value ? ouro_truth(rt, value) : 0;
    if (truth < 0 || (value && !ouro_dict_set(rt, cls->dict, rt->name___abstractmethods__, value)))
        return false;
    if (!value && ouro_dict_remove(rt, cls->dict, rt->name___abstractmethods__, NULL) <= 0)
        return rt->error ? false : ouro_raise(rt, EXC_AttributeError, "__abstractmethods__") != NULL;
    cls->core.flags = truth ? cls->core.flags | CLASS_ABSTRACT : cls->core.flags & ~CLASS_ABSTRACT;
    ouro_class_modified(rt, cls, rt->name___abstractmethods__);
    return true;
}

static ouro_object *get_basicsize(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, as_class(self)->core.instance_size);
}

static ouro_object *get_itemsize(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, as_class(self)->item_size);
}

static ouro_object *get_flags(ouro_runtime *rt, ouro_object *self)
{
    /* The bits programs ask for: heap type (9), base type (10), and abstract (20). */
    uint32_t flags = as_class(self)->core.flags;
    int64_t value = (flags & OURO_TYPE_HEAP ? 1 << 9 : 0) | (flags & OURO_TYPE_BASE ? 1 << 10 : 0) |
                    (flags & CLASS_ABSTRACT ? 1 << 20 : 0);
    return ouro_int_new(rt, value);
}

static ouro_object *get_text_signature(ouro_runtime *rt, ouro_object *self)
{
    return ouro_text_signature_of_class(rt, as_class(self));
}

static const struct ouro_getset type_getsets[] = {
    {"__name__", get_name, put_name, NULL},
    {"__qualname__", get_qualname, put_qualname, NULL},
    {"__module__", get_module, put_module, NULL},
    {"__bases__", get_bases, put_bases, NULL},
    {"__mro__", get_mro, ouro_getset_readonly, NULL},
    {"__base__", get_base, ouro_getset_readonly, NULL},
    {"__dict__", get_dict, NULL, NULL},
    {"__doc__", get_doc, put_doc, NULL},
    {"__text_signature__", get_text_signature, NULL, NULL},
    {"__annotations__", get_annotations, put_annotations, NULL},
    {"__abstractmethods__", get_abstract, put_abstract, NULL},
    {"__basicsize__", get_basicsize, ouro_getset_readonly, NULL},
    {"__itemsize__", get_itemsize, ouro_getset_readonly, NULL},
    {"__flags__", get_flags, ouro_getset_readonly, NULL},
    {0},
};

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *type_mro(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *names)
{
    return ouro_class_mro_list(rt, as_class(self));
}

/* Built-in classes are not entered in their base's table: few programs ask, and all would pay. */
static bool add_native_subclasses(ouro_runtime *rt, struct ouro_class *base, ouro_object *list)
{
    for (uint32_t i = 0; i < OURO_TYPE_INDEX_DYNAMIC; i++) {
        struct ouro_class *cls = (struct ouro_class *)rt->heap.types[i];
        if (cls && cls->base == base && !ouro_list_append(rt, list, &cls->core.base))
            return false;
    }
    return true;
}

static ouro_object *type_subclasses(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *list = ouro_list_new(rt, 0);
    size_t position = 0;
    ouro_object *key, *value;
    if (list && !add_native_subclasses(rt, as_class(self), list)) {
        decref(rt, list);
        return NULL;
    }
    while (list && as_class(self)->subclasses &&
           ouro_dict_next(as_class(self)->subclasses, &position, &key, &value)) {
        struct ouro_class *subclass = ouro_descriptor_weak_class(value);
        if (subclass->core.base.refcount != 0 && !ouro_list_append(rt, list, &subclass->core.base)) {
            decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static ouro_object *type_prepare(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_dict_new(rt);
}

int ouro_is_instance_plain(ouro_runtime *rt, ouro_object *object, ouro_object *cls);
int ouro_is_subclass_plain(ouro_runtime *rt, ouro_object *derived, ouro_object *cls);

static ouro_object *type_instancecheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    int found = ouro_is_instance_plain(rt, args[0], self);
    return found < 0 ? NULL : bool_object(rt, found);
}

static ouro_object *type_subclasscheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    int found = ouro_is_subclass_plain(rt, args[0], self);
    return found < 0 ? NULL : bool_object(rt, found);
}

static ouro_object *type_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *unused)
{
    ouro_object *names = ouro_dict_new(rt);
    bool is_done = names != NULL;
    ouro_object *mro = as_class(self)->mro;
    for (size_t i = tuple_length(mro); is_done && i-- > 0;)
        is_done = ouro_dict_merge(rt, names, as_class(tuple_at(mro, i))->dict, 1);
    ouro_object *list = is_done ? ouro_dict_keys_list(rt, names) : NULL;
    xdecref(rt, names);
    return list;
}

/* X | Y makes a union for annotations and isinstance. */
static ouro_object *type_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro_union_new(rt, a, b);
}

static ouro_object *type_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_int_new(rt, sizeof(struct ouro_class));
}

static const struct ouro_method type_methods[] = {
    {"mro", type_mro, 0, 0, 0, NULL},
    {"__subclasses__", type_subclasses, 0, 0, 0, NULL},
    {"__prepare__", type_prepare, 0, -1, METHOD_CLASS | METHOD_KEYWORDS, NULL},
    {"__instancecheck__", type_instancecheck, 1, 1, 0, NULL},
    {"__subclasscheck__", type_subclasscheck, 1, 1, 0, NULL},
    {"__dir__", type_dir, 0, 0, 0, NULL},
    {"__sizeof__", type_sizeof, 0, 0, 0, NULL},
    {0},
};

/* ---- life ------------------------------------------------------------------------------------ */

static void type_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct ouro_class *cls = (const struct ouro_class *)(const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&cls->base);
    ouro_object *const slots[] = {cls->bases, cls->mro, cls->dict, cls->name, cls->qualname,
                                  cls->subclasses};
    ouro_visit_range(visitor, slots, sizeof slots / sizeof *slots);
    if (class_of(runtime_of(visitor->heap), self)->core.flags & OURO_TYPE_HEAP)
        ouro_visit(visitor, (ouro_object *const *)(void *)&visitor->heap->types[self->type_index]);
}

static void type_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_class *cls = as_class(self);
    ouro_class_modified(rt, cls, NULL);
    if (cls->dict)
        ouro_dict_clear(rt, cls->dict);
    clearref(rt, &cls->mro); /* holds the class itself */
}

static void type_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_class *cls = as_class(self);
    if (cls->bases)
        for (size_t i = 0; i < tuple_length(cls->bases); i++)
            ouro_class_remove_subclass(rt, as_class(tuple_at(cls->bases, i)), cls);
    if (cls->core.index)
        ouro_type_unregister(heap, &cls->core);
    clearref(rt, &cls->dict);
    clearref(rt, &cls->mro);
    clearref(rt, &cls->bases);
    clearref(rt, (ouro_object **)(void *)&cls->base);
    clearref(rt, &cls->name);
    clearref(rt, &cls->qualname);
    clearref(rt, &cls->subclasses);
    ouro_shape_free(rt, cls->shape);
    cls->shape = NULL;
    ouro_mem_free(&heap->mem, OURO_DOMAIN_MEM, (void *)(uintptr_t)cls->core.name);
    ouro_class_free(rt, self);
}

bool ouro_type_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_TYPE);
    cls->core.dealloc = type_dealloc;
    cls->core.traverse = type_traverse;
    cls->core.clear = type_clear;
    cls->create = type_create;
    cls->init = type_init;
    cls->call = type_call;
    cls->getattr = type_getattr;
    cls->setattr = type_setattr;
    cls->repr = type_repr;
    cls->or_ = type_or;
    return ouro_class_ready(rt, cls, type_methods, type_getsets, NULL);
}
