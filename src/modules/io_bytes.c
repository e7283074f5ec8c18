/* BytesIO: bytes in memory. They live in a bytearray, so that getbuffer() can hand out a view of them
 * that pins their size. */
#include "modules/collections.h"
#include "modules/io_internal.h"
#include "types/descriptor.h"

static struct io_bytes *bytes_io_of(const ouro_object *self)
{
    return IO_OF(io_bytes, self);
}

static bool check(ouro_runtime *rt, const struct io_bytes *b)
{
    return b->data || ouro_raise(rt, EXC_ValueError, "I/O operation on closed file.");
}

static struct byte_view ahead(const struct io_bytes *b)
{
    struct ouro_bytearray *array = bytearray_of(b->data);
    size_t start = b->position < array->length ? b->position : array->length;
    return (struct byte_view){array->data ? array->data + start : (const uint8_t *)"",
                              array->length - start};
}

/* Makes the array at least this long, with zeros. */
static bool extend(ouro_runtime *rt, struct io_bytes *b, size_t length)
{
    struct ouro_bytearray *array = bytearray_of(b->data);
    if (length <= array->length)
        return true;
    if (array->exports)
        return ouro_raise(rt, EXC_BufferError,
                          "Existing exports of data: object cannot be re-sized");
    if (length > array->capacity) {
        size_t capacity = length + length / 8 + 64;
        uint8_t *data = ouro_buffer_realloc(rt, array->data, array->capacity, capacity);
        if (!data)
            return false;
        array->data = data;
        array->capacity = capacity;
    }
    memset(array->data + array->length, 0, length - array->length);
    array->length = length;
    return true;
}

static bool put(ouro_runtime *rt, struct io_bytes *b, const uint8_t *data, size_t size)
{
    size_t end;
    if (size == 0)
        return true;
    if (!ouro_size_add(b->position, size, &end))
        return ouro_raise(rt, EXC_OverflowError, "new buffer size too large");
    if (!extend(rt, b, end))
        return false;
    memmove(bytearray_of(b->data)->data + b->position, data, size);
    b->position = end;
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static NATIVE(bytes_write)
{
    struct io_bytes *b = bytes_io_of(self);
    const uint8_t *data;
    size_t size;
    if (!check(rt, b) || !ouro_buffer_get(rt, args[0], &data, &size) || !put(rt, b, data, size))
        return NULL;
    return ouro_int_new(rt, (int64_t)size);
}

static NATIVE(bytes_getvalue)
{
    struct io_bytes *b = bytes_io_of(self);
    if (!check(rt, b))
        return NULL;
    struct byte_view view = bytes_view(rt, b->data);
    return ouro_bytes_new(rt, view.data, view.size);
}

static NATIVE(bytes_getbuffer)
{
    struct io_bytes *b = bytes_io_of(self);
    if (!check(rt, b))
        return NULL;
    return ouro_call1(rt, &builtin_class(rt, TYPE_MEMORYVIEW)->core.base, b->data);
}

static ouro_object *take(ouro_runtime *rt, struct io_bytes *b, size_t size)
{
    struct byte_view view = ahead(b);
    if (size > view.size)
        size = view.size;
    ouro_object *bytes = ouro_bytes_new(rt, view.data, size);
    if (bytes)
        b->position += size;
    return bytes;
}

static NATIVE(bytes_read)
{
    struct io_bytes *b = bytes_io_of(self);
    int64_t size;
    if (!check(rt, b) || !ouro_io_size(rt, args, count, &size))
        return NULL;
    return take(rt, b, size < 0 ? SIZE_MAX : (size_t)size);
}

static ouro_object *take_line(ouro_runtime *rt, struct io_bytes *b, int64_t limit)
{
    struct byte_view view = ahead(b);
    const uint8_t *end = view.size ? memchr(view.data, '\n', view.size) : NULL;
    size_t size = end ? (size_t)(end - view.data) + 1 : view.size;
    if (limit >= 0 && size > (size_t)limit)
        size = (size_t)limit;
    return take(rt, b, size);
}

static NATIVE(bytes_readline)
{
    int64_t limit;
    if (!check(rt, bytes_io_of(self)) || !ouro_io_size(rt, args, count, &limit))
        return NULL;
    return take_line(rt, bytes_io_of(self), limit);
}

static ouro_object *bytes_next(ouro_runtime *rt, ouro_object *self)
{
    if (!check(rt, bytes_io_of(self)))
        return NULL;
    ouro_object *line = is_io(rt, self, io_state(rt)->bytes)
                            ? take_line(rt, bytes_io_of(self), -1)
                            : ouro_call_method(rt, self, rt->name_readline, NULL, 0);
    if (!line || ouro_length(rt, line) > 0)
        return line;
    decref(rt, line);
    return NULL;
}

static NATIVE(bytes_readinto)
{
    struct io_bytes *b = bytes_io_of(self);
    uint8_t *target;
    size_t size;
    if (!check(rt, b) || !ouro_buffer_get_writable(rt, args[0], &target, &size))
        return NULL;
    if (!target)
        return ouro_raise(rt, EXC_TypeError,
                          "readinto() argument must be read-write bytes-like object, not %W", args[0]);
    struct byte_view view = ahead(b);
    size_t part = view.size < size ? view.size : size;
    memmove(target, view.data, part);
    b->position += part;
    return ouro_int_new(rt, (int64_t)part);
}

static NATIVE(bytes_seek)
{
    struct io_bytes *b = bytes_io_of(self);
    int64_t offset, whence = 0;
    if (!check(rt, b) || !ouro_index_i64(rt, args[0], &offset, EXC_OverflowError) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &whence, EXC_OverflowError)))
        return NULL;
    if (whence < 0 || whence > 2)
        return ouro_raise(rt, EXC_ValueError, "invalid whence (%lld, should be 0, 1 or 2)",
                          (long long)whence);
    if (whence == 0 && offset < 0)
        return ouro_raise(rt, EXC_ValueError, "negative seek value %lld", (long long)offset);
    int64_t start = whence == 0   ? 0
                    : whence == 1 ? (int64_t)b->position
                                  : (int64_t)bytearray_of(b->data)->length;
    if (offset > INT64_MAX - start)
        return ouro_raise(rt, EXC_OverflowError, "new position too large");
    b->position = start + offset < 0 ? 0 : (size_t)(start + offset);
    return ouro_int_new(rt, (int64_t)b->position);
}

static NATIVE(bytes_tell)
{
    struct io_bytes *b = bytes_io_of(self);
    return check(rt, b) ? ouro_int_new(rt, (int64_t)b->position) : NULL;
}

static NATIVE(bytes_truncate)
{
    struct io_bytes *b = bytes_io_of(self);
    int64_t size = (int64_t)b->position;
    if (!check(rt, b))
        return NULL;
    if (count && args[0] != rt->none && !ouro_index_i64(rt, args[0], &size, EXC_OverflowError))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "negative size value %lld", (long long)size);
    struct ouro_bytearray *array = bytearray_of(b->data);
    if (array->exports)
        return ouro_raise(rt, EXC_BufferError,
                          "Existing exports of data: object cannot be re-sized");
    if ((uint64_t)size < array->length)
        array->length = (size_t)size;
    return ouro_int_new(rt, size);
}

static NATIVE(bytes_close)
{
    struct io_bytes *b = bytes_io_of(self);
    if (b->data && bytearray_of(b->data)->exports)
        return ouro_raise(rt, EXC_BufferError,
                          "Existing exports of data: object cannot be re-sized");
    clearref(rt, &b->data);
    return rt->none;
}

static NATIVE(bytes_true)
{
    return check(rt, bytes_io_of(self)) ? rt->true_ : NULL;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, bytes_io_of(self)->data == NULL);
}

/* ---- class ----------------------------------------------------------------------------------- */

static ouro_object *bytes_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    bytes_io_of(self)->data = ouro_bytearray_new(rt, NULL, 0);
    if (bytes_io_of(self)->data)
        return self;
    decref(rt, self);
    return NULL;
}

static bool bytes_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                       ouro_object *names)
{
    static const char *const keywords[] = {"initial_bytes", NULL};
    static const struct ouro_signature signature = {"BytesIO", keywords, 0, 1};
    ouro_object *out[1] = {NULL};
    const uint8_t *data = NULL;
    size_t size = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    if (out[0] && out[0] != rt->none && !ouro_buffer_get(rt, out[0], &data, &size))
        return false;
    ouro_object *array = ouro_bytearray_new(rt, data, size);
    if (!array)
        return false;
    setref_take(rt, &bytes_io_of(self)->data, array);
    bytes_io_of(self)->position = 0;
    return true;
}

static void bytes_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &bytes_io_of(self)->data);
    ouro_class_free(runtime_of(heap), self);
}

static void bytes_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &bytes_io_of(self)->data);
    ouro_class_traverse_instance(self, visitor);
}

bool ouro_io_bytes_init(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method methods[] = {
        {"write", bytes_write, 1, 1, 0, NULL},
        {"getvalue", bytes_getvalue, 0, 0, 0, NULL},
        {"getbuffer", bytes_getbuffer, 0, 0, 0, NULL},
        {"read", bytes_read, 0, 1, 0, NULL},
        {"read1", bytes_read, 0, 1, 0, NULL},
        {"readline", bytes_readline, 0, 1, 0, NULL},
        {"readinto", bytes_readinto, 1, 1, 0, NULL},
        {"seek", bytes_seek, 1, 2, 0, NULL},
        {"tell", bytes_tell, 0, 0, 0, NULL},
        {"truncate", bytes_truncate, 0, 1, 0, NULL},
        {"close", bytes_close, 0, 0, 0, NULL},
        {"readable", bytes_true, 0, 0, 0, NULL},
        {"writable", bytes_true, 0, 0, 0, NULL},
        {"seekable", bytes_true, 0, 0, 0, NULL},
        {"__getstate__", ouro_io_bytes_getstate, 0, 0, 0, NULL},
        {"__setstate__", ouro_io_bytes_setstate, 1, 1, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__dict__", ouro_collections_dict_get, NULL, NULL},
        {"closed", get_closed, NULL, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "_io.BytesIO", state->buffered_base, sizeof(struct io_bytes),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return false;
    cls->dict_offset = offsetof(struct io_bytes, attributes);
    cls->core.clear = ouro_class_clear_instance;
    cls->core.dealloc = bytes_dealloc;
    cls->core.traverse = bytes_traverse;
    cls->create = bytes_create;
    cls->init = bytes_init;
    cls->next = bytes_next;
    state->bytes = cls;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
