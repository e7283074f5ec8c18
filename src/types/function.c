/* Function objects, bound methods, native functions and cells. */
#include "types/function.h"

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/text_signature.h"
#include "types/tuple.h"

static struct ouro_function *function_of(ouro_object *self)
{
    return (struct ouro_function *)(void *)self;
}

/* ---- functions ------------------------------------------------------------------------------- */

struct ouro_function_rare *ouro_function_rare_get(ouro_runtime *rt, struct ouro_function *function)
{
    if (!function->rare) {
        function->rare = ouro_buffer_alloc(rt, sizeof *function->rare);
        if (function->rare)
            *function->rare = (struct ouro_function_rare){0};
    }
    return function->rare;
}

/* What the code says: its first constant, if that is a text. Borrowed; None otherwise. NULL: an error. */
static ouro_object *doc_peek(ouro_runtime *rt, const struct ouro_function *function)
{
    if (function->rare && function->rare->doc)
        return function->rare->doc;
    struct ouro_code *code = (struct ouro_code *)(void *)function->code;
    if (!ouro_code_thaw(rt, code))
        return NULL;
    ouro_object *constants = code->constants;
    if (tuple_length(constants) > 0 && is_exact(tuple_at(constants, 0), TYPE_STR))
        return tuple_at(constants, 0);
    return rt->none;
}

ouro_object *ouro_function_new(ouro_runtime *rt, ouro_object *code, ouro_object *globals)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_FUNCTION, sizeof(struct ouro_function),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    struct ouro_function *function = function_of(self);
    ouro_object *builtins = ouro_dict_peek_str(rt, globals, rt->name___builtins__);
    if (builtins && is_exact(builtins, TYPE_MODULE))
        builtins = ouro_module_dict(builtins);
    function->code = newref(code);
    function->globals = newref(globals);
    function->defaults = NULL;
    function->closure = NULL;
    function->module = xnewref(ouro_dict_peek_str(rt, globals, rt->name___name__));
    function->dict = NULL;
    function->rare = NULL;
    if (builtins && builtins != rt->builtins) {
        struct ouro_function_rare *rare = ouro_function_rare_get(rt, function);
        if (!rare) {
            decref(rt, self);
            return NULL;
        }
        rare->builtins = newref(builtins);
    }
    return self;
}

static void function_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_function *function = function_of(self);
    struct ouro_function_rare *rare = function->rare;
    clearref(rt, &function->globals);
    if (rare)
        clearref(rt, &rare->builtins);
    clearref(rt, &function->module);
    clearref(rt, &function->defaults);
    if (rare) {
        clearref(rt, &rare->keyword_defaults);
        clearref(rt, &rare->doc);
    }
    clearref(rt, &function->dict);
    clearref(rt, &function->closure);
    if (rare)
        clearref(rt, &rare->annotations);
    /* name, qualname and code stay: they cannot be part of a cycle, and a call may still look. */
}

static void function_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_function *function = function_of(self);
    function_clear(heap, self);
    decref(rt, function->code);
    if (function->rare) {
        xdecref(rt, function->rare->name);
        xdecref(rt, function->rare->qualname);
        ouro_buffer_free(rt, function->rare, sizeof *function->rare);
    }
    ouro_object_free(heap, self, sizeof *function, OURO_BLOCK_CONTAINER);
}

static void function_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct ouro_function *function = (const struct ouro_function *)(const void *)self;
    ouro_visit_range(visitor, &function->code,
                     (offsetof(struct ouro_function, rare) - offsetof(struct ouro_function, code)) /
                         sizeof(ouro_object *));
    if (function->rare)
        ouro_visit_range(visitor, &function->rare->keyword_defaults,
                         sizeof *function->rare / sizeof(ouro_object *));
}

static ouro_object *function_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "<function %U at 0x%llx>", ouro_function_qualname(function_of(self)),
                           (unsigned long long)(uintptr_t)self);
}

static ouro_object *function_get(ouro_runtime *rt, ouro_object *self, ouro_object *instance,
                                 ouro_object *owner)
{
    return instance ? ouro_method_new(rt, self, instance) : newref(self);
}

static ouro_object *function_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return rt->vm_hooks.function_call(rt, self, args, count, names);
}

static ouro_object *function_get_code(ouro_runtime *rt, ouro_object *self)
{
    return newref(function_of(self)->code);
}

static bool function_set_code(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value || !is_exact(value, TYPE_CODE))
        return ouro_raise(rt, EXC_TypeError, "__code__ must be set to a code object") != NULL;
    struct ouro_function *function = function_of(self);
    size_t free_count = ((const struct ouro_code *)(const void *)value)->free_count;
    size_t closure_count = function->closure ? tuple_length(function->closure) : 0;
    if (free_count != closure_count)
        return ouro_raise(rt, EXC_ValueError, "%U() requires a code object with %zu free vars, not %zu",
                          ouro_function_name(function), closure_count, free_count) != NULL;
    /* What came from the old code stays. */
    struct ouro_function_rare *rare = ouro_function_rare_get(rt, function);
    if (!rare)
        return false;
    if (!rare->name)
        rare->name = newref(ouro_function_name(function));
    if (!rare->qualname)
        rare->qualname = newref(ouro_function_qualname(function));
    if (!rare->doc)
        rare->doc = xnewref(doc_peek(rt, function));
    if (!rare->doc)
        return false;
    setref_take(rt, &function->code, newref(value));
    return true;
}

static bool is_text(ouro_runtime *rt, ouro_object *value, const char *name)
{
    if (value && is_str(rt, value))
        return true;
    return ouro_raise(rt, EXC_TypeError, "%s must be set to a string object", name) != NULL;
}

/* Stores a value (borrowed, or NULL) in a member of the rare part. */
#define RARE_SET(rt, self, member, value)                                                         \
    rare_set(rt, self, offsetof(struct ouro_function_rare, member), value)
static bool rare_set(ouro_runtime *rt, ouro_object *self, size_t offset, ouro_object *value)
{
    struct ouro_function_rare *rare = ouro_function_rare_get(rt, function_of(self));
    if (!rare)
        return false;
    setref_take(rt, (ouro_object **)(void *)((char *)rare + offset), xnewref(value));
    return true;
}

static ouro_object *function_get_name(ouro_runtime *rt, ouro_object *self)
{
    return newref(ouro_function_name(function_of(self)));
}

static bool function_set_name(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return is_text(rt, value, "__name__") && RARE_SET(rt, self, name, value);
}

static ouro_object *function_get_qualname(ouro_runtime *rt, ouro_object *self)
{
    return newref(ouro_function_qualname(function_of(self)));
}

static bool function_set_qualname(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return is_text(rt, value, "__qualname__") && RARE_SET(rt, self, qualname, value);
}

static ouro_object *or_none(ouro_runtime *rt, ouro_object *value)
{
    return value ? newref(value) : rt->none;
}

static ouro_object *function_get_defaults(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, function_of(self)->defaults);
}

static bool function_set_defaults(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value == rt->none)
        value = NULL;
    if (value && !is_tuple(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__defaults__ must be set to a tuple object") != NULL;
    setref_take(rt, &function_of(self)->defaults, xnewref(value));
    return true;
}

static ouro_object *function_get_kwdefaults(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_function_rare *rare = function_of(self)->rare;
    return or_none(rt, rare ? rare->keyword_defaults : NULL);
}

static bool function_set_kwdefaults(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value == rt->none)
        value = NULL;
    if (value && !is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__kwdefaults__ must be set to a dict object") != NULL;
    return RARE_SET(rt, self, keyword_defaults, value);
}

static ouro_object *function_get_annotations(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_function_rare *rare = ouro_function_rare_get(rt, function_of(self));
    if (!rare || (!rare->annotations && !(rare->annotations = ouro_dict_new(rt))))
        return NULL;
    return newref(rare->annotations);
}

static bool function_set_annotations(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value == rt->none)
        value = NULL;
    if (value && !is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__annotations__ must be set to a dict object") != NULL;
    return RARE_SET(rt, self, annotations, value);
}

static ouro_object *function_get_doc(ouro_runtime *rt, ouro_object *self)
{
    return xnewref(doc_peek(rt, function_of(self)));
}

static bool function_set_doc(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return RARE_SET(rt, self, doc, value ? value : rt->none);
}

static ouro_object *function_get_builtins(ouro_runtime *rt, ouro_object *self)
{
    return newref(ouro_function_builtins(rt, function_of(self)));
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict ? newref(dict) : NULL;
}

static bool function_set_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value || !is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                          value ? value : rt->none) != NULL;
    setref_take(rt, &function_of(self)->dict, newref(value));
    return true;
}

static const struct ouro_getset function_getsets[] = {
    {"__code__", function_get_code, function_set_code, NULL},
    {"__name__", function_get_name, function_set_name, NULL},
    {"__qualname__", function_get_qualname, function_set_qualname, NULL},
    {"__defaults__", function_get_defaults, function_set_defaults, NULL},
    {"__kwdefaults__", function_get_kwdefaults, function_set_kwdefaults, NULL},
    {"__annotations__", function_get_annotations, function_set_annotations, NULL},
    {"__dict__", get_dict, function_set_dict, NULL},
    {"__doc__", function_get_doc, function_set_doc, NULL},
    {"__builtins__", function_get_builtins, ouro_getset_readonly, NULL},
    {0},
};

static const struct ouro_member function_members[] = {
    {"__module__", offsetof(struct ouro_function, module), MEMBER_OBJECT, false},
    {"__globals__", offsetof(struct ouro_function, globals), MEMBER_OBJECT, true},
    {"__closure__", offsetof(struct ouro_function, closure), MEMBER_OBJECT, true},
    {0},
};

/* types.FunctionType(code, globals, name=None, argdefs=None, closure=None) */
static ouro_object *function_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"code", "globals", "name", "argdefs", "closure", NULL};
    static const struct ouro_signature signature = {"function", parameters, 2, 5};
    ouro_object *out[5];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (!is_exact(out[0], TYPE_CODE) || !is_dict(rt, out[1]))
        return ouro_raise(rt, EXC_TypeError, "function() argument '%s' must be %s, not %W",
                          is_exact(out[0], TYPE_CODE) ? "globals" : "code",
                          is_exact(out[0], TYPE_CODE) ? "dict" : "code",
                          is_exact(out[0], TYPE_CODE) ? out[1] : out[0]);
    const struct ouro_code *code = (const struct ouro_code *)(void *)out[0];
    ouro_object *closure = out[4] && out[4] != rt->none ? out[4] : NULL;
    if (closure && !is_tuple(rt, closure))
        return ouro_raise(rt, EXC_TypeError, "arg 5 (closure) must be tuple");
    if ((closure ? tuple_length(closure) : 0) != code->free_count)
        return ouro_raise(rt, EXC_ValueError, "%U requires closure of length %u, not %zu", code->name,
                          code->free_count, closure ? tuple_length(closure) : (size_t)0);
    ouro_object *self = ouro_function_new(rt, out[0], out[1]);
    if (!self)
        return NULL;
    struct ouro_function *function = function_of(self);
    if (out[2] && out[2] != rt->none && !RARE_SET(rt, self, name, out[2])) {
        decref(rt, self);
        return NULL;
    }
    if (out[3] && out[3] != rt->none)
        function->defaults = newref(out[3]);
    function->closure = xnewref(closure);
    return self;
}

/* ---- bound methods --------------------------------------------------------------------------- */

static struct ouro_bound_method *method_of(ouro_object *self)
{
    return (struct ouro_bound_method *)(void *)self;
}

ouro_object *ouro_method_new(ouro_runtime *rt, ouro_object *function, ouro_object *self)
{
    ouro_object *object = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_METHOD], TYPE_METHOD,
                                               sizeof(struct ouro_bound_method), OURO_BLOCK_CONTAINER);
    if (!object)
        return ouro_raise_memory(rt);
    method_of(object)->function = newref(function);
    method_of(object)->self = newref(self);
    return object;
}

static void method_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    decref(rt, method_of(self)->function);
    decref(rt, method_of(self)->self);
    ouro_free_list_free(heap, rt->free_lists[FREE_LIST_METHOD], self, sizeof(struct ouro_bound_method),
                        OURO_BLOCK_CONTAINER);
}

static void method_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct ouro_bound_method *)(const void *)self)->function, 2);
}

static ouro_object *method_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    struct ouro_bound_method *method = method_of(callable);
    size_t total = count + (names ? tuple_length(names) : 0);
    ouro_object *small[8], **all = small;
    if (total + 1 > 8 && !(all = ouro_buffer_alloc(rt, (total + 1) * sizeof *all)))
        return NULL;
    all[0] = method->self;
    for (size_t i = 0; i < total; i++)
        all[i + 1] = args[i];
    ouro_object *result = ouro_call(rt, method->function, all, count + 1, names);
    if (all != small)
        ouro_buffer_free(rt, all, (total + 1) * sizeof *all);
    return result;
}

static ouro_object *method_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_bound_method *method = method_of(self);
    ouro_object *name;
    int outcome = ouro_getattr_optional(rt, method->function, rt->name___qualname__, &name);
    if (outcome == 0)
        outcome = ouro_getattr_optional(rt, method->function, rt->name___name__, &name);
    if (outcome < 0)
        return NULL;
    if (outcome == 0)
        name = ouro_str_from(rt, "?");
    ouro_object *text = name ? ouro_str_format(rt, "<bound method %S of %R>", name, method->self) : NULL;
    xdecref(rt, name);
    return text;
}

static bool method_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    int64_t function_hash;
    if (!ouro_hash(rt, method_of(self)->function, &function_hash))
        return false;
    *hash = (int64_t)((uintptr_t)method_of(self)->self >> 4) ^ function_hash;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static ouro_object *method_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                   enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_METHOD) || !is_exact(b, TYPE_METHOD) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    int is_equal = ouro_equal(rt, method_of(a)->function, method_of(b)->function);
    if (is_equal < 0)
        return NULL;
    is_equal = is_equal && method_of(a)->self == method_of(b)->self;
    return bool_object(rt, is_equal == (op == COMPARE_EQ));
}

/* What a method does not have itself is the function's. */
static ouro_object *method_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    ouro_object *value = ouro_generic_getattr_or_null(rt, self, name);
    if (value || rt->error)
        return value;
    return ouro_getattr(rt, method_of(self)->function, name);
}

static ouro_object *method_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "method", names) || !ouro_args_count(rt, "method", count, 2, 2))
        return NULL;
    if (!ouro_is_callable(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "first argument must be callable");
    if (args[1] == rt->none)
        return ouro_raise(rt, EXC_TypeError, "instance must not be None");
    return ouro_method_new(rt, args[0], args[1]);
}

static const struct ouro_member method_members[] = {
    {"__func__", offsetof(struct ouro_bound_method, function), MEMBER_OBJECT, true},
    {"__self__", offsetof(struct ouro_bound_method, self), MEMBER_OBJECT, true},
    {0},
};

static ouro_object *method_get_doc(ouro_runtime *rt, ouro_object *self)
{
    return ouro_getattr(rt, method_of(self)->function, rt->name___doc__);
}

static const struct ouro_getset method_getsets[] = {{"__doc__", method_get_doc, NULL, NULL}, {0}};

/* ---- native functions ------------------------------------------------------------------------ */

static struct ouro_native_function *native_of(ouro_object *self)
{
    return (struct ouro_native_function *)(void *)self;
}

ouro_object *ouro_native_function_new(ouro_runtime *rt, const struct ouro_method *method,
                                      ouro_object *self, ouro_object *module_name)
{
    ouro_object *object = ouro_object_alloc(&rt->heap, TYPE_NATIVE_FUNCTION,
                                            sizeof(struct ouro_native_function), OURO_BLOCK_CONTAINER);
    if (!object)
        return ouro_raise_memory(rt);
    native_of(object)->method = method;
    native_of(object)->self = xnewref(self);
    native_of(object)->module = xnewref(module_name);
    native_of(object)->owner = NULL;
    return object;
}

static void native_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    xdecref(rt, native_of(self)->self);
    xdecref(rt, native_of(self)->module);
    ouro_object_free(heap, self, sizeof(struct ouro_native_function), OURO_BLOCK_CONTAINER);
}

static void native_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct ouro_native_function *)(const void *)self)->self, 2);
}

bool ouro_native_check_arguments(ouro_runtime *rt, const struct ouro_native_function *self, size_t count,
                                 ouro_object *names);

static ouro_object *native_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    struct ouro_native_function *self = native_of(callable);
    const struct ouro_method *method = self->method;
    if (ouro_unlikely(!ouro_native_check_arguments(rt, self, count, names)))
        return NULL;
    return method->function(rt, self->self, args, count, names);
}

static ouro_object *native_repr(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_native_function *native = native_of(self);
    if (!native->self || is_exact(native->self, TYPE_MODULE))
        return ouro_str_format(rt, "<built-in function %s>", native->method->name);
    return ouro_str_format(rt, "<built-in method %s of %T object at 0x%llx>", native->method->name,
                           native->self, (unsigned long long)(uintptr_t)native->self);
}

static ouro_object *native_get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_from(rt, native_of(self)->method->name);
}

static ouro_object *native_get_qualname(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_native_function *native = native_of(self);
    if (!native->self || is_exact(native->self, TYPE_MODULE))
        return native_get_name(rt, self);
    struct ouro_class *cls = is_class(rt, native->self) ? (struct ouro_class *)(void *)native->self
                                                        : class_of(rt, native->self);
    return ouro_str_format(rt, "%N.%s", cls, native->method->name);
}

static ouro_object *native_get_self(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, native_of(self)->self);
}

static ouro_object *native_get_doc(ouro_runtime *rt, ouro_object *self)
{
    const char *doc = native_of(self)->method->doc;
    return doc ? ouro_str_from(rt, doc) : rt->none;
}

/* (getattr, (object, name)): for copying and pickling. */
static ouro_object *reduce_attribute(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    ouro_object *getattr = ouro_dict_peek_text(rt, rt->builtins, "getattr");
    if (!getattr)
        return rt->error ? NULL : ouro_raise(rt, EXC_AttributeError, "getattr");
    ouro_object *pair = ouro_tuple_pack(rt, 2, object, name);
    ouro_object *result = pair ? ouro_tuple_pack(rt, 2, getattr, pair) : NULL;
    xdecref(rt, pair);
    return result;
}

static ouro_object *native_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct ouro_native_function *native = native_of(self);
    ouro_object *name = native_get_name(rt, self);
    if (!name || !native->self || is_exact(native->self, TYPE_MODULE))
        return name;
    ouro_object *result = reduce_attribute(rt, native->self, name);
    decref(rt, name);
    return result;
}

static ouro_object *method_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct ouro_bound_method *method = (struct ouro_bound_method *)(void *)self;
    ouro_object *name = ouro_getattr(rt, method->function, rt->name___name__);
    ouro_object *result = name ? reduce_attribute(rt, method->self, name) : NULL;
    xdecref(rt, name);
    return result;
}

static const struct ouro_method native_methods[] = {
    {"__reduce__", native_reduce, 0, 0, 0, NULL},
    {0},
};

static const struct ouro_method bound_methods[] = {
    {"__reduce__", method_reduce, 0, 0, 0, NULL},
    {0},
};

static const struct ouro_getset native_getsets[] = {
    {"__name__", native_get_name, NULL, NULL},
    {"__qualname__", native_get_qualname, NULL, NULL},
    {"__self__", native_get_self, NULL, NULL},
    {"__doc__", native_get_doc, NULL, NULL},
    {"__text_signature__", ouro_text_signature_of_native, NULL, NULL},
    {0},
};

static const struct ouro_member native_members[] = {
    {"__module__", offsetof(struct ouro_native_function, module), MEMBER_OBJECT, false}, {0}};

static ouro_object *native_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_exact(b, TYPE_NATIVE_FUNCTION) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    bool is_equal = native_of(a)->method == native_of(b)->method && native_of(a)->self == native_of(b)->self;
    return bool_object(rt, is_equal == (op == COMPARE_EQ));
}

static bool native_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    *hash = (int64_t)(((uintptr_t)native_of(self)->method ^ (uintptr_t)native_of(self)->self) >> 4);
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static struct ouro_cell *cell_of(ouro_object *self)
{
    return (struct ouro_cell *)(void *)self;
}

ouro_object *ouro_cell_new(ouro_runtime *rt, ouro_object *value)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_CELL], TYPE_CELL,
                                             sizeof(struct ouro_cell), OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    cell_of(self)->value = xnewref(value);
    return self;
}

static void cell_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &cell_of(self)->value);
}

static void cell_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    cell_clear(heap, self);
    ouro_free_list_free(heap, runtime_of(heap)->free_lists[FREE_LIST_CELL], self, sizeof(struct ouro_cell),
                        OURO_BLOCK_CONTAINER);
}

static void cell_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct ouro_cell *)(const void *)self)->value);
}

/* By contents; an empty cell comes first. */
static ouro_object *cell_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_CELL) || !is_exact(b, TYPE_CELL))
        return rt->not_implemented;
    ouro_object *left = cell_of(a)->value, *right = cell_of(b)->value;
    if (left && right)
        return ouro_compare(rt, left, right, op);
    int order = (left != NULL) - (right != NULL);
    switch (op) {
    case COMPARE_LT: return bool_object(rt, order < 0);
    case COMPARE_LE: return bool_object(rt, order <= 0);
    case COMPARE_EQ: return bool_object(rt, order == 0);
    case COMPARE_NE: return bool_object(rt, order != 0);
    case COMPARE_GT: return bool_object(rt, order > 0);
    default: return bool_object(rt, order >= 0);
    }
}

static ouro_object *cell_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *value = cell_of(self)->value;
    if (!value)
        return ouro_str_format(rt, "<cell at 0x%llx: empty>", (unsigned long long)(uintptr_t)self);
    return ouro_str_format(rt, "<cell at 0x%llx: %T object at 0x%llx>",
                           (unsigned long long)(uintptr_t)self, value, (unsigned long long)(uintptr_t)value);
}

static ouro_object *cell_get_contents(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *value = cell_of(self)->value;
    return value ? newref(value) : ouro_raise(rt, EXC_ValueError, "Cell is empty");
}

static bool cell_set_contents(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    setref_take(rt, &cell_of(self)->value, xnewref(value));
    return true;
}

static const struct ouro_getset cell_getsets[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, NULL}, {0}};

static ouro_object *cell_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "cell", names) || !ouro_args_count(rt, "cell", count, 0, 1))
        return NULL;
    return ouro_cell_new(rt, count ? args[0] : NULL);
}

bool ouro_function_class_init(ouro_runtime *rt)
{
    struct ouro_class *function = builtin_class(rt, TYPE_FUNCTION);
    function->core.dealloc = function_dealloc;
    function->core.traverse = function_traverse;
    function->core.clear = function_clear;
    function->dict_offset = offsetof(struct ouro_function, dict);
    function->repr = function_repr;
    function->descr_get = function_get;
    function->call = function_call;
    function->create = function_create;
    struct ouro_class *method = builtin_class(rt, TYPE_METHOD);
    method->core.dealloc = method_dealloc;
    method->core.traverse = method_traverse;
    method->create = method_create;
    method->repr = method_repr;
    method->hash = method_hash;
    method->compare = method_compare;
    method->getattr = method_getattr;
    method->call = method_call;
    struct ouro_class *native = builtin_class(rt, TYPE_NATIVE_FUNCTION);
    native->core.dealloc = native_dealloc;
    native->core.traverse = native_traverse;
    native->repr = native_repr;
    native->compare = native_compare;
    native->hash = native_hash;
    native->call = native_call;
    struct ouro_class *cell = builtin_class(rt, TYPE_CELL);
    cell->compare = cell_compare;
    cell->core.dealloc = cell_dealloc;
    cell->core.traverse = cell_traverse;
    cell->core.clear = cell_clear;
    cell->create = cell_create;
    cell->repr = cell_repr;
    return ouro_class_ready(rt, function, NULL, function_getsets, function_members) &&
           ouro_class_ready(rt, method, bound_methods, method_getsets, method_members) &&
           ouro_class_ready(rt, native, native_methods, native_getsets, native_members) &&
           ouro_class_ready(rt, cell, NULL, cell_getsets, NULL);
}
