/* memoryview: items in another object's buffer, in one dimension. It holds the object and, for a
 * bytearray, keeps it from being resized; other buffers are asked for anew at each access, and what
 * no longer fits is an error. */
#include "types/bytes_internal.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/tuple.h"

struct memoryview {
    ouro_object base;
    ouro_object *owner; /* NULL: released */
    size_t offset;      /* bytes into the owner's buffer */
    size_t length;      /* items */
    ptrdiff_t stride;   /* bytes between items */
    uint32_t item_size;
    char format;
    bool is_readonly;
};

static struct memoryview *view_of(const ouro_object *self)
{
    return (struct memoryview *)(void *)(uintptr_t)self;
}

/* ---- formats --------------------------------------------------------------------------------- */

static uint32_t format_size(char format)
{
    switch (format) {
    case 'b':
    case 'B':
    case 'c':
    case '?':
        return 1;
    case 'h':
    case 'H':
        return 2;
    case 'i':
    case 'I':
    case 'f':
        return 4;
    case 'l':
    case 'L':
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
        return 8;
    default:
        return 0;
    }
}

static ouro_object *item_load(ouro_runtime *rt, const uint8_t *at, char format)
{
    int16_t s16;
    int32_t s32;
    int64_t s64;
    float f32;
    double f64;
    switch (format) {
    case 'B':
        return ouro_int_new(rt, *at);
    case 'b':
        return ouro_int_new(rt, (int8_t)*at);
    case 'c':
        return ouro_bytes_new(rt, at, 1);
    case '?':
        return bool_object(rt, *at != 0);
    case 'h':
    case 'H':
        memcpy(&s16, at, 2);
        return ouro_int_new(rt, format == 'h' ? s16 : (uint16_t)s16);
    case 'i':
    case 'I':
        memcpy(&s32, at, 4);
        return ouro_int_new(rt, format == 'i' ? s32 : (int64_t)(uint32_t)s32);
    case 'f':
        memcpy(&f32, at, 4);
        return ouro_float_new(rt, f32);
    case 'd':
        memcpy(&f64, at, 8);
        return ouro_float_new(rt, f64);
    case 'L':
    case 'Q':
    case 'N':
        memcpy(&s64, at, 8);
        return ouro_int_new_u64(rt, (uint64_t)s64);
    default:
        memcpy(&s64, at, 8);
        return ouro_int_new(rt, s64);
    }
}

static bool value_error(ouro_runtime *rt, char format)
{
    return ouro_raise(rt, EXC_ValueError, "memoryview: invalid value for format '%c'", format);
}

static bool type_error(ouro_runtime *rt, char format)
{
    return ouro_raise(rt, EXC_TypeError, "memoryview: invalid type for format '%c'", format);
}

static bool integer_store(ouro_runtime *rt, uint8_t *at, char format, ouro_object *value)
{
    unsigned bits = format_size(format) * 8;
    bool is_signed = format >= 'a';
    ouro_object *number = class_of(rt, value)->to_index ? ouro_index(rt, value) : NULL;
    if (!number)
        return ouro_has_error(rt) ? false : type_error(rt, format);
    int64_t small;
    bool fits = ouro_int_fits_i64(number, &small);
    if (fits && bits == 64)
        fits = is_signed || small >= 0;
    else if (fits)
        fits = is_signed ? small >= -((int64_t)1 << (bits - 1)) && small < (int64_t)1 << (bits - 1)
                         : small >= 0 && small < (int64_t)1 << bits;
    else if (bits == 64 && !is_signed && ouro_int_sign(number) > 0) {
        uint64_t large;
        fits = ouro_int_as_u64(rt, number, &large);
        if (!fits)
            ouro_error_clear(rt);
        small = (int64_t)large;
    }
    decref(rt, number);
    if (!fits)
        return value_error(rt, format);
    memcpy(at, &small, bits / 8); /* little endian */
    return true;
}

static bool item_store(ouro_runtime *rt, uint8_t *at, char format, ouro_object *value)
{
    double number;
    int truth;
    switch (format) {
    case 'c':
        if (!is_bytes(rt, value))
            return type_error(rt, format);
        if (bytes_of(value)->length != 1)
            return value_error(rt, format);
        *at = bytes_of(value)->data[0];
        return true;
    case '?':
        truth = ouro_truth(rt, value);
        if (truth < 0)
            return false;
        *at = (uint8_t)truth;
        return true;
    case 'f':
    case 'd':
        if (!ouro_as_double(rt, value, &number)) {
            ouro_error_clear(rt);
            return type_error(rt, format);
        }
        if (format == 'd') {
            memcpy(at, &number, 8);
        } else {
            float narrow = (float)number;
            memcpy(at, &narrow, 4);
        }
        return true;
    default:
        return integer_store(rt, at, format, value);
    }
}

/* ---- access ---------------------------------------------------------------------------------- */

static bool is_alive(ouro_runtime *rt, const struct memoryview *view)
{
    if (view->owner)
        return true;
    return ouro_raise(rt, EXC_ValueError, "operation forbidden on released memoryview object");
}

/* The address of item 0, after a check that all items lie in the owner's buffer as it is now. */
static bool view_data(ouro_runtime *rt, const struct memoryview *view, uint8_t **data)
{
    const uint8_t *bytes;
    size_t size;
    if (!is_alive(rt, view) || !ouro_buffer_get(rt, view->owner, &bytes, &size))
        return false;
    *data = (uint8_t *)(uintptr_t)bytes + view->offset;
    if (view->length == 0)
        return true;
    ptrdiff_t last = (ptrdiff_t)view->offset + (ptrdiff_t)(view->length - 1) * view->stride;
    ptrdiff_t high = last > (ptrdiff_t)view->offset ? last : (ptrdiff_t)view->offset;
    if ((size_t)high + view->item_size > size)
        return ouro_raise(rt, EXC_BufferError, "memoryview: the underlying buffer was resized");
    return true;
}

static void export_change(ouro_runtime *rt, ouro_object *owner, int change)
{
    if (is_bytearray(rt, owner))
        bytearray_of(owner)->exports += (uint32_t)change;
    else if (class_of(rt, owner)->buffer_export)
        class_of(rt, owner)->buffer_export(rt, owner, change);
}

static ouro_object *view_new(ouro_runtime *rt, const struct memoryview *pattern)
{
    ouro_object *self = ouro_object_alloc(&rt->heap, TYPE_MEMORYVIEW, sizeof(struct memoryview),
                                          OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    ouro_object header = *self;
    *view_of(self) = *pattern;
    view_of(self)->base = header;
    incref(pattern->owner);
    export_change(rt, pattern->owner, 1);
    return self;
}

/* What an array tells about its items: typecode, if its class has one. */
static bool owner_format(ouro_runtime *rt, ouro_object *owner, char *format)
{
    ouro_object *name = ouro_str_from(rt, "typecode"), *code = NULL;
    int found = name ? ouro_getattr_optional(rt, owner, name, &code) : -1;
    xdecref(rt, name);
    if (found > 0 && is_str(rt, code) && ouro_str_length(code) == 1 &&
        format_size((char)ouro_str_at(code, 0)))
        *format = (char)ouro_str_at(code, 0);
    xdecref(rt, code);
    return found >= 0;
}

static bool is_readonly_buffer(ouro_runtime *rt, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object);
    return cls->buffer_export ? cls->buffer_export(rt, object, 0) : is_bytes(rt, object) || !cls->setitem;
}

static ouro_object *view_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"object", NULL};
    static const struct ouro_signature signature = {"memoryview", keywords, 1, 1};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *source = out[0];
    if (is_exact(source, TYPE_MEMORYVIEW))
        return is_alive(rt, view_of(source)) ? view_new(rt, view_of(source)) : NULL;
    struct ouro_class *source_class = class_of(rt, source);
    if (!source_class->buffer)
        return ouro_raise(rt, EXC_TypeError,
                          "memoryview: a bytes-like object is required, not '%T'", source);
    const uint8_t *bytes;
    size_t size;
    struct memoryview pattern = {.owner = source, .format = 'B',
                                 .is_readonly = is_readonly_buffer(rt, source)};
    if (!is_bytes(rt, source) && !is_bytearray(rt, source) &&
        !owner_format(rt, source, &pattern.format))
        return NULL;
    if (!ouro_buffer_get(rt, source, &bytes, &size))
        return NULL;
    pattern.item_size = format_size(pattern.format);
    pattern.stride = (ptrdiff_t)pattern.item_size;
    pattern.length = size / pattern.item_size;
    return view_new(rt, &pattern);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static void view_release(ouro_runtime *rt, struct memoryview *view)
{
    ouro_object *owner = view->owner;
    if (!owner)
        return;
    export_change(rt, owner, -1);
    view->owner = NULL;
    decref(rt, owner);
}

static void view_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    view_release(runtime_of(heap), view_of(self));
    ouro_object_free(heap, self, sizeof(struct memoryview), OURO_BLOCK_CONTAINER);
}

static void view_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &view_of(self)->owner);
}

static void view_clear(struct ouro_heap *heap, ouro_object *self)
{
    view_release(runtime_of(heap), view_of(self));
}

static ouro_object *view_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, view_of(self)->owner ? "<memory at %p>" : "<released memory at %p>",
                           (void *)self);
}

static ptrdiff_t view_length(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? (ptrdiff_t)view_of(self)->length : -1;
}

static bool view_index(ouro_runtime *rt, const struct memoryview *view, ouro_object *key,
                       int64_t *index)
{
    if (!class_of(rt, key)->to_index)
        return ouro_raise(rt, EXC_TypeError, "memoryview: invalid slice key");
    if (!ouro_index_i64(rt, key, index, EXC_IndexError))
        return false;
    if (*index < 0)
        *index += (int64_t)view->length;
    if (*index < 0 || *index >= (int64_t)view->length)
        return ouro_raise(rt, EXC_IndexError, "index out of bounds on dimension 1");
    return true;
}

/* The part that a slice selects, uncounted. */
static bool view_slice(ouro_runtime *rt, const struct memoryview *view, ouro_object *slice,
                       struct memoryview *part)
{
    ptrdiff_t start, stop, step, count;
    if (!ouro_slice_resolve(rt, slice, (ptrdiff_t)view->length, &start, &stop, &step, &count))
        return false;
    *part = *view;
    part->length = count > 0 ? (size_t)count : 0;
    part->offset = (size_t)((ptrdiff_t)view->offset + (count > 0 ? start * view->stride : 0));
    part->stride = view->stride * step;
    return true;
}

/* The new view holds the buffer before the slice is asked for its bounds: that may release the old one. */
static ouro_object *view_part(ouro_runtime *rt, const struct memoryview *view, ouro_object *slice)
{
    struct memoryview part;
    ouro_object *result = view_new(rt, view);
    if (!result || !view_slice(rt, view_of(result), slice, &part)) {
        xdecref(rt, result);
        return NULL;
    }
    view_of(result)->length = part.length;
    view_of(result)->offset = part.offset;
    view_of(result)->stride = part.stride;
    return result;
}

static ouro_object *view_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct memoryview *view = view_of(self);
    uint8_t *data;
    int64_t index;
    if (!is_alive(rt, view))
        return NULL;
    if (is_exact(key, TYPE_SLICE))
        return view_part(rt, view, key);
    if (!view_index(rt, view, key, &index) || !view_data(rt, view, &data))
        return NULL;
    return item_load(rt, data + index * view->stride, view->format);
}

/* Bytes of the items in order, in memory of the caller. */
static void gather(const struct memoryview *view, const uint8_t *data, uint8_t *out)
{
    if (view->stride == (ptrdiff_t)view->item_size) {
        memcpy(out, data, view->length * view->item_size);
        return;
    }
    for (size_t i = 0; i < view->length; i++)
        memcpy(out + i * view->item_size, data + (ptrdiff_t)i * view->stride, view->item_size);
}

static bool slice_assign(ouro_runtime *rt, struct memoryview *view, ouro_object *key,
                         ouro_object *value)
{
    struct memoryview part;
    const uint8_t *source;
    uint8_t *data;
    size_t size;
    if (!view_slice(rt, view, key, &part) || !is_alive(rt, view))
        return false;
    if (!class_of(rt, value)->buffer)
        return ouro_raise(rt, EXC_TypeError, "a bytes-like object is required, not '%T'", value);
    char format = is_exact(value, TYPE_MEMORYVIEW) ? view_of(value)->format : 'B';
    if (!is_exact(value, TYPE_MEMORYVIEW) && !is_bytes(rt, value) && !is_bytearray(rt, value) &&
        !owner_format(rt, value, &format))
        return false;
    if (!ouro_buffer_get(rt, value, &source, &size))
        return false;
    if (format != view->format || size != part.length * part.item_size)
        return ouro_raise(rt, EXC_ValueError, "memoryview assignment: lvalue and rvalue have "
                                              "different structures");
    ouro_object *copy = ouro_bytes_new(rt, source, size); /* the two may overlap */
    if (!copy)
        return false;
    bool is_done = view_data(rt, &part, &data);
    for (size_t i = 0; is_done && i < part.length; i++)
        memcpy(data + (ptrdiff_t)i * part.stride, bytes_of(copy)->data + i * part.item_size,
               part.item_size);
    decref(rt, copy);
    return is_done;
}

static bool view_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    struct memoryview *view = view_of(self);
    uint8_t *data, item[8];
    int64_t index;
    if (!is_alive(rt, view))
        return false;
    if (view->is_readonly)
        return ouro_raise(rt, EXC_TypeError, "cannot modify read-only memory");
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "cannot delete memory");
    if (is_exact(key, TYPE_SLICE))
        return slice_assign(rt, view, key, value);
    if (!view_index(rt, view, key, &index) || !item_store(rt, item, view->format, value) ||
        !view_data(rt, view, &data))
        return false;
    memcpy(data + index * view->stride, item, view->item_size);
    return true;
}

static bool view_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    struct memoryview *view = view_of(self);
    uint8_t *data;
    if (!view_data(rt, view, &data))
        return false;
    if (view->stride != (ptrdiff_t)view->item_size && view->length > 1)
        return ouro_raise(rt, EXC_BufferError,
                          "memoryview: underlying buffer is not C-contiguous");
    *bytes = data;
    *size = view->length * view->item_size;
    return true;
}

static ouro_object *view_tobytes(ouro_runtime *rt, struct memoryview *view)
{
    uint8_t *data;
    if (!view_data(rt, view, &data))
        return NULL;
    size_t size = view->length * view->item_size;
    if (size <= 1)
        return ouro_bytes_new(rt, data, size);
    ouro_object *bytes = ouro_bytes_new(rt, NULL, size);
    if (bytes)
        gather(view, data, bytes_of(bytes)->data);
    return bytes;
}

static ouro_object *view_tolist(ouro_runtime *rt, struct memoryview *view)
{
    uint8_t *data;
    if (!view_data(rt, view, &data))
        return NULL;
    ouro_object *list = ouro_list_new(rt, view->length);
    for (size_t i = 0; list && i < view->length; i++) {
        ouro_object *item = item_load(rt, data + (ptrdiff_t)i * view->stride, view->format);
        if (!item || !ouro_list_append_take(rt, list, item)) {
            decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static ouro_object *view_iter(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *list = view_tolist(rt, view_of(self));
    ouro_object *iterator = list ? ouro_iter(rt, list) : NULL;
    xdecref(rt, list);
    return iterator;
}

/* Items are compared by value when the formats differ, by bytes when both are plain numbers. */
static ouro_object *view_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return rt->not_implemented;
    ouro_object *self = is_exact(a, TYPE_MEMORYVIEW) ? a : b, *other = self == a ? b : a;
    if (a == b)
        return bool_object(rt, op == COMPARE_EQ);
    if (!class_of(rt, other)->buffer || !view_of(self)->owner)
        return view_of(self)->owner ? rt->not_implemented : bool_object(rt, op == COMPARE_NE);
    ouro_object *other_view = NULL, *left = NULL, *right = NULL, *result = NULL;
    other_view = view_create(rt, builtin_class(rt, TYPE_MEMORYVIEW), &other, 1, NULL);
    if (!other_view) {
        if (ouro_error_is(rt, EXC_MemoryError))
            return NULL;
        ouro_error_clear(rt);
        return rt->not_implemented;
    }
    bool same_format = view_of(self)->format == view_of(other_view)->format &&
                       view_of(self)->format != 'f' && view_of(self)->format != 'd';
    left = same_format ? view_tobytes(rt, view_of(self)) : view_tolist(rt, view_of(self));
    right = same_format ? view_tobytes(rt, view_of(other_view)) : view_tolist(rt, view_of(other_view));
    if (left && right)
        result = ouro_compare(rt, left, right, op);
    xdecref(rt, left);
    xdecref(rt, right);
    decref(rt, other_view);
    return result;
}

static bool view_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct memoryview *view = view_of(self);
    if (!is_alive(rt, view))
        return false;
    if (!view->is_readonly)
        return ouro_raise(rt, EXC_ValueError, "cannot hash writable memoryview object");
    ouro_object *bytes = view_tobytes(rt, view);
    if (!bytes)
        return false;
    bool is_done = ouro_hash(rt, bytes, hash);
    decref(rt, bytes);
    return is_done;
}

bool ouro_buffer_get_writable(ouro_runtime *rt, ouro_object *object, uint8_t **bytes, size_t *size)
{
    const uint8_t *data;
    bool is_readonly = is_exact(object, TYPE_MEMORYVIEW)
                           ? view_of(object)->is_readonly
                           : is_readonly_buffer(rt, object);
    *bytes = NULL;
    if (!class_of(rt, object)->buffer)
        return true;
    if (!ouro_buffer_get(rt, object, &data, size))
        return false;
    if (!is_readonly)
        *bytes = (uint8_t *)(uintptr_t)data;
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static NATIVE(method_tobytes)
{
    static const char *const keywords[] = {"order", NULL};
    static const struct ouro_signature signature = {"tobytes", keywords, 0, 1};
    ouro_object *out[1] = {NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    return view_tobytes(rt, view_of(self));
}

static NATIVE(method_tolist)
{
    return view_tolist(rt, view_of(self));
}

static NATIVE(method_release)
{
    view_release(rt, view_of(self));
    return rt->none;
}

static NATIVE(method_enter)
{
    return is_alive(rt, view_of(self)) ? newref(self) : NULL;
}

static NATIVE(method_toreadonly)
{
    if (!is_alive(rt, view_of(self)))
        return NULL;
    struct memoryview pattern = *view_of(self);
    pattern.is_readonly = true;
    return view_new(rt, &pattern);
}

static NATIVE(method_hex)
{
    ouro_object *bytes = view_tobytes(rt, view_of(self));
    if (!bytes)
        return NULL;
    ouro_object *text = ouro_bytes_hex(rt, bytes_view(rt, bytes), args, count, names);
    decref(rt, bytes);
    return text;
}

static NATIVE(method_cast)
{
    static const char *const keywords[] = {"format", "shape", NULL};
    static const struct ouro_signature signature = {"cast", keywords, 1, 2};
    ouro_object *out[2] = {NULL, NULL};
    struct memoryview *view = view_of(self);
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !is_alive(rt, view))
        return NULL;
    if (!is_str(rt, out[0]))
        return ouro_raise(rt, EXC_TypeError, "cast() argument 'format' must be str, not %W", out[0]);
    if (out[1])
        return ouro_raise(rt, EXC_NotImplementedError,
                          "memoryview: casts to more than one dimension are not supported");
    size_t length = ouro_str_length(out[0]);
    size_t at = length == 2 && ouro_str_at(out[0], 0) == '@';
    char format = length == at + 1 && ouro_str_at(out[0], at) < 128
                      ? (char)ouro_str_at(out[0], at) : 0;
    if (!format_size(format))
        return ouro_raise(rt, EXC_ValueError,
                          "memoryview: destination format must be a native single character format "
                          "prefixed with an optional '@'");
    if (view->stride != (ptrdiff_t)view->item_size)
        return ouro_raise(rt, EXC_TypeError, "memoryview: casts are restricted to C-contiguous views");
    bool has_bytes = format_size(format) == 1 || view->item_size == 1;
    if (!has_bytes)
        return ouro_raise(rt, EXC_TypeError,
                          "memoryview: cannot cast between two non-byte formats");
    size_t size = view->length * view->item_size;
    if (size % format_size(format))
        return ouro_raise(rt, EXC_TypeError, "memoryview: length is not a multiple of itemsize");
    struct memoryview pattern = *view;
    pattern.format = format;
    pattern.item_size = format_size(format);
    pattern.stride = (ptrdiff_t)pattern.item_size;
    pattern.length = size / pattern.item_size;
    return view_new(rt, &pattern);
}

/* ---- attributes ------------------------------------------------------------------------------ */

static ouro_object *get_obj(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? newref(view_of(self)->owner) : NULL;
}

static ouro_object *get_nbytes(ouro_runtime *rt, ouro_object *self)
{
    struct memoryview *view = view_of(self);
    return is_alive(rt, view) ? ouro_int_new(rt, (int64_t)(view->length * view->item_size)) : NULL;
}

static ouro_object *get_readonly(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? bool_object(rt, view_of(self)->is_readonly) : NULL;
}

static ouro_object *get_itemsize(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? ouro_int_new(rt, view_of(self)->item_size) : NULL;
}

static ouro_object *get_format(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self))
               ? ouro_str_from_character(rt, (uint8_t)view_of(self)->format) : NULL;
}

static ouro_object *get_ndim(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? ouro_int_new(rt, 1) : NULL;
}

static ouro_object *one_tuple(ouro_runtime *rt, int64_t value)
{
    ouro_object *number = ouro_int_new(rt, value);
    return ouro_tuple_from_take(rt, &number, 1);
}

static ouro_object *get_shape(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? one_tuple(rt, (int64_t)view_of(self)->length) : NULL;
}

static ouro_object *get_strides(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? one_tuple(rt, view_of(self)->stride) : NULL;
}

static ouro_object *get_suboffsets(ouro_runtime *rt, ouro_object *self)
{
    return is_alive(rt, view_of(self)) ? newref(rt->empty_tuple) : NULL;
}

static ouro_object *get_contiguous(ouro_runtime *rt, ouro_object *self)
{
    struct memoryview *view = view_of(self);
    if (!is_alive(rt, view))
        return NULL;
    return bool_object(rt, view->length <= 1 || view->stride == (ptrdiff_t)view->item_size);
}

bool ouro_memoryview_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        {"tobytes", method_tobytes, 0, 1, METHOD_KEYWORDS, NULL},
        {"tolist", method_tolist, 0, 0, 0, NULL},
        {"release", method_release, 0, 0, 0, NULL},
        {"toreadonly", method_toreadonly, 0, 0, 0, NULL},
        {"hex", method_hex, 0, 2, METHOD_KEYWORDS, NULL},
        {"cast", method_cast, 1, 2, METHOD_KEYWORDS, NULL},
        {"__enter__", method_enter, 0, 0, 0, NULL},
        {"__exit__", method_release, 0, -1, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"obj", get_obj, NULL, NULL},
        {"nbytes", get_nbytes, NULL, NULL},
        {"readonly", get_readonly, NULL, NULL},
        {"itemsize", get_itemsize, NULL, NULL},
        {"format", get_format, NULL, NULL},
        {"ndim", get_ndim, NULL, NULL},
        {"shape", get_shape, NULL, NULL},
        {"strides", get_strides, NULL, NULL},
        {"suboffsets", get_suboffsets, NULL, NULL},
        {"c_contiguous", get_contiguous, NULL, NULL},
        {"f_contiguous", get_contiguous, NULL, NULL},
        {"contiguous", get_contiguous, NULL, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_MEMORYVIEW);
    cls->core.instance_size = sizeof(struct memoryview);
    cls->core.dealloc = view_dealloc;
    cls->core.traverse = view_traverse;
    cls->core.clear = view_clear;
    cls->create = view_create;
    cls->repr = view_repr;
    cls->compare = view_compare;
    cls->hash = view_hash;
    cls->length = view_length;
    cls->getitem = view_getitem;
    cls->setitem = view_setitem;
    cls->iter = view_iter;
    cls->buffer = view_buffer;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
