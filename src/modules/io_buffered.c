/* BufferedReader, BufferedWriter and BufferedRandom: one buffer above a raw stream. */
#include "modules/collections.h"
#include "modules/io_internal.h"
#include "types/descriptor.h"
#include "vm/thread_pause.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static struct io_buffered *buffered_of(const ouro_object *self)
{
    return IO_OF(io_buffered, self);
}

bool ouro_io_is_buffered(const ouro_runtime *rt, const ouro_object *object)
{
    const struct io_state *state = io_state(rt);
    const struct ouro_class *cls = class_of(rt, object);
    return cls == state->reader || cls == state->writer || cls == state->random;
}

/* The raw stream when it is a plain FileIO, to be used without calls. */
static struct io_file *raw_file(const ouro_runtime *rt, const struct io_buffered *self)
{
    return is_io(rt, self->raw, io_state(rt)->file) ? IO_OF(io_file, self->raw) : NULL;
}

static bool check_attached(ouro_runtime *rt, const struct io_buffered *self)
{
    return self->raw ||
           ouro_raise(rt, EXC_ValueError, self->is_detached ? "raw stream has been detached"
                                                            : "I/O operation on uninitialized object");
}

static bool is_shut(const ouro_runtime *rt, const struct io_buffered *self)
{
    const struct io_file *file = self->raw ? raw_file(rt, self) : NULL;
    return self->is_closed || (file && file->fd < 0);
}

bool ouro_io_buffered_check(ouro_runtime *rt, const struct io_buffered *self, const char *action)
{
    if (!check_attached(rt, self))
        return false;
    if (is_shut(rt, self))
        return ouro_raise(rt, EXC_ValueError, "%s closed file", action);
    return true;
}

static bool check_readable(ouro_runtime *rt, const struct io_buffered *self, const char *action,
                           const char *method)
{
    if (!check_attached(rt, self))
        return false;
    if (!self->is_readable)
        return ouro_io_unsupported(rt, method);
    return ouro_io_buffered_check(rt, self, action);
}

static bool buffer_need(ouro_runtime *rt, struct io_buffered *self)
{
    if (self->data)
        return true;
    self->data = ouro_buffer_alloc(rt, self->size);
    self->capacity = self->data ? self->size : 0;
    return self->data != NULL;
}

/* ---- the raw stream -------------------------------------------------------------------------- */

static int64_t raw_seek(ouro_runtime *rt, struct io_buffered *self, int64_t offset, int whence)
{
    struct io_file *file = raw_file(rt, self);
    if (file)
        return ouro_io_file_seek(rt, file, offset, whence);
    ouro_object *both[2] = {ouro_int_new(rt, offset), ouro_int_new(rt, whence)}, *result = NULL;
    int64_t at = -1;
    if (both[0] && both[1])
        result = ouro_call_method(rt, self->raw, io_state(rt)->name_seek, both, 2);
    if (result && ouro_index_i64(rt, result, &at, EXC_OverflowError) && at < 0)
        ouro_raise(rt, EXC_OSError, "Raw stream returned invalid position %lld", (long long)at);
    if (rt->error)
        at = -1;
    xdecref(rt, both[0]);
    xdecref(rt, both[1]);
    xdecref(rt, result);
    return at;
}

/* raw.readinto() of a program's own stream, whose answer may be anything. */
static ptrdiff_t raw_read_into(ouro_runtime *rt, struct io_buffered *self, void *data, size_t size)
{
    ouro_object *target = ouro_bytearray_new(rt, NULL, size), *result = NULL;
    ouro_object *cls = (ouro_object *)builtin_class(rt, TYPE_MEMORYVIEW);
    ouro_object *view = target ? ouro_call1(rt, cls, target) : NULL;
    if (view)
        result = ouro_call_method(rt, self->raw, io_state(rt)->name_readinto, &view, 1);
    xdecref(rt, view);
    int64_t got = -1;
    const uint8_t *from;
    size_t length;
    if (result == rt->none) {
        got = IO_BLOCKED;
    } else if (result && !ouro_index_i64(rt, result, &got, EXC_ValueError)) {
        ouro_object *cause = ouro_error_take(rt);
        ouro_raise(rt, EXC_OSError, "raw readinto() failed");
        setref_take(rt, &((struct ouro_exception *)(void *)rt->error)->cause, cause);
        got = -1;
    } else if (result && (got < 0 || got > (int64_t)size)) {
        ouro_raise(rt, EXC_OSError, "raw readinto() returned invalid length %lld (should have been between "
                                    "0 and %zu)", (long long)got, size);
        got = -1;
    } else if (result && got > 0 && ouro_buffer_get(rt, target, &from, &length) && length >= (size_t)got) {
        memcpy(data, from, (size_t)got);
    }
    xdecref(rt, result);
    xdecref(rt, target);
    return rt->error ? -1 : (ptrdiff_t)got;
}

static ptrdiff_t raw_read(ouro_runtime *rt, struct io_buffered *self, void *data, size_t size)
{
    struct io_file *file = raw_file(rt, self);
    if (file)
        return ouro_io_file_read(rt, file, data, size);
    return raw_read_into(rt, self, data, size);
}

static bool raw_write(ouro_runtime *rt, struct io_buffered *self, const uint8_t *data, size_t size,
                      size_t *written)
{
    struct io_file *file = raw_file(rt, self);
    if (file) {
        ouro_object *held = newref(self->raw); /* another thread may detach it */
        bool is_done = ouro_io_file_write(rt, file, data, size, written);
        decref(rt, held);
        return is_done;
    }
    for (*written = 0; *written < size;) {
        ouro_object *bytes = ouro_bytes_new(rt, data + *written, size - *written);
        ouro_object *result = bytes ? ouro_call_method(rt, self->raw, rt->name_write, &bytes, 1) : NULL;
        xdecref(rt, bytes);
        int64_t count = (int64_t)(size - *written);
        bool is_blocked = result == rt->none;
        bool is_done = result && (is_blocked || ouro_index_i64(rt, result, &count, EXC_OverflowError));
        xdecref(rt, result);
        if (is_blocked || !is_done)
            return is_blocked;
        if (count < 0 || count > (int64_t)(size - *written))
            return ouro_raise(rt, EXC_OSError, "raw write() returned invalid length %lld (should have "
                                               "been between 0 and %zu)",
                              (long long)count, size - *written);
        *written += (size_t)count;
    }
    return true;
}

/* ---- the list of writers --------------------------------------------------------------------- */

static void list_enter(ouro_runtime *rt, struct io_buffered *self)
{
    struct io_state *state = io_state(rt);
    if (self->is_listed)
        return;
    self->next = state->writers;
    self->previous = NULL;
    if (self->next)
        self->next->previous = self;
    state->writers = self;
    self->is_listed = true;
}

static void list_leave(ouro_runtime *rt, struct io_buffered *self)
{
    if (!self->is_listed)
        return;
    if (self->previous)
        self->previous->next = self->next;
    else
        io_state(rt)->writers = self->next;
    if (self->next)
        self->next->previous = self->previous;
    self->is_listed = false;
}

void ouro_io_flush_all(ouro_runtime *rt)
{
    if (!io_state(rt))
        return;
    ouro_object *saved = ouro_error_take(rt);
    for (struct io_buffered *at = io_state(rt)->writers, *next; at; at = next) {
        next = at->next;
        struct io_file *file = at->raw ? raw_file(rt, at) : NULL;
        if (file && file->fd >= 0 && !ouro_io_buffered_flush(rt, at))
            ouro_error_clear(rt);
    }
    ouro_error_restore(rt, saved);
}

/* ---- buffer ---------------------------------------------------------------------------------- */

/* BlockingIOError with the number of bytes that were taken. */
static bool raise_blocked(ouro_runtime *rt, size_t taken)
{
    ouro_object *arguments[3] = {ouro_int_new(rt, EAGAIN), NULL, ouro_int_new(rt, (int64_t)taken)};
    arguments[1] = ouro_str_from(rt, "write could not complete without blocking");
    ouro_object *error = NULL;
    if (arguments[0] && arguments[1] && arguments[2])
        error = ouro_call3(rt, (ouro_object *)builtin_class(rt, EXC_BlockingIOError), arguments[0],
                           arguments[1], arguments[2]);
    for (int i = 0; i < 3; i++)
        xdecref(rt, arguments[i]);
    if (error)
        ouro_raise_take(rt, error);
    return false;
}

/* Writes what is pending as far as the stream takes it. Other threads may write and flush in between: nothing
 * is held across a wait. */
static bool drain(ouro_runtime *rt, struct io_buffered *self)
{
    while (self->pending) {
        struct io_file *file = raw_file(rt, self);
        if (file && !ouro_io_file_wait(rt, file, false))
            return false;
        if (!self->raw || !self->pending)
            break;
        size_t written, part = self->pending;
        if (file)
            part = ouro_thread_write_size(rt, file->fd, part);
        bool is_done = raw_write(rt, self, self->data, part, &written);
        if (written > self->pending)
            written = self->pending;
        self->pending -= written;
        if (self->pending)
            memmove(self->data, self->data + written, self->pending);
        if (!is_done)
            return false;
        if (written < part)
            break;
    }
    return true;
}

bool ouro_io_buffered_flush(ouro_runtime *rt, struct io_buffered *self)
{
    if (self->pending == 0)
        return true;
    return drain(rt, self) && (self->pending == 0 || raise_blocked(rt, 0));
}

/* Gives up what was read ahead, so that the raw position is the one that programs see. */
static bool unread(ouro_runtime *rt, struct io_buffered *self)
{
    int64_t ahead = (int64_t)(self->end - self->start);
    self->start = self->end = 0;
    return ahead == 0 || raw_seek(rt, self, -ahead, SEEK_CUR) >= 0;
}

ptrdiff_t ouro_io_buffered_fill(ouro_runtime *rt, struct io_buffered *self)
{
    struct io_file *file = raw_file(rt, self);
    if (!ouro_io_buffered_flush(rt, self) || (file && !ouro_io_file_wait(rt, file, true)) ||
        !check_attached(rt, self) || !buffer_need(rt, self))
        return -1;
    if (self->start < self->end) /* another thread has read meanwhile */
        return (ptrdiff_t)(self->end - self->start);
    self->start = self->end = 0;
    ptrdiff_t got = raw_read(rt, self, self->data, self->capacity);
    if (got > 0)
        self->end = (size_t)got;
    return got;
}

/* The stream takes no more now: as much as the buffer has room for is kept, the rest is not taken. */
static bool write_blocked(ouro_runtime *rt, struct io_buffered *self, const uint8_t *data, size_t size,
                          size_t taken)
{
    size_t room = self->capacity - self->pending, part = size - taken < room ? size - taken : room;
    if (part)
        memcpy(self->data + self->pending, data + taken, part);
    self->pending += part;
    return taken + part == size || raise_blocked(rt, taken + part);
}

bool ouro_io_buffered_write(ouro_runtime *rt, struct io_buffered *self, const void *data, size_t size)
{
    if ((self->start < self->end && !unread(rt, self)) || !buffer_need(rt, self))
        return false;
    self->start = self->end = 0;
    if (size > self->capacity - self->pending) {
        if (!drain(rt, self))
            return false;
        if (!check_attached(rt, self) || !buffer_need(rt, self))
            return false;
        if (self->pending && size > self->capacity - self->pending)
            return write_blocked(rt, self, data, size, 0);
        if (size >= self->capacity) {
            size_t written;
            if (!raw_write(rt, self, data, size, &written))
                return false;
            return written == size || write_blocked(rt, self, data, size, written);
        }
    }
    if (size)
        memcpy(self->data + self->pending, data, size);
    self->pending += size;
    return true;
}

int64_t ouro_io_buffered_tell(ouro_runtime *rt, struct io_buffered *self)
{
    int64_t at = raw_seek(rt, self, 0, SEEK_CUR);
    return at < 0 ? -1 : at - (int64_t)(self->end - self->start) + (int64_t)self->pending;
}

int64_t ouro_io_buffered_seek(ouro_runtime *rt, struct io_buffered *self, int64_t offset, int whence)
{
    if (!ouro_io_buffered_flush(rt, self))
        return -1;
    if (whence == SEEK_CUR)
        offset -= (int64_t)(self->end - self->start);
    int64_t at = raw_seek(rt, self, offset, whence);
    if (at >= 0)
        self->start = self->end = 0;
    return at;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void take(struct io_buffered *self, struct ouro_byte_buffer *out, size_t size)
{
    memcpy(out->data + out->size, self->data + self->start, size);
    out->size += size;
    self->start += size;
}

/* Room for the rest of a regular file in one go. */
static size_t rest_size(ouro_runtime *rt, struct io_buffered *self)
{
    struct io_file *file = raw_file(rt, self);
    struct stat status;
    if (!file || fstat(file->fd, &status) < 0 || !S_ISREG(status.st_mode))
        return IO_BUFFER_SIZE;
    off_t at = lseek(file->fd, 0, SEEK_CUR);
    return at >= 0 && status.st_size > at ? (size_t)(status.st_size - at) + 1 : 1;
}

bool ouro_io_buffered_read_all(ouro_runtime *rt, struct io_buffered *self,
                               struct ouro_byte_buffer *out, bool *is_blocked)
{
    *is_blocked = false;
    if (!ouro_io_buffered_flush(rt, self))
        return false;
    size_t ahead = self->end - self->start;
    if (!ouro_byte_buffer_reserve(out, ahead + rest_size(rt, self)))
        return false;
    if (ahead)
        take(self, out, ahead);
    self->start = self->end = 0;
    for (;;) {
        if (out->capacity == out->size && !ouro_byte_buffer_reserve(out, IO_BUFFER_SIZE))
            return false;
        struct io_file *file = raw_file(rt, self);
        if (file && (!ouro_io_file_wait(rt, file, true) || !check_attached(rt, self)))
            return false;
        ptrdiff_t got = raw_read(rt, self, out->data + out->size, out->capacity - out->size);
        if (got <= 0)
            return got == 0 || (*is_blocked = got == IO_BLOCKED);
        out->size += (size_t)got;
    }
}

static ouro_object *read_all(ouro_runtime *rt, struct io_buffered *self)
{
    struct ouro_byte_buffer out = {.rt = rt};
    bool is_blocked, is_done = ouro_io_buffered_read_all(rt, self, &out, &is_blocked);
    if (is_done && !(is_blocked && !out.size))
        return ouro_byte_buffer_finish(&out);
    ouro_byte_buffer_abandon(&out);
    return is_done ? rt->none : NULL;
}

static ouro_object *read_some(ouro_runtime *rt, struct io_buffered *self, size_t size, bool only_once)
{
    struct ouro_byte_buffer out = {.rt = rt};
    while (out.size < size) {
        if (self->start == self->end) {
            if (only_once && out.size)
                break;
            ptrdiff_t got = ouro_io_buffered_fill(rt, self);
            if (got == 0 || (got == IO_BLOCKED && out.size))
                break;
            if (got < 0) {
                ouro_byte_buffer_abandon(&out);
                return got == IO_BLOCKED ? rt->none : NULL;
            }
        }
        size_t part = self->end - self->start;
        if (part > size - out.size)
            part = size - out.size;
        if (!ouro_byte_buffer_reserve(&out, part)) {
            ouro_byte_buffer_abandon(&out);
            return NULL;
        }
        take(self, &out, part);
    }
    return ouro_byte_buffer_finish(&out);
}

static NATIVE(buffered_read)
{
    struct io_buffered *b = buffered_of(self);
    int64_t size;
    if (!check_readable(rt, b, "read of", "read") || !ouro_io_size(rt, args, count, &size))
        return NULL;
    if (count && size < 0 && args[0] != rt->none) {
        int64_t asked;
        if (!ouro_index_i64(rt, args[0], &asked, EXC_OverflowError))
            return NULL;
        if (asked < -1)
            return ouro_raise(rt, EXC_ValueError, "read length must be non-negative or -1");
    }
    return size < 0 ? read_all(rt, b) : read_some(rt, b, (size_t)size, false);
}

static NATIVE(buffered_read1)
{
    struct io_buffered *b = buffered_of(self);
    int64_t size;
    if (!check_readable(rt, b, "read of", "read1") || !ouro_io_size(rt, args, count, &size))
        return NULL;
    if (size < 0)
        size = (int64_t)b->size;
    return read_some(rt, b, (size_t)size, true);
}

static NATIVE(buffered_readline)
{
    struct io_buffered *b = buffered_of(self);
    struct ouro_byte_buffer line = {.rt = rt};
    int64_t limit;
    if (!check_readable(rt, b, "readline of", "read") || !ouro_io_size(rt, args, count, &limit))
        return NULL;
    while (limit < 0 || (int64_t)line.size < limit) {
        if (b->start == b->end) {
            ptrdiff_t got = ouro_io_buffered_fill(rt, b);
            if (got == 0 || got == IO_BLOCKED)
                break;
            if (got < 0)
                goto fail;
        }
        size_t ahead = b->end - b->start;
        if (limit >= 0 && ahead > (size_t)limit - line.size)
            ahead = (size_t)limit - line.size;
        const uint8_t *end = memchr(b->data + b->start, '\n', ahead);
        size_t part = end ? (size_t)(end - (b->data + b->start)) + 1 : ahead;
        if (end && line.size == 0) { /* the common case: the line lies in the buffer */
            ouro_object *bytes = ouro_bytes_new(rt, b->data + b->start, part);
            b->start += bytes ? part : 0;
            return bytes;
        }
        if (!ouro_byte_buffer_reserve(&line, part))
            goto fail;
        take(b, &line, part);
        if (end)
            break;
    }
    return ouro_byte_buffer_finish(&line);
fail:
    ouro_byte_buffer_abandon(&line);
    return NULL;
}

static NATIVE(buffered_peek)
{
    struct io_buffered *b = buffered_of(self);
    if (!check_readable(rt, b, "peek of", "peek"))
        return NULL;
    if (b->start == b->end && ouro_io_buffered_fill(rt, b) == -1)
        return NULL;
    return ouro_bytes_new(rt, b->data + b->start, b->end - b->start);
}

static ouro_object *read_into(ouro_runtime *rt, struct io_buffered *b, ouro_object *target,
                              bool only_once)
{
    uint8_t *bytes;
    size_t size, done = 0;
    if (!check_readable(rt, b, "readinto of", "readinto") ||
        !ouro_buffer_get_writable(rt, target, &bytes, &size))
        return NULL;
    if (!bytes)
        return ouro_raise(rt, EXC_TypeError,
                          "readinto() argument must be read-write bytes-like object, not %W", target);
    while (done < size) {
        if (b->start == b->end) {
            if (only_once && done)
                break;
            ptrdiff_t got = ouro_io_buffered_fill(rt, b);
            if (got == IO_BLOCKED && !done)
                return rt->none;
            if (got == 0 || got == IO_BLOCKED)
                break;
            if (got < 0 || !ouro_buffer_get_writable(rt, target, &bytes, &size))
                return NULL;
            if (done >= size)
                break; /* somebody has made it smaller */
        }
        size_t part = b->end - b->start < size - done ? b->end - b->start : size - done;
        memcpy((uint8_t *)(uintptr_t)bytes + done, b->data + b->start, part);
        b->start += part;
        done += part;
    }
    return ouro_int_new(rt, (int64_t)done);
}

static NATIVE(buffered_readinto)
{
    return read_into(rt, buffered_of(self), args[0], false);
}

static NATIVE(buffered_readinto1)
{
    return read_into(rt, buffered_of(self), args[0], true);
}

/* ---- other methods --------------------------------------------------------------------------- */

static NATIVE(buffered_write)
{
    struct io_buffered *b = buffered_of(self);
    const uint8_t *bytes;
    size_t size;
    if (!check_attached(rt, b))
        return NULL;
    if (!b->is_writable) {
        ouro_io_unsupported(rt, "write");
        return NULL;
    }
    if (!ouro_buffer_get(rt, args[0], &bytes, &size) || !ouro_io_buffered_check(rt, b, "write to"))
        return NULL;
    bool (*hold)(ouro_runtime *, ouro_object *, int) = class_of(rt, args[0])->buffer_export;
    if (hold)
        hold(rt, args[0], 1); /* others may run before all of it is written */
    bool is_done = ouro_io_buffered_write(rt, b, bytes, size);
    if (hold)
        hold(rt, args[0], -1);
    return is_done ? ouro_int_new(rt, (int64_t)size) : NULL;
}

static NATIVE(buffered_flush)
{
    struct io_buffered *b = buffered_of(self);
    if (!ouro_io_buffered_check(rt, b, "flush of") || !ouro_io_buffered_flush(rt, b))
        return NULL;
    return rt->none;
}

static NATIVE(buffered_seek)
{
    struct io_buffered *b = buffered_of(self);
    int64_t offset, whence = 0;
    if (!ouro_io_buffered_check(rt, b, "seek of") ||
        !ouro_index_i64(rt, args[0], &offset, EXC_OverflowError) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &whence, EXC_OverflowError)))
        return NULL;
    if (whence < 0 || whence > 2)
        return ouro_raise(rt, EXC_ValueError, "whence value %lld unsupported", (long long)whence);
    int64_t at = ouro_io_buffered_seek(rt, b, offset, (int)whence);
    return at < 0 ? NULL : ouro_int_new(rt, at);
}

static NATIVE(buffered_tell)
{
    struct io_buffered *b = buffered_of(self);
    if (!check_attached(rt, b))
        return NULL;
    int64_t at = ouro_io_buffered_tell(rt, b);
    return at < 0 ? NULL : ouro_int_new(rt, at);
}

static NATIVE(buffered_truncate)
{
    struct io_buffered *b = buffered_of(self);
    if (!ouro_io_buffered_check(rt, b, "truncate of"))
        return NULL;
    if (!b->is_writable) {
        ouro_io_unsupported(rt, "truncate");
        return NULL;
    }
    if (!ouro_io_buffered_flush(rt, b) || !unread(rt, b))
        return NULL;
    return ouro_call_method(rt, b->raw, io_state(rt)->name_truncate, args, count);
}

static NATIVE(buffered_close)
{
    struct io_buffered *b = buffered_of(self);
    if (!check_attached(rt, b))
        return NULL;
    if (is_shut(rt, b))
        return rt->none;
    bool is_plain = ouro_io_is_buffered(rt, self) && !b->attributes; /* else flush() may be the program's */
    bool is_flushed = is_plain ? ouro_io_buffered_flush(rt, b) : ouro_io_call(rt, self, rt->name_flush);
    ouro_object *saved = ouro_error_take(rt);
    if (!b->raw) {
        ouro_error_restore(rt, saved);
        return is_flushed ? rt->none : NULL;
    }
    bool is_closed = ouro_io_call(rt, b->raw, rt->name_close);
    if (is_closed) { /* else it is as open as the raw stream */
        b->is_closed = true;
        b->pending = 0;
        list_leave(rt, b);
    }
    return ouro_io_chain_close(rt, is_flushed ? NULL : saved, is_closed) ? rt->none : NULL;
}

/* The raw stream warns, in the name of the outermost one. */
static NATIVE(buffered_dealloc_warn)
{
    struct io_buffered *b = buffered_of(self);
    ouro_object *warn = NULL, *result = NULL;
    if (b->raw && ouro_getattr_optional(rt, b->raw, io_state(rt)->name_dealloc_warn, &warn) > 0)
        result = ouro_call1(rt, warn, args[0]);
    xdecref(rt, warn);
    xdecref(rt, result);
    ouro_error_clear(rt);
    return rt->none;
}

static NATIVE(buffered_detach)
{
    struct io_buffered *b = buffered_of(self);
    if (!check_attached(rt, b) || !ouro_io_buffered_flush(rt, b))
        return NULL;
    ouro_object *raw = b->raw;
    b->raw = NULL;
    b->is_detached = true;
    list_leave(rt, b);
    return raw;
}

static ouro_object *ask_raw(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct io_buffered *b = buffered_of(self);
    return check_attached(rt, b) ? ouro_call_method(rt, b->raw, name, NULL, 0) : NULL;
}

static NATIVE(buffered_fileno)
{
    return ask_raw(rt, self, rt->name_fileno);
}

static NATIVE(buffered_isatty)
{
    return ask_raw(rt, self, rt->name_isatty);
}

static NATIVE(buffered_seekable)
{
    return ask_raw(rt, self, io_state(rt)->name_seekable);
}

static NATIVE(buffered_readable)
{
    struct io_buffered *b = buffered_of(self);
    if (!ouro_io_buffered_check(rt, b, "I/O operation on"))
        return NULL;
    return bool_object(rt, b->is_readable);
}

static NATIVE(buffered_writable)
{
    struct io_buffered *b = buffered_of(self);
    if (!ouro_io_buffered_check(rt, b, "I/O operation on"))
        return NULL;
    return bool_object(rt, b->is_writable);
}

static ouro_object *raw_attribute(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    struct io_buffered *b = buffered_of(self);
    return check_attached(rt, b) ? ouro_getattr(rt, b->raw, name) : NULL;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    struct io_buffered *b = buffered_of(self);
    if (!check_attached(rt, b))
        return NULL;
    return raw_file(rt, b) || b->is_closed ? bool_object(rt, is_shut(rt, b))
                                           : ouro_getattr(rt, b->raw, io_state(rt)->name_closed);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return raw_attribute(rt, self, rt->name_mode);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return raw_attribute(rt, self, rt->name_name);
}

static ouro_object *get_raw(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *raw = buffered_of(self)->raw;
    return raw ? newref(raw) : rt->none;
}

static ouro_object *buffered_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = NULL;
    struct io_buffered *b = buffered_of(self);
    if (b->raw && ouro_getattr_optional(rt, b->raw, rt->name_name, &name) < 0)
        return NULL;
    ouro_object *text = name ? ouro_str_format(rt, "<%s name=%R>", class_of(rt, self)->core.name, name)
                             : ouro_str_format(rt, "<%s>", class_of(rt, self)->core.name);
    xdecref(rt, name);
    return text;
}

/* Lines without the detour over readline's method where there is no subclass. */
static ouro_object *buffered_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *line = ouro_io_is_buffered(rt, self)
                            ? buffered_readline(rt, self, NULL, 0, NULL)
                            : ouro_call_method(rt, self, rt->name_readline, NULL, 0);
    if (!line || ouro_length(rt, line) > 0)
        return line;
    decref(rt, line);
    return NULL;
}

/* ---- class ----------------------------------------------------------------------------------- */

static void attach(ouro_runtime *rt, struct io_buffered *b, ouro_object *raw, size_t size,
                   bool is_readable, bool is_writable)
{
    setref_take(rt, &b->raw, newref(raw));
    b->size = size;
    b->is_readable = is_readable;
    b->is_writable = is_writable;
    b->is_closed = false;
    if (is_writable)
        list_enter(rt, b);
}

ouro_object *ouro_io_buffered_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *raw,
                                  size_t size)
{
    struct io_state *state = io_state(rt);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        attach(rt, buffered_of(self), raw, size, cls != state->writer, cls != state->reader);
    return self;
}

static ouro_object *buffered_create(ouro_runtime *rt, struct ouro_class *cls,
                                    ouro_object *const *args, size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

static bool buffered_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    static const char *const keywords[] = {"raw", "buffer_size", NULL};
    struct io_state *state = io_state(rt);
    const struct ouro_class *cls = class_of(rt, self);
    const struct ouro_signature signature = {ouro_class_name(cls), keywords, 1, 2};
    ouro_object *out[2] = {NULL};
    int64_t size = IO_BUFFER_SIZE;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    if (out[1] && !ouro_index_i64(rt, out[1], &size, EXC_OverflowError))
        return false;
    if (size <= 0)
        return ouro_raise(rt, EXC_ValueError, "buffer size must be strictly positive");
    bool is_readable = !ouro_class_is_subclass(cls, state->writer);
    bool is_writable = !ouro_class_is_subclass(cls, state->reader);
    if (is_readable) {
        int answer = ouro_io_ask(rt, out[0], state->name_readable);
        if (answer <= 0)
            return answer == 0 && ouro_io_unsupported(rt, "File or stream is not readable.");
    }
    if (is_writable) {
        int answer = ouro_io_ask(rt, out[0], state->name_writable);
        if (answer <= 0)
            return answer == 0 && ouro_io_unsupported(rt, "File or stream is not writable.");
    }
    attach(rt, buffered_of(self), out[0], (size_t)size, is_readable, is_writable);
    return true;
}

/* Runs before anything is torn down: what is still to be written goes out. */
static void buffered_finalize(struct ouro_heap *heap, ouro_object *self)
{
    struct io_buffered *b = buffered_of(self);
    if (b->raw && !is_shut(runtime_of(heap), b))
        ouro_io_finalize(heap, self);
}

static void buffered_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct io_buffered *b = buffered_of(self);
    list_leave(rt, b);
    if (b->data)
        ouro_buffer_free(rt, b->data, b->capacity);
    b->data = NULL;
    clearref(rt, &b->raw);
    ouro_class_free(rt, self);
}

static void buffered_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &buffered_of(self)->raw);
    ouro_class_traverse_instance(self, visitor);
}

static struct ouro_class *buffered_class(ouro_runtime *rt, struct io_state *state, const char *name)
{
    static const struct ouro_method methods[] = {
        {"read", buffered_read, 0, 1, 0, NULL},
        {"read1", buffered_read1, 0, 1, 0, NULL},
        {"readline", buffered_readline, 0, 1, 0, NULL},
        {"readinto", buffered_readinto, 1, 1, 0, NULL},
        {"readinto1", buffered_readinto1, 1, 1, 0, NULL},
        {"peek", buffered_peek, 0, 1, 0, NULL},
        {"write", buffered_write, 1, 1, 0, NULL},
        {"flush", buffered_flush, 0, 0, 0, NULL},
        {"seek", buffered_seek, 1, 2, 0, NULL},
        {"tell", buffered_tell, 0, 0, 0, NULL},
        {"truncate", buffered_truncate, 0, 1, 0, NULL},
        {"close", buffered_close, 0, 0, 0, NULL},
        {"_dealloc_warn", buffered_dealloc_warn, 1, 1, 0, NULL},
        {"detach", buffered_detach, 0, 0, 0, NULL},
        {"fileno", buffered_fileno, 0, 0, 0, NULL},
        {"isatty", buffered_isatty, 0, 0, 0, NULL},
        {"seekable", buffered_seekable, 0, 0, 0, NULL},
        {"readable", buffered_readable, 0, 0, 0, NULL},
        {"writable", buffered_writable, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__dict__", ouro_collections_dict_get, NULL, NULL},
        {"closed", get_closed, NULL, NULL}, {"mode", get_mode, NULL, NULL},
        {"name", get_name, NULL, NULL},     {"raw", get_raw, NULL, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, name, state->buffered_base, sizeof(struct io_buffered),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return NULL;
    cls->dict_offset = offsetof(struct io_buffered, attributes);
    cls->core.clear = ouro_class_clear_instance;
    cls->core.dealloc = buffered_dealloc;
    cls->core.traverse = buffered_traverse;
    cls->core.finalize = buffered_finalize;
    cls->create = buffered_create;
    cls->init = buffered_init;
    cls->repr = buffered_repr;
    cls->next = buffered_next;
    return ouro_class_ready(rt, cls, methods, getsets, NULL) ? cls : NULL;
}

bool ouro_io_buffered_init(ouro_runtime *rt, struct io_state *state)
{
    state->reader = buffered_class(rt, state, "_io.BufferedReader");
    state->writer = state->reader ? buffered_class(rt, state, "_io.BufferedWriter") : NULL;
    state->random = state->writer ? buffered_class(rt, state, "_io.BufferedRandom") : NULL;
    return state->random != NULL;
}
