/* Objects -> bytes. An object that is held more than once may come again, so it gets a number; the count says
 * which those are, as in CPython, whose bytes these are. */
#include <stdio.h>
#include <string.h>

#include "lang/code_image.h"
#include "lang/compile.h"
#include "lang/pointer_map.h"
#include "modules/marshal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import_cache.h"
#include "vm/specialize.h"

enum failure { FAIL_NONE, FAIL_TYPE, FAIL_DEPTH, FAIL_SET /* the error is set */ };

struct writer {
    ouro_runtime *rt;
    uint8_t *bytes; /* a buffer of the runtime */
    size_t size, capacity;
    int64_t version;
    unsigned depth;
    enum failure failure;
    bool is_held; /* the object is held by its writer as well */
    struct ouro_arena arena;
    struct pointer_map numbers;
};

/* ---- bytes ----------------------------------------------------------------------------------- */

static void put_bytes(struct writer *w, const void *data, size_t size)
{
    if (w->failure == FAIL_SET)
        return;
    if (size > w->capacity - w->size) {
        size_t capacity = w->capacity * 2 > w->size + size ? w->capacity * 2 : w->size + size + 64;
        uint8_t *larger = ouro_buffer_realloc(w->rt, w->bytes, w->capacity, capacity);
        if (!larger) {
            w->failure = FAIL_SET;
            return;
        }
        w->bytes = larger;
        w->capacity = capacity;
    }
    if (size)
        memcpy(w->bytes + w->size, data, size);
    w->size += size;
}

static void put_byte(struct writer *w, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    put_bytes(w, &byte, 1);
}

static void put_fixed(struct writer *w, uint64_t value, unsigned size)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
    put_bytes(w, bytes, size);
}

static void put_size(struct writer *w, size_t size)
{
    if (size > INT32_MAX && w->failure == FAIL_NONE)
        w->failure = FAIL_TYPE;
    put_fixed(w, size, 4);
}

static void put_sized(struct writer *w, const void *data, size_t size)
{
    put_size(w, size);
    put_bytes(w, data, size);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void put_double(struct writer *w, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_fixed(w, bits, 8);
}

static void put_double_text(struct writer *w, double value)
{
    char text[40];
    int size = snprintf(text, sizeof text, "%.17g", value);
    put_byte(w, (unsigned)size);
    put_bytes(w, text, (size_t)size);
}

static void put_float(struct writer *w, double value, unsigned flag)
{
    bool is_binary = w->version > 1;
    put_byte(w, (is_binary ? MARSHAL_FLOAT : MARSHAL_FLOAT_TEXT) | flag);
    (is_binary ? put_double : put_double_text)(w, value);
}

static void put_complex(struct writer *w, const ouro_object *object, unsigned flag)
{
    const struct ouro_complex *value = (const struct ouro_complex *)(const void *)object;
    bool is_binary = w->version > 1;
    put_byte(w, (is_binary ? MARSHAL_COMPLEX : MARSHAL_COMPLEX_TEXT) | flag);
    (is_binary ? put_double : put_double_text)(w, value->real);
    (is_binary ? put_double : put_double_text)(w, value->imaginary);
}

/* Digits of 15 bits, their number with the sign of the value. */
static void put_long(struct writer *w, ouro_object *object, unsigned flag)
{
    size_t digits = (ouro_int_bit_length(object) + MARSHAL_DIGIT_BITS - 1) / MARSHAL_DIGIT_BITS;
    size_t size = digits * 2 + 8;
    ouro_object *magnitude = ouro_absolute(w->rt, object);
    uint8_t *bytes = magnitude ? ouro_buffer_alloc(w->rt, size) : NULL;
    if (bytes && ouro_int_to_bytes(w->rt, magnitude, bytes, size, true, false)) {
        put_byte(w, MARSHAL_LONG | flag);
        put_fixed(w, (uint64_t)(ouro_int_sign(object) < 0 ? -(int64_t)digits : (int64_t)digits), 4);
        for (size_t i = 0; i < digits; i++) {
            size_t bit = i * MARSHAL_DIGIT_BITS, byte = bit / 8;
            uint32_t window = bytes[byte] | (uint32_t)bytes[byte + 1] << 8 | (uint32_t)bytes[byte + 2] << 16;
            put_fixed(w, window >> bit % 8 & 0x7fff, 2);
        }
    } else {
        w->failure = FAIL_SET;
    }
    if (bytes)
        ouro_buffer_free(w->rt, bytes, size);
    xdecref(w->rt, magnitude);
}

static void put_int(struct writer *w, ouro_object *object, unsigned flag)
{
    int64_t value;
    if (ouro_int_fits_i64(object, &value) && value == (int32_t)value) {
        put_byte(w, MARSHAL_INT | flag);
        put_fixed(w, (uint64_t)value, 4);
    } else {
        put_long(w, object, flag);
    }
}

/* ---- text ------------------------------------------------------------------------------------ */

/* A single character is shared here from the start; in CPython it is interned once it is a name. */
static bool is_interned_there(const ouro_object *object)
{
    uint32_t c = ouro_str_length(object) == 1 ? ouro_str_at(object, 0) : 'a';
    bool can_be_name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    return can_be_name && ouro_str_is_interned(object);
}

static void put_ascii(struct writer *w, ouro_object *object, unsigned flag)
{
    size_t length = ouro_str_length(object);
    bool is_short = length < 256, is_interned = is_interned_there(object);
    if (is_short) {
        put_byte(w, (is_interned ? MARSHAL_SHORT_ASCII_INTERNED : MARSHAL_SHORT_ASCII) | flag);
        put_byte(w, (unsigned)length);
        put_bytes(w, str_of(object)->data, length);
    } else {
        put_byte(w, (is_interned ? MARSHAL_ASCII_INTERNED : MARSHAL_ASCII) | flag);
        put_sized(w, str_of(object)->data, length);
    }
}

static void put_str(struct writer *w, ouro_object *object, unsigned flag)
{
    if (w->version >= 4 && ouro_str_is_ascii(object)) {
        put_ascii(w, object, flag);
        return;
    }
    ouro_object *bytes = ouro_str_encode(w->rt, object, "utf-8", "surrogatepass");
    if (!bytes) {
        w->failure = FAIL_SET;
        return;
    }
    bool is_interned = w->version >= 3 && is_interned_there(object);
    put_byte(w, (is_interned ? MARSHAL_INTERNED : MARSHAL_TEXT) | flag);
    put_sized(w, bytes_of(bytes)->data, bytes_of(bytes)->length);
    decref(w->rt, bytes);
}

/* ---- containers ------------------------------------------------------------------------------ */

static void put_object(struct writer *w, ouro_object *object);

static void put_tuple(struct writer *w, ouro_object *object, unsigned flag)
{
    size_t length = tuple_length(object);
    if (w->version >= 4 && length < 256) {
        put_byte(w, MARSHAL_SMALL_TUPLE | flag);
        put_byte(w, (unsigned)length);
    } else {
        put_byte(w, MARSHAL_TUPLE | flag);
        put_size(w, length);
    }
    for (size_t i = 0; i < length; i++)
        put_object(w, tuple_at(object, i));
}

static void put_list(struct writer *w, ouro_object *object, unsigned flag)
{
    put_byte(w, MARSHAL_LIST | flag);
    put_size(w, list_length(object));
    for (size_t i = 0; i < list_length(object); i++)
        put_object(w, list_at(object, i));
}

static void put_dict(struct writer *w, ouro_object *object, unsigned flag)
{
    size_t position = 0;
    ouro_object *key, *value;
    put_byte(w, MARSHAL_DICT | flag);
    while (ouro_dict_next(object, &position, &key, &value)) {
        put_object(w, key);
        put_object(w, value);
    }
    put_byte(w, MARSHAL_NULL);
}

/* Pairs of bytes and member, in the order of the bytes: that of the set is not the same in each process. */
static ouro_object *sorted_members(struct writer *w, ouro_object *set)
{
    ouro_runtime *rt = w->rt;
    ouro_object *pairs = ouro_list_new(rt, ouro_set_length(set)), *member;
    size_t position = 0;
    while (pairs && ouro_set_next(set, &position, &member)) {
        ouro_object *bytes = ouro_marshal_write(rt, member, w->version);
        ouro_object *pair = bytes ? ouro_tuple_pack(rt, 2, bytes, member) : NULL;
        xdecref(rt, bytes);
        if (!pair || !ouro_list_append_take(rt, pairs, pair))
            clearref(rt, &pairs);
    }
    if (pairs && !ouro_list_sort(rt, pairs, NULL, false))
        clearref(rt, &pairs);
    return pairs;
}

static void put_set(struct writer *w, ouro_object *object, unsigned flag)
{
    ouro_object *pairs = sorted_members(w, object);
    put_byte(w, (is_exact(object, TYPE_SET) ? MARSHAL_SET : MARSHAL_FROZENSET) | flag);
    put_size(w, ouro_set_length(object));
    if (!pairs)
        w->failure = FAIL_SET;
    for (size_t i = 0; pairs && i < list_length(pairs); i++) {
        w->is_held = true;
        put_object(w, tuple_at(list_at(pairs, i), 1));
    }
    xdecref(w->rt, pairs);
}

static void put_code(struct writer *w, ouro_object *object, unsigned flag)
{
    ouro_object *image = ouro_code_image_write(w->rt, object, ouro_specialize_general);
    if (!image) {
        w->failure = FAIL_SET;
        return;
    }
    put_byte(w, OURO_MARSHAL_CODE | flag);
    put_sized(w, bytes_of(image)->data, bytes_of(image)->length);
    decref(w->rt, image);
}

/* ---- any object ------------------------------------------------------------------------------ */

/* Writes the number of an object that came before: true. Else *flag says whether it gets one. */
static bool put_reference(struct writer *w, ouro_object *object, unsigned *flag)
{
    bool is_held = w->is_held;
    *flag = 0;
    w->is_held = false;
    if (w->version < 3 || (!is_held && object->refcount == 1))
        return false;
    uintptr_t number = ouro_pointer_map_get(&w->numbers, object);
    if (number != UINTPTR_MAX) {
        put_byte(w, MARSHAL_REF);
        put_fixed(w, number, 4);
        return true;
    }
    *flag = MARSHAL_HAS_REF;
    if (!ouro_pointer_map_set(&w->numbers, &w->arena, object, w->numbers.count)) {
        if (!w->rt->error)
            ouro_raise_memory(w->rt);
        w->failure = FAIL_SET;
    }
    return false;
}

static void put_buffer(struct writer *w, ouro_object *object, unsigned flag)
{
    const uint8_t *data;
    size_t size;
    if (!class_of(w->rt, object)->buffer || !ouro_buffer_get(w->rt, object, &data, &size)) {
        w->failure = w->rt->error ? FAIL_SET : FAIL_TYPE;
        return;
    }
    put_byte(w, MARSHAL_BYTES | flag);
    put_sized(w, data, size);
}

static void put_value(struct writer *w, ouro_object *object, unsigned flag)
{
    switch (object->type_index) {
    case TYPE_INT:
        put_int(w, object, flag);
        break;
    case TYPE_FLOAT:
        put_float(w, ouro_float_value(object), flag);
        break;
    case TYPE_COMPLEX:
        put_complex(w, object, flag);
        break;
    case TYPE_STR:
        put_str(w, object, flag);
        break;
    case TYPE_TUPLE:
        put_tuple(w, object, flag);
        break;
    case TYPE_LIST:
        put_list(w, object, flag);
        break;
    case TYPE_DICT:
        put_dict(w, object, flag);
        break;
    case TYPE_SET:
    case TYPE_FROZENSET:
        put_set(w, object, flag);
        break;
    case TYPE_CODE:
        put_code(w, object, flag);
        break;
    default:
        put_buffer(w, object, flag);
        break;
    }
}

/* What is one object in every process; 0: none of them. */
static unsigned singleton_type(const ouro_runtime *rt, const ouro_object *object)
{
    if (object == rt->none)
        return MARSHAL_NONE;
    if (object == rt->true_ || object == rt->false_)
        return object == rt->true_ ? MARSHAL_TRUE : MARSHAL_FALSE;
    if (object == rt->ellipsis)
        return MARSHAL_ELLIPSIS;
    return object == (ouro_object *)builtin_class(rt, EXC_StopIteration) ? MARSHAL_STOP_ITERATION : 0;
}

static void put_object(struct writer *w, ouro_object *object)
{
    unsigned type = singleton_type(w->rt, object), flag;
    if (w->failure)
        return;
    if (++w->depth > MARSHAL_DEPTH_MAX)
        w->failure = FAIL_DEPTH;
    else if (type)
        put_byte(w, type);
    else if (!put_reference(w, object, &flag))
        put_value(w, object, flag);
    w->depth--;
}

ouro_object *ouro_marshal_write(ouro_runtime *rt, ouro_object *value, int64_t version)
{
    struct writer w = {.rt = rt, .version = version};
    ouro_object *result = NULL;
    if (!ouro_enter(rt, " while marshalling an object")) /* a set in a set comes here again */
        return NULL;
    ouro_compile_arena_init(rt, &w.arena);
    put_object(&w, value);
    if (w.failure == FAIL_TYPE)
        ouro_raise(rt, EXC_ValueError, "unmarshallable object");
    else if (w.failure == FAIL_DEPTH)
        ouro_raise(rt, EXC_ValueError, "object too deeply nested to marshal");
    else if (w.failure == FAIL_NONE)
        result = ouro_bytes_new(rt, w.bytes, w.size);
    if (w.bytes)
        ouro_buffer_free(rt, w.bytes, w.capacity);
    ouro_arena_destroy(&w.arena);
    ouro_leave(rt);
    return result;
}
