/* struct: bytes as C structures. A format is walked each time: nothing is compiled. */
#include <math.h>
#include <string.h>

#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/dict.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct item {
    char code;
    size_t repeat, size;
};

struct format {
    ouro_runtime *rt;
    const char *at, *end;
    bool is_little, is_native; /* native: sizes and alignment of the machine */
    size_t offset;
};

static void *fail(ouro_runtime *rt, const char *format, ...)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, "struct");
    ouro_object *cls = module ? ouro_dict_peek_text(rt, ouro_module_dict(module), "error") : NULL;
    va_list arguments;
    va_start(arguments, format);
    ouro_object *text = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    ouro_object *error = text && cls ? ouro_call1(rt, cls, text) : NULL;
    xdecref(rt, text);
    return error ? ouro_raise_take(rt, error) : NULL;
}

static void format_begin(struct format *f, ouro_runtime *rt, const char *text, size_t size)
{
    *f = (struct format){rt, text, text + size, true, true, 0};
    if (size && strchr("@=<>!", *text)) {
        f->is_native = *text == '@';
        f->is_little = *text != '>' && *text != '!';
        f->at++;
    }
}

static size_t item_size(const struct format *f, char code)
{
    switch (code) {
    case 'x': case 'c': case 'b': case 'B': case '?': case 's': case 'p':
        return 1;
    case 'h': case 'H': case 'e':
        return 2;
    case 'i': case 'I': case 'f':
        return 4;
    case 'l': case 'L':
        return f->is_native ? 8 : 4;
    case 'q': case 'Q': case 'd':
        return 8;
    case 'n': case 'N': case 'P':
        return f->is_native ? 8 : 0;
    default:
        return 0;
    }
}

/* The next item: 1, 0 at the end, -1 error. Alignment is added to the offset. */
static int format_next(struct format *f, struct item *item)
{
    while (f->at < f->end && (*f->at == ' ' || (*f->at >= '\t' && *f->at <= '\r')))
        f->at++;
    if (f->at >= f->end)
        return 0;
    item->repeat = 1;
    if (*f->at >= '0' && *f->at <= '9') {
        item->repeat = 0;
        while (f->at < f->end && *f->at >= '0' && *f->at <= '9') {
            if (item->repeat > (size_t)1 << 40) {
                fail(f->rt, "overflow in item count");
                return -1;
            }
            item->repeat = item->repeat * 10 + (size_t)(*f->at++ - '0');
        }
        if (f->at >= f->end) {
            fail(f->rt, "repeat count given without format specifier");
            return -1;
        }
    }
    item->code = *f->at++;
    item->size = item_size(f, item->code);
    if (!item->size) {
        fail(f->rt, "bad char in struct format");
        return -1;
    }
    if (f->is_native)
        f->offset = (f->offset + item->size - 1) & ~(item->size - 1);
    return 1;
}

static bool is_text(char code)
{
    return code == 's' || code == 'p';
}

/* Total size and number of values; false: error. */
static bool measure(ouro_runtime *rt, const char *text, size_t size, size_t *total, size_t *values)
{
    struct format f;
    struct item item;
    int more;
    format_begin(&f, rt, text, size);
    *values = 0;
    while ((more = format_next(&f, &item)) > 0) {
        f.offset += item.repeat * item.size;
        *values += item.code == 'x' ? 0 : is_text(item.code) ? 1 : item.repeat;
        if (f.offset > (size_t)1 << 31) {
            fail(rt, "total struct size too long");
            return false;
        }
    }
    *total = f.offset;
    return more == 0;
}

static void store(const struct format *f, uint8_t *out, uint64_t bits, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[f->is_little ? i : size - 1 - i] = (uint8_t)(bits >> 8 * i);
}

static uint64_t load(const struct format *f, const uint8_t *in, size_t size)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= (uint64_t)in[f->is_little ? i : size - 1 - i] << 8 * i;
    return bits;
}

static bool half_from(ouro_runtime *rt, double value, uint16_t *half)
{
    uint16_t sign = signbit(value) ? 0x8000 : 0;
    if (isnan(value)) {
        *half = sign | 0x7e00;
        return true;
    }
    if (isinf(value)) {
        *half = sign | 0x7c00;
        return true;
    }
    double a = fabs(value);
    int exponent;
    frexp(a, &exponent);
    int scale = exponent - 1 < -14 ? -14 : exponent - 1;
    double units = nearbyint(ldexp(a, 10 - scale)); /* of the last place, ties to even */
    if (units >= 2048) {
        units /= 2;
        scale++;
    }
    if (scale > 15) {
        ouro_raise(rt, EXC_OverflowError, "float too large to pack with e format");
        return false;
    }
    uint32_t mantissa = (uint32_t)units;
    *half = sign | (mantissa >= 1024 ? (uint16_t)((uint32_t)(scale + 15) << 10 | (mantissa - 1024))
                                     : (uint16_t)mantissa);
    return true;
}

static double half_to(uint16_t half)
{
    int exponent = half >> 10 & 31;
    double mantissa = half & 1023;
    double value = exponent == 31  ? (mantissa != 0 ? (double)NAN : (double)INFINITY)
                   : exponent == 0 ? ldexp(mantissa, -24)
                                   : ldexp(mantissa + 1024, exponent - 25);
    return half & 0x8000 ? -value : value;
}

static bool pack_float(const struct format *f, uint8_t *out, char code, ouro_object *value)
{
    double number;
    if (!ouro_as_double(f->rt, value, &number)) {
        if (ouro_error_is(f->rt, EXC_TypeError)) {
            ouro_error_clear(f->rt);
            fail(f->rt, "required argument is not a float");
        }
        return false;
    }
    if (code == 'e') {
        uint16_t half;
        if (!half_from(f->rt, number, &half))
            return false;
        store(f, out, half, 2);
    } else if (code == 'f') {
        float single = (float)number;
        if (!f->is_native && isinf(single) && !isinf(number))
            return ouro_raise(f->rt, EXC_OverflowError, "float too large to pack with f format") != NULL;
        uint32_t bits;
        memcpy(&bits, &single, 4);
        store(f, out, bits, 4);
    } else {
        uint64_t bits;
        memcpy(&bits, &number, 8);
        store(f, out, bits, 8);
    }
    return true;
}

static bool pack_int(const struct format *f, uint8_t *out, const struct item *item, ouro_object *value)
{
    ouro_runtime *rt = f->rt;
    bool is_signed = item->code >= 'a' && item->code != 'P';
    ouro_object *number = ouro_index(rt, value);
    if (!number) {
        if (ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            fail(rt, "required argument is not an integer");
        }
        return false;
    }
    bool is_negative = ouro_int_sign(number) < 0;
    bool is_done = ouro_int_to_bytes(rt, number, out, item->size, f->is_little, is_signed);
    decref(rt, number);
    if (is_done || !ouro_error_is(rt, EXC_OverflowError))
        return is_done;
    ouro_error_clear(rt);
    unsigned bits = 8 * (unsigned)item->size;
    if (bits == 64)
        return fail(rt, "int too large to convert") != NULL;
    long long low = is_signed ? -(1ll << (bits - 1)) : 0;
    long long high = is_signed ? (1ll << (bits - 1)) - 1 : (1ll << bits) - 1;
    if (item->size == 1 && is_signed)
        return fail(rt, "byte format requires -128 <= number <= 127") != NULL;
    if (item->size == 1)
        return fail(rt, "ubyte format requires 0 <= number <= 255") != NULL;
    if (item->size == 2 && f->is_little)
        return fail(rt, is_signed ? "short format requires -32768 <= number <= 32767"
                                  : "ushort format requires 0 <= number <= 65535") != NULL;
    if (item->size == 4 && f->is_little && !is_signed && is_negative)
        return fail(rt, "argument out of range") != NULL;
    if (is_signed)
        return fail(rt, "'%c' format requires %lld <= number <= %lld", item->code, low, high) != NULL;
    return fail(rt, "'%c' format requires 0 <= number <= %lld", item->code, high) != NULL;
}

static bool pack_text(const struct format *f, uint8_t *out, const struct item *item, ouro_object *value)
{
    const uint8_t *bytes;
    size_t size;
    if (is_str(f->rt, value) || !class_of(f->rt, value)->buffer ||
        !ouro_buffer_get(f->rt, value, &bytes, &size)) {
        ouro_error_clear(f->rt);
        return fail(f->rt, "argument for '%c' must be a bytes object", item->code) != NULL;
    }
    if (item->code == 's') {
        memcpy(out, bytes, size < item->repeat ? size : item->repeat);
    } else if (item->repeat) {
        size_t room = item->repeat - 1;
        size = size < room ? size : room;
        memcpy(out + 1, bytes, size);
        *out = size < 255 ? (uint8_t)size : 255;
    }
    return true;
}

static bool pack_one(const struct format *f, uint8_t *out, const struct item *item, ouro_object *value)
{
    switch (item->code) {
    case 'c': {
        if (!is_exact(value, TYPE_BYTES) || bytes_of(value)->length != 1)
            return fail(f->rt, "char format requires a bytes object of length 1") != NULL;
        *out = bytes_of(value)->data[0];
        return true;
    }
    case '?': {
        int truth = ouro_truth(f->rt, value);
        *out = truth > 0;
        return truth >= 0;
    }
    case 'e': case 'f': case 'd':
        return pack_float(f, out, item->code, value);
    default:
        return pack_int(f, out, item, value);
    }
}

static bool pack_all(ouro_runtime *rt, const char *text, size_t size, uint8_t *out,
                     ouro_object *const *values)
{
    struct format f;
    struct item item;
    format_begin(&f, rt, text, size);
    size_t at = 0;
    while (format_next(&f, &item) > 0) {
        if (is_text(item.code)) {
            if (!pack_text(&f, out + f.offset, &item, values[at++]))
                return false;
        } else if (item.code != 'x') {
            for (size_t i = 0; i < item.repeat; i++)
                if (!pack_one(&f, out + f.offset + i * item.size, &item, values[at++]))
                    return false;
        }
        f.offset += item.repeat * item.size;
    }
    return true;
}

static ouro_object *unpack_one(const struct format *f, const uint8_t *in, const struct item *item)
{
    ouro_runtime *rt = f->rt;
    switch (item->code) {
    case 'c':
        return ouro_bytes_new(rt, in, 1);
    case '?':
        return bool_object(rt, *in != 0);
    case 'e':
        return ouro_float_new(rt, half_to((uint16_t)load(f, in, 2)));
    case 'f': {
        uint32_t bits = (uint32_t)load(f, in, 4);
        float single;
        memcpy(&single, &bits, 4);
        return ouro_float_new(rt, single);
    }
    case 'd': {
        uint64_t bits = load(f, in, 8);
        double number;
        memcpy(&number, &bits, 8);
        return ouro_float_new(rt, number);
    }
    default: {
        uint64_t bits = load(f, in, item->size);
        if (item->code < 'a')
            return ouro_int_new_u64(rt, bits);
        unsigned shift = 64 - 8 * (unsigned)item->size;
        return ouro_int_new(rt, (int64_t)(bits << shift) >> shift);
    }
    }
}

static ouro_object *unpack_all(ouro_runtime *rt, const char *text, size_t size, const uint8_t *in,
                               size_t values)
{
    struct format f;
    struct item item;
    ouro_object *tuple = ouro_tuple_new(rt, values);
    if (!tuple)
        return NULL;
    format_begin(&f, rt, text, size);
    size_t at = 0;
    while (format_next(&f, &item) > 0) {
        const uint8_t *from = in + f.offset;
        size_t times = is_text(item.code) ? 1 : item.code == 'x' ? 0 : item.repeat;
        for (size_t i = 0; i < times; i++) {
            ouro_object *value;
            if (item.code == 's') {
                value = ouro_bytes_new(rt, from, item.repeat);
            } else if (item.code == 'p') {
                size_t length = item.repeat ? from[0] : 0;
                if (item.repeat && length > item.repeat - 1)
                    length = item.repeat - 1;
                value = ouro_bytes_new(rt, from + 1, length);
            } else {
                value = unpack_one(&f, from + i * item.size, &item);
            }
            if (!value) {
                decref(rt, tuple);
                return NULL;
            }
            tuple_items(tuple)[at++] = value;
        }
        f.offset += item.repeat * item.size;
    }
    return tuple;
}

/* The text of a format given as str or bytes. */
static const char *format_text(ouro_runtime *rt, ouro_object *object, size_t *size, ouro_object **owner)
{
    *owner = NULL;
    if (is_str(rt, object))
        return ouro_str_utf8(rt, object, size, owner);
    if (is_exact(object, TYPE_BYTES)) {
        *size = bytes_of(object)->length;
        return (const char *)bytes_of(object)->data;
    }
    return ouro_raise(rt, EXC_TypeError, "Struct() argument 1 must be a str or bytes object, not %T", object);
}

NATIVE(struct_calcsize)
{
    size_t size, total, values;
    ouro_object *owner;
    const char *text = format_text(rt, args[0], &size, &owner);
    bool is_done = text && measure(rt, text, size, &total, &values);
    xdecref(rt, owner);
    return is_done ? ouro_int_new(rt, (int64_t)total) : NULL;
}

NATIVE(struct_pack)
{
    size_t size, total, values;
    ouro_object *owner, *result = NULL;
    const char *text = format_text(rt, args[0], &size, &owner);
    if (text && measure(rt, text, size, &total, &values)) {
        if (values != count - 1) {
            fail(rt, "pack expected %zu items for packing (got %zu)", values, count - 1);
        } else if ((result = ouro_bytes_new(rt, NULL, total))) {
            if (total)
                memset(bytes_of(result)->data, 0, total);
            if (!pack_all(rt, text, size, total ? bytes_of(result)->data : NULL, args + 1))
                clearref(rt, &result);
        }
    }
    xdecref(rt, owner);
    return result;
}

NATIVE(struct_pack_into)
{
    size_t size, total, values;
    int64_t offset;
    ouro_object *owner, *result = NULL;
    if (!ouro_index_i64(rt, args[2], &offset, EXC_OverflowError))
        return NULL;
    uint8_t *bytes;
    size_t length;
    if (!ouro_buffer_get_writable(rt, args[1], &bytes, &length))
        return NULL;
    if (!bytes)
        return ouro_raise(rt, EXC_TypeError, "read-write bytes-like object expected, not %T", args[1]);
    const char *text = format_text(rt, args[0], &size, &owner);
    if (text && measure(rt, text, size, &total, &values)) {
        if (values != count - 3)
            fail(rt, "pack_into expected %zu items for packing (got %zu)", values, count - 3);
        else if (offset < 0 && offset + (int64_t)total > 0)
            fail(rt, "no space to pack %zu bytes at offset %lld", total, (long long)offset);
        else if (offset < 0 && (offset += (int64_t)length) < 0)
            fail(rt, "offset %lld out of range for %zu-byte buffer", (long long)offset - (long long)length,
                 length);
        else if ((size_t)offset + total > length)
            fail(rt, "pack_into requires a buffer of at least %zu bytes for packing %zu bytes at offset "
                     "%lld (actual buffer size is %zu)", (size_t)offset + total, total, (long long)offset,
                 length);
        else if (pack_all(rt, text, size, bytes + offset, args + 3))
            result = rt->none;
    }
    xdecref(rt, owner);
    return result;
}

NATIVE(struct_unpack)
{
    size_t size, total, values, length;
    const uint8_t *bytes;
    ouro_object *owner, *result = NULL;
    const char *text = format_text(rt, args[0], &size, &owner);
    if (text && measure(rt, text, size, &total, &values) && ouro_buffer_get(rt, args[1], &bytes, &length)) {
        if (length != total)
            fail(rt, "unpack requires a buffer of %zu bytes", total);
        else
            result = unpack_all(rt, text, size, bytes, values);
    }
    xdecref(rt, owner);
    return result;
}

NATIVE(struct_unpack_from)
{
    static const char *const parameters[] = {"", "buffer", "offset", NULL};
    static const struct ouro_signature signature = {"unpack_from", parameters, 2, 3};
    size_t size, total, values, length;
    const uint8_t *bytes;
    int64_t offset = 0;
    ouro_object *owner, *result = NULL, *out[3];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[2] && !ouro_index_i64(rt, out[2], &offset, EXC_OverflowError)))
        return NULL;
    const char *text = format_text(rt, out[0], &size, &owner);
    if (text && measure(rt, text, size, &total, &values) && ouro_buffer_get(rt, out[1], &bytes, &length)) {
        if (offset < 0)
            offset += (int64_t)length;
        if (offset < 0)
            fail(rt, "offset %lld out of range for %zu-byte buffer", (long long)offset - (long long)length,
                 length);
        else if ((size_t)offset + total > length)
            fail(rt, "unpack_from requires a buffer of at least %zu bytes for unpacking %zu bytes at "
                     "offset %lld (actual buffer size is %zu)", (size_t)offset + total, total,
                 (long long)offset, length);
        else
            result = unpack_all(rt, text, size, bytes + offset, values);
    }
    xdecref(rt, owner);
    return result;
}

static const struct ouro_method functions[] = {
    {"calcsize", struct_calcsize, 1, 1, 0, "Size in bytes of the struct described by the format."},
    {"pack", struct_pack, 1, -1, 0, "Bytes with the values packed according to the format."},
    {"pack_into", struct_pack_into, 3, -1, 0, "Packs into a writable buffer at an offset."},
    {"unpack", struct_unpack, 2, 2, 0, "The values in the buffer."},
    {"unpack_from", struct_unpack_from, 0, -1, METHOD_KEYWORDS, "The values at an offset."},
    {0},
};

bool ouro_module__struct_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions);
}
