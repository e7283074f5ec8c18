#include "modules/registry.h"

#define OURO_NATIVE_MODULES(X)                                                                     \
    X(_collections)                                                                                \
    X(array) X(_functools) X(_heapq) X(_random) X(bisect) X(itertools) X(math) X(operator) X(time) \
        X(sys) X(gc) X(_weakref) X(io) X(_io) X(_json) X(_traceback) X(_re) X(posix) X(_tracemalloc) X(_struct)

#define X(name) bool ouro_module_##name##_init(ouro_runtime *rt, ouro_object *module);
OURO_NATIVE_MODULES(X)
#undef X

static const struct ouro_native_module modules[] = {
#define X(name) {#name, ouro_module_##name##_init},
    OURO_NATIVE_MODULES(X)
#undef X
    {NULL, NULL},
};

bool ouro_modules_register(ouro_runtime *rt)
{
    return ouro_vm_register_modules(rt, modules);
}
