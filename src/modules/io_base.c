/* IOBase, RawIOBase, BufferedIOBase and TextIOBase: what classes of a program derive from, and the
 * methods that every stream has through others (readline through read, iteration through readline). */
#include "modules/io_internal.h"

#include "types/dict.h"

/* ---- closed ---------------------------------------------------------------------------------- */

/* Whether the stream says that it is closed, through its attribute. */
static int is_closed(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *value = NULL;
    int found = ouro_getattr_optional(rt, self, io_state(rt)->name_closed, &value);
    if (found <= 0)
        return found;
    int truth = ouro_truth(rt, value);
    decref(rt, value);
    return truth;
}

static bool check_open(ouro_runtime *rt, ouro_object *self)
{
    int closed = is_closed(rt, self);
    if (closed > 0)
        ouro_raise(rt, EXC_ValueError, "I/O operation on closed file.");
    return closed == 0;
}

static ouro_object *base_get_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, IO_OF(io_base, self)->is_closed != 0);
}

static NATIVE(base_close)
{
    if (IO_OF(io_base, self)->is_closed)
        return rt->none;
    bool is_flushed = ouro_io_call(rt, self, rt->name_flush);
    IO_OF(io_base, self)->is_closed = true;
    return is_flushed ? rt->none : NULL;
}

/* Closes what is not closed, whatever comes of it; a file that nobody closed is worth a warning first. */
void ouro_io_finalize(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    ouro_object *saved = ouro_error_take(rt), *warn = NULL, *result = NULL;
    if (is_closed(rt, self) == 0) {
        if (ouro_getattr_optional(rt, self, io_state(rt)->name_dealloc_warn, &warn) > 0)
            result = ouro_call1(rt, warn, self);
        xdecref(rt, warn);
        xdecref(rt, result);
        ouro_error_clear(rt);
        xdecref(rt, ouro_call_method(rt, self, rt->name_close, NULL, 0));
    }
    ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
}

static NATIVE(base_del)
{
    ouro_io_finalize(&rt->heap, self);
    return rt->none;
}

bool ouro_io_chain_close(ouro_runtime *rt, ouro_object *flush_error, bool is_closed_well)
{
    if (!flush_error)
        return is_closed_well;
    if (is_closed_well)
        ouro_error_restore(rt, flush_error);
    else
        setref_take(rt, &((struct ouro_exception *)(void *)rt->error)->context, flush_error);
    return false;
}

static NATIVE(base_flush)
{
    return check_open(rt, self) ? rt->none : NULL;
}

static NATIVE(base_enter)
{
    return check_open(rt, self) ? newref(self) : NULL;
}

static NATIVE(base_exit)
{
    return ouro_call_method(rt, self, rt->name_close, NULL, 0);
}

/* ---- what a stream may do -------------------------------------------------------------------- */

static NATIVE(base_false)
{
    return check_open(rt, self) ? rt->false_ : NULL;
}

#define UNSUPPORTED(function, text)                                                               \
    static NATIVE(function)                                                                       \
    {                                                                                             \
        ouro_io_unsupported(rt, text);                                                            \
        return NULL;                                                                              \
    }
UNSUPPORTED(base_fileno, "fileno")
UNSUPPORTED(base_seek, "seek")
UNSUPPORTED(base_truncate, "truncate")
UNSUPPORTED(base_detach, "detach")
UNSUPPORTED(base_read, "read")
UNSUPPORTED(base_read1, "read1")
UNSUPPORTED(base_text_readline, "readline")
UNSUPPORTED(base_write, "write")

/* "File or stream is not readable." and its kin, for the _checkX methods. */
static ouro_object *check_able(ouro_runtime *rt, ouro_object *self, ouro_object *name,
                               const char *message)
{
    int answer = ouro_io_ask(rt, self, name);
    if (answer == 0)
        ouro_io_unsupported(rt, message);
    return answer > 0 ? rt->true_ : NULL;
}

static NATIVE(base_check_readable)
{
    return check_able(rt, self, io_state(rt)->name_readable, "File or stream is not readable.");
}

static NATIVE(base_check_writable)
{
    return check_able(rt, self, io_state(rt)->name_writable, "File or stream is not writable.");
}

static NATIVE(base_check_seekable)
{
    return check_able(rt, self, io_state(rt)->name_seekable, "File or stream is not seekable.");
}

static NATIVE(base_check_closed)
{
    return check_open(rt, self) ? rt->none : NULL;
}

static NATIVE(base_tell)
{
    ouro_object *zero_one[2] = {rt->small_ints[0 - OURO_SMALL_INT_MIN],
                                rt->small_ints[1 - OURO_SMALL_INT_MIN]};
    return ouro_call_method(rt, self, io_state(rt)->name_seek, zero_one, 2);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* One byte after another: the streams of this module have better ones. */
static NATIVE(base_readline)
{
    int64_t limit;
    if (!ouro_io_size(rt, args, count, &limit))
        return NULL;
    struct ouro_byte_buffer line = {.rt = rt};
    ouro_object *one = ouro_int_new(rt, 1);
    while (limit < 0 || (int64_t)line.size < limit) {
        ouro_object *byte = ouro_call_method(rt, self, rt->name_read, &one, 1);
        if (!byte)
            goto fail;
        if (!is_bytes(rt, byte)) {
            ouro_raise(rt, EXC_OSError, "read() should have returned a bytes object, not '%T'", byte);
            decref(rt, byte);
            goto fail;
        }
        size_t size = bytes_of(byte)->length;
        bool is_done = ouro_byte_buffer_add(&line, bytes_of(byte)->data, size);
        decref(rt, byte);
        if (!is_done)
            goto fail;
        if (size == 0 || line.data[line.size - 1] == '\n')
            break;
    }
    return ouro_byte_buffer_finish(&line);
fail:
    ouro_byte_buffer_abandon(&line);
    return NULL;
}

static ouro_object *base_iter(ouro_runtime *rt, ouro_object *self)
{
    return check_open(rt, self) ? newref(self) : NULL;
}

static ouro_object *base_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *line = ouro_call_method(rt, self, rt->name_readline, NULL, 0);
    if (!line)
        return NULL;
    ptrdiff_t length = ouro_length(rt, line);
    if (length > 0)
        return line;
    decref(rt, line);
    return NULL;
}

static NATIVE(base_readlines)
{
    int64_t hint, total = 0;
    if (!ouro_io_size(rt, args, count, &hint))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, self), *line;
    ouro_object *list = iterator ? ouro_list_new(rt, 0) : NULL;
    while (list && (line = ouro_next(rt, iterator)) != NULL) {
        ptrdiff_t length = ouro_length(rt, line);
        if (!ouro_list_append_take(rt, list, line) || length < 0)
            break;
        total += length;
        if (hint > 0 && total >= hint)
            break;
    }
    xdecref(rt, iterator);
    if (list && ouro_has_error(rt))
        clearref(rt, &list);
    return list;
}

static NATIVE(base_writelines)
{
    if (!check_open(rt, self))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, args[0]), *line;
    if (!iterator)
        return NULL;
    while ((line = ouro_next(rt, iterator)) != NULL) {
        ouro_object *result = ouro_call_method(rt, self, rt->name_write, &line, 1);
        decref(rt, line);
        if (!result)
            break;
        decref(rt, result);
    }
    decref(rt, iterator);
    return ouro_has_error(rt) ? NULL : rt->none;
}

/* ---- raw and buffered ------------------------------------------------------------------------ */

/* read(n) through readinto, read() through readall: for raw classes of a program. */
static NATIVE(raw_read)
{
    int64_t size;
    if (!ouro_io_size(rt, args, count, &size))
        return NULL;
    if (size < 0) {
        ouro_object *name = ouro_str_intern_text(rt, "readall");
        ouro_object *all = name ? ouro_call_method(rt, self, name, NULL, 0) : NULL;
        xdecref(rt, name);
        return all;
    }
    ouro_object *buffer = ouro_bytearray_new(rt, NULL, (size_t)size), *result = NULL;
    ouro_object *read = NULL;
    if (buffer) {
        if (size)
            memset(bytearray_of(buffer)->data, 0, (size_t)size);
        read = ouro_call_method(rt, self, io_state(rt)->name_readinto, &buffer, 1);
    }
    int64_t got;
    if (read == rt->none)
        result = rt->none;
    else if (read && ouro_index_i64(rt, read, &got, EXC_ValueError))
        result = got >= 0 && got <= size
                     ? ouro_bytes_new(rt, bytearray_of(buffer)->data, (size_t)got)
                     : ouro_raise(rt, EXC_ValueError, "readinto returned %lld outside buffer size %lld",
                                  (long long)got, (long long)size);
    xdecref(rt, read);
    xdecref(rt, buffer);
    return result;
}

/* readinto() of buffered classes of a program: through read() or read1(). */
static ouro_object *read_and_copy(ouro_runtime *rt, ouro_object *self, ouro_object *target, bool only_once)
{
    uint8_t *bytes;
    size_t size;
    if (!ouro_buffer_get_writable(rt, target, &bytes, &size))
        return NULL;
    if (!bytes)
        return ouro_raise(rt, EXC_TypeError, "readinto%s() argument must be read-write bytes-like object, "
                                             "not %T", only_once ? "1" : "", target);
    ouro_object *wanted = ouro_int_new(rt, (int64_t)size), *data = NULL, *result = NULL;
    if (wanted)
        data = ouro_call_method(rt, self, only_once ? io_state(rt)->name_read1 : rt->name_read, &wanted, 1);
    xdecref(rt, wanted);
    if (data && !is_bytes(rt, data))
        ouro_raise(rt, EXC_TypeError, "read() should return bytes");
    else if (data && bytes_of(data)->length > size)
        ouro_raise(rt, EXC_ValueError, "read() returned too much data: %zu bytes requested, %zu returned",
                   size, bytes_of(data)->length);
    else if (data && ouro_buffer_get_writable(rt, target, &bytes, &size) && size >= bytes_of(data)->length) {
        if (bytes_of(data)->length)
            memcpy(bytes, bytes_of(data)->data, bytes_of(data)->length);
        result = ouro_int_new(rt, (int64_t)bytes_of(data)->length);
    }
    xdecref(rt, data);
    return result;
}

static NATIVE(buffered_base_readinto)
{
    return read_and_copy(rt, self, args[0], false);
}

static NATIVE(buffered_base_readinto1)
{
    return read_and_copy(rt, self, args[0], true);
}

static NATIVE(raw_readinto)
{
    return ouro_raise(rt, EXC_NotImplementedError, "");
}

static NATIVE(raw_readall)
{
    struct ouro_byte_buffer all = {.rt = rt};
    ouro_object *size = ouro_int_new(rt, IO_BUFFER_SIZE);
    while (size) {
        ouro_object *part = ouro_call_method(rt, self, rt->name_read, &size, 1);
        if (!part)
            goto fail;
        bool is_end = part == rt->none || (is_bytes(rt, part) && bytes_of(part)->length == 0);
        bool is_good = is_end || is_bytes(rt, part);
        if (!is_good)
            ouro_raise(rt, EXC_TypeError, "read() should return bytes");
        is_good = is_good && (is_end || ouro_byte_buffer_add(&all, bytes_of(part)->data,
                                                             bytes_of(part)->length));
        decref(rt, part);
        if (!is_good)
            goto fail;
        if (is_end)
            break;
    }
    xdecref(rt, size);
    return ouro_byte_buffer_finish(&all);
fail:
    xdecref(rt, size);
    ouro_byte_buffer_abandon(&all);
    return NULL;
}

static ouro_object *get_none(ouro_runtime *rt, ouro_object *self)
{
    return rt->none;
}

/* ---- classes --------------------------------------------------------------------------------- */

static void base_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *base_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

static bool base_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    return true;
}

static struct ouro_class *base_class(ouro_runtime *rt, const char *name, struct ouro_class *base,
                                     const struct ouro_method *methods,
                                     const struct ouro_getset *getsets)
{
    struct ouro_class *cls =
        ouro_class_native(rt, name, base, sizeof(struct io_base), OURO_BLOCK_CONTAINER,
                          OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return NULL;
    cls->core.dealloc = base_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->create = base_create;
    cls->init = base_init;
    if (!base) {
        cls->iter = base_iter;
        cls->next = base_next;
    }
    return ouro_class_ready(rt, cls, methods, getsets, NULL) ? cls : NULL;
}

bool ouro_io_base_init(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method base_methods[] = {
        {"__del__", base_del, 0, 0, 0, NULL},
        {"close", base_close, 0, 0, 0, NULL},
        {"flush", base_flush, 0, 0, 0, NULL},
        {"__enter__", base_enter, 0, 0, 0, NULL},
        {"__exit__", base_exit, 0, -1, 0, NULL},
        {"readable", base_false, 0, 0, 0, NULL},
        {"writable", base_false, 0, 0, 0, NULL},
        {"seekable", base_false, 0, 0, 0, NULL},
        {"isatty", base_false, 0, 0, 0, NULL},
        {"fileno", base_fileno, 0, 0, 0, NULL},
        {"seek", base_seek, 0, -1, 0, NULL},
        {"tell", base_tell, 0, 0, 0, NULL},
        {"truncate", base_truncate, 0, -1, 0, NULL},
        {"readline", base_readline, 0, 1, 0, NULL},
        {"readlines", base_readlines, 0, 1, 0, NULL},
        {"writelines", base_writelines, 1, 1, 0, NULL},
        {"_checkReadable", base_check_readable, 0, 0, 0, NULL},
        {"_checkWritable", base_check_writable, 0, 0, 0, NULL},
        {"_checkSeekable", base_check_seekable, 0, 0, 0, NULL},
        {"_checkClosed", base_check_closed, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_getset base_getsets[] = {{"closed", base_get_closed, NULL, NULL}, {0}};
    static const struct ouro_method raw_methods[] = {
        {"read", raw_read, 0, 1, 0, NULL},
        {"readall", raw_readall, 0, 0, 0, NULL},
        {"readinto", raw_readinto, 1, 1, 0, NULL},
        {0},
    };
    static const struct ouro_method buffered_methods[] = {
        {"detach", base_detach, 0, 0, 0, NULL},
        {"read", base_read, 0, -1, 0, NULL},
        {"read1", base_read1, 0, -1, 0, NULL},
        {"readinto", buffered_base_readinto, 1, 1, 0, NULL},
        {"readinto1", buffered_base_readinto1, 1, 1, 0, NULL},
        {"write", base_write, 1, 1, 0, NULL},
        {0},
    };
    static const struct ouro_method text_methods[] = {
        {"detach", base_detach, 0, 0, 0, NULL},
        {"read", base_read, 0, -1, 0, NULL},
        {"readline", base_text_readline, 0, -1, 0, NULL},
        {"write", base_write, 0, -1, 0, NULL},
        {0},
    };
    static const struct ouro_getset text_getsets[] = {
        {"encoding", get_none, NULL, NULL},
        {"newlines", get_none, NULL, NULL},
        {"errors", get_none, NULL, NULL},
        {0},
    };
    state->base = base_class(rt, "_io._IOBase", NULL, base_methods, base_getsets);
    if (!state->base)
        return false;
    state->raw_base = base_class(rt, "_io._RawIOBase", state->base, raw_methods, NULL);
    state->buffered_base = base_class(rt, "_io._BufferedIOBase", state->base, buffered_methods, NULL);
    state->text_base = base_class(rt, "_io._TextIOBase", state->base, text_methods, text_getsets);
    return state->raw_base && state->buffered_base && state->text_base;
}
