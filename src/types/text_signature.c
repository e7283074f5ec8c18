#include "types/text_signature.h"

#include <string.h>

#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/str.h"
#include "types/text_signatures.h"
#include "types/tuple.h"

/* NULL: the table has no such name. */
static const char *find(const char *name)
{
    size_t low = 0, high = sizeof text_signatures / sizeof *text_signatures;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, signature_names + text_signatures[middle].name);
        if (order == 0)
            return signature_texts + text_signatures[middle].text;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* The text for a name like "builtins.str.split" (taken; NULL: an error is set). *text is NULL where there is
 * none. false: an error is set. */
static bool look_up_take(ouro_runtime *rt, ouro_object *name, const char **text)
{
    size_t size;
    ouro_object *owner = NULL;
    const char *utf8 = name ? ouro_str_utf8(rt, name, &size, &owner) : NULL;
    *text = utf8 ? find(utf8) : NULL;
    xdecref(rt, owner);
    xdecref(rt, name);
    return utf8 != NULL;
}

/* "module.Class", and ".name" unless that is NULL; owned. */
static ouro_object *full_name(ouro_runtime *rt, struct ouro_class *cls, const char *name)
{
    ouro_object *module = ouro_class_module(rt, cls);
    if (!module)
        return rt->error ? NULL : ouro_str_from(rt, "");
    ouro_object *qualname = cls->qualname ? cls->qualname : cls->name;
    ouro_object *full = name ? ouro_str_format(rt, "%S.%U.%s", module, qualname, name)
                             : ouro_str_format(rt, "%S.%U", module, qualname);
    decref(rt, module);
    return full;
}

static ouro_object *answer(ouro_runtime *rt, const char *text)
{
    return text && *text ? ouro_str_from(rt, text) : rt->none;
}

ouro_object *ouro_text_signature_of_method(ouro_runtime *rt, struct ouro_class *owner, const char *name)
{
    const char *text;
    return look_up_take(rt, full_name(rt, owner, name), &text) ? answer(rt, text) : NULL;
}

/* Most wrappers of a name look the same in all classes: those that do not have an entry of their own. */
ouro_object *ouro_text_signature_of_wrapper(ouro_runtime *rt, struct ouro_class *owner, const char *name)
{
    const char *text;
    if (!look_up_take(rt, full_name(rt, owner, name), &text))
        return NULL;
    if (!text && !look_up_take(rt, ouro_str_format(rt, ".%s", name), &text))
        return NULL;
    return answer(rt, text);
}

ouro_object *ouro_text_signature_of_class(ouro_runtime *rt, struct ouro_class *cls)
{
    const char *text;
    if (cls->core.flags & OURO_TYPE_HEAP)
        return rt->none;
    return look_up_take(rt, full_name(rt, cls, NULL), &text) ? answer(rt, text) : NULL;
}

/* The class that a bound method was found in. NULL without an error: none. */
static struct ouro_class *class_with(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name)
{
    for (size_t i = 0; cls->mro && i < tuple_length(cls->mro); i++) {
        struct ouro_class *at = (struct ouro_class *)(void *)tuple_at(cls->mro, i);
        if (at->dict && ouro_dict_peek_str(rt, at->dict, name))
            return at;
    }
    return NULL;
}

ouro_object *ouro_text_signature_of_native(ouro_runtime *rt, ouro_object *function)
{
    const struct ouro_native_function *native = (const struct ouro_native_function *)(void *)function;
    const char *name = native->method->name, *text;
    ouro_object *self = native->self;
    if (!self || is_exact(self, TYPE_MODULE)) {
        if (!native->module)
            return rt->none;
        return look_up_take(rt, ouro_str_format(rt, "%S.%s", native->module, name), &text)
                   ? answer(rt, text)
                   : NULL;
    }
    ouro_object *key = ouro_str_intern_text(rt, name);
    if (!key)
        return NULL;
    struct ouro_class *owner =
        is_class(rt, self) ? class_with(rt, (struct ouro_class *)(void *)self, key) : NULL;
    if (!owner)
        owner = class_with(rt, class_of(rt, self), key);
    decref(rt, key);
    if (rt->error)
        return NULL;
    return owner ? ouro_text_signature_of_method(rt, owner, name) : rt->none;
}
