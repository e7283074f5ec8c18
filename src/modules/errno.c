/* errno: the numbers of the system's errors. */
#include <errno.h>

#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/vm.h"

#define ERRORS(X)                                                                                 \
    X(EPERM) X(ENOENT) X(ESRCH) X(EINTR) X(EIO) X(ENXIO) X(E2BIG) X(ENOEXEC) X(EBADF) X(ECHILD)   \
    X(EAGAIN) X(ENOMEM) X(EACCES) X(EFAULT) X(ENOTBLK) X(EBUSY) X(EEXIST) X(EXDEV) X(ENODEV)      \
    X(ENOTDIR) X(EISDIR) X(EINVAL) X(ENFILE) X(EMFILE) X(ENOTTY) X(ETXTBSY) X(EFBIG) X(ENOSPC)    \
    X(ESPIPE) X(EROFS) X(EMLINK) X(EPIPE) X(EDOM) X(ERANGE) X(EDEADLK) X(ENAMETOOLONG)            \
    X(ENOLCK) X(ENOSYS) X(ENOTEMPTY) X(ELOOP) X(ENOMSG) X(EIDRM) X(ECHRNG) X(EL2NSYNC)            \
    X(EL3HLT) X(EL3RST) X(ELNRNG) X(EUNATCH) X(ENOCSI) X(EL2HLT) X(EBADE) X(EBADR) X(EXFULL)      \
    X(ENOANO) X(EBADRQC) X(EBADSLT) X(EBFONT) X(ENOSTR) X(ENODATA) X(ETIME) X(ENOSR) X(ENONET)    \
    X(ENOPKG) X(EREMOTE) X(ENOLINK) X(EADV) X(ESRMNT) X(ECOMM) X(EPROTO) X(EMULTIHOP) X(EDOTDOT)  \
    X(EBADMSG) X(EOVERFLOW) X(ENOTUNIQ) X(EBADFD) X(EREMCHG) X(ELIBACC) X(ELIBBAD) X(ELIBSCN)     \
    X(ELIBMAX) X(ELIBEXEC) X(EILSEQ) X(ERESTART) X(ESTRPIPE) X(EUSERS) X(ENOTSOCK)                \
    X(EDESTADDRREQ) X(EMSGSIZE) X(EPROTOTYPE) X(ENOPROTOOPT) X(EPROTONOSUPPORT)                   \
    X(ESOCKTNOSUPPORT) X(EOPNOTSUPP) X(EPFNOSUPPORT) X(EAFNOSUPPORT) X(EADDRINUSE)                \
    X(EADDRNOTAVAIL) X(ENETDOWN) X(ENETUNREACH) X(ENETRESET) X(ECONNABORTED) X(ECONNRESET)        \
    X(ENOBUFS) X(EISCONN) X(ENOTCONN) X(ESHUTDOWN) X(ETOOMANYREFS) X(ETIMEDOUT) X(ECONNREFUSED)   \
    X(EHOSTDOWN) X(EHOSTUNREACH) X(EALREADY) X(EINPROGRESS) X(ESTALE) X(EUCLEAN) X(ENOTNAM)       \
    X(ENAVAIL) X(EISNAM) X(EREMOTEIO) X(EDQUOT) X(ENOMEDIUM) X(EMEDIUMTYPE) X(ECANCELED)          \
    X(ENOKEY) X(EKEYEXPIRED) X(EKEYREVOKED) X(EKEYREJECTED) X(EOWNERDEAD) X(ENOTRECOVERABLE)      \
    X(ERFKILL)

/* Further names of the same numbers: errorcode knows the ones above. */
#define ALIASES(X) X(EWOULDBLOCK) X(EDEADLOCK) X(ENOTSUP)

static bool add(ouro_runtime *rt, ouro_object *module, ouro_object *codes, const char *name, int value)
{
    ouro_object *number = ouro_int_new(rt, value), *text = number ? ouro_str_from(rt, name) : NULL;
    bool is_good = text && ouro_module_add(rt, module, name, number) &&
                   (!codes || ouro_dict_set(rt, codes, number, text));
    xdecref(rt, number);
    xdecref(rt, text);
    return is_good;
}

bool ouro_module_errno_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct { const char *name; int value; } rows[] = {
#define X(name) {#name, name},
        ERRORS(X)
#undef X
    }, aliases[] = {
#define X(name) {#name, name},
        ALIASES(X)
#undef X
    };
    ouro_object *codes = ouro_dict_new(rt);
    bool is_good = codes && ouro_module_add(rt, module, "errorcode", codes);
    for (size_t i = 0; is_good && i < sizeof rows / sizeof *rows; i++)
        is_good = add(rt, module, codes, rows[i].name, rows[i].value);
    for (size_t i = 0; is_good && i < sizeof aliases / sizeof *aliases; i++)
        is_good = add(rt, module, NULL, aliases[i].name, aliases[i].value);
    xdecref(rt, codes);
    return is_good;
}
