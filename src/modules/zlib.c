/* zlib: compression by libz, which is opened when the module is imported first. */
#include <stddef.h>
#include <string.h>

#include "modules/foreign.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* The library's stream, as its documentation lays it out. */
struct stream {
    const uint8_t *in;
    unsigned in_size;
    unsigned long in_total;
    uint8_t *out;
    unsigned out_size;
    unsigned long out_total;
    const char *message;
    void *state, *alloc, *free, *opaque;
    int data_type;
    unsigned long check, reserved;
};

enum { Z_OK, Z_STREAM_END, Z_NEED_DICT, Z_DATA_ERROR = -3, Z_BUF_ERROR = -5 };
enum { Z_NO_FLUSH = 0, Z_SYNC_FLUSH = 2, Z_FINISH = 4 };
#define LIBRARY_FILE "libz.so.1"
enum { CHUNK = 16 * 1024, DEFAULT_BITS = 15, DEFLATED = 8 };

struct library {
    ouro_object base;
    int (*deflate_init)(struct stream *, int level, int method, int bits, int memory, int strategy,
                        const char *version, int size);
    int (*deflate)(struct stream *, int flush);
    int (*deflate_end)(struct stream *);
    int (*deflate_copy)(struct stream *to, struct stream *from);
    int (*deflate_dictionary)(struct stream *, const uint8_t *data, unsigned size);
    int (*inflate_init)(struct stream *, int bits, const char *version, int size);
    int (*inflate)(struct stream *, int flush);
    int (*inflate_end)(struct stream *);
    int (*inflate_copy)(struct stream *to, struct stream *from);
    int (*inflate_dictionary)(struct stream *, const uint8_t *data, unsigned size);
    unsigned long (*crc32)(unsigned long start, const uint8_t *data, unsigned size);
    unsigned long (*adler32)(unsigned long start, const uint8_t *data, unsigned size);
    const char *(*version)(void);
};

struct worker { /* a compressor or a decompressor */
    ouro_object base;
    struct library *library; /* counted */
    struct stream stream;
    ouro_object *unused, *unconsumed, *dictionary;
    bool is_open, is_inflating, is_at_end;
};

static struct worker *worker_of(ouro_object *object)
{
    return (struct worker *)(void *)object;
}

static void *fail(ouro_runtime *rt, struct stream *stream, int code, const char *doing)
{
    ouro_object *cls = ouro_vm_state_peek(rt, "zlib.error");
    const char *text = stream->message;
    if (!text)
        text = code == Z_BUF_ERROR ? "incomplete or truncated stream"
               : code == -2        ? "inconsistent stream state"
               : code == Z_DATA_ERROR ? "invalid input data" : NULL;
    if (cls)
        ouro_raise_class(rt, (struct ouro_class *)(void *)cls, text ? "Error %d %s: %.200s"
                         : "Error %d %s", code,
                         doing, text);
    return NULL;
}

/* Feeds all of the input (NULL for what the stream has) and collects at most `most` bytes. The last code
 * of the library. */
static int run_stream(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t size, int flush,
                      size_t most, struct ouro_output *out)
{
    struct stream *s = &w->stream;
    int code = Z_OK;
    size_t given = 0;
    s->in = data;
    do {
        size_t part = size - given > 1u << 30 ? 1u << 30 : size - given;
        s->in_size = (unsigned)part;
        given += part;
        int how = given < size ? Z_NO_FLUSH : flush;
        do {
            if (out->size >= most || !ouro_output_room(rt, out, most))
                return rt->error ? Z_OK : code;
            size_t room = out->capacity - out->size;
            room = room > 1u << 30 ? 1u << 30 : room;
            s->out = out->data + out->size;
            s->out_size = (unsigned)room;
            code = w->is_inflating ? w->library->inflate(s, how) : w->library->deflate(s, how);
            out->size += room - s->out_size;
            if (code == Z_NEED_DICT && w->dictionary) {
                const struct ouro_bytes *d = bytes_of(w->dictionary);
                code = w->library->inflate_dictionary(s, d->data, d->length);
                if (code == Z_OK)
                    continue;
            }
            if (code != Z_OK && code != Z_BUF_ERROR)
                return code;
        } while (!s->out_size || (code == Z_OK && w->is_inflating && s->in_size));
    } while (given < size);
    return code;
}

/* ---- whole texts ----------------------------------------------------------------------------- */

static struct library *library_peek(ouro_runtime *rt)
{
    return (struct library *)(void *)ouro_vm_state_peek(rt, LIBRARY_FILE);
}

static bool deflate_start(struct worker *w, int level, int bits, int memory, int strategy)
{
    return w->library->deflate_init(&w->stream, level, DEFLATED, bits, memory, strategy,
                                    w->library->version(), sizeof w->stream) == Z_OK;
}

NATIVE(zlib_compress)
{
    static const char *const parameters[] = {"", "level", "wbits", NULL};
    static const struct ouro_signature signature = {"compress", parameters, 1, 3};
    ouro_object *out[3];
    const uint8_t *data;
    size_t size;
    int64_t level = -1, bits = DEFAULT_BITS;
    struct worker w = {.library = library_peek(rt)};
    struct ouro_output output = {0};
    if (!w.library || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[0], &data, &size) ||
        (out[1] && !ouro_index_i64(rt, out[1], &level, EXC_OverflowError)) ||
        (out[2] && !ouro_index_i64(rt, out[2], &bits, EXC_OverflowError)))
        return NULL;
    if (!deflate_start(&w, (int)level, (int)bits, 8, 0)) {
        ouro_object *cls = ouro_vm_state_peek(rt, "zlib.error");
        return cls ? ouro_raise_class(rt, (struct ouro_class *)(void *)cls, "Bad compression level") : NULL;
    }
    int code = run_stream(rt, &w, data, size, Z_FINISH, SIZE_MAX, &output);
    if (!rt->error && code != Z_STREAM_END)
        fail(rt, &w.stream, code, "while compressing data");
    w.library->deflate_end(&w.stream);
    return ouro_output_finish(rt, &output, !rt->error);
}

NATIVE(zlib_decompress)
{
    static const char *const parameters[] = {"", "wbits", "bufsize", NULL};
    static const struct ouro_signature signature = {"decompress", parameters, 1, 3};
    ouro_object *out[3];
    const uint8_t *data;
    size_t size;
    int64_t bits = DEFAULT_BITS, room = CHUNK;
    struct worker w = {.library = library_peek(rt), .is_inflating = true};
    struct ouro_output output = {0};
    if (!w.library || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[0], &data, &size) ||
        (out[1] && !ouro_index_i64(rt, out[1], &bits, EXC_OverflowError)) ||
        (out[2] && !ouro_index_i64(rt, out[2], &room, EXC_OverflowError)))
        return NULL;
    if (room <= 0)
        return ouro_raise(rt, EXC_ValueError, "bufsize must be greater than zero");
    int code = w.library->inflate_init(&w.stream, (int)bits, w.library->version(), sizeof w.stream);
    if (code != Z_OK)
        return fail(rt, &w.stream, code, "while preparing to decompress data");
    code = run_stream(rt, &w, data, size, Z_SYNC_FLUSH, SIZE_MAX, &output);
    if (!rt->error && code != Z_STREAM_END) {
        if (code == Z_OK)
            code = Z_BUF_ERROR;
        fail(rt, &w.stream, code, "while decompressing data");
    }
    w.library->inflate_end(&w.stream);
    return ouro_output_finish(rt, &output, !rt->error);
}

static ouro_object *checksum(ouro_runtime *rt, ouro_object *const *args, size_t count, unsigned long start,
                             unsigned long (*function)(unsigned long, const uint8_t *, unsigned))
{
    const uint8_t *data;
    size_t size;
    ouro_object *mask = NULL;
    if (count > 1) {
        uint8_t bytes[8];
        ouro_object *limit = ouro_int_new(rt, 0xffffffff);
        mask = limit ? ouro_binary_operation(rt, BINARY_AND, args[1], limit) : NULL;
        xdecref(rt, limit);
        if (!mask || !ouro_int_to_bytes(rt, mask, bytes, 8, true, false)) {
            xdecref(rt, mask);
            return NULL;
        }
        memcpy(&start, bytes, sizeof start);
        decref(rt, mask);
    }
    if (!ouro_buffer_get(rt, args[0], &data, &size))
        return NULL;
    while (size) {
        unsigned part = size > 1u << 30 ? 1u << 30 : (unsigned)size;
        start = function(start, data, part);
        data += part;
        size -= part;
    }
    return ouro_int_new(rt, (int64_t)(start & 0xffffffff));
}

NATIVE(zlib_crc32)
{
    struct library *library = library_peek(rt);
    return library ? checksum(rt, args, count, 0, library->crc32) : NULL;
}

NATIVE(zlib_adler32)
{
    struct library *library = library_peek(rt);
    return library ? checksum(rt, args, count, 1, library->adler32) : NULL;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static ouro_object *worker_alloc(ouro_runtime *rt, const char *class_name, bool is_inflating)
{
    ouro_object *cls = ouro_vm_state_peek(rt, class_name);
    struct library *library = library_peek(rt);
    ouro_object *self = cls && library ? ouro_class_alloc(rt, (struct ouro_class *)(void *)cls, 0) : NULL;
    if (!self)
        return NULL;
    struct worker *w = worker_of(self);
    incref(&library->base);
    w->library = library;
    w->is_inflating = is_inflating;
    w->unused = rt->empty_bytes;
    w->unconsumed = rt->empty_bytes;
    return self;
}

static void worker_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct worker *w = worker_of(self);
    if (w->is_open && w->is_inflating)
        w->library->inflate_end(&w->stream);
    else if (w->is_open)
        w->library->deflate_end(&w->stream);
    clearref(rt, &w->unused);
    clearref(rt, &w->unconsumed);
    clearref(rt, &w->dictionary);
    if (w->library)
        decref(rt, &w->library->base);
    ouro_class_free(rt, self);
}

static bool dictionary_set(ouro_runtime *rt, struct worker *w, ouro_object *object)
{
    const uint8_t *data;
    size_t size;
    if (!object || object == rt->none)
        return true;
    if (!ouro_buffer_get(rt, object, &data, &size))
        return ouro_raise(rt, EXC_TypeError, "zdict argument must support the buffer protocol") != NULL;
    w->dictionary = ouro_bytes_new(rt, data, size);
    return w->dictionary != NULL;
}

NATIVE(zlib_compressobj)
{
    static const char *const parameters[] = {"level", "method", "wbits", "memLevel", "strategy",
                                             "zdict", NULL};
    static const struct ouro_signature signature = {"compressobj", parameters, 0, 6};
    ouro_object *out[6];
    int64_t numbers[5] = {-1, DEFLATED, DEFAULT_BITS, 8, 0};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    for (int i = 0; i < 5; i++)
        if (out[i] && !ouro_index_i64(rt, out[i], &numbers[i], EXC_OverflowError))
            return NULL;
    ouro_object *made = worker_alloc(rt, "zlib.Compress", false);
    if (!made)
        return NULL;
    struct worker *w = worker_of(made);
    w->is_open = numbers[1] == DEFLATED && deflate_start(w, (int)numbers[0], (int)numbers[2], (int)numbers[3],
                                                         (int)numbers[4]);
    if (!w->is_open)
        ouro_raise(rt, EXC_ValueError, "Invalid initialization option");
    else if (dictionary_set(rt, w, out[5]) && w->dictionary &&
             w->library->deflate_dictionary(&w->stream, bytes_of(w->dictionary)->data,
                                            bytes_of(w->dictionary)->length) != Z_OK)
        ouro_raise(rt, EXC_ValueError, "Invalid dictionary");
    if (rt->error)
        clearref(rt, &made);
    return made;
}

NATIVE(compress_compress)
{
    const uint8_t *data;
    size_t size;
    struct worker *w = worker_of(self);
    struct ouro_output output = {0};
    if (!ouro_buffer_get(rt, args[0], &data, &size))
        return NULL;
    int code = w->is_open ? run_stream(rt, w, data, size, Z_NO_FLUSH, SIZE_MAX, &output) : -2;
    if (!rt->error && code != Z_OK && code != Z_BUF_ERROR)
        fail(rt, &w->stream, code, "while compressing data");
    return ouro_output_finish(rt, &output, !rt->error);
}

NATIVE(compress_flush)
{
    int64_t mode = Z_FINISH;
    struct worker *w = worker_of(self);
    struct ouro_output output = {0};
    if (count && !ouro_index_i64(rt, args[0], &mode, EXC_OverflowError))
        return NULL;
    if (mode == Z_NO_FLUSH)
        return rt->empty_bytes;
    int code = w->is_open ? run_stream(rt, w, NULL, 0, (int)mode, SIZE_MAX, &output) : -2;
    if (code == Z_STREAM_END && mode == Z_FINISH) {
        w->library->deflate_end(&w->stream);
        w->is_open = false;
    } else if (!rt->error && code != Z_OK && code != Z_BUF_ERROR) {
        fail(rt, &w->stream, code, "while flushing");
    }
    return ouro_output_finish(rt, &output, !rt->error);
}

static ouro_object *worker_copy(ouro_runtime *rt, ouro_object *self, const char *name)
{
    struct worker *w = worker_of(self);
    if (!w->is_open)
        return ouro_raise(rt, EXC_ValueError, "Inconsistent stream state");
    ouro_object *made = worker_alloc(rt, name, w->is_inflating);
    if (!made)
        return NULL;
    struct worker *copy = worker_of(made);
    int code = w->is_inflating ? w->library->inflate_copy(&copy->stream, &w->stream)
                               : w->library->deflate_copy(&copy->stream, &w->stream);
    copy->is_open = code == Z_OK;
    copy->is_at_end = w->is_at_end;
    setref_take(rt, &copy->unused, newref(w->unused));
    setref_take(rt, &copy->unconsumed, newref(w->unconsumed));
    copy->dictionary = xnewref(w->dictionary);
    if (code != Z_OK) {
        clearref(rt, &made);
        fail(rt, &w->stream, code, "while copying stream");
    }
    return made;
}

NATIVE(compress_copy)
{
    return worker_copy(rt, self, "zlib.Compress");
}

NATIVE(decompress_copy)
{
    return worker_copy(rt, self, "zlib.Decompress");
}

NATIVE(zlib_decompressobj)
{
    static const char *const parameters[] = {"wbits", "zdict", NULL};
    static const struct ouro_signature signature = {"decompressobj", parameters, 0, 2};
    ouro_object *out[2];
    int64_t bits = DEFAULT_BITS;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !ouro_index_i64(rt, out[0], &bits, EXC_OverflowError)))
        return NULL;
    ouro_object *made = worker_alloc(rt, "zlib.Decompress", true);
    if (!made)
        return NULL;
    struct worker *w = worker_of(made);
    w->is_open = w->library->inflate_init(&w->stream, (int)bits, w->library->version(),
                                          sizeof w->stream) == Z_OK;
    if (!w->is_open)
        ouro_raise(rt, EXC_ValueError, "Invalid initialization option");
    else if (dictionary_set(rt, w, out[1]) && w->dictionary && bits < 0)
        w->library->inflate_dictionary(&w->stream, bytes_of(w->dictionary)->data,
                                       bytes_of(w->dictionary)->length);
    if (rt->error)
        clearref(rt, &made);
    return made;
}

/* What the stream left of the input becomes unused_data at the end, else unconsumed_tail. */
static bool keep_rest(ouro_runtime *rt, struct worker *w, int code)
{
    ouro_object *rest = ouro_bytes_new(rt, w->stream.in, w->stream.in_size);
    if (!rest)
        return false;
    if (code == Z_STREAM_END) {
        ouro_object *both = ouro_binary_operation(rt, BINARY_ADD, w->unused, rest);
        decref(rt, rest);
        if (!both)
            return false;
        setref_take(rt, &w->unused, both);
        setref_take(rt, &w->unconsumed, rt->empty_bytes);
        w->is_at_end = true;
    } else {
        setref_take(rt, &w->unconsumed, rest);
    }
    return true;
}

static ouro_object *inflate_piece(ouro_runtime *rt, struct worker *w, const uint8_t *data, size_t size,
                                  size_t most, int flush)
{
    struct ouro_output output = {0};
    if (w->is_at_end) {
        w->stream.in = data;
        w->stream.in_size = (unsigned)size;
        return keep_rest(rt, w, Z_STREAM_END) ? rt->empty_bytes : NULL;
    }
    int code = run_stream(rt, w, data, size, flush, most, &output);
    bool is_good = !rt->error && keep_rest(rt, w, code);
    if (is_good && code != Z_STREAM_END && code != Z_OK && code != Z_BUF_ERROR)
        is_good = fail(rt, &w->stream, code, "while decompressing data") != NULL;
    return ouro_output_finish(rt, &output, is_good);
}

NATIVE(decompress_decompress)
{
    static const char *const parameters[] = {"", "max_length", NULL};
    static const struct ouro_signature signature = {"decompress", parameters, 1, 2};
    ouro_object *out[2];
    const uint8_t *data;
    size_t size;
    int64_t most = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !ouro_buffer_get(rt, out[0],
                                                                                     &data, &size) ||
        (out[1] && !ouro_index_i64(rt, out[1], &most, EXC_OverflowError)))
        return NULL;
    if (most < 0)
        return ouro_raise(rt, EXC_ValueError, "max_length must be non-negative");
    return inflate_piece(rt, worker_of(self), data, size, most ? (size_t)most : SIZE_MAX, Z_SYNC_FLUSH);
}

NATIVE(decompress_flush)
{
    struct worker *w = worker_of(self);
    ouro_object *rest = newref(w->unconsumed);
    ouro_object *bytes = inflate_piece(rt, w, bytes_of(rest)->data, bytes_of(rest)->length,
                                       SIZE_MAX, Z_FINISH);
    decref(rt, rest);
    return bytes;
}

/* ---- registration ---------------------------------------------------------------------------- */

static const struct ouro_foreign_symbol symbols[] = {
    {"deflateInit2_", offsetof(struct library, deflate_init), false},
    {"deflate", offsetof(struct library, deflate), false},
    {"deflateEnd", offsetof(struct library, deflate_end), false},
    {"deflateCopy", offsetof(struct library, deflate_copy), false},
    {"deflateSetDictionary", offsetof(struct library, deflate_dictionary), false},
    {"inflateInit2_", offsetof(struct library, inflate_init), false},
    {"inflate", offsetof(struct library, inflate), false},
    {"inflateEnd", offsetof(struct library, inflate_end), false},
    {"inflateCopy", offsetof(struct library, inflate_copy), false},
    {"inflateSetDictionary", offsetof(struct library, inflate_dictionary), false},
    {"crc32", offsetof(struct library, crc32), false},
    {"adler32", offsetof(struct library, adler32), false},
    {"zlibVersion", offsetof(struct library, version), false},
    {0},
};

static bool add_class(ouro_runtime *rt, const char *name, const struct ouro_method *methods,
                      const struct ouro_member *members)
{
    struct ouro_class *cls = ouro_class_native(rt, name, NULL, sizeof(struct worker), OURO_BLOCK_ATOM,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = worker_dealloc;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, NULL, members) &&
           ouro_vm_state_set(rt, name, (ouro_object *)cls);
}

bool ouro_module_zlib_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"compress", zlib_compress, 0, -1, METHOD_KEYWORDS,
         "Returns a bytes object containing compressed data."},
        {"decompress", zlib_decompress, 0, -1, METHOD_KEYWORDS,
         "Returns a bytes object containing the uncompressed data."},
        {"compressobj", zlib_compressobj, 0, -1, METHOD_KEYWORDS, "Return a compressor object."},
        {"decompressobj", zlib_decompressobj, 0, -1, METHOD_KEYWORDS, "Return a decompressor object."},
        {"crc32", zlib_crc32, 1, 2, 0, "Compute a CRC-32 checksum of data."},
        {"adler32", zlib_adler32, 1, 2, 0, "Compute an Adler-32 checksum of data."},
        {0},
    };
    static const struct ouro_method compress_methods[] = {
        {"compress", compress_compress, 1, 1, 0, NULL}, {"flush", compress_flush, 0, 1, 0, NULL},
        {"copy", compress_copy, 0, 0, 0, NULL}, {"__copy__", compress_copy, 0, 0, 0, NULL},
        {"__deepcopy__", compress_copy, 1, 1, 0, NULL}, {0}};
    static const struct ouro_method decompress_methods[] = {
        {"decompress", decompress_decompress, 0, -1, METHOD_KEYWORDS, NULL},
        {"flush", decompress_flush, 0, 1, 0, NULL}, {"copy", decompress_copy, 0, 0, 0, NULL},
        {"__copy__", decompress_copy, 0, 0, 0, NULL}, {"__deepcopy__", decompress_copy, 1, 1, 0, NULL}, {0}};
    static const struct ouro_member members[] = {
        {"unused_data", offsetof(struct worker, unused), MEMBER_OBJECT, true},
        {"unconsumed_tail", offsetof(struct worker, unconsumed), MEMBER_OBJECT, true},
        {"eof", offsetof(struct worker, is_at_end), MEMBER_BOOL8, true}, {0}};
    static const struct ouro_foreign_number numbers[] = {
        {"MAX_WBITS", 15}, {"DEFLATED", 8}, {"DEF_MEM_LEVEL", 8}, {"DEF_BUF_SIZE", CHUNK},
        {"Z_BEST_COMPRESSION", 9}, {"Z_BEST_SPEED", 1}, {"Z_DEFAULT_COMPRESSION", -1},
            {"Z_NO_COMPRESSION", 0},
        {"Z_DEFAULT_STRATEGY", 0}, {"Z_FILTERED", 1}, {"Z_HUFFMAN_ONLY", 2}, {"Z_RLE", 3}, {"Z_FIXED", 4},
        {"Z_NO_FLUSH", 0}, {"Z_PARTIAL_FLUSH", 1}, {"Z_SYNC_FLUSH", 2}, {"Z_FULL_FLUSH", 3}, {"Z_FINISH", 4},
        {"Z_BLOCK", 5}, {"Z_TREES", 6},
    };
    ouro_object *library = ouro_foreign_open(rt, LIBRARY_FILE, "zlib1g", sizeof(struct library), symbols);
    ouro_object *base = (ouro_object *)builtin_class(rt, EXC_Exception);
    if (!library)
        return false;
    const char *version = library_peek(rt)->version();
    return ouro_foreign_error_add(rt, module, "zlib", "error", base, NULL) &&
           ouro_module_add_functions(rt, module, functions) &&
           add_class(rt, "zlib.Compress", compress_methods, NULL) &&
           add_class(rt, "zlib.Decompress", decompress_methods, members) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers) &&
           ouro_foreign_text_add(rt, module, "ZLIB_VERSION", version) &&
           ouro_foreign_text_add(rt, module, "ZLIB_RUNTIME_VERSION", version);
}
