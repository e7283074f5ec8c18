/* _abc: what abc cannot do in Python. The match statement asks classes for two flags, "is a sequence" and
 * "is a mapping", which abstract classes pass on to those that are registered with them. */
#include "modules/registry.h"
#include "types/function.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"

enum { COLLECTION_FLAGS = CLASS_SEQUENCE | CLASS_MAPPING };

/* The bits by which CPython's __abc_tpflags__ names them. */
enum { ABC_SEQUENCE = 1 << 5, ABC_MAPPING = 1 << 6 };

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* Depth first through the subclasses that do not have the flag yet, without recursion: the list grows while
 * it is walked. */
static bool spread(ouro_runtime *rt, ouro_object *list, uint32_t flag)
{
    ouro_object *name = ouro_str_from(rt, "__subclasses__");
    bool is_good = name != NULL;
    for (size_t i = 0; is_good && i < list_length(list); i++) {
        ouro_object *object = list_at(list, i);
        struct ouro_class *cls = (struct ouro_class *)(void *)object;
        if (!is_class(rt, object) || (cls->core.flags & OURO_TYPE_IMMUTABLE) ||
            (cls->core.flags & COLLECTION_FLAGS) == flag)
            continue;
        cls->core.flags = (cls->core.flags & ~(uint32_t)COLLECTION_FLAGS) | flag;
        ouro_object *method = ouro_getattr(rt, &builtin_class(rt, TYPE_TYPE)->core.base, name);
        ouro_object *children = method ? ouro_call1(rt, method, object) : NULL;
        is_good = children && ouro_list_extend(rt, list, children);
        xdecref(rt, method);
        xdecref(rt, children);
    }
    xdecref(rt, name);
    return is_good;
}

static bool spread_from(ouro_runtime *rt, ouro_object *cls, uint32_t flag)
{
    ouro_object *list = ouro_list_new(rt, 1);
    bool is_good = list && ouro_list_append(rt, list, cls) && spread(rt, list, flag);
    xdecref(rt, list);
    return is_good;
}

/* declare(cls, bits): a new abstract class is a sequence or a mapping. */
NATIVE(abc_declare)
{
    int64_t bits;
    if (!ouro_index_i64(rt, args[1], &bits, EXC_OverflowError))
        return NULL;
    uint32_t flag = bits & ABC_SEQUENCE ? CLASS_SEQUENCE : bits & ABC_MAPPING ? CLASS_MAPPING : 0;
    return !flag || spread_from(rt, args[0], flag) ? rt->none : NULL;
}

/* inherit(cls, subclass): subclass has been registered with cls. */
NATIVE(abc_inherit)
{
    if (!is_class(rt, args[0]))
        return rt->none;
    uint32_t flag = ((struct ouro_class *)(void *)args[0])->core.flags & COLLECTION_FLAGS;
    return !flag || spread_from(rt, args[1], flag) ? rt->none : NULL;
}

static const struct ouro_method functions[] = {
    {"declare", abc_declare, 2, 2, 0, "Make a class and its subclasses a sequence or a mapping."},
    {"inherit", abc_inherit, 2, 2, 0, "Make the second class what the first is."},
    {0},
};

bool ouro_module__abc_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions);
}
