/* Module objects: a dict with a name. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/protocol.h"
#include "types/str.h"

static struct ouro_module *module_of(ouro_object *self)
{
    return (struct ouro_module *)(void *)self;
}

static bool set_standard_names(ouro_runtime *rt, ouro_object *dict, ouro_object *name, ouro_object *doc)
{
    return ouro_dict_set(rt, dict, rt->name___name__, name) &&
           ouro_dict_set(rt, dict, rt->name___doc__, doc) &&
           ouro_dict_set(rt, dict, rt->name___package__, rt->none) &&
           ouro_dict_set(rt, dict, rt->name___loader__, rt->none) &&
           ouro_dict_set(rt, dict, rt->name___spec__, rt->none);
}

static ouro_object *module_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self && !(module_of(self)->dict = ouro_dict_new(rt))) {
        decref(rt, self);
        return NULL;
    }
    return self;
}

static bool module_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    static const char *const parameters[] = {"name", "doc", NULL};
    static const struct ouro_signature signature = {"module", parameters, 1, 2};
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    if (!is_str(rt, out[0]))
        return ouro_raise(rt, EXC_TypeError, "module() argument 1 must be str, not %W", out[0]) != NULL;
    return set_standard_names(rt, module_of(self)->dict, out[0], out[1] ? out[1] : rt->none);
}

ouro_object *ouro_module_new(ouro_runtime *rt, const char *name)
{
    ouro_object *text = ouro_str_intern_text(rt, name);
    ouro_object *self =
        text ? ouro_call1(rt, &builtin_class(rt, TYPE_MODULE)->core.base, text) : NULL;
    xdecref(rt, text);
    return self;
}

bool ouro_module_add(ouro_runtime *rt, ouro_object *module, const char *name, ouro_object *value)
{
    ouro_object *key = value ? ouro_str_intern_text(rt, name) : NULL;
    bool is_done = key && ouro_dict_set(rt, module_of(module)->dict, key, value);
    xdecref(rt, key);
    return is_done;
}

bool ouro_module_add_functions(ouro_runtime *rt, ouro_object *module, const struct ouro_method *functions)
{
    ouro_object *name = ouro_dict_peek_str(rt, module_of(module)->dict, rt->name___name__);
    for (; functions->name; functions++) {
        ouro_object *function = ouro_native_function_new(rt, functions, module, name);
        bool is_done = function && ouro_module_add(rt, module, functions->name, function);
        xdecref(rt, function);
        if (!is_done)
            return false;
    }
    return true;
}

bool ouro_module_add_class(ouro_runtime *rt, ouro_object *module, struct ouro_class *cls)
{
    return ouro_module_add(rt, module, ouro_class_name(cls), &cls->core.base);
}

static void *raise_missing(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    ouro_object *dict = module_of(self)->dict;
    ouro_object *own = ouro_dict_peek_str(rt, dict, rt->name___name__);
    ouro_object *spec = ouro_dict_peek_str(rt, dict, rt->name___spec__);
    ouro_object *initializing = NULL;
    bool is_partial = false;
    if (spec && spec != rt->none) {
        ouro_object *flag = ouro_str_intern_text(rt, "_initializing");
        if (flag && ouro_getattr_optional(rt, spec, flag, &initializing) > 0) {
            is_partial = initializing == rt->true_;
            decref(rt, initializing);
        }
        xdecref(rt, flag);
        if (rt->error)
            return NULL;
    }
    if (own && is_str(rt, own) && is_partial)
        ouro_raise(rt, EXC_AttributeError, "partially initialized module '%U' has no attribute '%U' "
                   "(most likely due to a circular import)", own, name);
    else if (own && is_str(rt, own))
        ouro_raise(rt, EXC_AttributeError, "module '%U' has no attribute '%U'", own, name);
    else
        ouro_raise(rt, EXC_AttributeError, "module has no attribute '%U'", name);
    ouro_error_set_attribute(rt, self, name);
    return NULL;
}

static ouro_object *module_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    ouro_object *value = ouro_generic_getattr_or_null(rt, self, name);
    if (value || rt->error)
        return value;
    ouro_object *hook = ouro_dict_peek_str(rt, module_of(self)->dict, rt->name___getattr__);
    if (hook)
        return ouro_call1(rt, hook, name);
    return raise_missing(rt, self, name);
}

/* Whether the module is one of those that CPython carries compiled in itself. */
static bool is_frozen(ouro_object *name)
{
    static const char *const names[] = {
        "_collections_abc", "abc", "codecs", "genericpath", "importlib.machinery", "importlib.util", "io",
        "os", "posixpath", "runpy", "site", "stat", "zipimport"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_exact(name, TYPE_STR) && ouro_str_equal_text(name, names[i]))
            return true;
    return false;
}

static ouro_object *module_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = ouro_dict_peek_str(rt, module_of(self)->dict, rt->name___name__);
    ouro_object *file = ouro_dict_peek_str(rt, module_of(self)->dict, rt->name___file__);
    if (!name)
        name = rt->name_module_unknown;
    if (file && is_str(rt, file) && !is_frozen(name))
        return ouro_str_format(rt, "<module %R from %R>", name, file);
    ouro_object *spec = ouro_dict_peek_str(rt, module_of(self)->dict, rt->name___spec__);
    if (spec && spec != rt->none)
        return ouro_str_format(rt, "<module %R (%s)>", name, is_frozen(name) ? "frozen" : "built-in");
    return ouro_str_format(rt, "<module %R>", name);
}

static ouro_object *module_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    ouro_object *hook = ouro_dict_peek_str(rt, module_of(self)->dict, rt->name___dir__);
    return hook ? ouro_call0(rt, hook) : ouro_dict_keys_list(rt, module_of(self)->dict);
}

static void module_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &module_of(self)->dict);
}

static void module_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self); /* the dict is the instance's */
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    return newref(module_of(self)->dict);
}

static ouro_object *get_annotations(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = module_of(self)->dict;
    ouro_object *annotations = ouro_dict_peek_str(rt, dict, rt->name___annotations__);
    if (annotations)
        return newref(annotations);
    annotations = ouro_dict_new(rt);
    if (annotations && !ouro_dict_set(rt, dict, rt->name___annotations__, annotations)) {
        decref(rt, annotations);
        return NULL;
    }
    return annotations;
}

static bool put_annotations(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *dict = module_of(self)->dict;
    if (value)
        return ouro_dict_set(rt, dict, rt->name___annotations__, value);
    return ouro_dict_remove(rt, dict, rt->name___annotations__, NULL) > 0 ||
           (!rt->error && ouro_raise(rt, EXC_AttributeError, "__annotations__"));
}

static const struct ouro_getset module_getsets[] = {
    {"__dict__", get_dict, NULL, NULL},
    {"__annotations__", get_annotations, put_annotations, NULL},
    {0},
};

static const struct ouro_method module_methods[] = {{"__dir__", module_dir, 0, 0, 0, NULL}, {0}};

bool ouro_module_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_MODULE);
    cls->core.dealloc = module_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->core.clear = module_clear;
    cls->dict_offset = offsetof(struct ouro_module, dict);
    cls->create = module_create;
    cls->init = module_init;
    cls->getattr = module_getattr;
    cls->repr = module_repr;
    return ouro_class_ready(rt, cls, module_methods, module_getsets, NULL);
}
