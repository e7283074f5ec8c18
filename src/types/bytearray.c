/* bytearray: bytes in raw memory that can change and grow. While a memoryview looks at them they
 * must not move. */
#include "types/bytes_internal.h"
#include "types/codec.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/tuple.h"

bool ouro_bytearray_check(const ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_BYTEARRAY) ||
           (class_of(rt, object)->buffer == builtin_class(rt, TYPE_BYTEARRAY)->buffer);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static bool resizable(ouro_runtime *rt, const struct ouro_bytearray *array)
{
    if (array->exports == 0)
        return true;
    return ouro_raise(rt, EXC_BufferError, "Existing exports of data: object cannot be re-sized");
}

/* Room for size bytes; grows by an eighth more than asked for. */
static bool reserve(ouro_runtime *rt, struct ouro_bytearray *array, size_t size)
{
    if (size <= array->capacity)
        return true;
    size_t capacity = array->data ? size + size / 8 + 16 : size;
    uint8_t *data = ouro_buffer_realloc(rt, array->data, array->capacity, capacity);
    if (!data)
        return false;
    array->data = data;
    array->capacity = capacity;
    return true;
}

/* Sets the length; gives memory back when much is left. Failing to is benign: the room stays. */
static bool resize(ouro_runtime *rt, struct ouro_bytearray *array, size_t length)
{
    if (length == array->length)
        return true;
    if (!resizable(rt, array) || !reserve(rt, array, length))
        return false;
    array->length = length;
    if (length < array->capacity / 2 && array->capacity > 64) {
        size_t capacity = length + length / 8 + 16;
        uint8_t *data = ouro_mem_block_realloc(&rt->heap.mem, array->data, array->capacity, capacity,
                                               OURO_BLOCK_PLAIN);
        if (data) {
            array->data = data;
            array->capacity = capacity;
        }
    }
    return true;
}

static void release(ouro_runtime *rt, struct ouro_bytearray *array)
{
    if (array->data)
        ouro_buffer_free(rt, array->data, array->capacity);
    array->data = NULL;
    array->length = array->capacity = 0;
}

ouro_object *ouro_bytearray_new(ouro_runtime *rt, const void *data, size_t size)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_BYTEARRAY, sizeof(struct ouro_bytearray),
                                          OURO_BLOCK_ATOM);
    if (!self)
        return ouro_raise_memory(rt);
    struct ouro_bytearray *array = bytearray_of(self);
    array->data = NULL;
    array->length = array->capacity = 0;
    array->exports = 0;
    if (size && !reserve(rt, array, size)) {
        decref(rt, self);
        return NULL;
    }
    array->length = size;
    if (data && size)
        memcpy(array->data, data, size);
    return self;
}

static void bytearray_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    release(runtime_of(heap), bytearray_of(self));
    if (is_exact(self, TYPE_BYTEARRAY))
        ouro_object_free(heap, self, sizeof(struct ouro_bytearray), OURO_BLOCK_ATOM);
    else
        ouro_class_free(runtime_of(heap), self);
}

/* Replaces bytes start..end by others, which must not lie in the array itself. */
static bool splice(ouro_runtime *rt, struct ouro_bytearray *array, size_t start, size_t end,
                   const uint8_t *data, size_t size)
{
    size_t old = end - start, tail = array->length - end;
    if (size > old) {
        size_t length;
        if (!ouro_size_add(array->length, size - old, &length))
            return ouro_raise_memory(rt);
        if (!resize(rt, array, length))
            return false;
        if (tail)
            memmove(array->data + start + size, array->data + end, tail);
    } else if (size < old) {
        if (!resizable(rt, array))
            return false;
        if (tail)
            memmove(array->data + start + size, array->data + end, tail);
        if (!resize(rt, array, array->length - (old - size)))
            return false;
    }
    if (size)
        memcpy(array->data + start, data, size);
    return true;
}

/* The same with bytes that may be the array's own. */
static bool splice_view(ouro_runtime *rt, ouro_object *self, size_t start, size_t end,
                        struct byte_view view)
{
    struct ouro_bytearray *array = bytearray_of(self);
    bool is_own = array->data && view.data >= array->data &&
                  view.data < array->data + array->capacity && view.size;
    if (!is_own)
        return splice(rt, array, start, end, view.data, view.size);
    ouro_object *copy = ouro_bytes_new(rt, view.data, view.size);
    if (!copy)
        return false;
    bool is_done = splice(rt, array, start, end, bytes_of(copy)->data, view.size);
    decref(rt, copy);
    return is_done;
}

/* ---- construction and slots ------------------------------------------------------------------ */

static ouro_object *bytearray_create(ouro_runtime *rt, struct ouro_class *cls,
                                     ouro_object *const *args, size_t count, ouro_object *names)
{
    if (cls == builtin_class(rt, TYPE_BYTEARRAY))
        return ouro_bytearray_new(rt, NULL, 0);
    return ouro_class_alloc(rt, cls, 0);
}

static bool bytearray_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                           size_t count, ouro_object *names)
{
    ouro_object *bytes = ouro_bytes_from(rt, "bytearray", args, count, names);
    if (!bytes)
        return false;
    struct byte_view view = bytes_view(rt, bytes);
    bool is_done = splice(rt, bytearray_of(self), 0, bytearray_of(self)->length, view.data, view.size);
    decref(rt, bytes);
    return is_done;
}

static ouro_object *bytearray_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *prefix = ouro_str_format(rt, "%T(b", self), *owner = NULL, *text = NULL;
    const char *utf8 = prefix ? ouro_str_utf8(rt, prefix, NULL, &owner) : NULL;
    if (utf8)
        text = ouro_bytes_repr_text(rt, bytes_view(rt, self), utf8, ")");
    xdecref(rt, owner);
    xdecref(rt, prefix);
    return text;
}

static ptrdiff_t bytearray_length(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)bytearray_of(self)->length;
}

/* A position from a key that is no slice. */
static bool key_index(ouro_runtime *rt, ouro_object *self, ouro_object *key, int64_t *index)
{
    if (!class_of(rt, key)->to_index)
        return ouro_raise(rt, EXC_TypeError, "bytearray indices must be integers or slices, not %T",
                          key);
    if (!ouro_index_i64(rt, key, index, EXC_IndexError))
        return false;
    if (*index < 0)
        *index += (int64_t)bytearray_of(self)->length;
    if (*index < 0 || *index >= (int64_t)bytearray_of(self)->length)
        return ouro_raise(rt, EXC_IndexError, "bytearray index out of range");
    return true;
}

static ouro_object *bytearray_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    if (is_exact(key, TYPE_SLICE))
        return ouro_bytes_slice(rt, self, key);
    if (!key_index(rt, self, key, &index))
        return NULL;
    return ouro_int_new(rt, bytearray_of(self)->data[index]);
}

static bool delete_extended(ouro_runtime *rt, struct ouro_bytearray *array, ptrdiff_t start,
                            ptrdiff_t step, ptrdiff_t count)
{
    if (!resizable(rt, array))
        return false;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    size_t out = (size_t)start, next = (size_t)start;
    ptrdiff_t left = count;
    for (size_t i = (size_t)start; i < array->length; i++) {
        if (left > 0 && i == next) {
            next += (size_t)step;
            left--;
        } else {
            array->data[out++] = array->data[i];
        }
    }
    return resize(rt, array, out);
}

static bool assign_extended(ouro_runtime *rt, struct ouro_bytearray *array, ptrdiff_t start,
                            ptrdiff_t step, ptrdiff_t count, struct byte_view view)
{
    if ((ptrdiff_t)view.size != count)
        return ouro_raise(rt, EXC_ValueError,
                          "attempt to assign bytes of size %zu to extended slice of size %td",
                          view.size, count);
    for (ptrdiff_t i = 0; i < count; i++)
        array->data[start + i * step] = view.data[i];
    return true;
}

/* What is assigned to a slice, as bytes: owned. */
static ouro_object *slice_value(ouro_runtime *rt, ouro_object *value)
{
    if (class_of(rt, value)->to_index || is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "can assign only bytes, buffers, or iterables of ints "
                                             "in range(0, 256)");
    const uint8_t *bytes;
    size_t size;
    if (class_of(rt, value)->buffer)
        return ouro_buffer_get(rt, value, &bytes, &size) ? ouro_bytes_new(rt, bytes, size) : NULL;
    return ouro_bytes_from_iterable(rt, value, "bytearray");
}

static bool slice_set(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    struct ouro_bytearray *array = bytearray_of(self);
    ptrdiff_t start, stop, step, count;
    ouro_object *bytes = value ? slice_value(rt, value) : NULL;
    if (value && !bytes)
        return false;
    struct byte_view view = bytes ? bytes_view(rt, bytes) : (struct byte_view){NULL, 0};
    bool is_done = false;
    if (!ouro_slice_resolve(rt, key, (ptrdiff_t)array->length, &start, &stop, &step, &count))
        goto done;
    if (count < 0)
        count = 0;
    if (step == 1)
        is_done = splice(rt, array, (size_t)start, (size_t)(start + count), view.data, view.size);
    else if (!value)
        is_done = count == 0 || delete_extended(rt, array, start, step, count);
    else
        is_done = assign_extended(rt, array, start, step, count, view);
done:
    xdecref(rt, bytes);
    return is_done;
}

static bool bytearray_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                              ouro_object *value)
{
    int64_t index;
    uint8_t byte;
    if (is_exact(key, TYPE_SLICE))
        return slice_set(rt, self, key, value);
    if (!value)
        return key_index(rt, self, key, &index) &&
               splice(rt, bytearray_of(self), (size_t)index, (size_t)index + 1, NULL, 0);
    /* The value first: its __index__ may change the array. */
    if (!ouro_byte_value(rt, value, &byte) || !key_index(rt, self, key, &index))
        return false;
    bytearray_of(self)->data[index] = byte;
    return true;
}

static ouro_object *bytearray_inplace_concat(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    struct byte_view view;
    if (!class_of(rt, other)->buffer)
        return ouro_raise(rt, EXC_TypeError, "can't concat %T to %T", other, self);
    if (!ouro_buffer_get(rt, other, &view.data, &view.size))
        return NULL;
    size_t length = bytearray_of(self)->length;
    if (other == self && length) /* looking at itself, it may not be resized */
        return ouro_raise(rt, EXC_BufferError,
                          "Existing exports of data: object cannot be re-sized");
    return splice_view(rt, self, length, length, view) ? newref(self) : NULL;
}

static ouro_object *bytearray_inplace_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    struct ouro_bytearray *array = bytearray_of(self);
    size_t length = array->length, total;
    if (times < 0)
        times = 0;
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise_memory(rt);
    if (!resize(rt, array, total))
        return NULL;
    for (size_t done = length; done < total; done += length)
        memcpy(array->data + done, array->data, length);
    return newref(self);
}

static bool bytearray_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    struct byte_view view = bytes_view(rt, self);
    *bytes = view.data;
    *size = view.size;
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static NATIVE(bytearray_append)
{
    uint8_t byte;
    struct ouro_bytearray *array = bytearray_of(self);
    if (!ouro_byte_value(rt, args[0], &byte))
        return NULL;
    if (!resize(rt, array, array->length + 1))
        return NULL;
    array->data[array->length - 1] = byte;
    return rt->none;
}

static NATIVE(bytearray_extend)
{
    struct byte_view view;
    size_t length = bytearray_of(self)->length;
    if (class_of(rt, args[0])->buffer) {
        if (!ouro_buffer_get(rt, args[0], &view.data, &view.size))
            return NULL;
        return splice_view(rt, self, length, length, view) ? rt->none : NULL;
    }
    ouro_object *iterator = ouro_iter(rt, args[0]);
    if (!iterator) {
        if (ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_TypeError, "can't extend bytearray with %T", args[0]);
        }
        return NULL;
    }
    ouro_object *bytes = ouro_bytes_from_iterable(rt, iterator, "bytearray");
    decref(rt, iterator);
    if (!bytes)
        return NULL;
    length = bytearray_of(self)->length;
    bool is_done = splice_view(rt, self, length, length, bytes_view(rt, bytes));
    decref(rt, bytes);
    return is_done ? rt->none : NULL;
}

static NATIVE(bytearray_insert)
{
    int64_t index;
    uint8_t byte;
    if (!ouro_index_i64(rt, args[0], &index, EXC_OverflowError) ||
        !ouro_byte_value(rt, args[1], &byte))
        return NULL;
    int64_t length = (int64_t)bytearray_of(self)->length;
    if (index < 0)
        index = index + length < 0 ? 0 : index + length;
    if (index > length)
        index = length;
    return splice(rt, bytearray_of(self), (size_t)index, (size_t)index, &byte, 1) ? rt->none : NULL;
}

static NATIVE(bytearray_pop)
{
    struct ouro_bytearray *array = bytearray_of(self);
    int64_t index = -1;
    if (count && !ouro_index_i64(rt, args[0], &index, EXC_IndexError))
        return NULL;
    if (array->length == 0)
        return ouro_raise(rt, EXC_IndexError, "pop from empty bytearray");
    if (index < 0)
        index += (int64_t)array->length;
    if (index < 0 || index >= (int64_t)array->length)
        return ouro_raise(rt, EXC_IndexError, "pop index out of range");
    uint8_t byte = array->data[index];
    if (!splice(rt, array, (size_t)index, (size_t)index + 1, NULL, 0))
        return NULL;
    return ouro_int_new(rt, byte);
}

static NATIVE(bytearray_remove)
{
    uint8_t byte;
    if (!ouro_byte_value(rt, args[0], &byte))
        return NULL;
    struct ouro_bytearray *array = bytearray_of(self);
    uint8_t *at = array->length ? memchr(array->data, byte, array->length) : NULL;
    if (!at)
        return ouro_raise(rt, EXC_ValueError, "value not found in bytearray");
    size_t index = (size_t)(at - array->data);
    return splice(rt, array, index, index + 1, NULL, 0) ? rt->none : NULL;
}

static NATIVE(bytearray_reverse)
{
    struct ouro_bytearray *array = bytearray_of(self);
    for (size_t i = 0; i < array->length / 2; i++) {
        uint8_t byte = array->data[i];
        array->data[i] = array->data[array->length - 1 - i];
        array->data[array->length - 1 - i] = byte;
    }
    return rt->none;
}

static NATIVE(bytearray_clear)
{
    return resize(rt, bytearray_of(self), 0) ? rt->none : NULL;
}

static NATIVE(bytearray_copy)
{
    struct byte_view view = bytes_view(rt, self);
    return ouro_bytearray_new(rt, view.data, view.size);
}

/* The arguments that make an equal one: bytes, or for protocols that have none text. */
static ouro_object *constructor_arguments(ouro_runtime *rt, struct byte_view view, int64_t protocol)
{
    if (!view.size)
        return newref(rt->empty_tuple);
    ouro_object *parts[2] = {NULL, NULL};
    bool is_text = protocol < 3;
    parts[0] = is_text ? ouro_str_decode(rt, view.data, view.size, "latin-1", NULL)
                       : ouro_bytes_new(rt, view.data, view.size);
    if (is_text)
        parts[1] = ouro_str_from(rt, "latin-1");
    return ouro_tuple_from_take(rt, parts, is_text ? 2 : 1);
}

static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, int64_t protocol)
{
    ouro_object *arguments = constructor_arguments(rt, bytes_view(rt, self), protocol);
    if (!arguments)
        return NULL;
    ouro_object *state = ouro_call_method(rt, self, rt->name___getstate__, NULL, 0);
    ouro_object *result =
        state ? ouro_tuple_pack(rt, 3, (ouro_object *)class_of(rt, self), arguments, state) : NULL;
    xdecref(rt, state);
    decref(rt, arguments);
    return result;
}

static NATIVE(bytearray_reduce)
{
    return reduce(rt, self, 2);
}

static NATIVE(bytearray_reduce_ex)
{
    int64_t protocol = 0;
    if (count && !ouro_index_i64(rt, args[0], &protocol, EXC_OverflowError))
        return NULL;
    return reduce(rt, self, protocol);
}

bool ouro_bytearray_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        BYTES_METHODS,
        {"append", bytearray_append, 1, 1, 0, NULL},
        {"extend", bytearray_extend, 1, 1, 0, NULL},
        {"insert", bytearray_insert, 2, 2, 0, NULL},
        {"pop", bytearray_pop, 0, 1, 0, NULL},
        {"remove", bytearray_remove, 1, 1, 0, NULL},
        {"reverse", bytearray_reverse, 0, 0, 0, NULL},
        {"clear", bytearray_clear, 0, 0, 0, NULL},
        {"copy", bytearray_copy, 0, 0, 0, NULL},
        {"__reduce__", bytearray_reduce, 0, 0, 0, NULL},
        {"__reduce_ex__", bytearray_reduce_ex, 0, 1, 0, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_BYTEARRAY);
    cls->core.dealloc = bytearray_dealloc;
    cls->create = bytearray_create;
    cls->init = bytearray_init;
    cls->repr = bytearray_repr;
    cls->str = bytearray_repr;
    cls->compare = ouro_bytes_compare;
    cls->length = bytearray_length;
    cls->getitem = bytearray_getitem;
    cls->setitem = bytearray_setitem;
    cls->contains = ouro_bytes_contains;
    cls->concat = ouro_bytes_concat;
    cls->inplace_concat = bytearray_inplace_concat;
    cls->repeat = ouro_bytes_repeat;
    cls->inplace_repeat = bytearray_inplace_repeat;
    cls->remainder = ouro_bytes_percent;
    cls->buffer = bytearray_buffer;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}
