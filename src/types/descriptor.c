#include "types/descriptor.h"

#include "types/class_table.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/float.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/text_signature.h"
#include "types/tuple.h"

struct ouro_class *ouro_descriptor_weak_class(ouro_object *entry)
{
    return (struct ouro_class *)(uintptr_t)ouro_int_value(entry);
}

/* ---- creation -------------------------------------------------------------------------------- */

static ouro_object *alloc(ouro_runtime *rt, unsigned type_index, size_t size)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, (uint16_t)type_index, size, OURO_BLOCK_CONTAINER);
    return self ? self : ouro_raise_memory(rt);
}

ouro_object *ouro_method_descriptor_new(ouro_runtime *rt, struct ouro_class *owner,
                                        const struct ouro_method *method)
{
    if (method->flags & METHOD_STATIC) {
        ouro_object *function = ouro_native_function_new(rt, method, &owner->core.base, NULL);
        ouro_object *wrapped = function ? ouro_static_method_new(rt, function) : NULL;
        xdecref(rt, function);
        return wrapped;
    }
    ouro_object *self =
        alloc(rt, method->flags & METHOD_CLASS ? TYPE_CLASS_METHOD_DESCRIPTOR : TYPE_METHOD_DESCRIPTOR,
              sizeof(struct ouro_native_function));
    if (!self)
        return NULL;
    struct ouro_native_function *descriptor = (struct ouro_native_function *)(void *)self;
    descriptor->method = method;
    descriptor->self = NULL;
    descriptor->module = NULL;
    descriptor->owner = owner;
    return self;
}

ouro_object *ouro_getset_new(ouro_runtime *rt, struct ouro_class *owner, const struct ouro_getset *getset)
{
    ouro_object *self = alloc(rt, TYPE_GETSET_DESCRIPTOR, sizeof(struct ouro_getset_descriptor));
    if (!self)
        return NULL;
    struct ouro_getset_descriptor *descriptor = (struct ouro_getset_descriptor *)(void *)self;
    descriptor->owner = owner;
    if (owner->core.flags & OURO_TYPE_HEAP)
        incref(&owner->core.base);
    descriptor->getset = getset;
    return self;
}

static ouro_object *member_new(ouro_runtime *rt, struct ouro_class *owner, ouro_object *name,
                               uint32_t offset, uint8_t kind, bool is_readonly)
{
    ouro_object *self = alloc(rt, TYPE_MEMBER_DESCRIPTOR, sizeof(struct ouro_member_descriptor));
    if (!self)
        return NULL;
    struct ouro_member_descriptor *descriptor = (struct ouro_member_descriptor *)(void *)self;
    descriptor->owner = owner;
    if (owner->core.flags & OURO_TYPE_HEAP)
        incref(&owner->core.base);
    descriptor->name = newref(name);
    descriptor->offset = offset;
    descriptor->kind = kind;
    descriptor->is_readonly = is_readonly;
    return self;
}

ouro_object *ouro_member_new(ouro_runtime *rt, struct ouro_class *owner, const struct ouro_member *member)
{
    ouro_object *name = ouro_str_intern_text(rt, member->name);
    ouro_object *self = name ? member_new(rt, owner, name, member->offset, member->kind,
                                          member->is_readonly)
                             : NULL;
    xdecref(rt, name);
    return self;
}

ouro_object *ouro_member_slot_new(ouro_runtime *rt, struct ouro_class *owner, ouro_object *name,
                                  uint32_t offset)
{
    return member_new(rt, owner, name, offset, MEMBER_OBJECT_STRICT, false);
}

/* ---- common behaviour ------------------------------------------------------------------------ */

/* The owner and name stand at different places in the four structs. */
static struct ouro_class *owner_of(ouro_object *self)
{
    switch (self->type_index) {
    case TYPE_METHOD_DESCRIPTOR:
    case TYPE_CLASS_METHOD_DESCRIPTOR:
        return ((struct ouro_native_function *)(void *)self)->owner;
    case TYPE_GETSET_DESCRIPTOR:
        return ((struct ouro_getset_descriptor *)(void *)self)->owner;
    case TYPE_MEMBER_DESCRIPTOR:
        return ((struct ouro_member_descriptor *)(void *)self)->owner;
    default:
        return ((struct ouro_slot_wrapper *)(void *)self)->owner;
    }
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    switch (self->type_index) {
    case TYPE_METHOD_DESCRIPTOR:
    case TYPE_CLASS_METHOD_DESCRIPTOR:
        return ouro_str_from(rt, ((struct ouro_native_function *)(void *)self)->method->name);
    case TYPE_GETSET_DESCRIPTOR:
        return ouro_str_from(rt, ((struct ouro_getset_descriptor *)(void *)self)->getset->name);
    case TYPE_MEMBER_DESCRIPTOR:
        return newref(((struct ouro_member_descriptor *)(void *)self)->name);
    default:
        return ouro_str_from(rt, ((struct ouro_slot_wrapper *)(void *)self)->def->name);
    }
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = get_name(rt, self);
    struct ouro_class *owner = owner_of(self);
    ouro_object *result =
        name ? ouro_str_format(rt, "%U.%U", owner->qualname ? owner->qualname : owner->name, name) : NULL;
    xdecref(rt, name);
    return result;
}

static ouro_object *get_objclass(ouro_runtime *rt, ouro_object *self)
{
    return newref(&owner_of(self)->core.base);
}

static ouro_object *get_doc(ouro_runtime *rt, ouro_object *self)
{
    const char *doc = NULL;
    if (is_exact(self, TYPE_METHOD_DESCRIPTOR) || is_exact(self, TYPE_CLASS_METHOD_DESCRIPTOR))
        doc = ((struct ouro_native_function *)(void *)self)->method->doc;
    else if (is_exact(self, TYPE_GETSET_DESCRIPTOR))
        doc = ((struct ouro_getset_descriptor *)(void *)self)->getset->doc;
    return doc ? ouro_str_from(rt, doc) : rt->none;
}

static ouro_object *get_text_signature(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_class *owner = owner_of(self);
    if (is_exact(self, TYPE_SLOT_WRAPPER))
        return ouro_text_signature_of_wrapper(rt, owner,
                                              ((struct ouro_slot_wrapper *)(void *)self)->def->name);
    return ouro_text_signature_of_method(rt, owner,
                                         ((struct ouro_native_function *)(void *)self)->method->name);
}

static const struct ouro_getset callable_getsets[] = {
    {"__name__", get_name, NULL, NULL},
    {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_objclass, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL},
    {"__text_signature__", get_text_signature, NULL, NULL},
    {0},
};

static const struct ouro_getset descriptor_getsets[] = {
    {"__name__", get_name, ouro_getset_readonly, NULL},
    {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_objclass, ouro_getset_readonly, NULL},
    {"__doc__", get_doc, NULL, NULL},
    {0},
};

static ouro_object *descriptor_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *kind = "method";
    if (is_exact(self, TYPE_GETSET_DESCRIPTOR))
        kind = "attribute";
    else if (is_exact(self, TYPE_MEMBER_DESCRIPTOR))
        kind = "member";
    else if (is_exact(self, TYPE_SLOT_WRAPPER))
        kind = "slot wrapper";
    ouro_object *name = get_name(rt, self);
    ouro_object *text =
        name ? ouro_str_format(rt, "<%s '%U' of '%s' objects>", kind, name, owner_of(self)->core.name)
             : NULL;
    xdecref(rt, name);
    return text;
}

static bool check_instance(ouro_runtime *rt, ouro_object *self, ouro_object *instance)
{
    if (ouro_likely(ouro_class_is_subclass(class_of(rt, instance), owner_of(self))))
        return true;
    ouro_object *name = get_name(rt, self);
    if (name)
        ouro_raise(rt, EXC_TypeError, "descriptor '%U' for '%s' objects doesn't apply to a '%T' object",
                   name, owner_of(self)->core.name, instance);
    xdecref(rt, name);
    return false;
}

static void descriptor_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (is_exact(self, TYPE_MEMBER_DESCRIPTOR)) {
        struct ouro_member_descriptor *member = (struct ouro_member_descriptor *)(void *)self;
        decref(rt, member->name);
        if (member->owner->core.flags & OURO_TYPE_HEAP)
            decref(rt, &member->owner->core.base);
    } else if (is_exact(self, TYPE_GETSET_DESCRIPTOR)) {
        struct ouro_class *owner = owner_of(self);
        if (owner->core.flags & OURO_TYPE_HEAP)
            decref(rt, &owner->core.base);
    }
    ouro_object_free(heap, self, class_of(rt, self)->core.instance_size, OURO_BLOCK_CONTAINER);
}

static void member_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct ouro_member_descriptor *member = (const struct ouro_member_descriptor *)(const void *)self;
    ouro_visit(visitor, &member->name);
    if (member->owner->core.flags & OURO_TYPE_HEAP)
        ouro_visit(visitor, (ouro_object *const *)(const void *)&member->owner);
}

static void getset_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct ouro_getset_descriptor *getset =
        (const struct ouro_getset_descriptor *)(const void *)self;
    if (getset->owner->core.flags & OURO_TYPE_HEAP)
        ouro_visit(visitor, (ouro_object *const *)(const void *)&getset->owner);
}

/* ---- methods --------------------------------------------------------------------------------- */

static bool check_arguments(ouro_runtime *rt, const struct ouro_method *method, const char *prefix,
                            size_t count, ouro_object *names)
{
    if (method->flags & METHOD_KEYWORDS)
        return true;
    const char *dot = *prefix ? "." : "";
    if (names && tuple_length(names))
        return ouro_raise(rt, EXC_TypeError, "%s%s%s() takes no keyword arguments", prefix, dot,
                          method->name) != NULL;
    int min = method->min, max = method->max;
    if (ouro_likely((ptrdiff_t)count >= min && (max < 0 || (ptrdiff_t)count <= max)))
        return true;
    if (min == max && min == 0)
        return ouro_raise(rt, EXC_TypeError, "%s%s%s() takes no arguments (%zu given)", prefix, dot,
                          method->name, count) != NULL;
    if (min == max && min == 1)
        return ouro_raise(rt, EXC_TypeError, "%s%s%s() takes exactly one argument (%zu given)", prefix,
                          dot, method->name, count) != NULL;
    return ouro_args_count(rt, method->name, count, (size_t)min, max < 0 ? SIZE_MAX : (size_t)max);
}

static ouro_object *method_descriptor_call(ouro_runtime *rt, ouro_object *callable,
                                           ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_native_function *self = (struct ouro_native_function *)(void *)callable;
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "unbound method %N.%s() needs an argument", self->owner,
                          self->method->name);
    if (!check_instance(rt, callable, args[0]) ||
        !check_arguments(rt, self->method, ouro_class_name(self->owner), count - 1, names))
        return NULL;
    return self->method->function(rt, args[0], args + 1, count - 1, names);
}

static ouro_object *bind_native(ouro_runtime *rt, ouro_object *self, ouro_object *bound)
{
    struct ouro_native_function *descriptor = (struct ouro_native_function *)(void *)self;
    ouro_object *function = ouro_native_function_new(rt, descriptor->method, bound, NULL);
    if (function)
        ((struct ouro_native_function *)(void *)function)->owner = descriptor->owner;
    return function;
}

static ouro_object *method_descriptor_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                          ouro_object *owner)
{
    if (!instance)
        return newref(self);
    return check_instance(rt, self, instance) ? bind_native(rt, self, instance) : NULL;
}

static ouro_object *class_method_descriptor_get(ouro_runtime *rt, ouro_object *self,
                                                ouro_object *instance, ouro_object *owner)
{
    return bind_native(rt, self, owner ? owner : &class_of(rt, instance)->core.base);
}

static ouro_object *class_method_descriptor_call(ouro_runtime *rt, ouro_object *callable,
                                                 ouro_object *const *args, size_t count,
                                                 ouro_object *names)
{
    struct ouro_native_function *self = (struct ouro_native_function *)(void *)callable;
    if (count < 1 || !is_class(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "descriptor '%s' for type '%N' needs a type as arg 2",
                          self->method->name, self->owner);
    if (!check_arguments(rt, self->method, ouro_class_name(self->owner), count - 1, names))
        return NULL;
    return self->method->function(rt, args[0], args + 1, count - 1, names);
}

bool ouro_native_check_arguments(ouro_runtime *rt, const struct ouro_native_function *self, size_t count,
                                 ouro_object *names)
{
    int min = self->method->min, max = self->method->max;
    if (ouro_likely(!names && (ptrdiff_t)count >= min && (max < 0 || (ptrdiff_t)count <= max)))
        return true;
    const char *prefix = "";
    if (self->owner && self->self) /* bound: named after the object's class, not the definer */
        prefix = ouro_class_name(is_class(rt, self->self)
                                     ? (const struct ouro_class *)(const void *)self->self
                                     : class_of(rt, self->self));
    else if (self->owner)
        prefix = ouro_class_name(self->owner);
    else if (self->module && is_exact(self->module, TYPE_STR) &&
        !ouro_str_equal_text(self->module, "builtins")) {
        size_t size;
        ouro_object *owner = NULL;
        const char *text = ouro_str_utf8(rt, self->module, &size, &owner);
        prefix = text && !owner ? text : "";
        xdecref(rt, owner);
    }
    return check_arguments(rt, self->method, prefix, count, names);
}

/* ---- getsets and members --------------------------------------------------------------------- */

static ouro_object *getset_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                               ouro_object *owner)
{
    if (!instance)
        return newref(self);
    if (!check_instance(rt, self, instance))
        return NULL;
    const struct ouro_getset *getset = ((struct ouro_getset_descriptor *)(void *)self)->getset;
    if (!getset->get)
        return ouro_raise(rt, EXC_AttributeError, "attribute '%s' of '%s' objects is not readable",
                          getset->name, owner_of(self)->core.name);
    return getset->get(rt, instance);
}

bool ouro_getset_readonly(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    (void)self;
    (void)value;
    return ouro_raise(rt, EXC_AttributeError, "readonly attribute") != NULL;
}

static bool getset_set(ouro_runtime *rt, ouro_object *self, ouro_object *instance, ouro_object *value)
{
    if (!check_instance(rt, self, instance))
        return false;
    const struct ouro_getset *getset = ((struct ouro_getset_descriptor *)(void *)self)->getset;
    if (!getset->set)
        return ouro_raise(rt, EXC_AttributeError, "attribute '%s' of '%s' objects is not writable",
                          getset->name, owner_of(self)->core.name) != NULL;
    return getset->set(rt, instance, value);
}

static void *member_address(const struct ouro_member_descriptor *member, ouro_object *instance)
{
    return (char *)instance + member->offset;
}

static ouro_object *member_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                               ouro_object *owner)
{
    if (!instance)
        return newref(self);
    if (!check_instance(rt, self, instance))
        return NULL;
    const struct ouro_member_descriptor *member = (struct ouro_member_descriptor *)(void *)self;
    void *address = member_address(member, instance);
    switch (member->kind) {
    case MEMBER_OBJECT:
        return *(ouro_object **)address ? newref(*(ouro_object **)address) : rt->none;
    case MEMBER_OBJECT_STRICT:
        if (*(ouro_object **)address)
            return newref(*(ouro_object **)address);
        return ouro_raise_attribute(rt, instance, member->name);
    case MEMBER_I64:
        return ouro_int_new(rt, *(int64_t *)address);
    case MEMBER_U32:
        return ouro_int_new(rt, *(uint32_t *)address);
    case MEMBER_BOOL8:
        return bool_object(rt, *(uint8_t *)address);
    default:
        return ouro_float_new(rt, *(double *)address);
    }
}

static bool member_set(ouro_runtime *rt, ouro_object *self, ouro_object *instance, ouro_object *value)
{
    if (!check_instance(rt, self, instance))
        return false;
    const struct ouro_member_descriptor *member = (struct ouro_member_descriptor *)(void *)self;
    if (member->is_readonly || member->kind > MEMBER_OBJECT_STRICT)
        return ouro_raise(rt, EXC_AttributeError, "readonly attribute") != NULL;
    ouro_object **slot = member_address(member, instance);
    if (!value && !*slot && member->kind == MEMBER_OBJECT_STRICT)
        return ouro_raise(rt, EXC_AttributeError, "%U", member->name) != NULL;
    if (value)
        incref(value);
    setref_take(rt, slot, value);
    return true;
}

/* ---- slot wrappers --------------------------------------------------------------------------- */

struct method_wrapper {
    ouro_object base;
    ouro_object *wrapper;
    ouro_object *self;
};

static ouro_object *slot_wrapper_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct ouro_slot_wrapper *wrapper = (struct ouro_slot_wrapper *)(void *)callable;
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "descriptor '%s' of '%s' object needs an argument",
                          wrapper->def->name, wrapper->owner->core.name);
    if (!ouro_class_is_subclass(class_of(rt, args[0]), wrapper->owner))
        return ouro_raise(rt, EXC_TypeError, "descriptor '%s' requires a '%s' object but received a '%T'",
                          wrapper->def->name, wrapper->owner->core.name, args[0]);
    return ouro_slot_wrapper_call(rt, wrapper, args[0], args + 1, count - 1, names);
}

static ouro_object *slot_wrapper_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                     ouro_object *owner)
{
    if (!instance)
        return newref(self);
    if (!check_instance(rt, self, instance))
        return NULL;
    ouro_object *bound = alloc(rt, TYPE_METHOD_WRAPPER, sizeof(struct method_wrapper));
    if (!bound)
        return NULL;
    struct method_wrapper *method = (struct method_wrapper *)(void *)bound;
    method->wrapper = newref(self);
    method->self = newref(instance);
    return bound;
}

static ouro_object *method_wrapper_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    struct method_wrapper *method = (struct method_wrapper *)(void *)callable;
    return ouro_slot_wrapper_call(rt, (struct ouro_slot_wrapper *)(void *)method->wrapper, method->self,
                                  args, count, names);
}

static void method_wrapper_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct method_wrapper *method = (struct method_wrapper *)(void *)self;
    ouro_object_decref(heap, method->wrapper);
    ouro_object_decref(heap, method->self);
    ouro_object_free(heap, self, sizeof *method, OURO_BLOCK_CONTAINER);
}

static void method_wrapper_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct method_wrapper *)(const void *)self)->wrapper, 2);
}

static ouro_object *method_wrapper_repr(ouro_runtime *rt, ouro_object *self)
{
    struct method_wrapper *method = (struct method_wrapper *)(void *)self;
    struct ouro_slot_wrapper *wrapper = (struct ouro_slot_wrapper *)(void *)method->wrapper;
    return ouro_str_format(rt, "<method-wrapper '%s' of %T object at 0x%llx>", wrapper->def->name,
                           method->self, (unsigned long long)(uintptr_t)method->self);
}

static ouro_object *method_wrapper_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                           enum ouro_compare_op op)
{
    if (!is_exact(b, TYPE_METHOD_WRAPPER) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    struct method_wrapper *x = (struct method_wrapper *)(void *)a, *y = (struct method_wrapper *)(void *)b;
    bool is_equal = x->wrapper == y->wrapper && x->self == y->self;
    return bool_object(rt, is_equal == (op == COMPARE_EQ));
}

static bool method_wrapper_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct method_wrapper *method = (struct method_wrapper *)(void *)self;
    *hash = (int64_t)(((uintptr_t)method->self ^ (uintptr_t)method->wrapper) >> 4);
    return true;
}

static ouro_object *method_wrapper_self(ouro_runtime *rt, ouro_object *self)
{
    return newref(((struct method_wrapper *)(void *)self)->self);
}

static ouro_object *method_wrapper_name(ouro_runtime *rt, ouro_object *self)
{
    return get_name(rt, ((struct method_wrapper *)(void *)self)->wrapper);
}

static ouro_object *method_wrapper_qualname(ouro_runtime *rt, ouro_object *self)
{
    return get_qualname(rt, ((struct method_wrapper *)(void *)self)->wrapper);
}

static ouro_object *method_wrapper_objclass(ouro_runtime *rt, ouro_object *self)
{
    return get_objclass(rt, ((struct method_wrapper *)(void *)self)->wrapper);
}

static ouro_object *method_wrapper_text_signature(ouro_runtime *rt, ouro_object *self)
{
    return get_text_signature(rt, ((struct method_wrapper *)(void *)self)->wrapper);
}

static const struct ouro_getset method_wrapper_getsets[] = {
    {"__self__", method_wrapper_self, ouro_getset_readonly, NULL},
    {"__name__", method_wrapper_name, NULL, NULL},
    {"__qualname__", method_wrapper_qualname, NULL, NULL},
    {"__objclass__", method_wrapper_objclass, NULL, NULL},
    {"__text_signature__", method_wrapper_text_signature, NULL, NULL},
    {0},
};

bool ouro_descriptor_class_init(ouro_runtime *rt)
{
    static const uint8_t indices[] = {TYPE_METHOD_DESCRIPTOR, TYPE_CLASS_METHOD_DESCRIPTOR,
                                      TYPE_GETSET_DESCRIPTOR, TYPE_MEMBER_DESCRIPTOR, TYPE_SLOT_WRAPPER};
    for (size_t i = 0; i < sizeof indices; i++) {
        struct ouro_class *cls = builtin_class(rt, indices[i]);
        cls->core.dealloc = descriptor_dealloc;
        cls->repr = descriptor_repr;
    }
    struct ouro_class *method = builtin_class(rt, TYPE_METHOD_DESCRIPTOR);
    method->call = method_descriptor_call;
    method->descr_get = method_descriptor_get;
    struct ouro_class *class_method = builtin_class(rt, TYPE_CLASS_METHOD_DESCRIPTOR);
    class_method->call = class_method_descriptor_call;
    class_method->descr_get = class_method_descriptor_get;
    struct ouro_class *getset = builtin_class(rt, TYPE_GETSET_DESCRIPTOR);
    getset->core.instance_size = sizeof(struct ouro_getset_descriptor);
    getset->core.traverse = getset_traverse;
    getset->descr_get = getset_get;
    getset->descr_set = getset_set;
    struct ouro_class *member = builtin_class(rt, TYPE_MEMBER_DESCRIPTOR);
    member->core.instance_size = sizeof(struct ouro_member_descriptor);
    member->core.traverse = member_traverse;
    member->descr_get = member_get;
    member->descr_set = member_set;
    struct ouro_class *wrapper = builtin_class(rt, TYPE_SLOT_WRAPPER);
    wrapper->core.instance_size = sizeof(struct ouro_slot_wrapper);
    wrapper->call = slot_wrapper_call;
    wrapper->descr_get = slot_wrapper_get;
    for (size_t i = 0; i < sizeof indices; i++) {
        bool is_data = indices[i] == TYPE_GETSET_DESCRIPTOR || indices[i] == TYPE_MEMBER_DESCRIPTOR;
        if (!ouro_class_ready(rt, builtin_class(rt, indices[i]), NULL,
                              is_data ? descriptor_getsets : callable_getsets, NULL))
            return false;
    }
    struct ouro_class *bound = builtin_class(rt, TYPE_METHOD_WRAPPER);
    bound->core.instance_size = sizeof(struct method_wrapper);
    bound->core.dealloc = method_wrapper_dealloc;
    bound->core.traverse = method_wrapper_traverse;
    bound->call = method_wrapper_call;
    bound->repr = method_wrapper_repr;
    bound->compare = method_wrapper_compare;
    bound->hash = method_wrapper_hash;
    return ouro_class_ready(rt, bound, NULL, method_wrapper_getsets, NULL);
}
