/* marshal: simple objects and code as bytes. */
#include "modules/marshal.h"

#include "modules/registry.h"
#include "types/bytes.h"
#include "types/function.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

static ouro_object *write_version(ouro_runtime *rt, ouro_object *value, ouro_object *version)
{
    int64_t number = MARSHAL_VERSION;
    if (version && !ouro_index_i64(rt, version, &number, EXC_OverflowError))
        return NULL;
    return ouro_marshal_write(rt, value, number);
}

NATIVE(marshal_dumps)
{
    return write_version(rt, args[0], count > 1 ? args[1] : NULL);
}

NATIVE(marshal_dump)
{
    ouro_object *bytes = write_version(rt, args[0], count > 2 ? args[2] : NULL);
    ouro_object *method = bytes ? ouro_getattr_text(rt, args[1], "write") : NULL;
    ouro_object *result = method ? ouro_call1(rt, method, bytes) : NULL;
    xdecref(rt, method);
    xdecref(rt, bytes);
    return result;
}

NATIVE(marshal_loads)
{
    const uint8_t *data;
    size_t size;
    if (!ouro_buffer_get(rt, args[0], &data, &size))
        return NULL;
    return ouro_marshal_read(rt, data, size, NULL);
}

NATIVE(marshal_load)
{
    ouro_object *read = ouro_getattr_text(rt, args[0], "read");
    ouro_object *nothing = read ? ouro_call1(rt, read, ouro_int_new(rt, 0)) : NULL, *result = NULL;
    if (nothing && !class_of(rt, nothing)->buffer)
        ouro_raise(rt, EXC_TypeError, "file.read() returned not bytes but %T", nothing);
    else if (nothing)
        result = ouro_marshal_read(rt, NULL, 0, args[0]);
    xdecref(rt, nothing);
    xdecref(rt, read);
    return result;
}

bool ouro_module_marshal_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"dump", marshal_dump, 2, 3, 0, "Write the value to the file, which has a method write."},
        {"load", marshal_load, 1, 1, 0, "Read one value from the file and return it."},
        {"dumps", marshal_dumps, 1, 2, 0, "Return the bytes that dump(value, file) would write."},
        {"loads", marshal_loads, 1, 1, 0, "Convert the bytes to a value; what follows is ignored."},
        {0},
    };
    ouro_object *version = ouro_int_new(rt, MARSHAL_VERSION);
    ouro_object *doc = ouro_str_from(rt, "Values of simple types, and code, as bytes.");
    bool is_done = version && doc && ouro_module_add(rt, module, "__doc__", doc) &&
                   ouro_module_add(rt, module, "version", version) &&
                   ouro_module_add_functions(rt, module, functions);
    xdecref(rt, version);
    xdecref(rt, doc);
    return is_done;
}
