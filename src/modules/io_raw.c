/* FileIO: a file descriptor as an object. */
#include "modules/collections.h"
#include "modules/io_internal.h"
#include "types/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/thread_pause.h"
#include "vm/vm.h"

static struct io_file *file_of(const ouro_object *self)
{
    return IO_OF(io_file, self);
}

/* After EINTR: false when a signal's handler raised. */
static bool interrupted(ouro_runtime *rt)
{
    return !rt->vm || ouro_vm_signals_poll(rt);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* What __fspath__ of a path-like object says; str, bytes and int as they are. Owned. */
ouro_object *ouro_io_path(ouro_runtime *rt, ouro_object *path)
{
    if (is_str(rt, path) || is_bytes(rt, path) || is_int(rt, path))
        return newref(path);
    ouro_object *name = ouro_str_intern_text(rt, "__fspath__");
    ouro_object *method = name ? ouro_lookup_special(rt, path, name) : NULL;
    xdecref(rt, name);
    if (!method)
        return ouro_has_error(rt)
                   ? NULL
                   : ouro_raise(rt, EXC_TypeError,
                                "expected str, bytes or os.PathLike object, not %T", path);
    ouro_object *found = ouro_call0(rt, method);
    decref(rt, method);
    if (found && !is_str(rt, found) && !is_bytes(rt, found)) {
        ouro_raise(rt, EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", path,
                   found);
        clearref(rt, &found);
    }
    return found;
}

/* The path as bytes, NUL-terminated: owned. str is encoded as the file system has it. */
static ouro_object *path_bytes(ouro_runtime *rt, ouro_object *path)
{
    ouro_object *found = ouro_io_path(rt, path);
    if (!found)
        return NULL;
    ouro_object *bytes =
        is_str(rt, found) ? ouro_str_encode(rt, found, "utf-8", "surrogateescape") : newref(found);
    decref(rt, found);
    if (bytes && memchr(bytes_of(bytes)->data, 0, bytes_of(bytes)->length)) {
        decref(rt, bytes);
        return ouro_raise(rt, EXC_ValueError, "embedded null byte");
    }
    return bytes;
}

static int open_flags(const struct io_file *file, char kind)
{
    int flags = O_CLOEXEC | (file->is_readable && file->is_writable ? O_RDWR
                             : file->is_readable                    ? O_RDONLY
                                                                    : O_WRONLY);
    if (kind == 'w')
        flags |= O_CREAT | O_TRUNC;
    else if (kind == 'x')
        flags |= O_CREAT | O_EXCL;
    else if (kind == 'a')
        flags |= O_CREAT | O_APPEND;
    return flags;
}

static bool mode_set(ouro_runtime *rt, struct io_file *file, const char *mode)
{
    bool has_kind = false, has_plus = false;
    for (; *mode; mode++) {
        if (*mode == 'b')
            continue;
        if (*mode == '+') {
            if (has_plus)
                goto bad;
            has_plus = true;
        } else {
            if (!strchr("rwxa", *mode))
                return ouro_raise(rt, EXC_ValueError, "invalid mode: %s", mode);
            if (has_kind)
                goto bad;
            has_kind = true;
            file->is_readable = *mode == 'r';
            file->is_writable = *mode != 'r';
            file->is_created = *mode == 'x';
            file->is_appending = *mode == 'a';
        }
    }
    if (!has_kind)
        goto bad;
    if (has_plus)
        file->is_readable = file->is_writable = true;
    return true;
bad:
    return ouro_raise(rt, EXC_ValueError, "Must have exactly one of create/read/write/append mode "
                                          "and at most one plus");
}

static int open_path(ouro_runtime *rt, ouro_object *name, int flags)
{
    ouro_object *bytes = path_bytes(rt, name);
    if (!bytes)
        return -1;
    int fd;
    do {
        fd = open((const char *)bytes_of(bytes)->data, flags, 0666);
    } while (fd < 0 && errno == EINTR && interrupted(rt));
    int error_number = errno;
    decref(rt, bytes);
    if (fd < 0 && !ouro_has_error(rt))
        ouro_raise_errno(rt, error_number, name);
    return fd;
}

static int open_with(ouro_runtime *rt, ouro_object *opener, ouro_object *name, int flags)
{
    ouro_object *number = ouro_int_new(rt, flags);
    ouro_object *result = number ? ouro_call2(rt, opener, name, number) : NULL;
    int64_t fd = -1;
    xdecref(rt, number);
    if (!result)
        return -1;
    if (!is_int(rt, result))
        ouro_raise(rt, EXC_TypeError, "expected integer from opener");
    else if (ouro_int_as_i64(rt, result, &fd) && fd < 0)
        ouro_raise(rt, EXC_ValueError, "opener returned %lld", (long long)fd);
    decref(rt, result);
    return ouro_has_error(rt) ? -1 : (int)fd;
}

/* Directories open for reading; only this tells. */
static bool refuse_directory(ouro_runtime *rt, struct io_file *file, ouro_object *name)
{
    struct stat status;
    int error_number = fstat(file->fd, &status) < 0      ? errno
                       : S_ISDIR(status.st_mode) ? EISDIR
                                                 : 0;
    if (error_number == 0 || (error_number != EISDIR && error_number != EBADF))
        return true;
    if (file->closes_fd && !is_int(rt, name))
        close(file->fd);
    file->fd = -1;
    ouro_raise_errno(rt, error_number, error_number == EISDIR ? name : NULL);
    return false;
}

bool ouro_io_file_open(ouro_runtime *rt, ouro_object *self, ouro_object *name, const char *mode,
                       bool closes_fd, ouro_object *opener)
{
    struct io_file *file = file_of(self);
    if (!mode_set(rt, file, mode))
        return false;
    file->closes_fd = closes_fd;
    int fd;
    if (is_int(rt, name)) {
        int64_t number;
        if (!ouro_int_as_i64(rt, name, &number))
            return false;
        if (number < 0)
            return ouro_raise(rt, EXC_ValueError, "negative file descriptor");
        fd = (int)number;
    } else {
        if (!closes_fd)
            return ouro_raise(rt, EXC_ValueError, "Cannot use closefd=False with file name");
        char kind = file->is_created ? 'x' : file->is_appending ? 'a' : mode[0];
        int flags = open_flags(file, kind);
        fd = opener ? open_with(rt, opener, name, flags) : open_path(rt, name, flags);
    }
    if (fd < 0)
        return false;
    file->fd = fd;
    if (!refuse_directory(rt, file, name))
        return false;
    setref_take(rt, &file->name, newref(name));
    if (file->is_appending)
        lseek(fd, 0, SEEK_END); /* a pipe has no end: benign */
    return true;
}

/* ---- reading and writing --------------------------------------------------------------------- */

static bool check_open(ouro_runtime *rt, const struct io_file *file)
{
    return file->fd >= 0 || ouro_raise(rt, EXC_ValueError, "I/O operation on closed file");
}

ptrdiff_t ouro_io_file_read(ouro_runtime *rt, struct io_file *file, void *data, size_t size)
{
    if (!check_open(rt, file))
        return -1;
    for (;;) {
        ssize_t got = read(file->fd, data, size);
        if (got >= 0)
            return got;
        if (errno == EAGAIN)
            return IO_BLOCKED;
        if (errno != EINTR) {
            ouro_raise_errno(rt, errno, NULL);
            return -1;
        }
        if (!interrupted(rt))
            return -1;
    }
}

bool ouro_io_file_wait(ouro_runtime *rt, const struct io_file *file, bool is_read)
{
    return file->fd < 0 || ouro_thread_wait_blocking(rt, file->fd, is_read ? POLLIN : POLLOUT);
}

/* One call of the system: how much was written, IO_BLOCKED, or -1 with an error. A signal's handler may start
 * a thread, which has to run if it is to empty the pipe. */
static ptrdiff_t write_once(ouro_runtime *rt, struct io_file *file, const void *data, size_t size)
{
    for (;;) {
        ssize_t done = write(file->fd, data, ouro_thread_write_size(rt, file->fd, size));
        if (done >= 0)
            return done;
        if (errno == EAGAIN)
            return IO_BLOCKED;
        if (errno != EINTR) {
            ouro_raise_errno(rt, errno, NULL);
            return -1;
        }
        if (!interrupted(rt) || !ouro_io_file_wait(rt, file, false) || !check_open(rt, file))
            return -1;
    }
}

bool ouro_io_file_write(ouro_runtime *rt, struct io_file *file, const void *data, size_t size,
                        size_t *written)
{
    const char *bytes = data;
    *written = 0;
    while (*written < size) {
        if (!ouro_io_file_wait(rt, file, false) || !check_open(rt, file))
            return false;
        ptrdiff_t done = write_once(rt, file, bytes + *written, size - *written);
        if (done == IO_BLOCKED)
            return true;
        if (done < 0)
            return false;
        *written += (size_t)done;
        if (*written < size && !interrupted(rt)) /* a signal may have cut it short */
            return false;
    }
    return check_open(rt, file);
}

int64_t ouro_io_file_seek(ouro_runtime *rt, struct io_file *file, int64_t offset, int whence)
{
    if (!check_open(rt, file))
        return -1;
    off_t at = lseek(file->fd, offset, whence);
    if (at < 0)
        ouro_raise_errno(rt, errno, NULL);
    return at;
}

static bool file_seekable(struct io_file *file)
{
    if (file->seekable < 0)
        file->seekable = lseek(file->fd, 0, SEEK_CUR) >= 0;
    return file->seekable > 0;
}

const char *ouro_io_file_mode(const struct io_file *file)
{
    if (file->is_created)
        return file->is_readable ? "xb+" : "xb";
    if (file->is_appending)
        return file->is_readable ? "ab+" : "ab";
    return file->is_readable ? file->is_writable ? "rb+" : "rb" : "wb";
}

static bool file_close(ouro_runtime *rt, struct io_file *file)
{
    int fd = file->fd;
    file->fd = -1;
    if (fd < 0 || !file->closes_fd)
        return true;
    if (close(fd) < 0 && errno != EINTR) {
        ouro_raise_errno(rt, errno, NULL);
        return false;
    }
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static bool check_readable(ouro_runtime *rt, const struct io_file *file)
{
    if (!check_open(rt, file))
        return false;
    return file->is_readable || ouro_io_unsupported(rt, "File not open for reading");
}

/* Everything up to the end. */
static NATIVE(file_readall)
{
    struct io_file *file = file_of(self);
    struct ouro_byte_buffer all = {.rt = rt};
    if (!check_readable(rt, file))
        return NULL;
    for (;;) {
        if (!ouro_byte_buffer_reserve(&all, IO_BUFFER_SIZE))
            goto fail;
        if (!ouro_io_file_wait(rt, file, true))
            goto fail;
        ptrdiff_t got = ouro_io_file_read(rt, file, all.data + all.size, all.capacity - all.size);
        if (got == IO_BLOCKED && !all.size) {
            ouro_byte_buffer_abandon(&all);
            return rt->none;
        }
        if (got == IO_BLOCKED)
            got = 0;
        if (got < 0)
            goto fail;
        if (got == 0)
            return ouro_byte_buffer_finish(&all);
        all.size += (size_t)got;
    }
fail:
    ouro_byte_buffer_abandon(&all);
    return NULL;
}

static NATIVE(file_read)
{
    struct io_file *file = file_of(self);
    int64_t size;
    if (!check_readable(rt, file) || !ouro_io_size(rt, args, count, &size))
        return NULL;
    if (size < 0)
        return file_readall(rt, self, NULL, 0, NULL);
    struct ouro_byte_buffer out = {.rt = rt};
    if (!ouro_io_file_wait(rt, file, true) || !ouro_byte_buffer_reserve(&out, (size_t)size))
        return NULL;
    ptrdiff_t got = ouro_io_file_read(rt, file, out.data, (size_t)size);
    if (got < 0) {
        ouro_byte_buffer_abandon(&out);
        return got == IO_BLOCKED ? rt->none : NULL;
    }
    out.size = (size_t)got;
    return ouro_byte_buffer_finish(&out);
}

static NATIVE(file_readinto)
{
    struct io_file *file = file_of(self);
    uint8_t *bytes;
    size_t size;
    if (!check_readable(rt, file) || !ouro_io_file_wait(rt, file, true) ||
        !ouro_buffer_get_writable(rt, args[0], &bytes, &size))
        return NULL;
    if (!bytes)
        return ouro_raise(rt, EXC_TypeError,
                          "readinto() argument must be read-write bytes-like object, not %W", args[0]);
    ptrdiff_t got = ouro_io_file_read(rt, file, bytes, size);
    if (got == IO_BLOCKED)
        return rt->none;
    return got < 0 ? NULL : ouro_int_new(rt, got);
}

static NATIVE(file_write)
{
    struct io_file *file = file_of(self);
    const uint8_t *bytes;
    size_t size;
    if (!check_open(rt, file))
        return NULL;
    if (!file->is_writable) {
        ouro_io_unsupported(rt, "File not open for writing");
        return NULL;
    }
    if (!ouro_io_file_wait(rt, file, false) || !check_open(rt, file) ||
        !ouro_buffer_get(rt, args[0], &bytes, &size))
        return NULL;
    bool (*hold)(ouro_runtime *, ouro_object *, int) = class_of(rt, args[0])->buffer_export;
    if (hold)
        hold(rt, args[0], 1);
    ptrdiff_t done = write_once(rt, file, bytes, size);
    if (hold)
        hold(rt, args[0], -1);
    if (done == IO_BLOCKED)
        return rt->none;
    if (done >= 0 && (size_t)done < size && !interrupted(rt)) /* what cut it short may have a handler */
        return NULL;
    return done < 0 ? NULL : ouro_int_new(rt, done);
}

static NATIVE(file_seek)
{
    int64_t offset, whence = 0;
    if (!ouro_index_i64(rt, args[0], &offset, EXC_OverflowError) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &whence, EXC_OverflowError)))
        return NULL;
    int64_t at = ouro_io_file_seek(rt, file_of(self), offset, (int)whence);
    return at < 0 ? NULL : ouro_int_new(rt, at);
}

static NATIVE(file_tell)
{
    int64_t at = ouro_io_file_seek(rt, file_of(self), 0, SEEK_CUR);
    return at < 0 ? NULL : ouro_int_new(rt, at);
}

static NATIVE(file_truncate)
{
    struct io_file *file = file_of(self);
    int64_t size;
    if (!check_open(rt, file))
        return NULL;
    if (!file->is_writable) {
        ouro_io_unsupported(rt, "File not open for writing");
        return NULL;
    }
    if (count == 0 || args[0] == rt->none)
        size = ouro_io_file_seek(rt, file, 0, SEEK_CUR);
    else if (!ouro_index_i64(rt, args[0], &size, EXC_OverflowError))
        return NULL;
    if (ouro_has_error(rt))
        return NULL;
    if (ftruncate(file->fd, size) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_int_new(rt, size);
}

static NATIVE(file_method_close)
{
    struct io_file *file = file_of(self);
    bool is_plain = file->fd < 0 || (is_io(rt, self, io_state(rt)->file) && !file->attributes);
    bool is_flushed = is_plain || ouro_io_call(rt, self, rt->name_flush);
    ouro_object *saved = ouro_error_take(rt);
    return ouro_io_chain_close(rt, is_flushed ? NULL : saved, file_close(rt, file)) ? rt->none : NULL;
}

static NATIVE(file_fileno)
{
    return check_open(rt, file_of(self)) ? ouro_int_new(rt, file_of(self)->fd) : NULL;
}

static NATIVE(file_isatty)
{
    return check_open(rt, file_of(self)) ? bool_object(rt, isatty(file_of(self)->fd)) : NULL;
}

static NATIVE(file_readable)
{
    return check_open(rt, file_of(self)) ? bool_object(rt, file_of(self)->is_readable) : NULL;
}

static NATIVE(file_writable)
{
    return check_open(rt, file_of(self)) ? bool_object(rt, file_of(self)->is_writable) : NULL;
}

static NATIVE(file_method_seekable)
{
    return check_open(rt, file_of(self)) ? bool_object(rt, file_seekable(file_of(self))) : NULL;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, file_of(self)->fd < 0);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_from(rt, ouro_io_file_mode(file_of(self)));
}

static ouro_object *get_closefd(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, file_of(self)->closes_fd);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = file_of(self)->name;
    return name ? newref(name) : ouro_raise(rt, EXC_AttributeError, "'%T' object has no attribute 'name'",
                                            self);
}

static bool set_name(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    setref_take(rt, &file_of(self)->name, xnewref(value));
    return true;
}

static ouro_object *file_repr(ouro_runtime *rt, ouro_object *self)
{
    struct io_file *file = file_of(self);
    if (file->fd < 0)
        return ouro_str_format(rt, "<%s [closed]>", class_of(rt, self)->core.name);
    if (!file->name)
        return ouro_str_format(rt, "<%s fd=%d mode='%s' closefd=%s>", class_of(rt, self)->core.name,
                               file->fd, ouro_io_file_mode(file), file->closes_fd ? "True" : "False");
    return ouro_str_format(rt, "<%s name=%R mode='%s' closefd=%s>", class_of(rt, self)->core.name,
                           file->name, ouro_io_file_mode(file), file->closes_fd ? "True" : "False");
}

/* ---- class ----------------------------------------------------------------------------------- */

ouro_object *ouro_io_file_new(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self) {
        file_of(self)->fd = -1;
        file_of(self)->seekable = -1;
        file_of(self)->closes_fd = true;
    }
    return self;
}

static ouro_object *file_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_io_file_new(rt, cls);
}

static bool file_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    static const char *const keywords[] = {"file", "mode", "closefd", "opener", NULL};
    static const struct ouro_signature signature = {"FileIO", keywords, 1, 4};
    ouro_object *out[4] = {NULL}, *owner = NULL;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    const char *mode = "r";
    if (out[1]) {
        if (!is_str(rt, out[1]))
            return ouro_raise(rt, EXC_TypeError, "FileIO() argument 'mode' must be str, not %W",
                              out[1]);
        mode = ouro_str_utf8(rt, out[1], NULL, &owner);
        if (!mode)
            return false;
    }
    int closes_fd = out[2] ? ouro_truth(rt, out[2]) : 1;
    bool is_done = closes_fd >= 0 && file_close(rt, file_of(self)) &&
                   ouro_io_file_open(rt, self, out[0], mode, closes_fd > 0,
                                     out[3] && out[3] != rt->none ? out[3] : NULL);
    xdecref(rt, owner);
    return is_done;
}

static NATIVE(file_dealloc_warn)
{
    struct io_file *file = file_of(self);
    if (file->fd < 0 || !file->closes_fd)
        return rt->none;
    if (!ouro_warn(rt, EXC_ResourceWarning, 1, "unclosed file %R", args[0])) {
        if (ouro_error_is(rt, EXC_Warning))
            ouro_vm_unraisable(rt, NULL, self);
        ouro_error_clear(rt);
    }
    return rt->none;
}

static void file_finalize(struct ouro_heap *heap, ouro_object *self)
{
    if (file_of(self)->fd >= 0 && file_of(self)->closes_fd)
        ouro_io_finalize(heap, self);
}

static void file_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct io_file *file = file_of(self);
    if (file->fd >= 0 && file->closes_fd)
        close(file->fd); /* nobody is left to hear of a failure */
    clearref(runtime_of(heap), &file->name);
    ouro_class_free(runtime_of(heap), self);
}

static void file_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &file_of(self)->name);
    ouro_class_traverse_instance(self, visitor);
}

bool ouro_io_raw_init(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method methods[] = {
        {"read", file_read, 0, 1, 0, NULL},
        {"_dealloc_warn", file_dealloc_warn, 1, 1, 0, NULL},
        {"readall", file_readall, 0, 0, 0, NULL},
        {"readinto", file_readinto, 1, 1, 0, NULL},
        {"write", file_write, 1, 1, 0, NULL},
        {"seek", file_seek, 1, 2, 0, NULL},
        {"tell", file_tell, 0, 0, 0, NULL},
        {"truncate", file_truncate, 0, 1, 0, NULL},
        {"close", file_method_close, 0, 0, 0, NULL},
        {"fileno", file_fileno, 0, 0, 0, NULL},
        {"isatty", file_isatty, 0, 0, 0, NULL},
        {"readable", file_readable, 0, 0, 0, NULL},
        {"writable", file_writable, 0, 0, 0, NULL},
        {"seekable", file_method_seekable, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__dict__", ouro_collections_dict_get, NULL, NULL},
        {"closed", get_closed, NULL, NULL},
        {"mode", get_mode, NULL, NULL},
        {"closefd", get_closefd, NULL, NULL},
        {"name", get_name, set_name, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "_io.FileIO", state->raw_base, sizeof(struct io_file),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return false;
    cls->dict_offset = offsetof(struct io_file, attributes);
    cls->core.clear = ouro_class_clear_instance;
    cls->core.dealloc = file_dealloc;
    cls->core.finalize = file_finalize;
    cls->core.traverse = file_traverse;
    cls->create = file_create;
    cls->init = file_init;
    cls->repr = file_repr;
    state->file = cls;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
