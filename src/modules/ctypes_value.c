/* _ctypes_core: C values as objects and back. */
#include <string.h>
#include <wchar.h>

#include "modules/ctypes_internal.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

size_t ouro_ctypes_size(char code)
{
    switch (code) {
    case 'c': case 'b': case 'B': case '?':
        return 1;
    case 'h': case 'H': case 'v':
        return 2;
    case 'i': case 'I': case 'f': case 'u':
        return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'd': case 'z': case 'Z': case 'P': case 'O':
    case CODE_ADDRESS:
        return 8;
    case 'g':
        return 16;
    default:
        return 0;
    }
}

static void turn(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

ouro_object *ouro_ctypes_wide_text(ouro_runtime *rt, const void *at, int64_t size)
{
    size_t length = size < 0 ? wcslen(at) : (size_t)size;
    uint32_t *copy = ouro_buffer_alloc(rt, (length + 1) * sizeof *copy); /* it may lie unaligned */
    if (!copy)
        return NULL;
    memcpy(copy, at, length * sizeof *copy);
    bool is_good = true;
    for (size_t i = 0; is_good && i < length; i++)
        is_good = copy[i] <= 0x10ffff;
    ouro_object *text = is_good ? ouro_str_from_characters(rt, copy, length)
                                : ouro_raise(rt, EXC_ValueError,
                                             "character is not in range [U+0000; U+10ffff]");
    ouro_buffer_free(rt, copy, (length + 1) * sizeof *copy);
    return text;
}

static ouro_object *address_object(ouro_runtime *rt, uint64_t address)
{
    return address ? ouro_int_new_u64(rt, address) : rt->none;
}

static ouro_object *load_pointer(ouro_runtime *rt, char code, uint64_t address)
{
    const char *text = (const char *)(uintptr_t)address;
    switch (code) {
    case 'z':
        return text ? ouro_bytes_new(rt, text, strlen(text)) : rt->none;
    case 'Z':
        return text ? ouro_ctypes_wide_text(rt, text, -1) : rt->none;
    case 'O':
        return text ? newref((ouro_object *)(uintptr_t)address)
                    : ouro_raise(rt, EXC_ValueError, "PyObject is NULL");
    default:
        return address_object(rt, address);
    }
}

ouro_object *ouro_ctypes_load(ouro_runtime *rt, char code, bool is_swapped, const uint8_t *at)
{
    union {
        uint8_t bytes[16];
        int8_t i8; int16_t i16; int32_t i32; int64_t i64;
        uint16_t u16; uint32_t u32; uint64_t u64;
        float f32; double f64; long double f80;
    } value = {{0}};
    size_t size = ouro_ctypes_size(code);
    memcpy(value.bytes, at, size);
    if (is_swapped)
        turn(value.bytes, size);
    switch (code) {
    case 'c':
        return ouro_bytes_new(rt, value.bytes, 1);
    case 'b':
        return ouro_int_new(rt, value.i8);
    case 'B':
        return ouro_int_new(rt, value.bytes[0]);
    case '?':
        return bool_object(rt, value.bytes[0] != 0);
    case 'v':
        return bool_object(rt, value.i16 != 0);
    case 'h':
        return ouro_int_new(rt, value.i16);
    case 'H':
        return ouro_int_new(rt, value.u16);
    case 'i':
        return ouro_int_new(rt, value.i32);
    case 'I':
        return ouro_int_new(rt, value.u32);
    case 'l':
    case 'q':
        return ouro_int_new(rt, value.i64);
    case 'L':
    case 'Q':
        return ouro_int_new_u64(rt, value.u64);
    case 'f':
        return ouro_float_new(rt, value.f32);
    case 'd':
        return ouro_float_new(rt, value.f64);
    case 'g':
        return ouro_float_new(rt, (double)value.f80);
    case 'u':
        return ouro_ctypes_wide_text(rt, value.bytes, 1);
    default:
        return load_pointer(rt, code, value.u64);
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The lowest 64 bits of an int, as C takes them. */
static bool int_bits(ouro_runtime *rt, ouro_object *value, uint64_t *bits)
{
    if (!is_int(rt, value)) {
        if (is_float(rt, value) || !class_of(rt, value)->to_index)
            return ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer", value);
        ouro_object *index = ouro_index(rt, value);
        bool is_good = index && int_bits(rt, index, bits);
        xdecref(rt, index);
        return is_good;
    }
    const struct ouro_int *number = (const void *)value;
    if (ouro_int_is_small(value)) {
        *bits = (uint64_t)number->value;
        return true;
    }
    *bits = number->limb_count < 0 ? 0 - number->limbs[0] : number->limbs[0];
    return true;
}

static bool store_char(ouro_runtime *rt, uint8_t *at, ouro_object *value)
{
    const uint8_t *data;
    size_t size;
    uint64_t bits;
    if (is_bytes(rt, value) || is_exact(value, TYPE_BYTEARRAY)) {
        if (!ouro_buffer_get(rt, value, &data, &size))
            return false;
        if (size == 1) {
            *at = *data;
            return true;
        }
    } else if (is_int(rt, value) && int_bits(rt, value, &bits) && bits < 256) {
        *at = (uint8_t)bits;
        return true;
    }
    return ouro_raise(rt, EXC_TypeError, "one character bytes, bytearray or integer expected");
}

static bool store_wide_char(ouro_runtime *rt, uint8_t *at, ouro_object *value)
{
    if (!is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "unicode string expected instead of %T instance", value);
    if (ouro_str_length(value) != 1)
        return ouro_raise(rt, EXC_TypeError, "one character unicode string expected");
    uint32_t character = ouro_str_at(value, 0);
    memcpy(at, &character, sizeof character);
    return true;
}

/* A copy of the text as wchar_t with a NUL, in a bytes object. */
static ouro_object *wide_copy(ouro_runtime *rt, ouro_object *text)
{
    size_t length = ouro_str_length(text);
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (length + 1) * sizeof(uint32_t));
    for (size_t i = 0; bytes && i <= length; i++) {
        uint32_t character = i < length ? ouro_str_at(text, i) : 0;
        memcpy(bytes_of(bytes)->data + i * sizeof character, &character, sizeof character);
    }
    return bytes;
}

/* Text behind a pointer is kept alive by *keep. */
static bool pointer_bits(ouro_runtime *rt, char code, ouro_object *value, uint64_t *bits, ouro_object **keep)
{
    *bits = 0;
    if (code == 'O') {
        *bits = (uint64_t)(uintptr_t)value;
        *keep = newref(value);
        return true;
    }
    if (value == rt->none)
        return true;
    if (is_int(rt, value))
        return int_bits(rt, value, bits);
    if (code == 'z' && is_bytes(rt, value)) {
        *bits = (uint64_t)(uintptr_t)bytes_of(value)->data;
        *keep = newref(value);
        return true;
    }
    if (code == 'Z' && is_str(rt, value)) {
        *keep = wide_copy(rt, value);
        *bits = *keep ? (uint64_t)(uintptr_t)bytes_of(*keep)->data : 0;
        return *keep != NULL;
    }
    if (code == 'z')
        return ouro_raise(rt, EXC_TypeError, "bytes or integer address expected instead of %T instance",
                          value);
    if (code == 'Z')
        return ouro_raise(rt, EXC_TypeError,
                          "unicode string or integer address expected instead of %T instance",
                          value);
    return ouro_raise(rt, EXC_TypeError, "cannot be converted to pointer");
}

static bool store_real(ouro_runtime *rt, char code, uint8_t *bytes, ouro_object *value)
{
    double real;
    if (!ouro_as_double(rt, value, &real))
        return false;
    float narrow = (float)real;
    long double wide = real;
    if (code == 'f')
        memcpy(bytes, &narrow, sizeof narrow);
    else if (code == 'd')
        memcpy(bytes, &real, sizeof real);
    else
        memcpy(bytes, &wide, 10);
    return true;
}

bool ouro_ctypes_store(ouro_runtime *rt, char code, bool is_swapped, uint8_t *at, ouro_object *value,
                       ouro_object **keep)
{
    uint8_t bytes[16] = {0};
    uint64_t bits = 0;
    size_t size = ouro_ctypes_size(code);
    bool is_good;
    int truth;
    *keep = NULL;
    switch (code) {
    case 'c':
        return store_char(rt, at, value);
    case 'u':
        return store_wide_char(rt, at, value);
    case 'f':
    case 'd':
    case 'g':
        is_good = store_real(rt, code, bytes, value);
        break;
    case '?':
    case 'v':
        truth = ouro_truth(rt, value);
        is_good = truth >= 0;
        bytes[0] = truth > 0 ? code == 'v' ? 0xff : 1 : 0;
        bytes[1] = code == 'v' ? bytes[0] : 0;
        break;
    case 'z':
    case 'Z':
    case 'P':
    case 'O':
    case CODE_ADDRESS:
        is_good = pointer_bits(rt, code, value, &bits, keep);
        memcpy(bytes, &bits, sizeof bits);
        break;
    default:
        is_good = int_bits(rt, value, &bits);
        memcpy(bytes, &bits, sizeof bits);
    }
    if (!is_good)
        return false;
    if (is_swapped)
        turn(bytes, size);
    memcpy(at, bytes, size);
    return true;
}
