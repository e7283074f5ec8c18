/* _socket: the databases of hosts, services and protocols. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "modules/posix_internal.h"
#include "modules/socket_hosts.h"
#include "types/dict.h"
#include "types/list.h"

/* socket.herror(code, text) */
static ouro_object *raise_host(ouro_runtime *rt, int code)
{
    ouro_object *module = ouro_vm_import(rt, "_socket");
    ouro_object *cls = module ? ouro_getattr_text(rt, module, "herror") : NULL;
    ouro_object *number = cls ? ouro_int_new(rt, code) : NULL;
    ouro_object *text = number ? ouro_str_from(rt, hstrerror(code)) : NULL;
    if (text)
        ouro_raise_take(rt, ouro_call2(rt, cls, number, text));
    xdecref(rt, module);
    xdecref(rt, cls);
    xdecref(rt, number);
    xdecref(rt, text);
    return NULL;
}

static ouro_object *list_of_names(ouro_runtime *rt, char *const *names)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (; list && names && *names; names++) {
        ouro_object *name = ouro_str_from(rt, *names);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
    }
    return list;
}

static ouro_object *list_of_addresses(ouro_runtime *rt, const struct hostent *host)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (char *const *at = host->h_addr_list; list && *at; at++) {
        char text[INET6_ADDRSTRLEN] = "";
        inet_ntop(host->h_addrtype, *at, text, sizeof text);
        ouro_object *address = ouro_str_from(rt, text);
        if (!address || !ouro_list_append_take(rt, list, address))
            clearref(rt, &list);
    }
    return list;
}

/* (name, aliases, addresses) */
static ouro_object *host_tuple(ouro_runtime *rt, const struct hostent *host)
{
    ouro_object *three[] = {ouro_str_from(rt, host->h_name), list_of_names(rt, host->h_aliases),
                            list_of_addresses(rt, host)};
    return ouro_tuple_from_take(rt, three, 3);
}

/* The address of a name, through the module's own resolver: it words the errors. */
static ouro_object *resolve(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = ouro_vm_import(rt, "_socket");
    ouro_object *function = module ? ouro_getattr_text(rt, module, "gethostbyname") : NULL;
    ouro_object *address = function ? ouro_call1(rt, function, name) : NULL;
    xdecref(rt, module);
    xdecref(rt, function);
    return address;
}

enum { HOST_BYTES = 16 * 1024 };

static ouro_object *look_up(ouro_runtime *rt, const char *text, bool is_by_address)
{
    struct hostent host, *found = NULL;
    int code = 0;
    unsigned char address[16];
    char *buffer = ouro_buffer_alloc(rt, HOST_BYTES);
    if (!buffer)
        return NULL;
    int family = strchr(text, ':') ? AF_INET6 : AF_INET;
    if (!is_by_address)
        gethostbyname2_r(text, AF_INET, &host, buffer, HOST_BYTES, &found, &code);
    else if (inet_pton(family, text, address) == 1)
        gethostbyaddr_r(address, family == AF_INET6 ? 16 : 4, family, &host, buffer, HOST_BYTES, &found,
                        &code);
    ouro_object *result = found ? host_tuple(rt, found) : raise_host(rt, code);
    ouro_buffer_free(rt, buffer, HOST_BYTES);
    return result;
}

NATIVE(socket_gethostbyaddr)
{
    size_t size;
    ouro_object *owner = NULL, *address = NULL, *result = NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "gethostbyaddr() argument 1 must be str, bytes or "
                                             "bytearray, not %T", args[0]);
    const char *text = ouro_str_utf8(rt, args[0], &size, &owner);
    unsigned char bytes[16];
    if (text && inet_pton(AF_INET6, text, bytes) == 1)
        address = newref(args[0]);
    xdecref(rt, owner);
    if (text && !address)
        address = resolve(rt, args[0]);
    text = address ? ouro_str_utf8(rt, address, &size, &owner) : NULL;
    if (text) {
        result = look_up(rt, text, true);
        xdecref(rt, owner);
    }
    xdecref(rt, address);
    return result;
}

NATIVE(socket_gethostbyname_ex)
{
    size_t size;
    ouro_object *address = resolve(rt, args[0]), *owner = NULL, *result = NULL;
    const char *text = address ? ouro_str_utf8(rt, args[0], &size, &owner) : NULL;
    if (text) {
        result = look_up(rt, *text ? text : "0.0.0.0", false);
        xdecref(rt, owner);
    }
    xdecref(rt, address);
    return result;
}

NATIVE(socket_getservbyport)
{
    int64_t port;
    size_t size;
    ouro_object *owner = NULL;
    const char *protocol = NULL;
    if (!ouro_index_i64(rt, args[0], &port, EXC_OverflowError))
        return NULL;
    if (port < 0 || port > 0xffff)
        return ouro_raise(rt, EXC_OverflowError, "getservbyport: port must be 0-65535.");
    if (count > 1 && (!is_str(rt, args[1]) || !(protocol = ouro_str_utf8(rt, args[1], &size, &owner))))
        return rt->error ? NULL
                         : ouro_raise(rt, EXC_TypeError,
                                      "getservbyport() argument 2 must be str, not %W", args[1]);
    struct servent *service = getservbyport(htons((uint16_t)port), protocol);
    xdecref(rt, owner);
    return service ? ouro_str_from(rt, service->s_name)
                   : ouro_raise(rt, EXC_OSError, "port/proto not found");
}

NATIVE(socket_getprotobyname)
{
    size_t size;
    ouro_object *owner = NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "getprotobyname() argument must be str, not %W", args[0]);
    const char *name = ouro_str_utf8(rt, args[0], &size, &owner);
    struct protoent *protocol = name ? getprotobyname(name) : NULL;
    xdecref(rt, owner);
    if (!name)
        return NULL;
    return protocol ? ouro_int_new(rt, protocol->p_proto)
                    : ouro_raise(rt, EXC_OSError, "protocol not found");
}

bool ouro_socket_hosts_add(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"gethostbyaddr", socket_gethostbyaddr, 1, 1, 0, NULL},
        {"gethostbyname_ex", socket_gethostbyname_ex, 1, 1, 0, NULL},
        {"getservbyport", socket_getservbyport, 1, 2, 0, NULL},
        {"getprotobyname", socket_getprotobyname, 1, 1, 0, NULL},
        {0}};
    return ouro_module_add_functions(rt, module, functions);
}
