/* contextvars: variables whose values belong to a context. A context is a dict that is copied when it is
 * shared: copy_context copies eagerly, contexts being small. */
#include <string.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/str.h"
#include "vm/thread.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct context {
    ouro_object base;
    ouro_object *values; /* dict: ContextVar -> value */
    bool is_entered;
};
struct context_var {
    ouro_object base;
    ouro_object *name;
    ouro_object *otherwise; /* default, or NULL */
};
struct token {
    ouro_object base;
    ouro_object *context, *variable;
    ouro_object *old; /* NULL: the variable had no value */
    bool is_used;
};

static struct context *context_of(ouro_object *object)
{
    return (struct context *)(void *)object;
}
static struct context_var *variable_of(ouro_object *object)
{
    return (struct context_var *)(void *)object;
}
static struct token *token_of(ouro_object *object)
{
    return (struct token *)(void *)object;
}

static struct ouro_class *class_peek(ouro_runtime *rt, const char *name)
{
    return (struct ouro_class *)(void *)ouro_vm_state_peek(rt, name);
}

/* values: taken. */
static ouro_object *context_new_take(ouro_runtime *rt, ouro_object *values)
{
    struct ouro_class *cls = class_peek(rt, "contextvars.Context");
    ouro_object *self = values && cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (self)
        context_of(self)->values = values;
    else
        xdecref(rt, values);
    return self;
}

static bool current_set(ouro_runtime *rt, ouro_object *context)
{
    ouro_object **own = ouro_thread_context(rt);
    if (!own)
        return ouro_vm_state_set(rt, "context", context);
    setref_take(rt, own, newref(context));
    return true;
}

/* The running thread's current context: borrowed. */
static ouro_object *current_peek(ouro_runtime *rt)
{
    ouro_object **own = ouro_thread_context(rt);
    ouro_object *current = own ? *own : ouro_vm_state_peek(rt, "context");
    if (current || rt->error)
        return current;
    ouro_object *made = context_new_take(rt, ouro_dict_new(rt));
    if (made && !current_set(rt, made))
        clearref(rt, &made);
    xdecref(rt, made);
    return made;
}

/* ---- Context --------------------------------------------------------------------------------- */

static bool need_variable(ouro_runtime *rt, ouro_object *key)
{
    if (class_of(rt, key) == class_peek(rt, "contextvars.ContextVar"))
        return true;
    return ouro_raise(rt, EXC_TypeError, "a ContextVar key was expected, got %R", key) != NULL;
}

static ouro_object *context_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    if (count || names)
        return ouro_raise(rt, EXC_TypeError, "Context() does not accept any arguments");
    return context_new_take(rt, ouro_dict_new(rt));
}

NATIVE(context_copy)
{
    return context_new_take(rt, ouro_dict_copy(rt, context_of(self)->values));
}

NATIVE(contextvars_copy_context)
{
    ouro_object *current = current_peek(rt);
    return current ? context_copy(rt, current, NULL, 0, NULL) : NULL;
}

NATIVE(context_run)
{
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "run() missing 1 required positional argument");
    struct context *context = context_of(self);
    if (context->is_entered)
        return ouro_raise(rt, EXC_RuntimeError, "cannot enter context: %R is already entered", self);
    ouro_object *before = current_peek(rt);
    if (!before)
        return NULL;
    incref(before);
    incref(self);
    context->is_entered = true;
    ouro_object *result = current_set(rt, self)
                              ? ouro_call(rt, args[0], args + 1, count - 1, names) : NULL;
    ouro_object *saved = ouro_error_take(rt);
    bool is_back = current_set(rt, before);
    if (saved)
        ouro_error_restore(rt, saved);
    else if (!is_back && result)
        clearref(rt, &result);
    context->is_entered = false;
    decref(rt, before);
    decref(rt, self);
    return result;
}

NATIVE(context_get)
{
    if (!need_variable(rt, args[0]))
        return NULL;
    ouro_object *value = ouro_dict_peek(rt, context_of(self)->values, args[0]);
    return value ? newref(value) : count > 1 ? newref(args[1]) : rt->none;
}

static ouro_object *context_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    if (!need_variable(rt, key))
        return NULL;
    ouro_object *value = ouro_dict_peek(rt, context_of(self)->values, key);
    if (!value && !rt->error)
        ouro_raise_object(rt, EXC_KeyError, key);
    return xnewref(value);
}

static int context_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return need_variable(rt, key) ? ouro_dict_contains(rt, context_of(self)->values, key) : -1;
}

static ptrdiff_t context_length(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)dict_length(context_of(self)->values);
}

static ouro_object *context_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_dict_iterator_new(rt, TYPE_DICT_KEY_ITERATOR, context_of(self)->values);
}

static ouro_object *context_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                    enum ouro_compare_op op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || class_of(rt, a) != class_of(rt, b))
        return rt->not_implemented;
    return ouro_compare(rt, context_of(a)->values, context_of(b)->values, op);
}

NATIVE(context_keys)
{
    return context_iter(rt, self);
}

NATIVE(context_values)
{
    return ouro_dict_iterator_new(rt, TYPE_DICT_VALUE_ITERATOR, context_of(self)->values);
}

NATIVE(context_items)
{
    return ouro_dict_iterator_new(rt, TYPE_DICT_ITEM_ITERATOR, context_of(self)->values);
}

static void context_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &context_of(self)->values);
}
static void context_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    context_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}
static void context_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct context *)(const void *)self)->values);
}

/* ---- ContextVar ------------------------------------------------------------------------------ */

static ouro_object *variable_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"", "default", NULL};
    static const struct ouro_signature signature = {"ContextVar", parameters, 1, 1};
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (!is_str(rt, out[0]))
        return ouro_raise(rt, EXC_TypeError, "context variable name must be a str");
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self) {
        variable_of(self)->name = newref(out[0]);
        variable_of(self)->otherwise = xnewref(out[1]);
    }
    return self;
}

NATIVE(variable_get)
{
    ouro_object *current = current_peek(rt);
    ouro_object *value = current ? ouro_dict_peek(rt, context_of(current)->values, self) : NULL;
    if (!value && !rt->error)
        value = count ? args[0] : variable_of(self)->otherwise;
    if (!value && !rt->error)
        return ouro_raise_object(rt, EXC_LookupError, self);
    return xnewref(value);
}

NATIVE(variable_set)
{
    ouro_object *current = current_peek(rt);
    struct ouro_class *cls = class_peek(rt, "contextvars.Token");
    ouro_object *token = current && cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!token)
        return NULL;
    token_of(token)->context = newref(current);
    token_of(token)->variable = newref(self);
    token_of(token)->old = xnewref(ouro_dict_peek(rt, context_of(current)->values, self));
    if (!ouro_dict_set(rt, context_of(current)->values, self, args[0]))
        clearref(rt, &token);
    return token;
}

NATIVE(variable_reset)
{
    if (class_of(rt, args[0]) != class_peek(rt, "contextvars.Token"))
        return ouro_raise(rt, EXC_TypeError, "expected an instance of Token, got %R", args[0]);
    struct token *token = token_of(args[0]);
    ouro_object *current = current_peek(rt);
    if (!current)
        return NULL;
    if (token->is_used)
        return ouro_raise(rt, EXC_RuntimeError, "%R has already been used once", args[0]);
    if (token->variable != self)
        return ouro_raise(rt, EXC_ValueError, "%R was created by a different ContextVar", args[0]);
    if (token->context != current)
        return ouro_raise(rt, EXC_ValueError, "%R was created in a different Context", args[0]);
    token->is_used = true;
    ouro_object *values = context_of(current)->values;
    if (token->old)
        return ouro_dict_set(rt, values, self, token->old) ? rt->none : NULL;
    return ouro_dict_remove(rt, values, self, NULL) < 0 ? NULL : rt->none;
}

static ouro_object *variable_repr(ouro_runtime *rt, ouro_object *self)
{
    struct context_var *variable = variable_of(self);
    if (!variable->otherwise)
        return ouro_str_format(rt, "<ContextVar name=%R at %p>", variable->name, (void *)self);
    return ouro_str_format(rt, "<ContextVar name=%R default=%R at %p>", variable->name,
                           variable->otherwise, (void *)self);
}

NATIVE(class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static void variable_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &variable_of(self)->name);
    clearref(rt, &variable_of(self)->otherwise);
}
static void variable_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    variable_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}
static void variable_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct context_var *)(const void *)self)->name, 2);
}

/* ---- Token ----------------------------------------------------------------------------------- */

static ouro_object *token_old_value(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *old = token_of(self)->old;
    return old ? newref(old) : xnewref(ouro_vm_state_peek(rt, "contextvars.MISSING"));
}

static ouro_object *token_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "<Token%s var=%R at %p>", token_of(self)->is_used ? " used" : "",
                           token_of(self)->variable, (void *)self);
}

static void token_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &token_of(self)->context);
    clearref(rt, &token_of(self)->variable);
    clearref(rt, &token_of(self)->old);
}
static void token_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    token_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}
static void token_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct token *)(const void *)self)->context, 3);
}

/* The object that says that a variable had no value. */
static ouro_object *missing_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_from(rt, "<Token.MISSING>");
}

static void missing_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool publish(ouro_runtime *rt, ouro_object *module, const char *name, struct ouro_class *cls)
{
    return ouro_vm_state_set(rt, name, (ouro_object *)cls) &&
           (!module || ouro_module_add_class(rt, module, cls));
}

static bool add_context(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"run", context_run, 0, -1, METHOD_KEYWORDS, "Call a function in this context."},
        {"copy", context_copy, 0, 0, 0, "Return a shallow copy of the context object."},
        {"get", context_get, 1, 2, 0, "Return the value for key if it is in the context, else default."},
        {"keys", context_keys, 0, 0, 0, NULL},
        {"values", context_values, 0, 0, 0, NULL},
        {"items", context_items, 0, 0, 0, NULL},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_contextvars.Context", NULL, sizeof(struct context),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = context_dealloc;
    cls->core.traverse = context_traverse;
    cls->core.clear = context_clear;
    cls->create = context_create;
    cls->getattr = ouro_generic_getattr;
    cls->getitem = context_getitem;
    cls->contains = context_contains;
    cls->length = context_length;
    cls->iter = context_iter;
    cls->compare = context_compare;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) &&
           publish(rt, module, "contextvars.Context", cls);
}

static bool add_variable(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"get", variable_get, 0, 1, 0, "Return a value for the context variable for the current context."},
        {"set", variable_set, 1, 1, 0, "Set a new value for the context variable in the current context."},
        {"reset", variable_reset, 1, 1, 0, "Reset the context variable."},
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
        {0},
    };
    static const struct ouro_member members[] = {
        {"name", offsetof(struct context_var, name), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_contextvars.ContextVar", NULL,
                                               sizeof(struct context_var), OURO_BLOCK_CONTAINER, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = variable_dealloc;
    cls->core.traverse = variable_traverse;
    cls->core.clear = variable_clear;
    cls->create = variable_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = variable_repr;
    return ouro_class_ready(rt, cls, methods, NULL, members) &&
           publish(rt, module, "contextvars.ContextVar", cls);
}

static bool add_missing(ouro_runtime *rt, struct ouro_class *token)
{
    struct ouro_class *cls = ouro_class_native(rt, "Token.MISSING", NULL, sizeof(ouro_object),
                                               OURO_BLOCK_ATOM, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = missing_dealloc;
    cls->getattr = ouro_generic_getattr;
    cls->repr = missing_repr;
    ouro_object *missing = ouro_class_ready(rt, cls, NULL, NULL, NULL) ? ouro_class_alloc(rt, cls, 0) : NULL;
    bool is_good = missing && ouro_vm_state_set(rt, "contextvars.MISSING", missing) &&
                   ouro_dict_set_text(rt, token->dict, "MISSING", missing);
    xdecref(rt, missing);
    return is_good;
}

static bool add_token(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL}, {0}};
    static const struct ouro_getset getsets[] = {{"old_value", token_old_value, NULL, NULL}, {0}};
    static const struct ouro_member members[] = {
        {"var", offsetof(struct token, variable), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_contextvars.Token", NULL, sizeof(struct token),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = token_dealloc;
    cls->core.traverse = token_traverse;
    cls->core.clear = token_clear;
    cls->getattr = ouro_generic_getattr;
    cls->repr = token_repr;
    return ouro_class_ready(rt, cls, methods, getsets, members) &&
           publish(rt, module, "contextvars.Token", cls) && add_missing(rt, cls);
}

bool ouro_module__contextvars_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"copy_context", contextvars_copy_context, 0, 0, 0, NULL}, {0}};
    return ouro_module_add_functions(rt, module, functions) && add_context(rt, module) &&
           add_variable(rt, module) && add_token(rt, module);
}
