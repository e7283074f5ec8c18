/* posix: descriptors: opening, reading, writing, pipes, terminals. */
#define _GNU_SOURCE
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/list.h"
#include "types/struct_sequence.h"
#include "vm/thread_pause.h"

NATIVE(posix_open)
{
    ouro_object *out[4];
    struct posix_path path;
    int flags, mode = 0777, folder, descriptor;
    BIND("open", 2, 3, out, "path", "flags", "mode", "dir_fd");
    if (!ouro_posix_int(rt, out[1], &flags) || (out[2] && !ouro_posix_int(rt, out[2], &mode)) ||
        !ouro_posix_folder(rt, out[3], &folder) || !ouro_posix_path(rt, out[0], "open", "path", 0, &path))
        return NULL;
    RETRY(descriptor, openat(folder, path.bytes, flags | O_CLOEXEC, mode));
    if (rt->error) {
        ouro_posix_path_release(rt, &path);
        return NULL;
    }
    return ouro_posix_done(rt, descriptor, &path) ? ouro_int_new(rt, descriptor) : NULL;
}

NATIVE(posix_close)
{
    ouro_object *out[1];
    int descriptor;
    BIND("close", 1, 1, out, "fd");
    if (!ouro_posix_int(rt, out[0], &descriptor))
        return NULL;
    return close(descriptor) < 0 && errno != EINTR ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(posix_closerange)
{
    int low, high;
    if (!ouro_posix_int(rt, args[0], &low) || !ouro_posix_int(rt, args[1], &high))
        return NULL;
    for (int i = low < 0 ? 0 : low; i < high; i++)
        close(i);
    return rt->none;
}

NATIVE(posix_read)
{
    int descriptor;
    int64_t length;
    ssize_t got;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &length, EXC_OverflowError))
        return NULL;
    if (length < 0)
        return ouro_raise_errno(rt, EINVAL, NULL);
    if (!ouro_thread_wait_blocking(rt, descriptor, POLLIN))
        return NULL;
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)length);
    if (!bytes)
        return NULL;
    RETRY(got, read(descriptor, bytes_of(bytes)->data, (size_t)length));
    int error = errno;
    if (got >= 0)
        return ouro_bytes_shrink_take(rt, bytes, (size_t)got);
    decref(rt, bytes);
    return rt->error ? NULL : ouro_raise_errno(rt, error, NULL);
}

NATIVE(posix_pread)
{
    int descriptor;
    int64_t length, offset;
    ssize_t got;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &length, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[2], &offset, EXC_OverflowError))
        return NULL;
    if (length < 0)
        return ouro_raise_errno(rt, EINVAL, NULL);
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)length);
    if (!bytes)
        return NULL;
    RETRY(got, pread(descriptor, bytes_of(bytes)->data, (size_t)length, offset));
    int error = errno;
    if (got >= 0)
        return ouro_bytes_shrink_take(rt, bytes, (size_t)got);
    decref(rt, bytes);
    return rt->error ? NULL : ouro_raise_errno(rt, error, NULL);
}

NATIVE(posix_write)
{
    int descriptor;
    const uint8_t *bytes;
    size_t size;
    ssize_t done;
    size_t total = 0, step;
    bool is_again;
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    do { /* the others may change the bytes while this one waits */
        if (!ouro_thread_wait_blocking(rt, descriptor, POLLOUT) ||
            !ouro_buffer_get(rt, args[1], &bytes, &size))
            return NULL;
        size = size > total ? size - total : 0;
        step = ouro_thread_write_size(rt, descriptor, size);
        done = write(descriptor, bytes + total, step);
        if (done > 0)
            total += (size_t)done;
        is_again = done < 0 && errno == EINTR && !total && ouro_posix_goes_on(rt);
    } while (is_again || (done >= 0 && (size_t)done == step && step < size));
    return number_or_error(rt, total ? (int64_t)total : done);
}

NATIVE(posix_pwrite)
{
    int descriptor;
    const uint8_t *bytes;
    size_t size;
    int64_t offset;
    ssize_t done;
    if (!ouro_posix_int(rt, args[0], &descriptor) || !ouro_buffer_get(rt, args[1], &bytes, &size) ||
        !ouro_index_i64(rt, args[2], &offset, EXC_OverflowError))
        return NULL;
    RETRY(done, pwrite(descriptor, bytes, size, offset));
    return number_or_error(rt, done);
}

NATIVE(posix_lseek)
{
    int descriptor, how;
    int64_t position;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &position, EXC_OverflowError) || !ouro_posix_int(rt, args[2], &how))
        return NULL;
    return number_or_error(rt, lseek(descriptor, position, how));
}

NATIVE(posix_ftruncate)
{
    int descriptor;
    int64_t length;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &length, EXC_OverflowError))
        return NULL;
    return none_or_error(rt, ftruncate(descriptor, length));
}

static ouro_object *on_descriptor(ouro_runtime *rt, ouro_object *object, int (*call)(int))
{
    int descriptor, result;
    if (!ouro_posix_descriptor(rt, object, &descriptor))
        return NULL;
    RETRY(result, call(descriptor));
    return none_or_error(rt, result);
}

NATIVE(posix_fsync)
{
    ouro_object *out[1];
    BIND("fsync", 1, 1, out, "fd");
    return on_descriptor(rt, out[0], fsync);
}

NATIVE(posix_fdatasync)
{
    ouro_object *out[1];
    BIND("fdatasync", 1, 1, out, "fd");
    return on_descriptor(rt, out[0], fdatasync);
}

NATIVE(posix_sync)
{
    sync();
    return rt->none;
}

NATIVE(posix_dup)
{
    int descriptor;
    return ouro_posix_int(rt, args[0], &descriptor)
               ? number_or_error(rt, fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) : NULL;
}

NATIVE(posix_dup2)
{
    ouro_object *out[3];
    int from, to;
    BIND("dup2", 2, 3, out, "fd", "fd2", "inheritable");
    int inherits = out[2] ? ouro_truth(rt, out[2]) : 1;
    if (inherits < 0 || !ouro_posix_int(rt, out[0], &from) || !ouro_posix_int(rt, out[1], &to))
        return NULL;
    return number_or_error(rt, inherits || from == to ? dup2(from, to) : dup3(from, to, O_CLOEXEC));
}

static ouro_object *pair_of_ints(ouro_runtime *rt, int a, int b)
{
    ouro_object *both[2] = {ouro_int_new(rt, a), ouro_int_new(rt, b)};
    return ouro_tuple_from_take(rt, both, 2);
}

NATIVE(posix_pipe)
{
    int ends[2];
    return pipe2(ends, O_CLOEXEC) < 0 ? ouro_raise_errno(rt, errno, NULL) : pair_of_ints(rt,
                                                                                         ends[0], ends[1]);
}

NATIVE(posix_pipe2)
{
    int ends[2], flags;
    if (!ouro_posix_int(rt, args[0], &flags))
        return NULL;
    return pipe2(ends, flags) < 0 ? ouro_raise_errno(rt, errno, NULL) : pair_of_ints(rt, ends[0], ends[1]);
}

NATIVE(posix_openpty)
{
    int first, second;
    if (openpty(&first, &second, NULL, NULL, NULL) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    fcntl(first, F_SETFD, FD_CLOEXEC);
    fcntl(second, F_SETFD, FD_CLOEXEC);
    return pair_of_ints(rt, first, second);
}

NATIVE(posix_isatty)
{
    int descriptor;
    return ouro_posix_int(rt, args[0], &descriptor) ? bool_object(rt, isatty(descriptor)) : NULL;
}

NATIVE(posix_ttyname)
{
    int descriptor;
    char name[256];
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    int error = ttyname_r(descriptor, name, sizeof name);
    return error ? ouro_raise_errno(rt, error, NULL) : ouro_posix_decode(rt, name);
}

NATIVE(posix_get_inheritable)
{
    int descriptor;
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    int flags = fcntl(descriptor, F_GETFD);
    return flags < 0 ? ouro_raise_errno(rt, errno, NULL) : bool_object(rt, !(flags & FD_CLOEXEC));
}

NATIVE(posix_set_inheritable)
{
    int descriptor, inherits;
    if (!ouro_posix_int(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &inherits))
        return NULL;
    int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0)
        flags = fcntl(descriptor, F_SETFD, inherits ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
    return none_or_error(rt, flags);
}

NATIVE(posix_get_blocking)
{
    int descriptor;
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? ouro_raise_errno(rt, errno, NULL) : bool_object(rt, !(flags & O_NONBLOCK));
}

NATIVE(posix_set_blocking)
{
    int descriptor, blocks = ouro_truth(rt, args[1]);
    if (blocks < 0 || !ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0)
        flags = fcntl(descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    return none_or_error(rt, flags);
}

NATIVE(posix_get_terminal_size)
{
    int descriptor = STDOUT_FILENO;
    struct winsize size;
    if (count && !ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *items[2] = {ouro_int_new(rt, size.ws_col), ouro_int_new(rt, size.ws_row)};
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "terminal_size"), items,
                                         sizeof items / sizeof *items);
}

NATIVE(posix_device_encoding)
{
    int descriptor;
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    return isatty(descriptor) ? ouro_str_from(rt, "UTF-8") : rt->none;
}

NATIVE(posix_lockf)
{
    int descriptor, command, result;
    int64_t length;
    if (!ouro_posix_int(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &command) ||
        !ouro_index_i64(rt, args[2], &length, EXC_OverflowError))
        return NULL;
    RETRY(result, lockf(descriptor, command, length));
    return none_or_error(rt, result);
}

/* Sends what can be sent without waiting while there are other threads: they run until the descriptor is
 * ready. The descriptor blocks again before anybody else can use it. */
static ssize_t send_part(ouro_runtime *rt, int to, int from, off_t *offset, size_t length)
{
    ssize_t sent;
    int flags = ouro_thread_is_alone(rt) ? O_NONBLOCK : fcntl(to, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK)) {
        RETRY(sent, sendfile(to, from, offset, length));
        return sent;
    }
    do {
        if (ouro_thread_wait_descriptor(rt, to, POLLOUT, 0) == PAUSE_ERROR)
            return -1;
        fcntl(to, F_SETFL, flags | O_NONBLOCK);
        sent = sendfile(to, from, offset, length);
        int error = errno;
        fcntl(to, F_SETFL, flags);
        errno = error;
    } while (sent < 0 && (errno == EAGAIN || (errno == EINTR && ouro_posix_goes_on(rt))));
    return sent;
}

NATIVE(posix_sendfile)
{
    ouro_object *out[4];
    int to, from;
    int64_t offset = 0, length;
    BIND("sendfile", 4, 4, out, "out_fd", "in_fd", "offset", "count");
    if (!ouro_posix_int(rt, out[0], &to) || !ouro_posix_int(rt, out[1], &from) ||
        !ouro_index_i64(rt, out[3], &length, EXC_OverflowError) ||
        (out[2] != rt->none && !ouro_index_i64(rt, out[2], &offset, EXC_OverflowError)))
        return NULL;
    off_t at = offset;
    return number_or_error(rt, send_part(rt, to, from, out[2] == rt->none ? NULL : &at, (size_t)length));
}

NATIVE(posix_copy_file_range)
{
    ouro_object *out[5];
    int from, to;
    int64_t length, from_offset, to_offset;
    BIND("copy_file_range", 3, 5, out, "src", "dst", "count", "offset_src", "offset_dst");
    bool has_from = out[3] && out[3] != rt->none, has_to = out[4] && out[4] != rt->none;
    if (!ouro_posix_int(rt, out[0], &from) || !ouro_posix_int(rt, out[1], &to) ||
        !ouro_index_i64(rt, out[2], &length, EXC_OverflowError) ||
        (has_from && !ouro_index_i64(rt, out[3], &from_offset, EXC_OverflowError)) ||
        (has_to && !ouro_index_i64(rt, out[4], &to_offset, EXC_OverflowError)))
        return NULL;
    if (length < 0)
        return ouro_raise(rt, EXC_ValueError, "negative value for 'count' not allowed");
    return number_or_error(rt, copy_file_range(from, has_from ? &from_offset : NULL, to,
                                               has_to ? &to_offset : NULL, (size_t)length, 0));
}

NATIVE(posix_memfd_create)
{
    ouro_object *out[2];
    struct posix_path path;
    int flags = MFD_CLOEXEC;
    BIND("memfd_create", 1, 2, out, "name", "flags");
    if ((out[1] && !ouro_posix_int(rt, out[1], &flags)) ||
        !ouro_posix_path(rt, out[0], NULL, "name", 0, &path))
        return NULL;
    int descriptor = memfd_create(path.bytes, (unsigned)flags);
    ouro_posix_path_release(rt, &path);
    return number_or_error(rt, descriptor);
}

NATIVE(posix_eventfd)
{
    ouro_object *out[2];
    int initial, flags = EFD_CLOEXEC;
    BIND("eventfd", 1, 2, out, "initval", "flags");
    if (!ouro_posix_int(rt, out[0], &initial) || (out[1] && !ouro_posix_int(rt, out[1], &flags)))
        return NULL;
    return number_or_error(rt, eventfd((unsigned)initial, flags));
}

NATIVE(posix_posix_fadvise)
{
    int descriptor, advice;
    int64_t offset, length;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[2], &length, EXC_OverflowError) || !ouro_posix_int(rt, args[3], &advice))
        return NULL;
    int error = posix_fadvise(descriptor, offset, length, advice);
    return error ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

NATIVE(posix_posix_fallocate)
{
    int descriptor;
    int64_t offset, length;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[2], &length, EXC_OverflowError))
        return NULL;
    int error = posix_fallocate(descriptor, offset, length);
    return error ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

static ouro_object *random_bytes(ouro_runtime *rt, ouro_object *length, int flags)
{
    int64_t size;
    if (!ouro_index_i64(rt, length, &size, EXC_OverflowError))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "negative argument not allowed");
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)size);
    for (int64_t done = 0; bytes && done < size;) {
        ssize_t got = getrandom(bytes_of(bytes)->data + done, (size_t)(size - done), (unsigned)flags);
        if (got < 0 && (errno != EINTR || !ouro_posix_goes_on(rt))) {
            int error = errno;
            decref(rt, bytes);
            return rt->error ? NULL : ouro_raise_errno(rt, error, NULL);
        }
        done += got > 0 ? got : 0;
    }
    return bytes;
}

NATIVE(posix_urandom)
{
    return random_bytes(rt, args[0], 0);
}

NATIVE(posix_getrandom)
{
    ouro_object *out[2];
    int flags = 0;
    BIND("getrandom", 1, 2, out, "size", "flags");
    return out[1] && !ouro_posix_int(rt, out[1], &flags) ? NULL : random_bytes(rt, out[0], flags);
}

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_file_functions[] = {
    {"open", posix_open, WITH_KEYWORDS,
     "Open a file for low level IO.  Returns a file descriptor (integer)."},
    {"close", posix_close, WITH_KEYWORDS, "Close a file descriptor."},
    {"closerange", posix_closerange, 2, 2, 0, "Closes all file descriptors in [fd_low, fd_high)."},
    {"read", posix_read, 2, 2, 0, "Read from a file descriptor.  Returns a bytes object."},
    {"pread", posix_pread, 3, 3, 0, NULL},
    {"write", posix_write, 2, 2, 0, "Write a bytes object to a file descriptor."},
    {"pwrite", posix_pwrite, 3, 3, 0, NULL},
    {"lseek", posix_lseek, 3, 3, 0, "Set the position of a file descriptor.  Return the new position."},
    {"ftruncate", posix_ftruncate, 2, 2, 0, NULL},
    {"fsync", posix_fsync, WITH_KEYWORDS, "Force write of fd to disk."},
    {"fdatasync", posix_fdatasync, WITH_KEYWORDS, NULL},
    {"sync", posix_sync, 0, 0, 0, "Force write of everything to disk."},
    {"dup", posix_dup, 1, 1, 0, "Return a duplicate of a file descriptor."},
    {"dup2", posix_dup2, WITH_KEYWORDS, "Duplicate file descriptor."},
    {"pipe", posix_pipe, 0, 0, 0, "Create a pipe."},
    {"pipe2", posix_pipe2, 1, 1, 0, "Create a pipe with flags set atomically."},
    {"openpty", posix_openpty, 0, 0, 0, "Open a pseudo-terminal."},
    {"isatty", posix_isatty, 1, 1, 0, "Return True if the fd is connected to a terminal."},
    {"ttyname", posix_ttyname, 1, 1, 0, NULL},
    {"get_inheritable", posix_get_inheritable, 1, 1, 0, NULL},
    {"set_inheritable", posix_set_inheritable, 2, 2, 0, NULL},
    {"get_blocking", posix_get_blocking, 1, 1, 0, NULL},
    {"set_blocking", posix_set_blocking, 2, 2, 0, NULL},
    {"get_terminal_size", posix_get_terminal_size, 0, 1, 0, "Return the size of the terminal window."},
    {"device_encoding", posix_device_encoding, 1, 1, 0, NULL},
    {"lockf", posix_lockf, 3, 3, 0, NULL},
    {"sendfile", posix_sendfile, WITH_KEYWORDS, NULL},
    {"copy_file_range", posix_copy_file_range, WITH_KEYWORDS, NULL},
    {"memfd_create", posix_memfd_create, WITH_KEYWORDS, NULL},
    {"eventfd", posix_eventfd, WITH_KEYWORDS, NULL},
    {"posix_fadvise", posix_posix_fadvise, 4, 4, 0, NULL},
    {"posix_fallocate", posix_posix_fallocate, 3, 3, 0, NULL},
    {"urandom", posix_urandom, 1, 1, 0, "Return a bytes object containing random bytes."},
    {"getrandom", posix_getrandom, WITH_KEYWORDS, NULL},
    {0},
};
