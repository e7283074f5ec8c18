/* posix: several buffers at once, and data that passes between descriptors without coming here. */
#define _GNU_SOURCE
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/list.h"
#include "vm/thread_pause.h"

/* The buffers of a sequence, held while a system call uses them: exports keep them where they are. */
struct vector {
    struct iovec *parts;
    ouro_object *list;
    size_t count, held;
};

static void vector_release(ouro_runtime *rt, struct vector *vector)
{
    for (size_t i = 0; i < vector->held; i++) {
        ouro_object *item = list_at(vector->list, i);
        if (class_of(rt, item)->buffer_export)
            class_of(rt, item)->buffer_export(rt, item, -1);
    }
    free(vector->parts);
    xdecref(rt, vector->list);
}

static bool vector_add(ouro_runtime *rt, struct vector *vector, ouro_object *item, bool is_written)
{
    const uint8_t *bytes;
    uint8_t *writable;
    size_t size;
    if (is_written) {
        if (!ouro_buffer_get_writable(rt, item, &writable, &size))
            return false;
        if (!writable)
            return ouro_raise(rt, EXC_BufferError, "Object is not writable.");
        bytes = writable;
    } else if (!ouro_buffer_get(rt, item, &bytes, &size)) {
        return false;
    }
    if (class_of(rt, item)->buffer_export)
        class_of(rt, item)->buffer_export(rt, item, 1);
    vector->parts[vector->held++] = (struct iovec){.iov_base = (void *)(uintptr_t)bytes, .iov_len = size};
    return true;
}

static bool vector_from(ouro_runtime *rt, const char *function, ouro_object *sequence, bool is_written,
                        struct vector *vector)
{
    *vector = (struct vector){0};
    if (!class_of(rt, sequence)->getitem)
        return ouro_raise(rt, EXC_TypeError, "%s() arg 2 must be a sequence", function);
    vector->list = ouro_to_list(rt, sequence);
    if (!vector->list)
        return false;
    vector->count = list_length(vector->list);
    vector->parts = calloc(vector->count + 1, sizeof *vector->parts);
    bool is_good = vector->parts || ouro_raise_memory(rt);
    for (size_t i = 0; is_good && i < vector->count; i++)
        is_good = vector_add(rt, vector, list_at(vector->list, i), is_written);
    if (!is_good)
        vector_release(rt, vector);
    return is_good;
}

/* args: the descriptor and the buffers. position NULL: the descriptor's own, which moves. */
static ouro_object *transfer(ouro_runtime *rt, const char *function, ouro_object *const *args, bool is_read,
                             const int64_t *position, int flags)
{
    int descriptor;
    struct vector vector;
    ssize_t done;
    if (!ouro_posix_int(rt, args[0], &descriptor) ||
        !vector_from(rt, function, args[1], is_read, &vector))
        return NULL;
    int number = vector.count > INT_MAX ? INT_MAX : (int)vector.count;
    if (!ouro_thread_wait_blocking(rt, descriptor, is_read ? POLLIN : POLLOUT))
        done = -1;
    else if (!position)
        RETRY(done, is_read ? readv(descriptor, vector.parts, number)
                            : writev(descriptor, vector.parts, number));
    else
        RETRY(done, is_read ? preadv2(descriptor, vector.parts, number, *position, flags)
                            : pwritev2(descriptor, vector.parts, number, *position, flags));
    int error = errno;
    vector_release(rt, &vector);
    errno = error;
    return number_or_error(rt, done);
}

static ouro_object *transfer_at(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                size_t count, bool is_read)
{
    int64_t position;
    int flags = 0;
    if (!ouro_index_i64(rt, args[2], &position, EXC_OverflowError) ||
        (count > 3 && !ouro_posix_int(rt, args[3], &flags)))
        return NULL;
    return transfer(rt, function, args, is_read, &position, flags);
}

NATIVE(posix_readv)
{
    return transfer(rt, "readv", args, true, NULL, 0);
}

NATIVE(posix_writev)
{
    return transfer(rt, "writev", args, false, NULL, 0);
}

NATIVE(posix_preadv)
{
    return transfer_at(rt, "preadv", args, count, true);
}

NATIVE(posix_pwritev)
{
    return transfer_at(rt, "pwritev", args, count, false);
}

NATIVE(posix_splice)
{
    ouro_object *out[6];
    int from, to, flags = 0;
    int64_t length, from_at, to_at;
    ssize_t moved;
    BIND("splice", 3, 6, out, "src", "dst", "count", "offset_src", "offset_dst", "flags");
    bool has_from = out[3] && out[3] != rt->none, has_to = out[4] && out[4] != rt->none;
    if (!ouro_posix_int(rt, out[0], &from) || !ouro_posix_int(rt, out[1], &to) ||
        !ouro_index_i64(rt, out[2], &length, EXC_OverflowError) ||
        (has_from && !ouro_index_i64(rt, out[3], &from_at, EXC_OverflowError)) ||
        (has_to && !ouro_index_i64(rt, out[4], &to_at, EXC_OverflowError)) ||
        (out[5] && !ouro_posix_int(rt, out[5], &flags)))
        return NULL;
    if (length < 0)
        return ouro_raise(rt, EXC_ValueError, "negative value for 'count' not allowed");
    RETRY(moved, splice(from, has_from ? &from_at : NULL, to, has_to ? &to_at : NULL, (size_t)length,
                        (unsigned)flags));
    return number_or_error(rt, moved);
}

NATIVE(posix_eventfd_read)
{
    ouro_object *out[1];
    int descriptor, result;
    eventfd_t value = 0;
    BIND("eventfd_read", 1, 1, out, "fd");
    if (!ouro_posix_descriptor(rt, out[0], &descriptor) ||
        !ouro_thread_wait_blocking(rt, descriptor, POLLIN))
        return NULL;
    RETRY(result, eventfd_read(descriptor, &value));
    if (rt->error)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new_u64(rt, value);
}

NATIVE(posix_eventfd_write)
{
    ouro_object *out[2];
    int descriptor, result;
    uint64_t value;
    BIND("eventfd_write", 2, 2, out, "fd", "value");
    if (!ouro_posix_descriptor(rt, out[0], &descriptor))
        return NULL;
    int64_t sign = 0;
    if (is_int(rt, out[1]) && ouro_int_fits_i64(out[1], &sign) && sign < 0)
        return ouro_raise(rt, EXC_ValueError, "value must be positive");
    if (!ouro_posix_u64(rt, out[1], &value))
        return NULL;
    RETRY(result, eventfd_write(descriptor, value));
    return none_or_error(rt, result);
}

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_vector_functions[] = {
    {"readv", posix_readv, 2, 2, 0, NULL},
    {"writev", posix_writev, 2, 2, 0, NULL},
    {"preadv", posix_preadv, 3, 4, 0, NULL},
    {"pwritev", posix_pwritev, 3, 4, 0, NULL},
    {"splice", posix_splice, WITH_KEYWORDS, NULL},
    {"eventfd_read", posix_eventfd_read, WITH_KEYWORDS, NULL},
    {"eventfd_write", posix_eventfd_write, WITH_KEYWORDS, NULL},
    {0},
};
