#include "modules/registry.h"

#define OURO_NATIVE_MODULES(X)                                                                    \
    X(_abc) X(_bz2) X(_codecs) X(_collections) X(_contextvars) X(_csv) X(_ctypes_core)            \
    X(_datetime) X(_decimal_core) X(_functools) X(_hashlib) X(_heapq) X(_iconv) X(_io)            \
    X(_json) X(_lsprof) X(_lzma) X(_multiprocessing) X(_opcode) X(_posixshmem)                    \
    X(_posixsubprocess) X(_random) X(_re) X(_signal) X(_socket) X(_sqlite3) X(_struct)            \
    X(_symtable) X(_thread) X(_traceback) X(_tracemalloc) X(_weakref) X(array) X(binascii)        \
    X(bisect) X(cmath) X(errno) X(faulthandler) X(fcntl) X(gc) X(grp) X(itertools)                \
    X(marshal) X(math) X(mmap) X(operator) X(ouro) X(posix) X(pwd) X(pyexpat) X(readline)         \
    X(resource) X(select) X(sys) X(syslog) X(termios) X(time) X(unicodedata) X(zlib)

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
