/* array.array: numbers of one C type, packed. */
#include <string.h>

#include "base/checked.h"
#include "modules/array_internal.h"
#include "modules/collections.h"
#include "types/bytes.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/function.h"
#include "types/items.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/tuple.h"
#include "vm/vm.h"

static const struct item_type item_types[] = {
    {'b', 1, true, INT8_MIN, INT8_MAX, "signed char"},
    {'B', 1, false, 0, UINT8_MAX, "unsigned byte integer"},
    {'u', 4, false, 0, 0x10ffff, "unicode character"},
    {'h', 2, true, INT16_MIN, INT16_MAX, "signed short integer"},
    {'H', 2, false, 0, UINT16_MAX, "unsigned short"},
    {'i', 4, true, INT32_MIN, INT32_MAX, "signed integer"},
    {'I', 4, false, 0, UINT32_MAX, "unsigned int"},
    {'l', 8, true, INT64_MIN, INT64_MAX, "signed long"},
    {'L', 8, false, 0, UINT64_MAX, "unsigned long"},
    {'q', 8, true, INT64_MIN, INT64_MAX, "signed long long"},
    {'Q', 8, false, 0, UINT64_MAX, "unsigned long long"},
    {'f', 4, true, 0, 0, "float"},
    {'d', 8, true, 0, 0, "double"},
};

enum { ITERATOR = 1 };

const struct item_type *ouro_array_type_find(uint32_t code)
{
    for (size_t i = 0; i < sizeof item_types / sizeof *item_types; i++) {
        if ((uint32_t)item_types[i].code == code)
            return &item_types[i];
    }
    return NULL;
}

/* ---- items ----------------------------------------------------------------------------------- */

static ouro_object *item_get(ouro_runtime *rt, const struct array *array, size_t index)
{
    const uint8_t *at = array->data + index * array->type->size;
    float single;
    double number;
    uint64_t bits = 0;
    switch (array->type->code) {
    case 'f':
        memcpy(&single, at, sizeof single);
        return ouro_float_new(rt, single);
    case 'd':
        memcpy(&number, at, sizeof number);
        return ouro_float_new(rt, number);
    default:
        memcpy(&bits, at, array->type->size); /* little endian */
    }
    if (array->type->code == 'u')
        return ouro_str_from_character(rt, (uint32_t)bits);
    if (array->type->is_signed) {
        unsigned shift = 64 - 8u * array->type->size;
        return ouro_int_new(rt, (int64_t)(bits << shift) >> shift);
    }
    return ouro_int_new_u64(rt, bits);
}

static bool raise_range(ouro_runtime *rt, const struct item_type *type, bool is_high)
{
    if (type->code == 'q' || (type->code == 'Q' && is_high))
        return ouro_raise(rt, EXC_OverflowError, "int too big to convert");
    if (type->code == 'Q')
        return ouro_raise(rt, EXC_OverflowError, "can't convert negative int to unsigned");
    if (type->code == 'l')
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C long");
    if (!type->is_signed && type->size >= 4)
        return ouro_raise(rt, EXC_OverflowError, is_high && type->size == 8
                                                     ? "int too big to convert"
                                                 : is_high ? "unsigned int is greater than maximum"
                                                           : "can't convert negative value to unsigned int");
    return ouro_raise(rt, EXC_OverflowError, is_high ? "%s is greater than maximum"
                                                     : "%s is less than minimum", type->name);
}

/* The bytes of a value as this type stores it. */
static bool item_pack(ouro_runtime *rt, const struct item_type *type, ouro_object *value, uint8_t *bytes)
{
    if (type->code == 'f' || type->code == 'd') {
        double number;
        if (!ouro_as_double(rt, value, &number))
            return false;
        float single = (float)number;
        memcpy(bytes, type->code == 'f' ? (void *)&single : (void *)&number, type->size);
        return true;
    }
    if (type->code == 'u') {
        if (!is_str(rt, value))
            return ouro_raise(rt, EXC_TypeError, "array item must be a unicode character, not %T", value);
        if (ouro_str_length(value) != 1)
            return ouro_raise(rt, EXC_TypeError, "array item must be a unicode character, not %T", value);
        uint32_t character = ouro_str_at(value, 0);
        memcpy(bytes, &character, sizeof character);
        return true;
    }
    ouro_object *index = ouro_index(rt, value);
    if (!index)
        return false;
    int64_t number;
    bool is_good = true;
    if (ouro_int_fits_i64(index, &number)) {
        bool is_low = number < type->low, is_high = number > 0 && (uint64_t)number > type->high;
        is_good = (!is_low && !is_high) || raise_range(rt, type, is_high);
    } else if (type->high == UINT64_MAX && ouro_int_sign(index) > 0) {
        uint64_t large = 0;
        is_good = type->code == 'Q' && ouro_int_bit_length(index) > 64
                      ? (bool)raise_range(rt, type, true)
                      : ouro_int_as_u64(rt, index, &large);
        number = (int64_t)large;
    } else {
        is_good = raise_range(rt, type, ouro_int_sign(index) > 0);
    }
    decref(rt, index);
    if (is_good)
        memcpy(bytes, &number, type->size);
    return is_good;
}

/* ---- size ------------------------------------------------------------------------------------ */

static bool may_resize(ouro_runtime *rt, const struct array *array)
{
    return !array->exports ||
           ouro_raise(rt, EXC_BufferError, "cannot resize an array that is exporting buffers");
}

static bool array_reserve(ouro_runtime *rt, struct array *array, size_t length)
{
    size_t size, capacity = length + (length >> 3) + (length < 8 ? 3 : 7);
    if (ouro_likely(length <= array->capacity))
        return true;
    if (!ouro_size_mul(capacity, array->type->size, &size))
        return ouro_raise_memory(rt);
    uint8_t *data = ouro_buffer_realloc(rt, array->data, array->capacity * array->type->size, size);
    if (!data)
        return false;
    array->data = data;
    array->capacity = capacity;
    return true;
}

/* Replaces items start..end by count items at source, which may lie in this array. */
static bool array_splice(ouro_runtime *rt, struct array *array, size_t start, size_t end,
                         const uint8_t *source, size_t count)
{
    size_t size = array->type->size, tail = array->length - end;
    uint8_t *copy = NULL;
    if (count != end - start && !may_resize(rt, array))
        return false;
    if (count && !(copy = ouro_buffer_alloc(rt, count * size)))
        return false;
    if (count)
        memcpy(copy, source, count * size);
    bool is_good = array_reserve(rt, array, start + count + tail);
    if (is_good && array->data) {
        memmove(array->data + (start + count) * size, array->data + end * size, tail * size);
        if (count)
            memcpy(array->data + start * size, copy, count * size);
        array->length = start + count + tail;
    }
    ouro_buffer_free(rt, copy, count * size);
    return is_good;
}

static bool array_append(ouro_runtime *rt, struct array *array, ouro_object *value)
{
    uint8_t bytes[8];
    if (!item_pack(rt, array->type, value, bytes) || !may_resize(rt, array) ||
        !array_reserve(rt, array, array->length + 1))
        return false;
    memcpy(array->data + array->length++ * array->type->size, bytes, array->type->size);
    return true;
}

ouro_object *ouro_array_new(ouro_runtime *rt, struct ouro_class *cls, const struct item_type *type)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        array_of(self)->type = type;
    return self;
}

static void array_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct array *array = array_of(self);
    ouro_buffer_free(runtime_of(heap), array->data, array->capacity * array->type->size);
    ouro_class_free(runtime_of(heap), self);
}

static bool is_array(const ouro_runtime *rt, const ouro_object *object)
{
    return native_class_of(rt, object)->core.dealloc == array_dealloc;
}

/* is_converted: an array of another type is taken item by item. */
static bool array_extend(ouro_runtime *rt, ouro_object *self, ouro_object *iterable, bool is_converted)
{
    struct array *array = array_of(self);
    if (is_array(rt, iterable) && !(is_converted && array_of(iterable)->type != array->type)) {
        struct array *other = array_of(iterable);
        if (other->type != array->type)
            return ouro_raise(rt, EXC_TypeError, "can only extend with array of same kind");
        return array_splice(rt, array, array->length, array->length, other->data, other->length);
    }
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    if (!iterator)
        return false;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        bool is_good = array_append(rt, array, item);
        decref(rt, item);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

bool ouro_array_add_bytes(ouro_runtime *rt, struct array *array, const uint8_t *bytes, size_t size)
{
    if (size % array->type->size)
        return ouro_raise(rt, EXC_ValueError, "bytes length not a multiple of item size");
    return array_splice(rt, array, array->length, array->length, bytes, size / array->type->size);
}

static ouro_object *array_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    if (!(cls->core.flags & OURO_TYPE_HEAP) && !ouro_args_no_keywords(rt, "array.array", names))
        return NULL;
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "array() takes at least 1 argument (0 given)");
    if (count > 2)
        return ouro_raise(rt, EXC_TypeError, "array() takes at most 2 arguments (%zu given)", count);
    if (!is_str(rt, args[0]) || ouro_str_length(args[0]) != 1)
        return ouro_raise(rt, EXC_TypeError, "array() argument 1 must be a unicode character, not %W",
                          args[0]);
    const struct item_type *type = ouro_array_type_find(ouro_str_at(args[0], 0));
    if (!type)
        return ouro_raise(rt, EXC_ValueError,
                          "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    ouro_object *initial = count > 1 ? args[1] : NULL, *self = ouro_array_new(rt, cls, type);
    if (!self || !initial)
        return self;
    bool is_good;
    const uint8_t *bytes;
    size_t size;
    if (is_str(rt, initial) && type->code != 'u')
        is_good = ouro_raise(rt, EXC_TypeError,
                             "cannot use a str to initialize an array with typecode '%c'", type->code);
    else if (is_array(rt, initial) && array_of(initial)->type->code == 'u' && type->code != 'u')
        is_good = ouro_raise(rt, EXC_TypeError,
                             "cannot use a unicode array to initialize an array with typecode '%c'",
                             type->code);
    else if (is_bytes(rt, initial) || is_exact(initial, TYPE_BYTEARRAY))
        is_good = ouro_buffer_get(rt, initial, &bytes, &size) &&
                  ouro_array_add_bytes(rt, array_of(self), bytes, size);
    else
        is_good = array_extend(rt, self, initial, true);
    if (is_good)
        return self;
    decref(rt, self);
    return NULL;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *array_repr(ouro_runtime *rt, ouro_object *self)
{
    struct array *array = array_of(self);
    const char *name = ouro_class_name(class_of(rt, self));
    if (array->length == 0)
        return ouro_str_format(rt, "%s('%c')", name, array->type->code);
    ouro_object *items = array->type->code == 'u' ? ouro_str_join(rt, rt->empty_str, self)
                                                  : ouro_to_list(rt, self);
    if (!items)
        return NULL;
    ouro_object *result = ouro_str_format(rt, "%s('%c', %R)", name, array->type->code, items);
    decref(rt, items);
    return result;
}

static ouro_object *array_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                  enum ouro_compare_op op)
{
    if (!is_array(rt, a) || !is_array(rt, b))
        return rt->not_implemented;
    ouro_object *x = ouro_to_list(rt, a), *y = x ? ouro_to_list(rt, b) : NULL;
    ouro_object *result = y ? ouro_compare(rt, x, y, op) : NULL;
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ptrdiff_t array_length(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)array_of(self)->length;
}

static bool position_of(ouro_runtime *rt, struct array *array, ouro_object *key, int64_t *index,
                        const char *message)
{
    if (!has_index(rt, key))
        return ouro_raise(rt, EXC_TypeError, "array indices must be integers");
    if (!ouro_index_i64(rt, key, index, EXC_IndexError))
        return false;
    if (*index < 0)
        *index += (int64_t)array->length;
    return (uint64_t)*index < array->length || ouro_raise(rt, EXC_IndexError, "%s", message);
}

static ouro_object *array_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct array *array = array_of(self);
    int64_t index;
    if (!is_exact(key, TYPE_SLICE))
        return position_of(rt, array, key, &index, "array index out of range")
                   ? item_get(rt, array, (size_t)index)
                   : NULL;
    ptrdiff_t start, stop, step, count;
    if (!ouro_slice_resolve(rt, key, (ptrdiff_t)array->length, &start, &stop, &step, &count))
        return NULL;
    ouro_object *part = ouro_array_new(rt, native_class_of(rt, self), array->type);
    size_t size = array->type->size;
    if (!part || count == 0)
        return part;
    if (!array_reserve(rt, array_of(part), (size_t)count)) {
        decref(rt, part);
        return NULL;
    }
    for (ptrdiff_t i = 0; i < count; i++)
        memcpy(array_of(part)->data + (size_t)i * size, array->data + (size_t)(start + i * step) * size,
               size);
    array_of(part)->length = (size_t)count;
    return part;
}

static bool set_slice(ouro_runtime *rt, ouro_object *self, ouro_object *slice, ouro_object *value)
{
    struct array *array = array_of(self), *other = NULL;
    ptrdiff_t start, stop, step, count;
    size_t size = array->type->size;
    if (!ouro_slice_resolve(rt, slice, (ptrdiff_t)array->length, &start, &stop, &step, &count))
        return false;
    if (value) {
        if (!is_array(rt, value))
            return ouro_raise(rt, EXC_TypeError, "can only assign array (not \"%T\") to array slice",
                              value);
        other = array_of(value);
        if (other->type != array->type)
            return ouro_raise(rt, EXC_TypeError, "bad argument type for built-in operation");
    }
    if (step == 1)
        return array_splice(rt, array, (size_t)start, (size_t)(start + count), other ? other->data : NULL,
                            other ? other->length : 0);
    if (!value) {
        if (count > 0 && !may_resize(rt, array))
            return false;
        if (step < 0 && count > 0) {
            start += step * (count - 1);
            step = -step;
        }
        size_t to = (size_t)start;
        for (size_t from = to; count > 0 && from < array->length; from++) {
            size_t offset = from - (size_t)start;
            if (offset % (size_t)step == 0 && offset / (size_t)step < (size_t)count)
                continue;
            memmove(array->data + to++ * size, array->data + from * size, size);
        }
        array->length -= (size_t)count;
        return true;
    }
    if (other->length != (size_t)count)
        return ouro_raise(rt, EXC_ValueError,
                          "attempt to assign array of size %zu to extended slice of size %zd",
                          other->length, count);
    ouro_object *copy = other == array ? array_getitem(rt, value, slice) : newref(value);
    if (!copy)
        return false;
    for (ptrdiff_t i = 0; i < count; i++)
        memcpy(array->data + (size_t)(start + i * step) * size,
               (other == array ? array_of(copy)->data + (size_t)(count - 1 - i) * size
                               : other->data + (size_t)i * size),
               size);
    decref(rt, copy);
    return true;
}

static bool array_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    struct array *array = array_of(self);
    uint8_t bytes[8];
    int64_t index;
    if (is_exact(key, TYPE_SLICE))
        return set_slice(rt, self, key, value);
    if (!position_of(rt, array, key, &index, "array assignment index out of range"))
        return false;
    if (!value)
        return array_splice(rt, array, (size_t)index, (size_t)index + 1, NULL, 0);
    if (!item_pack(rt, array->type, value, bytes))
        return false;
    if ((size_t)index < array->length) /* __index__ of the value may have changed the array */
        memcpy(array->data + (size_t)index * array->type->size, bytes, array->type->size);
    return true;
}

/* The position of an equal item; -1 none, -2 error. */
static int64_t array_find(ouro_runtime *rt, struct array *array, ouro_object *value, int64_t start,
                          int64_t stop)
{
    for (int64_t i = start; i < stop && i < (int64_t)array->length; i++) {
        ouro_object *item = item_get(rt, array, (size_t)i);
        int equal = item ? item_equal(rt, item, value) : -1;
        xdecref(rt, item);
        if (equal < 0)
            return -2;
        if (equal)
            return i;
    }
    return -1;
}

static int array_contains(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t at = array_find(rt, array_of(self), value, 0, INT64_MAX);
    return at == -2 ? -1 : at >= 0;
}

static ouro_object *array_inplace_concat(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    if (!is_array(rt, other))
        return ouro_raise(rt, EXC_TypeError, "can only extend with array (not \"%T\")", other);
    return array_extend(rt, self, other, false) ? newref(self) : NULL;
}

static ouro_object *array_copy(ouro_runtime *rt, ouro_object *self)
{
    struct array *array = array_of(self);
    ouro_object *copy = ouro_array_new(rt, native_class_of(rt, self), array->type);
    if (copy && !array_splice(rt, array_of(copy), 0, 0, array->data, array->length)) {
        decref(rt, copy);
        return NULL;
    }
    return copy;
}

static ouro_object *array_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_array(rt, b))
        return ouro_raise(rt, EXC_TypeError, "can only append array (not \"%T\") to array", b);
    if (array_of(a)->type != array_of(b)->type)
        return ouro_raise(rt, EXC_TypeError, "bad argument type for built-in operation");
    ouro_object *result = array_copy(rt, a);
    if (result && !array_extend(rt, result, b, false)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *array_inplace_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    struct array *array = array_of(self);
    size_t length = array->length, size = array->type->size, total;
    if (!ouro_size_mul(length, times > 0 ? (size_t)times : 0, &total))
        return ouro_raise_memory(rt);
    if ((total != length && !may_resize(rt, array)) || !array_reserve(rt, array, total))
        return NULL;
    for (size_t i = length; i < total; i += length)
        memcpy(array->data + i * size, array->data, length * size);
    array->length = total;
    return newref(self);
}

static ouro_object *array_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    ouro_object *copy = array_copy(rt, self);
    ouro_object *result = copy ? array_inplace_repeat(rt, copy, times) : NULL;
    xdecref(rt, copy);
    return result;
}

static bool array_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    static const uint8_t nothing;
    *bytes = array_of(self)->data ? array_of(self)->data : &nothing;
    *size = array_of(self)->length * array_of(self)->type->size;
    return true;
}

static bool array_export(ouro_runtime *rt, ouro_object *self, int change)
{
    array_of(self)->exports += (size_t)(ptrdiff_t)change;
    return false; /* it can be written */
}

/* ---- methods --------------------------------------------------------------------------------- */

#define METHOD(name)                                                                              \
    static ouro_object *method_##name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, \
                                      size_t count, ouro_object *names)

METHOD(append)
{
    return array_append(rt, array_of(self), args[0]) ? rt->none : NULL;
}

METHOD(extend)
{
    return array_extend(rt, self, args[0], false) ? rt->none : NULL;
}

METHOD(fromlist)
{
    if (!is_list(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "arg must be list");
    size_t length = array_of(self)->length;
    if (array_extend(rt, self, args[0], false))
        return rt->none;
    array_of(self)->length = length; /* all or nothing */
    return NULL;
}

METHOD(insert)
{
    struct array *array = array_of(self);
    uint8_t bytes[8];
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index) || !item_pack(rt, array->type, args[1], bytes))
        return NULL;
    if (index < 0 && (index += (int64_t)array->length) < 0)
        index = 0;
    if (index > (int64_t)array->length)
        index = (int64_t)array->length;
    return array_splice(rt, array, (size_t)index, (size_t)index, bytes, 1) ? rt->none : NULL;
}

METHOD(pop)
{
    struct array *array = array_of(self);
    int64_t index = -1;
    if (count > 0 && !ouro_size_argument(rt, args[0], &index))
        return NULL;
    if (array->length == 0)
        return ouro_raise(rt, EXC_IndexError, "pop from empty array");
    if (index < 0)
        index += (int64_t)array->length;
    if ((uint64_t)index >= array->length)
        return ouro_raise(rt, EXC_IndexError, "pop index out of range");
    ouro_object *item = item_get(rt, array, (size_t)index);
    if (item && !array_splice(rt, array, (size_t)index, (size_t)index + 1, NULL, 0))
        clearref(rt, &item);
    return item;
}

METHOD(remove)
{
    int64_t at = array_find(rt, array_of(self), args[0], 0, INT64_MAX);
    if (at == -2)
        return NULL;
    if (at < 0)
        return ouro_raise(rt, EXC_ValueError, "array.remove(x): x not in array");
    return array_splice(rt, array_of(self), (size_t)at, (size_t)at + 1, NULL, 0) ? rt->none : NULL;
}

METHOD(index)
{
    int64_t length = (int64_t)array_of(self)->length, start = 0, stop = INT64_MAX;
    if ((count > 1 && !ouro_index_slice_bound(rt, args[1], &start)) ||
        (count > 2 && !ouro_index_slice_bound(rt, args[2], &stop)))
        return NULL;
    if (start < 0 && (start += length) < 0)
        start = 0;
    if (stop < 0)
        stop += length;
    int64_t at = array_find(rt, array_of(self), args[0], start, stop);
    if (at == -2)
        return NULL;
    return at < 0 ? ouro_raise(rt, EXC_ValueError, "array.index(x): x not in array")
                  : ouro_int_new(rt, at);
}

METHOD(count)
{
    int64_t found = 0, at = -1;
    while ((at = array_find(rt, array_of(self), args[0], at + 1, INT64_MAX)) >= 0)
        found++;
    return at == -2 ? NULL : ouro_int_new(rt, found);
}

METHOD(reverse)
{
    struct array *array = array_of(self);
    size_t size = array->type->size;
    uint8_t held[8];
    for (size_t i = 0, j = array->length; i + 1 < j; i++) {
        uint8_t *a = array->data + i * size, *b = array->data + --j * size;
        memcpy(held, a, size);
        memcpy(a, b, size);
        memcpy(b, held, size);
    }
    return rt->none;
}

ARRAY_NATIVE(byteswap)
{
    struct array *array = array_of(self);
    size_t size = array->type->size;
    for (size_t i = 0; i < array->length; i++) {
        uint8_t *at = array->data + i * size;
        for (size_t j = 0; j < size / 2; j++) {
            uint8_t held = at[j];
            at[j] = at[size - 1 - j];
            at[size - 1 - j] = held;
        }
    }
    return rt->none;
}

METHOD(tolist)
{
    return ouro_to_list(rt, self);
}

ARRAY_NATIVE(tobytes)
{
    return ouro_bytes_new(rt, array_of(self)->data ? array_of(self)->data : (const void *)"",
                          array_of(self)->length * array_of(self)->type->size);
}

METHOD(frombytes)
{
    const uint8_t *bytes;
    size_t size;
    if (!ouro_buffer_get(rt, args[0], &bytes, &size) ||
        !ouro_array_add_bytes(rt, array_of(self), bytes, size))
        return NULL;
    return rt->none;
}

METHOD(fromfile)
{
    int64_t count_wanted, size;
    ouro_object *read = NULL, *wanted = NULL, *bytes = NULL;
    if (!ouro_index_i64(rt, args[1], &count_wanted, EXC_OverflowError))
        return NULL;
    if (count_wanted < 0)
        return ouro_raise(rt, EXC_ValueError, "negative count");
    if (count_wanted > INT64_MAX / array_of(self)->type->size)
        return ouro_raise_memory(rt);
    size = count_wanted * array_of(self)->type->size;
    read = ouro_getattr_text(rt, args[0], "read");
    wanted = read ? ouro_int_new(rt, size) : NULL;
    bytes = wanted ? ouro_call1(rt, read, wanted) : NULL;
    xdecref(rt, read);
    xdecref(rt, wanted);
    if (!bytes)
        return NULL;
    bool is_good = is_bytes(rt, bytes);
    int64_t length = is_good ? (int64_t)bytes_of(bytes)->length : 0;
    if (!is_good)
        ouro_raise(rt, EXC_TypeError, "read() didn't return bytes");
    else
        is_good = ouro_array_add_bytes(rt, array_of(self), bytes_of(bytes)->data, (size_t)length);
    decref(rt, bytes);
    if (is_good && length != size)
        return ouro_raise(rt, EXC_EOFError, "read() didn't return enough bytes");
    return is_good ? rt->none : NULL;
}

METHOD(tofile)
{
    enum { PIECE = 64 * 1024 };
    struct array *array = array_of(self);
    ouro_object *write = array->length ? ouro_getattr_text(rt, args[0], "write") : rt->none;
    bool is_good = write != NULL;
    for (size_t at = 0; is_good && at < array->length * array->type->size; at += PIECE) {
        size_t left = array->length * array->type->size - at;
        ouro_object *bytes = ouro_bytes_new(rt, array->data + at, left < PIECE ? left : PIECE);
        ouro_object *done = bytes ? ouro_call1(rt, write, bytes) : NULL;
        is_good = done != NULL;
        xdecref(rt, bytes);
        xdecref(rt, done);
    }
    xdecref(rt, write);
    return is_good ? rt->none : NULL;
}

METHOD(tounicode)
{
    if (array_of(self)->type->code != 'u')
        return ouro_raise(rt, EXC_ValueError, "tounicode() may only be called on unicode type arrays");
    return ouro_str_join(rt, rt->empty_str, self);
}

METHOD(fromunicode)
{
    if (array_of(self)->type->code != 'u')
        return ouro_raise(rt, EXC_ValueError, "fromunicode() may only be called on unicode type arrays");
    return array_extend(rt, self, args[0], false) ? rt->none : NULL;
}

METHOD(buffer_info)
{
    ouro_object *parts[2] = {ouro_int_new_u64(rt, (uint64_t)(uintptr_t)array_of(self)->data), NULL};
    if (!parts[0])
        return NULL;
    parts[1] = ouro_int_new(rt, (int64_t)array_of(self)->length);
    return ouro_tuple_from_take(rt, parts, 2);
}

METHOD(copy)
{
    return array_copy(rt, self);
}

METHOD(sizeof)
{
    return ouro_int_new(rt, (int64_t)(ouro_object_size(&rt->heap, self) +
                                      array_of(self)->capacity * array_of(self)->type->size));
}

METHOD(class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static ouro_object *get_typecode(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_new(rt, &array_of(self)->type->code, 1);
}

static ouro_object *get_itemsize(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, array_of(self)->type->size);
}

/* ---- iterator -------------------------------------------------------------------------------- */

struct array_iterator {
    ouro_object base;
    ouro_object *array; /* NULL: exhausted */
    size_t index;
};

static struct array_iterator *iterator_of(const ouro_object *object)
{
    return (struct array_iterator *)(void *)(uintptr_t)object;
}

static ouro_object *array_iter(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterator =
        ouro_class_alloc(rt, sister_class(rt, native_class_of(rt, self), ITERATOR), 0);
    if (iterator)
        iterator_of(iterator)->array = newref(self);
    return iterator;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct array_iterator *iterator = iterator_of(self);
    if (iterator->array && iterator->index < array_of(iterator->array)->length)
        return item_get(rt, array_of(iterator->array), iterator->index++);
    clearref(rt, &iterator->array);
    return NULL;
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->array);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->array);
}

METHOD(reduce_iterator)
{
    struct array_iterator *iterator = iterator_of(self);
    return ouro_reduce_iterator(rt, "iter", iterator->array, rt->empty_tuple, (int64_t)iterator->index);
}

METHOD(setstate_iterator)
{
    int64_t index;
    if (!ouro_size_argument(rt, args[0], &index))
        return NULL;
    iterator_of(self)->index = index < 0 ? 0 : (size_t)index;
    return rt->none;
}

static bool iterator_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"__reduce__", method_reduce_iterator, 0, 0, 0, NULL},
        {"__setstate__", method_setstate_iterator, 1, 1, 0, NULL},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls = ouro_class_native(rt, "array.arrayiterator", NULL,
                                               sizeof(struct array_iterator), OURO_BLOCK_CONTAINER,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}

static const struct ouro_method array_methods[] = {
    {"append", method_append, 1, 1, 0, "Append new value v to the end of the array."},
    {"extend", method_extend, 1, 1, 0, "Append items to the end of the array."},
    {"fromlist", method_fromlist, 1, 1, 0, "Append items to array from list."},
    {"frombytes", method_frombytes, 1, 1, 0, "Appends items from the bytes, as machine values."},
    {"fromfile", method_fromfile, 2, 2, 0, "Appends so many items read from a file."},
    {"tofile", method_tofile, 1, 1, 0, "Writes the items to a file, as machine values."},
    {"fromunicode", method_fromunicode, 1, 1, 0, "Extends this array with the characters of a str."},
    {"insert", method_insert, 2, 2, 0, "Insert a new item v into the array before position i."},
    {"pop", method_pop, 0, 1, 0, "Return the i-th element and delete it from the array."},
    {"remove", method_remove, 1, 1, 0, "Remove the first occurrence of v in the array."},
    {"index", method_index, 1, 3, 0, "Return index of first occurrence of v in the array."},
    {"count", method_count, 1, 1, 0, "Return number of occurrences of v in the array."},
    {"reverse", method_reverse, 0, 0, 0, "Reverse the order of the items in the array."},
    {"byteswap", ouro_array_byteswap, 0, 0, 0, "Byteswap all items of the array."},
    {"tolist", method_tolist, 0, 0, 0, "Convert array to an ordinary list with the same items."},
    {"tobytes", ouro_array_tobytes, 0, 0, 0, "Convert the array to machine values."},
    {"tounicode", method_tounicode, 0, 0, 0, "Convert the array to a str."},
    {"buffer_info", method_buffer_info, 0, 0, 0, "(address, length) of the buffer."},
    {"__copy__", method_copy, 0, 0, 0, NULL},
    {"__deepcopy__", method_copy, 1, 1, 0, NULL},
    {"__reduce_ex__", ouro_array_reduce, 1, 1, 0, NULL},
    {"__sizeof__", method_sizeof, 0, 0, 0, "Size of the array in memory, in bytes."},
    {"__class_getitem__", method_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {NULL, NULL, 0, 0, 0, NULL},
};

struct ouro_class *ouro_array_class_above(struct ouro_class *cls)
{
    struct ouro_class *found = NULL;
    for (; cls; cls = cls->base)
        if (cls->core.dealloc == array_dealloc)
            found = cls;
    return found;
}

/* array is a MutableSequence, if anybody has asked for these; they ask for array when they come later. */
static bool register_sequence(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *abstract = ouro_dict_peek_text(rt, rt->modules, "_collections_abc");
    if (!abstract || !is_exact(abstract, TYPE_MODULE) ||
        !ouro_dict_peek_text(rt, ouro_module_dict(abstract), "MutableSequence"))
        return !rt->error;
    ouro_object *base = ouro_getattr_text(rt, abstract, "MutableSequence");
    ouro_object *method = base ? ouro_getattr_text(rt, base, "register") : NULL;
    ouro_object *done = method ? ouro_call1(rt, method, &cls->core.base) : NULL;
    xdecref(rt, base);
    xdecref(rt, method);
    xdecref(rt, done);
    return done != NULL;
}

bool ouro_module_array_init(ouro_runtime *rt, ouro_object *module);
bool ouro_module_array_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_getset getsets[] = {
        {"typecode", get_typecode, NULL, "the typecode character used to create the array"},
        {"itemsize", get_itemsize, NULL, "the size, in bytes, of one array item"},
        {NULL, NULL, NULL, NULL},
    };
    static const struct ouro_method functions[] = {
        {"_array_reconstructor", ouro_array_reconstruct, 4, 4, 0, "Make an array from a pickle."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "array.array", NULL, sizeof(struct array), OURO_BLOCK_CONTAINER,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE | CLASS_SEQUENCE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = array_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->create = array_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = array_repr;
    cls->compare = array_compare;
    cls->iter = array_iter;
    cls->length = array_length;
    cls->getitem = array_getitem;
    cls->setitem = array_setitem;
    cls->contains = array_contains;
    cls->concat = array_concat;
    cls->inplace_concat = array_inplace_concat;
    cls->repeat = array_repeat;
    cls->inplace_repeat = array_inplace_repeat;
    cls->buffer = array_buffer;
    cls->buffer_export = array_export;
    if (!ouro_class_ready(rt, cls, array_methods, getsets, NULL) || !iterator_init(rt))
        return false;
    ouro_object *codes = ouro_str_from(rt, "bBuhHiIlLqQfd");
    bool is_good = codes && ouro_module_add(rt, module, "typecodes", codes) &&
                   ouro_module_add(rt, module, "ArrayType", &cls->core.base) &&
                   ouro_module_add_class(rt, module, cls) &&
                   ouro_module_add_functions(rt, module, functions) && register_sequence(rt, cls);
    xdecref(rt, codes);
    return is_good;
}
