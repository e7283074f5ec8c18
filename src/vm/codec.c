/* Codecs that are not built in: str.encode and bytes.decode ask the registry of the _codecs module. */
#include "types/bytes.h"
#include "types/str.h"
#include "vm/eval.h"

/* _codecs.function(object, encoding, errors); owned. */
static ouro_object *ask(ouro_runtime *rt, const char *function, ouro_object *object, const char *encoding,
                        const char *errors)
{
    ouro_object *module = ouro_vm_import(rt, "_codecs");
    ouro_object *callable = module ? ouro_getattr_text(rt, module, function) : NULL;
    ouro_object *name = callable ? ouro_str_from(rt, encoding) : NULL;
    ouro_object *handler = name ? ouro_str_from(rt, errors ? errors : "strict") : NULL, *result = NULL;
    if (handler)
        result = ouro_call3(rt, callable, object, name, handler);
    xdecref(rt, module);
    xdecref(rt, callable);
    xdecref(rt, name);
    xdecref(rt, handler);
    return result;
}

static ouro_object *hook_encode(ouro_runtime *rt, ouro_object *text, const char *encoding,
                                const char *errors)
{
    ouro_object *bytes = ask(rt, "_encode_text", text, encoding, errors);
    if (bytes && !is_bytes(rt, bytes)) {
        ouro_raise(rt, EXC_TypeError,
                   "'%s' encoder returned '%T' instead of 'bytes'; "
                   "use codecs.encode() to encode to arbitrary types",
                   encoding, bytes);
        clearref(rt, &bytes);
    }
    return bytes;
}

static ouro_object *hook_decode(ouro_runtime *rt, ouro_object *bytes, const char *encoding,
                                const char *errors)
{
    ouro_object *text = ask(rt, "_decode_text", bytes, encoding, errors);
    if (text && !is_str(rt, text)) {
        ouro_raise(rt, EXC_TypeError,
                   "'%s' decoder returned '%T' instead of 'str'; "
                   "use codecs.decode() to decode to arbitrary types",
                   encoding, text);
        clearref(rt, &text);
    }
    return text;
}

static ouro_object *hook_error(ouro_runtime *rt, const char *errors, ouro_object *exception)
{
    ouro_object *module = ouro_vm_import(rt, "_codecs");
    ouro_object *lookup = module ? ouro_getattr_text(rt, module, "lookup_error") : NULL;
    ouro_object *name = lookup ? ouro_str_from(rt, errors) : NULL;
    ouro_object *handler = name ? ouro_call1(rt, lookup, name) : NULL;
    ouro_object *result = handler ? ouro_call1(rt, handler, exception) : NULL;
    xdecref(rt, module);
    xdecref(rt, lookup);
    xdecref(rt, name);
    xdecref(rt, handler);
    return result;
}

void ouro_vm_codec_install(ouro_runtime *rt)
{
    rt->vm_hooks.codec_encode = hook_encode;
    rt->vm_hooks.codec_decode = hook_decode;
    rt->vm_hooks.codec_error = hook_error;
}
