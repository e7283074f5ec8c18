/* _codecs: the registry of codecs and error handlers, and the built-in codecs as functions. What the
 * codecs and encodings modules are made of. */
#include <string.h>

#include "modules/codecs.h"
#include "types/codec.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* A dict or list kept for the runtime under this name: borrowed, made when missing. */
static ouro_object *state_peek(ouro_runtime *rt, const char *name, bool is_list_state)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *state = states ? ouro_dict_peek_text(rt, states, name) : NULL;
    if (state || !states)
        return state;
    state = is_list_state ? ouro_list_new(rt, 1) : ouro_dict_new(rt);
    if (state && !ouro_dict_set_text(rt, states, name, state))
        clearref(rt, &state);
    xdecref(rt, state);
    return state;
}

static const char *text_argument(ouro_runtime *rt, ouro_object *object, const char *function,
                                 const char *argument, ouro_object **owner)
{
    *owner = NULL;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s() argument %s must be str, not %W", function, argument,
                          object);
    size_t size;
    const char *text = ouro_str_utf8(rt, object, &size, owner);
    if (text && strlen(text) != size) {
        if (*owner)
            clearref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "embedded null character");
    }
    return text;
}

/* ---- the registry ---------------------------------------------------------------------------- */

NATIVE(codecs_register)
{
    ouro_object *path = state_peek(rt, "codec search path", true);
    if (!ouro_is_callable(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "argument must be callable");
    return path && ouro_list_append(rt, path, args[0]) ? rt->none : NULL;
}

NATIVE(codecs_unregister)
{
    ouro_object *path = state_peek(rt, "codec search path", true);
    ouro_object *cache = path ? state_peek(rt, "codecs", false) : NULL;
    if (!cache)
        return NULL;
    for (size_t i = 0; i < list_length(path); i++)
        if (list_at(path, i) == args[0]) {
            ouro_dict_clear(rt, cache);
            return ouro_list_set_slice(rt, path, i, i + 1, NULL) ? rt->none : NULL;
        }
    return rt->none;
}

/* Lower case with underscores for spaces: the key in the cache. */
static ouro_object *normalised(ouro_runtime *rt, ouro_object *name)
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    for (size_t i = 0; i < ouro_str_length(name); i++) {
        uint32_t c = ouro_str_at(name, i);
        ouro_str_builder_character(&builder, c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return ouro_str_builder_finish(&builder);
}

/* The search functions are there once the encodings package is. */
static bool need_encodings(ouro_runtime *rt, ouro_object *path)
{
    if (list_length(path) || ouro_dict_peek_text(rt, rt->modules, "encodings"))
        return true;
    ouro_object *module = ouro_vm_import(rt, "encodings");
    if (!module && ouro_error_is(rt, EXC_ModuleNotFoundError))
        ouro_error_clear(rt); /* the library is not installed: nothing is found */
    else if (!module)
        return false;
    xdecref(rt, module);
    return true;
}

static ouro_object *lookup(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *path = state_peek(rt, "codec search path", true);
    ouro_object *cache = path ? state_peek(rt, "codecs", false) : NULL;
    ouro_object *key = cache ? normalised(rt, name) : NULL, *found = NULL;
    if (!key)
        return NULL;
    found = ouro_dict_peek(rt, cache, key);
    if (found || rt->error || !need_encodings(rt, path)) {
        xincref(found);
        goto done;
    }
    for (size_t i = 0; i < list_length(path) && !found; i++) {
        found = ouro_call1(rt, list_at(path, i), key);
        if (!found)
            goto done;
        if (found == rt->none) {
            found = NULL;
        } else if (!is_tuple(rt, found) || tuple_length(found) != 4) {
            clearref(rt, &found);
            ouro_raise(rt, EXC_TypeError, "codec search functions must return 4-tuples");
            goto done;
        }
    }
    if (!found)
        ouro_raise(rt, EXC_LookupError, "unknown encoding: %S", name);
    else if (!ouro_dict_set(rt, cache, key, found))
        clearref(rt, &found);
done:
    decref(rt, key);
    return found;
}

NATIVE(codecs_lookup)
{
    ouro_object *owner;
    if (!text_argument(rt, args[0], "lookup", "", &owner)) {
        if (ouro_error_is(rt, EXC_TypeError))
            ouro_raise(rt, EXC_TypeError, "lookup() argument must be str, not %W", args[0]);
        return NULL;
    }
    xdecref(rt, owner);
    return lookup(rt, args[0]);
}

/* Names the codec in an error that it raised, as far as the exception takes a new message. */
static void wrap_error(ouro_runtime *rt, const char *operation, ouro_object *encoding)
{
    ouro_object *error = rt->error;
    if (!error)
        return;
    struct ouro_exception *exception = (struct ouro_exception *)(void *)error;
    struct ouro_class *cls = class_of(rt, error);
    bool is_plain = cls->create == builtin_class(rt, EXC_Exception)->create &&
                    cls->init == builtin_class(rt, EXC_Exception)->init &&
                    cls->core.instance_size == builtin_class(rt, EXC_Exception)->core.instance_size &&
                    !exception->dict && is_tuple(rt, exception->args) &&
                    tuple_length(exception->args) <= 1 &&
                    (!tuple_length(exception->args) || is_str(rt, tuple_at(exception->args, 0)));
    if (!is_plain || ouro_class_is_subclass(cls, builtin_class(rt, EXC_OSError)) ||
        ouro_class_is_subclass(cls, builtin_class(rt, EXC_UnicodeError)))
        return;
    error = ouro_error_take(rt);
    ouro_object *text = ouro_str(rt, error);
    ouro_object *message = text ? ouro_str_format(rt, "%s with '%S' codec failed (%N: %U)", operation,
                                                  encoding, cls, text)
                                : NULL;
    ouro_object *wrapped = message ? ouro_call1(rt, (ouro_object *)cls, message) : NULL;
    xdecref(rt, text);
    xdecref(rt, message);
    if (!wrapped || !is_exception(rt, wrapped)) {
        xdecref(rt, wrapped);
        ouro_error_clear(rt);
        ouro_error_restore(rt, error);
        return;
    }
    struct ouro_exception *outer = (struct ouro_exception *)(void *)wrapped;
    setref_take(rt, &outer->cause, newref(error));
    setref_take(rt, &outer->context, error);
    outer->suppress_context = true;
    ouro_raise_take(rt, wrapped);
}

/* codec[which](object, errors)[0] */
static ouro_object *apply(ouro_runtime *rt, ouro_object *codec, size_t which, ouro_object *object,
                          ouro_object *encoding, ouro_object *errors)
{
    ouro_object *function = tuple_at(codec, which);
    ouro_object *pair = errors ? ouro_call2(rt, function, object, errors) : ouro_call1(rt, function, object);
    if (!pair) {
        wrap_error(rt, which ? "decoding" : "encoding", encoding);
        return NULL;
    }
    ouro_object *result = NULL;
    if (!is_tuple(rt, pair) || tuple_length(pair) != 2)
        ouro_raise(rt, EXC_TypeError, which ? "decoder must return a tuple (object,integer)"
                                            : "encoder must return a tuple (object, integer)");
    else
        result = newref(tuple_at(pair, 0));
    decref(rt, pair);
    return result;
}

static ouro_object *translate(ouro_runtime *rt, const char *function, size_t which,
                              ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"obj", "encoding", "errors", NULL};
    struct ouro_signature signature = {function, parameters, 1, 3};
    ouro_object *out[3], *owner;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    for (int i = 1; i < 3; i++) {
        if (out[i] && !text_argument(rt, out[i], function, i == 1 ? "'encoding'" : "'errors'", &owner))
            return NULL;
        if (out[i])
            xdecref(rt, owner);
    }
    ouro_object *encoding = out[1] ? newref(out[1]) : ouro_str_from(rt, "utf-8");
    ouro_object *codec = encoding ? lookup(rt, encoding) : NULL;
    ouro_object *result = codec ? apply(rt, codec, which, out[0], encoding, out[2]) : NULL;
    xdecref(rt, codec);
    xdecref(rt, encoding);
    return result;
}

NATIVE(codecs_encode)
{
    return translate(rt, "encode", 0, args, count, names);
}

NATIVE(codecs_decode)
{
    return translate(rt, "decode", 1, args, count, names);
}

/* The same for str.encode and bytes.decode: only codecs between text and bytes. */
static ouro_object *translate_text(ouro_runtime *rt, size_t which, ouro_object *const *args)
{
    ouro_object *codec = lookup(rt, args[1]), *mark = NULL;
    if (!codec)
        return NULL;
    if (!is_exact(codec, TYPE_TUPLE)) {
        mark = ouro_getattr_text(rt, codec, "_is_text_encoding");
        int is_text = mark ? ouro_truth(rt, mark) : 1;
        if (!mark)
            ouro_error_clear(rt);
        xdecref(rt, mark);
        if (is_text <= 0) {
            decref(rt, codec);
            return is_text < 0 ? NULL
                               : ouro_raise(rt, EXC_LookupError,
                                            "'%S' is not a text encoding; use codecs.%s() to handle "
                                            "arbitrary codecs", args[1], which ? "decode" : "encode");
        }
    }
    ouro_object *result = apply(rt, codec, which, args[0], args[1], args[2]);
    decref(rt, codec);
    return result;
}

NATIVE(codecs_encode_text)
{
    return translate_text(rt, 0, args);
}

NATIVE(codecs_decode_text)
{
    return translate_text(rt, 1, args);
}

NATIVE(codecs_register_error)
{
    ouro_object *owner, *errors = state_peek(rt, "codec errors", false);
    if (!errors || !text_argument(rt, args[0], "register_error", "1", &owner))
        return NULL;
    xdecref(rt, owner);
    if (!ouro_is_callable(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "handler must be callable");
    return ouro_dict_set(rt, errors, args[0], args[1]) ? rt->none : NULL;
}

NATIVE(codecs_lookup_error)
{
    ouro_object *owner, *errors = state_peek(rt, "codec errors", false);
    if (!errors || !text_argument(rt, args[0], "lookup_error", "", &owner))
        return NULL;
    xdecref(rt, owner);
    ouro_object *handler = ouro_dict_peek(rt, errors, args[0]);
    if (handler || rt->error)
        return xnewref(handler);
    ouro_object *module = ouro_vm_import(rt, "_codecs_handlers");
    ouro_object *known = module ? ouro_getattr_text(rt, module, "handlers") : NULL;
    handler = known ? ouro_dict_peek(rt, known, args[0]) : NULL;
    xincref(handler);
    if (!handler && !rt->error)
        ouro_raise(rt, EXC_LookupError, "unknown error handler name '%S'", args[0]);
    xdecref(rt, known);
    xdecref(rt, module);
    return handler;
}

NATIVE(codecs_forget)
{
    ouro_object *cache = state_peek(rt, "codecs", false);
    if (!cache || ouro_dict_remove(rt, cache, args[0], NULL) < 0)
        return NULL;
    return rt->none;
}

/* ---- the built-in codecs --------------------------------------------------------------------- */

ouro_object *ouro_codecs_pair(ouro_runtime *rt, ouro_object *value, size_t length)
{
    ouro_object *both[2] = {value, value ? ouro_int_new(rt, (int64_t)length) : NULL};
    return ouro_tuple_from_take(rt, both, 2);
}

bool ouro_codecs_errors(ouro_runtime *rt, ouro_object *object, const char **errors, ouro_object **owner)
{
    *owner = NULL;
    *errors = "strict";
    if (!object || object == rt->none)
        return true;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "argument 2 must be str or None, not %W", object) != NULL;
    *errors = ouro_str_utf8(rt, object, NULL, owner);
    return *errors != NULL;
}

static ouro_object *encode_with(ouro_runtime *rt, const char *encoding, ouro_object *const *args,
                                size_t count)
{
    const char *errors;
    ouro_object *owner;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "encode() argument 1 must be str, not %W", args[0]);
    if (!ouro_codecs_errors(rt, count > 1 ? args[1] : NULL, &errors, &owner))
        return NULL;
    ouro_object *bytes = ouro_str_encode(rt, args[0], encoding, errors);
    xdecref(rt, owner);
    return ouro_codecs_pair(rt, bytes, ouro_str_length(args[0]));
}

/* How many of the last bytes are the beginning of a character of which the rest may follow. */
static size_t open_tail(const char *encoding, const uint8_t *bytes, size_t size)
{
    if (!strncmp(encoding, "utf-8", 5)) {
        for (size_t back = 1; back <= 3 && back <= size; back++) {
            uint8_t byte = bytes[size - back];
            if ((byte & 0xc0) == 0x80)
                continue;
            size_t needed = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
            if (byte > 0xf4 || needed <= back)
                return 0;
            if (back > 1) { /* what can never become a character is an error now */
                uint8_t second = bytes[size - back + 1];
                if ((byte == 0xe0 && second < 0xa0) || (byte == 0xed && second >= 0xa0) ||
                    (byte == 0xf0 && second < 0x90) || (byte == 0xf4 && second >= 0x90))
                    return 0;
            }
            return back;
        }
        return 0;
    }
    if (!strncmp(encoding, "utf-32", 6))
        return size % 4;
    if (strncmp(encoding, "utf-16", 6) != 0)
        return 0;
    size_t odd = size % 2;
    bool is_big = !strcmp(encoding, "utf-16-be") ||
                  (!strcmp(encoding, "utf-16") && size >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff);
    if (size - odd >= 2) {
        uint8_t high = bytes[size - odd - (is_big ? 2 : 1)];
        if (high >= 0xd8 && high <= 0xdb)
            return odd + 2;
    }
    return odd;
}

static ouro_object *decode_with(ouro_runtime *rt, const char *encoding, ouro_object *const *args,
                                size_t count)
{
    const char *errors;
    const uint8_t *bytes;
    size_t size;
    ouro_object *owner;
    int is_final = count > 2 ? ouro_truth(rt, args[2]) : 0;
    if (is_final < 0 || !ouro_codecs_errors(rt, count > 1 ? args[1] : NULL, &errors, &owner))
        return NULL;
    ouro_object *text = NULL;
    size_t used = 0;
    if (ouro_buffer_get(rt, args[0], &bytes, &size)) {
        used = is_final ? size : size - open_tail(encoding, bytes, size);
        text = ouro_str_decode(rt, bytes, used, encoding, errors);
    }
    xdecref(rt, owner);
    return ouro_codecs_pair(rt, text, used);
}

/* Decoders without an argument final see everything at once. */
static ouro_object *decode_whole(ouro_runtime *rt, const char *encoding, ouro_object *const *args,
                                 size_t count)
{
    ouro_object *all[3] = {args[0], count > 1 ? args[1] : rt->none, rt->true_};
    return decode_with(rt, encoding, all, 3);
}

#define CODEC(name, encoding, decode)                                                             \
    NATIVE(name##_encode)                                                                         \
    {                                                                                             \
        return encode_with(rt, encoding, args, count);                                            \
    }                                                                                             \
    NATIVE(name##_decode)                                                                         \
    {                                                                                             \
        return decode(rt, encoding, args, count);                                                 \
    }
CODEC(utf_8, "utf-8", decode_with)
CODEC(utf_16, "utf-16", decode_with)
CODEC(utf_16_le, "utf-16-le", decode_with)
CODEC(utf_16_be, "utf-16-be", decode_with)
CODEC(utf_32, "utf-32", decode_with)
CODEC(utf_32_le, "utf-32-le", decode_with)
CODEC(utf_32_be, "utf-32-be", decode_with)
CODEC(latin_1, "latin-1", decode_whole)
CODEC(ascii, "ascii", decode_whole)

/* The escape codecs read text as its UTF-8. */
static ouro_object *decode_escapes(ouro_runtime *rt, const char *encoding, ouro_object *const *args,
                                   size_t count)
{
    if (!is_str(rt, args[0]))
        return decode_whole(rt, encoding, args, count);
    ouro_object *bytes = ouro_str_encode(rt, args[0], "utf-8", "strict");
    if (!bytes)
        return NULL;
    ouro_object *all[2] = {bytes, count > 1 ? args[1] : rt->none};
    ouro_object *result = decode_whole(rt, encoding, all, 2);
    decref(rt, bytes);
    return result;
}
CODEC(unicode_escape, "unicode-escape", decode_escapes)
CODEC(raw_unicode_escape, "raw-unicode-escape", decode_escapes)

/* Which order the bytes have: -1 little, 1 big, 0 not known yet, as the argument says or the mark. */
static ouro_object *decode_ex(ouro_runtime *rt, unsigned unit, ouro_object *const *args, size_t count)
{
    const uint8_t *bytes;
    size_t size;
    int64_t order = 0;
    if ((count > 2 && !ouro_index_i64(rt, args[2], &order, EXC_OverflowError)) ||
        !ouro_buffer_get(rt, args[0], &bytes, &size))
        return NULL;
    size_t skip = 0;
    if (order == 0 && size >= unit) {
        bool is_little = unit == 2 ? bytes[0] == 0xff && bytes[1] == 0xfe
                                   : bytes[0] == 0xff && bytes[1] == 0xfe && !bytes[2] && !bytes[3];
        bool is_big = unit == 2 ? bytes[0] == 0xfe && bytes[1] == 0xff
                                : !bytes[0] && !bytes[1] && bytes[2] == 0xfe && bytes[3] == 0xff;
        order = is_little ? -1 : is_big;
        skip = is_little || is_big ? unit : 0;
    }
    const char *encoding = unit == 2 ? (order > 0 ? "utf-16-be" : "utf-16-le")
                                     : (order > 0 ? "utf-32-be" : "utf-32-le");
    ouro_object *rest = ouro_bytes_new(rt, bytes + skip, size - skip);
    if (!rest)
        return NULL;
    ouro_object *all[3] = {rest, count > 1 ? args[1] : rt->none, count > 3 ? args[3] : rt->false_};
    ouro_object *pair = decode_with(rt, encoding, all, 3);
    decref(rt, rest);
    if (!pair)
        return NULL;
    ouro_object *three[3] = {newref(tuple_at(pair, 0)),
                             ouro_int_new(rt, ouro_int_value(tuple_at(pair, 1)) + (int64_t)skip),
                             ouro_int_new(rt, order)};
    decref(rt, pair);
    return ouro_tuple_from_take(rt, three, 3);
}

NATIVE(utf_16_ex_decode)
{
    return decode_ex(rt, 2, args, count);
}

NATIVE(utf_32_ex_decode)
{
    return decode_ex(rt, 4, args, count);
}

NATIVE(readbuffer_encode)
{
    const uint8_t *bytes;
    size_t size;
    ouro_object *owner = NULL;
    if (is_str(rt, args[0]))
        bytes = (const uint8_t *)ouro_str_utf8(rt, args[0], &size, &owner);
    else if (!ouro_buffer_get(rt, args[0], &bytes, &size))
        bytes = NULL;
    ouro_object *result = bytes ? ouro_bytes_new(rt, bytes, size) : NULL;
    xdecref(rt, owner);
    return bytes ? ouro_codecs_pair(rt, result, size) : NULL;
}

#define BOTH(name, decode_max)                                                                    \
    {#name "_encode", name##_encode, 1, 2, 0, NULL}, {#name "_decode", name##_decode, 1, decode_max, 0, NULL}

static const struct ouro_method functions[] = {
    {"register", codecs_register, 1, 1, 0, "Register a codec search function."},
    {"unregister", codecs_unregister, 1, 1, 0, "Unregister a codec search function."},
    {"lookup", codecs_lookup, 1, 1, 0, "Look up a codec; return its CodecInfo."},
    {"encode", codecs_encode, 0, -1, METHOD_KEYWORDS, "Encode an object with a registered codec."},
    {"decode", codecs_decode, 0, -1, METHOD_KEYWORDS, "Decode an object with a registered codec."},
    {"_encode_text", codecs_encode_text, 3, 3, 0, NULL},
    {"_decode_text", codecs_decode_text, 3, 3, 0, NULL},
    {"register_error", codecs_register_error, 2, 2, 0, "Register an error handler under a name."},
    {"lookup_error", codecs_lookup_error, 1, 1, 0, "Return the error handler of this name."},
    {"_forget_codec", codecs_forget, 1, 1, 0, NULL},
    BOTH(utf_8, 3), BOTH(utf_16, 3), BOTH(utf_16_le, 3), BOTH(utf_16_be, 3), BOTH(utf_32, 3),
    BOTH(utf_32_le, 3), BOTH(utf_32_be, 3), BOTH(latin_1, 2), BOTH(ascii, 2), BOTH(unicode_escape, 3),
    BOTH(raw_unicode_escape, 3),
    {"utf_16_ex_decode", utf_16_ex_decode, 1, 4, 0, NULL},
    {"utf_32_ex_decode", utf_32_ex_decode, 1, 4, 0, NULL},
    {"readbuffer_encode", readbuffer_encode, 1, 2, 0, NULL},
    {0},
};

bool ouro_module__codecs_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add_functions(rt, module, ouro_codecs_charmap_functions);
}
