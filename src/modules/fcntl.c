/* fcntl: control of descriptors. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include "modules/posix_internal.h"

enum { ARGUMENT_MAX = 1024 };

/* call(descriptor, code, argument) where the argument is an int or bytes, which come back changed. */
static ouro_object *control(ouro_runtime *rt, ouro_object *const *args, size_t count, bool is_ioctl)
{
    int descriptor, result;
    int64_t code, number = 0;
    const uint8_t *bytes;
    size_t size;
    char buffer[ARGUMENT_MAX + 1];
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) ||
        !ouro_index_i64(rt, args[1], &code, EXC_OverflowError))
        return NULL;
    if (count > 2 && !is_int(rt, args[2])) {
        ouro_object *owner = NULL;
        if (is_str(rt, args[2]))
            owner = ouro_str_encode(rt, args[2], "utf-8", "strict");
        if (!ouro_buffer_get(rt, owner ? owner : args[2], &bytes, &size)) {
            xdecref(rt, owner);
            return NULL;
        }
        if (size > ARGUMENT_MAX) {
            xdecref(rt, owner);
            return ouro_raise(rt, EXC_ValueError, "%s argument 3 is too long", is_ioctl ? "ioctl" : "fcntl");
        }
        memcpy(buffer, bytes, size);
        xdecref(rt, owner);
        do
            result = is_ioctl ? ioctl(descriptor, (unsigned long)code, buffer)
                              : fcntl(descriptor, (int)code, buffer);
        while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt));
        if (result < 0)
            return rt->error ? NULL : ouro_raise_errno(rt, errno, NULL);
        if (is_ioctl && is_exact(args[2], TYPE_BYTEARRAY)) {
            if (((struct ouro_bytearray *)(void *)args[2])->length == size)
                memcpy(((struct ouro_bytearray *)(void *)args[2])->data, buffer, size);
            return ouro_int_new(rt, result);
        }
        return ouro_bytes_new(rt, buffer, size);
    }
    if (count > 2 && !ouro_index_i64(rt, args[2], &number, EXC_OverflowError))
        return NULL;
    do
        result = is_ioctl ? ioctl(descriptor, (unsigned long)code, (int)number)
                          : fcntl(descriptor, (int)code, (int)number);
    while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt));
    if (result < 0)
        return rt->error ? NULL : ouro_raise_errno(rt, errno, NULL);
    return ouro_int_new(rt, result);
}

NATIVE(fcntl_fcntl)
{
    return control(rt, args, count, false);
}

NATIVE(fcntl_ioctl)
{
    return control(rt, args, count < 3 ? count : 3, true);
}

NATIVE(fcntl_flock)
{
    int descriptor, operation, result;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &operation))
        return NULL;
    do
        result = flock(descriptor, operation);
    while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt));
    if (result < 0)
        return rt->error ? NULL : ouro_raise_errno(rt, errno, NULL);
    return rt->none;
}

NATIVE(fcntl_lockf)
{
    int descriptor, operation, whence = 0, result;
    int64_t length = 0, start = 0;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &operation) ||
        (count > 2 && !ouro_index_i64(rt, args[2], &length, EXC_OverflowError)) ||
        (count > 3 && !ouro_index_i64(rt, args[3], &start, EXC_OverflowError)) ||
        (count > 4 && !ouro_posix_int(rt, args[4], &whence)))
        return NULL;
    struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
    if (operation == LOCK_UN)
        lock.l_type = F_UNLCK;
    else if (operation & LOCK_SH)
        lock.l_type = F_RDLCK;
    else if (operation & LOCK_EX)
        lock.l_type = F_WRLCK;
    else
        return ouro_raise(rt, EXC_ValueError, "unrecognized lockf argument");
    do
        result = fcntl(descriptor, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock);
    while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt));
    if (result < 0)
        return rt->error ? NULL : ouro_raise_errno(rt, errno, NULL);
    return rt->none;
}

bool ouro_module_fcntl_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"fcntl", fcntl_fcntl, 2, 3, 0, "Perform the operation cmd on file descriptor fd."},
        {"ioctl", fcntl_ioctl, 2, 4, 0, "Perform the operation request on file descriptor fd."},
        {"flock", fcntl_flock, 2, 2, 0, "Perform the lock operation on file descriptor fd."},
        {"lockf", fcntl_lockf, 2, 5, 0, "A wrapper around the fcntl() locking calls."},
        {0},
    };
    static const struct { const char *name; int64_t value; } numbers[] = {
#define X(name) {#name, name},
        X(LOCK_SH) X(LOCK_EX) X(LOCK_NB) X(LOCK_UN) X(F_DUPFD) X(F_DUPFD_CLOEXEC) X(F_GETFD) X(F_SETFD)
        X(F_GETFL) X(F_SETFL) X(F_GETLK) X(F_SETLK) X(F_SETLKW) X(F_GETOWN) X(F_SETOWN) X(F_GETSIG)
        X(F_SETSIG) X(F_RDLCK) X(F_WRLCK) X(F_UNLCK) X(F_GETPIPE_SZ) X(F_SETPIPE_SZ) X(FD_CLOEXEC) X(FASYNC)
#undef X
    };
    bool is_good = ouro_module_add_functions(rt, module, functions);
    for (size_t i = 0; is_good && i < sizeof numbers / sizeof *numbers; i++) {
        ouro_object *number = ouro_int_new(rt, numbers[i].value);
        is_good = number && ouro_module_add(rt, module, numbers[i].name, number);
        xdecref(rt, number);
    }
    return is_good;
}
