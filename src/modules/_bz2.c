/* _bz2: compression by libbz2, which is opened when the module is imported first. */
#include <limits.h>
#include <string.h>

#include "modules/foreign.h"
#include "types/bytes.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define LIBRARY_FILE "libbz2.so.1.0"

/* The library's stream, as its documentation lays it out. */
struct stream {
    char *in;
    unsigned in_size, in_total_low, in_total_high;
    char *out;
    unsigned out_size, out_total_low, out_total_high;
    void *state;
    void *(*alloc)(void *opaque, int count, int size);
    void (*free)(void *opaque, void *memory);
    void *opaque;
};

enum { BZ_RUN, BZ_FLUSH, BZ_FINISH };
enum { BZ_OK, BZ_RUN_OK, BZ_FLUSH_OK, BZ_FINISH_OK, BZ_STREAM_END, BZ_SEQUENCE_ERROR = -1,
       BZ_PARAM_ERROR = -2, BZ_MEM_ERROR = -3, BZ_DATA_ERROR = -4, BZ_DATA_ERROR_MAGIC = -5,
       BZ_IO_ERROR = -6, BZ_UNEXPECTED_EOF = -7 };

struct library {
    ouro_object base;
    int (*compress_init)(struct stream *, int level, int verbosity, int work_factor);
    int (*compress)(struct stream *, int action);
    int (*compress_end)(struct stream *);
    int (*decompress_init)(struct stream *, int verbosity, int is_small);
    int (*decompress)(struct stream *);
    int (*decompress_end)(struct stream *);
};

struct worker { /* a compressor or a decompressor */
    ouro_object base;
    struct library *library; /* counted */
    struct stream stream;
    ouro_object *unused;
    struct ouro_input input;
    bool is_open, is_decompressor, is_at_end, needs_input, is_flushed;
    bool is_broken; /* the library has found a fault in the data: its state must not be used again */
};

static struct worker *worker_of(ouro_object *object)
{
    return (struct worker *)(void *)object;
}

/* false: the error that the code stands for is set. */
static bool is_good_code(ouro_runtime *rt, int code)
{
    switch (code) {
    case BZ_OK:
    case BZ_RUN_OK:
    case BZ_FLUSH_OK:
    case BZ_FINISH_OK:
    case BZ_STREAM_END:
        return true;
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC:
        ouro_raise(rt, EXC_OSError, "Invalid data stream");
        return false;
    case BZ_MEM_ERROR:
        ouro_raise_memory(rt);
        return false;
    case BZ_PARAM_ERROR:
        ouro_raise(rt, EXC_ValueError, "Internal error - invalid parameters passed to libbzip2");
        return false;
    case BZ_IO_ERROR:
        ouro_raise(rt, EXC_OSError, "Unknown I/O error");
        return false;
    case BZ_UNEXPECTED_EOF:
        ouro_raise(rt, EXC_EOFError, "Compressed file ended before the logical end-of-stream was detected");
        return false;
    case BZ_SEQUENCE_ERROR:
        ouro_raise(rt, EXC_RuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2");
        return false;
    default:
        ouro_raise(rt, EXC_OSError, "Unrecognized error from libbzip2: %d", code);
        return false;
    }
}

/* ---- objects --------------------------------------------------------------------------------- */

/* What the library works in is part of our heap. */
static void *stream_alloc(void *opaque, int count, int size)
{
    if (count < 0 || size < 0)
        return NULL;
    return ouro_foreign_alloc(opaque, (size_t)count * (size_t)size);
}

static void stream_free(void *opaque, void *memory)
{
    ouro_foreign_free(opaque, memory);
}

static ouro_object *worker_alloc(ouro_runtime *rt, struct ouro_class *cls, bool is_decompressor)
{
    ouro_object *library = ouro_vm_state_peek(rt, LIBRARY_FILE);
    ouro_object *self = library ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    struct worker *w = worker_of(self);
    w->library = (struct library *)(void *)newref(library);
    w->is_decompressor = is_decompressor;
    w->needs_input = true;
    w->unused = rt->empty_bytes;
    w->stream.alloc = stream_alloc;
    w->stream.free = stream_free;
    w->stream.opaque = rt;
    return self;
}

static void worker_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct worker *w = worker_of(self);
    if (w->is_open && w->is_decompressor)
        w->library->decompress_end(&w->stream);
    else if (w->is_open)
        w->library->compress_end(&w->stream);
    clearref(rt, &w->unused);
    clearref(rt, &w->input.bytes);
    if (w->library)
        decref(rt, &w->library->base);
    ouro_class_free(rt, self);
}

/* ---- compressing ----------------------------------------------------------------------------- */

static ouro_object *compressor_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    int64_t level = 9;
    if (!ouro_args_no_keywords(rt, "BZ2Compressor", names) ||
        !ouro_args_count(rt, "BZ2Compressor", count, 0, 1) ||
        (count && !ouro_index_i64(rt, args[0], &level, EXC_OverflowError)))
        return NULL;
    if (level < 1 || level > 9)
        return ouro_raise(rt, EXC_ValueError, "compresslevel must be between 1 and 9");
    ouro_object *self = worker_alloc(rt, cls, false);
    if (!self)
        return NULL;
    struct worker *w = worker_of(self);
    w->is_open = is_good_code(rt, w->library->compress_init(&w->stream, (int)level, 0, 0));
    if (!w->is_open)
        clearref(rt, &self);
    return self;
}

static ouro_object *compress(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t size, int action)
{
    struct ouro_output out = {0};
    struct stream *s = &w->stream;
    int code = BZ_RUN_OK;
    s->in = (char *)(uintptr_t)data;
    s->in_size = 0;
    for (;;) {
        if (!s->in_size && size) {
            s->in_size = size > UINT_MAX ? UINT_MAX : (unsigned)size;
            size -= s->in_size;
        }
        if (action == BZ_RUN && !s->in_size)
            break;
        if (!ouro_output_room(rt, &out, SIZE_MAX))
            break;
        size_t room = out.capacity - out.size;
        s->out = (char *)out.data + out.size;
        s->out_size = room > UINT_MAX ? UINT_MAX : (unsigned)room;
        unsigned given = s->out_size;
        code = w->library->compress(s, action);
        out.size += given - s->out_size;
        if (!is_good_code(rt, code) || (action == BZ_FINISH && code == BZ_STREAM_END))
            break;
    }
    s->in = s->out = NULL;
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
    return compress(rt, w, data, size, BZ_RUN);
}

NATIVE(compressor_flush)
{
    struct worker *w = worker_of(self);
    if (w->is_flushed)
        return ouro_raise(rt, EXC_ValueError, "Repeated call to flush()");
    w->is_flushed = true;
    return compress(rt, w, NULL, 0, BZ_FINISH);
}

/* ---- decompressing --------------------------------------------------------------------------- */

static ouro_object *decompressor_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    if (count)
        return ouro_raise(rt, EXC_TypeError, "BZ2Decompressor() takes no positional arguments");
    if (!ouro_args_no_keywords(rt, "BZ2Decompressor", names))
        return NULL;
    ouro_object *self = worker_alloc(rt, cls, true);
    if (!self)
        return NULL;
    struct worker *w = worker_of(self);
    w->is_open = is_good_code(rt, w->library->decompress_init(&w->stream, 0, 0));
    if (!w->is_open)
        clearref(rt, &self);
    return self;
}

/* Takes from the *size bytes at data, writes at most `most` bytes; *size becomes what is left. */
static ouro_object *decompress(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t *size,
                               size_t most)
{
    struct ouro_output out = {0};
    struct stream *s = &w->stream;
    size_t left = *size;
    s->in = (char *)(uintptr_t)data;
    while (out.size < most) {
        s->in_size = left > UINT_MAX ? UINT_MAX : (unsigned)left;
        unsigned part = s->in_size;
        if (!ouro_output_room(rt, &out, most))
            break;
        size_t room = out.capacity - out.size;
        s->out = (char *)out.data + out.size;
        s->out_size = room > UINT_MAX ? UINT_MAX : (unsigned)room;
        unsigned given = s->out_size;
        int code = w->library->decompress(s);
        out.size += given - s->out_size;
        left -= part - s->in_size;
        w->is_broken = !is_good_code(rt, code);
        if (w->is_broken)
            break;
        w->is_at_end = code == BZ_STREAM_END;
        if (w->is_at_end || (!left && s->out_size))
            break;
    }
    *size = left;
    s->in = s->out = NULL;
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
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[0], &data, &size) ||
        (out[1] && !ouro_index_i64(rt, out[1], &most, EXC_OverflowError)) ||
        !ouro_buffer_get(rt, out[0], &data, &size))
        return NULL;
    if (w->is_at_end)
        return ouro_raise(rt, EXC_EOFError, "End of stream already reached");
    if (w->is_broken)
        return ouro_raise(rt, EXC_ValueError, "Decompressor is unusable after a previous error");
    if (!ouro_input_add(rt, &w->input, out[0], data, size))
        return NULL;
    ouro_object *all = w->input.bytes;
    left = bytes_of(all)->length - w->input.start;
    ouro_object *made = decompress(rt, w, bytes_of(all)->data + w->input.start, &left,
                                   most < 0 ? SIZE_MAX : (size_t)most);
    if (!made) {
        w->needs_input = false;
        clearref(rt, &w->input.bytes);
        return NULL;
    }
    w->needs_input = !w->is_at_end && !left;
    if (!ouro_input_keep(rt, &w->input, left, w->is_at_end ? &w->unused : NULL))
        clearref(rt, &made);
    return made;
}

/* ---- registration ---------------------------------------------------------------------------- */

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

bool ouro_module__bz2_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_symbol symbols[] = {
        {"BZ2_bzCompressInit", offsetof(struct library, compress_init), false},
        {"BZ2_bzCompress", offsetof(struct library, compress), false},
        {"BZ2_bzCompressEnd", offsetof(struct library, compress_end), false},
        {"BZ2_bzDecompressInit", offsetof(struct library, decompress_init), false},
        {"BZ2_bzDecompress", offsetof(struct library, decompress), false},
        {"BZ2_bzDecompressEnd", offsetof(struct library, decompress_end), false},
        {0},
    };
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
        {"eof", offsetof(struct worker, is_at_end), MEMBER_BOOL8, true},
        {"needs_input", offsetof(struct worker, needs_input), MEMBER_BOOL8, true},
        {"unused_data", offsetof(struct worker, unused), MEMBER_OBJECT, true},
        {0},
    };
    return ouro_foreign_open(rt, LIBRARY_FILE, "libbz2-1.0", sizeof(struct library), symbols) &&
           add_class(rt, module, "_bz2.BZ2Compressor", compressor_methods, NULL, compressor_create) &&
           add_class(rt, module, "_bz2.BZ2Decompressor", decompressor_methods, members, decompressor_create);
}
