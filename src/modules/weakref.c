/* _weakref: what the weakref module (src/modules/python/weakref.py) builds on. */
#include "types/weakref.h"

#include "gc/weakref.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

NATIVE(weakref_proxy)
{
    return ouro_weak_proxy_new(rt, args[0], count > 1 ? args[1] : NULL);
}

NATIVE(weakref_count)
{
    return ouro_int_new(rt, (int64_t)ouro_weakref_count(&rt->heap, args[0]));
}

NATIVE(weakref_list)
{
    ouro_object *list = ouro_list_new(rt, 0);
    struct ouro_weakref *at = ouro_weakref_first(&rt->heap, args[0]);
    for (; list && at; at = at->next)
        if (!ouro_list_append(rt, list, &at->base))
            clearref(rt, &list);
    return list;
}

/* Removes a key whose value is a weak reference that is dead by now; a new value stays. */
NATIVE(remove_dead)
{
    if (!is_dict(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %W",
                          args[0]);
    ouro_object *value = ouro_dict_peek(rt, args[0], args[1]);
    if (!value)
        return rt->error ? NULL : rt->none;
    if (!ouro_class_is_subclass(class_of(rt, value), builtin_class(rt, TYPE_WEAKREF)))
        return ouro_raise(rt, EXC_TypeError, "not a weakref");
    if (((struct ouro_weakref *)(void *)value)->target)
        return rt->none;
    return ouro_dict_remove(rt, args[0], args[1], NULL) < 0 ? NULL : rt->none;
}

static const struct ouro_method functions[] = {
    {"proxy", weakref_proxy, 1, 2, 0, "Create a proxy object that weakly references its argument."},
    {"getweakrefcount", weakref_count, 1, 1, 0, "Return the number of weak references to the object."},
    {"getweakrefs", weakref_list, 1, 1, 0, "Return a list of all weak reference objects."},
    {"_remove_dead_weakref", remove_dead, 2, 2, 0, NULL},
    {0},
};

bool ouro_module__weakref_init(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *ref = &builtin_class(rt, TYPE_WEAKREF)->core.base;
    return ouro_module_add_functions(rt, module, functions) && ouro_module_add(rt, module, "ref", ref) &&
           ouro_module_add(rt, module, "ReferenceType", ref) &&
           ouro_module_add(rt, module, "ProxyType", &builtin_class(rt, TYPE_WEAK_PROXY)->core.base) &&
           ouro_module_add(rt, module, "CallableProxyType",
                           &builtin_class(rt, TYPE_WEAK_CALLABLE_PROXY)->core.base);
}
