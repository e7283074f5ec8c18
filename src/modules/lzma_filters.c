/* Filters of _lzma: dicts with "id" and options on one side, the structs of the library on the other. */
#include <string.h>

#include "modules/lzma_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"

bool ouro_lzma_u64(ouro_runtime *rt, ouro_object *object, uint64_t *value)
{
    if (!is_int(rt, object))
        return ouro_raise(rt, EXC_TypeError, "an integer is required");
    if (ouro_int_sign(object) < 0)
        return ouro_raise(rt, EXC_OverflowError, "can't convert negative int to unsigned");
    if (ouro_int_bit_length(object) > 64)
        return ouro_raise(rt, EXC_OverflowError, "int too big to convert");
    return ouro_int_as_u64(rt, object, value);
}

bool ouro_lzma_u32(ouro_runtime *rt, ouro_object *object, uint32_t *value)
{
    uint64_t wide;
    if (!ouro_lzma_u64(rt, object, &wide))
        return false;
    *value = (uint32_t)wide;
    return wide == *value || ouro_raise(rt, EXC_OverflowError, "Value too large for uint32_t type");
}

/* An option of a filter: its name in the dict and its place in the struct. */
struct option {
    const char *name;
    uint32_t offset;
};

static const struct option lzma_options[] = {
    {"lc", offsetof(struct lzma_options, lc)}, {"lp", offsetof(struct lzma_options, lp)},
    {"pb", offsetof(struct lzma_options, pb)}, {"dict_size", offsetof(struct lzma_options, dict_size)},
    {"mode", offsetof(struct lzma_options, mode)}, {"nice_len", offsetof(struct lzma_options, nice_len)},
    {"mf", offsetof(struct lzma_options, mf)}, {"depth", offsetof(struct lzma_options, depth)}, {0},
};
static const struct option delta_options[] = {{"dist", offsetof(struct lzma_delta_options, dist)}, {0}};
static const struct option branch_options[] = {
    {"start_offset", offsetof(struct lzma_branch_options, start_offset)}, {0}};

static const struct option *option_find(const struct option *options, ouro_object *name)
{
    for (; options->name; options++)
        if (ouro_str_equal_text(name, options->name))
            return options;
    return NULL;
}

/* Fills what the dict gives, where every key but "id" (and "preset") must be an option. */
static bool options_read(ouro_runtime *rt, ouro_object *dict, const struct option *options, bool has_preset,
                         void *target)
{
    size_t position = 0;
    ouro_object *key, *value;
    if (!is_dict(rt, dict))
        return false;
    while (ouro_dict_next(dict, &position, &key, &value)) {
        if (!is_str(rt, key))
            return false;
        if (ouro_str_equal_text(key, "id") || (has_preset && ouro_str_equal_text(key, "preset")))
            continue;
        const struct option *option = option_find(options, key);
        uint32_t number;
        if (!option || !ouro_lzma_u32(rt, value, &number))
            return false;
        memcpy((char *)target + option->offset, &number, sizeof number);
    }
    return true;
}

static bool lzma_filter_read(ouro_runtime *rt, struct lzma_library *library, ouro_object *spec,
                             struct lzma_options *options)
{
    uint32_t preset = PRESET_DEFAULT;
    ouro_object *name = ouro_str_from(rt, "preset");
    ouro_object *given = name ? ouro_getitem(rt, spec, name) : NULL;
    xdecref(rt, name);
    if (!given && !ouro_error_is(rt, EXC_KeyError))
        return false;
    ouro_error_clear(rt);
    bool is_good = !given || ouro_lzma_u32(rt, given, &preset);
    xdecref(rt, given);
    if (!is_good)
        return false;
    if (library->preset(options, preset))
        return ouro_foreign_raise(rt, LZMA_ERROR, "Invalid compression preset: %u", preset);
    return options_read(rt, spec, lzma_options, true, options) ||
           ouro_raise(rt, EXC_ValueError, "Invalid filter specifier for LZMA filter");
}

static bool filter_id(ouro_runtime *rt, ouro_object *spec, uint64_t *id)
{
    if (!class_of(rt, spec)->getitem)
        return ouro_raise(rt, EXC_TypeError, "Filter specifier must be a dict or dict-like object");
    ouro_object *name = ouro_str_from(rt, "id");
    ouro_object *object = name ? ouro_getitem(rt, spec, name) : NULL;
    xdecref(rt, name);
    if (!object && ouro_error_is(rt, EXC_KeyError))
        return ouro_raise(rt, EXC_ValueError, "Filter specifier must have an \"id\" entry");
    bool is_good = object && ouro_lzma_u64(rt, object, id);
    xdecref(rt, object);
    return is_good;
}

static bool filter_read(ouro_runtime *rt, struct lzma_library *library, ouro_object *spec,
                        struct lzma_filter *filter, union lzma_any_options *options)
{
    memset(options, 0, sizeof *options);
    if (!filter_id(rt, spec, &filter->id))
        return false;
    filter->options = options;
    if (filter->id == FILTER_LZMA1 || filter->id == FILTER_LZMA2)
        return lzma_filter_read(rt, library, spec, &options->lzma);
    if (filter->id == FILTER_DELTA) {
        options->delta.dist = 1;
        return options_read(rt, spec, delta_options, false, &options->delta) ||
               ouro_raise(rt, EXC_ValueError, "Invalid filter specifier for delta filter");
    }
    if (filter->id >= FILTER_X86 && filter->id <= FILTER_SPARC)
        return options_read(rt, spec, branch_options, false, &options->branch) ||
               ouro_raise(rt, EXC_ValueError, "Invalid filter specifier for BCJ filter");
    return ouro_raise(rt, EXC_ValueError, "Invalid filter ID: %llu", (unsigned long long)filter->id);
}

bool ouro_lzma_chain_read(ouro_runtime *rt, struct lzma_library *library, ouro_object *sequence,
                          struct lzma_filter_chain *chain)
{
    ptrdiff_t length = ouro_length(rt, sequence);
    if (length < 0)
        return false;
    if (length > FILTERS_MAX)
        return ouro_raise(rt, EXC_ValueError, "Too many filters - liblzma supports a maximum of %d",
                          FILTERS_MAX);
    for (ptrdiff_t i = 0; i < length; i++) {
        ouro_object *index = ouro_int_new(rt, i);
        ouro_object *spec = index ? ouro_getitem(rt, sequence, index) : NULL;
        bool is_good = spec && filter_read(rt, library, spec, &chain->filters[i], &chain->options[i]);
        xdecref(rt, index);
        xdecref(rt, spec);
        if (!is_good)
            return false;
    }
    chain->filters[length] = (struct lzma_filter){.id = FILTER_UNKNOWN};
    return true;
}

/* ---- properties ------------------------------------------------------------------------------ */

ouro_object *ouro_lzma_encode_properties(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    struct lzma_library *library = ouro_lzma_library(rt);
    struct lzma_filter filter;
    union lzma_any_options options;
    uint32_t size;
    if (!library || !filter_read(rt, library, args[0], &filter, &options) ||
        !ouro_lzma_is_good(rt, library->properties_size(&size, &filter)))
        return NULL;
    if (!size)
        return rt->empty_bytes;
    ouro_object *bytes = ouro_bytes_new(rt, NULL, size);
    if (bytes && !ouro_lzma_is_good(rt, library->properties_encode(&filter, bytes_of(bytes)->data)))
        clearref(rt, &bytes);
    return bytes;
}

static bool dict_add(ouro_runtime *rt, ouro_object *dict, const char *name, uint64_t value)
{
    ouro_object *number = ouro_int_new_u64(rt, value);
    bool is_good = number && ouro_dict_set_text(rt, dict, name, number);
    xdecref(rt, number);
    return is_good;
}

static bool dict_add_options(ouro_runtime *rt, ouro_object *dict, const struct option *options, size_t count,
                             const void *source)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number;
        memcpy(&number, (const char *)source + options[i].offset, sizeof number);
        if (!dict_add(rt, dict, options[i].name, number))
            return false;
    }
    return true;
}

static ouro_object *filter_describe(ouro_runtime *rt, const struct lzma_filter *filter)
{
    ouro_object *dict = ouro_dict_new(rt);
    if (!dict)
        return NULL;
    bool is_good = dict_add(rt, dict, "id", filter->id);
    if (!is_good || !filter->options)
        ; /* nothing more to say */
    else if (filter->id == FILTER_LZMA1)
        is_good = dict_add_options(rt, dict, lzma_options, 4, filter->options);
    else if (filter->id == FILTER_LZMA2)
        is_good = dict_add_options(rt, dict, &lzma_options[3], 1, filter->options);
    else if (filter->id == FILTER_DELTA)
        is_good = dict_add_options(rt, dict, delta_options, 1, filter->options);
    else
        is_good = dict_add_options(rt, dict, branch_options, 1, filter->options);
    if (!is_good)
        clearref(rt, &dict);
    return dict;
}

ouro_object *ouro_lzma_decode_properties(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    struct lzma_library *library = ouro_lzma_library(rt);
    struct lzma_allocator allocator = ouro_lzma_allocator(rt);
    struct lzma_filter filter = {0};
    const uint8_t *data;
    size_t size;
    if (!library || !ouro_lzma_u64(rt, args[0], &filter.id) || !ouro_buffer_get(rt, args[1], &data, &size) ||
        !ouro_lzma_is_good(rt, library->properties_decode(&filter, &allocator, data, size)))
        return NULL;
    ouro_object *dict = filter_describe(rt, &filter);
    ouro_foreign_free(rt, filter.options);
    return dict;
}
