/* Bytes -> objects. Sizes are not believed before the bytes are there. */
#include <string.h>

#include "lang/code_image.h"
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

enum { READ_AT_ONCE = 1 << 20 };

struct reader {
    ouro_runtime *rt;
    const uint8_t *at, *end;
    ouro_object *file; /* borrowed; NULL: all bytes are there */
    ouro_object *piece; /* of the file, read last: bytearray, owned */
    ouro_object *refs; /* list: the objects with a number; None: not complete yet */
    unsigned depth;
    bool has_null;     /* what NULL without an error means */
};

static ouro_object *get_object(struct reader *r);

/* ---- bytes ----------------------------------------------------------------------------------- */

/* Fills bytes start..start + size of the piece. */
static bool read_into(struct reader *r, size_t start, size_t size)
{
    ouro_runtime *rt = r->rt;
    ouro_object *part = ouro_bytearray_new(rt, NULL, size), *done = NULL;
    ouro_object *method = part ? ouro_getattr_text(rt, r->file, "readinto") : NULL;
    int64_t count = -1;
    const uint8_t *data;
    size_t part_size;
    if (method)
        done = ouro_call1(rt, method, part);
    if (done && !ouro_index_i64(rt, done, &count, EXC_ValueError))
        count = -1;
    xdecref(rt, done);
    xdecref(rt, method);
    bool is_good = count == (int64_t)size && ouro_buffer_get(rt, part, &data, &part_size) &&
                   part_size == size;
    if (is_good)
        memcpy(((struct ouro_bytearray *)(void *)r->piece)->data + start, data, size);
    else if (!rt->error && count > (int64_t)size)
        ouro_raise(rt, EXC_ValueError, "read() returned too much data: %lld bytes requested, %lld returned",
                   (long long)size, (long long)count);
    else if (!rt->error)
        ouro_raise(rt, EXC_EOFError, "marshal data too short");
    xdecref(rt, part);
    return is_good;
}

/* A piece of the file, in steps: a size that is wrong must not take memory. */
static const uint8_t *read_piece(struct reader *r, size_t size)
{
    size_t have = 0;
    clearref(r->rt, &r->piece);
    do {
        size_t more = size - have < READ_AT_ONCE ? size - have : READ_AT_ONCE;
        ouro_object *larger = ouro_bytearray_new(r->rt, NULL, have + more);
        if (!larger)
            return NULL;
        if (have)
            memcpy(((struct ouro_bytearray *)(void *)larger)->data,
                   ((struct ouro_bytearray *)(void *)r->piece)->data, have);
        setref_take(r->rt, &r->piece, larger);
        if (more && !read_into(r, have, more))
            return NULL;
        have += more;
    } while (have < size);
    return ((struct ouro_bytearray *)(void *)r->piece)->data;
}

/* size bytes, valid until the next call; NULL: EOFError is set. */
static const uint8_t *get_bytes(struct reader *r, size_t size)
{
    static const uint8_t nothing[1];
    if (r->file)
        return size ? read_piece(r, size) : nothing;
    const uint8_t *bytes = r->at;
    if (size > (size_t)(r->end - r->at))
        return ouro_raise(r->rt, EXC_EOFError, "marshal data too short");
    r->at += size;
    return size ? bytes : nothing;
}

static int get_byte(struct reader *r)
{
    const uint8_t *byte = r->file || r->at < r->end ? get_bytes(r, 1) : NULL;
    if (byte)
        return *byte;
    ouro_error_clear(r->rt);
    ouro_raise(r->rt, EXC_EOFError, "EOF read where object expected");
    return -1;
}

static bool get_fixed(struct reader *r, unsigned size, uint64_t *value)
{
    const uint8_t *bytes = get_bytes(r, size);
    *value = 0;
    for (unsigned i = 0; bytes && i < size; i++)
        *value |= (uint64_t)bytes[i] << 8 * i;
    return bytes != NULL;
}

static bool get_i32(struct reader *r, int32_t *value)
{
    uint64_t bits;
    bool is_good = get_fixed(r, 4, &bits);
    *value = (int32_t)(uint32_t)bits;
    return is_good;
}

static void *bad(struct reader *r, const char *what)
{
    return ouro_raise(r->rt, EXC_ValueError, "bad marshal data (%s)", what);
}

static bool get_size(struct reader *r, int32_t *size, const char *message)
{
    if (!get_i32(r, size))
        return false;
    return *size >= 0 || bad(r, message) != NULL;
}

/* ---- numbers for objects --------------------------------------------------------------------- */

/* Gives the object (or None for now) the next number when flag asks for one. */
static bool add_ref(struct reader *r, ouro_object *object, unsigned flag, size_t *index)
{
    if (index)
        *index = SIZE_MAX;
    if (!flag)
        return true;
    if (!r->refs && !(r->refs = ouro_list_new(r->rt, 0)))
        return false;
    if (index)
        *index = list_length(r->refs);
    return ouro_list_append(r->rt, r->refs, object);
}

static ouro_object *with_ref(struct reader *r, ouro_object *object, unsigned flag)
{
    if (object && !add_ref(r, object, flag, NULL))
        clearref(r->rt, &object);
    return object;
}

static ouro_object *get_ref(struct reader *r)
{
    int32_t number;
    if (!get_i32(r, &number))
        return NULL;
    if (number < 0 || !r->refs || (size_t)number >= list_length(r->refs) ||
        list_at(r->refs, number) == r->rt->none)
        return bad(r, "invalid reference");
    return newref(list_at(r->refs, number));
}

/* ---- numbers --------------------------------------------------------------------------------- */

static ouro_object *get_int(struct reader *r)
{
    int32_t value;
    return get_i32(r, &value) ? ouro_int_new(r->rt, value) : NULL;
}

static ouro_object *get_int64(struct reader *r)
{
    uint64_t value;
    return get_fixed(r, 8, &value) ? ouro_int_new(r->rt, (int64_t)value) : NULL;
}

/* The digits as bytes of the magnitude; false with an error. */
static bool join_digits(struct reader *r, uint8_t *bytes, const uint8_t *digits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t digit = digits[2 * i] | (uint32_t)digits[2 * i + 1] << 8;
        size_t bit = i * MARSHAL_DIGIT_BITS;
        if (digit > 0x7fff)
            return bad(r, "digit out of range in long") != NULL;
        if (!digit && i + 1 == count)
            return bad(r, "unnormalized long data") != NULL;
        for (unsigned k = 0; k < 3; k++)
            bytes[bit / 8 + k] |= (uint8_t)((uint64_t)digit << bit % 8 >> 8 * k);
    }
    return true;
}

static ouro_object *get_long(struct reader *r)
{
    int32_t count;
    if (!get_i32(r, &count))
        return NULL;
    if (count == INT32_MIN)
        return bad(r, "long size out of range");
    size_t length = (size_t)(count < 0 ? -count : count), size = length * 2 + 4;
    const uint8_t *digits = get_bytes(r, length * 2);
    uint8_t *bytes = digits ? ouro_buffer_alloc(r->rt, size) : NULL;
    if (!bytes)
        return NULL;
    memset(bytes, 0, size);
    ouro_object *value = NULL;
    if (join_digits(r, bytes, digits, length))
        value = ouro_int_from_bytes(r->rt, bytes, size, true, false);
    ouro_buffer_free(r->rt, bytes, size);
    if (value && count < 0)
        setref_take(r->rt, &value, ouro_negative(r->rt, value));
    return value;
}

static bool get_double(struct reader *r, double *value)
{
    uint64_t bits;
    bool is_good = get_fixed(r, 8, &bits);
    memcpy(value, &bits, sizeof bits);
    return is_good;
}

static bool get_double_text(struct reader *r, double *value)
{
    int size = get_byte(r);
    const uint8_t *bytes = size < 0 ? NULL : get_bytes(r, (size_t)size);
    char text[256];
    if (!bytes)
        return false;
    memcpy(text, bytes, (size_t)size);
    text[size] = '\0';
    bool has_blank = size && (strchr(" \t\n\r\f\v", text[0]) || strchr(" \t\n\r\f\v", text[size - 1]));
    if (!has_blank && !strchr(text, '_') && ouro_float_parse(text, (size_t)size, value))
        return true;
    return ouro_raise(r->rt, EXC_ValueError, "could not convert string to float: '%s'", text) != NULL;
}

static ouro_object *get_float(struct reader *r, bool is_text)
{
    double value;
    return (is_text ? get_double_text : get_double)(r, &value) ? ouro_float_new(r->rt, value) : NULL;
}

static ouro_object *get_complex(struct reader *r, bool is_text)
{
    double real, imaginary;
    bool (*get)(struct reader *, double *) = is_text ? get_double_text : get_double;
    return get(r, &real) && get(r, &imaginary) ? ouro_complex_new(r->rt, real, imaginary) : NULL;
}

/* ---- text and bytes -------------------------------------------------------------------------- */

static ouro_object *get_bytes_object(struct reader *r)
{
    int32_t size;
    if (!get_size(r, &size, "bytes object size out of range"))
        return NULL;
    const uint8_t *bytes = get_bytes(r, (size_t)size);
    return bytes ? ouro_bytes_new(r->rt, bytes, (size_t)size) : NULL;
}

static ouro_object *get_ascii(struct reader *r, bool is_short, bool is_interned)
{
    int32_t size;
    if (is_short)
        size = get_byte(r);
    else if (!get_size(r, &size, "string size out of range"))
        return NULL;
    const uint8_t *bytes = size < 0 ? NULL : get_bytes(r, (size_t)size);
    ouro_object *str = bytes ? ouro_str_from_latin1(r->rt, bytes, (size_t)size) : NULL;
    if (str && is_interned)
        ouro_str_intern(r->rt, &str);
    return str;
}

static ouro_object *get_text(struct reader *r, bool is_interned)
{
    int32_t size;
    if (!get_size(r, &size, "string size out of range"))
        return NULL;
    const uint8_t *bytes = get_bytes(r, (size_t)size);
    ouro_object *str = bytes ? ouro_str_decode(r->rt, bytes, (size_t)size, "utf-8", "surrogatepass") : NULL;
    if (str && is_interned)
        ouro_str_intern(r->rt, &str);
    return str;
}

/* ---- containers ------------------------------------------------------------------------------ */

static ouro_object *get_item(struct reader *r, const char *container)
{
    ouro_object *item = get_object(r);
    if (!item && !r->rt->error)
        ouro_raise(r->rt, EXC_TypeError, "NULL object in marshal data for %s", container);
    return item;
}

/* Can so many objects follow? Of what a file has left nobody knows. */
static bool is_credible(const struct reader *r, size_t count)
{
    return count <= (r->file ? READ_AT_ONCE : (size_t)(r->end - r->at));
}

static ouro_object *get_list_items(struct reader *r, size_t length, ouro_object *list, const char *container)
{
    for (size_t i = 0; list && i < length; i++) {
        ouro_object *item = get_item(r, container);
        if (!item || !ouro_list_append_take(r->rt, list, item))
            clearref(r->rt, &list);
    }
    return list;
}

/* One that is said to be longer than can be grows, so that a size that is wrong takes no memory. */
static ouro_object *get_long_tuple(struct reader *r, size_t length, unsigned flag)
{
    size_t index;
    if (!add_ref(r, r->rt->none, flag, &index))
        return NULL;
    ouro_object *list = get_list_items(r, length, ouro_list_new(r->rt, 0), "tuple");
    ouro_object *tuple = list ? ouro_list_to_tuple(r->rt, list) : NULL;
    xdecref(r->rt, list);
    if (tuple && index != SIZE_MAX)
        setref_take(r->rt, &list_items(r->refs)[index], newref(tuple));
    return tuple;
}

/* A tuple is known by its number while it is filled. */
static ouro_object *get_tuple(struct reader *r, size_t length, unsigned flag)
{
    if (!is_credible(r, length))
        return get_long_tuple(r, length, flag);
    ouro_object *tuple = ouro_tuple_new(r->rt, length);
    for (size_t i = 0; tuple && i < length; i++)
        tuple_items(tuple)[i] = r->rt->none;
    tuple = with_ref(r, tuple, flag);
    for (size_t i = 0; tuple && i < length; i++) {
        ouro_object *item = get_item(r, "tuple");
        if (item)
            setref_take(r->rt, &tuple_items(tuple)[i], item);
        else
            clearref(r->rt, &tuple);
    }
    return tuple;
}

static ouro_object *get_sized_tuple(struct reader *r, unsigned flag)
{
    int32_t length;
    return get_size(r, &length, "tuple size out of range") ? get_tuple(r, (size_t)length, flag) : NULL;
}

static ouro_object *get_small_tuple(struct reader *r, unsigned flag)
{
    int length = get_byte(r);
    return length < 0 ? NULL : get_tuple(r, (size_t)length, flag);
}

static ouro_object *get_list(struct reader *r, unsigned flag)
{
    int32_t length;
    if (!get_size(r, &length, "list size out of range"))
        return NULL;
    return get_list_items(r, (size_t)length, with_ref(r, ouro_list_new(r->rt, 0), flag), "list");
}

/* Ends where an object is missing. */
static ouro_object *get_dict(struct reader *r, unsigned flag)
{
    ouro_object *dict = with_ref(r, ouro_dict_new(r->rt), flag);
    while (dict) {
        ouro_object *key = get_object(r), *value = key ? get_object(r) : NULL;
        bool is_set = value && ouro_dict_set(r->rt, dict, key, value);
        bool is_end = !value && !r->rt->error;
        xdecref(r->rt, key);
        xdecref(r->rt, value);
        if (is_end)
            break;
        if (!is_set)
            clearref(r->rt, &dict);
    }
    return dict;
}

/* A frozenset has its number from the start, but is only known when it is complete. */
static ouro_object *get_set(struct reader *r, bool is_frozen, unsigned flag)
{
    int32_t length;
    size_t index;
    if (!get_size(r, &length, "set size out of range"))
        return NULL;
    ouro_object *set = ouro_set_new(r->rt, NULL);
    if (set && !add_ref(r, is_frozen ? r->rt->none : set, flag, &index))
        clearref(r->rt, &set);
    for (int32_t i = 0; set && i < length; i++) {
        ouro_object *item = get_item(r, "set");
        if (!item || !ouro_set_add(r->rt, set, item))
            clearref(r->rt, &set);
        xdecref(r->rt, item);
    }
    if (set && is_frozen) {
        setref_take(r->rt, &set, ouro_frozenset_new(r->rt, set));
        if (set && index != SIZE_MAX)
            setref_take(r->rt, &list_items(r->refs)[index], newref(set));
    }
    return set;
}

static ouro_object *get_code(struct reader *r)
{
    int32_t size;
    if (!get_size(r, &size, "code size out of range"))
        return NULL;
    const uint8_t *bytes = get_bytes(r, (size_t)size);
    void *buffer = bytes ? ouro_buffer_alloc(r->rt, (size_t)size) : NULL;
    if (!buffer)
        return NULL;
    memcpy(buffer, bytes, (size_t)size);
    struct ouro_code_source source = {
        .data = buffer, .size = (size_t)size, .buffer = buffer, .buffer_size = (size_t)size};
    ouro_object *code;
    int found = ouro_code_image_read(r->rt, &source, &code);
    if (found > 0)
        return code;
    ouro_buffer_free(r->rt, buffer, (size_t)size);
    return found < 0 ? NULL : bad(r, "code that this build of ouro did not write");
}

/* ---- any object ------------------------------------------------------------------------------ */

static ouro_object *get_container(struct reader *r, unsigned type, unsigned flag)
{
    switch (type) {
    case MARSHAL_TUPLE:
        return get_sized_tuple(r, flag);
    case MARSHAL_SMALL_TUPLE:
        return get_small_tuple(r, flag);
    case MARSHAL_LIST:
        return get_list(r, flag);
    case MARSHAL_DICT:
        return get_dict(r, flag);
    case MARSHAL_SET:
    case MARSHAL_FROZENSET:
        return get_set(r, type == MARSHAL_FROZENSET, flag);
    case MARSHAL_CPYTHON_CODE:
        return ouro_raise(r->rt, EXC_ValueError,
                          "bad marshal data (code of CPython, which ouro cannot run)");
    default:
        return bad(r, "unknown type code");
    }
}

static ouro_object *get_value(struct reader *r, unsigned type, unsigned flag)
{
    switch (type) {
    case MARSHAL_INT:
        return with_ref(r, get_int(r), flag);
    case MARSHAL_INT64:
        return with_ref(r, get_int64(r), flag);
    case MARSHAL_LONG:
        return with_ref(r, get_long(r), flag);
    case MARSHAL_FLOAT:
    case MARSHAL_FLOAT_TEXT:
        return with_ref(r, get_float(r, type == MARSHAL_FLOAT_TEXT), flag);
    case MARSHAL_COMPLEX:
    case MARSHAL_COMPLEX_TEXT:
        return with_ref(r, get_complex(r, type == MARSHAL_COMPLEX_TEXT), flag);
    case MARSHAL_BYTES:
        return with_ref(r, get_bytes_object(r), flag);
    case MARSHAL_ASCII:
    case MARSHAL_ASCII_INTERNED:
        return with_ref(r, get_ascii(r, false, type == MARSHAL_ASCII_INTERNED), flag);
    case MARSHAL_SHORT_ASCII:
    case MARSHAL_SHORT_ASCII_INTERNED:
        return with_ref(r, get_ascii(r, true, type == MARSHAL_SHORT_ASCII_INTERNED), flag);
    case MARSHAL_TEXT:
    case MARSHAL_INTERNED:
        return with_ref(r, get_text(r, type == MARSHAL_INTERNED), flag);
    case OURO_MARSHAL_CODE:
        return with_ref(r, get_code(r), flag);
    default:
        return get_container(r, type, flag);
    }
}

/* Owned; NULL without an error for the mark that no object is there. */
static ouro_object *get_object(struct reader *r)
{
    int code = get_byte(r);
    unsigned flag = (unsigned)code & MARSHAL_HAS_REF;
    if (code < 0)
        return NULL;
    if (r->depth >= MARSHAL_DEPTH_MAX)
        return ouro_raise(r->rt, EXC_ValueError, "recursion limit exceeded");
    switch (code & ~MARSHAL_HAS_REF) {
    case MARSHAL_NULL:
        return NULL;
    case MARSHAL_NONE:
        return r->rt->none;
    case MARSHAL_TRUE:
        return r->rt->true_;
    case MARSHAL_FALSE:
        return r->rt->false_;
    case MARSHAL_ELLIPSIS:
        return r->rt->ellipsis;
    case MARSHAL_STOP_ITERATION:
        return newref((ouro_object *)builtin_class(r->rt, EXC_StopIteration));
    case MARSHAL_REF:
        return get_ref(r);
    }
    r->depth++;
    ouro_object *value = get_value(r, (unsigned)code ^ flag, flag);
    r->depth--;
    return value;
}

ouro_object *ouro_marshal_read(ouro_runtime *rt, const uint8_t *data, size_t size, ouro_object *file)
{
    struct reader r = {.rt = rt, .at = data, .end = data + size, .file = file};
    ouro_object *value = get_item(&r, "object");
    xdecref(rt, r.refs);
    xdecref(rt, r.piece);
    return value;
}
