/* _iconv: characters of the C library's character sets. The codecs of East Asia, which are written in Python,
 * ask here for what they do not know yet, one character at a time. */
#include <iconv.h>
#include <string.h>

#include "modules/foreign.h"
#include "types/bytes.h"
#include "types/str.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

enum { CHARACTER_MAX = 64 }; /* bytes of one, or of a few that belong together, in any set */

struct converter {
    ouro_object base;
    iconv_t handle;
    bool is_open;
};

static struct converter *converter_of(ouro_object *object)
{
    return (struct converter *)(void *)object;
}

static void converter_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (converter_of(self)->is_open)
        iconv_close(converter_of(self)->handle);
    ouro_class_free(runtime_of(heap), self);
}

static const char *set_name(ouro_runtime *rt, ouro_object *object, ouro_object **owner)
{
    size_t size;
    *owner = NULL;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "the name of a character set must be str, not %T", object);
    return ouro_str_utf8(rt, object, &size, owner);
}

/* Converter(to, from) */
static ouro_object *converter_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    ouro_object *to_owner, *from_owner = NULL, *self = NULL;
    if (!ouro_args_no_keywords(rt, "Converter", names) || !ouro_args_count(rt, "Converter", count, 2, 2))
        return NULL;
    const char *to = set_name(rt, args[0], &to_owner);
    const char *from = to ? set_name(rt, args[1], &from_owner) : NULL;
    if (from && (self = ouro_class_alloc(rt, cls, 0))) {
        converter_of(self)->handle = iconv_open(to, from);
        converter_of(self)->is_open = converter_of(self)->handle != (iconv_t)-1;
        if (!converter_of(self)->is_open) {
            ouro_raise(rt, EXC_LookupError, "the C library has no character set %s or %s", to, from);
            clearref(rt, &self);
        }
    }
    xdecref(rt, to_owner);
    xdecref(rt, from_owner);
    return self;
}

/* convert(bytes): all of it as bytes of the other set, or None when it is not exactly that. */
NATIVE(converter_convert)
{
    const uint8_t *data;
    size_t size;
    char in[CHARACTER_MAX], out[CHARACTER_MAX], *from = in, *to = out;
    size_t room = sizeof out;
    iconv_t handle = converter_of(self)->handle;
    if (!ouro_buffer_get(rt, args[0], &data, &size))
        return NULL;
    if (size > sizeof in)
        return ouro_raise(rt, EXC_ValueError, "more than one character");
    memcpy(in, data, size);
    iconv(handle, NULL, NULL, NULL, NULL);
    size_t outcome = iconv(handle, &from, &size, &to, &room);
    /* What may go on is kept back: it comes out now. More than 0: letters that only look alike. */
    if (outcome != 0 || iconv(handle, NULL, NULL, &to, &room) == (size_t)-1)
        return rt->none;
    return ouro_bytes_new(rt, out, (size_t)(to - out));
}

bool ouro_module__iconv_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"convert", converter_convert, 1, 1, 0, NULL},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_iconv.Converter", NULL, sizeof(struct converter),
                                               OURO_BLOCK_ATOM, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = converter_dealloc;
    cls->create = converter_create;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) && ouro_foreign_class_add(rt, module, cls);
}
