/* Making the builtins module. */
#include "vm/builtins.h"

#include <string.h>

#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

bool ouro_builtins_keywords(ouro_runtime *rt, const char *function, ouro_object *const *values,
                            ouro_object *names, const char *const *accepted, ouro_object **out)
{
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        ouro_object *name = tuple_at(names, i);
        size_t k = 0;
        while (accepted[k] && !ouro_str_equal_text(name, accepted[k]))
            k++;
        if (!accepted[k])
            return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for %s()",
                              name, function) != NULL;
        out[k] = values[i];
    }
    return true;
}

static bool add_classes(ouro_runtime *rt, ouro_object *dict)
{
    static const struct {
        const char *name;
        uint16_t index;
    } classes[] = {
        {"bool", TYPE_BOOL}, {"bytearray", TYPE_BYTEARRAY}, {"bytes", TYPE_BYTES},
        {"classmethod", TYPE_CLASS_METHOD}, {"complex", TYPE_COMPLEX}, {"dict", TYPE_DICT},
        {"enumerate", TYPE_ENUMERATE}, {"filter", TYPE_FILTER}, {"float", TYPE_FLOAT},
        {"frozenset", TYPE_FROZENSET}, {"int", TYPE_INT}, {"list", TYPE_LIST}, {"map", TYPE_MAP},
        {"memoryview", TYPE_MEMORYVIEW}, {"object", TYPE_OBJECT}, {"property", TYPE_PROPERTY},
        {"range", TYPE_RANGE}, {"reversed", TYPE_REVERSED}, {"set", TYPE_SET}, {"slice", TYPE_SLICE},
        {"staticmethod", TYPE_STATIC_METHOD}, {"str", TYPE_STR}, {"super", TYPE_SUPER},
        {"tuple", TYPE_TUPLE}, {"type", TYPE_TYPE}, {"zip", TYPE_ZIP},
#define OURO_EXCEPTION(name, base, doc) {#name, EXC_##name},
#include "types/exceptions.def"
#undef OURO_EXCEPTION
        {"EnvironmentError", EXC_OSError}, {"IOError", EXC_OSError},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (!ouro_dict_set_text(rt, dict, classes[i].name,
                                (ouro_object *)builtin_class(rt, classes[i].index)))
            return false;
    return true;
}

static bool add_constants(ouro_runtime *rt, ouro_object *dict)
{
    return ouro_dict_set_text(rt, dict, "None", rt->none) &&
           ouro_dict_set_text(rt, dict, "True", rt->true_) &&
           ouro_dict_set_text(rt, dict, "False", rt->false_) &&
           ouro_dict_set_text(rt, dict, "Ellipsis", rt->ellipsis) &&
           ouro_dict_set_text(rt, dict, "NotImplemented", rt->not_implemented) &&
           ouro_dict_set_text(rt, dict, "__debug__", rt->true_);
}

static ouro_object *builtin_named(ouro_runtime *rt, const char *name)
{
    return xnewref(ouro_dict_peek_text(rt, rt->builtins, name));
}

bool ouro_builtins_init(ouro_runtime *rt)
{
    static const char doc[] =
        "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; "
        "Ellipsis represents `...' in slices.";
    rt->modules = ouro_dict_new(rt);
    ouro_object *module = rt->modules ? ouro_import_add_module(rt, "builtins") : NULL;
    if (!module)
        return false;
    ouro_object *dict = ouro_module_dict(module), *text = ouro_str_from(rt, doc);
    rt->builtins = newref(dict);
    bool is_good = text && ouro_dict_set_text(rt, dict, "__doc__", text) &&
                   ouro_dict_set_text(rt, dict, "__package__", rt->empty_str) &&
                   ouro_module_add_functions(rt, module, ouro_builtins_object_methods) &&
                   ouro_module_add_functions(rt, module, ouro_builtins_iterate_methods) &&
                   ouro_module_add_functions(rt, module, ouro_builtins_text_methods) &&
                   ouro_module_add_functions(rt, module, ouro_builtins_code_methods) &&
                   add_classes(rt, dict) && add_constants(rt, dict) &&
                   ouro_quitter_init(rt, module) && ouro_site_objects_init(rt, module);
    xdecref(rt, text);
    decref(rt, module);
    if (!is_good || !ouro_import_describe_builtins(rt))
        return false;
    rt->vm->builtin_len = builtin_named(rt, "len");
    rt->vm->builtin_isinstance = builtin_named(rt, "isinstance");
    rt->vm->builtin_import = builtin_named(rt, "__import__");
    return true;
}
