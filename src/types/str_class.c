/* The class str: its slots, construction, and its iterator. */
#include "types/items.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/str_internal.h"
#include "types/tuple.h"

/* ---- construction ---------------------------------------------------------------------------- */

/* The UTF-8 of an argument that must be a str: "str() argument 'encoding' must be str, not int". */
static bool text_argument(ouro_runtime *rt, ouro_object *argument, const char *name,
                          const char **text, ouro_object **owner)
{
    *text = NULL;
    *owner = NULL;
    if (!argument)
        return true;
    if (!is_str(rt, argument))
        return ouro_raise(rt, EXC_TypeError, "str() argument '%s' must be str, not %W", name,
                          argument);
    *text = ouro_str_utf8(rt, argument, NULL, owner);
    return *text != NULL;
}

static ouro_object *decode_object(ouro_runtime *rt, ouro_object *object, const char *encoding,
                                  const char *errors)
{
    if (is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "decoding str is not supported");
    if (!class_of(rt, object)->buffer)
        return ouro_raise(rt, EXC_TypeError, "decoding to str: need a bytes-like object, %T found",
                          object);
    const uint8_t *bytes;
    size_t size;
    if (!ouro_buffer_get(rt, object, &bytes, &size))
        return NULL;
    return ouro_str_decode(rt, bytes, size, encoding, errors);
}

static ouro_object *text_of(ouro_runtime *rt, ouro_object *const out[3])
{
    if (!out[0])
        return rt->empty_str;
    if (!out[1] && !out[2])
        return ouro_str(rt, out[0]);
    ouro_object *encoding_owner, *errors_owner = NULL, *text = NULL;
    const char *encoding, *errors;
    if (text_argument(rt, out[1], "encoding", &encoding, &encoding_owner) &&
        text_argument(rt, out[2], "errors", &errors, &errors_owner))
        text = decode_object(rt, out[0], encoding, errors);
    xdecref(rt, encoding_owner);
    xdecref(rt, errors_owner);
    return text;
}

ouro_object *ouro_str_subclass_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *text);

static ouro_object *str_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"object", "encoding", "errors", NULL};
    static const struct ouro_signature signature = {"str", keywords, 0, 3};
    ouro_object *out[3] = {count ? args[0] : NULL, NULL, NULL};
    if ((names || count > 1) && !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *text = text_of(rt, out);
    if (!text || cls == builtin_class(rt, TYPE_STR))
        return text;
    ouro_object *self = ouro_str_subclass_new(rt, cls, text);
    decref(rt, text);
    return self;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *str_str(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_exact(rt, self);
}

static bool str_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    *hash = ouro_str_hash_spread(ouro_str_hash(rt, self));
    return true;
}

static ouro_object *str_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                enum ouro_compare_op op)
{
    if (!is_str(rt, a) || !is_str(rt, b))
        return rt->not_implemented;
    if (op == COMPARE_EQ)
        return bool_object(rt, ouro_str_equal(a, b));
    if (op == COMPARE_NE)
        return bool_object(rt, !ouro_str_equal(a, b));
    int order = ouro_str_compare(a, b);
    bool holds = op == COMPARE_LT   ? order < 0
                 : op == COMPARE_LE ? order <= 0
                 : op == COMPARE_GT ? order > 0
                                    : order >= 0;
    return bool_object(rt, holds);
}

static ptrdiff_t str_length(ouro_runtime *rt, ouro_object *self)
{
    return (ptrdiff_t)ouro_str_length(self);
}

static ouro_object *ascii_step_slice(ouro_runtime *rt, ouro_object *self, ptrdiff_t start,
                                     ptrdiff_t step, size_t count)
{
    ouro_object *part = ouro_str_alloc(rt, count, 0x7f);
    if (!part)
        return NULL;
    const uint8_t *in = (const uint8_t *)str_data(self) + start;
    uint8_t *out = str_data_mutable(part);
    if (step == -1) {
        for (size_t i = 0; i < count; i++)
            out[i] = in[-(ptrdiff_t)i];
    } else {
        for (size_t i = 0; i < count; i++)
            out[i] = in[(ptrdiff_t)i * step];
    }
    return part;
}

static ouro_object *str_slice(ouro_runtime *rt, ouro_object *self, ouro_object *slice)
{
    ptrdiff_t start, stop, step, count;
    if (!ouro_slice_resolve(rt, slice, (ptrdiff_t)ouro_str_length(self), &start, &stop, &step, &count))
        return NULL;
    if (step == 1)
        return ouro_str_substring(rt, self, (size_t)start, (size_t)(start + count));
    if (count <= 0)
        return rt->empty_str;
    if (count > 1 && ouro_str_is_ascii(self))
        return ascii_step_slice(rt, self, start, step, (size_t)count);
    unsigned width = ouro_str_width(self);
    const void *data = str_data(self);
    uint32_t largest = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t c = char_read(data, width, (size_t)(start + i * step));
        largest = c > largest ? c : largest;
    }
    if (count == 1)
        return ouro_str_from_character(rt, largest);
    ouro_object *part = ouro_str_alloc(rt, (size_t)count, largest);
    if (!part)
        return NULL;
    unsigned part_width = ouro_str_width(part);
    for (ptrdiff_t i = 0; i < count; i++)
        char_write(str_data_mutable(part), part_width, (size_t)i,
                   char_read(data, width, (size_t)(start + i * step)));
    return part;
}

static ouro_object *str_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t index;
    if (ouro_likely(ouro_int_is_small_exact(key))) {
        index = ouro_int_value(key);
    } else if (is_exact(key, TYPE_SLICE)) {
        return str_slice(rt, self, key);
    } else if (!class_of(rt, key)->to_index) {
        return ouro_raise(rt, EXC_TypeError, "string indices must be integers, not '%T'", key);
    } else if (!ouro_index_i64(rt, key, &index, EXC_IndexError)) {
        return NULL;
    }
    int64_t length = (int64_t)ouro_str_length(self);
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return ouro_raise(rt, EXC_IndexError, "string index out of range");
    return ouro_str_from_character(rt, ouro_str_at(self, (size_t)index));
}

static int str_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    if (!is_str(rt, item)) {
        ouro_raise(rt, EXC_TypeError, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    return ouro_str_find(self, item, 0, ouro_str_length(self)) >= 0;
}

static ouro_object *str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_str(rt, b))
        return ouro_raise(rt, EXC_TypeError, "can only concatenate str (not \"%T\") to str", b);
    return ouro_str_concat(rt, a, b);
}

static ouro_object *str_repeat(ouro_runtime *rt, ouro_object *self, ptrdiff_t times)
{
    size_t length = ouro_str_length(self), total;
    if (times <= 0 || length == 0)
        return rt->empty_str;
    if (times == 1)
        return ouro_str_exact(rt, self);
    if (!ouro_size_mul(length, (size_t)times, &total))
        return ouro_raise(rt, EXC_OverflowError, "repeated string is too long");
    ouro_object *made = ouro_str_alloc(rt, total, str_largest_class(self));
    if (!made)
        return NULL;
    unsigned width = ouro_str_width(self);
    char *data = str_data_mutable(made);
    if (length == 1) {
        ouro_str_fill(data, width, 0, total, ouro_str_at(self, 0));
        return made;
    }
    size_t size = length * width, whole = total * width, done = size;
    memcpy(data, str_data(self), size);
    while (done < whole) {
        size_t chunk = done < whole - done ? done : whole - done;
        memcpy(data + done, data, chunk);
        done += chunk;
    }
    return made;
}

static ouro_object *str_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_str(rt, a))
        return rt->not_implemented;
    return ouro_str_percent(rt, a, b);
}

/* ---- iterator -------------------------------------------------------------------------------- */

struct str_iterator {
    ouro_object base;
    ouro_object *text; /* NULL: exhausted */
    size_t position;
};

static struct str_iterator *iterator_of(const ouro_object *self)
{
    return (struct str_iterator *)(void *)(uintptr_t)self;
}

static ouro_object *str_iter(ouro_runtime *rt, ouro_object *self)
{
    unsigned type = ouro_str_is_ascii(self) ? TYPE_STR_ASCII_ITERATOR : TYPE_STR_ITERATOR;
    ouro_object *iterator = ouro_object_alloc(&rt->heap, type,
                                              sizeof(struct str_iterator), OURO_BLOCK_CONTAINER);
    if (!iterator)
        return ouro_raise_memory(rt);
    iterator_of(iterator)->text = newref(self);
    iterator_of(iterator)->position = 0;
    return iterator;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct str_iterator *iterator = iterator_of(self);
    if (!iterator->text)
        return NULL;
    if (iterator->position < ouro_str_length(iterator->text))
        return ouro_str_from_character(rt, ouro_str_at(iterator->text, iterator->position++));
    clearref(rt, &iterator->text);
    return NULL;
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->text);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_object_free(heap, self, sizeof(struct str_iterator), OURO_BLOCK_CONTAINER);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->text);
}

static ouro_object *iterator_length_hint(ouro_runtime *rt, ouro_object *self,
                                         ouro_object *const *args, size_t count, ouro_object *names)
{
    struct str_iterator *iterator = iterator_of(self);
    size_t left = iterator->text ? ouro_str_length(iterator->text) - iterator->position : 0;
    return ouro_int_new(rt, (int64_t)left);
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct str_iterator *iterator = iterator_of(self);
    return ouro_reduce_iterator(rt, "iter", iterator->text, rt->empty_str,
                                (int64_t)iterator->position);
}

static ouro_object *iterator_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct str_iterator *iterator = iterator_of(self);
    int64_t index;
    if (!ouro_index_i64(rt, args[0], &index, EXC_OverflowError))
        return NULL;
    if (iterator->text) {
        size_t length = ouro_str_length(iterator->text);
        iterator->position = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return rt->none;
}

/* Two classes of the same iterator: CPython names the one over ASCII text apart. */
static bool iterator_class_init(ouro_runtime *rt, unsigned type)
{
    static const struct ouro_method methods[] = {
        {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
        {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
        {"__setstate__", iterator_setstate, 1, 1, 0, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, type);
    cls->core.instance_size = sizeof(struct str_iterator);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}

bool ouro_str_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_STR);
    cls->create = str_create;
    cls->repr = ouro_str_repr;
    cls->str = str_str;
    cls->hash = str_hash;
    cls->compare = str_compare;
    cls->iter = str_iter;
    cls->length = str_length;
    cls->getitem = str_getitem;
    cls->contains = str_contains;
    cls->concat = str_concat;
    cls->repeat = str_repeat;
    cls->remainder = str_remainder;
    return ouro_class_ready(rt, cls, ouro_str_methods, NULL, NULL) &&
           iterator_class_init(rt, TYPE_STR_ITERATOR) &&
           iterator_class_init(rt, TYPE_STR_ASCII_ITERATOR);
}
