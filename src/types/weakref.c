/* weakref.ref and the two proxies. The lists, clearing and callbacks are src/gc's; here is what
 * Python sees. */
#include "gc/weakref.h"

#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref.h"

static struct ouro_weakref *weakref_of(ouro_object *self)
{
    return (struct ouro_weakref *)(void *)self;
}

static bool check_target(ouro_runtime *rt, ouro_object *target)
{
    if (class_of(rt, target)->core.flags & OURO_TYPE_WEAKREFABLE)
        return true;
    return ouro_raise(rt, EXC_TypeError, "cannot create weak reference to '%T' object", target) != NULL;
}

static ouro_object *weakref_make(ouro_runtime *rt, struct ouro_class *cls, ouro_object *target,
                                 ouro_object *callback, enum ouro_weakref_rank rank)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    weakref_of(self)->callback = xnewref(callback);
    if (!ouro_weakref_attach(&rt->heap, weakref_of(self), target, rank)) {
        decref(rt, self);
        return ouro_raise_memory(rt);
    }
    return self;
}

ouro_object *ouro_weakref_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *target,
                              ouro_object *callback)
{
    if (!check_target(rt, target))
        return NULL;
    if (callback == rt->none)
        callback = NULL;
    bool is_plain = !callback && cls == builtin_class(rt, TYPE_WEAKREF);
    if (is_plain) {
        struct ouro_weakref *shared = ouro_weakref_find(&rt->heap, target, OURO_WEAKREF_PLAIN);
        if (shared)
            return newref(&shared->base);
    }
    return weakref_make(rt, cls, target, callback, is_plain ? OURO_WEAKREF_PLAIN : OURO_WEAKREF_OTHER);
}

ouro_object *ouro_weak_proxy_new(ouro_runtime *rt, ouro_object *target, ouro_object *callback)
{
    if (!check_target(rt, target))
        return NULL;
    if (callback == rt->none)
        callback = NULL;
    if (!callback) {
        struct ouro_weakref *shared = ouro_weakref_find(&rt->heap, target, OURO_WEAKREF_PLAIN_PROXY);
        if (shared)
            return newref(&shared->base);
    }
    unsigned index = ouro_is_callable(rt, target) ? TYPE_WEAK_CALLABLE_PROXY : TYPE_WEAK_PROXY;
    return weakref_make(rt, builtin_class(rt, index), target, callback,
                        callback ? OURO_WEAKREF_OTHER : OURO_WEAKREF_PLAIN_PROXY);
}

static void run_callback(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    ouro_object *callback = weakref_of(self)->callback;
    if (!callback)
        return;
    weakref_of(self)->callback = NULL;
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *result = ouro_call1(rt, callback, self);
    if (!result) {
        if (rt->vm_hooks.unraisable)
            rt->vm_hooks.unraisable(rt, NULL, callback);
        else
            ouro_error_clear(rt);
    }
    xdecref(rt, result);
    ouro_error_restore(rt, saved);
    decref(rt, callback);
}

/* ---- ref ------------------------------------------------------------------------------------- */

static ouro_object *ref_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    if (!ouro_args_count(rt, "__new__", count, 1, 2))
        return NULL;
    return ouro_weakref_new(rt, cls, args[0], count > 1 ? args[1] : NULL);
}

static bool ref_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                     ouro_object *names)
{
    return ouro_args_no_keywords(rt, "ref", names) && ouro_args_count(rt, "__init__", count, 1, 2);
}

static ouro_object *ref_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "weakref", names))
        return NULL;
    if (count)
        return ouro_args_count(rt, "weakref", count, 0, 0) ? NULL : NULL;
    ouro_object *target = ouro_weakref_get(weakref_of(self));
    return target ? target : rt->none;
}

static bool ref_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct ouro_weakref *ref = weakref_of(self);
    if (ref->hash != OURO_WEAKREF_NO_HASH) {
        *hash = ref->hash;
        return true;
    }
    ouro_object *target = ouro_weakref_get(ref);
    if (!target)
        return ouro_raise(rt, EXC_TypeError, "weak object has gone away") != NULL;
    bool is_done = ouro_hash(rt, target, hash);
    decref(rt, target);
    if (is_done)
        ref->hash = *hash;
    return is_done;
}

static ouro_object *ref_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_WEAKREF);
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !ouro_class_is_subclass(class_of(rt, a), cls) ||
        !ouro_class_is_subclass(class_of(rt, b), cls))
        return rt->not_implemented;
    ouro_object *x = ouro_weakref_get(weakref_of(a)), *y = ouro_weakref_get(weakref_of(b));
    ouro_object *result;
    if (!x || !y)
        result = bool_object(rt, (a == b) == (op == COMPARE_EQ));
    else
        result = ouro_compare(rt, x, y, op);
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *ref_repr(ouro_runtime *rt, ouro_object *self)
{
    unsigned long long address = (unsigned long long)(uintptr_t)self;
    ouro_object *target = ouro_weakref_get(weakref_of(self));
    if (!target)
        return ouro_str_format(rt, "<weakref at 0x%llx; dead>", address);
    ouro_object *name = NULL, *text;
    int outcome = ouro_getattr_optional(rt, target, rt->name___name__, &name);
    if (outcome < 0)
        text = NULL;
    else if (outcome > 0 && is_str(rt, name))
        text = ouro_str_format(rt, "<weakref at 0x%llx; to '%T' at 0x%llx (%U)>", address, target,
                               (unsigned long long)(uintptr_t)target, name);
    else
        text = ouro_str_format(rt, "<weakref at 0x%llx; to '%T' at 0x%llx>", address, target,
                               (unsigned long long)(uintptr_t)target);
    if (outcome > 0)
        decref(rt, name);
    decref(rt, target);
    return text;
}

static ouro_object *ref_get_callback(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *callback = weakref_of(self)->callback;
    return callback && weakref_of(self)->target ? newref(callback) : rt->none;
}

static const struct ouro_getset ref_getsets[] = {
    {"__callback__", ref_get_callback, ouro_getset_readonly, NULL}, {0}};

static ouro_object *ref_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static const struct ouro_method ref_methods[] = {
    {"__class_getitem__", ref_class_getitem, 1, 1, METHOD_CLASS, NULL}, {0}};

static void weakref_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_weakref_detach(heap, weakref_of(self));
    clearref(runtime_of(heap), &weakref_of(self)->callback);
}

static void weakref_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    weakref_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void weakref_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct ouro_weakref *)(const void *)self)->callback);
    ouro_class_traverse_instance(self, visitor);
}

/* ---- proxies: every operation goes to the target --------------------------------------------- */

static bool is_proxy(const ouro_object *object)
{
    return is_exact(object, TYPE_WEAK_PROXY) || is_exact(object, TYPE_WEAK_CALLABLE_PROXY);
}

/* The target (owned) behind a proxy, or the object itself (owned). */
static ouro_object *unwrap(ouro_runtime *rt, ouro_object *object)
{
    if (!is_proxy(object))
        return newref(object);
    ouro_object *target = ouro_weakref_get(weakref_of(object));
    return target ? target
                  : ouro_raise(rt, EXC_ReferenceError, "weakly-referenced object no longer exists");
}

#define PROXY_BINARY(name, call)                                                                  \
    static ouro_object *proxy_##name(ouro_runtime *rt, ouro_object *a, ouro_object *b)            \
    {                                                                                             \
        ouro_object *x = unwrap(rt, a);                                                           \
        ouro_object *y = x ? unwrap(rt, b) : NULL;                                                \
        ouro_object *result = y ? (call) : NULL;                                                  \
        xdecref(rt, x);                                                                           \
        xdecref(rt, y);                                                                           \
        return result;                                                                            \
    }
PROXY_BINARY(add, ouro_binary_operation(rt, BINARY_ADD, x, y))
PROXY_BINARY(subtract, ouro_binary_operation(rt, BINARY_SUBTRACT, x, y))
PROXY_BINARY(multiply, ouro_binary_operation(rt, BINARY_MULTIPLY, x, y))
PROXY_BINARY(matmul, ouro_binary_operation(rt, BINARY_MATMUL, x, y))
PROXY_BINARY(true_divide, ouro_binary_operation(rt, BINARY_TRUE_DIVIDE, x, y))
PROXY_BINARY(floor_divide, ouro_binary_operation(rt, BINARY_FLOOR_DIVIDE, x, y))
PROXY_BINARY(remainder, ouro_binary_operation(rt, BINARY_REMAINDER, x, y))
PROXY_BINARY(divmod, ouro_divmod(rt, x, y))
PROXY_BINARY(lshift, ouro_binary_operation(rt, BINARY_LSHIFT, x, y))
PROXY_BINARY(rshift, ouro_binary_operation(rt, BINARY_RSHIFT, x, y))
PROXY_BINARY(and_, ouro_binary_operation(rt, BINARY_AND, x, y))
PROXY_BINARY(xor_, ouro_binary_operation(rt, BINARY_XOR, x, y))
PROXY_BINARY(or_, ouro_binary_operation(rt, BINARY_OR, x, y))
PROXY_BINARY(inplace_add, ouro_inplace_operation(rt, BINARY_ADD, x, y))
PROXY_BINARY(inplace_subtract, ouro_inplace_operation(rt, BINARY_SUBTRACT, x, y))
PROXY_BINARY(inplace_multiply, ouro_inplace_operation(rt, BINARY_MULTIPLY, x, y))
PROXY_BINARY(inplace_or, ouro_inplace_operation(rt, BINARY_OR, x, y))
PROXY_BINARY(getitem, ouro_getitem(rt, x, y))
PROXY_BINARY(getattr, ouro_getattr(rt, x, y))

static ouro_object *proxy_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    ouro_object *x = unwrap(rt, a);
    ouro_object *y = x ? unwrap(rt, b) : NULL;
    ouro_object *result = y ? ouro_power(rt, x, y, modulus) : NULL;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

#define PROXY_UNARY(name, call)                                                                   \
    static ouro_object *proxy_##name(ouro_runtime *rt, ouro_object *self)                         \
    {                                                                                             \
        ouro_object *x = unwrap(rt, self);                                                        \
        ouro_object *result = x ? (call) : NULL;                                                  \
        xdecref(rt, x);                                                                           \
        return result;                                                                            \
    }
PROXY_UNARY(negative, ouro_negative(rt, x))
PROXY_UNARY(positive, ouro_positive(rt, x))
PROXY_UNARY(absolute, ouro_absolute(rt, x))
PROXY_UNARY(invert, ouro_invert(rt, x))
PROXY_UNARY(to_int, ouro_to_int(rt, x))
PROXY_UNARY(to_float, ouro_to_float(rt, x))
PROXY_UNARY(to_index, ouro_index(rt, x))
PROXY_UNARY(str, ouro_str(rt, x))
PROXY_UNARY(iter, ouro_iter(rt, x))

static ouro_object *proxy_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *x = unwrap(rt, self);
    if (!x)
        return NULL;
    ouro_object *item = NULL;
    if (class_of(rt, x)->next)
        item = ouro_next(rt, x);
    else
        ouro_raise(rt, EXC_TypeError, "Weakref proxy referenced a non-iterator '%T' object", x);
    decref(rt, x);
    return item;
}

static ouro_object *proxy_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *target = weakref_of(self)->target;
    return ouro_str_format(rt, "<weakproxy at 0x%llx to %s at 0x%llx>", (unsigned long long)(uintptr_t)self,
                           target ? ouro_class_name(class_of(rt, target)) : "NoneType",
                           (unsigned long long)(uintptr_t)(target ? target : rt->none));
}

static int proxy_truth(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *x = unwrap(rt, self);
    int truth = x ? ouro_truth(rt, x) : -1;
    xdecref(rt, x);
    return truth;
}

static ptrdiff_t proxy_length(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *x = unwrap(rt, self);
    ptrdiff_t length = x ? ouro_length(rt, x) : -1;
    xdecref(rt, x);
    return length;
}

static int proxy_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    ouro_object *x = unwrap(rt, self);
    int found = x ? ouro_contains(rt, x, item) : -1;
    xdecref(rt, x);
    return found;
}

static bool proxy_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    ouro_object *x = unwrap(rt, self);
    bool is_done = x && (value ? ouro_setitem(rt, x, key, value) : ouro_delitem(rt, x, key));
    xdecref(rt, x);
    return is_done;
}

static bool proxy_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    ouro_object *x = unwrap(rt, self);
    bool is_done = x && ouro_setattr(rt, x, name, value);
    xdecref(rt, x);
    return is_done;
}

static ouro_object *proxy_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    ouro_object *x = unwrap(rt, a);
    ouro_object *y = x ? unwrap(rt, b) : NULL;
    ouro_object *result = y ? ouro_compare(rt, x, y, op) : NULL;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *proxy_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    ouro_object *x = unwrap(rt, self);
    ouro_object *result = x ? ouro_call(rt, x, args, count, names) : NULL;
    xdecref(rt, x);
    return result;
}

/* Methods that are looked up on the class, not on the proxy. */
static ouro_object *proxy_bytes(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *x = unwrap(rt, self);
    ouro_object *result = x ? ouro_special_call(rt, x, rt->name___bytes__, NULL, 0, NULL) : NULL;
    xdecref(rt, x);
    return result;
}

static ouro_object *proxy_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *x = unwrap(rt, self);
    ouro_object *result =
        x ? ouro_call1(rt, &builtin_class(rt, TYPE_REVERSED)->core.base, x) : NULL;
    xdecref(rt, x);
    return result;
}

static const struct ouro_method proxy_methods[] = {{"__bytes__", proxy_bytes, 0, 0, 0, NULL},
                                                   {"__reversed__", proxy_reversed, 0, 0, 0, NULL},
                                                   {0}};

static void set_proxy_slots(struct ouro_class *cls)
{
    cls->core.instance_size = sizeof(struct ouro_weakref);
    cls->core.dealloc = weakref_dealloc;
    cls->core.traverse = weakref_traverse;
    cls->core.clear = weakref_clear;
    cls->core.flags |= OURO_TYPE_WEAKREF;
    cls->repr = proxy_repr;
    cls->str = proxy_str;
    cls->compare = proxy_compare;
    cls->getattr = proxy_getattr;
    cls->setattr = proxy_setattr;
    cls->truth = proxy_truth;
    cls->length = proxy_length;
    cls->contains = proxy_contains;
    cls->getitem = proxy_getitem;
    cls->setitem = proxy_setitem;
    cls->iter = proxy_iter;
    cls->next = proxy_next;
    cls->add = proxy_add;
    cls->subtract = proxy_subtract;
    cls->multiply = proxy_multiply;
    cls->matmul = proxy_matmul;
    cls->true_divide = proxy_true_divide;
    cls->floor_divide = proxy_floor_divide;
    cls->remainder = proxy_remainder;
    cls->divmod = proxy_divmod;
    cls->lshift = proxy_lshift;
    cls->rshift = proxy_rshift;
    cls->and_ = proxy_and_;
    cls->xor_ = proxy_xor_;
    cls->or_ = proxy_or_;
    cls->power = proxy_power;
    cls->inplace_add = proxy_inplace_add;
    cls->inplace_subtract = proxy_inplace_subtract;
    cls->inplace_multiply = proxy_inplace_multiply;
    cls->inplace_or = proxy_inplace_or;
    cls->negative = proxy_negative;
    cls->positive = proxy_positive;
    cls->absolute = proxy_absolute;
    cls->invert = proxy_invert;
    cls->to_int = proxy_to_int;
    cls->to_float = proxy_to_float;
    cls->to_index = proxy_to_index;
}

bool ouro_weakref_class_init(ouro_runtime *rt)
{
    rt->heap.hooks.weakref_callback = run_callback;
    struct ouro_class *ref = builtin_class(rt, TYPE_WEAKREF);
    ref->core.name = "weakref.ReferenceType";
    ref->core.instance_size = sizeof(struct ouro_weakref);
    ref->core.dealloc = weakref_dealloc;
    ref->core.traverse = weakref_traverse;
    ref->core.clear = weakref_clear;
    ref->core.flags |= OURO_TYPE_WEAKREF;
    ref->create = ref_create;
    ref->init = ref_init;
    ref->call = ref_call;
    ref->hash = ref_hash;
    ref->compare = ref_compare;
    ref->repr = ref_repr;
    struct ouro_class *proxy = builtin_class(rt, TYPE_WEAK_PROXY);
    struct ouro_class *callable = builtin_class(rt, TYPE_WEAK_CALLABLE_PROXY);
    proxy->core.name = "weakref.ProxyType";
    callable->core.name = "weakref.CallableProxyType";
    set_proxy_slots(proxy);
    set_proxy_slots(callable);
    callable->call = proxy_call;
    return ouro_class_ready(rt, ref, ref_methods, ref_getsets, NULL) &&
           ouro_class_ready(rt, proxy, proxy_methods, NULL, NULL) &&
           ouro_class_ready(rt, callable, proxy_methods, NULL, NULL);
}
