/* object: what every class inherits. */
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"

static bool object_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names);

static bool has_arguments(size_t count, ouro_object *names)
{
    return count > 0 || (names && tuple_length(names) > 0);
}

static ouro_object *raise_abstract(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *abstract = ouro_dict_peek_str(rt, cls->dict, rt->name___abstractmethods__);
    ouro_object *sorted = abstract ? ouro_to_list(rt, abstract) : NULL;
    ouro_object *separator = sorted ? ouro_str_from(rt, ", ") : NULL;
    if (separator && ouro_list_sort(rt, sorted, NULL, false)) {
        ouro_object *joined = ouro_str_join(rt, separator, sorted);
        if (joined)
            ouro_raise(rt, EXC_TypeError,
                       "Can't instantiate abstract class %N with abstract method%s %U", cls,
                       list_length(sorted) > 1 ? "s" : "", joined);
        xdecref(rt, joined);
    }
    xdecref(rt, separator);
    xdecref(rt, sorted);
    return NULL;
}

/* Surplus arguments are an error, unless the other of __new__ and __init__ is overridden and takes
 * them. */
ouro_object *ouro_object_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    if (ouro_unlikely(has_arguments(count, names))) {
        if (cls->create != ouro_object_create)
            return ouro_raise(rt, EXC_TypeError,
                              "object.__new__() takes exactly one argument (the type to instantiate)");
        if (cls->init == object_init)
            return ouro_raise(rt, EXC_TypeError, "%N() takes no arguments", cls);
    }
    if (ouro_unlikely(cls->core.flags & CLASS_ABSTRACT))
        return raise_abstract(rt, cls);
    return ouro_class_alloc(rt, cls, 0);
}

static bool object_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    if (ouro_likely(!has_arguments(count, names)))
        return true;
    struct ouro_class *cls = class_of(rt, self);
    if (cls->init != object_init)
        return ouro_raise(rt, EXC_TypeError,
                          "object.__init__() takes exactly one argument (the instance to initialize)") !=
               NULL;
    if (cls->create == ouro_object_create)
        return ouro_raise(rt, EXC_TypeError,
                          "%N.__init__() takes exactly one argument (the instance to initialize)",
                          cls) != NULL;
    return true;
}

static ouro_object *object_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *module = ouro_class_module(rt, cls);
    unsigned long long address = (unsigned long long)(uintptr_t)self;
    ouro_object *text;
    if (module && is_str(rt, module) && !ouro_str_equal_text(module, "builtins"))
        text = ouro_str_format(rt, "<%U.%U object at 0x%llx>", module, cls->qualname, address);
    else
        text = ouro_str_format(rt, "<%U object at 0x%llx>", cls->qualname, address);
    xdecref(rt, module);
    return text;
}

static ouro_object *object_str(ouro_runtime *rt, ouro_object *self)
{
    return ouro_repr(rt, self);
}

static bool object_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    uintptr_t address = (uintptr_t)self;
    *hash = (int64_t)(address >> 4 | address << 60);
    if (*hash == -1)
        *hash = -2;
    return true;
}

static ouro_object *object_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                   enum ouro_compare_op op)
{
    if (op == COMPARE_EQ)
        return a == b ? rt->true_ : rt->not_implemented;
    if (op != COMPARE_NE)
        return rt->not_implemented;
    struct ouro_class *cls = class_of(rt, a); /* the opposite of __eq__, if that knows */
    if (!cls->compare)
        return rt->not_implemented;
    ouro_object *equal = cls->compare(rt, a, b, COMPARE_EQ);
    if (!equal || equal == rt->not_implemented)
        return equal;
    int truth = ouro_truth(rt, equal);
    decref(rt, equal);
    return truth < 0 ? NULL : bool_object(rt, !truth);
}

static void object_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *object_format(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "__format__() argument must be str, not %W", args[0]);
    if (ouro_str_length(args[0]) > 0)
        return ouro_raise(rt, EXC_TypeError, "unsupported format string passed to %T.__format__", self);
    return ouro_str(rt, self);
}

static bool merge_class_names(ouro_runtime *rt, ouro_object *names, struct ouro_class *cls)
{
    for (size_t i = tuple_length(cls->mro); i-- > 0;) {
        struct ouro_class *at = (struct ouro_class *)(void *)tuple_at(cls->mro, i);
        if (!ouro_dict_merge(rt, names, at->dict, 1))
            return false;
    }
    return true;
}

static ouro_object *object_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *unused)
{
    ouro_object *names = ouro_dict_new(rt), *own = NULL;
    int outcome = names ? ouro_getattr_optional(rt, self, rt->name___dict__, &own) : -1;
    bool is_done = outcome >= 0;
    if (outcome > 0) {
        if (is_dict(rt, own))
            is_done = ouro_dict_merge(rt, names, own, 1);
        decref(rt, own);
    }
    is_done = is_done && merge_class_names(rt, names, class_of(rt, self));
    ouro_object *list = is_done ? ouro_dict_keys_list(rt, names) : NULL;
    xdecref(rt, names);
    return list;
}

static ouro_object *object_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_int_new(rt, (int64_t)ouro_object_size(&rt->heap, self));
}

static ouro_object *get_copyreg(ouro_runtime *rt, const char *name)
{
    ouro_object *import = ouro_dict_peek_str(rt, rt->builtins, rt->name___import__);
    ouro_object *text = ouro_str_from(rt, "copyreg");
    ouro_object *module = import && text ? ouro_call1(rt, import, text) : NULL;
    ouro_object *value = module ? ouro_getattr_text(rt, module, name) : NULL;
    xdecref(rt, text);
    xdecref(rt, module);
    return value;
}

static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, int64_t protocol)
{
    ouro_object *function = get_copyreg(rt, "__reduce_object__");
    ouro_object *number = function ? ouro_int_new(rt, protocol) : NULL;
    ouro_object *result = number ? ouro_call2(rt, function, self, number) : NULL;
    xdecref(rt, function);
    xdecref(rt, number);
    return result;
}

static ouro_object *object_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return reduce(rt, self, 0);
}

static ouro_object *object_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    int64_t protocol;
    if (!ouro_index_i64(rt, args[0], &protocol, EXC_OverflowError))
        return NULL;
    /* A class with its own __reduce__ decides. */
    ouro_object *own = ouro_class_lookup(rt, class_of(rt, self), rt->name___reduce__);
    ouro_object *ours = ouro_dict_peek_str(rt, builtin_class(rt, TYPE_OBJECT)->dict, rt->name___reduce__);
    if (own && own != ours)
        return ouro_call_method(rt, self, rt->name___reduce__, NULL, 0);
    return reduce(rt, self, protocol);
}

static ouro_object *object_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *function = get_copyreg(rt, "__getstate_object__");
    ouro_object *result = function ? ouro_call1(rt, function, self) : NULL;
    xdecref(rt, function);
    return result;
}

static ouro_object *object_init_subclass(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    if (count && !(names && tuple_length(names)))
        return ouro_raise(rt, EXC_TypeError, "%N.__init_subclass__() takes no arguments (%zu given)",
                          (struct ouro_class *)(void *)self, count);
    if (has_arguments(count, names))
        return ouro_raise(rt, EXC_TypeError, "%N.__init_subclass__() takes no keyword arguments",
                          (struct ouro_class *)(void *)self);
    return rt->none;
}

static ouro_object *object_subclasshook(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return rt->not_implemented;
}

static const struct ouro_method object_methods[] = {
    {"__format__", object_format, 1, 1, 0, NULL},
    {"__dir__", object_dir, 0, 0, 0, NULL},
    {"__sizeof__", object_sizeof, 0, 0, 0, NULL},
    {"__reduce__", object_reduce, 0, 0, 0, NULL},
    {"__reduce_ex__", object_reduce_ex, 1, 1, 0, NULL},
    {"__getstate__", object_getstate, 0, 0, 0, NULL},
    {"__init_subclass__", object_init_subclass, 0, -1, METHOD_CLASS | METHOD_KEYWORDS, NULL},
    {"__subclasshook__", object_subclasshook, 0, -1, METHOD_CLASS, NULL},
    {0},
};

static ouro_object *get_class(ouro_runtime *rt, ouro_object *self)
{
    return newref(&class_of(rt, self)->core.base);
}

/* Two classes may be exchanged on an instance if their instances look the same in memory. */
static bool is_same_layout(const struct ouro_class *a, const struct ouro_class *b)
{
    return a->core.instance_size == b->core.instance_size && a->dict_offset == b->dict_offset &&
           a->slot_count == b->slot_count && a->core.kind == b->core.kind &&
           a->core.dealloc == b->core.dealloc;
}

static bool put_class(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "can't delete __class__ attribute") != NULL;
    if (!is_class(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__class__ must be set to a class, not '%T' object", value) !=
               NULL;
    struct ouro_class *from = class_of(rt, self), *to = (struct ouro_class *)(void *)value;
    bool both_modules = ouro_class_is_subclass(from, builtin_class(rt, TYPE_MODULE)) &&
                        ouro_class_is_subclass(to, builtin_class(rt, TYPE_MODULE));
    if (!both_modules && (!(from->core.flags & OURO_TYPE_HEAP) || !(to->core.flags & OURO_TYPE_HEAP)))
        return ouro_raise(rt, EXC_TypeError,
                          "__class__ assignment only supported for mutable types or ModuleType "
                          "subclasses") != NULL;
    if (!is_same_layout(from, to))
        return ouro_raise(rt, EXC_TypeError, "__class__ assignment: '%N' object layout differs from '%N'",
                          to, from) != NULL;
    /* Shapes belong to a class: the attributes move to a dict first. */
    if (from->dict_offset == DICT_INLINE && !ouro_instance_dict_inline(rt, self))
        return false;
    if (to->core.flags & OURO_TYPE_HEAP)
        incref(value);
    self->type_index = to->core.index;
    if (from->core.flags & OURO_TYPE_HEAP)
        decref(rt, &from->core.base);
    return true;
}

static const struct ouro_getset object_getsets[] = {
    {"__class__", get_class, put_class, "the object's class"},
    {0},
};

ouro_object *ouro_instance_dict(ouro_runtime *rt, ouro_object *self)
{
    if (class_of(rt, self)->dict_offset == DICT_INLINE)
        return ouro_instance_dict_inline(rt, self);
    ouro_object **slot = ouro_instance_dict_word(rt, self);
    if (!slot)
        return ouro_raise_attribute(rt, self, rt->name___dict__);
    if (!*slot)
        *slot = ouro_dict_new(rt);
    return *slot;
}

bool ouro_object_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_OBJECT);
    cls->core.dealloc = object_dealloc;
    cls->create = ouro_object_create;
    cls->init = object_init;
    cls->repr = object_repr;
    cls->str = object_str;
    cls->hash = object_hash;
    cls->compare = object_compare;
    cls->getattr = ouro_generic_getattr;
    cls->setattr = ouro_generic_setattr;
    return ouro_class_ready(rt, cls, object_methods, object_getsets, NULL);
}
