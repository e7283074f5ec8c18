/* The class bytes: slots, construction, and the iterators of bytes and bytearray. */
#include "types/bytes_internal.h"
#include "types/codec.h"
#include "types/int.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/str_percent.h"
#include "types/tuple.h"

ouro_object *ouro_bytes_same(ouro_runtime *rt, ouro_object *self)
{
    if (is_exact(self, TYPE_BYTES))
        return newref(self);
    struct byte_view view = bytes_view(rt, self);
    return bytes_like(rt, self, view.data, view.size);
}

bool ouro_byte_value(ouro_runtime *rt, ouro_object *object, uint8_t *value)
{
    int64_t number;
    if (!ouro_index_i64(rt, object, &number, 0))
        return false;
    if (number < 0 || number > 255)
        return ouro_raise(rt, EXC_ValueError, "byte must be in range(0, 256)");
    *value = (uint8_t)number;
    return true;
}

/* ---- construction ---------------------------------------------------------------------------- */

ouro_object *ouro_bytes_from_iterable(ouro_runtime *rt, ouro_object *iterable, const char *type)
{
    struct ouro_byte_buffer buffer = {.rt = rt};
    ouro_object *iterator = ouro_iter(rt, iterable);
    if (!iterator) {
        if (ouro_error_is(rt, EXC_TypeError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_TypeError, "cannot convert '%T' object to %s", iterable, type);
        }
        return NULL;
    }
    ouro_object *item;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        int64_t number = 0;
        bool is_done = ouro_index_i64(rt, item, &number, 0);
        decref(rt, item);
        if (is_done && (number < 0 || number > 255))
            is_done = ouro_raise(rt, EXC_ValueError, "%s must be in range(0, 256)",
                                 type[4] == 's' ? "bytes" : "byte");
        if (!is_done || !ouro_byte_buffer_byte(&buffer, (uint8_t)number))
            goto fail;
    }
    if (ouro_has_error(rt))
        goto fail;
    decref(rt, iterator);
    return ouro_byte_buffer_finish(&buffer);
fail:
    decref(rt, iterator);
    ouro_byte_buffer_abandon(&buffer);
    return NULL;
}

static ouro_object *zeros(ouro_runtime *rt, int64_t count)
{
    if (count < 0)
        return ouro_raise(rt, EXC_ValueError, "negative count");
    if (count == 1)
        return rt->byte_strings[0];
    ouro_object *self = ouro_bytes_new(rt, NULL, (size_t)count);
    if (self && count)
        memset(bytes_of(self)->data, 0, (size_t)count);
    return self;
}

static ouro_object *from_text(ouro_runtime *rt, const char *type, ouro_object *const out[3])
{
    static const char *const keywords[] = {"source", "encoding", "errors"};
    const char *texts[3] = {NULL, NULL, NULL};
    ouro_object *owners[3] = {NULL, NULL, NULL}, *made = NULL;
    for (unsigned i = 1; i < 3; i++) {
        if (!out[i])
            continue;
        if (!is_str(rt, out[i])) {
            ouro_raise(rt, EXC_TypeError, "%s() argument '%s' must be str, not %W", type, keywords[i],
                       out[i]);
            goto done;
        }
        texts[i] = ouro_str_utf8(rt, out[i], NULL, &owners[i]);
        if (!texts[i])
            goto done;
    }
    if (!out[0] || !is_str(rt, out[0]))
        ouro_raise(rt, EXC_TypeError, out[1] ? "encoding without a string argument"
                                             : "errors without a string argument");
    else if (!out[1])
        ouro_raise(rt, EXC_TypeError, "string argument without an encoding");
    else
        made = ouro_str_encode(rt, out[0], texts[1], texts[2]);
done:
    xdecref(rt, owners[1]);
    xdecref(rt, owners[2]);
    return made;
}

/* The items of a view may lie apart, so that it has no buffer to copy. */
static ouro_object *memoryview_bytes(ouro_runtime *rt, ouro_object *view)
{
    ouro_object *method = ouro_getattr_text(rt, view, "tobytes");
    ouro_object *bytes = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    return bytes;
}

/* __bytes__ of the source; *is_found false without an error when it has none. */
static ouro_object *from_dunder(ouro_runtime *rt, ouro_object *source, bool *is_found)
{
    ouro_object *method = ouro_lookup_special(rt, source, rt->name___bytes__);
    *is_found = method || ouro_has_error(rt);
    if (!method)
        return NULL;
    ouro_object *made = ouro_call0(rt, method);
    decref(rt, method);
    if (made && !is_bytes(rt, made)) {
        ouro_raise(rt, EXC_TypeError, "__bytes__ returned non-bytes (type %T)", made);
        decref(rt, made);
        return NULL;
    }
    return made;
}

ouro_object *ouro_bytes_from(ouro_runtime *rt, const char *type, ouro_object *const *args,
                             size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"source", "encoding", "errors", NULL};
    const struct ouro_signature signature = {type, keywords, 0, 3};
    ouro_object *out[3] = {count ? args[0] : NULL, NULL, NULL};
    bool is_found = false, is_bytes_type = type[4] == 's';
    if ((names || count > 1) && !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *source = out[0];
    if (out[1] || out[2] || (source && is_str(rt, source)))
        return from_text(rt, type, out);
    if (!source)
        return rt->empty_bytes;
    if (is_exact(source, TYPE_BYTES))
        return newref(source);
    if (is_bytes_type) {
        ouro_object *made = from_dunder(rt, source, &is_found);
        if (is_found)
            return made;
    }
    struct ouro_class *cls = class_of(rt, source);
    if (cls->to_index) {
        int64_t number;
        if (ouro_index_i64(rt, source, &number, EXC_OverflowError))
            return zeros(rt, number);
        if (!ouro_error_is(rt, EXC_TypeError))
            return NULL;
        ouro_error_clear(rt);
    }
    if (is_exact(source, TYPE_MEMORYVIEW))
        return memoryview_bytes(rt, source);
    if (cls->buffer) {
        const uint8_t *bytes;
        size_t size;
        return ouro_buffer_get(rt, source, &bytes, &size) ? ouro_bytes_new(rt, bytes, size) : NULL;
    }
    return ouro_bytes_from_iterable(rt, source, type);
}

static ouro_object *bytes_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    ouro_object *made = ouro_bytes_from(rt, "bytes", args, count, names);
    if (!made || (cls == builtin_class(rt, TYPE_BYTES) && is_exact(made, TYPE_BYTES)))
        return made;
    ouro_object *self;
    if (cls == builtin_class(rt, TYPE_BYTES))
        return made; /* __bytes__ of the source chose a subclass */
    self = ouro_bytes_subclass_new(rt, cls, made);
    decref(rt, made);
    return self;
}

/* ---- slots ----------------------------------------------------------------------------------- */

ouro_object *ouro_bytes_repr_text(ouro_runtime *rt, struct byte_view view, const char *prefix,
                                  const char *suffix)
{
    static const char digits[] = "0123456789abcdef";
    bool has_single = memchr(view.data, '\'', view.size) != NULL;
    bool has_double = memchr(view.data, '"', view.size) != NULL;
    char quote = has_single && !has_double ? '"' : '\'';
    bool escapes_single = suffix[0] != 0; /* bytearray does, whatever the quotes around are */
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_str_builder_literal(&builder, prefix);
    ouro_str_builder_character(&builder, (uint8_t)quote);
    for (size_t i = 0; i < view.size; i++) {
        uint8_t c = view.data[i];
        char escape[5] = {'\\', 0, 0, 0, 0};
        if (c == '\t' || c == '\n' || c == '\r') {
            escape[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        } else if (c == quote || c == '\\' || (c == '\'' && escapes_single)) {
            escape[1] = (char)c;
        } else if (c < 0x20 || c >= 0x7f) {
            escape[1] = 'x';
            escape[2] = digits[c >> 4];
            escape[3] = digits[c & 15];
        } else {
            ouro_str_builder_character(&builder, c);
            continue;
        }
        ouro_str_builder_literal(&builder, escape);
    }
    ouro_str_builder_character(&builder, (uint8_t)quote);
    ouro_str_builder_literal(&builder, suffix);
    return ouro_str_builder_finish(&builder);
}

static ouro_object *bytes_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_bytes_repr_text(rt, bytes_view(rt, self), "b", "");
}

static bool bytes_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct ouro_bytes *bytes = bytes_of(self);
    if (bytes->hash == 0)
        bytes->hash = ouro_bytes_hash(rt, bytes->data, bytes->length);
    *hash = ouro_str_hash_spread(bytes->hash);
    return true;
}

ouro_object *ouro_bytes_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                enum ouro_compare_op op)
{
    struct byte_view x, y;
    if (is_exact(a, TYPE_BYTES) && is_exact(b, TYPE_BYTES) && (op == COMPARE_EQ || op == COMPARE_NE)) {
        bool is_same = a == b || (bytes_of(a)->length == bytes_of(b)->length &&
                                  memcmp(bytes_of(a)->data, bytes_of(b)->data, bytes_of(a)->length) == 0);
        return bool_object(rt, is_same == (op == COMPARE_EQ));
    }
    if (!class_of(rt, a)->buffer || !class_of(rt, b)->buffer)
        return rt->not_implemented;
    if (!ouro_buffer_get(rt, a, &x.data, &x.size) || !ouro_buffer_get(rt, b, &y.data, &y.size)) {
        ouro_error_clear(rt);
        return rt->not_implemented;
    }
    if (op == COMPARE_EQ || op == COMPARE_NE) {
        bool is_equal = x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
        return bool_object(rt, is_equal == (op == COMPARE_EQ));
    }
    int order = memcmp(x.data, y.data, x.size < y.size ? x.size : y.size);
    if (order == 0)
        order = x.size < y.size ? -1 : x.size > y.size;
    bool holds = op == COMPARE_LT   ? order < 0
                 : op == COMPARE_LE ? order <= 0
                 : op == COMPARE_GT ? order > 0
                                    : order >= 0;
    return bool_object(rt, holds);
}

static ptrdiff_t bytes_length(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)bytes_of(self)->length;
}

ouro_object *ouro_bytes_slice(ouro_runtime *rt, ouro_object *self, ouro_object *slice)
{
    ptrdiff_t start, stop, step, count;
    size_t length = bytes_view(rt, self).size;
    if (!ouro_slice_resolve(rt, slice, (ptrdiff_t)length, &start, &stop, &step, &count))
        return NULL;
    struct byte_view view = bytes_view(rt, self);
    if (step == 1 || count <= 0) {
        if (count == (ptrdiff_t)view.size && is_exact(self, TYPE_BYTES))
            return newref(self);
        return bytes_like(rt, self, count > 0 ? view.data + start : view.data,
                          count > 0 ? (size_t)count : 0);
    }
    if (count == 1)
        return bytes_like(rt, self, view.data + start, 1);
    ouro_object *part = bytes_like(rt, self, NULL, (size_t)count);
    if (!part)
        return NULL;
    uint8_t *out = bytes_data_mutable(rt, part);
    for (ptrdiff_t i = 0; i < count; i++)
        out[i] = view.data[start + i * step];
    return part;
}

static ouro_object *bytes_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    if (ouro_int_is_small_exact(key))
        index = ouro_int_value(key);
    else if (is_exact(key, TYPE_SLICE))
        return ouro_bytes_slice(rt, self, key);
    else if (!class_of(rt, key)->to_index)
        return ouro_raise(rt, EXC_TypeError, "byte indices must be integers or slices, not %T", key);
    else if (!ouro_index_i64(rt, key, &index, EXC_IndexError))
        return NULL;
    int64_t length = bytes_of(self)->length;
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return ouro_raise(rt, EXC_IndexError, "index out of range");
    return ouro_int_new(rt, bytes_of(self)->data[index]);
}

int ouro_bytes_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    struct byte_view part, view;
    if (class_of(rt, item)->to_index) {
        uint8_t byte = 0;
        if (!ouro_byte_value(rt, item, &byte))
            return -1;
        view = bytes_view(rt, self);
        return view.size && memchr(view.data, byte, view.size) != NULL;
    }
    if (!ouro_buffer_get(rt, item, &part.data, &part.size))
        return -1;
    view = bytes_view(rt, self);
    return ouro_bytes_find(view.data, view.size, part.data, part.size) >= 0;
}

ouro_object *ouro_bytes_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    struct byte_view left, right;
    if (!class_of(rt, b)->buffer || !class_of(rt, a)->buffer)
        return ouro_raise(rt, EXC_TypeError, "can't concat %T to %T", b, a);
    if (!ouro_buffer_get(rt, a, &left.data, &left.size) ||
        !ouro_buffer_get(rt, b, &right.data, &right.size))
        return NULL;
    if (left.size == 0 && is_exact(b, TYPE_BYTES) && is_bytes(rt, a))
        return newref(b);
    if (right.size == 0 && is_exact(a, TYPE_BYTES))
        return newref(a);
    size_t total;
    if (!ouro_size_add(left.size, right.size, &total))
        return ouro_raise_memory(rt);
    if (total <= 1)
        return bytes_like(rt, a, left.size ? left.data : right.data, total);
    ouro_object *made = bytes_like(rt, a, NULL, total);
    if (!made)
        return NULL;
    uint8_t *out = bytes_data_mutable(rt, made);
    memcpy(out, left.data, left.size);
    memcpy(out + left.size, right.data, right.size);
    return made;
}

ouro_object *ouro_bytes_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    struct byte_view view = bytes_view(rt, self);
    size_t total;
    if (times < 0)
        times = 0;
    if (times == 1 && is_exact(self, TYPE_BYTES))
        return newref(self);
    if (!ouro_size_mul(view.size, (size_t)times, &total))
        return ouro_raise(rt, EXC_OverflowError, "repeated bytes are too long");
    if (total <= 1)
        return bytes_like(rt, self, view.data, total);
    ouro_object *made = bytes_like(rt, self, NULL, total);
    if (!made)
        return NULL;
    uint8_t *out = bytes_data_mutable(rt, made);
    if (view.size == 1) {
        memset(out, view.data[0], total);
        return made;
    }
    memcpy(out, view.data, view.size);
    for (size_t done = view.size; done < total;) {
        size_t chunk = done < total - done ? done : total - done;
        memcpy(out + done, out, chunk);
        done += chunk;
    }
    return made;
}

ouro_object *ouro_bytes_percent(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_bytes(rt, a) && !is_bytearray(rt, a))
        return rt->not_implemented;
    struct byte_view view = bytes_view(rt, a);
    ouro_object *format = ouro_str_from_latin1(rt, view.data, view.size);
    ouro_object *text = format ? ouro_percent_format(rt, format, b, true) : NULL;
    xdecref(rt, format);
    if (!text)
        return NULL;
    ouro_object *made = bytes_like(rt, a, str_data(text), ouro_str_length(text));
    decref(rt, text);
    return made;
}

static bool bytes_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    *bytes = bytes_of(self)->data;
    *size = bytes_of(self)->length;
    return true;
}

/* ---- iterators ------------------------------------------------------------------------------- */

struct bytes_iterator {
    ouro_object base;
    ouro_object *bytes; /* NULL: exhausted */
    size_t position;
};

static struct bytes_iterator *iterator_of(const ouro_object *self)
{
    return (struct bytes_iterator *)(void *)(uintptr_t)self;
}

static ouro_object *bytes_iter(ouro_runtime *rt, ouro_object *self)
{
    uint16_t type = is_bytes(rt, self) ? TYPE_BYTES_ITERATOR : TYPE_BYTEARRAY_ITERATOR;
    ouro_object *iterator =
        ouro_object_alloc(&rt->heap, type, sizeof(struct bytes_iterator), OURO_BLOCK_CONTAINER);
    if (!iterator)
        return ouro_raise_memory(rt);
    iterator_of(iterator)->bytes = newref(self);
    iterator_of(iterator)->position = 0;
    return iterator;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct bytes_iterator *iterator = iterator_of(self);
    if (!iterator->bytes)
        return NULL;
    struct byte_view view = bytes_view(rt, iterator->bytes);
    if (iterator->position < view.size)
        return rt->small_ints[view.data[iterator->position++] - OURO_SMALL_INT_MIN];
    clearref(rt, &iterator->bytes);
    return NULL;
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->bytes);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_object_free(heap, self, sizeof(struct bytes_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->bytes);
}

static NATIVE(iterator_length_hint)
{
    struct bytes_iterator *iterator = iterator_of(self);
    size_t size = iterator->bytes ? bytes_view(rt, iterator->bytes).size : 0;
    return ouro_int_new(rt, size > iterator->position ? (int64_t)(size - iterator->position) : 0);
}

static bool iterator_class_init(ouro_runtime *rt, unsigned type)
{
    static const struct ouro_method methods[] = {
        {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, type);
    cls->core.instance_size = sizeof(struct bytes_iterator);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}

/* ---- class ----------------------------------------------------------------------------------- */

static NATIVE(bytes_getnewargs)
{
    ouro_object *exact = ouro_bytes_new(rt, bytes_of(self)->data, bytes_of(self)->length);
    return exact ? ouro_tuple_from_take(rt, &exact, 1) : NULL;
}

static NATIVE(bytes_dunder_bytes)
{
    return is_exact(self, TYPE_BYTES)
               ? newref(self)
               : ouro_bytes_new(rt, bytes_of(self)->data, bytes_of(self)->length);
}

bool ouro_bytes_class_init(ouro_runtime *rt)
{
    static const struct ouro_method methods[] = {
        BYTES_METHODS,
        {"__getnewargs__", bytes_getnewargs, 0, 0, 0, NULL},
        {"__bytes__", bytes_dunder_bytes, 0, 0, 0, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_BYTES);
    cls->create = bytes_create;
    cls->repr = bytes_repr;
    cls->str = bytes_repr;
    cls->hash = bytes_hash;
    cls->compare = ouro_bytes_compare;
    cls->iter = bytes_iter;
    cls->length = bytes_length;
    cls->getitem = bytes_getitem;
    cls->contains = ouro_bytes_contains;
    cls->concat = ouro_bytes_concat;
    cls->repeat = ouro_bytes_repeat;
    cls->remainder = ouro_bytes_percent;
    cls->buffer = bytes_buffer;
    builtin_class(rt, TYPE_BYTEARRAY)->iter = bytes_iter;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) &&
           iterator_class_init(rt, TYPE_BYTES_ITERATOR) && ouro_bytearray_class_init(rt) &&
           iterator_class_init(rt, TYPE_BYTEARRAY_ITERATOR) && ouro_memoryview_class_init(rt);
}
