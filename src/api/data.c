#include "ouro/data.h"

#include <stdio.h>
#include <string.h>

#include "gc/gc.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_runtime *runtime_behind(struct ouro_data *data)
{
    return (ouro_runtime *)(void *)data;
}

static bool refuse_kind(ouro_runtime *rt, const char *wanted, ouro_object *value)
{
    return ouro_raise(rt, EXC_TypeError, "a %s is wanted, not '%T'", wanted, value) != NULL;
}

struct ouro_data *ouro_data_open(const struct ouro_heap_spec *spec)
{
    struct ouro_mem_options options = {.large = OURO_LARGE_POOLS};
    if (spec) {
        options.boundary = spec->boundary;
        options.is_debug = spec->is_debug;
    }
    ouro_runtime *rt = ouro_runtime_create(&options, 0);
    if (rt && spec && spec->limit)
        ouro_mem_limit_set(&rt->heap.mem, spec->limit);
    return (struct ouro_data *)(void *)rt;
}

void ouro_data_close(struct ouro_data *data)
{
    if (data)
        ouro_runtime_destroy(runtime_behind(data));
}

struct ouro_heap *ouro_data_heap(struct ouro_data *data)
{
    return &runtime_behind(data)->heap;
}

/* ---- creating -------------------------------------------------------------------------------- */

void *ouro_data_none(struct ouro_data *data)
{
    return runtime_behind(data)->none;
}

void *ouro_data_bool(struct ouro_data *data, bool value)
{
    return bool_object(runtime_behind(data), value);
}

void *ouro_data_int(struct ouro_data *data, int64_t value)
{
    return ouro_int_new(runtime_behind(data), value);
}

void *ouro_data_int_parse(struct ouro_data *data, const char *text, size_t size, int base)
{
    if (base < 0 || base == 1 || base > 36)
        return ouro_raise(runtime_behind(data), EXC_ValueError, "int() base must be >= 2 and <= 36, or 0");
    return ouro_int_parse(runtime_behind(data), text, size, base);
}

void *ouro_data_float(struct ouro_data *data, double value)
{
    return ouro_float_new(runtime_behind(data), value);
}

void *ouro_data_str(struct ouro_data *data, const char *utf8, size_t size)
{
    return ouro_str_decode(runtime_behind(data), (const uint8_t *)utf8, size, "utf-8", "strict");
}

void *ouro_data_bytes(struct ouro_data *data, const void *bytes, size_t size)
{
    return ouro_bytes_new(runtime_behind(data), bytes, size);
}

/* Creating a container is a safe point: only counted references may be held meanwhile. */
static ouro_runtime *runtime_at_safe_point(struct ouro_data *data)
{
    ouro_runtime *rt = runtime_behind(data);
    ouro_gc_poll(&rt->heap);
    return rt;
}

void *ouro_data_tuple(struct ouro_data *data, void *const *values, size_t count)
{
    ouro_runtime *rt = runtime_at_safe_point(data);
    return ouro_tuple_from(rt, (ouro_object *const *)(const void *)values, count);
}

void *ouro_data_list(struct ouro_data *data, void *const *values, size_t count)
{
    ouro_runtime *rt = runtime_at_safe_point(data);
    return ouro_list_from(rt, (ouro_object *const *)(const void *)values, count);
}

void *ouro_data_dict(struct ouro_data *data)
{
    return ouro_dict_new(runtime_at_safe_point(data));
}

void *ouro_data_set(struct ouro_data *data)
{
    return ouro_set_new(runtime_at_safe_point(data), NULL);
}

/* ---- looking at one -------------------------------------------------------------------------- */

enum ouro_data_kind ouro_data_kind(struct ouro_data *data, const void *value)
{
    const ouro_object *object = value;
    if (object == runtime_behind(data)->none)
        return OURO_DATA_NONE;
    switch (object->type_index) {
    case TYPE_BOOL:
        return OURO_DATA_BOOL;
    case TYPE_INT:
        return OURO_DATA_INT;
    case TYPE_FLOAT:
        return OURO_DATA_FLOAT;
    case TYPE_STR:
        return OURO_DATA_STR;
    case TYPE_BYTES:
        return OURO_DATA_BYTES;
    case TYPE_TUPLE:
        return OURO_DATA_TUPLE;
    case TYPE_LIST:
        return OURO_DATA_LIST;
    case TYPE_DICT:
        return OURO_DATA_DICT;
    case TYPE_SET:
        return OURO_DATA_SET;
    default:
        return OURO_DATA_OTHER;
    }
}

const char *ouro_data_class_name(struct ouro_data *data, const void *value)
{
    return class_of(runtime_behind(data), value)->core.name;
}

bool ouro_data_as_int(struct ouro_data *data, void *value, int64_t *number)
{
    return ouro_index_i64(runtime_behind(data), value, number, EXC_OverflowError);
}

bool ouro_data_as_float(struct ouro_data *data, void *value, double *number)
{
    return ouro_as_double(runtime_behind(data), value, number);
}

const char *ouro_data_as_str(struct ouro_data *data, void *value, size_t *size, void **owner)
{
    ouro_runtime *rt = runtime_behind(data);
    *owner = NULL;
    if (!is_str(rt, value)) {
        refuse_kind(rt, "str", value);
        return NULL;
    }
    ouro_object *copy = NULL;
    const char *text = ouro_str_utf8(rt, value, size, &copy);
    *owner = copy;
    return text;
}

const void *ouro_data_as_bytes(struct ouro_data *data, void *value, size_t *size)
{
    ouro_runtime *rt = runtime_behind(data);
    const uint8_t *bytes;
    if (!is_exact(value, TYPE_BYTES)) {
        refuse_kind(rt, "bytes", value);
        return NULL;
    }
    return ouro_buffer_get(rt, value, &bytes, size) ? bytes : NULL;
}

int ouro_data_truth(struct ouro_data *data, void *value)
{
    return ouro_truth(runtime_behind(data), value);
}

bool ouro_data_hash(struct ouro_data *data, void *value, int64_t *hash)
{
    return ouro_hash(runtime_behind(data), value, hash);
}

void *ouro_data_repr(struct ouro_data *data, void *value)
{
    return ouro_repr(runtime_behind(data), value);
}

int ouro_data_equal(struct ouro_data *data, void *a, void *b)
{
    return ouro_equal(runtime_behind(data), a, b);
}

int ouro_data_less(struct ouro_data *data, void *a, void *b)
{
    return ouro_compare_truth(runtime_behind(data), a, b, COMPARE_LT);
}

/* ---- containers ------------------------------------------------------------------------------ */

ptrdiff_t ouro_data_length(struct ouro_data *data, void *container)
{
    return ouro_length(runtime_behind(data), container);
}

void *ouro_data_item(struct ouro_data *data, void *container, ptrdiff_t index)
{
    ouro_runtime *rt = runtime_behind(data);
    ouro_object *key = ouro_int_new(rt, index);
    ouro_object *value = key ? ouro_getitem(rt, container, key) : NULL;
    xdecref(rt, key);
    return value;
}

void *ouro_data_get(struct ouro_data *data, void *container, void *key)
{
    return ouro_getitem(runtime_behind(data), container, key);
}

void *ouro_data_find(struct ouro_data *data, void *dict, const char *key)
{
    ouro_runtime *rt = runtime_behind(data);
    if (!is_dict(rt, dict)) {
        refuse_kind(rt, "dict", dict);
        return NULL;
    }
    return ouro_dict_peek_text(rt, dict, key);
}

bool ouro_data_put(struct ouro_data *data, void *container, void *key, void *value)
{
    return ouro_setitem(runtime_behind(data), container, key, value);
}

bool ouro_data_remove(struct ouro_data *data, void *container, void *key)
{
    return ouro_delitem(runtime_behind(data), container, key);
}

bool ouro_data_append(struct ouro_data *data, void *list, void *value)
{
    ouro_runtime *rt = runtime_behind(data);
    return is_list(rt, list) ? ouro_list_append(rt, list, value) : refuse_kind(rt, "list", list);
}

bool ouro_data_add(struct ouro_data *data, void *set, void *value)
{
    ouro_runtime *rt = runtime_behind(data);
    return ouro_is_set(rt, set) ? ouro_set_add(rt, set, value) : refuse_kind(rt, "set", set);
}

int ouro_data_contains(struct ouro_data *data, void *container, void *value)
{
    return ouro_contains(runtime_behind(data), container, value);
}

bool ouro_data_sort(struct ouro_data *data, void *list)
{
    ouro_runtime *rt = runtime_behind(data);
    return is_list(rt, list) ? ouro_list_sort(rt, list, NULL, false) : refuse_kind(rt, "list", list);
}

bool ouro_data_pair(struct ouro_data *data, void *dict, size_t *position, void **key, void **value)
{
    ouro_runtime *rt = runtime_behind(data);
    if (!is_dict(rt, dict))
        return refuse_kind(rt, "dict", dict);
    ouro_object *key_found, *value_found;
    if (!ouro_dict_next(dict, position, &key_found, &value_found))
        return false;
    *key = key_found;
    *value = value_found;
    return true;
}

void *ouro_data_iterator(struct ouro_data *data, void *container)
{
    return ouro_iter(runtime_behind(data), container);
}

void *ouro_data_next(struct ouro_data *data, void *iterator)
{
    return ouro_next(runtime_behind(data), iterator);
}

/* ---- objects and functions ------------------------------------------------------------------- */

void *ouro_data_attribute(struct ouro_data *data, void *value, const char *name)
{
    return ouro_getattr_text(runtime_behind(data), value, name);
}

bool ouro_data_attribute_set(struct ouro_data *data, void *value, const char *name, void *attribute)
{
    ouro_runtime *rt = runtime_behind(data);
    ouro_object *key = ouro_str_intern_text(rt, name);
    bool is_set = key && ouro_setattr(rt, value, key, attribute);
    xdecref(rt, key);
    return is_set;
}

void *ouro_data_call(struct ouro_data *data, void *callable, void *const *arguments, size_t count)
{
    return ouro_call(runtime_at_safe_point(data), callable,
                     (ouro_object *const *)(const void *)arguments, count, NULL);
}

void *ouro_data_function_new(struct ouro_data *data, const struct ouro_data_method *method, void *self)
{
    ouro_runtime *rt = runtime_behind(data);
    /* Lives as long as the heap, which frees it: functions are few. */
    struct ouro_method *core = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, 1, sizeof *core);
    if (!core)
        return ouro_raise_memory(rt);
    core->name = method->name;
    /* The same parameters with other names for their types. */
    core->function = (ouro_native)(void (*)(void))method->function;
    core->min = (int16_t)method->min;
    core->max = (int16_t)method->max;
    core->flags = method->takes_keywords ? METHOD_KEYWORDS : 0;
    core->doc = method->doc;
    return ouro_native_function_new(rt, core, self, NULL);
}

/* ---- errors ---------------------------------------------------------------------------------- */

bool ouro_data_failed(struct ouro_data *data)
{
    return ouro_has_error(runtime_behind(data));
}

size_t ouro_data_error(struct ouro_data *data, char *buffer, size_t size)
{
    ouro_runtime *rt = runtime_behind(data);
    ouro_object *error = ouro_error_take(rt);
    if (size)
        buffer[0] = 0;
    if (!error)
        return 0;
    ouro_object *message = ouro_str(rt, error), *owner = NULL;
    size_t length = 0;
    const char *text = message ? ouro_str_utf8(rt, message, &length, &owner) : NULL;
    if (!text) /* no memory for the message, or it cannot be written: the name must do */
        ouro_error_clear(rt);
    int written = snprintf(buffer, size, "%s%s%s", class_of(rt, error)->core.name,
                           text && *text ? ": " : "", text ? text : "");
    xdecref(rt, owner);
    xdecref(rt, message);
    decref(rt, error);
    return written < 0 ? 0 : (size_t)written;
}

void *ouro_data_raise(struct ouro_data *data, const char *exception, const char *message)
{
    static const struct {
        const char *name;
        unsigned index;
    } exceptions[] = {
#define OURO_EXCEPTION(name, base, doc) {#name, EXC_##name},
#include "types/exceptions.def"
#undef OURO_EXCEPTION
    };
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (!strcmp(exceptions[i].name, exception))
            return ouro_raise(runtime_behind(data), exceptions[i].index, "%s", message);
    }
    return ouro_raise(runtime_behind(data), EXC_SystemError, "no built-in exception '%s'", exception);
}
