/* _socket: what the socket module is made of. Addresses: IPv4, IPv6 and local ones. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "modules/socket_hosts.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/list.h"
#include "vm/thread_pause.h"

struct sock {
    ouro_object base;
    int descriptor, family, type, protocol;
    double timeout; /* negative: none */
};

static struct sock *sock_of(ouro_object *object)
{
    return (struct sock *)(void *)object;
}

/* ---- addresses ------------------------------------------------------------------------------- */

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    struct sockaddr_storage room;
};

static void *raise_lookup(ouro_runtime *rt, int code)
{
    if (code == EAI_SYSTEM)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *cls = ouro_vm_state_peek(rt, "socket.gaierror"), *number = ouro_int_new(rt, code);
    ouro_object *text = number ? ouro_str_from(rt, gai_strerror(code)) : NULL;
    if (cls && text)
        ouro_raise_take(rt, ouro_call2(rt, cls, number, text));
    xdecref(rt, number);
    xdecref(rt, text);
    return NULL;
}

/* A host by name or number; "" is any address. */
static bool host_read(ouro_runtime *rt, const char *host, int family, union address *address, socklen_t *size)
{
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_DGRAM}, *found = NULL;
    if (!*host)
        hints.ai_flags = AI_PASSIVE;
    if (!strcmp(host, "<broadcast>"))
        host = "255.255.255.255";
    int code = getaddrinfo(*host ? host : NULL, *host ? NULL : "0", &hints, &found);
    if (code)
        return raise_lookup(rt, code) != NULL;
    memcpy(address, found->ai_addr, found->ai_addrlen);
    *size = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static bool address_read(ouro_runtime *rt, int family, ouro_object *object, const char *function,
                         union address *address, socklen_t *size)
{
    memset(address, 0, sizeof *address);
    if (family == AF_UNIX) {
        struct posix_path path;
        if (!is_str(rt, object) && !is_bytes(rt, object))
            return ouro_raise(rt, EXC_TypeError, "a bytes-like object is required, not '%T'", object) != NULL;
        ouro_object *owner = is_bytes(rt, object) ? newref(object)
                                                  : ouro_str_encode(rt, object, "utf-8", "surrogateescape");
        (void)path;
        if (!owner)
            return false;
        size_t length = bytes_of(owner)->length;
        bool is_good = length < sizeof address->un.sun_path ||
                       ouro_raise(rt, EXC_OSError, "AF_UNIX path too long") != NULL;
        if (is_good) {
            address->un.sun_family = AF_UNIX;
            memcpy(address->un.sun_path, bytes_of(owner)->data, length);
            *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length +
                                (length && address->un.sun_path[0]));
        }
        decref(rt, owner);
        return is_good;
    }
    if (family != AF_INET && family != AF_INET6)
        return ouro_raise(rt, EXC_OSError, "%s(): bad family", function) != NULL;
    if (!is_tuple(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s(): AF_INET%s address must be tuple, not %T", function,
                          family == AF_INET6 ? "6" : "", object) != NULL;
    size_t length = tuple_length(object);
    static const char pair_wanted[] = "AF_INET address must be a pair (host, port)";
    static const char tuple_wanted[] =
        "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
    if (length < 2 || length > (family == AF_INET ? 2 : 4))
        return ouro_raise(rt, EXC_TypeError, "%s", family == AF_INET ? pair_wanted : tuple_wanted) != NULL;
    ouro_object *host = tuple_at(object, 0), *owner;
    int64_t port, flow = 0, scope = 0;
    if (!is_str(rt, host) && !is_bytes(rt, host))
        return ouro_raise(rt, EXC_TypeError, "str, bytes or bytearray expected, not %T", host) != NULL;
    if (!ouro_index_i64(rt, tuple_at(object, 1), &port, EXC_OverflowError) ||
        (length > 2 && !ouro_index_i64(rt, tuple_at(object, 2), &flow, EXC_OverflowError)) ||
        (length > 3 && !ouro_index_i64(rt, tuple_at(object, 3), &scope, EXC_OverflowError)))
        return false;
    if (port < 0 || port > 0xffff)
        return ouro_raise(rt, EXC_OverflowError, "%s(): port must be 0-65535.", function) != NULL;
    owner = is_bytes(rt, host) ? newref(host) : ouro_str_encode(rt, host, "utf-8", "strict");
    bool is_good = owner && host_read(rt, (const char *)bytes_of(owner)->data, family, address, size);
    xdecref(rt, owner);
    if (is_good && family == AF_INET)
        address->in.sin_port = htons((uint16_t)port);
    if (is_good && family == AF_INET6) {
        address->in6.sin6_port = htons((uint16_t)port);
        address->in6.sin6_flowinfo = htonl((uint32_t)flow);
        address->in6.sin6_scope_id = (uint32_t)scope;
    }
    return is_good;
}

static ouro_object *address_object(ouro_runtime *rt, const union address *address, socklen_t size)
{
    char host[INET6_ADDRSTRLEN];
    if (size == 0)
        return rt->none;
    if (address->any.sa_family == AF_UNIX) {
        size_t length = size - offsetof(struct sockaddr_un, sun_path);
        if (size <= offsetof(struct sockaddr_un, sun_path))
            return rt->empty_str;
        if (!address->un.sun_path[0])
            return ouro_bytes_new(rt, address->un.sun_path, length);
        return ouro_posix_decode(rt, address->un.sun_path);
    }
    bool is_six = address->any.sa_family == AF_INET6;
    if (!is_six && address->any.sa_family != AF_INET)
        return rt->none;
    inet_ntop(address->any.sa_family, is_six ? (const void *)&address->in6.sin6_addr : &address->in.sin_addr,
              host, sizeof host);
    ouro_object *items[4] = {
        ouro_str_from(rt, host), ouro_int_new(rt, ntohs(is_six ? address->in6.sin6_port
                                                        : address->in.sin_port)),
        is_six ? ouro_int_new(rt, ntohl(address->in6.sin6_flowinfo)) : NULL,
        is_six ? ouro_int_new(rt, address->in6.sin6_scope_id) : NULL};
    return ouro_tuple_from_take(rt, items, is_six ? 4 : 2);
}

/* ---- waiting --------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Until the socket is ready, or the time is over: false with the error set. */
static bool wait_ready(ouro_runtime *rt, struct sock *s, short events, double end)
{
    if (s->timeout != 0 && !ouro_thread_is_alone(rt)) {
        uint64_t deadline = s->timeout < 0 ? 0 : ouro_thread_deadline(end - now());
        enum ouro_pause outcome = ouro_thread_wait_descriptor(rt, s->descriptor, events, deadline);
        if (outcome == PAUSE_OVER)
            return ouro_raise(rt, EXC_TimeoutError, "timed out") != NULL;
        return outcome == PAUSE_GO_ON;
    }
    if (s->timeout <= 0)
        return true;
    for (;;) {
        double left = end - now();
        struct pollfd row = {.fd = s->descriptor, .events = events};
        int ready = left <= 0 ? 0 : poll(&row, 1, (int)ceil(left * 1e3));
        if (ready > 0)
            return true;
        if (ready == 0)
            return ouro_raise(rt, EXC_TimeoutError, "timed out") != NULL;
        if (errno != EINTR)
            return ouro_raise_errno(rt, errno, NULL) != NULL;
        if (!ouro_posix_goes_on(rt))
            return false;
    }
}

/* Runs call as long as it has to be repeated; result is negative with the error set. */
#define CALL(result, s, events, call)                                                             \
    do {                                                                                          \
        double end_ = now() + (s)->timeout;                                                       \
        for (;;) {                                                                                \
            result = -1;                                                                          \
            if (!wait_ready(rt, s, events, end_))                                                 \
                break;                                                                            \
            result = call;                                                                        \
            if (result >= 0)                                                                      \
                break;                                                                            \
            if (errno == EINTR && ouro_posix_goes_on(rt))                                         \
                continue;                                                                         \
            if (!rt->error && (errno == EAGAIN || errno == EWOULDBLOCK) && (s)->timeout != 0)      \
                continue;                                                                         \
            if (!rt->error)                                                                       \
                ouro_raise_errno(rt, errno, NULL);                                                \
            break;                                                                                \
        }                                                                                         \
    } while (0)

static bool set_blocking(ouro_runtime *rt, struct sock *s, bool blocks)
{
    int flags = fcntl(s->descriptor, F_GETFL);
    if (flags >= 0)
        flags = fcntl(s->descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    return flags >= 0 || ouro_raise_errno(rt, errno, NULL) != NULL;
}

/* ---- the object ------------------------------------------------------------------------------ */

static ouro_object *sock_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        *sock_of(self) = (struct sock){.base = *self, .descriptor = -1, .timeout = -1};
    return self;
}

static bool sock_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    static const char *const parameters[] = {"family", "type", "proto", "fileno", NULL};
    static const struct ouro_signature signature = {"socket", parameters, 0, 4};
    struct sock *s = sock_of(self);
    ouro_object *out[4];
    int numbers[3] = {-1, -1, -1};
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    for (int i = 0; i < 3; i++)
        if (out[i] && !ouro_posix_int(rt, out[i], &numbers[i]))
            return false;
    s->family = numbers[0] < 0 ? AF_INET : numbers[0];
    s->type = numbers[1] < 0 ? SOCK_STREAM : numbers[1];
    s->protocol = numbers[2] < 0 ? 0 : numbers[2];
    if (out[3] && out[3] != rt->none) {
        socklen_t size = sizeof s->type;
        union address address;
        socklen_t address_size = sizeof address;
        if (!ouro_posix_int(rt, out[3], &s->descriptor))
            return false;
        if (s->descriptor < 0)
            return ouro_raise(rt, EXC_ValueError, "negative file descriptor") != NULL;
        if (numbers[0] < 0) {
            if (getsockname(s->descriptor, &address.any, &address_size) < 0) {
                int error = errno;
                s->descriptor = -1;
                return ouro_raise_errno(rt, error, NULL) != NULL;
            }
            s->family = address.any.sa_family;
        }
        if (numbers[1] < 0)
            getsockopt(s->descriptor, SOL_SOCKET, SO_TYPE, &s->type, &size);
        size = sizeof s->protocol;
        if (numbers[2] < 0)
            getsockopt(s->descriptor, SOL_SOCKET, SO_PROTOCOL, &s->protocol, &size);
    } else {
        s->descriptor = socket(s->family, s->type | SOCK_CLOEXEC, s->protocol);
        if (s->descriptor < 0)
            return ouro_raise_errno(rt, errno, NULL) != NULL;
    }
    s->type &= ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
    ouro_object *timeout = ouro_vm_state_peek(rt, "socket timeout");
    s->timeout = timeout ? ouro_float_value(timeout) : -1;
    return s->timeout < 0 || set_blocking(rt, s, false);
}

static void sock_finalize(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (sock_of(self)->descriptor < 0)
        return;
    ouro_object *saved = ouro_error_take(rt);
    if (!ouro_warn(rt, EXC_ResourceWarning, 1, "unclosed %R", self))
        ouro_vm_unraisable(rt, NULL, self);
    ouro_error_restore(rt, saved);
}

static void sock_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    if (sock_of(self)->descriptor >= 0)
        close(sock_of(self)->descriptor);
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *sock_repr(ouro_runtime *rt, ouro_object *self)
{
    struct sock *s = sock_of(self);
    return ouro_str_format(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>",
                           s->descriptor, s->family,
                           s->type, s->protocol);
}

NATIVE(sock_close)
{
    int descriptor = sock_of(self)->descriptor;
    sock_of(self)->descriptor = -1;
    if (descriptor >= 0 && close(descriptor) < 0 && errno != ECONNRESET)
        return ouro_raise_errno(rt, errno, NULL);
    return rt->none;
}

NATIVE(sock_detach)
{
    int descriptor = sock_of(self)->descriptor;
    sock_of(self)->descriptor = -1;
    return ouro_int_new(rt, descriptor);
}

NATIVE(sock_fileno)
{
    return ouro_int_new(rt, sock_of(self)->descriptor);
}

NATIVE(sock_bind)
{
    union address address;
    socklen_t size;
    if (!address_read(rt, sock_of(self)->family, args[0], "bind", &address, &size))
        return NULL;
    return none_or_error(rt, bind(sock_of(self)->descriptor, &address.any, size));
}

NATIVE(sock_listen)
{
    int backlog = 128;
    if (count && !ouro_posix_int(rt, args[0], &backlog))
        return NULL;
    return none_or_error(rt, listen(sock_of(self)->descriptor, backlog < 0 ? 0 : backlog));
}

NATIVE(sock_accept)
{
    struct sock *s = sock_of(self);
    union address address;
    socklen_t size = sizeof address;
    int descriptor;
    CALL(descriptor, s, POLLIN, (size = sizeof address, accept4(s->descriptor, &address.any,
                                                                &size, SOCK_CLOEXEC)));
    if (descriptor < 0)
        return NULL;
    ouro_object *both[2] = {ouro_int_new(rt, descriptor), address_object(rt, &address, size)};
    if (both[1])
        return ouro_tuple_from_take(rt, both, 2);
    close(descriptor);
    return NULL;
}

/* 0, or the number of the error; -1: an exception is set. */
static int connect_code(ouro_runtime *rt, struct sock *s, ouro_object *target, const char *function)
{
    union address address;
    socklen_t size;
    if (!address_read(rt, s->family, target, function, &address, &size))
        return -1;
    if (connect(s->descriptor, &address.any, size) == 0)
        return 0;
    int code = errno;
    bool waits = code == EINTR || (code == EINPROGRESS && s->timeout > 0);
    if (!waits)
        return code;
    if (code == EINTR && !ouro_posix_goes_on(rt))
        return -1;
    double end = now() + s->timeout;
    struct sock forever = *s;
    if (s->timeout < 0)
        forever.timeout = 1e9;
    if (!wait_ready(rt, &forever, POLLOUT, s->timeout < 0 ? now() + 1e9 : end))
        return -1;
    socklen_t code_size = sizeof code;
    getsockopt(s->descriptor, SOL_SOCKET, SO_ERROR, &code, &code_size);
    return code;
}

NATIVE(sock_connect)
{
    int code = connect_code(rt, sock_of(self), args[0], "connect");
    if (code < 0)
        return NULL;
    return code ? ouro_raise_errno(rt, code, NULL) : rt->none;
}

NATIVE(sock_connect_ex)
{
    int code = connect_code(rt, sock_of(self), args[0], "connect_ex");
    return code < 0 ? NULL : ouro_int_new(rt, code);
}

NATIVE(sock_getsockname)
{
    union address address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    if (getsockname(sock_of(self)->descriptor, &address.any, &size) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return address_object(rt, &address, size);
}

NATIVE(sock_getpeername)
{
    union address address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    if (getpeername(sock_of(self)->descriptor, &address.any, &size) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return address_object(rt, &address, size);
}

NATIVE(sock_shutdown)
{
    int how;
    return ouro_posix_int(rt, args[0], &how) ? none_or_error(rt,
            shutdown(sock_of(self)->descriptor, how)) : NULL;
}

/* ---- sending and receiving ------------------------------------------------------------------- */

static bool receive_arguments(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t count,
                              int64_t *size, int *flags)
{
    if (!ouro_index_i64(rt, args[0], size, EXC_OverflowError) ||
        (count > 1 && !ouro_posix_int(rt, args[1], flags)))
        return false;
    return *size >= 0 || ouro_raise(rt, EXC_ValueError, "negative buffersize in %s", function) != NULL;
}

NATIVE(sock_recv)
{
    int64_t size;
    int flags = 0;
    ssize_t got;
    struct sock *s = sock_of(self);
    if (!receive_arguments(rt, "recv", args, count, &size, &flags))
        return NULL;
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    CALL(got, s, POLLIN, recv(s->descriptor, bytes_of(bytes)->data, (size_t)size, flags));
    if (got >= 0)
        return ouro_bytes_shrink_take(rt, bytes, (size_t)got);
    decref(rt, bytes);
    return NULL;
}

NATIVE(sock_recvfrom)
{
    int64_t size;
    int flags = 0;
    ssize_t got;
    union address address;
    socklen_t address_size = 0;
    struct sock *s = sock_of(self);
    if (!receive_arguments(rt, "recvfrom", args, count, &size, &flags))
        return NULL;
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    CALL(got, s, POLLIN, (address_size = sizeof address,
                          recvfrom(s->descriptor, bytes_of(bytes)->data, (size_t)size, flags, &address.any,
                                   &address_size)));
    if (got < 0) {
        decref(rt, bytes);
        return NULL;
    }
    ouro_object *both[2] = {ouro_bytes_shrink_take(rt, bytes, (size_t)got),
                            address_object(rt, &address, address_size)};
    return ouro_tuple_from_take(rt, both, 2);
}

/* The bytes of a writable buffer; the caller's object keeps them. */
static bool writable(ouro_runtime *rt, ouro_object *object, uint8_t **bytes, size_t *size)
{
    const uint8_t *found;
    if (is_bytes(rt, object) || is_str(rt, object) || !ouro_buffer_get(rt, object, &found, size)) {
        ouro_error_clear(rt);
        return ouro_raise(rt, EXC_TypeError,
                          "recv_into() argument 1 must be read-write bytes-like object, not %W",
                          object) != NULL;
    }
    *bytes = (uint8_t *)(uintptr_t)found;
    return true;
}

static ssize_t receive_into(ouro_runtime *rt, struct sock *s, ouro_object *const *args, size_t count,
                            ouro_object *names, union address *address, socklen_t *address_size)
{
    static const char *const parameters[] = {"buffer", "nbytes", "flags", NULL};
    static const struct ouro_signature signature = {"recv_into", parameters, 1, 3};
    ouro_object *out[3];
    uint8_t *bytes;
    size_t size;
    int64_t wanted = 0;
    int flags = 0;
    ssize_t got;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !writable(rt, out[0], &bytes, &size) || !wait_ready(rt, s, POLLIN, now() + s->timeout) ||
        !writable(rt, out[0], &bytes, &size) || /* another thread may have moved it meanwhile */
        (out[1] && !ouro_index_i64(rt, out[1], &wanted, EXC_OverflowError)) ||
        (out[2] && !ouro_posix_int(rt, out[2], &flags)))
        return -1;
    if (wanted < 0 || (size_t)wanted > size) {
        ouro_raise(rt, EXC_ValueError, wanted < 0 ? "negative buffersize in recv_into"
                                                  : "buffer too small for requested bytes");
        return -1;
    }
    size = wanted ? (size_t)wanted : size;
    CALL(got, s, POLLIN, (*address_size = sizeof *address,
                          recvfrom(s->descriptor, bytes, size, flags, &address->any, address_size)));
    return got;
}

NATIVE(sock_recv_into)
{
    union address address;
    socklen_t size;
    ssize_t got = receive_into(rt, sock_of(self), args, count, names, &address, &size);
    return got < 0 ? NULL : ouro_int_new(rt, got);
}

NATIVE(sock_recvfrom_into)
{
    union address address;
    socklen_t size;
    ssize_t got = receive_into(rt, sock_of(self), args, count, names, &address, &size);
    if (got < 0)
        return NULL;
    ouro_object *both[2] = {ouro_int_new(rt, got), address_object(rt, &address, size)};
    return ouro_tuple_from_take(rt, both, 2);
}

/* A send that cannot take all would keep the other threads waiting: then it takes what it can. */
static int send_flags(ouro_runtime *rt, const struct sock *s)
{
    return s->timeout < 0 && !ouro_thread_is_alone(rt) ? MSG_DONTWAIT : 0;
}

NATIVE(sock_send)
{
    const uint8_t *bytes;
    size_t size;
    int flags = 0;
    ssize_t sent;
    struct sock *s = sock_of(self);
    if (!ouro_buffer_get(rt, args[0], &bytes, &size) || (count > 1 && !ouro_posix_int(rt, args[1], &flags)))
        return NULL;
    flags |= send_flags(rt, s);
    CALL(sent, s, POLLOUT, send(s->descriptor, bytes, size, flags | MSG_NOSIGNAL));
    return sent < 0 ? NULL : ouro_int_new(rt, sent);
}

NATIVE(sock_sendall)
{
    const uint8_t *bytes;
    size_t size, total = 0;
    int flags = 0;
    struct sock *s = sock_of(self);
    if (count > 1 && !ouro_posix_int(rt, args[1], &flags))
        return NULL;
    do { /* another thread may change the bytes while this one waits */
        ssize_t sent;
        if (!ouro_buffer_get(rt, args[0], &bytes, &size) ||
            (size && !wait_ready(rt, s, POLLOUT, now() + s->timeout)) ||
            !ouro_buffer_get(rt, args[0], &bytes, &size))
            return NULL;
        if (total >= size)
            break;
        CALL(sent, s, POLLOUT, send(s->descriptor, bytes + total, size - total,
                                    flags | send_flags(rt, s) | MSG_NOSIGNAL));
        if (sent < 0)
            return NULL;
        total += (size_t)sent;
    } while (total < size);
    return rt->none;
}

NATIVE(sock_sendto)
{
    const uint8_t *bytes;
    size_t size;
    int flags = 0;
    union address address;
    socklen_t address_size;
    ssize_t sent;
    struct sock *s = sock_of(self);
    if (!ouro_buffer_get(rt, args[0], &bytes, &size) ||
        (count > 2 && !ouro_posix_int(rt, args[1], &flags)) ||
        !address_read(rt, s->family, args[count - 1], "sendto", &address, &address_size))
        return NULL;
    CALL(sent, s, POLLOUT,
         sendto(s->descriptor, bytes, size, flags | MSG_NOSIGNAL, &address.any, address_size));
    return sent < 0 ? NULL : ouro_int_new(rt, sent);
}

/* ---- options --------------------------------------------------------------------------------- */

NATIVE(sock_setblocking)
{
    int blocks = ouro_truth(rt, args[0]);
    if (blocks < 0)
        return NULL;
    sock_of(self)->timeout = blocks ? -1 : 0;
    return set_blocking(rt, sock_of(self), blocks) ? rt->none : NULL;
}

NATIVE(sock_getblocking)
{
    return bool_object(rt, sock_of(self)->timeout != 0);
}

static bool timeout_read(ouro_runtime *rt, ouro_object *object, double *timeout)
{
    *timeout = -1;
    if (object == rt->none)
        return true;
    if (!ouro_as_double(rt, object, timeout))
        return false;
    return *timeout >= 0 || ouro_raise(rt, EXC_ValueError, "Timeout value out of range") != NULL;
}

NATIVE(sock_settimeout)
{
    double timeout;
    if (!timeout_read(rt, args[0], &timeout))
        return NULL;
    sock_of(self)->timeout = timeout;
    return set_blocking(rt, sock_of(self), timeout < 0) ? rt->none : NULL;
}

static ouro_object *get_timeout(ouro_runtime *rt, ouro_object *self)
{
    return sock_of(self)->timeout < 0 ? rt->none : ouro_float_new(rt, sock_of(self)->timeout);
}

NATIVE(sock_gettimeout)
{
    return get_timeout(rt, self);
}

NATIVE(sock_setsockopt)
{
    int level, name, number;
    const uint8_t *bytes = NULL;
    size_t size = 0;
    if (!ouro_posix_int(rt, args[0], &level) || !ouro_posix_int(rt, args[1], &name))
        return NULL;
    if (is_int(rt, args[2])) {
        if (!ouro_posix_int(rt, args[2], &number))
            return NULL;
        bytes = (const uint8_t *)&number;
        size = sizeof number;
    } else if (!ouro_buffer_get(rt, args[2], &bytes, &size)) {
        return NULL;
    }
    return none_or_error(rt, setsockopt(sock_of(self)->descriptor, level, name, bytes, (socklen_t)size));
}

NATIVE(sock_getsockopt)
{
    int level, name, room = 0, number = 0;
    if (!ouro_posix_int(rt, args[0], &level) || !ouro_posix_int(rt, args[1], &name) ||
        (count > 2 && !ouro_posix_int(rt, args[2], &room)))
        return NULL;
    if (!room) {
        socklen_t size = sizeof number;
        return getsockopt(sock_of(self)->descriptor, level, name, &number, &size) < 0
                   ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, number);
    }
    if (room < 0 || room > 1024)
        return ouro_raise(rt, EXC_OSError, "getsockopt buflen out of range");
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)room);
    socklen_t size = (socklen_t)room;
    if (bytes && getsockopt(sock_of(self)->descriptor, level, name, bytes_of(bytes)->data, &size) < 0) {
        decref(rt, bytes);
        return ouro_raise_errno(rt, errno, NULL);
    }
    return bytes ? ouro_bytes_shrink_take(rt, bytes, size) : NULL;
}

static ouro_object *get_family(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, sock_of(self)->family);
}
static ouro_object *get_type(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, sock_of(self)->type);
}
static ouro_object *get_protocol(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, sock_of(self)->protocol);
}

/* ---- functions ------------------------------------------------------------------------------- */

NATIVE(socket_close)
{
    int descriptor;
    return ouro_posix_int(rt, args[0], &descriptor) ? none_or_error(rt, close(descriptor)) : NULL;
}

NATIVE(socket_dup)
{
    int descriptor;
    if (!ouro_posix_int(rt, args[0], &descriptor))
        return NULL;
    descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return descriptor < 0 ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, descriptor);
}

NATIVE(socket_socketpair)
{
    int numbers[3] = {AF_UNIX, SOCK_STREAM, 0}, ends[2];
    ouro_object *cls = ouro_vm_state_peek(rt, "socket.socket"), *both[2] = {NULL, NULL};
    for (size_t i = 0; i < count; i++)
        if (!ouro_posix_int(rt, args[i], &numbers[i]))
            return NULL;
    if (!cls)
        return NULL;
    if (socketpair(numbers[0], numbers[1] | SOCK_CLOEXEC, numbers[2], ends) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    for (int i = 0; i < 2; i++) {
        both[i] = sock_create(rt, (struct ouro_class *)(void *)cls, NULL, 0, NULL);
        if (both[i])
            *sock_of(both[i]) = (struct sock){*both[i], ends[i], numbers[0], numbers[1], numbers[2], -1};
        else
            close(ends[i]);
    }
    return ouro_tuple_from_take(rt, both, 2);
}

NATIVE(socket_gethostname)
{
    char name[256];
    return gethostname(name, sizeof name) < 0 ? ouro_raise_errno(rt, errno, NULL)
        : ouro_posix_decode(rt, name);
}

static const char *text_of(ouro_runtime *rt, ouro_object *object, ouro_object **owner)
{
    *owner = is_bytes(rt, object) ? newref(object) : is_str(rt, object)
                 ? ouro_str_encode(rt, object, "utf-8", "strict") : NULL;
    if (!*owner && !rt->error)
        ouro_raise(rt, EXC_TypeError, "str, bytes or bytearray expected, not %T", object);
    return *owner ? (const char *)bytes_of(*owner)->data : NULL;
}

NATIVE(socket_gethostbyname)
{
    union address address;
    socklen_t size;
    char host[INET_ADDRSTRLEN];
    ouro_object *owner;
    const char *name = text_of(rt, args[0], &owner);
    bool is_found = name && host_read(rt, name, AF_INET, &address, &size);
    xdecref(rt, owner);
    if (!is_found)
        return NULL;
    inet_ntop(AF_INET, &address.in.sin_addr, host, sizeof host);
    return ouro_str_from(rt, host);
}

NATIVE(socket_getaddrinfo)
{
    ouro_object *out[6], *host_owner = NULL, *port_owner = NULL, *list = NULL;
    int numbers[4] = {0, 0, 0, 0};
    char port_text[24];
    const char *host = NULL, *port = NULL;
    BIND("getaddrinfo", 2, 6, out, "host", "port", "family", "type", "proto", "flags");
    for (int i = 0; i < 4; i++)
        if (out[2 + i] && !ouro_posix_int(rt, out[2 + i], &numbers[i]))
            return NULL;
    if (out[0] != rt->none && !(host = text_of(rt, out[0], &host_owner)))
        return NULL;
    if (is_int(rt, out[1])) {
        int64_t number;
        if (!ouro_index_i64(rt, out[1], &number, EXC_OverflowError))
            goto done;
        snprintf(port_text, sizeof port_text, "%lld", (long long)number);
        port = port_text;
    } else if (out[1] != rt->none && !(port = text_of(rt, out[1], &port_owner))) {
        ouro_raise(rt, EXC_OSError, "Int or String expected");
        goto done;
    }
    struct addrinfo hints = {.ai_family = numbers[0], .ai_socktype = numbers[1], .ai_protocol = numbers[2],
                             .ai_flags = numbers[3]}, *found = NULL;
    int code = getaddrinfo(host, port, &hints, &found);
    if (code) {
        raise_lookup(rt, code);
        goto done;
    }
    list = ouro_list_new(rt, 4);
    for (struct addrinfo *row = found; list && row; row = row->ai_next) {
        union address address;
        memset(&address, 0, sizeof address);
        memcpy(&address, row->ai_addr, row->ai_addrlen);
        ouro_object *items[5] = {ouro_int_new(rt, row->ai_family), ouro_int_new(rt, row->ai_socktype),
                                 ouro_int_new(rt, row->ai_protocol),
                                 ouro_str_from(rt, row->ai_canonname ? row->ai_canonname : ""),
                                 address_object(rt, &address, row->ai_addrlen)};
        ouro_object *tuple = ouro_tuple_from_take(rt, items, 5);
        if (!tuple || !ouro_list_append_take(rt, list, tuple))
            clearref(rt, &list);
    }
    freeaddrinfo(found);
done:
    xdecref(rt, host_owner);
    xdecref(rt, port_owner);
    return list;
}

NATIVE(socket_getnameinfo)
{
    union address address;
    socklen_t size;
    char host[NI_MAXHOST], service[NI_MAXSERV];
    int flags;
    if (!is_tuple(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "getnameinfo() argument 1 must be a tuple");
    if (!ouro_posix_int(rt, args[1], &flags))
        return NULL;
    int family = tuple_length(args[0]) > 2 ? AF_INET6 : AF_INET;
    if (!address_read(rt, family, args[0], "getnameinfo", &address, &size))
        return NULL;
    int code = getnameinfo(&address.any, size, host, sizeof host, service, sizeof service, flags);
    if (code)
        return raise_lookup(rt, code);
    ouro_object *both[2] = {ouro_posix_decode(rt, host), ouro_posix_decode(rt, service)};
    return ouro_tuple_from_take(rt, both, 2);
}

NATIVE(socket_inet_pton)
{
    int family;
    uint8_t bytes[16];
    ouro_object *owner;
    if (!ouro_posix_int(rt, args[0], &family))
        return NULL;
    const char *text = text_of(rt, args[1], &owner);
    if (!text)
        return NULL;
    int result = inet_pton(family, text, bytes);
    xdecref(rt, owner);
    if (result < 0)
        return ouro_raise_errno(rt, errno, NULL);
    if (!result)
        return ouro_raise(rt, EXC_OSError, "illegal IP address string passed to inet_pton");
    return ouro_bytes_new(rt, bytes, family == AF_INET ? 4 : 16);
}

NATIVE(socket_inet_ntop)
{
    int family;
    const uint8_t *bytes;
    size_t size;
    char text[INET6_ADDRSTRLEN];
    if (!ouro_posix_int(rt, args[0], &family) || !ouro_buffer_get(rt, args[1], &bytes, &size))
        return NULL;
    if (family != AF_INET && family != AF_INET6)
        return ouro_raise(rt, EXC_ValueError, "unknown address family %d", family);
    if (size != (family == AF_INET ? 4u : 16u))
        return ouro_raise(rt, EXC_ValueError, "invalid length of packed IP address string");
    return inet_ntop(family, bytes, text, sizeof text) ? ouro_str_from(rt, text)
        : ouro_raise_errno(rt, errno, NULL);
}

NATIVE(socket_inet_aton)
{
    struct in_addr address;
    ouro_object *owner;
    const char *text = text_of(rt, args[0], &owner);
    if (!text)
        return NULL;
    int is_good = inet_aton(text, &address);
    xdecref(rt, owner);
    return is_good ? ouro_bytes_new(rt, &address, 4)
                   : ouro_raise(rt, EXC_OSError, "illegal IP address string passed to inet_aton");
}

NATIVE(socket_inet_ntoa)
{
    ouro_object *both[2] = {ouro_int_new(rt, AF_INET), args[0]};
    return socket_inet_ntop(rt, self, both, 2, NULL);
}

static ouro_object *swap(ouro_runtime *rt, const char *function, ouro_object *object, unsigned size)
{
    int64_t value, most = size == 2 ? 0xffff : 0xffffffff;
    if (!ouro_index_i64(rt, object, &value, EXC_OverflowError))
        return NULL;
    if (value < 0)
        return ouro_raise(rt, EXC_OverflowError, "%s: can't convert negative Python int to C %d-bit unsigned "
                                                 "integer", function, size * 8);
    if (value > most)
        return ouro_raise(rt, EXC_OverflowError, "%s: Python int too large to convert to C %d-bit unsigned "
                                                 "integer", function, size * 8);
    return ouro_int_new(rt, size == 2 ? htons((uint16_t)value) : htonl((uint32_t)value));
}
NATIVE(socket_htons)
{
    return swap(rt, "htons", args[0], 2);
}
NATIVE(socket_ntohs)
{
    return swap(rt, "ntohs", args[0], 2);
}
NATIVE(socket_htonl)
{
    return swap(rt, "htonl", args[0], 4);
}
NATIVE(socket_ntohl)
{
    return swap(rt, "ntohl", args[0], 4);
}

NATIVE(socket_getdefaulttimeout)
{
    ouro_object *timeout = ouro_vm_state_peek(rt, "socket timeout");
    return timeout && ouro_float_value(timeout) >= 0 ? newref(timeout) : rt->none;
}

NATIVE(socket_setdefaulttimeout)
{
    double timeout;
    if (!timeout_read(rt, args[0], &timeout))
        return NULL;
    ouro_object *value = ouro_float_new(rt, timeout);
    bool is_set = value && ouro_vm_state_set(rt, "socket timeout", value);
    xdecref(rt, value);
    return is_set ? rt->none : NULL;
}

NATIVE(socket_getservbyname)
{
    ouro_object *owner;
    const char *name = text_of(rt, args[0], &owner);
    struct servent *found = name ? getservbyname(name, NULL) : NULL;
    xdecref(rt, owner);
    if (!found)
        return rt->error ? NULL : ouro_raise(rt, EXC_OSError, "service/proto not found");
    return ouro_int_new(rt, ntohs((uint16_t)found->s_port));
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_socket(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"_accept", sock_accept, 0, 0, 0, NULL}, {"bind", sock_bind, 1, 1, 0, NULL},
        {"close", sock_close, 0, 0, 0, NULL}, {"connect", sock_connect, 1, 1, 0, NULL},
        {"connect_ex", sock_connect_ex, 1, 1, 0, NULL}, {"detach", sock_detach, 0, 0, 0, NULL},
        {"fileno", sock_fileno, 0, 0, 0, NULL}, {"getpeername", sock_getpeername, 0, 0, 0, NULL},
        {"getsockname", sock_getsockname, 0, 0, 0, NULL}, {"getsockopt", sock_getsockopt, 2, 3, 0, NULL},
        {"listen", sock_listen, 0, 1, 0, NULL}, {"recv", sock_recv, 1, 2, 0, NULL},
        {"recv_into", sock_recv_into, 0, -1, METHOD_KEYWORDS, NULL},
        {"recvfrom", sock_recvfrom, 1, 2, 0, NULL},
        {"recvfrom_into", sock_recvfrom_into, 0, -1, METHOD_KEYWORDS, NULL},
        {"send", sock_send, 1, 2, 0, NULL}, {"sendall", sock_sendall, 1, 2, 0, NULL},
        {"sendto", sock_sendto, 2, 3, 0, NULL}, {"setblocking", sock_setblocking, 1, 1, 0, NULL},
        {"getblocking", sock_getblocking, 0, 0, 0, NULL}, {"settimeout", sock_settimeout, 1, 1, 0, NULL},
        {"gettimeout", sock_gettimeout, 0, 0, 0, NULL}, {"setsockopt", sock_setsockopt, 3, 3, 0, NULL},
        {"shutdown", sock_shutdown, 1, 1, 0, NULL}, {0}};
    static const struct ouro_getset getsets[] = {
        {"family", get_family, NULL, NULL}, {"type", get_type, NULL, NULL},
        {"proto", get_protocol, NULL, NULL}, {"timeout", get_timeout, NULL, NULL}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_socket.socket", NULL, sizeof(struct sock),
                                               OURO_BLOCK_ATOM,
                                               OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = sock_dealloc;
    cls->core.finalize = sock_finalize;
    cls->create = sock_create;
    cls->init = sock_init;
    cls->getattr = ouro_generic_getattr;
    cls->repr = sock_repr;
    return ouro_class_ready(rt, cls, methods, getsets, NULL) &&
           ouro_vm_state_set(rt, "socket.socket", (ouro_object *)cls) &&
           ouro_module_add(rt, module, "SocketType", (ouro_object *)cls) &&
           ouro_module_add_class(rt, module, cls);
}

bool ouro_module__socket_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"close", socket_close, 1, 1, 0, NULL}, {"dup", socket_dup, 1, 1, 0, NULL},
        {"socketpair", socket_socketpair, 0, 3, 0, NULL}, {"gethostname", socket_gethostname, 0, 0, 0, NULL},
        {"gethostbyname", socket_gethostbyname, 1, 1, 0, NULL},
        {"getaddrinfo", socket_getaddrinfo, 0, -1, METHOD_KEYWORDS, NULL},
        {"getnameinfo", socket_getnameinfo, 2, 2, 0, NULL}, {"inet_pton", socket_inet_pton, 2, 2, 0, NULL},
        {"inet_ntop", socket_inet_ntop, 2, 2, 0, NULL}, {"inet_aton", socket_inet_aton, 1, 1, 0, NULL},
        {"inet_ntoa", socket_inet_ntoa, 1, 1, 0, NULL}, {"htons", socket_htons, 1, 1, 0, NULL},
        {"ntohs", socket_ntohs, 1, 1, 0, NULL}, {"htonl", socket_htonl, 1, 1, 0, NULL},
        {"ntohl", socket_ntohl, 1, 1, 0, NULL}, {"getservbyname", socket_getservbyname, 1, 2, 0, NULL},
        {"getdefaulttimeout", socket_getdefaulttimeout, 0, 0, 0, NULL},
        {"setdefaulttimeout", socket_setdefaulttimeout, 1, 1, 0, NULL}, {0}};
    static const struct ouro_foreign_number numbers[] = {
#define X(name) {#name, name},
        X(AF_UNSPEC) X(AF_UNIX) X(AF_INET) X(AF_INET6) X(SOCK_STREAM) X(SOCK_DGRAM) X(SOCK_RAW)
        X(SOCK_SEQPACKET) X(SOCK_CLOEXEC) X(SOCK_NONBLOCK) X(SOL_SOCKET) X(SO_REUSEADDR) X(SO_REUSEPORT)
        X(SO_KEEPALIVE) X(SO_BROADCAST) X(SO_ERROR) X(SO_TYPE) X(SO_SNDBUF) X(SO_RCVBUF) X(SO_LINGER)
        X(SO_RCVTIMEO) X(SO_SNDTIMEO) X(SO_ACCEPTCONN) X(SO_OOBINLINE) X(SO_PROTOCOL) X(SO_DOMAIN)
        X(IPPROTO_IP) X(IPPROTO_TCP) X(IPPROTO_UDP) X(IPPROTO_ICMP) X(IPPROTO_IPV6) X(IPV6_V6ONLY)
        X(TCP_NODELAY) X(TCP_KEEPIDLE) X(TCP_KEEPINTVL) X(TCP_KEEPCNT) X(IP_TTL) X(IP_TOS)
        X(IP_MULTICAST_TTL) X(IP_MULTICAST_LOOP) X(IP_ADD_MEMBERSHIP) X(IP_DROP_MEMBERSHIP) X(SOMAXCONN)
        X(MSG_PEEK) X(MSG_OOB) X(MSG_DONTWAIT) X(MSG_WAITALL) X(MSG_NOSIGNAL) X(MSG_TRUNC) X(SHUT_RD)
        X(SHUT_WR) X(SHUT_RDWR) X(INADDR_ANY) X(INADDR_LOOPBACK) X(INADDR_BROADCAST) X(AI_PASSIVE)
        X(AI_CANONNAME) X(AI_NUMERICHOST) X(AI_NUMERICSERV) X(AI_ADDRCONFIG) X(AI_V4MAPPED) X(AI_ALL)
        X(NI_NUMERICHOST) X(NI_NUMERICSERV) X(NI_NAMEREQD) X(NI_DGRAM) X(NI_NOFQDN) X(NI_MAXHOST)
        X(NI_MAXSERV) X(EAI_AGAIN) X(EAI_BADFLAGS) X(EAI_FAIL) X(EAI_FAMILY) X(EAI_MEMORY) X(EAI_NONAME)
        X(EAI_SERVICE) X(EAI_SOCKTYPE) X(EAI_SYSTEM)
#undef X
    };
    bool is_good = ouro_module_add_functions(rt, module, functions) &&
                   ouro_socket_hosts_add(rt, module);
    is_good = is_good && ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers);
    ouro_object *base = (ouro_object *)builtin_class(rt, EXC_OSError);
    return is_good && add_socket(rt, module) &&
           ouro_foreign_error_add(rt, module, "socket", "gaierror", base, NULL) &&
           ouro_foreign_error_add(rt, module, "socket", "herror", base, NULL) &&
           ouro_module_add(rt, module, "error", (ouro_object *)builtin_class(rt, EXC_OSError)) &&
           ouro_module_add(rt, module, "timeout", (ouro_object *)builtin_class(rt, EXC_TimeoutError)) &&
           ouro_module_add(rt, module, "has_ipv6", rt->true_);
}
