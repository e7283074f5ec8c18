/* _lzma: compression by liblzma, which is opened when the module is imported first. */
#include "modules/lzma_internal.h"

#include <string.h>

#include "types/bytes.h"

enum { LZMA_RUN = 0, LZMA_FINISH = 3 };
enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW };
enum { CHECK_NONE = 0, CHECK_CRC64 = 4, CHECK_UNKNOWN = 16 };
enum { TELL_NO_CHECK = 1, TELL_ANY_CHECK = 4 };

struct worker { /* a compressor or a decompressor */
    ouro_object base;
    struct lzma_library *library; /* counted */
    struct lzma_stream stream;
    struct lzma_allocator allocator;
    ouro_object *unused;
    struct ouro_input input;
    int64_t check;
    bool is_at_end, needs_input, is_flushed;
};

static struct worker *worker_of(ouro_object *object)
{
    return (struct worker *)(void *)object;
}

/* BUF_ERROR is what the library says when it was called without need: callers see to it. */
bool ouro_lzma_is_good(ouro_runtime *rt, int code)
{
    static const char *const texts[] = {
        [LZMA_UNSUPPORTED_CHECK] = "Unsupported integrity check",
        [LZMA_MEMLIMIT_ERROR] = "Memory usage limit exceeded",
        [LZMA_FORMAT_ERROR] = "Input format not supported by decoder",
        [LZMA_OPTIONS_ERROR] = "Invalid or unsupported options",
        [LZMA_DATA_ERROR] = "Corrupt input data",
        [LZMA_BUF_ERROR] = "Insufficient buffer space",
        [LZMA_PROG_ERROR] = "Internal error",
    };
    if (code == LZMA_OK || code == LZMA_STREAM_END || code == LZMA_NO_CHECK || code == LZMA_GET_CHECK)
        return true;
    if (code == LZMA_MEM_ERROR)
        ouro_raise_memory(rt);
    else if (code > 0 && code < (int)(sizeof texts / sizeof *texts))
        ouro_foreign_raise(rt, LZMA_ERROR, "%s", texts[code]);
    else
        ouro_foreign_raise(rt, LZMA_ERROR, "Unrecognized error from liblzma: %d", code);
    return false;
}

struct lzma_library *ouro_lzma_library(ouro_runtime *rt)
{
    return (struct lzma_library *)(void *)ouro_vm_state_peek(rt, LZMA_FILE);
}

/* ---- objects --------------------------------------------------------------------------------- */

static void *allocator_alloc(void *opaque, size_t count, size_t size)
{
    return size && count > SIZE_MAX / size ? NULL : ouro_foreign_alloc(opaque, count * size);
}

static void allocator_free(void *opaque, void *memory)
{
    ouro_foreign_free(opaque, memory);
}

/* What the library works in is part of our heap. */
struct lzma_allocator ouro_lzma_allocator(ouro_runtime *rt)
{
    return (struct lzma_allocator){allocator_alloc, allocator_free, rt};
}

static ouro_object *worker_alloc(ouro_runtime *rt, struct ouro_class *cls)
{
    struct lzma_library *library = ouro_lzma_library(rt);
    ouro_object *self = library ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    struct worker *w = worker_of(self);
    incref(&library->base);
    w->library = library;
    w->needs_input = true;
    w->unused = rt->empty_bytes;
    w->allocator = ouro_lzma_allocator(rt);
    w->stream.allocator = &w->allocator;
    return self;
}

static void worker_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct worker *w = worker_of(self);
    if (w->library) {
        w->library->end(&w->stream);
        decref(rt, &w->library->base);
    }
    clearref(rt, &w->unused);
    clearref(rt, &w->input.bytes);
    ouro_class_free(rt, self);
}

/* ---- compressing ----------------------------------------------------------------------------- */

struct compressor_choices {
    int format, check;
    uint32_t preset;
    ouro_object *filters; /* or NULL */
};

static bool compressor_alone(ouro_runtime *rt, struct worker *w, const struct compressor_choices *c,
                             const struct lzma_filter *filters)
{
    struct lzma_options options;
    if (!c->filters) {
        if (w->library->preset(&options, c->preset))
            return ouro_foreign_raise(rt, LZMA_ERROR, "Invalid compression preset: %u", c->preset);
        return ouro_lzma_is_good(rt, w->library->alone_encoder(&w->stream, &options));
    }
    if (filters[0].id != FILTER_LZMA1 || filters[1].id != FILTER_UNKNOWN)
        return ouro_raise(rt, EXC_ValueError,
                          "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter");
    return ouro_lzma_is_good(rt, w->library->alone_encoder(&w->stream, filters[0].options));
}

static bool compressor_open(ouro_runtime *rt, struct worker *w, const struct compressor_choices *c)
{
    struct lzma_filter_chain chain;
    bool is_good = false;
    if (c->format != FORMAT_XZ && c->format != FORMAT_ALONE && c->format != FORMAT_RAW)
        return ouro_raise(rt, EXC_ValueError, "Invalid container format: %d", c->format);
    if (c->format == FORMAT_RAW && !c->filters)
        return ouro_raise(rt, EXC_ValueError, "Must specify filters for FORMAT_RAW");
    if (c->filters && !ouro_lzma_chain_read(rt, w->library, c->filters, &chain))
        return false;
    if (c->format == FORMAT_ALONE)
        is_good = compressor_alone(rt, w, c, chain.filters);
    else if (c->format == FORMAT_RAW)
        is_good = ouro_lzma_is_good(rt, w->library->raw_encoder(&w->stream, chain.filters));
    else if (c->filters)
        is_good = ouro_lzma_is_good(rt, w->library->stream_encoder(&w->stream, chain.filters, c->check));
    else
        is_good = ouro_lzma_is_good(rt, w->library->easy_encoder(&w->stream, c->preset, c->check));
    return is_good;
}

static bool read_int(ouro_runtime *rt, ouro_object *object, int *value)
{
    int64_t wide;
    if (!ouro_index_i64(rt, object, &wide, EXC_OverflowError))
        return false;
    *value = (int)wide;
    return wide == *value || ouro_raise(rt, EXC_OverflowError, wide < 0
                                        ? "signed integer is less than minimum"
                                        : "signed integer is greater than maximum");
}

static ouro_object *compressor_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"format", "check", "preset", "filters", NULL};
    static const struct ouro_signature signature = {"LZMACompressor", parameters, 0, 4};
    struct compressor_choices c = {.format = FORMAT_XZ, .check = -1, .preset = PRESET_DEFAULT};
    ouro_object *out[4];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !read_int(rt, out[0], &c.format)) || (out[1] && !read_int(rt, out[1], &c.check)))
        return NULL;
    bool has_preset = out[2] && out[2] != rt->none;
    c.filters = out[3] && out[3] != rt->none ? out[3] : NULL;
    if (has_preset && c.filters)
        return ouro_raise(rt, EXC_ValueError, "Cannot specify both preset and filter chain");
    if (has_preset && !ouro_lzma_u32(rt, out[2], &c.preset))
        return NULL;
    if (c.format != FORMAT_XZ && c.check != -1 && c.check != CHECK_NONE)
        return ouro_raise(rt, EXC_ValueError, "Integrity checks are only supported by FORMAT_XZ");
    if (c.check == -1)
        c.check = CHECK_CRC64;
    ouro_object *self = worker_alloc(rt, cls);
    if (self && !compressor_open(rt, worker_of(self), &c))
        clearref(rt, &self);
    return self;
}

static ouro_object *compress(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t size, int action)
{
    struct ouro_output out = {0};
    struct lzma_stream *s = &w->stream;
    s->in = data;
    s->in_size = size;
    for (;;) {
        if (!ouro_output_room(rt, &out, SIZE_MAX))
            break;
        s->out = out.data + out.size;
        s->out_size = out.capacity - out.size;
        int code = w->library->code(s, action);
        if (code == LZMA_BUF_ERROR && !size && s->out_size)
            code = LZMA_OK;
        out.size = out.capacity - s->out_size;
        if (!ouro_lzma_is_good(rt, code) || (action == LZMA_RUN && !s->in_size) ||
            (action == LZMA_FINISH && code == LZMA_STREAM_END))
            break;
    }
    s->in = NULL;
    s->in_size = 0;
    return ouro_output_finish(rt, &out, !rt->error);
}

NATIVE(compressor_compress)
{
    const uint8_t *data;
    size_t size;
    struct worker *w = worker_of(self);
    if (!ouro_buffer_get(rt, args[0], &data, &size))
        return NULL;
    if (w->is_flushed)
        return ouro_raise(rt, EXC_ValueError, "Compressor has been flushed");
    return compress(rt, w, data, size, LZMA_RUN);
}

NATIVE(compressor_flush)
{
    struct worker *w = worker_of(self);
    if (w->is_flushed)
        return ouro_raise(rt, EXC_ValueError, "Repeated call to flush()");
    w->is_flushed = true;
    return compress(rt, w, NULL, 0, LZMA_FINISH);
}

/* ---- decompressing --------------------------------------------------------------------------- */

static bool decompressor_open(ouro_runtime *rt, struct worker *w, int format, uint64_t memory_max,
                              ouro_object *filters)
{
    struct lzma_filter_chain chain;
    const uint32_t flags = TELL_ANY_CHECK | TELL_NO_CHECK;
    w->check = CHECK_UNKNOWN;
    switch (format) {
    case FORMAT_AUTO:
        return ouro_lzma_is_good(rt, w->library->auto_decoder(&w->stream, memory_max, flags));
    case FORMAT_XZ:
        return ouro_lzma_is_good(rt, w->library->stream_decoder(&w->stream, memory_max, flags));
    case FORMAT_ALONE:
        w->check = CHECK_NONE;
        return ouro_lzma_is_good(rt, w->library->alone_decoder(&w->stream, memory_max));
    case FORMAT_RAW:
        w->check = CHECK_NONE;
        return ouro_lzma_chain_read(rt, w->library, filters, &chain) &&
               ouro_lzma_is_good(rt, w->library->raw_decoder(&w->stream, chain.filters));
    default:
        return ouro_raise(rt, EXC_ValueError, "Invalid container format: %d", format);
    }
}

static ouro_object *decompressor_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"format", "memlimit", "filters", NULL};
    static const struct ouro_signature signature = {"LZMADecompressor", parameters, 0, 3};
    ouro_object *out[3];
    int format = FORMAT_AUTO;
    uint64_t memory_max = UINT64_MAX;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !read_int(rt, out[0], &format)))
        return NULL;
    ouro_object *filters = out[2] && out[2] != rt->none ? out[2] : NULL;
    if (out[1] && out[1] != rt->none) {
        if (format == FORMAT_RAW)
            return ouro_raise(rt, EXC_ValueError, "Cannot specify memory limit with FORMAT_RAW");
        if (!ouro_lzma_u64(rt, out[1], &memory_max))
            return NULL;
    }
    if (format == FORMAT_RAW && !filters)
        return ouro_raise(rt, EXC_ValueError, "Must specify filters for FORMAT_RAW");
    if (format != FORMAT_RAW && filters)
        return ouro_raise(rt, EXC_ValueError, "Cannot specify filters except with FORMAT_RAW");
    ouro_object *self = worker_alloc(rt, cls);
    if (self && !decompressor_open(rt, worker_of(self), format, memory_max, filters))
        clearref(rt, &self);
    return self;
}

/* Takes from the *size bytes at data, writes at most `most` bytes; *size becomes what is left. is_full: the
 * library may have more to write although all the input is taken. */
static ouro_object *decompress(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t *size,
                               size_t most, bool *is_full)
{
    struct ouro_output out = {0};
    struct lzma_stream *s = &w->stream;
    s->in = data;
    s->in_size = *size;
    s->out_size = 0;
    while (out.size < most) {
        if (!ouro_output_room(rt, &out, most))
            break;
        s->out = out.data + out.size;
        s->out_size = out.capacity - out.size;
        int code = w->library->code(s, LZMA_RUN);
        if (code == LZMA_BUF_ERROR && !s->in_size && s->out_size)
            code = LZMA_OK;
        out.size = out.capacity - s->out_size;
        if (!ouro_lzma_is_good(rt, code))
            break;
        if (code == LZMA_GET_CHECK || code == LZMA_NO_CHECK)
            w->check = w->library->get_check(s);
        w->is_at_end = code == LZMA_STREAM_END;
        if (w->is_at_end || (s->out_size && !s->in_size))
            break;
    }
    *size = s->in_size;
    *is_full = !s->out_size;
    s->in = NULL;
    s->in_size = 0;
    return ouro_output_finish(rt, &out, !rt->error);
}

NATIVE(decompressor_decompress)
{
    static const char *const parameters[] = {"data", "max_length", NULL};
    static const struct ouro_signature signature = {"decompress", parameters, 1, 2};
    ouro_object *out[2];
    struct worker *w = worker_of(self);
    const uint8_t *data;
    size_t size, left;
    int64_t most = -1;
    bool is_full;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[0], &data, &size) ||
        (out[1] && !ouro_index_i64(rt, out[1], &most, EXC_OverflowError)) ||
        !ouro_buffer_get(rt, out[0], &data, &size))
        return NULL;
    if (w->is_at_end)
        return ouro_raise(rt, EXC_EOFError, "Already at end of stream");
    if (!ouro_input_add(rt, &w->input, out[0], data, size))
        return NULL;
    ouro_object *all = w->input.bytes;
    left = bytes_of(all)->length - w->input.start;
    ouro_object *made = decompress(rt, w, bytes_of(all)->data + w->input.start, &left,
                                   most < 0 ? SIZE_MAX : (size_t)most, &is_full);
    if (!made) {
        clearref(rt, &w->input.bytes);
        return NULL;
    }
    w->needs_input = !w->is_at_end && !left && !is_full;
    if (!ouro_input_keep(rt, &w->input, left, w->is_at_end ? &w->unused : NULL))
        clearref(rt, &made);
    return made;
}

NATIVE(lzma_is_check_supported)
{
    int check;
    struct lzma_library *library = ouro_lzma_library(rt);
    if (!library || !read_int(rt, args[0], &check))
        return NULL;
    return bool_object(rt, library->check_is_supported(check));
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool library_open(ouro_runtime *rt)
{
    static const struct ouro_foreign_symbol symbols[] = {
#define X(name) {"lzma_" #name, offsetof(struct lzma_library, name), false},
        X(easy_encoder) X(stream_encoder) X(alone_encoder) X(raw_encoder) X(auto_decoder)
        X(stream_decoder) X(alone_decoder) X(raw_decoder) X(code) X(end) X(get_check)
        X(check_is_supported) X(properties_size) X(properties_encode) X(properties_decode)
#undef X
        {"lzma_lzma_preset", offsetof(struct lzma_library, preset), false},
        {0},
    };
    return ouro_foreign_open(rt, LZMA_FILE, "liblzma5", sizeof(struct lzma_library), symbols) != NULL;
}

static bool add_class(ouro_runtime *rt, ouro_object *module, const char *name,
                      const struct ouro_method *methods, const struct ouro_member *members,
                      ouro_object *(*create)(ouro_runtime *, struct ouro_class *, ouro_object *const *,
                                             size_t, ouro_object *))
{
    struct ouro_class *cls = ouro_class_native(rt, name, NULL, sizeof(struct worker), OURO_BLOCK_ATOM, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = worker_dealloc;
    cls->getattr = ouro_generic_getattr;
    cls->create = create;
    return ouro_class_ready(rt, cls, methods, NULL, members) && ouro_foreign_class_add(rt, module, cls);
}

static bool add_classes(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method compressor_methods[] = {
        {"compress", compressor_compress, 1, 1, 0, "Provide data to the compressor object."},
        {"flush", compressor_flush, 0, 0, 0, "Finish the compression process."},
        {0},
    };
    static const struct ouro_method decompressor_methods[] = {
        {"decompress", decompressor_decompress, 0, -1, METHOD_KEYWORDS,
         "Decompress *data*, returning uncompressed data as bytes."},
        {0},
    };
    static const struct ouro_member members[] = {
        {"check", offsetof(struct worker, check), MEMBER_I64, true},
        {"eof", offsetof(struct worker, is_at_end), MEMBER_BOOL8, true},
        {"needs_input", offsetof(struct worker, needs_input), MEMBER_BOOL8, true},
        {"unused_data", offsetof(struct worker, unused), MEMBER_OBJECT, true},
        {0},
    };
    return add_class(rt, module, "_lzma.LZMACompressor", compressor_methods, NULL, compressor_create) &&
           add_class(rt, module, "_lzma.LZMADecompressor", decompressor_methods, members,
                     decompressor_create);
}

bool ouro_module__lzma_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"is_check_supported", lzma_is_check_supported, 1, 1, 0,
         "Test whether the given integrity check is supported."},
        {"_encode_filter_properties", ouro_lzma_encode_properties, 1, 1, 0,
         "Return a bytes object encoding the options (properties) of the filter specified by *filter* "
         "(a dict)."},
        {"_decode_filter_properties", ouro_lzma_decode_properties, 2, 2, 0,
         "Return a bytes object encoding the options (properties) of the filter specified by *filter* "
         "(a dict)."},
        {0},
    };
    static const struct ouro_foreign_number numbers[] = {
        {"FORMAT_AUTO", FORMAT_AUTO}, {"FORMAT_XZ", FORMAT_XZ}, {"FORMAT_ALONE", FORMAT_ALONE},
        {"FORMAT_RAW", FORMAT_RAW}, {"CHECK_NONE", CHECK_NONE}, {"CHECK_CRC32", 1},
        {"CHECK_CRC64", CHECK_CRC64}, {"CHECK_SHA256", 10}, {"CHECK_ID_MAX", 15},
        {"CHECK_UNKNOWN", CHECK_UNKNOWN}, {"FILTER_LZMA1", FILTER_LZMA1}, {"FILTER_LZMA2", FILTER_LZMA2},
        {"FILTER_DELTA", FILTER_DELTA}, {"FILTER_X86", FILTER_X86}, {"FILTER_POWERPC", 5},
        {"FILTER_IA64", 6}, {"FILTER_ARM", 7}, {"FILTER_ARMTHUMB", 8}, {"FILTER_SPARC", FILTER_SPARC},
        {"MF_HC3", 3}, {"MF_HC4", 4}, {"MF_BT2", 18}, {"MF_BT3", 19}, {"MF_BT4", 20}, {"MODE_FAST", 1},
        {"MODE_NORMAL", 2}, {"PRESET_DEFAULT", PRESET_DEFAULT}, {"PRESET_EXTREME", INT64_C(1) << 31},
    };
    return library_open(rt) &&
           ouro_foreign_error_add(rt, module, "_lzma", "LZMAError",
                                  (ouro_object *)builtin_class(rt, EXC_Exception),
                                  "Call to liblzma failed.") &&
           ouro_module_add_functions(rt, module, functions) && add_classes(rt, module) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers);
}
